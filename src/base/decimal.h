/* SPDX-License-Identifier: Apache-2.0 */
/* Decimal: an exact decimal number, digits / 10^scale. Never binary floating point.

   |digits| < 10^18 and scale <= DECIMAL_MAX_SCALE, so that two decimals can be compared and brought to
   one scale in 128 bits. Arithmetic on scaled integers elsewhere uses the checked helpers here. */
#ifndef LIMEN_BASE_DECIMAL_H
#define LIMEN_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define DECIMAL_MAX_SCALE 9
#define DECIMAL_LIMIT INT64_C(1000000000000000000)

struct decimal {
    int64_t digits;
    unsigned scale;
};

enum decimal_status { DECIMAL_OK, DECIMAL_MALFORMED, DECIMAL_TOO_LARGE, DECIMAL_TOO_FINE };

/* Reads an optional '-', digits, and an optional fraction ('.' and digits); no exponent, no leading
   '+'. The whole of LENGTH bytes must be read. The scale is that of the written form (85.0 has 1). */
enum decimal_status decimal_parse(const char *bytes, size_t length, struct decimal *ret_value);

/* <0, 0, >0 */
int decimal_compare(struct decimal a, struct decimal b);

/* The digits of VALUE at SCALE; false if digits would be lost or the limit passed. */
bool decimal_at_scale(struct decimal value, unsigned scale, int64_t *ret_digits);

/* Drops trailing zeros of the fraction. */
struct decimal decimal_normalise(struct decimal value);

int64_t decimal_power(unsigned scale); /* 10^scale, scale <= 18 */

/* Writes digits / 10^scale with exactly SCALE decimals ("85.0"). */
void decimal_write(struct text *text, int64_t digits, unsigned scale);

/* Checked integer arithmetic: false on overflow past +-DECIMAL_LIMIT. */
bool decimal_add(int64_t a, int64_t b, int64_t *ret_sum);
bool decimal_multiply(int64_t a, int64_t b, int64_t *ret_product);

#endif

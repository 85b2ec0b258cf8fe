/* SPDX-License-Identifier: Apache-2.0 */
/* Exact conversion of written numbers. */
#include "case/number.h"

#include <string.h>

__extension__ typedef __int128 wide;

/* |digits| < 10^18, factors <= 12 and scales <= 9 keep every product within 128 bits. */
enum number_status number_for_type(const struct type *type, struct decimal number, enum unit unit,
                                   int64_t *ret_value)
{
    if (unit == UNIT_NONE) {
        unit = type->unit;
    }
    if (unit_base(unit) != unit_base(type->unit)) {
        return NUMBER_WRONG_UNIT;
    }
    wide over = (wide)number.digits * unit_factor(unit) * decimal_power(type->scale);
    wide under = (wide)unit_factor(type->unit) * decimal_power(number.scale);
    if (over % under != 0) {
        return NUMBER_TOO_FINE;
    }
    wide value = over / under;
    if (value < type->low || value > type->high) {
        return NUMBER_OUT_OF_BOUNDS;
    }
    *ret_value = (int64_t)value;
    return NUMBER_OK;
}

/* The exponent, cut off where no number of DECIMAL_LIMIT could follow it. */
static int read_exponent(const char *text)
{
    int sign = *text == '-' ? -1 : 1;
    int exponent = 0;
    if (*text == '-' || *text == '+') {
        text++;
    }
    for (; *text; text++) {
        if (exponent < 1000) {
            exponent = exponent * 10 + (*text - '0');
        }
    }
    return sign * exponent;
}

static enum decimal_status shift(struct decimal *number, int exponent)
{
    *number = decimal_normalise(*number);
    if (number->digits == 0) {
        return DECIMAL_OK;
    }
    for (; exponent > 0 && number->scale > 0; exponent--) {
        number->scale--;
    }
    for (; exponent > 0; exponent--) {
        if (!decimal_multiply(number->digits, 10, &number->digits)) {
            return DECIMAL_TOO_LARGE;
        }
    }
    for (; exponent < 0; exponent++) {
        if (number->digits % 10 == 0) {
            number->digits /= 10;
        } else if (number->scale++ == DECIMAL_MAX_SCALE) {
            return DECIMAL_TOO_FINE;
        }
    }
    return DECIMAL_OK;
}

enum decimal_status number_parse(const char *text, struct decimal *ret_number)
{
    size_t mantissa = strcspn(text, "eE");
    enum decimal_status status = decimal_parse(text, mantissa, ret_number);
    if (status != DECIMAL_OK || !text[mantissa]) {
        return status;
    }
    return shift(ret_number, read_exponent(text + mantissa + 1));
}

static bool is_word(const char *word, size_t length, const char *text)
{
    return strlen(text) == length && memcmp(word, text, length) == 0;
}

bool number_parse_unit(const char *word, size_t length, enum unit *ret_unit)
{
    static const enum unit writable[] = {UNIT_PERCENT, UNIT_YEARS, UNIT_MONTHS,
                                         UNIT_WEEKS,   UNIT_DAYS,  UNIT_HOURS};
    for (size_t i = 0; i < sizeof writable / sizeof *writable; i++) {
        if (is_word(word, length, unit_word(writable[i])) ||
            is_word(word, length, unit_singular(writable[i]))) {
            *ret_unit = writable[i];
            return true;
        }
    }
    return false;
}

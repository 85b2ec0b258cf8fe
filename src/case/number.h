/* SPDX-License-Identifier: Apache-2.0 */
/* Number: a written quantity ("18 months", "85.0 %") as a value of a number type, exactly.

   Years convert to months and weeks to days, and back where nothing is lost. What would have to be
   rounded is refused. */
#ifndef LIMEN_CASE_NUMBER_H
#define LIMEN_CASE_NUMBER_H

#include "base/decimal.h"
#include "base/value.h"

enum number_status { NUMBER_OK, NUMBER_WRONG_UNIT, NUMBER_TOO_FINE, NUMBER_OUT_OF_BOUNDS };

/* UNIT_NONE counts in the type's own unit. */
enum number_status number_for_type(const struct type *type, struct decimal number, enum unit unit,
                                   int64_t *ret_value);

/* Reads a number as JSON writes it, an exponent included. */
enum decimal_status number_parse(const char *text, struct decimal *ret_number);

/* The unit that WORD names in the singular or plural ("year", "years", "%"). */
bool number_parse_unit(const char *word, size_t length, enum unit *ret_unit);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Date: days of the proleptic Gregorian calendar as a count since 1970-01-01 (negative before).

   Valid dates run from 1900-01-01 to 2199-12-31 (DATE_MIN, DATE_MAX). A moment is a date and a minute
   of the day (0 to 1440, 1440 being 24:00). */
#ifndef LIMEN_BASE_DATE_H
#define LIMEN_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "base/text.h"

enum date_status { DATE_OK, DATE_MALFORMED, DATE_NO_SUCH_DAY, DATE_OUT_OF_RANGE };

/* Reads exactly YYYY-MM-DD. */
enum date_status date_parse(const char *bytes, size_t length, int32_t *ret_days);

/* As date_months_between. */
static inline int64_t date_years_between(int32_t a, int32_t b)
{
    return date_months_between(a, b) / 12;
}

/* 0 Monday to 6 Sunday. */
int date_weekday(int32_t days);

/* Reads HH:MM, 00:00 to 24:00, as minutes. */
bool date_parse_time(const char *bytes, size_t length, int *ret_minutes);

void date_write(struct text *text, int32_t days);             /* 2018-12-20 */
void date_write_time(struct text *text, int minutes);          /* 08:30 */

#endif

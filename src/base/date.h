/* SPDX-License-Identifier: Apache-2.0 */
/* Date: days of the proleptic Gregorian calendar as a count since 1970-01-01 (negative before).

   Valid dates run from 1900-01-01 to 2199-12-31 (DATE_MIN, DATE_MAX). A moment is a date and a minute
   of the day (0 to 1440, 1440 being 24:00). */
#ifndef LIMEN_BASE_DATE_H
#define LIMEN_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define DATE_MIN (-25567) /* 1900-01-01 */
#define DATE_MAX 84005    /* 2199-12-31 */

struct date_parts {
    int year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
};

enum date_status { DATE_OK, DATE_MALFORMED, DATE_NO_SUCH_DAY, DATE_OUT_OF_RANGE };

/* Reads exactly YYYY-MM-DD. */
enum date_status date_parse(const char *bytes, size_t length, int32_t *ret_days);
int32_t date_from_parts(struct date_parts parts);
struct date_parts date_to_parts(int32_t days);
int date_month_days(int year, int month);

/* 0 Monday to 6 Sunday. */
int date_weekday(int32_t days);

/* Adds months; the day clips to the month's end (2024-01-31 + 1 month = 2024-02-29). The result is
   clamped to DATE_MIN..DATE_MAX. */
int32_t date_add_months(int32_t days, int64_t months);
int32_t date_add_days(int32_t days, int64_t count);

/* Completed months, or years, from A to B: the most whose anniversary of A is not after B. Where a
   month lacks the day, the anniversary is the 1st of the next (29 February: 1 March in common years).
   Reversed dates negate. */
int64_t date_months_between(int32_t a, int32_t b);
int64_t date_years_between(int32_t a, int32_t b);

/* Reads HH:MM, 00:00 to 24:00, as minutes. */
bool date_parse_time(const char *bytes, size_t length, int *ret_minutes);

void date_write(struct text *text, int32_t days);             /* 2018-12-20 */
void date_write_time(struct text *text, int minutes);          /* 08:30 */

#endif

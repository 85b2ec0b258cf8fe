/* SPDX-License-Identifier: Apache-2.0 */
/* Day: calendar arithmetic on days counted since 1970-01-01, negative before.

   It needs nothing else, because what `limen compile` writes holds this text, too.

   Conversion counts years from 1 March, so that the leap day is the last day of its year. */
#ifndef LIMEN_BASE_DAY_H
#define LIMEN_BASE_DAY_H

#include <stdbool.h>
#include <stdint.h>

#define DATE_MIN (-25567) /* 1900-01-01 */
#define DATE_MAX 84005    /* 2199-12-31 */

struct date_parts {
    int year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
};

#define DATE_ERA_DAYS 146097     /* days in 400 years */
#define DATE_EPOCH_SHIFT 719468  /* days from 0000-03-01 to 1970-01-01 */
#define DATE_RANGE_MONTHS 3600   /* months between DATE_MIN and DATE_MAX, rounded up */

static inline int date_month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && is_leap ? 29 : days[month - 1];
}

static inline int32_t date_from_parts(struct date_parts parts)
{
    int year = parts.year - (parts.month <= 2);
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int month_from_march = (parts.month + 9) % 12;
    int day_of_year = (153 * month_from_march + 2) / 5 + parts.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DATE_ERA_DAYS + day_of_era - DATE_EPOCH_SHIFT;
}

static inline struct date_parts date_to_parts(int32_t days)
{
    int shifted = days + DATE_EPOCH_SHIFT;
    int era = (shifted >= 0 ? shifted : shifted - (DATE_ERA_DAYS - 1)) / DATE_ERA_DAYS;
    int day_of_era = shifted - era * DATE_ERA_DAYS;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (struct date_parts){
        .year = era * 400 + year_of_era + (month <= 2),
        .month = month,
        .day = day_of_year - (153 * month_from_march + 2) / 5 + 1,
    };
}

static inline int32_t date_clamp(int64_t days)
{
    return days < DATE_MIN ? DATE_MIN : days > DATE_MAX ? DATE_MAX : (int32_t)days;
}

/* Adds months; the day clips to the month's end (2024-01-31 + 1 month = 2024-02-29). The result is
   clamped to DATE_MIN..DATE_MAX. */
static inline int32_t date_add_months(int32_t days, int64_t months)
{
    if (months > DATE_RANGE_MONTHS || months < -DATE_RANGE_MONTHS) {
        return months > 0 ? DATE_MAX : DATE_MIN;
    }
    struct date_parts parts = date_to_parts(days);
    int total = parts.year * 12 + parts.month - 1 + (int)months;
    parts.year = total / 12;
    parts.month = total % 12 + 1;
    int last = date_month_days(parts.year, parts.month);
    if (parts.day > last) {
        parts.day = last;
    }
    return date_clamp(date_from_parts(parts));
}

static inline int32_t date_add_days(int32_t days, int64_t count)
{
    int64_t most = DATE_MAX - DATE_MIN; /* as many days lead past either end */
    return date_clamp(days + (count > most ? most : count < -most ? -most : count));
}

/* Completed months from A to B: the most whose anniversary of A is not after B. Where a
   month lacks the day, the anniversary is the 1st of the next (29 February: 1 March in common years).
   Reversed dates negate. */
static inline int64_t date_months_between(int32_t a, int32_t b)
{
    if (b < a) {
        return -date_months_between(b, a);
    }
    struct date_parts from = date_to_parts(a), to = date_to_parts(b);
    int months = (to.year - from.year) * 12 + to.month - from.month;
    /* A day that TO's month lacks is greater than every day of it: the anniversary is yet to come. */
    return to.day < from.day ? months - 1 : months;
}

#endif

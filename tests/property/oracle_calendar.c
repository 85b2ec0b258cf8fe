/* SPDX-License-Identifier: Apache-2.0 */
/* A calendar of its own, counted out day by day, month by month. */
#include "oracle_walk.h"

struct day {
    int64_t year, month, day; /* months and days from 1 */
};

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t month_length(int64_t year, int64_t month)
{
    static const int64_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

static int64_t year_length(int64_t year)
{
    return is_leap(year) ? 366 : 365;
}

static struct day day_of(int64_t count)
{
    struct day day = {1970, 1, 1};
    while (count < 0) {
        count += year_length(--day.year);
    }
    while (count >= year_length(day.year)) {
        count -= year_length(day.year++);
    }
    while (count >= month_length(day.year, day.month)) {
        count -= month_length(day.year, day.month++);
    }
    day.day += count;
    return day;
}

static int64_t count_of(struct day day)
{
    int64_t count = day.day - 1;
    for (int64_t month = 1; month < day.month; month++) {
        count += month_length(day.year, month);
    }
    for (int64_t year = 1970; year < day.year; year++) {
        count += year_length(year);
    }
    for (int64_t year = day.year; year < 1970; year++) {
        count -= year_length(year);
    }
    return count;
}

static struct day months_on(struct day day, int64_t months)
{
    int64_t count = day.year * 12 + day.month - 1 + months;
    return (struct day){count / 12, count % 12 + 1, day.day};
}

/* No date lies outside the years 1900 to 2199. */
static int64_t in_calendar(int64_t count)
{
    int64_t first = count_of((struct day){1900, 1, 1});
    int64_t last = count_of((struct day){2199, 12, 31});
    return count < first ? first : count > last ? last : count;
}

int64_t add_time(int64_t date, enum unit base, int64_t amount)
{
    if (base == UNIT_DAYS) {
        return in_calendar(date + amount);
    }
    struct day day = months_on(day_of(date), amount);
    if (day.day > month_length(day.year, day.month)) {
        day.day = month_length(day.year, day.month);
    }
    return in_calendar(count_of(day));
}

/* When MONTHS months from A are over: where the month lacks the day, on the next month's first. */
static int64_t anniversary(int64_t a, int64_t months)
{
    struct day day = months_on(day_of(a), months);
    if (day.day > month_length(day.year, day.month)) {
        day = months_on((struct day){day.year, day.month, 1}, 1);
    }
    return count_of(day);
}

static int64_t months_over(int64_t a, int64_t b, int64_t step)
{
    int64_t units = 0;
    while (anniversary(a, (units + 1) * step) <= b) {
        units++;
    }
    return units;
}

int64_t time_between(enum unit unit, int64_t a, int64_t b)
{
    if (a > b) {
        return -time_between(unit, b, a);
    }
    switch (unit) {
    case UNIT_YEARS:
        return months_over(a, b, 12);
    case UNIT_MONTHS:
        return months_over(a, b, 1);
    case UNIT_WEEKS:
        return (b - a) / 7;
    default:
        return b - a;
    }
}

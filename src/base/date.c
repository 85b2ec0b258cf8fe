/* SPDX-License-Identifier: Apache-2.0 */
/* Date: conversion between day counts and calendar dates, and calendar arithmetic.

   Conversion counts years from 1 March, so that the leap day is the last day of its year. */
#include "base/date.h"

#include <assert.h>

#define ERA_DAYS 146097 /* days in 400 years */
#define EPOCH_SHIFT 719468 /* days from 0000-03-01 to 1970-01-01 */
#define RANGE_MONTHS 3600 /* months between DATE_MIN and DATE_MAX, rounded up */

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    assert(month >= 1 && month <= 12);
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

int32_t date_from_parts(struct date_parts parts)
{
    int year = parts.year - (parts.month <= 2);
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int month_from_march = (parts.month + 9) % 12;
    int day_of_year = (153 * month_from_march + 2) / 5 + parts.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - EPOCH_SHIFT;
}

struct date_parts date_to_parts(int32_t days)
{
    int shifted = days + EPOCH_SHIFT;
    int era = (shifted >= 0 ? shifted : shifted - (ERA_DAYS - 1)) / ERA_DAYS;
    int day_of_era = shifted - era * ERA_DAYS;
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

/* Reads exactly COUNT digits, or yields -1. */
static int read_number(const char *bytes, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] < '0' || bytes[i] > '9') {
            return -1;
        }
        value = value * 10 + (bytes[i] - '0');
    }
    return value;
}

enum date_status date_parse(const char *bytes, size_t length, int32_t *ret_days)
{
    if (length != 10 || bytes[4] != '-' || bytes[7] != '-') {
        return DATE_MALFORMED;
    }
    struct date_parts parts = {read_number(bytes, 4), read_number(bytes + 5, 2),
                               read_number(bytes + 8, 2)};
    if (parts.year < 0 || parts.month < 0 || parts.day < 0) {
        return DATE_MALFORMED;
    }
    if (parts.month < 1 || parts.month > 12 || parts.day < 1
        || parts.day > date_month_days(parts.year, parts.month)) {
        return DATE_NO_SUCH_DAY;
    }
    int32_t days = date_from_parts(parts);
    if (days < DATE_MIN || days > DATE_MAX) {
        return DATE_OUT_OF_RANGE;
    }
    *ret_days = days;
    return DATE_OK;
}

int date_weekday(int32_t days)
{
    int weekday = (days + 3) % 7; /* 1970-01-01 was a Thursday */
    return weekday < 0 ? weekday + 7 : weekday;
}

static int32_t clamp(int64_t days)
{
    return days < DATE_MIN ? DATE_MIN : days > DATE_MAX ? DATE_MAX : (int32_t)days;
}

int32_t date_add_months(int32_t days, int64_t months)
{
    if (months > RANGE_MONTHS || months < -RANGE_MONTHS) {
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
    return clamp(date_from_parts(parts));
}

int32_t date_add_days(int32_t days, int64_t count)
{
    int64_t sum;
    if (__builtin_add_overflow((int64_t)days, count, &sum)) {
        return count > 0 ? DATE_MAX : DATE_MIN;
    }
    return clamp(sum);
}

int64_t date_months_between(int32_t a, int32_t b)
{
    if (b < a) {
        return -date_months_between(b, a);
    }
    struct date_parts from = date_to_parts(a), to = date_to_parts(b);
    int months = (to.year - from.year) * 12 + to.month - from.month;
    /* A day that TO's month lacks is greater than every day of it: the anniversary is yet to come. */
    return to.day < from.day ? months - 1 : months;
}

int64_t date_years_between(int32_t a, int32_t b)
{
    return date_months_between(a, b) / 12;
}

bool date_parse_time(const char *bytes, size_t length, int *ret_minutes)
{
    if (length != 5 || bytes[2] != ':') {
        return false;
    }
    int hours = read_number(bytes, 2), minutes = read_number(bytes + 3, 2);
    if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 24 * 60) {
        return false;
    }
    *ret_minutes = hours * 60 + minutes;
    return true;
}

void date_write(struct text *text, int32_t days)
{
    struct date_parts parts = date_to_parts(days);
    text_format(text, "%04d-%02d-%02d", parts.year, parts.month, parts.day);
}

void date_write_time(struct text *text, int minutes)
{
    text_format(text, "%02d:%02d", minutes / 60, minutes % 60);
}

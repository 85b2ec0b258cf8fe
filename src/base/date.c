/* SPDX-License-Identifier: Apache-2.0 */
/* Date: reading and writing. */
#include "base/date.h"

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

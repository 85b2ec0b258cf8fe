/* SPDX-License-Identifier: Apache-2.0 */
/* Dates: every day from 1900 to 2199 against a calendar that counts day by day. */
#include "unit.h"

#include <string.h>

#include "base/date.h"

#define DAYS (DATE_MAX - DATE_MIN + 1)

static struct date_parts calendar[DAYS]; /* of day DATE_MIN + index */

static int naive_month_days(int year, int month)
{
    if (month == 2) {
        return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static int make_calendar(void **state)
{
    (void)state;
    struct date_parts day = {1900, 1, 1};
    for (int i = 0; i < DAYS; i++) {
        calendar[i] = day;
        if (++day.day > naive_month_days(day.year, day.month)) {
            day.day = 1;
            day.year += day.month == 12;
            day.month = day.month % 12 + 1;
        }
    }
    return 0;
}

static int32_t date_of(const char *written)
{
    int32_t days = INT32_MIN;
    assert_int_equal(date_parse(written, strlen(written), &days), DATE_OK);
    return days;
}

static void every_day_agrees_with_the_calendar(void **state)
{
    (void)state;
    for (int i = 0; i < DAYS; i++) {
        struct date_parts parts = date_to_parts(DATE_MIN + i);
        assert_int_equal(parts.year, calendar[i].year);
        assert_int_equal(parts.month, calendar[i].month);
        assert_int_equal(parts.day, calendar[i].day);
        assert_int_equal(date_from_parts(parts), DATE_MIN + i);
        assert_int_equal(date_weekday(DATE_MIN + i), i % 7); /* 1900-01-01 was a Monday */
    }
    assert_int_equal(calendar[DAYS - 1].year, 2199);
    assert_int_equal(calendar[DAYS - 1].day, 31);
}

static void reading(void **state)
{
    (void)state;
    static const struct {
        const char *written;
        enum date_status status;
    } cases[] = {
        {"1900-01-01", DATE_OK},           {"2199-12-31", DATE_OK},
        {"1899-12-31", DATE_OUT_OF_RANGE}, {"2200-01-01", DATE_OUT_OF_RANGE},
        {"0000-01-01", DATE_OUT_OF_RANGE}, {"9999-12-31", DATE_OUT_OF_RANGE},
        {"2000-02-29", DATE_OK},           {"1900-02-29", DATE_NO_SUCH_DAY},
        {"2100-02-29", DATE_NO_SUCH_DAY},  {"2024-02-29", DATE_OK},
        {"2023-02-29", DATE_NO_SUCH_DAY},  {"2023-04-31", DATE_NO_SUCH_DAY},
        {"2023-13-01", DATE_NO_SUCH_DAY},  {"2023-00-01", DATE_NO_SUCH_DAY},
        {"2023-01-00", DATE_NO_SUCH_DAY},  {"2023-1-01", DATE_MALFORMED},
        {"2023-01-1", DATE_MALFORMED},     {"2023/01/01", DATE_MALFORMED},
        {"", DATE_MALFORMED},              {"2023-01-011", DATE_MALFORMED},
        {"+023-01-01", DATE_MALFORMED},    {"2023-0x-01", DATE_MALFORMED},
        {"2023-01- 1", DATE_MALFORMED},
    };
    for (size_t i = 0; i < array_count(cases); i++) {
        int32_t days = 7;
        assert_int_equal(date_parse(cases[i].written, strlen(cases[i].written), &days),
                         cases[i].status);
        assert_true(cases[i].status == DATE_OK || days == 7);
    }
    assert_int_equal(date_of("1970-01-01"), 0);
    assert_int_equal(date_of("1900-01-01"), DATE_MIN);
    assert_int_equal(date_of("2199-12-31"), DATE_MAX);
}

static void adding_months_clips(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int64_t months;
        const char *to;
    } cases[] = {
        {"2024-01-31", 1, "2024-02-29"},           {"2023-01-31", 1, "2023-02-28"},
        {"2024-02-29", 12, "2025-02-28"},          {"2024-02-29", 48, "2028-02-29"},
        {"2024-03-31", -1, "2024-02-29"},          {"2024-01-15", -1, "2023-12-15"},
        {"2024-12-31", 2, "2025-02-28"},           {"2024-05-31", -15, "2023-02-28"},
        {"1900-01-01", 3599, "2199-12-01"},        {"1900-01-31", 3600, "2199-12-31"},
        {"2199-12-31", -3599, "1900-01-31"},       {"2199-12-31", 1, "2199-12-31"},
        {"1900-01-15", -1, "1900-01-01"},          {"2000-06-15", INT64_MAX, "2199-12-31"},
        {"2000-06-15", INT64_MIN, "1900-01-01"},   {"2000-06-15", 0, "2000-06-15"},
        {"2000-06-15", -3600, "1900-01-01"},
    };
    for (size_t i = 0; i < array_count(cases); i++) {
        assert_int_equal(date_add_months(date_of(cases[i].from), cases[i].months),
                         date_of(cases[i].to));
    }
}

static void adding_days_stays_in_range(void **state)
{
    (void)state;
    assert_int_equal(date_add_days(0, 366), date_of("1971-01-02"));
    assert_int_equal(date_add_days(0, -1), date_of("1969-12-31"));
    assert_int_equal(date_add_days(DATE_MAX, 1), DATE_MAX);
    assert_int_equal(date_add_days(DATE_MIN, -1), DATE_MIN);
    assert_int_equal(date_add_days(1, INT64_MAX), DATE_MAX);
    assert_int_equal(date_add_days(-1, INT64_MIN), DATE_MIN);
}

/* The day MONTHS after A, on the 1st of the next month where its month lacks the day. */
static int32_t naive_anniversary(int32_t a, int months)
{
    struct date_parts parts = calendar[a - DATE_MIN];
    int total = parts.year * 12 + parts.month - 1 + months;
    parts.year = total / 12;
    parts.month = total % 12 + 1;
    if (parts.day > naive_month_days(parts.year, parts.month)) {
        parts.day = 1;
        parts.year += parts.month == 12;
        parts.month = parts.month % 12 + 1;
    }
    return date_from_parts(parts);
}

/* Walks B day by day from each A, counting anniversaries as they pass. */
static void months_between_agrees_with_counting(void **state)
{
    (void)state;
    for (int32_t a = date_of("1996-01-01"); a <= date_of("2004-12-31"); a++) {
        int months = 0;
        for (int32_t b = a; b < a + 900; b++) {
            while (naive_anniversary(a, months + 1) <= b) {
                months++;
            }
            if (date_months_between(a, b) != months || date_months_between(b, a) != -months
                || date_years_between(a, b) != months / 12
                || date_years_between(b, a) != -(months / 12)) {
                fail_msg("between day %d and day %d", a, b);
            }
        }
    }
}

static void years_between_edges(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int years;
    } cases[] = {
        {"2016-02-29", "2017-02-28", 0}, {"2016-02-29", "2017-03-01", 1},
        {"2016-02-29", "2020-02-28", 3}, {"2016-02-29", "2020-02-29", 4},
        {"2000-06-15", "2018-06-14", 17}, {"2000-06-15", "2018-06-15", 18},
        {"1900-01-01", "2199-12-31", 299}, {"2199-12-31", "1900-01-01", -299},
        {"2017-02-28", "2016-02-29", 0}, {"2017-03-01", "2016-02-29", -1},
    };
    for (size_t i = 0; i < array_count(cases); i++) {
        assert_int_equal(date_years_between(date_of(cases[i].a), date_of(cases[i].b)),
                         cases[i].years);
    }
}

static void times(void **state)
{
    (void)state;
    int minutes = -1;
    assert_true(date_parse_time("00:00", 5, &minutes));
    assert_int_equal(minutes, 0);
    assert_true(date_parse_time("24:00", 5, &minutes));
    assert_int_equal(minutes, 1440);
    assert_true(date_parse_time("08:30", 5, &minutes));
    assert_int_equal(minutes, 510);
    static const char *const wrong[] = {"24:01", "08:60", "8:30", "08.30", "", "08:3", "99:00"};
    for (size_t i = 0; i < array_count(wrong); i++) {
        assert_false(date_parse_time(wrong[i], strlen(wrong[i]), &minutes));
    }
    assert_int_equal(minutes, 510);
    struct text text = {0};
    date_write_time(&text, 1440);
    assert_text(&text, "24:00");
    date_write_time(&text, 65);
    assert_text(&text, "01:05");
    date_write(&text, date_of("1900-01-09"));
    assert_text(&text, "1900-01-09");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_agrees_with_the_calendar),
        cmocka_unit_test(reading),
        cmocka_unit_test(adding_months_clips),
        cmocka_unit_test(adding_days_stays_in_range),
        cmocka_unit_test(months_between_agrees_with_counting),
        cmocka_unit_test(years_between_edges),
        cmocka_unit_test(times),
    };
    return cmocka_run_group_tests_name("date", tests, make_calendar, NULL);
}

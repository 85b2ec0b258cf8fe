/* SPDX-License-Identifier: Apache-2.0 */
/* The bank holidays of England and Wales, worked out by rule and held against the calendar. */
#include "ruleset.h"

#include "base/date.h"

enum { FIRST_YEAR = 2017, LAST_YEAR = 2028 };

struct days {
    int32_t items[200];
    size_t count;
};

static int32_t on(int year, int month, int day)
{
    return date_from_parts((struct date_parts){year, month, day});
}

static bool has(const struct days *days, int32_t day)
{
    for (size_t i = 0; i < days->count; i++) {
        if (days->items[i] == day) {
            return true;
        }
    }
    return false;
}

static void add(struct days *days, int32_t day)
{
    assert_true(days->count < array_count(days->items));
    days->items[days->count++] = day;
}

/* A fixed day moves to the next working day that is no holiday already. */
static void add_fixed(struct days *days, int32_t day)
{
    while (date_weekday(day) >= 5 || has(days, day)) {
        day++;
    }
    add(days, day);
}

/* The Sunday after the full moon of the church's reckoning on or after 21 March. */
static int32_t easter(int year)
{
    int golden = year % 19, century = year / 100;
    int moved = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    moved -= moved / 28 * (1 - 29 / (moved + 1) * ((21 - golden) / 11));
    int32_t moon = on(year, 3, 21) + moved;
    return moon + 7 - (date_weekday(moon) + 1) % 7;
}

static int32_t first_monday(int year, int month)
{
    int32_t day = on(year, month, 1);
    return day + (7 - date_weekday(day)) % 7;
}

static int32_t last_monday(int year, int month)
{
    int32_t day = on(year, month, date_month_days(year, month));
    return day - date_weekday(day);
}

/* 2020: early May on VE Day. 2022: spring in June. */
static void add_year(struct days *days, int year)
{
    add_fixed(days, on(year, 1, 1));
    add(days, easter(year) - 2);
    add(days, easter(year) + 1);
    add(days, year == 2020 ? on(2020, 5, 8) : first_monday(year, 5));
    add(days, year == 2022 ? on(2022, 6, 2) : last_monday(year, 5));
    add(days, last_monday(year, 8));
    /* Boxing Day on a Monday stays, and Christmas Day of the Sunday before goes behind it */
    if (date_weekday(on(year, 12, 25)) == 6) {
        add_fixed(days, on(year, 12, 26));
        add_fixed(days, on(year, 12, 25));
    } else {
        add_fixed(days, on(year, 12, 25));
        add_fixed(days, on(year, 12, 26));
    }
}

static struct days expected_days(void)
{
    struct days days = {.count = 0};
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        add_year(&days, year);
    }
    add(&days, on(2022, 6, 3));
    add(&days, on(2022, 9, 19));
    add(&days, on(2023, 5, 8));
    return days;
}

static void test_easter(void **state)
{
    (void)state;
    assert_int_equal(easter(2017), on(2017, 4, 16));
    assert_int_equal(easter(2019), on(2019, 4, 21));
    assert_int_equal(easter(2024), on(2024, 3, 31));
    assert_int_equal(easter(1981), on(1981, 4, 19)); /* the two exceptions of the reckoning */
    assert_int_equal(easter(1954), on(1954, 4, 18));
    assert_int_equal(easter(2038), on(2038, 4, 25));
}

static void test_england_and_wales(void **state)
{
    static const char ruleset[] = "ruleset test 2020-01\n  calendar england_wales\nlevel 1\n";
    struct compilation *compilation = compilation_create(NULL);
    struct program *program = ruleset_load(compilation, ruleset);
    struct days days = expected_days();
    (void)state;
    for (size_t i = 0; i < program->holidays.count; i++) {
        struct date_parts parts = date_to_parts(program->holidays.items[i]);
        if (!has(&days, program->holidays.items[i])) {
            fail_msg("%d-%02d-%02d is no bank holiday", parts.year, parts.month, parts.day);
        }
    }
    for (size_t i = 0; i < days.count; i++) {
        struct date_parts parts = date_to_parts(days.items[i]);
        bool listed = false;
        for (size_t j = 0; j < program->holidays.count; j++) {
            listed = listed || program->holidays.items[j] == days.items[i];
        }
        if (!listed) {
            fail_msg("%d-%02d-%02d is missing", parts.year, parts.month, parts.day);
        }
    }
    assert_int_equal(program->holidays.count, days.count);
    assert_int_equal(program->calendar_end, on(LAST_YEAR, 12, 31));
    compilation_destroy(compilation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_easter),
        cmocka_unit_test(test_england_and_wales),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

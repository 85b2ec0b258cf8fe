/* SPDX-License-Identifier: Apache-2.0 */
/* Value sets: union and intersection against bit sets by definition, and how sets are written. */
#include "unit.h"

#include "base/value.h"

#define MANY 130 /* choice values: three words */

static struct arena *arena;
static struct choice_value many_values[MANY];
static struct choice_value few_values[] = {{"seek", NULL}, {"inform", NULL}, {"share", NULL}};
static const struct choice many = {"many", false, MANY, many_values};
static const struct choice few = {"few", false, 3, few_values};
static const struct choice ordered = {"few", true, 3, few_values};
static const struct type many_type = {.kind = TYPE_CHOICE, .choice = &many, .high = MANY - 1};
static const struct type few_type = {.kind = TYPE_CHOICE, .choice = &few, .high = 2};
static const struct type few_or_none = {
    .kind = TYPE_CHOICE, .or_none = true, .choice = &few, .high = 2};
static const struct type yes_no = {.kind = TYPE_YES_NO, .high = 1};
static const struct type attendance = {
    .kind = TYPE_NUMBER, .unit = UNIT_PERCENT, .scale = 1, .low = 0, .high = 1000};
static const struct type age = {.kind = TYPE_NUMBER, .unit = UNIT_YEARS, .low = 0, .high = 25};

static int make_values(void **state)
{
    (void)state;
    arena = arena_create();
    for (int i = 0; i < MANY; i++) {
        many_values[i].name = arena_format(arena, "v%d", i);
    }
    return 0;
}

static int drop_values(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void units(void **state)
{
    (void)state;
    assert_string_equal(unit_word(UNIT_WORKING_DAYS), "working days");
    assert_string_equal(unit_singular(UNIT_YEARS), "year");
    assert_int_equal(unit_base(UNIT_YEARS), UNIT_MONTHS);
    assert_int_equal(unit_factor(UNIT_YEARS), 12);
    assert_int_equal(unit_factor(UNIT_WEEKS), 7);
    assert_int_equal(unit_base(UNIT_NONE), UNIT_NONE);
}

static struct value_set pick(const struct type *type, unsigned seed)
{
    struct value_set set = value_none(arena, type);
    set.or_none = seed % 3 == 0;
    for (int64_t i = 0; i < MANY; i++) {
        seed = seed * 1103515245U + 12345U;
        if (seed >> 16 & 1) {
            struct value_set one = value_of(arena, type, i);
            one.or_none = set.or_none;
            set = value_union(arena, type, set, one);
        }
    }
    return set;
}

static void many_choice_values(void **state)
{
    (void)state;
    assert_int_equal(value_words(&many_type), 3);
    assert_int_equal(value_words(&few_type), 1);
    assert_int_equal(value_words(&age), 0);
    for (unsigned seed = 1; seed < 40; seed++) {
        struct value_set a = pick(&many_type, seed), b = pick(&many_type, seed + 100), both, common;
        both = value_union(arena, &many_type, a, b);
        assert_true(value_intersect(arena, &many_type, a, b, &common));
        assert_int_equal(both.or_none, a.or_none || b.or_none);
        assert_int_equal(common.or_none, a.or_none && b.or_none);
        for (int64_t i = 0; i < MANY; i++) {
            assert_int_equal(value_has(both, i), value_has(a, i) || value_has(b, i));
            assert_int_equal(value_has(common, i), value_has(a, i) && value_has(b, i));
        }
        assert_true(value_has(common, common.low) && value_has(common, common.high));
        assert_true(value_equal(&many_type, both, value_union(arena, &many_type, b, a)));
        assert_false(value_equal(&many_type, both, common));
    }
    struct value_set any = value_any(arena, &many_type);
    assert_int_equal(any.high, MANY - 1);
    assert_true(value_has(any, 63) && value_has(any, 64) && value_has(any, MANY - 1));
    assert_false(value_has(any, MANY));
    assert_false(value_has(any, -1));
}

static void choices_apart_have_nothing_in_common(void **state)
{
    (void)state;
    struct value_set a = value_of(arena, &many_type, 5), b = value_of(arena, &many_type, 129), ret;
    ret = a;
    assert_false(value_intersect(arena, &many_type, a, b, &ret));
    assert_ptr_equal(ret.members, a.members);
    /* hulls that overlap are not enough */
    struct value_set ends = value_union(arena, &many_type, a, b);
    assert_false(value_intersect(arena, &many_type, ends, value_of(arena, &many_type, 64), &ret));
    assert_int_equal(ends.low, 5);
    assert_int_equal(ends.high, 129);
    assert_false(value_is_single(ends));
    a.or_none = b.or_none = true;
    assert_true(value_intersect(arena, &many_type, a, b, &ret));
    assert_true(value_is_none(ret));
}

static void intervals(void **state)
{
    (void)state;
    struct value_set ret = value_between(7, 7);
    struct value_set both = value_union(arena, &age, value_between(2, 4), value_between(8, 9));
    assert_int_equal(both.low, 2);
    assert_int_equal(both.high, 9);
    assert_true(value_intersect(arena, &age, value_between(0, 4), value_between(4, 9), &ret));
    assert_true(value_is_single(ret));
    assert_int_equal(ret.low, 4);
    assert_false(value_intersect(arena, &age, value_between(0, 3), value_between(4, 9), &ret));
    assert_int_equal(ret.low, 4);
    struct value_set none = value_none(arena, &age);
    both = value_union(arena, &age, none, value_between(5, 6));
    assert_int_equal(both.low, 5);
    assert_int_equal(both.high, 6);
    assert_true(both.or_none);
    assert_false(value_intersect(arena, &age, none, value_between(5, 6), &ret));
    assert_true(value_intersect(arena, &age, none, both, &ret));
    assert_true(value_is_none(ret) && value_is_single(ret));
    assert_true(value_equal(&age, value_union(arena, &age, none, none), none));
    assert_false(value_has(none, 0));
    assert_false(value_equal(&age, both, value_between(5, 6)));
}

static void yes_and_no(void **state)
{
    (void)state;
    struct value_set any = value_any(arena, &yes_no), yes = value_of(arena, &yes_no, 1);
    struct value_set no = value_of(arena, &yes_no, 0), perhaps_none = yes;
    perhaps_none.or_none = true;
    assert_true(value_is_yes(yes) && value_may_be_yes(yes));
    assert_true(!value_is_yes(any) && value_may_be_yes(any));
    assert_true(!value_is_yes(no) && !value_may_be_yes(no));
    assert_true(!value_is_yes(perhaps_none) && value_may_be_yes(perhaps_none));
    assert_false(value_may_be_yes(value_none(arena, &yes_no)));
}

static void write_and_compare(const struct type *type, struct value_set set, const char *wanted)
{
    struct text text = {0};
    value_set_write(&text, type, set);
    assert_text(&text, wanted);
}

static void sets_are_written(void **state)
{
    (void)state;
    struct value_set some = value_of(arena, &few_type, 0);
    some = value_union(arena, &few_type, some, value_of(arena, &few_type, 1));
    write_and_compare(&few_type, some, "seek or inform");
    write_and_compare(&few_type, value_any(arena, &few_type), "not known");
    write_and_compare(&few_or_none, value_any(arena, &few_type), "seek, inform or share");
    write_and_compare(&few_or_none, value_any(arena, &few_or_none), "not known");
    some.or_none = true;
    write_and_compare(&few_or_none, some, "seek, inform or none");
    write_and_compare(&few_or_none, value_none(arena, &few_or_none), "none");
    write_and_compare(&age, value_between(2, 4), "2 to 4 years");
    write_and_compare(&age, value_between(1, 1), "1 year");
    write_and_compare(&age, value_between(0, 25), "not known");
    write_and_compare(&attendance, value_between(850, 920), "85.0 to 92.0 %");
    write_and_compare(&attendance, value_between(10, 10), "1.0 %");
    write_and_compare(&yes_no, value_any(arena, &yes_no), "not known");
    write_and_compare(&yes_no, value_between(1, 1), "yes");
    static const struct type level = {.kind = TYPE_LEVEL, .high = 3};
    write_and_compare(&level, value_between(2, 3), "2 to 3");
    static const struct type date = {.kind = TYPE_DATE, .low = -25567, .high = 84005};
    write_and_compare(&date, value_between(0, 31), "1970-01-01 to 1970-02-01");
}

static void types_are_written(void **state)
{
    (void)state;
    struct text text = {0};
    static const struct type ordered_type = {.kind = TYPE_CHOICE, .choice = &ordered, .high = 2};
    type_write(&text, &yes_no);
    assert_text(&text, "yes/no");
    type_write(&text, &age);
    assert_text(&text, "0 to 25 years");
    type_write(&text, &attendance);
    assert_text(&text, "0.0 to 100.0 %");
    type_write(&text, &ordered_type);
    assert_text(&text, "one of seek < inform < share");
    type_write(&text, &few_or_none);
    assert_text(&text, "one of seek, inform, share or none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units),
        cmocka_unit_test(many_choice_values),
        cmocka_unit_test(choices_apart_have_nothing_in_common),
        cmocka_unit_test(intervals),
        cmocka_unit_test(yes_and_no),
        cmocka_unit_test(sets_are_written),
        cmocka_unit_test(types_are_written),
    };
    return cmocka_run_group_tests_name("value", tests, make_values, drop_values);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Cases from `example` statements, and numbers brought to a fact's unit and scale. */
#include "ruleset.h"

#include <stdio.h>

#include "base/date.h"
#include "case/number.h"

static const char header[] =
    "ruleset test 2018-12 \"Test\"\n"
    "  applies to north, south\n"
    "level 1 universal \"U\"\n"
    "level 2 additional \"A\"\n"
    "section school \"School\"\n"
    "concern absent \"Absent\"\n"
    "fact attendance : 0.0 to 100.0 % \"Attendance\" usually 100 %\n"
    "section home \"Home\"\n"
    "fact age : 0 to 25 years \"Age\"\n"
    "fact temperature : -10 to 42 \"Temperature\"\n"
    "scale caring : none < some < main \"Caring\" usually none\n"
    "fact born : date \"Born\"\n"
    "fact decided : date or none \"Decided\" usually none\n"
    "fact judged : level \"Level that others came to\"\n"
    "fact adult : yes/no from age >= 18 years \"Adult\"\n"
    "event missed \"Missed\"\n"
    "fact unused : yes/no \"Unused\"\n"
    "if absent or attendance < 90 % or caring >= some then level 2\n"
    "if adult or born < 2010-01-01 or decided < 2010-01-01 or judged >= 2 then level 2\n"
    "if missed within 3 months of case_date or temperature < 0 then level 2\n"
    "if authority = north then level 2\n";

struct fixture {
    struct compilation *compilation;
    struct program *program;
    const struct limen_case *made;
};

static void load(struct fixture *fixture, const char *example)
{
    struct text text = {0};
    text_format(&text, "%sexample one %s", header, example);
    fixture->compilation = compilation_create(NULL);
    fixture->program = ruleset_load(fixture->compilation, text_string(&text));
    fixture->made = case_of_example(fixture->compilation->arena, fixture->program,
                                    fixture->program->examples.items[0]->entity.decl);
    text_clear(&text);
}

static void unload(struct fixture *fixture)
{
    compilation_destroy(fixture->compilation);
}

static const struct fact *fact_of(const struct fixture *fixture, const char *name)
{
    const struct fact *fact =
        program_fact(fixture->program, symbol_find(fixture->program->symbols, name, strlen(name)));
    assert_non_null(fact);
    return fact;
}

static const struct case_fact *entry_of(const struct fixture *fixture, const char *name)
{
    return &fixture->made->facts[fact_of(fixture, name)->entity.index];
}

static void expect(const struct fixture *fixture, const char *name, enum fact_state state,
                   const char *wanted)
{
    struct text text = {0};
    assert_int_equal(entry_of(fixture, name)->state, state);
    value_set_write(&text, fact_of(fixture, name)->type, entry_of(fixture, name)->set);
    assert_text(&text, wanted);
}

static void test_givens(void **state)
{
    struct fixture fixture;
    (void)state;
    load(&fixture, "on 2018-12-20 for south \"One\"\n"
                   "  given absent, attendance 85 to 92.5 %, age 12 years, temperature -5,\n"
                   "    caring some or main, born 2010-02-28, decided none, judged 2\n"
                   "  expect level 2\n");
    assert_string_equal(fixture.made->id, "one");
    assert_true(fixture.made->has_date);
    expect(&fixture, "absent", FACT_GIVEN, "yes");
    expect(&fixture, "attendance", FACT_GIVEN, "85.0 to 92.5 %");
    expect(&fixture, "age", FACT_GIVEN, "12 years");
    expect(&fixture, "temperature", FACT_GIVEN, "-5");
    expect(&fixture, "caring", FACT_GIVEN, "some or main");
    expect(&fixture, "born", FACT_GIVEN, "2010-02-28");
    expect(&fixture, "authority", FACT_GIVEN, "south");
    assert_true(value_is_none(entry_of(&fixture, "decided")->set));
    assert_int_equal(entry_of(&fixture, "judged")->set.low, 1);
    assert_int_equal(entry_of(&fixture, "unused")->state, FACT_NOT_ASKED);
    unload(&fixture);
}

static void test_closing_all(void **state)
{
    struct fixture fixture;
    (void)state;
    load(&fixture, "on 2018-12-20 \"One\"\n  given not absent, age not known\n  otherwise no\n"
                   "  expect level 1 to 2\n");
    expect(&fixture, "absent", FACT_GIVEN, "no");
    assert_int_equal(entry_of(&fixture, "age")->state, FACT_NOT_KNOWN);
    expect(&fixture, "attendance", FACT_ASSUMED, "100.0 %");
    expect(&fixture, "caring", FACT_ASSUMED, "none");
    expect(&fixture, "unused", FACT_ASSUMED, "no");
    assert_true(value_is_none(entry_of(&fixture, "decided")->set));
    assert_int_equal(entry_of(&fixture, "adult")->state, FACT_NOT_ASKED);
    assert_int_equal(entry_of(&fixture, "authority")->state, FACT_NOT_ASKED);
    assert_true(entry_of(&fixture, "missed")->complete);
    unload(&fixture);
}

static void test_closing_a_section(void **state)
{
    struct fixture fixture;
    (void)state;
    load(&fixture, "on 2018-12-20 \"One\"\n  given age 6 years\n  nothing else in school\n"
                   "  expect level 1 to 2\n");
    expect(&fixture, "absent", FACT_ASSUMED, "no");
    assert_int_equal(entry_of(&fixture, "caring")->state, FACT_NOT_ASKED);
    assert_false(entry_of(&fixture, "missed")->complete);
    unload(&fixture);
}

static const char *convert(const struct type *type, const char *number, enum unit unit)
{
    static char shown[64];
    static const char *const words[] = {"ok", "unit", "fine", "bounds"};
    struct decimal value;
    int64_t converted = 0;
    assert_int_equal(number_parse(number, &value), DECIMAL_OK);
    enum number_status status = number_for_type(type, value, unit, &converted);
    snprintf(shown, sizeof shown, "%s %lld", words[status], (long long)converted);
    return shown;
}

static void test_conversion(void **state)
{
    (void)state;
    const struct type years = {.kind = TYPE_NUMBER, .unit = UNIT_YEARS, .low = 0, .high = 25};
    const struct type months = {
        .kind = TYPE_NUMBER, .unit = UNIT_MONTHS, .scale = 1, .low = 0, .high = 3000};
    const struct type days = {.kind = TYPE_NUMBER, .unit = UNIT_DAYS, .low = 0, .high = 100};
    assert_string_equal(convert(&years, "24", UNIT_MONTHS), "ok 2");
    assert_string_equal(convert(&years, "18", UNIT_MONTHS), "fine 0");
    assert_string_equal(convert(&years, "2.50", UNIT_YEARS), "fine 0");
    assert_string_equal(convert(&years, "2.00", UNIT_NONE), "ok 2");
    assert_string_equal(convert(&years, "26", UNIT_YEARS), "bounds 0");
    assert_string_equal(convert(&years, "-1", UNIT_YEARS), "bounds 0");
    assert_string_equal(convert(&years, "99999999999999999", UNIT_YEARS), "bounds 0");
    assert_string_equal(convert(&years, "5", UNIT_DAYS), "unit 0");
    assert_string_equal(convert(&months, "1.5", UNIT_YEARS), "ok 180");
    assert_string_equal(convert(&months, "1.25", UNIT_MONTHS), "fine 0");
    assert_string_equal(convert(&days, "2", UNIT_WEEKS), "ok 14");
}

static void test_exponents(void **state)
{
    struct decimal value;
    (void)state;
    assert_int_equal(number_parse("1.5e2", &value), DECIMAL_OK);
    assert_int_equal(value.digits, 150);
    assert_int_equal(number_parse("25E-2", &value), DECIMAL_OK);
    assert_int_equal(value.digits, 25);
    assert_int_equal(value.scale, 2);
    assert_int_equal(number_parse("0e999999999999", &value), DECIMAL_OK);
    assert_int_equal(number_parse("1e18", &value), DECIMAL_TOO_LARGE);
    assert_int_equal(number_parse("1e-10", &value), DECIMAL_TOO_FINE);
    assert_int_equal(number_parse("100e-2", &value), DECIMAL_OK);
    assert_int_equal(value.digits, 1);
}

static void test_moment(void **state)
{
    int32_t date;
    int minute;
    (void)state;
    assert_true(case_parse_moment("2018-12-20T16:50", &date, &minute));
    assert_int_equal(minute, 16 * 60 + 50);
    assert_true(case_parse_moment("2018-12-31T24:00", &date, &minute));
    assert_int_equal(date, date_from_parts((struct date_parts){2019, 1, 1}));
    assert_int_equal(minute, 0);
    assert_false(case_parse_moment("2018-12-20 16:50", &date, &minute));
    assert_false(case_parse_moment("2018-12-20T25:00", &date, &minute));
    assert_false(case_parse_moment("2018-02-30T12:00", &date, &minute));
    assert_false(case_parse_moment("2018-12-20T16:50:00", &date, &minute));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_givens),
        cmocka_unit_test(test_closing_all),
        cmocka_unit_test(test_closing_a_section),
        cmocka_unit_test(test_conversion),
        cmocka_unit_test(test_exponents),
        cmocka_unit_test(test_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

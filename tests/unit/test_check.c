/* SPDX-License-Identifier: Apache-2.0 */
/* Checked programs: what the checker fills in, and that each text gives the findings it should. */
#include <stdio.h>

#include "ruleset.h"

#include "meaning/names.h"
#include "meaning/type.h"

#define HEADER "ruleset demo 2024-01\n  source \"doc\"\n"
#define LEVELS "level 1 low\nlevel 2 mid\nlevel 2a\nlevel 3 high\n"
#define FACTS "concern a\nconcern b\nconcern c\n"
#define START HEADER LEVELS FACTS

static struct compilation *compilation;

static int setup(void **state)
{
    (void)state;
    compilation = compilation_create(NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    compilation_destroy(compilation);
    return 0;
}

static struct program *load(const char *ruleset)
{
    return ruleset_load(compilation, ruleset);
}

static symbol name(const struct program *program, const char *text)
{
    return symbol_of(program->symbols, text);
}

/* The codes found in RULESET, by place, with a space behind each. */
static void assert_codes(const char *ruleset, const char *wanted)
{
    struct text text = {0};
    struct compilation *own = compilation_create(NULL);
    library_load_text(own, "test.limen", ruleset, strlen(ruleset));
    diagnostics_sort(own->diagnostics);
    for (size_t i = 0; i < own->diagnostics->count; i++) {
        text_format(&text, "%s ", diagnostic_code_text(own->diagnostics->items[i]->code));
    }
    compilation_destroy(own);
    assert_text(&text, wanted);
}

static const struct type *define_of(const char *facts, const char *expression)
{
    struct text text = {0};
    text_format(&text, START "%s\ndefine d is %s\n", facts, expression);
    struct program *program = load(text_string(&text));
    text_clear(&text);
    return program->defines.items[0]->expression->type;
}

static void assert_number(const struct type *type, enum unit unit, unsigned scale, int64_t low,
                          int64_t high)
{
    assert_int_equal(type->kind, TYPE_NUMBER);
    assert_int_equal(type->unit, unit);
    assert_int_equal(type->scale, scale);
    assert_int_equal(type->low, low);
    assert_int_equal(type->high, high);
}

static void test_bounds(void **state)
{
    (void)state;
    assert_number(define_of("fact n : 0 to 10", "n + n - 3"), UNIT_NONE, 0, -3, 17);
    assert_number(define_of("fact n : -2 to 10", "n * n"), UNIT_NONE, 0, -20, 100);
    assert_number(define_of("fact n : -2 to 10", "-n * 1.5"), UNIT_NONE, 1, -150, 30);
    assert_number(define_of("fact n : 0 to 10", "25 % of n"), UNIT_NONE, 2, 0, 250);
    assert_number(define_of("fact n : 0 to 10", "highest of (n, 4)"), UNIT_NONE, 0, 4, 10);
    assert_number(define_of("fact n : 0 to 10", "lowest of (n, 4)"), UNIT_NONE, 0, 0, 4);
    assert_number(define_of("", "count of (a, b, c)"), UNIT_NONE, 0, 0, 3);
    assert_number(define_of("fact n : 0 to 10", "choose n if a, 12.5 otherwise"), UNIT_NONE, 1, 0,
                  125);
}

static void test_units(void **state)
{
    (void)state;
    assert_number(define_of("fact y : 0 to 2 years", "y + y"), UNIT_YEARS, 0, 0, 4);
    assert_number(define_of("fact y : 0 to 2 years", "y + 6 months"), UNIT_MONTHS, 0, 6, 30);
    assert_number(define_of("fact w : 0 to 2 weeks", "w + 1 days"), UNIT_DAYS, 0, 1, 15);
    assert_number(define_of("fact f : date", "days from 2024-01-01 to 2024-02-01"), UNIT_DAYS, 0,
                  31, 31);
}

static void test_common_type(void **state)
{
    (void)state;
    struct builtin_types builtin = type_builtin();
    struct type years = {.kind = TYPE_NUMBER, .unit = UNIT_YEARS, .low = 1, .high = 2};
    struct type months = {
        .kind = TYPE_NUMBER, .unit = UNIT_MONTHS, .scale = 1, .low = 5, .high = 500};
    struct type days = {.kind = TYPE_NUMBER, .unit = UNIT_DAYS, .low = 1, .high = 2};
    struct type common;
    assert_true(type_common(&years, &months, &common));
    assert_number(&common, UNIT_MONTHS, 1, 5, 500);
    assert_false(type_common(&years, &days, &common));
    assert_true(type_common(&builtin.error, &days, &common));
    years.high = INT64_C(999999999999999999);
    assert_false(type_common(&years, &months, &common));
    assert_false(type_common(&builtin.yes_no, &builtin.date, &common));
}

static void test_labels(void **state)
{
    (void)state;
    struct program *program = load(START "fact s : one of no_care < some\n"
                                         "rule named if a then level 2 [L2/1]\n"
                                         "if b then level 2 [L2/1]\n"
                                         "if c then level 2 [L2/1]\n"
                                         "section home\n"
                                         "if a and b then level 3\n"
                                         "if a and c then level 2a\n"
                                         "signs at level 2 [doc/L2/x]\n  11: a and b\n  12: c\n"
                                         "ladder s some level 3 [L3/9]\n");
    static const char *const wanted[] = {"named",  "L2/1",    "L2/1#2",  "home/1",
                                         "home/2", "L2/x/11", "L2/x/12", "L3/9"};
    assert_int_equal(program->rules.count, array_count(wanted));
    for (size_t i = 0; i < array_count(wanted); i++) {
        assert_string_equal(program->rules.items[i]->label, wanted[i]);
        assert_ptr_equal(program_rule_by_label(program, wanted[i]), program->rules.items[i]);
    }
    assert_string_equal(program->rules.items[5]->entity.cites.items[0].document, "doc");
    assert_null(program_rule_by_label(program, "nowhere"));
}

static void test_levels(void **state)
{
    (void)state;
    struct program *program = load(START "if a then level 2 or high as judged mandatory\n"
                                         "if b then level 2a\n");
    const struct rule *judged = program->rules.items[0];
    assert_int_equal(program->levels.count, 4);
    assert_int_equal(program->levels.items[2]->letter, 'a');
    assert_int_equal(judged->level_low, 1);
    assert_int_equal(judged->level_high, 3);
    assert_true(judged->mandatory);
    assert_int_equal(program->rules.items[1]->level_low, 2);
}

static void test_reads_level(void **state)
{
    (void)state;
    struct program *program = load(START "define high_up is level >= 2a\n"
                                         "define plain is a\n"
                                         "decision route : one of p, q\n"
                                         "  first of\n    p if high_up\n    q otherwise\n"
                                         "if high_up and b then level 3\n"
                                         "if plain and c then level 2a\n"
                                         "if a then level 2\n");
    assert_true(program->defines.items[0]->entity.reads_level);
    assert_false(program->defines.items[1]->entity.reads_level);
    assert_true(program_decision(program, name(program, "route"))->entity.reads_level);
    assert_true(program->rules.items[0]->entity.reads_level);
    assert_false(program->rules.items[1]->entity.reads_level);
}

static void test_counting_rules(void **state)
{
    (void)state;
    struct program *program = load(START "define many is at least 2 of (rules at level 2)\n"
                                         "topic t\n"
                                         "rule one if a then level 2\n"
                                         "rule two if b then level 2\n"
                                         "rule more if many then level 3\n"
                                         "rule other if c then level 2a\n");
    assert_true(rule_counts_at(program->rules.items[0], 1, NULL));
    assert_false(rule_counts_at(program->rules.items[0], 2, NULL));
    assert_false(program->rules.items[2]->is_counting); /* it counts at another level */
    assert_int_equal(program->topics_at[1], 1);
    assert_int_equal(program->rules_at[1], 2);
}

static void test_exceptions(void **state)
{
    (void)state;
    struct program *program = load(START "topic t\n"
                                         "rule r if a then level 3\n"
                                         "section other\n"
                                         "exception e to r if b then level 2\n"
                                         "exception f to e if c\n"
                                         "if b then level 2a\n");
    const struct rule *rule = program->rules.items[0], *exception = program->rules.items[1];
    assert_int_equal(rule->exceptions.count, 1);
    assert_ptr_equal(exception->excepts, rule);
    assert_ptr_equal(exception->topic, rule->topic);
    assert_true(exception->concludes);
    assert_false(program->rules.items[2]->concludes);
}

static void test_hash(void **state)
{
    (void)state;
    const struct program *plain = load(START "if a and b and c then level 2\n");
    const struct program *spaced =
        load("# a comment\n" HEADER "\n" LEVELS FACTS "\nif a   and b\n  and c\nthen level 2\n");
    const struct program *other = load(START "if a and b and c then level 3\n");
    assert_string_equal(plain->hash, spaced->hash);
    assert_string_not_equal(plain->hash, other->hash);
    const struct program *text = load(START "if a then level 2 because \"b  c\" # d\n");
    const struct program *long_text = load(START "if a then level 2\r\n because \"\"\"b  c\"\"\"");
    const struct program *spaced_text = load(START "if a then level 2 because \"b c\"\n");
    assert_string_equal(text->hash, long_text->hash);
    assert_string_not_equal(text->hash, spaced_text->hash);
}

/* A name that a choice shares with a definition is the choice's where the choice is expected. */
static void test_shared_names(void **state)
{
    (void)state;
    load(START "fact route : one of urgent, slow\n"
               "define urgent is route = urgent\n"
               "if urgent and a and b and c then level 2\n");
}

static void test_declaration_order(void **state)
{
    (void)state;
    load(HEADER LEVELS "if later and a and b and c then level 2\n"
                       "define later is n > many\nparameter many : few = 2\n"
                       "fact n : few\ntype few : fewer\ntype fewer : 0 to 5\n" FACTS);
}

static void test_long_chains(void **state)
{
    (void)state;
    struct text text = {0};
    text_add(&text, START);
    for (int i = 0; i < 20000; i++) {
        text_format(&text, "define d%d is not d%d\n", i, i + 1);
    }
    text_add(&text, "define d20000 is a and b and c\nif d0 then level 2\n");
    load(text_string(&text));
    text_clear(&text);
}

static void test_one_finding_each(void **state)
{
    (void)state;
    assert_codes(START "if wrong and a and wrong + 1 > 2 then level 2\n", "E201 E201 ");
    assert_codes(START "define x is wrong\nif x and a then level 2\nif x = 3 then level 2\n",
                 "E201 ");
    assert_codes(START "if any of (a, b, nothing_such) and c > 3 then level 2\n", "E201 E301 ");
    assert_codes(START "fact f : misspelt\nif f = red and f > 3 then level 2\n", "E201 ");
    assert_codes(START "decision d : misspelt\n  first of\n    x if a\n    y otherwise\n", "E201 ");
}

static void test_named_case_of_the_user(void **state)
{
    (void)state;
    assert_codes(HEADER LEVELS "concern persistent_absence\nfact support_level : 0 to 4\n"
                               "if persistent_absence and support_level >= 2 then level 3\n"
                               "if support_level = 4 then level 2\n"
                               "if support_level = 3 then level 2a\n",
                 "");
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_bounds),          TEST(test_units),
        TEST(test_common_type),     TEST(test_labels),
        TEST(test_levels),          TEST(test_reads_level),
        TEST(test_counting_rules),  TEST(test_exceptions),
        TEST(test_hash),            TEST(test_shared_names),
        TEST(test_declaration_order), TEST(test_long_chains),
        TEST(test_one_finding_each), TEST(test_named_case_of_the_user),
    };
    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}

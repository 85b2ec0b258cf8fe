/* SPDX-License-Identifier: Apache-2.0 */
/* The interpreter: from language and case to the sets that come out. */
#include "ruleset.h"

#include <stdio.h>

#include "engine/engine.h"

static const char head[] = "ruleset sets 2020-01 \"Sets\"\n"
                           "level 1\nlevel 2\nlevel 3\nlevel 4\n"
                           "concern a \"A\"\nconcern b \"B\"\nconcern c \"C\"\n"
                           "fact n : 0 to 10 \"N\"\n"
                           "scale o : lo < mid < hi \"O\"\n"
                           "fact k : one of x, y, z \"K\"\n"
                           "event e \"E\"\n";

struct told {
    struct compilation *compilation;
    const struct plan *plan;
    const struct evaluation *evaluation;
    const struct sensitivity *sensitivity;
    char level[8]; /* "2..3" by label */
};

/* What RULES say of a case dated 2020-03-31 of which GIVEN is known. */
static void tell(struct told *told, const char *rules, const char *given)
{
    struct text text = {0};
    const char *why = NULL;
    size_t low = 0, high = 0;
    text_format(&text, "%s%s\nexample told on 2020-03-31\n  %s\n", head, rules, given);
    told->compilation = compilation_create(NULL);
    struct arena *arena = told->compilation->arena;
    const struct program *program = ruleset_load(told->compilation, text_string(&text));
    told->plan = plan_create(arena, program);
    assert_true(plan_verify(told->plan, &why));
    told->evaluation = interpreter_evaluate(
        arena, told->plan, case_of_example(arena, program, program->examples.items[0]->entity.decl));
    told->sensitivity = sensitivity_of(arena, told->evaluation);
    for (size_t i = 0; i < told->plan->threshold_count; i++) {
        struct value_set set = told->evaluation->values[told->plan->thresholds[i]];
        low = value_is_yes(set) ? i : low;
        high = value_may_be_yes(set) ? i : high;
    }
    snprintf(told->level, sizeof told->level, "%zu..%zu", (low + 1) % 10, (high + 1) % 10);
    text_clear(&text);
}

static void assert_level(const char *rules, const char *given, const char *level, bool exact)
{
    struct told told;
    tell(&told, rules, given);
    assert_false(told.evaluation->refused);
    assert_string_equal(told.level, level);
    assert_int_equal(told.sensitivity->exact, exact);
    compilation_destroy(told.compilation);
}

/* A rule that leads to no level may count one that reads the level: that is no ring. */
static void test_a_duty_counts_rules_that_read_the_level(void **state)
{
    (void)state;
    struct told told;
    tell(&told,
         "rule reading if level >= 2 then level 3\n"
         "rule counting if at least 2 of (a, rules at level 3) then duty act\n"
         "duty act \"Act\"\nif b then level 2",
         "given not a, not b, not c, n 0");
    assert_false(value_may_be_yes(told.evaluation->values[told.plan->rules.items[0].status]));
    compilation_destroy(told.compilation);
}

static void test_unknown_is_a_range(void **state)
{
    (void)state;
    const char *rule = "if a and n >= 2 then level 3\n";
    assert_level(rule, "given a, n 2", "3..3", true);
    assert_level(rule, "given a", "1..3", true);
    assert_level(rule, "given a, n 5 to 9", "3..3", true);
    assert_level(rule, "given n 5\n  otherwise no", "1..1", true);
}

static void test_exceptions_to_exceptions(void **state)
{
    (void)state;
    const char *rules = "rule r if a then level 4\n"
                        "exception e to r if b then level 2\n"
                        "exception f to e if c then level 3\n";
    assert_level(rules, "given a\n  otherwise no", "4..4", true);
    assert_level(rules, "given a, b\n  otherwise no", "2..2", true);
    assert_level(rules, "given a, not c", "2..4", true);
}

static void test_judged_is_a_range(void **state)
{
    (void)state;
    assert_level("if a then level 2 or 4 as judged\n", "given a", "2..4", true);
}

static void test_level_reads_thresholds_below(void **state)
{
    (void)state;
    const char *rules = "if a then level 2\nif level >= 2 and b then level 4\n";
    assert_level(rules, "given a, b", "4..4", true);
    assert_level(rules, "given b\n  otherwise no", "1..1", true);
    assert_level(rules, "given b", "1..4", true);
}

static void test_windows_clip_to_the_month(void **state)
{
    (void)state;
    const char *rule = "if e within 1 months then level 2\n";
    assert_level(rule, "given e (2020-02-29)", "2..2", true);
    assert_level(rule, "given e (2020-02-28)", "1..1", true);
    assert_level(rule, "given e (2020-04-01)", "1..1", true);
}

static void test_excluded_middle_is_not_used(void **state)
{
    (void)state;
    assert_level("if a or not a then level 2\n", "given b", "1..2", false);
}

static void test_a_conflict_is_not_exact(void **state)
{
    (void)state;
    const char *rules = "decision d : 0 to 9 \"D\"\n  only one of\n    2 if a\n    1 if b\n"
                        "    0 otherwise\n"
                        "if d = 1 then level 3\n";
    assert_level(rules, "given b\n  otherwise no", "3..3", true);
    assert_level(rules, "given a, b\n  otherwise no", "1..3", false);
}

static void test_a_fact_against_itself_is_not_exact(void **state)
{
    (void)state;
    assert_level("if n < n then level 2\n", "given n 0 to 3", "1..2", false);
    assert_level("if n in n to 8 then level 2\n", "given n 0 to 10", "1..2", false);
    assert_level("if n in 2 to 8 then level 2\n", "given n 0 to 10", "1..2", true);
}

static const struct value_set *first_decision(const struct told *told)
{
    return &told->evaluation->values[told->plan->decisions.items[0].value];
}

static void assert_selection(const char *given, const char *wanted, bool single)
{
    struct told told;
    struct text text = {0};
    tell(&told, "decision d : one of g, h, i \"D\"\n  every one of\n    g if a\n    h if b\n"
                "    h if c\n", given);
    value_set_write(&text, told.plan->decisions.items[0].decision->type, *first_decision(&told));
    assert_string_equal(text_string(&text), wanted);
    assert_int_equal(value_is_single(*first_decision(&told)), single);
    text_clear(&text);
    compilation_destroy(told.compilation);
}

/* Whichever form reaches it first, a topic is one element and any of its rules will do. */
static void test_a_topic_reached_twice_counts_once(void **state)
{
    (void)state;
    static const char *const lists[] = {"topics at level 2, topics at level 2 in one",
                                        "topics at level 2 in one, topics at level 2"};
    for (size_t i = 0; i < 2; i++) {
        char rules[512];
        snprintf(rules, sizeof rules,
                 "section one \"One\"\ntopic t \"T\"\nrule r if a then level 2\n"
                 "section two \"Two\"\nexception x to r if b then level 2\n"
                 "topic t2 \"T\"\nif c then level 2\n"
                 "if any of (%s) then level 3\nif at least 2 of (%s) then level 4\n",
                 lists[i], lists[i]);
        assert_level(rules, "given a\n  otherwise no", "3..3", true);
        assert_level(rules, "given a, b\n  otherwise no", "3..3", true);
        assert_level(rules, "given a, b, c\n  otherwise no", "4..4", true);
    }
}

static void test_selections_are_single(void **state)
{
    (void)state;
    assert_selection("given a, b\n  otherwise no", "g, h", true);
    assert_selection("given n 1\n  otherwise no", "none", true);
    assert_selection("given a, not b", "g, perhaps h", false);
    assert_selection("given not a, not b", "perhaps h", false);
    assert_selection("given a, c", "g, h", true);
}

static void test_impossible_settles(void **state)
{
    (void)state;
    struct told told;
    const char *rules = "impossible if a and not b \"kind of\"\nif b then level 2\n";
    tell(&told, rules, "given a");
    assert_string_equal(told.level, "2..2");
    assert_true(told.evaluation->settled[1]);
    compilation_destroy(told.compilation);
    tell(&told, rules, "given a, not b");
    assert_true(told.evaluation->refused);
    assert_int_equal(told.evaluation->problems.items[0].kind, PROBLEM_IMPOSSIBLE);
    compilation_destroy(told.compilation);
}

static void assert_decision(const char *rows, const char *given, const char *value)
{
    struct told told;
    struct text text = {0};
    tell(&told, rows, given);
    node_id node = told.plan->decisions.items[0].value;
    value_set_write(&text, told.plan->decisions.items[0].decision->type,
                    told.evaluation->values[node]);
    assert_string_equal(text_string(&text), value);
    text_clear(&text);
    compilation_destroy(told.compilation);
}

static void test_decisions(void **state)
{
    (void)state;
    assert_decision("decision d : one of p, q, r \"D\"\n  first of\n    p if o = lo\n"
                    "    q if o >= mid\n    r otherwise\n",
                    "given a", "p or q");
    assert_decision("decision d : 0 to 9 \"D\"\n  sum of\n    2 if a\n    3 if b\n    4 if c\n",
                    "given a, not c", "2 to 5");
    assert_decision("decision d : 0 to 9 \"D\"\n  highest of\n    2 if a\n    5 if b\n    1 otherwise\n",
                    "given a", "2 to 5");
    assert_decision("decision d : 0 to 9 \"D\"\n  lowest of\n    2 if a\n    5 if b\n    1 otherwise\n",
                    "given not a", "1 to 5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_duty_counts_rules_that_read_the_level),
        cmocka_unit_test(test_unknown_is_a_range),
        cmocka_unit_test(test_exceptions_to_exceptions),
        cmocka_unit_test(test_judged_is_a_range),
        cmocka_unit_test(test_level_reads_thresholds_below),
        cmocka_unit_test(test_windows_clip_to_the_month),
        cmocka_unit_test(test_excluded_middle_is_not_used),
        cmocka_unit_test(test_a_conflict_is_not_exact),
        cmocka_unit_test(test_a_fact_against_itself_is_not_exact),
        cmocka_unit_test(test_a_topic_reached_twice_counts_once),
        cmocka_unit_test(test_selections_are_single),
        cmocka_unit_test(test_impossible_settles),
        cmocka_unit_test(test_decisions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

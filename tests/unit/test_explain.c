/* SPDX-License-Identifier: Apache-2.0 */
/* Explanations and what they are made of: conditions taken apart and put into words, answers tried out,
   examples run. */
#include "ruleset.h"

#include "answer/examples.h"
#include "answer/explain.h"
#include "answer/wording.h"

struct asked {
    struct compilation *compilation;
    struct arena *arena;
    const struct plan *plan;
    const struct evaluation *evaluation;
    const struct answer *answer;
};

static void ask(struct asked *asked, const char *ruleset, const char *input)
{
    char *bytes = padded(input, strlen(input));
    struct case_result result;
    asked->compilation = compilation_create(NULL);
    asked->arena = asked->compilation->arena;
    const struct program *program = ruleset_load(asked->compilation, ruleset);
    asked->plan = plan_create(asked->arena, program);
    struct case_reader *reader = case_reader_create(asked->arena, program, bytes, strlen(input));
    assert_true(case_reader_next(reader, asked->arena, &result));
    assert_non_null(result.limen_case);
    case_reader_destroy(reader);
    free(bytes);
    asked->evaluation = interpreter_evaluate(asked->arena, asked->plan, result.limen_case);
    assert_false(asked->evaluation->refused);
    asked->answer = answer_create(asked->arena, asked->evaluation);
}

static void done(struct asked *asked)
{
    compilation_destroy(asked->compilation);
}

static const struct plan_rule *rule_of(const struct asked *asked, const char *name)
{
    const struct rule *rule = program_rule_by_label(asked->plan->program, name);
    assert_non_null(rule);
    return &asked->plan->rules.items[rule->entity.index];
}

#define HEADER                                                                  \
    "ruleset test 2026-01\n"                                                    \
    "  source \"guidance\"\n"                                                   \
    "level 1\nlevel 2\nlevel 3\n"                                               \
    "concern a \"Sign A\"\nconcern b \"Sign B\"\nconcern c \"Sign C\"\n"        \
    "concern d \"Sign D\"\nstrength helped \"Help has begun\"\n"                \
    "fact age : 0 to 25 years \"Age\"\n"                                        \
    "scale grade : none < not_mild < grave as \"grave indeed\" \"How grave\"\n" \
    "event visit \"A visit\"\n"

/* --- reasons ----------------------------------------------------------------------------------- */

static const char counting[] =
    HEADER "rule both if a and b then level 2\n"
           "rule either if a or b then level 2\n"
           "rule three if at least 3 of (a, b, c, d) then level 3\n"
           "rule calm if a unless helped then level 2\n"
           "rule nested if (a and b) or (c and d and age < 5 years) then level 3\n";

static void expect_distance(const struct asked *asked, const char *rule, size_t yes, size_t no)
{
    struct reasons *reasons = reasons_create(asked->arena, asked->evaluation);
    assert_int_equal(reasons_distance(reasons, rule_of(asked, rule)->status, true), yes);
    assert_int_equal(reasons_distance(reasons, rule_of(asked, rule)->status, false), no);
}

static void test_distances(void **state)
{
    struct asked asked;
    (void)state;
    ask(&asked, counting, "{\"facts\":{\"a\":true,\"b\":false,\"c\":false,\"age\":7}}");
    expect_distance(&asked, "both", 1, 0);
    expect_distance(&asked, "either", 0, 1);
    expect_distance(&asked, "three", 2, 0);
    expect_distance(&asked, "calm", 1, 1);
    expect_distance(&asked, "nested", 1, 0);
    done(&asked);
    ask(&asked, counting, "{\"facts\":{\"a\":false},\"otherwise\":\"no\"}");
    expect_distance(&asked, "both", 2, 0);
    expect_distance(&asked, "three", 3, 0);
    done(&asked);
}

/* What is not known is nearer than what is known to be otherwise. */
static void test_costs(void **state)
{
    struct asked asked;
    (void)state;
    ask(&asked, counting, "{\"facts\":{\"a\":true,\"b\":false}}");
    struct reasons *reasons = reasons_create(asked.arena, asked.evaluation);
    assert_true(reasons_cost(reasons, rule_of(&asked, "calm")->status, true) <
                reasons_cost(reasons, rule_of(&asked, "both")->status, true));
    assert_int_equal(reasons_held(reasons, rule_of(&asked, "three")->condition), 1);
    done(&asked);
}

/* One line a part, those below a heading indented by two more. */
static void add_parts(struct text *text, const struct parts *parts, size_t indent)
{
    for (size_t i = 0; i < parts->count; i++) {
        text_repeat(text, ' ', indent);
        text_format(text, "%s\n", parts->items[i]->text);
        add_parts(text, &parts->items[i]->parts, indent + 2);
    }
}

static void expect_parts(const char *input, const char *rule, bool lacking, const char *wanted)
{
    struct asked asked;
    struct text text = {0};
    ask(&asked, counting, input);
    struct reasons *reasons = reasons_create(asked.arena, asked.evaluation);
    node_id status = rule_of(&asked, rule)->status;
    struct parts parts =
        lacking ? reasons_lacking(reasons, status, true) : reasons_of(reasons, status, true);
    add_parts(&text, &parts, 0);
    assert_text(&text, wanted);
    done(&asked);
}

static void test_parts(void **state)
{
    (void)state;
    expect_parts("{\"facts\":{\"a\":true,\"b\":true}}", "both", false, "Sign A (a)\nSign B (b)\n");
    expect_parts("{\"facts\":{\"a\":true,\"b\":true,\"c\":false}}", "three", true,
                 "one more of these two:\n  Sign C (c): now no\n  Sign D (d): not known\n");
    expect_parts("{\"facts\":{\"a\":true,\"b\":true,\"c\":true}}", "three", false,
                 "three of four hold, where three are needed:\n"
                 "  Sign A (a)\n  Sign B (b)\n  Sign C (c)\n");
    expect_parts("{\"facts\":{\"a\":true,\"helped\":true}}", "calm", true,
                 "not so: Help has begun (helped): now yes\n");
    expect_parts("{\"facts\":{\"a\":false,\"b\":false,\"c\":true,\"d\":true,\"age\":7}}", "nested",
                 true, "Age (age) below 5 years: now 7 years\n");
}

/* --- words ------------------------------------------------------------------------------------- */

static const char worded[] =
    HEADER "rule one if a then level 2\n"
           "rule two if a and b unless helped then level 2\n"
           "rule mixed if (a and b) or not_known_fact then level 2\n"
           "rule number if age in 5 to 16 years and a then level 3\n"
           "rule graded if grade >= not_mild then level 2\n"
           "rule equal if grade = grave then level 2\n"
           "rule some if at least 2 of (a, b, c) then level 2\n"
           "rule visited if count of visit >= 2 then level 2\n"
           "rule neither if not a and not b then level 2\n"
           "rule many if a and b and c and d and not_known_fact then level 2\n"
           "concern not_known_fact\n";

static void expect_words(const struct asked *asked, const char *rule, const char *wanted)
{
    struct text text = {0};
    assert_true(wording_condition(&text, asked->evaluation, rule_of(asked, rule)->condition));
    assert_text(&text, wanted);
}

static void test_words(void **state)
{
    struct asked asked;
    struct text text = {0};
    (void)state;
    ask(&asked, worded, "{}");
    expect_words(&asked, "one", "Sign A");
    expect_words(&asked, "two", "Sign A, and sign B, unless help has begun");
    expect_words(&asked, "mixed", "(Sign A, and sign B), or not known fact");
    expect_words(&asked, "graded", "How grave: at least not mild");
    expect_words(&asked, "equal", "How grave: grave indeed");
    expect_words(&asked, "some", "At least 2 of sign A, sign B, sign C");
    expect_words(&asked, "visited", "A visit: at least 2");
    expect_words(&asked, "number", "Age: from 5 years to 16 years, and sign A");
    assert_false(wording_condition(&text, asked.evaluation, rule_of(&asked, "neither")->condition));
    assert_false(wording_condition(&text, asked.evaluation, rule_of(&asked, "many")->condition));
    assert_int_equal(text.length, 0);
    done(&asked);
}

/* --- probes ------------------------------------------------------------------------------------ */

static const char probed[] = HEADER "if a then level 3\n"
                                    "if b and c then level 2\n"
                                    "if age < 5 years then level 2\n";

static const struct probe *probe_for(const struct probes *probes, const char *name)
{
    for (size_t i = 0; i < probes->count; i++) {
        if (strcmp(probes->items[i].fact->entity.name, name) == 0) {
            return &probes->items[i];
        }
    }
    fail_msg("%s is not tried", name);
    return NULL;
}

static void test_probes(void **state)
{
    struct asked asked;
    (void)state;
    ask(&asked, probed, "{}");
    struct probes probes = probes_of(asked.arena, asked.answer);
    assert_int_equal(probes.count, 4);
    assert_string_equal(probes.items[0].fact->entity.name, "a");
    const struct probe *a = probe_for(&probes, "a");
    assert_int_equal(a->values.count, 2);
    assert_string_equal(a->values.items[0].text, "no");
    assert_int_equal(a->values.items[0].at_most, 1);
    assert_int_equal(a->values.items[1].at_least, 2);
    assert_int_equal(a->narrowing, 1500);
    const struct probe *age = probe_for(&probes, "age");
    for (size_t i = 0; i + 1 < age->values.count; i++) {
        bool is_edge = age->values.items[i].at_least != age->values.items[i + 1].at_least;
        assert_int_equal(is_edge, strcmp(age->values.items[i].text, "4 years") == 0);
    }
    assert_int_equal(probe_for(&probes, "b")->narrowing, 0);
    done(&asked);
    ask(&asked, probed, "{\"facts\":{\"a\":true}}");
    assert_int_equal(probes_of(asked.arena, asked.answer).count, 0);
    done(&asked);
}

/* --- explanations ------------------------------------------------------------------------------ */

static const char explained[] =
    HEADER "rule main if a then level 3 [L3/1]\n"
           "exception spared to main if helped because \"Help is enough\" [L1/1]\n"
           "rule two if b and c then level 2 because \"Two are needed\" [L2/1]\n"
           "contact team \"The team\" phone \"1\"\n"
           "duty call \"Call\" to team when b\n"
           "decision consent : one of seek as \"ask them\", inform \"Consent\"\n"
           "  first of\n    inform if b\n    seek otherwise\n";

static void expect_page(const char *ruleset, const char *input, const char *const *parts)
{
    struct asked asked;
    struct text text = {0};
    ask(&asked, ruleset, input);
    explanation_write_text(&text, explanation_create(asked.arena, asked.answer), 80, false);
    for (; *parts; parts++) {
        if (!strstr(text_string(&text), *parts)) {
            fail_msg("%s\nis not in\n%s", *parts, text_string(&text));
        }
    }
    assert_true(text.length > 0 && text.data[text.length - 1] == '\n');
    text_clear(&text);
    answer_write_text(&text, asked.answer, 80, false);
    assert_int_equal(text.data[text.length - 1], '\n');
    text_clear(&text);
    done(&asked);
}

static void test_explanation(void **state)
{
    struct asked asked;
    (void)state;
    ask(&asked, explained, "{\"facts\":{\"a\":true,\"helped\":true,\"b\":true,\"c\":false}}");
    const struct explanation *explanation = explanation_create(asked.arena, asked.answer);
    assert_int_equal(explanation->why.count, 0);
    assert_int_equal(explanation->excepted.count, 1);
    assert_int_equal(explanation->excepted.items[0].parts.count, 1);
    assert_string_equal(explanation->nearest.items[0].rule->rule->label, "two");
    assert_int_equal(explanation->nearest.items[0].distance, 1);
    done(&asked);
    expect_page(explained,
                "{\"case\":\"c-1\",\"on\":\"2026-02-01\",\"facts\":{\"a\":true,\"helped\":true,"
                "\"b\":true,\"c\":false}}",
                (const char *[]){"Case c-1 on 2026-02-01, by test@2026-01\nLevel 1\n",
                                 "What an exception takes back\n  level 3: Sign A (main) [L3/1]\n"
                                 "    taken back by the exception: Help has begun (spared) [L1/1]\n"
                                 "      because: Help is enough\n",
                                 "  level 2 (two) [L2/1]\n    - Sign C (c): now no\n"
                                 "    because: Two are needed\n",
                                 "  - Call\n    to: The team\n    phone: 1\n",
                                 "  - Consent: inform\n", NULL});
    expect_page(explained, "{\"facts\":{\"b\":false}}",
                (const char *[]){"The case, by test@2026-01\nAt least level 1, at most level 3\n",
                                 "  - Consent: ask them\n", "What to ask, most telling first",
                                 " 1. Sign A (a)\n    no: level 1; yes: level 1 to 3\n", NULL});
}

static void test_out_of_scope(void **state)
{
    static const char scoped[] = "ruleset test 2026-01\n  scope if age < 18 years\nlevel 1\n"
                                 "fact age : 0 to 25 years \"Age\"\n";
    (void)state;
    expect_page(scoped, "{\"facts\":{\"age\":20}}",
                (const char *[]){"Out of scope",
                                 "Why out of scope\n  - Age (age) is 20 years, not "
                                 "below 18 years\n",
                                 NULL});
}

static void test_json(void **state)
{
    struct asked asked;
    struct text text = {0};
    (void)state;
    ask(&asked, explained, "{\"facts\":{\"a\":true,\"helped\":false}}");
    explanation_write_json(&text, explanation_create(asked.arena, asked.answer));
    assert_non_null(strstr(text_string(&text),
                           "\"why\":[{\"name\":\"main\",\"level\":{\"at_least\":3,\"at_most\":3},"
                           "\"cite\":[\"L3/1\"],\"reasons\":[{\"text\":\"Sign A (a)\"},"));
    assert_non_null(strstr(text_string(&text), "\"nearest\":[]"));
    text_clear(&text);
    done(&asked);
}

/* --- examples ---------------------------------------------------------------------------------- */

static void test_examples(void **state)
{
    static const char tested[] =
        HEADER "rule main if a then level 3\nrule other if b then level 2\n"
               "impossible if a and b \"never both\"\n"
               "impossible if a and c \"nor these\"\n"
               "decision deed : one of p, q \"Deed\"\n  first of\n    p if a\n    q otherwise\n"
               "example right\n  given a otherwise no\n  expect level 3, rule main, deed = p\n"
               "example wrong\n  given not a otherwise no\n  expect level 3, rule main, deed = p\n"
               "example silent\n  given not a\n"
               "example refused\n  given a, b, c\n  expect level 3\n";
    struct compilation *compilation = compilation_create(NULL);
    struct program *program = ruleset_load(compilation, tested);
    const struct plan *plan = plan_create(compilation->arena, program);
    const struct examples *examples = examples_run(compilation->arena, program, plan);
    (void)state;
    assert_int_equal(examples->results.count, 4);
    assert_int_equal(examples->failed, 2);
    assert_int_equal(examples->without_expectation, 1);
    assert_true(example_passes(&examples->results.items[0]));
    const struct example_result *wrong = &examples->results.items[1];
    assert_int_equal(wrong->misses.count, 3);
    assert_string_equal(wrong->misses.items[0].expected, "level 3");
    assert_string_equal(wrong->misses.items[0].got, "level 1");
    assert_string_equal(wrong->misses.items[1].got, "rule main does not hold");
    assert_string_equal(wrong->misses.items[2].got, "deed = q");
    assert_string_equal(examples->results.items[3].refusal,
                        "the ruleset says that no case is so: never both; the ruleset says that no "
                        "case is so: nor these");
    assert_int_equal(examples->rule_count, 2);
    assert_int_equal(examples->uncovered.count, 1);
    assert_string_equal(examples->uncovered.items[0]->label, "other");
    compilation_destroy(compilation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_distances),    cmocka_unit_test(test_costs),
        cmocka_unit_test(test_parts),        cmocka_unit_test(test_words),
        cmocka_unit_test(test_probes),       cmocka_unit_test(test_explanation),
        cmocka_unit_test(test_out_of_scope), cmocka_unit_test(test_json),
        cmocka_unit_test(test_examples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

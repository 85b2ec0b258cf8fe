/* SPDX-License-Identifier: Apache-2.0 */
/* Made-up rules and cases: they can be read, both forms say the same, as much is unknown as was asked for; and
   for the real guidance, columns give what the interpreter gives of them. */
#include "ruleset.h"
#include "unit.h"

#include "case/synthetic.h"
#include "engine/columns.h"
#include "meaning/versions.h"
#include "meaning/type.h"

#define CASES 200

static const struct synthetic few = {.rules = 20, .yes_no = 15, .numbers = 3, .unusual = 4};

static const char *const every_type =
    "ruleset every 2024-01 \"Facts of every type\"\n"
    "level 1\nlevel 2\n"
    "concern late \"Late\"\n"
    "fact age : 0 to 25 years \"Age\"\n"
    "fact attendance : 0.0 to 100.0 % \"Attendance\"\n"
    "fact absence : one of none < some < much \"Absence\" usually none\n"
    "fact tie : one of weak < strong \"Tie\"\n"
    "fact born : date or none \"Born\"\n"
    "event visit \"Visits\"\n"
    "event incident \"Incidents\"\n"
    "  has hurt : yes/no \"Hurt\"\n"
    "list child \"Children\" at most 2\n"
    "  has age : 0 to 18 years \"Age\"\n"
    "  has small : yes/no from age < 5 years \"Small\"\n"
    "  has seen : yes/no \"Seen\"\n"
    "if late and age < 5 years and attendance < 50.0 % then level 2\n"
    "if absence >= some and tie = weak and born >= 2023-01-01 then level 2\n"
    "if count of visit >= 2 and incident within 6 months then level 2\n"
    "if any incident where (hurt) then level 2\n"
    "if any child where (small and seen) then level 2\n";

struct trial {
    struct compilation *compilation;
    const struct program *program;
};

static void load(struct trial *trial, const char *text)
{
    trial->compilation = compilation_create(NULL);
    trial->program = ruleset_load(trial->compilation, text);
}

static void read_cases(struct trial *trial, struct text *text, bool is_table,
                       const struct limen_case **ret)
{
    struct arena *arena = trial->compilation->arena;
    size_t length = text->length, count = 0;
    struct case_result result;
    text_repeat(text, '\0', READER_PADDING);
    struct case_reader *reader =
        is_table ? case_reader_create_table(arena, trial->program, text->data, length)
                 : case_reader_create(arena, trial->program, text->data, length);
    while (case_reader_next(reader, arena, &result)) {
        if (result.errors.count > 0) {
            fail_msg("case %zu: %s", count, result.errors.items[0].message);
        }
        assert_true(count < CASES);
        ret[count++] = result.limen_case;
    }
    assert_int_equal(count, CASES);
    case_reader_destroy(reader);
}

static void read_both(struct trial *trial, const struct synthetic *synthetic,
                      const struct limen_case **ret_json, const struct limen_case **ret_csv)
{
    struct synthetic_cases cases = synthetic_cases(synthetic, trial->program);
    struct text json = {0}, csv = {0};
    synthetic_write_json(&json, &cases, 0, CASES);
    synthetic_write_csv(&csv, &cases, 0, CASES / 2);
    synthetic_write_csv(&csv, &cases, CASES / 2, CASES - CASES / 2);
    read_cases(trial, &json, false, ret_json);
    read_cases(trial, &csv, true, ret_csv);
    text_clear(&json);
    text_clear(&csv);
}

static void assert_same_fact(const struct fact *fact, const struct case_fact *a,
                             const struct case_fact *b)
{
    /* A list without items is given in one form, and closed in the other. */
    assert_int_equal(a->state == FACT_ASSUMED ? FACT_GIVEN : a->state,
                     b->state == FACT_ASSUMED ? FACT_GIVEN : b->state);
    assert_int_equal(a->complete, b->complete);
    assert_int_equal(a->date_count, b->date_count);
    assert_int_equal(a->item_count, b->item_count);
    if (a->date_count > 0) {
        assert_memory_equal(a->dates, b->dates, a->date_count * sizeof *a->dates);
    }
    if (!type_is_many(fact->type)) {
        assert_true(value_equal(fact->type, a->set, b->set));
    }
    for (size_t i = 0; i < a->item_count; i++) {
        for (size_t f = 0; f < fact->fields.count; f++) {
            assert_same_fact(fact->fields.items[f], &a->items[i].fields[f],
                             &b->items[i].fields[f]);
        }
    }
}

static void test_both_forms_say_the_same(void **state)
{
    (void)state;
    for (unsigned unknown = 0; unknown <= 30; unknown += 30) {
        struct trial trial;
        const struct limen_case *json[CASES], *csv[CASES];
        struct synthetic synthetic = few;
        synthetic.unknown = unknown;
        load(&trial, every_type);
        read_both(&trial, &synthetic, json, csv);
        for (size_t i = 0; i < CASES; i++) {
            for (size_t f = 0; f < trial.program->facts.count; f++) {
                assert_same_fact(trial.program->facts.items[f], &json[i]->facts[f],
                                 &csv[i]->facts[f]);
            }
        }
        compilation_destroy(trial.compilation);
    }
}

static size_t count_states(const struct trial *trial, const struct limen_case *const *cases,
                           enum fact_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < CASES; i++) {
        for (size_t f = 0; f < trial->program->facts.count; f++) {
            count += cases[i]->facts[f].state == state;
        }
    }
    return count;
}

static void load_rules(struct trial *trial, const struct synthetic *synthetic)
{
    struct text text = {0};
    synthetic_write_rules(&text, synthetic);
    load(trial, text_string(&text));
    text_clear(&text);
}

static void test_unknown_share(void **state)
{
    struct trial trial;
    const struct limen_case *json[CASES], *csv[CASES];
    struct synthetic synthetic = few;
    (void)state;
    synthetic.unknown = 10;
    load_rules(&trial, &synthetic);
    read_both(&trial, &synthetic, json, csv);
    size_t unknown = count_states(&trial, json, FACT_NOT_KNOWN);
    assert_in_range(unknown, CASES * 18 * 7 / 100, CASES * 18 * 13 / 100);
    assert_int_equal(count_states(&trial, json, FACT_NOT_ASKED), 0);
    compilation_destroy(trial.compilation);
}

static void test_rules_and_cases_as_told(void **state)
{
    struct trial trial;
    const struct limen_case *json[CASES], *csv[CASES];
    size_t yes = 0;
    (void)state;
    load_rules(&trial, &few);
    assert_int_equal(trial.program->rules.count, few.rules);
    assert_int_equal(trial.program->facts.count, few.yes_no + few.numbers);
    read_both(&trial, &few, json, csv);
    struct synthetic_cases cases = synthetic_cases(&few, trial.program);
    for (size_t i = 0; i < CASES; i++) {
        for (size_t f = 0; f < few.yes_no; f++) {
            bool says = synthetic_says_yes(&cases, i, f);
            assert_int_equal(value_is_yes(json[i]->facts[f].set), says);
            yes += says;
        }
        for (size_t f = few.yes_no; f < trial.program->facts.count; f++) {
            assert_int_equal(json[i]->facts[f].set.low, synthetic_value(&cases, i, f));
        }
    }
    assert_in_range(yes, CASES * few.unusual * 8 / 10, CASES * few.unusual * 12 / 10);
    compilation_destroy(trial.compilation);
}

/* ------------------------------------------------------------------------------------ the real guidance */

static const struct sliced *sliced_of(struct arena *arena, const struct plan *plan, bool known)
{
    const char *reason = NULL;
    const struct sliced *sliced =
        sliced_create(arena, plan, known, WANT_EVERYTHING, &reason);
    if (!sliced) {
        fail_msg("%s", reason);
    }
    return sliced;
}

static void assert_same_nodes(const struct columns *columns, struct arena *arena, size_t lane,
                              const struct evaluation *evaluation)
{
    const struct plan *plan = evaluation->plan;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        assert_true(value_equal(plan_at(plan, id)->type, columns_value(columns, arena, id, lane),
                                evaluation->values[id]));
    }
}

/* Columns against the interpreter; yields how many cases were not refused. */
static size_t compare_engines(struct trial *trial, const struct limen_case *const *cases)
{
    struct arena *arena = trial->compilation->arena;
    const struct plan *plan = plan_create(arena, trial->program);
    struct columns *columns = columns_create(arena, sliced_of(arena, plan, false),
                                             sliced_of(arena, plan, true));
    struct block *block = columns_block(arena, plan);
    size_t answered = 0;
    block_clear(block);
    for (size_t i = 0; i < CASES; i++) {
        block_add(block, cases[i]);
    }
    block_close(block, &(struct block_defaults){.authority = -1});
    columns_run(columns, block);
    for (size_t i = 0; i < CASES; i++) {
        const struct evaluation *evaluation = interpreter_evaluate(arena, plan, cases[i]);
        assert_int_equal(columns_refused(columns, i), evaluation->refused);
        assert_same_nodes(columns, arena, i, evaluation);
        answered += !evaluation->refused;
    }
    return answered;
}

/* With lists, events and a tenth of everything not known. */
static void test_library_by_columns(void **state)
{
    struct compilation *library = compilation_create(NULL);
    struct references references = versions_references(library);
    size_t rulesets = 0;
    (void)state;
    for (size_t i = 0; i < references.count; i++) {
        struct trial trial = {.compilation = compilation_create(NULL)};
        const struct limen_case *json[CASES], *csv[CASES];
        struct synthetic synthetic = {.unusual = 12, .unknown = 10};
        trial.program = library_load(trial.compilation, references.items[i], INT32_MIN);
        if (trial.program->kind == PROGRAM_RULESET) {
            read_both(&trial, &synthetic, json, csv);
            assert_true(compare_engines(&trial, json) > CASES / 2);
            rulesets++;
        }
        compilation_destroy(trial.compilation);
    }
    assert_true(rulesets > 0);
    compilation_destroy(library);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_forms_say_the_same),
        cmocka_unit_test(test_unknown_share),
        cmocka_unit_test(test_rules_and_cases_as_told),
        cmocka_unit_test(test_library_by_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

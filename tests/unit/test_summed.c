/* SPDX-License-Identifier: Apache-2.0 */
/* Facts that sum up lists: which they are, and what closing makes of them and of their lists. */
#include "ruleset.h"

#include "case/round.h"
#include "case/summed.h"
#include "grammar/parse.h"
#include "meaning/check.h"
#include "meaning/summary.h"

static const char ruleset[] =
    "ruleset test 2018-12 \"Test\"\n"
    "level 1\n"
    "level 2\n"
    "list sibling \"Siblings\"\n"
    "  has offending : yes/no \"Involved in crime\"\n"
    "  has ill : yes/no \"Ill\"\n"
    "  has age : 0 to 25 years \"Age\" usually 9 years\n"
    "  has small : yes/no from age < 5 years \"Small\"\n"
    "list parent \"Parents\"\n"
    "  has ill : yes/no \"Ill\"\n"
    "list adult \"Adults\"\n"
    "  has drinking : one of not_at_all < at_times < daily \"Drinks\"\n"
    "  has at_home : yes/no \"At home\"\n"
    "event missed \"Missed\"\n"
    "fact age : 0 to 25 years \"Age\"\n"
    "concern crime from any sibling where (offending) \"Crime\"\n"
    "concern illness from any sibling where (ill) or any parent where (ill) \"Illness\"\n"
    "concern two_small from count of sibling where (small) >= 2 \"Two small ones\"\n"
    "concern missed_some from any missed \"Missed some\"\n"
    "scale drinking : not_at_all < at_times < daily from highest of drinking of adult where (at_home)\n"
    "  \"Drinking at home\" usually not_at_all\n"
    "fact none_listed : yes/no from not any sibling \"No siblings\"\n"
    "fact few : yes/no from count of sibling >= 0 \"Any number\"\n"
    "fact all_ill : yes/no from any sibling and all sibling where (ill) \"All ill\"\n"
    "fact young : yes/no from age < 5 years or any sibling \"Young\"\n"
    "if any of (crime, illness, two_small, missed_some, none_listed, few, all_ill, young,\n"
    "  drinking >= at_times) then level 2\n";

struct closing {
    struct compilation *compilation;
    struct program *program;
    struct limen_case *made;
};

static int set_up(void **state)
{
    struct closing *closing = calloc(1, sizeof *closing);
    assert_non_null(closing);
    closing->compilation = compilation_create(NULL);
    closing->program = ruleset_load(closing->compilation, ruleset);
    *state = closing;
    return 0;
}

static int tear_down(void **state)
{
    struct closing *closing = *state;
    compilation_destroy(closing->compilation);
    free(closing);
    return 0;
}

static const struct fact *fact_of(const struct closing *closing, const char *name)
{
    const struct fact *fact =
        program_fact(closing->program, symbol_find(closing->program->symbols, name, strlen(name)));
    assert_non_null(fact);
    return fact;
}

/* A case that says GIVEN. */
static void give(struct closing *closing, const char *given)
{
    struct compilation *compilation = closing->compilation;
    uint32_t file = source_add(compilation->sources, "--given", given, strlen(given));
    struct node *node = parse_given(compilation->arena, compilation->symbols,
                                    compilation->diagnostics, compilation->sources, file);
    check_givens(closing->program, node);
    assert_int_equal(compilation->diagnostics->errors, 0);
    closing->made = case_create(compilation->arena, closing->program);
    case_give(closing->made, closing->program, compilation->arena, node);
}

/* A case that says GIVEN and nothing else is so. */
static void close_given(struct closing *closing, const char *given)
{
    give(closing, given);
    closing->made->close_all = true;
    case_close(closing->made, closing->program, closing->compilation->arena);
}

static const struct case_fact *entry_of(const struct closing *closing, const char *name)
{
    return &closing->made->facts[fact_of(closing, name)->entity.index];
}

static void expect_state(const struct closing *closing, const char *name, enum fact_state state)
{
    if (entry_of(closing, name)->state != state) {
        print_error("%s\n", name);
    }
    assert_int_equal(entry_of(closing, name)->state, state);
}

static void expect_field(const struct closing *closing, size_t item, size_t field,
                         enum fact_state state)
{
    assert_int_equal(entry_of(closing, "sibling")->items[item].fields[field].state, state);
}

static void test_which_they_are(void **state)
{
    const struct closing *closing = *state;
    static const char *const of_one[] = {"crime", "two_small", "missed_some", "drinking"};
    static const char *const others[] = {"none_listed", "few", "all_ill", "young"};
    for (size_t i = 0; i < array_count(of_one); i++) {
        assert_int_equal(fact_of(closing, of_one[i])->sums_up.count, 1);
    }
    assert_int_equal(fact_of(closing, "illness")->sums_up.count, 2);
    for (size_t i = 0; i < array_count(others); i++) {
        assert_int_equal(fact_of(closing, others[i])->sums_up.count, 0);
    }
    assert_int_equal(fact_of(closing, "sibling")->summaries.count, 3);
    assert_true(fact_of(closing, "sibling")->is_read_itself);
    assert_true(fact_of(closing, "parent")->is_read_itself); /* `illness` reads it with siblings */
    assert_false(fact_of(closing, "missed")->is_read_itself);
}

/* --- closing -------------------------------------------------------------------------------------- */

static void test_nothing_said(void **state)
{
    struct closing *closing = *state;
    close_given(closing, "age 9 years");
    expect_state(closing, "sibling", FACT_ASSUMED);
    expect_state(closing, "parent", FACT_ASSUMED);
    expect_state(closing, "crime", FACT_ASSUMED);
    expect_state(closing, "illness", FACT_ASSUMED);
    expect_state(closing, "none_listed", FACT_NOT_ASKED);
    expect_state(closing, "young", FACT_NOT_ASKED);
}

static void test_said_to_be_so(void **state)
{
    struct closing *closing = *state;
    close_given(closing, "crime");
    expect_state(closing, "sibling", FACT_NOT_ASKED);
    expect_state(closing, "parent", FACT_ASSUMED);
    expect_state(closing, "two_small", FACT_ASSUMED);
    expect_state(closing, "illness", FACT_ASSUMED);
    close_given(closing, "illness unknown");
    expect_state(closing, "sibling", FACT_NOT_ASKED);
    expect_state(closing, "parent", FACT_NOT_ASKED);
    expect_state(closing, "illness", FACT_NOT_KNOWN);
    expect_state(closing, "crime", FACT_ASSUMED);
}

static void test_said_not_to_be_so(void **state)
{
    struct closing *closing = *state;
    close_given(closing, "not crime");
    expect_state(closing, "sibling", FACT_ASSUMED);
    expect_state(closing, "two_small", FACT_ASSUMED);
}

/* The least value is what an empty list comes to; more, or perhaps more, is not. */
static void test_graded(void **state)
{
    struct closing *closing = *state;
    close_given(closing, "drinking daily");
    expect_state(closing, "adult", FACT_NOT_ASKED);
    close_given(closing, "drinking not_at_all or at_times");
    expect_state(closing, "adult", FACT_NOT_ASKED);
    close_given(closing, "drinking unknown");
    expect_state(closing, "adult", FACT_NOT_ASKED);
    close_given(closing, "drinking not_at_all");
    expect_state(closing, "adult", FACT_ASSUMED);
    close_given(closing, "age 9 years");
    expect_state(closing, "adult", FACT_ASSUMED);
    expect_state(closing, "drinking", FACT_ASSUMED);
    close_given(closing, "adult (drinking daily)");
    expect_state(closing, "drinking", FACT_NOT_ASKED);
}

static void test_listed(void **state)
{
    struct closing *closing = *state;
    close_given(closing, "sibling (age 3 years), sibling (offending unknown)");
    expect_state(closing, "crime", FACT_NOT_ASKED);
    expect_state(closing, "illness", FACT_NOT_ASKED);
    expect_state(closing, "missed_some", FACT_ASSUMED);
    expect_field(closing, 0, 0, FACT_ASSUMED);
    expect_field(closing, 1, 0, FACT_NOT_KNOWN);
    expect_field(closing, 1, 2, FACT_ASSUMED);
}

/* Which of them it is stays open, also where a field is worked out. */
static void test_listed_and_said(void **state)
{
    struct closing *closing = *state;
    close_given(closing, "sibling (offending), sibling (small unknown), two_small, illness");
    expect_field(closing, 0, 2, FACT_NOT_ASKED);
    expect_field(closing, 1, 0, FACT_ASSUMED);
    expect_field(closing, 1, 1, FACT_NOT_ASKED);
    expect_field(closing, 1, 2, FACT_NOT_ASKED);
}

/* --- a block that closes its cases ---------------------------------------------------------------- */

static struct block *block_of(struct closing *closing, bool closes)
{
    struct arena *arena = closing->compilation->arena;
    size_t facts = closing->program->facts.count;
    bool *wanted = arena_alloc(arena, facts + 1);
    memset(wanted, true, facts + 1);
    struct block *block = block_create(arena, closing->program, wanted);
    block_clear(block);
    block_add(block, closing->made);
    if (closes) {
        plane_set(block->close_all, 0);
    }
    block_close(block, &(struct block_defaults){.authority = -1});
    return block;
}

static void expect_same_column(const struct column *a, const struct column *b)
{
    for (size_t i = 0; i < a->width; i++) {
        assert_int_equal(a->low[i][0] & 1, b->low[i][0] & 1);
        assert_int_equal(a->high ? a->high[i][0] & 1 : 0, b->high ? b->high[i][0] & 1 : 0);
    }
    assert_int_equal((*a->known)[0] & 1, (*b->known)[0] & 1);
    if (a->complete) {
        assert_int_equal((*a->complete)[0] & 1, (*b->complete)[0] & 1);
    }
}

static void expect_same_items(struct closing *closing, const struct fact *list,
                              const struct block *a, const struct block *b)
{
    struct arena *arena = closing->compilation->arena;
    bool *wanted = arena_alloc(arena, closing->program->fields.count + 1);
    memset(wanted, true, closing->program->fields.count + 1);
    struct round *rounds[] = {round_create(arena, list, wanted), round_create(arena, list, wanted)};
    bool more = round_start(rounds[0], a), other = round_start(rounds[1], b);
    while (more && other) {
        for (size_t i = 0; i < list->fields.count; i++) {
            expect_same_column(&rounds[0]->columns[i], &rounds[1]->columns[i]);
        }
        more = round_next(rounds[0]);
        other = round_next(rounds[1]);
    }
    assert_int_equal(more, other);
}

static void test_blocks_close_likewise(void **state)
{
    struct closing *closing = *state;
    static const char *const cases[] = {
        "age 9 years", "crime", "not crime", "crime unknown", "illness unknown, two_small",
        "sibling (age 3 years), sibling (offending unknown)", "sibling ()", "sibling unknown",
        "sibling (offending), sibling (small unknown), two_small, illness",
        "sibling (offending), crime, parent (ill unknown)", "sibling at least (ill), crime unknown",
        "missed_some", "missed_some unknown", "missed (2018-01-01)", "missed unknown, crime",
        "drinking daily", "drinking not_at_all", "drinking not_at_all or daily", "drinking unknown",
        "adult (at_home)", "adult (at_home unknown), drinking at_times", "adult at least (drinking daily)",
    };
    for (size_t i = 0; i < array_count(cases); i++) {
        close_given(closing, cases[i]);
        const struct block *closed = block_of(closing, false);
        give(closing, cases[i]);
        const struct block *closes = block_of(closing, true);
        for (size_t f = 0; f < closing->program->facts.count; f++) {
            const struct fact *fact = closing->program->facts.items[f];
            expect_same_column(&closes->columns[f], &closed->columns[f]);
            if (fact->type->kind == TYPE_LIST) {
                expect_same_items(closing, fact, closes, closed);
            }
        }
    }
}

/* --- what is asked of all cases ------------------------------------------------------------------- */

static void test_lists_that_nothing_else_reads_are_cut(void **state)
{
    struct closing *closing = *state;
    summaries_cut(closing->program);
    assert_null(fact_of(closing, "missed_some")->from);
    assert_non_null(fact_of(closing, "crime")->from);
    assert_non_null(fact_of(closing, "illness")->from);
}

/* A list that the newer version reads itself is cut in neither. */
static void test_versions_are_cut_alike(void **state)
{
    struct closing *closing = *state;
    static const char newer_text[] =
        "ruleset test 2019-12 \"Test\"\n"
        "level 1\n"
        "level 2\n"
        "event missed \"Missed\"\n"
        "concern missed_some from any missed \"Missed some\"\n"
        "if missed_some or count of missed >= 4 then level 2\n";
    struct program *older = closing->program;
    struct program *newer = ruleset_load(closing->compilation, newer_text);
    summaries_agree(older, newer);
    summaries_cut(older);
    summaries_cut(newer);
    assert_non_null(fact_of(closing, "missed_some")->from);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_which_they_are),     cmocka_unit_test(test_nothing_said),
        cmocka_unit_test(test_said_to_be_so),      cmocka_unit_test(test_said_not_to_be_so),
        cmocka_unit_test(test_graded),
        cmocka_unit_test(test_listed),             cmocka_unit_test(test_listed_and_said),
        cmocka_unit_test(test_blocks_close_likewise),
        cmocka_unit_test_setup_teardown(test_versions_are_cut_alike, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lists_that_nothing_else_reads_are_cut, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

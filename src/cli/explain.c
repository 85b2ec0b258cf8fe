/* SPDX-License-Identifier: Apache-2.0 */
/* limen explain: why cases are at their level, and what would change it. */
#include <string.h>

#include "answer/explain.h"
#include "answer/household.h"
#include "case/summed.h"
#include "cli/cases.h"
#include "cli/complain.h"
#include "cli/limit.h"
#include "cli/output.h"
#include "meaning/names.h"
#include "meaning/summary.h"
#include "prove/what_if.h"

struct pages {
    const struct arguments *arguments;
    struct cases cases;
    struct output output;
    struct case_counts counts;
    const char *wanted; /* level of --what-if, or NULL */
    unsigned limit;     /* then: milliseconds for the proofs of one case */
    bool failed;        /* a complaint was printed that ends it all */
};

static bool is_json(const struct pages *pages)
{
    return arguments_chose(pages->arguments, OPTION_FORMAT, "json");
}

static void refuse(struct pages *pages, const struct case_result *result)
{
    pages->counts.refused++;
    if (is_json(pages)) {
        refusal_write_errors_json(&pages->output.text, result);
        text_add_char(&pages->output.text, '\n');
    } else {
        cases_complain(&pages->cases, result, pages->cases.number);
    }
}

static void part_pages(struct pages *pages)
{
    bool first = pages->counts.answered + pages->counts.nowhere == 0;
    text_add(&pages->output.text, first || is_json(pages) ? "" : "\n\n");
}

static void write_nowhere(struct pages *pages, const struct case_head *head)
{
    part_pages(pages);
    cases_write_nowhere(&pages->cases, &pages->output.text, head, is_json(pages));
    pages->counts.nowhere++;
}

/* ---------------------------------------------------------------------------------------- what if */

/* "3", "2a" or a level's name; false: a complaint was printed. */
static bool find_level(struct pages *pages, const struct program *program, size_t *ret_rank)
{
    struct text labels = {0};
    for (size_t i = 0; i < program->levels.count; i++) {
        const struct level *level = program->levels.items[i];
        if (strcmp(level->label, pages->wanted) == 0
            || (level->entity.name && strcmp(level->entity.name, pages->wanted) == 0)) {
            *ret_rank = i;
            text_clear(&labels);
            return true;
        }
        text_format(&labels, "%s%s", i ? ", " : "", level->label);
    }
    complain_of_use(pages->arguments->command, "--what-if: %s has no level '%s'%s%s", program->name,
                    pages->wanted, labels.length ? "; its levels are " : ", nor any other",
                    text_string(&labels));
    text_clear(&labels);
    pages->failed = true;
    return false;
}

static bool is_undecided(const struct what_if *what_if)
{
    return what_if->verdict == WHAT_IF_UNDECIDED
           || (what_if->verdict == WHAT_IF_FOUND && !what_if->least) || !what_if->reach.decided
           || !what_if->level.decided;
}

static void write_what_if(struct pages *pages, const struct what_if *what_if)
{
    struct text *text = &pages->output.text;
    if (is_json(pages)) {
        what_if_write_json(text, what_if);
        text_add_char(text, '\n');
    } else {
        part_pages(pages);
        what_if_write_text(text, what_if, pages->output.width, pages->output.colour);
    }
    pages->counts.answered++;
    pages->counts.undecided += is_undecided(what_if);
}

static void ask_what_if(struct pages *pages, struct arena *arena, const struct answer *answer,
                        struct case_result *result)
{
    struct what_if what_if;
    const char *why = NULL;
    size_t rank;
    if (!find_level(pages, answer->evaluation->plan->program, &rank)) {
        return;
    }
    switch (what_if_find(arena, answer, rank, pages->limit, &what_if, &why)) {
    case WHAT_IF_FAULT:
        complain("internal error, please report it: %s", why);
        pages->failed = true;
        break;
    case WHAT_IF_NO_CASE:
        answer_refuse_contradictory(arena, answer->evaluation, result);
        refuse(pages, result);
        break;
    default:
        write_what_if(pages, &what_if);
    }
}

static void change_case(struct pages *pages, struct arena *arena, struct case_result *result)
{
    struct program *program = pages->cases.ruleset->program;
    case_cut_summaries(program, result->limen_case);
    const struct plan *plan = plan_create(arena, program);
    ask_what_if(pages, arena,
                answer_create(arena, interpreter_evaluate(arena, plan, result->limen_case)), result);
    summaries_restore(program);
}

/* STATUS_DONE, or the status to end with. */
static int start_proving(struct pages *pages)
{
    const char *why = NULL;
    pages->wanted = pages->arguments->values[OPTION_WHAT_IF];
    if (!pages->wanted) {
        return STATUS_DONE;
    }
    if (!limit_read(pages->arguments, &pages->limit)) {
        return STATUS_WRONG_USE;
    }
    return solver_load(&why) ? STATUS_DONE : complain_of_no_solver(why);
}

/* ----------------------------------------------------------------------------------------- the cases */

static void write_members(struct pages *pages, struct arena *arena,
                          const struct household_answer *household)
{
    struct text *text = &pages->output.text;
    for (size_t i = 0; i < household->members.count; i++) {
        const struct explanation *explanation =
            explanation_create(arena, household->members.items[i]);
        if (is_json(pages)) {
            text_add(text, i ? "," : "");
            explanation_write_json(text, explanation);
        } else {
            text_add_char(text, '\n');
            explanation_write_text(text, explanation, pages->output.width, pages->output.colour);
        }
    }
}

/* One after the other; what the others are stays as it is. */
static void ask_of_members(struct pages *pages, struct arena *arena,
                           const struct household_answer *household, struct case_result *result)
{
    if (pages->cases.ruleset->plan->takes_each) {
        complain("--what-if asks of one %s at a time, and this ruleset takes them together: give a case of one",
                 household->program->each->entity.name);
        pages->failed = true;
        return;
    }
    for (size_t i = 0; i < household->members.count && !pages->failed; i++) {
        ask_what_if(pages, arena, household->members.items[i], result);
    }
}

static void explain_household(struct pages *pages, struct arena *arena, struct case_result *result)
{
    struct family *family =
        interpreter_evaluate_household(arena, pages->cases.ruleset->plan, result->limen_case);
    struct text *text = &pages->output.text;
    if (family->members[0]->refused) {
        household_refuse(arena, result->limen_case, family, result);
        refuse(pages, result);
        return;
    }
    const struct household_answer *household =
        household_answer_create(arena, result->limen_case, family, NULL);
    if (pages->wanted) {
        ask_of_members(pages, arena, household, result);
        return;
    }
    if (is_json(pages)) {
        text_add(text, "{\"household\":{");
        household_write_own_json(text, household);
        text_add(text, "},\"members\":[");
        write_members(pages, arena, household);
        text_add(text, "]}\n");
    } else {
        part_pages(pages);
        household_write_text(text, household, pages->output.width, pages->output.colour);
        write_members(pages, arena, household);
    }
    pages->counts.answered++;
}

static void explain_case(struct pages *pages, struct arena *arena, struct case_result *result)
{
    if (result->nowhere) {
        write_nowhere(pages, result->nowhere);
        return;
    }
    if (result->limen_case && case_is_household(result->limen_case)) {
        explain_household(pages, arena, result);
        return;
    }
    const struct evaluation *evaluation =
        result->limen_case ? interpreter_evaluate(arena, pages->cases.ruleset->plan, result->limen_case)
                           : NULL;
    if (evaluation && evaluation->refused) {
        answer_refuse(arena, evaluation, result);
    }
    if (!evaluation || evaluation->refused) {
        refuse(pages, result);
        return;
    }
    if (pages->wanted) {
        change_case(pages, arena, result);
        return;
    }
    const struct answer *answer = answer_create(arena, evaluation);
    const struct explanation *explanation = explanation_create(arena, answer);
    struct text *text = &pages->output.text;
    if (is_json(pages)) {
        explanation_write_json(text, explanation);
        text_add_char(text, '\n');
    } else {
        part_pages(pages);
        explanation_write_text(text, explanation, pages->output.width, pages->output.colour);
    }
    pages->counts.answered++;
}

static int explain_all(struct pages *pages)
{
    struct arena *arena = arena_create();
    struct case_result result;
    output_start(&pages->output, pages->arguments->values[OPTION_OUTPUT]);
    while (cases_next(&pages->cases, arena, &result)) {
        explain_case(pages, arena, &result);
        arena_reset(arena);
        if (pages->failed || !output_step(&pages->output)) {
            break;
        }
    }
    arena_destroy(arena);
    if (pages->failed) {
        return output_drop(&pages->output, STATUS_WRONG_USE);
    }
    return cases_finish(&pages->cases, &pages->counts, &pages->output);
}

int explain_run(const struct arguments *arguments)
{
    struct pages pages = {.arguments = arguments};
    int status = start_proving(&pages);
    if (status == STATUS_DONE) {
        status = cases_open(&pages.cases, arguments);
    }
    if (status == STATUS_DONE) {
        status = explain_all(&pages);
    }
    cases_close(&pages.cases);
    return status;
}

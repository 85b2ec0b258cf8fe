/* SPDX-License-Identifier: Apache-2.0 */
/* limen explain: why cases are at their level, and what would change it. */
#include "answer/explain.h"
#include "cli/cases.h"
#include "cli/complain.h"
#include "cli/output.h"

struct pages {
    const struct arguments *arguments;
    struct cases cases;
    struct output output;
    struct case_counts counts;
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

static void explain_case(struct pages *pages, struct arena *arena, struct case_result *result)
{
    if (result->nowhere) {
        write_nowhere(pages, result->nowhere);
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
    const struct explanation *explanation =
        explanation_create(arena, answer_create(arena, evaluation));
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
        if (!output_step(&pages->output)) {
            break;
        }
    }
    arena_destroy(arena);
    return cases_finish(&pages->cases, &pages->counts, &pages->output);
}

int explain_run(const struct arguments *arguments)
{
    struct pages pages = {.arguments = arguments};
    int status = cases_open(&pages.cases, arguments);
    if (status == STATUS_DONE) {
        status = explain_all(&pages);
    }
    cases_close(&pages.cases);
    return status;
}

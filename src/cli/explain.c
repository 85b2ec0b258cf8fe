/* SPDX-License-Identifier: Apache-2.0 */
/* limen explain: why cases are at their level, and what would change it. */
#include "answer/explain.h"
#include "cli/cases.h"
#include "cli/complain.h"
#include "cli/output.h"

struct pages {
    const struct arguments *arguments;
    struct ruleset ruleset;
    struct cases cases;
    struct output output;
    size_t explained, refused;
};

static bool is_json(const struct pages *pages)
{
    return arguments_chose(pages->arguments, OPTION_FORMAT, "json");
}

static void refuse(struct pages *pages, const struct case_result *result)
{
    pages->refused++;
    if (is_json(pages)) {
        refusal_write_errors_json(&pages->output.text, result);
        text_add_char(&pages->output.text, '\n');
    } else {
        cases_complain(&pages->cases, result);
    }
}

static void explain_case(struct pages *pages, struct arena *arena, struct case_result *result)
{
    const struct evaluation *evaluation =
        result->limen_case ? interpreter_evaluate(arena, pages->ruleset.plan, result->limen_case)
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
        text_add(text, pages->explained > 0 ? "\n\n" : "");
        explanation_write_text(text, explanation, pages->output.width, pages->output.colour);
    }
    pages->explained++;
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
    output_flush(&pages->output);
    if (pages->cases.failed) {
        return output_finish(&pages->output, STATUS_WRONG_USE);
    }
    if (pages->cases.path && pages->refused > 0) {
        complain("%zu of %zu cases refused", pages->refused, pages->refused + pages->explained);
    }
    return output_finish(&pages->output, pages->refused ? STATUS_FINDINGS : STATUS_DONE);
}

int explain_run(const struct arguments *arguments)
{
    struct pages pages = {.arguments = arguments};
    struct case_options options;
    if (!case_options_read(arguments, &options)) {
        return STATUS_WRONG_USE;
    }
    int status = ruleset_load_for_cases(arguments, options.version_date, &pages.ruleset);
    if (status != STATUS_DONE) {
        return status;
    }
    status = STATUS_WRONG_USE;
    if (cases_open(&pages.cases, arguments, &pages.ruleset, options)) {
        status = explain_all(&pages);
    }
    cases_close(&pages.cases);
    ruleset_free(&pages.ruleset);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* limen eval: what a ruleset gives for cases. */
#include "answer/answer.h"
#include "cli/cases.h"
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/table.h"

struct batch {
    const struct arguments *arguments;
    struct cases cases;
    struct output output;
    struct case_counts counts;
};

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_TSV, FORMAT_CSV };

static enum format format_of(const struct arguments *arguments)
{
    if (arguments_chose(arguments, OPTION_FORMAT_CASES, "json")) {
        return FORMAT_JSON;
    }
    if (arguments_chose(arguments, OPTION_FORMAT_CASES, "tsv")) {
        return FORMAT_TSV;
    }
    return arguments_chose(arguments, OPTION_FORMAT_CASES, "csv") ? FORMAT_CSV : FORMAT_TEXT;
}

/* ---------------------------------------------------------------------------------------- cases */

static void start_page(struct batch *batch, enum format format)
{
    bool first = batch->counts.answered + batch->counts.nowhere == 0;
    text_add(&batch->output.text, first || format != FORMAT_TEXT ? "" : "\n");
}

static void write_answer(struct batch *batch, enum format format, const struct answer *answer)
{
    struct text *text = &batch->output.text;
    if (format == FORMAT_JSON) {
        answer_write_json(text, answer);
        text_add_char(text, '\n');
    } else {
        start_page(batch, format);
        answer_write_text(text, answer, batch->output.width, batch->output.colour);
    }
    batch->counts.answered++;
}

static void write_nowhere(struct batch *batch, enum format format, const struct case_head *head)
{
    start_page(batch, format);
    cases_write_nowhere(&batch->cases, &batch->output.text, head, format == FORMAT_JSON);
    batch->counts.nowhere++;
}

static void refuse(struct batch *batch, enum format format, const struct case_result *result)
{
    batch->counts.refused++;
    if (format == FORMAT_JSON) {
        refusal_write_errors_json(&batch->output.text, result);
        text_add_char(&batch->output.text, '\n');
        return;
    }
    cases_complain(&batch->cases, result, batch->cases.number);
}

static void answer_case(struct batch *batch, enum format format, struct arena *arena,
                        struct case_result *result)
{
    if (result->nowhere) {
        write_nowhere(batch, format, result->nowhere);
        return;
    }
    if (!result->limen_case) {
        refuse(batch, format, result);
        return;
    }
    const struct evaluation *evaluation =
        interpreter_evaluate(arena, batch->cases.ruleset->plan, result->limen_case);
    if (evaluation->refused) {
        answer_refuse(arena, evaluation, result);
        refuse(batch, format, result);
        return;
    }
    write_answer(batch, format, answer_create(arena, evaluation));
}

static void answer_pages(struct batch *batch, enum format format)
{
    struct arena *arena = arena_create();
    struct case_result result;
    while (cases_next(&batch->cases, arena, &result)) {
        answer_case(batch, format, arena, &result);
        arena_reset(arena);
        if (!output_step(&batch->output)) {
            break;
        }
    }
    arena_destroy(arena);
}

static bool is_table(enum format format)
{
    return format == FORMAT_TSV || format == FORMAT_CSV;
}

static int answer_all(struct batch *batch)
{
    enum format format = format_of(batch->arguments);
    output_start(&batch->output, batch->arguments->values[OPTION_OUTPUT]);
    if (!is_table(format)) {
        answer_pages(batch, format);
    } else if (!table_answer(batch->arguments, &batch->cases, &batch->output,
                             format == FORMAT_CSV ? ROW_CSV : ROW_TSV, &batch->counts)) {
        return output_drop(&batch->output, STATUS_WRONG_USE);
    }
    return cases_finish(&batch->cases, &batch->counts, &batch->output);
}

int eval_run(const struct arguments *arguments)
{
    struct batch batch = {.arguments = arguments};
    if (arguments_chose(arguments, OPTION_ENGINE, "columns") && !is_table(format_of(arguments))) {
        return complain_of_use(arguments->command,
                               "--engine columns answers with --format tsv or csv");
    }
    int status = cases_open(&batch.cases, arguments);
    if (status == STATUS_DONE) {
        status = answer_all(&batch);
    }
    cases_close(&batch.cases);
    return status;
}

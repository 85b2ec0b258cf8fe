/* SPDX-License-Identifier: Apache-2.0 */
/* limen eval: what a ruleset gives for cases. */
#include <string.h>

#include "answer/answer.h"
#include "cli/cases.h"
#include "cli/complain.h"
#include "cli/output.h"

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

/* --------------------------------------------------------------------------------------- tables */

/* A cell of CSV is quoted where it must be; one of TSV can't hold a tab or a line end. */
static void add_cell(struct text *text, enum format format, const char *cell)
{
    bool quoted = format == FORMAT_CSV && strpbrk(cell, ",\"\r\n");
    text_add(text, quoted ? "\"" : "");
    for (const char *c = cell; *c; c++) {
        if (format == FORMAT_TSV && strchr("\t\r\n", *c)) {
            text_add_char(text, ' ');
        } else {
            text_add(text, quoted && *c == '"' ? "\"" : "");
            text_add_char(text, *c);
        }
    }
    text_add(text, quoted ? "\"" : "");
}

static void add_rules(struct text *text, enum format format, const struct answer *answer,
                      bool certain)
{
    struct text cell = {0};
    for (size_t i = 0; i < answer->rules.count; i++) {
        if (answer->rules.items[i].certain == certain) {
            text_add(&cell, cell.length ? format == FORMAT_CSV ? ";" : "," : "");
            text_add(&cell, answer->rules.items[i].rule->rule->label);
        }
    }
    add_cell(text, format, text_string(&cell));
    text_clear(&cell);
}

static void write_row(struct text *text, enum format format, const struct answer *answer)
{
    const char *id = answer->evaluation->limen_case->id;
    const struct program *program = answer->evaluation->plan->program;
    char between = format == FORMAT_CSV ? ',' : '\t';
    add_cell(text, format, id ? id : "");
    text_add_char(text, between);
    text_add(text, answer->has_level ? level_label(program, answer->at_least) : "");
    text_add_char(text, between);
    text_add(text, answer->has_level ? level_label(program, answer->at_most) : "");
    text_add_char(text, between);
    add_rules(text, format, answer, true);
    text_add_char(text, between);
    add_rules(text, format, answer, false);
    text_add_char(text, '\n');
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
    switch (format) {
    case FORMAT_JSON:
        answer_write_json(text, answer);
        text_add_char(text, '\n');
        break;
    case FORMAT_TSV:
    case FORMAT_CSV:
        write_row(text, format, answer);
        break;
    case FORMAT_TEXT:
        start_page(batch, format);
        answer_write_text(text, answer, batch->output.width, batch->output.colour);
        break;
    }
    batch->counts.answered++;
}

static void write_nowhere_row(struct text *text, enum format format, const struct case_head *head)
{
    add_cell(text, format, head->id ? head->id : "");
    text_add(text, format == FORMAT_CSV ? ",none_in_force,none_in_force,,\n"
                                        : "\tnone_in_force\tnone_in_force\t\t\n");
}

static void write_nowhere(struct batch *batch, enum format format, const struct case_head *head)
{
    struct text *text = &batch->output.text;
    if (format == FORMAT_TSV || format == FORMAT_CSV) {
        write_nowhere_row(text, format, head);
    } else {
        start_page(batch, format);
        cases_write_nowhere(&batch->cases, text, head, format == FORMAT_JSON);
    }
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
    cases_complain(&batch->cases, result);
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

static int answer_all(struct batch *batch)
{
    enum format format = format_of(batch->arguments);
    struct arena *arena = arena_create();
    struct case_result result;
    output_start(&batch->output, batch->arguments->values[OPTION_OUTPUT]);
    if (format == FORMAT_TSV || format == FORMAT_CSV) {
        text_add(&batch->output.text, format == FORMAT_CSV
                                          ? "case,at_least,at_most,rules,may_rules\n"
                                          : "case\tat_least\tat_most\trules\tmay_rules\n");
    }
    while (cases_next(&batch->cases, arena, &result)) {
        answer_case(batch, format, arena, &result);
        arena_reset(arena);
        if (!output_step(&batch->output)) {
            break;
        }
    }
    arena_destroy(arena);
    return cases_finish(&batch->cases, &batch->counts, &batch->output);
}

int eval_run(const struct arguments *arguments)
{
    struct batch batch = {.arguments = arguments};
    int status = cases_open(&batch.cases, arguments);
    if (status == STATUS_DONE) {
        status = answer_all(&batch);
    }
    cases_close(&batch.cases);
    return status;
}

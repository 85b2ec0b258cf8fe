/* SPDX-License-Identifier: Apache-2.0 */
/* limen eval: what a ruleset gives for cases, read and answered piece by piece. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer/household.h"
#include "case/summed.h"
#include "cli/cases.h"
#include "cli/complain.h"
#include "cli/limit.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/stream.h"
#include "cli/table.h"
#include "meaning/summary.h"
#include "prove/exact.h"

#define TABLE_BYTES (2 * 1024 * 1024) /* of a piece: cases enough to evaluate many together */
#define PAGE_BYTES (64 * 1024)    /* of one whose answers are whole: these take longer to make */
#define MOST_THREADS 256

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_TSV, FORMAT_CSV };

struct batch {
    const struct arguments *arguments;
    enum format format;
    size_t threads;
    unsigned limit; /* milliseconds for the proofs of one case; 0: nothing is proved */
    struct cases cases;
    enum cases_form form;
    struct csv_split split; /* of CASES_ROWS */
    struct stream_work work;
    struct feed feed;
    enum feed_status fed;
    int feed_error;
    /* What was emitted so far. */
    struct output output;
    struct progress progress;
    struct arena *arena; /* of the summary */
    struct summary summary;
    size_t case_count, line_count, by_columns, in_code, by_interpreter, undecided;
    uint64_t byte_count;
};

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

static bool is_table(const struct batch *batch)
{
    return batch->format == FORMAT_TSV || batch->format == FORMAT_CSV;
}

static bool read_threads(const struct arguments *arguments, size_t *ret)
{
    const char *text = arguments->values[OPTION_JOBS];
    char *end = NULL;
    unsigned long count = text ? strtoul(text, &end, 10) : 1;
    *ret = count;
    if (text && (strspn(text, "0123456789") != strlen(text) || end == text || count < 1
                 || count > MOST_THREADS)) {
        complain_of_use(arguments->command, "--jobs: '%s' is no number from 1 to %d", text,
                        MOST_THREADS);
        return false;
    }
    return true;
}

/* ------------------------------------------------------------------------------------- whole answers */

struct pages {
    struct batch *batch;
    struct cases cases;
    struct outcome *outcome;
    struct arena *arena;    /* of a case */
    struct arena *of_piece; /* of its reader */
};

/* A blank line parts pages; before the first of an outcome it is written when that is emitted. */
static void start_page(struct pages *pages)
{
    struct text *text = &pages->outcome->text;
    text_add(text, text->length > 0 && pages->batch->format == FORMAT_TEXT ? "\n" : "");
}

static void count_level(struct pages *pages, bool has_level, size_t at_least, size_t at_most)
{
    struct outcome *outcome = pages->outcome;
    const struct program *program = pages->cases.ruleset->program;
    if (has_level) {
        summary_add_levels(&outcome->summary, outcome->arena, program, at_least, at_most, 1);
    } else {
        summary_add_none(&outcome->summary, program);
    }
}

static void write_answer(struct pages *pages, const struct answer *answer)
{
    const struct output *output = &pages->batch->output;
    struct text *text = &pages->outcome->text;
    start_page(pages);
    if (pages->batch->format == FORMAT_JSON) {
        answer_write_json(text, answer);
        text_add_char(text, '\n');
    } else {
        answer_write_text(text, answer, output->width, output->colour);
    }
    count_level(pages, answer->has_level, answer->at_least, answer->at_most);
}

static void write_household(struct pages *pages, const struct household_answer *household)
{
    const struct member_level *level = &household->level;
    start_page(pages);
    if (pages->batch->format == FORMAT_JSON) {
        household_write_json(&pages->outcome->text, household);
        text_add_char(&pages->outcome->text, '\n');
    } else {
        household_write_pages(&pages->outcome->text, household, pages->batch->output.width,
                              pages->batch->output.colour);
    }
    count_level(pages, level->has_level, level->at_least, level->at_most);
}

static void write_nowhere(struct pages *pages, const struct case_head *head)
{
    start_page(pages);
    cases_write_nowhere(&pages->cases, &pages->outcome->text, head,
                        pages->batch->format == FORMAT_JSON);
    pages->outcome->summary.nowhere++;
}

static void refuse(struct pages *pages, const struct case_result *result)
{
    pages->outcome->summary.refused++;
    outcome_refuse(pages->outcome, result, pages->cases.number);
}

/* Of what the case leaves out, facts that sum up lists stand for them, as in the answer's evaluation. */
static enum exactness find_exact(struct pages *pages, const struct answer *answer, struct proved *ret,
                                 const char **ret_why)
{
    struct arena *arena = pages->arena;
    unsigned limit = pages->batch->limit;
    struct program *program = pages->cases.ruleset->program;
    const struct limen_case *asked = answer->evaluation->limen_case;
    if (!exact_is_open(answer)) {
        return EXACT_ALREADY;
    }
    bool taken_together = answer->evaluation->plan->takes_each && asked->household;
    if (!(taken_together ? household_cut_summaries(program, asked->household)
                         : case_cut_summaries(program, asked))) {
        return exact_find(arena, answer, limit, ret, ret_why);
    }
    const struct plan *plan = plan_create(arena, program);
    const struct answer *cut = answer_create(arena, interpreter_evaluate(arena, plan, asked));
    enum exactness found = exact_find(arena, cut, limit, ret, ret_why);
    summaries_restore(program);
    return found == EXACT_ALREADY ? EXACT_PROVED : found;
}

/* The answer with the range that is proved; NULL: there is none, and RESULT or a complaint says why. */
static const struct answer *prove_answer(struct pages *pages, const struct answer *answer,
                                         struct case_result *result)
{
    struct proved proved;
    const char *why = NULL;
    switch (find_exact(pages, answer, &proved, &why)) {
    case EXACT_ALREADY:
        return answer;
    case EXACT_NO_CASE:
        answer_refuse_contradictory(pages->arena, answer->evaluation, result);
        return NULL;
    case EXACT_FAULT:
        complain("internal error, please report it: %s", why);
        pages->cases.failed = true;
        return NULL;
    case EXACT_UNDECIDED:
        pages->outcome->undecided++;
        break;
    case EXACT_PROVED:
        break;
    }
    return answer_create_proved(pages->arena, answer->evaluation, &proved);
}

/* The members' answers; NULL as of prove_answer(). */
static const struct answer **answer_members(struct pages *pages, const struct family *family,
                                            struct case_result *result)
{
    const struct answer **members =
        arena_alloc(pages->arena, (family->count + 1) * sizeof *members);
    for (size_t i = 0; i < family->count; i++) {
        members[i] = answer_create(pages->arena, family->members[i]);
        if (pages->batch->limit > 0) {
            members[i] = prove_answer(pages, members[i], result);
        }
        if (!members[i]) {
            return NULL;
        }
    }
    return members;
}

static void answer_household(struct pages *pages, struct case_result *result)
{
    struct family *family = interpreter_evaluate_household(
        pages->arena, pages->cases.ruleset->plan, result->limen_case);
    if (family->members[0]->refused) {
        household_refuse(pages->arena, result->limen_case, family, result);
        refuse(pages, result);
        return;
    }
    const struct answer **members = answer_members(pages, family, result);
    if (members) {
        write_household(pages, household_answer_create(pages->arena, result->limen_case, family,
                                                       members));
    } else if (!pages->cases.failed) {
        refuse(pages, result);
    }
}

static void answer_case(struct pages *pages, struct case_result *result)
{
    if (result->nowhere) {
        write_nowhere(pages, result->nowhere);
        return;
    }
    if (!result->limen_case) {
        refuse(pages, result);
        return;
    }
    if (case_is_household(result->limen_case)) {
        answer_household(pages, result);
        return;
    }
    const struct evaluation *evaluation =
        interpreter_evaluate(pages->arena, pages->cases.ruleset->plan, result->limen_case);
    if (evaluation->refused) {
        answer_refuse(pages->arena, evaluation, result);
        refuse(pages, result);
        return;
    }
    const struct answer *answer = answer_create(pages->arena, evaluation);
    if (pages->batch->limit > 0) {
        answer = prove_answer(pages, answer, result);
    }
    if (answer) {
        write_answer(pages, answer);
    } else if (!pages->cases.failed) {
        refuse(pages, result);
    }
}

static size_t answer_cases(struct pages *pages, const struct feed_piece *piece)
{
    struct case_result result;
    size_t count = 0;
    bool going = true;
    while (going && cases_next(&pages->cases, pages->arena, &result)) {
        answer_case(pages, &result);
        arena_reset(pages->arena);
        count++;
        going = !pages->cases.failed && stream_step(&pages->batch->work, piece, pages->outcome);
    }
    return count;
}

static void answer_pages(void *context, const struct feed_piece *piece, struct outcome *outcome)
{
    struct pages *pages = context;
    pages->outcome = outcome;
    if (piece->bytes) {
        cases_start_piece(&pages->cases, pages->of_piece, piece, pages->batch->form,
                          &pages->batch->split);
    }
    size_t count = answer_cases(pages, piece);
    outcome->cases = count;
    outcome->failed = pages->cases.failed;
    if (piece->bytes) {
        cases_end_piece(&pages->cases);
    }
    arena_reset(pages->of_piece);
}

static void *start_pages(void *context)
{
    struct pages *pages = calloc(1, sizeof *pages);
    if (!pages) {
        abort();
    }
    pages->batch = context;
    pages->arena = arena_create();
    pages->of_piece = arena_create();
    cases_share(&pages->cases, &pages->batch->cases);
    return pages;
}

static void stop_pages(void *context)
{
    struct pages *pages = context;
    arena_destroy(pages->arena);
    arena_destroy(pages->of_piece);
    free(pages);
}

/* ------------------------------------------------------------------------------------------ emitting */

/* From the piece to the whole input; of rows, the lines are those of the whole already. */
static void place_refusal(const struct batch *batch, struct refusal *refusal)
{
    refusal->number += batch->case_count;
    if (batch->form == CASES_ROWS) {
        return;
    }
    for (size_t i = 0; i < refusal->result.errors.count; i++) {
        struct case_error *error = &refusal->result.errors.items[i];
        error->line += error->line > 0 ? batch->line_count : 0;
    }
}

static void emit_refusal(struct batch *batch, struct refusal *refusal)
{
    place_refusal(batch, refusal);
    batch->cases.is_header_wrong = batch->cases.is_header_wrong || refusal->result.is_header;
    if (batch->format == FORMAT_JSON) {
        refusal_write_errors_json(&batch->output.text, &refusal->result);
        text_add_char(&batch->output.text, '\n');
    } else {
        progress_hide(&batch->progress);
        cases_complain(&batch->cases, &refusal->result, refusal->number);
    }
}

static void emit_text(struct batch *batch, struct outcome *outcome)
{
    size_t at = 0;
    bool any = summary_cases(&batch->summary) > batch->summary.refused;
    text_add(&batch->output.text,
             batch->format == FORMAT_TEXT && any && outcome->text.length > 0 ? "\n" : "");
    for (size_t i = 0; i < outcome->refusals.count; i++) {
        struct refusal *refusal = &outcome->refusals.items[i];
        text_add_bytes(&batch->output.text, text_string(&outcome->text) + at, refusal->at - at);
        at = refusal->at;
        emit_refusal(batch, refusal);
    }
    text_add_bytes(&batch->output.text, text_string(&outcome->text) + at,
                   outcome->text.length - at);
}

/* What stream_run() calls in turn. */
static bool emit(void *context, struct outcome *outcome)
{
    struct batch *batch = context;
    emit_text(batch, outcome);
    summary_merge(&batch->summary, batch->arena, &outcome->summary);
    batch->case_count += outcome->cases;
    batch->line_count += outcome->lines;
    batch->byte_count += outcome->bytes;
    batch->by_columns += outcome->by_columns;
    batch->in_code += outcome->in_code;
    batch->by_interpreter += outcome->by_interpreter;
    batch->undecided += outcome->undecided;
    batch->cases.failed = batch->cases.failed || outcome->failed;
    progress_step(&batch->progress, batch->byte_count, batch->case_count);
    /* A header that is wrong is so for every piece. */
    return output_step(&batch->output) && !batch->cases.is_header_wrong;
}

/* ------------------------------------------------------------------------------------------- reading */

static bool complain_of_feed(const struct batch *batch)
{
    if (batch->fed == FEED_TOO_LARGE) {
        complain_of_file(batch->cases.path, "one case, or a list of them, is larger than 2 GiB: "
                                            "write one case a line");
    } else if (batch->fed == FEED_UNREADABLE && batch->feed_error == EISDIR) {
        complain_of_file(batch->cases.path, "this is a folder, where a file of cases is wanted");
    } else if (batch->fed == FEED_UNREADABLE) {
        complain_of_file(batch->cases.path, strerror(batch->feed_error));
    }
    return batch->fed == FEED_OK;
}

/* Cases that come one a line or as rows are read piece by piece, others whole. */
static enum feed_status complete_first(struct batch *batch, struct feed_piece *first)
{
    batch->form = cases_form_of(&batch->cases, batch->arena, &batch->feed, first,
                                &batch->split);
    if (batch->form == CASES_ROWS) {
        return feed_set_splitter(&batch->feed, csv_split, &batch->split, first);
    }
    return batch->form == CASES_LINES ? FEED_OK : feed_join_rest(&batch->feed, first);
}

static bool read_first(struct batch *batch, struct feed_piece *ret_first)
{
    size_t bytes = is_table(batch) ? TABLE_BYTES : PAGE_BYTES;
    batch->fed = feed_open(&batch->feed, batch->cases.path, bytes) ? FEED_OK : FEED_UNREADABLE;
    if (batch->fed == FEED_OK) {
        batch->fed = feed_next(&batch->feed, ret_first);
    }
    if (batch->fed == FEED_OK) {
        batch->fed = complete_first(batch, ret_first);
    }
    batch->feed_error = errno;
    return complain_of_feed(batch);
}

/* What --given says is one case, and no piece. */
static void answer_given(struct batch *batch)
{
    struct outcome outcome = {.arena = arena_create()};
    void *worker = batch->work.start(batch->work.worker_context);
    batch->work.answer(worker, &(struct feed_piece){0}, &outcome);
    emit(batch, &outcome);
    batch->work.stop(worker);
    text_clear(&outcome.text);
    arena_destroy(outcome.arena);
}

static void answer_stream(struct batch *batch, struct feed_piece *first)
{
    if (!batch->cases.path) {
        answer_given(batch);
        return;
    }
    progress_start(&batch->progress, batch->feed.total, batch->output.path != NULL);
    batch->fed = stream_run(&batch->work, &batch->feed, first, batch->threads);
    batch->feed_error = errno;
    progress_hide(&batch->progress);
}

/* ------------------------------------------------------------------------------------------- the end */

static void write_summary(struct batch *batch)
{
    struct text text = {0};
    if (arguments_has(batch->arguments, OPTION_SUMMARY)) {
        summary_write(&text, &batch->summary);
        complain_plainly(&text);
    }
}

static int finish(struct batch *batch)
{
    const struct summary *summary = &batch->summary;
    size_t all = summary_cases(summary);
    struct case_counts counts = {all - summary->refused - summary->nowhere, summary->refused,
                                 summary->nowhere, batch->undecided};
    if (!complain_of_feed(batch)) {
        return output_drop(&batch->output, STATUS_WRONG_USE);
    }
    output_flush(&batch->output);
    if (batch->cases.path && all == 0 && !batch->output.failed && !batch->cases.failed) {
        complain_of_file(batch->cases.path, "there is no case to read");
        return output_drop(&batch->output, STATUS_FINDINGS);
    }
    write_summary(batch);
    return cases_finish(&batch->cases, &counts, &batch->output);
}

/* FIRST, if there is an input, was read. */
static int answer_all(struct batch *batch, struct feed_piece *first)
{
    struct table *table = NULL;
    batch->work = (struct stream_work){batch, start_pages, answer_pages, stop_pages, batch, emit};
    if (is_table(batch)) {
        enum row_format format = batch->format == FORMAT_CSV ? ROW_CSV : ROW_TSV;
        table = table_create(batch->arguments, &batch->cases, format, first,
                             batch->feed.total, batch->form, &batch->split);
        if (!table) {
            return STATUS_WRONG_USE;
        }
        table_work(table, &batch->work);
    }
    output_start(&batch->output, batch->arguments->values[OPTION_OUTPUT]);
    if (table) {
        row_write_header(&batch->output.text, batch->format == FORMAT_CSV ? ROW_CSV : ROW_TSV);
    }
    answer_stream(batch, first);
    if (table) {
        table_tell(table, batch->by_columns, batch->in_code, batch->by_interpreter);
    }
    int status = finish(batch);
    table_destroy(table);
    return status;
}

static int answer_input(struct batch *batch)
{
    struct feed_piece first = {0};
    int status = STATUS_WRONG_USE;
    batch->arena = arena_create();
    batch->feed = (struct feed){.fd = -1};
    if (!batch->cases.path || read_first(batch, &first)) {
        status = answer_all(batch, &first);
    }
    feed_piece_clear(&first);
    feed_close(&batch->feed);
    csv_split_end(&batch->split);
    arena_destroy(batch->arena);
    return status;
}

/* STATUS_DONE, or the status to end with. */
static int start_proving(struct batch *batch)
{
    const char *why = NULL;
    if (!arguments_has(batch->arguments, OPTION_EXACT)) {
        return STATUS_DONE;
    }
    if (is_table(batch)) {
        return complain_of_use(batch->arguments->command,
                               "--exact answers with --format text or json");
    }
    if (!limit_read(batch->arguments, &batch->limit)) {
        return STATUS_WRONG_USE;
    }
    if (batch->threads > 1) {
        return complain_of_use(batch->arguments->command, "--exact proves one case after the other: "
                                                          "leave out --jobs");
    }
    return solver_load(&why) ? STATUS_DONE : complain_of_no_solver(why);
}

int eval_run(const struct arguments *arguments)
{
    struct batch batch = {.arguments = arguments, .format = format_of(arguments)};
    const char *engine = arguments->values[OPTION_ENGINE];
    bool is_batch = arguments_chose(arguments, OPTION_ENGINE, "columns")
                    || arguments_chose(arguments, OPTION_ENGINE, "jit");
    if (is_batch && !is_table(&batch)) {
        return complain_of_use(arguments->command, "--engine %s answers with --format tsv or csv",
                               engine);
    }
    if (!read_threads(arguments, &batch.threads)) {
        return STATUS_WRONG_USE;
    }
    int status = start_proving(&batch);
    if (status == STATUS_DONE) {
        status = cases_open_stream(&batch.cases, arguments);
    }
    if (status == STATUS_DONE) {
        status = answer_input(&batch);
    }
    cases_close(&batch.cases);
    return status;
}

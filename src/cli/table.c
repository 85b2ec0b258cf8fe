/* SPDX-License-Identifier: Apache-2.0 */
/* Tables, a block of cases after the other. */
#include "cli/table.h"

#include <string.h>

#include "answer/household.h"
#include "case/plain.h"
#include "case/plain_rows.h"
#include "cli/evaluator.h"

#define CHUNK EVALUATOR_FEW /* so many whole cases are kept at a time */

/* What all workers read. Only where there is a single piece, its worker decides on the evaluator. */
struct table {
    const struct cases *cases;
    const struct plan *plan; /* NULL: each case has one of its own */
    enum row_format format;
    enum cases_form form;
    const struct csv_split *split; /* of CASES_ROWS */
    struct stream_work *work;
    struct arena *arena;
    struct evaluator *evaluator;
    struct block_defaults defaults; /* of columns */
};

/* A case that waits for its block to be evaluated. */
struct entry {
    const char *id;            /* NULL: it has none */
    uint32_t id_length;
    uint32_t begin, end, line; /* of the text, if it came from a line or rows */
    uint32_t rows;             /* which of the piece */
    struct case_result *result; /* whole; of lines, only what is wrong; NULL: it is the next in the block */
    bool is_household;         /* it is not in the block, and not wrong */
};

struct writer {
    const struct plan *plan;
    struct row_writer *rows;
};

struct worker {
    struct table *table;
    struct cases cases;
    struct outcome *outcome;
    struct arena *kept;      /* of what follows */
    struct { VECTOR_OF(struct writer); } writers;
    struct columns *columns; /* NULL: there are none yet, nor what follows */
    struct block *block;
    bool in_code; /* the columns run machine code */
    struct plain *plain;
    struct plain_rows *plain_rows; /* NULL: no table, or its header is wrong */
    struct rows *rows;
    size_t *levels;          /* cases of the piece by at_least and at_most */
    struct arena *of_piece;  /* of its reader */
    struct arena *scratch;   /* of one case */
    struct arena *arena;     /* of the entries */
    struct entry *entries;   /* BLOCK_CASES */
    size_t count;
    size_t number;           /* of the case of the first entry in its piece, from 1 */
};

/* ---------------------------------------------------------------------------------------- the columns */

static void columns_get_ready(struct worker *worker)
{
    const struct table *table = worker->table;
    const struct plan *plan = table->plan;
    if (!worker->columns) {
        worker->columns = evaluator_columns(table->evaluator, worker->kept);
        worker->block = columns_block(worker->kept, plan);
        worker->plain = plain_create(worker->kept, plan->program, worker->block);
        if (table->form == CASES_ROWS) {
            worker->plain_rows =
                plain_rows_create(worker->kept, plan->program, worker->block, table->split->header,
                                  table->split->header_length);
        }
        worker->rows = rows_create(worker->kept, plan);
        worker->levels = arena_alloc(worker->kept, plan->threshold_count * plan->threshold_count
                                                       * sizeof *worker->levels);
    }
}

/* --------------------------------------------------------------------------------------- the cases */

static const struct row_writer *writer_of(struct worker *worker, const struct plan *plan)
{
    for (size_t i = 0; i < worker->writers.count; i++) {
        if (worker->writers.items[i].plan == plan) {
            return worker->writers.items[i].rows;
        }
    }
    struct writer writer = {plan, row_writer_create(worker->kept, plan, worker->table->format)};
    vector_push(worker->kept, &worker->writers, writer);
    return writer.rows;
}

static void refuse(struct worker *worker, const struct case_result *result, size_t number)
{
    worker->outcome->summary.refused++;
    outcome_refuse(worker->outcome, result, number);
}

static void write_row(struct worker *worker, const char *id, const struct row *row)
{
    row_write(writer_of(worker, row->plan), &worker->outcome->text, id, id ? strlen(id) : 0, row);
}

static void count_row(struct worker *worker, const struct row *row)
{
    struct outcome *outcome = worker->outcome;
    if (row->has_level) {
        summary_add_levels(&outcome->summary, outcome->arena, row->plan->program, row->at_least,
                           row->at_most, 1);
    } else {
        summary_add_none(&outcome->summary, row->plan->program);
    }
}

/* A row for the household, then one for each member. */
static void interpret_household(struct worker *worker, struct case_result *result, size_t number)
{
    struct arena *arena = worker->scratch;
    const struct limen_case *shared = result->limen_case;
    struct family *family =
        interpreter_evaluate_household(arena, worker->cases.ruleset->plan, shared);
    if (family->members[0]->refused) {
        household_refuse(arena, shared, family, result);
        refuse(worker, result, number);
        return;
    }
    struct row row = row_of_household(arena, family);
    write_row(worker, shared->id, &row);
    count_row(worker, &row);
    for (size_t i = 0; i < family->count; i++) {
        row = row_of_evaluation(arena, family->members[i]);
        write_row(worker, arena_format(arena, "%s/%s", shared->id ? shared->id : "",
                                       family->members[i]->limen_case->id), &row);
    }
}

static void interpret(struct worker *worker, struct case_result *result, size_t number)
{
    if (case_is_household(result->limen_case)) {
        interpret_household(worker, result, number);
        return;
    }
    struct evaluation *evaluation = interpreter_evaluate(
        worker->scratch, worker->cases.ruleset->plan, result->limen_case);
    if (evaluation->refused) {
        answer_refuse(worker->scratch, evaluation, result);
        refuse(worker, result, number);
        return;
    }
    struct row row = row_of_evaluation(worker->scratch, evaluation);
    write_row(worker, result->limen_case->id, &row);
    count_row(worker, &row);
}

/* What needs no evaluation; false: it does. */
static bool answer_without(struct worker *worker, const struct case_result *result, size_t number)
{
    if (result->nowhere) {
        row_write_nowhere(&worker->outcome->text, worker->table->format, result->nowhere->id);
        worker->outcome->summary.nowhere++;
    } else if (!result->limen_case) {
        refuse(worker, result, number);
    }
    return result->nowhere || !result->limen_case;
}

/* -------------------------------------------------------------------------------- by the interpreter */

static size_t interpret_all(struct worker *worker, const struct feed_piece *piece)
{
    struct case_result result;
    bool going = true;
    size_t cases = 0;
    while (going && cases_next(&worker->cases, worker->scratch, &result)) {
        cases++;
        if (!answer_without(worker, &result, cases)) {
            interpret(worker, &result, cases);
            worker->outcome->by_interpreter++;
        }
        arena_reset(worker->scratch);
        going = stream_step(worker->table->work, piece, worker->outcome);
    }
    return cases;
}

/* --------------------------------------------------------------------------------------- by columns */

static void count_level(struct worker *worker, const struct row *row)
{
    if (row->has_level) {
        worker->levels[row->at_least * row->plan->threshold_count + row->at_most]++;
    } else {
        summary_add_none(&worker->outcome->summary, row->plan->program);
    }
}

static void sum_levels(struct worker *worker)
{
    const struct plan *plan = worker->table->plan;
    for (size_t i = 0; i < plan->threshold_count * plan->threshold_count; i++) {
        if (worker->levels[i] > 0) {
            summary_add_levels(&worker->outcome->summary, worker->outcome->arena, plan->program,
                               i / plan->threshold_count, i % plan->threshold_count,
                               worker->levels[i]);
        }
        worker->levels[i] = 0;
    }
}

/* By the case reader. */
static void read_case(struct worker *worker, const struct entry *entry, struct case_result *ret)
{
    if (worker->table->form == CASES_ROWS) {
        cases_read_rows(&worker->cases, worker->scratch, entry->rows, ret);
    } else {
        cases_read_line(&worker->cases, worker->scratch, entry->begin, entry->end, entry->line, ret);
    }
}

/* The interpreter says of a refused case what is wrong with it. */
static void interpret_entry(struct worker *worker, struct entry *entry, size_t number)
{
    struct case_result result;
    if (entry->result) {
        result = *entry->result;
    } else {
        read_case(worker, entry, &result);
    }
    interpret(worker, &result, number);
    arena_reset(worker->scratch);
}

static void write_lane(struct worker *worker, struct entry *entry, const struct row *row)
{
    row_write(writer_of(worker, row->plan), &worker->outcome->text, entry->id, entry->id_length, row);
    count_level(worker, row);
}

static bool is_in_block(const struct entry *entry)
{
    return !entry->is_household && (!entry->result || entry->result->limen_case);
}

/* Of the evaluated block, whose cases are those entries that are not wrong, in order. */
static void write_entries(struct worker *worker)
{
    const struct row *rows = NULL;
    size_t lane = 0;
    for (size_t i = 0; i < worker->count; i++) {
        struct entry *entry = &worker->entries[i];
        if (entry->is_household) {
            interpret_entry(worker, entry, worker->number + i);
            worker->outcome->by_interpreter++;
            continue;
        }
        if (!is_in_block(entry)) {
            refuse(worker, entry->result, worker->number + i);
            continue;
        }
        if (lane % ROWS_TAKEN == 0) {
            rows = rows_take(worker->rows, lane / ROWS_TAKEN);
        }
        if (columns_refused(worker->columns, lane)) {
            interpret_entry(worker, entry, worker->number + i);
        } else {
            write_lane(worker, entry, &rows[lane % ROWS_TAKEN]);
        }
        lane++;
    }
    worker->outcome->by_columns += lane;
    worker->outcome->in_code += worker->in_code ? lane : 0;
}

static void answer_block(struct worker *worker)
{
    if (worker->block->count > 0) {
        plain_end_block(worker->plain);
        if (worker->plain_rows) {
            plain_rows_end_block(worker->plain_rows);
        }
        block_close(worker->block, &worker->table->defaults);
        worker->in_code = worker->in_code
                          || evaluator_take_up(worker->table->evaluator, worker->columns);
        columns_run(worker->columns, worker->block);
        rows_start(worker->rows, worker->columns);
    }
    write_entries(worker);
    sum_levels(worker);
    block_clear(worker->block);
    worker->number += worker->count;
    worker->count = 0;
    arena_reset(worker->arena);
}

/* A case that is not plain. */
static void read_general(struct worker *worker, struct entry *entry)
{
    struct case_result result;
    read_case(worker, entry, &result);
    if (result.limen_case && case_is_household(result.limen_case)) {
        entry->is_household = true; /* to be read again when its turn comes */
    } else if (result.limen_case) {
        block_add(worker->block, result.limen_case);
        entry->id = result.limen_case->id;
        entry->id_length = entry->id ? (uint32_t)strlen(entry->id) : 0;
        entry->id = entry->id ? arena_copy(worker->arena, entry->id, entry->id_length) : NULL;
    } else {
        entry->result = arena_alloc(worker->arena, sizeof *entry->result);
        *entry->result = refused_copy(worker->arena, &result);
    }
    arena_reset(worker->scratch);
}

/* False: there is no use going on. */
static bool add_line(struct worker *worker, const struct feed_piece *piece,
                     const struct plain_line *line, size_t rows)
{
    struct entry *entry = &worker->entries[worker->count++];
    *entry = (struct entry){.id = line->id, .id_length = line->id_length, .begin = line->begin,
                            .end = line->end, .line = line->line, .rows = (uint32_t)rows};
    if (!line->is_read) {
        read_general(worker, entry);
    }
    if (worker->count < BLOCK_CASES) {
        return true;
    }
    answer_block(worker);
    return stream_step(worker->table->work, piece, worker->outcome);
}

static size_t answer_lines(struct worker *worker, const struct feed_piece *piece)
{
    struct plain_line line;
    size_t length;
    const char *text = case_reader_text(worker->cases.reader, &length);
    bool going = true;
    plain_start(worker->plain, text, length);
    while (going && plain_next(worker->plain, &line)) {
        going = add_line(worker, piece, &line, 0);
    }
    answer_block(worker);
    worker->outcome->lines = plain_lines(worker->plain);
    return worker->number - 1;
}

static size_t answer_rows(struct worker *worker, const struct feed_piece *piece)
{
    struct plain_line line;
    bool going = true;
    for (size_t i = 0; going && i < piece->row_count; i++) {
        plain_rows_read(worker->plain_rows, piece->bytes, &piece->rows[i], &line);
        going = add_line(worker, piece, &line, i);
    }
    answer_block(worker);
    return worker->number - 1;
}

/* ------------------------------------------------------------------ what does not come one a line */

static void add_whole(struct worker *worker, const struct case_result *result)
{
    struct entry *entry = &worker->entries[worker->count++];
    *entry = (struct entry){.result = arena_alloc(worker->arena, sizeof *result)};
    *entry->result = *result;
    entry->is_household = result->limen_case && case_is_household(result->limen_case);
    if (result->limen_case) {
        entry->id = result->limen_case->id;
        entry->id_length = entry->id ? (uint32_t)strlen(entry->id) : 0;
    }
}

static void interpret_entries(struct worker *worker)
{
    for (size_t i = 0; i < worker->count; i++) {
        struct case_result *result = worker->entries[i].result;
        if (!answer_without(worker, result, worker->number + i)) {
            interpret(worker, result, worker->number + i);
            worker->outcome->by_interpreter++;
        }
        arena_reset(worker->scratch);
    }
    worker->number += worker->count;
    worker->count = 0;
    arena_reset(worker->arena);
}

static void answer_whole(struct worker *worker)
{
    evaluator_decide(worker->table->evaluator, worker->count);
    if (evaluator_choice(worker->table->evaluator) == EVALUATOR_INTERPRETER) {
        interpret_entries(worker);
        return;
    }
    columns_get_ready(worker);
    for (size_t i = 0; i < worker->count; i++) {
        if (is_in_block(&worker->entries[i])) {
            block_add(worker->block, worker->entries[i].result->limen_case);
        }
    }
    answer_block(worker);
}

static size_t answer_chunks(struct worker *worker, const struct feed_piece *piece)
{
    struct case_result result;
    bool going = true;
    while (going && cases_next(&worker->cases, worker->arena, &result)) {
        add_whole(worker, &result);
        if (worker->count == CHUNK) {
            answer_whole(worker);
            going = stream_step(worker->table->work, piece, worker->outcome);
        }
    }
    answer_whole(worker);
    return worker->number - 1;
}

/* --------------------------------------------------------------------------------------- the workers */

static void *start(void *context)
{
    struct table *table = context;
    struct arena *kept = arena_create();
    struct worker *worker = arena_alloc(kept, sizeof *worker);
    worker->table = table;
    worker->kept = kept;
    worker->arena = arena_create();
    worker->of_piece = arena_create();
    worker->scratch = arena_create();
    worker->entries = arena_alloc(kept, BLOCK_CASES * sizeof *worker->entries);
    cases_share(&worker->cases, table->cases);
    return worker;
}

static size_t answer_all(struct worker *worker, const struct feed_piece *piece)
{
    const struct table *table = worker->table;
    enum evaluator_choice choice = evaluator_choice(table->evaluator);
    if (choice == EVALUATOR_INTERPRETER) {
        return interpret_all(worker, piece);
    }
    if (choice == EVALUATOR_COLUMNS) {
        columns_get_ready(worker);
    }
    if (choice == EVALUATOR_COLUMNS && table->form == CASES_LINES) {
        return answer_lines(worker, piece);
    }
    if (choice == EVALUATOR_COLUMNS && worker->plain_rows) {
        return answer_rows(worker, piece);
    }
    return answer_chunks(worker, piece);
}

static void answer(void *context, const struct feed_piece *piece, struct outcome *outcome)
{
    struct worker *worker = context;
    worker->outcome = outcome;
    worker->number = 1;
    if (piece->bytes) {
        cases_start_piece(&worker->cases, worker->of_piece, piece, worker->table->form,
                          worker->table->split);
    }
    size_t cases = answer_all(worker, piece);
    outcome->cases = cases;
    outcome->failed = worker->cases.failed;
    if (piece->bytes) {
        cases_end_piece(&worker->cases);
    }
    arena_reset(worker->of_piece);
}

static void stop(void *context)
{
    struct worker *worker = context;
    if (worker->plain) {
        plain_destroy(worker->plain);
    }
    arena_destroy(worker->arena);
    arena_destroy(worker->of_piece);
    arena_destroy(worker->scratch);
    arena_destroy(worker->kept);
}

void table_work(struct table *table, struct stream_work *work)
{
    work->worker_context = table;
    work->start = start;
    work->answer = answer;
    work->stop = stop;
    table->work = work;
}

/* ----------------------------------------------------------------------------------------- the table */

static uint64_t count_lines(const struct feed_piece *piece)
{
    const char *at = piece->bytes, *end = piece->bytes + piece->length;
    uint64_t lines = 0;
    while ((at = memchr(at, '\n', (size_t)(end - at)))) {
        lines++;
        at++;
    }
    return lines;
}


/* Cases of the piece, 0: who knows. */
static uint64_t count_cases(const struct feed_piece *piece, enum cases_form form)
{
    return form == CASES_LINES ? count_lines(piece) + 1 : form == CASES_ROWS ? piece->row_count : 0;
}

/* About how many cases there are, 0: who knows. What follows the first piece is taken to be as long as those
   in it. */
static uint64_t expect(const struct feed_piece *first, uint64_t total, enum cases_form form)
{
    uint64_t count = count_cases(first, form);
    if (!first->bytes) {
        return 1;
    }
    if (first->is_last) {
        return count;
    }
    uint64_t expected = count ? total / (first->length / count + 1) : 0;
    return expected > CHUNK ? expected : CHUNK;
}

struct table *table_create(const struct arguments *arguments, const struct cases *cases,
                           enum row_format format, const struct feed_piece *first, uint64_t total,
                           enum cases_form form, const struct csv_split *split)
{
    const struct plan *plan = cases->route ? NULL : cases->ruleset->plan;
    struct evaluator *evaluator =
        evaluator_create(arguments, plan, !plan, expect(first, total, form));
    if (!evaluator) {
        return NULL;
    }
    struct arena *arena = arena_create();
    struct table *table = arena_alloc(arena, sizeof *table);
    *table = (struct table){.cases = cases, .plan = plan, .format = format,
                            .form = form, .split = split, .arena = arena,
                            .evaluator = evaluator};
    if (plan) {
        cases_defaults(cases, &table->defaults);
    }
    return table;
}

void table_destroy(struct table *table)
{
    if (table) {
        evaluator_destroy(table->evaluator);
        arena_destroy(table->arena);
    }
}

void table_tell(const struct table *table, size_t by_columns, size_t in_code, size_t by_interpreter)
{
    evaluator_tell(table->evaluator, by_columns, in_code, by_interpreter);
}

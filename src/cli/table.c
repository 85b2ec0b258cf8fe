/* SPDX-License-Identifier: Apache-2.0 */
/* Tables, a chunk of cases after the other. */
#include "cli/table.h"

#include "answer/answer.h"
#include "cli/complain.h"

#define CHUNK 256 /* cases evaluated together; fewer do not pay for slicing the ruleset */

/* What all workers read. Only where there is a single piece, its worker decides on the engine. */
struct table {
    const struct arguments *arguments;
    const struct cases *cases;
    enum row_format format;
    bool is_lines;
    struct stream_work *work;
    struct arena *arena;        /* of the sliced plan */
    const struct sliced *open, *known; /* NULL: the interpreter evaluates */
    const char *reason;         /* why columns do not, as the end of "... because " */
};

struct entry {
    struct case_result result;
    size_t number; /* of the case in its piece, from 1 */
};

struct worker {
    struct table *table;
    struct cases cases;
    struct outcome *outcome;
    struct arena *arena;     /* of the chunk */
    struct entry entries[CHUNK];
    size_t count;
    struct arena *kept;      /* of what follows */
    struct arena *of_piece;  /* of its reader */
    struct columns *columns; /* NULL: there are none yet */
    struct block *block;
};

/* ------------------------------------------------------------------------------------- the engine */

static bool chose(const struct table *table, const char *engine)
{
    return arguments_chose(table->arguments, OPTION_ENGINE, engine);
}

static void slice(struct table *table)
{
    const struct plan *plan = table->cases->ruleset->plan;
    unsigned wants = WANT_LEVELS | WANT_RULES;
    table->open = sliced_create(table->arena, plan, false, wants, &table->reason);
    if (table->open) {
        table->known = sliced_create(table->arena, plan, true, wants, &table->reason);
    }
}

static void choose_engine(struct table *table, const struct feed_piece *first)
{
    bool is_long = first->bytes && !first->is_last;
    if (chose(table, "interpret")) {
        table->reason = "--engine says so";
    } else if (table->cases->route) {
        table->reason = "each case has a ruleset of its own";
    } else if (chose(table, "columns") || is_long) {
        slice(table);
    }
}

/* When the first chunk is there, it is known whether there are many cases. */
static void choose_by_count(struct table *table, size_t count)
{
    if (table->open || table->reason) {
        return;
    }
    if (count < CHUNK) {
        table->reason = "there are few cases";
    } else {
        slice(table);
    }
}

/* --------------------------------------------------------------------------------------- the cases */

static void refuse(struct worker *worker, const struct entry *entry)
{
    worker->outcome->summary.refused++;
    outcome_refuse(worker->outcome, &entry->result, entry->number);
}

static void write(struct worker *worker, const struct entry *entry, const struct row *row)
{
    struct summary *summary = &worker->outcome->summary;
    const struct program *program = row->plan->program;
    row_write(&worker->outcome->text, worker->table->format, entry->result.limen_case->id, row);
    if (row->has_level) {
        summary_add_levels(summary, worker->outcome->arena, program, row->at_least, row->at_most);
    } else {
        summary_add_none(summary, program);
    }
}

static void interpret(struct worker *worker, struct entry *entry)
{
    const struct evaluation *evaluation = interpreter_evaluate(
        worker->arena, worker->cases.ruleset->plan, entry->result.limen_case);
    if (evaluation->refused) {
        answer_refuse(worker->arena, evaluation, &entry->result);
        refuse(worker, entry);
    } else {
        struct row row = row_of_evaluation(worker->arena, evaluation);
        write(worker, entry, &row);
    }
}

/* What needs no evaluation; false: it does. */
static bool answer_without(struct worker *worker, const struct entry *entry)
{
    const struct case_result *result = &entry->result;
    if (result->nowhere) {
        row_write_nowhere(&worker->outcome->text, worker->table->format, result->nowhere->id);
        worker->outcome->summary.nowhere++;
    } else if (!result->limen_case) {
        refuse(worker, entry);
    }
    return result->nowhere || !result->limen_case;
}

static void columns_get_ready(struct worker *worker)
{
    if (!worker->columns) {
        const struct table *table = worker->table;
        worker->columns = columns_create(worker->kept, table->open, table->known);
        worker->block = columns_block(worker->kept, table->cases->ruleset->plan);
    }
}

static const struct row *run_columns(struct worker *worker)
{
    columns_get_ready(worker);
    block_clear(worker->block);
    for (size_t i = 0; i < worker->count; i++) {
        const struct case_result *result = &worker->entries[i].result;
        if (result->limen_case && !result->nowhere) {
            block_add(worker->block, result->limen_case);
        }
    }
    block_close(worker->block, &(struct block_defaults){.authority = -1});
    columns_run(worker->columns, worker->block);
    return rows_of_columns(worker->arena, worker->columns, worker->cases.ruleset->plan,
                           worker->block->count);
}

/* The interpreter says of a refused case what is wrong with it. */
static void answer_by_columns(struct worker *worker)
{
    const struct row *rows = run_columns(worker);
    size_t lane = 0;
    for (size_t i = 0; i < worker->count; i++) {
        struct entry *entry = &worker->entries[i];
        if (answer_without(worker, entry)) {
            continue;
        }
        if (columns_refused(worker->columns, lane)) {
            interpret(worker, entry);
        } else {
            write(worker, entry, &rows[lane]);
        }
        lane++;
    }
    worker->outcome->by_columns += lane;
}

static void answer_by_interpreter(struct worker *worker)
{
    for (size_t i = 0; i < worker->count; i++) {
        if (!answer_without(worker, &worker->entries[i])) {
            interpret(worker, &worker->entries[i]);
            worker->outcome->by_interpreter++;
        }
    }
}

static void answer_chunk(struct worker *worker)
{
    choose_by_count(worker->table, worker->count);
    if (worker->table->open) {
        answer_by_columns(worker);
    } else {
        answer_by_interpreter(worker);
    }
    worker->count = 0;
    arena_reset(worker->arena);
}

/* A case that goes to a ruleset of its own is answered while that is the ruleset. */
static bool is_full(const struct worker *worker)
{
    return worker->count == CHUNK || (worker->cases.route && worker->count > 0);
}

static size_t answer_all(struct worker *worker, const struct feed_piece *piece)
{
    bool going = true;
    size_t cases = 0;
    while (going) {
        struct entry *entry = &worker->entries[worker->count];
        going = cases_next(&worker->cases, worker->arena, &entry->result);
        entry->number = worker->cases.number;
        worker->count += going;
        cases += going;
        if (is_full(worker) || (!going && worker->count > 0)) {
            answer_chunk(worker);
            going = stream_step(worker->table->work, piece, worker->outcome) && going;
        }
    }
    return cases;
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
    cases_share(&worker->cases, table->cases);
    return worker;
}

static void answer(void *context, const struct feed_piece *piece, struct outcome *outcome)
{
    struct worker *worker = context;
    worker->outcome = outcome;
    if (piece->bytes) {
        cases_start_piece(&worker->cases, worker->of_piece, piece, worker->table->is_lines);
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
    arena_destroy(worker->arena);
    arena_destroy(worker->of_piece);
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

struct table *table_create(const struct arguments *arguments, const struct cases *cases,
                           enum row_format format, const struct feed_piece *first, bool is_lines)
{
    struct arena *arena = arena_create();
    struct table *table = arena_alloc(arena, sizeof *table);
    *table = (struct table){.arguments = arguments, .cases = cases, .format = format,
                            .is_lines = is_lines, .arena = arena};
    choose_engine(table, first);
    if (chose(table, "columns") && table->reason) {
        complain("--engine columns can't be had, because %s", table->reason);
        table_destroy(table);
        return NULL;
    }
    return table;
}

void table_destroy(struct table *table)
{
    if (table) {
        arena_destroy(table->arena);
    }
}

void table_tell(const struct table *table, size_t by_columns, size_t by_interpreter)
{
    if (!arguments_has(table->arguments, OPTION_VERBOSE)) {
        return;
    }
    if (table->reason) {
        complain("%zu evaluated by the interpreter, because %s", by_interpreter, table->reason);
    } else {
        complain("%zu evaluated by columns", by_columns);
    }
}

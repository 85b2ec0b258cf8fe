/* SPDX-License-Identifier: Apache-2.0 */
/* Tables, a chunk of cases after the other. */
#include "cli/table.h"

#include "answer/answer.h"
#include "cli/complain.h"

#define CHUNK 256 /* cases evaluated together; fewer do not pay for slicing the ruleset */

struct entry {
    struct case_result result;
    size_t number; /* of the case among all, from 1 */
};

struct table {
    const struct arguments *arguments;
    struct cases *cases;
    struct output *output;
    enum row_format format;
    struct case_counts *counts;
    struct arena *arena; /* of the chunk */
    struct entry entries[CHUNK];
    size_t count;
    struct arena *kept;  /* of what follows, and of the sliced plan */
    struct columns *columns; /* NULL: the interpreter evaluates */
    struct block *block;
    const char *reason;  /* why columns do not, as the end of "... because " */
    size_t by_columns, by_interpreter;
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
    const struct sliced *open = sliced_create(table->kept, plan, false, wants, &table->reason);
    if (open) {
        const struct sliced *known = sliced_create(table->kept, plan, true, wants, &table->reason);
        table->columns = columns_create(table->kept, open, known);
        table->block = columns_block(table->kept, plan);
    }
}

static void choose_engine(struct table *table)
{
    if (chose(table, "interpret")) {
        table->reason = "--engine says so";
    } else if (table->cases->route) {
        table->reason = "each case has a ruleset of its own";
    } else if (chose(table, "columns")) {
        slice(table);
    }
}

/* When the first chunk is there, it is known whether there are many cases. */
static void choose_by_count(struct table *table)
{
    if (table->count < CHUNK) {
        table->reason = "there are few cases";
    } else {
        slice(table);
    }
}

/* --------------------------------------------------------------------------------------- the cases */

static void refuse(struct table *table, const struct entry *entry)
{
    table->counts->refused++;
    cases_complain(table->cases, &entry->result, entry->number);
}

static void write(struct table *table, const struct entry *entry, const struct row *row)
{
    row_write(&table->output->text, table->format, entry->result.limen_case->id, row);
    table->counts->answered++;
}

static void interpret(struct table *table, struct entry *entry)
{
    const struct evaluation *evaluation = interpreter_evaluate(
        table->arena, table->cases->ruleset->plan, entry->result.limen_case);
    if (evaluation->refused) {
        answer_refuse(table->arena, evaluation, &entry->result);
        refuse(table, entry);
    } else {
        struct row row = row_of_evaluation(table->arena, evaluation);
        write(table, entry, &row);
    }
}

/* What needs no evaluation; false: it does. */
static bool answer_without(struct table *table, const struct entry *entry)
{
    const struct case_result *result = &entry->result;
    if (result->nowhere) {
        row_write_nowhere(&table->output->text, table->format, result->nowhere->id);
        table->counts->nowhere++;
    } else if (!result->limen_case) {
        refuse(table, entry);
    }
    return result->nowhere || !result->limen_case;
}

static const struct row *run_columns(struct table *table)
{
    block_clear(table->block);
    for (size_t i = 0; i < table->count; i++) {
        const struct case_result *result = &table->entries[i].result;
        if (result->limen_case && !result->nowhere) {
            block_add(table->block, result->limen_case);
        }
    }
    block_close(table->block, &(struct block_defaults){.authority = -1});
    columns_run(table->columns, table->block);
    return rows_of_columns(table->arena, table->columns, table->cases->ruleset->plan,
                           table->block->count);
}

/* The interpreter says of a refused case what is wrong with it. */
static void answer_by_columns(struct table *table)
{
    const struct row *rows = run_columns(table);
    size_t lane = 0;
    for (size_t i = 0; i < table->count; i++) {
        struct entry *entry = &table->entries[i];
        if (answer_without(table, entry)) {
            continue;
        }
        if (columns_refused(table->columns, lane)) {
            interpret(table, entry);
        } else {
            write(table, entry, &rows[lane]);
        }
        lane++;
    }
    table->by_columns += lane;
}

static void answer_by_interpreter(struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        if (!answer_without(table, &table->entries[i])) {
            interpret(table, &table->entries[i]);
            table->by_interpreter++;
        }
    }
}

static void answer_chunk(struct table *table)
{
    if (!table->columns && !table->reason) {
        choose_by_count(table);
    }
    if (table->columns) {
        answer_by_columns(table);
    } else {
        answer_by_interpreter(table);
    }
    table->count = 0;
    arena_reset(table->arena);
}

/* A case that goes to a ruleset of its own is answered while that is the ruleset. */
static bool is_full(const struct table *table)
{
    return table->count == CHUNK || (table->cases->route && table->count > 0);
}

static void answer_all(struct table *table)
{
    bool going = true;
    while (going) {
        struct entry *entry = &table->entries[table->count];
        going = cases_next(table->cases, table->arena, &entry->result);
        entry->number = table->cases->number;
        table->count += going;
        if (is_full(table) || (!going && table->count > 0)) {
            answer_chunk(table);
            going = output_step(table->output) && going;
        }
    }
}

static void tell(const struct table *table)
{
    if (!arguments_has(table->arguments, OPTION_VERBOSE)) {
        return;
    }
    if (table->reason) {
        complain("%zu evaluated by the interpreter, because %s", table->by_interpreter,
                 table->reason);
    } else {
        complain("%zu evaluated by columns", table->by_columns);
    }
}

bool table_answer(const struct arguments *arguments, struct cases *cases, struct output *output,
                  enum row_format format, struct case_counts *counts)
{
    struct arena *kept = arena_create();
    struct table *table = arena_alloc(kept, sizeof *table);
    *table = (struct table){.arguments = arguments, .cases = cases, .output = output,
                            .format = format, .counts = counts, .arena = arena_create(),
                            .kept = kept};
    choose_engine(table);
    bool good = !(chose(table, "columns") && table->reason);
    if (good) {
        row_write_header(&output->text, format);
        answer_all(table);
        tell(table);
    } else {
        complain("--engine columns can't be had, because %s", table->reason);
    }
    arena_destroy(table->arena);
    arena_destroy(kept);
    return good;
}

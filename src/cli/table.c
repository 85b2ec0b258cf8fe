/* SPDX-License-Identifier: Apache-2.0 */
/* Tables, a block of cases after the other. */
#include "cli/table.h"

#include <string.h>

#include "answer/household.h"
#include "case/plain.h"
#include "case/plain_members.h"
#include "case/plain_rows.h"
#include "case/summed.h"
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
    struct case_result *result; /* whole; of lines, only what is wrong; NULL: it is in the block */
    uint32_t lane, members;    /* of the block: its case, or those of the members of a household */
    bool is_apart;             /* a household that is not in the block, and not wrong */
};

struct member_name {
    const char *text;
    size_t length;
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
    const struct row *taken; /* rows of the word TAKEN_WORD of the block */
    size_t taken_word;
    bool takes_members;      /* a household goes into the block, member by member */
    size_t most;             /* cases of the block that one entry may become */
    struct row_total *total; /* of a household */
    struct member_name *names; /* by case of the block */
    struct text members;     /* rows of one household's */
    size_t *levels;          /* cases of the piece by at_least and at_most */
    struct arena *of_piece;  /* of its reader */
    struct arena *scratch;   /* of one case */
    struct arena *arena;     /* of the entries */
    struct entry *entries;   /* BLOCK_CASES */
    size_t count;
    size_t lanes;            /* of the block, that the entries will take at most */
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
        worker->takes_members = columns_take_members(plan);
        worker->plain =
            plain_create(worker->kept, plan->program, worker->block, worker->takes_members);
        worker->most = plain_most(worker->plain);
        worker->total = row_total_create(worker->kept, plan);
        worker->names = arena_alloc(worker->kept, BLOCK_CASES * sizeof *worker->names);
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

/* Of the latest block. */
static const struct row *row_at(struct worker *worker, size_t lane)
{
    if (!worker->taken || worker->taken_word != lane / ROWS_TAKEN) {
        worker->taken_word = lane / ROWS_TAKEN;
        worker->taken = rows_take(worker->rows, worker->taken_word);
    }
    return &worker->taken[lane % ROWS_TAKEN];
}

static void write_case(struct worker *worker, const struct entry *entry, const struct row *row)
{
    row_write(writer_of(worker, row->plan), &worker->outcome->text, entry->id, entry->id_length, row);
    count_level(worker, row);
}

/* "smith/kelsey", or as household_name() calls a member without a name. */
static void write_member(struct worker *worker, const struct entry *entry, size_t member)
{
    struct text name = {0};
    const struct member_name *own = &worker->names[entry->lane + member];
    const struct row *row = row_at(worker, entry->lane + member);
    text_add_bytes(&name, entry->id ? entry->id : "", entry->id_length);
    text_add_char(&name, '/');
    if (own->text) {
        text_add_bytes(&name, own->text, own->length);
    } else {
        text_format(&name, "%s %zu", row->plan->program->each->entity.name, member + 1);
    }
    row_write(writer_of(worker, row->plan), &worker->members, text_string(&name), name.length, row);
    row_total_add(worker->total, row);
    text_clear(&name);
}

static void write_household(struct worker *worker, const struct entry *entry)
{
    worker->members.length = 0;
    row_total_start(worker->total);
    for (size_t i = 0; i < entry->members; i++) {
        write_member(worker, entry, i);
    }
    struct row row = row_total_end(worker->total);
    write_case(worker, entry, &row);
    text_add_bytes(&worker->outcome->text, text_string(&worker->members), worker->members.length);
}

static bool is_in_block(const struct entry *entry)
{
    return !entry->is_apart && (!entry->result || entry->result->limen_case);
}

static bool is_refused(const struct worker *worker, const struct entry *entry)
{
    for (size_t i = 0; i < entry->members || i == 0; i++) {
        if (columns_refused(worker->columns, entry->lane + i)) {
            return true;
        }
    }
    return false;
}

static void write_entry(struct worker *worker, struct entry *entry, size_t number)
{
    if (is_refused(worker, entry)) {
        interpret_entry(worker, entry, number);
    } else if (entry->members > 0) {
        write_household(worker, entry);
    } else {
        write_case(worker, entry, row_at(worker, entry->lane));
    }
    worker->outcome->by_columns++;
    worker->outcome->in_code += worker->in_code;
}

/* Of the evaluated block, in the order of the entries. */
static void write_entries(struct worker *worker)
{
    worker->taken = NULL;
    for (size_t i = 0; i < worker->count; i++) {
        struct entry *entry = &worker->entries[i];
        if (entry->is_apart) {
            interpret_entry(worker, entry, worker->number + i);
            worker->outcome->by_interpreter++;
        } else if (is_in_block(entry)) {
            write_entry(worker, entry, worker->number + i);
        } else {
            refuse(worker, entry->result, worker->number + i);
        }
    }
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
    worker->count = worker->lanes = 0;
    arena_reset(worker->arena);
}

static const char *kept_name(struct worker *worker, const char *name, size_t *ret_length)
{
    *ret_length = name ? strlen(name) : 0;
    return name ? arena_copy(worker->arena, name, *ret_length) : NULL;
}

/* There are no others beside those that it names, and not too many; and how each is closed depends on no other. */
static bool fits_block(const struct worker *worker, const struct limen_case *household)
{
    const struct fact *each = worker->table->plan->program->each;
    return worker->takes_members && household->household->members.count <= worker->most
           && !case_list_is_open(&household->facts[each->entity.index], each)
           && !case_members_sum_up(worker->table->plan->program, household);
}

/* Into the block, if it can be there. */
static void add_case(struct worker *worker, struct entry *entry, const struct limen_case *one)
{
    size_t length;
    entry->lane = (uint32_t)worker->block->count;
    entry->id = kept_name(worker, one->id, &length);
    entry->id_length = (uint32_t)length;
    if (!case_is_household(one)) {
        block_add(worker->block, one);
        return;
    }
    entry->is_apart = !fits_block(worker, one);
    entry->members = entry->is_apart ? 0 : (uint32_t)one->household->members.count;
    for (size_t i = 0; i < entry->members; i++) {
        const struct limen_case *member = one->household->members.items[i];
        struct member_name *name = &worker->names[worker->block->count];
        name->text = kept_name(worker, member->id, &name->length);
        block_add(worker->block, member);
    }
}

/* A case that is not plain. */
static void read_general(struct worker *worker, struct entry *entry)
{
    struct case_result result;
    read_case(worker, entry, &result);
    if (result.limen_case) {
        add_case(worker, entry, result.limen_case); /* one that is apart is read again when its turn comes */
    } else {
        entry->result = arena_alloc(worker->arena, sizeof *entry->result);
        *entry->result = refused_copy(worker->arena, &result);
    }
    arena_reset(worker->scratch);
}

/* The block's latest cases are those of LINE. */
static void take_plain(struct worker *worker, struct entry *entry, const struct plain_line *line)
{
    entry->members = line->members;
    entry->lane = (uint32_t)(worker->block->count - (line->members > 0 ? line->members : 1));
    for (size_t i = 0; i < line->members; i++) {
        struct member_name *name = &worker->names[entry->lane + i];
        name->text = plain_member_id(worker->plain, entry->lane + i, &name->length);
    }
}

/* False: there is no use going on. */
static bool add_line(struct worker *worker, const struct feed_piece *piece,
                     const struct plain_line *line, size_t rows)
{
    struct entry *entry = &worker->entries[worker->count++];
    *entry = (struct entry){.id = line->id, .id_length = line->id_length, .begin = line->begin,
                            .end = line->end, .line = line->line, .rows = (uint32_t)rows};
    if (line->is_read) {
        take_plain(worker, entry, line);
    } else {
        read_general(worker, entry);
    }
    if (worker->count < BLOCK_CASES && worker->block->count + worker->most <= BLOCK_CASES) {
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
    bool is_household = result->limen_case && case_is_household(result->limen_case);
    worker->lanes += is_household ? result->limen_case->household->members.count : 1;
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
    worker->count = worker->lanes = 0;
    arena_reset(worker->arena);
}

static void answer_whole(struct worker *worker)
{
    evaluator_decide(worker->table->evaluator, worker->lanes);
    if (evaluator_choice(worker->table->evaluator) == EVALUATOR_INTERPRETER) {
        interpret_entries(worker);
        return;
    }
    columns_get_ready(worker);
    for (size_t i = 0; i < worker->count; i++) {
        if (is_in_block(&worker->entries[i])) {
            add_case(worker, &worker->entries[i], worker->entries[i].result->limen_case);
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
        if (worker->count == CHUNK || worker->lanes + PLAIN_MOST_MEMBERS > BLOCK_CASES) {
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
    text_clear(&worker->members);
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

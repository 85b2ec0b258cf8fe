/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of cases. */
#include "case/block.h"

#include <string.h>

#include "base/date.h"
#include "case/block_items.h"
#include "case/summed.h"
#include "meaning/type.h"

static const struct type date_type = {.kind = TYPE_DATE, .low = DATE_MIN, .high = DATE_MAX};

/* ------------------------------------------------------------------------------------------- making */

struct block *block_create(struct arena *arena, const struct program *program, const bool *wanted)
{
    struct block *block = arena_alloc(arena, sizeof *block);
    size_t facts = program->facts.count;
    block->program = program;
    block->arena = arena;
    block->columns = arena_alloc(arena, (facts + 1) * sizeof *block->columns);
    block->plane_count = 1 + program->sections.count;
    for (size_t i = 0; i <= facts; i++) {
        const struct fact *fact = i < facts ? program->facts.items[i] : NULL;
        block->columns[i] = column_create(fact, fact ? fact->type : &date_type);
        block->plane_count += wanted[i] ? column_planes(&block->columns[i]) : 0;
    }
    block_plane *planes = block->planes = block_planes(arena, block->plane_count);
    block->close_all = planes++;
    block->closed = planes;
    planes += program->sections.count;
    for (size_t i = 0; i <= facts; i++) {
        if (wanted[i]) {
            column_place(&block->columns[i], &planes, arena);
        }
    }
    return block;
}

void block_clear(struct block *block)
{
    memset(block->planes, 0, block->plane_count * sizeof(block_plane));
    for (size_t i = 0; i < block->program->facts.count; i++) {
        struct column *column = &block->columns[i];
        if (column->spans) {
            memset(column->spans, 0, BLOCK_CASES * sizeof(struct date_span));
        }
        column->item_count = column->fields.count = 0;
    }
    block->dates.count = block->words.count = 0;
    block->count = 0;
}

/* ------------------------------------------------------------------------------------------- saying */

void block_set_dates(struct block *block, struct column *column, size_t lane, const int32_t *dates,
                     size_t count, bool complete)
{
    plane_set(column->given, lane);
    if (complete) {
        plane_set(column->complete, lane);
    }
    column->spans[lane] = (struct date_span){(uint32_t)block->dates.count, (uint32_t)count};
    for (size_t i = 0; i < count; i++) {
        vector_push(block->arena, &block->dates, dates[i]);
    }
}

static void add_fact(struct block *block, struct column *column, size_t lane,
                     const struct case_fact *fact)
{
    switch (fact->state) {
    case FACT_NOT_ASKED:
        return;
    case FACT_NOT_KNOWN:
        plane_set(column->said, lane);
        return;
    case FACT_GIVEN:
    case FACT_ASSUMED:
        if (column->type->kind == TYPE_LIST) {
            block_add_items(block, column, lane, fact);
        } else if (column->spans) {
            block_set_dates(block, column, lane, fact->dates, fact->date_count, fact->complete);
        } else {
            column_set(column, lane, &fact->set);
        }
    }
}

void block_add(struct block *block, const struct limen_case *one)
{
    size_t lane = block->count++;
    size_t facts = block->program->facts.count;
    for (size_t i = 0; i < facts; i++) {
        if (block->columns[i].is_there) {
            add_fact(block, &block->columns[i], lane, &one->facts[i]);
        }
    }
    if (one->has_date && block->columns[facts].is_there) {
        column_set_value(&block->columns[facts], lane, one->date);
    }
}

static void copy_dates(struct block *block, struct column *event, size_t from, size_t to)
{
    struct date_span span = event->spans[from];
    event->spans[to] = (struct date_span){(uint32_t)block->dates.count, span.count};
    for (size_t i = 0; i < span.count; i++) {
        int32_t date = block->dates.items[span.first + i];
        vector_push(block->arena, &block->dates, date);
    }
}

void block_copy(struct block *block, struct column *column, size_t from, size_t to)
{
    column_copy(column, from, to);
    if (column->type->kind == TYPE_LIST) {
        block_copy_items(block, column, from, to);
    } else if (column->spans) {
        copy_dates(block, column, from, to);
    }
}

void block_copy_closing(struct block *block, size_t from, size_t to)
{
    for (size_t i = 0; i <= block->program->sections.count; i++) {
        uint64_t *closed = block->close_all[i]; /* then the sections */
        closed[to / 64] |= (closed[from / 64] >> (from % 64) & 1) << (to % 64);
    }
}

void block_open(struct block *block, size_t lane)
{
    for (size_t i = 0; i <= block->program->sections.count; i++) {
        block->close_all[i][lane / 64] &= ~(UINT64_C(1) << (lane % 64)); /* then the sections */
    }
}

/* ------------------------------------------------------------------------------------------- closing */

void block_find_closed(const struct block *block, const struct section *section,
                       block_plane *ret_closed)
{
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
        uint64_t by_section = section ? block->closed[section->entity.index][w] : 0;
        (*ret_closed)[w] = (*block->close_all)[w] | by_section;
    }
}

/* Of 64 cases that give SUMMARY: where it may be more than an empty list would make of it. */
static uint64_t word_of_more(const struct column *summary, size_t w)
{
    if (summary->member_count == 0) {
        return summary->low[0][w] | summary->high[0][w];
    }
    uint64_t more = 0;
    for (size_t value = 1; value < summary->member_count; value++) {
        more |= column_part(summary, PART_MEMBER, value)[w];
    }
    return more;
}

/* Takes out cases that say that SUMMARY is so, or not known. */
static void leave_summed_up(const struct column *summary, block_plane *cases)
{
    for (size_t w = 0; summary->is_there && w < BLOCK_WORDS; w++) {
        uint64_t given = (*summary->given)[w];
        (*cases)[w] &= ~(((*summary->said)[w] & ~given) | (given & word_of_more(summary, w)));
    }
}

void block_leave_summed_up(const struct block *block, const struct fact *list,
                           const struct fact *field, block_plane *cases)
{
    for (size_t i = 0; i < list->summaries.count; i++) {
        const struct fact *summary = list->summaries.items[i];
        if (!field || summary_reads(summary, field)) {
            leave_summed_up(&block->columns[summary->entity.index], cases);
        }
    }
}

/* Takes out cases that speak of a list which SUMMARY sums up. */
static void leave_listed(const struct block *block, const struct fact *summary, block_plane *cases)
{
    for (size_t i = 0; i < summary->sums_up.count; i++) {
        const struct column *list = &block->columns[summary->sums_up.items[i]->entity.index];
        for (size_t w = 0; list->is_there && w < BLOCK_WORDS; w++) {
            (*cases)[w] &= ~((*list->said)[w] | (*list->given)[w]);
        }
    }
}

/* By word: cases that assume what is usual of a fact. */
static void find_assumed(const struct block *block, const struct column *column,
                         block_plane *ret_assumed)
{
    const struct fact *fact = column->fact;
    bool may = fact_may_be_assumed(fact);
    block_find_closed(block, fact ? fact->entity.section : NULL, ret_assumed);
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
        (*ret_assumed)[w] = may ? (*ret_assumed)[w] & ~((*column->said)[w] | (*column->given)[w]) : 0;
    }
    if (may && type_is_many(fact->type)) {
        block_leave_summed_up(block, fact, NULL, ret_assumed);
    } else if (may && fact->from) {
        leave_listed(block, fact, ret_assumed);
    }
}

/* The only authority is meant where none is named. */
static void default_value(struct column *column, size_t count, int64_t value)
{
    for (size_t lane = 0; lane < count; lane++) {
        if (!plane_get(*column->said, lane) && !plane_get(*column->given, lane)) {
            column_set_value(column, lane, value);
        }
    }
}

static void apply_defaults(struct block *block, const struct block_defaults *defaults)
{
    const struct program *program = block->program;
    struct column *date = &block->columns[program->facts.count];
    if (date->is_there && defaults->has_date) {
        default_value(date, block->count, defaults->date);
    }
    if (program->authority && block->columns[program->authority->entity.index].is_there) {
        struct column *authority = &block->columns[program->authority->entity.index];
        int64_t only = program->authorities.count == 1 ? 0 : defaults->authority;
        if (only >= 0) {
            default_value(authority, block->count, only);
        }
    }
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
        (*block->close_all)[w] |= defaults->close_all ? ~UINT64_C(0) : 0;
        for (size_t i = 0; defaults->sections && i < program->sections.count; i++) {
            block->closed[i][w] |= defaults->sections[i] ? ~UINT64_C(0) : 0;
        }
    }
}

void block_close_column(const struct block *block, struct column *column)
{
    block_plane assumed;
    find_assumed(block, column, &assumed);
    column_close(column, &assumed, 0, BLOCK_WORDS);
}

void block_close(struct block *block, const struct block_defaults *defaults)
{
    apply_defaults(block, defaults);
    block->all_known = true;
    for (size_t i = 0; i <= block->program->facts.count; i++) {
        struct column *column = &block->columns[i];
        if (column->is_there) {
            block_close_column(block, column);
            block->all_known = block->all_known && column_all_known(column, block->count)
                               && block_items_known(block, column);
        }
    }
}

const uint64_t *block_part(const struct block *block, enum column_part part, size_t fact,
                           size_t index)
{
    return column_part(&block->columns[fact], part, index);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of cases. */
#include "case/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "case/summed.h"
#include "case/transpose.h"

static const struct type date_type = {.kind = TYPE_DATE, .low = DATE_MIN, .high = DATE_MAX};

/* ------------------------------------------------------------------------------------------- making */

static bool is_many(const struct type *type)
{
    return type->kind == TYPE_EVENT || type->kind == TYPE_LIST;
}

size_t column_planes(const struct column *column)
{
    size_t common = 4, ends = column->type->kind == TYPE_LIST ? 1 : 2; /* said, given, known, ranged or complete */
    return common + (column->type->or_none ? 2 : 0) + ends * column->width + column->member_count;
}

struct column column_create(const struct fact *fact, const struct type *type)
{
    bool is_signed;
    struct column column = {.fact = fact, .type = type};
    switch (type->kind) {
    case TYPE_EVENT:
    case TYPE_SELECTION:
    case TYPE_ERROR:
        break;
    case TYPE_CHOICE:
        column.member_count = type->choice->count;
        break;
    case TYPE_LIST:
        column.width = 64 - (size_t)__builtin_clzll((uint64_t)type->high | 1);
        break;
    default:
        column.width = type_width(type, &is_signed);
    }
    return column;
}

static block_plane *take(block_plane **planes, size_t count)
{
    block_plane *taken = *planes;
    *planes += count;
    return count ? taken : NULL;
}

void column_place(struct column *column, block_plane **planes, struct arena *arena)
{
    bool is_list = column->type->kind == TYPE_LIST;
    column->is_there = true;
    column->said = take(planes, 1);
    column->given = take(planes, 1);
    column->known = take(planes, 1);
    *(is_many(column->type) ? &column->complete : &column->ranged) = take(planes, 1);
    column->none = take(planes, column->type->or_none ? 1 : 0);
    column->some = take(planes, column->type->or_none ? 1 : 0);
    column->low = take(planes, column->width);
    column->high = take(planes, is_list ? 0 : column->width);
    column->member = take(planes, column->member_count);
    if (column->width > 0 && !is_list && column->type->kind != TYPE_YES_NO) {
        column->byte_count = (column->width + 7) / 8;
        column->bytes = arena_alloc(arena, column->byte_count * BLOCK_CASES);
    }
    if (is_many(column->type)) {
        column->spans = arena_alloc(arena, BLOCK_CASES * sizeof *column->spans);
    }
}

block_plane *block_planes(struct arena *arena, size_t count)
{
    char *bytes = arena_alloc(arena, (count + 1) * sizeof(block_plane));
    size_t past = (uintptr_t)bytes % sizeof(block_plane);
    return (block_plane *)(bytes + (past ? sizeof(block_plane) - past : 0));
}

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
    block->close_all = take(&planes, 1);
    block->closed = take(&planes, program->sections.count);
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

static void set_bits(block_plane *planes, size_t width, size_t lane, int64_t value)
{
    uint64_t rest = (uint64_t)value;
    if (width < 64) {
        rest &= (UINT64_C(1) << width) - 1;
    }
    for (; rest; rest &= rest - 1) {
        plane_set(&planes[__builtin_ctzll(rest)], lane);
    }
}

static void set_members(struct column *column, size_t lane, const struct value_set *set)
{
    for (int64_t i = 0; i < (int64_t)column->member_count; i++) {
        if (value_has(*set, i)) {
            plane_set(&column->member[i], lane);
        }
    }
}

void column_set(struct column *column, size_t lane, const struct value_set *set)
{
    plane_set(column->given, lane);
    if (set->or_none) {
        plane_set(column->none, lane);
    }
    if (set->low > set->high) {
        return;
    }
    if (column->some) {
        plane_set(column->some, lane);
    }
    if (column->member) {
        set_members(column, lane, set);
        return;
    }
    if (column->bytes) {
        column_set_low(column, lane, set->low);
    } else {
        set_bits(column->low, column->width, lane, set->low);
    }
    if (set->low != set->high) {
        plane_set(column->ranged, lane);
        set_bits(column->high, column->width, lane, set->high);
    }
}

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

void block_start_list(struct column *list, size_t lane, bool complete)
{
    plane_set(list->said, lane);
    plane_set(list->given, lane);
    if (complete) {
        plane_set(list->complete, lane);
    }
    list->spans[lane] = (struct date_span){(uint32_t)list->item_count, 0};
}

void block_add_item(struct block *block, struct column *list, size_t lane)
{
    list->spans[lane].count++;
    list->item_count++;
    for (size_t i = 0; i < list->fact->fields.count; i++) {
        vector_push(block->arena, &list->fields, (struct block_field){0});
    }
}

static struct block_field *field_added_last(struct column *list, const struct fact *field)
{
    return &list->fields.items[list->fields.count - list->fact->fields.count + field->place];
}

void block_set_field(struct block *block, struct column *list, const struct fact *field,
                     const struct value_set *set)
{
    *field_added_last(list, field) =
        (struct block_field){.low = set->low, .high = set->high, .or_none = set->or_none,
                             .members = (uint32_t)block->words.count, .said = true, .given = true};
    for (size_t i = 0; set->members && i < value_words(field->type); i++) {
        vector_push(block->arena, &block->words, set->members[i]);
    }
}

void block_set_field_not_known(struct column *list, const struct fact *field)
{
    field_added_last(list, field)->said = true;
}

struct value_set block_field_set(const struct block *block, const struct fact *field,
                                 const struct block_field *said)
{
    bool is_choice = field->type->kind == TYPE_CHOICE;
    return (struct value_set){.low = said->low, .high = said->high, .or_none = said->or_none,
                              .members = is_choice ? block->words.items + said->members : NULL};
}

static void add_field(struct block *block, struct column *list, const struct fact *field,
                      const struct case_fact *said)
{
    if (said->state == FACT_GIVEN || said->state == FACT_ASSUMED) {
        block_set_field(block, list, field, &said->set);
    } else if (said->state == FACT_NOT_KNOWN) {
        block_set_field_not_known(list, field);
    }
}

static void add_items(struct block *block, struct column *list, size_t lane,
                      const struct case_fact *said)
{
    const struct fact *fact = list->fact;
    block_start_list(list, lane, said->complete);
    for (size_t i = 0; i < said->item_count; i++) {
        block_add_item(block, list, lane);
        for (size_t f = 0; f < fact->fields.count; f++) {
            add_field(block, list, fact->fields.items[f], &said->items[i].fields[f]);
        }
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
            add_items(block, column, lane, fact);
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

void block_drop(struct block *block, size_t lane)
{
    block_plane *planes = block->planes;
    uint64_t others = ~(UINT64_C(1) << (lane % 64));
    for (size_t i = 0; i < block->plane_count; i++) {
        planes[i][lane / 64] &= others;
    }
    for (size_t i = 0; i < block->program->facts.count; i++) {
        if (block->columns[i].spans) {
            block->columns[i].spans[lane] = (struct date_span){0};
        }
    }
}

/* ------------------------------------------------------------------------------------------- closing */

bool fact_may_be_assumed(const struct fact *fact)
{
    return fact && (!fact->from || fact->sums_up.count > 0) && !fact->is_builtin
           && (fact->has_usual || fact->usual_none || fact->type->kind == TYPE_YES_NO
               || is_many(fact->type));
}

void block_find_closed(const struct block *block, const struct section *section,
                       block_plane *ret_closed)
{
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
        uint64_t by_section = section ? block->closed[section->entity.index][w] : 0;
        (*ret_closed)[w] = (*block->close_all)[w] | by_section;
    }
}

/* What is assumed of it is a value, not that there is none. */
static bool has_usual_value(const struct fact *fact)
{
    return fact && fact->has_usual && !fact->usual_none;
}

/* Takes out cases that say that SUMMARY is so, or not known. */
static void leave_summed_up(const struct column *summary, block_plane *cases)
{
    for (size_t w = 0; summary->is_there && w < BLOCK_WORDS; w++) {
        uint64_t given = (*summary->given)[w];
        uint64_t may_be = given & (summary->low[0][w] | summary->high[0][w]);
        (*cases)[w] &= ~(((*summary->said)[w] & ~given) | may_be);
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
    if (may && is_many(fact->type)) {
        block_leave_summed_up(block, fact, NULL, ret_assumed);
    } else if (may && fact->from) {
        leave_listed(block, fact, ret_assumed);
    }
}

static uint64_t all_bits(int64_t value, size_t bit)
{
    return (uint64_t)value >> bit & 1 ? ~UINT64_C(0) : 0;
}

/* A column whose words from FROM to TO are completed. */
struct closing {
    struct column *column;
    const block_plane *assumed;
    size_t from, to;
};

/* Words from FROM to TO are whole ones of these. */
typedef uint64_t eight_words __attribute__((vector_size(64), aligned(8), may_alias));
_Static_assert(BLOCK_WORDS % 8 == 0, "planes are whole vectors");

/* One plane: as given, with bit USUAL where that is assumed, with bit ANY where nothing is known. */
static void fill(block_plane *plane, const struct closing *closing, uint64_t usual, uint64_t any)
{
    const eight_words *given = (const eight_words *)*closing->column->given;
    const eight_words *assumed = (const eight_words *)*closing->assumed;
    eight_words *words = (eight_words *)*plane;
    for (size_t w = closing->from / 8; w < closing->to / 8; w++) {
        eight_words open = ~(given[w] | assumed[w]);
        words[w] = (words[w] & given[w]) | (usual & assumed[w]) | (any & open);
    }
}

static void low_of_bytes(const struct closing *closing)
{
    struct column *column = closing->column;
    if (column->bytes) {
        planes_of_bytes(column->bytes, column->low, column->width, closing->from, closing->to);
    }
}

static void close_ends(const struct closing *closing)
{
    struct column *column = closing->column;
    low_of_bytes(closing);
    const struct type *type = column->type;
    bool is_yes_no = type->kind == TYPE_YES_NO;
    int64_t low = is_yes_no ? 0 : type->low, high = is_yes_no ? 1 : type->high;
    int64_t usual = has_usual_value(column->fact) ? column->fact->usual : 0;
    for (size_t i = 0; i < column->width; i++) {
        uint64_t *from = column->low[i], *to = column->high[i];
        for (size_t w = closing->from; w < closing->to; w++) {
            uint64_t ranged = (*column->ranged)[w];
            to[w] = (to[w] & ranged) | (from[w] & ~ranged);
        }
        fill(&column->low[i], closing, all_bits(usual, i), all_bits(low, i));
        fill(&column->high[i], closing, all_bits(usual, i), all_bits(high, i));
    }
}

static void close_members(const struct closing *closing)
{
    const struct fact *fact = closing->column->fact;
    for (size_t i = 0; i < closing->column->member_count; i++) {
        bool is_usual = has_usual_value(fact) && fact->usual == (int64_t)i;
        fill(&closing->column->member[i], closing, is_usual ? ~UINT64_C(0) : 0, ~UINT64_C(0));
    }
}

static void close_none(const struct closing *closing)
{
    struct column *column = closing->column;
    bool usual_none = column->fact && column->fact->usual_none;
    bool has_values = column->type->kind == TYPE_YES_NO || column->member_count > 0
                      || column->type->low <= column->type->high;
    fill(column->none, closing, usual_none ? ~UINT64_C(0) : 0, ~UINT64_C(0));
    fill(column->some, closing, usual_none ? 0 : ~UINT64_C(0), has_values ? ~UINT64_C(0) : 0);
}

/* How many items there may be beside those that are listed. */
static void count_others(struct column *list)
{
    for (size_t i = 0; i < list->width; i++) {
        for (size_t w = 0; w < BLOCK_WORDS; w++) {
            list->low[i][w] = all_bits(list->type->high, i) & ~(*list->complete)[w];
        }
    }
    for (size_t lane = 0; list->item_count > 0 && lane < BLOCK_CASES; lane++) {
        if (list->spans[lane].count == 0 || plane_get(*list->complete, lane)) {
            continue;
        }
        uint64_t others = (uint64_t)list->type->high - list->spans[lane].count;
        for (size_t i = 0; i < list->width; i++) {
            uint64_t bit = UINT64_C(1) << (lane % 64), *at = &list->low[i][lane / 64];
            *at = others >> i & 1 ? *at | bit : *at & ~bit;
        }
    }
}

/* Word W of "it has one value at most". */
static uint64_t one_value(const struct column *column, size_t w)
{
    uint64_t one = 0, several = 0;
    for (size_t i = 0; i < column->width; i++) {
        several |= column->low[i][w] ^ column->high[i][w];
    }
    for (size_t i = 0; i < column->member_count; i++) {
        several |= one & column->member[i][w];
        one |= column->member[i][w];
    }
    return ~several;
}

static void find_known(const struct closing *closing)
{
    const struct column *column = closing->column;
    for (size_t w = closing->from; w < closing->to; w++) {
        uint64_t said = (*column->given)[w] | (*closing->assumed)[w];
        uint64_t one = column->complete ? (*column->complete)[w] : one_value(column, w);
        if (column->none) {
            uint64_t none = (*column->none)[w];
            one = (none & ~(*column->some)[w]) | (one & ~none);
        }
        (*column->known)[w] = said & one;
    }
}

void column_close(struct column *column, const block_plane *assumed, size_t from, size_t to)
{
    struct closing closing = {column, assumed, from, to};
    if (column->complete) {
        fill(column->complete, &closing, ~UINT64_C(0), 0);
    } else {
        close_ends(&closing);
        close_members(&closing);
    }
    if (column->none) {
        close_none(&closing);
    }
    if (column->type->kind == TYPE_LIST) {
        count_others(column);
    }
    find_known(&closing);
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

/* Which cases of word W of a block of COUNT there are. */
static uint64_t lanes_of(size_t count, size_t w)
{
    return count >= 64 * (w + 1) ? ~UINT64_C(0)
           : count <= 64 * w     ? 0
                                 : (UINT64_C(1) << (count % 64)) - 1;
}

bool column_all_known(const struct column *column, size_t count)
{
    const block_plane *wanted = column->fact && column->fact->from ? column->given : column->known;
    uint64_t flip = column->fact && column->fact->from ? 0 : ~UINT64_C(0), open = 0;
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
        open |= ((*wanted)[w] ^ flip) & lanes_of(count, w);
    }
    return open == 0;
}

/* A field of an item of a case that is closed, or not, has one value. */
static bool field_is_known(const struct block *block, const struct fact *fact,
                           const struct block_field *field, bool is_closed)
{
    if (fact->from) {
        return !field->given;
    }
    return field->given ? value_is_single(block_field_set(block, fact, field))
                        : !field->said && is_closed && fact_may_be_assumed(fact);
}

static bool items_are_known(const struct block *block, const struct column *list)
{
    block_plane closed;
    const struct fact *fact = list->fact;
    if (list->item_count == 0) {
        return true;
    }
    block_find_closed(block, fact->entity.section, &closed);
    block_leave_summed_up(block, fact, NULL, &closed);
    for (size_t lane = 0; lane < block->count; lane++) {
        struct date_span span = list->spans[lane];
        size_t fields = fact->fields.count;
        for (size_t i = 0; i < span.count * fields; i++) {
            if (!field_is_known(block, fact->fields.items[i % fields],
                                &list->fields.items[span.first * fields + i],
                                plane_get(closed, lane))) {
                return false;
            }
        }
    }
    return true;
}

void block_close(struct block *block, const struct block_defaults *defaults)
{
    apply_defaults(block, defaults);
    block->all_known = true;
    for (size_t i = 0; i <= block->program->facts.count; i++) {
        struct column *column = &block->columns[i];
        if (column->is_there) {
            block_plane assumed;
            find_assumed(block, column, &assumed);
            column_close(column, &assumed, 0, BLOCK_WORDS);
            block->all_known = block->all_known && column_all_known(column, block->count)
                               && items_are_known(block, column);
        }
    }
}

const uint64_t *column_part(const struct column *column, enum column_part part, size_t index)
{
    switch (part) {
    case PART_LOW:
        return column->low[index];
    case PART_HIGH:
        return column->high[index];
    case PART_NONE:
        return *column->none;
    case PART_SOME:
        return *column->some;
    case PART_MEMBER:
        return column->members ? column->members[index] : column->member[index];
    case PART_KNOWN:
    default:
        return *column->known;
    }
}

const uint64_t *block_part(const struct block *block, enum column_part part, size_t fact,
                           size_t index)
{
    return column_part(&block->columns[fact], part, index);
}

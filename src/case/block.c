/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of cases. */
#include "case/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"

static const struct type date_type = {.kind = TYPE_DATE, .low = DATE_MIN, .high = DATE_MAX};

/* ------------------------------------------------------------------------------------------- making */

static size_t planes_of(const struct column *column)
{
    size_t common = 4; /* said, given, known, ranged or complete */
    return common + (column->type->or_none ? 2 : 0) + 2 * column->width + column->member_count;
}

static void column_shape(struct column *column, const struct fact *fact, const struct type *type,
                         bool wanted)
{
    bool is_signed;
    *column = (struct column){.fact = fact, .type = type,
                              .is_there = wanted && type->kind != TYPE_LIST};
    switch (type->kind) {
    case TYPE_EVENT:
    case TYPE_LIST:
    case TYPE_SELECTION:
    case TYPE_ERROR:
        break;
    case TYPE_CHOICE:
        column->member_count = type->choice->count;
        break;
    default:
        column->width = type_width(type, &is_signed);
    }
}

static block_plane *take(block_plane **planes, size_t count)
{
    block_plane *taken = *planes;
    *planes += count;
    return count ? taken : NULL;
}

static void column_place(struct column *column, block_plane **planes, struct arena *arena)
{
    bool is_event = column->type->kind == TYPE_EVENT;
    column->said = take(planes, 1);
    column->given = take(planes, 1);
    column->known = take(planes, 1);
    *(is_event ? &column->complete : &column->ranged) = take(planes, 1);
    column->none = take(planes, column->type->or_none ? 1 : 0);
    column->some = take(planes, column->type->or_none ? 1 : 0);
    column->low = take(planes, column->width);
    column->high = take(planes, column->width);
    column->member = take(planes, column->member_count);
    if (is_event) {
        column->spans = arena_alloc(arena, BLOCK_CASES * sizeof *column->spans);
    }
}

static void *aligned_planes(struct arena *arena, size_t count)
{
    char *bytes = arena_alloc(arena, (count + 1) * sizeof(block_plane));
    size_t past = (uintptr_t)bytes % sizeof(block_plane);
    return bytes + (past ? sizeof(block_plane) - past : 0);
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
        column_shape(&block->columns[i], fact, fact ? fact->type : &date_type, wanted[i]);
        block->plane_count += wanted[i] ? planes_of(&block->columns[i]) : 0;
    }
    block_plane *planes = block->planes = aligned_planes(arena, block->plane_count);
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
        if (block->columns[i].spans) {
            memset(block->columns[i].spans, 0, BLOCK_CASES * sizeof(struct date_span));
        }
    }
    block->dates.count = 0;
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

void column_set_value(struct column *column, size_t lane, int64_t value)
{
    plane_set(column->said, lane);
    plane_set(column->given, lane);
    if (column->some) {
        plane_set(column->some, lane);
    }
    if (column->member) {
        plane_set(&column->member[value], lane);
    } else {
        set_bits(column->low, column->width, lane, value);
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
    plane_set(column->said, lane);
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
    set_bits(column->low, column->width, lane, set->low);
    if (set->low != set->high) {
        plane_set(column->ranged, lane);
        set_bits(column->high, column->width, lane, set->high);
    }
}

void block_set_dates(struct block *block, struct column *column, size_t lane, const int32_t *dates,
                     size_t count, bool complete)
{
    plane_set(column->said, lane);
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
        if (column->spans) {
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

/* ------------------------------------------------------------------------------------------- closing */

static bool may_be_assumed(const struct fact *fact)
{
    return fact && !fact->from && !fact->is_builtin
           && (fact->has_usual || fact->usual_none || fact->type->kind == TYPE_YES_NO
               || fact->type->kind == TYPE_EVENT);
}

/* By word: cases that assume what is usual of a fact. */
static void find_assumed(const struct block *block, const struct column *column,
                         block_plane *ret_assumed)
{
    const struct section *section = column->fact ? column->fact->entity.section : NULL;
    bool may = may_be_assumed(column->fact);
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
        uint64_t closed = (*block->close_all)[w];
        if (section) {
            closed |= block->closed[section->entity.index][w];
        }
        (*ret_assumed)[w] = may ? closed & ~(*column->said)[w] : 0;
    }
}

static uint64_t all_bits(int64_t value, size_t bit)
{
    return (uint64_t)value >> bit & 1 ? ~UINT64_C(0) : 0;
}

/* One plane: as given, with bit USUAL where that is assumed, with bit ANY where nothing is known. */
static void fill(block_plane *plane, const block_plane *given, const block_plane *assumed,
                 uint64_t usual, uint64_t any)
{
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
        uint64_t open = ~((*given)[w] | (*assumed)[w]);
        (*plane)[w] = ((*plane)[w] & (*given)[w]) | (usual & (*assumed)[w]) | (any & open);
    }
}

static void close_ends(struct column *column, const block_plane *assumed)
{
    const struct type *type = column->type;
    bool is_yes_no = type->kind == TYPE_YES_NO;
    int64_t low = is_yes_no ? 0 : type->low, high = is_yes_no ? 1 : type->high;
    int64_t usual = column->fact && column->fact->has_usual ? column->fact->usual : 0;
    for (size_t i = 0; i < column->width; i++) {
        uint64_t *from = column->low[i], *to = column->high[i];
        for (size_t w = 0; w < BLOCK_WORDS; w++) {
            uint64_t ranged = (*column->ranged)[w];
            to[w] = (to[w] & ranged) | (from[w] & ~ranged);
        }
        fill(&column->low[i], column->given, assumed, all_bits(usual, i), all_bits(low, i));
        fill(&column->high[i], column->given, assumed, all_bits(usual, i), all_bits(high, i));
    }
}

static void close_members(struct column *column, const block_plane *assumed)
{
    const struct fact *fact = column->fact;
    for (size_t i = 0; i < column->member_count; i++) {
        bool is_usual = fact->has_usual && fact->usual == (int64_t)i;
        fill(&column->member[i], column->given, assumed, is_usual ? ~UINT64_C(0) : 0, ~UINT64_C(0));
    }
}

static void close_none(struct column *column, const block_plane *assumed)
{
    bool usual_none = column->fact && column->fact->usual_none;
    bool has_values = column->type->kind == TYPE_YES_NO || column->member_count > 0
                      || column->type->low <= column->type->high;
    fill(column->none, column->given, assumed, usual_none ? ~UINT64_C(0) : 0, ~UINT64_C(0));
    fill(column->some, column->given, assumed, usual_none ? 0 : ~UINT64_C(0),
         has_values ? ~UINT64_C(0) : 0);
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

static void find_known(struct column *column, const block_plane *assumed)
{
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
        uint64_t said = (*column->given)[w] | (*assumed)[w];
        uint64_t one = column->complete ? (*column->complete)[w] : one_value(column, w);
        if (column->none) {
            uint64_t none = (*column->none)[w];
            one = (none & ~(*column->some)[w]) | (one & ~none);
        }
        (*column->known)[w] = said & one;
    }
}

static void column_close(const struct block *block, struct column *column)
{
    block_plane assumed;
    find_assumed(block, column, &assumed);
    if (column->complete) {
        fill(column->complete, column->given, &assumed, ~UINT64_C(0), 0);
    } else {
        close_ends(column, &assumed);
        close_members(column, &assumed);
    }
    if (column->none) {
        close_none(column, &assumed);
    }
    find_known(column, &assumed);
}

/* The only authority is meant where none is named. */
static void default_value(struct column *column, size_t count, int64_t value)
{
    for (size_t lane = 0; lane < count; lane++) {
        if (!plane_get(*column->said, lane)) {
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

static bool column_all_known(const struct column *column, size_t count)
{
    const block_plane *wanted = column->fact && column->fact->from ? column->given : column->known;
    uint64_t flip = column->fact && column->fact->from ? 0 : ~UINT64_C(0), open = 0;
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
        open |= ((*wanted)[w] ^ flip) & lanes_of(count, w);
    }
    return open == 0;
}

void block_close(struct block *block, const struct block_defaults *defaults)
{
    apply_defaults(block, defaults);
    block->all_known = true;
    for (size_t i = 0; i <= block->program->facts.count; i++) {
        struct column *column = &block->columns[i];
        if (column->is_there) {
            column_close(block, column);
            block->all_known = block->all_known && column_all_known(column, block->count);
        }
    }
}

const uint64_t *block_part(const struct block *block, enum column_part part, size_t fact,
                           size_t index)
{
    const struct column *column = &block->columns[fact];
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
        return column->member[index];
    case PART_KNOWN:
    default:
        return *column->known;
    }
}

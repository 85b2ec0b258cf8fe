/* SPDX-License-Identifier: Apache-2.0 */
/* Planes of one fact. */
#include "case/column.h"

#include "case/transpose.h"
#include "meaning/type.h"

/* -------------------------------------------------------------------------------------------- making */

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
    *(type_is_many(column->type) ? &column->complete : &column->ranged) = take(planes, 1);
    column->none = take(planes, column->type->or_none ? 1 : 0);
    column->some = take(planes, column->type->or_none ? 1 : 0);
    column->low = take(planes, column->width);
    column->high = take(planes, is_list ? 0 : column->width);
    column->member = take(planes, column->member_count);
    if (column->width > 0 && !is_list && column->type->kind != TYPE_YES_NO) {
        column->byte_count = (column->width + 7) / 8;
        column->bytes = arena_alloc(arena, column->byte_count * COLUMN_STRIDE);
    }
    if (type_is_many(column->type)) {
        column->spans = arena_alloc(arena, BLOCK_CASES * sizeof *column->spans);
    }
}

block_plane *block_planes(struct arena *arena, size_t count)
{
    char *bytes = arena_alloc(arena, (count + 1) * sizeof(block_plane));
    size_t past = (uintptr_t)bytes % sizeof(block_plane);
    return (block_plane *)(bytes + (past ? sizeof(block_plane) - past : 0));
}

/* -------------------------------------------------------------------------------------------- saying */

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

void column_copy(struct column *column, size_t from, size_t to)
{
    block_plane *planes = column->said;
    size_t count = column_planes(column);
    for (size_t i = 0; i < count; i++) {
        planes[i][to / 64] |= (planes[i][from / 64] >> (from % 64) & 1) << (to % 64);
    }
    for (size_t i = 0; i < column->byte_count; i++) {
        column->bytes[i * COLUMN_STRIDE + to] = column->bytes[i * COLUMN_STRIDE + from];
    }
}

void column_drop(struct column *column, size_t lane)
{
    block_plane *planes = column->said;
    size_t count = column_planes(column);
    for (size_t i = 0; i < count; i++) {
        planes[i][lane / 64] &= ~(UINT64_C(1) << (lane % 64));
    }
    if (column->type->kind == TYPE_LIST && column->spans[lane].count > 0) {
        column->item_count = column->spans[lane].first;
        column->fields.count = column->item_count * column->fact->fields.count;
    }
    if (column->spans) {
        column->spans[lane] = (struct date_span){0};
    }
}

/* ------------------------------------------------------------------------------------------- closing */

bool fact_may_be_assumed(const struct fact *fact)
{
    return fact && (!fact->from || fact->sums_up.count > 0) && !fact->is_builtin
           && (fact->has_usual || fact->usual_none || fact->type->kind == TYPE_YES_NO
               || type_is_many(fact->type));
}

/* What is assumed of it is a value, not that there is none. */
static bool has_usual_value(const struct fact *fact)
{
    return fact && fact->has_usual && !fact->usual_none;
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

void column_count_others(struct column *list)
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
        column_count_others(column);
    }
    find_known(&closing);
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

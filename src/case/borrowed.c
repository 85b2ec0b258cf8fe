/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of others as those of a block. */
#include "case/borrowing.h"

#include <string.h>

#include "base/date.h"
#include "case/transpose.h"

struct borrowed *borrowed_create(struct arena *arena, struct block *block)
{
    struct borrowed *borrowed = arena_alloc(arena, sizeof *borrowed);
    size_t columns = block->program->facts.count + 1;
    borrowed->has = arena_alloc(arena, columns);
    borrowed->arena = arena;
    borrowed->block = block;
    borrowed->own = arena_alloc(arena, columns * sizeof *borrowed->own);
    memcpy(borrowed->own, block->columns, columns * sizeof *borrowed->own);
    for (size_t i = 0; i < columns; i++) {
        size_t members = borrowed->own[i].member_count;
        borrowed->own[i].members =
            members ? arena_alloc(arena, members * sizeof *borrowed->own[i].members) : NULL;
    }
    return borrowed;
}

bool borrowed_fail(struct borrowed *borrowed, const struct fact *fact, size_t lane,
                   const char *message)
{
    *borrowed->error =
        (struct borrowed_error){.fact = fact, .at = borrowed->from + lane, .message = message};
    return false;
}

bool borrowed_fail_item(struct borrowed *borrowed, const struct fact *field, size_t lane, size_t item,
                        const char *message)
{
    borrowed_fail(borrowed, field->list, lane, message);
    borrowed->error->field = field;
    borrowed->error->item = item;
    return false;
}

#define NOWHERE SIZE_MAX

/* The first case at hand that is set in WORDS, or NOWHERE. */
static size_t first_set(const struct borrowed *borrowed, const uint64_t *words)
{
    for (size_t lane = 0; lane < borrowed->count; lane += 64) {
        uint64_t word = words[lane / 64];
        size_t left = borrowed->count - lane;
        word &= left < 64 ? (UINT64_C(1) << left) - 1 : ~UINT64_C(0);
        if (word) {
            return lane + (size_t)__builtin_ctzll(word);
        }
    }
    return NOWHERE;
}

/* ------------------------------------------------------------------------------------------- planes */

/* The plane from the case at hand on: where it lies, or if it ends too soon for a block, a copy in OWN. Nothing
   writes to planes that are read. */
static block_plane *plane_at_hand(const struct borrowed *borrowed, const uint64_t *plane,
                                  block_plane *own)
{
    const uint64_t *from = plane + borrowed->from / 64;
    if (borrowed->count == BLOCK_CASES) {
        return (block_plane *)(uintptr_t)from;
    }
    memset(*own, 0, sizeof *own);
    memcpy(*own, from, (borrowed->count + 63) / 64 * sizeof(uint64_t));
    return own;
}

static void set_known(const struct column *own)
{
    memset(*own->known, 0xff, sizeof *own->known);
}

static bool take_yes_no(struct borrowed *borrowed, const struct borrowed_column *from,
                        const struct column *own, struct column *column)
{
    block_plane wrong;
    column->low = plane_at_hand(borrowed, from->certain, own->low);
    if (!from->possible || from->possible == from->certain) {
        column->high = column->low;
        set_known(own);
        return true;
    }
    column->high = plane_at_hand(borrowed, from->possible, own->high);
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
        wrong[w] = (*column->low)[w] & ~(*column->high)[w];
        (*own->known)[w] = ~((*column->low)[w] ^ (*column->high)[w]);
    }
    size_t lane = first_set(borrowed, wrong);
    return lane == NOWHERE || borrowed_fail(borrowed, from->fact, lane, "certain, but not possible");
}

/* A choice must have a value where it is not none. */
static bool check_values(struct borrowed *borrowed, const struct borrowed_column *from,
                         const block_plane *one)
{
    block_plane wrong;
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
        wrong[w] = ~(*one)[w];
    }
    for (size_t w = 0; from->some && w < (borrowed->count + 63) / 64; w++) {
        wrong[w] &= from->some[borrowed->from / 64 + w];
    }
    size_t lane = first_set(borrowed, wrong);
    return lane == NOWHERE || borrowed_fail(borrowed, from->fact, lane, "none of its values is possible");
}

static bool take_values(struct borrowed *borrowed, const struct borrowed_column *from,
                        const struct column *own, struct column *column)
{
    block_plane one = {0}, several = {0};
    column->members = own->members;
    for (size_t i = 0; i < column->member_count; i++) {
        const uint64_t *member = *plane_at_hand(borrowed, from->values[i], &own->member[i]);
        own->members[i] = member;
        for (size_t w = 0; w < BLOCK_WORDS; w++) {
            several[w] |= one[w] & member[w];
            one[w] |= member[w];
        }
    }
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
        (*own->known)[w] = one[w] & ~several[w];
    }
    return check_values(borrowed, from, (const block_plane *)&one);
}

/* ------------------------------------------------------------------------------------------- numbers */

/* Where there is certainly no value, its ends mean nothing. */
static bool has_value(const struct borrowed *borrowed, const struct borrowed_column *from,
                      const struct type *type, size_t lane)
{
    return !type->or_none || !from->some || plane_get(from->some, borrowed->from + lane);
}

static bool check_ends(struct borrowed *borrowed, const struct borrowed_column *from,
                       const struct type *type, const int64_t *low, const int64_t *high)
{
    bool good = true;
    for (size_t i = 0; i < borrowed->count; i++) {
        good &= low[i] >= type->low && low[i] <= high[i] && high[i] <= type->high;
    }
    for (size_t i = 0; !good && i < borrowed->count; i++) {
        if (!has_value(borrowed, from, type, i)) {
            continue;
        }
        if (low[i] > high[i]) {
            return borrowed_fail(borrowed, from->fact, i, "its low end is above its high end");
        }
        if (low[i] < type->low || high[i] > type->high) {
            return borrowed_fail(borrowed, from->fact, i, "outside the bounds of the fact");
        }
    }
    return true;
}

static void fill_ends(struct borrowed *borrowed, const struct column *own, const int64_t *ends,
                      block_plane *planes)
{
    for (size_t byte = 0; byte < own->byte_count; byte++) {
        uint8_t *to = own->bytes + byte * COLUMN_STRIDE;
        for (size_t i = 0; i < borrowed->count; i++) {
            to[i] = (uint8_t)((uint64_t)ends[i] >> (8 * byte));
        }
    }
    planes_of_bytes(own->bytes, planes, own->width, 0, BLOCK_WORDS);
}

static void compare_ends(struct borrowed *borrowed, const struct column *own, const int64_t *low,
                         const int64_t *high)
{
    memset(*own->known, 0, sizeof *own->known);
    for (size_t i = 0; i < borrowed->count; i++) {
        (*own->known)[i / 64] |= (uint64_t)(low[i] == high[i]) << (i % 64);
    }
}

static bool take_ends(struct borrowed *borrowed, const struct borrowed_column *from,
                      const struct column *own, struct column *column)
{
    const int64_t *low = from->low + borrowed->from;
    const int64_t *high = from->high ? from->high + borrowed->from : low;
    if (!check_ends(borrowed, from, own->type, low, high)) {
        return false;
    }
    fill_ends(borrowed, own, low, own->low);
    column->high = column->low;
    set_known(own);
    if (low != high) {
        column->high = own->high;
        fill_ends(borrowed, own, high, own->high);
        compare_ends(borrowed, own, low, high);
    }
    return true;
}

/* ------------------------------------------------------------------------------------------- events */

static bool check_dates(struct borrowed *borrowed, const struct borrowed_column *from, size_t lane,
                        struct date_span span)
{
    for (size_t i = 0; i < span.count; i++) {
        int32_t date = from->dates[span.first + i];
        if (date < DATE_MIN || date > DATE_MAX) {
            return borrowed_fail(borrowed, from->fact, lane, "a date before 1900 or after 2199");
        }
        if (i > 0 && date < from->dates[span.first + i - 1]) {
            return borrowed_fail(borrowed, from->fact, lane, "its dates are not sorted");
        }
    }
    return true;
}

bool borrowed_take_spans(struct borrowed *borrowed, const struct borrowed_column *from,
                         const struct column *own, size_t most, const char *too_many)
{
    uint32_t base = from->first[borrowed->from];
    for (size_t lane = 0; lane < borrowed->count; lane++) {
        const uint32_t *first = from->first + borrowed->from + lane;
        if (first[1] < first[0] || first[1] - first[0] > most) {
            return borrowed_fail(borrowed, from->fact, lane, too_many);
        }
        own->spans[lane] = (struct date_span){first[0] - base, first[1] - first[0]};
    }
    memset(*own->complete, 0, sizeof *own->complete);
    if (from->complete) {
        memcpy(*own->complete, from->complete + borrowed->from / 64,
               (borrowed->count + 63) / 64 * sizeof(uint64_t));
    }
    memcpy(*own->known, *own->complete, sizeof *own->known);
    return true;
}

/* The block has the dates of all events in one array, so these are copied. */
static bool take_events(struct borrowed *borrowed, const struct borrowed_column *from,
                        const struct column *own)
{
    struct block *block = borrowed->block;
    const uint32_t *first = from->first + borrowed->from;
    if (!borrowed_take_spans(borrowed, from, own, CASE_MAX_EVENTS,
                             "more dates than a case may have, or fewer than none")) {
        return false;
    }
    for (size_t lane = 0; lane < borrowed->count; lane++) {
        if (!check_dates(borrowed, from, lane, (struct date_span){first[lane], own->spans[lane].count})) {
            return false;
        }
        own->spans[lane].first = (uint32_t)block->dates.count;
        for (size_t i = first[lane]; i < first[lane + 1]; i++) {
            vector_push(borrowed->arena, &block->dates, from->dates[i]);
        }
    }
    return true;
}

/* ------------------------------------------------------------------------------------------- columns */

/* Certainly none is known, too; neither a value nor none is a mistake. */
static bool take_none(struct borrowed *borrowed, const struct borrowed_column *from,
                      const struct column *own, struct column *column)
{
    block_plane wrong;
    memset(*own->none, 0, sizeof *own->none);
    memset(*own->some, 0xff, sizeof *own->some);
    column->none = from->none ? plane_at_hand(borrowed, from->none, own->none) : own->none;
    column->some = from->some ? plane_at_hand(borrowed, from->some, own->some) : own->some;
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
        uint64_t none = (*column->none)[w], some = (*column->some)[w];
        wrong[w] = ~(none | some);
        (*own->known)[w] = (none & ~some) | ((*own->known)[w] & ~none);
    }
    size_t lane = first_set(borrowed, wrong);
    return lane == NOWHERE || borrowed_fail(borrowed, from->fact, lane, "neither a value nor none");
}

static bool take_column(struct borrowed *borrowed, const struct borrowed_column *from)
{
    size_t index = from->fact->entity.index;
    const struct column *own = &borrowed->own[index];
    struct column *column = &borrowed->block->columns[index];
    bool good = true, items_known = true;
    if (!column->is_there) {
        return true;
    }
    switch (own->type->kind) {
    case TYPE_YES_NO:
        good = take_yes_no(borrowed, from, own, column);
        break;
    case TYPE_CHOICE:
        good = take_values(borrowed, from, own, column);
        break;
    case TYPE_EVENT:
        good = take_events(borrowed, from, own);
        break;
    case TYPE_LIST:
        good = borrowed_take_items(borrowed, from, column, &items_known);
        break;
    default:
        good = take_ends(borrowed, from, own, column);
    }
    good = good && (!own->none || take_none(borrowed, from, own, column));
    borrowed->block->all_known = borrowed->block->all_known && items_known
                                 && column_all_known(own, borrowed->count);
    return good;
}

static bool take_dates(struct borrowed *borrowed)
{
    struct column *own = &borrowed->own[borrowed->block->program->facts.count];
    const int32_t *dates = borrowed->table->dates + borrowed->from;
    if (!own->is_there) {
        return true;
    }
    for (size_t i = 0; i < borrowed->count; i++) {
        if (dates[i] < DATE_MIN || dates[i] > DATE_MAX) {
            return borrowed_fail(borrowed, NULL, i, "a date before 1900 or after 2199");
        }
        column_set_low(own, i, dates[i]);
    }
    planes_of_bytes(own->bytes, own->low, own->width, 0, BLOCK_WORDS);
    memcpy(own->high, own->low, own->width * sizeof *own->low);
    memset(*own->known, 0xff, sizeof *own->known);
    return true;
}

/* ------------------------------------------------------------------------------------------- tables */

/* How a fact is closed depends on what cases say of others: those that sum it up, or that it sums up. */
static bool is_tied(const struct fact *fact)
{
    return fact && fact->summaries.count + fact->sums_up.count > 0;
}

static const struct fact *fact_at(const struct borrowed *borrowed, size_t index)
{
    const struct program *program = borrowed->block->program;
    return index < program->facts.count ? program->facts.items[index] : NULL;
}

static void find_known_elsewhere(struct borrowed *borrowed)
{
    size_t facts = borrowed->block->program->facts.count;
    borrowed->known_elsewhere = true;
    for (size_t i = 0; i <= facts; i++) {
        const struct column *own = &borrowed->own[i];
        bool is_given = borrowed->has[i] || is_tied(fact_at(borrowed, i));
        borrowed->known_elsewhere = borrowed->known_elsewhere
                                    && (is_given || !own->is_there || column_all_known(own, BLOCK_CASES));
    }
}

/* Closes the facts anew that have no column and are tied to others. */
static void close_tied(struct borrowed *borrowed)
{
    struct block *block = borrowed->block;
    for (size_t i = 0; i < block->program->facts.count; i++) {
        struct column *column = &block->columns[i];
        if (column->is_there && !borrowed->has[i] && is_tied(column->fact)) {
            block_close_column(block, column);
            block->all_known = block->all_known && column_all_known(column, borrowed->count);
        }
    }
}

void borrowed_start(struct borrowed *borrowed, const struct borrowed_table *table,
                    const struct block_defaults *defaults)
{
    struct block *block = borrowed->block;
    size_t columns = block->program->facts.count + 1;
    memcpy(block->columns, borrowed->own, columns * sizeof *block->columns);
    for (size_t i = 0; i < columns; i++) {
        block->columns[i].members = NULL;
    }
    block_clear(block);
    block->count = BLOCK_CASES;
    block_close(block, defaults);
    borrowed->table = table;
    borrowed->defaults = defaults;
    memset(borrowed->has, 0, columns);
    borrowed->has[columns - 1] = table->dates != NULL;
    for (size_t i = 0; i < table->column_count; i++) {
        size_t fact = table->columns[i].fact->entity.index;
        borrowed->has[fact] = true;
        if (borrowed->own[fact].is_there) {
            memset(*borrowed->own[fact].given, 0xff, sizeof *borrowed->own[fact].given);
        }
    }
    find_known_elsewhere(borrowed);
}

bool borrowed_take(struct borrowed *borrowed, size_t from, struct borrowed_error *ret)
{
    const struct borrowed_table *table = borrowed->table;
    size_t left = table->count - from;
    struct block *block = borrowed->block;
    borrowed->error = ret;
    borrowed->from = from;
    borrowed->count = block->count = left < BLOCK_CASES ? left : BLOCK_CASES;
    block->moved++;
    block->dates.count = 0;
    block->all_known = borrowed->known_elsewhere;
    if (table->dates && !take_dates(borrowed)) {
        return false;
    }
    for (size_t i = 0; i < table->column_count; i++) {
        if (!take_column(borrowed, &table->columns[i])) {
            return false;
        }
    }
    close_tied(borrowed);
    return true;
}

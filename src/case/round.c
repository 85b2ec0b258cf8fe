/* SPDX-License-Identifier: Apache-2.0 */
/* From items that stand one after the other to columns. */
#include "case/round.h"

#include <string.h>

#include "case/block_items.h"

struct round *round_create(struct arena *arena, const struct fact *list, const bool *wanted)
{
    struct round *round = arena_alloc(arena, sizeof *round);
    round->fact = list;
    round->columns = arena_alloc(arena, (list->fields.count + 1) * sizeof *round->columns);
    for (size_t i = 0; i < list->fields.count; i++) {
        const struct fact *field = list->fields.items[i];
        round->columns[i] = column_create(field, field->type);
        round->plane_count +=
            wanted[field->entity.index] ? column_planes(&round->columns[i]) : 0;
    }
    round->present = block_planes(arena, 1 + round->plane_count);
    block_plane *planes = round->planes = round->present + 1;
    for (size_t i = 0; i < list->fields.count; i++) {
        if (wanted[list->fields.items[i]->entity.index]) {
            column_place(&round->columns[i], &planes, arena);
        }
    }
    return round;
}

/* Narrows the words to those in which a case has an item. */
static bool narrow(struct round *round)
{
    size_t first = round->to, last = round->from;
    for (size_t w = round->from; w < round->to; w++) {
        if ((*round->present)[w]) {
            first = w < first ? w : first;
            last = w + 1;
        }
    }
    bool some = first < last;
    round->from = some ? first / ROUND_WORDS * ROUND_WORDS : 0;
    round->to = some ? (last + ROUND_WORDS - 1) / ROUND_WORDS * ROUND_WORDS : 0;
    return some;
}

static void fill_item(struct round *round, size_t lane)
{
    const struct column *list = round->list;
    size_t count = list->fact->fields.count;
    if (list->lent) {
        borrowed_put_item(list, round_place(round, lane), round->columns, lane);
        return;
    }
    const struct block_field *fields = &list->fields.items[round_place(round, lane) * count];
    for (size_t i = 0; i < count; i++) {
        struct column *column = &round->columns[i];
        if (!column->is_there || !fields[i].said) {
            continue;
        }
        if (fields[i].given) {
            struct value_set set = block_field_set(round->block, column->fact, &fields[i]);
            column_set(column, lane, &set);
        } else {
            plane_set(column->said, lane);
        }
    }
}

/* Closing a case closes the fields of items that it lists. */
static void close_fields(struct round *round)
{
    block_plane closed, assumed = {0};
    const struct fact *list = round->list->fact;
    block_find_closed(round->block, list->entity.section, &closed);
    for (size_t i = 0; i < list->fields.count; i++) {
        struct column *column = &round->columns[i];
        bool may = fact_may_be_assumed(column->fact);
        for (size_t w = round->from; column->is_there && w < round->to; w++) {
            assumed[w] = may ? closed[w] & ~((*column->said)[w] | (*column->given)[w]) : 0;
        }
        if (column->is_there) {
            block_leave_summed_up(round->block, list, column->fact, &assumed);
            column_close(column, (const block_plane *)&assumed, round->from, round->to);
        }
    }
}

static bool fill(struct round *round)
{
    if (!narrow(round)) {
        return false;
    }
    for (size_t i = 0; i < round->plane_count; i++) {
        memset(&round->planes[i][round->from], 0,
               (round->to - round->from) * sizeof round->planes[i][0]);
    }
    EACH_PRESENT(round, lane) {
        fill_item(round, lane);
    }
    close_fields(round);
    return true;
}

bool round_start(struct round *round, const struct block *block)
{
    round->block = block;
    round->list = &block->columns[round->fact->entity.index];
    round->item = round->from = 0;
    round->to = round->list->item_count > 0 ? BLOCK_WORDS : 0;
    memset(round->present, 0, sizeof *round->present);
    for (size_t lane = 0; round->to > 0 && lane < block->count; lane++) {
        if (round->list->spans[lane].count > 0) {
            plane_set(round->present, lane);
        }
    }
    return fill(round);
}

bool round_next(struct round *round)
{
    round->item++;
    EACH_PRESENT(round, lane) {
        if (round->list->spans[lane].count <= round->item) {
            (*round->present)[word_] &= ~(UINT64_C(1) << (lane % 64));
        }
    }
    return fill(round);
}

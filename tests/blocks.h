/* SPDX-License-Identifier: Apache-2.0 */
/* Two closed blocks of the same cases, compared: every plane of every column, dates, and the items of lists. */
#ifndef LIMEN_TESTS_BLOCKS_H
#define LIMEN_TESTS_BLOCKS_H

#include <string.h>

#include "base/text.h"
#include "case/round.h"

/* Where there is certainly no value, its ends mean nothing. */
static inline bool means_something(const struct column *column, enum column_part part, size_t lane)
{
    return (part != PART_LOW && part != PART_HIGH) || !column->some
           || plane_get(*column->some, lane);
}

/* Of the cases that PRESENT says, NULL: all of COUNT. */
static inline bool planes_differ(const struct column *mine, const struct column *theirs,
                                 enum column_part part, size_t planes, size_t count,
                                 const block_plane *present, struct text *ret_why)
{
    for (size_t i = 0; i < planes; i++) {
        const uint64_t *one = column_part(mine, part, i), *other = column_part(theirs, part, i);
        for (size_t lane = 0; lane < count; lane++) {
            if ((!present || plane_get(*present, lane)) && plane_get(one, lane) != plane_get(other, lane)
                && means_something(mine, part, lane)) {
                text_format(ret_why, "%s, part %d, plane %zu, case %zu differ",
                            mine->fact ? mine->fact->entity.name : "the date", (int)part, i, lane);
                return true;
            }
        }
    }
    return false;
}

static inline bool columns_differ(const struct column *mine, const struct column *theirs, size_t count,
                                  const block_plane *present, struct text *ret_why)
{
    const struct {
        enum column_part part;
        size_t planes;
    } parts[] = {{PART_LOW, mine->width},
                 {PART_HIGH, mine->high ? mine->width : 0},
                 {PART_MEMBER, mine->member_count},
                 {PART_NONE, mine->none ? 1 : 0},
                 {PART_SOME, mine->some ? 1 : 0},
                 {PART_KNOWN, 1}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (planes_differ(mine, theirs, parts[i].part, parts[i].planes, count, present, ret_why)) {
            return true;
        }
    }
    return false;
}

static inline bool rounds_differ(const struct round *mine, const struct round *theirs, size_t count,
                                 struct text *ret_why)
{
    if (memcmp(mine->present, theirs->present, sizeof *mine->present) != 0) {
        text_format(ret_why, "%s: cases with an item %zu differ", mine->fact->entity.name, mine->item);
        return true;
    }
    for (size_t i = 0; i < mine->fact->fields.count; i++) {
        if (columns_differ(&mine->columns[i], &theirs->columns[i], count,
                           (const block_plane *)mine->present, ret_why)) {
            return true;
        }
    }
    return false;
}

static inline bool items_differ(struct arena *arena, const struct block *mine,
                                const struct block *theirs, const struct fact *list,
                                struct text *ret_why)
{
    bool *all = arena_alloc(arena, mine->program->fields.count + 1);
    memset(all, true, mine->program->fields.count + 1);
    struct round *one = round_create(arena, list, all), *other = round_create(arena, list, all);
    bool any = round_start(one, mine), others = round_start(other, theirs);
    while (any && others) {
        if (rounds_differ(one, other, mine->count, ret_why)) {
            return true;
        }
        any = round_next(one);
        others = round_next(other);
    }
    if (any != others) {
        text_format(ret_why, "%s: only one has an item %zu", list->entity.name, one->item);
    }
    return any != others;
}

static inline bool dates_differ(const struct block *mine, const struct block *theirs, size_t fact,
                                struct text *ret_why)
{
    for (size_t lane = 0; lane < mine->count; lane++) {
        struct date_span one = mine->columns[fact].spans[lane];
        struct date_span other = theirs->columns[fact].spans[lane];
        bool is_same = one.count == other.count
                       && plane_get(*mine->columns[fact].complete, lane)
                              == plane_get(*theirs->columns[fact].complete, lane);
        for (size_t i = 0; is_same && i < one.count; i++) {
            is_same = mine->dates.items[one.first + i] == theirs->dates.items[other.first + i];
        }
        if (!is_same) {
            text_format(ret_why, "dates of case %zu differ", lane);
            return true;
        }
    }
    return false;
}

/* True: RET_WHY says where. */
static inline bool blocks_differ(struct arena *arena, const struct block *mine,
                                 const struct block *theirs, struct text *ret_why)
{
    bool differ = mine->count != theirs->count || mine->all_known != theirs->all_known;
    if (differ) {
        text_add(ret_why, "how many cases there are, or whether all is known, differs");
    }
    for (size_t i = 0; !differ && i <= mine->program->facts.count; i++) {
        const struct column *column = &mine->columns[i];
        if (!column->is_there) {
            continue;
        }
        differ = columns_differ(column, &theirs->columns[i], mine->count, NULL, ret_why)
                 || (column->type->kind == TYPE_EVENT && dates_differ(mine, theirs, i, ret_why))
                 || (column->type->kind == TYPE_LIST
                     && items_differ(arena, mine, theirs, column->fact, ret_why));
    }
    return differ;
}

#endif

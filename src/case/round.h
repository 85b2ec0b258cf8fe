/* SPDX-License-Identifier: Apache-2.0 */
/* Round: the items of a list in the cases of a block as columns, the first items of all cases in the first
   round, the second ones in the next, until no case has more. A plane holds one bit for each case, as those
   of the block do; only the words from `from` to `to` mean something, and there only cases in `present`. */
#ifndef LIMEN_CASE_ROUND_H
#define LIMEN_CASE_ROUND_H

#include "case/borrowed.h"

struct round {
    const struct fact *fact;   /* the list */
    const struct block *block;
    const struct column *list; /* of the block */
    size_t item;               /* which of each case, from 0 */
    size_t from, to;           /* words of the planes; both multiples of ROUND_WORDS */
    struct column *columns;    /* by place of the field; those that nobody wants have no planes */
    block_plane *present;
    block_plane *planes;       /* of the columns, in one piece */
    size_t plane_count;
};

#define ROUND_WORDS 8

/* WANTED: by program->fields. */
struct round *round_create(struct arena *arena, const struct fact *list, const bool *wanted);
/* The first items of a closed block; false: there are none. */
bool round_start(struct round *round, const struct block *block);
bool round_next(struct round *round);

/* Calls for each case that has an item in this round. */
#define EACH_PRESENT(round, lane)                                                            \
    for (size_t word_ = (round)->from; word_ < (round)->to; word_++)                         \
        for (uint64_t bits_ = (*(round)->present)[word_]; bits_; bits_ &= bits_ - 1)         \
            for (size_t lane = word_ * 64 + (size_t)__builtin_ctzll(bits_), once_ = 1; once_; \
                 once_ = 0)

/* Where the item of this round of the case stands among those of the column. */
static inline size_t round_place(const struct round *round, size_t lane)
{
    return round->list->spans[lane].first + round->item;
}

#endif

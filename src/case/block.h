/* SPDX-License-Identifier: Apache-2.0 */
/* Block: up to BLOCK_CASES cases as columns of bit planes, one column a fact and one for the dates of the
   cases.

   A plane holds one bit for each case. A yes/no has a plane for "certainly" (low) and one for "possibly"
   (high); a number or date has planes for the bits of its low and of its high end, in two's complement
   with as many bits as its type needs; a choice has one for each value that it may have; what may be
   none has two more, for "perhaps none" and "perhaps a value".

   Readers note what is said, case by case, in `said`, `given` and the value planes; block_close() then
   fills in what the cases close and leave open, for all cases at once, by the rules of case_close().
   Only facts that someone asked for have a column. The column of a list holds how many items more there may
   be; the items that cases list stand one after the other, and become columns round by round (round.h).
   A block is used again after block_clear(). */
#ifndef LIMEN_CASE_BLOCK_H
#define LIMEN_CASE_BLOCK_H

#include "case/column.h"

/* What holds for cases that say nothing of it themselves. */
struct block_defaults {
    bool has_date;
    int32_t date;
    int64_t authority;    /* index; -1: none */
    bool close_all;
    const bool *sections; /* by program->sections: closed; NULL: none */
};

struct block {
    const struct program *program;
    size_t count;           /* cases */
    struct column *columns; /* by program->facts; then the date */
    block_plane *close_all;
    block_plane *closed;    /* by program->sections; behind close_all */
    struct { VECTOR_OF(int32_t); } dates;
    struct { VECTOR_OF(uint64_t); } words; /* of choices that fields may be */
    struct arena *arena;    /* of dates, fields and words */
    bool all_known;         /* after block_close(): see there */
    void *planes;           /* all of them, in one piece */
    size_t moved;           /* how often columns came to lie elsewhere (borrowed.h) */
    size_t plane_count;
};

/* WANTED: by program->facts, then the date. The block lives in ARENA. */
struct block *block_create(struct arena *arena, const struct program *program, const bool *wanted);
/* Forgets all cases. */
void block_clear(struct block *block);

/* Of an event. DATES are sorted. */
void block_set_dates(struct block *block, struct column *column, size_t lane, const int32_t *dates,
                     size_t count, bool complete);

/* What the case FROM says of the fact of COLUMN, TO says too, of which it said nothing. */
void block_copy(struct block *block, struct column *column, size_t from, size_t to);
/* What the case FROM closes, TO closes too. */
void block_copy_closing(struct block *block, size_t from, size_t to);
/* Takes back what a case said that it closes. */
void block_open(struct block *block, size_t lane);

/* Adds a case that was closed already. The block must not be full. */
void block_add(struct block *block, const struct limen_case *one);

/* Closes the cases and completes the planes. `all_known` then says whether in every case each fact, and
   each field of each item, has one value, or is worked out and was not given, and each list is complete. */
void block_close(struct block *block, const struct block_defaults *defaults);

/* Closes one column of a block anew. */
void block_close_column(const struct block *block, struct column *column);
/* Takes out of CASES those that say by a fact that sums up LIST, and reads FIELD unless that is NULL,
   that some item is so, or that it is not known: closing leaves the list and the field alone. */
void block_leave_summed_up(const struct block *block, const struct fact *list,
                           const struct fact *field, block_plane *cases);
/* By case: it is closed for facts of SECTION, NULL: of none. */
void block_find_closed(const struct block *block, const struct section *section,
                       block_plane *ret_closed);
/* A plane of a fact (or, with the number of facts, of the date); of a closed block. */
const uint64_t *block_part(const struct block *block, enum column_part part, size_t fact,
                           size_t index);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Borrowing: what the borrowed*.c files share, for no one else. */
#ifndef LIMEN_CASE_BORROWING_H
#define LIMEN_CASE_BORROWING_H

#include "case/borrowed.h"

struct borrowed {
    struct arena *arena;
    struct block *block;
    struct column *own; /* the columns of the block with planes of its own */
    const struct borrowed_table *table;
    const struct block_defaults *defaults;
    bool known_elsewhere; /* every fact that has no column */
    bool *has;            /* by fact: it has a column */
    size_t from, count;   /* cases at hand */
    struct borrowed_error *error;
};

/* Notes what is wrong with FACT in the case at hand LANE, or with FIELD of an item of it, or NULL. */
bool borrowed_fail(struct borrowed *borrowed, const struct fact *fact, size_t lane,
                   const char *message);
bool borrowed_fail_item(struct borrowed *borrowed, const struct fact *field, size_t lane, size_t item,
                        const char *message);

/* The spans of the cases at hand in what FROM has of each, no more than MOST in any. */
bool borrowed_take_spans(struct borrowed *borrowed, const struct borrowed_column *from,
                         const struct column *own, size_t most, const char *too_many);
/* Of a list. RET_KNOWN: each item has one value of each field, or none that was given of one worked out. */
bool borrowed_take_items(struct borrowed *borrowed, const struct borrowed_column *from,
                         struct column *column, bool *ret_known);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Borrowed: a block whose columns are memory of someone else.

   A long table of cases is evaluated in stretches of BLOCK_CASES. Planes of the table are read where they
   lie, but for a last stretch that is not full; numbers become planes, and dates of events are copied. A
   fact without a column is open, or what a closed case assumes. */
#ifndef LIMEN_CASE_BORROWED_H
#define LIMEN_CASE_BORROWED_H

#include "case/block.h"

/* What is said of one fact by all cases. A plane has bit I % 64 of word I / 64 for case I. What the type of
   the fact has no use for is ignored. */
struct borrowed_column {
    const struct fact *fact;
    const uint64_t *certain, *possible; /* yes/no; POSSIBLE NULL: as certain */
    const int64_t *low, *high;          /* number, date, level, inclusive; HIGH NULL: as low */
    const uint64_t *const *values;      /* choice: by value, in which cases it is possible */
    const uint64_t *none, *some;        /* if it may be none: perhaps none, perhaps a value; NULL: a value */
    const uint32_t *first;              /* event: where the dates of case I begin in DATES; one more ends them */
    const int32_t *dates;               /* sorted within a case */
    const uint64_t *complete;           /* event: there are no other dates; NULL: in no case */
};

struct borrowed_table {
    size_t count; /* cases */
    const int32_t *dates; /* of the cases; NULL: none has one */
    const struct borrowed_column *columns;
    size_t column_count;
};

struct borrowed_error {
    const struct fact *fact; /* NULL: the date of the case */
    size_t at;               /* case, from 0 */
    const char *message;     /* what is wrong with what is said of the fact there */
};

struct borrowed;

/* BLOCK is empty and belongs to what is made from here on. */
struct borrowed *borrowed_create(struct arena *arena, struct block *block);
/* Begins a table, closed by DEFAULTS. Columns of lists can not be borrowed. */
void borrowed_start(struct borrowed *borrowed, const struct borrowed_table *table,
                    const struct block_defaults *defaults);
/* The block holds the cases from FROM on, a multiple of BLOCK_CASES. False: RET says what is wrong. */
bool borrowed_take(struct borrowed *borrowed, size_t from, struct borrowed_error *ret);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Borrowed: a block whose columns are memory of someone else.

   A long table of cases is evaluated in stretches of BLOCK_CASES. Planes of the table are read where they
   lie, but for a last stretch that is not full; numbers become planes, dates of events are copied, and items of
   lists are read where they lie when they become columns. A fact or field without a column is open, or what
   a closed case assumes. */
#ifndef LIMEN_CASE_BORROWED_H
#define LIMEN_CASE_BORROWED_H

#include "case/block.h"

/* What is said of one fact by all cases, or of one field by all items of their lists, then with an item where this
   speaks of a case. A plane has bit I % 64 of word I / 64 for case I. What the type of
   the fact has no use for is ignored. */
struct borrowed_column {
    const struct fact *fact;
    const uint64_t *certain, *possible; /* yes/no; POSSIBLE NULL: as certain */
    const int64_t *low, *high;          /* number, date, level, inclusive; HIGH NULL: as low */
    const uint64_t *const *values;      /* choice: by value, in which cases it is possible */
    const uint64_t *none, *some;        /* if it may be none: perhaps none, perhaps a value; NULL: a value */
    const uint32_t *first;              /* event: where the dates of case I begin in DATES; one more ends them; list:
                                           likewise items */
    const int32_t *dates;               /* sorted within a case */
    const uint64_t *complete;           /* event, list: there are no other dates or items; NULL: in no case */
    const struct borrowed_column *fields; /* list: of its fields */
    size_t field_count;
};

struct borrowed_table {
    size_t count; /* cases */
    const int32_t *dates; /* of the cases; NULL: none has one */
    const struct borrowed_column *columns;
    size_t column_count;
};

struct borrowed_error {
    const struct fact *fact; /* NULL: the date of the case */
    const struct fact *field; /* of an item of that list; NULL: it is the fact itself */
    size_t at, item;         /* case, item of it, from 0 */
    const char *message;     /* what is wrong with what is said of the fact there */
};

struct borrowed;

/* BLOCK is empty and belongs to what is made from here on. */
struct borrowed *borrowed_create(struct arena *arena, struct block *block);
/* Begins a table, closed by DEFAULTS, which must outlive it. */
void borrowed_start(struct borrowed *borrowed, const struct borrowed_table *table,
                    const struct block_defaults *defaults);
/* The block holds the cases from FROM on, a multiple of BLOCK_CASES. False: RET says what is wrong. */
bool borrowed_take(struct borrowed *borrowed, size_t from, struct borrowed_error *ret);

/* Puts item PLACE of those that are lent of LIST into COLUMNS of its fields, of which only some are there. */
void borrowed_put_item(const struct column *list, size_t place, struct column *columns, size_t lane);

#endif

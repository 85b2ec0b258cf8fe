/* SPDX-License-Identifier: Apache-2.0 */
/* Plain row: what the cells of a row say, written to the block. */
#ifndef LIMEN_CASE_PLAIN_ROW_H
#define LIMEN_CASE_PLAIN_ROW_H

#include "case/plain.h"
#include "case/plain_columns.h"

/* A row that is being read. */
struct plain_row {
    struct plain_facts *facts;
    struct plain_columns *columns;
    const struct lexicon *words; /* of yes/no cells */
    const char *begin, *end; /* of its text */
    bool is_alone;           /* it is its whole case */
    size_t lane;
    struct plain_line *line;
    bool has_id;               /* it says to which case it belongs */
    struct plain_group *group; /* of which it spoke last, or NULL */
};

/* The cell of column INDEX. False: it is for the case reader. */
bool plain_row_read_cell(struct plain_row *row, size_t index, const char *cell, const char *end);
/* Behind the last row of a case. False: its lists are for the case reader. */
bool plain_row_end_case(const struct plain_row *row);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* CSV row by row: the cells of the next row, each with the place where it stands.

   A row that is broken costs only itself: it says what is wrong with it, and the next one begins after
   its line. Cells are without spaces around them, and live in the caller's arena. Empty lines mean
   nothing. */
#ifndef LIMEN_CASE_CSV_SCAN_H
#define LIMEN_CASE_CSV_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/vector.h"

struct csv_scanner {
    const char *bytes;
    size_t length;
    size_t at; /* where the next row is looked for */
};

struct csv_cell {
    const char *text; /* "" where the cell is empty */
    size_t offset;    /* in the scanner's bytes */
};

struct csv_line {
    VECTOR_OF(struct csv_cell); /* those before the fault, if there is one */
    size_t offset;              /* where the row begins */
    const char *fault;          /* what is wrong with it; NULL: nothing */
    const char *remedy;         /* or NULL */
    size_t fault_offset;
};

/* False: no more rows. */
bool csv_scan(struct csv_scanner *scanner, struct arena *arena, struct csv_line *ret_line);
/* Only the first COUNT cells of the row, of a text without quotes. */
bool csv_scan_cells(struct csv_scanner *scanner, struct arena *arena, size_t count,
                    struct csv_line *ret_line);

#endif

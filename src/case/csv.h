/* SPDX-License-Identifier: Apache-2.0 */
/* CSV: a table whose first line names its columns, read strictly and whole.

   libcsv finds the cells; this holds them against the columns that are wanted and says on which line
   something is wrong. A cell is what stands between the commas: spaces are kept. Empty lines mean
   nothing. Everything made lives in the caller's arena. */
#ifndef LIMEN_CASE_CSV_H
#define LIMEN_CASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/vector.h"

struct csv_row {
    size_t line;        /* where it starts, from 1 */
    const char **cells; /* in the order of the wanted columns */
};

struct csv_rows {
    VECTOR_OF(struct csv_row);
};

struct csv_failure {
    size_t line; /* from 1 */
    const char *message;
};

/* The rows of BYTES, which must have the COUNT columns COLUMNS, in any order and perhaps beside others.
   False: RET_FAILURE says what is wrong. */
bool csv_read(struct arena *arena, const char *bytes, size_t length, const char *const *columns,
              size_t count, struct csv_rows *ret_rows, struct csv_failure *ret_failure);

#endif

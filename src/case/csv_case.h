/* SPDX-License-Identifier: Apache-2.0 */
/* CSV case: from the rows of one case to the JSON that says the same.

   What is not of a list stands in one of the rows, or in several that agree. Each row adds an item to
   the lists whose fields it fills. */
#ifndef LIMEN_CASE_CSV_CASE_H
#define LIMEN_CASE_CSV_CASE_H

#include "case/csv_columns.h"

struct csv_lines {
    VECTOR_OF(struct csv_line);
};

/* The case of LINES, at least one, each as wide as COLUMNS, which were resolved. What is wrong with it
   as a table is reported; the rest is for case_from_json. */
struct json *csv_case_json(struct case_reading *reading, const struct csv_columns *columns,
                           const struct csv_lines *lines);

/* Only the keys that pick a ruleset; the columns need not be resolved. */
struct json *csv_case_head(struct case_reading *reading, const struct csv_columns *columns,
                           const struct csv_lines *lines);

#endif

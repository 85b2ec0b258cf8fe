/* SPDX-License-Identifier: Apache-2.0 */
/* CSV cell: what a cell says, as the JSON that says the same.

   yes, no, unknown; a value; `85 to 92`, `at least 85`, `at most 92`; `none or regular`. Whether the
   value suits the fact is for whoever reads that JSON to tell. */
#ifndef LIMEN_CASE_CSV_CELL_H
#define LIMEN_CASE_CSV_CELL_H

#include "case/case_error.h"
#include "case/csv_scan.h"

/* Of a fact or field of TYPE; NULL: of one that is not read. */
struct json *csv_cell_value(struct case_reading *reading, const struct csv_cell *cell,
                            const char *key, const struct type *type);
/* A text, or null for not known. */
struct json *csv_cell_text(struct case_reading *reading, const struct csv_cell *cell,
                           const char *key);
/* An array of the words that spaces, commas or semicolons part; none of them for `none`. */
struct json *csv_cell_words(struct case_reading *reading, const struct csv_cell *cell,
                            const char *key);
/* yes: true, no: false, otherwise null, reported where it is none of yes, no, unknown. */
struct json *csv_cell_yes_no(struct case_reading *reading, const struct csv_cell *cell,
                             const char *key);

bool csv_cell_is_unknown(const struct csv_cell *cell);

/* A node that stands where CELL does, with no text. */
struct json *csv_json(struct arena *arena, enum json_kind kind, const char *key, size_t offset);
void csv_json_add(struct json *parent, struct json **last, struct json *child);

#endif

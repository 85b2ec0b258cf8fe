/* SPDX-License-Identifier: Apache-2.0 */
/* CSV reader: the cases of a table, one by one, as the JSON that says the same.

   The rows of one case follow one another and have the same text in the column `case`. A case that
   returns further down is refused, since it was answered without those rows. A row that can't be read
   costs the case that it is part of, or if that is not known the one before it. */
#ifndef LIMEN_CASE_CSV_READER_H
#define LIMEN_CASE_CSV_READER_H

#include "case/csv_case.h"
#include "case/seen_ids.h"

/* Zeroed but for the scanner, it is at the beginning. */
struct csv_reader {
    struct csv_scanner scanner;
    struct csv_columns columns;
    bool opened; /* the header was read */
    struct seen_ids seen;
    bool is_split;     /* a splitter looked which cases return, and set `before` of the next one */
    size_t before;
};

/* Whether BYTES begin with a header that has a column `case`. */
bool csv_reader_suits(struct arena *arena, const char *bytes, size_t length);

/* Reads the header into KEPT, which must outlive the reader. READING->program may be NULL: then a column
   can't be unknown. False: reported, and there is nothing to read. */
bool csv_reader_open(struct csv_reader *reader, struct case_reading *reading, struct arena *kept);

/* The rows of the next case, each as wide as the header unless something was reported. False: no more. */
bool csv_reader_next(struct csv_reader *reader, struct case_reading *reading,
                     struct csv_lines *ret_lines);

void csv_reader_close(struct csv_reader *reader);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* CSV split: where the cases of a long table begin and end, so that it can be read in pieces.

   A case is the rows that follow one another with the same text in the column `case`; a row without any
   belongs to the one before. Rows are told apart as csv_scan() does. Remembers of the cases that were
   passed 24 bytes each, so that one which returns is known. */
#ifndef LIMEN_CASE_CSV_SPLIT_H
#define LIMEN_CASE_CSV_SPLIT_H

#include "case/feed.h"
#include "case/seen_ids.h"

struct csv_split {
    struct arena *arena;  /* of the header */
    struct arena *scratch;
    const char *header;   /* the text up to the end of the header's row, with READER_PADDING behind it */
    size_t header_length;
    size_t id;            /* which column is `case` */
    size_t lines;         /* that were split off */
    struct seen_ids seen;
};

/* For a table that begins with PIECE. False: its header is none that can be split by. */
bool csv_split_start(struct csv_split *split, const struct feed_piece *first);
void csv_split_end(struct csv_split *split);

/* A feed_splitter for a csv_split: finds the whole cases of PIECE, in `rows`. */
size_t csv_split(void *split, struct feed_piece *piece, bool is_end);

#endif

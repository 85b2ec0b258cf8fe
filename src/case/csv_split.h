/* SPDX-License-Identifier: Apache-2.0 */
/* CSV split: where the cases of a long table begin and end, so that it can be read in pieces.

   A case is the rows that follow one another with the same text in the column `case`; a row without any
   belongs to the one before. Rows are told apart as csv_scan() does.

   So that a case which returns is known, a hash of the name of each is kept, but only once the names no longer
   grow: until then none can return. Those that were passed before are then read once more; where the text
   can't be read again, they are kept from the beginning. */
#ifndef LIMEN_CASE_CSV_SPLIT_H
#define LIMEN_CASE_CSV_SPLIT_H

#include "base/arena.h"
#include "base/text.h"
#include "case/feed.h"
#include "case/seen_ids.h"

struct csv_split {
    struct arena *arena;  /* of the header */
    struct arena *scratch;
    const char *header;   /* the text up to the end of the header's row, with READER_PADDING behind it */
    size_t header_length;
    size_t id;            /* which column is `case` */
    size_t lines;         /* that were split off */
    const struct feed *feed; /* of the table */
    size_t named;         /* cases with a name that were passed */
    size_t limit;         /* how many of them are kept at most */
    bool keeps;           /* hashes of names, in SEEN */
    bool by_bytes, by_length; /* names grew so far: byte by byte; in length, else byte by byte */
    struct text last;     /* name */
    struct seen_ids seen;
};

/* For the table that begins with FIRST, of FEED. False: its header is none that can be split by. */
bool csv_split_start(struct csv_split *split, const struct feed *feed,
                     const struct feed_piece *first);
void csv_split_end(struct csv_split *split);

/* A feed_splitter for a csv_split: finds the whole cases of PIECE, in `rows`. */
size_t csv_split(void *split, struct feed_piece *piece, bool is_end);

#endif

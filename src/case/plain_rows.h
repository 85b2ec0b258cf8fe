/* SPDX-License-Identifier: Apache-2.0 */
/* Plain rows: the cases of a table that are said plainly, read straight into the columns of a block, as plain.h does
   lines.

   A case with a quote or whatever else is unusual in a cell, one of several rows with two lists in one of them, and
   one with anything wrong is left to the case reader. */
#ifndef LIMEN_CASE_PLAIN_ROWS_H
#define LIMEN_CASE_PLAIN_ROWS_H

#include "case/feed.h"
#include "case/plain.h"

struct plain_rows;

/* For tables that begin with HEADER, which must suit PROGRAM; NULL if it does not. Lives in ARENA. */
struct plain_rows *plain_rows_create(struct arena *arena, const struct program *program,
                                     struct block *block, const char *header, size_t length);

/* Reads the case of ROWS, which stand in BYTES, into the block, which must have room for it. True: it is the
   block's latest case, and RET says its id; else it is for the case reader. */
bool plain_rows_read(struct plain_rows *rows, const char *bytes, const struct feed_rows *at,
                     struct plain_line *ret);

/* Before the block is closed: only now all that was read stands in it. */
void plain_rows_end_block(struct plain_rows *rows);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Feed: a long text that is read piece by piece, so that memory is bounded by pieces, not by the text.

   Each piece holds whole lines, as many as about `piece_bytes` have room for; a line that is longer makes
   its piece as large as itself. A piece owns malloc'd memory, which feed_next uses again. */
#ifndef LIMEN_CASE_FEED_H
#define LIMEN_CASE_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FEED_MAX_BYTES UINT32_C(2147483647) /* of one piece */

struct feed_piece {
    char *bytes;   /* with READER_PADDING readable bytes behind them */
    size_t length;
    size_t room;   /* bytes that there is memory for */
    bool is_first;
    bool is_last;  /* nothing follows */
};

struct feed {
    int fd;
    size_t piece_bytes;
    uint64_t total; /* bytes of a regular file; 0: nobody knows */
    char *rest;     /* the beginning of a line that was not handed out yet */
    size_t rest_length, rest_room;
    bool any, ended;
};

enum feed_status {
    FEED_OK,
    FEED_UNREADABLE, /* errno */
    FEED_TOO_LARGE   /* a line, or all that is left, is longer than FEED_MAX_BYTES */
};

/* PATH "-": standard input. False: errno. */
bool feed_open(struct feed *feed, const char *path, size_t piece_bytes);
/* The next lines; a last piece may be empty. Call no more after it. */
enum feed_status feed_next(struct feed *feed, struct feed_piece *piece);
/* Adds to PIECE all that follows it. */
enum feed_status feed_join_rest(struct feed *feed, struct feed_piece *piece);
void feed_close(struct feed *feed);

void feed_piece_clear(struct feed_piece *piece);

#endif

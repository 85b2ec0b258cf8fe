/* SPDX-License-Identifier: Apache-2.0 */
/* Feed: a long text that is read piece by piece, so that memory is bounded by pieces, not by the text.

   Each piece holds whole lines, or what else a splitter takes for whole, as many as about `piece_bytes` have
   room for; a line that is longer makes its piece as large as itself. A piece owns malloc'd memory, which feed_next uses again. */
#ifndef LIMEN_CASE_FEED_H
#define LIMEN_CASE_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FEED_MAX_BYTES UINT32_C(2147483647) /* of one piece */

/* Of a table: the rows of one case. */
struct feed_rows {
    size_t begin, end; /* bytes of the piece */
    size_t line;       /* in which they begin, from 1, counted from the beginning of the whole text */
    size_t before;     /* the line of the whole text in which a case of the same name began; 0: there is none */
};

struct feed_piece {
    char *bytes;   /* with READER_PADDING readable bytes behind them */
    size_t length;
    size_t room;   /* bytes that there is memory for */
    bool is_first;
    bool is_last;  /* nothing follows */
    struct feed_rows *rows; /* if a splitter found some */
    size_t row_count, row_room;
};

/* Where what is whole of PIECE ends; 0: nothing is; FEED_BROKEN: errno. At the end of the text all is. */
#define FEED_BROKEN SIZE_MAX
typedef size_t feed_splitter(void *context, struct feed_piece *piece, bool is_end);

struct feed {
    int fd;
    size_t piece_bytes;
    feed_splitter *split; /* NULL: whole lines */
    void *split_context;
    uint64_t total; /* bytes of a regular file; 0: nobody knows */
    bool is_file;   /* a regular one, which is read at places of its own */
    int64_t begin, at; /* then: where the text begins, and what is read next */
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
/* The same text from its beginning once more, while FEED goes on. False: errno, or it is no regular file. */
bool feed_open_again(struct feed *again, const struct feed *feed);
/* The next lines; a last piece may be empty. Call no more after it. */
enum feed_status feed_next(struct feed *feed, struct feed_piece *piece);
/* From now on SPLIT says what is whole, beginning with PIECE, which was read already: the rest is read again. */
enum feed_status feed_set_splitter(struct feed *feed, feed_splitter *split, void *context,
                                   struct feed_piece *piece);
/* Adds to PIECE all that follows it. */
enum feed_status feed_join_rest(struct feed *feed, struct feed_piece *piece);
void feed_close(struct feed *feed);

void feed_piece_clear(struct feed_piece *piece);

#endif

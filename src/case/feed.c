/* SPDX-License-Identifier: Apache-2.0 */
/* Reading whole lines. */
#include "case/feed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case/reader.h"

bool feed_open(struct feed *feed, const char *path, size_t piece_bytes)
{
    struct stat status;
    *feed = (struct feed){.piece_bytes = piece_bytes};
    feed->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (feed->fd < 0) {
        return false;
    }
    bool is_known = fstat(feed->fd, &status) == 0;
    if (!is_known || S_ISDIR(status.st_mode)) {
        int why = is_known ? EISDIR : errno;
        feed_close(feed);
        errno = why;
        return false;
    }
    feed->total = S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    feed->begin = feed->at = S_ISREG(status.st_mode) ? (int64_t)lseek(feed->fd, 0, SEEK_CUR) : -1;
    feed->is_file = feed->begin >= 0;
    return true;
}

bool feed_open_again(struct feed *again, const struct feed *feed)
{
    *again = (struct feed){.fd = -1, .piece_bytes = feed->piece_bytes, .is_file = true,
                           .begin = feed->begin, .at = feed->begin};
    if (feed->is_file) {
        again->fd = fcntl(feed->fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    }
    return again->fd >= 0;
}

void feed_close(struct feed *feed)
{
    if (feed->fd > STDIN_FILENO) {
        close(feed->fd); /* only read from: nothing can be lost */
    }
    free(feed->rest);
    *feed = (struct feed){.fd = -1};
}

void feed_piece_clear(struct feed_piece *piece)
{
    free(piece->bytes);
    free(piece->rows);
    *piece = (struct feed_piece){0};
}

static void *grow(void *bytes, size_t room)
{
    void *grown = realloc(bytes, room);
    if (!grown) {
        fputs("limen: out of memory\n", stderr);
        abort();
    }
    return grown;
}

static void piece_grow(struct feed_piece *piece, size_t room)
{
    if (room > piece->room) {
        piece->bytes = grow(piece->bytes, room + READER_PADDING);
        piece->room = room;
    }
}

static ssize_t read_some(struct feed *feed, char *bytes, size_t length)
{
    ssize_t count = feed->is_file ? pread(feed->fd, bytes, length, (off_t)feed->at)
                                  : read(feed->fd, bytes, length);
    feed->at += feed->is_file && count > 0 ? count : 0;
    return count;
}

/* Reads until ROOM bytes are there, or the text ends. */
static enum feed_status fill(struct feed *feed, struct feed_piece *piece, size_t room)
{
    piece_grow(piece, room);
    while (piece->length < room && !feed->ended) {
        ssize_t count = read_some(feed, piece->bytes + piece->length, room - piece->length);
        if (count < 0 && errno != EINTR) {
            return FEED_UNREADABLE;
        }
        feed->ended = count == 0;
        piece->length += count > 0 ? (size_t)count : 0;
    }
    return FEED_OK;
}

static void take_rest(struct feed *feed, struct feed_piece *piece)
{
    piece_grow(piece, feed->rest_length);
    if (feed->rest_length > 0) {
        memcpy(piece->bytes, feed->rest, feed->rest_length);
    }
    piece->length = feed->rest_length;
    feed->rest_length = 0;
}

static void keep_rest(struct feed *feed, struct feed_piece *piece, size_t end)
{
    feed->rest_length = piece->length - end;
    if (feed->rest_length > feed->rest_room) {
        feed->rest_room = feed->rest_length;
        feed->rest = grow(feed->rest, feed->rest_room);
    }
    if (feed->rest_length > 0) {
        memcpy(feed->rest, piece->bytes + end, feed->rest_length);
    }
    piece->length = end;
}

static void finish(const struct feed *feed, struct feed_piece *piece)
{
    piece->is_last = feed->ended && feed->rest_length == 0;
    memset(piece->bytes + piece->length, 0, READER_PADDING);
}

/* Where what is whole ends; 0: nothing is. */
static size_t whole_end(const struct feed *feed, struct feed_piece *piece)
{
    if (feed->split) {
        return feed->split(feed->split_context, piece, feed->ended);
    }
    if (feed->ended) {
        return piece->length;
    }
    const char *end = memrchr(piece->bytes, '\n', piece->length);
    return end ? (size_t)(end - piece->bytes) + 1 : 0;
}

/* Doubles what PIECE holds, or gives it ROOM. */
static enum feed_status fill_more(struct feed *feed, struct feed_piece *piece, size_t room)
{
    room = room > 2 * piece->length ? room : 2 * piece->length;
    if (piece->length >= FEED_MAX_BYTES) {
        return FEED_TOO_LARGE;
    }
    return fill(feed, piece, room < FEED_MAX_BYTES ? room : FEED_MAX_BYTES);
}

/* Reads on until something is whole, END if that is not 0 already, and keeps what is behind it. */
static enum feed_status split_off(struct feed *feed, struct feed_piece *piece, size_t end)
{
    while (end == 0 && !feed->ended) {
        enum feed_status status = fill_more(feed, piece, feed->piece_bytes);
        if (status != FEED_OK) {
            return status;
        }
        end = whole_end(feed, piece);
    }
    if (end == FEED_BROKEN) {
        return FEED_UNREADABLE;
    }
    keep_rest(feed, piece, end);
    finish(feed, piece);
    return FEED_OK;
}

enum feed_status feed_next(struct feed *feed, struct feed_piece *piece)
{
    take_rest(feed, piece);
    piece->is_first = !feed->any;
    feed->any = true;
    return split_off(feed, piece, 0);
}

enum feed_status feed_set_splitter(struct feed *feed, feed_splitter *split, void *context,
                                   struct feed_piece *piece)
{
    feed->split = split;
    feed->split_context = context;
    piece_grow(piece, piece->length + feed->rest_length);
    if (feed->rest_length > 0) {
        memcpy(piece->bytes + piece->length, feed->rest, feed->rest_length);
    }
    piece->length += feed->rest_length;
    feed->rest_length = 0;
    return split_off(feed, piece, whole_end(feed, piece));
}

enum feed_status feed_join_rest(struct feed *feed, struct feed_piece *piece)
{
    piece_grow(piece, piece->length + feed->rest_length);
    if (feed->rest_length > 0) {
        memcpy(piece->bytes + piece->length, feed->rest, feed->rest_length);
    }
    piece->length += feed->rest_length;
    feed->rest_length = 0;
    while (!feed->ended) {
        enum feed_status status = fill_more(feed, piece, feed->piece_bytes);
        if (status != FEED_OK) {
            return status;
        }
    }
    finish(feed, piece);
    return FEED_OK;
}

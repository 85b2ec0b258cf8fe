/* SPDX-License-Identifier: Apache-2.0 */
/* Plain cursor: a place in the tokens of a line of JSON, which json_index_find() found.

   Behind the last token of a text stand more, which begin where the text ends, and behind those of a line the
   next line's. Whoever begins a key, a value or an element makes sure that it begins in the line; how the
   line ends is looked at once, at the end. A function that reads yields false for what it does not read, which may
   be right or wrong. */
#ifndef LIMEN_CASE_PLAIN_CURSOR_H
#define LIMEN_CASE_PLAIN_CURSOR_H

#include <string.h>

#include "case/plain_fact.h"

struct plain_cursor {
    struct plain_facts *facts;
    const char *base;   /* of the offsets */
    const uint32_t *at; /* the token */
    uint32_t end;       /* of the line */
    size_t lane;
};

static inline bool is_in_line(const struct plain_cursor *cursor)
{
    return *cursor->at < cursor->end;
}

static inline char token(const struct plain_cursor *cursor)
{
    return cursor->base[*cursor->at];
}

static inline bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The token that begins here and ends before END is all there is up to the next one, which is reached. */
static inline bool pass(struct plain_cursor *cursor, const char *end)
{
    const char *next = cursor->base + *++cursor->at;
    while (end < next && is_space(*end)) {
        end++;
    }
    return end == next;
}

/* The text that begins here, without escapes in it that matter: with any, it is like no name. */
static inline bool read_text(struct plain_cursor *cursor, const char **ret, size_t *ret_length)
{
    const char *begin = cursor->base + *cursor->at, *next = cursor->base + cursor->at[1];
    if (*begin != '"') {
        return false;
    }
    while (is_space(next[-1])) {
        next--;
    }
    *ret = begin + 1;
    *ret_length = (size_t)(next - begin) - 2;
    cursor->at++;
    return next[-1] == '"' && next - begin >= 2;
}

/* "KEY": and then the value. */
static inline bool read_key(struct plain_cursor *cursor, const char **ret, size_t *ret_length)
{
    if (!is_in_line(cursor) || !read_text(cursor, ret, ret_length) || token(cursor) != ':') {
        return false;
    }
    cursor->at++;
    return true;
}

/* Behind an element: true if another follows, which is reached; false: RET says whether CLOSE ends them. */
static inline bool has_next(struct plain_cursor *cursor, char close, bool *ret_good)
{
    char c = token(cursor);
    cursor->at++;
    *ret_good = c == close;
    return c == ',';
}

static inline bool is_null(const struct plain_cursor *cursor)
{
    return memcmp(cursor->base + *cursor->at, "null", 4) == 0;
}

static inline bool pass_null(struct plain_cursor *cursor)
{
    return pass(cursor, cursor->base + *cursor->at + 4);
}

#endif

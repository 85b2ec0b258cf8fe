/* SPDX-License-Identifier: Apache-2.0 */
/* JSON: one object or array as a tree of plain C structs.

   simdjson finds the tokens; this keeps what it must not lose: numbers as they were written (they become
   exact decimals, never binary floating point), keys that stand twice, and where everything stood. The
   tree lives in the caller's arena; texts are UTF-8 without NUL characters and direction controls. Nesting
   is bounded, so recursion over a tree is safe. */
#ifndef LIMEN_CASE_JSON_H
#define LIMEN_CASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define JSON_MAX_DEPTH 64
#define JSON_PADDING 64 /* readable bytes that must follow the text */

enum json_kind {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_TEXT,
    JSON_ARRAY,
    JSON_OBJECT
};

struct json {
    enum json_kind kind;
    const char *key;   /* in an object, else NULL */
    size_t key_offset; /* byte offset in the text, like `offset` */
    const char *text;  /* TEXT: without escapes; NUMBER: as written; else NULL */
    size_t offset;
    struct json *child, *next; /* in order, repeated keys kept */
    size_t count;              /* children */
};

struct json_failure {
    const char *message;
    size_t offset;
    bool too_deep;
};

struct json_parser;

struct json_parser *json_parser_create(void);
void json_parser_destroy(struct json_parser *parser);

/* The object or array that BYTES hold, and nothing behind it. NULL: *RET says what is wrong. */
struct json *json_parse(struct json_parser *parser, struct arena *arena, const char *bytes,
                        size_t length, struct json_failure *ret);

/* Where the tokens of a text begin: each bracket, comma and colon outside texts, each text's first quote,
   and the first byte of whatever else stands there. */
struct json_index {
    const uint32_t *at; /* growing, then four times the text's length */
    size_t count;
};

/* Of any number of objects behind one another. False: BYTES are not UTF-8, or a text among them has
   control characters or no end. The index lives until the next call. */
bool json_index_find(struct json_parser *parser, const char *bytes, size_t length,
                     struct json_index *ret);

const char *json_kind_text(enum json_kind kind); /* "a number" */

#endif

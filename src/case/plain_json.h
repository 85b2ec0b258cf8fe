/* SPDX-License-Identifier: Apache-2.0 */
/* Plain JSON: facts, events and lists of a case, from the tokens of a line. */
#ifndef LIMEN_CASE_PLAIN_JSON_H
#define LIMEN_CASE_PLAIN_JSON_H

#include "case/plain_cursor.h"

/* null, which is passed. */
bool plain_read_null(struct plain_cursor *cursor);
bool plain_read_date(struct plain_cursor *cursor, struct plain_fact *fact);
/* {"FACT": VALUE, ...}; each is named once in the case. */
bool plain_read_facts(struct plain_cursor *cursor);
bool plain_read_events(struct plain_cursor *cursor);
bool plain_read_lists(struct plain_cursor *cursor);
/* What stands behind the key NAME, which says something of a fact that belongs under KEY. */
bool plain_read_named(struct plain_cursor *cursor, const char *name, size_t length, enum plain_key key);
/* Facts of the most frequent kinds, for as long as commas follow them. True: something else follows the last
   one, which is reached; false: what comes next is for others to read. */
bool plain_read_quickly(struct plain_cursor *cursor);
/* Reads an opening bracket. False: it is none. RET: nothing is in it, and it is closed already. */
bool plain_opens(struct plain_cursor *cursor, char open, char close, bool *ret_empty);
bool plain_is_text(const char *text, size_t length, const char *word);

/* {"KEY":[...],"complete":false}, or [...] alone: what stands under KEY is read by READ. */
struct plain_whole {
    const char *key, *other; /* NULL: no other key */
    bool (*read)(struct plain_cursor *cursor, void *to);
    void *to;
    bool complete;
};
bool plain_read_whole(struct plain_cursor *cursor, struct plain_whole *whole);

#endif

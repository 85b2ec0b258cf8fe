/* SPDX-License-Identifier: Apache-2.0 */
/* Seen ids: which cases of a table have been read, and in which line each began.

   Remembers 24 bytes of each, not its name: two names are taken for the same if 128 bits of hash are.
   Owns its memory. */
#ifndef LIMEN_CASE_SEEN_IDS_H
#define LIMEN_CASE_SEEN_IDS_H

#include <stddef.h>
#include <stdint.h>

struct seen_id {
    uint64_t hash[2];
    size_t line; /* from 1; 0: the slot is free */
};

/* Zeroed, it has seen none. */
struct seen_ids {
    struct seen_id *slots;
    size_t count;
    size_t capacity; /* 0 or a power of two */
};

/* The line in which ID was seen before; 0: it was not, and now it is, in LINE. */
size_t seen_ids_add(struct seen_ids *ids, const char *id, size_t line);
void seen_ids_clear(struct seen_ids *ids);

#endif

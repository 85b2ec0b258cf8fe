/* SPDX-License-Identifier: Apache-2.0 */
/* Table: from pointers to pointers, by hashing the address. Keys are compared with ==, so symbols and
   entities serve as keys. A key stays; its value may be replaced. Lives in an arena; a zeroed struct
   with its arena set is an empty table. */
#ifndef LIMEN_BASE_TABLE_H
#define LIMEN_BASE_TABLE_H

#include <stddef.h>

#include "base/arena.h"

struct table_slot {
    const void *key; /* NULL: free */
    void *value;
};

struct table {
    struct arena *arena;
    struct table_slot *slots;
    size_t count;
    size_t capacity; /* 0 or a power of two */
};

/* The value of KEY, or NULL. */
void *table_get(const struct table *table, const void *key);

/* Sets the value of KEY; neither may be NULL. */
void table_set(struct table *table, const void *key, void *value);

#endif

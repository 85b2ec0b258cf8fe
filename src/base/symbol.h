/* SPDX-License-Identifier: Apache-2.0 */
/* Symbol: an interned name. Two symbols of one table name the same thing exactly if they are the
   same pointer, so compare them with ==. A symbol can be printed as the C string it is. */
#ifndef LIMEN_BASE_SYMBOL_H
#define LIMEN_BASE_SYMBOL_H

#include <stddef.h>

#include "base/arena.h"

typedef const char *symbol;

struct symbol_table;

/* The table and its symbols live in ARENA. */
struct symbol_table *symbol_table_create(struct arena *arena);
symbol symbol_intern(struct symbol_table *table, const char *bytes, size_t length);
symbol symbol_of(struct symbol_table *table, const char *text);

/* The symbol if these bytes were ever interned, else NULL; adds nothing. */
symbol symbol_find(const struct symbol_table *table, const char *bytes, size_t length);

/* Number of edits (insert, delete, change, swap of neighbours) between two names, at most LIMIT + 1. */
unsigned symbol_distance(const char *a, const char *b, unsigned limit);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Vector: a growing array in an arena, as macros over a struct declared with VECTOR_OF.

   `struct names { VECTOR_OF(symbol); };` declares members items, count and capacity. Growth doubles,
   so a push costs constant time on average; the array left behind stays in the arena. */
#ifndef LIMEN_BASE_VECTOR_H
#define LIMEN_BASE_VECTOR_H

#include <stddef.h>

#include "base/arena.h"

#define VECTOR_OF(type) \
    type *items;        \
    size_t count;       \
    size_t capacity

#define vector_reserve(arena, vector)                                                            \
    ((vector)->count < (vector)->capacity                                                        \
         ? (void)0                                                                               \
         : (void)((vector)->items = arena_grow((arena), (vector)->items,                         \
                                               (vector)->capacity * sizeof *(vector)->items,     \
                                               ((vector)->capacity ? (vector)->capacity * 2 : 8) \
                                                   * sizeof *(vector)->items),                   \
                  (vector)->capacity = (vector)->capacity ? (vector)->capacity * 2 : 8))

/* Appends VALUE. */
#define vector_push(arena, vector, ...) \
    (vector_reserve((arena), (vector)), (void)((vector)->items[(vector)->count++] = __VA_ARGS__))

/* Appends a zeroed item and yields a pointer to it. */
#define vector_add(arena, vector) \
    (vector_reserve((arena), (vector)), &(vector)->items[(vector)->count++])

#endif

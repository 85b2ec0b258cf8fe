/* SPDX-License-Identifier: Apache-2.0 */
/* Arena: the memory of one compilation or one evaluation.

   Everything that is made while a ruleset is compiled lives in one arena and ends with it; nothing in
   it is freed by itself. Memory comes zeroed and aligned for any type. When the system has no more
   memory the arena writes one line to standard error and aborts: no caller checks for NULL. */
#ifndef LIMEN_BASE_ARENA_H
#define LIMEN_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_create(void);
void arena_destroy(struct arena *arena);

/* Forgets everything allocated so far and keeps the memory for reuse. */
void arena_reset(struct arena *arena);

void *arena_alloc(struct arena *arena, size_t size);

/* Grows an array that may be the arena's latest allocation in place; copies otherwise. */
void *arena_grow(struct arena *arena, void *items, size_t old_size, size_t new_size);

/* Copies LENGTH bytes and adds a NUL. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);

char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vformat(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0), nonnull(2)));

/* Bytes handed out since creation or the last reset. */
size_t arena_used(const struct arena *arena);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Arena: the memory of one compilation or one evaluation.

   Everything that is made while a ruleset is compiled lives in one arena and ends with it; nothing in
   it is freed by itself. Memory comes zeroed and aligned for any type. When the system has no more
   memory the arena writes one line to standard error and aborts: no caller checks for NULL. */
#ifndef LIMEN_BASE_ARENA_H
#define LIMEN_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
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

/* An arena in one piece that begins at ADDRESS, a whole page, so that its bytes can be kept and be put
   there again by another process, with every pointer in it right. NULL if something is there. */
struct arena *arena_create_at(void *address);
/* All its bytes. False if it is no such arena, or had to be continued elsewhere. */
bool arena_piece(struct arena *arena, const void **ret_bytes, size_t *ret_length);
/* The arena whose piece of LENGTH bytes is at ADDRESS again, privately mapped and writable, with zeros
   behind it up to a whole page. The arena owns the mapping. */
struct arena *arena_restore(void *address, size_t length);

/* A pointer for the arena's owner: what there is to find in it. NULL at first. */
void arena_set_root(struct arena *arena, void *root);
void *arena_root(const struct arena *arena);

/* Bytes handed out since creation or the last reset. */
size_t arena_used(const struct arena *arena);

#endif

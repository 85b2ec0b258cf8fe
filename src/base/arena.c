/* SPDX-License-Identifier: Apache-2.0 */
/* Arena: a chain of chunks, filled one after the other; a large allocation has a chunk to itself. What was
   large before a reset is spare after it, and given back if it stays so until the next.

   Bytes beyond a chunk's `used` are always zero, so handing them out needs no clearing. Chunks are
   mapped with their pages present: the kernel gives 64 pages at once in less time than 64 page faults
   take, which saves a few percent of the time of evaluating one case. Under AddressSanitizer chunks
   come from the heap, where it sees leaks; the unused bytes are poisoned and allocations are kept apart
   by a red zone, so that overruns are found as they are with malloc. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define RED_ZONE 16
#define poison(bytes, size) ASAN_POISON_MEMORY_REGION((bytes), (size))
#define unpoison(bytes, size) ASAN_UNPOISON_MEMORY_REGION((bytes), (size))
#else
#define RED_ZONE 0
#define poison(bytes, size) ((void)(bytes), (void)(size))
#define unpoison(bytes, size) ((void)(bytes), (void)(size))
#endif

#ifndef MAP_POPULATE
#define MAP_POPULATE 0
#endif

#define PAGE 4096 /* a multiple or a divisor of the system's */
#define FIRST_CHUNK (32 * 1024)
#define LARGEST_CHUNK (256 * 1024) /* unused pages at the end cost time, too */

struct chunk {
    struct chunk *next;
    size_t used, size; /* bytes of data */
    size_t mapped;     /* bytes in all */
    bool is_large;     /* made for one allocation */
    alignas(max_align_t) unsigned char data[];
};

struct arena {
    struct chunk *first, *current;
    struct chunk *spare; /* large ones, empty */
    size_t next_size; /* of the next chunk, unless an allocation needs a larger one */
    size_t handed_out;
};

static void out_of_memory(void)
{
    fputs("limen: out of memory\n", stderr);
    abort();
}

static size_t round_up(size_t size)
{
    size_t unit = alignof(max_align_t);
    if (size > SIZE_MAX / 2) {
        out_of_memory();
    }
    if (size == 0) {
        size = 1; /* so that two allocations are never the same address */
    }
    return (size + RED_ZONE + unit - 1) / unit * unit;
}

#ifdef __SANITIZE_ADDRESS__
static void *pages_get(size_t size)
{
    return calloc(1, size);
}

static void pages_return(void *pages, size_t size)
{
    (void)size;
    free(pages);
}
#else
static void *pages_get(size_t size)
{
    void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    return pages == MAP_FAILED ? NULL : pages;
}

static void pages_return(void *pages, size_t size)
{
    munmap(pages, size);
}
#endif

/* A chunk for at least SIZE bytes of data, in whole pages. */
static struct chunk *chunk_create(size_t size)
{
    size_t mapped = (sizeof(struct chunk) + size + PAGE - 1) / PAGE * PAGE;
    struct chunk *chunk = pages_get(mapped);
    if (!chunk) {
        out_of_memory();
    }
    chunk->mapped = mapped;
    chunk->size = mapped - sizeof *chunk;
    poison(chunk->data, chunk->size);
    return chunk;
}

static void chunk_destroy(struct chunk *chunk)
{
    unpoison(chunk->data, chunk->size);
    pages_return(chunk, chunk->mapped);
}

struct arena *arena_create(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena) {
        out_of_memory();
    }
    arena->first = arena->current = chunk_create(FIRST_CHUNK - sizeof(struct chunk));
    arena->next_size = FIRST_CHUNK * 2;
    return arena;
}

static void chain_destroy(struct chunk *chain)
{
    for (struct chunk *chunk = chain, *next; chunk; chunk = next) {
        next = chunk->next;
        chunk_destroy(chunk);
    }
}

void arena_destroy(struct arena *arena)
{
    if (arena) {
        chain_destroy(arena->first);
        chain_destroy(arena->spare);
        free(arena);
    }
}

static void chunk_empty(struct chunk *chunk)
{
    unpoison(chunk->data, chunk->size);
    memset(chunk->data, 0, chunk->used);
    chunk->used = 0;
    poison(chunk->data, chunk->size);
}

void arena_reset(struct arena *arena)
{
    chain_destroy(arena->spare);
    arena->spare = NULL;
    for (struct chunk **link = &arena->first; *link;) {
        struct chunk *chunk = *link;
        chunk_empty(chunk);
        if (chunk->is_large) {
            *link = chunk->next;
            chunk->next = arena->spare;
            arena->spare = chunk;
        } else {
            link = &chunk->next;
        }
    }
    arena->current = arena->first;
    arena->handed_out = 0;
}

static struct chunk *chunk_insert(struct arena *arena, struct chunk *chunk)
{
    chunk->next = arena->current->next;
    arena->current->next = chunk;
    return chunk;
}

/* A chunk for one allocation: a spare one if it fits, or a new one. */
static struct chunk *large_chunk(struct arena *arena, size_t size)
{
    for (struct chunk **link = &arena->spare; *link; link = &(*link)->next) {
        struct chunk *chunk = *link;
        if (chunk->size >= size) {
            *link = chunk->next;
            return chunk_insert(arena, chunk);
        }
    }
    struct chunk *chunk = chunk_create(size);
    chunk->is_large = true;
    return chunk_insert(arena, chunk);
}

static struct chunk *next_chunk(struct arena *arena)
{
    size_t size = arena->next_size - sizeof(struct chunk);
    if (arena->next_size < LARGEST_CHUNK) {
        arena->next_size *= 2;
    }
    return chunk_insert(arena, chunk_create(size));
}

/* A chunk with ROOM bytes free: the current one; the next one, which then becomes the current; or one
   that is made. A large allocation leaves the current chunk as it is, so that its rest is not lost. */
static struct chunk *chunk_with_room(struct arena *arena, size_t room)
{
    struct chunk *current = arena->current, *next = current->next;
    if (current->size - current->used >= room) {
        return current;
    }
    if (next && next->size - next->used >= room) {
        return arena->current = next;
    }
    if (room > arena->next_size / 4) {
        return large_chunk(arena, room);
    }
    return arena->current = next_chunk(arena);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t room = round_up(size);
    struct chunk *chunk = chunk_with_room(arena, room);
    unsigned char *bytes = chunk->data + chunk->used;
    chunk->used += room;
    arena->handed_out += size;
    unpoison(bytes, size);
    return bytes;
}

static bool grow_in_place(struct arena *arena, unsigned char *items, size_t old_size,
                          size_t new_size)
{
    struct chunk *chunk = arena->current;
    size_t old_room = round_up(old_size), new_room = round_up(new_size);
    if (old_room > chunk->used || items != chunk->data + (chunk->used - old_room)
        || chunk->used - old_room + new_room > chunk->size) {
        return false;
    }
    chunk->used += new_room - old_room;
    arena->handed_out += new_size - old_size;
    unpoison(items, new_size);
    return true;
}

void *arena_grow(struct arena *arena, void *items, size_t old_size, size_t new_size)
{
    if (items && (new_size <= old_size || grow_in_place(arena, items, old_size, new_size))) {
        return items;
    }
    void *grown = arena_alloc(arena, new_size);
    if (items) {
        memcpy(grown, items, old_size);
    }
    return grown;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    if (length) {
        memcpy(copy, bytes, length);
    }
    return copy;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *string = arena_vformat(arena, format, arguments);
    va_end(arguments);
    return string;
}

char *arena_vformat(struct arena *arena, const char *format, va_list arguments)
{
    char first[256]; /* most fit, and need not be formatted twice */
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(first, sizeof first, format, arguments);
    if (length < 0) {
        out_of_memory(); /* the only failure left: the formats are constants */
    }
    char *string = arena_alloc(arena, (size_t)length + 1);
    if ((size_t)length < sizeof first) {
        memcpy(string, first, (size_t)length);
    } else {
        vsnprintf(string, (size_t)length + 1, format, again);
    }
    va_end(again);
    return string;
}

size_t arena_used(const struct arena *arena)
{
    return arena->handed_out;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Arena: a chain of chunks, filled one after the other; a large allocation has a chunk to itself. What was
   large before a reset is spare after it, and given back if it stays so until the next. The arena itself
   stands at the beginning of the first chunk. A chunk at a fixed address grows instead of being followed
   by another.

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

#ifdef __has_feature /* Clang's way to tell; GCC's is a macro */
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

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
#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0 /* then an address is only asked for, and looked at afterwards */
#endif

#define PAGE 4096 /* a multiple or a divisor of the system's */
#define FIRST_CHUNK (32 * 1024)
#define LARGEST_CHUNK (256 * 1024) /* unused pages at the end cost time, too */

struct chunk {
    struct chunk *next;
    size_t used, size; /* bytes of data */
    size_t mapped;     /* bytes in all */
    bool is_large;     /* made for one allocation */
    bool is_fixed;     /* at an address that was asked for, where it may grow */
    alignas(max_align_t) unsigned char data[];
};

struct arena {
    struct chunk *first, *current;
    struct chunk *spare; /* large ones, empty */
    size_t next_size; /* of the next chunk, unless an allocation needs a larger one */
    size_t handed_out;
    void *root;
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

/* ADDRESS NULL: anywhere. */
static void *pages_map(void *address, size_t size)
{
    int where = address ? MAP_FIXED_NOREPLACE : 0;
    void *pages = mmap(address, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE | where, -1, 0);
    if (pages != MAP_FAILED && address && pages != address) {
        munmap(pages, size);
        return NULL;
    }
    return pages == MAP_FAILED ? NULL : pages;
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
    return pages_map(NULL, size);
}

static void pages_return(void *pages, size_t size)
{
    munmap(pages, size);
}
#endif

static size_t whole_pages(size_t size)
{
    return (size + PAGE - 1) / PAGE * PAGE;
}

static struct chunk *chunk_start(struct chunk *chunk, size_t mapped)
{
    chunk->mapped = mapped;
    chunk->size = mapped - sizeof *chunk;
    poison(chunk->data, chunk->size);
    return chunk;
}

/* A chunk for at least SIZE bytes of data, in whole pages. */
static struct chunk *chunk_create(size_t size)
{
    size_t mapped = whole_pages(sizeof(struct chunk) + size);
    struct chunk *chunk = pages_get(mapped);
    if (!chunk) {
        out_of_memory();
    }
    return chunk_start(chunk, mapped);
}

static void chunk_destroy(struct chunk *chunk)
{
    unpoison(chunk->data, chunk->size);
    if (chunk->is_fixed) {
        munmap(chunk, chunk->mapped);
    } else {
        pages_return(chunk, chunk->mapped);
    }
}

/* Makes ROOM bytes free in a chunk that may grow. False: there is no room behind it. */
static bool chunk_extend(struct chunk *chunk, size_t room)
{
    size_t more = whole_pages(room > LARGEST_CHUNK ? room : LARGEST_CHUNK);
    if (!chunk->is_fixed || !pages_map((unsigned char *)chunk + chunk->mapped, more)) {
        return false;
    }
    poison(chunk->data + chunk->size, more);
    chunk->mapped += more;
    chunk->size += more;
    return true;
}

static void *take(struct chunk *chunk, size_t size)
{
    unsigned char *bytes = chunk->data + chunk->used;
    chunk->used += round_up(size);
    unpoison(bytes, size);
    return bytes;
}

static struct arena *arena_start(struct chunk *chunk)
{
    struct arena *arena = take(chunk, sizeof *arena);
    arena->first = arena->current = chunk;
    arena->next_size = FIRST_CHUNK * 2;
    return arena;
}

struct arena *arena_create(void)
{
    return arena_start(chunk_create(FIRST_CHUNK - sizeof(struct chunk)));
}

struct arena *arena_create_at(void *address)
{
    struct chunk *chunk = pages_map(address, LARGEST_CHUNK);
    if (!chunk) {
        return NULL;
    }
    chunk->is_fixed = true;
    return arena_start(chunk_start(chunk, LARGEST_CHUNK));
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
        chain_destroy(arena->spare);
        chain_destroy(arena->first);
    }
}

/* All but the first BEGIN bytes. */
static void chunk_empty(struct chunk *chunk, size_t begin)
{
    size_t size = chunk->used - begin;
    unpoison(chunk->data + begin, size);
    memset(chunk->data + begin, 0, size);
    poison(chunk->data + begin, size);
    chunk->used = begin;
}

void arena_reset(struct arena *arena)
{
    chain_destroy(arena->spare);
    arena->spare = NULL;
    chunk_empty(arena->first, round_up(sizeof *arena));
    for (struct chunk **link = &arena->first->next; *link;) {
        struct chunk *chunk = *link;
        chunk_empty(chunk, 0);
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
    if (current->size - current->used >= room || chunk_extend(current, room)) {
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
    arena->handed_out += size;
    return take(chunk_with_room(arena, round_up(size)), size);
}

static bool grow_in_place(struct arena *arena, unsigned char *items, size_t old_size,
                          size_t new_size)
{
    struct chunk *chunk = arena->current;
    size_t old_room = round_up(old_size), new_room = round_up(new_size);
    if (old_room > chunk->used || items != chunk->data + (chunk->used - old_room)) {
        return false;
    }
    size_t more = new_room - old_room;
    if (chunk->size - chunk->used < more && !chunk_extend(chunk, more)) {
        return false;
    }
    chunk->used += more;
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

/* ---- keeping and restoring */

bool arena_piece(struct arena *arena, const void **ret_bytes, size_t *ret_length)
{
    struct chunk *chunk = arena->first;
    if (!chunk->is_fixed || chunk->next) {
        return false;
    }
    unpoison(chunk->data, chunk->used); /* who reads the piece reads over the red zones */
    *ret_bytes = chunk;
    *ret_length = sizeof *chunk + chunk->used;
    return true;
}

struct arena *arena_restore(void *address, size_t length)
{
    struct chunk *chunk = address;
    chunk->mapped = whole_pages(length);
    chunk->size = chunk->mapped - sizeof *chunk;
    poison(chunk->data + chunk->used, chunk->size - chunk->used);
    return (struct arena *)chunk->data;
}

void arena_set_root(struct arena *arena, void *root)
{
    arena->root = root;
}

void *arena_root(const struct arena *arena)
{
    return arena->root;
}

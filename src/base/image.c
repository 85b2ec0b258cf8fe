/* SPDX-License-Identifier: Apache-2.0 */
/* Where images are put, and looking for addresses in them. */
#include "base/image.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "base/vector.h"

/* Images have a part of the address space that neither programs, nor libraries, nor stacks are given, each
   a slot of its own, so that a process can hold many. Where a system has no such addresses there are no
   images. */
#define FIRST_SLOT UINT64_C(0x200000000000)
#define SLOT_SIZE UINT64_C(0x100000000)
#define SLOTS 4096
#define SHADOW UINT64_C(0x1000000000) /* bytes; what is larger is a sanitizer's shadow, not memory */

static void *slot_of(const struct cache_key *key)
{
    unsigned slot = 0;
    for (size_t i = 0; i < 16 && key->name[i]; i++) {
        slot = (slot * 31 + (unsigned char)key->name[i]) % SLOTS;
    }
    return (void *)(uintptr_t)(FIRST_SLOT + slot * SLOT_SIZE);
}

struct arena *image_create(const struct cache_key *key)
{
    struct arena *arena = arena_create_at(slot_of(key));
    return arena ? arena : arena_create();
}

struct arena *image_find(const struct cache *cache, const struct cache_key *key)
{
    struct cache_entry entry;
    if (!cache_map(cache, key, slot_of(key), &entry)) {
        return NULL;
    }
    if (mprotect(entry.bytes, entry.length, PROT_READ | PROT_WRITE) != 0) {
        cache_unmap(&entry);
        return NULL;
    }
    return arena_restore(entry.bytes, entry.length);
}

/* ---- addresses */

struct range {
    uintptr_t begin, end;
};

struct ranges {
    VECTOR_OF(struct range); /* by address, apart */
};

/* Adds what is mapped from BEGIN to END, but for the image itself. */
static void add_range(struct arena *arena, struct ranges *ranges, struct range range,
                      struct range image)
{
    struct range *last = ranges->count ? &ranges->items[ranges->count - 1] : NULL;
    bool is_image = range.begin < image.end && range.end > image.begin;
    if (is_image || range.end - range.begin > SHADOW) {
        return;
    }
    if (last && last->end == range.begin) {
        last->end = range.end;
    } else {
        vector_push(arena, ranges, range);
    }
}

/* All that the process can read. False if the system doesn't say. */
static bool read_ranges(struct arena *arena, struct range image, struct ranges *ret_ranges)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    char line[512];
    while (maps && fgets(line, sizeof line, maps)) {
        struct range range;
        char readable;
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %c", &range.begin, &range.end, &readable) == 3
            && readable == 'r') {
            add_range(arena, ret_ranges, range, image);
        }
        while (!strchr(line, '\n') && fgets(line, sizeof line, maps)) {
            /* the rest of a long name */
        }
    }
    if (maps) {
        fclose(maps);
    }
    return ret_ranges->count > 0;
}

static bool is_in(const struct ranges *ranges, uintptr_t word)
{
    size_t low = 0, high = ranges->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (word < ranges->items[middle].begin) {
            high = middle;
        } else if (word >= ranges->items[middle].end) {
            low = middle + 1;
        } else {
            return true;
        }
    }
    return false;
}

/* Whether none of the words is an address in RANGES. */
static bool stands_alone(const struct ranges *ranges, const void *bytes, size_t length)
{
    uintptr_t least = ranges->items[0].begin, most = ranges->items[ranges->count - 1].end, word;
    for (size_t at = 0; at + sizeof word <= length; at += sizeof word) {
        memcpy(&word, (const unsigned char *)bytes + at, sizeof word);
        if (word >= least && word < most && is_in(ranges, word)) {
            return false;
        }
    }
    return true;
}

static const char *why_not(struct arena *scratch, const void *bytes, size_t length)
{
    struct ranges ranges = {0};
    struct range image = {(uintptr_t)bytes, (uintptr_t)bytes + length};
    if (!read_ranges(scratch, image, &ranges)) {
        return "the system does not say what is mapped";
    }
    return stands_alone(&ranges, bytes, length) ? NULL : "something in it may lead outside";
}

bool image_keep(const struct cache *cache, const struct cache_key *key, struct arena *arena,
                const char **ret_why)
{
    const void *bytes;
    size_t length;
    const char *why = "it is not in one piece at its address";
    if (arena_piece(arena, &bytes, &length) && bytes == slot_of(key)) {
        struct arena *scratch = arena_create();
        why = why_not(scratch, bytes, length);
        arena_destroy(scratch);
        why = why || cache_write(cache, key, bytes, length) ? why : "the cache does not take it";
    }
    if (ret_why) {
        *ret_why = why;
    }
    return !why;
}

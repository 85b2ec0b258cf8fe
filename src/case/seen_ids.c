/* SPDX-License-Identifier: Apache-2.0 */
/* Open addressing with linear probing, at most two thirds full. */
#include "case/seen_ids.h"

#include <stdlib.h>
#include <string.h>

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 32)) * UINT64_C(0xD6E8FEB86659FD93);
    x = (x ^ (x >> 32)) * UINT64_C(0xD6E8FEB86659FD93);
    return x ^ (x >> 32);
}

static uint64_t hash_of(const char *id, uint64_t seed)
{
    size_t length = strlen(id);
    uint64_t hash = mix(seed ^ length);
    for (size_t at = 0; at < length; at += sizeof hash) {
        uint64_t word = 0;
        memcpy(&word, id + at, length - at < sizeof word ? length - at : sizeof word);
        hash = mix(hash ^ word) + word * UINT64_C(0x9E3779B97F4A7C15);
    }
    return mix(hash);
}

static struct seen_id *slot_of(const struct seen_ids *ids, const struct seen_id *id)
{
    size_t at = (size_t)id->hash[0] & (ids->capacity - 1);
    while (ids->slots[at].line && memcmp(ids->slots[at].hash, id->hash, sizeof id->hash) != 0) {
        at = (at + 1) & (ids->capacity - 1);
    }
    return &ids->slots[at];
}

static void grow(struct seen_ids *ids)
{
    struct seen_ids old = *ids;
    ids->capacity = old.capacity ? old.capacity * 2 : 256;
    ids->slots = calloc(ids->capacity, sizeof *ids->slots);
    if (!ids->slots) {
        abort();
    }
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].line) {
            *slot_of(ids, &old.slots[i]) = old.slots[i];
        }
    }
    free(old.slots);
}

size_t seen_ids_add(struct seen_ids *ids, const char *id, size_t line)
{
    struct seen_id wanted = {{hash_of(id, 1), hash_of(id, 2)}, line};
    if (ids->count * 3 >= ids->capacity * 2) {
        grow(ids);
    }
    struct seen_id *slot = slot_of(ids, &wanted);
    if (slot->line) {
        return slot->line;
    }
    *slot = wanted;
    ids->count++;
    return 0;
}

void seen_ids_clear(struct seen_ids *ids)
{
    free(ids->slots);
    *ids = (struct seen_ids){0};
}

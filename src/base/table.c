/* SPDX-License-Identifier: Apache-2.0 */
/* Open addressing with linear probing, at most two thirds full. */
#include "base/table.h"

#include <stdint.h>

static size_t slot_of(const struct table *table, const void *key)
{
    uint64_t hash = (uint64_t)(uintptr_t)key * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 20) & (table->capacity - 1);
    while (table->slots[at].key && table->slots[at].key != key) {
        at = (at + 1) & (table->capacity - 1);
    }
    return at;
}

void *table_get(const struct table *table, const void *key)
{
    return table->capacity ? table->slots[slot_of(table, key)].value : NULL;
}

static void table_resize(struct table *table, size_t capacity)
{
    struct table old = *table;
    table->capacity = capacity;
    table->slots = arena_alloc(table->arena, capacity * sizeof *table->slots);
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].key) {
            table->slots[slot_of(table, old.slots[i].key)] = old.slots[i];
        }
    }
}

void table_set(struct table *table, const void *key, void *value)
{
    if (table->count * 3 >= table->capacity * 2) {
        table_resize(table, table->capacity ? table->capacity * 2 : 16);
    }
    struct table_slot *slot = &table->slots[slot_of(table, key)];
    table->count += slot->key == NULL;
    *slot = (struct table_slot){key, value};
}

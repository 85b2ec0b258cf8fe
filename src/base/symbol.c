/* SPDX-License-Identifier: Apache-2.0 */
/* Symbol: an open-addressing hash table of names, never more than half full. */
#include "base/symbol.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define FIRST_CAPACITY 256 /* a power of two */
#define LONGEST_COMPARED 255

struct entry {
    uint64_t hash;
    size_t length;
    symbol name; /* NULL: free */
};

struct symbol_table {
    struct arena *arena;
    struct entry *entries;
    size_t count, capacity;
};

struct symbol_table *symbol_table_create(struct arena *arena)
{
    struct symbol_table *table = arena_alloc(arena, sizeof *table);
    table->arena = arena;
    table->capacity = FIRST_CAPACITY;
    table->entries = arena_alloc(arena, table->capacity * sizeof *table->entries);
    return table;
}

/* Like FNV-1a, but eight bytes a step; high bits are folded into the low ones, which choose the place. */
static uint64_t hash_bytes(const char *bytes, size_t length)
{
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = length * odd;
    while (length > 0) {
        uint64_t eight = 0;
        size_t count = length < sizeof eight ? length : sizeof eight;
        memcpy(&eight, bytes, count);
        hash = (hash ^ eight) * odd;
        hash ^= hash >> 32;
        bytes += count;
        length -= count;
    }
    return hash;
}

/* The entry that holds these bytes, or the free one where they belong. */
static struct entry *find_entry(const struct symbol_table *table, uint64_t hash, const char *bytes,
                                size_t length)
{
    for (size_t at = hash & (table->capacity - 1);; at = (at + 1) & (table->capacity - 1)) {
        struct entry *entry = &table->entries[at];
        if (!entry->name
            || (entry->hash == hash && entry->length == length
                && memcmp(entry->name, bytes, length) == 0)) {
            return entry;
        }
    }
}

static void table_double(struct symbol_table *table)
{
    struct entry *old = table->entries;
    size_t old_capacity = table->capacity;
    table->capacity *= 2;
    table->entries = arena_alloc(table->arena, table->capacity * sizeof *table->entries);
    for (size_t i = 0; i < old_capacity; i++) {
        if (old[i].name) {
            *find_entry(table, old[i].hash, old[i].name, old[i].length) = old[i];
        }
    }
}

symbol symbol_intern(struct symbol_table *table, const char *bytes, size_t length)
{
    uint64_t hash = hash_bytes(bytes, length);
    struct entry *entry = find_entry(table, hash, bytes, length);
    if (entry->name) {
        return entry->name;
    }
    symbol name = arena_copy(table->arena, bytes, length);
    *entry = (struct entry){hash, length, name};
    if (++table->count * 2 > table->capacity) {
        table_double(table);
    }
    return name;
}

symbol symbol_of(struct symbol_table *table, const char *text)
{
    return symbol_intern(table, text, strlen(text));
}

symbol symbol_find(const struct symbol_table *table, const char *bytes, size_t length)
{
    return find_entry(table, hash_bytes(bytes, length), bytes, length)->name;
}

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Three rows of the table of edit distances between beginnings of A and of B; of each row only the
   cells within `limit` of the diagonal are worked out, the cells beside them hold `limit + 1`. */
struct edit_table {
    const char *a, *b;
    size_t a_length, b_length;
    unsigned limit;
    unsigned rows[3][LONGEST_COMPARED + 2];
};

static unsigned edit_cell(const struct edit_table *table, size_t i, size_t j)
{
    const unsigned *above = table->rows[(i - 1) % 3], *row = table->rows[i % 3];
    unsigned change = table->a[i - 1] != table->b[j - 1];
    unsigned best = smaller(above[j - 1] + change, smaller(above[j], row[j - 1]) + 1);
    bool swapped = i > 1 && j > 1 && table->a[i - 1] == table->b[j - 2]
                   && table->a[i - 2] == table->b[j - 1];
    return swapped ? smaller(best, table->rows[(i - 2) % 3][j - 2] + 1) : best;
}

/* The least value of row I. */
static unsigned edit_row(struct edit_table *table, size_t i)
{
    unsigned *row = table->rows[i % 3];
    size_t from = i > table->limit ? i - table->limit : 1;
    size_t to = i + table->limit < table->b_length ? i + table->limit : table->b_length;
    row[from - 1] = from == 1 ? (unsigned)i : table->limit + 1;
    unsigned least = row[from - 1];
    for (size_t j = from; j <= to; j++) {
        row[j] = edit_cell(table, i, j);
        least = smaller(least, row[j]);
    }
    row[to + 1] = table->limit + 1;
    return least;
}

static unsigned edit_distance(struct edit_table *table)
{
    for (size_t j = 0; j <= table->b_length; j++) {
        table->rows[0][j] = (unsigned)j;
    }
    unsigned least_before = 0;
    for (size_t i = 1; i <= table->a_length; i++) {
        unsigned least = edit_row(table, i);
        /* A swap reaches back two rows, so one hopeless row is not enough to stop. */
        if (least > table->limit && least_before > table->limit) {
            return table->limit + 1;
        }
        least_before = least;
    }
    return smaller(table->rows[table->a_length % 3][table->b_length], table->limit + 1);
}

unsigned symbol_distance(const char *a, const char *b, unsigned limit)
{
    size_t a_length = strlen(a), b_length = strlen(b);
    size_t gap = a_length > b_length ? a_length - b_length : b_length - a_length;
    if (strcmp(a, b) == 0) {
        return 0;
    }
    if (gap > limit || a_length > LONGEST_COMPARED || b_length > LONGEST_COMPARED) {
        return limit + 1;
    }
    struct edit_table table = {
        .a = a, .b = b, .a_length = a_length, .b_length = b_length, .limit = limit};
    return edit_distance(&table);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Open addressing, at most a quarter full. */
#include "case/lexicon.h"

#define FACTOR UINT64_C(0x9E3779B97F4A7C15)
#define TRIES 64 /* factors that are tried */

void lexicon_create(struct lexicon *lexicon, struct arena *arena, size_t count)
{
    size_t places = 8;
    unsigned bits = 3;
    while (places < 4 * count) {
        places *= 2;
        bits++;
    }
    *lexicon = (struct lexicon){.entries = arena_alloc(arena, places * sizeof *lexicon->entries),
                                .factor = FACTOR, .shift = 64 - bits, .mask = places - 1};
    for (size_t i = 0; i < places; i++) {
        lexicon->entries[i].value = NO_NAME;
    }
}

static struct lexicon_entry entry_of(const char *name, uint32_t value)
{
    size_t length = strlen(name);
    char padded[8] = {0};
    struct lexicon_entry entry = {.name = name, .length = (uint32_t)length, .value = value};
    memcpy(padded, name, length < 8 ? length : 8);
    entry.first = lexicon_word(padded);
    entry.last = length > 8 ? lexicon_word(name + length - 8) : entry.first;
    return entry;
}

void lexicon_add(struct lexicon *lexicon, const char *name, uint32_t value)
{
    struct lexicon_entry entry = entry_of(name, value);
    size_t i = lexicon_place(lexicon, entry.first, entry.last);
    for (; lexicon->entries[i & lexicon->mask].value != NO_NAME; i++) {
        if (strcmp(lexicon->entries[i & lexicon->mask].name, name) == 0) {
            return;
        }
    }
    lexicon->entries[i & lexicon->mask] = entry;
}

uint32_t lexicon_find_on(const struct lexicon *lexicon, const char *text, size_t length, uint64_t first,
                         uint64_t last)
{
    for (size_t i = lexicon_place(lexicon, first, last);; i++) {
        const struct lexicon_entry *entry = &lexicon->entries[i & lexicon->mask];
        if (entry->value == NO_NAME) {
            return NO_NAME;
        }
        if (entry->first == first && entry->last == last && entry->length == length
            && (length <= 16 || memcmp(entry->name + 8, text + 8, length - 16) == 0)) {
            return entry->value;
        }
    }
}

/* How many names want a place that another wants, too. */
static size_t count_clashes(const struct lexicon *lexicon, uint64_t factor, uint8_t *taken)
{
    struct lexicon other = *lexicon;
    size_t clashes = 0;
    other.factor = factor;
    memset(taken, 0, lexicon->mask + 1);
    for (size_t i = 0; i <= lexicon->mask; i++) {
        const struct lexicon_entry *entry = &lexicon->entries[i];
        if (entry->value != NO_NAME) {
            uint8_t *place = &taken[lexicon_place(&other, entry->first, entry->last)];
            clashes += *place;
            *place = 1;
        }
    }
    return clashes;
}

static void hash_again(struct lexicon *lexicon, struct arena *scratch, uint64_t factor)
{
    size_t size = (lexicon->mask + 1) * sizeof *lexicon->entries;
    struct lexicon_entry *before = arena_alloc(scratch, size);
    memcpy(before, lexicon->entries, size);
    lexicon->factor = factor;
    for (size_t i = 0; i <= lexicon->mask; i++) {
        lexicon->entries[i] = (struct lexicon_entry){.value = NO_NAME};
    }
    for (size_t i = 0; i <= lexicon->mask; i++) {
        if (before[i].value != NO_NAME) {
            lexicon_add(lexicon, before[i].name, before[i].value);
        }
    }
}

void lexicon_settle(struct lexicon *lexicon)
{
    struct arena *scratch = arena_create();
    uint8_t *taken = arena_alloc(scratch, lexicon->mask + 1);
    uint64_t best = lexicon->factor, factor = best;
    size_t least = count_clashes(lexicon, best, taken);
    for (unsigned i = 0; i < TRIES && least > 0; i++) {
        factor *= FACTOR; /* odd, too */
        size_t clashes = count_clashes(lexicon, factor, taken);
        best = clashes < least ? factor : best;
        least = clashes < least ? clashes : least;
    }
    hash_again(lexicon, scratch, best);
    arena_destroy(scratch);
}

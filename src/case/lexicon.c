/* SPDX-License-Identifier: Apache-2.0 */
/* Open addressing, at most a quarter full; the entries stand apart, so that few lines of the cache are
   touched where texts come in the order of the names. */
#include "case/lexicon.h"

void lexicon_create(struct lexicon *lexicon, struct arena *arena, size_t count)
{
    size_t places = 8;
    unsigned bits = 3;
    while (places < 4 * count) {
        places *= 2;
        bits++;
    }
    *lexicon = (struct lexicon){
        .entries = arena_alloc(arena, (count + 1) * sizeof *lexicon->entries),
        .places = arena_alloc(arena, places * sizeof *lexicon->places),
        .shift = 64 - bits,
        .mask = places - 1};
}

static struct lexicon_entry entry_of(const char *name, uint32_t value)
{
    size_t length = strlen(name);
    char padded[8] = {0};
    struct lexicon_entry entry = {.name = name, .length = (uint32_t)length, .value = value};
    memcpy(padded, name, length < 8 ? length : 8);
    entry.first = lexicon_word(padded);
    entry.last = length >= 8 ? lexicon_word(name + length - 8) : 0;
    return entry;
}

void lexicon_add(struct lexicon *lexicon, const char *name, uint32_t value)
{
    struct lexicon_entry entry = entry_of(name, value);
    size_t i = lexicon_place(lexicon, entry.first, entry.last, entry.length);
    for (; lexicon->places[i & lexicon->mask]; i++) {
        if (strcmp(lexicon->entries[lexicon->places[i & lexicon->mask] - 1].name, name) == 0) {
            return;
        }
    }
    lexicon->entries[lexicon->count++] = entry;
    lexicon->places[i & lexicon->mask] = (uint32_t)lexicon->count;
}

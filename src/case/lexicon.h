/* SPDX-License-Identifier: Apache-2.0 */
/* Lexicon: which of a fixed set of words a text is, found by one multiplication and, nearly always, one
   comparison of 16 bytes. Of a longer text the bytes between its first eight and its last eight are
   compared, too. */
#ifndef LIMEN_CASE_LEXICON_H
#define LIMEN_CASE_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

#define NO_NAME UINT32_MAX
#define LEXICON_PADDING 8 /* readable bytes that must follow a text that is sought */

struct lexicon_entry {
    uint64_t first, last; /* eight bytes each; of a shorter name FIRST has all of it */
    const char *name;
    uint32_t length;
    uint32_t value;
};

struct lexicon {
    struct lexicon_entry *entries; /* in the order in which they were added */
    size_t count;
    uint32_t *places; /* which entry, from 1; 0: none */
    unsigned shift;   /* the hash's upper bits say where a search begins */
    size_t mask;      /* places - 1 */
};

/* For up to COUNT names that lexicon_add() adds before any is sought. */
void lexicon_create(struct lexicon *lexicon, struct arena *arena, size_t count);
/* NAME must live as long; one that is there already keeps its value. */
void lexicon_add(struct lexicon *lexicon, const char *name, uint32_t value);

static inline uint64_t lexicon_word(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return word;
}

static inline size_t lexicon_place(const struct lexicon *lexicon, uint64_t first, uint64_t last,
                                 size_t length)
{
    uint64_t mixed = first ^ (last << 1 | last >> 63) ^ length;
    return (mixed * UINT64_C(0x9E3779B97F4A7C15)) >> lexicon->shift;
}

/* The first LENGTH of eight bytes, the others zero. */
static inline uint64_t lexicon_cut(uint64_t word, size_t length)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return length == 0 ? 0 : word & ~UINT64_C(0) >> (64 - 8 * length);
#else
    return length == 0 ? 0 : word & ~UINT64_C(0) << (64 - 8 * length);
#endif
}

/* The value of the name that TEXT is, or NO_NAME. */
static inline uint32_t lexicon_find(const struct lexicon *lexicon, const char *text, size_t length)
{
    uint64_t first = lexicon_word(text);
    uint64_t last = length >= 8 ? lexicon_word(text + length - 8) : 0;
    first = length >= 8 ? first : lexicon_cut(first, length);
    for (size_t i = lexicon_place(lexicon, first, last, length);; i++) {
        uint32_t place = lexicon->places[i & lexicon->mask];
        if (place == 0) {
            return NO_NAME;
        }
        const struct lexicon_entry *entry = &lexicon->entries[place - 1];
        if (entry->first == first && entry->last == last && entry->length == length
            && (length <= 16 || memcmp(entry->name + 8, text + 8, length - 16) == 0)) {
            return entry->value;
        }
    }
}

#endif

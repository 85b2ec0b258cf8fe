/* SPDX-License-Identifier: Apache-2.0 */
/* Lexicon: which of a fixed set of words a text is, found by one multiplication and, nearly always, one comparison of
   16 bytes, without a branch that depends on how long the text is. Of a longer text the bytes between its first
   eight and its last eight are compared, too. */
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
    uint64_t first, last; /* eight bytes each; of a shorter name both have all of it */
    const char *name;
    uint32_t length;      /* 0: no entry, or the empty name */
    uint32_t value;       /* NO_NAME: no entry */
};

struct lexicon {
    struct lexicon_entry *entries; /* where their hash says, or behind */
    uint64_t factor;  /* of the hash */
    unsigned shift;   /* its upper bits say where a search begins */
    size_t mask;      /* entries - 1 */
};

/* For up to COUNT names that lexicon_add() adds before any is sought. */
void lexicon_create(struct lexicon *lexicon, struct arena *arena, size_t count);
/* NAME must live as long; one that is there already keeps its value. */
void lexicon_add(struct lexicon *lexicon, const char *name, uint32_t value);
/* When all are there: hashes them so that few stand behind where their search begins. */
void lexicon_settle(struct lexicon *lexicon);

static inline uint64_t lexicon_word(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return word;
}

static inline size_t lexicon_place(const struct lexicon *lexicon, uint64_t first, uint64_t last)
{
    return ((first ^ (last << 29 | last >> 35)) * lexicon->factor) >> lexicon->shift;
}

/* By length: which of eight bytes are a text's. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LEXICON_MASK(length) (~UINT64_C(0) >> (64 - 8 * (length)))
#else
#define LEXICON_MASK(length) (~UINT64_C(0) << (64 - 8 * (length)))
#endif
static const uint64_t lexicon_masks[] = {0,
                                         LEXICON_MASK(1), LEXICON_MASK(2), LEXICON_MASK(3), LEXICON_MASK(4),
                                         LEXICON_MASK(5), LEXICON_MASK(6), LEXICON_MASK(7), LEXICON_MASK(8)};

/* The same, if the name does not stand where its search begins, or is longer than 16 bytes. */
uint32_t lexicon_find_on(const struct lexicon *lexicon, const char *text, size_t length, uint64_t first,
                         uint64_t last);

/* The value of the name that TEXT is, or NO_NAME. */
static inline uint32_t lexicon_find(const struct lexicon *lexicon, const char *text, size_t length)
{
    size_t most = length < 8 ? length : 8;
    uint64_t first = lexicon_word(text) & lexicon_masks[most];
    uint64_t last = lexicon_word(text + length - most) & lexicon_masks[most];
    const struct lexicon_entry *entry =
        &lexicon->entries[lexicon_place(lexicon, first, last) & lexicon->mask];
    return entry->first == first && entry->last == last && entry->length == length && length <= 16
               ? entry->value
               : lexicon_find_on(lexicon, text, length, first, last);
}

#endif

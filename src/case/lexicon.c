/* SPDX-License-Identifier: Apache-2.0 */
/* Open addressing, at most a quarter full. */
#include "case/lexicon.h"

void lexicon_create(struct lexicon *lexicon, struct arena *arena, size_t count)
{
    size_t slots = 8;
    unsigned bits = 3;
    while (slots < 4 * count) {
        slots *= 2;
        bits++;
    }
    *lexicon = (struct lexicon){.slots = arena_alloc(arena, slots * sizeof *lexicon->slots),
                            .shift = 64 - bits,
                            .mask = slots - 1,
                            .factor = UINT64_C(0x9E3779B97F4A7C15)};
}

static struct name_slot slot_of(const char *name, uint32_t value)
{
    size_t length = strlen(name);
    char padded[8] = {0};
    struct name_slot slot = {.name = name, .length = (uint32_t)length, .value = value};
    memcpy(padded, name, length < 8 ? length : 8);
    slot.first = lexicon_word(padded);
    slot.last = length >= 8 ? lexicon_word(name + length - 8) : 0;
    return slot;
}

void lexicon_add(struct lexicon *lexicon, const char *name, uint32_t value)
{
    struct name_slot slot = slot_of(name, value);
    size_t i = lexicon_place(lexicon, slot.first, slot.last, slot.length) & lexicon->mask;
    while (lexicon->slots[i].name) {
        if (strcmp(lexicon->slots[i].name, name) == 0) {
            return;
        }
        i = (i + 1) & lexicon->mask;
    }
    lexicon->slots[i] = slot;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Plain fact: how a value that is said plainly becomes bits of a block, for the readers of lines and of rows
   that make no case in between. */
#ifndef LIMEN_CASE_PLAIN_FACT_H
#define LIMEN_CASE_PLAIN_FACT_H

#include "base/decimal.h"
#include "case/block.h"
#include "case/lexicon.h"

#define MOST_DIGITS 15 /* of a number that is read here */

enum how { HOW_OTHER, HOW_YES_NO, HOW_NUMBER, HOW_CHOICE, HOW_DATE, HOW_EVENT };

/* A fact, or the date of the case; what reading its value needs, in one line of the cache. What nobody asks
   for must be right all the same: it is written to planes that are not of the block. */
struct plain_fact {
    uint8_t how; /* enum how */
    uint8_t scale;
    uint8_t byte_count; /* of the value */
    uint32_t seen; /* the case that named it last */
    int64_t low, high;
    const struct lexicon *values; /* of a choice */
    uint64_t *given;
    uint64_t *some;   /* NULL: it is never none */
    uint64_t *planes; /* yes/no: low; choice: by value */
    uint8_t *bytes;   /* number, date: by byte, then by case */
};

struct plain_facts {
    const struct program *program;
    struct block *block;
    struct lexicon names, sections, authorities;
    struct plain_fact *by_fact; /* then the date */
    block_plane *nowhere;       /* for what nobody asks for */
};

void plain_facts_create(struct plain_facts *facts, struct arena *arena,
                        const struct program *program, struct block *block);

/* An authority that the ruleset applies to. */
bool plain_set_authority(const struct plain_facts *facts, size_t lane, const char *name,
                         size_t length);
/* Sorts DATES. */
void plain_set_dates(const struct plain_facts *facts, const struct plain_fact *fact, size_t lane,
                     int32_t *dates, size_t count);
void plain_set_not_known(const struct plain_facts *facts, const struct plain_fact *fact, size_t lane);
/* No escapes, no zero byte, and nothing but ASCII, so that no character hides in it. */
bool plain_is_simple(const char *text, size_t length);
/* A number as JSON writes it, of no more decimals than SCALE, which ends at *RET_END. */
bool plain_read_long(const char *at, unsigned scale, int64_t *ret, const char **ret_end);

static inline void set_bit(uint64_t *plane, size_t lane, bool bit)
{
    plane[lane / 64] |= (uint64_t)bit << (lane % 64);
}

/* One value is given. */
static inline void set_given(const struct plain_fact *fact, size_t lane)
{
    set_bit(fact->given, lane, true);
    if (fact->some) {
        set_bit(fact->some, lane, true);
    }
}

static inline void set_number(const struct plain_fact *fact, size_t lane, int64_t value)
{
    set_given(fact, lane);
    for (size_t i = 0; i < fact->byte_count; i++) {
        fact->bytes[i * BLOCK_CASES + lane] = (uint8_t)((uint64_t)value >> (8 * i));
    }
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

/* Eight digits, the first in the lowest byte. False: they are not all digits. */
static inline bool eight_digits(uint64_t text, int64_t *ret)
{
    uint64_t digits = text ^ UINT64_C(0x3030303030303030);
    if (((digits + UINT64_C(0x0606060606060606)) | digits) & UINT64_C(0xF0F0F0F0F0F0F0F0)) {
        return false;
    }
    digits = (digits * (10 << 8 | 1)) >> 8 & UINT64_C(0x00FF00FF00FF00FF);
    digits = (digits * (100 << 16 | 1)) >> 16 & UINT64_C(0x0000FFFF0000FFFF);
    *ret = (int64_t)((digits * (UINT64_C(10000) << 32 | 1)) >> 32);
    return true;
}

/* All LENGTH bytes are a number of at most eight, with SCALE decimals or none, as most are. */
static inline bool read_short(const char *at, size_t length, unsigned scale, int64_t *ret)
{
    if (length - 1 > 7 || scale + 2 > 8) {
        return false;
    }
    bool has_point = scale > 0 && length > scale + 1 && at[length - 1 - scale] == '.';
    size_t whole = length - (has_point ? scale + 1 : 0);
    uint64_t text;
    memcpy(&text, at, sizeof text);
    text <<= 8 * (8 - length);
    text |= UINT64_C(0x30303030303030) >> 8 * (length - 1);
    if (has_point) {
        uint64_t decimals = ~UINT64_C(0) << (64 - 8 * scale);
        text = (text & decimals) | (text << 8 & ~decimals) | '0';
    }
    if ((whole > 1 && *at == '0') || !eight_digits(text, ret)) {
        return false;
    }
    *ret *= has_point || scale == 0 ? 1 : decimal_power(scale);
    return true;
}

#else

static inline bool read_short(const char *at, size_t length, unsigned scale, int64_t *ret)
{
    (void)at, (void)length, (void)scale, (void)ret;
    return false;
}

#endif

/* The number that begins at AT and is likely to end at *END, where it ends if it is one. */
static inline bool plain_read_number(const struct plain_fact *fact, const char *at, const char **end,
                                     int64_t *ret)
{
    return (read_short(at, (size_t)(*end - at), fact->scale, ret)
            || plain_read_long(at, fact->scale, ret, end))
           && *ret >= fact->low && *ret <= fact->high;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Plain fact: how a value that is said plainly becomes bits of a block, for the readers of lines and of rows
   that make no case in between. */
#ifndef LIMEN_CASE_PLAIN_FACT_H
#define LIMEN_CASE_PLAIN_FACT_H

#include "base/decimal.h"
#include "case/block.h"
#include "case/lexicon.h"

#define MOST_DIGITS 15 /* of a number that is read here */

enum how { HOW_OTHER, HOW_YES_NO, HOW_NUMBER, HOW_CHOICE, HOW_DATE, HOW_EVENT, HOW_LIST, HOW_MEMBERS };

struct plain_list;
struct plain_members;

/* A fact, a field or the date of the case: what reading its value needs, and what the cases of a word say of it, in one line of
   the cache. What nobody asks for must be right all the same: it is written where nothing reads it. */
struct plain_fact {
    uint8_t how; /* enum how */
    uint8_t scale;
    uint8_t byte_count; /* of the value */
    uint8_t behind;     /* bits of eight characters that are decimals; 0 if they may be more than six, too */
    uint32_t seen;      /* the case that named it last */
    uint64_t given;     /* by case: it has one value, which is not none */
    int64_t low, high;
    uint64_t yes;
    union {
        struct {
            const struct lexicon *values;
            uint64_t *planes; /* by value */
        } choice;
        struct {
            int64_t power; /* 10 to the scale */
            uint8_t *bytes; /* by byte, then by case */
        } number; /* or date */
        const struct plain_list *list;
    };
    const struct type *type;
};

struct plain_list {
    const struct fact *fact;
    struct lexicon names;
    struct plain_fact *fields; /* by place; `seen` counts items */
    struct plain_fact *date;   /* of an event whose dates have fields; else NULL */
};

/* Where a case gives a fact. */
enum plain_key { PLAIN_FACTS, PLAIN_EVENTS, PLAIN_LISTS, PLAIN_ANYWHERE };

/* Whose a fact is, as bits. */
enum plain_whose {
    WHOSE_SHARED = 1, /* the household's */
    WHOSE_OWN = 2,    /* each member's */
    WHOSE_TIED = 4    /* each member's, and how what all share is closed depends on it */
};

static inline enum plain_key plain_key_of(const struct plain_fact *fact)
{
    return fact->how == HOW_EVENT  ? PLAIN_EVENTS
           : fact->how != HOW_LIST ? PLAIN_FACTS
           : fact->list->date      ? PLAIN_EVENTS
                                   : PLAIN_LISTS;
}

static inline bool plain_belongs(const struct plain_fact *fact, enum plain_key key)
{
    return fact->how != HOW_OTHER && (key == PLAIN_ANYWHERE || plain_key_of(fact) == key);
}

/* Where what a word of cases says goes. */
struct plain_target {
    struct column *column; /* NULL: nobody asks for it */
    uint64_t *given, *yes, *some; /* planes; NULL: it has none */
};

/* What is read of a case stands in the block only after plain_facts_pass(). */
struct plain_facts {
    const struct program *program;
    struct block *block;
    struct lexicon names, sections, authorities;
    struct plain_fact *by_fact; /* then the date */
    uint8_t *whose;             /* by fact: enum plain_whose */
    uint8_t forbids;            /* what is being read may not speak of facts that are anybody's of these */
    uint8_t spoken;             /* of whose facts it spoke so far */
    struct plain_members *household; /* of the latest case; NULL: households are not read here */
    struct plain_target *targets;
    block_plane *nowhere; /* for what nobody asks for */
    size_t word;          /* of the cases that are being read */
    uint32_t serial;      /* of the case, over all texts */
    uint32_t item_serial; /* of an item */
    uint64_t *members;    /* of the set of a choice that is made */
};

void plain_facts_create(struct plain_facts *facts, struct arena *arena,
                        const struct program *program, struct block *block);

/* Completes the word of the block. */
void plain_facts_pass(struct plain_facts *facts);

/* What follows is said of the case at LANE. */
static inline void plain_facts_turn(struct plain_facts *facts, size_t lane)
{
    if (lane / 64 != facts->word) {
        plain_facts_pass(facts);
        facts->word = lane / 64;
    }
}

/* Begins the next case, of which nothing is seen yet. */
static inline void plain_facts_begin(struct plain_facts *facts)
{
    plain_facts_turn(facts, facts->block->count);
    facts->serial++;
}

/* Takes back what was read of the case that began last. */
void plain_facts_drop(struct plain_facts *facts);

/* Notes that the case names FACT. False: it did before. */
static inline bool plain_see(const struct plain_facts *facts, struct plain_fact *fact)
{
    bool is_new = fact->seen != facts->serial;
    fact->seen = facts->serial;
    return is_new;
}

/* An authority that the ruleset applies to. */
bool plain_set_authority(const struct plain_facts *facts, size_t lane, const char *name,
                         size_t length);
/* Sorts DATES. */
void plain_set_dates(const struct plain_facts *facts, const struct plain_fact *fact, size_t lane,
                     int32_t *dates, size_t count, bool complete);
void plain_set_not_known(const struct plain_facts *facts, const struct plain_fact *fact, size_t lane);
/* No escapes, no zero byte, and nothing but ASCII, so that no character hides in it. */
bool plain_is_simple(const char *text, size_t length);
/* A number as JSON writes it, of no more decimals than SCALE, which ends at *RET_END. */
bool plain_read_long(const char *at, unsigned scale, int64_t *ret, const char **ret_end);

static inline void set_yes_no(struct plain_fact *fact, size_t lane, bool yes)
{
    fact->given |= UINT64_C(1) << (lane % 64);
    fact->yes |= (uint64_t)yes << (lane % 64);
}

static inline void set_number(struct plain_fact *fact, size_t lane, int64_t value)
{
    uint8_t *bytes = fact->number.bytes + lane;
    fact->given |= UINT64_C(1) << (lane % 64);
    for (size_t i = fact->byte_count; i > 0; i--) {
        *bytes = (uint8_t)value;
        bytes += COLUMN_STRIDE;
        value >>= 8;
    }
}

static inline void set_choice(struct plain_fact *fact, size_t lane, uint32_t value)
{
    fact->given |= UINT64_C(1) << (lane % 64);
    fact->choice.planes[value * BLOCK_WORDS + lane / 64] |= UINT64_C(1) << (lane % 64);
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

/* All LENGTH bytes are a number of at most eight, with as many decimals as FACT has or none, as most are. */
static inline bool read_short(const struct plain_fact *fact, const char *at, size_t length,
                              int64_t *ret)
{
    unsigned behind = fact->behind;
    uint64_t text;
    if (length - 1 > 7) {
        return false;
    }
    memcpy(&text, at, sizeof text);
    text = (text << (64 - 8 * length)) | (UINT64_C(0x30303030303030) >> 8 * (length - 1));
    bool has_point = behind > 0 && (text << behind) >> 56 == '.';
    if (has_point) {
        uint64_t decimals = ~UINT64_C(0) << (64 - behind);
        text = (text & decimals) | (text << 8 & ~decimals) | '0';
    }
    if (*at == '.' || (*at == '0' && length > 1 && at[1] != '.') || !eight_digits(text, ret)) {
        return false;
    }
    *ret *= has_point ? 1 : fact->number.power;
    return true;
}

#else

static inline bool read_short(const struct plain_fact *fact, const char *at, size_t length,
                              int64_t *ret)
{
    (void)fact, (void)at, (void)length, (void)ret;
    return false;
}

#endif

/* A number that all from AT to END is, if it is as short as most are. */
static inline bool plain_read_short(const struct plain_fact *fact, const char *at, const char *end,
                                    int64_t *ret)
{
    return read_short(fact, at, (size_t)(end - at), ret) && *ret >= fact->low
           && *ret <= fact->high;
}

/* The number that begins at AT and is likely to end at *END, where it ends if it is one. */
static inline bool plain_read_number(const struct plain_fact *fact, const char *at, const char **end,
                                     int64_t *ret)
{
    return (read_short(fact, at, (size_t)(*end - at), ret)
            || plain_read_long(at, fact->scale, ret, end))
           && *ret >= fact->low && *ret <= fact->high;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Column: what the cases of a block say of one fact, as bit planes; see block.h for the model. */
#ifndef LIMEN_CASE_COLUMN_H
#define LIMEN_CASE_COLUMN_H

#include "case/case.h"

#define BLOCK_CASES 2048
#define BLOCK_WORDS (BLOCK_CASES / 64)
#define COLUMN_STRIDE (BLOCK_CASES + 64) /* bytes from one byte of a case's number to the next: not all in one set of
                                            the cache */

/* A block's own lie at multiples of 64 bytes, those that it borrows where their owner put them. */
typedef uint64_t block_plane[BLOCK_WORDS];

enum column_part {
    PART_LOW,    /* bit INDEX of the low end; of a yes/no: certainly; of a list: of how many items more
                    than it lists there may be */
    PART_HIGH,   /* likewise; of a yes/no: possibly */
    PART_NONE,   /* it may be none */
    PART_SOME,   /* it may be something else than none */
    PART_MEMBER, /* value INDEX of the choice is possible */
    PART_KNOWN,  /* the case says one value, or it was closed to one: what `is known` answers */
    COLUMN_PARTS
};

/* Dates of an event among those of its block, sorted; items of a list among those of its column. */
struct date_span {
    uint32_t first, count;
};

/* What is said of a field of an item. */
struct block_field {
    int64_t low, high;
    uint32_t members;  /* choice: where its words begin in block->words */
    bool or_none;
    bool said, given;  /* as the planes of a column */
};

struct column {
    const struct fact *fact; /* NULL: the date of the case */
    const struct type *type;
    bool is_there;           /* someone asked for it; else it has no planes */
    size_t width;            /* bits of an end */
    size_t member_count;
    block_plane *said;       /* said to be not known: closing leaves it alone, as it does what is given */
    block_plane *given;      /* one or several values */
    block_plane *ranged;     /* `high` was written, too; else it is as `low` */
    block_plane *none, *some;
    block_plane *low, *high; /* `width` planes each */
    uint8_t *bytes;          /* number, date, level: of the low ends, from which closing makes the planes:
                                byte I of a case's is at I * COLUMN_STRIDE; else NULL */
    size_t byte_count;
    block_plane *member;
    const uint64_t **members; /* by value, where they lie apart, instead of `member`; else NULL */
    block_plane *known;
    struct date_span *spans; /* event, list: by case */
    block_plane *complete;   /* event, list: there are no other dates or items */
    size_t item_count;       /* list: of all cases */
    struct { VECTOR_OF(struct block_field); } fields; /* list: by item, then by place of the field */
    const struct borrowed_column *lent; /* list: where its items lie instead, from LENT_FROM on; else NULL */
    size_t lent_from;
};

static inline void plane_set(block_plane *plane, size_t lane)
{
    (*plane)[lane / 64] |= UINT64_C(1) << (lane % 64);
}

static inline bool plane_get(const uint64_t *plane, size_t lane)
{
    return plane[lane / 64] >> (lane % 64) & 1;
}

static inline void column_set_low(struct column *column, size_t lane, int64_t value)
{
    for (size_t i = 0; i < column->byte_count; i++) {
        column->bytes[i * COLUMN_STRIDE + lane] = (uint8_t)((uint64_t)value >> (8 * i));
    }
}

/* What a case says of a fact that has a column. */
static inline void column_set_value(struct column *column, size_t lane, int64_t value)
{
    plane_set(column->given, lane);
    if (column->some) {
        plane_set(column->some, lane);
    }
    if (column->member) {
        plane_set(&column->member[value], lane);
    } else if (column->bytes) {
        column_set_low(column, lane, value);
    } else {
        (*column->low)[lane / 64] |= (uint64_t)value << (lane % 64);
    }
}
void column_set(struct column *column, size_t lane, const struct value_set *set);
/* Takes back what was said of a case; of a list, whose items were added last. */
void column_drop(struct column *column, size_t lane);
/* What is said of the case FROM is said of TO, too, of which nothing was said; dates and items are block_copy()'s. */
void column_copy(struct column *column, size_t from, size_t to);
/* A column without planes for FACT, NULL: the date of the case; and its planes, from *PLANES on. */
struct column column_create(const struct fact *fact, const struct type *type);
size_t column_planes(const struct column *column);
void column_place(struct column *column, block_plane **planes, struct arena *arena);
/* Room for COUNT planes, zeroed. */
block_plane *block_planes(struct arena *arena, size_t count);
/* Completes the words from FROM to TO; ASSUMED: cases that are closed to what is usual. */
void column_close(struct column *column, const block_plane *assumed, size_t from, size_t to);
/* Of a list: how many items there may be beside those that are listed. */
void column_count_others(struct column *list);
/* A case that is closed assumes something of FACT. */
bool fact_may_be_assumed(const struct fact *fact);
/* The first COUNT cases have one value of its fact, or if that is worked out gave none. */
bool column_all_known(const struct column *column, size_t count);
const uint64_t *column_part(const struct column *column, enum column_part part, size_t index);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Types, and sets of values of a type: what "known", "a range" and "not known" mean in memory.

   Every value is an integer whose meaning its type gives:
     yes/no   0 no, 1 yes                       number  value x 10^scale, in the base of its unit
     choice   index among the choice's values   date    days since 1970-01-01
     level    rank, 0 the lowest level declared
   Base of a unit: years count in months when a value mixes or compares with months, weeks in days:
   a type's `unit` is the unit its numbers count in; conversion is an explicit multiplication.

   A value set is what a value may be. It is an interval for yes/no, numbers, dates and levels; a subset
   for choices; beside either it may hold "none" where the type is perhaps absent. A set is never
   empty, except that `low > high` with or_none means: certainly none.

   A selection has two halves of members: first the values that may be selected, then those that
   certainly are. Its interval counts them, from as many as certainly are to as many as may be, so that
   it is single exactly if both halves agree; it is never none. */
#ifndef LIMEN_BASE_VALUE_H
#define LIMEN_BASE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/symbol.h"
#include "base/text.h"

#define UNITS(X)                                                                     \
    /* name, word, singular, base unit, base units in one */                         \
    X(UNIT_NONE, "", "", UNIT_NONE, 1)                                               \
    X(UNIT_PERCENT, "%", "%", UNIT_PERCENT, 1)                                       \
    X(UNIT_YEARS, "years", "year", UNIT_MONTHS, 12)                                  \
    X(UNIT_MONTHS, "months", "month", UNIT_MONTHS, 1)                                \
    X(UNIT_WEEKS, "weeks", "week", UNIT_DAYS, 7)                                     \
    X(UNIT_DAYS, "days", "day", UNIT_DAYS, 1)                                        \
    X(UNIT_HOURS, "hours", "hour", UNIT_HOURS, 1)                                    \
    X(UNIT_WORKING_DAYS, "working days", "working day", UNIT_WORKING_DAYS, 1)

enum unit {
#define X(name, word, singular, base, factor) name,
    UNITS(X)
#undef X
};

const char *unit_word(enum unit unit);
const char *unit_singular(enum unit unit);
enum unit unit_base(enum unit unit);
int64_t unit_factor(enum unit unit); /* base units in one unit */

enum type_kind {
    TYPE_ERROR, /* a mistake was reported; agrees with everything */
    TYPE_YES_NO,
    TYPE_NUMBER,
    TYPE_CHOICE,
    TYPE_DATE,
    TYPE_LEVEL,
    TYPE_EVENT,   /* a list of dates: only events have it */
    TYPE_LIST,    /* a list of items with fields: only lists have it */
    TYPE_SELECTION /* several values of a choice: only `every one of` decisions have it */
};

struct choice_value {
    symbol name;
    const char *text; /* NULL if it has none */
};

struct choice {
    symbol name; /* of the type or the fact that declares it */
    bool ordered;
    size_t count;
    struct choice_value *values;
};

struct type {
    enum type_kind kind;
    bool or_none;
    enum unit unit;              /* number */
    unsigned scale;              /* number: decimals */
    int64_t low, high;           /* bounds, inclusive: number (scaled), date, level rank, choice index;
                                    list: items that it may have */
    const struct choice *choice; /* choice, selection */
};

#define VALUE_WORD_BITS 64

struct value_set {
    int64_t low, high; /* inclusive hull; low > high: no value but none; selection: counts */
    bool or_none;
    uint64_t *members; /* choice, selection: bit I of word I / 64 says whether value I is possible (in
                          a selection's second half: certain); else NULL */
};

size_t value_words(const struct type *type); /* words of `members`; 0 unless choice or selection */

struct value_set value_of(struct arena *arena, const struct type *type, int64_t value);
struct value_set value_none(struct arena *arena, const struct type *type);
struct value_set value_any(struct arena *arena, const struct type *type); /* all, none if may be */
struct value_set value_between(int64_t low, int64_t high);                /* not for choices */
struct value_set value_union(struct arena *arena, const struct type *type, struct value_set a,
                             struct value_set b);

/* False if nothing is common to both; *RET then is untouched. */
bool value_intersect(struct arena *arena, const struct type *type, struct value_set a,
                     struct value_set b, struct value_set *ret);
bool value_equal(const struct type *type, struct value_set a, struct value_set b);
bool value_has(struct value_set set, int64_t value); /* not for selections */
bool value_is_single(struct value_set set);      /* one value, or certainly none; one selection */
bool value_is_none(struct value_set set);        /* certainly none */
bool value_is_yes(struct value_set set);         /* yes/no: certainly yes */
bool value_may_be_yes(struct value_set set);     /* yes/no: possibly yes */

/* Bits of a value of TYPE, which is no choice, in two's complement; if RET_SIGNED is not set, none is
   negative and there is no bit for the sign. */
size_t type_width(const struct type *type, bool *ret_signed);

/* The narrowest interval for `members`; a selection's counts. */
void value_tighten(const struct type *type, struct value_set *set);

/* One value as an author writes it: "85.0 %", "yes", "regular", "2018-12-20". Levels need names that
   only the ruleset has: written as rank. */
void value_write(struct text *text, const struct type *type, int64_t value);
/* "2 to 4", "seek or inform", "not known", "none". */
void value_set_write(struct text *text, const struct type *type, struct value_set set);
/* "yes/no", "0 to 25 years", "one of a < b". */
void type_write(struct text *text, const struct type *type);

#endif

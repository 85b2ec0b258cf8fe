/* SPDX-License-Identifier: Apache-2.0 */
/* Type: comparing types and working out the type of a result, units and bounds included.

   A number's type states unit, decimals and bounds of exactly the values that its expression can have.
   Where two numbers meet, type_common says in which unit and with how many decimals; whoever computes
   brings both there first. Types are never changed once made, so they may be shared. */
#ifndef LIMEN_MEANING_TYPE_H
#define LIMEN_MEANING_TYPE_H

#include "base/arena.h"
#include "base/value.h"

/* The types that nobody declares. Each program has its own, so that a compilation refers to nothing
   outside its arena. */
struct builtin_types {
    struct type error, yes_no, date, event;
};

struct builtin_types type_builtin(void);

const struct type *type_number(struct arena *arena, enum unit unit, unsigned scale, int64_t low,
                               int64_t high);
/* The same type with or without "or none". */
const struct type *type_with_none(struct arena *arena, const struct type *type, bool or_none);

bool type_is_error(const struct type *type);
/* An event or a list: no value that could be compared. */
bool type_is_many(const struct type *type);
/* Numbers, dates, levels, ordered choices. */
bool type_has_order(const struct type *type);
/* How many values TYPE has, none aside; INT64_MAX if there are more. */
int64_t type_size(const struct type *type);
bool choice_equal(const struct choice *a, const struct choice *b);
/* The index of NAME, or -1. */
int64_t choice_find(const struct choice *choice, symbol name);

/* A and B can be compared, added, or be the arms of one choice; units may differ where they convert. */
bool type_agrees(const struct type *a, const struct type *b);
bool unit_converts(enum unit a, enum unit b);

/* The type that holds all values of A and B: common unit, the more decimals, the wider bounds; none if
   either may be. False if they don't agree or a bound would pass DECIMAL_LIMIT. */
bool type_common(const struct type *a, const struct type *b, struct type *ret);

/* VALUE, a number of type FROM, in UNIT with SCALE decimals. False if that needs more decimals, passes
   DECIMAL_LIMIT, or the units don't convert. */
bool type_convert(const struct type *from, int64_t value, enum unit unit, unsigned scale,
                  int64_t *ret_value);

#endif

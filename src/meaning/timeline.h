/* SPDX-License-Identifier: Apache-2.0 */
/* Timeline: which ruleset binds an authority when.

   An authority has one timeline of the rulesets with levels that apply to it, whatever they are called:
   one may replace another. A ruleset without levels gives decisions only and stands beside them, so it
   has a timeline of its own, of its versions; so has a ruleset that names no authority. Between the
   first day and the last of a timeline there is neither a gap nor an overlap. */
#ifndef LIMEN_MEANING_TIMELINE_H
#define LIMEN_MEANING_TIMELINE_H

#include "meaning/header.h"
#include "meaning/library.h"

struct period {
    symbol name;         /* of the ruleset */
    const char *version, *path;
    struct header_dates dates;
    struct span span;    /* of what the header says about it */
};

struct timeline {
    symbol authority;    /* NULL: none is named */
    symbol name;         /* of the ruleset without levels or authority; NULL: those with levels */
    bool has_levels;
    struct { VECTOR_OF(struct period); } periods; /* by first day */
};

struct timelines {
    VECTOR_OF(struct timeline); /* by authority, those with levels first, then by name */
};

/* Reads the rulesets of the library; what is wrong in them is reported. */
struct timelines timelines_read(struct compilation *compilation);

/* One: the versions of the ruleset NAME, whatever they apply to; empty if the library has none. */
struct timelines timelines_of_name(struct compilation *compilation, const char *name);

/* Reports gaps and overlaps. */
void timelines_check(struct compilation *compilation, const struct timelines *timelines);

/* The timeline of AUTHORITY that has levels, or NULL. */
const struct timeline *timelines_of(const struct timelines *timelines, const char *authority);

/* The only period that holds DATE, or NULL. *RET_COUNT: how many do. */
const struct period *timeline_find(const struct timeline *timeline, int32_t date,
                                   size_t *ret_count);

#endif

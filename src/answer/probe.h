/* SPDX-License-Identifier: Apache-2.0 */
/* Probe: how telling an open fact is: the case is evaluated once with each value that the fact may
   have (numbers at the bounds that the ruleset compares them with), and the fact scores by how
   much the level's range narrows on average. */
#ifndef LIMEN_ANSWER_PROBE_H
#define LIMEN_ANSWER_PROBE_H

#include "answer/answer.h"

struct probe_value {
    const char *text;     /* "yes", "90.0 %" */
    bool refused;         /* the case can't be so */
    size_t at_least, at_most;
};

struct probe {
    const struct fact *fact; /* a field: of the item below */
    size_t item;             /* of the field's list, from 0 */
    struct { VECTOR_OF(struct probe_value); } values;
    size_t place;       /* among those that the answer names */
    uint64_t narrowing; /* ranks by which the range narrows on average, times 1,000 */
};

/* Values of one fact, without repetition. */
struct fact_values {
    VECTOR_OF(int64_t);
};

/* Adds to VALUES those of SET that PLAN compares FACT with, each with its neighbours: of a number, and
   how many dates an event has. At most MOST values are kept. */
void fact_values_add_bounds(struct arena *arena, struct fact_values *values,
                            const struct plan *plan, const struct fact *fact, struct value_set set,
                            size_t most);
void fact_values_sort(struct fact_values *values);

struct probes {
    VECTOR_OF(struct probe);
};

/* Facts, and fields of listed items, that are open and reach the level, most telling first, then as in the
   answer. What a list has beside its items is named, and not tried. Where the ruleset is
   so large that trying all would take long, the facts past a fixed amount of work score 0. */
struct probes probes_of(struct arena *arena, const struct answer *answer);

#endif

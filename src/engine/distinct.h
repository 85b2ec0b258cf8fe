/* SPDX-License-Identifier: Apache-2.0 */
/* Distinct: how many different values items have, from the ends of what each may have.

   Like step.h it is text of what `limen compile` writes, too. */
#ifndef LIMEN_ENGINE_DISTINCT_H
#define LIMEN_ENGINE_DISTINCT_H

#include "engine/step.h"

struct distinct_span {
    int64_t low, high;
};

/* Items with a value for certain, those with one value, how many may have one of several, and all values
   together. */
struct distinct {
    struct distinct_span *certain, *single;
    size_t certain_count, single_count;
    int64_t others;
    int64_t values; /* that they may have together */
};

/* How many steps there are from LOW to HIGH, INT64_MAX if they are too many to count. */
static inline int64_t distinct_width(int64_t low, int64_t high)
{
    uint64_t steps = (uint64_t)high - (uint64_t)low;
    return steps >= INT64_MAX ? INT64_MAX : (int64_t)steps + 1;
}

/* TIMES items more that may have SPAN, or certainly do; there is room. Does not touch `values`. */
static inline void distinct_add(struct distinct *distinct, struct distinct_span span, bool certain,
                                int64_t times)
{
    if (span.low == span.high) {
        distinct->single[distinct->single_count++] = span;
    } else {
        distinct->others += times;
    }
    if (certain) {
        distinct->certain[distinct->certain_count++] = span;
    }
}

/* Lets the span at PLACE of a heap of COUNT, with the highest end on top, sink to where it belongs. */
static inline void distinct_sink(struct distinct_span *spans, size_t place, size_t count)
{
    struct distinct_span sinking = spans[place];
    for (size_t child; (child = 2 * place + 1) < count; place = child) {
        child += child + 1 < count && spans[child + 1].high > spans[child].high;
        if (spans[child].high <= sinking.high) {
            break;
        }
        spans[place] = spans[child];
    }
    spans[place] = sinking;
}

static inline void distinct_sort(struct distinct_span *spans, size_t count)
{
    for (size_t i = count / 2; i > 0; i--) {
        distinct_sink(spans, i - 1, count);
    }
    for (size_t i = count; i > 1; i--) {
        struct distinct_span highest = spans[0];
        spans[0] = spans[i - 1];
        spans[i - 1] = highest;
        distinct_sink(spans, 0, i - 1);
    }
}

/* Of COUNT spans, which it sorts, how many at most lie apart from one another. */
static inline int64_t distinct_apart(struct distinct_span *spans, size_t count)
{
    int64_t apart = 0, end = 0;
    distinct_sort(spans, count);
    for (size_t i = 0; i < count; i++) {
        if (apart == 0 || spans[i].low > end) {
            apart++;
            end = spans[i].high;
        }
    }
    return apart;
}

/* Sorts what it is given. */
static inline struct step_set distinct_count(struct distinct *distinct)
{
    int64_t certain = distinct_apart(distinct->certain, distinct->certain_count);
    int64_t single = distinct_apart(distinct->single, distinct->single_count);
    return step_between(certain, step_least(single + distinct->others, distinct->values));
}

#endif

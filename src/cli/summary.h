/* SPDX-License-Identifier: Apache-2.0 */
/* Summary: how many cases came to what: each range of levels, out of scope, rejected. */
#ifndef LIMEN_CLI_SUMMARY_H
#define LIMEN_CLI_SUMMARY_H

#include "base/text.h"
#include "base/vector.h"
#include "meaning/program.h"

struct summary_range {
    const char *at_least, *at_most; /* labels; they live as long as their ruleset */
    size_t rank, rank_most;
    size_t count;
};

struct summary {
    struct { VECTOR_OF(struct summary_range); } ranges;
    size_t out_of_scope, without_levels, refused, nowhere;
};

/* COUNT cases whose level lies between two ranks. */
void summary_add_levels(struct summary *summary, struct arena *arena,
                        const struct program *program, size_t at_least, size_t at_most,
                        size_t count);
/* One that has none: it is out of scope, or the ruleset has no levels. */
void summary_add_none(struct summary *summary, const struct program *program);
void summary_merge(struct summary *summary, struct arena *arena, const struct summary *more);
size_t summary_cases(const struct summary *summary);
void summary_write(struct text *text, struct summary *summary);

#endif

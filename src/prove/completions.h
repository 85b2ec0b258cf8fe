/* SPDX-License-Identifier: Apache-2.0 */
/* Completions: values that stand for all that an open fact, or an open event, may turn out to be.

   Of a number one value of each stretch in which nothing changes. Of an event how many of its dates lie in each of
   the windows that are asked about: the windows end on the day of the case, so a longer one holds the shorter,
   and their counts ascend. */
#ifndef LIMEN_PROVE_COMPLETIONS_H
#define LIMEN_PROVE_COMPLETIONS_H

#include "case/case.h"
#include "prove/encode.h"

#define MOST_COMPLETIONS 64

struct completions {
    const struct fact *fact;
    struct { VECTOR_OF(node_id); } nodes;  /* that the fact is read by; of an event the shortest window first, all
                                              dates last */
    struct { VECTOR_OF(int64_t); } values; /* of each completion one by node */
    size_t count; /* 0: there are too many, or they cannot be told */
};

/* Of FACT, which ENCODING reads at NODE. */
struct completions completions_of_fact(const struct encoding *encoding, const struct fact *fact, node_id node);
struct completions completions_of_event(const struct encoding *encoding, const struct fact *event);

/* What ENCODING is where the fact is as completion INDEX says. */
const struct encoding *completion_encode(const struct completions *completions,
                                         const struct encoding *encoding, size_t index);
/* States it in LIMEN_CASE, which has a date where the fact is an event. */
void completion_state(const struct completions *completions, size_t index, struct arena *arena,
                      const struct plan *plan, struct limen_case *limen_case);

#endif

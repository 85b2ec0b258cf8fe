/* SPDX-License-Identifier: Apache-2.0 */
/* Cuts: where the answers of a plan can change as one of its numbers grows. */
#ifndef LIMEN_PROVE_CUTS_H
#define LIMEN_PROVE_CUTS_H

#include "plan/plan.h"

struct cuts {
    VECTOR_OF(int64_t); /* whether the number reaches each of these is all that is read of it; in any order */
};

/* False: NODE is used for more than to compare it with constants. */
bool cuts_find(const struct plan *plan, node_id node, struct arena *arena, struct cuts *ret);

#endif

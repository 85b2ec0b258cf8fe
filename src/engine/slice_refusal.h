/* SPDX-License-Identifier: Apache-2.0 */
/* Refusal: planes of what keeps a case from having an answer. For sliced.c, once all nodes are sliced. */
#ifndef LIMEN_ENGINE_SLICE_REFUSAL_H
#define LIMEN_ENGINE_SLICE_REFUSAL_H

#include "engine/slice.h"
#include "engine/sliced.h"

/* With planes for registers. */
struct causes {
    VECTOR_OF(struct sliced_cause);
};

/* All that there are, each once. */
struct causes slice_causes(struct slicing *slicing);
/* Some of them is so. */
plane slice_refused(struct slicing *slicing, const struct causes *causes);
/* By decision: rows of `only one of` disagree; NO_PLANE of others, and of all unless WANTED. */
plane *slice_conflicts(struct slicing *slicing, bool wanted);

#endif

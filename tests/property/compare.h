/* SPDX-License-Identifier: Apache-2.0 */
/* Compare: holds what blocks gave against the interpreter's evaluations of their cases: every node's set,
   every refusal, contradiction, conflict and settled fact, bit for bit. */
#ifndef LIMEN_TESTS_PROPERTY_COMPARE_H
#define LIMEN_TESTS_PROPERTY_COMPARE_H

#include "engine/columns.h"

/* What was compared. */
struct compared {
    size_t blocks, known_blocks, cases, refused, conflicts, errors_of_items;
};

struct block_run {
    struct arena *arena;
    const struct plan *plan;
    const struct columns *columns; /* that ran the block */
    const struct sliced *ran;      /* what they ran */
    const struct block *block;
    const struct evaluation *const *expected; /* by case of the block */
};

/* NULL: all is the same. Else what differs, before a colon what kind of thing it is, and *RET_LANE is
   the case. */
const char *compare_block(const struct block_run *run, struct compared *compared,
                          size_t *ret_lane);

#endif

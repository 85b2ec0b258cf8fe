/* SPDX-License-Identifier: Apache-2.0 */
/* Open: what the interpreter makes of a case in which one fact is not known and all else is, as terms.

   Each node that depends on the fact is worked out by the formulas of op.def over sets: yes/no as (certain,
   possible), a number as its two ends, a choice as the values that it may have. Operations that such a node
   is hardly ever of are not done; then nothing is said of the fact. */
#ifndef LIMEN_PROVE_OPEN_H
#define LIMEN_PROVE_OPEN_H

#include "prove/encode.h"

/* What a node may be. Of nodes that do not depend on the fact, its one value. */
struct open_value {
    term low, high;  /* yes/no: certain, possible; a number or a date: the ends */
    const term *may; /* by value of a choice; else NULL */
};

struct opening {
    const struct encoding *encoding;
    bool *depends;             /* by node, on the fact */
    struct open_value *values; /* by node that does */
};

/* FACT is open at NODE: its input, or what it is worked out as. NULL: not done. */
struct opening *opening_create(const struct encoding *encoding, const struct fact *fact,
                               node_id node);
/* The same of EVENT, of which NODES count the dates. */
struct opening *opening_create_event(const struct encoding *encoding, const struct fact *event,
                                     const node_id *nodes, size_t count);
/* The level is certainly, or possibly, RANK or more. */
term opening_certain(const struct opening *opening, size_t rank);
term opening_possible(const struct opening *opening, size_t rank);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Sliced: a plan lowered to code on planes. Columns runs it, machine code is made from it.

   A ruleset whose `impossible` settle facts runs in stages, as the interpreter does:

     opening    only if `is known` asks about derived facts: their answers, before anything is settled
     settling   from what is settled already, what more is; again until no case settles anything
     body       everything else, with all that was settled

   Without such facts there is only a body. All three read the same columns; the settling and the body
   also read the planes of PART_SETTLED and PART_DERIVED_KNOWN.

   A plan is sliced twice: for blocks of cases in which something is open, and for blocks in which all
   is known (block.all_known), where most of the second planes fall away. Both give the same. */
#ifndef LIMEN_ENGINE_SLICED_H
#define LIMEN_ENGINE_SLICED_H

#include "engine/code.h"
#include "engine/engine.h"

/* What the body keeps beside the planes that refuse a case. */
enum sliced_wants {
    WANT_LEVELS = 1,    /* scope and thresholds */
    WANT_RULES = 2,     /* the status of each rule that concludes something */
    WANT_DECISIONS = 4, /* their values and conflicts, and what holds of duties */
    WANT_EVERYTHING = 8, /* each node: what an `evaluation` holds */
    WANT_CAUSES = 16     /* why a case is refused */
};

/* Why a case may be refused. */
struct sliced_cause {
    enum case_problem_kind kind; /* no conflict */
    size_t index;
    uint32_t holds; /* register */
};

struct stage {
    const struct code *code; /* NULL: there is no such stage */
    uint32_t *outputs;       /* registers. Opening: by fact, what is known of it, or NO_REGISTER; settling:
                                by fact twice, settled as no and as yes, or NO_REGISTER */
};

struct sliced {
    const struct plan *plan;
    struct stage opening, settling;
    const struct code *body;
    const struct slice *slices; /* by node, with the body's registers for planes; a node that is not
                                   wanted has none */
    const bool *is_wanted;      /* by node */
    uint32_t refused;           /* registers: the case gets no answer */
    const uint32_t *contradictions; /* by node, of DERIVED and FIELD_DERIVED, if all is wanted */
    const uint32_t *conflicts;      /* by decision, or NO_REGISTER */
    struct { VECTOR_OF(struct sliced_cause); } causes; /* each once, in the order of an evaluation's problems;
                                                          none if they are not wanted */
};

/* NULL: this plan can't be sliced, *RET_REASON says why, as the end of "... because ". */
const struct sliced *sliced_create(struct arena *arena, const struct plan *plan, bool all_known,
                                   unsigned wants, const char **ret_reason);

#endif

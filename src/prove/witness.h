/* SPDX-License-Identifier: Apache-2.0 */
/* Witness: a case that the solver found, as a case of a ruleset, replayed and written.

   Nothing that the solver says is believed: the interpreter evaluates the case, and each node of the plan
   must have the value that the encoding gives it. */
#ifndef LIMEN_PROVE_WITNESS_H
#define LIMEN_PROVE_WITNESS_H

#include "answer/answer.h"
#include "prove/prover.h"

/* Another member of the household that the case is of. */
struct witness_other {
    struct limen_case *limen_case; /* closed */
    bool *stated;                  /* by fact: an example states it of this member */
};

/* A case for one of the rulesets. */
struct witness {
    const struct plan *plan;
    struct limen_case *limen_case; /* closed; of a household where there are others */
    bool *stated;                  /* by fact: an example states it */
    struct { VECTOR_OF(struct witness_other); } others; /* members beside the one that the case is about */
    const struct evaluation *evaluation;
    const struct answer *answer;
    const char *example;           /* ready to paste; ends in a newline */
};

/* The case that prover->values are, for the ruleset of ENCODING. Facts without a state of rest that change
   no answer stay open, and a date is left out where what is worked out from it says as much. NULL: the
   interpreter does not give what the solver says, an internal error that RET_FAULT describes. The example
   is called NAME. */
const struct witness *witness_create(struct prover *prover, const struct encoding *encoding,
                                     const char *name, const char **ret_fault);

/* The same; what stays open changes none of NODES either. */
const struct witness *witness_create_keeping(struct prover *prover, const struct encoding *encoding,
                                             const char *name, const node_id *nodes, size_t count,
                                             const char **ret_fault);

/* The same case complete as it is, without an example. */
const struct witness *witness_replay(struct prover *prover, const struct encoding *encoding,
                                     const char **ret_fault);
/* The same for two rulesets that are compared: RET[I] for ENCODINGS[I]. What stays open changes no
   answer of either. False: an internal error that RET_FAULT describes. */
bool witness_create_pair(struct prover *prover, const struct encoding *const encodings[2],
                         const char *name, const struct witness *ret[2], const char **ret_fault);

/* An example's `otherwise no` says what FACT is where it is not stated. */
bool witness_has_rest(const struct fact *fact);

/* "age 12 years, sexually_active": what the case states; "nothing" if that is nothing. */
void witness_write_facts(struct text *text, const struct witness *witness);

/* One fact that it states. */
void witness_write_fact(struct text *text, const struct witness *witness, const struct fact *fact);
/* "child this ": whose what an example expects is, in a household; else nothing. */
void witness_write_whose(struct text *text, const struct witness *witness);
/* "child other (age 4 years, absent)": another member, of the household that the case is of. */
void witness_write_other(struct text *text, const struct witness *witness, size_t place);
/* "example NAME on 2026-03-01 for exampleshire", without a newline. */
void witness_write_head(struct text *text, const struct witness *witness, const char *name);
/* "  given ...", "  otherwise no", two lines or more. */
void witness_write_body(struct text *text, const struct witness *witness);
/* The example called NAME. */
const char *witness_write_example(struct arena *arena, const struct witness *witness,
                                  const char *name);

#endif

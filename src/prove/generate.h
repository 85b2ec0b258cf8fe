/* SPDX-License-Identifier: Apache-2.0 */
/* Generate: the smallest examples that exercise what no example of a ruleset does, for people to review.

   For each goal (answer/goals.h) in turn that nothing exercises yet, the solver seeks the case in scope
   with the fewest facts that are not at rest; what an example turns out to exercise beside its goal needs
   no other. What an example expects is what the interpreter says today. */
#ifndef LIMEN_PROVE_GENERATE_H
#define LIMEN_PROVE_GENERATE_H

#include "answer/goals.h"
#include "prove/witness.h"

struct generated {
    const struct goal *goal;
    const char *name;
    const struct witness *witness;
};

struct goal_list {
    VECTOR_OF(const struct goal *);
};

struct generation {
    const struct program *program;
    struct goals *goals;         /* those that are exercised now are marked */
    struct { VECTOR_OF(struct generated); } examples;
    struct goal_list impossible; /* proved: no case exercises them */
    struct goal_list unshown;    /* only cases do in which a fact that matters to it is not known */
    struct goal_list undecided;  /* the limit came first */
    const char *fault;           /* an internal error, or NULL */
};

/* LIMIT: milliseconds for one question. False: Z3 can't be had, and RET_WHY says why. All lives in the arena
   of GOALS. */
bool generate_examples(struct generation *ret, const struct program *program, struct goals *goals,
                       unsigned limit, const char **ret_why);

/* One statement. */
void generated_write(struct text *text, const struct generation *generation,
                     const struct generated *made);
/* Statements to append to the ruleset, with what has no example as comments. */
void generation_write_text(struct text *text, const struct generation *generation);

#endif

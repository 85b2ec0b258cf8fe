/* SPDX-License-Identifier: Apache-2.0 */
/* Exact: the range of a case's level, and what its decisions may be, decided over the completions of the
   case where the evaluation alone is not certain to be exact.

   Each end and each value stands for a completion that the interpreter evaluated to it; all that was
   taken away is proved not to be. */
#ifndef LIMEN_PROVE_EXACT_H
#define LIMEN_PROVE_EXACT_H

#include "answer/answer.h"
#include "prove/prover.h"

enum exactness {
    EXACT_ALREADY,    /* the evaluation is exact: nothing was asked */
    EXACT_PROVED,
    EXACT_UNDECIDED,  /* the limit came first: what was proved till then is taken away */
    EXACT_NO_CASE,    /* no completion: what the case says cannot all be so */
    EXACT_FAULT       /* an internal error: the interpreter does not give what the solver says */
};

/* Whether there is something to prove: the evaluation leaves open what it is not certain to have exact. */
bool exact_is_open(const struct answer *answer);

/* LIMIT: milliseconds for the case. Fills RET, with what the evaluation says after EXACT_ALREADY; RET_WHY says what the
   fault is. Z3 must be there: solver_load(). */
enum exactness exact_find(struct arena *arena, const struct answer *answer, unsigned limit,
                          struct proved *ret, const char **ret_why);

#endif

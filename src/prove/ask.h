/* SPDX-License-Identifier: Apache-2.0 */
/* Ask: the fewest open facts that settle a question about a case.

   A set of open facts settles a question if any two completions that agree on the set, and on what is
   judged, agree on the answer: so it settles it whatever the answers are. A set that settles it and of
   which no smaller one does is found by turns: two completions that differ in the answer show facts of
   which one must be asked; the fewest facts that hit all sets shown so far are tried next. */
#ifndef LIMEN_PROVE_ASK_H
#define LIMEN_PROVE_ASK_H

#include "prove/stated.h"
#include "prove/prover.h"

struct asked {
    bool decided;                               /* else the limit came first: `facts` must all be asked, and */
    struct { VECTOR_OF(struct stated); } facts; /* there may be more; decided: they settle it, no fewer do */
    bool knowing_matters; /* a rule asks whether one of the facts is known: asking it may itself change the level */
};

struct ask;

/* Two completions of the case of EVALUATION side by side. LIMIT: milliseconds for one question. NULL: Z3 can't be had, or
   the case lists too many items (RET_WHY NULL). */
struct ask *ask_create(struct arena *arena, const struct evaluation *evaluation, unsigned limit,
                       const char **ret_why);
void ask_destroy(struct ask *ask);

/* False: proved that the case has no completion. */
bool ask_has_case(struct ask *ask);
/* What settles whether it is RANK or more. */
struct asked ask_reach(struct ask *ask, size_t rank);
/* What settles which level it is, or none. After ask_reach(): what that found is not sought again. */
struct asked ask_level(struct ask *ask);

#endif

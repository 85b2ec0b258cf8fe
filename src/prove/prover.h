/* SPDX-License-Identifier: Apache-2.0 */
/* Prover: questions about all cases of one or two rulesets, and the smallest case where there is one.

   The smallest case is the one with the fewest facts that are not as an example's `otherwise no` leaves
   them: yes, not usual, happened, not known; of a list, items. What has no such state of rest (an age) is not counted. */
#ifndef LIMEN_PROVE_PROVER_H
#define LIMEN_PROVE_PROVER_H

#include "prove/encode.h"
#include "prove/guess.h"
#include "prove/solver.h"

struct prover {
    struct arena *arena;
    struct world *world;
    struct terms *terms;
    struct solver *solver;
    struct guesser *guesser;
    size_t facts_at_rest; /* that the guesser knows of */
    struct { VECTOR_OF(term); } stirred; /* by world->facts: not at rest; terms->no where it has none */
    struct { VECTOR_OF(int64_t); } values; /* of the last question, by variable */
    bool has_values;                       /* the last question had a case */
    bool undecided;                        /* some question was */
};

/* NULL: Z3 can't be had, and RET_WHY says why. LIMIT: milliseconds for one question. Lives in ARENA;
   prover_destroy() ends the solver. */
struct prover *prover_create(struct arena *arena, struct world *world, unsigned limit,
                             const char **ret_why);
void prover_destroy(struct prover *prover);
/* All questions together may take so long from now on. */
void prover_end_within(struct prover *prover, unsigned milliseconds);

/* Whether some case makes all that is wanted hold; then prover->values are one. */
enum verdict prover_ask(struct prover *prover, const term *wanted, size_t count);
/* Whether the first guess is such a case, lists ending where they are looked at; no means nothing. */
bool prover_guess(struct prover *prover, const term *wanted, size_t count);
/* The same, and any case will do. */
enum verdict prover_ask_any(struct prover *prover, const term *wanted, size_t count);
/* The same, and the case is smallest: no other has fewer facts that are not at rest. */
enum verdict prover_smallest(struct prover *prover, const term *wanted, size_t count);
/* READING of FACT, a fact or a field, is not at rest; terms->no where it has no state of rest. */
term reading_stirs(struct terms *terms, const struct fact *fact, const struct reading *reading);
/* After VERDICT_SOME: the facts of the case that are not at rest, as terms, at most MOST. */
size_t prover_stirred(const struct prover *prover, term *ret, size_t most);

#endif

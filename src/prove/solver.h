/* SPDX-License-Identifier: Apache-2.0 */
/* Solver: asks whether some case makes terms hold, within a time that really ends.

   Z3 runs in a process of its own, started with the first question and fed the terms that it does not
   have yet. A question that takes longer than its limit ends with that process; the next question
   starts another. So the limit holds whatever Z3 does, and no fault of Z3 reaches this program. Seeds
   are fixed: the same questions in the same order have the same answers. An answer is kept, and a
   question asked before is not asked again. */
#ifndef LIMEN_PROVE_SOLVER_H
#define LIMEN_PROVE_SOLVER_H

#include "prove/term.h"

enum verdict {
    VERDICT_NONE,     /* proved: no case makes all terms hold */
    VERDICT_SOME,     /* some case does */
    VERDICT_UNDECIDED /* the limit came first */
};

struct solver;

/* False: Z3 can't be had, and RET_WHY says why. */
bool solver_load(const char **ret_why);
/* The solver that was loaded, in words that no other version has. */
const char *solver_version(void);

/* NULL: Z3 can't be had, and RET_WHY says why. LIMIT: milliseconds that one question may take. The
   solver ends with solver_destroy(). */
struct solver *solver_create(struct terms *terms, unsigned limit, const char **ret_why);
void solver_destroy(struct solver *solver);

/* All questions together may take so long from now on; then all that is new is undecided. */
void solver_end_within(struct solver *solver, unsigned milliseconds);

/* VALUES gets, after VERDICT_SOME, a value for each variable that there is; or NULL. */
enum verdict solver_ask(struct solver *solver, const term *wanted, size_t count, int64_t *values);

/* After VERDICT_NONE of the last question: which of the wanted terms exclude one another; some of
   them, perhaps not the fewest. */
size_t solver_core(const struct solver *solver, const term **ret_core);

size_t solver_asked(const struct solver *solver); /* questions put to Z3 */

#endif

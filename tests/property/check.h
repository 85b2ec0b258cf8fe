/* SPDX-License-Identifier: Apache-2.0 */
/* Check: puts one sketched case to one ruleset and holds the answer against the oracle's. */
#ifndef LIMEN_TESTS_PROPERTY_CHECK_H
#define LIMEN_TESTS_PROPERTY_CHECK_H

#include "engine/engine.h"
#include "oracle.h"
#include "sketch.h"

#define COMPLETIONS 8  /* random completions of each case */
#define ENUMERATED 600 /* completions tried one by one where a range is called exact */

struct check_counts {
    size_t complete, partial, refused, completions, exact, enumerated, undecided;
};

/* What is wrong, in words that live in ARENA; NULL: nothing. What stands before the colon tells one
   kind of failure from another. */
const char *check_case(struct arena *arena, const struct plan *plan, const struct sketch *sketch,
                       uint64_t seed, struct check_counts *counts);
/* The same of what is proved of the case: `limen eval --exact`. */
const char *check_proof(struct arena *arena, const struct plan *plan, const struct sketch *sketch,
                        uint64_t seed, struct check_counts *counts);

/* Holds the evaluation of one COMPLETED member of a household, and what was REPORTED of the case that it
   completes, against the oracle's ANSWER. */
const char *check_member(struct arena *arena, const struct evaluation *completed,
                         const struct evaluation *reported, const struct oracle_answer *answer);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Age: a date that rulesets only count from, to the date of the case, and only compare with that.

   What such a date says is how many years (or months) have passed, and whether it has come; any pair of
   the two that agree belongs to some date. So a date of birth needs no calendar. */
#ifndef LIMEN_PROVE_AGE_H
#define LIMEN_PROVE_AGE_H

#include "prove/world.h"

/* Looks at PLAN before any plan is encoded: which dates it uses otherwise. */
void ages_admit(struct world *world, const struct plan *plan);

/* The date FACT of PROGRAM, if all rulesets only count from it: made when first wanted; else NULL. */
struct world_age *age_of(struct world *world, const struct program *program,
                         const struct fact *fact);
/* The fact of PLAN's node DATE if it is such a date. */
const struct fact *age_fact(const struct world *world, const struct plan *plan, node_id date);

/* The comparison OP (EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL) of the date with the date of the case; FLIPPED:
   of the date of the case with it. */
term age_compare(struct terms *terms, const struct world_age *age, enum op op, bool flipped);
/* Completed units from the date to the date of the case; BACKWARDS: the other way. */
term age_between(struct terms *terms, const struct world_age *age, bool backwards);

/* The date lies from LOW to HIGH, and is not none; of a world in which cases have one date. */
term age_lies_between(const struct world *world, const struct world_age *age, int32_t low,
                      int32_t high);

/* A day of that age on CASE_DATE: UNITS have passed since, and it comes before (-1), on (0) or after it. */
int32_t age_day(const struct world_age *age, int32_t case_date, int64_t units, int order);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Seek: one case of many that would do, chosen by preferences in an order, so that it is the same whatever
   case the solver happens to find.

   After seek_find() found a case, seek->prover->values are one that keeps to all that was asked and
   preferred so far. */
#ifndef LIMEN_PROVE_SEEK_H
#define LIMEN_PROVE_SEEK_H

#include "prove/prover.h"

struct seek {
    struct prover *prover;
    struct terms *terms;
    struct { VECTOR_OF(term); } kept; /* hold of the case at hand */
    bool undecided;                   /* the limit came first: what was preferred since is left to chance */
};

struct seek seek_create(struct prover *prover);
/* It must hold. */
void seek_keep(struct seek *seek, term wanted);
/* Whether there is a case in which ALSO holds; it becomes the case at hand. */
enum verdict seek_find(struct seek *seek, term also);
/* Proved: there is no case in which ALSO holds. The case at hand stays. */
bool seek_excludes(struct seek *seek, term also);
/* What a term is in the case at hand. */
int64_t seek_value(const struct seek *seek, term of);

/* Each has a case at hand before and after. */

/* WANTED holds if it can, or else does not. */
void seek_prefer(struct seek *seek, term wanted);
/* As few of these as can be; false: the limit came before that was certain. */
bool seek_fewest(struct seek *seek, const term *of, size_t count);
/* As near to the stretch from LOW to HIGH as it can be; of two as near, the lower. */
void seek_nearest(struct seek *seek, term of, int64_t low, int64_t high);

#endif

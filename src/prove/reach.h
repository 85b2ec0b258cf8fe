/* SPDX-License-Identifier: Apache-2.0 */
/* Reach: how far one number of a case may move before something no longer holds of it. */
#ifndef LIMEN_PROVE_REACH_H
#define LIMEN_PROVE_REACH_H

#include "prove/term.h"

/* All WANTED and all laws hold where variable I is VALUES[I]. */
bool reach_holds(const struct terms *terms, const int64_t *values, const term *wanted, size_t count);

/* VARIABLE, a number, may be anything from RET_LOW to RET_HIGH, all else being as VALUES say, and all
   WANTED and all laws hold. A number that is added to others is not moved. */
void reach_find(const struct terms *terms, int64_t *values, term variable, const term *wanted,
                size_t count, int64_t *ret_low, int64_t *ret_high);

#endif

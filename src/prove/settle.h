/* SPDX-License-Identifier: Apache-2.0 */
/* Settle: of the numbers that would do as well, the one that tells most. */
#ifndef LIMEN_PROVE_SETTLE_H
#define LIMEN_PROVE_SETTLE_H

#include "prove/term.h"

/* A number that terms only compare with bounds may move between two of them without changing anything: it
   goes to the bound that it is next to, so that an age below 13 becomes 12 and not 0. */
void settle_values(const struct terms *terms, int64_t *values);

#endif

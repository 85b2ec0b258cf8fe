/* SPDX-License-Identifier: Apache-2.0 */
/* Verdicts: what was found of a ruleset, kept in the cache, so that one that says what it said is not proved
   anew.

   They depend on what the ruleset says, comments and layout apart (program->hash), what the versions say that
   its claims name, the time limit, the solver's version and the build of limen. Findings point into files:
   they are used only while each of these files has the bytes that it had. Nothing is kept where the limit
   cut a question short. */
#ifndef LIMEN_PROVE_VERDICTS_H
#define LIMEN_PROVE_VERDICTS_H

#include "base/cache.h"
#include "prove/verify.h"

struct cache_key verdicts_key(const struct verification *verification);

/* True: VERIFICATION and its diagnostics are as when all was proved. */
bool verdicts_find(const struct cache *cache, const struct cache_key *key,
                   struct verification *verification);
void verdicts_keep(const struct cache *cache, const struct cache_key *key,
                   const struct verification *verification);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Whether there is a solver: a property test of proofs is skipped without one. */
#ifndef LIMEN_TESTS_PROPERTY_HAS_SOLVER_H
#define LIMEN_TESTS_PROPERTY_HAS_SOLVER_H

#include <stdio.h>

#include "prove/solver.h"

/* False: said as the plan of a test that is skipped. */
static inline bool has_solver(void)
{
    const char *why = NULL;
    bool loaded = solver_load(&why);
    if (!loaded) {
        printf("1..0 # SKIP %s\n", why);
    }
    return loaded;
}

#endif

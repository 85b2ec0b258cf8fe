/* SPDX-License-Identifier: Apache-2.0 */
/* What the public face of the library holds of a loaded ruleset, for the limen*.c files alone. */
#ifndef LIMEN_RULESET_H
#define LIMEN_RULESET_H

#include "base/vector.h"
#include "limen.h"
#include "plan/ruleset.h"

struct limen_ruleset {
    struct compilation *compilation;
    const struct program *program;
    const struct plan *plan;
    struct { VECTOR_OF(const struct fact *); } facts; /* those the plan reads */
};

/* NULL: there is none. */
const struct fact *limen_find_fact(const struct limen_ruleset *ruleset, size_t index);
enum limen_kind limen_kind_of(const struct type *type);

#endif

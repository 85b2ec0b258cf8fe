/* SPDX-License-Identifier: Apache-2.0 */
/* Counterpart: what of an older ruleset corresponds to what of a newer one.

   Levels correspond by their labels, or by what the newer says that one `was`; decisions and duties by
   their names; rules by their names, else by what they say, else by the item they cite. Both programs come
   from one compilation, so names compare with ==. */
#ifndef LIMEN_PROVE_COUNTERPART_H
#define LIMEN_PROVE_COUNTERPART_H

#include "meaning/program.h"
#include "prove/encode.h"

#define NO_RANK SIZE_MAX

struct rule_pair {
    const struct rule *older, *newer; /* NULL: there is none */
};

struct decision_pair {
    const struct decision *older, *newer;
};

struct duty_pair {
    const struct duty *older, *newer;
};

struct counterparts {
    struct arena *arena;
    struct program *older, *newer;
    size_t *older_rank; /* by rank of the newer: which level of the older that is, or NO_RANK */
    struct { VECTOR_OF(struct rule_pair); } rules;         /* in the order of the newer, then withdrawn */
    struct { VECTOR_OF(struct decision_pair); } decisions; /* likewise */
    struct { VECTOR_OF(struct duty_pair); } duties;        /* likewise */
};

/* All but the rules. */
struct counterparts *counterparts_create(struct arena *arena, struct program *older,
                                         struct program *newer);
/* The rules, by what they mean in one world. */
void counterparts_match_rules(struct counterparts *counterparts, const struct encoding *older,
                              const struct encoding *newer);
const struct rule_pair *counterpart_of_rule(const struct counterparts *counterparts,
                                            const struct rule *rule);

/* The condition of RULE, before exceptions, as a term. */
term rule_condition(const struct encoding *encoding, const struct rule *rule);
/* RULE of the newer ruleset leads to the level that COUNTERPART of the older leads to, or both to none. */
bool same_level(const struct counterparts *counterparts, const struct rule *older,
                const struct rule *newer);

#endif

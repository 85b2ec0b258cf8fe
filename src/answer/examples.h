/* SPDX-License-Identifier: Apache-2.0 */
/* Examples: the examples of a ruleset evaluated and compared with what they expect, and the rules
   that none of them makes hold. */
#ifndef LIMEN_ANSWER_EXAMPLES_H
#define LIMEN_ANSWER_EXAMPLES_H

#include "answer/household.h"

/* One expectation that was not met. */
struct miss {
    const char *expected, *got;
};

struct example_result {
    const struct statement *example;
    const struct answer *answer; /* of a household, of the member of whom an expectation was not met first,
                                    else of the one at its level; NULL: the case is in error */
    const struct household_answer *household; /* NULL: the case is of none */
    const char *refusal;         /* then: why */
    size_t expectations;         /* 0: the example expects nothing */
    struct { VECTOR_OF(struct miss); } misses;
};

struct examples {
    struct { VECTOR_OF(struct example_result); } results;
    size_t failed, without_expectation;
    size_t rule_count;                                   /* rules that conclude something */
    struct { VECTOR_OF(const struct rule *); } uncovered; /* those that no example makes hold */
};

bool example_passes(const struct example_result *result);

/* PROGRAM is the plan's; reading an expected value may note its type in the tree. */
struct examples *examples_run(struct arena *arena, struct program *program,
                              const struct plan *plan);

#endif

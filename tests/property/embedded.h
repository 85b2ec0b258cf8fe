/* SPDX-License-Identifier: Apache-2.0 */
/* Embedded: a ruleset compiled to a shared object, and cases put to it as a program would that embeds it, each
   result held against the interpreter's. */
#ifndef LIMEN_TESTS_PROPERTY_EMBEDDED_H
#define LIMEN_TESTS_PROPERTY_EMBEDDED_H

#include "case/case.h"
#include "plan/plan.h"
#include "sketch.h"

#define EMBEDDED_CASES 400

struct embedded_counts {
    size_t rulesets, refused_rulesets, cases, refused, conflicts, by_section, open_lists;
};

struct embedded {
    struct arena *arena;
    const struct program *program;
    const struct plan *plan;
    const struct limen_compiled *compiled;
    const struct limen_case *cases[EMBEDDED_CASES];
    size_t count;
    const char *failure; /* NULL: none */
    size_t failed;       /* case */
};

/* Compiles the ruleset at -O OPTIMISATION and puts the cases to it. */
void embedded_check(struct embedded *embedded, unsigned optimisation,
                    struct embedded_counts *counts);

#endif

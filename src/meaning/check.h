/* SPDX-License-Identifier: Apache-2.0 */
/* Check: from syntax trees to a program. The passes, in order:
     declare   make the entities, report names declared twice (declare.c)
     resolve   names, types, units, bounds of every expression (expression.c, type.c)
     attach    exceptions to rules, rows from rules to decisions, topics, labels (attach.c)
     cycles    what depends on itself, with the path (cycle.c)
     warn      unused names, comparisons that are always true, `is known` that reaches a level (warn.c)
   Every pass goes on after an error; a type that is in error agrees with everything. */
#ifndef LIMEN_MEANING_CHECK_H
#define LIMEN_MEANING_CHECK_H

#include "meaning/program.h"

/* Fills PROGRAM (whose tree and vocabulary_trees are set) and reports what is wrong. */
void program_check(struct program *program);

/* Types an expression or a list of givens that came from outside the file (--given, examples). */
bool check_givens(struct program *program, struct node *given);

#endif

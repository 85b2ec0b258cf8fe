/* SPDX-License-Identifier: Apache-2.0 */
/* Hiding: a field hides the fact of its name, but a definition that is read beside it still reads the fact.
   `define teenager is age >= 13 years` is of the case's age, in `any sibling where (teenager)` too. */
#ifndef LIMEN_MEANING_HIDING_H
#define LIMEN_MEANING_HIDING_H

#include "meaning/graph.h"

/* Warns of definitions, groups and derived facts that are read of an item and read a fact which a field of
   the item hides. */
void hiding_check(struct graph *graph);

#endif

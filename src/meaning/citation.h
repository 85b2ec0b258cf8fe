/* SPDX-License-Identifier: Apache-2.0 */
/* Citation: which document, which item. `[L3/education/01]` is an item of the header's first source;
   `[worcestershire-briefing/L0/routing/01]` names another source that the header lists. */
#ifndef LIMEN_MEANING_CITATION_H
#define LIMEN_MEANING_CITATION_H

#include "meaning/program.h"

/* Adds the citations among the children of NODE to CITES. SUFFIX, if not NULL, becomes one more segment
   of each item: the number of a sign. */
void citations_collect(struct program *program, const struct node *node, const char *suffix,
                       struct citations *cites);

#endif

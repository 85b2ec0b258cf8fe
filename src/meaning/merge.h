/* SPDX-License-Identifier: Apache-2.0 */
/* Merge: one step of consolidation, an older tree and the one that amends it. amend.h says what comes
   out. Both trees are used up: their nodes become the consolidated tree. */
#ifndef LIMEN_MEANING_MERGE_H
#define LIMEN_MEANING_MERGE_H

#include "meaning/program.h"

/* Reports `withdraw` and `amend` of what is not there. */
const struct node *merge_versions(struct program *program, const struct node *older,
                                  const struct node *newer);

/* Reports each `withdraw` and `amend` of TREE, which amends nothing. */
void merge_check_alone(struct diagnostics *diagnostics, const struct node *tree);

/* In the older version's statements, the new names of levels that the newer one renames; and the
   documents of citations, once another source comes first (renew.c). */
void renew_levels(struct program *program, const struct node *older, const struct node *newer);
void renew_citations(struct program *program, const struct node *older, const struct node *newer);

/* Whether CITE, as it stands in the version with HEADER, begins with one of its sources. */
bool cites_source(const struct node *header, const char *cite);

#endif

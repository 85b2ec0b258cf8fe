/* SPDX-License-Identifier: Apache-2.0 */
/* Amend: the consolidated text of a version that states only what it changes.

   From the chain of versions one tree is made, before anything is declared: the newest header with what
   it leaves to the older one, the levels, the older statements that are left in their order, and each
   addition at the end of the section and topic that it stands under. Nodes keep the spans of the files
   they stand in. The tree says what one file without `amends` would say: a citation of the older version
   names its document where the first source is another one now, and what the older version says of a
   level that was renamed has the new name.

   Not taken over, because they speak of the version they stand in: `in force`, examples, `change since`,
   `never lower than`, and every `was`. */
#ifndef LIMEN_MEANING_AMEND_H
#define LIMEN_MEANING_AMEND_H

#include "meaning/library.h"

/* The consolidated tree of TREE, the file at PATH: TREE itself if it amends nothing. Where an older
   version is missing or no ruleset, that is reported and *RET_MISSING set. What is withdrawn is noted
   in PROGRAM. */
const struct node *amend_consolidate(struct compilation *compilation, struct program *program,
                                     const char *path, const struct node *tree, bool *ret_missing);

/* The file of the version that the ruleset at PATH amends, or NULL. */
const char *amend_older_path(struct compilation *compilation, const char *path,
                             const struct node *header);

#endif

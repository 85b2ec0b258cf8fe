/* SPDX-License-Identifier: Apache-2.0 */
/* Was: what a fact, event, list or field of a newer version was, in the words of an older one.

   A fact was an expression over the older version's facts, a field one over the fields of the list that its
   list was, beside those facts; an event or a list was one, and is named. */
#ifndef LIMEN_MEANING_WAS_H
#define LIMEN_MEANING_WAS_H

#include "meaning/program.h"

/* NULL: it says nothing. */
struct node *was_expression(const struct fact *fact);

/* Checks what FACT of a newer version was, over OLDER. Mistakes are in OLDER's diagnostics. */
void was_check(struct program *older, const struct fact *fact);

/* The event or list of OLDER that LIST of a newer version was: the one that its `was` names, else the one of its name,
   if that is an event or a list as well; else NULL. */
struct fact *was_list(const struct program *older, const struct fact *list);

#endif

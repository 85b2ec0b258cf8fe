/* SPDX-License-Identifier: Apache-2.0 */
/* Enough: how many items of a list tell all that plans ask of it.

   A plan that only asks whether some item is so, or whether K items are, comes to the same where all items are
   left out but one, or K, for each such question: what held of so many items goes on to hold, and what
   held of fewer does not begin to. So no list needs more items than all its questions together. */
#ifndef LIMEN_PROVE_ENOUGH_H
#define LIMEN_PROVE_ENOUGH_H

#include "prove/world.h"

/* Of the items of LIST that a case does not list; SIZE_MAX: no number is enough. SIDES: encodings of PLAN at the
   same time in which facts of the case may differ; SIZE_MAX: any number. */
size_t items_enough(const struct plan *plan, const struct fact *list, size_t sides);

/* How many members, beside the one that a case is about, tell what NODE of PLAN comes to, which takes them together;
   SIZE_MAX: no number does. */
size_t members_needed(const struct plan *plan, node_id node);
/* What all that PLAN asks of members comes to, likewise. */
size_t plan_members_needed(const struct plan *plan);

/* Before anything is encoded: questions will be asked of PLAN, beside those admitted before. Lists of which enough items
   are few are looked at whole. Where a list is another one under another name, world_set_list() came before. */
void lists_admit(struct world *world, const struct plan *plan, size_t sides);
/* The same of COUNT plans of one program, of one of them at a time. */
void lists_admit_either(struct world *world, const struct plan *const *plans, size_t count, size_t sides);
/* Likewise: what plans ask of members is to be looked at, of one of COUNT plans of one program at a time. */
void members_admit(struct world *world, const struct plan *const *plans, size_t count);

#endif

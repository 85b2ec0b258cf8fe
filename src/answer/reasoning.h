/* SPDX-License-Identifier: Apache-2.0 */
/* Reasoning: what reason.c and reason_items.c share, for no one else. */
#ifndef LIMEN_ANSWER_REASONING_H
#define LIMEN_ANSWER_REASONING_H

#include "answer/reason.h"

struct reasons {
    struct arena *arena;
    const struct evaluation *evaluation;
    const struct plan *plan;
    uint64_t *costs[2];             /* by wanted, then node */
    const struct plan_rule **rules; /* by node: the first rule with this status */
    bool *thresholds;  /* by node: the level is at least some rank, and no rule says just that */
    uint32_t *seen[2]; /* by wanted, then node: the last walk that came here */
    uint32_t walk;
    size_t item; /* of the list whose nodes are taken apart */
};

/* reason.c */

void reason_start_costs(struct reasons *reasons);
bool reason_is_certainly(const struct reasons *reasons, node_id node, bool wanted);
/* WORDS are emptied. */
struct part *reason_part(struct reasons *reasons, struct parts *parts, struct text *words);
const char *reason_number_word(struct reasons *reasons, size_t number);
void reason_walk_holding(struct reasons *reasons, node_id node, bool wanted, struct parts *parts);

/* reason_items.c */

/* The items that certainly are among those that ANY asks about, and why. */
void reason_items_holding(struct reasons *reasons, node_id any, struct parts *parts);
/* Which items a comparison that certainly is so goes by. */
void reason_items_compared(struct reasons *reasons, node_id id, struct parts *parts);
/* Which items make a fact that sums up lists what it is. */
void reason_items_summed_up(struct reasons *reasons, node_id id, struct parts *parts);
/* The items that may be among those that ANY asks about and are not certainly, and what each lacks. */
void reason_items_lacking(struct reasons *reasons, node_id any, struct part *part);
/* The same of what a comparison, or a fact that sums up a list, would have to be. */
void reason_items_compared_lacking(struct reasons *reasons, node_id id, bool wanted, struct part *part);

#endif

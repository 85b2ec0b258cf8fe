/* SPDX-License-Identifier: Apache-2.0 */
/* Summaries: yes/no facts that say whether a list, or one of several, has an item of some kind, and ordered choices
   that say how far the furthest item goes.

   `concern sibling_offending from any sibling where (offending)` can be answered by itself, by somebody
   who lists no siblings. So a case that leaves the list out is asked and closed by its summaries. A
   summary of an empty list is no, or the least value of its choice. Both are the value 0. */
#ifndef LIMEN_MEANING_SUMMARY_H
#define LIMEN_MEANING_SUMMARY_H

#include "meaning/program.h"

struct graph;

/* FACT is worked out as the highest of a list, and is never none: with no such item it has the least value. */
bool fact_is_graded(const struct fact *fact);

/* Sets `sums_up` of all facts. Call once names are resolved. */
void summaries_find(struct program *program);

/* Marks the list that VERTEX reads, unless as its summary. */
void summary_mark_list(struct graph *graph, uint32_t vertex);
/* Where one list that a fact sums up is read itself, so are the others. Call when all are marked. */
void summaries_spread(struct program *program);

/* FACT sums up lists that nothing reads but their summaries. */
bool summary_stands_alone(const struct fact *fact);
/* From here on FACT is not worked out: it stands for the lists. A plan that is made now does not read them. */
void summary_cut(struct fact *fact);
/* For what is asked of all cases: any of them can be told by such facts. */
void summaries_cut(struct program *program);
void summaries_restore(struct program *program);
/* Makes the two versions alike in which lists can be cut, whatever these were called. They share their symbols. */
void summaries_agree(struct program *older, struct program *newer);

#endif

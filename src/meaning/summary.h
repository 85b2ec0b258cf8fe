/* SPDX-License-Identifier: Apache-2.0 */
/* Summaries: yes/no facts that say whether a list, or one of several, has an item of some kind.

   `concern sibling_offending from any sibling where (offending)` can be answered by itself, by somebody
   who lists no siblings. So a case that leaves the list out is asked and closed by its summaries. A
   summary of an empty list is no. */
#ifndef LIMEN_MEANING_SUMMARY_H
#define LIMEN_MEANING_SUMMARY_H

#include "meaning/graph.h"

/* Sets `sums_up` of all facts. Call once names are resolved. */
void summaries_find(struct program *program);

/* Marks the list that VERTEX reads, unless as its summary. */
void summary_mark_list(struct graph *graph, uint32_t vertex);

#endif

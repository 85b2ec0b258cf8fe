/* SPDX-License-Identifier: Apache-2.0 */
/* Reading: which thresholds of the level an expression reads, and whether a higher level makes it more
   likely (positive) or less (negative). */
#ifndef LIMEN_MEANING_READING_H
#define LIMEN_MEANING_READING_H

#include "meaning/graph.h"

/* Fills graph->defines and graph->groups, each after those that it uses. */
void readings_of_definitions(struct graph *graph);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Cycle: nothing may depend on itself. Reports each ring once, with its path, and fills in what follows
   from the graph: which entities read the level. */
#ifndef LIMEN_MEANING_CYCLE_H
#define LIMEN_MEANING_CYCLE_H

#include "meaning/graph.h"

void cycles_check(struct graph *graph);

#endif

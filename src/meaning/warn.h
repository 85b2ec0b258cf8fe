/* SPDX-License-Identifier: Apache-2.0 */
/* Warn: what is allowed and hardly meant: names that nothing uses, `is known` on the way to a level,
   empty places. Also marks the facts that the ruleset reads. */
#ifndef LIMEN_MEANING_WARN_H
#define LIMEN_MEANING_WARN_H

#include "meaning/graph.h"

void facts_mark_read(struct graph *graph);
void warnings_check(struct graph *graph);

#endif

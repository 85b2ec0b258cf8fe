/* SPDX-License-Identifier: Apache-2.0 */
/* Relevance: which open facts are worth asking first, and what strengths nobody asked about hide. */
#ifndef LIMEN_ANSWER_RELEVANCE_H
#define LIMEN_ANSWER_RELEVANCE_H

#include "answer/answer.h"

/* By fact: how much its answer may tell. A rule that may hold and would lift the level counts for each
   open fact it reads, the more the higher it lifts and the fewer open facts it reads; the best rule of a
   fact goes before how many there are. */
uint64_t *relevance_of(struct arena *arena, const struct answer *answer);

/* Fills `has_unless`: what the level would be at least if none of the strengths that nobody asked about
   were there, and which of them make the difference. */
void relevance_find_unless(struct arena *arena, struct answer *answer);

#endif

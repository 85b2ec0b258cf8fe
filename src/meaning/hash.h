/* SPDX-License-Identifier: Apache-2.0 */
/* Hash: what a ruleset says, as a number; comments, blank lines and layout play no part. */
#ifndef LIMEN_MEANING_HASH_H
#define LIMEN_MEANING_HASH_H

#include "meaning/program.h"

/* Sets program->hash from the ruleset's statements, the vocabulary declarations it reads and its
   calendar. */
void program_hash(struct program *program);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Habit: mistakes that come of writing as one speaks, or as in other languages. */
#ifndef LIMEN_GRAMMAR_HABIT_H
#define LIMEN_GRAMMAR_HABIT_H

#include "grammar/mistake.h"

/* Reports the mistake if it is a known habit. */
bool habit_tell(const struct mistake *m);

#endif

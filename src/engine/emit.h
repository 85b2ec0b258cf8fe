/* SPDX-License-Identifier: Apache-2.0 */
/* Emit: a ruleset as C text that needs nothing of limen but limen_compiled.h, which says how it is called.

   The logic is that of the sliced plan, written down by the walk of parts.h, on words of 64 cases. What is
   computed case by case is the text of step.h and day.h, and what fills words from facts and reads answers from
   them that of emit_runtime.inc. */
#ifndef LIMEN_ENGINE_EMIT_H
#define LIMEN_ENGINE_EMIT_H

#include "base/text.h"
#include "plan/plan.h"

/* False: PLAN can't be had as C; RET_REASON says why, as the end of "... because ". */
bool emit_c(struct text *text, struct arena *arena, const struct plan *plan,
            const char **ret_reason);

/* The text of limen_compiled.h. */
const char *emit_header(void);

#endif

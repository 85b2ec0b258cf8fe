/* SPDX-License-Identifier: Apache-2.0 */
/* Cases as programs give them to a compiled ruleset: for what measures and tests those. */
#ifndef LIMEN_ENGINE_EMIT_CASE_H
#define LIMEN_ENGINE_EMIT_CASE_H

#include "case/case.h"
#include "limen_compiled.h"

/* What ONE assumes is left out: the compiled ruleset assumes the same. Refers to ONE. */
struct limenc_case emit_case(struct arena *arena, const struct program *program,
                             const struct limen_case *one);

#endif

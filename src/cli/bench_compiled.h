/* SPDX-License-Identifier: Apache-2.0 */
/* Bench compiled: what `limen bench` measures of a ruleset compiled for programs that embed it. */
#ifndef LIMEN_CLI_BENCH_COMPILED_H
#define LIMEN_CLI_BENCH_COMPILED_H

#include "case/case.h"
#include "plan/plan.h"

struct bench_compiled;

/* NULL: it can't be had; RET_REASON says why, as the end of "... because ". */
struct bench_compiled *bench_compiled_create(struct arena *arena, const struct plan *plan,
                                             const char **ret_reason);
void bench_compiled_free(struct bench_compiled *compiled);
/* What is to be evaluated from here on: COUNT cases. */
void bench_compiled_take(struct bench_compiled *compiled, const struct limen_case *const *cases,
                         size_t count);
void bench_compiled_run(struct bench_compiled *compiled);

#endif

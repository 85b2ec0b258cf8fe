/* SPDX-License-Identifier: Apache-2.0 */
/* Bench engine: the engines that `limen bench` measures, and how fast each evaluates cases that are in
   memory. */
#ifndef LIMEN_CLI_BENCH_ENGINE_H
#define LIMEN_CLI_BENCH_ENGINE_H

#include "cli/bench_compiled.h"
#include "engine/columns.h"

/* Cases that are evaluated over and over: few enough to stay in the cache. */
struct bench_cases {
    const struct limen_case *all[BLOCK_CASES];
    size_t count;
    struct block *block; /* the same */
};

struct bench_cases *bench_cases_create(struct arena *arena, const struct plan *plan);
void bench_cases_add(struct bench_cases *cases, const struct limen_case *one);
/* After the last one. */
void bench_cases_close(struct bench_cases *cases);

/* What an engine made of a plan. */
struct bench_made {
    const char *reason;     /* it can't be had, as the end of "... because "; NULL: it can */
    double seconds;         /* that making it took */
    const struct plan *plan;
    struct columns *columns; /* they evaluate, or */
    struct bench_compiled *compiled; /* this does; both NULL: the interpreter */
    struct machine *machines[2]; /* or NULL */
    struct arena *arena;     /* of single cases */
};

struct bench_engine {
    const char *name; /* as --engine calls it, unless it is for other programs alone */
    bool is_for_others;
    void (*make)(struct arena *arena, struct bench_made *made);
};

/* In the order of what they cost to get ready. */
extern const struct bench_engine bench_engines[];
extern const size_t bench_engine_count;

struct bench_made bench_make(const struct bench_engine *engine, struct arena *arena,
                             const struct plan *plan);
void bench_unmake(struct bench_made *made);
/* Cases a second of processor time, all rules' status produced. */
double bench_rate(const struct bench_made *made, const struct bench_cases *cases);

double bench_now(void); /* in seconds, of a clock that only goes on */

#endif

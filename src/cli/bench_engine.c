/* SPDX-License-Identifier: Apache-2.0 */
/* Engines, one row each. */
#include "cli/bench_engine.h"

#include <time.h>

#include "engine/jit.h"

#define RUN_SECONDS 0.03 /* a run is repeated until it takes so long */
#define RUNS 5          /* of which the fastest counts: what else ran meanwhile only slows */

static double seconds_of(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

double bench_now(void)
{
    return seconds_of(CLOCK_MONOTONIC);
}

/* ---------------------------------------------------------------------------------------------- cases */

struct bench_cases *bench_cases_create(struct arena *arena, const struct plan *plan)
{
    struct bench_cases *cases = arena_alloc(arena, sizeof *cases);
    cases->block = columns_block(arena, plan);
    block_clear(cases->block);
    return cases;
}

void bench_cases_add(struct bench_cases *cases, const struct limen_case *one)
{
    cases->all[cases->count++] = one;
    block_add(cases->block, one);
}

void bench_cases_close(struct bench_cases *cases)
{
    block_close(cases->block, &(struct block_defaults){.authority = -1});
}

/* -------------------------------------------------------------------------------------------- engines */

static void make_nothing(struct arena *arena, struct bench_made *made)
{
    (void)arena;
    (void)made;
}

/* For blocks with something open, and without. False: the reason is there. */
static bool slice(struct arena *arena, struct bench_made *made, const struct sliced *ret[2])
{
    for (int known = 0; known < 2 && !made->reason; known++) {
        ret[known] = sliced_create(arena, made->plan, known, WANT_LEVELS | WANT_RULES,
                                   &made->reason);
    }
    if (!made->reason) {
        made->columns = columns_create(arena, ret[0], ret[1]);
    }
    return !made->reason;
}

static void make_columns(struct arena *arena, struct bench_made *made)
{
    const struct sliced *sliced[2];
    (void)slice(arena, made, sliced);
}

/* As if it had never been compiled before. */
static void make_jit(struct arena *arena, struct bench_made *made)
{
    const struct sliced *sliced[2];
    if (slice(arena, made, sliced)
        && jit_open(arena, NULL, sliced, 2, JIT_COMPILE, made->machines, &made->reason)) {
        made->reason = NULL;
        columns_use(made->columns, made->machines[0]);
        columns_use(made->columns, made->machines[1]);
    }
}

static void make_compiled(struct arena *arena, struct bench_made *made)
{
    made->compiled = bench_compiled_create(arena, made->plan, &made->reason);
}

const struct bench_engine bench_engines[] = {
    {"interpret", false, make_nothing},
    {"columns", false, make_columns},
    {"jit", false, make_jit},
    {"compiled", true, make_compiled},
};
const size_t bench_engine_count = sizeof bench_engines / sizeof *bench_engines;

struct bench_made bench_make(const struct bench_engine *engine, struct arena *arena,
                             const struct plan *plan)
{
    struct bench_made made = {.plan = plan, .arena = arena_create()};
    double start = bench_now();
    engine->make(arena, &made);
    made.seconds = bench_now() - start;
    return made;
}

void bench_unmake(struct bench_made *made)
{
    jit_close(made->machines[0]);
    jit_close(made->machines[1]);
    bench_compiled_free(made->compiled);
    arena_destroy(made->arena);
}

/* ------------------------------------------------------------------------------------------ measuring */

/* All of the cases once. */
static void evaluate(const struct bench_made *made, const struct bench_cases *cases)
{
    if (made->columns) {
        columns_run(made->columns, cases->block);
        return;
    }
    if (made->compiled) {
        bench_compiled_run(made->compiled);
        return;
    }
    for (size_t i = 0; i < cases->count; i++) {
        (void)interpreter_evaluate(made->arena, made->plan, cases->all[i]);
        arena_reset(made->arena);
    }
}

static double time_rounds(const struct bench_made *made, const struct bench_cases *cases,
                          size_t rounds)
{
    double start = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    for (size_t i = 0; i < rounds; i++) {
        evaluate(made, cases);
    }
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID) - start;
}

double bench_rate(const struct bench_made *made, const struct bench_cases *cases)
{
    size_t rounds = 1;
    if (made->compiled) {
        bench_compiled_take(made->compiled, cases->all, cases->count);
    }
    double seconds = time_rounds(made, cases, rounds);
    while (seconds < RUN_SECONDS) {
        rounds *= 2;
        seconds = time_rounds(made, cases, rounds);
    }
    for (size_t i = 1; i < RUNS; i++) {
        double again = time_rounds(made, cases, rounds);
        seconds = again < seconds ? again : seconds;
    }
    return (double)(rounds * cases->count) / seconds;
}

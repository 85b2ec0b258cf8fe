/* SPDX-License-Identifier: Apache-2.0 */
/* Cases a second of processor time by columns, by machine code and by HAND.so, the same rules written by hand on bit planes, on one
   block that stays in the cache; and what machine code costs first. The planes of every rule must agree.

     engines RULESET.limen HAND.so

   The ruleset is that of engines.sh: facts sign_0..., then score_0..., all rules one after the other. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "engine/columns.h"
#include "engine/jit.h"
#include "meaning/library.h"

#define SIGNS 300
#define SCORES 20
#define SCORE_BITS 10
#define SECONDS 1.0 /* of all ROUNDS */
#define ROUNDS 20

/* PLANES: of signs, certainly and possibly; then of scores, low and high bits. RESULTS: of rules, likewise. Each
   plane is BLOCK_WORDS long. */
typedef void hand_written(const uint64_t *const *planes, uint64_t *results);

struct bench {
    struct arena *arena;
    const struct plan *plan;
    const struct sliced *sliced[2]; /* open, known */
    struct machine *machines[2];
    struct block *block;
    hand_written *hand;
    const uint64_t **planes;
    block_plane *results;
};

static double seconds(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double now(void)
{
    return seconds(CLOCK_MONOTONIC);
}

/* Of the processor, so that other processes disturb less. */
static double work_done(void)
{
    return seconds(CLOCK_THREAD_CPUTIME_ID);
}

static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "engines: %s\n", why);
    exit(EXIT_FAILURE);
}

/* ------------------------------------------------------------------------------------------- the block */

static uint64_t state = 1;

static unsigned pick(unsigned below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(state >> 33) % below;
}

/* Twelve signs are so, the others not; of UNKNOWN facts in a hundred nobody knows. */
static void fill(struct bench *bench, unsigned unknown)
{
    block_clear(bench->block);
    for (size_t lane = 0; lane < BLOCK_CASES; lane++) {
        bench->block->count++;
        for (size_t i = 0; i < SIGNS + SCORES; i++) {
            struct column *column = &bench->block->columns[i];
            if (!column->is_there) {
                continue;
            }
            if (pick(100) < unknown) {
                plane_set(column->said, lane);
            } else {
                column_set_value(column, lane, i < SIGNS ? pick(SIGNS) < 12 : pick(1001));
            }
        }
    }
    block_close(bench->block, &(struct block_defaults){.authority = -1});
}

static void find_planes(struct bench *bench)
{
    size_t at = 0;
    for (size_t i = 0; i < SIGNS + SCORES; i++) {
        bool is_there = bench->block->columns[i].is_there;
        size_t width = i < SIGNS ? 1 : SCORE_BITS;
        for (size_t j = 0; j < 2 * width; j++) {
            enum column_part part = j < width ? PART_LOW : PART_HIGH;
            bench->planes[at++] = is_there ? block_part(bench->block, part, i, j % width) : NULL;
        }
    }
}

/* -------------------------------------------------------------------------------------------- measuring */

static void run_hand(struct bench *bench, struct columns *columns)
{
    (void)columns;
    bench->hand(bench->planes, *bench->results);
}

static void run_columns(struct bench *bench, struct columns *columns)
{
    columns_run(columns, bench->block);
}

typedef void runner(struct bench *bench, struct columns *columns);

/* Millions of cases a second, in the best round. */
static double measure(struct bench *bench, struct columns *columns, runner *run)
{
    double best = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        double begin = work_done(), past = 0;
        size_t blocks = 0;
        for (; past < SECONDS / ROUNDS; past = work_done() - begin) {
            for (unsigned i = 0; i < 50; i++, blocks++) {
                run(bench, columns);
            }
        }
        double rate = (double)(blocks * BLOCK_CASES) / past / 1e6;
        best = rate > best ? rate : best;
    }
    return best;
}

static void compare(const struct bench *bench, const struct columns *columns)
{
    for (size_t i = 0; i < bench->plan->rules.count; i++) {
        const uint64_t *planes[2];
        columns_yes_no(columns, bench->plan->rules.items[i].status, &planes[0], &planes[1]);
        for (size_t j = 0; j < 2; j++) {
            if (memcmp(planes[j], bench->results[2 * i + j], sizeof(block_plane)) != 0) {
                give_up("the rules written by hand give something else");
            }
        }
    }
}

static void measure_block(struct bench *bench, const char *name)
{
    struct columns *columns = columns_create(bench->arena, bench->sliced[0], bench->sliced[1]);
    double rates[3];
    rates[0] = measure(bench, columns, run_columns);
    columns_use(columns, bench->machines[0]);
    columns_use(columns, bench->machines[1]);
    rates[1] = measure(bench, columns, run_columns);
    rates[2] = measure(bench, columns, run_hand);
    compare(bench, columns);
    printf("  %-22s columns %6.0f   machine code %6.0f   by hand %6.0f   machine code / by hand %.2f\n",
           name, rates[0], rates[1], rates[2], rates[1] / rates[2]);
    double saved = 1e6 / rates[0] - 1e6 / rates[1];
    printf("  %-22s machine code saves %.1f ns a case\n", "", saved / 1e3);
}

/* ---------------------------------------------------------------------------------------- machine code */

static double open_machines(struct bench *bench, const struct cache *cache)
{
    const char *reason;
    double begin = now();
    if (!jit_open(bench->arena, cache, bench->sliced, 2, JIT_COMPILE, bench->machines, &reason)) {
        give_up(reason);
    }
    return (now() - begin) * 1e3;
}

/* Milliseconds of the processor that ended children took. */
static double children(void)
{
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
           + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static void close_machines(struct bench *bench)
{
    jit_close(bench->machines[0]);
    jit_close(bench->machines[1]);
}

static void measure_making(struct bench *bench)
{
    const struct cache *cache = cache_open(bench->arena, NULL);
    double made = open_machines(bench, cache);
    close_machines(bench);
    double kept = 1e9;
    for (unsigned i = 0; i < 20; i++) {
        double took = open_machines(bench, cache);
        kept = took < kept ? took : kept;
        if (i < 19) {
            close_machines(bench);
        }
    }
    printf("  compiled in %.0f ms, with %.0f ms of the processor; loaded when it is kept in %.2f ms\n", made,
           children(), kept);
}

int main(int count, char **arguments)
{
    struct bench bench = {0};
    const char *reason = "";
    struct compilation *compilation = compilation_create(NULL);
    void *object = count == 3 ? dlopen(arguments[2], RTLD_NOW | RTLD_LOCAL) : NULL;
    void *found = object ? dlsym(object, "hand_written") : NULL;
    if (!found) {
        give_up("usage: engines RULESET.limen HAND.so");
    }
    memcpy(&bench.hand, &found, sizeof found);
    bench.arena = compilation->arena;
    bench.plan = plan_create(
        bench.arena, library_load(compilation, arguments[1], INT32_MIN));
    double begin = now();
    for (size_t i = 0; i < 2; i++) {
        bench.sliced[i] =
            sliced_create(bench.arena, bench.plan, i == 1, WANT_LEVELS | WANT_RULES, &reason);
    }
    printf("  %zu rules; sliced twice in %.1f ms\n", bench.plan->rules.count, (now() - begin) * 1e3);
    measure_making(&bench);
    bench.block = columns_block(bench.arena, bench.plan);
    bench.planes =
        arena_alloc(bench.arena, (2 * SIGNS + 2 * SCORES * SCORE_BITS) * sizeof *bench.planes);
    bench.results = aligned_alloc(64, 2 * bench.plan->rules.count * sizeof(block_plane));
    fill(&bench, 0);
    find_planes(&bench);
    measure_block(&bench, "all known, M cases/s");
    fill(&bench, 10);
    measure_block(&bench, "10 % unknown");
    close_machines(&bench);
    free(bench.results);
    compilation_destroy(compilation);
    return EXIT_SUCCESS;
}

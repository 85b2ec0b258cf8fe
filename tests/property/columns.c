/* SPDX-License-Identifier: Apache-2.0 */
/* Engines against the interpreter: random rulesets of every construct, and blocks of random cases, full ones and
   such as end in the midst of a word, through every engine. Whatever they hold of a case must be the same, bit
   for bit. A difference is shrunk to a small ruleset and case and printed ready to paste, with its seed.

   LIMEN_PROPERTY_RULESETS says how many rulesets, or LIMEN_PROPERTY_SECONDS how long; LIMEN_PROPERTY_SEED with
   which to begin. LIMEN_PROPERTY_JIT: one ruleset in so many is compiled, 0: none. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "compare.h"
#include "engine/gates.h"
#include "engine/jit.h"
#include "meaning/library.h"
#include "lines.h"
#include "random.h"
#include "ruleset.h"
#include "setting.h"
#include "shrink.h"
#include "sketch.h"

#define RULESETS 150
#define DISTINCT 40       /* cases of a ruleset; a block repeats them */
#define JIT_EVERY 15
#define SHRINK_SECONDS 60 /* of one failure, at most */
#define ALONE 65          /* times that a case alone fills a block: more than a word */

static const size_t sizes[] = {1, 63, 64, 65, 129, BLOCK_CASES - 1, BLOCK_CASES};

/* -------------------------------------------------------------------------------------------- rulesets */

/* A ruleset, and blocks of cases for it. */
struct subject {
    struct arena *arena;
    const struct program *program;
    const struct plan *plan;
    const struct sliced *open, *known; /* NULL: the plan can't be sliced */
    struct block *block;
    const struct evaluation *expected[BLOCK_CASES];
    size_t which[BLOCK_CASES]; /* of the distinct cases */
};

static bool subject_create(struct subject *subject, struct compilation *compilation,
                           const char *text, size_t length)
{
    const char *reason;
    struct arena *arena = compilation->arena;
    memset(subject, 0, sizeof *subject);
    subject->arena = arena;
    subject->program = library_load_text(compilation, "random.limen", text, length);
    if (compilation->diagnostics->errors > 0) {
        return false;
    }
    size_t facts = subject->program->facts.count;
    bool *wanted = arena_alloc(arena, facts + 1);
    memset(wanted, true, facts + 1);
    subject->plan = plan_create(arena, subject->program);
    subject->block = block_create(arena, subject->program, wanted);
    subject->open = sliced_create(arena, subject->plan, false, WANT_EVERYTHING, &reason);
    subject->known = sliced_create(arena, subject->plan, true, WANT_EVERYTHING, &reason);
    return true;
}

static void block_put(struct subject *subject, const struct limen_case *one,
                      const struct evaluation *expected, size_t which)
{
    size_t lane = subject->block->count;
    subject->expected[lane] = expected;
    subject->which[lane] = which;
    block_add(subject->block, one);
}

/* --------------------------------------------------------------------------------------------- engines */

/* One way to run blocks. */
struct engine {
    const char *name;
    size_t (*variants)(void);
    /* Makes COLUMNS run so, in variant VARIANT; NULL, or why it can't. */
    const char *(*start)(struct subject *subject, struct columns *columns, size_t variant);
    void (*finish)(void);
    const char *every;          /* setting: one ruleset in so many, for what takes long; NULL: all */
    unsigned long long usually;
};

static size_t count_widths(void)
{
    const struct gates *widths;
    return gates_all(&widths);
}

static const char *start_width(struct subject *subject, struct columns *columns, size_t variant)
{
    const struct gates *widths;
    (void)subject;
    (void)gates_all(&widths);
    columns_set_gates(columns, &widths[variant]);
    return NULL;
}

static void finish_nothing(void)
{
}

static size_t one(void)
{
    return 1;
}

static struct machine *machines[2];

static const char *start_jit(struct subject *subject, struct columns *columns, size_t variant)
{
    const struct sliced *sliced[] = {subject->open, subject->known};
    const char *reason = NULL;
    (void)variant;
    if (!jit_open(subject->arena, NULL, sliced, 2, JIT_COMPILE, machines, &reason)) {
        return reason;
    }
    columns_use(columns, machines[0]);
    columns_use(columns, machines[1]);
    return NULL;
}

static void finish_jit(void)
{
    jit_close(machines[0]);
    jit_close(machines[1]);
    machines[0] = machines[1] = NULL;
}

/* A fault, to see that it is found: the first `and` of the code is an `or`. */
static const char *start_fault(struct subject *subject, struct columns *columns, size_t variant)
{
    const struct code *code = subject->open->body;
    (void)columns;
    (void)variant;
    for (size_t i = 0; i < code->instructions.count; i++) {
        if (code->instructions.items[i].op == GATE_AND) {
            code->instructions.items[i].op = GATE_OR;
            break;
        }
    }
    return NULL;
}

static const struct engine engines[] = {
    {"columns", count_widths, start_width, finish_nothing, NULL, 1},
    {"jit", one, start_jit, finish_jit, "LIMEN_PROPERTY_JIT", JIT_EVERY},
};
#define ENGINES (sizeof engines / sizeof *engines)

static const struct engine fault = {"fault", one, start_fault, finish_nothing, NULL, 1};

/* ------------------------------------------------------------------------------------------- one failure */

struct failure {
    const char *what; /* NULL: none; lives as long as the run */
    const struct engine *engine;
    size_t variant;
    struct sketch sketch;
    double deadline;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static const char *run_block(struct subject *subject, struct columns *columns,
                             struct compared *compared, size_t *ret_lane)
{
    block_close(subject->block, &(struct block_defaults){.authority = -1});
    columns_run(columns, subject->block);
    struct block_run run = {
        .arena = subject->arena, .plan = subject->plan, .columns = columns,
        .ran = subject->block->all_known ? subject->known : subject->open,
        .block = subject->block, .expected = subject->expected};
    return compare_block(&run, compared, ret_lane);
}

/* What the case alone, over and over, gives in the engine that failed. */
static const char *run_alone(const struct failure *failure, struct subject *subject,
                             const struct sketch *sketch)
{
    const struct limen_case *made = sketch_case(subject->arena, sketch, subject->program, 0);
    struct compared compared = {0};
    size_t lane;
    if (!made || !subject->open || !subject->known) {
        return NULL;
    }
    const struct evaluation *expected =
        interpreter_evaluate(subject->arena, subject->plan, made);
    block_clear(subject->block);
    for (size_t i = 0; i < ALONE; i++) {
        block_put(subject, made, expected, 0);
    }
    struct columns *columns = columns_create(subject->arena, subject->open, subject->known);
    const char *reason = failure->engine->start(subject, columns, failure->variant);
    const char *what = reason ? NULL : run_block(subject, columns, &compared, &lane);
    failure->engine->finish();
    return what;
}

static bool same_kind(const char *a, const char *b)
{
    size_t length = strcspn(a, ":");
    return strncmp(a, b, length + 1) == 0;
}

static bool fails_again(void *data, const char *text, size_t length, const struct sketch *sketch)
{
    static struct subject subject;
    const struct failure *failure = data;
    if (now() > failure->deadline) {
        return false;
    }
    struct compilation *compilation = compilation_create(NULL);
    const char *what = subject_create(&subject, compilation, text, length)
                           ? run_alone(failure, &subject, sketch) : NULL;
    bool fails = what && same_kind(failure->what, what);
    compilation_destroy(compilation);
    return fails;
}

/* False: the case alone does not fail, so that nothing can be left out. */
static bool shrink_failure(struct failure *failure, struct text *text)
{
    failure->deadline = now() + SHRINK_SECONDS;
    bool alone = fails_again(failure, text_string(text), text->length, &failure->sketch);
    if (alone) {
        shrink(text, &failure->sketch, fails_again, failure);
    }
    return alone;
}

static void report(struct failure *failure, struct text *text, unsigned long long seed)
{
    struct text line = {0};
    printf("# seed %llu, %s (%zu): %s\n", seed, failure->engine->name, failure->variant,
           failure->what);
    if (!shrink_failure(failure, text)) {
        printf("# only beside other cases\n");
    }
    sketch_write(&line, &failure->sketch, NULL, 0);
    printf("# ruleset:\n");
    print_lines(text_string(text));
    printf("# case:\n");
    print_lines(text_string(&line));
    text_clear(&line);
}

/* ------------------------------------------------------------------------------------------- the blocks */

struct tally {
    size_t rulesets, unsliced, settling, opening, loops, stores;
    struct compared by_engine[ENGINES + 1][8]; /* and variant */
    size_t compiled;
    char *left_out[ENGINES + 1]; /* why an engine can't be had */
};

struct pool {
    const struct limen_case *cases[DISTINCT];
    const struct evaluation *expected[DISTINCT];
    struct sketch sketches[DISTINCT];
    size_t count;
};

static struct pool pool_create(const struct subject *subject, uint64_t seed, bool complete)
{
    struct pool pool = {.count = 0};
    for (unsigned i = 0; i < DISTINCT; i++) {
        struct sketch *sketch = &pool.sketches[pool.count];
        *sketch = sketch_create(subject->arena, subject->program, seed * DISTINCT + i, complete);
        const struct limen_case *made =
            sketch_case(subject->arena, sketch, subject->program, 0);
        if (made) {
            pool.cases[pool.count] = made;
            pool.expected[pool.count++] =
                interpreter_evaluate(subject->arena, subject->plan, made);
        }
    }
    return pool;
}

static void fill_block(struct subject *subject, const struct pool *pool, size_t size,
                       struct random *random)
{
    block_clear(subject->block);
    for (size_t lane = 0; lane < size; lane++) {
        size_t which = random_below(random, (unsigned)pool->count);
        block_put(subject, pool->cases[which], pool->expected[which], which);
    }
}

/* The second block finds what the first one left. */
static void run_pool(struct subject *subject, struct columns *columns, const struct pool *pool,
                     uint64_t seed, struct compared *compared, struct failure *failure)
{
    struct random random = random_create(seed);
    size_t lane = 0, size = sizes[seed % (sizeof sizes / sizeof *sizes)];
    for (int again = 0; again < 2 && pool->count > 0 && !failure->what; again++) {
        fill_block(subject, pool, again ? 1 + random_below(&random, 70) : size, &random);
        failure->what = run_block(subject, columns, compared, &lane);
        failure->sketch = pool->sketches[subject->which[lane]];
    }
}

static void run_engine(struct subject *subject, const struct pool *pools, uint64_t seed,
                       const struct engine *engine, size_t variant, struct tally *tally,
                       struct failure *failure)
{
    size_t index = engine == &fault ? ENGINES : (size_t)(engine - engines);
    struct columns *columns = columns_create(subject->arena, subject->open, subject->known);
    const char *reason = engine->start(subject, columns, variant);
    if (reason && !tally->left_out[index]) {
        tally->left_out[index] = strdup(reason); /* it outlives the subject */
    }
    for (int complete = 0; complete < 2 && !reason && !failure->what; complete++) {
        failure->engine = engine;
        failure->variant = variant;
        run_pool(subject, columns, &pools[complete], seed, &tally->by_engine[index][variant % 8],
                 failure);
    }
    engine->finish();
}

static void run_engines(struct subject *subject, uint64_t seed, struct tally *tally,
                        struct failure *failure)
{
    struct pool pools[] = {pool_create(subject, seed, false), pool_create(subject, seed, true)};
    for (size_t i = 0; i < ENGINES; i++) {
        unsigned long long every =
            engines[i].every ? setting(engines[i].every, engines[i].usually) : 1;
        size_t variants = every && seed % every == 0 ? engines[i].variants() : 0;
        for (size_t variant = 0; variant < variants && !failure->what; variant++) {
            run_engine(subject, pools, seed, &engines[i], variant, tally, failure);
        }
    }
}

static bool stores_something(const struct code *code)
{
    for (size_t i = 0; code && i < code->loops.count; i++) {
        if (code->loops.items[i].stores.count > 0) {
            return true;
        }
    }
    return false;
}

static void count_stages(const struct subject *subject, struct tally *tally)
{
    tally->rulesets++;
    tally->settling += subject->open->settling.code != NULL;
    tally->opening += subject->open->opening.code != NULL;
    tally->loops += subject->open->body->loops.count > 0;
    tally->stores += stores_something(subject->open->opening.code);
}

/* ---------------------------------------------------------------------------------------------- the run */

/* WRONG: only the fault is run. The failure, if there is one, is shrunk into TEXT. */
static void check_ruleset(uint64_t seed, bool wrong, struct tally *tally, struct text *text,
                          struct failure *failure)
{
    static struct subject subject;
    struct random random = random_create(seed);
    struct compilation *compilation = compilation_create(NULL);
    *failure = (struct failure){0};
    ruleset_generate(text, &random);
    if (subject_create(&subject, compilation, text_string(text), text->length)) {
        if (!subject.open || !subject.known) {
            tally->unsliced++;
        } else if (wrong) {
            struct pool pools[] = {pool_create(&subject, seed, false),
                                   pool_create(&subject, seed, true)};
            run_engine(&subject, pools, seed, &fault, 0, tally, failure);
        } else {
            count_stages(&subject, tally);
            run_engines(&subject, seed, tally, failure);
        }
    }
    if (failure->what && wrong) {
        (void)shrink_failure(failure, text);
    } else if (failure->what) {
        report(failure, text, seed);
    }
    compilation_destroy(compilation);
}

static bool check_rulesets(struct tally *tally)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    unsigned long long limit = setting("LIMEN_PROPERTY_SECONDS", 0);
    double start = now();
    struct failure failure = {0};
    for (unsigned long long i = 0; !failure.what && (limit || i < count)
                                   && !(limit && now() - start > (double)limit); i++) {
        struct text text = {0};
        check_ruleset(first + i, false, tally, &text, &failure);
        text_clear(&text);
        fflush(stdout);
    }
    return !failure.what;
}

/* A fault in the code of one of the first rulesets is found, and shrunk to a few lines. */
static bool fault_is_found(void)
{
    for (uint64_t seed = 1; seed < 20; seed++) {
        struct tally tally = {0};
        struct text text = {0};
        struct failure failure;
        check_ruleset(seed, true, &tally, &text, &failure);
        size_t before = text.length;
        text_clear(&text);
        if (failure.what) {
            printf("# the fault showed in seed %u, shrunk to %zu bytes and %zu facts\n",
                   (unsigned)seed, before, failure.sketch.entries.count);
            return before < 1500;
        }
    }
    return false;
}

static void tell_engine(const struct tally *tally, size_t engine, size_t variant)
{
    const struct compared *compared = &tally->by_engine[engine][variant];
    printf("# %s (%zu): %zu blocks, %zu of them all known; %zu cases, %zu refused, %zu conflicts, %zu errors "
           "of items\n", engines[engine].name, variant, compared->blocks, compared->known_blocks,
           compared->cases, compared->refused, compared->conflicts, compared->errors_of_items);
}

static bool ran_enough(const struct compared *compared)
{
    return compared->known_blocks * 50 > compared->blocks && compared->refused
           && compared->conflicts && compared->errors_of_items;
}

int main(void)
{
    static struct tally tally;
    printf("1..%zu\n", ENGINES + 2);
    if (!check_rulesets(&tally)) {
        printf("not ok 1 - an engine gives what the interpreter does not\n");
        return EXIT_FAILURE;
    }
    bool good = true;
    for (size_t i = 0; i < ENGINES; i++) {
        bool ran = true;
        for (size_t variant = 0; variant < engines[i].variants(); variant++) {
            tell_engine(&tally, i, variant);
            ran = ran && tally.by_engine[i][variant].cases > 0;
        }
        bool off = engines[i].every && setting(engines[i].every, engines[i].usually) == 0;
        const char *skip = off ? engines[i].every : tally.left_out[i];
        printf("%s %zu - %s gives what the interpreter gives%s%s\n", ran || skip ? "ok" : "not ok",
               i + 1, engines[i].name, skip ? " # SKIP " : "", skip ? skip : "");
        good = good && (ran || skip);
    }
    bool enough = ran_enough(&tally.by_engine[0][0]) && tally.rulesets > 50 * tally.unsliced
                  && tally.settling && tally.opening && tally.stores
                  && tally.loops * 2 > tally.rulesets;
    printf("# %zu rulesets, %zu more not sliced; %zu settle facts, %zu look at what is known first, %zu of "
           "items; %zu ask about items\n", tally.rulesets, tally.unsliced, tally.settling,
           tally.opening, tally.stores, tally.loops);
    printf("%s %zu - every stage was run, of nearly all rulesets\n", enough ? "ok" : "not ok",
           ENGINES + 1);
    bool found = fault_is_found();
    printf("%s %zu - a wrong gate is found, and shrunk\n", found ? "ok" : "not ok", ENGINES + 2);
    return good && enough && found ? EXIT_SUCCESS : EXIT_FAILURE;
}

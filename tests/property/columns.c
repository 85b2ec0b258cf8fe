/* SPDX-License-Identifier: Apache-2.0 */
/* Columns against the interpreter: random rulesets, sliced once, and blocks of random cases, full ones and
   such as end in the midst of a word. Every node's set, every refusal, contradiction and conflict of every
   case must be the same, bit for bit. Of one ruleset in so many the same once more as machine code.

   LIMEN_PROPERTY_RULESETS says how many rulesets, LIMEN_PROPERTY_SEED with which to begin, and
   LIMEN_PROPERTY_JIT of one in how many machine code is made, 0: of none. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/columns.h"
#include "engine/jit.h"
#include "meaning/library.h"
#include "random.h"
#include "ruleset.h"
#include "sketch.h"

#define RULESETS 150
#define JIT_EVERY 12
#define DISTINCT 40 /* cases of a ruleset; a block repeats them */

static const size_t sizes[] = {1, 63, 64, 65, 129, BLOCK_CASES - 1, BLOCK_CASES};

#define MOST_WIDTHS 8

struct tally {
    size_t by_width[MOST_WIDTHS]; /* blocks */
    size_t sliced, unsliced, blocks, cases, refused, conflicts, settling, opening, known;
    size_t compiled;        /* rulesets */
    const char *no_machine; /* why there is no machine code */
    size_t loops, stores, errors_of_items; /* rulesets, rulesets, cases */
};

struct trial {
    struct arena *arena;
    const struct program *program;
    const struct plan *plan;
    const struct limen_case *cases[DISTINCT];
    const struct evaluation *expected[DISTINCT];
    size_t distinct;
    struct columns *columns;
    const struct sliced *open, *all_known;
    struct block *block;
    bool compiled;
    const struct evaluation *at[BLOCK_CASES]; /* what each case of the block must give */
    const char *failure;
};

static unsigned long long setting(const char *name, unsigned long long otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

/* ------------------------------------------------------------------------------------------ the cases */

static void make_cases(struct trial *trial, uint64_t seed, bool complete)
{
    trial->distinct = 0;
    for (unsigned i = 0; i < DISTINCT; i++) {
        struct sketch sketch =
            sketch_create(trial->arena, trial->program, seed * DISTINCT + i, complete);
        const struct limen_case *made = sketch_case(trial->arena, &sketch, trial->program, 0);
        if (made) {
            trial->cases[trial->distinct] = made;
            trial->expected[trial->distinct++] =
                interpreter_evaluate(trial->arena, trial->plan, made);
        }
    }
}

static void fill_block(struct trial *trial, size_t size, struct random *random)
{
    block_clear(trial->block);
    for (size_t lane = 0; lane < size; lane++) {
        size_t which = random_below(random, (unsigned)trial->distinct);
        block_add(trial->block, trial->cases[which]);
        trial->at[lane] = trial->expected[which];
    }
    block_close(trial->block, &(struct block_defaults){.authority = -1});
}

/* ----------------------------------------------------------------------------------------- comparing */

static void fail(struct trial *trial, const char *what, size_t lane)
{
    if (!trial->failure) {
        trial->failure = arena_format(trial->arena, "%s, case %zu of %zu%s%s", what, lane,
                                      trial->block->count,
                                      trial->block->all_known ? ", all known" : "",
                                      trial->compiled ? ", machine code" : "");
    }
}

static bool has_problem(const struct evaluation *evaluation, enum case_problem_kind kind,
                        size_t index)
{
    for (size_t i = 0; i < evaluation->problems.count; i++) {
        if (evaluation->problems.items[i].kind == kind
            && evaluation->problems.items[i].index == index) {
            return true;
        }
    }
    return false;
}

static bool is_set(const struct trial *trial, uint32_t at, size_t lane)
{
    return at != NO_REGISTER && plane_get(columns_plane(trial->columns, at), lane);
}

static void compare_sets(struct trial *trial, struct arena *scratch, size_t lane)
{
    for (node_id id = 0; id < trial->plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(trial->plan, id);
        struct value_set set = columns_value(trial->columns, scratch, id, lane);
        if (!value_equal(node->type, set, trial->at[lane]->values[id])) {
            fail(trial, op_text(node->op), lane);
        }
    }
}

/* Of the facts, or fields, that nodes with OP work out. */
static size_t compare_contradictions(struct trial *trial, const struct sliced *ran, enum op op,
                                     enum case_problem_kind kind, size_t count, size_t lane)
{
    size_t contradictions = 0;
    bool *found = arena_alloc(trial->arena, (count + 1) * sizeof *found);
    for (node_id id = 0; id < trial->plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(trial->plan, id);
        if (node->op == op && is_set(trial, ran->contradictions[id], lane)) {
            found[node->index] = true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        contradictions += found[i];
        if (found[i] != has_problem(trial->at[lane], kind, i)) {
            fail(trial, "contradiction", lane);
        }
    }
    return contradictions;
}

static void compare_settled(struct trial *trial, size_t lane)
{
    for (size_t i = 0; i < trial->program->facts.count; i++) {
        if (columns_settled(trial->columns, i, lane) != trial->at[lane]->settled[i]) {
            fail(trial, "settled", lane);
        }
    }
}

static void compare_conflicts(struct trial *trial, const struct sliced *ran, size_t lane,
                              struct tally *tally)
{
    for (size_t i = 0; i < trial->plan->decisions.count; i++) {
        bool conflict = is_set(trial, ran->conflicts[i], lane);
        tally->conflicts += conflict;
        if (conflict != has_problem(trial->at[lane], PROBLEM_CONFLICT, i)) {
            fail(trial, "conflict", lane);
        }
    }
}

static void compare_block(struct trial *trial, struct arena *scratch, struct tally *tally)
{
    const struct sliced *ran = trial->block->all_known ? trial->all_known : trial->open;
    tally->blocks++;
    tally->known += trial->block->all_known;
    for (size_t lane = 0; lane < trial->block->count && !trial->failure; lane++) {
        bool refused = columns_refused(trial->columns, lane);
        tally->cases++;
        tally->refused += refused;
        if (refused != trial->at[lane]->refused) {
            fail(trial, "refused", lane);
        }
        compare_sets(trial, scratch, lane);
        compare_contradictions(trial, ran, OP_DERIVED, PROBLEM_CONTRADICTION,
                               trial->program->facts.count, lane);
        tally->errors_of_items +=
            compare_contradictions(trial, ran, OP_FIELD_DERIVED, PROBLEM_FIELD_CONTRADICTION,
                                   trial->program->fields.count, lane);
        compare_settled(trial, lane);
        compare_conflicts(trial, ran, lane, tally);
        arena_reset(scratch);
    }
}

/* --------------------------------------------------------------------------------------------- the run */

static bool stores_something(const struct code *code)
{
    for (size_t i = 0; code && i < code->loops.count; i++) {
        if (code->loops.items[i].stores.count > 0) {
            return true;
        }
    }
    return false;
}

static bool slice(struct trial *trial, struct tally *tally)
{
    const char *reason = NULL;
    trial->open = sliced_create(trial->arena, trial->plan, false, WANT_EVERYTHING, &reason);
    trial->all_known = sliced_create(trial->arena, trial->plan, true, WANT_EVERYTHING, &reason);
    bool is_sliced = trial->open && trial->all_known;
    *(is_sliced ? &tally->sliced : &tally->unsliced) += 1;
    if (is_sliced) {
        tally->settling += trial->open->settling.code != NULL;
        tally->opening += trial->open->opening.code != NULL;
        tally->loops += trial->open->body->loops.count > 0;
        tally->stores += stores_something(trial->open->opening.code);
    }
    return is_sliced;
}

/* Each width that the processor has gets its turn. */
static void set_width(struct trial *trial, uint64_t seed, struct tally *tally)
{
    const struct gates *widths;
    size_t which = seed % gates_all(&widths);
    columns_set_gates(trial->columns, &widths[which]);
    tally->by_width[which]++;
}

static void run_blocks(struct trial *trial, uint64_t seed, struct tally *tally)
{
    struct random random = random_create(seed);
    struct arena *scratch = arena_create();
    for (int complete = 0; complete < 2; complete++) {
        make_cases(trial, seed, complete);
        size_t size = sizes[seed % (sizeof sizes / sizeof *sizes)];
        /* The second block finds what the first one left. */
        for (int again = 0; again < 2 && trial->distinct > 0 && !trial->failure; again++) {
            fill_block(trial, again ? 1 + random_below(&random, 70) : size, &random);
            set_width(trial, seed + (uint64_t)again, tally);
            columns_run(trial->columns, trial->block);
            compare_block(trial, scratch, tally);
        }
    }
    arena_destroy(scratch);
}

static void run_compiled(struct trial *trial, uint64_t seed, struct tally *tally)
{
    const char *reason;
    const struct sliced *sliced[] = {trial->open, trial->all_known};
    struct machine *machines[2];
    if (jit_open(trial->arena, NULL, sliced, 2, JIT_COMPILE, machines, &reason)) {
        columns_use(trial->columns, machines[0]);
        columns_use(trial->columns, machines[1]);
        trial->compiled = true;
        tally->compiled++;
        run_blocks(trial, seed, tally);
    } else {
        tally->no_machine = reason;
    }
    jit_close(machines[0]);
    jit_close(machines[1]);
}

static void check_blocks(struct trial *trial, uint64_t seed, struct tally *tally)
{
    bool *wanted = arena_alloc(trial->arena, trial->program->facts.count + 1);
    memset(wanted, true, trial->program->facts.count + 1);
    trial->block = block_create(trial->arena, trial->program, wanted);
    trial->columns = columns_create(trial->arena, trial->open, trial->all_known);
    run_blocks(trial, seed, tally);
    unsigned long long every = setting("LIMEN_PROPERTY_JIT", JIT_EVERY);
    if (every && seed % every == 0 && !trial->failure) {
        run_compiled(trial, seed, tally);
    }
}

static bool check_ruleset(uint64_t seed, struct tally *tally)
{
    static struct trial trial;
    struct random random = random_create(seed);
    struct text text = {0};
    ruleset_generate(&text, &random);
    struct compilation *compilation = compilation_create(NULL);
    memset(&trial, 0, sizeof trial);
    trial.arena = compilation->arena;
    trial.program = library_load_text(compilation, "random.limen", text.data, text.length);
    if (compilation->diagnostics->errors == 0) {
        trial.plan = plan_create(trial.arena, trial.program);
        if (slice(&trial, tally)) {
            check_blocks(&trial, seed, tally);
        }
    }
    if (trial.failure) {
        printf("not ok 1 - columns give what the interpreter gives\n# seed %llu: %s\n",
               (unsigned long long)seed, trial.failure);
        fputs(text.data, stderr);
    }
    bool good = !trial.failure;
    compilation_destroy(compilation);
    text_clear(&text);
    return good;
}

static bool tell_widths(const struct tally *tally)
{
    const struct gates *widths;
    size_t count = gates_all(&widths);
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        printf("# %zu blocks by vectors of %zu bits (%s)\n", tally->by_width[i], widths[i].bits,
               widths[i].name);
        all = all && tally->by_width[i] > 0;
    }
    printf("%s 4 - by vectors of each width that the processor has\n", all ? "ok" : "not ok");
    return all;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    struct tally tally = {0};
    printf("1..4\n");
    for (unsigned long long i = 0; i < count; i++) {
        if (!check_ruleset(first + i, &tally)) {
            return EXIT_FAILURE;
        }
    }
    printf("# %zu rulesets, %zu more not sliced; %zu blocks, %zu of them all known; %zu cases, %zu "
           "refused, %zu conflicts, %zu errors of items; %zu rulesets settle facts, %zu look at what "
           "is known first, %zu of items; %zu ask about items\n",
           tally.sliced, tally.unsliced, tally.blocks, tally.known, tally.cases, tally.refused,
           tally.conflicts, tally.errors_of_items, tally.settling, tally.opening, tally.stores,
           tally.loops);
    printf("ok 1 - columns give what the interpreter gives\n");
    bool enough = tally.sliced > 50 * tally.unsliced && tally.known * 50 > tally.blocks
                  && tally.refused && tally.conflicts && tally.errors_of_items && tally.settling
                  && tally.opening && tally.stores && tally.loops * 2 > tally.sliced;
    printf("%s 2 - every stage was run, of nearly all rulesets\n", enough ? "ok" : "not ok");
    printf("%s 3 - so does machine code%s%s\n", tally.compiled || tally.no_machine ? "ok" : "not ok",
           tally.no_machine ? " # SKIP " : "", tally.no_machine ? tally.no_machine : "");
    bool all_widths = tell_widths(&tally);
    return enough && all_widths ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Choosing. */
#include "cli/evaluator.h"

#include "cli/complain.h"
#include "engine/jit.h"

/* Cases from which it pays to look for machine code that is kept, and to make it: what either takes, by what
   each case then saves. `make bench-engines` shows all of it. */
#define PAYS_LOADING 100000
#define PAYS_COMPILING 100000000

struct evaluator {
    const struct arguments *arguments;
    const struct plan *plan;
    uint64_t expected;
    struct arena *arena;
    const struct sliced *open, *known; /* NULL: the interpreter evaluates */
    struct machine *machines[2];       /* of `open` and `known`; NULL: there is no machine code */
    const char *reason;                /* why not columns, or why not machine code, as the end of
                                          "... because "; NULL: nothing was asked for in vain */
};

static bool chose(const struct evaluator *evaluator, const char *engine)
{
    return arguments_chose(evaluator->arguments, OPTION_ENGINE, engine);
}

static void slice(struct evaluator *evaluator)
{
    unsigned wants = WANT_LEVELS | WANT_RULES;
    evaluator->open =
        sliced_create(evaluator->arena, evaluator->plan, false, wants, &evaluator->reason);
    if (evaluator->open) {
        evaluator->known =
            sliced_create(evaluator->arena, evaluator->plan, true, wants, &evaluator->reason);
    }
}

static void find_machines(struct evaluator *evaluator)
{
    const struct sliced *sliced[] = {evaluator->open, evaluator->known};
    bool compile = chose(evaluator, "jit") || evaluator->expected >= PAYS_COMPILING;
    const struct cache *cache = cache_open(evaluator->arena, NULL);
    const char *reason = NULL;
    if (!jit_open(evaluator->arena, cache, sliced, 2, compile ? JIT_COMPILE : JIT_IF_KEPT,
                  evaluator->machines, &reason)
        && compile) {
        evaluator->reason = reason;
    }
}

static void use_columns(struct evaluator *evaluator)
{
    slice(evaluator);
    bool pays = chose(evaluator, "jit") || evaluator->expected >= PAYS_LOADING;
    if (evaluator->open && pays && !chose(evaluator, "columns")) {
        find_machines(evaluator);
    }
}

static void choose_by_count(struct evaluator *evaluator, uint64_t count)
{
    if (count < EVALUATOR_FEW) {
        evaluator->reason = "there are few cases";
    } else {
        use_columns(evaluator);
    }
}

static void choose(struct evaluator *evaluator, bool is_routed)
{
    if (chose(evaluator, "interpret")) {
        evaluator->reason = "--engine says so";
    } else if (is_routed) {
        evaluator->reason = "each case has a ruleset of its own";
    } else if (chose(evaluator, "columns") || chose(evaluator, "jit")) {
        use_columns(evaluator);
    } else if (evaluator->expected > 0) {
        choose_by_count(evaluator, evaluator->expected);
    }
}

/* False: it was said. */
static bool is_as_asked(const struct evaluator *evaluator)
{
    bool is_jit = chose(evaluator, "jit");
    if (!is_jit && !chose(evaluator, "columns")) {
        return true;
    }
    if (!evaluator->open) {
        complain("--engine %s can't be had, because %s", is_jit ? "jit" : "columns",
                 evaluator->reason);
    } else if (is_jit && evaluator->reason) {
        complain("columns evaluate, without machine code, because %s", evaluator->reason);
    }
    return evaluator->open != NULL;
}

struct evaluator *evaluator_create(const struct arguments *arguments, const struct plan *plan,
                                   bool is_routed, uint64_t expected)
{
    struct arena *arena = arena_create();
    struct evaluator *evaluator = arena_alloc(arena, sizeof *evaluator);
    *evaluator = (struct evaluator){.arguments = arguments, .plan = plan, .expected = expected,
                                    .arena = arena};
    choose(evaluator, is_routed);
    if (!is_as_asked(evaluator)) {
        evaluator_destroy(evaluator);
        return NULL;
    }
    return evaluator;
}

void evaluator_destroy(struct evaluator *evaluator)
{
    if (evaluator) {
        jit_close(evaluator->machines[0]);
        jit_close(evaluator->machines[1]);
        arena_destroy(evaluator->arena);
    }
}

enum evaluator_choice evaluator_choice(const struct evaluator *evaluator)
{
    return evaluator->open ? EVALUATOR_COLUMNS
           : evaluator->reason ? EVALUATOR_INTERPRETER : EVALUATOR_UNDECIDED;
}

void evaluator_decide(struct evaluator *evaluator, size_t count)
{
    if (evaluator_choice(evaluator) == EVALUATOR_UNDECIDED) {
        choose_by_count(evaluator, count);
    }
}

struct columns *evaluator_columns(const struct evaluator *evaluator, struct arena *arena)
{
    struct columns *columns = columns_create(arena, evaluator->open, evaluator->known);
    columns_use(columns, evaluator->machines[0]);
    columns_use(columns, evaluator->machines[1]);
    return columns;
}

void evaluator_tell(const struct evaluator *evaluator, size_t by_columns, size_t by_interpreter)
{
    if (!arguments_has(evaluator->arguments, OPTION_VERBOSE)) {
        return;
    }
    if (!evaluator->open) {
        complain("%zu evaluated by the interpreter, because %s", by_interpreter,
                 evaluator->reason);
    } else if (evaluator->machines[0]) {
        complain("%zu evaluated by columns in machine code", by_columns);
    } else if (evaluator->reason) {
        complain("%zu evaluated by columns, without machine code, because %s", by_columns,
                 evaluator->reason);
    } else {
        complain("%zu evaluated by columns", by_columns);
    }
}

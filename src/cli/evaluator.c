/* SPDX-License-Identifier: Apache-2.0 */
/* Choosing, and taking up machine code when it is there. */
#include "cli/evaluator.h"

#include <pthread.h>

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
    struct jit *jit;                   /* of `open` and `known`; NULL: nobody asked for machine code */
    pthread_mutex_t jit_lock;
    enum jit_state jit_state;          /* as it was at the latest look */
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

static bool wants_compiling(const struct evaluator *evaluator)
{
    return chose(evaluator, "jit") || evaluator->expected >= PAYS_COMPILING;
}

/* Machine code that is only kept in vain is no matter. */
static void set_state(struct evaluator *evaluator, enum jit_state state)
{
    evaluator->jit_state = state;
    if (state == JIT_LACKING && wants_compiling(evaluator)) {
        evaluator->reason = jit_reason(evaluator->jit);
    }
}

static void start_machines(struct evaluator *evaluator)
{
    const struct sliced *sliced[] = {evaluator->open, evaluator->known};
    const struct cache *cache = cache_open(evaluator->arena, NULL);
    evaluator->jit = jit_start(evaluator->arena, cache, sliced, 2,
                               wants_compiling(evaluator) ? JIT_COMPILE : JIT_IF_KEPT);
    set_state(evaluator, jit_look(evaluator->jit));
}

static void use_columns(struct evaluator *evaluator)
{
    slice(evaluator);
    bool pays = chose(evaluator, "jit") || evaluator->expected >= PAYS_LOADING;
    if (evaluator->open && pays && !chose(evaluator, "columns")) {
        start_machines(evaluator);
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

static void tell_lack(const struct evaluator *evaluator)
{
    if (chose(evaluator, "jit") && evaluator->reason) {
        complain("columns evaluate, without machine code, because %s", evaluator->reason);
    }
}

/* False: it was said. */
static bool is_as_asked(const struct evaluator *evaluator)
{
    bool is_jit = chose(evaluator, "jit");
    if (evaluator->open || (!is_jit && !chose(evaluator, "columns"))) {
        tell_lack(evaluator);
        return true;
    }
    complain("--engine %s can't be had, because %s", is_jit ? "jit" : "columns", evaluator->reason);
    return false;
}

struct evaluator *evaluator_create(const struct arguments *arguments, const struct plan *plan,
                                   bool is_routed, uint64_t expected)
{
    struct arena *arena = arena_create();
    struct evaluator *evaluator = arena_alloc(arena, sizeof *evaluator);
    *evaluator = (struct evaluator){.arguments = arguments, .plan = plan, .expected = expected,
                                    .arena = arena};
    pthread_mutex_init(&evaluator->jit_lock, NULL);
    choose(evaluator, is_routed);
    if (!is_as_asked(evaluator)) {
        evaluator_destroy(evaluator);
        return NULL;
    }
    return evaluator;
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
    return columns_create(arena, evaluator->open, evaluator->known);
}

static enum jit_state look(struct evaluator *evaluator)
{
    pthread_mutex_lock(&evaluator->jit_lock);
    if (evaluator->jit_state == JIT_MAKING) {
        set_state(evaluator, jit_look(evaluator->jit));
    }
    enum jit_state state = evaluator->jit_state;
    pthread_mutex_unlock(&evaluator->jit_lock);
    return state;
}

bool evaluator_take_up(struct evaluator *evaluator, struct columns *columns)
{
    if (!evaluator->jit || look(evaluator) != JIT_READY) {
        return false;
    }
    columns_use(columns, jit_machine(evaluator->jit, 0));
    columns_use(columns, jit_machine(evaluator->jit, 1));
    return true;
}

/* --------------------------------------------------------------------------------------------- the end */

static void tell_columns(const struct evaluator *evaluator, size_t by_columns, size_t in_code)
{
    if (in_code > 0 && in_code == by_columns) {
        complain("%zu evaluated by columns in machine code", by_columns);
    } else if (in_code > 0) {
        complain("%zu evaluated by columns, %zu of them in machine code, once it was made", by_columns,
                 in_code);
    } else if (evaluator->reason) {
        complain("%zu evaluated by columns, without machine code, because %s", by_columns,
                 evaluator->reason);
    } else if (evaluator->jit && evaluator->jit_state != JIT_LACKING) {
        complain("%zu evaluated by columns, before machine code was made", by_columns);
    } else {
        complain("%zu evaluated by columns", by_columns);
    }
}

void evaluator_tell(const struct evaluator *evaluator, size_t by_columns, size_t in_code,
                    size_t by_interpreter)
{
    if (!arguments_has(evaluator->arguments, OPTION_VERBOSE)) {
        return;
    }
    if (evaluator->open) {
        tell_columns(evaluator, by_columns, in_code);
    } else {
        complain("%zu evaluated by the interpreter, because %s", by_interpreter, evaluator->reason);
    }
}

void evaluator_destroy(struct evaluator *evaluator)
{
    if (!evaluator) {
        return;
    }
    if (evaluator->jit && evaluator->jit_state == JIT_MAKING) {
        set_state(evaluator, jit_wait(evaluator->jit));
        tell_lack(evaluator);
    }
    jit_end(evaluator->jit);
    pthread_mutex_destroy(&evaluator->jit_lock);
    arena_destroy(evaluator->arena);
}

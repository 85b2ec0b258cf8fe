/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled rulesets against the interpreter: random rulesets become C, the C a shared object without a warning, and
   random cases are given to it as a program would that embeds it. Levels, rules, duties, decisions and refusals
   must be the same.

   LIMEN_PROPERTY_COMPILED says how many rulesets, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/scratch.h"
#include "engine/emit.h"
#include "engine/engine.h"
#include "limen_compiled.h"
#include "meaning/library.h"
#include "random.h"
#include "ruleset.h"
#include "setting.h"
#include "sketch.h"

#define RULESETS 8
#define CASES 130 /* two blocks and a rest */

struct tally {
    size_t rulesets, refused_rulesets, cases, refused, conflicts;
};

struct trial {
    struct arena *arena;
    const struct program *program;
    const struct plan *plan;
    const struct limen_compiled *compiled;
    const struct limen_case *cases[CASES];
    bool otherwise_no[CASES]; /* what was assumed is left out of the compiled one's case */
    size_t count;
    const char *failure;
};

/* ----------------------------------------------------------------------------------------- compiling */

static bool run(const char *folder, const char *compiler)
{
    char command[1024];
    snprintf(command, sizeof command,
             "cd %s && %s -std=c17 -Wall -Wextra -pedantic -Werror -O1 -fPIC -shared -o x.so x.c", folder,
             compiler);
    return system(command) == 0;
}

/* NULL: it does not compile. */
static void *compile(struct arena *arena, const struct text *c)
{
    const char *folder = scratch_create(arena), *compiler = getenv("CC");
    const char *header = emit_header();
    bool good = folder
                && file_write_whole(arena_format(arena, "%s/x.c", folder), c->data, c->length)
                && file_write_whole(arena_format(arena, "%s/limen_compiled.h", folder), header,
                                    strlen(header))
                && run(folder, compiler ? compiler : "cc");
    void *object =
        good ? dlopen(arena_format(arena, "%s/x.so", folder), RTLD_NOW | RTLD_LOCAL) : NULL;
    scratch_remove(folder);
    return object;
}

static const struct limen_compiled *interface_of(void *object)
{
    const struct limen_compiled *(*function)(void);
    void *found = dlsym(object, "limen_compiled");
    memcpy(&function, &found, sizeof found);
    return found ? function() : NULL;
}

/* ------------------------------------------------------------------------------------------- the cases */

static void make_cases(struct trial *trial, uint64_t seed)
{
    for (unsigned i = 0; i < CASES; i++) {
        struct sketch sketch =
            sketch_create(trial->arena, trial->program, seed * CASES + i, i % 5 == 0);
        const struct limen_case *made = sketch_case(trial->arena, &sketch, trial->program, 0);
        if (made) {
            trial->otherwise_no[trial->count] = made->close_all;
            trial->cases[trial->count++] = made;
        }
    }
}

static struct limenc_value value_of_fact(const struct case_fact *fact, const struct type *type,
                                        bool otherwise_no)
{
    struct limenc_value value = {.state = LIMENC_GIVEN};
    if (fact->state == FACT_NOT_ASKED || (fact->state == FACT_ASSUMED && otherwise_no)) {
        value.state = LIMENC_LEFT_OUT;
    } else if (fact->state == FACT_NOT_KNOWN) {
        value.state = LIMENC_NOT_KNOWN;
    } else if (type->kind == TYPE_EVENT) {
        value.is_open = !fact->complete;
        value.dates = fact->dates;
        value.date_count = fact->date_count;
    } else {
        value.or_none = fact->set.or_none;
        value.low = fact->set.low;
        value.high = fact->set.high;
        value.members = type->kind == TYPE_CHOICE && fact->set.low != fact->set.high
                            ? fact->set.members : NULL;
    }
    return value;
}

static struct limenc_case case_of(struct trial *trial, size_t index)
{
    const struct limen_case *one = trial->cases[index];
    size_t facts = trial->program->facts.count;
    struct limenc_value *values = arena_alloc(trial->arena, (facts + 1) * sizeof *values);
    for (size_t i = 0; i < facts; i++) {
        values[i] = value_of_fact(&one->facts[i], trial->program->facts.items[i]->type,
                                  trial->otherwise_no[index]);
    }
    values[facts] = (struct limenc_value){.state = one->has_date ? LIMENC_GIVEN : LIMENC_LEFT_OUT,
                                         .low = one->date, .high = one->date};
    return (struct limenc_case){values, trial->otherwise_no[index]};
}

/* ----------------------------------------------------------------------------------------- comparing */

static void fail(struct trial *trial, const char *what, size_t index)
{
    if (!trial->failure) {
        trial->failure = arena_format(trial->arena, "%s, case %zu", what, index);
    }
}

static enum limenc_answer answer_of(struct value_set holds)
{
    return value_is_yes(holds)       ? LIMENC_YES
           : value_may_be_yes(holds) ? LIMENC_MAY : LIMENC_NO;
}

static void compare_level(struct trial *trial, const struct evaluation *expected,
                          const struct limenc_result *result, size_t index)
{
    const struct plan *plan = trial->plan;
    enum limenc_answer scope =
        plan->scope == NO_NODE ? LIMENC_YES : answer_of(expected->values[plan->scope]);
    bool has_level = plan->threshold_count > 0 && scope != LIMENC_NO;
    size_t at_least = 0, at_most = 0;
    for (size_t i = 1; i < plan->threshold_count; i++) {
        enum limenc_answer reached = answer_of(expected->values[plan->thresholds[i]]);
        at_least = reached == LIMENC_YES ? i : at_least;
        at_most = reached != LIMENC_NO ? i : at_most;
    }
    if (result->scope != scope || result->has_level != has_level
        || (has_level && (result->at_least != at_least || result->at_most != at_most))) {
        fail(trial, "level", index);
    }
}

static void compare_rules(struct trial *trial, const struct evaluation *expected,
                          const struct limenc_result *result, size_t index)
{
    for (size_t i = 0; i < trial->plan->rules.count; i++) {
        const struct plan_rule *rule = &trial->plan->rules.items[i];
        enum limenc_answer holds =
            rule->rule->concludes ? answer_of(expected->values[rule->status]) : LIMENC_NO;
        if (result->rules[i] != holds) {
            fail(trial, rule->rule->label, index);
        }
    }
    for (size_t i = 0; i < trial->plan->duties.count; i++) {
        if (result->duties[i] != answer_of(expected->values[trial->plan->duties.items[i].holds])) {
            fail(trial, "duty", index);
        }
    }
}

static bool has_conflict(const struct evaluation *expected, size_t decision)
{
    for (size_t i = 0; i < expected->problems.count; i++) {
        if (expected->problems.items[i].kind == PROBLEM_CONFLICT
            && expected->problems.items[i].index == decision) {
            return true;
        }
    }
    return false;
}

static bool same_members(const struct type *type, struct value_set set,
                         const struct limenc_set *got)
{
    bool is_selection = type->kind == TYPE_SELECTION;
    size_t words = type->choice ? value_words(type) / (is_selection ? 2 : 1) : 0;
    for (size_t i = 0; i < words; i++) {
        if (got->possible[i] != set.members[i]
            || (is_selection && got->certain[i] != set.members[words + i])) {
            return false;
        }
    }
    return true;
}

static void compare_decisions(struct trial *trial, const struct evaluation *expected,
                              const struct limenc_result *result, size_t index)
{
    for (size_t i = 0; i < trial->plan->decisions.count; i++) {
        const struct plan_decision *decision = &trial->plan->decisions.items[i];
        const struct type *type = plan_at(trial->plan, decision->value)->type;
        struct value_set set = expected->values[decision->value];
        const struct limenc_set *got = &result->decisions[i];
        bool has_value = set.low <= set.high;
        if (got->or_none != set.or_none || (got->low <= got->high) != has_value
            || (has_value && (got->low != set.low || got->high != set.high))
            || !same_members(type, set, got) || got->has_conflict != has_conflict(expected, i)) {
            fail(trial, decision->decision->entity.name, index);
        }
    }
}

static void compare(struct trial *trial, const struct limenc_result *result, size_t index,
                    struct tally *tally)
{
    const struct evaluation *expected =
        interpreter_evaluate(trial->arena, trial->plan, trial->cases[index]);
    tally->cases++;
    tally->refused += expected->refused;
    tally->conflicts += expected->problems.count > 0 && !expected->refused;
    if ((result->status == LIMENC_CONTRADICTORY) != expected->refused
        || result->status == LIMENC_MALFORMED) {
        fail(trial, "status", index);
    }
    if (!expected->refused) {
        compare_level(trial, expected, result, index);
        compare_rules(trial, expected, result, index);
        compare_decisions(trial, expected, result, index);
    }
}

/* --------------------------------------------------------------------------------------------- the run */

static void evaluate(struct trial *trial, struct tally *tally)
{
    const struct limen_compiled *compiled = trial->compiled;
    struct limenc_case *cases = arena_alloc(trial->arena, (trial->count + 1) * sizeof *cases);
    struct limenc_result *results =
        arena_alloc(trial->arena, (trial->count + 1) * sizeof *results);
    unsigned char *workspace = malloc(compiled->workspace_size);
    memset(workspace, 0xa5, compiled->workspace_size);
    for (size_t i = 0; i < trial->count; i++) {
        cases[i] = case_of(trial, i);
        results[i].rules = arena_alloc(trial->arena, compiled->rule_count + 1);
        results[i].duties = arena_alloc(trial->arena, compiled->duty_count + 1);
        results[i].decisions =
            arena_alloc(trial->arena, (compiled->decision_count + 1) * sizeof(struct limenc_set));
    }
    compiled->evaluate(cases, trial->count, results, workspace);
    for (size_t i = 0; i < trial->count && !trial->failure; i++) {
        compare(trial, &results[i], i, tally);
    }
    free(workspace);
}

static void check_compiled(struct trial *trial, const struct text *c, uint64_t seed,
                           struct tally *tally)
{
    void *object = compile(trial->arena, c);
    trial->compiled = object ? interface_of(object) : NULL;
    if (!trial->compiled || trial->compiled->abi != LIMEN_COMPILED_ABI
        || strcmp(trial->compiled->hash, trial->program->hash) != 0) {
        trial->failure = "it does not compile, or is another";
        return;
    }
    tally->rulesets++;
    make_cases(trial, seed);
    evaluate(trial, tally);
    dlclose(object);
}

static bool check_ruleset(uint64_t seed, struct tally *tally)
{
    static struct trial trial;
    struct random random = random_create(seed);
    struct text rules = {0}, c = {0};
    const char *reason;
    ruleset_generate_flat(&rules, &random);
    struct compilation *compilation = compilation_create(NULL);
    memset(&trial, 0, sizeof trial);
    trial.arena = compilation->arena;
    trial.program = library_load_text(compilation, "random.limen", rules.data, rules.length);
    if (compilation->diagnostics->errors == 0) {
        trial.plan = plan_create(trial.arena, trial.program);
        if (emit_c(&c, trial.arena, trial.plan, &reason)) {
            check_compiled(&trial, &c, seed, tally);
        } else {
            tally->refused_rulesets++;
        }
    }
    if (trial.failure) {
        printf("not ok 1 - compiled rulesets give what the interpreter gives\n# seed %llu: %s\n",
               (unsigned long long)seed, trial.failure);
        fputs(rules.data, stderr);
    }
    bool good = !trial.failure;
    compilation_destroy(compilation);
    text_clear(&rules);
    text_clear(&c);
    return good;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_COMPILED", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    struct tally tally = {0};
    printf("1..2\n");
    for (unsigned long long i = 0; i < count; i++) {
        if (!check_ruleset(first + i, &tally)) {
            return EXIT_FAILURE;
        }
    }
    printf("# %zu rulesets, %zu more can't be had as C; %zu cases, %zu refused, %zu with conflicts\n",
           tally.rulesets, tally.refused_rulesets, tally.cases, tally.refused, tally.conflicts);
    printf("ok 1 - compiled rulesets give what the interpreter gives\n");
    bool enough = tally.rulesets > tally.refused_rulesets && tally.refused && tally.conflicts;
    printf("%s 2 - they were many, and of every kind\n", enough ? "ok" : "not ok");
    return enough ? EXIT_SUCCESS : EXIT_FAILURE;
}

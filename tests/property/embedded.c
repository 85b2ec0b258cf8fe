/* SPDX-License-Identifier: Apache-2.0 */
/* Cases written as limen_compiled.h wants them, and results compared. */
#include "embedded.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/scratch.h"
#include "embedded_table.h"
#include "engine/emit.h"
#include "engine/emit_case.h"
#include "engine/engine.h"
#include "limen_compiled.h"

/* ----------------------------------------------------------------------------------------- compiling */

static bool run(const char *folder, const char *compiler, unsigned optimisation)
{
    char command[1024];
    snprintf(command, sizeof command,
             "cd %s && %s -std=c17 -Wall -Wextra -pedantic -Werror -O%u -fPIC -shared -o x.so x.c >/dev/null 2>&1",
             folder, compiler, optimisation);
    return system(command) == 0;
}

/* NULL: it does not compile. */
static void *compile(struct arena *arena, const struct text *c, unsigned optimisation)
{
    const char *folder = scratch_create(arena), *compiler = getenv("CC");
    const char *header = emit_header();
    bool good = folder
                && file_write_whole(arena_format(arena, "%s/x.c", folder), c->data, c->length)
                && file_write_whole(arena_format(arena, "%s/limen_compiled.h", folder), header,
                                    strlen(header))
                && run(folder, compiler ? compiler : "cc", optimisation);
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

/* ----------------------------------------------------------------------------------------- comparing */

static void fail(struct embedded *embedded, const char *what, size_t index)
{
    if (!embedded->failure) {
        embedded->failure = what;
        embedded->failed = index;
    }
}

static enum limenc_answer answer_of(struct value_set holds)
{
    return value_is_yes(holds)       ? LIMENC_YES
           : value_may_be_yes(holds) ? LIMENC_MAY : LIMENC_NO;
}

static void compare_level(struct embedded *embedded, const struct evaluation *expected,
                          const struct limenc_result *result, size_t index)
{
    const struct plan *plan = embedded->plan;
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
        fail(embedded, "level", index);
    }
}

static void compare_rules(struct embedded *embedded, const struct evaluation *expected,
                          const struct limenc_result *result, size_t index)
{
    for (size_t i = 0; i < embedded->plan->rules.count; i++) {
        const struct plan_rule *rule = &embedded->plan->rules.items[i];
        enum limenc_answer holds =
            rule->rule->concludes ? answer_of(expected->values[rule->status]) : LIMENC_NO;
        if (result->rules[i] != holds) {
            fail(embedded, "rule", index);
        }
    }
    for (size_t i = 0; i < embedded->plan->duties.count; i++) {
        if (result->duties[i] != answer_of(expected->values[embedded->plan->duties.items[i].holds])) {
            fail(embedded, "duty", index);
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

static void compare_decisions(struct embedded *embedded, const struct evaluation *expected,
                              const struct limenc_result *result, size_t index)
{
    for (size_t i = 0; i < embedded->plan->decisions.count; i++) {
        const struct plan_decision *decision = &embedded->plan->decisions.items[i];
        const struct type *type = plan_at(embedded->plan, decision->value)->type;
        struct value_set set = expected->values[decision->value];
        const struct limenc_set *got = &result->decisions[i];
        bool has_value = set.low <= set.high;
        if (got->or_none != set.or_none || (got->low <= got->high) != has_value
            || (has_value && (got->low != set.low || got->high != set.high))
            || !same_members(type, set, got) || got->has_conflict != has_conflict(expected, i)) {
            fail(embedded, "decision", index);
        }
    }
}

/* Which of those of its kind. */
static size_t place_of(const struct limen_compiled *compiled, size_t index)
{
    size_t place = 0;
    for (size_t i = 0; i < index; i++) {
        place += compiled->refusals[i].cause == compiled->refusals[index].cause;
    }
    return place;
}

static bool is_cause(const struct embedded *embedded, size_t index,
                     const struct case_problem *problem)
{
    const struct limenc_refusal *refusal = &embedded->compiled->refusals[index];
    const struct fact *field;
    switch (problem->kind) {
    case PROBLEM_IMPOSSIBLE:
        return refusal->cause == LIMENC_IMPOSSIBLE
               && place_of(embedded->compiled, index) == problem->index;
    case PROBLEM_REQUIRE:
        return refusal->cause == LIMENC_REQUIRE
               && place_of(embedded->compiled, index) == problem->index;
    case PROBLEM_CONTRADICTION:
        return refusal->cause == LIMENC_WORKED_OUT && refusal->fact == problem->index
               && refusal->field == LIMENC_NOWHERE;
    case PROBLEM_FIELD_CONTRADICTION:
        field = embedded->program->fields.items[problem->index];
        return refusal->cause == LIMENC_WORKED_OUT && refusal->field == field->place
               && refusal->fact == field->list->entity.index;
    default:
        return false;
    }
}

/* Each problem is among the causes, and each cause among the problems. */
static void compare_refusals(struct embedded *embedded, const struct evaluation *expected,
                             const struct limenc_result *result, size_t index)
{
    const struct limen_compiled *compiled = embedded->compiled;
    size_t first = LIMENC_NOWHERE;
    for (size_t i = compiled->refusal_count; i > 0; i--) {
        bool is_so = false;
        for (size_t j = 0; j < expected->problems.count; j++) {
            is_so = is_so || is_cause(embedded, i - 1, &expected->problems.items[j]);
        }
        first = is_so ? i - 1 : first;
        if (result->refusals[i - 1] != (is_so ? LIMENC_YES : LIMENC_NO)) {
            fail(embedded, "refusals", index);
        }
    }
    if (result->refusal != first) {
        fail(embedded, "first refusal", index);
    }
}

static bool closes_section(const struct embedded *embedded, const struct limen_case *one)
{
    bool closes = false;
    for (size_t i = 0; i < embedded->program->sections.count; i++) {
        closes = closes || one->closed_sections[i];
    }
    return closes && !one->close_all;
}

/* How many lists with items it has that are not all. */
static size_t lists_not_all(const struct embedded *embedded, const struct limen_case *one)
{
    size_t count = 0;
    for (size_t i = 0; i < embedded->program->facts.count; i++) {
        const struct case_fact *said = &one->facts[i];
        count += said->item_count > 0 && case_list_is_open(said, embedded->program->facts.items[i]);
    }
    return count;
}

static void compare(struct embedded *embedded, const struct limenc_result *result, size_t index,
                    struct embedded_counts *counts)
{
    const struct evaluation *expected =
        interpreter_evaluate(embedded->arena, embedded->plan, embedded->cases[index]);
    counts->cases++;
    counts->refused += expected->refused;
    counts->conflicts += expected->problems.count > 0 && !expected->refused;
    counts->by_section += closes_section(embedded, embedded->cases[index]);
    counts->open_lists += lists_not_all(embedded, embedded->cases[index]);
    if ((result->status == LIMENC_CONTRADICTORY) != expected->refused
        || result->status == LIMENC_MALFORMED) {
        fail(embedded, "status", index);
        return;
    }
    compare_refusals(embedded, expected, result, index);
    if (!expected->refused) {
        compare_level(embedded, expected, result, index);
        compare_rules(embedded, expected, result, index);
        compare_decisions(embedded, expected, result, index);
    }
}

/* --------------------------------------------------------------------------------------------- the run */

static void evaluate(struct embedded *embedded, struct embedded_counts *counts)
{
    const struct limen_compiled *compiled = embedded->compiled;
    struct limenc_case *cases = arena_alloc(embedded->arena, (embedded->count + 1) * sizeof *cases);
    struct limenc_result *results =
        arena_alloc(embedded->arena, (embedded->count + 1) * sizeof *results);
    unsigned char *workspace = malloc(compiled->workspace_size);
    memset(workspace, 0xa5, compiled->workspace_size);
    for (size_t i = 0; i < embedded->count; i++) {
        cases[i] = emit_case(embedded->arena, embedded->program, embedded->cases[i]);
        results[i].rules = arena_alloc(embedded->arena, compiled->rule_count + 1);
        results[i].duties = arena_alloc(embedded->arena, compiled->duty_count + 1);
        results[i].refusals = arena_alloc(embedded->arena, compiled->refusal_count + 1);
        results[i].decisions =
            arena_alloc(embedded->arena, (compiled->decision_count + 1) * sizeof(struct limenc_set));
    }
    compiled->evaluate(cases, embedded->count, results, workspace);
    struct random random = random_create(embedded->count + compiled->fact_count);
    const char *what =
        embedded_compare_table(embedded->arena, compiled, cases, embedded->count, &random);
    if (what) {
        fail(embedded, what, 0);
    }
    for (size_t i = 0; i < embedded->count && !embedded->failure; i++) {
        compare(embedded, &results[i], i, counts);
    }
    free(workspace);
}

static void check_object(struct embedded *embedded, const struct text *c, unsigned optimisation,
                         struct embedded_counts *counts)
{
    void *object = compile(embedded->arena, c, optimisation);
    embedded->compiled = object ? interface_of(object) : NULL;
    if (!embedded->compiled || embedded->compiled->abi != LIMEN_COMPILED_ABI
        || strcmp(embedded->compiled->hash, embedded->program->hash) != 0) {
        fail(embedded, "it does not compile, or is another", 0);
        return;
    }
    counts->rulesets++;
    evaluate(embedded, counts);
    dlclose(object);
}

void embedded_check(struct embedded *embedded, unsigned optimisation,
                    struct embedded_counts *counts)
{
    struct text c = {0};
    const char *reason;
    if (emit_c(&c, embedded->arena, embedded->plan, &reason)) {
        check_object(embedded, &c, optimisation, counts);
    } else {
        counts->refused_rulesets++;
    }
    text_clear(&c);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Examples that are made for random rulesets, some of which take members of a household together: appended to the
   ruleset they must be read without a mistake,
   come out as they expect, and exercise all that they were made for, by a second reckoning from the
   examples themselves; what is proved to have no example must not be exercised by random cases.

   LIMEN_PROPERTY_RULESETS says how many rulesets, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meaning/library.h"
#include "prove/generate.h"
#include "has_solver.h"
#include "random.h"
#include "ruleset.h"
#include "setting.h"
#include "sketch.h"

#define RULESETS 10
#define CASES 25 /* random ones of each ruleset */
#define LIMIT 1000

struct counts {
    size_t rulesets, made, impossible, undecided, tried;
};

static bool counts_as_case(const struct plan *plan, const struct evaluation *evaluation)
{
    return !evaluation->refused
           && (plan->scope == NO_NODE || value_is_yes(evaluation->values[plan->scope]));
}

/* Random cases in scope, on days on which the ruleset is in force, exercise nothing that is impossible. */
static const char *refute(struct arena *arena, const struct generation *generation, uint64_t seed,
                          struct counts *counts)
{
    const struct program *program = generation->program;
    const struct plan *plan = generation->goals->plan;
    struct goals *goals = goals_create(arena, plan);
    for (unsigned i = 0; i < CASES; i++) {
        struct sketch sketch = sketch_create(arena, program, seed * CASES + i, true);
        const struct limen_case *made = sketch_case(arena, &sketch, program, 0);
        const struct evaluation *evaluation = made ? interpreter_evaluate(arena, plan, made) : NULL;
        if (evaluation && counts_as_case(plan, evaluation)) {
            goals_note(goals, evaluation);
            counts->tried++;
        }
    }
    for (size_t i = 0; i < generation->impossible.count; i++) {
        const struct goal *goal = generation->impossible.items[i];
        if (goals->items.items[goal - generation->goals->items.items].covered) {
            struct text text = {0};
            goal_describe(&text, goals, goal);
            const char *said = arena_format(arena, "impossible, and a case shows it: %s", text_string(&text));
            text_clear(&text);
            return said;
        }
    }
    return NULL;
}

static bool is_listed(const struct goal_list *list, const struct goal *goals, size_t index)
{
    for (size_t i = 0; i < list->count; i++) {
        if ((size_t)(list->items[i] - goals) == index) {
            return true;
        }
    }
    return false;
}

static const char *complaint(struct arena *arena, struct compilation *compilation)
{
    struct text text = {0};
    diagnostics_write_text(&text, compilation->diagnostics, false);
    const char *said = arena_format(arena, "the ruleset with examples has mistakes:\n%s", text_string(&text));
    text_clear(&text);
    return said;
}

/* Of the member that it is about, which is named first. */
static const struct evaluation *evaluation_of(const struct example_result *result)
{
    return result->household ? result->household->members.items[0]->evaluation : result->answer->evaluation;
}

/* The example as it is read again gives each node what it gave when it was made. */
static const char *check_same(struct arena *arena, const struct example_result *result,
                              const struct generation *generation)
{
    const char *name = result->example->entity.name;
    for (size_t i = 0; name && i < generation->examples.count; i++) {
        const struct generated *made = &generation->examples.items[i];
        const struct evaluation *a = made->witness->evaluation, *b = evaluation_of(result);
        for (node_id id = 0; strcmp(made->name, name) == 0 && id < a->plan->nodes.count; id++) {
            const struct plan_node *node = plan_at(a->plan, id);
            bool is_worked_out = node->op == OP_INPUT && a->plan->program->facts.items[node->index]->from;
            if (!is_worked_out && !value_equal(plan_at(a->plan, id)->type, a->values[id], b->values[id])) {
                return arena_format(arena, "%s: node %%%u (%s) comes out otherwise when it is read", name,
                                    id, op_text(plan_at(a->plan, id)->op));
            }
        }
    }
    return NULL;
}

static const char *check_examples(struct arena *arena, struct program *program,
                                  const struct generation *generation)
{
    const struct plan *plan = plan_create(arena, program);
    const struct examples *examples = examples_run(arena, program, plan);
    const struct goals *goals = goals_of_examples(arena, plan, examples);
    const struct goal *first = generation->goals->items.items;
    for (size_t i = 0; i < examples->results.count; i++) {
        const struct example_result *result = &examples->results.items[i];
        if (!example_passes(result)) {
            return arena_format(arena, "%s fails: expected %s, got %s", result->example->entity.name,
                                result->misses.count ? result->misses.items[0].expected : "an answer",
                                result->misses.count ? result->misses.items[0].got : result->refusal);
        }
        const char *failure = check_same(arena, result, generation);
        if (failure) {
            return failure;
        }
    }
    for (size_t i = 0; i < goals->items.count; i++) {
        if (!goals->items.items[i].covered && !is_listed(&generation->impossible, first, i)
            && !is_listed(&generation->undecided, first, i)
            && !is_listed(&generation->unshown, first, i)) {
            struct text text = {0};
            goal_describe(&text, goals, &goals->items.items[i]);
            const char *said = arena_format(arena, "not exercised: %s", text_string(&text));
            text_clear(&text);
            return said;
        }
    }
    return NULL;
}

/* The ruleset TEXT with what was made for it. */
static const char *check_appended(struct arena *arena, const struct text *text,
                                  const struct generation *generation)
{
    struct compilation *compilation = compilation_create(NULL);
    struct text all = {0};
    text_add(&all, text_string(text));
    generation_write_text(&all, generation);
    struct program *program = library_load_text(compilation, "random.limen", all.data, all.length);
    const char *failure = compilation->diagnostics->errors > 0
                              ? complaint(arena, compilation)
                              : check_examples(compilation->arena, program, generation);
    failure = failure ? arena_copy(arena, failure, strlen(failure)) : NULL;
    compilation_destroy(compilation);
    text_clear(&all);
    return failure;
}

static const char *check_program(struct arena *arena, struct program *program, const struct text *text,
                                 uint64_t seed, struct counts *counts)
{
    const struct plan *plan = plan_create(arena, program);
    struct generation generation;
    const char *why = NULL;
    struct goals *goals = goals_of_examples(arena, plan, examples_run(arena, program, plan));
    if (!generate_examples(&generation, program, goals, LIMIT, &why)) {
        return why;
    }
    if (generation.fault) {
        return generation.fault;
    }
    counts->rulesets++;
    counts->made += generation.examples.count;
    counts->impossible += generation.impossible.count;
    counts->undecided += generation.undecided.count;
    const char *failure = check_appended(arena, text, &generation);
    return failure ? failure : refute(arena, &generation, seed, counts);
}

static bool check_ruleset(uint64_t seed, struct counts *counts)
{
    struct random random = random_create(seed);
    struct text text = {0};
    if (seed % 2 == 0) {
        ruleset_generate_household(&text, &random);
    } else {
        ruleset_generate(&text, &random);
    }
    struct compilation *compilation = compilation_create(NULL);
    struct program *program =
        library_load_text(compilation, "random.limen", text.data, text.length);
    const char *failure =
        compilation->diagnostics->errors == 0
            ? check_program(compilation->arena, program, &text, seed, counts)
            : NULL;
    if (failure) {
        printf("not ok 1 - examples that are made exercise what they are for\n# seed %llu, %s\n",
               (unsigned long long)seed, failure);
        fputs(getenv("LIMEN_PROPERTY_SHOW") ? text_string(&text) : "", stderr);
    }
    compilation_destroy(compilation);
    text_clear(&text);
    return !failure;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 5);
    struct counts counts = {0};
    if (!has_solver()) {
        return EXIT_SUCCESS;
    }
    printf("1..1\n");
    for (unsigned long long i = 0; i < count; i++) {
        if (!check_ruleset(first + i, &counts)) {
            return EXIT_FAILURE;
        }
    }
    bool enough = counts.made > counts.rulesets && counts.tried > counts.rulesets;
    printf("# %zu rulesets, %zu examples made, %zu things impossible, %zu undecided; %zu cases tried\n",
           counts.rulesets, counts.made, counts.impossible, counts.undecided, counts.tried);
    printf("%s 1 - examples that are made exercise what they are for\n", enough ? "ok" : "not ok");
    return enough ? EXIT_SUCCESS : EXIT_FAILURE;
}

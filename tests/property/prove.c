/* SPDX-License-Identifier: Apache-2.0 */
/* Proofs against cases: for random rulesets, some of which take members of a household together, the solver
   is asked whether each level, rule and duty can be, and can not be. A case that it finds is replayed by the
   interpreter, node by node; where it finds none, random cases are tried and none of them may be one.

   LIMEN_PROPERTY_RULESETS says how many rulesets, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meaning/library.h"
#include "prove/enough.h"
#include "prove/witness.h"
#include "has_solver.h"
#include "random.h"
#include "ruleset.h"
#include "setting.h"
#include "sketch.h"

#define RULESETS 20
#define CASES 30 /* tried of each ruleset */
#define LIMIT 5000

struct counts {
    size_t found, refuted, undecided, tried;
};

struct trial {
    struct arena *arena;
    const struct program *program;
    const struct plan *plan;
    struct prover *prover;
    const struct encoding *encoding;
    struct { VECTOR_OF(const struct evaluation *); } cases; /* complete, valid and in scope */
    struct counts *counts;
    const char *failure;
};

static bool counts_as_case(const struct trial *trial, const struct evaluation *evaluation)
{
    return !evaluation->refused
           && (trial->plan->scope == NO_NODE
               || value_is_yes(evaluation->values[trial->plan->scope]));
}

static void make_cases(struct trial *trial, uint64_t seed)
{
    for (unsigned i = 0; i < CASES; i++) {
        struct sketch sketch = sketch_create(trial->arena, trial->program, seed * CASES + i, true);
        const struct limen_case *made = sketch_case(trial->arena, &sketch, trial->program, 0);
        if (made) {
            const struct evaluation *evaluation =
                interpreter_evaluate(trial->arena, trial->plan, made);
            if (counts_as_case(trial, evaluation)) {
                vector_push(trial->arena, &trial->cases, evaluation);
            }
        }
    }
}

static void refute(struct trial *trial, node_id node, bool wanted, const char *what)
{
    trial->counts->refuted++;
    for (size_t i = 0; i < trial->cases.count; i++) {
        const struct value_set *set = &trial->cases.items[i]->values[node];
        trial->counts->tried++;
        if (wanted ? value_is_yes(*set) : !value_may_be_yes(*set)) {
            trial->failure = arena_format(trial->arena, "refuted: %s is %s in a case", what,
                                          wanted ? "yes" : "no");
        }
    }
}

static void ask(struct trial *trial, node_id node, bool wanted, const char *what)
{
    struct terms *terms = trial->prover->terms;
    term holds = encoding_holds(trial->encoding, node);
    term asked[] = {encoding_counts(trial->encoding), wanted ? holds : term_not(terms, holds)};
    const char *fault = NULL;
    switch (prover_smallest(trial->prover, asked, 2)) {
    case VERDICT_NONE:
        refute(trial, node, wanted, what);
        break;
    case VERDICT_SOME:
        trial->counts->found++;
        if (!witness_create(trial->prover, trial->encoding, "found", &fault)) {
            trial->failure = arena_format(trial->arena, "replay: %s: %s", what, fault);
        }
        break;
    case VERDICT_UNDECIDED:
        trial->counts->undecided++;
        break;
    }
}

static void ask_all(struct trial *trial)
{
    const struct plan *plan = trial->plan;
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        ask(trial, plan->thresholds[rank], true, "the level");
        ask(trial, plan->thresholds[rank], false, "the level");
    }
    for (size_t i = 0; i < plan->rules.count && !trial->failure; i++) {
        ask(trial, plan->rules.items[i].status, true, plan->rules.items[i].rule->label);
        ask(trial, plan->rules.items[i].status, false, plan->rules.items[i].rule->label);
    }
    for (size_t i = 0; i < plan->duties.count && !trial->failure; i++) {
        ask(trial, plan->duties.items[i].holds, true, "a duty");
        ask(trial, plan->duties.items[i].holds, false, "a duty");
    }
}

static const char *check_program(struct arena *arena, const struct program *program, uint64_t seed,
                                 struct counts *counts)
{
    struct trial trial = {.arena = arena, .program = program, .counts = counts};
    trial.plan = plan_create(arena, program);
    struct world *world = world_create(arena, seed % 2 ? DATE_MIN : WORLD_DATE_LOW,
                                       seed % 2 ? DATE_MAX : WORLD_DATE_HIGH);
    trial.prover = prover_create(arena, world, LIMIT, &trial.failure);
    if (trial.prover) {
        trial.failure = NULL;
        if (seed % 4 < 2) {
            lists_admit(world, trial.plan, 1);
        }
        if (seed % 2) {
            members_admit(world, &trial.plan, 1);
        }
        trial.encoding = encoding_create(world, trial.plan);
        make_cases(&trial, seed);
        ask_all(&trial);
        prover_destroy(trial.prover);
    }
    return trial.failure;
}

static bool check_ruleset(uint64_t seed, struct counts *counts)
{
    struct random random = random_create(seed);
    struct text text = {0};
    bool good = true;
    if (seed % 3 == 0) {
        ruleset_generate_household(&text, &random);
    } else {
        ruleset_generate(&text, &random);
    }
    struct compilation *compilation = compilation_create(NULL);
    struct program *program =
        library_load_text(compilation, "random.limen", text.data, text.length);
    if (compilation->diagnostics->errors == 0) {
        const char *failure = check_program(compilation->arena, program, seed, counts);
        if (failure) {
            printf("not ok 1 - proofs hold of cases\n# seed %llu, %s\n", (unsigned long long)seed,
                   failure);
            if (getenv("LIMEN_PROPERTY_SHOW")) {
                fputs(text.data, stderr);
            }
            good = false;
        }
    }
    compilation_destroy(compilation);
    text_clear(&text);
    return good;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    struct counts counts = {0};
    if (!has_solver()) {
        return EXIT_SUCCESS;
    }
    printf("1..1\n");
    for (unsigned long long i = 0; i < count; i++) {
        if (!check_ruleset(first + i, &counts)) {
            return EXIT_FAILURE;
        }
        fflush(stdout);
    }
    printf("# %zu cases found and replayed; %zu questions without a case, %zu cases tried on them; "
           "%zu undecided\n", counts.found, counts.refuted, counts.tried, counts.undecided);
    printf("ok 1 - proofs hold of cases\n");
    return EXIT_SUCCESS;
}

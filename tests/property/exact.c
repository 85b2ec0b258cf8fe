/* SPDX-License-Identifier: Apache-2.0 */
/* What `limen eval --exact` proves of cases against completions of theirs: random rulesets and partial
   cases. No completion may lie outside of what is proved; where all can be tried, they attain both ends.

   LIMEN_PROPERTY_RULESETS says how many rulesets, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "meaning/library.h"
#include "prove/what_if.h"
#include "has_solver.h"
#include "ruleset.h"
#include "setting.h"

#define RULESETS 16
#define CASES 6 /* partial cases of each */

#define LIMIT 2000 /* milliseconds for a question */

/* What would move the case to some level is replayed where it is found: that must come out. */
static const char *check_change(struct arena *arena, const struct plan *plan,
                                const struct sketch *sketch, uint64_t seed, size_t *ret_found)
{
    const struct limen_case *asked = sketch_case(arena, sketch, plan->program, 0);
    const struct evaluation *evaluation = asked ? interpreter_evaluate(arena, plan, asked) : NULL;
    struct what_if what_if;
    const char *why = NULL;
    if (!evaluation || evaluation->refused || plan->threshold_count == 0) {
        return NULL;
    }
    const struct answer *answer = answer_create(arena, evaluation);
    size_t rank = (size_t)(seed % plan->threshold_count);
    enum what_if_verdict verdict = what_if_find(arena, answer, rank, LIMIT, &what_if, &why);
    *ret_found += verdict == WHAT_IF_FOUND;
    if (verdict == WHAT_IF_FOUND) {
        struct text text = {0};
        what_if_write_text(&text, &what_if, 80, false);
        what_if_write_json(&text, &what_if);
        text_clear(&text);
    }
    return verdict == WHAT_IF_FAULT ? why : NULL;
}

static const char *check_program(struct arena *arena, const struct program *program, uint64_t seed,
                                 struct check_counts *counts, size_t *ret_found)
{
    const struct plan *plan = plan_create(arena, program);
    const char *failure = NULL;
    for (unsigned i = 0; i < CASES && !failure; i++) {
        struct sketch sketch = sketch_create(arena, program, seed * CASES + i, false);
        failure = check_proof(arena, plan, &sketch, seed * CASES + i, counts);
        counts->partial++;
        failure = failure || i > 0
                      ? failure
                      : check_change(arena, plan, &sketch, seed, ret_found);
        if (failure) {
            struct text text = {0};
            sketch_write(&text, &sketch, program, 0);
            fprintf(stderr, "%s\n", text_string(&text));
            text_clear(&text);
        }
    }
    return failure;
}

/* False: it failed, and that was printed. */
static bool check_ruleset(uint64_t seed, struct check_counts *counts, size_t *ret_found)
{
    struct random random = random_create(seed);
    struct text text = {0};
    ruleset_generate(&text, &random);
    struct compilation *compilation = compilation_create(NULL);
    struct program *program =
        library_load_text(compilation, "random.limen", text.data, text.length);
    const char *failure = compilation->diagnostics->errors == 0
                              ? check_program(compilation->arena, program, seed, counts,
                                            ret_found)
                              : NULL;
    if (failure) {
        printf("not ok 1 - what is proved holds of completions\n# seed %llu, %s\n",
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
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    struct check_counts counts = {0};
    size_t found = 0;
    if (!has_solver()) {
        return EXIT_SUCCESS;
    }
    printf("1..1\n");
    for (unsigned long long i = 0; i < count; i++) {
        if (!check_ruleset(first + i, &counts, &found)) {
            return EXIT_FAILURE;
        }
    }
    bool enough = counts.exact * 10 > counts.partial && counts.enumerated > 0 && found > 0;
    printf("# %zu cases, %zu ranges proved, %zu of them tried whole, %zu undecided; %zu completions; "
           "%zu changes found\n",
           counts.partial, counts.exact, counts.enumerated, counts.undecided, counts.completions, found);
    printf("%s 1 - what is proved holds of completions\n", enough ? "ok" : "not ok");
    return enough ? EXIT_SUCCESS : EXIT_FAILURE;
}

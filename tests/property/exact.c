/* SPDX-License-Identifier: Apache-2.0 */
/* What `limen eval --exact` proves of cases against completions of theirs: random rulesets and partial
   cases. No completion may lie outside of what is proved; where all can be tried, they attain both ends.

   LIMEN_PROPERTY_RULESETS says how many rulesets, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "meaning/library.h"
#include "prove/solver.h"
#include "ruleset.h"

#define RULESETS 16
#define CASES 6 /* partial cases of each */

static const char *check_program(struct arena *arena, const struct program *program, uint64_t seed,
                                 struct check_counts *counts)
{
    const struct plan *plan = plan_create(arena, program);
    const char *failure = NULL;
    for (unsigned i = 0; i < CASES && !failure; i++) {
        struct sketch sketch = sketch_create(arena, program, seed * CASES + i, false);
        failure = check_proof(arena, plan, &sketch, seed * CASES + i, counts);
        counts->partial++;
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
static bool check_ruleset(uint64_t seed, struct check_counts *counts)
{
    struct random random = random_create(seed);
    struct text text = {0};
    ruleset_generate(&text, &random);
    struct compilation *compilation = compilation_create(NULL);
    struct program *program =
        library_load_text(compilation, "random.limen", text.data, text.length);
    const char *failure = compilation->diagnostics->errors == 0
                              ? check_program(compilation->arena, program, seed, counts)
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

static unsigned long long setting(const char *name, unsigned long long otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    struct check_counts counts = {0};
    const char *why = NULL;
    if (!solver_load(&why)) {
        printf("1..0 # SKIP %s\n", why);
        return EXIT_SUCCESS;
    }
    printf("1..1\n");
    for (unsigned long long i = 0; i < count; i++) {
        if (!check_ruleset(first + i, &counts)) {
            return EXIT_FAILURE;
        }
    }
    bool enough = counts.exact * 10 > counts.partial && counts.enumerated > 0;
    printf("# %zu cases, %zu ranges proved, %zu of them tried whole, %zu undecided; %zu completions\n",
           counts.partial, counts.exact, counts.enumerated, counts.undecided, counts.completions);
    printf("%s 1 - what is proved holds of completions\n", enough ? "ok" : "not ok");
    return enough ? EXIT_SUCCESS : EXIT_FAILURE;
}

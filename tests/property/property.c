/* SPDX-License-Identifier: Apache-2.0 */
/* Property test: thousands of random rulesets and cases, each answer held against the oracle's.

   Complete cases come out as the oracle says, and as one value; completions of partial cases lie within
   what was reported, node by node; both ends of a range that is called exact are attained; the order in
   which things are given does not matter.

   LIMEN_PROPERTY_RULESETS says how many rulesets, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. A
   failure is shrunk and printed ready to paste, with its seed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "coverage.h"
#include "meaning/library.h"
#include "lines.h"
#include "ruleset.h"
#include "setting.h"
#include "shrink.h"

#define RULESETS 2500
#define COMPLETE_CASES 3 /* of each ruleset */
#define PARTIAL_CASES 6
#define MOST_REJECTED 5 /* at most one ruleset in so many may fail the check */

struct trial {
    struct arena *arena;
    uint64_t seed;
    struct check_counts counts;
    const char *failure;
};

static struct trial trial_create(struct arena *arena, uint64_t seed)
{
    return (struct trial){.arena = arena, .seed = seed};
}

static const char *put_case(struct arena *arena, const struct program *program,
                            const struct sketch *sketch, uint64_t seed, struct check_counts *counts)
{
    const char *failure = NULL;
    const struct plan *plan = plan_create(arena, program);
    if (!plan_verify(plan, &failure)) {
        return arena_format(arena, "verify: %s", failure);
    }
    return check_case(arena, plan, sketch, seed, counts);
}

/* ------------------------------------------------------------------------------------- failure */

static bool same_kind(const char *a, const char *b)
{
    size_t length = strcspn(a, ":");
    return strncmp(a, b, length + 1) == 0;
}

static bool fails_again(void *data, const char *text, size_t length, const struct sketch *sketch)
{
    struct trial *trial = data;
    struct compilation *compilation = compilation_create(NULL);
    struct program *program = library_load_text(compilation, "random.limen", text, length);
    const char *failure = NULL;
    if (compilation->diagnostics->errors == 0) {
        failure = put_case(compilation->arena, program, sketch, trial->seed, &trial->counts);
    }
    bool fails = failure && same_kind(trial->failure, failure);
    compilation_destroy(compilation);
    return fails;
}

static void report_failure(struct trial *trial, struct text *text, struct sketch *sketch,
                           uint64_t seed)
{
    struct text line = {0};
    trial->seed = seed;
    shrink(text, sketch, fails_again, trial);
    sketch_write(&line, sketch, NULL, 0);
    printf("# ruleset:\n");
    print_lines(text_string(text));
    printf("# case:\n");
    print_lines(text_string(&line));
    text_clear(&line);
}

/* ------------------------------------------------------------------------------------ rulesets */

static void check_program(struct trial *trial, const struct program *program, struct text *text)
{
    for (unsigned i = 0; i < COMPLETE_CASES + PARTIAL_CASES && !trial->failure; i++) {
        uint64_t seed = trial->seed * 64 + i;
        struct sketch sketch = sketch_create(trial->arena, program, seed, i < COMPLETE_CASES);
        const char *failure = put_case(trial->arena, program, &sketch, seed, &trial->counts);
        if (failure) {
            printf("not ok 1 - answers are the oracle's\n# seed %llu, %s\n",
                   (unsigned long long)trial->seed, failure);
            trial->failure = failure;
            report_failure(trial, text, &sketch, seed);
            trial->failure = failure;
        }
    }
}

/* True if the ruleset passed the check. */
static bool check_ruleset(struct trial *trial, struct coverage *coverage)
{
    struct random random = random_create(trial->seed);
    struct text text = {0};
    ruleset_generate(&text, &random);
    struct compilation *compilation = compilation_create(NULL);
    struct program *program =
        library_load_text(compilation, "random.limen", text.data, text.length);
    bool sound = compilation->diagnostics->errors == 0;
    if (sound) {
        coverage_add(coverage, text_string(&text));
        check_program(trial, program, &text);
    } else if (getenv("LIMEN_PROPERTY_REJECTED")) {
        struct text said = {0};
        diagnostics_write_text(&said, compilation->diagnostics, false);
        fputs(text_string(&said), stderr);
        text_clear(&said);
    }
    compilation_destroy(compilation);
    text_clear(&text);
    return sound;
}

static void add_counts(struct check_counts *all, const struct check_counts *some)
{
    all->complete += some->complete;
    all->partial += some->partial;
    all->refused += some->refused;
    all->completions += some->completions;
    all->exact += some->exact;
    all->enumerated += some->enumerated;
}

/* How many rulesets passed the check; none is tried after a failure. */
static unsigned long long try_rulesets(unsigned long long first, unsigned long long count,
                                       struct coverage *coverage, struct check_counts *all,
                                       bool *ret_failed)
{
    unsigned long long sound = 0;
    struct arena *arena = arena_create();
    for (unsigned long long i = 0; i < count && !*ret_failed; i++) {
        struct trial trial = trial_create(arena, first + i);
        sound += check_ruleset(&trial, coverage);
        add_counts(all, &trial.counts);
        *ret_failed = trial.failure != NULL;
        arena_reset(arena);
    }
    arena_destroy(arena);
    return sound;
}

static bool report(bool good, unsigned number, const char *what)
{
    printf("%sok %u - %s\n", good ? "" : "not ", number, what);
    return good;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    struct coverage coverage = {.kept = {0}};
    struct check_counts all = {0};
    bool failed = false;
    printf("1..3\n");
    unsigned long long sound = try_rulesets(first, count, &coverage, &all, &failed);
    if (failed) {
        return EXIT_FAILURE;
    }
    printf("# %llu of %llu rulesets; %zu complete and %zu partial cases, %zu of them refused; "
           "%zu completions; %zu exact ranges, %zu of them tried whole\n",
           sound, count, all.complete, all.partial, all.refused, all.completions, all.exact,
           all.enumerated);
    bool good = report(true, 1, "answers are the oracle's");
    good = report(sound * MOST_REJECTED >= count * (MOST_REJECTED - 1), 2,
                  "most rulesets pass the check") &&
           good;
    bool covered = coverage_complete(&coverage);
    return report(covered || count < RULESETS, 3, "every construct was generated") && good
               ? EXIT_SUCCESS
               : EXIT_FAILURE;
}

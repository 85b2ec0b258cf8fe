/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled rulesets against the interpreter: random rulesets become C, the C a shared object without a warning, and
   random cases are given to it as a program would that embeds it. Levels, rules, duties, decisions, refusals and
   their causes must be the same. A difference is shrunk to a small ruleset and case and printed ready to paste,
   with its seed.

   LIMEN_PROPERTY_COMPILED says how many rulesets, or LIMEN_PROPERTY_SECONDS how long; LIMEN_PROPERTY_SEED with
   which to begin. Prints TAP. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "embedded.h"
#include "meaning/library.h"
#include "lines.h"
#include "random.h"
#include "ruleset.h"
#include "setting.h"
#include "shrink.h"
#include "sketch.h"

#define RULESETS 8
#define CASES 130 /* two blocks and a rest */
#define SHRINK_SECONDS 120

struct trial {
    struct embedded embedded;
    struct sketch sketches[CASES]; /* of the cases */
};

/* ------------------------------------------------------------------------------------------- the cases */

static void add_case(struct trial *trial, const struct sketch *sketch)
{
    struct embedded *embedded = &trial->embedded;
    const struct limen_case *made =
        sketch_case(embedded->arena, sketch, embedded->program, 0);
    if (made) {
        trial->sketches[embedded->count] = *sketch;
        embedded->cases[embedded->count++] = made;
    }
}

static void add_cases(struct trial *trial, uint64_t seed)
{
    for (unsigned i = 0; i < CASES; i++) {
        struct sketch sketch =
            sketch_create(trial->embedded.arena, trial->embedded.program, seed * CASES + i, i % 5 == 0);
        add_case(trial, &sketch);
    }
}

/* Puts the case of SKETCH, NULL: many of SEED, to a ruleset. */
static void check_text(struct trial *trial, struct compilation *compilation, const char *text,
                       size_t length, uint64_t seed, const struct sketch *sketch,
                       struct embedded_counts *tally)
{
    struct embedded *embedded = &trial->embedded;
    memset(trial, 0, sizeof *trial);
    embedded->arena = compilation->arena;
    embedded->program = library_load_text(compilation, "random.limen", text, length);
    if (compilation->diagnostics->errors > 0) {
        return;
    }
    embedded->plan = plan_create(embedded->arena, embedded->program);
    if (sketch) {
        add_case(trial, sketch);
    } else {
        add_cases(trial, seed);
    }
    if (embedded->count > 0) {
        embedded_check(embedded, (unsigned)(seed % 3), tally);
    }
}

/* -------------------------------------------------------------------------------------- one failure */

struct failure {
    const char *what;
    uint64_t seed;
    double deadline;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static bool fails_again(void *data, const char *text, size_t length, const struct sketch *sketch)
{
    static struct trial trial;
    const struct failure *failure = data;
    struct embedded_counts tally = {0};
    if (now() > failure->deadline) {
        return false;
    }
    struct compilation *compilation = compilation_create(NULL);
    check_text(&trial, compilation, text, length, failure->seed, sketch, &tally);
    bool fails = trial.embedded.failure && strcmp(trial.embedded.failure, failure->what) == 0;
    compilation_destroy(compilation);
    return fails;
}

static void report(struct failure *failure, struct text *text, struct sketch *sketch)
{
    struct text line = {0};
    printf("not ok 1 - compiled rulesets give what the interpreter gives\n# seed %llu: %s\n",
           (unsigned long long)failure->seed, failure->what);
    failure->deadline = now() + SHRINK_SECONDS;
    if (fails_again(failure, text_string(text), text->length, sketch)) {
        shrink(text, sketch, fails_again, failure);
    } else {
        printf("# only beside other cases\n");
    }
    sketch_write(&line, sketch, NULL, 0);
    printf("# ruleset:\n");
    print_lines(text_string(text));
    printf("# case:\n");
    print_lines(text_string(&line));
    text_clear(&line);
}

/* ----------------------------------------------------------------------------------------- the run */

static bool check_ruleset(uint64_t seed, struct embedded_counts *tally)
{
    static struct trial trial;
    struct random random = random_create(seed);
    struct text rules = {0};
    ruleset_generate(&rules, &random);
    struct compilation *compilation = compilation_create(NULL);
    check_text(&trial, compilation, text_string(&rules), rules.length, seed, NULL, tally);
    bool good = !trial.embedded.failure;
    if (!good) {
        struct failure failure = {.what = trial.embedded.failure, .seed = seed};
        report(&failure, &rules, &trial.sketches[trial.embedded.failed]);
    }
    compilation_destroy(compilation);
    text_clear(&rules);
    return good;
}

static bool check_rulesets(struct embedded_counts *tally)
{
    unsigned long long count = setting("LIMEN_PROPERTY_COMPILED", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    unsigned long long limit = setting("LIMEN_PROPERTY_SECONDS", 0);
    double start = now();
    for (unsigned long long i = 0; limit ? now() - start < (double)limit : i < count; i++) {
        if (!check_ruleset(first + i, tally)) {
            return false;
        }
    }
    return true;
}

/* -------------------------------------------------------------------------------------- real guidance */

/* Examples, those of households member by member. */
static void add_examples(struct embedded *embedded)
{
    const struct program *program = embedded->program;
    for (size_t i = 0; i < program->examples.count; i++) {
        const struct limen_case *made =
            case_of_example(embedded->arena, program, program->examples.items[i]->entity.decl);
        size_t members = case_is_household(made) ? made->household->members.count : 1;
        for (size_t j = 0; j < members && embedded->count < EMBEDDED_CASES - CASES; j++) {
            embedded->cases[embedded->count++] =
                case_is_household(made) ? made->household->members.items[j] : made;
        }
    }
}

/* The cases of one child: nothing of a list of them. */
static void drop_entry(struct sketch *sketch, const struct fact *fact)
{
    for (size_t i = 0; fact && i < sketch->entries.count; i++) {
        if (strcmp(sketch->entries.items[i].name, fact->entity.name) == 0) {
            sketch->entries.items[i] = sketch->entries.items[--sketch->entries.count];
        }
    }
}

static void add_made_up(struct embedded *embedded)
{
    for (unsigned i = 0; i < CASES; i++) {
        struct sketch sketch = sketch_create(embedded->arena, embedded->program, i, i % 5 == 0);
        sketch.authority = NULL;
        drop_entry(&sketch, embedded->program->each);
        const struct limen_case *made =
            sketch_case(embedded->arena, &sketch, embedded->program, 0);
        if (made) {
            embedded->cases[embedded->count++] = made;
        }
    }
}

static bool check_guidance(const char *path, struct embedded_counts *counts, size_t *examples)
{
    static struct embedded embedded;
    struct compilation *compilation = compilation_create(NULL);
    memset(&embedded, 0, sizeof embedded);
    embedded.arena = compilation->arena;
    embedded.program = library_load(compilation, path, INT32_MIN);
    embedded.plan = plan_create(embedded.arena, embedded.program);
    add_examples(&embedded);
    *examples += embedded.count;
    add_made_up(&embedded);
    size_t before = counts->rulesets;
    embedded_check(&embedded, 0, counts);
    bool good = !embedded.failure && counts->rulesets > before;
    if (!good) {
        printf("# %s, case %zu: %s\n", path, embedded.failed,
               embedded.failure ? embedded.failure : "it can't be had as C");
    }
    compilation_destroy(compilation);
    return good;
}

/* All of the library. */
static bool check_library(void)
{
    const char *top = getenv("srcdir");
    char pattern[1024];
    glob_t found = {0};
    struct embedded_counts counts = {0};
    size_t examples = 0;
    bool good = true;
    snprintf(pattern, sizeof pattern, "%s/rulesets/*/[0-9]*.limen", top ? top : ".");
    glob(pattern, 0, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        good = check_guidance(found.gl_pathv[i], &counts, &examples) && good;
    }
    globfree(&found);
    printf("# %zu rulesets of the library, %zu examples, %zu cases, %zu lists with items that are not all\n",
           counts.rulesets, examples, counts.cases, counts.open_lists);
    return good && counts.rulesets > 0 && examples > 0;
}

int main(void)
{
    struct embedded_counts tally = {0};
    printf("1..3\n");
    if (!check_rulesets(&tally)) {
        return EXIT_FAILURE;
    }
    printf("# %zu rulesets, %zu more can't be had as C; %zu cases, %zu refused, %zu with conflicts, "
           "%zu closed by section alone, %zu lists with items that are not all\n",
           tally.rulesets, tally.refused_rulesets, tally.cases, tally.refused, tally.conflicts,
           tally.by_section, tally.open_lists);
    printf("ok 1 - compiled rulesets give what the interpreter gives\n");
    bool enough = tally.rulesets > tally.refused_rulesets && tally.refused && tally.conflicts
                  && tally.by_section && tally.open_lists;
    printf("%s 2 - they were many, and of every kind\n", enough ? "ok" : "not ok");
    bool all = check_library();
    printf("%s 3 - so do real rulesets, with their examples\n", all ? "ok" : "not ok");
    return enough && all ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Microseconds a case by a compiled ruleset, facts put in and every rule's state taken out: alone, and 64 in a call;
   and cases a second of a table, whose columns and planes of rules stay in the cache.

     embedded RULESET.so

   Twelve yes/no facts are so, the others are left out and taken as no, in a table they are no; every number is
   given. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "limen_compiled.h"

#define CASES 64
#define ROUNDS 300
#define TABLE 2048 /* cases */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fill(const struct limen_compiled *ruleset, struct limenc_value *values)
{
    for (unsigned i = 0; i < 12; i++) {
        size_t fact = (size_t)rand() % 300;
        values[fact] = (struct limenc_value){.state = LIMENC_GIVEN, .low = 1, .high = 1};
    }
    for (size_t i = 0; i < ruleset->fact_count; i++) {
        if (ruleset->facts[i].kind == LIMENC_NUMBER) {
            int64_t value = rand() % (ruleset->facts[i].high + 1);
            values[i] = (struct limenc_value){.state = LIMENC_GIVEN, .low = value, .high = value};
        }
    }
}

static struct limenc_table make_table(const struct limen_compiled *ruleset)
{
    struct limenc_column *columns = calloc(ruleset->fact_count, sizeof *columns);
    for (size_t i = 0; i < ruleset->fact_count; i++) {
        uint64_t *plane = calloc(LIMENC_WORDS(TABLE), sizeof *plane);
        int64_t *numbers = calloc(TABLE, sizeof *numbers);
        for (size_t j = 0; j < TABLE; j++) {
            numbers[j] = rand() % 1001;
            plane[j / 64] |= (uint64_t)(rand() % 300 < 12) << (j % 64);
        }
        columns[i].certain = ruleset->facts[i].kind == LIMENC_YES_NO ? plane : NULL;
        columns[i].low = ruleset->facts[i].kind == LIMENC_NUMBER ? numbers : NULL;
    }
    return (struct limenc_table){.columns = columns, .count = TABLE};
}

/* Millions of cases a second in the best round. */
static double measure_table(const struct limen_compiled *ruleset, void *workspace)
{
    double best = 1;
    struct limenc_table table = make_table(ruleset);
    size_t words = (ruleset->rule_count + 1) * LIMENC_WORDS(TABLE);
    struct limenc_planes planes = {
        .at_least = calloc(TABLE, 1), .at_most = calloc(TABLE, 1),
        .rules_certain = calloc(words, sizeof(uint64_t)), .rules_possible = calloc(words, sizeof(uint64_t))};
    for (unsigned round = 0; round < ROUNDS; round++) {
        double begin = now();
        ruleset->evaluate_table(&table, &planes, workspace);
        double took = now() - begin;
        best = took < best ? took : best;
    }
    return TABLE / best / 1e6;
}

/* Of the best round. */
static double measure(const struct limen_compiled *ruleset, const struct limenc_case *cases,
                      struct limenc_result *results, size_t together, void *workspace)
{
    double best = 1;
    for (unsigned round = 0; round < ROUNDS; round++) {
        double begin = now();
        for (size_t i = 0; i + together <= CASES; i += together) {
            ruleset->evaluate(cases + i, together, results + i, workspace);
        }
        double took = now() - begin;
        best = took < best ? took : best;
    }
    return best / CASES * 1e6;
}

int main(int count, char **arguments)
{
    void *object = count == 2 ? dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL) : NULL;
    void *found = object ? dlsym(object, "limen_compiled") : NULL;
    const struct limen_compiled *(*function)(void);
    if (!found) {
        fputs("usage: embedded RULESET.so\n", stderr);
        return EXIT_FAILURE;
    }
    memcpy(&function, &found, sizeof found);
    const struct limen_compiled *ruleset = function();
    static struct limenc_case cases[CASES];
    static struct limenc_result results[CASES];
    for (size_t i = 0; i < CASES; i++) {
        struct limenc_value *values = calloc(ruleset->fact_count, sizeof *values);
        fill(ruleset, values);
        cases[i] = (struct limenc_case){values, .otherwise_no = true};
        results[i].rules = malloc(ruleset->rule_count);
    }
    void *workspace = malloc(ruleset->workspace_size);
    printf("  embedded: %.2f us for one case, %.2f us for one of 64; %.1f M cases/s of a table\n",
           measure(ruleset, cases, results, 1, workspace),
           measure(ruleset, cases, results, CASES, workspace), measure_table(ruleset, workspace));
    return EXIT_SUCCESS;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What `limen diff` finds between random rulesets of every construct and the same with a word or number changed:
   each case that is shown is replayed by the interpreter on both sides, node by node, as diff itself does;
   and where levels or duties are said never to differ, random complete cases are tried, and none may differ.

   LIMEN_PROPERTY_RULESETS says how many pairs, LIMEN_PROPERTY_SEED with which to begin;
   LIMEN_PROPERTY_SHOW prints the pair that fails. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "prove/diff.h"
#include "has_solver.h"
#include "random.h"
#include "ruleset.h"
#include "setting.h"
#include "sketch.h"

#define PAIRS 24
#define CASES 30 /* tried of each pair */
#define LIMIT 250

struct counts {
    size_t pairs, shown, equal, tried, undecided;
};

struct trial {
    struct compilation *compilation;
    struct program *programs[DIFF_SIDES];
    struct diff diff;
    struct counts *counts;
    const char *failure;
};

/* ------------------------------------------------------------------------------------ another version */

struct edit {
    const char *from, *to;
};

static const struct edit edits[] = {
    {" and ", " or "},           {" or ", " and "},         {" >= ", " > "},
    {" < ", " <= "},             {"at least 2", "at least 1"}, {"at least 1", "at least 2"},
    {"then level 2", "then level 3"}, {"then level 3", "then level 2"}, {" not ", " "},
    {" any of ", " all of "},    {"within 1", "within 2"},  {" yes", " no"},
};

/* The text with the edit done at one of the places where it can be; false: there is none. */
static bool edit_text(struct text *ret, const struct text *text, struct random *random)
{
    const struct edit *edit = &edits[random_below(random, sizeof edits / sizeof *edits)];
    size_t places = 0, length = strlen(edit->from);
    for (const char *at = text->data; (at = strstr(at, edit->from)); at += length) {
        places++;
    }
    if (places == 0) {
        return false;
    }
    size_t chosen = random_below(random, (unsigned)places);
    const char *at = strstr(text->data, edit->from);
    while (chosen-- > 0) {
        at = strstr(at + length, edit->from);
    }
    text_add_bytes(ret, text->data, (size_t)(at - text->data));
    text_add(ret, edit->to);
    text_add(ret, at + length);
    return true;
}

/* ----------------------------------------------------------------------------------------- refutation */

static bool same_range(const struct answer *older, const struct answer *newer)
{
    return older->scope == newer->scope
           && (older->scope == SCOPE_OUT || !older->has_level
               || (older->at_least == newer->at_least && older->at_most == newer->at_most));
}

static bool has_duty(const struct answer *answer, const struct entity *entity)
{
    for (size_t i = 0; i < answer->duties.count; i++) {
        if (&answer->duties.items[i].duty->duty->entity == entity) {
            return true;
        }
    }
    return false;
}

static void refute(struct trial *trial, const struct answer *const answers[DIFF_SIDES])
{
    bool both = answers[0]->scope == SCOPE_IN && answers[1]->scope == SCOPE_IN;
    for (size_t i = 0; i < trial->diff.subjects.count; i++) {
        const struct diff_subject *subject = &trial->diff.subjects.items[i];
        if (subject->verdict != VERDICT_NONE) {
            continue;
        }
        if (subject->kind == DIFF_LEVEL && !same_range(answers[0], answers[1])) {
            trial->failure = "levels are said to be equal, and a case differs";
        }
        if (subject->kind == DIFF_DUTY && both
            && has_duty(answers[0], subject->entities[0]) != has_duty(answers[1], subject->entities[1])) {
            trial->failure = "a duty is said not to differ, and does in a case";
        }
    }
}

/* The same case for both; NULL where it is refused, or something in it stays open. */
static const struct answer *answer_of(struct trial *trial, const struct sketch *sketch, size_t side)
{
    struct arena *arena = trial->compilation->arena;
    const struct limen_case *made = sketch_case(arena, sketch, trial->programs[side], 0);
    if (!made) {
        return NULL;
    }
    const struct evaluation *evaluation =
        interpreter_evaluate(arena, trial->diff.plans[side], made);
    return evaluation->refused ? NULL : answer_create(arena, evaluation);
}

static bool in_force(const struct trial *trial, const struct sketch *sketch)
{
    int32_t date;
    return !sketch->date
           || (date_parse(sketch->date, strlen(sketch->date), &date) == DATE_OK
               && date >= trial->diff.world->date_low && date <= trial->diff.world->date_high);
}

static void try_cases(struct trial *trial, uint64_t seed)
{
    for (unsigned i = 0; i < CASES && !trial->failure; i++) {
        struct sketch sketch = sketch_create(trial->compilation->arena, trial->programs[0],
                                             seed * CASES + i, true);
        const struct answer *answers[DIFF_SIDES] = {answer_of(trial, &sketch, 0),
                                                    answer_of(trial, &sketch, 1)};
        if (answers[0] && answers[1] && in_force(trial, &sketch)) {
            trial->counts->tried++;
            refute(trial, answers);
        }
    }
}

/* --------------------------------------------------------------------------------------------- the run */

static bool load(struct trial *trial, size_t side, const struct text *text)
{
    trial->programs[side] = library_load_text(
        trial->compilation, side ? "newer.limen" : "older.limen", text->data, text->length);
    return trial->compilation->diagnostics->errors == 0;
}

static void compare(struct trial *trial, uint64_t seed)
{
    const char *why = NULL;
    struct diff *diff = &trial->diff;
    if (!diff_create(diff, trial->compilation, trial->programs[0], trial->programs[1])
        || !diff_prove(diff, LIMIT, &why)) {
        trial->failure = why ? why : "the two cannot be compared";
        return;
    }
    trial->failure = diff->fault;
    trial->counts->pairs++;
    trial->counts->undecided += diff->undecided.count;
    for (size_t i = 0; i < diff->moves.count; i++) {
        trial->counts->shown += diff->moves.items[i].shown != NULL;
    }
    for (size_t i = 0; i < diff->subjects.count; i++) {
        trial->counts->shown += diff->subjects.items[i].shown != NULL;
        trial->counts->equal += diff->subjects.items[i].verdict == VERDICT_NONE;
    }
    try_cases(trial, seed);
}

static bool check_pair(uint64_t seed, struct counts *counts)
{
    struct random random = random_create(seed);
    struct text texts[DIFF_SIDES] = {{0}, {0}};
    struct trial trial = {.compilation = compilation_create(NULL), .counts = counts};
    ruleset_generate(&texts[0], &random);
    if (edit_text(&texts[1], &texts[0], &random) && load(&trial, 0, &texts[0])
        && load(&trial, 1, &texts[1])) {
        compare(&trial, seed);
    }
    if (trial.failure) {
        printf("not ok 1 - versions differ as cases do\n# seed %llu: %s\n", (unsigned long long)seed,
               trial.failure);
        if (getenv("LIMEN_PROPERTY_SHOW")) {
            fputs(texts[0].data, stderr);
            fputs("\n----\n", stderr);
            fputs(texts[1].data, stderr);
        }
    }
    compilation_destroy(trial.compilation);
    text_clear(&texts[0]);
    text_clear(&texts[1]);
    return trial.failure == NULL;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", PAIRS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    struct counts counts = {0};
    if (!has_solver()) {
        return EXIT_SUCCESS;
    }
    printf("1..1\n");
    for (unsigned long long i = 0; i < count; i++) {
        if (!check_pair(first + i, &counts)) {
            return EXIT_FAILURE;
        }
    }
    bool enough = 6 * counts.pairs > count && counts.shown > 0 && counts.equal > counts.pairs;
    printf("# %zu pairs, %zu cases shown and replayed, %zu subjects equal, %zu cases tried, %zu undecided\n",
           counts.pairs, counts.shown, counts.equal, counts.tried, counts.undecided);
    printf("%s 1 - versions differ as cases do\n", enough ? "ok" : "not ok");
    return enough ? EXIT_SUCCESS : EXIT_FAILURE;
}

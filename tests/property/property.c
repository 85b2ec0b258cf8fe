/* SPDX-License-Identifier: Apache-2.0 */
/* Property test: of thousands of random rulesets and partial cases, every completion stays within what
   was reported, node by node, and a range that is called exact has both its ends attained.

   LIMEN_PROPERTY_RULESETS says how many rulesets (by default 1500), LIMEN_PROPERTY_SEED where to begin.
   Prints TAP. A failure prints the seed and the ruleset. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "engine/engine.h"
#include "meaning/library.h"
#include "random.h"
#include "ruleset.h"

#define CASES 6          /* partial cases a ruleset */
#define COMPLETIONS 12   /* random completions a case */
#define ENUMERATED 600   /* completions tried one by one where a range is called exact */
#define FIRST_DAY 17400  /* 2017-08-22: where random dates begin */
#define DAYS 500

struct trial {
    struct arena *arena;
    const struct program *program;
    const struct plan *plan;
    struct random *random;
    const struct limen_case *base;
    const struct evaluation *reported;
    const char *failure; /* NULL: none */
};

static size_t exact_cases, enumerated_cases, completions_seen;

/* ------------------------------------------------------------------------------------ partial cases */

static int32_t random_date(struct random *random)
{
    return (int32_t)(FIRST_DAY + random_below(random, DAYS));
}

static int64_t random_value(struct random *random, const struct type *type)
{
    if (type->kind == TYPE_DATE) {
        return random_date(random);
    }
    return type->kind == TYPE_YES_NO ? random_below(random, 2)
                                     : random_between(random, type->low, type->high);
}

static struct value_set random_set(struct trial *trial, const struct type *type, bool single)
{
    struct value_set set =
        value_of(trial->arena, type, random_value(trial->random, type));
    if (type->or_none && random_once_in(trial->random, 4)) {
        set = value_none(trial->arena, type);
    }
    if (!single) {
        struct value_set other =
            value_of(trial->arena, type, random_value(trial->random, type));
        set = value_union(trial->arena, type, set, other);
    }
    return set;
}

static int by_date(const void *a, const void *b)
{
    return *(const int32_t *)a - *(const int32_t *)b;
}

static void give_event(struct trial *trial, struct case_fact *fact)
{
    fact->date_count = random_below(trial->random, 4);
    fact->dates = arena_alloc(trial->arena, (fact->date_count + 1) * sizeof *fact->dates);
    for (size_t i = 0; i < fact->date_count; i++) {
        fact->dates[i] = random_date(trial->random);
    }
    qsort(fact->dates, fact->date_count, sizeof *fact->dates, by_date);
    fact->state = FACT_GIVEN;
    fact->complete = !random_once_in(trial->random, 4);
}

/* One in OPENNESS facts stays open. */
static void give_fact(struct trial *trial, const struct fact *fact, struct case_fact *ret,
                      unsigned openness)
{
    bool open = random_once_in(trial->random, openness);
    if (fact->from && !random_once_in(trial->random, 6)) {
        return;
    }
    if (open && random_below(trial->random, 2)) {
        ret->state = random_below(trial->random, 2) ? FACT_NOT_KNOWN : FACT_NOT_ASKED;
    } else if (fact->type->kind == TYPE_EVENT) {
        give_event(trial, ret);
    } else {
        ret->state = FACT_GIVEN;
        ret->set = random_set(trial, fact->type, !open);
    }
}

static struct limen_case *random_case(struct trial *trial)
{
    const struct program *program = trial->program;
    struct limen_case *made = case_create(trial->arena, program);
    unsigned openness = 1 + random_below(trial->random, 8);
    made->has_date = !random_once_in(trial->random, 5);
    made->date = random_date(trial->random);
    for (size_t i = 0; i < program->facts.count; i++) {
        give_fact(trial, program->facts.items[i], &made->facts[i], openness);
    }
    made->close_all = random_below(trial->random, 2);
    case_close(made, program, trial->arena);
    return made;
}

/* -------------------------------------------------------------------------------------- completions */

static bool is_given(const struct case_fact *fact)
{
    return fact->state == FACT_GIVEN || fact->state == FACT_ASSUMED;
}

static struct value_set set_of(const struct trial *trial, size_t index)
{
    const struct case_fact *fact = &trial->base->facts[index];
    return is_given(fact) ? fact->set
                          : value_any(trial->arena, trial->program->facts.items[index]->type);
}

static struct value_set pick_from(struct trial *trial, const struct type *type,
                                  struct value_set set)
{
    if (value_is_none(set) || (set.or_none && random_once_in(trial->random, 3))) {
        return value_none(trial->arena, type);
    }
    int64_t value;
    do {
        value = random_between(trial->random, set.low, set.high);
        if (type->kind == TYPE_DATE && random_below(trial->random, 2)) {
            value = random_date(trial->random);
        }
    } while (!value_has(set, value));
    return value_of(trial->arena, type, value);
}

static void add_dates(struct trial *trial, struct case_fact *fact, size_t added, int32_t day)
{
    int32_t *dates = arena_alloc(trial->arena, (fact->date_count + added + 1) * sizeof *dates);
    memcpy(dates, fact->dates, fact->date_count * sizeof *dates);
    for (size_t i = 0; i < added; i++) {
        dates[fact->date_count++] = day ? day : random_date(trial->random);
    }
    qsort(dates, fact->date_count, sizeof *dates, by_date);
    fact->dates = dates;
}

static void complete_event(struct trial *trial, struct case_fact *fact)
{
    if (is_given(fact) && fact->complete) {
        return;
    }
    if (!fact->dates) {
        fact->dates = arena_alloc(trial->arena, sizeof *fact->dates);
    }
    add_dates(trial, fact, random_below(trial->random, 4), 0);
    fact->complete = true;
    fact->state = FACT_GIVEN;
}

static struct limen_case *copy_case(struct trial *trial)
{
    struct limen_case *copy = arena_alloc(trial->arena, sizeof *copy);
    size_t size = trial->program->facts.count * sizeof *copy->facts;
    *copy = *trial->base;
    copy->facts = arena_alloc(trial->arena, size + 1);
    memcpy(copy->facts, trial->base->facts, size);
    copy->known = trial->reported->known;
    return copy;
}

static struct limen_case *complete(struct trial *trial)
{
    struct limen_case *copy = copy_case(trial);
    if (!copy->has_date) {
        copy->has_date = true;
        copy->date = random_date(trial->random);
    }
    for (size_t i = 0; i < trial->program->facts.count; i++) {
        const struct fact *fact = trial->program->facts.items[i];
        if (fact->type->kind == TYPE_EVENT) {
            complete_event(trial, &copy->facts[i]);
        } else if (!fact->from) {
            copy->facts[i].set = pick_from(trial, fact->type, set_of(trial, i));
            copy->facts[i].state = FACT_GIVEN;
        }
    }
    return copy;
}

/* ------------------------------------------------------------------------------------------- checks */

static bool words_within(const uint64_t *inner, const uint64_t *outer, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        if (inner[i] & ~outer[i]) {
            return false;
        }
    }
    return true;
}

static bool set_within(const struct type *type, const struct value_set *inner,
                       const struct value_set *outer)
{
    size_t words = value_words(type);
    if (type->kind == TYPE_SELECTION) {
        return words_within(inner->members, outer->members, words / 2)
               && words_within(outer->members + words / 2, inner->members + words / 2, words / 2);
    }
    if (inner->or_none && !outer->or_none) {
        return false;
    }
    return inner->low > inner->high
           || (inner->low >= outer->low && inner->high <= outer->high
               && words_within(inner->members, outer->members, words));
}

/* What a case says of a derived fact, which completions leave as it was: no value to be within. */
static bool is_derived_input(const struct trial *trial, node_id id)
{
    const struct plan_node *node = plan_at(trial->plan, id);
    return node->op == OP_INPUT && trial->program->facts.items[node->index]->from;
}

static const char *outside(struct trial *trial, const struct evaluation *completed)
{
    for (node_id id = 0; id < trial->plan->nodes.count; id++) {
        const struct type *type = plan_at(trial->plan, id)->type;
        if (!is_derived_input(trial, id)
            && !set_within(type, &completed->values[id], &trial->reported->values[id])) {
            struct text text = {0};
            text_format(&text, "node %%%u: ", id);
            value_set_write(&text, type, completed->values[id]);
            text_add(&text, " is not in ");
            value_set_write(&text, type, trial->reported->values[id]);
            const char *copy = arena_copy(trial->arena, text_string(&text), text.length);
            text_clear(&text);
            return copy;
        }
    }
    return NULL;
}

struct range {
    size_t low, high;
};

static struct range level_of(const struct evaluation *evaluation)
{
    struct range range = {0, 0};
    for (size_t rank = 0; rank < evaluation->plan->threshold_count; rank++) {
        struct value_set set = evaluation->values[evaluation->plan->thresholds[rank]];
        range.low = value_is_yes(set) ? rank : range.low;
        range.high = value_may_be_yes(set) ? rank : range.high;
    }
    return range;
}

static void check_completions(struct trial *trial)
{
    for (unsigned i = 0; i < COMPLETIONS && !trial->failure; i++) {
        struct evaluation *completed =
            interpreter_evaluate(trial->arena, trial->plan, complete(trial));
        if (!completed->refused) {
            completions_seen++;
            trial->failure = outside(trial, completed);
        }
    }
}

/* ---------------------------------------------------------------------------------------- exactness */

/* How many values of a fact are tried: all of a small set, else too many. */
static size_t fact_choices(const struct trial *trial, size_t index)
{
    const struct fact *fact = trial->program->facts.items[index];
    const struct case_fact *given = &trial->base->facts[index];
    if (fact->from) {
        return 1;
    }
    if (fact->type->kind == TYPE_EVENT) {
        return is_given(given) && given->complete ? 1 : ENUMERATED + 1;
    }
    struct value_set set = set_of(trial, index);
    size_t values = set.low > set.high ? 0 : (size_t)(set.high - set.low + 1);
    return values + set.or_none;
}

static bool count_choices(const struct trial *trial, size_t *choices)
{
    size_t product = 1;
    for (size_t i = 0; i < trial->program->facts.count; i++) {
        choices[i] = fact_choices(trial, i);
        if (choices[i] > ENUMERATED || (product *= choices[i]) > ENUMERATED) {
            return false;
        }
    }
    return trial->base->has_date;
}

/* The completion with number NUMBER; false if that picks a value which is not in a set. */
static bool nth_completion(struct trial *trial, const size_t *choices, size_t number,
                           struct limen_case *ret)
{
    for (size_t i = 0; i < trial->program->facts.count; i++) {
        const struct fact *fact = trial->program->facts.items[i];
        size_t picked = number % choices[i];
        number /= choices[i];
        if (fact->from || fact->type->kind == TYPE_EVENT) {
            continue;
        }
        struct value_set set = set_of(trial, i);
        bool is_none = set.or_none && picked == choices[i] - 1;
        if (!is_none && !value_has(set, set.low + (int64_t)picked)) {
            return false;
        }
        ret->facts[i].state = FACT_GIVEN;
        ret->facts[i].set = is_none
                                ? value_none(trial->arena, fact->type)
                                : value_of(trial->arena, fact->type, set.low + (int64_t)picked);
    }
    return true;
}

static void check_exact(struct trial *trial)
{
    size_t *choices =
        arena_alloc(trial->arena, (trial->program->facts.count + 1) * sizeof *choices);
    size_t total = 1, valid = 0;
    if (!count_choices(trial, choices)) {
        return;
    }
    for (size_t i = 0; i < trial->program->facts.count; i++) {
        total *= choices[i];
    }
    struct range all = {SIZE_MAX, 0}, said = level_of(trial->reported);
    for (size_t number = 0; number < total; number++) {
        struct limen_case *completed = copy_case(trial);
        if (!nth_completion(trial, choices, number, completed)) {
            continue;
        }
        struct evaluation *evaluation =
            interpreter_evaluate(trial->arena, trial->plan, completed);
        if (!evaluation->refused) {
            struct range one = level_of(evaluation);
            all.low = one.low < all.low ? one.low : all.low;
            all.high = one.high > all.high ? one.high : all.high;
            valid++;
        }
    }
    enumerated_cases++;
    if (valid > 0 && (all.low != said.low || all.high != said.high)) {
        trial->failure = "a range that is called exact is not";
    }
}

static bool scope_holds(const struct trial *trial)
{
    node_id scope = trial->plan->scope;
    return scope == NO_NODE || value_is_yes(trial->reported->values[scope]);
}

static void check_case(struct trial *trial)
{
    trial->base = random_case(trial);
    trial->reported = interpreter_evaluate(trial->arena, trial->plan, trial->base);
    if (trial->reported->refused) {
        return;
    }
    check_completions(trial);
    struct sensitivity *sensitivity = sensitivity_of(trial->arena, trial->reported);
    if (!trial->failure && sensitivity->exact && scope_holds(trial)) {
        exact_cases++;
        check_exact(trial);
    }
}

/* ----------------------------------------------------------------------------------------- rulesets */

static void report_failure(uint64_t seed, const struct text *text, const struct trial *trial)
{
    printf("not ok 1 - completions lie within what is reported\n# seed %llu: %s\n",
           (unsigned long long)seed, trial->failure);
    struct text plan = {0};
    if (trial->plan) {
        plan_write(&plan, trial->plan);
    }
    fprintf(stderr, "%s\n%s\n", text_string(text), text_string(&plan));
    text_clear(&plan);
}

static void check_program(struct trial *trial, const struct compilation *compilation)
{
    trial->plan = plan_create(compilation->arena, trial->program);
    if (!plan_verify(trial->plan, &trial->failure)) {
        return;
    }
    for (unsigned i = 0; i < CASES && !trial->failure; i++) {
        check_case(trial);
        if (!trial->failure) {
            arena_reset(trial->arena);
        }
    }
}

/* True if the ruleset passed the check; RET_FAILED: and the test failed. */
static bool check_ruleset(uint64_t seed, struct arena *arena, bool *ret_failed)
{
    struct random random = random_create(seed);
    struct text text = {0};
    struct trial trial = {.arena = arena, .random = &random};
    ruleset_generate(&text, &random);
    struct compilation *compilation = compilation_create(NULL);
    trial.program = library_load_text(compilation, "random.limen", text.data, text.length);
    bool sound = compilation->diagnostics->errors == 0;
    if (sound) {
        check_program(&trial, compilation);
    }
    if (trial.failure) {
        report_failure(seed, &text, &trial);
        *ret_failed = true;
    }
    arena_reset(arena);
    compilation_destroy(compilation);
    text_clear(&text);
    return sound;
}

static unsigned long long setting(const char *name, unsigned long long otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", 1500);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    unsigned long long checked = 0;
    struct arena *arena = arena_create();
    bool failed = false;
    printf("1..1\n");
    for (unsigned long long i = 0; i < count && !failed; i++) {
        checked += check_ruleset(first + i, arena, &failed);
    }
    arena_destroy(arena);
    if (failed) {
        return EXIT_FAILURE;
    }
    printf("# %llu of %llu rulesets, %zu completions, %zu exact ranges, %zu of them tried whole\n",
           checked, count, completions_seen, exact_cases, enumerated_cases);
    printf("ok 1 - completions lie within what is reported\n");
    return EXIT_SUCCESS;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Households: random rulesets that give each member of a household a result and take members together, put
   to random households, each answer held against the oracle's.

   Complete households come out as the oracle says; of partial ones, random completions lie within what was
   reported, node by node and member by member, be it of members that nobody named; the order in which members
   are given does not matter; a household of one comes out as the case of one does.

   LIMEN_PROPERTY_RULESETS says how many rulesets, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. A
   failure is shrunk and printed ready to paste, with its seed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "meaning/each.h"
#include "meaning/library.h"
#include "lines.h"
#include "ruleset.h"
#include "setting.h"
#include "shrink.h"

#define RULESETS 800
#define HOUSEHOLDS 6 /* of each ruleset; every second is complete */
#define COMPLETIONS_OF_EACH 5
#define MOST_REJECTED 5 /* at most one ruleset in so many may fail the check */

struct counts {
    size_t households, refused, completions, others;
};

/* ----------------------------------------------------------------------------------- completions */

/* What is known of FIELD of a list that all have: of an item that the case names, what the member answered. */
static bool *agree_field(struct arena *arena, const struct fact *field, const struct limen_case *base,
                         const struct limen_case *member, const struct limen_case *first)
{
    size_t list = field->list->entity.index, named = base->facts[list].item_count;
    size_t count = first->facts[list].item_count, index = field->entity.index;
    bool *known = arena_alloc(arena, count + 1);
    for (size_t i = 0; i < count; i++) {
        known[i] = i < named ? member->fields_known[index][i] : first->fields_known[index][i];
    }
    return known;
}

/* What is the same for all is completed once, in FIRST; BASE is what MEMBER completes. */
static void agree(struct arena *arena, const struct program *program, const struct limen_case *base,
                  struct limen_case *member, const struct limen_case *first)
{
    bool *known = arena_alloc(arena, program->facts.count + 1);
    bool **fields = arena_alloc(arena, (program->fields.count + 1) * sizeof *fields);
    for (size_t i = 0; i < program->fields.count; i++) {
        const struct fact *field = program->fields.items[i];
        fields[i] = fact_is_of_each(program, field)
                        ? member->fields_known[i]
                        : agree_field(arena, field, base, member, first);
    }
    for (size_t i = 0; i < program->facts.count; i++) {
        bool is_own = fact_is_of_each(program, program->facts.items[i]);
        known[i] = is_own ? member->known[i] : first->known[i];
        if (!is_own) {
            member->facts[i] = first->facts[i];
        }
    }
    member->known = known;
    member->fields_known = fields;
    member->has_date = first->has_date;
    member->date = first->date;
}

/* A completion of FAMILY's household, with members that nobody named. */
static struct limen_case *complete(struct arena *arena, const struct program *program,
                                   const struct family *family, uint64_t seed)
{
    struct random random = random_create(seed);
    size_t added = family->others > 0 ? random_below(&random, (unsigned)family->others + 1) : 0;
    struct household *household = arena_alloc(arena, sizeof *household);
    struct limen_case *shared = case_create(arena, program);
    household->shared = shared;
    shared->household = household;
    for (size_t i = 0; i < family->count + added; i++) {
        const struct evaluation *base = family->members[i < family->count ? i : family->count];
        struct sketch_known known = {base->known, base->fields_known};
        struct limen_case *member =
            sketch_complete(arena, program, base->limen_case, known, seed + 7919 * i);
        struct case_fact *list = &member->facts[program->each->entity.index];
        *list = (struct case_fact){.state = FACT_GIVEN, .complete = true,
                                   .item_count = family->count + added};
        member->household = household;
        member->member = i;
        vector_push(arena, &household->members, member);
        if (i > 0) {
            agree(arena, program, base->limen_case, member, household->members.items[0]);
        }
    }
    return shared;
}

static const char *check_completion(struct arena *arena, const struct plan *plan,
                                    const struct family *reported, uint64_t seed,
                                    struct counts *counts)
{
    const struct program *program = plan->program;
    struct limen_case *shared = complete(arena, program, reported, seed);
    size_t count = shared->household->members.count;
    const size_t **judged = arena_alloc(arena, (count + 1) * sizeof *judged);
    for (size_t i = 0; i < count; i++) {
        judged[i] = sketch_judge(arena, program, seed + i);
    }
    struct oracle_answer **answers = oracle_answer_household(
        arena, program, shared->household->members.items, count, judged);
    bool refused = false;
    for (size_t i = 0; i < count; i++) {
        refused = refused || answers[i]->refused;
    }
    const char *failure = NULL;
    const struct family *family = interpreter_evaluate_household(arena, plan, shared);
    for (size_t i = 0; i < count && !failure; i++) {
        bool is_named = i < reported->count;
        answers[i]->refused = refused;
        failure = check_member(arena, family->members[i],
                               reported->members[is_named ? i : reported->count], answers[i]);
        counts->completions += !refused && is_named;
        counts->others += !refused && !is_named;
    }
    return failure;
}

/* ------------------------------------------------------------------------------ order, and one alone */

static bool same_nodes(const struct plan *plan, const struct evaluation *a, const struct evaluation *b)
{
    for (node_id id = 0; id < plan->nodes.count && !a->refused; id++) {
        if (!value_equal(plan_at(plan, id)->type, a->values[id], b->values[id])) {
            return false;
        }
    }
    return a->refused == b->refused;
}

static const char *check_order(struct arena *arena, const struct plan *plan,
                               const struct family *family, uint64_t seed, bool is_complete)
{
    struct sketch sketch = sketch_household(arena, plan->program, seed, is_complete, 1);
    struct limen_case *turned = sketch_case(arena, &sketch, plan->program, 0);
    const struct family *other = interpreter_evaluate_household(arena, plan, turned);
    for (size_t i = 0; i < family->count; i++) {
        size_t place = (i + family->count - 1) % family->count;
        if (!same_nodes(plan, family->members[i], other->members[place])) {
            return "order: a member comes out otherwise where members are given in another order";
        }
    }
    return NULL;
}

/* The members' sensitivities lean on what was worked out of the others: they must not fail, and an exact
   range is one of which both ends are claimed. */
static const char *check_sensitivity(struct arena *arena, const struct family *family)
{
    for (size_t i = 0; i < family->count; i++) {
        const struct sensitivity *sensitivity = sensitivity_of(arena, family->members[i]);
        for (size_t m = 0; m < sensitivity->of_members.count; m++) {
            if (sensitivity->of_members.items[m].member == i) {
                return "sensitivity: a member is another member of itself";
            }
        }
    }
    return NULL;
}

static const char *check_alone(struct arena *arena, const struct plan *plan,
                               const struct family *family)
{
    struct limen_case *alone = arena_alloc(arena, sizeof *alone);
    *alone = *family->members[0]->limen_case;
    alone->household = NULL;
    alone->facts[plan->program->each->entity.index].item_count = 0;
    const struct evaluation *one = interpreter_evaluate(arena, plan, alone);
    alone->facts[plan->program->each->entity.index].item_count = 1;
    return same_nodes(plan, one, family->members[0]) ? NULL
                                                      : "alone: a household of one comes out otherwise";
}

static const char *check_household(struct arena *arena, const struct plan *plan, uint64_t seed,
                                   bool is_complete, struct counts *counts)
{
    struct sketch sketch = sketch_household(arena, plan->program, seed, is_complete, 0);
    struct limen_case *made = sketch_case(arena, &sketch, plan->program, 0);
    const char *failure = NULL;
    if (!made) {
        return "sketch: the household is refused";
    }
    const struct family *family = interpreter_evaluate_household(arena, plan, made);
    counts->households++;
    counts->refused += family->members[0]->refused;
    for (unsigned i = 0; i < COMPLETIONS_OF_EACH && !failure; i++) {
        failure = check_completion(arena, plan, family, seed + i, counts);
    }
    failure = failure ? failure : check_order(arena, plan, family, seed, is_complete);
    if (!failure && !family->members[0]->refused) {
        failure = check_sensitivity(arena, family);
    }
    return failure || family->count > 1 ? failure : check_alone(arena, plan, family);
}

/* -------------------------------------------------------------------------------------- rulesets */

struct trial {
    uint64_t seed;
    bool is_complete;
    const char *failure;
    struct counts *counts;
};

static const char *put(struct arena *arena, const struct program *program, const struct trial *trial)
{
    const char *why;
    const struct plan *plan = plan_create(arena, program);
    return plan_verify(plan, &why)
               ? check_household(arena, plan, trial->seed, trial->is_complete, trial->counts)
               : arena_format(arena, "verify: %s", why);
}

static bool fails_again(void *data, const char *text, size_t length, const struct sketch *sketch)
{
    (void)sketch;
    const struct trial *trial = data;
    struct compilation *compilation = compilation_create(NULL);
    struct program *program = library_load_text(compilation, "random.limen", text, length);
    const char *failure = compilation->diagnostics->errors == 0 && program->each
                              ? put(compilation->arena, program, trial)
                              : NULL;
    bool fails = failure && strncmp(failure, trial->failure, strcspn(failure, ":") + 1) == 0;
    compilation_destroy(compilation);
    return fails;
}

static void report_failure(struct trial *trial, struct text *text)
{
    struct compilation *compilation = compilation_create(NULL);
    struct sketch none = {.date = NULL};
    struct text line = {0};
    printf("not ok 1 - households are the oracle's\n# seed %llu, %s\n",
           (unsigned long long)trial->seed, trial->failure);
    shrink(text, &none, fails_again, trial);
    struct program *program =
        library_load_text(compilation, "random.limen", text->data, text->length);
    struct sketch sketch =
        sketch_household(compilation->arena, program, trial->seed, trial->is_complete, 0);
    sketch_write(&line, &sketch, program, 0);
    printf("# ruleset:\n");
    print_lines(text_string(text));
    printf("# household:\n");
    print_lines(text_string(&line));
    text_clear(&line);
    compilation_destroy(compilation);
}

/* True if the ruleset passed the check; RET_FAILED if a household failed. */
static bool try_ruleset(uint64_t seed, struct counts *counts, bool *ret_failed)
{
    struct random random = random_create(seed);
    struct text text = {0};
    ruleset_generate_household(&text, &random);
    struct compilation *compilation = compilation_create(NULL);
    struct program *program =
        library_load_text(compilation, "random.limen", text.data, text.length);
    bool sound = compilation->diagnostics->errors == 0 && program->each;
    for (unsigned i = 0; sound && i < HOUSEHOLDS && !*ret_failed; i++) {
        struct trial trial = {.seed = seed * 64 + i, .is_complete = i % 2, .counts = counts};
        trial.failure = put(compilation->arena, program, &trial);
        if (trial.failure) {
            report_failure(&trial, &text);
            *ret_failed = true;
        }
    }
    if (!sound && getenv("LIMEN_PROPERTY_REJECTED")) {
        struct text said = {0};
        diagnostics_write_text(&said, compilation->diagnostics, false);
        fputs(text_string(&said), stderr);
        text_clear(&said);
    }
    compilation_destroy(compilation);
    text_clear(&text);
    return sound;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", RULESETS), sound = 0;
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    struct counts counts = {0};
    bool failed = false;
    printf("1..2\n");
    for (unsigned long long i = 0; i < count && !failed; i++) {
        sound += try_ruleset(first + i, &counts, &failed);
    }
    if (failed) {
        return EXIT_FAILURE;
    }
    bool enough = sound * MOST_REJECTED >= count * (MOST_REJECTED - 1);
    bool telling = counts.others > 0 && counts.refused * 2 < counts.households;
    printf("# %llu of %llu rulesets; %zu households, %zu of them refused; %zu members completed, and %zu "
           "that nobody named\n"
           "ok 1 - households are the oracle's\n%sok 2 - most rulesets and households tell something\n",
           sound, count, counts.households, counts.refused, counts.completions, counts.others,
           enough && telling ? "" : "not ");
    return enough && telling ? EXIT_SUCCESS : EXIT_FAILURE;
}

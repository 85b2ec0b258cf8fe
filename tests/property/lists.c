/* SPDX-License-Identifier: Apache-2.0 */
/* What is decided of lists against trying every list: pairs of small random rulesets that only ask of the items of a
   list, the newer under other names, with other fields, or with fewer places. The pairs of levels that `limen diff`
   finds and the rules that `limen verify` says never hold must agree with counting, one for one, and be
   decided wherever so few items are enough.

   LIMEN_PROPERTY_RULESETS says how many pairs, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "prove/diff.h"
#include "prove/enough.h"
#include "prove/verify.h"
#include "has_solver.h"
#include "random.h"
#include "setting.h"

#define PAIRS 150
#define LIMIT 20000
#define LEVELS 3
#define MOST_RULES 4
#define KINDS 4 /* of items: two yes/no fields */
#define MOST_ITEMS 6
#define FEWER_ITEMS 2
#define MOST_LISTS 210 /* how many there are of each kind, up to MOST_ITEMS together */

struct list {
    unsigned count[KINDS];
};

struct question {
    char of_item[40];
    int least; /* 0: any, else so many */
    bool negated;
};

struct sketch {
    bool renames, turns, has_fewer; /* the newer alone: other names, the other end of field `b`, fewer places */
    size_t rules;
    struct question questions[MOST_RULES][2];
    int levels[MOST_RULES];
};

static struct list lists[MOST_LISTS];
static size_t list_count;

static void make_lists(void)
{
    struct list list;
    for (unsigned all = 0; all < 7 * 7 * 7 * 7; all++) {
        unsigned rest = all, items = 0;
        for (size_t i = 0; i < KINDS; i++, rest /= 7) {
            list.count[i] = rest % 7;
            items += list.count[i];
        }
        if (items <= MOST_ITEMS) {
            lists[list_count++] = list;
        }
    }
}

/* ------------------------------------------------------------------------------------- the rulesets */

static struct question random_question(struct random *random)
{
    static const char *const of_items[] = {"a", "b", "a and b", "a or b", "not a", "a and not b"};
    struct question question = {.least = (int)random_below(random, 4), .negated = random_once_in(random, 3)};
    snprintf(question.of_item, sizeof question.of_item, "%s", of_items[random_below(random, 6)]);
    return question;
}

static struct sketch random_sketch(struct random *random)
{
    struct sketch sketch = {.rules = 1 + random_below(random, MOST_RULES)};
    for (size_t i = 0; i < sketch.rules; i++) {
        sketch.questions[i][0] = random_question(random);
        sketch.questions[i][1] = random_question(random);
        sketch.levels[i] = 2 + (int)random_below(random, LEVELS - 1);
    }
    return sketch;
}

static struct sketch newer_sketch(const struct sketch *older, struct random *random)
{
    struct sketch newer = *older;
    newer.renames = random_once_in(random, 2);
    newer.turns = random_once_in(random, 3);
    newer.has_fewer = random_once_in(random, 4);
    size_t changed = random_below(random, (unsigned)newer.rules);
    if (!random_once_in(random, 4)) {
        newer.questions[changed][random_below(random, 2)] = random_question(random);
    }
    return newer;
}

/* What the older calls `b` the newer may know as its opposite: the questions are then of that. */
static void write_question(struct text *text, const struct sketch *sketch, const struct question *question)
{
    const char *list = sketch->renames ? "child" : "kid";
    text_add(text, question->negated ? "not (" : "(");
    if (question->least == 0) {
        text_format(text, "any %s where (%s)", list, question->of_item);
    } else {
        text_format(text, "count of %s where (%s) >= %d", list, question->of_item, question->least);
    }
    text_add(text, ")");
}

static void sketch_write(struct text *text, const struct sketch *sketch, bool is_newer)
{
    text_format(text, "ruleset small %s\nlevel 1\nlevel 2\nlevel 3\n", is_newer ? "2024-01" : "2023-01");
    text_format(text, "list %s \"L\" at most %d%s\n", sketch->renames ? "child" : "kid",
                sketch->has_fewer ? FEWER_ITEMS : MOST_ITEMS,
                sketch->renames || sketch->has_fewer ? " was kid" : "");
    text_format(text, "  has a : yes/no \"A\"\n  has b : yes/no \"B\"%s\n", sketch->turns ? " was not b" : "");
    for (size_t i = 0; i < sketch->rules; i++) {
        text_format(text, "rule r%zu if ", i);
        write_question(text, sketch, &sketch->questions[i][0]);
        text_add(text, " and ");
        write_question(text, sketch, &sketch->questions[i][1]);
        text_format(text, " then level %d\n", sketch->levels[i]);
    }
}

/* ------------------------------------------------------------------------------------- counting out */

struct trial {
    struct arena *arena;
    struct compilation *compilation;
    struct program *programs[DIFF_SIDES];
    struct sketch sketches[DIFF_SIDES];
    int level[DIFF_SIDES][MOST_LISTS]; /* rank; -1: the version has no such list */
    bool holds[MOST_RULES];            /* of the older: in some case */
    const char *failure;
};

static void add_item(struct limen_case *made, struct arena *arena, const struct fact *list, size_t kind,
                     bool turns)
{
    const struct fact *a = list->fields.items[0], *b = list->fields.items[1];
    case_add_item(made, arena, list);
    case_set_field(made, a, value_of(arena, a->type, (int64_t)(kind & 1)));
    case_set_field(made, b, value_of(arena, b->type, (int64_t)(kind >> 1) ^ turns));
}

static struct limen_case *make_case(struct arena *arena, const struct trial *trial, size_t side,
                                    const struct list *counts)
{
    const struct program *program = trial->programs[side];
    struct limen_case *made = case_create(arena, program);
    const struct fact *list = NULL;
    for (size_t i = 0; i < program->facts.count; i++) {
        list = program->facts.items[i]->type->kind == TYPE_LIST ? program->facts.items[i] : list;
    }
    case_start_list(made, list, true);
    for (size_t kind = 0; kind < KINDS; kind++) {
        for (unsigned i = 0; i < counts->count[kind]; i++) {
            add_item(made, arena, list, kind, trial->sketches[side].turns);
        }
    }
    case_close(made, program, arena);
    return made;
}

static unsigned items_of(const struct list *list)
{
    return list->count[0] + list->count[1] + list->count[2] + list->count[3];
}

static void note(struct trial *trial, size_t side, size_t number, const struct plan *plan,
                 const struct evaluation *evaluation)
{
    bool has_places = !trial->sketches[side].has_fewer || items_of(&lists[number]) <= FEWER_ITEMS;
    trial->level[side][number] = has_places ? 0 : -1;
    for (size_t rank = 1; rank < plan->threshold_count && has_places; rank++) {
        if (value_is_yes(evaluation->values[plan->thresholds[rank]])) {
            trial->level[side][number] = (int)rank;
        }
    }
    for (size_t i = 0; i < plan->rules.count && side == 0; i++) {
        trial->holds[i] = trial->holds[i] || value_is_yes(evaluation->values[plan->rules.items[i].status]);
    }
}

static void count_out(struct trial *trial, size_t side)
{
    struct arena *arena = arena_create(), *scratch = arena_create();
    const struct plan *plan = plan_create(arena, trial->programs[side]);
    for (size_t number = 0; number < list_count; number++) {
        struct limen_case *made = make_case(scratch, trial, side, &lists[number]);
        note(trial, side, number, plan, interpreter_evaluate(scratch, plan, made));
        arena_reset(scratch);
    }
    arena_destroy(scratch);
    arena_destroy(arena);
}

/* --------------------------------------------------------------------------------------- held together */

static bool goes(const struct trial *trial, size_t from, size_t to)
{
    bool any = false;
    for (size_t i = 0; i < list_count; i++) {
        any = any || (trial->level[0][i] == (int)from && trial->level[1][i] == (int)to);
    }
    return any;
}

static enum verdict found(const struct diff *diff, size_t from, size_t to)
{
    for (size_t i = 0; i < diff->moves.count; i++) {
        const struct move *move = &diff->moves.items[i];
        if (move->from == 1 + from && move->to == 1 + to) {
            return move->verdict;
        }
    }
    return VERDICT_NONE;
}

static const struct fact *list_of(const struct program *program)
{
    size_t i = 0;
    while (program->facts.items[i]->type->kind != TYPE_LIST) {
        i++;
    }
    return program->facts.items[i];
}

static size_t enough_of(const struct diff *diff)
{
    return items_enough(diff->plans[0], list_of(diff->programs[0]), 1)
           + items_enough(diff->plans[1], list_of(diff->programs[1]), 1);
}

static void check_diff(struct trial *trial, size_t *ret_moves, size_t *ret_undecided)
{
    struct diff diff;
    const char *why = NULL;
    if (!diff_create(&diff, trial->compilation, trial->programs[0], trial->programs[1])
        || !diff_prove(&diff, LIMIT, &why) || diff.fault) {
        trial->failure = diff.fault ? diff.fault : why ? why : "`was` has mistakes";
        return;
    }
    if (diff.undecided.count > 0 && enough_of(&diff) <= WORLD_MOST_ENOUGH) {
        trial->failure = diff.undecided.items[0];
    }
    *ret_undecided += diff.undecided.count > 0;
    for (size_t from = 0; from < LEVELS; from++) {
        for (size_t to = 0; to < LEVELS; to++) {
            enum verdict verdict = found(&diff, from, to);
            bool counted = from != to && goes(trial, from, to);
            *ret_moves += counted;
            if (verdict != VERDICT_UNDECIDED && (verdict == VERDICT_SOME) != counted) {
                trial->failure = arena_format(trial->arena, "from %zu to %zu: counting says %s", from + 1,
                                              to + 1, counted ? "yes" : "no");
            }
        }
    }
}

static bool is_said_never_to_hold(const struct trial *trial, size_t rule)
{
    const struct diagnostics *diagnostics = trial->compilation->diagnostics;
    const char *words = arena_format(trial->arena, "rule `r%zu` can never hold", rule);
    bool said = false;
    for (size_t i = 0; i < diagnostics->count; i++) {
        said = said || strcmp(diagnostics->items[i]->message, words) == 0;
    }
    return said;
}

static void check_verify(struct trial *trial)
{
    struct verification verification;
    const char *why = NULL;
    trial->compilation->diagnostics =
        diagnostics_create(trial->compilation->arena, trial->compilation->sources);
    if (!verify_ruleset(&verification, trial->compilation, trial->programs[0], LIMIT, NULL, &why)
        || verification.fault) {
        trial->failure = verification.fault ? verification.fault : why;
        return;
    }
    for (size_t i = 0; i < trial->sketches[0].rules && verification.undecided.count == 0; i++) {
        if (is_said_never_to_hold(trial, i) == trial->holds[i]) {
            trial->failure = arena_format(trial->arena, "rule r%zu: counting says that it %s", i,
                                          trial->holds[i] ? "can hold" : "never holds");
        }
    }
}

/* --------------------------------------------------------------------------------------------- the run */

static bool load(struct trial *trial, size_t side)
{
    struct text text = {0};
    sketch_write(&text, &trial->sketches[side], side == 1);
    trial->programs[side] = library_load_text(trial->compilation, side ? "newer.limen" : "older.limen",
                                              text.data, text.length);
    if (trial->failure) {
        fputs(text.data, stderr);
    }
    text_clear(&text);
    return trial->compilation->diagnostics->errors == 0;
}

/* 0: one has errors; 1: agreed; -1: not. */
static int check_pair(unsigned long long seed, size_t *ret_moves, size_t *ret_undecided)
{
    static struct trial trial;
    struct random random = random_create(seed);
    memset(&trial, 0, sizeof trial);
    trial.arena = arena_create();
    trial.compilation = compilation_create(NULL);
    trial.sketches[0] = random_sketch(&random);
    trial.sketches[1] = newer_sketch(&trial.sketches[0], &random);
    int result = load(&trial, 0) && load(&trial, 1) ? 1 : 0;
    if (result) {
        count_out(&trial, 0);
        count_out(&trial, 1);
        check_diff(&trial, ret_moves, ret_undecided);
    }
    if (result && !trial.failure) {
        check_verify(&trial);
    }
    if (trial.failure) {
        printf("not ok 1 - what is decided of lists is so of all lists\n# seed %llu: %s\n", seed, trial.failure);
        load(&trial, 0);
        load(&trial, 1);
        result = -1;
    }
    compilation_destroy(trial.compilation);
    arena_destroy(trial.arena);
    return result;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", PAIRS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    unsigned long long tried = 0;
    size_t moves = 0, undecided = 0;
    if (!has_solver()) {
        return EXIT_SUCCESS;
    }
    printf("1..1\n");
    make_lists();
    for (unsigned long long i = 0; i < count; i++) {
        int result = check_pair(first + i, &moves, &undecided);
        if (result < 0) {
            return EXIT_FAILURE;
        }
        tried += (unsigned long long)result;
    }
    bool enough = 2 * tried > count && 2 * moves > tried && 4 * undecided < tried;
    printf("# %llu pairs, %zu lists each, %zu moves, %zu pairs not decided whole\n", tried, list_count, moves,
           undecided);
    printf("%s 1 - what is decided of lists is so of all lists\n", enough ? "ok" : "not ok");
    return enough ? EXIT_SUCCESS : EXIT_FAILURE;
}

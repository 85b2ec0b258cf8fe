/* SPDX-License-Identifier: Apache-2.0 */
/* What is proved of cases against trying everything: small random rulesets and partial cases, of which all
   completions and all other cases can be counted out.

   The range of --exact is the one that is attained. --what-if finds a change if there is one, with as few
   changes and then as few suppositions as any. What is to be asked settles the question, and no smaller
   set does.

   LIMEN_PROPERTY_RULESETS says how many rulesets, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meaning/library.h"
#include "prove/exact.h"
#include "prove/what_if.h"
#include "has_solver.h"
#include "numbered.h"
#include "random.h"
#include "setting.h"

#define RULESETS 40
#define PARTIAL 6 /* cases of each */
#define LIMIT 20000
#define FACTS 7
#define LEVELS 4
#define ALL_CASES (2 * 2 * 2 * 2 * 2 * 3 * 6)
#define VISITS 6

/* Each is at rest at 0. `heavy` is worked out from the last. */
static const struct numbered_fact facts[FACTS] = {
    {"absent", "concern absent", 2},
    {"bullied", "concern bullied", 2},
    {"cold", "concern cold", 2},
    {"dirty", "concern dirty", 2},
    {"engages", "strength engages", 2},
    {"fears", "scale fears : none < some < many usually none", 3},
    {"visits", "fact visits : 0 to 5", VISITS},
};

/* -------------------------------------------------------------------------------------- the ruleset */

static void add_atom(struct text *text, struct random *random)
{
    static const char *const tests[] = {"fears >= some", "fears = many", "fears = some", "heavy",
                                        "visits >= 2", "visits <= 3", "visits in 1 to 4"};
    if (random_once_in(random, 2)) {
        text_format(text, "%s%s", random_once_in(random, 3) ? "not " : "",
                    facts[random_below(random, 5)].name);
    } else {
        text_add(text, tests[random_below(random, sizeof tests / sizeof *tests)]);
    }
}

static void add_condition(struct text *text, struct random *random)
{
    unsigned form = random_below(random, 5);
    text_add(text, form == 0 ? "at least 2 of (" : form == 1 ? "(" : "");
    add_atom(text, random);
    text_add(text, form == 0 ? ", " : form == 1 ? " or " : " and ");
    add_atom(text, random);
    text_add(text, form == 0 ? ", " : form == 1 ? ") and " : form == 2 ? " and " : "");
    if (form < 3) {
        add_atom(text, random);
    }
    text_add(text, form == 0 ? ")" : "");
}

static void add_rules(struct text *text, struct random *random, bool judged)
{
    unsigned rules = 2 + random_below(random, 4);
    for (unsigned i = 0; i < rules; i++) {
        bool excepts = i > 0 && random_once_in(random, 4);
        text_format(text, excepts ? "exception r%u to r%u if " : "rule r%u if ", i, i - 1);
        add_condition(text, random);
        unsigned level = (excepts ? 1 : 2) + random_below(random, 3);
        if (judged && !excepts && level < LEVELS) {
            text_format(text, " then level %u or %u as judged\n", level, level + 1);
        } else {
            text_format(text, " then level %u\n", level);
        }
    }
}

static void add_decisions(struct text *text, struct random *random)
{
    text_add(text, "decision route : one of p, q, r\n  first of\n    p if ");
    add_condition(text, random);
    text_add(text, "\n    q if ");
    add_condition(text, random);
    text_add(text, "\n    r otherwise\ndecision score : 0 to 20\n  sum of\n    3 if ");
    add_condition(text, random);
    text_add(text, ",\n    4 if ");
    add_condition(text, random);
    text_add(text, "\n");
}

static void write_ruleset(struct text *text, struct random *random, bool judged)
{
    text_add(text, "ruleset small 2024-01\n");
    if (random_once_in(random, 4)) {
        text_add(text, "scope if ");
        add_condition(text, random);
        text_add_char(text, '\n');
    }
    for (unsigned i = 1; i <= LEVELS; i++) {
        text_format(text, "level %u\n", i);
    }
    for (size_t i = 0; i < FACTS; i++) {
        text_format(text, "%s\n", facts[i].declaration);
    }
    text_add(text, "fact heavy : yes/no from visits >= 3\n");
    for (unsigned i = 0; i < 2 && random_once_in(random, 2); i++) {
        text_add(text, "impossible if ");
        add_condition(text, random);
        text_add_char(text, '\n');
    }
    add_rules(text, random, judged);
    add_decisions(text, random);
}

/* ------------------------------------------------------------------------------------- counting out */

struct outcome {
    bool counts, in_scope;
    size_t low, high; /* ranks */
    int64_t route, score;
    bool heavy;
};

struct trial {
    struct arena *arena;
    const struct program *program;
    const struct plan *plan;
    const struct fact *facts[FACTS], *heavy;
    struct outcome all[ALL_CASES];
    bool judged;
    /* The partial case: what it says of each fact, as bits of its values; what it states. */
    unsigned sets[FACTS], heavy_set;
    bool is_stated[FACTS];
    const struct answer *answer;
    const char *failure;
};

static struct outcome outcome_of(const struct trial *trial, const struct evaluation *evaluation)
{
    const struct plan *plan = trial->plan;
    struct outcome outcome = {.counts = !evaluation->refused};
    outcome.in_scope = plan->scope == NO_NODE || value_is_yes(evaluation->values[plan->scope]);
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        struct value_set set = evaluation->values[plan->thresholds[rank]];
        outcome.low = value_is_yes(set) ? rank : outcome.low;
        outcome.high = value_may_be_yes(set) ? rank : outcome.high;
    }
    outcome.route = evaluation->values[plan->decisions.items[0].value].low;
    outcome.score = evaluation->values[plan->decisions.items[1].value].low;
    return outcome;
}

static void count_out(struct trial *trial)
{
    for (size_t number = 0; number < ALL_CASES; number++) {
        struct limen_case *made = case_create(trial->arena, trial->program);
        for (size_t i = 0; i < FACTS; i++) {
            case_set(made, trial->facts[i],
                     value_of(trial->arena, trial->facts[i]->type, numbered_value(facts, number, i)));
        }
        trial->all[number] =
            outcome_of(trial, interpreter_evaluate(trial->arena, trial->plan, made));
        trial->all[number].heavy = numbered_value(facts, number, FACTS - 1) >= 3;
    }
}

/* ---------------------------------------------------------------------------------- the partial case */

static void say(struct trial *trial, struct limen_case *made, size_t i, struct random *random)
{
    const struct type *type = trial->facts[i]->type;
    int low = (int)random_below(random, (unsigned)facts[i].values), high = low;
    trial->sets[i] = (1U << facts[i].values) - 1;
    trial->is_stated[i] = false;
    if (random_once_in(random, 2)) {
        return;
    }
    if (facts[i].values == VISITS && random_once_in(random, 2)) {
        high = low + (int)random_below(random, (unsigned)(VISITS - low));
    }
    case_set(made, trial->facts[i], case_range(trial->arena, type, low, high));
    trial->sets[i] = ((1U << (high + 1)) - 1) & ~((1U << low) - 1);
    trial->is_stated[i] = true;
}

/* NULL: it is refused. */
static const struct evaluation *make_case(struct trial *trial, struct random *random)
{
    struct limen_case *made = case_create(trial->arena, trial->program);
    for (size_t i = 0; i < FACTS; i++) {
        say(trial, made, i, random);
    }
    trial->heavy_set = 3;
    if (random_once_in(random, 4)) {
        unsigned heavy = random_below(random, 2);
        case_set(made, trial->heavy, value_of(trial->arena, trial->heavy->type, (int64_t)heavy));
        trial->heavy_set = 1U << heavy;
    }
    made->close_all = random_once_in(random, 3);
    case_close(made, trial->program, trial->arena);
    for (size_t i = 0; i < FACTS; i++) {
        if (made->facts[trial->facts[i]->entity.index].state == FACT_ASSUMED) {
            trial->sets[i] = 1;
            trial->is_stated[i] = true;
        }
    }
    return interpreter_evaluate(trial->arena, trial->plan, made);
}

static unsigned changes_of(const struct trial *trial, size_t number)
{
    unsigned changes = !(trial->heavy_set >> trial->all[number].heavy & 1);
    for (size_t i = 0; i < FACTS; i++) {
        changes += !(trial->sets[i] >> numbered_value(facts, number, i) & 1);
    }
    return changes;
}

static bool is_open(const struct trial *trial, size_t fact)
{
    return (trial->sets[fact] & (trial->sets[fact] - 1)) != 0;
}

/* Open facts that are not at rest; `visits` has no state of rest. */
static unsigned suppositions_of(const struct trial *trial, size_t number)
{
    unsigned count = 0;
    for (size_t i = 0; i < FACTS - 1; i++) {
        count += is_open(trial, i) && numbered_value(facts, number, i) != 0;
    }
    return count;
}

static bool is_completion(const struct trial *trial, size_t number)
{
    return trial->all[number].counts && changes_of(trial, number) == 0;
}

/* ------------------------------------------------------------------------------------------- --exact */

struct found {
    bool any, any_in, any_out;
    size_t low, high;
    unsigned routes;
    int64_t score_low, score_high;
};

static struct found attained(const struct trial *trial)
{
    struct found found = {.low = SIZE_MAX, .score_low = INT64_MAX, .score_high = INT64_MIN};
    for (size_t number = 0; number < ALL_CASES; number++) {
        const struct outcome *outcome = &trial->all[number];
        if (!is_completion(trial, number)) {
            continue;
        }
        found.any = true;
        found.any_in = found.any_in || outcome->in_scope;
        found.any_out = found.any_out || !outcome->in_scope;
        found.routes |= 1U << outcome->route;
        found.score_low = outcome->score < found.score_low ? outcome->score : found.score_low;
        found.score_high = outcome->score > found.score_high ? outcome->score : found.score_high;
        if (outcome->in_scope) {
            found.low = outcome->low < found.low ? outcome->low : found.low;
            found.high = outcome->high > found.high ? outcome->high : found.high;
        }
    }
    return found;
}

static bool same_routes(struct value_set set, unsigned routes)
{
    for (unsigned i = 0; i < 3; i++) {
        if (value_has(set, i) != (routes >> i & 1)) {
            return false;
        }
    }
    return true;
}

static void check_exact(struct trial *trial)
{
    struct proved proved;
    const char *why = NULL;
    struct found found = attained(trial);
    enum exactness exactness = exact_find(trial->arena, trial->answer, LIMIT, &proved, &why);
    if (exactness == EXACT_FAULT || exactness == EXACT_UNDECIDED) {
        trial->failure = why ? why : "exact: undecided";
    } else if (exactness == EXACT_NO_CASE || !found.any) {
        bool agree = !found.any && (exactness == EXACT_NO_CASE || exactness == EXACT_ALREADY);
        trial->failure = agree ? NULL : "exact: whether there is a completion";
    } else if ((proved.scope == SCOPE_IN) != !found.any_out
               || (proved.scope == SCOPE_OUT) != !found.any_in) {
        trial->failure = "exact: scope";
    } else if (found.any_in && (proved.at_least != found.low || proved.at_most != found.high)) {
        trial->failure = arena_format(trial->arena, "exact: %zu to %zu, attained %zu to %zu",
                                      proved.at_least, proved.at_most, found.low, found.high);
    } else if (!same_routes(proved.decisions[0], found.routes)
               || proved.decisions[1].low != found.score_low
               || proved.decisions[1].high != found.score_high) {
        trial->failure = "exact: decisions";
    }
}

/* ----------------------------------------------------------------------------------------- --what-if */

static bool is_at(const struct outcome *outcome, size_t rank)
{
    return outcome->counts && outcome->in_scope && outcome->low <= rank && outcome->high >= rank;
}

/* The case of which WHAT_IF says that it is at the level; ALL_CASES: none of these. */
static size_t case_found(const struct trial *trial, const struct what_if *what_if)
{
    size_t number = 0, step = 1;
    for (size_t i = 0; i < FACTS; i++) {
        struct value_set set = what_if->complete->facts[trial->facts[i]->entity.index].set;
        bool is_read = trial->plan->inputs[trial->facts[i]->entity.index] != NO_NODE;
        number += step * (size_t)(is_read ? set.low : 0);
        step *= (size_t)facts[i].values;
    }
    return number;
}

static void check_found(struct trial *trial, const struct what_if *what_if, unsigned changes,
                        unsigned suppositions)
{
    size_t number = case_found(trial, what_if);
    if (what_if->verdict != WHAT_IF_FOUND || !what_if->least) {
        trial->failure = "what-if: there is a change, and it was not found";
    } else if (what_if->changes.count != changes) {
        trial->failure = arena_format(trial->arena, "what-if: %zu changes, and %u do",
                                      what_if->changes.count, changes);
    } else if (!is_at(&trial->all[number], what_if->rank)) {
        trial->failure = "what-if: the case is not at the level";
    } else if (suppositions_of(trial, number) != suppositions
               || what_if->supposed.count > suppositions + 1) {
        trial->failure = "what-if: more suppositions than it takes";
    } else if (what_if->then->at_least > what_if->rank || what_if->then->at_most < what_if->rank) {
        trial->failure = "what-if: the changes alone lead elsewhere";
    }
}

static void check_change(struct trial *trial, const struct what_if *what_if)
{
    unsigned changes = UINT32_MAX, suppositions = UINT32_MAX;
    for (size_t number = 0; number < ALL_CASES; number++) {
        unsigned here = changes_of(trial, number), supposed = suppositions_of(trial, number);
        if (is_at(&trial->all[number], what_if->rank)
            && (here < changes || (here == changes && supposed < suppositions))) {
            changes = here;
            suppositions = supposed;
        }
    }
    if (what_if->verdict == WHAT_IF_ALREADY || what_if->verdict == WHAT_IF_NO_CASE) {
        return;
    }
    if (changes == UINT32_MAX) {
        trial->failure = what_if->verdict == WHAT_IF_NEVER ? NULL : "what-if: there is none";
    } else {
        check_found(trial, what_if, changes, suppositions);
    }
}

/* --------------------------------------------------------------------------------------- what to ask */

/* -1: out of scope; else the level, or whether RANK is reached. */
static int answer_for(const struct outcome *outcome, size_t rank)
{
    int level = outcome->in_scope ? (int)outcome->low : -1;
    return rank == SIZE_MAX ? level : level >= (int)rank;
}

/* The completions fall into classes by the facts asked; each class has one answer. */
static bool settles(const struct trial *trial, unsigned asked, size_t rank)
{
    static int seen[ALL_CASES];
    memset(seen, 0, sizeof seen);
    for (size_t number = 0; number < ALL_CASES; number++) {
        size_t class = 0, step = 1;
        for (size_t i = 0; i < FACTS; i++) {
            class += asked >> i & 1 ? step * (size_t)numbered_value(facts, number, i) : 0;
            step *= (size_t)facts[i].values;
        }
        int answer = answer_for(&trial->all[number], rank) + 2;
        if (!is_completion(trial, number)) {
            continue;
        }
        if (seen[class] && seen[class] != answer) {
            return false;
        }
        seen[class] = answer;
    }
    return true;
}

static void check_asked(struct trial *trial, const struct asked *asked, size_t rank)
{
    unsigned chosen = 0;
    for (size_t i = 0; i < asked->facts.count; i++) {
        for (size_t fact = 0; fact < FACTS; fact++) {
            chosen |= (unsigned)(asked->facts.items[i].fact == trial->facts[fact]) << fact;
        }
    }
    if (!asked->decided) {
        trial->failure = "ask: undecided";
    } else if (!settles(trial, chosen, rank)) {
        trial->failure = "ask: it settles nothing";
    }
    for (unsigned other = 0; other < 1U << FACTS && !trial->failure; other++) {
        if ((size_t)__builtin_popcount(other) < asked->facts.count && settles(trial, other, rank)) {
            trial->failure = arena_format(trial->arena, "ask: %zu facts, and %d do",
                                          asked->facts.count, __builtin_popcount(other));
        }
    }
}

static void check_what_if(struct trial *trial, size_t rank)
{
    struct what_if what_if;
    const char *why = NULL;
    enum what_if_verdict verdict =
        what_if_find(trial->arena, trial->answer, rank, LIMIT, &what_if, &why);
    if (verdict == WHAT_IF_FAULT || verdict == WHAT_IF_UNDECIDED) {
        trial->failure = why ? why : "what-if: undecided";
        return;
    }
    if ((verdict == WHAT_IF_NO_CASE) != !attained(trial).any) {
        trial->failure = "what-if: whether there is a completion";
        return;
    }
    check_change(trial, &what_if);
    if (!trial->judged && verdict != WHAT_IF_NO_CASE && !trial->failure) {
        check_asked(trial, &what_if.reach, rank);
        check_asked(trial, &what_if.level, SIZE_MAX);
    }
}

/* --------------------------------------------------------------------------------------------- the run */

static void check_case(struct trial *trial, struct random *random, size_t *ret_tried)
{
    const struct evaluation *evaluation = make_case(trial, random);
    if (evaluation->refused) {
        return;
    }
    ++*ret_tried;
    trial->answer = answer_create(trial->arena, evaluation);
    check_exact(trial);
    if (!trial->failure) {
        check_what_if(trial, random_below(random, LEVELS));
    }
}

static const char *check_program(const struct program *program, struct random *random, bool judged,
                                 size_t *ret_tried)
{
    static struct trial trial;
    memset(&trial, 0, sizeof trial);
    trial.arena = program->arena;
    trial.program = program;
    trial.plan = plan_create(trial.arena, program);
    trial.judged = judged;
    trial.heavy = fact_named(program, "heavy");
    for (size_t i = 0; i < FACTS; i++) {
        trial.facts[i] = fact_named(program, facts[i].name);
    }
    count_out(&trial);
    for (unsigned i = 0; i < PARTIAL && !trial.failure; i++) {
        check_case(&trial, random, ret_tried);
    }
    return trial.failure;
}

static bool check_ruleset(unsigned long long seed, size_t *ret_tried)
{
    struct random random = random_create(seed);
    struct text text = {0};
    bool judged = seed % 4 == 0;
    write_ruleset(&text, &random, judged);
    struct compilation *compilation = compilation_create(NULL);
    struct program *program = library_load_text(compilation, "small.limen", text.data, text.length);
    const char *failure = compilation->diagnostics->errors == 0
                              ? check_program(program, &random, judged, ret_tried)
                              : NULL;
    if (failure) {
        printf("not ok 1 - what is proved of cases is what trying everything shows\n# seed %llu: %s\n",
               seed, failure);
        fputs(text.data, stderr);
    }
    compilation_destroy(compilation);
    text_clear(&text);
    return !failure;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    size_t tried = 0;
    if (!has_solver()) {
        return EXIT_SUCCESS;
    }
    printf("1..1\n");
    for (unsigned long long i = 0; i < count; i++) {
        if (!check_ruleset(first + i, &tried)) {
            return EXIT_FAILURE;
        }
    }
    bool enough = tried > 2 * count;
    printf("# %llu rulesets, %zu partial cases\n", count, tried);
    printf("%s 1 - what is proved of cases is what trying everything shows\n", enough ? "ok" : "not ok");
    return enough ? EXIT_SUCCESS : EXIT_FAILURE;
}

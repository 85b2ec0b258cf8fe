/* SPDX-License-Identifier: Apache-2.0 */
/* What `limen verify` finds against trying every case: small random rulesets, each with rules, exceptions,
   decisions and claims, in which all cases can be counted out. Findings and counting must agree, one for
   one, and the case that a finding shows must state as few facts as any.

   LIMEN_PROPERTY_RULESETS says how many rulesets, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "prove/verify.h"
#include "has_solver.h"
#include "finding.h"
#include "numbered.h"
#include "random.h"
#include "setting.h"

#define RULESETS 60
#define LIMIT 20000
#define FACTS 7
#define LEVELS 4
#define MOST_RULES 8
#define MOST_ROWS 4
#define DECISIONS 2
#define CLAIMS 3
#define CASES (2 * 2 * 2 * 6 * 2 * 3 * 6)
#define PARAMETER_LOW 1
#define PARAMETER_HIGH 5

/* Each is at rest at 0; a later value is worse, but for the strength and the event. */
static const struct numbered_fact facts[FACTS] = {
    {"absent", "concern absent \"A\"", 2},
    {"bullied", "concern bullied \"B\"", 2},
    {"cold", "concern cold \"C\"", 2},
    {"calls", "event calls \"D\"", 6},
    {"engages", "strength engages \"E\"", 2},
    {"fears", "scale fears : none < some < many \"F\" usually none", 3},
    {"visits", "fact visits : 0 to 5 \"G\" usually 0 higher is worse", 6},
};
#define STRENGTH 4
#define CALLS 3 /* the event: how many dates within 6 months, and how many within 12 */
static const int calls[6][2] = {{0, 0}, {0, 1}, {0, 2}, {1, 1}, {1, 2}, {2, 2}};
#define CASE_DATE 20454 /* 2026-01-01 */

/* -------------------------------------------------------------------------------------- the rulesets */

struct sketched_rule {
    char condition[160], unless[60]; /* unless: "" for none */
    int level;                       /* from 1 */
    int excepts;                     /* the rule it is an exception to; -1: none */
};

struct sketched_decision {
    bool is_first; /* first of, else only one of */
    size_t rows;
    char conditions[MOST_ROWS][160];
    char values[MOST_ROWS]; /* 'a' to 'c' */
    bool has_otherwise;
};

struct sketched_claim {
    bool is_always;
    char condition[160];
    int level;
};

struct sketch {
    int parameter; /* its value */
    size_t rules;
    struct sketched_rule rule[MOST_RULES];
    struct sketched_decision decision[DECISIONS];
    struct sketched_claim claim[CLAIMS];
};

static void sketch_atom(char *ret, size_t size, struct random *random)
{
    unsigned fact = random_below(random, FACTS);
    if (facts[fact].values == 2) {
        snprintf(ret, size, "%s%s", random_once_in(random, 4) ? "not " : "", facts[fact].name);
    } else if (facts[fact].values == 3) {
        static const char *const tests[] = {"fears >= some", "fears = many", "fears = none",
                                            "fears = some"};
        snprintf(ret, size, "%s", tests[random_below(random, 4)]);
    } else if (fact == CALLS) {
        static const char *const tests[] = {">= 1", ">= 2", "< 1", "< 2", "= 1"};
        snprintf(ret, size, "count of calls within %s months %s", random_once_in(random, 2) ? "6" : "12",
                 tests[random_below(random, 5)]);
    } else if (random_once_in(random, 3)) {
        snprintf(ret, size, "visits >= limit");
    } else {
        snprintf(ret, size, "visits %s %u", random_once_in(random, 4) ? "<=" : ">=",
                 1 + random_below(random, 4));
    }
}

static void sketch_condition(char ret[160], size_t size, struct random *random)
{
    char a[40], b[40], c[40];
    sketch_atom(a, sizeof a, random);
    sketch_atom(b, sizeof b, random);
    sketch_atom(c, sizeof c, random);
    switch (random_below(random, 6)) {
    case 0:
        snprintf(ret, size, "%s", a);
        break;
    case 1:
        snprintf(ret, size, "at least 2 of (%s, %s, %s)", a, b, c);
        break;
    case 2:
        snprintf(ret, size, "%s or %s", a, b);
        break;
    case 3:
        snprintf(ret, size, "(%s or %s) and %s", a, b, c);
        break;
    default:
        snprintf(ret, size, "%s and %s", a, b);
    }
}

static struct sketch sketch_create(struct random *random)
{
    struct sketch sketch = {.rules = 3 + random_below(random, MOST_RULES - 2)};
    sketch.parameter =
        PARAMETER_LOW + (int)random_below(random, PARAMETER_HIGH - PARAMETER_LOW + 1);
    for (size_t i = 0; i < sketch.rules; i++) {
        struct sketched_rule *rule = &sketch.rule[i];
        sketch_condition(rule->condition, sizeof rule->condition, random);
        if (random_once_in(random, 4)) {
            sketch_atom(rule->unless, sizeof rule->unless, random);
        }
        rule->level = 2 + (int)random_below(random, LEVELS - 1);
        rule->excepts = i > 0 && random_once_in(random, 4) ? (int)random_below(random, (unsigned)i) : -1;
        if (rule->excepts >= 0) {
            rule->level = 1 + (int)random_below(random, LEVELS);
            rule->unless[0] = '\0';
        }
    }
    for (size_t i = 0; i < DECISIONS; i++) {
        struct sketched_decision *decision = &sketch.decision[i];
        decision->is_first = random_once_in(random, 2);
        decision->rows = 2 + random_below(random, MOST_ROWS - 1);
        decision->has_otherwise = random_once_in(random, 2);
        for (size_t j = 0; j < decision->rows; j++) {
            sketch_condition(decision->conditions[j], sizeof decision->conditions[j], random);
            decision->values[j] = (char)('a' + random_below(random, 3));
        }
    }
    for (size_t i = 0; i < CLAIMS; i++) {
        sketch.claim[i].is_always = random_once_in(random, 2);
        sketch_condition(sketch.claim[i].condition, sizeof sketch.claim[i].condition, random);
        sketch.claim[i].level = 2 + (int)random_below(random, LEVELS - 1);
    }
    return sketch;
}

/* Of the family of RULE: itself, or an exception to it, or to one of these. */
static bool is_of_family(const struct sketch *sketch, int rule, int root)
{
    while (rule >= 0 && rule != root) {
        rule = sketch->rule[rule].excepts;
    }
    return rule == root;
}

static void write_rules(struct text *text, const struct sketch *sketch, int without)
{
    for (int i = 0; i < (int)sketch->rules; i++) {
        const struct sketched_rule *rule = &sketch->rule[i];
        if (without >= 0 && is_of_family(sketch, i, without)) {
            continue;
        }
        if (rule->excepts >= 0) {
            text_format(text, "exception r%d to r%d if %s then level %d\n", i, rule->excepts,
                        rule->condition, rule->level);
        } else {
            text_format(text, "rule r%d if %s%s%s then level %d\n", i, rule->condition,
                        rule->unless[0] ? " unless " : "", rule->unless, rule->level);
        }
    }
}

static void write_decisions(struct text *text, const struct sketch *sketch)
{
    for (size_t i = 0; i < DECISIONS; i++) {
        const struct sketched_decision *decision = &sketch->decision[i];
        text_format(text, "decision d%zu : one of a, b, c, z\n  %s\n", i,
                    decision->is_first ? "first of" : "only one of");
        for (size_t j = 0; j < decision->rows; j++) {
            text_format(text, "  %c if %s,\n", decision->values[j], decision->conditions[j]);
        }
        if (decision->has_otherwise) {
            text_add(text, "  z otherwise\n");
        }
    }
}

/* The ruleset, leaving out the family of rule WITHOUT (-1: none). */
static void sketch_write(struct text *text, const struct sketch *sketch, int without)
{
    text_add(text, "ruleset small 2024-01\n");
    for (int i = 1; i <= LEVELS; i++) {
        text_format(text, "level %d\n", i);
    }
    for (size_t i = 0; i < FACTS; i++) {
        text_format(text, "%s\n", facts[i].declaration);
    }
    text_format(text, "parameter limit : %d to %d = %d\n", PARAMETER_LOW, PARAMETER_HIGH,
                sketch->parameter);
    write_rules(text, sketch, without);
    write_decisions(text, sketch);
    for (size_t i = 0; i < CLAIMS; i++) {
        const struct sketched_claim *claim = &sketch->claim[i];
        text_format(text, "%s \"k%zu\" if %s then level %d\n", claim->is_always ? "always" : "never",
                    i, claim->condition, claim->level);
    }
}

/* ------------------------------------------------------------------------------------- counting out */

/* What each case gives; a case is its number, taken apart by the facts' numbers of values. */
struct outcomes {
    int level[CASES]; /* rank */
    bool holds[CASES][MOST_RULES];
    bool rows[CASES][DECISIONS][MOST_ROWS];
    bool claimed[CASES][CLAIMS]; /* the condition of the claim */
};

struct trial {
    struct sketch sketch;
    struct compilation *compilation;
    struct program *program;
    struct outcomes all, fewer;
    struct { VECTOR_OF(const char *); } found, counted; /* "W806 r3", in any order */
    struct { VECTOR_OF(const char *); } precise;        /* the same once each, with the row: "E807 d0 2" */
    size_t open_facts[FACTS]; /* by fact that is not known: as of too_wide() */
    struct arena *arena;
    const char *failure;
};

static int rule_number(const struct plan_rule *planned)
{
    return atoi(planned->rule->entity.name + 1);
}

static void note_outcomes(struct outcomes *ret, size_t number, const struct plan *plan,
                          const struct evaluation *evaluation)
{
    ret->level[number] = 0;
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        if (value_is_yes(evaluation->values[plan->thresholds[rank]])) {
            ret->level[number] = (int)rank;
        }
    }
    for (size_t i = 0; i < plan->rules.count; i++) {
        const struct plan_rule *planned = &plan->rules.items[i];
        ret->holds[number][rule_number(planned)] = value_is_yes(evaluation->values[planned->status]);
    }
    for (size_t i = 0; i < DECISIONS; i++) {
        const struct plan_decision *decision = &plan->decisions.items[i];
        for (size_t j = 0; j < decision->conditions.count; j++) {
            if (decision->conditions.items[j] != NO_NODE) {
                ret->rows[number][i][j] =
                    value_is_yes(evaluation->values[decision->conditions.items[j]]);
            }
        }
    }
    for (size_t i = 0; i < plan->claims.count; i++) {
        ret->claimed[number][i] = value_is_yes(evaluation->values[plan->claims.items[i].condition]);
    }
}

/* FACT has value VALUE, in a case on CASE_DATE. */
static void state(struct limen_case *made, struct arena *arena, const struct program *program, size_t fact,
                  int value)
{
    const struct fact *stated = fact_named(program, facts[fact].name);
    if (fact != CALLS) {
        case_set(made, stated, value_of(arena, stated->type, value));
        return;
    }
    int32_t *dates = arena_alloc(arena, 2 * sizeof *dates);
    for (int i = 0; i < calls[value][1]; i++) {
        dates[i] = CASE_DATE - (i < calls[value][0] ? 30 : 300);
    }
    case_set_dates(made, stated, dates, (size_t)calls[value][1], true);
}

static struct limen_case *new_case(struct arena *arena, const struct program *program)
{
    struct limen_case *made = case_create(arena, program);
    made->has_date = true;
    made->date = CASE_DATE;
    return made;
}

static void count_out(struct outcomes *ret, const struct program *program)
{
    struct arena *arena = arena_create();
    const struct plan *plan = plan_create_with_claims(arena, program);
    struct arena *scratch = arena_create();
    for (size_t number = 0; number < CASES; number++) {
        struct limen_case *made = new_case(scratch, program);
        for (size_t i = 0; i < FACTS; i++) {
            state(made, scratch, program, i, numbered_value(facts, number, i));
        }
        case_close(made, program, scratch);
        note_outcomes(ret, number, plan, interpreter_evaluate(scratch, plan, made));
        arena_reset(scratch);
    }
    arena_destroy(scratch);
    arena_destroy(arena);
}

/* NULL: the ruleset has errors. */
static struct program *load(struct compilation *compilation, const struct sketch *sketch, int without)
{
    struct text text = {0};
    sketch_write(&text, sketch, without);
    struct program *program = library_load_text(compilation, "small.limen", text.data, text.length);
    text_clear(&text);
    return compilation->diagnostics->errors == 0 ? program : NULL;
}

/* --------------------------------------------------------------------------------- what is to be found */

static void expect_row(struct trial *trial, const char *code, const char *what, size_t index, size_t row)
{
    const char *precise = arena_format(trial->arena, "%s %s%zu %zu", code, what, index, row);
    vector_push(trial->arena, &trial->counted, arena_format(trial->arena, "%s %s%zu", code, what, index));
    for (size_t i = 0; i < trial->precise.count; i++) {
        if (strcmp(trial->precise.items[i], precise) == 0) {
            return;
        }
    }
    vector_push(trial->arena, &trial->precise, precise);
}

static void expect(struct trial *trial, const char *code, const char *what, size_t index)
{
    expect_row(trial, code, what, index, 0);
}

static bool levels_differ(const struct trial *trial)
{
    return memcmp(trial->all.level, trial->fewer.level, sizeof trial->all.level) != 0;
}

static void expect_of_rule(struct trial *trial, size_t rule)
{
    bool can_hold = false;
    for (size_t i = 0; i < CASES; i++) {
        can_hold = can_hold || trial->all.holds[i][rule];
    }
    if (!can_hold) {
        expect(trial, "W805", "r", rule);
    } else if (trial->sketch.rule[rule].level > 1) {
        struct compilation *compilation = compilation_create(NULL);
        const struct program *program = load(compilation, &trial->sketch, (int)rule);
        if (program) {
            count_out(&trial->fewer, program);
            if (!levels_differ(trial)) {
                expect(trial, "W806", "r", rule);
            }
        } else {
            trial->failure = "the ruleset without a rule has errors";
        }
        compilation_destroy(compilation);
    }
}

static bool holds_before(const struct outcomes *all, size_t number, size_t decision, size_t count)
{
    bool holds = false;
    for (size_t i = 0; i < count; i++) {
        holds = holds || all->rows[number][decision][i];
    }
    return holds;
}

static void expect_of_rows(struct trial *trial, size_t decision)
{
    const struct sketched_decision *sketched = &trial->sketch.decision[decision];
    for (size_t row = 0; sketched->is_first && row < sketched->rows; row++) {
        bool is_reached = false;
        for (size_t i = 0; i < CASES; i++) {
            is_reached = is_reached || (trial->all.rows[i][decision][row]
                                        && !holds_before(&trial->all, i, decision, row));
        }
        if (!is_reached) {
            expect_row(trial, "W808", "d", decision, row);
        }
    }
    for (size_t b = 1; !sketched->is_first && b < sketched->rows; b++) {
        for (size_t a = 0; a < b; a++) {
            bool overlap = false;
            for (size_t i = 0; i < CASES; i++) {
                overlap = overlap || (trial->all.rows[i][decision][a] && trial->all.rows[i][decision][b]);
            }
            if (overlap && sketched->values[a] != sketched->values[b]) {
                expect_row(trial, "E807", "d", decision, b);
            }
        }
    }
}

static void expect_of_decision(struct trial *trial, size_t decision)
{
    const struct sketched_decision *sketched = &trial->sketch.decision[decision];
    bool is_open = false;
    for (size_t i = 0; i < CASES; i++) {
        is_open = is_open || !holds_before(&trial->all, i, decision, sketched->rows);
    }
    if (is_open && !sketched->has_otherwise) {
        expect(trial, "W809", "d", decision);
    }
    if (!is_open && sketched->has_otherwise) {
        expect(trial, "W812", "d", decision);
    }
    expect_of_rows(trial, decision);
}

static bool breaks(const struct trial *trial, size_t number, size_t claim)
{
    const struct sketched_claim *sketched = &trial->sketch.claim[claim];
    bool reaches = trial->all.level[number] >= sketched->level - 1;
    return trial->all.claimed[number][claim] && reaches != sketched->is_always;
}

static void expect_of_claim(struct trial *trial, size_t claim)
{
    bool is_broken = false;
    for (size_t i = 0; i < CASES; i++) {
        is_broken = is_broken || breaks(trial, i, claim);
    }
    if (is_broken) {
        expect(trial, trial->sketch.claim[claim].is_always ? "E801" : "E802", "k", claim);
    }
}

/* Making FACT worse in case NUMBER lowers the level. */
static bool lowers(const struct trial *trial, size_t number, size_t fact)
{
    for (int value = 0; value < facts[fact].values && fact != CALLS; value++) {
        int here = numbered_value(facts, number, fact);
        bool is_worse = fact == STRENGTH ? value < here : value > here;
        size_t other = numbered_with(facts, number, fact, value);
        if (is_worse && trial->all.level[other] < trial->all.level[number]) {
            return true;
        }
    }
    return false;
}

/* The values of the rows that count, one bit each: of the first that holds, or of all. */
static unsigned decided(const struct trial *trial, size_t number, size_t decision)
{
    const struct sketched_decision *sketched = &trial->sketch.decision[decision];
    unsigned values = 0;
    for (size_t i = 0; i < sketched->rows && !(sketched->is_first && values); i++) {
        if (trial->all.rows[number][decision][i]) {
            values |= 1u << (sketched->values[i] - 'a');
        }
    }
    return values;
}

static bool answers_alike(const struct trial *trial, size_t a, size_t b)
{
    bool alike = trial->all.level[a] == trial->all.level[b]
                 && memcmp(trial->all.holds[a], trial->all.holds[b], sizeof trial->all.holds[a]) == 0;
    for (size_t i = 0; i < DECISIONS; i++) {
        alike = alike && decided(trial, a, i) == decided(trial, b, i);
    }
    return alike;
}

static bool ever_matters(const struct trial *trial, size_t fact)
{
    for (size_t i = 0; i < CASES; i++) {
        for (int value = 0; value < facts[fact].values; value++) {
            if (!answers_alike(trial, i, numbered_with(facts, i, fact, value))) {
                return true;
            }
        }
    }
    return false;
}

static void expect_of_fact(struct trial *trial, size_t fact)
{
    bool lowers_some = false;
    for (size_t i = 0; i < CASES; i++) {
        lowers_some = lowers_some || lowers(trial, i, fact);
    }
    if (lowers_some) {
        expect(trial, "E804", facts[fact].name, 0);
    }
}

static void count_all(struct trial *trial)
{
    count_out(&trial->all, trial->program);
    for (size_t i = 0; i < trial->sketch.rules; i++) {
        expect_of_rule(trial, i);
    }
    for (size_t i = 0; i < DECISIONS; i++) {
        expect_of_decision(trial, i);
    }
    for (size_t i = 0; i < CLAIMS; i++) {
        expect_of_claim(trial, i);
    }
    for (size_t i = 0; i < FACTS; i++) {
        expect_of_fact(trial, i);
    }
}

static bool same_precise(const struct trial *a, const struct trial *b)
{
    bool same = a->precise.count == b->precise.count;
    for (size_t i = 0; i < a->precise.count && same; i++) {
        same = strcmp(a->precise.items[i], b->precise.items[i]) == 0;
    }
    return same;
}

/* With the parameter at BOUND other things are to be found than with its own value. */
static void expect_of_bound(struct trial *trial, int bound)
{
    static struct trial other;
    memset(&other, 0, sizeof other);
    if (bound == trial->sketch.parameter) {
        return;
    }
    other.sketch = trial->sketch;
    other.sketch.parameter = bound;
    other.arena = trial->arena;
    other.compilation = compilation_create(NULL);
    other.program = load(other.compilation, &other.sketch, -1);
    if (other.program) {
        count_all(&other);
        if (!same_precise(trial, &other)) {
            vector_push(trial->arena, &trial->counted, "W814 limit");
        }
    } else {
        trial->failure = "the ruleset with another parameter has errors";
    }
    compilation_destroy(other.compilation);
}

/* ------------------------------------------------------------------------------- one fact not known */

struct range {
    int low, high; /* ranks */
};

/* Of case NUMBER, whatever FACT is. */
static struct range completed(const struct trial *trial, size_t number, size_t fact)
{
    struct range range = {LEVELS, 0};
    for (int value = 0; value < facts[fact].values; value++) {
        int level = trial->all.level[numbered_with(facts, number, fact, value)];
        range.low = level < range.low ? level : range.low;
        range.high = level > range.high ? level : range.high;
    }
    return range;
}

static struct range evaluated_open(struct arena *scratch, const struct trial *trial,
                                   const struct plan *plan, size_t number, size_t open)
{
    struct limen_case *made = new_case(scratch, trial->program);
    struct range range = {0, 0};
    for (size_t i = 0; i < FACTS; i++) {
        if (i == open) {
            case_set_not_known(made, fact_named(trial->program, facts[i].name));
        } else {
            state(made, scratch, trial->program, i, numbered_value(facts, number, i));
        }
    }
    case_close(made, trial->program, scratch);
    const struct evaluation *evaluation = interpreter_evaluate(scratch, plan, made);
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        struct value_set reached = evaluation->values[plan->thresholds[rank]];
        range.low = value_is_yes(reached) ? (int)rank : range.low;
        range.high = value_may_be_yes(reached) ? (int)rank : range.high;
    }
    return range;
}

/* How many other facts a case states in which the range is too wide where FACT is not known; FACTS: none. */
static size_t too_wide(const struct trial *trial, size_t fact)
{
    struct arena *scratch = arena_create();
    const struct plan *plan = plan_create_with_claims(trial->arena, trial->program);
    size_t least = FACTS;
    for (size_t i = 0; i < CASES; i++) {
        if (numbered_value(facts, i, fact) != 0 || numbered_stated(facts, FACTS, i) >= least) {
            continue;
        }
        struct range open = evaluated_open(scratch, trial, plan, i, fact);
        struct range exact = completed(trial, i, fact);
        if (open.low < exact.low || open.high > exact.high) {
            least = numbered_stated(facts, FACTS, i);
        }
        arena_reset(scratch);
    }
    arena_destroy(scratch);
    return least;
}

static void expect_too_wide(struct trial *trial)
{
    for (size_t fact = 0; fact < FACTS; fact++) {
        trial->open_facts[fact] = too_wide(trial, fact);
        if (trial->open_facts[fact] < FACTS && ever_matters(trial, fact)) {
            vector_push(trial->arena, &trial->counted,
                        arena_format(trial->arena, "W815 %s", facts[fact].name));
        }
    }
}

/* -------------------------------------------------------------------------------------- what is found */

/* How many facts the example states: the commas of its `given` that are not between dates, and one. */
static size_t example_facts(const char *example)
{
    const char *given = strstr(example, "given ");
    size_t facts_stated = given ? 1 : 0;
    const char *end = given ? strstr(given, "otherwise") : NULL;
    bool in_dates = false;
    for (const char *at = given; at && end && at < end; at++) {
        in_dates = *at == '(' || (in_dates && *at != ')');
        facts_stated += *at == ',' && !in_dates;
    }
    return facts_stated;
}

/* Whether case NUMBER shows what KEY says. */
static bool shows(const struct trial *trial, const char *key, size_t number)
{
    size_t index = (size_t)(key[6] - '0');
    switch (key[3]) {
    case '1':
    case '2':
        return breaks(trial, number, index);
    case '9':
        return !holds_before(&trial->all, number, index, trial->sketch.decision[index].rows);
    default:
        for (size_t fact = 0; fact < FACTS; fact++) {
            if (strncmp(facts[fact].name, key + 5, strlen(facts[fact].name)) == 0) {
                return lowers(trial, number, fact);
            }
        }
        return false;
    }
}

static void check_smallest(struct trial *trial, const char *key, const char *example)
{
    size_t least = FACTS + 1;
    for (size_t i = 0; i < CASES; i++) {
        if (shows(trial, key, i) && numbered_stated(facts, FACTS, i) < least) {
            least = numbered_stated(facts, FACTS, i);
        }
    }
    if (example_facts(example) != least) {
        trial->failure = arena_format(trial->arena, "%s: %zu facts are enough, not\n%s", key, least,
                                      example);
    }
}

static size_t fact_number(const char *name)
{
    size_t fact = 0;
    while (fact + 1 < FACTS && strcmp(facts[fact].name, name) != 0) {
        fact++;
    }
    return fact;
}

/* Beside the others the example says that the fact is unknown. */
static void check_smallest_open(struct trial *trial, size_t fact, const char *example)
{
    if (example_facts(example) != trial->open_facts[fact] + 1) {
        trial->failure = arena_format(trial->arena, "%s: %zu facts are enough, not\n%s",
                                      facts[fact].name, trial->open_facts[fact], example);
    }
}

/* Of what changes at a bound, something other than which facts never matter: that is not counted out. */
static bool changes_counted(const char *note)
{
    for (const char *line = note; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        size_t length = strcspn(line, "\n");
        bool is_change = strncmp(line, "new: ", 5) == 0 || strncmp(line, "no longer: ", 11) == 0;
        if (is_change && (length < 6 || strncmp(line + length - 6, "(W813)", 6) != 0)) {
            return true;
        }
    }
    return false;
}

static void take_findings(struct trial *trial, const struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *said = diagnostics->items[i];
        const char *key = finding_key(trial->arena, said);
        if (said->code == W813_FACT_NEVER_MATTERS) {
            for (size_t fact = 0; fact < FACTS; fact++) {
                if (strcmp(facts[fact].name, key + 5) == 0 && ever_matters(trial, fact)) {
                    trial->failure = arena_format(trial->arena, "%s: it matters", key);
                }
            }
            continue;
        }
        if (said->code == W814_BOUND_CHANGES) {
            if (changes_counted(said->note)) {
                vector_push(trial->arena, &trial->found, key);
            }
            continue;
        }
        if (said->code == W815_RANGE_TOO_WIDE && !ever_matters(trial, fact_number(key + 5))) {
            continue; /* expected only of facts that matter: of others W813 may stand for it */
        }
        vector_push(trial->arena, &trial->found, key);
        if (said->code == W815_RANGE_TOO_WIDE) {
            check_smallest_open(trial, fact_number(key + 5), said->example);
        } else if (said->example && said->code != E807_OVERLAP) {
            check_smallest(trial, key, said->example);
        }
    }
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *join(struct trial *trial, const char **keys, size_t count)
{
    struct text text = {0};
    for (size_t i = 0; i < count; i++) {
        text_format(&text, " %s", keys[i]);
    }
    const char *joined = arena_copy(trial->arena, text_string(&text), text.length);
    text_clear(&text);
    return joined;
}

static void compare_findings(struct trial *trial)
{
    if (trial->found.count > 0) {
        qsort(trial->found.items, trial->found.count, sizeof *trial->found.items, compare_keys);
    }
    if (trial->counted.count > 0) {
        qsort(trial->counted.items, trial->counted.count, sizeof *trial->counted.items, compare_keys);
    }
    const char *found = join(trial, trial->found.items, trial->found.count);
    const char *counted = join(trial, trial->counted.items, trial->counted.count);
    if (!trial->failure && strcmp(found, counted) != 0) {
        trial->failure = arena_format(trial->arena, "found:  %s\n# counted:%s", found, counted);
    }
}

/* --------------------------------------------------------------------------------------------- the run */

static void verify(struct trial *trial)
{
    struct verification verification;
    const char *why = NULL;
    trial->compilation->diagnostics =
        diagnostics_create(trial->compilation->arena, trial->compilation->sources);
    if (!verify_ruleset(&verification, trial->compilation, trial->program, LIMIT, NULL, &why)) {
        trial->failure = why;
    } else if (verification.fault) {
        trial->failure = verification.fault;
    } else if (verification.undecided.count > 0) {
        trial->failure = "something was undecided";
    } else {
        take_findings(trial, trial->compilation->diagnostics);
    }
}

static const enum diagnostic_code kinds[] = {
    E801_ALWAYS_BROKEN, E802_NEVER_BROKEN,     E804_DIRECTION, W805_NEVER_HOLDS,      W806_NEVER_MATTERS,
    E807_OVERLAP,       W808_ROW_NEVER_REACHED, W809_NO_ROW,    W812_OTHERWISE_UNUSED, W814_BOUND_CHANGES,
    W815_RANGE_TOO_WIDE,
};
#define KINDS (sizeof kinds / sizeof *kinds)
static size_t seen[KINDS], seen_of_calls; /* W815 of the event */

static void note_kinds(const struct trial *trial)
{
    for (size_t i = 0; i < trial->found.count; i++) {
        seen_of_calls += strcmp(trial->found.items[i], "W815 calls") == 0;
        for (size_t kind = 0; kind < KINDS; kind++) {
            seen[kind] += strncmp(trial->found.items[i], diagnostic_code_text(kinds[kind]), 4) == 0;
        }
    }
}

/* Each kind was found now and then. */
static bool saw_all_kinds(void)
{
    bool all = true;
    for (size_t kind = 0; kind < KINDS; kind++) {
        printf("# %s: %zu\n", diagnostic_code_text(kinds[kind]), seen[kind]);
        all = all && seen[kind] > 0;
    }
    printf("# of the event, W815: %zu\n", seen_of_calls);
    return all && seen_of_calls > 0;
}

/* 0: it has errors; 1: agreed; -1: not. */
static int check_ruleset(unsigned long long seed, size_t *ret_findings)
{
    static struct trial trial;
    struct random random = random_create(seed);
    memset(&trial, 0, sizeof trial);
    trial.sketch = sketch_create(&random);
    trial.arena = arena_create();
    trial.compilation = compilation_create(NULL);
    trial.program = load(trial.compilation, &trial.sketch, -1);
    int result = trial.program ? 1 : 0;
    if (trial.program) {
        count_all(&trial);
        expect_of_bound(&trial, PARAMETER_LOW);
        expect_of_bound(&trial, PARAMETER_HIGH);
        expect_too_wide(&trial);
        verify(&trial);
        compare_findings(&trial);
        *ret_findings += trial.found.count;
        note_kinds(&trial);
    }
    if (trial.failure) {
        struct text text = {0};
        sketch_write(&text, &trial.sketch, -1);
        printf("not ok 1 - findings are those of all cases counted\n# seed %llu: %s\n", seed,
               trial.failure);
        fputs(text.data, stderr);
        text_clear(&text);
        result = -1;
    }
    compilation_destroy(trial.compilation);
    arena_destroy(trial.arena);
    return result;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    size_t findings = 0;
    unsigned long long tried = 0;
    if (!has_solver()) {
        return EXIT_SUCCESS;
    }
    printf("1..1\n");
    for (unsigned long long i = 0; i < count; i++) {
        int result = check_ruleset(first + i, &findings);
        if (result < 0) {
            return EXIT_FAILURE;
        }
        tried += (unsigned long long)result;
    }
    bool enough = saw_all_kinds() && 2 * tried > count && findings > tried;
    printf("# %llu rulesets of %d cases each, %zu findings\n", tried, CASES, findings);
    printf("%s 1 - findings are those of all cases counted\n", enough ? "ok" : "not ok");
    return enough ? EXIT_SUCCESS : EXIT_FAILURE;
}

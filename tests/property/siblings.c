/* SPDX-License-Identifier: Apache-2.0 */
/* What `limen verify` finds of households against trying every one: small random rulesets that take the children
   of a household together, in which all households of up to three children can be counted out. Where there may be
   no more than three, findings and counting must agree, one for one, and all be decided; where there may be more,
   what is found never to be so must be so of no household that was counted, and what is so of one must be found.

   LIMEN_PROPERTY_RULESETS says how many rulesets, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "prove/diff.h"
#include "prove/exact.h"
#include "prove/verify.h"
#include "prove/what_if.h"
#include "has_solver.h"
#include "finding.h"
#include "numbered.h"
#include "random.h"
#include "setting.h"

#define RULESETS 80
#define LIMIT 20000
#define LEVELS 3
#define MOST_RULES 5
#define CLAIMS 3
#define ROWS 3
#define CHILDREN 3
#define FACTS 3
#define CASE_DATE 20454 /* 2026-01-01 */
#define KINDS (2 * 2 * 3) /* of children */
#define HOUSEHOLDS (2 * (KINDS + KINDS * KINDS + KINDS * KINDS * KINDS))

/* Each is at rest at 0; a later value is worse. The home has debts, or none. */
static const struct numbered_fact facts[FACTS] = {
    {"absent", "concern absent of child \"A\"", 2},
    {"bullied", "concern bullied of child \"B\"", 2},
    {"visits", "fact visits of child : 0 to 2 \"C\" usually 0 higher is worse", 3},
};

#define RENAMED "absent" /* by some newer version, */
#define RENAMED_TO "away"

struct household_of {
    size_t children;
    bool debts;
    size_t kinds[CHILDREN]; /* of the one that is looked at, then of the others */
};

/* -------------------------------------------------------------------------------------- the rulesets */

struct sketch {
    bool may_be_more, has_scope, has_impossible, has_require;
    size_t rules;
    char conditions[MOST_RULES][240];
    int levels[MOST_RULES];  /* from 1 */
    int excepts[MOST_RULES]; /* the rule it is an exception to; -1: none */
    bool is_first;           /* the decision: first of, else only one of */
    bool has_otherwise;
    char rows[ROWS][240];
    char values[ROWS]; /* 'a' to 'c' */
    bool is_always[CLAIMS];
    char claims[CLAIMS][240];
    int claimed[CLAIMS];
};

static const char *pick(struct random *random, const char *const *of, unsigned count)
{
    return of[random_below(random, count)];
}

static const char *of_child(struct random *random)
{
    static const char *const tests[] = {"absent", "bullied", "not absent", "visits >= 1", "visits >= 2", "visits = 0",
                                        "absent and bullied", "absent or visits >= 2", "debts and bullied"};
    return pick(random, tests, 9);
}

static void sketch_together(char *ret, size_t size, struct random *random)
{
    static const char *const whole[] = {
        "visits = highest of visits of child", "lowest of visits of child where (absent) <= 1",
        "count of distinct visits of child >= 2", "sum of visits of child >= 3", "count of child >= 2",
        "highest of visits of child where (bullied) is none", "count of child where (absent) < 2",
        "count of child where (visits >= 1) = 2", "visits > lowest of visits of child"};
    switch (random_below(random, 5)) {
    case 0:
        snprintf(ret, size, "%s", pick(random, whole, 9));
        break;
    case 1:
        snprintf(ret, size, "count of child where (%s) >= %u", of_child(random), 1 + random_below(random, 3));
        break;
    case 2:
        snprintf(ret, size, "all child where (%s)", of_child(random));
        break;
    case 3:
        snprintf(ret, size, "any child where (level >= %u)", 2 + random_below(random, LEVELS - 1));
        break;
    default:
        snprintf(ret, size, "any child where (%s)", of_child(random));
    }
}

static void sketch_atom(char *ret, size_t size, struct random *random)
{
    if (random_once_in(random, 2)) {
        sketch_together(ret, size, random);
    } else {
        snprintf(ret, size, "(%s)", random_once_in(random, 5) ? "debts" : of_child(random));
    }
}

static void sketch_condition(char *ret, size_t size, struct random *random)
{
    char a[90], b[90];
    sketch_atom(a, sizeof a, random);
    sketch_atom(b, sizeof b, random);
    switch (random_below(random, 4)) {
    case 0:
        snprintf(ret, size, "%s", a);
        break;
    case 1:
        snprintf(ret, size, "%s or %s", a, b);
        break;
    case 2:
        snprintf(ret, size, "%s and not (%s)", a, b);
        break;
    default:
        snprintf(ret, size, "%s and %s", a, b);
    }
}

static struct sketch sketch_create(struct random *random)
{
    struct sketch sketch = {.rules = 2 + random_below(random, MOST_RULES - 1)};
    sketch.may_be_more = random_once_in(random, 3);
    sketch.has_scope = random_once_in(random, 4);
    sketch.has_impossible = random_once_in(random, 4);
    sketch.has_require = random_once_in(random, 6);
    for (size_t i = 0; i < sketch.rules; i++) {
        sketch_condition(sketch.conditions[i], sizeof sketch.conditions[i], random);
        sketch.excepts[i] = i > 0 && random_once_in(random, 5) ? (int)random_below(random, (unsigned)i) : -1;
        sketch.levels[i] = sketch.excepts[i] >= 0 ? 1 + (int)random_below(random, LEVELS)
                                                  : 2 + (int)random_below(random, LEVELS - 1);
    }
    sketch.is_first = random_once_in(random, 2);
    sketch.has_otherwise = random_once_in(random, 2);
    for (size_t i = 0; i < ROWS; i++) {
        sketch_condition(sketch.rows[i], sizeof sketch.rows[i], random);
        sketch.values[i] = (char)('a' + random_below(random, 3));
    }
    for (size_t i = 0; i < CLAIMS; i++) {
        sketch_condition(sketch.claims[i], sizeof sketch.claims[i], random);
        sketch.is_always[i] = random_once_in(random, 2);
        sketch.claimed[i] = 2 + (int)random_below(random, LEVELS - 1);
    }
    return sketch;
}

static bool is_of_family(const struct sketch *sketch, int rule, int root)
{
    while (rule >= 0 && rule != root) {
        rule = sketch->excepts[rule];
    }
    return rule == root;
}

static void write_rules(struct text *text, const struct sketch *sketch, int without)
{
    for (int i = 0; i < (int)sketch->rules; i++) {
        if (without >= 0 && is_of_family(sketch, i, without)) {
            continue;
        }
        if (sketch->excepts[i] >= 0) {
            text_format(text, "exception r%d to r%d", i, sketch->excepts[i]);
        } else {
            text_format(text, "rule r%d", i);
        }
        text_format(text, " if %s then level %d\n", sketch->conditions[i], sketch->levels[i]);
    }
}

/* The ruleset, leaving out the family of rule WITHOUT (-1: none). */
static void sketch_write(struct text *text, const struct sketch *sketch, int without)
{
    text_format(text, "ruleset small 2024-01\n  each child\n%s",
                sketch->has_scope ? "  scope if visits <= 1 or debts\n" : "");
    for (int i = 1; i <= LEVELS; i++) {
        text_format(text, "level %d\n", i);
    }
    text_format(text, "list child \"L\" at most %d\nconcern debts \"D\"\n",
                sketch->may_be_more ? 12 : CHILDREN);
    for (size_t i = 0; i < FACTS; i++) {
        text_format(text, "%s\n", facts[i].declaration);
    }
    if (sketch->has_impossible) {
        text_add(text, "impossible if absent and visits = 2 \"no\"\n");
    }
    if (sketch->has_require) {
        text_add(text, "require if bullied or any child where (not bullied) \"no\"\n");
    }
    write_rules(text, sketch, without);
    text_format(text, "decision d0 : one of a, b, c, z\n  %s\n", sketch->is_first ? "first of" : "only one of");
    for (size_t i = 0; i < ROWS; i++) {
        text_format(text, "  %c if %s,\n", sketch->values[i], sketch->rows[i]);
    }
    text_add(text, sketch->has_otherwise ? "  z otherwise\n" : "");
    for (size_t i = 0; i < CLAIMS; i++) {
        text_format(text, "%s \"k%zu\" if %s then level %d\n", sketch->is_always[i] ? "always" : "never", i,
                    sketch->claims[i], sketch->claimed[i]);
    }
}

/* ------------------------------------------------------------------------------------- counting out */

/* Of the child that is looked at, by household. */
struct outcome {
    bool valid, in_scope;
    int level; /* rank */
    bool holds[MOST_RULES], rows[ROWS], claimed[CLAIMS];
};

struct trial {
    struct sketch sketch;
    size_t children; /* households of up to so many are counted */
    struct compilation *compilation;
    struct program *program;
    struct outcome all[HOUSEHOLDS], fewer[HOUSEHOLDS];
    struct { VECTOR_OF(const char *); } found, counted; /* "W806 r3", in any order */
    struct { VECTOR_OF(const char *); } open;           /* what is undecided */
    struct arena *arena;
    const char *failure;
};

static size_t kinds_up_to(size_t children)
{
    size_t count = 1;
    for (size_t i = 0; i < children; i++) {
        count *= KINDS;
    }
    return count;
}

static struct household_of household_at(size_t number)
{
    struct household_of household = {.children = 1, .debts = number % 2 != 0};
    number /= 2;
    for (; number >= kinds_up_to(household.children); household.children++) {
        number -= kinds_up_to(household.children);
    }
    for (size_t i = 0; i < household.children; i++, number /= KINDS) {
        household.kinds[i] = number % KINDS;
    }
    return household;
}

static size_t number_of(const struct household_of *household)
{
    size_t number = 0;
    for (size_t i = household->children; i-- > 0;) {
        number = number * KINDS + household->kinds[i];
    }
    for (size_t i = 1; i < household->children; i++) {
        number += kinds_up_to(i);
    }
    return 2 * number + household->debts;
}

static bool is_counted(const struct trial *trial, size_t number)
{
    return household_at(number).children <= trial->children;
}

static void state(struct limen_case *made, struct arena *arena, const struct program *program, size_t kind)
{
    for (size_t i = 0; i < FACTS; i++) {
        const struct fact *same = fact_named(program, facts[i].name);
        const struct fact *fact = same ? same : fact_named(program, RENAMED_TO);
        case_set(made, fact, value_of(arena, fact->type, numbered_value(facts, kind, i)));
    }
}

static struct limen_case *make_household(struct arena *arena, const struct program *program, size_t number)
{
    struct household_of household = household_at(number);
    struct limen_case *shared = case_create(arena, program);
    const struct fact *debts = fact_named(program, "debts");
    shared->has_date = true;
    shared->date = CASE_DATE;
    case_set(shared, debts, value_of(arena, debts->type, household.debts));
    household_start(shared, program, arena, true);
    for (size_t i = 0; i < household.children; i++) {
        state(household_add(shared, program, arena, NULL), arena, program, household.kinds[i]);
    }
    case_close(shared, program, arena);
    return shared->household->members.items[0];
}

static void note_outcome(struct outcome *ret, const struct plan *plan, const struct evaluation *evaluation)
{
    memset(ret, 0, sizeof *ret);
    ret->valid = !evaluation->refused;
    ret->in_scope = plan->scope == NO_NODE || value_is_yes(evaluation->values[plan->scope]);
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        ret->level = value_is_yes(evaluation->values[plan->thresholds[rank]]) ? (int)rank : ret->level;
    }
    for (size_t i = 0; i < plan->rules.count; i++) {
        const struct plan_rule *planned = &plan->rules.items[i];
        ret->holds[atoi(planned->rule->entity.name + 1)] = value_is_yes(evaluation->values[planned->status]);
    }
    for (size_t i = 0; i < ROWS; i++) {
        ret->rows[i] = value_is_yes(evaluation->values[plan->decisions.items[0].conditions.items[i]]);
    }
    for (size_t i = 0; i < plan->claims.count; i++) {
        ret->claimed[i] = value_is_yes(evaluation->values[plan->claims.items[i].condition]);
    }
}

static void count_out(struct outcome *ret, const struct program *program)
{
    struct arena *arena = arena_create(), *scratch = arena_create();
    const struct plan *plan = plan_create_with_claims(arena, program);
    for (size_t number = 0; number < HOUSEHOLDS; number++) {
        const struct limen_case *made = make_household(scratch, program, number);
        note_outcome(&ret[number], plan, interpreter_evaluate(scratch, plan, made));
        arena_reset(scratch);
    }
    arena_destroy(scratch);
    arena_destroy(arena);
}

static struct program *load(struct compilation *compilation, const struct sketch *sketch, int without)
{
    struct text text = {0};
    sketch_write(&text, sketch, without);
    struct program *program = library_load_text(compilation, "small.limen", text.data, text.length);
    text_clear(&text);
    return compilation->diagnostics->errors == 0 ? program : NULL;
}

static bool counts(const struct trial *trial, size_t number)
{
    return is_counted(trial, number) && trial->all[number].valid && trial->all[number].in_scope;
}

/* --------------------------------------------------------------------------------- what is to be found */

static void expect(struct trial *trial, const char *code, const char *what, size_t index)
{
    vector_push(trial->arena, &trial->counted, arena_format(trial->arena, "%s %s%zu", code, what, index));
}

static bool levels_differ(const struct trial *trial)
{
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        if (counts(trial, i) && trial->all[i].level != trial->fewer[i].level) {
            return true;
        }
    }
    return false;
}

static bool ever_holds(const struct trial *trial, size_t rule)
{
    bool holds = false;
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        holds = holds || (counts(trial, i) && trial->all[i].holds[rule]);
    }
    return holds;
}

static void expect_of_rule(struct trial *trial, size_t rule)
{
    if (!ever_holds(trial, rule)) {
        expect(trial, "W805", "r", rule);
    } else if (trial->sketch.levels[rule] > 1) {
        struct compilation *compilation = compilation_create(NULL);
        const struct program *program = load(compilation, &trial->sketch, (int)rule);
        if (program) {
            count_out(trial->fewer, program);
            if (!levels_differ(trial)) {
                expect(trial, "W806", "r", rule);
            }
        } else {
            trial->failure = "the ruleset without a rule has errors";
        }
        compilation_destroy(compilation);
    }
}

static bool holds_before(const struct outcome *outcome, size_t count)
{
    bool holds = false;
    for (size_t i = 0; i < count; i++) {
        holds = holds || outcome->rows[i];
    }
    return holds;
}

/* Rows A and B hold at once; A = ROWS: row B is the first that holds. */
static bool rows_meet(const struct trial *trial, size_t a, size_t b)
{
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        const struct outcome *outcome = &trial->all[i];
        if (counts(trial, i) && outcome->rows[b]
            && (a < ROWS ? outcome->rows[a] : !holds_before(outcome, b))) {
            return true;
        }
    }
    return false;
}

static void expect_of_rows(struct trial *trial)
{
    const struct sketch *sketch = &trial->sketch;
    bool is_open = false;
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        is_open = is_open || (counts(trial, i) && !holds_before(&trial->all[i], ROWS));
    }
    if (is_open != sketch->has_otherwise) {
        expect(trial, is_open ? "W809" : "W812", "d", 0);
    }
    for (size_t row = 0; row < ROWS; row++) {
        if (sketch->is_first && !rows_meet(trial, ROWS, row)) {
            expect(trial, "W808", "d", 0);
        }
        for (size_t before = 0; !sketch->is_first && before < row; before++) {
            if (sketch->values[before] != sketch->values[row] && rows_meet(trial, before, row)) {
                expect(trial, "E807", "d", 0);
            }
        }
    }
}

static bool breaks(const struct trial *trial, size_t number, size_t claim)
{
    const struct sketch *sketch = &trial->sketch;
    bool reaches = trial->all[number].level >= sketch->claimed[claim] - 1;
    return counts(trial, number) && trial->all[number].claimed[claim] && reaches != sketch->is_always[claim];
}

static void expect_of_claim(struct trial *trial, size_t claim)
{
    bool is_broken = false;
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        is_broken = is_broken || breaks(trial, i, claim);
    }
    if (is_broken) {
        expect(trial, trial->sketch.is_always[claim] ? "E801" : "E802", "k", claim);
    }
}

/* Household NUMBER where FACT of child CHILD has VALUE; FACTS: where there are debts, or none. */
static size_t with(size_t number, size_t child, size_t fact, int value)
{
    struct household_of household = household_at(number);
    if (fact == FACTS) {
        household.debts = value != 0;
    } else {
        household.kinds[child] = numbered_with(facts, household.kinds[child], fact, value);
    }
    return number_of(&household);
}

static const char *name_of(size_t fact)
{
    return fact == FACTS ? "debts" : facts[fact].name;
}

static int values_of(size_t fact)
{
    return fact == FACTS ? 2 : facts[fact].values;
}

static int value_at(size_t number, size_t child, size_t fact)
{
    struct household_of household = household_at(number);
    return fact == FACTS ? household.debts : numbered_value(facts, household.kinds[child], fact);
}

/* Making FACT worse, of whomever it is, lowers the level of the child that is looked at. */
static bool lowers(const struct trial *trial, size_t number, size_t fact)
{
    for (size_t child = 0; child < household_at(number).children; child++) {
        for (int value = value_at(number, child, fact) + 1; value < values_of(fact); value++) {
            size_t other = with(number, child, fact, value);
            if (counts(trial, other) && trial->all[other].level < trial->all[number].level) {
                return true;
            }
        }
    }
    return false;
}

static int decided(const struct trial *trial, size_t number)
{
    int values = 0;
    for (size_t i = 0; i < ROWS && !(trial->sketch.is_first && values); i++) {
        values |= trial->all[number].rows[i] ? 1 << (trial->sketch.values[i] - 'a') : 0;
    }
    return values;
}

static bool answers_alike(const struct trial *trial, size_t a, size_t b)
{
    return trial->all[a].level == trial->all[b].level && trial->all[a].in_scope == trial->all[b].in_scope
           && memcmp(trial->all[a].holds, trial->all[b].holds, sizeof trial->all[a].holds) == 0
           && decided(trial, a) == decided(trial, b);
}

static bool ever_matters(const struct trial *trial, size_t fact)
{
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        for (size_t child = 0; child < household_at(i).children; child++) {
            for (int value = 0; value < values_of(fact); value++) {
                size_t other = with(i, child, fact, value);
                if (is_counted(trial, i) && trial->all[i].valid && trial->all[other].valid
                    && !answers_alike(trial, i, other)) {
                    return true;
                }
            }
        }
    }
    return false;
}

static void expect_of_fact(struct trial *trial, size_t fact)
{
    bool lowers_some = false;
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        lowers_some = lowers_some || (counts(trial, i) && lowers(trial, i, fact));
    }
    if (lowers_some) {
        expect(trial, "E804", name_of(fact), 0);
    }
}

static void count_all(struct trial *trial)
{
    count_out(trial->all, trial->program);
    for (size_t i = 0; i < trial->sketch.rules; i++) {
        expect_of_rule(trial, i);
    }
    expect_of_rows(trial);
    for (size_t i = 0; i < CLAIMS; i++) {
        expect_of_claim(trial, i);
    }
    for (size_t i = 0; i <= FACTS; i++) {
        expect_of_fact(trial, i);
    }
}

static bool has_households(const struct trial *trial)
{
    bool has = false;
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        has = has || counts(trial, i);
    }
    return has;
}

/* -------------------------------------------------------------------------------------- what is found */

/* What an example states: other children, and facts that are not at rest. */
static size_t stated_in(const char *example)
{
    const char *given = strstr(example, "given "), *end = strstr(example, "otherwise");
    size_t stated = 0, children = 0;
    for (const char *at = given ? given + 6 : end; at < end;) {
        size_t length = strcspn(at, ",() \n");
        bool is_child = length == 5 && strncmp(at, "child", 5) == 0;
        bool is_not = length == 3 && strncmp(at, "not", 3) == 0;
        children += is_child;
        for (size_t i = 0; i <= FACTS; i++) {
            stated += length == strlen(name_of(i)) && strncmp(at, name_of(i), length) == 0;
        }
        at += length;
        at += is_not || is_child ? strcspn(at + 1, ",() \n") + 1 : 0;
        at += at < end && strchr(",() \n", *at) ? 1 : 0;
    }
    return stated + (children > 0 ? children - 1 : 0);
}

static size_t stated_of(size_t number)
{
    struct household_of household = household_at(number);
    size_t stated = household.children - 1 + household.debts;
    for (size_t i = 0; i < household.children; i++) {
        stated += numbered_stated(facts, FACTS, household.kinds[i]);
    }
    return stated;
}

static void check_smallest(struct trial *trial, const char *key, const char *example)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        if (breaks(trial, i, (size_t)(key[6] - '0')) && stated_of(i) < least) {
            least = stated_of(i);
        }
    }
    if (stated_in(example) > least || (stated_in(example) < least && !trial->sketch.may_be_more)) {
        trial->failure = arena_format(trial->arena, "%s: %zu are enough, not %zu\n%s", key, least,
                                      stated_in(example), example);
    }
}

static void take_findings(struct trial *trial, const struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *said = diagnostics->items[i];
        const char *key = finding_key(trial->arena, said);
        for (size_t fact = 0; said->code == W813_FACT_NEVER_MATTERS && fact <= FACTS; fact++) {
            if (strcmp(name_of(fact), key + 5) == 0 && ever_matters(trial, fact)) {
                trial->failure = arena_format(trial->arena, "%s: it matters", key);
            }
        }
        if (said->code == W813_FACT_NEVER_MATTERS || said->code == W815_RANGE_TOO_WIDE) {
            continue;
        }
        vector_push(trial->arena, &trial->found, key);
        if (said->code == E801_ALWAYS_BROKEN || said->code == E802_NEVER_BROKEN) {
            check_smallest(trial, key, said->example);
        }
    }
}

static bool has_key(const char *const *keys, size_t count, const char *key)
{
    bool has = false;
    for (size_t i = 0; i < count; i++) {
        has = has || strcmp(keys[i], key) == 0;
    }
    return has;
}

/* What the finding says is so of no case. */
static bool says_never(const char *key)
{
    return strncmp(key, "W805", 4) == 0 || strncmp(key, "W806", 4) == 0 || strncmp(key, "W808", 4) == 0
           || strncmp(key, "W812", 4) == 0;
}

/* "rule `r1`" is undecided. */
static bool is_open(const struct trial *trial, const char *key)
{
    const char *name = arena_format(trial->arena, "`%.*s`",
                                    (int)(strlen(key + 5) - (strncmp(key, "E804", 4) == 0)), key + 5);
    bool open = false;
    for (size_t i = 0; i < trial->open.count; i++) {
        bool is_claim = key[5] == 'k' && strstr(trial->open.items[i], "of line");
        open = open || is_claim || strstr(trial->open.items[i], name);
    }
    return open;
}

/* What others lead to without a rule may depend on the levels that they ask for: of such a rule it is not sought. */
static bool may_be_missed(const struct trial *trial, const char *key)
{
    bool asks = false;
    for (size_t i = 0; i < trial->sketch.rules; i++) {
        asks = asks || strstr(trial->sketch.conditions[i], "level >=");
    }
    return asks && strncmp(key, "W806", 4) == 0;
}

static void compare_findings(struct trial *trial)
{
    bool more = trial->sketch.may_be_more;
    const char *const *found = trial->found.items, *const *counted = trial->counted.items;
    for (size_t i = 0; i < trial->found.count && !trial->failure; i++) {
        bool never_holds = more && strncmp(found[i], "W806", 4) == 0 /* among so few children */
                           && has_key(counted, trial->counted.count,
                                      arena_format(trial->arena, "W805%s", found[i] + 4));
        if (!has_key(counted, trial->counted.count, found[i]) && !(more && !says_never(found[i])) && !never_holds) {
            trial->failure = arena_format(trial->arena, "found, and not counted: %s", found[i]);
        }
    }
    for (size_t i = 0; i < trial->counted.count && !trial->failure; i++) {
        if (!has_key(found, trial->found.count, counted[i]) && !is_open(trial, counted[i])
            && !may_be_missed(trial, counted[i]) && !(more && says_never(counted[i]))) {
            trial->failure = arena_format(trial->arena, "counted, and not found: %s", counted[i]);
        }
    }
}

/* A rule whose level others ask for may be covered by those that ask: that is left open. Nothing else is, where no
   household has more children than are counted. */
static void check_open(struct trial *trial)
{
    for (size_t i = 0; i < trial->open.count && !trial->failure; i++) {
        const char *subject = trial->open.items[i];
        bool is_rule = strncmp(subject, "rule", 4) == 0 || strncmp(subject, "exception", 9) == 0;
        if (!trial->sketch.may_be_more && !is_rule) {
            trial->failure = arena_format(trial->arena, "undecided: %s", subject);
        }
    }
}

/* ------------------------------------------------------------------------------------- not all known */

#define PARTIAL 6 /* households of each ruleset of which not all is known */
#define MOST_MS 20000

/* Of how many children a household tells, of which the first is looked at, and what of them. */
struct partial {
    size_t listed, place;             /* of the one that is looked at, among those listed */
    bool is_open;                     /* there may be others */
    int debts;                        /* -1: not known */
    int values[CHILDREN][FACTS];      /* likewise; the one that is looked at first */
};

static struct partial partial_create(struct random *random)
{
    struct partial partial = {.listed = 1 + random_below(random, CHILDREN), .is_open = random_once_in(random, 3)};
    partial.place = random_below(random, (unsigned)partial.listed);
    partial.debts = (int)random_below(random, 3) - 1;
    for (size_t i = 0; i < CHILDREN; i++) {
        for (size_t j = 0; j < FACTS; j++) {
            bool known = random_once_in(random, 2);
            partial.values[i][j] = known ? (int)random_below(random, (unsigned)facts[j].values) : -1;
        }
    }
    return partial;
}

static void say(struct limen_case *made, struct arena *arena, const struct fact *fact, int value)
{
    if (value < 0) {
        case_set_not_known(made, fact);
    } else {
        case_set(made, fact, value_of(arena, fact->type, value));
    }
}

/* The case of the child that is looked at. */
static const struct limen_case *make_partial(struct arena *arena, const struct program *program,
                                             const struct partial *partial)
{
    struct limen_case *shared = case_create(arena, program);
    shared->has_date = true;
    shared->date = CASE_DATE;
    say(shared, arena, fact_named(program, "debts"), partial->debts);
    household_start(shared, program, arena, !partial->is_open);
    for (size_t i = 0; i < partial->listed; i++) {
        size_t child = i == partial->place ? 0 : i < partial->place ? i + 1 : i;
        struct limen_case *member = household_add(shared, program, arena, NULL);
        for (size_t j = 0; j < FACTS; j++) {
            say(member, arena, fact_named(program, facts[j].name), partial->values[child][j]);
        }
    }
    case_close(shared, program, arena);
    return shared->household->members.items[partial->place];
}

static bool completes(const struct partial *partial, size_t number)
{
    struct household_of household = household_at(number);
    bool fits = (partial->is_open ? household.children >= partial->listed : household.children == partial->listed)
                && (partial->debts < 0 || partial->debts == household.debts);
    for (size_t i = 0; i < partial->listed && fits; i++) {
        for (size_t j = 0; j < FACTS; j++) {
            int value = partial->values[i][j];
            fits = fits && (value < 0 || value == numbered_value(facts, household.kinds[i], j));
        }
    }
    return fits;
}

struct counted_range {
    bool some, in, out;    /* a completion there is, in scope, out of it */
    int low, high;         /* ranks */
    unsigned values;       /* of the decision, one bit each; 16: none */
};

/* Of a decision of `first of`. */
static unsigned first_value(const struct sketch *sketch, const struct outcome *outcome)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (outcome->rows[i]) {
            return 1u << (sketch->values[i] - 'a');
        }
    }
    return sketch->has_otherwise ? 8 : 16;
}

static struct counted_range count_completions(const struct trial *trial, const struct partial *partial)
{
    struct counted_range range = {.low = LEVELS, .high = -1};
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        const struct outcome *outcome = &trial->all[i];
        if (!outcome->valid || !is_counted(trial, i) || !completes(partial, i)) {
            continue;
        }
        range.some = true;
        range.in = range.in || outcome->in_scope;
        range.out = range.out || !outcome->in_scope;
        range.values |= first_value(&trial->sketch, outcome);
        if (outcome->in_scope) {
            range.low = outcome->level < range.low ? outcome->level : range.low;
            range.high = outcome->level > range.high ? outcome->level : range.high;
        }
    }
    return range;
}

static unsigned values_proved(const struct value_set *set)
{
    unsigned values = set->or_none ? 16 : 0;
    for (int64_t i = set->low; i <= set->high; i++) {
        values |= value_has(*set, i) ? 1u << i : 0;
    }
    return values;
}

static const char *compare_range(const struct trial *trial, const struct counted_range *counted,
                                 const struct proved *proved, bool is_exact)
{
    int low = (int)proved->at_least, high = (int)proved->at_most;
    unsigned values = values_proved(&proved->decisions[0]);
    bool in = proved->scope != SCOPE_OUT, out = proved->scope != SCOPE_IN;
    bool holds = (!counted->in || (in && low <= counted->low && counted->high <= high))
                 && (!counted->out || out) && !(counted->values & ~values & (trial->sketch.is_first ? 31u : 0u));
    bool attained = (!counted->in || (low == counted->low && high == counted->high)) && in == counted->in
                    && out == counted->out && (!trial->sketch.is_first || values == counted->values);
    if (!holds || (is_exact && !attained)) {
        return arena_format(trial->arena, "level %d to %d, %s scope, values %x; counted %d to %d%s%s, values %x", low,
                            high, in && out ? "perhaps in" : in ? "in" : "out of", values, counted->low, counted->high,
                            counted->in ? " in" : "", counted->out ? " out" : "", counted->values);
    }
    return NULL;
}

static size_t partial_count, proved_count, open_count;

static void check_partial(struct trial *trial, const struct plan *plan, const struct partial *partial)
{
    struct counted_range counted = count_completions(trial, partial);
    const struct evaluation *evaluation =
        interpreter_evaluate(trial->arena, plan, make_partial(trial->arena, trial->program, partial));
    struct proved proved;
    const char *why = NULL;
    bool all_counted = !partial->is_open || !trial->sketch.may_be_more;
    if (evaluation->refused) {
        trial->failure = counted.some ? "a household is refused that has a completion" : NULL;
        return;
    }
    const struct answer *answer = answer_create(trial->arena, evaluation);
    enum exactness exactness = exact_find(trial->arena, answer, MOST_MS, &proved, &why);
    partial_count++;
    proved_count += exactness == EXACT_PROVED;
    open_count += exactness == EXACT_UNDECIDED;
    if (exactness == EXACT_FAULT) {
        trial->failure = why;
    } else if (exactness == EXACT_NO_CASE) {
        trial->failure = counted.some ? "no completion is found where there is one" : NULL;
    } else if (exactness == EXACT_UNDECIDED && all_counted) {
        trial->failure = "the range is undecided";
    } else if (exactness == EXACT_PROVED && !counted.some && all_counted) {
        trial->failure = "a completion is found where there is none";
    } else if (exactness != EXACT_ALREADY || counted.some) {
        trial->failure = compare_range(trial, &counted, &proved, all_counted && counted.some);
    }
}

static void write_partial(const struct partial *partial)
{
    printf("# debts %d, child %zu of %zu%s:", partial->debts, partial->place + 1, partial->listed,
           partial->is_open ? " or more" : "");
    for (size_t i = 0; i < partial->listed; i++) {
        printf(" (%d %d %d)", partial->values[i][0], partial->values[i][1], partial->values[i][2]);
    }
    printf("\n");
}

/* What `limen eval --exact` proves of households of which not all is known. */
static void check_ranges(struct trial *trial, struct random *random)
{
    const struct plan *plan = plan_create(trial->arena, trial->program);
    for (size_t i = 0; i < PARTIAL && !trial->failure; i++) {
        struct partial partial = partial_create(random);
        check_partial(trial, plan, &partial);
        if (trial->failure) {
            write_partial(&partial);
        }
    }
}

/* --------------------------------------------------------------------------------- what might be otherwise */

static size_t asked_of_one, settled_of_one;

/* A case of one child, whom no list names. */
static const struct limen_case *make_one(struct arena *arena, const struct program *program,
                                         const struct partial *partial)
{
    struct limen_case *one = case_create(arena, program);
    one->has_date = true;
    one->date = CASE_DATE;
    if (!partial->is_open) {
        case_start_list(one, program->each, true);
    }
    say(one, arena, fact_named(program, "debts"), partial->debts);
    for (size_t i = 0; i < FACTS; i++) {
        say(one, arena, fact_named(program, facts[i].name), partial->values[0][i]);
    }
    case_close(one, program, arena);
    return one;
}

/* All completions of which the child is in scope, or none, stand at RANK or above; NO_RANK: at one level. */
static bool is_settled(const struct trial *trial, const struct partial *partial, size_t rank)
{
    bool first = true, same = true;
    int level = 0;
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        const struct outcome *outcome = &trial->all[i];
        if (is_counted(trial, i) && outcome->valid && completes(partial, i)) {
            int now = !outcome->in_scope ? -1 : rank == NO_RANK ? outcome->level : outcome->level >= (int)rank;
            same = same && (first || now == level || (rank != NO_RANK && now <= 0 && level <= 0));
            level = now;
            first = false;
        }
    }
    return same;
}

static bool stands_at(const struct trial *trial, size_t rank)
{
    bool stands = false;
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        stands = stands || (counts(trial, i) && trial->all[i].level == (int)rank);
    }
    return stands;
}

/* What `limen explain --what-if` claims to have proved of a case of one child, of whom others are not looked at. */
static void check_one(struct trial *trial, struct random *random)
{
    const struct plan *plan = plan_create(trial->arena, trial->program);
    struct partial partial = partial_create(random);
    size_t rank = random_below(random, LEVELS);
    struct what_if what_if;
    const char *why = NULL;
    partial.listed = 1;
    partial.place = 0;
    const struct limen_case *one = make_one(trial->arena, trial->program, &partial);
    const struct evaluation *evaluation = interpreter_evaluate(trial->arena, plan, one);
    if (evaluation->refused) {
        return;
    }
    enum what_if_verdict verdict =
        what_if_find(trial->arena, answer_create(trial->arena, evaluation), rank, MOST_MS, &what_if, &why);
    asked_of_one++;
    if (verdict == WHAT_IF_FAULT) {
        trial->failure = why;
    } else if (verdict == WHAT_IF_NEVER && stands_at(trial, rank)) {
        trial->failure = "what-if: no change is said to do it, and some household is there";
    } else if (verdict != WHAT_IF_NO_CASE) {
        bool reach = what_if.reach.decided && what_if.reach.facts.count == 0;
        bool level = what_if.level.decided && what_if.level.facts.count == 0;
        settled_of_one += reach + level;
        if ((reach && !is_settled(trial, &partial, rank)) || (level && !is_settled(trial, &partial, NO_RANK))) {
            trial->failure = "what-if: nothing is said to be worth asking, and something makes a difference";
        }
    }
    if (trial->failure) {
        write_partial(&partial);
    }
}

/* ----------------------------------------------------------------------------------------- two versions */

/* Of a newer version: another condition, or level, of a rule; another scope. */
static struct sketch newer_sketch(const struct sketch *older, struct random *random)
{
    struct sketch newer = *older;
    size_t rule = random_below(random, (unsigned)older->rules);
    if (random_once_in(random, 4)) {
        newer.levels[rule] = 2 + (int)random_below(random, LEVELS - 1);
    } else {
        sketch_condition(newer.conditions[rule], sizeof newer.conditions[rule], random);
    }
    newer.has_scope = random_once_in(random, 4) ? !older->has_scope : older->has_scope;
    newer.has_impossible = random_once_in(random, 6) ? !older->has_impossible : older->has_impossible;
    return newer;
}

/* The text with each RENAMED called otherwise. */
static void write_renamed(struct text *text, const struct sketch *sketch)
{
    struct text before = {0};
    sketch_write(&before, sketch, -1);
    const char *at = text_string(&before);
    for (const char *found; (found = strstr(at, RENAMED)); at = found + strlen(RENAMED)) {
        bool is_declared = strncmp(found - strlen("concern "), "concern ", strlen("concern ")) == 0;
        text_add_bytes(text, at, (size_t)(found - at));
        text_add(text, RENAMED_TO);
        if (is_declared) {
            text_add(text, " of child \"A\" was " RENAMED);
            found += strlen(" of child \"A\"");
        }
    }
    text_add(text, at);
    text_clear(&before);
}

static struct program *load_newer(struct compilation *compilation, const struct sketch *sketch, bool renames)
{
    struct text text = {0};
    if (renames) {
        write_renamed(&text, sketch);
    } else {
        sketch_write(&text, sketch, -1);
    }
    struct program *program = library_load_text(compilation, "newer.limen", text.data, text.length);
    if (getenv("LIMEN_PROPERTY_SHOW")) {
        fputs(text.data, stderr);
    }
    text_clear(&text);
    return compilation->diagnostics->errors == 0 ? program : NULL;
}

/* 0: out of scope; else 1 + rank. */
static size_t standing(const struct outcome *outcome)
{
    return outcome->in_scope ? 1 + (size_t)outcome->level : 0;
}

static bool goes(const struct trial *trial, size_t from, size_t to)
{
    bool goes = false;
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        goes = goes || (trial->all[i].valid && trial->fewer[i].valid && standing(&trial->all[i]) == from
                        && standing(&trial->fewer[i]) == to);
    }
    return goes;
}

static enum verdict move_found(const struct diff *diff, size_t from, size_t to)
{
    for (size_t i = 0; i < diff->moves.count; i++) {
        if (diff->moves.items[i].from == from && diff->moves.items[i].to == to) {
            return diff->moves.items[i].verdict;
        }
    }
    return VERDICT_NONE;
}

static size_t moves_found, moves_open;

static void compare_moves(struct trial *trial, const struct diff *diff)
{
    for (size_t from = 0; from <= LEVELS; from++) {
        for (size_t to = 0; to <= LEVELS; to++) {
            enum verdict verdict = from == to ? VERDICT_NONE : move_found(diff, from, to);
            bool counted = from != to && goes(trial, from, to);
            bool agrees = verdict == VERDICT_SOME   ? counted || trial->sketch.may_be_more
                          : verdict == VERDICT_NONE ? !counted
                                                    : trial->sketch.may_be_more;
            moves_found += verdict == VERDICT_SOME;
            moves_open += verdict == VERDICT_UNDECIDED;
            if (!agrees) {
                trial->failure = arena_format(trial->arena, "from %zu to %zu: counting says %s", from, to,
                                              counted ? "yes" : "no");
            }
        }
    }
}

/* What `limen diff` finds between the ruleset and a newer one. */
static void check_diff(struct trial *trial, struct random *random)
{
    struct compilation *compilation = compilation_create(NULL);
    struct sketch newer_one = newer_sketch(&trial->sketch, random);
    bool renames = random_once_in(random, 2);
    struct program *older = load(compilation, &trial->sketch, -1);
    struct program *newer = load_newer(compilation, &newer_one, renames);
    struct diff diff;
    const char *why = NULL;
    if (!newer) {
        compilation_destroy(compilation);
        return;
    }
    count_out(trial->fewer, newer);
    if (!diff_create(&diff, compilation, older, newer) || !diff_prove(&diff, LIMIT, &why) || diff.fault) {
        why = diff.fault ? diff.fault : why ? why : "`was` has mistakes";
        trial->failure = arena_format(trial->arena, "diff: %s", why);
    } else {
        compare_moves(trial, &diff);
    }
    compilation_destroy(compilation);
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
    } else {
        for (size_t i = 0; i < verification.undecided.count; i++) {
            vector_push(trial->arena, &trial->open,
                        arena_format(trial->arena, "%s", verification.undecided.items[i]));
        }
        take_findings(trial, trial->compilation->diagnostics);
    }
}

static size_t found_in_all, open_in_all, open_of_more;

/* 0: it has errors, or no cases; 1: agreed; -1: not. Households of up to CHILDREN_COUNTED are counted. */
static int check_ruleset(unsigned long long seed, size_t children_counted, bool prints)
{
    static struct trial trial;
    struct random random = random_create(seed);
    memset(&trial, 0, sizeof trial);
    trial.sketch = sketch_create(&random);
    trial.children = children_counted;
    trial.arena = arena_create();
    trial.compilation = compilation_create(NULL);
    trial.program = load(trial.compilation, &trial.sketch, -1);
    int result = trial.program ? 1 : 0;
    if (trial.program) {
        count_all(&trial);
    }
    if (trial.program && has_households(&trial)) {
        verify(&trial);
        check_open(&trial);
        compare_findings(&trial);
        if (!trial.failure && children_counted == CHILDREN) {
            check_ranges(&trial, &random);
        }
        if (!trial.failure && children_counted == CHILDREN) {
            check_diff(&trial, &random);
        }
        if (!trial.failure && children_counted == CHILDREN) {
            check_one(&trial, &random);
        }
        found_in_all += trial.found.count;
        open_in_all += trial.sketch.may_be_more ? 0 : trial.open.count;
        open_of_more += trial.sketch.may_be_more ? trial.open.count : 0;
    }
    if (trial.failure && prints) {
        struct text text = {0};
        sketch_write(&text, &trial.sketch, -1);
        printf("not ok 1 - findings are those of all households counted\n# seed %llu: %s\n", seed, trial.failure);
        fputs(text.data, stderr);
        text_clear(&text);
    }
    result = trial.failure ? -1 : result;
    compilation_destroy(trial.compilation);
    arena_destroy(trial.arena);
    return result;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    unsigned long long tried = 0;
    bool told_apart = false;
    if (!has_solver()) {
        return EXIT_SUCCESS;
    }
    printf("1..2\n");
    for (unsigned long long i = 0; i < count; i++) {
        int result = check_ruleset(first + i, CHILDREN, true);
        if (result < 0) {
            return EXIT_FAILURE;
        }
        tried += (unsigned long long)result;
    }
    bool enough = 2 * tried > count && found_in_all > tried;
    printf("# %llu rulesets of %d households each, %zu findings, %zu undecided; %zu where there may be more\n", tried,
           HOUSEHOLDS, found_in_all, open_in_all, open_of_more);
    enough = enough && 2 * proved_count > partial_count / 2;
    printf("# %zu households of which not all is known, %zu ranges proved, %zu undecided\n", partial_count, proved_count,
           open_count);
    enough = enough && moves_found > tried / 2;
    printf("# %zu cases of one, of which %zu times nothing is worth asking\n", asked_of_one, settled_of_one);
    printf("# %zu moves between versions, %zu undecided\n", moves_found, moves_open);
    printf("%s 1 - findings are those of all households counted\n", enough ? "ok" : "not ok");
    for (unsigned long long i = 0; i < 60 && !told_apart; i++) {
        told_apart = check_ruleset(first + i, CHILDREN - 1, false) < 0;
    }
    printf("%s 2 - counting that stops at two children is noticed\n", told_apart ? "ok" : "not ok");
    return enough && told_apart ? EXIT_SUCCESS : EXIT_FAILURE;
}

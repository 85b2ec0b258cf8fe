/* SPDX-License-Identifier: Apache-2.0 */
/* Planted faults: random rulesets that say what they claim, in which `limen verify` must find nothing that is
   wrong of known facts; then one fault of each kind in each, which it must find, and show by a case with as
   few facts as any, all cases counted out.

   A rule has a fact of its own, so none covers another. Each rule is claimed by an `always`, and what no rule
   gives by a `never` for each level, so a fault in a rule is one against the claims.

   LIMEN_PROPERTY_RULESETS says how many rulesets, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "prove/verify.h"
#include "has_solver.h"
#include "numbered.h"
#include "random.h"
#include "setting.h"

#define RULESETS 30
#define LIMIT 20000
#define RULES 4
#define LEVELS 4
#define CLAIMS (RULES + LEVELS - 1)
#define AGES 8
#define ROWS 3

enum { OWN = 0, SHARED = RULES, ENGAGES = SHARED + 3, AGE, FACTS };
#define CASES ((1u << AGE) * AGES)

static const char *const facts[FACTS] = {"own0", "own1", "own2", "own3", "cold",
                                         "dirty", "fearful", "engages", "age"};

#define FAULTS(X)                                                         \
    X(NOTHING, "nothing")                                                 \
    X(WEAKENED, "a rule that asks for more")                              \
    X(DROPPED, "a rule that was dropped")                                 \
    X(SWAPPED, "two rules with each other's levels")                      \
    X(OFF_BY_ONE_BELOW, "an age that is a year too narrow")               \
    X(OFF_BY_ONE_ABOVE, "an age that is a year too wide")                 \
    X(AND_FOR_OR, "and instead of or")                                    \
    X(MISSING_ROW, "a row that is missing")                               \
    X(OVERLAP, "rows that overlap")                                       \
    X(UNREACHABLE, "a row that is never reached")                         \
    X(LOWERS, "a concern that lowers the level")

enum fault {
#define X(fault, words) fault,
    FAULTS(X)
#undef X
    FAULT_KINDS
};

static const char *const fault_words[] = {
#define X(fault, words) words,
    FAULTS(X)
#undef X
};

/* -------------------------------------------------------------------------------------- the rulesets */

enum form { BELOW_AGE, FROM_AGE, EITHER, TWO_OF, UNLESS, FORMS };

struct rule_sketch {
    enum form form;
    int level;
    int age;      /* the bound, where it has one */
    int first;    /* of the shared facts, two that follow one another: the third is in neither */
};

struct sketch {
    struct rule_sketch rules[RULES]; /* the first is about an age, the second has an `or` */
    int low_band, high_band;         /* of ages */
    enum fault fault;
    int at;                          /* the rule with the fault */
};

static const char *shared(int index)
{
    return facts[SHARED + index % 3];
}

static struct sketch sketch_create(struct random *random)
{
    struct sketch sketch = {.fault = NOTHING};
    for (int i = 0; i < RULES; i++) {
        struct rule_sketch *rule = &sketch.rules[i];
        rule->form = i == 0 ? (enum form)random_below(random, 2)
                     : i == 1 ? EITHER : (enum form)random_below(random, FORMS);
        rule->level = 2 + (int)random_below(random, LEVELS - 1);
        rule->age = 2 + (int)random_below(random, AGES - 4);
        rule->first = (int)random_below(random, 3);
    }
    if (sketch.rules[2].level == sketch.rules[3].level) {
        sketch.rules[3].level = sketch.rules[2].level == LEVELS ? 2 : sketch.rules[2].level + 1;
    }
    sketch.low_band = 1 + (int)random_below(random, 3);
    sketch.high_band = sketch.low_band + 1 + (int)random_below(random, 3);
    return sketch;
}

/* Plants FAULT; says where. */
static void sketch_plant(struct sketch *sketch, enum fault fault, struct random *random)
{
    sketch->fault = fault;
    sketch->at = fault == OFF_BY_ONE_BELOW || fault == OFF_BY_ONE_ABOVE ? 0
                 : fault == AND_FOR_OR ? 1
                                       : (int)random_below(random, RULES);
    if (fault == SWAPPED) {
        sketch->at = sketch->rules[2].level > sketch->rules[3].level ? 2 : 3;
    }
}

/* The condition of rule I; with the fault, if it is in this rule. */
static void write_condition(struct text *text, const struct sketch *sketch, int i, bool faulty)
{
    const struct rule_sketch *rule = &sketch->rules[i];
    enum fault fault = faulty && i == sketch->at ? sketch->fault : NOTHING;
    int off = fault == OFF_BY_ONE_ABOVE ? 1 : fault == OFF_BY_ONE_BELOW ? -1 : 0;
    text_add(text, facts[OWN + i]);
    switch (rule->form) {
    case BELOW_AGE:
        text_format(text, " and age < %d years", rule->age + off);
        break;
    case FROM_AGE:
        text_format(text, " and age >= %d years", rule->age - off);
        break;
    case EITHER:
        text_format(text, " and (%s %s %s)", shared(rule->first), fault == AND_FOR_OR ? "and" : "or",
                    shared(rule->first + 1));
        break;
    case TWO_OF:
        text_format(text, " and at least 2 of (%s, %s, %s)", shared(0), shared(1), shared(2));
        break;
    default:
        text_add(text, " and not engages");
    }
    if (fault == WEAKENED) {
        text_format(text, " and %s", rule->form == TWO_OF ? "engages" : shared(rule->first + 2));
    } else if (fault == LOWERS) {
        text_format(text, " and not %s", shared(rule->first + 2));
    }
}

static int written_level(const struct sketch *sketch, int rule)
{
    bool swapped = sketch->fault == SWAPPED && rule >= 2;
    return sketch->rules[swapped ? 5 - rule : rule].level;
}

static void write_rules(struct text *text, const struct sketch *sketch)
{
    for (int i = 0; i < RULES; i++) {
        if (sketch->fault != DROPPED || i != sketch->at) {
            text_format(text, "rule r%d if ", i);
            write_condition(text, sketch, i, true);
            text_format(text, " then level %d\n", written_level(sketch, i));
        }
    }
}

static void write_claims(struct text *text, const struct sketch *sketch)
{
    for (int i = 0; i < RULES; i++) {
        text_format(text, "always \"c%d\" if ", i);
        write_condition(text, sketch, i, false);
        text_format(text, " then level %d\n", sketch->rules[i].level);
    }
    for (int level = 2; level <= LEVELS; level++) {
        text_format(text, "never \"c%d\" if not (age > %d years", RULES + level - 2, AGES);
        for (int i = 0; i < RULES; i++) {
            if (sketch->rules[i].level >= level) {
                text_add(text, " or (");
                write_condition(text, sketch, i, false);
                text_add(text, ")");
            }
        }
        text_format(text, ") then level %d\n", level);
    }
}

static void write_decisions(struct text *text, const struct sketch *sketch)
{
    text_format(text, "decision d0 : one of a, b, c\n  first of\n  a if age < %d years,\n",
                sketch->low_band);
    if (sketch->fault == UNREACHABLE) {
        text_format(text, "  c if age < %d years and own1,\n", sketch->low_band);
    }
    text_format(text, "  b if age < %d years,\n%s", sketch->high_band,
                sketch->fault == MISSING_ROW ? "" : "  c otherwise\n");
    text_format(text, "decision d1 : one of a, b, c\n  only one of\n  a if own0%s,\n  b if own1,\n"
                      "  c otherwise\n", sketch->fault == OVERLAP ? "" : " and not own1");
}

static void sketch_write(struct text *text, const struct sketch *sketch)
{
    text_add(text, "ruleset planted 2024-01\n");
    for (int i = 1; i <= LEVELS; i++) {
        text_format(text, "level %d\n", i);
    }
    for (int i = 0; i < ENGAGES; i++) {
        text_format(text, "concern %s \"%s\"\n", facts[i], facts[i]);
    }
    text_format(text, "strength engages \"E\"\nfact age : 0 to %d years \"A\"\n", AGES - 1);
    write_rules(text, sketch);
    write_decisions(text, sketch);
    write_claims(text, sketch);
}

/* ------------------------------------------------------------------------------------- counting out */

struct outcome {
    int level;               /* from 1 */
    bool claimed[CLAIMS];    /* the condition of the claim */
    bool rows[2][ROWS + 1];  /* by decision */
};

struct trial {
    struct sketch sketch;
    struct arena *arena;
    struct compilation *compilation;
    struct program *program;
    struct outcome outcomes[CASES];
    const char *failure;
};

static int case_value(size_t number, int fact)
{
    return fact == AGE ? (int)(number >> AGE) : (int)(number >> fact & 1);
}

/* Facts that are not at rest; an age has no rest and is not counted. */
static size_t stirred(size_t number)
{
    size_t count = 0;
    for (int i = 0; i < AGE; i++) {
        count += case_value(number, i) != 0;
    }
    return count;
}

static void note_outcome(struct outcome *ret, const struct plan *plan,
                         const struct evaluation *evaluation)
{
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        if (value_is_yes(evaluation->values[plan->thresholds[rank]])) {
            ret->level = (int)rank + 1;
        }
    }
    for (size_t i = 0; i < plan->claims.count; i++) {
        ret->claimed[i] = value_is_yes(evaluation->values[plan->claims.items[i].condition]);
    }
    for (size_t i = 0; i < plan->decisions.count; i++) {
        const struct plan_decision *decision = &plan->decisions.items[i];
        for (size_t j = 0; j < decision->conditions.count; j++) {
            node_id row = decision->conditions.items[j];
            ret->rows[i][j] = row != NO_NODE && value_is_yes(evaluation->values[row]);
        }
    }
}

static void count_out(struct trial *trial)
{
    struct arena *scratch = arena_create();
    const struct plan *plan = plan_create_with_claims(trial->arena, trial->program);
    for (size_t number = 0; number < CASES; number++) {
        struct limen_case *made = case_create(scratch, trial->program);
        for (int i = 0; i < FACTS; i++) {
            const struct fact *fact = fact_named(trial->program, facts[i]);
            case_set(made, fact, value_of(scratch, fact->type, case_value(number, i)));
        }
        case_close(made, trial->program, scratch);
        trial->outcomes[number] = (struct outcome){.level = 1};
        note_outcome(&trial->outcomes[number], plan, interpreter_evaluate(scratch, plan, made));
        arena_reset(scratch);
    }
    arena_destroy(scratch);
}

/* ------------------------------------------------------------------------------- what must be found */

struct wanted {
    enum diagnostic_code code;
    const char *words; /* in its message */
    int index;         /* of the claim, or the fact */
};

static struct wanted wanted_of(struct trial *trial)
{
    const struct sketch *sketch = &trial->sketch;
    int raised = RULES + sketch->rules[sketch->at].level - 2;
    switch (sketch->fault) {
    case OFF_BY_ONE_ABOVE:
        return (struct wanted){E802_NEVER_BROKEN, arena_format(trial->arena, "c%d: ", raised), raised};
    case MISSING_ROW:
        return (struct wanted){W809_NO_ROW, "`d0`", 0};
    case OVERLAP:
        return (struct wanted){E807_OVERLAP, "`d1`", 0};
    case UNREACHABLE:
        return (struct wanted){W808_ROW_NEVER_REACHED, "`d0`", 0};
    case LOWERS: {
        const char *fact = shared(sketch->rules[sketch->at].first + 2);
        return (struct wanted){E804_DIRECTION, arena_format(trial->arena, "`%s`", fact),
                               SHARED + (sketch->rules[sketch->at].first + 2) % 3};
    }
    default:
        return (struct wanted){E801_ALWAYS_BROKEN, arena_format(trial->arena, "c%d: ", sketch->at),
                               sketch->at};
    }
}

/* Case NUMBER shows it. */
static bool shows(const struct trial *trial, const struct wanted *wanted, size_t number)
{
    const struct outcome *outcome = &trial->outcomes[number];
    switch (wanted->code) {
    case E801_ALWAYS_BROKEN:
        return outcome->claimed[wanted->index]
               && outcome->level < trial->sketch.rules[wanted->index].level;
    case E802_NEVER_BROKEN:
        return outcome->claimed[wanted->index] && outcome->level >= wanted->index - RULES + 2;
    case E804_DIRECTION:
        return case_value(number, wanted->index) == 0
               && trial->outcomes[number | (size_t)1 << wanted->index].level < outcome->level;
    case W809_NO_ROW:
        return !outcome->rows[0][0] && !outcome->rows[0][1];
    default:
        return outcome->rows[1][0] && outcome->rows[1][1];
    }
}

/* The facts that an example states, save its age. */
static size_t example_facts(const char *example)
{
    const char *at = strstr(example, "given "), *end = strstr(example, "otherwise");
    size_t count = 0;
    at = at ? at + strlen("given") : NULL;
    while (at && end && at < end) {
        at += strspn(at, " \n,");
        count += at < end && strncmp(at, "age ", 4) != 0;
        at = strchr(at, ',');
    }
    return count;
}

static void check_smallest(struct trial *trial, const struct wanted *wanted, const char *example)
{
    size_t least = FACTS;
    for (size_t i = 0; i < CASES; i++) {
        if (stirred(i) < least && shows(trial, wanted, i)) {
            least = stirred(i);
        }
    }
    if (example_facts(example) != least) {
        trial->failure = arena_format(trial->arena, "%zu facts are enough, not\n%s", least, example);
    }
}

static void check_found(struct trial *trial)
{
    const struct diagnostics *found = trial->compilation->diagnostics;
    struct wanted wanted = wanted_of(trial);
    for (size_t i = 0; i < found->count; i++) {
        const struct diagnostic *said = found->items[i];
        if (said->code == wanted.code && strstr(said->message, wanted.words)) {
            if (said->example) {
                count_out(trial);
                check_smallest(trial, &wanted, said->example);
            }
            return;
        }
    }
    trial->failure = arena_format(trial->arena, "%s %s was not found",
                                  diagnostic_code_text(wanted.code), wanted.words);
}

/* --------------------------------------------------------------------------------------------- the run */

/* What is found of known facts; an age that is not known rightly leaves two rules open of which one holds. */
static const struct diagnostic *first_fault(const struct diagnostics *found)
{
    for (size_t i = 0; i < found->count; i++) {
        if (found->items[i]->code != W815_RANGE_TOO_WIDE) {
            return found->items[i];
        }
    }
    return NULL;
}

static void verify(struct trial *trial)
{
    struct verification verification;
    const char *why = NULL;
    trial->compilation->diagnostics =
        diagnostics_create(trial->compilation->arena, trial->compilation->sources);
    if (!verify_ruleset(&verification, trial->compilation, trial->program, LIMIT, NULL, &why)) {
        trial->failure = why;
    } else if (verification.fault || verification.undecided.count > 0) {
        trial->failure = verification.fault ? verification.fault : "something was undecided";
    } else if (trial->sketch.fault != NOTHING) {
        check_found(trial);
    } else if (first_fault(trial->compilation->diagnostics)) {
        trial->failure = arena_format(trial->arena, "found: %s",
                                      first_fault(trial->compilation->diagnostics)->message);
    }
}

/* False: not as it must be; said. */
static bool try_sketch(const struct sketch *sketch, unsigned long long seed)
{
    static struct trial trial;
    struct text text = {0};
    memset(&trial, 0, sizeof trial);
    trial.sketch = *sketch;
    trial.arena = arena_create();
    trial.compilation = compilation_create(NULL);
    sketch_write(&text, sketch);
    trial.program = library_load_text(trial.compilation, "planted.limen", text.data, text.length);
    if (trial.compilation->diagnostics->errors > 0) {
        trial.failure = trial.compilation->diagnostics->items[0]->message;
    } else {
        verify(&trial);
    }
    bool good = !trial.failure;
    if (!good) {
        printf("# seed %llu: %s\n", seed, trial.failure);
        fputs(text_string(&text), stderr);
    }
    text_clear(&text);
    compilation_destroy(trial.compilation);
    arena_destroy(trial.arena);
    return good;
}

static bool try_fault(enum fault fault, unsigned long long first, unsigned long long count)
{
    for (unsigned long long seed = first; seed < first + count; seed++) {
        struct random random = random_create(seed);
        struct sketch sketch = sketch_create(&random);
        sketch_plant(&sketch, fault, &random);
        if (!try_sketch(&sketch, seed)) {
            return false;
        }
    }
    return true;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    bool good = true;
    if (!has_solver()) {
        return EXIT_SUCCESS;
    }
    printf("1..%d\n", FAULT_KINDS);
    for (enum fault fault = NOTHING; fault < FAULT_KINDS; fault++) {
        bool found = try_fault(fault, first, count);
        printf("%s %d - %llu rulesets with %s\n", found ? "ok" : "not ok", (int)fault + 1, count,
               fault_words[fault]);
        good = good && found;
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The library's evaluator against the interpreter: random rulesets of every construct, and tables of random cases,
   lists included, as a program would give them whose memory they are: some facts and fields have a column, others
   have none. Levels, refusals and what holds of rules must be the same.

   LIMEN_PROPERTY_EVALUATOR says how many rulesets, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. A failure
   is printed with its seed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case/block.h"
#include "engine/engine.h"
#include "limen.h"
#include "meaning/library.h"
#include "random.h"
#include "ruleset.h"
#include "setting.h"
#include "sketch.h"

#define RULESETS 120
#define CASES 70  /* of a ruleset, each several times */
#define LANES 2200 /* more than a block */

struct counts {
    size_t rulesets, tables, refused, listed, without;
};

struct trial {
    struct arena *arena;
    const struct program *program;
    const struct plan *plan;
    const struct limen_case *cases[CASES]; /* as the table says it */
    const struct evaluation *expected[CASES];
    size_t count, lanes;
    bool otherwise_no;
    bool *has_column; /* by fact */
    bool *has_field;  /* by field */
};

static const struct limen_case *case_at(const struct trial *trial, size_t lane)
{
    return trial->cases[lane % trial->count];
}

/* ------------------------------------------------------------------------------------------- cases */

/* What a column can say: one with no column says nothing. */
static struct case_fact said_by_column(struct arena *arena, const struct fact *fact,
                                       const struct case_fact *said, bool has_column)
{
    struct case_fact open = {.state = has_column ? FACT_NOT_KNOWN : FACT_NOT_ASKED};
    if (!type_is_many(fact->type)) {
        open.set = value_any(arena, fact->type);
    }
    bool is_given = said->state == FACT_GIVEN || said->state == FACT_ASSUMED;
    if (!has_column || !is_given) {
        return open;
    }
    struct case_fact given = *said;
    given.state = FACT_GIVEN;
    return given;
}

static void copy_items(const struct trial *trial, const struct fact *list, struct case_fact *entry)
{
    size_t fields = list->fields.count;
    struct case_item *items =
        arena_alloc(trial->arena, (entry->item_count + 1) * sizeof *items);
    for (size_t i = 0; i < entry->item_count; i++) {
        items[i].fields = arena_alloc(trial->arena, fields * sizeof *items[i].fields);
        for (size_t f = 0; f < fields; f++) {
            const struct fact *field = list->fields.items[f];
            items[i].fields[f] = said_by_column(trial->arena, field, &entry->items[i].fields[f],
                                                trial->has_field[field->entity.index]);
        }
    }
    entry->items = items;
}

static const struct limen_case *as_the_table(const struct trial *trial,
                                             const struct limen_case *made)
{
    const struct program *program = trial->program;
    struct limen_case *copy = case_create(trial->arena, program);
    copy->has_date = true;
    copy->date = made->has_date ? made->date : 17000;
    copy->close_all = trial->otherwise_no;
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        copy->facts[i] =
            said_by_column(trial->arena, fact, &made->facts[i], trial->has_column[i]);
        if (fact->type->kind == TYPE_LIST && copy->facts[i].item_count > 0) {
            copy_items(trial, fact, &copy->facts[i]);
        }
    }
    case_close(copy, program, trial->arena);
    return copy;
}

static void make_cases(struct trial *trial, uint64_t seed)
{
    for (unsigned i = 0; i < CASES; i++) {
        struct sketch sketch =
            sketch_create(trial->arena, trial->program, seed * CASES + i, i % 3 == 0);
        const struct limen_case *made =
            sketch_case(trial->arena, &sketch, trial->program, 0);
        if (made) {
            const struct limen_case *one = as_the_table(trial, made);
            trial->cases[trial->count] = one;
            trial->expected[trial->count++] =
                interpreter_evaluate(trial->arena, trial->plan, one);
        }
    }
}

/* ------------------------------------------------------------------------------------------ columns */

/* What is said one after the other, of cases or items. */
struct series {
    struct arena *arena;
    struct case_fact *said;
    size_t count;
};

static uint64_t *plane(const struct series *series)
{
    return arena_alloc(series->arena, (series->count / 64 + 1) * sizeof(uint64_t));
}

static void put(uint64_t *words, size_t at, bool bit)
{
    words[at / 64] |= (uint64_t)bit << (at % 64);
}

static void add_values(const struct series *series, const struct fact *fact,
                       struct limen_column *ret)
{
    size_t count = fact->type->choice->count;
    const uint64_t **values = arena_alloc(series->arena, count * sizeof *values);
    for (size_t v = 0; v < count; v++) {
        uint64_t *words = plane(series);
        for (size_t i = 0; i < series->count; i++) {
            put(words, i, value_has(series->said[i].set, (int64_t)v));
        }
        values[v] = words;
    }
    ret->values = values;
}

static void add_yes_no(const struct series *series, struct limen_column *ret)
{
    uint64_t *certain = plane(series), *possible = plane(series);
    for (size_t i = 0; i < series->count; i++) {
        put(certain, i, value_is_yes(series->said[i].set));
        put(possible, i, value_may_be_yes(series->said[i].set));
    }
    ret->certain = certain;
    ret->possible = possible;
}

static void add_ends(const struct series *series, struct limen_column *ret)
{
    int64_t *low = arena_alloc(series->arena, (series->count + 1) * sizeof *low);
    int64_t *high = arena_alloc(series->arena, (series->count + 1) * sizeof *high);
    for (size_t i = 0; i < series->count; i++) {
        low[i] = series->said[i].set.low;
        high[i] = series->said[i].set.high;
    }
    ret->low = low;
    ret->high = high;
}

static void add_none(const struct series *series, struct limen_column *ret)
{
    uint64_t *none = plane(series), *some = plane(series);
    for (size_t i = 0; i < series->count; i++) {
        put(none, i, series->said[i].set.or_none);
        put(some, i, series->said[i].set.low <= series->said[i].set.high);
    }
    ret->none = none;
    ret->some = some;
}

static void add_dates(const struct series *series, struct limen_column *ret)
{
    size_t count = 0;
    uint32_t *first = arena_alloc(series->arena, (series->count + 1) * sizeof *first);
    uint64_t *complete = plane(series);
    for (size_t i = 0; i < series->count; i++) {
        first[i] = (uint32_t)count;
        count += series->said[i].date_count;
        put(complete, i, series->said[i].complete);
    }
    first[series->count] = (uint32_t)count;
    int32_t *dates = arena_alloc(series->arena, (count + 1) * sizeof *dates);
    for (size_t i = 0; i < series->count; i++) {
        for (size_t j = 0; j < series->said[i].date_count; j++) {
            dates[first[i] + j] = series->said[i].dates[j];
        }
    }
    ret->first = first;
    ret->dates = dates;
    ret->complete = complete;
}

static struct limen_column column_of(const struct trial *trial, const struct series *series,
                                     const struct fact *fact);

/* What every item says of FIELD. */
static struct series items_of(const struct series *lists, const struct fact *field)
{
    struct series series = {.arena = lists->arena};
    for (size_t i = 0; i < lists->count; i++) {
        series.count += lists->said[i].item_count;
    }
    struct case_fact *said = series.said = arena_alloc(lists->arena, (series.count + 1) * sizeof *said);
    for (size_t i = 0; i < lists->count; i++) {
        for (size_t j = 0; j < lists->said[i].item_count; j++) {
            *said++ = lists->said[i].items[j].fields[field->place];
        }
    }
    return series;
}

static void add_items(const struct trial *trial, const struct series *series,
                      const struct fact *list, struct limen_column *ret)
{
    uint32_t *first = arena_alloc(series->arena, (series->count + 1) * sizeof *first);
    uint64_t *complete = plane(series);
    struct limen_column *fields =
        arena_alloc(series->arena, (list->fields.count + 1) * sizeof *fields);
    for (size_t i = 0; i < series->count; i++) {
        first[i + 1] = first[i] + (uint32_t)series->said[i].item_count;
        put(complete, i, series->said[i].complete);
    }
    for (size_t i = 0; i < list->fields.count; i++) {
        const struct fact *field = list->fields.items[i];
        if (trial->has_field[field->entity.index]) {
            struct series items = items_of(series, field);
            fields[ret->field_count] = column_of(trial, &items, field);
            fields[ret->field_count++].fact = i;
        }
    }
    ret->first = first;
    ret->complete = complete;
    ret->fields = fields;
}

static struct limen_column column_of(const struct trial *trial, const struct series *series,
                                     const struct fact *fact)
{
    struct limen_column column = {.fact = 0};
    switch (fact->type->kind) {
    case TYPE_YES_NO:
        add_yes_no(series, &column);
        break;
    case TYPE_CHOICE:
        add_values(series, fact, &column);
        break;
    case TYPE_EVENT:
        add_dates(series, &column);
        break;
    case TYPE_LIST:
        add_items(trial, series, fact, &column);
        break;
    default:
        add_ends(series, &column);
    }
    if (fact->type->or_none) {
        add_none(series, &column);
    }
    return column;
}

static struct limen_table table_of(const struct trial *trial, const struct limen_ruleset *ruleset)
{
    struct limen_table table = {.count = trial->lanes, .otherwise_no = trial->otherwise_no};
    size_t facts = limen_fact_count(ruleset);
    struct limen_column *columns = arena_alloc(trial->arena, (facts + 1) * sizeof *columns);
    int32_t *dates = arena_alloc(trial->arena, (trial->lanes + 1) * sizeof *dates);
    struct series series = {trial->arena, NULL, trial->lanes};
    for (size_t i = 0; i < facts; i++) {
        const char *name = limen_fact_name(ruleset, i);
        const struct fact *fact =
            program_fact(trial->program, symbol_find(trial->program->symbols, name, strlen(name)));
        if (!trial->has_column[fact->entity.index]) {
            continue;
        }
        series.said = arena_alloc(trial->arena, (series.count + 1) * sizeof *series.said);
        for (size_t lane = 0; lane < series.count; lane++) {
            series.said[lane] = case_at(trial, lane)->facts[fact->entity.index];
        }
        columns[table.column_count] = column_of(trial, &series, fact);
        columns[table.column_count++].fact = i;
    }
    for (size_t lane = 0; lane < trial->lanes; lane++) {
        dates[lane] = case_at(trial, lane)->date;
    }
    table.columns = columns;
    table.dates = dates;
    return table;
}

/* ---------------------------------------------------------------------------------------- comparing */

struct found {
    uint8_t at_least[LANES], at_most[LANES];
    uint64_t refused[LIMEN_WORDS(LANES)];
    uint64_t *certain, *possible; /* of rules */
};

static uint8_t level_of(const struct trial *trial, const struct evaluation *expected, bool most)
{
    const struct plan *plan = trial->plan;
    uint8_t level = 0;
    if (expected->refused || plan->threshold_count == 0
        || (plan->scope != NO_NODE && !value_may_be_yes(expected->values[plan->scope]))) {
        return LIMEN_NO_LEVEL;
    }
    for (size_t i = 1; i < plan->threshold_count; i++) {
        struct value_set set = expected->values[plan->thresholds[i]];
        level = (most ? value_may_be_yes(set) : value_is_yes(set)) ? (uint8_t)i : level;
    }
    return level;
}

static const char *compare_rules(const struct trial *trial, const struct evaluation *expected,
                                 const struct found *found, size_t lane)
{
    for (size_t i = 0; i < trial->plan->rules.count; i++) {
        const struct plan_rule *rule = &trial->plan->rules.items[i];
        struct value_set set = expected->values[rule->status];
        size_t words = i * LIMEN_WORDS(trial->lanes);
        bool concludes = rule->rule->concludes;
        if (plane_get(found->certain + words, lane) != (concludes && value_is_yes(set))
            || plane_get(found->possible + words, lane) != (concludes && value_may_be_yes(set))) {
            return rule->rule->label;
        }
    }
    return NULL;
}

static const char *compare(const struct trial *trial, const struct found *found, size_t lane)
{
    const struct evaluation *expected = trial->expected[lane % trial->count];
    if (plane_get(found->refused, lane) != expected->refused) {
        return "refused";
    }
    if (found->at_least[lane] != level_of(trial, expected, false)
        || found->at_most[lane] != level_of(trial, expected, true)) {
        return "level";
    }
    return expected->refused ? NULL : compare_rules(trial, expected, found, lane);
}

static const char *run(const struct trial *trial, const struct limen_ruleset *ruleset,
                       struct limen_evaluator *evaluator)
{
    static struct found found;
    struct limen_table table = table_of(trial, ruleset);
    size_t words = (trial->plan->rules.count + 1) * LIMEN_WORDS(trial->lanes);
    found.certain = arena_alloc(trial->arena, words * sizeof(uint64_t));
    found.possible = arena_alloc(trial->arena, words * sizeof(uint64_t));
    struct limen_results results = {found.at_least, found.at_most, found.refused, found.certain,
                                    found.possible};
    char *message = NULL;
    if (!limen_evaluator_run(evaluator, &table, &results, &message)) {
        const char *copy = arena_copy(trial->arena, message, strlen(message));
        limen_text_free(message);
        return copy;
    }
    for (size_t lane = 0; lane < trial->lanes; lane++) {
        const char *what = compare(trial, &found, lane);
        if (what) {
            return arena_format(trial->arena, "case %zu: %s", lane, what);
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------ the run */

static bool is_read(const struct limen_ruleset *ruleset, const struct fact *fact)
{
    size_t i = 0;
    while (i < limen_fact_count(ruleset) && strcmp(limen_fact_name(ruleset, i), fact->entity.name) != 0) {
        i++;
    }
    return i < limen_fact_count(ruleset);
}

/* Most facts that are read, and most fields, have a column. */
static void pick_columns(struct trial *trial, const struct limen_ruleset *ruleset,
                         struct random *random)
{
    const struct program *program = trial->program;
    trial->has_column = arena_alloc(trial->arena, program->facts.count + 1);
    trial->has_field = arena_alloc(trial->arena, program->fields.count + 1);
    unsigned one_in = 2 + random_below(random, 5);
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        bool is_picked = (fact->from != NULL) == random_once_in(random, fact->from ? 4 : one_in);
        trial->has_column[i] = is_picked && is_read(ruleset, fact);
    }
    for (size_t i = 0; i < program->fields.count; i++) {
        bool is_from = program->fields.items[i]->from != NULL;
        trial->has_field[i] = is_from == random_once_in(random, is_from ? 4 : one_in);
    }
}

static void count(const struct trial *trial, struct counts *counts)
{
    counts->tables++;
    for (size_t i = 0; i < trial->count; i++) {
        counts->refused += trial->expected[i]->refused;
    }
    for (size_t i = 0; i < trial->program->facts.count; i++) {
        bool is_list = trial->program->facts.items[i]->type->kind == TYPE_LIST;
        counts->listed += is_list && trial->has_column[i];
        counts->without += !trial->has_column[i];
    }
}

static const char *check_tables(struct trial *trial, const struct limen_ruleset *ruleset,
                                struct limen_evaluator *evaluator, uint64_t seed,
                                struct counts *counts)
{
    const char *failure = NULL;
    struct random random = random_create(seed);
    for (unsigned i = 0; i < 3 && !failure; i++) {
        trial->count = 0;
        trial->otherwise_no = random_below(&random, 2);
        trial->lanes = i == 0 ? LANES : 1 + random_below(&random, 200);
        pick_columns(trial, ruleset, &random);
        make_cases(trial, seed * 3 + i);
        if (trial->count > 0) {
            failure = run(trial, ruleset, evaluator);
            count(trial, counts);
        }
    }
    return failure;
}

static bool check_ruleset(uint64_t seed, struct counts *counts)
{
    static struct trial trial;
    struct random random = random_create(seed);
    struct text rules = {0};
    ruleset_generate(&rules, &random);
    struct compilation *compilation = compilation_create(NULL);
    memset(&trial, 0, sizeof trial);
    trial.arena = compilation->arena;
    trial.program = library_load_text(compilation, "random.limen", rules.data, rules.length);
    struct limen_ruleset *ruleset = limen_load_text("random.limen", rules.data, rules.length, NULL, NULL);
    struct limen_evaluator *evaluator = ruleset ? limen_evaluator_create(ruleset, NULL) : NULL;
    const char *failure = NULL;
    if (evaluator) {
        trial.plan = plan_create(trial.arena, trial.program);
        counts->rulesets++;
        failure = check_tables(&trial, ruleset, evaluator, seed, counts);
    }
    if (failure) {
        printf("not ok 1 - tables give what cases give\n# seed %llu: %s\n", (unsigned long long)seed,
               failure);
        fputs(rules.data, stderr);
    }
    bool good = !failure;
    limen_evaluator_free(evaluator);
    limen_ruleset_free(ruleset);
    compilation_destroy(compilation);
    text_clear(&rules);
    return good;
}

int main(void)
{
    unsigned long long rulesets = setting("LIMEN_PROPERTY_EVALUATOR", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    struct counts counts = {0};
    printf("1..2\n");
    for (unsigned long long i = 0; i < rulesets; i++) {
        if (!check_ruleset(first + i, &counts)) {
            return EXIT_FAILURE;
        }
    }
    printf("# %zu rulesets, %zu tables, %zu cases refused, %zu columns of lists, %zu facts without a column\n",
           counts.rulesets, counts.tables, counts.refused, counts.listed, counts.without);
    printf("ok 1 - tables give what cases give\n");
    bool enough = 2 * counts.rulesets > rulesets && counts.refused && counts.listed && counts.without;
    printf("%s 2 - they were many, and of every kind\n", enough ? "ok" : "not ok");
    return enough ? EXIT_SUCCESS : EXIT_FAILURE;
}

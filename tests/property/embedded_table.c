/* SPDX-License-Identifier: Apache-2.0 */
/* Cases as rows and the same as columns. */
#include "embedded_table.h"

#include <stdlib.h>
#include <string.h>

#define ROUGHLY 5 /* one fact in so many has no column */

struct comparing {
    struct arena *arena;
    const struct limen_compiled *compiled;
    struct limenc_case *rows;
    size_t count;
    bool *has_column;  /* by fact */
    bool **has_field;  /* by fact, then field */
};

/* ------------------------------------------------------------------------------------------------ rows */

/* A column speaks of every case, and where there is none no case speaks. */
static struct limenc_value levelled(struct limenc_value value, bool has_column)
{
    enum limenc_state open = has_column ? LIMENC_NOT_KNOWN : LIMENC_LEFT_OUT;
    return has_column && value.state == LIMENC_GIVEN ? value : (struct limenc_value){.state = open};
}

static const struct limenc_value *level_items(const struct comparing *comparing, size_t list,
                                              const struct limenc_value *value)
{
    size_t fields = comparing->compiled->facts[list].field_count;
    struct limenc_value *items =
        arena_alloc(comparing->arena, (value->count * fields + 1) * sizeof *items);
    for (size_t i = 0; value->items && i < value->count * fields; i++) {
        items[i] = levelled(value->items[i], comparing->has_field[list][i % fields]);
    }
    return items;
}

static void level_rows(struct comparing *comparing, const struct limenc_case *cases)
{
    size_t facts = comparing->compiled->fact_count;
    comparing->rows = arena_alloc(comparing->arena, comparing->count * sizeof *comparing->rows);
    for (size_t i = 0; i < comparing->count; i++) {
        struct limenc_value *values = arena_alloc(comparing->arena, facts * sizeof *values);
        for (size_t f = 0; f < facts; f++) {
            values[f] = levelled(cases[i].values[f], comparing->has_column[f]);
            bool is_list = comparing->compiled->facts[f].kind == LIMENC_LIST;
            if (is_list && values[f].state == LIMENC_GIVEN) {
                values[f].items = level_items(comparing, f, &values[f]);
            }
        }
        comparing->rows[i] =
            (struct limenc_case){values, cases[0].otherwise_no, cases[0].nothing_else_in};
    }
}

/* --------------------------------------------------------------------------------------------- columns */

/* What is said one after the other, of cases or items. */
struct series {
    struct arena *arena;
    struct limenc_value *said;
    size_t count;
};

static void *room(const struct series *series, size_t size)
{
    return arena_alloc(series->arena, (series->count + 2) * size);
}

static uint64_t *plane(const struct series *series)
{
    return arena_alloc(series->arena, (LIMENC_WORDS(series->count) + 1) * sizeof(uint64_t));
}

static void put(uint64_t *words, size_t at, bool bit)
{
    words[at / 64] |= (uint64_t)bit << (at % 64);
}

static bool may_be(const struct limenc_fact *fact, const struct limenc_value *value, size_t i)
{
    if (value->state != LIMENC_GIVEN) {
        return true;
    }
    (void)fact;
    return value->members ? value->members[i / 64] >> (i % 64) & 1
                          : value->low <= (int64_t)i && (int64_t)i <= value->high;
}

static bool has_value(const struct limenc_fact *fact, const struct limenc_value *value)
{
    bool some = value->state != LIMENC_GIVEN;
    for (size_t i = 0; !some && value->members && i < fact->value_count; i++) {
        some = may_be(fact, value, i);
    }
    return some || (!value->members && value->low <= value->high);
}

static void add_values(const struct series *series, const struct limenc_fact *fact,
                       struct limenc_column *ret)
{
    const uint64_t **values =
        arena_alloc(series->arena, (fact->value_count + 1) * sizeof *values);
    for (size_t v = 0; v < fact->value_count; v++) {
        uint64_t *words = plane(series);
        for (size_t i = 0; i < series->count; i++) {
            put(words, i, may_be(fact, &series->said[i], v));
        }
        values[v] = words;
    }
    ret->values = values;
}

static void add_ends(const struct series *series, const struct limenc_fact *fact,
                     struct limenc_column *ret)
{
    uint64_t *certain = plane(series), *possible = plane(series);
    int64_t *low = room(series, sizeof *low), *high = room(series, sizeof *high);
    for (size_t i = 0; i < series->count; i++) {
        bool given = series->said[i].state == LIMENC_GIVEN;
        low[i] = given ? series->said[i].low : fact->low;
        high[i] = given ? series->said[i].high : fact->high;
        put(certain, i, low[i] == 1);
        put(possible, i, high[i] == 1);
    }
    if (fact->kind == LIMENC_YES_NO) {
        ret->certain = certain;
        ret->possible = possible;
    } else {
        ret->low = low;
        ret->high = high;
    }
}

static void add_none(const struct series *series, const struct limenc_fact *fact,
                     struct limenc_column *ret)
{
    uint64_t *none = plane(series), *some = plane(series);
    for (size_t i = 0; i < series->count; i++) {
        const struct limenc_value *value = &series->said[i];
        put(none, i, value->state == LIMENC_GIVEN ? value->or_none : true);
        put(some, i, has_value(fact, value));
    }
    ret->none = none;
    ret->some = some;
}

static size_t count_of(const struct limenc_value *value)
{
    return value->state == LIMENC_GIVEN ? value->count : 0;
}

static void add_first(const struct series *series, struct limenc_column *ret)
{
    uint32_t *first = room(series, sizeof *first);
    uint64_t *complete = plane(series);
    for (size_t i = 0; i < series->count; i++) {
        first[i + 1] = first[i] + (uint32_t)count_of(&series->said[i]);
        put(complete, i, series->said[i].state == LIMENC_GIVEN && !series->said[i].is_open);
    }
    ret->first = first;
    ret->complete = complete;
}

static void add_dates(const struct series *series, struct limenc_column *ret)
{
    add_first(series, ret);
    int32_t *dates = arena_alloc(series->arena, (ret->first[series->count] + 1) * sizeof *dates);
    for (size_t i = 0; i < series->count; i++) {
        size_t count = count_of(&series->said[i]);
        if (count > 0) {
            memcpy(dates + ret->first[i], series->said[i].dates, count * sizeof *dates);
        }
    }
    ret->dates = dates;
}

static struct limenc_column column_of(const struct series *series, const struct limenc_fact *fact);

static void add_items(const struct comparing *comparing, const struct series *series, size_t list,
                      struct limenc_column *ret)
{
    const struct limenc_fact *fact = &comparing->compiled->facts[list];
    add_first(series, ret);
    struct limenc_column *fields =
        arena_alloc(series->arena, (fact->field_count + 1) * sizeof *fields);
    for (size_t f = 0; f < fact->field_count; f++) {
        struct series items = {.arena = series->arena, .count = ret->first[series->count]};
        items.said = room(&items, sizeof *items.said);
        for (size_t i = 0; i < series->count; i++) {
            for (size_t j = 0; j < count_of(&series->said[i]); j++) {
                items.said[ret->first[i] + j] = series->said[i].items[j * fact->field_count + f];
            }
        }
        if (comparing->has_field[list][f]) {
            fields[f] = column_of(&items, &fact->fields[f]);
        }
    }
    ret->fields = fields;
}

static struct limenc_column column_of(const struct series *series, const struct limenc_fact *fact)
{
    struct limenc_column column = {.certain = NULL};
    switch (fact->kind) {
    case LIMENC_CHOICE:
        add_values(series, fact, &column);
        break;
    case LIMENC_EVENT:
        add_dates(series, &column);
        break;
    default:
        add_ends(series, fact, &column);
    }
    if (fact->or_none) {
        add_none(series, fact, &column);
    }
    return column;
}

static const struct limenc_column *columns_of(const struct comparing *comparing)
{
    size_t facts = comparing->compiled->fact_count;
    struct limenc_column *columns = arena_alloc(comparing->arena, facts * sizeof *columns);
    for (size_t f = 0; f < facts; f++) {
        struct series series = {.arena = comparing->arena, .count = comparing->count};
        series.said = room(&series, sizeof *series.said);
        for (size_t i = 0; i < comparing->count; i++) {
            series.said[i] = comparing->rows[i].values[f];
        }
        if (comparing->has_column[f] && comparing->compiled->facts[f].kind == LIMENC_LIST) {
            add_items(comparing, &series, f, &columns[f]);
        } else if (comparing->has_column[f]) {
            columns[f] = column_of(&series, &comparing->compiled->facts[f]);
        }
    }
    return columns;
}

/* ------------------------------------------------------------------------------------------- comparing */

struct found {
    uint8_t *at_least, *at_most;
    uint64_t *malformed, *contradictory, *rules[2], *duties[2];
};

static bool get(const uint64_t *words, size_t at)
{
    return words[at / 64] >> (at % 64) & 1;
}

static bool same_pairs(const struct comparing *comparing, uint64_t *const planes[2],
                       const uint8_t *answers, size_t answer_count, size_t at)
{
    for (size_t i = 0; i < answer_count; i++) {
        size_t words = i * LIMENC_WORDS(comparing->count);
        if (get(planes[0] + words, at) != (answers[i] == LIMENC_YES)
            || get(planes[1] + words, at) != (answers[i] != LIMENC_NO)) {
            return false;
        }
    }
    return true;
}

static const char *compare(const struct comparing *comparing, const struct found *found,
                           const struct limenc_result *result, size_t at)
{
    const struct limen_compiled *compiled = comparing->compiled;
    bool answered = result->status == LIMENC_ANSWERED;
    bool has_level = answered && result->has_level;
    if (get(found->malformed, at) || result->status == LIMENC_MALFORMED) {
        return "table: malformed";
    }
    if (get(found->contradictory, at) == answered) {
        return "table: contradictory";
    }
    if (found->at_least[at] != (has_level ? result->at_least : LIMENC_NO_LEVEL)
        || found->at_most[at] != (has_level ? result->at_most : LIMENC_NO_LEVEL)) {
        return "table: level";
    }
    if (answered
        && (!same_pairs(comparing, found->rules, result->rules, compiled->rule_count, at)
            || !same_pairs(comparing, found->duties, result->duties, compiled->duty_count, at))) {
        return "table: rules or duties";
    }
    return NULL;
}

static uint64_t *planes_of(const struct comparing *comparing, size_t count)
{
    return arena_alloc(comparing->arena,
                       (count + 1) * LIMENC_WORDS(comparing->count) * sizeof(uint64_t));
}

static struct found run_table(const struct comparing *comparing, void *workspace)
{
    const struct limen_compiled *compiled = comparing->compiled;
    struct found found = {.malformed = planes_of(comparing, 1), .contradictory = planes_of(comparing, 1)};
    struct limenc_table table = {columns_of(comparing), comparing->count,
                                 comparing->rows[0].otherwise_no, comparing->rows[0].nothing_else_in};
    found.at_least = arena_alloc(comparing->arena, comparing->count);
    found.at_most = arena_alloc(comparing->arena, comparing->count);
    for (size_t i = 0; i < 2; i++) {
        found.rules[i] = planes_of(comparing, compiled->rule_count);
        found.duties[i] = planes_of(comparing, compiled->duty_count);
    }
    struct limenc_planes planes = {found.at_least,      found.at_most,  found.malformed,
                                   found.contradictory, found.rules[0], found.rules[1],
                                   found.duties[0],     found.duties[1]};
    compiled->evaluate_table(&table, &planes, workspace);
    return found;
}

static void pick_columns(struct comparing *comparing, struct random *random)
{
    const struct limen_compiled *compiled = comparing->compiled;
    comparing->has_column = arena_alloc(comparing->arena, compiled->fact_count);
    comparing->has_field =
        arena_alloc(comparing->arena, compiled->fact_count * sizeof *comparing->has_field);
    for (size_t i = 0; i < compiled->fact_count; i++) {
        const struct limenc_fact *fact = &compiled->facts[i];
        comparing->has_column[i] = !random_once_in(random, ROUGHLY);
        comparing->has_field[i] = arena_alloc(comparing->arena, fact->field_count + 1);
        for (size_t f = 0; f < fact->field_count; f++) {
            comparing->has_field[i][f] = !random_once_in(random, ROUGHLY);
        }
    }
}

const char *embedded_compare_table(struct arena *arena, const struct limen_compiled *compiled,
                                   const struct limenc_case *cases, size_t count,
                                   struct random *random)
{
    struct comparing comparing = {.arena = arena, .compiled = compiled, .count = count};
    const char *what = NULL;
    pick_columns(&comparing, random);
    level_rows(&comparing, cases);
    void *workspace = malloc(compiled->workspace_size);
    struct limenc_result *results = arena_alloc(arena, count * sizeof *results);
    for (size_t i = 0; i < count; i++) {
        results[i].rules = arena_alloc(arena, compiled->rule_count + 1);
        results[i].duties = arena_alloc(arena, compiled->duty_count + 1);
    }
    compiled->evaluate(comparing.rows, count, results, workspace);
    struct found found = run_table(&comparing, workspace);
    for (size_t i = 0; i < count && !what; i++) {
        what = compare(&comparing, &found, &results[i], i);
    }
    free(workspace);
    return what;
}

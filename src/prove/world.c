/* SPDX-License-Identifier: Apache-2.0 */
/* Variables of facts, found by name, and read in the type of each ruleset. */
#include "prove/world.h"

#include <string.h>

#include "meaning/type.h"

struct world *world_create(struct arena *arena, int32_t date_low, int32_t date_high)
{
    struct world *world = arena_alloc(arena, sizeof *world);
    world->arena = arena;
    world->terms = terms_create(arena);
    world->questions = arena_alloc(arena, sizeof *world->questions);
    world->by_name.arena = arena;
    world->set.arena = arena;
    world->enough.arena = arena;
    world->datings.arena = arena;
    world->date_parts.arena = arena;
    world->date_low = date_low;
    world->date_high = date_high;
    world->case_date.value = NO_TERM;
    return world;
}

struct world *world_create_beside(const struct world *world)
{
    struct world *made = arena_alloc(world->arena, sizeof *made);
    *made = *world;
    made->facts.items = NULL;
    made->facts.count = made->facts.capacity = 0;
    made->by_name = (struct table){.arena = world->arena};
    made->set = (struct table){.arena = world->arena};
    made->date_parts = (struct table){.arena = world->arena};
    made->case_date.value = NO_TERM;
    made->others = NULL;
    made->other_count = 0;
    return made;
}

/* The world that all facts are listed in. */
static struct world *whole_world(struct world *world)
{
    return world->household ? world->household : world;
}

static void fields_create(struct world *world, struct world_fact *field)
{
    field->fields = arena_alloc(world->arena, WORLD_MOST_ITEMS * sizeof *field->fields);
    field->fields_known = arena_alloc(world->arena, WORLD_MOST_ITEMS * sizeof *field->fields_known);
    for (size_t i = 0; i < WORLD_MOST_ITEMS; i++) {
        field->fields[i].value = field->fields_known[i] = NO_TERM;
    }
}

static struct world_fact *fact_create(struct world *world, const struct program *program,
                                      const struct fact *fact)
{
    struct world_fact *made = arena_alloc(world->arena, sizeof *made);
    made->fact = fact;
    made->program = program;
    made->known = made->reading.value = NO_TERM;
    made->reading.none = world->terms->no;
    made->fits = world->terms->yes;
    if (fact->list) {
        fields_create(world, made);
    }
    if (fact->type->kind == TYPE_EVENT) {
        made->event = arena_alloc(world->arena, sizeof *made->event);
        made->event->total = made->event->latest.value = NO_TERM;
        made->event->as_listed = world->terms->no;
    }
    made->fields_by_name.arena = world->arena;
    return made;
}

struct world_fact *world_find(const struct world *world, const struct fact *fact)
{
    const struct world *home = world_keeps(world, fact) ? world : world->household;
    struct world_fact *set = table_get(&home->set, fact);
    if (set || !fact->list) {
        return set ? set : table_get(&home->by_name, fact->entity.name);
    }
    const struct world_fact *list = world_find(world, fact->list);
    return list ? table_get(&list->fields_by_name, fact->entity.name) : NULL;
}

struct world_fact *world_fact(struct world *world, const struct program *program,
                              const struct fact *fact)
{
    struct world_fact *found = world_find(world, fact);
    if (found) {
        return found;
    }
    found = fact_create(world, program, fact);
    if (fact->list) {
        table_set(&world_fact(world, program, fact->list)->fields_by_name, fact->entity.name, found);
    } else {
        struct world *whole = whole_world(world);
        struct world *home = world_keeps(world, fact) ? world : world->household;
        table_set(&home->by_name, fact->entity.name, found);
        vector_push(world->arena, &whole->facts, found);
    }
    return found;
}

struct reading world_new_reading(struct world *world, const struct type *type)
{
    bool is_yes_no = type->kind == TYPE_YES_NO;
    struct reading made = {
        .value = is_yes_no ? term_open(world->terms)
                           : term_variable(world->terms, type->low, type->high),
        .none = type->or_none ? term_open(world->terms) : world->terms->no};
    /* A value that is none is not told from another. */
    if (type->or_none) {
        term rest = is_yes_no ? term_not(world->terms, made.value)
                              : term_at_most(world->terms, made.value, type->low);
        terms_add_law(world->terms, term_implies(world->terms, made.none, rest));
    }
    return made;
}

/* ------------------------------------------------------------------------- from one type to another */

/* Which value of TO means what value VALUE of FROM means; -1: none does. */
static int64_t same_value(const struct world_fact *from, const struct program *program,
                          const struct type *to, int64_t value)
{
    if (to->kind == TYPE_LEVEL) {
        const struct program *first = from->program;
        for (size_t i = 0; i < program->levels.count; i++) {
            if (strcmp(program->levels.items[i]->label, first->levels.items[value]->label) == 0) {
                return (int64_t)i;
            }
        }
        return -1;
    }
    return choice_find(to->choice, from->fact->type->choice->values[value].name);
}

static bool same_choice(const struct world_fact *from, const struct program *program,
                        const struct type *to)
{
    const struct type *type = from->fact->type;
    bool same = type->high == to->high;
    for (int64_t i = type->low; i <= type->high && same; i++) {
        same = same_value(from, program, to, i) == i;
    }
    return same;
}

static struct reading read_choice(struct world *world, const struct world_fact *from,
                                  struct reading own, const struct program *program,
                                  const struct type *to, term *ret_valid)
{
    struct terms *terms = world->terms;
    struct reading read = own;
    if (same_choice(from, program, to)) {
        return read;
    }
    read.value = term_number(terms, to->low);
    for (int64_t i = from->fact->type->low; i <= from->fact->type->high; i++) {
        int64_t value = same_value(from, program, to, i);
        term is_it = term_is(terms, own.value, i);
        if (value < 0) {
            *ret_valid = term_and2(terms, *ret_valid,
                                   term_or2(terms, own.none, term_not(terms, is_it)));
        } else {
            read.value = term_if(terms, is_it, term_number(terms, value), read.value);
        }
    }
    return read;
}

/* Steps of FINE's type in one step of COARSE's, or 0 if they don't divide. */
static int64_t steps(const struct type *fine, const struct type *coarse)
{
    if (unit_base(fine->unit) != unit_base(coarse->unit) || coarse->scale > fine->scale
        || unit_factor(coarse->unit) % unit_factor(fine->unit) != 0) {
        return 0;
    }
    return unit_factor(coarse->unit) / unit_factor(fine->unit)
           * decimal_power(fine->scale - coarse->scale);
}

static struct reading read_number(struct world *world, const struct world_fact *from,
                                  struct reading own, const struct type *to, term *ret_valid)
{
    struct terms *terms = world->terms;
    struct reading read = own;
    const struct type *type = from->fact->type;
    int64_t finer = type->kind == TYPE_NUMBER ? steps(to, type) : 1;
    int64_t coarser = type->kind == TYPE_NUMBER ? steps(type, to) : 1;
    term fits = terms->no; /* units that don't convert: no value means the same */
    if (finer > 0) {
        read.value = term_times(terms, read.value, finer);
        fits = terms->yes;
    } else if (coarser > 0) {
        read.value = term_variable(terms, to->low, to->high);
        fits = term_equal(terms, term_times(terms, read.value, coarser), own.value);
    }
    term within = term_and2(terms, term_reaches(terms, read.value, to->low),
                            term_at_most(terms, read.value, to->high));
    fits = term_or2(terms, own.none, term_and2(terms, fits, within));
    *ret_valid = term_and2(terms, *ret_valid, fits);
    return read;
}

struct reading world_read_as(struct world *world, const struct world_fact *from,
                             struct reading reading, const struct program *program,
                             const struct fact *fact, term *ret_valid)
{
    struct reading read = reading;
    const struct type *type = from->fact->type, *to = fact->type;
    if (type->or_none && !to->or_none) {
        *ret_valid = term_and2(world->terms, *ret_valid, term_not(world->terms, read.none));
        read.none = world->terms->no;
    }
    if (type->kind != to->kind) {
        *ret_valid = world->terms->no;
        return read;
    }
    switch (to->kind) {
    case TYPE_CHOICE:
    case TYPE_LEVEL:
        return read_choice(world, from, read, program, to, ret_valid);
    case TYPE_NUMBER:
    case TYPE_DATE:
        return read_number(world, from, read, to, ret_valid);
    default:
        return read;
    }
}

struct reading world_read(struct world *world, const struct program *program,
                          const struct fact *fact, term *ret_valid)
{
    struct world_fact *found = world_fact(world, program, fact);
    *ret_valid = found->fits;
    if (found->reading.value == NO_TERM) {
        found->reading = world_new_reading(world, found->fact->type);
    }
    return world_read_as(world, found, found->reading, program, fact, ret_valid);
}

/* READING lies in TYPE. */
static term reading_fits(const struct world *world, const struct type *type, struct reading reading)
{
    struct terms *terms = world->terms;
    term within = type->kind == TYPE_YES_NO
                      ? terms->yes
                      : term_and2(terms, term_reaches(terms, reading.value, type->low),
                                  term_at_most(terms, reading.value, type->high));
    term absent = type->or_none ? reading.none : terms->no;
    term present = term_and2(terms, term_not(terms, reading.none), within);
    return term_or2(terms, absent, present);
}

void world_set(struct world *world, const struct program *program, const struct fact *fact,
               struct reading reading)
{
    struct world_fact *set = fact_create(world, program, fact);
    set->reading = reading;
    set->fits = reading_fits(world, fact->type, reading);
    table_set(&world->set, fact, set);
}

void world_set_field(struct world *world, const struct program *program, const struct fact *field,
                     const struct reading *items, size_t count)
{
    struct world_fact *set = fact_create(world, program, field);
    set->fields_fit = arena_alloc(world->arena, (count + 1) * sizeof *set->fields_fit);
    for (size_t i = 0; i < count; i++) {
        set->fields[i] = items[i];
        set->fields_fit[i] = reading_fits(world, field->type, items[i]);
    }
    table_set(&world->set, field, set);
}

void world_set_list(struct world *world, const struct fact *list, const struct program *program,
                    const struct fact *older)
{
    table_set(&world->set, list, world_fact(world, program, older));
}

/* --------------------------------------------------------------------------- dates, judgement, knowing */

struct reading world_case_date(struct world *world)
{
    world = whole_world(world);
    if (world->case_date.value == NO_TERM) {
        world->case_date.value = term_variable(world->terms, world->date_low, world->date_high);
        world->case_date.none = world->terms->no;
    }
    return world->case_date;
}

/* Rules that leave the same choice under the same name are judged alike. */
static struct world_judgement *judgement_of(struct world *world, const struct program *program,
                                            const struct rule *rule)
{
    const char *key = arena_format(world->arena, "%s %s %s", rule->label,
                                   program->levels.items[rule->level_low]->label,
                                   program->levels.items[rule->level_high]->label);
    for (size_t i = 0; i < world->judgements.count; i++) {
        if (strcmp(world->judgements.items[i]->key, key) == 0) {
            return world->judgements.items[i];
        }
    }
    struct world_judgement *made = arena_alloc(world->arena, sizeof *made);
    made->key = key;
    made->rule = rule;
    made->level = term_variable(world->terms, (int64_t)rule->level_low, (int64_t)rule->level_high);
    vector_push(world->arena, &world->judgements, made);
    return made;
}

/* A rank of PROGRAM counts from RULE's lowest: rulesets may number other levels otherwise. */
term world_judged(struct world *world, const struct program *program, const struct rule *rule,
                  size_t rank)
{
    const struct world_judgement *judgement = judgement_of(world, program, rule);
    size_t first = judgement->rule->level_low, last = judgement->rule->level_high;
    size_t steps_up = rank - rule->level_low;
    bool is_last = rank == rule->level_high;
    return term_reaches(world->terms, judgement->level,
                        (int64_t)(is_last ? last : first + steps_up));
}

term world_known(struct world *world, const struct program *program, const struct fact *fact,
                 const term *bases, size_t base_count)
{
    struct world_fact *found = world_fact(world, program, fact);
    if (found->known != NO_TERM) {
        return found->known;
    }
    bool is_fixed = fact->type->kind != TYPE_EVENT && fact->type->low == fact->type->high
                    && !fact->type->or_none && fact->is_builtin;
    found->known = is_fixed ? world->terms->yes : term_open(world->terms);
    if (fact->from) {
        term all = term_and(world->terms, bases, base_count);
        terms_add_law(world->terms, term_implies(world->terms, all, found->known));
    }
    return found->known;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What accounts for a difference: the rules on both sides, the facts, and the changes it falls under. */
#include "prove/diff.h"

#include <string.h>

#include "answer/wording.h"
#include "meaning/type.h"
#include "prove/reach.h"

struct showing {
    struct diff *diff;
    const struct diff_subject *subject;
    const term *wanted;
    size_t count;
    int64_t *known;  /* by term */
    int64_t *values; /* by variable: of a case that is as good, as far as facts may move */
    struct difference *difference;
};

/* ---------------------------------------------------------------------------- where it stands, by what */

static size_t standing_of(const struct showing *showing, size_t side)
{
    size_t standing = showing->diff->standing_count;
    while (standing-- > 1) {
        if (showing->known[showing->diff->above[side][standing]]) {
            return standing;
        }
    }
    return 0;
}

static size_t rank_of(const struct showing *showing, size_t side)
{
    const struct encoding *encoding = showing->diff->encodings[side];
    size_t rank = encoding->plan->threshold_count;
    while (rank-- > 1) {
        if (showing->known[encoding->reaches[rank]]) {
            return rank;
        }
    }
    return 0;
}

static void find_rules(struct showing *showing, size_t side)
{
    struct diff *diff = showing->diff;
    const struct program *program = diff->programs[side];
    size_t rank = rank_of(showing, side);
    for (size_t i = 0; i < program->rules.count && rank > 0; i++) {
        const struct rule *rule = program->rules.items[i];
        if (!rule->is_exception && showing->known[diff->lifts[side][i][rank]]) {
            vector_push(diff->arena, &showing->difference->rules[side], rule);
        }
    }
}

static void find_standings(struct showing *showing)
{
    for (size_t side = 0; side < DIFF_SIDES && showing->diff->levels_match; side++) {
        size_t standing = standing_of(showing, side);
        showing->difference->standings[side] = standing;
        if (standing > 0) {
            find_rules(showing, side);
        }
    }
}

/* -------------------------------------------------------------------------------------------- facts */

static bool is_same_type(const struct type *a, const struct type *b)
{
    bool same_bounds = a->low == b->low && a->high == b->high && a->or_none == b->or_none;
    bool same_unit = a->kind != TYPE_NUMBER || (a->unit == b->unit && a->scale == b->scale);
    return a->kind == b->kind && same_bounds && same_unit
           && (a->kind != TYPE_CHOICE || choice_equal(a->choice, b->choice));
}

/* What FACT is in the case, as a value of its type, also where only the other version reads it. */
static struct reading reading_of(const struct diff *diff, size_t side, const struct fact *fact)
{
    node_id node = diff->plans[side]->facts[fact->entity.index];
    const struct world_fact *found = world_find(diff->world, fact);
    if (node != NO_NODE) {
        return diff->encodings[side]->nodes[node];
    }
    bool same = found && found->fact && is_same_type(found->fact->type, fact->type);
    return same ? found->reading : (struct reading){.value = NO_TERM};
}

/* The number or ordered choice that FACT is, if it is a variable by itself; else NO_TERM. */
static term variable_of(const struct showing *showing, size_t side, const struct fact *fact)
{
    const struct diff *diff = showing->diff;
    enum type_kind kind = fact->type->kind;
    bool is_ordered = kind == TYPE_NUMBER || (kind == TYPE_CHOICE && fact->type->choice->ordered);
    struct reading reading = reading_of(diff, side, fact);
    bool is_variable = is_ordered && reading.value != NO_TERM && !showing->known[reading.none]
                       && term_at(diff->world->terms, reading.value)->kind == TERM_VARIABLE;
    return is_variable ? reading.value : NO_TERM;
}

static void write_stretch(struct text *text, struct arena *arena, const struct fact *fact,
                          int64_t low, int64_t high)
{
    bool is_number = fact->type->kind == TYPE_NUMBER;
    text_format(text, "%s ", fact->entity.name);
    value_set_write(text, fact->type,
                    is_number ? value_between(low, high) : value_of(arena, fact->type, low));
    if (!is_number && high > low) {
        text_format(text, " to %s", fact->type->choice->values[high].name);
    }
}

/* The same for readers who do not write rules: "Age on the date of the case: 10 to 12 years". */
static void tell_stretch(struct text *text, const struct fact *fact, int64_t low, int64_t high)
{
    text_format(text, "%s: ", fact->entity.title ? fact->entity.title : fact->entity.name);
    if (fact->type->kind == TYPE_NUMBER) {
        value_set_write(text, fact->type, value_between(low, high));
        return;
    }
    wording_choice_value(text, fact->type->choice, (size_t)low);
    if (high > low) {
        text_add(text, " to ");
        wording_choice_value(text, fact->type->choice, (size_t)high);
    }
}

static void tell_fact(struct text *text, const struct witness *witness, const struct fact *fact)
{
    const struct case_fact *given = &witness->limen_case->facts[fact->entity.index];
    bool is_yes = fact->type->kind == TYPE_YES_NO && given->state != FACT_NOT_KNOWN
                  && given->set.low > 0;
    bool is_choice = fact->type->kind == TYPE_CHOICE && value_is_single(given->set)
                     && !value_is_none(given->set);
    if (is_yes && fact->entity.title) {
        text_add(text, fact->entity.title);
    } else if (is_choice) {
        tell_stretch(text, fact, given->set.low, given->set.low);
    } else {
        witness_write_fact(text, witness, fact);
    }
}

static const char *keep(struct arena *arena, struct text *text)
{
    const char *kept = arena_copy(arena, text_string(text), text->length);
    text_clear(text);
    return kept;
}

struct difference_fact diff_fact_between(struct arena *arena, const struct fact *fact, int64_t low,
                                         int64_t high)
{
    struct text text = {0}, told = {0};
    if (fact->type->kind == TYPE_YES_NO) {
        text_format(&text, "%s%s", low ? "" : "not ", fact->entity.name);
        text_format(&told, "%s%s", low ? "" : "not so: ",
                    fact->entity.title ? fact->entity.title : fact->entity.name);
    } else {
        write_stretch(&text, arena, fact, low, high);
        tell_stretch(&told, fact, low, high);
    }
    return (struct difference_fact){fact, keep(arena, &text), keep(arena, &told)};
}

/* From LOW to HIGH is what it takes to be in scope, and no less. */
static bool is_only_scope(const struct showing *showing, term variable, int64_t low, int64_t high)
{
    const struct diff *diff = showing->diff;
    const term scope[] = {diff->counts, diff->encodings[0]->in_scope, diff->encodings[1]->in_scope};
    int64_t scope_low, scope_high;
    if (!showing->known[scope[1]] || !showing->known[scope[2]]) {
        return false;
    }
    reach_find(diff->world->terms, showing->values, variable, scope, 3, &scope_low, &scope_high);
    return low == scope_low && high == scope_high;
}

/* Any other value would do as well. */
static bool is_any_choice(const struct showing *showing, size_t side, const struct fact *fact)
{
    const struct terms *terms = showing->diff->world->terms;
    struct reading reading = reading_of(showing->diff, side, fact);
    if (fact->type->kind != TYPE_CHOICE || reading.value == NO_TERM
        || term_at(terms, reading.value)->kind != TERM_VARIABLE) {
        return false;
    }
    const struct term_node *node = term_at(terms, reading.value);
    int64_t *value = &showing->values[node->constant], before = *value;
    bool any = true;
    for (*value = node->low; *value <= node->high && any; ++*value) {
        any = reach_holds(terms, showing->values, showing->wanted, showing->count);
    }
    *value = before;
    return any;
}

/* False: FACT may be anything, as far as the case is in scope. */
static bool find_need(const struct showing *showing, size_t side, const struct fact *fact,
                      struct difference_fact *ret)
{
    struct text text = {0}, told = {0};
    const struct terms *terms = showing->diff->world->terms;
    term variable = variable_of(showing, side, fact);
    int64_t low = fact->type->low, high = low;
    if (is_any_choice(showing, side, fact)) {
        return false;
    }
    if (variable == NO_TERM) {
        witness_write_fact(&text, showing->difference->sides[side], fact);
        tell_fact(&told, showing->difference->sides[side], fact);
        *ret = (struct difference_fact){fact, keep(terms->arena, &text), keep(terms->arena, &told)};
        return true;
    }
    reach_find(terms, showing->values, variable, showing->wanted, showing->count, &low, &high);
    if (is_only_scope(showing, variable, low, high)) {
        return false;
    }
    low = low < fact->type->low ? fact->type->low : low;
    high = high > fact->type->high ? fact->type->high : high;
    *ret = diff_fact_between(terms->arena, fact, low, high);
    return low > fact->type->low || high < fact->type->high;
}

/* On its first day an age can't grow: a day later it can, if that changes nothing. */
static void let_age(struct showing *showing)
{
    const struct world *world = showing->diff->world;
    size_t count = world->terms->variables.count;
    showing->values = arena_alloc(world->arena, (count + 1) * sizeof *showing->values);
    memcpy(showing->values, showing->diff->prover->values.items, count * sizeof *showing->values);
    for (size_t i = 0; i < world->facts.count; i++) {
        const struct world_age *age = world->facts.items[i]->age;
        if (age && !showing->known[age->is_past] && !showing->known[age->is_future]) {
            int64_t *is_past = &showing->values[term_at(world->terms, age->is_past)->constant];
            *is_past = 1;
            *is_past = reach_holds(world->terms, showing->values, showing->wanted, showing->count);
        }
    }
}

/* What both versions bind is one authority. */
static bool is_only_authority(const struct diff *diff, const struct fact *fact)
{
    return fact->is_builtin && (diff->programs[0]->authorities.count < 2
                                || diff->programs[1]->authorities.count < 2);
}

static void find_facts_of(struct showing *showing, size_t side)
{
    const struct witness *witness = showing->difference->sides[side];
    const struct program *program = showing->diff->programs[side];
    const struct program *newer = showing->diff->programs[1];
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        bool elsewhere = side == 0
                         && (program_fact(newer, fact->entity.name)
                             || (type_is_many(fact->type) && diff_is_mapped(showing->diff, fact)));
        if (!witness->stated[i] || elsewhere || is_only_authority(showing->diff, fact)) {
            continue;
        }
        struct difference_fact need;
        if (find_need(showing, side, fact, &need)) {
            vector_push(showing->diff->arena, &showing->difference->facts, need);
        }
    }
}

/* Another child of the household, with all that the case says of it; of the newer version, if that knows any. */
static void find_others(struct showing *showing)
{
    struct arena *arena = showing->diff->arena;
    const struct witness *const *sides = showing->difference->sides;
    const struct witness *witness = sides[sides[1]->others.count > 0];
    for (size_t i = 0; i < witness->others.count; i++) {
        const struct fact *each = witness->plan->program->each;
        struct text words = {0}, told = {0};
        witness_write_other(&words, witness, i);
        text_format(&told, "another %s:", each->entity.name);
        const char *opening = strchr(text_string(&words), '(');
        text_format(&told, " %.*s", (int)strlen(opening) - 2, opening + 1);
        vector_push(arena, &showing->difference->facts,
                    (struct difference_fact){each, keep(arena, &words), keep(arena, &told)});
    }
}

/* ------------------------------------------------------------------------------------------ changes */

static void find_declared(struct showing *showing)
{
    const struct diff *diff = showing->diff;
    const struct encoding *newer = diff->encodings[1];
    for (size_t i = 0; i < newer->plan->changes.count; i++) {
        const struct plan_claim *change = &newer->plan->changes.items[i];
        bool holds = change->condition == NO_NODE
                     || (showing->known[newer->nodes[change->condition].value]
                         && !showing->known[newer->nodes[change->condition].none]);
        if (diff->declared[i] && holds
            && diff_change_is_of(change->statement->entity.decl, showing->subject)) {
            vector_push(diff->arena, &showing->difference->declared, change->statement);
        }
    }
}

const struct difference *diff_show(struct diff *diff, const struct diff_subject *subject,
                                   const term *wanted, size_t count)
{
    struct showing showing = {.diff = diff, .subject = subject, .count = count + 1,
                              .wanted = diff_question(diff, wanted, count)};
    const struct encoding *const encodings[DIFF_SIDES] = {diff->encodings[0], diff->encodings[1]};
    const char *name = arena_format(diff->arena, "found_%zu", ++diff->examples);
    showing.difference = arena_alloc(diff->arena, sizeof *showing.difference);
    if (!witness_create_pair(diff->prover, encodings, name, showing.difference->sides,
                             &diff->fault)) {
        return NULL;
    }
    showing.known = arena_alloc(diff->arena,
                                (diff->world->terms->nodes.count + 1) * sizeof *showing.known);
    terms_values(diff->world->terms, diff->prover->values.items, showing.known);
    find_standings(&showing);
    let_age(&showing);
    find_facts_of(&showing, 1);
    find_facts_of(&showing, 0);
    find_others(&showing);
    find_declared(&showing);
    return showing.difference;
}

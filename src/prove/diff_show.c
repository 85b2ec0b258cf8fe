/* SPDX-License-Identifier: Apache-2.0 */
/* What accounts for a difference: the rules on both sides, the facts, and the changes it falls under. */
#include "prove/diff.h"

#include <string.h>

#include "answer/answer.h"
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

/* The number or ordered choice that FACT is, if it is a variable by itself; else NO_TERM. */
static term variable_of(const struct showing *showing, size_t side, const struct fact *fact)
{
    const struct diff *diff = showing->diff;
    enum type_kind kind = fact->type->kind;
    node_id node = diff->plans[side]->facts[fact->entity.index];
    bool is_ordered = kind == TYPE_NUMBER || (kind == TYPE_CHOICE && fact->type->choice->ordered);
    if (node == NO_NODE || !is_ordered) {
        return NO_TERM;
    }
    struct reading reading = diff->encodings[side]->nodes[node];
    bool is_variable = reading.value != NO_TERM && !showing->known[reading.none]
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

/* False: FACT may be anything. */
static bool write_need(struct text *text, const struct showing *showing, size_t side,
                       const struct fact *fact)
{
    const struct terms *terms = showing->diff->world->terms;
    term variable = variable_of(showing, side, fact);
    if (variable == NO_TERM) {
        witness_write_fact(text, showing->difference->sides[side], fact);
        return true;
    }
    int64_t low, high;
    reach_find(terms, showing->values, variable, showing->wanted, showing->count, &low, &high);
    low = low < fact->type->low ? fact->type->low : low;
    high = high > fact->type->high ? fact->type->high : high;
    write_stretch(text, showing->diff->arena, fact, low, high);
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
        bool elsewhere = side == 0 && program_fact(newer, fact->entity.name);
        if (!witness->stated[i] || elsewhere || is_only_authority(showing->diff, fact)) {
            continue;
        }
        struct text text = {0};
        if (write_need(&text, showing, side, fact)) {
            vector_push(showing->diff->arena, &showing->difference->facts,
                        arena_copy(showing->diff->arena, text_string(&text), text.length));
        }
        text_clear(&text);
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
    find_declared(&showing);
    return showing.difference;
}

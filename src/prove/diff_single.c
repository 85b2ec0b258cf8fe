/* SPDX-License-Identifier: Apache-2.0 */
/* Which facts move a case by themselves: a case at rest, in which one fact is changed at a time.

   Nothing is asked: each value is worked out, between two bounds that the terms compare it with once. */
#include "prove/diff.h"

#include <stdlib.h>
#include <string.h>

#define MOST_VALUES 64 /* that are tried of a number that is added to others */

/* What the terms do with a variable. */
struct use {
    VECTOR_OF(int64_t); /* bounds that it is compared with */
    bool is_added;      /* each value counts */
};

struct trying {
    struct diff *diff;
    const struct terms *terms;
    bool *marked;     /* by term: what counts */
    int64_t *values;  /* by variable: the case at rest */
    int64_t *known;   /* by term */
    struct use *uses; /* by variable */
    const struct world_fact *fact;
    size_t variable;
};

static void mark(struct trying *trying)
{
    const struct diff *diff = trying->diff;
    terms_mark(trying->terms, diff->counts, trying->marked);
    for (size_t side = 0; side < DIFF_SIDES; side++) {
        for (size_t i = 0; i < diff->standing_count; i++) {
            terms_mark(trying->terms, diff->above[side][i], trying->marked);
        }
    }
    for (size_t i = 0; i < trying->terms->laws.count; i++) {
        terms_mark(trying->terms, trying->terms->laws.items[i], trying->marked);
    }
}

static bool is_case(const struct trying *trying)
{
    bool all = trying->known[trying->diff->counts];
    for (size_t i = 0; i < trying->terms->laws.count && all; i++) {
        all = trying->known[trying->terms->laws.items[i]];
    }
    return all;
}

static size_t standing(const struct trying *trying, size_t side)
{
    size_t found = trying->diff->standing_count - 1;
    while (found > 0 && !trying->known[trying->diff->above[side][found]]) {
        found--;
    }
    return found;
}

/* Where a case goes whose fact is VALUE; NULL: nowhere else, or there is no such case. */
static struct move *move_of(struct trying *trying, int64_t value)
{
    int64_t before = trying->values[trying->variable];
    trying->values[trying->variable] = value;
    terms_values_marked(trying->terms, trying->marked, trying->values, trying->known);
    trying->values[trying->variable] = before;
    if (!is_case(trying)) {
        return NULL;
    }
    size_t from = standing(trying, 0), to = standing(trying, 1);
    for (size_t i = 0; i < trying->diff->moves.count; i++) {
        struct move *move = &trying->diff->moves.items[i];
        if (move->from == from && move->to == to) {
            return move;
        }
    }
    return NULL;
}

static void find_uses(struct trying *trying)
{
    struct arena *arena = trying->diff->arena;
    const struct terms *terms = trying->terms;
    trying->uses = arena_alloc(arena, (terms->variables.count + 1) * sizeof *trying->uses);
    for (size_t i = 0; i < terms->nodes.count; i++) {
        const struct term_node *node = term_at(terms, (term)i);
        for (size_t j = 0; j < node->count && trying->marked[i]; j++) {
            const struct term_node *part = term_at(terms, terms->operands.items[node->first + j]);
            if (part->kind != TERM_VARIABLE) {
                continue;
            }
            struct use *use = &trying->uses[part->constant];
            use->is_added = use->is_added || node->kind != TERM_REACHES;
            if (node->kind == TERM_REACHES) {
                vector_push(arena, use, node->constant);
            }
        }
    }
}

static int ascending(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* Where values begin that nothing tells apart, ascending. */
static struct use *find_bounds(struct trying *trying, const struct term_node *node)
{
    struct arena *arena = trying->diff->arena;
    struct use *use = &trying->uses[trying->variable];
    bool each = node->is_yes_no || use->is_added;
    vector_push(arena, use, node->low);
    for (int64_t value = node->low; each && value <= node->high && node->high - node->low < MOST_VALUES;
         value++) {
        vector_push(arena, use, value);
    }
    qsort(use->items, use->count, sizeof *use->items, ascending);
    return use;
}

static void add_stretch(struct trying *trying, struct move *move, int64_t low, int64_t high)
{
    struct arena *arena = trying->diff->arena;
    if (move) {
        vector_push(arena, &move->alone, diff_fact_between(arena, trying->fact->fact, low, high));
    }
}

/* Values that go the same way are told as one stretch. */
static void try_values(struct trying *trying, const struct term_node *node)
{
    const struct use *bounds = find_bounds(trying, node);
    struct move *move = NULL;
    int64_t begin = node->low;
    for (size_t i = 0; i < bounds->count; i++) {
        struct move *here = move_of(trying, bounds->items[i]);
        if (here != move) {
            add_stretch(trying, move, begin, bounds->items[i] - 1);
            move = here;
            begin = bounds->items[i];
        }
    }
    add_stretch(trying, move, begin, node->high);
}

static bool is_simple(const struct fact *fact)
{
    enum type_kind kind = fact->type->kind;
    return !fact->is_builtin && !fact->from && !fact->type->or_none
           && (kind == TYPE_YES_NO || kind == TYPE_CHOICE || kind == TYPE_NUMBER);
}

/* What is in the case anyway, such as an age, moves nothing by itself. */
static void try_fact(struct trying *trying, const struct world_fact *fact)
{
    if (!is_simple(fact->fact) || fact->reading.value == NO_TERM
        || term_at(trying->terms, fact->reading.value)->kind != TERM_VARIABLE
        || !trying->marked[fact->reading.value]) {
        return;
    }
    const struct term_node *node = term_at(trying->terms, fact->reading.value);
    trying->fact = fact;
    trying->variable = (size_t)node->constant;
    try_values(trying, node);
}

/* In the order of the text; of the older version those that the newer does not have. */
static void try_facts_of(struct trying *trying, size_t side)
{
    const struct diff *diff = trying->diff;
    const struct program *program = diff->programs[side];
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        const struct world_fact *found = world_find(diff->world, fact);
        if (found && (side == 1 || !program_fact(diff->programs[1], fact->entity.name))) {
            try_fact(trying, found);
        }
    }
}

/* The case at rest does not move itself. */
static bool rests(struct trying *trying)
{
    terms_values_marked(trying->terms, trying->marked, trying->values, trying->known);
    return is_case(trying) && standing(trying, 0) == standing(trying, 1);
}

void diff_singles(struct diff *diff)
{
    const struct terms *terms = diff->world->terms;
    const term wanted[] = {diff->encodings[0]->in_scope, diff->encodings[1]->in_scope};
    diff_turn_to(diff, "which facts move a case by themselves");
    if (diff->moves.count == 0 || diff->fault
        || diff_ask_smallest(diff, wanted, 2) != VERDICT_SOME) {
        return;
    }
    struct trying trying = {.diff = diff, .terms = terms};
    size_t nodes = terms->nodes.count + 1, variables = terms->variables.count + 1;
    trying.marked = arena_alloc(diff->arena, nodes * sizeof *trying.marked);
    trying.known = arena_alloc(diff->arena, nodes * sizeof *trying.known);
    trying.values = arena_alloc(diff->arena, variables * sizeof *trying.values);
    memcpy(trying.values, diff->prover->values.items, terms->variables.count * sizeof *trying.values);
    mark(&trying);
    find_uses(&trying);
    if (rests(&trying)) {
        try_facts_of(&trying, 1);
        try_facts_of(&trying, 0);
    }
}

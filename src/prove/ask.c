/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of facts that must be hit, and the smallest set that hits them all. */
#include "prove/ask.h"

#include <string.h>

#define NO_RANK SIZE_MAX

/* Facts of which one must be asked, by their places among the open ones. */
struct conflict {
    VECTOR_OF(size_t);
};

struct ask {
    struct arena *arena;
    struct prover *prover;
    struct terms *terms;
    struct statements *one, *other; /* the other is made for each question */
    const struct encoding *first, *second;
    unsigned limit; /* milliseconds for one question */
    size_t rank;    /* is it reached? NO_RANK: which level is it? */
    size_t open; /* facts */
    bool *must;  /* by open fact: it alone makes a difference */
    struct { VECTOR_OF(struct conflict); } conflicts;
    bool *asked; /* by open fact: the set at hand */
    bool undecided;
};

/* ------------------------------------------------------------------------------------------ two cases */

static struct encoding *encode(struct statements *statements)
{
    struct encoding *encoding = encoding_create(statements->world, statements->plan);
    stated_bind(statements, encoding);
    return encoding;
}

struct ask *ask_create(struct arena *arena, const struct evaluation *evaluation, unsigned limit,
                       const char **ret_why)
{
    struct ask *ask = arena_alloc(arena, sizeof *ask);
    struct world *world = stated_world(arena, evaluation);
    *ret_why = NULL;
    *ask = (struct ask){.arena = arena, .terms = world->terms, .limit = limit};
    ask->one = stated_create(world, evaluation, false);
    if (ask->one->too_many_items) {
        return NULL;
    }
    ask->first = encode(ask->one);
    ask->open = ask->one->open.count;
    ask->must = arena_alloc(ask->arena, (ask->open + 1) * sizeof *ask->must);
    ask->asked = arena_alloc(ask->arena, (ask->open + 1) * sizeof *ask->asked);
    ask->prover = prover_create(arena, world, limit, ret_why);
    if (!ask->prover) {
        return NULL;
    }
    *ret_why = NULL;
    return ask;
}

void ask_destroy(struct ask *ask)
{
    if (ask) {
        prover_destroy(ask->prover);
    }
}

/* ------------------------------------------------------------------------------------------ questions */

static term reached(const struct encoding *encoding, size_t rank)
{
    return term_and2(encoding->world->terms, encoding->in_scope, encoding->reaches[rank]);
}

static term differ_at(const struct ask *ask, size_t rank)
{
    return term_differ(ask->terms, reached(ask->first, rank), reached(ask->second, rank));
}

/* The two completions have different answers. */
static term differ(const struct ask *ask)
{
    term any = ask->terms->no;
    for (size_t rank = 0; ask->rank == NO_RANK && rank < ask->one->plan->threshold_count; rank++) {
        any = term_or2(ask->terms, any, differ_at(ask, rank));
    }
    return ask->rank == NO_RANK ? any : differ_at(ask, ask->rank);
}

/* Whether two completions that are alike in the facts that ALIKE names have different answers. */
static bool finds(struct ask *ask, const bool *alike)
{
    ask->other = stated_create_beside(ask->one, alike);
    ask->second = encode(ask->other);
    term wanted[] = {ask->first->valid, ask->second->valid, world_lists_end(ask->other->world),
                     differ(ask)};
    enum verdict verdict = prover_ask_any(ask->prover, wanted, 4);
    ask->undecided = ask->undecided || verdict == VERDICT_UNDECIDED;
    return verdict == VERDICT_SOME;
}

/* The facts that alone make a difference, all others being alike: whatever settles it asks them. */
static void find_musts(struct ask *ask)
{
    bool *alike = arena_alloc(ask->arena, ask->open + 1);
    memset(alike, true, ask->open);
    for (size_t i = 0; i < ask->open && !ask->undecided; i++) {
        alike[i] = false;
        ask->must[i] = ask->must[i] || finds(ask, alike);
        alike[i] = true;
    }
}

static bool found_alike(const struct ask *ask, size_t fact)
{
    term same = stated_same(ask->one, ask->other, &ask->one->open.items[fact]);
    return terms_value(ask->terms, same, ask->prover->values.items) != 0;
}

/* Fewer of the facts in which the two completions differ, as long as there are two. */
static struct conflict narrow_conflict(struct ask *ask)
{
    struct conflict conflict = {0};
    bool *alike = arena_alloc(ask->arena, ask->open + 1);
    for (size_t i = 0; i < ask->open; i++) {
        alike[i] = found_alike(ask, i);
    }
    for (size_t i = 0; i < ask->open && !ask->undecided; i++) {
        bool differs = !alike[i];
        alike[i] = true;
        alike[i] = !differs || finds(ask, alike);
    }
    for (size_t i = 0; i < ask->open; i++) {
        if (!alike[i]) {
            vector_push(ask->arena, &conflict, i);
        }
    }
    return conflict;
}

/* ---------------------------------------------------------------------------------- the smallest set */

static bool is_hit(const struct ask *ask, const struct conflict *conflict)
{
    for (size_t i = 0; i < conflict->count; i++) {
        if (ask->asked[conflict->items[i]]) {
            return true;
        }
    }
    return false;
}

/* Hits all conflicts from FROM on with at most MORE facts beside those asked; else asks no more than before.
   As deep as MORE. */
static bool hit_within(struct ask *ask, size_t from, size_t more)
{
    while (from < ask->conflicts.count && is_hit(ask, &ask->conflicts.items[from])) {
        from++;
    }
    if (from == ask->conflicts.count) {
        return true;
    }
    const struct conflict *conflict = &ask->conflicts.items[from];
    for (size_t i = 0; more > 0 && i < conflict->count; i++) {
        ask->asked[conflict->items[i]] = true;
        if (hit_within(ask, from + 1, more - 1)) {
            return true;
        }
        ask->asked[conflict->items[i]] = false;
    }
    return false;
}

static void hit_all(struct ask *ask)
{
    memcpy(ask->asked, ask->must, ask->open);
    for (size_t more = 0; !hit_within(ask, 0, more); more++) {
    }
}

static bool asks_known(const struct ask *ask, size_t fact)
{
    const struct plan *plan = ask->one->plan;
    const struct stated *open = &ask->one->open.items[fact];
    for (node_id id = 0; id < plan->nodes.count && open->fact; id++) {
        const struct plan_node *node = plan_at(plan, id);
        bool is_field = open->kind == STATED_FIELD;
        if (node->op == (is_field ? OP_FIELD_KNOWN : OP_KNOWN)
            && node->index == open->fact->entity.index) {
            return true;
        }
    }
    return false;
}

static struct asked tell(struct ask *ask, const bool *which)
{
    struct asked told = {.decided = !ask->undecided};
    for (size_t i = 0; i < ask->open; i++) {
        if (which[i]) {
            vector_push(ask->arena, &told.facts, ask->one->open.items[i]);
            told.knowing_matters = told.knowing_matters || asks_known(ask, i);
        }
    }
    return told;
}

static struct asked settle(struct ask *ask, size_t rank)
{
    ask->rank = rank;
    ask->undecided = false;
    ask->conflicts.count = 0;
    prover_end_within(ask->prover, ask->limit);
    memset(ask->asked, false, ask->open);
    if (finds(ask, ask->asked)) {
        find_musts(ask);
    }
    memcpy(ask->asked, ask->must, ask->open);
    while (!ask->undecided && finds(ask, ask->asked)) {
        struct conflict conflict = narrow_conflict(ask);
        vector_push(ask->arena, &ask->conflicts, conflict);
        hit_all(ask);
    }
    return tell(ask, ask->undecided ? ask->must : ask->asked);
}

bool ask_has_case(struct ask *ask)
{
    return prover_ask(ask->prover, &ask->first->valid, 1) != VERDICT_NONE;
}

struct asked ask_reach(struct ask *ask, size_t rank)
{
    memset(ask->must, false, ask->open);
    return settle(ask, rank);
}

/* A fact that alone changes whether a level is reached changes which it is. */
struct asked ask_level(struct ask *ask)
{
    return settle(ask, NO_RANK);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Questions, and the search for the smallest case: with no fact stirred, with one, with two ... */
#include "prove/prover.h"

#include <string.h>

struct prover *prover_create(struct arena *arena, struct world *world, unsigned limit,
                             const char **ret_why)
{
    struct solver *solver = solver_create(world->terms, limit, ret_why);
    if (!solver) {
        return NULL;
    }
    struct prover *prover = arena_alloc(arena, sizeof *prover);
    prover->arena = arena;
    prover->world = world;
    prover->terms = world->terms;
    prover->solver = solver;
    prover->guesser = guesser_create(world->terms);
    return prover;
}

void prover_destroy(struct prover *prover)
{
    if (prover) {
        solver_destroy(prover->solver);
        guesser_destroy(prover->guesser);
    }
}

void prover_end_within(struct prover *prover, unsigned milliseconds)
{
    solver_end_within(prover->solver, milliseconds);
}

/* ----------------------------------------------------------------------------------- facts at rest */

term reading_stirs(struct terms *terms, const struct fact *fact, const struct reading *reading)
{
    if (fact->is_builtin) {
        return terms->no;
    }
    if (fact->usual_none) {
        return term_not(terms, reading->none);
    }
    if (fact->has_usual) {
        term usual = term_is(terms, reading->value, fact->usual);
        return term_or2(terms, reading->none, term_not(terms, usual));
    }
    return fact->type->kind == TYPE_YES_NO ? term_or2(terms, reading->none, reading->value)
                                           : terms->no;
}

/* A fact that is not at rest. */
static term fact_stirs(struct terms *terms, const struct world_fact *fact)
{
    term stirs = terms->no;
    if (fact->list) {
        bool is_counted = fact->list->items > 0 && !fact->list->is_members; /* a case is about one at least */
        stirs = is_counted ? fact->list->there[0] : terms->no;
    } else if (fact->event && fact->event->total != NO_TERM) {
        stirs = term_reaches(terms, fact->event->total, 1);
    } else if (!fact->event && fact->reading.value != NO_TERM) {
        stirs = reading_stirs(terms, fact->fact, &fact->reading);
    }
    term unknown = fact->known == NO_TERM || fact->fact->from ? terms->no
                                                              : term_not(terms, fact->known);
    return term_or2(terms, stirs, unknown);
}

/* Of a list each item counts. */
static void find_stirred(struct prover *prover)
{
    prover->stirred.count = 0;
    for (size_t i = 0; i < prover->world->facts.count; i++) {
        const struct world_fact *fact = prover->world->facts.items[i];
        vector_push(prover->arena, &prover->stirred, fact_stirs(prover->terms, fact));
        for (size_t item = 1; fact->list && item < fact->list->items; item++) {
            vector_push(prover->arena, &prover->stirred, fact->list->there[item]);
        }
    }
}

size_t prover_stirred(const struct prover *prover, term *ret, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < prover->stirred.count && count < most; i++) {
        if (terms_value(prover->terms, prover->stirred.items[i], prover->values.items)) {
            ret[count++] = prover->stirred.items[i];
        }
    }
    return count;
}

/* --------------------------------------------------------------------------------------- questions */

static void make_room(struct prover *prover)
{
    while (prover->values.count < prover->terms->variables.count) {
        vector_push(prover->arena, &prover->values, 0);
    }
}

/* Among the cases whose lists end where they are looked at. */
static enum verdict ask_looked_at(struct prover *prover, const term *wanted, size_t count,
                                  term further)
{
    term *all = arena_alloc(prover->arena, (count + 2) * sizeof *all);
    memcpy(all, wanted, count * sizeof *all);
    all[count] = further;
    all[count + 1] = world_lists_end(prover->world);
    make_room(prover);
    return solver_ask(prover->solver, all, count + 2, prover->values.items);
}

/* That lists end was needed to exclude the last question, or may have been. */
static bool leans_on_ends(const struct prover *prover)
{
    const term *core;
    size_t count = solver_core(prover->solver, &core);
    term ends = world_lists_end(prover->world);
    bool leans = false;
    for (size_t i = 0; i < count && ends != prover->terms->yes; i++) {
        leans = leans || core[i] == ends;
    }
    return leans;
}

/* WANTED was excluded where lists end; whether it is where they need not. Of members as many are looked at as
   may make a difference, or they need not end either. */
static bool excludes_longer(const struct prover *prover, const term *wanted, size_t count)
{
    struct world *world = prover->world;
    bool enough = world_members_enough(world, wanted, count);
    term further = enough ? world_members_end(world) : prover->terms->yes;
    term *all = arena_alloc(prover->arena, (count + 1) * sizeof *all);
    memcpy(all, wanted, count * sizeof *all);
    all[count] = further;
    return further == world_lists_end(world)
           || solver_ask(prover->solver, all, count + 1, NULL) == VERDICT_NONE;
}

/* What longer lists may do is not known: where only they might do it, nothing is decided. */
enum verdict prover_ask(struct prover *prover, const term *wanted, size_t count)
{
    world_tie_events(prover->world);
    enum verdict verdict = ask_looked_at(prover, wanted, count, prover->terms->yes);
    if (verdict == VERDICT_NONE && leans_on_ends(prover) && !excludes_longer(prover, wanted, count)) {
        verdict = VERDICT_UNDECIDED;
    }
    prover->undecided = prover->undecided || verdict == VERDICT_UNDECIDED;
    prover->has_values = verdict == VERDICT_SOME;
    return verdict;
}

static void tell_rest(struct prover *prover)
{
    for (; prover->facts_at_rest < prover->world->facts.count; prover->facts_at_rest++) {
        const struct world_fact *fact = prover->world->facts.items[prover->facts_at_rest];
        if (fact->reading.value != NO_TERM && fact->fact->has_usual) {
            guesser_rest(prover->guesser, fact->reading.value, fact->fact->usual);
        }
        if (fact->known != NO_TERM) {
            guesser_rest(prover->guesser, fact->known, 1);
        }
        if (fact->reading.value != NO_TERM && fact->fact->usual_none) {
            guesser_rest(prover->guesser, fact->reading.none, 1);
        }
    }
}

bool prover_guess(struct prover *prover, const term *wanted, size_t count)
{
    world_tie_events(prover->world);
    make_room(prover);
    tell_rest(prover);
    term *all = arena_alloc(prover->arena, (count + 1) * sizeof *all);
    memcpy(all, wanted, count * sizeof *all);
    all[count] = world_lists_end(prover->world);
    prover->has_values = guesser_try(prover->guesser, all, count + 1, prover->values.items);
    return prover->has_values;
}

enum verdict prover_ask_any(struct prover *prover, const term *wanted, size_t count)
{
    return prover_guess(prover, wanted, count) ? VERDICT_SOME : prover_ask(prover, wanted, count);
}

/* At most MOST facts are stirred. */
static enum verdict ask_within(struct prover *prover, const term *wanted, size_t count, size_t most)
{
    term sum = term_sum(prover->terms, 0, NULL, prover->stirred.items, prover->stirred.count);
    return ask_looked_at(prover, wanted, count,
                         term_at_most(prover->terms, sum, (int64_t)most));
}

enum verdict prover_smallest(struct prover *prover, const term *wanted, size_t count)
{
    enum verdict verdict = prover_ask(prover, wanted, count);
    if (verdict != VERDICT_SOME) {
        return verdict;
    }
    find_stirred(prover);
    for (size_t most = 0; most < prover->stirred.count; most++) {
        enum verdict within = ask_within(prover, wanted, count, most);
        if (within == VERDICT_SOME) {
            return VERDICT_SOME;
        }
        if (within == VERDICT_UNDECIDED) {
            prover->undecided = true;
            break;
        }
    }
    return prover_ask(prover, wanted, count);
}

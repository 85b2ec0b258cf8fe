/* SPDX-License-Identifier: Apache-2.0 */
/* Worlds of the other members of a household, and how many of them tell all that is asked.

   What is asked of all members together is whether some member is so, how many are, or which value is the
   highest or the lowest. Whatever comes of it in a household comes of fewer members, too: of the one that
   the case is about, and of one other for each such question, or as many as are counted up to. Each that is left
   has the facts that it had, and finds the same said of all; so, one question after the other, it goes on to
   be what it was. Where one fact of an other is varied, that other is kept as well. */
#include "prove/world.h"

#include <stdlib.h>

#include "meaning/each.h"

static struct world *member_create(struct world *household)
{
    struct world *made = arena_alloc(household->arena, sizeof *made);
    made->arena = household->arena;
    made->terms = household->terms;
    made->by_name.arena = household->arena;
    made->set.arena = household->arena;
    made->date_parts.arena = household->arena;
    made->date_low = household->date_low;
    made->date_high = household->date_high;
    made->case_date.value = NO_TERM;
    made->household = household;
    return made;
}

/* ------------------------------------------------------------------------------------- how many there are */

struct members_admitted {
    const struct program *program; /* that came first */
    size_t needed, most;           /* others */
    bool is_barred;                /* rulesets do not agree on whose facts are: no other is looked at */
};

static bool agree_on_facts(const struct program *a, const struct program *b)
{
    bool agree = a->each && b->each && a->each->entity.name == b->each->entity.name;
    for (size_t i = 0; i < a->facts.count && agree; i++) {
        const struct fact *same = program_fact(b, a->facts.items[i]->entity.name);
        agree = !same || fact_is_of_each(a, a->facts.items[i]) == fact_is_of_each(b, same);
    }
    return agree;
}

void world_admit_members(struct world *world, const struct program *program, size_t needed)
{
    struct members_admitted *members = world->members;
    size_t most = program->each ? (size_t)program->each->type->high - 1 : 0;
    if (!members) {
        members = world->members = arena_alloc(world->arena, sizeof *members);
        *members = (struct members_admitted){.program = program, .most = most};
    }
    members->is_barred = members->is_barred || !agree_on_facts(members->program, program);
    members->needed = needed > SIZE_MAX - members->needed ? SIZE_MAX : members->needed + needed;
    members->most = most < members->most ? most : members->most;
}

void world_bar_others(struct world *world)
{
    world->members->is_barred = true;
}

/* One more than is needed: a question may vary a fact of one of them. */
static size_t others_admitted(const struct members_admitted *members)
{
    size_t wanted = !members || members->is_barred || members->needed == 0 ? 0
                    : members->needed < WORLD_MOST_OTHERS                  ? members->needed + 1
                                                                           : WORLD_MOST_OTHERS;
    return members && wanted > members->most ? members->most : wanted;
}

/* They have no tables of their own for what plans say of all facts. */
static void tell_others(struct world *world)
{
    for (size_t i = 0; i < world->other_count; i++) {
        world->others[i]->enough = world->enough;
        world->others[i]->datings = world->datings;
    }
}

void world_make_others(struct world *world, size_t listed, size_t unlisted)
{
    size_t count = listed + unlisted;
    world->others_listed = listed;
    world->others = arena_alloc(world->arena, (count + 1) * sizeof(struct world *));
    for (world->other_count = 0; world->other_count < count; world->other_count++) {
        world->others[world->other_count] = member_create(world);
    }
    tell_others(world);
}

void world_add_others(struct world *world)
{
    size_t count = others_admitted(world->members);
    if (world->other_count == 0 && count > 0) {
        world_make_others(world, 0, count);
    }
    tell_others(world);
}

bool world_keeps(const struct world *world, const struct fact *fact)
{
    const struct fact *whole = fact->list ? fact->list : fact;
    return !world->household || whole->of;
}

/* By term: some of WANTED is made of it. */
static bool *reached(const struct terms *terms, const term *wanted, size_t count)
{
    bool *found = calloc(terms->nodes.count + 1, sizeof *found);
    for (size_t i = 0; i < count; i++) {
        found[wanted[i]] = true;
    }
    for (size_t i = terms->nodes.count; i-- > 0;) {
        for (size_t j = 0; found[i] && j < term_at(terms, (term)i)->count; j++) {
            found[term_operand(terms, (term)i, j)] = true;
        }
    }
    return found;
}

void world_note_question(struct world *world, struct reading any, size_t needed)
{
    for (size_t i = 0; i < world->questions->count; i++) {
        struct member_question *question = &world->questions->items[i];
        if (question->any.value == any.value && question->any.none == any.none) {
            question->needed = needed > question->needed ? needed : question->needed;
            return;
        }
    }
    vector_push(world->arena, world->questions, (struct member_question){any, needed});
}

static bool is_reached(const struct world *world, const bool *found, struct reading any)
{
    return found[any.value] || (any.none != world->terms->no && found[any.none]);
}

bool world_members_enough(const struct world *world, const term *wanted, size_t count)
{
    bool *found = reached(world->terms, wanted, count);
    size_t needed = 0;
    for (size_t i = 0; i < world->varied.count; i++) {
        needed = found[world->varied.items[i]] ? 1 : needed;
    }
    for (size_t i = 0; i < world->questions->count; i++) {
        const struct member_question *question = &world->questions->items[i];
        if (is_reached(world, found, question->any)) {
            needed = question->needed > SIZE_MAX - needed ? SIZE_MAX : needed + question->needed;
        }
    }
    free(found);
    return needed <= world->other_count - world->others_listed;
}

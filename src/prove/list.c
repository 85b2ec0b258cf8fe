/* SPDX-License-Identifier: Apache-2.0 */
/* Lists as their first items. Which of those come first that no case lists means nothing, so those that are
   there do. */
#include "prove/world.h"

/* Members of a household: the one that the case is about is there. */
static void add_members(struct world *world, struct world_list *made, int64_t most)
{
    struct terms *terms = world->terms;
    made->is_members = true;
    made->items = 1 + world->other_count;
    made->more = (size_t)most > made->items ? term_open(terms) : terms->no;
    made->there[0] = terms->yes;
    for (size_t i = 1; i < made->items; i++) {
        made->there[i] = term_open(terms);
        terms_add_law(terms, term_implies(terms, made->there[i], made->there[i - 1]));
    }
}

/* By the name that the world has it under. */
static symbol name_of(const struct world *world, const struct fact *list)
{
    const struct world_fact *found = world_find(world, list);
    return found ? found->fact->entity.name : list->entity.name;
}

size_t *world_items_enough(struct world *world, const struct fact *list)
{
    symbol name = name_of(world, list);
    size_t *enough = table_get(&world->enough, name);
    if (!enough) {
        enough = arena_alloc(world->arena, sizeof *enough);
        table_set(&world->enough, name, enough);
    }
    return enough;
}

static struct world_list *list_create(struct world *world, const struct program *program,
                                      const struct fact *list)
{
    size_t most = (size_t)list->type->high;
    const size_t *admitted = table_get(&world->enough, name_of(world, list));
    size_t enough = admitted ? *admitted : SIZE_MAX;
    if (list == program->each || enough > WORLD_MOST_ENOUGH) {
        return world_list_as(world, program, list, 0, most < WORLD_ITEMS ? most : WORLD_ITEMS);
    }
    struct world_list *made = world_list_as(world, program, list, 0, most < enough ? most : enough);
    made->more = world->terms->no;
    return made;
}

struct world_list *world_list(struct world *world, const struct program *program,
                              const struct fact *list)
{
    struct world_list *found = world_fact(world, program, list)->list;
    return found ? found : list_create(world_keeps(world, list) ? world : world->household, program, list);
}

struct world_list *world_list_as(struct world *world, const struct program *program,
                                 const struct fact *list, size_t listed, size_t items)
{
    struct terms *terms = world->terms;
    struct world_list *made = arena_alloc(world->arena, sizeof *made);
    if (list == program->each) {
        add_members(world, made, list->type->high);
        return world_fact(world, program, list)->list = made;
    }
    made->items = items;
    made->listed = listed;
    made->more = (size_t)list->type->high > items ? term_open(terms) : terms->no;
    for (size_t i = 0; i < items; i++) {
        made->there[i] = term_open(terms);
        if (i > listed) {
            terms_add_law(terms, term_implies(terms, made->there[i], made->there[i - 1]));
        }
    }
    return world_fact(world, program, list)->list = made;
}

struct reading world_read_field(struct world *world, const struct program *program,
                                const struct fact *field, size_t item, term *ret_valid)
{
    struct world_fact *found = world_fact(world, program, field);
    *ret_valid = found->fields_fit ? found->fields_fit[item] : world->terms->yes;
    if (found->fields[item].value == NO_TERM) {
        found->fields[item] = world_new_reading(world, found->fact->type);
    }
    return world_read_as(world, found, found->fields[item], program, field, ret_valid);
}

term world_field_known(struct world *world, const struct program *program,
                       const struct fact *field, size_t item)
{
    struct world_fact *found = world_fact(world, program, field);
    if (found->fields_known[item] == NO_TERM) {
        found->fields_known[item] = term_open(world->terms);
    }
    return found->fields_known[item];
}

static bool same_bounds(const struct type *a, const struct type *b)
{
    return a->kind == b->kind && a->low == b->low && a->high == b->high
           && a->or_none == b->or_none;
}

struct world_beyond *world_beyond(const struct world *world, const struct type *type,
                                  struct reading together)
{
    for (size_t i = 0; i < world->beyond.count; i++) {
        struct world_beyond *beyond = &world->beyond.items[i];
        if (beyond->together.value == together.value && beyond->together.none == together.none
            && same_bounds(beyond->type, type)) {
            return beyond;
        }
    }
    return NULL;
}

term world_list_fits(const struct world *world, const struct fact *list)
{
    struct terms *terms = world->terms;
    const struct world_fact *fact = world_find(world, list);
    const struct world_list *found = fact ? fact->list : NULL;
    size_t most = (size_t)list->type->high;
    if (!found) {
        return terms->yes;
    }
    term fits = most < found->items ? term_not(terms, found->there[most]) : terms->yes;
    return most <= found->items ? term_and2(terms, fits, term_not(terms, found->more)) : fits;
}

static term lists_end(const struct world *world, bool only_members)
{
    term end = world->terms->yes;
    for (size_t i = 0; i < world->facts.count; i++) {
        const struct world_list *list = world->facts.items[i]->list;
        if (list && (list->is_members || !only_members)) {
            end = term_and2(world->terms, end, term_not(world->terms, list->more));
        }
    }
    return end;
}

term world_lists_end(const struct world *world)
{
    return lists_end(world, false);
}

term world_members_end(const struct world *world)
{
    return lists_end(world, true);
}

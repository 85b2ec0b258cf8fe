/* SPDX-License-Identifier: Apache-2.0 */
/* Lists as their first items. Which items come first means nothing, so those that are there do. */
#include "prove/world.h"

struct world_list *world_list(struct world *world, const struct program *program,
                              const struct fact *list)
{
    struct terms *terms = world->terms;
    struct world_fact *found = world_fact(world, program, list);
    if (found->list) {
        return found->list;
    }
    struct world_list *made = arena_alloc(world->arena, sizeof *made);
    int64_t most = list->type->high;
    made->items = most < WORLD_ITEMS ? (size_t)most : WORLD_ITEMS;
    made->more = most > WORLD_ITEMS ? term_open(terms) : terms->no;
    for (size_t i = 0; i < made->items; i++) {
        made->there[i] = term_open(terms);
        if (i > 0) {
            terms_add_law(terms, term_implies(terms, made->there[i], made->there[i - 1]));
        }
    }
    return found->list = made;
}

struct reading world_read_field(struct world *world, const struct program *program,
                                const struct fact *field, size_t item, term *ret_valid)
{
    struct world_fact *found = world_fact(world, program, field);
    *ret_valid = world->terms->yes;
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

term world_lists_end(const struct world *world)
{
    term end = world->terms->yes;
    for (size_t i = 0; i < world->facts.count; i++) {
        const struct world_list *list = world->facts.items[i]->list;
        if (list) {
            end = term_and2(world->terms, end, term_not(world->terms, list->more));
        }
    }
    return end;
}

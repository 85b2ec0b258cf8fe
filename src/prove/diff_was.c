/* SPDX-License-Identifier: Apache-2.0 */
/* What facts of the newer version were: expressions over the older's case, and events and lists that are the same
   ones under other names. */
#include "prove/diff.h"

#include "meaning/each.h"
#include "meaning/was.h"

static void read_list(struct diff *diff, const struct fact *list)
{
    const struct fact *older = was_list(diff->programs[0], list);
    if (older) {
        vector_push(diff->arena, &diff->was.lists, list);
        vector_push(diff->arena, &diff->was.older_lists, older);
    }
}

static void read_was(struct diff *diff, const struct fact *fact)
{
    struct node *expression = was_expression(fact);
    if (!expression) {
        return;
    }
    was_check(diff->programs[0], fact);
    if (type_is_many(fact->type)) {
        read_list(diff, fact);
    } else {
        vector_push(diff->arena, &diff->was.requests, (struct plan_request){expression, fact->type});
        vector_push(diff->arena, &diff->was.facts, fact);
    }
}

bool diff_read_was(struct diff *diff)
{
    const struct program *newer = diff->programs[1];
    const struct diagnostics *diagnostics = diff->compilation->diagnostics;
    size_t errors = diagnostics->errors;
    for (size_t i = 0; i < newer->facts.count; i++) {
        read_was(diff, newer->facts.items[i]);
    }
    for (size_t i = 0; i < newer->fields.count; i++) {
        read_was(diff, newer->fields.items[i]);
    }
    return diagnostics->errors == errors;
}

/* What NODE of the older version, asked for of a field, is for each item that is looked at. */
static void set_field(struct diff *diff, const struct encoding *older, const struct fact *field, node_id node)
{
    const struct fact *older_list = was_list(diff->programs[0], field->list);
    size_t items = world_list(older->world, diff->programs[0], older_list)->items;
    struct reading *readings = arena_alloc(diff->arena, (items + 1) * sizeof *readings);
    for (size_t i = 0; i < items; i++) {
        readings[i] = plan_at(older->plan, node)->domain == PLAN_CASE ? older->nodes[node]
                                                                       : older->items[node][i];
    }
    world_set_field(older->world, diff->programs[1], field, readings, items);
}

static void set_lists(struct diff *diff, struct world *world, bool only_own)
{
    const struct diff_was *was = &diff->was;
    for (size_t i = 0; i < was->lists.count; i++) {
        if (!only_own || fact_is_of_each(diff->programs[1], was->lists.items[i])) {
            world_set_list(world, was->lists.items[i], diff->programs[0], was->older_lists.items[i]);
        }
    }
}

void diff_set_lists(struct diff *diff)
{
    set_lists(diff, diff->world, false);
}

/* What is the same for all in the newer version was each member's in the older: no household has both. */
static bool joins_members(const struct diff *diff)
{
    const struct diff_was *was = &diff->was;
    bool joins = false;
    for (size_t i = 0; i < was->facts.count; i++) {
        joins = joins
                || (plan_at(diff->plans[0], diff->plans[0]->requested.items[i])->is_of_each
                    && !fact_is_of_each(diff->programs[1], was->facts.items[i]));
    }
    for (size_t i = 0; i < was->lists.count; i++) {
        joins = joins || fact_is_of_each(diff->programs[0], was->older_lists.items[i])
                             != fact_is_of_each(diff->programs[1], was->lists.items[i]);
    }
    return joins;
}

void diff_add_others(struct diff *diff)
{
    struct world *world = diff->world;
    if (joins_members(diff)) {
        world_bar_others(world);
    }
    world_add_others(world);
    for (size_t i = 0; i < world->other_count; i++) {
        set_lists(diff, world->others[i], true);
    }
}

/* What the facts of one member are: OLDER is the older version as encoded for it. */
static void set_was(struct diff *diff, const struct encoding *older, bool only_own)
{
    const struct diff_was *was = &diff->was;
    for (size_t i = 0; i < was->facts.count; i++) {
        const struct fact *fact = was->facts.items[i];
        node_id node = diff->plans[0]->requested.items[i];
        if (only_own && !fact_is_of_each(diff->programs[1], fact)) {
            continue;
        }
        if (fact->list) {
            set_field(diff, older, fact, node);
        } else {
            world_set(older->world, diff->programs[1], fact, older->nodes[node]);
        }
    }
}

void diff_set_was(struct diff *diff)
{
    const struct encoding *older = diff->encodings[0];
    set_was(diff, older, false);
    for (size_t i = 0; i < older->other_count; i++) {
        set_was(diff, older->others[i], true);
    }
}

static bool speaks_of(const struct node *node, const struct entity *entity)
{
    bool speaks = node->ref == entity;
    for (const struct node *child = node->child; child && !speaks; child = child->next) {
        speaks = speaks_of(child, entity);
    }
    return speaks;
}

bool diff_is_mapped(const struct diff *diff, const struct fact *fact)
{
    for (size_t i = 0; i < diff->was.older_lists.count; i++) {
        if (diff->was.older_lists.items[i] == fact) {
            return true;
        }
    }
    for (size_t i = 0; i < diff->was.requests.count; i++) {
        if (speaks_of(diff->was.requests.items[i].expression, &fact->entity)) {
            return true;
        }
    }
    return false;
}

static const struct fact *same_list(const struct diff *diff, const struct fact *list)
{
    for (size_t i = 0; i < diff->was.older_lists.count; i++) {
        if (diff->was.older_lists.items[i] == list) {
            return diff->was.lists.items[i];
        }
    }
    return program_fact(diff->programs[1], list->entity.name);
}

const struct fact *diff_same_fact(const struct diff *diff, const struct fact *fact)
{
    if (fact->list) {
        const struct fact *list = same_list(diff, fact->list);
        return list ? list_field(list, fact->entity.name) : NULL;
    }
    return type_is_many(fact->type) ? same_list(diff, fact)
                                    : program_fact(diff->programs[1], fact->entity.name);
}

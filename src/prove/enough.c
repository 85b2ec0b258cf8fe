/* SPDX-License-Identifier: Apache-2.0 */
/* Each question that takes items together is looked at, with what its answer is compared with. */
#include "prove/enough.h"

#include "prove/cuts.h"

static size_t add(size_t a, size_t b)
{
    return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

/* Of different values one item each is as many. */
static bool is_counting(const struct plan *plan, node_id id)
{
    const struct plan_node *node = plan_at(plan, id);
    return node->op == OP_ITEM_COUNT || (node->op == OP_ITEM_DISTINCT && plan_takes_each(plan, node));
}

static size_t needed_by(const struct plan *plan, node_id id)
{
    struct cuts cuts = {0};
    size_t needed = plan_at(plan, id)->op == OP_ITEM_ANY;
    if (needed) {
        return needed;
    }
    if (!is_counting(plan, id) || !cuts_find(plan, id, plan->arena, &cuts)) {
        return SIZE_MAX;
    }
    for (size_t i = 0; i < cuts.count; i++) {
        bool is_more = cuts.items[i] > 0 && (size_t)cuts.items[i] > needed;
        needed = is_more ? (size_t)cuts.items[i] : needed;
    }
    return needed;
}

/* How many members tell what NODE, which takes them together, comes to. */
size_t members_needed(const struct plan *plan, node_id node)
{
    enum op op = plan_at(plan, node)->op;
    return op == OP_ITEM_HIGHEST || op == OP_ITEM_LOWEST ? 1 : needed_by(plan, node);
}

size_t plan_members_needed(const struct plan *plan)
{
    size_t needed = 0;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        needed = plan_takes_each(plan, plan_at(plan, id)) ? add(needed, members_needed(plan, id)) : needed;
    }
    return needed;
}

/* By node: it depends on a fact of the case. */
static bool *of_facts(const struct plan *plan)
{
    bool *depends = arena_alloc(plan->arena, (plan->nodes.count + 1) * sizeof *depends);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        enum op op = plan_at(plan, id)->op;
        depends[id] = op == OP_INPUT || op == OP_KNOWN || op == OP_EVENT_COUNT || op == OP_LATEST;
        for (size_t i = 0; i < plan_at(plan, id)->operand_count; i++) {
            depends[id] = depends[id] || depends[plan_operand(plan, id, i)];
        }
    }
    return depends;
}

size_t items_enough(const struct plan *plan, const struct fact *list, size_t sides)
{
    const bool *depends = of_facts(plan);
    size_t enough = 0;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (!op_is_of_items(node->op) || node->index != list->entity.index) {
            continue;
        }
        size_t needed = needed_by(plan, id);
        bool on_each_side = depends[plan_operand(plan, id, 0)] && needed != SIZE_MAX && needed > 0;
        needed = !on_each_side ? needed : sides > SIZE_MAX / needed ? SIZE_MAX : needed * sides;
        enough = add(enough, needed);
    }
    return enough;
}

void lists_admit_either(struct world *world, const struct plan *const *plans, size_t count, size_t sides)
{
    const struct program *program = plans[0]->program;
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *list = program->facts.items[i];
        size_t most = 0;
        for (size_t j = 0; j < count && list->type->kind == TYPE_LIST; j++) {
            size_t enough = items_enough(plans[j], list, sides);
            most = enough > most ? enough : most;
        }
        if (list->type->kind == TYPE_LIST) {
            size_t *enough = world_items_enough(world, list);
            *enough = add(*enough, most);
        }
    }
}

void lists_admit(struct world *world, const struct plan *plan, size_t sides)
{
    lists_admit_either(world, &plan, 1, sides);
}

void members_admit(struct world *world, const struct plan *const *plans, size_t count)
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++) {
        size_t needed = plan_members_needed(plans[i]);
        most = needed > most ? needed : most;
    }
    world_admit_members(world, plans[0]->program, most);
}

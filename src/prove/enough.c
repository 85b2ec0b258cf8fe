/* SPDX-License-Identifier: Apache-2.0 */
/* Each question that takes items together is looked at, with what its answer is compared with. */
#include "prove/enough.h"

static size_t add(size_t a, size_t b)
{
    return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

/* The number that NODE is compared with at most by what reads it; -1: it is not only compared. */
static int64_t highest_compared(const struct plan *plan, node_id node)
{
    int64_t highest = 0;
    for (node_id id = node + 1; id < plan->nodes.count; id++) {
        const struct plan_node *reader = plan_at(plan, id);
        bool reads = false, compares = reader->op == OP_LESS || reader->op == OP_LESS_OR_EQUAL
                                       || reader->op == OP_EQUAL || reader->op == OP_NOT_EQUAL
                                       || reader->op == OP_IN_RANGE;
        for (size_t i = 0; i < reader->operand_count; i++) {
            const struct plan_node *operand = plan_at(plan, plan_operand(plan, id, i));
            bool is_it = plan_operand(plan, id, i) == node;
            reads = reads || is_it;
            compares = compares && (is_it || operand->op == OP_CONSTANT);
        }
        for (size_t i = 0; reads && compares && i < reader->operand_count; i++) {
            const struct plan_node *operand = plan_at(plan, plan_operand(plan, id, i));
            bool is_higher = operand->op == OP_CONSTANT && operand->constant > highest;
            highest = is_higher ? operand->constant : highest;
        }
        if (reads && !compares) {
            return -1;
        }
    }
    return highest;
}

/* What NODE gives is an answer itself, or is asked for. */
static bool is_result(const struct plan *plan, node_id node)
{
    bool is = false;
    for (size_t i = 0; i < plan->decisions.count; i++) {
        is = is || plan->decisions.items[i].value == node;
    }
    for (size_t i = 0; i < plan->requested.count; i++) {
        is = is || plan->requested.items[i] == node;
    }
    for (size_t i = 0; i < plan->claims.count; i++) {
        for (size_t j = 0; j < plan->claims.items[i].values.count; j++) {
            is = is || plan->claims.items[i].values.items[j] == node;
        }
    }
    return is;
}

static size_t needed_by(const struct plan *plan, node_id id)
{
    const struct plan_node *node = plan_at(plan, id);
    if (node->op == OP_ITEM_ANY) {
        return 1;
    }
    int64_t highest = node->op == OP_ITEM_COUNT && !is_result(plan, id) ? highest_compared(plan, id)
                                                                      : -1;
    return highest < 0 ? SIZE_MAX : (size_t)highest + 1; /* one more than `<= highest` */
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
        bool on_each_side = depends[plan_operand(plan, id, 0)] && needed != SIZE_MAX;
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

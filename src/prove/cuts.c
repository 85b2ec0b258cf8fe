/* SPDX-License-Identifier: Apache-2.0 */
/* A number is looked at through the operations that read it. */
#include "prove/cuts.h"

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

/* READER, which compares operand INDEX with CONSTANT, changes at one of the two, or at both. */
static void add_cuts(const struct plan_node *reader, size_t index, int64_t constant,
                     struct arena *arena, struct cuts *ret)
{
    bool is_equal = reader->op == OP_EQUAL || reader->op == OP_NOT_EQUAL || reader->op == OP_IN_RANGE;
    bool at_constant = (reader->op == OP_LESS && index == 0)
                       || (reader->op == OP_LESS_OR_EQUAL && index == 1);
    if (is_equal || at_constant) {
        vector_push(arena, ret, constant);
    }
    if (is_equal || !at_constant) {
        vector_push(arena, ret, constant + 1);
    }
}

/* READER reads NODE at INDEX and constants otherwise. */
static bool compares(const struct plan *plan, node_id reader, size_t index, struct arena *arena,
                     struct cuts *ret)
{
    const struct plan_node *node = plan_at(plan, reader);
    bool is_comparison = node->op == OP_LESS || node->op == OP_LESS_OR_EQUAL || node->op == OP_EQUAL
                         || node->op == OP_NOT_EQUAL || (node->op == OP_IN_RANGE && index == 0);
    for (size_t i = 0; i < node->operand_count && is_comparison; i++) {
        const struct plan_node *other = plan_at(plan, plan_operand(plan, reader, i));
        if (i != index && other->op == OP_CONSTANT) {
            add_cuts(node, index, other->constant, arena, ret);
        }
        is_comparison = i == index || other->op == OP_CONSTANT;
    }
    return is_comparison;
}

bool cuts_find(const struct plan *plan, node_id node, struct arena *arena, struct cuts *ret)
{
    bool only_compared = !is_result(plan, node);
    for (node_id id = node + 1; id < plan->nodes.count && only_compared; id++) {
        for (size_t i = 0; i < plan_at(plan, id)->operand_count && only_compared; i++) {
            only_compared = plan_operand(plan, id, i) != node || compares(plan, id, i, arena, ret);
        }
    }
    return only_compared;
}

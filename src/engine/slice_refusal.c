/* SPDX-License-Identifier: Apache-2.0 */
/* Why cases are refused, and which decisions contradict themselves. */
#include "engine/slice_refusal.h"

/* A fact may be worked out by several nodes. */
static void add_contradiction(struct slicing *slicing, struct causes *causes, node_id id)
{
    const struct plan_node *node = plan_at(slicing->plan, id);
    enum case_problem_kind kind =
        node->op == OP_DERIVED ? PROBLEM_CONTRADICTION : PROBLEM_FIELD_CONTRADICTION;
    for (size_t i = 0; i < causes->count; i++) {
        struct sliced_cause *cause = &causes->items[i];
        if (cause->kind == kind && cause->index == node->index) {
            cause->holds = circuit_or(slicing->circuit, cause->holds, slicing->failed[id]);
            return;
        }
    }
    vector_push(slicing->circuit->arena, causes,
                (struct sliced_cause){kind, node->index, slicing->failed[id]});
}

struct causes slice_causes(struct slicing *slicing)
{
    struct arena *arena = slicing->circuit->arena;
    const struct plan *plan = slicing->plan;
    struct causes causes = {0};
    for (node_id id = 0; id < plan->nodes.count; id++) {
        enum op op = plan_at(plan, id)->op;
        if (op == OP_DERIVED || op == OP_FIELD_DERIVED) {
            add_contradiction(slicing, &causes, id);
        }
    }
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        const struct slice *holds = &slicing->slices[plan->impossibles.items[i].condition];
        vector_push(arena, &causes,
                    (struct sliced_cause){PROBLEM_IMPOSSIBLE, i, slice_certain(holds)});
    }
    for (size_t i = 0; i < plan->requires.count; i++) {
        const struct slice *holds = &slicing->slices[plan->requires.items[i].condition];
        plane fails = circuit_not(slicing->circuit, slice_possible(holds));
        vector_push(arena, &causes, (struct sliced_cause){PROBLEM_REQUIRE, i, fails});
    }
    return causes;
}

plane slice_refused(struct slicing *slicing, const struct causes *causes)
{
    plane refused = PLANE_ZERO;
    for (size_t i = 0; i < causes->count; i++) {
        refused = circuit_or(slicing->circuit, refused, causes->items[i].holds);
    }
    return refused;
}

/* Rows that certainly hold have no value in common. */
static plane rows_disagree(struct slicing *slicing, const struct plan_node *node)
{
    struct circuit *circuit = slicing->circuit;
    struct slice common = slice_OP_ANY(slicing, node);
    plane disagree = PLANE_ZERO;
    common.none = PLANE_ONES;
    for (size_t i = 0; i + 1 < node->operand_count; i += 2) {
        plane certain = slice_certain(slice_operand(slicing, node, i)), failed;
        const struct slice *value = slice_operand(slicing, node, i + 1);
        struct slice both = slice_intersect(slicing, &common, value, &failed);
        disagree = circuit_or(circuit, disagree, circuit_and(circuit, certain, failed));
        common = slice_mux(slicing, certain, &both, &common);
    }
    return disagree;
}

plane *slice_conflicts(struct slicing *slicing, bool wanted)
{
    const struct plan *plan = slicing->plan;
    plane *conflicts =
        arena_alloc(slicing->circuit->arena, (plan->decisions.count + 1) * sizeof *conflicts);
    for (size_t i = 0; i < plan->decisions.count; i++) {
        const struct plan_node *node = plan_at(plan, plan->decisions.items[i].value);
        conflicts[i] =
            wanted && node->op == OP_ONLY_ROW ? rows_disagree(slicing, node) : NO_PLANE;
    }
    return conflicts;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Comparisons and `in`: operands brought to one unit and scale, written lists kept as one atom. */
#include "plan/lower.h"

#include <stdlib.h>

node_id lower_compare(struct lowering *lowering, enum comparison op, node_id a, node_id b)
{
    struct builder *builder = &lowering->builder;
    node_id operands[] = {a, b};
    build_alike(builder, operands, 2);
    switch (op) {
    case EQUAL:
        return build_compare(builder, OP_EQUAL, operands[0], operands[1]);
    case NOT_EQUAL:
        return build_compare(builder, OP_NOT_EQUAL, operands[0], operands[1]);
    case LESS:
        return build_compare(builder, OP_LESS, operands[0], operands[1]);
    case LESS_OR_EQUAL:
        return build_compare(builder, OP_LESS_OR_EQUAL, operands[0], operands[1]);
    case GREATER:
        return build_compare(builder, OP_LESS, operands[1], operands[0]);
    case GREATER_OR_EQUAL:
        return build_compare(builder, OP_LESS_OR_EQUAL, operands[1], operands[0]);
    }
    return NO_NODE;
}

node_id lower_in_range(struct lowering *lowering, node_id value, node_id low, node_id high)
{
    node_id operands[] = {value, low, high};
    build_alike(&lowering->builder, operands, 3);
    return build_predicate(&lowering->builder, (struct plan_node){.op = OP_IN_RANGE}, operands, 3);
}

static bool are_constants(const struct lowering *lowering, const node_id *nodes, size_t count)
{
    int64_t value;
    for (size_t i = 0; i < count; i++) {
        if (!node_is_constant(&lowering->builder, nodes[i], &value)) {
            return false;
        }
    }
    return true;
}

static node_id lower_in_choices(struct lowering *lowering, node_id value, const node_id *listed,
                                size_t count)
{
    const struct plan *plan = lowering->plan;
    const struct type *type = plan_at(plan, value)->type;
    uint64_t *set = arena_alloc(lowering->arena, value_words(type) * sizeof *set);
    for (size_t i = 0; i < count; i++) {
        uint64_t member = (uint64_t)plan_at(plan, listed[i])->constant;
        set[member / VALUE_WORD_BITS] |= UINT64_C(1) << (member % VALUE_WORD_BITS);
    }
    return build_predicate(&lowering->builder, (struct plan_node){.op = OP_IN_SET, .set = set},
                           &value, 1);
}

static int compare_int64(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* VALUE counts in steps of STEP after it was brought to the list's unit and scale. */
static node_id lower_in_constants(struct lowering *lowering, node_id value, const node_id *listed,
                                  size_t count, int64_t step)
{
    const struct plan *plan = lowering->plan;
    const struct type *type = plan_at(plan, listed[0])->type;
    int64_t *sorted = arena_alloc(lowering->arena, count * sizeof *sorted);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = plan_at(plan, listed[i])->constant;
    }
    qsort(sorted, count, sizeof *sorted, compare_int64);
    struct node_list operands = {0};
    vector_push(lowering->arena, &operands, value);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && sorted[i] == sorted[i - 1]) {
            continue;
        }
        node_id constant = type->kind == TYPE_NUMBER
                               ? build_number(&lowering->builder, type->unit, type->scale, sorted[i])
                               : build_constant(&lowering->builder, type, sorted[i]);
        vector_push(lowering->arena, &operands, constant);
    }
    return build_predicate(&lowering->builder,
                           (struct plan_node){.op = OP_IN_LIST, .constant = step}, operands.items,
                           operands.count);
}

static node_id lower_in_values(struct lowering *lowering, node_id value, const node_id *listed,
                               size_t count)
{
    node_id any = build_yes_no(&lowering->builder, false);
    for (size_t i = 0; i < count; i++) {
        node_id equal = build_compare(&lowering->builder, OP_EQUAL, value, listed[i]);
        any = build_or2(&lowering->builder, any, equal);
    }
    return any;
}

node_id lower_in_list(struct lowering *lowering, node_id value, node_id *listed, size_t count)
{
    struct node_list all = {0};
    vector_push(lowering->arena, &all, value);
    for (size_t i = 0; i < count; i++) {
        vector_push(lowering->arena, &all, listed[i]);
    }
    build_alike(&lowering->builder, all.items, all.count);
    node_id *rest = all.items + 1;
    const struct plan_node *node = plan_at(lowering->plan, all.items[0]);
    if (!are_constants(lowering, rest, count)) {
        return lower_in_values(lowering, all.items[0], rest, count);
    }
    if (node->type->kind == TYPE_CHOICE) {
        return lower_in_choices(lowering, value, rest, count);
    }
    int64_t step = all.items[0] != value && node->op == OP_SCALE ? node->constant : 1;
    return lower_in_constants(lowering, all.items[0], rest, count, step);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions: rows under a hit policy. */
#include "plan/lower.h"

/* ------------------------------------------------------------------------ rows that test one choice */

static bool is_choice(const struct lowering *lowering, node_id node)
{
    return plan_at(lowering->plan, node)->type->kind == TYPE_CHOICE;
}

/* Joins two findings of "the choice that is tested": NO_NODE tests nothing; false if they differ. */
static bool same_choice(node_id found, node_id *ret_choice)
{
    if (*ret_choice == NO_NODE) {
        *ret_choice = found;
    }
    return found == NO_NODE || found == *ret_choice;
}

#define TESTED_DEPTH 16 /* conditions nested deeper are taken as testing more than a choice */

/* True if NODE depends on constants and one choice alone, which is put into *RET. */
static bool tests_choice(const struct lowering *lowering, node_id node, unsigned depth,
                         node_id *ret_choice)
{
    const struct plan_node *found = plan_at(lowering->plan, node);
    if (found->op == OP_CONSTANT) {
        return true;
    }
    if (is_choice(lowering, node)) {
        return same_choice(node, ret_choice);
    }
    switch (found->op) {
    case OP_NOT:
    case OP_AND:
    case OP_OR:
    case OP_EQUAL:
    case OP_NOT_EQUAL:
    case OP_LESS:
    case OP_LESS_OR_EQUAL:
    case OP_IN_RANGE:
    case OP_IN_SET:
    case OP_IS_NONE:
        break;
    default:
        return false;
    }
    for (size_t i = 0; i < found->operand_count; i++) {
        if (depth == 0
            || !tests_choice(lowering, plan_operand(lowering->plan, node, i), depth - 1,
                             ret_choice)) {
            return false;
        }
    }
    return true;
}

/* The value of a choice or a constant where CHOICE is VALUE; -1 is none. */
static int64_t value_where(const struct lowering *lowering, node_id node, int64_t value)
{
    const struct plan_node *found = plan_at(lowering->plan, node);
    return found->op == OP_CONSTANT ? found->constant : value;
}

static bool compare_where(const struct lowering *lowering, node_id node, int64_t value)
{
    const struct plan *plan = lowering->plan;
    int64_t a = value_where(lowering, plan_operand(plan, node, 0), value);
    int64_t b = value_where(lowering, plan_operand(plan, node, 1), value);
    if (a < 0 || b < 0) {
        return false;
    }
    switch (plan_at(plan, node)->op) {
    case OP_EQUAL:
        return a == b;
    case OP_NOT_EQUAL:
        return a != b;
    case OP_LESS:
        return a < b;
    case OP_LESS_OR_EQUAL:
        return a <= b;
    default:
        return a >= b && a <= value_where(lowering, plan_operand(plan, node, 2), value);
    }
}

/* Whether the condition NODE holds where the one choice that it tests is VALUE. */
static bool holds_where(const struct lowering *lowering, node_id node, int64_t value)
{
    const struct plan *plan = lowering->plan;
    const struct plan_node *found = plan_at(plan, node);
    bool is_and = found->op == OP_AND;
    switch (found->op) {
    case OP_CONSTANT:
        return found->constant != 0;
    case OP_NOT:
        return !holds_where(lowering, plan_operand(plan, node, 0), value);
    case OP_AND:
    case OP_OR:
        for (size_t i = 0; i < found->operand_count; i++) {
            if (holds_where(lowering, plan_operand(plan, node, i), value) != is_and) {
                return !is_and;
            }
        }
        return is_and;
    case OP_IN_SET:
        return value >= 0
               && (found->set[value / VALUE_WORD_BITS] >> (value % VALUE_WORD_BITS) & 1);
    case OP_IS_NONE:
        return value < 0;
    default:
        return compare_where(lowering, node, value);
    }
}

/* The choice that pair I's condition tests alone, or NO_NODE. */
static node_id pair_choice(const struct lowering *lowering, const node_id *pairs, size_t pair)
{
    node_id choice = NO_NODE;
    return tests_choice(lowering, pairs[2 * pair], TESTED_DEPTH, &choice) ? choice : NO_NODE;
}

/* Past the last of the consecutive pairs from FIRST on that test CHOICE. */
static size_t run_end(const struct lowering *lowering, const node_id *pairs, size_t first,
                      size_t pair_count, node_id choice)
{
    size_t end = first;
    while (end < pair_count && choice != NO_NODE
           && pair_choice(lowering, pairs, end) == choice) {
        end++;
    }
    return end;
}

static node_id lower_select(struct lowering *lowering, node_id choice, const node_id *pairs,
                            size_t pair_count, node_id otherwise)
{
    size_t values = plan_at(lowering->plan, choice)->type->choice->count;
    uint32_t *table = arena_alloc(lowering->arena, (values + 1) * sizeof *table);
    struct node_list operands = {0};
    vector_push(lowering->arena, &operands, choice);
    for (size_t i = 0; i < pair_count; i++) {
        vector_push(lowering->arena, &operands, pairs[2 * i + 1]);
    }
    vector_push(lowering->arena, &operands, otherwise);
    for (size_t value = 0; value <= values; value++) {
        int64_t tried = value < values ? (int64_t)value : -1;
        while (table[value] < pair_count
               && !holds_where(lowering, pairs[2 * table[value]], tried)) {
            table[value]++;
        }
    }
    const struct type *type =
        build_union_type(&lowering->builder, operands.items + 1, operands.count - 1, false);
    struct plan_node model = {.op = OP_SELECT, .type = type, .table = table};
    return build_node(&lowering->builder, model, operands.items, operands.count);
}

static node_id lower_pairs(struct lowering *lowering, const node_id *pairs, size_t pair_count,
                           node_id otherwise)
{
    struct node_list operands = {0}, values = {0};
    for (size_t i = 0; i < 2 * pair_count; i++) {
        vector_push(lowering->arena, &operands, pairs[i]);
        if (i % 2) {
            vector_push(lowering->arena, &values, pairs[i]);
        }
    }
    vector_push(lowering->arena, &operands, otherwise);
    vector_push(lowering->arena, &values, otherwise);
    const struct type *type =
        build_union_type(&lowering->builder, values.items, values.count, false);
    struct plan_node model = {.op = OP_CHOOSE, .type = type};
    return pair_count == 0
               ? otherwise
               : build_node(&lowering->builder, model, operands.items, operands.count);
}

/* From the last row back: each run of rows that test one choice is one SELECT, what stands between
   two runs one CHOOSE. */
node_id lower_choose(struct lowering *lowering, const node_id *pairs, size_t pair_count,
                     node_id otherwise)
{
    struct { VECTOR_OF(size_t); } starts = {0};
    size_t at = 0, plain = 0;
    while (at < pair_count) {
        size_t end = run_end(lowering, pairs, at, pair_count, pair_choice(lowering, pairs, at));
        if (end < at + 2) {
            at++;
            continue;
        }
        vector_push(lowering->arena, &starts, plain);
        vector_push(lowering->arena, &starts, at);
        plain = at = end;
    }
    node_id rest = lower_pairs(lowering, pairs + 2 * plain, pair_count - plain, otherwise);
    for (size_t i = starts.count; i > 0; i -= 2) {
        size_t first = starts.items[i - 1], before = starts.items[i - 2];
        node_id choice = pair_choice(lowering, pairs, first);
        rest = lower_select(lowering, choice, pairs + 2 * first, plain - first, rest);
        rest = lower_pairs(lowering, pairs + 2 * before, first - before, rest);
        plain = before;
    }
    return rest;
}

/* ---------------------------------------------------------------------------------------- policies */

struct rows {
    struct node_list pairs; /* condition, value */
    node_id otherwise;      /* NO_NODE: no such row */
};

node_id lower_row_condition(struct lowering *lowering, const struct decision_row *row,
                            size_t context)
{
    if (row->rule && rule_is_left_out(lowering, row->rule, context)) {
        return build_yes_no(&lowering->builder, false);
    }
    if (row->rule) {
        return task_node(lowering, TASK_STATUS, row->rule->entity.index,
                         rule_context(lowering, row->rule, context));
    }
    return row->condition ? lower_guard(lowering, row->condition, row->unless, context) : NO_NODE;
}

static node_id lower_row_value(struct lowering *lowering, const struct decision *decision,
                               const struct decision_row *row, size_t context)
{
    if (!row->value || row->value->kind == NODE_NOTHING) {
        return build_none(&lowering->builder, decision->type);
    }
    node_id value = lower_expression(lowering, row->value, context, no_spread);
    return lower_as(lowering, value, decision->type);
}

static struct rows lower_rows(struct lowering *lowering, const struct decision *decision,
                              size_t context)
{
    struct rows rows = {.otherwise = NO_NODE};
    for (size_t i = 0; i < decision->rows.count; i++) {
        const struct decision_row *row = &decision->rows.items[i];
        node_id condition = lower_row_condition(lowering, row, context);
        node_id value = lower_row_value(lowering, decision, row, context);
        if (condition != NO_NODE) {
            vector_push(lowering->arena, &rows.pairs, condition);
            vector_push(lowering->arena, &rows.pairs, value);
        } else if (rows.otherwise == NO_NODE) {
            rows.otherwise = value;
        }
    }
    return rows;
}

static node_id lower_first(struct lowering *lowering, const struct decision *decision,
                           struct rows *rows)
{
    node_id otherwise = rows->otherwise != NO_NODE
                            ? rows->otherwise
                            : build_none(&lowering->builder, decision->type);
    return lower_choose(lowering, rows->pairs.items, rows->pairs.count / 2, otherwise);
}

/* `highest of`, `lowest of`, `only one of`: the rows, then what holds otherwise. */
static node_id lower_rivals(struct lowering *lowering, const struct decision *decision,
                            enum op op, struct rows *rows)
{
    struct node_list values = {0};
    for (size_t i = 1; i < rows->pairs.count; i += 2) {
        vector_push(lowering->arena, &values, rows->pairs.items[i]);
    }
    if (rows->otherwise != NO_NODE) {
        vector_push(lowering->arena, &values, rows->otherwise);
        vector_push(lowering->arena, &rows->pairs, rows->otherwise);
    }
    if (values.count == 0) {
        return build_none(&lowering->builder, decision->type);
    }
    const struct type *type = build_union_type(&lowering->builder, values.items, values.count,
                                               rows->otherwise == NO_NODE);
    struct plan_node model = {.op = op, .type = type};
    return build_node(&lowering->builder, model, rows->pairs.items, rows->pairs.count);
}

/* Adds `not any of the other rows` as the condition of the row that holds otherwise. */
static void close_rows(struct lowering *lowering, struct rows *rows)
{
    if (rows->otherwise == NO_NODE) {
        return;
    }
    struct node_list conditions = {0};
    for (size_t i = 0; i < rows->pairs.count; i += 2) {
        vector_push(lowering->arena, &conditions, rows->pairs.items[i]);
    }
    node_id any = build_or(&lowering->builder, conditions.items, conditions.count);
    vector_push(lowering->arena, &rows->pairs, build_not(&lowering->builder, any));
    vector_push(lowering->arena, &rows->pairs, rows->otherwise);
    rows->otherwise = NO_NODE;
}

static node_id lower_every(struct lowering *lowering, const struct decision *decision,
                           struct rows *rows)
{
    close_rows(lowering, rows);
    struct type *type = arena_alloc(lowering->arena, sizeof *type);
    *type = *decision->type;
    type->kind = TYPE_SELECTION;
    type->or_none = true;
    struct plan_node model = {.op = OP_EVERY_ROW, .type = type};
    return build_node(&lowering->builder, model, rows->pairs.items, rows->pairs.count);
}

static node_id lower_term(struct lowering *lowering, node_id condition, node_id value)
{
    struct builder *builder = &lowering->builder;
    const struct type *type = plan_at(lowering->plan, value)->type;
    int64_t weight;
    if (node_is_constant(builder, value, &weight)) {
        return build_scale(builder, build_count(builder, &condition, 1), weight, type->unit,
                           type->scale);
    }
    node_id nothing = build_number(builder, type->unit, type->scale, 0);
    return lower_choose(lowering, (node_id[]){condition, value}, 1, nothing);
}

static node_id lower_sum(struct lowering *lowering, const struct decision *decision,
                         struct rows *rows)
{
    close_rows(lowering, rows);
    struct node_list terms = {0};
    vector_push(lowering->arena, &terms,
                build_number(&lowering->builder, decision->type->unit, decision->type->scale, 0));
    for (size_t i = 0; i < rows->pairs.count; i += 2) {
        vector_push(lowering->arena, &terms,
                    lower_term(lowering, rows->pairs.items[i], rows->pairs.items[i + 1]));
    }
    return build_add(&lowering->builder, terms.items, terms.count);
}

node_id lower_decision(struct lowering *lowering, const struct decision *decision, size_t context)
{
    if (decision->is) {
        node_id value = decision->type->kind == TYPE_YES_NO && !decision->may_be_none
                            ? lower_condition(lowering, decision->is, context, no_spread)
                            : lower_expression(lowering, decision->is, context, no_spread);
        return lower_as(lowering, value, decision->type);
    }
    struct rows rows = lower_rows(lowering, decision, context);
    switch (decision->policy) {
    case POLICY_FIRST:
        return lower_first(lowering, decision, &rows);
    case POLICY_HIGHEST:
        return lower_rivals(lowering, decision, OP_HIGHEST_ROW, &rows);
    case POLICY_LOWEST:
        return lower_rivals(lowering, decision, OP_LOWEST_ROW, &rows);
    case POLICY_ONLY_ONE:
        return lower_rivals(lowering, decision, OP_ONLY_ROW, &rows);
    case POLICY_SUM:
        return lower_sum(lowering, decision, &rows);
    case POLICY_EVERY_ONE:
        return lower_every(lowering, decision, &rows);
    }
    return build_none(&lowering->builder, decision->type);
}

void need_decision(struct lowering *lowering, const struct decision *decision, size_t context)
{
    need_expression(lowering, decision->is, context);
    for (size_t i = 0; i < decision->rows.count; i++) {
        const struct decision_row *row = &decision->rows.items[i];
        need_expression(lowering, row->value, context);
        need_expression(lowering, row->condition, context);
        need_expression(lowering, row->unless, context);
        if (row->rule && !rule_is_left_out(lowering, row->rule, context)) {
            task_need(lowering, TASK_STATUS, row->rule->entity.index,
                      rule_context(lowering, row->rule, context));
        }
    }
}

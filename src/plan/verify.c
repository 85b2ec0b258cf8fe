/* SPDX-License-Identifier: Apache-2.0 */
/* What must be true of every plan, checked anew whatever the builder believes. */
#include "base/date.h"
#include "base/decimal.h"
#include "plan/plan.h"

struct shape {
    const struct plan *plan;
    node_id id;
    const struct plan_node *node;
};

static const struct type *operand_type(const struct shape *shape, size_t index)
{
    return plan_at(shape->plan, plan_operand(shape->plan, shape->id, index))->type;
}

static bool operands_are(const struct shape *shape, size_t first, size_t step, enum type_kind kind)
{
    for (size_t i = first; i < shape->node->operand_count; i += step) {
        if (operand_type(shape, i)->kind != kind) {
            return false;
        }
    }
    return true;
}

static bool operands_are_conditions(const struct shape *shape, size_t step, size_t end)
{
    for (size_t i = 0; i < end; i += step) {
        const struct type *type = operand_type(shape, i);
        if (type->kind != TYPE_YES_NO || type->or_none) {
            return false;
        }
    }
    return true;
}

/* Kinds may be joined or compared; numbers only at one unit and scale. */
static bool types_fit(const struct type *a, const struct type *b)
{
    if (a->kind == TYPE_CHOICE || a->kind == TYPE_SELECTION) {
        return a->choice && b->choice && a->choice->count == b->choice->count
               && (b->kind == TYPE_CHOICE || b->kind == TYPE_SELECTION);
    }
    return a->kind == b->kind
           && (a->kind != TYPE_NUMBER || (a->unit == b->unit && a->scale == b->scale));
}

static bool operands_fit(const struct shape *shape, size_t first, size_t step,
                         const struct type *type)
{
    for (size_t i = first; i < shape->node->operand_count; i += step) {
        if (!types_fit(type, operand_type(shape, i))) {
            return false;
        }
    }
    return true;
}

static bool bounds_hold(const struct type *type)
{
    if (type->or_none && type->low > type->high) {
        return true;
    }
    switch (type->kind) {
    case TYPE_NUMBER:
        return type->low <= type->high && type->low > -DECIMAL_LIMIT && type->high < DECIMAL_LIMIT
               && type->scale <= 18;
    case TYPE_DATE:
        return type->low >= DATE_MIN && type->high <= DATE_MAX && type->low <= type->high;
    case TYPE_CHOICE:
    case TYPE_SELECTION:
        return type->choice && type->choice->count > 0;
    default:
        return true;
    }
}

static bool constant_fits(const struct plan_node *node)
{
    switch (node->type->kind) {
    case TYPE_YES_NO:
        return node->constant == 0 || node->constant == 1;
    case TYPE_CHOICE:
        return node->constant >= 0 && (size_t)node->constant < node->type->choice->count;
    default:
        return node->constant >= node->type->low && node->constant <= node->type->high;
    }
}

static bool table_fits(const struct shape *shape)
{
    const struct type *type = operand_type(shape, 0);
    for (size_t i = 0; i <= type->choice->count; i++) {
        if (shape->node->table[i] + 1 >= shape->node->operand_count) {
            return false;
        }
    }
    return true;
}

static bool is_leaf(const struct shape *shape)
{
    return shape->node->operand_count == 0;
}

static bool reads_fact(const struct shape *shape, bool is_event)
{
    const struct program *program = shape->plan->program;
    return shape->node->index < program->facts.count
           && (program->facts.items[shape->node->index]->type->kind == TYPE_EVENT) == is_event;
}

static bool is_of_field(const struct shape *shape)
{
    const struct program *program = shape->plan->program;
    return shape->node->index < program->fields.count
           && shape->node->domain
                  == program->fields.items[shape->node->index]->list->entity.index + 1;
}

/* Which items of which list, and, with VALUES, a value of each. */
static bool is_of_items(const struct shape *shape, bool values)
{
    const struct program *program = shape->plan->program;
    return shape->node->index < program->facts.count
           && program->facts.items[shape->node->index]->type->kind == TYPE_LIST
           && shape->node->operand_count == (values ? 2 : 1)
           && operands_are_conditions(shape, 1, 1) && shape->node->domain == PLAN_CASE;
}

/* What takes the items together that each get a result reads nodes of the case. */
static bool each_holds(const struct shape *shape)
{
    bool takes_each = plan_takes_each(shape->plan, shape->node);
    for (size_t i = 0; i < shape->node->operand_count; i++) {
        const struct plan_node *read =
            plan_at(shape->plan, plan_operand(shape->plan, shape->id, i));
        if ((takes_each && read->domain != PLAN_CASE)
            || (read->is_of_each && !takes_each && !shape->node->is_of_each)) {
            return false;
        }
    }
    return !(takes_each && shape->node->is_of_each)
           && (!shape->node->is_of_each || shape->plan->program->each);
}

/* No node reads items of two lists, and none forgets that it reads items of one. */
static bool domain_holds(const struct shape *shape)
{
    if (plan_takes_each(shape->plan, shape->node)) {
        return shape->node->domain == PLAN_CASE;
    }
    bool takes_together = op_is_of_items(shape->node->op);
    uint32_t domain = takes_together ? shape->node->index + 1 : shape->node->domain;
    bool of_items = takes_together || shape->node->operand_count == 0;
    for (size_t i = 0; i < shape->node->operand_count; i++) {
        uint32_t own = plan_at(shape->plan, plan_operand(shape->plan, shape->id, i))->domain;
        if (own != PLAN_CASE && own != domain) {
            return false;
        }
        of_items = of_items || own == domain;
    }
    bool is_field = op_is_of_field(shape->node->op);
    return of_items && (shape->node->operand_count > 0 || is_field || domain == PLAN_CASE);
}

static bool list_fits(const struct shape *shape)
{
    const struct plan *plan = shape->plan;
    for (size_t i = 1; i < shape->node->operand_count; i++) {
        const struct plan_node *node = plan_at(plan, plan_operand(plan, shape->id, i));
        if (node->op != OP_CONSTANT
            || (i > 1
                && node->constant <= plan_at(plan, plan_operand(plan, shape->id, i - 1))->constant)) {
            return false;
        }
    }
    return shape->node->operand_count > 1 && shape->node->constant > 0
           && operands_fit(shape, 1, 1, operand_type(shape, 0));
}

static bool rows_fit(const struct shape *shape, bool may_be_odd)
{
    size_t count = shape->node->operand_count;
    return (count % 2 == 0 || may_be_odd) && operands_are_conditions(shape, 2, count - count % 2)
           && operands_fit(shape, 1, 2, shape->node->type)
           && (count % 2 == 0 || types_fit(shape->node->type, operand_type(shape, count - 1)));
}

/* What the row of an operation says of its operands. */
static bool operands_hold(const struct shape *shape)
{
    const struct plan_node *node = shape->node;
    size_t count = node->operand_count;
    switch (node->op) {
    case OP_CONSTANT:
        return is_leaf(shape) && constant_fits(node);
    case OP_NONE:
        return is_leaf(shape) && node->type->or_none;
    case OP_ANY:
    case OP_CASE_DATE:
        return is_leaf(shape);
    case OP_INPUT:
        return is_leaf(shape) && reads_fact(shape, false);
    case OP_LATEST:
        return is_leaf(shape) && reads_fact(shape, true);
    case OP_KNOWN:
        return count <= 1 && node->index < shape->plan->program->facts.count;
    case OP_JUDGED:
        return is_leaf(shape) && node->index < shape->plan->program->rules.count;
    case OP_NOT:
        return count == 1 && operands_are_conditions(shape, 1, count);
    case OP_AND:
    case OP_OR:
        return count >= 2 && operands_are_conditions(shape, 1, count);
    case OP_AT_LEAST:
    case OP_EXACTLY:
    case OP_COUNT:
    case OP_LEVEL:
        return operands_are_conditions(shape, 1, count);
    case OP_EQUAL:
    case OP_NOT_EQUAL:
    case OP_LESS:
    case OP_LESS_OR_EQUAL:
        return count == 2 && operands_fit(shape, 1, 1, operand_type(shape, 0));
    case OP_IN_RANGE:
        return count == 3 && operands_fit(shape, 1, 1, operand_type(shape, 0));
    case OP_IN_SET:
        return count == 1 && node->set && operands_are(shape, 0, 1, TYPE_CHOICE);
    case OP_IN_LIST:
        return list_fits(shape);
    case OP_IS_NONE:
        return count == 1;
    case OP_ADD:
        return count >= 2 && operands_fit(shape, 0, 1, node->type);
    case OP_SCALE:
        return count == 1 && operands_are(shape, 0, 1, TYPE_NUMBER);
    case OP_MULTIPLY:
        return count == 2 && operands_are(shape, 0, 1, TYPE_NUMBER);
    case OP_HIGHEST:
    case OP_LOWEST:
        return count >= 2 && operands_fit(shape, 0, 1, node->type);
    case OP_DATE_ADD:
        return count == 2 && operand_type(shape, 0)->kind == TYPE_DATE
               && operand_type(shape, 1)->kind == TYPE_NUMBER && operand_type(shape, 1)->scale == 0;
    case OP_DATE_DIFFERENCE:
        return count == 2 && operands_are(shape, 0, 1, TYPE_DATE);
    case OP_EVENT_COUNT:
        return count <= 1 && reads_fact(shape, true) && operands_are(shape, 0, 1, TYPE_DATE)
               && node->constant >= 0;
    case OP_FIELD:
        return is_leaf(shape) && is_of_field(shape)
               && types_fit(node->type, shape->plan->program->fields.items[node->index]->type);
    case OP_FIELD_KNOWN:
        return count <= 1 && is_of_field(shape);
    case OP_FIELD_DERIVED:
        return count == 2 && is_of_field(shape) && operands_fit(shape, 0, 1, node->type)
               && plan_at(shape->plan, plan_operand(shape->plan, shape->id, 0))->op == OP_FIELD;
    case OP_ITEM_ANY:
    case OP_ITEM_COUNT:
        return is_of_items(shape, false);
    case OP_ITEM_HIGHEST:
    case OP_ITEM_LOWEST:
        return is_of_items(shape, true) && node->type->or_none
               && types_fit(node->type, operand_type(shape, 1));
    case OP_ITEM_SUM:
        return is_of_items(shape, true) && types_fit(node->type, operand_type(shape, 1));
    case OP_ITEM_DISTINCT:
        return is_of_items(shape, true);
    case OP_CHOOSE:
        return count % 2 == 1 && rows_fit(shape, true);
    case OP_SELECT:
        return count >= 2 && node->table && operand_type(shape, 0)->kind == TYPE_CHOICE
               && operands_fit(shape, 1, 1, node->type) && table_fits(shape);
    case OP_HIGHEST_ROW:
    case OP_LOWEST_ROW:
    case OP_ONLY_ROW:
        return rows_fit(shape, true);
    case OP_EVERY_ROW:
        return rows_fit(shape, false);
    case OP_DERIVED:
        return count == 2 && reads_fact(shape, false) && operands_fit(shape, 0, 1, node->type);
    case OPS:
        break;
    }
    return false;
}

static bool result_holds(const struct plan_node *node)
{
    enum type_kind kind = node->type->kind;
    switch (op_result(node->op)) {
    case BOOL:
        return kind == TYPE_YES_NO && !node->type->or_none;
    case NUMBER:
        return kind == TYPE_NUMBER;
    case CHOICE:
        return kind == TYPE_CHOICE;
    case DATE:
        return kind == TYPE_DATE;
    case LEVEL:
        return kind == TYPE_LEVEL;
    case SELECTION:
        return kind == TYPE_SELECTION;
    case ANY:
        return kind != TYPE_ERROR && kind != TYPE_EVENT && kind != TYPE_LIST;
    }
    return false;
}

static const char *node_fault(const struct plan *plan, node_id id)
{
    const struct plan_node *node = plan_at(plan, id);
    if (node->op >= OPS || !node->type) {
        return "a node without an operation or a type";
    }
    for (size_t i = 0; i < node->operand_count; i++) {
        if (plan_operand(plan, id, i) >= id) {
            return "a node that reads a later one";
        }
    }
    struct shape shape = {plan, id, node};
    if (!domain_holds(&shape)) {
        return "a node whose domain is not that of its operands";
    }
    if (!each_holds(&shape)) {
        return "a node of each item that forgets that it is one";
    }
    if (!result_holds(node)) {
        return "a node whose type is not what its operation gives";
    }
    if (!bounds_hold(node->type)) {
        return "a number out of bounds";
    }
    return operands_hold(&shape) ? NULL : "operands that do not fit their operation";
}

static bool is_condition(const struct plan *plan, node_id node)
{
    return node < plan->nodes.count && plan_at(plan, node)->type->kind == TYPE_YES_NO
           && !plan_at(plan, node)->type->or_none && plan_at(plan, node)->domain == PLAN_CASE;
}

static bool is_condition_or_missing(const struct plan *plan, node_id node)
{
    return node == NO_NODE || is_condition(plan, node);
}

static bool prologue_holds(const struct plan *plan)
{
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        const struct plan_impossible *impossible = &plan->impossibles.items[i];
        if (!is_condition(plan, impossible->condition) || impossible->condition >= plan->prologue) {
            return false;
        }
        for (size_t j = 0; j < impossible->conjuncts.count; j++) {
            node_id holds = impossible->conjuncts.items[j].holds;
            if (!is_condition(plan, holds) || holds >= plan->prologue) {
                return false;
            }
        }
    }
    for (size_t i = 0; i < plan->program->facts.count; i++) {
        if (plan->program->facts.items[i]->from && plan->facts[i] >= plan->prologue) {
            return false;
        }
    }
    return true;
}

static const char *conclusion_fault(const struct plan *plan)
{
    for (size_t rank = 0; rank < plan->threshold_count; rank++) {
        if (!is_condition(plan, plan->thresholds[rank])
            || (plan->own_thresholds && !is_condition(plan, plan->own_thresholds[rank]))) {
            return "a threshold that is no condition";
        }
    }
    for (size_t i = 0; i < plan->rules.count; i++) {
        if (!is_condition(plan, plan->rules.items[i].condition)
            || !is_condition(plan, plan->rules.items[i].status)) {
            return "a rule without a condition";
        }
    }
    for (size_t i = 0; i < plan->decisions.count; i++) {
        node_id value = plan->decisions.items[i].value;
        if (value >= plan->nodes.count || plan_at(plan, value)->domain != PLAN_CASE) {
            return "a decision without a value";
        }
    }
    for (size_t i = 0; i < plan->duties.count; i++) {
        if (!is_condition(plan, plan->duties.items[i].holds)) {
            return "a duty that no condition decides";
        }
    }
    return is_condition_or_missing(plan, plan->scope) ? NULL : "a scope that is no condition";
}

bool plan_verify(const struct plan *plan, const char **ret_why)
{
    *ret_why = NULL;
    for (node_id id = 0; id < plan->nodes.count && !*ret_why; id++) {
        *ret_why = node_fault(plan, id);
    }
    if (!*ret_why) {
        *ret_why = prologue_holds(plan) ? conclusion_fault(plan)
                                        : "what settles a fact stands behind the prologue";
    }
    return *ret_why == NULL;
}

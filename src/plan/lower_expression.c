/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions. Recursion follows the syntax tree, whose depth the parser bounds. */
#include "plan/lower.h"

#include <string.h>

#include "base/date.h"
#include "base/decimal.h"

const struct spread no_spread;

int64_t lower_amount(const struct node *amount)
{
    const struct node *node = amount->kind == NODE_AMOUNT ? amount->child : amount;
    if (node->ref && node->ref->kind == ENTITY_PARAMETER) {
        return ((const struct parameter *)node->ref)->value;
    }
    return node->value.number.digits / decimal_power(node->value.number.scale);
}

/* ---------------------------------------------------------------------- what an expression reads */

void need_entity(struct lowering *lowering, const struct entity *entity, size_t context)
{
    switch (entity->kind) {
    case ENTITY_FACT:
        task_need(lowering, TASK_FACT, entity->index, context_of(lowering, entity, context));
        break;
    case ENTITY_FIELD:
        task_need(lowering, TASK_FIELD, entity->index, context_of(lowering, entity, context));
        break;
    case ENTITY_DEFINE:
        task_need(lowering, TASK_DEFINE, entity->index, context_of(lowering, entity, context));
        break;
    case ENTITY_DECISION:
        task_need(lowering, TASK_DECISION, entity->index, context_of(lowering, entity, context));
        break;
    case ENTITY_GROUP:
        task_need(lowering, TASK_GROUP, entity->index, context_of(lowering, entity, context));
        break;
    default:
        break;
    }
}

void need_expression(struct lowering *lowering, const struct node *expression, size_t context)
{
    struct rank_runs runs = {0};
    if (!expression) {
        return;
    }
    if (level_test(lowering, expression, &runs)) {
        need_level_runs(lowering, &runs, context);
    } else if (expression->kind == NODE_THE_LEVEL) {
        need_level(lowering, context);
    } else if (expression->kind == NODE_COUNTED) {
        need_counted(lowering, expression, context);
    } else {
        if (expression->kind == NODE_USE && expression->ref) {
            need_entity(lowering, expression->ref, context);
        }
        need_items_form(lowering, expression, context);
        size_t inside = context_inside(lowering, expression, context);
        for (const struct node *child = expression->child; child; child = child->next) {
            need_expression(lowering, child, inside);
        }
    }
}

/* -------------------------------------------------------------------------------------- operands */

/* The children of EXPRESSION from FIRST on, lowered. */
static struct node_list lower_all(struct lowering *lowering, const struct node *first,
                                  size_t context, struct spread spread, bool are_conditions)
{
    struct node_list list = {0};
    for (const struct node *node = first; node; node = node->next) {
        node_id operand = are_conditions ? lower_condition(lowering, node, context, spread)
                                         : lower_expression(lowering, node, context, spread);
        vector_push(lowering->arena, &list, operand);
    }
    return list;
}

static const struct type *node_type(const struct lowering *lowering, node_id node)
{
    return plan_at(lowering->plan, node)->type;
}

node_id lower_as(struct lowering *lowering, node_id node, const struct type *type)
{
    const struct type *own = node_type(lowering, node);
    if (type->kind != TYPE_NUMBER || own->kind != TYPE_NUMBER
        || plan_at(lowering->plan, node)->op == OP_NONE) {
        return node;
    }
    return build_at(&lowering->builder, node, type->unit, type->scale);
}

/* ------------------------------------------------------------------------------------------ names */

static bool names_choice(const struct node *use)
{
    const struct choice *choice =
        use->type && use->type->kind == TYPE_CHOICE ? use->type->choice : NULL;
    int64_t value = use->value.integer;
    return choice && value >= 0 && (size_t)value < choice->count
           && choice->values[value].name == use->name;
}

static node_id lower_entity(struct lowering *lowering, const struct entity *entity, size_t context)
{
    size_t own = context_of(lowering, entity, context);
    switch (entity->kind) {
    case ENTITY_FACT:
        return task_node(lowering, TASK_FACT, entity->index, own);
    case ENTITY_FIELD:
        return task_node(lowering, TASK_FIELD, entity->index, own);
    case ENTITY_DEFINE:
        return task_node(lowering, TASK_DEFINE, entity->index, own);
    case ENTITY_DECISION:
        return task_node(lowering, TASK_DECISION, entity->index, own);
    case ENTITY_PARAMETER: {
        const struct parameter *parameter = (const struct parameter *)entity;
        const struct type *type = parameter->type;
        return type->kind == TYPE_NUMBER
                   ? build_number(&lowering->builder, type->unit, type->scale, parameter->value)
                   : build_constant(&lowering->builder, type, parameter->value);
    }
    default:
        return build_any(&lowering->builder, lowering->builder.yes_no);
    }
}

static node_id lower_rank(struct lowering *lowering, const struct node *node)
{
    int64_t rank = level_rank(lowering->program, node);
    return build_constant(&lowering->builder, lowering->program->level_type, rank < 0 ? 0 : rank);
}

static node_id lower_use(struct lowering *lowering, const struct node *use, size_t context)
{
    if (use->ref && use->ref->kind == ENTITY_LEVEL) {
        return lower_rank(lowering, use);
    }
    if (use->ref) {
        return lower_entity(lowering, use->ref, context);
    }
    if (names_choice(use)) {
        return build_constant(&lowering->builder, use->type, use->value.integer);
    }
    if (use->type->or_none) {
        return build_none(&lowering->builder, use->type);
    }
    return lower_rank(lowering, use);
}

static node_id lower_number(struct lowering *lowering, const struct node *node)
{
    if (node->type && node->type->kind == TYPE_LEVEL) {
        return lower_rank(lowering, node);
    }
    struct decimal number = decimal_normalise(node->value.number);
    enum unit unit = node->type ? node->type->unit : (enum unit)node->unit;
    return build_number(&lowering->builder, unit, number.scale, number.digits);
}

/* ------------------------------------------------------------------------------------- arithmetic */

/* A date and what is added to it, one after the other. */
static node_id lower_date_sum(struct lowering *lowering, struct node_list *terms)
{
    node_id date = NO_NODE;
    for (size_t i = 0; i < terms->count; i++) {
        if (node_type(lowering, terms->items[i])->kind == TYPE_DATE) {
            date = terms->items[i];
        }
    }
    for (size_t i = 0; i < terms->count; i++) {
        const struct type *type = node_type(lowering, terms->items[i]);
        if (type->kind == TYPE_DATE) {
            continue;
        }
        struct type *sum = arena_alloc(lowering->arena, sizeof *sum);
        *sum = *lowering->builder.date;
        sum->or_none = type->or_none || node_type(lowering, date)->or_none;
        struct plan_node model = {.op = OP_DATE_ADD, .type = sum, .unit = type->unit};
        node_id whole = build_at(&lowering->builder, terms->items[i], type->unit, 0);
        date = build_node(&lowering->builder, model, (node_id[]){date, whole}, 2);
    }
    return date;
}

static node_id lower_add(struct lowering *lowering, struct node_list terms)
{
    for (size_t i = 0; i < terms.count; i++) {
        if (node_type(lowering, terms.items[i])->kind == TYPE_DATE) {
            return lower_date_sum(lowering, &terms);
        }
    }
    build_alike(&lowering->builder, terms.items, terms.count);
    return build_add(&lowering->builder, terms.items, terms.count);
}

static node_id lower_negate(struct lowering *lowering, node_id node)
{
    const struct type *type = node_type(lowering, node);
    return build_scale(&lowering->builder, node, -1, type->unit, type->scale);
}

static node_id lower_multiply(struct lowering *lowering, struct node_list factors)
{
    node_id product = factors.items[0];
    for (size_t i = 1; i < factors.count; i++) {
        product = build_multiply(&lowering->builder, product, factors.items[i]);
    }
    return product;
}

/* N % of X: N x X / 100, two decimals more than both have, or fewer where N ends in zeros. */
static node_id lower_percent(struct lowering *lowering, node_id percent, node_id of)
{
    const struct type *type = node_type(lowering, of);
    struct decimal factor = {plan_at(lowering->plan, percent)->constant,
                             node_type(lowering, percent)->scale + 2};
    while (factor.scale > 0 && factor.digits % 10 == 0) {
        factor.digits /= 10;
        factor.scale--;
    }
    return build_scale(&lowering->builder, of, factor.digits, type->unit,
                       type->scale + factor.scale);
}

static node_id lower_extreme(struct lowering *lowering, enum op op, const struct node *elements,
                             size_t context)
{
    struct node_list list = {0};
    lower_elements(lowering, elements, context, false, &list);
    build_alike(&lowering->builder, list.items, list.count);
    return build_extreme(&lowering->builder, op, list.items, list.count);
}

/* `85 to 92 %`: a bound without a unit got that of the other one from the checker. */
static node_id lower_bound(struct lowering *lowering, const struct node *bound, node_id node)
{
    const struct type *own = node_type(lowering, node);
    if (own->kind != TYPE_NUMBER || own->unit != UNIT_NONE || bound->type->unit == UNIT_NONE) {
        return node;
    }
    return build_scale(&lowering->builder, node, 1, bound->type->unit, own->scale);
}

/* ------------------------------------------------------------------------------------------ dates */

static int64_t units_between(enum unit unit, int32_t from, int32_t to)
{
    switch (unit) {
    case UNIT_YEARS:
        return date_years_between(from, to);
    case UNIT_MONTHS:
        return date_months_between(from, to);
    case UNIT_WEEKS:
        return (to - from) / 7;
    default:
        return to - from;
    }
}

static node_id lower_between(struct lowering *lowering, enum unit unit, struct node_list dates)
{
    const struct type *from = node_type(lowering, dates.items[0]);
    const struct type *to = node_type(lowering, dates.items[1]);
    struct type *type = arena_alloc(lowering->arena, sizeof *type);
    type->kind = TYPE_NUMBER;
    type->or_none = from->or_none || to->or_none;
    type->unit = unit;
    type->low = units_between(unit, (int32_t)from->high, (int32_t)to->low);
    type->high = units_between(unit, (int32_t)from->low, (int32_t)to->high);
    struct plan_node model = {.op = OP_DATE_DIFFERENCE, .type = type, .unit = unit};
    return build_node(&lowering->builder, model, dates.items, dates.count);
}

/* ---------------------------------------------------------------------------------------- counting */

static node_id lower_counting(struct lowering *lowering, const struct node *expression,
                              size_t context)
{
    struct builder *builder = &lowering->builder;
    struct node_list list = {0};
    lower_elements(lowering, node_child(expression, NODE_ELEMENTS), context, true, &list);
    const struct node *amount = node_child(expression, NODE_AMOUNT);
    int64_t k = amount ? lower_amount(amount) : 0;
    switch (expression->kind) {
    case NODE_ANY_OF:
        return build_or(builder, list.items, list.count);
    case NODE_ALL_OF:
        return build_and(builder, list.items, list.count);
    case NODE_NONE_OF:
        return build_not(builder, build_or(builder, list.items, list.count));
    case NODE_AT_LEAST:
        return build_at_least(builder, k, list.items, list.count);
    case NODE_AT_MOST:
        return build_not(builder, build_at_least(builder, k + 1, list.items, list.count));
    case NODE_EXACTLY:
        return build_exactly(builder, k, list.items, list.count);
    default:
        return build_count(builder, list.items, list.count);
    }
}

/* ----------------------------------------------------------------------------------------- is known */

static node_id known_fact(struct lowering *lowering, const struct entity *entity, size_t context)
{
    const struct fact *fact = (const struct fact *)entity;
    struct plan_node model = {.op = fact->list ? OP_FIELD_KNOWN : OP_KNOWN,
                              .index = (uint32_t)entity->index};
    node_id value = NO_NODE;
    if (fact->from) {
        value = lower_entity(lowering, entity, context);
    }
    return build_predicate(&lowering->builder, model, &value, fact->from != NULL);
}

static node_id lower_is_known(struct lowering *lowering, const struct node *expression,
                              size_t context, struct spread spread)
{
    const struct node *use = expression->child == spread.group ? spread.member : expression->child;
    node_id known = use->ref && (use->ref->kind == ENTITY_FACT || use->ref->kind == ENTITY_FIELD)
                        ? known_fact(lowering, use->ref, context)
                        : build_any(&lowering->builder, lowering->builder.yes_no);
    return expression->flags & FLAG_NEGATED ? build_not(&lowering->builder, known) : known;
}

static node_id lower_is_none(struct lowering *lowering, const struct node *expression,
                             node_id operand)
{
    struct builder *builder = &lowering->builder;
    bool negated = expression->flags & FLAG_NEGATED;
    if (!node_type(lowering, operand)->or_none) {
        return build_yes_no(builder, negated);
    }
    node_id is_none = build_predicate(builder, (struct plan_node){.op = OP_IS_NONE}, &operand, 1);
    return negated ? build_not(builder, is_none) : is_none;
}

/* ------------------------------------------------------------------------------------- expressions */

static node_id lower_arms(struct lowering *lowering, const struct node *expression, size_t context,
                          struct spread spread)
{
    struct node_list values = {0}, pairs = {0};
    for (const struct node *arm = expression->child; arm; arm = arm->next) {
        vector_push(lowering->arena, &values,
                    lower_expression(lowering, arm->child, context, spread));
    }
    build_alike(&lowering->builder, values.items, values.count);
    size_t at = 0;
    for (const struct node *arm = expression->child; arm && arm->next; arm = arm->next) {
        const struct node *condition = node_inside(node_child(arm, NODE_IF));
        vector_push(lowering->arena, &pairs,
                    lower_condition(lowering, condition, context, spread));
        vector_push(lowering->arena, &pairs, values.items[at++]);
    }
    return lower_choose(lowering, pairs.items, pairs.count / 2, values.items[at]);
}

static node_id lower_operation(struct lowering *lowering, const struct node *expression,
                               size_t context, struct spread spread)
{
    bool is_logic = expression->kind == NODE_AND || expression->kind == NODE_OR
                    || expression->kind == NODE_NOT;
    struct node_list list = lower_all(lowering, expression->child, context, spread, is_logic);
    struct builder *builder = &lowering->builder;
    switch (expression->kind) {
    case NODE_AND:
        return build_and(builder, list.items, list.count);
    case NODE_OR:
        return build_or(builder, list.items, list.count);
    case NODE_NOT:
        return build_not(builder, list.items[0]);
    case NODE_COMPARE:
        return lower_compare(lowering, (enum comparison)expression->op, list.items[0],
                             list.items[1]);
    case NODE_IN_RANGE:
        return lower_in_range(
            lowering, list.items[0],
            lower_bound(lowering, expression->child->next, list.items[1]),
            lower_bound(lowering, expression->child->next->next, list.items[2]));
    case NODE_IN_LIST:
        return lower_in_list(lowering, list.items[0], list.items + 1, list.count - 1);
    case NODE_IS_NONE:
        return lower_is_none(lowering, expression, list.items[0]);
    case NODE_ADD:
        return lower_add(lowering, list);
    case NODE_NEGATE:
        return lower_negate(lowering, list.items[0]);
    case NODE_MULTIPLY:
        return lower_multiply(lowering, list);
    case NODE_PERCENT_OF:
        return lower_percent(lowering, list.items[0], list.items[1]);
    case NODE_BETWEEN_DATES:
        return lower_between(lowering, (enum unit)expression->unit, list);
    default:
        return build_any(builder, expression->type ? expression->type : builder->yes_no);
    }
}

node_id lower_expression(struct lowering *lowering, const struct node *expression, size_t context,
                         struct spread spread)
{
    struct rank_runs runs = {0};
    if (expression == spread.group) {
        return lower_expression(lowering, spread.member, context, no_spread);
    }
    if (level_test(lowering, expression, &runs)) {
        return lower_level_runs(lowering, &runs, context);
    }
    switch (expression->kind) {
    case NODE_NUMBER:
        return lower_number(lowering, expression);
    case NODE_DATE:
        return build_constant(&lowering->builder, lowering->builder.date,
                              expression->value.integer);
    case NODE_YES:
    case NODE_NO:
        return build_yes_no(&lowering->builder, expression->kind == NODE_YES);
    case NODE_USE:
        return lower_use(lowering, expression, context);
    case NODE_LABEL:
    case NODE_LEVEL_VALUE:
        return lower_rank(lowering, expression);
    case NODE_CASE_DATE:
        return build_leaf(&lowering->builder, OP_CASE_DATE, lowering->builder.date, 0);
    case NODE_THE_LEVEL:
        return lower_level(lowering, context);
    case NODE_COUNT_EVENT:
    case NODE_EVENT_WITHIN:
    case NODE_LATEST_OF:
    case NODE_ANY_ITEM:
    case NODE_ALL_ITEMS:
    case NODE_HIGHEST_ITEM:
    case NODE_LOWEST_ITEM:
    case NODE_SUM_ITEMS:
    case NODE_DISTINCT_ITEMS:
        return lower_items_form(lowering, expression, context, spread);
    case NODE_ANY_OF:
    case NODE_ALL_OF:
    case NODE_NONE_OF:
    case NODE_AT_LEAST:
    case NODE_AT_MOST:
    case NODE_EXACTLY:
    case NODE_COUNT_OF:
        return lower_counting(lowering, expression, context);
    case NODE_HIGHEST_OF:
    case NODE_LOWEST_OF:
        return lower_extreme(lowering,
                             expression->kind == NODE_HIGHEST_OF ? OP_HIGHEST : OP_LOWEST,
                             node_child(expression, NODE_ELEMENTS), context);
    case NODE_CHOOSE:
        return lower_arms(lowering, expression, context, spread);
    case NODE_IS_KNOWN:
        return lower_is_known(lowering, expression, context, spread);
    default:
        return lower_operation(lowering, expression, context, spread);
    }
}

node_id lower_condition(struct lowering *lowering, const struct node *expression, size_t context,
                        struct spread spread)
{
    node_id node = lower_expression(lowering, expression, context, spread);
    if (!node_type(lowering, node)->or_none) {
        return node;
    }
    return build_compare(&lowering->builder, OP_EQUAL, node,
                         build_yes_no(&lowering->builder, true));
}

node_id lower_guard(struct lowering *lowering, const struct node *condition,
                    const struct node *unless, size_t context)
{
    node_id holds = condition ? lower_condition(lowering, condition, context, no_spread)
                              : build_yes_no(&lowering->builder, true);
    if (!unless) {
        return holds;
    }
    node_id not_excused =
        build_not(&lowering->builder, lower_condition(lowering, unless, context, no_spread));
    return build_and2(&lowering->builder, holds, not_excused);
}

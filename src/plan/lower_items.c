/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of events and of the items of lists.

   `where` becomes a node that has a value for each item; a window is one more condition on the item's
   date; then one operation takes the items together. */
#include "base/decimal.h"
#include "plan/lower.h"

static const struct type *count_type(struct lowering *lowering, int64_t high)
{
    struct type *type = arena_alloc(lowering->arena, sizeof *type);
    type->kind = TYPE_NUMBER;
    type->high = high;
    return type;
}

static const struct type *with_none(struct lowering *lowering, const struct type *type)
{
    struct type *wider = arena_alloc(lowering->arena, sizeof *wider);
    *wider = *type;
    wider->or_none = true;
    return wider;
}

/* The day from which a window goes back. */
static node_id lower_day(struct lowering *lowering, const struct node *window, size_t context,
                         struct spread spread)
{
    const struct node *of = node_child(window, NODE_OF);
    return of ? lower_expression(lowering, of->child, context, spread)
              : build_leaf(&lowering->builder, OP_CASE_DATE, lowering->builder.date, 0);
}

static node_id at_least_one(struct lowering *lowering, node_id count)
{
    node_id one = build_number(&lowering->builder, UNIT_NONE, 0, 1);
    return build_compare(&lowering->builder, OP_LESS_OR_EQUAL, one, count);
}

/* ----------------------------------------------------------------------------------------- events */

static node_id event_count(struct lowering *lowering, const struct node *expression,
                           const struct fact *event, size_t context, struct spread spread)
{
    const struct node *window = node_child(expression, NODE_WINDOW);
    struct plan_node model = {.op = OP_EVENT_COUNT, .index = (uint32_t)event->entity.index};
    model.type = count_type(lowering, PLAN_EVENT_DATES);
    if (!window) {
        return build_node(&lowering->builder, model, NULL, 0);
    }
    node_id day = lower_day(lowering, window, context, spread);
    model.constant = lower_amount(node_child(window, NODE_AMOUNT));
    model.unit = (enum unit)window->unit;
    return build_node(&lowering->builder, model, &day, 1);
}

static node_id lower_event(struct lowering *lowering, const struct node *expression,
                           const struct fact *event, size_t context, struct spread spread)
{
    if (expression->kind == NODE_LATEST_OF) {
        return build_leaf(&lowering->builder, OP_LATEST,
                          with_none(lowering, lowering->builder.date), event->entity.index);
    }
    node_id count = event_count(lowering, expression, event, context, spread);
    return expression->kind == NODE_COUNT_EVENT ? count : at_least_one(lowering, count);
}

/* ------------------------------------------------------------------------------------------ items */

/* The field by whose value EXPRESSION dates items, or NULL. */
static const struct fact *date_read(const struct node *expression)
{
    bool is_dated = expression->kind == NODE_LATEST_OF || node_child(expression, NODE_WINDOW);
    const struct node *use = is_dated ? expression->child : NULL;
    const struct fact *list =
        use && use->ref && use->ref->kind == ENTITY_FACT ? (const struct fact *)use->ref : NULL;
    return list ? list->date : NULL;
}

void need_items_form(struct lowering *lowering, const struct node *expression, size_t context)
{
    const struct fact *date = date_read(expression);
    if (date) {
        need_entity(lowering, &date->entity, context);
    }
}

node_id lower_field(struct lowering *lowering, const struct fact *field, size_t context)
{
    struct builder *builder = &lowering->builder;
    node_id given = build_leaf(builder, OP_FIELD, field->type, field->entity.index);
    if (!field->from) {
        return given;
    }
    node_id worked_out =
        lower_as(lowering, lower_expression(lowering, field->from, context, no_spread), field->type);
    struct plan_node model = {.op = OP_FIELD_DERIVED, .type = field->type,
                              .index = (uint32_t)field->entity.index};
    return build_node(builder, model, (node_id[]){given, worked_out}, 2);
}

static node_id lower_date(struct lowering *lowering, const struct fact *list, size_t context)
{
    const struct entity *date = &list->date->entity;
    return task_node(lowering, TASK_FIELD, date->index, context_of(lowering, date, context));
}

/* The item's date lies in [D - N units, D]. */
static node_id lower_window(struct lowering *lowering, const struct fact *list,
                            const struct node *window, size_t context, struct spread spread)
{
    struct builder *builder = &lowering->builder;
    node_id day = lower_day(lowering, window, context, spread);
    enum unit unit = (enum unit)window->unit;
    int64_t length = lower_amount(node_child(window, NODE_AMOUNT));
    struct plan_node model = {.op = OP_DATE_ADD, .unit = unit};
    struct type *type = arena_alloc(lowering->arena, sizeof *type);
    *type = *builder->date;
    type->or_none = plan_at(lowering->plan, day)->type->or_none;
    model.type = type;
    node_id back[] = {day, build_number(builder, unit, 0, -length)};
    node_id first = build_node(builder, model, back, 2);
    return lower_in_range(lowering, lower_date(lowering, list, context), first, day);
}

/* Which items EXPRESSION asks about. */
static node_id lower_where(struct lowering *lowering, const struct node *expression,
                           const struct fact *list, size_t context, struct spread spread)
{
    const struct node *where = node_child(expression, NODE_WHERE);
    const struct node *window = node_child(expression, NODE_WINDOW);
    node_id holds = where ? lower_condition(lowering, where->child, context, spread)
                          : build_yes_no(&lowering->builder, true);
    if (!window) {
        return holds;
    }
    return build_and2(&lowering->builder, holds,
                      lower_window(lowering, list, window, context, spread));
}

static node_id build_items(struct lowering *lowering, enum op op, const struct fact *list,
                           const struct type *type, const node_id *operands, size_t count)
{
    struct plan_node model = {.op = op, .type = type, .index = (uint32_t)list->entity.index};
    return build_node(&lowering->builder, model, operands, count);
}

static node_id any_item(struct lowering *lowering, const struct fact *list, node_id which)
{
    int64_t constant;
    if (node_is_constant(&lowering->builder, which, &constant) && !constant) {
        return which;
    }
    return build_items(lowering, OP_ITEM_ANY, list, lowering->builder.yes_no, &which, 1);
}

static const struct type *sum_type(struct lowering *lowering, const struct fact *list,
                                   const struct type *value)
{
    struct type *type = arena_alloc(lowering->arena, sizeof *type);
    *type = *value;
    type->or_none = false;
    type->low = bound_multiply(value->low < 0 ? value->low : 0, list->type->high);
    type->high = bound_multiply(value->high > 0 ? value->high : 0, list->type->high);
    return type;
}

static node_id lower_items_value(struct lowering *lowering, const struct node *expression,
                                 const struct fact *list, node_id which, node_id value)
{
    const struct type *type = plan_at(lowering->plan, value)->type;
    node_id operands[] = {which, value};
    switch (expression->kind) {
    case NODE_HIGHEST_ITEM:
    case NODE_LATEST_OF:
        return build_items(lowering, OP_ITEM_HIGHEST, list, with_none(lowering, type), operands, 2);
    case NODE_LOWEST_ITEM:
        return build_items(lowering, OP_ITEM_LOWEST, list, with_none(lowering, type), operands, 2);
    case NODE_SUM_ITEMS:
        return build_items(lowering, OP_ITEM_SUM, list, sum_type(lowering, list, type), operands, 2);
    default:
        return build_items(lowering, OP_ITEM_DISTINCT, list, expression->type, operands, 2);
    }
}

static node_id lower_list(struct lowering *lowering, const struct node *expression,
                          const struct fact *list, size_t context, struct spread spread)
{
    struct builder *builder = &lowering->builder;
    const struct node *taken = node_child(expression, NODE_IN_ITEM);
    context = context_inside(lowering, expression, context);
    node_id which = lower_where(lowering, expression, list, context, spread);
    switch (expression->kind) {
    case NODE_ANY_ITEM:
    case NODE_EVENT_WITHIN:
        return any_item(lowering, list, which);
    case NODE_ALL_ITEMS:
        return build_not(builder, any_item(lowering, list, build_not(builder, which)));
    case NODE_COUNT_EVENT:
        return build_items(lowering, OP_ITEM_COUNT, list, count_type(lowering, list->type->high),
                           &which, 1);
    case NODE_LATEST_OF:
        return lower_items_value(lowering, expression, list, which,
                                 lower_date(lowering, list, context));
    default:
        return lower_items_value(lowering, expression, list, which,
                                 lower_expression(lowering, taken->child, context, spread));
    }
}

node_id lower_items_form(struct lowering *lowering, const struct node *expression, size_t context,
                         struct spread spread)
{
    const struct node *use = expression->child == spread.group ? spread.member : expression->child;
    const struct fact *fact = (const struct fact *)use->ref;
    return fact->type->kind == TYPE_LIST ? lower_list(lowering, expression, fact, context, spread)
                                         : lower_event(lowering, expression, fact, context, spread);
}

/* From the greatest value down: the first that some item has or exceeds; else the least. */
node_id lower_graded(struct lowering *lowering, const struct fact *fact, size_t context)
{
    struct builder *builder = &lowering->builder;
    const struct fact *list = (const struct fact *)fact->from->child->ref;
    context = context_inside(lowering, fact->from, context);
    node_id which = lower_where(lowering, fact->from, list, context, no_spread);
    node_id value = lower_expression(lowering, node_child(fact->from, NODE_IN_ITEM)->child, context, no_spread);
    struct node_list rows = {0};
    for (int64_t step = (int64_t)fact->type->choice->count - 1; step > 0; step--) {
        node_id grade = build_constant(builder, fact->type, step);
        node_id reaches = build_compare(builder, OP_LESS_OR_EQUAL, grade, value);
        vector_push(lowering->arena, &rows, any_item(lowering, list, build_and2(builder, which, reaches)));
        vector_push(lowering->arena, &rows, grade);
    }
    return lower_choose(lowering, rows.items, rows.count / 2, build_constant(builder, fact->type, 0));
}

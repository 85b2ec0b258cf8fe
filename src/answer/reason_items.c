/* SPDX-License-Identifier: Apache-2.0 */
/* Which items of a list, or members of a household, a condition goes by, and what they lack. */
#include "answer/reasoning.h"

#include "answer/wording.h"

#define MOST_ITEMS 3 /* of a list that are told one by one */

/* How many items TOGETHER takes that the case names, and RET_ROWS with those that it does not, if it may have
   others. */
static size_t items_taken(const struct reasons *reasons, node_id together, size_t *ret_rows)
{
    const struct evaluation *evaluation = reasons->evaluation;
    const struct plan_node *node = plan_at(reasons->plan, together);
    const struct fact *list = reasons->plan->program->facts.items[node->index];
    if (plan_takes_each(reasons->plan, node)) {
        *ret_rows = evaluation->family->count + (evaluation->family->others > 0);
        return evaluation->family->count;
    }
    size_t others;
    *ret_rows = evaluation_rows(evaluation->limen_case, list, &others);
    return *ret_rows - (others > 0);
}

/* What NODE is for item ITEM of those that TOGETHER takes. */
static const struct value_set *value_of_item(const struct reasons *reasons, node_id together,
                                             node_id node, size_t item)
{
    bool takes_each = plan_takes_each(reasons->plan, plan_at(reasons->plan, together));
    return takes_each ? &reasons->evaluation->family->members[item]->values[node]
                      : evaluation_value(reasons->evaluation, node, item);
}

/* The same reasons, of item ITEM of those that TOGETHER takes. */
static struct reasons *reasons_of_item(const struct reasons *reasons, node_id together, size_t item)
{
    struct reasons *made = arena_alloc(reasons->arena, sizeof *made);
    *made = *reasons;
    if (plan_takes_each(reasons->plan, plan_at(reasons->plan, together))) {
        made->evaluation = reasons->evaluation->family->members[item];
    } else {
        made->item = item;
    }
    reason_start_costs(made);
    return made;
}

static struct part *add_item(struct reasons *reasons, struct parts *parts, node_id any, size_t item)
{
    struct text words = {0};
    const struct program *program = reasons->plan->program;
    wording_item(&words, reasons->evaluation, program->facts.items[plan_at(reasons->plan, any)->index],
                 item);
    return reason_part(reasons, parts, &words);
}

void reason_items_holding(struct reasons *reasons, node_id any, struct parts *parts)
{
    node_id which = plan_operand(reasons->plan, any, 0);
    size_t rows, named = items_taken(reasons, any, &rows), holding = 0;
    for (size_t item = 0; item < named; item++) {
        if (!value_is_yes(*value_of_item(reasons, any, which, item))) {
            continue;
        }
        if (holding++ < MOST_ITEMS) {
            struct part *part = add_item(reasons, parts, any, item);
            part->parts = reasons_of(reasons_of_item(reasons, any, item), which, true);
        }
    }
    if (holding > MOST_ITEMS) {
        struct text words = {0};
        text_format(&words, "%s more", reason_number_word(reasons, holding - MOST_ITEMS));
        reason_part(reasons, parts, &words);
    }
}

/* The operand of a comparison that takes items together, or NO_NODE. */
static node_id items_compared(const struct reasons *reasons, node_id id)
{
    const struct plan_node *node = plan_at(reasons->plan, id);
    for (uint32_t i = 0; i < node->operand_count && i < 2; i++) {
        node_id operand = plan_operand(reasons->plan, id, i);
        if (op_is_of_items(plan_at(reasons->plan, operand)->op)) {
            return operand;
        }
    }
    return NO_NODE;
}

static bool asks_of_items(const struct reasons *reasons, node_id items)
{
    return plan_at(reasons->plan, plan_operand(reasons->plan, items, 0))->op != OP_CONSTANT;
}

/* The items that have what is certainly the highest at least, or the lowest at most. */
static void add_items_attaining(struct reasons *reasons, node_id extreme, struct parts *parts)
{
    const struct evaluation *evaluation = reasons->evaluation;
    struct value_set best = evaluation->values[extreme];
    int64_t end = plan_at(reasons->plan, extreme)->op == OP_ITEM_HIGHEST ? best.low : best.high;
    size_t rows, named = items_taken(reasons, extreme, &rows);
    for (size_t item = 0; item < named && parts->count < MOST_ITEMS; item++) {
        const struct value_set *which =
            value_of_item(reasons, extreme, plan_operand(reasons->plan, extreme, 0), item);
        const struct value_set *value =
            value_of_item(reasons, extreme, plan_operand(reasons->plan, extreme, 1), item);
        if (value_is_yes(*which) && value->low == end && value->high == end) {
            add_item(reasons, parts, extreme, item);
        }
    }
}

void reason_items_compared(struct reasons *reasons, node_id id, struct parts *parts)
{
    node_id items = items_compared(reasons, id);
    if (items == NO_NODE) {
        return;
    }
    switch (plan_at(reasons->plan, items)->op) {
    case OP_ITEM_COUNT:
        if (asks_of_items(reasons, items)) {
            reason_items_holding(reasons, items, parts);
        }
        break;
    case OP_ITEM_HIGHEST:
    case OP_ITEM_LOWEST:
        add_items_attaining(reasons, items, parts);
        break;
    default:
        break;
    }
}

/* What ID, or what it compares, is worked out as if that sums up lists; else NO_NODE. */
static node_id summed_up(const struct reasons *reasons, node_id id)
{
    const struct plan_node *node = plan_at(reasons->plan, id);
    if (node->op == OP_DERIVED) {
        bool sums_up = reasons->plan->program->facts.items[node->index]->sums_up.count > 0;
        return sums_up ? plan_operand(reasons->plan, id, 1) : NO_NODE;
    }
    for (uint32_t i = 0; i < node->operand_count && i < 2; i++) {
        node_id operand = plan_operand(reasons->plan, id, i);
        if (plan_at(reasons->plan, operand)->op == OP_DERIVED) {
            return summed_up(reasons, operand);
        }
    }
    return NO_NODE;
}

/* The row of a choice that certainly is chosen: its condition, or NO_NODE for what holds otherwise. */
static node_id row_chosen(const struct reasons *reasons, node_id choose)
{
    const struct plan_node *node = plan_at(reasons->plan, choose);
    for (uint32_t i = 0; i + 1 < node->operand_count; i += 2) {
        node_id condition = plan_operand(reasons->plan, choose, i);
        if (reason_is_certainly(reasons, condition, true)) {
            return condition;
        }
    }
    return NO_NODE;
}

void reason_items_summed_up(struct reasons *reasons, node_id id, struct parts *parts)
{
    node_id worked_out = summed_up(reasons, id);
    if (worked_out != NO_NODE && plan_at(reasons->plan, worked_out)->op == OP_CHOOSE) {
        worked_out = row_chosen(reasons, worked_out);
    }
    if (worked_out != NO_NODE && reason_is_certainly(reasons, worked_out, true)) {
        reason_walk_holding(reasons, worked_out, true, parts);
    }
}

void reason_items_lacking(struct reasons *reasons, node_id any, struct part *part)
{
    node_id which = plan_operand(reasons->plan, any, 0);
    size_t rows, named = items_taken(reasons, any, &rows);
    for (size_t item = 0; item < rows; item++) {
        struct value_set set = *value_of_item(reasons, any, which, item);
        if (!value_may_be_yes(set) || (value_is_yes(set) && item < named)) {
            continue;
        }
        if (part->parts.count == MOST_ITEMS && item + 1 < rows) {
            part->left_out++;
            continue;
        }
        struct part *one = add_item(reasons, &part->parts, any, item);
        if (item < named) {
            one->parts = reasons_lacking(reasons_of_item(reasons, any, item), which, true);
        }
    }
}

/* Of a fact that sums up a list whose items the case names. */
static void items_summed_up_lacking(struct reasons *reasons, node_id id, struct part *part)
{
    node_id any = plan_at(reasons->plan, id)->op == OP_DERIVED ? summed_up(reasons, id) : NO_NODE;
    size_t rows;
    if (any != NO_NODE && plan_at(reasons->plan, any)->op == OP_ITEM_ANY
        && !reason_is_certainly(reasons, any, false) && items_taken(reasons, any, &rows) > 0) {
        reason_items_lacking(reasons, any, part);
    }
}

/* A comparison that more of the counted items would make WANTED. */
static bool wants_more_items(const struct reasons *reasons, node_id id, bool wanted)
{
    const struct plan_node *node = plan_at(reasons->plan, id);
    node_id items = items_compared(reasons, id);
    bool is_order = node->op == OP_LESS || node->op == OP_LESS_OR_EQUAL;
    return is_order && items != NO_NODE && plan_at(reasons->plan, items)->op == OP_ITEM_COUNT
           && asks_of_items(reasons, items) && (plan_operand(reasons->plan, id, 1) == items) == wanted;
}

void reason_items_compared_lacking(struct reasons *reasons, node_id id, bool wanted, struct part *part)
{
    if (wants_more_items(reasons, id, wanted)) {
        reason_items_lacking(reasons, items_compared(reasons, id), part);
    } else if (wanted) {
        items_summed_up_lacking(reasons, id, part);
    }
}

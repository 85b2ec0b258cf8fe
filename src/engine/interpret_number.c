/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic, dates and events, by end points. Bounds were checked when the plan was made: nothing
   here can overflow. What no engine does otherwise is in stepwise.c. */
#include "engine/interpret.h"
#include "engine/stepwise.h"

_Static_assert(CASE_MAX_EVENTS == PLAN_EVENT_DATES, "cases and plans agree on how many dates");

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t greatest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Arithmetic with none is none: true, and RET is that, if an operand certainly is. Else RET says
   whether the result may be. */
static bool none_of_operands(const struct frame *frame, const struct plan_node *node,
                             struct value_set *ret)
{
    *ret = value_between(0, 0);
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct value_set *set = operand(frame, node, i);
        if (set_is_nothing(set)) {
            *ret = value_none(frame->arena, node->type);
            return true;
        }
        ret->or_none = ret->or_none || set->or_none;
    }
    return false;
}

/* Of two operands, by a function that all engines share. */
static struct value_set stepwise(const struct frame *frame, const struct plan_node *node)
{
    struct value_set none;
    if (none_of_operands(frame, node, &none)) {
        return none;
    }
    const struct value_set operands[] = {*operand(frame, node, 0), *operand(frame, node, 1)};
    struct value_set result = stepwise_evaluate(node, operands, NULL);
    result.or_none = none.or_none;
    return result;
}

struct value_set evaluate_OP_ADD(const struct frame *frame, const struct plan_node *node)
{
    struct value_set sum;
    if (none_of_operands(frame, node, &sum)) {
        return sum;
    }
    for (size_t i = 0; i < node->operand_count; i++) {
        sum.low += operand(frame, node, i)->low;
        sum.high += operand(frame, node, i)->high;
    }
    return sum;
}

struct value_set evaluate_OP_SCALE(const struct frame *frame, const struct plan_node *node)
{
    struct value_set product;
    if (none_of_operands(frame, node, &product)) {
        return product;
    }
    const struct value_set *set = operand(frame, node, 0);
    int64_t a = set->low * node->constant, b = set->high * node->constant;
    product.low = least(a, b);
    product.high = greatest(a, b);
    return product;
}

struct value_set evaluate_OP_MULTIPLY(const struct frame *frame, const struct plan_node *node)
{
    return stepwise(frame, node);
}

/* The values of any operand that lie from the LOW to the HIGH that the whole may reach. */
static struct value_set members_between(const struct frame *frame, const struct plan_node *node,
                                        struct value_set hull)
{
    struct value_set all = set_nothing(frame, node->type);
    for (size_t i = 0; i < node->operand_count; i++) {
        set_add(node->type, &all, operand(frame, node, i), hull.low, hull.high);
    }
    all.or_none = hull.or_none;
    return all;
}

static struct value_set extreme(const struct frame *frame, const struct plan_node *node,
                                int64_t (*better)(int64_t, int64_t))
{
    struct value_set hull;
    if (none_of_operands(frame, node, &hull)) {
        return hull;
    }
    hull.low = operand(frame, node, 0)->low;
    hull.high = operand(frame, node, 0)->high;
    for (size_t i = 1; i < node->operand_count; i++) {
        hull.low = better(hull.low, operand(frame, node, i)->low);
        hull.high = better(hull.high, operand(frame, node, i)->high);
    }
    return node->type->kind == TYPE_CHOICE ? members_between(frame, node, hull) : hull;
}

struct value_set evaluate_OP_HIGHEST(const struct frame *frame, const struct plan_node *node)
{
    return extreme(frame, node, greatest);
}

struct value_set evaluate_OP_LOWEST(const struct frame *frame, const struct plan_node *node)
{
    return extreme(frame, node, least);
}

/* ------------------------------------------------------------------------------ dates and events */

struct value_set evaluate_OP_DATE_ADD(const struct frame *frame, const struct plan_node *node)
{
    return stepwise(frame, node);
}

struct value_set evaluate_OP_DATE_DIFFERENCE(const struct frame *frame,
                                             const struct plan_node *node)
{
    return stepwise(frame, node);
}

static struct event_dates dates_of(const struct frame *frame, const struct plan_node *node)
{
    const struct case_fact *event = &frame->limen_case->facts[node->index];
    return (struct event_dates){event->dates, event->date_count, event->complete};
}

struct value_set evaluate_OP_EVENT_COUNT(const struct frame *frame, const struct plan_node *node)
{
    struct event_dates event = dates_of(frame, node);
    const struct value_set *days = node->operand_count ? operand(frame, node, 0) : NULL;
    return stepwise_event_count(&event, node->unit, node->constant, days);
}

struct value_set evaluate_OP_LATEST(const struct frame *frame, const struct plan_node *node)
{
    struct event_dates event = dates_of(frame, node);
    return stepwise_latest(&event);
}

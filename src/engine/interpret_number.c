/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic, dates and events, by end points. Bounds were checked when the plan was made: nothing
   here can overflow. */
#include <assert.h>

#include "base/date.h"
#include "engine/interpret.h"

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
    struct value_set product;
    if (none_of_operands(frame, node, &product)) {
        return product;
    }
    const struct value_set *a = operand(frame, node, 0), *b = operand(frame, node, 1);
    int64_t ends[] = {a->low * b->low, a->low * b->high, a->high * b->low, a->high * b->high};
    product.low = least(least(ends[0], ends[1]), least(ends[2], ends[3]));
    product.high = greatest(greatest(ends[0], ends[1]), greatest(ends[2], ends[3]));
    return product;
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

static int32_t date_plus(int64_t date, int64_t count, enum unit unit)
{
    bool by_month = unit_base(unit) == UNIT_MONTHS;
    int64_t steps = count * unit_factor(unit);
    return by_month ? date_add_months((int32_t)date, steps) : date_add_days((int32_t)date, steps);
}

struct value_set evaluate_OP_DATE_ADD(const struct frame *frame, const struct plan_node *node)
{
    struct value_set sum;
    if (none_of_operands(frame, node, &sum)) {
        return sum;
    }
    const struct value_set *date = operand(frame, node, 0), *count = operand(frame, node, 1);
    sum.low = date_plus(date->low, count->low, node->unit);
    sum.high = date_plus(date->high, count->high, node->unit);
    return sum;
}

static int64_t units_between(enum unit unit, int64_t from, int64_t to)
{
    switch (unit) {
    case UNIT_YEARS:
        return date_years_between((int32_t)from, (int32_t)to);
    case UNIT_MONTHS:
        return date_months_between((int32_t)from, (int32_t)to);
    case UNIT_WEEKS:
        return (to - from) / 7;
    default:
        return to - from;
    }
}

struct value_set evaluate_OP_DATE_DIFFERENCE(const struct frame *frame,
                                             const struct plan_node *node)
{
    struct value_set between;
    if (none_of_operands(frame, node, &between)) {
        return between;
    }
    const struct value_set *from = operand(frame, node, 0), *to = operand(frame, node, 1);
    between.low = units_between(node->unit, from->high, to->low);
    between.high = units_between(node->unit, from->low, to->high);
    return between;
}

/* DATE lies in [D - length, D] for every D of DAYS. */
static bool in_every_window(const struct plan_node *node, const struct value_set *days,
                            int32_t date)
{
    return date <= days->low && date >= date_plus(days->high, -node->constant, node->unit);
}

/* The same for some D: the earliest D that is not before DATE decides. */
static bool in_some_window(const struct plan_node *node, const struct value_set *days,
                           int32_t date)
{
    int64_t day = greatest(days->low, date);
    return day <= days->high && date >= date_plus(day, -node->constant, node->unit);
}

static bool list_is_open(const struct case_fact *event)
{
    return !event->complete && event->date_count < PLAN_EVENT_DATES;
}

static struct value_set count_in_windows(const struct plan_node *node,
                                         const struct value_set *days,
                                         const struct case_fact *event)
{
    struct value_set count = value_between(0, 0);
    if (set_is_nothing(days)) {
        return count;
    }
    for (size_t i = 0; i < event->date_count; i++) {
        count.low += !days->or_none && in_every_window(node, days, event->dates[i]);
        count.high += in_some_window(node, days, event->dates[i]);
    }
    if (list_is_open(event)) {
        count.high += PLAN_EVENT_DATES - (int64_t)event->date_count;
    }
    return count;
}

struct value_set evaluate_OP_EVENT_COUNT(const struct frame *frame, const struct plan_node *node)
{
    const struct case_fact *event = &frame->limen_case->facts[node->index];
    if (node->operand_count == 1) {
        return count_in_windows(node, operand(frame, node, 0), event);
    }
    int64_t listed = (int64_t)event->date_count;
    return value_between(listed, list_is_open(event) ? PLAN_EVENT_DATES : listed);
}

struct value_set evaluate_OP_LATEST(const struct frame *frame, const struct plan_node *node)
{
    const struct case_fact *event = &frame->limen_case->facts[node->index];
    bool has_date = event->date_count > 0;
    if (!has_date && !list_is_open(event)) {
        return value_none(frame->arena, node->type);
    }
    int64_t low = has_date ? event->dates[event->date_count - 1] : DATE_MIN;
    struct value_set latest = value_between(low, list_is_open(event) ? DATE_MAX : low);
    latest.or_none = !has_date;
    return latest;
}

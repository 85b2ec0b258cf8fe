/* SPDX-License-Identifier: Apache-2.0 */
/* From nodes and sets of the plan to those of step.h, and back. */
#include "engine/stepwise.h"

#include <assert.h>

_Static_assert(STEP_EVENT_DATES == PLAN_EVENT_DATES, "plans and steps agree on how many dates");

static struct step_set ends_of(const struct value_set *set)
{
    return (struct step_set){set->low, set->high, set->or_none};
}

static struct value_set set_of(struct step_set ends)
{
    struct value_set set = value_between(ends.low, ends.high);
    set.or_none = ends.or_none;
    return set;
}

struct step_unit stepwise_unit(enum unit unit)
{
    return (struct step_unit){unit_base(unit) == UNIT_MONTHS, unit_factor(unit)};
}

struct value_set stepwise_event_count(const struct event_dates *event, enum unit unit,
                                      int64_t length, const struct value_set *days)
{
    struct step_set ends = days ? ends_of(days) : step_between(1, 0);
    return set_of(step_event_count(event, stepwise_unit(unit), length, days ? &ends : NULL));
}

struct value_set stepwise_latest(const struct event_dates *event)
{
    return set_of(step_latest(event));
}

struct value_set stepwise_distinct(struct distinct *distinct)
{
    return set_of(distinct_count(distinct));
}

struct value_set stepwise_evaluate(const struct plan_node *node, const struct value_set *operands,
                                   const struct event_dates *event)
{
    switch (node->op) {
    case OP_MULTIPLY:
        return set_of(step_multiply(ends_of(&operands[0]), ends_of(&operands[1])));
    case OP_DATE_ADD:
        return set_of(step_date_add(stepwise_unit(node->unit), ends_of(&operands[0]),
                                    ends_of(&operands[1])));
    case OP_DATE_DIFFERENCE:
        return set_of(step_date_difference(stepwise_unit(node->unit), ends_of(&operands[0]),
                                           ends_of(&operands[1])));
    case OP_EVENT_COUNT:
        return stepwise_event_count(event, node->unit, node->constant,
                                    node->operand_count ? operands : NULL);
    default:
        assert(node->op == OP_LATEST);
        return stepwise_latest(event);
    }
}

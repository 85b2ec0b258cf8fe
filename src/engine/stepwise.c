/* SPDX-License-Identifier: Apache-2.0 */
/* From nodes and sets of the plan to those of step.h, and back. */
#include "engine/stepwise.h"

#include <assert.h>
#include <stdlib.h>

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

/* ------------------------------------------------------------------------------------------- distinct */

static int by_high(const void *a, const void *b)
{
    const struct value_set *left = a, *right = b;
    return (left->high > right->high) - (left->high < right->high);
}

/* Of COUNT sets, which it sorts, how many at most lie apart from one another. */
static int64_t count_apart(struct value_set *sets, size_t count)
{
    int64_t apart = 0, end = 0;
    if (count > 1) {
        qsort(sets, count, sizeof *sets, by_high);
    }
    for (size_t i = 0; i < count; i++) {
        if (apart == 0 || sets[i].low > end) {
            apart++;
            end = sets[i].high;
        }
    }
    return apart;
}

int64_t stepwise_width(int64_t low, int64_t high)
{
    int64_t count;
    bool many = __builtin_sub_overflow(high, low, &count);
    return many || count == INT64_MAX ? INT64_MAX : count + 1;
}

void distinct_add(struct distinct *distinct, struct value_set set, bool certain, int64_t times)
{
    if (set.low == set.high) {
        distinct->single[distinct->single_count++] = set;
    } else {
        distinct->others += times;
    }
    if (certain) {
        distinct->certain[distinct->certain_count++] = set;
    }
}

struct value_set stepwise_distinct(struct distinct *distinct)
{
    int64_t high = step_least(count_apart(distinct->single, distinct->single_count) + distinct->others,
                         distinct->values);
    return value_between(count_apart(distinct->certain, distinct->certain_count), high);
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

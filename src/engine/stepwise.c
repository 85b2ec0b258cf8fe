/* SPDX-License-Identifier: Apache-2.0 */
/* Products, dates and events, by end points. */
#include "engine/stepwise.h"

#include <assert.h>
#include <stdlib.h>

#include "base/date.h"

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t greatest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

struct value_set stepwise_multiply(struct value_set a, struct value_set b)
{
    int64_t ends[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
    return value_between(least(least(ends[0], ends[1]), least(ends[2], ends[3])),
                         greatest(greatest(ends[0], ends[1]), greatest(ends[2], ends[3])));
}

static int32_t date_plus(int64_t date, int64_t count, enum unit unit)
{
    bool by_month = unit_base(unit) == UNIT_MONTHS;
    int64_t steps = count * unit_factor(unit);
    return by_month ? date_add_months((int32_t)date, steps) : date_add_days((int32_t)date, steps);
}

struct value_set stepwise_date_add(enum unit unit, struct value_set date, struct value_set count)
{
    return value_between(date_plus(date.low, count.low, unit),
                         date_plus(date.high, count.high, unit));
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

struct value_set stepwise_date_difference(enum unit unit, struct value_set from,
                                          struct value_set to)
{
    return value_between(units_between(unit, from.high, to.low),
                         units_between(unit, from.low, to.high));
}

/* --------------------------------------------------------------------------------------------- events */

static bool list_is_open(const struct event_dates *event)
{
    return !event->complete && event->count < PLAN_EVENT_DATES;
}

/* DATE lies in [D - length, D] for every D of DAYS. */
static bool in_every_window(enum unit unit, int64_t length, const struct value_set *days,
                            int32_t date)
{
    return date <= days->low && date >= date_plus(days->high, -length, unit);
}

/* The same for some D: the earliest D that is not before DATE decides. */
static bool in_some_window(enum unit unit, int64_t length, const struct value_set *days,
                           int32_t date)
{
    int64_t day = greatest(days->low, date);
    return day <= days->high && date >= date_plus(day, -length, unit);
}

static struct value_set count_in_windows(const struct event_dates *event, enum unit unit,
                                         int64_t length, const struct value_set *days)
{
    struct value_set count = value_between(0, 0);
    if (days->low > days->high) {
        return count;
    }
    for (size_t i = 0; i < event->count; i++) {
        count.low += !days->or_none && in_every_window(unit, length, days, event->dates[i]);
        count.high += in_some_window(unit, length, days, event->dates[i]);
    }
    if (list_is_open(event)) {
        count.high += PLAN_EVENT_DATES - (int64_t)event->count;
    }
    return count;
}

struct value_set stepwise_event_count(const struct event_dates *event, enum unit unit,
                                      int64_t length, const struct value_set *days)
{
    int64_t listed = (int64_t)event->count;
    return days ? count_in_windows(event, unit, length, days)
                : value_between(listed, list_is_open(event) ? PLAN_EVENT_DATES : listed);
}

struct value_set stepwise_latest(const struct event_dates *event)
{
    bool has_date = event->count > 0;
    int64_t low = has_date ? event->dates[event->count - 1] : DATE_MIN;
    struct value_set latest = value_between(low, list_is_open(event) ? DATE_MAX : low);
    if (!has_date && !list_is_open(event)) {
        latest = value_between(1, 0);
    }
    latest.or_none = !has_date;
    return latest;
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
    int64_t high = least(count_apart(distinct->single, distinct->single_count) + distinct->others,
                         distinct->values);
    return value_between(count_apart(distinct->certain, distinct->certain_count), high);
}

struct value_set stepwise_evaluate(const struct plan_node *node, const struct value_set *operands,
                                   const struct event_dates *event)
{
    switch (node->op) {
    case OP_MULTIPLY:
        return stepwise_multiply(operands[0], operands[1]);
    case OP_DATE_ADD:
        return stepwise_date_add(node->unit, operands[0], operands[1]);
    case OP_DATE_DIFFERENCE:
        return stepwise_date_difference(node->unit, operands[0], operands[1]);
    case OP_EVENT_COUNT:
        return stepwise_event_count(event, node->unit, node->constant,
                                    node->operand_count ? operands : NULL);
    default:
        assert(node->op == OP_LATEST);
        return stepwise_latest(event);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Step: what is computed case by case, on the ends of sets of numbers and dates: products, dates, and windows
   of events. Bounds were checked when the plan was made, so that nothing can overflow.

   It needs only day.h, because what `limen compile` writes holds this text, too. */
#ifndef LIMEN_ENGINE_STEP_H
#define LIMEN_ENGINE_STEP_H

#include <stddef.h>

#include "base/day.h"

struct step_set {
    int64_t low, high; /* low > high: no value but none */
    bool or_none;
};

/* Steps in a calendar: FACTOR months, or days. */
struct step_unit {
    bool by_month;
    int64_t factor;
};

/* What a case says of an event. */
struct event_dates {
    const int32_t *dates; /* sorted */
    size_t count;
    bool complete;
};

#define STEP_EVENT_DATES 1000 /* dates that one event may have */

static inline struct step_set step_between(int64_t low, int64_t high)
{
    return (struct step_set){low, high, false};
}

static inline int64_t step_least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static inline int64_t step_greatest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static inline struct step_set step_multiply(struct step_set a, struct step_set b)
{
    int64_t c = a.low * b.low, d = a.low * b.high, e = a.high * b.low, f = a.high * b.high;
    return step_between(step_least(step_least(c, d), step_least(e, f)),
                        step_greatest(step_greatest(c, d), step_greatest(e, f)));
}

static inline int32_t step_date(int64_t date, int64_t count, struct step_unit unit)
{
    int64_t steps = count * unit.factor;
    return unit.by_month ? date_add_months((int32_t)date, steps)
                         : date_add_days((int32_t)date, steps);
}

static inline struct step_set step_date_add(struct step_unit unit, struct step_set date,
                                            struct step_set count)
{
    return step_between(step_date(date.low, count.low, unit),
                        step_date(date.high, count.high, unit));
}

static inline int64_t step_units_between(struct step_unit unit, int64_t from, int64_t to)
{
    return unit.by_month ? date_months_between((int32_t)from, (int32_t)to) / unit.factor
                         : (to - from) / unit.factor;
}

static inline struct step_set step_date_difference(struct step_unit unit, struct step_set from,
                                                   struct step_set to)
{
    return step_between(step_units_between(unit, from.high, to.low),
                        step_units_between(unit, from.low, to.high));
}

static inline bool step_list_is_open(const struct event_dates *event)
{
    return !event->complete && event->count < STEP_EVENT_DATES;
}

/* DATE lies in [D - length, D] for every D of DAYS. */
static inline bool step_in_every_window(struct step_unit unit, int64_t length,
                                        const struct step_set *days, int32_t date)
{
    return date <= days->low && date >= step_date(days->high, -length, unit);
}

/* The same for some D: the earliest D that is not before DATE decides. */
static inline bool step_in_some_window(struct step_unit unit, int64_t length,
                                       const struct step_set *days, int32_t date)
{
    int64_t day = step_greatest(days->low, date);
    return day <= days->high && date >= step_date(day, -length, unit);
}

static inline struct step_set step_count_in_windows(const struct event_dates *event,
                                                    struct step_unit unit, int64_t length,
                                                    const struct step_set *days)
{
    struct step_set count = step_between(0, 0);
    if (days->low > days->high) {
        return count;
    }
    for (size_t i = 0; i < event->count; i++) {
        count.low += !days->or_none && step_in_every_window(unit, length, days, event->dates[i]);
        count.high += step_in_some_window(unit, length, days, event->dates[i]);
    }
    if (step_list_is_open(event)) {
        count.high += STEP_EVENT_DATES - (int64_t)event->count;
    }
    return count;
}

/* The dates in [D - LENGTH units, D] for the D that DAYS may be; DAYS NULL: all. */
static inline struct step_set step_event_count(const struct event_dates *event,
                                               struct step_unit unit, int64_t length,
                                               const struct step_set *days)
{
    int64_t listed = (int64_t)event->count;
    return days ? step_count_in_windows(event, unit, length, days)
                : step_between(listed, step_list_is_open(event) ? STEP_EVENT_DATES : listed);
}

static inline struct step_set step_latest(const struct event_dates *event)
{
    bool has_date = event->count > 0;
    int64_t low = has_date ? event->dates[event->count - 1] : DATE_MIN;
    struct step_set latest = step_between(low, step_list_is_open(event) ? DATE_MAX : low);
    if (!has_date && !step_list_is_open(event)) {
        latest = step_between(1, 0);
    }
    latest.or_none = !has_date;
    return latest;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Events as counts, and as the dates that have those counts.

   K windows cut the calendar into at most 2 K + 1 stretches on whose days all windows agree, so that
   many days, each with a number of times, have whatever counts any list of dates has. Where all windows
   end on one day the longer ones hold the shorter ones, and it is enough that their counts ascend: the
   days are then chosen when a case is written. Dates that a case lists are counted one by one, and only
   what is more than these is realised so. */
#include "prove/world.h"

static term count_variable(struct world *world)
{
    return term_variable(world->terms, 0, PLAN_EVENT_DATES);
}

static term number_or_nothing(struct terms *terms, term condition, term number)
{
    return term_if(terms, condition, number, term_number(terms, 0));
}

/* What a case does not list: nothing, or how often is for a variable to say. */
static term more_than_listed(struct world *world, const struct world_event *event)
{
    bool never = event->is_closed && event->as_listed == world->terms->yes;
    return never ? term_number(world->terms, 0) : count_variable(world);
}

void event_list(struct world *world, struct world_event *event, const int32_t *dates, size_t count,
                bool is_closed, term as_listed)
{
    event->listed = dates;
    event->listed_count = count;
    event->is_closed = is_closed;
    event->as_listed = as_listed;
    event_total(world, event);
}

term event_total(struct world *world, struct world_event *event)
{
    struct terms *terms = world->terms;
    if (event->total == NO_TERM) {
        term listed = term_number(terms, (int64_t)event->listed_count);
        event->more = more_than_listed(world, event);
        event->total = term_plus(terms, number_or_nothing(terms, event->as_listed, listed),
                                 event->more);
        terms_add_law(terms, term_at_most(terms, event->total, PLAN_EVENT_DATES));
        if (event->is_closed) {
            terms_add_law(terms, term_implies(terms, event->as_listed,
                                              term_at_most(terms, event->more, 0)));
        }
    }
    return event->total;
}

static bool same_window(const struct event_window *window, struct reading day, int64_t length,
                        enum unit unit)
{
    return window->day.value == day.value && window->day.none == day.none
           && window->length == length && window->unit == unit;
}

/* The last day that DAY is no more than LENGTH before; the calendar moves both on together. */
static int32_t last_day_from(int32_t day, int64_t length, enum unit unit)
{
    int32_t low = day, high = DATE_MAX;
    while (low < high) {
        int32_t middle = low + (high - low + 1) / 2;
        int32_t first = unit_base(unit) == UNIT_MONTHS
                            ? date_add_months(middle, -length * unit_factor(unit))
                            : date_add_days(middle, -length * unit_factor(unit));
        low = first <= day ? middle : low;
        high = first <= day ? high : middle - 1;
    }
    return low;
}

/* Whether DAY lies from LENGTH before LAST to LAST. */
static term lies_within(struct world *world, term day, term last, int64_t length, enum unit unit)
{
    struct terms *terms = world->terms;
    if (term_is_constant(terms, day)) {
        int32_t from = (int32_t)term_at(terms, day)->constant;
        return term_and2(terms, term_reaches(terms, last, from),
                         term_at_most(terms, last, last_day_from(from, length, unit)));
    }
    term first = date_plus_term(world, last, term_number(terms, -length), unit);
    return term_and2(terms, term_less_equal(terms, first, day), term_less_equal(terms, day, last));
}

static term listed_within(struct world *world, const struct world_event *event, struct reading last,
                          int64_t length, enum unit unit)
{
    struct terms *terms = world->terms;
    term sum = term_number(terms, 0);
    if (event->as_listed == terms->no) {
        return sum;
    }
    for (size_t i = 0; i < event->listed_count; i++) {
        term day = term_number(terms, event->listed[i]);
        sum = term_plus(terms, sum, lies_within(world, day, last.value, length, unit));
    }
    term counts = term_and2(terms, event->as_listed, term_not(terms, last.none));
    return number_or_nothing(terms, counts, sum);
}

term event_count(struct world *world, struct world_event *event, struct reading day,
                 int64_t length, enum unit unit)
{
    length *= unit_factor(unit);
    unit = unit_base(unit);
    event_total(world, event);
    for (size_t i = 0; i < event->windows.count; i++) {
        if (same_window(&event->windows.items[i], day, length, unit)) {
            return event->windows.items[i].count;
        }
    }
    struct event_window made = {.day = day, .length = length, .unit = unit,
                                .more = more_than_listed(world, event)};
    made.count = term_plus(world->terms, listed_within(world, event, day, length, unit), made.more);
    vector_push(world->arena, &event->windows, made);
    return made.count;
}

struct reading event_latest(struct world *world, struct world_event *event)
{
    if (event->latest.value == NO_TERM) {
        event->latest.value = term_variable(world->terms, DATE_MIN, DATE_MAX);
        event->latest.none = term_at_most(world->terms, event_total(world, event), 0);
    }
    return event->latest;
}

/* All windows end on the day of the case, are counted in one unit, and begin within the calendar. */
static bool is_simple(const struct world *world, const struct world_event *event)
{
    bool simple = event->latest.value == NO_TERM;
    for (size_t i = 0; i < event->windows.count; i++) {
        const struct event_window *window = &event->windows.items[i];
        int64_t longest = window->unit == UNIT_MONTHS ? window->length * 31 : window->length;
        simple = simple && window->day.value == world->case_date.value
                 && window->unit == event->windows.items[0].unit
                 && world->date_low - longest > DATE_MIN;
    }
    return simple;
}

static void tie_simple(struct world *world, struct world_event *event)
{
    struct terms *terms = world->terms;
    for (size_t i = 0; i < event->windows.count; i++) {
        const struct event_window *wide = &event->windows.items[i];
        terms_add_law(terms, term_less_equal(terms, wide->more, event->more));
        for (size_t j = 0; j < event->windows.count; j++) {
            const struct event_window *narrow = &event->windows.items[j];
            if (narrow->length < wide->length) {
                terms_add_law(terms, term_less_equal(terms, narrow->more, wide->more));
            }
        }
    }
}

/* How many of the slots' dates lie in WINDOW. */
static term slots_within(struct world *world, const struct world_event *event,
                         const struct event_window *window)
{
    struct terms *terms = world->terms;
    term sum = term_number(terms, 0);
    for (size_t i = 0; i < event->slots.count; i++) {
        const struct event_slot *slot = &event->slots.items[i];
        term within = lies_within(world, slot->day, window->day.value, window->length, window->unit);
        sum = term_plus(terms, sum, number_or_nothing(terms, within, slot->times));
    }
    return number_or_nothing(terms, term_not(terms, window->day.none), sum);
}

/* The latest date is no earlier than DAY, where it HAPPENED then; narrows RET_OTHER to cases in which it is
   none of these days. */
static void bound_latest(struct terms *terms, const struct world_event *event, term happened, term day,
                         term *ret_other)
{
    term latest = event->latest.value;
    terms_add_law(terms, term_implies(terms, happened, term_less_equal(terms, day, latest)));
    term is_it = term_and2(terms, happened, term_equal(terms, latest, day));
    *ret_other = term_and2(terms, *ret_other, term_not(terms, is_it));
}

/* The latest date is that of a slot that is used, or the last that is listed, and none of them is later. */
static void tie_latest(struct world *world, const struct world_event *event)
{
    struct terms *terms = world->terms;
    term other = term_not(terms, event->latest.none);
    for (size_t i = 0; i < event->slots.count; i++) {
        const struct event_slot *slot = &event->slots.items[i];
        bound_latest(terms, event, term_reaches(terms, slot->times, 1), slot->day, &other);
    }
    if (event->listed_count > 0) {
        bound_latest(terms, event, event->as_listed,
                     term_number(terms, event->listed[event->listed_count - 1]), &other);
    }
    terms_add_law(terms, term_not(terms, other));
}

static void tie_slots(struct world *world, struct world_event *event)
{
    struct terms *terms = world->terms;
    term sum = term_number(terms, 0);
    event->slots.count = 0;
    for (size_t i = 0; i <= 2 * event->windows.count; i++) {
        struct event_slot slot = {term_variable(terms, DATE_MIN, DATE_MAX), count_variable(world)};
        if (i > 0) {
            terms_add_law(terms, term_less_equal(terms, event->slots.items[i - 1].day, slot.day));
        }
        vector_push(world->arena, &event->slots, slot);
        sum = term_plus(terms, sum, slot.times);
    }
    terms_add_law(terms, term_equal(terms, event->more, sum));
    for (size_t i = 0; i < event->windows.count; i++) {
        struct event_window *window = &event->windows.items[i];
        terms_add_law(terms, term_equal(terms, window->more, slots_within(world, event, window)));
    }
}

void world_tie_events(struct world *world)
{
    for (size_t i = 0; i < world->facts.count; i++) {
        struct world_event *event = world->facts.items[i]->event;
        if (!event || event->total == NO_TERM
            || (event->tied == event->windows.count
                && event->latest_tied == (event->latest.value != NO_TERM))) {
            continue;
        }
        event->tied = event->windows.count;
        event->latest_tied = event->latest.value != NO_TERM;
        bool none_more = event->more == term_number(world->terms, 0);
        if (is_simple(world, event)) {
            tie_simple(world, event);
        } else if (!none_more) {
            tie_slots(world, event);
        }
        if (event->latest.value != NO_TERM) {
            tie_latest(world, event);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Events as counts, and as the dates that have those counts.

   K windows cut the calendar into at most 2 K + 1 stretches on whose days all windows agree, so that
   many days, each with a number of times, have whatever counts any list of dates has. Where all windows
   end on one day the longer ones hold the shorter ones, and it is enough that their counts ascend: the
   days are then chosen when a case is written. */
#include "prove/world.h"

static term count_variable(struct world *world)
{
    return term_variable(world->terms, 0, PLAN_EVENT_DATES);
}

term event_total(struct world *world, struct world_event *event)
{
    if (event->total == NO_TERM) {
        event->total = count_variable(world);
    }
    return event->total;
}

static bool same_window(const struct event_window *window, struct reading day, int64_t length,
                        enum unit unit)
{
    return window->day.value == day.value && window->day.none == day.none
           && window->length == length && window->unit == unit;
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
    term count = count_variable(world);
    vector_push(world->arena, &event->windows,
                (struct event_window){.day = day, .length = length, .unit = unit, .count = count});
    return count;
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
        terms_add_law(terms, term_less_equal(terms, wide->count, event->total));
        for (size_t j = 0; j < event->windows.count; j++) {
            const struct event_window *narrow = &event->windows.items[j];
            if (narrow->length < wide->length) {
                terms_add_law(terms, term_less_equal(terms, narrow->count, wide->count));
            }
        }
    }
}

/* How many of the slots' dates lie in WINDOW. */
static term slots_within(struct world *world, const struct world_event *event,
                         const struct event_window *window)
{
    struct terms *terms = world->terms;
    term back = term_number(terms, -window->length);
    term first = date_plus_term(world, window->day.value, back, window->unit);
    term nothing = term_number(terms, 0), sum = nothing;
    for (size_t i = 0; i < event->slots.count; i++) {
        const struct event_slot *slot = &event->slots.items[i];
        term within = term_and2(terms, term_less_equal(terms, first, slot->day),
                                term_less_equal(terms, slot->day, window->day.value));
        sum = term_plus(terms, sum, term_if(terms, within, slot->times, nothing));
    }
    return term_if(terms, window->day.none, nothing, sum);
}

/* The latest date is that of the last slot that is used. */
static void tie_latest(struct world *world, const struct world_event *event)
{
    struct terms *terms = world->terms;
    term later = terms->no;
    for (size_t i = event->slots.count; i-- > 0;) {
        const struct event_slot *slot = &event->slots.items[i];
        term used = term_reaches(terms, slot->times, 1);
        term is_last = term_and2(terms, used, term_not(terms, later));
        terms_add_law(terms, term_implies(terms, is_last,
                                          term_equal(terms, event->latest.value, slot->day)));
        later = term_or2(terms, later, used);
    }
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
    terms_add_law(terms, term_equal(terms, event->total, sum));
    for (size_t i = 0; i < event->windows.count; i++) {
        struct event_window *window = &event->windows.items[i];
        terms_add_law(terms, term_equal(terms, window->count, slots_within(world, event, window)));
    }
    if (event->latest.value != NO_TERM) {
        tie_latest(world, event);
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
        if (is_simple(world, event)) {
            tie_simple(world, event);
        } else {
            tie_slots(world, event);
        }
    }
}

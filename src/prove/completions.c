/* SPDX-License-Identifier: Apache-2.0 */
/* Which values are told apart is read from the terms of a number, and from the operations that read an event. */
#include "prove/completions.h"

#include <stdlib.h>

#include "prove/cuts.h"

/* -------------------------------------------------------------------------------------------- facts */

/* The bounds that VALUE is compared with, and whether it is used otherwise. */
static struct cuts cuts_of_term(const struct world *world, term value, bool *ret_used_otherwise)
{
    const struct terms *terms = world->terms;
    struct cuts cuts = {0};
    for (size_t i = 0; i < terms->nodes.count; i++) {
        const struct term_node *node = term_at(terms, (term)i);
        for (size_t j = 0; j < node->count; j++) {
            if (term_operand(terms, (term)i, j) != value) {
                continue;
            }
            if (node->kind == TERM_REACHES) {
                vector_push(world->arena, &cuts, node->constant);
            } else {
                *ret_used_otherwise = true;
            }
        }
    }
    return cuts;
}

static void add(struct completions *completions, struct arena *arena, int64_t value)
{
    vector_push(arena, &completions->values, value);
    completions->count++;
}

struct completions completions_of_fact(const struct encoding *encoding, const struct fact *fact, node_id node)
{
    struct arena *arena = encoding->world->arena;
    const struct type *type = fact->type;
    struct completions made = {.fact = fact};
    bool used_otherwise = type->kind != TYPE_NUMBER, are_few = type->high - type->low < MOST_COMPLETIONS;
    struct cuts cuts = {0};
    if (!used_otherwise) {
        cuts = cuts_of_term(encoding->world, encoding->nodes[node].value, &used_otherwise);
    }
    vector_push(arena, &made.nodes, node);
    for (int64_t i = type->low; i <= type->high && are_few; i++) {
        add(&made, arena, i);
    }
    if (are_few || used_otherwise) {
        return made;
    }
    add(&made, arena, type->low);
    for (size_t i = 0; i < cuts.count && cuts.count < MOST_COMPLETIONS; i++) {
        if (cuts.items[i] > type->low && cuts.items[i] <= type->high) {
            add(&made, arena, cuts.items[i]);
        }
    }
    return made;
}

/* ------------------------------------------------------------------------------------------- events */

static bool is_window(const struct plan_node *node)
{
    return node->operand_count > 0;
}

/* Days, or months; windows are all counted in one of these. */
static int64_t length_of(const struct plan_node *node)
{
    return node->constant * unit_factor(node->unit);
}

static bool is_longer(const struct plan_node *a, const struct plan_node *b)
{
    return !is_window(a) || (is_window(b) && length_of(a) > length_of(b));
}

/* The two are one window, in other words. */
static bool is_alike(const struct plan *plan, node_id a, node_id b)
{
    return !is_longer(plan_at(plan, a), plan_at(plan, b)) && !is_longer(plan_at(plan, b), plan_at(plan, a));
}

static void add_window(struct completions *made, const struct plan *plan, struct arena *arena, node_id id)
{
    vector_push(arena, &made->nodes, id);
    for (size_t i = made->nodes.count - 1; i > 0; i--) {
        node_id before = made->nodes.items[i - 1];
        if (is_longer(plan_at(plan, before), plan_at(plan, id))) {
            made->nodes.items[i] = before;
            made->nodes.items[i - 1] = id;
        }
    }
}

/* False: EVENT is asked for more than counts in windows that end on the day of the case. */
static bool find_windows(struct completions *made, const struct plan *plan, struct arena *arena)
{
    enum unit unit = UNIT_NONE;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        bool is_of_it = (node->op == OP_EVENT_COUNT || node->op == OP_LATEST)
                        && node->index == made->fact->entity.index;
        if (!is_of_it) {
            continue;
        }
        if (node->op == OP_LATEST
            || (is_window(node)
                && (plan_at(plan, plan_operand(plan, id, 0))->op != OP_CASE_DATE
                    || (unit != UNIT_NONE && unit != unit_base(node->unit))))) {
            return false;
        }
        unit = is_window(node) ? unit_base(node->unit) : unit;
        add_window(made, plan, arena, id);
    }
    return made->nodes.count > 0;
}

static int ascending(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* Numbers of dates of which each stands for all up to the next, in all windows; false: they can't be told. */
static bool find_counts(const struct completions *made, const struct plan *plan, struct arena *arena,
                        struct cuts *ret)
{
    struct cuts found = {0};
    vector_push(arena, &found, 0);
    for (size_t i = 0; i < made->nodes.count; i++) {
        if (!cuts_find(plan, made->nodes.items[i], arena, &found)) {
            return false;
        }
    }
    qsort(found.items, found.count, sizeof *found.items, ascending);
    for (size_t i = 0; i < found.count; i++) {
        bool is_new = ret->count == 0 || found.items[i] > ret->items[ret->count - 1];
        if (is_new && found.items[i] >= 0 && found.items[i] <= PLAN_EVENT_DATES) {
            vector_push(arena, ret, found.items[i]);
        }
    }
    return true;
}

/* All ways to give windows PLACE and longer ones COUNTS from FROM on, ascending. As deep as there are windows. */
static void add_ways(struct completions *made, const struct plan *plan, struct arena *arena,
                     const struct cuts *counts, int64_t *chosen, size_t place, size_t from)
{
    if (place == made->nodes.count) {
        for (size_t i = 0; i < place; i++) {
            vector_push(arena, &made->values, chosen[i]);
        }
        made->count++;
        return;
    }
    size_t end = place > 0 && is_alike(plan, made->nodes.items[place - 1], made->nodes.items[place])
                     ? from + 1
                     : counts->count;
    for (size_t i = from; i < end && made->count <= MOST_COMPLETIONS; i++) {
        chosen[place] = counts->items[i];
        add_ways(made, plan, arena, counts, chosen, place + 1, i);
    }
}

struct completions completions_of_event(const struct encoding *encoding, const struct fact *event)
{
    const struct plan *plan = encoding->plan;
    struct arena *arena = encoding->world->arena;
    struct completions made = {.fact = event};
    struct cuts counts = {0};
    if (!find_windows(&made, plan, arena) || !find_counts(&made, plan, arena, &counts)) {
        return made;
    }
    int64_t *chosen = arena_alloc(arena, (made.nodes.count + 1) * sizeof *chosen);
    add_ways(&made, plan, arena, &counts, chosen, 0, 0);
    made.count = made.count > MOST_COMPLETIONS ? 0 : made.count;
    return made;
}

/* ------------------------------------------------------------------------------------------ put to use */

static const int64_t *values_of(const struct completions *completions, size_t index)
{
    return &completions->values.items[index * completions->nodes.count];
}

const struct encoding *completion_encode(const struct completions *completions,
                                         const struct encoding *encoding, size_t index)
{
    struct terms *terms = encoding->world->terms;
    const int64_t *values = values_of(completions, index);
    size_t count = completions->nodes.count;
    struct reading *readings = arena_alloc(encoding->world->arena, (count + 1) * sizeof *readings);
    for (size_t i = 0; i < count; i++) {
        bool is_yes_no = completions->fact->type->kind == TYPE_YES_NO;
        readings[i].value = is_yes_no ? term_yes_no(terms, values[i] != 0) : term_number(terms, values[i]);
        readings[i].none = terms->no;
    }
    return encoding_vary_all(encoding, completions->nodes.items, readings, count);
}

/* The last day before WINDOW begins. */
static int32_t day_before(const struct plan_node *window, int32_t day)
{
    int64_t length = length_of(window);
    int32_t first = unit_base(window->unit) == UNIT_MONTHS ? date_add_months(day, -length)
                                                           : date_add_days(day, -length);
    return date_add_days(first, -1);
}

/* As many dates as each window wants more than the shorter ones, on the last day that those do not hold. */
static void state_dates(const struct completions *completions, const int64_t *values, struct arena *arena,
                        const struct plan *plan, struct limen_case *limen_case)
{
    struct { VECTOR_OF(int32_t); } dates = {0};
    int32_t day = limen_case->date;
    int64_t before = 0;
    for (size_t i = 0; i < completions->nodes.count; i++) {
        const struct plan_node *window = plan_at(plan, completions->nodes.items[i]);
        for (; before < values[i]; before++) {
            vector_push(arena, &dates, day);
        }
        day = is_window(window) ? day_before(window, limen_case->date) : day;
    }
    case_set_dates(limen_case, completions->fact, dates.items, dates.count, true);
}

void completion_state(const struct completions *completions, size_t index, struct arena *arena,
                      const struct plan *plan, struct limen_case *limen_case)
{
    const struct fact *fact = completions->fact;
    const int64_t *values = values_of(completions, index);
    if (fact->type->kind == TYPE_EVENT) {
        state_dates(completions, values, arena, plan, limen_case);
    } else {
        case_set(limen_case, fact, value_of(arena, fact->type, values[0]));
    }
}

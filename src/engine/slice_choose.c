/* SPDX-License-Identifier: Apache-2.0 */
/* Choosing between values whose conditions may be open, as planes. */
#include "engine/slice.h"

/* Values from which no certain row keeps away: bounds that hold where `is_bound` is set. */
struct bound {
    plane is_bound;
    struct bits at;
    plane *allowed; /* choice: by value; NULL: ends */
};

/* Adds to SET the values of ADDED where GATE is set, and where TAKEN is set among those (of a number). */
static void add_ends(struct slicing *slicing, struct slice *set, const struct slice *added,
                     struct bits low, struct bits high, plane take)
{
    struct circuit *circuit = slicing->circuit;
    plane lower = circuit_or_not(circuit, bits_less(circuit, low, set->low), set->some);
    plane higher = circuit_or_not(circuit, bits_less(circuit, set->high, high), set->some);
    (void)added;
    set->low = bits_mux(circuit, circuit_and(circuit, take, lower), low, set->low);
    set->high = bits_mux(circuit, circuit_and(circuit, take, higher), high, set->high);
    set->some = circuit_or(circuit, set->some, take);
}

static void add_members(struct slicing *slicing, struct slice *set, const struct slice *added,
                        plane gate, const plane *allowed)
{
    struct circuit *circuit = slicing->circuit;
    for (size_t i = 0; i < set->member_count; i++) {
        plane member = circuit_and(circuit, gate, added->members[i]);
        member = allowed ? circuit_and(circuit, member, allowed[i]) : member;
        set->members[i] = circuit_or(circuit, set->members[i], member);
        set->some = circuit_or(circuit, set->some, member);
    }
}

void slice_add(struct slicing *slicing, struct slice *set, const struct slice *added, plane gate)
{
    struct circuit *circuit = slicing->circuit;
    set->none = circuit_or(circuit, set->none, circuit_and(circuit, gate, added->none));
    if (set->members) {
        add_members(slicing, set, added, gate, NULL);
    } else {
        add_ends(slicing, set, added, added->low, added->high,
                 circuit_and(circuit, gate, added->some));
    }
}

/* Where at most one of several values is added, nothing need be compared. */
static void add_alone(struct slicing *slicing, struct slice *set, const struct slice *added,
                      plane gate)
{
    struct circuit *circuit = slicing->circuit;
    if (set->members) {
        slice_add(slicing, set, added, gate);
        return;
    }
    set->none = circuit_or(circuit, set->none, circuit_and(circuit, gate, added->none));
    set->some = circuit_or(circuit, set->some, circuit_and(circuit, gate, added->some));
    set->low = bits_mux(circuit, gate, added->low, set->low);
    set->high = bits_mux(circuit, gate, added->high, set->high);
}

static plane row_is_certain(struct slicing *slicing, const struct plan_node *node, size_t row)
{
    return slice_certain(slice_operand(slicing, node, 2 * row));
}

static plane row_is_possible(struct slicing *slicing, const struct plan_node *node, size_t row)
{
    return slice_possible(slice_operand(slicing, node, 2 * row));
}

static const struct slice *row_value(struct slicing *slicing, const struct plan_node *node,
                                     size_t row)
{
    return slice_operand(slicing, node, 2 * row + 1);
}

/* Each condition is known in every case, so that exactly one row is taken. */
static bool rows_are_known(struct slicing *slicing, const struct plan_node *node)
{
    for (size_t row = 0; row < node->operand_count / 2; row++) {
        if (row_is_certain(slicing, node, row) != row_is_possible(slicing, node, row)) {
            return false;
        }
    }
    return true;
}

struct slice slice_OP_CHOOSE(struct slicing *slicing, const struct plan_node *node)
{
    struct circuit *circuit = slicing->circuit;
    struct slice all = slice_nothing(slicing, node->type);
    plane open = PLANE_ONES;
    void (*add_row)(struct slicing *, struct slice *, const struct slice *, plane) =
        rows_are_known(slicing, node) ? add_alone : slice_add;
    for (size_t row = 0; row < node->operand_count / 2; row++) {
        plane possible = row_is_possible(slicing, node, row);
        add_row(slicing, &all, row_value(slicing, node, row), circuit_and(circuit, open, possible));
        open = circuit_and_not(circuit, open, row_is_certain(slicing, node, row));
    }
    add_row(slicing, &all, slice_operand(slicing, node, node->operand_count - 1), open);
    return all;
}

struct slice slice_OP_SELECT(struct slicing *slicing, const struct plan_node *node)
{
    struct circuit *circuit = slicing->circuit;
    const struct slice *choice = slice_operand(slicing, node, 0);
    struct slice all = slice_nothing(slicing, node->type);
    for (size_t value = 1; value < node->operand_count; value++) {
        plane gate = PLANE_ZERO;
        for (size_t i = 0; i < choice->member_count; i++) {
            bool leads = node->table[i] + 1 == value;
            gate = leads ? circuit_or(circuit, gate, choice->members[i]) : gate;
        }
        bool leads = node->table[choice->member_count] + 1 == value;
        gate = leads ? circuit_or(circuit, gate, choice->none) : gate;
        slice_add(slicing, &all, slice_operand(slicing, node, value), gate);
    }
    return all;
}

/* -------------------------------------------------------------------------------- rows without order */

static plane some_row_is_certain(struct slicing *slicing, const struct plan_node *node)
{
    plane some = PLANE_ZERO;
    for (size_t row = 0; row < node->operand_count / 2; row++) {
        some = circuit_or(slicing->circuit, some, row_is_certain(slicing, node, row));
    }
    return some;
}

/* What comes out where no row holds: the last, odd operand, else none. */
static void add_otherwise(struct slicing *slicing, const struct plan_node *node, struct slice *set)
{
    struct circuit *circuit = slicing->circuit;
    plane open = circuit_not(circuit, some_row_is_certain(slicing, node));
    if (node->operand_count % 2 == 1) {
        slice_add(slicing, set, slice_operand(slicing, node, node->operand_count - 1), open);
    } else {
        set->none = circuit_or(circuit, set->none, open);
    }
}

static void bound_members(struct slicing *slicing, const struct slice *value, plane certain,
                          bool highest, struct bound *bound)
{
    struct circuit *circuit = slicing->circuit;
    const plane *reached = highest ? slice_prefix(slicing, value->members, value->member_count)
                                   : slice_suffix(slicing, value->members, value->member_count);
    for (size_t i = 0; i < value->member_count; i++) {
        bound->allowed[i] = circuit_and(circuit, bound->allowed[i],
                                        circuit_or_not(circuit, reached[i], certain));
    }
}

static void bound_end(struct slicing *slicing, const struct slice *value, plane certain,
                      bool highest, struct bound *bound)
{
    struct circuit *circuit = slicing->circuit;
    struct bits end = highest ? value->low : value->high;
    plane better = highest ? bits_less(circuit, bound->at, end) : bits_less(circuit, end, bound->at);
    better = circuit_or_not(circuit, better, bound->is_bound);
    bound->at = bits_mux(circuit, circuit_and(circuit, certain, better), end, bound->at);
}

/* The highest low (lowest high) of the certain rows. A row whose value may be none promises nothing. */
static struct bound certain_bound(struct slicing *slicing, const struct plan_node *node,
                                  bool highest)
{
    struct circuit *circuit = slicing->circuit;
    size_t count;
    struct bound bound = {PLANE_ZERO, bits_constant(circuit, 0),
                          slice_members(slicing, node->type, &count)};
    for (size_t i = 0; i < count; i++) {
        bound.allowed[i] = PLANE_ONES;
    }
    for (size_t row = 0; row < node->operand_count / 2; row++) {
        const struct slice *value = row_value(slicing, node, row);
        plane certain =
            circuit_and_not(circuit, row_is_certain(slicing, node, row), value->none);
        if (bound.allowed) {
            bound_members(slicing, value, certain, highest, &bound);
        } else {
            bound_end(slicing, value, certain, highest, &bound);
        }
        bound.is_bound = circuit_or(circuit, bound.is_bound, certain);
    }
    return bound;
}

/* Adds what VALUE has on the good side of BOUND. */
static void add_bounded(struct slicing *slicing, struct slice *set, const struct slice *value,
                        plane gate, const struct bound *bound, bool highest)
{
    struct circuit *circuit = slicing->circuit;
    set->none = circuit_or(circuit, set->none, circuit_and(circuit, gate, value->none));
    if (set->members) {
        add_members(slicing, set, value, gate, bound->allowed);
        return;
    }
    struct bits low = value->low, high = value->high;
    if (highest) {
        plane raise = circuit_and(circuit, bound->is_bound, bits_less(circuit, low, bound->at));
        low = bits_mux(circuit, raise, bound->at, low);
    } else {
        plane lower = circuit_and(circuit, bound->is_bound, bits_less(circuit, bound->at, high));
        high = bits_mux(circuit, lower, bound->at, high);
    }
    plane take = circuit_and(circuit, circuit_and(circuit, gate, value->some),
                             bits_less_or_equal(circuit, low, high));
    add_ends(slicing, set, value, low, high, take);
}

static struct slice extreme_row(struct slicing *slicing, const struct plan_node *node, bool highest)
{
    struct bound bound = certain_bound(slicing, node, highest);
    struct slice all = slice_nothing(slicing, node->type);
    for (size_t row = 0; row < node->operand_count / 2; row++) {
        add_bounded(slicing, &all, row_value(slicing, node, row),
                    row_is_possible(slicing, node, row), &bound, highest);
    }
    all.none = circuit_and_not(slicing->circuit, all.none, bound.is_bound);
    add_otherwise(slicing, node, &all);
    return all;
}

struct slice slice_OP_HIGHEST_ROW(struct slicing *slicing, const struct plan_node *node)
{
    return extreme_row(slicing, node, true);
}

struct slice slice_OP_LOWEST_ROW(struct slicing *slicing, const struct plan_node *node)
{
    return extreme_row(slicing, node, false);
}

struct slice slice_OP_ONLY_ROW(struct slicing *slicing, const struct plan_node *node)
{
    struct slice all = slice_nothing(slicing, node->type);
    for (size_t row = 0; row < node->operand_count / 2; row++) {
        slice_add(slicing, &all, row_value(slicing, node, row), row_is_possible(slicing, node, row));
    }
    add_otherwise(slicing, node, &all);
    return all;
}

/* The possible values, then the certain ones: those of certain rows with one value. */
struct slice slice_OP_EVERY_ROW(struct slicing *slicing, const struct plan_node *node)
{
    struct circuit *circuit = slicing->circuit;
    struct slice selection = slice_nothing(slicing, node->type);
    size_t values = selection.member_count / 2;
    for (size_t row = 0; row < node->operand_count / 2; row++) {
        const struct slice *value = row_value(slicing, node, row);
        plane possible = row_is_possible(slicing, node, row);
        plane certain = circuit_and(circuit, circuit_and(circuit, possible, value->some),
                                    circuit_and(circuit, row_is_certain(slicing, node, row),
                                                slice_is_single(slicing, value)));
        for (size_t i = 0; i < values; i++) {
            plane *may = &selection.members[i], *must = &selection.members[values + i];
            *may = circuit_or(circuit, *may, circuit_and(circuit, possible, value->members[i]));
            *must = circuit_or(circuit, *must, circuit_and(circuit, certain, value->members[i]));
        }
    }
    selection.some = PLANE_ONES;
    return selection;
}

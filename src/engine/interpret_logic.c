/* SPDX-License-Identifier: Apache-2.0 */
/* Leaves, yes/no, comparisons, facts and levels. */
#include "engine/interpret.h"



/* -------------------------------------------------------------------------------------- leaves */

struct value_set evaluate_OP_CONSTANT(const struct frame *frame, const struct plan_node *node)
{
    return value_of(frame->arena, node->type, node->constant);
}

struct value_set evaluate_OP_NONE(const struct frame *frame, const struct plan_node *node)
{
    return value_none(frame->arena, node->type);
}

struct value_set evaluate_OP_ANY(const struct frame *frame, const struct plan_node *node)
{
    return value_any(frame->arena, node->type);
}

struct value_set evaluate_OP_INPUT(const struct frame *frame, const struct plan_node *node)
{
    const struct case_fact *fact = &frame->limen_case->facts[node->index];
    if (frame->settled_as[node->index] >= 0) {
        return value_of(frame->arena, node->type, frame->settled_as[node->index]);
    }
    return fact->state == FACT_GIVEN || fact->state == FACT_ASSUMED
               ? fact->set
               : value_any(frame->arena, node->type);
}

struct value_set evaluate_OP_CASE_DATE(const struct frame *frame, const struct plan_node *node)
{
    const struct limen_case *limen_case = frame->limen_case;
    return limen_case->has_date ? value_between(limen_case->date, limen_case->date)
                                : value_any(frame->arena, node->type);
}

struct value_set evaluate_OP_KNOWN(const struct frame *frame, const struct plan_node *node)
{
    bool known = frame->evaluation->known[node->index];
    bool is_open = frame->known_is_open || (frame->is_other && node->is_of_each);
    return is_open ? yes_no(false, true) : yes_no(known, known);
}

struct value_set evaluate_OP_JUDGED(const struct frame *frame, const struct plan_node *node)
{
    (void)frame;
    (void)node;
    return yes_no(false, true);
}

/* -------------------------------------------------------------------------------------- yes/no */

struct value_set evaluate_OP_NOT(const struct frame *frame, const struct plan_node *node)
{
    const struct value_set *set = operand(frame, node, 0);
    return value_between(1 - set->high, 1 - set->low);
}

struct value_set evaluate_OP_AND(const struct frame *frame, const struct plan_node *node)
{
    struct value_set all = yes_no(true, true);
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct value_set *set = operand(frame, node, i);
        all.low &= set->low;
        all.high &= set->high;
    }
    return all;
}

struct value_set evaluate_OP_OR(const struct frame *frame, const struct plan_node *node)
{
    struct value_set any = yes_no(false, false);
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct value_set *set = operand(frame, node, i);
        any.low |= set->low;
        any.high |= set->high;
    }
    return any;
}

/* How many of the operands certainly and possibly hold. */
struct value_set evaluate_OP_COUNT(const struct frame *frame, const struct plan_node *node)
{
    struct value_set count = value_between(0, 0);
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct value_set *set = operand(frame, node, i);
        count.low += set->low;
        count.high += set->high;
    }
    return count;
}

struct value_set evaluate_OP_AT_LEAST(const struct frame *frame, const struct plan_node *node)
{
    struct value_set count = evaluate_OP_COUNT(frame, node);
    return yes_no(count.low >= node->constant, count.high >= node->constant);
}

struct value_set evaluate_OP_EXACTLY(const struct frame *frame, const struct plan_node *node)
{
    struct value_set count = evaluate_OP_COUNT(frame, node);
    bool possible = count.low <= node->constant && node->constant <= count.high;
    return yes_no(possible && count.low == count.high, possible);
}

/* --------------------------------------------------------------------------------- comparisons */

static bool may_meet(const struct value_set *a, const struct value_set *b)
{
    int64_t low = a->low > b->low ? a->low : b->low;
    int64_t high = a->high < b->high ? a->high : b->high;
    if (!a->members || !b->members) {
        return low <= high;
    }
    for (int64_t value = low; value <= high; value++) {
        if (value_has(*a, value) && value_has(*b, value)) {
            return true;
        }
    }
    return false;
}

static bool never_none(const struct value_set *a, const struct value_set *b)
{
    return !a->or_none && !b->or_none;
}

static bool are_same_single(const struct value_set *a, const struct value_set *b)
{
    return a->low == a->high && b->low == b->high && a->low == b->low;
}

static bool have_values(const struct value_set *a, const struct value_set *b)
{
    return !set_is_nothing(a) && !set_is_nothing(b);
}

struct value_set evaluate_OP_EQUAL(const struct frame *frame, const struct plan_node *node)
{
    const struct value_set *a = operand(frame, node, 0), *b = operand(frame, node, 1);
    return yes_no(never_none(a, b) && are_same_single(a, b), have_values(a, b) && may_meet(a, b));
}

struct value_set evaluate_OP_NOT_EQUAL(const struct frame *frame, const struct plan_node *node)
{
    const struct value_set *a = operand(frame, node, 0), *b = operand(frame, node, 1);
    return yes_no(never_none(a, b) && !may_meet(a, b), have_values(a, b) && !are_same_single(a, b));
}

struct value_set evaluate_OP_LESS(const struct frame *frame, const struct plan_node *node)
{
    const struct value_set *a = operand(frame, node, 0), *b = operand(frame, node, 1);
    return yes_no(never_none(a, b) && a->high < b->low, have_values(a, b) && a->low < b->high);
}

struct value_set evaluate_OP_LESS_OR_EQUAL(const struct frame *frame, const struct plan_node *node)
{
    const struct value_set *a = operand(frame, node, 0), *b = operand(frame, node, 1);
    return yes_no(never_none(a, b) && a->high <= b->low, have_values(a, b) && a->low <= b->high);
}

/* Some value of SET lies from LOW to HIGH. */
static bool may_lie(const struct value_set *set, int64_t low, int64_t high)
{
    struct value_set range = *set;
    range.low = low > set->low ? low : set->low;
    range.high = high < set->high ? high : set->high;
    return may_meet(set, &range);
}

struct value_set evaluate_OP_IN_RANGE(const struct frame *frame, const struct plan_node *node)
{
    const struct value_set *set = operand(frame, node, 0);
    const struct value_set *low = operand(frame, node, 1), *high = operand(frame, node, 2);
    bool certain = never_none(set, low) && !high->or_none && set->low >= low->high
                   && set->high <= high->low;
    bool possible = have_values(low, high) && have_values(set, low)
                    && may_lie(set, low->low, high->high);
    return yes_no(certain, possible);
}

struct value_set evaluate_OP_IN_SET(const struct frame *frame, const struct plan_node *node)
{
    const struct value_set *set = operand(frame, node, 0);
    bool certain = !set->or_none, possible = false;
    for (size_t i = 0; i < value_words(operand_node(frame, node, 0)->type); i++) {
        certain = certain && (set->members[i] & ~node->set[i]) == 0;
        possible = possible || (set->members[i] & node->set[i]) != 0;
    }
    return yes_no(certain, possible);
}

struct value_set evaluate_OP_IN_LIST(const struct frame *frame, const struct plan_node *node)
{
    const struct value_set *set = operand(frame, node, 0);
    int64_t listed = 0;
    for (size_t i = 1; i < node->operand_count; i++) {
        int64_t value = operand(frame, node, i)->low;
        listed += value >= set->low && value <= set->high;
    }
    bool all = !set_is_nothing(set) && listed == (set->high - set->low) / node->constant + 1;
    return yes_no(all && !set->or_none, listed > 0);
}

struct value_set evaluate_OP_IS_NONE(const struct frame *frame, const struct plan_node *node)
{
    const struct value_set *set = operand(frame, node, 0);
    return yes_no(set->or_none && set_is_nothing(set), set->or_none);
}

/* ---------------------------------------------------------------------------- facts and levels */

struct value_set evaluate_OP_DERIVED(const struct frame *frame, const struct plan_node *node)
{
    const struct value_set *given = operand(frame, node, 0), *worked_out = operand(frame, node, 1);
    struct value_set value = *given;
    value_intersect(frame->arena, node->type, *given, *worked_out, &value);
    if (frame->is_first_pass && !frame->limen_case->known) {
        frame->evaluation->known[node->index] = value_is_single(value);
    }
    return value;
}

struct value_set evaluate_OP_LEVEL(const struct frame *frame, const struct plan_node *node)
{
    struct value_set level = value_between(0, 0);
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct value_set *threshold = operand(frame, node, i);
        level.low = threshold->low ? (int64_t)i + 1 : level.low;
        level.high = threshold->high ? (int64_t)i + 1 : level.high;
    }
    return level;
}

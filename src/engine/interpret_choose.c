/* SPDX-License-Identifier: Apache-2.0 */
/* Choosing between values whose conditions may be open. */
#include "engine/interpret.h"

struct value_set set_nothing(const struct frame *frame, const struct type *type)
{
    struct value_set set = value_none(frame->arena, type);
    set.or_none = false;
    return set;
}

static void member_add(uint64_t *members, int64_t value)
{
    members[value / VALUE_WORD_BITS] |= UINT64_C(1) << (value % VALUE_WORD_BITS);
}

static void widen(struct value_set *set, int64_t low, int64_t high)
{
    bool was_nothing = set_is_nothing(set);
    set->low = was_nothing || low < set->low ? low : set->low;
    set->high = was_nothing || high > set->high ? high : set->high;
}

void set_add(const struct type *type, struct value_set *set, const struct value_set *added,
             int64_t low, int64_t high)
{
    low = low > added->low ? low : added->low;
    high = high < added->high ? high : added->high;
    set->or_none = set->or_none || added->or_none;
    if (low > high) {
        return;
    }
    if (!set->members) {
        widen(set, low, high);
        return;
    }
    for (int64_t value = low; value <= high; value++) {
        if (value_has(*added, value)) {
            member_add(set->members, value);
        }
    }
    value_tighten(type, set);
}

void set_add_all(const struct type *type, struct value_set *set, const struct value_set *added)
{
    set_add(type, set, added, added->low, added->high);
}

struct value_set evaluate_OP_CHOOSE(const struct frame *frame, const struct plan_node *node)
{
    struct value_set all = set_nothing(frame, node->type);
    size_t last = node->operand_count - 1;
    for (size_t i = 0; i < last; i += 2) {
        const struct value_set *condition = operand(frame, node, i);
        if (condition->high) {
            set_add_all(node->type, &all, operand(frame, node, i + 1));
        }
        if (condition->low) {
            return all;
        }
    }
    set_add_all(node->type, &all, operand(frame, node, last));
    return all;
}

struct value_set evaluate_OP_SELECT(const struct frame *frame, const struct plan_node *node)
{
    const struct value_set *choice = operand(frame, node, 0);
    size_t count = operand_node(frame, node, 0)->type->choice->count;
    struct value_set all = set_nothing(frame, node->type);
    for (int64_t value = choice->low; value <= choice->high; value++) {
        if (value_has(*choice, value)) {
            set_add_all(node->type, &all, operand(frame, node, 1 + node->table[value]));
        }
    }
    if (choice->or_none) {
        set_add_all(node->type, &all, operand(frame, node, 1 + node->table[count]));
    }
    return all;
}

/* ---------------------------------------------------------------------------- rows without order */

static bool row_is_certain(const struct frame *frame, const struct plan_node *node, size_t row)
{
    return operand(frame, node, 2 * row)->low != 0;
}

static bool row_is_possible(const struct frame *frame, const struct plan_node *node, size_t row)
{
    return operand(frame, node, 2 * row)->high != 0;
}

static const struct value_set *row_value(const struct frame *frame, const struct plan_node *node,
                                         size_t row)
{
    return operand(frame, node, 2 * row + 1);
}

static bool some_row_is_certain(const struct frame *frame, const struct plan_node *node)
{
    for (size_t row = 0; row < node->operand_count / 2; row++) {
        if (row_is_certain(frame, node, row)) {
            return true;
        }
    }
    return false;
}

/* What comes out where no row holds: the last, odd operand, else none. */
static void add_otherwise(const struct frame *frame, const struct plan_node *node,
                          struct value_set *set)
{
    if (node->operand_count % 2 == 1) {
        set_add_all(node->type, set, operand(frame, node, node->operand_count - 1));
    } else {
        set->or_none = true;
    }
}

/* No result lies below the highest low of the certain rows. A row whose value may be none promises
   nothing. */
static int64_t highest_certain(const struct frame *frame, const struct plan_node *node)
{
    int64_t bound = INT64_MIN;
    for (size_t row = 0; row < node->operand_count / 2; row++) {
        const struct value_set *value = row_value(frame, node, row);
        if (row_is_certain(frame, node, row) && !value->or_none && value->low > bound) {
            bound = value->low;
        }
    }
    return bound;
}

static int64_t lowest_certain(const struct frame *frame, const struct plan_node *node)
{
    int64_t bound = INT64_MAX;
    for (size_t row = 0; row < node->operand_count / 2; row++) {
        const struct value_set *value = row_value(frame, node, row);
        if (row_is_certain(frame, node, row) && !value->or_none && value->high < bound) {
            bound = value->high;
        }
    }
    return bound;
}

static struct value_set rows_between(const struct frame *frame, const struct plan_node *node,
                                     int64_t low, int64_t high)
{
    struct value_set all = set_nothing(frame, node->type);
    for (size_t row = 0; row < node->operand_count / 2; row++) {
        if (row_is_possible(frame, node, row)) {
            set_add(node->type, &all, row_value(frame, node, row), low, high);
        }
    }
    if (low != INT64_MIN || high != INT64_MAX) {
        all.or_none = false; /* a certain row has a value, which beats none */
    }
    if (!some_row_is_certain(frame, node)) {
        add_otherwise(frame, node, &all);
    }
    return all;
}

struct value_set evaluate_OP_HIGHEST_ROW(const struct frame *frame, const struct plan_node *node)
{
    return rows_between(frame, node, highest_certain(frame, node), INT64_MAX);
}

struct value_set evaluate_OP_LOWEST_ROW(const struct frame *frame, const struct plan_node *node)
{
    return rows_between(frame, node, INT64_MIN, lowest_certain(frame, node));
}

struct value_set evaluate_OP_ONLY_ROW(const struct frame *frame, const struct plan_node *node)
{
    return rows_between(frame, node, INT64_MIN, INT64_MAX);
}

struct value_set evaluate_OP_EVERY_ROW(const struct frame *frame, const struct plan_node *node)
{
    struct value_set selection = set_nothing(frame, node->type);
    size_t words = value_words(node->type) / 2;
    for (size_t row = 0; row < node->operand_count / 2; row++) {
        const struct value_set *value = row_value(frame, node, row);
        if (set_is_nothing(value) || !row_is_possible(frame, node, row)) {
            continue;
        }
        for (size_t i = 0; i < words; i++) {
            selection.members[i] |= value->members[i];
        }
        if (row_is_certain(frame, node, row) && value_is_single(*value)) {
            member_add(selection.members + words, value->low);
        }
    }
    value_tighten(node->type, &selection);
    return selection;
}

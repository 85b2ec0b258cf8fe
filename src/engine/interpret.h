/* SPDX-License-Identifier: Apache-2.0 */
/* The interpreter's operations: one function for each row of op.def, from the sets of the operands to
   the set of the result. An operation without a function does not link. */
#ifndef LIMEN_ENGINE_INTERPRET_H
#define LIMEN_ENGINE_INTERPRET_H

#include "engine/engine.h"

struct frame {
    struct arena *arena;
    const struct plan *plan;
    const struct limen_case *limen_case;
    struct evaluation *evaluation;
    bool is_first_pass;  /* `is known` is answered now, once and for all */
    bool known_is_open;  /* `is known` may be either: for finding out what depends on it */
    bool is_leading;     /* it decides what is the same for all members of a household */
    bool is_other;       /* the case stands for members of a household that nobody has named */
    int8_t *settled_as;  /* by fact: what an `impossible` makes of it; -1: nothing */
    size_t item;         /* of the list that the node at hand is of: which of its values is worked out */
};

typedef struct value_set operation(const struct frame *frame, const struct plan_node *node);

#define X(op, text, result, signs, formula) operation evaluate_##op;
#include "plan/op.def"
#undef X

static inline const struct value_set *operand(const struct frame *frame,
                                              const struct plan_node *node, size_t index)
{
    node_id id = frame->plan->operands.items[node->first_operand + index];
    return evaluation_value(frame->evaluation, id, frame->item);
}

static inline const struct plan_node *operand_node(const struct frame *frame,
                                                   const struct plan_node *node, size_t index)
{
    return plan_at(frame->plan, frame->plan->operands.items[node->first_operand + index]);
}

static inline struct value_set yes_no(bool certain, bool possible)
{
    return value_between(certain, possible);
}

/* No value at all; what is united to it replaces it. A choice has words to put members into. */
struct value_set set_nothing(const struct frame *frame, const struct type *type);
static inline bool set_is_nothing(const struct value_set *set)
{
    return set->low > set->high;
}
/* Adds to SET, which is no operand's, the values of ADDED from LOW to HIGH, and its none. */
void set_add(const struct type *type, struct value_set *set, const struct value_set *added,
             int64_t low, int64_t high);
void set_add_all(const struct type *type, struct value_set *set, const struct value_set *added);

#endif

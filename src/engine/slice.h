/* SPDX-License-Identifier: Apache-2.0 */
/* Slicing: from the plan to a circuit. One function for each row of op.def builds the planes of a node's
   set from those of its operands; an operation without a function does not link. Shared by the slice*.c
   files, for no one else. */
#ifndef LIMEN_ENGINE_SLICE_H
#define LIMEN_ENGINE_SLICE_H

#include "engine/bits.h"
#include "engine/circuit.h"

struct slicing {
    struct circuit *circuit;
    const struct plan *plan;
    struct slice *slices; /* by node */
    bool all_known;       /* whatever is not worked out has one value, and what is was not given */
    bool may_be_settled;  /* `impossible` settles facts: read what it did */
    plane *failed;        /* by node, of DERIVED: nothing is common to both; of FIELD_DERIVED: of some item */
    bool is_of_items;     /* the circuit is that of a loop: what it says is of one item of each case, not of
                             those that the case does not list */
    const uint32_t *depths;   /* by node: how many loops must have run, one after the other */
    struct slice *reduced;    /* by node that takes items together: what the loop gave */
    const bool *is_together;  /* by node of a list: wanted is all that it is for any item... */
    struct slice *together;   /* ...which is put here */
    const bool *is_stored;    /* by node, of FIELD_DERIVED: wanted is what is known of each item */
};

#define NO_PLANE UINT32_MAX

typedef struct slice slice_operation(struct slicing *slicing, const struct plan_node *node);

#define X(op, text, result, signs, formula) slice_operation slice_##op;
#include "plan/op.def"
#undef X

extern slice_operation *const slice_operations[OPS];

static inline const struct slice *slice_operand(const struct slicing *slicing,
                                                const struct plan_node *node, size_t index)
{
    return &slicing->slices[slicing->plan->operands.items[node->first_operand + index]];
}

static inline const struct plan_node *slice_operand_node(const struct slicing *slicing,
                                                         const struct plan_node *node,
                                                         size_t index)
{
    return plan_at(slicing->plan, slicing->plan->operands.items[node->first_operand + index]);
}

/* A yes/no is the number 0 or 1. */
static inline plane slice_certain(const struct slice *slice)
{
    return slice->low.at[0];
}

static inline plane slice_possible(const struct slice *slice)
{
    return slice->high.at[0];
}

/* By node: 1 more than the operands of one that takes items together, else as many. */
uint32_t *slice_depths(struct arena *arena, const struct plan *plan);
/* The node that says what `is known` answers, which node ID asks of a derived fact or field, before
   anything is settled: the latest before it in the prologue, or NO_NODE. */
node_id slice_known_from(const struct plan *plan, node_id id);
/* Makes the loops on which nodes of depth DEPTH rely, of nodes before COUNT that are needed. */
void slice_loops(struct slicing *slicing, const bool *needed, size_t count, uint32_t depth);

/* What the case says of a fact, or of a field of the item at hand. */
struct slice slice_input(struct slicing *slicing, size_t fact, const struct type *type);
struct slice slice_any(struct slicing *slicing, const struct type *type);
/* Given and worked out; RET_FAILED: they have nothing in common. FACT: which
   fact or field it is. */
struct slice slice_derive(struct slicing *slicing, const struct plan_node *node,
                          const struct fact *fact, plane *ret_failed);
/* NODE, computed case by case from COUNT operands. */
struct slice slice_step(struct slicing *slicing, const struct plan_node *node,
                        const struct slice *operands, size_t count);
/* Adds to SET the values of ADDED where GATE is set. */
void slice_add(struct slicing *slicing, struct slice *set, const struct slice *added, plane gate);

struct slice slice_yes_no(struct slicing *slicing, plane certain, plane possible);
struct slice slice_between(struct bits low, struct bits high);
/* Planes for the members of TYPE, all zero; NULL if it has none. */
plane *slice_members(struct slicing *slicing, const struct type *type, size_t *ret_count);
/* No value at all, ready for slice_add(). */
struct slice slice_nothing(struct slicing *slicing, const struct type *type);
/* Certainly one value, or certainly none. */
plane slice_is_single(struct slicing *slicing, const struct slice *slice);
/* What is common to both; RET_FAILED: nothing is. */
struct slice slice_intersect(struct slicing *slicing, const struct slice *a, const struct slice *b,
                             plane *ret_failed);
struct slice slice_mux(struct slicing *slicing, plane choice, const struct slice *yes,
                       const struct slice *no);
/* Some member up to (from) each place: by value, of COUNT. */
plane *slice_prefix(struct slicing *slicing, const plane *members, size_t count);
plane *slice_suffix(struct slicing *slicing, const plane *members, size_t count);

#endif

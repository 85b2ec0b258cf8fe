/* SPDX-License-Identifier: Apache-2.0 */
/* Builder: makes the nodes of a plan, equal ones once, and simplifies as it goes.

   It simplifies only by identities that hold for sets of values: constants in `and`, `or` and counts,
   repeated operands of `and` and `or` (pointwise they change nothing), a double `not`, operations on
   constants. Never `a or not a`; and never two operands of a count, which are counted by identity.
   Result types are computed from the operands', so that bounds hold by construction. */
#ifndef LIMEN_PLAN_BUILDER_H
#define LIMEN_PLAN_BUILDER_H

#include "plan/plan.h"

struct builder {
    struct arena *arena;
    struct plan *plan;
    node_id *table; /* open addressing; NO_NODE: free */
    size_t table_size;
    struct { VECTOR_OF(node_id); } list;   /* operands while they are simplified */
    struct { VECTOR_OF(uint32_t); } stamps; /* by node: the last list that it was put on */
    uint32_t stamp;
    const struct type *yes_no;
    const struct type *date;
};

void builder_create(struct builder *builder, struct arena *arena, struct plan *plan);

/* The node like MODEL with these operands: found, or made. */
node_id build_node(struct builder *builder, struct plan_node model, const node_id *operands,
                   size_t count);

node_id build_constant(struct builder *builder, const struct type *type, int64_t value);
node_id build_number(struct builder *builder, enum unit unit, unsigned scale, int64_t value);
node_id build_yes_no(struct builder *builder, bool value);
node_id build_none(struct builder *builder, const struct type *type);
node_id build_any(struct builder *builder, const struct type *type);
node_id build_leaf(struct builder *builder, enum op op, const struct type *type, size_t index);

bool node_is_constant(const struct builder *builder, node_id node, int64_t *ret_value);

node_id build_not(struct builder *builder, node_id operand);
node_id build_and(struct builder *builder, const node_id *operands, size_t count);
node_id build_or(struct builder *builder, const node_id *operands, size_t count);
node_id build_and2(struct builder *builder, node_id a, node_id b);
node_id build_or2(struct builder *builder, node_id a, node_id b);
node_id build_at_least(struct builder *builder, int64_t k, const node_id *operands, size_t count);
node_id build_exactly(struct builder *builder, int64_t k, const node_id *operands, size_t count);
node_id build_count(struct builder *builder, const node_id *operands, size_t count);

/* Operands at one unit and scale. OP: EQUAL, NOT_EQUAL, LESS or LESS_OR_EQUAL. */
node_id build_compare(struct builder *builder, enum op op, node_id a, node_id b);
node_id build_predicate(struct builder *builder, struct plan_node model, const node_id *operands,
                        size_t count);

/* NODE times FACTOR, counted at UNIT and SCALE. */
node_id build_scale(struct builder *builder, node_id node, int64_t factor, enum unit unit,
                    unsigned scale);
node_id build_add(struct builder *builder, const node_id *operands, size_t count);
node_id build_multiply(struct builder *builder, node_id a, node_id b);
node_id build_extreme(struct builder *builder, enum op op, const node_id *operands, size_t count);

/* NODE at another unit and scale. Where no whole factor leads there, any value that it may have. */
node_id build_at(struct builder *builder, node_id node, enum unit unit, unsigned scale);
/* The finest of the operands' units and scales, each operand brought to it. */
void build_alike(struct builder *builder, node_id *operands, size_t count);

/* Bounds past what fits stay past it: the verifier then refuses the plan. */
int64_t bound_add(int64_t a, int64_t b);
int64_t bound_multiply(int64_t a, int64_t b);

/* The narrowest type that holds what each of the operands may be, and none if OR_NONE. */
const struct type *build_union_type(struct builder *builder, const node_id *operands, size_t count,
                                    bool or_none);

#endif

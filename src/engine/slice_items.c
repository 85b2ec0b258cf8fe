/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of items, and what is carried from item to item by each operation that takes items together. */
#include "engine/slice_items.h"

/* --------------------------------------------------------------------------------------------- fields */

struct slice slice_OP_FIELD(struct slicing *slicing, const struct plan_node *node)
{
    const struct fact *field = slicing->plan->program->fields.items[node->index];
    bool is_open = !slicing->is_of_items || (slicing->all_known && field->from);
    return is_open ? slice_any(slicing, node->type) : slice_input(slicing, node->index, node->type);
}

struct slice slice_OP_FIELD_DERIVED(struct slicing *slicing, const struct plan_node *node)
{
    return slice_derive(slicing, node, slicing->plan->program->fields.items[node->index],
                        &slicing->failed[node - slicing->plan->nodes.items]);
}

#define X(op)                                                                       \
    struct slice slice_##op(struct slicing *slicing, const struct plan_node *node)  \
    {                                                                               \
        return slicing->reduced[node - slicing->plan->nodes.items];                 \
    }
X(OP_ITEM_ANY)
X(OP_ITEM_COUNT)
X(OP_ITEM_HIGHEST)
X(OP_ITEM_LOWEST)
X(OP_ITEM_SUM)
X(OP_ITEM_DISTINCT)
#undef X

/* --------------------------------------------------------------------------------------- what is carried */

enum { CERTAIN, POSSIBLE, BOUND, LOW, HIGH, /* of the highest and lowest of numbers and dates */
       MEMBERS = BOUND, ALLOWED,            /* of choices */
       SUM_LOW = 0, SUM_HIGH,               /* of counts and sums */
       MAY_BE_NONE = 0, SOME, FIRST_END };  /* of sets */

static void carry(struct carried *carried, struct circuit *circuit, struct shape shape)
{
    size_t count = shape.width + (shape.is_planes ? 0 : 1);
    carried->shapes[carried->count] = shape;
    carried->at[carried->count++] = bits_create(circuit, count ? count : 1);
}

static struct shape shape_of_type(const struct type *type)
{
    struct shape shape = {0};
    shape.width = type_width(type, &shape.is_signed);
    return shape;
}

static const struct shape one_plane = {1, false, true};

/* Of the members of a choice, else of both ends. */
static void carry_values(struct carried *carried, struct slicing *slicing, const struct type *type)
{
    size_t members;
    slice_members(slicing, type, &members);
    carry(carried, slicing->circuit, members ? (struct shape){members, false, true}
                                             : shape_of_type(type));
    carry(carried, slicing->circuit, carried->shapes[carried->count - 1]);
}

static plane *flag(struct carried *carried, size_t index)
{
    return &carried->at[index].at[0];
}

static void set_or(struct slicing *slicing, plane *flag, plane also)
{
    *flag = circuit_or(slicing->circuit, *flag, also);
}

/* -------------------------------------------------------------------------------------- counts, sums */

static struct bits masked(struct circuit *circuit, plane mask, struct bits bits)
{
    return bits_mux(circuit, mask, bits, bits_constant(circuit, 0));
}

static void start_any(struct slicing *slicing, const struct plan_node *node, struct carried *carried)
{
    (void)node;
    carry(carried, slicing->circuit, one_plane);
    carry(carried, slicing->circuit, one_plane);
}

static void take_any(struct slicing *slicing, const struct plan_node *node, struct carried *carried,
                     const struct item *item)
{
    (void)node;
    set_or(slicing, flag(carried, CERTAIN), item->certain);
    set_or(slicing, flag(carried, POSSIBLE), item->possible);
}

static struct slice finish_any(struct slicing *slicing, const struct plan_node *node,
                               struct carried *carried)
{
    (void)node;
    return slice_yes_no(slicing, *flag(carried, CERTAIN), *flag(carried, POSSIBLE));
}

static void start_sum(struct slicing *slicing, const struct plan_node *node, struct carried *carried)
{
    carry(carried, slicing->circuit, shape_of_type(node->type));
    carry(carried, slicing->circuit, shape_of_type(node->type));
}

static void take_count(struct slicing *slicing, const struct plan_node *node,
                       struct carried *carried, const struct item *item)
{
    struct circuit *circuit = slicing->circuit;
    (void)node;
    carried->at[SUM_LOW] = bits_add(circuit, carried->at[SUM_LOW],
                                    bits_of_plane(circuit, item->certain));
    carried->at[SUM_HIGH] = bits_add(circuit, carried->at[SUM_HIGH],
                                     masked(circuit, item->possible, item->times));
}

/* What is not certain counts only where that widens the sum. */
static void take_sum(struct slicing *slicing, const struct plan_node *node, struct carried *carried,
                     const struct item *item)
{
    struct circuit *circuit = slicing->circuit;
    struct bits low = item->value->low, high = item->value->high;
    plane is_low = circuit_or(circuit, item->certain, low.at[low.count - 1]);
    plane is_high = circuit_or_not(circuit, item->certain, high.at[high.count - 1]);
    low = masked(circuit, circuit_and(circuit, item->possible, is_low), low);
    high = masked(circuit, circuit_and(circuit, item->possible, is_high), high);
    (void)node;
    carried->at[SUM_LOW] = bits_add(circuit, carried->at[SUM_LOW],
                                    bits_multiply(circuit, low, item->times));
    carried->at[SUM_HIGH] = bits_add(circuit, carried->at[SUM_HIGH],
                                     bits_multiply(circuit, high, item->times));
}

static struct slice finish_sum(struct slicing *slicing, const struct plan_node *node,
                               struct carried *carried)
{
    (void)slicing;
    (void)node;
    return slice_between(carried->at[SUM_LOW], carried->at[SUM_HIGH]);
}

/* ----------------------------------------------------------------------------------- highest and lowest */

static const struct type *value_type(const struct slicing *slicing, const struct plan_node *node)
{
    return slice_operand_node(slicing, node, 1)->type;
}

static void start_extreme(struct slicing *slicing, const struct plan_node *node,
                          struct carried *carried)
{
    const struct type *type = value_type(slicing, node);
    carry(carried, slicing->circuit, one_plane);
    carry(carried, slicing->circuit, one_plane);
    carry_values(carried, slicing, type);
    if (type->kind == TYPE_CHOICE) {
        for (size_t i = 0; i < carried->shapes[ALLOWED].width; i++) {
            carried->at[ALLOWED].at[i] = PLANE_ONES;
        }
    } else {
        carry(carried, slicing->circuit, carried->shapes[BOUND]);
    }
}

/* Replaces CARRIED by END where TAKE is set and END is lower (higher), or nothing came before. */
static void take_end(struct slicing *slicing, struct bits *carried, struct bits end, plane take,
                     plane before, bool lower)
{
    struct circuit *circuit = slicing->circuit;
    plane better = lower ? bits_less(circuit, end, *carried) : bits_less(circuit, *carried, end);
    better = circuit_or_not(circuit, better, before);
    *carried = bits_mux(circuit, circuit_and(circuit, take, better), end, *carried);
}

static void take_ends(struct slicing *slicing, struct carried *carried, const struct item *item,
                      bool highest)
{
    plane certain = *flag(carried, CERTAIN), possible = *flag(carried, POSSIBLE);
    const struct slice *value = item->value;
    take_end(slicing, &carried->at[BOUND], highest ? value->low : value->high, item->certain, certain,
             !highest);
    take_end(slicing, &carried->at[LOW], value->low, item->possible, possible, true);
    take_end(slicing, &carried->at[HIGH], value->high, item->possible, possible, false);
}

static void take_members(struct slicing *slicing, struct carried *carried, const struct item *item,
                         bool highest)
{
    struct circuit *circuit = slicing->circuit;
    const struct slice *value = item->value;
    const plane *reached = highest ? slice_prefix(slicing, value->members, value->member_count)
                                   : slice_suffix(slicing, value->members, value->member_count);
    for (size_t i = 0; i < value->member_count; i++) {
        plane *member = &carried->at[MEMBERS].at[i], *allowed = &carried->at[ALLOWED].at[i];
        *member = circuit_or(circuit, *member,
                             circuit_and(circuit, item->possible, value->members[i]));
        *allowed = circuit_and(circuit, *allowed,
                               circuit_or_not(circuit, reached[i], item->certain));
    }
}

static void take_extreme(struct slicing *slicing, const struct plan_node *node,
                         struct carried *carried, const struct item *item)
{
    bool highest = node->op == OP_ITEM_HIGHEST;
    if (item->value->members) {
        take_members(slicing, carried, item, highest);
    } else {
        take_ends(slicing, carried, item, highest);
    }
    set_or(slicing, flag(carried, CERTAIN), item->certain);
    set_or(slicing, flag(carried, POSSIBLE), item->possible);
}

static struct slice finish_extreme(struct slicing *slicing, const struct plan_node *node,
                                   struct carried *carried)
{
    struct circuit *circuit = slicing->circuit;
    struct slice slice = slice_nothing(slicing, node->type);
    plane certain = *flag(carried, CERTAIN);
    slice.some = *flag(carried, POSSIBLE);
    slice.none = circuit_not(circuit, certain);
    for (size_t i = 0; i < slice.member_count; i++) {
        slice.members[i] = circuit_and(circuit, carried->at[MEMBERS].at[i],
                                       carried->at[ALLOWED].at[i]);
    }
    if (!slice.members) {
        struct bits low = carried->at[LOW], high = carried->at[HIGH], bound = carried->at[BOUND];
        bool highest = node->op == OP_ITEM_HIGHEST;
        slice.low = highest ? bits_mux(circuit, certain, bound, low) : low;
        slice.high = highest ? high : bits_mux(circuit, certain, bound, high);
    }
    return slice;
}

/* -------------------------------------------------------------------------------- all values together */

static void start_set(struct slicing *slicing, const struct type *type, struct carried *carried)
{
    carry(carried, slicing->circuit, one_plane);
    carry(carried, slicing->circuit, one_plane);
    size_t members;
    if (slice_members(slicing, type, &members)) {
        carry(carried, slicing->circuit, (struct shape){members, false, true});
    } else {
        carry_values(carried, slicing, type);
    }
}

static struct slice carried_set(struct slicing *slicing, const struct type *type,
                                struct carried *carried)
{
    struct slice set = slice_nothing(slicing, type);
    set.none = *flag(carried, MAY_BE_NONE);
    set.some = *flag(carried, SOME);
    for (size_t i = 0; i < set.member_count; i++) {
        set.members[i] = carried->at[FIRST_END].at[i];
    }
    if (!set.members) {
        set.low = carried->at[FIRST_END];
        set.high = carried->at[FIRST_END + 1];
    }
    return set;
}

static void take_set(struct slicing *slicing, const struct type *type, struct carried *carried,
                     const struct slice *value, plane gate)
{
    struct slice set = carried_set(slicing, type, carried);
    slice_add(slicing, &set, value, gate);
    *flag(carried, MAY_BE_NONE) = set.none;
    *flag(carried, SOME) = set.some;
    for (size_t i = 0; i < set.member_count; i++) {
        carried->at[FIRST_END].at[i] = set.members[i];
    }
    if (!set.members) {
        carried->at[FIRST_END] = set.low;
        carried->at[FIRST_END + 1] = set.high;
    }
}

static void start_distinct(struct slicing *slicing, const struct plan_node *node,
                           struct carried *carried)
{
    start_set(slicing, value_type(slicing, node), carried);
}

static void take_distinct(struct slicing *slicing, const struct plan_node *node,
                          struct carried *carried, const struct item *item)
{
    take_set(slicing, value_type(slicing, node), carried, item->value, item->possible);
}

/* A step tells how many values differ, from what the loop logs of each item. */
static struct slice finish_distinct(struct slicing *slicing, const struct plan_node *node,
                                    struct carried *carried)
{
    struct item rest = slice_rest(slicing, node);
    struct slice *operands = arena_alloc(slicing->circuit->arena, 4 * sizeof *operands);
    operands[DISTINCT_REST] = slice_yes_no(slicing, PLANE_ZERO, rest.possible);
    operands[DISTINCT_VALUE] = *rest.value;
    operands[DISTINCT_TIMES] = slice_between(rest.times, rest.times);
    operands[DISTINCT_ALL] = carried_set(slicing, value_type(slicing, node), carried);
    struct slice slice = slice_step(slicing, node, operands, 4);
    slice.none = PLANE_ZERO;
    slice.some = PLANE_ONES;
    return slice;
}

/* ------------------------------------------------------------------------------------------ the table */

const struct reduction *reduction_of(enum op op)
{
    static const struct reduction reductions[] = {
        [OP_ITEM_ANY - OP_ITEM_ANY] = {start_any, take_any, finish_any},
        [OP_ITEM_COUNT - OP_ITEM_ANY] = {start_sum, take_count, finish_sum},
        [OP_ITEM_HIGHEST - OP_ITEM_ANY] = {start_extreme, take_extreme, finish_extreme},
        [OP_ITEM_LOWEST - OP_ITEM_ANY] = {start_extreme, take_extreme, finish_extreme},
        [OP_ITEM_SUM - OP_ITEM_ANY] = {start_sum, take_sum, finish_sum},
        [OP_ITEM_DISTINCT - OP_ITEM_ANY] = {start_distinct, take_distinct, finish_distinct},
    };
    return &reductions[op - OP_ITEM_ANY];
}

/* All that a node of a list is for any item. */
static void start_all(struct slicing *slicing, const struct plan_node *node, struct carried *carried)
{
    start_set(slicing, node->type, carried);
}

static void take_all(struct slicing *slicing, const struct plan_node *node, struct carried *carried,
                     const struct item *item)
{
    take_set(slicing, node->type, carried,
             &slicing->slices[node - slicing->plan->nodes.items], item->present);
}

static struct slice finish_all(struct slicing *slicing, const struct plan_node *node,
                               struct carried *carried)
{
    return carried_set(slicing, node->type, carried);
}

const struct reduction reduction_to_all = {start_all, take_all, finish_all};

/* Some item of the case is in error. */
static void start_failed(struct slicing *slicing, const struct plan_node *node,
                         struct carried *carried)
{
    (void)node;
    carry(carried, slicing->circuit, one_plane);
}

static void take_failed(struct slicing *slicing, const struct plan_node *node,
                        struct carried *carried, const struct item *item)
{
    plane failed = slicing->failed[node - slicing->plan->nodes.items];
    if (slicing->is_of_items) {
        set_or(slicing, flag(carried, CERTAIN), circuit_and(slicing->circuit, item->present, failed));
    }
}

static struct slice finish_failed(struct slicing *slicing, const struct plan_node *node,
                                  struct carried *carried)
{
    (void)node;
    return slice_yes_no(slicing, *flag(carried, CERTAIN), *flag(carried, CERTAIN));
}

const struct reduction reduction_to_failed = {start_failed, take_failed, finish_failed};

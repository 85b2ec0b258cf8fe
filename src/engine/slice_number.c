/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic, dates and events as planes. */
#include "engine/slice.h"

/* Arithmetic with none is none: what holds of the result's `none` and `some`, whatever its ends are. */
static struct slice none_of_operands(struct slicing *slicing, const struct plan_node *node)
{
    struct circuit *circuit = slicing->circuit;
    struct slice result = slice_nothing(slicing, node->type);
    result.some = PLANE_ONES;
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct slice *a = slice_operand(slicing, node, i);
        result.some = circuit_and(circuit, result.some, a->some);
        result.none = circuit_or(circuit, result.none, a->none);
    }
    result.none = circuit_or_not(circuit, result.none, result.some);
    return result;
}

struct slice slice_OP_ADD(struct slicing *slicing, const struct plan_node *node)
{
    struct slice sum = none_of_operands(slicing, node);
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct slice *a = slice_operand(slicing, node, i);
        sum.low = bits_add(slicing->circuit, sum.low, a->low);
        sum.high = bits_add(slicing->circuit, sum.high, a->high);
    }
    return sum;
}

struct slice slice_OP_SCALE(struct slicing *slicing, const struct plan_node *node)
{
    const struct slice *a = slice_operand(slicing, node, 0);
    struct slice product = none_of_operands(slicing, node);
    product.low = bits_scale(slicing->circuit, a->low, node->constant);
    product.high = bits_scale(slicing->circuit, a->high, node->constant);
    if (node->constant < 0) {
        struct bits low = product.low;
        product.low = product.high;
        product.high = low;
    }
    return product;
}

/* The members of any operand that are no lower (higher) than the lowest (highest) of each. */
static void extreme_members(struct slicing *slicing, const struct plan_node *node,
                            plane *(*reach)(struct slicing *, const plane *, size_t),
                            struct slice *result)
{
    struct circuit *circuit = slicing->circuit;
    plane *within = arena_alloc(circuit->arena, result->member_count * sizeof *within);
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct slice *a = slice_operand(slicing, node, i);
        const plane *reached = reach(slicing, a->members, a->member_count);
        for (size_t j = 0; j < result->member_count; j++) {
            result->members[j] = circuit_or(circuit, result->members[j], a->members[j]);
            within[j] = i == 0 ? reached[j] : circuit_and(circuit, within[j], reached[j]);
        }
    }
    for (size_t j = 0; j < result->member_count; j++) {
        result->members[j] = circuit_and(circuit, result->members[j], within[j]);
    }
}

static void extreme_ends(struct slicing *slicing, const struct plan_node *node, bool highest,
                         struct slice *result)
{
    struct circuit *circuit = slicing->circuit;
    result->low = slice_operand(slicing, node, 0)->low;
    result->high = slice_operand(slicing, node, 0)->high;
    for (size_t i = 1; i < node->operand_count; i++) {
        const struct slice *a = slice_operand(slicing, node, i);
        plane low = bits_less(circuit, result->low, a->low);
        plane high = bits_less(circuit, result->high, a->high);
        result->low = bits_mux(circuit, highest ? low : circuit_not(circuit, low), a->low,
                               result->low);
        result->high = bits_mux(circuit, highest ? high : circuit_not(circuit, high), a->high,
                                result->high);
    }
}

static struct slice extreme(struct slicing *slicing, const struct plan_node *node, bool highest)
{
    struct slice result = none_of_operands(slicing, node);
    if (result.members) {
        extreme_members(slicing, node, highest ? slice_prefix : slice_suffix, &result);
    } else {
        extreme_ends(slicing, node, highest, &result);
    }
    return result;
}

struct slice slice_OP_HIGHEST(struct slicing *slicing, const struct plan_node *node)
{
    return extreme(slicing, node, true);
}

struct slice slice_OP_LOWEST(struct slicing *slicing, const struct plan_node *node)
{
    return extreme(slicing, node, false);
}

/* ------------------------------------------------------------------------------------- case by case */

static struct bits result_bits(struct slicing *slicing, plane first, size_t count, bool is_signed)
{
    struct bits bits = bits_create(slicing->circuit, count + 1);
    for (size_t i = 0; i < count; i++) {
        bits.at[i] = first + (plane)i;
    }
    bits.at[count] = PLANE_ZERO;
    bits.count = is_signed ? count : count + 1;
    return bits;
}

struct slice slice_step(struct slicing *slicing, const struct plan_node *node,
                        const struct slice *operands, size_t count)
{
    bool is_signed;
    size_t width = type_width(node->type, &is_signed);
    struct circuit_step step = {
        .node = (node_id)(node - slicing->plan->nodes.items), .operands = operands,
        .operand_count = count, .low_count = width, .high_count = width};
    plane first = circuit_step(slicing->circuit, step);
    struct bits low = result_bits(slicing, first, width, is_signed);
    struct bits high = result_bits(slicing, first + (plane)width, width, is_signed);
    struct slice slice = slice_between(low, slicing->all_known ? low : high);
    slice.none = first + (plane)(2 * width);
    slice.some = first + (plane)(2 * width + 1);
    return slice;
}

static struct slice slice_stepwise(struct slicing *slicing, const struct plan_node *node)
{
    struct arena *arena = slicing->circuit->arena;
    struct slice *operands = arena_alloc(arena, (node->operand_count + 1) * sizeof *operands);
    for (size_t i = 0; i < node->operand_count; i++) {
        operands[i] = *slice_operand(slicing, node, i);
    }
    return slice_step(slicing, node, operands, node->operand_count);
}

static struct slice arithmetic_step(struct slicing *slicing, const struct plan_node *node)
{
    struct slice none = none_of_operands(slicing, node);
    struct slice slice = slice_stepwise(slicing, node);
    slice.none = none.none;
    slice.some = none.some;
    return slice;
}

struct slice slice_OP_MULTIPLY(struct slicing *slicing, const struct plan_node *node)
{
    return arithmetic_step(slicing, node);
}

struct slice slice_OP_DATE_ADD(struct slicing *slicing, const struct plan_node *node)
{
    return arithmetic_step(slicing, node);
}

struct slice slice_OP_DATE_DIFFERENCE(struct slicing *slicing, const struct plan_node *node)
{
    return arithmetic_step(slicing, node);
}

struct slice slice_OP_EVENT_COUNT(struct slicing *slicing, const struct plan_node *node)
{
    struct slice slice = slice_stepwise(slicing, node);
    slice.none = PLANE_ZERO;
    slice.some = PLANE_ONES;
    return slice;
}

struct slice slice_OP_LATEST(struct slicing *slicing, const struct plan_node *node)
{
    return slice_stepwise(slicing, node);
}

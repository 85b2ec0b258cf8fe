/* SPDX-License-Identifier: Apache-2.0 */
/* Leaves, yes/no, comparisons, facts and levels as planes. */
#include "engine/slice.h"

struct slice slice_between(struct bits low, struct bits high)
{
    return (struct slice){.low = low, .high = high, .none = PLANE_ZERO, .some = PLANE_ONES};
}

struct slice slice_yes_no(struct slicing *slicing, plane certain, plane possible)
{
    return slice_between(bits_of_plane(slicing->circuit, certain),
                         bits_of_plane(slicing->circuit, possible));
}

static size_t member_count(const struct type *type)
{
    switch (type->kind) {
    case TYPE_CHOICE:
        return type->choice->count;
    case TYPE_SELECTION:
        return 2 * type->choice->count;
    default:
        return 0;
    }
}

plane *slice_members(struct slicing *slicing, const struct type *type, size_t *ret_count)
{
    *ret_count = member_count(type);
    return *ret_count ? arena_alloc(slicing->circuit->arena, *ret_count * sizeof(plane)) : NULL;
}

struct slice slice_nothing(struct slicing *slicing, const struct type *type)
{
    struct bits zero = bits_constant(slicing->circuit, 0);
    struct slice slice = slice_between(zero, zero);
    slice.members = slice_members(slicing, type, &slice.member_count);
    slice.some = PLANE_ZERO;
    return slice;
}

/* -------------------------------------------------------------------------------------------- leaves */

struct slice slice_OP_CONSTANT(struct slicing *slicing, const struct plan_node *node)
{
    struct slice slice = slice_nothing(slicing, node->type);
    slice.some = PLANE_ONES;
    if (slice.members) {
        slice.members[node->constant] = PLANE_ONES;
    } else {
        slice.low = slice.high = bits_constant(slicing->circuit, node->constant);
    }
    return slice;
}

struct slice slice_OP_NONE(struct slicing *slicing, const struct plan_node *node)
{
    struct slice slice = slice_nothing(slicing, node->type);
    slice.none = PLANE_ONES;
    return slice;
}

struct slice slice_any(struct slicing *slicing, const struct type *type)
{
    struct slice slice = slice_nothing(slicing, type);
    bool is_yes_no = type->kind == TYPE_YES_NO;
    slice.low = bits_constant(slicing->circuit, is_yes_no ? 0 : type->low);
    slice.high = bits_constant(slicing->circuit, is_yes_no ? 1 : type->high);
    slice.none = type->or_none ? PLANE_ONES : PLANE_ZERO;
    slice.some = slice.members || is_yes_no || type->low <= type->high ? PLANE_ONES : PLANE_ZERO;
    for (size_t i = 0; i < slice.member_count; i++) {
        slice.members[i] = PLANE_ONES;
    }
    return slice;
}

struct slice slice_OP_ANY(struct slicing *slicing, const struct plan_node *node)
{
    return slice_any(slicing, node->type);
}

static struct bits input_bits(struct slicing *slicing, enum column_part part, size_t fact,
                              const struct type *type)
{
    bool is_signed;
    size_t width = type_width(type, &is_signed);
    struct bits bits = bits_create(slicing->circuit, width + 1);
    for (size_t i = 0; i < width; i++) {
        bits.at[i] = circuit_input(slicing->circuit, part, fact, i);
    }
    bits.at[width] = is_signed ? bits.at[width - 1] : PLANE_ZERO;
    bits.count = is_signed || width == 0 ? width + (width == 0) : width + 1;
    return bits;
}

/* What the case says; where nothing can be open, the high end is the low one. */
struct slice slice_input(struct slicing *slicing, size_t fact, const struct type *type)
{
    struct circuit *circuit = slicing->circuit;
    struct slice slice = slice_nothing(slicing, type);
    slice.some = type->or_none ? circuit_input(circuit, PART_SOME, fact, 0) : PLANE_ONES;
    slice.none = !type->or_none       ? PLANE_ZERO
                 : slicing->all_known ? circuit_not(circuit, slice.some)
                                      : circuit_input(circuit, PART_NONE, fact, 0);
    for (size_t i = 0; i < slice.member_count; i++) {
        slice.members[i] = circuit_input(circuit, PART_MEMBER, fact, i);
    }
    if (!slice.members) {
        slice.low = input_bits(slicing, PART_LOW, fact, type);
        slice.high = slicing->all_known ? slice.low : input_bits(slicing, PART_HIGH, fact, type);
    }
    return slice;
}

static struct slice settled(struct slicing *slicing, size_t fact, struct slice slice)
{
    struct circuit *circuit = slicing->circuit;
    plane no = circuit_input(circuit, PART_SETTLED, fact, 0);
    plane yes = circuit_input(circuit, PART_SETTLED, fact, 1);
    return slice_yes_no(
        slicing,
        circuit_or(circuit, circuit_and_not(circuit, slice_certain(&slice), no), yes),
        circuit_or(circuit, circuit_and_not(circuit, slice_possible(&slice), no), yes));
}

static bool may_settle(const struct slicing *slicing, size_t fact)
{
    const struct plan *plan = slicing->plan;
    for (size_t i = 0; slicing->may_be_settled && i < plan->impossibles.count; i++) {
        const struct plan_impossible *impossible = &plan->impossibles.items[i];
        for (size_t j = 0; j < impossible->conjuncts.count; j++) {
            if (impossible->conjuncts.items[j].is_fact
                && impossible->conjuncts.items[j].fact == fact) {
                return true;
            }
        }
    }
    return false;
}

struct slice slice_OP_INPUT(struct slicing *slicing, const struct plan_node *node)
{
    const struct fact *fact = slicing->plan->program->facts.items[node->index];
    struct slice slice = slicing->all_known && fact->from ? slice_any(slicing, node->type)
                                                          : slice_input(slicing, node->index, node->type);
    return may_settle(slicing, node->index) ? settled(slicing, node->index, slice) : slice;
}

struct slice slice_OP_CASE_DATE(struct slicing *slicing, const struct plan_node *node)
{
    return slice_input(slicing, slicing->plan->program->facts.count, node->type);
}

node_id slice_known_from(const struct plan *plan, node_id id)
{
    const struct plan_node *known = plan_at(plan, id);
    enum op derived = known->op == OP_KNOWN ? OP_DERIVED : OP_FIELD_DERIVED;
    for (node_id i = id < plan->prologue ? id : (node_id)plan->prologue; i > 0; i--) {
        if (plan_at(plan, i - 1)->op == derived && plan_at(plan, i - 1)->index == known->index) {
            return i - 1;
        }
    }
    return NO_NODE;
}

/* What `is known` answers of FACT, a fact or a field. */
static plane known_of(struct slicing *slicing, const struct plan_node *node,
                      const struct fact *fact)
{
    node_id id = (node_id)(node - slicing->plan->nodes.items);
    if (fact->from && slicing->may_be_settled) {
        return circuit_input(slicing->circuit, PART_DERIVED_KNOWN, node->index, 0);
    }
    node_id derived = fact->from ? slice_known_from(slicing->plan, id) : NO_NODE;
    return derived == NO_NODE ? circuit_input(slicing->circuit, PART_KNOWN, node->index, 0)
                              : slice_is_single(slicing, &slicing->slices[derived]);
}

struct slice slice_OP_KNOWN(struct slicing *slicing, const struct plan_node *node)
{
    plane known = known_of(slicing, node, slicing->plan->program->facts.items[node->index]);
    return slice_yes_no(slicing, known, known);
}

/* Of items that are not listed it is open. */
struct slice slice_OP_FIELD_KNOWN(struct slicing *slicing, const struct plan_node *node)
{
    if (!slicing->is_of_items) {
        return slice_yes_no(slicing, PLANE_ZERO, PLANE_ONES);
    }
    plane known = known_of(slicing, node, slicing->plan->program->fields.items[node->index]);
    return slice_yes_no(slicing, known, known);
}

struct slice slice_OP_JUDGED(struct slicing *slicing, const struct plan_node *node)
{
    (void)node;
    return slice_yes_no(slicing, PLANE_ZERO, PLANE_ONES);
}

/* -------------------------------------------------------------------------------------------- yes/no */

struct slice slice_OP_NOT(struct slicing *slicing, const struct plan_node *node)
{
    const struct slice *a = slice_operand(slicing, node, 0);
    return slice_yes_no(slicing, circuit_not(slicing->circuit, slice_possible(a)),
                        circuit_not(slicing->circuit, slice_certain(a)));
}

struct slice slice_OP_AND(struct slicing *slicing, const struct plan_node *node)
{
    plane certain = PLANE_ONES, possible = PLANE_ONES;
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct slice *a = slice_operand(slicing, node, i);
        certain = circuit_and(slicing->circuit, certain, slice_certain(a));
        possible = circuit_and(slicing->circuit, possible, slice_possible(a));
    }
    return slice_yes_no(slicing, certain, possible);
}

struct slice slice_OP_OR(struct slicing *slicing, const struct plan_node *node)
{
    plane certain = PLANE_ZERO, possible = PLANE_ZERO;
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct slice *a = slice_operand(slicing, node, i);
        certain = circuit_or(slicing->circuit, certain, slice_certain(a));
        possible = circuit_or(slicing->circuit, possible, slice_possible(a));
    }
    return slice_yes_no(slicing, certain, possible);
}

static struct bits count_ends(struct slicing *slicing, const struct plan_node *node,
                              plane (*end)(const struct slice *))
{
    plane *planes = arena_alloc(slicing->circuit->arena, (node->operand_count + 1) * sizeof(plane));
    for (size_t i = 0; i < node->operand_count; i++) {
        planes[i] = end(slice_operand(slicing, node, i));
    }
    return bits_count(slicing->circuit, planes, node->operand_count);
}

struct slice slice_OP_COUNT(struct slicing *slicing, const struct plan_node *node)
{
    return slice_between(count_ends(slicing, node, slice_certain),
                         count_ends(slicing, node, slice_possible));
}

struct slice slice_OP_AT_LEAST(struct slicing *slicing, const struct plan_node *node)
{
    if (node->constant == 1) {
        return slice_OP_OR(slicing, node);
    }
    if (node->constant == node->operand_count) {
        return slice_OP_AND(slicing, node);
    }
    struct slice count = slice_OP_COUNT(slicing, node);
    struct bits k = bits_constant(slicing->circuit, node->constant);
    return slice_yes_no(slicing, bits_less_or_equal(slicing->circuit, k, count.low),
                        bits_less_or_equal(slicing->circuit, k, count.high));
}

struct slice slice_OP_EXACTLY(struct slicing *slicing, const struct plan_node *node)
{
    struct circuit *circuit = slicing->circuit;
    struct slice count = slice_OP_COUNT(slicing, node);
    struct bits k = bits_constant(circuit, node->constant);
    plane possible = circuit_and(circuit, bits_less_or_equal(circuit, count.low, k),
                                 bits_less_or_equal(circuit, k, count.high));
    plane single = bits_equal(circuit, count.low, count.high);
    return slice_yes_no(slicing, circuit_and(circuit, possible, single), possible);
}

/* --------------------------------------------------------------------------------------- comparisons */

plane *slice_prefix(struct slicing *slicing, const plane *members, size_t count)
{
    plane *prefix = arena_alloc(slicing->circuit->arena, count * sizeof *prefix);
    plane some = PLANE_ZERO;
    for (size_t i = 0; i < count; i++) {
        prefix[i] = some = circuit_or(slicing->circuit, some, members[i]);
    }
    return prefix;
}

plane *slice_suffix(struct slicing *slicing, const plane *members, size_t count)
{
    plane *suffix = arena_alloc(slicing->circuit->arena, count * sizeof *suffix);
    plane some = PLANE_ZERO;
    for (size_t i = count; i > 0; i--) {
        suffix[i - 1] = some = circuit_or(slicing->circuit, some, members[i - 1]);
    }
    return suffix;
}

/* Some A of one set and some B of the other stand in the relation: A below B, or A no higher than B. */
static plane some_below(struct slicing *slicing, const struct slice *a, const struct slice *b,
                        bool or_equal)
{
    struct circuit *circuit = slicing->circuit;
    if (!a->members) {
        return or_equal ? bits_less_or_equal(circuit, a->low, b->high)
                        : bits_less(circuit, a->low, b->high);
    }
    const plane *prefix = slice_prefix(slicing, a->members, a->member_count);
    plane some = PLANE_ZERO;
    for (size_t i = or_equal ? 0 : 1; i < a->member_count; i++) {
        some = circuit_or(circuit, some,
                          circuit_and(circuit, prefix[or_equal ? i : i - 1], b->members[i]));
    }
    return some;
}

static plane may_meet(struct slicing *slicing, const struct slice *a, const struct slice *b)
{
    struct circuit *circuit = slicing->circuit;
    plane meet = PLANE_ZERO;
    if (!a->members) {
        return circuit_and(circuit, bits_less_or_equal(circuit, a->low, b->high),
                           bits_less_or_equal(circuit, b->low, a->high));
    }
    for (size_t i = 0; i < a->member_count; i++) {
        meet = circuit_or(circuit, meet, circuit_and(circuit, a->members[i], b->members[i]));
    }
    return meet;
}

static plane never_none(struct slicing *slicing, const struct slice *a, const struct slice *b)
{
    return circuit_not(slicing->circuit, circuit_or(slicing->circuit, a->none, b->none));
}

static plane have_values(struct slicing *slicing, const struct slice *a, const struct slice *b)
{
    return circuit_and(slicing->circuit, a->some, b->some);
}

static plane one_member(struct slicing *slicing, const struct slice *slice)
{
    struct circuit *circuit = slicing->circuit;
    plane one = PLANE_ZERO, two = PLANE_ZERO;
    for (size_t i = 0; i < slice->member_count; i++) {
        two = circuit_or(circuit, two, circuit_and(circuit, one, slice->members[i]));
        one = circuit_or(circuit, one, slice->members[i]);
    }
    return circuit_and_not(circuit, one, two);
}

/* One value, whatever is said of none. */
static plane has_one(struct slicing *slicing, const struct slice *slice)
{
    return slice->members ? one_member(slicing, slice)
                          : bits_equal(slicing->circuit, slice->low, slice->high);
}

plane slice_is_single(struct slicing *slicing, const struct slice *slice)
{
    struct circuit *circuit = slicing->circuit;
    return circuit_mux(circuit, slice->none, circuit_not(circuit, slice->some),
                       has_one(slicing, slice));
}

static plane are_same_single(struct slicing *slicing, const struct slice *a, const struct slice *b)
{
    struct circuit *circuit = slicing->circuit;
    plane both = circuit_and(circuit, has_one(slicing, a), has_one(slicing, b));
    plane same = a->members ? may_meet(slicing, a, b) : bits_equal(circuit, a->low, b->low);
    return circuit_and(circuit, both, same);
}

struct slice slice_OP_EQUAL(struct slicing *slicing, const struct plan_node *node)
{
    struct circuit *circuit = slicing->circuit;
    const struct slice *a = slice_operand(slicing, node, 0), *b = slice_operand(slicing, node, 1);
    return slice_yes_no(
        slicing,
        circuit_and(circuit, never_none(slicing, a, b), are_same_single(slicing, a, b)),
        circuit_and(circuit, have_values(slicing, a, b), may_meet(slicing, a, b)));
}

struct slice slice_OP_NOT_EQUAL(struct slicing *slicing, const struct plan_node *node)
{
    struct circuit *circuit = slicing->circuit;
    const struct slice *a = slice_operand(slicing, node, 0), *b = slice_operand(slicing, node, 1);
    return slice_yes_no(
        slicing,
        circuit_and_not(circuit, never_none(slicing, a, b), may_meet(slicing, a, b)),
        circuit_and_not(circuit, have_values(slicing, a, b), are_same_single(slicing, a, b)));
}

/* A is below B for all pairs unless some B is no higher than some A. */
static struct slice order(struct slicing *slicing, const struct plan_node *node, bool or_equal)
{
    struct circuit *circuit = slicing->circuit;
    const struct slice *a = slice_operand(slicing, node, 0), *b = slice_operand(slicing, node, 1);
    return slice_yes_no(
        slicing,
        circuit_and_not(circuit, never_none(slicing, a, b), some_below(slicing, b, a, !or_equal)),
        circuit_and(circuit, have_values(slicing, a, b), some_below(slicing, a, b, or_equal)));
}

struct slice slice_OP_LESS(struct slicing *slicing, const struct plan_node *node)
{
    return order(slicing, node, false);
}

struct slice slice_OP_LESS_OR_EQUAL(struct slicing *slicing, const struct plan_node *node)
{
    return order(slicing, node, true);
}

/* Some member lies between the lowest of LOW and the highest of HIGH. */
static plane member_may_lie(struct slicing *slicing, const struct slice *set,
                            const struct slice *low, const struct slice *high)
{
    struct circuit *circuit = slicing->circuit;
    const plane *from = slice_prefix(slicing, low->members, low->member_count);
    const plane *to = slice_suffix(slicing, high->members, high->member_count);
    plane some = PLANE_ZERO;
    for (size_t i = 0; i < set->member_count; i++) {
        plane between = circuit_and(circuit, from[i], to[i]);
        some = circuit_or(circuit, some, circuit_and(circuit, set->members[i], between));
    }
    return some;
}

static plane number_may_lie(struct slicing *slicing, const struct slice *set,
                            const struct slice *low, const struct slice *high)
{
    struct circuit *circuit = slicing->circuit;
    return circuit_and(circuit, bits_less_or_equal(circuit, low->low, high->high),
                       circuit_and(circuit, bits_less_or_equal(circuit, low->low, set->high),
                                   bits_less_or_equal(circuit, set->low, high->high)));
}

struct slice slice_OP_IN_RANGE(struct slicing *slicing, const struct plan_node *node)
{
    struct circuit *circuit = slicing->circuit;
    const struct slice *set = slice_operand(slicing, node, 0);
    const struct slice *low = slice_operand(slicing, node, 1);
    const struct slice *high = slice_operand(slicing, node, 2);
    plane outside = circuit_or(circuit, some_below(slicing, set, low, false),
                               some_below(slicing, high, set, false));
    plane certain = circuit_and_not(circuit, never_none(slicing, set, low), high->none);
    plane values = circuit_and(circuit, have_values(slicing, low, high), set->some);
    plane may = set->members ? member_may_lie(slicing, set, low, high)
                             : number_may_lie(slicing, set, low, high);
    return slice_yes_no(slicing, circuit_and_not(circuit, certain, outside),
                        circuit_and(circuit, values, may));
}

struct slice slice_OP_IN_SET(struct slicing *slicing, const struct plan_node *node)
{
    struct circuit *circuit = slicing->circuit;
    const struct slice *set = slice_operand(slicing, node, 0);
    plane inside = PLANE_ZERO, outside = set->none;
    for (size_t i = 0; i < set->member_count; i++) {
        bool is_in = node->set[i / VALUE_WORD_BITS] >> (i % VALUE_WORD_BITS) & 1;
        plane *side = is_in ? &inside : &outside;
        *side = circuit_or(circuit, *side, set->members[i]);
    }
    return slice_yes_no(slicing, circuit_not(circuit, outside), inside);
}

/* As many constants lie between the ends as there are steps of `constant` there. */
static plane fills_steps(struct slicing *slicing, const struct plan_node *node,
                         const struct slice *set, struct bits listed)
{
    struct circuit *circuit = slicing->circuit;
    struct bits width = bits_subtract(circuit, set->high, set->low);
    struct bits past = bits_scale(circuit, listed, node->constant);
    struct bits last = bits_subtract(circuit, past, bits_constant(circuit, node->constant));
    return circuit_and(circuit, bits_less_or_equal(circuit, last, width),
                       bits_less(circuit, width, past));
}

struct slice slice_OP_IN_LIST(struct slicing *slicing, const struct plan_node *node)
{
    struct circuit *circuit = slicing->circuit;
    const struct slice *set = slice_operand(slicing, node, 0);
    plane *inside = arena_alloc(circuit->arena, node->operand_count * sizeof *inside);
    plane some = PLANE_ZERO;
    for (size_t i = 1; i < node->operand_count; i++) {
        struct bits value = slice_operand(slicing, node, i)->low;
        inside[i - 1] = circuit_and(circuit, set->some,
                                    circuit_and(circuit,
                                                bits_less_or_equal(circuit, set->low, value),
                                                bits_less_or_equal(circuit, value, set->high)));
        some = circuit_or(circuit, some, inside[i - 1]);
    }
    struct bits listed = bits_count(circuit, inside, node->operand_count - 1);
    plane all = circuit_and(circuit, set->some, fills_steps(slicing, node, set, listed));
    return slice_yes_no(slicing, circuit_and_not(circuit, all, set->none), some);
}

struct slice slice_OP_IS_NONE(struct slicing *slicing, const struct plan_node *node)
{
    const struct slice *set = slice_operand(slicing, node, 0);
    return slice_yes_no(slicing, circuit_and_not(slicing->circuit, set->none, set->some),
                        set->none);
}

/* ----------------------------------------------------------------------------------- facts and levels */

static void intersect_members(struct slicing *slicing, const struct slice *a,
                              const struct slice *b, struct slice *common)
{
    common->some = PLANE_ZERO;
    for (size_t i = 0; i < common->member_count; i++) {
        common->members[i] = circuit_and(slicing->circuit, a->members[i], b->members[i]);
        common->some = circuit_or(slicing->circuit, common->some, common->members[i]);
    }
}

static void intersect_ends(struct slicing *slicing, const struct slice *a, const struct slice *b,
                           struct slice *common)
{
    struct circuit *circuit = slicing->circuit;
    common->low = bits_mux(circuit, bits_less(circuit, a->low, b->low), b->low, a->low);
    common->high = bits_mux(circuit, bits_less(circuit, b->high, a->high), b->high, a->high);
    common->some = circuit_and(circuit, circuit_and(circuit, a->some, b->some),
                               bits_less_or_equal(circuit, common->low, common->high));
}

struct slice slice_intersect(struct slicing *slicing, const struct slice *a, const struct slice *b,
                             plane *ret_failed)
{
    struct circuit *circuit = slicing->circuit;
    struct slice common = *a;
    common.none = circuit_and(circuit, a->none, b->none);
    if (common.members) {
        common.members = arena_alloc(circuit->arena, common.member_count * sizeof(plane));
        intersect_members(slicing, a, b, &common);
    } else {
        intersect_ends(slicing, a, b, &common);
    }
    *ret_failed = circuit_not(circuit, circuit_or(circuit, common.some, common.none));
    return common;
}

struct slice slice_mux(struct slicing *slicing, plane choice, const struct slice *yes,
                       const struct slice *no)
{
    struct circuit *circuit = slicing->circuit;
    struct slice slice = *no;
    slice.members = slice.members ? arena_alloc(circuit->arena, slice.member_count * sizeof(plane))
                                  : NULL;
    slice.none = circuit_mux(circuit, choice, yes->none, no->none);
    slice.some = circuit_mux(circuit, choice, yes->some, no->some);
    for (size_t i = 0; i < slice.member_count; i++) {
        slice.members[i] = circuit_mux(circuit, choice, yes->members[i], no->members[i]);
    }
    if (!slice.members) {
        slice.low = bits_mux(circuit, choice, yes->low, no->low);
        slice.high = bits_mux(circuit, choice, yes->high, no->high);
    }
    return slice;
}

/* Every value of WITHIN, none included where WITHIN may be it, is one of ALL's type. */
static bool is_any_around(const struct slicing *slicing, const struct plan_node *node,
                          const struct fact *fact)
{
    const struct type *all = node->type, *within = slice_operand_node(slicing, node, 1)->type;
    bool is_settled = slicing->may_be_settled && !fact->list && fact->type->kind == TYPE_YES_NO;
    return slicing->all_known && !is_settled && (all->or_none || !within->or_none)
           && (all->kind != TYPE_NUMBER || (all->low <= within->low && within->high <= all->high));
}

struct slice slice_derive(struct slicing *slicing, const struct plan_node *node,
                          const struct fact *fact, plane *ret_failed)
{
    const struct slice *given = slice_operand(slicing, node, 0);
    const struct slice *worked_out = slice_operand(slicing, node, 1);
    if (is_any_around(slicing, node, fact)) {
        *ret_failed = PLANE_ZERO;
        return *worked_out;
    }
    struct slice common = slice_intersect(slicing, given, worked_out, ret_failed);
    return slice_mux(slicing, *ret_failed, given, &common);
}

struct slice slice_OP_DERIVED(struct slicing *slicing, const struct plan_node *node)
{
    return slice_derive(slicing, node, slicing->plan->program->facts.items[node->index],
                        &slicing->failed[node - slicing->plan->nodes.items]);
}

static struct bits greatest_rank(struct slicing *slicing, const struct plan_node *node,
                                 plane (*end)(const struct slice *))
{
    struct circuit *circuit = slicing->circuit;
    struct bits rank = bits_constant(circuit, 0);
    for (size_t i = 0; i < node->operand_count; i++) {
        rank = bits_mux(circuit, end(slice_operand(slicing, node, i)),
                        bits_constant(circuit, (int64_t)i + 1), rank);
    }
    return rank;
}

struct slice slice_OP_LEVEL(struct slicing *slicing, const struct plan_node *node)
{
    return slice_between(greatest_rank(slicing, node, slice_certain),
                         greatest_rank(slicing, node, slice_possible));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Leaves, yes/no, comparisons, facts and levels as terms. */
#include <stdlib.h>

#include "prove/age.h"
#include "prove/encode.h"

static const struct fact *fact_of(const struct encoder *encoder, size_t index)
{
    return encoder->plan->program->facts.items[index];
}

/* -------------------------------------------------------------------------------------- leaves */

struct reading encode_OP_CONSTANT(const struct encoder *encoder)
{
    const struct plan_node *node = encoder->node;
    return some(encoder, node->type->kind == TYPE_YES_NO
                             ? term_yes_no(encoder->terms, node->constant != 0)
                             : term_number(encoder->terms, node->constant));
}

struct reading encode_OP_NONE(const struct encoder *encoder)
{
    struct terms *terms = encoder->terms;
    bool is_yes_no = encoder->node->type->kind == TYPE_YES_NO;
    return (struct reading){.value = is_yes_no ? terms->no : term_number(terms, 0),
                            .none = terms->yes};
}

struct reading encode_OP_ANY(const struct encoder *encoder)
{
    return encoder_any(encoder, encoder->node->type);
}

struct reading encode_OP_INPUT(const struct encoder *encoder)
{
    term valid;
    const struct fact *fact = fact_of(encoder, encoder->node->index);
    if (fact->from) {
        /* Only what it is worked out as counts; encode_OP_DERIVED reads that. */
        return (struct reading){.value = NO_TERM, .none = encoder->terms->no};
    }
    const struct world_age *age = age_of(encoder->world, encoder->plan->program, fact);
    if (age) {
        return (struct reading){.value = NO_TERM, .none = age->none};
    }
    struct reading read = world_read(encoder->world, encoder->plan->program, fact, &valid);
    encoder_require(encoder, valid);
    return read;
}

struct reading encode_OP_CASE_DATE(const struct encoder *encoder)
{
    return world_case_date(encoder->world);
}

/* Marks what NODE reads. */
static void mark_read(const struct plan *plan, node_id node, bool *marked)
{
    marked[node] = true;
    for (node_id id = node + 1; id-- > 0;) {
        for (size_t i = 0; marked[id] && i < plan_at(plan, id)->operand_count; i++) {
            marked[plan_operand(plan, id, i)] = true;
        }
    }
}

/* Whether facts are known that ID reads and that are not worked out. */
static bool is_base(const struct encoder *encoder, node_id id)
{
    const struct plan_node *node = plan_at(encoder->plan, id);
    bool names_fact = node->op == OP_INPUT || node->op == OP_EVENT_COUNT || node->op == OP_LATEST
                      || op_is_of_items(node->op);
    return names_fact && !fact_of(encoder, node->index)->from;
}

struct reading encode_OP_KNOWN(const struct encoder *encoder)
{
    const struct plan *plan = encoder->plan;
    const struct fact *fact = fact_of(encoder, encoder->node->index);
    struct { VECTOR_OF(term); } bases = {0};
    if (encoder->node->operand_count > 0) {
        bool *marked = calloc((size_t)encoder->id + 1, sizeof *marked);
        mark_read(plan, plan_operand(plan, encoder->id, 0), marked);
        for (node_id id = 0; id < encoder->id; id++) {
            if (marked[id] && is_base(encoder, id)) {
                const struct fact *base = fact_of(encoder, plan_at(plan, id)->index);
                vector_push(encoder->world->arena, &bases,
                            world_known(encoder->world, plan->program, base, NULL, 0));
            }
        }
        free(marked);
    }
    return some(encoder, world_known(encoder->world, plan->program, fact, bases.items, bases.count));
}

struct reading encode_OP_JUDGED(const struct encoder *encoder)
{
    const struct program *program = encoder->plan->program;
    return some(encoder, world_judged(encoder->world, program,
                                      program->rules.items[encoder->node->index],
                                      (size_t)encoder->node->constant));
}

/* -------------------------------------------------------------------------------------- yes/no */

/* The operands that hold, as a list for the terms of `and`, `or` and counts. */
static term *holding(const struct encoder *encoder)
{
    size_t count = encoder->node->operand_count;
    term *list = arena_alloc(encoder->world->arena, (count + 1) * sizeof *list);
    for (size_t i = 0; i < count; i++) {
        list[i] = encoder_operand(encoder, i).value;
    }
    return list;
}

struct reading encode_OP_NOT(const struct encoder *encoder)
{
    return some(encoder, term_not(encoder->terms, encoder_operand(encoder, 0).value));
}

struct reading encode_OP_AND(const struct encoder *encoder)
{
    return some(encoder, term_and(encoder->terms, holding(encoder), encoder->node->operand_count));
}

struct reading encode_OP_OR(const struct encoder *encoder)
{
    return some(encoder, term_or(encoder->terms, holding(encoder), encoder->node->operand_count));
}

static term count_of(const struct encoder *encoder)
{
    return term_sum(encoder->terms, 0, NULL, holding(encoder), encoder->node->operand_count);
}

struct reading encode_OP_COUNT(const struct encoder *encoder)
{
    return some(encoder, count_of(encoder));
}

struct reading encode_OP_AT_LEAST(const struct encoder *encoder)
{
    return some(encoder, term_reaches(encoder->terms, count_of(encoder), encoder->node->constant));
}

struct reading encode_OP_EXACTLY(const struct encoder *encoder)
{
    return some(encoder, term_is(encoder->terms, count_of(encoder), encoder->node->constant));
}

/* --------------------------------------------------------------------------------- comparisons */

/* HOLDS, of operands that are all there. */
static struct reading unless_none(const struct encoder *encoder, size_t operands, term holds)
{
    for (size_t i = 0; i < operands; i++) {
        term none = encoder_operand(encoder, i).none;
        holds = term_and2(encoder->terms, holds, term_not(encoder->terms, none));
    }
    return some(encoder, holds);
}

static term left(const struct encoder *encoder)
{
    return encoder_operand(encoder, 0).value;
}

static term right(const struct encoder *encoder)
{
    return encoder_operand(encoder, 1).value;
}

/* A date that is only counted from is compared with the date of the case; true if it was. */
static bool ages(const struct encoder *encoder, struct reading *ret)
{
    for (size_t i = 0; i < 2; i++) {
        const struct fact *fact =
            age_fact(encoder->world, encoder->plan, plan_operand(encoder->plan, encoder->id, i));
        if (fact) {
            const struct world_age *age = age_of(encoder->world, encoder->plan->program, fact);
            *ret = unless_none(encoder, 2,
                               age_compare(encoder->terms, age, encoder->node->op, i == 1));
            return true;
        }
    }
    return false;
}

struct reading encode_OP_EQUAL(const struct encoder *encoder)
{
    struct reading aged;
    if (ages(encoder, &aged)) {
        return aged;
    }
    return unless_none(encoder, 2, term_equal(encoder->terms, left(encoder), right(encoder)));
}

struct reading encode_OP_NOT_EQUAL(const struct encoder *encoder)
{
    struct reading aged;
    if (ages(encoder, &aged)) {
        return aged;
    }
    term equal = term_equal(encoder->terms, left(encoder), right(encoder));
    return unless_none(encoder, 2, term_not(encoder->terms, equal));
}

/* Of yes/no, no is less than yes. */
struct reading encode_OP_LESS(const struct encoder *encoder)
{
    struct reading aged;
    if (ages(encoder, &aged)) {
        return aged;
    }
    return unless_none(encoder, 2, term_less(encoder->terms, left(encoder), right(encoder)));
}

struct reading encode_OP_LESS_OR_EQUAL(const struct encoder *encoder)
{
    struct reading aged;
    if (ages(encoder, &aged)) {
        return aged;
    }
    return unless_none(encoder, 2, term_less_equal(encoder->terms, left(encoder), right(encoder)));
}

struct reading encode_OP_IN_RANGE(const struct encoder *encoder)
{
    struct terms *terms = encoder->terms;
    term high = encoder_operand(encoder, 2).value;
    term within = term_and2(terms, term_less_equal(terms, right(encoder), left(encoder)),
                            term_less_equal(terms, left(encoder), high));
    return unless_none(encoder, 3, within);
}

static bool in_set(const uint64_t *set, int64_t value)
{
    return set[value / VALUE_WORD_BITS] >> (value % VALUE_WORD_BITS) & 1;
}

struct reading encode_OP_IN_SET(const struct encoder *encoder)
{
    term any = encoder->terms->no;
    size_t count = encoder_operand_type(encoder, 0)->choice->count;
    for (int64_t value = 0; value < (int64_t)count; value++) {
        if (in_set(encoder->node->set, value)) {
            any = term_or2(encoder->terms, any, term_is(encoder->terms, left(encoder), value));
        }
    }
    return unless_none(encoder, 1, any);
}

struct reading encode_OP_IN_LIST(const struct encoder *encoder)
{
    term any = encoder->terms->no;
    for (size_t i = 1; i < encoder->node->operand_count; i++) {
        term listed = encoder_operand(encoder, i).value;
        any = term_or2(encoder->terms, any, term_equal(encoder->terms, left(encoder), listed));
    }
    return unless_none(encoder, 1, any);
}

struct reading encode_OP_IS_NONE(const struct encoder *encoder)
{
    return some(encoder, encoder_operand(encoder, 0).none);
}

/* ---------------------------------------------------------------------------- facts and levels */

static term lies_in(struct terms *terms, const struct type *type, term value)
{
    return type->kind == TYPE_YES_NO ? terms->yes
                                     : term_and2(terms, term_reaches(terms, value, type->low),
                                                 term_at_most(terms, value, type->high));
}

struct reading encoder_worked_out(const struct encoder *encoder, term *ret_fits)
{
    struct terms *terms = encoder->terms;
    const struct type *type = encoder->node->type;
    struct reading worked_out = encoder_operand(encoder, 1);
    term fits = lies_in(terms, type, worked_out.value);
    *ret_fits = type->or_none ? term_or2(terms, worked_out.none, fits)
                              : term_and2(terms, term_not(terms, worked_out.none), fits);
    worked_out.none = type->or_none ? worked_out.none : terms->no;
    return worked_out;
}

/* What a fact is worked out as must be a value of its type: else what the case says contradicts it. */
struct reading encode_OP_DERIVED(const struct encoder *encoder)
{
    term fits;
    struct reading worked_out = encoder_worked_out(encoder, &fits);
    encoder_require(encoder, fits);
    return worked_out;
}

struct reading encode_OP_LEVEL(const struct encoder *encoder)
{
    struct terms *terms = encoder->terms;
    term level = term_number(terms, 0);
    for (size_t i = 0; i < encoder->node->operand_count; i++) {
        level = term_if(terms, encoder_operand(encoder, i).value,
                        term_number(terms, (int64_t)i + 1), level);
    }
    return some(encoder, level);
}

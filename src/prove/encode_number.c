/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic, dates and events as terms. Arithmetic with none is none. */
#include "prove/age.h"
#include "prove/encode.h"

static term some_none(const struct encoder *encoder)
{
    term none = encoder->terms->no;
    for (size_t i = 0; i < encoder->node->operand_count; i++) {
        none = term_or2(encoder->terms, none, encoder_operand(encoder, i).none);
    }
    return none;
}

static struct reading or_none(const struct encoder *encoder, term value)
{
    return (struct reading){.value = value, .none = some_none(encoder)};
}

static term operand_value(const struct encoder *encoder, size_t index)
{
    return encoder_operand(encoder, index).value;
}

struct reading encode_OP_ADD(const struct encoder *encoder)
{
    size_t count = encoder->node->operand_count;
    term *parts = arena_alloc(encoder->world->arena, (count + 1) * sizeof *parts);
    for (size_t i = 0; i < count; i++) {
        parts[i] = operand_value(encoder, i);
    }
    return or_none(encoder, term_sum(encoder->terms, 0, NULL, parts, count));
}

struct reading encode_OP_SCALE(const struct encoder *encoder)
{
    term value = operand_value(encoder, 0);
    return or_none(encoder, term_times(encoder->terms, value, encoder->node->constant));
}

struct reading encode_OP_MULTIPLY(const struct encoder *encoder)
{
    term product = term_product(encoder->terms, operand_value(encoder, 0),
                                operand_value(encoder, 1));
    return or_none(encoder, product);
}

static struct reading extreme(const struct encoder *encoder, bool highest)
{
    struct terms *terms = encoder->terms;
    term best = operand_value(encoder, 0);
    for (size_t i = 1; i < encoder->node->operand_count; i++) {
        term other = operand_value(encoder, i);
        term better = highest ? term_less(terms, best, other) : term_less(terms, other, best);
        best = term_if(terms, better, other, best);
    }
    return or_none(encoder, best);
}

struct reading encode_OP_HIGHEST(const struct encoder *encoder)
{
    return extreme(encoder, true);
}

struct reading encode_OP_LOWEST(const struct encoder *encoder)
{
    return extreme(encoder, false);
}

struct reading encode_OP_DATE_ADD(const struct encoder *encoder)
{
    return or_none(encoder, date_plus_term(encoder->world, operand_value(encoder, 0),
                                           operand_value(encoder, 1), encoder->node->unit));
}

struct reading encode_OP_DATE_DIFFERENCE(const struct encoder *encoder)
{
    for (size_t i = 0; i < 2; i++) {
        const struct fact *fact =
            age_fact(encoder->world, encoder->plan, plan_operand(encoder->plan, encoder->id, i));
        if (fact) {
            const struct world_age *age = age_of(encoder->world, encoder->plan->program, fact);
            return or_none(encoder, age_between(encoder->terms, age, i == 1));
        }
    }
    return or_none(encoder, date_between_term(encoder->world, operand_value(encoder, 0),
                                              operand_value(encoder, 1), encoder->node->unit));
}

static struct world_event *event_of(const struct encoder *encoder)
{
    const struct program *program = encoder->plan->program;
    const struct fact *fact = program->facts.items[encoder->node->index];
    return world_fact(encoder->world, program, fact)->event;
}

struct reading encode_OP_EVENT_COUNT(const struct encoder *encoder)
{
    struct world_event *event = event_of(encoder);
    term count = encoder->node->operand_count == 1
                     ? event_count(encoder->world, event, encoder_operand(encoder, 0),
                                   encoder->node->constant, encoder->node->unit)
                     : event_total(encoder->world, event);
    return some(encoder, count);
}

struct reading encode_OP_LATEST(const struct encoder *encoder)
{
    return event_latest(encoder->world, event_of(encoder));
}

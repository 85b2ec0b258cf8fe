/* SPDX-License-Identifier: Apache-2.0 */
/* Choosing between values by conditions, as terms. */
#include "prove/encode.h"

static struct reading reading_if(struct terms *terms, term condition, struct reading a,
                                 struct reading b)
{
    return (struct reading){.value = term_if(terms, condition, a.value, b.value),
                            .none = term_if(terms, condition, a.none, b.none)};
}

struct reading encode_OP_CHOOSE(const struct encoder *encoder)
{
    size_t last = encoder->node->operand_count - 1;
    struct reading chosen = encoder_operand(encoder, last);
    for (size_t i = last; i > 0; i -= 2) {
        chosen = reading_if(encoder->terms, encoder_operand(encoder, i - 2).value,
                            encoder_operand(encoder, i - 1), chosen);
    }
    return chosen;
}

struct reading encode_OP_SELECT(const struct encoder *encoder)
{
    struct terms *terms = encoder->terms;
    struct reading choice = encoder_operand(encoder, 0);
    const uint32_t *table = encoder->node->table;
    size_t count = encoder_operand_type(encoder, 0)->choice->count;
    struct reading chosen = encoder_operand(encoder, 1 + table[count - 1]);
    for (size_t value = count - 1; value-- > 0;) {
        term below = term_at_most(terms, choice.value, (int64_t)value);
        chosen = reading_if(terms, below, encoder_operand(encoder, 1 + table[value]), chosen);
    }
    return choice.none == terms->no
               ? chosen
               : reading_if(terms, choice.none, encoder_operand(encoder, 1 + table[count]), chosen);
}

/* ---------------------------------------------------------------------------- rows without order */

/* What comes out where no row holds: the last, odd operand, else none. */
static struct reading otherwise(const struct encoder *encoder)
{
    size_t count = encoder->node->operand_count;
    struct terms *terms = encoder->terms;
    bool is_yes_no = encoder->node->type->kind == TYPE_YES_NO;
    struct reading none = {.value = is_yes_no ? terms->no : term_number(terms, 0),
                           .none = terms->yes};
    return count % 2 == 1 ? encoder_operand(encoder, count - 1) : none;
}

static term row_holds(const struct encoder *encoder, size_t row)
{
    return encoder_operand(encoder, 2 * row).value;
}

/* Of the rows that hold, those whose value is none stand behind all others. */
static struct reading best_row(const struct encoder *encoder, bool highest)
{
    struct terms *terms = encoder->terms;
    struct reading best = otherwise(encoder);
    term some_row = terms->no; /* a row before this one holds */
    for (size_t row = 0; row < encoder->node->operand_count / 2; row++) {
        struct reading value = encoder_operand(encoder, 2 * row + 1);
        term better = highest ? term_less(terms, best.value, value.value)
                              : term_less(terms, value.value, best.value);
        better = term_or2(terms, best.none, better);
        better = term_and2(terms, term_not(terms, value.none), better);
        term taken = term_and2(terms, row_holds(encoder, row),
                               term_or2(terms, term_not(terms, some_row), better));
        best = reading_if(terms, taken, value, best);
        some_row = term_or2(terms, some_row, row_holds(encoder, row));
    }
    return best;
}

struct reading encode_OP_HIGHEST_ROW(const struct encoder *encoder)
{
    return best_row(encoder, true);
}

struct reading encode_OP_LOWEST_ROW(const struct encoder *encoder)
{
    return best_row(encoder, false);
}

/* Where rows that hold disagree, which of them counts is open. */
struct reading encode_OP_ONLY_ROW(const struct encoder *encoder)
{
    struct terms *terms = encoder->terms;
    struct reading value = otherwise(encoder);
    term later = terms->no; /* a row behind this one holds */
    for (size_t row = encoder->node->operand_count / 2; row-- > 0;) {
        term holds = row_holds(encoder, row);
        term taken = term_or2(terms, term_not(terms, later), term_open(terms));
        value = reading_if(terms, term_and2(terms, holds, taken),
                           encoder_operand(encoder, 2 * row + 1), value);
        later = term_or2(terms, later, holds);
    }
    return value;
}

struct reading encode_OP_EVERY_ROW(const struct encoder *encoder)
{
    struct terms *terms = encoder->terms;
    size_t count = encoder->node->type->choice->count;
    term *selected = arena_alloc(encoder->world->arena, (count + 1) * sizeof *selected);
    for (size_t value = 0; value < count; value++) {
        selected[value] = terms->no;
        for (size_t row = 0; row < encoder->node->operand_count / 2; row++) {
            struct reading found = encoder_operand(encoder, 2 * row + 1);
            term parts[] = {row_holds(encoder, row), term_not(terms, found.none),
                            term_is(terms, found.value, (int64_t)value)};
            selected[value] = term_or2(terms, selected[value], term_and(terms, parts, 3));
        }
    }
    return (struct reading){.value = NO_TERM, .none = terms->no, .selected = selected};
}

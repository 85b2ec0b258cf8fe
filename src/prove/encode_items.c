/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of items, and items taken together, as terms. Of a list with more items than are looked at, what
   comes of them together is anything. */
#include "prove/encode.h"

#include "prove/enough.h"

static const struct fact *field_of(const struct encoder *encoder)
{
    return encoder->plan->program->fields.items[encoder->node->index];
}

static const struct world_list *list_of(const struct encoder *encoder)
{
    const struct program *program = encoder->plan->program;
    const struct fact *list = op_is_of_field(encoder->node->op)
                                  ? field_of(encoder)->list
                                  : program->facts.items[encoder->node->index];
    return world_list(encoder->world, program, list);
}

/* CONDITION must hold where the item at hand is there. */
static void require_of_item(const struct encoder *encoder, term condition)
{
    term there = list_of(encoder)->there[encoder->item];
    encoder_require(encoder, term_implies(encoder->terms, there, condition));
}

struct reading encode_OP_FIELD(const struct encoder *encoder)
{
    term valid;
    if (field_of(encoder)->from) {
        return (struct reading){.value = NO_TERM, .none = encoder->terms->no};
    }
    struct reading read = world_read_field(encoder->world, encoder->plan->program,
                                           field_of(encoder), encoder->item, &valid);
    require_of_item(encoder, valid);
    return read;
}

struct reading encode_OP_FIELD_KNOWN(const struct encoder *encoder)
{
    return some(encoder, world_field_known(encoder->world, encoder->plan->program,
                                           field_of(encoder), encoder->item));
}

struct reading encode_OP_FIELD_DERIVED(const struct encoder *encoder)
{
    term fits;
    struct reading worked_out = encoder_worked_out(encoder, &fits);
    require_of_item(encoder, fits);
    return worked_out;
}

/* --------------------------------------------------------------------------------------- together */

/* What operand INDEX is for item ITEM. */
static struct reading of_item(const struct encoder *encoder, size_t index, size_t item)
{
    struct encoder at = *encoder;
    if (plan_takes_each(encoder->plan, encoder->node)) {
        node_id operand = plan_operand(encoder->plan, encoder->id, index);
        return encoding_of_member(encoder->encoding, item)->nodes[operand];
    }
    at.item = item;
    return encoder_operand(&at, index);
}

/* Item ITEM is there, is one of those asked about and, where values are taken, has one. */
static term taken(const struct encoder *encoder, size_t item)
{
    struct terms *terms = encoder->terms;
    term is_taken = term_and2(terms, list_of(encoder)->there[item], of_item(encoder, 0, item).value);
    return encoder->node->operand_count < 2
               ? is_taken
               : term_and2(terms, is_taken, term_not(terms, of_item(encoder, 1, item).none));
}

/* With more items it comes to as much or more, and is never none. */
static bool only_grows(enum op op)
{
    return op == OP_ITEM_ANY || op == OP_ITEM_COUNT || op == OP_ITEM_DISTINCT;
}

static struct reading beyond(const struct encoder *encoder, struct reading together)
{
    struct world *world = encoder->world;
    const struct type *type = encoder->node->type;
    bool is_alike = list_of(encoder)->listed == 0; /* items that a case describes tell others nothing */
    struct world_beyond *found = is_alike ? world_beyond(world, type, together) : NULL;
    struct world_beyond made = {together, type, found ? found->any : encoder_any(encoder, type)};
    if (list_of(encoder)->is_members) {
        world_note_question(world, made.any, members_needed(encoder->plan, encoder->id));
    }
    if (found) {
        return made.any;
    }
    if (is_alike) {
        vector_push(world->arena, &world->beyond, made);
    }
    if (only_grows(encoder->node->op)) {
        bool is_yes_no = type->kind == TYPE_YES_NO;
        term grows = is_yes_no ? term_implies(world->terms, together.value, made.any.value)
                               : term_less_equal(world->terms, together.value, made.any.value);
        terms_add_law(world->terms, grows);
    }
    return made.any;
}

/* TOGETHER, unless the list has more items. */
static struct reading unless_more(const struct encoder *encoder, struct reading together)
{
    struct terms *terms = encoder->terms;
    term more = list_of(encoder)->more;
    if (more == terms->no) {
        return together;
    }
    struct reading any = beyond(encoder, together);
    return (struct reading){.value = term_if(terms, more, any.value, together.value),
                            .none = term_if(terms, more, any.none, together.none)};
}

static term count_taken(const struct encoder *encoder)
{
    term sum = term_number(encoder->terms, 0);
    for (size_t i = 0; i < list_of(encoder)->items; i++) {
        sum = term_plus(encoder->terms, sum, taken(encoder, i));
    }
    return sum;
}

struct reading encode_OP_ITEM_COUNT(const struct encoder *encoder)
{
    return unless_more(encoder, some(encoder, count_taken(encoder)));
}

struct reading encode_OP_ITEM_ANY(const struct encoder *encoder)
{
    term any = term_reaches(encoder->terms, count_taken(encoder), 1);
    return unless_more(encoder, some(encoder, any));
}

struct reading encode_OP_ITEM_SUM(const struct encoder *encoder)
{
    struct terms *terms = encoder->terms;
    term sum = term_number(terms, 0);
    for (size_t i = 0; i < list_of(encoder)->items; i++) {
        term value = term_if(terms, taken(encoder, i), of_item(encoder, 1, i).value,
                             term_number(terms, 0));
        sum = term_plus(terms, sum, value);
    }
    return unless_more(encoder, some(encoder, sum));
}

static struct reading extreme_item(const struct encoder *encoder, bool highest)
{
    struct terms *terms = encoder->terms;
    bool is_yes_no = encoder->node->type->kind == TYPE_YES_NO;
    struct reading best = {.value = is_yes_no ? terms->no : term_number(terms, 0),
                           .none = terms->yes};
    for (size_t i = 0; i < list_of(encoder)->items; i++) {
        term value = of_item(encoder, 1, i).value;
        term better = highest ? term_less(terms, best.value, value)
                              : term_less(terms, value, best.value);
        term is_better = term_and2(terms, taken(encoder, i), term_or2(terms, best.none, better));
        best.value = term_if(terms, is_better, value, best.value);
        best.none = term_and2(terms, best.none, term_not(terms, is_better));
    }
    return unless_more(encoder, best);
}

struct reading encode_OP_ITEM_HIGHEST(const struct encoder *encoder)
{
    return extreme_item(encoder, true);
}

struct reading encode_OP_ITEM_LOWEST(const struct encoder *encoder)
{
    return extreme_item(encoder, false);
}

/* An item counts unless one before it has its value. */
struct reading encode_OP_ITEM_DISTINCT(const struct encoder *encoder)
{
    struct terms *terms = encoder->terms;
    term count = term_number(terms, 0);
    for (size_t i = 0; i < list_of(encoder)->items; i++) {
        term is_new = taken(encoder, i);
        for (size_t j = 0; j < i; j++) {
            term same = term_equal(terms, of_item(encoder, 1, j).value, of_item(encoder, 1, i).value);
            same = term_and2(terms, same, taken(encoder, j));
            is_new = term_and2(terms, is_new, term_not(terms, same));
        }
        count = term_plus(terms, count, is_new);
    }
    return unless_more(encoder, some(encoder, count));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Written values against types: nothing is ever rounded. */
#include "meaning/constant.h"

#include <string.h>

#include "meaning/names.h"
#include "meaning/type.h"
#include "meaning/wording.h"

bool constant_number(const struct node *node, struct decimal *ret_value, enum unit *ret_unit)
{
    bool negative = false;
    while (node->kind == NODE_NEGATE) {
        negative = !negative;
        node = node->child;
    }
    if (node->kind != NODE_NUMBER) {
        return false;
    }
    *ret_value = node->value.number;
    ret_value->digits = negative ? -ret_value->digits : ret_value->digits;
    *ret_unit = (enum unit)node->unit;
    return true;
}

bool constant_unit_fits(struct program *program, const struct node *node, enum unit unit,
                        const struct type *type)
{
    if (unit_converts(unit, type->unit)) {
        return true;
    }
    const char *text = wording_source(program, node->span);
    if (unit == UNIT_NONE) {
        struct diagnostic *said = diagnostic_report(program->diagnostics, E302_UNIT, node->span,
                                                    "`%s` has no unit", text);
        diagnostic_help(program->diagnostics, said, "write `%s %s`", text, unit_word(type->unit));
        return false;
    }
    struct diagnostic *said =
        type->unit == UNIT_NONE
            ? diagnostic_report(program->diagnostics, E302_UNIT, node->span,
                                "`%s` has a unit where a plain number is wanted", text)
            : diagnostic_report(program->diagnostics, E302_UNIT, node->span,
                                "`%s` cannot be a number of %s", text, unit_word(type->unit));
    wording_note_units(program, said, unit, type->unit);
    return false;
}

static const char *step_text(struct program *program, const struct type *type)
{
    struct text text = {0};
    decimal_write(&text, 1, type->scale);
    const char *step = arena_copy(program->arena, text_string(&text), text.length);
    text_clear(&text);
    bool one = type->scale == 0;
    return arena_format(program->arena, "%s%s%s", step, type->unit == UNIT_NONE ? "" : " ",
                        one ? unit_singular(type->unit) : unit_word(type->unit));
}

/* NODE, counted in UNIT, as a value of TYPE. */
static bool number_at(const struct node *node, enum unit unit, const struct type *type,
                      int64_t *ret_value)
{
    struct decimal number;
    enum unit written;
    if (!constant_number(node, &number, &written)) {
        return false;
    }
    number = decimal_normalise(number);
    struct type from = {.kind = TYPE_NUMBER, .unit = unit, .scale = number.scale};
    return type_convert(&from, number.digits, type->unit, type->scale, ret_value);
}

bool constant_on_step(struct program *program, const struct node *node, enum unit unit,
                      const struct type *type)
{
    int64_t value;
    if (number_at(node, unit, type, &value)) {
        return true;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E303_BETWEEN_STEPS, node->span,
                          "`%s` lies between two steps", wording_source(program, node->span));
    diagnostic_note(program->diagnostics, said, "the values here go in steps of %s",
                    step_text(program, type));
    diagnostic_help(program->diagnostics, said,
                    "write a value on a step, or declare the fact with more decimals");
    return false;
}

static bool report_type(struct program *program, const struct node *node, const struct type *type)
{
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E301_TYPE, node->span, "`%s` is not %s",
                          wording_source(program, node->span), wording_type(program, type));
    if (type->kind == TYPE_YES_NO) {
        diagnostic_help(program->diagnostics, said, "write `yes` or `no`");
    }
    return false;
}

static bool within_bounds(struct program *program, const struct node *node,
                          const struct type *type, int64_t value)
{
    if (value >= type->low && value <= type->high) {
        return true;
    }
    diagnostic_report(program->diagnostics, E304_OUTSIDE, node->span, "`%s` lies outside %s",
                      wording_source(program, node->span), wording_bounds(program, type));
    return false;
}

static bool read_number(struct program *program, struct node *node, enum unit unit,
                        const struct type *type, struct constant *ret)
{
    if (!constant_unit_fits(program, node, unit, type) ||
        !constant_on_step(program, node, unit, type) ||
        !number_at(node, unit, type, &ret->value)) {
        return false;
    }
    node->type = type_number(program->arena, type->unit, type->scale, ret->value, ret->value);
    return within_bounds(program, node, type, ret->value);
}

/* The level that a plain number names; NULL after a report. */
static struct level *numbered_level(struct program *program, const struct node *node)
{
    struct decimal number = node->value.number;
    if (number.scale > 0 || node->unit != UNIT_NONE || number.digits < 0) {
        diagnostic_report(program->diagnostics, E205_UNKNOWN_LEVEL, node->span, "`%s` is no level",
                          wording_source(program, node->span));
        return NULL;
    }
    struct node named = *node; /* the tree keeps its number without a name */
    named.name = symbol_of(program->symbols,
                           arena_format(program->arena, "%lld", (long long)number.digits));
    return names_level(program, &named);
}

bool constant_level(struct program *program, struct node *node)
{
    struct level *level = node->kind == NODE_NUMBER        ? numbered_level(program, node)
                          : node->kind == NODE_LEVEL_VALUE ? names_level(program, node->child)
                                                           : names_level(program, node);
    if (!level) {
        node->type = &program->builtin.error;
        return false;
    }
    struct type *type = arena_alloc(program->arena, sizeof *type);
    *type = *program->level_type;
    type->low = type->high = (int64_t)level->rank;
    node->type = type;
    node->ref = &level->entity;
    return true;
}

void constant_report_unknown_value(struct program *program, const struct node *node,
                                   const struct choice *choice)
{
    if (names_is_lost(program, node->name)) {
        return;
    }
    struct diagnostic *said =
        choice->name ? diagnostic_report(program->diagnostics, E206_UNKNOWN_VALUE, node->span,
                                         "`%s` is not a value of `%s`", node->name, choice->name)
                     : diagnostic_report(program->diagnostics, E206_UNKNOWN_VALUE, node->span,
                                         "`%s` is not a value of the choice", node->name);
    diagnostic_note(program->diagnostics, said, "its values are %s",
                    wording_choice(program, choice));
    struct near_names near;
    near_names_start(&near, node->name);
    for (size_t i = 0; i < choice->count; i++) {
        near_names_offer(&near, choice->values[i].name);
    }
    const char *help = near_names_help(&near, program->arena);
    if (help) {
        diagnostic_help(program->diagnostics, said, "%s", help);
    }
}

static bool read_choice(struct program *program, struct node *node, const struct type *type,
                        struct constant *ret)
{
    ret->value = choice_find(type->choice, node->name);
    if (ret->value < 0) {
        constant_report_unknown_value(program, node, type->choice);
        return false;
    }
    node->value.integer = ret->value;
    node->type = type;
    return true;
}

static bool is_none_word(const struct node *node, const struct type *type)
{
    bool is_value = type->choice && choice_find(type->choice, node->name) >= 0;
    return node->kind == NODE_USE && type->or_none && !is_value &&
           strcmp(node->name, "none") == 0;
}

static bool read_none(struct program *program, struct node *node, const struct type *type,
                      struct constant *ret)
{
    struct type *none = arena_alloc(program->arena, sizeof *none);
    *none = *type;
    none->low = 1;
    none->high = 0;
    node->type = none;
    ret->is_none = true;
    return true;
}

static bool read_plain(struct program *program, struct node *node, const struct type *type,
                       struct constant *ret)
{
    switch (type->kind) {
    case TYPE_YES_NO:
        ret->value = node->kind == NODE_YES;
        return node->kind == NODE_YES || node->kind == NODE_NO ||
               report_type(program, node, type);
    case TYPE_DATE:
        ret->value = node->value.integer;
        return node->kind == NODE_DATE || report_type(program, node, type);
    default:
        return report_type(program, node, type);
    }
}

static bool read_level(struct program *program, struct node *node, const struct type *type,
                       struct constant *ret)
{
    if (node->kind != NODE_NUMBER && node->kind != NODE_LABEL && node->kind != NODE_USE &&
        node->kind != NODE_LEVEL_VALUE) {
        return report_type(program, node, type);
    }
    if (!constant_level(program, node)) {
        return false;
    }
    ret->value = node->type->low;
    return true;
}

bool constant_read(struct program *program, struct node *node, const struct type *type,
                   struct constant *ret)
{
    *ret = (struct constant){0, false};
    struct decimal number;
    enum unit unit;
    if (type_is_error(type)) {
        node->type = &program->builtin.error;
        return false;
    }
    if (is_none_word(node, type)) {
        return read_none(program, node, type, ret);
    }
    node->type = &program->builtin.error;
    if (type->kind == TYPE_LEVEL) {
        return read_level(program, node, type, ret);
    }
    if (type->kind == TYPE_NUMBER && constant_number(node, &number, &unit)) {
        return read_number(program, node, unit, type, ret);
    }
    if ((type->kind == TYPE_CHOICE || type->kind == TYPE_SELECTION) && node->kind == NODE_USE) {
        return read_choice(program, node, type, ret);
    }
    if (!read_plain(program, node, type, ret)) {
        return false;
    }
    node->type = type;
    return true;
}

enum unit constant_low_unit(const struct node *low, const struct node *high)
{
    struct decimal number;
    enum unit low_unit = UNIT_NONE, high_unit = UNIT_NONE;
    constant_number(low, &number, &low_unit);
    constant_number(high, &number, &high_unit);
    return low_unit == UNIT_NONE ? high_unit : low_unit;
}

static bool read_low(struct program *program, struct node *low, const struct node *high,
                     const struct type *type, struct constant *ret)
{
    struct decimal number;
    enum unit unit;
    if (type->kind != TYPE_NUMBER || !constant_number(low, &number, &unit)) {
        return constant_read(program, low, type, ret);
    }
    low->type = &program->builtin.error;
    ret->is_none = false;
    return read_number(program, low, constant_low_unit(low, high), type, ret);
}

bool constant_read_range(struct program *program, struct node *low, struct node *high,
                         const struct type *type, int64_t *ret_low, int64_t *ret_high)
{
    struct constant from, to;
    bool fits = read_low(program, low, high, type, &from);
    if (!constant_read(program, high, type, &to) || !fits) {
        return false;
    }
    *ret_low = from.value;
    *ret_high = to.value;
    return from.value <= to.value || constant_report_empty(program, low, high);
}

bool constant_report_empty(struct program *program, const struct node *low,
                           const struct node *high)
{
    struct span both = span_join(low->span, high->span);
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E310_EMPTY_RANGE, both,
                          "the range `%s` holds nothing", wording_source(program, both));
    diagnostic_help(program->diagnostics, said, "write the lower end first");
    return false;
}

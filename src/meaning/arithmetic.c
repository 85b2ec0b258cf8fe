/* SPDX-License-Identifier: Apache-2.0 */
/* Sums, products and shares: units, decimals and bounds of what they give. */
#include "base/date.h"
#include "base/decimal.h"
#include "meaning/constant.h"
#include "meaning/expression.h"
#include "meaning/wording.h"

static const struct type *make(struct program *program, const struct type *type)
{
    struct type *made = arena_alloc(program->arena, sizeof *made);
    *made = *type;
    return made;
}

static bool is_number(struct program *program, const struct node *node)
{
    if (node->type->kind == TYPE_NUMBER) {
        return true;
    }
    expression_wrong(program, node, "a number");
    return false;
}

/* ---- sums */

static const struct type *add_numbers(struct program *program, struct node *node,
                                      const struct type *a, const struct node *term)
{
    const struct type *b = term->type;
    struct type common, sum;
    if (!type_agrees(a, b)) {
        bool plain = a->unit != UNIT_NONE && b->unit == UNIT_NONE;
        if (plain || term->kind == NODE_NUMBER) {
            constant_unit_fits(program, term, b->unit, a);
            return &program->builtin.error;
        }
        return expression_unify(program, node, a, b);
    }
    if (!type_common(a, b, &common)) {
        return expression_overflow(program, node);
    }
    int64_t bounds[4];
    sum = common;
    type_convert(a, a->low, common.unit, common.scale, &bounds[0]);
    type_convert(b, b->low, common.unit, common.scale, &bounds[1]);
    type_convert(a, a->high, common.unit, common.scale, &bounds[2]);
    type_convert(b, b->high, common.unit, common.scale, &bounds[3]);
    if (!decimal_add(bounds[0], bounds[1], &sum.low) ||
        !decimal_add(bounds[2], bounds[3], &sum.high)) {
        return expression_overflow(program, node);
    }
    return make(program, &sum);
}

static int64_t date_plus(int64_t date, const struct type *amount, int64_t count)
{
    int64_t units = count * unit_factor(amount->unit);
    return unit_base(amount->unit) == UNIT_MONTHS ? date_add_months((int32_t)date, units)
                                                  : date_add_days((int32_t)date, units);
}

static bool amount_of_time(struct program *program, const struct node *term)
{
    enum unit base = unit_base(term->type->unit);
    if (term->type->unit == UNIT_NONE) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E302_UNIT, term->span, "`%s` has no unit",
                              wording_source(program, term->span));
        diagnostic_help(program->diagnostics, said, "write `%s days`, or months",
                        wording_source(program, term->span));
        return false;
    }
    if (base != UNIT_MONTHS && base != UNIT_DAYS) {
        diagnostic_report(program->diagnostics, E302_UNIT, term->span,
                          "%s cannot be added to a date", unit_word(term->type->unit));
        return false;
    }
    if (term->type->scale > 0) {
        diagnostic_report(program->diagnostics, E303_BETWEEN_STEPS, term->span,
                          "only whole %s can be added to a date", unit_word(term->type->unit));
        return false;
    }
    return true;
}

static const struct type *add_to_date(struct program *program, const struct type *date,
                                      const struct node *term)
{
    const struct type *amount = term->type;
    if (!is_number(program, term) || !amount_of_time(program, term)) {
        return &program->builtin.error;
    }
    struct type sum = *date;
    sum.low = date_plus(date->low, amount, amount->low);
    sum.high = date_plus(date->high, amount, amount->high);
    sum.or_none = date->or_none || amount->or_none;
    return make(program, &sum);
}

static const struct type *dates_subtracted(struct program *program, const struct node *node,
                                           const struct node *first, const struct node *second)
{
    struct diagnostic *said = diagnostic_report(program->diagnostics, E311_DATES_SUBTRACTED,
                                                node->span, "two dates cannot be added or subtracted");
    diagnostic_help(program->diagnostics, said, "write `days from %s to %s`, or months or years",
                    wording_source(program, second->span), wording_source(program, first->span));
    return &program->builtin.error;
}

/* The operand of a minus sign is looked at first: two dates deserve a message of their own. */
static const struct type *check_term(struct program *program, struct node *node,
                                     const struct node *first, struct node *term)
{
    if (term->kind == NODE_NEGATE && first && first->type->kind == TYPE_DATE &&
        expression_check(program, term->child, NULL)->kind == TYPE_DATE) {
        term->type = dates_subtracted(program, node, first, term->child);
        return term->type;
    }
    return expression_check(program, term, NULL);
}

static const struct type *check_sum(struct program *program, struct node *node)
{
    struct node *first = node->child;
    const struct type *sum = check_term(program, node, NULL, first);
    for (struct node *term = first->next; term; term = term->next) {
        const struct type *type = check_term(program, node, first, term);
        if (type_is_error(sum) || type_is_error(type)) {
            sum = &program->builtin.error;
        } else if (sum->kind == TYPE_DATE && type->kind == TYPE_DATE) {
            sum = dates_subtracted(program, node, term, first);
        } else if (sum->kind == TYPE_DATE) {
            sum = add_to_date(program, sum, term);
        } else if (sum->kind == TYPE_NUMBER && type->kind == TYPE_DATE) {
            struct diagnostic *said =
                diagnostic_report(program->diagnostics, E301_TYPE, node->span,
                                  "the date comes first in a sum");
            diagnostic_help(program->diagnostics, said, "write `%s + ...`",
                            wording_source(program, term->span));
            sum = &program->builtin.error;
        } else if (!is_number(program, first) || !is_number(program, term)) {
            sum = &program->builtin.error;
        } else {
            sum = add_numbers(program, node, sum, term);
        }
    }
    return sum;
}

static const struct type *check_negate(struct program *program, struct node *node)
{
    const struct type *type = expression_check(program, node->child, NULL);
    if (type_is_error(type) || !is_number(program, node->child)) {
        return &program->builtin.error;
    }
    struct type negated = *type;
    negated.low = -type->high;
    negated.high = -type->low;
    return make(program, &negated);
}

/* ---- products */

static bool products(const struct type *a, const struct type *b, struct type *ret)
{
    int64_t corner[4];
    if (!decimal_multiply(a->low, b->low, &corner[0]) ||
        !decimal_multiply(a->low, b->high, &corner[1]) ||
        !decimal_multiply(a->high, b->low, &corner[2]) ||
        !decimal_multiply(a->high, b->high, &corner[3])) {
        return false;
    }
    ret->low = ret->high = corner[0];
    for (int i = 1; i < 4; i++) {
        ret->low = corner[i] < ret->low ? corner[i] : ret->low;
        ret->high = corner[i] > ret->high ? corner[i] : ret->high;
    }
    return true;
}

static const struct type *multiply(struct program *program, struct node *node,
                                   const struct type *a, const struct type *b, unsigned more)
{
    struct type product = *a;
    product.scale = a->scale + b->scale + more;
    product.or_none = a->or_none || b->or_none;
    if (product.scale > DECIMAL_MAX_SCALE || !products(a, b, &product)) {
        return expression_overflow(program, node);
    }
    return make(program, &product);
}

static const struct type *wrong_product(struct program *program, const struct node *node,
                                        bool percent)
{
    struct diagnostic *said = diagnostic_report(program->diagnostics, E312_PRODUCT, node->span,
                                                "`%s` multiplies two quantities",
                                                wording_source(program, node->span));
    diagnostic_note(program->diagnostics, said,
                    "one factor must be a plain constant, or both must have no unit");
    if (percent) {
        diagnostic_help(program->diagnostics, said, "for a share write `10 %% of X`");
    }
    return &program->builtin.error;
}

static const struct type *multiply_factors(struct program *program, struct node *node,
                                           const struct type *a, bool a_constant,
                                           const struct node *factor)
{
    const struct type *b = factor->type;
    bool b_constant = expression_is_constant(factor);
    bool both_plain = a->unit == UNIT_NONE && b->unit == UNIT_NONE;
    bool allowed = both_plain || (a->unit == UNIT_NONE && a_constant) ||
                   (b->unit == UNIT_NONE && b_constant);
    if (!allowed) {
        return wrong_product(program, node,
                             a->unit == UNIT_PERCENT || b->unit == UNIT_PERCENT);
    }
    struct type with_unit = *a;
    with_unit.unit = a->unit != UNIT_NONE ? a->unit : b->unit;
    return multiply(program, node, &with_unit, b, 0);
}

static const struct type *check_product(struct program *program, struct node *node)
{
    struct node *first = node->child;
    const struct type *product = expression_check(program, first, NULL);
    bool constant = expression_is_constant(first);
    if (!type_is_error(product) && !is_number(program, first)) {
        product = &program->builtin.error;
    }
    for (struct node *factor = first->next; factor; factor = factor->next) {
        const struct type *type = expression_check(program, factor, NULL);
        if (type_is_error(product) || type_is_error(type) || !is_number(program, factor)) {
            product = &program->builtin.error;
            continue;
        }
        product = multiply_factors(program, node, product, constant, factor);
        constant = constant && expression_is_constant(factor);
    }
    return product;
}

static const struct type *check_share(struct program *program, struct node *node)
{
    struct node *share = node->child, *whole = share->next;
    const struct type *a = expression_check(program, share, NULL);
    const struct type *b = expression_check(program, whole, NULL);
    if (type_is_error(a) || type_is_error(b) || !is_number(program, share) ||
        !is_number(program, whole)) {
        return &program->builtin.error;
    }
    if (a->unit != UNIT_NONE && a->unit != UNIT_PERCENT) {
        diagnostic_report(program->diagnostics, E302_UNIT, share->span,
                          "`%s` is %s, not a percentage", wording_source(program, share->span),
                          wording_type(program, a));
        return &program->builtin.error;
    }
    if (!expression_is_constant(share) && !expression_is_constant(whole)) {
        return wrong_product(program, node, false);
    }
    struct type of_whole = *a;
    of_whole.unit = b->unit;
    return multiply(program, node, &of_whole, b, 2);
}

const struct type *arithmetic_check(struct program *program, struct node *node)
{
    switch (node->kind) {
    case NODE_ADD:
        return check_sum(program, node);
    case NODE_NEGATE:
        return check_negate(program, node);
    case NODE_MULTIPLY:
        return check_product(program, node);
    default:
        return check_share(program, node);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Comparisons, ranges and lists: the two sides must fit, constants must lie on a step, and an answer
   that can never change is worth a warning. */
#include "meaning/constant.h"
#include "meaning/expression.h"
#include "meaning/names.h"
#include "meaning/wording.h"

enum answer { ANSWER_OPEN, ANSWER_ALWAYS, ANSWER_NEVER };

struct bounds {
    int64_t low, high;
};

static bool is_choice_value(const struct node *node)
{
    return node->kind == NODE_USE && !node->ref && node->type->kind == TYPE_CHOICE;
}

static struct bounds bounds_of(const struct node *node, const struct type *common)
{
    const struct type *type = node->type;
    struct bounds bounds = {type->low, type->high};
    if (is_choice_value(node)) {
        bounds.low = bounds.high = node->value.integer;
    } else if (type->kind == TYPE_NUMBER) {
        type_convert(type, type->low, common->unit, common->scale, &bounds.low);
        type_convert(type, type->high, common->unit, common->scale, &bounds.high);
    }
    return bounds;
}

static enum answer less_answer(struct bounds a, struct bounds b)
{
    return a.high < b.low ? ANSWER_ALWAYS : a.low >= b.high ? ANSWER_NEVER : ANSWER_OPEN;
}

static enum answer opposite(enum answer answer)
{
    return answer == ANSWER_ALWAYS  ? ANSWER_NEVER
           : answer == ANSWER_NEVER ? ANSWER_ALWAYS
                                    : ANSWER_OPEN;
}

static enum answer equal_answer(struct bounds a, struct bounds b)
{
    if (a.high < b.low || b.high < a.low) {
        return ANSWER_NEVER;
    }
    return a.low == a.high && b.low == b.high && a.low == b.low ? ANSWER_ALWAYS : ANSWER_OPEN;
}

static enum answer compare_answer(enum comparison op, struct bounds a, struct bounds b)
{
    switch (op) {
    case EQUAL:
        return equal_answer(a, b);
    case NOT_EQUAL:
        return opposite(equal_answer(a, b));
    case LESS:
        return less_answer(a, b);
    case GREATER_OR_EQUAL:
        return opposite(less_answer(a, b));
    case GREATER:
        return less_answer(b, a);
    case LESS_OR_EQUAL:
        return opposite(less_answer(b, a));
    }
    return ANSWER_OPEN;
}

static void warn_same(struct program *program, const struct node *node, const struct node *left,
                      enum answer answer)
{
    if (answer == ANSWER_OPEN || (left->type->or_none && answer == ANSWER_ALWAYS)) {
        return;
    }
    struct diagnostic *said = diagnostic_report(
        program->diagnostics, W502_ALWAYS_SAME, node->span, "`%s` is %s so",
        wording_source(program, node->span), answer == ANSWER_ALWAYS ? "always" : "never");
    diagnostic_note(program->diagnostics, said, "`%s` is %s", wording_source(program, left->span),
                    wording_type(program, left->type));
}

/* Checks OPERAND, which a group may be if the comparison SPREADS over its members. */
static const struct type *check_left(struct program *program, struct node *left, bool spreads)
{
    struct group *group = spreads ? expression_group(program, left) : NULL;
    if (!group) {
        return expression_check(program, left, NULL);
    }
    group->entity.used = true;
    left->ref = &group->entity;
    left->type = group_type(program, group);
    return left->type;
}

static bool comparable(struct program *program, const struct node *node)
{
    const struct type *type = node->type;
    if (!type_is_many(type) && type->kind != TYPE_SELECTION) {
        return true;
    }
    struct diagnostic *said = diagnostic_report(
        program->diagnostics, E301_TYPE, node->span, "`%s` is %s, not something to compare",
        wording_source(program, node->span), wording_type(program, type));
    if (type_is_many(type)) {
        diagnostic_help(program->diagnostics, said, "write `count of %s`",
                        wording_source(program, node->span));
    }
    return false;
}

static bool units_fit(struct program *program, const struct node *node, const struct node *left,
                      const struct node *right)
{
    const struct node *literal = right, *other = left;
    struct decimal number;
    enum unit unit;
    if (!constant_number(right, &number, &unit)) {
        literal = left;
        other = right;
    }
    if (!constant_number(literal, &number, &unit)) {
        return !type_is_error(expression_unify(program, node, left->type, right->type));
    }
    return constant_unit_fits(program, literal, literal->type->unit, other->type);
}

static bool is_calendar_unit(enum unit unit)
{
    return unit == UNIT_YEARS || unit == UNIT_MONTHS || unit == UNIT_WEEKS || unit == UNIT_DAYS;
}

/* Where LEFT and RIGHT do not go together: what might be meant. */
static void help_agree(struct program *program, struct diagnostic *said, const struct node *left,
                       const struct type *right)
{
    const char *what = wording_source(program, left->span);
    if (left->type->kind == TYPE_YES_NO) {
        diagnostic_help(program->diagnostics, said, "write `%s` alone, or `not %s`", what, what);
    } else if (left->type->kind == TYPE_CHOICE) {
        diagnostic_help(program->diagnostics, said, "name one of its values");
    } else if (left->type->kind == TYPE_DATE && is_calendar_unit(right->unit)) {
        diagnostic_help(program->diagnostics, said, "compare the time between two dates: `%s from %s to case_date`",
                        unit_word(right->unit), what);
    }
}

static bool sides_agree(struct program *program, const struct node *node, const struct node *left,
                        const struct node *right)
{
    const struct type *a = left->type, *b = right->type;
    if (type_agrees(a, b)) {
        return true;
    }
    if (a->kind == TYPE_NUMBER && b->kind == TYPE_NUMBER) {
        return units_fit(program, node, left, right);
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E301_TYPE, node->span,
                          "`%s` compares %s with %s", wording_source(program, node->span),
                          wording_type(program, a), wording_type(program, b));
    help_agree(program, said, left, b);
    return false;
}

/* A written number must be a value that the other side can have. */
static bool on_steps(struct program *program, const struct node *left, const struct node *right)
{
    struct decimal number;
    enum unit unit;
    bool left_number = constant_number(left, &number, &unit);
    bool right_number = constant_number(right, &number, &unit);
    if (left_number == right_number || left->type->kind != TYPE_NUMBER) {
        return true;
    }
    const struct node *literal = right_number ? right : left;
    const struct node *other = right_number ? left : right;
    return constant_on_step(program, literal, literal->type->unit, other->type);
}

static bool order_allowed(struct program *program, const struct node *node,
                          const struct type *type)
{
    bool yes_no = type->kind == TYPE_YES_NO;
    bool unordered = type->kind == TYPE_CHOICE && !type->choice->ordered;
    if (!yes_no && !unordered) {
        return true;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E306_NOT_ORDERED, node->span,
                          "`%s` compares by order what has none",
                          wording_source(program, node->span));
    if (unordered) {
        diagnostic_help(program->diagnostics, said,
                        "write `=` or `in (...)`, or order the values: `one of a < b < c`");
    } else {
        diagnostic_help(program->diagnostics, said, "write `=`");
    }
    return false;
}

/* The side that only makes sense beside the other is checked second. */
static void check_sides(struct program *program, struct node *left, struct node *right,
                        bool spreads)
{
    bool right_first =
        expression_wants_type(program, left) && !expression_wants_type(program, right);
    if (right_first) {
        expression_check(program, right, NULL);
        expression_check(program, left, right->type);
    } else {
        check_left(program, left, spreads);
        expression_check(program, right, left->type);
    }
}

static const struct type *check_compare(struct program *program, struct node *node, bool spreads)
{
    struct node *left = node->child, *right = left->next;
    struct type common;
    enum comparison op = (enum comparison)node->op;
    check_sides(program, left, right, spreads);
    if (type_is_error(left->type) || type_is_error(right->type) || !comparable(program, left) ||
        !comparable(program, right) || !sides_agree(program, node, left, right) ||
        !on_steps(program, left, right)) {
        return &program->builtin.yes_no;
    }
    if (op != EQUAL && op != NOT_EQUAL && !order_allowed(program, node, left->type)) {
        return &program->builtin.yes_no;
    }
    if (!type_common(left->type, right->type, &common)) {
        expression_overflow(program, node);
        return &program->builtin.yes_no;
    }
    bool flip = expression_is_constant(left) && !expression_is_constant(right);
    if (!program->names->in_ladder) {
        warn_same(program, node, flip ? right : left,
                  compare_answer(op, bounds_of(left, &common), bounds_of(right, &common)));
    }
    return &program->builtin.yes_no;
}

/* ---- ranges */

static void check_bound(struct program *program, struct node *bound, enum unit unit,
                        const struct type *wanted)
{
    expression_check(program, bound, wanted);
    if (bound->type->kind == TYPE_NUMBER && bound->type->unit == UNIT_NONE &&
        unit != UNIT_NONE) {
        struct type *with_unit = arena_alloc(program->arena, sizeof *with_unit);
        *with_unit = *bound->type;
        with_unit->unit = unit;
        bound->type = with_unit;
    }
}

static bool bound_fits(struct program *program, const struct node *node, const struct node *left,
                       const struct node *bound)
{
    struct type common;
    if (!sides_agree(program, node, left, bound) || !on_steps(program, left, bound)) {
        return false;
    }
    if (!type_common(left->type, bound->type, &common)) {
        expression_overflow(program, node);
        return false;
    }
    return true;
}

static enum answer range_answer(struct bounds x, struct bounds low, struct bounds high)
{
    enum answer from = opposite(less_answer(x, low)), to = opposite(less_answer(high, x));
    if (from == ANSWER_NEVER || to == ANSWER_NEVER) {
        return ANSWER_NEVER;
    }
    return from == ANSWER_ALWAYS && to == ANSWER_ALWAYS ? ANSWER_ALWAYS : ANSWER_OPEN;
}

static void check_range_bounds(struct program *program, const struct node *node,
                               const struct node *left, const struct node *low,
                               const struct node *high)
{
    struct type common, all;
    if (!type_common(low->type, high->type, &common) ||
        !type_common(&common, left->type, &all)) {
        return;
    }
    struct bounds from = bounds_of(low, &all), to = bounds_of(high, &all);
    if (from.low > to.high) {
        constant_report_empty(program, low, high);
    } else {
        warn_same(program, node, left, range_answer(bounds_of(left, &all), from, to));
    }
}

static const struct type *check_range(struct program *program, struct node *node, bool spreads)
{
    struct node *left = node->child, *low = left->next, *high = low->next;
    const struct type *wanted = check_left(program, left, spreads);
    check_bound(program, low, constant_low_unit(low, high), wanted);
    check_bound(program, high, UNIT_NONE, wanted);
    if (type_is_error(left->type) || type_is_error(low->type) || type_is_error(high->type) ||
        !comparable(program, left) || !order_allowed(program, node, left->type)) {
        return &program->builtin.yes_no;
    }
    if (bound_fits(program, node, left, low) && bound_fits(program, node, left, high)) {
        check_range_bounds(program, node, left, low, high);
    }
    return &program->builtin.yes_no;
}

/* ---- lists */

static void check_listed_twice(struct program *program, const struct node *node,
                               const struct node *value)
{
    for (const struct node *earlier = node->child->next; earlier != value;
         earlier = earlier->next) {
        if (node_equal(earlier, value)) {
            diagnostic_report(program->diagnostics, W505_LISTED_TWICE, value->span,
                              "`%s` is listed twice", wording_source(program, value->span));
            return;
        }
    }
}

/* A value that what is compared can't have. */
static void check_listed_bounds(struct program *program, const struct node *left,
                                const struct node *value)
{
    struct type all;
    if (!type_common(left->type, value->type, &all)) {
        return;
    }
    struct bounds whole = bounds_of(left, &all), own = bounds_of(value, &all);
    if (less_answer(own, whole) == ANSWER_ALWAYS || less_answer(whole, own) == ANSWER_ALWAYS) {
        struct diagnostic *said = diagnostic_report(
            program->diagnostics, W502_ALWAYS_SAME, value->span, "`%s` is never `%s`",
            wording_source(program, left->span), wording_source(program, value->span));
        diagnostic_note(program->diagnostics, said, "`%s` is %s",
                        wording_source(program, left->span), wording_type(program, left->type));
    }
}

#define LIST_COMPARED 64 /* longer lists are not searched for what stands in them twice */

static const struct type *check_list(struct program *program, struct node *node, bool spreads)
{
    struct node *left = node->child;
    const struct type *wanted = check_left(program, left, spreads);
    size_t count = 0;
    if (!type_is_error(wanted) && !comparable(program, left)) {
        wanted = &program->builtin.error;
    }
    for (struct node *value = left->next; value; value = value->next) {
        expression_check(program, value, wanted);
        if (!type_is_error(wanted) && !type_is_error(value->type) &&
            bound_fits(program, node, left, value)) {
            check_listed_bounds(program, left, value);
        }
        if (count++ < LIST_COMPARED) {
            check_listed_twice(program, node, value);
        }
    }
    return &program->builtin.yes_no;
}

const struct type *comparison_check(struct program *program, struct node *node, bool spreads)
{
    switch (node->kind) {
    case NODE_COMPARE:
        return check_compare(program, node, spreads);
    case NODE_IN_RANGE:
        return check_range(program, node, spreads);
    default:
        return check_list(program, node, spreads);
    }
}

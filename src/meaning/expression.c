/* SPDX-License-Identifier: Apache-2.0 */
/* Names, conditions, dates, `choose`, and what is wanted where. */
#include "meaning/expression.h"

#include <string.h>

#include "base/date.h"
#include "meaning/constant.h"
#include "meaning/names.h"
#include "meaning/wording.h"

/* How deep one definition may be worked out while another is, where only types tell which needs which.
   Plain chains of definitions don't count: they are ordered beforehand. */
#define DEMAND_DEPTH 16

const struct type *expression_wrong(struct program *program, const struct node *node,
                                    const char *wanted)
{
    if (!type_is_error(node->type)) {
        diagnostic_report(program->diagnostics, E301_TYPE, node->span, "`%s` is %s, not %s",
                          wording_source(program, node->span),
                          wording_type(program, node->type), wanted);
    }
    return &program->builtin.error;
}

static const struct type *report_group_alone(struct program *program, const struct node *node)
{
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E409_GROUP_USED_ALONE, node->span,
                          "`%s` is a group, and a group has no value of its own", node->name);
    diagnostic_help(program->diagnostics, said,
                    "count its members: `any of (%s)`, `at least 2 of (%s)`", node->name,
                    node->name);
    return &program->builtin.error;
}

static const struct type *decision_value(struct program *program, const struct node *node,
                                         const struct decision *decision)
{
    if (type_is_error(decision->type)) {
        return &program->builtin.error;
    }
    if (decision->type->kind == TYPE_SELECTION) {
        diagnostic_report(program->diagnostics, E301_TYPE, node->span,
                          "`%s` gives several values at once, which no expression can read",
                          node->name);
        return &program->builtin.error;
    }
    if (!decision->may_be_none || decision->type->or_none) {
        return decision->type;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E308_MAY_BE_NONE, node->span,
                          "decision `%s` may have no value, so it cannot be read", node->name);
    diagnostic_label(program->diagnostics, said, entity_span(&decision->entity),
                     "no row covers every case");
    diagnostic_help(program->diagnostics, said,
                    "add a row `... otherwise`, or declare the type `or none`");
    return &program->builtin.error;
}

static const struct type *entity_type(struct program *program, const struct node *node)
{
    struct entity *entity = node->ref;
    switch (entity->kind) {
    case ENTITY_FACT:
    case ENTITY_FIELD:
        return ((struct fact *)entity)->type;
    case ENTITY_PARAMETER:
        return ((struct parameter *)entity)->type;
    case ENTITY_DEFINE:
        return define_type(program, (struct define *)entity);
    case ENTITY_DECISION:
        return decision_value(program, node, (struct decision *)entity);
    case ENTITY_GROUP:
        return report_group_alone(program, node);
    default:
        return &program->builtin.error;
    }
}

static void report_unknown_value(struct program *program, const struct node *node,
                                 const struct type *expected)
{
    if (expected && type_is_error(expected)) {
        return; /* may well be a value of what is in error */
    }
    if (strcmp(node->name, "none") == 0 && expected && expected->or_none) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E301_TYPE, node->span,
                              "`none` is not a value that can be compared");
        diagnostic_help(program->diagnostics, said, "write `... is none`");
    } else if (expected && expected->kind == TYPE_LEVEL) {
        struct node level = *node;
        names_level(program, &level);
    } else if (expected && expected->kind == TYPE_CHOICE) {
        constant_report_unknown_value(program, node, expected->choice);
    } else {
        names_report_unknown(program, SPACE_VALUE, node, "fact", NULL);
    }
}

/* NAME is a field of an item further out, where an item of another list is spoken of: the inner one
   may not read it, and it hides ENTITY all the same. */
static bool is_further_out(const struct program *program, symbol name, const struct entity *entity)
{
    const struct item_scope *items = program->names->items;
    if (!items || entity->kind == ENTITY_FIELD) {
        return false;
    }
    for (items = items->outer; items; items = items->outer) {
        if (list_field(items->list, name)) {
            return true;
        }
    }
    return false;
}

static const struct type *check_use(struct program *program, struct node *node,
                                    const struct type *expected)
{
    int64_t index = expected && expected->kind == TYPE_CHOICE
                        ? choice_find(expected->choice, node->name)
                        : -1;
    if (index >= 0) {
        node->value.integer = index;
        return type_with_none(program->arena, expected, false);
    }
    if (expected && expected->kind == TYPE_LEVEL && names_find_level(program, node->name) &&
        !names_get_value(program, node->name)) {
        return constant_level(program, node) ? node->type : &program->builtin.error;
    }
    struct entity *entity = names_get_value(program, node->name);
    if (!entity || is_further_out(program, node->name, entity)) {
        report_unknown_value(program, node, expected);
        return &program->builtin.error;
    }
    entity->used = true;
    node->ref = entity;
    const struct type *type = entity_type(program, node);
    return type ? type : &program->builtin.error;
}

bool expression_wants_type(const struct program *program, const struct node *node)
{
    return node->kind == NODE_NUMBER || node->kind == NODE_LABEL ||
           (node->kind == NODE_USE && !names_get_value(program, node->name));
}

bool expression_is_constant(const struct node *node)
{
    switch (node->kind) {
    case NODE_NUMBER:
        return true;
    case NODE_USE:
        return node->ref && node->ref->kind == ENTITY_PARAMETER;
    case NODE_NEGATE:
    case NODE_ADD:
    case NODE_MULTIPLY:
        for (const struct node *child = node->child; child; child = child->next) {
            if (!expression_is_constant(child)) {
                return false;
            }
        }
        return true;
    default:
        return false;
    }
}

struct group *expression_group(const struct program *program, const struct node *node)
{
    struct entity *entity =
        node->kind == NODE_USE ? names_get_value(program, node->name) : NULL;
    return entity && entity->kind == ENTITY_GROUP ? (struct group *)entity : NULL;
}

const struct type *expression_overflow(struct program *program, const struct node *node)
{
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E305_OVERFLOW, node->span,
                          "`%s` could become too large or too fine to be exact",
                          wording_source(program, node->span));
    struct text text = {0};
    for (const struct node *child = node->child; child; child = child->next) {
        if (child->type && child->type->kind == TYPE_NUMBER && child->kind != NODE_NUMBER) {
            text_format(&text, "%s`%s` is %s", text.length ? ", " : "",
                        wording_source(program, child->span), wording_type(program, child->type));
        }
    }
    if (text.length > 0) {
        diagnostic_note(program->diagnostics, said, "%s", text_string(&text));
    }
    diagnostic_help(program->diagnostics, said,
                    "declare narrower bounds or fewer decimals");
    text_clear(&text);
    return &program->builtin.error;
}

const struct type *expression_unify(struct program *program, const struct node *node,
                                    const struct type *a, const struct type *b)
{
    struct type common;
    if (type_is_error(a) || type_is_error(b)) {
        return &program->builtin.error;
    }
    if (type_common(a, b, &common)) {
        struct type *made = arena_alloc(program->arena, sizeof *made);
        *made = common;
        return made;
    }
    if (type_agrees(a, b)) {
        return expression_overflow(program, node);
    }
    if (a->kind == TYPE_NUMBER && b->kind == TYPE_NUMBER) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E302_UNIT, node->span,
                              "`%s` mixes units that do not fit: %s and %s",
                              wording_source(program, node->span),
                              a->unit ? unit_word(a->unit) : "a plain number",
                              b->unit ? unit_word(b->unit) : "a plain number");
        wording_note_units(program, said, a->unit, b->unit);
        return &program->builtin.error;
    }
    diagnostic_report(program->diagnostics, E301_TYPE, node->span,
                      "`%s` mixes %s and %s", wording_source(program, node->span),
                      wording_type(program, a), wording_type(program, b));
    return &program->builtin.error;
}

/* ---- conditions */

static void help_condition(struct program *program, struct diagnostic *said,
                           const struct node *node)
{
    const struct type *type = node->type;
    const char *text = wording_source(program, node->span);
    switch (type->kind) {
    case TYPE_NUMBER:
        diagnostic_help(program->diagnostics, said, "compare it: `%s >= %s`", text,
                        wording_value(program, type, type->high));
        break;
    case TYPE_CHOICE:
        diagnostic_help(program->diagnostics, said, "compare it: `%s = %s`", text,
                        type->choice->values[type->choice->count - 1].name);
        break;
    case TYPE_EVENT:
        diagnostic_help(program->diagnostics, said,
                        "ask how often or when: `count of %s >= 1`, `%s within 6 months`", text,
                        text);
        break;
    case TYPE_LIST:
        diagnostic_help(program->diagnostics, said,
                        "ask of its items: `any %s where (...)`, `count of %s >= 1`", text, text);
        break;
    case TYPE_LEVEL:
        diagnostic_help(program->diagnostics, said, "compare it: `%s >= %s`", text,
                        program->levels.items[program->levels.count - 1]->label);
        break;
    case TYPE_YES_NO:
        diagnostic_help(program->diagnostics, said, "write `%s = yes`", text);
        break;
    default:
        break;
    }
}

void expression_check_condition(struct program *program, struct node *node)
{
    if (!node) {
        return;
    }
    const struct type *type = expression_check(program, node, NULL);
    if (type_is_error(type) || (type->kind == TYPE_YES_NO && !type->or_none)) {
        return;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E307_NOT_A_CONDITION, node->span,
                          "`%s` is %s, not a condition", wording_source(program, node->span),
                          wording_type(program, type));
    help_condition(program, said, node);
}

static const char *rest_of(struct program *program, const struct node *from,
                           const struct node *last)
{
    return wording_source(program, span_join(from->span, last->span));
}

/* Both ways to bracket `a and b or c`, where there is one `and` beside one other condition. */
static void help_brackets(struct program *program, struct diagnostic *said,
                          const struct node *node, const struct node *mixed)
{
    const struct node *last = mixed->last_child;
    const char *whole = wording_source(program, mixed->span);
    if (node_count(node) == 2 && mixed == node->child && mixed->child != last) {
        const struct node *before = mixed->child;
        while (before->next != last) {
            before = before->next;
        }
        const char *other = wording_source(program, mixed->next->span);
        diagnostic_help(program->diagnostics, said, "write `(%s) or %s`, or `%s and (%s or %s)`",
                        whole, other, rest_of(program, mixed->child, before),
                        wording_source(program, last->span), other);
    } else if (node_count(node) == 2 && mixed->child != last) {
        const char *other = wording_source(program, node->child->span);
        diagnostic_help(program->diagnostics, said, "write `%s or (%s)`, or `(%s or %s) and %s`",
                        other, whole, other, wording_source(program, mixed->child->span),
                        rest_of(program, mixed->child->next, last));
    } else {
        diagnostic_help(program->diagnostics, said, "put brackets around `%s`, or around the `or`",
                        whole);
    }
}

static void check_mixing(struct program *program, const struct node *node)
{
    for (const struct node *child = node->child; child; child = child->next) {
        if (child->kind == NODE_AND && !(child->flags & FLAG_BRACKETED)) {
            struct diagnostic *said =
                diagnostic_report(program->diagnostics, E402_MIXED_AND_OR, node->span,
                                  "`and` and `or` are mixed without brackets");
            help_brackets(program, said, node, child);
            return;
        }
    }
}

static const struct type *check_logic(struct program *program, struct node *node)
{
    if (node->kind == NODE_OR) {
        check_mixing(program, node);
    }
    if (node->kind == NODE_NOT && node->child && node->child->kind == NODE_NOT) {
        struct diagnostic *said = diagnostic_report(program->diagnostics, W506_DOUBLE_NOT,
                                                    node->span, "`not` of `not`");
        diagnostic_help(program->diagnostics, said, "leave out both");
    }
    for (struct node *child = node->child; child; child = child->next) {
        expression_check_condition(program, child);
    }
    return &program->builtin.yes_no;
}

/* ---- known, none */

static const struct type *check_known(struct program *program, struct node *node)
{
    struct node *use = node->child;
    struct entity *entity = names_get_value(program, use->name);
    use->type = &program->builtin.error;
    if (!entity || is_further_out(program, use->name, entity)) {
        names_report_unknown(program, SPACE_VALUE, use, "fact", NULL);
        return &program->builtin.yes_no;
    }
    entity->used = true;
    use->ref = entity;
    if (entity->kind == ENTITY_FACT || entity->kind == ENTITY_FIELD) {
        use->type = ((struct fact *)entity)->type;
        return &program->builtin.yes_no;
    }
    struct diagnostic *said = diagnostic_report(program->diagnostics, E203_OTHER_KIND, use->span,
                                                "only a fact can be known, and `%s` is a %s",
                                                use->name, entity_noun(entity->kind));
    diagnostic_label(program->diagnostics, said, entity_span(entity), "declared here");
    return &program->builtin.yes_no;
}

static const struct type *check_none(struct program *program, struct node *node)
{
    struct node *use = node->child;
    const struct type *type = expression_check(program, use, NULL);
    if (!type_is_error(type) && !type->or_none) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E309_NEVER_NONE, node->span,
                              "`%s` always has a value", wording_source(program, use->span));
        diagnostic_help(program->diagnostics, said,
                        type->kind == TYPE_CHOICE &&
                                choice_find(type->choice, symbol_of(program->symbols, "none")) >= 0
                            ? "if its value `none` is meant, write `= none`"
                            : "declare its type `or none` if it need not exist; for what is not "
                              "known write `is unknown`");
    }
    return &program->builtin.yes_no;
}

/* ---- dates */

void expression_check_date(struct program *program, struct node *node)
{
    if (node) {
        const struct type *type = expression_check(program, node, NULL);
        if (type->kind != TYPE_DATE) {
            expression_wrong(program, node, "a date");
        }
    }
}

bool amount_check(struct program *program, struct node *amount, enum unit unit)
{
    struct node *value = amount->child;
    const struct type *type = value ? expression_check(program, value, NULL) : &program->builtin.error;
    amount->type = type;
    if (type_is_error(type)) {
        return false;
    }
    bool is_amount = type->kind == TYPE_NUMBER && !type->or_none &&
                     (value->kind == NODE_NUMBER ||
                      (value->ref && value->ref->kind == ENTITY_PARAMETER));
    if (!is_amount) {
        expression_wrong(program, value, "a number or a parameter");
        amount->type = &program->builtin.error;
        return false;
    }
    if (type->unit != UNIT_NONE && type->unit != unit) {
        constant_unit_fits(program, value, type->unit, &(struct type){.unit = UNIT_NONE});
        amount->type = &program->builtin.error;
        return false;
    }
    if (type->scale == 0 && type->low >= 0) {
        return true;
    }
    diagnostic_report(program->diagnostics, E301_TYPE, value->span,
                      "`%s` must be a whole number, 0 or more",
                      wording_source(program, value->span));
    amount->type = &program->builtin.error;
    return false;
}

void window_check(struct program *program, struct node *window)
{
    struct node *amount = node_child(window, NODE_AMOUNT);
    enum unit base = unit_base((enum unit)window->unit);
    if (base != UNIT_MONTHS && base != UNIT_DAYS) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E302_UNIT, window->span,
                              "events have dates, so a window counts days or more");
        diagnostic_help(program->diagnostics, said, "write days, weeks, months or years");
    }
    if (amount) {
        amount_check(program, amount, (enum unit)window->unit);
    }
    expression_check_date(program, node_inside(node_child(window, NODE_OF)));
}

static int64_t units_between(enum unit unit, int64_t from, int64_t to)
{
    int32_t a = (int32_t)from, b = (int32_t)to;
    switch (unit) {
    case UNIT_YEARS:
        return date_years_between(a, b);
    case UNIT_MONTHS:
        return date_months_between(a, b);
    case UNIT_WEEKS:
        return ((int64_t)b - a) / 7;
    default:
        return (int64_t)b - a;
    }
}

static const struct type *check_between(struct program *program, struct node *node)
{
    struct node *from = node->child, *to = from->next;
    expression_check_date(program, from);
    expression_check_date(program, to);
    if (from->type->kind != TYPE_DATE || to->type->kind != TYPE_DATE) {
        return &program->builtin.error;
    }
    enum unit unit = (enum unit)node->unit;
    const struct type *type =
        type_number(program->arena, unit, 0, units_between(unit, from->type->high, to->type->low),
                    units_between(unit, from->type->low, to->type->high));
    return type_with_none(program->arena, type, from->type->or_none || to->type->or_none);
}

/* ---- choose */

static const struct type *check_choose(struct program *program, struct node *node,
                                       const struct type *expected)
{
    const struct type *type = NULL;
    for (struct node *arm = node_child(node, NODE_ARM); arm; arm = node_next(arm, NODE_ARM)) {
        struct node *value = arm->child;
        expression_check_condition(program, node_inside(node_child(arm, NODE_IF)));
        const struct type *wanted = expected ? expected : type;
        const struct type *one = expression_check(program, value, wanted);
        arm->type = one;
        type = type ? expression_unify(program, value, type, one) : one;
    }
    return type ? type : &program->builtin.error;
}

/* ---- definitions, worked out when first wanted */

static bool too_tangled(struct program *program, const struct entity *entity)
{
    if (program->names->demands < DEMAND_DEPTH) {
        return false;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E413_TOO_TANGLED, entity_span(entity),
                          "`%s` is defined through too many others that share names with values",
                          entity->name);
    diagnostic_help(program->diagnostics, said,
                    "give the definitions names that no choice has among its values");
    return true;
}

const struct type *define_type(struct program *program, struct define *define)
{
    if (define->state == CHECK_NOT_YET && define->expression &&
        !too_tangled(program, &define->entity)) {
        const struct item_scope *items = program->names->items;
        define->state = CHECK_BUSY;
        program->names->demands++;
        program->names->items = NULL;
        expression_check(program, define->expression, NULL);
        program->names->items = items;
        program->names->demands--;
        if (type_is_many(define->expression->type)) {
            expression_wrong(program, define->expression, "a value");
            define->expression->type = &program->builtin.error;
        }
        define->state = CHECK_DONE;
    }
    bool done = define->state == CHECK_DONE;
    return done ? define->expression->type : &program->builtin.error;
}

const struct type *group_type(struct program *program, struct group *group)
{
    if (group->state == CHECK_NOT_YET && group->elements &&
        !too_tangled(program, &group->entity)) {
        const struct item_scope *items = program->names->items;
        group->state = CHECK_BUSY;
        program->names->demands++;
        program->names->items = NULL;
        group->size = elements_check(program, group->elements, false, NULL, &group->type);
        program->names->items = items;
        program->names->demands--;
        group->state = CHECK_DONE;
    }
    return group->state == CHECK_DONE ? group->type : &program->builtin.error;
}

static void report_disagreement(struct program *program, struct node *node,
                                const struct type *found, const struct type *type,
                                const struct type *wanted)
{
    if (wanted->kind == TYPE_NUMBER && found->kind == TYPE_NUMBER) {
        constant_unit_fits(program, node, found->unit, wanted);
    } else {
        expression_wrong(program, node, wording_type(program, type));
    }
}

static void report_perhaps_none(struct program *program, const struct node *node)
{
    struct diagnostic *said = diagnostic_report(program->diagnostics, E301_TYPE, node->span,
                                                "`%s` may be none, where a value is wanted",
                                                wording_source(program, node->span));
    diagnostic_help(program->diagnostics, said, "declare the type `or none`");
}

/* Numbers of FOUND are numbers of WANTED's unit and scale. False: reported, with DECLARED, which differs
   from WANTED at most in its bounds. */
static bool is_coarse_enough(struct program *program, const struct node *node,
                             const struct type *found, const struct type *wanted,
                             const struct type *declared, const struct type *common)
{
    int64_t ignored;
    bool exact = found->low == found->high &&
                 type_convert(found, found->low, wanted->unit, wanted->scale, &ignored);
    if ((common->scale <= wanted->scale && common->unit == wanted->unit) || exact) {
        return true;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E303_BETWEEN_STEPS, node->span,
                          "`%s` is finer than %s", wording_source(program, node->span),
                          wording_type(program, declared));
    diagnostic_help(program->diagnostics, said, "declare more decimals, or the smaller unit");
    return false;
}

/* CUT: what lies outside is cut off, and only what lies outside altogether is reported. */
static void check_bounds(struct program *program, const struct node *node, const struct type *found,
                         const struct type *wanted, const struct type *common, bool cut)
{
    int64_t low, high, from, to;
    if (!type_convert(wanted, wanted->low, common->unit, common->scale, &low) ||
        !type_convert(wanted, wanted->high, common->unit, common->scale, &high)) {
        return;
    }
    type_convert(found, found->low, common->unit, common->scale, &from);
    type_convert(found, found->high, common->unit, common->scale, &to);
    bool fits = cut ? from <= high && to >= low : from >= low && to <= high;
    if (fits) {
        return;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E304_OUTSIDE, node->span,
                          "`%s` %s outside the declared bounds", wording_source(program, node->span),
                          found->low == found->high ? "lies" : "can lie");
    diagnostic_note(program->diagnostics, said, "it is %s; declared is %s",
                    wording_bounds(program, found), wording_bounds(program, wanted));
    diagnostic_help(program->diagnostics, said, "widen the declared bounds");
}

static void check_number(struct program *program, struct node *node, const struct type *found,
                         const struct type *wanted, const struct type *declared, bool cut)
{
    struct decimal number;
    enum unit unit;
    struct type common;
    if (constant_number(node, &number, &unit) &&
        !constant_on_step(program, node, found->unit, wanted)) {
        return;
    }
    if (!type_common(wanted, found, &common)) {
        expression_overflow(program, node);
    } else if (is_coarse_enough(program, node, found, wanted, declared, &common)) {
        check_bounds(program, node, found, wanted, &common, cut);
    }
}

static void check_value(struct program *program, struct node *node, const struct type *type,
                        const struct type *declared, bool cut)
{
    const struct type *found = expression_check(program, node, type);
    if (type_is_error(found) || type_is_error(type)) {
        return;
    }
    struct type wanted = *type;
    if (type->kind == TYPE_SELECTION) {
        wanted.kind = TYPE_CHOICE;
    }
    if (!type_agrees(&wanted, found)) {
        report_disagreement(program, node, found, type, &wanted);
    } else if (found->or_none && !type->or_none) {
        report_perhaps_none(program, node);
    } else if (wanted.kind == TYPE_NUMBER) {
        check_number(program, node, found, &wanted, declared, cut);
    }
}

void expression_check_value(struct program *program, struct node *node, const struct type *type,
                            bool cut)
{
    check_value(program, node, type, type, cut);
}

void expression_check_term(struct program *program, struct node *node, const struct type *type,
                           const struct type *declared)
{
    check_value(program, node, type, declared, false);
}

static const struct type *check_level_value(struct program *program, struct node *node)
{
    return constant_level(program, node) ? node->type : &program->builtin.error;
}

static const struct type *check_written(struct program *program, struct node *node,
                                        const struct type *expected)
{
    bool level = expected && expected->kind == TYPE_LEVEL;
    if (node->kind == NODE_LABEL || (level && node->kind == NODE_NUMBER)) {
        if (level) {
            return check_level_value(program, node);
        }
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E301_TYPE, node->span,
                              "`%s` is a level, and none is wanted here", node->name);
        diagnostic_help(program->diagnostics, said, "compare it with the level: `level >= %s`",
                        node->name);
        return &program->builtin.error;
    }
    struct decimal number = node->value.number;
    return type_number(program->arena, (enum unit)node->unit, number.scale, number.digits,
                       number.digits);
}

static const struct type *constant_type(struct program *program, enum type_kind kind,
                                        int64_t value)
{
    struct type *type = arena_alloc(program->arena, sizeof *type);
    type->kind = kind;
    type->low = type->high = value;
    return type;
}

static const struct type *the_level(struct program *program, const struct node *node)
{
    if (program->levels.count == 0 && program->kind == PROGRAM_RULESET) {
        diagnostic_report(program->diagnostics, E205_UNKNOWN_LEVEL, node->span,
                          "this ruleset declares no levels");
    }
    return program->level_type;
}

static const struct type *dispatch(struct program *program, struct node *node,
                                   const struct type *expected)
{
    switch (node->kind) {
    case NODE_NUMBER:
    case NODE_LABEL:
        return check_written(program, node, expected);
    case NODE_DATE:
        return constant_type(program, TYPE_DATE, node->value.integer);
    case NODE_YES:
        return constant_type(program, TYPE_YES_NO, 1);
    case NODE_NO:
        return constant_type(program, TYPE_YES_NO, 0);
    case NODE_USE:
        return check_use(program, node, expected);
    case NODE_CASE_DATE:
        return &program->builtin.date;
    case NODE_THE_LEVEL:
        return the_level(program, node);
    case NODE_LEVEL_VALUE:
        return check_level_value(program, node);
    case NODE_AND:
    case NODE_OR:
    case NODE_NOT:
        return check_logic(program, node);
    case NODE_COMPARE:
    case NODE_IN_RANGE:
    case NODE_IN_LIST:
        return comparison_check(program, node, false);
    case NODE_IS_KNOWN:
        return check_known(program, node);
    case NODE_IS_NONE:
        return check_none(program, node);
    case NODE_EVENT_WITHIN:
    case NODE_COUNT_EVENT:
    case NODE_LATEST_OF:
    case NODE_ANY_ITEM:
    case NODE_ALL_ITEMS:
    case NODE_HIGHEST_ITEM:
    case NODE_LOWEST_ITEM:
    case NODE_SUM_ITEMS:
    case NODE_DISTINCT_ITEMS:
        return items_check(program, node, expected);
    case NODE_ADD:
    case NODE_NEGATE:
    case NODE_MULTIPLY:
    case NODE_PERCENT_OF:
        return arithmetic_check(program, node);
    case NODE_ANY_OF:
    case NODE_ALL_OF:
    case NODE_NONE_OF:
    case NODE_AT_LEAST:
    case NODE_AT_MOST:
    case NODE_EXACTLY:
    case NODE_COUNT_OF:
        return counting_check(program, node);
    case NODE_HIGHEST_OF:
    case NODE_LOWEST_OF:
        return extreme_check(program, node, expected);
    case NODE_BETWEEN_DATES:
        return check_between(program, node);
    case NODE_CHOOSE:
        return check_choose(program, node, expected);
    default:
        return &program->builtin.error;
    }
}

const struct type *expression_check(struct program *program, struct node *node,
                                    const struct type *expected)
{
    const struct type *wanted = expected;
    struct type choice;
    if (expected && expected->kind == TYPE_SELECTION) {
        choice = *expected;
        choice.kind = TYPE_CHOICE;
        struct type *copy = arena_alloc(program->arena, sizeof *copy);
        *copy = choice;
        wanted = copy;
    }
    node->type = dispatch(program, node, wanted);
    return node->type;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Counting forms: their elements, groups spread over their members, and how many there can be. */
#include "meaning/constant.h"
#include "meaning/expression.h"
#include "meaning/names.h"
#include "meaning/wording.h"

/* One element: how many it stands for; its type is in node->type. */
static size_t check_counted(struct program *program, struct node *node)
{
    struct node *level_ref = node_child(node, NODE_LEVEL_REF);
    struct node *place = node_child(node, NODE_NAME);
    struct level *level = level_ref ? names_level(program, level_ref) : NULL;
    struct section *section = NULL;
    node->type = &program->builtin.yes_no;
    if (place) {
        section = (struct section *)names_resolve(program, SPACE_SECTION, place, "section");
    }
    if (!level || (place && !section)) {
        node->type = &program->builtin.error;
        return 0;
    }
    bool topics = (node->flags & FLAG_TOPICS) != 0;
    const size_t *all = topics ? program->topics_at : program->rules_at;
    const size_t *here = section ? (topics ? section->topics_at : section->rules_at) : all;
    return here ? here[level->rank] : 0;
}

static bool is_comparison(const struct node *node)
{
    return node->kind == NODE_COMPARE || node->kind == NODE_IN_RANGE ||
           node->kind == NODE_IN_LIST;
}

static size_t check_group_use(struct program *program, struct node *node, struct group *group)
{
    group->entity.used = true;
    node->ref = &group->entity;
    node->type = group_type(program, group);
    return group->size;
}

static size_t check_element(struct program *program, struct node *node,
                            const struct type *expected)
{
    struct group *group = expression_group(program, node);
    if (group) {
        return check_group_use(program, node, group);
    }
    if (node->kind == NODE_COUNTED) {
        return check_counted(program, node);
    }
    struct group *spread = is_comparison(node) ? expression_group(program, node->child) : NULL;
    if (spread) {
        node->type = comparison_check(program, node, true);
        return spread->size;
    }
    expression_check(program, node, expected);
    return 1;
}

static void check_condition(struct program *program, struct node *node)
{
    const struct type *type = node->type;
    if (type_is_error(type) || (type->kind == TYPE_YES_NO && !type->or_none)) {
        return;
    }
    struct diagnostic *said = diagnostic_report(
        program->diagnostics, E307_NOT_A_CONDITION, node->span,
        "`%s` is %s, not a condition", wording_source(program, node->span),
        wording_type(program, type));
    if (expression_group(program, node)) {
        diagnostic_help(program->diagnostics, said, "compare the group: `%s = ...`", node->name);
    } else if (type->kind == TYPE_EVENT) {
        diagnostic_help(program->diagnostics, said, "for an event write `count of %s` without "
                                                    "brackets, or `%s within ...`",
                        node->name, node->name);
    }
    node->type = &program->builtin.error;
}

static void check_twice(struct program *program, const struct node *node, struct table *seen)
{
    if (node->kind != NODE_USE || !node->ref) {
        return;
    }
    const struct node *earlier = table_get(seen, node->ref);
    if (earlier) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, W505_LISTED_TWICE, node->span,
                              "`%s` is listed twice and counts once", node->name);
        diagnostic_label(program->diagnostics, said, earlier->span, "first listed here");
    } else {
        table_set(seen, node->ref, (void *)(uintptr_t)node);
    }
}

size_t elements_check(struct program *program, const struct node *elements, bool conditions,
                      const struct type *expected, const struct type **ret_type)
{
    const struct type *type = NULL;
    size_t count = 0;
    struct table seen = {.arena = program->arena};
    for (struct node *node = elements->child; node; node = node->next) {
        count += check_element(program, node, expected ? expected : conditions ? NULL : type);
        check_twice(program, node, &seen);
        if (conditions) {
            check_condition(program, node);
        } else {
            type = type ? expression_unify(program, node, type, node->type) : node->type;
        }
    }
    if (ret_type) {
        *ret_type = type ? type : &program->builtin.error;
    }
    return count;
}

static void warn_always(struct program *program, const struct node *node)
{
    diagnostic_report(program->diagnostics, W504_COUNT_ALWAYS, node->span, "`%s` always holds",
                      wording_source(program, node->span));
}

/* A parameter is judged by the value it has. */
static int64_t amount_now(const struct node *amount)
{
    const struct entity *entity = amount->child->ref;
    return entity ? ((const struct parameter *)entity)->value : amount->type->high;
}

static void report_too_few(struct program *program, const struct node *node,
                           const struct node *amount, size_t count)
{
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E403_TOO_FEW, amount->span,
                          "%s are asked for, but %zu %s listed",
                          wording_value(program, amount->type, amount_now(amount)), count,
                          count == 1 ? "is" : "are");
    diagnostic_label(program->diagnostics, said, node_child(node, NODE_ELEMENTS)->span,
                     "counted here");
    diagnostic_note(program->diagnostics, said, "so it could never hold");
}

/* Rules that a syntax error swallowed are not there to be counted. */
static bool may_lack_rules(const struct program *program, const struct node *node)
{
    const struct node *elements = node_child(node, NODE_ELEMENTS);
    return program->names->any_lost && node_child(elements, NODE_COUNTED);
}

static void check_amount(struct program *program, const struct node *node,
                         const struct node *amount, size_t count)
{
    int64_t wanted = amount_now(amount);
    bool more = wanted > 0 && (size_t)wanted > count;
    if (node->kind == NODE_AT_MOST) {
        if (more || (size_t)wanted == count) {
            warn_always(program, node);
        }
    } else if (more && !may_lack_rules(program, node)) {
        report_too_few(program, node, amount, count);
    } else if (wanted == 0 && node->kind == NODE_AT_LEAST) {
        warn_always(program, node);
    }
}

/* Elements in error were not counted. */
static bool all_sound(const struct node *elements)
{
    for (const struct node *node = elements->child; node; node = node->next) {
        if (type_is_error(node->type)) {
            return false;
        }
    }
    return true;
}

const struct type *counting_check(struct program *program, struct node *node)
{
    struct node *amount = node_child(node, NODE_AMOUNT);
    struct node *elements = node_child(node, NODE_ELEMENTS);
    bool amount_fits = amount && amount_check(program, amount, UNIT_NONE);
    size_t count = elements ? elements_check(program, elements, true, NULL, NULL) : 0;
    if (amount_fits && elements && all_sound(elements)) {
        check_amount(program, node, amount, count);
    }
    if (node->kind == NODE_COUNT_OF) {
        return type_number(program->arena, UNIT_NONE, 0, 0, (int64_t)count);
    }
    return &program->builtin.yes_no;
}

/* ---- highest of, lowest of */

static void narrow(struct type *type, const struct node *node, bool highest)
{
    int64_t low = node->type->low, high = node->type->high;
    if (node->type->kind == TYPE_NUMBER) {
        type_convert(node->type, low, type->unit, type->scale, &low);
        type_convert(node->type, high, type->unit, type->scale, &high);
    }
    if (highest) {
        type->low = low > type->low ? low : type->low;
        type->high = high > type->high ? high : type->high;
    } else {
        type->low = low < type->low ? low : type->low;
        type->high = high < type->high ? high : type->high;
    }
}

const struct type *extreme_check(struct program *program, struct node *node,
                                 const struct type *expected)
{
    const struct type *common;
    struct node *elements = node_child(node, NODE_ELEMENTS);
    if (!elements) {
        return &program->builtin.error;
    }
    elements_check(program, elements, false, expected, &common);
    if (type_is_error(common)) {
        return &program->builtin.error;
    }
    if (!type_has_order(common)) {
        diagnostic_report(program->diagnostics, E306_NOT_ORDERED, node->span,
                          "`%s` compares by order what has none",
                          wording_source(program, node->span));
        return &program->builtin.error;
    }
    struct type *type = arena_alloc(program->arena, sizeof *type);
    bool highest = node->kind == NODE_HIGHEST_OF;
    *type = *common;
    if (common->kind == TYPE_CHOICE) {
        return type;
    }
    type->low = highest ? common->low : common->high;
    type->high = highest ? common->low : common->high;
    for (const struct node *element = elements->child; element; element = element->next) {
        narrow(type, element, highest);
    }
    return type;
}

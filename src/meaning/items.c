/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of events and lists: how many, any, all, the highest, how long ago.

   Inside `where`, and in what is highest or summed, a field's name means the item's. */
#include "base/decimal.h"
#include "meaning/each.h"
#include "meaning/expression.h"
#include "meaning/names.h"
#include "meaning/wording.h"

static void report_no_list(struct program *program, const struct node *use,
                           const struct entity *entity, bool wants_fields)
{
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E203_OTHER_KIND, use->span, "`%s` is no %s",
                          use->name, wants_fields ? "list" : "event");
    diagnostic_label(program->diagnostics, said, entity_span(entity), "declared here");
    if (entity->kind == ENTITY_GROUP) {
        diagnostic_help(program->diagnostics, said, "put the group in brackets: `of (%s)`",
                        use->name);
    }
}

/* USE asks for the dates of what is a field of the item that is spoken of. */
static bool report_field(struct program *program, const struct node *use)
{
    const struct item_scope *items = program->names->items;
    const struct fact *field = items ? list_field(items->list, use->name) : NULL;
    if (!field) {
        return false;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E203_OTHER_KIND, use->span,
                          "`%s` is a field of `%s`, and no event", use->name, items->list->entity.name);
    diagnostic_label(program->diagnostics, said, entity_span(&field->entity), "declared here");
    diagnostic_help(program->diagnostics, said,
                    "a time stands behind the brackets: `any %s where (%s ...) within 6 months`",
                    items->list->entity.name, use->name);
    return true;
}

/* The event or list that USE names, or NULL. WANTS_FIELDS: only a list will do. */
static const struct fact *check_list(struct program *program, struct node *use, bool wants_fields)
{
    use->type = &program->builtin.error;
    if (!wants_fields && report_field(program, use)) {
        return NULL;
    }
    struct entity *entity =
        names_resolve(program, SPACE_VALUE, use, wants_fields ? "list" : "event");
    if (!entity) {
        return NULL;
    }
    const struct fact *fact = entity->kind == ENTITY_FACT ? (struct fact *)entity : NULL;
    if (fact && type_is_error(fact->type)) {
        return NULL;
    }
    if (!fact || !type_is_many(fact->type)) {
        report_no_list(program, use, entity, wants_fields);
        return NULL;
    }
    if (wants_fields && fact->type->kind == TYPE_EVENT) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E203_OTHER_KIND, use->span,
                              "event `%s` has no fields", use->name);
        diagnostic_label(program->diagnostics, said, entity_span(entity), "declared here");
        diagnostic_help(program->diagnostics, said,
                        "declare them below it, `has NAME : TYPE`; of its dates ask `%s within 6 months`, "
                        "`count of %s` or `latest of %s`",
                        use->name, use->name, use->name);
        return NULL;
    }
    if (fact->has_facts && fact != program->each) {
        each_report_missing(program, use, fact);
        return NULL;
    }
    use->type = fact->type;
    return fact;
}

/* The day from which a list's window goes back is one of the case: of no item that is spoken of. */
static void check_day(struct program *program, struct node *window, const struct fact *list)
{
    const struct fact no_fields = {.entity.name = list->entity.name};
    struct item_scope items = {&no_fields, program->names->items};
    program->names->items = items.outer ? &items : NULL;
    window_check(program, window);
    program->names->items = items.outer;
}

/* The only field that is a date, or NULL. */
static const struct fact *only_date(const struct fact *list)
{
    const struct fact *only = NULL;
    size_t count = 0;
    for (size_t i = 0; i < list->fields.count; i++) {
        if (list->fields.items[i]->type->kind == TYPE_DATE) {
            only = list->fields.items[i];
            count++;
        }
    }
    return count == 1 ? only : NULL;
}

static const char *date_help(struct program *program, const struct fact *list)
{
    const struct fact *date = only_date(list);
    return list == program->each ? "compare a date of theirs: `highest of NAME of ...`"
           : date ? arena_format(program->arena, "call it `date`, or compare `%s`: `any %s where (%s >= ...)`",
                                 date->entity.name, list->entity.name, date->entity.name)
                  : "declare it: `has date : date`";
}

/* NODE goes by the dates of the items of LIST. False: a list whose items have none. */
static bool check_date(struct program *program, const struct node *node, const struct fact *list)
{
    if (list->date) {
        list->date->entity.used = true;
    }
    if (list->date || list->type->kind == TYPE_EVENT) {
        return true;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E313_NO_DATE, node->span,
                          "the items of `%s` have no date", list->entity.name);
    diagnostic_label(program->diagnostics, said, entity_span(&list->entity), "declared here");
    diagnostic_help(program->diagnostics, said, "%s", date_help(program, list));
    return false;
}

static void check_window(struct program *program, struct node *window, const struct fact *list)
{
    if (!window) {
        return;
    }
    if (list && list->type->kind == TYPE_LIST) {
        check_day(program, window, list);
    } else {
        window_check(program, window);
    }
    if (list) {
        check_date(program, window, list);
    }
}

/* What an item must be, and what is taken of it, read with the fields of LIST. */
static void check_in_item(struct program *program, const struct fact *list, struct node *clause,
                          bool is_condition, const struct type *expected)
{
    struct item_scope items = {list, program->names->items};
    vector_push(program->arena, &program->names->item_clauses, (struct item_clause){list, clause});
    program->names->items = &items;
    for (struct node *node = clause->child; node; node = node->next) {
        if (is_condition) {
            expression_check_condition(program, node);
        } else {
            expression_check(program, node, expected);
        }
    }
    program->names->items = items.outer;
}

/* The type of what is taken of each item, or the error type. */
static const struct type *check_value(struct program *program, const struct fact *list,
                                      struct node *clause, const struct type *expected)
{
    struct node *value = clause->child;
    if (value->next || value->kind == NODE_COUNTED) {
        struct diagnostic *said = diagnostic_report(program->diagnostics, E301_TYPE, clause->span,
                                                    "one value of each item is wanted here");
        diagnostic_help(program->diagnostics, said, "write a field of `%s`, or an expression",
                        list->entity.name);
        return &program->builtin.error;
    }
    check_in_item(program, list, clause, false, expected);
    if (type_is_many(value->type) || value->type->kind == TYPE_SELECTION) {
        return expression_wrong(program, value, "a value");
    }
    return value->type;
}

static const struct type *extreme_type(struct program *program, const struct node *node,
                                       const struct type *value)
{
    if (type_is_error(value) || type_has_order(value)) {
        return type_is_error(value) ? value : type_with_none(program->arena, value, true);
    }
    diagnostic_report(program->diagnostics, E306_NOT_ORDERED, node->span,
                      "`%s` compares by order what has none", wording_source(program, node->span));
    return &program->builtin.error;
}

static const struct type *sum_type(struct program *program, const struct node *node,
                                   const struct node *clause, const struct fact *list)
{
    const struct type *value = clause->child->type;
    int64_t low, high;
    if (type_is_error(value)) {
        return value;
    }
    if (value->kind != TYPE_NUMBER) {
        diagnostic_report(program->diagnostics, E301_TYPE, clause->span,
                          "only numbers have a sum, and `%s` is %s",
                          wording_source(program, clause->span), wording_type(program, value));
        return &program->builtin.error;
    }
    int64_t items = list->type->high;
    bool overflows =
        __builtin_mul_overflow(value->low < 0 ? value->low : 0, items, &low) ||
        __builtin_mul_overflow(value->high > 0 ? value->high : 0, items, &high);
    if (overflows || low <= -DECIMAL_LIMIT || high >= DECIMAL_LIMIT) {
        return expression_overflow(program, node);
    }
    return type_number(program->arena, value->unit, value->scale, low, high);
}

static const struct type *distinct_type(struct program *program, const struct type *value,
                                        const struct fact *list)
{
    int64_t size = type_is_error(value) ? list->type->high : type_size(value);
    int64_t items = list->type->high;
    return type_number(program->arena, UNIT_NONE, 0, 0, size < items ? size : items);
}

static const struct type *value_form(struct program *program, const struct node *node,
                                     const struct fact *list, const struct type *expected)
{
    struct node *clause = node_child(node, NODE_IN_ITEM);
    bool is_extreme = node->kind == NODE_HIGHEST_ITEM || node->kind == NODE_LOWEST_ITEM;
    const struct type *value = check_value(program, list, clause, is_extreme ? expected : NULL);
    switch (node->kind) {
    case NODE_HIGHEST_ITEM:
    case NODE_LOWEST_ITEM:
        return extreme_type(program, node, value);
    case NODE_SUM_ITEMS:
        return type_is_error(value) ? value : sum_type(program, node, clause, list);
    default:
        return distinct_type(program, value, list);
    }
}

/* The type of NODE, a form over LIST, or over what could not be found (NULL). */
static const struct type *form_type(struct program *program, const struct node *node,
                                    const struct fact *list, const struct type *expected)
{
    switch (node->kind) {
    case NODE_EVENT_WITHIN:
    case NODE_ANY_ITEM:
    case NODE_ALL_ITEMS:
        return &program->builtin.yes_no;
    case NODE_COUNT_EVENT: {
        bool is_list = list && list->type->kind == TYPE_LIST;
        return type_number(program->arena, UNIT_NONE, 0, 0,
                           is_list ? list->type->high : LIST_USUAL_ITEMS);
    }
    case NODE_LATEST_OF:
        return list && check_date(program, node, list)
                   ? type_with_none(program->arena, &program->builtin.date, true)
                   : &program->builtin.error;
    default:
        return list ? value_form(program, node, list, expected) : &program->builtin.error;
    }
}

/* Of dates alone the last is known, but not the last of a time. */
static void check_latest(struct program *program, const struct node *node, const struct fact *list)
{
    const struct node *window = node_child(node, NODE_WINDOW);
    if (node->kind != NODE_LATEST_OF || !window || !list || list->type->kind != TYPE_EVENT) {
        return;
    }
    symbol name = list->entity.name;
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E203_OTHER_KIND, window->span,
                          "event `%s` has dates alone, whose last within a time can't be asked", name);
    diagnostic_label(program->diagnostics, said, entity_span(&list->entity), "declared here");
    diagnostic_help(program->diagnostics, said, "ask `%s within ...`, or `latest of %s`", name, name);
}

static bool reads_fields(const struct node *node)
{
    return node_child(node, NODE_WHERE) || node_child(node, NODE_IN_ITEM);
}

const struct type *items_check(struct program *program, struct node *node,
                               const struct type *expected)
{
    struct node *where = node_child(node, NODE_WHERE);
    const struct fact *list = check_list(program, node->child, reads_fields(node));
    if (list && where) {
        check_in_item(program, list, where, true, NULL);
    }
    check_window(program, node_child(node, NODE_WINDOW), list);
    check_latest(program, node, list);
    return form_type(program, node, list, expected);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Each `was` is checked as if it stood in the older version. */
#include "meaning/was.h"

#include "meaning/expression.h"
#include "meaning/names.h"

struct node *was_expression(const struct fact *fact)
{
    return node_inside(node_child(fact->entity.decl, NODE_WAS));
}

struct fact *was_list(const struct program *older, const struct fact *list)
{
    const struct node *was = was_expression(list);
    struct fact *found = program_fact(older, was ? was->name : list->entity.name);
    return found && found->type->kind == list->type->kind ? found : NULL;
}

static const char *noun(const struct fact *list)
{
    return list->type->kind == TYPE_EVENT ? "event" : "list";
}

static void report_other(struct program *older, const struct fact *list, const struct node *was,
                         const struct entity *entity)
{
    struct diagnostic *said = diagnostic_report(older->diagnostics, E203_OTHER_KIND, was->span,
                                                "`%s` is no %s", was->name, noun(list));
    diagnostic_label(older->diagnostics, said, entity_span(entity), "declared here");
}

static void check_list(struct program *older, const struct fact *list, struct node *was)
{
    if (was->kind != NODE_USE) {
        struct diagnostic *said = diagnostic_report(older->diagnostics, E203_OTHER_KIND, was->span,
                                                    "this is no %s", noun(list));
        diagnostic_help(older->diagnostics, said, "name the one that `%s` was: `was NAME`",
                        list->entity.name);
        return;
    }
    const struct entity *entity = names_resolve(older, SPACE_VALUE, was, noun(list));
    if (entity && !was_list(older, list)) {
        report_other(older, list, was, entity);
    }
}

static void check_value(struct program *older, const struct fact *fact, struct node *was)
{
    if (fact->type->kind == TYPE_YES_NO) {
        expression_check_condition(older, was);
    } else {
        expression_check_value(older, was, fact->type, true);
    }
}

static void check_field(struct program *older, const struct fact *field, struct node *was)
{
    const struct fact *list = was_list(older, field->list);
    if (!list && was_expression(field->list)) {
        return; /* its own mistake */
    }
    if (!list) {
        struct diagnostic *said =
            diagnostic_report(older->diagnostics, E203_OTHER_KIND, was->span,
                              "`%s` was no list, so its fields were nothing", field->list->entity.name);
        diagnostic_help(older->diagnostics, said, "say which list it was: `was NAME`");
        return;
    }
    const struct item_scope items = {list, NULL};
    older->names->items = &items;
    check_value(older, field, was);
    older->names->items = NULL;
}

void was_check(struct program *older, const struct fact *fact)
{
    struct node *was = was_expression(fact);
    if (!was) {
        return;
    }
    if (type_is_many(fact->type)) {
        check_list(older, fact, was);
    } else if (fact->list) {
        check_field(older, fact, was);
    } else {
        check_value(older, fact, was);
    }
}

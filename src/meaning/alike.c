/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of the list's own items, sought in each clause. */
#include "meaning/alike.h"

#include "meaning/wording.h"

bool alike_is_asked(const struct item_clause *clause)
{
    return clause->clause->kind == NODE_WHERE || clause->clause->kind == NODE_IN_ITEM;
}

/* What is asked within of items of the same list reads their fields, not those of the item at hand. */
static bool takes_again(const struct node *node, const struct fact *list)
{
    const struct node *use = node->child;
    bool has_clause = node_child(node, NODE_WHERE) || node_child(node, NODE_IN_ITEM);
    return has_clause && use && use->ref == &list->entity;
}

static bool reads_item(const struct node *node, const struct fact *list)
{
    const struct entity *entity = node->ref;
    bool is_field = entity && entity->kind == ENTITY_FIELD;
    if (is_field && ((const struct fact *)entity)->list == list) {
        return true;
    }
    for (const struct node *child = takes_again(node, list) ? NULL : node->child; child;
         child = child->next) {
        if (reads_item(child, list)) {
            return true;
        }
    }
    return false;
}

void alike_report(struct program *program, const struct item_clause *clause)
{
    const struct fact *list = clause->list;
    const struct node *said_of = clause->clause->child;
    struct diagnostic *said = diagnostic_report(
        program->diagnostics, W512_ALIKE, said_of->span, "`%s` is the same for each `%s`",
        wording_source(program, said_of->span), list->entity.name);
    if (list == program->each) {
        diagnostic_help(program->diagnostics, said,
                        "if each `%s` has its own, write `of %s` behind the name of the fact; else ask it "
                        "outside the brackets",
                        list->entity.name, list->entity.name);
    } else {
        diagnostic_help(program->diagnostics, said,
                        "name a field of `%s` in it, or ask it outside the brackets", list->entity.name);
    }
}

void alike_check(struct program *program)
{
    const struct names *names = program->names;
    for (size_t i = 0; i < names->item_clauses.count; i++) {
        const struct item_clause *clause = &names->item_clauses.items[i];
        if (clause->list != program->each && alike_is_asked(clause)
            && !reads_item(clause->clause, clause->list)) {
            alike_report(program, clause);
        }
    }
}

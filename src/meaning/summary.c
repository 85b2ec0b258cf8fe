/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of a summary: any, a count that is at least something, one of several of these; what is highest. */
#include "meaning/summary.h"

#include "meaning/each.h"
#include "meaning/graph.h"
#include "meaning/type.h"
#include "meaning/was.h"

bool fact_is_graded(const struct fact *fact)
{
    return fact->from && fact->from->kind == NODE_HIGHEST_ITEM && fact->type->kind == TYPE_CHOICE
           && !fact->type->or_none && !fact->list;
}

static bool is_positive_count(const struct node *node)
{
    const struct node *bound = node->child->next;
    return node->op == GREATER_OR_EQUAL && node->child->kind == NODE_COUNT_EVENT &&
           bound->kind == NODE_NUMBER && bound->value.number.digits > 0;
}

/* What is no where there are no items. Of those that get a result each there always is one. */
static bool is_of_some_item(const struct program *program, const struct node *node)
{
    bool all = true;
    if (node_takes_each(program, node)) {
        return false;
    }
    switch (node->kind) {
    case NODE_ANY_ITEM:
        return true;
    case NODE_COMPARE:
        return is_positive_count(node) && !node_takes_each(program, node->child);
    case NODE_ANY_OF:
    case NODE_ELEMENTS:
    case NODE_OR:
        for (const struct node *child = node->child; child; child = child->next) {
            all = all && is_of_some_item(program, child);
        }
        return all;
    default:
        return false;
    }
}

static bool sums_up(const struct fact *fact, const struct fact *list)
{
    for (size_t i = 0; i < fact->sums_up.count; i++) {
        if (fact->sums_up.items[i] == list) {
            return true;
        }
    }
    return false;
}

static bool is_summary(const struct program *program, const struct fact *fact)
{
    return fact_is_graded(fact) ? !node_takes_each(program, fact->from)
                                : fact->from && is_of_some_item(program, fact->from);
}

/* NULL: USE names none, which was said. */
static struct fact *list_named(const struct node *use)
{
    struct fact *list = use->ref && use->ref->kind == ENTITY_FACT ? (struct fact *)use->ref : NULL;
    return list && type_is_many(list->type) ? list : NULL;
}

/* NODE is made of those forms. */
static void add_lists(struct program *program, struct fact *fact, const struct node *node)
{
    if (node->kind == NODE_ANY_ITEM || node->kind == NODE_COUNT_EVENT
        || node->kind == NODE_HIGHEST_ITEM) {
        struct fact *list = list_named(node->child);
        if (list && !sums_up(fact, list)) {
            vector_push(program->arena, &fact->sums_up, list);
            vector_push(program->arena, &list->summaries, fact);
        }
        return;
    }
    for (const struct node *child = node->child; child; child = child->next) {
        add_lists(program, fact, child);
    }
}

void summaries_find(struct program *program)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        struct fact *fact = program->facts.items[i];
        if (is_summary(program, fact)) {
            add_lists(program, fact, fact->from);
        }
    }
}

void summary_mark_list(struct graph *graph, uint32_t vertex)
{
    struct program *program = graph->program;
    const struct vertex *reads = &graph->vertices[vertex];
    size_t reader, read;
    bool is_fact = graph_kind(graph, vertex, &reader) == VERTEX_FACT;
    for (size_t i = 0; i < reads->count; i++) {
        if (graph_kind(graph, reads->items[i], &read) == VERTEX_FACT &&
            !(is_fact && sums_up(program->facts.items[reader], program->facts.items[read]))) {
            program->facts.items[read]->is_read_itself = true;
        }
    }
}

static bool reads_itself(const struct fact *fact)
{
    for (size_t i = 0; i < fact->sums_up.count; i++) {
        if (fact->sums_up.items[i]->is_read_itself) {
            return true;
        }
    }
    return false;
}

/* True if a list was marked. */
static bool mark_all(struct fact *fact)
{
    bool some = false;
    for (size_t i = 0; i < fact->sums_up.count; i++) {
        some = some || !fact->sums_up.items[i]->is_read_itself;
        fact->sums_up.items[i]->is_read_itself = true;
    }
    return some;
}

void summaries_spread(struct program *program)
{
    bool going = true;
    while (going) {
        going = false;
        for (size_t i = 0; i < program->facts.count; i++) {
            struct fact *fact = program->facts.items[i];
            going = (reads_itself(fact) && mark_all(fact)) || going;
        }
    }
}

bool summary_stands_alone(const struct fact *fact)
{
    return fact->sums_up.count > 0 && !reads_itself(fact);
}

void summary_cut(struct fact *fact)
{
    fact->cut = fact->from;
    fact->from = NULL;
}

void summaries_cut(struct program *program)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        if (summary_stands_alone(program->facts.items[i])) {
            summary_cut(program->facts.items[i]);
        }
    }
}

void summaries_restore(struct program *program)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        struct fact *fact = program->facts.items[i];
        fact->from = fact->cut ? fact->cut : fact->from;
        fact->cut = NULL;
    }
}

/* True if a list was marked in either. */
static bool make_alike(struct fact *list, struct fact *same)
{
    bool differ = list->is_read_itself != same->is_read_itself;
    list->is_read_itself = same->is_read_itself = list->is_read_itself || same->is_read_itself;
    return differ;
}

void summaries_agree(struct program *older, struct program *newer)
{
    bool going = true;
    while (going) {
        going = false;
        for (size_t i = 0; i < newer->facts.count; i++) {
            struct fact *list = newer->facts.items[i];
            struct fact *same = type_is_many(list->type) ? was_list(older, list) : NULL;
            going = (same && make_alike(list, same)) || going;
        }
        summaries_spread(older);
        summaries_spread(newer);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* From the hidden facts of a list up to whatever reads them. */
#include "meaning/hiding.h"

#include "meaning/names.h"

struct hiding {
    struct graph *graph;
    struct vertex *readers;   /* by vertex: what reads it */
    const struct fact *list;  /* for which `hidden` holds */
    const struct fact **hidden; /* by vertex: a fact that it reads and a field of the list hides */
};

static size_t vertex_count(const struct graph *graph)
{
    return graph->first[VERTEX_KINDS];
}

/* What an author may take for a thing of the item: not what the level or a decision comes to. */
static bool is_definition(const struct graph *graph, uint32_t vertex)
{
    size_t index;
    enum vertex_kind kind = graph_kind(graph, vertex, &index);
    return kind == VERTEX_FACT || kind == VERTEX_DEFINE_PLAIN || kind == VERTEX_GROUP_PLAIN;
}

static void find_readers(struct hiding *hiding)
{
    struct graph *graph = hiding->graph;
    struct arena *arena = graph->program->arena;
    hiding->readers = arena_alloc(arena, (vertex_count(graph) + 1) * sizeof *hiding->readers);
    hiding->hidden = arena_alloc(arena, (vertex_count(graph) + 1) * sizeof *hiding->hidden);
    for (uint32_t from = 0; from < vertex_count(graph); from++) {
        const struct vertex *vertex = &graph->vertices[from];
        for (size_t i = 0; i < vertex->count && is_definition(graph, from); i++) {
            vector_push(arena, &hiding->readers[vertex->items[i]], from);
        }
    }
}

static void find_hidden(struct hiding *hiding, const struct fact *list)
{
    struct program *program = hiding->graph->program;
    struct { VECTOR_OF(uint32_t); } waiting = {0};
    for (size_t i = 0; i < vertex_count(hiding->graph); i++) {
        hiding->hidden[i] = NULL;
    }
    for (size_t i = 0; i < list->fields.count; i++) {
        struct fact *fact = program_fact(program, list->fields.items[i]->entity.name);
        if (fact) {
            uint32_t vertex = graph_vertex(hiding->graph, VERTEX_FACT, fact->entity.index);
            hiding->hidden[vertex] = fact;
            vector_push(program->arena, &waiting, vertex);
        }
    }
    while (waiting.count > 0) {
        uint32_t at = waiting.items[--waiting.count];
        for (size_t i = 0; i < hiding->readers[at].count; i++) {
            uint32_t reader = hiding->readers[at].items[i];
            if (!hiding->hidden[reader]) {
                hiding->hidden[reader] = hiding->hidden[at];
                vector_push(program->arena, &waiting, reader);
            }
        }
    }
    hiding->list = list;
}

static const struct fact *hidden_below(const struct hiding *hiding, const struct entity *entity)
{
    const struct graph *graph = hiding->graph;
    switch (entity->kind) {
    case ENTITY_DEFINE:
        return hiding->hidden[graph_vertex(graph, VERTEX_DEFINE_PLAIN, entity->index)];
    case ENTITY_GROUP:
        return hiding->hidden[graph_vertex(graph, VERTEX_GROUP_PLAIN, entity->index)];
    case ENTITY_FACT:
        return hiding->hidden[graph_vertex(graph, VERTEX_FACT, entity->index)];
    default:
        return NULL;
    }
}

static void warn(const struct hiding *hiding, const struct node *use, const struct fact *fact)
{
    struct program *program = hiding->graph->program;
    const struct fact *field = list_field(hiding->list, fact->entity.name);
    struct diagnostic *said = diagnostic_report(
        program->diagnostics, W510_HIDDEN_FACT, use->span, "`%s` reads `%s` of the case, not of the `%s`",
        use->name, fact->entity.name, hiding->list->entity.name);
    diagnostic_label(program->diagnostics, said, entity_span(&field->entity),
                     "what `%s` itself means here", fact->entity.name);
    diagnostic_help(program->diagnostics, said,
                    "take it out of the brackets if the case is meant; if the item is, write the "
                    "condition with its fields");
}

static void walk(const struct hiding *hiding, const struct node *node)
{
    if (node->kind == NODE_USE && node->ref) {
        const struct fact *fact = hidden_below(hiding, node->ref);
        if (fact && &fact->entity != node->ref) {
            warn(hiding, node, fact);
        }
    }
    for (const struct node *child = node->child; child; child = child->next) {
        walk(hiding, child);
    }
}

/* All that is said of the list's items, from the clause with index FIRST on. */
static void walk_list(const struct hiding *hiding, const struct names *names, size_t first)
{
    for (size_t i = first; i < names->item_clauses.count; i++) {
        if (names->item_clauses.items[i].list == hiding->list) {
            walk(hiding, names->item_clauses.items[i].clause);
        }
    }
}

void hiding_check(struct graph *graph)
{
    struct program *program = graph->program;
    const struct names *names = program->names;
    struct hiding hiding = {.graph = graph};
    if (names->item_clauses.count == 0) {
        return;
    }
    bool *done = arena_alloc(program->arena, program->facts.count * sizeof *done);
    find_readers(&hiding);
    for (size_t i = 0; i < names->item_clauses.count; i++) {
        const struct fact *list = names->item_clauses.items[i].list;
        if (!done[list->entity.index]) {
            done[list->entity.index] = true;
            find_hidden(&hiding, list);
            walk_list(&hiding, names, i);
        }
    }
}

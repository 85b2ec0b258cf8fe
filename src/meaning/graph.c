/* SPDX-License-Identifier: Apache-2.0 */
/* Vertices and edges from a program whose names are resolved. */
#include "meaning/graph.h"

#include "meaning/reading.h"

uint32_t graph_vertex(const struct graph *graph, enum vertex_kind kind, size_t index)
{
    return graph->first[kind] + (uint32_t)index;
}

enum vertex_kind graph_kind(const struct graph *graph, uint32_t vertex, size_t *ret_index)
{
    int kind = 0;
    while (vertex >= graph->first[kind + 1]) {
        kind++;
    }
    *ret_index = vertex - graph->first[kind];
    return (enum vertex_kind)kind;
}

static void edge(struct graph *graph, uint32_t from, uint32_t to)
{
    struct vertex *vertex = &graph->vertices[from];
    if (vertex->count == 0 || vertex->items[vertex->count - 1] != to) {
        vector_push(graph->program->arena, vertex, to);
    }
}

/* ---- expressions */

static void use_edge(struct graph *graph, uint32_t from, const struct entity *entity, bool plain)
{
    switch (entity->kind) {
    case ENTITY_FACT:
        edge(graph, from, graph_vertex(graph, VERTEX_FACT, entity->index));
        break;
    case ENTITY_FIELD:
        edge(graph, from, graph_vertex(graph, VERTEX_FIELD, entity->index));
        break;
    case ENTITY_DEFINE:
        edge(graph, from,
             graph_vertex(graph, plain ? VERTEX_DEFINE_PLAIN : VERTEX_DEFINE, entity->index));
        break;
    case ENTITY_GROUP:
        edge(graph, from,
             graph_vertex(graph, plain ? VERTEX_GROUP_PLAIN : VERTEX_GROUP, entity->index));
        break;
    case ENTITY_DECISION:
        edge(graph, from, graph_vertex(graph, VERTEX_DECISION, entity->index));
        break;
    default:
        break;
    }
}

static void counted_edge(struct graph *graph, uint32_t from, const struct node *node)
{
    const struct node *level = node_child(node, NODE_LEVEL_REF);
    const struct node *place = node_child(node, NODE_NAME);
    if (level && level->ref) {
        size_t section = place && place->ref ? place->ref->index + 1 : 0;
        size_t rank = ((const struct level *)level->ref)->rank;
        edge(graph, from,
             graph_vertex(graph, VERTEX_COUNT, section * graph->program->levels.count + rank));
    }
}

/* Edges to everything that NODE names, the level itself left out. */
static void edges(struct graph *graph, uint32_t from, const struct node *node, bool plain)
{
    if (!node) {
        return;
    }
    if (node->kind == NODE_USE && node->ref) {
        use_edge(graph, from, node->ref, plain);
    } else if (node->kind == NODE_COUNTED) {
        counted_edge(graph, from, node);
    }
    for (const struct node *child = node->child; child; child = child->next) {
        edges(graph, from, child, plain);
    }
}

/* Edges to the thresholds that a reading names. */
static void threshold_edges(struct graph *graph, uint32_t from, const struct reading *reading)
{
    for (size_t rank = 1; rank < graph->program->levels.count; rank++) {
        if (reading_has(reading->positive, rank) || reading_has(reading->negative, rank)) {
            edge(graph, from, graph_vertex(graph, VERTEX_LEVEL, rank));
        }
    }
}

static bool reads_some_level(const struct graph *graph, const struct reading *reading)
{
    return !reading_is_empty(graph, reading->positive) ||
           !reading_is_empty(graph, reading->negative);
}

/* A value that reads the level in any way reads all of it: it is worked out once, not a threshold. */
static void value_edges(struct graph *graph, uint32_t from, const struct node *node)
{
    if (!node) {
        return;
    }
    struct reading reading = graph_reading(graph, node, NULL);
    edges(graph, from, node, true);
    if (reads_some_level(graph, &reading)) {
        edge(graph, from, graph_vertex(graph, VERTEX_LEVELS, 0));
    }
}

/* ---- definitions, facts, decisions */

static void definition_plain_edges(struct graph *graph)
{
    struct program *program = graph->program;
    for (size_t i = 0; i < program->defines.count; i++) {
        edges(graph, graph_vertex(graph, VERTEX_DEFINE_PLAIN, i),
              program->defines.items[i]->expression, true);
    }
    for (size_t i = 0; i < program->groups.count; i++) {
        edges(graph, graph_vertex(graph, VERTEX_GROUP_PLAIN, i),
              program->groups.items[i]->elements, true);
    }
}

static void definition_full_edges(struct graph *graph)
{
    struct program *program = graph->program;
    for (size_t i = 0; i < program->defines.count; i++) {
        uint32_t full = graph_vertex(graph, VERTEX_DEFINE, i);
        edge(graph, full, graph_vertex(graph, VERTEX_DEFINE_PLAIN, i));
        if (graph->defines[i].positive) {
            threshold_edges(graph, full, &graph->defines[i]);
        }
    }
    for (size_t i = 0; i < program->groups.count; i++) {
        uint32_t full = graph_vertex(graph, VERTEX_GROUP, i);
        edge(graph, full, graph_vertex(graph, VERTEX_GROUP_PLAIN, i));
        if (graph->groups[i].positive) {
            threshold_edges(graph, full, &graph->groups[i]);
        }
    }
}

static void decision_edges(struct graph *graph, const struct decision *decision)
{
    uint32_t from = graph_vertex(graph, VERTEX_DECISION, decision->entity.index);
    value_edges(graph, from, decision->is);
    for (size_t i = 0; i < decision->rows.count; i++) {
        const struct decision_row *row = &decision->rows.items[i];
        value_edges(graph, from, row->value);
        value_edges(graph, from, row->condition);
        value_edges(graph, from, row->unless);
        if (row->rule) {
            edge(graph, from, graph_vertex(graph, VERTEX_STATUS, row->rule->entity.index));
        }
    }
}

static void value_vertices(struct graph *graph)
{
    struct program *program = graph->program;
    for (size_t i = 0; i < program->facts.count; i++) {
        value_edges(graph, graph_vertex(graph, VERTEX_FACT, i), program->facts.items[i]->from);
    }
    for (size_t i = 0; i < program->fields.count; i++) {
        value_edges(graph, graph_vertex(graph, VERTEX_FIELD, i), program->fields.items[i]->from);
    }
    for (size_t i = 0; i < program->decisions.count; i++) {
        decision_edges(graph, program->decisions.items[i]);
    }
    value_edges(graph, graph_vertex(graph, VERTEX_SCOPE, 0), program->scope);
}

/* ---- rules */

static void mark_counting(struct rule *rule, const struct reading *reading)
{
    rule->is_counting = rule->has_level && rule->level_low == rule->level_high &&
                        reading_has(reading->counted, rule->level_low);
}

static void condition_edges(struct graph *graph, struct rule *rule)
{
    size_t index = rule->entity.index;
    uint32_t full = graph_vertex(graph, VERTEX_CONDITION, index);
    uint32_t plain = graph_vertex(graph, VERTEX_CONDITION_PLAIN, index);
    struct reading reading = graph_reading(graph, rule->condition, rule->unless);
    edges(graph, plain, rule->condition, true);
    edges(graph, plain, rule->unless, true);
    edge(graph, full, plain);
    threshold_edges(graph, full, &reading);
    mark_counting(rule, &reading);
}

/* Along the tree of exceptions: upwards what is inherited, downwards what may replace. */
static void exception_edges(struct graph *graph, const struct rule *rule)
{
    size_t index = rule->entity.index;
    uint32_t condition = graph_vertex(graph, VERTEX_CONDITION, index);
    uint32_t inherited = graph_vertex(graph, VERTEX_INHERITED, index);
    uint32_t trigger = graph_vertex(graph, VERTEX_TRIGGER, index);
    uint32_t status = graph_vertex(graph, VERTEX_STATUS, index);
    uint32_t family = graph_vertex(graph, VERTEX_FAMILY, index);
    uint32_t inherited_plain = graph_vertex(graph, VERTEX_INHERITED_PLAIN, index);
    edge(graph, inherited, condition);
    edge(graph, inherited_plain, graph_vertex(graph, VERTEX_CONDITION_PLAIN, index));
    edge(graph, trigger, condition);
    edge(graph, status, inherited);
    edge(graph, family, graph_vertex(graph, VERTEX_CONDITION_PLAIN, index));
    if (rule->excepts) {
        edge(graph, inherited,
             graph_vertex(graph, VERTEX_INHERITED, rule->excepts->entity.index));
        edge(graph, inherited_plain,
             graph_vertex(graph, VERTEX_INHERITED_PLAIN, rule->excepts->entity.index));
    }
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        size_t below = rule->exceptions.items[i]->entity.index;
        edge(graph, trigger, graph_vertex(graph, VERTEX_TRIGGER, below));
        edge(graph, status, graph_vertex(graph, VERTEX_TRIGGER, below));
        edge(graph, family, graph_vertex(graph, VERTEX_FAMILY, below));
    }
}

static void count_edges(struct graph *graph, const struct rule *rule)
{
    size_t levels = graph->program->levels.count;
    const struct section *section = rule->entity.section;
    if (!rule->has_level || !rule_counts_at(rule, rule->level_low, NULL)) {
        return;
    }
    uint32_t status = graph_vertex(graph, VERTEX_STATUS, rule->entity.index);
    edge(graph, graph_vertex(graph, VERTEX_COUNT, rule->level_low), status);
    if (section) {
        size_t block = (section->entity.index + 1) * levels;
        edge(graph, graph_vertex(graph, VERTEX_COUNT, block + rule->level_low), status);
    }
}

static void rule_vertices(struct graph *graph)
{
    struct program *program = graph->program;
    for (size_t i = 0; i < program->rules.count; i++) {
        condition_edges(graph, program->rules.items[i]);
        exception_edges(graph, program->rules.items[i]);
    }
    for (size_t i = 0; i < program->rules.count; i++) {
        const struct rule *rule = program->rules.items[i];
        count_edges(graph, rule);
        if (rule->has_level) {
            uint32_t level = graph_vertex(graph, VERTEX_LEVEL_PLAIN, rule->level_high);
            edge(graph, level, graph_vertex(graph, VERTEX_FAMILY, i));
            edge(graph, level, graph_vertex(graph, VERTEX_INHERITED_PLAIN, i));
        }
    }
}

static void level_vertices(struct graph *graph)
{
    size_t count = graph->program->levels.count;
    for (size_t rank = 0; rank < count; rank++) {
        uint32_t level = graph_vertex(graph, VERTEX_LEVEL, rank);
        uint32_t plain = graph_vertex(graph, VERTEX_LEVEL_PLAIN, rank);
        edge(graph, graph_vertex(graph, VERTEX_LEVELS, 0), level);
        edge(graph, level, plain);
        edge(graph, level, graph_vertex(graph, VERTEX_SCOPE, 0));
        if (rank + 1 < count) {
            edge(graph, plain, graph_vertex(graph, VERTEX_LEVEL_PLAIN, rank + 1));
        }
    }
}

/* ---- results that nothing reads, and what ties facts together */

static void result_edges(struct graph *graph)
{
    struct program *program = graph->program;
    uint32_t from = graph_vertex(graph, VERTEX_RESULTS, 0);
    for (size_t i = 0; i < program->duties.count; i++) {
        const struct duty *duty = program->duties.items[i];
        edges(graph, from, duty->when, false);
        edges(graph, from, duty->unless, false);
        for (size_t d = 0; d < duty->deadlines.count; d++) {
            edges(graph, from, duty->deadlines.items[d].start, false);
        }
    }
    for (size_t i = 0; i < program->checklists.count; i++) {
        const struct checklist *checklist = program->checklists.items[i];
        for (size_t item = 0; item < checklist->items.count; item++) {
            edges(graph, from, checklist->items.items[item].condition, false);
        }
    }
    for (size_t i = 0; i < program->notes.count; i++) {
        edges(graph, from, program->notes.items[i]->when, false);
    }
}

static void tie_edges(struct graph *graph)
{
    struct program *program = graph->program;
    size_t impossibles = program->impossibles.count;
    for (size_t i = 0; i < impossibles; i++) {
        edges(graph, graph_vertex(graph, VERTEX_TIE, i),
              program->impossibles.items[i]->condition, false);
    }
    for (size_t i = 0; i < program->requires.count; i++) {
        edges(graph, graph_vertex(graph, VERTEX_TIE, impossibles + i),
              program->requires.items[i]->condition, false);
    }
}

static void lay_out(struct graph *graph)
{
    const struct program *program = graph->program;
    size_t at = 0;
#define X(kind, size)                    \
    graph->first[kind] = (uint32_t)at;   \
    at += (size);
    VERTICES(X)
#undef X
    graph->first[VERTEX_KINDS] = (uint32_t)at;
    graph->vertices = arena_alloc(program->arena, (at + 1) * sizeof *graph->vertices);
    graph->words = program->levels.count / 64 + 1;
}

struct graph *graph_create(struct program *program)
{
    struct graph *graph = arena_alloc(program->arena, sizeof *graph);
    graph->program = program;
    lay_out(graph);
    definition_plain_edges(graph);
    readings_of_definitions(graph);
    definition_full_edges(graph);
    value_vertices(graph);
    rule_vertices(graph);
    level_vertices(graph);
    result_edges(graph);
    tie_edges(graph);
    return graph;
}

void graph_reach(struct graph *graph, uint32_t start, bool *seen,
                 void (*visit)(void *context, uint32_t vertex), void *context)
{
    struct { VECTOR_OF(uint32_t); } stack = {0};
    if (seen[start]) {
        return;
    }
    seen[start] = true;
    vector_push(graph->program->arena, &stack, start);
    while (stack.count > 0) {
        uint32_t at = stack.items[--stack.count];
        visit(context, at);
        for (size_t i = 0; i < graph->vertices[at].count; i++) {
            uint32_t to = graph->vertices[at].items[i];
            if (!seen[to]) {
                seen[to] = true;
                vector_push(graph->program->arena, &stack, to);
            }
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A depth-first walk with a stack of its own; an edge back into the stack closes a ring. */
#include "meaning/cycle.h"

#include <string.h>

#include "meaning/names.h"
#include "meaning/wording.h"

#define PATH_SHOWN 12 /* steps of a ring that a note lists */

enum color { WHITE, ON_PATH, FINISHED };

struct step {
    uint32_t vertex;
    size_t next;
};

struct search {
    struct graph *graph;
    uint8_t *colors;
    bool *reads_level; /* by vertex */
    bool *reported;    /* the vertex lies on a ring that was reported */
    struct { VECTOR_OF(struct step); } path;
};

static const struct entity *vertex_entity(const struct graph *graph, uint32_t vertex)
{
    const struct program *program = graph->program;
    size_t index;
    switch (graph_kind(graph, vertex, &index)) {
    case VERTEX_FACT:
        return &program->facts.items[index]->entity;
    case VERTEX_FIELD:
        return &program->fields.items[index]->entity;
    case VERTEX_DEFINE:
    case VERTEX_DEFINE_PLAIN:
        return &program->defines.items[index]->entity;
    case VERTEX_GROUP:
    case VERTEX_GROUP_PLAIN:
        return &program->groups.items[index]->entity;
    case VERTEX_DECISION:
        return &program->decisions.items[index]->entity;
    case VERTEX_CONDITION:
    case VERTEX_CONDITION_PLAIN:
    case VERTEX_INHERITED:
    case VERTEX_INHERITED_PLAIN:
    case VERTEX_TRIGGER:
    case VERTEX_STATUS:
    case VERTEX_FAMILY:
        return &program->rules.items[index]->entity;
    default:
        return NULL;
    }
}

static const char *vertex_name(const struct graph *graph, uint32_t vertex)
{
    struct program *program = graph->program;
    const struct entity *entity = vertex_entity(graph, vertex);
    size_t index;
    enum vertex_kind kind = graph_kind(graph, vertex, &index);
    if (entity && entity->kind == ENTITY_RULE) {
        return arena_format(program->arena, "rule `%s`", ((const struct rule *)entity)->label);
    }
    if (entity) {
        return arena_format(program->arena, "`%s`", entity->name);
    }
    switch (kind) {
    case VERTEX_LEVEL:
    case VERTEX_LEVEL_PLAIN:
    case VERTEX_LEVELS:
        return "the level";
    case VERTEX_COUNT:
        return arena_format(program->arena, "the count at level %s",
                            program->levels.items[index % program->levels.count]->label);
    default:
        return "the scope";
    }
}

static const struct entity *ring_entity(const struct search *search, size_t start)
{
    for (size_t i = start; i < search->path.count; i++) {
        const struct entity *entity = vertex_entity(search->graph, search->path.items[i].vertex);
        if (entity) {
            return entity;
        }
    }
    return NULL;
}

/* "`a` reads `b`, which reads ..., which reads `a`"; steps between parts of one thing are left out. */
static void write_ring(const struct search *search, size_t start, struct text *text)
{
    const char *first = vertex_name(search->graph, search->path.items[start].vertex);
    const char *before = first;
    size_t shown = 0;
    text_add(text, first);
    for (size_t i = start + 1; i < search->path.count && shown < PATH_SHOWN; i++) {
        const char *name = vertex_name(search->graph, search->path.items[i].vertex);
        if (strcmp(name, before) != 0) {
            text_format(text, "%s reads %s", shown++ ? ", which" : "", name);
            before = name;
        }
    }
    if (shown == PATH_SHOWN) {
        text_add(text, " and so on");
    }
    if (strcmp(before, first) != 0 || shown == 0) {
        text_format(text, "%s reads %s", shown ? ", which" : "", shown ? first : "itself");
    }
}

static void report(struct search *search, size_t start)
{
    struct program *program = search->graph->program;
    const struct entity *entity = ring_entity(search, start);
    struct span span = entity ? entity_span(entity)
                       : program->scope ? program->scope->span
                                        : SPAN_NOWHERE;
    const char *name = entity && entity->kind == ENTITY_RULE ? ((const struct rule *)entity)->label
                       : entity                              ? entity->name
                                                             : "scope";
    struct text path = {0};
    struct diagnostic *said = diagnostic_report(program->diagnostics, E401_CYCLE, span,
                                                "`%s` depends on itself", name);
    write_ring(search, start, &path);
    diagnostic_note(program->diagnostics, said, "%s", text_string(&path));
    diagnostic_help(program->diagnostics, said, "leave one of these out of what the next one reads");
    text_clear(&path);
}

static void close_ring(struct search *search, uint32_t to)
{
    size_t start = search->path.count;
    bool known = false;
    do {
        start--;
        known = known || search->reported[search->path.items[start].vertex];
    } while (search->path.items[start].vertex != to);
    if (known) {
        return; /* one mistake may close many rings */
    }
    for (size_t i = start; i < search->path.count; i++) {
        /* rings through the level are told apart by what else lies on them */
        uint32_t at = search->path.items[i].vertex;
        search->reported[at] = vertex_entity(search->graph, at) != NULL;
    }
    report(search, start);
}

static bool is_level(const struct graph *graph, uint32_t vertex)
{
    size_t index;
    enum vertex_kind kind = graph_kind(graph, vertex, &index);
    return kind == VERTEX_LEVEL || kind == VERTEX_LEVELS;
}

static void enter(struct search *search, uint32_t vertex)
{
    search->colors[vertex] = ON_PATH;
    search->reads_level[vertex] = is_level(search->graph, vertex);
    vector_push(search->graph->program->arena, &search->path, (struct step){vertex, 0});
}

static void follow(struct search *search, struct step *top)
{
    uint32_t from = top->vertex;
    uint32_t to = search->graph->vertices[from].items[top->next++];
    if (search->colors[to] == WHITE) {
        enter(search, to);
    } else if (search->colors[to] == ON_PATH) {
        close_ring(search, to);
    } else {
        search->reads_level[from] = search->reads_level[from] || search->reads_level[to];
    }
}

static void leave(struct search *search)
{
    uint32_t done = search->path.items[--search->path.count].vertex;
    search->colors[done] = FINISHED;
    if (search->path.count > 0) {
        uint32_t below = search->path.items[search->path.count - 1].vertex;
        search->reads_level[below] = search->reads_level[below] || search->reads_level[done];
    }
}

static void search_from(struct search *search, uint32_t start)
{
    enter(search, start);
    while (search->path.count > 0) {
        struct step *top = &search->path.items[search->path.count - 1];
        if (top->next < search->graph->vertices[top->vertex].count) {
            follow(search, top);
        } else {
            leave(search);
        }
    }
}

/* ---- the level read against its own direction */

static bool leads_to_level(const struct rule *rule)
{
    if (rule->has_level || (rule->excepts && rule->excepts->has_level)) {
        return true;
    }
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        if (rule->exceptions.items[i]->has_level) {
            return true;
        }
    }
    return false;
}

static void check_direction(struct graph *graph, const struct rule *rule)
{
    struct program *program = graph->program;
    if (!leads_to_level(rule)) {
        return;
    }
    struct reading reading = graph_reading(graph, rule->condition, rule->unless);
    bool negative = !reading_is_empty(graph, reading.negative);
    bool exception = rule->is_exception && !reading_is_empty(graph, reading.positive);
    if (!negative && !exception) {
        return;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E401_CYCLE,
                          rule->condition ? rule->condition->span : rule->entity.decl->span,
                          "rule `%s` asks that the level be low, and the level asks this rule",
                          rule->label);
    diagnostic_note(program->diagnostics, said,
                    exception ? "an exception takes back a level, so it cannot rest on one"
                              : "what a rule adds to the level may only rest on `level >= ...`");
    diagnostic_help(program->diagnostics, said,
                    "name the facts that are meant instead of the level");
}

static void set_reads_level(const struct search *search)
{
    const struct graph *graph = search->graph;
    for (uint32_t at = 0; at < graph->first[VERTEX_KINDS]; at++) {
        size_t index;
        enum vertex_kind kind = graph_kind(graph, at, &index);
        bool whole = kind == VERTEX_FACT || kind == VERTEX_FIELD || kind == VERTEX_DEFINE || kind == VERTEX_GROUP ||
                     kind == VERTEX_DECISION || kind == VERTEX_CONDITION;
        if (whole && search->reads_level[at]) {
            /* the entity is the program's own, found again through its vertex */
            union {
                const struct entity *shared;
                struct entity *own;
            } same = {vertex_entity(graph, at)};
            same.own->reads_level = true;
        }
    }
}

void cycles_check(struct graph *graph)
{
    struct arena *arena = graph->program->arena;
    size_t count = graph->first[VERTEX_KINDS];
    struct search search = {.graph = graph};
    search.colors = arena_alloc(arena, count + 1);
    search.reads_level = arena_alloc(arena, count + 1);
    search.reported = arena_alloc(arena, count + 1);
    for (uint32_t at = 0; at < count; at++) {
        if (search.colors[at] == WHITE) {
            search_from(&search, at);
        }
    }
    set_reads_level(&search);
    for (size_t i = 0; i < graph->program->rules.count; i++) {
        check_direction(graph, graph->program->rules.items[i]);
    }
}

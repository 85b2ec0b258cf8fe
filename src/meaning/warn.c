/* SPDX-License-Identifier: Apache-2.0 */
/* Walks from results to what they rest on, then looks at what was never reached. */
#include "meaning/warn.h"

#include "meaning/alike.h"
#include "meaning/hiding.h"
#include "meaning/names.h"
#include "meaning/summary.h"
#include "meaning/type.h"

/* ---- facts that are read */

struct reader {
    struct graph *graph;
    bool *seen;
    struct { VECTOR_OF(uint32_t); } *ties; /* by fact: what is said to be impossible or required of it */
    struct { VECTOR_OF(uint32_t); } waiting;
};

static void mark_fact(void *context, uint32_t vertex)
{
    struct reader *reader = context;
    struct program *program = reader->graph->program;
    size_t index;
    summary_mark_list(reader->graph, vertex);
    enum vertex_kind kind = graph_kind(reader->graph, vertex, &index);
    if (kind == VERTEX_FIELD) {
        program->fields.items[index]->is_read = true;
    }
    if (kind != VERTEX_FACT) {
        return;
    }
    program->facts.items[index]->is_read = true;
    for (size_t i = 0; i < reader->ties[index].count; i++) {
        vector_push(program->arena, &reader->waiting, reader->ties[index].items[i]);
    }
}

static void list_ties(struct reader *reader)
{
    struct graph *graph = reader->graph;
    uint32_t end = graph->first[VERTEX_TIE + 1];
    for (uint32_t tie = graph->first[VERTEX_TIE]; tie < end; tie++) {
        const struct vertex *vertex = &graph->vertices[tie];
        for (size_t i = 0; i < vertex->count; i++) {
            size_t index;
            if (graph_kind(graph, vertex->items[i], &index) == VERTEX_FACT) {
                vector_push(graph->program->arena, &reader->ties[index], tie);
            }
        }
    }
}

static void reach(struct reader *reader, enum vertex_kind kind)
{
    struct graph *graph = reader->graph;
    for (uint32_t at = graph->first[kind]; at < graph->first[kind + 1]; at++) {
        graph_reach(graph, at, reader->seen, mark_fact, reader);
    }
}

void facts_mark_read(struct graph *graph)
{
    struct arena *arena = graph->program->arena;
    struct reader reader = {.graph = graph};
    reader.seen = arena_alloc(arena, graph->first[VERTEX_KINDS] + 1);
    reader.ties = arena_alloc(arena, (graph->program->facts.count + 1) * sizeof *reader.ties);
    list_ties(&reader);
    reach(&reader, VERTEX_CONDITION);
    reach(&reader, VERTEX_DECISION);
    reach(&reader, VERTEX_SCOPE);
    reach(&reader, VERTEX_RESULTS);
    while (reader.waiting.count > 0) {
        uint32_t tie = reader.waiting.items[--reader.waiting.count];
        graph_reach(graph, tie, reader.seen, mark_fact, &reader);
    }
}

/* ---- is known on the way to a level */

static void warn_known(struct program *program, const struct node *node)
{
    if (!node) {
        return;
    }
    if (node->kind == NODE_IS_KNOWN && !type_is_error(node->child->type)) {
        struct diagnostic *said = diagnostic_report(
            program->diagnostics, W503_KNOWN_REACHES_LEVEL, node->span,
            "the level depends on whether `%s` is known", node->child->name);
        diagnostic_note(program->diagnostics, said,
                        "filling in what is not known then changes the level in ways that the "
                        "range does not show");
        diagnostic_help(program->diagnostics, said,
                        "leave it out: a level that is not certain is reported as a range");
        return;
    }
    for (const struct node *child = node->child; child; child = child->next) {
        warn_known(program, child);
    }
}

static void warn_known_in_decision(struct program *program, const struct decision *decision)
{
    warn_known(program, decision->is);
    for (size_t i = 0; i < decision->rows.count; i++) {
        warn_known(program, decision->rows.items[i].value);
        warn_known(program, decision->rows.items[i].condition);
        warn_known(program, decision->rows.items[i].unless);
    }
}

static void visit_known(void *context, uint32_t vertex)
{
    struct graph *graph = context;
    struct program *program = graph->program;
    size_t index;
    switch (graph_kind(graph, vertex, &index)) {
    case VERTEX_FACT:
        warn_known(program, program->facts.items[index]->from);
        break;
    case VERTEX_FIELD:
        warn_known(program, program->fields.items[index]->from);
        break;
    case VERTEX_DEFINE_PLAIN:
        warn_known(program, program->defines.items[index]->expression);
        break;
    case VERTEX_GROUP_PLAIN:
        warn_known(program, program->groups.items[index]->elements);
        break;
    case VERTEX_DECISION:
        warn_known_in_decision(program, program->decisions.items[index]);
        break;
    case VERTEX_CONDITION_PLAIN:
        warn_known(program, program->rules.items[index]->condition);
        warn_known(program, program->rules.items[index]->unless);
        break;
    case VERTEX_SCOPE:
        warn_known(program, program->scope);
        break;
    default:
        break;
    }
}

static void warn_known_levels(struct graph *graph)
{
    bool *seen = arena_alloc(graph->program->arena, graph->first[VERTEX_KINDS] + 1);
    graph_reach(graph, graph_vertex(graph, VERTEX_LEVELS, 0), seen, visit_known, graph);
}

/* ---- names that nothing uses */

static struct diagnostic *warn_unused(struct program *program, const struct entity *entity)
{
    return diagnostic_report(program->diagnostics, W501_UNUSED, entity_span(entity),
                             "nothing uses %s `%s`",
                             entity_noun(entity->kind), entity->name);
}

static void warn_unused_facts(struct program *program)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        if (!fact->from_vocabulary && !fact->is_builtin && !fact->is_read &&
            !fact->entity.used) {
            warn_unused(program, &fact->entity);
        }
    }
}

/* Of lists that are used: of others all is said. An event's date need not be. */
static void warn_unused_fields(struct program *program)
{
    for (size_t i = 0; i < program->fields.count; i++) {
        const struct fact *field = program->fields.items[i];
        if (!field->from_vocabulary && field->list->is_read && !field->entity.used &&
            field->entity.decl->kind == NODE_FIELD) {
            struct diagnostic *said = warn_unused(program, &field->entity);
            diagnostic_label(program->diagnostics, said, entity_span(&field->list->entity),
                             "a field of this list");
        }
    }
}

#define WARN_ALL(program, vector)                                             \
    for (size_t i_ = 0; i_ < (program)->vector.count; i_++) {                 \
        if (!(program)->vector.items[i_]->entity.used &&                      \
            (program)->vector.items[i_]->entity.name) {                       \
            warn_unused((program), &(program)->vector.items[i_]->entity);     \
        }                                                                     \
    }

/* Guidance lists contacts that no duty leads to; a citation says that it does. */
static void warn_unused_contacts(struct program *program)
{
    for (size_t i = 0; i < program->contacts.count; i++) {
        const struct entity *contact = &program->contacts.items[i]->entity;
        if (!contact->used && contact->cites.count == 0) {
            struct diagnostic *said = warn_unused(program, contact);
            diagnostic_help(program->diagnostics, said,
                            "let a duty lead to it, or cite where the guidance lists it");
        }
    }
}

static void warn_idle_duties(struct program *program)
{
    for (size_t i = 0; i < program->duties.count; i++) {
        const struct duty *duty = program->duties.items[i];
        if (!duty->when && !duty->from_rule) {
            struct diagnostic *said = warn_unused(program, &duty->entity);
            diagnostic_help(program->diagnostics, said,
                            "say when it is owed with `when ...`, or let a rule lead to it");
        }
    }
}

static void warn_empty_places(struct program *program)
{
    for (size_t i = 0; i < program->sections.count; i++) {
        const struct entity *section = &program->sections.items[i]->entity;
        if (!section->used) {
            diagnostic_report(program->diagnostics, W509_EMPTY_PLACE,
                              entity_span(section), "section `%s` is empty",
                              section->name);
        }
    }
    for (size_t i = 0; i < program->topics.count; i++) {
        const struct entity *topic = &program->topics.items[i]->entity;
        if (!topic->used) {
            diagnostic_report(program->diagnostics, W509_EMPTY_PLACE, entity_span(topic),
                              "topic `%s` has no rules", topic->name);
        }
    }
}

static void warn_empty_checklists(struct program *program)
{
    for (size_t i = 0; i < program->checklists.count; i++) {
        const struct checklist *checklist = program->checklists.items[i];
        if (checklist->items.count == 0) {
            diagnostic_report(program->diagnostics, W509_EMPTY_PLACE,
                              entity_span(&checklist->entity), "checklist `%s` has no items",
                              checklist->entity.name);
        }
    }
}

static void warn_idle_examples(struct program *program)
{
    for (size_t i = 0; i < program->examples.count; i++) {
        const struct entity *example = &program->examples.items[i]->entity;
        if (!node_child(example->decl, NODE_EXPECT)) {
            struct diagnostic *said =
                diagnostic_report(program->diagnostics, W511_IDLE_EXAMPLE, entity_span(example),
                                  "example `%s` expects nothing, so it cannot fail", example->name);
            diagnostic_help(program->diagnostics, said, "say what comes out: `expect level ...`");
        }
    }
}

static void warn_empty_levels(struct program *program)
{
    bool *led_to = arena_alloc(program->arena, program->levels.count + 1);
    for (size_t i = 0; i < program->rules.count; i++) {
        const struct rule *rule = program->rules.items[i];
        if (rule->has_level) {
            led_to[rule->level_low] = led_to[rule->level_high] = true;
        }
    }
    for (size_t rank = 1; rank < program->levels.count; rank++) {
        const struct level *level = program->levels.items[rank];
        if (!led_to[rank]) {
            struct diagnostic *said =
                diagnostic_report(program->diagnostics, W508_EMPTY_LEVEL,
                                  level->entity.decl->span, "no rule leads to level %s",
                                  level->label);
            diagnostic_help(program->diagnostics, said, "write a rule for it, or leave it out");
        }
    }
}

/* In a file with errors much is unused only because what uses it could not be read. */
void warnings_check(struct graph *graph)
{
    struct program *program = graph->program;
    if (program->kind != PROGRAM_RULESET) {
        return;
    }
    warn_known_levels(graph);
    hiding_check(graph);
    if (program->diagnostics->errors > 0) {
        return;
    }
    alike_check(program);
    warn_unused_facts(program);
    warn_unused_fields(program);
    WARN_ALL(program, types);
    WARN_ALL(program, parameters);
    WARN_ALL(program, defines);
    WARN_ALL(program, groups);
    warn_unused_contacts(program);
    warn_idle_duties(program);
    warn_empty_places(program);
    warn_empty_checklists(program);
    warn_idle_examples(program);
    if (!program->amends_name) {
        warn_empty_levels(program);
    }
}

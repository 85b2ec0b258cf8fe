/* SPDX-License-Identifier: Apache-2.0 */
/* Headers, levels, the built-in fact `authority`. */
#include "meaning/header.h"

#include <stdlib.h>

#include "meaning/citation.h"
#include "meaning/names.h"
#include "meaning/type.h"
#include "meaning/wording.h"

const struct node *header_node(const struct node *file)
{
    for (const struct node *node = file->child; node; node = node->next) {
        if (node->kind == NODE_RULESET || node->kind == NODE_VOCABULARY ||
            node->kind == NODE_CALENDAR) {
            return node;
        }
    }
    return NULL;
}

static struct header_dates dates_of(const struct node *line)
{
    struct header_dates dates = {0};
    const struct node *from = line ? node_child(line, NODE_DATE) : NULL;
    const struct node *to = from ? node_next(from, NODE_DATE) : NULL;
    if (from) {
        dates.has_from = true;
        dates.from = (int32_t)from->value.integer;
    }
    if (to) {
        dates.has_to = true;
        dates.to = (int32_t)to->value.integer;
    }
    return dates;
}

struct header_dates header_dates(const struct node *file)
{
    const struct node *header = header_node(file);
    return dates_of(header ? node_child(header, NODE_IN_FORCE) : NULL);
}

static void once(struct program *program, const struct node *header, enum node_kind kind)
{
    const struct node *first = node_child(header, kind);
    const struct node *second = first ? node_next(first, kind) : NULL;
    if (second) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E411_HEADER_TWICE, second->span,
                              "the header says `%s` twice", node_kind_noun(kind));
        diagnostic_label(program->diagnostics, said, first->span, "first said here");
    }
}

static void declare_dates(struct program *program, const struct node *header)
{
    const struct node *line = node_child(header, NODE_IN_FORCE);
    struct header_dates dates = dates_of(line);
    program->has_from = dates.has_from;
    program->has_to = dates.has_to;
    program->in_force_from = dates.from;
    program->in_force_to = dates.to;
    if (dates.has_to && dates.to < dates.from) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E405_IN_FORCE, line->span,
                              "the ruleset ends before it begins to be in force");
        diagnostic_help(program->diagnostics, said, "write the earlier date first");
    }
}

static void declare_authority(struct program *program, struct node *line)
{
    struct fact *fact = arena_alloc(program->arena, sizeof *fact);
    struct choice *choice = arena_alloc(program->arena, sizeof *choice);
    choice->name = symbol_of(program->symbols, "authority");
    choice->values = arena_alloc(program->arena, node_count(line) * sizeof *choice->values);
    for (const struct node *name = line->child; name; name = name->next) {
        if (choice_find(choice, name->name) >= 0) {
            diagnostic_report(program->diagnostics, E202_TWICE, name->span,
                              "`%s` is listed twice", name->name);
            continue;
        }
        choice->values[choice->count++] = (struct choice_value){name->name, NULL};
        vector_push(program->arena, &program->authorities, name->name);
        table_set(&program->names->choice_values, name->name, choice);
    }
    static const char title[] = "The authority that decides";
    struct type *type = arena_alloc(program->arena, sizeof *type);
    *type = (struct type){
        .kind = TYPE_CHOICE, .choice = choice, .high = (int64_t)choice->count - 1};
    fact->entity = (struct entity){.kind = ENTITY_FACT,
                                   .name = choice->name,
                                   .decl = line,
                                   .title = arena_copy(program->arena, title, sizeof title - 1),
                                   .index = program->facts.count};
    fact->type = type;
    fact->is_builtin = true;
    program->authority = fact;
    vector_push(program->arena, &program->facts, fact);
    names_declare(program, SPACE_VALUE, &fact->entity);
}

bool header_check_authority(struct program *program, const struct node *node)
{
    for (size_t i = 0; i < program->authorities.count; i++) {
        if (program->authorities.items[i] == node->name) {
            return true;
        }
    }
    struct near_names near;
    near_names_start(&near, node->name);
    for (size_t i = 0; i < program->authorities.count; i++) {
        near_names_offer(&near, program->authorities.items[i]);
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E208_UNKNOWN_AUTHORITY, node_name_span(node),
                          "the ruleset does not apply to `%s`", node->name);
    const char *help = near_names_help(&near, program->arena);
    if (help) {
        diagnostic_help(program->diagnostics, said, "%s", help);
    }
    return false;
}

static void read_label(struct level *level)
{
    char *end;
    unsigned long number = strtoul(level->label, &end, 10);
    level->number = number > UINT32_MAX ? UINT32_MAX : (unsigned)number;
    level->letter = *end;
}

static int level_order(const struct level *a, const struct level *b)
{
    if (a->number != b->number) {
        return a->number < b->number ? -1 : 1;
    }
    return (a->letter > b->letter) - (a->letter < b->letter);
}

static void check_order(struct program *program, const struct level *level)
{
    const struct level *before = program->levels.items[program->levels.count - 1];
    if (level_order(before, level) > 0) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E404_LEVEL_ORDER, level->entity.decl->span,
                              "level %s comes after level %s", level->label, before->label);
        diagnostic_label(program->diagnostics, said, before->entity.decl->span,
                         "the level before it");
        diagnostic_help(program->diagnostics, said, "list the levels from the lowest up");
    }
}

/* A level is found by its label and by its name. */
static void declare_level_name(struct program *program, struct level *level)
{
    if (level->entity.name) {
        names_declare(program, SPACE_LEVEL, &level->entity);
    }
    struct entity *same = names_get(program, SPACE_LEVEL, level->label);
    if (!same) {
        table_set(&program->names->spaces[SPACE_LEVEL], level->label, &level->entity);
        return;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E202_TWICE, level->entity.decl->span,
                          "level %s is declared twice", level->label);
    diagnostic_label(program->diagnostics, said, same->decl->span, "first declared here");
}

static void declare_level(struct program *program, const struct node *node)
{
    struct level *level = arena_alloc(program->arena, sizeof *level);
    const struct node *was = node_child(node, NODE_WAS_LEVEL);
    level->entity = (struct entity){.kind = ENTITY_LEVEL,
                                    .name = node->name,
                                    .decl = node,
                                    .title = node_child_text(node, NODE_TITLE),
                                    .index = program->levels.count};
    level->label = symbol_of(program->symbols, node->value.text ? node->value.text : "");
    level->rank = program->levels.count;
    level->was = was ? symbol_of(program->symbols, was->value.text) : NULL;
    read_label(level);
    citations_collect(program, node, NULL, &level->entity.cites);
    if (program->levels.count > 0) {
        check_order(program, level);
    }
    declare_level_name(program, level);
    vector_push(program->arena, &program->levels, level);
}

static void declare_levels(struct program *program)
{
    for (const struct node *node = node_child(program->tree, NODE_LEVEL); node;
         node = node_next(node, NODE_LEVEL)) {
        declare_level(program, node);
    }
    struct type *type = arena_alloc(program->arena, sizeof *type);
    type->kind = TYPE_LEVEL;
    type->high = (int64_t)program->levels.count - 1;
    program->level_type = program->levels.count > 0 ? type : &program->builtin.error;
}

static void declare_lines(struct program *program, const struct node *header)
{
    static const enum node_kind single[] = {NODE_APPLIES_TO, NODE_IN_FORCE, NODE_USES_CALENDAR,
                                            NODE_SCOPE, NODE_EACH};
    for (size_t i = 0; i < sizeof single / sizeof *single; i++) {
        once(program, header, single[i]);
    }
    for (const struct node *line = node_child(header, NODE_SOURCE); line;
         line = node_next(line, NODE_SOURCE)) {
        vector_push(program->arena, &program->documents, line->value.text);
    }
    struct node *authorities = node_child(header, NODE_APPLIES_TO);
    if (authorities) {
        declare_authority(program, authorities);
    }
    declare_dates(program, header);
    program->scope_node = node_child(header, NODE_SCOPE);
    if (program->scope_node) {
        program->scope = node_inside(node_child(program->scope_node, NODE_IF));
    }
}

void header_declare(struct program *program)
{
    const struct node *header = header_node(program->tree);
    program->level_type = &program->builtin.error;
    if (!header) {
        return;
    }
    program->kind = header->kind == NODE_VOCABULARY ? PROGRAM_VOCABULARY
                    : header->kind == NODE_CALENDAR ? PROGRAM_CALENDAR
                                                    : PROGRAM_RULESET;
    program->name = header->name;
    program->title = node_child_text(header, NODE_TITLE);
    if (header->kind == NODE_RULESET) {
        program->version = header->value.text;
        declare_lines(program, header);
        declare_levels(program);
    }
}

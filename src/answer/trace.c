/* SPDX-License-Identifier: Apache-2.0 */
/* Reading an inventory, and walking the statements of a program for what they cite. */
#include "answer/trace.h"

#include <stdlib.h>
#include <string.h>

#include "meaning/citation.h"

enum column { COLUMN_ITEM, COLUMN_KIND, COLUMN_LEVEL, COLUMN_DOMAIN, COLUMN_TEXT, COLUMNS };

static const char *const column_names[COLUMNS] = {"item", "kind", "level", "domain", "text"};

/* ------------------------------------------------------------------------------ the inventory */

static symbol item_symbol(const struct trace *trace, const char *document, const char *place)
{
    const char *item = arena_format(trace->arena, "%s/%s", document, place);
    return symbol_of(trace->symbols, item);
}

static const char *document_of(struct trace *trace, const char *item, size_t length)
{
    for (size_t i = 0; i < trace->documents.count; i++) {
        const char *known = trace->documents.items[i];
        if (strlen(known) == length && memcmp(known, item, length) == 0) {
            return known;
        }
    }
    const char *document = arena_copy(trace->arena, item, length);
    vector_push(trace->arena, &trace->documents, document);
    return document;
}

static bool fail(struct csv_failure *failure, size_t line, const char *message)
{
    *failure = (struct csv_failure){line, message};
    return false;
}

static bool read_row(struct trace *trace, const struct csv_row *from, struct inventory_row *row,
                     struct csv_failure *failure)
{
    const char *item = from->cells[COLUMN_ITEM];
    const char *slash = strchr(item, '/');
    if (!slash || slash == item || !slash[1]) {
        return fail(failure, from->line,
                    arena_format(trace->arena,
                                 "item '%s' is not a document, a slash and a place in it", item));
    }
    *row = (struct inventory_row){.document = document_of(trace, item, (size_t)(slash - item)),
                                  .place = slash + 1,
                                  .kind = from->cells[COLUMN_KIND],
                                  .level = from->cells[COLUMN_LEVEL],
                                  .domain = from->cells[COLUMN_DOMAIN],
                                  .text = from->cells[COLUMN_TEXT],
                                  .line = from->line};
    return true;
}

static bool index_row(struct trace *trace, struct inventory_row *row, struct csv_failure *failure)
{
    symbol item = item_symbol(trace, row->document, row->place);
    const struct inventory_row *earlier = table_get(&trace->by_item, item);
    if (earlier) {
        return fail(failure, row->line,
                    arena_format(trace->arena, "item '%s' stands on line %zu, too", item,
                                 earlier->line));
    }
    table_set(&trace->by_item, item, row);
    return true;
}

static bool read_rows(struct trace *trace, const struct csv_rows *rows, struct csv_failure *failure)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (!read_row(trace, &rows->items[i], vector_add(trace->arena, &trace->rows), failure)) {
            return false;
        }
    }
    for (size_t i = 0; i < trace->rows.count; i++) {
        if (!index_row(trace, &trace->rows.items[i], failure)) {
            return false;
        }
    }
    return rows->count > 0 || fail(failure, 1, "there are no items below the header");
}

struct trace *trace_create(struct arena *arena, const char *bytes, size_t length,
                           struct csv_failure *ret_failure)
{
    struct csv_rows rows = {0};
    struct trace *trace = arena_alloc(arena, sizeof *trace);
    trace->arena = arena;
    trace->symbols = symbol_table_create(arena);
    trace->by_item.arena = arena;
    return csv_read(arena, bytes, length, column_names, COLUMNS, &rows, ret_failure) &&
                   read_rows(trace, &rows, ret_failure)
               ? trace
               : NULL;
}

/* ------------------------------------------------------------------------------- the citations */

static bool is_of_inventory(const struct trace *trace, const char *document)
{
    for (size_t i = 0; i < trace->documents.count; i++) {
        if (strcmp(trace->documents.items[i], document) == 0) {
            return true;
        }
    }
    return false;
}

static size_t rows_below(const struct trace *trace, const struct citation *citation)
{
    size_t length = strlen(citation->item), count = 0;
    for (size_t i = 0; i < trace->rows.count; i++) {
        const struct inventory_row *row = &trace->rows.items[i];
        count += strcmp(row->document, citation->document) == 0 &&
                 strncmp(row->place, citation->item, length) == 0 && row->place[length] == '/';
    }
    return count;
}

static const char *help_with(const struct trace *trace, const struct citation *citation)
{
    size_t below = rows_below(trace, citation);
    struct near_names near;
    if (below > 0) {
        return arena_format(trace->arena, "%zu row%s below it: cite %s", below,
                            below == 1 ? " lies" : "s lie",
                            below == 1 ? "that one" : "each by itself");
    }
    near_names_start(&near, citation->item);
    for (size_t i = 0; i < trace->rows.count; i++) {
        if (strcmp(trace->rows.items[i].document, citation->document) == 0) {
            near_names_offer(&near, trace->rows.items[i].place);
        }
    }
    return near_names_help(&near, trace->arena);
}

/* Rulesets that share a vocabulary share the statements in it. */
static bool is_same(const struct citer *a, const struct citer *b)
{
    const struct source_set *in_a = a->program->sources, *in_b = b->program->sources;
    return a->span.begin == b->span.begin && strcmp(a->name, b->name) == 0 &&
           strcmp(source_path(in_a, a->span.file), source_path(in_b, b->span.file)) == 0;
}

static void add_citer(struct trace *trace, struct citers *citers, const struct citer *citer)
{
    for (size_t i = 0; i < citers->count; i++) {
        if (is_same(&citers->items[i], citer)) {
            return;
        }
    }
    vector_push(trace->arena, citers, *citer);
}

static void add_citation(struct trace *trace, const struct citation *citation, struct citer citer)
{
    citer.span = citation->span;
    if (!citation->document || !citation->item || !is_of_inventory(trace, citation->document)) {
        return;
    }
    struct inventory_row *row =
        table_get(&trace->by_item, item_symbol(trace, citation->document, citation->item));
    if (row) {
        add_citer(trace, &row->citers, &citer);
    } else {
        vector_push(trace->arena, &trace->strays,
                    (struct stray_citation){citation, citer, help_with(trace, citation)});
    }
}

static void add_citations(struct trace *trace, const struct citations *cites, struct citer citer)
{
    for (size_t i = 0; i < cites->count; i++) {
        add_citation(trace, &cites->items[i], citer);
    }
}

/* What an author would call it; notes and the like have no name, their text has to do. */
static const char *name_of(const struct entity *entity)
{
    switch (entity->kind) {
    case ENTITY_RULE:
        return ((const struct rule *)entity)->label;
    case ENTITY_LEVEL:
        return ((const struct level *)entity)->label;
    default:
        return entity->name ? entity->name : entity->title ? entity->title : "";
    }
}

static struct citer citer_of(const struct program *program, const struct entity *entity)
{
    bool is_telling = entity->kind == ENTITY_NOTE || entity->kind == ENTITY_BACKGROUND ||
                      entity->kind == ENTITY_EXAMPLE;
    bool excepts = entity->kind == ENTITY_RULE && ((const struct rule *)entity)->is_exception;
    return (struct citer){.program = program,
                          .noun = excepts ? "exception" : entity_noun(entity->kind),
                          .name = name_of(entity),
                          .is_telling = is_telling};
}

static void add_entity(struct trace *trace, const struct program *program,
                       const struct entity *entity)
{
    add_citations(trace, &entity->cites, citer_of(program, entity));
}

/* A row that a rule's outcome made has the citations of that rule. */
static void add_decision(struct trace *trace, const struct program *program,
                         const struct decision *decision)
{
    struct citer citer = citer_of(program, &decision->entity);
    add_entity(trace, program, &decision->entity);
    citer.noun = "row of decision";
    for (size_t i = 0; i < decision->rows.count; i++) {
        if (!decision->rows.items[i].rule) {
            add_citations(trace, &decision->rows.items[i].cites, citer);
        }
    }
}

static void add_checklist(struct trace *trace, const struct program *program,
                          const struct checklist *checklist)
{
    struct citer citer = citer_of(program, &checklist->entity);
    add_entity(trace, program, &checklist->entity);
    citer.noun = "item of checklist";
    for (size_t i = 0; i < checklist->items.count; i++) {
        const struct checklist_item *item = &checklist->items.items[i];
        citer.name = arena_format(trace->arena, "%s, %s", checklist->entity.name, item->name);
        add_citations(trace, &item->cites, citer);
    }
}

/* A fact of a vocabulary speaks for a ruleset only where the ruleset reads it. */
static void add_facts(struct trace *trace, const struct program *program)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        if (!fact->from_vocabulary || fact->is_read) {
            add_entity(trace, program, &fact->entity);
        }
    }
}

static void add_scope(struct trace *trace, struct program *program)
{
    struct citations cites = {0};
    if (program->scope_node) {
        citations_collect(program, program->scope_node, NULL, &cites);
        add_citations(trace, &cites,
                      (struct citer){.program = program, .noun = "scope", .name = ""});
    }
}

#define PLAIN_ARRAYS(X)                                                                        \
    X(levels) X(parameters) X(defines) X(groups) X(rules) X(contacts) X(duties) X(notes)       \
    X(impossibles) X(requires) X(backgrounds) X(examples) X(claims) X(changes) X(accepts)

void trace_add(struct trace *trace, struct program *program)
{
    vector_push(trace->arena, &trace->programs, program);
    add_scope(trace, program);
    add_facts(trace, program);
#define X(array)                                                                \
    for (size_t i = 0; i < program->array.count; i++) {                         \
        add_entity(trace, program, &program->array.items[i]->entity);           \
    }
    PLAIN_ARRAYS(X)
#undef X
    for (size_t i = 0; i < program->decisions.count; i++) {
        add_decision(trace, program, program->decisions.items[i]);
    }
    for (size_t i = 0; i < program->checklists.count; i++) {
        add_checklist(trace, program, program->checklists.items[i]);
    }
}

/* ------------------------------------------------------------------------------------ counting */

bool row_is_only_told(const struct inventory_row *row)
{
    bool decides = strcmp(row->kind, "indicator") == 0 || strcmp(row->kind, "definition") == 0;
    for (size_t i = 0; i < row->citers.count; i++) {
        decides = decides && row->citers.items[i].is_telling;
    }
    return decides && row->citers.count > 0;
}

static void count_row(struct trace_count *count, const struct inventory_row *row)
{
    count->rows++;
    count->cited += row->citers.count > 0;
    count->told += row_is_only_told(row);
}

static struct trace_count *count_for(struct trace *trace, const struct inventory_row *row)
{
    for (size_t i = 0; i < trace->counts.count; i++) {
        struct trace_count *count = &trace->counts.items[i];
        if (strcmp(count->kind, row->kind) == 0 && strcmp(count->level, row->level) == 0) {
            return count;
        }
    }
    struct trace_count *count = vector_add(trace->arena, &trace->counts);
    *count = (struct trace_count){.kind = row->kind, .level = row->level};
    return count;
}

static int compare_counts(const void *a, const void *b)
{
    const struct trace_count *left = a, *right = b;
    int order = strcmp(left->kind, right->kind);
    return order ? order : strcmp(left->level, right->level);
}

void trace_count(struct trace *trace)
{
    for (size_t i = 0; i < trace->rows.count; i++) {
        count_row(&trace->total, &trace->rows.items[i]);
        count_row(count_for(trace, &trace->rows.items[i]), &trace->rows.items[i]);
    }
    if (trace->counts.count > 1) {
        qsort(trace->counts.items, trace->counts.count, sizeof *trace->counts.items,
              compare_counts);
    }
}

bool trace_reaches(const struct trace *trace, unsigned percent)
{
    return trace->total.cited * 100 >= trace->total.rows * percent;
}

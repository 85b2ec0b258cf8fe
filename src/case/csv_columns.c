/* SPDX-License-Identifier: Apache-2.0 */
/* The names of a header. */
#include "case/csv_columns.h"

#include <string.h>
#include <strings.h>

#include "meaning/each.h"
#include "meaning/type.h"

static const struct {
    const char *name;
    enum column_kind kind;
} keys[] = {
    {"case", COLUMN_ID},
    {"on", COLUMN_KEY},
    {"at", COLUMN_KEY},
    {"authority", COLUMN_KEY},
    {"otherwise", COLUMN_CLOSING},
    {"nothing_else_in", COLUMN_SECTIONS},
    {"judgement.level", COLUMN_JUDGEMENT},
    {"judgement.by", COLUMN_JUDGEMENT},
    {"judgement.why", COLUMN_JUDGEMENT},
};

#define KEYS (sizeof keys / sizeof *keys)

/* --------------------------------------------------------------------------------------- header */

static bool has_mark(const struct csv_line *header, char mark)
{
    return header->count > 0 && strchr(header->items[0].text, mark);
}

static bool reject_without_id(struct case_reading *reading, const struct csv_line *header)
{
    const char *help = "name the column that holds the name or number of the case `case`";
    const char *like_it = NULL;
    for (size_t i = 0; i < header->count; i++) {
        like_it = strcasecmp(header->items[i].text, "case") == 0 ? header->items[i].text : like_it;
    }
    if (like_it) {
        help = arena_format(reading->arena, "write `case`, not `%s`", like_it);
    } else if (has_mark(header, ';') || has_mark(header, '\t')) {
        help = "its cells are parted by semicolons or tabs: save the table with commas";
    }
    return case_reject(reading, E625_TABLE_ROW, header->offset, help,
                       "the table has no column \"case\"");
}

static size_t find_column(const struct csv_columns *columns, const char *name)
{
    size_t at = 0;
    while (at < columns->count && strcmp(columns->items[at].name, name) != 0) {
        at++;
    }
    return at;
}

static size_t find_group(const struct csv_columns *columns, const char *owner)
{
    size_t at = 0;
    while (at < columns->count
           && (columns->items[at].kind == COLUMN_ELSEWHERE || strcmp(columns->items[at].owner, owner) != 0)) {
        at++;
    }
    return at;
}

static bool add_column(struct csv_columns *columns, struct case_reading *reading,
                       const struct csv_cell *cell)
{
    const char *dot = strchr(cell->text, '.');
    struct csv_column column = {.name = cell->text, .offset = cell->offset, .owner = cell->text};
    if (!*cell->text) {
        return case_reject(reading, E625_TABLE_ROW, cell->offset,
                           "each column has its name in the first line", "a column without a name");
    }
    if (find_column(columns, cell->text) < columns->count) {
        return case_reject(reading, E608_CASE_TWICE, cell->offset, "leave one of them out",
                           "there are two columns %s", case_quoted(reading, cell->text));
    }
    if (dot) {
        column.owner = arena_copy(reading->arena, cell->text, (size_t)(dot - cell->text));
        column.part = dot + 1;
        dot = strchr(column.part, '.');
        column.inner = dot ? arena_copy(reading->arena, column.part, (size_t)(dot - column.part)) : NULL;
    }
    column.group = find_group(columns, column.owner);
    vector_push(reading->arena, columns, column);
    return true;
}

bool csv_columns_read(struct csv_columns *columns, struct case_reading *reading,
                      const struct csv_line *header)
{
    bool good = true;
    if (header->fault) {
        return case_reject(reading, E625_TABLE_ROW, header->fault_offset, header->remedy, "%s",
                           header->fault);
    }
    for (size_t i = 0; i < header->count; i++) {
        good = add_column(columns, reading, &header->items[i]) && good;
    }
    if (!good) {
        return false;
    }
    columns->member = arena_alloc(reading->arena, sizeof *columns->member);
    columns->member->items = arena_alloc(reading->arena, columns->count * sizeof *columns->items);
    columns->id = find_column(columns, "case");
    return columns->id < columns->count || reject_without_id(reading, header);
}

/* -------------------------------------------------------------------------------------- meaning */

static const struct fact *find_fact(const struct program *program, const char *name)
{
    symbol known = symbol_find(program->symbols, name, strlen(name));
    const struct fact *fact = known ? program_fact(program, known) : NULL;
    return fact && !fact->is_builtin ? fact : NULL;
}

static bool has_checklist(const struct case_reading *reading, const char *name)
{
    const struct program *program = reading->program;
    symbol known = symbol_find(program->symbols, name, strlen(name));
    return (known && program_checklist(program, known)) ||
           neighbours_have_checklist(reading->neighbours, name);
}

static bool resolve_key(struct csv_column *column)
{
    for (size_t i = 0; i < KEYS; i++) {
        if (strcmp(column->name, keys[i].name) == 0) {
            column->kind = keys[i].kind;
            return true;
        }
    }
    return false;
}

static void resolve_whole(struct csv_column *column, const struct case_reading *reading)
{
    column->fact = find_fact(reading->program, column->name);
    if (column->fact) {
        column->kind = type_is_many(column->fact->type) ? COLUMN_LIST : COLUMN_FACT;
        column->is_event = column->fact->entity.decl->kind == NODE_EVENT;
    } else if (neighbours_have_fact(reading->neighbours, column->name)) {
        column->kind = COLUMN_FACT;
    } else if (has_checklist(reading, column->name)) {
        column->kind = COLUMN_CHECKLIST;
    }
}

static const struct fact *find_field(const struct program *program, const struct fact *list,
                                     const char *name)
{
    symbol known = symbol_find(program->symbols, name, strlen(name));
    return known ? list_field(list, known) : NULL;
}

/* A fact of each member of a household. */
static const struct fact *find_own(const struct program *program, const char *name)
{
    const struct fact *fact = find_fact(program, name);
    return fact && fact_is_of_each(program, fact) ? fact : NULL;
}

/* A list may have a field called `complete`; then the column is that. */
static void resolve_part(struct csv_column *column, const struct case_reading *reading)
{
    const struct fact *list = find_fact(reading->program, column->owner);
    bool says_complete = strcmp(column->part, "complete") == 0;
    if (list && type_is_many(list->type) && list != reading->program->each) {
        column->is_event = list->entity.decl->kind == NODE_EVENT;
        column->fact = find_field(reading->program, list, column->part);
    }
    if (column->fact || neighbours_have_field(reading->neighbours, column->owner, column->part) ||
        (column->is_event && strcmp(column->part, "date") == 0)) {
        column->kind = COLUMN_FIELD;
    } else if (says_complete &&
               ((list && type_is_many(list->type)) ||
                (!list && neighbours_have_fact(reading->neighbours, column->owner)))) {
        column->kind = COLUMN_COMPLETE;
    }
}

static void resolve(struct csv_column *column, const struct case_reading *reading)
{
    column->kind = COLUMN_UNKNOWN;
    column->fact = NULL;
    column->is_event = false;
    if (!resolve_key(column) && column->part) {
        resolve_part(column, reading);
    } else if (column->kind == COLUMN_UNKNOWN) {
        resolve_whole(column, reading);
    }
}

/* What is said once for all, or is another's, is nothing of a member. */
static void refuse_shared(struct csv_column *column, const struct program *program)
{
    const struct fact *whose = column->fact && column->kind == COLUMN_FIELD ? column->fact->list : column->fact;
    bool is_shared = column->kind == COLUMN_COMPLETE
                         ? !find_own(program, column->owner)
                         : column->kind == COLUMN_KEY || (whose && !fact_is_of_each(program, whose));
    column->kind = is_shared ? COLUMN_UNKNOWN : column->kind;
}

/* The column at INDEX, as the member's own case has it. */
static void resolve_member(struct csv_columns *columns, size_t index, const struct case_reading *reading)
{
    struct csv_columns *members = columns->member;
    struct csv_column *column = &columns->items[index], *own = &members->items[index];
    const struct fact *each = reading->program->each;
    *own = *column;
    own->kind = COLUMN_ELSEWHERE;
    own->group = index;
    members->count = index;
    if (!column->part || !each || strcmp(column->owner, each->entity.name) != 0) {
        return;
    }
    own->name = column->part;
    own->owner = column->inner ? column->inner : column->part;
    own->part = column->inner ? column->part + strlen(column->inner) + 1 : NULL;
    own->inner = NULL;
    own->group = find_group(members, own->owner);
    resolve(own, reading);
    refuse_shared(own, reading->program);
    if (own->kind == COLUMN_UNKNOWN) {
        own->kind = COLUMN_ELSEWHERE;
    } else {
        column->kind = COLUMN_FIELD;
    }
}

void csv_columns_resolve(struct csv_columns *columns, const struct case_reading *reading)
{
    if (columns->program == reading->program) {
        return;
    }
    columns->program = columns->member->program = reading->program;
    for (size_t i = 0; i < columns->count; i++) {
        resolve(&columns->items[i], reading);
        resolve_member(columns, i, reading);
    }
    columns->member->count = columns->count;
}

bool csv_column_is_of_list(const struct csv_column *column)
{
    return column->kind == COLUMN_LIST || column->kind == COLUMN_FIELD ||
           column->kind == COLUMN_COMPLETE;
}

/* ------------------------------------------------------------------------------------- mistakes */

/* The list of a member, as in `child.plan.failed`. */
static const struct fact *inner_list(const struct program *program, const struct csv_column *column)
{
    const struct fact *list = column->inner ? find_own(program, column->inner) : NULL;
    return list && type_is_many(list->type) ? list : NULL;
}

static bool reject_part(struct case_reading *reading, const struct csv_column *column,
                        const struct fact *list, size_t offset)
{
    struct near_names near;
    const struct fact *inner = list == reading->program->each ? inner_list(reading->program, column) : NULL;
    const char *part = inner ? column->part + strlen(column->inner) + 1 : column->part;
    list = inner ? inner : list;
    near_names_start(&near, part);
    for (size_t i = 0; i < list->fields.count; i++) {
        near_names_offer(&near, list->fields.items[i]->entity.name);
    }
    for (size_t i = 0; list == reading->program->each && i < reading->program->facts.count; i++) {
        const struct fact *fact = reading->program->facts.items[i];
        if (fact_is_of_each(reading->program, fact)) {
            near_names_offer(&near, fact->entity.name);
        }
    }
    near_names_offer(&near, "complete");
    return case_reject(reading, E604_CASE_NAME, offset, near_names_help(&near, reading->arena),
                       "\"%s\" has no field %s", list->entity.name,
                       case_quoted(reading, part));
}

static void offer_columns(struct near_names *near, const struct program *program)
{
    for (size_t i = 0; i < KEYS; i++) {
        near_names_offer(near, keys[i].name);
    }
    for (size_t i = 0; i < program->facts.count; i++) {
        if (!program->facts.items[i]->is_builtin) {
            near_names_offer(near, program->facts.items[i]->entity.name);
        }
    }
    for (size_t i = 0; i < program->checklists.count; i++) {
        near_names_offer(near, program->checklists.items[i]->entity.name);
    }
}

bool csv_column_reject(struct case_reading *reading, const struct csv_columns *columns,
                       const struct csv_column *column, size_t offset)
{
    const struct program *program = columns->program;
    const struct fact *owner = find_fact(program, column->owner);
    struct near_names near;
    if (column->part && owner && type_is_many(owner->type)) {
        return reject_part(reading, column, owner, offset);
    }
    if (column->part && owner) {
        return case_reject(reading, E604_CASE_NAME, offset, NULL,
                           "\"%s\" is no list: it has no field %s", column->owner,
                           case_quoted(reading, column->part));
    }
    near_names_start(&near, column->part && !resolve_key(&(struct csv_column){.name = column->name})
                                ? column->owner
                                : column->name);
    offer_columns(&near, program);
    return case_reject(reading, E604_CASE_NAME, offset, near_names_help(&near, reading->arena),
                       column->part ? "there is no list %s" : "there is no fact %s",
                       case_quoted(reading, column->owner));
}

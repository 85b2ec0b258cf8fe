/* SPDX-License-Identifier: Apache-2.0 */
/* From names to columns. */
#include "case/plain_columns.h"

#include <string.h>

#include "case/csv_columns.h"

struct making {
    struct plain_columns *columns;
    const struct plain_facts *facts;
    const struct csv_columns *named;
};

static bool is_alone(const struct csv_columns *named, size_t index)
{
    size_t count = 0;
    for (size_t i = 0; i < named->count; i++) {
        count += named->items[i].group == named->items[index].group;
    }
    return count == 1;
}

static enum cell_how how_of_key(const char *name)
{
    return strcmp(name, "on") == 0          ? CELL_ON
           : strcmp(name, "authority") == 0 ? CELL_AUTHORITY
                                            : CELL_OTHER;
}

static struct plain_column column_of_fact(const struct making *making, const struct fact *fact)
{
    return fact ? (struct plain_column){.how = CELL_FACT,
                                        .fact = &making->facts->by_fact[fact->entity.index]}
                : (struct plain_column){.how = CELL_OTHER};
}

/* NULL: there is no such list, or it is one that only the case reader reads. */
static struct plain_fact *list_of(const struct plain_facts *facts, const char *name)
{
    const struct program *program = facts->program;
    for (size_t i = 0; i < program->facts.count; i++) {
        if (strcmp(program->facts.items[i]->entity.name, name) == 0) {
            return facts->by_fact[i].how == HOW_LIST ? &facts->by_fact[i] : NULL;
        }
    }
    return NULL;
}

static struct plain_group *group_of(const struct making *making, const struct csv_column *column)
{
    struct plain_columns *columns = making->columns;
    struct plain_group *group = &columns->groups[column->group];
    if (!group->list && (group->list = list_of(making->facts, column->owner))) {
        columns->used[columns->group_count++] = group;
    }
    return group->list ? group : NULL;
}

/* An event without other columns is a fact whose value is dates. */
static struct plain_column column_of_list(const struct making *making, size_t index)
{
    static const enum cell_how hows[] = {[COLUMN_LIST] = CELL_LIST, [COLUMN_FIELD] = CELL_FIELD,
                                         [COLUMN_COMPLETE] = CELL_COMPLETE};
    const struct csv_column *column = &making->named->items[index];
    bool is_event = column->kind == COLUMN_LIST && column->fact
                    && column->fact->type->kind == TYPE_EVENT;
    if (is_event && is_alone(making->named, index)) {
        return column_of_fact(making, column->fact);
    }
    struct plain_group *group = group_of(making, column);
    bool is_field = column->kind == COLUMN_FIELD;
    if (!group || (is_field && !column->fact)) {
        return (struct plain_column){.how = CELL_OTHER};
    }
    return (struct plain_column){.how = hows[column->kind], .group = group,
                                 .fact = is_field ? &group->list->list->fields[column->fact->place]
                                                  : NULL};
}

static struct plain_column column_of(const struct making *making, size_t index)
{
    const struct csv_column *column = &making->named->items[index];
    struct plain_fact *date = &making->facts->by_fact[making->facts->program->facts.count];
    switch (column->kind) {
    case COLUMN_ID:
        return (struct plain_column){.how = CELL_ID};
    case COLUMN_KEY:
        return (struct plain_column){.how = how_of_key(column->name), .fact = date};
    case COLUMN_CLOSING:
        return (struct plain_column){.how = CELL_OTHERWISE};
    case COLUMN_SECTIONS:
        return (struct plain_column){.how = CELL_SECTION};
    case COLUMN_FACT:
        return column_of_fact(making, column->fact);
    case COLUMN_LIST:
    case COLUMN_FIELD:
    case COLUMN_COMPLETE:
        return column_of_list(making, index);
    default:
        return (struct plain_column){.how = CELL_OTHER};
    }
}

/* What stands in the header; false: it does not suit the program. */
static bool read_header(struct arena *arena, const struct program *program, const char *header,
                        size_t length, struct csv_columns *ret)
{
    struct case_result result = {0};
    struct place_mark start = {0, 1, 1};
    struct place_finder finder = {header, length, start, start};
    struct case_reading reading = {.result = &result, .finder = &finder, .arena = arena,
                                   .program = program};
    struct csv_scanner scanner = {header, length, 0};
    struct csv_line line;
    if (length >= 3 && memcmp(header, "\xEF\xBB\xBF", 3) == 0) {
        scanner.at = 3;
    }
    csv_scan(&scanner, arena, &line);
    if (!csv_columns_read(ret, &reading, &line)) {
        return false;
    }
    csv_columns_resolve(ret, &reading);
    return true;
}

bool plain_columns_read(struct plain_columns *columns, struct arena *arena, const struct plain_facts *facts,
                        const char *header, size_t length)
{
    struct csv_columns named = {0};
    const struct making making = {columns, facts, &named};
    if (!read_header(arena, facts->program, header, length, &named)) {
        return false;
    }
    *columns = (struct plain_columns){.count = named.count};
    columns->items = arena_alloc(arena, named.count * sizeof *columns->items);
    columns->groups = arena_alloc(arena, named.count * sizeof *columns->groups);
    columns->used = arena_alloc(arena, named.count * sizeof *columns->used);
    bool good = true;
    for (size_t i = 0; i < named.count; i++) {
        columns->items[i] = column_of(&making, i);
        good = good && named.items[i].kind != COLUMN_UNKNOWN;
    }
    return good;
}

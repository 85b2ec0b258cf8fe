/* SPDX-License-Identifier: Apache-2.0 */
/* Items from rows. */
#include "case/csv_items.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "case/csv_cell.h"
#include "case/seen_ids.h"
#include "meaning/type.h"

static size_t line_of(struct case_reading *reading, const struct csv_cell *cell)
{
    return place_find(reading->finder, cell->offset).line;
}

/* --- cells that must agree ---------------------------------------------------------------------- */

const struct csv_cell *csv_agreed_cell(struct case_reading *reading,
                                       const struct csv_columns *columns,
                                       const struct csv_lines *lines, size_t column)
{
    const struct csv_cell *agreed = NULL;
    for (size_t i = 0; i < lines->count; i++) {
        const struct csv_cell *cell = &lines->items[i].items[column];
        if (!*cell->text) {
            continue;
        }
        if (agreed && strcmp(agreed->text, cell->text) != 0) {
            case_reject(reading, E627_TABLE_ROWS, cell->offset,
                        "say it in one row of the case, or the same in each",
                        "\"%s\" is %s in line %zu and %s in line %zu of the same case",
                        columns->items[column].name, case_quoted(reading, agreed->text),
                        line_of(reading, agreed), case_quoted(reading, cell->text),
                        line_of(reading, cell));
            return agreed;
        }
        agreed = agreed ? agreed : cell;
    }
    return agreed;
}

/* --- one list ----------------------------------------------------------------------------------- */

struct making {
    struct case_reading *reading;
    const struct csv_columns *columns;
    const struct csv_lines *lines;
    size_t group;
    const struct fact *list; /* NULL: only a neighbour has it */
    struct json *items, *last;
    const struct csv_cell *none; /* says that there are none, or that nobody knows; or NULL */
};

static bool is_of(const struct making *making, const struct csv_column *column)
{
    return column->group == making->group;
}

static void add_item(struct making *making, struct json *item)
{
    csv_json_add(making->items, &making->last, item);
}

/* The fields that a row fills, or NULL. */
static struct json *fields_of(struct making *making, const struct csv_line *line)
{
    struct json *item = NULL, *last = NULL;
    for (size_t i = 0; i < making->columns->count; i++) {
        const struct csv_column *column = &making->columns->items[i];
        const struct csv_cell *cell = &line->items[i];
        if (!is_of(making, column) || column->kind != COLUMN_FIELD || !*cell->text) {
            continue;
        }
        if (!item) {
            item = csv_json(making->reading->arena, JSON_OBJECT, NULL, cell->offset);
        }
        csv_json_add(item, &last,
                     csv_cell_value(making->reading, cell, column->part,
                                    column->fact ? column->fact->type : NULL));
    }
    return item;
}

/* The date that stands in an event's own column is one of the item's fields. */
static void date_item(struct making *making, struct json *item, struct json *date)
{
    date->key = "date";
    date->key_offset = date->offset;
    date->next = item->child;
    item->child = date;
    item->count++;
    add_item(making, item);
}

static void reject_several(struct making *making, const struct csv_column *column,
                           const struct csv_cell *cell)
{
    case_reject(making->reading, E627_TABLE_ROWS, cell->offset,
                "give each date a row with its own fields",
                "\"%s\" has several dates in a row that describes one", column->name);
}

/* What an event's own column says: dates, each an item, or the one of the item that the row describes. */
static void take_dates(struct making *making, const struct csv_column *column,
                       const struct csv_cell *cell, struct json *item)
{
    struct json *dates = csv_cell_words(making->reading, cell, column->name);
    if (item && dates->count == 1) {
        date_item(making, item, dates->child);
        return;
    }
    if (item) {
        reject_several(making, column, cell);
        return;
    }
    for (struct json *date = dates->child, *next; date; date = next) {
        next = date->next;
        date->next = NULL;
        add_item(making, date);
    }
}

static bool says_none(const struct csv_cell *cell)
{
    return strcasecmp(cell->text, "none") == 0 || csv_cell_is_unknown(cell);
}

/* A list's own column can only say that it has no items, or that they are not known. */
static void take_whole(struct making *making, const struct csv_column *column,
                       const struct csv_cell *cell, struct json *item)
{
    if (says_none(cell)) {
        making->none = making->none ? making->none : cell;
    } else if (column->is_event) {
        take_dates(making, column, cell, item);
        return;
    } else {
        case_reject(making->reading, E605_CASE_KIND, cell->offset,
                    "its items have columns of their own, one a field, such as `sibling.age`",
                    "\"%s\" is a list: its column takes none or unknown, not %s", column->name,
                    case_quoted(making->reading, cell->text));
    }
    if (item) {
        add_item(making, item);
    }
}

static const struct csv_column *find_part(const struct making *making, enum column_kind kind,
                                          size_t *ret_place)
{
    for (size_t i = making->group; i < making->columns->count; i++) {
        const struct csv_column *column = &making->columns->items[i];
        if (is_of(making, column) && column->kind == kind) {
            *ret_place = i;
            return column;
        }
    }
    return NULL;
}

/* ---- members: each is a case of its own, and its rows are those with its name */

struct members {
    VECTOR_OF(struct csv_lines);
};

static bool takes_members(const struct making *making)
{
    return making->list && making->list == making->reading->program->each;
}

/* What the row calls the member that it speaks of; "" if it gives no name. */
static const char *name_of(const struct making *making, const struct csv_line *line)
{
    for (size_t i = making->group; i < making->columns->count; i++) {
        if (making->columns->member->items[i].kind == COLUMN_ID) {
            return line->items[i].text;
        }
    }
    return "";
}

static bool speaks_of_member(const struct making *making, const struct csv_line *line)
{
    for (size_t i = making->group; i < making->columns->count; i++) {
        if (making->columns->member->items[i].kind != COLUMN_ELSEWHERE && *line->items[i].text) {
            return true;
        }
    }
    return false;
}

/* The rows of the member that LINE speaks of; a row without a name is a member by itself. */
static struct csv_lines *rows_of(struct making *making, struct members *members, struct seen_ids *seen,
                                 const struct csv_line *line)
{
    const char *name = name_of(making, line);
    size_t before = *name ? seen_ids_add(seen, name, members->count + 1) : 0;
    if (before) {
        return &members->items[before - 1];
    }
    struct csv_lines *rows = vector_add(making->reading->arena, members);
    *rows = (struct csv_lines){0};
    return rows;
}

static void take_members(struct making *making)
{
    struct members members = {0};
    struct seen_ids seen = {0};
    for (size_t i = 0; i < making->lines->count; i++) {
        const struct csv_line *line = &making->lines->items[i];
        if (speaks_of_member(making, line)) {
            struct csv_lines *rows = rows_of(making, &members, &seen, line);
            vector_push(making->reading->arena, rows, *line);
        }
    }
    seen_ids_clear(&seen);
    for (size_t i = 0; i < members.count; i++) {
        add_item(making, csv_case_json(making->reading, making->columns->member, &members.items[i]));
    }
}

static void take_line(struct making *making, const struct csv_line *line)
{
    size_t place;
    const struct csv_column *whole = find_part(making, COLUMN_LIST, &place);
    struct json *item = takes_members(making) ? NULL : fields_of(making, line);
    if (whole && *line->items[place].text) {
        take_whole(making, whole, &line->items[place], item);
    } else if (item) {
        add_item(making, item);
    }
}

/* Items, and a cell that says there are none, or that nobody knows. */
static void reject_none(struct making *making)
{
    const struct json *item = making->items->child;
    size_t line = place_find(making->reading->finder, item->offset).line;
    case_reject(making->reading, E627_TABLE_ROWS, making->none->offset,
                csv_cell_is_unknown(making->none)
                    ? "say that there may be more items in its column `.complete`: no"
                    : "leave one of them out",
                "\"%s\" is %s, but line %zu of the same case has an item",
                making->columns->items[making->group].owner,
                case_quoted(making->reading, making->none->text), line);
}

/* Whether all items are there; an unknown answer means that there may be more. */
static struct json *completeness(struct making *making)
{
    size_t place;
    const struct csv_column *column = find_part(making, COLUMN_COMPLETE, &place);
    const struct csv_cell *cell =
        column ? csv_agreed_cell(making->reading, making->columns, making->lines, place) : NULL;
    return cell ? csv_cell_yes_no(making->reading, cell, "complete") : NULL;
}

static struct json *with_completeness(struct making *making, struct json *complete)
{
    bool of_dates = making->list && making->list->type->kind == TYPE_EVENT;
    struct json *items = making->items;
    struct json *object = csv_json(making->reading->arena, JSON_OBJECT, items->key, items->offset);
    struct json *last = NULL;
    items->key = of_dates ? "dates" : "items";
    complete->kind = complete->kind == JSON_TRUE ? JSON_TRUE : JSON_FALSE;
    csv_json_add(object, &last, items);
    csv_json_add(object, &last, complete);
    return object;
}

static struct json *list_json(struct making *making)
{
    struct json *complete = completeness(making);
    bool empty = !making->items->child;
    if (making->none && !empty) {
        reject_none(making);
        return NULL;
    }
    if ((making->none && csv_cell_is_unknown(making->none)) ||
        (empty && !making->none && complete && complete->kind == JSON_NULL)) {
        making->items->kind = JSON_NULL;
        return making->items;
    }
    if (empty && !making->none && !complete) {
        return NULL;
    }
    return complete ? with_completeness(making, complete) : making->items;
}

/* The place of the first cell that speaks of the list. */
static size_t offset_of(const struct making *making)
{
    for (size_t i = 0; i < making->lines->count; i++) {
        for (size_t k = making->group; k < making->columns->count; k++) {
            const struct csv_cell *cell = &making->lines->items[i].items[k];
            if (is_of(making, &making->columns->items[k]) && *cell->text) {
                return cell->offset;
            }
        }
    }
    return making->lines->items[0].offset;
}

static const struct fact *list_of(const struct case_reading *reading, const char *name)
{
    symbol known = symbol_find(reading->program->symbols, name, strlen(name));
    return known ? program_fact(reading->program, known) : NULL;
}

struct json *csv_items_json(struct case_reading *reading, const struct csv_columns *columns,
                            const struct csv_lines *lines, size_t group)
{
    const char *name = columns->items[group].owner;
    struct making making = {reading, columns, lines, group, list_of(reading, name),
                            NULL,    NULL,    NULL};
    making.items = csv_json(reading->arena, JSON_ARRAY, name, offset_of(&making));
    if (takes_members(&making)) {
        take_members(&making);
    }
    for (size_t i = 0; i < lines->count; i++) {
        take_line(&making, &lines->items[i]);
    }
    return list_json(&making);
}

/* --- joined lists ------------------------------------------------------------------------------- */

static bool fills(const struct csv_columns *columns, const struct csv_line *line, size_t group)
{
    for (size_t i = group; i < columns->count; i++) {
        const struct csv_column *column = &columns->items[i];
        if (column->group == group && column->kind != COLUMN_COMPLETE && *line->items[i].text) {
            return true;
        }
    }
    return false;
}

/* What the row says of the list, in one text. */
static void write_item(struct text *text, const struct csv_columns *columns,
                       const struct csv_line *line, size_t group)
{
    for (size_t i = group; i < columns->count; i++) {
        if (columns->items[i].group == group && columns->items[i].kind != COLUMN_COMPLETE) {
            text_add(text, line->items[i].text);
            text_add_char(text, '\n');
        }
    }
}

static bool begins_list(const struct csv_columns *columns, size_t i)
{
    return columns->items[i].group == i && csv_column_is_of_list(&columns->items[i]);
}

/* Another list than GROUP of which LINE has an item; the number of columns if there is none. */
static size_t other_list(const struct csv_columns *columns, const struct csv_line *line,
                         size_t group)
{
    size_t i = 0;
    while (i < columns->count &&
           (i == group || !begins_list(columns, i) || !fills(columns, line, i))) {
        i++;
    }
    return i;
}

static bool reject_join(struct case_reading *reading, const struct csv_columns *columns,
                        const struct csv_line *first, const struct csv_line *again, size_t group)
{
    size_t other = other_list(columns, again, group);
    return case_reject(reading, E627_TABLE_ROWS, again->offset,
                       "give each item a row of its own, with the columns of other lists empty",
                       "this row repeats an item of \"%s\" from line %zu beside one of \"%s\", as "
                       "if two lists had been joined",
                       columns->items[group].owner, place_find(reading->finder, first->offset).line,
                       columns->items[other].owner);
}

/* The row of LINES before the one at AT that has the same item; the latter is noted. */
static const struct csv_line *seen_before(struct seen_ids *seen, const struct csv_columns *columns,
                                          const struct csv_lines *lines, size_t at, size_t group)
{
    struct text item = {0};
    write_item(&item, columns, &lines->items[at], group);
    size_t first = seen_ids_add(seen, text_string(&item), at + 1);
    text_clear(&item);
    return first ? &lines->items[first - 1] : NULL;
}

static bool check_group(struct case_reading *reading, const struct csv_columns *columns,
                        const struct csv_lines *lines, size_t group)
{
    struct seen_ids seen = {0};
    bool good = true;
    for (size_t i = 0; i < lines->count && good; i++) {
        const struct csv_line *line = &lines->items[i];
        if (fills(columns, line, group) && other_list(columns, line, group) < columns->count) {
            const struct csv_line *first = seen_before(&seen, columns, lines, i, group);
            good = !first || reject_join(reading, columns, first, line, group);
        }
    }
    seen_ids_clear(&seen);
    return good;
}

void csv_items_check_join(struct case_reading *reading, const struct csv_columns *columns,
                          const struct csv_lines *lines)
{
    bool good = true;
    for (size_t i = 0; i < columns->count && good; i++) {
        good = !begins_list(columns, i) || check_group(reading, columns, lines, i);
    }
}

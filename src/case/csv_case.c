/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that are one case. */
#include "case/csv_case.h"

#include <string.h>

#include "case/csv_cell.h"
#include "case/csv_items.h"

/* An object of the case and its last child. */
struct part {
    struct json *json; /* NULL: nothing is in it yet */
    struct json *last;
};

struct making {
    struct case_reading *reading;
    const struct csv_columns *columns;
    const struct csv_lines *lines;
    struct part root, facts, events, lists, judgement, checklists;
};

static void add(struct making *making, struct part *part, struct json *child)
{
    if (!part->json) {
        part->json = csv_json(making->reading->arena, JSON_OBJECT, NULL, child->offset);
    }
    csv_json_add(part->json, &part->last, child);
}

static void hang(struct making *making, struct part *part, const char *key)
{
    if (part->json) {
        part->json->key = key;
        csv_json_add(making->root.json, &making->root.last, part->json);
    }
}

/* The words of COLUMN, an empty array where none is said. */
static struct json *words_of(struct making *making, const struct csv_column *column,
                             const struct csv_cell *cell)
{
    return csv_cell_words(making->reading, cell, column->name);
}

/* A text that may be any, "unknown" too. */
static void add_text(struct making *making, const struct csv_column *column,
                     const struct csv_cell *cell)
{
    struct json *json = csv_json(making->reading->arena, JSON_TEXT, column->name, cell->offset);
    json->text = cell->text;
    add(making, &making->root, json);
}

static void add_column(struct making *making, const struct csv_column *column,
                       const struct csv_cell *cell)
{
    struct case_reading *reading = making->reading;
    switch (column->kind) {
    case COLUMN_ID:
    case COLUMN_CLOSING:
        add_text(making, column, cell);
        break;
    case COLUMN_KEY:
        add(making, &making->root, csv_cell_text(reading, cell, column->name));
        break;
    case COLUMN_SECTIONS:
        add(making, &making->root, words_of(making, column, cell));
        break;
    case COLUMN_JUDGEMENT:
        add(making, &making->judgement, csv_cell_text(reading, cell, column->part));
        break;
    case COLUMN_FACT:
        add(making, &making->facts,
            csv_cell_value(reading, cell, column->name, column->fact ? column->fact->type : NULL));
        break;
    case COLUMN_CHECKLIST:
        add(making, &making->checklists, words_of(making, column, cell));
        break;
    default:
        csv_column_reject(reading, making->columns, column, cell->offset);
    }
}

static void add_list(struct making *making, size_t group)
{
    const struct csv_column *column = &making->columns->items[group];
    struct json *json = csv_items_json(making->reading, making->columns, making->lines, group);
    if (json) {
        add(making, column->is_event ? &making->events : &making->lists, json);
    }
}

static void add_columns(struct making *making)
{
    for (size_t i = 0; i < making->columns->count; i++) {
        const struct csv_column *column = &making->columns->items[i];
        if (csv_column_is_of_list(column)) {
            if (column->group == i) {
                add_list(making, i);
            }
            continue;
        }
        if (column->kind == COLUMN_ELSEWHERE) {
            continue;
        }
        const struct csv_cell *cell =
            csv_agreed_cell(making->reading, making->columns, making->lines, i);
        if (cell) {
            add_column(making, column, cell);
        }
    }
}

struct json *csv_case_json(struct case_reading *reading, const struct csv_columns *columns,
                           const struct csv_lines *lines)
{
    struct making making = {.reading = reading, .columns = columns, .lines = lines};
    size_t offset = lines->items[0].offset;
    making.root.json = csv_json(reading->arena, JSON_OBJECT, NULL, offset);
    add_columns(&making);
    csv_items_check_join(reading, columns, lines);
    hang(&making, &making.facts, "facts");
    hang(&making, &making.events, "events");
    hang(&making, &making.lists, "lists");
    hang(&making, &making.judgement, "judgement");
    hang(&making, &making.checklists, "checklists");
    return making.root.json;
}

struct json *csv_case_head(struct case_reading *reading, const struct csv_columns *columns,
                           const struct csv_lines *lines)
{
    static const char *const keys[] = {"on", "authority"};
    struct making making = {.reading = reading, .columns = columns, .lines = lines};
    making.root.json = csv_json(reading->arena, JSON_OBJECT, NULL, lines->items[0].offset);
    add_text(&making, &columns->items[columns->id], &lines->items[0].items[columns->id]);
    for (size_t i = 0; i < columns->count; i++) {
        const char *name = columns->items[i].name;
        bool wanted = strcmp(name, keys[0]) == 0 || strcmp(name, keys[1]) == 0;
        const struct csv_cell *cell = wanted ? csv_agreed_cell(reading, columns, lines, i) : NULL;
        if (cell) {
            add(&making, &making.root, csv_cell_text(reading, cell, name));
        }
    }
    return making.root.json;
}

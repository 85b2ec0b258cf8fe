/* SPDX-License-Identifier: Apache-2.0 */
/* The notation of cells. */
#include "case/csv_cell.h"

#include <string.h>
#include <strings.h>

/* ----------------------------------------------------------------------------------------- JSON */

struct json *csv_json(struct arena *arena, enum json_kind kind, const char *key, size_t offset)
{
    struct json *json = arena_alloc(arena, sizeof *json);
    *json = (struct json){.kind = kind, .key = key, .key_offset = offset, .offset = offset};
    return json;
}

void csv_json_add(struct json *parent, struct json **last, struct json *child)
{
    *(*last ? &(*last)->next : &parent->child) = child;
    *last = child;
    parent->count++;
}

static struct json *text_json(struct case_reading *reading, const char *key, const char *text,
                              size_t offset)
{
    struct json *json = csv_json(reading->arena, JSON_TEXT, key, offset);
    json->text = text;
    return json;
}

/* ---------------------------------------------------------------------------------------- words */

static bool is_word(const char *text, const char *const *words)
{
    for (; *words; words++) {
        if (strcasecmp(text, *words) == 0) {
            return true;
        }
    }
    return false;
}

bool csv_cell_is_unknown(const struct csv_cell *cell)
{
    static const char *const words[] = {"unknown", "not known", NULL};
    return is_word(cell->text, words);
}

struct json *csv_cell_text(struct case_reading *reading, const struct csv_cell *cell,
                           const char *key)
{
    struct json *json = text_json(reading, key, cell->text, cell->offset);
    json->kind = csv_cell_is_unknown(cell) ? JSON_NULL : JSON_TEXT;
    return json;
}

struct json *csv_cell_words(struct case_reading *reading, const struct csv_cell *cell,
                            const char *key)
{
    static const char gaps[] = " ,;\t\r\n";
    struct json *json = csv_json(reading->arena, JSON_ARRAY, key, cell->offset);
    struct json *last = NULL;
    if (csv_cell_is_unknown(cell)) {
        json->kind = JSON_NULL;
    }
    if (json->kind == JSON_NULL || strcasecmp(cell->text, "none") == 0) {
        return json;
    }
    for (const char *at = cell->text + strspn(cell->text, gaps); *at;) {
        size_t length = strcspn(at, gaps);
        const char *word = arena_copy(reading->arena, at, length);
        csv_json_add(json, &last,
                     text_json(reading, NULL, word, cell->offset + (size_t)(at - cell->text)));
        at += length + strspn(at + length, gaps);
    }
    return json;
}

struct json *csv_cell_yes_no(struct case_reading *reading, const struct csv_cell *cell,
                             const char *key)
{
    static const char *const yes[] = {"yes", "true", "y", "1", NULL};
    static const char *const no[] = {"no", "false", "n", "0", NULL};
    struct json *json = csv_json(reading->arena, JSON_NULL, key, cell->offset);
    if (is_word(cell->text, yes)) {
        json->kind = JSON_TRUE;
    } else if (is_word(cell->text, no)) {
        json->kind = JSON_FALSE;
    } else if (!csv_cell_is_unknown(cell)) {
        case_reject(reading, E605_CASE_KIND, cell->offset,
                    "write yes, no, unknown, or leave the cell empty if nobody asked",
                    "\"%s\" wants yes or no, not %s", key, case_quoted(reading, cell->text));
    }
    return json;
}

/* --------------------------------------------------------------------------------------- values */

static bool is_number(const char *text)
{
    return *text && !text[strspn(text, "-0123456789.")];
}

static struct json *single(struct case_reading *reading, const char *key, const char *text,
                           size_t offset, const struct type *type)
{
    struct json *json = text_json(reading, key, text, offset);
    bool number = (type->kind == TYPE_NUMBER || type->kind == TYPE_LEVEL) && is_number(text);
    json->kind = number ? JSON_NUMBER : JSON_TEXT;
    return json;
}

/* "18" of "18 to 24 months" is in months, too. */
static const char *with_unit_of(struct arena *arena, const char *text, const char *other)
{
    const char *unit = other + strspn(other, "-0123456789.");
    return is_number(text) && *unit ? arena_format(arena, "%s%s", text, unit) : text;
}

static struct json *range(struct case_reading *reading, const struct csv_cell *cell,
                          const char *key, const struct type *type, const char *from,
                          const char *to)
{
    struct json *json = csv_json(reading->arena, JSON_OBJECT, key, cell->offset);
    struct json *last = NULL;
    if (from && to && type->kind == TYPE_NUMBER) {
        from = with_unit_of(reading->arena, from, to);
    }
    if (from) {
        csv_json_add(json, &last, single(reading, "from", from, cell->offset, type));
    }
    if (to) {
        csv_json_add(json, &last, single(reading, "to", to, cell->offset, type));
    }
    return json;
}

static struct json *choices(struct case_reading *reading, const struct csv_cell *cell,
                            const char *key, const struct type *type)
{
    struct json *json = csv_json(reading->arena, JSON_ARRAY, key, cell->offset);
    struct json *last = NULL;
    for (const char *at = cell->text; at;) {
        const char *end = strstr(at, " or ");
        size_t length = end ? (size_t)(end - at) : strlen(at);
        const char *word = arena_copy(reading->arena, at, length);
        csv_json_add(json, &last,
                     single(reading, NULL, word, cell->offset + (size_t)(at - cell->text), type));
        at = end ? end + 4 : NULL;
    }
    return json;
}

static const char *behind(const char *text, const char *start)
{
    size_t length = strlen(start);
    return strncasecmp(text, start, length) == 0 ? text + length : NULL;
}

struct json *csv_cell_value(struct case_reading *reading, const struct csv_cell *cell,
                            const char *key, const struct type *type)
{
    const char *text = cell->text;
    if (!type || csv_cell_is_unknown(cell)) {
        return csv_cell_text(reading, cell, key);
    }
    if (type->kind == TYPE_YES_NO) {
        return csv_cell_yes_no(reading, cell, key);
    }
    if (type->kind == TYPE_CHOICE && strstr(text, " or ")) {
        return choices(reading, cell, key, type);
    }
    if (type->kind != TYPE_CHOICE || type->choice->ordered) {
        const char *to = strstr(text, " to ");
        const char *least = behind(text, "at least "), *most = behind(text, "at most ");
        if (to) {
            const char *from = arena_copy(reading->arena, text, (size_t)(to - text));
            return range(reading, cell, key, type, from, to + 4);
        }
        if (least || most) {
            return range(reading, cell, key, type, least, most);
        }
    }
    return single(reading, key, text, cell->offset, type);
}

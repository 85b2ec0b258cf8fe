/* SPDX-License-Identifier: Apache-2.0 */
/* Places in the text of cases, and the words of what is wrong there. */
#include "case/case_error.h"

#include <string.h>

#include "base/utf8.h"
#include "case/case_items.h"

static void mark_step(struct place_mark *mark, const struct place_finder *finder)
{
    uint32_t point;
    if (finder->bytes[mark->offset] == '\n') {
        mark->offset++;
        mark->line++;
        mark->column = 1;
        return;
    }
    mark->offset +=
        utf8_decode(finder->bytes + mark->offset, finder->length - mark->offset, &point);
    mark->column++;
}

struct place_mark place_find(struct place_finder *finder, size_t offset)
{
    if (offset < finder->now.offset) {
        finder->now = finder->start;
    }
    while (finder->now.offset < offset && finder->now.offset < finder->length) {
        mark_step(&finder->now, finder);
    }
    return finder->now;
}

void case_result_fail(struct case_result *result, struct place_finder *finder, struct arena *arena,
                      enum diagnostic_code code, size_t offset, const char *message,
                      const char *help)
{
    if (result->errors.count >= CASE_MAX_ERRORS) {
        return;
    }
    struct place_mark place = place_find(finder, offset);
    struct case_error error = {code, message, help, place.line, place.column};
    if (result->errors.count == CASE_MAX_ERRORS - 1) {
        error.help = "there may be more errors in this case: only the first 100 are shown";
    }
    vector_push(arena, &result->errors, error);
}

/* "kelsey: the 2nd plan: ", or nothing */
static void add_whose(struct text *text, const struct case_reading *reading)
{
    if (reading->whose == OF_MEMBER) {
        const char *name = household_name(reading->program, reading->arena, reading->made);
        text_add_safe(text, name, strlen(name));
        text_add(text, ": ");
    }
    if (reading->list) {
        text_add(text, "the ");
        text_add_ordinal(text, reading->item + 1);
        text_format(text, " %s: ", reading->list->entity.name);
    }
}

bool case_reject(struct case_reading *reading, enum diagnostic_code code, size_t offset,
                 const char *help, const char *format, ...)
{
    va_list arguments;
    struct text text = {0};
    add_whose(&text, reading);
    va_start(arguments, format);
    text_vformat(&text, format, arguments);
    va_end(arguments);
    const char *message = arena_copy(reading->arena, text_string(&text), text.length);
    text_clear(&text);
    case_result_fail(reading->result, reading->finder, reading->arena, code, reading->base + offset,
                     message, help);
    return false;
}

const char *case_quoted(struct case_reading *reading, const char *text)
{
    const size_t most = 60;
    size_t length = strlen(text);
    struct text shown = {0};
    text_add_char(&shown, '"');
    text_add_safe(&shown, text, length > most ? utf8_before(text, most) : length);
    text_add(&shown, length > most ? "...\"" : "\"");
    const char *copy = arena_copy(reading->arena, shown.data, shown.length);
    text_clear(&shown);
    return copy;
}

const char *case_found(struct case_reading *reading, const struct json *json)
{
    if (json->kind == JSON_TEXT || json->kind == JSON_NUMBER) {
        return json->kind == JSON_TEXT ? case_quoted(reading, json->text) : json->text;
    }
    return json_kind_text(json->kind);
}

const char *case_wanted(struct case_reading *reading, const struct type *type)
{
    struct text text = {0};
    type_write(&text, type);
    const char *copy = arena_copy(reading->arena, text_string(&text), text.length);
    text_clear(&text);
    return copy;
}

bool case_reject_kind(struct case_reading *reading, const struct json *json, const char *what,
                      const char *help)
{
    return case_reject(reading, E605_CASE_KIND, json->offset, help, "\"%s\" wants %s, not %s",
                       json->key, what, case_found(reading, json));
}

/* A fact is named where the keys of a case stand. */
static const char *place_help(struct case_reading *reading, const char *key)
{
    static const char *const places[] = {[CASE_KEY_FACTS] = "give the fact under \"facts\"",
                                         [CASE_KEY_EVENTS] = "give the event under \"events\"",
                                         [CASE_KEY_LISTS] = "give the list under \"lists\""};
    const struct program *program = reading->program; /* NULL: the case has not found its ruleset yet */
    symbol name = program ? symbol_find(program->symbols, key, strlen(key)) : NULL;
    const struct fact *fact = name ? program_fact(program, name) : NULL;
    return fact && !fact->is_builtin ? places[case_key_of(fact)] : NULL;
}

static bool reject_unknown_key(struct case_reading *reading, const struct json *field,
                               const char *where, const char *const *known)
{
    struct near_names near;
    const char *name = case_quoted(reading, field->key);
    const char *first = *known;
    near_names_start(&near, field->key);
    for (; *known; known++) {
        near_names_offer(&near, *known);
    }
    const char *help = near_names_help(&near, reading->arena);
    if (!help && strcmp(first, "dates") == 0 && strcmp(field->key, "items") == 0) {
        help = "this event has dates alone: they stand under \"dates\"";
    }
    return case_reject(reading, E603_CASE_KEY, field->key_offset,
                       help || strcmp(where, "a case") != 0 ? help : place_help(reading, field->key),
                       "%s is no key of %s", name, where);
}

bool case_reject_twice(struct case_reading *reading, const struct json *field)
{
    return case_reject(reading, E608_CASE_TWICE, field->key_offset,
                       "keep one of them: nothing says which is right", "%s is given twice",
                       case_quoted(reading, field->key));
}

bool case_key_find(struct case_reading *reading, const struct json *field, const char *where,
                   const char *const *known, unsigned *seen, size_t *ret_key)
{
    for (size_t i = 0; known[i]; i++) {
        if (strcmp(field->key, known[i]) != 0) {
            continue;
        }
        if (*seen >> i & 1) {
            return case_reject_twice(reading, field);
        }
        *seen |= 1u << i;
        *ret_key = i;
        return true;
    }
    return reject_unknown_key(reading, field, where, known);
}

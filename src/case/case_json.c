/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of a case and the values of its facts. */
#include "case/case_json.h"

#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "case/number.h"

struct reading {
    struct case_result *result;
    struct place_finder *finder;
    size_t base;
    struct arena *arena;
    const struct program *program;
    struct limen_case *made;
    bool *seen; /* by fact: named already */
    const struct neighbours *neighbours; /* or NULL */
};

/* --- places and errors ------------------------------------------------------------------------- */

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

__attribute__((format(printf, 5, 6))) static bool reject(struct reading *reading,
                                                         enum diagnostic_code code, size_t offset,
                                                         const char *help, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vformat(reading->arena, format, arguments);
    va_end(arguments);
    case_result_fail(reading->result, reading->finder, reading->arena, code, reading->base + offset,
                     message, help);
    return false;
}

/* TEXT in quotes, so that it can neither hide anything nor fill the screen. */
static const char *quoted(struct reading *reading, const char *text)
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

/* What stands there instead of what was wanted. */
static const char *found(struct reading *reading, const struct json *json)
{
    if (json->kind == JSON_TEXT || json->kind == JSON_NUMBER) {
        return json->kind == JSON_TEXT ? quoted(reading, json->text) : json->text;
    }
    return json_kind_text(json->kind);
}

static const char *wanted(struct reading *reading, const struct type *type)
{
    struct text text = {0};
    type_write(&text, type);
    const char *copy = arena_copy(reading->arena, text_string(&text), text.length);
    text_clear(&text);
    return copy;
}

static bool reject_kind(struct reading *reading, const struct json *json, const char *what,
                        const char *help)
{
    return reject(reading, E605_CASE_KIND, json->offset, help, "\"%s\" wants %s, not %s", json->key,
                  what, found(reading, json));
}

static bool reject_unknown_key(struct reading *reading, const struct json *field, const char *where,
                               const char *const *known)
{
    struct near_names near;
    const char *name = quoted(reading, field->key);
    near_names_start(&near, field->key);
    for (; *known; known++) {
        near_names_offer(&near, *known);
    }
    return reject(reading, E603_CASE_KEY, field->key_offset, near_names_help(&near, reading->arena),
                  "%s is no key of %s", name, where);
}

static bool reject_twice(struct reading *reading, const struct json *field)
{
    return reject(reading, E608_CASE_TWICE, field->key_offset,
                  "keep one of them: nothing says which is right", "%s is given twice",
                  quoted(reading, field->key));
}

/* The place of FIELD's key in KNOWN, each of which may stand once. False: reported. */
static bool key_find(struct reading *reading, const struct json *field, const char *where,
                     const char *const *known, unsigned *seen, size_t *ret_key)
{
    for (size_t i = 0; known[i]; i++) {
        if (strcmp(field->key, known[i]) != 0) {
            continue;
        }
        if (*seen >> i & 1) {
            return reject_twice(reading, field);
        }
        *seen |= 1u << i;
        *ret_key = i;
        return true;
    }
    return reject_unknown_key(reading, field, where, known);
}

/* --- single values: KEY names the fact, JSON is the value or an end of its range ------------------- */

static bool reject_bounds(struct reading *reading, const struct json *json, const char *key,
                          const struct type *type)
{
    return reject(reading, E606_CASE_BOUNDS, json->offset, NULL, "\"%s\" is %s, not %s", key,
                  wanted(reading, type), found(reading, json));
}

static bool reject_fine(struct reading *reading, const struct json *json, const char *key,
                        const struct type *type)
{
    const char *help =
        type->scale == 0
            ? arena_format(reading->arena, "give a whole number%s%s, or a range from ... to",
                           type->unit ? " of " : "", type->unit ? unit_word(type->unit) : "")
            : arena_format(reading->arena,
                           "give at most %u decimal%s%s%s: values are never rounded", type->scale,
                           type->scale == 1 ? "" : "s", type->unit ? " in " : "",
                           type->unit ? unit_word(type->unit) : "");
    return reject(reading, E607_CASE_FINE, json->offset, help,
                  "\"%s\" does not take a value as fine as %s", key, found(reading, json));
}

static bool take_number(struct reading *reading, const struct json *json, const char *key,
                        const struct type *type, struct decimal number, enum unit unit,
                        int64_t *ret)
{
    switch (number_for_type(type, number, unit, ret)) {
    case NUMBER_OK:
        return true;
    case NUMBER_WRONG_UNIT:
        return reject(reading, E617_CASE_UNIT, json->offset, NULL,
                      "\"%s\" is %s: it can't be given in %s", key, wanted(reading, type),
                      unit_word(unit));
    case NUMBER_TOO_FINE:
        return reject_fine(reading, json, key, type);
    default:
        return reject_bounds(reading, json, key, type);
    }
}

static bool take_decimal(struct reading *reading, const struct json *json, const char *key,
                         const struct type *type, const char *text, enum unit unit, int64_t *ret)
{
    struct decimal number;
    switch (number_parse(text, &number)) {
    case DECIMAL_OK:
        return take_number(reading, json, key, type, number, unit, ret);
    case DECIMAL_TOO_LARGE:
        return reject_bounds(reading, json, key, type);
    case DECIMAL_TOO_FINE:
        return reject_fine(reading, json, key, type);
    default:
        return reject(reading, E605_CASE_KIND, json->offset,
                      "give a number, or a text like \"18 months\"", "\"%s\" wants %s, not %s", key,
                      wanted(reading, type), found(reading, json));
    }
}

/* "18 months", "85.0 %", "85%" */
static bool take_quantity(struct reading *reading, const struct json *json, const char *key,
                          const struct type *type, int64_t *ret)
{
    size_t digits = strspn(json->text, "-0123456789.");
    const char *word = json->text + digits + strspn(json->text + digits, " ");
    enum unit unit = UNIT_NONE;
    if (!*word && type->unit == UNIT_NONE) {
        return reject(reading, E605_CASE_KIND, json->offset, "write the number without quotes",
                      "\"%s\" wants a number, not a text", key);
    }
    if (digits == 0 || !*word) {
        return reject(reading, E605_CASE_KIND, json->offset,
                      "give a number, or a text with its unit like \"18 months\"",
                      "\"%s\" wants %s, not %s", key, wanted(reading, type), found(reading, json));
    }
    if (!number_parse_unit(word, strlen(word), &unit)) {
        return reject(reading, E617_CASE_UNIT, json->offset,
                      "the units are years, months, weeks, days, hours and %", "%s is no unit",
                      quoted(reading, word));
    }
    return take_decimal(reading, json, key, type, arena_copy(reading->arena, json->text, digits),
                        unit, ret);
}

static bool take_choice(struct reading *reading, const struct json *json, const char *key,
                        const struct type *type, int64_t *ret)
{
    struct near_names near;
    near_names_start(&near, json->text);
    for (size_t i = 0; i < type->choice->count; i++) {
        if (strcmp(type->choice->values[i].name, json->text) == 0) {
            *ret = (int64_t)i;
            return true;
        }
        near_names_offer(&near, type->choice->values[i].name);
    }
    const char *help = near_names_help(&near, reading->arena);
    if (!help) {
        help = arena_format(reading->arena, "it is %s", wanted(reading, type));
    }
    return reject(reading, E613_CASE_CHOICE, json->offset, help, "\"%s\" has no value %s", key,
                  quoted(reading, json->text));
}

static bool read_day(struct reading *reading, const struct json *json, const char *key,
                     int32_t *ret)
{
    static const char help[] = "write a day as \"2018-12-20\": the year, the month, the day";
    if (json->kind != JSON_TEXT) {
        return reject(reading, E605_CASE_KIND, json->offset, help, "\"%s\" wants a date, not %s",
                      key, found(reading, json));
    }
    switch (date_parse(json->text, strlen(json->text), ret)) {
    case DATE_OK:
        return true;
    case DATE_NO_SUCH_DAY:
        return reject(reading, E609_CASE_DAY, json->offset, NULL, "there is no day %s",
                      quoted(reading, json->text));
    case DATE_OUT_OF_RANGE:
        return reject(reading, E609_CASE_DAY, json->offset,
                      "dates run from 1900-01-01 to 2199-12-31", "the day %s is out of range",
                      quoted(reading, json->text));
    default:
        return reject(reading, E609_CASE_DAY, json->offset, help, "%s is no date",
                      quoted(reading, json->text));
    }
}

static bool take_level(struct reading *reading, const struct json *json, const char *key,
                       int64_t *ret)
{
    const struct program *program = reading->program;
    struct text all = {0};
    for (size_t i = 0; i < program->levels.count; i++) {
        const struct level *level = program->levels.items[i];
        if (strcmp(level->label, json->text) == 0 ||
            (level->entity.name && strcmp(level->entity.name, json->text) == 0)) {
            *ret = (int64_t)level->rank;
            text_clear(&all);
            return true;
        }
        text_format(&all, "%s%s", i ? ", " : "the levels are ", level->label);
    }
    const char *help =
        all.length ? arena_copy(reading->arena, all.data, all.length) : "the ruleset has no levels";
    text_clear(&all);
    return reject(reading, E612_CASE_LEVEL, json->offset, help, "\"%s\": there is no level %s", key,
                  found(reading, json));
}

static bool take_date(struct reading *reading, const struct json *json, const char *key,
                      const struct type *type, int64_t *ret)
{
    int32_t day;
    if (!read_day(reading, json, key, &day)) {
        return false;
    }
    *ret = day;
    return (day >= type->low && day <= type->high) || reject_bounds(reading, json, key, type);
}

static bool take_value(struct reading *reading, const struct json *json, const char *key,
                       const struct type *type, int64_t *ret)
{
    bool is_text = json->kind == JSON_TEXT;
    if (type->kind == TYPE_DATE) {
        return take_date(reading, json, key, type, ret);
    }
    if (type->kind == TYPE_NUMBER && json->kind == JSON_NUMBER) {
        return take_decimal(reading, json, key, type, json->text, UNIT_NONE, ret);
    }
    if (type->kind == TYPE_NUMBER && is_text) {
        return take_quantity(reading, json, key, type, ret);
    }
    if (type->kind == TYPE_CHOICE && is_text) {
        return take_choice(reading, json, key, type, ret);
    }
    if (type->kind == TYPE_LEVEL && (is_text || json->kind == JSON_NUMBER)) {
        return take_level(reading, json, key, ret);
    }
    if (type->kind == TYPE_YES_NO && (json->kind == JSON_TRUE || json->kind == JSON_FALSE)) {
        *ret = json->kind == JSON_TRUE;
        return true;
    }
    return reject(reading, E605_CASE_KIND, json->offset,
                  type->kind == TYPE_YES_NO ? "give true, false, or null for not known" : NULL,
                  "\"%s\" wants %s, not %s", key,
                  type->kind == TYPE_YES_NO ? "true or false" : wanted(reading, type),
                  found(reading, json));
}

/* --- facts ------------------------------------------------------------------------------------- */

static bool says_none(const struct type *type, const struct json *json)
{
    if (!type->or_none || json->kind != JSON_TEXT || strcmp(json->text, "none") != 0) {
        return false;
    }
    for (size_t i = 0; type->choice && i < type->choice->count; i++) {
        if (strcmp(type->choice->values[i].name, "none") == 0) {
            return false;
        }
    }
    return true;
}

static bool take_set(struct reading *reading, const struct json *json, const char *key,
                     const struct type *type, struct value_set *ret)
{
    int64_t value;
    if (says_none(type, json)) {
        *ret = value_none(reading->arena, type);
        return true;
    }
    if (!take_value(reading, json, key, type, &value)) {
        return false;
    }
    *ret = value_of(reading->arena, type, value);
    return true;
}

static bool take_any_of(struct reading *reading, const struct json *json, const struct type *type,
                        struct value_set *ret)
{
    bool good = true;
    struct value_set set;
    if (!json->child) {
        return reject(reading, E605_CASE_KIND, json->offset, "give null if it is not known",
                      "\"%s\" has an empty list of values", json->key);
    }
    for (const struct json *item = json->child; item; item = item->next) {
        if (!take_set(reading, item, json->key, type, &set)) {
            good = false;
        } else {
            *ret =
                item == json->child || !good ? set : value_union(reading->arena, type, *ret, set);
        }
    }
    return good;
}

static bool may_range(const struct type *type)
{
    return type->kind == TYPE_NUMBER || type->kind == TYPE_DATE || type->kind == TYPE_LEVEL ||
           (type->kind == TYPE_CHOICE && type->choice->ordered);
}

static bool range_end(struct reading *reading, const struct json *field, const char *key,
                      const struct type *type, int64_t *ret)
{
    return field->kind == JSON_NULL || take_value(reading, field, key, type, ret);
}

/* {"from":a,"to":b}; an end that is missing or null is open. */
static bool take_range(struct reading *reading, const struct json *json, const struct type *type,
                       struct value_set *ret)
{
    static const char *const keys[] = {"from", "to", "or_none", NULL};
    struct value_set any = value_any(reading->arena, type);
    unsigned seen = 0;
    bool good = true, or_none = false;
    for (const struct json *field = json->child; field; field = field->next) {
        size_t key;
        if (!key_find(reading, field, "a range", keys, &seen, &key)) {
            good = false;
        } else if (key == 2) {
            or_none = field->kind == JSON_TRUE && type->or_none;
        } else if (!range_end(reading, field, json->key, type, key == 0 ? &any.low : &any.high)) {
            good = false;
        }
    }
    if (good && !(seen & 3)) {
        return reject(reading, E605_CASE_KIND, json->offset, NULL,
                      "the range of \"%s\" has neither \"from\" nor \"to\"", json->key);
    }
    if (good && any.low > any.high) {
        return reject(reading, E614_CASE_RANGE, json->offset, "swap its ends",
                      "the range of \"%s\" begins above its end", json->key);
    }
    if (!good) {
        return false;
    }
    *ret = case_range(reading->arena, type, any.low, any.high);
    ret->or_none = or_none;
    return true;
}

static bool take_fact(struct reading *reading, const struct json *json, const struct type *type,
                      struct value_set *ret)
{
    if (json->kind == JSON_ARRAY && type->kind == TYPE_CHOICE) {
        return take_any_of(reading, json, type, ret);
    }
    if (json->kind == JSON_OBJECT && may_range(type)) {
        return take_range(reading, json, type, ret);
    }
    return take_set(reading, json, json->key, type, ret);
}

static bool reject_unknown_fact(struct reading *reading, const struct json *field, bool events)
{
    const struct program *program = reading->program;
    struct near_names near;
    near_names_start(&near, field->key);
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        if (!fact->is_builtin) {
            near_names_offer(&near, fact->entity.name);
        }
    }
    return reject(reading, E604_CASE_NAME, field->key_offset,
                  near_names_help(&near, reading->arena), "there is no %s %s",
                  events ? "event" : "fact", quoted(reading, field->key));
}

/* The fact that FIELD names, once, in the right list; NULL: reported. */
static const struct fact *find_fact(struct reading *reading, const struct json *field, bool events)
{
    const struct program *program = reading->program;
    symbol name = symbol_find(program->symbols, field->key, strlen(field->key));
    const struct fact *fact = name ? program_fact(program, name) : NULL;
    if (!fact && neighbours_have_fact(reading->neighbours, field->key)) {
        vector_push(reading->arena, &reading->made->unread, field->key);
        return NULL;
    }
    if (!fact) {
        reject_unknown_fact(reading, field, events);
        return NULL;
    }
    bool *seen = &reading->seen[fact->entity.index];
    if (*seen) {
        reject_twice(reading, field);
    } else if (fact->is_builtin) {
        reject(reading, E605_CASE_KIND, field->key_offset,
               "write \"authority\" beside \"facts\", not among them",
               "\"authority\" is no fact of the case");
    } else if ((fact->type->kind == TYPE_EVENT) != events) {
        reject(reading, E605_CASE_KIND, field->key_offset, NULL,
               events ? "\"%s\" is no event: give it under \"facts\""
                      : "\"%s\" is an event: give its dates under \"events\"",
               fact->entity.name);
    } else {
        *seen = true;
        return fact;
    }
    *seen = true;
    return NULL;
}

static void read_fact(struct reading *reading, const struct json *field)
{
    const struct fact *fact = find_fact(reading, field, false);
    struct value_set set;
    if (!fact) {
        return;
    }
    case_mention_unread(reading->made, reading->arena, fact);
    if (field->kind == JSON_NULL) {
        case_set_not_known(reading->made, reading->arena, fact);
    } else if (take_fact(reading, field, fact->type, &set)) {
        case_set(reading->made, fact, set);
    }
}

/* --- events ------------------------------------------------------------------------------------ */

static void take_dates(struct reading *reading, const struct fact *fact, const struct json *list,
                       bool complete)
{
    int32_t *dates = arena_alloc(reading->arena, (list->count + 1) * sizeof *dates);
    size_t count = 0;
    if (list->count > CASE_MAX_EVENTS) {
        reject(reading, E615_CASE_DATES, list->offset, NULL,
               "\"%s\" has %zu dates: %d is the most that is read", fact->entity.name, list->count,
               CASE_MAX_EVENTS);
        return;
    }
    for (const struct json *item = list->child; item; item = item->next) {
        if (read_day(reading, item, fact->entity.name, &dates[count])) {
            count++;
        }
    }
    case_set_dates(reading->made, fact, dates, count, complete);
}

static bool read_flag(struct reading *reading, const struct json *field, bool *ret)
{
    *ret = field->kind == JSON_TRUE;
    return *ret || field->kind == JSON_FALSE || reject_kind(reading, field, "true or false", NULL);
}

static void read_event_object(struct reading *reading, const struct fact *fact,
                              const struct json *json)
{
    static const char *const keys[] = {"dates", "complete", NULL};
    static const struct json empty = {.kind = JSON_ARRAY};
    const struct json *list = &empty;
    unsigned seen = 0;
    bool complete = true;
    for (const struct json *field = json->child; field; field = field->next) {
        size_t key;
        if (!key_find(reading, field, "an event", keys, &seen, &key)) {
            continue;
        }
        if (key == 1) {
            read_flag(reading, field, &complete);
        } else if (field->kind == JSON_ARRAY) {
            list = field;
        } else {
            reject_kind(reading, field, "a list of dates", NULL);
        }
    }
    take_dates(reading, fact, list, complete);
}

static void read_event(struct reading *reading, const struct json *field)
{
    const struct fact *fact = find_fact(reading, field, true);
    if (!fact) {
        return;
    }
    case_mention_unread(reading->made, reading->arena, fact);
    if (field->kind == JSON_NULL) {
        case_set_not_known(reading->made, reading->arena, fact);
    } else if (field->kind == JSON_ARRAY) {
        take_dates(reading, fact, field, true);
    } else if (field->kind == JSON_OBJECT) {
        read_event_object(reading, fact, field);
    } else {
        reject_kind(reading, field, "a list of dates",
                    "write [] if there are none, null if it is not known");
    }
}

/* --- the keys of a case ------------------------------------------------------------------------ */

static void read_id(struct reading *reading, const struct json *json)
{
    if (json->kind == JSON_TEXT || json->kind == JSON_NUMBER) {
        reading->result->id = json->text;
    } else {
        reject_kind(reading, json, "a text or a number", NULL);
    }
}

static void read_on(struct reading *reading, const struct json *json)
{
    if (json->kind == JSON_NULL) {
        return;
    }
    reading->made->has_date = read_day(reading, json, "on", &reading->made->date);
}

static void read_at(struct reading *reading, const struct json *json)
{
    struct limen_case *made = reading->made;
    if (json->kind == JSON_NULL) {
        return;
    }
    if (json->kind == JSON_TEXT &&
        case_parse_moment(json->text, &made->moment_date, &made->moment_minute)) {
        made->has_moment = true;
    } else {
        reject(reading, E609_CASE_DAY, json->offset, "write it as \"2025-11-21T16:50\"",
               "\"at\" wants a date and a time, not %s", found(reading, json));
    }
}

static void read_authority(struct reading *reading, const struct json *json)
{
    const struct program *program = reading->program;
    struct near_names near;
    if (json->kind == JSON_NULL) {
        return;
    }
    if (json->kind != JSON_TEXT) {
        reject_kind(reading, json, "the name of an authority", NULL);
        return;
    }
    if (!program->authority) {
        vector_push(reading->arena, &reading->made->unread, "authority");
        return;
    }
    if (case_set_authority(reading->made, program, reading->arena, json->text)) {
        return;
    }
    if (neighbours_have_authority(reading->neighbours, json->text)) {
        vector_push(reading->arena, &reading->made->unread, "authority");
        return;
    }
    near_names_start(&near, json->text);
    for (size_t i = 0; i < program->authorities.count; i++) {
        near_names_offer(&near, program->authorities.items[i]);
    }
    reject(reading, E610_CASE_AUTHORITY, json->offset, near_names_help(&near, reading->arena),
           "the ruleset does not apply to %s", quoted(reading, json->text));
}

static void read_facts(struct reading *reading, const struct json *json)
{
    if (json->kind != JSON_OBJECT) {
        reject_kind(reading, json, "an object of facts", NULL);
        return;
    }
    for (const struct json *field = json->child; field; field = field->next) {
        read_fact(reading, field);
    }
}

static void read_events(struct reading *reading, const struct json *json)
{
    if (json->kind != JSON_OBJECT) {
        reject_kind(reading, json, "an object of events", NULL);
        return;
    }
    for (const struct json *field = json->child; field; field = field->next) {
        read_event(reading, field);
    }
}

static void read_otherwise(struct reading *reading, const struct json *json)
{
    if (json->kind == JSON_TEXT && strcmp(json->text, "no") == 0) {
        reading->made->close_all = true;
    } else if (json->kind != JSON_TEXT || strcmp(json->text, "unknown") != 0) {
        reject_kind(reading, json, "\"unknown\" or \"no\"", NULL);
    }
}

static void read_section(struct reading *reading, const struct json *json)
{
    const struct program *program = reading->program;
    if (json->kind != JSON_TEXT) {
        reject(reading, E605_CASE_KIND, json->offset, NULL,
               "\"nothing_else_in\" wants names of sections, not %s", found(reading, json));
        return;
    }
    symbol name = symbol_find(program->symbols, json->text, strlen(json->text));
    const struct section *section = name ? program_section(program, name) : NULL;
    if (section) {
        reading->made->closed_sections[section->entity.index] = true;
        return;
    }
    if (neighbours_have_section(reading->neighbours, json->text)) {
        return;
    }
    struct near_names near;
    near_names_start(&near, json->text);
    for (size_t i = 0; i < program->sections.count; i++) {
        near_names_offer(&near, program->sections.items[i]->entity.name);
    }
    reject(reading, E611_CASE_SECTION, json->offset, near_names_help(&near, reading->arena),
           "there is no section %s", quoted(reading, json->text));
}

static void read_nothing_else_in(struct reading *reading, const struct json *json)
{
    if (json->kind != JSON_ARRAY) {
        read_section(reading, json);
    }
    for (const struct json *item = json->child; item && json->kind == JSON_ARRAY;
         item = item->next) {
        read_section(reading, item);
    }
}

static void read_judged_level(struct reading *reading, const struct json *json)
{
    int64_t rank = 0;
    if (json->kind != JSON_TEXT && json->kind != JSON_NUMBER) {
        reject_kind(reading, json, "a level", NULL);
    } else if (take_level(reading, json, "level", &rank)) {
        reading->made->judgement.present = true;
        reading->made->judgement.level = (size_t)rank;
    }
}

static void read_judgement_field(struct reading *reading, const struct json *field, size_t key)
{
    struct case_judgement *judgement = &reading->made->judgement;
    if (key == 0) {
        read_judged_level(reading, field);
    } else if (field->kind == JSON_TEXT) {
        *(key == 1 ? &judgement->by : &judgement->why) = field->text;
    } else if (field->kind != JSON_NULL) {
        reject_kind(reading, field, "a text", NULL);
    }
}

static void read_judgement(struct reading *reading, const struct json *json)
{
    static const char *const keys[] = {"level", "by", "why", NULL};
    unsigned seen = 0;
    size_t key;
    if (json->kind == JSON_NULL) {
        return;
    }
    if (json->kind != JSON_OBJECT) {
        reject_kind(reading, json, "an object with \"level\", \"by\" and \"why\"", NULL);
        return;
    }
    for (const struct json *field = json->child; field; field = field->next) {
        if (key_find(reading, field, "a judgement", keys, &seen, &key)) {
            read_judgement_field(reading, field, key);
        }
    }
    if (!(seen & 1)) {
        reject(reading, E612_CASE_LEVEL, json->offset, "add \"level\"",
               "the judgement does not say which level");
    }
}

static void read_item(struct reading *reading, const struct checklist *checklist, bool *present,
                      const struct json *json)
{
    struct near_names near;
    if (json->kind != JSON_TEXT) {
        reject(reading, E605_CASE_KIND, json->offset, NULL, "\"%s\" wants names of items, not %s",
               checklist->entity.name, found(reading, json));
        return;
    }
    near_names_start(&near, json->text);
    for (size_t i = 0; i < checklist->items.count; i++) {
        if (strcmp(checklist->items.items[i].name, json->text) == 0) {
            present[i] = true;
            return;
        }
        near_names_offer(&near, checklist->items.items[i].name);
    }
    reject(reading, E616_CASE_CHECKLIST, json->offset, near_names_help(&near, reading->arena),
           "the checklist \"%s\" has no item %s", checklist->entity.name,
           quoted(reading, json->text));
}

static const struct checklist *find_checklist(struct reading *reading, const struct json *field)
{
    const struct program *program = reading->program;
    symbol name = symbol_find(program->symbols, field->key, strlen(field->key));
    const struct checklist *checklist = name ? program_checklist(program, name) : NULL;
    if (checklist || neighbours_have_checklist(reading->neighbours, field->key)) {
        return checklist;
    }
    struct near_names near;
    near_names_start(&near, field->key);
    for (size_t i = 0; i < program->checklists.count; i++) {
        near_names_offer(&near, program->checklists.items[i]->entity.name);
    }
    reject(reading, E616_CASE_CHECKLIST, field->key_offset, near_names_help(&near, reading->arena),
           "there is no checklist %s", quoted(reading, field->key));
    return NULL;
}

static void read_checklist(struct reading *reading, const struct json *field)
{
    const struct checklist *checklist = find_checklist(reading, field);
    if (!checklist || field->kind == JSON_NULL) {
        return;
    }
    bool **present = &reading->made->items_present[checklist->entity.index];
    if (*present) {
        reject_twice(reading, field);
    } else if (field->kind != JSON_ARRAY) {
        reject_kind(reading, field, "a list of the items it has", NULL);
    } else {
        *present = arena_alloc(reading->arena, (checklist->items.count + 1) * sizeof(bool));
        for (const struct json *item = field->child; item; item = item->next) {
            read_item(reading, checklist, *present, item);
        }
    }
}

static void read_checklists(struct reading *reading, const struct json *json)
{
    if (json->kind != JSON_OBJECT) {
        reject_kind(reading, json, "an object of checklists", NULL);
        return;
    }
    for (const struct json *field = json->child; field; field = field->next) {
        read_checklist(reading, field);
    }
}

#define CASE_KEYS(X)                           \
    /* key, reader */                          \
    X("case", read_id)                         \
    X("on", read_on)                           \
    X("at", read_at)                           \
    X("authority", read_authority)             \
    X("facts", read_facts)                     \
    X("events", read_events)                   \
    X("otherwise", read_otherwise)             \
    X("nothing_else_in", read_nothing_else_in) \
    X("judgement", read_judgement)             \
    X("checklists", read_checklists)

static const char *const case_keys[] = {
#define X(key, reader) key,
    CASE_KEYS(X)
#undef X
        NULL};

static void (*const case_readers[])(struct reading *, const struct json *) = {
#define X(key, reader) reader,
    CASE_KEYS(X)
#undef X
};

void case_from_json(struct case_result *ret, struct place_finder *finder, size_t base,
                    struct arena *arena, const struct program *program,
                    const struct neighbours *neighbours, const struct json *root)
{
    struct reading reading = {
        ret, finder, base, arena, program, case_create(arena, program), NULL, neighbours};
    unsigned seen = 0;
    size_t key;
    reading.seen = arena_alloc(arena, program->facts.count * sizeof(bool));
    struct place_mark place = place_find(finder, base + root->offset);
    reading.made->line = place.line;
    reading.made->column = place.column;
    for (const struct json *field = root->child; field; field = field->next) {
        if (key_find(&reading, field, "a case", case_keys, &seen, &key)) {
            case_readers[key](&reading, field);
        }
    }
    reading.made->id = ret->id;
    if (ret->errors.count > 0) {
        return;
    }
    case_close(reading.made, program, arena);
    ret->limen_case = reading.made;
}

/* --- the head ---------------------------------------------------------------------------------- */

static void read_head_field(struct reading *reading, struct case_head *head, size_t key,
                            const struct json *json)
{
    if (key == 0) {
        read_id(reading, json);
    } else if (json->kind == JSON_NULL) {
        return;
    } else if (key == 1) {
        head->has_date = read_day(reading, json, "on", &head->date);
    } else if (json->kind == JSON_TEXT) {
        head->authority = json->text;
    } else {
        reject_kind(reading, json, "the name of an authority", NULL);
    }
}

bool case_head_from_json(struct case_head *ret_head, struct case_result *ret,
                         struct place_finder *finder, size_t base, struct arena *arena,
                         const struct json *root)
{
    static const char *const keys[] = {"case", "on", "authority"};
    struct reading reading = {
        .result = ret, .finder = finder, .base = base, .arena = arena};
    struct place_mark place = place_find(finder, base + root->offset);
    bool seen[sizeof keys / sizeof *keys] = {false};
    *ret_head = (struct case_head){.line = place.line, .column = place.column};
    for (const struct json *field = root->child; field; field = field->next) {
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            if (strcmp(field->key, keys[i]) != 0) {
                continue;
            }
            if (seen[i]) {
                reject_twice(&reading, field);
            } else {
                read_head_field(&reading, ret_head, i, field);
            }
            seen[i] = true;
        }
    }
    ret_head->id = ret->id;
    return ret->errors.count == 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Values, ranges and choices of values, each checked against its type. */
#include "case/case_value.h"

#include <string.h>

#include "base/date.h"
#include "case/number.h"

static bool reject_bounds(struct case_reading *reading, const struct json *json, const char *key,
                          const struct type *type)
{
    return case_reject(reading, E606_CASE_BOUNDS, json->offset, NULL, "\"%s\" is %s, not %s", key,
                       case_wanted(reading, type), case_found(reading, json));
}

static bool reject_fine(struct case_reading *reading, const struct json *json, const char *key,
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
    return case_reject(reading, E607_CASE_FINE, json->offset, help,
                       "\"%s\" does not take a value as fine as %s", key,
                       case_found(reading, json));
}

static bool take_number(struct case_reading *reading, const struct json *json, const char *key,
                        const struct type *type, struct decimal number, enum unit unit,
                        int64_t *ret)
{
    switch (number_for_type(type, number, unit, ret)) {
    case NUMBER_OK:
        return true;
    case NUMBER_WRONG_UNIT:
        return case_reject(reading, E617_CASE_UNIT, json->offset, NULL,
                           "\"%s\" is %s: it can't be given in %s", key, case_wanted(reading, type),
                           unit_word(unit));
    case NUMBER_TOO_FINE:
        return reject_fine(reading, json, key, type);
    default:
        return reject_bounds(reading, json, key, type);
    }
}

static bool take_decimal(struct case_reading *reading, const struct json *json, const char *key,
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
        return case_reject(reading, E605_CASE_KIND, json->offset,
                           "give a number, or a text like \"18 months\"", "\"%s\" wants %s, not %s",
                           key, case_wanted(reading, type), case_found(reading, json));
    }
}

/* "18 months", "85.0 %", "85%" */
static bool take_quantity(struct case_reading *reading, const struct json *json, const char *key,
                          const struct type *type, int64_t *ret)
{
    size_t digits = strspn(json->text, "-0123456789.");
    const char *word = json->text + digits + strspn(json->text + digits, " ");
    enum unit unit = UNIT_NONE;
    if (!*word && type->unit == UNIT_NONE) {
        return case_reject(reading, E605_CASE_KIND, json->offset, "write the number without quotes",
                           "\"%s\" wants a number, not a text", key);
    }
    if (digits == 0 || !*word) {
        return case_reject(reading, E605_CASE_KIND, json->offset,
                           "give a number, or a text with its unit like \"18 months\"",
                           "\"%s\" wants %s, not %s", key, case_wanted(reading, type),
                           case_found(reading, json));
    }
    if (!number_parse_unit(word, strlen(word), &unit)) {
        return case_reject(reading, E617_CASE_UNIT, json->offset,
                           "the units are years, months, weeks, days, hours and %", "%s is no unit",
                           case_quoted(reading, word));
    }
    return take_decimal(reading, json, key, type, arena_copy(reading->arena, json->text, digits),
                        unit, ret);
}

static bool take_choice(struct case_reading *reading, const struct json *json, const char *key,
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
        help = arena_format(reading->arena, "it is %s", case_wanted(reading, type));
    }
    return case_reject(reading, E613_CASE_CHOICE, json->offset, help, "\"%s\" has no value %s", key,
                       case_quoted(reading, json->text));
}

bool case_value_day(struct case_reading *reading, const struct json *json, const char *key,
                    int32_t *ret)
{
    static const char help[] = "write a day as \"2018-12-20\": the year, the month, the day";
    if (json->kind != JSON_TEXT) {
        return case_reject(reading, E605_CASE_KIND, json->offset, help,
                           "\"%s\" wants a date, not %s", key, case_found(reading, json));
    }
    switch (date_parse(json->text, strlen(json->text), ret)) {
    case DATE_OK:
        return true;
    case DATE_NO_SUCH_DAY:
        return case_reject(reading, E609_CASE_DAY, json->offset, NULL, "there is no day %s",
                           case_quoted(reading, json->text));
    case DATE_OUT_OF_RANGE:
        return case_reject(reading, E609_CASE_DAY, json->offset,
                           "dates run from 1900-01-01 to 2199-12-31", "the day %s is out of range",
                           case_quoted(reading, json->text));
    default:
        return case_reject(reading, E609_CASE_DAY, json->offset, help, "%s is no date",
                           case_quoted(reading, json->text));
    }
}

bool case_value_level(struct case_reading *reading, const struct json *json, const char *key,
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
    return case_reject(reading, E612_CASE_LEVEL, json->offset, help, "\"%s\": there is no level %s",
                       key, case_found(reading, json));
}

static bool take_date(struct case_reading *reading, const struct json *json, const char *key,
                      const struct type *type, int64_t *ret)
{
    int32_t day;
    if (!case_value_day(reading, json, key, &day)) {
        return false;
    }
    *ret = day;
    return (day >= type->low && day <= type->high) || reject_bounds(reading, json, key, type);
}

bool case_value_take(struct case_reading *reading, const struct json *json, const char *key,
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
        return case_value_level(reading, json, key, ret);
    }
    if (type->kind == TYPE_YES_NO && (json->kind == JSON_TRUE || json->kind == JSON_FALSE)) {
        *ret = json->kind == JSON_TRUE;
        return true;
    }
    return case_reject(reading, E605_CASE_KIND, json->offset,
                       type->kind == TYPE_YES_NO ? "give true, false, or null for not known" : NULL,
                       "\"%s\" wants %s, not %s", key,
                       type->kind == TYPE_YES_NO ? "true or false" : case_wanted(reading, type),
                       case_found(reading, json));
}

/* --- sets of values ---------------------------------------------------------------------------- */

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

static bool take_set(struct case_reading *reading, const struct json *json, const char *key,
                     const struct type *type, struct value_set *ret)
{
    int64_t value;
    if (says_none(type, json)) {
        *ret = value_none(reading->arena, type);
        return true;
    }
    if (!case_value_take(reading, json, key, type, &value)) {
        return false;
    }
    *ret = value_of(reading->arena, type, value);
    return true;
}

static bool take_any_of(struct case_reading *reading, const struct json *json,
                        const struct type *type, struct value_set *ret)
{
    bool good = true;
    struct value_set set;
    if (!json->child) {
        return case_reject(reading, E605_CASE_KIND, json->offset, "give null if it is not known",
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

static bool range_end(struct case_reading *reading, const struct json *field, const char *key,
                      const struct type *type, int64_t *ret)
{
    return field->kind == JSON_NULL || case_value_take(reading, field, key, type, ret);
}

/* {"from":a,"to":b}; an end that is missing or null is open. */
static bool take_range(struct case_reading *reading, const struct json *json,
                       const struct type *type, struct value_set *ret)
{
    static const char *const keys[] = {"from", "to", "or_none", NULL};
    struct value_set any = value_any(reading->arena, type);
    unsigned seen = 0;
    bool good = true, or_none = false;
    for (const struct json *field = json->child; field; field = field->next) {
        size_t key;
        if (!case_key_find(reading, field, "a range", keys, &seen, &key)) {
            good = false;
        } else if (key == 2) {
            or_none = field->kind == JSON_TRUE && type->or_none;
        } else if (!range_end(reading, field, json->key, type, key == 0 ? &any.low : &any.high)) {
            good = false;
        }
    }
    if (good && !(seen & 3)) {
        return case_reject(reading, E605_CASE_KIND, json->offset, NULL,
                           "the range of \"%s\" has neither \"from\" nor \"to\"", json->key);
    }
    if (good && any.low > any.high) {
        return case_reject(reading, E614_CASE_RANGE, json->offset, "swap its ends",
                           "the range of \"%s\" begins above its end", json->key);
    }
    if (!good) {
        return false;
    }
    *ret = case_range(reading->arena, type, any.low, any.high);
    ret->or_none = or_none;
    return true;
}

bool case_value_set(struct case_reading *reading, const struct json *json, const struct type *type,
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

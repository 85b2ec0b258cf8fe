/* SPDX-License-Identifier: Apache-2.0 */
/* What a case says of events and lists. */
#include "case/case_items.h"

#include <inttypes.h>
#include <string.h>

#include "case/case_members.h"
#include "case/case_value.h"
#include "meaning/type.h"

static const struct {
    const char *noun, *all;
} keys[] = {
    [CASE_KEY_FACTS] = {"fact", "an object of facts"},
    [CASE_KEY_EVENTS] = {"event", "an object of events"},
    [CASE_KEY_LISTS] = {"list", "an object of lists"},
};

/* --- finding it -------------------------------------------------------------------------------- */

static bool reject_unknown_fact(struct case_reading *reading, const struct json *field,
                                enum case_key key)
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
    return case_reject(reading, E604_CASE_NAME, field->key_offset,
                       near_names_help(&near, reading->arena), "there is no %s %s",
                       keys[key].noun, case_quoted(reading, field->key));
}

enum case_key case_key_of(const struct fact *fact)
{
    bool is_event = fact->entity.decl->kind == NODE_EVENT;
    return is_event ? CASE_KEY_EVENTS : type_is_many(fact->type) ? CASE_KEY_LISTS : CASE_KEY_FACTS;
}

/* FACT stands under KEY and belongs elsewhere. */
static bool reject_place(struct case_reading *reading, const struct json *field,
                         const struct fact *fact, enum case_key key)
{
    const char *name = fact->entity.name;
    switch (case_key_of(fact)) {
    case CASE_KEY_EVENTS:
        return case_reject(reading, E605_CASE_KIND, field->key_offset, NULL,
                           "\"%s\" is an event: give its dates under \"events\"", name);
    case CASE_KEY_LISTS:
        return case_reject(reading, E605_CASE_KIND, field->key_offset, NULL,
                           "\"%s\" is a list: give its items under \"lists\"", name);
    default:
        return case_reject(reading, E605_CASE_KIND, field->key_offset, NULL,
                           "\"%s\" is no %s: give it under \"facts\"", name, keys[key].noun);
    }
}

const struct fact *case_find_fact(struct case_reading *reading, const struct json *field,
                                  enum case_key key)
{
    const struct program *program = reading->program;
    symbol name = symbol_find(program->symbols, field->key, strlen(field->key));
    const struct fact *fact = name ? program_fact(program, name) : NULL;
    if (!fact && neighbours_have_fact(reading->neighbours, field->key)) {
        vector_push(reading->arena, &reading->made->unread, field->key);
        return NULL;
    }
    if (!fact) {
        reject_unknown_fact(reading, field, key);
        return NULL;
    }
    bool *seen = &reading->seen[fact->entity.index];
    if (*seen) {
        case_reject_twice(reading, field);
    } else if (fact->is_builtin) {
        case_reject(reading, E605_CASE_KIND, field->key_offset,
                    "write \"authority\" beside \"facts\", not among them",
                    "\"authority\" is no fact of the case");
    } else if (case_key_of(fact) != key) {
        reject_place(reading, field, fact, key);
    } else if (!case_is_its(reading, fact)) {
        case_reject_whose(reading, field, fact);
    } else {
        *seen = true;
        return fact;
    }
    *seen = true;
    return NULL;
}

/* --- dates ------------------------------------------------------------------------------------- */

static void take_dates(struct case_reading *reading, const struct fact *fact,
                       const struct json *list, bool complete)
{
    int32_t *dates = arena_alloc(reading->arena, (list->count + 1) * sizeof *dates);
    size_t count = 0;
    if (list->count > CASE_MAX_EVENTS) {
        case_reject(reading, E615_CASE_DATES, list->offset, NULL,
                    "\"%s\" has %zu dates: %d is the most that is read", fact->entity.name,
                    list->count, CASE_MAX_EVENTS);
        return;
    }
    for (const struct json *item = list->child; item; item = item->next) {
        if (case_value_day(reading, item, fact->entity.name, &dates[count])) {
            count++;
        }
    }
    case_set_dates(reading->made, fact, dates, count, complete);
}

/* --- items ------------------------------------------------------------------------------------- */

static bool reject_unknown_field(struct case_reading *reading, const struct fact *list,
                                 const struct json *field)
{
    struct near_names near;
    near_names_start(&near, field->key);
    for (size_t i = 0; i < list->fields.count; i++) {
        near_names_offer(&near, list->fields.items[i]->entity.name);
    }
    return case_reject(reading, E604_CASE_NAME, field->key_offset,
                       near_names_help(&near, reading->arena), "\"%s\" has no field %s",
                       list->entity.name, case_quoted(reading, field->key));
}

static void read_field(struct case_reading *reading, const struct fact *list, bool *seen,
                       const struct json *json)
{
    symbol name = symbol_find(reading->program->symbols, json->key, strlen(json->key));
    const struct fact *field = name ? list_field(list, name) : NULL;
    struct value_set set;
    if (!field) {
        if (!neighbours_have_field(reading->neighbours, list->entity.name, json->key)) {
            reject_unknown_field(reading, list, json);
        }
        return;
    }
    if (seen[field->place]) {
        case_reject_twice(reading, json);
    } else if (json->kind == JSON_NULL) {
        case_set_field_not_known(reading->made, field);
    } else if (case_value_set(reading, json, field->type, &set)) {
        case_set_field(reading->made, field, set);
    }
    seen[field->place] = true;
}

/* A date alone is an item of which nothing else is said. */
static void read_dated_item(struct case_reading *reading, const struct fact *list,
                            const struct json *json)
{
    int32_t day;
    if (case_value_day(reading, json, list->entity.name, &day)) {
        case_set_field(reading->made, list->date,
                       value_of(reading->arena, list->date->type, day));
    }
}

static void read_list_item(struct case_reading *reading, const struct fact *list, bool *seen,
                           const struct json *json)
{
    case_add_item(reading->made, reading->arena, list);
    if (json->kind == JSON_TEXT && list->entity.decl->kind == NODE_EVENT) {
        read_dated_item(reading, list, json);
        return;
    }
    if (json->kind != JSON_OBJECT) {
        case_reject(reading, E605_CASE_KIND, json->offset,
                    "write {} for an item of which nothing is said",
                    "\"%s\" wants an object of fields for each item, not %s", list->entity.name,
                    case_found(reading, json));
        return;
    }
    memset(seen, 0, list->fields.count * sizeof *seen);
    for (const struct json *field = json->child; field; field = field->next) {
        read_field(reading, list, seen, field);
    }
}

static void take_items(struct case_reading *reading, const struct fact *list,
                       const struct json *items, bool complete)
{
    bool *seen = arena_alloc(reading->arena, list->fields.count * sizeof *seen);
    case_start_list(reading->made, list, complete);
    if (items->count > (size_t)list->type->high) {
        case_reject(reading, E622_CASE_ITEMS, items->offset, NULL,
                    "\"%s\" has %zu items: it may have %" PRId64 " at most", list->entity.name,
                    items->count, list->type->high);
        return;
    }
    reading->list = list;
    reading->item = 0;
    for (const struct json *item = items->child; item; item = item->next) {
        read_list_item(reading, list, seen, item);
        reading->item++;
    }
    reading->list = NULL;
}

/* --- either ------------------------------------------------------------------------------------ */

static void take_all(struct case_reading *reading, const struct fact *fact,
                     const struct json *all, bool complete)
{
    if (fact == reading->program->each) {
        case_read_members(reading, all, complete);
    } else if (fact->type->kind == TYPE_EVENT) {
        take_dates(reading, fact, all, complete);
    } else {
        take_items(reading, fact, all, complete);
    }
}

static const char no_items_help[] = "write [] if there are none, null if it is not known";

static const char *wanted_of(const struct fact *fact)
{
    return fact->type->kind == TYPE_EVENT ? "a list of dates" : "a list of items";
}

static bool read_flag(struct case_reading *reading, const struct json *field, bool *ret)
{
    *ret = field->kind == JSON_TRUE;
    return *ret || field->kind == JSON_FALSE ||
           case_reject_kind(reading, field, "true or false", NULL);
}

/* {"items":[...],"complete":false}; the items of an event are its dates. */
static void read_object(struct case_reading *reading, const struct fact *fact,
                        const struct json *json, enum case_key key)
{
    static const char *const of_event[] = {"dates", "complete", NULL};
    static const char *const of_dated_list[] = {"items", "complete", "dates", NULL};
    static const char *const of_list[] = {"items", "complete", NULL};
    static const struct json empty = {.kind = JSON_ARRAY};
    const char *const *known = fact->type->kind == TYPE_EVENT ? of_event
                               : key == CASE_KEY_EVENTS       ? of_dated_list
                                                              : of_list;
    const struct json *all = &empty;
    unsigned seen = 0;
    bool complete = true;
    for (const struct json *field = json->child; field; field = field->next) {
        size_t place;
        const char *where = key == CASE_KEY_EVENTS ? "an event" : "a list";
        if (!case_key_find(reading, field, where, known, &seen, &place)) {
            continue;
        }
        if (place == 1) {
            read_flag(reading, field, &complete);
        } else if ((seen & 5) == 5) {
            case_reject(reading, E608_CASE_TWICE, field->key_offset, "leave one of them out",
                        "\"%s\" has both \"items\" and \"dates\"", fact->entity.name);
        } else if (field->kind == JSON_ARRAY) {
            all = field;
        } else {
            case_reject_kind(reading, field, wanted_of(fact), NULL);
        }
    }
    if (!json->child) {
        case_reject(reading, E605_CASE_KIND, json->offset, no_items_help,
                    "\"%s\" says nothing in its brackets", fact->entity.name);
        return;
    }
    take_all(reading, fact, all, complete);
}

void case_read_list(struct case_reading *reading, const struct json *field, enum case_key key)
{
    const struct fact *fact = case_find_fact(reading, field, key);
    if (!fact) {
        return;
    }
    case_mention_unread(reading->made, reading->arena, fact);
    if (field->kind == JSON_NULL) {
        case_set_not_known(reading->made, fact);
    } else if (field->kind == JSON_ARRAY) {
        take_all(reading, fact, field, true);
    } else if (field->kind == JSON_OBJECT) {
        read_object(reading, fact, field, key);
    } else {
        case_reject_kind(reading, field, wanted_of(fact), no_items_help);
    }
}

void case_read_lists(struct case_reading *reading, const struct json *json, enum case_key key)
{
    if (json->kind != JSON_OBJECT) {
        case_reject_kind(reading, json, keys[key].all, NULL);
        return;
    }
    for (const struct json *field = json->child; field; field = field->next) {
        case_read_list(reading, field, key);
    }
}

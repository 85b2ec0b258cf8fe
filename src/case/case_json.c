/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of a case, and its facts. */
#include "case/case_json.h"

#include <string.h>

#include "case/case_items.h"
#include "case/case_members.h"
#include "case/case_value.h"
#include "meaning/type.h"

/* --- facts ------------------------------------------------------------------------------------- */

static void read_fact(struct case_reading *reading, const struct json *field)
{
    const struct fact *fact = case_find_fact(reading, field, CASE_KEY_FACTS);
    struct value_set set;
    if (!fact) {
        return;
    }
    case_mention_unread(reading->made, reading->arena, fact);
    if (field->kind == JSON_NULL) {
        case_set_not_known(reading->made, fact);
    } else if (case_value_set(reading, field, fact->type, &set)) {
        case_set(reading->made, fact, set);
    }
}

/* --- the keys of a case ------------------------------------------------------------------------ */

static void read_id(struct case_reading *reading, const struct json *json)
{
    if (json->kind == JSON_TEXT || json->kind == JSON_NUMBER) {
        *(reading->whose == OF_MEMBER ? &reading->made->id : &reading->result->id) = json->text;
    } else {
        case_reject_kind(reading, json, "a text or a number", NULL);
    }
}

static void read_on(struct case_reading *reading, const struct json *json)
{
    if (json->kind == JSON_NULL) {
        return;
    }
    reading->made->has_date = case_value_day(reading, json, "on", &reading->made->date);
}

static void read_at(struct case_reading *reading, const struct json *json)
{
    struct limen_case *made = reading->made;
    if (json->kind == JSON_NULL) {
        return;
    }
    if (json->kind == JSON_TEXT &&
        case_parse_moment(json->text, &made->moment_date, &made->moment_minute)) {
        made->has_moment = true;
    } else {
        case_reject(reading, E609_CASE_DAY, json->offset, "write it as \"2025-11-21T16:50\"",
                    "\"at\" wants a date and a time, not %s", case_found(reading, json));
    }
}

static void read_authority(struct case_reading *reading, const struct json *json)
{
    const struct program *program = reading->program;
    struct near_names near;
    if (json->kind == JSON_NULL) {
        return;
    }
    if (json->kind != JSON_TEXT) {
        case_reject_kind(reading, json, "the name of an authority", NULL);
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
    case_reject(reading, E610_CASE_AUTHORITY, json->offset, near_names_help(&near, reading->arena),
                "the ruleset does not apply to %s", case_quoted(reading, json->text));
}

static void read_facts(struct case_reading *reading, const struct json *json)
{
    if (json->kind != JSON_OBJECT) {
        case_reject_kind(reading, json, "an object of facts", NULL);
        return;
    }
    for (const struct json *field = json->child; field; field = field->next) {
        read_fact(reading, field);
    }
}

static void read_events(struct case_reading *reading, const struct json *json)
{
    case_read_lists(reading, json, CASE_KEY_EVENTS);
}

static void read_lists(struct case_reading *reading, const struct json *json)
{
    case_read_lists(reading, json, CASE_KEY_LISTS);
}

static void read_otherwise(struct case_reading *reading, const struct json *json)
{
    if (json->kind == JSON_TEXT && strcmp(json->text, "no") == 0) {
        reading->made->close_all = true;
    } else if (json->kind != JSON_TEXT || strcmp(json->text, "unknown") != 0) {
        case_reject_kind(reading, json, "\"unknown\" or \"no\"", NULL);
    }
}

static void read_section(struct case_reading *reading, const struct json *json)
{
    const struct program *program = reading->program;
    if (json->kind != JSON_TEXT) {
        case_reject(reading, E605_CASE_KIND, json->offset, NULL,
                    "\"nothing_else_in\" wants names of sections, not %s",
                    case_found(reading, json));
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
    case_reject(reading, E611_CASE_SECTION, json->offset, near_names_help(&near, reading->arena),
                "there is no section %s", case_quoted(reading, json->text));
}

static void read_nothing_else_in(struct case_reading *reading, const struct json *json)
{
    if (json->kind != JSON_ARRAY) {
        read_section(reading, json);
    }
    for (const struct json *item = json->child; item && json->kind == JSON_ARRAY;
         item = item->next) {
        read_section(reading, item);
    }
}

static void read_judged_level(struct case_reading *reading, const struct json *json)
{
    int64_t rank = 0;
    if (json->kind != JSON_TEXT && json->kind != JSON_NUMBER) {
        case_reject_kind(reading, json, "a level", NULL);
    } else if (case_value_level(reading, json, "level", &rank)) {
        reading->made->judgement.present = true;
        reading->made->judgement.level = (size_t)rank;
    }
}

static void read_judgement_field(struct case_reading *reading, const struct json *field, size_t key)
{
    struct case_judgement *judgement = &reading->made->judgement;
    if (key == 0) {
        read_judged_level(reading, field);
    } else if (field->kind == JSON_TEXT) {
        *(key == 1 ? &judgement->by : &judgement->why) = field->text;
    } else if (field->kind != JSON_NULL) {
        case_reject_kind(reading, field, "a text", NULL);
    }
}

static void read_judgement(struct case_reading *reading, const struct json *json)
{
    static const char *const keys[] = {"level", "by", "why", NULL};
    unsigned seen = 0;
    size_t key;
    if (json->kind == JSON_NULL) {
        return;
    }
    if (json->kind != JSON_OBJECT) {
        case_reject_kind(reading, json, "an object with \"level\", \"by\" and \"why\"", NULL);
        return;
    }
    for (const struct json *field = json->child; field; field = field->next) {
        if (case_key_find(reading, field, "a judgement", keys, &seen, &key)) {
            read_judgement_field(reading, field, key);
        }
    }
    if (!(seen & 1)) {
        case_reject(reading, E612_CASE_LEVEL, json->offset, "add \"level\"",
                    "the judgement does not say which level");
    }
}

static void read_item(struct case_reading *reading, const struct checklist *checklist,
                      bool *present, const struct json *json)
{
    struct near_names near;
    if (json->kind != JSON_TEXT) {
        case_reject(reading, E605_CASE_KIND, json->offset, NULL,
                    "\"%s\" wants names of items, not %s", checklist->entity.name,
                    case_found(reading, json));
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
    case_reject(reading, E616_CASE_CHECKLIST, json->offset, near_names_help(&near, reading->arena),
                "the checklist \"%s\" has no item %s", checklist->entity.name,
                case_quoted(reading, json->text));
}

static const struct checklist *find_checklist(struct case_reading *reading,
                                              const struct json *field)
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
    case_reject(reading, E616_CASE_CHECKLIST, field->key_offset,
                near_names_help(&near, reading->arena), "there is no checklist %s",
                case_quoted(reading, field->key));
    return NULL;
}

static void read_checklist(struct case_reading *reading, const struct json *field)
{
    const struct checklist *checklist = find_checklist(reading, field);
    if (!checklist || field->kind == JSON_NULL) {
        return;
    }
    bool **present = &reading->made->items_present[checklist->entity.index];
    if (*present) {
        case_reject_twice(reading, field);
    } else if (field->kind != JSON_ARRAY) {
        case_reject_kind(reading, field, "a list of the items it has", NULL);
    } else {
        *present = arena_alloc(reading->arena, (checklist->items.count + 1) * sizeof(bool));
        for (const struct json *item = field->child; item; item = item->next) {
            read_item(reading, checklist, *present, item);
        }
    }
}

static void read_checklists(struct case_reading *reading, const struct json *json)
{
    if (json->kind != JSON_OBJECT) {
        case_reject_kind(reading, json, "an object of checklists", NULL);
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
    X("lists", read_lists)                     \
    X("otherwise", read_otherwise)             \
    X("nothing_else_in", read_nothing_else_in) \
    X("judgement", read_judgement)             \
    X("checklists", read_checklists)

static const char *const case_keys[] = {
#define X(key, reader) key,
    CASE_KEYS(X)
#undef X
        NULL};

static void (*const case_readers[])(struct case_reading *, const struct json *) = {
#define X(key, reader) reader,
    CASE_KEYS(X)
#undef X
};

/* The place of FIELD's key among those of a case, or that of NULL. */
static size_t key_place(const struct json *field)
{
    size_t place = 0;
    while (case_keys[place] && strcmp(case_keys[place], field->key) != 0) {
        place++;
    }
    return place;
}

/* Said once, for all of them. */
static bool is_of_all(const char *key)
{
    return strcmp(key, "on") == 0 || strcmp(key, "at") == 0 || strcmp(key, "authority") == 0;
}

static void read_directly(struct case_reading *reading, const struct json *field)
{
    symbol name = symbol_find(reading->program->symbols, field->key, strlen(field->key));
    const struct fact *fact = name ? program_fact(reading->program, name) : NULL;
    if (fact && type_is_many(fact->type)) {
        case_read_list(reading, field, case_key_of(fact));
    } else {
        read_fact(reading, field);
    }
}

void case_member_from_json(struct case_reading *reading, const struct json *json)
{
    unsigned seen = 0;
    size_t key;
    for (const struct json *field = json->child; field; field = field->next) {
        if (is_of_all(field->key)) {
            case_reject(reading, E624_CASE_EACH, field->key_offset, "give it once, for the household",
                        "\"%s\" is the same for all", field->key);
        } else if (!case_keys[key_place(field)]) {
            read_directly(reading, field);
        } else if (case_key_find(reading, field, "a member", case_keys, &seen, &key)) {
            case_readers[key](reading, field);
        }
    }
}

void case_from_json(struct case_result *ret, struct place_finder *finder, size_t base,
                    struct arena *arena, const struct program *program,
                    const struct neighbours *neighbours, const struct json *root)
{
    struct case_reading reading = {.result = ret, .finder = finder, .base = base, .arena = arena,
                                   .program = program, .neighbours = neighbours};
    unsigned seen = 0;
    size_t key;
    reading.made = case_create(arena, program);
    reading.seen = arena_alloc(arena, program->facts.count * sizeof(bool));
    reading.whose = case_has_members(program, root) ? OF_ALL : OF_ONE;
    struct place_mark place = place_find(finder, base + root->offset);
    reading.made->line = place.line;
    reading.made->column = place.column;
    for (const struct json *field = root->child; field; field = field->next) {
        if (case_key_find(&reading, field, "a case", case_keys, &seen, &key)) {
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

static void read_head_field(struct case_reading *reading, struct case_head *head, size_t key,
                            const struct json *json)
{
    if (key == 0) {
        read_id(reading, json);
    } else if (json->kind == JSON_NULL) {
        return;
    } else if (key == 1) {
        head->has_date = case_value_day(reading, json, "on", &head->date);
    } else if (json->kind == JSON_TEXT) {
        head->authority = json->text;
    } else {
        case_reject_kind(reading, json, "the name of an authority", NULL);
    }
}

bool case_head_from_json(struct case_head *ret_head, struct case_result *ret,
                         struct place_finder *finder, size_t base, struct arena *arena,
                         const struct json *root)
{
    static const char *const keys[] = {"case", "on", "authority"};
    struct case_reading reading = {
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
                case_reject_twice(&reading, field);
            } else {
                read_head_field(&reading, ret_head, i, field);
            }
            seen[i] = true;
        }
    }
    ret_head->id = ret->id;
    return ret->errors.count == 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Members, one by one. */
#include "case/case_members.h"

#include <inttypes.h>
#include <string.h>

#include "case/case_json.h"
#include "case/seen_ids.h"
#include "meaning/each.h"

static const struct json *child_called(const struct json *object, const char *key)
{
    const struct json *child = object && object->kind == JSON_OBJECT ? object->child : NULL;
    while (child && strcmp(child->key, key) != 0) {
        child = child->next;
    }
    return child;
}

bool case_has_members(const struct program *program, const struct json *root)
{
    const struct json *list =
        program->each ? child_called(child_called(root, "lists"), program->each->entity.name) : NULL;
    return list && list->kind != JSON_NULL;
}

bool case_is_its(const struct case_reading *reading, const struct fact *fact)
{
    return reading->whose == OF_ONE
           || fact_is_of_each(reading->program, fact) == (reading->whose == OF_MEMBER);
}

bool case_reject_whose(struct case_reading *reading, const struct json *field,
                       const struct fact *fact)
{
    const char *each = reading->program->each->entity.name;
    if (reading->whose == OF_MEMBER) {
        return case_reject(reading, E624_CASE_EACH, field->key_offset,
                           arena_format(reading->arena, "give it once, outside \"%s\"", each),
                           "\"%s\" is a fact of the household, not of one %s", fact->entity.name,
                           each);
    }
    return case_reject(reading, E624_CASE_EACH, field->key_offset,
                       arena_format(reading->arena, "give it inside the %s that it is of", each),
                       "\"%s\" is a fact of each %s, and this case gives them one by one",
                       fact->entity.name, each);
}

/* What a member is called, whatever stands before that. */
static const char *name_of(const struct json *id)
{
    return id && (id->kind == JSON_TEXT || id->kind == JSON_NUMBER) ? id->text : NULL;
}

/* Names that SEEN has had are reported. */
static void check_name(struct case_reading *reading, const struct limen_case *member,
                       const struct json *json, struct seen_ids *seen)
{
    const struct json *id = child_called(json, "case");
    const char *name = household_name(reading->program, reading->arena, member);
    if (seen_ids_add(seen, name, member->member + 1)) {
        case_reject(reading, E608_CASE_TWICE, id ? id->offset : json->offset,
                    "give each a name of its own", "two of \"%s\" are called %s",
                    reading->program->each->entity.name, case_quoted(reading, name));
    }
}

static void read_member(struct case_reading *reading, const struct json *json, struct seen_ids *seen)
{
    const struct program *program = reading->program;
    const char *name = name_of(child_called(json, "case"));
    struct limen_case *member = household_add(reading->made, program, reading->arena, name);
    struct case_reading own = *reading;
    struct place_mark place = place_find(reading->finder, reading->base + json->offset);
    if (json->kind != JSON_OBJECT) {
        case_reject(reading, E605_CASE_KIND, json->offset, NULL,
                    "\"%s\" wants an object for each, in curly brackets, not %s",
                    program->each->entity.name, case_found(reading, json));
        return;
    }
    own.made = member;
    own.whose = OF_MEMBER;
    own.seen = arena_alloc(reading->arena, program->facts.count * sizeof(bool));
    member->line = place.line;
    member->column = place.column;
    case_member_from_json(&own, json);
    check_name(reading, member, json, seen);
}

void case_read_members(struct case_reading *reading, const struct json *items, bool complete)
{
    const struct fact *each = reading->program->each;
    household_start(reading->made, reading->program, reading->arena, complete);
    if (items->count > (size_t)each->type->high) {
        case_reject(reading, E622_CASE_ITEMS, items->offset, NULL,
                    "\"%s\" has %zu items: it may have %" PRId64 " at most", each->entity.name,
                    items->count, each->type->high);
        return;
    }
    if (items->count == 0) {
        case_reject(reading, E624_CASE_EACH, items->offset,
                    "leave it out if the case is about one of them",
                    "there is no \"%s\" to give a result for", each->entity.name);
    }
    struct seen_ids seen = {0};
    for (const struct json *item = items->child; item; item = item->next) {
        read_member(reading, item, &seen);
    }
    seen_ids_clear(&seen);
}

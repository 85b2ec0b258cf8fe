/* SPDX-License-Identifier: Apache-2.0 */
/* Random values for facts, and completions. */
#include "sketch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "case/reader.h"
#include "meaning/each.h"
#include "meaning/type.h"

#define FIRST_DAY 17400 /* 2017-08-22: where random dates begin */
#define DAYS 500

/* A stream of its own for NAME. */
static struct random random_for(uint64_t seed, const char *name)
{
    uint64_t hash = seed * UINT64_C(0x100000001b3) + UINT64_C(0xcbf29ce484222325);
    for (; *name; name++) {
        hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
    }
    return random_create(hash ^ hash >> 29);
}

static int32_t random_date(struct random *random)
{
    static const int32_t odd[] = {18321 /* 2020-02-29 */, 17591, 17590, 17531, DATE_MIN, DATE_MAX};
    return random_once_in(random, 12) ? odd[random_below(random, 6)]
                                      : (int32_t)(FIRST_DAY + random_below(random, DAYS));
}

static int64_t random_value(struct random *random, const struct type *type)
{
    if (type->kind == TYPE_DATE) {
        return random_date(random);
    }
    return type->kind == TYPE_YES_NO ? random_below(random, 2)
                                     : random_between(random, type->low, type->high);
}

/* ----------------------------------------------------------------------------------- sketching */

static void write_date(struct text *text, int32_t date)
{
    text_add_char(text, '"');
    date_write(text, date);
    text_add_char(text, '"');
}

static void write_one(struct text *text, const struct program *program, const struct type *type,
                      int64_t value)
{
    struct text bare = {0};
    switch (type->kind) {
    case TYPE_YES_NO:
        text_add(text, value ? "true" : "false");
        break;
    case TYPE_LEVEL:
        text_add_json(text, program->levels.items[value]->label);
        break;
    case TYPE_DATE:
        write_date(text, (int32_t)value);
        break;
    case TYPE_NUMBER:
        value_write(&bare, &(struct type){.kind = TYPE_NUMBER, .scale = type->scale}, value);
        text_add(text, text_string(&bare));
        break;
    default:
        value_write(&bare, type, value);
        text_add_json(text, text_string(&bare));
    }
    text_clear(&bare);
}

static void write_range(struct text *text, const struct program *program, const struct type *type,
                        int64_t low, int64_t high, bool or_none)
{
    text_add(text, "{\"from\":");
    write_one(text, program, type, low < high ? low : high);
    text_add(text, ",\"to\":");
    write_one(text, program, type, low < high ? high : low);
    text_add(text, or_none ? ",\"or_none\":true}" : "}");
}

static void write_several(struct text *text, const struct program *program, const struct type *type,
                          struct random *random)
{
    int64_t low = random_value(random, type), high = random_value(random, type);
    if (type->kind == TYPE_YES_NO) {
        text_add(text, "null");
    } else if (type->kind == TYPE_CHOICE) {
        text_add_char(text, '[');
        write_one(text, program, type, low);
        if (low != high) {
            text_add_char(text, ',');
            write_one(text, program, type, high);
        }
        text_add_char(text, ']');
    } else {
        if (type->kind == TYPE_DATE && random_below(random, 2)) {
            high = low + random_below(random, 40);
            high = high > DATE_MAX ? DATE_MAX : high;
        }
        write_range(text, program, type, low, high, type->or_none && random_below(random, 2));
    }
}

static void write_dates(struct text *text, struct random *random, bool complete)
{
    unsigned count = random_below(random, 4);
    bool open = !complete && random_once_in(random, 3);
    text_add(text, open ? "{\"dates\":[" : "[");
    int32_t date = random_date(random);
    for (unsigned i = 0; i < count; i++) {
        text_add(text, i ? "," : "");
        write_date(text, date);
        date = random_once_in(random, 3) ? date : random_date(random);
    }
    text_add(text, open ? "],\"complete\":false}" : "]");
}

static void write_given(struct text *text, const struct program *program, const struct fact *fact,
                        struct random *random, bool single)
{
    if (fact->type->kind == TYPE_EVENT) {
        write_dates(text, random, single);
    } else if (!single) {
        write_several(text, program, fact->type, random);
    } else if (fact->type->or_none && random_once_in(random, 4)) {
        text_add(text, "\"none\"");
    } else {
        write_one(text, program, fact->type, random_value(random, fact->type));
    }
}

/* What is said of a field, one value unless it is left open. False: nothing is. */
static bool write_said(struct text *text, const struct program *program, const struct fact *fact,
                       struct random *random, unsigned openness)
{
    bool open = openness > 0 && random_once_in(random, openness);
    if (!open || random_once_in(random, 2)) {
        write_given(text, program, fact, random, !open);
        return true;
    }
    text_add(text, "null");
    return random_below(random, 2);
}

static const char *sketch_item(struct arena *arena, const struct program *program,
                               const struct fact *list, struct random *random, unsigned openness)
{
    struct text text = {0};
    text_add_char(&text, '{');
    for (size_t i = 0; i < list->fields.count; i++) {
        struct text said = {0};
        const struct fact *field = list->fields.items[i];
        if (field->from && !random_once_in(random, openness > 0 ? 10 : 30)) {
            continue;
        }
        if (write_said(&said, program, field, random, openness)) {
            text_add(&text, text.length > 1 ? "," : "");
            text_add_json(&text, field->entity.name);
            text_format(&text, ":%s", text_string(&said));
        }
        text_clear(&said);
    }
    text_add_char(&text, '}');
    const char *item = arena_copy(arena, text_string(&text), text.length);
    text_clear(&text);
    return item;
}

/* An event's item may be a date alone where not all need be said. */
static const char *sketch_one_item(struct arena *arena, const struct program *program,
                                   const struct fact *list, struct random *random,
                                   unsigned openness)
{
    bool is_event = list->entity.decl->kind == NODE_EVENT;
    if (!is_event || openness == 0 || random_below(random, 3)) {
        return sketch_item(arena, program, list, random, openness);
    }
    struct text text = {0};
    write_date(&text, random_date(random));
    const char *item = arena_copy(arena, text_string(&text), text.length);
    text_clear(&text);
    return item;
}

static void sketch_list(struct arena *arena, const struct program *program, struct sketch *sketch,
                        const struct fact *list, uint64_t seed, unsigned openness)
{
    struct random random = random_for(seed, list->entity.name);
    struct sketch_entry entry = {.name = arena_copy(arena, list->entity.name,
                                                    strlen(list->entity.name))};
    entry.place = list->entity.decl->kind == NODE_EVENT ? SKETCH_EVENTS : SKETCH_LISTS;
    if (openness > 0 && random_once_in(&random, openness * 2)) {
        if (random_below(&random, 2)) {
            return;
        }
        entry.value = "null";
    }
    unsigned most = list->type->high < 4 ? (unsigned)list->type->high : 4;
    unsigned count = random_below(&random, most + 1);
    for (unsigned i = 0; i < count && !entry.value; i++) {
        vector_push(arena, &entry.items,
                    sketch_one_item(arena, program, list, &random, openness));
    }
    entry.is_open = openness > 0 && random_once_in(&random, 3);
    vector_push(arena, &sketch->entries, entry);
}

static void sketch_fact(struct arena *arena, const struct program *program, struct sketch *sketch,
                        const struct fact *fact, uint64_t seed, unsigned openness)
{
    struct random random = random_for(seed, fact->entity.name);
    bool open = openness > 0 && random_once_in(&random, openness);
    struct text text = {0};
    if (fact->from && !random_once_in(&random, openness > 0 ? 10 : 30)) {
        return;
    }
    if (open && random_below(&random, 2)) {
        if (random_below(&random, 2)) {
            return;
        }
        text_add(&text, "null");
    } else {
        write_given(&text, program, fact, &random, !open);
    }
    struct sketch_entry *entry = vector_add(arena, &sketch->entries);
    *entry = (struct sketch_entry){.place = SKETCH_FACTS};
    entry->name = arena_copy(arena, fact->entity.name, strlen(fact->entity.name));
    entry->value = arena_copy(arena, text_string(&text), text.length);
    entry->place = fact->type->kind == TYPE_EVENT ? SKETCH_EVENTS : SKETCH_FACTS;
    text_clear(&text);
}

static const char *sketch_section(struct arena *arena, const struct program *program,
                                  struct random *random)
{
    if (program->sections.count == 0 || random_below(random, 3)) {
        return NULL;
    }
    const char *name = program->sections.items[0]->entity.name;
    return arena_copy(arena, name, strlen(name));
}

struct sketch sketch_create(struct arena *arena, const struct program *program, uint64_t seed,
                            bool complete)
{
    struct sketch sketch = {.date = NULL};
    struct random random = random_create(seed);
    unsigned openness = complete ? 0 : 1 + random_below(&random, 8);
    if (complete || !random_once_in(&random, 5)) {
        struct text text = {0};
        date_write(&text, random_date(&random));
        sketch.date = arena_copy(arena, text_string(&text), text.length);
        text_clear(&text);
    }
    if (complete || random_below(&random, 2)) {
        sketch.authority = random_below(&random, 2) ? "north" : "south";
    }
    sketch.otherwise_no = random_below(&random, 2);
    sketch.section = sketch_section(arena, program, &random);
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        if (fact->type->kind == TYPE_LIST) {
            sketch_list(arena, program, &sketch, fact, seed, openness);
        } else if (!fact->is_builtin) {
            sketch_fact(arena, program, &sketch, fact, seed, openness);
        }
    }
    return sketch;
}

/* ------------------------------------------------------------------------------------- writing */

static bool is_declared(const struct program *program, const char *name)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        if (strcmp(program->facts.items[i]->entity.name, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_section(const struct program *program, const char *name)
{
    symbol found = symbol_find(program->symbols, name, strlen(name));
    return found && program_section(program, found);
}

/* 0 to COUNT - 1, in an order that SHUFFLE picks; 0: as they come. */
static size_t *shuffled(size_t count, uint64_t shuffle)
{
    size_t *order = calloc(count + 1, sizeof *order);
    struct random random = random_create(shuffle);
    for (size_t i = 0; order && i < count; i++) {
        size_t other = shuffle ? random_below(&random, (unsigned)i + 1) : i;
        order[i] = order[other];
        order[other] = i;
    }
    return order;
}

static void write_items(struct text *text, const struct sketch_entry *entry, uint64_t shuffle)
{
    size_t *order = shuffled(entry->items.count, shuffle);
    text_add(text, entry->is_open ? "{\"complete\":false,\"items\":[" : "[");
    for (size_t i = 0; order && i < entry->items.count; i++) {
        text_format(text, "%s%s", i ? "," : "", entry->items.items[order[i]]);
    }
    text_add(text, entry->is_open ? "]}" : "]");
    free(order);
}

static void write_entries(struct text *text, const struct sketch *sketch,
                          const struct program *program, enum sketch_place place, uint64_t shuffle)
{
    static const char *const keys[] = {"facts", "events", "lists"};
    size_t *order = shuffled(sketch->entries.count, shuffle);
    bool first = true;
    text_format(text, ",\"%s\":{", keys[place]);
    for (size_t i = 0; order && i < sketch->entries.count; i++) {
        const struct sketch_entry *entry = &sketch->entries.items[order[i]];
        if (entry->place != place || (program && !is_declared(program, entry->name))) {
            continue;
        }
        text_add(text, first ? "" : ",");
        text_add_json(text, entry->name);
        text_add_char(text, ':');
        if (entry->value) {
            text_add(text, entry->value);
        } else {
            write_items(text, entry, shuffle);
        }
        first = false;
    }
    text_add(text, "}");
    free(order);
}

void sketch_write(struct text *text, const struct sketch *sketch, const struct program *program,
                  uint64_t shuffle)
{
    text_add(text, "{\"case\":\"c\"");
    for (unsigned i = 0; i < SKETCH_PLACES; i++) {
        write_entries(text, sketch, program, (i + shuffle) % SKETCH_PLACES, shuffle);
    }
    if (sketch->date) {
        text_format(text, ",\"on\":\"%s\"", sketch->date);
    }
    if (sketch->authority) {
        text_format(text, ",\"authority\":\"%s\"", sketch->authority);
    }
    if (sketch->section && (!program || has_section(program, sketch->section))) {
        text_format(text, ",\"nothing_else_in\":[\"%s\"]", sketch->section);
    }
    text_format(text, ",\"otherwise\":\"%s\"}", sketch->otherwise_no ? "no" : "unknown");
}

struct limen_case *sketch_case(struct arena *arena, const struct sketch *sketch,
                               const struct program *program, uint64_t shuffle)
{
    struct text text = {0};
    struct case_result result = {0};
    sketch_write(&text, sketch, program, shuffle);
    size_t length = text.length;
    char *bytes = arena_alloc(arena, length + READER_PADDING);
    memcpy(bytes, text_string(&text), length);
    struct case_reader *reader = case_reader_create(arena, program, bytes, length);
    bool read = case_reader_next(reader, arena, &result);
    case_reader_destroy(reader);
    text_clear(&text);
    return read ? result.limen_case : NULL;
}

/* --------------------------------------------------------------------------------- completions */

static bool is_given(const struct case_fact *fact)
{
    return fact->state == FACT_GIVEN || fact->state == FACT_ASSUMED;
}

struct value_set sketch_set(struct arena *arena, const struct program *program,
                            const struct limen_case *base, size_t fact)
{
    return is_given(&base->facts[fact]) ? base->facts[fact].set
                                        : value_any(arena, program->facts.items[fact]->type);
}

static bool items_are_complete(const struct fact *list, const struct case_fact *given)
{
    for (size_t i = 0; i < given->item_count; i++) {
        for (size_t f = 0; f < list->fields.count; f++) {
            const struct case_fact *field = &given->items[i].fields[f];
            bool is_closed = is_given(field) && value_is_single(field->set);
            if (!list->fields.items[f]->from && !is_closed) {
                return false;
            }
        }
    }
    return true;
}

bool sketch_is_complete(const struct program *program, const struct limen_case *base)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        const struct case_fact *given = &base->facts[i];
        bool closed =
            is_given(given) &&
            (type_is_many(fact->type) ? given->complete : value_is_single(given->set));
        if ((!fact->from && !closed) || !items_are_complete(fact, given)) {
            return false;
        }
    }
    return base->has_date;
}

static struct value_set pick_from(struct arena *arena, struct random *random,
                                  const struct type *type, struct value_set set)
{
    if (value_is_none(set) || (set.or_none && random_once_in(random, 3))) {
        return value_none(arena, type);
    }
    int64_t value;
    do {
        unsigned way = random_below(random, 4); /* the ends are where mistakes live */
        value = way == 0   ? set.low
                : way == 1 ? set.high
                           : random_between(random, set.low, set.high);
        if (type->kind == TYPE_DATE && way == 2) {
            value = random_date(random);
        }
    } while (!value_has(set, value));
    return value_of(arena, type, value);
}

static int by_date(const void *a, const void *b)
{
    return *(const int32_t *)a - *(const int32_t *)b;
}

void sketch_add_dates(struct arena *arena, struct case_fact *fact, size_t count, int32_t date)
{
    int32_t *dates = arena_alloc(arena, (fact->date_count + count + 1) * sizeof *dates);
    if (fact->date_count > 0) {
        memcpy(dates, fact->dates, fact->date_count * sizeof *dates);
    }
    for (size_t i = 0; i < count; i++) {
        dates[fact->date_count++] = date;
    }
    qsort(dates, fact->date_count, sizeof *dates, by_date);
    fact->dates = dates;
    fact->complete = true;
    fact->state = FACT_GIVEN;
}

static void complete_event(struct arena *arena, struct random *random, struct case_fact *fact)
{
    if (is_given(fact) && fact->complete) {
        return;
    }
    size_t added = random_below(random, 4);
    sketch_add_dates(arena, fact, 0, 0);
    for (size_t i = 0; i < added; i++) {
        sketch_add_dates(arena, fact, 1, random_date(random));
    }
}

/* What is said of FIELD of an item; of an item that is not listed, anything. */
static struct value_set field_set(struct arena *arena, const struct fact *field,
                                  const struct case_item *item)
{
    const struct case_fact *said = item ? &item->fields[field->place] : NULL;
    return said && is_given(said) ? said->set : value_any(arena, field->type);
}

struct case_item sketch_complete_item(struct arena *arena, const struct fact *list,
                                      const struct case_item *item, struct random *random)
{
    size_t count = list->fields.count;
    struct case_item made = {.fields = arena_alloc(arena, count * sizeof *made.fields)};
    for (size_t f = 0; f < count; f++) {
        const struct fact *field = list->fields.items[f];
        struct value_set set = field_set(arena, field, item);
        if (field->from) { /* stays as it is: the completion works it out */
            made.fields[f].state = item ? item->fields[f].state : FACT_NOT_ASKED;
            made.fields[f].set = set;
            continue;
        }
        made.fields[f].state = FACT_GIVEN;
        made.fields[f].set = pick_from(arena, random, field->type, set);
    }
    return made;
}

void sketch_add_items(struct arena *arena, struct case_fact *list, size_t count,
                      struct case_item item)
{
    size_t all = list->item_count + count;
    struct case_item *items = arena_alloc(arena, (all + 1) * sizeof *items);
    if (list->item_count > 0) {
        memcpy(items, list->items, list->item_count * sizeof *items);
    }
    for (size_t i = list->item_count; i < all; i++) {
        items[i] = item;
    }
    list->items = items;
    list->item_count = all;
    list->complete = true;
    list->state = FACT_GIVEN;
}

static void complete_list(struct arena *arena, struct random *random, const struct fact *list,
                          struct case_fact *given)
{
    bool is_open = !is_given(given) || !given->complete;
    size_t room = (size_t)list->type->high - given->item_count;
    size_t added = is_open ? random_below(random, (unsigned)(room < 4 ? room + 1 : 5)) : 0;
    sketch_add_items(arena, given, 0, (struct case_item){0});
    for (size_t i = 0; i < given->item_count; i++) {
        given->items[i] = sketch_complete_item(arena, list, &given->items[i], random);
    }
    for (size_t i = 0; i < added; i++) {
        size_t copies = random_once_in(random, 3) ? room - i : 1;
        sketch_add_items(arena, given, copies, sketch_complete_item(arena, list, NULL, random));
        added -= copies > 1 ? added - i - 1 : 0;
    }
}

void sketch_fix_known(struct arena *arena, const struct program *program,
                      const struct limen_case *base, struct sketch_known known,
                      struct limen_case *completed, struct random *random)
{
    bool **fixed = arena_alloc(arena, (program->fields.count + 1) * sizeof *fixed);
    for (size_t f = 0; f < program->fields.count; f++) {
        size_t list = program->fields.items[f]->list->entity.index;
        fixed[f] = arena_alloc(arena, completed->facts[list].item_count + 1);
        for (size_t i = 0; i < completed->facts[list].item_count; i++) {
            fixed[f][i] = i < base->facts[list].item_count ? known.fields[f][i]
                                                           : random_below(random, 2) == 0;
        }
    }
    completed->fields_known = fixed;
}

struct limen_case *sketch_copy(struct arena *arena, const struct program *program,
                               const struct limen_case *base, struct sketch_known known)
{
    struct limen_case *copy = arena_alloc(arena, sizeof *copy);
    size_t size = program->facts.count * sizeof *copy->facts;
    *copy = *base;
    copy->facts = arena_alloc(arena, size + 1);
    memcpy(copy->facts, base->facts, size);
    copy->known = known.facts;
    return copy;
}

struct limen_case *sketch_complete(struct arena *arena, const struct program *program,
                                   const struct limen_case *base, struct sketch_known known,
                                   uint64_t seed)
{
    struct limen_case *copy = sketch_copy(arena, program, base, known);
    if (!copy->has_date) {
        struct random random = random_for(seed, "the date of the case");
        copy->has_date = true;
        copy->date = random_date(&random);
    }
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        struct random random = random_for(seed, fact->entity.name);
        if (fact == program->each) {
            continue; /* its items are members, each with a case of its own */
        }
        if (fact->type->kind == TYPE_LIST) {
            complete_list(arena, &random, fact, &copy->facts[i]);
        } else if (fact->type->kind == TYPE_EVENT) {
            complete_event(arena, &random, &copy->facts[i]);
        } else if (!fact->from) {
            copy->facts[i].set =
                pick_from(arena, &random, fact->type, sketch_set(arena, program, base, i));
            copy->facts[i].state = FACT_GIVEN;
        }
    }
    struct random random = random_for(seed, "what is known of items");
    sketch_fix_known(arena, program, base, known, copy, &random);
    return copy;
}

size_t *sketch_judge(struct arena *arena, const struct program *program, uint64_t seed)
{
    size_t *judged = arena_alloc(arena, (program->rules.count + 1) * sizeof *judged);
    for (size_t i = 0; i < program->rules.count; i++) {
        const struct rule *rule = program->rules.items[i];
        struct random random = random_for(seed, rule->label);
        judged[i] =
            (size_t)random_between(&random, (int64_t)rule->level_low, (int64_t)rule->level_high);
    }
    return judged;
}

/* ---------------------------------------------------------------------------------------- households */

#define MOST_MEMBERS 3

/* The entries of SKETCH that are each member's, or those of all. */
static struct sketch part_of(struct arena *arena, const struct program *program,
                             const struct sketch *sketch, bool own)
{
    struct sketch part = {.otherwise_no = sketch->otherwise_no};
    for (size_t i = 0; i < sketch->entries.count; i++) {
        const struct sketch_entry *entry = &sketch->entries.items[i];
        symbol name = symbol_find(program->symbols, entry->name, strlen(entry->name));
        const struct fact *fact = name ? program_fact(program, name) : NULL;
        bool is_list = fact && fact == program->each;
        if (fact && !is_list && fact_is_of_each(program, fact) == own) {
            vector_push(arena, &part.entries, *entry);
        }
    }
    if (!own) {
        part.section = sketch->section;
        part.date = sketch->date;
        part.authority = sketch->authority;
    }
    return part;
}

/* A member's part as one item of the list: the case's name, which a sketch begins with, is MEMBER's. */
static const char *member_json(struct arena *arena, const struct program *program,
                               const struct sketch *part, size_t member)
{
    static const char begins[] = "{\"case\":\"c\"";
    struct text text = {0};
    sketch_write(&text, part, program, 0);
    const char *json = arena_format(arena, "{\"case\":\"m%zu\"%s", member,
                                    text_string(&text) + strlen(begins));
    text_clear(&text);
    return json;
}

struct sketch sketch_household(struct arena *arena, const struct program *program,
                                      uint64_t seed, bool complete, size_t shuffle)
{
    struct random random = random_create(seed);
    size_t count = 1 + random_below(&random, MOST_MEMBERS);
    struct sketch first = sketch_create(arena, program, seed, complete);
    struct sketch all = part_of(arena, program, &first, false);
    struct sketch_entry members = {.name = "mem", .place = SKETCH_LISTS,
                                   .is_open = !complete && random_below(&random, 3) == 0};
    for (size_t i = 0; i < count; i++) {
        size_t member = (i + shuffle) % count;
        struct sketch one = sketch_create(arena, program, seed + 1000 * member, complete);
        struct sketch own = part_of(arena, program, &one, true);
        vector_push(arena, &members.items, member_json(arena, program, &own, member));
    }
    vector_push(arena, &all.entries, members);
    return all;
}

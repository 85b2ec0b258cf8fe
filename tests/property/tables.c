/* SPDX-License-Identifier: Apache-2.0 */
/* Tables against JSON: random cases and households of random rulesets, written both ways. What is read must be the same, fact by
   fact, date by date and item by item, and refused alike.

   LIMEN_PROPERTY_RULESETS says how many rulesets, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case/json.h"
#include "case/reader.h"
#include "meaning/library.h"
#include "random.h"
#include "ruleset.h"
#include "setting.h"
#include "sketch.h"

#define RULESETS 100
#define CASES 20 /* of a ruleset */
#define HOUSEHOLDS_EVERY 3 /* one ruleset in so many gives each of a household a result */

struct tally {
    size_t cases, members, items, dates, ranges, refused, unwritten;
};

/* ------------------------------------------------------------------------------------------ the table */

struct row {
    VECTOR_OF(const char *); /* by column; NULL: empty */
};

struct table {
    struct arena *arena;
    struct random random;
    struct {
        VECTOR_OF(const char *);
    } columns;
    struct {
        VECTOR_OF(struct row *);
    } rows;
    struct tally tally;
    bool unwritten; /* JSON can say it, and a table can't */
    const char *each;      /* the list whose items get a result each, or NULL */
    const char *member;    /* whose columns are written; NULL: of the case */
    struct row *base;      /* where what no item says is written */
};

/* COLUMN is one of the case; of a member it stands behind the name of their list. */
static void set_cell(struct table *table, struct row *row, const char *column, const char *text)
{
    size_t at = 0;
    column = table->member ? arena_format(table->arena, "%s.%s", table->each, column) : column;
    while (at < table->columns.count && strcmp(table->columns.items[at], column) != 0) {
        at++;
    }
    if (at == table->columns.count) {
        vector_push(table->arena, &table->columns, column);
    }
    while (row->count <= at) {
        vector_push(table->arena, row, NULL);
    }
    row->items[at] = text;
}

static struct row *add_row(struct table *table)
{
    struct row *row = arena_alloc(table->arena, sizeof *row);
    vector_push(table->arena, &table->rows, row);
    if (table->member) {
        set_cell(table, row, "case", table->member);
    }
    return row;
}

static const char *pick(struct table *table, const char *const *words, unsigned count)
{
    return words[random_below(&table->random, count)];
}

static const char *cell_of(struct table *table, const struct json *value);

static const char *range_cell(struct table *table, const struct json *value)
{
    const char *from = NULL, *to = NULL;
    for (const struct json *end = value->child; end; end = end->next) {
        const char *text = end->kind == JSON_NULL ? NULL : cell_of(table, end);
        from = strcmp(end->key, "from") == 0 ? text : from;
        to = strcmp(end->key, "to") == 0 ? text : to;
        table->unwritten = table->unwritten || strcmp(end->key, "or_none") == 0;
    }
    table->unwritten = table->unwritten || (!from && !to);
    table->tally.ranges++;
    return from && to ? arena_format(table->arena, "%s to %s", from, to)
           : from     ? arena_format(table->arena, "at least %s", from)
                      : arena_format(table->arena, "at most %s", to ? to : "");
}

static const char *choices_cell(struct table *table, const struct json *value)
{
    const char *all = "";
    for (const struct json *choice = value->child; choice; choice = choice->next) {
        all = arena_format(table->arena, "%s%s%s", all, *all ? " or " : "", cell_of(table, choice));
    }
    return all;
}

static const char *cell_of(struct table *table, const struct json *value)
{
    static const char *const unknown[] = {"unknown", "not known", "Unknown"};
    static const char *const yes[] = {"yes", "TRUE", "y", "1"}, *const no[] = {"no", "False", "n",
                                                                               "0"};
    switch (value->kind) {
    case JSON_NULL:
        return pick(table, unknown, 3);
    case JSON_TRUE:
        return pick(table, yes, 4);
    case JSON_FALSE:
        return pick(table, no, 4);
    case JSON_OBJECT:
        return range_cell(table, value);
    case JSON_ARRAY:
        return choices_cell(table, value);
    default:
        table->unwritten =
            table->unwritten || (value->kind == JSON_NUMBER && strpbrk(value->text, "eE"));
        return value->text;
    }
}

static void write_item(struct table *table, const char *list, const struct json *item)
{
    struct row *row = add_row(table);
    if (item->kind == JSON_TEXT) {
        set_cell(table, row, list, item->text);
        table->tally.dates++;
        return;
    }
    table->unwritten = table->unwritten || !item->child; /* a row that says nothing adds no item */
    table->tally.items++;
    for (const struct json *field = item->child; field; field = field->next) {
        set_cell(table, row, arena_format(table->arena, "%s.%s", list, field->key),
                 cell_of(table, field));
    }
}

static void write_member(struct table *table, const struct json *item);

static void write_list(struct table *table, const struct json *list)
{
    struct row *base = table->base;
    bool is_each = table->each && strcmp(list->key, table->each) == 0;
    const struct json *all = list;
    bool complete = true;
    for (const struct json *part = list->kind == JSON_OBJECT ? list->child : NULL; part;
         part = part->next) {
        complete = complete && part->kind != JSON_FALSE;
        all = part->kind == JSON_ARRAY ? part : all;
    }
    if (list->kind == JSON_NULL || (!all->child && complete)) {
        set_cell(table, base, list->key, list->kind == JSON_NULL ? "unknown" : "none");
        return;
    }
    if (!complete) {
        set_cell(table, base, arena_format(table->arena, "%s.complete", list->key), "no");
    }
    for (const struct json *item = all->child; item; item = item->next) {
        if (is_each) {
            write_member(table, item);
        } else {
            write_item(table, list->key, item);
        }
    }
}

static void write_part(struct table *table, const struct json *part)
{
    for (const struct json *entry = part->kind == JSON_OBJECT ? part->child : NULL; entry;
         entry = entry->next) {
        if (strcmp(part->key, "facts") == 0) {
            set_cell(table, table->base, entry->key, cell_of(table, entry));
        } else {
            write_list(table, entry);
        }
    }
    if (part->kind == JSON_TEXT) {
        set_cell(table, table->base, part->key, part->text);
    } else if (part->kind == JSON_ARRAY) {
        set_cell(table, table->base, part->key, part->child->text);
    }
}

/* The rows of one member, each with its name. */
static void write_member(struct table *table, const struct json *item)
{
    struct row *base = table->base;
    table->member = item->child->text; /* under "case", which comes first */
    table->base = add_row(table);
    for (const struct json *part = item->child->next; part; part = part->next) {
        write_part(table, part);
    }
    table->member = NULL;
    table->base = base;
    table->tally.members++;
}

/* Quotes change nothing. */
static void write_cell(struct table *table, struct text *text, const char *cell, bool more)
{
    bool quoted = *cell && random_once_in(&table->random, 4);
    text_format(text, quoted ? "\"%s\"%s" : "%s%s", cell, more ? "," : "\n");
}

static void write_table(struct table *table, struct text *text)
{
    size_t columns = table->columns.count;
    for (size_t i = 0; i < columns; i++) {
        write_cell(table, text, table->columns.items[i], i + 1 < columns);
    }
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct row *row = table->rows.items[i];
        for (size_t k = 0; k < columns; k++) {
            const char *cell = k < row->count ? row->items[k] : NULL;
            bool is_id = strcmp(table->columns.items[k], "case") == 0;
            write_cell(table, text, is_id ? "c" : cell ? cell : "", k + 1 < columns);
        }
    }
}

/* --------------------------------------------------------------------------------------- comparing */

static bool same_items(const struct fact *list, const struct case_fact *a,
                       const struct case_fact *b);

static bool same_fact(const struct fact *fact, const struct case_fact *a, const struct case_fact *b)
{
    if (a->state != b->state || a->complete != b->complete || a->date_count != b->date_count) {
        return false;
    }
    if (fact->type->kind == TYPE_LIST) {
        return same_items(fact, a, b);
    }
    if (fact->type->kind == TYPE_EVENT) {
        return a->date_count == 0 ||
               memcmp(a->dates, b->dates, a->date_count * sizeof *a->dates) == 0;
    }
    return value_equal(fact->type, a->set, b->set);
}

static bool same_items(const struct fact *list, const struct case_fact *a,
                       const struct case_fact *b)
{
    bool same = a->item_count == b->item_count;
    for (size_t i = 0; same && i < a->item_count; i++) {
        for (size_t f = 0; f < list->fields.count; f++) {
            same = same &&
                   same_fact(list->fields.items[f], &a->items[i].fields[f], &b->items[i].fields[f]);
        }
    }
    return same;
}

/* The first fact that is not the same, "the case" if it is refused in one only, or NULL. */
static const char *difference(const struct program *program, const struct limen_case *a,
                              const struct limen_case *b)
{
    if (!a || !b) {
        return a || b ? "the case" : NULL;
    }
    for (size_t i = 0; i < program->facts.count; i++) {
        if (!same_fact(program->facts.items[i], &a->facts[i], &b->facts[i])) {
            return program->facts.items[i]->entity.name;
        }
    }
    if (a->id && b->id && strcmp(a->id, b->id) != 0) {
        return "the name";
    }
    return a->has_date == b->has_date && a->date == b->date ? NULL : "the date";
}

/* The same, and of each member of a household. */
static const char *household_difference(const struct program *program, const struct limen_case *a,
                                        const struct limen_case *b)
{
    const char *differs = difference(program, a, b);
    size_t count = a && case_is_household(a) ? a->household->members.count : 0;
    if (!differs && b && count != (case_is_household(b) ? b->household->members.count : 0)) {
        return "the household";
    }
    for (size_t i = 0; i < count && !differs; i++) {
        differs = difference(program, a->household->members.items[i], b->household->members.items[i]);
    }
    return differs;
}

static const struct limen_case *read_table(struct arena *arena, const struct program *program,
                                           const struct text *text)
{
    struct case_result result;
    char *bytes = arena_alloc(arena, text->length + READER_PADDING);
    memcpy(bytes, text->data, text->length);
    struct case_reader *reader = case_reader_create_table(arena, program, bytes, text->length);
    bool read = case_reader_next(reader, arena, &result);
    case_reader_destroy(reader);
    return read ? result.limen_case : NULL;
}

/* ------------------------------------------------------------------------------------------- the run */

static struct json *parse(struct arena *arena, const struct text *text)
{
    struct json_parser *parser = json_parser_create();
    struct json_failure failure;
    char *bytes = arena_alloc(arena, text->length + JSON_PADDING);
    memcpy(bytes, text->data, text->length);
    struct json *json = json_parse(parser, arena, bytes, text->length, &failure);
    json_parser_destroy(parser);
    return json;
}

static void add_tally(struct tally *tally, const struct table *table, bool refused)
{
    if (table->unwritten) {
        tally->unwritten++;
        return;
    }
    tally->cases++;
    tally->refused += refused;
    tally->members += table->tally.members;
    tally->items += table->tally.items;
    tally->dates += table->tally.dates;
    tally->ranges += table->tally.ranges;
}

static bool check_case(struct arena *arena, const struct program *program, uint64_t seed,
                       struct tally *tally)
{
    struct text written = {0}, cells = {0};
    struct table table = {.arena = arena, .random = random_create(seed)};
    struct sketch sketch = program->each ? sketch_household(arena, program, seed, seed % 3 == 0, 0)
                                         : sketch_create(arena, program, seed, seed % 3 == 0);
    sketch_write(&written, &sketch, program, 0);
    table.each = program->each ? program->each->entity.name : NULL;
    table.base = add_row(&table);
    for (const struct json *part = parse(arena, &written)->child; part; part = part->next) {
        write_part(&table, part);
    }
    write_table(&table, &cells);
    const struct limen_case *wanted = sketch_case(arena, &sketch, program, 0);
    const char *differs =
        table.unwritten ? NULL : household_difference(program, wanted, read_table(arena, program, &cells));
    add_tally(tally, &table, wanted == NULL);
    if (differs) {
        printf("not ok 1 - a table says what JSON says\n# seed %llu: %s differs\n",
               (unsigned long long)seed, differs);
        fprintf(stderr, "%s\n%s", text_string(&written), text_string(&cells));
    }
    text_clear(&written);
    text_clear(&cells);
    return !differs;
}

static bool check_ruleset(uint64_t seed, struct tally *tally)
{
    struct random random = random_create(seed);
    struct text text = {0};
    bool good = true;
    if (seed % HOUSEHOLDS_EVERY) {
        ruleset_generate(&text, &random);
    } else {
        ruleset_generate_household(&text, &random);
    }
    struct compilation *compilation = compilation_create(NULL);
    const struct program *program =
        library_load_text(compilation, "random.limen", text.data, text.length);
    bool sound = compilation->diagnostics->errors == 0;
    for (uint64_t i = 0; sound && good && i < CASES; i++) {
        good = check_case(compilation->arena, program, seed * CASES + i, tally);
    }
    compilation_destroy(compilation);
    text_clear(&text);
    return good;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", RULESETS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    struct tally tally = {0};
    printf("1..2\n");
    for (unsigned long long i = 0; i < count; i++) {
        if (!check_ruleset(first + i, &tally)) {
            return EXIT_FAILURE;
        }
    }
    printf("# %zu cases, %zu members, %zu items, %zu dates, %zu ranges, %zu refused; %zu no table can say\n",
           tally.cases, tally.members, tally.items, tally.dates, tally.ranges, tally.refused, tally.unwritten);
    printf("ok 1 - a table says what JSON says\n");
    bool enough = tally.cases > tally.unwritten && tally.members && tally.items && tally.dates && tally.ranges;
    printf("%s 2 - tables had what there is to say\n", enough ? "ok" : "not ok");
    return enough ? EXIT_SUCCESS : EXIT_FAILURE;
}

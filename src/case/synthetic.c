/* SPDX-License-Identifier: Apache-2.0 */
/* Made-up rules and cases. */
#include "case/synthetic.h"

#include <string.h>

#include "base/date.h"
#include "meaning/type.h"

#define MOST_ITEMS 3  /* of a list, and dates of an event */
#define YEARS 3       /* dates lie so far back from the newest */

/* ------------------------------------------------------------------------------------------- chance */

static uint64_t mix(uint64_t z)
{
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* What is drawn depends on these alone, not on what was drawn before. */
static uint64_t draw(const struct synthetic *synthetic, size_t number, size_t fact, size_t item,
                     unsigned purpose)
{
    uint64_t z = mix(synthetic->seed + UINT64_C(0x9e3779b97f4a7c15));
    z = mix(z ^ number * UINT64_C(0x632be59bd9b4e019));
    return mix(z ^ (fact * 64 + item) * 8 ^ purpose);
}

enum purpose { DRAW_UNUSUAL, DRAW_UNKNOWN, DRAW_VALUE, DRAW_COUNT };

/* -------------------------------------------------------------------------------------------- rules */

static size_t other_than(size_t fact, size_t a, size_t b, size_t count)
{
    while (fact == a || fact == b) {
        fact = (fact + 1) % count;
    }
    return fact;
}

struct synthetic_rule synthetic_rule(const struct synthetic *synthetic, size_t index)
{
    static const enum synthetic_kind kinds[] = {SYNTHETIC_COUNT, SYNTHETIC_NUMBER, SYNTHETIC_LOGIC,
                                                SYNTHETIC_LOGIC, SYNTHETIC_LOGIC};
    size_t facts = synthetic->yes_no;
    struct synthetic_rule rule = {.kind = kinds[index % 5], .a = index * 7 % facts,
                                  .number = index / 5 % synthetic->numbers,
                                  .limit = (unsigned)(index % 99), .level = (unsigned)(2 + index % 3)};
    rule.b = other_than((index * 11 + 3) % facts, rule.a, rule.a, facts);
    rule.c = other_than((index * 13 + 5) % facts, rule.a, rule.b, facts);
    return rule;
}

static void write_rule(struct text *text, const struct synthetic_rule *rule)
{
    switch (rule->kind) {
    case SYNTHETIC_COUNT:
        text_format(text, "if at least 2 of (sign_%zu, sign_%zu, sign_%zu)", rule->a, rule->b,
                    rule->c);
        break;
    case SYNTHETIC_NUMBER:
        text_format(text, "if sign_%zu and score_%zu < %u.5", rule->a, rule->number, rule->limit);
        break;
    case SYNTHETIC_LOGIC:
        text_format(text, "if sign_%zu and (sign_%zu or not sign_%zu)", rule->a, rule->b, rule->c);
        break;
    }
    text_format(text, " then level %u\n", rule->level);
}

void synthetic_write_rules(struct text *text, const struct synthetic *synthetic)
{
    text_add(text, "ruleset synthetic 2020-01 \"Made up for measuring\"\n"
                   "level 1\nlevel 2\nlevel 3\nlevel 4\n");
    for (size_t i = 0; i < synthetic->yes_no; i++) {
        text_format(text, "concern sign_%zu \"Sign %zu\"\n", i, i);
    }
    for (size_t i = 0; i < synthetic->numbers; i++) {
        text_format(text, "fact score_%zu : 0.0 to 100.0 \"Score %zu\"\n", i, i);
    }
    for (size_t i = 0; i < synthetic->rules; i++) {
        struct synthetic_rule rule = synthetic_rule(synthetic, i);
        write_rule(text, &rule);
    }
}

/* ------------------------------------------------------------------------------------------- values */

/* Facts of a ruleset are told apart from fields by their number. */
static size_t number_of(const struct program *program, const struct fact *fact)
{
    return fact->list ? program->facts.count + fact->entity.index : fact->entity.index;
}

static bool is_usually_something(const struct fact *fact)
{
    return fact->has_usual || fact->usual_none || fact->type->kind == TYPE_YES_NO;
}

/* A case speaks of it; everything else is worked out or read by nobody. */
static bool is_given(const struct fact *fact)
{
    return !fact->from && !fact->is_builtin && (fact->list || fact->is_read)
           && fact->type->kind != TYPE_LEVEL;
}

static size_t usual_facts(const struct program *program)
{
    size_t count = 0;
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        count += is_given(fact) && is_usually_something(fact);
    }
    return count ? count : 1;
}

struct synthetic_cases synthetic_cases(const struct synthetic *synthetic,
                                       const struct program *program)
{
    return (struct synthetic_cases){synthetic, program, usual_facts(program)};
}

static bool is_unusual(const struct synthetic_cases *cases, size_t number, const struct fact *fact, size_t item)
{
    return draw(cases->synthetic, number, number_of(cases->program, fact), item, DRAW_UNUSUAL)
               % cases->usual
           < cases->synthetic->unusual;
}

static int64_t value_of_type(const struct type *type, uint64_t drawn)
{
    int64_t low = type->low, high = type->high;
    if (type->kind == TYPE_CHOICE) {
        low = 0;
        high = (int64_t)type->choice->count - 1;
    } else if (type->kind == TYPE_DATE) {
        int32_t newest = date_from_parts((struct date_parts){2024, 6, 30});
        low = newest - YEARS * 365;
        high = newest;
    }
    return low + (int64_t)(drawn % ((uint64_t)(high - low) + 1));
}

bool synthetic_says_yes(const struct synthetic_cases *cases, size_t number, size_t fact)
{
    return is_unusual(cases, number, cases->program->facts.items[fact], 0);
}

int64_t synthetic_value(const struct synthetic_cases *cases, size_t number, size_t fact)
{
    return value_of_type(cases->program->facts.items[fact]->type,
                         draw(cases->synthetic, number, fact, 0, DRAW_VALUE));
}

enum said { SAID_NOTHING, SAID_UNKNOWN, SAID_VALUE };

/* What the case says of a fact, or a field of an item; the value is added to TEXT. Of an item all is said, for a
   row of a table that says nothing is no item. */
static enum said say(struct text *text, const struct synthetic_cases *cases, size_t number, const struct fact *fact,
                     size_t item)
{
    size_t which = number_of(cases->program, fact);
    if (draw(cases->synthetic, number, which, item, DRAW_UNKNOWN) % 100 < cases->synthetic->unknown) {
        return SAID_UNKNOWN;
    }
    bool usual = is_usually_something(fact) && !is_unusual(cases, number, fact, item);
    if (usual && !fact->list) {
        return SAID_NOTHING;
    }
    if (fact->type->kind == TYPE_YES_NO) {
        text_add(text, usual ? "no" : "yes");
    } else {
        value_write(text, fact->type,
                    value_of_type(fact->type, draw(cases->synthetic, number, which, item, DRAW_VALUE)));
    }
    return SAID_VALUE;
}

static size_t item_count(const struct synthetic_cases *cases, size_t number, const struct fact *list)
{
    size_t most = list->type->kind == TYPE_LIST && list->type->high < MOST_ITEMS
                      ? (size_t)list->type->high : MOST_ITEMS;
    return draw(cases->synthetic, number, list->entity.index, 0, DRAW_COUNT) % (most + 1);
}

static void write_date(struct text *text, const struct synthetic_cases *cases, size_t number,
                       const struct fact *event, size_t item)
{
    static const struct type date = {.kind = TYPE_DATE};
    value_write(text, &date, value_of_type(&date, draw(cases->synthetic, number, event->entity.index, item,
                                                       DRAW_VALUE)));
}

static const char *authority_of(const struct synthetic_cases *cases, size_t number)
{
    const struct program *program = cases->program;
    size_t count = program->authorities.count;
    return program->authority && count > 0
               ? program->authorities.items[draw(cases->synthetic, number, 0, 0, DRAW_COUNT) % count]
               : NULL;
}

/* --------------------------------------------------------------------------------------------- JSON */

static void add_key(struct text *text, bool *first, const char *key)
{
    text_add(text, *first ? "" : ",");
    text_add_json(text, key);
    text_add_char(text, ':');
    *first = false;
}

/* A number without unit stands as it is; what else has words is a text. */
static void add_json_value(struct text *text, const struct fact *fact, const char *value)
{
    bool is_number = fact->type->kind == TYPE_NUMBER && strspn(value, "-.0123456789") == strlen(value);
    if (fact->type->kind == TYPE_YES_NO) {
        text_add(text, strcmp(value, "yes") == 0 ? "true" : "false");
    } else if (is_number) {
        text_add(text, value);
    } else {
        text_add_json(text, value);
    }
}

static void add_json_fact(struct text *text, bool *first, const struct synthetic_cases *cases, size_t number, const struct fact *fact,
                          size_t item)
{
    struct text value = {0};
    enum said said = say(&value, cases, number, fact, item);
    if (said != SAID_NOTHING) {
        add_key(text, first, fact->entity.name);
    }
    if (said == SAID_UNKNOWN) {
        text_add(text, "null");
    } else if (said == SAID_VALUE) {
        add_json_value(text, fact, text_string(&value));
    }
    text_clear(&value);
}

static void add_json_items(struct text *text, const struct synthetic_cases *cases, size_t number, const struct fact *list)
{
    text_add_char(text, '[');
    for (size_t item = 0; item < item_count(cases, number, list); item++) {
        bool first = true;
        text_add(text, item ? ",{" : "{");
        for (size_t i = 0; i < list->fields.count; i++) {
            if (is_given(list->fields.items[i])) {
                add_json_fact(text, &first, cases, number, list->fields.items[i], item);
            }
        }
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

static void add_json_dates(struct text *text, const struct synthetic_cases *cases, size_t number,
                           const struct fact *event)
{
    text_add_char(text, '[');
    for (size_t item = 0; item < item_count(cases, number, event); item++) {
        text_add(text, item ? ",\"" : "\"");
        write_date(text, cases, number, event, item);
        text_add_char(text, '"');
    }
    text_add_char(text, ']');
}

static bool is_event(const struct fact *fact)
{
    return fact->entity.decl && fact->entity.decl->kind == NODE_EVENT;
}

static void add_json_many(struct text *text, const struct synthetic_cases *cases, size_t number, bool events)
{
    bool first = true;
    for (size_t i = 0; i < cases->program->facts.count; i++) {
        const struct fact *fact = cases->program->facts.items[i];
        if (!is_given(fact) || !type_is_many(fact->type) || is_event(fact) != events) {
            continue;
        }
        if (first) {
            text_add(text, events ? ",\"events\":{" : ",\"lists\":{");
        }
        add_key(text, &first, fact->entity.name);
        if (fact->type->kind == TYPE_LIST) {
            add_json_items(text, cases, number, fact);
        } else {
            add_json_dates(text, cases, number, fact);
        }
    }
    text_add(text, first ? "" : "}");
}

static void add_json_case(struct text *text, const struct synthetic_cases *cases, size_t number)
{
    bool first = true;
    const char *authority = authority_of(cases, number);
    text_format(text, "{\"case\":\"c%zu\",\"on\":\"2024-06-30\",", number);
    if (authority) {
        text_format(text, "\"authority\":\"%s\",", authority);
    }
    text_add(text, "\"facts\":{");
    for (size_t i = 0; i < cases->program->facts.count; i++) {
        const struct fact *fact = cases->program->facts.items[i];
        if (is_given(fact) && !type_is_many(fact->type)) {
            add_json_fact(text, &first, cases, number, fact, 0);
        }
    }
    text_add_char(text, '}');
    add_json_many(text, cases, number, true);
    add_json_many(text, cases, number, false);
    text_add(text, ",\"otherwise\":\"no\"}\n");
}

void synthetic_write_json(struct text *text, const struct synthetic_cases *cases, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        add_json_case(text, cases, i);
    }
}

/* ---------------------------------------------------------------------------------------------- CSV */

/* One column of a fact, or of a field of LIST. */
typedef void visit_column(void *to, const struct fact *fact, const struct fact *list);

static void visit_columns(const struct program *program, visit_column *visit, void *to)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        if (!is_given(fact)) {
            continue;
        }
        if (fact->type->kind != TYPE_LIST) {
            visit(to, fact, NULL);
        }
        for (size_t j = 0; fact->type->kind == TYPE_LIST && j < fact->fields.count; j++) {
            if (is_given(fact->fields.items[j])) {
                visit(to, fact->fields.items[j], fact);
            }
        }
    }
}

static void add_column_name(void *to, const struct fact *fact, const struct fact *list)
{
    text_format(to, list ? ",%s.%s" : ",%s%s", list ? list->entity.name : fact->entity.name,
                list ? fact->entity.name : "");
}

static void add_csv_header(struct text *text, const struct program *program)
{
    text_add(text, "case,on,otherwise");
    text_add(text, program->authority ? ",authority" : "");
    visit_columns(program, add_column_name, text);
    text_add_char(text, '\n');
}

/* One row of a case. Each item has a row of its own, list after list: were items of two lists in one row,
   they might look like lists that a database has joined. */
struct row {
    struct text *text;
    const struct synthetic_cases *cases;
    size_t number, row;
    const struct fact *list; /* whose item this row has, or NULL */
    size_t item;
};

static void add_dates_cell(const struct row *row, const struct fact *event)
{
    size_t count = item_count(row->cases, row->number, event);
    text_add(row->text, count == 0 ? "none" : "");
    for (size_t i = 0; i < count; i++) {
        text_add(row->text, i ? " " : "");
        write_date(row->text, row->cases, row->number, event, i);
    }
}

static void add_cell(void *to, const struct fact *fact, const struct fact *list)
{
    const struct row *row = to;
    text_add_char(row->text, ',');
    if (list ? row->list != list : row->row > 0) {
        return;
    }
    if (fact->type->kind == TYPE_EVENT) {
        add_dates_cell(row, fact);
    } else if (say(row->text, row->cases, row->number, fact,
                   list ? row->item : 0)
               == SAID_UNKNOWN) {
        text_add(row->text, "unknown");
    }
}

static void add_csv_row(struct row *row)
{
    text_format(row->text, row->row == 0 ? "c%zu,2024-06-30,no" : "c%zu,,", row->number);
    if (row->cases->program->authority) {
        const char *authority = authority_of(row->cases, row->number);
        text_format(row->text, ",%s", row->row == 0 && authority ? authority : "");
    }
    visit_columns(row->cases->program, add_cell, row);
    text_add_char(row->text, '\n');
}

static void add_csv_rows(struct row *row)
{
    const struct program *program = row->cases->program;
    for (size_t i = 0; i < program->facts.count; i++) {
        row->list = program->facts.items[i];
        bool has_items = is_given(row->list) && row->list->type->kind == TYPE_LIST;
        size_t count = has_items ? item_count(row->cases, row->number, row->list) : 0;
        for (row->item = 0; row->item < count; row->item++) {
            add_csv_row(row);
            row->row++;
        }
    }
    row->list = NULL;
    if (row->row == 0) {
        add_csv_row(row);
    }
}

void synthetic_write_csv(struct text *text, const struct synthetic_cases *cases, size_t first, size_t count)
{
    if (first == 0) {
        add_csv_header(text, cases->program);
    }
    for (size_t i = first; i < first + count; i++) {
        add_csv_rows(&(struct row){.text = text, .cases = cases, .number = i});
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Keys and columns of a case that says nothing yet. */
#include "cli/template.h"

#include <string.h>

#include "meaning/each.h"
#include "meaning/type.h"

static bool is_told(const struct fact *fact)
{
    return !fact->from || fact->sums_up.count > 0;
}

/* ----------------------------------------------------------------------------------------- JSON */

/* The key of a case under which a fact stands. */
static const char *member_of(const struct fact *fact)
{
    bool is_event = fact->entity.decl->kind == NODE_EVENT;
    return is_event ? "events" : fact->type->kind == TYPE_LIST ? "lists" : "facts";
}

static void add_unknowns(struct text *text, const struct template_facts *facts, const char *member)
{
    bool any = false;
    for (size_t i = 0; i < facts->count; i++) {
        const struct fact *fact = facts->items[i];
        if (strcmp(member_of(fact), member) == 0 && is_told(fact)) {
            if (!any) {
                text_format(text, ",\n  \"%s\": {\n", member);
            }
            text_format(text, "%s    \"%s\": null", any ? ",\n" : "", fact->entity.name);
            any = true;
        }
    }
    text_add(text, any ? "\n  }" : "");
}

void template_write_json(struct text *text, const struct template_facts *facts)
{
    text_add(text, "{\n  \"case\": \"\"");
    add_unknowns(text, facts, "facts");
    add_unknowns(text, facts, "events");
    add_unknowns(text, facts, "lists");
    text_add(text, "\n}\n");
}

/* ------------------------------------------------------------------------------------------ CSV */

/* An event's date stands in its own column. WHOSE stands before the name: "child.", or nothing. */
static void add_list(struct text *text, const char *whose, const struct fact *list)
{
    bool is_event = list->entity.decl->kind == NODE_EVENT;
    const char *name = list->entity.name;
    if (is_event) {
        text_format(text, ",%s%s", whose, name);
    }
    for (size_t i = 0; i < list->fields.count; i++) {
        const struct fact *field = list->fields.items[i];
        if (!field->from && !(is_event && field == list->date)) {
            text_format(text, ",%s%s.%s", whose, name, field->entity.name);
        }
    }
    text_format(text, ",%s%s.complete", whose, name);
}

static void add_fact(struct text *text, const char *whose, const struct fact *fact)
{
    if (type_is_many(fact->type)) {
        add_list(text, whose, fact);
    } else if (is_told(fact)) {
        text_format(text, ",%s%s", whose, fact->entity.name);
    }
}

/* Of an item that gets a result of its own. */
static void add_member(struct text *text, const struct program *program,
                       const struct template_facts *facts)
{
    const char *name = program->each->entity.name;
    struct text whose = {0};
    text_format(&whose, "%s.", name);
    text_format(text, ",%s.case", name);
    for (size_t i = 0; i < facts->count; i++) {
        if (fact_is_of_each(program, facts->items[i])) {
            add_fact(text, text_string(&whose), facts->items[i]);
        }
    }
    text_format(text, ",%s.complete", name);
    text_clear(&whose);
}

void template_write_csv(struct text *text, const struct program *program,
                        const struct template_facts *facts)
{
    text_add(text, "case,on");
    for (size_t i = 0; i < facts->count; i++) {
        const struct fact *fact = facts->items[i];
        if (!fact_is_of_each(program, fact) && fact != program->each) {
            add_fact(text, "", fact);
        }
    }
    if (program->each) {
        add_member(text, program, facts);
    }
    text_add_char(text, '\n');
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of a ruleset by name: its levels, facts, rules, duties, decisions, and why it refuses cases. */
#include "base/day.h"
#include "engine/emitting.h"
#include "grammar/format.h"

/* --------------------------------------------------------------------------------------------- words */

void emit_string(struct text *text, const char *string)
{
    if (!string) {
        text_add(text, "NULL");
        return;
    }
    text_add_char(text, '"');
    for (const unsigned char *c = (const unsigned char *)string; *c; c++) {
        if (*c == '"' || *c == '\\' || *c == '?') {
            text_format(text, "\\%c", *c);
        } else if (*c < ' ' || *c == 0x7f) {
            text_format(text, "\\%03o", *c);
        } else {
            text_add_char(text, (char)*c);
        }
    }
    text_add_char(text, '"');
}

const char *emit_truth(bool is_so)
{
    return is_so ? "true" : "false";
}

void emit_end(struct text *text, size_t count)
{
    text_add(text, count == 0 ? "    {0}\n};\n\n" : "};\n\n");
}

void emit_numbers(struct text *text, const uint32_t *numbers, size_t count)
{
    text_add(text, "{\n   ");
    for (size_t i = 0; i < count; i++) {
        text_format(text, "%s %u,", i > 0 && i % 16 == 0 ? "\n   " : "", numbers[i]);
    }
    text_add(text, count == 0 ? " 0\n};\n\n" : "\n};\n\n");
}

/* --------------------------------------------------------------------------------------------- names */

static const char *kind_of(const struct type *type)
{
    switch (type->kind) {
    case TYPE_YES_NO:
        return "LIMENC_YES_NO";
    case TYPE_CHOICE:
        return "LIMENC_CHOICE";
    case TYPE_DATE:
        return "LIMENC_DATE";
    case TYPE_EVENT:
        return "LIMENC_EVENT";
    case TYPE_LIST:
        return "LIMENC_LIST";
    case TYPE_SELECTION:
        return "LIMENC_SELECTION";
    case TYPE_LEVEL:
        return "LIMENC_LEVEL";
    default:
        return "LIMENC_NUMBER";
    }
}

/* Facts that stand in one table. */
struct table {
    struct text *text;
    const char *name; /* "fact", "field_7": of fact 7 */
};

static void add_values(const struct table *table, size_t index, const struct type *type)
{
    if (!type->choice) {
        return;
    }
    text_format(table->text, "static const char *const values_of_%s_%zu[] = {\n", table->name,
                index);
    for (size_t i = 0; i < type->choice->count; i++) {
        text_add(table->text, "    ");
        emit_string(table->text, type->choice->values[i].name);
        text_add(table->text, ",\n");
    }
    text_add(table->text, "};\n\n");
}

static void add_bounds(struct text *text, const struct type *type)
{
    int64_t low = type->low, high = type->high;
    if (type->kind == TYPE_YES_NO || type->choice) {
        low = 0;
        high = type->choice ? (int64_t)type->choice->count - 1 : 1;
    } else if (type->kind == TYPE_EVENT || type->kind == TYPE_LIST) {
        low = 0;
        high = type->kind == TYPE_EVENT ? PLAN_EVENT_DATES : type->high;
    }
    text_format(text, "INT64_C(%lld), INT64_C(%lld), %u", (long long)low, (long long)high,
                type->kind == TYPE_NUMBER ? type->scale : 0);
}

/* Entry INDEX of TABLE. FACT NULL: it has no section and no fields. */
static void add_fact(const struct table *table, size_t index, const char *name, const char *title,
                     const struct type *type, const struct fact *fact)
{
    struct text *text = table->text;
    const struct fact *list = fact && fact->list ? fact->list : fact;
    const struct section *section = list ? list->entity.section : NULL;
    text_add(text, "    {");
    emit_string(text, name);
    text_add(text, ", ");
    emit_string(text, title);
    text_format(text, ", %s, %s, %s, ", kind_of(type), emit_truth(type->or_none),
                emit_truth(fact && fact->from));
    add_bounds(text, type);
    text_add(text, ", ");
    emit_string(text, type->kind == TYPE_NUMBER ? unit_word(type->unit) : "");
    if (type->choice) {
        text_format(text, ", values_of_%s_%zu, %zu", table->name, index, type->choice->count);
    } else {
        text_add(text, ", NULL, 0");
    }
    if (section) {
        text_format(text, ", %zu", section->entity.index);
    } else {
        text_add(text, ", LIMENC_NOWHERE");
    }
    if (fact && fact->fields.count > 0) {
        text_format(text, ", fields_of_%zu, %zu},\n", index, fact->fields.count);
    } else {
        text_add(text, ", NULL, 0},\n");
    }
}

static void add_fields(const struct emitting *emitting, const struct fact *list)
{
    const struct table table = {emitting->text,
                                arena_format(emitting->arena, "field_%zu", list->entity.index)};
    for (size_t i = 0; i < list->fields.count; i++) {
        const struct fact *field = list->fields.items[i];
        add_values(&table, i, field->type);
    }
    text_format(table.text, "static const struct limenc_fact fields_of_%zu[] = {\n",
                list->entity.index);
    for (size_t i = 0; i < list->fields.count; i++) {
        const struct fact *field = list->fields.items[i];
        add_fact(&table, i, field->entity.name, field->entity.title, field->type, field);
    }
    emit_end(table.text, 1);
}

static void add_facts(const struct emitting *emitting)
{
    static const struct type date = {.kind = TYPE_DATE, .low = DATE_MIN, .high = DATE_MAX};
    const struct program *program = emitting->plan->program;
    const struct table table = {emitting->text, "fact"};
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        add_values(&table, i, fact->type);
        if (fact->fields.count > 0) {
            add_fields(emitting, fact);
        }
    }
    text_add(emitting->text, "static const struct limenc_fact facts[] = {\n");
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        add_fact(&table, i, fact->entity.name, fact->entity.title, fact->type, fact);
    }
    add_fact(&table, 0, "on", "Date of the case", &date, NULL);
    emit_end(emitting->text, 1);
}

static void add_decisions(struct text *text, const struct plan *plan)
{
    const struct table table = {text, "decision"};
    for (size_t i = 0; i < plan->decisions.count; i++) {
        add_values(&table, i, plan_at(plan, plan->decisions.items[i].value)->type);
    }
    text_format(text, "static const size_t decision_count = %zu;\n\n"
                      "static const struct limenc_fact decisions[] = {\n", plan->decisions.count);
    for (size_t i = 0; i < plan->decisions.count; i++) {
        const struct plan_decision *decision = &plan->decisions.items[i];
        add_fact(&table, i, decision->decision->entity.name, decision->decision->entity.title,
                 plan_at(plan, decision->value)->type, NULL);
    }
    emit_end(text, plan->decisions.count);
}

static void add_strings(struct text *text, const char *name, const char *const *strings, size_t count)
{
    text_format(text, "static const char *const %s[] = {\n", name);
    for (size_t i = 0; i < count; i++) {
        text_add(text, "    ");
        emit_string(text, strings[i]);
        text_add(text, ",\n");
    }
    text_add(text, count ? "};\n\n" : "    NULL\n};\n\n");
}

static void add_levels(struct text *text, const struct program *program)
{
    text_add(text, "static const struct limenc_level levels[] = {\n");
    for (size_t i = 0; i < program->levels.count; i++) {
        const struct level *level = program->levels.items[i];
        text_add(text, "    {");
        emit_string(text, level->label);
        text_add(text, ", ");
        emit_string(text, level->entity.name);
        text_add(text, ", ");
        emit_string(text, level->entity.title);
        text_add(text, "},\n");
    }
    emit_end(text, program->levels.count);
}

static void add_rules(struct text *text, const struct plan *plan)
{
    text_format(text, "static const size_t rule_count = %zu;\n\nstatic const struct limenc_rule rules[] = {\n",
                plan->rules.count);
    for (size_t i = 0; i < plan->rules.count; i++) {
        const struct rule *rule = plan->rules.items[i].rule;
        text_add(text, "    {");
        emit_string(text, rule->label);
        text_format(text, ", %zu, %zu, %s},\n", rule->has_level ? rule->level_low : 0,
                    rule->has_level ? rule->level_high : 0, emit_truth(rule->has_level));
    }
    emit_end(text, plan->rules.count);
}

static void add_duties(const struct emitting *emitting)
{
    const struct plan *plan = emitting->plan;
    const char **names = arena_alloc(emitting->arena, (plan->duties.count + 1) * sizeof *names);
    for (size_t i = 0; i < plan->duties.count; i++) {
        names[i] = plan->duties.items[i].duty->entity.name;
    }
    text_format(emitting->text, "static const size_t duty_count = %zu;\n\n", plan->duties.count);
    add_strings(emitting->text, "duties", names, plan->duties.count);
}

static void add_sections(const struct emitting *emitting)
{
    const struct program *program = emitting->plan->program;
    size_t count = program->sections.count;
    const char **names = arena_alloc(emitting->arena, (count + 1) * sizeof *names);
    for (size_t i = 0; i < count; i++) {
        names[i] = program->sections.items[i]->entity.name;
    }
    add_strings(emitting->text, "sections", names, count);
}

/* ------------------------------------------------------------------------------------------ refusals */

static const char *written(const struct emitting *emitting, const struct node *statement)
{
    const struct program *program = emitting->plan->program;
    struct text text = {0};
    if (program->is_consolidated) {
        format_consolidated(&text, emitting->arena, program->sources, statement);
    } else {
        format_node(&text, emitting->arena, program->sources, statement);
    }
    while (text.length > 0 && text.data[text.length - 1] == '\n') {
        text.length--;
    }
    const char *copy = arena_copy(emitting->arena, text_string(&text), text.length);
    text_clear(&text);
    return copy;
}

static void add_statement(const struct emitting *emitting, const char *cause,
                          const struct statement *statement)
{
    text_format(emitting->text, "    {%s, ", cause);
    emit_string(emitting->text, statement->entity.title);
    text_add(emitting->text, ", ");
    emit_string(emitting->text, written(emitting, statement->entity.decl));
    text_add(emitting->text, ", LIMENC_NOWHERE, LIMENC_NOWHERE},\n");
}

static void add_worked_out(const struct emitting *emitting, const struct sliced_cause *cause)
{
    const struct program *program = emitting->plan->program;
    text_add(emitting->text, "    {LIMENC_WORKED_OUT, NULL, NULL, ");
    if (cause->kind == PROBLEM_CONTRADICTION) {
        text_format(emitting->text, "%zu, LIMENC_NOWHERE},\n", cause->index);
    } else {
        const struct fact *field = program->fields.items[cause->index];
        text_format(emitting->text, "%zu, %zu},\n", field->list->entity.index, field->place);
    }
}

static void add_refusals(const struct emitting *emitting)
{
    const struct plan *plan = emitting->plan;
    const struct sliced *sliced = emitting->sliced;
    text_format(emitting->text, "static const size_t refusal_count = %zu;\n\n"
                                "static const struct limenc_refusal refusals[] = {\n",
                sliced->causes.count);
    for (size_t i = 0; i < sliced->causes.count; i++) {
        const struct sliced_cause *cause = &sliced->causes.items[i];
        switch (cause->kind) {
        case PROBLEM_IMPOSSIBLE:
            add_statement(emitting, "LIMENC_IMPOSSIBLE", plan->impossibles.items[cause->index].statement);
            break;
        case PROBLEM_REQUIRE:
            add_statement(emitting, "LIMENC_REQUIRE", plan->requires.items[cause->index].statement);
            break;
        default:
            add_worked_out(emitting, cause);
        }
    }
    emit_end(emitting->text, sliced->causes.count);
}

void emit_names(const struct emitting *emitting)
{
    add_levels(emitting->text, emitting->plan->program);
    add_sections(emitting);
    add_facts(emitting);
    add_rules(emitting->text, emitting->plan);
    add_duties(emitting);
    add_decisions(emitting->text, emitting->plan);
    add_refusals(emitting);
}

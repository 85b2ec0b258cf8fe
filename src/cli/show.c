/* SPDX-License-Identifier: Apache-2.0 */
/* limen show: a ruleset's canonical text, one rule of it, or a summary. */
#include <string.h>

#include "base/date.h"
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/ruleset.h"
#include "grammar/format.h"

struct showing {
    const struct ruleset *ruleset;
    struct output output;
    bool last_was_short; /* the statement written last took one line */
};

/* PREVIOUS: the statement before it on the page, or NULL. Short ones of a kind stand together. */
static void write_statement(struct showing *showing, const struct node *previous,
                            const struct node *statement)
{
    struct text *text = &showing->output.text, lines = {0};
    struct compilation *compilation = showing->ruleset->compilation;
    format_node(&lines, compilation->arena, compilation->sources, statement);
    size_t length = lines.length;
    bool ends = length > 0 && lines.data[length - 1] == '\n';
    bool is_short = !memchr(text_string(&lines), '\n', length - ends);
    bool together =
        previous && is_short && showing->last_was_short && previous->kind == statement->kind;
    text_add(text, previous && !together ? "\n" : "");
    text_add_bytes(text, text_string(&lines), length);
    text_add(text, ends ? "" : "\n");
    text_clear(&lines);
    showing->last_was_short = is_short;
}

static void write_all(struct showing *showing)
{
    const struct node *previous = NULL;
    for (const struct node *node = showing->ruleset->program->tree->child; node;
         node = node->next) {
        write_statement(showing, previous, node);
        previous = node;
    }
}

/* ---------------------------------------------------------------------------------------- rules */

static bool is_called(const struct rule *rule, const char *name)
{
    if (strcmp(rule->label, name) == 0 ||
        (rule->entity.name && strcmp(rule->entity.name, name) == 0)) {
        return true;
    }
    for (size_t i = 0; i < rule->entity.cites.count; i++) {
        const char *item = rule->entity.cites.items[i].item;
        if (item && strcmp(item, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_within(struct span inner, struct span outer)
{
    return inner.file == outer.file && inner.begin >= outer.begin && inner.end <= outer.end;
}

/* A sign row or a rung is shown with the whole statement that it stands in. */
static const struct node *statement_of(const struct program *program, const struct rule *rule)
{
    for (const struct node *node = program->tree->child; node; node = node->next) {
        if (is_within(rule->entity.decl->span, node->span)) {
            return node;
        }
    }
    return rule->entity.decl;
}

static int fail_rule(const struct arguments *arguments, const struct program *program,
                     const char *name)
{
    struct near_names near;
    near_names_start(&near, name);
    for (size_t i = 0; i < program->rules.count; i++) {
        near_names_offer(&near, program->rules.items[i]->label);
    }
    const char *help = near_names_help(&near, arguments->arena);
    return complain("there is no rule '%s'%s%s", name, help ? "; " : "", help ? help : "");
}

static int show_rules(const struct arguments *arguments, struct showing *showing)
{
    const struct program *program = showing->ruleset->program;
    const char *name = arguments->values[OPTION_RULE];
    const struct node *last = NULL;
    for (size_t i = 0; i < program->rules.count; i++) {
        const struct rule *rule = program->rules.items[i];
        if (is_called(rule, name) && statement_of(program, rule) != last) {
            write_statement(showing, last, statement_of(program, rule));
            last = statement_of(program, rule);
        }
    }
    return last ? STATUS_DONE : fail_rule(arguments, program, name);
}

/* -------------------------------------------------------------------------------------- summary */

static void add_member(struct text *text, const char *name, const char *value)
{
    text_format(text, "%s\"%s\":", text->data[text->length - 1] == '{' ? "" : ",", name);
    if (value) {
        text_add_json(text, value);
    } else {
        text_add(text, "null");
    }
}

static void add_date(struct text *text, const char *name, bool has, int32_t date)
{
    struct text written = {0};
    if (has) {
        date_write(&written, date);
    }
    add_member(text, name, has ? text_string(&written) : NULL);
    text_clear(&written);
}

static void add_levels(struct text *text, const struct program *program)
{
    text_add(text, ",\"levels\":[");
    for (size_t i = 0; i < program->levels.count; i++) {
        const struct level *level = program->levels.items[i];
        text_add(text, i ? ",{" : "{");
        add_member(text, "label", level->label);
        add_member(text, "name", level->entity.name);
        add_member(text, "text", level->entity.title);
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

static void add_list(struct text *text, const char *name, const char *const *items, size_t count)
{
    text_format(text, ",\"%s\":[", name);
    for (size_t i = 0; i < count; i++) {
        text_add(text, i ? "," : "");
        text_add_json(text, items[i]);
    }
    text_add_char(text, ']');
}

static size_t facts_read(const struct program *program)
{
    size_t count = 0;
    for (size_t i = 0; i < program->facts.count; i++) {
        count += program->facts.items[i]->is_read && !program->facts.items[i]->is_builtin;
    }
    return count;
}

static void write_summary(struct text *text, const struct program *program)
{
    text_add_char(text, '{');
    add_member(text, "ruleset", program->name);
    add_member(text, "version", program->version);
    add_member(text, "text", program->title);
    text_format(text, ",\"hash\":\"sha256:%s\"", program->hash);
    add_date(text, "in_force_from", program->has_from, program->in_force_from);
    add_date(text, "in_force_to", program->has_to, program->in_force_to);
    add_list(text, "authorities", program->authorities.items, program->authorities.count);
    add_list(text, "documents", program->documents.items, program->documents.count);
    add_levels(text, program);
    text_format(text,
                ",\"facts\":%zu,\"rules\":%zu,\"decisions\":%zu,\"duties\":%zu,\"contacts\":%zu,"
                "\"checklists\":%zu,\"notes\":%zu,\"examples\":%zu}\n",
                facts_read(program), program->rules.count, program->decisions.count,
                program->duties.count, program->contacts.count, program->checklists.count,
                program->notes.count, program->examples.count);
}

int show_run(const struct arguments *arguments)
{
    struct ruleset ruleset;
    int status = STATUS_DONE;
    if (arguments->operand_count != 1) {
        return complain_of_use(arguments->command, "which ruleset? (one at a time)");
    }
    if (!ruleset_load_program(arguments, arguments->operands[0], INT32_MIN, &ruleset)) {
        return STATUS_WRONG_USE;
    }
    struct showing showing = {.ruleset = &ruleset};
    output_start(&showing.output, arguments->values[OPTION_OUTPUT]);
    if (arguments_has(arguments, OPTION_RULE)) {
        status = show_rules(arguments, &showing);
    } else if (arguments_chose(arguments, OPTION_FORMAT, "json")) {
        write_summary(&showing.output.text, ruleset.program);
    } else {
        write_all(&showing);
    }
    status = output_finish(&showing.output, status);
    ruleset_free(&ruleset);
    return status;
}

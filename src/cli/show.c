/* SPDX-License-Identifier: Apache-2.0 */
/* limen show: a ruleset's canonical text, one rule of it, or a summary. */
#include <ctype.h>
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

/* Whether a blank line parts the two where they stand. False if something else stands between them. */
static bool find_gap(const struct source_set *sources, const struct node *previous,
                     const struct node *statement, bool *ret_blank)
{
    const struct source_file *file = &sources->files[statement->span.file];
    bool comment = false, empty = true;
    *ret_blank = false;
    if (previous->span.file != statement->span.file || previous->span.end > statement->span.begin) {
        return false;
    }
    for (uint32_t at = previous->span.end, line = 0; at < statement->span.begin; at++) {
        char c = file->bytes[at];
        comment = (comment || c == '#') && c != '\n';
        if (!comment && !isspace((unsigned char)c)) {
            return false;
        }
        if (c == '\n') {
            *ret_blank = *ret_blank || (line > 0 && empty);
            empty = true;
            line++;
        } else {
            empty = empty && !comment;
        }
    }
    return true;
}

/* As in the file; where there is none, short statements of a kind stand together. */
static bool wants_blank(const struct showing *showing, const struct node *previous,
                        const struct node *statement, bool is_short)
{
    bool blank;
    if (find_gap(showing->ruleset->compilation->sources, previous, statement, &blank)) {
        return blank;
    }
    return !(is_short && showing->last_was_short && previous->kind == statement->kind);
}

/* PREVIOUS: the statement before it on the page, or NULL. */
static void write_statement(struct showing *showing, const struct node *previous,
                            const struct node *statement)
{
    struct text *text = &showing->output.text, lines = {0};
    struct compilation *compilation = showing->ruleset->compilation;
    if (showing->ruleset->program->is_consolidated) {
        format_consolidated(&lines, compilation->arena, compilation->sources, statement);
    } else {
        format_node(&lines, compilation->arena, compilation->sources, statement);
    }
    size_t length = lines.length;
    bool ends = length > 0 && lines.data[length - 1] == '\n';
    bool is_short = !memchr(text_string(&lines), '\n', length - ends);
    text_add(text, previous && wants_blank(showing, previous, statement, is_short) ? "\n" : "");
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

static bool has_child(const struct node *node, const struct node *wanted)
{
    const struct node *child = node->child;
    while (child && child != wanted) {
        child = child->next;
    }
    return child != NULL;
}

/* A sign row or a rung is shown with the whole statement that it stands in. */
static const struct node *statement_of(const struct program *program, const struct rule *rule)
{
    const struct node *decl = rule->entity.decl;
    bool part = decl->kind == NODE_SIGN_ROW || decl->kind == NODE_RUNG;
    for (const struct node *node = program->tree->child; part && node; node = node->next) {
        if (has_child(node, decl)) {
            return node;
        }
    }
    return decl;
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

static void add_levels(struct text *text, const struct program *program)
{
    text_add(text, ",\"levels\":[");
    for (size_t i = 0; i < program->levels.count; i++) {
        const struct level *level = program->levels.items[i];
        text_add(text, i ? ",{" : "{");
        output_member(text, "label", level->label);
        output_member(text, "name", level->entity.name);
        output_member(text, "text", level->entity.title);
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
    output_member(text, "ruleset", program->name);
    output_member(text, "version", program->version);
    output_member(text, "text", program->title);
    text_format(text, ",\"hash\":\"sha256:%s\"", program->hash);
    output_date(text, "in_force_from", program->has_from, program->in_force_from);
    output_date(text, "in_force_to", program->has_to, program->in_force_to);
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

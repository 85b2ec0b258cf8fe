/* SPDX-License-Identifier: Apache-2.0 */
/* limen help: the pages of the manual on commands and on the codes of messages. */
#include <string.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/usage.h"
#include "source/diagnostic.h"

struct page {
    const char *code, *text;
};

static const struct page pages[] = {
#define X(code, text) {code, text},
#include "cli/diagnostic_pages.def"
#undef X
    {NULL, NULL},
};

const char *help_page(enum diagnostic_code code)
{
    for (const struct page *page = pages; page->code; page++) {
        if (strcmp(page->code, diagnostic_code_text(code)) == 0) {
            return page->text;
        }
    }
    return NULL;
}

/* Adds a paragraph of the manual's Markdown: what marks code and stress is for other readers. */
static void write_paragraph(struct text *text, const char *bytes, size_t length, size_t width)
{
    struct text plain = {0};
    for (size_t i = 0; i < length; i++) {
        bool stress = bytes[i] == '*' && i + 1 < length && bytes[i + 1] == '*';
        if (stress) {
            i++;
        } else {
            text_add_char(&plain, bytes[i] == '\n' ? ' ' : bytes[i]);
        }
    }
    text_add_wrapped(text, text_string(&plain), 0, 0, width);
    text_add_char(text, '\n');
    text_clear(&plain);
}

static void write_heading(struct text *text, const char *line, size_t length, bool colour)
{
    size_t marks = strspn(line, "# ");
    text_format(text, "%s%.*s%s\n", colour ? "\033[1m" : "", (int)(length - marks), line + marks,
                colour ? "\033[0m" : "");
}

static bool is_fence(const char *line)
{
    return strncmp(line, "```", 3) == 0;
}

static size_t line_length(const char *line)
{
    return strcspn(line, "\n");
}

/* Bytes of the paragraph that starts at LINE: up to a blank line, a heading, a list item or a
   fence. */
static size_t paragraph_length(const char *line)
{
    const char *at = line;
    do {
        at += line_length(at);
        at += *at == '\n';
    } while (*at && *at != '\n' && *at != '#' && strncmp(at, "- ", 2) != 0 && !is_fence(at));
    size_t length = (size_t)(at - line);
    return length > 0 && line[length - 1] == '\n' ? length - 1 : length;
}

static void write_page(struct output *output, const char *page)
{
    struct text *text = &output->text;
    bool in_block = false;
    for (const char *line = page; *line;) {
        size_t length = line_length(line);
        if (is_fence(line)) {
            in_block = !in_block;
        } else if (in_block) {
            text_format(text, "%s%.*s\n", length ? "    " : "", (int)length, line);
        } else if (*line == '#') {
            write_heading(text, line, length, output->colour);
        } else if (length == 0) {
            text_add_char(text, '\n');
        } else {
            length = paragraph_length(line);
            write_paragraph(text, line, length, output->width);
        }
        line += length;
        line += *line == '\n';
    }
}

static int explain_code(enum diagnostic_code code)
{
    struct output output;
    const char *page = help_page(code);
    output_start(&output, NULL);
    if (page) {
        write_page(&output, page);
    } else {
        text_format(&output.text, "%s: %s\n", diagnostic_code_text(code),
                    diagnostic_code_title(code));
    }
    return output_finish(&output, STATUS_DONE);
}

static int explain_command(enum command_id command)
{
    struct output output;
    output_start(&output, NULL);
    if (command < COMMANDS) {
        usage_write(&output.text, command, output.width);
    } else {
        usage_write_all(&output.text, output.width);
    }
    return output_finish(&output, STATUS_DONE);
}

static int fail_topic(const struct arguments *arguments, const char *topic)
{
    struct near_names near;
    near_names_start(&near, topic);
    for (enum command_id id = 0; id < COMMANDS; id++) {
        near_names_offer(&near, command_at(id)->name);
    }
    for (enum diagnostic_code code = 0; code < DIAGNOSTIC_CODES; code++) {
        near_names_offer(&near, diagnostic_code_text(code));
    }
    const char *help = near_names_help(&near, arguments->arena);
    return complain_of_use(COMMAND_HELP, "there is neither a command nor a code '%s'%s%s", topic,
                           help ? "; " : "", help ? help : "");
}

int help_run(const struct arguments *arguments)
{
    enum command_id command = COMMANDS;
    enum diagnostic_code code;
    if (arguments->operand_count > 1) {
        return complain_of_use(COMMAND_HELP, "one command or code at a time");
    }
    if (arguments->operand_count == 0 || command_find(arguments->operands[0], &command)) {
        return explain_command(command);
    }
    if (diagnostic_code_find(arguments->operands[0], &code)) {
        return explain_code(code);
    }
    return fail_topic(arguments, arguments->operands[0]);
}

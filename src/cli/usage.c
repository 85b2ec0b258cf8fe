/* SPDX-License-Identifier: Apache-2.0 */
/* --help of each command, from its rows in the tables. */
#include "cli/usage.h"

#include <string.h>

#define HELP_INDENT 6
#define SUMMARY_COLUMN 14

void usage_write_option(struct text *text, enum option_id option)
{
    const struct option_row *row = option_at(option);
    if (row->letter) {
        text_format(text, "-%c, ", row->letter);
    }
    text_format(text, "--%s", row->name);
    if (row->argument) {
        size_t length = strlen(row->argument);
        text_format(text, " %.*s", (int)(length - (option_repeats(row) ? strlen("...") : 0)),
                    row->argument);
    }
}

static void write_paragraphs(struct text *text, const char *paragraphs, size_t width)
{
    text_add_char(text, '\n');
    for (const char *c = paragraphs; *c;) {
        size_t length = strcspn(c, "\n");
        struct text paragraph = {0};
        text_add_bytes(&paragraph, c, length);
        text_add_wrapped(text, text_string(&paragraph), 0, 0, width);
        text_add(text, "\n");
        text_clear(&paragraph);
        c += length + (c[length] == '\n');
    }
}

static void write_options(struct text *text, enum command_id command, size_t width)
{
    text_add(text, "\nOptions:\n");
    for (enum option_id id = 0; id < OPTIONS; id++) {
        if (!option_belongs(id, command)) {
            continue;
        }
        text_add(text, "  ");
        usage_write_option(text, id);
        text_add_char(text, '\n');
        text_repeat(text, ' ', HELP_INDENT);
        text_add_wrapped(text, option_at(id)->help, HELP_INDENT, HELP_INDENT, width);
        text_add_char(text, '\n');
    }
}

static void write_examples(struct text *text, const char *examples)
{
    text_add(text, "\nExamples:\n");
    for (const char *c = examples; *c;) {
        size_t length = strcspn(c, "\n");
        text_format(text, "  %.*s\n", (int)length, c);
        c += length + (c[length] == '\n');
    }
}

void usage_write(struct text *text, enum command_id command, size_t width)
{
    const struct command *row = command_at(command);
    text_format(text, "Usage: limen %s [OPTION]... %s\n", row->name, row->operands);
    text_format(text, "limen %s: ", row->name);
    text_add_wrapped(text, row->summary, strlen("limen : ") + strlen(row->name), 0, width);
    text_add(text, ".\n");
    write_paragraphs(text, row->details, width);
    write_options(text, command, width);
    write_examples(text, row->examples);
}

void usage_write_all(struct text *text, size_t width)
{
    text_add(text, "Usage: limen COMMAND [OPTION]... [OPERAND]...\n"
                   "       limen --help | --version\n"
                   "limen: " LIMEN_SUMMARY ".\n\nCommands:\n");
    for (enum command_id id = 0; id < COMMANDS; id++) {
        const struct command *row = command_at(id);
        text_format(text, "  %-*s", SUMMARY_COLUMN - 2, row->name);
        text_add_wrapped(text, row->summary, SUMMARY_COLUMN, SUMMARY_COLUMN, width);
        text_add_char(text, '\n');
    }
    text_add(text, "\n");
    text_add_wrapped(
        text,
        "'limen COMMAND --help' explains a command, and 'limen help CODE' the code of a "
        "message. Exit status: 0 done, 1 findings or a failed expectation, 2 wrong use "
        "or input that cannot be read, 3 no ruleset in force for the authority on the date, "
        "4 something is undecided.",
        0, 0, width);
    text_add_char(text, '\n');
}

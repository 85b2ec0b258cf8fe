/* SPDX-License-Identifier: Apache-2.0 */
/* Manual pages in the macros of man(7), from the tables of commands and options. */
#include "cli/usage.h"

#include <ctype.h>
#include <string.h>

/* Adds LENGTH bytes of running text so that troff takes none of it for a request or an escape. */
static void add_roff(struct text *text, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = bytes[i];
        bool at_start = i == 0 || bytes[i - 1] == '\n';
        if (at_start && (c == '.' || c == '\'')) {
            text_add(text, "\\&");
        }
        switch (c) {
        case '\\':
            text_add(text, "\\e");
            break;
        case '-':
            text_add(text, "\\-");
            break;
        case '`':
            text_add(text, "\\(oq");
            break;
        case '\'':
            text_add(text, "\\(aq");
            break;
        default:
            text_add_char(text, c);
        }
    }
}

static void add_roff_string(struct text *text, const char *string)
{
    add_roff(text, string, strlen(string));
}

static void write_title(struct text *text, const char *name, const char *summary)
{
    text_add(text, ".\\\" Made from the command tables of limen.\n.TH LIMEN");
    if (*name) {
        text_add_char(text, '-');
    }
    for (const char *c = name; *c; c++) {
        text_add_char(text, (char)toupper((unsigned char)*c));
    }
    text_add(text, " 1 \"\" \"Limen " PACKAGE_VERSION "\" \"Limen\"\n.SH NAME\nlimen");
    text_format(text, "%s%s \\- ", *name ? "\\-" : "", name);
    add_roff_string(text, summary);
    text_add(text, "\n");
}

static void write_paragraphs(struct text *text, const char *paragraphs)
{
    for (const char *c = paragraphs; *c;) {
        size_t length = strcspn(c, "\n");
        text_add(text, c == paragraphs ? "" : ".PP\n");
        add_roff(text, c, length);
        text_add_char(text, '\n');
        c += length + (c[length] == '\n');
    }
}

static void write_options(struct text *text, enum command_id command)
{
    text_add(text, ".SH OPTIONS\n");
    for (enum option_id id = 0; id < OPTIONS; id++) {
        if (!option_belongs(id, command)) {
            continue;
        }
        struct text shown = {0};
        usage_write_option(&shown, id);
        text_add(text, ".TP\n.B ");
        add_roff_string(text, text_string(&shown));
        text_add_char(text, '\n');
        text_clear(&shown);
        add_roff_string(text, option_at(id)->help);
        text_add(text, ".\n");
        if (option_repeats(option_at(id))) {
            text_add(text, "May be given more than once.\n");
        }
    }
}

static void write_examples(struct text *text, const char *examples)
{
    text_add(text, ".SH EXAMPLES\n.EX\n");
    add_roff_string(text, examples);
    text_add(text, "\n.EE\n");
}

static void write_status(struct text *text)
{
    text_add(text, ".SH EXIT STATUS\n"
                   ".TP\n.B 0\nDone, and nothing was found.\n"
                   ".TP\n.B 1\nThere are findings, a case was refused, or an expectation failed.\n"
                   ".TP\n.B 2\nWrong use, input that cannot be read, or output that cannot be "
                   "written.\n"
                   ".TP\n.B 3\nNo ruleset is in force for the authority on the date.\n");
}

static void write_environment(struct text *text)
{
    text_add(text, ".SH ENVIRONMENT\n"
                   ".TP\n.B LIMEN_LIBRARY\nThe folder of rulesets, where no option names one.\n"
                   ".TP\n.B LIMEN_CACHE\nThe folder in which checked rulesets are kept between runs; "
                   "`off' keeps none. Else it is $XDG_CACHE_HOME/limen, else ~/.cache/limen.\n"
                   ".TP\n.B LIMEN_TOOLS\nFolders, parted by colons, in which the assembler and the "
                   "linker for machine code are found; /usr/bin:/bin by default.\n"
                   ".TP\n.B COLUMNS\nThe width of a page where no terminal tells it.\n"
                   ".TP\n.B NO_COLOR\nIf set and not empty, nothing is coloured.\n");
}

static void write_see_also(struct text *text, enum command_id self)
{
    text_add(text, ".SH SEE ALSO\n");
    if (self < COMMANDS) {
        text_add(text, ".BR limen (1)\n");
        return;
    }
    for (enum command_id id = 0; id < COMMANDS; id++) {
        text_format(text, ".BR limen\\-%s (1)%s\n", command_at(id)->name,
                    id + 1 < COMMANDS ? "," : "");
    }
}

static void write_overview(struct text *text)
{
    write_title(text, "", LIMEN_SUMMARY);
    text_add(text,
             ".SH SYNOPSIS\n.B limen\n.I COMMAND\n[\\fIOPTION\\fR]... [\\fIOPERAND\\fR]...\n.br\n"
             ".B limen \\-\\-help\n|\n.B \\-\\-version\n.SH DESCRIPTION\n"
             "Guidance that says which level of help a child and a family need is written as "
             "rules. Limen checks the rules and says what they give for a case: the level, why, "
             "what must be done, and what is not known and would matter.\n.PP\n"
             "It supports the judgement of those who decide and does not replace it.\n"
             ".SH COMMANDS\n");
    for (enum command_id id = 0; id < COMMANDS; id++) {
        text_format(text, ".TP\n.BR limen\\-%s (1)\n", command_at(id)->name);
        add_roff_string(text, command_at(id)->summary);
        text_add(text, "\n");
    }
}

void man_write(struct text *text, enum command_id command)
{
    if (command == COMMANDS) {
        write_overview(text);
    } else {
        const struct command *row = command_at(command);
        write_title(text, row->name, row->summary);
        text_format(text, ".SH SYNOPSIS\n.B limen %s\n[\\fIOPTION\\fR]... ", row->name);
        add_roff_string(text, row->operands);
        text_add(text, "\n.SH DESCRIPTION\n");
        write_paragraphs(text, row->details);
        write_options(text, command);
        write_examples(text, row->examples);
    }
    write_status(text);
    write_environment(text);
    write_see_also(text, command);
}

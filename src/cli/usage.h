/* SPDX-License-Identifier: Apache-2.0 */
/* Usage: what --help prints, the manual pages, and the shell's completion, all from the tables. */
#ifndef LIMEN_CLI_USAGE_H
#define LIMEN_CLI_USAGE_H

#include "base/text.h"
#include "cli/command.h"
#include "source/diagnostic.h"

#define LIMEN_SUMMARY "write guidance as rules, check them, and put cases to them"

/* --help of one command, and of `limen` itself. */
void usage_write(struct text *text, enum command_id command, size_t width);
void usage_write_all(struct text *text, size_t width);

/* "-f, --format text|json": with the argument as it is shown. */
void usage_write_option(struct text *text, enum option_id option);

/* The page of the manual on CODE, in Markdown; NULL: there is none. */
const char *help_page(enum diagnostic_code code);

/* A manual page in the macros of man(7); COMMANDS: of `limen` itself. */
void man_write(struct text *text, enum command_id command);

/* A completion script for bash. */
void completion_write(struct text *text);

#endif

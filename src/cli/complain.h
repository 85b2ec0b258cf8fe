/* SPDX-License-Identifier: Apache-2.0 */
/* Complain: what the command line itself has to say, one message on standard error. */
#ifndef LIMEN_CLI_COMPLAIN_H
#define LIMEN_CLI_COMPLAIN_H

#include "base/text.h"
#include "cli/command.h"

/* "limen: MESSAGE". Yields STATUS_WRONG_USE, for `return complain(...)`. */
int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same, and where to read how COMMAND is used; COMMANDS: `limen` itself. */
int complain_of_use(enum command_id command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "limen: PATH: MESSAGE". */
int complain_of_file(const char *path, const char *message);

/* TEXT, whole lines, as it is; it is cleared. */
void complain_plainly(struct text *text);

#endif

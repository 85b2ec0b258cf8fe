/* SPDX-License-Identifier: Apache-2.0 */
/* Findings: what a command found, for programs that read it. */
#ifndef LIMEN_CLI_FINDINGS_H
#define LIMEN_CLI_FINDINGS_H

#include "cli/command.h"
#include "source/report.h"

/* A report in the form that --format, which is OPTION, names, to be started, that writes to TEXT; NULL: the command itself
   writes text or JSON. Lives in the arena of ARGUMENTS. */
struct report *findings_report(const struct arguments *arguments, enum option_id option,
                               struct text *text);

/* PATH as such a report tells it. */
const char *findings_path(const struct arguments *arguments, const char *path);

#endif

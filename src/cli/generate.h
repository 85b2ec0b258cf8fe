/* SPDX-License-Identifier: Apache-2.0 */
/* Generate: limen test --generate, the examples that a ruleset lacks. */
#ifndef LIMEN_CLI_GENERATE_H
#define LIMEN_CLI_GENERATE_H

#include "cli/command.h"

/* Yields the status to end with. */
int generate_run(const struct arguments *arguments);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Limit: how long the solver may think, and what is said where there is no solver. */
#ifndef LIMEN_CLI_LIMIT_H
#define LIMEN_CLI_LIMIT_H

#include "cli/command.h"

/* What --time-limit says, as milliseconds; ten seconds if it says nothing. False: a complaint was
   printed. */
bool limit_read(const struct arguments *arguments, unsigned *ret_limit);

/* Yields STATUS_WRONG_USE. WHY: of solver_load(). */
int complain_of_no_solver(const char *why);

#endif

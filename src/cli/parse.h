/* SPDX-License-Identifier: Apache-2.0 */
/* Parse: a command's arguments, by getopt_long from the option table. */
#ifndef LIMEN_CLI_PARSE_H
#define LIMEN_CLI_PARSE_H

#include "cli/command.h"

/* Reads ARGV behind the command's name, which is ARGV[0]. False: a complaint was printed. */
bool arguments_parse(struct arena *arena, enum command_id command, int argc, char **argv,
                     struct arguments *ret_arguments);

#endif

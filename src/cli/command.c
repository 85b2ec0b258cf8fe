/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of commands and options, and questions about them. */
#include "cli/command.h"

#include <string.h>

#define FOR(command) (UINT32_C(1) << (command))
#define ALL_COMMANDS (FOR(COMMANDS) - 1)

_Static_assert(COMMANDS < 32, "a command is a bit of option_row.commands");

static const struct command commands[] = {
#define X(id, name, run, summary, operands, completes, details, examples) \
    {name, run, summary, operands, completes, details, examples},
#include "cli/commands.def"
#undef X
};

static const struct option_row options[] = {
#define X(id, takers, name, letter, argument, help) {takers, name, letter, argument, help},
#include "cli/options.def"
#undef X
};

const struct command *command_at(enum command_id id)
{
    return &commands[id];
}

const struct option_row *option_at(enum option_id id)
{
    return &options[id];
}

bool option_belongs(enum option_id option, enum command_id command)
{
    return (options[option].commands & FOR(command)) != 0;
}

bool option_is_choice(const struct option_row *option)
{
    return option->argument && strchr(option->argument, '|');
}

bool option_repeats(const struct option_row *option)
{
    return option->argument && strstr(option->argument, "...");
}

bool command_find(const char *name, enum command_id *ret_id)
{
    for (enum command_id id = 0; id < COMMANDS; id++) {
        if (strcmp(commands[id].name, name) == 0) {
            *ret_id = id;
            return true;
        }
    }
    return false;
}

bool arguments_chose(const struct arguments *arguments, enum option_id option, const char *word)
{
    const char *value = arguments->values[option];
    return value && strcmp(value, word) == 0;
}

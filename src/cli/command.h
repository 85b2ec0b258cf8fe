/* SPDX-License-Identifier: Apache-2.0 */
/* Command: what `limen` can do, from the tables commands.def and options.def.

   A command is a row of commands.def, a function `NAME_run`, and a file NAME.c. It gets its
   arguments read and checked, writes its result through struct output, and gives back an exit
   status. */
#ifndef LIMEN_CLI_COMMAND_H
#define LIMEN_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum status {
    STATUS_DONE = 0,
    STATUS_FINDINGS = 1,  /* findings, a refused case, or an expectation that failed */
    STATUS_WRONG_USE = 2, /* or input that cannot be read, or output that cannot be written */
    STATUS_UNDECIDED = 4, /* the limit came before the answer */
    STATUS_NONE_IN_FORCE = 3, /* the answer: no ruleset binds the authority on that date */
};

enum operand_kind {
    OPERAND_RULES,
    OPERAND_RULES_THEN_FILES,
    OPERAND_FILES,
    OPERAND_HELP
};

enum command_id {
#define X(id, name, run, summary, operands, completes, details, examples) id,
#include "cli/commands.def"
#undef X
    COMMANDS
};

enum option_id {
#define X(id, commands, name, letter, argument, help) id,
#include "cli/options.def"
#undef X
    OPTIONS
};

struct arguments {
    enum command_id command;
    struct arena *arena;             /* lives as long as the run */
    const char *values[OPTIONS];     /* NULL: not given; "" for an option without argument */
    const char *const *operands;
    size_t operand_count;
};

struct command {
    const char *name;
    int (*run)(const struct arguments *arguments);
    const char *summary, *operands;
    enum operand_kind completes;
    const char *details, *examples;
};

struct option_row {
    uint32_t commands; /* bit I: command I takes it */
    const char *name;
    char letter;          /* 0: none */
    const char *argument; /* NULL: none */
    const char *help;
};

const struct command *command_at(enum command_id id);
const struct option_row *option_at(enum option_id id);
bool option_belongs(enum option_id option, enum command_id command);
bool option_is_choice(const struct option_row *option); /* its argument is one of several words */
bool option_repeats(const struct option_row *option);

/* False: no such command. */
bool command_find(const char *name, enum command_id *ret_id);

static inline bool arguments_has(const struct arguments *arguments, enum option_id option)
{
    return arguments->values[option] != NULL;
}

/* Whether OPTION is given with the value WORD. */
bool arguments_chose(const struct arguments *arguments, enum option_id option, const char *word);

#define X(id, name, run, summary, operands, completes, details, examples) \
    int run(const struct arguments *arguments);
#include "cli/commands.def"
#undef X

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* limen: finds the command and runs it. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/parse.h"
#include "cli/usage.h"
#include "source/diagnostic.h"

static int print_help(enum command_id command)
{
    struct output output;
    output_start(&output, NULL);
    if (command < COMMANDS) {
        usage_write(&output.text, command, output.width);
    } else {
        usage_write_all(&output.text, output.width);
    }
    return output_finish(&output, STATUS_DONE);
}

static int print_version(void)
{
    struct output output;
    output_start(&output, NULL);
    text_add(&output.text, "limen " PACKAGE_VERSION "\n");
    return output_finish(&output, STATUS_DONE);
}

/* The build makes the manual pages and the completion script with these; they are no commands. */
static int dump(const char *what, const char *name)
{
    struct output output;
    enum command_id command = COMMANDS;
    if (name && !command_find(name, &command)) {
        return complain("there is no command '%s'", name);
    }
    output_start(&output, NULL);
    if (strcmp(what, "--dump-man") == 0) {
        man_write(&output.text, command);
    } else {
        completion_write(&output.text);
    }
    return output_finish(&output, STATUS_DONE);
}

static int fail_command(struct arena *arena, const char *name)
{
    struct near_names near;
    bool is_option = name[0] == '-';
    near_names_start(&near, is_option ? name + strspn(name, "-") : name);
    for (enum command_id id = 0; id < COMMANDS && !is_option; id++) {
        near_names_offer(&near, command_at(id)->name);
    }
    near_names_offer(&near, "help");
    near_names_offer(&near, "version");
    const char *help = near_names_help(&near, arena);
    return complain_of_use(COMMANDS, "there is no %s '%s'%s%s", is_option ? "option" : "command",
                           name, help ? "; " : "", help ? help : "");
}

static int run_command(struct arena *arena, int argc, char **argv)
{
    enum command_id command;
    struct arguments arguments;
    if (!command_find(argv[0], &command)) {
        return fail_command(arena, argv[0]);
    }
    if (!arguments_parse(arena, command, argc, argv, &arguments)) {
        return STATUS_WRONG_USE;
    }
    if (arguments_has(&arguments, OPTION_HELP)) {
        return print_help(command);
    }
    return command_at(command)->run(&arguments);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write, which each command looks at */
    if (argc < 2) {
        return complain_of_use(COMMANDS, "which command?");
    }
    const char *first = argv[1];
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0) {
        return print_help(COMMANDS);
    }
    if (strcmp(first, "--version") == 0 || strcmp(first, "-V") == 0) {
        return print_version();
    }
    if (strcmp(first, "--dump-man") == 0 || strcmp(first, "--dump-completion") == 0) {
        return dump(first, argc > 2 ? argv[2] : NULL);
    }
    struct arena *arena = arena_create();
    int status = run_command(arena, argc - 1, argv + 1);
    arena_destroy(arena);
    return status;
}

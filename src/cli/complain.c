/* SPDX-License-Identifier: Apache-2.0 */
/* Messages of the command line. What a user typed is shown so that it can't act on the terminal. */
#include "cli/complain.h"

#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

static void put(struct text *message)
{
    struct text safe = {0};
    const char *line = text_string(message);
    for (const char *end; (end = strchr(line, '\n')); line = end + 1) {
        text_add_safe(&safe, line, (size_t)(end - line));
        text_add_char(&safe, '\n');
    }
    /* Nothing can be told to anyone if standard error fails. */
    (void)file_write_stream(STDERR_FILENO, safe.data, safe.length);
    text_clear(&safe);
    text_clear(message);
}

int complain(const char *format, ...)
{
    struct text message = {0};
    va_list arguments;
    text_add(&message, "limen: ");
    va_start(arguments, format);
    text_vformat(&message, format, arguments);
    va_end(arguments);
    text_add_char(&message, '\n');
    put(&message);
    return STATUS_WRONG_USE;
}

int complain_of_use(enum command_id command, const char *format, ...)
{
    struct text message = {0};
    va_list arguments;
    const char *name = command < COMMANDS ? command_at(command)->name : "";
    text_format(&message, "limen%s%s: ", *name ? " " : "", name);
    va_start(arguments, format);
    text_vformat(&message, format, arguments);
    va_end(arguments);
    text_format(&message, "\nTry 'limen%s%s --help'.\n", *name ? " " : "", name);
    put(&message);
    return STATUS_WRONG_USE;
}

int complain_of_file(const char *path, const char *message)
{
    return complain("%s: %s", strcmp(path, "-") == 0 ? "standard input" : path, message);
}

void complain_plainly(struct text *text)
{
    put(text);
}

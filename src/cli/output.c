/* SPDX-License-Identifier: Apache-2.0 */
/* Writing results to standard output and to files, and what terminals are like. */
#include "cli/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "cli/complain.h"

#define STEP_BYTES 65536
#define DEFAULT_COLUMNS 80
#define LEAST_COLUMNS 40
#define MOST_COLUMNS 120 /* longer lines are hard to read */

size_t terminal_width(int fd)
{
    struct winsize size;
    unsigned long columns = 0;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0) {
        columns = size.ws_col;
    }
    const char *stated = getenv("COLUMNS");
    if (columns == 0 && stated) {
        columns = strtoul(stated, NULL, 10);
    }
    if (columns == 0) {
        return DEFAULT_COLUMNS;
    }
    return columns < LEAST_COLUMNS  ? LEAST_COLUMNS
           : columns > MOST_COLUMNS ? MOST_COLUMNS
                                    : columns;
}

bool terminal_colour(int fd)
{
    const char *refused = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return isatty(fd) && !(refused && *refused) && terminal && strcmp(terminal, "dumb") != 0;
}

void output_start(struct output *output, const char *path)
{
    *output = (struct output){.path = path, .width = terminal_width(STDOUT_FILENO)};
    output->colour = !path && terminal_colour(STDOUT_FILENO);
}

/* A reader that has gone away has seen what it wanted: no message. */
static void fail(struct output *output)
{
    output->failed = true;
    if (errno != EPIPE) {
        complain_of_file(output->path ? output->path : "standard output", strerror(errno));
    }
}

static void write_out(struct output *output)
{
    if (!output->failed &&
        !file_write_stream(STDOUT_FILENO, text_string(&output->text), output->text.length)) {
        fail(output);
    }
    output->text.length = 0;
}

bool output_step(struct output *output)
{
    if (!output->path && output->text.length >= STEP_BYTES) {
        write_out(output);
    }
    return !output->failed;
}

void output_flush(struct output *output)
{
    if (!output->path) {
        write_out(output);
    }
}

int output_finish(struct output *output, int status)
{
    if (!output->path) {
        write_out(output);
        /* A network file system may report a full disk only now. */
        if (!output->failed && close(STDOUT_FILENO) != 0 && errno != EBADF) {
            fail(output);
        }
    } else if (!file_write_whole(output->path, text_string(&output->text), output->text.length)) {
        fail(output);
    }
    text_clear(&output->text);
    return output->failed ? STATUS_WRONG_USE : status;
}

int output_drop(struct output *output, int status)
{
    if (!output->path) {
        return output_finish(output, status);
    }
    text_clear(&output->text);
    return status;
}

void output_member(struct text *text, const char *name, const char *value)
{
    text_format(text, "%s\"%s\":", text->data[text->length - 1] == '{' ? "" : ",", name);
    if (value) {
        text_add_json(text, value);
    } else {
        text_add(text, "null");
    }
}

void output_date(struct text *text, const char *name, bool has, int32_t date)
{
    struct text written = {0};
    if (has) {
        date_write(&written, date);
    }
    output_member(text, name, has ? text_string(&written) : NULL);
    text_clear(&written);
}

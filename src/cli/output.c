/* SPDX-License-Identifier: Apache-2.0 */
/* Writing results to standard output and to files, and what terminals are like. */
#include "cli/output.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/date.h"
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

/* ------------------------------------------------------------------------------- drafts and signals */

static const int endings[] = {SIGHUP, SIGINT, SIGTERM};
#define ENDINGS (sizeof endings / sizeof *endings)

/* What a signal removes; "": nothing. Removing what is gone already does no harm. */
static char doomed[PATH_MAX];

static void end_by(int signal)
{
    if (doomed[0]) {
        unlink(doomed);
    }
    raise(signal); /* as by default, when this returns */
}

/* What was told to ignore a signal goes on ignoring it. */
static void catch_endings(void)
{
    struct sigaction action = {.sa_handler = end_by, .sa_flags = (int)SA_RESETHAND};
    for (size_t i = 0; i < ENDINGS; i++) {
        struct sigaction before;
        if (sigaction(endings[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL) {
            sigaction(endings[i], &action, NULL);
        }
    }
}

static bool open_draft(struct output *output)
{
    if (!output->has_draft) {
        catch_endings();
        output->has_draft = file_draft_open(&output->draft, output->path);
    }
    if (output->has_draft && output->draft.temporary) {
        snprintf(doomed, sizeof doomed, "%s", output->draft.temporary);
    }
    return output->has_draft;
}

static void drop_draft(struct output *output)
{
    if (output->has_draft) {
        file_draft_drop(&output->draft);
    }
    output->has_draft = false;
    doomed[0] = '\0';
}

static bool keep_draft(struct output *output)
{
    bool kept = file_draft_keep(&output->draft);
    output->has_draft = false;
    doomed[0] = '\0';
    return kept;
}

/* ------------------------------------------------------------------------------------------ writing */

static bool write_bytes(struct output *output)
{
    const char *bytes = text_string(&output->text);
    return output->path ? open_draft(output)
                              && file_draft_write(&output->draft, bytes, output->text.length)
                        : file_write_stream(STDOUT_FILENO, bytes, output->text.length);
}

static void write_out(struct output *output)
{
    if (!output->failed && !write_bytes(output)) {
        fail(output);
    }
    output->text.length = 0;
}

bool output_step(struct output *output)
{
    if (output->text.length >= STEP_BYTES) {
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

/* A network file system may report a full disk only now. */
static bool close_output(struct output *output)
{
    return output->path ? keep_draft(output) : close(STDOUT_FILENO) == 0 || errno == EBADF;
}

int output_finish(struct output *output, int status)
{
    write_out(output);
    if (!output->failed && !close_output(output)) {
        fail(output);
    }
    drop_draft(output);
    text_clear(&output->text);
    return output->failed ? STATUS_WRONG_USE : status;
}

int output_drop(struct output *output, int status)
{
    if (!output->path) {
        return output_finish(output, status);
    }
    drop_draft(output);
    text_clear(&output->text);
    return output->failed ? STATUS_WRONG_USE : status;
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

/* SPDX-License-Identifier: Apache-2.0 */
/* The line that is drawn again and again. */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#define FIRST_SECONDS 1.0 /* of work that needs no line */
#define NEXT_SECONDS 0.2
#define BAR 30 /* columns */

static double seconds_since(const struct timespec *then)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) + (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

void progress_start(struct progress *progress, uint64_t total, bool output_is_file)
{
    *progress = (struct progress){.total = total};
    progress->may_show = isatty(STDERR_FILENO) && (output_is_file || !isatty(STDOUT_FILENO));
    clock_gettime(CLOCK_MONOTONIC, &progress->begin);
    progress->shown = progress->begin;
}

static void put(const char *line)
{
    /* Nothing can be told to anyone if standard error fails. */
    (void)file_write_stream(STDERR_FILENO, line, strlen(line));
}

static void draw(const struct progress *progress, uint64_t bytes, size_t cases)
{
    char line[200], bar[BAR + 1];
    double seconds = seconds_since(&progress->begin);
    double part = progress->total ? (double)bytes / (double)progress->total : 0;
    size_t full = part < 1 ? (size_t)(part * BAR) : BAR;
    memset(bar, '.', BAR);
    memset(bar, '#', full);
    bar[BAR] = '\0';
    if (progress->total > 0) {
        snprintf(line, sizeof line, "\r%3.0f %% [%s] %zu cases, %.0f s left\033[K",
                 part < 1 ? part * 100 : 100, bar, cases,
                 part > 0 && part < 1 ? seconds / part - seconds : 0);
    } else {
        snprintf(line, sizeof line, "\r%zu cases, %.0f MB in %.0f s\033[K", cases,
                 (double)bytes / 1e6, seconds);
    }
    put(line);
}

void progress_step(struct progress *progress, uint64_t bytes, size_t cases)
{
    double wait = progress->is_shown ? NEXT_SECONDS : FIRST_SECONDS;
    if (progress->may_show && seconds_since(&progress->shown) >= wait) {
        draw(progress, bytes, cases);
        progress->is_shown = true;
        clock_gettime(CLOCK_MONOTONIC, &progress->shown);
    }
}

void progress_hide(struct progress *progress)
{
    if (progress->is_shown) {
        put("\r\033[K");
    }
    progress->is_shown = false;
}

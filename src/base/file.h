/* SPDX-License-Identifier: Apache-2.0 */
/* File: writing output so that no error goes unseen and no half-written file stays behind. */
#ifndef LIMEN_BASE_FILE_H
#define LIMEN_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* Writes the file at PATH whole or not at all: under a temporary name in the same folder, which then
   takes its place. An existing file keeps its permissions; a symbolic link keeps pointing to the file
   that is replaced; what is no regular file (a device, a pipe) is written straight. False: errno. */
bool file_write_whole(const char *path, const char *bytes, size_t length);

/* The same for a result that comes in pieces. The file at PATH changes only by file_draft_keep. */
struct file_draft {
    int fd;
    bool is_straight; /* no regular file: there is nothing to rename */
    char *path;       /* what is replaced, links followed */
    char *temporary;  /* the name that it is written under, or NULL */
};

/* False: errno, and there is no draft. One that was opened is either kept or dropped. */
bool file_draft_open(struct file_draft *draft, const char *path);
bool file_draft_write(struct file_draft *draft, const char *bytes, size_t length);
bool file_draft_keep(struct file_draft *draft); /* false: errno, and the file is as it was */
void file_draft_drop(struct file_draft *draft);

/* Writes all bytes to FD, however many calls that takes. False: errno, and some may have been
   written. A caller that wants EPIPE rather than a signal ignores SIGPIPE. */
bool file_write_stream(int fd, const char *bytes, size_t length);

#endif

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

/* Writes all bytes to FD, however many calls that takes. False: errno, and some may have been
   written. A caller that wants EPIPE rather than a signal ignores SIGPIPE. */
bool file_write_stream(int fd, const char *bytes, size_t length);

#endif

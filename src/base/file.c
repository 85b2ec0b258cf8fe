/* SPDX-License-Identifier: Apache-2.0 */
/* File: whole files by rename, streams by repeated writes. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMPORARY_NAMES_TRIED 100

bool file_write_stream(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            errno = written == 0 ? EIO : errno;
            return false;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

/* Closes FD and keeps the errno of what went wrong before, if anything did. */
static bool close_after(int fd, bool ok)
{
    int before = errno;
    bool closed = close(fd) == 0;
    if (!ok) {
        errno = before;
    }
    return ok && closed;
}

static bool write_straight(const char *path, const char *bytes, size_t length)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd >= 0 && close_after(fd, file_write_stream(fd, bytes, length));
}

/* Opens a new file beside PATH; TEMPORARY has PATH_MAX bytes for its name. */
static int open_temporary(const char *path, char *temporary)
{
    for (int i = 0; i < TEMPORARY_NAMES_TRIED; i++) {
        int length = snprintf(temporary, PATH_MAX, "%s.%ld-%d.tmp", path, (long)getpid(), i);
        if (length < 0 || length >= PATH_MAX) {
            errno = ENAMETOOLONG;
            return -1;
        }
        int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST) {
            return fd;
        }
    }
    return -1;
}

/* OLD: what PATH is now, or NULL if it is nothing yet. */
static bool write_beside(const char *path, const struct stat *old, const char *bytes, size_t length)
{
    char temporary[PATH_MAX];
    int fd = open_temporary(path, temporary);
    if (fd < 0) {
        return false;
    }
    bool ok = file_write_stream(fd, bytes, length) && (!old || fchmod(fd, old->st_mode & 07777) == 0)
              && fsync(fd) == 0;
    ok = close_after(fd, ok) && rename(temporary, path) == 0;
    if (!ok) {
        int before = errno;
        unlink(temporary);
        errno = before;
    }
    return ok;
}

bool file_write_whole(const char *path, const char *bytes, size_t length)
{
    struct stat old;
    if (stat(path, &old) != 0) {
        return errno == ENOENT && write_beside(path, NULL, bytes, length);
    }
    if (S_ISDIR(old.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (!S_ISREG(old.st_mode)) {
        return write_straight(path, bytes, length);
    }
    char *resolved = realpath(path, NULL);
    bool ok = resolved && write_beside(resolved, &old, bytes, length);
    int before = errno;
    free(resolved);
    errno = before;
    return ok;
}

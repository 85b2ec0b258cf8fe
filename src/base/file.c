/* SPDX-License-Identifier: Apache-2.0 */
/* File: whole files by rename, streams by repeated writes. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* Frees what a draft owns; errno stays as it is. */
static void forget(struct file_draft *draft)
{
    int before = errno;
    free(draft->path);
    free(draft->temporary);
    *draft = (struct file_draft){.fd = -1};
    errno = before;
}

/* OLD: what the path is now, or NULL if it is nothing yet. */
static bool open_beside(struct file_draft *draft, const struct stat *old)
{
    char temporary[PATH_MAX];
    draft->fd = open_temporary(draft->path, temporary);
    draft->temporary = draft->fd >= 0 ? strdup(temporary) : NULL;
    if (!draft->temporary) {
        forget(draft);
        return false;
    }
    if (old && fchmod(draft->fd, old->st_mode & 07777) != 0) {
        int before = errno;
        file_draft_drop(draft);
        errno = before;
        return false;
    }
    return true;
}

bool file_draft_open(struct file_draft *draft, const char *path)
{
    struct stat old;
    *draft = (struct file_draft){.fd = -1};
    if (stat(path, &old) != 0) {
        draft->path = errno == ENOENT ? strdup(path) : NULL;
        return draft->path && open_beside(draft, NULL);
    }
    if (S_ISDIR(old.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (!S_ISREG(old.st_mode)) {
        draft->is_straight = true;
        draft->fd = open(path, O_WRONLY | O_CLOEXEC);
        return draft->fd >= 0;
    }
    draft->path = realpath(path, NULL);
    return draft->path && open_beside(draft, &old);
}

bool file_draft_write(struct file_draft *draft, const char *bytes, size_t length)
{
    return file_write_stream(draft->fd, bytes, length);
}

bool file_draft_keep(struct file_draft *draft)
{
    bool ok = draft->is_straight || fsync(draft->fd) == 0;
    ok = close_after(draft->fd, ok)
         && (draft->is_straight || rename(draft->temporary, draft->path) == 0);
    if (!ok && draft->temporary) {
        int before = errno;
        unlink(draft->temporary);
        errno = before;
    }
    forget(draft);
    return ok;
}

void file_draft_drop(struct file_draft *draft)
{
    close(draft->fd);
    if (draft->temporary) {
        unlink(draft->temporary);
    }
    forget(draft);
}

bool file_write_whole(const char *path, const char *bytes, size_t length)
{
    struct file_draft draft;
    if (!file_draft_open(&draft, path)) {
        return false;
    }
    if (file_draft_write(&draft, bytes, length)) {
        return file_draft_keep(&draft);
    }
    int before = errno;
    file_draft_drop(&draft);
    errno = before;
    return false;
}

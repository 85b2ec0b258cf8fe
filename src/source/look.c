/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at the file system, and looking again whether it is as it was. */
#include "source/source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 16384 /* bytes compared at a time */

static struct source_look *find_look(const struct source_set *set, const char *path, bool is_list)
{
    for (size_t i = 0; i < set->looks.count; i++) {
        struct source_look *look = &set->looks.items[i];
        if (look->is_list == is_list && strcmp(look->path, path) == 0) {
            return look;
        }
    }
    return NULL;
}

static struct source_look *add_look(struct source_set *set, const char *path, bool is_list)
{
    struct source_look *look = vector_add(set->arena, &set->looks);
    look->path = arena_copy(set->arena, path, strlen(path));
    look->is_list = is_list;
    return look;
}

static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

bool source_is_file(struct source_set *set, const char *path)
{
    struct source_look *look = find_look(set, path, false);
    if (!look) {
        look = add_look(set, path, false);
        look->is_file = source_is_provided(set, path) || is_file(path);
    }
    return look->is_file;
}

static int name_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct source_names list(struct arena *arena, const char *folder)
{
    struct source_names names = {0};
    DIR *directory = opendir(folder);
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        if (entry->d_name[0] != '.') {
            vector_push(arena, &names, arena_copy(arena, entry->d_name, strlen(entry->d_name)));
        }
    }
    if (directory) {
        closedir(directory);
    }
    if (names.count > 1) {
        qsort(names.items, names.count, sizeof *names.items, name_order);
    }
    return names;
}

struct source_names source_list(struct source_set *set, const char *folder)
{
    struct source_look *look = find_look(set, folder, true);
    if (!look) {
        struct source_names names = list(set->arena, folder);
        look = add_look(set, folder, true);
        look->names = names;
    }
    return look->names;
}

/* ---- again */

static bool same_names(const struct source_names *a, const struct source_names *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        same = strcmp(a->items[i], b->items[i]) == 0;
    }
    return same;
}

static bool same_look(struct arena *arena, const struct source_look *look)
{
    if (!look->is_list) {
        return is_file(look->path) == look->is_file;
    }
    struct source_names names = list(arena, look->path);
    return same_names(&names, &look->names);
}

/* Whether the rest of FD is LENGTH bytes, and these. */
static bool same_bytes(int fd, const char *bytes, size_t length)
{
    char piece[PIECE];
    for (;;) {
        ssize_t count = read(fd, piece, sizeof piece);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return count == 0 && length == 0;
        }
        if ((size_t)count > length || memcmp(piece, bytes, (size_t)count) != 0) {
            return false;
        }
        bytes += count;
        length -= (size_t)count;
    }
}

/* A pipe is not even opened, as reading it would take away what is in it. */
static bool same_file(const struct source_file *file)
{
    struct stat status;
    if (!file->was_read) {
        return true;
    }
    if (stat(file->path, &status) != 0 || !S_ISREG(status.st_mode)
        || (size_t)status.st_size != file->length) {
        return false;
    }
    int fd = open(file->path, O_RDONLY | O_CLOEXEC);
    bool same = fd >= 0 && same_bytes(fd, file->bytes, file->length);
    if (fd >= 0) {
        close(fd);
    }
    return same;
}

bool source_unchanged(struct source_set *set)
{
    bool same = !set->cannot_ask_again;
    for (size_t i = 0; same && i < set->looks.count; i++) {
        same = same_look(set->arena, &set->looks.items[i]);
    }
    for (size_t i = 0; same && i < set->count; i++) {
        same = same_file(&set->files[i]);
    }
    return same;
}

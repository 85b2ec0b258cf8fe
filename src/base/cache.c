/* SPDX-License-Identifier: Apache-2.0 */
/* A file is the entry's bytes, zeros up to a whole page, and a seal. */
#include "base/cache.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/build.h"
#include "base/file.h"
#include "base/text.h"
#include "base/vector.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0 /* then ADDRESS is only asked for, and looked at afterwards */
#endif
#ifndef MAP_POPULATE
#define MAP_POPULATE 0
#endif

#define SEAL_MAGIC "limen 1\n"
#define TEMPORARY ".tmp"
#define HOUR 3600 /* seconds */
#define DAY (24 * HOUR)

struct cache {
    const char *folder;
};

struct seal {
    char magic[8];
    uint64_t length;   /* bytes of the entry */
    uint64_t checksum; /* of the length and those bytes */
    struct cache_key key;
};
_Static_assert(sizeof(struct seal) == 24 + sizeof(struct cache_key),
               "every byte of a seal is looked at");

/* ------------------------------------------------------------------------------------- the folder */

static const char *user_folder(struct arena *arena)
{
    const char *own = secure_getenv("LIMEN_CACHE");
    const char *caches = secure_getenv("XDG_CACHE_HOME"), *home = secure_getenv("HOME");
    if (own && *own) {
        return strcmp(own, "off") == 0 ? NULL : own;
    }
    if (caches && caches[0] == '/') {
        return arena_format(arena, "%s/limen", caches);
    }
    return home && home[0] == '/' ? arena_format(arena, "%s/.cache/limen", home) : NULL;
}

struct cache *cache_open(struct arena *arena, const char *folder)
{
    const char *chosen = folder ? folder : user_folder(arena);
    if (!chosen) {
        return NULL;
    }
    struct cache *cache = arena_alloc(arena, sizeof *cache);
    cache->folder = arena_copy(arena, chosen, strlen(chosen));
    return cache;
}

/* Nobody but the user can put anything there. */
static bool is_own(const struct stat *status)
{
    return status->st_uid == geteuid() && (status->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/* The folder, or -1. */
static int open_folder(const struct cache *cache)
{
    int folder = open(cache->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat status;
    if (folder >= 0 && (fstat(folder, &status) != 0 || !is_own(&status))) {
        close(folder);
        return -1;
    }
    return folder;
}

/* Makes the folder and the one that it is in; what is wrong shows when it is opened. */
static void make_folder(const struct cache *cache)
{
    char parent[PATH_MAX];
    const char *slash = strrchr(cache->folder, '/');
    size_t length = slash ? (size_t)(slash - cache->folder) : 0;
    if (length > 0 && length < sizeof parent) {
        memcpy(parent, cache->folder, length);
        parent[length] = '\0';
        (void)mkdir(parent, 0700);
    }
    (void)mkdir(cache->folder, 0700);
}

/* ------------------------------------------------------------------------------------------- keys */

struct cache_key cache_key_of(const char *kind, const void *bytes, size_t length)
{
    struct cache_key key = {0};
    struct sha256 sha256;
    size_t id_length;
    const unsigned char *id = build_id(&id_length);
    assert(strlen(kind) < CACHE_KIND_SIZE);
    if (!id) {
        return key; /* names no file */
    }
    sha256_start(&sha256);
    sha256_add(&sha256, &id_length, sizeof id_length);
    sha256_add(&sha256, id, id_length);
    sha256_add(&sha256, kind, strlen(kind) + 1);
    sha256_add(&sha256, bytes, length);
    sha256_finish(&sha256, key.name);
    snprintf(key.name + SHA256_HEX_SIZE - 1, CACHE_KIND_SIZE + 1, ".%s", kind);
    return key;
}

/* Whether a file may be removed as one of ours: DIGEST.KIND, or DIGEST.KIND.XXXXXX.tmp. */
static bool is_entry_name(const char *name)
{
    size_t digits = SHA256_HEX_SIZE - 1;
    return strspn(name, "0123456789abcdef") == digits && name[digits] == '.';
}

static bool is_temporary_name(const char *name)
{
    size_t length = strlen(name), end = strlen(TEMPORARY);
    return length > end && strcmp(name + length - end, TEMPORARY) == 0;
}

/* ---------------------------------------------------------------------------------------- reading */

/* Sums side by side, so that the processor need not wait for one multiplication to begin the next. Each
   step is one to one, so a change within one word always shows. */
#define LANES 8

struct sums {
    uint64_t lanes[LANES];
};

#define ODD UINT64_C(0x9E3779B97F4A7C15)

static void sums_start(struct sums *sums, uint64_t length)
{
    *sums = (struct sums){{length, 1, 2, 3, 4, 5, 6, 7}};
}

/* SIZE is of whole pages. */
static void sums_add(struct sums *sums, const unsigned char *bytes, size_t size)
{
    struct sums now = *sums, words;
    assert(size % sizeof words == 0);
    for (size_t at = 0; at < size; at += sizeof words) {
        memcpy(&words, bytes + at, sizeof words);
        for (size_t i = 0; i < LANES; i++) {
            now.lanes[i] = (now.lanes[i] ^ words.lanes[i]) * ODD;
            now.lanes[i] ^= now.lanes[i] >> 32;
        }
    }
    *sums = now;
}

static uint64_t sums_finish(const struct sums *sums)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < LANES; i++) {
        sum = (sum ^ sums->lanes[i]) * ODD;
        sum ^= sum >> 32;
    }
    return sum;
}

static size_t whole_pages(size_t length)
{
    return (length + CACHE_PAGE - 1) / CACHE_PAGE * CACHE_PAGE;
}

static bool read_seal(int fd, const struct cache_key *key, struct seal *ret_seal)
{
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || !is_own(&status)
        || status.st_size < (off_t)sizeof *ret_seal
        || pread(fd, ret_seal, sizeof *ret_seal, status.st_size - (off_t)sizeof *ret_seal)
               != (ssize_t)sizeof *ret_seal) {
        return false;
    }
    return memcmp(ret_seal->magic, SEAL_MAGIC, sizeof ret_seal->magic) == 0
           && memcmp(&ret_seal->key, key, sizeof *key) == 0 && ret_seal->length > 0
           && ret_seal->length <= CACHE_LARGEST
           && (off_t)(whole_pages(ret_seal->length) + sizeof *ret_seal) == status.st_size;
}

static unsigned char *map_file(int fd, void *address, size_t length)
{
    int where = address ? MAP_FIXED_NOREPLACE : 0;
    unsigned char *bytes =
        mmap(address, length, PROT_READ, MAP_PRIVATE | MAP_POPULATE | where, fd, 0);
    if (bytes == MAP_FAILED) {
        return NULL;
    }
    if (address && bytes != address) {
        munmap(bytes, length);
        return NULL;
    }
    return bytes;
}

/* Notes once a day that the entry is used. */
static void touch(int fd)
{
    struct stat status;
    if (fstat(fd, &status) == 0 && time(NULL) - status.st_mtime > DAY) {
        (void)futimens(fd, NULL);
    }
}

static bool map_checked(int fd, const struct cache_key *key, void *address,
                        struct cache_entry *ret_entry)
{
    struct seal seal;
    if (!read_seal(fd, key, &seal)) {
        return false;
    }
    struct cache_entry entry = {map_file(fd, address, seal.length), seal.length};
    if (!entry.bytes) {
        return false;
    }
    struct sums sums;
    sums_start(&sums, entry.length);
    sums_add(&sums, entry.bytes, whole_pages(entry.length));
    if (sums_finish(&sums) != seal.checksum) {
        cache_unmap(&entry);
        return false;
    }
    touch(fd);
    *ret_entry = entry;
    return true;
}

bool cache_map(const struct cache *cache, const struct cache_key *key, void *address,
               struct cache_entry *ret_entry)
{
    int folder = cache && key->name[0] ? open_folder(cache) : -1;
    if (folder < 0) {
        return false;
    }
    int fd = openat(folder, key->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    close(folder);
    if (fd < 0) {
        return false;
    }
    bool mapped = map_checked(fd, key, address, ret_entry);
    close(fd);
    return mapped;
}

void cache_unmap(struct cache_entry *entry)
{
    munmap(entry->bytes, entry->length);
    *entry = (struct cache_entry){0};
}

const char *cache_path(const struct cache *cache, const struct cache_key *key, struct arena *arena)
{
    struct cache_entry entry;
    if (!cache_map(cache, key, NULL, &entry)) {
        return NULL;
    }
    cache_unmap(&entry);
    return arena_format(arena, "%s/%s", cache->folder, key->name);
}

/* --------------------------------------------------------------------------------- making room */

struct kept {
    char name[sizeof(struct cache_key)];
    size_t size;
    struct timespec used;
};

struct kept_list {
    VECTOR_OF(struct kept);
    size_t size; /* bytes of all */
};

static int oldest_first(const void *a, const void *b)
{
    const struct timespec *left = &((const struct kept *)a)->used;
    const struct timespec *right = &((const struct kept *)b)->used;
    if (left->tv_sec != right->tv_sec) {
        return left->tv_sec < right->tv_sec ? -1 : 1;
    }
    return (left->tv_nsec > right->tv_nsec) - (left->tv_nsec < right->tv_nsec);
}

/* A temporary file that nobody has written to for an hour was left by a process that was killed. */
static void look_at(struct arena *arena, int folder, const char *name, struct kept_list *list)
{
    struct stat status;
    if (!is_entry_name(name)
        || fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode)) {
        return;
    }
    if (is_temporary_name(name)) {
        if (time(NULL) - status.st_mtime > HOUR) {
            unlinkat(folder, name, 0);
        }
    } else if (strlen(name) < sizeof((struct kept *)NULL)->name) {
        struct kept *kept = vector_add(arena, list);
        memcpy(kept->name, name, strlen(name));
        kept->size = (size_t)status.st_size;
        kept->used = status.st_mtim;
        list->size += kept->size;
    }
}

/* Takes over FOLDER. */
static void make_room(int folder)
{
    struct kept_list list = {0};
    DIR *entries = fdopendir(folder);
    if (!entries) {
        close(folder);
        return;
    }
    struct arena *arena = arena_create();
    for (struct dirent *entry; (entry = readdir(entries));) {
        look_at(arena, folder, entry->d_name, &list);
    }
    if (list.size > CACHE_LIMIT) {
        qsort(list.items, list.count, sizeof *list.items, oldest_first);
    }
    for (size_t i = 0; list.size > CACHE_LIMIT; i++) {
        unlinkat(folder, list.items[i].name, 0);
        list.size -= list.items[i].size;
    }
    arena_destroy(arena);
    closedir(entries);
}

/* ---------------------------------------------------------------------------------------- writing */

/* The last bytes, zeros up to a whole page, and the seal. */
struct tail {
    unsigned char page[CACHE_PAGE];
    struct seal seal;
};

static bool write_sealed(int fd, const struct cache_key *key, const unsigned char *bytes,
                         size_t length)
{
    size_t whole = length / CACHE_PAGE * CACHE_PAGE, rest = length - whole;
    struct tail tail = {.seal = {.magic = SEAL_MAGIC, .length = length, .key = *key}};
    struct sums sums;
    sums_start(&sums, length);
    sums_add(&sums, bytes, whole);
    if (rest > 0) {
        memcpy(tail.page, bytes + whole, rest);
        sums_add(&sums, tail.page, sizeof tail.page);
    }
    tail.seal.checksum = sums_finish(&sums);
    return file_write_stream(fd, (const char *)bytes, whole)
           && (rest > 0 ? file_write_stream(fd, (const char *)&tail, sizeof tail)
                        : file_write_stream(fd, (const char *)&tail.seal, sizeof tail.seal));
}

/* No fsync: what a power cut leaves does not pass its checksum. */
static bool write_entry(const struct cache *cache, int folder, const struct cache_key *key,
                        const void *bytes, size_t length)
{
    char path[PATH_MAX];
    int size = snprintf(path, sizeof path, "%s/%s.XXXXXX" TEMPORARY, cache->folder, key->name);
    int fd = size > 0 && (size_t)size < sizeof path
                 ? mkostemps(path, sizeof TEMPORARY - 1, O_CLOEXEC)
                 : -1;
    if (fd < 0) {
        return false;
    }
    bool written = write_sealed(fd, key, bytes, length);
    written = close(fd) == 0 && written;
    written = written && renameat(AT_FDCWD, path, folder, key->name) == 0;
    if (!written) {
        unlink(path);
    }
    return written;
}

bool cache_write(const struct cache *cache, const struct cache_key *key, const void *bytes,
                 size_t length)
{
    if (!cache || !key->name[0] || length == 0 || length > CACHE_LARGEST) {
        return false;
    }
    make_folder(cache);
    int folder = open_folder(cache);
    if (folder < 0) {
        return false;
    }
    bool written = write_entry(cache, folder, key, bytes, length);
    make_room(folder);
    return written;
}

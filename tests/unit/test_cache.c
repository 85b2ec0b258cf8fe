/* SPDX-License-Identifier: Apache-2.0 */
/* Entries of the cache: written, found again, and passed over when anything about them is wrong. */
#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/cache.h"

#define NOBODY 65534

static char folder[] = "/tmp/test-cache-XXXXXX";
static char path[512];
static struct arena *arena;
static struct cache *cache;
static struct cache_key key;

static void clear(void)
{
    DIR *entries = opendir(folder);
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        if (entry->d_name[0] != '.') {
            unlinkat(dirfd(entries), entry->d_name, 0);
            unlinkat(dirfd(entries), entry->d_name, AT_REMOVEDIR);
        }
    closedir(entries);
}

static size_t count_files(void)
{
    size_t count = 0;
    DIR *entries = opendir(folder);
    for (struct dirent *entry; (entry = readdir(entries));)
        count += entry->d_name[0] != '.';
    closedir(entries);
    return count;
}

static int start_all(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int stop_all(void **state)
{
    (void)state;
    return rmdir(folder);
}

static int start(void **state)
{
    (void)state;
    arena = arena_create();
    cache = cache_open(arena, folder);
    key = cache_key_of("test", "one", 3);
    snprintf(path, sizeof path, "%s/%s", folder, key.name);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    clear();
    arena_destroy(arena);
    return 0;
}

static unsigned char *make_bytes(size_t length)
{
    unsigned char *bytes = arena_alloc(arena, length);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (unsigned char)(i * 7 + i / 251 + 1);
    return bytes;
}

static bool is_found(const unsigned char *bytes, size_t length)
{
    struct cache_entry entry;
    if (!cache_map(cache, &key, NULL, &entry))
        return false;
    bool same = entry.length == length && memcmp(entry.bytes, bytes, length) == 0;
    cache_unmap(&entry);
    assert_true(same);
    return true;
}

static void entries_come_back(void **state)
{
    (void)state;
    static const size_t lengths[] = {1, 31, 4095, 4096, 4097, 100000};
    unsigned char *bytes = make_bytes(100000);
    assert_false(is_found(bytes, 1));
    for (size_t i = 0; i < array_count(lengths); i++) {
        assert_true(cache_write(cache, &key, bytes, lengths[i]));
        assert_true(is_found(bytes, lengths[i]));
        assert_int_equal(count_files(), 1);
    }
    assert_string_equal(cache_path(cache, &key, arena), path);
    assert_false(cache_write(cache, &key, bytes, 0));
}

static void bytes_behind_an_entry_are_zero(void **state)
{
    (void)state;
    struct cache_entry entry;
    assert_true(cache_write(cache, &key, make_bytes(5000), 5000));
    assert_true(cache_map(cache, &key, NULL, &entry));
    for (size_t i = 5000; i < 2 * CACHE_PAGE; i++)
        assert_int_equal(entry.bytes[i], 0);
    cache_unmap(&entry);
}

static void an_address_is_kept_or_refused(void **state)
{
    (void)state;
    struct cache_entry entry, second;
    assert_true(cache_write(cache, &key, "here", 4));
    void *wanted = mmap(NULL, CACHE_PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_false(cache_map(cache, &key, wanted, &entry));
    munmap(wanted, CACHE_PAGE);
    assert_true(cache_map(cache, &key, wanted, &entry));
    assert_ptr_equal(entry.bytes, wanted);
    assert_false(cache_map(cache, &key, wanted, &second));
    assert_memory_equal(entry.bytes, "here", 4);
    cache_unmap(&entry);
}

static void keys_differ(void **state)
{
    (void)state;
    struct cache_key same = cache_key_of("test", "one", 3), other = cache_key_of("test", "two", 3);
    struct cache_key kind = cache_key_of("tests", "one", 3);
    assert_string_equal(key.name, same.name);
    assert_string_not_equal(key.name, other.name);
    assert_memory_not_equal(key.name, kind.name, SHA256_HEX_SIZE - 1);
    assert_string_equal(key.name + SHA256_HEX_SIZE - 1, ".test");
}

/* ---------------------------------------------------------------------------- damaged and foreign */

static void change_byte(int fd, off_t at)
{
    unsigned char byte;
    assert_int_equal(pread(fd, &byte, 1, at), 1);
    byte ^= (unsigned char)(1U << (at % 8));
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
}

static void a_changed_byte_is_noticed(void **state)
{
    (void)state;
    unsigned char *bytes = make_bytes(5000);
    struct stat status;
    struct cache_entry entry;
    assert_true(cache_write(cache, &key, bytes, 5000));
    int fd = open(path, O_RDWR);
    assert_int_equal(fstat(fd, &status), 0);
    for (off_t at = 0; at < status.st_size; at++) {
        change_byte(fd, at);
        if (cache_map(cache, &key, NULL, &entry))
            fail_msg("byte %ld may change unnoticed", (long)at);
        change_byte(fd, at);
    }
    close(fd);
    assert_true(is_found(bytes, 5000));
}

static void another_length_is_noticed(void **state)
{
    (void)state;
    struct stat status;
    struct cache_entry entry;
    assert_true(cache_write(cache, &key, make_bytes(5000), 5000));
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(truncate(path, status.st_size + 1), 0);
    for (off_t length = status.st_size + 1; length >= 0; length -= length % 97 + 1) {
        assert_int_equal(truncate(path, length), 0);
        if (length != status.st_size && cache_map(cache, &key, NULL, &entry))
            fail_msg("%ld bytes are taken for whole", (long)length);
    }
}

static void what_others_may_write_is_not_used(void **state)
{
    (void)state;
    static const mode_t modes[] = {0620, 0602, 0666};
    assert_true(cache_write(cache, &key, "own", 3));
    for (size_t i = 0; i < array_count(modes); i++) {
        assert_int_equal(chmod(path, modes[i]), 0);
        assert_false(is_found((const unsigned char *)"own", 3));
    }
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(chmod(folder, 0770), 0);
    assert_false(is_found((const unsigned char *)"own", 3));
    assert_false(cache_write(cache, &key, "own", 3));
    assert_int_equal(chmod(folder, 0700), 0);
    assert_true(is_found((const unsigned char *)"own", 3));
}

static void what_others_own_is_not_used(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip(); /* only root can give a file away */
    assert_true(cache_write(cache, &key, "own", 3));
    assert_int_equal(chown(path, NOBODY, NOBODY), 0);
    assert_false(is_found((const unsigned char *)"own", 3));
    assert_int_equal(chown(path, 0, 0), 0);
    assert_int_equal(chown(folder, NOBODY, NOBODY), 0);
    assert_false(is_found((const unsigned char *)"own", 3));
    assert_false(cache_write(cache, &key, "own", 3));
    assert_int_equal(chown(folder, 0, 0), 0);
    assert_true(is_found((const unsigned char *)"own", 3));
}

static void only_a_file_of_its_name_is_an_entry(void **state)
{
    (void)state;
    struct cache_key other = cache_key_of("test", "other", 5);
    struct cache_entry entry;
    char target[256];
    snprintf(target, sizeof target, "%s/%s", folder, other.name);
    assert_true(cache_write(cache, &other, "other", 5));
    assert_int_equal(symlink(target, path), 0);
    assert_false(cache_map(cache, &key, NULL, &entry));
    assert_int_equal(rename(target, path), 0);
    assert_false(cache_map(cache, &key, NULL, &entry)); /* it says which it is */
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(cache_map(cache, &key, NULL, &entry));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_false(cache_map(cache, &key, NULL, &entry));
    assert_false(cache_write(cache, &key, "x", 1));
    assert_int_equal(count_files(), 1); /* no temporary file stays behind */
}

/* ------------------------------------------------------------------------------------ the folder */

static void no_folder_is_no_entry(void **state)
{
    (void)state;
    static const char *const folders[] = {"/dev/null/limen", "/nonexistent/a/b"};
    for (size_t i = 0; i < array_count(folders); i++) {
        struct cache_entry entry;
        struct cache *none = cache_open(arena, folders[i]);
        assert_false(cache_write(none, &key, "x", 1));
        assert_false(cache_map(none, &key, NULL, &entry));
    }
    assert_false(cache_write(NULL, &key, "x", 1));
    assert_false(cache_map(NULL, &key, NULL, &(struct cache_entry){0}));
}

static int write_as_nobody(void)
{
    if (geteuid() == 0 && setuid(NOBODY) != 0)
        return 0;
    return cache_write(cache, &key, "x", 1);
}

static void a_folder_that_cannot_be_written_is_none(void **state)
{
    (void)state;
    int status;
    assert_int_equal(chmod(folder, 0555), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(write_as_nobody());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(chmod(folder, 0700), 0);
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(count_files(), 0);
}

static void the_environment_names_the_folder(void **state)
{
    (void)state;
    struct cache_entry entry;
    char home[256];
    snprintf(home, sizeof home, "%s/limen", folder);
    unsetenv("LIMEN_CACHE");
    setenv("XDG_CACHE_HOME", folder, 1);
    struct cache *own = cache_open(arena, NULL);
    assert_true(cache_write(own, &key, "x", 1));
    assert_true(cache_map(cache_open(arena, home), &key, NULL, &entry));
    cache_unmap(&entry);
    setenv("LIMEN_CACHE", home, 1);
    setenv("XDG_CACHE_HOME", "/nonexistent", 1);
    assert_true(cache_map(cache_open(arena, NULL), &key, NULL, &entry));
    cache_unmap(&entry);
    setenv("LIMEN_CACHE", "off", 1);
    assert_null(cache_open(arena, NULL));
    unsetenv("LIMEN_CACHE");
    setenv("XDG_CACHE_HOME", "relative", 1);
    setenv("HOME", "", 1);
    assert_null(cache_open(arena, NULL));
    snprintf(path, sizeof path, "%s/%s", home, key.name);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(home), 0);
}

/* A file of SIZE bytes called like an entry, last used AGE seconds ago. */
static void make_entry(const char *name, off_t size, time_t age)
{
    struct timespec now, times[2];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, size), 0);
    clock_gettime(CLOCK_REALTIME, &now);
    times[0] = times[1] = (struct timespec){now.tv_sec - age, 0};
    assert_int_equal(futimens(fd, times), 0);
    close(fd);
}

static bool is_there(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return access(path, F_OK) == 0;
}

static void the_folder_stays_bounded(void **state)
{
    (void)state;
    struct cache_key old = cache_key_of("test", "old", 3), older = cache_key_of("test", "older", 5);
    struct cache_key young = cache_key_of("test", "young", 5);
    char left[sizeof old.name + 16], fresh[sizeof old.name + 16];
    snprintf(left, sizeof left, "%s.aaaaaa.tmp", old.name);
    snprintf(fresh, sizeof fresh, "%s.bbbbbb.tmp", old.name);
    make_entry(young.name, (off_t)CACHE_LIMIT / 2, 50);
    make_entry(old.name, (off_t)CACHE_LIMIT / 2, 1000);
    make_entry(older.name, (off_t)CACHE_LIMIT / 4, 100000);
    make_entry("notes.txt", (off_t)CACHE_LIMIT, 1000000);
    make_entry(left, 10, 4000);
    make_entry(fresh, 10, 40);
    assert_true(cache_write(cache, &key, "x", 1));
    assert_true(is_there(key.name) && is_there(young.name));
    assert_false(is_there(old.name) || is_there(older.name));
    assert_true(is_there("notes.txt")); /* not ours to remove */
    assert_false(is_there(left));
    assert_true(is_there(fresh)); /* somebody may be writing it */
}

static void using_an_entry_makes_it_young(void **state)
{
    (void)state;
    struct stat status;
    struct timespec times[2] = {{1000000000, 0}, {1000000000, 0}};
    assert_true(cache_write(cache, &key, "x", 1));
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    assert_true(is_found((const unsigned char *)"x", 1));
    assert_int_equal(stat(path, &status), 0);
    assert_true(status.st_mtime > 1000000000);
}

/* -------------------------------------------------------------------------------- many processes */

enum { WRITERS = 4, WRITES = 100, SHARED_SIZE = 50000 };

static void write_often(void)
{
    unsigned char *bytes = make_bytes(SHARED_SIZE);
    for (int i = 0; i < WRITES; i++)
        if (!cache_write(cache, &key, bytes, SHARED_SIZE))
            _exit(1);
    _exit(0);
}

static void processes_do_not_disturb_one_another(void **state)
{
    (void)state;
    unsigned char *bytes = make_bytes(SHARED_SIZE);
    size_t found = 0;
    for (int i = 0; i < WRITERS; i++)
        if (fork() == 0)
            write_often();
    for (int ended = 0, status; ended < WRITERS;) {
        found += is_found(bytes, SHARED_SIZE); /* whole, or not at all */
        if (waitpid(-1, &status, WNOHANG) > 0) {
            assert_int_equal(status, 0);
            ended++;
        }
    }
    assert_true(found > 0);
    assert_int_equal(count_files(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(entries_come_back, start, stop),
        cmocka_unit_test_setup_teardown(bytes_behind_an_entry_are_zero, start, stop),
        cmocka_unit_test_setup_teardown(an_address_is_kept_or_refused, start, stop),
        cmocka_unit_test_setup_teardown(keys_differ, start, stop),
        cmocka_unit_test_setup_teardown(a_changed_byte_is_noticed, start, stop),
        cmocka_unit_test_setup_teardown(another_length_is_noticed, start, stop),
        cmocka_unit_test_setup_teardown(what_others_may_write_is_not_used, start, stop),
        cmocka_unit_test_setup_teardown(what_others_own_is_not_used, start, stop),
        cmocka_unit_test_setup_teardown(only_a_file_of_its_name_is_an_entry, start, stop),
        cmocka_unit_test_setup_teardown(no_folder_is_no_entry, start, stop),
        cmocka_unit_test_setup_teardown(a_folder_that_cannot_be_written_is_none, start, stop),
        cmocka_unit_test_setup_teardown(the_environment_names_the_folder, start, stop),
        cmocka_unit_test_setup_teardown(the_folder_stays_bounded, start, stop),
        cmocka_unit_test_setup_teardown(using_an_entry_makes_it_young, start, stop),
        cmocka_unit_test_setup_teardown(processes_do_not_disturb_one_another, start, stop),
    };
    return cmocka_run_group_tests(tests, start_all, stop_all);
}

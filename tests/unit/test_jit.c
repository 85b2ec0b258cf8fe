/* SPDX-License-Identifier: Apache-2.0 */
/* Machine code: kept, found again without a compiler, made again where anything is wrong with what was kept,
   and done without where it can't be made. That it gives what the interpreter gives is tested by
   tests/property/columns. */
#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/jit.h"
#include "ruleset.h"

#define RULES "ruleset jit 2024-01\nlevel 1\nlevel 2\nlevel 3\nfact age : 0 to 25 years\nconcern alone\nconcern hurt\n" \
              "fact visits : 0 to 9\n" \
              "rule a if alone and age < 8 years then level 2\n" \
              "rule b if at least 2 of (alone, hurt, visits * visits > 30) then level 3\n"

static char folder[] = "/tmp/test-jit-XXXXXX";
static char kept[64], scratch[64], none[64];
static struct compilation *compilation;
static struct cache *cache;
static const struct sliced *sliced;
static const char *reason;

static size_t count_files(const char *in)
{
    size_t count = 0;
    DIR *entries = opendir(in);
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        count += entry->d_name[0] != '.';
    if (entries)
        closedir(entries);
    return count;
}

/* The only entry of the cache. */
static const char *entry_path(void)
{
    static char path[512];
    DIR *entries = opendir(kept);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries));)
        if (entry->d_name[0] != '.')
            snprintf(path, sizeof path, "%s/%s", kept, entry->d_name);
    closedir(entries);
    return path;
}

static int make_folders(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(kept, sizeof kept, "%s/kept", folder);
    snprintf(scratch, sizeof scratch, "%s/scratch", folder);
    snprintf(none, sizeof none, "%s/none", folder);
    return mkdir(kept, 0700) | mkdir(scratch, 0700) | mkdir(none, 0700)
           | setenv("TMPDIR", scratch, 1);
}

static int remove_folders(void **state)
{
    (void)state;
    return rmdir(kept) | rmdir(scratch) | rmdir(none) | rmdir(folder);
}

static const struct sliced *slice(const char *rules)
{
    struct program *program = ruleset_load(compilation, rules);
    struct plan *plan = plan_create(compilation->arena, program);
    return sliced_create(compilation->arena, plan, false, WANT_LEVELS | WANT_RULES, &reason);
}

static int start(void **state)
{
    (void)state;
    compilation = compilation_create(NULL);
    cache = cache_open(compilation->arena, kept);
    sliced = slice(RULES);
    unsetenv("LIMEN_TOOLS");
    return sliced ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    if (count_files(kept))
        unlink(entry_path());
    compilation_destroy(compilation);
    return 0;
}

static struct machine *opened(enum jit_effort effort)
{
    struct machine *machine;
    jit_open(compilation->arena, cache, &sliced, 1, effort, &machine, &reason);
    return machine;
}

static struct machine *compiled(void)
{
    struct machine *machine = opened(JIT_COMPILE);
    assert_non_null(machine);
    return machine;
}

static void assert_not_kept(void)
{
    assert_null(opened(JIT_IF_KEPT));
    assert_string_equal(reason, "it was not compiled before");
}

static void no_tools(void)
{
    setenv("LIMEN_TOOLS", none, 1);
}

static void test_kept(void **state)
{
    (void)state;
    assert_not_kept();
    jit_close(compiled());
    assert_int_equal(count_files(kept), 1);
    no_tools();
    struct machine *again = opened(JIT_IF_KEPT);
    assert_non_null(again);
    assert_true(again->count >= 1);
    jit_close(again);
}

static void test_nothing_is_left_behind(void **state)
{
    (void)state;
    jit_close(compiled());
    assert_int_equal(count_files(scratch), 0);
}

static void test_without_cache(void **state)
{
    (void)state;
    jit_close(compiled());
    struct machine *machine;
    assert_true(jit_open(compilation->arena, NULL, &sliced, 1, JIT_COMPILE, &machine, &reason));
    jit_close(machine);
}

static void test_other_rules_are_other_code(void **state)
{
    (void)state;
    jit_close(compiled());
    sliced = slice("ruleset jit 2024-01\nlevel 1\nlevel 2\nconcern alone\nif alone then level 2\n");
    assert_not_kept();
}

static void test_missing_tools(void **state)
{
    (void)state;
    jit_close(compiled());
    unlink(entry_path());
    no_tools();
    assert_null(opened(JIT_COMPILE));
    assert_non_null(strstr(reason, "there is no `as` in"));
    assert_int_equal(count_files(scratch), 0);
}

/* The driver ends the process that it runs in; here that is the child. */
static void test_tools_that_fail(void **state)
{
    char link_path[128];
    (void)state;
    jit_close(compiled());
    unlink(entry_path());
    no_tools();
    const char *const names[] = {"as", "ld"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(link_path, sizeof link_path, "%s/%s", none, names[i]);
        assert_int_equal(symlink("/bin/false", link_path), 0);
    }
    struct machine *machine = opened(JIT_COMPILE);
    for (size_t i = 0; i < 2; i++) {
        snprintf(link_path, sizeof link_path, "%s/%s", none, names[i]);
        unlink(link_path);
    }
    assert_null(machine);
    assert_int_equal(count_files(scratch), 0);
    assert_int_equal(count_files(kept), 0);
}

static void change_entry(off_t at)
{
    int fd = open(entry_path(), O_RDWR);
    unsigned char byte;
    assert_int_equal(pread(fd, &byte, 1, at), 1);
    byte ^= 1;
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

static void test_damaged_entry(void **state)
{
    (void)state;
    jit_close(compiled());
    change_entry(5000);
    assert_not_kept();
    jit_close(compiled());
    struct machine *again = opened(JIT_IF_KEPT);
    assert_non_null(again);
    jit_close(again);
}

static void test_entry_that_others_may_write(void **state)
{
    (void)state;
    jit_close(compiled());
    assert_int_equal(chmod(entry_path(), 0620), 0);
    assert_not_kept();
    assert_int_equal(chmod(entry_path(), 0600), 0);
    assert_int_equal(chmod(kept, 0777), 0);
    assert_not_kept();
    assert_int_equal(chmod(kept, 0700), 0);
}

/* The same object, but for one letter of what made it. */
static void test_entry_of_another_compiler(void **state)
{
    static unsigned char bytes[1 << 20];
    (void)state;
    jit_close(compiled());
    const char *path = entry_path();
    struct cache_key key = {{0}};
    struct cache_entry entry;
    snprintf(key.name, sizeof key.name, "%s", strrchr(path, '/') + 1);
    assert_true(cache_map(cache, &key, NULL, &entry));
    size_t length = entry.length;
    assert_true(length < sizeof bytes);
    memcpy(bytes, entry.bytes, length);
    cache_unmap(&entry);
    unsigned char *name = memmem(bytes, length, "libgccjit.so", strlen("libgccjit.so"));
    assert_non_null(name);
    *name = 'L';
    assert_true(cache_write(cache, &key, bytes, length));
    assert_not_kept();
}

static pid_t compile_in_child(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(opened(JIT_COMPILE) ? 0 : 1);
    return child;
}

static void test_two_processes_at_once(void **state)
{
    (void)state;
    jit_close(compiled());
    unlink(entry_path());
    pid_t children[2] = {compile_in_child(), compile_in_child()};
    for (size_t i = 0; i < 2; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(count_files(kept), 1);
    no_tools();
    struct machine *machine = opened(JIT_IF_KEPT);
    assert_non_null(machine);
    jit_close(machine);
}

/* Whether this machine makes machine code at all. */
static bool can_compile(void)
{
    struct machine *machine =
        make_folders(NULL) == 0 && start(NULL) == 0 ? opened(JIT_COMPILE) : NULL;
    if (!machine)
        printf("1..0 # SKIP %s\n", reason);
    jit_close(machine);
    stop(NULL);
    remove_folders(NULL);
    memcpy(strrchr(folder, '-') + 1, "XXXXXX", 6);
    return machine != NULL;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_kept),
        TEST(test_nothing_is_left_behind),
        TEST(test_without_cache),
        TEST(test_other_rules_are_other_code),
        TEST(test_missing_tools),
        TEST(test_tools_that_fail),
        TEST(test_damaged_entry),
        TEST(test_entry_that_others_may_write),
        TEST(test_entry_of_another_compiler),
        TEST(test_two_processes_at_once),
    };
    return can_compile() ? cmocka_run_group_tests(tests, make_folders, remove_folders) : 0;
}

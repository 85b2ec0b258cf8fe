/* SPDX-License-Identifier: Apache-2.0 */
/* What a source set asked of the file system, and whether the answers are still the same. */
#include "unit.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/source.h"

static char folder[] = "/tmp/test-look-XXXXXX";
static struct arena *arena;
static struct source_set *set;

static int start_all(void **state)
{
    (void)state;
    return mkdtemp(folder) ? chdir(folder) : -1;
}

static int stop_all(void **state)
{
    (void)state;
    return chdir("/") | rmdir(folder);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int start(void **state)
{
    (void)state;
    arena = arena_create();
    set = source_set_create(arena);
    write_file("one", "rule one");
    return mkdir("within", 0700);
}

static int stop(void **state)
{
    (void)state;
    static const char *const files[] = {"one", "two", "within/three"};
    for (size_t i = 0; i < array_count(files); i++)
        unlink(files[i]);
    arena_destroy(arena);
    return rmdir("within");
}

static enum source_status read_one(void)
{
    uint32_t file;
    return source_read(set, "one", &file);
}

static void nothing_asked_is_unchanged(void **state)
{
    (void)state;
    assert_true(source_unchanged(set));
    source_add(set, "one", "other text", 10); /* was not read */
    assert_true(source_unchanged(set));
}

static void a_file_is_compared_byte_for_byte(void **state)
{
    (void)state;
    assert_int_equal(read_one(), SOURCE_OK);
    assert_true(source_unchanged(set));
    write_file("one", "rule two");
    assert_false(source_unchanged(set));
    write_file("one", "rule one");
    assert_true(source_unchanged(set));
    write_file("one", "rule one ");
    assert_false(source_unchanged(set));
    assert_int_equal(unlink("one"), 0);
    assert_false(source_unchanged(set));
    assert_int_equal(symlink("two", "one"), 0);
    assert_false(source_unchanged(set));
    write_file("two", "rule one");
    assert_true(source_unchanged(set)); /* what is read is the same */
    assert_int_equal(unlink("two"), 0);
    assert_int_equal(unlink("one"), 0);
    assert_int_equal(mkfifo("one", 0600), 0);
    assert_false(source_unchanged(set)); /* and does not wait for a writer */
}

static void a_large_file_is_compared_to_its_end(void **state)
{
    (void)state;
    char *text = arena_alloc(arena, 100000);
    memset(text, 'x', 99999);
    write_file("one", text);
    assert_int_equal(read_one(), SOURCE_OK);
    assert_true(source_unchanged(set));
    text[99998] = 'y';
    write_file("one", text);
    assert_false(source_unchanged(set));
}

static void what_is_not_there_may_come(void **state)
{
    (void)state;
    assert_false(source_is_file(set, "two"));
    assert_true(source_is_file(set, "one"));
    assert_false(source_is_file(set, "within")); /* a folder */
    assert_true(source_unchanged(set));
    write_file("two", "");
    assert_false(source_unchanged(set));
    assert_false(source_is_file(set, "two")); /* asked again, it is the same answer */
    assert_int_equal(unlink("two"), 0);
    assert_true(source_unchanged(set));
    assert_int_equal(unlink("one"), 0);
    assert_false(source_unchanged(set));
}

static void a_folder_is_listed(void **state)
{
    (void)state;
    write_file("two", "");
    write_file(".hidden", "");
    struct source_names names = source_list(set, ".");
    assert_int_equal(unlink(".hidden"), 0);
    assert_int_equal(names.count, 3);
    assert_string_equal(names.items[0], "one");
    assert_string_equal(names.items[1], "two");
    assert_string_equal(names.items[2], "within");
    assert_int_equal(source_list(set, "missing").count, 0);
    assert_true(source_unchanged(set));
    write_file("within/three", "");
    assert_true(source_unchanged(set));
    assert_int_equal(rename("two", "within/four"), 0);
    assert_false(source_unchanged(set));
    assert_int_equal(rename("within/four", "two"), 0);
    assert_true(source_unchanged(set));
    assert_int_equal(mkdir("missing", 0700), 0);
    assert_false(source_unchanged(set));
    assert_int_equal(rmdir("missing"), 0);
}

static void what_cannot_be_asked_again_counts_as_changed(void **state)
{
    (void)state;
    uint32_t file;
    assert_int_equal(source_read(set, "nowhere", &file), SOURCE_UNREADABLE);
    assert_false(source_unchanged(set));
    set = source_set_create(arena);
    assert_int_equal(source_read(set, "within", &file), SOURCE_DIRECTORY);
    assert_false(source_unchanged(set));
    set = source_set_create(arena);
    assert_int_equal(source_read(set, "/dev/null", &file), SOURCE_OK);
    assert_false(source_unchanged(set));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_asked_is_unchanged, start, stop),
        cmocka_unit_test_setup_teardown(a_file_is_compared_byte_for_byte, start, stop),
        cmocka_unit_test_setup_teardown(a_large_file_is_compared_to_its_end, start, stop),
        cmocka_unit_test_setup_teardown(what_is_not_there_may_come, start, stop),
        cmocka_unit_test_setup_teardown(a_folder_is_listed, start, stop),
        cmocka_unit_test_setup_teardown(what_cannot_be_asked_again_counts_as_changed, start, stop),
    };
    return cmocka_run_group_tests(tests, start_all, stop_all);
}

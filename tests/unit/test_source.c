/* SPDX-License-Identifier: Apache-2.0 */
/* Sources: line index, places, reading files of all sorts. */
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/source.h"

static struct arena *arena;
static struct source_set *set;

static int start(void **state)
{
    (void)state;
    arena = arena_create();
    set = source_set_create(arena);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static uint32_t add(const char *bytes)
{
    return source_add(set, "test.limen", bytes, strlen(bytes));
}

static void assert_place(uint32_t file, uint32_t offset, size_t line, size_t column)
{
    struct source_place place = source_place_at(set, file, offset);
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
}

static void assert_line(uint32_t file, size_t line, const char *wanted)
{
    size_t length;
    const char *bytes = source_line(set, file, line, &length);
    assert_int_equal(length, strlen(wanted));
    assert_memory_equal(bytes, wanted, length);
}

static void an_empty_file_has_one_line(void **state)
{
    (void)state;
    uint32_t file = add("");
    assert_place(file, 0, 1, 1);
    assert_place(file, 99, 1, 1);
    assert_line(file, 1, "");
    assert_int_equal(set->files[file].line_count, 1);
}

static void line_ends(void **state)
{
    (void)state;
    uint32_t file = add("one\r\ntwo\n\rthree\r\r\n\nlast");
    assert_line(file, 1, "one");
    assert_line(file, 2, "two");
    assert_line(file, 3, "\rthree\r");
    assert_line(file, 4, "");
    assert_line(file, 5, "last");
    assert_int_equal(set->files[file].line_count, 5);
    assert_place(file, 4, 1, 5); /* the LF of the first line */
    assert_place(file, 5, 2, 1);
    assert_place(file, 24, 5, 5);
}

static void a_final_line_feed_starts_a_line(void **state)
{
    (void)state;
    uint32_t file = add("a\n");
    assert_place(file, 1, 1, 2);
    assert_place(file, 2, 2, 1);
    assert_line(file, 2, "");
    file = add("a\r");
    assert_line(file, 1, "a\r");
}

static void columns_count_characters(void **state)
{
    (void)state;
    uint32_t file = add("\xC3\xA9\xE5\xAD\x90\xFFx\ty");
    assert_place(file, 0, 1, 1);
    assert_place(file, 1, 1, 1); /* inside the first character */
    assert_place(file, 2, 1, 2);
    assert_place(file, 4, 1, 2);
    assert_place(file, 5, 1, 3); /* a byte that is not UTF-8 */
    assert_place(file, 6, 1, 4);
    assert_place(file, 8, 1, 6);
}

/* Columns far into a line, by marks, against counting from its start. */
static void long_lines(void **state)
{
    (void)state;
    enum { CHARACTERS = 30000 };
    static const char *const pieces[] = {"a", "\xC3\xA9", "\xE5\xAD\x90", "\xF0\x9F\x98\x80", "\xFF"};
    static uint32_t offsets[CHARACTERS];
    struct text text = {0};
    text_add(&text, "first\n");
    for (uint32_t i = 0; i < CHARACTERS; i++) {
        offsets[i] = (uint32_t)text.length;
        text_add(&text, pieces[(i * 7 + i / 11) % array_count(pieces)]);
    }
    text_add(&text, "\nend");
    uint32_t file = source_add(set, "long", text.data, text.length);
    for (uint32_t i = 0; i < CHARACTERS; i += 13) {
        assert_place(file, offsets[i], 2, i + 1);
        assert_place(file, offsets[i + 1] - 1, 2, i + 1);
    }
    assert_place(file, (uint32_t)text.length, 3, 4);
    text_clear(&text);
}

/* What places in a line cost is counted, not timed: once the file, and a little for each. */
static void places_in_a_long_line_cost_little(void **state)
{
    (void)state;
    enum { LENGTH = 1 << 20, PLACES = 10000 };
    struct text text = {0};
    text_repeat(&text, 'a', LENGTH);
    uint32_t file = source_add(set, "long", text.data, text.length);
    for (uint32_t i = 0; i < PLACES; i++) {
        uint32_t offset = (i * 7919u) % LENGTH;
        assert_place(file, offset, 1, offset + 1);
    }
    assert_true(set->counted <= LENGTH + (size_t)PLACES * SOURCE_MARK_STRIDE);
    text_clear(&text);
}

static void many_lines(void **state)
{
    (void)state;
    enum { LINES = 20000 };
    struct text text = {0};
    text_repeat(&text, '\n', LINES);
    uint32_t file = source_add(set, "many", text.data, text.length);
    for (uint32_t i = 0; i <= LINES; i++) {
        assert_place(file, i, i + 1, 1);
    }
    text_clear(&text);
}

static void reading(void **state)
{
    (void)state;
    char path[] = "/tmp/limen-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "a\0b\n", 4), 4);
    close(fd);
    uint32_t file = 77;
    assert_int_equal(source_read(set, path, &file), SOURCE_OK);
    assert_int_equal(set->files[file].length, 4);
    assert_memory_equal(set->files[file].bytes, "a\0b\n", 5);
    assert_string_equal(source_path(set, file), path);
    assert_int_equal(truncate(path, (off_t)SOURCE_MAX_BYTES + 1), 0); /* a hole: takes no space */
    uint32_t before = file;
    assert_int_equal(source_read(set, path, &file), SOURCE_OK);
    assert_int_equal(file, before); /* read once */
    set = source_set_create(arena);
    before = UINT32_MAX;
    assert_int_equal(source_read(set, path, &file), SOURCE_TOO_LARGE);
    unlink(path);
    assert_int_equal(source_read(set, path, &file), SOURCE_UNREADABLE);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(source_read(set, "/tmp", &file), SOURCE_DIRECTORY);
    assert_int_equal(source_read(set, "/dev/null", &file), SOURCE_OK);
    assert_int_equal(set->files[file].length, 0);
    assert_int_equal(file, before + 1);
    assert_null(source_path(set, SOURCE_NO_FILE));
}

static void joining(void **state)
{
    (void)state;
    struct span a = {0, 5, 9}, b = {0, 2, 7};
    struct span both = span_join(a, b);
    assert_int_equal(both.begin, 2);
    assert_int_equal(both.end, 9);
    both = span_join(SPAN_NOWHERE, a);
    assert_int_equal(both.file, 0);
    assert_int_equal(both.begin, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_file_has_one_line),
        cmocka_unit_test(line_ends),
        cmocka_unit_test(a_final_line_feed_starts_a_line),
        cmocka_unit_test(columns_count_characters),
        cmocka_unit_test(long_lines),
        cmocka_unit_test(places_in_a_long_line_cost_little),
        cmocka_unit_test(many_lines),
        cmocka_unit_test(reading),
        cmocka_unit_test(joining),
    };
    return cmocka_run_group_tests_name("source", tests, start, stop);
}

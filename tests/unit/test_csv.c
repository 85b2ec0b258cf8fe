/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of CSV: what a cell is, and every mistake with its line. */
#include "unit.h"

#include <string.h>

#include "case/csv.h"

static const char *const columns[] = {"item", "text"};

struct reading {
    struct arena *arena;
    struct csv_rows rows;
    struct csv_failure failure;
    bool ok;
};

static int set_up(void **state)
{
    static struct reading reading;
    memset(&reading, 0, sizeof reading);
    reading.arena = arena_create();
    *state = &reading;
    return 0;
}

static int tear_down(void **state)
{
    struct reading *reading = *state;
    arena_destroy(reading->arena);
    return 0;
}

static void read_bytes(struct reading *reading, const char *bytes, size_t length)
{
    reading->rows = (struct csv_rows){0};
    reading->ok = csv_read(reading->arena, bytes, length, columns, array_count(columns),
                           &reading->rows, &reading->failure);
}

static void read_text(struct reading *reading, const char *text)
{
    read_bytes(reading, text, strlen(text));
}

static void assert_row(const struct reading *reading, size_t index, size_t line, const char *item,
                       const char *text)
{
    const struct csv_row *row = &reading->rows.items[index];
    assert_true(reading->ok);
    assert_true(index < reading->rows.count);
    assert_int_equal(row->line, line);
    assert_string_equal(row->cells[0], item);
    assert_string_equal(row->cells[1], text);
}

static void assert_failure(struct reading *reading, const char *text, size_t line,
                           const char *message)
{
    read_text(reading, text);
    assert_false(reading->ok);
    assert_int_equal(reading->failure.line, line);
    assert_non_null(strstr(reading->failure.message, message));
}

static void test_rows(void **state)
{
    struct reading *reading = *state;
    read_text(reading, "item,text\na,one\nb,two\n");
    assert_row(reading, 0, 2, "a", "one");
    assert_row(reading, 1, 3, "b", "two");
    assert_int_equal(reading->rows.count, 2);
}

static void test_columns_in_another_order(void **state)
{
    struct reading *reading = *state;
    read_text(reading, "text,kind,item\none,x,a\n");
    assert_row(reading, 0, 2, "a", "one");
}

static void test_quotes(void **state)
{
    struct reading *reading = *state;
    read_text(reading, "item,text\na,\"one, \"\"two\"\"\"\n\"b\",\"\"\n");
    assert_row(reading, 0, 2, "a", "one, \"two\"");
    assert_row(reading, 1, 3, "b", "");
}

static void test_cell_over_several_lines(void **state)
{
    struct reading *reading = *state;
    read_text(reading, "item,text\na,\"one\n\ntwo\"\nb,three\n");
    assert_row(reading, 0, 2, "a", "one\n\ntwo");
    assert_row(reading, 1, 5, "b", "three");
}

static void test_line_ends(void **state)
{
    struct reading *reading = *state;
    read_text(reading, "item,text\r\n\r\na,one\r\nb,two");
    assert_row(reading, 0, 3, "a", "one");
    assert_row(reading, 1, 4, "b", "two");
    read_text(reading, "item,text\ra,one\rb,two\r");
    assert_row(reading, 1, 3, "b", "two");
}

static void test_spaces_are_kept(void **state)
{
    struct reading *reading = *state;
    read_text(reading, "\xEF\xBB\xBFitem,text\n a , one \n");
    assert_row(reading, 0, 2, " a ", " one ");
}

static void test_empty_cells(void **state)
{
    struct reading *reading = *state;
    read_text(reading, "item,text\n,\n");
    assert_row(reading, 0, 2, "", "");
}

static void test_long_cell(void **state)
{
    struct reading *reading = *state;
    char *text = arena_alloc(reading->arena, 100001);
    memset(text, 'x', 100000);
    memcpy(text, "item,text\na,", strlen("item,text\na,"));
    read_text(reading, text);
    assert_true(reading->ok);
    assert_int_equal(strlen(reading->rows.items[0].cells[1]), 100000 - strlen("item,text\na,"));
}

static void test_only_a_header(void **state)
{
    struct reading *reading = *state;
    read_text(reading, "item,text\n");
    assert_true(reading->ok);
    assert_int_equal(reading->rows.count, 0);
}

static void test_headers(void **state)
{
    struct reading *reading = *state;
    assert_failure(reading, "", 1, "the file is empty");
    assert_failure(reading, "\n\n", 1, "the file is empty");
    assert_failure(reading, "item,words\na,one\n", 1, "no column 'text'");
    assert_failure(reading, "\nitem,text,item\n", 2, "column 'item' twice");
}

static void test_widths(void **state)
{
    struct reading *reading = *state;
    assert_failure(reading, "item,text\na,one\nb\n", 3, "1 cell, but the header has 2");
    assert_failure(reading, "item,text\na,one,more\n", 2, "3 cells, but the header has 2");
    assert_failure(reading, "item,text\na,\"one\ntwo\",x\n", 2, "3 cells");
}

static void test_quotes_that_do_not_match(void **state)
{
    struct reading *reading = *state;
    assert_failure(reading, "item,text\na,one\nb,\"two\nc,three\n", 3, "not closed");
    assert_failure(reading, "item,text\na,o\"ne\n", 2, "a quote inside a cell");
    assert_failure(reading, "item,text\na,\"one\"x\n", 2, "a quote inside a cell");
    assert_failure(reading, "item,text\na, \"one\"\n", 2, "a quote inside a cell");
}

static void test_bytes_that_are_no_text(void **state)
{
    struct reading *reading = *state;
    assert_failure(reading, "item,text\na,on\xFF\n", 2, "not UTF-8");
    read_bytes(reading, "item,text\na,o\0e\n", 16);
    assert_false(reading->ok);
    assert_non_null(strstr(reading->failure.message, "zero byte"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_rows),
        TEST(test_columns_in_another_order),
        TEST(test_quotes),
        TEST(test_cell_over_several_lines),
        TEST(test_line_ends),
        TEST(test_spaces_are_kept),
        TEST(test_empty_cells),
        TEST(test_long_cell),
        TEST(test_only_a_header),
        TEST(test_headers),
        TEST(test_widths),
        TEST(test_quotes_that_do_not_match),
        TEST(test_bytes_that_are_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Text and UTF-8: growth, JSON strings, safe strings, columns, wrapping. */
#include "unit.h"

#include <string.h>

#include "base/utf8.h"

static void growth(void **state)
{
    (void)state;
    struct text text = {0};
    assert_string_equal(text_string(&text), "");
    text_repeat(&text, 'x', 0);
    assert_string_equal(text_string(&text), "");
    for (int i = 0; i < 10000; i++) {
        text_format(&text, "%d,", i % 10);
        text_add_char(&text, '.');
    }
    assert_int_equal(text.length, 30000);
    assert_int_equal(strlen(text.data), 30000);
    text_clear(&text);
    assert_int_equal(text.length, 0);
    text_repeat(&text, '-', 64); /* exactly the first capacity */
    text_add_bytes(&text, "a\0b", 3);
    assert_int_equal(text.length, 67);
    text_clear(&text);
}

static void json_strings(void **state)
{
    (void)state;
    static const struct {
        const char *string, *json;
    } cases[] = {
        {"", "\"\""},
        {"a \"b\" \\ /", "\"a \\\"b\\\" \\\\ /\""},
        {"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
        {"\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\""},
        {"caf\xC3\xA9 \xF0\x9F\x98\x80", "\"caf\xC3\xA9 \xF0\x9F\x98\x80\""},
        {"\xE2\x80\xAE", "\"\\u202e\""},
        {"a\xFFz", "\"a\xEF\xBF\xBDz\""},
        {"\xC3", "\"\xEF\xBF\xBD\""},
        {"\xC0\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
    };
    struct text text = {0};
    for (size_t i = 0; i < array_count(cases); i++) {
        text_add_json(&text, cases[i].string);
        assert_text(&text, cases[i].json);
    }
    text_add_json_bytes(&text, "a\0b", 3);
    assert_text(&text, "\"a\\u0000b\"");
}

/* Each byte gives the same wherever it stands among plain ones, alone or beside another. */
static void json_strings_anywhere(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        struct text alone = {0}, wanted = {0}, text = {0};
        char one = (char)byte, bytes[21];
        text_add_json_bytes(&alone, &one, 1);
        for (size_t at = 0; at < sizeof bytes; at++) {
            memset(bytes, '~', sizeof bytes);
            bytes[at] = one;
            wanted.length = text.length = 0;
            text_add_char(&wanted, '"');
            text_repeat(&wanted, '~', at);
            text_add_bytes(&wanted, alone.data + 1, alone.length - 2);
            text_repeat(&wanted, '~', sizeof bytes - 1 - at);
            text_add_char(&wanted, '"');
            text_add_json_bytes(&text, bytes, sizeof bytes);
            assert_string_equal(text_string(&text), text_string(&wanted));
        }
        text_clear(&alone);
        text_clear(&wanted);
        text_clear(&text);
    }
}

static void safe_strings(void **state)
{
    (void)state;
    static const char bytes[] = "a\0\x1b[31m\xE2\x80\xAE\xFF\xF3\xA0\x81\x81\xC3\xA9";
    struct text text = {0};
    text_add_safe(&text, bytes, sizeof bytes - 1);
    assert_text(&text, "a<U+0000><U+001B>[31m<U+202E><FF><U+E0041>\xC3\xA9");
}

static void decoding(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t count;
        uint32_t point;
    } cases[] = {
        {"A", 1, 'A'},
        {"\xC2\x80", 2, 0x80},
        {"\xC1\xBF", 1, UTF8_INVALID},
        {"\xE0\xA0\x80", 3, 0x800},
        {"\xE0\x9F\xBF", 1, UTF8_INVALID},
        {"\xEF\xBF\xBF", 3, 0xFFFF},
        {"\xF0\x90\x80\x80", 4, 0x10000},
        {"\xF0\x8F\xBF\xBF", 1, UTF8_INVALID},
        {"\xF4\x8F\xBF\xBF", 4, 0x10FFFF},
        {"\xF4\x90\x80\x80", 1, UTF8_INVALID},
        {"\xF5\x80\x80\x80", 1, UTF8_INVALID},
        {"\x80", 1, UTF8_INVALID},
        {"\xE2\x82", 1, UTF8_INVALID},
        {"\xE2\x82z", 1, UTF8_INVALID},
    };
    for (size_t i = 0; i < array_count(cases); i++) {
        uint32_t point;
        size_t length = strlen(cases[i].bytes);
        assert_int_equal(utf8_decode(cases[i].bytes, length, &point), cases[i].count);
        assert_int_equal(point, cases[i].point);
        if (cases[i].count == length) {
            assert_int_equal(utf8_before(cases[i].bytes, length), 0);
        }
    }
    assert_int_equal(utf8_before("a\x80", 2), 1);
    assert_int_equal(utf8_before("a", 0), 0);
}

static void direction_controls(void **state)
{
    (void)state;
    static const uint32_t controls[] = {0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069};
    static const uint32_t others[] = {'a', 0x200D, 0x2010, 0x2013, 0x2026, 0x2029, 0x202F, 0x206A, UTF8_INVALID};
    for (size_t i = 0; i < array_count(controls); i++) {
        assert_true(utf8_is_direction_control(controls[i]));
    }
    for (size_t i = 0; i < array_count(others); i++) {
        assert_false(utf8_is_direction_control(others[i]));
    }
}

static void columns(void **state)
{
    (void)state;
    static const struct {
        const char *string;
        size_t columns;
    } cases[] = {
        {"", 0},
        {"level", 5},
        {"caf\xC3\xA9", 4},
        {"cafe\xCC\x81", 4},             /* combining acute */
        {"\xE5\xAD\x90\xE4\xBE\x9B", 4}, /* two ideographs */
        {"\xF0\x9F\x98\x80", 2},         /* emoji */
        {"\xCE\xB1\xCE\xB2", 2},         /* Greek */
        {"\xEA\xB0\x80", 2},             /* Hangul syllable */
        {"\xEF\xBC\xA1", 2},             /* full-width A */
        {"\xE2\x80\xA6", 1},             /* ellipsis */
    };
    for (size_t i = 0; i < array_count(cases); i++) {
        assert_int_equal(text_columns(cases[i].string, strlen(cases[i].string)), cases[i].columns);
    }
}

static void wrapping(void **state)
{
    (void)state;
    static const struct {
        const char *string;
        size_t column, indent, width;
        const char *wanted;
    } cases[] = {
        {"", 0, 2, 10, ""},
        {"one two three", 0, 2, 10, "one two\n  three"},
        {"one two three", 0, 2, 13, "one two three"},
        {"one two three", 5, 2, 12, "one two\n  three"},
        {"one two three", 5, 2, 11, "one\n  two three"},
        {"averyverylongword x", 0, 2, 10, "averyverylongword\n  x"},
        {"x averyverylongword", 0, 2, 10, "x\n  averyverylongword"},
        {"one\ntwo", 4, 4, 80, "one\n    two"},
        {"one  two", 0, 0, 80, "one  two"},
        {"end ", 0, 0, 80, "end"},
        {"\xE5\xAD\x90\xE4\xBE\x9B \xE5\xAD\x90", 0, 1, 6,
         "\xE5\xAD\x90\xE4\xBE\x9B\n \xE5\xAD\x90"},
    };
    struct text text = {0};
    for (size_t i = 0; i < array_count(cases); i++) {
        text_add_wrapped(&text, cases[i].string, cases[i].column, cases[i].indent, cases[i].width);
        assert_text(&text, cases[i].wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(growth),       cmocka_unit_test(json_strings),
        cmocka_unit_test(safe_strings), cmocka_unit_test(decoding),
        cmocka_unit_test(direction_controls),
        cmocka_unit_test(columns),      cmocka_unit_test(wrapping),
        cmocka_unit_test(json_strings_anywhere),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}

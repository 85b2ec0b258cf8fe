/* SPDX-License-Identifier: Apache-2.0 */
/* Diagnostics: order, merging, near names, and the text and JSON they become. */
#include "unit.h"

#include <string.h>

#include "source/diagnostic.h"

static struct arena *arena;
static struct source_set *sources;
static struct diagnostics *found;

static int start(void **state)
{
    (void)state;
    arena = arena_create();
    sources = source_set_create(arena);
    found = diagnostics_create(arena, sources);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static uint32_t add(const char *path, const char *bytes)
{
    return source_add(sources, path, bytes, strlen(bytes));
}

/* Where WORDS first stand in FILE. */
static struct span span_of(uint32_t file, const char *words)
{
    const char *bytes = sources->files[file].bytes, *at = strstr(bytes, words);
    assert_non_null(at);
    uint32_t begin = (uint32_t)(at - bytes);
    return (struct span){file, begin, begin + (uint32_t)strlen(words)};
}

static void assert_rendered(const char *wanted)
{
    struct text text = {0};
    diagnostics_write_text(&text, found, false);
    assert_text(&text, wanted);
}

static void one_place_with_note_and_help(void **state)
{
    (void)state;
    uint32_t file = add("rules.limen", "\n\n\n\n\n\n\n\n\n\n\n"
                                       "if persistant_absence then level 3\n");
    struct diagnostic *unknown =
        diagnostic_report(found, E201_UNKNOWN_NAME, span_of(file, "persistant_absence"),
                          "no fact or definition is called `%s`", "persistant_absence");
    diagnostic_note(found, unknown,
                    "a vocabulary may declare it, and this ruleset names one, but that vocabulary "
                    "does not have this name");
    diagnostic_help(found, unknown, "did you mean `persistent_absence`?");
    assert_rendered(
        "error[E201]: no fact or definition is called `persistant_absence`\n"
        "  --> rules.limen:12:4\n"
        "   |\n"
        "12 | if persistant_absence then level 3\n"
        "   |    ^^^^^^^^^^^^^^^^^^\n"
        "   = note: a vocabulary may declare it, and this ruleset names one, but that vocabulary "
        "does not\n"
        "           have this name\n"
        "   = help: did you mean `persistent_absence`?\n");
}

static void three_labels_on_one_line(void **state)
{
    (void)state;
    uint32_t file = add("a.limen", "if absent and age >= 2\n");
    struct diagnostic *type =
        diagnostic_report(found, E301_TYPE, span_of(file, "age"), "these do not agree");
    diagnostic_label(found, type, span_of(file, "absent"), "this is yes/no");
    diagnostic_label(found, type, span_of(file, "2"), "this is a number");
    diagnostic_label(found, type, span_of(file, "age"), "this counts years");
    diagnostic_label(found, type, span_of(file, "if"), "there is no room for a fourth");
    assert_rendered("error[E301]: these do not agree\n"
                    " --> a.limen:1:15\n"
                    "  |\n"
                    "1 | if absent and age >= 2\n"
                    "  |    ------     ^^^    - this is a number\n"
                    "  |    |          |\n"
                    "  |    |          this counts years\n"
                    "  |    this is yes/no\n");
}

static void labels_on_other_lines_and_files(void **state)
{
    (void)state;
    uint32_t rules = add("r.limen", "one\ntwo\nthree\nfour\n");
    uint32_t words = add("v.limen", "\n\n\n\n\n\n\n\n\nfact four\n");
    struct diagnostic *twice =
        diagnostic_report(found, E301_TYPE, span_of(rules, "four"), "declared twice");
    diagnostic_label(found, twice, span_of(words, "four"), "here");
    diagnostic_label(found, twice, span_of(rules, "one"), "and here");
    assert_rendered("error[E301]: declared twice\n"
                    "  --> r.limen:4:1\n"
                    "   |\n"
                    " 1 | one\n"
                    "   | --- and here\n"
                    "...\n"
                    " 4 | four\n"
                    "   | ^^^^\n"
                    "  ::: v.limen:10:6\n"
                    "   |\n"
                    "10 | fact four\n"
                    "   |      ---- here\n");
}

static void what_hides_is_shown(void **state)
{
    (void)state;
    uint32_t file = add("a.limen", "\tif \xE2\x80\xAE b\xFF \x1B[2J here\r\n");
    diagnostic_report(found, E301_TYPE, span_of(file, "here"), "a \x1B[31m word \xFE");
    assert_rendered("error[E301]: a <U+001B>[31m word <FE>\n"
                    " --> a.limen:1:15\n"
                    "  |\n"
                    "1 |     if <U+202E> b<FF> <U+001B>[2J here\n"
                    "  |                                   ^^^^\n");
}

static void wide_and_combining_characters(void **state)
{
    (void)state;
    uint32_t file = add("a.limen", "\xE5\xAD\x90\xE4\xBE\x9B cafe\xCC\x81 bad\n");
    diagnostic_report(found, E301_TYPE, span_of(file, "bad"), "bad");
    diagnostic_report(found, E301_TYPE, span_of(file, "\xE4\xBE\x9B"), "wide");
    assert_rendered("error[E301]: bad\n"
                    " --> a.limen:1:10\n"
                    "  |\n"
                    "1 | \xE5\xAD\x90\xE4\xBE\x9B cafe\xCC\x81 bad\n"
                    "  |           ^^^\n"
                    "\n"
                    "error[E301]: wide\n"
                    " --> a.limen:1:2\n"
                    "  |\n"
                    "1 | \xE5\xAD\x90\xE4\xBE\x9B cafe\xCC\x81 bad\n"
                    "  |   ^^\n");
}

static void ends_and_emptiness(void **state)
{
    (void)state;
    uint32_t empty = add("empty.limen", ""), file = add("a.limen", "one two\nthree\n");
    diagnostic_report(found, E301_TYPE, (struct span){empty, 0, 0}, "nothing here");
    diagnostic_report(found, E301_TYPE, (struct span){file, 14, 14}, "at the end");
    diagnostic_report(found, E301_TYPE, (struct span){file, 7, 8}, "the line feed");
    diagnostic_report(found, E301_TYPE, (struct span){file, 4, 11}, "over two lines");
    diagnostic_report(found, W501_UNUSED, SPAN_NOWHERE, "nowhere");
    struct diagnostic *last = found->items[found->count - 1];
    diagnostic_label(found, last, SPAN_NOWHERE, "in no file");
    diagnostic_help(found, last, "first");
    diagnostic_help(found, last, "second");
    assert_rendered("error[E301]: nothing here\n"
                    " --> empty.limen:1:1\n"
                    "  |\n"
                    "1 |\n"
                    "  | ^\n"
                    "\n"
                    "error[E301]: at the end\n"
                    " --> a.limen:3:1\n"
                    "  |\n"
                    "3 |\n"
                    "  | ^\n"
                    "\n"
                    "error[E301]: the line feed\n"
                    " --> a.limen:1:8\n"
                    "  |\n"
                    "1 | one two\n"
                    "  |        ^\n"
                    "\n"
                    "error[E301]: over two lines\n"
                    " --> a.limen:1:5\n"
                    "  |\n"
                    "1 | one two\n"
                    "  |     ^^^\n"
                    "\n"
                    "warning[W501]: nowhere\n"
                    "  = note: in no file\n"
                    "  = help: first\n"
                    "          second\n");
}

/* Renders an error at offset BEGIN of a line of LENGTH letters; TEXT is what is shown. */
static void render_long_line(struct text *text, size_t length, uint32_t begin, uint32_t size)
{
    struct text line = {0};
    text_repeat(&line, 'x', length);
    for (uint32_t i = begin; i < begin + size && i < length; i++) {
        line.data[i] = '!';
    }
    uint32_t file = source_add(sources, "long", line.data, line.length);
    diagnostic_report(found, E301_TYPE, (struct span){file, begin, begin + size}, "long");
    text_clear(&line);
    diagnostics_write_text(text, found, false);
    found->count = 0;
}

static void assert_long_line(size_t length, uint32_t begin, uint32_t size)
{
    struct text text = {0};
    render_long_line(&text, length, begin, size);
    const char *shown = strstr(text.data, "\n1 | ") + 5, *marks = strstr(shown, "\n  | ") + 5;
    size_t width = text_columns(shown, (size_t)(strchr(shown, '\n') - shown));
    assert_true(width <= 160 && width > 100);
    assert_int_equal(strncmp(shown, "\xE2\x80\xA6", 3) == 0, begin > 150);
    const char *first = strchr(shown, '!');
    size_t column = first ? text_columns(shown, (size_t)(first - shown)) : width;
    assert_int_equal(strspn(marks, " "), column);
    size_t visible = first ? strspn(first, "!") : 1;
    assert_int_equal(strspn(marks + column, "^"), visible);
    assert_true(visible >= 1);
    text_clear(&text);
}

static void long_lines_are_cut(void **state)
{
    (void)state;
    assert_long_line(160, 0, 5);
    assert_long_line(161, 0, 5);
    assert_long_line(100000, 3, 5);
    assert_long_line(100000, 50000, 5);
    assert_long_line(100000, 50000, 5000);
    assert_long_line(100000, 99990, 10);
    assert_long_line(100000, 100000, 0);
    assert_long_line(1000, 500, 1);
}

static void far_labels_get_views_of_their_own(void **state)
{
    (void)state;
    struct text line = {0};
    text_repeat(&line, 'x', 1000);
    uint32_t file = source_add(sources, "long", line.data, line.length);
    struct diagnostic *far =
        diagnostic_report(found, E301_TYPE, (struct span){file, 10, 12}, "far apart");
    diagnostic_label(found, far, (struct span){file, 900, 903}, "the other");
    text_clear(&line);
    diagnostics_write_text(&line, found, false);
    const char *first = strstr(line.data, "^^\n"), *second = strstr(line.data, "--- the other\n");
    assert_true(first && second && first < second);
    text_clear(&line);
}

static void characters_without_width_do_not_flood(void **state)
{
    (void)state;
    struct text line = {0};
    for (int i = 0; i < 100000; i++) {
        text_add(&line, "\xCC\x81");
    }
    uint32_t file = source_add(sources, "marks", line.data, line.length);
    diagnostic_report(found, E301_TYPE, (struct span){file, 100000, 100002}, "marks");
    text_clear(&line);
    diagnostics_write_text(&line, found, false);
    assert_true(line.length < 6000);
    text_clear(&line);
}

static void sorting_merges_what_is_alike(void **state)
{
    (void)state;
    uint32_t file = add("a", "one two three"), other = add("b", "one");
    diagnostic_report(found, W501_UNUSED, SPAN_NOWHERE, "last");
    diagnostic_report(found, E301_TYPE, span_of(other, "one"), "fourth");
    diagnostic_report(found, E301_TYPE, span_of(file, "two"), "second");
    diagnostic_report(found, W501_UNUSED, span_of(file, "two"), "third");
    diagnostic_report(found, E301_TYPE, span_of(file, "two"), "second");
    diagnostic_report(found, E201_UNKNOWN_NAME, span_of(file, "one"), "first");
    assert_false(diagnostic_fail(found, W501_UNUSED, span_of(file, "two"), "%s", "third"));
    assert_int_equal(found->errors, 4);
    assert_int_equal(found->warnings, 3);
    diagnostics_sort(found);
    static const char *const wanted[] = {"first", "second", "third", "fourth", "last"};
    assert_int_equal(found->count, array_count(wanted));
    for (size_t i = 0; i < array_count(wanted); i++) {
        assert_string_equal(found->items[i]->message, wanted[i]);
    }
    assert_int_equal(found->errors, 3);
    assert_int_equal(found->warnings, 2);
}

static void json(void **state)
{
    (void)state;
    struct text text = {0};
    diagnostics_write_json(&text, found);
    assert_text(&text, "{\"diagnostics\":[],\"errors\":0,\"warnings\":0}\n");
    uint32_t file = add("a\".limen", "\xC3\xA9 two\nthree");
    struct diagnostic *first =
        diagnostic_report(found, E301_TYPE, (struct span){file, 3, 9}, "a \"b\" \x01");
    diagnostic_label(found, first, span_of(file, "three"), "here");
    diagnostic_note(found, first, "why");
    diagnostic_report(found, W501_UNUSED, SPAN_NOWHERE, "nowhere");
    diagnostics_write_json(&text, found);
    assert_text(&text,
                "{\"diagnostics\":[{\"code\":\"E301\",\"severity\":\"error\","
                "\"message\":\"a \\\"b\\\" \\u0001\",\"file\":\"a\\\".limen\",\"line\":1,"
                "\"column\":3,\"end_line\":2,\"end_column\":3,\"labels\":[{"
                "\"file\":\"a\\\".limen\",\"line\":2,\"column\":1,\"end_line\":2,"
                "\"end_column\":6,\"text\":\"here\"}],\"note\":\"why\",\"help\":null},"
                "{\"code\":\"W501\",\"severity\":\"warning\",\"message\":\"nowhere\","
                "\"file\":null,\"line\":null,\"column\":null,\"end_line\":null,"
                "\"end_column\":null,\"labels\":[],\"note\":null,\"help\":null}],"
                "\"errors\":1,\"warnings\":1}\n");
}

static void colour_only_on_demand(void **state)
{
    (void)state;
    uint32_t file = add("a", "one");
    diagnostic_report(found, E301_TYPE, span_of(file, "one"), "red");
    struct text text = {0};
    diagnostics_write_text(&text, found, true);
    assert_non_null(strstr(text.data, "\033[1;31m^^^\033[0m\n"));
    text_clear(&text);
    diagnostics_write_text(&text, found, false);
    assert_null(strchr(text.data, '\033'));
    text_clear(&text);
}

static const char *near_help(const char *wanted, const char *const *names, size_t count)
{
    struct near_names near;
    near_names_start(&near, wanted);
    for (size_t i = 0; i < count; i++) {
        near_names_offer(&near, names[i]);
    }
    return near_names_help(&near, arena);
}

static void near_names_are_offered(void **state)
{
    (void)state;
    static const char *const names[] = {"persistent_absence", "persistently_neet", "neet", "need",
                                        "nest",               "seat",              "age",  "a"};
    size_t count = array_count(names);
    assert_string_equal(near_help("persistant_absence", names, count),
                        "did you mean `persistent_absence`?");
    assert_string_equal(near_help("neat", names, count), "did you mean `neet`, `nest` or `seat`?");
    assert_string_equal(near_help("neex", names, count), "did you mean `neet` or `need`?");
    assert_string_equal(near_help("neest", names, count), "did you mean `neet` or `nest`?");
    assert_null(near_help("sexually_active", names, count));
    assert_null(near_help("b", names, count));
    assert_null(near_help("", names, count));
    static const char *const alike[] = {"aab", "aab", "aac", "aad", "aae"};
    assert_string_equal(near_help("aaa", alike, array_count(alike)),
                        "did you mean `aab`, `aac` or `aad`?");
}

static void every_code_is_found(void **state)
{
    (void)state;
    enum diagnostic_code code = DIAGNOSTIC_CODES;
    for (unsigned i = 0; i < DIAGNOSTIC_CODES; i++) {
        const char *text = diagnostic_code_text((enum diagnostic_code)i);
        assert_true(diagnostic_code_find(text, &code));
        assert_int_equal(code, i); /* so no code is given twice */
        assert_int_equal(diagnostic_severity(code),
                         text[0] == 'W' ? SEVERITY_WARNING : SEVERITY_ERROR);
        assert_true(strlen(diagnostic_code_title(code)) > 0);
    }
    assert_true(diagnostic_code_find("e301", &code));
    assert_int_equal(code, E301_TYPE);
    assert_false(diagnostic_code_find("E999", &code));
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, start, stop)
    const struct CMUnitTest tests[] = {
        test(one_place_with_note_and_help),
        test(three_labels_on_one_line),
        test(labels_on_other_lines_and_files),
        test(what_hides_is_shown),
        test(wide_and_combining_characters),
        test(ends_and_emptiness),
        test(long_lines_are_cut),
        test(far_labels_get_views_of_their_own),
        test(characters_without_width_do_not_flood),
        test(sorting_merges_what_is_alike),
        test(json),
        test(colour_only_on_demand),
        test(near_names_are_offered),
        test(every_code_is_found),
    };
    return cmocka_run_group_tests_name("diagnostic", tests, NULL, NULL);
}

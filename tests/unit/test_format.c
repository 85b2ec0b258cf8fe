/* SPDX-License-Identifier: Apache-2.0 */
/* The canonical form: what it looks like, that it is stable, and that it changes no tree. */
#include "unit.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "front.h"

static void format(const char *bytes, size_t length, struct text *text)
{
    struct front front, again;
    struct text twice = {0};
    front_parse_bytes(&front, bytes, length);
    assert_int_equal(front.diagnostics->count, 0);
    assert_true(format_file(text, front.arena, front.sources, &front.tokens, front.file));
    front_parse_bytes(&again, text_string(text), text->length);
    assert_int_equal(again.diagnostics->count, 0);
    assert_true(node_equal(front.file, again.file));
    assert_true(format_file(&twice, again.arena, again.sources, &again.tokens, again.file));
    assert_string_equal(text_string(text), text_string(&twice));
    text_clear(&twice);
    front_close(&again);
    front_close(&front);
}

static void assert_formatted(const char *text, const char *wanted)
{
    struct text got = {0};
    format(text, strlen(text), &got);
    assert_text(&got, wanted);
}

#define HEAD "ruleset r 2020-01\n"

static void test_statements(void **state)
{
    (void)state;
    assert_formatted("ruleset   r 2020-01 applies to a,b in force from 2020-01-01 level 1 level 2",
                     HEAD "  applies to a, b\n  in force from 2020-01-01\nlevel 1\nlevel 2\n");
    assert_formatted(HEAD "rule x if a then level 2 because \"b\" [C] [D]",
                     HEAD "rule x\n  if a then level 2\n  because \"b\"\n  [C] [D]\n");
    assert_formatted(HEAD "if   a\nthen\nlevel 2 [C]", HEAD "if a then level 2 [C]\n");
    assert_formatted(HEAD "signs at level 2 [C] 1: a 2: b", HEAD "signs at level 2 [C]\n  1: a\n  2: b\n");
    assert_formatted(HEAD "define x is a -b\n  + (-2)", HEAD "define x is a - b + (-2)\n");
}

static void test_comments(void **state)
{
    (void)state;
    assert_formatted("# top\n\n\n\nruleset r 2020-01 # name  \r\n\n\n# own\n  level 1\n\n# end\n\n",
                     "# top\n\nruleset r 2020-01  # name\n\n# own\nlevel 1\n\n# end\n");
    assert_formatted(HEAD "if a # why\n  and b then level 2", HEAD "if a  # why\n    and b then level 2\n");
    assert_formatted(HEAD "signs at level 2\n\n\n 1: a # x\n# y\n 2: b",
                     HEAD "signs at level 2\n\n  1: a  # x\n  # y\n  2: b\n");
}

static void test_long_lines(void **state)
{
    (void)state;
    assert_formatted(HEAD "ladder scale_of_something first_value_of_it level 2 [L2/needs/01], second_value_of_it level 3 [L3/needs/02]",
                     HEAD "ladder scale_of_something\n  first_value_of_it level 2 [L2/needs/01],\n"
                          "  second_value_of_it level 3 [L3/needs/02]\n");
    assert_formatted(HEAD "rule x if any_of_the_long_names_here and another_long_name_there and a_third_long_name_elsewhere then level 2",
                     HEAD "rule x\n  if any_of_the_long_names_here and another_long_name_there and a_third_long_name_elsewhere\n"
                          "  then level 2\n");
}

static void test_refuses_mistakes(void **state)
{
    (void)state;
    static const char *const texts[] = {HEAD "if a level 2", HEAD "if a == b then level 2",
                                        HEAD "signs at level 2\n 1: and\n 2: b",
                                        HEAD "decision d : one of p, q first of p if and\n q otherwise"};
    for (size_t i = 0; i < array_count(texts); i++) {
        struct front front;
        struct text text = {0};
        front_parse(&front, texts[i]);
        assert_false(format_file(&text, front.arena, front.sources, &front.tokens, front.file));
        assert_int_equal(text.length, 0);
        front_close(&front);
    }
}

static void test_node(void **state)
{
    (void)state;
    struct front front;
    struct text text = {0};
    front_parse(&front, HEAD "# x\nrule y # z\n\n if a # b\n then level 2 [C]\nlevel 3");
    format_node(&text, front.arena, front.sources, node_nth(front.file, 1));
    assert_text(&text, "rule y\n  if a then level 2\n  [C]\n");
    front_close(&front);
}

static char *read_whole(const char *path, size_t *ret_length)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = calloc(1, 4u << 20);
    *ret_length = fread(bytes, 1, (4u << 20) - 1, file);
    fclose(file);
    return bytes;
}

static void format_all(const char *pattern)
{
    glob_t found;
    char path[4096];
    const char *top = getenv("srcdir");
    snprintf(path, sizeof path, "%s/%s", top ? top : ".", pattern);
    if (glob(path, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            struct text text = {0};
            size_t length;
            char *bytes = read_whole(found.gl_pathv[i], &length);
            format(bytes, length, &text);
            text_clear(&text);
            free(bytes);
        }
        globfree(&found);
    }
}

static void test_files(void **state)
{
    (void)state;
    format_all("rulesets/*/*.limen");
    format_all("tests/golden/parse/*.limen");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statements), cmocka_unit_test(test_comments),
        cmocka_unit_test(test_long_lines), cmocka_unit_test(test_refuses_mistakes),
        cmocka_unit_test(test_node),       cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

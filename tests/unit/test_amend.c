/* SPDX-License-Identifier: Apache-2.0 */
/* Consolidation: a chain of versions in a folder of its own, and what becomes of it. */
#include "ruleset.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grammar/format.h"
#include "meaning/timeline.h"

static char folder[] = "/tmp/limen-amend-XXXXXX";

static void put(const char *version, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/demo/%s.limen", folder, version);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int make_library(void **state)
{
    char path[128];
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/demo", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    put("2020-01", "ruleset demo 2020-01 \"First\"\n  applies to here\n"
                   "  in force from 2020-01-01 to 2020-12-31\n  source \"one\"\n"
                   "level 1 low\nlevel 2 high\n"
                   "section s \"S\"\nconcern a\nconcern b\n"
                   "rule ra\n  if a unless b then level 2 because \"so\" [x/1]\n"
                   "signs at level 2 [x]\n  01: a\n  02: b\n");
    put("2021-01", "ruleset demo 2021-01 amends 2020-01\n  in force from 2021-01-01 to 2021-12-31\n"
                   "section s\nconcern c\nif c then level 2 [x/3]\n"
                   "withdraw rule [x/01]\n");
    put("2022-01", "ruleset demo 2022-01 amends 2021-01\n  in force from 2022-01-01\n"
                   "  source \"two\"\nlevel 1 low\nlevel 2a high was 2\nlevel 3 top\n"
                   "amend rule ra\n  then level 3 [y/1]\n");
    return 0;
}

static int remove_library(void **state)
{
    static const char *const versions[] = {"2020-01", "2021-01", "2022-01", "whole"};
    char path[128];
    (void)state;
    for (size_t i = 0; i < array_count(versions); i++) {
        snprintf(path, sizeof path, "%s/demo/%s.limen", folder, versions[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/demo", folder);
    rmdir(path);
    return rmdir(folder);
}

static struct program *load(struct compilation *compilation, const char *reference)
{
    struct program *program = library_load(compilation, reference, INT32_MIN);
    assert_int_equal(compilation->diagnostics->errors, 0);
    return program;
}

static void test_a_chain(void **state)
{
    struct compilation *compilation = compilation_create(folder);
    struct program *program = load(compilation, "demo@2022-01");
    const struct rule *ra = program_rule(program, symbol_of(program->symbols, "ra"));
    (void)state;
    assert_string_equal(program->title, "First");
    assert_int_equal(program->documents.count, 2);
    assert_string_equal(program->documents.items[0], "two");
    assert_int_equal(program->levels.count, 3);
    assert_int_equal(program->rules.count, 3);
    assert_int_equal(ra->level_low, 2);
    assert_string_equal(ra->because, "so");
    assert_non_null(ra->unless);
    assert_string_equal(ra->entity.cites.items[0].document, "two");
    assert_string_equal(program->rules.items[1]->entity.cites.items[0].document, "one");
    assert_string_equal(program->rules.items[1]->entity.cites.items[0].item, "x/02");
    assert_int_equal(program->rules.items[1]->level_low, 1);
    assert_string_equal(program->amends_version, "2021-01");
    compilation_destroy(compilation);
}

/* The text that `show` prints, read as a file of its own, says the same. */
static void test_the_whole_text(void **state)
{
    struct compilation *compilation = compilation_create(folder);
    struct program *program = load(compilation, "demo@2022-01");
    struct text text = {0};
    (void)state;
    for (const struct node *node = program->tree->child; node; node = node->next) {
        format_consolidated(&text, compilation->arena, compilation->sources, node);
    }
    struct program *whole = library_load_text(compilation, "whole.limen", text.data, text.length);
    assert_int_equal(compilation->diagnostics->errors, 0);
    assert_true(node_equal(whole->tree, program->tree));
    assert_string_equal(whole->hash, program->hash);
    text_clear(&text);
    compilation_destroy(compilation);
}

static void test_the_timeline(void **state)
{
    struct compilation *compilation = compilation_create(folder);
    struct timelines timelines = timelines_read(compilation);
    const struct timeline *timeline = timelines_of(&timelines, "here");
    size_t count;
    (void)state;
    assert_int_equal(timelines.count, 1);
    assert_int_equal(timeline->periods.count, 3);
    timelines_check(compilation, &timelines);
    assert_int_equal(compilation->diagnostics->errors, 0);
    assert_string_equal(timeline_find(timeline, 18627, &count)->version, "2020-01"); /* 2020-12-31 */
    assert_string_equal(timeline_find(timeline, 18628, &count)->version, "2021-01");
    assert_null(timeline_find(timeline, 18261, &count)); /* 2019-12-31 */
    assert_int_equal(count, 0);
    assert_null(timelines_of(&timelines, "there"));
    compilation_destroy(compilation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_chain),
        cmocka_unit_test(test_the_whole_text),
        cmocka_unit_test(test_the_timeline),
    };
    return cmocka_run_group_tests(tests, make_library, remove_library);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Rulesets read with those facts of their vocabularies that they mention, against the whole: the
   same hash and the same answers. LIMEN_LIBRARY names the library, as `make check` sets it. */
#include "unit.h"

#include <string.h>

#include "answer/answer.h"
#include "case/case.h"
#include "engine/engine.h"
#include "grammar/parse.h"
#include "meaning/library.h"
#include "meaning/versions.h"
#include "plan/plan.h"

static struct program *load(const char *reference, bool only_mentioned,
                            struct compilation **ret_compilation)
{
    struct compilation *compilation = compilation_create(NULL);
    compilation->only_mentioned = only_mentioned;
    struct program *program = library_load(compilation, reference, INT32_MIN);
    assert_int_equal(compilation->diagnostics->errors, 0);
    assert_true(compilation->only_mentioned == only_mentioned);
    *ret_compilation = compilation;
    return program;
}

static void answer(struct text *text, struct arena *arena, const struct program *program,
                   const struct plan *plan, size_t example)
{
    const struct node *decl = program->examples.items[example]->entity.decl;
    struct limen_case *one = case_of_example(arena, program, decl);
    answer_write_json(text, answer_create(arena, interpreter_evaluate(arena, plan, one)));
}

static void compare_answers(const struct program *whole, const struct program *mentioned)
{
    const struct plan *whole_plan = plan_create(whole->arena, whole);
    const struct plan *plan = plan_create(mentioned->arena, mentioned);
    struct text left = {0}, right = {0};
    struct arena *arena = arena_create();
    assert_int_equal(whole->examples.count, mentioned->examples.count);
    for (size_t i = 0; i < whole->examples.count; i++) {
        answer(&left, arena, whole, whole_plan, i);
        answer(&right, arena, mentioned, plan, i);
        assert_string_equal(text_string(&left), text_string(&right));
        arena_reset(arena);
        left.length = right.length = 0;
    }
    text_clear(&left);
    text_clear(&right);
    arena_destroy(arena);
}

static void test_same_answers(void **state)
{
    (void)state;
    struct compilation *library = compilation_create(NULL), *compilations[2];
    struct version_files files = versions_list(library);
    assert_true(files.count >= 5);
    for (size_t i = 0; i < files.count; i++) {
        const char *reference = arena_format(library->arena, "%s@%s", files.items[i].name,
                                             files.items[i].version);
        const struct program *whole = load(reference, false, &compilations[0]);
        const struct program *mentioned = load(reference, true, &compilations[1]);
        assert_true(mentioned->facts.count < whole->facts.count);
        assert_string_equal(mentioned->hash, whole->hash);
        compare_answers(whole, mentioned);
        compilation_destroy(compilations[0]);
        compilation_destroy(compilations[1]);
    }
    compilation_destroy(library);
}

/* --- which statements are read ----------------------------------------------------------------- */

/* Parses TEXT, a vocabulary, for a ruleset that mentions NAME; yields the names it then declares. */
static void expect_declared(const char *text, const char *name, const char *wanted)
{
    struct compilation *compilation = compilation_create(NULL);
    struct text declared = {0};
    uint32_t file = source_add(compilation->sources, "v.limen", text, strlen(text));
    symbol_of(compilation->symbols, name);
    const struct node *tree =
        parse_mentioned(compilation->arena, compilation->symbols, compilation->diagnostics,
                        compilation->sources, file);
    for (const struct node *node = tree->child; node; node = node->next) {
        for (const struct node *child = node->child; child; child = child->next) {
            if (child->kind == NODE_NAME) {
                text_format(&declared, "%s%s", declared.length ? " " : "", child->name);
            }
        }
    }
    assert_text(&declared, wanted);
    compilation_destroy(compilation);
}

#define VOCABULARY "# facts\nvocabulary v\nsection s\n"

static void test_statements(void **state)
{
    (void)state;
    expect_declared(VOCABULARY "concern a\nconcern b\nconcern c\n", "b", "b");
    expect_declared(VOCABULARY "fact a, b : 0 to 3\n  \"x\"\nconcern c\nfact d : 0 to 3\n", "b", "a b");
    expect_declared(VOCABULARY "concern a\n  unlike c\nconcern b\nconcern c unlike d\nconcern d\n",
                    "a", "a c d");
    expect_declared(VOCABULARY "concern a\nconcern b\nimpossible if b \"x\"\n", "z", "b");
    expect_declared(VOCABULARY "concern a \"\"\"of\nconcern b\n\"\"\" [b/1] # b\nconcern b\nconcern c\n",
                    "a", "a");
    expect_declared("vocabulary v\nconcern a\n", "z", "");
}

/* Where words don't tell, everything is read. */
static void test_unusual(void **state)
{
    (void)state;
    expect_declared(VOCABULARY "concern a concern b\nconcern c\n", "b", "a b c");
    expect_declared(VOCABULARY "concern a \"x\\\"\"\nconcern b\n", "b", "a b");
    expect_declared(VOCABULARY "concern a\nconcern b # the end", "b", "a b");
    expect_declared("", "b", "");
}

/* What is left out can be read later, and a mistake leads to reading everything at once. */
static void test_whole(void **state)
{
    (void)state;
    struct compilation *compilation;
    struct program *program = load("stoke_on_trent@2018-12", true, &compilation);
    size_t count = program->facts.count;
    program = library_load_whole(compilation, program);
    assert_false(compilation->only_mentioned);
    assert_true(program->facts.count > count);
    compilation_destroy(compilation);
    compilation = compilation_create(NULL);
    compilation->only_mentioned = true;
    library_load(compilation, "no_such_ruleset", INT32_MIN);
    assert_int_equal(compilation->diagnostics->errors, 1);
    compilation_destroy(compilation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_answers),
        cmocka_unit_test(test_statements),
        cmocka_unit_test(test_unusual),
        cmocka_unit_test(test_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Trees of statements, messages of mistakes, and the way on after them. */
#include "unit.h"

#include <stdlib.h>

#include "front.h"
#include "grammar/parser.h"

#define HEAD "ruleset r 2020-01\nlevel 1\nlevel 2\n"

static void assert_codes(const char *text, const char *wanted)
{
    struct front front;
    struct text got = {0};
    front_parse(&front, text);
    diagnostics_sort(front.diagnostics);
    for (size_t i = 0; i < front.diagnostics->count; i++) {
        const struct diagnostic *d = front.diagnostics->items[i];
        struct source_place place = source_place_at(front.sources, d->labels[0].span.file,
                                                    d->labels[0].span.begin);
        text_format(&got, "%zu: %s\n", place.line, d->message);
    }
    assert_text(&got, wanted);
    front_close(&front);
}

static void assert_tree(const char *statement, const char *wanted)
{
    struct front front;
    struct text text = {0};
    struct text got = {0};
    text_format(&text, "%s%s", HEAD, statement);
    front_parse(&front, text_string(&text));
    assert_int_equal(front.diagnostics->count, 0);
    node_dump(&got, node_nth(front.file, 3));
    assert_text(&got, wanted);
    text_clear(&text);
    front_close(&front);
}

static void test_rule(void **state)
{
    (void)state;
    assert_tree("if persistent_absence and support_level >= 2 then level 3",
                "RULE\n  IF\n    AND\n      USE persistent_absence\n      COMPARE <>=>\n"
                "        USE support_level\n        NUMBER 2\n  THEN\n    OUTCOME_LEVEL\n      LEVEL_REF 3\n");
    assert_tree("if a or b and (c or d) unless e then level 2 or 3 as judged, duty d, x = level 2 [A] [ B ]",
                "RULE\n  IF\n    OR\n      USE a\n      AND\n        USE b\n        OR +bracketed\n"
                "          USE c\n          USE d\n  UNLESS\n    USE e\n  THEN\n    OUTCOME_LEVEL\n      JUDGED\n"
                "        LEVEL_REF 2\n        LEVEL_REF 3\n    OUTCOME_DUTY d\n    OUTCOME_VALUE x\n"
                "      LEVEL_VALUE\n        LEVEL_REF 2\n  CITE \"A\"\n  CITE \"B\"\n");
    assert_tree("define x is a - b + -2 * c",
                "DEFINE x\n  IS\n    ADD\n      USE a\n      NEGATE\n        USE b\n      MULTIPLY\n"
                "        NEGATE\n          NUMBER 2\n        USE c\n");
}

static void test_texts(void **state)
{
    (void)state;
    assert_tree("background \"a \\\"b\\\" \\\\\"", "BACKGROUND\n  TITLE \"a \\\"b\\\" \\\\\"\n");
    assert_tree("background \"\"\"\n    one\r\n      two\n    \"\"\"", "BACKGROUND\n  TITLE \"one\\n  two\"\n");
}

static void test_contact_variants(void **state)
{
    (void)state;
    assert_tree("contact c phone \"1\" for t phone \"2\" open always for u email \"x\" [A]",
                "CONTACT c\n  PHONE \"1\"\n  VARIANT t\n    PHONE \"2\"\n    OPEN\n  VARIANT u\n"
                "    EMAIL \"x\"\n  CITE \"A\"\n");
}

static void test_names_and_words(void **state)
{
    (void)state;
    assert_tree("concern open", "CONCERN\n  NAME open\n");
    assert_tree("if day and none and first then level 2",
                "RULE\n  IF\n    AND\n      USE day\n      USE none\n      USE first\n  THEN\n"
                "    OUTCOME_LEVEL\n      LEVEL_REF 2\n");
    assert_codes(HEAD "concern unless\n", "4: `unless` is a word of the language and cannot be a name\n");
}

static void test_given(void **state)
{
    (void)state;
    struct front front;
    struct text got = {0};
    const char *text = "age 6 years, bad, child_caring regular or main_carer, missed (2018-10-01)";
    front_open(&front);
    uint32_t file = source_add(front.sources, "--given", text, strlen(text));
    node_dump(&got, parse_given(front.arena, front.symbols, front.diagnostics, front.sources, file));
    assert_int_equal(front.diagnostics->count, 0);
    assert_text(&got, "GIVEN\n  GIVEN_VALUES age\n    NUMBER 6 years\n  GIVEN_YES bad\n"
                      "  GIVEN_VALUES child_caring\n    USE regular\n    USE main_carer\n"
                      "  GIVEN_DATES missed\n    DATE 17805\n");
    file = source_add(front.sources, "--given", "age 6 yeers", 11);
    parse_given(front.arena, front.symbols, front.diagnostics, front.sources, file);
    assert_int_equal(front.diagnostics->count, 1);
    file = source_add(front.sources, "expression", "a and (", 7);
    assert_null(parse_expression(front.arena, front.symbols, front.diagnostics, front.sources, file));
    file = source_add(front.sources, "expression", "a and b", 7);
    assert_int_equal(parse_expression(front.arena, front.symbols, front.diagnostics, front.sources, file)->kind,
                     NODE_AND);
    front_close(&front);
}

static void test_ten_mistakes(void **state)
{
    (void)state;
    assert_codes("ruleset r 2020-01\n"                      /* 1 */
                 "  applies x\n"                            /* 2 */
                 "  in force from 2020-02-30\n"             /* 3 */
                 "level 1\nlevel two \"Two\"\nlevel 2\n"    /* 4 to 6 */
                 "concern a \"A\n"                          /* 7 */
                 "concern Persistent-Absence \"x\"\n"       /* 8 */
                 "fact age : 0 to 25 yeers \"y\"\n"         /* 9 */
                 "rul foo\n  if a then level 2\n"           /* 10 */
                 "if a and b level 2\n"                     /* 12 */
                 "if a b then level 2\n"                    /* 13 */
                 "rule r a and b then level 2\n"            /* 14 */
                 "if a == b && c then level 2\n"            /* 15 */
                 "if any of (a, b then level 2\n"           /* 16 */
                 "if a then level 2 else level 1\n"         /* 17 */
                 "if a and\n"                               /* 18 */
                 "signs at level 2\n  1: a\n  2: b c\n  3: and\n  4: d\n" /* 19 */
                 "decision d : one of p, q\n  first of\n"   /* 24 */
                 "    p if a and and b\n    q if c\n    q otherwise\n" /* 26 */
                 "contact c\n  phone 123\n  otherwise z\n"  /* 29 */
                 "list foo has x 3\n"                      /* 32 */
                 "note at level 2 speak to the parent\n"    /* 33 */
                 "checklist k\n  item i \"I\"\n  item \"I\"\n  item j \"J\"\n" /* 34 */
                 "example e on 2018-12-01 given a, b 3 expect level 2, levels 3\n" /* 38 */
                 "if a then level 2",
                 "2: `to` is missing after `applies`\n"
                 "3: 2020 has no 30 February\n"
                 "5: the number is missing after `level`\n"
                 "7: this text has no closing quotes\n"
                 "8: the name `Persistent-Absence` has capital letters: names are written small\n"
                 "9: `yeers` is not a unit\n"
                 "10: no statement starts with `rul`\n"
                 "12: `then` is missing after the condition\n"
                 "13: `and` or `or` is missing before `b`\n"
                 "14: `if` is missing before the condition\n"
                 "15: `==` is not a comparison\n"
                 "15: `&&` is not a sign of Limen\n"
                 "16: a closing bracket `)` is missing\n"
                 "17: a rule has no `else`\n"
                 "18: a condition is missing after `and`\n"
                 "21: `and` or `or` is missing before `c`\n"
                 "22: a condition is missing after `3:`\n"
                 "26: a condition is missing after `and`\n"
                 "30: a text in quotes is missing after `phone`\n"
                 "32: `:` is missing before `3`\n"
                 "33: a text needs quotes: found `speak`\n"
                 "36: a name is missing after `item`\n"
                 "38: `=` is missing after `levels`\n");
}

static void test_order(void **state)
{
    (void)state;
    assert_codes("", "1: the file is empty\n");
    assert_codes("if a then level 2", "1: the file does not start by saying what it is\n");
    assert_codes("vocabulary v\nrule r if a then level 2\nconcern c", "2: `rule` cannot stand here\n");
    assert_codes("calendar c\nholiday 2020-01-01\nconcern c", "3: `concern` cannot stand here\n");
    assert_codes(HEAD "concern c\nlevel 3\nsource \"x\"", "5: `level` cannot stand here\n6: `source` cannot stand here\n");
}

/* What stands behind a broken first line is no head, and a part in the wrong place declares nothing. */
static void test_no_head(void **state)
{
    (void)state;
    struct front front;
    front_parse(&front, "ruleset r \"no version\"\n  calendar c\nif a then level 2\n");
    assert_int_equal(front.diagnostics->count, 1);
    for (const struct node *part = front.file->child; part; part = part->next) {
        assert_int_not_equal(part->kind, NODE_CALENDAR);
    }
    front_close(&front);
    front_parse(&front, "calendar c\nif a then level 2\n");
    assert_int_equal(front.diagnostics->count, 1);
    assert_int_equal(node_nth(front.file, 1)->kind, NODE_ERROR);
    front_close(&front);
}

/* An outcome behind which a comma is missing is neither a duty nor a level of its own. */
static void test_lost_comma(void **state)
{
    (void)state;
    assert_codes(HEAD "if a then level 2 duty d\nif b then duty d\n  level 2\n"
                      "duty e \"E\"\nif c then level 2\nduty f\nexample x given a expects level 2\n",
                 "4: a comma is missing before `duty`\n6: a comma is missing before `level`\n"
                 "10: `expect` is missing before `level`\n");
}

/* One mistake of a line is enough; the slips in the rest of it are not told. */
static void test_one_mistake_a_line(void **state)
{
    (void)state;
    assert_codes(HEAD "concern late Late for School; of course.\n", "4: a text needs quotes: found `Late`\n");
    assert_codes(HEAD "if A-b > 3 then level 2;\n",
                 "4: the name `A-b` has capital letters: names are written small\n4: `;` has no meaning here\n");
}

static void test_broken_statement_keeps_its_name(void **state)
{
    (void)state;
    struct front front;
    front_parse(&front, HEAD "fact age : 0 to\nconcern c");
    assert_int_equal(node_nth(front.file, 3)->kind, NODE_ERROR);
    assert_string_equal(node_nth(front.file, 3)->name, "age");
    assert_int_equal(node_nth(front.file, 4)->kind, NODE_CONCERN);
    front_close(&front);
}

static void assert_deep(const char *piece, size_t times, const char *end, size_t errors)
{
    struct front front;
    struct text text = {0};
    text_add(&text, HEAD "if ");
    for (size_t i = 0; i < times; i++) {
        text_add(&text, piece);
    }
    text_add(&text, end);
    front_parse_bytes(&front, text_string(&text), text.length);
    assert_int_equal(front.diagnostics->count, errors);
    if (errors) {
        assert_int_equal(front.diagnostics->items[0]->code, E114_TOO_DEEP);
    }
    text_clear(&text);
    front_close(&front);
}

static void test_depth(void **state)
{
    (void)state;
    assert_deep("(", 100000, "a\nif b then level 2\n", 1);
    assert_deep("not ", 100000, "a then level 2\n", 1);
    assert_deep("(not ", 100000, "a then level 2\n", 1);
    assert_deep("any of (a, 1 + 2 * -(", 60000, "a then level 2\n", 1);
    assert_deep("a and ", 200000, "b then level 2\n", 0);
    assert_deep("1 + ", 200000, "b > 2 then level 2\n", 0);
    assert_deep("not ", 150, "a then level 2\n", 0);
}

/* The statement at the end of a text cannot end behind such a token. */
static bool wants_more(int kind)
{
    return kind == T_AND || kind == T_OR || kind == T_IF || kind == T_THEN || kind == '('
           || kind == T_GE || kind == '=' || kind == ':' || kind == T_OF || kind == T_UNLESS;
}

/* Whether the text, whose tokens are TOKENS, is no text of the language when it is cut at LENGTH. */
static bool is_broken_at(const struct token_list *tokens, uint32_t length)
{
    int depth = 0, last = 0;
    for (size_t i = 0; i < tokens->count && tokens->items[i].begin < length; i++) {
        struct token token = tokens->items[i];
        bool empty = length - token.begin == 2; /* "" of """ is a text */
        if (token.end > length && !empty && (token.kind == T_STRING || token.kind == T_CITE)) {
            return true;
        }
        if (token.kind != T_COMMENT) {
            bool whole = token.end <= length;
            depth += (token.kind == '(') - (whole && token.kind == ')');
            last = whole ? token.kind : 0;
        }
    }
    return depth > 0 || wants_more(last);
}

/* A text cut anywhere is read without harm, and is a mistake where it cannot end. */
static void test_truncated(void **state)
{
    (void)state;
    const char *folder = getenv("srcdir");
    struct text path = {0};
    struct arena *arena = arena_create();
    char *bytes;
    size_t size, broken = 0;
    text_format(&path, "%s/tests/golden/parse/everything.limen", folder ? folder : ".");
    struct source_set *sources = source_set_create(arena);
    uint32_t file;
    assert_int_equal(source_read(sources, text_string(&path), &file), SOURCE_OK);
    bytes = arena_copy(arena, sources->files[file].bytes, sources->files[file].length);
    size = sources->files[file].length < 4000 ? sources->files[file].length : 4000;
    struct front whole;
    front_parse_bytes(&whole, bytes, sources->files[file].length);
    assert_int_equal(whole.diagnostics->count, 0);
    for (uint32_t length = 0; length < size; length++) {
        struct front front;
        front_parse_bytes(&front, bytes, length);
        if (is_broken_at(&whole.tokens, length)) {
            broken++;
            assert_true(front.diagnostics->errors > 0);
        }
        front_close(&front);
    }
    assert_true(broken > 500);
    front_close(&whole);
    text_clear(&path);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rule),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_contact_variants),
        cmocka_unit_test(test_names_and_words),
        cmocka_unit_test(test_given),
        cmocka_unit_test(test_ten_mistakes),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_no_head),
        cmocka_unit_test(test_lost_comma),
        cmocka_unit_test(test_one_mistake_a_line),
        cmocka_unit_test(test_broken_statement_keeps_its_name),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_truncated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

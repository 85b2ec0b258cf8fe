/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens, words, and the slips that the scanner reports by itself. */
#include "unit.h"

#include "front.h"
#include "grammar/parser.h"

/* The kinds of all tokens of TEXT, and the codes of what was reported. */
static void scan(const char *bytes, size_t length, struct text *kinds, struct text *codes)
{
    struct front front;
    struct scanner scanner;
    struct token token;
    front_open(&front);
    uint32_t file = source_add(front.sources, "test.limen", bytes, length);
    scanner_start(&scanner, front.arena, front.diagnostics, front.sources, file);
    while ((token = scanner_next(&scanner)).kind) {
        text_format(kinds, "%d ", token.kind);
    }
    for (size_t i = 0; i < front.diagnostics->count; i++) {
        text_format(codes, "%s ", diagnostic_code_text(front.diagnostics->items[i]->code));
    }
    front_close(&front);
}

static void assert_tokens(const char *text, const int *kinds, size_t count, const char *codes)
{
    struct text got = {0}, reported = {0}, wanted = {0};
    scan(text, strlen(text), &got, &reported);
    for (size_t i = 0; i < count; i++) {
        text_format(&wanted, "%d ", kinds[i]);
    }
    assert_string_equal(text_string(&got), text_string(&wanted));
    assert_string_equal(text_string(&reported), codes);
    text_clear(&got);
    text_clear(&reported);
    text_clear(&wanted);
}

#define TOKENS(text, codes, ...) \
    assert_tokens(text, (const int[]){__VA_ARGS__}, array_count(((const int[]){__VA_ARGS__})), codes)

static void assert_code(const char *bytes, size_t length, const char *codes)
{
    struct text got = {0}, reported = {0};
    scan(bytes, length, &got, &reported);
    assert_string_equal(text_string(&reported), codes);
    text_clear(&got);
    text_clear(&reported);
}

static void test_tokens(void **state)
{
    (void)state;
    TOKENS("rule a_1 2a 2018-12 2018-12-13 08:30", "", T_RULE, T_NAME, T_LABEL, T_VERSION, T_DATE, T_TIME);
    TOKENS("11: x 85.0 % [L3/a b] W501", "", T_ITEM_NUMBER, T_NAME, T_NUMBER, '%', T_CITE, T_CODE);
    TOKENS("in force\nin   force in forced", "", T_IN_FORCE, T_IN_FORCE, T_IN, T_NAME);
    TOKENS("a # b\n\"c # d\" \"\"\"e\n\"f\" g\"\"\" \"\"", "", T_NAME, T_COMMENT, T_STRING, T_STRING, T_STRING);
    TOKENS("\xEF\xBB\xBFyes/no\r\n<=>=!=<", "", T_YES_NO, T_LE, T_GE, T_NE, '<');
    TOKENS("5 - 3 a+b", "", T_NUMBER, '-', T_NUMBER, T_NAME, '+', T_NAME);
}

static void test_slips(void **state)
{
    (void)state;
    TOKENS("\"abc\nb", "E105 ", T_STRING, T_NAME);
    TOKENS("\"\"\"abc\nb", "E105 ", T_STRING, T_NAME);
    TOKENS("[abc\nb []", "E106 E106 ", T_CITE, T_NAME, T_CITE);
    TOKENS("persistent-absence", "E108 ", T_NAME);
    TOKENS("Attendance IF AND", "E108 E108 E108 ", T_NAME, T_IF, T_AND);
    TOKENS("2nd 18years", "E108 E109 ", T_NAME, T_NUMBER, T_YEARS);
    TOKENS(".5 1.2.3 13/12/2018", "E109 E109 E110 ", T_NUMBER, T_MISTAKE, T_DATE);
    TOKENS("9am 10.30pm // b\n/* c", "E111 E111 E112 E112 ", T_TIME, T_TIME, T_COMMENT, T_COMMENT);
    TOKENS("== => =< <> && || !a", "E113 E113 E113 E113 E113 E113 E113 ", '=', T_GE, T_LE, T_NE, T_AND,
           T_OR, T_NOT, T_NAME);
    TOKENS("\xE2\x89\xA5 \xE2\x89\xA4 \xE2\x89\xA0 \xE2\x80\x93", "E113 E113 E113 E113 ", T_GE, T_LE, T_NE, '-');
    TOKENS("\xE2\x80\x9Chello\xE2\x80\x9D 'you'", "E112 E112 ", T_STRING, T_STRING);
    TOKENS("a; \xC2\xA0" "b ?", "E112 E112 E112 ", T_NAME, T_NAME, T_MISTAKE);
}

static void test_encoding(void **state)
{
    (void)state;
    assert_code("\xFF\xFE" "a\0", 4, "E002 ");
    assert_code("a\0b", 3, "E003 ");
    assert_code("# caf\xE9\n# \xE9", 10, "E001 ");
    assert_code("\"a\xE2\x80\xAE" "b\"", 7, "E004 ");
    assert_code("# \xE2\x81\xA6", 5, "E004 ");
    assert_code("", 0, "");
}

static void test_keywords(void **state)
{
    (void)state;
#define X(token, text, role) assert_int_equal(keyword_find(text, strlen(text)), T_##token);
#include "grammar/keywords.def"
#undef X
    assert_int_equal(keyword_find("rul", 3), 0);
    assert_int_equal(keyword_find("rulesets", 8), 0);
    assert_string_equal(keyword_text(T_UNLESS), "unless");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_slips),
        cmocka_unit_test(test_encoding),
        cmocka_unit_test(test_keywords),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

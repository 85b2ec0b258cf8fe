/* SPDX-License-Identifier: Apache-2.0 */
/* Symbols: identity, growth of the table, and distances between names. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/symbol.h"

static void same_bytes_same_pointer(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct symbol_table *table = symbol_table_create(arena);
    symbol age = symbol_of(table, "age");
    assert_ptr_equal(symbol_intern(table, "ages", 3), age);
    assert_ptr_not_equal(symbol_of(table, "ages"), age);
    assert_string_equal(age, "age");
    assert_ptr_equal(symbol_intern(table, "", 0), symbol_of(table, ""));
    assert_ptr_not_equal(symbol_intern(table, "a\0b", 3), symbol_intern(table, "a\0c", 3));
    arena_destroy(arena);
}

static void find_adds_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct symbol_table *table = symbol_table_create(arena);
    assert_null(symbol_find(table, "neet", 4));
    assert_null(symbol_find(table, "neet", 4));
    symbol neet = symbol_of(table, "neet");
    assert_ptr_equal(symbol_find(table, "neet", 4), neet);
    arena_destroy(arena);
}

static void table_grows(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    static symbol symbols[COUNT];
    struct arena *arena = arena_create();
    struct symbol_table *table = symbol_table_create(arena);
    char name[32];
    for (int i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "fact_%d", i);
        symbols[i] = symbol_of(table, name);
    }
    for (int i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "fact_%d", i);
        assert_ptr_equal(symbol_of(table, name), symbols[i]);
    }
    arena_destroy(arena);
}

static void distances(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned distance;
    } cases[] = {
        {"", "", 0},          {"", "abc", 3},     {"age", "age", 0},       {"age", "ages", 1},
        {"age", "aeg", 1},    {"age", "agx", 1},  {"kitten", "sitting", 3}, {"abcd", "badc", 2},
        {"ca", "abc", 3},     {"neet", "teen", 2}, {"persistant_absence", "persistent_absence", 1},
        {"abcdef", "fedcba", 5},
    };
    for (size_t i = 0; i < array_count(cases); i++) {
        assert_int_equal(symbol_distance(cases[i].a, cases[i].b, 20), cases[i].distance);
        assert_int_equal(symbol_distance(cases[i].b, cases[i].a, 20), cases[i].distance);
    }
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* By the definition, without bands or limits. */
static unsigned naive_distance(const char *a, size_t m, const char *b, size_t n)
{
    unsigned d[8][8];
    for (size_t i = 0; i <= m; i++) {
        for (size_t j = 0; j <= n; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = (unsigned)(i + j);
                continue;
            }
            d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1,
                            d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[m][n];
}

static void spell(unsigned number, char *ret_word)
{
    for (; number > 0; number /= 4) {
        *ret_word++ = "?abc"[number % 4];
    }
    *ret_word = '\0';
}

static void distances_agree_with_the_definition(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 1024; i += 3) {
        for (unsigned j = 0; j < 1024; j += 5) {
            char a[8], b[8];
            spell(i, a);
            spell(j, b);
            unsigned wanted = naive_distance(a, strlen(a), b, strlen(b));
            for (unsigned limit = 0; limit < 5; limit++) {
                assert_int_equal(symbol_distance(a, b, limit), least(wanted, limit + 1));
            }
        }
    }
}

static void long_names(void **state)
{
    (void)state;
    char a[300], b[300];
    memset(a, 'a', sizeof a);
    memset(b, 'a', sizeof b);
    a[255] = b[255] = '\0';
    b[100] = 'b';
    assert_int_equal(symbol_distance(a, b, 3), 1);
    a[255] = b[255] = 'a';
    a[299] = b[299] = '\0';
    assert_int_equal(symbol_distance(a, b, 3), 4);
    assert_int_equal(symbol_distance(a, a, 3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_bytes_same_pointer),
        cmocka_unit_test(find_adds_nothing),
        cmocka_unit_test(table_grows),
        cmocka_unit_test(distances),
        cmocka_unit_test(distances_agree_with_the_definition),
        cmocka_unit_test(long_names),
    };
    return cmocka_run_group_tests_name("symbol", tests, NULL, NULL);
}

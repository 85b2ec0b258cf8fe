/* SPDX-License-Identifier: Apache-2.0 */
/* What was seen before: each id by its whole text, however many there are. */
#include "unit.h"

#include <stdio.h>

#include "case/seen_ids.h"

static void test_lines(void **state)
{
    struct seen_ids ids = {0};
    (void)state;
    assert_int_equal(seen_ids_add(&ids, "a", 2), 0);
    assert_int_equal(seen_ids_add(&ids, "b", 3), 0);
    assert_int_equal(seen_ids_add(&ids, "a", 4), 2);
    assert_int_equal(seen_ids_add(&ids, "a", 5), 2);
    assert_int_equal(seen_ids_add(&ids, "", 6), 0);
    assert_int_equal(seen_ids_add(&ids, "", 7), 6);
    seen_ids_clear(&ids);
    assert_int_equal(seen_ids_add(&ids, "a", 8), 0);
    seen_ids_clear(&ids);
}

/* Ids that differ in their last byte, in their length, in a word in their middle. */
static void test_many(void **state)
{
    static const char *const before[] = {"", "case-", "a long name before "};
    static const char *const behind[] = {"", "        ", " and after"};
    struct seen_ids ids = {0};
    char id[64];
    (void)state;
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < 20000; i++) {
            snprintf(id, sizeof id, "%s%zu%s", before[i % 3], i / 9, behind[i / 3 % 3]);
            assert_int_equal(seen_ids_add(&ids, id, i + 1), round ? i + 1 : 0);
        }
    }
    seen_ids_clear(&ids);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

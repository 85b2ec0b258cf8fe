/* SPDX-License-Identifier: Apache-2.0 */
/* Decimals: reading, exact comparison, scales, checked arithmetic. */
#include "unit.h"

#include <string.h>

#include "base/decimal.h"

static enum decimal_status parse(const char *written, struct decimal *ret_value)
{
    return decimal_parse(written, strlen(written), ret_value);
}

static struct decimal decimal_of(const char *written)
{
    struct decimal value = {0};
    assert_int_equal(parse(written, &value), DECIMAL_OK);
    return value;
}

static void reading_keeps_the_scale(void **state)
{
    (void)state;
    static const struct {
        const char *written;
        int64_t digits;
        unsigned scale;
    } cases[] = {
        {"0", 0, 0},
        {"-0", 0, 0},
        {"007", 7, 0},
        {"85.0", 850, 1},
        {"-12.34", -1234, 2},
        {"0.000000001", 1, 9},
        {"999999999999999999", DECIMAL_LIMIT - 1, 0},
        {"-999999999.999999999", 1 - DECIMAL_LIMIT, 9},
        {"0000000000000000000000000001", 1, 0},
    };
    for (size_t i = 0; i < array_count(cases); i++) {
        struct decimal value = decimal_of(cases[i].written);
        assert_int_equal(value.digits, cases[i].digits);
        assert_int_equal(value.scale, cases[i].scale);
    }
}

static void reading_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *written;
        enum decimal_status status;
    } cases[] = {
        {"", DECIMAL_MALFORMED},       {"-", DECIMAL_MALFORMED},
        {".5", DECIMAL_MALFORMED},     {"5.", DECIMAL_MALFORMED},
        {"+5", DECIMAL_MALFORMED},     {"1e3", DECIMAL_MALFORMED},
        {"1.2.3", DECIMAL_MALFORMED},  {" 1", DECIMAL_MALFORMED},
        {"1 ", DECIMAL_MALFORMED},     {"--1", DECIMAL_MALFORMED},
        {"0x1", DECIMAL_MALFORMED},    {"1,5", DECIMAL_MALFORMED},
        {"1.", DECIMAL_MALFORMED},     {"1.0000000000", DECIMAL_TOO_FINE},
        {"0.0000000001", DECIMAL_TOO_FINE},
        {"1000000000000000000", DECIMAL_TOO_LARGE},
        {"-1000000000000000000", DECIMAL_TOO_LARGE},
        {"99999999999999999999999999999", DECIMAL_TOO_LARGE},
        {"1000000000.000000000", DECIMAL_TOO_LARGE},
    };
    for (size_t i = 0; i < array_count(cases); i++) {
        struct decimal value = {7, 7};
        assert_int_equal(parse(cases[i].written, &value), cases[i].status);
        assert_int_equal(value.digits, 7);
    }
}

static void only_the_given_bytes_are_read(void **state)
{
    (void)state;
    struct decimal value;
    assert_int_equal(decimal_parse("12.5", 3, &value), DECIMAL_MALFORMED);
    assert_int_equal(decimal_parse("12.5", 2, &value), DECIMAL_OK);
    assert_int_equal(value.digits, 12);
}

static void comparison_is_exact(void **state)
{
    (void)state;
    static const char *const ascending[] = {
        "-999999999999999999", "-999999999.999999999", "-1", "-0.999999999", "0", "0.000000001",
        "0.1", "0.11", "0.2", "1", "999999999.999999999", "1000000000", "999999999999999999",
    };
    for (size_t i = 0; i < array_count(ascending); i++) {
        for (size_t j = 0; j < array_count(ascending); j++) {
            int wanted = (i > j) - (i < j);
            int got = decimal_compare(decimal_of(ascending[i]), decimal_of(ascending[j]));
            assert_int_equal(got, wanted);
        }
    }
    assert_int_equal(decimal_compare(decimal_of("85.0"), decimal_of("85")), 0);
}

static void scales(void **state)
{
    (void)state;
    int64_t digits = 7;
    assert_true(decimal_at_scale(decimal_of("85.5"), 3, &digits));
    assert_int_equal(digits, 85500);
    assert_true(decimal_at_scale(decimal_of("85.50"), 1, &digits));
    assert_int_equal(digits, 855);
    assert_false(decimal_at_scale(decimal_of("85.5"), 0, &digits));
    assert_true(decimal_at_scale(decimal_of("-85.0"), 0, &digits));
    assert_int_equal(digits, -85);
    assert_false(decimal_at_scale(decimal_of("999999999999999999"), 1, &digits));
    assert_false(decimal_at_scale(decimal_of("1"), 18, &digits));
    assert_false(decimal_at_scale(decimal_of("1"), 40, &digits));
    assert_int_equal(digits, -85);
    assert_int_equal(decimal_normalise(decimal_of("85.500")).digits, 855);
    assert_int_equal(decimal_normalise(decimal_of("85.500")).scale, 1);
    assert_int_equal(decimal_normalise(decimal_of("0.000")).scale, 0);
    assert_int_equal(decimal_normalise(decimal_of("100")).digits, 100);
    assert_int_equal(decimal_power(0), 1);
    assert_int_equal(decimal_power(18), DECIMAL_LIMIT);
}

static void arithmetic_is_checked(void **state)
{
    (void)state;
    int64_t result = 7;
    assert_true(decimal_add(DECIMAL_LIMIT - 2, 1, &result));
    assert_int_equal(result, DECIMAL_LIMIT - 1);
    assert_false(decimal_add(DECIMAL_LIMIT - 1, 1, &result));
    assert_false(decimal_add(1 - DECIMAL_LIMIT, -1, &result));
    assert_false(decimal_add(INT64_MAX, INT64_MAX, &result));
    assert_true(decimal_multiply(-999999999, 1000000000, &result));
    assert_int_equal(result, -INT64_C(999999999000000000));
    assert_false(decimal_multiply(1000000000, 1000000000, &result));
    assert_false(decimal_multiply(INT64_MIN, -1, &result));
    assert_int_equal(result, -INT64_C(999999999000000000));
}

static void writing(void **state)
{
    (void)state;
    struct text text = {0};
    decimal_write(&text, 850, 1);
    assert_text(&text, "85.0");
    decimal_write(&text, -5, 2);
    assert_text(&text, "-0.05");
    decimal_write(&text, 0, 3);
    assert_text(&text, "0.000");
    decimal_write(&text, -42, 0);
    assert_text(&text, "-42");
    decimal_write(&text, INT64_MIN, 9);
    assert_text(&text, "-9223372036.854775808");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_keeps_the_scale),
        cmocka_unit_test(reading_refuses),
        cmocka_unit_test(only_the_given_bytes_are_read),
        cmocka_unit_test(comparison_is_exact),
        cmocka_unit_test(scales),
        cmocka_unit_test(arithmetic_is_checked),
        cmocka_unit_test(writing),
    };
    return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}

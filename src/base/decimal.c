/* SPDX-License-Identifier: Apache-2.0 */
/* Decimal: reading, comparing and writing exact decimal numbers. */
#include "base/decimal.h"

#include <assert.h>
#include <inttypes.h>

static size_t count_digits(const char *bytes, size_t length)
{
    size_t count = 0;
    while (count < length && bytes[count] >= '0' && bytes[count] <= '9') {
        count++;
    }
    return count;
}

/* Appends decimal digits to *VALUE; false if it would pass the limit. */
static bool read_digits(const char *bytes, size_t count, int64_t *value)
{
    for (size_t i = 0; i < count; i++) {
        if (!decimal_multiply(*value, 10, value) || !decimal_add(*value, bytes[i] - '0', value)) {
            return false;
        }
    }
    return true;
}

enum decimal_status decimal_parse(const char *bytes, size_t length, struct decimal *ret_value)
{
    bool negative = length > 0 && bytes[0] == '-';
    const char *whole = bytes + negative;
    size_t left = length - negative;
    size_t whole_count = count_digits(whole, left);
    left -= whole_count;
    const char *fraction = whole + whole_count;
    size_t fraction_count = 0;
    if (left > 0 && *fraction == '.') {
        fraction++;
        left--;
        fraction_count = count_digits(fraction, left);
        if (fraction_count == 0) {
            return DECIMAL_MALFORMED;
        }
        left -= fraction_count;
    }
    if (whole_count == 0 || left > 0) {
        return DECIMAL_MALFORMED;
    }
    if (fraction_count > DECIMAL_MAX_SCALE) {
        return DECIMAL_TOO_FINE;
    }
    int64_t digits = 0;
    if (!read_digits(whole, whole_count, &digits)
        || !read_digits(fraction, fraction_count, &digits)) {
        return DECIMAL_TOO_LARGE;
    }
    *ret_value = (struct decimal){negative ? -digits : digits, (unsigned)fraction_count};
    return DECIMAL_OK;
}

int decimal_compare(struct decimal a, struct decimal b)
{
    __int128 left = (__int128)a.digits * decimal_power(b.scale);
    __int128 right = (__int128)b.digits * decimal_power(a.scale);
    return (left > right) - (left < right);
}

bool decimal_at_scale(struct decimal value, unsigned scale, int64_t *ret_digits)
{
    if (scale >= value.scale) {
        return scale - value.scale <= 18
               && decimal_multiply(value.digits, decimal_power(scale - value.scale), ret_digits);
    }
    int64_t divisor = decimal_power(value.scale - scale);
    if (value.digits % divisor != 0) {
        return false;
    }
    *ret_digits = value.digits / divisor;
    return true;
}

struct decimal decimal_normalise(struct decimal value)
{
    while (value.scale > 0 && value.digits % 10 == 0) {
        value.digits /= 10;
        value.scale--;
    }
    return value;
}

int64_t decimal_power(unsigned scale)
{
    assert(scale <= 18);
    int64_t power = 1;
    while (scale-- > 0) {
        power *= 10;
    }
    return power;
}

void decimal_write(struct text *text, int64_t digits, unsigned scale)
{
    char written[24]; /* from its end: at most 20 digits, a point and a sign */
    size_t at = sizeof written;
    uint64_t magnitude = digits < 0 ? -(uint64_t)digits : (uint64_t)digits;
    assert(scale <= 18);
    for (unsigned place = 0; place <= scale || magnitude > 0; place++) {
        if (place == scale && scale > 0) {
            written[--at] = '.';
        }
        written[--at] = (char)('0' + magnitude % 10);
        magnitude /= 10;
    }
    if (digits < 0) {
        written[--at] = '-';
    }
    text_add_bytes(text, written + at, sizeof written - at);
}

static bool within_limit(int64_t value)
{
    return value > -DECIMAL_LIMIT && value < DECIMAL_LIMIT;
}

bool decimal_add(int64_t a, int64_t b, int64_t *ret_sum)
{
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum) || !within_limit(sum)) {
        return false;
    }
    *ret_sum = sum;
    return true;
}

bool decimal_multiply(int64_t a, int64_t b, int64_t *ret_product)
{
    int64_t product;
    if (__builtin_mul_overflow(a, b, &product) || !within_limit(product)) {
        return false;
    }
    *ret_product = product;
    return true;
}

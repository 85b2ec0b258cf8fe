/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8: decoding, and the tables of widths. */
#include "base/utf8.h"

struct range {
    uint32_t first, last;
};

#define X(first, last) {first, last},
static const struct range combining[] = {
#define UTF8_COMBINING
#include "base/utf8_width.def"
#undef UTF8_COMBINING
};
static const struct range wide[] = {
#define UTF8_WIDE
#include "base/utf8_width.def"
#undef UTF8_WIDE
};
#undef X

static const struct range hidden[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD}, {0x034F, 0x034F},   {0x061C, 0x061C},
    {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
    {0xFFFE, 0xFFFF}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

static bool in_ranges(const struct range *ranges, size_t count, uint32_t point)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (ranges[middle].last < point) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && ranges[low].first <= point;
}

/* Bytes that the first byte announces; 0 if it can begin no character. */
static size_t announced_length(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3
           : first < 0xF5 ? 4 : 0;
}

size_t utf8_decode(const char *bytes, size_t length, uint32_t *ret_point)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)bytes[0];
    size_t count = announced_length(first);
    *ret_point = UTF8_INVALID;
    if (count <= 1 || count > length) {
        *ret_point = count == 1 ? first : UTF8_INVALID;
        return 1;
    }
    uint32_t point = first & (0x7FU >> count);
    for (size_t i = 1; i < count; i++) {
        unsigned char next = (unsigned char)bytes[i];
        if ((next & 0xC0) != 0x80) {
            return 1;
        }
        point = point << 6 | (next & 0x3F);
    }
    if (point < least[count] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
        return 1;
    }
    *ret_point = point;
    return count;
}

size_t utf8_before(const char *bytes, size_t at)
{
    uint32_t point;
    for (size_t back = 2; back <= 4 && back <= at; back++) {
        if (utf8_decode(bytes + at - back, back, &point) == back) {
            return at - back;
        }
    }
    return at > 0 ? at - 1 : 0;
}

bool utf8_is_utf16(const char *bytes, size_t length)
{
    const unsigned char *b = (const unsigned char *)bytes;
    if (length < 2) {
        return false;
    }
    return (b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF) ||
           (length >= 4 && ((!b[0] && b[1] && !b[2] && b[3]) || (b[0] && !b[1] && b[2] && !b[3])));
}

unsigned utf8_width(uint32_t point)
{
    if (point < 0x300) {
        return 1;
    }
    if (in_ranges(combining, sizeof combining / sizeof *combining, point)) {
        return 0;
    }
    return in_ranges(wide, sizeof wide / sizeof *wide, point) ? 2 : 1;
}

bool utf8_is_hidden(uint32_t point)
{
    return in_ranges(hidden, sizeof hidden / sizeof *hidden, point);
}

bool utf8_is_direction_control(uint32_t point)
{
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
           point == 0x200E || point == 0x200F || point == 0x061C;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Eight numbers at a time. */
#include "case/transpose.h"

#include <string.h>

/* Of an 8 by 8 matrix of bits, row I in byte I, the columns as rows. */
static uint64_t transposed(uint64_t x)
{
    uint64_t t = (x ^ (x >> 7)) & UINT64_C(0x00AA00AA00AA00AA);
    x = x ^ t ^ (t << 7);
    t = (x ^ (x >> 14)) & UINT64_C(0x0000CCCC0000CCCC);
    x = x ^ t ^ (t << 14);
    t = (x ^ (x >> 28)) & UINT64_C(0x00000000F0F0F0F0);
    return x ^ t ^ (t << 28);
}

static uint64_t eight_bytes(const uint8_t *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* Up to eight planes of 64 cases from one byte of each; of cases that gave nothing they mean nothing. */
static void planes_of_byte(const uint8_t *bytes, block_plane *planes, size_t count, size_t word)
{
    uint64_t rows[8];
    for (size_t i = 0; i < 8; i++) {
        rows[i] = transposed(eight_bytes(bytes + word * 64 + 8 * i));
    }
    for (size_t plane = 0; plane < count; plane++) {
        uint64_t bits = 0;
        for (size_t i = 0; i < 8; i++) {
            bits |= (rows[i] >> (8 * plane) & 0xff) << (8 * i);
        }
        planes[plane][word] = bits;
    }
}

void planes_of_bytes(const uint8_t *bytes, block_plane *planes, size_t width, size_t from, size_t to)
{
    for (size_t bit = 0; bit < width; bit += 8) {
        size_t left = width - bit;
        for (size_t w = from; w < to; w++) {
            planes_of_byte(bytes + bit / 8 * COLUMN_STRIDE, planes + bit, left < 8 ? left : 8, w);
        }
    }
}

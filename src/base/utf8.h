/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8: taking characters out of bytes that may be anything, and how a terminal shows them. */
#ifndef LIMEN_BASE_UTF8_H
#define LIMEN_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What *ret_point is when the first byte begins no valid character; such a byte stands alone. */
#define UTF8_INVALID UINT32_MAX

/* Bytes (1 to 4) of the first character of BYTES; LENGTH must not be 0. Overlong forms, surrogates
   and points past U+10FFFF are invalid. */
size_t utf8_decode(const char *bytes, size_t length, uint32_t *ret_point);

/* Where the character begins that ends before offset AT; 0 if AT is 0. Offset 0 must begin one. */
size_t utf8_before(const char *bytes, size_t at);

/* Whether BYTES begin a text in UTF-16: with a byte order mark, or with a zero in every other byte. */
bool utf8_is_utf16(const char *bytes, size_t length);

/* Columns of a character that a terminal shows: 0, 1 or 2. */
unsigned utf8_width(uint32_t point);

/* Whether showing the character itself would hide or rearrange text: controls (tab and line feed
   too), invisible format characters, direction marks. */
bool utf8_is_hidden(uint32_t point);

/* Whether the character can make a terminal or an editor show text in another order than it is read. */
bool utf8_is_direction_control(uint32_t point);

#endif

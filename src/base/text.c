/* SPDX-License-Identifier: Apache-2.0 */
/* Text: the growing buffer, and the ways of writing into it that need to know about characters. */
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static void out_of_memory(void)
{
    fputs("limen: out of memory\n", stderr);
    abort();
}

static void text_grow(struct text *text, size_t length)
{
    if (length > SIZE_MAX / 4 || text->length > SIZE_MAX / 4) {
        out_of_memory();
    }
    size_t capacity = text->capacity ? text->capacity : 64;
    while (capacity <= text->length + length) {
        capacity *= 2;
    }
    char *data = realloc(text->data, capacity);
    if (!data) {
        out_of_memory();
    }
    text->data = data;
    text->capacity = capacity;
}

/* Makes room for LENGTH bytes more and the NUL. */
static inline void text_reserve(struct text *text, size_t length)
{
    if (length >= text->capacity - text->length) {
        text_grow(text, length);
    }
}

char *text_room(struct text *text, size_t length)
{
    text_reserve(text, length);
    return text->data + text->length;
}

void text_add(struct text *text, const char *string)
{
    text_add_bytes(text, string, strlen(string));
}

void text_add_bytes(struct text *text, const char *bytes, size_t length)
{
    text_reserve(text, length);
    if (length) {
        memcpy(text->data + text->length, bytes, length);
    }
    text->length += length;
    text->data[text->length] = '\0';
}

void text_add_char(struct text *text, char c)
{
    text_reserve(text, 1);
    text->data[text->length++] = c;
    text->data[text->length] = '\0';
}

void text_repeat(struct text *text, char c, size_t times)
{
    text_reserve(text, times);
    memset(text->data + text->length, c, times);
    text->length += times;
    text->data[text->length] = '\0';
}

void text_format(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_vformat(text, format, arguments);
    va_end(arguments);
}

void text_vformat(struct text *text, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    text_reserve(text, 1);
    size_t room = text->capacity - text->length;
    int length = vsnprintf(text->data + text->length, room, format, arguments);
    if (length < 0) {
        out_of_memory();
    }
    if ((size_t)length >= room) {
        text_reserve(text, (size_t)length);
        vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
    }
    text->length += (size_t)length;
    va_end(again);
}

void text_add_ordinal(struct text *text, size_t number)
{
    bool teens = number % 100 >= 11 && number % 100 <= 13;
    const char *ending = teens             ? "th"
                         : number % 10 == 1 ? "st"
                         : number % 10 == 2 ? "nd"
                         : number % 10 == 3 ? "rd"
                                            : "th";
    text_format(text, "%zu%s", number, ending);
}

const char *text_string(const struct text *text)
{
    return text->data ? text->data : "";
}

void text_clear(struct text *text)
{
    free(text->data);
    *text = (struct text){0};
}

static void add_json_character(struct text *text, uint32_t point, const char *bytes, size_t length)
{
    static const char shorts[] = "\"\"\\\\\bb\ff\nn\rr\tt"; /* pairs: character, its escape */
    for (const char *pair = shorts; *pair; pair += 2) {
        if (point == (unsigned char)*pair) {
            text_add_char(text, '\\');
            text_add_char(text, pair[1]);
            return;
        }
    }
    if (point == UTF8_INVALID) {
        text_add(text, "\xEF\xBF\xBD");
    } else if (point <= 0xFFFF && utf8_is_hidden(point)) {
        text_format(text, "\\u%04x", (unsigned)point);
    } else {
        text_add_bytes(text, bytes, length);
    }
}

void text_add_json(struct text *text, const char *string)
{
    text_add_json_bytes(text, string, strlen(string));
}

static bool is_plain(char byte)
{
    return byte >= ' ' && byte < 0x7F && byte != '"' && byte != '\\';
}

/* The top bit of each of EIGHT bytes that may not be plain, and perhaps of a byte behind such a one:
   those of 0x80 and above, and those from which subtracting borrows. */
static uint64_t doubtful(uint64_t eight)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t quote = eight ^ ones * '"', backslash = eight ^ ones * '\\', del = eight ^ ones * 0x7F;
    return (eight | (eight - ones * ' ') | (quote - ones) | (backslash - ones) | (del - ones)) & tops;
}

/* How many of the first bytes stand for themselves in a JSON string, as most do; eight are judged at
   once. */
static size_t plain_length(const char *bytes, size_t length)
{
    size_t at = 0;
    for (uint64_t eight; length - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, bytes + at, sizeof eight);
        if (doubtful(eight)) {
            break;
        }
    }
    while (at < length && is_plain(bytes[at])) {
        at++;
    }
    return at;
}

void text_add_json_bytes(struct text *text, const char *bytes, size_t length)
{
    text_add_char(text, '"');
    for (size_t at = 0; at < length;) {
        size_t plain = plain_length(bytes + at, length - at);
        text_add_bytes(text, bytes + at, plain);
        at += plain;
        if (at < length) {
            uint32_t point;
            size_t count = utf8_decode(bytes + at, length - at, &point);
            add_json_character(text, point, bytes + at, count);
            at += count;
        }
    }
    text_add_char(text, '"');
}

size_t text_columns(const char *bytes, size_t length)
{
    size_t columns = 0;
    for (size_t at = 0; at < length;) {
        uint32_t point;
        at += utf8_decode(bytes + at, length - at, &point);
        columns += utf8_width(point);
    }
    return columns;
}

static void add_safe_character(struct text *text, uint32_t point, const char *bytes, size_t length)
{
    if (point == UTF8_INVALID) {
        text_format(text, "<%02X>", (unsigned)(unsigned char)*bytes);
    } else if (utf8_is_hidden(point)) {
        text_format(text, "<U+%04X>", (unsigned)point);
    } else {
        text_add_bytes(text, bytes, length);
    }
}

void text_add_safe(struct text *text, const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t point;
        size_t count = utf8_decode(bytes + at, length - at, &point);
        add_safe_character(text, point, bytes + at, count);
        at += count;
    }
}

void text_add_safe_lines(struct text *text, const char *string)
{
    size_t length = strcspn(string, "\n");
    text_add_safe(text, string, length);
    while (string[length]) {
        text_add_char(text, '\n');
        string += length + 1;
        length = strcspn(string, "\n");
        text_add_safe(text, string, length);
    }
}

static const char *xml_entity(uint32_t point)
{
    switch (point) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return NULL;
    }
}

/* Whether XML 1.0 can hold the character, which is no surrogate, and leaves it as it is. */
static bool is_xml(uint32_t point)
{
    return point == '\t' || point == '\n'
           || (point >= ' ' && point != 0xFFFE && point != 0xFFFF && point != UTF8_INVALID);
}

void text_add_xml(struct text *text, const char *string)
{
    for (size_t at = 0, length = strlen(string); at < length;) {
        uint32_t point;
        size_t count = utf8_decode(string + at, length - at, &point);
        const char *entity = xml_entity(point);
        if (entity) {
            text_add(text, entity);
        } else if (is_xml(point)) {
            text_add_bytes(text, string + at, count);
        } else {
            text_add(text, "\xEF\xBF\xBD");
        }
        at += count;
    }
}

void text_add_wrapped(struct text *text, const char *string, size_t column, size_t indent,
                      size_t width)
{
    bool line_has_word = false;
    while (*string) {
        size_t spaces = strspn(string, " ");
        const char *word = string + spaces;
        size_t length = strcspn(word, " \n");
        size_t columns = text_columns(word, length);
        if (line_has_word && length > 0 && column + spaces + columns > width) {
            text_add_char(text, '\n');
            text_repeat(text, ' ', indent);
            column = indent;
        } else if (length > 0) {
            text_repeat(text, ' ', spaces);
            column += spaces;
        }
        text_add_bytes(text, word, length);
        column += columns;
        line_has_word = line_has_word || length > 0;
        string = word + length;
        if (*string == '\n') {
            text_add_char(text, '\n');
            text_repeat(text, ' ', indent);
            column = indent;
            line_has_word = false;
            string++;
        }
    }
}

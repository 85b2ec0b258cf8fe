/* SPDX-License-Identifier: Apache-2.0 */
/* Text: a growing buffer of bytes that output is written to before it goes anywhere.

   Owns malloc'd memory: text_clear frees it. `data` is always NUL-terminated once anything was added;
   text_string gives "" before. */
#ifndef LIMEN_BASE_TEXT_H
#define LIMEN_BASE_TEXT_H

#include <stdarg.h>
#include <stddef.h>

struct text {
    char *data;
    size_t length;
    size_t capacity;
};

void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const char *bytes, size_t length);
void text_add_char(struct text *text, char c);
/* Room for LENGTH more bytes and a NUL, at the end: whoever writes there moves `length` and ends it. */
char *text_room(struct text *text, size_t length);
void text_repeat(struct text *text, char c, size_t times);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vformat(struct text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0), nonnull(2)));
/* "1st", "2nd", "11th" */
void text_add_ordinal(struct text *text, size_t number);
const char *text_string(const struct text *text);
void text_clear(struct text *text);

/* Adds STRING as a JSON string, quotes included; bytes that are not UTF-8 become U+FFFD. */
void text_add_json(struct text *text, const char *string);
void text_add_json_bytes(struct text *text, const char *bytes, size_t length);

/* Adds LENGTH bytes as a terminal may show them: controls, invisible and direction characters as
   <U+202E>, bytes that are not UTF-8 as <FF>. */
void text_add_safe(struct text *text, const char *bytes, size_t length);

/* The same of lines: line feeds stay. */
void text_add_safe_lines(struct text *text, const char *string);

/* Adds STRING as text in an XML element or in an attribute in double quotes; what XML can't hold becomes
   U+FFFD. */
void text_add_xml(struct text *text, const char *string);

/* Columns a terminal needs to show LENGTH bytes of UTF-8 (combining marks 0, wide characters 2). */
size_t text_columns(const char *bytes, size_t length);

/* Adds STRING broken at spaces so that no line exceeds WIDTH columns; the first line starts at column
   COLUMN, the others after INDENT spaces. A newline in STRING starts a line, too; a word wider than a
   line stays whole. Adds no final newline. */
void text_add_wrapped(struct text *text, const char *string, size_t column, size_t indent,
                      size_t width);

#endif

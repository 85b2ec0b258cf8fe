/* SPDX-License-Identifier: Apache-2.0 */
/* Cells between commas and quotes. */
#include "case/csv_scan.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

static bool ends_row(const struct csv_scanner *scanner, size_t at)
{
    const char *bytes = scanner->bytes;
    return at >= scanner->length || bytes[at] == '\n' ||
           (bytes[at] == '\r' && (at + 1 == scanner->length || bytes[at + 1] == '\n'));
}

static size_t after_row(const struct csv_scanner *scanner, size_t at)
{
    const char *end =
        at < scanner->length ? memchr(scanner->bytes + at, '\n', scanner->length - at) : NULL;
    return end ? (size_t)(end - scanner->bytes) + 1 : scanner->length;
}

static bool fail(struct csv_line *line, size_t offset, const char *fault, const char *remedy)
{
    line->fault = fault;
    line->remedy = remedy;
    line->fault_offset = offset;
    return false;
}

/* ---------------------------------------------------------------------------------------- text */

static bool check_text(struct csv_line *line, const char *bytes, size_t length, size_t offset)
{
    for (size_t at = 0; at < length;) {
        uint32_t point;
        size_t step = utf8_decode(bytes + at, length - at, &point);
        if (point == UTF8_INVALID) {
            return fail(line, offset + at, "this is not UTF-8 text", "save the table as UTF-8");
        }
        if (point == 0) {
            return fail(line, offset + at, "a zero byte: this is no text", NULL);
        }
        if (utf8_is_direction_control(point)) {
            return fail(line, offset + at,
                        "a character that makes text show in another order than it is read",
                        "leave it out");
        }
        at += step;
    }
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* OFFSET is where the cell's TEXT begins. */
static bool add_cell(struct arena *arena, struct csv_line *line, const char *text, size_t length,
                     size_t offset)
{
    size_t begin = 0;
    if (!check_text(line, text, length, offset)) {
        return false;
    }
    while (begin < length && is_blank(text[begin])) {
        begin++;
    }
    while (length > begin && is_blank(text[length - 1])) {
        length--;
    }
    vector_push(arena, line,
                (struct csv_cell){arena_copy(arena, text + begin, length - begin), offset + begin});
    return true;
}

/* --------------------------------------------------------------------------------------- cells */

static bool scan_plain(struct csv_scanner *scanner, struct arena *arena, struct csv_line *line)
{
    size_t begin = scanner->at, at = begin;
    while (!ends_row(scanner, at) && scanner->bytes[at] != ',') {
        if (scanner->bytes[at] == '"') {
            return fail(line, at, "a quote inside a cell",
                        "put the cell in quotes and double those within it");
        }
        at++;
    }
    scanner->at = at;
    return add_cell(arena, line, scanner->bytes + begin, at - begin, begin);
}

/* The offset of the quote that closes the cell which AT is within; the length if none does. */
static size_t find_close(const struct csv_scanner *scanner, size_t at)
{
    const char *bytes = scanner->bytes;
    while (at < scanner->length) {
        if (bytes[at] != '"') {
            at++;
        } else if (at + 1 < scanner->length && bytes[at + 1] == '"') {
            at += 2;
        } else {
            return at;
        }
    }
    return scanner->length;
}

/* LENGTH bytes with each doubled quote made one. */
static const char *undouble(struct arena *arena, const char *bytes, size_t *length)
{
    char *copy = arena_copy(arena, bytes, *length);
    size_t to = 0;
    for (size_t from = 0; from < *length; from++) {
        copy[to++] = bytes[from];
        from += bytes[from] == '"';
    }
    *length = to;
    return copy;
}

static bool scan_quoted(struct csv_scanner *scanner, struct arena *arena, struct csv_line *line)
{
    size_t begin = scanner->at + 1;
    size_t close = find_close(scanner, begin);
    size_t length = close - begin;
    if (close == scanner->length) {
        scanner->at = scanner->length;
        return fail(line, begin - 1, "a quote that is not closed before the end of the file",
                    "close it: nothing was read from here on");
    }
    scanner->at = close + 1;
    if (!ends_row(scanner, close + 1) && scanner->bytes[close + 1] != ',') {
        return fail(line, close, "a quote inside a cell", "double the quotes within the cell");
    }
    const char *text = undouble(arena, scanner->bytes + begin, &length);
    return add_cell(arena, line, text, length, begin);
}

static bool scan_cell(struct csv_scanner *scanner, struct arena *arena, struct csv_line *line)
{
    bool quoted = scanner->at < scanner->length && scanner->bytes[scanner->at] == '"';
    return quoted ? scan_quoted(scanner, arena, line) : scan_plain(scanner, arena, line);
}

bool csv_scan_cells(struct csv_scanner *scanner, struct arena *arena, size_t count,
                    struct csv_line *ret_line)
{
    while (scanner->at < scanner->length && ends_row(scanner, scanner->at)) {
        scanner->at = after_row(scanner, scanner->at);
    }
    *ret_line = (struct csv_line){.offset = scanner->at};
    if (scanner->at >= scanner->length) {
        return false;
    }
    while (scan_cell(scanner, arena, ret_line) && ret_line->count < count
           && !ends_row(scanner, scanner->at)) {
        scanner->at++; /* the comma */
    }
    scanner->at = after_row(scanner, scanner->at);
    return true;
}

bool csv_scan(struct csv_scanner *scanner, struct arena *arena, struct csv_line *ret_line)
{
    return csv_scan_cells(scanner, arena, SIZE_MAX, ret_line);
}

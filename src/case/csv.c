/* SPDX-License-Identifier: Apache-2.0 */
/* Tables by libcsv, which is given one line at a time, so that the place of a mistake is known. */
#include "case/csv.h"

#include <csv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define NO_COLUMN SIZE_MAX

struct cells {
    VECTOR_OF(const char *);
};

struct csv_reading {
    struct arena *arena;
    const char *const *columns;
    size_t count;
    struct cells cells; /* of the row that is being read */
    size_t width;       /* columns that the header has; 0: it was not read yet */
    size_t *places;     /* by wanted column: which of the header's it is */
    size_t line, row_line;
    bool open;          /* a row began on an earlier line than this one */
    bool ended;         /* a row ended on this line */
    struct csv_rows *rows;
    struct csv_failure *failure;
    bool failed;
};

static void fail(struct csv_reading *reading, size_t line, const char *message)
{
    if (!reading->failed) {
        reading->failed = true;
        *reading->failure = (struct csv_failure){line, message};
    }
}

/* ---------------------------------------------------------------------------------------- rows */

static size_t find_column(const struct cells *cells, const char *name)
{
    for (size_t i = 0; i < cells->count; i++) {
        if (strcmp(cells->items[i], name) == 0) {
            return i;
        }
    }
    return NO_COLUMN;
}

static void check_names(struct csv_reading *reading)
{
    for (size_t i = 0; i < reading->cells.count; i++) {
        if (find_column(&reading->cells, reading->cells.items[i]) != i) {
            fail(reading, reading->row_line,
                 arena_format(reading->arena, "the header names column '%s' twice",
                              reading->cells.items[i]));
        }
    }
}

static void read_header(struct csv_reading *reading)
{
    reading->width = reading->cells.count;
    reading->places = arena_alloc(reading->arena, (reading->count + 1) * sizeof(size_t));
    check_names(reading);
    for (size_t i = 0; i < reading->count; i++) {
        reading->places[i] = find_column(&reading->cells, reading->columns[i]);
        if (reading->places[i] == NO_COLUMN) {
            fail(reading, reading->row_line,
                 arena_format(reading->arena, "the header has no column '%s'",
                              reading->columns[i]));
        }
    }
}

static void read_row(struct csv_reading *reading)
{
    if (reading->cells.count != reading->width) {
        fail(reading, reading->row_line,
             arena_format(reading->arena, "%zu cell%s, but the header has %zu",
                          reading->cells.count, reading->cells.count == 1 ? "" : "s",
                          reading->width));
        return;
    }
    struct csv_row *row = vector_add(reading->arena, reading->rows);
    row->line = reading->row_line;
    row->cells = arena_alloc(reading->arena, (reading->count + 1) * sizeof *row->cells);
    for (size_t i = 0; i < reading->count; i++) {
        row->cells[i] = reading->cells.items[reading->places[i]];
    }
}

static void on_cell(void *bytes, size_t length, void *data)
{
    struct csv_reading *reading = data;
    const char *cell = arena_copy(reading->arena, bytes ? bytes : "", length);
    vector_push(reading->arena, &reading->cells, cell);
}

static void on_row(int terminator, void *data)
{
    struct csv_reading *reading = data;
    (void)terminator;
    reading->ended = true;
    if (!reading->failed) {
        if (reading->width == 0) {
            read_header(reading);
        } else {
            read_row(reading);
        }
    }
    reading->cells = (struct cells){0};
}

/* --------------------------------------------------------------------------------------- lines */

static size_t line_length(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\n') {
            return i + 1;
        }
        if (bytes[i] == '\r') {
            return i + (i + 1 < length && bytes[i + 1] == '\n' ? 2 : 1);
        }
    }
    return length;
}

static bool is_blank(const char *bytes, size_t length)
{
    return length == 0 || bytes[0] == '\n' || bytes[0] == '\r';
}

static void check_text(struct csv_reading *reading, const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t point;
        at += utf8_decode(bytes + at, length - at, &point);
        if (point == UTF8_INVALID || point == 0) {
            fail(reading, reading->line,
                 point == 0 ? "a zero byte: this is no text" : "this is not UTF-8 text");
            return;
        }
    }
}

/* A cell that has a quote keeps it doubled between quotes; anything else is a slip. */
static void fail_parse(struct csv_reading *reading, struct csv_parser *parser)
{
    if (csv_error(parser) == CSV_EPARSE) {
        fail(reading, reading->line,
             "a quote inside a cell: put the cell in quotes and double those within it");
    } else {
        fail(reading, reading->line, "the line is too long");
    }
}

static void read_line(struct csv_reading *reading, struct csv_parser *parser, const char *bytes,
                      size_t length)
{
    reading->line++;
    reading->ended = false;
    if (!reading->open) {
        reading->row_line = reading->line;
    }
    check_text(reading, bytes, length);
    if (csv_parse(parser, bytes, length, on_cell, on_row, reading) != length) {
        fail_parse(reading, parser);
    }
    reading->open = !reading->ended && (reading->open || !is_blank(bytes, length));
}

static void finish(struct csv_reading *reading, struct csv_parser *parser)
{
    if (csv_fini(parser, on_cell, on_row, reading) != 0) {
        fail(reading, reading->row_line, "a quote that is not closed before the end of the file");
    }
    if (reading->width == 0) {
        fail(reading, 1, "the file is empty: its first line must name the columns");
    }
}

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

static void *allocate(void *memory, size_t size)
{
    void *grown = realloc(memory, size);
    if (!grown) {
        abort();
    }
    return grown;
}

bool csv_read(struct arena *arena, const char *bytes, size_t length, const char *const *columns,
              size_t count, struct csv_rows *ret_rows, struct csv_failure *ret_failure)
{
    struct csv_parser parser;
    struct csv_reading reading = {.arena = arena, .columns = columns, .count = count,
                                  .rows = ret_rows, .failure = ret_failure};
    size_t at = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_space_func(&parser, no_space);
    csv_set_realloc_func(&parser, allocate);
    while (at < length && !reading.failed) {
        size_t line = line_length(bytes + at, length - at);
        read_line(&reading, &parser, bytes + at, line);
        at += line;
    }
    if (!reading.failed) {
        finish(&reading, &parser);
    }
    csv_free(&parser);
    return !reading.failed;
}

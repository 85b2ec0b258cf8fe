/* SPDX-License-Identifier: Apache-2.0 */
/* Finding the cases of a text, JSON or a table, so that one that is broken costs only itself. */
#include "case/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "case/case_json.h"
#include "case/csv_reader.h"
#include "case/json.h"

_Static_assert(READER_PADDING >= JSON_PADDING, "simdjson reads past the end");

enum form { FORM_OBJECT, FORM_ARRAY, FORM_LINES, FORM_TABLE };

struct case_reader {
    const struct program *program;
    const struct neighbours *neighbours; /* or NULL */
    case_chooser *choose; /* or NULL: `program` reads all cases */
    void *context;        /* of `choose` */
    struct arena *arena; /* of the reader itself */
    struct json_parser *parser;
    struct csv_reader table;
    const struct feed_piece *rows; /* where the cases of the table are, or NULL: it is read as a whole */
    struct place_finder finder;
    enum form form;
    size_t at;      /* next byte to read */
    bool any;       /* a case was read */
    bool wants_one; /* array: a comma was read, so another case must follow */
    bool ended;
};

struct extent {
    size_t begin, end;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t skip_space(const struct case_reader *reader, size_t at)
{
    while (at < reader->finder.length && is_space(reader->finder.bytes[at])) {
        at++;
    }
    return at;
}

static size_t line_end(const struct case_reader *reader, size_t at)
{
    const char *bytes = reader->finder.bytes;
    const char *end = memchr(bytes + at, '\n', reader->finder.length - at);
    return end ? (size_t)(end - bytes) : reader->finder.length;
}

static size_t trim_end(const struct case_reader *reader, size_t begin, size_t end)
{
    while (end > begin && is_space(reader->finder.bytes[end - 1])) {
        end--;
    }
    return end;
}

/* One object may run over lines, and then a later line does not begin with a curly bracket unless the
   line before ends with a colon. */
static enum form form_of(const struct case_reader *reader)
{
    size_t begin = skip_space(reader, 0);
    size_t end = trim_end(reader, begin, line_end(reader, begin));
    size_t second = skip_space(reader, end);
    const char *bytes = reader->finder.bytes;
    if (begin < reader->finder.length && bytes[begin] == '[') {
        return FORM_ARRAY;
    }
    if (second < reader->finder.length && bytes[second] == '{' && bytes[end - 1] != ':') {
        return FORM_LINES;
    }
    return begin < end && bytes[end - 1] == '}' && second < reader->finder.length &&
                   bytes[second] != '}' && bytes[second] != '"' && bytes[second] != ','
               ? FORM_LINES
               : FORM_OBJECT;
}

/* Past the mark of UTF-8, which is no part of the text. */
static void skip_mark(struct place_finder *finder)
{
    if (finder->length >= 3 && memcmp(finder->bytes, "\xEF\xBB\xBF", 3) == 0) {
        finder->bytes += 3;
        finder->length -= 3;
    }
}

static struct case_reader *create(struct arena *arena, const struct program *program,
                                  const char *bytes, size_t length)
{
    struct case_reader *reader = arena_alloc(arena, sizeof *reader);
    const struct place_mark start = {0, 1, 1};
    reader->arena = arena;
    reader->program = program;
    reader->finder = (struct place_finder){bytes, length, start, start};
    skip_mark(&reader->finder);
    return reader;
}

struct case_reader *case_reader_create(struct arena *arena, const struct program *program,
                                       const char *bytes, size_t length)
{
    struct case_reader *reader = create(arena, program, bytes, length);
    reader->parser = json_parser_create();
    reader->form = form_of(reader);
    if (reader->form == FORM_ARRAY) {
        reader->at = skip_space(reader, 0) + 1;
    }
    return reader;
}

struct case_reader *case_reader_create_table(struct arena *arena, const struct program *program,
                                             const char *bytes, size_t length)
{
    struct case_reader *reader = create(arena, program, bytes, length);
    reader->form = FORM_TABLE;
    reader->table.scanner = (struct csv_scanner){reader->finder.bytes, reader->finder.length, 0};
    return reader;
}

struct case_reader *case_reader_create_rows(struct arena *arena, const struct program *program,
                                            const char *header, size_t header_length,
                                            const struct feed_piece *piece)
{
    struct case_reader *reader = case_reader_create_table(arena, program, header, header_length);
    reader->any = true;
    reader->rows = piece;
    reader->table.is_split = true;
    return reader;
}

void case_reader_seek_rows(struct case_reader *reader, size_t index)
{
    reader->at = index;
}

bool case_text_is_table(struct arena *arena, const char *bytes, size_t length)
{
    struct case_reader *reader = create(arena, NULL, bytes, length);
    size_t begin = skip_space(reader, 0);
    const char *text = reader->finder.bytes;
    return begin < reader->finder.length && text[begin] != '{' && text[begin] != '[' &&
           csv_reader_suits(arena, text, reader->finder.length);
}

void case_reader_set_lines(struct case_reader *reader)
{
    reader->form = FORM_LINES;
    reader->at = 0;
    reader->any = true;
}

bool case_text_is_lines(const char *bytes, size_t length)
{
    struct case_reader reader = {.finder = {.bytes = bytes, .length = length}};
    skip_mark(&reader.finder);
    return form_of(&reader) == FORM_LINES;
}

void case_reader_set_neighbours(struct case_reader *reader, const struct neighbours *neighbours)
{
    reader->neighbours = neighbours;
}

void case_reader_set_chooser(struct case_reader *reader, case_chooser *choose, void *context)
{
    reader->choose = choose;
    reader->context = context;
}

void case_reader_destroy(struct case_reader *reader)
{
    if (reader->parser) {
        json_parser_destroy(reader->parser);
    }
    csv_reader_close(&reader->table);
}

static void fail(struct case_reader *reader, struct arena *arena, struct case_result *ret,
                 enum diagnostic_code code, size_t offset, const char *message, const char *help)
{
    case_result_fail(ret, &reader->finder, arena, code, offset, message, help);
}

/* NULL: none reads this case, and RET says why. */
static const struct program *program_for(struct case_reader *reader, struct arena *arena,
                                         size_t base, const struct json *root,
                                         struct case_result *ret)
{
    struct case_head head;
    if (!reader->choose) {
        return reader->program;
    }
    return case_head_from_json(&head, ret, &reader->finder, base, arena, root)
               ? reader->choose(reader->context, arena, &head, ret)
               : NULL;
}

static void read_root(struct case_reader *reader, struct arena *arena, size_t base,
                      const struct json *root, struct case_result *ret)
{
    const struct program *program = program_for(reader, arena, base, root, ret);
    if (program) {
        case_from_json(ret, &reader->finder, base, arena, program, reader->neighbours, root);
    }
}

static void fail_form(struct case_reader *reader, struct arena *arena, size_t offset,
                      struct case_result *ret)
{
    bool utf16 = utf8_is_utf16(reader->finder.bytes, reader->finder.length);
    fail(reader, arena, ret, E601_CASE_SYNTAX, offset,
         utf16 ? "the text is in UTF-16" : "a case is an object in curly brackets",
         utf16 ? "save it as UTF-8"
               : "write it like {\"case\": \"c-1\", \"facts\": {\"age\": 6}}");
}

static void read_case(struct case_reader *reader, struct arena *arena, struct extent extent,
                      struct case_result *ret)
{
    const char *bytes = reader->finder.bytes + extent.begin;
    struct json_failure failure;
    reader->any = true;
    reader->finder.start = place_find(&reader->finder, extent.begin);
    if (*bytes != '{') {
        fail_form(reader, arena, extent.begin, ret);
        return;
    }
    struct json *root =
        json_parse(reader->parser, arena, bytes, extent.end - extent.begin, &failure);
    if (root) {
        read_root(reader, arena, extent.begin, root, ret);
    } else {
        fail(reader, arena, ret, failure.too_deep ? E602_CASE_DEPTH : E601_CASE_SYNTAX,
             extent.begin + failure.offset, failure.message, NULL);
    }
}

/* --- one object, and one a line ------------------------------------------------------------------ */

static bool next_object(struct case_reader *reader, struct arena *arena, struct case_result *ret)
{
    struct extent extent = {skip_space(reader, 0), reader->finder.length};
    reader->ended = true;
    read_case(reader, arena, extent, ret);
    return true;
}

static bool next_line(struct case_reader *reader, struct arena *arena, struct case_result *ret)
{
    size_t begin = skip_space(reader, reader->at);
    size_t end = line_end(reader, begin);
    reader->at = end;
    if (begin >= reader->finder.length) {
        return false;
    }
    read_case(reader, arena, (struct extent){begin, trim_end(reader, begin, end)}, ret);
    return true;
}

const char *case_reader_text(const struct case_reader *reader, size_t *ret_length)
{
    *ret_length = reader->finder.length;
    return reader->finder.bytes;
}

void case_reader_read_line(struct case_reader *reader, struct arena *arena, size_t begin, size_t end,
                           size_t line, struct case_result *ret)
{
    *ret = (struct case_result){0};
    reader->finder.start = reader->finder.now = (struct place_mark){begin, line, 1};
    begin = skip_space(reader, begin);
    read_case(reader, arena, (struct extent){begin, trim_end(reader, begin, end)}, ret);
}

/* --- array --------------------------------------------------------------------------------------- */

/* Past the text that begins at AT; one that a line ends is broken, and ends there. */
static size_t skip_text(const struct case_reader *reader, size_t at)
{
    const char *bytes = reader->finder.bytes;
    for (at++; at < reader->finder.length; at++) {
        if (bytes[at] == '\\') {
            at++;
        } else if (bytes[at] == '"' || bytes[at] == '\n') {
            return at + 1;
        }
    }
    return reader->finder.length;
}

/* Where the element that begins at AT ends: before the array's next comma or closing bracket. */
static size_t element_end(const struct case_reader *reader, size_t at)
{
    const char *bytes = reader->finder.bytes;
    size_t depth = 0;
    while (at < reader->finder.length) {
        char c = bytes[at];
        if (depth == 0 && (c == ',' || c == ']')) {
            return at;
        }
        if (c == '{' || c == '[') {
            depth++;
        }
        if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
        at = c == '"' ? skip_text(reader, at) : at + 1;
    }
    return reader->finder.length;
}

static bool end_array(struct case_reader *reader, struct arena *arena, size_t at,
                      struct case_result *ret)
{
    size_t behind = skip_space(reader, at + 1);
    reader->ended = true;
    if (behind >= reader->finder.length) {
        return false;
    }
    fail(reader, arena, ret, E618_CASE_LIST, behind,
         "there is more text behind the list of cases; it was not read", NULL);
    return true;
}

static bool break_array(struct case_reader *reader, struct arena *arena, size_t at,
                        struct case_result *ret)
{
    reader->ended = true;
    fail(reader, arena, ret, E618_CASE_LIST, at,
         "the list of cases is not closed; nothing was read from here on",
         "add the missing bracket, or check that the file is complete");
    return true;
}

static void read_element(struct case_reader *reader, struct arena *arena, struct extent extent,
                         struct case_result *ret)
{
    if (extent.begin < extent.end) {
        read_case(reader, arena, extent, ret);
    } else {
        fail(reader, arena, ret, E601_CASE_SYNTAX, extent.begin, "a case is missing here",
             "take out the comma that is too many");
    }
}

static bool next_element(struct case_reader *reader, struct arena *arena, struct case_result *ret)
{
    const char *bytes = reader->finder.bytes;
    size_t begin = skip_space(reader, reader->at);
    if (begin >= reader->finder.length) {
        return break_array(reader, arena, begin, ret);
    }
    if (bytes[begin] == ']' && !reader->wants_one) {
        return end_array(reader, arena, begin, ret);
    }
    size_t end = element_end(reader, begin);
    reader->at = end;
    reader->wants_one = end < reader->finder.length && bytes[end] == ',';
    if (reader->wants_one) {
        reader->at++;
    }
    read_element(reader, arena, (struct extent){begin, trim_end(reader, begin, end)}, ret);
    return true;
}

/* --- the rows of a table ------------------------------------------------------------------------- */

/* Opening goes wrong once: then nothing else is read. */
static bool open_table(struct case_reader *reader, struct case_reading *reading)
{
    if (utf8_is_utf16(reader->finder.bytes, reader->finder.length)) {
        case_reject(reading, E625_TABLE_ROW, 0, "save it as UTF-8", "the text is in UTF-16");
        return false;
    }
    return csv_reader_open(&reader->table, reading, reader->arena);
}

/* NULL: reported, or there is none for this case. */
static const struct program *program_for_rows(struct case_reader *reader,
                                              struct case_reading *reading,
                                              const struct csv_lines *lines)
{
    struct case_result *ret = reading->result;
    if (!reader->choose) {
        return reader->program;
    }
    const struct json *head = csv_case_head(reading, &reader->table.columns, lines);
    struct case_head found;
    return ret->errors.count == 0 &&
                   case_head_from_json(&found, ret, &reader->finder, 0, reading->arena, head)
               ? reader->choose(reader->context, reading->arena, &found, ret)
               : NULL;
}

static void read_rows(struct case_reader *reader, struct case_reading *reading,
                      const struct csv_lines *lines)
{
    if (reading->result->errors.count > 0) {
        return;
    }
    reading->program = program_for_rows(reader, reading, lines);
    if (!reading->program) {
        return;
    }
    csv_columns_resolve(&reader->table.columns, reading);
    const struct json *root = csv_case_json(reading, &reader->table.columns, lines);
    case_from_json(reading->result, &reader->finder, 0, reading->arena, reading->program,
                   reading->neighbours, root);
}

/* The piece takes the place of the header's text once that was read. */
static bool find_rows(struct case_reader *reader)
{
    const struct feed_piece *piece = reader->rows;
    if (reader->at >= piece->row_count) {
        return false;
    }
    const struct feed_rows *rows = &piece->rows[reader->at++];
    struct place_mark start = {rows->begin, rows->line, 1};
    reader->finder = (struct place_finder){piece->bytes, piece->length, start, start};
    reader->table.scanner = (struct csv_scanner){piece->bytes, rows->end, rows->begin};
    reader->table.before = rows->before;
    return true;
}

static bool next_rows(struct case_reader *reader, struct arena *arena, struct case_result *ret)
{
    struct case_reading reading = {.result = ret, .finder = &reader->finder, .arena = arena,
                                   .program = reader->program, .neighbours = reader->neighbours};
    struct csv_lines lines;
    reader->any = true;
    if (!reader->table.opened && !open_table(reader, &reading)) {
        reader->ended = true;
        ret->is_header = true;
        return true;
    }
    if (reader->rows && !find_rows(reader)) {
        return false;
    }
    reader->finder.start = place_find(&reader->finder, reader->table.scanner.at);
    if (!csv_reader_next(&reader->table, &reading, &lines)) {
        return false;
    }
    read_rows(reader, &reading, &lines);
    return true;
}

bool case_reader_next(struct case_reader *reader, struct arena *arena, struct case_result *ret)
{
    memset(ret, 0, sizeof *ret);
    if (reader->ended) {
        return false;
    }
    if (!reader->any && reader->form != FORM_ARRAY &&
        skip_space(reader, reader->at) >= reader->finder.length) {
        reader->ended = true;
        fail(reader, arena, ret, E601_CASE_SYNTAX, reader->finder.length,
             "there is no case to read", NULL);
        return true;
    }
    switch (reader->form) {
    case FORM_OBJECT:
        return next_object(reader, arena, ret);
    case FORM_ARRAY:
        return next_element(reader, arena, ret);
    case FORM_TABLE:
        return next_rows(reader, arena, ret);
    default:
        return next_line(reader, arena, ret);
    }
}

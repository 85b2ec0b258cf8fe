/* SPDX-License-Identifier: Apache-2.0 */
/* From rows to cases. */
#include "case/csv_reader.h"

#include <string.h>

/* --- header ------------------------------------------------------------------------------------ */

bool csv_reader_suits(struct arena *arena, const char *bytes, size_t length)
{
    struct csv_scanner scanner = {bytes, length, 0};
    struct csv_line header;
    bool suits = false;
    if (csv_scan(&scanner, arena, &header)) {
        for (size_t i = 0; i < header.count; i++) {
            suits = suits || strcmp(header.items[i].text, "case") == 0;
        }
    }
    return suits;
}

static bool check_names(struct csv_reader *reader, struct case_reading *reading)
{
    struct csv_columns *columns = &reader->columns;
    bool good = true;
    csv_columns_resolve(columns, reading);
    for (size_t i = 0; i < columns->count; i++) {
        const struct csv_column *column = &columns->items[i];
        good = (column->kind != COLUMN_UNKNOWN ||
                csv_column_reject(reading, columns, column, column->offset)) &&
               good;
    }
    return good;
}

bool csv_reader_open(struct csv_reader *reader, struct case_reading *reading, struct arena *kept)
{
    struct case_reading keeping = *reading;
    struct csv_line header;
    keeping.arena = kept;
    reader->opened = true;
    csv_scan(&reader->scanner, kept, &header);
    return csv_columns_read(&reader->columns, &keeping, &header) &&
           (!reading->program || check_names(reader, reading));
}

/* --- rows -------------------------------------------------------------------------------------- */

/* What the row has in the column `case`; "" if it has nothing there. */
static const char *id_of(const struct csv_reader *reader, const struct csv_line *line)
{
    return line->count > reader->columns.id ? line->items[reader->columns.id].text : "";
}

static bool check_width(const struct csv_reader *reader, struct case_reading *reading,
                        const struct csv_line *line)
{
    size_t width = reader->columns.count;
    return line->count == width ||
           case_reject(reading, E625_TABLE_ROW, line->offset,
                       "put a cell that has a comma in quotes, and leave a cell empty for nothing",
                       "this row has %zu cell%s, but the first line names %zu columns", line->count,
                       line->count == 1 ? "" : "s", width);
}

static bool check_line(const struct csv_reader *reader, struct case_reading *reading,
                       const struct csv_line *line)
{
    if (line->fault) {
        return case_reject(reading, E625_TABLE_ROW, line->fault_offset, line->remedy, "%s",
                           line->fault);
    }
    return check_width(reader, reading, line) &&
           (*id_of(reader, line) || case_reject(reading, E625_TABLE_ROW, line->offset,
                                                "repeat the name of the case in each of its rows",
                                                "this row does not say to which case it belongs"));
}

/* Whether the row belongs to the case ID; one that does not say to which may. */
static bool continues(const struct csv_reader *reader, const struct csv_line *line, const char *id)
{
    const char *other = id_of(reader, line);
    return !*other || strcmp(other, id) == 0;
}

/* A row of nothing but commas, as spreadsheets leave them. */
static bool is_blank(const struct csv_line *line)
{
    for (size_t i = 0; i < line->count; i++) {
        if (*line->items[i].text) {
            return false;
        }
    }
    return !line->fault;
}

static void check_new(struct csv_reader *reader, struct case_reading *reading, const char *id,
                      size_t offset)
{
    size_t line = place_find(reading->finder, offset).line;
    size_t before = !*id               ? 0
                    : reader->is_split ? reader->before
                                       : seen_ids_add(&reader->seen, id, line);
    if (before) {
        case_reject(reading, E626_TABLE_RETURN, offset,
                    "sort the table by `case`: what was answered before rests on the rows there",
                    "the case began in line %zu, and other cases came between", before);
    }
}

bool csv_reader_next(struct csv_reader *reader, struct case_reading *reading,
                     struct csv_lines *ret_lines)
{
    struct csv_line line;
    size_t begin = reader->scanner.at;
    const char *id = NULL;
    *ret_lines = (struct csv_lines){0};
    while (csv_scan(&reader->scanner, reading->arena, &line)) {
        if (is_blank(&line)) {
            continue;
        }
        if (id && !continues(reader, &line, id)) {
            break;
        }
        if (!id) {
            id = id_of(reader, &line);
            reading->result->id = *id ? id : NULL;
            check_new(reader, reading, id, line.offset);
        }
        check_line(reader, reading, &line);
        vector_push(reading->arena, ret_lines, line);
        begin = reader->scanner.at;
    }
    reader->scanner.at = begin;
    return id != NULL;
}

void csv_reader_close(struct csv_reader *reader)
{
    seen_ids_clear(&reader->seen);
}

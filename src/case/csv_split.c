/* SPDX-License-Identifier: Apache-2.0 */
/* Finding the rows of cases. */
#include "case/csv_split.h"

#include <stdlib.h>
#include <string.h>

#include "case/csv_scan.h"
#include "case/reader.h"

/* What is passed row by row. */
struct passing {
    struct csv_split *split;
    struct csv_scanner scanner;
    bool has_quotes; /* else a row is a line */
    size_t line, counted; /* lines of the piece before the offset COUNTED */
};

/* A row, as far as it matters here. */
struct head {
    size_t begin;
    const char *id; /* "": it has none */
};

static const char *id_of(const struct csv_split *split, const struct csv_line *line)
{
    return line->count > split->id ? line->items[split->id].text : "";
}

/* Only the cells up to the id are looked at where the row must end with its line. */
static bool pass_line(struct passing *passing, struct head *ret)
{
    struct csv_scanner *scanner = &passing->scanner;
    struct csv_line line;
    if (!csv_scan_cells(scanner, passing->split->scratch, passing->split->id + 1, &line)) {
        return false;
    }
    *ret = (struct head){line.offset, id_of(passing->split, &line)};
    return true;
}

static bool pass_row(struct passing *passing, struct head *ret)
{
    struct csv_line line;
    if (!passing->has_quotes) {
        return pass_line(passing, ret);
    }
    if (!csv_scan(&passing->scanner, passing->split->scratch, &line)) {
        return false;
    }
    *ret = (struct head){line.offset, id_of(passing->split, &line)};
    return true;
}

/* The line, from 1, in which OFFSET is; offsets grow. */
static size_t line_at(struct passing *passing, size_t offset)
{
    const char *at = passing->scanner.bytes + passing->counted;
    const char *end = passing->scanner.bytes + offset;
    while ((at = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL)) {
        passing->line++;
        at++;
    }
    passing->counted = offset;
    return passing->line;
}

/* ------------------------------------------------------------------------------------------- the start */

static char *padded(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = arena_alloc(arena, length + READER_PADDING);
    memcpy(copy, bytes, length);
    return copy;
}

/* The scanner goes past a mark of UTF-8. */
static struct csv_scanner scanner_of(const struct feed_piece *piece)
{
    bool has_mark = piece->is_first && piece->length >= 3
                    && memcmp(piece->bytes, "\xEF\xBB\xBF", 3) == 0;
    return (struct csv_scanner){piece->bytes, piece->length, has_mark ? 3 : 0};
}

bool csv_split_start(struct csv_split *split, const struct feed *feed,
                     const struct feed_piece *first)
{
    struct csv_scanner scanner = scanner_of(first);
    struct csv_line header;
    *split = (struct csv_split){.arena = arena_create(), .scratch = arena_create(), .feed = feed,
                                .limit = SIZE_MAX, .keeps = !feed || !feed->is_file,
                                .by_bytes = true, .by_length = true};
    bool found = false;
    if (csv_scan(&scanner, split->scratch, &header) && !header.fault) {
        for (size_t i = header.count; i > 0; i--) {
            bool is_id = strcmp(header.items[i - 1].text, "case") == 0;
            split->id = is_id ? i - 1 : split->id;
            found = found || is_id;
        }
    }
    split->header_length = scanner.at;
    split->header = padded(split->arena, first->bytes, scanner.at);
    arena_reset(split->scratch);
    return found;
}

void csv_split_end(struct csv_split *split)
{
    seen_ids_clear(&split->seen);
    text_clear(&split->last);
    if (split->arena) {
        arena_destroy(split->arena);
        arena_destroy(split->scratch);
    }
    *split = (struct csv_split){0};
}

/* ------------------------------------------------------------------------------------------- the names */

static enum feed_status start_again(struct csv_split *again, struct feed *feed,
                                    struct feed_piece *piece, size_t limit)
{
    enum feed_status status = feed_next(feed, piece);
    if (status != FEED_OK) {
        return status;
    }
    csv_split_start(again, feed, piece);
    again->keeps = true;
    again->limit = limit;
    return feed_set_splitter(feed, csv_split, again, piece);
}

/* Keeps the names that were passed. */
static bool recall(struct csv_split *split)
{
    struct feed feed;
    struct feed_piece piece = {0};
    struct csv_split again = {0};
    if (!feed_open_again(&feed, split->feed)) {
        return false;
    }
    enum feed_status status = start_again(&again, &feed, &piece, split->named);
    while (status == FEED_OK && again.named < split->named && !piece.is_last) {
        status = feed_next(&feed, &piece);
    }
    split->seen = again.seen;
    again.seen = (struct seen_ids){0};
    csv_split_end(&again);
    feed_piece_clear(&piece);
    feed_close(&feed);
    split->keeps = status == FEED_OK;
    return split->keeps;
}

/* Whether names still grow with ID. */
static bool grows(struct csv_split *split, const char *id)
{
    size_t length = strlen(id);
    int order = strcmp(id, text_string(&split->last));
    split->by_bytes = split->by_bytes && order > 0;
    split->by_length = split->by_length
                       && (length > split->last.length || (length == split->last.length && order > 0));
    split->last.length = 0;
    text_add_bytes(&split->last, id, length);
    return split->by_bytes || split->by_length;
}

/* False: errno. RET_BEFORE: the line in which a case of this name began before, or 0. */
static bool pass_name(struct csv_split *split, const char *id, size_t line, size_t *ret_before)
{
    *ret_before = 0;
    if (!*id) {
        return true;
    }
    if (!split->keeps && !grows(split, id) && !recall(split)) {
        return false;
    }
    if (split->keeps && split->named < split->limit) {
        *ret_before = seen_ids_add(&split->seen, id, line);
    }
    split->named++;
    return true;
}

/* ------------------------------------------------------------------------------------------- the cases */

static void add_rows(struct feed_piece *piece, struct feed_rows rows)
{
    if (piece->row_count == piece->row_room) {
        piece->row_room = piece->row_room ? 2 * piece->row_room : 1024;
        piece->rows = realloc(piece->rows, piece->row_room * sizeof *piece->rows);
        if (!piece->rows) {
            abort();
        }
    }
    piece->rows[piece->row_count++] = rows;
}

/* What a case began with that is not known to have ended. */
struct open_case {
    bool any;
    struct head head;
};

static bool end_case(struct passing *passing, struct feed_piece *piece, const struct open_case *open,
                     size_t end)
{
    struct csv_split *split = passing->split;
    size_t line = split->lines + line_at(passing, open->head.begin), before;
    if (!pass_name(split, open->head.id, line, &before)) {
        return false;
    }
    add_rows(piece, (struct feed_rows){open->head.begin, end, line, before});
    return true;
}

/* A row whose end was not read yet may have another id than it seems: what is behind the last line end is
   looked at only at the end. */
static struct passing pass_from(struct csv_split *split, const struct feed_piece *piece, bool is_end)
{
    struct passing passing = {.split = split, .scanner = scanner_of(piece), .line = 1};
    const char *last = memrchr(piece->bytes, '\n', piece->length);
    passing.has_quotes = memchr(piece->bytes, '"', piece->length) != NULL;
    if (piece->is_first) {
        passing.scanner.at = split->header_length;
    }
    if (!is_end) {
        passing.scanner.length = last ? (size_t)(last - piece->bytes) + 1 : 0;
    }
    return passing;
}

size_t csv_split(void *context, struct feed_piece *piece, bool is_end)
{
    struct csv_split *split = context;
    struct passing passing = pass_from(split, piece, is_end);
    struct open_case open = {0};
    struct head head;
    size_t end = piece->is_first ? split->header_length : 0;
    piece->row_count = 0;
    while (pass_row(&passing, &head)) {
        bool continues = open.any && (!*head.id || strcmp(head.id, open.head.id) == 0);
        if (open.any && !continues) {
            if (!end_case(&passing, piece, &open, head.begin)) {
                return FEED_BROKEN;
            }
            end = head.begin;
        }
        open = continues ? open : (struct open_case){true, head};
    }
    if (is_end && open.any && !end_case(&passing, piece, &open, piece->length)) {
        return FEED_BROKEN;
    }
    end = is_end ? piece->length : piece->row_count > 0 ? end : 0;
    split->lines += line_at(&passing, end) - 1;
    arena_reset(split->scratch);
    return end;
}

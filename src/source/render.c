/* SPDX-License-Identifier: Apache-2.0 */
/* Rendering of diagnostics, as text with the lines they are about, and as JSON.

   A line is shown in a view of at most VIEW_COLUMNS columns, so that each diagnostic costs the same
   however long its line is. Columns here are those of a terminal; the columns that a place is reported
   with count characters. */
#include "source/diagnostic.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#define VIEW_COLUMNS 160
#define VIEW_BYTES 1024 /* characters of no width could fill a view without end */
#define VIEW_AHEAD 100  /* columns shown after the place, if the line has them */
#define TAB_COLUMNS 4
#define ROW_COLUMNS (VIEW_COLUMNS + 16) /* a view may pass its columns by one escaped character */
#define NOTE_WIDTH 100

#define COLOUR_ERROR "\033[1;31m"
#define COLOUR_WARNING "\033[1;33m"
#define COLOUR_FRAME "\033[1;34m"
#define COLOUR_STRONG "\033[1m"
#define COLOUR_END "\033[0m"

struct render {
    struct text *text;
    struct source_set *sources;
    const struct diagnostic *diagnostic;
    bool colour;
    bool shown[DIAGNOSTIC_MAX_SPANS]; /* labels already written */
    int gutter;                       /* columns for line numbers */
};

/* The part of a line that is shown. */
struct view {
    const char *bytes;
    size_t length;     /* of the line */
    size_t begin, end; /* bytes shown */
};

/* A label in a view. */
struct mark {
    const struct diagnostic_label *label;
    size_t from, to; /* columns from 0, FROM < TO */
    bool primary;
};

static void colour_on(const struct render *render, const char *colour)
{
    if (render->colour) {
        text_add(render->text, colour);
    }
}

static void colour_off(const struct render *render)
{
    colour_on(render, COLOUR_END);
}

static const char *severity_colour(const struct render *render)
{
    bool error = diagnostic_severity(render->diagnostic->code) == SEVERITY_ERROR;
    return error ? COLOUR_ERROR : COLOUR_WARNING;
}

static size_t shown_columns(uint32_t point)
{
    if (point == '\t') {
        return TAB_COLUMNS;
    }
    if (point == UTF8_INVALID) {
        return strlen("<FF>");
    }
    if (utf8_is_hidden(point)) {
        return strlen("<U+FFFF>") + (point > 0xFFFF) + (point > 0xFFFFF);
    }
    return utf8_width(point);
}

/* Moves *AT forward over characters of at most COLUMNS columns; yields the columns passed. */
static size_t view_forward(const struct view *view, size_t *at, size_t columns)
{
    size_t passed = 0, start = *at;
    while (*at < view->length && *at - start < VIEW_BYTES) {
        uint32_t point;
        size_t count = utf8_decode(view->bytes + *at, view->length - *at, &point);
        size_t wide = shown_columns(point);
        if (passed + wide > columns) {
            break;
        }
        passed += wide;
        *at += count;
    }
    return passed;
}

static size_t view_backward(const struct view *view, size_t *at, size_t columns)
{
    size_t passed = 0, start = *at;
    while (*at > 0 && start - *at < VIEW_BYTES) {
        uint32_t point;
        size_t before = utf8_before(view->bytes, *at);
        utf8_decode(view->bytes + before, *at - before, &point);
        size_t wide = shown_columns(point);
        if (passed + wide > columns) {
            break;
        }
        passed += wide;
        *at = before;
    }
    return passed;
}

/* Shows the whole line if it fits, else what is around byte PLACE. */
static void view_choose(struct view *view, size_t place)
{
    view->begin = view->end = 0;
    view_forward(view, &view->end, VIEW_COLUMNS);
    if (view->end == view->length) {
        return;
    }
    size_t room = VIEW_COLUMNS - 2; /* one column each for the cuts */
    view->begin = view->end = place;
    size_t ahead = view_forward(view, &view->end, VIEW_AHEAD);
    size_t behind = view_backward(view, &view->begin, room - ahead);
    view->end = place;
    view_forward(view, &view->end, room - behind);
}

/* The column at which byte AT of the line is shown; bytes not shown are taken to its nearer edge. */
static size_t view_column(const struct view *view, size_t at)
{
    size_t column = view->begin > 0, from = view->begin;
    size_t to = at < view->end ? at : view->end;
    while (from < to) {
        uint32_t point;
        from += utf8_decode(view->bytes + from, view->length - from, &point);
        column += shown_columns(point);
    }
    return column;
}

static void write_view(struct text *text, const struct view *view)
{
    text_add(text, view->begin > 0 ? "…" : "");
    const char *at = view->bytes + view->begin, *end = view->bytes + view->end;
    while (at < end) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        const char *stop = tab ? tab : end;
        text_add_safe(text, at, (size_t)(stop - at));
        text_repeat(text, ' ', tab ? TAB_COLUMNS : 0);
        at = tab ? tab + 1 : end;
    }
    text_add(text, view->end < view->length ? "…" : "");
}

/* Starts a line: LINE is its number, 0 for none. Nothing follows the bar. */
static void write_gutter(const struct render *render, size_t line)
{
    colour_on(render, COLOUR_FRAME);
    if (line) {
        text_format(render->text, "%*zu |", render->gutter, line);
    } else {
        text_format(render->text, "%*s |", render->gutter, "");
    }
    colour_off(render);
}

static void put_cells(char *row, size_t from, size_t to, char cell)
{
    for (size_t i = from; i < to && i < ROW_COLUMNS; i++) {
        if (row[i] != '^') {
            row[i] = cell;
        }
    }
}

static size_t row_length(const char *row)
{
    size_t length = ROW_COLUMNS;
    while (length > 0 && row[length - 1] == ' ') {
        length--;
    }
    return length;
}

/* Writes the first LENGTH cells of a row of marks after the gutter. */
static void write_row(const struct render *render, const char *row, size_t length)
{
    write_gutter(render, 0);
    text_add_char(render->text, ' ');
    char style = ' ';
    for (size_t i = 0; i < length; i++) {
        char wanted = row[i] == '|' ? '-' : row[i];
        if (wanted != style && style != ' ') {
            colour_off(render);
        }
        if (wanted != style && wanted != ' ') {
            colour_on(render, wanted == '^' ? severity_colour(render) : COLOUR_FRAME);
        }
        style = wanted;
        text_add_char(render->text, row[i]);
    }
    if (style != ' ') {
        colour_off(render);
    }
}

static void write_mark_text(const struct render *render, const struct mark *mark)
{
    colour_on(render, mark->primary ? severity_colour(render) : COLOUR_FRAME);
    text_add_safe(render->text, mark->label->text, strlen(mark->label->text));
    colour_off(render);
}

/* Bars under the first COUNT marks that have a text. */
static void put_bars(char *row, const struct mark *marks, size_t count)
{
    memset(row, ' ', ROW_COLUMNS);
    for (size_t i = 0; i < count; i++) {
        if (marks[i].label->text) {
            put_cells(row, marks[i].from, marks[i].from + 1, '|');
        }
    }
}

/* Hangs the texts of the first COUNT marks under the row of marks, the rightmost first. */
static void write_hanging(const struct render *render, const struct mark *marks, size_t count)
{
    char row[ROW_COLUMNS];
    put_bars(row, marks, count);
    if (row_length(row) > 0) {
        write_row(render, row, row_length(row));
        text_add_char(render->text, '\n');
    }
    while (count-- > 0) {
        if (marks[count].label->text) {
            put_bars(row, marks, count);
            write_row(render, row, marks[count].from);
            write_mark_text(render, &marks[count]);
            text_add_char(render->text, '\n');
        }
    }
}

/* MARKS are in order of their columns. The last one's text follows its mark if nothing else does. */
static void write_marks(const struct render *render, const struct mark *marks, size_t count)
{
    char row[ROW_COLUMNS];
    memset(row, ' ', sizeof row);
    for (size_t i = 0; i < count; i++) {
        put_cells(row, marks[i].from, marks[i].to, marks[i].primary ? '^' : '-');
    }
    size_t length = row_length(row);
    const struct mark *last = &marks[count - 1];
    bool beside = last->label->text && last->to >= length;
    write_row(render, row, length);
    if (beside) {
        text_add_char(render->text, ' ');
        write_mark_text(render, last);
    }
    text_add_char(render->text, '\n');
    write_hanging(render, marks, beside ? count - 1 : count);
}

static size_t label_line(const struct render *render, size_t label)
{
    struct span span = render->diagnostic->labels[label].span;
    return source_place_at(render->sources, span.file, span.begin).line;
}

/* Whether label I is in FILE and still to be shown. */
static bool is_waiting(const struct render *render, size_t i, uint32_t file)
{
    return !render->shown[i] && render->diagnostic->labels[i].span.file == file;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static struct mark make_mark(const struct render *render, const struct view *view, size_t start,
                             size_t i)
{
    const struct diagnostic_label *label = &render->diagnostic->labels[i];
    size_t begin = smaller(label->span.begin - start, view->length);
    size_t end = label->span.end > start ? smaller(label->span.end - start, view->length) : begin;
    struct mark mark = {label, view_column(view, begin), view_column(view, end), i == 0};
    if (mark.to <= mark.from) {
        mark.to = mark.from + 1;
    }
    return mark;
}

/* Adds MARK to those before it, which are in order of their columns. */
static void insert_mark(struct mark *marks, size_t count, struct mark mark)
{
    size_t at = count;
    while (at > 0 && marks[at - 1].from > mark.from) {
        marks[at] = marks[at - 1];
        at--;
    }
    marks[at] = mark;
}

/* Shows line LINE of FILE with label FIRST and the others waiting that begin in the same view. */
static void write_line(struct render *render, uint32_t file, size_t line, size_t first)
{
    const struct diagnostic *diagnostic = render->diagnostic;
    struct view view = {0};
    view.bytes = source_line(render->sources, file, line, &view.length);
    size_t start = (size_t)(view.bytes - render->sources->files[file].bytes);
    view_choose(&view, smaller(diagnostic->labels[first].span.begin - start, view.length));
    struct mark marks[DIAGNOSTIC_MAX_SPANS];
    size_t count = 0;
    for (size_t i = first; i < diagnostic->label_count; i++) {
        if (!is_waiting(render, i, file) || label_line(render, i) != line) {
            continue;
        }
        size_t begin = smaller(diagnostic->labels[i].span.begin - start, view.length);
        if (i == first || (begin >= view.begin && begin <= view.end)) {
            insert_mark(marks, count++, make_mark(render, &view, start, i));
            render->shown[i] = true;
        }
    }
    write_gutter(render, line);
    if (view.length > 0) {
        text_add_char(render->text, ' ');
        write_view(render->text, &view);
    }
    text_add_char(render->text, '\n');
    write_marks(render, marks, count);
}

/* The line, from 1, of the waiting label of FILE that comes first; 0 if none waits. */
static size_t next_label(const struct render *render, uint32_t file, size_t *ret_label)
{
    size_t earliest = 0;
    for (size_t i = 0; i < render->diagnostic->label_count; i++) {
        size_t line = is_waiting(render, i, file) ? label_line(render, i) : 0;
        if (line && (!earliest || line < earliest)) {
            *ret_label = i;
            earliest = line;
        }
    }
    return earliest;
}

/* Shows the waiting labels of the file that label FIRST is in. */
static void write_file(struct render *render, size_t first)
{
    struct span span = render->diagnostic->labels[first].span;
    struct source_place place = source_place_at(render->sources, span.file, span.begin);
    const char *path = source_path(render->sources, span.file);
    colour_on(render, COLOUR_FRAME);
    text_format(render->text, "%*s%s ", render->gutter, "", first == 0 ? "-->" : ":::");
    colour_off(render);
    text_add_safe(render->text, path, strlen(path));
    text_format(render->text, ":%zu:%zu\n", place.line, place.column);
    write_gutter(render, 0);
    text_add_char(render->text, '\n');
    size_t label = first, before = 0;
    for (size_t line; (line = next_label(render, span.file, &label)) > 0; before = line) {
        if (before && line > before + 1) {
            text_add(render->text, "...\n");
        }
        write_line(render, span.file, line, label);
    }
}

static void write_remark(const struct render *render, const char *kind, const char *remark)
{
    struct text safe = {0};
    text_add_safe_lines(&safe, remark);
    size_t indent = (size_t)render->gutter + strlen(" = : ") + strlen(kind);
    colour_on(render, COLOUR_FRAME);
    text_format(render->text, "%*s =", render->gutter, "");
    colour_off(render);
    text_add_char(render->text, ' ');
    colour_on(render, COLOUR_STRONG);
    text_add(render->text, kind);
    colour_off(render);
    text_add(render->text, ": ");
    text_add_wrapped(render->text, text_string(&safe), indent, indent, NOTE_WIDTH);
    text_add_char(render->text, '\n');
    text_clear(&safe);
}

/* Lines that may be copied as they are. */
static void write_example(const struct render *render, const char *example)
{
    write_remark(render, "case", "this one shows it");
    while (*example) {
        size_t length = strcspn(example, "\n");
        text_repeat(render->text, ' ', (size_t)render->gutter + strlen(" = "));
        text_add_safe(render->text, example, length);
        text_add_char(render->text, '\n');
        example += length + (example[length] == '\n');
    }
}

/* Columns of the highest line number shown. */
static int gutter_columns(const struct render *render)
{
    size_t line = 1;
    for (size_t i = 0; i < render->diagnostic->label_count; i++) {
        if (render->diagnostic->labels[i].span.file != SOURCE_NO_FILE
            && label_line(render, i) > line) {
            line = label_line(render, i);
        }
    }
    int columns = 1;
    for (; line > 9; line /= 10) {
        columns++;
    }
    return columns;
}

static void write_head(const struct render *render)
{
    const struct diagnostic *diagnostic = render->diagnostic;
    colour_on(render, severity_colour(render));
    text_format(render->text, "%s[%s]", diagnostic_severity_word(diagnostic->code),
                diagnostic_code_text(diagnostic->code));
    colour_off(render);
    colour_on(render, COLOUR_STRONG);
    text_add(render->text, ": ");
    text_add_safe(render->text, diagnostic->message, strlen(diagnostic->message));
    colour_off(render);
    text_add_char(render->text, '\n');
}

static void write_diagnostic(struct render *render)
{
    const struct diagnostic *diagnostic = render->diagnostic;
    render->gutter = gutter_columns(render);
    write_head(render);
    for (size_t i = 0; i < diagnostic->label_count; i++) {
        const struct diagnostic_label *label = &diagnostic->labels[i];
        if (label->span.file != SOURCE_NO_FILE && !render->shown[i]) {
            write_file(render, i);
        } else if (label->span.file == SOURCE_NO_FILE && label->text) {
            write_remark(render, "note", label->text);
        }
    }
    if (diagnostic->note) {
        write_remark(render, "note", diagnostic->note);
    }
    if (diagnostic->example) {
        write_example(render, diagnostic->example);
    }
    if (diagnostic->help) {
        write_remark(render, "help", diagnostic->help);
    }
}

void diagnostics_write_text(struct text *text, struct diagnostics *diagnostics, bool colour)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        struct render render = {
            .text = text,
            .sources = diagnostics->sources,
            .diagnostic = diagnostics->items[i],
            .colour = colour,
        };
        if (i > 0) {
            text_add_char(text, '\n');
        }
        write_diagnostic(&render);
    }
}

static void write_json_string(struct text *text, const char *string)
{
    if (string) {
        text_add_json(text, string);
    } else {
        text_add(text, "null");
    }
}

/* The members that say where SPAN is, null if nowhere. */
static void write_json_span(struct text *text, struct source_set *sources, struct span span)
{
    text_add(text, "\"file\":");
    if (span.file == SOURCE_NO_FILE) {
        text_add(text, "null,\"line\":null,\"column\":null,\"end_line\":null,\"end_column\":null");
        return;
    }
    struct source_place begin = source_place_at(sources, span.file, span.begin);
    struct source_place end = source_place_at(sources, span.file, span.end);
    text_add_json(text, source_path(sources, span.file));
    text_format(text, ",\"line\":%zu,\"column\":%zu,\"end_line\":%zu,\"end_column\":%zu", begin.line,
                begin.column, end.line, end.column);
}

static void write_json_labels(struct text *text, struct source_set *sources,
                              const struct diagnostic *diagnostic)
{
    bool first = true;
    text_add_char(text, '[');
    for (size_t i = 0; i < diagnostic->label_count; i++) {
        const struct diagnostic_label *label = &diagnostic->labels[i];
        if (i == 0 && !label->text) {
            continue; /* it says nothing that the diagnostic's own place does not */
        }
        text_add(text, first ? "{" : ",{");
        write_json_span(text, sources, label->span);
        text_add(text, ",\"text\":");
        write_json_string(text, label->text);
        text_add_char(text, '}');
        first = false;
    }
    text_add_char(text, ']');
}

static void write_json_diagnostic(struct text *text, struct source_set *sources,
                                  const struct diagnostic *diagnostic)
{
    text_format(text, "{\"code\":\"%s\",\"severity\":\"%s\",\"message\":",
                diagnostic_code_text(diagnostic->code), diagnostic_severity_word(diagnostic->code));
    text_add_json(text, diagnostic->message);
    text_add_char(text, ',');
    write_json_span(text, sources, diagnostic->labels[0].span);
    text_add(text, ",\"labels\":");
    write_json_labels(text, sources, diagnostic);
    text_add(text, ",\"note\":");
    write_json_string(text, diagnostic->note);
    text_add(text, ",\"help\":");
    write_json_string(text, diagnostic->help);
    if (diagnostic->example) {
        text_add(text, ",\"example\":");
        text_add_json(text, diagnostic->example);
    }
    text_add_char(text, '}');
}

void diagnostics_write_json(struct text *text, struct diagnostics *diagnostics)
{
    text_add(text, "{\"diagnostics\":[");
    for (size_t i = 0; i < diagnostics->count; i++) {
        if (i > 0) {
            text_add_char(text, ',');
        }
        write_json_diagnostic(text, diagnostics->sources, diagnostics->items[i]);
    }
    text_format(text, "],\"errors\":%zu,\"warnings\":%zu}\n", diagnostics->errors,
                diagnostics->warnings);
}

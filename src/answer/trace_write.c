/* SPDX-License-Identifier: Apache-2.0 */
/* A trace as a page and as JSON. What comes from the inventory can neither hide nor move anything on a
   terminal. */
#include <string.h>

#include "answer/trace.h"

#define INDENT 2
#define MOST_NAME 60 /* columns of what a note or a background says */

struct page {
    struct text *text;
    const struct trace *trace;
    size_t width;
    bool colour;
};

/* ------------------------------------------------------------------------------------- wording */

/* At most MOST columns of STRING, cut between words. */
static void add_short(struct text *text, const char *string, size_t most)
{
    size_t length = strlen(string), end = 0;
    if (text_columns(string, length) <= most) {
        text_add_safe(text, string, length);
        return;
    }
    for (size_t i = 1; i < length; i++) {
        if (string[i] == ' ' && text_columns(string, i) + 4 <= most) {
            end = i;
        }
    }
    text_add_safe(text, string, end);
    text_add(text, end ? " ..." : "...");
}

static void add_place(struct text *text, const struct citer *citer)
{
    struct source_place place =
        source_place_at(citer->program->sources, citer->span.file, citer->span.begin);
    text_format(text, "%s:%zu", source_path(citer->program->sources, citer->span.file),
                place.line);
}

static void add_citer_name(struct text *text, const struct citer *citer)
{
    bool quoted = strchr(citer->name, ' ') && citer->is_telling;
    text_format(text, "%s%s", citer->noun, *citer->name ? " " : "");
    text_add(text, quoted ? "\"" : "");
    add_short(text, citer->name, MOST_NAME);
    text_add(text, quoted ? "\"" : "");
}

/* Tenths are cut off, so that only all of them are 100.0 %. */
static void add_percent(struct text *text, const struct trace_count *count)
{
    size_t tenths = count->cited * 1000 / count->rows;
    text_format(text, "%zu.%zu", tenths / 10, tenths % 10);
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void add_program(struct text *text, const struct program *program)
{
    text_format(text, "%s@%s", program->name, program->version);
}

/* ------------------------------------------------------------------------------------ the page */

static void heading(const struct page *page, const char *title)
{
    text_format(page->text, "\n%s%s%s\n", page->colour ? "\033[1m" : "", title,
                page->colour ? "\033[0m" : "");
}

/* Empties WORDS. */
static void line(const struct page *page, size_t indent, struct text *words)
{
    text_repeat(page->text, ' ', indent);
    text_add_wrapped(page->text, text_string(words), indent, indent + 2, page->width);
    text_add_char(page->text, '\n');
    text_clear(words);
}

static void write_head(const struct page *page)
{
    const struct trace *trace = page->trace;
    struct text words = {0};
    for (size_t i = 0; i < trace->documents.count; i++) {
        text_add(&words, i ? ", " : "");
        text_add_safe(&words, trace->documents.items[i], strlen(trace->documents.items[i]));
    }
    text_add(&words, " in ");
    for (size_t i = 0; i < trace->programs.count; i++) {
        text_add(&words, i ? ", " : "");
        add_program(&words, trace->programs.items[i]);
    }
    line(page, 0, &words);
    text_format(&words, "%zu of %zu row%s cited (", trace->total.cited, trace->total.rows,
                plural(trace->total.rows));
    add_percent(&words, &trace->total);
    text_add(&words, " %)");
    if (trace->total.told > 0) {
        text_format(&words, "; %zu sign%s or definition%s cited only by notes, background or "
                    "examples", trace->total.told, plural(trace->total.told),
                    plural(trace->total.told));
    }
    if (trace->strays.count > 0) {
        text_format(&words, "; %zu citation%s no row", trace->strays.count,
                    trace->strays.count == 1 ? " names" : "s name");
    }
    line(page, 0, &words);
}

/* ---- counts */

static size_t widest_kind(const struct trace *trace)
{
    size_t widest = strlen("total");
    for (size_t i = 0; i < trace->counts.count; i++) {
        const char *kind = trace->counts.items[i].kind;
        size_t columns = text_columns(kind, strlen(kind));
        widest = columns > widest ? columns : widest;
    }
    return widest < 30 ? widest : 30;
}

static void write_count(const struct page *page, size_t kind_width, const struct trace_count *count)
{
    const char *kind = count->kind ? count->kind : "total";
    const char *level = count->level ? count->level : "";
    size_t columns = text_columns(kind, strlen(kind));
    text_repeat(page->text, ' ', INDENT);
    text_add_safe(page->text, kind, strlen(kind));
    text_repeat(page->text, ' ', columns < kind_width ? kind_width - columns : 0);
    text_repeat(page->text, ' ', strlen(level) < 7 ? 7 - strlen(level) : 1);
    text_add_safe(page->text, level, strlen(level));
    text_format(page->text, "%7zu%7zu%11zu%12zu\n", count->rows, count->cited,
                count->rows - count->cited, count->told);
}

static void write_counts(const struct page *page)
{
    size_t kind_width = widest_kind(page->trace);
    text_format(page->text, "\n%s  kind", page->colour ? "\033[1m" : "");
    text_repeat(page->text, ' ', kind_width - strlen("kind"));
    text_format(page->text, "%7s%7s%7s%11s%12s%s\n", "level", "rows", "cited", "not cited",
                "only notes", page->colour ? "\033[0m" : "");
    for (size_t i = 0; i < page->trace->counts.count; i++) {
        write_count(page, kind_width, &page->trace->counts.items[i]);
    }
    write_count(page, kind_width, &page->trace->total);
}

/* ---- rows */

static void add_item(struct text *text, const struct trace *trace, const char *document,
                     const char *place)
{
    if (trace->documents.count > 1) {
        text_add_safe(text, document, strlen(document));
        text_add_char(text, '/');
    }
    text_add_safe(text, place, strlen(place));
}

static void write_row(const struct page *page, const struct inventory_row *row)
{
    struct text words = {0};
    add_item(&words, page->trace, row->document, row->place);
    text_add(&words, " (");
    text_add_safe(&words, row->kind, strlen(row->kind));
    text_format(&words, ", line %zu)", row->line);
    line(page, INDENT, &words);
    add_short(&words, row->text, page->width - 2 * INDENT);
    line(page, 2 * INDENT, &words);
}

static void write_citers(const struct page *page, const struct inventory_row *row)
{
    struct text words = {0};
    for (size_t i = 0; i < row->citers.count; i++) {
        text_add(&words, "- ");
        add_citer_name(&words, &row->citers.items[i]);
        text_add(&words, ", ");
        add_place(&words, &row->citers.items[i]);
        line(page, 2 * INDENT, &words);
    }
}

static bool is_uncited(const struct inventory_row *row)
{
    return row->citers.count == 0;
}

static void write_rows(const struct page *page, const char *title, bool citers,
                       bool (*wanted)(const struct inventory_row *))
{
    bool any = false;
    for (size_t i = 0; i < page->trace->rows.count; i++) {
        const struct inventory_row *row = &page->trace->rows.items[i];
        if (wanted && !wanted(row)) {
            continue;
        }
        if (!any) {
            heading(page, title);
        }
        any = true;
        write_row(page, row);
        if (citers) {
            write_citers(page, row);
        }
    }
}

static void write_strays(const struct page *page)
{
    const struct trace *trace = page->trace;
    struct text words = {0};
    if (trace->strays.count > 0) {
        heading(page, "Citations that name no row");
    }
    for (size_t i = 0; i < trace->strays.count; i++) {
        const struct stray_citation *stray = &trace->strays.items[i];
        add_place(&words, &stray->citer);
        text_add(&words, ": ");
        add_citer_name(&words, &stray->citer);
        text_add(&words, " cites ");
        add_item(&words, trace, stray->citation->document, stray->citation->item);
        text_format(&words, "%s%s", stray->help ? "; " : "", stray->help ? stray->help : "");
        line(page, INDENT, &words);
    }
}

void trace_write_text(struct text *text, const struct trace *trace, bool all, size_t width,
                      bool colour)
{
    const struct page page = {text, trace, width, colour};
    write_head(&page);
    write_counts(&page);
    write_rows(&page, "Not cited", false, is_uncited);
    if (all) {
        write_rows(&page, "Every row, and what cites it", true, NULL);
    } else {
        write_rows(&page, "Cited only by notes, background or examples", true, row_is_only_told);
    }
    write_strays(&page);
}

/* ---------------------------------------------------------------------------------------- JSON */

static void member(struct text *text, const char *name, const char *value)
{
    text_format(text, "%s\"%s\":", text->data[text->length - 1] == '{' ? "" : ",", name);
    text_add_json(text, value);
}

static void json_citer(struct text *text, const struct citer *citer)
{
    struct text words = {0};
    text_add_char(text, '{');
    member(text, "kind", citer->noun);
    member(text, "name", citer->name);
    add_program(&words, citer->program);
    member(text, "ruleset", text_string(&words));
    text_clear(&words);
    add_place(&words, citer);
    member(text, "at", text_string(&words));
    text_clear(&words);
    text_add_char(text, '}');
}

static void json_row(struct text *text, const struct inventory_row *row)
{
    text_add_char(text, '{');
    member(text, "document", row->document);
    member(text, "item", row->place);
    member(text, "kind", row->kind);
    member(text, "level", row->level);
    member(text, "domain", row->domain);
    member(text, "text", row->text);
    text_format(text, ",\"line\":%zu,\"cited_by\":[", row->line);
    for (size_t i = 0; i < row->citers.count; i++) {
        text_add(text, i ? "," : "");
        json_citer(text, &row->citers.items[i]);
    }
    text_add(text, "]}");
}

static void json_rows(struct text *text, const struct trace *trace, const char *name,
                      bool (*wanted)(const struct inventory_row *))
{
    text_format(text, ",\"%s\":[", name);
    for (size_t i = 0; i < trace->rows.count; i++) {
        if (!wanted || wanted(&trace->rows.items[i])) {
            text_add(text, text->data[text->length - 1] == '[' ? "\n" : ",\n");
            json_row(text, &trace->rows.items[i]);
        }
    }
    text_add_char(text, ']');
}

static void json_numbers(struct text *text, const struct trace_count *count)
{
    text_format(text, "%s\"rows\":%zu,\"cited\":%zu,\"only_told\":%zu",
                text->data[text->length - 1] == '{' ? "" : ",", count->rows, count->cited,
                count->told);
}

static void json_counts(struct text *text, const struct trace *trace)
{
    text_add(text, ",\"counts\":[");
    for (size_t i = 0; i < trace->counts.count; i++) {
        text_add(text, i ? ",{" : "{");
        member(text, "kind", trace->counts.items[i].kind);
        member(text, "level", trace->counts.items[i].level);
        json_numbers(text, &trace->counts.items[i]);
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

static void json_strays(struct text *text, const struct trace *trace)
{
    text_add(text, ",\"unknown\":[");
    for (size_t i = 0; i < trace->strays.count; i++) {
        const struct stray_citation *stray = &trace->strays.items[i];
        text_add(text, i ? ",\n{" : "\n{");
        member(text, "document", stray->citation->document);
        member(text, "item", stray->citation->item);
        text_add(text, ",\"by\":");
        json_citer(text, &stray->citer);
        if (stray->help) {
            member(text, "help", stray->help);
        }
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

static void json_head(struct text *text, const struct trace *trace)
{
    text_add(text, "{\"documents\":[");
    for (size_t i = 0; i < trace->documents.count; i++) {
        text_add(text, i ? "," : "");
        text_add_json(text, trace->documents.items[i]);
    }
    text_add(text, "],\"rulesets\":[");
    for (size_t i = 0; i < trace->programs.count; i++) {
        text_add(text, i ? ",\"" : "\"");
        add_program(text, trace->programs.items[i]);
        text_add_char(text, '"');
    }
    text_add_char(text, ']');
    json_numbers(text, &trace->total);
    text_add(text, ",\"percent\":");
    add_percent(text, &trace->total);
}

void trace_write_json(struct text *text, const struct trace *trace, bool all)
{
    json_head(text, trace);
    json_counts(text, trace);
    json_rows(text, trace, "uncited", is_uncited);
    json_rows(text, trace, "only_told", row_is_only_told);
    json_strays(text, trace);
    if (all) {
        json_rows(text, trace, "all", NULL);
    }
    text_add(text, "}\n");
}

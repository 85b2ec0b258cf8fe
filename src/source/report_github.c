/* SPDX-License-Identifier: Apache-2.0 */
/* GitHub Actions: a line of standard output is a command to the runner, which marks the place in the
   change. In a command's text, what would end or part it is written as % and two digits. */
#include <string.h>

#include "source/report.h"

/* MARKS: the characters that are escaped. Those that would rearrange a log are made visible. */
static void add_escaped(struct text *text, const char *string, const char *marks)
{
    struct text safe = {0};
    text_add_safe_lines(&safe, string);
    for (const char *c = text_string(&safe); *c; c++) {
        if (strchr(marks, *c)) {
            text_format(text, "%%%02X", (unsigned)(unsigned char)*c);
        } else {
            text_add_char(text, *c);
        }
    }
    text_clear(&safe);
}

static void add_property(struct text *text, const char *name, const char *value)
{
    text_format(text, "%s%s=", text->data[text->length - 1] == ' ' ? "" : ",", name);
    add_escaped(text, value, "%\n:,");
}

/* GitHub takes columns only of a place within one line; its last column belongs to the place. */
static void add_range(struct text *text, struct source_place begin, struct source_place end)
{
    text_format(text, ",line=%zu", begin.line);
    if (end.line > begin.line) {
        text_format(text, ",endLine=%zu", end.line);
    } else {
        size_t last = end.line == begin.line && end.column > begin.column ? end.column - 1 : begin.column;
        text_format(text, ",col=%zu,endColumn=%zu", begin.column, last);
    }
}

void report_annotate(struct text *text, const char *kind, const char *path, struct source_place begin,
                     struct source_place end, const char *title, const char *message)
{
    text_format(text, "::%s ", kind);
    if (path) {
        add_property(text, "file", path);
        add_range(text, begin, end);
    }
    add_property(text, "title", title);
    text_add(text, "::");
    add_escaped(text, message, "%\n");
    text_add_char(text, '\n');
}

static void annotate_finding(struct report *report, const struct diagnostics *diagnostics,
                             const struct diagnostic *diagnostic)
{
    struct span span = diagnostic->labels[0].span;
    struct text words = {0}, title = {0};
    struct source_place begin = {0}, end = {0};
    bool placed = span.file != SOURCE_NO_FILE;
    if (placed) {
        begin = source_place_at(diagnostics->sources, span.file, span.begin);
        end = source_place_at(diagnostics->sources, span.file, span.end);
    }
    report_words(&words, diagnostic);
    text_format(&title, "%s: %s", diagnostic_code_text(diagnostic->code),
                diagnostic_code_title(diagnostic->code));
    report_annotate(report->text, diagnostic_severity_word(diagnostic->code),
                    placed ? report_path(report, diagnostics, span.file) : NULL, begin, end,
                    text_string(&title), text_string(&words));
    text_clear(&words);
    text_clear(&title);
}

void report_github_add(struct report *report, const struct report_part *part)
{
    struct source_place none = {0};
    for (size_t i = 0; i < part->diagnostics->count; i++) {
        annotate_finding(report, part->diagnostics, part->diagnostics->items[i]);
    }
    for (size_t i = 0; i < part->undecided_count; i++) {
        struct text words = {0};
        report_open_words(&words, part, i);
        report_annotate(report->text, "warning", NULL, none, none, "undecided", text_string(&words));
        text_clear(&words);
    }
}

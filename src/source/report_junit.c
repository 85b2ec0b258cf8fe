/* SPDX-License-Identifier: Apache-2.0 */
/* JUnit's XML: each part is a suite; each finding a case that failed, each file without one a case that
   passed, each question that was left open a case in error. */
#include "source/report.h"

static bool fails(const struct report *report, const struct diagnostic *diagnostic)
{
    return !report->warnings_pass || diagnostic_severity(diagnostic->code) == SEVERITY_ERROR;
}

static bool is_about(const struct diagnostic *diagnostic, uint32_t file)
{
    return diagnostic->labels[0].span.file == file;
}

static bool is_clean(const struct diagnostics *diagnostics, uint32_t file)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        if (is_about(diagnostics->items[i], file)) {
            return false;
        }
    }
    return true;
}

static size_t count_clean(const struct diagnostics *diagnostics)
{
    size_t count = 0;
    for (size_t i = 0; i < diagnostics->sources->count; i++) {
        count += is_clean(diagnostics, (uint32_t)i);
    }
    return count;
}

static size_t count_failures(const struct report *report, const struct diagnostics *diagnostics)
{
    size_t count = 0;
    for (size_t i = 0; i < diagnostics->count; i++) {
        count += fails(report, diagnostics->items[i]);
    }
    return count;
}

/* <testcase classname="CLASS" name="NAME" */
static void open_case(struct text *text, const char *class, const char *name)
{
    text_add(text, "    <testcase classname=\"");
    text_add_xml(text, class);
    text_add(text, "\" name=\"");
    text_add_xml(text, name);
    text_add_char(text, '"');
}

/* "W806 at 12:6: MESSAGE" */
static void name_finding(struct text *name, const struct diagnostics *diagnostics,
                         const struct diagnostic *diagnostic)
{
    struct span span = diagnostic->labels[0].span;
    text_add(name, diagnostic_code_text(diagnostic->code));
    if (span.file != SOURCE_NO_FILE) {
        struct source_place place = source_place_at(diagnostics->sources, span.file, span.begin);
        text_format(name, " at %zu:%zu", place.line, place.column);
    }
    text_format(name, ": %s", diagnostic->message);
}

static void add_finding(struct report *report, const struct report_part *part,
                        const struct diagnostic *diagnostic)
{
    struct text *text = report->text, name = {0}, words = {0};
    struct span span = diagnostic->labels[0].span;
    name_finding(&name, part->diagnostics, diagnostic);
    report_words(&words, diagnostic);
    open_case(text,
              span.file == SOURCE_NO_FILE ? part->name
                                          : report_path(report, part->diagnostics, span.file),
              text_string(&name));
    if (fails(report, diagnostic)) {
        text_format(text, "><failure type=\"%s\" message=\"", diagnostic_code_text(diagnostic->code));
        text_add_xml(text, diagnostic->message);
        text_add(text, "\">");
    } else {
        text_add(text, "><system-out>");
    }
    text_add_xml(text, text_string(&words));
    text_format(text, "</%s></testcase>\n", fails(report, diagnostic) ? "failure" : "system-out");
    text_clear(&name);
    text_clear(&words);
}

static void add_undecided(struct report *report, const struct report_part *part, size_t index)
{
    struct text words = {0};
    report_open_words(&words, part, index);
    open_case(report->text, part->name, part->undecided[index]);
    text_add(report->text, "><error type=\"undecided\" message=\"");
    text_add_xml(report->text, text_string(&words));
    text_add(report->text, "\"/></testcase>\n");
    text_clear(&words);
}

static void add_clean(struct report *report, const struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->sources->count; i++) {
        if (is_clean(diagnostics, (uint32_t)i)) {
            open_case(report->text, report_path(report, diagnostics, (uint32_t)i), "no findings");
            text_add(report->text, "/>\n");
        }
    }
}

void report_junit_start(struct report *report)
{
    text_format(report->text,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"limen %s\">\n",
                report->command);
}

void report_junit_add(struct report *report, const struct report_part *part)
{
    const struct diagnostics *diagnostics = part->diagnostics;
    text_add(report->text, "  <testsuite name=\"");
    text_add_xml(report->text, part->name);
    text_format(report->text, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n",
                diagnostics->count + part->undecided_count + count_clean(diagnostics),
                count_failures(report, diagnostics), part->undecided_count);
    for (size_t i = 0; i < diagnostics->count; i++) {
        add_finding(report, part, diagnostics->items[i]);
    }
    for (size_t i = 0; i < part->undecided_count; i++) {
        add_undecided(report, part, i);
    }
    add_clean(report, diagnostics);
    text_add(report->text, "  </testsuite>\n");
}

void report_junit_end(struct report *report)
{
    text_add(report->text, "</testsuites>\n");
}

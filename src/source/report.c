/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of a report, and what all of them say of a finding. */
#include "source/report.h"

#include <string.h>

static void nothing(struct report *report)
{
    (void)report;
}

static const struct form {
    void (*start)(struct report *report);
    void (*add)(struct report *report, const struct report_part *part);
    void (*end)(struct report *report);
} forms[] = {
    [REPORT_SARIF] = {report_sarif_start, report_sarif_add, report_sarif_end},
    [REPORT_GITHUB] = {nothing, report_github_add, nothing},
    [REPORT_JUNIT] = {report_junit_start, report_junit_add, report_junit_end},
};

void report_start(struct report *report)
{
    forms[report->format].start(report);
}

void report_add(struct report *report, const struct report_part *part)
{
    forms[report->format].add(report, part);
}

void report_end(struct report *report)
{
    forms[report->format].end(report);
    text_clear(&report->undecided);
}

const char *report_shorten(const char *path, const char *folder)
{
    size_t length = folder ? strlen(folder) : 0;
    bool below = length > 0 && strncmp(path, folder, length) == 0 && path[length] == '/';
    return below ? path + length + 1 : path;
}

const char *report_path(const struct report *report, const struct diagnostics *diagnostics,
                        uint32_t file)
{
    return report_shorten(source_path(diagnostics->sources, file), report->folder);
}

static void add_remark(struct text *text, const char *kind, const char *words)
{
    if (words) {
        text_format(text, "\n%s: %s", kind, words);
    }
}

static void add_example(struct text *text, const char *example)
{
    size_t length = strlen(example);
    while (length > 0 && example[length - 1] == '\n') {
        length--;
    }
    text_add(text, "\nThis case shows it:\n");
    text_add_bytes(text, example, length);
}

void report_words(struct text *text, const struct diagnostic *diagnostic)
{
    text_add(text, diagnostic->message);
    if (diagnostic->labels[0].text) {
        text_format(text, ": %s", diagnostic->labels[0].text);
    }
    for (size_t i = 1; i < diagnostic->label_count; i++) {
        if (diagnostic->labels[i].span.file == SOURCE_NO_FILE) {
            add_remark(text, "Note", diagnostic->labels[i].text);
        }
    }
    add_remark(text, "Note", diagnostic->note);
    if (diagnostic->example) {
        add_example(text, diagnostic->example);
    }
    add_remark(text, "Help", diagnostic->help);
}

void report_open_words(struct text *text, const struct report_part *part, size_t index)
{
    text_format(text, "%s: %s was not decided within the time limit", part->name,
                part->undecided[index]);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SARIF 2.1.0: one log with one run. Results come first, so that the rules that explain their codes can be
   those that were found. */
#include <string.h>

#include "source/report.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || (c && strchr("-._~/", c));
}

/* A path as a reference of RFC 3986, which a JSON string may hold as it is. */
static void add_uri(struct text *text, const char *path)
{
    text_add(text, path[0] == '/' ? "\"file://" : "\"");
    for (const char *c = path; *c; c++) {
        if (is_unreserved(*c)) {
            text_add_char(text, *c);
        } else {
            text_format(text, "%%%02X", (unsigned)(unsigned char)*c);
        }
    }
    text_add_char(text, '"');
}

static void add_message(struct text *text, const char *words)
{
    text_add(text, "{\"text\":");
    text_add_json(text, words);
    text_add_char(text, '}');
}

static void add_region(struct text *text, struct source_set *sources, struct span span)
{
    struct source_place begin = source_place_at(sources, span.file, span.begin);
    struct source_place end = source_place_at(sources, span.file, span.end);
    text_format(text, "{\"startLine\":%zu,\"startColumn\":%zu,\"endLine\":%zu,\"endColumn\":%zu}",
                begin.line, begin.column, end.line, end.column);
}

static void add_place(struct report *report, const struct diagnostics *diagnostics,
                      struct span span)
{
    struct text *text = report->text;
    text_add(text, "\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
    add_uri(text, report_path(report, diagnostics, span.file));
    text_add(text, "},\"region\":");
    add_region(text, diagnostics->sources, span);
    text_add_char(text, '}');
}

static void add_locations(struct report *report, const struct diagnostics *diagnostics,
                          const struct diagnostic *diagnostic)
{
    if (diagnostic->labels[0].span.file != SOURCE_NO_FILE) {
        text_add(report->text, ",\"locations\":[{");
        add_place(report, diagnostics, diagnostic->labels[0].span);
        text_add(report->text, "}]");
    }
}

static void add_related(struct report *report, const struct diagnostics *diagnostics,
                        const struct diagnostic *diagnostic)
{
    size_t id = 0;
    for (size_t i = 1; i < diagnostic->label_count; i++) {
        const struct diagnostic_label *label = &diagnostic->labels[i];
        if (label->span.file == SOURCE_NO_FILE) {
            continue; /* it is among the words */
        }
        text_add(report->text, id == 0 ? ",\"relatedLocations\":[" : ",");
        text_format(report->text, "{\"id\":%zu,", ++id);
        add_place(report, diagnostics, label->span);
        if (label->text) {
            text_add(report->text, ",\"message\":");
            add_message(report->text, label->text);
        }
        text_add_char(report->text, '}');
    }
    text_add(report->text, id > 0 ? "]" : "");
}

/* Which of the rules CODE will be. */
static size_t rule_index(struct report *report, enum diagnostic_code code)
{
    if (report->indexes[code] == 0) {
        report->found[report->found_count++] = code;
        report->indexes[code] = report->found_count;
    }
    return report->indexes[code] - 1;
}

static void add_result(struct report *report, const struct diagnostics *diagnostics,
                       const struct diagnostic *diagnostic)
{
    struct text words = {0};
    report_words(&words, diagnostic);
    text_add(report->text, report->results++ ? ",\n" : "\n");
    text_format(report->text, "{\"ruleId\":\"%s\",\"ruleIndex\":%zu,\"level\":\"%s\",\"message\":",
                diagnostic_code_text(diagnostic->code), rule_index(report, diagnostic->code),
                diagnostic_severity_word(diagnostic->code));
    add_message(report->text, text_string(&words));
    add_locations(report, diagnostics, diagnostic);
    add_related(report, diagnostics, diagnostic);
    text_add_char(report->text, '}');
    text_clear(&words);
}

void report_sarif_start(struct report *report)
{
    text_format(report->text,
                "{\"$schema\":\"" SCHEMA "\",\"version\":\"2.1.0\",\"runs\":[{\n"
                "\"automationDetails\":{\"id\":\"limen/%s/\"},\"columnKind\":\"unicodeCodePoints\",\n"
                "\"results\":[",
                report->command);
}

static void keep_undecided(struct report *report, const struct report_part *part, size_t index)
{
    struct text words = {0};
    report_open_words(&words, part, index);
    text_add(&report->undecided, report->undecided.length ? ",\n" : "\n");
    text_add(&report->undecided, "{\"level\":\"warning\",\"descriptor\":{\"id\":\"undecided\"},\"message\":");
    add_message(&report->undecided, text_string(&words));
    text_add_char(&report->undecided, '}');
    text_clear(&words);
}

void report_sarif_add(struct report *report, const struct report_part *part)
{
    for (size_t i = 0; i < part->diagnostics->count; i++) {
        add_result(report, part->diagnostics, part->diagnostics->items[i]);
    }
    for (size_t i = 0; i < part->undecided_count; i++) {
        keep_undecided(report, part, i);
    }
}

static void add_rule(struct report *report, enum diagnostic_code code)
{
    struct text *text = report->text;
    const char *page = report->page ? report->page(code) : NULL;
    text_format(text, "{\"id\":\"%s\",\"shortDescription\":", diagnostic_code_text(code));
    add_message(text, diagnostic_code_title(code));
    text_add(text, ",\"fullDescription\":");
    add_message(text, diagnostic_code_title(code));
    text_format(text, ",\"defaultConfiguration\":{\"level\":\"%s\"}",
                diagnostic_severity_word(code));
    if (page) {
        text_add(text, ",\"help\":{\"text\":");
        text_add_json(text, page);
        text_add(text, ",\"markdown\":");
        text_add_json(text, page);
        text_add_char(text, '}');
    }
    text_add_char(text, '}');
}

void report_sarif_end(struct report *report)
{
    struct text *text = report->text;
    text_format(text, "],\n\"invocations\":[{\"executionSuccessful\":%s",
                report->broken ? "false" : "true");
    if (report->undecided.length > 0) {
        text_format(text, ",\"toolExecutionNotifications\":[%s]", text_string(&report->undecided));
    }
    text_add(text, "}],\n\"tool\":{\"driver\":{\"name\":\"Limen\",\"version\":\"" PACKAGE_VERSION
                   "\",\"rules\":[");
    for (size_t i = 0; i < report->found_count; i++) {
        text_add(text, i ? ",\n" : "\n");
        add_rule(report, report->found[i]);
    }
    text_add(text, "]}}\n}]}\n");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* limen test: the examples that rulesets contain. */
#include <string.h>

#include "answer/examples.h"
#include "answer/explain.h"
#include "answer/goals.h"
#include "cli/complain.h"
#include "cli/generate.h"
#include "cli/findings.h"
#include "cli/output.h"
#include "cli/ruleset.h"

struct run {
    const struct arguments *arguments;
    struct output output;
    struct arena *arena;
    const struct program *program;
    const struct examples *examples;
    const struct goals *goals; /* what the examples exercise; NULL: nobody asks */
    size_t examples_run, failed; /* of all rulesets */
};

struct test_format {
    const char *name;
    void (*begin)(struct run *run);
    void (*ruleset)(struct run *run); /* the results in `examples` */
    void (*end)(struct run *run);
};

static void nothing(struct run *run)
{
    (void)run;
}

static const char *name_of(const struct example_result *result)
{
    return result->example->entity.name ? result->example->entity.name : "";
}

static struct source_place place_of(const struct run *run, const struct example_result *result)
{
    const struct span span = result->example->entity.decl->span;
    return source_place_at(run->program->sources, span.file, span.begin);
}

static const char *path_of(const struct run *run, const struct example_result *result)
{
    return source_path(run->program->sources, result->example->entity.decl->span.file);
}

/* ----------------------------------------------------------------------------------------- text */

static void write_explanation(struct run *run, struct text *text,
                              const struct example_result *result, size_t indent)
{
    if (result->household && result->household->members.count > 1) {
        text_repeat(text, ' ', indent);
        text_format(text, "of %s:\n", result->answer->evaluation->limen_case->id);
    }
    explanation_write_brief(text, explanation_create(run->arena, result->answer), indent,
                            run->output.width);
}

/* "expected: ..." and "got: ..." of each expectation that was not met. */
static void write_misses(struct text *text, const struct example_result *result, const char *before)
{
    if (!result->answer) {
        text_format(text, "%sthe case is in error: %s\n", before, result->refusal);
    }
    for (size_t i = 0; i < result->misses.count; i++) {
        text_format(text, "%sexpected: %s\n%sgot:      %s\n", before,
                    result->misses.items[i].expected, before, result->misses.items[i].got);
    }
}

static void write_failure(struct run *run, const struct example_result *result)
{
    struct text *text = &run->output.text;
    const char *title = result->example->entity.title;
    struct source_place place = place_of(run, result);
    text_format(text, "%sfailed%s: %s%s%s%s (%s:%zu)\n", run->output.colour ? "\033[1;31m" : "",
                run->output.colour ? "\033[0m" : "", name_of(result), title ? ", \"" : "",
                title ? title : "", title ? "\"" : "", path_of(run, result), place.line);
    write_misses(text, result, "  ");
    if (result->answer) {
        write_explanation(run, text, result, 2);
    }
    text_add_char(text, '\n');
}

static struct source_place place_of_goal(const struct run *run, const struct goal *goal)
{
    struct span span = goal_span(goal);
    return source_place_at(run->program->sources, span.file, span.begin);
}

static unsigned percent_of(size_t covered, size_t all)
{
    return all ? (unsigned)(covered * 100 / all) : 100;
}

static void write_kinds(struct text *text, const struct goals *goals)
{
    text_add(text, "  exercised by some example, both ways where there are two:\n");
    for (enum goal_kind kind = 0; kind < GOAL_KINDS; kind++) {
        size_t all = goals_count(goals, kind, false), covered = goals_count(goals, kind, true);
        if (all > 0) {
            text_format(text, "    %-10s  %zu of %zu (%u %%)\n", goal_words(kind), covered, all,
                        percent_of(covered, all));
        }
    }
}

static void write_goals(struct run *run, const char *before)
{
    struct text *text = &run->output.text;
    bool any = false;
    for (size_t i = 0; i < run->goals->items.count; i++) {
        const struct goal *goal = &run->goals->items.items[i];
        if (!goal->covered) {
            text_format(text, "%s%s%s:%zu: ", any || *before == '#' ? "" : "  not exercised:\n", before,
                        source_path(run->program->sources, goal_span(goal).file),
                        place_of_goal(run, goal).line);
            i += goal_describe_both(text, run->goals, goal);
            text_add_char(text, '\n');
            any = true;
        }
    }
}

static void write_coverage(struct run *run)
{
    struct text *text = &run->output.text;
    const struct examples *examples = run->examples;
    if (examples->rule_count > 0) {
        text_format(text, "  %zu of %zu rules hold in some example\n",
                    examples->rule_count - examples->uncovered.count, examples->rule_count);
    }
    if (run->goals) {
        write_kinds(text, run->goals);
        write_goals(run, "    ");
    }
}

static void text_ruleset(struct run *run)
{
    struct text *text = &run->output.text;
    const struct examples *examples = run->examples;
    for (size_t i = 0; i < examples->results.count; i++) {
        const struct example_result *result = &examples->results.items[i];
        if (!example_passes(result)) {
            write_failure(run, result);
        } else if (result->expectations == 0) {
            text_format(text, "warning: %s expects nothing (%s:%zu)\n", name_of(result),
                        path_of(run, result), place_of(run, result).line);
        }
    }
    text_format(text, "%s@%s: %zu example%s, %zu failed\n", run->program->name,
                run->program->version, examples->results.count,
                examples->results.count == 1 ? "" : "s", examples->failed);
    write_coverage(run);
}

/* ----------------------------------------------------------------------------------------- JSON */

static void json_result(struct run *run, const struct example_result *result)
{
    struct text *text = &run->output.text;
    text_add(text, "{\"example\":");
    text_add_json(text, name_of(result));
    text_add(text, ",\"file\":");
    text_add_json(text, path_of(run, result));
    text_format(text, ",\"line\":%zu,\"passed\":%s,\"expectations\":%zu",
                place_of(run, result).line, example_passes(result) ? "true" : "false",
                result->expectations);
    if (!result->answer) {
        text_add(text, ",\"error\":");
        text_add_json(text, result->refusal);
    }
    text_add(text, ",\"misses\":[");
    for (size_t i = 0; i < result->misses.count; i++) {
        text_add(text, i ? ",{\"expected\":" : "{\"expected\":");
        text_add_json(text, result->misses.items[i].expected);
        text_add(text, ",\"got\":");
        text_add_json(text, result->misses.items[i].got);
        text_add_char(text, '}');
    }
    text_add(text, "]}");
}

static void json_goal(struct run *run, const struct goal *goal)
{
    struct text *text = &run->output.text, words = {0};
    text_format(text, "{\"kind\":\"%s\",\"of\":", goal_noun(goal));
    text_add_json(text, goal_name(goal));
    text_add(text, ",\"file\":");
    text_add_json(text, source_path(run->program->sources, goal_span(goal).file));
    text_format(text, ",\"line\":%zu,\"says\":", place_of_goal(run, goal).line);
    goal_describe(&words, run->goals, goal);
    text_add_json(text, text_string(&words));
    text_clear(&words);
    text_add_char(text, '}');
}

static void json_coverage(struct run *run)
{
    struct text *text = &run->output.text;
    bool first = true;
    text_add(text, ",\"coverage\":{");
    for (enum goal_kind kind = 0; kind < GOAL_KINDS; kind++) {
        size_t all = goals_count(run->goals, kind, false);
        size_t covered = goals_count(run->goals, kind, true);
        text_format(text, "\"%s\":{\"exercised\":%zu,\"all\":%zu,\"percent\":%u},",
                    goal_words(kind), covered, all, percent_of(covered, all));
    }
    text_add(text, "\"not_exercised\":[");
    for (size_t i = 0; i < run->goals->items.count; i++) {
        if (!run->goals->items.items[i].covered) {
            text_add(text, first ? "" : ",");
            json_goal(run, &run->goals->items.items[i]);
            first = false;
        }
    }
    text_add(text, "]}");
}

/* One object a ruleset, on a line of its own. */
static void json_ruleset(struct run *run)
{
    struct text *text = &run->output.text;
    const struct examples *examples = run->examples;
    text_format(text, "{\"ruleset\":\"%s\",\"version\":\"%s\",\"examples\":[", run->program->name,
                run->program->version);
    for (size_t i = 0; i < examples->results.count; i++) {
        text_add(text, i ? "," : "");
        json_result(run, &examples->results.items[i]);
    }
    text_format(text, "],\"failed\":%zu,\"rules\":%zu,\"never\":[", examples->failed,
                examples->rule_count);
    for (size_t i = 0; i < examples->uncovered.count; i++) {
        text_add(text, i ? "," : "");
        text_add_json(text, examples->uncovered.items[i]->label);
    }
    text_add(text, "]");
    if (run->goals) {
        json_coverage(run);
    }
    text_add(text, "}\n");
}

/* ------------------------------------------------------------------------------------------ TAP */

/* Every line of what explains a failure is a comment of TAP's. */
static void add_commented(struct text *text, const struct text *lines)
{
    for (const char *line = text_string(lines); *line;) {
        const char *feed = strchr(line, '\n');
        size_t length = feed ? (size_t)(feed - line) : strlen(line);
        text_format(text, "# %.*s\n", (int)length, line);
        line += length + (feed != NULL);
    }
}

static void tap_ruleset(struct run *run)
{
    struct text *text = &run->output.text;
    for (size_t i = 0; i < run->examples->results.count; i++) {
        const struct example_result *result = &run->examples->results.items[i];
        struct text lines = {0};
        text_format(text, "%s %zu - %s@%s %s\n", example_passes(result) ? "ok" : "not ok",
                    run->examples_run + i + 1, run->program->name, run->program->version,
                    name_of(result));
        if (!example_passes(result)) {
            write_misses(&lines, result, "");
            if (result->answer) {
                write_explanation(run, &lines, result, 0);
            }
            add_commented(text, &lines);
        }
        text_clear(&lines);
    }
    if (run->goals) {
        write_goals(run, "# ");
    }
}

static void tap_end(struct run *run)
{
    text_format(&run->output.text, "1..%zu\n", run->examples_run);
}

/* ---------------------------------------------------------------------------------------- JUnit */

static void junit_begin(struct run *run)
{
    text_add(&run->output.text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
}

static void junit_result(struct run *run, const struct example_result *result)
{
    struct text *text = &run->output.text, lines = {0};
    text_format(text, "    <testcase classname=\"%s\" name=\"%s\"", run->program->name,
                name_of(result));
    if (example_passes(result)) {
        text_add(text, "/>\n");
        return;
    }
    text_add(text, "><failure message=\"");
    text_add_xml(text, result->answer ? result->misses.items[0].expected : result->refusal);
    text_add(text, "\">");
    write_misses(&lines, result, "");
    if (result->answer) {
        write_explanation(run, &lines, result, 0);
    }
    text_add_xml(text, text_string(&lines));
    text_add(text, "</failure></testcase>\n");
    text_clear(&lines);
}

static void junit_ruleset(struct run *run)
{
    struct text *text = &run->output.text;
    text_format(text, "  <testsuite name=\"%s@%s\" tests=\"%zu\" failures=\"%zu\">\n",
                run->program->name, run->program->version, run->examples->results.count,
                run->examples->failed);
    for (size_t i = 0; i < run->examples->results.count; i++) {
        junit_result(run, &run->examples->results.items[i]);
    }
    text_add(text, "  </testsuite>\n");
}

static void junit_end(struct run *run)
{
    text_add(&run->output.text, "</testsuites>\n");
}

/* --------------------------------------------------------------------------------------- GitHub */

static void github_result(struct run *run, const struct example_result *result)
{
    const struct span span = result->example->entity.decl->span;
    struct text lines = {0}, title = {0};
    write_misses(&lines, result, "");
    if (lines.length > 0 && lines.data[lines.length - 1] == '\n') {
        lines.data[--lines.length] = '\0';
    }
    text_format(&title, "example %s", name_of(result));
    report_annotate(&run->output.text, example_passes(result) ? "warning" : "error",
                    findings_path(run->arguments, path_of(run, result)), place_of(run, result),
                    source_place_at(run->program->sources, span.file, span.end),
                    text_string(&title),
                    example_passes(result) ? "it expects nothing" : text_string(&lines));
    text_clear(&lines);
    text_clear(&title);
}

static void github_ruleset(struct run *run)
{
    for (size_t i = 0; i < run->examples->results.count; i++) {
        const struct example_result *result = &run->examples->results.items[i];
        if (!example_passes(result) || result->expectations == 0) {
            github_result(run, result);
        }
    }
}

/* ------------------------------------------------------------------------------------ the whole */

static const struct test_format formats[] = {
    {"text", nothing, text_ruleset, nothing},
    {"json", nothing, json_ruleset, nothing},
    {"tap", nothing, tap_ruleset, tap_end},
    {"junit", junit_begin, junit_ruleset, junit_end},
    {"github", nothing, github_ruleset, nothing},
};

static const struct test_format *format_of(const struct arguments *arguments)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (arguments_chose(arguments, OPTION_FORMAT_TESTS, formats[i].name)) {
            return &formats[i];
        }
    }
    return &formats[0];
}

static bool run_ruleset(struct run *run, const struct test_format *format, const char *reference)
{
    struct ruleset ruleset;
    if (!ruleset_load(run->arguments, reference, INT32_MIN, &ruleset)) {
        return false;
    }
    run->arena = arena_create();
    run->program = ruleset.program;
    run->examples = examples_run(run->arena, ruleset.program, ruleset.plan);
    run->goals = arguments_has(run->arguments, OPTION_COVERAGE)
                     ? goals_of_examples(run->arena, ruleset.plan, run->examples)
                     : NULL;
    format->ruleset(run);
    run->examples_run += run->examples->results.count;
    run->failed += run->examples->failed;
    arena_destroy(run->arena);
    ruleset_free(&ruleset);
    return true;
}

int test_run(const struct arguments *arguments)
{
    struct run run = {.arguments = arguments};
    const struct test_format *format = format_of(arguments);
    bool loaded = true;
    if (arguments_has(arguments, OPTION_GENERATE)) {
        return generate_run(arguments);
    }
    if (arguments_has(arguments, OPTION_AFRESH)) {
        return complain_of_use(arguments->command, "--afresh goes with --generate");
    }
    if (arguments->operand_count == 0) {
        return complain_of_use(arguments->command, "which ruleset?");
    }
    output_start(&run.output, arguments->values[OPTION_OUTPUT]);
    format->begin(&run);
    for (size_t i = 0; i < arguments->operand_count; i++) {
        loaded = run_ruleset(&run, format, arguments->operands[i]) && loaded;
    }
    format->end(&run);
    return output_finish(&run.output, !loaded      ? STATUS_WRONG_USE
                                      : run.failed ? STATUS_FINDINGS
                                                   : STATUS_DONE);
}

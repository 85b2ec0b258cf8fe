/* SPDX-License-Identifier: Apache-2.0 */
/* limen check: every mistake and warning of files, and what texts are turned into. */
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/complain.h"
#include "cli/findings.h"
#include "cli/output.h"
#include "cli/ruleset.h"
#include "engine/sliced.h"
#include "grammar/parse.h"
#include "meaning/timeline.h"
#include "meaning/versions.h"

/* One token a line: its place, whether it is a word of the language, and its text. */
static void dump_token(struct text *text, struct source_set *sources, uint32_t file,
                       const struct token *token)
{
    struct source_place place = source_place_at(sources, file, token->begin);
    text_format(text, "%zu:%zu %s ", place.line, place.column,
                keyword_text(token->kind) ? "word" : "token");
    text_add_json_bytes(text, sources->files[file].bytes + token->begin, token->end - token->begin);
    text_add_char(text, '\n');
}

static void dump_tokens(struct text *text, struct compilation *compilation, uint32_t file)
{
    struct token_list tokens = {0};
    /* The mistakes of this second reading were reported by the first. */
    struct diagnostics *unheard = diagnostics_create(compilation->arena, compilation->sources);
    parse_file(compilation->arena, compilation->symbols, unheard, compilation->sources, file,
               &tokens);
    for (size_t i = 0; i + 1 < tokens.count; i++) {
        dump_token(text, compilation->sources, file, &tokens.items[i]);
    }
}

static void dump_plan(struct text *text, struct compilation *compilation,
                      const struct program *program)
{
    if (compilation->diagnostics->errors == 0 && program->kind == PROGRAM_RULESET) {
        plan_write(text, plan_create(compilation->arena, program));
    }
}

static void dump_code(struct text *text, struct compilation *compilation,
                      const struct program *program)
{
    const char *reason = NULL;
    const struct sliced *sliced =
        compilation->diagnostics->errors == 0 && program->kind == PROGRAM_RULESET
            ? sliced_create(compilation->arena, plan_create(compilation->arena, program), false,
                            WANT_LEVELS | WANT_RULES, &reason)
            : NULL;
    if (sliced) {
        code_write(text, sliced->body);
    } else if (reason) {
        text_format(text, "no code, because %s\n", reason);
    }
}

static void dump(const struct arguments *arguments, struct output *output,
                 struct compilation *compilation, const struct program *program)
{
    if (!program->tree) {
        return;
    }
    if (arguments_chose(arguments, OPTION_DUMP, "tokens")) {
        dump_tokens(&output->text, compilation, program->file);
    } else if (arguments_chose(arguments, OPTION_DUMP, "ast")) {
        node_dump(&output->text, program->tree);
    } else if (arguments_chose(arguments, OPTION_DUMP, "code")) {
        dump_code(&output->text, compilation, program);
    } else {
        dump_plan(&output->text, compilation, program);
    }
}

static void summarise(const struct diagnostics *diagnostics, size_t files)
{
    struct text text = {0};
    const char *colour = terminal_colour(STDERR_FILENO) ? "\033[1m" : "";
    text_format(&text, "%s%zu error%s, %zu warning%s in %zu file%s%s\n", colour,
                diagnostics->errors, diagnostics->errors == 1 ? "" : "s", diagnostics->warnings,
                diagnostics->warnings == 1 ? "" : "s", files, files == 1 ? "" : "s",
                *colour ? "\033[0m" : "");
    (void)file_write_stream(STDERR_FILENO, text.data, text.length);
    text_clear(&text);
}

static int status_of(const struct arguments *arguments, const struct diagnostics *diagnostics)
{
    if (diagnostics_unreadable(diagnostics)) {
        return STATUS_WRONG_USE;
    }
    bool strict = arguments_has(arguments, OPTION_WARNINGS_AS_ERRORS);
    return diagnostics->errors || (strict && diagnostics->warnings) ? STATUS_FINDINGS : STATUS_DONE;
}

static void report(struct report *report, const struct diagnostics *diagnostics)
{
    struct report_part part = {.name = "rulesets", .diagnostics = diagnostics};
    report_start(report);
    report_add(report, &part);
    report_end(report);
}

/* True: in a form that counts for itself. */
static bool write_findings(const struct arguments *arguments, struct output *output,
                           struct diagnostics *diagnostics)
{
    struct report *form = findings_report(arguments, OPTION_FORMAT_FINDINGS, &output->text);
    diagnostics_sort(diagnostics);
    if (arguments_has(arguments, OPTION_DUMP)) {
        diagnostics_print(diagnostics);
        return true;
    }
    if (form) {
        form->warnings_pass = !arguments_has(arguments, OPTION_WARNINGS_AS_ERRORS);
        form->broken = diagnostics_unreadable(diagnostics);
        report(form, diagnostics);
    } else if (arguments_chose(arguments, OPTION_FORMAT_FINDINGS, "json")) {
        diagnostics_write_json(&output->text, diagnostics);
    } else {
        diagnostics_write_text(&output->text, diagnostics, output->colour);
        return false;
    }
    return form == NULL || form->format != REPORT_GITHUB;
}

/* Mistakes in the files themselves were reported when they were checked. */
static void check_timelines(struct compilation *compilation)
{
    struct diagnostics *heard = compilation->diagnostics;
    compilation->diagnostics = diagnostics_create(compilation->arena, compilation->sources);
    struct timelines timelines = timelines_read(compilation);
    compilation->diagnostics = heard;
    timelines_check(compilation, &timelines);
}

struct checking {
    const struct arguments *arguments;
    struct compilation *compilation;
    struct output output;
    size_t files;
};

static void check_one(struct checking *checking, const char *reference)
{
    struct program *program = library_load(checking->compilation, reference, INT32_MIN);
    checking->files++;
    if (arguments_has(checking->arguments, OPTION_DUMP)) {
        dump(checking->arguments, &checking->output, checking->compilation, program);
    }
}

/* False: there is nothing of a library in its folder. */
static bool check_library(struct checking *checking)
{
    struct references files = versions_references(checking->compilation);
    for (size_t i = 0; i < files.count; i++) {
        check_one(checking, files.items[i]);
    }
    check_timelines(checking->compilation);
    return files.count > 0;
}

/* A folder that holds a library is one, and stands by itself unless another is named. */
static void check_operand(struct checking *checking, const char *operand)
{
    struct compilation *compilation = checking->compilation;
    const char *library = compilation->library;
    if (ruleset_is_folder(operand)) {
        compilation->library = ruleset_folder(compilation->arena, operand);
        bool found = check_library(checking);
        compilation->library = library;
        if (found) {
            return;
        }
    }
    check_one(checking, operand);
}

int check_run(const struct arguments *arguments)
{
    struct checking checking = {.arguments = arguments};
    if (arguments->operand_count == 0 && !arguments_has(arguments, OPTION_LIBRARY)) {
        return complain_of_use(arguments->command, "which file?");
    }
    struct compilation *compilation = compilation_create(arguments->values[OPTION_LIBRARY]);
    checking.compilation = compilation;
    output_start(&checking.output, arguments->values[OPTION_OUTPUT]);
    for (size_t i = 0; i < arguments->operand_count; i++) {
        check_operand(&checking, arguments->operands[i]);
    }
    if (arguments->operand_count == 0 && !check_library(&checking)) {
        check_one(&checking, compilation->library);
    }
    struct output *output = &checking.output;
    bool counted = write_findings(arguments, output, compilation->diagnostics);
    int status = output_finish(output, status_of(arguments, compilation->diagnostics));
    if (!counted) {
        summarise(compilation->diagnostics, checking.files);
    }
    compilation_destroy(compilation);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* limen check: every mistake and warning of files, and what texts are turned into. */
#include <unistd.h>

#include "base/file.h"
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/ruleset.h"
#include "grammar/parse.h"

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

static void report(const struct arguments *arguments, struct output *output,
                   struct diagnostics *diagnostics)
{
    if (arguments_has(arguments, OPTION_DUMP)) {
        diagnostics_print(diagnostics);
    } else if (arguments_chose(arguments, OPTION_FORMAT, "json")) {
        diagnostics_sort(diagnostics);
        diagnostics_write_json(&output->text, diagnostics);
    } else {
        diagnostics_sort(diagnostics);
        diagnostics_write_text(&output->text, diagnostics, output->colour);
    }
}

int check_run(const struct arguments *arguments)
{
    struct output output;
    if (arguments->operand_count == 0) {
        return complain_of_use(arguments->command, "which file?");
    }
    struct compilation *compilation = compilation_create(arguments->values[OPTION_LIBRARY]);
    output_start(&output, NULL);
    for (size_t i = 0; i < arguments->operand_count; i++) {
        struct program *program = library_load(compilation, arguments->operands[i], INT32_MIN);
        if (arguments_has(arguments, OPTION_DUMP)) {
            dump(arguments, &output, compilation, program);
        }
    }
    report(arguments, &output, compilation->diagnostics);
    int status = output_finish(&output, status_of(arguments, compilation->diagnostics));
    if (!arguments_has(arguments, OPTION_DUMP) &&
        !arguments_chose(arguments, OPTION_FORMAT, "json")) {
        summarise(compilation->diagnostics, arguments->operand_count);
    }
    compilation_destroy(compilation);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* limen fmt: files in the canonical form. */
#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "cli/complain.h"
#include "cli/line_diff.h"
#include "cli/output.h"
#include "cli/ruleset.h"
#include "grammar/format.h"
#include "grammar/parse.h"

struct formatting {
    const struct arguments *arguments;
    struct output output;
    bool differs, broken, unreadable; /* of any file so far */
};

static void read_failed(struct formatting *formatting, const char *path, enum source_status status)
{
    formatting->unreadable = true;
    complain_of_file(path, status == SOURCE_DIRECTORY   ? "this is a folder, where a file is wanted"
                           : status == SOURCE_TOO_LARGE ? "larger than 2 GiB"
                                                        : strerror(errno));
}

static void write_diff(struct formatting *formatting, const struct source_file *file,
                       const struct text *formatted)
{
    struct arena *arena = formatting->arguments->arena;
    struct line_diff_side old = {arena_format(arena, "%s (as it is)", file->path), file->bytes,
                            file->length};
    struct line_diff_side new = {arena_format(arena, "%s (formatted)", file->path), formatted->data,
                            formatted->length};
    line_diff_write(&formatting->output.text, &old, &new);
}

static bool only_looks(const struct arguments *arguments)
{
    return arguments_has(arguments, OPTION_CHECK) || arguments_has(arguments, OPTION_DIFF);
}

/* What is done with a file once its canonical form is known. */
static void settle(struct formatting *formatting, const struct source_file *file,
                   const struct text *formatted)
{
    const struct arguments *arguments = formatting->arguments;
    bool differs = formatted->length != file->length ||
                   memcmp(text_string(formatted), file->bytes, file->length) != 0;
    bool is_stream = strcmp(file->path, "-") == 0;
    formatting->differs = formatting->differs || differs;
    if (differs && arguments_has(arguments, OPTION_DIFF)) {
        write_diff(formatting, file, formatted);
    } else if (differs && arguments_has(arguments, OPTION_CHECK)) {
        text_format(&formatting->output.text, "%s\n", is_stream ? "standard input" : file->path);
    } else if (is_stream && !only_looks(arguments)) {
        text_add_bytes(&formatting->output.text, text_string(formatted), formatted->length);
    } else if (differs && !only_looks(arguments) &&
               !file_write_whole(file->path, text_string(formatted), formatted->length)) {
        formatting->unreadable = true;
        complain_of_file(file->path, strerror(errno));
    }
}

static void format(struct formatting *formatting, const char *path)
{
    struct arena *arena = arena_create();
    struct source_set *sources = source_set_create(arena);
    struct diagnostics *diagnostics = diagnostics_create(arena, sources);
    struct token_list tokens = {0};
    struct text formatted = {0};
    uint32_t file;
    enum source_status status = source_read(sources, path, &file);
    if (status != SOURCE_OK) {
        read_failed(formatting, path, status);
        arena_destroy(arena);
        return;
    }
    const struct node *tree =
        parse_file(arena, symbol_table_create(arena), diagnostics, sources, file, &tokens);
    if (diagnostics->errors > 0) {
        diagnostics_print(diagnostics);
        formatting->broken = true;
        formatting->unreadable = formatting->unreadable || diagnostics_unreadable(diagnostics);
    } else if (format_file(&formatted, arena, sources, &tokens, tree)) {
        settle(formatting, &sources->files[file], &formatted);
    }
    text_clear(&formatted);
    arena_destroy(arena);
}

int fmt_run(const struct arguments *arguments)
{
    struct formatting formatting = {.arguments = arguments};
    if (arguments->operand_count == 0) {
        return complain_of_use(arguments->command, "which file? (- is standard input)");
    }
    output_start(&formatting.output, NULL);
    for (size_t i = 0; i < arguments->operand_count; i++) {
        format(&formatting, arguments->operands[i]);
    }
    bool findings = formatting.broken || (only_looks(arguments) && formatting.differs);
    return output_finish(&formatting.output, formatting.unreadable ? STATUS_WRONG_USE
                                             : findings            ? STATUS_FINDINGS
                                                                   : STATUS_DONE);
}

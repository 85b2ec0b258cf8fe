/* SPDX-License-Identifier: Apache-2.0 */
/* Loading rulesets for commands, and saying what is wrong with them. */
#include "cli/ruleset.h"

#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/complain.h"
#include "cli/output.h"

void diagnostics_print(struct diagnostics *diagnostics)
{
    struct text text = {0};
    diagnostics_sort(diagnostics);
    diagnostics_write_text(&text, diagnostics, terminal_colour(STDERR_FILENO));
    (void)file_write_stream(STDERR_FILENO, text_string(&text), text.length);
    text_clear(&text);
}

bool diagnostics_unreadable(const struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        /* E0: files and encoding; E701 to E708: what the library lacks */
        enum diagnostic_code said = diagnostics->items[i]->code;
        const char *code = diagnostic_code_text(said);
        bool lacking = said >= E701_NO_RULESET && said <= E708_NO_VERSION;
        if ((code[0] == 'E' && code[1] == '0') || lacking) {
            return true;
        }
    }
    return false;
}

bool ruleset_load_program(const struct arguments *arguments, const char *reference, int32_t date,
                          struct ruleset *ret_ruleset)
{
    struct compilation *compilation = compilation_create(arguments->values[OPTION_LIBRARY]);
    struct program *program = library_load(compilation, reference, date);
    if (compilation->diagnostics->errors > 0) {
        diagnostics_print(compilation->diagnostics);
        compilation_destroy(compilation);
        return false;
    }
    *ret_ruleset = (struct ruleset){.compilation = compilation, .program = program};
    return true;
}

bool ruleset_load(const struct arguments *arguments, const char *reference, int32_t date,
                  struct ruleset *ret_ruleset)
{
    if (!ruleset_load_program(arguments, reference, date, ret_ruleset)) {
        return false;
    }
    if (ret_ruleset->program->kind != PROGRAM_RULESET) {
        complain("%s: this is no ruleset", reference);
        ruleset_free(ret_ruleset);
        return false;
    }
    ret_ruleset->plan = plan_create(ret_ruleset->compilation->arena, ret_ruleset->program);
    return true;
}

void ruleset_free(struct ruleset *ruleset)
{
    compilation_destroy(ruleset->compilation);
    *ruleset = (struct ruleset){0};
}

/* Whether the ruleset in the file PATH binds AUTHORITY on DATE. Mistakes in it are its own
   commands' matter. */
static bool binds(const struct arguments *arguments, const char *path, const char *authority,
                  int32_t date)
{
    struct compilation *compilation = compilation_create(arguments->values[OPTION_LIBRARY]);
    const struct program *program = library_load(compilation, path, date);
    bool found = false;
    for (size_t i = 0; i < program->authorities.count; i++) {
        found = found || strcmp(program->authorities.items[i], authority) == 0;
    }
    found = found && program->kind == PROGRAM_RULESET && program_in_force(program, date);
    compilation_destroy(compilation);
    return found;
}

static bool is_shared(const char *path, size_t library_length)
{
    const char *inside = path + library_length + 1;
    return strncmp(inside, "vocabulary/", strlen("vocabulary/")) == 0 ||
           strncmp(inside, "calendar/", strlen("calendar/")) == 0;
}

const char *ruleset_of_authority(const struct arguments *arguments, const char *authority,
                                 int32_t date)
{
    struct compilation *compilation = compilation_create(arguments->values[OPTION_LIBRARY]);
    const char *pattern = arena_format(arguments->arena, "%s/*/*.limen", compilation->library);
    size_t length = strlen(compilation->library);
    const char *found = NULL;
    glob_t files = {0};
    compilation_destroy(compilation);
    if (glob(pattern, 0, NULL, &files) == 0) {
        for (size_t i = 0; i < files.gl_pathc && !found; i++) {
            const char *path = files.gl_pathv[i];
            if (!is_shared(path, length) && binds(arguments, path, authority, date)) {
                found = arena_copy(arguments->arena, path, strlen(path));
            }
        }
        globfree(&files);
    }
    if (!found) {
        complain("no ruleset in the library is in force for %s on that date", authority);
    }
    return found;
}

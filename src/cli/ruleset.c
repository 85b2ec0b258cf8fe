/* SPDX-License-Identifier: Apache-2.0 */
/* Loading rulesets for commands, and saying what is wrong with them. */
#include "cli/ruleset.h"

#include <string.h>
#include <sys/stat.h>
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
    *ret_ruleset = ruleset_create(cache_open(arguments->arena, NULL),
                                  arguments->values[OPTION_LIBRARY], reference, date);
    struct diagnostics *diagnostics = ret_ruleset->compilation->diagnostics;
    if (diagnostics->errors > 0) {
        diagnostics_print(diagnostics);
        ruleset_free(ret_ruleset);
        return false;
    }
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
    return true;
}

bool ruleset_is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

const char *ruleset_folder(struct arena *arena, const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    return arena_copy(arena, path, length);
}

void ruleset_free(struct ruleset *ruleset)
{
    compilation_destroy(ruleset->compilation);
    *ruleset = (struct ruleset){0};
}

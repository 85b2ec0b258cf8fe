/* SPDX-License-Identifier: Apache-2.0 */
/* Loading rulesets for commands, and saying what is wrong with them. */
#include "cli/ruleset.h"

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

static bool load_program(const struct arguments *arguments, const char *reference, int32_t date,
                         bool only_mentioned, struct ruleset *ret_ruleset)
{
    struct compilation *compilation = compilation_create(arguments->values[OPTION_LIBRARY]);
    compilation->only_mentioned = only_mentioned;
    struct program *program = library_load(compilation, reference, date);
    if (compilation->diagnostics->errors > 0) {
        diagnostics_print(compilation->diagnostics);
        compilation_destroy(compilation);
        return false;
    }
    *ret_ruleset = (struct ruleset){.compilation = compilation, .program = program};
    return true;
}

static bool load(const struct arguments *arguments, const char *reference, int32_t date,
                 bool only_mentioned, struct ruleset *ret_ruleset)
{
    if (!load_program(arguments, reference, date, only_mentioned, ret_ruleset)) {
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

bool ruleset_load_program(const struct arguments *arguments, const char *reference, int32_t date,
                          struct ruleset *ret_ruleset)
{
    return load_program(arguments, reference, date, false, ret_ruleset);
}

bool ruleset_load(const struct arguments *arguments, const char *reference, int32_t date,
                  struct ruleset *ret_ruleset)
{
    return load(arguments, reference, date, false, ret_ruleset);
}

bool ruleset_load_mentioned(const struct arguments *arguments, const char *reference, int32_t date,
                            struct ruleset *ret_ruleset)
{
    return load(arguments, reference, date, true, ret_ruleset);
}

bool ruleset_is_complete(const struct ruleset *ruleset)
{
    return !ruleset->compilation->only_mentioned;
}

bool ruleset_complete(struct ruleset *ruleset)
{
    struct compilation *compilation = ruleset->compilation;
    struct program *program = library_load_whole(compilation, ruleset->program);
    if (compilation->diagnostics->errors > 0) {
        diagnostics_print(compilation->diagnostics);
        return false;
    }
    ruleset->program = program;
    ruleset->plan = plan_create(compilation->arena, program);
    return true;
}

void ruleset_free(struct ruleset *ruleset)
{
    compilation_destroy(ruleset->compilation);
    *ruleset = (struct ruleset){0};
}

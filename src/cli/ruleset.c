/* SPDX-License-Identifier: Apache-2.0 */
/* Loading rulesets for commands, and saying what is wrong with them. */
#include "cli/ruleset.h"

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
        /* E0: files and encoding; E7: what the library lacks */
        const char *code = diagnostic_code_text(diagnostics->items[i]->code);
        if (code[0] == 'E' && (code[1] == '0' || code[1] == '7')) {
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
    diagnostics_print(compilation->diagnostics);
    if (compilation->diagnostics->errors > 0) {
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

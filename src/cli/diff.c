/* SPDX-License-Identifier: Apache-2.0 */
/* limen diff: what changed between two versions, for whom, and whether that was declared. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/complain.h"
#include "cli/limit.h"
#include "cli/output.h"
#include "cli/ruleset.h"
#include "prove/diff_write.h"

struct differing {
    const struct arguments *arguments;
    struct compilation *compilation;
    struct program *programs[DIFF_SIDES];
    struct diff diff;
    struct output output;
    unsigned limit; /* milliseconds */
};

static bool load(struct differing *differing, size_t side)
{
    struct compilation *compilation = differing->compilation;
    const char *reference = differing->arguments->operands[side];
    struct program *program = library_load(compilation, reference, INT32_MIN);
    differing->programs[side] = program;
    if (compilation->diagnostics->errors > 0) {
        diagnostics_print(compilation->diagnostics);
        return false;
    }
    if (program->kind != PROGRAM_RULESET) {
        complain("%s: this is no ruleset", reference);
        return false;
    }
    return true;
}

/* False: there is no use going on. */
static bool create(struct differing *differing)
{
    struct compilation *compilation = differing->compilation;
    compilation->diagnostics = diagnostics_create(compilation->arena, compilation->sources);
    for (size_t side = 0; side < DIFF_SIDES; side++) {
        differing->programs[side]->diagnostics = compilation->diagnostics;
    }
    if (!diff_create(&differing->diff, compilation, differing->programs[0],
                     differing->programs[1])) {
        diagnostics_print(compilation->diagnostics);
        return false;
    }
    return true;
}

/* STATUS_DONE, or why there is no answer. */
static int prove(struct differing *differing)
{
    const char *why = NULL;
    struct diff *diff = &differing->diff;
    if (arguments_has(differing->arguments, OPTION_TEXT_ONLY)) {
        return STATUS_DONE;
    }
    if (!diff_prove(diff, differing->limit, &why)) {
        return complain("cases cannot be compared without Z3 (Debian: apt-get install libz3-4): %s; "
                        "--text-only leaves them out", why);
    }
    return diff->fault ? complain("internal error, please report it: %s", diff->fault) : STATUS_DONE;
}

static int status_of(const struct diff *diff)
{
    return diff->findings          ? STATUS_FINDINGS
           : diff->undecided.count ? STATUS_UNDECIDED
                                   : STATUS_DONE;
}

static void write_text(struct differing *differing)
{
    struct text *text = &differing->output.text;
    struct diagnostics *diagnostics = differing->compilation->diagnostics;
    diff_write_text(text, &differing->diff);
    diagnostics_sort(diagnostics);
    if (diagnostics->count > 0) {
        text_add_char(text, '\n');
        diagnostics_write_text(text, diagnostics, differing->output.colour);
    }
    for (size_t i = 0; i < differing->diff.undecided.count; i++) {
        text_format(text, "undecided: %s\n", differing->diff.undecided.items[i]);
    }
}

static void summarise(const struct diff *diff)
{
    struct text text = {0};
    text_format(&text, "%zu finding%s, %zu undecided\n", diff->findings,
                diff->findings == 1 ? "" : "s", diff->undecided.count);
    (void)file_write_stream(STDERR_FILENO, text.data, text.length);
    text_clear(&text);
}

static int run(struct differing *differing)
{
    if (!load(differing, 0) || !load(differing, 1) || !create(differing)) {
        return STATUS_WRONG_USE;
    }
    output_start(&differing->output, differing->arguments->values[OPTION_OUTPUT]);
    int status = prove(differing);
    if (status != STATUS_DONE) {
        return output_drop(&differing->output, status);
    }
    write_text(differing);
    status = output_finish(&differing->output, status_of(&differing->diff));
    summarise(&differing->diff);
    return status;
}

int diff_run(const struct arguments *arguments)
{
    struct differing differing = {.arguments = arguments};
    if (arguments->operand_count != DIFF_SIDES) {
        return complain_of_use(arguments->command, "which two versions? OLD, then NEW");
    }
    if (!limit_read(arguments, &differing.limit)) {
        return STATUS_WRONG_USE;
    }
    differing.compilation = compilation_create(arguments->values[OPTION_LIBRARY]);
    int status = run(&differing);
    compilation_destroy(differing.compilation);
    return status;
}

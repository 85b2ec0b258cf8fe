/* SPDX-License-Identifier: Apache-2.0 */
/* limen trace: which statements of a document a ruleset cites, and which it forgot. */
#include "answer/trace.h"

#include <errno.h>
#include <string.h>

#include "cli/complain.h"
#include "cli/output.h"
#include "cli/ruleset.h"

#define MOST_DIGITS 3 /* of a percentage */

struct tracing {
    const struct arguments *arguments;
    struct trace *trace;
    struct ruleset *rulesets; /* by operand behind the first */
    size_t loaded;
    unsigned required; /* percent */
};

static bool read_requirement(struct tracing *tracing)
{
    const char *text = tracing->arguments->values[OPTION_REQUIRE];
    size_t length = text ? strlen(text) : 0;
    if (!text) {
        return true;
    }
    for (size_t i = 0; i < length && i < MOST_DIGITS; i++) {
        if (text[i] < '0' || text[i] > '9') {
            length = 0;
        }
        tracing->required = tracing->required * 10 + (unsigned)(text[i] - '0');
    }
    if (length == 0 || length > MOST_DIGITS || tracing->required > 100) {
        complain_of_use(tracing->arguments->command,
                        "--require: '%s' is no whole number from 0 to 100", text);
        return false;
    }
    return true;
}

static bool read_inventory(struct tracing *tracing)
{
    const char *path = tracing->arguments->operands[0];
    struct source_set *set = source_set_create(tracing->arguments->arena);
    struct csv_failure failure;
    uint32_t file;
    enum source_status status = source_read(set, path, &file);
    if (status != SOURCE_OK) {
        complain_of_file(path, status == SOURCE_DIRECTORY   ? "this is a folder, where a table is wanted"
                               : status == SOURCE_TOO_LARGE ? "larger than 2 GiB"
                                                            : strerror(errno));
        return false;
    }
    tracing->trace = trace_create(tracing->arguments->arena, set->files[file].bytes,
                                  set->files[file].length, &failure);
    if (!tracing->trace) {
        complain("%s, line %zu: %s", strcmp(path, "-") == 0 ? "standard input" : path,
                 failure.line, failure.message);
    }
    return tracing->trace != NULL;
}

static bool read_rulesets(struct tracing *tracing)
{
    size_t count = tracing->arguments->operand_count - 1;
    tracing->rulesets = arena_alloc(tracing->arguments->arena, count * sizeof(struct ruleset));
    for (size_t i = 0; i < count; i++) {
        const char *reference = tracing->arguments->operands[i + 1];
        struct ruleset *ruleset = &tracing->rulesets[i];
        if (!ruleset_load_program(tracing->arguments, reference, INT32_MIN, ruleset)) {
            return false;
        }
        tracing->loaded++;
        if (ruleset->program->kind != PROGRAM_RULESET) {
            complain("%s: this is no ruleset", reference);
            return false;
        }
        trace_add(tracing->trace, ruleset->program);
    }
    trace_count(tracing->trace);
    return true;
}

static int write(const struct tracing *tracing)
{
    bool all = arguments_has(tracing->arguments, OPTION_ALL);
    struct output output;
    output_start(&output, tracing->arguments->values[OPTION_OUTPUT]);
    if (arguments_chose(tracing->arguments, OPTION_FORMAT, "json")) {
        trace_write_json(&output.text, tracing->trace, all);
    } else {
        trace_write_text(&output.text, tracing->trace, all, output.width, output.colour);
    }
    return output_finish(&output, trace_reaches(tracing->trace, tracing->required)
                                      ? STATUS_DONE
                                      : STATUS_FINDINGS);
}

int trace_run(const struct arguments *arguments)
{
    struct tracing tracing = {.arguments = arguments};
    int status = STATUS_WRONG_USE;
    if (arguments->operand_count < 2) {
        return complain_of_use(arguments->command, arguments->operand_count
                                                       ? "which ruleset?"
                                                       : "which inventory, and which ruleset?");
    }
    if (read_requirement(&tracing) && read_inventory(&tracing) && read_rulesets(&tracing)) {
        status = write(&tracing);
    }
    for (size_t i = 0; i < tracing.loaded; i++) {
        ruleset_free(&tracing.rulesets[i]);
    }
    return status;
}

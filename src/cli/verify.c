/* SPDX-License-Identifier: Apache-2.0 */
/* limen verify: what holds of all cases of rulesets. */
#include "prove/verify.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/complain.h"
#include "cli/findings.h"
#include "cli/limit.h"
#include "cli/output.h"
#include "cli/ruleset.h"
#include "meaning/versions.h"

struct verifying {
    const struct arguments *arguments;
    struct output output;
    struct report *report; /* NULL: text or JSON */
    unsigned limit; /* milliseconds */
    size_t rulesets, findings, accepted, undecided;
};

static void write_findings(struct verifying *verifying, struct diagnostics *diagnostics)
{
    diagnostics_sort(diagnostics);
    if (diagnostics->count > 0 && verifying->output.text.length > 0) {
        text_add_char(&verifying->output.text, '\n');
    }
    diagnostics_write_text(&verifying->output.text, diagnostics, verifying->output.colour);
}

static void write_undecided(struct verifying *verifying, const struct verification *verification,
                            const char *reference)
{
    for (size_t i = 0; i < verification->undecided.count; i++) {
        text_format(&verifying->output.text, "undecided: %s: %s\n", reference,
                    verification->undecided.items[i]);
    }
}

static void write_json(struct verifying *verifying, const struct verification *verification,
                       const char *reference)
{
    struct text *text = &verifying->output.text;
    text_add(text, verifying->rulesets > 1 ? ",\n{" : "{\"rulesets\":[\n{");
    output_member(text, "ruleset", verification->program->name);
    output_member(text, "version", verification->program->version);
    output_member(text, "reference", reference);
    text_format(text, ",\"accepted\":%zu,\"undecided\":[", verification->accepted);
    for (size_t i = 0; i < verification->undecided.count; i++) {
        text_add(text, i ? "," : "");
        text_add_json(text, verification->undecided.items[i]);
    }
    text_add(text, "],\"findings\":");
    diagnostics_sort(verification->compilation->diagnostics);
    diagnostics_write_json(text, verification->compilation->diagnostics);
    while (text->length && text->data[text->length - 1] == '\n') {
        text->length--;
    }
    text_add_char(text, '}');
}

static void write_verdicts(struct verifying *verifying, const struct verification *verification,
                           const char *reference)
{
    struct diagnostics *diagnostics = verification->compilation->diagnostics;
    if (arguments_chose(verifying->arguments, OPTION_FORMAT_FINDINGS, "json")) {
        write_json(verifying, verification, reference);
    } else if (verifying->report) {
        diagnostics_sort(diagnostics);
        struct report_part part = {reference, diagnostics, verification->undecided.items,
                                   verification->undecided.count};
        report_add(verifying->report, &part);
    } else {
        write_findings(verifying, diagnostics);
        write_undecided(verifying, verification, reference);
    }
}

/* STATUS_DONE, or why there is no answer. */
static int verify_loaded(struct verifying *verifying, struct ruleset *ruleset,
                         const char *reference)
{
    struct verification verification;
    const char *why = NULL;
    ruleset->compilation->diagnostics =
        diagnostics_create(ruleset->compilation->arena, ruleset->compilation->sources);
    if (!verify_ruleset(&verification, ruleset->compilation, ruleset->program, verifying->limit,
                        cache_open(verifying->arguments->arena, NULL), &why)) {
        return complain_of_no_solver(why);
    }
    if (verification.fault) {
        return complain("%s: internal error, please report it: %s", reference, verification.fault);
    }
    verifying->rulesets++;
    verifying->findings += verification.findings;
    verifying->accepted += verification.accepted;
    verifying->undecided += verification.undecided.count;
    write_verdicts(verifying, &verification, reference);
    return STATUS_DONE;
}

static int verify_one(struct verifying *verifying, const char *reference)
{
    struct ruleset ruleset;
    if (!ruleset_load(verifying->arguments, reference, INT32_MIN, &ruleset)) {
        return STATUS_WRONG_USE;
    }
    int status = verify_loaded(verifying, &ruleset, reference);
    ruleset_free(&ruleset);
    return status;
}

static int verify_library(struct verifying *verifying)
{
    struct compilation *compilation =
        compilation_create(verifying->arguments->values[OPTION_LIBRARY]);
    struct references files = versions_references(compilation);
    int status = STATUS_DONE;
    size_t before = verifying->rulesets;
    for (size_t i = 0; i < files.count && status == STATUS_DONE; i++) {
        if (strchr(files.items[i], '@')) {
            status = verify_one(verifying, files.items[i]);
        }
    }
    if (status == STATUS_DONE && verifying->rulesets == before) {
        status = complain("%s: there is no ruleset here", compilation->library);
    }
    compilation_destroy(compilation);
    return status;
}

/* FOLDER is a library that stands by itself. */
static int verify_folder(struct verifying *verifying, const char *folder)
{
    const struct arguments *before = verifying->arguments;
    struct arguments within = *before;
    within.values[OPTION_LIBRARY] = ruleset_folder(before->arena, folder);
    verifying->arguments = &within;
    int status = verify_library(verifying);
    verifying->arguments = before;
    return status;
}

static int verify_operand(struct verifying *verifying, const char *operand)
{
    return ruleset_is_folder(operand) ? verify_folder(verifying, operand)
                                      : verify_one(verifying, operand);
}

static void summarise(const struct verifying *verifying)
{
    struct text text = {0};
    text_format(&text, "%zu ruleset%s verified: %zu finding%s, %zu accepted, %zu undecided\n",
                verifying->rulesets, verifying->rulesets == 1 ? "" : "s", verifying->findings,
                verifying->findings == 1 ? "" : "s", verifying->accepted, verifying->undecided);
    (void)file_write_stream(STDERR_FILENO, text.data, text.length);
    text_clear(&text);
}

/* True: in a form that counts for itself. */
static bool write_end(struct verifying *verifying)
{
    if (verifying->report) {
        report_end(verifying->report);
        return verifying->report->format != REPORT_GITHUB;
    }
    if (arguments_chose(verifying->arguments, OPTION_FORMAT_FINDINGS, "json")) {
        text_format(&verifying->output.text, "],\"findings\":%zu,\"undecided\":%zu}\n",
                    verifying->findings, verifying->undecided);
        return true;
    }
    return false;
}

static int finish(struct verifying *verifying)
{
    bool counted = write_end(verifying);
    int status = output_finish(&verifying->output, verifying->findings    ? STATUS_FINDINGS
                                                   : verifying->undecided ? STATUS_UNDECIDED
                                                                          : STATUS_DONE);
    if (!counted) {
        summarise(verifying);
    }
    return status;
}

/* Half a document is worse than none: only text can be broken off. */
static int drop(struct verifying *verifying, int status)
{
    if (verifying->report) {
        text_clear(&verifying->report->undecided);
    }
    if (!arguments_chose(verifying->arguments, OPTION_FORMAT_FINDINGS, "text")
        && arguments_has(verifying->arguments, OPTION_FORMAT_FINDINGS)) {
        text_clear(&verifying->output.text);
    }
    return output_drop(&verifying->output, status);
}

int verify_run(const struct arguments *arguments)
{
    struct verifying verifying = {.arguments = arguments};
    if (arguments->operand_count == 0 && !arguments_has(arguments, OPTION_LIBRARY)) {
        return complain_of_use(arguments->command, "which ruleset?");
    }
    if (!limit_read(arguments, &verifying.limit)) {
        return STATUS_WRONG_USE;
    }
    output_start(&verifying.output, arguments->values[OPTION_OUTPUT]);
    verifying.report = findings_report(arguments, OPTION_FORMAT_FINDINGS, &verifying.output.text);
    if (verifying.report) {
        report_start(verifying.report);
    }
    int status = arguments->operand_count == 0 ? verify_library(&verifying) : STATUS_DONE;
    for (size_t i = 0; i < arguments->operand_count && status == STATUS_DONE; i++) {
        status = verify_operand(&verifying, arguments->operands[i]);
    }
    return status == STATUS_DONE ? finish(&verifying) : drop(&verifying, status);
}

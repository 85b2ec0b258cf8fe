/* SPDX-License-Identifier: Apache-2.0 */
/* limen diff: what changed between two versions, for whom, and whether that was declared. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cases.h"
#include "cli/complain.h"
#include "cli/findings.h"
#include "cli/history.h"
#include "cli/limit.h"
#include "cli/output.h"
#include "cli/ruleset.h"
#include "meaning/summary.h"
#include "prove/diff_write.h"

#define MOST_UNDECLARED 100000

struct differing {
    const struct arguments *arguments;
    struct compilation *compilation;
    struct program *programs[DIFF_SIDES];
    struct diff diff;
    struct output output;
    unsigned limit; /* milliseconds */
    struct case_options options;
    struct case_input input; /* path NULL: no cases */
    size_t refused;
    size_t most_undeclared; /* as of struct diff */
};

/* ----------------------------------------------------------------------------------------- versions */

/* A version in git has the library of its revision, the other one that of the command. */
static struct program *load_reference(struct compilation *compilation, const char *reference)
{
    const char *library = compilation->library;
    struct program *program = NULL;
    if (!history_is_meant(reference) || history_open(compilation, reference)) {
        program = library_load(compilation, reference, INT32_MIN);
    }
    compilation->library = library;
    return program;
}

static bool load(struct differing *differing, size_t side)
{
    struct compilation *compilation = differing->compilation;
    const char *reference = differing->arguments->operands[side];
    struct program *program = load_reference(compilation, reference);
    differing->programs[side] = program;
    if (compilation->diagnostics->errors > 0) {
        diagnostics_print(compilation->diagnostics);
        return false;
    }
    if (program && program->kind != PROGRAM_RULESET) {
        complain("%s: this is no ruleset", reference);
        return false;
    }
    return program != NULL;
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
    differing->diff.most_undeclared = differing->most_undeclared;
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
        return complain("all cases cannot be compared without Z3 (Debian: apt-get install libz3-4): %s; "
                        "--text-only does without", why);
    }
    return diff->fault ? complain("internal error, please report it: %s", diff->fault) : STATUS_DONE;
}

/* ---------------------------------------------------------------------------------------- real cases */

struct case_side {
    struct ruleset ruleset;
    struct cases cases;
};

static bool open_cases(struct differing *differing, struct case_side sides[DIFF_SIDES],
                       const struct neighbours *neighbours)
{
    for (size_t i = 0; i < DIFF_SIDES; i++) {
        sides[i].ruleset = (struct ruleset){differing->compilation, differing->programs[i],
                                            plan_create(differing->diff.arena, differing->programs[i])};
        if (!cases_open_among(&sides[i].cases, differing->arguments, &sides[i].ruleset,
                              differing->options, &differing->input, neighbours)) {
            return false;
        }
    }
    return true;
}

/* NULL: the case is refused. */
static const struct answer *answer_case(struct arena *arena, const struct case_side *side,
                                        struct case_result *result)
{
    if (!result->limen_case) {
        return NULL;
    }
    const struct evaluation *evaluation =
        interpreter_evaluate(arena, side->ruleset.plan, result->limen_case);
    if (evaluation->refused) {
        answer_refuse(arena, evaluation, result);
        return NULL;
    }
    return answer_create(arena, evaluation);
}

static bool count_next(struct differing *differing, struct arena *arena,
                       struct case_side sides[DIFF_SIDES], size_t number)
{
    const struct answer *answers[DIFF_SIDES];
    struct case_result results[DIFF_SIDES];
    for (size_t i = 0; i < DIFF_SIDES; i++) {
        results[i] = (struct case_result){0};
        if (!cases_next(&sides[i].cases, arena, &results[i])) {
            return false;
        }
        answers[i] = answer_case(arena, &sides[i], &results[i]);
    }
    for (size_t i = DIFF_SIDES; i-- > 0;) {
        if (!answers[i]) {
            cases_complain(&sides[i].cases, &results[i], number);
            differing->refused++;
            break; /* what the newer refuses, the older need not */
        }
    }
    transitions_add(differing->diff.transitions, results[0].id ? results[0].id : results[1].id,
                    answers);
    return true;
}

static bool count_all(struct differing *differing)
{
    struct case_side sides[DIFF_SIDES];
    struct neighbours neighbours = {0};
    struct diff *diff = &differing->diff;
    vector_push(diff->arena, &neighbours, differing->programs[0]);
    vector_push(diff->arena, &neighbours, differing->programs[1]);
    if (!open_cases(differing, sides, &neighbours)) {
        return false;
    }
    diff->transitions = transitions_create(diff->arena, diff->counterparts);
    struct arena *arena = arena_create();
    for (size_t number = 1; count_next(differing, arena, sides, number); number++) {
        arena_reset(arena);
    }
    arena_destroy(arena);
    cases_close(&sides[0].cases);
    cases_close(&sides[1].cases);
    transitions_sort(diff->transitions);
    return true;
}

/* What is proved is proved of facts that stand for the lists they sum up; real cases may list items. */
static bool count_cases(struct differing *differing)
{
    if (!differing->input.path) {
        return true;
    }
    summaries_restore(differing->programs[0]);
    summaries_restore(differing->programs[1]);
    bool counted = count_all(differing);
    summaries_cut(differing->programs[0]);
    summaries_cut(differing->programs[1]);
    return counted;
}

static bool read_cases(struct differing *differing)
{
    const char *path = differing->arguments->values[OPTION_CASES];
    return case_options_read(differing->arguments, &differing->options)
           && (!path || case_input_read(differing->arguments, path, &differing->input));
}

static bool read_most_undeclared(struct differing *differing)
{
    const char *text = differing->arguments->values[OPTION_UNDECLARED];
    char *end = NULL;
    differing->most_undeclared = text ? strtoul(text, &end, 10) : DIFF_MOST_UNDECLARED;
    if (text && (!*text || *end || *text == '-' || differing->most_undeclared > MOST_UNDECLARED)) {
        complain_of_use(differing->arguments->command,
                        "--undeclared wants a number, up to %d, or 0 for all, not '%s'",
                        MOST_UNDECLARED, text);
        return false;
    }
    return true;
}

/* ------------------------------------------------------------------------------------------- results */

static int status_of(const struct differing *differing)
{
    return differing->diff.findings || differing->refused ? STATUS_FINDINGS
           : differing->diff.undecided.count              ? STATUS_UNDECIDED
                                                          : STATUS_DONE;
}

static void write_text(struct differing *differing)
{
    struct text *text = &differing->output.text;
    struct diagnostics *diagnostics = differing->compilation->diagnostics;
    diff_write_text(text, &differing->diff);
    if (diagnostics->count > 0) {
        text_add_char(text, '\n');
        diagnostics_write_text(text, diagnostics, differing->output.colour);
    }
    for (size_t i = 0; i < differing->diff.undecided.count; i++) {
        text_format(text, "undecided: %s\n", differing->diff.undecided.items[i]);
    }
}

static void write_report(struct differing *differing, struct report *report)
{
    const struct report_part part = {diff_version(&differing->diff, 1),
                                     differing->compilation->diagnostics,
                                     differing->diff.undecided.items,
                                     differing->diff.undecided.count};
    report_start(report);
    report_add(report, &part);
    report_end(report);
}

static void summarise(const struct differing *differing)
{
    struct text text = {0};
    const struct diff *diff = &differing->diff;
    text_format(&text, "%zu finding%s, %zu undecided\n", diff->findings,
                diff->findings == 1 ? "" : "s", diff->undecided.count);
    (void)file_write_stream(STDERR_FILENO, text.data, text.length);
    text_clear(&text);
}

static int write_result(struct differing *differing)
{
    const struct arguments *arguments = differing->arguments;
    struct text *text = &differing->output.text;
    struct report *report = findings_report(arguments, OPTION_FORMAT_DIFF, text);
    bool json = arguments_chose(arguments, OPTION_FORMAT_DIFF, "json");
    bool markdown = arguments_chose(arguments, OPTION_FORMAT_DIFF, "markdown");
    diagnostics_sort(differing->compilation->diagnostics);
    if (report) {
        write_report(differing, report);
    } else if (json) {
        diff_write_json(text, &differing->diff);
    } else if (markdown) {
        diff_write_markdown(text, &differing->diff);
    } else {
        write_text(differing);
    }
    int status = output_finish(&differing->output, status_of(differing));
    if (!report && !json && !markdown) {
        summarise(differing);
    }
    return status;
}

static int run(struct differing *differing)
{
    if (!load(differing, 0) || !load(differing, 1) || !create(differing)
        || !count_cases(differing)) {
        return STATUS_WRONG_USE;
    }
    output_start(&differing->output, differing->arguments->values[OPTION_OUTPUT]);
    int status = prove(differing);
    return status == STATUS_DONE ? write_result(differing)
                                 : output_drop(&differing->output, status);
}

int diff_run(const struct arguments *arguments)
{
    struct differing differing = {.arguments = arguments};
    if (arguments->operand_count != DIFF_SIDES) {
        return complain_of_use(arguments->command, "which two versions? OLD, then NEW");
    }
    if (!limit_read(arguments, &differing.limit) || !read_cases(&differing)
        || !read_most_undeclared(&differing)) {
        return STATUS_WRONG_USE;
    }
    differing.compilation = compilation_create(arguments->values[OPTION_LIBRARY]);
    int status = run(&differing);
    compilation_destroy(differing.compilation);
    return status;
}

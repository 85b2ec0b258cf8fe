/* SPDX-License-Identifier: Apache-2.0 */
/* Report: the findings of one run in a form that other programs read: SARIF 2.1.0, the workflow commands
   of GitHub Actions, or JUnit's XML.

   A run has parts, each with its own sources, such as one a ruleset. Between report_start() and
   report_end() each part is added once, with its findings in the order in which they are to appear. What
   a proof left undecided is told apart from what it found, in every form. */
#ifndef LIMEN_SOURCE_REPORT_H
#define LIMEN_SOURCE_REPORT_H

#include "source/diagnostic.h"

enum report_format { REPORT_SARIF, REPORT_GITHUB, REPORT_JUNIT };

struct report {
    struct text *text;
    enum report_format format;
    const char *command;  /* that looked: "verify" */
    const char *folder;   /* a path below it is told from there; NULL: as it is */
    const char *(*page)(enum diagnostic_code code); /* explains a code in Markdown, or NULL; may be NULL */
    bool warnings_pass;   /* they alone do not fail the run */
    bool broken;          /* something could not be read, so findings may be missing */
    size_t results;       /* written so far */
    size_t indexes[DIAGNOSTIC_CODES]; /* from 1, of the codes found so far; 0: not found */
    enum diagnostic_code found[DIAGNOSTIC_CODES];
    size_t found_count;
    struct text undecided; /* kept for the end by the form that wants it there */
};

struct report_part {
    const char *name; /* what was looked at: "town@2026-01" */
    const struct diagnostics *diagnostics;
    const char *const *undecided; /* what the time limit left open: "rule `r`" */
    size_t undecided_count;
};

void report_start(struct report *report);
void report_add(struct report *report, const struct report_part *part);
void report_end(struct report *report);

/* An annotation of a place, or of none where PATH is NULL, in GitHub's form. KIND: "error", "warning" or
   "notice". END may be before BEGIN: then there is only a beginning. */
void report_annotate(struct text *text, const char *kind, const char *path, struct source_place begin,
                     struct source_place end, const char *title, const char *message);

/* PATH from FOLDER, or as it is, if it is not below that. */
const char *report_shorten(const char *path, const char *folder);

/* --- shared by the report*.c files alone */

/* Where FILE is, for who reads the report. */
const char *report_path(const struct report *report, const struct diagnostics *diagnostics,
                        uint32_t file);
/* The message and all that is said with it, some lines without a final newline. */
void report_words(struct text *text, const struct diagnostic *diagnostic);
/* What is said of a question that was left open. */
void report_open_words(struct text *text, const struct report_part *part, size_t index);

void report_sarif_start(struct report *report);
void report_sarif_add(struct report *report, const struct report_part *part);
void report_sarif_end(struct report *report);
void report_github_add(struct report *report, const struct report_part *part);
void report_junit_start(struct report *report);
void report_junit_add(struct report *report, const struct report_part *part);
void report_junit_end(struct report *report);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Diagnostic: a finding about a text as a record; it becomes words on a screen or JSON only at the edge.

   Every diagnostic has a code that never changes its meaning, declared once in diagnostic.def; the
   manual page doc/diagnostics.md explains each with a bad and a good example, and `limen help CODE`
   shows that page's section. A message is a short lower-case fact without a full stop, in the words of
   a policy author; the note gives the evidence; the help says how to mend it. */
#ifndef LIMEN_SOURCE_DIAGNOSTIC_H
#define LIMEN_SOURCE_DIAGNOSTIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"
#include "source/source.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

enum diagnostic_code {
#define X(id, code, severity, title) id,
#include "source/diagnostic.def"
#undef X
    DIAGNOSTIC_CODES
};

#define DIAGNOSTIC_MAX_SPANS 3

struct diagnostic_label {
    struct span span;
    const char *text; /* NULL: only underlined. Label 0 is the place of the diagnostic */
};

struct diagnostic {
    enum diagnostic_code code;
    struct diagnostic_label labels[DIAGNOSTIC_MAX_SPANS];
    size_t label_count;
    const char *message;
    const char *note; /* NULL: none */
    const char *help; /* NULL: none */
    const char *example; /* a case that shows it, as lines ready to paste; NULL: none */
};

/* A sink for the diagnostics of one run. */
struct diagnostics {
    struct arena *arena;
    struct source_set *sources;
    struct diagnostic **items; /* in the order reported; diagnostics_sort orders them by place */
    size_t count, capacity;
    size_t errors, warnings;
};

struct diagnostics *diagnostics_create(struct arena *arena, struct source_set *sources);

/* Adds a record and returns it, so that a caller can add labels, a note and a help. */
struct diagnostic *diagnostic_report(struct diagnostics *diagnostics, enum diagnostic_code code,
                                     struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A label with the span of the diagnostic itself puts its text there. A span beyond the third is left
   out: say what it would in the note. A second note or help goes on a line of its own. */
void diagnostic_label(struct diagnostics *diagnostics, struct diagnostic *diagnostic,
                      struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diagnostic_note(struct diagnostics *diagnostics, struct diagnostic *diagnostic,
                     const char *format, ...) __attribute__((format(printf, 3, 4)));
void diagnostic_help(struct diagnostics *diagnostics, struct diagnostic *diagnostic,
                     const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Same, for `return check_fail(...)` style: reports and yields false. */
bool diagnostic_fail(struct diagnostics *diagnostics, enum diagnostic_code code, struct span span,
                     const char *format, ...) __attribute__((format(printf, 4, 5)));

const char *diagnostic_code_text(enum diagnostic_code code);     /* "E101" */
const char *diagnostic_code_title(enum diagnostic_code code);    /* "unknown name" */
enum severity diagnostic_severity(enum diagnostic_code code);
const char *diagnostic_severity_word(enum diagnostic_code code); /* "error", "warning" */
bool diagnostic_code_find(const char *text, enum diagnostic_code *ret_code); /* case-insensitive */

/* By file, place (those without a place last), then order of report; records alike in code, place and message are merged. */
void diagnostics_sort(struct diagnostics *diagnostics);

/* Rendering (render.c), in the order of `items`. COLOUR: with terminal escapes. What comes from a
   source can neither hide nor move anything on the terminal. */
void diagnostics_write_text(struct text *text, struct diagnostics *diagnostics, bool colour);
void diagnostics_write_json(struct text *text, struct diagnostics *diagnostics);

/* Nearest names for "did you mean": push candidates, then ask for the help text (NULL if none near). */
struct near_names {
    const char *wanted;
    const char *best[3];
    unsigned distance[3];
    size_t count;
};
void near_names_start(struct near_names *near, const char *wanted);
void near_names_offer(struct near_names *near, const char *candidate);
const char *near_names_help(struct near_names *near, struct arena *arena);

#endif

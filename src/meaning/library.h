/* SPDX-License-Identifier: Apache-2.0 */
/* Library: where rulesets, vocabularies and calendars are found, and the way from a file to a program.

   A library is a folder: NAME/VERSION.limen, vocabulary/NAME.limen, calendar/NAME.limen. A ruleset is
   named by a path, by NAME (its only version, or the one in force on the date) or by NAME@VERSION. */
#ifndef LIMEN_MEANING_LIBRARY_H
#define LIMEN_MEANING_LIBRARY_H

#include "meaning/program.h"

struct compilation {
    struct arena *arena;
    struct symbol_table *symbols;
    struct source_set *sources;
    struct diagnostics *diagnostics;
    const char *library; /* folder */
};

/* LIBRARY NULL: the environment's LIMEN_LIBRARY, else the installed one. */
const char *library_folder(const char *library);

/* LIBRARY as above. */
struct compilation *compilation_create(const char *library);
/* The same in an arena that is empty, which it takes over. */
struct compilation *compilation_create_in(struct arena *arena, const char *library);
void compilation_destroy(struct compilation *compilation);

/* Reads, parses and checks the ruleset, vocabulary or calendar that REFERENCE names. Never NULL; a
   program with errors in compilation->diagnostics must not be lowered to a plan.
   DATE: the day that picks a version where REFERENCE is a bare NAME; INT32_MIN: there is none. */
struct program *library_load(struct compilation *compilation, const char *reference, int32_t date);
/* Whether the date plays no part for REFERENCE. */
bool library_is_dateless(const char *reference);

/* Checks the text BYTES as if it stood in a file called PATH. */
struct program *library_load_text(struct compilation *compilation, const char *path,
                                  const char *bytes, size_t length);

/* The consolidated tree of the file at PATH, not checked; NULL after a report if it can't be read. */
const struct node *library_read_tree(struct compilation *compilation, const char *path);

/* True if DATE lies in the dates in force of PROGRAM. */
bool program_in_force(const struct program *program, int32_t date);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Versions: the files of a ruleset in the library, and which of them is in force on a day. */
#ifndef LIMEN_MEANING_VERSIONS_H
#define LIMEN_MEANING_VERSIONS_H

#include "meaning/library.h"

/* The version itself, if the library has NAME/VERSION.limen; NULL after a report. */
const char *versions_exact(struct compilation *compilation, const char *name,
                           const char *version);

/* The only version of NAME, or the one in force on DATE (INT32_MIN: there is no date); NULL after a
   report. */
const char *versions_choose(struct compilation *compilation, const char *name, int32_t date);

const char *versions_path(struct compilation *compilation, const char *name,
                          const char *version);

/* Every ruleset of the library by name and version, sorted; what is in the files is not looked at. */
struct version_file {
    const char *name, *version;
};
struct version_files {
    VECTOR_OF(struct version_file);
};
struct version_files versions_list(struct compilation *compilation);

/* What library_load takes for each file of the library: paths of calendars and vocabularies, then
   NAME@VERSION of each ruleset. */
struct references {
    VECTOR_OF(const char *);
};
struct references versions_references(struct compilation *compilation);

/* "did you mean ...?" among the files of FOLDER, or NULL. */
const char *versions_near_file(struct compilation *compilation, const char *folder,
                               const char *name);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* History: rulesets as they were in a revision that git keeps, REVISION:PATH.

   PATH is from the top of the working tree, or, if it begins with ./ or ../, from the current folder, as
   git has it. The vocabularies and calendars are those of the same revision where it has them beside the
   ruleset, as in a library; else those of the library. */
#ifndef LIMEN_CLI_HISTORY_H
#define LIMEN_CLI_HISTORY_H

#include <stdbool.h>

#include "meaning/library.h"

/* REFERENCE names no file as it is, and looks like REVISION:PATH. */
bool history_is_meant(const char *reference);

/* Lets COMPILATION find the files of the revision that REFERENCE names, and its library there. False: a
   complaint was printed: git is missing, or has no such file. */
bool history_open(struct compilation *compilation, const char *reference);

#endif

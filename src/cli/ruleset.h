/* SPDX-License-Identifier: Apache-2.0 */
/* Ruleset: what a command works on, from the cache or made, and what is said when it has errors. */
#ifndef LIMEN_CLI_RULESET_H
#define LIMEN_CLI_RULESET_H

#include "cli/command.h"
#include "plan/ruleset.h"

/* Loads REFERENCE. False: it has errors, or is no ruleset, which has been said on standard error;
   nothing is to be freed then. Warnings alone are for `limen check` to show. DATE picks the
   version of a bare name; INT32_MIN: there is none. */
bool ruleset_load(const struct arguments *arguments, const char *reference, int32_t date,
                  struct ruleset *ret_ruleset);
/* The same, of any kind of file; its plan may be NULL. */
bool ruleset_load_program(const struct arguments *arguments, const char *reference, int32_t date,
                          struct ruleset *ret_ruleset);
void ruleset_free(struct ruleset *ruleset);

/* Whether PATH is a folder, which may hold a library. */
bool ruleset_is_folder(const char *path);
/* Its name without slashes at the end. */
const char *ruleset_folder(struct arena *arena, const char *path);

/* Sorted and as text, on standard error. */
void diagnostics_print(struct diagnostics *diagnostics);
/* Whether any of them says that the input could not be read at all. */
bool diagnostics_unreadable(const struct diagnostics *diagnostics);

#endif

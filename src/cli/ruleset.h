/* SPDX-License-Identifier: Apache-2.0 */
/* Ruleset: what a command works on, found by file or by name, checked, and lowered to its plan. */
#ifndef LIMEN_CLI_RULESET_H
#define LIMEN_CLI_RULESET_H

#include "cli/command.h"
#include "meaning/library.h"
#include "plan/plan.h"

struct ruleset {
    struct compilation *compilation;
    struct program *program;
    const struct plan *plan; /* NULL where only the program was asked for */
};

/* Loads REFERENCE. False: it has errors, or is no ruleset, which has been said on standard error;
   nothing is to be freed then. Warnings alone are for `limen check` to show. DATE picks the
   version of a bare name; INT32_MIN: there is none. */
bool ruleset_load(const struct arguments *arguments, const char *reference, int32_t date,
                  struct ruleset *ret_ruleset);
/* The same, but for facts of vocabularies that the ruleset does not mention: for commands that never
   list facts. ruleset_complete() reads the rest, for a case that speaks of them. */
bool ruleset_load_mentioned(const struct arguments *arguments, const char *reference, int32_t date,
                            struct ruleset *ret_ruleset);
bool ruleset_is_complete(const struct ruleset *ruleset);
/* False: the vocabularies have errors, which has been said; RULESET is as it was. */
bool ruleset_complete(struct ruleset *ruleset);
/* The same as ruleset_load(), of any kind of file, without a plan. */
bool ruleset_load_program(const struct arguments *arguments, const char *reference, int32_t date,
                          struct ruleset *ret_ruleset);
void ruleset_free(struct ruleset *ruleset);

/* Sorted and as text, on standard error. */
void diagnostics_print(struct diagnostics *diagnostics);
/* Whether any of them says that the input could not be read at all. */
bool diagnostics_unreadable(const struct diagnostics *diagnostics);

#endif

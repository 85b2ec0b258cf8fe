/* SPDX-License-Identifier: Apache-2.0 */
/* Cases: those that a command line asks about, from a file or from --given, one by one.

   What the options say of date, moment, authority and closing holds for cases that say nothing of
   it themselves. */
#ifndef LIMEN_CLI_CASES_H
#define LIMEN_CLI_CASES_H

#include "case/reader.h"
#include "cli/ruleset.h"

/* What the options say, before any ruleset is known. */
struct case_options {
    bool has_date, has_moment;
    int32_t date;
    int32_t moment_date;
    int moment_minute;
    int32_t version_date; /* picks the version of a ruleset; INT32_MIN: none */
};

/* Where the cases come from, read once. */
struct case_input {
    const char *path; /* NULL: --given */
    char *bytes;      /* with the padding that the reader wants */
    size_t length;
};

struct cases {
    const struct arguments *arguments;
    struct ruleset *ruleset; /* completed when a case is refused for what may be only incomplete */
    struct case_options options;
    const struct neighbours *neighbours; /* the other rulesets that the cases are put to, or NULL */
    bool picked_by_date;        /* nobody named the ruleset's version */
    struct case_input input;
    const char *path;           /* NULL: the one case of --given */
    struct case_reader *reader; /* NULL: likewise */
    struct node *given;         /* or NULL */
    struct { VECTOR_OF(const char *); } given_unread; /* what --given says for neighbours */
    bool given_done;
    bool given_wrong;           /* by a ruleset that is not complete */
    bool failed;                /* there were no more cases because completing the ruleset failed */
    size_t number;              /* of the case handed out last, from 1 */
    bool *sections;             /* by program->sections: closed by --nothing-else-in */
};

/* False: a complaint was printed. */
bool case_options_read(const struct arguments *arguments, struct case_options *ret_options);

/* Operand 1 is the file of cases, if there is one; behind --authority it may be the only operand.
   False: a complaint was printed. */
bool cases_open(struct cases *cases, const struct arguments *arguments,
                struct ruleset *ruleset, struct case_options options);
/* PATH may be NULL. False: a complaint was printed. */
bool case_input_read(const struct arguments *arguments, const char *path,
                     struct case_input *ret_input);
/* The same of an input that was read, for one of several rulesets: NEIGHBOURS are all of them. */
bool cases_open_among(struct cases *cases, const struct arguments *arguments,
                      struct ruleset *ruleset, struct case_options options,
                      const struct case_input *input, const struct neighbours *neighbours);
/* False: no more. */
bool cases_next(struct cases *cases, struct arena *arena, struct case_result *ret_result);
void cases_close(struct cases *cases);

/* Says on standard error why RESULT is refused, with its place. */
void cases_complain(const struct cases *cases, const struct case_result *result);

/* The ruleset of operand 0, or without one the ruleset in force for --authority. STATUS_DONE, or the
   status to end with. */
int ruleset_load_for_cases(const struct arguments *arguments, int32_t date,
                           struct ruleset *ret_ruleset);

#endif

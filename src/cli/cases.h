/* SPDX-License-Identifier: Apache-2.0 */
/* Cases: those that a command line asks about, from a file or from --given, one by one.

   What the options say of date, moment, authority and closing holds for cases that say nothing of
   it themselves. */
#ifndef LIMEN_CLI_CASES_H
#define LIMEN_CLI_CASES_H

#include "case/block.h"
#include "case/csv_split.h"
#include "case/reader.h"
#include "cli/output.h"
#include "cli/route.h"

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
    struct route *route;     /* picks the ruleset of each case; NULL: all go to the same */
    struct ruleset *ruleset; /* of the case handed out last, NULL if it went to none */
    struct ruleset *owned;   /* or NULL */
    struct case_options options;
    const struct neighbours *neighbours; /* the other rulesets that the cases are put to, or NULL */
    struct case_input input;
    const char *path;           /* NULL: the one case of --given */
    struct case_reader *reader; /* NULL: likewise */
    struct node *given;         /* or NULL */
    struct { VECTOR_OF(const char *); } given_unread; /* what --given says for neighbours */
    bool given_done;
    const struct case_head *nowhere; /* no ruleset is in force for the one case of --given */
    bool failed;                /* there were no more cases because a ruleset could not be loaded */
    bool is_header_wrong;       /* there were no cases because nothing names the columns of the table */
    size_t number;              /* of the case handed out last, from 1 */
    bool *sections;             /* by program->sections: closed by --nothing-else-in */
};

/* False: a complaint was printed. */
bool case_options_read(const struct arguments *arguments, struct case_options *ret_options);

/* The cases that the operands and options of `eval` and `explain` name, with the ruleset of operand 0,
   or without one each with the ruleset in force for its authority. The file of cases is operand 1, or
   the only one. STATUS_DONE, or the status to end with; close them in either case. */
int cases_open(struct cases *cases, const struct arguments *arguments);
/* The same, but nothing is read: cases->path says from where the caller does, NULL: --given, which
   cases_next() hands out. */
int cases_open_stream(struct cases *cases, const struct arguments *arguments);
/* The same cases for another thread, which reads pieces of them; cases_end_piece() ends it. */
void cases_share(struct cases *shared, const struct cases *cases);
/* How the cases of an input are parted. */
enum cases_form {
    CASES_WHOLE, /* only who reads all of it can tell */
    CASES_LINES, /* one a line */
    CASES_ROWS   /* rows of a table, which a splitter finds */
};
/* Of the input FEED that begins with FIRST; of CASES_ROWS, with SPLIT started. */
enum cases_form cases_form_of(const struct cases *cases, struct arena *arena,
                              const struct feed *feed, const struct feed_piece *first,
                              struct csv_split *split);
/* Begins to hand out the cases of PIECE. The reader lives in ARENA until cases_end_piece(). */
void cases_start_piece(struct cases *cases, struct arena *arena, const struct feed_piece *piece,
                       enum cases_form form, const struct csv_split *split);
/* Instead of cases_next(): the case in line LINE of the piece's text (case_reader_text). */
void cases_read_line(struct cases *cases, struct arena *arena, size_t begin, size_t end, size_t line,
                     struct case_result *ret_result);
/* The case in the rows INDEX of the piece. */
void cases_read_rows(struct cases *cases, struct arena *arena, size_t index,
                     struct case_result *ret_result);
void cases_end_piece(struct cases *cases);
/* What the options say for cases that say nothing of it themselves; of cases of one ruleset. */
void cases_defaults(const struct cases *cases, struct block_defaults *ret_defaults);
/* PATH may be NULL. False: a complaint was printed. */
bool case_input_read(const struct arguments *arguments, const char *path,
                     struct case_input *ret_input);
/* Cases of an input that was read, for one of several rulesets: NEIGHBOURS are all of them. */
bool cases_open_among(struct cases *cases, const struct arguments *arguments,
                      struct ruleset *ruleset, struct case_options options,
                      const struct case_input *input, const struct neighbours *neighbours);
/* False: no more. */
bool cases_next(struct cases *cases, struct arena *arena, struct case_result *ret_result);
void cases_close(struct cases *cases);

/* Says on standard error why RESULT, the NUMBERth case from 1, is refused, with its place. */
void cases_complain(const struct cases *cases, const struct case_result *result, size_t number);

/* The answer of a case with result->nowhere, as text or a line of JSON. */
void cases_write_nowhere(const struct cases *cases, struct text *text,
                         const struct case_head *nowhere, bool json);

/* How many cases came to what. */
struct case_counts {
    size_t answered, refused, nowhere;
    size_t undecided; /* of those answered: what was to be proved of them is open */
};
/* Says what was refused, or went to no ruleset, if the cases come from a file, and ends the output. */
int cases_finish(const struct cases *cases, const struct case_counts *counts,
                 struct output *output);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Reader: cases from JSON, one object, an array, or one object a line; or from a CSV table.

   The whole text is given; cases come one by one. A case that is not valid is an error of its own with
   its place, and reading goes on with the next one; only text after which no next case can be found (a
   broken array) ends the reading. Every error is one of the E6xx diagnostics. */
#ifndef LIMEN_CASE_READER_H
#define LIMEN_CASE_READER_H

#include "case/case.h"
#include "case/feed.h"
#include "case/neighbours.h"

struct case_error {
    enum diagnostic_code code;
    const char *message; /* without place */
    const char *help;    /* or NULL */
    size_t line, column; /* from 1; in the input text */
};

/* What picks the ruleset of a case. */
struct case_head {
    const char *id;        /* NULL: none */
    size_t line, column;   /* as in struct limen_case */
    bool has_date;
    int32_t date;
    const char *authority; /* NULL: none */
};

struct case_result {
    const char *id;               /* as far as it could be read; NULL: none */
    struct limen_case *limen_case; /* NULL: refused, or there is no ruleset for it */
    const struct case_head *nowhere; /* no ruleset is in force for it; NULL: else */
    struct { VECTOR_OF(struct case_error); } errors; /* all that is wrong with it */
    bool is_header;               /* what is wrong is the header of a table: there are no cases */
};

struct case_reader;

/* PROGRAM may be NULL where a chooser is set. BYTES must live as long as the reader and have READER_PADDING readable bytes behind them. */
#define READER_PADDING 64
struct case_reader *case_reader_create(struct arena *arena, const struct program *program,
                                       const char *bytes, size_t length);
/* Of a table whose first line names its columns. */
struct case_reader *case_reader_create_table(struct arena *arena, const struct program *program,
                                             const char *bytes, size_t length);
/* Of a piece of a table, the cases of which a splitter found; HEADER is the text of its first line, with
   READER_PADDING behind it. */
struct case_reader *case_reader_create_rows(struct arena *arena, const struct program *program,
                                            const char *header, size_t header_length,
                                            const struct feed_piece *piece);
/* Its next case is the one of which the piece has the rows INDEX. */
void case_reader_seek_rows(struct case_reader *reader, size_t index);
/* Whether BYTES are such a table rather than JSON: the first line has a column `case`. */
bool case_text_is_table(struct arena *arena, const char *bytes, size_t length);
/* The case is put to these rulesets, too; they must live as long as the reader. */
void case_reader_set_neighbours(struct case_reader *reader, const struct neighbours *neighbours);
/* The text is a piece of a longer one that has one case a line: it may hold none. */
void case_reader_set_lines(struct case_reader *reader);
/* The text, without a mark of UTF-8 before it. */
const char *case_reader_text(const struct case_reader *reader, size_t *ret_length);
/* The case in the bytes from BEGIN to END of it, the whole of line LINE. */
void case_reader_read_line(struct case_reader *reader, struct arena *arena, size_t begin, size_t end,
                           size_t line, struct case_result *ret);
/* Whether the text that begins like this has one case a line. */
bool case_text_is_lines(const char *bytes, size_t length);
/* Each case goes to a program of its own: what CHOOSE gives for its head, or none, for a reason that
   CHOOSE writes into RET. The reader was created without a program. */
typedef const struct program *case_chooser(void *context, struct arena *arena,
                                           const struct case_head *head, struct case_result *ret);
void case_reader_set_chooser(struct case_reader *reader, case_chooser *choose, void *context);
/* False: no more. The result lives in ARENA, which the caller may reset between cases. */
bool case_reader_next(struct case_reader *reader, struct arena *arena, struct case_result *ret);
void case_reader_destroy(struct case_reader *reader);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Table: the cases of a command line answered as rows, many at a time.

   Cases are collected and then evaluated together: by columns where the ruleset can be sliced and there
   are enough cases to pay for it, else one by one by the interpreter. Where they come one a line, plain
   ones go into columns without becoming cases. Rows, messages and counts come in the order of the cases
   and are the same whichever way. Threads share a table; each has a worker. */
#ifndef LIMEN_CLI_TABLE_H
#define LIMEN_CLI_TABLE_H

#include "answer/row.h"
#include "cli/cases.h"
#include "cli/stream.h"

struct table;

/* For CASES that come from FIRST and what follows it, TOTAL bytes together, 0: nobody knows; or, where FIRST has
   no bytes, from --given. NULL: the engine that was asked for can't be had, which was said. */
struct table *table_create(const struct arguments *arguments, const struct cases *cases,
                           enum row_format format, const struct feed_piece *first, uint64_t total,
                           enum cases_form form, const struct csv_split *split);
void table_destroy(struct table *table); /* NULL: nothing; as evaluator_destroy() says */

/* WORK answers for TABLE; the caller adds how outcomes are emitted. */
void table_work(struct table *table, struct stream_work *work);

/* As evaluator_tell() says. */
void table_tell(const struct table *table, size_t by_columns, size_t in_code, size_t by_interpreter);

#endif

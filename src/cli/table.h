/* SPDX-License-Identifier: Apache-2.0 */
/* Table: the cases of a command line answered as rows, many at a time.

   Cases are collected and then evaluated together: by columns where the ruleset can be sliced and there
   are enough cases to pay for it, else one by one by the interpreter. Rows, messages and counts come in
   the order of the cases and are the same either way. */
#ifndef LIMEN_CLI_TABLE_H
#define LIMEN_CLI_TABLE_H

#include "answer/row.h"
#include "cli/cases.h"

/* Answers all CASES into OUTPUT, which was started. False: a complaint was printed. */
bool table_answer(const struct arguments *arguments, struct cases *cases, struct output *output,
                  enum row_format format, struct case_counts *counts);

#endif

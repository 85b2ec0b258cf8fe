/* SPDX-License-Identifier: Apache-2.0 */
/* Row: what a table says of one case: the range of the level, and the rules that hold or may hold.

   It is all that most batches want, and needs no more than the values of thresholds, scope and rules: so
   it is made from an evaluation without an answer, and from a block of columns a plane at a time. */
#ifndef LIMEN_ANSWER_ROW_H
#define LIMEN_ANSWER_ROW_H

#include "base/text.h"
#include "engine/columns.h"
#include "engine/engine.h"

enum row_format { ROW_TSV, ROW_CSV };

enum row_rule { ROW_RULE_NO, ROW_RULE_MAY, ROW_RULE_HOLDS };

struct row {
    const struct plan *plan;
    bool has_level;
    size_t at_least, at_most; /* ranks */
    uint8_t *rules;           /* by plan->rules: enum row_rule */
};

/* The row of a case that is not refused. */
struct row row_of_evaluation(struct arena *arena, const struct evaluation *evaluation);
/* The rows of the latest block that COLUMNS ran, of COUNT cases, with levels and rules wanted; those of
   refused cases mean nothing. */
struct row *rows_of_columns(struct arena *arena, const struct columns *columns,
                            const struct plan *plan, size_t count);

void row_write_header(struct text *text, enum row_format format);
/* ID may be NULL. */
void row_write(struct text *text, enum row_format format, const char *id, const struct row *row);
/* No ruleset is in force for the case. */
void row_write_nowhere(struct text *text, enum row_format format, const char *id);

#endif

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

struct row {
    const struct plan *plan;
    bool has_level;
    bool in_scope;            /* certainly; where it has no level this means nothing */
    size_t at_least, at_most; /* ranks */
    const uint32_t *holds, *may; /* places in plan->rules, growing: rules that hold, and that only may */
    size_t hold_count, may_count;
};

/* The row of a case that is not refused. */
struct row row_of_evaluation(struct arena *arena, struct evaluation *evaluation);
/* What members come to: the highest level of one, and a rule that holds or may hold of one. */
struct row row_of_household(struct arena *arena, const struct family *family);

/* The same of members whose rows come one by one. */
struct row_total;
struct row_total *row_total_create(struct arena *arena, const struct plan *plan);
void row_total_start(struct row_total *total);
void row_total_add(struct row_total *total, const struct row *member);
/* Until the next start. */
struct row row_total_end(struct row_total *total);

#define ROWS_TAKEN 64 /* at once: those of a word of the planes */

/* Takes the rows of blocks from columns for which levels and rules are wanted. */
struct rows;
struct rows *rows_create(struct arena *arena, const struct plan *plan);
/* Begins with the latest block that COLUMNS ran. */
void rows_start(struct rows *rows, const struct columns *columns);
/* The rows of the ROWS_TAKEN cases of word WORD, until the next call; those of refused cases, and of cases
   past the end of the block, mean nothing. */
const struct row *rows_take(struct rows *rows, size_t word);

/* What is the same of all rows of a ruleset that are written. */
struct row_writer;
struct row_writer *row_writer_create(struct arena *arena, const struct plan *plan,
                                     enum row_format format);
/* ID may be NULL. ROW is of the writer's plan. */
void row_write(const struct row_writer *writer, struct text *text, const char *id, size_t id_length,
               const struct row *row);

void row_write_header(struct text *text, enum row_format format);
/* No ruleset is in force for the case. ID may be NULL. */
void row_write_nowhere(struct text *text, enum row_format format, const char *id);

#endif

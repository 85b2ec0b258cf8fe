/* SPDX-License-Identifier: Apache-2.0 */
/* Fact table: the level that each fact alone gives under each of several rulesets.

   Alone means: every other fact is closed as by `otherwise no`. What that leaves open (a number with
   no usual value, say an age) stays open, so a cell may be a range. Where a ruleset says that a fact
   cannot be so beside what was closed (`impossible`, `require`, a fact that is worked out), that much
   is left open again. Dates and facts of type level have no rows; events only with a date of the case,
   on which they then happen. */
#ifndef LIMEN_ANSWER_FACT_TABLE_H
#define LIMEN_ANSWER_FACT_TABLE_H

#include "answer/answer.h"

enum table_cell_kind { CELL_UNREAD, CELL_LEVELS, CELL_OUT_OF_SCOPE, CELL_REFUSED };

struct table_cell {
    enum table_cell_kind kind;
    size_t at_least, at_most; /* ranks, of CELL_LEVELS */
};

struct table_row {
    const struct fact *fact; /* of the first ruleset that has it; NULL: nothing is given */
    const char *value;       /* "yes", "regular", "0 to 12 years", "1 to 2 times" */
    struct table_cell *cells; /* by plan */
};

struct fact_table {
    struct { VECTOR_OF(const struct plan *); } plans;
    struct { VECTOR_OF(struct table_row); } rows; /* the first is that of nothing given */
    size_t left_out;                              /* facts without rows */
};

struct fact_table_options {
    bool has_date;
    int32_t date;
    const char *authority; /* for rulesets that bind several; or NULL */
    bool differing;        /* only rows in which rulesets that read the fact differ */
    /* Which facts; in the order of the first ruleset that has them. */
    bool (*wanted)(const struct fact *fact, const void *context);
    const void *context;
};

/* The plans are of rulesets with levels. */
struct fact_table *fact_table_create(struct arena *arena, const struct plan *const *plans,
                                     size_t count, const struct fact_table_options *options);

void fact_table_write_text(struct text *text, const struct fact_table *table, size_t width,
                           bool colour);
/* One object a line, one line a row. */
void fact_table_write_json(struct text *text, const struct fact_table *table);

#endif

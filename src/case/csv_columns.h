/* SPDX-License-Identifier: Apache-2.0 */
/* CSV columns: what the header of a table of cases names, and what each name means to one program.

   A column is a key of the case (`case`, `on`, ...), a fact, an event or a list, a checklist, or with a
   dot a field of a list (`sibling.age`) or whether all its items are there (`sibling.complete`). Of the list that
   the header names by `each`, what stands behind the dot is a column of each member's own case
   (`child.case`, `child.age`, `child.plan.failed`, `child.judgement.level`). */
#ifndef LIMEN_CASE_CSV_COLUMNS_H
#define LIMEN_CASE_CSV_COLUMNS_H

#include "case/case_error.h"
#include "case/csv_scan.h"

enum column_kind {
    COLUMN_UNKNOWN,
    COLUMN_ID,        /* "case" */
    COLUMN_KEY,       /* a text beside it */
    COLUMN_CLOSING,   /* "otherwise", where "unknown" is no lack of knowledge */
    COLUMN_SECTIONS,  /* "nothing_else_in" */
    COLUMN_JUDGEMENT, /* "judgement.level", ... */
    COLUMN_FACT,
    COLUMN_CHECKLIST,
    COLUMN_LIST, /* a list or an event by itself */
    COLUMN_FIELD,
    COLUMN_COMPLETE,
    COLUMN_ELSEWHERE /* among a member's columns: it is not the member's */
};

struct csv_column {
    const char *name;  /* as in the header */
    size_t offset;     /* of the name, in the text */
    const char *owner; /* what stands before the dot; without a dot, the name */
    const char *part;  /* what stands behind the dot, or NULL */
    const char *inner; /* what stands before a second dot, or NULL */
    size_t group;      /* the first column with the same owner */
    enum column_kind kind;
    const struct fact *fact; /* FACT, LIST; FIELD: the field; NULL: only a neighbour has it */
    bool is_event;           /* LIST, FIELD, COMPLETE: of an event */
};

struct csv_columns {
    VECTOR_OF(struct csv_column);
    size_t id;                     /* which is "case" */
    struct csv_columns *member;    /* as a member's case has them, by the same index; NULL: of a member's */
    const struct program *program; /* what the kinds rest on; NULL: nothing yet */
};

/* From the header, whose cells must live as long; reports what is wrong whatever the program. */
bool csv_columns_read(struct csv_columns *columns, struct case_reading *reading,
                      const struct csv_line *header);

/* Works out kinds and facts for the program of READING and its neighbours. */
void csv_columns_resolve(struct csv_columns *columns, const struct case_reading *reading);

/* Reports that COLUMN means nothing, at OFFSET. */
bool csv_column_reject(struct case_reading *reading, const struct csv_columns *columns,
                       const struct csv_column *column, size_t offset);

/* COLUMN belongs to a list or an event. */
bool csv_column_is_of_list(const struct csv_column *column);

#endif

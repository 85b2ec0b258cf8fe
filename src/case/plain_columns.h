/* SPDX-License-Identifier: Apache-2.0 */
/* Plain columns: what the header of a table names, for those who read its cells straight into a block, and what the rows
   of a case have said so far. */
#ifndef LIMEN_CASE_PLAIN_COLUMNS_H
#define LIMEN_CASE_PLAIN_COLUMNS_H

#include "case/plain_cell.h"
#include "case/plain_list.h"

enum cell_how {
    CELL_OTHER, /* for the case reader */
    CELL_ID,
    CELL_ON,
    CELL_AUTHORITY,
    CELL_OTHERWISE,
    CELL_SECTION,
    CELL_FACT,
    CELL_FIELD,
    CELL_LIST, /* by itself */
    CELL_COMPLETE
};

struct plain_column {
    enum cell_how how;
    struct plain_fact *fact;  /* FACT, ON; FIELD: the field */
    struct plain_group *group; /* FIELD, LIST, COMPLETE */
    struct plain_text text;    /* of the case whose number SEEN is, in a row before */
    uint32_t seen;
};

/* The columns of a list, and what the case that is being read says of it. */
struct plain_group {
    struct plain_fact *list;
    uint32_t seen;     /* the case that spoke of it last; else what follows means nothing */
    uint32_t none;     /* NO_NAME; WORD_NO: it has no items; WORD_UNKNOWN: they are not known */
    uint32_t complete; /* NO_NAME, or a word */
    const char *row;   /* in which its latest item is; NULL: it has none */
    struct plain_items items;
};

struct plain_columns {
    struct plain_column *items;
    size_t count;
    struct plain_group *groups; /* by column: that which it begins */
    struct plain_group **used;  /* those that there are */
    size_t group_count;
};

/* Of a table that begins with HEADER. False: it does not suit the program of FACTS. */
bool plain_columns_read(struct plain_columns *columns, struct arena *arena, const struct plain_facts *facts,
                        const char *header, size_t length);

#endif

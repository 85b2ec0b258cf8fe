/* SPDX-License-Identifier: Apache-2.0 */
/* Trace: the statements of a document, as an inventory lists them, held against the citations of
   rulesets: what cites each statement, which ones nothing cites, which citations name none.

   An inventory is a table with the columns item, kind, level, domain and text. An item such as
   "exampleshire-2026/L2/education/01" is the document, then the statement's place in it. Lives in one
   arena; refers to the programs, which must live as long. */
#ifndef LIMEN_ANSWER_TRACE_H
#define LIMEN_ANSWER_TRACE_H

#include "base/table.h"
#include "base/text.h"
#include "case/csv.h"
#include "meaning/program.h"

/* What cites: a statement of a ruleset, or a part of one. */
struct citer {
    const struct program *program;
    const char *noun, *name; /* "rule", "irregular_attendance" */
    struct span span;        /* of the citation */
    bool is_telling;         /* a note, background or example: it decides nothing */
};

struct citers {
    VECTOR_OF(struct citer);
};

struct inventory_row {
    const char *document, *place; /* "exampleshire-2026", "L2/education/01" */
    const char *kind, *level, *domain, *text;
    size_t line; /* of the inventory, from 1 */
    struct citers citers;
};

/* A citation of a document that names no row of it. */
struct stray_citation {
    const struct citation *citation;
    struct citer citer;
    const char *help; /* or NULL */
};

/* The rows of one kind and level, or of all. */
struct trace_count {
    const char *kind, *level; /* NULL: any */
    size_t rows, cited, told; /* told: row_is_only_told */
};

struct trace {
    struct arena *arena;
    struct { VECTOR_OF(const char *); } documents; /* in the order of the inventory */
    struct { VECTOR_OF(const struct program *); } programs;
    struct { VECTOR_OF(struct inventory_row); } rows;
    struct { VECTOR_OF(struct stray_citation); } strays;
    struct { VECTOR_OF(struct trace_count); } counts; /* by kind, then by level */
    struct trace_count total;
    struct symbol_table *symbols;
    struct table by_item; /* symbol of "document/place" to its row */
};

/* NULL: RET_FAILURE says what is wrong with the inventory. */
struct trace *trace_create(struct arena *arena, const char *bytes, size_t length,
                           struct csv_failure *ret_failure);
/* Adds the citations of a program without errors. */
void trace_add(struct trace *trace, struct program *program);
/* Counts, after all programs were added. */
void trace_count(struct trace *trace);

/* A sign or a definition that only notes, background or examples cite: nothing decides by it. */
bool row_is_only_told(const struct inventory_row *row);
/* At least PERCENT of the rows are cited. */
bool trace_reaches(const struct trace *trace, unsigned percent);

/* ALL: every row with what cites it, not only what is amiss. */
void trace_write_text(struct text *text, const struct trace *trace, bool all, size_t width,
                      bool colour);
void trace_write_json(struct text *text, const struct trace *trace, bool all);

#endif

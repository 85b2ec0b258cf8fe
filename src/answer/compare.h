/* SPDX-License-Identifier: Apache-2.0 */
/* Compare: what several rulesets give for one case, side by side. */
#ifndef LIMEN_ANSWER_COMPARE_H
#define LIMEN_ANSWER_COMPARE_H

#include "answer/answer.h"

/* What one ruleset gives. */
struct compared {
    const struct program *program;
    const struct answer *answer;         /* NULL: it refuses the case */
    const struct case_result *refusal;   /* then: why */
};

struct case_comparison {
    const char *id; /* or NULL */
    bool has_date;
    int32_t date;
    struct { VECTOR_OF(struct compared); } sides;
};

/* What a row says of each side: lines, parted by newlines; "": it has nothing to say. */
struct comparison_row {
    const char *label;
    const char **cells; /* by side */
};

struct comparison_rows {
    VECTOR_OF(struct comparison_row);
};

struct comparison_rows comparison_rows_of(struct arena *arena, const struct case_comparison *comparison);

/* In columns where WIDTH allows, else one ruleset below the other. */
void comparison_write_text(struct text *text, const struct case_comparison *comparison, size_t width,
                           bool colour);
/* One object on one line, with a newline. */
void comparison_write_json(struct text *text, const struct case_comparison *comparison);

#endif

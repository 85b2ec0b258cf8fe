/* SPDX-License-Identifier: Apache-2.0 */
/* Line diff: the difference of two texts in the unified form, with three lines around each change. */
#ifndef LIMEN_CLI_LINE_DIFF_H
#define LIMEN_CLI_LINE_DIFF_H

#include <stddef.h>

#include "base/text.h"

struct line_diff_side {
    const char *name; /* in the header */
    const char *bytes;
    size_t length;
};

/* Adds nothing if the two are equal. Memory grows with the number of lines. */
void line_diff_write(struct text *text, const struct line_diff_side *old, const struct line_diff_side *new);

#endif

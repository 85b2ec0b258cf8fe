/* SPDX-License-Identifier: Apache-2.0 */
/* Diff: the difference of two texts in the unified form, with three lines around each change. */
#ifndef LIMEN_CLI_DIFF_H
#define LIMEN_CLI_DIFF_H

#include <stddef.h>

#include "base/text.h"

struct diff_side {
    const char *name; /* in the header */
    const char *bytes;
    size_t length;
};

/* Adds nothing if the two are equal. Memory grows with the number of lines. */
void diff_write(struct text *text, const struct diff_side *old, const struct diff_side *new);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Counting by the words that only the construct has. */
#include "coverage.h"

#include <stdio.h>
#include <string.h>

static const char *const needles[CONSTRUCT_COUNT] = {
#define X(needle) needle,
    CONSTRUCTS(X)
#undef X
};

void coverage_add(struct coverage *coverage, const char *text)
{
    for (size_t i = 0; i < CONSTRUCT_COUNT; i++) {
        coverage->kept[i] += strstr(text, needles[i]) != NULL;
    }
}

static void print_construct(const char *needle)
{
    for (; *needle; needle++) {
        if (*needle == '\n') {
            fputs("\\n", stdout);
        } else {
            putchar(*needle);
        }
    }
}

bool coverage_complete(const struct coverage *coverage)
{
    bool complete = true;
    for (size_t i = 0; i < CONSTRUCT_COUNT; i++) {
        if (coverage->kept[i] == 0) {
            printf("# never generated: `");
            print_construct(needles[i]);
            printf("`\n");
            complete = false;
        }
    }
    return complete;
}

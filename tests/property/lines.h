/* SPDX-License-Identifier: Apache-2.0 */
/* Lines: a text as comments of TAP. */
#ifndef LIMEN_TESTS_PROPERTY_LINES_H
#define LIMEN_TESTS_PROPERTY_LINES_H

#include <stdio.h>
#include <string.h>

static inline void print_lines(const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        printf("#   %.*s\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Message: the words of a syntax error, from what was found, what stood before it and what could have
   stood in its place. */
#ifndef LIMEN_GRAMMAR_MESSAGE_H
#define LIMEN_GRAMMAR_MESSAGE_H

#include <stddef.h>

#include "grammar/build.h"

/* As many as there are tokens. */
#define MESSAGE_MAX_EXPECTED 256

/* EXPECTED: the names that the grammar gives to the tokens that could stand at `parser->current`. */
void report_syntax_error(struct parser *parser, const char *const *expected, size_t count);
void report_too_deep(struct parser *parser);

#endif

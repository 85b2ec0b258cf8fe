/* SPDX-License-Identifier: Apache-2.0 */
/* The words of syntax errors. */
#include "grammar/message.h"

#include <stdio.h>
#include <string.h>

void report_too_deep(struct parser *parser)
{
    struct span span = {parser->scanner.file, parser->current.begin, parser->current.end};
    struct diagnostic *d =
        diagnostic_report(parser->diagnostics, E114_TOO_DEEP, span,
                          "brackets and `not` are nested more than %d deep", NODE_MAX_DEPTH);
    diagnostic_help(parser->diagnostics, d, "give parts of it names with `define`");
}

void report_syntax_error(struct parser *parser, const char *const *expected, size_t count)
{
    struct span span = {parser->scanner.file, parser->current.begin, parser->current.end};
    struct text text = {0};
    for (size_t i = 0; i < count && i < 12; i++) {
        text_format(&text, "%s%s", i ? ", " : "", expected[i]);
    }
    diagnostic_report(parser->diagnostics, E101_UNEXPECTED, span, "`%.*s` here; expected %s",
                      (int)(span.end - span.begin), parser->scanner.bytes + span.begin,
                      text_string(&text));
    text_clear(&text);
}

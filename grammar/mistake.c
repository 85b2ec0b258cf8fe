/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about a token that does not fit. */
#include "grammar/mistake.h"

#include <stdio.h>
#include <string.h>

#include "grammar/parser.h"

bool mistake_can(const struct mistake *m, const char *name)
{
    for (size_t i = 0; i < m->count; i++) {
        if (strcmp(m->expected[i], name) == 0) {
            return true;
        }
    }
    return false;
}

bool mistake_can_be_expression(const struct mistake *m)
{
    return mistake_can(m, "a name") && mistake_can(m, "case_date") && mistake_can(m, "a number");
}

bool mistake_can_be_statement(const struct mistake *m)
{
    return mistake_can(m, "section");
}

bool mistake_after_expression(const struct mistake *m)
{
    return mistake_can(m, "and") && mistake_can(m, "or");
}

bool mistake_at_line_start(const struct mistake *m)
{
    return m->found.kind == 0 || m->found.first_on_line;
}

bool mistake_in_place(const struct mistake *m, struct token token)
{
    return token.kind && token.first_on_line && token.indent <= m->opening.indent;
}

bool mistake_begins_expression(int kind)
{
    switch (kind) {
    case T_NAME:
    case T_NUMBER:
    case T_LABEL:
    case T_DATE:
    case T_NOT:
    case T_YES:
    case T_NO:
    case T_ANY:
    case T_ALL:
    case T_NONE:
    case T_AT:
    case T_EXACTLY:
    case T_COUNT:
    case T_LATEST:
    case T_CASE_DATE:
    case '(':
        return true;
    default:
        return false;
    }
}

struct span mistake_span(const struct mistake *m, struct token token)
{
    return (struct span){m->parser->scanner.file, token.begin, token.end};
}

struct span mistake_place(const struct mistake *m)
{
    bool behind = mistake_at_line_start(m) && m->before.end;
    return mistake_span(m, behind ? m->before : m->found);
}

bool mistake_is_word(const struct mistake *m, struct token token, const char *word)
{
    size_t length = token.end - token.begin;
    return length == strlen(word) && memcmp(m->parser->scanner.bytes + token.begin, word, length) == 0;
}

static const char *rest_of_line(const struct mistake *m, size_t *ret_length)
{
    const struct scanner *scanner = &m->parser->scanner;
    const char *from = scanner->bytes + m->found.end;
    const char *end = memchr(from, '\n', scanner->length - m->found.end);
    *ret_length = end ? (size_t)(end - from) : scanner->length - m->found.end;
    return from;
}

bool mistake_has_ahead(const struct mistake *m, const char *word)
{
    size_t length;
    const char *rest = rest_of_line(m, &length);
    return memmem(rest, length, word, strlen(word)) != NULL;
}

bool mistake_ends_line(const struct mistake *m)
{
    size_t length;
    const char *rest = rest_of_line(m, &length);
    while (length > 0 && strchr(" \t\r", *rest)) {
        rest++;
        length--;
    }
    return length == 0 || *rest == '#';
}

bool mistake_is_next(const struct mistake *m, const char *text)
{
    const struct scanner *scanner = &m->parser->scanner;
    size_t at = m->found.end, size = strlen(text);
    while (at < scanner->length && strchr(" \t\r\n", scanner->bytes[at])) {
        at++;
    }
    return scanner->length - at >= size && memcmp(scanner->bytes + at, text, size) == 0;
}

struct mistake_quote mistake_quote(const struct mistake *m, struct token token)
{
    struct mistake_quote quote;
    size_t length = token.end - token.begin, most = 48;
    const char *bytes = m->parser->scanner.bytes + token.begin;
    const char *line_end = memchr(bytes, '\n', length);
    if (token.kind == 0) {
        snprintf(quote.text, sizeof quote.text, "the end of the text");
        return quote;
    }
    if (line_end) {
        length = (size_t)(line_end - bytes);
    }
    if (length > most) {
        while (most && ((unsigned char)bytes[most] & 0xC0) == 0x80) {
            most--;
        }
        snprintf(quote.text, sizeof quote.text, "`%.*s...`", (int)most, bytes);
    } else {
        snprintf(quote.text, sizeof quote.text, "`%.*s`", (int)length, bytes);
    }
    return quote;
}

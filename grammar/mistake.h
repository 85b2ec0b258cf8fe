/* SPDX-License-Identifier: Apache-2.0 */
/* Mistake: a token that does not fit, and what can be asked and told about it. It lives while its message
   is made; the tokens and the names of what could stand there are the parser's. */
#ifndef LIMEN_GRAMMAR_MISTAKE_H
#define LIMEN_GRAMMAR_MISTAKE_H

#include "grammar/build.h"
#include "source/diagnostic.h"

struct mistake {
    struct parser *parser;
    struct token found, before; /* the token that does not fit, and the one before it */
    struct token opening;       /* the word that starts the statement at hand */
    const char *const *expected; /* the grammar's names of what could stand there */
    size_t count;
};

/* NAME, as the grammar calls it, could stand there. */
bool mistake_can(const struct mistake *m, const char *name);
bool mistake_can_be_expression(const struct mistake *m);
bool mistake_can_be_statement(const struct mistake *m);
/* The expression before could go on, so one has just ended. */
bool mistake_after_expression(const struct mistake *m);
/* The text ends there, or a new line begins: something is missing before it. */
bool mistake_at_line_start(const struct mistake *m);
/* The token stands where a statement starts: first on a line that is not indented more than the last one. */
bool mistake_in_place(const struct mistake *m, struct token token);
bool mistake_begins_expression(int kind);

struct span mistake_span(const struct mistake *m, struct token token);
/* Something missing is shown where it belongs: behind the text before, if a new line has begun. */
struct span mistake_place(const struct mistake *m);
bool mistake_is_word(const struct mistake *m, struct token token, const char *word);
/* WORD stands in the rest of the line behind the token. */
bool mistake_has_ahead(const struct mistake *m, const char *word);
/* Nothing but blanks and a comment stands behind the token on its line. */
bool mistake_ends_line(const struct mistake *m);
/* The next thing behind the token starts with TEXT. */
bool mistake_is_next(const struct mistake *m, const char *text);

/* The token's text in quotes, cut to a bearable length. */
struct mistake_quote {
    char text[72];
};
struct mistake_quote mistake_quote(const struct mistake *m, struct token token);

#define MISTAKE_FOUND(m) (mistake_quote((m), (m)->found).text)
#define MISTAKE_BEFORE(m) (mistake_quote((m), (m)->before).text)
#define MISTAKE_REPORT(m, code, span, ...) \
    diagnostic_report((m)->parser->diagnostics, (code), (span), __VA_ARGS__)
#define MISTAKE_HELP(m, d, ...) diagnostic_help((m)->parser->diagnostics, (d), __VA_ARGS__)

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Parse: a text in, its tree out.

   The tree is never NULL and holds whatever could be read; mistakes are in DIAGNOSTICS, and where one
   made a statement or a row unreadable a NODE_ERROR stands for it, which has the name that was to be
   declared there, if it could be told. Time and memory grow linearly with the text. */
#ifndef LIMEN_GRAMMAR_PARSE_H
#define LIMEN_GRAMMAR_PARSE_H

#include "ast/node.h"
#include "base/symbol.h"
#include "grammar/scanner.h"
#include "source/diagnostic.h"

/* FILE is parsed as a whole file. RET_TOKENS, if not NULL, receives all tokens, comments included. */
struct node *parse_file(struct arena *arena, struct symbol_table *symbols,
                        struct diagnostics *diagnostics, struct source_set *sources, uint32_t file,
                        struct token_list *ret_tokens);

/* FILE holds what an example writes behind `given`: "age 6 years, irregular_attendance". */
struct node *parse_given(struct arena *arena, struct symbol_table *symbols,
                         struct diagnostics *diagnostics, struct source_set *sources, uint32_t file);

/* FILE holds one expression. NULL if it could not be read. */
struct node *parse_expression(struct arena *arena, struct symbol_table *symbols,
                              struct diagnostics *diagnostics, struct source_set *sources,
                              uint32_t file);

/* For parser.y: the next token or mark, with its place; a mistake at that token, where EXPECTED could
   stand; and the end of the recovery from it. */
struct parser;
int parser_feed(struct parser *parser, struct span *ret_location);
void parser_mistake(struct parser *parser, const char *const *expected, size_t count);
void recovered(struct parser *parser);

#endif

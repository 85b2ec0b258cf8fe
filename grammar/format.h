/* SPDX-License-Identifier: Apache-2.0 */
/* Format: the canonical form of a text.

   The tokens stay as they are and in their order; only the blanks between them change. The tree says
   where lines begin (node.def's layout). So formatting is idempotent, keeps every comment and, at most
   one at a time, the blank lines between statements and between lines, and never changes the tree. */
#ifndef LIMEN_GRAMMAR_FORMAT_H
#define LIMEN_GRAMMAR_FORMAT_H

#include <stdbool.h>

#include "ast/node.h"
#include "base/text.h"
#include "grammar/scanner.h"
#include "source/source.h"

#define FORMAT_WIDTH 100

/* Adds to TEXT the canonical form of the file that parse_file read into FILE and TOKENS. False, and
   nothing is added, if the file had a mistake of syntax: it must be mended first. */
bool format_file(struct text *text, struct arena *arena, const struct source_set *sources,
                 const struct token_list *tokens, const struct node *file);

/* Adds to TEXT the canonical form, without comments and blank lines, of one statement of a file. */
void format_node(struct text *text, struct arena *arena, struct source_set *sources,
                 const struct node *statement);

/* The same of a statement that was put together from several files, or that lost or changed some of its
   clauses (recompose.c): what its nodes say now. */
void format_consolidated(struct text *text, struct arena *arena, struct source_set *sources,
                         const struct node *statement);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Scanner: a file as a run of tokens, comments included.

   A token is a kind and a place; what it says is read from the file's bytes when a node is built of
   it. A mistake that the scanner can tell by itself (a bad character, an unended text, a name in
   capitals) is reported once, and the token that was meant is given, so that the parser goes on as if
   nothing had happened; where nothing can have been meant the token is T_MISTAKE, which the parser
   passes over without a word. */
#ifndef LIMEN_GRAMMAR_SCANNER_H
#define LIMEN_GRAMMAR_SCANNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "source/diagnostic.h"
#include "source/source.h"

struct token {
    int16_t kind;       /* a T_ of the parser; 0 at the end */
    bool first_on_line; /* nothing but blanks before it on its line */
    bool slipped;       /* a mistake was reported in it */
    bool damaged;       /* one that may have swallowed what follows */
    uint32_t indent;    /* bytes before it on its line */
    uint32_t begin, end; /* bytes of the file; END is exclusive */
};

struct token_list {
    struct token *items; /* the last is the end, of kind 0 */
    size_t count, capacity;
};

struct scanner {
    struct arena *arena;
    struct diagnostics *diagnostics;
    uint32_t file;
    const char *bytes;
    size_t length;         /* reading ends there */
    void *machine;         /* flex's state, in the arena */
    uint32_t begin, end;   /* of the token just matched */
    uint32_t line_begin;   /* offset at which the current line begins */
    bool fresh;            /* nothing but blanks so far on the line */
    bool damaged;          /* of the token just matched */
};

/* Judges the encoding of FILE and gets ready to read it. False if the file cannot be read as text at
   all, which has then been reported; the scanner then yields the end at once. */
bool scanner_start(struct scanner *scanner, struct arena *arena, struct diagnostics *diagnostics,
                   struct source_set *sources, uint32_t file);
/* The same for a part of a file that was read before, SPAN; its encoding is not judged again. */
void scanner_start_within(struct scanner *scanner, struct arena *arena,
                          struct diagnostics *diagnostics, struct source_set *sources,
                          struct span span);
struct token scanner_next(struct scanner *scanner);

/* Where a word may stand at the start of a line. */
enum word_role {
    WORD_INNER,     /* inside a statement only */
    WORD_STATEMENT, /* starts a statement, and never a line within one */
    WORD_EITHER,    /* starts a statement, or stands within one */
    WORD_CONTACT    /* starts a line of a contact */
};

/* The token of a keyword, or 0 if these bytes are none. */
int keyword_find(const char *bytes, size_t length);
/* The word that TOKEN is, or NULL if it is none. */
const char *keyword_text(int token);
enum word_role keyword_role(int token);
/* A help that names the statements' words that BYTES may be a misspelling of, or NULL. */
const char *keyword_near_statement(struct arena *arena, const char *bytes, size_t length);

/* The flex part, in lexer.l. */
void lexer_open(struct scanner *scanner);
int lexer_match(struct scanner *scanner);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Build: what the parser's actions call to make nodes of tokens, and the state that they share.

   Tokens carry only their place; these functions read the bytes there, and report what a token's
   pattern cannot tell: numbers too large, days that do not exist, unknown escapes. */
#ifndef LIMEN_GRAMMAR_BUILD_H
#define LIMEN_GRAMMAR_BUILD_H

#include <stdbool.h>
#include <stdint.h>

#include "ast/node.h"
#include "base/symbol.h"
#include "grammar/scanner.h"

struct parser {
    struct arena *arena;
    struct symbol_table *symbols;
    struct diagnostics *diagnostics;
    struct scanner scanner;
    struct token_list *tokens; /* NULL unless all tokens are wanted, comments too */
    int start;                 /* the token that chooses what to parse; 0 once given */
    struct node *root;         /* NODE_FILE, or a holder of what else was asked for */

    struct token current, previous; /* read last, and before that; comments do not count */
    struct token opening;      /* the keyword that begins the statement being read */
    struct token before_opening; /* that of the statement before */
    struct token opening_name; /* the name behind it; kind 0 if there is none */
    struct token before_name;  /* opening_name of the statement before */
    bool damaged;              /* a reported slip in this statement may cause further errors */

    bool recovering;           /* tokens are skipped until reading can go on */
    bool same_line;            /* the tokens skipped stand on the line of the mistake */
    bool held;                 /* `current` is to be handed out again */
    bool past_header;          /* a level or a statement was read */
    bool finished;             /* T_FINISH was handed out */
    bool name_wanted;          /* the next token may be the name that the broken statement declares */
    unsigned offered;          /* marks offered before `current` so far */
    uint32_t mistake_at;       /* offset of the token of the last mistake; UINT32_MAX before any */
    struct token broken_name;  /* what the last broken statement was to declare; kind 0 if not known */

    unsigned nesting;         /* open brackets and `not`s */
    unsigned level;           /* open brackets */
    unsigned run;             /* `not`s directly before the current token */
    uint8_t runs[NODE_MAX_DEPTH + 1]; /* `not`s directly before each open bracket */
};

symbol symbol_at(struct parser *parser, struct span span);
enum unit unit_at(const struct parser *parser, struct span span);
enum comparison comparison_at(const struct parser *parser, struct span span);

struct node *plain_node(struct parser *parser, enum node_kind kind, struct span span);
struct node *named_node(struct parser *parser, enum node_kind kind, struct span span,
                        struct span name);
/* A clause: a node with one child. */
struct node *clause_node(struct parser *parser, enum node_kind kind, struct span span,
                         struct node *child);
/* The value is the text of a string token, the inside of a citation, or the token itself. */
struct node *text_node(struct parser *parser, enum node_kind kind, struct span span,
                       struct span token);
struct node *number_node(struct parser *parser, struct span span, struct span number, bool negative);
struct node *date_node(struct parser *parser, enum node_kind kind, struct span span,
                       struct span date);
struct node *time_node(struct parser *parser, struct span span);
struct node *sign_row_node(struct parser *parser, struct span span, struct span number);
struct node *weekdays_node(struct parser *parser, struct span span, struct span from,
                           struct span to);
/* A version's text, of a VERSION or DATE token. */
struct node *version_node(struct parser *parser, enum node_kind kind, struct span span,
                          struct span version);
struct node *ruleset_node(struct parser *parser, struct span span, struct span name,
                          struct span version);
/* A change since the version that SINCE names. */
struct node *change_node(struct parser *parser, struct span span, const struct node *since);
/* AMENDS, which stands behind the title: reported, and taken for what it says. */
struct node *late_amends(struct parser *parser, struct node *amends);
/* `child kelsey (...)`: VALUE is what the item is called; NULL: it is no name, which is reported. */
struct node *item_name(struct parser *parser, struct node *value);

/* LEFT op RIGHT, in one node with what LEFT chains already. */
struct node *chain_node(struct parser *parser, enum node_kind kind, struct span span,
                        struct node *left, struct node *right);
struct node *compare_node(struct parser *parser, struct span span, struct span op,
                          struct node *left, struct node *right);
struct node *bracketed(struct node *expression, struct span span);

/* Lists on their way to the node that will own them. */
struct node *list_start(struct parser *parser, struct node *first);
struct node *list_add(struct node *list, struct node *item);

/* NODE made of VALUE, worked out for each of ITEMS: the list's name, then the clauses that pick. */
struct node *over_items(struct node *node, struct node *value, struct node *items);

struct node *with_flag(struct node *node, enum node_flag flag);
struct node *with_op(struct node *node, unsigned op);
struct node *with_unit(struct node *node, enum unit unit);
/* NODE, whose span now reaches to the end of SPAN. */
struct node *reaching(struct node *node, struct span span);

/* Files a part of a file: a line of the header goes to the header, all else to the file. */
void add_part(struct parser *parser, struct node *part);
/* What stands for a statement that could not be read; it keeps the name that was to be declared. */
struct node *mistake_node(struct parser *parser, struct span span);

#endif

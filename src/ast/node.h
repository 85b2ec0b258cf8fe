/* SPDX-License-Identifier: Apache-2.0 */
/* Node: the syntax tree. One struct for every kind; node.def says which children each kind has.

   The parser builds nodes and nothing else; the checker fills in `type` and `ref`. Every node carries
   the span of its whole text. Children form a list in the order of the text; operands of `and`, `or`,
   sums and products are flattened, so depth is bounded by the brackets and statements an author nests
   (NODE_MAX_DEPTH, reported by the parser), and recursion over a tree is safe. */
#ifndef LIMEN_AST_NODE_H
#define LIMEN_AST_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/symbol.h"
#include "base/text.h"
#include "base/value.h"
#include "source/source.h"

#define NODE_MAX_DEPTH 200

enum node_kind {
#define X(kind, noun, layout) kind,
#include "ast/node.def"
#undef X
    NODE_KINDS
};

enum node_layout { STATEMENT, LINE, FLOW, INNER };

enum comparison { EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL };

enum hit_policy {
    POLICY_FIRST,
    POLICY_HIGHEST,
    POLICY_LOWEST,
    POLICY_SUM,
    POLICY_ONLY_ONE,
    POLICY_EVERY_ONE
};

enum node_flag {
    FLAG_NONE = 0,
    FLAG_NEGATED = 1,
    FLAG_OR_NONE = 2,
    FLAG_ORDERED = 4,
    FLAG_MANDATORY = 8,
    FLAG_INCOMPLETE = 16,
    FLAG_TOPICS = 32,
    FLAG_BRACKETED = 64 /* an expression that stood in brackets of its own */
};

struct entity; /* src/meaning/program.h */

struct node {
    uint8_t kind;  /* enum node_kind */
    uint8_t op;    /* enum comparison, enum hit_policy, or a node kind: node.def says */
    uint8_t flags; /* enum node_flag */
    uint8_t unit;  /* enum unit */
    uint16_t depth; /* 1 + the deepest child's */
    uint8_t first, second; /* OPEN_SPAN: weekdays, 0 Monday */
    struct span span;
    struct span name_span; /* of `name`, where a caret should point; else equals span */
    symbol name;           /* NULL if it has none */
    union {
        const char *text;      /* strings, unquoted; versions; citations; codes */
        struct decimal number; /* NUMBER */
        int64_t integer;       /* DATE, HOLIDAY: days; TIME: minutes; USE of a choice's value: index */
    } value;
    struct node *child, *last_child, *next;
    const struct type *type; /* expressions, after checking; NULL before */
    struct entity *ref;      /* what `name` means, after checking */
};

const char *node_kind_text(enum node_kind kind);  /* "NODE_RULE" for dumps */
const char *node_kind_noun(enum node_kind kind);
enum node_layout node_kind_layout(enum node_kind kind);
const char *comparison_text(enum comparison op);
const char *hit_policy_text(enum hit_policy policy);

struct node *node_create(struct arena *arena, enum node_kind kind, struct span span);
/* Appends CHILD (and the list behind it); NULL is ignored. Returns PARENT; updates depth, not span. */
struct node *node_append(struct node *parent, struct node *child);
/* Moves the children of HOLDER, a node that only carries a list, behind those of PARENT: constant time.
   NULL is ignored. Returns PARENT. */
struct node *node_adopt(struct node *parent, struct node *holder);

/* The first child of KIND, or NULL. */
struct node *node_child(const struct node *node, enum node_kind kind);
struct node *node_next(const struct node *child, enum node_kind kind); /* next sibling of KIND */
struct node *node_nth(const struct node *node, size_t index);          /* NULL if there are fewer */
size_t node_count(const struct node *node);
/* The only expression a clause (IF, FROM, IS, OF ...) holds: its first child. NULL-safe. */
struct node *node_inside(const struct node *clause);
/* The text of the first child of KIND, or NULL. */
const char *node_child_text(const struct node *node, enum node_kind kind);

/* Alike in everything but spans, types and references. */
bool node_equal(const struct node *a, const struct node *b);
/* An indented listing of the tree: golden tests and `limen check --dump ast`. */
void node_dump(struct text *text, const struct node *node);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Names: what a name means in each of a program's spaces, and what to say when it means nothing.

   The spaces are those of program.h. Declarations come before every look-up, so the order in the text
   plays no part. Names that stood in text lost to a syntax error are remembered: nobody complains about
   a name whose declaration may be among the ruins. */
#ifndef LIMEN_MEANING_NAMES_H
#define LIMEN_MEANING_NAMES_H

#include "base/table.h"
#include "meaning/program.h"

enum name_space {
    SPACE_VALUE, /* facts, parameters, defines, groups, decisions */
    SPACE_TYPE,
    SPACE_RULE, /* rules and exceptions */
    SPACE_SECTION,
    SPACE_TOPIC,
    SPACE_CONTACT,
    SPACE_DUTY,
    SPACE_CHECKLIST,
    SPACE_EXAMPLE,
    SPACE_LEVEL,
    SPACE_COUNT
};

/* An item of LIST is spoken of, inside what is said of an item of OUTER's list; NULL: none is. */
struct item_scope {
    const struct fact *list;
    const struct item_scope *outer;
};

/* What is asked or taken of an item of LIST. */
struct item_clause {
    const struct fact *list;
    const struct node *clause;
};

struct names {
    struct table spaces[SPACE_COUNT];
    struct { VECTOR_OF(struct entity *); } declared[SPACE_COUNT];
    struct table lost;
    bool any_lost;              /* a syntax error swallowed statements, or parts of them */
    struct table choice_values; /* symbol to a choice that has it */
    struct table labels;        /* symbol of a rule's label to the rule */
    size_t searches;            /* near names sought so far */
    bool warned_no_source;
    bool in_ladder;             /* the comparison was made from a rung */
    unsigned demands;           /* definitions being worked out inside one another */
    const struct item_scope *items; /* whose fields may be read, or NULL */
    struct { VECTOR_OF(struct item_clause); } item_clauses;
};

struct names *names_create(struct program *program);

/* Declares ENTITY by its name; reports a second declaration and gives false. */
bool names_declare(struct program *program, enum name_space space, struct entity *entity);
struct entity *names_get(const struct program *program, enum name_space space, symbol name);

/* The same among values, where a field of the item that is spoken of hides them. */
struct entity *names_get_value(const struct program *program, symbol name);

/* Looks up the name of NODE and marks what it means as used; reports an unknown one, WHAT being the
   noun of what was wanted ("fact", "contact"). Sets node->ref. */
struct entity *names_resolve(struct program *program, enum name_space space, struct node *node,
                             const char *what);
/* Only the report. CANDIDATES adds a choice's values to the near names; may be NULL. */
void names_report_unknown(struct program *program, enum name_space space, const struct node *node,
                          const char *what, const struct choice *candidates);
bool names_is_lost(const struct program *program, symbol name);

/* A level by its number or label or name; reports an unknown one. */
struct level *names_level(struct program *program, struct node *node);
struct level *names_find_level(const struct program *program, symbol name);

struct span node_name_span(const struct node *node);
/* Where ENTITY's own name stands: `fact a, b : T` declares several. */
struct span entity_span(const struct entity *entity);

/* There is no rule with the name, label or item LABEL. */
void names_report_no_rule(struct program *program, const struct node *node, const char *label);

#endif

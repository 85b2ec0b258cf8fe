/* SPDX-License-Identifier: Apache-2.0 */
/* Program: a ruleset after checking, with its vocabularies, calendar and facts joined in.

   Names are resolved (node.ref), every expression has its type (node.type), sign rows and rungs have
   become rules, exceptions hang under what they except, citations are split into document and item.
   Nothing here is computed for a case: the plan does that. Arrays keep the order of the text.

   What checked nodes say, beside `type`:
     USE of a declared name       ref = its entity
     USE of a choice's value      ref = NULL, type = the choice, value.integer = the index
     USE of `none` in a given     ref = NULL, type->low > type->high
     NUMBER                       type->low = type->high = its value, in type->unit at type->scale
     NUMBER, LABEL, USE, LEVEL_REF, LEVEL_VALUE meaning a level
                                  type->kind = TYPE_LEVEL and ref = the struct level
     COMPARE, IN_RANGE, IN_LIST whose first operand is the USE of a group: spread over its elements

   Names live in spaces of their own, so a topic may be called like a fact:
     values (facts, parameters, defines, groups, decisions), types, rules with exceptions, sections,
     topics, contacts, duties, checklists, examples, levels. The fields of a list are a space of its own,
     which hides values where an item of the list is spoken of.
   All of it lives in the arena of the compilation. */
#ifndef LIMEN_MEANING_PROGRAM_H
#define LIMEN_MEANING_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ast/node.h"
#include "base/arena.h"
#include "base/symbol.h"
#include "base/value.h"
#include "base/vector.h"
#include "meaning/type.h"
#include "source/diagnostic.h"
#include "source/source.h"

#define ENTITIES(X)                          \
    /* kind, noun */                         \
    X(ENTITY_SECTION, "section")             \
    X(ENTITY_TOPIC, "topic")                 \
    X(ENTITY_TYPE, "type")                   \
    X(ENTITY_FACT, "fact")                   \
    X(ENTITY_FIELD, "field")                 \
    X(ENTITY_PARAMETER, "parameter")         \
    X(ENTITY_DEFINE, "define")               \
    X(ENTITY_GROUP, "group")                 \
    X(ENTITY_LEVEL, "level")                 \
    X(ENTITY_RULE, "rule")                   \
    X(ENTITY_DECISION, "decision")           \
    X(ENTITY_CONTACT, "contact")             \
    X(ENTITY_DUTY, "duty")                   \
    X(ENTITY_CHECKLIST, "checklist")         \
    X(ENTITY_NOTE, "note")                   \
    X(ENTITY_EXAMPLE, "example")             \
    X(ENTITY_CLAIM, "claim")                 \
    X(ENTITY_CHANGE, "change")               \
    X(ENTITY_ACCEPT, "accept")               \
    X(ENTITY_IMPOSSIBLE, "impossible")       \
    X(ENTITY_REQUIRE, "require")             \
    X(ENTITY_BACKGROUND, "background")       \
    X(ENTITY_VOCABULARY, "vocabulary")       \
    X(ENTITY_CALENDAR, "calendar")

enum entity_kind {
#define X(kind, noun) kind,
    ENTITIES(X)
#undef X
};

const char *entity_noun(enum entity_kind kind);

struct citation {
    const char *document; /* "stoke-on-trent-2018" */
    const char *item;     /* "L3/education/01"; NULL cites the whole document */
    struct span span;
};

struct citations {
    VECTOR_OF(struct citation);
};

/* What every declared thing has; always the first member. */
struct entity {
    enum entity_kind kind;
    symbol name;             /* NULL where it has none */
    const struct node *decl; /* the statement, row or rung */
    const char *title;       /* the text an author gave it, or NULL */
    struct section *section; /* where it stands, or NULL */
    struct citations cites;
    size_t index;            /* in the program's array of its kind */
    bool used;               /* something refers to it */
    bool reads_level;        /* its value depends on the level */
};

struct section {
    struct entity entity;
    size_t *rules_at, *topics_at; /* by rank: how many rules and topics here count at that level */
};

struct topic {
    struct entity entity;
    bool *counted_at; /* by rank: some rule of it counts there */
};

struct named_type {
    struct entity entity;
    const struct type *type;
};

#define LIST_USUAL_ITEMS 1000 /* that a list may have which does not say how many, dates of an event */
#define LIST_MOST_ITEMS 10000 /* that a list may say that it has */

enum direction { DIRECTION_NONE, DIRECTION_HIGHER_IS_WORSE, DIRECTION_LOWER_IS_WORSE };

struct unlike {
    symbol name;
    const char *why; /* or NULL */
};

/* A fact of the case, or (ENTITY_FIELD) a field: a fact of each item of a list. A list is a fact too. */
struct fact {
    struct entity entity;
    const struct type *type;  /* TYPE_EVENT, TYPE_LIST; a derived fact's value is cut to its bounds */
    struct fact *list;        /* field: whose items have it; else NULL */
    size_t place;             /* field: among those of its list */
    struct node *of_list;     /* `of child`, of the fact or its section: whose it is; or NULL */
    struct fact *of;          /* the list of whose items each has this fact; NULL: it is the case's */
    bool has_facts;           /* list: facts were declared `of` it */
    struct { VECTOR_OF(struct fact *); } fields; /* list: in the order of the text */
    struct fact *date;        /* list: the field that dates its items, or NULL */
    enum direction direction; /* concern: higher (yes) is worse; strength: lower (no) is worse */
    bool is_strength;
    bool is_builtin;          /* `authority` */
    bool from_vocabulary;     /* declared in a vocabulary file, not in the ruleset */
    bool is_read;             /* the ruleset reads it, directly or not */
    bool is_read_itself;      /* list, event: by more than the facts that sum it up */
    const struct node *from;  /* expression it is worked out from, or NULL */
    const struct node *cut;   /* the same, while the fact stands for the lists it sums up; else NULL */
    struct { VECTOR_OF(struct fact *); } sums_up;   /* lists of which it says that some item is so */
    struct { VECTOR_OF(struct fact *); } summaries; /* list, event: the facts that sum it up */
    bool has_usual;
    bool usual_none;          /* `usually none` of a fact that may be none */
    int64_t usual;            /* what `otherwise no` makes of it; yes/no facts have none: no */
    struct value_set any;     /* all its values; not of an event, not of a list, and so with the next */
    struct value_set assumed; /* what closing makes of it; none at all: nothing */
    const char *question;     /* ask, or NULL */
    struct { VECTOR_OF(const char *); } also;
    struct { VECTOR_OF(struct unlike); } unlike;
};

struct parameter {
    struct entity entity;
    const struct type *type;
    int64_t value; /* at the type's scale and unit */
};

enum check_state { CHECK_NOT_YET, CHECK_BUSY, CHECK_DONE };

struct define {
    struct entity entity;
    struct node *expression; /* its type is expression->type */
    enum check_state state;  /* the checker's */
};

struct group {
    struct entity entity;
    const struct node *elements; /* NODE_ELEMENTS */
    const struct type *type;     /* that all elements agree on: yes/no, or what a comparison spreads over */
    size_t size;                 /* elements, those of groups within it counted one by one */
    enum check_state state;      /* the checker's */
};

struct level {
    struct entity entity; /* name may be NULL */
    symbol label;         /* "2", "2a": how it is shown and matched between versions */
    unsigned number;      /* 2 */
    char letter;          /* 'a' or 0 */
    size_t rank;          /* 0 the lowest */
    symbol was;           /* label in the older version, or NULL */
};

struct outcome_value {
    struct decision *decision;
    const struct node *value;
};

/* A rule, a sign row, a rung, or an exception. */
struct rule {
    struct entity entity;
    const char *label;       /* how results name it: its name, else its citation's item, else section/place */
    struct topic *topic;     /* or NULL: it is a topic of its own */
    struct rule *excepts;    /* exception: the rule or exception it is an exception to */
    struct { VECTOR_OF(struct rule *); } exceptions;
    const struct node *condition; /* expression; rungs get a made one */
    const struct node *unless;    /* expression or NULL */
    const char *because;          /* or NULL */
    bool concludes;               /* it has outcomes (an exception may have none) */
    bool has_level;
    size_t level_low, level_high; /* ranks; they differ for `as judged` */
    bool mandatory;
    struct { VECTOR_OF(struct duty *); } duties;
    struct { VECTOR_OF(struct outcome_value); } values;
    bool is_exception;
    bool asks_others;   /* its condition, or that of a rule which it is an exception to, asks for levels, or counts rules, of all items that get a result
                           each: it is left out of the level that others ask for */
    bool is_counting; /* its condition counts rules or topics at the level it leads to, itself or
                         through a define, so it is not counted there */
};

struct decision_row {
    const struct node *decl;
    const struct node *value;     /* expression, or NULL for `nothing` */
    const struct node *condition; /* NULL: otherwise */
    const struct node *unless;
    const struct rule *rule;      /* the row comes from this rule's outcome; condition is NULL then */
    const char *because;
    struct citations cites;
};

struct decision {
    struct entity entity;
    const struct type *type;
    bool may_be_none;            /* it has no `otherwise`, or a `nothing`, or its type says `or none`;
                                    `sum of` and `every one of` always have a value */
    const struct node *is;       /* `is EXPRESSION`, or NULL */
    enum hit_policy policy;
    struct { VECTOR_OF(struct decision_row); } rows;
    const char *because;
};

struct open_span {
    int from_day, to_day;       /* 0 Monday */
    int from_minute, to_minute; /* start included, end excluded; to <= from runs through the night */
};

struct contact_lines {
    const char *phone, *email, *web, *ask_for; /* each or NULL */
    bool has_hours, always_open, closed_holidays;
    struct { VECTOR_OF(struct open_span); } open;
    struct contact *fallback; /* otherwise, or NULL */
};

struct contact_variant {
    symbol authority;
    struct contact_lines lines; /* a member that is not set is inherited from the common lines */
};

struct contact {
    struct entity entity;
    struct contact_lines lines;
    struct { VECTOR_OF(struct contact_variant); } variants;
};

enum deadline_kind {
    DEADLINE_NONE,
    DEADLINE_IMMEDIATELY,
    DEADLINE_SAME_DAY,
    DEADLINE_WITHIN, /* amount unit of start */
    DEADLINE_BY,     /* date */
    DEADLINE_AFTER   /* not before: amount unit of start */
};

struct deadline {
    enum deadline_kind kind;
    bool written;
    const struct node *amount; /* NUMBER or USE of a parameter */
    enum unit unit;
    const struct node *start;  /* date expression of `of`/`by`, or NULL: the moment of asking */
};

struct duty {
    struct entity entity;
    struct contact *to; /* or NULL */
    struct { VECTOR_OF(struct deadline); } deadlines;
    const struct node *when;   /* or NULL */
    const struct node *unless; /* or NULL */
    bool from_rule;            /* some rule concludes it */
};

struct checklist_item {
    symbol name;
    const char *text;
    const struct node *condition; /* or NULL: always asked for */
    const struct node *decl;
    struct citations cites;
};

struct checklist {
    struct entity entity;
    struct { VECTOR_OF(struct checklist_item); } items;
};

enum note_place { NOTE_ALWAYS, NOTE_AT_LEVEL, NOTE_WHEN, NOTE_WITH };

struct note {
    struct entity entity; /* title is its text */
    enum note_place place;
    size_t level;             /* rank: shown where the level is this one */
    const struct node *when;
    struct entity *with;      /* decision, duty, checklist or contact */
};

struct statement { /* impossible, require, background, claims, changes, accepts, examples */
    struct entity entity;
    const struct node *condition; /* or NULL */
};

enum program_kind { PROGRAM_RULESET, PROGRAM_VOCABULARY, PROGRAM_CALENDAR };

struct program {
    struct arena *arena;
    struct symbol_table *symbols;
    struct source_set *sources;
    struct diagnostics *diagnostics;

    enum program_kind kind;
    uint32_t file;
    const struct node *tree; /* NODE_FILE of the main file, consolidated (amend.h) */
    struct { VECTOR_OF(const struct node *); } vocabulary_trees;
    symbol name;
    const char *version; /* ruleset: "2018-12" */
    const char *title;
    symbol amends_name;  /* NULL: amends nothing */
    const char *amends_version;
    bool is_consolidated; /* the tree was put together from several files */
    struct { VECTOR_OF(const struct node *); } withdrawn; /* WITHDRAW, of every version amended */
    struct { VECTOR_OF(symbol); } authorities;
    bool has_from, has_to;
    int32_t in_force_from, in_force_to;
    struct { VECTOR_OF(const char *); } documents; /* source lines; the first is the default */
    symbol calendar_name; /* or NULL */
    struct { VECTOR_OF(int32_t); } holidays; /* sorted */
    int32_t calendar_begin;  /* first day of the first year that has a holiday */
    int32_t calendar_end;    /* last day of the last year that has one */
    const struct node *scope; /* expression or NULL */
    char hash[65];            /* hex SHA-256 of the consolidated canonical text */

    struct builtin_types builtin;
    struct { VECTOR_OF(struct level *); } levels; /* by rank */
    const struct type *level_type;
    struct { VECTOR_OF(struct section *); } sections;
    struct { VECTOR_OF(struct topic *); } topics;
    struct { VECTOR_OF(struct named_type *); } types;
    struct { VECTOR_OF(struct fact *); } facts;
    struct { VECTOR_OF(struct fact *); } fields; /* of all lists; entity.index counts here */
    struct { VECTOR_OF(struct parameter *); } parameters;
    struct { VECTOR_OF(struct define *); } defines;
    struct { VECTOR_OF(struct group *); } groups;
    struct { VECTOR_OF(struct rule *); } rules; /* rules, sign rows, rungs and exceptions */
    struct { VECTOR_OF(struct decision *); } decisions;
    struct { VECTOR_OF(struct contact *); } contacts;
    struct { VECTOR_OF(struct duty *); } duties;
    struct { VECTOR_OF(struct checklist *); } checklists;
    struct { VECTOR_OF(struct note *); } notes;
    struct { VECTOR_OF(struct statement *); } impossibles;
    struct { VECTOR_OF(struct statement *); } requires;
    struct { VECTOR_OF(struct statement *); } backgrounds;
    struct { VECTOR_OF(struct statement *); } examples;
    struct { VECTOR_OF(struct statement *); } claims;
    struct { VECTOR_OF(struct statement *); } changes;
    struct { VECTOR_OF(struct statement *); } accepts;
    bool asks_others;       /* some rule does */
    struct fact *each;      /* the list whose items get a result each; NULL: a case gets one */
    struct fact *authority; /* the built-in choice of `applies to`, also in `facts`; NULL: none */
    struct node *scope_node; /* the header's line, or NULL */
    size_t *rules_at, *topics_at; /* by rank, as in struct section, of the whole ruleset */
    const struct node *calendar_tree; /* NODE_FILE of the calendar, or NULL */
    bool vocabulary_missing; /* a vocabulary could not be read: unknown names may be its own */
    struct names *names;     /* the checker's: names.h */
};

/* The entity of a kind's space by name, or NULL. */
struct fact *program_fact(const struct program *program, symbol name);
/* The field of LIST that is called NAME, or NULL. */
struct fact *list_field(const struct fact *list, symbol name);
struct section *program_section(const struct program *program, symbol name);
struct decision *program_decision(const struct program *program, symbol name);
struct rule *program_rule(const struct program *program, symbol name);
struct checklist *program_checklist(const struct program *program, symbol name);

/* RULE is an element of `rules at level RANK [in SECTION]`; SECTION may be NULL. Exceptions that
   conclude a level count like rules, and belong to the topic of the rule they except. */
bool rule_counts_at(const struct rule *rule, size_t rank, const struct section *section);

/* "irregular_attendance", "L2/developmental-needs/14": a rule by name, label or citation's item. */
struct rule *program_rule_by_label(const struct program *program, const char *label);

#endif

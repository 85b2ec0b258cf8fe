/* SPDX-License-Identifier: Apache-2.0 */
/* A ruleset compiled by `limen compile`, for programs that embed just that one: no parser, no file, no memory
   but what the caller gives. Safe to use from any number of threads, each with a workspace of its own.

   The shared object exports one function, limen_compiled(). C text that is compiled into a program exports
   it under the name that LIMEN_COMPILED_NAME is defined as, if it is.

   Every set of values is what `limen eval` would give: what is not known stays open, and the level comes out as a
   range. A level is what the guidance's words give for the facts that were entered; people decide. */
#ifndef LIMEN_COMPILED_H
#define LIMEN_COMPILED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LIMEN_COMPILED_ABI 2 /* compare with limen_compiled()->abi before anything else */

/* What a fact is, and how its values are written as integers. */
enum limenc_kind {
    LIMENC_YES_NO, /* 0 no, 1 yes */
    LIMENC_NUMBER, /* times 10 to the power of `decimals`: 85.5 with one decimal is 855 */
    LIMENC_CHOICE, /* the place of a value among `values`, from 0 */
    LIMENC_DATE,   /* days since 1970-01-01 */
    LIMENC_EVENT,  /* dates on which it happened */
    LIMENC_LIST,   /* items, each with `fields`; an event that has fields is one, too */
    LIMENC_SELECTION, /* decisions only: several values of `values` */
    LIMENC_LEVEL      /* decisions only: the place of a level among `levels` */
};

#define LIMENC_NOWHERE SIZE_MAX /* a place that is none */

/* A fact of a case, a field of an item, or a decision. */
struct limenc_fact {
    const char *name, *text; /* text may be NULL; the last fact is "on", the date of the case */
    enum limenc_kind kind;
    bool or_none;            /* it may have no value */
    bool is_derived;         /* worked out where it is left out */
    int64_t low, high;       /* bounds; of yes/no 0 and 1, of choices the first and last place; of lists 0 and
                                how many items there may be */
    unsigned decimals;
    const char *unit;        /* "months", "%", or "" */
    const char *const *values;
    size_t value_count;
    size_t section;          /* by place among `sections`, or LIMENC_NOWHERE; of a field that of its list */
    const struct limenc_fact *fields; /* list */
    size_t field_count;
};

struct limenc_level {
    const char *label, *name, *text; /* "2a"; name and text may be NULL */
};

struct limenc_rule {
    const char *label;  /* as results name it */
    size_t low, high;   /* levels that it gives, by place; they differ where that is for people to judge */
    bool has_level;
};

/* Why a case can be contradictory. */
enum limenc_cause {
    LIMENC_IMPOSSIBLE, /* an `impossible` holds for certain */
    LIMENC_REQUIRE,    /* a `require` can't hold */
    LIMENC_WORKED_OUT  /* what is given of a fact has nothing in common with what is worked out */
};

struct limenc_refusal {
    enum limenc_cause cause;
    const char *why;       /* impossible, require: the reason that it gives, or NULL */
    const char *statement; /* likewise: as it stands in the ruleset; else NULL */
    size_t fact, field;    /* worked out: by place; LIMENC_NOWHERE: it is no field; else both are */
};

/* What a case says of a fact, or of a field of an item. */
enum limenc_state {
    LIMENC_LEFT_OUT,  /* nothing: a closing may make it what is usual */
    LIMENC_NOT_KNOWN, /* that nobody knows */
    LIMENC_GIVEN
};

struct limenc_value {
    enum limenc_state state;
    bool or_none;    /* given: it may have no value; with low > high, it has none */
    bool is_open;    /* given, event or list: there may be other dates or items */
    int64_t low, high;        /* given: from, to; the same for one value */
    union {
        const uint64_t *members; /* given, choice: bit I of word I / 64: value I may be; NULL: from low to high */
        const int32_t *dates;    /* given, event: ascending */
        const struct limenc_value *items; /* given, list: what is said of field F of item I is at
                                             I * field_count + F */
    };
    size_t count; /* dates or items */
};

struct limenc_case {
    const struct limenc_value *values; /* one for each of `facts` */
    bool otherwise_no;          /* what is left out is as usual: yes/no facts no, events and lists empty */
    const bool *nothing_else_in; /* the same for some of `sections`, one for each of them; NULL: for none */
};

enum limenc_answer { LIMENC_NO, LIMENC_MAY, LIMENC_YES };

enum limenc_status {
    LIMENC_ANSWERED,
    LIMENC_CONTRADICTORY, /* the ruleset calls such a case impossible: `refusal`; no answer */
    LIMENC_MALFORMED      /* value `malformed` does not fit its fact; no answer */
};

#define LIMENC_MEMBER_WORDS 4 /* of a set of values of a choice */

/* What a decision may be. */
struct limenc_set {
    bool or_none;
    bool has_conflict;  /* two rows hold for certain and disagree */
    int64_t low, high;  /* low > high: it has no value */
    uint64_t possible[LIMENC_MEMBER_WORDS]; /* choice, selection: by value */
    uint64_t certain[LIMENC_MEMBER_WORDS];  /* selection */
};

struct limenc_result {
    enum limenc_status status;
    size_t malformed;         /* a fact, by place */
    size_t malformed_item, malformed_field; /* of a list, by place; LIMENC_NOWHERE: the list itself */
    size_t refusal;           /* contradictory: the first of `refusals` that is so */
    enum limenc_answer scope;  /* the ruleset is for such a case; LIMENC_NO: there is no level */
    bool has_level;
    size_t at_least, at_most; /* levels, by place */
    /* Room that the caller gives, or NULL: not wanted. */
    uint8_t *rules;              /* enum limenc_answer, one for each of `rules` */
    uint8_t *duties;             /* likewise */
    uint8_t *refusals;           /* LIMENC_YES or LIMENC_NO, one for each of `refusals` */
    struct limenc_set *decisions; /* one for each of `decisions` */
};

/* What all cases of a table say of one fact, as arrays by case that the caller owns; or what all items of a list say of
   one field, then by item. A plane has bit I % 64 of word I / 64 for case I; what is past the last one is not
   looked at. Members that the kind of fact has no use for are ignored; those of a fact that is left out in all cases
   are all NULL. */
struct limenc_column {
    const uint64_t *certain, *possible;   /* yes/no: planes; POSSIBLE NULL: as CERTAIN */
    const int64_t *low, *high;            /* number, date: from, to; HIGH NULL: as LOW */
    const uint64_t *const *values;        /* choice: by value, a plane of the cases in which it may be that */
    const uint64_t *none, *some;          /* if it may have no value: planes of where it may have none, and one; NULL:
                                             it has a value */
    const uint32_t *first;                /* event, list: by case, where its dates or items begin; one more for the
                                             end of the last */
    const int32_t *dates;                 /* event: ascending within a case */
    const uint64_t *complete;             /* event, list: a plane, there are no others; NULL: in no case */
    const struct limenc_column *fields;   /* list: one for each of its fields */
};

struct limenc_table {
    const struct limenc_column *columns; /* one for each of `facts` */
    size_t count;                        /* cases */
    bool otherwise_no;                   /* as of struct limenc_case: of facts and fields that are left out */
    const bool *nothing_else_in;
};

#define LIMENC_NO_LEVEL UINT8_MAX
#define LIMENC_WORDS(count) (((count) + 63) / 64) /* of a plane */

/* Room that the caller gives for what is wanted, or NULL. */
struct limenc_planes {
    uint8_t *at_least, *at_most; /* by case: places of levels; LIMENC_NO_LEVEL: it is malformed, contradictory, out of
                                    scope, or the ruleset has none */
    uint64_t *malformed, *contradictory; /* planes */
    uint64_t *rules_certain, *rules_possible;   /* planes one after the other, one for each of `rules` */
    uint64_t *duties_certain, *duties_possible; /* likewise */
};

struct limen_compiled {
    uint32_t abi;
    const char *ruleset, *version, *title; /* title may be NULL */
    const char *hash;  /* SHA-256 of the ruleset's text, as `limen show --format json` tells it */
    const char *limen; /* the version of limen that compiled it */
    const struct limenc_level *levels;
    size_t level_count; /* 0: it gives decisions only */
    const struct limenc_fact *facts;
    size_t fact_count;
    const char *const *sections;
    size_t section_count;
    const struct limenc_refusal *refusals;
    size_t refusal_count;
    const struct limenc_rule *rules;
    size_t rule_count;
    const char *const *duties;
    size_t duty_count;
    const struct limenc_fact *decisions;
    size_t decision_count;
    size_t workspace_size; /* bytes */
    /* Evaluates COUNT cases, 64 at a time. WORKSPACE: aligned as for uint64_t; its bytes may be anything. */
    void (*evaluate)(const struct limenc_case *cases, size_t count, struct limenc_result *results,
                     void *workspace);
    /* The same of many cases, whose columns are read where they lie. */
    void (*evaluate_table)(const struct limenc_table *table, const struct limenc_planes *planes,
                           void *workspace);
};

#ifdef LIMEN_COMPILED_NAME
const struct limen_compiled *LIMEN_COMPILED_NAME(void);
#else
const struct limen_compiled *limen_compiled(void);
#endif

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Case: what is said of one child, as typed values against the facts of one program.

   A household is a case whose ruleset gives a result for each of several items (children, say): it has the
   facts that are the same for all, and a case for each of them, which has those too.

   A fact that the case does not name was not asked; one that it names as not known stays open whatever
   the case closes. Closing (`otherwise no`, `nothing else in SECTION`) turns facts that were not asked
   into assumed ones: yes/no facts to no, events and lists to empty ones, facts with a usual value to it,
   fields of listed items likewise; never a derived fact, never the authority. Lives in the arena it was
   made in. */
#ifndef LIMEN_CASE_CASE_H
#define LIMEN_CASE_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/value.h"
#include "base/vector.h"
#include "meaning/program.h"

#define CASE_MAX_EVENTS 1000 /* dates one event may have */

enum fact_state { FACT_NOT_ASKED, FACT_NOT_KNOWN, FACT_GIVEN, FACT_ASSUMED };

struct case_fact {
    enum fact_state state;
    struct value_set set; /* not an event, not a list */
    int32_t *dates;       /* event: sorted, repeated dates kept */
    size_t date_count;
    struct case_item *items; /* list: in the order of the case, which means nothing */
    size_t item_count;
    bool complete;        /* event, list: there are no others */
};

/* One item of a list: what is said of each field, by place. */
struct case_item {
    struct case_fact *fields;
};

struct limen_case;

/* The items that get a result each. */
struct household {
    struct limen_case *shared; /* what is said of all; it gets no result itself */
    struct { VECTOR_OF(struct limen_case *); } members; /* in the order of the case, which means nothing */
};

struct case_judgement {
    bool present;
    size_t level; /* rank */
    const char *by, *why; /* or NULL */
};

struct limen_case {
    const char *id;  /* NULL: none */
    size_t line, column; /* where it starts in its text, from 1; 0: it comes from no text */
    bool has_date;
    int32_t date;
    bool has_moment; /* --at */
    int32_t moment_date;
    int moment_minute;
    struct case_fact *facts; /* by program->facts */
    bool close_all;
    bool *closed_sections;   /* by program->sections */
    struct { VECTOR_OF(const char *); } unread; /* facts that the ruleset does not read */
    struct case_judgement judgement;
    bool **items_present;    /* by checklist, item; NULL where the case does not speak of the checklist */
    struct household *household; /* of which this is the shared part or a member; NULL: of none */
    size_t member;           /* its place among the members */
    const bool *known;       /* by fact: fixes `is known` (completions of another case); NULL: worked out */
    bool *const *fields_known; /* by program->fields, then item: likewise */
};

struct limen_case *case_create(struct arena *arena, const struct program *program);

/* What is said of one fact; a later call replaces an earlier one. SET is of the fact's type. */
void case_set(struct limen_case *limen_case, const struct fact *fact, struct value_set set);
void case_set_not_known(struct limen_case *limen_case, const struct fact *fact);
/* DATES is sorted in place and kept. */
void case_set_dates(struct limen_case *limen_case, const struct fact *fact, int32_t *dates,
                    size_t count, bool complete);
/* Begins a list that is given: it has no items yet. */
void case_start_list(struct limen_case *limen_case, const struct fact *list, bool complete);
/* Adds an item, each field not asked, to a list that was begun. False: the list is full. */
bool case_add_item(struct limen_case *limen_case, struct arena *arena, const struct fact *list);
/* What is said of a field of the item added last. */
void case_set_field(struct limen_case *limen_case, const struct fact *field, struct value_set set);
void case_set_field_not_known(struct limen_case *limen_case, const struct fact *field);

/* A list that may have more items than are listed: ENTRY says what of LIST. */
bool case_list_is_open(const struct case_fact *entry, const struct fact *list);

/* The case speaks of several items that get a result each; this is what is said of all of them. */
static inline bool case_is_household(const struct limen_case *limen_case)
{
    return limen_case->household && limen_case->household->shared == limen_case;
}

/* Makes SHARED a household, whose list of items is complete or not. */
void household_start(struct limen_case *shared, const struct program *program, struct arena *arena,
                     bool complete);
/* Adds a member, nothing of it asked; NULL: there are as many as there may be. ID may be NULL. */
struct limen_case *household_add(struct limen_case *shared, const struct program *program,
                                 struct arena *arena, const char *id);
/* What a member is called: its id, else "child 2". */
const char *household_name(const struct program *program, struct arena *arena,
                           const struct limen_case *member);

/* False: the ruleset does not apply to an authority of this name. */
bool case_set_authority(struct limen_case *limen_case, const struct program *program,
                        struct arena *arena, const char *name);
/* Notes that the case speaks of FACT if the ruleset does not read it. */
void case_mention_unread(struct limen_case *limen_case, struct arena *arena,
                         const struct fact *fact);

/* All values from LOW to HIGH, choices too. */
struct value_set case_range(struct arena *arena, const struct type *type, int64_t low,
                            int64_t high);

/* Reads YYYY-MM-DDTHH:MM; 24:00 is 00:00 of the next day. */
bool case_parse_moment(const char *text, int32_t *ret_date, int *ret_minute);

/* Applies the closing, of members too, which then have what is said of all. Call once, after all facts
   are set. What a member closes is its own. */
void case_close(struct limen_case *limen_case, const struct program *program, struct arena *arena);

/* Fills from checked NODE_GIVEN (examples, --given). */
void case_give(struct limen_case *limen_case, const struct program *program, struct arena *arena,
               const struct node *given);

/* The case of a checked `example` statement, closed. */
struct limen_case *case_of_example(struct arena *arena, const struct program *program,
                                   const struct node *example);

#endif

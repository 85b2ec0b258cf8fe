/* SPDX-License-Identifier: Apache-2.0 */
/* World: the variables that complete cases are made of, shared by all rulesets that are compared.

   A fact has one value in a case whichever ruleset reads it, so facts of one name share a variable, as
   do the date of the case, what persons judge where guidance leaves a choice, and what is known. Where
   two rulesets give a fact different bounds, units or values, the variable is that of the ruleset that
   came first; the other reads what the variable means in its own type, and has no case where that is
   nothing.

   Members: where a ruleset takes the members of a household together, the world is that of one of them, whom
   the case is about, and there are worlds beside it for some others. What is the same for all is kept in
   the world of the one; so is the list of members, whose item 0 is the one and item I the other I - 1. */
#ifndef LIMEN_PROVE_WORLD_H
#define LIMEN_PROVE_WORLD_H

#include "base/date.h"
#include "base/table.h"
#include "plan/plan.h"
#include "prove/term.h"

/* The value of something that may be none. Of a selection: for each value of the choice, whether it is
   one of them. */
struct reading {
    term value;           /* means nothing where it is none; NO_TERM of a selection */
    term none;            /* terms->no: never */
    const term *selected; /* NULL unless a selection */
};

/* How often an event happened in the window from D - length to D. */
struct event_window {
    struct reading day; /* D */
    int64_t length;
    enum unit unit;     /* months or days */
    term count;
    term more;          /* of these, those that no case lists */
};

/* A day on which an event happened `times` times. Days ascend. */
struct event_slot {
    term day, times;
};

struct world_event {
    const int32_t *listed; /* dates that a case lists, ascending */
    size_t listed_count;
    term as_listed;        /* it happened on these; terms->no: no case lists any */
    bool is_closed;        /* if so, on no others */
    term total;
    term more;             /* of the total, those that no case lists */
    struct reading latest; /* value NO_TERM: nobody asks for it */
    struct { VECTOR_OF(struct event_window); } windows;
    struct { VECTOR_OF(struct event_slot); } slots; /* realise what no case lists */
    size_t tied;           /* windows that the slots realise */
    bool latest_tied;
};

/* A date that is only counted from: age.h. */
struct world_age {
    enum unit unit;          /* years or months */
    term passed;             /* units from it to the date of the case */
    term is_past, is_future; /* of the date of the case; neither: the same day */
    term none;
    int32_t low, high;       /* a case says that it lies between these, */
    term as_said;            /* and so it is; terms->no: no case says anything */
};

/* How rulesets use a date. */
struct world_dating {
    bool is_plain;  /* for more than to count from it */
    enum unit unit; /* that they count in; UNIT_NONE: they don't */
};

#define WORLD_ITEMS 4       /* items of a list that are looked at; of a list that may have more, `more` */
#define WORLD_MOST_ENOUGH 24 /* a list of which so many are enough is looked at whole */
#define WORLD_MOST_ITEMS 40 /* the same where a case lists items, or so many are enough */
#define WORLD_MOST_OTHERS 12 /* members that are looked at beside the one that the case is about */

/* The first items of a list, the others being absent: those that a case lists, then, of the others, those
   that are there. */
struct world_list {
    size_t items;                 /* variables for so many */
    size_t listed;                /* of which a case lists the first ones */
    term there[WORLD_MOST_ITEMS]; /* by item */
    term more;                    /* there are more items than that; terms->no: never */
    bool is_members;              /* each of them gets a result */
};

struct world_fact {
    const struct fact *fact; /* of the ruleset that came first */
    const struct program *program;
    struct reading reading;     /* value NO_TERM: not yet read */
    term fits;                  /* by world_set: the reading lies in the fact's type; else yes */
    struct world_event *event;  /* or NULL */
    struct world_list *list;    /* or NULL */
    struct world_age *age;      /* or NULL */
    struct table fields_by_name; /* of a list */
    struct reading *fields;      /* of a field: what it is for each item, WORLD_MOST_ITEMS; else NULL */
    term *fields_known;          /* likewise */
    term *fields_fit;            /* by world_set_field: the field lies in its type; else NULL */
    term known;                 /* NO_TERM: nobody asks whether it is known */
};

struct world_judgement {
    const char *key;
    term level; /* rank */
    const struct rule *rule;
};

/* What comes of the items of a list together where there are more than are looked at: anything, but the
   same wherever the same comes of those that are. */
struct world_beyond {
    struct reading together; /* of those that are looked at */
    const struct type *type;
    struct reading any;
};

/* What is asked of the members of a household together, where there may be more than are looked at. */
struct member_question {
    struct reading any; /* what it may come to if there are more */
    size_t needed;      /* so many others tell what comes of all; SIZE_MAX: no number does */
};

struct member_questions {
    VECTOR_OF(struct member_question);
};

struct world {
    struct arena *arena;
    struct terms *terms;
    struct { VECTOR_OF(struct world_fact *); } facts; /* as they were first read, of other members too */
    struct { VECTOR_OF(struct world_judgement *); } judgements;
    struct table by_name; /* symbol to struct world_fact */
    struct table set;     /* struct fact to struct world_fact: by world_set */
    struct reading case_date;
    int32_t date_low, date_high;
    struct table enough;     /* symbol of a list to how many of its items are enough */
    struct table datings;    /* symbol of a date to struct world_dating */
    struct table date_parts; /* by variable: struct date_terms */
    struct { VECTOR_OF(struct world_beyond); } beyond; /* lists with more items than are looked at */
    struct world *household; /* of another member: the world of the one that the case is about; else NULL */
    struct world **others;   /* of the other members that are looked at */
    size_t other_count;
    size_t others_listed;    /* of these, those first that a case lists */
    struct { VECTOR_OF(term); } varied; /* what facts of the first of the others may be instead */
    struct member_questions *questions; /* shared by worlds beside one another */
    struct members_admitted *members; /* members.c: what will be asked of members; NULL: nothing, and the
                                         case is of one whose others are not looked at */
};

/* The dates that cases of rulesets may have whose dates in force have no end. */
#define WORLD_DATE_LOW (-7305)  /* 1950-01-01 */
#define WORLD_DATE_HIGH 65743   /* 2149-12-31 */

/* Cases have a date from DATE_LOW to DATE_HIGH. Before a plan is encoded, the world must have looked at
   all (ages_admit). */
struct world *world_create(struct arena *arena, int32_t date_low, int32_t date_high);

/* Another world beside WORLD: in the same terms, with variables of its own for all but what is judged. */
struct world *world_create_beside(const struct world *world);

/* --- members (members.c) */
/* Questions will be asked of PROGRAM that NEEDED members tell, beside those admitted before. */
void world_admit_members(struct world *world, const struct program *program, size_t needed);
/* After that: no others are looked at. */
void world_bar_others(struct world *world);
/* Makes the worlds of others, as many as was admitted, if there are none yet, and tells them what plans that came
   since use. Before a plan is encoded. */
void world_add_others(struct world *world);
/* Makes those of LISTED others that a case lists, and UNLISTED more, before anything is asked of them. */
void world_make_others(struct world *world, size_t listed, size_t unlisted);
/* What FACT is is kept in WORLD; else it is the same for all members, and world->household keeps it. */
bool world_keeps(const struct world *world, const struct fact *fact);
/* ANY is what a question may come to that NEEDED others tell, if there are more than are looked at. */
void world_note_question(struct world *world, struct reading any, size_t needed);
/* No case with more members than are looked at makes WANTED hold, if none with so many does. */
bool world_members_enough(const struct world *world, const term *wanted, size_t count);

/* What FACT of PROGRAM is in a case. What is possible for the world but not in FACT's own type is ruled
   out by RET_VALID. Not for events. */
struct reading world_read(struct world *world, const struct program *program,
                          const struct fact *fact, term *ret_valid);
struct world_fact *world_fact(struct world *world, const struct program *program,
                              const struct fact *fact);
/* READING, a value of FROM's first type, in the type that FACT of PROGRAM has; narrows RET_VALID. */
struct reading world_read_as(struct world *world, const struct world_fact *from,
                             struct reading reading, const struct program *program,
                             const struct fact *fact, term *ret_valid);
struct reading world_new_reading(struct world *world, const struct type *type);
/* Says what FACT of PROGRAM is, before anything reads it, whatever facts of its name are in other
   rulesets: a fact that was expressed otherwise. It has no case where READING is outside its type. */
void world_set(struct world *world, const struct program *program, const struct fact *fact,
               struct reading reading);
/* The same of FIELD for the first COUNT items of its list. */
void world_set_field(struct world *world, const struct program *program, const struct fact *field,
                     const struct reading *items, size_t count);
/* LIST, an event or a list, is OLDER of another program under another name. */
void world_set_list(struct world *world, const struct fact *list, const struct program *program,
                    const struct fact *older);
/* What is known of FACT, if anything has read it; else NULL. */
struct world_fact *world_find(const struct world *world, const struct fact *fact);

/* --- lists (list.c) */
/* NULL: nobody asked yet. */
struct world_beyond *world_beyond(const struct world *world, const struct type *type,
                                  struct reading together);
struct world_list *world_list(struct world *world, const struct program *program,
                              const struct fact *list);
/* What FIELD of item ITEM of its list is. */
struct reading world_read_field(struct world *world, const struct program *program,
                                const struct fact *field, size_t item, term *ret_valid);
term world_field_known(struct world *world, const struct program *program,
                       const struct fact *field, size_t item);
/* How many items of LIST are enough, as far as was admitted. */
size_t *world_items_enough(struct world *world, const struct fact *list);
/* LIST has no more items than it may have, whatever rulesets came before. */
term world_list_fits(const struct world *world, const struct fact *list);
/* No list has more items than are looked at, and no household more members. */
term world_lists_end(const struct world *world);
/* No household has more members. */
term world_members_end(const struct world *world);
/* Of variables there are ITEMS, the first LISTED of which a case lists; `there` is theirs to say. */
struct world_list *world_list_as(struct world *world, const struct program *program,
                                 const struct fact *list, size_t listed, size_t items);

struct reading world_case_date(struct world *world);
/* RULE is judged to lead to RANK or more. */
term world_judged(struct world *world, const struct program *program, const struct rule *rule,
                  size_t rank);
/* FACT is known; BASES: what it is worked out from, known together they make it known. */
term world_known(struct world *world, const struct program *program, const struct fact *fact,
                 const term *bases, size_t base_count);

/* --- events (event.c) */
/* A case lists COUNT dates, and no others if IS_CLOSED; AS_LISTED: so it is. Before anything is asked. */
void event_list(struct world *world, struct world_event *event, const int32_t *dates, size_t count,
                bool is_closed, term as_listed);
term event_total(struct world *world, struct world_event *event);
term event_count(struct world *world, struct world_event *event, struct reading day,
                 int64_t length, enum unit unit);
struct reading event_latest(struct world *world, struct world_event *event);
/* Lays down that lists of dates have all counts asked for so far. Call before each question. */
void world_tie_events(struct world *world);

/* --- the calendar (calendar.c) */
/* DAY plus COUNT months or days, as the calendar does it. */
term date_plus_term(struct world *world, term day, term count, enum unit unit);
/* Completed units from FROM to TO. */
term date_between_term(struct world *world, term from, term to, enum unit unit);

#endif

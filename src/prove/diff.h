/* SPDX-License-Identifier: Apache-2.0 */
/* Diff: in which cases two versions of guidance differ, decided over all cases that can be put to both.

   Cases are complete, valid in both versions, and their date is one on which the newer is in force. A case
   stands out of scope, or at a level; levels are those of the older version. Decisions and duties are
   compared where a case is in scope of both. What the limit leaves open is neither equal nor different.

   A difference is declared where a `change since` of the newer version holds that names what differs, or
   names nothing. */
#ifndef LIMEN_PROVE_DIFF_H
#define LIMEN_PROVE_DIFF_H

#include "meaning/library.h"
#include "prove/counterpart.h"
#include "prove/prover.h"
#include "prove/revision.h"
#include "prove/transitions.h"
#include "prove/witness.h"

#define DIFF_SIDES 2 /* 0 the older, 1 the newer */
#define DIFF_MOST_UNDECLARED 12 /* unless diff->most_undeclared says otherwise */

/* What a difference needs of a fact. */
struct difference_fact {
    const struct fact *fact;
    const char *words; /* "absent", "age 10 to 12 years" */
    const char *told;  /* "Often absent", "Age: 10 to 12 years" */
};

/* A case on which the versions differ. */
struct difference {
    const struct witness *sides[DIFF_SIDES];
    size_t standings[DIFF_SIDES];
    struct { VECTOR_OF(const struct rule *); } rules[DIFF_SIDES]; /* that lead to its level there */
    struct { VECTOR_OF(struct difference_fact); } facts; /* each is needed */
    struct { VECTOR_OF(const struct statement *); } declared; /* changes that it falls under */
};

/* Cases that go from one standing to another: 0 out of scope, else 1 + rank of the older version. */
struct move {
    size_t from, to;
    enum verdict verdict;
    const struct difference *shown; /* the smallest, after VERDICT_SOME */
    struct { VECTOR_OF(struct difference_fact); } alone; /* facts that do it by themselves, all else at rest */
};

enum diff_kind { DIFF_LEVEL, DIFF_DECISION, DIFF_DUTY };

/* What may differ: the level, a decision, or a duty. */
struct diff_subject {
    enum diff_kind kind;
    symbol name;             /* of the decision or duty; NULL: the level */
    const char *words;       /* "decision `route`" */
    const struct entity *entities[DIFF_SIDES]; /* of the decision or duty; NULL: that version has none */
    term differs;            /* of a case that counts */
    enum verdict verdict;
    const struct difference *shown; /* of decisions and duties */
};

/* What the newer version's `was` says. */
struct diff_was {
    struct { VECTOR_OF(struct plan_request); } requests; /* what facts and fields were */
    struct { VECTOR_OF(const struct fact *); } facts;    /* beside requests: whose that is */
    struct { VECTOR_OF(const struct fact *); } lists;    /* events and lists of the newer */
    struct { VECTOR_OF(const struct fact *); } older_lists; /* beside lists: which of the older they were */
};

struct diff {
    struct compilation *compilation; /* findings go to its diagnostics */
    struct arena *arena;
    struct program *programs[DIFF_SIDES];
    const struct plan *plans[DIFF_SIDES];
    struct diff_was was;
    struct counterparts *counterparts;
    struct revision *revision;
    struct world *world;
    struct encoding *encodings[DIFF_SIDES];
    struct prover *prover;
    term counts;            /* the case can be put to both */
    size_t standing_count;  /* 1 + levels of the older */
    term *above[DIFF_SIDES]; /* by standing: the case stands there or higher; [0] is yes */
    term **lifts[DIFF_SIDES]; /* by rule, then by rank of its version: lift_of */
    bool levels_match;      /* else levels are not compared: a finding says why */
    bool has_meaning;       /* cases were looked at, not the text alone */
    bool has_cases;         /* there are cases that can be put to both, or it is not known */
    struct { VECTOR_OF(struct move); } moves; /* all pairs that differ, lowest first */
    struct { VECTOR_OF(struct diff_subject); } subjects; /* the level first */
    struct transitions *transitions; /* of real cases; NULL: there are none */
    size_t most_undeclared; /* differences of one subject that are shown; 0: all */
    bool *declared;         /* by program->changes of the newer: it is since the older */
    size_t declared_count;
    size_t findings, examples;
    const char *subject;    /* what is asked about now */
    struct { VECTOR_OF(const char *); } undecided;
    const char *fault;      /* an internal error: the interpreter does not give what the solver says; or NULL */
};

/* Both programs come from COMPILATION, without errors. What is found lives in its arena. False: an
   expression in `was` has errors, which are in its diagnostics. */
bool diff_create(struct diff *ret, struct compilation *compilation, struct program *older,
                 struct program *newer);
/* Looks at all cases; LIMIT: milliseconds for one question. False: Z3 can't be had; RET_WHY says why. */
bool diff_prove(struct diff *diff, unsigned limit, const char **ret_why);

/* The rank that a version gives to STANDING, which is not 0, of a ruleset with levels. */
size_t diff_rank(const struct diff *diff, size_t side, size_t standing);
/* "level 3", or "out of scope", as the version calls it. */
const char *diff_standing(const struct diff *diff, size_t side, size_t standing);
/* "town@2026-01" */
const char *diff_version(const struct diff *diff, size_t side);
/* The value of the decision, or "applies": what SHOWN gives of SUBJECT on SIDE; then the same for readers
   who do not write rules. */
const char *diff_given(const struct diff *diff, const struct diff_subject *subject,
                       const struct difference *shown, size_t side);
const char *diff_told(const struct diff *diff, const struct diff_subject *subject,
                      const struct difference *shown, size_t side);

/* --- shared by the diff*.c files alone */

void diff_turn_to(struct diff *diff, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct diagnostic *diff_report(struct diff *diff, enum diagnostic_code code, struct span span,
                               const char *format, ...) __attribute__((format(printf, 4, 5)));
/* WANTED, and that the case counts: one term more. */
const term *diff_question(struct diff *diff, const term *wanted, size_t count);
/* Whether some case that counts makes all WANTED hold; an open question is counted. */
enum verdict diff_ask(struct diff *diff, const term *wanted, size_t count);
enum verdict diff_ask_smallest(struct diff *diff, const term *wanted, size_t count);

/* The case stands at STANDING under the version SIDE. */
term diff_stands_at(const struct diff *diff, size_t side, size_t standing);
/* The case gives SUBJECT, a decision or a duty, what the case that was found last gives it under both versions; yes
   where values are too many to be told apart. */
term diff_given_alike(const struct diff *diff, const struct diff_subject *subject);

/* False: some `was` has mistakes, which are reported. */
bool diff_read_was(struct diff *diff);
/* Lays down in the world what events and lists of the newer version are, before anything is encoded; */
void diff_set_lists(struct diff *diff);
/* of which other members of the household have their own: the plans were admitted; */
void diff_add_others(struct diff *diff);
/* then what its facts and fields are, the older version being encoded and the newer not yet. */
void diff_set_was(struct diff *diff);
/* What FACT, a fact, event, list or field of the older version, is in the newer: what was it, else what has its name;
   or NULL. An expression of it in some `was` does not count. */
const struct fact *diff_same_fact(const struct diff *diff, const struct fact *fact);
/* Some `was` says what became of FACT of the older version. */
bool diff_is_mapped(const struct diff *diff, const struct fact *fact);
void diff_check_facts(struct diff *diff);
void diff_moves(struct diff *diff);
void diff_singles(struct diff *diff);
void diff_services(struct diff *diff);
void diff_changes(struct diff *diff);
/* The case that the prover found last, which makes WANTED hold; NULL: an internal error, noted. */
const struct difference *diff_show(struct diff *diff, const struct diff_subject *subject,
                                   const term *wanted, size_t count);
/* FACT, a number, an ordered choice or yes/no, is from LOW to HIGH. */
struct difference_fact diff_fact_between(struct arena *arena, const struct fact *fact, int64_t low,
                                         int64_t high);
/* CHANGE, NODE_CHANGE, speaks of SUBJECT. */
bool diff_change_is_of(const struct node *change, const struct diff_subject *subject);

#endif

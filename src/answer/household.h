/* SPDX-License-Identifier: Apache-2.0 */
/* Household: what a case of several members gives: an answer for each, and what they come to together. Its
   level is the highest of theirs; a duty is there once, and says for whom.

   Lives in the arena of the answers. */
#ifndef LIMEN_ANSWER_HOUSEHOLD_H
#define LIMEN_ANSWER_HOUSEHOLD_H

#include "answer/answer.h"

/* A duty of one member. */
struct member_duty {
    const struct answer *member;
    const struct duty_answer *duty;
};

/* A duty of some members. */
struct household_duty {
    bool certain; /* for one of them at least */
    struct { VECTOR_OF(struct member_duty); } members;
};

/* The level of one member, or of all. */
struct member_level {
    enum scope_answer scope; /* of all: IN if one member certainly is */
    bool has_level;
    size_t at_least, at_most; /* ranks */
};

struct member_level member_level_of(const struct answer *answer);

/* What COUNT members come to: the highest level of one. OTHERS is that of those whom the case does not name;
   NULL: there are none. */
struct member_level household_level(const struct member_level *members, size_t count,
                                    const struct member_level *others);

struct household_answer {
    const struct limen_case *shared;
    const struct program *program;
    struct { VECTOR_OF(const struct answer *); } members;
    const struct answer *others; /* what may be so of those whom the case does not name; NULL: of none */
    size_t other_count;          /* how many of them there may be */
    struct member_level level;
    bool exact;
    struct { VECTOR_OF(struct household_duty); } duties; /* in the order of the ruleset */
    enum judgement_answer judgement; /* of the case as a whole */
};

/* MEMBERS: their answers, where those were made already, else NULL. */
struct household_answer *household_answer_create(struct arena *arena, const struct limen_case *shared,
                                                 const struct family *family,
                                                 const struct answer *const *members);

/* Makes RESULT a refused one, with the reasons of each member. */
void household_refuse(struct arena *arena, const struct limen_case *shared, const struct family *family,
                      struct case_result *result);

/* What they come to together, within an object. */
void household_write_own_json(struct text *text, const struct household_answer *household);
/* One JSON object on one line, without a newline: doc/result.schema.json has its form. */
void household_write_json(struct text *text, const struct household_answer *household);
/* What they come to together, for a terminal of WIDTH columns. */
void household_write_text(struct text *text, const struct household_answer *household, size_t width,
                          bool colour);
/* That, and the page of each member. */
void household_write_pages(struct text *text, const struct household_answer *household, size_t width,
                           bool colour);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Answer: what an evaluation says of a case, as a record; the writers turn it into text or JSON.

   It keeps apart what holds and what may hold, what was assumed, not known and not asked, what a person
   must judge, and what the ruleset does not read. Lives in one arena; refers to plan and case. */
#ifndef LIMEN_ANSWER_ANSWER_H
#define LIMEN_ANSWER_ANSWER_H

#include "base/text.h"
#include "case/reader.h"
#include "engine/engine.h"

enum scope_answer { SCOPE_IN, SCOPE_OUT, SCOPE_PERHAPS };

/* An exception that takes a rule back. */
struct exception_answer {
    const struct plan_rule *rule;
    bool certain; /* else it may */
};

struct rule_answer {
    const struct plan_rule *rule;
    bool certain; /* else it may hold */
    struct { VECTOR_OF(struct exception_answer); } exceptions; /* those that take it back, or may */
};

struct decision_answer {
    const struct plan_decision *decision;
    struct value_set value;
    bool conflict;
};

/* When a duty is due. A deadline in days ends at 24:00 of its last day. */
struct due {
    const struct deadline *deadline;
    int64_t amount;  /* of its unit */
    bool known;      /* false: it can't be told yet */
    bool has_minute; /* hours were counted: a moment; else a date */
    int32_t date;
    int minute;
};

/* Whom a duty leads to, for some of the authorities that the case may belong to. */
struct contact_answer {
    const struct contact *contact; /* open at --at, fallbacks followed */
    bool uncertain;                /* open only if the day is no holiday, which is not known */
    bool closed;                   /* neither it nor what it falls back to is open at --at */
    struct contact_lines lines;    /* of `contact`, as those authorities have them */
    struct { VECTOR_OF(symbol); } authorities;
};

struct duty_answer {
    const struct plan_duty *duty;
    bool certain;
    struct { VECTOR_OF(struct contact_answer); } contacts; /* several: it depends on the authority,
                                                              which is not known; none: to nobody */
    struct { VECTOR_OF(struct due); } dues;
};

struct note_answer {
    const struct note *note;
    bool certain;
};

struct item_answer {
    const struct plan_item *item;
    bool certain; /* it is asked for; else perhaps */
    bool spoken;  /* the case says what its checklist has */
    bool present;
};

/* A fact that an `impossible` leaves one value. */
struct settled_answer {
    const struct fact *fact;
    struct value_set value;
    const struct statement *impossible; /* what leaves it no other; NULL: several together */
};

enum judgement_answer { JUDGEMENT_NONE, JUDGEMENT_ABOVE, JUDGEMENT_WITHIN, JUDGEMENT_BELOW,
                        JUDGEMENT_NOT_PERMITTED, JUDGEMENT_PERHAPS_NOT_PERMITTED };

enum proof_answer { PROOF_NOT_ASKED, PROOF_EXACT, PROOF_UNDECIDED };

/* What a proof over all completions says instead of the evaluation, which it narrows. */
struct proved {
    enum proof_answer proof;
    enum scope_answer scope;
    size_t at_least, at_most;    /* ranks, as in an answer */
    struct value_set *decisions; /* by plan->decisions */
};

struct answer {
    const struct evaluation *evaluation;
    const struct sensitivity *sensitivity;
    enum scope_answer scope;
    size_t at_least, at_most; /* ranks; meaningless if scope is OUT or there are no levels */
    bool has_level;
    bool exact;
    enum proof_answer proof;
    bool outside_force; /* evaluated although the ruleset is not in force on the date */
    struct { VECTOR_OF(struct rule_answer); } rules; /* file order; those that hold or may */
    struct { VECTOR_OF(struct decision_answer); } decisions;
    struct { VECTOR_OF(struct duty_answer); } duties;
    struct { VECTOR_OF(struct note_answer); } notes;
    struct { VECTOR_OF(struct item_answer); } items;
    struct { VECTOR_OF(struct rule_answer); } excepted; /* rules that would certainly hold, but an
                                                           exception certainly takes them back */
    struct { VECTOR_OF(const struct fact *); } assumed, not_known, not_asked, rests_on_known;
    struct { VECTOR_OF(struct open_field); } open_fields; /* of listed items; those that reach the
                                                             level first, then item by item */
    struct { VECTOR_OF(struct open_of_member); } open_of_members; /* of the household's other members;
                                                                     those that reach the level first */
    struct { VECTOR_OF(struct open_field); } assumed_fields; /* of listed items */
    struct { VECTOR_OF(struct settled_answer); } settled;
    struct { VECTOR_OF(const struct plan_rule *); } judgement_needed;
    bool date_not_known;       /* the case has no date and it matters */
    bool authority_not_known;  /* it may belong to several authorities, and it matters to which */
    bool has_unless;           /* "level N unless you know that ..." */
    size_t unless_level;
    struct { VECTOR_OF(const struct fact *); } unless_facts;
    enum judgement_answer judgement;
};

/* Of a duty: what is due first, in writing first, and when it may begin at the earliest; NULL: none, or
   not known. */
struct duty_dues {
    const struct due *due, *written, *not_before;
};
struct duty_dues duty_dues_of(const struct duty_answer *duty);

/* A decision of `every one of`: whether value INDEX of its choice certainly (else: only perhaps) is one
   of its values. */
bool selection_has(const struct evaluation *evaluation, const struct decision_answer *decision,
                   size_t index, bool certain);

/* The type that a decision's value is written in: bounds, unit and scale are the plan's. */
const struct type *decision_answer_type(const struct evaluation *evaluation,
                                        const struct decision_answer *decision);

struct answer *answer_create(struct arena *arena, const struct evaluation *evaluation);
/* The same, saying what was PROVED. */
struct answer *answer_create_proved(struct arena *arena, const struct evaluation *evaluation,
                                    const struct proved *proved);

/* A judgement that the level is LEVEL, a rank, against an answer that has a level. */
enum judgement_answer answer_compare_judgement(const struct answer *answer, size_t level);

/* What JSON says of every case, within an object: "case", "on", "ruleset" and so on. */
void answer_write_head_json(struct text *text, const struct program *program,
                            const struct limen_case *asked, bool outside_force);
/* A duty, within an object. */
void duty_write_json(struct text *text, const struct program *program,
                     const struct duty_answer *duty, bool certain, bool with_dues);
/* When it is due. */
void duty_write_dues_json(struct text *text, const struct duty_answer *duty);
/* "judgement", if there is one. */
void judgement_write_json(struct text *text, const struct program *program,
                          const struct case_judgement *judgement, enum judgement_answer compared);

/* One JSON object on one line, in the form of doc/result.schema.json, without a newline. */
void answer_write_json(struct text *text, const struct answer *answer);
/* A page for a terminal of WIDTH columns. */
void answer_write_text(struct text *text, const struct answer *answer, size_t width, bool colour);
/* {"case":...,"error":{...}} and its text form. */
void refusal_write_json(struct text *text, const char *id, const char *code, const char *message,
                        const char *at);
/* All errors of a refused case as one object: the first as "error", further ones as "errors". */
void refusal_write_errors_json(struct text *text, const struct case_result *result);

/* Makes RESULT a refused one: no completion of its case is possible. */
void answer_refuse_contradictory(struct arena *arena, const struct evaluation *evaluation,
                                 struct case_result *result);

/* Makes RESULT a refused one, at the place of its case, with an error for each reason why EVALUATION
   gives no answer: `impossible`, `require`, contradictions. */
void answer_refuse(struct arena *arena, const struct evaluation *evaluation,
                   struct case_result *result);

/* "3", or "Level 3: Multiple or complex need". */
const char *level_label(const struct program *program, size_t rank);
void level_write(struct text *text, const struct program *program, size_t rank);

/* "L3/education/01"; a document other than the first is named before it. */
void citation_write(struct text *text, const struct program *program,
                    const struct citation *citation);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Explain: why a case is at its level, what the rules of higher levels lack, and what to ask.

   Made of an answer, in its arena. All that it says is in the words of facts and rules. */
#ifndef LIMEN_ANSWER_EXPLAIN_H
#define LIMEN_ANSWER_EXPLAIN_H

#include "answer/answer.h"
#include "answer/probe.h"
#include "answer/reason.h"

#define EXPLAIN_NEAREST 5

struct explained_rule {
    const struct plan_rule *rule;
    const struct rule_answer *answer; /* NULL: it certainly does not hold, and no exception does that */
    struct parts parts; /* what makes it hold, or what it lacks */
    size_t distance;    /* atoms that would have to change */
    size_t held;        /* things it asks for that the case says are so */
    bool touched;       /* it is about something that the case states */
    uint64_t cost;
};

struct explained_rules {
    VECTOR_OF(struct explained_rule);
};

struct explanation {
    const struct answer *answer;
    struct parts out_of_scope;       /* why, where the case is out of scope */
    struct explained_rules why;      /* rules that certainly hold at the level that is certain */
    struct explained_rules nearest;  /* rules that would raise it, EXPLAIN_NEAREST at most: those
                                        first that lack the smallest share of what they ask for, then
                                        those about something that the case states */
    struct explained_rules excepted; /* rules that an exception takes back; of each what makes the
                                        exceptions hold */
    struct probes probes;            /* open facts that reach the level, most telling first */
};

/* The rules that may hold and would raise the level, in the order of `nearest`, without parts. */
struct explained_rules explain_open_rules(struct arena *arena, const struct answer *answer);

struct explanation *explanation_create(struct arena *arena, const struct answer *answer);

/* A page for a terminal of WIDTH columns. */
void explanation_write_text(struct text *text, const struct explanation *explanation, size_t width,
                            bool colour);
/* Only why the level is what it is and what is nearest, for a place that shows other things too. */
void explanation_write_brief(struct text *text, const struct explanation *explanation,
                             size_t indent, size_t width);
/* One JSON object on one line, without a newline. */
void explanation_write_json(struct text *text, const struct explanation *explanation);

#endif

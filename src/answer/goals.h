/* SPDX-License-Identifier: Apache-2.0 */
/* Goals: what the examples of a ruleset should exercise between them, and whether they do.

   Of each rule and exception: that it applies, and that it does not; and of each condition in it, that
   the condition decides: as it is the rule applies, or does not, and were it the other way alone, the
   rule would come out the other way, too. Of each bound that a number is compared with: the last value
   on the one side and the first on the other. Each row of a decision, and each duty both ways.

   What an example leaves open exercises nothing. A condition is what `and`, `or`, `not` and small counts
   join; large counts, counts of rules or topics, and what is asked of the items of a list are conditions
   as a whole. */
#ifndef LIMEN_ANSWER_GOALS_H
#define LIMEN_ANSWER_GOALS_H

#include "answer/examples.h"
#include "engine/engine.h"

#define GOALS(X)                          \
    /* kind, word of many */              \
    X(GOAL_RULE, "rules")                 \
    X(GOAL_CONDITION, "conditions")       \
    X(GOAL_BOUND, "bounds")               \
    X(GOAL_ROW, "rows")                   \
    X(GOAL_DUTY, "duties")

enum goal_kind {
#define X(kind, words) kind,
    GOALS(X)
#undef X
    GOAL_KINDS
};

const char *goal_words(enum goal_kind kind);

/* A condition taken apart: the nodes that join, each before those that it joins, and what they join. */
struct condition {
    node_id root;
    bool opens; /* the root joins, although a threshold of the level is the same node: of the only rule there */
    struct { VECTOR_OF(node_id); } joins;
    struct { VECTOR_OF(node_id); } atoms;
};

struct goal {
    enum goal_kind kind;
    const struct rule *rule;               /* RULE, CONDITION; BOUND: it is first compared there, or NULL */
    const struct plan_decision *decision;  /* ROW; BOUND likewise, or NULL */
    size_t row;
    const struct plan_duty *duty;          /* DUTY; BOUND likewise, or NULL */
    node_id node;   /* the status, the atom, the number, what the duty waits for */
    bool wanted;    /* RULE, CONDITION, DUTY: which way */
    int64_t value;  /* BOUND */
    bool covered;
};

struct goals {
    struct arena *arena;
    const struct plan *plan;
    const struct evaluation *blank; /* of a case that says nothing: to speak of nodes */
    struct condition *conditions; /* by plan->rules */
    struct { VECTOR_OF(struct goal); } items; /* rule by rule, then decisions, duties */
};

struct goals *goals_create(struct arena *arena, const struct plan *plan);
/* The same, with what EXAMPLES of the plan exercise marked. */
struct goals *goals_of_examples(struct arena *arena, const struct plan *plan,
                                const struct examples *examples);
/* Marks what is marked in FROM, of another plan of the same program: what is told in the same words. */
void goals_take(struct goals *goals, const struct goals *from);
/* Whether EVALUATION, of a case that is not refused, exercises GOAL. */
bool goals_exercised(struct goals *goals, const struct goal *goal, const struct evaluation *evaluation);
/* Marks what EVALUATION, of a case that is not refused, exercises. */
void goals_note(struct goals *goals, const struct evaluation *evaluation);

size_t goals_count(const struct goals *goals, enum goal_kind kind, bool covered_only);
struct span goal_span(const struct goal *goal);
/* "rule `r` never applies"; "rule `r`: never decided by this being so: Age: below 11 years" */
void goal_describe(struct text *text, const struct goals *goals, const struct goal *goal);
/* The same of GOAL and the one after it, if that is the other way of the same and not exercised either;
   false, and GOAL alone is described: it is not. */
bool goal_describe_both(struct text *text, const struct goals *goals, const struct goal *goal);
/* The condition that a goal of one is about: "Age: below 11 years". */
void goal_condition(struct text *text, const struct goals *goals, const struct goal *goal);
/* "rule", "condition" ... and the name of what it belongs to. */
const char *goal_noun(const struct goal *goal);
const char *goal_name(const struct goal *goal);

/* Node ID of CONDITION joins others: it is no atom. */
bool condition_joins(const struct plan *plan, const struct condition *condition, node_id id);

#endif

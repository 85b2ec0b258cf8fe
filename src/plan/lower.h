/* SPDX-License-Identifier: Apache-2.0 */
/* Lowering: from a checked program to the plan. Shared by the lower*.c files, for no one else.

   A task is one thing that becomes one node: a derived fact, a define, a decision, what a rule needs, a
   threshold. Tasks wait on a stack: one is looked at first to put the tasks that it reads before it,
   and lowered when they are done, so that a chain of a hundred thousand defines needs no deep recursion.
   A task that waits for itself can't be in a program that passed the check; should one be met all the
   same, whoever reads it reads "any value", which is always sound.

   A context says which thresholds may be read: those below it. While threshold L is built the context
   is L; everywhere else it is the number of levels. Only what reads the level is lowered once for each
   context.

   Where a ruleset gives several items a result each and a rule asks for the levels of all, it is their own
   levels that are meant: those without the rules that ask so. They are lowered in contexts of their own, behind
   the others, in which those rules are left out. */
#ifndef LIMEN_PLAN_LOWER_H
#define LIMEN_PLAN_LOWER_H

#include "plan/builder.h"

enum task_kind {
    TASK_FACT,      /* index: program->facts */
    TASK_FIELD,     /* program->fields */
    TASK_DEFINE,    /* program->defines */
    TASK_DECISION,  /* program->decisions */
    TASK_GROUP,     /* program->groups: makes what the elements read; its own node means nothing */
    TASK_CONDITION, /* program->rules: C and not U */
    TASK_INHERITED, /* P: what a rule takes from the rules that it is an exception to */
    TASK_TRIGGER,   /* T: it applies and none of its own exceptions does */
    TASK_STATUS,    /* P and C and no exception's T */
    TASK_LIFT,      /* A_L; its context is L */
    TASK_PLAIN,     /* index L: some rule without level or exceptions reaches L */
    TASK_THRESHOLD, /* index L: G_L */
    TASK_KINDS
};

struct task {
    enum task_kind kind;
    uint32_t index;
    uint32_t context;
};

enum task_state { TASK_NEW, TASK_OPEN, TASK_DONE };

struct task_slot {
    struct task task;
    enum task_state state; /* TASK_NEW: the slot is free, or its task was not yet looked at */
    bool is_used;
    node_id node;
};

struct rank_run {
    size_t low, high; /* inclusive */
};

struct rank_runs {
    VECTOR_OF(struct rank_run);
};

/* A comparison with a group spreads: where GROUP stands, MEMBER is read. */
struct spread {
    const struct node *group, *member;
};

struct node_list {
    VECTOR_OF(node_id);
};

struct rule_shape {
    bool reads_level;  /* this rule, one that it is an exception to, or any exception among them */
    bool is_plain;     /* reads no level, has no exceptions, is none, is not judged */
    bool concludes;    /* a level, or one of the subtree does */
    size_t subtree;    /* in `preorder`: this rule, then its exceptions and theirs */
    size_t subtree_end;
    int64_t least_low; /* lowest outcome in the subtree by its low end, -1 for one without a level */
    int64_t least_high;
};

struct lowering {
    struct arena *arena;
    struct plan *plan;
    const struct program *program;
    struct builder builder;
    size_t level_count;
    struct { VECTOR_OF(struct task); } stack;
    struct task_slot *slots; /* open addressing */
    size_t slot_count, slots_used;
    struct rule_shape *shapes;                              /* by rule */
    struct { VECTOR_OF(const struct rule *); } preorder;    /* rules before their exceptions */
    struct { VECTOR_OF(const struct rule *); } *plain_at;   /* by rank: plain rules concluding it */
    struct { VECTOR_OF(const struct rule *); } lifting;     /* the others that conclude a level, or an exception does */
    struct { VECTOR_OF(const struct rule *); } *counted_at; /* by rank: what `rules at level` counts */
};

/* lower.c */

/* The contexts of own levels: the real one, that in which threshold L is built, and what each stands for. */
size_t context_own(const struct lowering *lowering);
bool context_is_own(const struct lowering *lowering, size_t context);
/* The real context beside CONTEXT. */
size_t context_real(const struct lowering *lowering, size_t context);
/* That beside CONTEXT in which threshold LEVEL is built. */
size_t context_at(const struct lowering *lowering, size_t context, size_t level);
/* Thresholds below this one may be read. */
size_t context_bound(const struct lowering *lowering, size_t context);
/* What is said of the items that EXPRESSION takes together is lowered in this one. */
size_t context_inside(const struct lowering *lowering, const struct node *expression, size_t context);
/* RULE has no place in CONTEXT. */
bool rule_is_left_out(const struct lowering *lowering, const struct rule *rule, size_t context);

/* The context in which ENTITY, read in CONTEXT, is lowered. */
size_t context_of(const struct lowering *lowering, const struct entity *entity, size_t context);
/* The same of what is made of a rule together with its exceptions and those that it excepts. */
size_t rule_context(const struct lowering *lowering, const struct rule *rule, size_t context);
/* What a task became; the tasks that a task reads are done when it is lowered. */
node_id task_node(struct lowering *lowering, enum task_kind kind, size_t index, size_t context);
/* Has a task done before the one that asks. */
void task_need(struct lowering *lowering, enum task_kind kind, size_t index, size_t context);
/* Does a task, and all it reads, now. */
node_id task_run(struct lowering *lowering, enum task_kind kind, size_t index, size_t context);
/* Lowers an expression of the real context, and all it reads, now. */
node_id expression_run(struct lowering *lowering, const struct node *expression);
node_id condition_run(struct lowering *lowering, const struct node *expression);

/* lower_expression.c */
void need_entity(struct lowering *lowering, const struct entity *entity, size_t context);
void need_expression(struct lowering *lowering, const struct node *expression, size_t context);
node_id lower_expression(struct lowering *lowering, const struct node *expression, size_t context,
                         struct spread spread);
/* A yes/no that is never none. */
node_id lower_condition(struct lowering *lowering, const struct node *expression, size_t context,
                        struct spread spread);
/* `if C unless U`; either may be NULL. */
node_id lower_guard(struct lowering *lowering, const struct node *condition,
                    const struct node *unless, size_t context);
/* NODE's value as one of TYPE: unit and scale as there. */
node_id lower_as(struct lowering *lowering, node_id node, const struct type *type);
/* N of `at least N`, of a window, of a deadline: a number or a parameter. */
int64_t lower_amount(const struct node *amount);
extern const struct spread no_spread;

/* lower_level.c */

/* True if EXPRESSION compares the level with levels that are written; RET: when it is yes. */
bool level_test(struct lowering *lowering, const struct node *expression, struct rank_runs *ret);
/* The rank of a written level, or -1. */
int64_t level_rank(const struct program *program, const struct node *node);
node_id lower_threshold(struct lowering *lowering, size_t rank, size_t context);
node_id lower_level_runs(struct lowering *lowering, const struct rank_runs *runs, size_t context);
void need_level_runs(struct lowering *lowering, const struct rank_runs *runs, size_t context);
node_id lower_level(struct lowering *lowering, size_t context);
void need_level(struct lowering *lowering, size_t context);

/* lower_compare.c */
node_id lower_compare(struct lowering *lowering, enum comparison op, node_id a, node_id b);
node_id lower_in_range(struct lowering *lowering, node_id value, node_id low, node_id high);
node_id lower_in_list(struct lowering *lowering, node_id value, node_id *listed, size_t count);

/* lower_items.c */

void need_items_form(struct lowering *lowering, const struct node *expression, size_t context);
node_id lower_field(struct lowering *lowering, const struct fact *field, size_t context);
/* What is asked of an event, or of the items of a list. */
/* What a graded FACT is worked out as. */
node_id lower_graded(struct lowering *lowering, const struct fact *fact, size_t context);
node_id lower_items_form(struct lowering *lowering, const struct node *expression, size_t context,
                         struct spread spread);

/* lower_count.c */

/* The elements of a list, groups spread, each once; those that are counted become yes/no. */
void lower_elements(struct lowering *lowering, const struct node *elements, size_t context,
                    bool are_conditions, struct node_list *ret);
void need_counted(struct lowering *lowering, const struct node *counted, size_t context);
/* The group that EXPRESSION compares, as the USE that names it, or NULL. */
const struct node *compared_group(const struct node *expression);

/* lower_rules.c */
void shape_rules(struct lowering *lowering);
void need_rule_task(struct lowering *lowering, struct task task);
node_id lower_rule_task(struct lowering *lowering, struct task task);

/* lower_decision.c */
void need_decision(struct lowering *lowering, const struct decision *decision, size_t context);
node_id lower_decision(struct lowering *lowering, const struct decision *decision, size_t context);
node_id lower_row_condition(struct lowering *lowering, const struct decision_row *row,
                            size_t context);
/* `choose`, `first of`: conditions and values in pairs, then what holds otherwise. */
node_id lower_choose(struct lowering *lowering, const node_id *pairs, size_t pair_count,
                     node_id otherwise);

#endif

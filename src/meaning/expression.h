/* SPDX-License-Identifier: Apache-2.0 */
/* Expression: names, types, units and bounds of every expression. Sets type and ref of each node.

   A name is taken for a choice's value where a choice is expected that has it, else for something
   declared. A mistake is reported once: its expression gets the error type, which agrees with everything.
   The work is split: arithmetic.c, comparison.c, counting.c, items.c and expression.c for the rest. */
#ifndef LIMEN_MEANING_EXPRESSION_H
#define LIMEN_MEANING_EXPRESSION_H

#include "meaning/program.h"
#include "meaning/type.h"

/* EXPECTED, a choice or the level, resolves the names of values; NULL: nothing is expected. */
const struct type *expression_check(struct program *program, struct node *node,
                                    const struct type *expected);
/* NODE (may be NULL) must be yes or no. */
void expression_check_condition(struct program *program, struct node *node);
/* NODE must be a date. */
void expression_check_date(struct program *program, struct node *node);
/* NODE's values must lie in TYPE: of a decision's row or a derived fact. CUT: bounds may be passed,
   as long as some values are left. */
void expression_check_value(struct program *program, struct node *node, const struct type *type,
                            bool cut);
/* Checks a term of a sum against TYPE, which is DECLARED, the type of the sum, with bounds of its own;
   reports name what is declared. */
void expression_check_term(struct program *program, struct node *node, const struct type *type,
                           const struct type *declared);

/* The type of a define's expression and of a group's elements, worked out when first wanted. */
const struct type *define_type(struct program *program, struct define *define);
const struct type *group_type(struct program *program, struct group *group);

/* Every define and group, those first that others need. */
void definitions_check(struct program *program);

/* A number of steps or units: NUMBER or a parameter; whole and not negative. False after a report. */
bool amount_check(struct program *program, struct node *amount, enum unit unit);
void window_check(struct program *program, struct node *window);

/* Could stand alone only with an expected type: a number, a label, a name that nothing declares. */
bool expression_wants_type(const struct program *program, const struct node *node);
/* A number, or sums and products of numbers and parameters. */
bool expression_is_constant(const struct node *node);
/* The first operand of a comparison, if it is the name of a group. */
struct group *expression_group(const struct program *program, const struct node *node);

/* The parts of the work. */
const struct type *arithmetic_check(struct program *program, struct node *node);
const struct type *comparison_check(struct program *program, struct node *node, bool spreads);
const struct type *counting_check(struct program *program, struct node *node);
/* What is asked of an event, or of the items of a list; EXPECTED, or NULL: of what type the highest or lowest is
   to be. */
const struct type *items_check(struct program *program, struct node *node,
                               const struct type *expected);
const struct type *extreme_check(struct program *program, struct node *node,
                                 const struct type *expected);
/* Checks the elements of a list and gives how many there are. CONDITIONS: each must be yes or no; else
   *RET_TYPE is what they have in common. */
size_t elements_check(struct program *program, const struct node *elements, bool conditions,
                      const struct type *expected, const struct type **ret_type);
/* The common type of A and B, or the error type after a report at NODE. */
const struct type *expression_unify(struct program *program, const struct node *node,
                                    const struct type *a, const struct type *b);
const struct type *expression_overflow(struct program *program, const struct node *node);
/* Reports that NODE is not what is wanted: `X` is T, not WANTED. */
const struct type *expression_wrong(struct program *program, const struct node *node,
                                    const char *wanted);

#endif

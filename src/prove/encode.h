/* SPDX-License-Identifier: Apache-2.0 */
/* Encoding: a plan as terms over the variables of a world, each node as the values that it has in a
   complete case.

   One function for each row of op.def; an operation without one does not link. Judged outcomes are
   variables, and so is what is known: what is proved holds whatever is judged and whichever facts are
   known. */
#ifndef LIMEN_PROVE_ENCODE_H
#define LIMEN_PROVE_ENCODE_H

#include "prove/world.h"

struct encoding {
    struct world *world;
    const struct plan *plan;
    struct reading *nodes;  /* by node; of a node of a list nothing */
    struct reading **items; /* by node of a list: what it is for each item that is looked at */
    term sound;            /* the case's values lie in the types of this ruleset's facts, and what is
                              worked out lies in its own */
    term valid;            /* sound, nothing impossible, and all that is required */
    term in_scope;
    term *reaches;         /* by rank: the level is that or higher; [0] is yes */
    struct encoding **others;  /* by world->others: the same of each, of nodes that may be other for it */
    size_t other_count;
    const bool *of_others;     /* by node: it is worked out for others, too; NULL: there are none */
};

struct encoding *encoding_create(struct world *world, const struct plan *plan);

/* The same ruleset where NODE, an input or a derived fact, has another VALUE. */
struct encoding *encoding_vary(const struct encoding *encoding, node_id node,
                               struct reading value);
/* The same of COUNT nodes, none of which depends on another. */
struct encoding *encoding_vary_all(const struct encoding *encoding, const node_id *nodes,
                                   const struct reading *values, size_t count);
/* The same where NODE, one of each member, has another VALUE for the first of the others. */
struct encoding *encoding_vary_other(const struct encoding *encoding, node_id node, struct reading value);

/* Facts that the ruleset does not read have values of its types, too, where another ruleset reads them.
   Ask when all rulesets are encoded. */
term encoding_admits(const struct encoding *encoding);

/* Of member ITEM, as in the list of members: what ENCODING is of the one, or of an other. */
static inline const struct encoding *encoding_of_member(const struct encoding *encoding, size_t item)
{
    return item == 0 ? encoding : encoding->others[item - 1];
}

/* Node, yes/no, is yes. */
term encoding_holds(const struct encoding *encoding, node_id node);
/* Valid, in scope. */
term encoding_counts(const struct encoding *encoding);
/* The level is exactly RANK. */
term encoding_at(const struct encoding *encoding, size_t rank);

/* The two have different values: numbers and choices by value, selections by what they hold. */
term reading_differ(struct terms *terms, struct reading a, struct reading b, size_t selectable);

/* --- for the functions of the operations alone */
struct encoder {
    struct terms *terms;
    struct world *world;
    struct encoding *encoding;
    const struct plan *plan;
    const struct plan_node *node;
    node_id id;
    size_t item; /* of the list that the node is of */
};

typedef struct reading encode_operation(const struct encoder *encoder);
#define X(op, text, result, signs, formula) encode_operation encode_##op;
#include "plan/op.def"
#undef X

static inline struct reading encoder_operand(const struct encoder *encoder, size_t index)
{
    node_id operand = plan_operand(encoder->plan, encoder->id, index);
    return plan_at(encoder->plan, operand)->domain == PLAN_CASE
               ? encoder->encoding->nodes[operand]
               : encoder->encoding->items[operand][encoder->item];
}

static inline const struct type *encoder_operand_type(const struct encoder *encoder, size_t index)
{
    return plan_at(encoder->plan, plan_operand(encoder->plan, encoder->id, index))->type;
}

/* A value that is never none. */
static inline struct reading some(const struct encoder *encoder, term value)
{
    return (struct reading){.value = value, .none = encoder->terms->no};
}

/* What operand 2, which a fact is worked out as, is as a value of the node's type; RET_FITS: it is one. */
struct reading encoder_worked_out(const struct encoder *encoder, term *ret_fits);
/* CONDITION must hold of the case. */
void encoder_require(const struct encoder *encoder, term condition);
/* A value for a type of which nothing is known. */
struct reading encoder_any(const struct encoder *encoder, const struct type *type);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions in words, from the nodes of a plan. */
#include "answer/wording.h"

#include <string.h>

#define MOST_OPERANDS 4 /* of a sum or a list that a comparison is about */

static void write_operand(struct text *text, const struct evaluation *evaluation, node_id id);

void wording_fact(struct text *text, const struct fact *fact)
{
    if (fact->entity.title) {
        text_format(text, "%s (%s)", fact->entity.title, fact->entity.name);
    } else {
        text_add(text, fact->entity.name);
    }
}

void wording_level(struct text *text, const struct program *program, size_t rank)
{
    text_format(text, "level %s", program->levels.items[rank]->label);
}

void wording_level_with_title(struct text *text, const struct program *program, size_t rank)
{
    const char *title = program->levels.items[rank]->entity.title;
    wording_level(text, program, rank);
    if (title) {
        text_format(text, " (%s)", title);
    }
}

void wording_rule(struct text *text, const struct plan_rule *rule)
{
    text_add(text, rule->rule->label);
}

void wording_set(struct text *text, const struct program *program, const struct type *type,
                 struct value_set set)
{
    if (type->kind != TYPE_LEVEL || value_is_none(set)) {
        value_set_write(text, type, set);
        return;
    }
    wording_level(text, program, (size_t)set.low);
    if (set.low != set.high) {
        text_format(text, " to %s", program->levels.items[set.high]->label);
    }
    text_add(text, set.or_none ? " or none" : "");
}

/* ---------------------------------------------------------------------------- what is spoken of */

static const struct fact *fact_of(const struct plan *plan, node_id id)
{
    const struct plan_node *node = plan_at(plan, id);
    bool is_fact = node->op == OP_INPUT || node->op == OP_DERIVED;
    return is_fact ? plan->program->facts.items[node->index] : NULL;
}

static const struct plan_decision *decision_of(const struct plan *plan, node_id id)
{
    for (size_t i = 0; i < plan->decisions.count; i++) {
        if (plan->decisions.items[i].value == id) {
            return &plan->decisions.items[i];
        }
    }
    return NULL;
}

static void write_constant(struct text *text, const struct plan *plan, const struct type *type,
                           int64_t value)
{
    if (type->kind == TYPE_LEVEL) {
        wording_level(text, plan->program, (size_t)value);
    } else {
        value_write(text, type, value);
    }
}

static void write_list(struct text *text, const struct evaluation *evaluation, node_id id,
                       const char *between)
{
    const struct plan_node *node = plan_at(evaluation->plan, id);
    for (uint32_t i = 0; i < node->operand_count; i++) {
        if (i == MOST_OPERANDS) {
            text_format(text, " and %u more", node->operand_count - i);
            return;
        }
        text_add(text, i ? between : "");
        write_operand(text, evaluation, plan_operand(evaluation->plan, id, i));
    }
}

static void write_event(struct text *text, const struct evaluation *evaluation, node_id id)
{
    const struct plan *plan = evaluation->plan;
    const struct plan_node *node = plan_at(plan, id);
    wording_fact(text, plan->program->facts.items[node->index]);
    if (node->op == OP_EVENT_COUNT && node->operand_count > 0) {
        text_format(text, " within %lld ", (long long)node->constant);
        text_add(text, node->constant == 1 ? unit_singular(node->unit) : unit_word(node->unit));
        text_add(text, " of ");
        write_operand(text, evaluation, plan_operand(plan, id, 0));
    }
}

static void write_scaled(struct text *text, const struct evaluation *evaluation, node_id id)
{
    const struct plan *plan = evaluation->plan;
    const struct plan_node *node = plan_at(plan, id);
    const struct type *inner = plan_at(plan, plan_operand(plan, id, 0))->type;
    if (inner->unit == node->type->unit && inner->scale == node->type->scale) {
        text_format(text, "%lld times ", (long long)node->constant);
    }
    write_operand(text, evaluation, plan_operand(plan, id, 0));
}

/* Names a value that a comparison is about. */
static void write_operand(struct text *text, const struct evaluation *evaluation, node_id id)
{
    const struct plan *plan = evaluation->plan;
    const struct plan_node *node = plan_at(plan, id);
    const struct plan_decision *decision = decision_of(plan, id);
    if (fact_of(plan, id)) {
        wording_fact(text, fact_of(plan, id));
    } else if (decision && node->op != OP_CONSTANT) {
        const struct entity *entity = &decision->decision->entity;
        text_add(text, entity->title ? entity->title : entity->name);
    } else if (node->op == OP_CONSTANT) {
        write_constant(text, plan, node->type, node->constant);
    } else if (node->op == OP_CASE_DATE) {
        text_add(text, "the date of the case");
    } else if (node->op == OP_EVENT_COUNT) {
        text_add(text, "how often: ");
        write_event(text, evaluation, id);
    } else if (node->op == OP_LATEST) {
        text_add(text, "the latest: ");
        write_event(text, evaluation, id);
    } else if (node->op == OP_SCALE) {
        write_scaled(text, evaluation, id);
    } else if (node->op == OP_LEVEL) {
        text_add(text, "the level");
    } else if (node->op == OP_DATE_DIFFERENCE) {
        text_format(text, "%s from ", unit_word(node->unit));
        write_list(text, evaluation, id, " to ");
    } else if (node->op == OP_ADD || node->op == OP_DATE_ADD) {
        write_list(text, evaluation, id, " plus ");
    } else if (node->op == OP_HIGHEST || node->op == OP_LOWEST) {
        text_format(text, "the %s of ", op_text(node->op));
        write_list(text, evaluation, id, ", ");
    } else if (node->op == OP_COUNT) {
        text_format(text, "how many hold of %u", node->operand_count);
    } else {
        text_add(text, "a value worked out from ");
        write_list(text, evaluation, id, ", ");
    }
}

/* ------------------------------------------------------------------------------- what is said */

/* A comparison read as: SUBJECT is RELATION constant. */
struct relation {
    node_id subject;
    const struct type *type; /* of the bounds */
    const char *yes, *no;    /* "below", "not below" */
    node_id bound;           /* NO_NODE: none */
    node_id second_bound;    /* NO_NODE: none */
};

static bool is_constant(const struct plan *plan, node_id id)
{
    return plan_at(plan, id)->op == OP_CONSTANT;
}

/* Puts the constant of a comparison on the right, so that the sentence is about the other side. */
static struct relation relation_of(const struct plan *plan, node_id id)
{
    const struct plan_node *node = plan_at(plan, id);
    struct relation relation = {plan_operand(plan, id, 0), node->type, "", "", NO_NODE, NO_NODE};
    if (node->operand_count > 1) {
        relation.bound = plan_operand(plan, id, 1);
    }
    bool turned = relation.bound != NO_NODE && is_constant(plan, relation.subject) &&
                  node->op != OP_IN_RANGE && node->op != OP_IN_LIST;
    if (turned) {
        relation.subject = relation.bound;
        relation.bound = plan_operand(plan, id, 0);
    }
    switch (node->op) {
    case OP_EQUAL:
        relation.yes = "equal to", relation.no = "not equal to";
        break;
    case OP_NOT_EQUAL:
        relation.yes = "not equal to", relation.no = "equal to";
        break;
    case OP_LESS:
        relation.yes = turned ? "above" : "below", relation.no = turned ? "not above" : "not below";
        break;
    case OP_LESS_OR_EQUAL:
        relation.yes = turned ? "at least" : "at most";
        relation.no = turned ? "less than" : "more than";
        break;
    case OP_IN_RANGE:
        relation.yes = "from", relation.no = "not from";
        relation.second_bound = plan_operand(plan, id, 2);
        break;
    case OP_IS_NONE:
        relation.yes = "none", relation.no = "not none";
        break;
    default:
        relation.yes = "one of", relation.no = "none of";
    }
    return relation;
}

/* A fact in years that is compared in months is scaled: its bound in the fact's own unit, if it
   has one. */
static void write_bound(struct text *text, const struct evaluation *evaluation, node_id subject,
                        node_id bound)
{
    const struct plan *plan = evaluation->plan;
    const struct plan_node *by = plan_at(plan, subject), *node = plan_at(plan, bound);
    if (by->op == OP_SCALE && node->op == OP_CONSTANT && by->constant > 0 &&
        node->constant % by->constant == 0) {
        write_constant(text, plan, plan_at(plan, plan_operand(plan, subject, 0))->type,
                       node->constant / by->constant);
    } else {
        write_operand(text, evaluation, bound);
    }
}

static void write_members(struct text *text, const struct plan *plan, node_id id)
{
    const struct plan_node *node = plan_at(plan, id);
    const struct choice *choice = plan_at(plan, plan_operand(plan, id, 0))->type->choice;
    bool first = true;
    for (size_t i = 0; i < choice->count; i++) {
        if (node->set[i / VALUE_WORD_BITS] >> i % VALUE_WORD_BITS & 1) {
            text_format(text, "%s%s", first ? "" : ", ", choice->values[i].name);
            first = false;
        }
    }
}

static void write_bounds(struct text *text, const struct evaluation *evaluation, node_id id,
                         const struct relation *relation)
{
    const struct plan *plan = evaluation->plan;
    const struct plan_node *node = plan_at(plan, id);
    if (node->op == OP_IN_SET) {
        text_add_char(text, ' ');
        write_members(text, plan, id);
        return;
    }
    if (node->op == OP_IN_LIST) {
        for (uint32_t i = 1; i < node->operand_count; i++) {
            text_add(text, i > 1 ? ", " : " ");
            write_bound(text, evaluation, relation->subject, plan_operand(plan, id, i));
        }
        return;
    }
    if (relation->bound != NO_NODE) {
        text_add_char(text, ' ');
        write_bound(text, evaluation, relation->subject, relation->bound);
    }
    if (relation->second_bound != NO_NODE) {
        text_add(text, " to ");
        write_bound(text, evaluation, relation->subject, relation->second_bound);
    }
}

static bool is_comparison(enum op op)
{
    switch (op) {
    case OP_EQUAL:
    case OP_NOT_EQUAL:
    case OP_LESS:
    case OP_LESS_OR_EQUAL:
    case OP_IN_RANGE:
    case OP_IN_SET:
    case OP_IN_LIST:
    case OP_IS_NONE:
        return true;
    default:
        return false;
    }
}

/* The subject's value as the case has it, in the fact's own unit; nothing where that is not one
   thing. */
static void write_value(struct text *text, const struct evaluation *evaluation, node_id subject)
{
    const struct plan *plan = evaluation->plan;
    if (plan_at(plan, subject)->op == OP_SCALE) {
        subject = plan_operand(plan, subject, 0);
    }
    wording_set(text, plan->program, plan_at(plan, subject)->type, evaluation->values[subject]);
}

static bool is_threshold(const struct plan *plan, node_id id, size_t *ret_rank)
{
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        if (plan->thresholds[rank] == id) {
            *ret_rank = rank;
            return true;
        }
    }
    return false;
}

/* A yes/no atom that is no comparison, as a name for what it says. */
static void write_subject(struct text *text, const struct evaluation *evaluation, node_id id)
{
    const struct plan *plan = evaluation->plan;
    const struct plan_node *node = plan_at(plan, id);
    size_t rank;
    if (node->op == OP_KNOWN) {
        wording_fact(text, plan->program->facts.items[node->index]);
        text_add(text, " is known");
    } else if (node->op == OP_JUDGED) {
        text_format(text, "the judgement that rule %s leaves to a person reaches ",
                    plan->rules.items[node->index].rule->label);
        wording_level(text, plan->program, (size_t)node->constant);
    } else if (!fact_of(plan, id) && is_threshold(plan, id, &rank)) {
        text_add(text, "the level is ");
        wording_level(text, plan->program, rank);
        text_add(text, " or higher");
    } else {
        write_operand(text, evaluation, id);
    }
}

static const char *source_of(const struct evaluation *evaluation, node_id id)
{
    const struct fact *fact = fact_of(evaluation->plan, id);
    if (!fact) {
        return "";
    }
    if (evaluation->settled[fact->entity.index]) {
        return ", as follows from the rest";
    }
    enum fact_state state = evaluation->limen_case->facts[fact->entity.index].state;
    if (state == FACT_ASSUMED) {
        return ", as assumed";
    }
    return fact->from && state != FACT_GIVEN ? ", as worked out" : "";
}

static node_id unscaled(const struct plan *plan, node_id id)
{
    return plan_at(plan, id)->op == OP_SCALE ? plan_operand(plan, id, 0) : id;
}

static void write_comparison_state(struct text *text, const struct evaluation *evaluation,
                                   node_id atom)
{
    struct relation relation = relation_of(evaluation->plan, atom);
    struct value_set set = evaluation->values[atom];
    write_operand(text, evaluation, relation.subject);
    text_add(text, " is ");
    write_value(text, evaluation, relation.subject);
    text_add(text, source_of(evaluation, unscaled(evaluation->plan, relation.subject)));
    if (!value_is_single(set)) {
        text_format(text, ", perhaps %s", relation.yes);
    } else {
        text_format(text, ", %s", value_is_yes(set) ? relation.yes : relation.no);
    }
    write_bounds(text, evaluation, atom, &relation);
}

void wording_state(struct text *text, const struct evaluation *evaluation, node_id atom)
{
    struct value_set set = evaluation->values[atom];
    if (is_comparison(plan_at(evaluation->plan, atom)->op)) {
        write_comparison_state(text, evaluation, atom);
        return;
    }
    if (!value_is_single(set)) {
        text_add(text, "not known: ");
    } else if (!value_is_yes(set)) {
        text_add(text, "not so: ");
    }
    write_subject(text, evaluation, atom);
    text_add(text, source_of(evaluation, atom));
}

static void write_comparison_wish(struct text *text, const struct evaluation *evaluation,
                                  node_id atom, bool wanted)
{
    struct relation relation = relation_of(evaluation->plan, atom);
    write_operand(text, evaluation, relation.subject);
    text_format(text, " %s", wanted ? relation.yes : relation.no);
    write_bounds(text, evaluation, atom, &relation);
    text_add(text, ": now ");
    write_value(text, evaluation, relation.subject);
    text_add(text, source_of(evaluation, unscaled(evaluation->plan, relation.subject)));
}

void wording_wish(struct text *text, const struct evaluation *evaluation, node_id atom, bool wanted)
{
    struct value_set set = evaluation->values[atom];
    if (is_comparison(plan_at(evaluation->plan, atom)->op)) {
        write_comparison_wish(text, evaluation, atom, wanted);
        return;
    }
    text_add(text, wanted ? "" : "not so: ");
    write_subject(text, evaluation, atom);
    text_add(text, !value_is_single(set) ? ": not known"
                   : value_is_yes(set)   ? ": now yes"
                                         : ": now no");
    text_add(text, source_of(evaluation, atom));
}

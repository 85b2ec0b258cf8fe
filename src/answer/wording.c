/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions in words, from the nodes of a plan. */
#include "answer/wording.h"

#include <ctype.h>
#include <string.h>

#define MOST_OPERANDS 4 /* of a sum or a list that a comparison is about */
#define MOST_ATOMS 4    /* of a condition that is told in words */
#define MOST_BYTES 200  /* likewise */

/* How a condition is put into words: behind a fact's text stands its name, unless PLAIN. */
struct speech {
    struct text *text;
    const struct evaluation *evaluation;
    bool plain;
    size_t item; /* of which a node of a list is told */
};

static void write_operand(const struct speech *say, node_id id);
static void write_where(const struct speech *say, node_id which, const char *before,
                        const char *before_not);

void wording_fact(struct text *text, const struct fact *fact)
{
    if (fact->entity.title) {
        text_format(text, "%s (%s)", fact->entity.title, fact->entity.name);
    } else {
        text_add(text, fact->entity.name);
    }
}

void wording_spaced(struct text *text, const char *name)
{
    for (; *name; name++) {
        text_add_char(text, *name == '_' ? ' ' : *name);
    }
}

void wording_choice_value(struct text *text, const struct choice *choice, size_t value)
{
    const struct choice_value *chosen = &choice->values[value];
    if (chosen->text) {
        text_add(text, chosen->text);
    } else {
        wording_spaced(text, chosen->name);
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

static void write_fact(const struct speech *say, const struct fact *fact)
{
    if (!say->plain) {
        wording_fact(say->text, fact);
    } else if (fact->entity.title) {
        text_add(say->text, fact->entity.title);
    } else {
        wording_spaced(say->text, fact->entity.name);
    }
}

/* What stands within a sentence begins in lower case, unless its first word has capitals elsewhere, too. */
static void lower_first(struct text *text, size_t start)
{
    char *word = text->data + start;
    if (text->length > start + 1 && !isupper((unsigned char)word[1])) {
        *word = (char)tolower((unsigned char)*word);
    }
}

static void write_fact_within(const struct speech *say, const struct fact *fact)
{
    size_t start = say->text->length;
    write_fact(say, fact);
    lower_first(say->text, start);
}

static void write_choice(const struct speech *say, const struct choice *choice, size_t value)
{
    if (say->plain) {
        wording_choice_value(say->text, choice, value);
    } else {
        text_add(say->text, choice->values[value].name);
    }
}

static void write_constant(const struct speech *say, const struct type *type, int64_t value)
{
    if (type->kind == TYPE_LEVEL) {
        wording_level(say->text, say->evaluation->plan->program, (size_t)value);
    } else if (type->kind == TYPE_CHOICE) {
        write_choice(say, type->choice, (size_t)value);
    } else {
        value_write(say->text, type, value);
    }
}

static void write_list(const struct speech *say, node_id id, const char *between)
{
    const struct plan_node *node = plan_at(say->evaluation->plan, id);
    for (uint32_t i = 0; i < node->operand_count; i++) {
        if (i == MOST_OPERANDS) {
            text_format(say->text, " and %u more", node->operand_count - i);
            return;
        }
        text_add(say->text, i ? between : "");
        write_operand(say, plan_operand(say->evaluation->plan, id, i));
    }
}

static void write_event(const struct speech *say, node_id id)
{
    const struct plan *plan = say->evaluation->plan;
    const struct plan_node *node = plan_at(plan, id);
    write_fact(say, plan->program->facts.items[node->index]);
    if (node->op == OP_EVENT_COUNT && node->operand_count > 0) {
        text_format(say->text, " within %lld ", (long long)node->constant);
        text_add(say->text,
                 node->constant == 1 ? unit_singular(node->unit) : unit_word(node->unit));
        text_add(say->text, " of ");
        write_operand(say, plan_operand(plan, id, 0));
    }
}

/* "how many of other children in the home (sibling) where age: below 5 years" */
static void write_items(const struct speech *say, node_id id)
{
    const struct plan *plan = say->evaluation->plan;
    const struct plan_node *node = plan_at(plan, id);
    const struct fact *list = plan->program->facts.items[node->index];
    static const char *const words[OPS] = {
        [OP_ITEM_ANY] = "one",          [OP_ITEM_COUNT] = "how many",
        [OP_ITEM_HIGHEST] = "highest",  [OP_ITEM_LOWEST] = "lowest",
        [OP_ITEM_SUM] = "sum of",       [OP_ITEM_DISTINCT] = "how many different values of"};
    bool is_date = node->type->kind == TYPE_DATE;
    bool is_counted = node->operand_count == 1 || node->op == OP_ITEM_DISTINCT;
    text_add(say->text, is_counted ? "" : "the ");
    text_add(say->text, !is_date                      ? words[node->op]
                        : node->op == OP_ITEM_HIGHEST ? "latest"
                                                      : "earliest");
    if (node->operand_count > 1) {
        text_add_char(say->text, ' ');
        size_t start = say->text->length;
        write_operand(say, plan_operand(plan, id, 1));
        lower_first(say->text, start);
    }
    text_add(say->text, " of ");
    write_fact_within(say, list);
    write_where(say, plan_operand(plan, id, 0), " where ", " for which it is not so: ");
}

static void write_field(const struct speech *say, const struct plan_node *node)
{
    wording_spaced(say->text, say->evaluation->plan->program->fields.items[node->index]->entity.name);
}

static void write_scaled(const struct speech *say, node_id id)
{
    const struct plan *plan = say->evaluation->plan;
    const struct plan_node *node = plan_at(plan, id);
    const struct type *inner = plan_at(plan, plan_operand(plan, id, 0))->type;
    if (inner->unit == node->type->unit && inner->scale == node->type->scale) {
        text_format(say->text, "%lld times ", (long long)node->constant);
    }
    write_operand(say, plan_operand(plan, id, 0));
}

/* Names a value that a comparison is about. */
static void write_operand(const struct speech *say, node_id id)
{
    const struct plan *plan = say->evaluation->plan;
    const struct plan_node *node = plan_at(plan, id);
    const struct plan_decision *decision = decision_of(plan, id);
    if (fact_of(plan, id)) {
        write_fact(say, fact_of(plan, id));
    } else if (decision && node->op != OP_CONSTANT) {
        const struct entity *entity = &decision->decision->entity;
        text_add(say->text, entity->title ? entity->title : entity->name);
    } else if (node->op == OP_CONSTANT) {
        write_constant(say, node->type, node->constant);
    } else if (node->op == OP_CASE_DATE) {
        text_add(say->text, "the date of the case");
    } else if (node->op == OP_EVENT_COUNT) {
        text_add(say->text, say->plain ? "" : "how often: ");
        write_event(say, id);
    } else if (op_is_of_field(node->op)) {
        write_field(say, node);
    } else if (op_is_of_items(node->op)) {
        write_items(say, id);
    } else if (node->op == OP_LATEST) {
        text_add(say->text, "the latest: ");
        write_event(say, id);
    } else if (node->op == OP_SCALE) {
        write_scaled(say, id);
    } else if (node->op == OP_LEVEL) {
        text_add(say->text, "the level");
    } else if (node->op == OP_DATE_DIFFERENCE) {
        text_format(say->text, "%s from ", unit_word(node->unit));
        write_list(say, id, " to ");
    } else if (node->op == OP_ADD || node->op == OP_DATE_ADD) {
        write_list(say, id, " plus ");
    } else if (node->op == OP_HIGHEST || node->op == OP_LOWEST) {
        text_format(say->text, "the %s of ", op_text(node->op));
        write_list(say, id, ", ");
    } else if (node->op == OP_COUNT) {
        text_format(say->text, "how many hold of %u", node->operand_count);
    } else {
        text_add(say->text, "a value worked out from ");
        write_list(say, id, ", ");
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

/* The date of an item lies in a window: from a day back by some units, to that day. */
static bool is_window(const struct plan *plan, node_id id)
{
    const struct plan_node *first = plan_at(plan, plan_operand(plan, id, 1));
    if (plan_at(plan, plan_operand(plan, id, 0))->op != OP_FIELD || first->op != OP_DATE_ADD) {
        return false;
    }
    const struct plan_node *length = plan_at(plan, plan->operands.items[first->first_operand + 1]);
    return plan->operands.items[first->first_operand] == plan_operand(plan, id, 2)
           && length->op == OP_CONSTANT && length->constant <= 0;
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
        relation.yes = is_window(plan, id) ? "within" : "from";
        relation.no = is_window(plan, id) ? "not within" : "not from";
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
static void write_bound(const struct speech *say, node_id subject, node_id bound)
{
    const struct plan *plan = say->evaluation->plan;
    const struct plan_node *by = plan_at(plan, subject), *node = plan_at(plan, bound);
    if (by->op == OP_SCALE && node->op == OP_CONSTANT && by->constant > 0 &&
        node->constant % by->constant == 0) {
        write_constant(say, plan_at(plan, plan_operand(plan, subject, 0))->type,
                       node->constant / by->constant);
    } else {
        write_operand(say, bound);
    }
}

static void write_members(const struct speech *say, node_id id)
{
    const struct plan *plan = say->evaluation->plan;
    const struct plan_node *node = plan_at(plan, id);
    const struct choice *choice = plan_at(plan, plan_operand(plan, id, 0))->type->choice;
    bool first = true;
    for (size_t i = 0; i < choice->count; i++) {
        if (node->set[i / VALUE_WORD_BITS] >> i % VALUE_WORD_BITS & 1) {
            text_add(say->text, first ? "" : say->plain ? " or " : ", ");
            write_choice(say, choice, i);
            first = false;
        }
    }
}

/* "6 months of the date of the case" */
static void write_window(const struct speech *say, const struct relation *relation)
{
    const struct plan *plan = say->evaluation->plan;
    const struct plan_node *first = plan_at(plan, relation->bound);
    int64_t length = -plan_at(plan, plan_operand(plan, relation->bound, 1))->constant;
    text_format(say->text, " %lld %s of ", (long long)length,
                length == 1 ? unit_singular(first->unit) : unit_word(first->unit));
    write_operand(say, relation->second_bound);
}

static void write_bounds(const struct speech *say, node_id id, const struct relation *relation)
{
    const struct plan *plan = say->evaluation->plan;
    const struct plan_node *node = plan_at(plan, id);
    if (node->op == OP_IN_SET) {
        text_add_char(say->text, ' ');
        write_members(say, id);
        return;
    }
    if (node->op == OP_IN_LIST) {
        for (uint32_t i = 1; i < node->operand_count; i++) {
            text_add(say->text, i > 1 ? ", " : " ");
            write_bound(say, relation->subject, plan_operand(plan, id, i));
        }
        return;
    }
    if (node->op == OP_IN_RANGE && is_window(plan, id)) {
        write_window(say, relation);
        return;
    }
    if (relation->bound != NO_NODE) {
        text_add_char(say->text, ' ');
        write_bound(say, relation->subject, relation->bound);
    }
    if (relation->second_bound != NO_NODE) {
        text_add(say->text, " to ");
        write_bound(say, relation->subject, relation->second_bound);
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
static void write_value(const struct speech *say, node_id subject)
{
    const struct plan *plan = say->evaluation->plan;
    if (plan_at(plan, subject)->op == OP_SCALE) {
        subject = plan_operand(plan, subject, 0);
    }
    wording_set(say->text, plan->program, plan_at(plan, subject)->type,
                *evaluation_value(say->evaluation, subject, say->item));
}

static bool is_status(const struct plan *plan, node_id id)
{
    for (size_t i = 0; i < plan->rules.count; i++) {
        if (plan->rules.items[i].status == id) {
            return true;
        }
    }
    return false;
}

/* Where one rule alone leads to a level, the threshold is the rule's condition and stands for it. */
static bool is_threshold(const struct plan *plan, node_id id, size_t *ret_rank)
{
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        bool is_own = plan->own_thresholds && plan->own_thresholds[rank] == id;
        if (plan->thresholds[rank] == id || is_own) {
            *ret_rank = rank;
            return !is_status(plan, id);
        }
    }
    return false;
}

/* A yes/no atom that is no comparison, as a name for what it says. */
static void write_subject(const struct speech *say, node_id id)
{
    const struct plan *plan = say->evaluation->plan;
    const struct plan_node *node = plan_at(plan, id);
    size_t rank;
    if (node->op == OP_KNOWN || node->op == OP_FIELD_KNOWN) {
        if (node->op == OP_KNOWN) {
            write_fact(say, plan->program->facts.items[node->index]);
        } else {
            write_field(say, node);
        }
        text_add(say->text, " is known");
    } else if (node->op == OP_JUDGED) {
        text_format(say->text, "the judgement that rule %s leaves to a person reaches ",
                    plan->rules.items[node->index].rule->label);
        wording_level(say->text, plan->program, (size_t)node->constant);
    } else if (!fact_of(plan, id) && is_threshold(plan, id, &rank)) {
        text_add(say->text, "the level is ");
        wording_level(say->text, plan->program, rank);
        text_add(say->text, " or higher");
    } else {
        write_operand(say, id);
    }
}

/* What the case says of the field of the item that is told of; of no field, that it was not asked. */
static enum fact_state state_of_field(const struct speech *say, node_id id)
{
    const struct plan_node *node = plan_at(say->evaluation->plan, id);
    if (!op_is_of_field(node->op)) {
        return FACT_NOT_ASKED;
    }
    const struct fact *field = say->evaluation->plan->program->fields.items[node->index];
    const struct case_fact *list = &say->evaluation->limen_case->facts[field->list->entity.index];
    return say->item < list->item_count ? list->items[say->item].fields[field->place].state
                                        : FACT_NOT_ASKED;
}

static const char *source_of(const struct speech *say, node_id id)
{
    const struct evaluation *evaluation = say->evaluation;
    const struct fact *fact = fact_of(evaluation->plan, id);
    if (plan_at(evaluation->plan, id)->op == OP_FIELD_DERIVED) {
        return state_of_field(say, id) == FACT_GIVEN ? "" : ", as worked out";
    }
    if (state_of_field(say, id) == FACT_ASSUMED) {
        return ", as assumed";
    }
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

static void write_comparison_state(const struct speech *say, node_id atom)
{
    struct text *text = say->text;
    struct relation relation = relation_of(say->evaluation->plan, atom);
    struct value_set set = *evaluation_value(say->evaluation, atom, say->item);
    write_operand(say, relation.subject);
    text_add(text, " is ");
    write_value(say, relation.subject);
    text_add(text, source_of(say, unscaled(say->evaluation->plan, relation.subject)));
    if (!value_is_single(set)) {
        text_format(text, ", perhaps %s", relation.yes);
    } else {
        text_format(text, ", %s", value_is_yes(set) ? relation.yes : relation.no);
    }
    write_bounds(say, atom, &relation);
}

/* That no item is one of those asked about; "none" where all are to be otherwise. */
static void write_none(const struct speech *say, node_id atom)
{
    const struct plan *plan = say->evaluation->plan;
    node_id which = plan_operand(plan, atom, 0);
    bool is_all = plan_at(plan, which)->op == OP_NOT;
    text_add(say->text, is_all ? "each of " : "none of ");
    write_fact_within(say, plan->program->facts.items[plan_at(plan, atom)->index]);
    write_where(say, which, " where ", ": ");
}

void wording_state(struct text *text, const struct evaluation *evaluation, node_id atom, size_t item)
{
    const struct speech say = {text, evaluation, false, item};
    struct value_set set = *evaluation_value(evaluation, atom, item);
    if (is_comparison(plan_at(evaluation->plan, atom)->op)) {
        write_comparison_state(&say, atom);
        return;
    }
    if (plan_at(evaluation->plan, atom)->op == OP_ITEM_ANY && !value_may_be_yes(set)) {
        write_none(&say, atom);
        return;
    }
    if (!value_is_single(set)) {
        text_add(text, "not known: ");
    } else if (!value_is_yes(set)) {
        text_add(text, "not so: ");
    }
    write_subject(&say, atom);
    text_add(text, source_of(&say, atom));
}

static void write_comparison_wish(const struct speech *say, node_id atom, bool wanted)
{
    struct relation relation = relation_of(say->evaluation->plan, atom);
    write_operand(say, relation.subject);
    text_format(say->text, " %s", wanted ? relation.yes : relation.no);
    write_bounds(say, atom, &relation);
    text_add(say->text, ": now ");
    write_value(say, relation.subject);
    text_add(say->text, source_of(say, unscaled(say->evaluation->plan, relation.subject)));
}

void wording_wish(struct text *text, const struct evaluation *evaluation, node_id atom, bool wanted,
                  size_t item)
{
    const struct speech say = {text, evaluation, false, item};
    struct value_set set = *evaluation_value(evaluation, atom, item);
    if (is_comparison(plan_at(evaluation->plan, atom)->op)) {
        write_comparison_wish(&say, atom, wanted);
        return;
    }
    if (plan_at(evaluation->plan, atom)->op == OP_ITEM_ANY && !wanted) {
        write_none(&say, atom);
    } else {
        text_add(text, wanted ? "" : "not so: ");
        write_subject(&say, atom);
    }
    text_add(text, !value_is_single(set) ? ": not known"
                   : value_is_yes(set)   ? ": now yes"
                                         : ": now no");
    text_add(text, source_of(&say, atom));
}

/* ------------------------------------------------------------------------------------ conditions */

/* "Attendance over the last full term: below 90 %" */
static void write_plain_comparison(const struct speech *say, node_id atom)
{
    const struct plan_node *node = plan_at(say->evaluation->plan, atom);
    struct relation relation = relation_of(say->evaluation->plan, atom);
    bool says_itself = node->op == OP_EQUAL || node->op == OP_IN_SET || node->op == OP_IN_LIST;
    write_operand(say, relation.subject);
    text_format(say->text, ":%s%s", says_itself ? "" : " ", says_itself ? "" : relation.yes);
    write_bounds(say, atom, &relation);
}

/* An atom that does not stand first is within a sentence. */
static void write_plain_atom(const struct speech *say, node_id atom)
{
    size_t start = say->text->length;
    bool first = strspn(text_string(say->text), "(") == start;
    if (is_comparison(plan_at(say->evaluation->plan, atom)->op)) {
        write_plain_comparison(say, atom);
    } else {
        write_subject(say, atom);
    }
    if (!first) {
        lower_first(say->text, start);
    }
}

/* What has been told of a condition: how many atoms, and whether all could be told. */
struct telling {
    size_t atoms;
    bool failed;
};

static void tell(const struct speech *say, node_id id, struct telling *telling, bool brackets);

static bool is_inner(const struct plan *plan, node_id id)
{
    enum op op = plan_at(plan, id)->op;
    size_t rank;
    return (op == OP_AND || op == OP_OR || op == OP_AT_LEAST || op == OP_NOT) &&
           !is_threshold(plan, id, &rank);
}

/* An `and` without negations: within another it needs no brackets. */
static bool is_all_of(const struct plan *plan, node_id id)
{
    const struct plan_node *node = plan_at(plan, id);
    for (uint32_t i = 0; i < node->operand_count; i++) {
        if (plan_at(plan, plan_operand(plan, id, i))->op == OP_NOT) {
            return false;
        }
    }
    return node->op == OP_AND;
}

/* "each of X: C", or "none of X where C": told as one thing. */
static bool is_of_all_items(const struct plan *plan, node_id id)
{
    return plan_at(plan, id)->op == OP_NOT
           && plan_at(plan, plan_operand(plan, id, 0))->op == OP_ITEM_ANY;
}

/* The operands that are no negations, or those that are. */
static size_t tell_operands(const struct speech *say, node_id id, struct telling *telling,
                            bool negated, const char *before, const char *between)
{
    const struct plan *plan = say->evaluation->plan;
    const struct plan_node *node = plan_at(plan, id);
    size_t told = 0;
    for (uint32_t i = 0; i < node->operand_count; i++) {
        node_id operand = plan_operand(plan, id, i);
        bool is_negation = plan_at(plan, operand)->op == OP_NOT && !is_of_all_items(plan, operand);
        if (is_negation == negated) {
            text_add(say->text, told++ ? between : before);
            bool alone = is_all_of(plan, operand) && node->op == OP_AND;
            tell(say, negated ? plan_operand(plan, operand, 0) : operand, telling, !alone);
        }
    }
    return told;
}

/* "a, and b, unless c, or d" */
static void tell_and(const struct speech *say, node_id id, struct telling *telling)
{
    if (tell_operands(say, id, telling, false, "", ", and ") == 0) {
        telling->failed = true;
    }
    tell_operands(say, id, telling, true, ", unless ", ", or ");
}

static void tell_inner(const struct speech *say, node_id id, struct telling *telling)
{
    const struct plan_node *node = plan_at(say->evaluation->plan, id);
    if (node->op == OP_AND) {
        tell_and(say, id, telling);
    } else if (node->op == OP_NOT) {
        telling->failed = true;
    } else {
        if (node->op == OP_AT_LEAST) {
            text_format(say->text, "at least %lld of ", (long long)node->constant);
        }
        size_t told =
            tell_operands(say, id, telling, false, "", node->op == OP_OR ? ", or " : ", ");
        telling->failed = telling->failed || told < node->operand_count;
    }
}

static void tell(const struct speech *say, node_id id, struct telling *telling, bool brackets)
{
    if (telling->failed || telling->atoms > MOST_ATOMS) {
        telling->failed = true;
        return;
    }
    if (plan_at(say->evaluation->plan, id)->op == OP_CONSTANT) {
        telling->failed = true;
        return;
    }
    if (is_of_all_items(say->evaluation->plan, id)) {
        write_none(say, plan_operand(say->evaluation->plan, id, 0));
        telling->atoms++;
        return;
    }
    if (!is_inner(say->evaluation->plan, id)) {
        write_plain_atom(say, id);
        telling->atoms++;
        return;
    }
    text_add(say->text, brackets ? "(" : "");
    tell_inner(say, id, telling);
    text_add(say->text, brackets ? ")" : "");
}

/* BEFORE, or BEFORE_NOT where it is denied, and what WHICH asks of an item; nothing where any will do. */
static void write_where(const struct speech *say, node_id which, const char *before,
                        const char *before_not)
{
    const struct plan *plan = say->evaluation->plan;
    const struct plan_node *node = plan_at(plan, which);
    struct text words = {0};
    struct telling telling = {0, false};
    if (node->op == OP_CONSTANT) {
        text_add(say->text, node->constant ? "" : before);
        text_add(say->text, node->constant ? "" : "nothing can hold");
        return;
    }
    /* Behind something, so that no atom begins like a sentence. */
    text_add_char(&words, ' ');
    const struct speech inner = {&words, say->evaluation, true, say->item};
    bool is_denied = node->op == OP_NOT;
    tell(&inner, is_denied ? plan_operand(plan, which, 0) : which, &telling, false);
    text_add(say->text, is_denied ? before_not : before);
    text_add(say->text, telling.failed ? "more than one thing is asked" : text_string(&words) + 1);
    text_clear(&words);
}

void wording_operand(struct text *text, const struct evaluation *evaluation, node_id node)
{
    write_operand(&(const struct speech){text, evaluation, true, 0}, node);
}

bool wording_condition(struct text *text, const struct evaluation *evaluation, node_id condition)
{
    struct text words = {0};
    const struct speech say = {&words, evaluation, true, 0};
    struct telling telling = {0, false};
    tell(&say, condition, &telling, false);
    bool told = !telling.failed && telling.atoms <= MOST_ATOMS && words.length <= MOST_BYTES;
    if (told) {
        words.data[0] = (char)toupper((unsigned char)words.data[0]);
        text_add(text, text_string(&words));
    }
    text_clear(&words);
    return told;
}

/* ----------------------------------------------------------------------------------------- items */

#define MOST_FIELDS 3 /* by which an item is told from others */

/* "age 4 years", "not looked after" */
static void add_field(struct text *text, const struct program *program, const struct fact *field,
                      const struct case_fact *said)
{
    bool is_yes_no = field->type->kind == TYPE_YES_NO && value_is_single(said->set)
                     && !value_is_none(said->set);
    text_add(text, is_yes_no && !value_is_yes(said->set) ? "not " : "");
    wording_spaced(text, field->entity.name);
    if (!is_yes_no) {
        text_add_char(text, ' ');
        wording_set(text, program, field->type, said->set);
    }
}

/* "kelsey", "this child", or "any child that the case does not name" */
static void write_member(struct text *text, const struct evaluation *evaluation,
                         const struct fact *each, size_t member)
{
    const struct family *family = evaluation->family;
    bool is_named = member < family->count;
    const char *id = is_named ? family->members[member]->limen_case->id : NULL;
    if (is_named && family->count > 1 && id) {
        text_add_safe(text, id, strlen(id));
        return;
    }
    text_add(text, is_named ? "this " : "any ");
    wording_spaced(text, each->entity.name);
    text_add(text, is_named ? "" : " that the case does not name");
}

void wording_item(struct text *text, const struct evaluation *evaluation, const struct fact *list,
                  size_t item)
{
    const struct case_fact *said = &evaluation->limen_case->facts[list->entity.index];
    size_t told = 0;
    if (list == evaluation->plan->program->each) {
        write_member(text, evaluation, list, item);
        return;
    }
    if (item >= said->item_count) {
        text_add(text, "any ");
        wording_spaced(text, list->entity.name);
        text_add(text, " that the case does not list");
        return;
    }
    text_add(text, "the ");
    text_add_ordinal(text, item + 1);
    text_add_char(text, ' ');
    wording_spaced(text, list->entity.name);
    for (size_t i = 0; i < list->fields.count && told < MOST_FIELDS; i++) {
        const struct case_fact *field = &said->items[item].fields[i];
        if (field->state == FACT_GIVEN) {
            text_add(text, told++ ? ", " : " (");
            add_field(text, evaluation->plan->program, list->fields.items[i], field);
        }
    }
    text_add(text, told ? ")" : "");
}

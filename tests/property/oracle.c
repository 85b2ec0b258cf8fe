/* SPDX-License-Identifier: Apache-2.0 */
/* The tree walk. Naive throughout: clear enough to be believed. */
#include "oracle_walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum memo { MEMO_NONE, MEMO_BUSY, MEMO_NO, MEMO_YES };

/* One thing that is counted; for a comparison spread over a group, of which member. */
struct element {
    const void *thing, *member;
    const struct node *node;
    const struct rule *rule;
    const struct topic *topic;
    size_t rank;
    struct {
        VECTOR_OF(const struct rule *);
    } rules; /* of the topic, those reached */
};

struct elements {
    VECTOR_OF(struct element);
};

static bool applies(struct walk *walk, const struct rule *rule);
static struct oracle_value decided(struct walk *walk, const struct decision *decision);

void give_up(const char *why)
{
    fprintf(stderr, "oracle: %s\n", why);
    abort();
}

/* -------------------------------------------------------------------------------------- values */

static oracle_number power_of_ten(unsigned exponent)
{
    oracle_number power = 1;
    while (exponent-- > 0) {
        power *= 10;
    }
    return power;
}

int64_t base_units(enum unit unit)
{
    return unit == UNIT_YEARS ? 12 : unit == UNIT_WEEKS ? 7 : 1;
}

enum unit base_of(enum unit unit)
{
    return unit == UNIT_YEARS || unit == UNIT_MONTHS ? UNIT_MONTHS : UNIT_DAYS;
}

static struct oracle_value from_type(const struct type *type, int64_t value)
{
    if (type->kind != TYPE_NUMBER) {
        return plain(value);
    }
    return plain((oracle_number)value * base_units(type->unit) * ORACLE_UNIT /
                 power_of_ten(type->scale));
}

bool oracle_value_as(const struct type *type, struct oracle_value value, int64_t *ret_value)
{
    *ret_value = (int64_t)value.number;
    if (type->kind == TYPE_NUMBER) {
        oracle_number scaled = value.number * power_of_ten(type->scale);
        oracle_number divisor = (oracle_number)ORACLE_UNIT * base_units(type->unit);
        *ret_value = (int64_t)(scaled / divisor);
        return scaled % divisor == 0;
    }
    return true;
}

int64_t whole(struct oracle_value value)
{
    return (int64_t)(value.number / ORACLE_UNIT);
}

struct oracle_value from_set(const struct type *type, const struct value_set *set)
{
    return set->low > set->high ? none : from_type(type, set->low);
}

/* What is highest of a list where a value is wanted: the least that there is, of none. */
static bool is_graded(const struct fact *fact)
{
    return fact->type->kind == TYPE_CHOICE && !fact->type->or_none && fact->from->kind == NODE_HIGHEST_ITEM;
}

/* A derived fact is what its expression says; to say else, or to leave its bounds, is no case. */
struct oracle_value worked_out(struct walk *walk, const struct fact *fact,
                               const struct case_fact *given)
{
    struct oracle_value value = value_at(walk, fact->from);
    if (value.is_none && is_graded(fact)) {
        value = plain(0);
    }
    int64_t as;
    bool fits = value.is_none ? fact->type->or_none : oracle_value_as(fact->type, value, &as);
    bool bounded = fact->type->kind == TYPE_NUMBER || fact->type->kind == TYPE_DATE;
    if (fits && !value.is_none && bounded) {
        fits = as >= fact->type->low && as <= fact->type->high;
    }
    if (fits && (given->state == FACT_GIVEN || given->state == FACT_ASSUMED)) {
        fits = value.is_none ? given->set.or_none : value_has(given->set, as);
    }
    walk->answer->refused = walk->answer->refused || !fits;
    return value;
}

static struct oracle_value fact_value(struct walk *walk, const struct fact *fact)
{
    size_t index = fact->entity.index;
    if (walk->facts[index] == MEMO_NONE) {
        walk->facts[index] = MEMO_BUSY;
        walk->answer->facts[index] =
            fact->from ? worked_out(walk, fact, &walk->given->facts[index])
                       : from_set(fact->type, &walk->given->facts[index].set);
        walk->facts[index] = MEMO_YES;
    } else if (walk->facts[index] == MEMO_BUSY) {
        give_up("a fact is worked out from itself");
    }
    return walk->answer->facts[index];
}

static struct oracle_value level_rank(const struct entity *level)
{
    return plain((oracle_number)((const struct level *)level)->rank);
}

static struct oracle_value named(struct walk *walk, const struct node *node)
{
    if (!node->ref) {
        return plain(node->value.integer);
    }
    switch (node->ref->kind) {
    case ENTITY_FACT:
        return fact_value(walk, (const struct fact *)node->ref);
    case ENTITY_FIELD:
        return field_value(walk, (const struct fact *)node->ref);
    case ENTITY_PARAMETER: {
        const struct parameter *parameter = (const struct parameter *)node->ref;
        return from_type(parameter->type, parameter->value);
    }
    case ENTITY_DEFINE:
        return value_at(walk, ((const struct define *)node->ref)->expression);
    case ENTITY_DECISION:
        return decided(walk, (const struct decision *)node->ref);
    case ENTITY_LEVEL:
        return level_rank(node->ref);
    default:
        give_up("a name without a value");
        return none;
    }
}

/* --------------------------------------------------------------------------------- comparisons */

bool compare(enum comparison op, struct oracle_value a, struct oracle_value b)
{
    if (a.is_none || b.is_none) {
        return false;
    }
    switch (op) {
    case EQUAL:
        return a.number == b.number;
    case NOT_EQUAL:
        return a.number != b.number;
    case LESS:
        return a.number < b.number;
    case LESS_OR_EQUAL:
        return a.number <= b.number;
    case GREATER:
        return a.number > b.number;
    case GREATER_OR_EQUAL:
        return a.number >= b.number;
    }
    return false;
}

/* The comparison NODE with LEFT in the place of its first operand. */
static bool compared(struct walk *walk, const struct node *node, struct oracle_value left)
{
    const struct node *right = node->child->next;
    if (node->kind == NODE_COMPARE) {
        return compare((enum comparison)node->op, left, value_at(walk, right));
    }
    if (node->kind == NODE_IN_RANGE) {
        return compare(GREATER_OR_EQUAL, left, value_at(walk, right)) &&
               compare(LESS_OR_EQUAL, left, value_at(walk, right->next));
    }
    for (; right; right = right->next) {
        if (compare(EQUAL, left, value_at(walk, right))) {
            return true;
        }
    }
    return false;
}

/* ------------------------------------------------------------------------------------ counting */

/* C: `rules at level N` or `topics at level N` stands in it, or in what it defines. */
static bool mentions_count(const struct node *node, const struct level *level)
{
    if (!node) {
        return false;
    }
    if (node->kind == NODE_COUNTED && node_child(node, NODE_LEVEL_REF)->ref == &level->entity) {
        return true;
    }
    if (node->kind == NODE_USE && node->ref && node->ref->kind == ENTITY_DEFINE &&
        mentions_count(((const struct define *)node->ref)->expression, level)) {
        return true;
    }
    if (node->kind == NODE_USE && node->ref && node->ref->kind == ENTITY_GROUP &&
        mentions_count(((const struct group *)node->ref)->elements, level)) {
        return true;
    }
    for (const struct node *child = node->child; child; child = child->next) {
        if (mentions_count(child, level)) {
            return true;
        }
    }
    return false;
}

static bool is_counted(const struct rule *rule, const struct level *level,
                       const struct section *section)
{
    return rule->has_level && rule->level_low == level->rank && rule->level_high == level->rank &&
           (!section || rule->entity.section == section) &&
           !mentions_count(rule->condition, level) && !mentions_count(rule->unless, level);
}

/* Elements that were reached before count once. */
static void add_element(struct walk *walk, struct elements *elements, struct element element)
{
    for (size_t i = 0; i < elements->count; i++) {
        const struct element *other = &elements->items[i];
        if (other->thing == element.thing && other->member == element.member &&
            other->rank == element.rank) {
            return;
        }
    }
    vector_push(walk->arena, elements, element);
}

/* A topic at one level is one element; its rules that are reached are alternatives in it. */
static void add_topic(struct walk *walk, struct elements *elements, const struct rule *rule)
{
    const struct topic *topic = rule->topic;
    add_element(walk, elements,
                (struct element){.thing = topic, .topic = topic, .rank = rule->level_low});
    for (size_t i = 0; i < elements->count; i++) {
        struct element *element = &elements->items[i];
        if (element->topic == topic && element->rank == rule->level_low) {
            vector_push(walk->arena, &element->rules, rule);
        }
    }
}

static void add_counted(struct walk *walk, struct elements *elements, const struct node *node)
{
    const struct node *place = node_child(node, NODE_NAME);
    const struct level *level = (const struct level *)node_child(node, NODE_LEVEL_REF)->ref;
    const struct section *section = place ? program_section(walk->program, place->name) : NULL;
    for (size_t i = 0; i < walk->program->rules.count; i++) {
        const struct rule *rule = walk->program->rules.items[i];
        if (!is_counted(rule, level, section) || is_left_out(walk, rule)) {
            continue;
        }
        if ((node->flags & FLAG_TOPICS) && rule->topic) {
            add_topic(walk, elements, rule);
        } else {
            add_element(walk, elements, (struct element){.thing = rule, .rule = rule});
        }
    }
}

static bool is_comparison(const struct node *node)
{
    return node->kind == NODE_COMPARE || node->kind == NODE_IN_RANGE || node->kind == NODE_IN_LIST;
}

static const struct group *group_of(const struct node *node)
{
    bool is_group = node->kind == NODE_USE && node->ref && node->ref->kind == ENTITY_GROUP;
    return is_group ? (const struct group *)node->ref : NULL;
}

/* What an element is told from others by: a name is the thing it names. */
static const void *identity(const struct node *node)
{
    return node->kind == NODE_USE && node->ref ? (const void *)node->ref : (const void *)node;
}

static void add_members(struct walk *walk, struct elements *elements, const struct node *list,
                        const struct node *spread)
{
    for (const struct node *node = list->child; node; node = node->next) {
        const struct group *group = group_of(node);
        const struct group *compared_group = is_comparison(node) ? group_of(node->child) : NULL;
        if (group) {
            add_members(walk, elements, group->elements, spread);
        } else if (spread) {
            add_element(walk, elements,
                        (struct element){.thing = spread, .member = identity(node), .node = node});
        } else if (compared_group) {
            add_members(walk, elements, compared_group->elements, node);
        } else if (node->kind == NODE_COUNTED) {
            add_counted(walk, elements, node);
        } else {
            add_element(walk, elements, (struct element){.thing = identity(node), .node = node});
        }
    }
}

static bool topic_holds(struct walk *walk, const struct element *element)
{
    for (size_t i = 0; i < element->rules.count; i++) {
        if (applies(walk, element->rules.items[i])) {
            return true;
        }
    }
    return false;
}

static bool element_holds(struct walk *walk, const struct element *element)
{
    if (element->rule) {
        return applies(walk, element->rule);
    }
    if (element->topic) {
        return topic_holds(walk, element);
    }
    if (element->member) {
        return compared(walk, element->thing, value_at(walk, element->node));
    }
    return holds(walk, element->node);
}

static size_t count_elements(struct walk *walk, const struct node *node, size_t *ret_all)
{
    struct elements elements = {0};
    size_t count = 0;
    add_members(walk, &elements, node_child(node, NODE_ELEMENTS), NULL);
    for (size_t i = 0; i < elements.count; i++) {
        count += element_holds(walk, &elements.items[i]);
    }
    *ret_all = elements.count;
    return count;
}

static bool counting(struct walk *walk, const struct node *node)
{
    size_t all;
    int64_t count = (int64_t)count_elements(walk, node, &all);
    const struct node *amount = node_child(node, NODE_AMOUNT);
    int64_t wanted = amount ? amount_of(walk, amount) : 0;
    switch (node->kind) {
    case NODE_ANY_OF:
        return count > 0;
    case NODE_ALL_OF:
        return count == (int64_t)all;
    case NODE_NONE_OF:
        return count == 0;
    case NODE_AT_LEAST:
        return count >= wanted;
    case NODE_AT_MOST:
        return count <= wanted;
    default:
        return count == wanted;
    }
}

/* --------------------------------------------------------------------------------- expressions */

static bool known(const struct walk *walk, const struct node *use)
{
    if (use->ref->kind == ENTITY_FIELD) {
        return field_is_known(walk, (const struct fact *)use->ref);
    }
    return !walk->given->known || walk->given->known[use->ref->index];
}

bool holds(struct walk *walk, const struct node *node)
{
    struct oracle_value value = value_at(walk, node);
    return !value.is_none && value.number == 1;
}

static bool all_hold(struct walk *walk, const struct node *node)
{
    for (const struct node *child = node->child; child; child = child->next) {
        if (!holds(walk, child)) {
            return false;
        }
    }
    return true;
}

static bool any_holds(struct walk *walk, const struct node *node)
{
    for (const struct node *child = node->child; child; child = child->next) {
        if (holds(walk, child)) {
            return true;
        }
    }
    return false;
}

static struct oracle_value sum(struct walk *walk, const struct node *node)
{
    struct oracle_value total = value_at(walk, node->child);
    bool is_date = node->child->type->kind == TYPE_DATE;
    for (const struct node *term = node->child->next; term; term = term->next) {
        struct oracle_value value = value_at(walk, term);
        if (total.is_none || value.is_none) {
            total = none;
        } else if (is_date) {
            total.number = add_time((int64_t)total.number, base_of(term->type->unit), whole(value));
        } else {
            total.number += value.number;
        }
    }
    return total;
}

static struct oracle_value product(struct walk *walk, const struct node *node, int64_t divisor)
{
    struct oracle_value total = value_at(walk, node->child);
    for (const struct node *factor = node->child->next; factor; factor = factor->next) {
        struct oracle_value value = value_at(walk, factor);
        if (total.is_none || value.is_none) {
            total = none;
        } else {
            total.number = total.number * value.number / ORACLE_UNIT;
        }
    }
    total.number /= divisor;
    return total;
}

static void extreme_of(struct walk *walk, const struct node *list, bool highest, bool *started,
                       struct oracle_value *best)
{
    for (const struct node *node = list->child; node; node = node->next) {
        if (group_of(node)) {
            extreme_of(walk, group_of(node)->elements, highest, started, best);
            continue;
        }
        struct oracle_value value = value_at(walk, node);
        if (!*started || value.is_none) {
            *best = *started && best->is_none ? none : value;
        } else if (compare(highest ? GREATER : LESS, value, *best)) {
            *best = value;
        }
        *started = true;
    }
}

static struct oracle_value extreme(struct walk *walk, const struct node *node)
{
    struct oracle_value best = none;
    bool started = false;
    extreme_of(walk, node_child(node, NODE_ELEMENTS), node->kind == NODE_HIGHEST_OF, &started,
               &best);
    return best;
}

static struct oracle_value between(struct walk *walk, const struct node *node)
{
    struct oracle_value from = value_at(walk, node->child);
    struct oracle_value to = value_at(walk, node->child->next);
    if (from.is_none || to.is_none) {
        return none;
    }
    enum unit unit = (enum unit)node->unit;
    int64_t units = time_between(unit, (int64_t)from.number, (int64_t)to.number);
    return plain((oracle_number)units * base_units(unit) * ORACLE_UNIT);
}

static struct oracle_value chosen(struct walk *walk, const struct node *node)
{
    const struct node *arm = node_child(node, NODE_ARM);
    for (; arm; arm = node_next(arm, NODE_ARM)) {
        const struct node *condition = node_child(arm, NODE_IF);
        if (!condition || holds(walk, condition->child)) {
            return value_at(walk, arm->child);
        }
    }
    give_up("a choose without otherwise");
    return none;
}

static struct oracle_value negated(struct oracle_value value)
{
    value.number = -value.number;
    return value;
}

static struct oracle_value value_of_number(struct walk *walk, const struct node *node)
{
    size_t all;
    switch (node->kind) {
    case NODE_ADD:
        return sum(walk, node);
    case NODE_NEGATE:
        return negated(value_at(walk, node->child));
    case NODE_MULTIPLY:
        return product(walk, node, 1);
    case NODE_PERCENT_OF:
        return product(walk, node, 100);
    case NODE_COUNT_OF:
        return plain((oracle_number)count_elements(walk, node, &all) * ORACLE_UNIT);
    case NODE_COUNT_EVENT:
        return plain((oracle_number)count_items(walk, node) * ORACLE_UNIT);
    case NODE_LATEST_OF:
        return latest(walk, node);
    case NODE_HIGHEST_ITEM:
    case NODE_LOWEST_ITEM:
        return extreme_item(walk, node);
    case NODE_SUM_ITEMS:
        return sum_of_items(walk, node);
    case NODE_DISTINCT_ITEMS:
        return plain((oracle_number)count_distinct(walk, node) * ORACLE_UNIT);
    case NODE_HIGHEST_OF:
    case NODE_LOWEST_OF:
        return extreme(walk, node);
    case NODE_BETWEEN_DATES:
        return between(walk, node);
    case NODE_CHOOSE:
        return chosen(walk, node);
    default:
        give_up(node_kind_text((enum node_kind)node->kind));
        return none;
    }
}

struct oracle_value value_at(struct walk *walk, const struct node *node)
{
    bool is_negated = (node->flags & FLAG_NEGATED) != 0;
    switch (node->kind) {
    case NODE_NUMBER:
        return node->ref ? level_rank(node->ref) : from_type(node->type, node->type->low);
    case NODE_LABEL:
    case NODE_LEVEL_VALUE:
        return level_rank(node->ref);
    case NODE_DATE:
        return plain(node->value.integer);
    case NODE_YES:
    case NODE_NO:
        return plain(node->kind == NODE_YES);
    case NODE_USE:
        return named(walk, node);
    case NODE_CASE_DATE:
        return plain(walk->given->date);
    case NODE_THE_LEVEL:
        return plain((oracle_number)walk->level);
    case NODE_AND:
        return plain(all_hold(walk, node));
    case NODE_OR:
        return plain(any_holds(walk, node));
    case NODE_NOT:
        return plain(!holds(walk, node->child));
    case NODE_COMPARE:
    case NODE_IN_RANGE:
    case NODE_IN_LIST:
        return plain(compared(walk, node, value_at(walk, node->child)));
    case NODE_IS_KNOWN:
        return plain(known(walk, node->child) != is_negated);
    case NODE_IS_NONE:
        return plain(value_at(walk, node->child).is_none != is_negated);
    case NODE_EVENT_WITHIN:
    case NODE_ANY_ITEM:
        return plain(count_items(walk, node) > 0);
    case NODE_ALL_ITEMS:
        return plain(all_items(walk, node));
    case NODE_ANY_OF:
    case NODE_ALL_OF:
    case NODE_NONE_OF:
    case NODE_AT_LEAST:
    case NODE_AT_MOST:
    case NODE_EXACTLY:
        return plain(counting(walk, node));
    default:
        return value_of_number(walk, node);
    }
}

/* --------------------------------------------------------------------------------------- rules */

static bool condition_holds(struct walk *walk, const struct node *condition,
                            const struct node *unless)
{
    return holds(walk, condition) && !(unless && holds(walk, unless));
}

bool is_left_out(const struct walk *walk, const struct rule *rule)
{
    return walk->is_own && rule->asks_others;
}

/* T: its condition holds, and no exception to it takes that back. */
static bool triggers(struct walk *walk, const struct rule *rule)
{
    if (is_left_out(walk, rule) || !condition_holds(walk, rule->condition, rule->unless)) {
        return false;
    }
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        if (triggers(walk, rule->exceptions.items[i])) {
            return false;
        }
    }
    return true;
}

static bool inherited(struct walk *walk, const struct rule *rule)
{
    for (const struct rule *above = rule->excepts; above; above = above->excepts) {
        if (!condition_holds(walk, above->condition, above->unless)) {
            return false;
        }
    }
    return true;
}

static bool applies(struct walk *walk, const struct rule *rule)
{
    uint8_t *memo = &walk->rules[rule->entity.index];
    if (*memo == MEMO_BUSY) {
        give_up("a rule asks itself");
    }
    if (*memo == MEMO_NONE) {
        *memo = MEMO_BUSY;
        *memo = inherited(walk, rule) && triggers(walk, rule) ? MEMO_YES : MEMO_NO;
    }
    return *memo == MEMO_YES;
}

static size_t concluded(struct walk *walk)
{
    size_t level = 0;
    for (size_t i = 0; i < walk->program->rules.count; i++) {
        const struct rule *rule = walk->program->rules.items[i];
        size_t rank = rule->level_low == rule->level_high ? rule->level_low : walk->judged[i];
        if (rule->has_level && rank > level && applies(walk, rule)) {
            level = rank;
        }
    }
    return level;
}

/* ----------------------------------------------------------------------------------- decisions */

static bool is_otherwise(const struct decision_row *row)
{
    return !row->condition && !row->rule;
}

static bool row_holds(struct walk *walk, const struct decision_row *row)
{
    return row->rule ? applies(walk, row->rule)
                     : condition_holds(walk, row->condition, row->unless);
}

static struct oracle_value row_value(struct walk *walk, const struct decision_row *row)
{
    return row->value ? value_at(walk, row->value) : none;
}

static bool same(struct oracle_value a, struct oracle_value b)
{
    return a.is_none == b.is_none && (a.is_none || a.number == b.number);
}

static struct oracle_value join(enum hit_policy policy, struct oracle_value so_far,
                                struct oracle_value value, bool *conflict)
{
    switch (policy) {
    case POLICY_HIGHEST:
        return so_far.is_none || compare(GREATER, value, so_far) ? value : so_far;
    case POLICY_LOWEST:
        return so_far.is_none || compare(LESS, value, so_far) ? value : so_far;
    case POLICY_SUM:
        return so_far.is_none || value.is_none ? none : plain(so_far.number + value.number);
    case POLICY_ONLY_ONE:
        *conflict = *conflict || !same(so_far, value);
        return so_far;
    default: /* first of */
        return so_far;
    }
}

static void select_value(const struct decision *decision, struct oracle_decision *ret,
                         struct oracle_value value)
{
    if (decision->policy == POLICY_EVERY_ONE && !value.is_none) {
        ret->selected[value.number] = true;
    }
}

static void decide_by_rows(struct walk *walk, const struct decision *decision,
                           struct oracle_decision *ret)
{
    size_t hits = 0;
    ret->value = none;
    for (size_t i = 0; i < decision->rows.count; i++) {
        const struct decision_row *row = &decision->rows.items[i];
        if (is_otherwise(row) || !row_holds(walk, row)) {
            continue;
        }
        struct oracle_value value = row_value(walk, row);
        select_value(decision, ret, value);
        ret->value =
            hits++ == 0 ? value : join(decision->policy, ret->value, value, &ret->conflict);
    }
    for (size_t i = 0; hits == 0 && i < decision->rows.count; i++) {
        if (is_otherwise(&decision->rows.items[i])) {
            ret->value = row_value(walk, &decision->rows.items[i]);
            select_value(decision, ret, ret->value);
            hits++;
        }
    }
    if (hits == 0 && decision->policy == POLICY_SUM) {
        ret->value = plain(0);
    }
}

static struct oracle_value decided(struct walk *walk, const struct decision *decision)
{
    size_t index = decision->entity.index;
    struct oracle_decision *ret = &walk->answer->decisions[index];
    if (walk->decisions[index] == MEMO_BUSY) {
        give_up("a decision asks itself");
    }
    if (walk->decisions[index] == MEMO_NONE) {
        walk->decisions[index] = MEMO_BUSY;
        *ret = (struct oracle_decision){.value = none};
        size_t values = decision->type->choice ? decision->type->choice->count : 0;
        ret->selected = arena_alloc(walk->arena, values * sizeof(bool) + 1);
        if (decision->is) {
            ret->value = value_at(walk, decision->is);
        } else {
            decide_by_rows(walk, decision, ret);
        }
        walk->decisions[index] = MEMO_YES;
    }
    return ret->value;
}

/* ------------------------------------------------------------------------ all that is answered */

/* A rule that leads to a duty sets it, and so does its own condition; without both it is idle. */
static bool is_due(struct walk *walk, const struct duty *duty)
{
    bool from_rule = false;
    for (size_t i = 0; i < walk->program->rules.count; i++) {
        const struct rule *rule = walk->program->rules.items[i];
        for (size_t j = 0; j < rule->duties.count; j++) {
            from_rule = from_rule || (rule->duties.items[j] == duty && applies(walk, rule));
        }
    }
    return from_rule || (duty->when && condition_holds(walk, duty->when, duty->unless));
}

static bool is_shown(struct walk *walk, const struct note *note)
{
    return note->place == NOTE_AT_LEVEL ? note->level == walk->level
           : note->place == NOTE_WHEN   ? holds(walk, note->when)
                                        : true;
}

static void answer_lists(struct walk *walk)
{
    for (size_t i = 0; i < walk->program->checklists.count; i++) {
        const struct checklist *list = walk->program->checklists.items[i];
        for (size_t j = 0; j < list->items.count; j++) {
            const struct node *condition = list->items.items[j].condition;
            vector_push(walk->arena, &walk->answer->items, !condition || holds(walk, condition));
        }
    }
    for (size_t i = 0; i < walk->program->duties.count; i++) {
        const struct duty *duty = walk->program->duties.items[i];
        for (size_t j = 0; j < duty->deadlines.count; j++) {
            const struct node *start = duty->deadlines.items[j].start;
            if (start) {
                vector_push(walk->arena, &walk->answer->starts, value_at(walk, start));
            }
        }
    }
}

static void answer_all(struct walk *walk)
{
    const struct program *program = walk->program;
    struct oracle_answer *answer = walk->answer;
    answer->level = walk->level;
    answer->in_scope = !program->scope || holds(walk, program->scope);
    for (size_t i = 0; i < program->rules.count; i++) {
        answer->rules[i] = applies(walk, program->rules.items[i]);
    }
    for (size_t i = 0; i < program->decisions.count; i++) {
        decided(walk, program->decisions.items[i]);
    }
    for (size_t i = 0; i < program->duties.count; i++) {
        answer->duties[i] = is_due(walk, program->duties.items[i]);
    }
    for (size_t i = 0; i < program->notes.count; i++) {
        answer->notes[i] = is_shown(walk, program->notes.items[i]);
    }
    answer_lists(walk);
}

static void check_valid(struct walk *walk)
{
    const struct program *program = walk->program;
    for (size_t i = 0; i < program->facts.count; i++) {
        if (!is_many(program->facts.items[i]->type)) {
            fact_value(walk, program->facts.items[i]);
        }
    }
    check_items(walk);
    for (size_t i = 0; i < program->impossibles.count; i++) {
        if (holds(walk, program->impossibles.items[i]->condition)) {
            walk->answer->refused = true;
        }
    }
    for (size_t i = 0; i < program->requires.count; i++) {
        if (!holds(walk, program->requires.items[i]->condition)) {
            walk->answer->refused = true;
        }
    }
}

static void assume_level(struct walk *walk, size_t level)
{
    const struct program *program = walk->program;
    walk->level = level;
    memset(walk->facts, MEMO_NONE, program->facts.count);
    memset(walk->decisions, MEMO_NONE, program->decisions.count);
    memset(walk->rules, MEMO_NONE, program->rules.count);
}

static struct oracle_answer *answer_create(struct arena *arena, const struct program *program)
{
    struct oracle_answer *answer = arena_alloc(arena, sizeof *answer);
    answer->facts = arena_alloc(arena, program->facts.count * sizeof *answer->facts + 1);
    answer->rules = arena_alloc(arena, program->rules.count * sizeof(bool) + 1);
    answer->decisions =
        arena_alloc(arena, program->decisions.count * sizeof *answer->decisions + 1);
    answer->duties = arena_alloc(arena, program->duties.count * sizeof(bool) + 1);
    answer->notes = arena_alloc(arena, program->notes.count * sizeof(bool) + 1);
    return answer;
}

static struct walk walk_create(struct arena *arena, const struct program *program,
                               const struct limen_case *completed, const size_t *judged)
{
    struct walk walk = {.arena = arena, .program = program, .given = completed, .judged = judged};
    walk.answer = answer_create(arena, program);
    walk.facts = arena_alloc(arena, program->facts.count + 1);
    walk.decisions = arena_alloc(arena, program->decisions.count + 1);
    walk.rules = arena_alloc(arena, program->rules.count + 1);
    return walk;
}

/* The levels are sought together, since what is said of one may ask for all. */
static void find_levels(struct walk *walks, size_t count)
{
    size_t *higher = arena_alloc(walks->arena, (count + 1) * sizeof *higher);
    bool rising = true;
    for (size_t i = 0; i < count; i++) {
        assume_level(&walks[i], 0);
    }
    while (rising) {
        rising = false;
        for (size_t i = 0; i < count; i++) {
            higher[i] = concluded(&walks[i]);
            if (higher[i] < walks[i].level) {
                give_up("the level has no ground to stand on");
            }
            rising = rising || higher[i] > walks[i].level;
        }
        for (size_t i = 0; rising && i < count; i++) {
            assume_level(&walks[i], higher[i]);
        }
    }
}

static bool has_conflict(const struct walk *walks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < walks[i].program->decisions.count; j++) {
            if (walks[i].answer->decisions[j].conflict) {
                return true;
            }
        }
    }
    return false;
}

struct oracle_answer **oracle_answer_household(struct arena *arena, const struct program *program,
                                               struct limen_case *const *members, size_t count,
                                               const size_t *const *judged)
{
    struct oracle_answer **answers = arena_alloc(arena, (count + 1) * sizeof(struct oracle_answer *));
    struct walk *together = arena_alloc(arena, (count + 1) * sizeof *together);
    struct walk *alone =
        program->asks_others ? arena_alloc(arena, (count + 1) * sizeof *alone) : together;
    for (size_t i = 0; i < count; i++) {
        together[i] = walk_create(arena, program, members[i], judged[i]);
        if (alone != together) {
            alone[i] = walk_create(arena, program, members[i], judged[i]);
            alone[i].is_own = true;
        }
        alone[i].members = together[i].members = alone;
        alone[i].member_count = together[i].member_count = count;
        answers[i] = together[i].answer;
    }
    find_levels(alone, count);
    if (alone != together) {
        find_levels(together, count);
    }
    for (size_t i = 0; i < count; i++) {
        check_valid(&together[i]);
        answer_all(&together[i]);
    }
    bool conflict = has_conflict(together, count) || has_conflict(alone, count);
    for (size_t i = 0; i < count; i++) {
        answers[i]->conflict = conflict;
    }
    return answers;
}

struct oracle_answer *oracle_answer(struct arena *arena, const struct program *program,
                                    const struct limen_case *completed, const size_t *judged)
{
    struct limen_case *one = arena_alloc(arena, sizeof *one);
    *one = *completed;
    return oracle_answer_household(arena, program, &one, 1, &judged)[0];
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of elements: groups spread over their members, rules and topics counted, and each element
   once by identity, however often it is reached.

   An element's identity is what it names (a fact, a define, a rule, a topic), else the place where it
   is written; a comparison with a group makes one element of each member. */
#include "base/table.h"
#include "plan/lower.h"

struct identity {
    const void *what, *compared;
};

/* A topic counted at one level: one element, whichever of its rules the forms of a list reach. */
struct topic_element {
    size_t place; /* in the list */
    struct node_list statuses;
};

struct element_walk {
    struct lowering *lowering;
    size_t context;
    bool are_conditions;
    struct node_list *ret;
    struct { VECTOR_OF(struct identity); } seen;
    size_t *slots; /* open addressing; 0: free, else 1 + index into `seen` */
    size_t slot_count;
    struct table topic_at; /* by topic and level: struct topic_element */
    struct { VECTOR_OF(struct topic_element *); } topics;
};

static size_t identity_hash(struct identity identity)
{
    uint64_t hash = (uint64_t)(uintptr_t)identity.what * UINT64_C(0x9e3779b97f4a7c15);
    hash ^= (uint64_t)(uintptr_t)identity.compared * UINT64_C(0xc2b2ae3d27d4eb4f);
    return (size_t)(hash ^ hash >> 31);
}

static size_t *identity_slot(struct element_walk *walk, struct identity identity)
{
    size_t slot = identity_hash(identity) & (walk->slot_count - 1);
    while (walk->slots[slot]) {
        struct identity found = walk->seen.items[walk->slots[slot] - 1];
        if (found.what == identity.what && found.compared == identity.compared) {
            break;
        }
        slot = (slot + 1) & (walk->slot_count - 1);
    }
    return &walk->slots[slot];
}

static void seen_grow(struct element_walk *walk)
{
    walk->slot_count = walk->slot_count ? walk->slot_count * 2 : 64;
    walk->slots = arena_alloc(walk->lowering->arena, walk->slot_count * sizeof *walk->slots);
    for (size_t i = 0; i < walk->seen.count; i++) {
        *identity_slot(walk, walk->seen.items[i]) = i + 1;
    }
}

/* True the first time that an identity comes. */
static bool is_first(struct element_walk *walk, const void *what, const void *compared)
{
    if ((walk->seen.count + 1) * 2 > walk->slot_count) {
        seen_grow(walk);
    }
    struct identity identity = {what, compared};
    size_t *slot = identity_slot(walk, identity);
    if (*slot) {
        return false;
    }
    vector_push(walk->lowering->arena, &walk->seen, identity);
    *slot = walk->seen.count;
    return true;
}

static void element_push(struct element_walk *walk, node_id node)
{
    vector_push(walk->lowering->arena, walk->ret, node);
}

static bool in_section(const struct rule *rule, const struct node *section)
{
    return !section || (rule->entity.section && rule->entity.section->entity.name == section->name);
}

static bool counts_level(const struct lowering *lowering, const struct node *counted,
                         size_t *ret_rank)
{
    int64_t rank = level_rank(lowering->program, node_child(counted, NODE_LEVEL_REF));
    *ret_rank = (size_t)rank;
    return rank >= 0 && (size_t)rank < lowering->level_count;
}

static node_id status_node(const struct element_walk *walk, const struct rule *rule)
{
    return task_node(walk->lowering, TASK_STATUS, rule->entity.index,
                     context_real(walk->lowering, walk->context));
}

/* RULE is one of those that are counted in SECTION. */
static bool is_counted(const struct lowering *lowering, const struct rule *rule,
                       const struct node *section, size_t context)
{
    return in_section(rule, section) && !rule_is_left_out(lowering, rule, context);
}

static void walk_rules(struct element_walk *walk, const struct node *counted)
{
    struct lowering *lowering = walk->lowering;
    const struct node *section = node_child(counted, NODE_NAME);
    size_t rank;
    if (!counts_level(lowering, counted, &rank)) {
        return;
    }
    for (size_t i = 0; i < lowering->counted_at[rank].count; i++) {
        const struct rule *rule = lowering->counted_at[rank].items[i];
        if (is_counted(lowering, rule, section, walk->context) && is_first(walk, rule, NULL)) {
            element_push(walk, status_node(walk, rule));
        }
    }
}

/* Topics counted at two levels are two elements. */
static struct topic_element *topic_element(struct element_walk *walk, const struct topic *topic,
                                           size_t rank)
{
    const void *key = &topic->counted_at[rank];
    struct topic_element *element = table_get(&walk->topic_at, key);
    if (!element) {
        element = arena_alloc(walk->lowering->arena, sizeof *element);
        element->place = walk->ret->count;
        element_push(walk, NO_NODE);
        table_set(&walk->topic_at, key, element);
        vector_push(walk->lowering->arena, &walk->topics, element);
    }
    return element;
}

static void walk_topic_rule(struct element_walk *walk, const struct rule *rule, size_t rank)
{
    node_id status = status_node(walk, rule);
    if (rule->topic) {
        struct topic_element *element = topic_element(walk, rule->topic, rank);
        vector_push(walk->lowering->arena, &element->statuses, status);
    } else if (is_first(walk, rule, NULL)) {
        element_push(walk, status);
    }
}

static void walk_topics(struct element_walk *walk, const struct node *counted)
{
    struct lowering *lowering = walk->lowering;
    const struct node *section = node_child(counted, NODE_NAME);
    size_t rank;
    if (!counts_level(lowering, counted, &rank)) {
        return;
    }
    for (size_t i = 0; i < lowering->counted_at[rank].count; i++) {
        const struct rule *rule = lowering->counted_at[rank].items[i];
        if (is_counted(lowering, rule, section, walk->context)) {
            walk_topic_rule(walk, rule, rank);
        }
    }
}

/* When all of its rules have been reached: one rule twice adds nothing to an `or`. */
static void build_topics(struct element_walk *walk)
{
    for (size_t i = 0; i < walk->topics.count; i++) {
        const struct topic_element *element = walk->topics.items[i];
        walk->ret->items[element->place] = build_or(
            &walk->lowering->builder, element->statuses.items, element->statuses.count);
    }
}

static void walk_element(struct element_walk *walk, const struct node *element,
                         struct spread spread, const void *compared)
{
    const void *what = element->kind == NODE_USE && element->ref ? (const void *)element->ref
                                                                  : (const void *)element;
    if (!is_first(walk, spread.member ? (spread.member->ref ? (const void *)spread.member->ref
                                                            : (const void *)spread.member)
                                      : what,
                  compared)) {
        return;
    }
    node_id node = walk->are_conditions
                       ? lower_condition(walk->lowering, element, walk->context, spread)
                       : lower_expression(walk->lowering, element, walk->context, spread);
    element_push(walk, node);
}

static const struct group *named_group(const struct node *node)
{
    return node->kind == NODE_USE && node->ref && node->ref->kind == ENTITY_GROUP
               ? (const struct group *)node->ref
               : NULL;
}

const struct node *compared_group(const struct node *expression)
{
    switch (expression->kind) {
    case NODE_COMPARE:
    case NODE_IN_RANGE:
    case NODE_IN_LIST:
    case NODE_IS_KNOWN:
    case NODE_IS_NONE:
    case NODE_EVENT_WITHIN:
        break;
    default:
        return NULL;
    }
    for (const struct node *operand = expression->child; operand; operand = operand->next) {
        if (named_group(operand)) {
            return operand;
        }
    }
    return NULL;
}

/* The members of a group, those of groups within it one by one: each group is spread once. */
static void spread_group(struct lowering *lowering, const struct group *group,
                         const struct node ***ret_members, size_t *ret_count)
{
    struct { VECTOR_OF(const struct node *); } stack = {0}, members = {0};
    bool *spread = arena_alloc(lowering->arena, lowering->program->groups.count + 1);
    vector_push(lowering->arena, &stack, group->elements->child);
    spread[group->entity.index] = true;
    while (stack.count > 0) {
        const struct node *member = stack.items[--stack.count];
        if (!member) {
            continue;
        }
        vector_push(lowering->arena, &stack, member->next);
        const struct group *inner = named_group(member);
        if (!inner) {
            vector_push(lowering->arena, &members, member);
        } else if (!spread[inner->entity.index]) {
            spread[inner->entity.index] = true;
            vector_push(lowering->arena, &stack, inner->elements->child);
        }
    }
    *ret_members = members.items;
    *ret_count = members.count;
}

static void walk_one(struct element_walk *walk, const struct node *element);

static void walk_group(struct element_walk *walk, const struct group *group)
{
    const struct node **members;
    size_t count;
    spread_group(walk->lowering, group, &members, &count);
    for (size_t i = 0; i < count; i++) {
        walk_one(walk, members[i]);
    }
}

static void walk_compared(struct element_walk *walk, const struct node *element,
                          const struct node *use)
{
    const struct node **members;
    size_t count;
    spread_group(walk->lowering, named_group(use), &members, &count);
    for (size_t i = 0; i < count; i++) {
        walk_element(walk, element, (struct spread){use, members[i]}, element);
    }
}

static void walk_one(struct element_walk *walk, const struct node *element)
{
    const struct node *use = compared_group(element);
    if (element->kind == NODE_COUNTED) {
        if (element->flags & FLAG_TOPICS) {
            walk_topics(walk, element);
        } else {
            walk_rules(walk, element);
        }
    } else if (named_group(element)) {
        walk_group(walk, named_group(element));
    } else if (use) {
        walk_compared(walk, element, use);
    } else {
        walk_element(walk, element, no_spread, NULL);
    }
}

void lower_elements(struct lowering *lowering, const struct node *elements, size_t context,
                    bool are_conditions, struct node_list *ret)
{
    struct element_walk walk = {.lowering = lowering, .context = context,
                                .are_conditions = are_conditions, .ret = ret,
                                .topic_at = {.arena = lowering->arena}};
    for (const struct node *element = elements->child; element; element = element->next) {
        walk_one(&walk, element);
    }
    build_topics(&walk);
}

void need_counted(struct lowering *lowering, const struct node *counted, size_t context)
{
    const struct node *section = node_child(counted, NODE_NAME);
    size_t rank;
    if (!counts_level(lowering, counted, &rank)) {
        return;
    }
    for (size_t i = 0; i < lowering->counted_at[rank].count; i++) {
        const struct rule *rule = lowering->counted_at[rank].items[i];
        if (is_counted(lowering, rule, section, context)) {
            task_need(lowering, TASK_STATUS, rule->entity.index, context_real(lowering, context));
        }
    }
}

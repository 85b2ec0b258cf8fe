/* SPDX-License-Identifier: Apache-2.0 */
/* Node after node, as the interpreter does it with sets. */
#include "prove/open.h"

struct opener {
    struct opening *opening;
    const struct encoding *encoding;
    const struct plan *plan;
    struct terms *terms;
    struct arena *arena;
    const struct plan_node *node;
    node_id id;
    const node_id *opened; /* nothing gives them: they may be anything */
    size_t opened_count;
    bool failed; /* an operation that is not done */
};

/* ---------------------------------------------------------------------------------------- operands */

static const struct type *type_of(const struct opener *opener, node_id node)
{
    return plan_at(opener->plan, node)->type;
}

static const term *may_alone(const struct opener *opener, const struct type *type, term value)
{
    term *may = arena_alloc(opener->arena, (type->choice->count + 1) * sizeof *may);
    for (size_t i = 0; i < type->choice->count; i++) {
        may[i] = term_is(opener->terms, value, (int64_t)i);
    }
    return may;
}

/* A node that does not depend on the fact. One that may be none is not done. */
static struct open_value known_value(struct opener *opener, node_id node)
{
    struct reading reading = opener->encoding->nodes[node];
    const struct type *type = type_of(opener, node);
    if (type->kind == TYPE_YES_NO) {
        term holds = encoding_holds(opener->encoding, node);
        return (struct open_value){.low = holds, .high = holds};
    }
    if (reading.none != opener->terms->no || reading.selected || reading.value == NO_TERM) {
        opener->failed = true;
        return (struct open_value){.low = opener->terms->no, .high = opener->terms->no};
    }
    return (struct open_value){
        reading.value, reading.value,
        type->kind == TYPE_CHOICE ? may_alone(opener, type, reading.value) : NULL};
}

static struct open_value operand(struct opener *opener, size_t index)
{
    node_id node = plan_operand(opener->plan, opener->id, index);
    return opener->opening->depends[node] ? opener->opening->values[node]
                                          : known_value(opener, node);
}

static struct open_value not_done(struct opener *opener)
{
    opener->failed = true;
    return (struct open_value){.low = opener->terms->no, .high = opener->terms->no};
}

/* ------------------------------------------------------------------------------------------ yes/no */

static struct open_value open_not(struct opener *opener)
{
    struct open_value value = operand(opener, 0);
    return (struct open_value){.low = term_not(opener->terms, value.high),
                               .high = term_not(opener->terms, value.low)};
}

static void list_operands(struct opener *opener, term **ret_lows, term **ret_highs)
{
    size_t count = opener->node->operand_count;
    *ret_lows = arena_alloc(opener->arena, (count + 1) * sizeof **ret_lows);
    *ret_highs = arena_alloc(opener->arena, (count + 1) * sizeof **ret_highs);
    for (size_t i = 0; i < count; i++) {
        struct open_value value = operand(opener, i);
        (*ret_lows)[i] = value.low;
        (*ret_highs)[i] = value.high;
    }
}

typedef term joining(struct terms *terms, const term *operands, size_t count);

static struct open_value open_joined(struct opener *opener, joining *join)
{
    term *lows, *highs;
    size_t count = opener->node->operand_count;
    list_operands(opener, &lows, &highs);
    return (struct open_value){.low = join(opener->terms, lows, count),
                               .high = join(opener->terms, highs, count)};
}

/* At least, exactly, or how many. */
static struct open_value open_counted(struct opener *opener)
{
    term *lows, *highs;
    struct terms *terms = opener->terms;
    size_t count = opener->node->operand_count;
    int64_t bound = opener->node->constant;
    list_operands(opener, &lows, &highs);
    if (opener->node->op == OP_COUNT) {
        return (struct open_value){.low = term_sum(terms, 0, NULL, lows, count),
                                   .high = term_sum(terms, 0, NULL, highs, count)};
    }
    struct open_value reached = {.low = term_at_least(terms, bound, lows, count),
                                 .high = term_at_least(terms, bound, highs, count)};
    if (opener->node->op == OP_EXACTLY) {
        struct open_value passed = {.low = term_at_least(terms, bound + 1, lows, count),
                                    .high = term_at_least(terms, bound + 1, highs, count)};
        reached.low = term_and2(terms, reached.low, term_not(terms, passed.high));
        reached.high = term_and2(terms, reached.high, term_not(terms, passed.low));
    }
    return reached;
}

/* ------------------------------------------------------------------------------------- comparisons */

static bool agrees(enum op op, int64_t a, int64_t b)
{
    return op == OP_EQUAL ? a == b : op == OP_NOT_EQUAL ? a != b : op == OP_LESS ? a < b : a <= b;
}

/* Of choices: yes if true of all pairs, no if of none. */
static struct open_value compare_choices(struct opener *opener, struct open_value a,
                                         struct open_value b)
{
    struct terms *terms = opener->terms;
    size_t a_count = type_of(opener, plan_operand(opener->plan, opener->id, 0))->choice->count;
    size_t b_count = type_of(opener, plan_operand(opener->plan, opener->id, 1))->choice->count;
    struct open_value found = {.low = terms->yes, .high = terms->no};
    for (size_t i = 0; i < a_count; i++) {
        for (size_t j = 0; j < b_count; j++) {
            term both = term_and2(terms, a.may[i], b.may[j]);
            if (agrees(opener->node->op, (int64_t)i, (int64_t)j)) {
                found.high = term_or2(terms, found.high, both);
            } else {
                found.low = term_and2(terms, found.low, term_not(terms, both));
            }
        }
    }
    return found;
}

static struct open_value compare_numbers(struct opener *opener, struct open_value a,
                                         struct open_value b)
{
    struct terms *terms = opener->terms;
    term meet = term_and2(terms, term_less_equal(terms, a.low, b.high),
                          term_less_equal(terms, b.low, a.high));
    term same = term_and2(terms, term_equal(terms, a.low, b.high), term_equal(terms, a.high, b.low));
    switch (opener->node->op) {
    case OP_EQUAL:
        return (struct open_value){.low = same, .high = meet};
    case OP_NOT_EQUAL:
        return (struct open_value){.low = term_not(terms, meet), .high = term_not(terms, same)};
    case OP_LESS:
        return (struct open_value){.low = term_less(terms, a.high, b.low),
                                   .high = term_less(terms, a.low, b.high)};
    default:
        return (struct open_value){.low = term_less_equal(terms, a.high, b.low),
                                   .high = term_less_equal(terms, a.low, b.high)};
    }
}

static struct open_value open_compared(struct opener *opener)
{
    struct open_value a = operand(opener, 0), b = operand(opener, 1);
    enum type_kind kind = type_of(opener, plan_operand(opener->plan, opener->id, 0))->kind;
    if (opener->failed || (kind != TYPE_CHOICE && kind != TYPE_NUMBER)) {
        return not_done(opener);
    }
    return kind == TYPE_CHOICE ? compare_choices(opener, a, b) : compare_numbers(opener, a, b);
}

static struct open_value open_in_range(struct opener *opener)
{
    struct terms *terms = opener->terms;
    struct open_value set = operand(opener, 0), from = operand(opener, 1), to = operand(opener, 2);
    if (opener->failed || set.may) {
        return not_done(opener);
    }
    return (struct open_value){
        .low = term_and2(terms, term_less_equal(terms, from.high, set.low),
                         term_less_equal(terms, set.high, to.low)),
        .high = term_and2(terms, term_less_equal(terms, from.low, set.high),
                          term_less_equal(terms, set.low, to.high))};
}

static struct open_value open_in_set(struct opener *opener)
{
    struct terms *terms = opener->terms;
    struct open_value set = operand(opener, 0), found = {.low = terms->yes, .high = terms->no};
    size_t count = type_of(opener, plan_operand(opener->plan, opener->id, 0))->choice->count;
    for (size_t i = 0; i < count && !opener->failed; i++) {
        if (opener->node->set[i / VALUE_WORD_BITS] >> (i % VALUE_WORD_BITS) & 1) {
            found.high = term_or2(terms, found.high, set.may[i]);
        } else {
            found.low = term_and2(terms, found.low, term_not(terms, set.may[i]));
        }
    }
    return found;
}

/* ---------------------------------------------------------------------------------------- choosing */

/* A value that counts where WHERE holds, among others: yes/no and choices alone. */
static void unite(struct opener *opener, struct open_value *all, term *may, struct open_value value,
                  term where)
{
    struct terms *terms = opener->terms;
    size_t count = may ? opener->node->type->choice->count : 0;
    for (size_t i = 0; i < count; i++) {
        may[i] = term_or2(terms, may[i], term_and2(terms, where, value.may[i]));
    }
    if (!may) {
        all->low = term_and2(terms, all->low, term_implies(terms, where, value.low));
        all->high = term_or2(terms, all->high, term_and2(terms, where, value.high));
    }
}

static term *no_values(struct opener *opener)
{
    const struct type *type = opener->node->type;
    if (type->kind != TYPE_CHOICE) {
        return NULL;
    }
    term *may = arena_alloc(opener->arena, (type->choice->count + 1) * sizeof *may);
    for (size_t i = 0; i < type->choice->count; i++) {
        may[i] = opener->terms->no;
    }
    return may;
}

static bool can_choose(const struct opener *opener)
{
    const struct type *type = opener->node->type;
    return !type->or_none && (type->kind == TYPE_YES_NO || type->kind == TYPE_CHOICE);
}

static struct open_value open_choose(struct opener *opener)
{
    struct terms *terms = opener->terms;
    struct open_value all = {.low = terms->yes, .high = terms->no};
    term *may = no_values(opener), reached = terms->yes;
    size_t last = opener->node->operand_count - 1;
    for (size_t i = 0; i < last && !opener->failed; i += 2) {
        struct open_value condition = operand(opener, i), value = operand(opener, i + 1);
        if (!opener->failed) {
            unite(opener, &all, may, value, term_and2(terms, reached, condition.high));
            reached = term_and2(terms, reached, term_not(terms, condition.low));
        }
    }
    struct open_value value = operand(opener, last);
    if (!opener->failed) {
        unite(opener, &all, may, value, reached);
    }
    all.may = may;
    return all;
}

static struct open_value open_select(struct opener *opener)
{
    struct terms *terms = opener->terms;
    struct open_value choice = operand(opener, 0), all = {.low = terms->yes, .high = terms->no};
    size_t count = type_of(opener, plan_operand(opener->plan, opener->id, 0))->choice->count;
    term *may = no_values(opener);
    for (size_t i = 0; i < count && !opener->failed; i++) {
        struct open_value value = operand(opener, 1 + opener->node->table[i]);
        if (!opener->failed) {
            unite(opener, &all, may, value, choice.may[i]);
        }
    }
    all.may = may;
    return all;
}

/* ------------------------------------------------------------------------------------------ nodes */

static struct open_value open_node(struct opener *opener)
{
    switch (opener->node->op) {
    case OP_NOT:
        return open_not(opener);
    case OP_AND:
        return open_joined(opener, term_and);
    case OP_OR:
        return open_joined(opener, term_or);
    case OP_AT_LEAST:
    case OP_EXACTLY:
    case OP_COUNT:
        return open_counted(opener);
    case OP_EQUAL:
    case OP_NOT_EQUAL:
    case OP_LESS:
    case OP_LESS_OR_EQUAL:
        return open_compared(opener);
    case OP_IN_RANGE:
        return open_in_range(opener);
    case OP_IN_SET:
        return open_in_set(opener);
    case OP_CHOOSE:
        return can_choose(opener) ? open_choose(opener) : not_done(opener);
    case OP_SELECT:
        return can_choose(opener) ? open_select(opener) : not_done(opener);
    case OP_DERIVED: /* cases do not state what is worked out */
        return can_choose(opener) ? operand(opener, 1) : not_done(opener);
    default:
        return not_done(opener);
    }
}

/* The fact itself, before an `impossible` settles it. */
static struct open_value open_fact(struct opener *opener, const struct type *type)
{
    struct terms *terms = opener->terms;
    struct open_value value = {.low = terms->no, .high = terms->yes};
    if (type->or_none || (type->kind != TYPE_YES_NO && type->kind != TYPE_NUMBER
                          && type->kind != TYPE_CHOICE)) {
        return not_done(opener);
    }
    if (type->kind != TYPE_YES_NO) {
        value.low = term_number(terms, type->low);
        value.high = term_number(terms, type->high);
    }
    if (type->kind == TYPE_CHOICE) {
        term *may = arena_alloc(opener->arena, (type->choice->count + 1) * sizeof *may);
        for (size_t i = 0; i < type->choice->count; i++) {
            may[i] = terms->yes;
        }
        value.may = may;
    }
    return value;
}

/* The other conjuncts of IMPOSSIBLE hold; RET_VALUE: what the fact then can't be. NO_TERM: it is none of
   the conjuncts. */
static term others_hold(struct opener *opener, const struct plan_impossible *impossible, size_t fact,
                        bool *ret_value)
{
    term hold = opener->terms->yes;
    bool found = false;
    for (size_t i = 0; i < impossible->conjuncts.count; i++) {
        const struct plan_conjunct *conjunct = &impossible->conjuncts.items[i];
        if (conjunct->is_fact && conjunct->fact == fact) {
            found = true;
            *ret_value = conjunct->value;
        } else {
            hold = term_and2(opener->terms, hold, encoding_holds(opener->encoding, conjunct->holds));
            opener->failed = opener->failed || opener->opening->depends[conjunct->holds];
        }
    }
    return found ? hold : NO_TERM;
}

static void settle(struct opener *opener, size_t fact, struct open_value *value)
{
    for (size_t i = 0; i < opener->plan->impossibles.count; i++) {
        bool excluded = false;
        bool failed = opener->failed;
        term hold = others_hold(opener, &opener->plan->impossibles.items[i], fact, &excluded);
        if (hold == NO_TERM) {
            opener->failed = failed;
        } else if (excluded) {
            value->high = term_and2(opener->terms, value->high, term_not(opener->terms, hold));
        } else {
            value->low = term_or2(opener->terms, value->low, hold);
        }
    }
}

/* By node: the level is made of it. */
static bool *level_nodes(const struct plan *plan, struct arena *arena)
{
    bool *read = arena_alloc(arena, (plan->nodes.count + 1) * sizeof *read);
    for (size_t rank = 0; rank < plan->threshold_count; rank++) {
        read[plan->thresholds[rank]] = true;
    }
    for (node_id id = (node_id)plan->nodes.count; id-- > 0;) {
        for (size_t i = 0; read[id] && i < plan_at(plan, id)->operand_count; i++) {
            read[plan_operand(plan, id, i)] = true;
        }
    }
    return read;
}

/* Whether the level depends on whether the fact is known. */
static bool asks_whether_known(const struct plan *plan, const struct fact *fact, const bool *read)
{
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (read[id] && node->op == OP_KNOWN && node->index == fact->entity.index) {
            return true;
        }
    }
    return false;
}

/* NODES are open, and so is what depends on them. */
static struct opener opener_create(const struct encoding *encoding, const node_id *nodes, size_t count)
{
    const struct plan *plan = encoding->plan;
    struct arena *arena = encoding->world->arena;
    struct opening *opening = arena_alloc(arena, sizeof *opening);
    size_t node_count = plan->nodes.count;
    opening->encoding = encoding;
    opening->depends = arena_alloc(arena, (node_count + 1) * sizeof *opening->depends);
    opening->values = arena_alloc(arena, (node_count + 1) * sizeof *opening->values);
    for (size_t i = 0; i < count; i++) {
        opening->depends[nodes[i]] = true;
    }
    for (node_id id = 0; id < node_count; id++) {
        for (size_t i = 0; i < plan_at(plan, id)->operand_count && !opening->depends[id]; i++) {
            opening->depends[id] = opening->depends[plan_operand(plan, id, i)];
        }
    }
    return (struct opener){.opening = opening, .encoding = encoding, .plan = plan,
                           .terms = encoding->world->terms, .arena = arena,
                           .opened = nodes, .opened_count = count};
}

static bool is_opened(const struct opener *opener, node_id node)
{
    bool is = false;
    for (size_t i = 0; i < opener->opened_count; i++) {
        is = is || opener->opened[i] == node;
    }
    return is;
}

/* What is opened has its values; now all that depends on it. NULL: not done. */
static struct opening *open_dependent(struct opener *opener, const struct fact *fact)
{
    const struct plan *plan = opener->plan;
    const bool *read = level_nodes(plan, opener->arena);
    for (node_id id = 0; id < plan->nodes.count && !opener->failed; id++) {
        opener->id = id;
        opener->node = plan_at(plan, id);
        if (opener->opening->depends[id] && read[id] && !is_opened(opener, id)) {
            opener->opening->values[id] = open_node(opener);
        }
    }
    return opener->failed || asks_whether_known(plan, fact, read) ? NULL : opener->opening;
}

struct opening *opening_create(const struct encoding *encoding, const struct fact *fact, node_id node)
{
    struct opener opener = opener_create(encoding, &node, 1);
    struct open_value *value = &opener.opening->values[node];
    *value = open_fact(&opener, fact->type);
    if (fact->type->kind == TYPE_YES_NO) {
        settle(&opener, fact->entity.index, value);
    }
    return open_dependent(&opener, fact);
}

struct opening *opening_create_event(const struct encoding *encoding, const struct fact *event,
                                     const node_id *nodes, size_t count)
{
    struct opener opener = opener_create(encoding, nodes, count);
    for (size_t i = 0; i < count; i++) {
        opener.opening->values[nodes[i]] =
            (struct open_value){.low = term_number(opener.terms, 0),
                                .high = term_number(opener.terms, PLAN_EVENT_DATES)};
    }
    return open_dependent(&opener, event);
}

static struct open_value threshold(const struct opening *opening, size_t rank)
{
    node_id node = opening->encoding->plan->thresholds[rank];
    term holds = opening->encoding->reaches[rank];
    return opening->depends[node] ? opening->values[node]
                                  : (struct open_value){.low = holds, .high = holds};
}

term opening_certain(const struct opening *opening, size_t rank)
{
    return threshold(opening, rank).low;
}

term opening_possible(const struct opening *opening, size_t rank)
{
    return threshold(opening, rank).high;
}

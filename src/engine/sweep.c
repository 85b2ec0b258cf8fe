/* SPDX-License-Identifier: Apache-2.0 */
/* Signs go down from what is concluded to the inputs, through nodes that are open under this case only. */
#include "engine/sweep.h"

#include "case/summed.h"
#include "engine/interpret.h"
#include "meaning/summary.h"
#include "meaning/type.h"

static node_id operand_at(const struct sweep *sweep, node_id id, size_t index)
{
    return plan_operand(sweep->plan, id, index);
}

size_t sweep_rows(const struct sweep *sweep, uint32_t domain)
{
    size_t others;
    return evaluation_rows(sweep->evaluation->limen_case,
                           sweep->plan->program->facts.items[domain - 1], &others);
}

/* ----------------------------------------------------------------------------------------- signs */

static uint8_t turn(uint8_t reach)
{
    return (uint8_t)((reach & REACH_PLUS ? REACH_MINUS : 0)
                     | (reach & REACH_MINUS ? REACH_PLUS : 0));
}

static uint8_t both(uint8_t reach)
{
    return reach ? REACH_BOTH : REACH_NONE;
}

/* Passes REACH from node FROM on to its operand TO. None has no place in an order. */
static void pass(struct sweep *sweep, node_id from, node_id to, uint8_t reach)
{
    const struct sweep *read = sweep->reads;
    bool is_own = plan_at(sweep->plan, to)->is_of_each;
    struct sweep *target = is_own ? sweep->reads : sweep->home;
    if (reach == REACH_NONE || !sweep_is_open(read, to)) {
        return;
    }
    if (sweep_value(read, to)->or_none || sweep_value(sweep, from)->or_none) {
        reach = REACH_BOTH;
    }
    target->reach[to] |= reach;
    if (target->items[to]) {
        target->items[to][sweep->item] |= reach;
    }
    bool from_several = sweep->evaluation->family && !is_own && plan_at(sweep->plan, from)->is_of_each;
    if (target->atom_count[to] == ATOM_NONE && !from_several) {
        target->atom[to] = from;
        target->atom_count[to] = ATOM_ONE;
    } else if (target->atom[to] != from || from_several) {
        target->atom_count[to] = ATOM_MANY;
    }
}

static void pass_all(struct sweep *sweep, node_id id, uint8_t reach)
{
    const struct plan_node *node = plan_at(sweep->plan, id);
    for (size_t i = 0; i < node->operand_count; i++) {
        pass(sweep, id, operand_at(sweep, id, i), reach);
    }
}

static void pass_product(struct sweep *sweep, node_id id, uint8_t reach)
{
    for (size_t i = 0; i < 2; i++) {
        const struct value_set *other = sweep_value(sweep, operand_at(sweep, id, 1 - i));
        uint8_t signed_reach = other->low >= 0    ? reach
                               : other->high <= 0 ? turn(reach)
                                                  : both(reach);
        pass(sweep, id, operand_at(sweep, id, i), signed_reach);
    }
}

/* How a condition moves a choice if it puts VALUE in the place of what may come after, from LOW to HIGH. */
static uint8_t turn_to(const struct value_set *value, int64_t low, int64_t high, uint8_t reach)
{
    return value->low >= high ? reach : value->high <= low ? turn(reach) : both(reach);
}

/* The rows up to the first that is certain. If their conditions are settled, one value is chosen
   whatever the inputs are, and it passes on unchanged. Where values have an order, a condition that puts the greatest
   or the least in the place of all later ones has one sign. */
static void pass_choose(struct sweep *sweep, node_id id, uint8_t reach)
{
    size_t last = plan_at(sweep->plan, id)->operand_count - 1, end = 0;
    const struct type *type = plan_at(sweep->plan, id)->type;
    bool settled = true, has_order = type->kind == TYPE_YES_NO || type_has_order(type);
    while (end < last && !sweep_value(sweep, operand_at(sweep, id, end))->low) {
        settled = settled && !sweep_is_open(sweep, operand_at(sweep, id, end));
        end += 2;
    }
    uint8_t of_values = settled ? reach : both(reach);
    node_id final = operand_at(sweep, id, end < last ? end + 1 : last);
    const struct value_set *value = sweep_value(sweep, final);
    pass(sweep, id, final, of_values);
    for (int64_t low = value->low, high = value->high; end > 0; end -= 2) {
        node_id condition = operand_at(sweep, id, end - 2);
        if (sweep_value(sweep, condition)->high) {
            value = sweep_value(sweep, operand_at(sweep, id, end - 1));
            pass(sweep, id, condition, has_order ? turn_to(value, low, high, reach) : both(reach));
            pass(sweep, id, operand_at(sweep, id, end - 1), of_values);
            low = value->low < low ? value->low : low;
            high = value->high > high ? value->high : high;
        }
    }
}

static void pass_select(struct sweep *sweep, node_id id, uint8_t reach)
{
    const struct plan_node *node = plan_at(sweep->plan, id);
    node_id choice = operand_at(sweep, id, 0);
    const struct value_set *set = sweep_value(sweep, choice);
    uint8_t of_values = sweep_is_open(sweep, choice) ? both(reach) : reach;
    size_t count = plan_at(sweep->plan, choice)->type->choice->count;
    pass(sweep, id, choice, both(reach));
    for (size_t value = 0; value < count; value++) {
        if (value_has(*set, (int64_t)value)) {
            pass(sweep, id, operand_at(sweep, id, 1 + node->table[value]), of_values);
        }
    }
    if (set->or_none) {
        pass(sweep, id, operand_at(sweep, id, 1 + node->table[count]), of_values);
    }
}

/* Rows without order: those that may hold, and what holds otherwise if no row must. */
static void pass_rows(struct sweep *sweep, node_id id, uint8_t reach)
{
    const struct plan_node *node = plan_at(sweep->plan, id);
    bool some_certain = false;
    for (size_t i = 0; i + 1 < node->operand_count; i += 2) {
        const struct value_set *condition = sweep_value(sweep, operand_at(sweep, id, i));
        some_certain = some_certain || condition->low;
        if (condition->high) {
            pass(sweep, id, operand_at(sweep, id, i), both(reach));
            pass(sweep, id, operand_at(sweep, id, i + 1), both(reach));
        }
    }
    if (node->operand_count % 2 == 1 && !some_certain) {
        pass(sweep, id, operand_at(sweep, id, node->operand_count - 1), both(reach));
    }
}

static bool set_within(const struct type *type, const struct value_set *inner,
                       const struct value_set *outer)
{
    if (inner->or_none && !outer->or_none) {
        return false;
    }
    if (set_is_nothing(inner)) {
        return true;
    }
    for (size_t i = 0; inner->members && i < value_words(type); i++) {
        if (inner->members[i] & ~outer->members[i]) {
            return false;
        }
    }
    return inner->low >= outer->low && inner->high <= outer->high;
}

static bool is_within(const struct sweep *sweep, node_id id, size_t inner, size_t outer)
{
    return set_within(plan_at(sweep->plan, id)->type, sweep_value(sweep, operand_at(sweep, id, inner)),
                      sweep_value(sweep, operand_at(sweep, id, outer)));
}

/* The fact sums up lists of which the case says nothing and that nothing else reads: it is one like any other. */
static bool is_plain(const struct sweep *sweep, node_id id)
{
    const struct plan_node *node = plan_at(sweep->plan, id);
    const struct fact *fact =
        node->op == OP_DERIVED ? sweep->plan->program->facts.items[node->index] : NULL;
    return fact && summary_stands_alone(fact)
           && case_leaves_out_lists(sweep->evaluation->limen_case, fact)
           && is_within(sweep, id, 0, 1);
}

/* What the case says of a derived fact narrows what it is worked out as: an equation to keep. */
bool sweep_is_equation(const struct sweep *sweep, node_id id)
{
    return sweep_is_open(sweep, operand_at(sweep, id, 1)) && !is_within(sweep, id, 1, 0)
           && !is_plain(sweep, id);
}

/* The value moves with what it is worked out as; what the case may still say of it is no input. */
static void pass_derived(struct sweep *sweep, node_id id, uint8_t reach)
{
    if (is_plain(sweep, id)) {
        pass(sweep, id, operand_at(sweep, id, 0), reach);
    } else {
        pass(sweep, id, operand_at(sweep, id, 1), sweep_is_equation(sweep, id) ? both(reach) : reach);
    }
}

static void pass_by_sign(struct sweep *sweep, node_id id, uint8_t reach)
{
    const struct plan_node *node = plan_at(sweep->plan, id);
    switch (plan_signs(sweep->plan, id)) {
    case NONE:
        break;
    case PLUS:
        pass_all(sweep, id, reach);
        break;
    case MINUS:
        pass_all(sweep, id, turn(reach));
        break;
    case BOTH:
        pass_all(sweep, id, both(reach));
        break;
    case MINUS_PLUS:
        pass(sweep, id, operand_at(sweep, id, 0), turn(reach));
        pass(sweep, id, operand_at(sweep, id, 1), reach);
        break;
    case BOTH_PLUS:
        pass(sweep, id, operand_at(sweep, id, 0), both(reach));
        pass(sweep, id, operand_at(sweep, id, 1), reach);
        break;
    case FACTOR:
        pass_all(sweep, id, node->constant < 0 ? turn(reach) : reach);
        break;
    }
}

/* What takes items together reads each of them, and their values only where one may count. */
static void pass_items(struct sweep *sweep, node_id id)
{
    size_t rows = sweep_rows(sweep, plan_at(sweep->plan, id)->index + 1);
    for (sweep->item = 0; sweep->item < rows; sweep->item++) {
        if (sweep_value(sweep, operand_at(sweep, id, 0))->high) {
            pass_by_sign(sweep, id, sweep->reach[id]);
        }
    }
}

static void pass_members(struct sweep *sweep, node_id id)
{
    const struct family *family = sweep->evaluation->family;
    size_t rows = family->count + (family->others > 0);
    for (size_t member = 0; member < rows; member++) {
        if (family->members[member]->values[operand_at(sweep, id, 0)].high) {
            sweep->reads = sweep_member(sweep, member);
            pass_by_sign(sweep, id, sweep->reach[id]);
            sweep->reads = sweep;
        }
    }
}

static void pass_on(struct sweep *sweep, node_id id)
{
    uint8_t reach = sweep->items[id] ? sweep->items[id][sweep->item] : sweep->reach[id];
    switch (plan_at(sweep->plan, id)->op) {
    case OP_MULTIPLY:
        pass_product(sweep, id, reach);
        break;
    case OP_CHOOSE:
        pass_choose(sweep, id, reach);
        break;
    case OP_SELECT:
        pass_select(sweep, id, reach);
        break;
    case OP_HIGHEST_ROW:
    case OP_LOWEST_ROW:
    case OP_ONLY_ROW:
    case OP_EVERY_ROW:
        pass_rows(sweep, id, reach);
        break;
    case OP_DERIVED:
    case OP_FIELD_DERIVED:
        pass_derived(sweep, id, reach);
        break;
    default:
        pass_by_sign(sweep, id, reach);
    }
}

/* ---------------------------------------------------------------------------------------- sweeps */

static struct sweep *create(struct arena *arena, const struct evaluation *evaluation)
{
    size_t nodes = evaluation->plan->nodes.count + 1;
    struct sweep *sweep = arena_alloc(arena, sizeof *sweep);
    sweep->arena = arena;
    sweep->evaluation = evaluation;
    sweep->plan = evaluation->plan;
    sweep->reads = sweep;
    sweep->reach = arena_alloc(arena, nodes);
    sweep->items = arena_alloc(arena, nodes * sizeof(uint8_t *));
    sweep->atom = arena_alloc(arena, nodes * sizeof(node_id));
    sweep->atom_count = arena_alloc(arena, nodes);
    for (node_id id = 0; id < evaluation->plan->nodes.count; id++) {
        uint32_t domain = plan_at(evaluation->plan, id)->domain;
        if (domain != PLAN_CASE) {
            sweep->items[id] = arena_alloc(arena, sweep_rows(sweep, domain) + 1);
        }
    }
    return sweep;
}

struct sweep *sweep_create(struct arena *arena, const struct evaluation *evaluation)
{
    struct sweep *sweep = create(arena, evaluation);
    sweep->home = sweep;
    return sweep;
}

static struct sweep *find_member(const struct sweep *sweep, size_t member)
{
    struct sweep *home = sweep->home;
    return member == home->evaluation->member ? home
           : home->by_member                  ? home->by_member[member]
                                              : NULL;
}

const struct sweep *sweep_find_member(const struct sweep *sweep, size_t member)
{
    return find_member(sweep, member);
}

struct sweep *sweep_member(struct sweep *sweep, size_t member)
{
    struct sweep *home = sweep->home, *found = find_member(sweep, member);
    const struct family *family = home->evaluation->family;
    if (found) {
        return found;
    }
    if (!home->by_member) {
        home->by_member = arena_alloc(home->arena, (family->count + 1) * sizeof *home->by_member);
    }
    struct sweep *made = create(home->arena, family->members[member]);
    made->home = home;
    home->by_member[member] = made;
    vector_push(home->arena, &home->others, made);
    return made;
}

void sweep_start(struct sweep *sweep, node_id id, uint8_t reach)
{
    if (id == NO_NODE || !sweep_is_open(sweep, id)) {
        return;
    }
    struct sweep *target = plan_at(sweep->plan, id)->is_of_each ? sweep : sweep->home;
    target->reach[id] |= reach;
    target->atom_count[id] = ATOM_MANY;
    if (target->items[id]) {
        target->items[id][sweep->item] |= reach;
    }
}

static void pass_on_each(struct sweep *sweep, node_id id)
{
    size_t rows = sweep_rows(sweep, plan_at(sweep->plan, id)->domain);
    for (sweep->item = 0; sweep->item < rows; sweep->item++) {
        if (sweep->items[id][sweep->item]) {
            pass_on(sweep, id);
        }
    }
}

static void pass_node(struct sweep *sweep, node_id id)
{
    const struct plan_node *node = plan_at(sweep->plan, id);
    if (!sweep->reach[id]) {
        return;
    }
    if (plan_takes_each(sweep->plan, node)) {
        pass_members(sweep, id);
    } else if (op_is_of_items(node->op)) {
        pass_items(sweep, id);
    } else if (sweep->items[id]) {
        pass_on_each(sweep, id);
    } else {
        pass_on(sweep, id);
    }
}

/* A node's readers stand behind it: one pass from the last node to the first. */
void sweep_down(struct sweep *sweep)
{
    for (size_t i = sweep->plan->nodes.count; i > 0; i--) {
        pass_node(sweep, (node_id)(i - 1));
        for (size_t other = 0; other < sweep->others.count; other++) {
            pass_node(sweep->others.items[other], (node_id)(i - 1));
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Goals found in a plan, marked by evaluations, and told. */
#include "answer/goals.h"

#include <string.h>

#include "answer/wording.h"
#include "case/case.h"

#define MOST_COUNTED 8 /* operands of a count that are conditions by themselves */

const char *goal_words(enum goal_kind kind)
{
    static const char *const words[] = {
#define X(kind, words) [kind] = words,
        GOALS(X)
#undef X
    };
    return words[kind];
}

/* --------------------------------------------------------------------------------------- conditions */

static bool is_threshold(const struct plan *plan, node_id id)
{
    for (size_t rank = 0; rank < plan->threshold_count; rank++) {
        if (plan->thresholds[rank] == id) {
            return true;
        }
    }
    return false;
}

bool condition_joins(const struct plan *plan, const struct condition *condition, node_id id)
{
    const struct plan_node *node = plan_at(plan, id);
    switch (node->op) {
    case OP_NOT:
        return true;
    case OP_AND:
    case OP_OR:
        return (condition->opens && id == condition->root) || !is_threshold(plan, id);
    case OP_AT_LEAST:
    case OP_EXACTLY:
        return node->operand_count <= MOST_COUNTED;
    default:
        return false;
    }
}

/* Nodes are visited from the root down: a node's readers stand behind it. */
static void take_apart(const struct goals *goals, struct condition *condition, bool *reached)
{
    const struct plan *plan = goals->plan;
    memset(reached, false, (size_t)condition->root + 1);
    reached[condition->root] = true;
    for (node_id id = condition->root + 1; id-- > 0;) {
        if (!reached[id] || plan_at(plan, id)->op == OP_CONSTANT) {
            continue;
        }
        if (!condition_joins(plan, condition, id)) {
            vector_push(goals->arena, &condition->atoms, id);
            continue;
        }
        vector_push(goals->arena, &condition->joins, id);
        for (size_t i = 0; i < plan_at(plan, id)->operand_count; i++) {
            reached[plan_operand(plan, id, i)] = true;
        }
    }
}

static struct condition taken_apart(const struct goals *goals, node_id root, bool opens, bool *reached)
{
    struct condition condition = {.root = root, .opens = opens};
    if (root != NO_NODE) {
        take_apart(goals, &condition, reached);
    }
    return condition;
}

/* ------------------------------------------------------------------------------------------ goals made */

static struct goal *add(struct goals *goals, enum goal_kind kind, node_id node, bool wanted)
{
    struct goal *goal = vector_add(goals->arena, &goals->items);
    *goal = (struct goal){.kind = kind, .node = node, .wanted = wanted};
    return goal;
}

/* Whether the bound is there already: of whichever rule. */
static bool has_bound(const struct goals *goals, node_id number, int64_t value)
{
    for (size_t i = 0; i < goals->items.count; i++) {
        const struct goal *goal = &goals->items.items[i];
        if (goal->kind == GOAL_BOUND && goal->node == number && goal->value == value) {
            return true;
        }
    }
    return false;
}

static int64_t rounded_up(int64_t value, int64_t by)
{
    return value / by + (value % by > 0);
}

/* NUMBER reaches CUT or not: the last value below, the first from there on. */
static void add_cut(struct goals *goals, const struct goal *from, node_id number, int64_t cut)
{
    const struct plan_node *node = plan_at(goals->plan, number);
    if (node->op == OP_SCALE && node->constant > 0) {
        number = plan_operand(goals->plan, number, 0);
        cut = rounded_up(cut, node->constant);
        node = plan_at(goals->plan, number);
    }
    for (int64_t value = cut - 1; value <= cut && node->op != OP_CONSTANT; value++) {
        bool both = cut - 1 >= node->type->low && cut <= node->type->high;
        if (both && !has_bound(goals, number, value)) {
            struct goal *goal = add(goals, GOAL_BOUND, number, true);
            goal->rule = from->rule;
            goal->decision = from->decision;
            goal->duty = from->duty;
            goal->value = value;
        }
    }
}

static bool is_constant(const struct plan *plan, node_id id)
{
    return plan_at(plan, id)->op == OP_CONSTANT;
}

static void add_bounds_of(struct goals *goals, const struct goal *from, node_id atom)
{
    const struct plan *plan = goals->plan;
    const struct plan_node *node = plan_at(plan, atom);
    if (node->operand_count < 2 || node->domain != PLAN_CASE) {
        return;
    }
    node_id a = plan_operand(plan, atom, 0), b = plan_operand(plan, atom, 1);
    enum type_kind kind = plan_at(plan, a)->type->kind;
    bool equal = node->op == OP_EQUAL || node->op == OP_NOT_EQUAL || node->op == OP_IN_RANGE;
    if (kind != TYPE_NUMBER && kind != TYPE_DATE) {
        return;
    }
    if (!is_constant(plan, a) && is_constant(plan, b)) {
        int64_t bound = plan_at(plan, b)->constant;
        add_cut(goals, from, a, bound + (node->op == OP_LESS_OR_EQUAL));
        if (equal) {
            node_id last = node->op == OP_IN_RANGE ? plan_operand(plan, atom, 2) : b;
            add_cut(goals, from, a, plan_at(plan, last)->constant + 1);
        }
    } else if (is_constant(plan, a) && !is_constant(plan, b)) {
        int64_t bound = plan_at(plan, a)->constant;
        add_cut(goals, from, b, bound + (node->op == OP_LESS || node->op == OP_NOT_EQUAL));
        if (equal) {
            add_cut(goals, from, b, bound + (node->op == OP_EQUAL));
        }
    }
}

static bool is_bounding(enum op op)
{
    return op == OP_EQUAL || op == OP_NOT_EQUAL || op == OP_LESS || op == OP_LESS_OR_EQUAL
           || op == OP_IN_RANGE;
}

/* Of the atoms of what is joined in ROOT. */
static void add_bounds(struct goals *goals, const struct goal *from, struct condition condition)
{
    for (size_t i = condition.atoms.count; i-- > 0;) {
        if (is_bounding(plan_at(goals->plan, condition.atoms.items[i])->op)) {
            add_bounds_of(goals, from, condition.atoms.items[i]);
        }
    }
}

static void add_both_ways(struct goals *goals, const struct goal *from, node_id node)
{
    for (int wanted = 1; wanted >= 0; wanted--) {
        struct goal *goal = add(goals, from->kind, node, wanted);
        goal->rule = from->rule;
        goal->duty = from->duty;
    }
}

/* Its condition is a threshold because it is the only rule that leads there, not because it asks for it. */
static bool opens(const struct plan *plan, const struct plan_rule *planned)
{
    const struct rule *rule = planned->rule;
    for (size_t rank = 0; rule->has_level && rank <= rule->level_high; rank++) {
        if (plan->thresholds[rank] == planned->condition) {
            return true;
        }
    }
    return false;
}

static void add_rule(struct goals *goals, size_t index, bool *reached)
{
    const struct plan_rule *planned = &goals->plan->rules.items[index];
    struct condition *condition = &goals->conditions[index];
    struct goal from = {.kind = GOAL_RULE, .rule = planned->rule};
    *condition = taken_apart(goals, planned->condition, opens(goals->plan, planned), reached);
    add_both_ways(goals, &from, planned->status);
    from.kind = GOAL_CONDITION;
    for (size_t i = condition->atoms.count; i-- > 0;) {
        add_both_ways(goals, &from, condition->atoms.items[i]);
    }
    add_bounds(goals, &from, *condition);
}

static void add_decision(struct goals *goals, const struct plan_decision *decision, bool *reached)
{
    for (size_t row = 0; row < decision->conditions.count; row++) {
        struct goal *goal = add(goals, GOAL_ROW, decision->conditions.items[row], true);
        goal->decision = decision;
        goal->row = row;
        struct goal from = *goal;
        add_bounds(goals, &from, taken_apart(goals, goal->node, false, reached));
    }
}

struct goals *goals_create(struct arena *arena, const struct plan *plan)
{
    struct goals *goals = arena_alloc(arena, sizeof *goals);
    bool *reached = arena_alloc(arena, plan->nodes.count + 1);
    *goals = (struct goals){.arena = arena, .plan = plan};
    goals->blank = interpreter_evaluate(arena, plan, case_create(arena, plan->program));
    goals->conditions = arena_alloc(arena, (plan->rules.count + 1) * sizeof *goals->conditions);
    for (size_t i = 0; i < plan->rules.count; i++) {
        add_rule(goals, i, reached);
    }
    for (size_t i = 0; i < plan->decisions.count; i++) {
        add_decision(goals, &plan->decisions.items[i], reached);
    }
    for (size_t i = 0; i < plan->duties.count; i++) {
        struct goal from = {.kind = GOAL_DUTY, .duty = &plan->duties.items[i]};
        add_both_ways(goals, &from, from.duty->holds);
        add_bounds(goals, &from, taken_apart(goals, from.duty->holds, false, reached));
    }
    return goals;
}

/* ------------------------------------------------------------------------------------------- exercised */

struct noting {
    struct goals *goals;
    const struct evaluation *evaluation;
    struct value_set *worked_out; /* by node, of the joins of the condition at hand */
};

static struct value_set value_at(const struct noting *noting, const struct condition *condition,
                                 node_id id, node_id atom, bool as)
{
    if (id == atom) {
        return value_between(as, as);
    }
    return condition_joins(noting->goals->plan, condition, id) ? noting->worked_out[id]
                                                               : noting->evaluation->values[id];
}

static struct value_set joined(const struct noting *noting, const struct condition *condition,
                               node_id id, node_id atom, bool as)
{
    const struct plan_node *node = plan_at(noting->goals->plan, id);
    int64_t certain = 0, possible = 0, count = node->operand_count;
    for (size_t i = 0; i < node->operand_count; i++) {
        node_id operand = plan_operand(noting->goals->plan, id, i);
        struct value_set set = value_at(noting, condition, operand, atom, as);
        certain += set.low;
        possible += set.high;
    }
    int64_t least = node->op == OP_AND ? count : node->op == OP_OR ? 1 : node->constant;
    switch (node->op) {
    case OP_NOT:
        return value_between(!possible, !certain);
    case OP_EXACTLY:
        return value_between(certain == least && possible == least,
                             certain <= least && least <= possible);
    default:
        return value_between(certain >= least, possible >= least);
    }
}

/* What CONDITION comes to where ATOM is AS. */
static struct value_set condition_with(const struct noting *noting, const struct condition *condition,
                                       node_id atom, bool as)
{
    for (size_t i = condition->joins.count; i-- > 0;) {
        noting->worked_out[condition->joins.items[i]] =
            joined(noting, condition, condition->joins.items[i], atom, as);
    }
    return value_at(noting, condition, condition->root, atom, as);
}

static struct value_set condition_of(const struct noting *noting, const struct rule *rule)
{
    return noting->evaluation->values[noting->goals->plan->rules.items[rule->entity.index].condition];
}

/* It would take back what it is an exception to; as deep as exceptions are nested. */
static bool may_trigger(const struct noting *noting, const struct rule *rule)
{
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        if (value_is_yes(condition_of(noting, rule->exceptions.items[i]))
            && !may_trigger(noting, rule->exceptions.items[i])) {
            return false;
        }
    }
    return value_may_be_yes(condition_of(noting, rule));
}

/* Whether the rule applies hangs on its own condition alone. */
static bool hangs_on_condition(const struct noting *noting, const struct rule *rule)
{
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        if (may_trigger(noting, rule->exceptions.items[i])) {
            return false;
        }
    }
    for (const struct rule *outer = rule->excepts; outer; outer = outer->excepts) {
        if (!value_is_yes(condition_of(noting, outer))) {
            return false;
        }
    }
    return true;
}

static bool decides(const struct noting *noting, const struct goal *goal)
{
    const struct condition *condition = &noting->goals->conditions[goal->rule->entity.index];
    struct value_set is = noting->evaluation->values[goal->node];
    if (is.low != goal->wanted || is.high != goal->wanted
        || !hangs_on_condition(noting, goal->rule)) {
        return false;
    }
    struct value_set yes = condition_with(noting, condition, goal->node, true);
    struct value_set no = condition_with(noting, condition, goal->node, false);
    return value_is_single(yes) && value_is_single(no) && yes.low != no.low;
}

/* Of `first of`, and of `otherwise`, no row before may hold. */
static bool is_taken(const struct noting *noting, const struct goal *goal)
{
    const struct plan_decision *decision = goal->decision;
    bool otherwise = goal->node == NO_NODE;
    bool first = otherwise || decision->decision->policy == POLICY_FIRST;
    for (size_t i = 0; i < decision->conditions.count; i++) {
        node_id other = decision->conditions.items[i];
        bool matters = other != NO_NODE && (otherwise ? i != goal->row : i < goal->row);
        if (first && matters && value_may_be_yes(noting->evaluation->values[other])) {
            return false;
        }
    }
    return otherwise || value_is_yes(noting->evaluation->values[goal->node]);
}

static bool is_exercised(const struct noting *noting, const struct goal *goal)
{
    switch (goal->kind) {
    case GOAL_CONDITION:
        return decides(noting, goal);
    case GOAL_ROW:
        return is_taken(noting, goal);
    default:
        break;
    }
    struct value_set set = noting->evaluation->values[goal->node];
    int64_t wanted = goal->kind == GOAL_BOUND ? goal->value : goal->wanted;
    return set.low == wanted && set.high == wanted && !set.or_none;
}

static struct noting noting_of(struct goals *goals, const struct evaluation *evaluation,
                               struct arena *arena)
{
    struct noting noting = {goals, evaluation, NULL};
    noting.worked_out =
        arena_alloc(arena, (goals->plan->nodes.count + 1) * sizeof *noting.worked_out);
    return noting;
}

bool goals_exercised(struct goals *goals, const struct goal *goal, const struct evaluation *evaluation)
{
    struct arena *arena = arena_create();
    struct noting noting = noting_of(goals, evaluation, arena);
    bool exercised = is_exercised(&noting, goal);
    arena_destroy(arena);
    return exercised;
}

void goals_note(struct goals *goals, const struct evaluation *evaluation)
{
    struct arena *arena = arena_create();
    struct noting noting = noting_of(goals, evaluation, arena);
    for (size_t i = 0; i < goals->items.count; i++) {
        struct goal *goal = &goals->items.items[i];
        goal->covered = goal->covered || is_exercised(&noting, goal);
    }
    arena_destroy(arena);
}

struct goals *goals_of_examples(struct arena *arena, const struct plan *plan,
                                const struct examples *examples)
{
    struct goals *goals = goals_create(arena, plan);
    for (size_t i = 0; i < examples->results.count; i++) {
        const struct example_result *result = &examples->results.items[i];
        size_t members = result->household ? result->household->members.count : 0;
        for (size_t member = 0; member < members; member++) {
            goals_note(goals, result->household->members.items[member]->evaluation);
        }
        if (result->answer && !result->household) {
            goals_note(goals, result->answer->evaluation);
        }
    }
    return goals;
}

/* What tells a goal from others, by words: nodes of two plans cannot be compared. */
static const char *key_of(const struct goals *goals, const struct goal *goal)
{
    struct text text = {0};
    struct span span = goal_span(goal);
    text_format(&text, "%u %zu ", (unsigned)span.begin, goal->row);
    goal_describe(&text, goals, goal);
    const char *key = arena_copy(goals->arena, text_string(&text), text.length);
    text_clear(&text);
    return key;
}

/* What some goal of that key in FROM lacks is taken to be lacking. */
void goals_take(struct goals *goals, const struct goals *from)
{
    const char **keys = arena_alloc(goals->arena, (from->items.count + 1) * sizeof *keys);
    for (size_t i = 0; i < from->items.count; i++) {
        keys[i] = key_of(from, &from->items.items[i]);
    }
    for (size_t i = 0; i < goals->items.count; i++) {
        const char *key = key_of(goals, &goals->items.items[i]);
        bool covered = false, lacks = false;
        for (size_t j = 0; j < from->items.count; j++) {
            bool same = strcmp(keys[j], key) == 0;
            covered = covered || (same && from->items.items[j].covered);
            lacks = lacks || (same && !from->items.items[j].covered);
        }
        goals->items.items[i].covered = covered && !lacks;
    }
}

/* ----------------------------------------------------------------------------------------------- told */

size_t goals_count(const struct goals *goals, enum goal_kind kind, bool covered_only)
{
    size_t count = 0;
    for (size_t i = 0; i < goals->items.count; i++) {
        const struct goal *goal = &goals->items.items[i];
        count += goal->kind == kind && (goal->covered || !covered_only);
    }
    return count;
}

struct span goal_span(const struct goal *goal)
{
    return goal->kind == GOAL_ROW ? goal->decision->decision->rows.items[goal->row].decl->span
           : goal->rule           ? goal->rule->entity.decl->span
           : goal->decision       ? goal->decision->decision->entity.decl->span
                                  : goal->duty->duty->entity.decl->span;
}

const char *goal_noun(const struct goal *goal)
{
    static const char *const nouns[] = {[GOAL_RULE] = "rule",
                                        [GOAL_CONDITION] = "condition",
                                        [GOAL_BOUND] = "bound",
                                        [GOAL_ROW] = "row",
                                        [GOAL_DUTY] = "duty"};
    return nouns[goal->kind];
}

const char *goal_name(const struct goal *goal)
{
    return goal->rule       ? goal->rule->label
           : goal->decision ? goal->decision->decision->entity.name
                            : goal->duty->duty->entity.name;
}

void goal_condition(struct text *text, const struct goals *goals, const struct goal *goal)
{
    if (!wording_condition(text, goals->blank, goal->node)) {
        text_add(text, "more than can be told here");
    }
}

static void describe_bound(struct text *text, const struct goals *goals, const struct goal *goal)
{
    wording_operand(text, goals->blank, goal->node);
    text_add(text, " is never just ");
    value_write(text, plan_at(goals->plan, goal->node)->type, goal->value);
}

static bool is_other_way(const struct goals *goals, const struct goal *goal, const struct goal *other)
{
    return other < goals->items.items + goals->items.count && !other->covered
           && other->kind == goal->kind && other->node == goal->node && other->rule == goal->rule
           && (goal->kind == GOAL_CONDITION || goal->kind == GOAL_BOUND);
}

bool goal_describe_both(struct text *text, const struct goals *goals, const struct goal *goal)
{
    if (!is_other_way(goals, goal, goal + 1)) {
        goal_describe(text, goals, goal);
        return false;
    }
    if (goal->kind == GOAL_BOUND) {
        describe_bound(text, goals, goal);
        text_add(text, ", nor ");
        value_write(text, plan_at(goals->plan, goal->node)->type, goal[1].value);
    } else {
        text_format(text, "rule `%s`: never decided by this: ", goal_name(goal));
        goal_condition(text, goals, goal);
    }
    return true;
}

void goal_describe(struct text *text, const struct goals *goals, const struct goal *goal)
{
    switch (goal->kind) {
    case GOAL_RULE:
    case GOAL_DUTY:
        text_format(text, "%s `%s` %s", goal_noun(goal), goal_name(goal),
                    goal->wanted ? "never applies" : "never fails to apply");
        break;
    case GOAL_CONDITION:
        text_format(text, "rule `%s`: never decided by this being %s: ", goal_name(goal),
                    goal->wanted ? "so" : "not so");
        goal_condition(text, goals, goal);
        break;
    case GOAL_BOUND:
        describe_bound(text, goals, goal);
        break;
    case GOAL_ROW:
        text_format(text, "row %zu of decision `%s` is never taken", goal->row + 1, goal_name(goal));
        break;
    default:
        break;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Sensitivity: what of an evaluated case could still change something, and whether the level's range
   is exact.

   The range is exact if every input that the case leaves open reaches the thresholds with one sign only, or
   stands in one atom that does, and nothing ties inputs together. Where the theorem might not apply, the
   answer is "not exact". */
#include <string.h>

#include "engine/sweep.h"
#include "meaning/each.h"

/* ---------------------------------------------------------------------------------- where it begins */

static bool scope_may_hold(const struct sweep *sweep)
{
    node_id scope = sweep->plan->scope;
    return scope == NO_NODE || value_may_be_yes(*sweep_value(sweep, scope));
}

static void start_at_level(struct sweep *sweep)
{
    for (size_t i = 0; i < sweep->plan->threshold_count && scope_may_hold(sweep); i++) {
        sweep_start(sweep, sweep->plan->thresholds[i], REACH_PLUS);
    }
    sweep_start(sweep, sweep->plan->scope, REACH_BOTH);
}

static void start_at_everything(struct sweep *sweep)
{
    const struct plan *plan = sweep->plan;
    start_at_level(sweep);
    for (size_t i = 0; i < plan->decisions.count; i++) {
        sweep_start(sweep, plan->decisions.items[i].value, REACH_BOTH);
    }
    for (size_t i = 0; i < plan->duties.count; i++) {
        const struct plan_duty *duty = &plan->duties.items[i];
        sweep_start(sweep, duty->holds, REACH_BOTH);
        for (size_t j = 0; j < duty->deadlines.count && value_may_be_yes(*sweep_value(sweep, duty->holds));
             j++) {
            sweep_start(sweep, duty->deadlines.items[j].start, REACH_BOTH);
        }
    }
    for (size_t i = 0; i < plan->notes.count; i++) {
        sweep_start(sweep, plan->notes.items[i].shown, REACH_BOTH);
    }
    for (size_t i = 0; i < plan->items.count; i++) {
        sweep_start(sweep, plan->items.items[i].asked, REACH_BOTH);
    }
}

static void start_at_equation(struct sweep *sweep, node_id id)
{
    if (sweep_is_equation(sweep, id)) {
        sweep_start(sweep, plan_operand(sweep->plan, id, 1), REACH_BOTH);
    }
}

static void start_at_equations_of_items(struct sweep *sweep, node_id id)
{
    size_t rows = sweep_rows(sweep, plan_at(sweep->plan, id)->domain);
    for (sweep->item = 0; sweep->item < rows; sweep->item++) {
        start_at_equation(sweep, id);
    }
}

/* What ties inputs together: equations of derived facts, `impossible` and `require` left open. */
static void start_at_ties(struct sweep *sweep)
{
    const struct plan *plan = sweep->plan;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        if (plan_at(plan, id)->op == OP_DERIVED) {
            start_at_equation(sweep, id);
        } else if (plan_at(plan, id)->op == OP_FIELD_DERIVED) {
            start_at_equations_of_items(sweep, id);
        }
    }
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        sweep_start(sweep, plan->impossibles.items[i].condition, REACH_BOTH);
    }
    for (size_t i = 0; i < plan->requires.count; i++) {
        sweep_start(sweep, plan->requires.items[i].condition, REACH_BOTH);
    }
}

/* The ties of all members of a household, which are the same whoever asks. */
static const struct sweep *ties_of(struct arena *arena, const struct evaluation *evaluation)
{
    struct family *family = evaluation->family;
    if (family && family->ties) {
        return family->ties;
    }
    struct sweep *ties = sweep_create(arena, evaluation);
    start_at_ties(ties);
    for (size_t i = 0; family && i < family->count + (family->others > 0); i++) {
        struct sweep *member = sweep_member(ties, i);
        if (member != ties) {
            start_at_ties(member);
        }
    }
    sweep_down(ties);
    if (family) {
        family->ties = ties;
    }
    return ties;
}

/* ------------------------------------------------------------------------------------- exactness */

static bool is_pure(uint8_t reach)
{
    return reach == REACH_NONE || reach == REACH_PLUS || reach == REACH_MINUS;
}

/* A constant; beside a field also what is one value of the case, such as the ends of a window. */
static bool is_fixed(const struct sweep *sweep, node_id atom, node_id read)
{
    bool is_of_case = plan_at(sweep->plan, read)->domain == PLAN_CASE;
    return plan_at(sweep->plan, read)->op == OP_CONSTANT
           || (plan_at(sweep->plan, atom)->domain != PLAN_CASE && is_of_case
               && !sweep_is_open(sweep, read));
}

/* ATOM reads INPUT once and constants beside it: it can be whatever its set says. */
static bool reads_once(const struct sweep *sweep, node_id atom, node_id input)
{
    size_t times = 0;
    for (size_t i = 0; i < plan_at(sweep->plan, atom)->operand_count; i++) {
        node_id read = plan_operand(sweep->plan, atom, i);
        times += read == input;
        if (read != input && !is_fixed(sweep, atom, read)) {
            return false;
        }
    }
    return times == 1;
}

/* NODE is the input's only reader, tests it against constants, and has one sign itself. */
static bool stands_in_atom(const struct sweep *sweep, node_id input)
{
    node_id atom = sweep->atom[input];
    if (sweep->atom_count[input] != ATOM_ONE || !is_pure(sweep->reach[atom])) {
        return false;
    }
    switch (plan_at(sweep->plan, atom)->op) {
    case OP_EQUAL:
    case OP_NOT_EQUAL:
    case OP_LESS:
    case OP_LESS_OR_EQUAL:
    case OP_IN_RANGE:
    case OP_IN_SET:
    case OP_IN_LIST:
    case OP_IS_NONE:
        return reads_once(sweep, atom, input);
    default:
        return false;
    }
}

/* What ties NODE of SWEEP: that of its member, or of all. */
static uint8_t tie_of(const struct sweep *sweep, const struct sweep *ties, node_id node)
{
    bool is_own = plan_at(sweep->plan, node)->is_of_each;
    bool is_of_family = is_own && ties->evaluation->family;
    const struct sweep *own = is_of_family ? sweep_find_member(ties, sweep->evaluation->member) : ties;
    return own->reach[node];
}

/* Whether INPUT may be set to one of its ends whatever the others are. */
static bool input_is_free(const struct sweep *sweep, const struct sweep *ties, node_id input)
{
    if (sweep->reach[input] == REACH_NONE) {
        return true;
    }
    return tie_of(sweep, ties, input) == REACH_NONE
           && (is_pure(sweep->reach[input]) || stands_in_atom(sweep, input));
}

static bool inputs_are_free(const struct sweep *sweep, const struct sweep *ties)
{
    for (node_id id = 0; id < sweep->plan->nodes.count; id++) {
        enum op op = plan_at(sweep->plan, id)->op;
        if (op == OP_FIELD_KNOWN && sweep->reach[id] != REACH_NONE) {
            return false; /* whether a field of an item not listed will be known, nobody can say */
        }
        bool is_input = op == OP_INPUT || op == OP_CASE_DATE || op == OP_ANY || op == OP_LATEST ||
                        op == OP_FIELD;
        if (is_input && !input_is_free(sweep, ties, id)) {
            return false;
        }
    }
    return true;
}

/* How the nodes that read one event, take the items of one list, or are judged of one rule, reach the
   level together. */
struct shared_input {
    uint8_t reach;
    bool is_tied;
    bool has_latest, has_count, has_window;
    int64_t day; /* D of its windows */
};

static void share_event(struct shared_input *event, const struct sweep *sweep, node_id id)
{
    const struct plan_node *node = plan_at(sweep->plan, id);
    if (node->op == OP_LATEST) {
        event->has_latest = true;
        return;
    }
    event->has_count = true;
    if (node->operand_count == 0) {
        return;
    }
    if (node->domain != PLAN_CASE) { /* windows of several items overlap as they like */
        event->is_tied = true;
        return;
    }
    const struct value_set *day = sweep_value(sweep, plan_operand(sweep->plan, id, 0));
    if (!value_is_single(*day) || (event->has_window && day->low != event->day)) {
        event->is_tied = true;
    }
    event->has_window = true;
    event->day = day->low;
}

static bool list_is_open(const struct evaluation *evaluation, size_t list)
{
    const struct fact *fact = evaluation->plan->program->facts.items[list];
    return case_list_is_open(&evaluation->limen_case->facts[list], fact);
}

/* Items may be added to a list that is open: as many as it takes, each as far as its fields go, which
   moves what is counted and asked of any one way; what is highest or a sum may go either way. */
static void share_list(struct shared_input *list, const struct sweep *sweep, node_id id)
{
    enum op op = plan_at(sweep->plan, id)->op;
    if (!list_is_open(sweep->evaluation, plan_at(sweep->plan, id)->index)) {
        list->reach = REACH_NONE;
    } else if (op != OP_ITEM_ANY && op != OP_ITEM_COUNT) {
        list->is_tied = true;
    }
}

/* Dates may be added to an event where all its windows overlap: at their common D. */
static bool shared_is_free(const struct shared_input *input)
{
    return input->reach == REACH_NONE
           || (is_pure(input->reach) && !input->is_tied
               && !(input->has_latest && input->has_count));
}

static bool shared_are_free(struct arena *arena, const struct sweep *sweep,
                            const struct sweep *ties)
{
    const struct plan *plan = sweep->plan;
    size_t facts = plan->program->facts.count, count = facts + plan->program->rules.count;
    struct shared_input *inputs = arena_alloc(arena, (count + 1) * sizeof *inputs);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        bool is_event = node->op == OP_LATEST || node->op == OP_EVENT_COUNT;
        bool is_list = op_is_of_items(node->op);
        if ((!is_event && !is_list && node->op != OP_JUDGED) || sweep->reach[id] == REACH_NONE) {
            continue;
        }
        struct shared_input *input =
            &inputs[node->op == OP_JUDGED ? facts + node->index : node->index];
        input->reach |= sweep->reach[id];
        input->is_tied = input->is_tied || tie_of(sweep, ties, id) != REACH_NONE;
        if (is_event) {
            share_event(input, sweep, id);
        } else if (is_list) {
            share_list(input, sweep, id);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (!shared_is_free(&inputs[i])) {
            return false;
        }
    }
    return true;
}

static bool scope_is_certain(const struct evaluation *evaluation)
{
    node_id scope = evaluation->plan->scope;
    return scope == NO_NODE || value_is_single(evaluation->values[scope]);
}

/* Rows of `only one of` that certainly hold and disagree leave open what no input settles. */
static bool conflict_reaches(const struct sweep *sweep)
{
    for (size_t i = 0; i < sweep->evaluation->problems.count; i++) {
        const struct case_problem *problem = &sweep->evaluation->problems.items[i];
        if (problem->kind == PROBLEM_CONFLICT
            && sweep->reach[sweep->plan->decisions.items[problem->index].value] != REACH_NONE) {
            return true;
        }
    }
    return false;
}

/* Other members of a household are reached, who may move together in ways that nobody has shown to be free. */
static bool reaches_others(const struct sweep *sweep)
{
    return sweep->others.count > 0;
}

/* What is asked of one evaluation. */
struct asking {
    struct arena *arena;  /* of what is kept */
    struct arena *sweeps; /* of what is not */
    const struct evaluation *evaluation;
};

static bool range_is_exact(const struct asking *asking)
{
    const struct evaluation *evaluation = asking->evaluation;
    struct sweep *sweep = sweep_create(asking->sweeps, evaluation);
    start_at_level(sweep);
    sweep_down(sweep);
    const struct sweep *ties = ties_of(asking->arena, evaluation);
    return scope_is_certain(evaluation) && !conflict_reaches(sweep) && !reaches_others(sweep)
           && inputs_are_free(sweep, ties) && shared_are_free(asking->sweeps, sweep, ties);
}

/* ----------------------------------------------------------------------------------- what matters */

/* By fact, what the nodes that read it were reached with. A derived fact is reached as what it is worth,
   whoever worked it out. */
static void collect_reach(const struct sweep *sweep, uint8_t *ret_reach)
{
    for (node_id id = 0; id < sweep->plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(sweep->plan, id);
        switch (node->op) {
        case OP_INPUT:
        case OP_DERIVED:
        case OP_LATEST:
        case OP_EVENT_COUNT:
            ret_reach[node->index] |= sweep->reach[id];
            break;
        case OP_FIELD:
        case OP_FIELD_DERIVED:
            ret_reach[sweep->plan->program->fields.items[node->index]->list->entity.index] |=
                sweep->reach[id];
            break;
        default:
            if (op_is_of_items(node->op) && list_is_open(sweep->evaluation, node->index)) {
                ret_reach[node->index] |= sweep->reach[id];
            }
            break;
        }
    }
}

/* The fields of listed items that could still change something. */
static void collect_fields(struct arena *arena, const struct sweep *level, const struct sweep *all,
                           struct sensitivity *ret)
{
    const struct plan *plan = all->plan;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (node->op != OP_FIELD || !all->reach[id]) {
            continue;
        }
        const struct fact *field = plan->program->fields.items[node->index];
        size_t listed = all->evaluation->limen_case->facts[node->domain - 1].item_count;
        for (size_t i = 0; i < listed; i++) {
            struct open_field open = {field, i, level->items[id][i]};
            if (all->items[id][i]) {
                vector_push(arena, &ret->fields, open);
            }
        }
    }
}

/* What is open of the other members and could still change something. */
static void collect_others(struct arena *arena, const struct sweep *level, const struct sweep *all,
                           struct sensitivity *ret)
{
    const struct program *program = all->plan->program;
    const struct family *family = all->evaluation->family;
    size_t count = family && all->others.count ? family->count : 0;
    uint8_t *level_reach = arena_alloc(arena, program->facts.count + 1);
    uint8_t *reach = arena_alloc(arena, program->facts.count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct sweep *other = sweep_find_member(all, i), *of_level = sweep_find_member(level, i);
        if (!other || other == all) {
            continue;
        }
        memset(level_reach, 0, program->facts.count);
        memset(reach, 0, program->facts.count);
        collect_reach(other, reach);
        if (of_level) {
            collect_reach(of_level, level_reach);
        }
        for (size_t f = 0; f < program->facts.count; f++) {
            struct open_of_member open = {i, program->facts.items[f], level_reach[f]};
            if (reach[f] && fact_is_of_each(program, program->facts.items[f])) {
                vector_push(arena, &ret->of_members, open);
            }
        }
    }
}

static bool reaches_case_date(const struct sweep *sweep)
{
    for (node_id id = 0; id < sweep->plan->nodes.count; id++) {
        if (plan_at(sweep->plan, id)->op == OP_CASE_DATE && sweep->reach[id]) {
            return true;
        }
    }
    return false;
}

static void find_what_matters(const struct asking *asking, struct sensitivity *ret)
{
    const struct evaluation *evaluation = asking->evaluation;
    size_t facts = evaluation->plan->program->facts.count;
    uint8_t *reach = arena_alloc(asking->sweeps, facts + 1);
    struct sweep *level = sweep_create(asking->sweeps, evaluation);
    struct sweep *all = sweep_create(asking->sweeps, evaluation);
    start_at_level(level);
    sweep_down(level);
    collect_reach(level, ret->level_reach);
    start_at_everything(all);
    sweep_down(all);
    collect_reach(all, reach);
    collect_fields(asking->arena, level, all, ret);
    collect_others(asking->arena, level, all, ret);
    ret->case_date_matters = reaches_case_date(all);
    for (size_t i = 0; i < facts; i++) {
        ret->matters[i] = reach[i] != REACH_NONE;
    }
}

/* -------------------------------------------------------------------------------------- is known */

static bool plan_asks_known(const struct plan *plan)
{
    for (node_id id = 0; id < plan->nodes.count; id++) {
        enum op op = plan_at(plan, id)->op;
        if (op == OP_KNOWN || op == OP_FIELD_KNOWN) {
            return true;
        }
    }
    return false;
}

/* The items of which ID, a FIELD_KNOWN, says no and could change something. */
static void find_fields_on_known(struct arena *arena, const struct evaluation *evaluation,
                                 const struct sweep *all, node_id id, struct sensitivity *ret)
{
    const struct plan_node *node = plan_at(all->plan, id);
    const struct fact *field = all->plan->program->fields.items[node->index];
    size_t list = field->list->entity.index;
    size_t items = evaluation->limen_case->facts[list].item_count;
    bool *named = arena_alloc(arena, items + 1);
    for (size_t i = 0; i < ret->fields.count; i++) {
        if (ret->fields.items[i].field == field) {
            named[ret->fields.items[i].item] = true;
        }
    }
    for (size_t i = 0; i < items; i++) {
        bool matters = all->items[id][i] && !evaluation->items[id][i].high;
        ret->matters[list] = ret->matters[list] || matters;
        if (matters && !named[i]) {
            vector_push(arena, &ret->fields, (struct open_field){field, i, REACH_NONE});
        }
    }
}

/* What other members are reached through depends on what is known of them. */
static bool others_depend_on_known(const struct sweep *level)
{
    for (size_t i = 0; i < level->others.count; i++) {
        for (node_id id = 0; id < level->plan->nodes.count; id++) {
            enum op op = plan_at(level->plan, id)->op;
            if ((op == OP_KNOWN || op == OP_FIELD_KNOWN) && level->others.items[i]->reach[id]) {
                return true;
            }
        }
    }
    return false;
}

/* With `is known` left open, what it could change shows as reach of its nodes. */
static void find_on_known(const struct asking *asking, struct sensitivity *ret)
{
    const struct evaluation *evaluation = asking->evaluation;
    const struct plan *plan = evaluation->plan;
    const struct evaluation *open = interpreter_evaluate_known_open(asking->arena, evaluation);
    struct sweep *level = sweep_create(asking->sweeps, open);
    struct sweep *all = sweep_create(asking->sweeps, open);
    start_at_level(level);
    sweep_down(level);
    start_at_everything(all);
    sweep_down(all);
    ret->depends_on_known = others_depend_on_known(level);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (node->op != OP_KNOWN && node->op != OP_FIELD_KNOWN) {
            continue;
        }
        size_t fact = node->op == OP_KNOWN ? node->index : node->domain - 1;
        bool reaches_level = level->reach[id] != REACH_NONE;
        ret->depends_on_known = ret->depends_on_known || reaches_level;
        ret->on_known[fact] = ret->on_known[fact] || reaches_level;
        if (node->op == OP_FIELD_KNOWN) {
            find_fields_on_known(asking->arena, evaluation, all, id, ret);
        } else if (all->reach[id] && !evaluation->known[fact]) {
            ret->matters[fact] = true;
        }
    }
}

#define MANY 50 /* members, from which on a memory of its own for each is worth its making */

/* Each member may come to all others: what that takes need not be kept till all have had their turn. */
static bool has_many(const struct evaluation *evaluation)
{
    return evaluation->family && evaluation->family->count >= MANY;
}

struct sensitivity *sensitivity_of(struct arena *arena, const struct evaluation *evaluation)
{
    const struct plan *plan = evaluation->plan;
    size_t facts = plan->program->facts.count + 1;
    struct sensitivity *sensitivity = arena_alloc(arena, sizeof *sensitivity);
    sensitivity->level_reach = arena_alloc(arena, facts);
    sensitivity->matters = arena_alloc(arena, facts * sizeof *sensitivity->matters);
    sensitivity->on_known = arena_alloc(arena, facts * sizeof *sensitivity->on_known);
    struct arena *own = has_many(evaluation) ? arena_create() : NULL;
    struct asking asking = {arena, own ? own : arena, evaluation};
    sensitivity->exact = range_is_exact(&asking);
    find_what_matters(&asking, sensitivity);
    if (plan_asks_known(plan)) {
        find_on_known(&asking, sensitivity);
    }
    if (own) {
        arena_destroy(own);
    }
    return sensitivity;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Sensitivity: what of an evaluated case could still change something, and whether the level's range
   is exact.

   Signs go down from what is concluded to the inputs, through nodes that are open under this case only:
   a node with one value passes nothing on. The range is exact if every input that the case leaves open
   reaches the thresholds with one sign only, or stands in one atom that does, and nothing ties inputs
   together. Where the theorem might not apply, the answer is "not exact". */
#include "engine/interpret.h"

enum { ATOM_NONE = 0, ATOM_ONE = 1, ATOM_MANY = 2 };

struct sweep {
    const struct evaluation *evaluation;
    const struct plan *plan;
    size_t item;           /* of the list whose nodes are looked at */
    uint8_t *reach;        /* by node; of a node of a list, of all its items together */
    uint8_t **items;       /* by node of a list: by item; else NULL */
    node_id *atom;         /* by node: the only node that passed something on to it, */
    uint8_t *atom_count;   /* and how many did (ATOM_) */
};

/* ------------------------------------------------------------------------------------ open nodes */

/* How many items the lists of NODE's domain have here: as in evaluation->items. */
static size_t items_of_domain(const struct evaluation *evaluation, uint32_t domain)
{
    size_t others;
    return evaluation_rows(evaluation->limen_case,
                           evaluation->plan->program->facts.items[domain - 1], &others);
}

/* Of a node of a list: of the item at hand. */
static const struct value_set *value_at(const struct sweep *sweep, node_id id)
{
    return evaluation_value(sweep->evaluation, id, sweep->item);
}

static bool node_is_open(const struct sweep *sweep, node_id id)
{
    return !value_is_single(*value_at(sweep, id));
}

static node_id operand_at(const struct sweep *sweep, node_id id, size_t index)
{
    return plan_operand(sweep->plan, id, index);
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
    if (reach == REACH_NONE || !node_is_open(sweep, to)) {
        return;
    }
    if (value_at(sweep, to)->or_none || value_at(sweep, from)->or_none) {
        reach = REACH_BOTH;
    }
    sweep->reach[to] |= reach;
    if (sweep->items[to]) {
        sweep->items[to][sweep->item] |= reach;
    }
    if (sweep->atom_count[to] == ATOM_NONE) {
        sweep->atom[to] = from;
        sweep->atom_count[to] = ATOM_ONE;
    } else if (sweep->atom[to] != from) {
        sweep->atom_count[to] = ATOM_MANY;
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
        const struct value_set *other = value_at(sweep, operand_at(sweep, id, 1 - i));
        uint8_t signed_reach = other->low >= 0    ? reach
                               : other->high <= 0 ? turn(reach)
                                                  : both(reach);
        pass(sweep, id, operand_at(sweep, id, i), signed_reach);
    }
}

/* The rows up to the first that is certain. If their conditions are settled, one value is chosen
   whatever the inputs are, and it passes on unchanged. */
static void pass_choose(struct sweep *sweep, node_id id, uint8_t reach)
{
    size_t last = plan_at(sweep->plan, id)->operand_count - 1, end = 0;
    bool settled = true;
    while (end < last && !value_at(sweep, operand_at(sweep, id, end))->low) {
        settled = settled && !node_is_open(sweep, operand_at(sweep, id, end));
        end += 2;
    }
    uint8_t of_values = settled ? reach : both(reach);
    for (size_t i = 0; i < end; i += 2) {
        if (value_at(sweep, operand_at(sweep, id, i))->high) {
            pass(sweep, id, operand_at(sweep, id, i), both(reach));
            pass(sweep, id, operand_at(sweep, id, i + 1), of_values);
        }
    }
    pass(sweep, id, operand_at(sweep, id, end < last ? end + 1 : last), of_values);
}

static void pass_select(struct sweep *sweep, node_id id, uint8_t reach)
{
    const struct plan_node *node = plan_at(sweep->plan, id);
    node_id choice = operand_at(sweep, id, 0);
    const struct value_set *set = value_at(sweep, choice);
    uint8_t of_values = node_is_open(sweep, choice) ? both(reach) : reach;
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
        const struct value_set *condition = value_at(sweep, operand_at(sweep, id, i));
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

/* What the case says of a derived fact narrows what it is worked out as: an equation to keep. */
static bool is_equation(const struct sweep *sweep, node_id id)
{
    const struct plan_node *node = plan_at(sweep->plan, id);
    node_id given = operand_at(sweep, id, 0), worked_out = operand_at(sweep, id, 1);
    return node_is_open(sweep, worked_out)
           && !set_within(node->type, value_at(sweep, worked_out), value_at(sweep, given));
}

/* The value moves with what it is worked out as; what the case may still say of it is no input. */
static void pass_derived(struct sweep *sweep, node_id id, uint8_t reach)
{
    pass(sweep, id, operand_at(sweep, id, 1), is_equation(sweep, id) ? both(reach) : reach);
}

static void pass_by_sign(struct sweep *sweep, node_id id, uint8_t reach)
{
    const struct plan_node *node = plan_at(sweep->plan, id);
    switch (op_signs(node->op)) {
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
    size_t rows = items_of_domain(sweep->evaluation, plan_at(sweep->plan, id)->index + 1);
    for (sweep->item = 0; sweep->item < rows; sweep->item++) {
        if (value_at(sweep, operand_at(sweep, id, 0))->high) {
            pass_by_sign(sweep, id, sweep->reach[id]);
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

static struct sweep sweep_create(struct arena *arena, const struct evaluation *evaluation)
{
    size_t nodes = evaluation->plan->nodes.count + 1;
    struct sweep sweep = {
        .evaluation = evaluation,
        .plan = evaluation->plan,
        .reach = arena_alloc(arena, nodes),
        .items = arena_alloc(arena, nodes * sizeof(uint8_t *)),
        .atom = arena_alloc(arena, nodes * sizeof(node_id)),
        .atom_count = arena_alloc(arena, nodes),
    };
    for (node_id id = 0; id < evaluation->plan->nodes.count; id++) {
        uint32_t domain = plan_at(evaluation->plan, id)->domain;
        if (domain != PLAN_CASE) {
            sweep.items[id] = arena_alloc(arena, items_of_domain(evaluation, domain) + 1);
        }
    }
    return sweep;
}

static void start_at(struct sweep *sweep, node_id id, uint8_t reach)
{
    if (id != NO_NODE && node_is_open(sweep, id)) {
        sweep->reach[id] |= reach;
        sweep->atom_count[id] = ATOM_MANY;
        if (sweep->items[id]) {
            sweep->items[id][sweep->item] |= reach;
        }
    }
}

static void pass_on_each(struct sweep *sweep, node_id id)
{
    size_t rows = items_of_domain(sweep->evaluation, plan_at(sweep->plan, id)->domain);
    for (sweep->item = 0; sweep->item < rows; sweep->item++) {
        if (sweep->items[id][sweep->item]) {
            pass_on(sweep, id);
        }
    }
}

/* A node's readers stand behind it: one pass from the last node to the first. */
static void sweep_down(struct sweep *sweep)
{
    for (size_t i = sweep->plan->nodes.count; i > 0; i--) {
        node_id id = (node_id)(i - 1);
        if (!sweep->reach[id]) {
            continue;
        }
        if (op_is_of_items(plan_at(sweep->plan, id)->op)) {
            pass_items(sweep, id);
        } else if (sweep->items[id]) {
            pass_on_each(sweep, id);
        } else {
            pass_on(sweep, id);
        }
    }
}

static bool scope_may_hold(const struct sweep *sweep)
{
    node_id scope = sweep->plan->scope;
    return scope == NO_NODE || value_may_be_yes(*value_at(sweep, scope));
}

static void start_at_level(struct sweep *sweep)
{
    for (size_t i = 0; i < sweep->plan->threshold_count && scope_may_hold(sweep); i++) {
        start_at(sweep, sweep->plan->thresholds[i], REACH_PLUS);
    }
    start_at(sweep, sweep->plan->scope, REACH_BOTH);
}

static void start_at_everything(struct sweep *sweep)
{
    const struct plan *plan = sweep->plan;
    start_at_level(sweep);
    for (size_t i = 0; i < plan->decisions.count; i++) {
        start_at(sweep, plan->decisions.items[i].value, REACH_BOTH);
    }
    for (size_t i = 0; i < plan->duties.count; i++) {
        const struct plan_duty *duty = &plan->duties.items[i];
        start_at(sweep, duty->holds, REACH_BOTH);
        for (size_t j = 0; j < duty->deadlines.count && value_may_be_yes(*value_at(sweep, duty->holds));
             j++) {
            start_at(sweep, duty->deadlines.items[j].start, REACH_BOTH);
        }
    }
    for (size_t i = 0; i < plan->notes.count; i++) {
        start_at(sweep, plan->notes.items[i].shown, REACH_BOTH);
    }
    for (size_t i = 0; i < plan->items.count; i++) {
        start_at(sweep, plan->items.items[i].asked, REACH_BOTH);
    }
}

static void start_at_equation(struct sweep *sweep, node_id id)
{
    if (is_equation(sweep, id)) {
        start_at(sweep, operand_at(sweep, id, 1), REACH_BOTH);
    }
}

static void start_at_equations_of_items(struct sweep *sweep, node_id id)
{
    size_t rows = items_of_domain(sweep->evaluation, plan_at(sweep->plan, id)->domain);
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
        start_at(sweep, plan->impossibles.items[i].condition, REACH_BOTH);
    }
    for (size_t i = 0; i < plan->requires.count; i++) {
        start_at(sweep, plan->requires.items[i].condition, REACH_BOTH);
    }
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
               && !node_is_open(sweep, read));
}

/* ATOM reads INPUT once and constants beside it: it can be whatever its set says. */
static bool reads_once(const struct sweep *sweep, node_id atom, node_id input)
{
    size_t times = 0;
    for (size_t i = 0; i < plan_at(sweep->plan, atom)->operand_count; i++) {
        node_id read = operand_at(sweep, atom, i);
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

/* Whether INPUT may be set to one of its ends whatever the others are. */
static bool input_is_free(const struct sweep *sweep, const struct sweep *ties, node_id input)
{
    if (sweep->reach[input] == REACH_NONE) {
        return true;
    }
    return ties->reach[input] == REACH_NONE
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
    const struct value_set *day = value_at(sweep, operand_at(sweep, id, 0));
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
        input->is_tied = input->is_tied || ties->reach[id] != REACH_NONE;
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

static bool range_is_exact(struct arena *arena, const struct evaluation *evaluation)
{
    struct sweep sweep = sweep_create(arena, evaluation), ties = sweep_create(arena, evaluation);
    start_at_level(&sweep);
    sweep_down(&sweep);
    start_at_ties(&ties);
    sweep_down(&ties);
    return scope_is_certain(evaluation) && !conflict_reaches(&sweep)
           && inputs_are_free(&sweep, &ties)
           && shared_are_free(arena, &sweep, &ties);
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

static bool reaches_case_date(const struct sweep *sweep)
{
    for (node_id id = 0; id < sweep->plan->nodes.count; id++) {
        if (plan_at(sweep->plan, id)->op == OP_CASE_DATE && sweep->reach[id]) {
            return true;
        }
    }
    return false;
}

static void find_what_matters(struct arena *arena, const struct evaluation *evaluation,
                              struct sensitivity *ret)
{
    size_t facts = evaluation->plan->program->facts.count;
    uint8_t *reach = arena_alloc(arena, facts + 1);
    struct sweep level = sweep_create(arena, evaluation), all = sweep_create(arena, evaluation);
    start_at_level(&level);
    sweep_down(&level);
    collect_reach(&level, ret->level_reach);
    start_at_everything(&all);
    sweep_down(&all);
    collect_reach(&all, reach);
    collect_fields(arena, &level, &all, ret);
    ret->case_date_matters = reaches_case_date(&all);
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

/* With `is known` left open, what it could change shows as reach of its nodes. */
static void find_on_known(struct arena *arena, const struct evaluation *evaluation,
                          struct sensitivity *ret)
{
    const struct plan *plan = evaluation->plan;
    const struct evaluation *open =
        interpreter_evaluate_known_open(arena, plan, evaluation->limen_case);
    struct sweep level = sweep_create(arena, open), all = sweep_create(arena, open);
    start_at_level(&level);
    sweep_down(&level);
    start_at_everything(&all);
    sweep_down(&all);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (node->op != OP_KNOWN && node->op != OP_FIELD_KNOWN) {
            continue;
        }
        size_t fact = node->op == OP_KNOWN ? node->index : node->domain - 1;
        bool reaches_level = level.reach[id] != REACH_NONE;
        ret->depends_on_known = ret->depends_on_known || reaches_level;
        ret->on_known[fact] = ret->on_known[fact] || reaches_level;
        if (node->op == OP_FIELD_KNOWN) {
            find_fields_on_known(arena, evaluation, &all, id, ret);
        } else if (all.reach[id] && !evaluation->known[fact]) {
            ret->matters[fact] = true;
        }
    }
}

struct sensitivity *sensitivity_of(struct arena *arena, const struct evaluation *evaluation)
{
    const struct plan *plan = evaluation->plan;
    size_t facts = plan->program->facts.count + 1;
    struct sensitivity *sensitivity = arena_alloc(arena, sizeof *sensitivity);
    sensitivity->level_reach = arena_alloc(arena, facts);
    sensitivity->matters = arena_alloc(arena, facts * sizeof *sensitivity->matters);
    sensitivity->on_known = arena_alloc(arena, facts * sizeof *sensitivity->on_known);
    sensitivity->exact = range_is_exact(arena, evaluation);
    find_what_matters(arena, evaluation, sensitivity);
    if (plan_asks_known(plan)) {
        find_on_known(arena, evaluation, sensitivity);
    }
    return sensitivity;
}

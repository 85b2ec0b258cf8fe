/* SPDX-License-Identifier: Apache-2.0 */
/* The reference interpreter: one node after the other. Short and obvious; speed is for other engines. */
#include <string.h>

#include "engine/interpret.h"
#include "meaning/each.h"
#include "meaning/type.h"

static operation *const operations[OPS] = {
#define X(op, text, result, signs, formula) [op] = evaluate_##op,
#include "plan/op.def"
#undef X
};

/* A node of a list: once for each item, then all of it together. */
static void evaluate_items(const struct frame *frame, size_t id)
{
    const struct plan_node *node = &frame->plan->nodes.items[id];
    struct value_set *all = &frame->evaluation->values[id];
    struct value_set **values = &frame->evaluation->items[id];
    const struct fact *list = frame->plan->program->facts.items[node->domain - 1];
    size_t others, rows = evaluation_rows(frame->limen_case, list, &others);
    struct frame of_item = *frame;
    if (!*values) {
        *values = arena_alloc(frame->arena, (rows + 1) * sizeof **values);
    }
    *all = set_nothing(frame, node->type);
    for (of_item.item = 0; of_item.item < rows; of_item.item++) {
        (*values)[of_item.item] = operations[node->op](&of_item, node);
        set_add_all(node->type, all, &(*values)[of_item.item]);
    }
}

/* The frames of a household's members, or of one case. What is the same for all is worked out in the
   first. */
struct frames {
    struct frame *items;
    size_t count;
};

static void evaluate_node(const struct frame *frame, size_t id)
{
    const struct plan_node *node = &frame->plan->nodes.items[id];
    if (node->domain != PLAN_CASE) {
        evaluate_items(frame, id);
    } else {
        frame->evaluation->values[id] = operations[node->op](frame, node);
    }
}

/* Node by node, so that what takes the members together finds them all worked out so far. */
static void evaluate_nodes(const struct frames *frames, size_t from, size_t to)
{
    const struct evaluation *first = frames->items[0].evaluation;
    for (size_t id = from; id < to; id++) {
        evaluate_node(&frames->items[0], id);
        for (size_t i = 1; i < frames->count; i++) {
            struct evaluation *other = frames->items[i].evaluation;
            if (frames->items[0].plan->nodes.items[id].is_of_each) {
                evaluate_node(&frames->items[i], id);
            } else {
                other->values[id] = first->values[id];
                other->items[id] = first->items[id];
            }
        }
    }
}

size_t evaluation_rows(const struct limen_case *limen_case, const struct fact *list,
                       size_t *ret_others)
{
    const struct case_fact *entry = &limen_case->facts[list->entity.index];
    bool is_open = case_list_is_open(entry, list);
    *ret_others = is_open ? (size_t)list->type->high - entry->item_count : 0;
    return entry->item_count + is_open;
}

static void add_problem(const struct frame *frame, enum case_problem_kind kind, size_t index)
{
    struct evaluation *evaluation = frame->evaluation;
    for (size_t i = 0; i < evaluation->problems.count; i++) {
        if (evaluation->problems.items[i].kind == kind
            && evaluation->problems.items[i].index == index
            && evaluation->problems.items[i].item == frame->item) {
            return;
        }
    }
    struct case_problem problem = {kind, index, frame->item};
    vector_push(frame->arena, &evaluation->problems, problem);
    evaluation->refused = evaluation->refused || kind != PROBLEM_CONFLICT;
}

/* ------------------------------------------------------------------------------------- is known */

static bool given_is_known(const struct case_fact *given, const struct fact *fact)
{
    if (fact->is_builtin) {
        return given->state == FACT_GIVEN || given->state == FACT_ASSUMED
                   ? value_is_single(given->set)
                   : fact->type->low == fact->type->high;
    }
    if (given->state != FACT_GIVEN && given->state != FACT_ASSUMED) {
        return false;
    }
    return type_is_many(fact->type) ? given->complete : value_is_single(given->set);
}

/* A derived fact's answer comes when it is worked out, before anything was settled. */
static void find_known(const struct frame *frame)
{
    const struct program *program = frame->plan->program;
    const struct limen_case *limen_case = frame->limen_case;
    for (size_t i = 0; i < program->facts.count; i++) {
        frame->evaluation->known[i] =
            limen_case->known ? limen_case->known[i]
                              : given_is_known(&limen_case->facts[i], program->facts.items[i]);
    }
}

static bool *known_of_items(const struct frame *frame, const struct fact *field)
{
    const struct case_fact *list = &frame->limen_case->facts[field->list->entity.index];
    bool *known = arena_alloc(frame->arena, list->item_count + 1);
    for (size_t i = 0; i < list->item_count; i++) {
        known[i] = given_is_known(&list->items[i].fields[field->place], field);
    }
    return known;
}

static void find_fields_known(const struct frame *frame)
{
    const struct program *program = frame->plan->program;
    bool **known = arena_alloc(frame->arena, (program->fields.count + 1) * sizeof *known);
    for (size_t i = 0; i < program->fields.count && !frame->limen_case->fields_known; i++) {
        known[i] = known_of_items(frame, program->fields.items[i]);
    }
    frame->evaluation->fields_known = frame->limen_case->fields_known ? frame->limen_case->fields_known : known;
}

/* ------------------------------------------------------------------------------------ impossible */

/* The one conjunct that does not certainly hold, or NULL if there is none or more than one. */
static const struct plan_conjunct *last_open(const struct frame *frame,
                                             const struct plan_impossible *impossible)
{
    const struct plan_conjunct *open = NULL;
    for (size_t i = 0; i < impossible->conjuncts.count; i++) {
        const struct plan_conjunct *conjunct = &impossible->conjuncts.items[i];
        if (!value_is_yes(frame->evaluation->values[conjunct->holds])) {
            if (open) {
                return NULL;
            }
            open = conjunct;
        }
    }
    return open;
}

/* What is settled of all is settled in each frame. */
static void settle_fact(const struct frames *frames, const struct frame *frame,
                        const struct plan_conjunct *open)
{
    const struct program *program = frame->plan->program;
    bool is_own = fact_is_of_each(program, program->facts.items[open->fact]);
    for (size_t i = 0; i < frames->count; i++) {
        const struct frame *one = &frames->items[i];
        if (one == frame || !is_own) {
            one->settled_as[open->fact] = !open->value;
            one->evaluation->settled[open->fact] = true;
        }
    }
}

/* True if something was settled. Those whom nobody has named need not be there, so nothing follows from
   them for all. */
static bool settle(const struct frames *frames, const struct frame *frame,
                   const struct plan_impossible *impossible)
{
    const struct program *program = frame->plan->program;
    const struct plan_conjunct *open = last_open(frame, impossible);
    if (!open || !open->is_fact || !value_may_be_yes(frame->evaluation->values[open->holds])
        || frame->settled_as[open->fact] >= 0
        || (frame->is_other && !fact_is_of_each(program, program->facts.items[open->fact]))) {
        return false;
    }
    settle_fact(frames, frame, open);
    return true;
}

static bool settle_all(const struct frames *frames)
{
    const struct plan *plan = frames->items[0].plan;
    bool some = false;
    for (size_t f = 0; f < frames->count; f++) {
        for (size_t i = 0; i < plan->impossibles.count; i++) {
            some |= settle(frames, &frames->items[f], &plan->impossibles.items[i]);
        }
    }
    return some;
}

static void share_known_of(const struct frames *frames, const struct plan_node *node)
{
    const struct evaluation *first = frames->items[0].evaluation;
    for (size_t i = 1; i < frames->count; i++) {
        struct evaluation *other = frames->items[i].evaluation;
        if (node->op == OP_DERIVED) {
            other->known[node->index] = first->known[node->index];
        } else if (!frames->items[i].limen_case->fields_known) {
            size_t items = first->limen_case->facts[node->domain - 1].item_count;
            memcpy(other->fields_known[node->index], first->fields_known[node->index], items);
        }
    }
}

/* What the first frame answered of what is worked out alike for all. */
static void share_known(const struct frames *frames)
{
    const struct plan *plan = frames->items[0].plan;
    for (size_t i = 0; i < plan->prologue && frames->count > 1; i++) {
        const struct plan_node *node = &plan->nodes.items[i];
        if (!node->is_of_each && (node->op == OP_DERIVED || node->op == OP_FIELD_DERIVED)) {
            share_known_of(frames, node);
        }
    }
}

static void set_first_pass(const struct frames *frames, bool is_first_pass)
{
    for (size_t i = 0; i < frames->count; i++) {
        frames->items[i].is_first_pass = is_first_pass;
    }
}

/* Each pass but the last settles a fact that none before it settled. */
static void evaluate_prologue(const struct frames *frames)
{
    size_t prologue = frames->items[0].plan->prologue;
    set_first_pass(frames, true);
    evaluate_nodes(frames, 0, prologue);
    set_first_pass(frames, false);
    share_known(frames);
    while (settle_all(frames)) {
        evaluate_nodes(frames, 0, prologue);
    }
}

/* -------------------------------------------------------------------------------------- problems */

/* What is the same for all members is a problem of the case once. */
static bool concerns(const struct frame *frame, node_id id)
{
    return frame->is_leading || plan_at(frame->plan, id)->is_of_each;
}

static bool is_contradicted(const struct frame *frame, const struct plan_node *node)
{
    struct value_set common;
    return !value_intersect(frame->arena, node->type, *operand(frame, node, 0),
                            *operand(frame, node, 1), &common);
}

static void find_field_contradictions(const struct frame *frame, const struct plan_node *node)
{
    struct frame of_item = *frame;
    size_t listed = frame->limen_case->facts[node->domain - 1].item_count;
    for (of_item.item = 0; of_item.item < listed; of_item.item++) {
        if (is_contradicted(&of_item, node)) {
            add_problem(&of_item, PROBLEM_FIELD_CONTRADICTION, node->index);
        }
    }
}

static void find_contradictions(const struct frame *frame)
{
    const struct plan *plan = frame->plan;
    for (size_t i = 0; i < plan->nodes.count; i++) {
        const struct plan_node *node = &plan->nodes.items[i];
        if (!concerns(frame, (node_id)i)) {
            continue;
        }
        if (node->op == OP_FIELD_DERIVED) {
            find_field_contradictions(frame, node);
        } else if (node->op == OP_DERIVED && is_contradicted(frame, node)) {
            add_problem(frame, PROBLEM_CONTRADICTION, node->index);
        }
    }
}

static void find_refusals(const struct frame *frame)
{
    const struct plan *plan = frame->plan;
    const struct value_set *values = frame->evaluation->values;
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        node_id condition = plan->impossibles.items[i].condition;
        if (concerns(frame, condition) && value_is_yes(values[condition])) {
            add_problem(frame, PROBLEM_IMPOSSIBLE, i);
        }
    }
    for (size_t i = 0; i < plan->requires.count; i++) {
        node_id condition = plan->requires.items[i].condition;
        if (concerns(frame, condition) && !value_may_be_yes(values[condition])) {
            add_problem(frame, PROBLEM_REQUIRE, i);
        }
    }
}

static bool rows_disagree(const struct frame *frame, const struct plan_node *node)
{
    struct value_set common = value_any(frame->arena, node->type);
    common.or_none = true;
    for (size_t i = 0; i + 1 < node->operand_count; i += 2) {
        if (value_is_yes(*operand(frame, node, i))
            && !value_intersect(frame->arena, node->type, common, *operand(frame, node, i + 1),
                                &common)) {
            return true;
        }
    }
    return false;
}

static void find_conflicts(const struct frame *frame)
{
    const struct plan *plan = frame->plan;
    for (size_t i = 0; i < plan->decisions.count; i++) {
        const struct plan_node *node = plan_at(plan, plan->decisions.items[i].value);
        if (node->op == OP_ONLY_ROW && rows_disagree(frame, node)) {
            add_problem(frame, PROBLEM_CONFLICT, i);
        }
    }
}

/* ------------------------------------------------------------------------------------ evaluation */

static struct frame frame_create(struct arena *arena, const struct plan *plan,
                                 const struct limen_case *limen_case)
{
    size_t facts = plan->program->facts.count + 1;
    struct evaluation *evaluation = arena_alloc(arena, sizeof *evaluation);
    evaluation->plan = plan;
    evaluation->limen_case = limen_case;
    evaluation->values = arena_alloc(arena, (plan->nodes.count + 1) * sizeof *evaluation->values);
    evaluation->items = arena_alloc(arena, (plan->nodes.count + 1) * sizeof *evaluation->items);
    evaluation->known = arena_alloc(arena, facts * sizeof *evaluation->known);
    evaluation->settled = arena_alloc(arena, facts * sizeof *evaluation->settled);
    struct frame frame = {.arena = arena, .plan = plan, .limen_case = limen_case,
                          .evaluation = evaluation};
    frame.settled_as = arena_alloc(arena, facts * sizeof *frame.settled_as);
    for (size_t i = 0; i < facts; i++) {
        frame.settled_as[i] = -1;
    }
    return frame;
}

static void find_problems(const struct frame *frame)
{
    find_contradictions(frame);
    find_refusals(frame);
    find_conflicts(frame);
}

static void evaluate(const struct frames *frames)
{
    const struct plan *plan = frames->items[0].plan;
    bool refused = false;
    for (size_t i = 0; i < frames->count; i++) {
        find_known(&frames->items[i]);
        find_fields_known(&frames->items[i]);
    }
    evaluate_prologue(frames);
    evaluate_nodes(frames, plan->prologue, plan->nodes.count);
    for (size_t i = 0; i < frames->count; i++) {
        if (!frames->items[i].is_other) {
            find_problems(&frames->items[i]);
        }
        refused = refused || frames->items[i].evaluation->refused;
    }
    for (size_t i = 0; i < frames->count; i++) {
        frames->items[i].evaluation->refused = refused;
    }
}

/* ------------------------------------------------------------------------------------ households */

/* One of whom nothing is said but what is so for all. */
static const struct limen_case *other_case(struct arena *arena, const struct plan *plan,
                                           const struct limen_case *limen_case)
{
    const struct program *program = plan->program;
    struct limen_case *other = case_create(arena, program);
    struct case_fact *own = other->facts;
    *other = *limen_case;
    other->facts = own;
    other->known = NULL;
    other->fields_known = NULL;
    for (size_t i = 0; i < program->facts.count; i++) {
        if (!fact_is_of_each(program, program->facts.items[i])) {
            own[i] = limen_case->facts[i];
        }
    }
    return other;
}

/* How many there may be beside COUNT that the case names. */
static size_t others_beside(const struct plan *plan, const struct limen_case *limen_case, size_t count)
{
    const struct fact *each = plan->program->each;
    size_t most = (size_t)each->type->high;
    return limen_case->facts[each->entity.index].complete || count >= most ? 0 : most - count;
}

/* FIRST is worked out first, and so decides what is so for all; in a household it takes the place of the
   member that it is. */
static struct family *evaluate_family(struct arena *arena, const struct plan *plan,
                                      const struct limen_case *first, bool known_is_open)
{
    const struct household *household = first->household;
    struct family *family = arena_alloc(arena, sizeof *family);
    family->count = household ? household->members.count : 1;
    family->others = others_beside(plan, first, family->count);
    struct frames frames = {.count = family->count + (family->others > 0)};
    frames.items = arena_alloc(arena, frames.count * sizeof *frames.items);
    family->members = arena_alloc(arena, frames.count * sizeof(struct evaluation *));
    size_t leading = household ? first->member : 0;
    for (size_t i = 0; i < frames.count; i++) {
        size_t member = i == 0 ? leading : i == leading ? 0 : i;
        bool is_other = member == family->count;
        const struct limen_case *one = i == 0     ? first
                                       : is_other ? other_case(arena, plan, first)
                                                  : household->members.items[member];
        struct frame *frame = &frames.items[i];
        *frame = frame_create(arena, plan, one);
        frame->known_is_open = known_is_open;
        frame->is_leading = i == 0;
        frame->is_other = is_other;
        frame->evaluation->family = family;
        frame->evaluation->member = member;
        family->members[member] = frame->evaluation;
    }
    evaluate(&frames);
    return family;
}

struct family *interpreter_evaluate_household(struct arena *arena, const struct plan *plan,
                                              const struct limen_case *shared)
{
    return evaluate_family(arena, plan, shared->household->members.items[0], false);
}

static struct evaluation *evaluate_one(struct arena *arena, const struct plan *plan,
                                       const struct limen_case *limen_case, bool known_is_open)
{
    if (plan->takes_each) {
        struct family *family = evaluate_family(arena, plan, limen_case, known_is_open);
        return family->members[limen_case->household ? limen_case->member : 0];
    }
    struct frame frame = frame_create(arena, plan, limen_case);
    frame.known_is_open = known_is_open;
    frame.is_leading = true;
    evaluate(&(struct frames){&frame, 1});
    return frame.evaluation;
}

struct evaluation *interpreter_evaluate(struct arena *arena, const struct plan *plan,
                                        const struct limen_case *limen_case)
{
    return evaluate_one(arena, plan, limen_case, false);
}

struct evaluation *interpreter_evaluate_known_open(struct arena *arena,
                                                   const struct evaluation *evaluation)
{
    struct family *family = evaluation->family;
    if (!family) {
        return evaluate_one(arena, evaluation->plan, evaluation->limen_case, true);
    }
    if (!family->known_open) {
        family->known_open =
            evaluate_family(arena, evaluation->plan, evaluation->limen_case, true);
    }
    return family->known_open->members[evaluation->member];
}

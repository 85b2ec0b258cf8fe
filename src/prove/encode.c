/* SPDX-License-Identifier: Apache-2.0 */
/* Node after node, as the interpreter does it. */
#include "prove/encode.h"

#include <stdlib.h>
#include <string.h>

#include "prove/age.h"

static encode_operation *const operations[OPS] = {
#define X(op, text, result, signs, formula) [op] = encode_##op,
#include "plan/op.def"
#undef X
};

void encoder_require(const struct encoder *encoder, term condition)
{
    struct encoding *encoding = encoder->encoding;
    encoding->sound = term_and2(encoder->terms, encoding->sound, condition);
}

struct reading encoder_any(const struct encoder *encoder, const struct type *type)
{
    struct terms *terms = encoder->terms;
    struct reading made = {.none = type->or_none ? term_open(terms) : terms->no};
    if (type->kind == TYPE_SELECTION) {
        term *selected = arena_alloc(encoder->world->arena,
                                     (type->choice->count + 1) * sizeof *selected);
        for (size_t i = 0; i < type->choice->count; i++) {
            selected[i] = term_open(terms);
        }
        made = (struct reading){.value = NO_TERM, .none = terms->no, .selected = selected};
    } else {
        made.value = type->kind == TYPE_YES_NO ? term_open(terms)
                                               : term_variable(terms, type->low, type->high);
    }
    return made;
}

/* A node of a list: once for each item that is looked at. */
static void encode_items(struct encoding *encoding, struct encoder *encoder)
{
    const struct program *program = encoding->plan->program;
    const struct fact *list = program->facts.items[encoder->node->domain - 1];
    struct reading *items =
        arena_alloc(encoding->world->arena, WORLD_MOST_ITEMS * sizeof *items);
    encoding->items[encoder->id] = items;
    size_t count = world_list(encoding->world, program, list)->items;
    for (encoder->item = 0; encoder->item < count; encoder->item++) {
        items[encoder->item] = operations[encoder->node->op](encoder);
    }
}

static void encode_node(struct encoding *encoding, node_id id)
{
    struct encoder encoder = {.terms = encoding->world->terms, .world = encoding->world,
                              .encoding = encoding, .plan = encoding->plan,
                              .node = plan_at(encoding->plan, id), .id = id};
    if (encoder.node->domain != PLAN_CASE) {
        encode_items(encoding, &encoder);
    } else {
        encoding->nodes[id] = operations[encoder.node->op](&encoder);
    }
}

/* Of one member. */
static term validity_of(const struct encoding *encoding)
{
    struct terms *terms = encoding->world->terms;
    const struct plan *plan = encoding->plan;
    term valid = encoding->sound;
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        term impossible = encoding_holds(encoding, plan->impossibles.items[i].condition);
        valid = term_and2(terms, valid, term_not(terms, impossible));
    }
    for (size_t i = 0; i < plan->requires.count; i++) {
        valid = term_and2(terms, valid, encoding_holds(encoding, plan->requires.items[i].condition));
    }
    return valid;
}

/* A household is as a case must be if each of its members is. */
static void encode_validity(struct encoding *encoding)
{
    struct world *world = encoding->world;
    const struct program *program = encoding->plan->program;
    encoding->valid = validity_of(encoding);
    for (size_t i = 0; i < encoding->other_count; i++) {
        struct encoding *other = encoding->others[i];
        term there = world_list(world, program, program->each)->there[1 + i];
        other->valid = validity_of(other);
        encoding->valid = term_and2(world->terms, encoding->valid,
                                    term_implies(world->terms, there, other->valid));
    }
}

static void encode_results(struct encoding *encoding)
{
    const struct plan *plan = encoding->plan;
    encode_validity(encoding);
    encoding->in_scope = plan->scope == NO_NODE ? encoding->world->terms->yes
                                                : encoding_holds(encoding, plan->scope);
    for (size_t rank = 0; rank < plan->threshold_count; rank++) {
        encoding->reaches[rank] = encoding_holds(encoding, plan->thresholds[rank]);
    }
}

static struct encoding *encoding_of_one(struct world *world, const struct plan *plan)
{
    struct encoding *encoding = arena_alloc(world->arena, sizeof *encoding);
    encoding->world = world;
    encoding->plan = plan;
    encoding->nodes = arena_alloc(world->arena, (plan->nodes.count + 1) * sizeof *encoding->nodes);
    encoding->items = arena_alloc(world->arena, (plan->nodes.count + 1) * sizeof *encoding->items);
    encoding->reaches = arena_alloc(world->arena, (plan->threshold_count + 1)
                                                      * sizeof *encoding->reaches);
    encoding->sound = world->terms->yes;
    return encoding;
}

static struct encoding *encoding_alloc(struct world *world, const struct plan *plan)
{
    struct encoding *encoding = encoding_of_one(world, plan);
    encoding->other_count = plan->program->each ? world->other_count : 0;
    encoding->others = arena_alloc(world->arena, (encoding->other_count + 1) * sizeof(struct encoding *));
    for (size_t i = 0; i < encoding->other_count; i++) {
        encoding->others[i] = encoding_of_one(world->others[i], plan);
    }
    return encoding;
}

/* By node: what takes members together reads it, or it says whether a case is as it must be, or it is asked for of
   each. */
static bool *nodes_of_others(const struct world *world, const struct plan *plan)
{
    bool *needed = arena_alloc(world->arena, (plan->nodes.count + 1) * sizeof *needed);
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        needed[plan->impossibles.items[i].condition] = true;
    }
    for (size_t i = 0; i < plan->requires.count; i++) {
        needed[plan->requires.items[i].condition] = true;
    }
    for (size_t i = 0; i < plan->requested.count; i++) {
        needed[plan->requested.items[i]] = true;
    }
    for (node_id id = (node_id)plan->nodes.count; id-- > 0;) {
        const struct plan_node *node = plan_at(plan, id);
        needed[id] = needed[id] || id < plan->prologue || node->op == OP_DERIVED
                     || node->op == OP_FIELD_DERIVED || plan_takes_each(plan, node);
        for (size_t i = 0; needed[id] && i < node->operand_count; i++) {
            needed[plan_operand(plan, id, i)] = true;
        }
    }
    return needed;
}

/* What is the same for all is worked out once. */
static void take_over(const struct encoding *encoding, struct encoding *other, node_id id)
{
    other->nodes[id] = encoding->nodes[id];
    other->items[id] = encoding->items[id];
}

static void encode_of_others(const struct encoding *encoding, node_id id)
{
    for (size_t i = 0; i < encoding->other_count; i++) {
        if (!plan_at(encoding->plan, id)->is_of_each) {
            take_over(encoding, encoding->others[i], id);
        } else if (encoding->of_others[id]) {
            encode_node(encoding->others[i], id);
        }
    }
}

struct encoding *encoding_create(struct world *world, const struct plan *plan)
{
    ages_admit(world, plan);
    world_add_others(world);
    struct encoding *encoding = encoding_alloc(world, plan);
    encoding->of_others = encoding->other_count ? nodes_of_others(world, plan) : NULL;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        encode_node(encoding, id);
        encode_of_others(encoding, id);
    }
    encode_results(encoding);
    world_tie_events(world);
    return encoding;
}

/* ------------------------------------------------------------------------------ with other values */

/* An encoding that is varied. What is not other for a member it has from before. */
struct varying {
    const struct encoding *before;
    struct encoding *now;
    bool **changed, **given; /* by member, then by node; until it is finished */
};

static struct encoding *copy_of_one(const struct encoding *before)
{
    size_t count = before->plan->nodes.count;
    struct encoding *now = encoding_of_one(before->world, before->plan);
    now->sound = before->sound;
    memcpy(now->nodes, before->nodes, count * sizeof *now->nodes);
    memcpy(now->items, before->items, count * sizeof *now->items);
    return now;
}

static struct varying start_varying(const struct encoding *before)
{
    size_t members = before->other_count + 1, nodes = before->plan->nodes.count + 1;
    struct varying varying = {.before = before, .now = copy_of_one(before)};
    varying.changed = calloc(2 * members, sizeof *varying.changed);
    varying.given = varying.changed + members;
    for (size_t i = 0; i < 2 * members; i++) {
        varying.changed[i] = calloc(nodes, sizeof(bool));
    }
    varying.now->of_others = before->of_others;
    varying.now->other_count = before->other_count;
    varying.now->others = arena_alloc(before->world->arena, members * sizeof(struct encoding *));
    memcpy(varying.now->others, before->others, before->other_count * sizeof(struct encoding *));
    return varying;
}

/* MEMBER, as in their list: the one, or an other, which from here on is its own. */
static struct encoding *to_vary(const struct varying *varying, size_t member)
{
    if (member > 0 && varying->now->others[member - 1] == varying->before->others[member - 1]) {
        varying->now->others[member - 1] = copy_of_one(varying->before->others[member - 1]);
    }
    return member == 0 ? varying->now : varying->now->others[member - 1];
}

static void give(const struct varying *varying, size_t member, node_id node, struct reading value)
{
    to_vary(varying, member)->nodes[node] = value;
    varying->changed[member][node] = varying->given[member][node] = true;
}

static bool reads_changed(const struct varying *varying, size_t member, node_id id)
{
    const struct plan *plan = varying->now->plan;
    for (size_t i = 0; i < plan_at(plan, id)->operand_count; i++) {
        if (varying->changed[member][plan_operand(plan, id, i)]) {
            return true;
        }
    }
    return false;
}

static bool reads_changed_of_any(const struct varying *varying, node_id id)
{
    bool changed = false;
    for (size_t i = 0; i <= varying->now->other_count; i++) {
        changed = changed || reads_changed(varying, i, id);
    }
    return changed;
}

static void vary_node(const struct varying *varying, size_t member, node_id id)
{
    const struct plan *plan = varying->now->plan;
    bool is_shared = member > 0 && !plan_at(plan, id)->is_of_each;
    bool *changed = &varying->changed[member][id];
    *changed = *changed
               || (is_shared                                     ? varying->changed[0][id]
                   : member == 0 && plan_takes_each(plan, plan_at(plan, id)) ? reads_changed_of_any(varying, id)
                                                                 : reads_changed(varying, member, id));
    if (!*changed || varying->given[member][id]) {
        return;
    }
    if (is_shared) {
        take_over(varying->now, to_vary(varying, member), id);
    } else if (member == 0 || varying->now->of_others[id]) {
        encode_node(to_vary(varying, member), id);
    }
}

static struct encoding *finish_varying(struct varying *varying)
{
    struct encoding *now = varying->now;
    for (node_id id = 0; id < now->plan->nodes.count; id++) {
        for (size_t member = 0; member <= now->other_count; member++) {
            vary_node(varying, member, id);
        }
    }
    for (size_t i = 0; i < 2 * (now->other_count + 1); i++) {
        free(varying->changed[i]);
    }
    free(varying->changed);
    encode_results(now);
    world_tie_events(now->world);
    return now;
}

struct encoding *encoding_vary_all(const struct encoding *encoding, const node_id *nodes,
                                   const struct reading *values, size_t count)
{
    struct varying varying = start_varying(encoding);
    for (size_t i = 0; i < count; i++) {
        give(&varying, 0, nodes[i], values[i]);
    }
    return finish_varying(&varying);
}

struct encoding *encoding_vary_other(const struct encoding *encoding, node_id node, struct reading value)
{
    struct varying varying = start_varying(encoding);
    vector_push(encoding->world->arena, &encoding->world->varied, value.value);
    give(&varying, 1, node, value);
    return finish_varying(&varying);
}

struct encoding *encoding_vary(const struct encoding *encoding, node_id node,
                               struct reading value)
{
    return encoding_vary_all(encoding, &node, &value, 1);
}

/* FIELD of each item that is there has a value of its type. */
static term field_admits(const struct encoding *encoding, const struct fact *field)
{
    struct world *world = encoding->world;
    const struct world_fact *found = world_find(world, field);
    const struct world_fact *list = world_find(world, field->list);
    term admits = world->terms->yes;
    for (size_t i = 0; found && list && list->list && i < list->list->items; i++) {
        term fits;
        if (found->fields[i].value != NO_TERM) {
            world_read_field(world, encoding->plan->program, field, i, &fits);
            fits = term_implies(world->terms, list->list->there[i], fits);
            admits = term_and2(world->terms, admits, fits);
        }
    }
    return admits;
}

/* In the world of one member. */
static term world_admits(const struct encoding *encoding)
{
    struct world *world = encoding->world;
    const struct program *program = encoding->plan->program;
    term admits = world->terms->yes;
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct world_fact *found = world_find(world, program->facts.items[i]);
        term fits = world_list_fits(world, program->facts.items[i]);
        if (found && found->reading.value != NO_TERM) {
            world_read(world, program, program->facts.items[i], &fits);
        }
        admits = term_and2(world->terms, admits, fits);
    }
    for (size_t i = 0; i < program->fields.count; i++) {
        if (!program->fields.items[i]->from) {
            admits = term_and2(world->terms, admits, field_admits(encoding, program->fields.items[i]));
        }
    }
    return admits;
}

term encoding_admits(const struct encoding *encoding)
{
    struct world *world = encoding->world;
    const struct program *program = encoding->plan->program;
    term admits = world_admits(encoding);
    for (size_t i = 0; i < encoding->other_count; i++) {
        term there = world_list(world, program, program->each)->there[1 + i];
        admits = term_and2(world->terms, admits,
                           term_implies(world->terms, there, world_admits(encoding->others[i])));
    }
    return admits;
}

term encoding_holds(const struct encoding *encoding, node_id node)
{
    struct reading reading = encoding->nodes[node];
    return term_and2(encoding->world->terms, reading.value,
                     term_not(encoding->world->terms, reading.none));
}

term encoding_counts(const struct encoding *encoding)
{
    return term_and2(encoding->world->terms, encoding->valid, encoding->in_scope);
}

term encoding_at(const struct encoding *encoding, size_t rank)
{
    struct terms *terms = encoding->world->terms;
    bool is_last = rank + 1 >= encoding->plan->threshold_count;
    term above = is_last ? terms->no : encoding->reaches[rank + 1];
    return term_and2(terms, encoding->reaches[rank], term_not(terms, above));
}

term reading_differ(struct terms *terms, struct reading a, struct reading b, size_t selectable)
{
    if (!a.selected) {
        term differ = term_not(terms, term_equal(terms, a.value, b.value));
        term both = term_not(terms, term_or2(terms, a.none, b.none));
        return term_or2(terms, term_differ(terms, a.none, b.none), term_and2(terms, both, differ));
    }
    term differ = terms->no;
    for (size_t i = 0; i < selectable; i++) {
        differ = term_or2(terms, differ, term_differ(terms, a.selected[i], b.selected[i]));
    }
    return differ;
}

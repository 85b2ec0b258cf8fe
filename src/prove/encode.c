/* SPDX-License-Identifier: Apache-2.0 */
/* Node after node, as the interpreter does it. */
#include "prove/encode.h"

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

static void encode_validity(struct encoding *encoding)
{
    struct terms *terms = encoding->world->terms;
    const struct plan *plan = encoding->plan;
    encoding->valid = encoding->sound;
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        term impossible = encoding_holds(encoding, plan->impossibles.items[i].condition);
        encoding->valid = term_and2(terms, encoding->valid, term_not(terms, impossible));
    }
    for (size_t i = 0; i < plan->requires.count; i++) {
        term required = encoding_holds(encoding, plan->requires.items[i].condition);
        encoding->valid = term_and2(terms, encoding->valid, required);
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

static struct encoding *encoding_alloc(struct world *world, const struct plan *plan)
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

struct encoding *encoding_create(struct world *world, const struct plan *plan)
{
    struct encoding *encoding = encoding_alloc(world, plan);
    ages_admit(world, plan);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        encode_node(encoding, id);
    }
    encode_results(encoding);
    world_tie_events(world);
    return encoding;
}

static bool reads_changed(const struct plan *plan, node_id id, const bool *changed)
{
    const struct plan_node *node = plan_at(plan, id);
    for (size_t i = 0; i < node->operand_count; i++) {
        if (changed[plan_operand(plan, id, i)]) {
            return true;
        }
    }
    return false;
}

struct encoding *encoding_vary_all(const struct encoding *encoding, const node_id *nodes,
                                   const struct reading *values, size_t count)
{
    const struct plan *plan = encoding->plan;
    struct encoding *varied = encoding_alloc(encoding->world, plan);
    size_t node_count = plan->nodes.count;
    bool *changed = arena_alloc(encoding->world->arena, (node_count + 1) * sizeof(bool));
    bool *given = arena_alloc(encoding->world->arena, (node_count + 1) * sizeof(bool));
    varied->sound = encoding->sound;
    memcpy(varied->nodes, encoding->nodes, node_count * sizeof *varied->nodes);
    memcpy(varied->items, encoding->items, node_count * sizeof *varied->items);
    for (size_t i = 0; i < count; i++) {
        varied->nodes[nodes[i]] = values[i];
        changed[nodes[i]] = given[nodes[i]] = true;
    }
    for (node_id id = 0; id < node_count; id++) {
        changed[id] = changed[id] || reads_changed(plan, id, changed);
        if (changed[id] && !given[id]) {
            encode_node(varied, id);
        }
    }
    encode_results(varied);
    world_tie_events(encoding->world);
    return varied;
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

term encoding_admits(const struct encoding *encoding)
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

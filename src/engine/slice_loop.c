/* SPDX-License-Identifier: Apache-2.0 */
/* Loops over the items of lists. */
#include "engine/slice_items.h"

uint32_t *slice_depths(struct arena *arena, const struct plan *plan)
{
    uint32_t *depths = arena_alloc(arena, (plan->nodes.count + 1) * sizeof *depths);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        uint32_t loop = op_is_of_items(node->op);
        for (size_t i = 0; i < node->operand_count; i++) {
            uint32_t below = depths[plan_operand(plan, id, i)] + loop;
            depths[id] = below > depths[id] ? below : depths[id];
        }
        if (loop && depths[id] == 0) {
            depths[id] = 1;
        }
        if (node->op == OP_KNOWN || node->op == OP_FIELD_KNOWN) {
            node_id from = slice_known_from(plan, id);
            depths[id] = from != NO_NODE && depths[from] > depths[id] ? depths[from] : depths[id];
        }
    }
    return depths;
}

/* ------------------------------------------------------------------------------------ what is taken */

/* One node that a loop takes items together for. */
struct taken {
    node_id node;
    const struct reduction *reduction;
    struct slice *ret;         /* where the result belongs */
    plane *ret_failed;         /* likewise, of a node in error */
    struct carried carried;    /* of the circuit around, then of the items' */
};

struct looping {
    struct slicing *around, of_items;
    uint32_t list, depth;
    struct { VECTOR_OF(struct taken); } all;
    bool *is_needed; /* by node: it is sliced for items, or imported */
    struct circuit_loop loop;
};

static const struct plan_node *node_of(const struct looping *looping, node_id id)
{
    return plan_at(looping->around->plan, id);
}

static void take(struct looping *looping, node_id id, const struct reduction *reduction,
                 struct slice *ret, plane *ret_failed)
{
    struct taken taken = {.node = id, .reduction = reduction, .ret = ret, .ret_failed = ret_failed};
    vector_push(looping->around->circuit->arena, &looping->all, taken);
}

static void take_node(struct looping *looping, node_id id)
{
    struct slicing *around = looping->around;
    const struct plan_node *node = node_of(looping, id);
    if (op_is_of_items(node->op) && node->index == looping->list
        && around->depths[id] == looping->depth) {
        take(looping, id, reduction_of(node->op), &around->reduced[id], NULL);
    }
    if (node->domain != looping->list + 1 || around->depths[id] + 1 != looping->depth) {
        return;
    }
    if (node->op == OP_FIELD_DERIVED) {
        take(looping, id, &reduction_to_failed, NULL, &around->failed[id]);
    }
    if (around->is_together && around->is_together[id]) {
        take(looping, id, &reduction_to_all, &around->together[id], NULL);
    }
}

/* ------------------------------------------------------------------------------------ items not listed */

static struct bits others_of(struct slicing *slicing, uint32_t list)
{
    struct circuit *circuit = slicing->circuit;
    uint64_t most = (uint64_t)slicing->plan->program->facts.items[list]->type->high;
    struct bits others = bits_create(circuit, 65);
    others.count = 1;
    for (size_t i = 0; !slicing->all_known && most >> i; i++) {
        others.at[i] = circuit_input(circuit, PART_LOW, list, i);
        others.count++;
    }
    return others;
}

static struct item see_item(struct slicing *slicing, const struct plan_node *node, plane present,
                            bool is_listed)
{
    struct circuit *circuit = slicing->circuit;
    struct item item = {.present = present, .certain = PLANE_ZERO, .possible = present};
    if (op_is_of_items(node->op)) {
        const struct slice *which = slice_operand(slicing, node, 0);
        item.value = node->operand_count > 1 ? slice_operand(slicing, node, 1) : NULL;
        item.possible = circuit_and(circuit, present, slice_possible(which));
        item.certain = is_listed ? circuit_and(circuit, present, slice_certain(which)) : PLANE_ZERO;
        if (item.value) {
            item.possible = circuit_and(circuit, item.possible, item.value->some);
            item.certain = circuit_and_not(circuit, item.certain, item.value->none);
        }
    }
    return item;
}

struct item slice_rest(struct slicing *slicing, const struct plan_node *node)
{
    uint32_t list = op_is_of_items(node->op) ? node->index : node->domain - 1;
    struct bits others = others_of(slicing, list);
    plane some = PLANE_ZERO;
    for (size_t i = 0; i < others.count; i++) {
        some = circuit_or(slicing->circuit, some, others.at[i]);
    }
    struct item item = see_item(slicing, node, some, false);
    item.times = others;
    return item;
}

static void start(struct looping *looping)
{
    struct slicing *around = looping->around;
    for (size_t i = 0; i < looping->all.count; i++) {
        struct taken *taken = &looping->all.items[i];
        const struct plan_node *node = node_of(looping, taken->node);
        struct item rest = slice_rest(around, node);
        taken->reduction->start(around, node, &taken->carried);
        taken->reduction->take(around, node, &taken->carried, &rest);
    }
}

/* -------------------------------------------------------------------------------------- the items' circuit */

static void find_needed(struct looping *looping)
{
    const struct plan *plan = looping->around->plan;
    for (size_t i = 0; i < looping->all.count; i++) {
        looping->is_needed[looping->all.items[i].node] = true;
    }
    for (node_id id = (node_id)plan->nodes.count; id > 0; id--) {
        const struct plan_node *node = plan_at(plan, id - 1);
        bool reads = looping->is_needed[id - 1]
                     && (op_is_of_items(node->op) || node->domain != PLAN_CASE);
        for (size_t i = 0; reads && i < node->operand_count; i++) {
            looping->is_needed[plan_operand(plan, id - 1, i)] = true;
        }
        node_id from = reads && node->op == OP_FIELD_KNOWN ? slice_known_from(plan, id - 1) : NO_NODE;
        if (from != NO_NODE) {
            looping->is_needed[from] = true;
        }
    }
}

static plane import_plane(const struct looping *looping, plane outer)
{
    return outer <= PLANE_ONES
               ? outer : circuit_input(looping->of_items.circuit, PART_OUTER, outer, 0);
}

static plane *import_planes(const struct looping *looping, const plane *planes, size_t count)
{
    plane *imported = arena_alloc(looping->around->circuit->arena, (count + 1) * sizeof *imported);
    for (size_t i = 0; i < count; i++) {
        imported[i] = import_plane(looping, planes[i]);
    }
    return imported;
}

/* A node of the case is what it is in the circuit around. */
static void import(struct looping *looping, node_id id)
{
    struct slice *slice = &looping->of_items.slices[id];
    *slice = looping->around->slices[id];
    slice->none = import_plane(looping, slice->none);
    slice->some = import_plane(looping, slice->some);
    if (slice->members) {
        slice->members = import_planes(looping, slice->members, slice->member_count);
    } else {
        slice->low.at = import_planes(looping, slice->low.at, slice->low.count);
        slice->high.at = import_planes(looping, slice->high.at, slice->high.count);
    }
}

static void slice_items(struct looping *looping)
{
    const struct plan *plan = looping->around->plan;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (!looping->is_needed[id]) {
            continue;
        }
        if (node->domain == looping->list + 1) {
            looping->of_items.slices[id] = slice_operations[node->op](&looping->of_items, node);
        } else if (looping->around->depths[id] < looping->depth) {
            import(looping, id);
        }
    }
}

/* ------------------------------------------------------------------------------------------- carrying */

/* PLANES, which are inputs or results, as a number or set of planes of SHAPE. */
static struct bits carried_bits(struct circuit *circuit, const struct shape *shape,
                                const plane *planes)
{
    bool has_sign = shape->is_signed && shape->width > 0;
    struct bits bits = bits_create(circuit, shape->width + 1);
    for (size_t i = 0; i < shape->width; i++) {
        bits.at[i] = planes[i];
    }
    bits.at[shape->width] = PLANE_ZERO;
    bits.count = shape->is_planes || has_sign ? shape->width : shape->width + 1;
    return bits;
}

static size_t carried_planes(const struct looping *looping)
{
    size_t count = 0;
    for (size_t i = 0; i < looping->all.count; i++) {
        const struct carried *carried = &looping->all.items[i].carried;
        for (size_t j = 0; j < carried->count; j++) {
            count += carried->shapes[j].width;
        }
    }
    return count;
}

/* Writes the planes of all that is carried one after the other to RET. */
static void list_planes(const struct looping *looping, plane *ret)
{
    for (size_t i = 0; i < looping->all.count; i++) {
        const struct carried *carried = &looping->all.items[i].carried;
        for (size_t j = 0; j < carried->count; j++) {
            for (size_t k = 0; k < carried->shapes[j].width; k++) {
                *ret++ = bits_at(&carried->at[j], k);
            }
        }
    }
}

/* Makes PLANES, one after the other, what is carried. */
static void put_planes(struct looping *looping, struct circuit *circuit, const plane *planes)
{
    for (size_t i = 0; i < looping->all.count; i++) {
        struct carried *carried = &looping->all.items[i].carried;
        for (size_t j = 0; j < carried->count; j++) {
            carried->at[j] = carried_bits(circuit, &carried->shapes[j], planes);
            planes += carried->shapes[j].width;
        }
    }
}

static void put_inputs(struct looping *looping)
{
    struct circuit *circuit = looping->of_items.circuit;
    size_t count = looping->loop.carried_count;
    plane *inputs = arena_alloc(circuit->arena, (count + 1) * sizeof *inputs);
    for (size_t i = 0; i < count; i++) {
        inputs[i] = circuit_input(circuit, PART_CARRIED, 0, i);
    }
    put_planes(looping, circuit, inputs);
}

static void log_item(struct looping *looping, node_id id, const struct item *item)
{
    struct circuit_log log = {.node = id, .certain = item->certain, .possible = item->possible,
                              .value = *item->value};
    vector_push(looping->around->circuit->arena, &looping->loop.logs, log);
}

static void take_items(struct looping *looping)
{
    struct slicing *of_items = &looping->of_items;
    plane present = circuit_input(of_items->circuit, PART_PRESENT, 0, 0);
    for (size_t i = 0; i < looping->all.count; i++) {
        struct taken *taken = &looping->all.items[i];
        const struct plan_node *node = node_of(looping, taken->node);
        struct item item = see_item(of_items, node, present, true);
        item.times = bits_of_plane(of_items->circuit, PLANE_ONES);
        taken->reduction->take(of_items, node, &taken->carried, &item);
        if (node->op == OP_ITEM_DISTINCT) {
            log_item(looping, taken->node, &item);
        }
    }
}

/* For `is known` to answer when facts are settled. */
static void store_known(struct looping *looping)
{
    struct slicing *of_items = &looping->of_items;
    for (size_t i = 0; i < looping->all.count; i++) {
        node_id id = looping->all.items[i].node;
        bool is_stored = of_items->is_stored && of_items->is_stored[id]
                         && looping->all.items[i].reduction == &reduction_to_failed;
        if (is_stored) {
            struct circuit_store store = {node_of(looping, id)->index,
                                          slice_is_single(of_items, &of_items->slices[id])};
            vector_push(of_items->circuit->arena, &looping->loop.stores, store);
        }
    }
}

/* --------------------------------------------------------------------------------------------- the loop */

static void finish(struct looping *looping)
{
    for (size_t i = 0; i < looping->all.count; i++) {
        struct taken *taken = &looping->all.items[i];
        struct slice slice = taken->reduction->finish(looping->around, node_of(looping, taken->node),
                                                      &taken->carried);
        if (taken->ret) {
            *taken->ret = slice;
        } else {
            *taken->ret_failed = slice_certain(&slice);
        }
    }
}

static void make_loop(struct looping *looping)
{
    struct circuit *circuit = looping->around->circuit;
    struct arena *arena = circuit->arena;
    start(looping);
    size_t count = looping->loop.carried_count = carried_planes(looping);
    plane *starts = arena_alloc(arena, (count + 1) * sizeof *starts);
    plane *ends = arena_alloc(arena, (count + 1) * sizeof *ends);
    list_planes(looping, starts);
    find_needed(looping);
    slice_items(looping);
    put_inputs(looping);
    take_items(looping);
    store_known(looping);
    list_planes(looping, ends);
    looping->loop.list = looping->list;
    looping->loop.items = looping->of_items.circuit;
    looping->loop.starts = starts;
    looping->loop.ends = ends;
    plane first = circuit_loop(circuit, looping->loop);
    plane *results = arena_alloc(arena, (count + 1) * sizeof *results);
    for (size_t i = 0; i < count; i++) {
        results[i] = first + (plane)i;
    }
    put_planes(looping, circuit, results);
    finish(looping);
}

void slice_loops(struct slicing *slicing, const bool *needed, size_t count, uint32_t depth)
{
    const struct plan *plan = slicing->plan;
    struct arena *arena = slicing->circuit->arena;
    for (uint32_t list = 0; list < plan->program->facts.count; list++) {
        if (plan->program->facts.items[list]->type->kind != TYPE_LIST) {
            continue;
        }
        struct looping looping = {.around = slicing, .of_items = *slicing, .list = list,
                                  .depth = depth};
        for (node_id id = 0; id < count; id++) {
            if (needed[id]) {
                take_node(&looping, id);
            }
        }
        if (looping.all.count > 0) {
            looping.is_needed = arena_alloc(arena, plan->nodes.count + 1);
            looping.of_items.circuit = circuit_create(arena);
            looping.of_items.is_of_items = true;
            looping.of_items.slices = arena_alloc(arena, (plan->nodes.count + 1) * sizeof(struct slice));
            looping.of_items.failed = arena_alloc(arena, (plan->nodes.count + 1) * sizeof(plane));
            make_loop(&looping);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Walks expressions with a sign: `not` turns it, what is neither rising nor falling has both. */
#include "meaning/reading.h"

#include "meaning/each.h"

enum sign { SIGN_POSITIVE = 1, SIGN_NEGATIVE = 2, SIGN_BOTH = 3 };

static enum sign turned(enum sign sign)
{
    return sign == SIGN_POSITIVE ? SIGN_NEGATIVE : sign == SIGN_NEGATIVE ? SIGN_POSITIVE : sign;
}

struct walk {
    const struct graph *graph;
    struct reading *reading;
    bool of_others; /* what is read is asked of all items that get a result each: their own levels, which
                       depend on no rule that asks for those of others */
};

static void set_bit(uint64_t *bits, size_t rank)
{
    bits[rank / 64] |= UINT64_C(1) << (rank % 64);
}

bool reading_has(const uint64_t *bits, size_t rank)
{
    return bits[rank / 64] >> (rank % 64) & 1;
}

bool reading_is_empty(const struct graph *graph, const uint64_t *bits)
{
    for (size_t i = 0; i < graph->words; i++) {
        if (bits[i]) {
            return false;
        }
    }
    return true;
}

static struct reading reading_create(const struct graph *graph)
{
    struct arena *arena = graph->program->arena;
    size_t size = graph->words * sizeof(uint64_t);
    return (struct reading){arena_alloc(arena, size), arena_alloc(arena, size),
                            arena_alloc(arena, size)};
}

/* The threshold "at least RANK"; the lowest is no question. */
static void add_threshold(const struct walk *walk, int64_t rank, enum sign sign)
{
    if (walk->of_others || rank <= 0 || (size_t)rank >= walk->graph->program->levels.count) {
        return;
    }
    if (sign & SIGN_POSITIVE) {
        set_bit(walk->reading->positive, (size_t)rank);
    }
    if (sign & SIGN_NEGATIVE) {
        set_bit(walk->reading->negative, (size_t)rank);
    }
}

static void add_all(const struct walk *walk)
{
    for (size_t rank = 1; rank < walk->graph->program->levels.count; rank++) {
        add_threshold(walk, (int64_t)rank, SIGN_BOTH);
    }
}

static void merge(const struct walk *walk, const struct reading *used, enum sign sign)
{
    struct reading *reading = walk->reading;
    if (!used->positive) {
        return; /* part of a cycle, which is reported elsewhere */
    }
    for (size_t i = 0; i < walk->graph->words; i++) {
        reading->counted[i] |= used->counted[i];
        if (walk->of_others) {
            continue;
        }
        if (sign & SIGN_POSITIVE) {
            reading->positive[i] |= used->positive[i];
            reading->negative[i] |= used->negative[i];
        }
        if (sign & SIGN_NEGATIVE) {
            reading->positive[i] |= used->negative[i];
            reading->negative[i] |= used->positive[i];
        }
    }
}

static void add_comparison(const struct walk *walk, enum comparison op, int64_t rank,
                           enum sign sign)
{
    switch (op) {
    case GREATER_OR_EQUAL:
        add_threshold(walk, rank, sign);
        break;
    case GREATER:
        add_threshold(walk, rank + 1, sign);
        break;
    case LESS:
        add_threshold(walk, rank, turned(sign));
        break;
    case LESS_OR_EQUAL:
        add_threshold(walk, rank + 1, turned(sign));
        break;
    case EQUAL:
        add_threshold(walk, rank, sign);
        add_threshold(walk, rank + 1, turned(sign));
        break;
    case NOT_EQUAL:
        add_threshold(walk, rank, turned(sign));
        add_threshold(walk, rank + 1, sign);
        break;
    }
}

static enum comparison mirrored(enum comparison op)
{
    switch (op) {
    case LESS:
        return GREATER;
    case LESS_OR_EQUAL:
        return GREATER_OR_EQUAL;
    case GREATER:
        return LESS;
    case GREATER_OR_EQUAL:
        return LESS_OR_EQUAL;
    default:
        return op;
    }
}

static bool is_level_constant(const struct node *node)
{
    return node->ref && node->ref->kind == ENTITY_LEVEL && node->type &&
           node->type->kind == TYPE_LEVEL;
}

static int64_t rank_of(const struct node *node)
{
    return (int64_t)((const struct level *)node->ref)->rank;
}

/* `level >= 2` and the like; false if NODE is something else. */
static bool walk_level_comparison(const struct walk *walk, const struct node *node,
                                  enum sign sign)
{
    const struct node *left = node->child, *right = left->next;
    if (node->kind == NODE_COMPARE) {
        enum comparison op = (enum comparison)node->op;
        if (left->kind == NODE_THE_LEVEL && is_level_constant(right)) {
            add_comparison(walk, op, rank_of(right), sign);
            return true;
        }
        if (right->kind == NODE_THE_LEVEL && is_level_constant(left)) {
            add_comparison(walk, mirrored(op), rank_of(left), sign);
            return true;
        }
    }
    if (node->kind == NODE_IN_RANGE && left->kind == NODE_THE_LEVEL &&
        is_level_constant(right) && is_level_constant(right->next)) {
        add_threshold(walk, rank_of(right), sign);
        add_threshold(walk, rank_of(right->next) + 1, turned(sign));
        return true;
    }
    return false;
}

static void walk_node(const struct walk *walk, const struct node *node, enum sign sign);

static void walk_children(const struct walk *walk, const struct node *node, enum sign sign)
{
    for (const struct node *child = node->child; child; child = child->next) {
        walk_node(walk, child, sign);
    }
}

static void walk_use(const struct walk *walk, const struct node *node, enum sign sign)
{
    const struct entity *entity = node->ref;
    if (entity && entity->kind == ENTITY_DEFINE && walk->graph->defines) {
        merge(walk, &walk->graph->defines[entity->index], sign);
    } else if (entity && entity->kind == ENTITY_GROUP && walk->graph->groups) {
        merge(walk, &walk->graph->groups[entity->index], sign);
    }
}

static void walk_counted(const struct walk *walk, const struct node *node)
{
    const struct node *level = node_child(node, NODE_LEVEL_REF);
    if (level && level->ref) {
        set_bit(walk->reading->counted, (size_t)rank_of(level));
    }
}

static void walk_node(const struct walk *walk, const struct node *node, enum sign sign)
{
    if (!walk->of_others && node_takes_each(walk->graph->program, node)) {
        struct walk of_others = *walk;
        of_others.of_others = true;
        walk_children(&of_others, node, SIGN_BOTH);
        return;
    }
    switch (node->kind) {
    case NODE_THE_LEVEL:
        add_all(walk);
        break;
    case NODE_USE:
        walk_use(walk, node, sign);
        break;
    case NODE_COUNTED:
        walk_counted(walk, node);
        break;
    case NODE_AND:
    case NODE_OR:
    case NODE_ANY_OF:
    case NODE_ALL_OF:
    case NODE_ANY_ITEM:
    case NODE_ALL_ITEMS:
    case NODE_WHERE:
    case NODE_AT_LEAST:
    case NODE_ELEMENTS:
        walk_children(walk, node, sign);
        break;
    case NODE_NOT:
    case NODE_NONE_OF:
    case NODE_AT_MOST:
        walk_children(walk, node, turned(sign));
        break;
    case NODE_COMPARE:
    case NODE_IN_RANGE:
        if (!walk_level_comparison(walk, node, sign)) {
            walk_children(walk, node, SIGN_BOTH);
        }
        break;
    default:
        walk_children(walk, node, SIGN_BOTH);
    }
}

struct reading graph_reading(const struct graph *graph, const struct node *condition,
                             const struct node *unless)
{
    struct reading reading = reading_create(graph);
    struct walk walk = {.graph = graph, .reading = &reading};
    if (condition) {
        walk_node(&walk, condition, SIGN_POSITIVE);
    }
    if (unless) {
        walk_node(&walk, unless, SIGN_NEGATIVE);
    }
    return reading;
}

/* ---- definitions, in the order in which graph_create's plain edges let them be finished */

struct frame {
    uint32_t vertex;
    size_t next;
};

static const struct node *definition_of(const struct graph *graph, uint32_t vertex,
                                        struct reading **ret_reading)
{
    size_t index;
    switch (graph_kind(graph, vertex, &index)) {
    case VERTEX_DEFINE_PLAIN:
        *ret_reading = &graph->defines[index];
        return graph->program->defines.items[index]->expression;
    case VERTEX_GROUP_PLAIN:
        *ret_reading = &graph->groups[index];
        return graph->program->groups.items[index]->elements;
    default:
        return NULL;
    }
}

static void finish(const struct graph *graph, uint32_t vertex)
{
    struct reading *reading;
    const struct node *node = definition_of(graph, vertex, &reading);
    if (node) {
        *reading = graph_reading(graph, node, NULL);
    }
}

static void read_from(const struct graph *graph, uint32_t start, bool *seen)
{
    struct { VECTOR_OF(struct frame); } stack = {0};
    struct reading *ignored;
    seen[start] = true;
    vector_push(graph->program->arena, &stack, (struct frame){start, 0});
    while (stack.count > 0) {
        struct frame *top = &stack.items[stack.count - 1];
        const struct vertex *vertex = &graph->vertices[top->vertex];
        if (top->next == vertex->count) {
            finish(graph, top->vertex);
            stack.count--;
            continue;
        }
        uint32_t to = vertex->items[top->next++];
        if (!seen[to] && definition_of(graph, to, &ignored)) {
            seen[to] = true;
            vector_push(graph->program->arena, &stack, (struct frame){to, 0});
        }
    }
}

void readings_of_definitions(struct graph *graph)
{
    struct program *program = graph->program;
    bool *seen = arena_alloc(program->arena, graph->first[VERTEX_KINDS] + 1);
    graph->defines = arena_alloc(program->arena,
                                 (program->defines.count + 1) * sizeof *graph->defines);
    graph->groups =
        arena_alloc(program->arena, (program->groups.count + 1) * sizeof *graph->groups);
    for (enum vertex_kind kind = VERTEX_DEFINE_PLAIN; kind <= VERTEX_GROUP_PLAIN; kind += 2) {
        for (uint32_t at = graph->first[kind]; at < graph->first[kind + 1]; at++) {
            if (!seen[at]) {
                read_from(graph, at, seen);
            }
        }
    }
}

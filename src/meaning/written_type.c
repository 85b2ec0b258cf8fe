/* SPDX-License-Identifier: Apache-2.0 */
/* Types as the author writes them. */
#include "meaning/written_type.h"

#include "meaning/constant.h"
#include "meaning/names.h"
#include "meaning/type.h"
#include "meaning/wording.h"

static bool is_type_node(const struct node *node)
{
    return node->kind >= NODE_TYPE_YES_NO && node->kind <= NODE_TYPE_NAME;
}

static struct node *type_node(const struct node *decl)
{
    struct node *child = decl->child;
    while (child && !is_type_node(child)) {
        child = child->next;
    }
    return child;
}

static const struct type *bound_type(struct program *program, struct node *node, enum unit unit)
{
    struct decimal number;
    enum unit written;
    if (!constant_number(node, &number, &written)) {
        return &program->builtin.error;
    }
    node->type = type_number(program->arena, unit, number.scale, number.digits, number.digits);
    return node->type;
}

static const struct type *bounds_fail(struct program *program, const struct node *node,
                                      const struct node *high, const struct type *a,
                                      const struct type *b)
{
    if (unit_converts(a->unit, b->unit)) {
        diagnostic_report(program->diagnostics, E305_OVERFLOW, node->span,
                          "the bounds `%s` are too large", wording_source(program, node->span));
    } else {
        constant_unit_fits(program, high, b->unit, a);
    }
    return &program->builtin.error;
}

static const struct type *number_type(struct program *program, const struct node *node)
{
    struct node *low = node->child, *high = low ? low->next : NULL;
    if (!high) {
        return &program->builtin.error;
    }
    struct decimal number;
    enum unit unit = UNIT_NONE;
    constant_number(high, &number, &unit);
    const struct type *a = bound_type(program, low, constant_low_unit(low, high));
    const struct type *b = bound_type(program, high, unit);
    struct type common;
    if (type_is_error(a) || type_is_error(b)) {
        return &program->builtin.error;
    }
    if (!type_common(a, b, &common)) {
        return bounds_fail(program, node, high, a, b);
    }
    struct type *type = arena_alloc(program->arena, sizeof *type);
    *type = common;
    type_convert(a, a->low, type->unit, type->scale, &type->low);
    type_convert(b, b->low, type->unit, type->scale, &type->high);
    if (type->low > type->high) {
        constant_report_empty(program, low, high);
        return &program->builtin.error;
    }
    return type;
}

static void check_choice_twice(struct program *program, const struct node *node,
                               struct table *seen)
{
    const struct node *earlier = table_get(seen, node->name);
    if (earlier) {
        struct diagnostic *said = diagnostic_report(program->diagnostics, E202_TWICE, node->span,
                                                    "`%s` is listed twice", node->name);
        diagnostic_label(program->diagnostics, said, earlier->span, "first listed here");
    }
    table_set(seen, node->name, (void *)(uintptr_t)node);
}

static const struct type *choice_type(struct program *program, const struct node *node,
                                      symbol owner)
{
    struct choice *choice = arena_alloc(program->arena, sizeof *choice);
    struct table seen = {.arena = program->arena};
    choice->name = owner;
    choice->ordered = (node->flags & FLAG_ORDERED) != 0;
    choice->values = arena_alloc(program->arena, node_count(node) * sizeof *choice->values);
    for (const struct node *value = node_child(node, NODE_CHOICE_VALUE); value;
         value = node_next(value, NODE_CHOICE_VALUE)) {
        check_choice_twice(program, value, &seen);
        choice->values[choice->count++] =
            (struct choice_value){value->name, node_child_text(value, NODE_TITLE)};
        table_set(&program->names->choice_values, value->name, choice);
    }
    struct type *type = arena_alloc(program->arena, sizeof *type);
    type->kind = TYPE_CHOICE;
    type->choice = choice;
    type->high = (int64_t)choice->count - 1;
    return choice->count ? type : &program->builtin.error;
}

static const struct type *named_type(struct program *program, struct node *node)
{
    struct entity *entity = names_resolve(program, SPACE_TYPE, node, "type");
    return entity ? ((struct named_type *)entity)->type : &program->builtin.error;
}

static const struct type *plain_type(struct program *program, struct node *node, symbol owner)
{
    switch (node->kind) {
    case NODE_TYPE_YES_NO:
        return &program->builtin.yes_no;
    case NODE_TYPE_NUMBER:
        return number_type(program, node);
    case NODE_TYPE_CHOICE:
        return choice_type(program, node, owner);
    case NODE_TYPE_DATE:
        return &program->builtin.date;
    case NODE_TYPE_LEVEL:
        return program->level_type ? program->level_type : &program->builtin.error;
    case NODE_TYPE_NAME:
        return named_type(program, node);
    default:
        return &program->builtin.error;
    }
}

static const struct type *node_to_type(struct program *program, struct node *node, symbol owner)
{
    const struct type *type = plain_type(program, node, owner);
    if (type && (node->flags & FLAG_OR_NONE)) {
        type = type_with_none(program->arena, type, true);
    }
    node->type = type;
    return type;
}

const struct type *written_type(struct program *program, const struct node *decl, symbol owner)
{
    struct node *node = type_node(decl);
    const struct type *type = node ? node_to_type(program, node, owner) : NULL;
    return type ? type : &program->builtin.error;
}

static struct named_type *names_another(struct program *program, const struct named_type *type)
{
    struct node *node = type_node(type->entity.decl);
    if (!node || node->kind != NODE_TYPE_NAME) {
        return NULL;
    }
    return (struct named_type *)names_get(program, SPACE_TYPE, node->name);
}

static void report_cycle(struct program *program, const struct named_type *type)
{
    diagnostic_report(program->diagnostics, E401_CYCLE, entity_span(&type->entity),
                      "type `%s` is defined by itself", type->entity.name);
}

/* Types that only name another form chains: each is walked to its end once, then settled from there. */
static void resolve_chain(struct program *program, struct named_type *type)
{
    struct { VECTOR_OF(struct named_type *); } chain = {0};
    while (type && !type->type && chain.count <= program->types.count) {
        vector_push(program->arena, &chain, type);
        type = names_another(program, type);
    }
    if (type && !type->type) {
        report_cycle(program, type);
        for (size_t i = 0; i < chain.count; i++) {
            chain.items[i]->type = &program->builtin.error;
        }
        return;
    }
    while (chain.count > 0) {
        struct named_type *last = chain.items[--chain.count];
        last->type = written_type(program, last->entity.decl, last->entity.name);
    }
}

void written_types_resolve(struct program *program)
{
    for (size_t i = 0; i < program->types.count; i++) {
        if (!program->types.items[i]->type) {
            resolve_chain(program, program->types.items[i]);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Works out defines and groups in an order in which what one needs comes before it, so that a chain of
   any length needs no deep stack. Which names are values of choices is not known yet, so the order may
   miss some needs; expression.c then works out the missing one on the way. */
#include "meaning/expression.h"
#include "meaning/names.h"

struct frame {
    struct entity *entity;
    struct { VECTOR_OF(struct entity *); } needs;
    size_t next;
};

struct order {
    struct program *program;
    struct { VECTOR_OF(struct frame); } stack;
    struct table seen;
};

static void collect_needs(struct order *order, struct frame *frame, const struct node *node)
{
    if (node->kind == NODE_USE) {
        struct entity *entity = names_get(order->program, SPACE_VALUE, node->name);
        if (entity && (entity->kind == ENTITY_DEFINE || entity->kind == ENTITY_GROUP)) {
            vector_push(order->program->arena, &frame->needs, entity);
        }
    }
    for (const struct node *child = node->child; child; child = child->next) {
        collect_needs(order, frame, child);
    }
}

static void push(struct order *order, struct entity *entity)
{
    if (table_get(&order->seen, entity)) {
        return;
    }
    table_set(&order->seen, entity, entity);
    struct frame frame = {.entity = entity};
    const struct node *node = entity->kind == ENTITY_DEFINE
                                  ? ((struct define *)entity)->expression
                                  : ((struct group *)entity)->elements;
    if (node) {
        collect_needs(order, &frame, node);
    }
    vector_push(order->program->arena, &order->stack, frame);
}

static void finish(struct program *program, struct entity *entity)
{
    if (entity->kind == ENTITY_DEFINE) {
        define_type(program, (struct define *)entity);
    } else {
        group_type(program, (struct group *)entity);
    }
}

static void run(struct order *order)
{
    while (order->stack.count > 0) {
        struct frame *frame = &order->stack.items[order->stack.count - 1];
        if (frame->next < frame->needs.count) {
            push(order, frame->needs.items[frame->next++]);
        } else {
            struct entity *entity = frame->entity;
            order->stack.count--;
            finish(order->program, entity);
        }
    }
}

void definitions_check(struct program *program)
{
    struct order order = {.program = program, .seen = {.arena = program->arena}};
    for (size_t i = 0; i < program->defines.count; i++) {
        push(&order, &program->defines.items[i]->entity);
        run(&order);
    }
    for (size_t i = 0; i < program->groups.count; i++) {
        push(&order, &program->groups.items[i]->entity);
        run(&order);
    }
}

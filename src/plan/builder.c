/* SPDX-License-Identifier: Apache-2.0 */
/* Hash-consing and the identities that hold for sets. */
#include "plan/builder.h"

#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "meaning/each.h"

#define FIRST_TABLE_SIZE 1024

static struct type *type_create(struct builder *builder, enum type_kind kind, int64_t low,
                                int64_t high)
{
    struct type *type = arena_alloc(builder->arena, sizeof *type);
    type->kind = kind;
    type->low = low;
    type->high = high;
    return type;
}

static void table_clear(struct builder *builder, size_t size)
{
    builder->table_size = size;
    builder->table = arena_alloc(builder->arena, size * sizeof *builder->table);
    memset(builder->table, 0xff, size * sizeof *builder->table);
}

void builder_create(struct builder *builder, struct arena *arena, struct plan *plan)
{
    *builder = (struct builder){.arena = arena, .plan = plan};
    builder->yes_no = type_create(builder, TYPE_YES_NO, 0, 1);
    builder->date = type_create(builder, TYPE_DATE, DATE_MIN, DATE_MAX);
    table_clear(builder, FIRST_TABLE_SIZE);
}

/* ------------------------------------------------------------------------------- hash-consing */

static uint64_t hash_mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

static uint64_t node_hash(const struct plan_node *node, const node_id *operands)
{
    uint64_t hash = hash_mix(node->op, node->unit);
    hash = hash_mix(hash, (uint64_t)node->type->kind);
    hash = hash_mix(hash, (uint64_t)node->index << 32 | node->domain);
    hash = hash_mix(hash, (uint64_t)node->constant);
    for (size_t i = 0; i < node->operand_count; i++) {
        hash = hash_mix(hash, operands[i]);
    }
    return hash;
}

static bool type_same(const struct type *a, const struct type *b)
{
    return a == b
           || (a->kind == b->kind && a->or_none == b->or_none && a->unit == b->unit
               && a->scale == b->scale && a->low == b->low && a->high == b->high
               && a->choice == b->choice);
}

static bool set_same(const struct plan *plan, const struct plan_node *a, const struct plan_node *b,
                     const node_id *operands)
{
    if (!a->set || !b->set) {
        return a->set == b->set;
    }
    const struct type *type = plan_at(plan, operands[0])->type;
    return memcmp(a->set, b->set, value_words(type) * sizeof *a->set) == 0;
}

static bool table_same(const struct plan *plan, const struct plan_node *a,
                       const struct plan_node *b, const node_id *operands)
{
    if (!a->table || !b->table) {
        return a->table == b->table;
    }
    const struct type *type = plan_at(plan, operands[0])->type;
    return memcmp(a->table, b->table, (type->choice->count + 1) * sizeof *a->table) == 0;
}

static bool node_same(const struct plan *plan, node_id id, const struct plan_node *model,
                      const node_id *operands)
{
    const struct plan_node *node = plan_at(plan, id);
    return node->op == model->op && node->unit == model->unit && node->index == model->index
           && node->domain == model->domain
           && node->constant == model->constant && node->operand_count == model->operand_count
           && type_same(node->type, model->type)
           && (model->operand_count == 0
               || memcmp(plan->operands.items + node->first_operand, operands,
                         model->operand_count * sizeof *operands) == 0)
           && set_same(plan, node, model, operands) && table_same(plan, node, model, operands);
}

static void table_insert(struct builder *builder, node_id id, uint64_t hash)
{
    size_t slot = hash & (builder->table_size - 1);
    while (builder->table[slot] != NO_NODE) {
        slot = (slot + 1) & (builder->table_size - 1);
    }
    builder->table[slot] = id;
}

static void table_grow(struct builder *builder)
{
    const struct plan *plan = builder->plan;
    table_clear(builder, builder->table_size * 2);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        table_insert(builder, id, node_hash(node, plan->operands.items + node->first_operand));
    }
}

static node_id node_add(struct builder *builder, const struct plan_node *model,
                        const node_id *operands, uint64_t hash)
{
    struct plan *plan = builder->plan;
    node_id id = (node_id)plan->nodes.count;
    struct plan_node *node = vector_add(builder->arena, &plan->nodes);
    *node = *model;
    node->first_operand = (uint32_t)plan->operands.count;
    for (size_t i = 0; i < model->operand_count; i++) {
        vector_push(builder->arena, &plan->operands, operands[i]);
    }
    vector_push(builder->arena, &builder->stamps, 0);
    if (plan->nodes.count * 2 > builder->table_size) {
        table_grow(builder);
    } else {
        table_insert(builder, id, hash);
    }
    return id;
}

/* Of whose items a node like MODEL is: plan.h says. */
static uint32_t domain_of(const struct plan *plan, const struct plan_node *model,
                          const node_id *operands)
{
    uint32_t domain = PLAN_CASE;
    if (op_is_of_field(model->op)) {
        const struct fact *field = plan->program->fields.items[model->index];
        return (uint32_t)field->list->entity.index + 1;
    }
    for (size_t i = 0; i < model->operand_count && !op_is_of_items(model->op); i++) {
        uint32_t own = plan_at(plan, operands[i])->domain;
        domain = own == PLAN_CASE ? domain : own;
    }
    return domain;
}

bool plan_takes_each(const struct plan *plan, const struct plan_node *node)
{
    const struct fact *each = plan->program->each;
    return each && op_is_of_items(node->op) && node->index == each->entity.index;
}

/* Whether what a node like MODEL reads by itself may differ from item to item. */
static bool reads_each(const struct plan *plan, const struct plan_node *model)
{
    const struct program *program = plan->program;
    switch (model->op) {
    case OP_INPUT:
    case OP_KNOWN:
    case OP_EVENT_COUNT:
    case OP_LATEST:
    case OP_DERIVED:
        return fact_is_of_each(program, program->facts.items[model->index]);
    case OP_FIELD:
    case OP_FIELD_KNOWN:
    case OP_FIELD_DERIVED:
        return fact_is_of_each(program, program->fields.items[model->index]);
    case OP_JUDGED:
        return true;
    default:
        return op_is_of_items(model->op)
               && fact_is_of_each(program, program->facts.items[model->index]);
    }
}

static bool is_of_each(const struct plan *plan, const struct plan_node *model,
                       const node_id *operands)
{
    if (!plan->program->each || plan_takes_each(plan, model)) {
        return false;
    }
    bool differs = reads_each(plan, model);
    for (size_t i = 0; i < model->operand_count && !differs; i++) {
        differs = plan_at(plan, operands[i])->is_of_each;
    }
    return differs;
}

node_id build_node(struct builder *builder, struct plan_node model, const node_id *operands,
                   size_t count)
{
    model.operand_count = (uint32_t)count;
    model.domain = domain_of(builder->plan, &model, operands);
    model.is_of_each = is_of_each(builder->plan, &model, operands);
    builder->plan->takes_each |= plan_takes_each(builder->plan, &model);
    uint64_t hash = node_hash(&model, operands);
    size_t slot = hash & (builder->table_size - 1);
    while (builder->table[slot] != NO_NODE) {
        if (node_same(builder->plan, builder->table[slot], &model, operands)) {
            return builder->table[slot];
        }
        slot = (slot + 1) & (builder->table_size - 1);
    }
    return node_add(builder, &model, operands, hash);
}

/* -------------------------------------------------------------------------------------- leaves */

node_id build_constant(struct builder *builder, const struct type *type, int64_t value)
{
    return build_node(builder, (struct plan_node){.op = OP_CONSTANT, .type = type, .constant = value},
                      NULL, 0);
}

static struct type *number_type(struct builder *builder, enum unit unit, unsigned scale,
                                int64_t low, int64_t high)
{
    struct type *type = type_create(builder, TYPE_NUMBER, low, high);
    type->unit = unit;
    type->scale = scale;
    return type;
}

node_id build_number(struct builder *builder, enum unit unit, unsigned scale, int64_t value)
{
    return build_constant(builder, number_type(builder, unit, scale, value, value), value);
}

node_id build_yes_no(struct builder *builder, bool value)
{
    return build_constant(builder, builder->yes_no, value);
}

static const struct type *or_none(struct builder *builder, const struct type *type)
{
    if (type->or_none) {
        return type;
    }
    struct type *wider = arena_alloc(builder->arena, sizeof *wider);
    *wider = *type;
    wider->or_none = true;
    return wider;
}

node_id build_none(struct builder *builder, const struct type *type)
{
    return build_leaf(builder, OP_NONE, or_none(builder, type), 0);
}

node_id build_any(struct builder *builder, const struct type *type)
{
    return build_leaf(builder, OP_ANY, type, 0);
}

node_id build_leaf(struct builder *builder, enum op op, const struct type *type, size_t index)
{
    return build_node(builder,
                      (struct plan_node){.op = op, .type = type, .index = (uint32_t)index}, NULL, 0);
}

bool node_is_constant(const struct builder *builder, node_id node, int64_t *ret_value)
{
    const struct plan_node *found = plan_at(builder->plan, node);
    *ret_value = found->constant;
    return found->op == OP_CONSTANT;
}

static bool is_yes_no(const struct builder *builder, node_id node, bool value)
{
    int64_t constant;
    return node_is_constant(builder, node, &constant) && constant == value;
}

/* -------------------------------------------------------------------------------------- yes/no */

static node_id build_logic(struct builder *builder, enum op op, int64_t constant,
                           const node_id *operands, size_t count)
{
    struct plan_node model = {.op = op, .type = builder->yes_no, .constant = constant};
    return build_node(builder, model, operands, count);
}

node_id build_not(struct builder *builder, node_id operand)
{
    const struct plan_node *node = plan_at(builder->plan, operand);
    if (node->op == OP_CONSTANT) {
        return build_yes_no(builder, !node->constant);
    }
    if (node->op == OP_NOT) {
        return plan_operand(builder->plan, operand, 0);
    }
    return build_logic(builder, OP_NOT, 0, &operand, 1);
}

/* True if NODE was not yet on the list that the current stamp stands for. */
static bool stamp_node(struct builder *builder, node_id node)
{
    bool is_new = builder->stamps.items[node] != builder->stamp;
    builder->stamps.items[node] = builder->stamp;
    return is_new;
}

/* `and` and `or` are one function: NEUTRAL is the constant that changes nothing. */
static node_id build_junction(struct builder *builder, enum op op, bool neutral,
                              const node_id *operands, size_t count)
{
    builder->list.count = 0;
    builder->stamp++;
    for (size_t i = 0; i < count; i++) {
        if (is_yes_no(builder, operands[i], !neutral)) {
            return operands[i];
        }
        if (!is_yes_no(builder, operands[i], neutral) && stamp_node(builder, operands[i])) {
            vector_push(builder->arena, &builder->list, operands[i]);
        }
    }
    if (builder->list.count == 0) {
        return build_yes_no(builder, neutral);
    }
    if (builder->list.count == 1) {
        return builder->list.items[0];
    }
    return build_logic(builder, op, 0, builder->list.items, builder->list.count);
}

node_id build_and(struct builder *builder, const node_id *operands, size_t count)
{
    return build_junction(builder, OP_AND, true, operands, count);
}

node_id build_or(struct builder *builder, const node_id *operands, size_t count)
{
    return build_junction(builder, OP_OR, false, operands, count);
}

node_id build_and2(struct builder *builder, node_id a, node_id b)
{
    return build_and(builder, (node_id[]){a, b}, 2);
}

node_id build_or2(struct builder *builder, node_id a, node_id b)
{
    return build_or(builder, (node_id[]){a, b}, 2);
}

/* Copies the operands that are no constants to the list and takes the certain ones off K. */
static int64_t list_open(struct builder *builder, int64_t k, const node_id *operands, size_t count)
{
    builder->list.count = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t value;
        if (!node_is_constant(builder, operands[i], &value)) {
            vector_push(builder->arena, &builder->list, operands[i]);
        } else {
            k -= value;
        }
    }
    return k;
}

node_id build_at_least(struct builder *builder, int64_t k, const node_id *operands, size_t count)
{
    k = list_open(builder, k, operands, count);
    int64_t open = (int64_t)builder->list.count;
    if (k <= 0 || k > open) {
        return build_yes_no(builder, k <= 0);
    }
    if (k == 1 || k == open) {
        node_id *copy = arena_alloc(builder->arena, (size_t)open * sizeof *copy);
        memcpy(copy, builder->list.items, (size_t)open * sizeof *copy);
        return k == 1 ? build_or(builder, copy, (size_t)open) : build_and(builder, copy, (size_t)open);
    }
    return build_logic(builder, OP_AT_LEAST, k, builder->list.items, builder->list.count);
}

node_id build_exactly(struct builder *builder, int64_t k, const node_id *operands, size_t count)
{
    k = list_open(builder, k, operands, count);
    int64_t open = (int64_t)builder->list.count;
    if (k < 0 || k > open || open == 0) {
        return build_yes_no(builder, k == 0 && open == 0);
    }
    return build_logic(builder, OP_EXACTLY, k, builder->list.items, builder->list.count);
}

node_id build_count(struct builder *builder, const node_id *operands, size_t count)
{
    int64_t certain = -list_open(builder, 0, operands, count);
    if (builder->list.count == 0) {
        return build_number(builder, UNIT_NONE, 0, certain);
    }
    const struct type *type = number_type(builder, UNIT_NONE, 0, 0, (int64_t)builder->list.count);
    struct plan_node model = {.op = OP_COUNT, .type = type};
    node_id open = build_node(builder, model, builder->list.items, builder->list.count);
    node_id parts[] = {open, build_number(builder, UNIT_NONE, 0, certain)};
    return certain == 0 ? open : build_add(builder, parts, 2);
}

/* --------------------------------------------------------------------------------- comparisons */

static bool compare_constants(enum op op, int64_t a, int64_t b)
{
    switch (op) {
    case OP_EQUAL:
        return a == b;
    case OP_NOT_EQUAL:
        return a != b;
    case OP_LESS:
        return a < b;
    default:
        return a <= b;
    }
}

node_id build_compare(struct builder *builder, enum op op, node_id a, node_id b)
{
    int64_t left, right;
    if (node_is_constant(builder, a, &left) && node_is_constant(builder, b, &right)) {
        return build_yes_no(builder, compare_constants(op, left, right));
    }
    return build_logic(builder, op, 0, (node_id[]){a, b}, 2);
}

node_id build_predicate(struct builder *builder, struct plan_node model, const node_id *operands,
                        size_t count)
{
    model.type = builder->yes_no;
    return build_node(builder, model, operands, count);
}

/* ---------------------------------------------------------------------------------- arithmetic */

int64_t bound_add(int64_t a, int64_t b)
{
    int64_t sum;
    return __builtin_add_overflow(a, b, &sum) ? (a > 0 ? INT64_MAX : INT64_MIN) : sum;
}

int64_t bound_multiply(int64_t a, int64_t b)
{
    int64_t product;
    return __builtin_mul_overflow(a, b, &product) ? ((a > 0) == (b > 0) ? INT64_MAX : INT64_MIN)
                                                  : product;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t greatest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static const struct type *type_of(const struct builder *builder, node_id node)
{
    return plan_at(builder->plan, node)->type;
}

/* The type of what is worked out from OPERANDS: perhaps none if one of them is. */
static struct type *result_type(struct builder *builder, const node_id *operands, size_t count)
{
    struct type *type = arena_alloc(builder->arena, sizeof *type);
    *type = *type_of(builder, operands[0]);
    for (size_t i = 1; i < count; i++) {
        type->or_none = type->or_none || type_of(builder, operands[i])->or_none;
    }
    return type;
}

node_id build_scale(struct builder *builder, node_id node, int64_t factor, enum unit unit,
                    unsigned scale)
{
    int64_t value;
    if (node_is_constant(builder, node, &value)) {
        return build_number(builder, unit, scale, bound_multiply(value, factor));
    }
    struct type *type = result_type(builder, &node, 1);
    if (factor == 1 && type->unit == unit && type->scale == scale) {
        return node;
    }
    int64_t a = bound_multiply(type->low, factor), b = bound_multiply(type->high, factor);
    type->low = least(a, b);
    type->high = greatest(a, b);
    type->unit = unit;
    type->scale = scale;
    struct plan_node model = {.op = OP_SCALE, .type = type, .constant = factor};
    return build_node(builder, model, &node, 1);
}

/* Adds the constants up into one last operand. */
static void list_terms(struct builder *builder, const node_id *operands, size_t count)
{
    const struct type *type = type_of(builder, operands[0]);
    int64_t sum = 0;
    builder->list.count = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t value;
        if (node_is_constant(builder, operands[i], &value)) {
            sum = bound_add(sum, value);
        } else {
            vector_push(builder->arena, &builder->list, operands[i]);
        }
    }
    if (sum != 0 || builder->list.count == 0) {
        node_id rest = build_number(builder, type->unit, type->scale, sum);
        vector_push(builder->arena, &builder->list, rest);
    }
}

node_id build_add(struct builder *builder, const node_id *operands, size_t count)
{
    list_terms(builder, operands, count);
    const node_id *terms = builder->list.items;
    count = builder->list.count;
    if (count == 1) {
        return terms[0];
    }
    struct type *type = result_type(builder, terms, count);
    for (size_t i = 1; i < count; i++) {
        type->low = bound_add(type->low, type_of(builder, terms[i])->low);
        type->high = bound_add(type->high, type_of(builder, terms[i])->high);
    }
    return build_node(builder, (struct plan_node){.op = OP_ADD, .type = type}, terms, count);
}

static void widen(struct type *type, int64_t value)
{
    type->low = least(type->low, value);
    type->high = greatest(type->high, value);
}

node_id build_multiply(struct builder *builder, node_id a, node_id b)
{
    const struct type *left = type_of(builder, a), *right = type_of(builder, b);
    enum unit unit = left->unit == UNIT_NONE ? right->unit : left->unit;
    unsigned scale = left->scale + right->scale;
    int64_t factor;
    if (node_is_constant(builder, a, &factor)) {
        return build_scale(builder, b, factor, unit, scale);
    }
    if (node_is_constant(builder, b, &factor)) {
        return build_scale(builder, a, factor, unit, scale);
    }
    node_id operands[] = {a, b};
    struct type *type = result_type(builder, operands, 2);
    type->unit = unit;
    type->scale = scale;
    type->low = type->high = bound_multiply(left->low, right->low);
    widen(type, bound_multiply(left->low, right->high));
    widen(type, bound_multiply(left->high, right->low));
    widen(type, bound_multiply(left->high, right->high));
    return build_node(builder, (struct plan_node){.op = OP_MULTIPLY, .type = type}, operands, 2);
}

node_id build_extreme(struct builder *builder, enum op op, const node_id *operands, size_t count)
{
    if (count == 1) {
        return operands[0];
    }
    struct type *type = result_type(builder, operands, count);
    for (size_t i = 1; i < count; i++) {
        const struct type *other = type_of(builder, operands[i]);
        type->low = op == OP_HIGHEST ? greatest(type->low, other->low) : least(type->low, other->low);
        type->high =
            op == OP_HIGHEST ? greatest(type->high, other->high) : least(type->high, other->high);
    }
    return build_node(builder, (struct plan_node){.op = op, .type = type}, operands, count);
}

/* --------------------------------------------------------------------------- units and scales */

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static int64_t divide_down(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t divide_up(int64_t a, int64_t b)
{
    return a / b + (a % b > 0);
}

/* No whole factor leads from NODE's steps to the wanted ones: a constant may still be exact. */
static node_id build_ratio(struct builder *builder, node_id node, int64_t over, int64_t under,
                           enum unit unit, unsigned scale)
{
    int64_t value;
    if (node_is_constant(builder, node, &value) && value % under == 0) {
        return build_number(builder, unit, scale, bound_multiply(value / under, over));
    }
    struct type *type = result_type(builder, &node, 1);
    type->unit = unit;
    type->scale = scale;
    type->low = divide_down(bound_multiply(type->low, over), under);
    type->high = divide_up(bound_multiply(type->high, over), under);
    return build_any(builder, type);
}

node_id build_at(struct builder *builder, node_id node, enum unit unit, unsigned scale)
{
    const struct type *type = type_of(builder, node);
    int64_t over = unit_factor(type->unit), under = unit_factor(unit);
    if (scale >= type->scale) {
        over *= decimal_power(scale - type->scale);
    } else {
        under *= decimal_power(type->scale - scale);
    }
    int64_t divisor = common_divisor(over, under);
    over /= divisor;
    under /= divisor;
    if (under != 1) {
        return build_ratio(builder, node, over, under, unit, scale);
    }
    return build_scale(builder, node, over, unit, scale);
}

static enum unit common_unit(enum unit a, enum unit b)
{
    if (a == b || b == UNIT_NONE) {
        return a;
    }
    return a == UNIT_NONE ? b : unit_base(a);
}

void build_alike(struct builder *builder, node_id *operands, size_t count)
{
    if (count == 0 || type_of(builder, operands[0])->kind != TYPE_NUMBER) {
        return;
    }
    enum unit unit = type_of(builder, operands[0])->unit;
    unsigned scale = 0;
    for (size_t i = 0; i < count; i++) {
        const struct type *type = type_of(builder, operands[i]);
        unit = common_unit(unit, type->unit);
        scale = type->scale > scale ? type->scale : scale;
    }
    for (size_t i = 0; i < count; i++) {
        operands[i] = build_at(builder, operands[i], unit, scale);
    }
}

const struct type *build_union_type(struct builder *builder, const node_id *operands, size_t count,
                                    bool or_none)
{
    struct type *type = result_type(builder, operands, count);
    type->or_none = type->or_none || or_none;
    for (size_t i = 1; i < count; i++) {
        widen(type, type_of(builder, operands[i])->low);
        widen(type, type_of(builder, operands[i])->high);
    }
    return type;
}

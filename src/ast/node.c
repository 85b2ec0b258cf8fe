/* SPDX-License-Identifier: Apache-2.0 */
/* Building, walking, comparing and printing the syntax tree. */
#include "ast/node.h"

#include <string.h>

/* Which arm of `value` a kind uses. A USE's index is the checker's and no part of the text. */
enum arm { ARM_NONE, ARM_TEXT, ARM_NUMBER, ARM_INTEGER };

static const struct {
    const char *text, *noun;
    enum node_layout layout;
} kinds[NODE_KINDS] = {
#define X(kind, noun, layout) {#kind, noun, layout},
#include "ast/node.def"
#undef X
};

const char *node_kind_text(enum node_kind kind)
{
    return kinds[kind].text;
}

const char *node_kind_noun(enum node_kind kind)
{
    return kinds[kind].noun;
}

enum node_layout node_kind_layout(enum node_kind kind)
{
    return kinds[kind].layout;
}

const char *comparison_text(enum comparison op)
{
    static const char *const texts[] = {
        [EQUAL] = "=",          [NOT_EQUAL] = "!=", [LESS] = "<",
        [LESS_OR_EQUAL] = "<=", [GREATER] = ">",    [GREATER_OR_EQUAL] = ">=",
    };
    return texts[op];
}

const char *hit_policy_text(enum hit_policy policy)
{
    static const char *const texts[] = {
        [POLICY_FIRST] = "first of",       [POLICY_HIGHEST] = "highest of",
        [POLICY_LOWEST] = "lowest of",     [POLICY_SUM] = "sum of",
        [POLICY_ONLY_ONE] = "only one of", [POLICY_EVERY_ONE] = "every one of",
    };
    return texts[policy];
}

struct node *node_create(struct arena *arena, enum node_kind kind, struct span span)
{
    struct node *node = arena_alloc(arena, sizeof *node);
    node->kind = (uint8_t)kind;
    node->depth = 1;
    node->span = node->name_span = span;
    return node;
}

static void deepen(struct node *parent, const struct node *child)
{
    if (child->depth >= parent->depth && child->depth < UINT16_MAX) {
        parent->depth = (uint16_t)(child->depth + 1);
    }
}

static void link_children(struct node *parent, struct node *first, struct node *last)
{
    if (parent->last_child) {
        parent->last_child->next = first;
    } else {
        parent->child = first;
    }
    parent->last_child = last;
}

struct node *node_append(struct node *parent, struct node *child)
{
    struct node *last = child;
    if (!child) {
        return parent;
    }
    for (;; last = last->next) {
        deepen(parent, last);
        if (!last->next) {
            break;
        }
    }
    link_children(parent, child, last);
    return parent;
}

struct node *node_adopt(struct node *parent, struct node *holder)
{
    if (!holder || !holder->child) {
        return parent;
    }
    if (holder->depth > parent->depth) {
        parent->depth = holder->depth;
    }
    link_children(parent, holder->child, holder->last_child);
    holder->child = holder->last_child = NULL;
    return parent;
}

static struct node *first_of_kind(struct node *node, enum node_kind kind)
{
    while (node && node->kind != kind) {
        node = node->next;
    }
    return node;
}

struct node *node_child(const struct node *node, enum node_kind kind)
{
    return node ? first_of_kind(node->child, kind) : NULL;
}

struct node *node_next(const struct node *child, enum node_kind kind)
{
    return child ? first_of_kind(child->next, kind) : NULL;
}

struct node *node_nth(const struct node *node, size_t index)
{
    struct node *child = node ? node->child : NULL;
    while (child && index--) {
        child = child->next;
    }
    return child;
}

size_t node_count(const struct node *node)
{
    size_t count = 0;
    for (const struct node *child = node ? node->child : NULL; child; child = child->next) {
        count++;
    }
    return count;
}

struct node *node_inside(const struct node *clause)
{
    return clause ? clause->child : NULL;
}

static enum arm kind_arm(enum node_kind kind)
{
    switch (kind) {
    case NODE_RULESET:
    case NODE_AMENDS:
    case NODE_SOURCE:
    case NODE_LEVEL:
    case NODE_WAS_LEVEL:
    case NODE_TITLE:
    case NODE_CITE:
    case NODE_BECAUSE:
    case NODE_ASK:
    case NODE_ALSO:
    case NODE_PHONE:
    case NODE_EMAIL:
    case NODE_WEB:
    case NODE_ASK_FOR:
    case NODE_NEVER_LOWER:
    case NODE_CHANGE:
    case NODE_ACCEPT:
        return ARM_TEXT;
    case NODE_NUMBER:
        return ARM_NUMBER;
    case NODE_DATE:
    case NODE_HOLIDAY:
    case NODE_TIME:
        return ARM_INTEGER;
    default:
        return ARM_NONE;
    }
}

const char *node_child_text(const struct node *node, enum node_kind kind)
{
    const struct node *child = node_child(node, kind);
    return child && kind_arm(kind) == ARM_TEXT ? child->value.text : NULL;
}

static bool text_equal(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool value_equal_in(const struct node *a, const struct node *b)
{
    switch (kind_arm(a->kind)) {
    case ARM_TEXT:
        return text_equal(a->value.text, b->value.text);
    case ARM_NUMBER:
        return a->value.number.digits == b->value.number.digits
               && a->value.number.scale == b->value.number.scale;
    case ARM_INTEGER:
        return a->value.integer == b->value.integer;
    case ARM_NONE:
        break;
    }
    return true;
}

/* Names are compared as text, so that trees of two symbol tables can be compared. */
static bool own_equal(const struct node *a, const struct node *b)
{
    return a->kind == b->kind && a->op == b->op && a->flags == b->flags && a->unit == b->unit
           && a->first == b->first && a->second == b->second && text_equal(a->name, b->name)
           && value_equal_in(a, b);
}

bool node_equal(const struct node *a, const struct node *b)
{
    if (!a || !b) {
        return a == b;
    }
    if (!own_equal(a, b)) {
        return false;
    }
    const struct node *x = a->child, *y = b->child;
    for (; x && y; x = x->next, y = y->next) {
        if (!node_equal(x, y)) {
            return false;
        }
    }
    return !x && !y;
}

static void dump_value(struct text *text, const struct node *node)
{
    switch (kind_arm(node->kind)) {
    case ARM_TEXT:
        text_add_char(text, ' ');
        text_add_json(text, node->value.text ? node->value.text : "");
        break;
    case ARM_NUMBER:
        text_add_char(text, ' ');
        decimal_write(text, node->value.number.digits, node->value.number.scale);
        break;
    case ARM_INTEGER:
        text_add_char(text, ' ');
        decimal_write(text, node->value.integer, 0);
        break;
    case ARM_NONE:
        break;
    }
}

static const char *op_text(const struct node *node)
{
    switch (node->kind) {
    case NODE_COMPARE:
        return comparison_text(node->op);
    case NODE_POLICY:
        return hit_policy_text(node->op);
    case NODE_WITHDRAW:
    case NODE_AMEND:
        return node_kind_noun(node->op);
    default:
        return NULL;
    }
}

/* Programs are hashed by this listing, so it does without formats. */
static void dump_word(struct text *text, const char *before, const char *word)
{
    text_add(text, before);
    text_add(text, word);
}

static void dump_flags(struct text *text, unsigned flags)
{
    static const char *const names[] = {"negated",    "or_none", "ordered",  "mandatory",
                                        "incomplete", "topics",  "bracketed"};
    for (size_t i = 0; flags >> i; i++) {
        if (flags & (1u << i)) {
            dump_word(text, " +", names[i]);
        }
    }
}

static void dump_node(struct text *text, const struct node *node, size_t indent)
{
    const char *op = op_text(node);
    text_repeat(text, ' ', indent);
    text_add(text, node_kind_text(node->kind) + strlen("NODE_"));
    if (node->name) {
        dump_word(text, " ", node->name);
    }
    dump_value(text, node);
    if (node->unit) {
        dump_word(text, " ", unit_word(node->unit));
    }
    if (op) {
        dump_word(text, " <", op);
        text_add_char(text, '>');
    }
    if (node->kind == NODE_OPEN_SPAN) {
        text_format(text, " %u to %u", node->first, node->second);
    }
    dump_flags(text, node->flags);
    text_add_char(text, '\n');
    for (const struct node *child = node->child; child; child = child->next) {
        dump_node(text, child, indent + 2);
    }
}

void node_dump(struct text *text, const struct node *node)
{
    if (node) {
        dump_node(text, node, 0);
    }
}

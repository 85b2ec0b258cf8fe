/* SPDX-License-Identifier: Apache-2.0 */
/* Events and lists, item by item. */
#include "oracle_walk.h"

/* The event or list that NODE asks about, as the case gives it. */
static const struct case_fact *asked_about(const struct walk *walk, const struct node *node)
{
    return &walk->given->facts[node->child->ref->index];
}

int64_t amount_of(struct walk *walk, const struct node *amount)
{
    struct oracle_value value = value_at(walk, amount->child);
    int64_t unit =
        amount->child->type->kind == TYPE_NUMBER ? base_units(amount->child->type->unit) : 1;
    return whole(value) / unit;
}

/* DATE lies from D minus the window's length to D. */
static bool lies_in(struct walk *walk, const struct node *window, struct oracle_value date)
{
    const struct node *of = node_child(window, NODE_OF);
    struct oracle_value end = of ? value_at(walk, of->child) : plain(walk->given->date);
    if (end.is_none || date.is_none) {
        return false;
    }
    enum unit unit = (enum unit)window->unit;
    int64_t length = amount_of(walk, node_child(window, NODE_AMOUNT)) * base_units(unit);
    int64_t start = add_time((int64_t)end.number, base_of(unit), -length);
    return date.number >= start && date.number <= end.number;
}

/* --------------------------------------------------------------------------------------- items */

struct oracle_value field_value(struct walk *walk, const struct fact *field)
{
    if (!walk->item) {
        give_up("a field of no item");
    }
    const struct case_fact *said = &walk->item->fields[field->place];
    return field->from ? worked_out(walk, field, said) : from_set(field->type, &said->set);
}

bool field_is_known(const struct walk *walk, const struct fact *field)
{
    const struct case_fact *list = &walk->given->facts[field->list->entity.index];
    size_t item = (size_t)(walk->item - list->items);
    return !walk->given->fields_known || walk->given->fields_known[field->entity.index][item];
}

void check_items(struct walk *walk)
{
    for (size_t i = 0; i < walk->program->fields.count; i++) {
        const struct fact *field = walk->program->fields.items[i];
        const struct case_fact *list = &walk->given->facts[field->list->entity.index];
        for (size_t j = 0; field->from && j < list->item_count; j++) {
            walk->item = &list->items[j];
            field_value(walk, field);
        }
    }
    walk->item = NULL;
}

/* NODE takes the members of the household together. */
static bool takes_members(const struct walk *walk, const struct node *node)
{
    return walk->program->each && node->child->ref == &walk->program->each->entity;
}

static size_t items_of(const struct walk *walk, const struct node *node)
{
    return takes_members(walk, node) ? walk->member_count : asked_about(walk, node)->item_count;
}

/* The walk of WALK's item or member INDEX. */
static struct walk walk_at(const struct walk *walk, const struct node *node, size_t index)
{
    bool members = takes_members(walk, node);
    struct walk at = members ? walk->members[index] : *walk;
    at.item = members ? NULL : &asked_about(walk, node)->items[index];
    return at;
}

/* Item INDEX is one of those that NODE asks about. */
static bool is_asked_about(struct walk *walk, const struct node *node, size_t index)
{
    const struct fact *list = (const struct fact *)node->child->ref;
    const struct node *where = node_child(node, NODE_WHERE);
    const struct node *window = node_child(node, NODE_WINDOW);
    struct walk at = walk_at(walk, node, index);
    bool asked = !where || holds(&at, where->child);
    struct oracle_value date = window ? field_value(&at, list->date) : none;
    return asked && (!window || lies_in(walk, window, date));
}

static struct oracle_value value_of_item(struct walk *walk, const struct node *node, size_t index)
{
    struct walk at = walk_at(walk, node, index);
    return value_at(&at, node_child(node, NODE_IN_ITEM)->child);
}

static int64_t count_dates(struct walk *walk, const struct node *node)
{
    const struct case_fact *event = asked_about(walk, node);
    const struct node *window = node_child(node, NODE_WINDOW);
    int64_t count = 0;
    for (size_t i = 0; i < event->date_count; i++) {
        count += !window || lies_in(walk, window, plain(event->dates[i]));
    }
    return count;
}

int64_t count_items(struct walk *walk, const struct node *node)
{
    int64_t count = 0;
    if (node->child->type->kind == TYPE_EVENT) {
        return count_dates(walk, node);
    }
    for (size_t i = 0; i < items_of(walk, node); i++) {
        count += is_asked_about(walk, node, i);
    }
    return count;
}

bool all_items(struct walk *walk, const struct node *node)
{
    return count_items(walk, node) == (int64_t)items_of(walk, node);
}

struct oracle_value latest(struct walk *walk, const struct node *node)
{
    const struct case_fact *list = asked_about(walk, node);
    const struct fact *fact = (const struct fact *)node->child->ref;
    struct oracle_value best = none;
    for (size_t i = 0; i < list->date_count; i++) {
        struct oracle_value date = plain(list->dates[i]);
        best = best.is_none || compare(GREATER, date, best) ? date : best;
    }
    for (size_t i = 0; i < list->item_count; i++) {
        if (is_asked_about(walk, node, i)) {
            struct walk at = walk_at(walk, node, i);
            struct oracle_value date = field_value(&at, fact->date);
            best = best.is_none || compare(GREATER, date, best) ? date : best;
        }
    }
    return best;
}

struct oracle_value extreme_item(struct walk *walk, const struct node *node)
{
    enum comparison better = node->kind == NODE_HIGHEST_ITEM ? GREATER : LESS;
    struct oracle_value best = none;
    for (size_t i = 0; i < items_of(walk, node); i++) {
        if (is_asked_about(walk, node, i)) {
            struct oracle_value value = value_of_item(walk, node, i);
            best = best.is_none || compare(better, value, best) ? value : best;
        }
    }
    return best;
}

struct oracle_value sum_of_items(struct walk *walk, const struct node *node)
{
    oracle_number sum = 0;
    for (size_t i = 0; i < items_of(walk, node); i++) {
        if (is_asked_about(walk, node, i)) {
            struct oracle_value value = value_of_item(walk, node, i);
            sum += value.is_none ? 0 : value.number;
        }
    }
    return plain(sum);
}

/* An item whose value no item before it had. */
int64_t count_distinct(struct walk *walk, const struct node *node)
{
    int64_t count = 0;
    for (size_t i = 0; i < items_of(walk, node); i++) {
        struct oracle_value value = none;
        if (is_asked_about(walk, node, i)) {
            value = value_of_item(walk, node, i);
        }
        bool is_new = !value.is_none;
        for (size_t j = 0; j < i && is_new; j++) {
            is_new = !is_asked_about(walk, node, j)
                     || !compare(EQUAL, value, value_of_item(walk, node, j));
        }
        count += is_new;
    }
    return count;
}

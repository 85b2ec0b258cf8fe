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

/* ITEM is one of those that NODE asks about. */
static bool is_asked_about(struct walk *walk, const struct node *node, const struct case_item *item)
{
    const struct fact *list = (const struct fact *)node->child->ref;
    const struct node *where = node_child(node, NODE_WHERE);
    const struct node *window = node_child(node, NODE_WINDOW);
    const struct case_item *outer = walk->item;
    walk->item = item;
    bool asked = !where || holds(walk, where->child);
    struct oracle_value date = window ? field_value(walk, list->date) : none;
    walk->item = outer;
    return asked && (!window || lies_in(walk, window, date));
}

static struct oracle_value value_of_item(struct walk *walk, const struct node *node,
                                         const struct case_item *item)
{
    const struct case_item *outer = walk->item;
    walk->item = item;
    struct oracle_value value = value_at(walk, node_child(node, NODE_IN_ITEM)->child);
    walk->item = outer;
    return value;
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
    const struct case_fact *list = asked_about(walk, node);
    int64_t count = 0;
    if (node->child->type->kind == TYPE_EVENT) {
        return count_dates(walk, node);
    }
    for (size_t i = 0; i < list->item_count; i++) {
        count += is_asked_about(walk, node, &list->items[i]);
    }
    return count;
}

bool all_items(struct walk *walk, const struct node *node)
{
    return count_items(walk, node) == (int64_t)asked_about(walk, node)->item_count;
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
        if (is_asked_about(walk, node, &list->items[i])) {
            const struct case_item *outer = walk->item;
            walk->item = &list->items[i];
            struct oracle_value date = field_value(walk, fact->date);
            walk->item = outer;
            best = best.is_none || compare(GREATER, date, best) ? date : best;
        }
    }
    return best;
}

struct oracle_value extreme_item(struct walk *walk, const struct node *node)
{
    const struct case_fact *list = asked_about(walk, node);
    enum comparison better = node->kind == NODE_HIGHEST_ITEM ? GREATER : LESS;
    struct oracle_value best = none;
    for (size_t i = 0; i < list->item_count; i++) {
        if (is_asked_about(walk, node, &list->items[i])) {
            struct oracle_value value = value_of_item(walk, node, &list->items[i]);
            best = best.is_none || compare(better, value, best) ? value : best;
        }
    }
    return best;
}

struct oracle_value sum_of_items(struct walk *walk, const struct node *node)
{
    const struct case_fact *list = asked_about(walk, node);
    oracle_number sum = 0;
    for (size_t i = 0; i < list->item_count; i++) {
        if (is_asked_about(walk, node, &list->items[i])) {
            struct oracle_value value = value_of_item(walk, node, &list->items[i]);
            sum += value.is_none ? 0 : value.number;
        }
    }
    return plain(sum);
}

/* An item whose value no item before it had. */
int64_t count_distinct(struct walk *walk, const struct node *node)
{
    const struct case_fact *list = asked_about(walk, node);
    int64_t count = 0;
    for (size_t i = 0; i < list->item_count; i++) {
        struct oracle_value value = none;
        if (is_asked_about(walk, node, &list->items[i])) {
            value = value_of_item(walk, node, &list->items[i]);
        }
        bool is_new = !value.is_none;
        for (size_t j = 0; j < i && is_new; j++) {
            is_new = !is_asked_about(walk, node, &list->items[j])
                     || !compare(EQUAL, value, value_of_item(walk, node, &list->items[j]));
        }
        count += is_new;
    }
    return count;
}

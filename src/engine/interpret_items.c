/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of items, and items taken together. */
#include "engine/interpret.h"
#include "engine/stepwise.h"

/* --------------------------------------------------------------------------------------- fields */

/* What the case says of the field of the item at hand; NULL of an item that it does not list. */
static const struct case_fact *said_of_field(const struct frame *frame, const struct plan_node *node)
{
    const struct fact *field = frame->plan->program->fields.items[node->index];
    const struct case_fact *list = &frame->limen_case->facts[field->list->entity.index];
    return frame->item < list->item_count ? &list->items[frame->item].fields[field->place] : NULL;
}

static bool is_said(const struct case_fact *said)
{
    return said && (said->state == FACT_GIVEN || said->state == FACT_ASSUMED);
}

struct value_set evaluate_OP_FIELD(const struct frame *frame, const struct plan_node *node)
{
    const struct case_fact *said = said_of_field(frame, node);
    return is_said(said) ? said->set : value_any(frame->arena, node->type);
}

struct value_set evaluate_OP_FIELD_KNOWN(const struct frame *frame, const struct plan_node *node)
{
    if (!said_of_field(frame, node) || frame->known_is_open) {
        return yes_no(false, true);
    }
    bool known = frame->evaluation->fields_known[node->index][frame->item];
    return yes_no(known, known);
}

/* Whether it is known is said now, before anything is settled. */
struct value_set evaluate_OP_FIELD_DERIVED(const struct frame *frame, const struct plan_node *node)
{
    const struct value_set *given = operand(frame, node, 0), *worked_out = operand(frame, node, 1);
    struct value_set value = *given;
    value_intersect(frame->arena, node->type, *given, *worked_out, &value);
    if (frame->is_first_pass && !frame->limen_case->fields_known && said_of_field(frame, node)) {
        frame->evaluation->fields_known[node->index][frame->item] = value_is_single(value);
    }
    return value;
}

/* --------------------------------------------------------------------------------------- taking */

/* The items of a list that NODE takes together, one after the other, beginning with none. */
struct items {
    const struct frame *frame;
    const struct plan_node *node;
    size_t next, rows, others;
    const struct family *family; /* the items are the members of a household; NULL: those of a list */
};

/* One of them, or all that the case does not list. It is certain and possible that it is one of those
   asked about and, where values are taken, that it has one. */
struct item {
    bool certain, possible;
    int64_t times;
    const struct value_set *set; /* NULL: no values are taken */
};

static struct items items_of(const struct frame *frame, const struct plan_node *node)
{
    struct items items = {.frame = frame, .node = node};
    if (plan_takes_each(frame->plan, node)) {
        const struct family *family = frame->evaluation->family;
        items.rows = family->count + (family->others > 0);
        items.others = family->others;
        items.family = family;
        return items;
    }
    const struct fact *list = frame->plan->program->facts.items[node->index];
    items.rows = evaluation_rows(frame->limen_case, list, &items.others);
    return items;
}

static bool next_item(struct items *items, struct item *ret)
{
    if (items->next >= items->rows) {
        return false;
    }
    struct frame frame = *items->frame;
    frame.evaluation = items->family ? items->family->members[items->next] : frame.evaluation;
    frame.item = items->next++;
    bool is_listed = items->others == 0 || items->next < items->rows;
    const struct value_set *which = operand(&frame, items->node, 0);
    ret->set = items->node->operand_count > 1 ? operand(&frame, items->node, 1) : NULL;
    ret->times = is_listed ? 1 : (int64_t)items->others;
    ret->certain = is_listed && which->low && !(ret->set && ret->set->or_none);
    ret->possible = which->high && !(ret->set && set_is_nothing(ret->set));
    return true;
}

struct value_set evaluate_OP_ITEM_COUNT(const struct frame *frame, const struct plan_node *node)
{
    struct items items = items_of(frame, node);
    struct value_set count = value_between(0, 0);
    for (struct item item; next_item(&items, &item);) {
        count.low += item.certain ? item.times : 0;
        count.high += item.possible ? item.times : 0;
    }
    return count;
}

struct value_set evaluate_OP_ITEM_ANY(const struct frame *frame, const struct plan_node *node)
{
    struct value_set count = evaluate_OP_ITEM_COUNT(frame, node);
    return yes_no(count.low > 0, count.high > 0);
}

struct value_set evaluate_OP_ITEM_SUM(const struct frame *frame, const struct plan_node *node)
{
    struct items items = items_of(frame, node);
    struct value_set sum = value_between(0, 0);
    for (struct item item; next_item(&items, &item);) {
        if (item.possible) {
            sum.low += item.times * (item.certain || item.set->low < 0 ? item.set->low : 0);
            sum.high += item.times * (item.certain || item.set->high > 0 ? item.set->high : 0);
        }
    }
    return sum;
}

/* ------------------------------------------------------------------------------ highest and lowest */

/* The ends of what items may have, and of what those certainly have that certainly count. */
struct ends {
    bool some_certain, some_possible;
    int64_t least_low, greatest_low;   /* possible; certain */
    int64_t least_high, greatest_high; /* certain; possible */
};

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t greatest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static struct ends ends_of(struct items items)
{
    struct ends ends = {.least_low = INT64_MAX, .greatest_low = INT64_MIN, .least_high = INT64_MAX,
                        .greatest_high = INT64_MIN};
    for (struct item item; next_item(&items, &item);) {
        if (item.possible) {
            ends.some_possible = true;
            ends.least_low = least(ends.least_low, item.set->low);
            ends.greatest_high = greatest(ends.greatest_high, item.set->high);
        }
        if (item.certain) {
            ends.some_certain = true;
            ends.greatest_low = greatest(ends.greatest_low, item.set->low);
            ends.least_high = least(ends.least_high, item.set->high);
        }
    }
    return ends;
}

/* What items may have from LOW to HIGH, and none unless one certainly has something. */
static struct value_set values_between(struct items items, const struct ends *ends, int64_t low,
                                       int64_t high)
{
    const struct type *type = items.node->type;
    struct value_set between = value_between(low, high);
    if (type->kind == TYPE_CHOICE) {
        between = set_nothing(items.frame, type);
        for (struct item item; next_item(&items, &item);) {
            if (item.possible) {
                set_add(type, &between, item.set, low, high);
            }
        }
    }
    between.or_none = !ends->some_certain;
    return between;
}

struct value_set evaluate_OP_ITEM_HIGHEST(const struct frame *frame, const struct plan_node *node)
{
    struct items items = items_of(frame, node);
    struct ends ends = ends_of(items);
    int64_t low = ends.some_certain ? ends.greatest_low : ends.least_low;
    return ends.some_possible ? values_between(items, &ends, low, ends.greatest_high)
                              : value_none(frame->arena, node->type);
}

struct value_set evaluate_OP_ITEM_LOWEST(const struct frame *frame, const struct plan_node *node)
{
    struct items items = items_of(frame, node);
    struct ends ends = ends_of(items);
    int64_t high = ends.some_certain ? ends.least_high : ends.greatest_high;
    return ends.some_possible ? values_between(items, &ends, ends.least_low, high)
                              : value_none(frame->arena, node->type);
}

/* --------------------------------------------------------------------------------------- distinct */

static int64_t values_in(const struct type *type, const struct value_set *set)
{
    int64_t count = 0;
    if (!set->members) {
        return set_is_nothing(set) ? 0 : distinct_width(set->low, set->high);
    }
    for (size_t i = 0; i < value_words(type); i++) {
        count += __builtin_popcountll(set->members[i]);
    }
    return count;
}

struct value_set evaluate_OP_ITEM_DISTINCT(const struct frame *frame, const struct plan_node *node)
{
    struct items items = items_of(frame, node);
    const struct type *type = operand_node(frame, node, 1)->type;
    struct distinct distinct = {
        .certain = arena_alloc(frame->arena, (items.rows + 1) * sizeof *distinct.certain),
        .single = arena_alloc(frame->arena, (items.rows + 1) * sizeof *distinct.single)};
    struct value_set all = set_nothing(frame, type);
    for (struct item item; next_item(&items, &item);) {
        if (!item.possible) {
            continue;
        }
        set_add_all(type, &all, item.set);
        distinct_add(&distinct, (struct distinct_span){item.set->low, item.set->high}, item.certain,
                     item.times);
    }
    distinct.values = values_in(type, &all);
    return stepwise_distinct(&distinct);
}

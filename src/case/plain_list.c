/* SPDX-License-Identifier: Apache-2.0 */
/* Items of a block. */
#include "case/plain_list.h"

#include "case/block_items.h"

void plain_items_start(struct plain_items *items, struct plain_facts *facts,
                       const struct plain_fact *list, size_t lane)
{
    *items = (struct plain_items){.facts = facts, .list = list->list, .lane = lane,
                                  .column = facts->targets[list - facts->by_fact].column};
    if (items->column) {
        block_start_list(items->column, lane, false);
    }
}

bool plain_items_add(struct plain_items *items)
{
    if (items->count == (size_t)items->list->fact->type->high) {
        return false;
    }
    items->count++;
    items->facts->item_serial++;
    if (items->column) {
        block_add_item(items->facts->block, items->column, items->lane);
    }
    return true;
}

bool plain_items_see(struct plain_items *items, struct plain_fact *field)
{
    bool is_new = field->seen != items->facts->item_serial;
    field->seen = items->facts->item_serial;
    return is_new;
}

struct plain_fact *plain_items_field(struct plain_items *items, const char *name, size_t length)
{
    uint32_t place = lexicon_find(&items->list->names, name, length);
    struct plain_fact *field = place == NO_NAME ? NULL : &items->list->fields[place];
    return field && plain_items_see(items, field) ? field : NULL;
}

static const struct fact *fact_of(const struct plain_items *items, const struct plain_fact *field)
{
    return items->list->fact->fields.items[field - items->list->fields];
}

void plain_items_set(struct plain_items *items, const struct plain_fact *field,
                     const struct value_set *set)
{
    if (items->column) {
        block_set_field(items->facts->block, items->column, fact_of(items, field), set);
    }
}

void plain_items_set_not_known(struct plain_items *items, const struct plain_fact *field)
{
    if (items->column) {
        block_set_field_not_known(items->column, fact_of(items, field));
    }
}

void plain_items_end(struct plain_items *items, bool complete)
{
    if (items->column && complete) {
        plane_set(items->column->complete, items->lane);
    }
}

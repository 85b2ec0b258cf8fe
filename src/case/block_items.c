/* SPDX-License-Identifier: Apache-2.0 */
/* Items of a block's lists. */
#include "case/block_items.h"

void block_start_list(struct column *list, size_t lane, bool complete)
{
    plane_set(list->said, lane);
    plane_set(list->given, lane);
    if (complete) {
        plane_set(list->complete, lane);
    }
    list->spans[lane] = (struct date_span){(uint32_t)list->item_count, 0};
}

void block_add_item(struct block *block, struct column *list, size_t lane)
{
    list->spans[lane].count++;
    list->item_count++;
    for (size_t i = 0; i < list->fact->fields.count; i++) {
        vector_push(block->arena, &list->fields, (struct block_field){0});
    }
}

static struct block_field *field_added_last(struct column *list, const struct fact *field)
{
    return &list->fields.items[list->fields.count - list->fact->fields.count + field->place];
}

void block_set_field(struct block *block, struct column *list, const struct fact *field,
                     const struct value_set *set)
{
    *field_added_last(list, field) =
        (struct block_field){.low = set->low, .high = set->high, .or_none = set->or_none,
                             .members = (uint32_t)block->words.count, .said = true, .given = true};
    for (size_t i = 0; set->members && i < value_words(field->type); i++) {
        vector_push(block->arena, &block->words, set->members[i]);
    }
}

void block_set_field_not_known(struct column *list, const struct fact *field)
{
    field_added_last(list, field)->said = true;
}

struct value_set block_field_set(const struct block *block, const struct fact *field,
                                 const struct block_field *said)
{
    bool is_choice = field->type->kind == TYPE_CHOICE;
    return (struct value_set){.low = said->low, .high = said->high, .or_none = said->or_none,
                              .members = is_choice ? block->words.items + said->members : NULL};
}

static void add_field(struct block *block, struct column *list, const struct fact *field,
                      const struct case_fact *said)
{
    if (said->state == FACT_GIVEN || said->state == FACT_ASSUMED) {
        block_set_field(block, list, field, &said->set);
    } else if (said->state == FACT_NOT_KNOWN) {
        block_set_field_not_known(list, field);
    }
}

void block_add_items(struct block *block, struct column *list, size_t lane,
                     const struct case_fact *said)
{
    const struct fact *fact = list->fact;
    block_start_list(list, lane, said->complete);
    for (size_t i = 0; i < said->item_count; i++) {
        block_add_item(block, list, lane);
        for (size_t f = 0; f < fact->fields.count; f++) {
            add_field(block, list, fact->fields.items[f], &said->items[i].fields[f]);
        }
    }
}

void block_copy_items(struct block *block, struct column *list, size_t from, size_t to)
{
    struct date_span span = list->spans[from];
    size_t fields = list->fact->fields.count;
    list->spans[to] = (struct date_span){(uint32_t)list->item_count, span.count};
    list->item_count += span.count;
    for (size_t i = 0; i < span.count * fields; i++) {
        struct block_field field = list->fields.items[span.first * fields + i];
        vector_push(block->arena, &list->fields, field);
    }
}

/* A field of an item of a case that is closed, or not, has one value. */
static bool field_is_known(const struct fact *fact, const struct block_field *field, bool is_closed)
{
    bool is_one = field->low == field->high && !field->or_none;
    bool is_none = field->low > field->high && field->or_none;
    if (fact->from) {
        return !field->given;
    }
    return field->given ? is_one || is_none
                        : !field->said && is_closed && fact_may_be_assumed(fact);
}

/* Each field of each item of the case at LANE. */
static bool case_is_known(const struct column *list, size_t lane, bool is_closed)
{
    struct date_span span = list->spans[lane];
    const struct fact *fact = list->fact;
    const struct block_field *field = &list->fields.items[span.first * fact->fields.count];
    for (size_t i = 0; i < span.count; i++) {
        for (size_t f = 0; f < fact->fields.count; f++) {
            if (!field_is_known(fact->fields.items[f], field++, is_closed)) {
                return false;
            }
        }
    }
    return true;
}

bool block_items_known(const struct block *block, const struct column *list)
{
    block_plane closed;
    const struct fact *fact = list->fact;
    if (list->item_count == 0) {
        return true;
    }
    block_find_closed(block, fact->entity.section, &closed);
    block_leave_summed_up(block, fact, NULL, &closed);
    for (size_t lane = 0; lane < block->count; lane++) {
        if (!case_is_known(list, lane, plane_get(closed, lane))) {
            return false;
        }
    }
    return true;
}

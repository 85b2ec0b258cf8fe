/* SPDX-License-Identifier: Apache-2.0 */
/* Items of lists from memory of others. They are read where they lie, when they become columns. */
#include "case/borrowing.h"

static const struct borrowed_column *field_column(const struct borrowed_column *list,
                                                  const struct fact *field)
{
    for (size_t i = 0; i < list->field_count; i++) {
        if (list->fields[i].fact == field) {
            return &list->fields[i];
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------- what is given */

static bool perhaps_none(const struct borrowed_column *column, size_t item)
{
    return column->fact->type->or_none && column->none && plane_get(column->none, item);
}

static bool perhaps_some(const struct borrowed_column *column, size_t item)
{
    return !column->fact->type->or_none || !column->some || plane_get(column->some, item);
}

static struct value_set ends_given(const struct borrowed_column *column, size_t item)
{
    struct value_set set = value_between(1, 0);
    bool is_yes_no = column->fact->type->kind == TYPE_YES_NO;
    const uint64_t *possible = column->possible ? column->possible : column->certain;
    if (perhaps_some(column, item)) {
        set.low = is_yes_no ? plane_get(column->certain, item) : column->low[item];
        set.high = is_yes_no      ? plane_get(possible, item)
                   : column->high ? column->high[item]
                                  : column->low[item];
    }
    set.or_none = perhaps_none(column, item);
    return set;
}

static size_t count_values(const struct borrowed_column *column, size_t item)
{
    size_t count = 0;
    for (size_t i = 0; perhaps_some(column, item) && i < column->fact->type->choice->count; i++) {
        count += plane_get(column->values[i], item);
    }
    return count;
}

/* ------------------------------------------------------------------------------------------ checking */

/* What is wrong with a field of an item; NULL: nothing. */
static const char *fault_of_ends(const struct borrowed_column *column, size_t item)
{
    const struct type *type = column->fact->type;
    struct value_set set = ends_given(column, item);
    if (!perhaps_some(column, item)) {
        return set.or_none ? NULL : "neither a value nor none";
    }
    if (type->kind == TYPE_YES_NO) {
        return set.low > set.high ? "certain, but not possible" : NULL;
    }
    return set.low > set.high ? "its low end is above its high end"
           : set.low < type->low || set.high > type->high ? "outside the bounds of the fact"
                                                          : NULL;
}

static const char *fault_of_values(const struct borrowed_column *column, size_t item)
{
    if (!perhaps_some(column, item)) {
        return perhaps_none(column, item) ? NULL : "neither a value nor none";
    }
    return count_values(column, item) == 0 ? "none of its values is possible" : NULL;
}

static bool has_one_value(const struct borrowed_column *column, size_t item)
{
    if (column->fact->type->kind == TYPE_CHOICE) {
        return count_values(column, item) + perhaps_none(column, item) == 1;
    }
    return value_is_single(ends_given(column, item));
}

/* Looks at FIELD of every item; RET_KNOWN becomes false where one is open. */
static bool check_field(struct borrowed *borrowed, const struct borrowed_column *list,
                        const struct borrowed_column *field, bool *ret_known)
{
    bool is_choice = field->fact->type->kind == TYPE_CHOICE;
    const uint32_t *first = list->first + borrowed->from;
    *ret_known = *ret_known && !field->fact->from;
    for (size_t lane = 0; lane < borrowed->count; lane++) {
        for (size_t item = first[lane]; item < first[lane + 1]; item++) {
            const char *fault =
                is_choice ? fault_of_values(field, item) : fault_of_ends(field, item);
            if (fault) {
                return borrowed_fail_item(borrowed, field->fact, lane, item - first[lane], fault);
            }
            *ret_known = *ret_known && has_one_value(field, item);
        }
    }
    return true;
}

/* What closing makes of a field that has no column may depend on the case where the list is summed up. */
static bool is_known_without(const struct borrowed *borrowed, const struct fact *field)
{
    return field->from
           || (borrowed->defaults->close_all && fact_may_be_assumed(field)
               && field->list->summaries.count == 0);
}

bool borrowed_take_items(struct borrowed *borrowed, const struct borrowed_column *from,
                         struct column *column, bool *ret_known)
{
    const struct fact *list = from->fact;
    if (!borrowed_take_spans(borrowed, from, column, (size_t)list->type->high,
                             "more items than the list may have, or fewer than none")) {
        return false;
    }
    column->lent = from;
    column->lent_from = from->first[borrowed->from];
    column->item_count = from->first[borrowed->from + borrowed->count] - column->lent_from;
    *ret_known = true;
    for (size_t i = 0; i < list->fields.count; i++) {
        const struct fact *field = list->fields.items[i];
        const struct borrowed_column *of_field = field_column(from, field);
        if (of_field && !check_field(borrowed, from, of_field, ret_known)) {
            return false;
        }
        bool known = of_field || column->item_count == 0 || is_known_without(borrowed, field);
        *ret_known = *ret_known && known;
    }
    column_count_others(column);
    return true;
}

/* ------------------------------------------------------------------------------------------- columns */

static void put_values(const struct borrowed_column *from, size_t item, struct column *column,
                       size_t lane)
{
    struct value_set none = value_between(1, 0);
    none.or_none = perhaps_none(from, item);
    column_set(column, lane, &none);
    if (!perhaps_some(from, item)) {
        return;
    }
    if (column->some) {
        plane_set(column->some, lane);
    }
    for (size_t i = 0; i < column->member_count; i++) {
        if (plane_get(from->values[i], item)) {
            plane_set(&column->member[i], lane);
        }
    }
}

void borrowed_put_item(const struct column *list, size_t place, struct column *columns, size_t lane)
{
    size_t item = list->lent_from + place;
    for (size_t i = 0; i < list->lent->field_count; i++) {
        const struct borrowed_column *from = &list->lent->fields[i];
        struct column *column = &columns[from->fact->place];
        if (!column->is_there) {
            continue;
        }
        if (from->fact->type->kind == TYPE_CHOICE) {
            put_values(from, item, column, lane);
        } else {
            struct value_set set = ends_given(from, item);
            column_set(column, lane, &set);
        }
    }
}

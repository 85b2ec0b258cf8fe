/* SPDX-License-Identifier: Apache-2.0 */
/* From cells to planes, and to items. */
#include "case/plain_row.h"

#include <string.h>

#include "base/date.h"

#define MOST_DATES 32 /* of an event that is read here */

/* -------------------------------------------------------------------------------------------- cells */

/* `none`, or days parted by spaces. */
static bool read_event(const struct plain_row *row, struct plain_fact *fact, struct plain_text text)
{
    const char *cell = text.at, *end = cell + text.length;
    int32_t dates[MOST_DATES];
    size_t count = 0;
    bool is_none = plain_text_is(text, "none");
    while (!is_none && cell < end) {
        const char *space = memchr(cell, ' ', (size_t)(end - cell));
        const char *stop = space ? space : end;
        if (count == MOST_DATES
            || date_parse(cell, (size_t)(stop - cell), &dates[count]) != DATE_OK) {
            return false;
        }
        count++;
        cell = space ? space + 1 : end;
    }
    plain_set_dates(row->facts, fact, row->lane, dates, count, true);
    return true;
}

static bool read_number(const struct plain_row *row, struct plain_fact *fact, struct plain_text text)
{
    int64_t value;
    if (!plain_read_short(fact, text.at, text.at + text.length, &value)) {
        return false;
    }
    set_number(fact, row->lane, value);
    return true;
}

/* What a fact or a field may be. */
static bool read_set(const struct plain_row *row, const struct plain_fact *fact, uint32_t word,
                     struct plain_text text, struct value_set *ret)
{
    if (fact->how != HOW_YES_NO) {
        return fact->how != HOW_OTHER && plain_cell_set(row->facts, fact, text, ret);
    }
    plain_set_start(row->facts, fact, ret);
    if (word == NO_NAME) {
        return false;
    }
    plain_set_add(fact, ret, word == WORD_YES);
    return true;
}

static uint32_t word_of(const struct plain_row *row, struct plain_text text)
{
    return lexicon_find(row->words, text.at, text.length);
}

static bool read_fact(const struct plain_row *row, struct plain_fact *fact, struct plain_text text)
{
    struct value_set set;
    if (fact->how == HOW_NUMBER && read_number(row, fact, text)) {
        return true;
    }
    uint32_t word = word_of(row, text);
    if (word == WORD_UNKNOWN) {
        plain_set_not_known(row->facts, fact, row->lane);
        return true;
    }
    if (fact->how == HOW_YES_NO) {
        set_yes_no(fact, row->lane, word == WORD_YES);
        return word != NO_NAME;
    }
    if (fact->how == HOW_EVENT) {
        return read_event(row, fact, text);
    }
    if (!read_set(row, fact, word, text, &set)) {
        return false;
    }
    plain_give(row->facts, fact, row->lane, &set);
    return true;
}

static bool read_id(const struct plain_row *row, struct plain_text text)
{
    row->line->id = text.at;
    row->line->id_length = (uint32_t)text.length;
    return plain_is_simple(text.at, text.length);
}

static bool read_otherwise(const struct plain_row *row, struct plain_text text)
{
    if (plain_text_is(text, "no")) {
        plane_set(row->facts->block->close_all, row->lane);
        return true;
    }
    return plain_text_is(text, "unknown");
}

static bool read_section(const struct plain_row *row, struct plain_text text)
{
    uint32_t section = plain_text_is(text, "none")
                           ? NO_NAME
                           : lexicon_find(&row->facts->sections, text.at, text.length);
    if (section != NO_NAME) {
        plane_set(&row->facts->block->closed[section], row->lane);
    }
    return section != NO_NAME;
}

static bool read_on(const struct plain_row *row, struct plain_fact *date, struct plain_text text)
{
    int64_t day;
    plain_see(row->facts, date);
    if (word_of(row, text) == WORD_UNKNOWN) {
        return true;
    }
    if (!plain_value_of_text(date, text.at, text.length, &day)) {
        return false;
    }
    set_number(date, row->lane, day);
    return true;
}

static bool read_authority(const struct plain_row *row, struct plain_text text)
{
    return word_of(row, text) != WORD_UNKNOWN
           && plain_set_authority(row->facts, row->lane, text.at, text.length);
}

/* What no item says is said in one row of the case, or the same in each. True: it was said, and RET_SAME says
   whether it was the same. */
static bool was_said(const struct plain_row *row, struct plain_column *column, struct plain_text text,
                     bool *ret_same)
{
    if (row->is_alone) {
        return false;
    }
    bool was = column->seen == row->facts->serial;
    *ret_same = was && column->text.length == text.length
                && memcmp(column->text.at, text.at, text.length) == 0;
    column->seen = row->facts->serial;
    column->text = was ? column->text : text;
    return was;
}

static bool read_once(const struct plain_row *row, struct plain_column *column, struct plain_text text)
{
    bool same;
    if (was_said(row, column, text, &same)) {
        /* Dates that are said again count again. */
        return same && (column->how != CELL_FACT || column->fact->how != HOW_EVENT);
    }
    switch (column->how) {
    case CELL_FACT:
        plain_see(row->facts, column->fact);
        return read_fact(row, column->fact, text);
    case CELL_ID:
        return read_id(row, text);
    case CELL_ON:
        return read_on(row, column->fact, text);
    case CELL_AUTHORITY:
        return read_authority(row, text);
    case CELL_OTHERWISE:
        return read_otherwise(row, text);
    case CELL_SECTION:
        return read_section(row, text);
    default:
        return false;
    }
}

/* -------------------------------------------------------------------------------------------- lists */

static void see_group(const struct plain_row *row, struct plain_group *group)
{
    struct plain_facts *facts = row->facts;
    if (group->seen != facts->serial) {
        plain_see(facts, group->list);
        group->seen = facts->serial;
        group->none = group->complete = NO_NAME;
        group->row = NULL;
    }
}

/* Where several rows are a case, each speaks of one list: else they might be lists that a database has joined. */
static bool claim(struct plain_row *row, struct plain_group *group)
{
    bool is_free = row->is_alone || !row->group || row->group == group;
    row->group = group;
    return is_free;
}

/* The group has an item in this row. False: there are too many. */
static bool enter_item(struct plain_row *row, struct plain_group *group)
{
    if (group->row == row->begin) {
        return true;
    }
    if (!group->row) {
        plain_items_start(&group->items, row->facts, group->list, row->lane);
    }
    group->row = row->begin;
    return plain_items_add(&group->items);
}

static bool read_field(struct plain_row *row, struct plain_group *group, struct plain_fact *field,
                       struct plain_text text)
{
    struct value_set set;
    uint32_t word = word_of(row, text);
    if (!enter_item(row, group) || !plain_items_see(&group->items, field)) {
        return false;
    }
    if (word == WORD_UNKNOWN) {
        plain_items_set_not_known(&group->items, field);
        return true;
    }
    if (!read_set(row, field, word, text, &set)) {
        return false;
    }
    plain_items_set(&group->items, field, &set);
    return true;
}

/* A list's own cell says that it has no items, or that they are not known; an event's one date, too. */
static bool read_list(struct plain_row *row, struct plain_group *group, struct plain_text text)
{
    struct plain_fact *date = group->list->list->date;
    uint32_t none = plain_text_is(text, "none") ? (uint32_t)WORD_NO : word_of(row, text);
    if (plain_text_is(text, "none") || none == WORD_UNKNOWN) {
        bool is_first = group->none == NO_NAME;
        group->none = none;
        return is_first;
    }
    int64_t day;
    return date && plain_value_of_text(date, text.at, text.length, &day)
           && read_field(row, group, date, text);
}

static bool read_complete(const struct plain_row *row, struct plain_column *column,
                          struct plain_text text)
{
    bool same;
    if (was_said(row, column, text, &same)) {
        return same;
    }
    column->group->complete = word_of(row, text);
    return column->group->complete != NO_NAME;
}

/* What the rows of the case said of the list together. */
static bool end_group(const struct plain_row *row, struct plain_group *group)
{
    bool is_none = group->none != NO_NAME;
    if (is_none && group->row) {
        return false;
    }
    if (!group->row && (is_none ? group->none : group->complete) == WORD_UNKNOWN) {
        plain_set_not_known(row->facts, group->list, row->lane);
        return true;
    }
    if (!group->row) {
        plain_items_start(&group->items, row->facts, group->list, row->lane);
    }
    plain_items_end(&group->items, group->complete == NO_NAME || group->complete == WORD_YES);
    return true;
}

bool plain_row_end_case(const struct plain_row *row)
{
    bool good = true;
    for (size_t i = 0; good && i < row->columns->group_count; i++) {
        struct plain_group *group = row->columns->used[i];
        good = group->seen != row->facts->serial || end_group(row, group);
    }
    return good;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

bool plain_row_read_cell(struct plain_row *row, size_t index, const char *cell, const char *end)
{
    struct plain_column *column = &row->columns->items[index];
    while (cell < end && is_blank(*cell)) {
        cell++;
    }
    while (cell < end && is_blank(end[-1])) {
        end--;
    }
    struct plain_text text = {cell, (size_t)(end - cell)};
    if (text.length == 0) {
        return true;
    }
    if (!column->group) {
        row->has_id = row->has_id || column->how == CELL_ID;
        return read_once(row, column, text);
    }
    see_group(row, column->group);
    if (column->how == CELL_COMPLETE) {
        return read_complete(row, column, text);
    }
    return claim(row, column->group)
           && (column->how == CELL_FIELD ? read_field(row, column->group, column->fact, text)
                                         : read_list(row, column->group, text));
}

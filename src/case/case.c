/* SPDX-License-Identifier: Apache-2.0 */
/* Making cases: empty, from checked syntax trees, and what their closing assumes. */
#include "case/case.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "case/number.h"
#include "case/summed.h"
#include "meaning/constant.h"
#include "meaning/each.h"
#include "meaning/type.h"

static void fact_open(const struct fact *fact, struct case_fact *ret)
{
    *ret = (struct case_fact){.state = FACT_NOT_ASKED, .set = fact->any};
}

struct limen_case *case_create(struct arena *arena, const struct program *program)
{
    struct limen_case *made = arena_alloc(arena, sizeof *made);
    made->facts = arena_alloc(arena, program->facts.count * sizeof *made->facts);
    made->closed_sections = arena_alloc(arena, program->sections.count * sizeof(bool));
    made->items_present = arena_alloc(arena, program->checklists.count * sizeof(bool *));
    for (size_t i = 0; i < program->facts.count; i++) {
        fact_open(program->facts.items[i], &made->facts[i]);
    }
    if (program->authority && program->authorities.count == 1) {
        case_set(made, program->authority, value_of(arena, program->authority->type, 0));
    }
    return made;
}

void case_set(struct limen_case *limen_case, const struct fact *fact, struct value_set set)
{
    struct case_fact *entry = &limen_case->facts[fact->entity.index];
    entry->state = FACT_GIVEN;
    entry->set = set;
}

static int compare_dates(const void *a, const void *b)
{
    int32_t left = *(const int32_t *)a;
    int32_t right = *(const int32_t *)b;
    return (left > right) - (left < right);
}

void case_set_dates(struct limen_case *limen_case, const struct fact *fact, int32_t *dates,
                    size_t count, bool complete)
{
    struct case_fact *entry = &limen_case->facts[fact->entity.index];
    if (count > 1) {
        qsort(dates, count, sizeof *dates, compare_dates);
    }
    entry->state = FACT_GIVEN;
    entry->dates = dates;
    entry->date_count = count;
    entry->complete = complete;
}

void case_set_not_known(struct limen_case *limen_case, const struct fact *fact)
{
    struct case_fact *entry = &limen_case->facts[fact->entity.index];
    fact_open(fact, entry);
    entry->state = FACT_NOT_KNOWN;
}

void case_start_list(struct limen_case *limen_case, const struct fact *list, bool complete)
{
    struct case_fact *entry = &limen_case->facts[list->entity.index];
    entry->state = FACT_GIVEN;
    entry->items = NULL;
    entry->item_count = 0;
    entry->complete = complete;
}

/* Room for one more: doubled whenever the count is a power of two. */
static void items_grow(struct arena *arena, struct case_fact *entry)
{
    size_t count = entry->item_count;
    if ((count & (count - 1)) != 0) {
        return;
    }
    struct case_item *items = arena_alloc(arena, (count ? count * 2 : 1) * sizeof *items);
    if (count > 0) {
        memcpy(items, entry->items, count * sizeof *items);
    }
    entry->items = items;
}

bool case_add_item(struct limen_case *limen_case, struct arena *arena, const struct fact *list)
{
    struct case_fact *entry = &limen_case->facts[list->entity.index];
    if (entry->item_count >= (size_t)list->type->high) {
        return false;
    }
    items_grow(arena, entry);
    struct case_item *item = &entry->items[entry->item_count++];
    item->fields = arena_alloc(arena, list->fields.count * sizeof *item->fields);
    for (size_t i = 0; i < list->fields.count; i++) {
        fact_open(list->fields.items[i], &item->fields[i]);
    }
    return true;
}

static struct case_fact *last_field(struct limen_case *limen_case, const struct fact *field)
{
    struct case_fact *entry = &limen_case->facts[field->list->entity.index];
    return &entry->items[entry->item_count - 1].fields[field->place];
}

void case_set_field(struct limen_case *limen_case, const struct fact *field, struct value_set set)
{
    struct case_fact *entry = last_field(limen_case, field);
    entry->state = FACT_GIVEN;
    entry->set = set;
}

void case_set_field_not_known(struct limen_case *limen_case, const struct fact *field)
{
    struct case_fact *entry = last_field(limen_case, field);
    fact_open(field, entry);
    entry->state = FACT_NOT_KNOWN;
}

bool case_list_is_open(const struct case_fact *entry, const struct fact *list)
{
    return !entry->complete && entry->item_count < (size_t)list->type->high;
}

void case_mention_unread(struct limen_case *limen_case, struct arena *arena,
                         const struct fact *fact)
{
    if (!fact->is_read && !fact->is_builtin) {
        vector_push(arena, &limen_case->unread, fact->entity.name);
    }
}

bool case_set_authority(struct limen_case *limen_case, const struct program *program,
                        struct arena *arena, const char *name)
{
    for (size_t i = 0; program->authority && i < program->authorities.count; i++) {
        if (strcmp(program->authorities.items[i], name) == 0) {
            case_set(limen_case, program->authority,
                     value_of(arena, program->authority->type, (int64_t)i));
            return true;
        }
    }
    return false;
}

bool case_parse_moment(const char *text, int32_t *ret_date, int *ret_minute)
{
    size_t length = strlen(text);
    if (length != strlen("YYYY-MM-DDTHH:MM") || text[10] != 'T' ||
        date_parse(text, 10, ret_date) != DATE_OK ||
        !date_parse_time(text + 11, length - 11, ret_minute)) {
        return false;
    }
    if (*ret_minute == 24 * 60) {
        *ret_date = date_add_days(*ret_date, 1);
        *ret_minute = 0;
    }
    return true;
}

static bool assumes_something(const struct fact *fact)
{
    return fact->assumed.low <= fact->assumed.high || fact->assumed.or_none;
}

static void fact_assume(const struct fact *fact, struct case_fact *entry)
{
    if (fact->is_builtin || entry->state != FACT_NOT_ASKED) {
        return;
    }
    if (type_is_many(fact->type)) {
        entry->complete = true;
        entry->state = FACT_ASSUMED;
    } else if (assumes_something(fact)) {
        entry->set = fact->assumed;
        entry->state = FACT_ASSUMED;
    }
}

/* The fields of the items that are listed. */
static void items_assume(struct limen_case *limen_case, const struct fact *list)
{
    struct case_fact *entry = &limen_case->facts[list->entity.index];
    for (size_t f = 0; entry->item_count > 0 && f < list->fields.count; f++) {
        const struct fact *field = list->fields.items[f];
        bool may = !field->from && !case_sums_up_field(limen_case, field);
        for (size_t i = 0; may && i < entry->item_count; i++) {
            fact_assume(field, &entry->items[i].fields[f]);
        }
    }
}

/* What is worked out is not closed, but a fact that sums up lists which the case leaves out is one like
   any other; and by such a fact the case may say that a list is not empty. */
static bool may_assume(const struct limen_case *limen_case, const struct fact *fact)
{
    return fact->from ? case_lists_nothing(limen_case, fact) : !case_sums_up(limen_case, fact);
}

static void close_fact(struct limen_case *limen_case, const struct fact *fact)
{
    struct case_fact *entry = &limen_case->facts[fact->entity.index];
    if (entry->state == FACT_NOT_ASKED && may_assume(limen_case, fact)) {
        fact_assume(fact, entry);
    }
    if (type_is_many(fact->type)) {
        items_assume(limen_case, fact);
    }
}

/* All facts, or only those that are each member's. */
enum close_whose { CLOSE_ALL, CLOSE_OWN };

static void close_facts(struct limen_case *limen_case, const struct program *program,
                        enum close_whose whose)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        const struct section *section = fact->entity.section;
        bool is_closed = limen_case->close_all ||
                         (section && limen_case->closed_sections[section->entity.index]);
        if (is_closed && (whose == CLOSE_ALL || fact_is_of_each(program, fact))) {
            close_fact(limen_case, fact);
        }
    }
}

/* What is said of all is said of MEMBER; what all close, it closes. */
static void close_member(struct limen_case *member, const struct limen_case *shared,
                         const struct program *program, struct arena *arena)
{
    member->id = household_name(program, arena, member);
    member->close_all = member->close_all || shared->close_all;
    for (size_t i = 0; i < program->sections.count; i++) {
        member->closed_sections[i] = member->closed_sections[i] || shared->closed_sections[i];
    }
    for (size_t i = 0; i < program->facts.count; i++) {
        if (!fact_is_of_each(program, program->facts.items[i])) {
            member->facts[i] = shared->facts[i];
        }
    }
    close_facts(member, program, CLOSE_OWN);
    for (size_t i = 0; i < program->checklists.count; i++) {
        bool *said = member->items_present[i];
        member->items_present[i] = said ? said : shared->items_present[i];
    }
    member->has_date = shared->has_date;
    member->date = shared->date;
    member->has_moment = shared->has_moment;
    member->moment_date = shared->moment_date;
    member->moment_minute = shared->moment_minute;
}

void case_close(struct limen_case *limen_case, const struct program *program, struct arena *arena)
{
    close_facts(limen_case, program, CLOSE_ALL);
    for (size_t i = 0; case_is_household(limen_case) && i < limen_case->household->members.count; i++) {
        close_member(limen_case->household->members.items[i], limen_case, program, arena);
    }
}

/* --- households -------------------------------------------------------------------------------- */

void household_start(struct limen_case *shared, const struct program *program, struct arena *arena,
                     bool complete)
{
    case_start_list(shared, program->each, complete);
    if (!shared->household) {
        shared->household = arena_alloc(arena, sizeof *shared->household);
        shared->household->shared = shared;
    }
}

struct limen_case *household_add(struct limen_case *shared, const struct program *program,
                                 struct arena *arena, const char *id)
{
    struct household *household = shared->household;
    if (household->members.count >= (size_t)program->each->type->high) {
        return NULL;
    }
    struct limen_case *member = case_create(arena, program);
    member->id = id;
    member->household = household;
    member->member = household->members.count;
    vector_push(arena, &household->members, member);
    shared->facts[program->each->entity.index].item_count++;
    return member;
}

const char *household_name(const struct program *program, struct arena *arena,
                           const struct limen_case *member)
{
    return member->id ? member->id
                      : arena_format(arena, "%s %zu", program->each->entity.name, member->member + 1);
}

struct value_set case_range(struct arena *arena, const struct type *type, int64_t low, int64_t high)
{
    if (type->kind != TYPE_CHOICE) {
        return value_between(low, high);
    }
    struct value_set set = value_of(arena, type, low);
    for (int64_t value = low + 1; value <= high; value++) {
        set = value_union(arena, type, set, value_of(arena, type, value));
    }
    return set;
}

/* --- from checked syntax trees ----------------------------------------------------------------- */

static int64_t number_given(const struct type *type, const struct node *node, enum unit inherited)
{
    struct decimal number = {0, 0};
    enum unit unit = UNIT_NONE;
    int64_t value = type->low;
    constant_number(node, &number, &unit);
    number_for_type(type, number, unit == UNIT_NONE ? inherited : unit, &value);
    return value;
}

/* The checker has made sure that NODE is a constant of the fact's type; INHERITED is the unit of one
   that is written without. */
static int64_t value_given(const struct type *type, const struct node *node, enum unit inherited)
{
    switch (type->kind) {
    case TYPE_NUMBER:
        return number_given(type, node, inherited);
    case TYPE_LEVEL:
        return (int64_t)((const struct level *)node->ref)->rank;
    case TYPE_YES_NO:
        return node->kind == NODE_YES;
    default: /* a date, or a value of a choice */
        return node->value.integer;
    }
}

static bool is_given_none(const struct node *node)
{
    return node->kind == NODE_USE && node->type && node->type->low > node->type->high;
}

static struct value_set set_given(struct arena *arena, const struct type *type,
                                  const struct node *node)
{
    if (is_given_none(node)) {
        return value_none(arena, type);
    }
    return value_of(arena, type, value_given(type, node, UNIT_NONE));
}

static struct value_set values_given(struct arena *arena, const struct type *type,
                                     const struct node *given)
{
    const struct node *node = given->child;
    struct value_set set = set_given(arena, type, node);
    for (node = node->next; node; node = node->next) {
        set = value_union(arena, type, set, set_given(arena, type, node));
    }
    return set;
}

static struct value_set range_given(struct arena *arena, const struct type *type,
                                    const struct node *low, const struct node *high)
{
    enum unit unit = type->kind == TYPE_NUMBER ? constant_low_unit(low, high) : UNIT_NONE;
    return case_range(arena, type, value_given(type, low, unit),
                      value_given(type, high, UNIT_NONE));
}

/* Items of which only the date is said. */
static void dated_items_given(struct limen_case *limen_case, struct arena *arena,
                              const struct fact *list, const struct node *given)
{
    case_start_list(limen_case, list, !(given->flags & FLAG_INCOMPLETE));
    for (const struct node *node = given->child; node; node = node->next) {
        case_add_item(limen_case, arena, list);
        case_set_field(limen_case, list->date, value_of(arena, list->date->type, node->value.integer));
    }
}

static void dates_given(struct limen_case *limen_case, struct arena *arena, const struct fact *fact,
                        const struct node *given)
{
    if (fact->type->kind == TYPE_LIST) {
        dated_items_given(limen_case, arena, fact, given);
        return;
    }
    int32_t *dates = arena_alloc(arena, (node_count(given) + 1) * sizeof *dates);
    size_t count = 0;
    for (const struct node *node = given->child; node; node = node->next) {
        dates[count++] = (int32_t)node->value.integer;
    }
    case_set_dates(limen_case, fact, dates, count, !(given->flags & FLAG_INCOMPLETE));
}

static struct value_set given_set(struct arena *arena, const struct type *type,
                                        const struct node *given)
{
    switch (given->kind) {
    case NODE_GIVEN_YES:
    case NODE_GIVEN_NO:
        return value_of(arena, type, given->kind == NODE_GIVEN_YES);
    case NODE_GIVEN_RANGE:
        return range_given(arena, type, given->child, given->child->next);
    default:
        return values_given(arena, type, given);
    }
}

/* One more item; the first one begins the list, and any may leave it open. */
static void item_given(struct limen_case *limen_case, struct arena *arena, const struct fact *list,
                       const struct node *given)
{
    struct case_fact *entry = &limen_case->facts[list->entity.index];
    if (entry->state != FACT_GIVEN) {
        case_start_list(limen_case, list, true);
    }
    entry->complete = entry->complete && !(given->flags & FLAG_INCOMPLETE);
    case_add_item(limen_case, arena, list);
    for (const struct node *node = given->child; node; node = node->next) {
        const struct fact *field = (const struct fact *)node->ref;
        if (node->kind == NODE_GIVEN_UNKNOWN) {
            case_set_field_not_known(limen_case, field);
        } else {
            case_set_field(limen_case, field, given_set(arena, field->type, node));
        }
    }
}

static void member_given(struct limen_case *limen_case, const struct program *program,
                         struct arena *arena, const struct node *given)
{
    const struct node *name = node_child(given, NODE_NAME);
    bool is_complete = !(given->flags & FLAG_INCOMPLETE);
    if (!limen_case->household) {
        household_start(limen_case, program, arena, is_complete);
    }
    limen_case->facts[program->each->entity.index].complete &= is_complete;
    struct limen_case *member = household_add(limen_case, program, arena, name ? name->name : NULL);
    if (member) {
        case_give(member, program, arena, given);
    }
}

static void give_one(struct limen_case *limen_case, struct arena *arena, const struct node *given)
{
    struct fact *fact = (struct fact *)given->ref;
    if (!fact) {
        return;
    }
    if (given->kind != NODE_GIVEN_ITEM || limen_case->facts[fact->entity.index].state != FACT_GIVEN) {
        case_mention_unread(limen_case, arena, fact);
    }
    switch (given->kind) {
    case NODE_GIVEN_UNKNOWN:
        case_set_not_known(limen_case, fact);
        return;
    case NODE_GIVEN_DATES:
        dates_given(limen_case, arena, fact, given);
        return;
    case NODE_GIVEN_ITEM:
        item_given(limen_case, arena, fact, given);
        return;
    default:
        case_set(limen_case, fact, given_set(arena, fact->type, given));
    }
}

void case_give(struct limen_case *limen_case, const struct program *program, struct arena *arena,
               const struct node *given)
{
    for (const struct node *one = given->child; one; one = one->next) {
        bool is_member = one->kind == NODE_GIVEN_ITEM && program->each && one->ref == &program->each->entity;
        if (is_member) {
            member_given(limen_case, program, arena, one);
        } else {
            give_one(limen_case, arena, one);
        }
    }
}

static void close_sections(struct limen_case *limen_case, const struct program *program,
                           const struct node *closing)
{
    for (const struct node *name = closing->child; name; name = name->next) {
        const struct section *section = program_section(program, name->name);
        if (section) {
            limen_case->closed_sections[section->entity.index] = true;
        }
    }
}

struct limen_case *case_of_example(struct arena *arena, const struct program *program,
                                   const struct node *example)
{
    struct limen_case *made = case_create(arena, program);
    const struct node *on = node_child(example, NODE_ON);
    const struct node *authority = node_child(example, NODE_FOR);
    made->id = example->name;
    if (on) {
        made->has_date = true;
        made->date = (int32_t)on->child->value.integer;
    }
    if (authority) {
        case_set_authority(made, program, arena, authority->name);
    }
    for (const struct node *clause = example->child; clause; clause = clause->next) {
        if (clause->kind == NODE_GIVEN) {
            case_give(made, program, arena, clause);
        } else if (clause->kind == NODE_OTHERWISE_NO) {
            made->close_all = true;
        } else if (clause->kind == NODE_NOTHING_ELSE_IN) {
            close_sections(made, program, clause);
        }
    }
    case_close(made, program, arena);
    return made;
}

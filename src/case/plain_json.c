/* SPDX-License-Identifier: Apache-2.0 */
/* From tokens to planes, and to items. */
#include "case/plain_json.h"

#include "base/date.h"
#include "case/plain_list.h"
#include "case/plain_members.h"
#include "case/plain_value.h"

/* ------------------------------------------------------------------------------------------- tokens */

bool plain_read_null(struct plain_cursor *cursor)
{
    return is_null(cursor) && pass_null(cursor);
}

bool plain_is_text(const char *text, size_t length, const char *word)
{
    return length == strlen(word) && memcmp(text, word, length) == 0;
}

static bool read_truth(struct plain_cursor *cursor, bool *ret)
{
    const char *at = cursor->base + *cursor->at;
    *ret = memcmp(at, "true", 4) == 0;
    return (*ret || memcmp(at, "false", 5) == 0) && pass(cursor, at + (*ret ? 4 : 5));
}

bool plain_opens(struct plain_cursor *cursor, char open, char close, bool *ret_empty)
{
    if (token(cursor) != open) {
        return false;
    }
    cursor->at++;
    *ret_empty = token(cursor) == close;
    cursor->at += *ret_empty;
    return true;
}

/* ------------------------------------------------------------------------------------------- values */

static bool read_number(struct plain_cursor *cursor, const struct plain_fact *fact, int64_t *ret)
{
    const char *at = cursor->base + *cursor->at, *end = cursor->base + cursor->at[1];
    return plain_read_number(fact, at, &end, ret) && pass(cursor, end);
}

static bool read_day(struct plain_cursor *cursor, int32_t *ret)
{
    const char *text;
    size_t length;
    return read_text(cursor, &text, &length) && date_parse(text, length, ret) == DATE_OK;
}

bool plain_read_date(struct plain_cursor *cursor, struct plain_fact *fact)
{
    int32_t day;
    if (!read_day(cursor, &day) || day < fact->low || day > fact->high) {
        return false;
    }
    set_number(fact, cursor->lane, day);
    return true;
}

/* One value; of an end of a range, too. */
static bool read_value(struct plain_cursor *cursor, const struct plain_fact *fact, int64_t *ret)
{
    const char *text;
    size_t length;
    bool yes;
    if (token(cursor) == '"') {
        return read_text(cursor, &text, &length) && plain_value_of_text(fact, text, length, ret);
    }
    if (fact->how != HOW_YES_NO) {
        return fact->how == HOW_NUMBER && read_number(cursor, fact, ret);
    }
    if (!read_truth(cursor, &yes)) {
        return false;
    }
    *ret = yes;
    return true;
}

/* ["VALUE", ...] */
static bool read_choices(struct plain_cursor *cursor, const struct plain_fact *fact,
                         struct value_set *set)
{
    bool empty, good = true;
    if (!plain_opens(cursor, '[', ']', &empty) || empty) {
        return false;
    }
    do {
        const char *text;
        size_t length;
        if (!is_in_line(cursor) || !read_text(cursor, &text, &length)
            || !plain_set_add_text(fact, set, text, length)) {
            return false;
        }
    } while (has_next(cursor, ']', &good));
    return good;
}

/* An end of a range that is null is open. */
static bool read_end(struct plain_cursor *cursor, const struct plain_fact *fact, int64_t *ret)
{
    return is_null(cursor) ? pass_null(cursor) : read_value(cursor, fact, ret);
}

/* {"from":A,"to":B} */
static bool read_range(struct plain_cursor *cursor, const struct plain_fact *fact,
                       struct value_set *set)
{
    int64_t low = fact->low, high = fact->high;
    bool empty, good = true, has_low = false, has_high = false;
    if (!plain_opens(cursor, '{', '}', &empty) || empty || !plain_may_range(fact)) {
        return false;
    }
    do {
        const char *key;
        size_t length;
        if (!read_key(cursor, &key, &length)) {
            return false;
        }
        bool is_low = plain_is_text(key, length, "from");
        bool *seen = is_low ? &has_low : &has_high;
        if ((!is_low && !plain_is_text(key, length, "to")) || *seen
            || !read_end(cursor, fact, is_low ? &low : &high)) {
            return false;
        }
        *seen = true;
    } while (has_next(cursor, '}', &good));
    if (!good || low > high) {
        return false;
    }
    plain_set_between(fact, set, low, high);
    return true;
}

/* Whatever is no single value that is read at once. */
static bool read_set(struct plain_cursor *cursor, const struct plain_fact *fact,
                     struct value_set *set)
{
    const char *text;
    size_t length;
    int64_t value;
    plain_set_start(cursor->facts, fact, set);
    switch (token(cursor)) {
    case '[':
        return fact->how == HOW_CHOICE && read_choices(cursor, fact, set);
    case '{':
        return read_range(cursor, fact, set);
    case '"':
        return read_text(cursor, &text, &length) && plain_set_add_text(fact, set, text, length);
    default:
        if (!read_value(cursor, fact, &value)) {
            return false;
        }
        plain_set_add(fact, set, value);
        return true;
    }
}

/* -------------------------------------------------------------------------------------------- facts */

/* "FACT":VALUE, without spaces and of the kinds that are most frequent, which is four tokens with what follows it.
   False: read_fact() is to read it. */
static inline bool read_fact_quickly(struct plain_facts *facts, const char *base,
                                     const uint32_t *at, size_t lane)
{
    const char *key = base + at[0], *colon = base + at[1], *value = base + at[2];
    const char *end = base + at[3];
    int64_t number;
    if (*key != '"' || *colon != ':' || colon[-1] != '"' || colon - key < 2) {
        return false;
    }
    uint32_t index = lexicon_find(&facts->names, key + 1, (size_t)(colon - key) - 2);
    if (index == NO_NAME) {
        return false;
    }
    struct plain_fact *fact = &facts->by_fact[index];
    uint8_t whose = facts->whose[index];
    if (fact->seen == facts->serial || whose & facts->forbids) {
        return false;
    }
    if (fact->how == HOW_YES_NO) {
        bool yes = memcmp(value, "true", 4) == 0;
        if (end - value != (yes ? 4 : 5) || (!yes && memcmp(value, "false", 5) != 0)) {
            return false;
        }
        set_yes_no(fact, lane, yes);
    } else if (fact->how == HOW_NUMBER && plain_read_short(fact, value, end, &number)) {
        set_number(fact, lane, number);
    } else {
        return false;
    }
    fact->seen = facts->serial;
    facts->spoken |= whose;
    return true;
}

bool plain_read_quickly(struct plain_cursor *cursor)
{
    const char *base = cursor->base;
    const uint32_t *at = cursor->at;
    const size_t lane = cursor->lane;
    while (*at < cursor->end && read_fact_quickly(cursor->facts, base, at, lane)) {
        if (base[at[3]] != ',') {
            cursor->at = at + 3;
            return true;
        }
        at += 4;
    }
    cursor->at = at;
    return false;
}

#define MOST_DATES 32 /* of an event that is read here */

/* [DAY, ...] */
static bool read_dates(struct plain_cursor *cursor, int32_t *dates, size_t *ret_count)
{
    bool empty, good = true;
    *ret_count = 0;
    if (!plain_opens(cursor, '[', ']', &empty)) {
        return false;
    }
    while (!empty) {
        if (*ret_count == MOST_DATES || !is_in_line(cursor)
            || !read_day(cursor, &dates[(*ret_count)++])) {
            return false;
        }
        empty = !has_next(cursor, ']', &good);
    }
    return good;
}

static bool read_whole_key(struct plain_cursor *cursor, struct plain_whole *whole, unsigned *seen)
{
    const char *key;
    size_t length;
    if (!read_key(cursor, &key, &length)) {
        return false;
    }
    bool is_flag = plain_is_text(key, length, "complete");
    bool is_all = plain_is_text(key, length, whole->key)
                  || (whole->other && plain_is_text(key, length, whole->other));
    unsigned bit = is_flag ? 1 : 2;
    if ((!is_flag && !is_all) || (*seen & bit)) {
        return false;
    }
    *seen |= bit;
    return is_flag ? read_truth(cursor, &whole->complete) : whole->read(cursor, whole->to);
}

bool plain_read_whole(struct plain_cursor *cursor, struct plain_whole *whole)
{
    bool empty, good = true;
    unsigned seen = 0;
    whole->complete = true;
    if (token(cursor) == '[') {
        return whole->read(cursor, whole->to);
    }
    if (!plain_opens(cursor, '{', '}', &empty) || empty) {
        return false;
    }
    while (!empty) {
        if (!read_whole_key(cursor, whole, &seen)) {
            return false;
        }
        empty = !has_next(cursor, '}', &good);
    }
    return good;
}

struct dates {
    int32_t dates[MOST_DATES];
    size_t count;
};

static bool read_dates_to(struct plain_cursor *cursor, void *to)
{
    struct dates *dates = to;
    return read_dates(cursor, dates->dates, &dates->count);
}

static bool read_event(struct plain_cursor *cursor, const struct plain_fact *fact)
{
    struct dates dates;
    struct plain_whole whole = {.key = "dates", .read = read_dates_to, .to = &dates};
    dates.count = 0;
    if (!plain_read_whole(cursor, &whole)) {
        return false;
    }
    plain_set_dates(cursor->facts, fact, cursor->lane, dates.dates, dates.count, whole.complete);
    return true;
}

/* -------------------------------------------------------------------------------------------- lists */

/* "FIELD": VALUE of the latest item. */
static bool read_field(struct plain_cursor *cursor, struct plain_items *items)
{
    const char *key;
    size_t length;
    struct value_set set;
    if (!read_key(cursor, &key, &length)) {
        return false;
    }
    struct plain_fact *field = plain_items_field(items, key, length);
    if (!field) {
        return false;
    }
    if (is_null(cursor)) {
        plain_items_set_not_known(items, field);
        return pass_null(cursor);
    }
    if (!read_set(cursor, field, &set)) {
        return false;
    }
    plain_items_set(items, field, &set);
    return true;
}

/* {"FIELD": VALUE, ...}, or of an event the date alone. */
static bool read_item(struct plain_cursor *cursor, struct plain_items *items)
{
    bool empty, good = true;
    struct value_set set;
    if (!is_in_line(cursor) || !plain_items_add(items)) {
        return false;
    }
    struct plain_fact *date = items->list->date;
    if (date && token(cursor) == '"') {
        bool is_read = read_set(cursor, date, &set);
        plain_items_set(items, date, &set);
        return is_read && !set.or_none;
    }
    if (!plain_opens(cursor, '{', '}', &empty)) {
        return false;
    }
    while (!empty) {
        if (!read_field(cursor, items)) {
            return false;
        }
        empty = !has_next(cursor, '}', &good);
    }
    return good;
}

static bool read_items_to(struct plain_cursor *cursor, void *to)
{
    bool empty, good = true;
    if (!plain_opens(cursor, '[', ']', &empty)) {
        return false;
    }
    while (!empty) {
        if (!read_item(cursor, to)) {
            return false;
        }
        empty = !has_next(cursor, ']', &good);
    }
    return good;
}

static bool read_list(struct plain_cursor *cursor, const struct plain_fact *fact)
{
    struct plain_items items;
    struct plain_whole whole = {.key = "items", .other = fact->list->date ? "dates" : NULL,
                          .read = read_items_to, .to = &items};
    plain_items_start(&items, cursor->facts, fact, cursor->lane);
    if (!plain_read_whole(cursor, &whole)) {
        return false;
    }
    plain_items_end(&items, whole.complete);
    return true;
}

/* ------------------------------------------------------------------------------------- the case's keys */

static bool give(struct plain_cursor *cursor, struct plain_fact *fact)
{
    struct value_set set;
    if (!read_set(cursor, fact, &set)) {
        return false;
    }
    plain_give(cursor->facts, fact, cursor->lane, &set);
    return true;
}

static bool read_said(struct plain_cursor *cursor, struct plain_fact *fact)
{
    if (is_null(cursor)) {
        plain_set_not_known(cursor->facts, fact, cursor->lane);
        return pass_null(cursor);
    }
    switch (fact->how) {
    case HOW_EVENT:
        return read_event(cursor, fact);
    case HOW_LIST:
        return read_list(cursor, fact);
    default:
        return give(cursor, fact);
    }
}

bool plain_read_named(struct plain_cursor *cursor, const char *name, size_t length, enum plain_key key)
{
    struct plain_facts *facts = cursor->facts;
    uint32_t index = lexicon_find(&facts->names, name, length);
    if (index == NO_NAME || facts->whose[index] & facts->forbids) {
        return false;
    }
    struct plain_fact *fact = &facts->by_fact[index];
    facts->spoken |= fact->how == HOW_MEMBERS ? 0 : facts->whose[index];
    if (fact->how == HOW_MEMBERS) {
        return key == PLAIN_LISTS && plain_read_members(cursor);
    }
    return plain_belongs(fact, key) && plain_see(facts, fact) && read_said(cursor, fact);
}

/* A fact that belongs under KEY. */
static bool read_fact(struct plain_cursor *cursor, enum plain_key key)
{
    const char *text;
    size_t length;
    return read_key(cursor, &text, &length) && plain_read_named(cursor, text, length, key);
}

static bool read_all(struct plain_cursor *cursor, enum plain_key key)
{
    bool empty, good = true;
    if (!plain_opens(cursor, '{', '}', &empty)) {
        return false;
    }
    while (!empty) {
        bool is_read = key == PLAIN_FACTS && plain_read_quickly(cursor);
        if (!is_read && !read_fact(cursor, key)) {
            return false;
        }
        empty = !has_next(cursor, '}', &good);
    }
    return good;
}

bool plain_read_facts(struct plain_cursor *cursor)
{
    return read_all(cursor, PLAIN_FACTS);
}

bool plain_read_events(struct plain_cursor *cursor)
{
    return read_all(cursor, PLAIN_EVENTS);
}

bool plain_read_lists(struct plain_cursor *cursor)
{
    return read_all(cursor, PLAIN_LISTS);
}

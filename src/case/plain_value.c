/* SPDX-License-Identifier: Apache-2.0 */
/* From texts to sets. */
#include "case/plain_value.h"

#include <string.h>

#include "base/date.h"
#include "case/number.h"

/* ------------------------------------------------------------------------------------------- one value */

static bool is_within(const struct plain_fact *fact, int64_t value)
{
    return value >= fact->low && value <= fact->high;
}

bool plain_value_in_unit(const struct plain_fact *fact, const char *text, const char *end,
                         enum unit unit, int64_t *ret)
{
    const char *read = end;
    struct decimal number;
    if (unit == UNIT_NONE || unit == fact->type->unit) {
        return plain_read_number(fact, text, &read, ret) && read == end;
    }
    return decimal_parse(text, (size_t)(end - text), &number) == DECIMAL_OK
           && number_for_type(fact->type, number, unit, ret) == NUMBER_OK;
}

const char *plain_unit_of(const char *text, size_t length, enum unit *ret)
{
    const char *word = text, *end = text + length;
    while (word < end && ((*word >= '0' && *word <= '9') || *word == '.' || *word == '-')) {
        word++;
    }
    const char *digits = word;
    while (word < end && *word == ' ') {
        word++;
    }
    return digits > text && number_parse_unit(word, (size_t)(end - word), ret) ? digits : NULL;
}

static bool day_of(const struct plain_fact *fact, const char *text, size_t length, int64_t *ret)
{
    int32_t day;
    if (date_parse(text, length, &day) != DATE_OK) {
        return false;
    }
    *ret = day;
    return is_within(fact, day);
}

static bool choice_of(const struct plain_fact *fact, const char *text, size_t length, int64_t *ret)
{
    uint32_t value = lexicon_find(fact->choice.values, text, length);
    *ret = value;
    return value != NO_NAME;
}

bool plain_value_of_text(const struct plain_fact *fact, const char *text, size_t length, int64_t *ret)
{
    enum unit unit;
    const char *end;
    switch ((enum how)fact->how) {
    case HOW_NUMBER:
        end = plain_unit_of(text, length, &unit);
        return end && plain_value_in_unit(fact, text, end, unit, ret);
    case HOW_CHOICE:
        return choice_of(fact, text, length, ret);
    case HOW_DATE:
        return day_of(fact, text, length, ret);
    default:
        return false;
    }
}

/* ------------------------------------------------------------------------------------------- sets */

void plain_set_start(const struct plain_facts *facts, const struct plain_fact *fact,
                     struct value_set *ret)
{
    *ret = (struct value_set){.low = 1, .high = 0};
    if (fact->how == HOW_CHOICE) {
        ret->members = facts->members;
        memset(ret->members, 0, value_words(fact->type) * sizeof *ret->members);
    }
}

void plain_set_between(const struct plain_fact *fact, struct value_set *set, int64_t low, int64_t high)
{
    set->low = low;
    set->high = high;
    for (int64_t i = low; fact->how == HOW_CHOICE && i <= high; i++) {
        set->members[i / VALUE_WORD_BITS] |= UINT64_C(1) << (i % VALUE_WORD_BITS);
    }
}

void plain_set_add(const struct plain_fact *fact, struct value_set *set, int64_t value)
{
    bool is_first = set->low > set->high;
    int64_t low = is_first || value < set->low ? value : set->low;
    int64_t high = is_first || value > set->high ? value : set->high;
    plain_set_between(fact, set, value, value);
    set->low = low;
    set->high = high;
}

/* A value of that name is meant rather. */
static bool says_none(const struct plain_fact *fact, const char *text, size_t length)
{
    return fact->type->or_none && length == 4 && memcmp(text, "none", 4) == 0
           && (fact->how != HOW_CHOICE || lexicon_find(fact->choice.values, text, 4) == NO_NAME);
}

bool plain_set_add_text(const struct plain_fact *fact, struct value_set *set, const char *text,
                        size_t length)
{
    int64_t value;
    if (says_none(fact, text, length)) {
        set->or_none = true;
        return true;
    }
    if (!plain_value_of_text(fact, text, length, &value)) {
        return false;
    }
    plain_set_add(fact, set, value);
    return true;
}

bool plain_may_range(const struct plain_fact *fact)
{
    return fact->how == HOW_NUMBER || fact->how == HOW_DATE
           || (fact->how == HOW_CHOICE && fact->type->choice->ordered);
}

static void give_one(struct plain_fact *fact, size_t lane, int64_t value)
{
    switch ((enum how)fact->how) {
    case HOW_YES_NO:
        set_yes_no(fact, lane, value);
        return;
    case HOW_CHOICE:
        set_choice(fact, lane, (uint32_t)value);
        return;
    default:
        set_number(fact, lane, value);
    }
}

void plain_give(const struct plain_facts *facts, struct plain_fact *fact, size_t lane,
                const struct value_set *set)
{
    struct column *column = facts->targets[fact - facts->by_fact].column;
    if (set->low == set->high && !set->or_none) {
        give_one(fact, lane, set->low);
    } else if (column) {
        column_set(column, lane, set);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The notation of cells. */
#include "case/plain_cell.h"

#include <string.h>

void plain_words_create(struct lexicon *words, struct arena *arena)
{
    static const char *const yes[] = {"yes", "Yes", "YES", "y", "Y", "true", "True", "TRUE", "1"};
    static const char *const no[] = {"no", "No", "NO", "n", "N", "false", "False", "FALSE", "0"};
    lexicon_create(words, arena, 2 * sizeof yes / sizeof *yes + 2);
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        lexicon_add(words, yes[i], WORD_YES);
        lexicon_add(words, no[i], WORD_NO);
    }
    lexicon_add(words, "unknown", WORD_UNKNOWN);
    lexicon_add(words, "not known", WORD_UNKNOWN);
    lexicon_settle(words);
}

/* The two texts that BETWEEN parts. */
static bool split(struct plain_text text, const char *between, struct plain_text *ret_first,
                  struct plain_text *ret_rest)
{
    size_t length = strlen(between);
    const char *at = memmem(text.at, text.length, between, length);
    if (!at) {
        return false;
    }
    size_t before = (size_t)(at - text.at);
    *ret_first = (struct plain_text){text.at, before};
    *ret_rest = (struct plain_text){at + length, text.length - before - length};
    return true;
}

static bool starts(struct plain_text text, const char *start, struct plain_text *ret_rest)
{
    size_t length = strlen(start);
    if (text.length < length || memcmp(text.at, start, length) != 0) {
        return false;
    }
    *ret_rest = (struct plain_text){text.at + length, text.length - length};
    return true;
}

/* A number without a unit counts in INHERITED. */
static bool one_of(const struct plain_fact *fact, struct plain_text text, enum unit inherited,
                     int64_t *ret)
{
    const char *end = text.at + text.length;
    if (fact->how != HOW_NUMBER) {
        return plain_value_of_text(fact, text.at, text.length, ret);
    }
    const char *digits = plain_unit_of(text.at, text.length, &inherited);
    return text.length > 0 && plain_value_in_unit(fact, text.at, digits ? digits : end, inherited, ret);
}

/* "18" of "18 to 24 months" is in months, too. */
static enum unit unit_of(const struct plain_fact *fact, struct plain_text text)
{
    enum unit unit = UNIT_NONE;
    return fact->how == HOW_NUMBER && plain_unit_of(text.at, text.length, &unit) ? unit : UNIT_NONE;
}

/* True: it is a range, and RET_GOOD says whether it can be read. */
static bool is_range(const struct plain_fact *fact, struct plain_text text, int64_t *low,
                     int64_t *high, bool *ret_good)
{
    struct plain_text from, to;
    if (split(text, " to ", &from, &to)) {
        *ret_good = one_of(fact, from, unit_of(fact, to), low)
                    && one_of(fact, to, UNIT_NONE, high) && *low <= *high;
        return true;
    }
    if (starts(text, "at least ", &from)) {
        *ret_good = one_of(fact, from, UNIT_NONE, low);
        return true;
    }
    if (starts(text, "at most ", &to)) {
        *ret_good = one_of(fact, to, UNIT_NONE, high);
        return true;
    }
    return false;
}

static bool add_choices(const struct plain_fact *fact, struct plain_text text,
                        struct value_set *set)
{
    struct plain_text first, rest;
    while (split(text, " or ", &first, &rest)) {
        if (!plain_set_add_text(fact, set, first.at, first.length)) {
            return false;
        }
        text = rest;
    }
    return plain_set_add_text(fact, set, text.at, text.length);
}

static bool add_number(const struct plain_fact *fact, struct plain_text text, struct value_set *set)
{
    int64_t value;
    if (!one_of(fact, text, UNIT_NONE, &value)) {
        return plain_set_add_text(fact, set, text.at, text.length); /* none, perhaps */
    }
    plain_set_add(fact, set, value);
    return true;
}

bool plain_cell_set(const struct plain_facts *facts, const struct plain_fact *fact,
                    struct plain_text text, struct value_set *ret)
{
    int64_t low = fact->low, high = fact->high;
    bool good = true;
    plain_set_start(facts, fact, ret);
    if (fact->how == HOW_CHOICE && memmem(text.at, text.length, " or ", 4)) {
        return add_choices(fact, text, ret);
    }
    if (plain_may_range(fact) && is_range(fact, text, &low, &high, &good)) {
        if (good) {
            plain_set_between(fact, ret, low, high);
        }
        return good;
    }
    return fact->how == HOW_NUMBER ? add_number(fact, text, ret)
                                   : plain_set_add_text(fact, ret, text.at, text.length);
}

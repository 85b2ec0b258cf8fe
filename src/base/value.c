/* SPDX-License-Identifier: Apache-2.0 */
/* Units, types and value sets. */
#include "base/value.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"

static const struct unit_facts {
    const char *word, *singular;
    enum unit base;
    int64_t factor;
} units[] = {
#define X(name, word, singular, base, factor) [name] = {word, singular, base, factor},
    UNITS(X)
#undef X
};

const char *unit_word(enum unit unit)
{
    return units[unit].word;
}

const char *unit_singular(enum unit unit)
{
    return units[unit].singular;
}

enum unit unit_base(enum unit unit)
{
    return units[unit].base;
}

int64_t unit_factor(enum unit unit)
{
    return units[unit].factor;
}

static bool has_members(const struct type *type)
{
    return type->kind == TYPE_CHOICE || type->kind == TYPE_SELECTION;
}

size_t value_words(const struct type *type)
{
    if (!has_members(type)) {
        return 0;
    }
    size_t words = (type->choice->count + VALUE_WORD_BITS - 1) / VALUE_WORD_BITS;
    return type->kind == TYPE_SELECTION ? 2 * words : words;
}

static bool is_empty(struct value_set set)
{
    return set.low > set.high;
}

static void set_empty(struct value_set *set)
{
    set->low = 1;
    set->high = 0;
}

static uint64_t *members_create(struct arena *arena, const struct type *type)
{
    return has_members(type) ? arena_alloc(arena, value_words(type) * sizeof(uint64_t)) : NULL;
}

static bool member_has(const uint64_t *members, int64_t value)
{
    return members[value / VALUE_WORD_BITS] >> (value % VALUE_WORD_BITS) & 1;
}

static void member_add(uint64_t *members, int64_t value)
{
    members[value / VALUE_WORD_BITS] |= UINT64_C(1) << (value % VALUE_WORD_BITS);
}

struct value_set value_of(struct arena *arena, const struct type *type, int64_t value)
{
    struct value_set set = {value, value, false, members_create(arena, type)};
    if (set.members) {
        assert(value >= 0 && (size_t)value < type->choice->count);
        member_add(set.members, value);
    }
    return set;
}

struct value_set value_none(struct arena *arena, const struct type *type)
{
    return (struct value_set){1, 0, true, members_create(arena, type)};
}

struct value_set value_any(struct arena *arena, const struct type *type)
{
    struct value_set set = {type->low, type->high, type->or_none, members_create(arena, type)};
    if (type->kind == TYPE_YES_NO) {
        set.low = 0;
        set.high = 1;
    }
    if (set.members) {
        for (size_t i = 0; i < type->choice->count; i++) {
            member_add(set.members, (int64_t)i);
        }
        value_tighten(type, &set);
    }
    return set;
}

struct value_set value_between(int64_t low, int64_t high)
{
    return (struct value_set){low, high, false, NULL};
}

static int64_t lowest(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t highest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

struct value_set value_union(struct arena *arena, const struct type *type, struct value_set a,
                             struct value_set b)
{
    struct value_set both = {lowest(a.low, b.low), highest(a.high, b.high), a.or_none || b.or_none,
                             members_create(arena, type)};
    for (size_t i = 0; both.members && i < value_words(type); i++) {
        both.members[i] = a.members[i] | b.members[i];
    }
    if (is_empty(a) || is_empty(b)) {
        struct value_set other = is_empty(a) ? b : a;
        both.low = other.low;
        both.high = other.high;
    }
    value_tighten(type, &both);
    return both;
}

bool value_intersect(struct arena *arena, const struct type *type, struct value_set a,
                     struct value_set b, struct value_set *ret)
{
    struct value_set common = {highest(a.low, b.low), lowest(a.high, b.high),
                               a.or_none && b.or_none, members_create(arena, type)};
    for (size_t i = 0; common.members && i < value_words(type); i++) {
        common.members[i] = a.members[i] & b.members[i];
    }
    if (is_empty(a) || is_empty(b)) {
        set_empty(&common);
    }
    value_tighten(type, &common);
    if (is_empty(common) && !common.or_none) {
        return false;
    }
    *ret = common;
    return true;
}

bool value_equal(const struct type *type, struct value_set a, struct value_set b)
{
    if (a.or_none != b.or_none || is_empty(a) != is_empty(b)) {
        return false;
    }
    if (is_empty(a)) {
        return true;
    }
    if (a.members && b.members) {
        return memcmp(a.members, b.members, value_words(type) * sizeof *a.members) == 0;
    }
    return a.low == b.low && a.high == b.high;
}

bool value_has(struct value_set set, int64_t value)
{
    return value >= set.low && value <= set.high
           && (!set.members || member_has(set.members, value));
}

bool value_is_single(struct value_set set)
{
    return value_is_none(set) || (set.low == set.high && !set.or_none);
}

bool value_is_none(struct value_set set)
{
    return is_empty(set) && set.or_none;
}

bool value_is_yes(struct value_set set)
{
    return set.low == 1 && set.high == 1 && !set.or_none;
}

bool value_may_be_yes(struct value_set set)
{
    return !is_empty(set) && set.high >= 1;
}

size_t type_width(const struct type *type, bool *ret_signed)
{
    bool is_yes_no = type->kind == TYPE_YES_NO;
    int64_t low = is_yes_no ? 0 : type->low, high = is_yes_no ? 1 : type->high;
    uint64_t of_low = (uint64_t)(low < 0 ? ~low : low), of_high = (uint64_t)(high < 0 ? ~high : high);
    size_t width = 0;
    for (uint64_t most = of_low | of_high; most; most >>= 1) {
        width++;
    }
    *ret_signed = low < 0;
    return width + *ret_signed;
}

static int64_t count_members(const uint64_t *members, size_t words)
{
    int64_t count = 0;
    for (size_t i = 0; i < words; i++) {
        for (uint64_t word = members[i]; word; word &= word - 1) {
            count++;
        }
    }
    return count;
}

static void tighten_choice(const struct type *type, struct value_set *set)
{
    int64_t count = (int64_t)type->choice->count;
    set_empty(set);
    int64_t low = 0, high = count - 1;
    while (low < count && !member_has(set->members, low)) {
        low++;
    }
    while (high > low && !member_has(set->members, high)) {
        high--;
    }
    if (low < count) {
        set->low = low;
        set->high = high;
    }
}

void value_tighten(const struct type *type, struct value_set *set)
{
    if (type->kind == TYPE_SELECTION) {
        size_t words = value_words(type) / 2;
        set->low = count_members(set->members + words, words);
        set->high = count_members(set->members, words);
    } else if (set->members) {
        tighten_choice(type, set);
    } else if (is_empty(*set)) {
        set_empty(set);
    }
}

/* One value without its unit. */
static void write_bare(struct text *text, const struct type *type, int64_t value)
{
    switch (type->kind) {
    case TYPE_YES_NO:
        text_add(text, value ? "yes" : "no");
        return;
    case TYPE_NUMBER:
        decimal_write(text, value, type->scale);
        return;
    case TYPE_CHOICE:
    case TYPE_SELECTION:
        assert(value >= 0 && (size_t)value < type->choice->count);
        text_add(text, type->choice->values[value].name);
        return;
    case TYPE_DATE:
    case TYPE_EVENT:
        date_write(text, (int32_t)value);
        return;
    case TYPE_LEVEL:
    case TYPE_LIST:
    case TYPE_ERROR:
        text_format(text, "%" PRId64, value);
        return;
    }
}

static void write_unit(struct text *text, const struct type *type, bool singular)
{
    if (type->kind == TYPE_NUMBER && type->unit != UNIT_NONE) {
        text_add_char(text, ' ');
        text_add(text, singular ? unit_singular(type->unit) : unit_word(type->unit));
    }
}

void value_write(struct text *text, const struct type *type, int64_t value)
{
    write_bare(text, type, value);
    write_unit(text, type, type->scale == 0 && (value == 1 || value == -1));
}

static bool is_whole_type(const struct type *type, struct value_set set)
{
    if (set.or_none != type->or_none) {
        return false;
    }
    if (type->kind == TYPE_YES_NO) {
        return set.low == 0 && set.high == 1;
    }
    if (!set.members) {
        return set.low <= type->low && set.high >= type->high;
    }
    for (size_t i = 0; i < type->choice->count; i++) {
        if (!member_has(set.members, (int64_t)i)) {
            return false;
        }
    }
    return true;
}

static void write_members(struct text *text, const struct type *type, struct value_set set)
{
    for (int64_t value = set.low; value <= set.high; value++) {
        if (!member_has(set.members, value)) {
            continue;
        }
        if (value > set.low) {
            text_add(text, value == set.high && !set.or_none ? " or " : ", ");
        }
        write_bare(text, type, value);
    }
}

/* "g, perhaps h": what is certainly selected, then what may be. */
static void write_selection(struct text *text, const struct type *type, struct value_set set)
{
    const uint64_t *certain = set.members + value_words(type) / 2;
    const char *before = "";
    for (int perhaps = 0; perhaps < 2; perhaps++) {
        for (size_t i = 0; i < type->choice->count; i++) {
            int64_t value = (int64_t)i;
            if (member_has(set.members, value) && member_has(certain, value) == !perhaps) {
                text_format(text, "%s%s", before, perhaps ? "perhaps " : "");
                write_bare(text, type, value);
                before = ", ";
            }
        }
    }
    text_add(text, set.high == 0 ? "none" : "");
}

void value_set_write(struct text *text, const struct type *type, struct value_set set)
{
    if (type->kind == TYPE_SELECTION) {
        write_selection(text, type, set);
        return;
    }
    if (is_empty(set)) {
        text_add(text, "none");
        return;
    }
    if (!value_is_single(set) && is_whole_type(type, set)) {
        text_add(text, "not known");
        return;
    }
    if (set.members) {
        write_members(text, type, set);
    } else if (set.low == set.high) {
        value_write(text, type, set.low);
    } else {
        write_bare(text, type, set.low);
        text_add(text, type->kind == TYPE_YES_NO ? " or " : " to ");
        write_bare(text, type, set.high);
        write_unit(text, type, false);
    }
    if (set.or_none) {
        text_add(text, " or none");
    }
}

static void write_choice(struct text *text, const struct choice *choice)
{
    for (size_t i = 0; i < choice->count; i++) {
        text_add(text, i == 0 ? "" : choice->ordered ? " < " : ", ");
        text_add(text, choice->values[i].name);
    }
}

void type_write(struct text *text, const struct type *type)
{
    switch (type->kind) {
    case TYPE_ERROR:
        text_add(text, "a type with a mistake");
        return;
    case TYPE_YES_NO:
        text_add(text, "yes/no");
        break;
    case TYPE_NUMBER:
        decimal_write(text, type->low, type->scale);
        text_add(text, " to ");
        decimal_write(text, type->high, type->scale);
        write_unit(text, type, false);
        break;
    case TYPE_CHOICE:
        text_add(text, "one of ");
        write_choice(text, type->choice);
        break;
    case TYPE_DATE:
        text_add(text, "date");
        break;
    case TYPE_LEVEL:
        text_add(text, "level");
        break;
    case TYPE_EVENT:
        text_add(text, "event");
        break;
    case TYPE_LIST:
        text_format(text, "list of at most %" PRId64 " item%s", type->high, type->high == 1 ? "" : "s");
        break;
    case TYPE_SELECTION:
        text_add(text, "every one of ");
        write_choice(text, type->choice);
        break;
    }
    if (type->or_none) {
        text_add(text, " or none");
    }
}

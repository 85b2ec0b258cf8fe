/* SPDX-License-Identifier: Apache-2.0 */
/* Agreement of types and conversion of numbers. */
#include "meaning/type.h"

#include "base/date.h"
#include "base/decimal.h"

struct builtin_types type_builtin(void)
{
    return (struct builtin_types){
        .error = {.kind = TYPE_ERROR},
        .yes_no = {.kind = TYPE_YES_NO, .low = 0, .high = 1},
        .date = {.kind = TYPE_DATE, .low = DATE_MIN, .high = DATE_MAX},
        .event = {.kind = TYPE_EVENT},
    };
}

const struct type *type_number(struct arena *arena, enum unit unit, unsigned scale, int64_t low,
                               int64_t high)
{
    struct type *type = arena_alloc(arena, sizeof *type);
    type->kind = TYPE_NUMBER;
    type->unit = unit;
    type->scale = scale;
    type->low = low;
    type->high = high;
    return type;
}

const struct type *type_with_none(struct arena *arena, const struct type *type, bool or_none)
{
    if (type->or_none == or_none || type->kind == TYPE_ERROR) {
        return type;
    }
    struct type *copy = arena_alloc(arena, sizeof *copy);
    *copy = *type;
    copy->or_none = or_none;
    return copy;
}

bool type_is_error(const struct type *type)
{
    return !type || type->kind == TYPE_ERROR;
}

bool type_is_many(const struct type *type)
{
    return type->kind == TYPE_EVENT || type->kind == TYPE_LIST;
}

bool type_has_order(const struct type *type)
{
    return type->kind == TYPE_NUMBER || type->kind == TYPE_DATE || type->kind == TYPE_LEVEL ||
           (type->kind == TYPE_CHOICE && type->choice->ordered);
}

int64_t type_size(const struct type *type)
{
    int64_t size;
    switch (type->kind) {
    case TYPE_YES_NO:
        return 2;
    case TYPE_CHOICE:
        return (int64_t)type->choice->count;
    default:
        return __builtin_sub_overflow(type->high, type->low, &size) ? INT64_MAX : size + 1;
    }
}

bool choice_equal(const struct choice *a, const struct choice *b)
{
    if (a == b) {
        return true;
    }
    if (a->count != b->count || a->ordered != b->ordered) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (a->values[i].name != b->values[i].name) {
            return false;
        }
    }
    return true;
}

int64_t choice_find(const struct choice *choice, symbol name)
{
    for (size_t i = 0; i < choice->count; i++) {
        if (choice->values[i].name == name) {
            return (int64_t)i;
        }
    }
    return -1;
}

bool unit_converts(enum unit a, enum unit b)
{
    return a == b || unit_base(a) == unit_base(b);
}

bool type_agrees(const struct type *a, const struct type *b)
{
    if (a->kind == TYPE_ERROR || b->kind == TYPE_ERROR) {
        return true;
    }
    if (a->kind != b->kind) {
        return false;
    }
    switch (a->kind) {
    case TYPE_NUMBER:
        return unit_converts(a->unit, b->unit);
    case TYPE_CHOICE:
    case TYPE_SELECTION:
        return choice_equal(a->choice, b->choice);
    default:
        return true;
    }
}

bool type_convert(const struct type *from, int64_t value, enum unit unit, unsigned scale,
                  int64_t *ret_value)
{
    if (!unit_converts(from->unit, unit)) {
        return false;
    }
    __extension__ typedef __int128 wide;
    wide result = value;
    if (from->unit != unit) {
        result *= unit_factor(from->unit);
    }
    wide divisor = from->unit != unit ? unit_factor(unit) : 1;
    if (scale >= from->scale) {
        result *= decimal_power(scale - from->scale);
    } else {
        divisor *= decimal_power(from->scale - scale);
    }
    if (result % divisor != 0) {
        return false;
    }
    result /= divisor;
    if (result >= DECIMAL_LIMIT || result <= -DECIMAL_LIMIT) {
        return false;
    }
    *ret_value = (int64_t)result;
    return true;
}

static void widen(struct type *type, int64_t low, int64_t high)
{
    type->low = low < type->low ? low : type->low;
    type->high = high > type->high ? high : type->high;
}

static bool number_common(const struct type *a, const struct type *b, struct type *ret)
{
    enum unit unit = a->unit == b->unit ? a->unit : unit_base(a->unit);
    unsigned scale = a->scale > b->scale ? a->scale : b->scale;
    int64_t low, high;
    *ret = *a;
    ret->unit = unit;
    ret->scale = scale;
    if (!type_convert(a, a->low, unit, scale, &ret->low) ||
        !type_convert(a, a->high, unit, scale, &ret->high) ||
        !type_convert(b, b->low, unit, scale, &low) ||
        !type_convert(b, b->high, unit, scale, &high)) {
        return false;
    }
    widen(ret, low, high);
    return true;
}

bool type_common(const struct type *a, const struct type *b, struct type *ret)
{
    if (!type_agrees(a, b)) {
        return false;
    }
    const struct type *sound = a->kind == TYPE_ERROR ? b : a;
    if (a->kind == TYPE_NUMBER && b->kind == TYPE_NUMBER) {
        if (!number_common(a, b, ret)) {
            return false;
        }
    } else {
        *ret = *sound;
        if (a->kind == b->kind) {
            widen(ret, b->low, b->high);
        }
    }
    ret->or_none = a->or_none || b->or_none;
    return true;
}

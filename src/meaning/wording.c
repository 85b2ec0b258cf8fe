/* SPDX-License-Identifier: Apache-2.0 */
/* Words for types and values in messages. */
#include "meaning/wording.h"

#include <ctype.h>

#define SOURCE_SHOWN 120 /* bytes of the author's text that a message repeats */
#define CHOICES_SHOWN 12

static const char *keep(struct program *program, struct text *text)
{
    const char *kept = arena_copy(program->arena, text_string(text), text->length);
    text_clear(text);
    return kept;
}

const char *wording_source(struct program *program, struct span span)
{
    if (span.file == SOURCE_NO_FILE) {
        return "this";
    }
    const struct source_file *file = &program->sources->files[span.file];
    struct text text = {0};
    bool space = false;
    for (uint32_t at = span.begin; at < span.end && at < file->length; at++) {
        char c = file->bytes[at];
        if (isspace((unsigned char)c)) {
            space = text.length > 0;
            continue;
        }
        bool starts_character = ((unsigned char)c & 0xC0) != 0x80;
        if (text.length >= SOURCE_SHOWN && starts_character) {
            text_add(&text, " ...");
            break;
        }
        if (space) {
            text_add_char(&text, ' ');
        }
        space = false;
        text_add_char(&text, c);
    }
    return keep(program, &text);
}

const char *wording_choice(struct program *program, const struct choice *choice)
{
    struct text text = {0};
    for (size_t i = 0; i < choice->count && i < CHOICES_SHOWN; i++) {
        text_format(&text, "%s%s", i ? ", " : "", choice->values[i].name);
    }
    if (choice->count > CHOICES_SHOWN) {
        text_add(&text, " ...");
    }
    return keep(program, &text);
}

static const char *number_wording(struct program *program, const struct type *type)
{
    struct text text = {0};
    if (type->low == type->high) {
        value_write(&text, type, type->low);
        return keep(program, &text);
    }
    text_add(&text, "a number");
    text_add(&text, type->unit == UNIT_NONE ? "" : " of ");
    text_add(&text, unit_word(type->unit));
    text_add(&text, " from ");
    decimal_write(&text, type->low, type->scale);
    text_add(&text, " to ");
    decimal_write(&text, type->high, type->scale);
    return keep(program, &text);
}

static const char *plain_wording(struct program *program, const struct type *type)
{
    switch (type->kind) {
    case TYPE_YES_NO:
        return "yes or no";
    case TYPE_NUMBER:
        return number_wording(program, type);
    case TYPE_CHOICE:
        return arena_format(program->arena, "one of %s", wording_choice(program, type->choice));
    case TYPE_SELECTION:
        return arena_format(program->arena, "some of %s", wording_choice(program, type->choice));
    case TYPE_DATE:
        return "a date";
    case TYPE_LEVEL:
        return "a level";
    case TYPE_EVENT:
        return "a list of dates";
    case TYPE_LIST:
        return "a list of items";
    default:
        return "a value";
    }
}

const char *wording_type(struct program *program, const struct type *type)
{
    const char *plain = plain_wording(program, type);
    return type->or_none ? arena_format(program->arena, "%s, or none", plain) : plain;
}

const char *wording_bounds(struct program *program, const struct type *type)
{
    const char *high = wording_value(program, type, type->high);
    if (type->low == type->high) {
        return high;
    }
    struct type plain = *type;
    plain.unit = UNIT_NONE;
    const char *low = wording_value(program, &plain, type->low);
    return arena_format(program->arena, "%s to %s", low, high);
}

const char *wording_value(struct program *program, const struct type *type, int64_t value)
{
    struct text text = {0};
    if (type->kind == TYPE_LEVEL) {
        bool known = value >= 0 && (size_t)value < program->levels.count;
        text_format(&text, "level %s", known ? program->levels.items[value]->label : "?");
    } else {
        value_write(&text, type, value);
    }
    return keep(program, &text);
}

void wording_note_units(struct program *program, struct diagnostic *said, enum unit a,
                        enum unit b)
{
    bool calendar = (unit_base(a) == UNIT_MONTHS && unit_base(b) == UNIT_DAYS) ||
                    (unit_base(a) == UNIT_DAYS && unit_base(b) == UNIT_MONTHS);
    if (calendar) {
        diagnostic_note(program->diagnostics, said,
                        "months have different lengths, so %s and %s never compare", unit_word(a),
                        unit_word(b));
    } else if (a != UNIT_NONE && b != UNIT_NONE) {
        diagnostic_note(program->diagnostics, said, "%s do not convert to %s", unit_word(a),
                        unit_word(b));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Members of JSON objects. */
#include "answer/json_pieces.h"

#include <ctype.h>

#include "answer/answer.h"
#include "base/date.h"

/* Begins a member: a comma unless an object or array was just opened. */
void json_comma(struct text *text)
{
    char last = text->length > 0 ? text->data[text->length - 1] : '{';
    if (last != '{' && last != '[') {
        text_add_char(text, ',');
    }
}

void json_key(struct text *text, const char *name)
{
    json_comma(text);
    text_add_json(text, name);
    text_add_char(text, ':');
}

void json_member(struct text *text, const char *name, const char *value)
{
    if (value) {
        json_key(text, name);
        text_add_json(text, value);
    }
}

void json_date(struct text *text, const char *name, int32_t date)
{
    json_key(text, name);
    text_add_char(text, '"');
    date_write(text, date);
    text_add_char(text, '"');
}

void json_moment(struct text *text, const char *name, int32_t date, int minute)
{
    json_key(text, name);
    text_add_char(text, '"');
    date_write(text, date);
    text_add_char(text, 'T');
    date_write_time(text, minute);
    text_add_char(text, '"');
}

void json_flag(struct text *text, const char *name, bool value)
{
    json_key(text, name);
    text_add(text, value ? "true" : "false");
}

void json_holds(struct text *text, bool certain)
{
    json_member(text, "holds", certain ? "yes" : "unknown");
}

/* A level whose label is a plain number is a number: 3, but "2a". */
void json_add_level(struct text *text, const struct program *program, size_t rank)
{
    const char *label = level_label(program, rank);
    bool plain = label[0] != '0';
    for (const char *at = label; *at; at++) {
        plain = plain && isdigit((unsigned char)*at);
    }
    if (plain) {
        text_add(text, label);
    } else {
        text_add_json(text, label);
    }
}

void json_level(struct text *text, const char *name, const struct program *program,
                         size_t rank)
{
    json_key(text, name);
    json_add_level(text, program, rank);
}

void json_cites(struct text *text, const struct program *program,
                         const struct citations *cites)
{
    json_key(text, "cite");
    text_add_char(text, '[');
    for (size_t i = 0; i < cites->count; i++) {
        struct text one = {0};
        citation_write(&one, program, &cites->items[i]);
        json_comma(text);
        text_add_json(text, text_string(&one));
        text_clear(&one);
    }
    text_add_char(text, ']');
}

void json_facts(struct text *text, const char *name, const struct fact *const *facts,
                         size_t count)
{
    json_key(text, name);
    text_add_char(text, '[');
    for (size_t i = 0; i < count; i++) {
        json_comma(text);
        text_add_json(text, facts[i]->entity.name);
    }
    text_add_char(text, ']');
}

/* SPDX-License-Identifier: Apache-2.0 */
/* JSON pieces: members of the objects that answers are written as. */
#ifndef LIMEN_ANSWER_JSON_PIECES_H
#define LIMEN_ANSWER_JSON_PIECES_H

#include "base/text.h"
#include "meaning/program.h"

/* Begins an element: a comma unless an object or array was just opened. */
void json_comma(struct text *text);
/* Begins a member; its value follows. */
void json_key(struct text *text, const char *name);
/* Nothing for a VALUE that is NULL. */
void json_member(struct text *text, const char *name, const char *value);
void json_flag(struct text *text, const char *name, bool value);
void json_date(struct text *text, const char *name, int32_t date);
void json_moment(struct text *text, const char *name, int32_t date, int minute);
/* "holds": yes or unknown. */
void json_holds(struct text *text, bool certain);
/* A level whose label is a plain number is a number: 3, but "2a". */
void json_add_level(struct text *text, const struct program *program, size_t rank);
void json_level(struct text *text, const char *name, const struct program *program, size_t rank);
void json_cites(struct text *text, const struct program *program, const struct citations *cites);
/* The names of facts. */
void json_facts(struct text *text, const char *name, const struct fact *const *facts, size_t count);

#endif

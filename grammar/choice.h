/* SPDX-License-Identifier: Apache-2.0 */
/* Choice: what could stand at the place of a mistake, in a few words that an author knows. */
#ifndef LIMEN_GRAMMAR_CHOICE_H
#define LIMEN_GRAMMAR_CHOICE_H

#include "base/text.h"
#include "grammar/mistake.h"

#define CHOICES_MAX 256

struct choices {
    const char *items[CHOICES_MAX + 2];
    bool quoted[CHOICES_MAX + 2];
    size_t count;
};

void choices_collect(struct choices *choices, const struct mistake *m);
void choices_write_one(struct text *text, const struct choices *choices, size_t index);
void choices_write(struct text *text, const struct choices *choices);

#endif

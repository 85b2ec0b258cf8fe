/* SPDX-License-Identifier: Apache-2.0 */
/* Plain cell: what a cell of a table says that a fact or a field may be. */
#ifndef LIMEN_CASE_PLAIN_CELL_H
#define LIMEN_CASE_PLAIN_CELL_H

#include "case/plain_value.h"

enum plain_word { WORD_NO, WORD_YES, WORD_UNKNOWN }; /* or NO_NAME */

/* The words of yes/no cells, as they are mostly written. */
void plain_words_create(struct lexicon *words, struct arena *arena);

/* A text without blanks around it, and not empty. */
struct plain_text {
    const char *at;
    size_t length;
};

static inline bool plain_text_is(struct plain_text text, const char *word)
{
    return text.length == strlen(word) && memcmp(text.at, word, text.length) == 0;
}

/* A value, several or a range of FACT, which is no yes/no. */
bool plain_cell_set(const struct plain_facts *facts, const struct plain_fact *fact,
                    struct plain_text text, struct value_set *ret);

#endif

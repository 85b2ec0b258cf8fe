/* SPDX-License-Identifier: Apache-2.0 */
/* Outline: which parts of a vocabulary matter to those who mention its facts, told from its words.

   A vocabulary grows with every ruleset that shares it, and each reads only a part of its facts.
   The declaration of a fact that nobody mentions changes no answer and need not be parsed. */
#ifndef LIMEN_GRAMMAR_OUTLINE_H
#define LIMEN_GRAMMAR_OUTLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/symbol.h"
#include "base/vector.h"
#include "source/source.h"

struct spans {
    VECTOR_OF(struct span);
};

/* The parts of FILE but for the declarations of facts that neither SYMBOLS has nor another part
   names, in the order of the text. Adds the words of the parts to SYMBOLS. False if the text is so
   written that words alone don't tell where its statements begin. */
bool outline_mentioned(struct arena *arena, struct symbol_table *symbols,
                       const struct source_set *sources, uint32_t file, struct spans *ret_parts);

#endif

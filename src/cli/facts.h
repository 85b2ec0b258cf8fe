/* SPDX-License-Identifier: Apache-2.0 */
/* Choosing facts by words, as --search does. */
#ifndef LIMEN_CLI_FACTS_H
#define LIMEN_CLI_FACTS_H

#include "meaning/program.h"

/* FACT has each of WORDS in its name, text, question or synonyms. WORDS NULL: any fact. */
bool fact_matches(const struct fact *fact, const char *words);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Fallback: the chains of contacts that `otherwise` makes. Each has an end, for every authority. */
#ifndef LIMEN_MEANING_FALLBACK_H
#define LIMEN_MEANING_FALLBACK_H

#include "meaning/program.h"

/* Reports each ring once, with its path. */
void fallbacks_check(struct program *program);

#endif

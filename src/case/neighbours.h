/* SPDX-License-Identifier: Apache-2.0 */
/* Neighbours: the other rulesets that a case is put to. What a case says for one of them is unread by
   the others, not a slip. */
#ifndef LIMEN_CASE_NEIGHBOURS_H
#define LIMEN_CASE_NEIGHBOURS_H

#include "meaning/program.h"

struct neighbours {
    VECTOR_OF(const struct program *);
};

/* Whether any of them has a fact, section, checklist or authority of this name. NEIGHBOURS may be
   NULL: there are none. */
bool neighbours_have_fact(const struct neighbours *neighbours, const char *name);
/* A field of a list of theirs that is called LIST. */
bool neighbours_have_field(const struct neighbours *neighbours, const char *list, const char *name);
bool neighbours_have_section(const struct neighbours *neighbours, const char *name);
bool neighbours_have_checklist(const struct neighbours *neighbours, const char *name);
bool neighbours_have_authority(const struct neighbours *neighbours, const char *name);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Route: which ruleset of the library a case goes to, where nobody named a version.

   By a bare NAME it is the version of it that is in force on the case's date; without a name, the ruleset
   with levels that binds the case's authority on that date. A day on which none is in force is an answer
   of its own. A ruleset is loaded when the first case goes to it, once; the route owns them all. Several
   threads may ask where a case goes. */
#ifndef LIMEN_CLI_ROUTE_H
#define LIMEN_CLI_ROUTE_H

#include "case/reader.h"
#include "cli/ruleset.h"

struct route;

enum route_end {
    ROUTE_FOUND,
    ROUTE_NONE,    /* none is in force */
    ROUTE_REFUSED, /* nothing says which one, or an authority that no ruleset binds */
    ROUTE_BROKEN   /* what was found can't be loaded, which has been said */
};

/* NAME NULL: by authority. Reads the headers that matter. */
struct route *route_create(const struct arguments *arguments, const char *name);
void route_destroy(struct route *route); /* NULL: nothing */

/* Whether the library has any version of the name, or a ruleset with levels for AUTHORITY; if what
   is missing may stand in a file that can't be read, yes. */
bool route_has_name(const struct route *route);
bool route_has_authority(const struct route *route, const char *authority);
/* "did you mean ...?" among the authorities, or NULL. */
const char *route_near_authority(const struct route *route, struct arena *arena,
                                 const char *authority);

/* ROUTE_FOUND: *RET_RULESET. ROUTE_REFUSED: code, message and help of *RET_ERROR, in ARENA. */
enum route_end route_find(struct route *route, struct arena *arena, const struct case_head *head,
                          struct ruleset **ret_ruleset, struct case_error *ret_error);

/* The answer of a case for which there is no ruleset. */
void route_write_none_text(const struct route *route, struct text *text,
                           const struct case_head *head);
void route_write_none_json(struct text *text, const struct case_head *head);

#endif

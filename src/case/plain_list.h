/* SPDX-License-Identifier: Apache-2.0 */
/* Plain list: the items of a list that a case gives, one after the other. Of a list that nobody asks for they are written
   nowhere. */
#ifndef LIMEN_CASE_PLAIN_LIST_H
#define LIMEN_CASE_PLAIN_LIST_H

#include "case/plain_fact.h"

struct plain_items {
    struct plain_facts *facts;
    const struct plain_list *list;
    struct column *column; /* NULL: nobody asks for it */
    size_t lane, count;
};

void plain_items_start(struct plain_items *items, struct plain_facts *facts,
                       const struct plain_fact *list, size_t lane);
/* An item of which nothing is said yet. False: there are more than there may be. */
bool plain_items_add(struct plain_items *items);
/* Notes that the latest item names FIELD. False: it did before. */
bool plain_items_see(struct plain_items *items, struct plain_fact *field);
/* The same of the field of that name. NULL: there is none, or it was named before. */
struct plain_fact *plain_items_field(struct plain_items *items, const char *name, size_t length);
void plain_items_set(struct plain_items *items, const struct plain_fact *field,
                     const struct value_set *set);
void plain_items_set_not_known(struct plain_items *items, const struct plain_fact *field);
void plain_items_end(struct plain_items *items, bool complete);

#endif

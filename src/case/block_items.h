/* SPDX-License-Identifier: Apache-2.0 */
/* Block items: what the cases of a block say of the items of their lists, one item after the other; round.h makes
   columns of them. */
#ifndef LIMEN_CASE_BLOCK_ITEMS_H
#define LIMEN_CASE_BLOCK_ITEMS_H

#include "case/block.h"

/* Begins a list that the case gives. Then come its items, each with every field open until it is set. */
void block_start_list(struct column *list, size_t lane, bool complete);
void block_add_item(struct block *block, struct column *list, size_t lane);
/* Of the item added last. */
void block_set_field(struct block *block, struct column *list, const struct fact *field,
                     const struct value_set *set);
void block_set_field_not_known(struct column *list, const struct fact *field);
struct value_set block_field_set(const struct block *block, const struct fact *field,
                                 const struct block_field *said);
/* Of a list that SAID gives, all. */
void block_add_items(struct block *block, struct column *list, size_t lane,
                     const struct case_fact *said);
/* Each field of each item has one value, or is worked out and was not given. */
bool block_items_known(const struct block *block, const struct column *list);
/* The items of the case FROM, once more for TO. */
void block_copy_items(struct block *block, struct column *list, size_t from, size_t to);

#endif

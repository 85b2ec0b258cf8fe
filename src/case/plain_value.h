/* SPDX-License-Identifier: Apache-2.0 */
/* Plain value: what a text or several say that a fact may be, as a set of values. One set is made at a time. */
#ifndef LIMEN_CASE_PLAIN_VALUE_H
#define LIMEN_CASE_PLAIN_VALUE_H

#include "case/plain_fact.h"

/* The one value that TEXT says: a name of a choice, a day, a number with its unit. */
bool plain_value_of_text(const struct plain_fact *fact, const char *text, size_t length, int64_t *ret);
/* The number of UNIT that stands from TEXT to END. */
bool plain_value_in_unit(const struct plain_fact *fact, const char *text, const char *end,
                         enum unit unit, int64_t *ret);
/* The unit that ends TEXT, with its number before: where that ends. NULL: none does. */
const char *plain_unit_of(const char *text, size_t length, enum unit *ret);

/* Begins a set, of no value. */
void plain_set_start(const struct plain_facts *facts, const struct plain_fact *fact,
                     struct value_set *ret);
void plain_set_add(const struct plain_fact *fact, struct value_set *set, int64_t value);
/* Adds the value of TEXT, or none. */
bool plain_set_add_text(const struct plain_fact *fact, struct value_set *set, const char *text,
                        size_t length);
/* Makes it all values between, both included. */
void plain_set_between(const struct plain_fact *fact, struct value_set *set, int64_t low, int64_t high);
/* A fact of this type may be given as a range. */
bool plain_may_range(const struct plain_fact *fact);

/* Says it of a fact of the case. */
void plain_give(const struct plain_facts *facts, struct plain_fact *fact, size_t lane,
                const struct value_set *set);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What a case says by facts that sum up its lists: nothing that is said so may be closed to the
   contrary. */
#ifndef LIMEN_CASE_SUMMED_H
#define LIMEN_CASE_SUMMED_H

#include "case/case.h"

/* FACT sums up lists, and the case speaks of none of them. */
bool case_leaves_out_lists(const struct limen_case *limen_case, const struct fact *fact);

/* FACT sums up lists, and the case lists no items of any: they were left out, or closed. */
bool case_lists_nothing(const struct limen_case *limen_case, const struct fact *fact);

/* Summaries of lists that the case leaves out are facts like others from here on, until
   summaries_restore(): they can be asked, change, and be so whatever the others are. False: there are none. */
bool case_cut_summaries(struct program *program, const struct limen_case *limen_case);
/* The same of lists that every member of HOUSEHOLD leaves out. */
bool household_cut_summaries(struct program *program, const struct household *household);

/* A fact that sums up LIST is said to be so, or not to be known. */
bool case_sums_up(const struct limen_case *limen_case, const struct fact *list);

/* A member of HOUSEHOLD says something of a fact of its own that sums up a list which all have in common. */
bool case_members_sum_up(const struct program *program, const struct limen_case *household);

/* SUMMARY sums up a list, and reads FIELD of its items, directly or not. */
bool summary_reads(const struct fact *summary, const struct fact *field);

/* A fact that sums up the list of FIELD and reads FIELD is said to be so, or not to be known. */
bool case_sums_up_field(const struct limen_case *limen_case, const struct fact *field);

#endif

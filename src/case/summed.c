/* SPDX-License-Identifier: Apache-2.0 */
/* Looking from lists at what sums them up, and back. */
#include "case/summed.h"

#include "meaning/each.h"
#include "meaning/summary.h"

/* What SUMMARY is said to be is more than an empty list would make of it, or not known. */
static bool says_more(const struct limen_case *limen_case, const struct fact *summary)
{
    const struct case_fact *said = &limen_case->facts[summary->entity.index];
    return said->state == FACT_NOT_KNOWN || (said->state == FACT_GIVEN && said->set.high > 0);
}

/* A list that is the same for all stays open for all where one member says so. */
static bool may_be_so(const struct limen_case *limen_case, const struct fact *summary)
{
    size_t members = case_is_household(limen_case) ? limen_case->household->members.count : 0;
    for (size_t i = 0; i < members; i++) {
        if (says_more(limen_case->household->members.items[i], summary)) {
            return true;
        }
    }
    return says_more(limen_case, summary);
}

static enum fact_state state_of(const struct limen_case *limen_case, const struct fact *list)
{
    return limen_case->facts[list->entity.index].state;
}

bool case_leaves_out_lists(const struct limen_case *limen_case, const struct fact *fact)
{
    for (size_t i = 0; i < fact->sums_up.count; i++) {
        if (state_of(limen_case, fact->sums_up.items[i]) != FACT_NOT_ASKED) {
            return false;
        }
    }
    return fact->sums_up.count > 0;
}

bool case_lists_nothing(const struct limen_case *limen_case, const struct fact *fact)
{
    for (size_t i = 0; i < fact->sums_up.count; i++) {
        enum fact_state state = state_of(limen_case, fact->sums_up.items[i]);
        if (state != FACT_NOT_ASKED && state != FACT_ASSUMED) {
            return false;
        }
    }
    return fact->sums_up.count > 0;
}

static bool all_list_nothing(const struct limen_case *const *cases, size_t count, const struct fact *fact)
{
    bool nothing = true;
    for (size_t i = 0; i < count; i++) {
        nothing = nothing && case_lists_nothing(cases[i], fact);
    }
    return nothing;
}

static bool cut_summaries(struct program *program, const struct limen_case *const *cases, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < program->facts.count; i++) {
        struct fact *fact = program->facts.items[i];
        if (summary_stands_alone(fact) && all_list_nothing(cases, count, fact)) {
            summary_cut(fact);
            any = true;
        }
    }
    return any;
}

bool case_cut_summaries(struct program *program, const struct limen_case *limen_case)
{
    return cut_summaries(program, &limen_case, 1);
}

bool household_cut_summaries(struct program *program, const struct household *household)
{
    return cut_summaries(program, (const struct limen_case *const *)household->members.items,
                         household->members.count);
}

bool case_sums_up(const struct limen_case *limen_case, const struct fact *list)
{
    for (size_t i = 0; i < list->summaries.count; i++) {
        if (may_be_so(limen_case, list->summaries.items[i])) {
            return true;
        }
    }
    return false;
}

static bool sums_up_shared(const struct program *program, const struct fact *fact)
{
    for (size_t i = 0; fact_is_of_each(program, fact) && i < fact->sums_up.count; i++) {
        if (!fact_is_of_each(program, fact->sums_up.items[i])) {
            return true;
        }
    }
    return false;
}

bool case_members_sum_up(const struct program *program, const struct limen_case *household)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        if (sums_up_shared(program, fact) && may_be_so(household, fact)) {
            return true;
        }
    }
    return false;
}

/* Directly, or by a field that is worked out from it. */
static bool reads(const struct node *node, const struct fact *field)
{
    if (node->kind == NODE_USE && node->ref && node->ref->kind == ENTITY_FIELD) {
        const struct fact *used = (const struct fact *)node->ref;
        return used == field || (used->from && reads(used->from, field));
    }
    for (const struct node *child = node->child; child; child = child->next) {
        if (reads(child, field)) {
            return true;
        }
    }
    return false;
}

bool summary_reads(const struct fact *summary, const struct fact *field)
{
    return reads(summary->from ? summary->from : summary->cut, field);
}

bool case_sums_up_field(const struct limen_case *limen_case, const struct fact *field)
{
    const struct fact *list = field->list;
    for (size_t i = 0; i < list->summaries.count; i++) {
        const struct fact *summary = list->summaries.items[i];
        if (may_be_so(limen_case, summary) && summary_reads(summary, field)) {
            return true;
        }
    }
    return false;
}

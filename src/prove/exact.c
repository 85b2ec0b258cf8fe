/* SPDX-License-Identifier: Apache-2.0 */
/* Ends and values sought among the completions of a case, one question each. */
#include "prove/exact.h"

#include "prove/stated.h"
#include "prove/witness.h"

struct search {
    struct arena *arena;
    const struct answer *answer;
    const struct plan *plan;
    struct prover *prover;
    struct terms *terms;
    const struct encoding *encoding;
    struct proved *proved;
    bool undecided;
    const char *fault;
};

static bool is_over(const struct search *search)
{
    return search->undecided || search->fault;
}

/* ----------------------------------------------------------------------------------------- questions */

/* The case that was found is evaluated: the interpreter must come to what the solver says of it. */
static void replay(struct search *search)
{
    if (!witness_replay(search->prover, search->encoding, &search->fault)) {
        search->undecided = true;
    }
}

/* Whether a completion makes WANTED and ALSO hold. Where it is not known, so that nothing may be concluded,
   search->undecided. */
static bool finds(struct search *search, term wanted, term also)
{
    term all[] = {search->encoding->valid, wanted, also};
    enum verdict verdict = prover_ask_any(search->prover, all, 3);
    search->undecided = search->undecided || verdict == VERDICT_UNDECIDED;
    if (verdict == VERDICT_SOME) {
        replay(search);
    }
    return verdict == VERDICT_SOME;
}

static bool excludes(struct search *search, term wanted, term also)
{
    return !is_over(search) && !finds(search, wanted, also) && !is_over(search);
}

/* ------------------------------------------------------------------------------------ scope and level */

static void find_scope(struct search *search)
{
    struct terms *terms = search->terms;
    if (search->proved->scope != SCOPE_PERHAPS) {
        return;
    }
    if (excludes(search, search->encoding->in_scope, terms->yes)) {
        search->proved->scope = SCOPE_OUT;
    } else if (excludes(search, term_not(terms, search->encoding->in_scope), terms->yes)) {
        search->proved->scope = SCOPE_IN;
    }
}

static void find_level(struct search *search)
{
    struct proved *proved = search->proved;
    const struct encoding *encoding = search->encoding;
    if (proved->scope == SCOPE_OUT || search->answer->exact) {
        return;
    }
    while (proved->at_least < proved->at_most
           && excludes(search, encoding->in_scope,
                       term_not(search->terms, encoding->reaches[proved->at_least + 1]))) {
        proved->at_least++;
    }
    while (proved->at_least < proved->at_most
           && excludes(search, encoding->in_scope, encoding->reaches[proved->at_most])) {
        proved->at_most--;
    }
}

/* ----------------------------------------------------------------------------------------- decisions */

static void find_choices(struct search *search, const struct type *type, struct reading reading,
                         struct value_set *set)
{
    term some = term_not(search->terms, reading.none);
    uint64_t *members = arena_alloc(search->arena, value_words(type) * sizeof *members);
    for (int64_t value = set->low; value <= set->high; value++) {
        bool was_there = value_has(*set, value);
        bool stays = was_there && !excludes(search, some, term_is(search->terms, reading.value, value));
        members[value / VALUE_WORD_BITS] |= (uint64_t)stays << (value % VALUE_WORD_BITS);
    }
    set->members = members;
    value_tighten(type, set);
}

static term reaches(struct search *search, const struct type *type, term value, int64_t bound)
{
    return type->kind == TYPE_YES_NO ? (bound > 0 ? value : search->terms->yes)
                                     : term_reaches(search->terms, value, bound);
}

/* Of the values from LOW to HIGH that are not above one that there is, the lowest that is not excluded. */
static int64_t lowest(struct search *search, const struct type *type, struct reading reading,
                      int64_t low, int64_t high)
{
    term some = term_not(search->terms, reading.none);
    while (low < high && !is_over(search)) {
        int64_t middle = low + (high - low) / 2;
        term above = reaches(search, type, reading.value, middle + 1);
        if (excludes(search, some, term_not(search->terms, above))) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int64_t highest(struct search *search, const struct type *type, struct reading reading,
                       int64_t low, int64_t high)
{
    term some = term_not(search->terms, reading.none);
    while (low < high && !is_over(search)) {
        int64_t middle = high - (high - low) / 2;
        if (excludes(search, some, reaches(search, type, reading.value, middle))) {
            high = middle - 1;
        } else {
            low = middle;
        }
    }
    return high;
}

static void find_interval(struct search *search, const struct type *type, struct reading reading,
                          struct value_set *set)
{
    if (excludes(search, term_not(search->terms, reading.none), search->terms->yes)) {
        set->low = 1;
        set->high = 0;
        return;
    }
    set->low = lowest(search, type, reading, set->low, set->high);
    set->high = highest(search, type, reading, set->low, set->high);
}

static void find_decision(struct search *search, const struct plan_decision *decision,
                          struct value_set *set)
{
    const struct plan_node *node = plan_at(search->plan, decision->value);
    struct reading reading = search->encoding->nodes[decision->value];
    if (value_is_single(*set) || reading.selected) {
        return;
    }
    if (set->or_none && excludes(search, reading.none, search->terms->yes)) {
        set->or_none = false;
    }
    if (set->members) {
        find_choices(search, node->type, reading, set);
    } else if (set->low <= set->high) {
        find_interval(search, node->type, reading, set);
    }
}

/* --------------------------------------------------------------------------------------- the question */

bool exact_is_open(const struct answer *answer)
{
    bool open = answer->scope == SCOPE_PERHAPS
                || (answer->has_level && answer->at_least < answer->at_most && !answer->exact);
    for (size_t i = 0; i < answer->decisions.count; i++) {
        const struct decision_answer *decision = &answer->decisions.items[i];
        bool is_selection = decision_answer_type(answer->evaluation, decision)->kind == TYPE_SELECTION;
        open = open || (!is_selection && !value_is_single(decision->value));
    }
    return open;
}

static void start_from(struct search *search)
{
    const struct answer *answer = search->answer;
    struct proved *proved = search->proved;
    *proved = (struct proved){.scope = answer->scope, .at_least = answer->at_least,
                              .at_most = answer->at_most};
    proved->decisions =
        arena_alloc(search->arena, (answer->decisions.count + 1) * sizeof *proved->decisions);
    for (size_t i = 0; i < answer->decisions.count; i++) {
        proved->decisions[i] = answer->decisions.items[i].value;
    }
}

static enum exactness find_all(struct search *search)
{
    if (excludes(search, search->terms->yes, search->terms->yes)) {
        return EXACT_NO_CASE;
    }
    find_scope(search);
    if (search->answer->has_level) {
        find_level(search);
    }
    for (size_t i = 0; i < search->plan->decisions.count && !is_over(search); i++) {
        find_decision(search, &search->plan->decisions.items[i], &search->proved->decisions[i]);
    }
    search->proved->proof = search->undecided ? PROOF_UNDECIDED : PROOF_EXACT;
    return search->fault ? EXACT_FAULT : search->undecided ? EXACT_UNDECIDED : EXACT_PROVED;
}

static enum exactness search_world(struct search *search, struct statements *statements,
                                   const char **ret_why)
{
    struct encoding *encoding = encoding_create(statements->world, search->plan);
    stated_bind(statements, encoding);
    search->encoding = encoding;
    search->terms = statements->world->terms;
    enum exactness found = find_all(search);
    *ret_why = search->fault;
    return found;
}

enum exactness exact_find(struct arena *arena, const struct answer *answer, unsigned limit,
                          struct proved *ret, const char **ret_why)
{
    struct search search = {.arena = arena, .answer = answer, .plan = answer->evaluation->plan,
                            .proved = ret};
    start_from(&search);
    if (!exact_is_open(answer)) {
        ret->proof = PROOF_EXACT;
        return EXACT_ALREADY;
    }
    struct world *world = stated_world(arena, answer->evaluation);
    struct statements *statements = stated_create_household(world, answer->evaluation);
    if (statements->too_many_items) {
        ret->proof = PROOF_UNDECIDED;
        return EXACT_UNDECIDED;
    }
    search.prover = prover_create(arena, world, limit, ret_why);
    if (!search.prover) {
        return EXACT_FAULT;
    }
    prover_end_within(search.prover, limit);
    enum exactness found = search_world(&search, statements, ret_why);
    prover_destroy(search.prover);
    return found;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A_L of the semantics as terms, of one rule and its exceptions at a time. */
#include "prove/verify.h"

struct lifting {
    const struct encoding *encoding;
    struct terms *terms;
    size_t rank;
    const struct rule *without;
};

static term condition_of(const struct lifting *lifting, const struct rule *rule)
{
    return encoding_holds(lifting->encoding,
                          lifting->encoding->plan->rules.items[rule->entity.index].condition);
}

/* [outcome >= L] */
static term outcome_reaches(const struct lifting *lifting, const struct rule *rule)
{
    if (!rule->has_level || rule->level_high < lifting->rank || rule->level_low >= lifting->rank) {
        return term_yes_no(lifting->terms, rule->has_level && rule->level_low >= lifting->rank);
    }
    return world_judged(lifting->encoding->world, lifting->encoding->plan->program, rule,
                        lifting->rank);
}

/* T: RULE applies and none of its exceptions does. */
static term trigger(const struct lifting *lifting, const struct rule *rule)
{
    term holds = condition_of(lifting, rule);
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        const struct rule *exception = rule->exceptions.items[i];
        if (exception != lifting->without) {
            holds = term_and2(lifting->terms, holds,
                              term_not(lifting->terms, trigger(lifting, exception)));
        }
    }
    return holds;
}

static term concludes_below(const struct lifting *lifting, const struct rule *rule)
{
    term below = term_not(lifting->terms, outcome_reaches(lifting, rule));
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        if (rule->exceptions.items[i] != lifting->without) {
            below = term_or2(lifting->terms, below,
                             concludes_below(lifting, rule->exceptions.items[i]));
        }
    }
    return below;
}

static term lift(const struct lifting *lifting, const struct rule *rule, term inherited)
{
    struct terms *terms = lifting->terms;
    term here = term_and2(terms, inherited, condition_of(lifting, rule));
    term own = term_and2(terms, here, outcome_reaches(lifting, rule));
    term any = terms->no;
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        const struct rule *exception = rule->exceptions.items[i];
        if (exception == lifting->without) {
            continue;
        }
        term lowered = term_and2(terms, trigger(lifting, exception),
                                 concludes_below(lifting, exception));
        own = term_and2(terms, own, term_not(terms, lowered));
        any = term_or2(terms, any, lift(lifting, exception, here));
    }
    return term_or2(terms, own, any);
}

term lift_of(const struct encoding *encoding, const struct rule *root, size_t rank,
             const struct rule *without)
{
    struct lifting lifting = {encoding, encoding->world->terms, rank, without};
    return root == without ? lifting.terms->no : lift(&lifting, root, lifting.terms->yes);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that can never hold, and rules that never matter because others cover them. */
#include "prove/verify.h"

#include <string.h>

#include "meaning/names.h"

#define MOST_COVERING 6 /* rules named as those that cover one */

static struct diagnostics *sink(struct verification *verification)
{
    return verification->compilation->diagnostics;
}

static struct span rule_span(const struct rule *rule)
{
    return rule->entity.name && rule->entity.decl->kind != NODE_SIGN_ROW ? entity_span(&rule->entity)
                                                                         : rule->entity.decl->span;
}

/* ------------------------------------------------------------------------------------- never holds */

/* True if it can hold, or that is open. */
static bool can_hold(struct verification *verification, const struct plan_rule *planned)
{
    const struct rule *rule = planned->rule;
    term wanted[] = {verification->counts, encoding_holds(verification->encoding, planned->status)};
    if (!verify_excludes(verification, wanted, 2)) {
        return true;
    }
    struct diagnostic *said =
        verify_report(verification, W805_NEVER_HOLDS, &rule->entity, rule_span(rule),
                      "%s `%s` can never hold", rule->is_exception ? "exception" : "rule",
                      rule->label);
    if (said) {
        diagnostic_help(sink(verification), said,
                        "look for conditions that exclude one another, here or in `scope`, "
                        "`impossible` and what facts are worked out from");
    }
    return false;
}

/* ----------------------------------------------------------------------------------- never matters */

/* Some expression under NODE counts rules or topics at the level RANK. */
static bool counts_at(const struct node *node, size_t rank)
{
    if (node->kind == NODE_COUNTED) {
        const struct node *level = node_child(node, NODE_LEVEL_REF);
        const struct level *counted = level ? (const struct level *)level->ref : NULL;
        return !counted || counted->rank == rank;
    }
    for (const struct node *child = node->child; child; child = child->next) {
        if (counts_at(child, rank)) {
            return true;
        }
    }
    return false;
}

/* It does something besides leading to a level, or something may count it. */
static bool does_more(const struct verification *verification, const struct rule *rule)
{
    bool is_counted = rule->has_level && rule_counts_at(rule, rule->level_low, NULL)
                      && counts_at(verification->program->tree, rule->level_low);
    return rule->duties.count > 0 || rule->values.count > 0 || rule->mandatory || is_counted
           || !rule->has_level;
}

static const struct rule *root_of(const struct rule *rule)
{
    while (rule->excepts) {
        rule = rule->excepts;
    }
    return rule;
}

/* RULE, or some exception to it, asks for the levels of all members. As deep as exceptions go. */
static bool family_asks(const struct rule *rule)
{
    bool asks = rule->asks_others;
    for (size_t i = 0; i < rule->exceptions.count && !asks; i++) {
        asks = family_asks(rule->exceptions.items[i]);
    }
    return asks;
}

struct others {
    const struct rule **rules;
    term *unlifted; /* not A_L of each; and what else is wanted, from `count` on */
    size_t count;
};

static struct others others_of(struct verification *verification, const struct rule *root,
                               size_t rank)
{
    const struct program *program = verification->program;
    struct others others = {0};
    size_t most = program->rules.count + 4;
    others.rules = arena_alloc(verification->arena, most * sizeof *others.rules);
    others.unlifted = arena_alloc(verification->arena, most * sizeof *others.unlifted);
    for (size_t i = 0; i < program->rules.count; i++) {
        const struct rule *rule = program->rules.items[i];
        if (rule->excepts || rule == root) {
            continue;
        }
        term lifted = lift_of(verification->encoding, rule, rank, NULL);
        if (lifted != verification->world->terms->no) {
            others.rules[others.count] = rule;
            others.unlifted[others.count++] = term_not(verification->world->terms, lifted);
        }
    }
    return others;
}

/* Leaves out of what covers the rule whatever is not needed for it. */
static void shrink_others(struct verification *verification, struct others *others,
                          const term *wanted, size_t wanted_count)
{
    for (size_t i = others->count; i-- > 0 && others->count <= 3 * MOST_COVERING;) {
        struct others fewer = *others;
        fewer.unlifted = arena_alloc(verification->arena,
                                     (others->count + wanted_count) * sizeof(term));
        fewer.rules = arena_alloc(verification->arena, (others->count + 1) * sizeof *fewer.rules);
        fewer.count = 0;
        for (size_t j = 0; j < others->count; j++) {
            if (j != i) {
                fewer.rules[fewer.count] = others->rules[j];
                fewer.unlifted[fewer.count++] = others->unlifted[j];
            }
        }
        for (size_t j = 0; j < wanted_count; j++) {
            fewer.unlifted[fewer.count + j] = wanted[j];
        }
        if (prover_ask_any(verification->prover, fewer.unlifted, fewer.count + wanted_count)
            == VERDICT_NONE) {
            *others = fewer;
        }
    }
}

static void keep_core(struct verification *verification, struct others *others)
{
    const term *core;
    size_t in_core = solver_core(verification->prover->solver, &core), kept = 0;
    for (size_t i = 0; i < others->count; i++) {
        bool is_in = false;
        for (size_t j = 0; j < in_core; j++) {
            is_in = is_in || core[j] == others->unlifted[i];
        }
        if (is_in) {
            others->rules[kept] = others->rules[i];
            others->unlifted[kept++] = others->unlifted[i];
        }
    }
    others->count = kept;
}

static void report_covered(struct verification *verification, const struct rule *rule,
                           struct others *others, const term *wanted, size_t wanted_count)
{
    if (others->count > 0) {
        keep_core(verification, others);
        shrink_others(verification, others, wanted, wanted_count);
    }
    struct diagnostic *said =
        verify_report(verification, W806_NEVER_MATTERS, &rule->entity, rule_span(rule),
                      "%s `%s` never changes the level", rule->is_exception ? "exception" : "rule",
                      rule->label);
    if (!said) {
        return;
    }
    for (size_t i = 0; i < others->count && i < DIAGNOSTIC_MAX_SPANS - 1; i++) {
        diagnostic_label(sink(verification), said, rule_span(others->rules[i]),
                         "wherever it holds, %s", others->count > 1 ? "one of these does"
                                                                    : "this one does");
    }
    struct text text = {0};
    for (size_t i = 0; i < others->count; i++) {
        text_format(&text, "%s`%s`", i ? ", " : "", others->rules[i]->label);
    }
    if (others->count > 0) {
        diagnostic_note(sink(verification), said, "covered by %s", text_string(&text));
    }
    text_clear(&text);
    bool named = rule->entity.name != NULL;
    diagnostic_help(sink(verification), said,
                    "take it away or mend it; or `accept W806 for %s%s%s \"why\"`, if the guidance "
                    "says it twice", named ? "" : "[", rule->label, named ? "" : "]");
}

/* A case in which ROOT's family leads to RANK with RULE and not without it, or the other way round, while
   no other rule leads there. */
static bool matters_at(struct verification *verification, const struct rule *rule, size_t rank,
                       struct others *ret_others, term *ret_differ)
{
    struct terms *terms = verification->world->terms;
    const struct rule *root = root_of(rule);
    term with = lift_of(verification->encoding, root, rank, NULL);
    term without = lift_of(verification->encoding, root, rank, rule);
    *ret_differ = term_differ(terms, with, without);
    *ret_others = others_of(verification, root, rank);
    if (*ret_differ == terms->no) {
        return false;
    }
    memmove(ret_others->unlifted + 2, ret_others->unlifted, ret_others->count * sizeof(term));
    ret_others->unlifted[0] = *ret_differ;
    ret_others->unlifted[1] = verification->counts;
    ret_others->unlifted += 2;
    return !verify_excludes(verification, ret_others->unlifted - 2, ret_others->count + 2);
}

/* The levels of RULE and its exceptions, so that they can be taken away and given back. */
struct concluded {
    VECTOR_OF(struct rule *);
};

/* As deep as exceptions go. */
static void find_concluding(struct arena *arena, struct rule *rule, struct concluded *ret)
{
    if (rule->has_level) {
        vector_push(arena, ret, rule);
    }
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        find_concluding(arena, rule->exceptions.items[i], ret);
    }
}

static const struct encoding *encoding_without(struct verification *verification, const struct rule *rule)
{
    struct program *program = verification->program;
    struct concluded concluded = {0};
    find_concluding(verification->arena, program->rules.items[rule->entity.index], &concluded);
    for (size_t i = 0; i < concluded.count; i++) {
        concluded.items[i]->has_level = false;
    }
    const struct plan *plan = plan_create(verification->arena, program);
    for (size_t i = 0; i < concluded.count; i++) {
        concluded.items[i]->has_level = true;
    }
    return encoding_create(verification->world, plan);
}

/* Rules that ask for no levels of others cover RULE wherever it holds, in scope or not, at RANK. */
static bool is_covered_without_asking(struct verification *verification, const struct rule *rule, size_t rank)
{
    struct terms *terms = verification->world->terms;
    const struct rule *root = root_of(rule);
    struct others others = others_of(verification, root, rank);
    size_t kept = 2;
    for (size_t i = 0; i < others.count; i++) {
        if (!family_asks(others.rules[i])) {
            others.unlifted[kept++] = term_not(terms, lift_of(verification->encoding, others.rules[i], rank, NULL));
        }
    }
    others.unlifted[0] = verification->encoding->valid;
    others.unlifted[1] = term_differ(terms, lift_of(verification->encoding, root, rank, NULL),
                                     lift_of(verification->encoding, root, rank, rule));
    return prover_ask_any(verification->prover, others.unlifted, kept) == VERDICT_NONE;
}

/* Then it is so at every level. */
static bool is_unasked_for(struct verification *verification, const struct rule *rule)
{
    bool unasked = !verification->plan->own_thresholds || rule->asks_others;
    bool covered = !unasked;
    for (size_t rank = 1; rank < verification->plan->threshold_count && covered; rank++) {
        covered = is_covered_without_asking(verification, rule, rank);
    }
    return unasked || covered;
}

/* Rules that ask for the levels of all members ask for what RULE leads to: with it they may cover it, and without
   it not hold. So the ruleset without it is laid beside. False: that is not done. */
static bool is_needed_by_others(struct verification *verification, const struct rule *rule, bool *ret_needed)
{
    *ret_needed = false;
    if (is_unasked_for(verification, rule)) {
        return true;
    }
    if (rule->is_exception) {
        return false;
    }
    const struct encoding *with = verification->encoding, *without = encoding_without(verification, rule);
    struct terms *terms = verification->world->terms;
    term differ = terms->no;
    for (size_t rank = 1; rank < verification->plan->threshold_count; rank++) {
        differ = term_or2(terms, differ, term_differ(terms, with->reaches[rank], without->reaches[rank]));
    }
    term wanted[] = {verification->counts, differ};
    *ret_needed = !verify_excludes(verification, wanted, 2);
    return true;
}

/* It is covered by what covers it at the lowest level that it could lead to. */
static void check_matters(struct verification *verification, const struct rule *rule)
{
    bool alone = !rule->is_exception && rule->exceptions.count == 0, is_needed = false;
    struct others covering = {0};
    term covered = verification->world->terms->no;
    for (size_t rank = verification->plan->threshold_count; rank-- > 1;) {
        struct others others;
        term differ;
        if (alone && rank != rule->level_high) {
            continue;
        }
        if (matters_at(verification, rule, rank, &others, &differ)) {
            return;
        }
        if (differ != verification->world->terms->no) {
            covering = others;
            covered = differ;
        }
    }
    if (!is_needed_by_others(verification, rule, &is_needed)) {
        verify_leave_open(verification);
    } else if (!is_needed) {
        if (covering.count > 0) { /* the core of this question is what is reported */
            verify_excludes(verification, covering.unlifted - 2, covering.count + 2);
        }
        report_covered(verification, rule, &covering, (term[]){covered, verification->counts}, 2);
    }
}

void verify_rules(struct verification *verification)
{
    for (size_t i = 0; i < verification->plan->rules.count; i++) {
        const struct plan_rule *planned = &verification->plan->rules.items[i];
        verify_turn_to(verification, "%s `%s`", planned->rule->is_exception ? "exception" : "rule",
                       planned->rule->label);
        if (can_hold(verification, planned) && !does_more(verification, planned->rule)
            && planned->rule->level_high > 0) {
            check_matters(verification, planned->rule);
        }
    }
}

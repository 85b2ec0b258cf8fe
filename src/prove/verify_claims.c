/* SPDX-License-Identifier: Apache-2.0 */
/* always, never, never lower than: what an author claims of all cases. */
#include "prove/verify.h"

#include "answer/wording.h"
#include "meaning/names.h"

static struct diagnostics *sink(struct verification *verification)
{
    return verification->compilation->diagnostics;
}

/* ------------------------------------------------------------------------------- always and never */

static size_t claimed_rank(const struct node *outcome)
{
    const struct node *judged = node_child(outcome, NODE_JUDGED);
    const struct node *level = node_child(judged ? judged : outcome, NODE_LEVEL_REF);
    return ((const struct level *)level->ref)->rank;
}

/* The decision has the value VALUE, or, of several, it is one of them. */
static term has_value(const struct verification *verification, const struct decision *decision,
                      node_id value)
{
    struct terms *terms = verification->world->terms;
    const struct plan_decision *planned = &verification->plan->decisions.items[decision->entity.index];
    struct reading found = verification->encoding->nodes[planned->value];
    struct reading wanted = verification->encoding->nodes[value];
    if (!found.selected) {
        return term_not(terms, reading_differ(terms, found, wanted, 0));
    }
    term any = terms->no;
    for (size_t i = 0; i < decision->type->choice->count; i++) {
        any = term_or2(terms, any, term_and2(terms, found.selected[i],
                                             term_is(terms, wanted.value, (int64_t)i)));
    }
    return any;
}

static term outcome_holds(const struct verification *verification, const struct node *outcome,
                          node_id value)
{
    const struct encoding *encoding = verification->encoding;
    if (outcome->kind == NODE_OUTCOME_LEVEL) {
        return encoding->reaches[claimed_rank(outcome)];
    }
    if (outcome->kind == NODE_OUTCOME_DUTY) {
        const struct duty *duty = (const struct duty *)outcome->ref;
        return encoding_holds(encoding,
                              verification->plan->duties.items[duty->entity.index].holds);
    }
    return has_value(verification, (const struct decision *)outcome->ref, value);
}

/* "level 4", "duty `refer`", "`route = seek`" as the author wrote it. */
static const char *outcome_words(struct verification *verification, const struct node *outcome)
{
    const struct span span = outcome->span;
    return arena_copy(verification->arena,
                      verification->compilation->sources->files[span.file].bytes + span.begin,
                      span.end - span.begin);
}

static void check_outcome(struct verification *verification, const struct plan_claim *claim,
                          const struct node *outcome, node_id value)
{
    struct terms *terms = verification->world->terms;
    const struct node *decl = claim->statement->entity.decl;
    bool is_always = decl->kind == NODE_ALWAYS;
    term holds = outcome_holds(verification, outcome, value);
    term wanted[] = {verification->counts,
                     claim->condition == NO_NODE
                         ? terms->yes
                         : encoding_holds(verification->encoding, claim->condition),
                     is_always ? term_not(terms, holds) : holds};
    if (!verify_finds_smallest(verification, wanted, 3)) {
        return;
    }
    struct diagnostic *said = verify_report(
        verification, is_always ? E801_ALWAYS_BROKEN : E802_NEVER_BROKEN, NULL, decl->span,
        is_always ? "%s: not always %s" : "%s: %s after all",
        claim->statement->entity.title ? claim->statement->entity.title : "the claim fails",
        outcome_words(verification, outcome));
    diagnostic_label(sink(verification), said, outcome->span,
                     is_always ? "there is a case without it" : "there is a case with it");
    verify_show(verification, said);
    diagnostic_help(sink(verification), said,
                    "mend the rules so that this case comes out as claimed, or narrow the claim");
}

static void check_claim(struct verification *verification, const struct plan_claim *claim)
{
    const struct node *then = node_child(claim->statement->entity.decl, NODE_THEN);
    size_t i = 0;
    for (const struct node *outcome = then ? then->child : NULL; outcome; outcome = outcome->next) {
        check_outcome(verification, claim, outcome, claim->values.items[i++]);
    }
}

/* ------------------------------------------------------------------------------- never lower than */

/* The level is lower than under the older ruleset, levels matched by their labels. */
static term is_lower(struct terms *terms, const struct encoding *older,
                     const struct encoding *newer)
{
    const struct program *program = newer->plan->program;
    term lower = terms->no;
    for (size_t i = 0; i < older->plan->threshold_count; i++) {
        const struct level *level = older->plan->program->levels.items[i];
        for (size_t j = 0; j < program->levels.count; j++) {
            const struct level *same = program->levels.items[j];
            if ((same->was ? same->was : same->label) == level->label) {
                term reached = term_and2(terms, older->in_scope, older->reaches[i]);
                term kept = term_and2(terms, newer->in_scope, newer->reaches[j]);
                lower = term_or2(terms, lower, term_and2(terms, reached, term_not(terms, kept)));
            }
        }
    }
    return lower;
}

static void check_never_lower(struct verification *verification, const struct plan_claim *claim,
                              const struct plan *plan)
{
    const struct node *decl = claim->statement->entity.decl;
    struct terms *terms = verification->world->terms;
    const struct encoding *older = encoding_create(verification->world, plan);
    term wanted[] = {verification->encoding->valid, older->valid, encoding_admits(older),
                     encoding_admits(verification->encoding), is_lower(terms, older, verification->encoding),
                     claim->condition == NO_NODE
                         ? terms->yes
                         : term_not(terms, encoding_holds(verification->encoding, claim->condition))};
    if (!verify_finds_smallest(verification, wanted, 6)) {
        return;
    }
    struct diagnostic *said =
        verify_report(verification, E803_LOWER, NULL, decl->span,
                      "some case comes out lower than in %s", decl->value.text);
    const struct witness *before = verify_witness(verification, older);
    if (before && before->answer->scope == SCOPE_IN) {
        diagnostic_note(sink(verification), said, "in %s the case is at level %s",
                        decl->value.text, level_label(plan->program, before->answer->at_least));
    }
    verify_show(verification, said);
    diagnostic_help(sink(verification), said,
                    "mend the rules, or say `except if ...` of the cases that are meant to be lower");
}

static void turn_to_claim(struct verification *verification, const struct node *decl)
{
    struct source_place place = source_place_at(verification->compilation->sources,
                                                decl->span.file, decl->span.begin);
    verify_turn_to(verification, "the `%s` of line %zu",
                   decl->kind == NODE_ALWAYS  ? "always"
                   : decl->kind == NODE_NEVER ? "never" : "never lower than", place.line);
}

void verify_claims(struct verification *verification)
{
    for (size_t i = 0; i < verification->plan->claims.count; i++) {
        const struct plan_claim *claim = &verification->plan->claims.items[i];
        turn_to_claim(verification, claim->statement->entity.decl);
        if (verification->older[i]) {
            check_never_lower(verification, claim, verification->older[i]);
        } else if (claim->statement->entity.decl->kind != NODE_NEVER_LOWER) {
            check_claim(verification, claim);
        }
    }
}

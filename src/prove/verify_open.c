/* SPDX-License-Identifier: Apache-2.0 */
/* Where the range of the level is wider than what is possible because one fact is not known: the rules read the
   fact in two ways that can't both be so, and the evaluation takes each for itself.

   Asked of each fact that may both raise and lower the level, or that is tied to others, with all else known; of
   events where they are only counted.
   Where it only raises, or only lowers, the range is exact (semantics, Exactness). */
#include "prove/open.h"

#include <string.h>

#include "answer/wording.h"
#include "meaning/names.h"
#include "prove/completions.h"
#include "prove/verify.h"

#define MOST_RULES 3   /* that are named; the others are counted */

static struct diagnostics *sink(struct verification *verification)
{
    return verification->compilation->diagnostics;
}

/* -------------------------------------------------------------------------------------- the question */

struct question {
    struct verification *verification;
    const struct fact *fact;
    const struct fact *date;  /* that it is worked out from, and then is open as well; or NULL */
    struct completions completions;
    const struct encoding **encodings; /* by completion */
};

/* All that is judged comes out as high as it may, or as low. */
static term judged_alike(const struct question *question, bool high)
{
    const struct plan *plan = question->verification->plan;
    struct terms *terms = question->verification->world->terms;
    term alike = terms->yes;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        if (plan_at(plan, id)->op == OP_JUDGED) {
            term judged = question->verification->encoding->nodes[id].value;
            alike = term_and2(terms, alike, high ? judged : term_not(terms, judged));
        }
    }
    return alike;
}

/* Every completion that counts reaches RANK, or none does. */
static term all_reach(const struct question *question, size_t rank, bool whether)
{
    struct terms *terms = question->verification->world->terms;
    term all = terms->yes;
    for (size_t i = 0; i < question->completions.count; i++) {
        const struct encoding *encoding = question->encodings[i];
        term reached = encoding->reaches[rank];
        all = term_and2(terms, all, term_implies(terms, encoding_counts(encoding),
                                                 whether ? reached : term_not(terms, reached)));
    }
    return all;
}

/* The range is too wide at one of its ends. */
static term too_wide(const struct question *question, const struct opening *opening)
{
    struct terms *terms = question->verification->world->terms;
    term high = terms->no, low = terms->no;
    for (size_t rank = 1; rank < question->verification->plan->threshold_count; rank++) {
        high = term_or2(terms, high, term_and2(terms, opening_possible(opening, rank),
                                               all_reach(question, rank, false)));
        low = term_or2(terms, low, term_and2(terms, term_not(terms, opening_certain(opening, rank)),
                                             all_reach(question, rank, true)));
    }
    return term_or2(terms, term_and2(terms, high, judged_alike(question, true)),
                    term_and2(terms, low, judged_alike(question, false)));
}

/* Nothing else is open. */
static term all_known(const struct verification *verification)
{
    struct terms *terms = verification->world->terms;
    term known = terms->yes;
    for (size_t i = 0; i < verification->world->facts.count; i++) {
        const struct world_fact *fact = verification->world->facts.items[i];
        known = fact->known == NO_TERM ? known : term_and2(terms, known, fact->known);
    }
    return known;
}

/* ----------------------------------------------------------------------------------------- the replay */

struct range {
    size_t at_least, at_most; /* ranks; at_least > at_most: of no case */
};

static struct limen_case *case_again(const struct question *question, const struct witness *witness)
{
    struct arena *arena = question->verification->arena;
    struct limen_case *again = arena_alloc(arena, sizeof *again);
    size_t count = question->verification->program->facts.count;
    *again = *witness->limen_case;
    again->facts = arena_alloc(arena, (count + 1) * sizeof *again->facts);
    memcpy(again->facts, witness->limen_case->facts, count * sizeof *again->facts);
    return again;
}

/* The fact is not known, nor what it is worked out from. */
static void open_case(const struct question *question, struct limen_case *limen_case)
{
    if (question->date) {
        case_set_not_known(limen_case, question->date);
    }
    case_set_not_known(limen_case, question->fact);
}

static struct range range_of(const struct question *question, const struct limen_case *limen_case)
{
    const struct verification *verification = question->verification;
    const struct evaluation *evaluation =
        interpreter_evaluate(verification->arena, verification->plan, limen_case);
    node_id scope = verification->plan->scope;
    struct range range = {1, 0};
    if (evaluation->refused || (scope != NO_NODE && !value_may_be_yes(evaluation->values[scope]))) {
        return range;
    }
    range = (struct range){0, 0};
    for (size_t rank = 1; rank < verification->plan->threshold_count; rank++) {
        struct value_set reached = evaluation->values[verification->plan->thresholds[rank]];
        range.at_least = value_is_yes(reached) ? rank : range.at_least;
        range.at_most = value_may_be_yes(reached) ? rank : range.at_most;
    }
    return range;
}

/* What comes out whatever the fact is. */
static struct range range_of_completions(const struct question *question,
                                         const struct witness *witness)
{
    struct range all = {1, 0};
    for (size_t i = 0; i < question->completions.count; i++) {
        struct limen_case *completed = case_again(question, witness);
        open_case(question, completed);
        completion_state(&question->completions, i, question->verification->arena,
                         question->verification->plan, completed);
        struct range range = range_of(question, completed);
        if (range.at_least <= range.at_most) {
            bool first = all.at_least > all.at_most;
            all.at_least = first || range.at_least < all.at_least ? range.at_least : all.at_least;
            all.at_most = first || range.at_most > all.at_most ? range.at_most : all.at_most;
        }
    }
    return all;
}

/* ---------------------------------------------------------------------------------------- the finding */

static const char *range_words(const struct question *question, struct range range)
{
    const struct program *program = question->verification->program;
    const char *low = level_label(program, range.at_least);
    return range.at_least == range.at_most
               ? arena_format(question->verification->arena, "level %s", low)
               : arena_format(question->verification->arena, "level %s to %s", low,
                              level_label(program, range.at_most));
}

/* The rules that may hold of the open case and need not. */
static const char *open_rules(const struct question *question, const struct evaluation *evaluation)
{
    const struct plan *plan = question->verification->plan;
    struct text text = {0};
    size_t count = 0;
    for (size_t i = 0; i < plan->rules.count; i++) {
        struct value_set status = evaluation->values[plan->rules.items[i].status];
        if (value_may_be_yes(status) && !value_is_yes(status) && count++ < MOST_RULES) {
            text_format(&text, "%s`%s`", count > 1 ? ", " : "", plan->rules.items[i].rule->label);
        }
    }
    if (count > MOST_RULES) {
        text_format(&text, " and %zu more", count - MOST_RULES);
    }
    const char *words = arena_copy(question->verification->arena, text_string(&text), text.length);
    text_clear(&text);
    return words;
}

static void report(const struct question *question, struct witness *open, struct range wide,
                   struct range exact)
{
    struct verification *verification = question->verification;
    const struct entity *entity = &question->fact->entity;
    struct diagnostic *said =
        verify_report(verification, W815_RANGE_TOO_WIDE, entity,
                      question->fact->from_vocabulary ? verification->program->tree->child->name_span
                                                      : entity_span(entity),
                      "with `%s` not known, the range can be wider than what is possible",
                      entity->name);
    if (!said) {
        return;
    }
    const char *name = arena_format(verification->arena, "found_%zu", ++verification->examples);
    diagnostic_note(sink(verification), said, "the case comes out as %s; whatever `%s` is, in scope, it is %s",
                    range_words(question, wide), entity->name, range_words(question, exact));
    diagnostic_note(sink(verification), said, "it turns on %s",
                    open_rules(question, open->evaluation));
    said->example = witness_write_example(verification->arena, open, name);
    diagnostic_help(sink(verification), said,
                    "put the rules so that they read `%s` once; or `accept W815 for %s \"why\"`: the "
                    "range is never too narrow, and `limen eval --exact` works it out", entity->name,
                    entity->name);
}

static bool is_same_range(struct range a, struct range b)
{
    return a.at_least == b.at_least && a.at_most == b.at_most;
}

/* Leaves out of the case what has no state of rest and changes neither range. */
static void leave_out(const struct question *question, struct witness *open, struct range wide,
                      struct range exact)
{
    const struct program *program = question->verification->program;
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        if (!open->stated[i] || fact == question->fact || witness_has_rest(fact)) {
            continue;
        }
        struct limen_case *without = case_again(question, open);
        case_set_not_known(without, fact);
        without->facts[i].state = FACT_NOT_ASKED;
        struct witness trial = {.limen_case = without};
        if (is_same_range(range_of(question, without), wide)
            && is_same_range(range_of_completions(question, &trial), exact)) {
            open->limen_case = without;
            open->stated[i] = false;
        }
    }
}

/* The case that was found, with the fact open: the interpreter must give what is claimed. */
static void show_open(const struct question *question)
{
    struct verification *verification = question->verification;
    const char *fault = NULL;
    const struct witness *complete =
        witness_replay(verification->prover, verification->encoding, &fault);
    if (!complete) {
        verification->fault = fault;
        return;
    }
    struct witness *open = arena_alloc(verification->arena, sizeof *open);
    *open = *complete;
    open->limen_case = case_again(question, complete);
    open_case(question, open->limen_case);
    open->stated[question->fact->entity.index] = true;
    if (question->date) {
        open->stated[question->date->entity.index] = false;
    }
    struct range wide = range_of(question, open->limen_case);
    struct range exact = range_of_completions(question, complete);
    if (exact.at_least > exact.at_most
        || (wide.at_least >= exact.at_least && wide.at_most <= exact.at_most)) {
        verification->fault = "the interpreter's range is not wider than what is possible";
        return;
    }
    leave_out(question, open, wide, exact);
    open->evaluation =
        interpreter_evaluate(verification->arena, verification->plan, open->limen_case);
    open->answer = answer_create(verification->arena, open->evaluation);
    report(question, open, wide, exact);
}

static void ask(struct question *question, const struct opening *opening)
{
    struct verification *verification = question->verification;
    struct arena *arena = verification->arena;
    question->encodings = arena_alloc(arena, (question->completions.count + 1)
                                                 * sizeof *question->encodings);
    for (size_t i = 0; i < question->completions.count; i++) {
        question->encodings[i] = completion_encode(&question->completions, verification->encoding, i);
    }
    term wanted[] = {verification->counts, all_known(verification), too_wide(question, opening)};
    if (verify_finds_smallest(verification, wanted, 3)) {
        show_open(question);
    }
}

/* -------------------------------------------------------------------------------------- which facts */

/* By node: a tie between facts, or the scope, is made of it. */
static bool *tying_nodes(const struct verification *verification)
{
    const struct plan *plan = verification->plan;
    bool *tying = arena_alloc(verification->arena, (plan->nodes.count + 1) * sizeof *tying);
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        tying[plan->impossibles.items[i].condition] = true;
    }
    for (size_t i = 0; i < plan->requires.count; i++) {
        tying[plan->requires.items[i].condition] = true;
    }
    if (plan->scope != NO_NODE) {
        tying[plan->scope] = true;
    }
    for (node_id id = (node_id)plan->nodes.count; id-- > 0;) {
        for (size_t i = 0; tying[id] && i < plan_at(plan, id)->operand_count; i++) {
            tying[plan_operand(plan, id, i)] = true;
        }
    }
    return tying;
}

/* NODE is made of PART. */
static bool is_operand_of(const struct plan *plan, node_id node, node_id part)
{
    bool found = node == part;
    for (size_t i = 0; node > part && i < plan_at(plan, node)->operand_count && !found; i++) {
        found = is_operand_of(plan, plan_operand(plan, node, i), part);
    }
    return found;
}

/* The date that FACT, at NODE, is worked out from, if it is all that it is worked out from, and the level and
   the scope depend on the date in no other way; else NULL. */
static const struct fact *date_of(const struct verification *verification, node_id node)
{
    const struct plan *plan = verification->plan;
    bool *depends = arena_alloc(verification->arena, (plan->nodes.count + 1) * sizeof *depends);
    node_id date = NO_NODE;
    for (node_id id = 0; id < node; id++) {
        const struct plan_node *input = plan_at(plan, id);
        if (input->op == OP_INPUT && input->type->kind == TYPE_DATE
            && is_operand_of(plan, node, id)) {
            if (date != NO_NODE) {
                return NULL;
            }
            date = id;
        }
    }
    if (date == NO_NODE) {
        return NULL;
    }
    depends[date] = true;
    for (node_id id = date + 1; id < plan->nodes.count; id++) {
        for (size_t i = 0; id != node && i < plan_at(plan, id)->operand_count && !depends[id]; i++) {
            depends[id] = depends[plan_operand(plan, id, i)];
        }
    }
    bool is_read = plan->scope != NO_NODE && depends[plan->scope];
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        is_read = is_read || depends[plan->thresholds[rank]];
    }
    return is_read ? NULL : verification->program->facts.items[plan_at(plan, date)->index];
}

static void check_fact(struct verification *verification, const struct fact *fact, node_id node)
{
    const struct opening *opening = opening_create(verification->encoding, fact, node);
    struct question question = {.verification = verification, .fact = fact};
    question.date = fact->from ? date_of(verification, node) : NULL;
    if (opening && (!fact->from || question.date)) {
        question.completions = completions_of_fact(verification->encoding, fact, node);
    }
    if (question.completions.count > 0) {
        verify_turn_to(verification, "the range without fact `%s`", fact->entity.name);
        ask(&question, opening);
    }
}

static void check_event(struct verification *verification, const struct fact *event)
{
    struct question question = {.verification = verification, .fact = event};
    question.completions = completions_of_event(verification->encoding, event);
    const struct opening *opening =
        question.completions.count == 0
            ? NULL
            : opening_create_event(verification->encoding, event, question.completions.nodes.items,
                                   question.completions.nodes.count);
    if (opening) {
        verify_turn_to(verification, "the range without event `%s`", event->entity.name);
        ask(&question, opening);
    }
}

/* How the level reads FACT, by SIGNS of nodes; RET_TIED: it may be tied to other facts. */
static unsigned signs_of(const struct verification *verification, const struct fact *fact,
                         const unsigned *signs, const bool *tying, bool *ret_tied)
{
    const struct plan *plan = verification->plan;
    unsigned found = 0;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (node->op == OP_EVENT_COUNT && node->index == fact->entity.index) {
            found |= signs[id];
            *ret_tied = *ret_tied || tying[id];
        }
    }
    return found;
}

void verify_open(struct verification *verification)
{
    const struct program *program = verification->program;
    const unsigned *signs = verify_signs(verification);
    const bool *tying = tying_nodes(verification);
    if (!verification->never_matters) {
        return; /* there are no cases */
    }
    for (size_t i = 0; i < program->facts.count && !verification->fault; i++) {
        const struct fact *fact = program->facts.items[i];
        node_id node = fact->from ? verification->plan->facts[i] : verification->plan->inputs[i];
        bool is_event = fact->type->kind == TYPE_EVENT, tied = node != NO_NODE && tying[node];
        unsigned read = is_event ? signs_of(verification, fact, signs, tying, &tied)
                        : node != NO_NODE ? signs[node] : 0;
        if (fact->is_builtin || verification->never_matters[i] || !read
            || (read != VERIFY_BOTH_SIGNS && !tied)) {
            continue;
        }
        if (is_event) {
            check_event(verification, fact);
        } else {
            check_fact(verification, fact, node);
        }
    }
}

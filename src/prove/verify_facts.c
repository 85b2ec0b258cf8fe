/* SPDX-License-Identifier: Apache-2.0 */
/* Facts: those whose worse end lowers the level, and those that never matter. */
#include "prove/verify.h"

#include "meaning/names.h"

static struct diagnostics *sink(struct verification *verification)
{
    return verification->compilation->diagnostics;
}

/* ----------------------------------------------------------------------------------------- signs */

enum sign { SIGN_PLUS = 1, SIGN_MINUS = 2, SIGN_BOTH = VERIFY_BOTH_SIGNS };

static unsigned flipped(unsigned signs)
{
    return (signs & SIGN_PLUS ? SIGN_MINUS : 0u) | (signs & SIGN_MINUS ? SIGN_PLUS : 0u);
}

/* How node ID, read with SIGNS, reads its operand INDEX. */
static unsigned operand_signs(const struct plan *plan, node_id id, size_t index, unsigned signs)
{
    const struct plan_node *node = plan_at(plan, id);
    if (node->op == OP_DERIVED || node->op == OP_FIELD_DERIVED) {
        return signs;
    }
    switch (plan_signs(plan, id)) {
    case NONE:
    case BOTH:
        return SIGN_BOTH;
    case PLUS:
        return signs;
    case MINUS:
        return flipped(signs);
    case MINUS_PLUS:
        return index == 0 ? flipped(signs) : signs;
    case BOTH_PLUS:
        return index == 0 ? SIGN_BOTH : signs;
    case FACTOR:
        return node->constant < 0 ? flipped(signs) : signs;
    }
    return SIGN_BOTH;
}

/* By node: with which signs it reaches the thresholds, backwards from them. */
const unsigned *verify_signs(struct verification *verification)
{
    const struct plan *plan = verification->plan;
    unsigned *signs = arena_alloc(verification->arena, (plan->nodes.count + 1) * sizeof *signs);
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        signs[plan->thresholds[rank]] = SIGN_PLUS;
    }
    for (node_id id = (node_id)plan->nodes.count; id-- > 0;) {
        for (size_t i = 0; signs[id] && i < plan_at(plan, id)->operand_count; i++) {
            signs[plan_operand(plan, id, i)] |= operand_signs(plan, id, i, signs[id]);
        }
    }
    return signs;
}

/* -------------------------------------------------------------------------------------- directions */

bool verify_asks_of_others(const struct verification *verification, node_id node)
{
    const struct encoding *encoding = verification->encoding;
    return encoding->other_count > 0 && plan_at(encoding->plan, node)->is_of_each && encoding->of_others[node];
}

term verify_other_there(const struct verification *verification)
{
    return world_list(verification->world, verification->program, verification->program->each)->there[1];
}

/* What FACT may be instead, the same variable each time. */
static struct reading other_value(struct verification *verification, const struct fact *fact)
{
    const struct program *program = verification->program;
    if (!verification->others) {
        verification->others = arena_alloc(verification->arena, (program->facts.count + 1)
                                                                    * sizeof *verification->others);
        for (size_t i = 0; i < program->facts.count; i++) {
            verification->others[i].value = NO_TERM;
        }
    }
    struct reading *other = &verification->others[fact->entity.index];
    if (other->value == NO_TERM) {
        *other = world_new_reading(verification->world, fact->type);
    }
    return *other;
}

/* WORSE lies further towards the worse end than READING. */
static term is_worse(struct terms *terms, const struct fact *fact, struct reading reading,
                     struct reading worse)
{
    bool higher = fact->direction == DIRECTION_HIGHER_IS_WORSE;
    term further = higher ? term_less(terms, reading.value, worse.value)
                          : term_less(terms, worse.value, reading.value);
    return term_and2(terms, further, term_not(terms, term_or2(terms, reading.none, worse.none)));
}

static term some_lower(struct terms *terms, const struct encoding *better,
                       const struct encoding *worse)
{
    term lower = terms->no;
    for (size_t rank = 1; rank < better->plan->threshold_count; rank++) {
        lower = term_or2(terms, lower, term_and2(terms, better->reaches[rank],
                                                 term_not(terms, worse->reaches[rank])));
    }
    return lower;
}

/* The value that makes it worse, in words. */
static const char *write_value(struct verification *verification, const struct fact *fact,
                               struct reading reading)
{
    struct text text = {0};
    int64_t value = terms_value(verification->world->terms, reading.value,
                                verification->prover->values.items);
    value_write(&text, fact->type, value);
    const char *words = arena_copy(verification->arena, text_string(&text), text.length);
    text_clear(&text);
    return words;
}

/* Whether a fact, of the one that the case is about or of an other, may be worse and the level lower. */
struct worsening {
    const struct encoding *better, *worse;
    struct reading before, after; /* of the fact */
    bool is_of_other;
};

static struct worsening worsening_of(struct verification *verification, const struct fact *fact,
                                     node_id node, bool is_of_other)
{
    const struct encoding *encoding = verification->encoding;
    struct reading worse = other_value(verification, fact);
    return (struct worsening){
        .better = encoding,
        .worse = is_of_other ? encoding_vary_other(encoding, node, worse) : encoding_vary(encoding, node, worse),
        .before = encoding_of_member(encoding, is_of_other)->nodes[node],
        .after = worse, .is_of_other = is_of_other};
}

static bool finds_lower(struct verification *verification, const struct fact *fact,
                        const struct worsening *worsening)
{
    struct terms *terms = verification->world->terms;
    term wanted[] = {verification->counts, encoding_counts(worsening->worse),
                     is_worse(terms, fact, worsening->before, worsening->after),
                     some_lower(terms, worsening->better, worsening->worse),
                     worsening->is_of_other ? verify_other_there(verification) : terms->yes};
    return verify_finds_smallest(verification, wanted, 5);
}

/* The case that was found last. */
static void report_lower(struct verification *verification, const struct fact *fact,
                         const struct worsening *worsening)
{
    const struct program *program = verification->program;
    struct diagnostic *said =
        verify_report(verification, E804_DIRECTION, &fact->entity, entity_span(&fact->entity),
                      "making `%s` worse lowers the level in some case", fact->entity.name);
    if (!said) {
        return;
    }
    const char *value = write_value(verification, fact, worsening->after);
    verify_show(verification, said);
    if (worsening->is_of_other) {
        diagnostic_note(sink(verification), said, "`%s this` comes out lower with `%s` %s for `%s other`",
                        program->each->entity.name, fact->entity.name, value, program->each->entity.name);
    } else {
        diagnostic_note(sink(verification), said, "the case comes out lower with `%s` %s",
                        fact->entity.name, value);
    }
    diagnostic_help(sink(verification), said,
                    "look for a rule that holds `unless` it is so or only up to it; if the guidance "
                    "means that, `accept E804 for %s \"why\"`", fact->entity.name);
}

static void check_direction(struct verification *verification, const struct fact *fact, node_id node)
{
    for (int is_of_other = 0; is_of_other <= verify_asks_of_others(verification, node); is_of_other++) {
        struct worsening worsening = worsening_of(verification, fact, node, is_of_other);
        if (finds_lower(verification, fact, &worsening)) {
            report_lower(verification, fact, &worsening);
            return;
        }
    }
}

/* A fact that only pushes the way that its direction says needs no proof. */
static bool pushes_wrong(const struct fact *fact, unsigned signs)
{
    unsigned wrong = fact->direction == DIRECTION_HIGHER_IS_WORSE ? SIGN_MINUS : SIGN_PLUS;
    return fact->direction != DIRECTION_NONE && (signs & wrong);
}

static void check_directions(struct verification *verification)
{
    const struct program *program = verification->program;
    const unsigned *signs = verify_signs(verification);
    for (size_t i = 0; i < program->facts.count; i++) {
        node_id node = verification->plan->facts[i];
        if (node != NO_NODE && pushes_wrong(program->facts.items[i], signs[node])) {
            verify_turn_to(verification, "fact `%s`", program->facts.items[i]->entity.name);
            check_direction(verification, program->facts.items[i], node);
        }
    }
}

/* ------------------------------------------------------------------------------------ never matters */

/* The nodes that answers are, in an order that depends on nothing but what the ruleset declares. */
struct answers {
    VECTOR_OF(node_id);
};

static struct answers answers_of(const struct verification *verification)
{
    const struct plan *plan = verification->plan;
    struct answers answers = {0};
    for (size_t i = 0; i < plan->rules.count; i++) {
        vector_push(verification->arena, &answers, plan->rules.items[i].status);
    }
    for (size_t i = 1; i < plan->threshold_count; i++) {
        vector_push(verification->arena, &answers, plan->thresholds[i]);
    }
    for (size_t i = 0; i < plan->decisions.count; i++) {
        vector_push(verification->arena, &answers, plan->decisions.items[i].value);
    }
    for (size_t i = 0; i < plan->duties.count; i++) {
        vector_push(verification->arena, &answers, plan->duties.items[i].holds);
    }
    for (size_t i = 0; i < plan->notes.count; i++) {
        vector_push(verification->arena, &answers, plan->notes.items[i].shown);
    }
    for (size_t i = 0; i < plan->items.count; i++) {
        vector_push(verification->arena, &answers, plan->items.items[i].asked);
    }
    vector_push(verification->arena, &answers, plan->scope);
    return answers;
}

/* In which of its answers a ruleset differs from itself where a fact is another. */
struct differences {
    VECTOR_OF(term);
    struct { VECTOR_OF(size_t); } answers; /* beside: 1 + which */
};

static size_t selectable_values(const struct verification *verification, node_id node)
{
    const struct type *type = plan_at(verification->plan, node)->type;
    return type->kind == TYPE_SELECTION ? type->choice->count : 0;
}

static struct differences compare_answers(struct verification *verification,
                                          const struct encoding *a, const struct encoding *b)
{
    struct terms *terms = verification->world->terms;
    struct answers answers = answers_of(verification);
    struct differences differences = {0};
    for (size_t i = 0; i < answers.count; i++) {
        node_id node = answers.items[i];
        term differ = node == NO_NODE ? terms->no
                                      : reading_differ(terms, a->nodes[node], b->nodes[node],
                                                       selectable_values(verification, node));
        if (differ != terms->no) {
            vector_push(verification->arena, &differences, differ);
            vector_push(verification->arena, &differences.answers, i + 1);
        }
    }
    return differences;
}

/* RET_ANSWER: as of differences->answers. */
static bool guesses_one(struct verification *verification, const struct encoding *varied, term there,
                        const struct differences *differences, size_t *ret_answer)
{
    for (size_t i = 0; i < differences->count; i++) {
        term wanted[] = {differences->items[i], verification->encoding->valid, varied->valid, there};
        if (prover_guess(verification->prover, wanted, 4)) {
            *ret_answer = differences->answers.items[i];
            return true;
        }
    }
    return false;
}

/* Which answer the case that was found shows to differ: as of differences->answers. */
static size_t shown_difference(const struct verification *verification,
                               const struct differences *differences)
{
    const struct prover *prover = verification->prover;
    for (size_t i = 0; i < differences->count; i++) {
        if (terms_value(prover->terms, differences->items[i], prover->values.items)) {
            return differences->answers.items[i];
        }
    }
    return 0;
}

/* If no answer reads it, only what ties cases does (`impossible`, `require`), or nothing. THERE: it is of one
   who is there. */
static bool never_differ(struct verification *verification, const struct encoding *varied, term there,
                         size_t *ret_answer)
{
    const struct encoding *encoding = verification->encoding;
    struct differences differences = compare_answers(verification, encoding, varied);
    term wanted[] = {encoding->valid, varied->valid, there,
                     term_or(verification->world->terms, differences.items, differences.count)};
    if (differences.count == 0 || guesses_one(verification, varied, there, &differences, ret_answer)) {
        return false;
    }
    bool never = verify_excludes(verification, wanted, 4);
    if (!never && verification->prover->has_values) {
        *ret_answer = shown_difference(verification, &differences);
    }
    return never;
}

static bool never_matters(struct verification *verification, node_id node, const struct fact *fact,
                          size_t *ret_answer)
{
    const struct encoding *encoding = verification->encoding;
    struct reading other = other_value(verification, fact);
    return never_differ(verification, encoding_vary(encoding, node, other),
                        verification->world->terms->yes, ret_answer)
           && (!verify_asks_of_others(verification, node)
               || never_differ(verification, encoding_vary_other(encoding, node, other),
                               verify_other_there(verification), ret_answer));
}

/* RET_ANSWER: as of verification->shown_by. */
static void check_matters(struct verification *verification, const struct fact *fact, node_id node,
                          size_t *ret_answer)
{
    if (!never_matters(verification, node, fact, ret_answer)) {
        return;
    }
    verification->never_matters[fact->entity.index] = true;
    struct diagnostic *said =
        verify_report(verification, W813_FACT_NEVER_MATTERS, &fact->entity,
                      fact->from_vocabulary ? verification->program->tree->child->name_span
                                            : entity_span(&fact->entity),
                      "`%s` is read and never changes an answer", fact->entity.name);
    if (said) {
        diagnostic_help(sink(verification), said,
                        "what reads it never decides anything: look at the rules that mention it");
    }
}

static bool is_same_reading(struct reading a, struct reading b, size_t selectable)
{
    bool same = a.value == b.value && a.none == b.none;
    for (size_t i = 0; i < selectable && same; i++) {
        same = a.selected[i] == b.selected[i];
    }
    return same;
}

/* The answer that showed the fact to matter is no other one with the parameter at its bound. */
static bool still_matters(const struct verification *verification, size_t fact)
{
    const struct verification *stated = verification->stated;
    size_t answer = stated ? stated->shown_by[fact] : 0;
    if (answer == 0 || stated->encoding->valid != verification->encoding->valid) {
        return false;
    }
    node_id before = answers_of(stated).items[answer - 1];
    node_id now = answers_of(verification).items[answer - 1];
    return is_same_reading(stated->encoding->nodes[before], verification->encoding->nodes[now],
                           selectable_values(verification, now));
}

/* A date that is only counted from matters as what is worked out from it. */
static bool is_looked_at(const struct verification *verification, const struct fact *fact)
{
    const struct world_fact *found =
        table_get(&verification->world->by_name, fact->entity.name);
    return !fact->from && !fact->is_builtin && fact->type->low != fact->type->high
           && !(found && found->age);
}

static void check_facts(struct verification *verification)
{
    const struct program *program = verification->program;
    size_t *shown_by = arena_alloc(verification->arena, (program->facts.count + 1) * sizeof *shown_by);
    verification->never_matters =
        arena_alloc(verification->arena, (program->facts.count + 1) * sizeof(bool));
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        node_id node = verification->plan->inputs[i];
        if (node != NO_NODE && is_looked_at(verification, fact) && !still_matters(verification, i)) {
            verify_turn_to(verification, "fact `%s`", fact->entity.name);
            check_matters(verification, fact, node, &shown_by[i]);
        }
    }
    verification->shown_by = shown_by;
}

void verify_facts(struct verification *verification)
{
    check_directions(verification);
    check_facts(verification);
}

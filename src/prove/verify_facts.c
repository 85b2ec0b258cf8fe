/* SPDX-License-Identifier: Apache-2.0 */
/* Facts: those whose worse end lowers the level, and those that never matter. */
#include "prove/verify.h"

#include "meaning/names.h"

static struct diagnostics *sink(struct verification *verification)
{
    return verification->compilation->diagnostics;
}

/* ----------------------------------------------------------------------------------------- signs */

enum sign { SIGN_PLUS = 1, SIGN_MINUS = 2, SIGN_BOTH = 3 };

static unsigned flipped(unsigned signs)
{
    return (signs & SIGN_PLUS ? SIGN_MINUS : 0u) | (signs & SIGN_MINUS ? SIGN_PLUS : 0u);
}

/* How a node read with SIGNS reads its operand INDEX. */
static unsigned operand_signs(const struct plan_node *node, size_t index, unsigned signs)
{
    if (node->op == OP_DERIVED || node->op == OP_FIELD_DERIVED) {
        return signs;
    }
    switch (op_signs(node->op)) {
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
static unsigned *signs_of(struct verification *verification)
{
    const struct plan *plan = verification->plan;
    unsigned *signs = arena_alloc(verification->arena, (plan->nodes.count + 1) * sizeof *signs);
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        signs[plan->thresholds[rank]] = SIGN_PLUS;
    }
    for (node_id id = (node_id)plan->nodes.count; id-- > 0;) {
        const struct plan_node *node = plan_at(plan, id);
        for (size_t i = 0; signs[id] && i < node->operand_count; i++) {
            signs[plan_operand(plan, id, i)] |= operand_signs(node, i, signs[id]);
        }
    }
    return signs;
}

/* -------------------------------------------------------------------------------------- directions */

/* WORSE than READING: a new value, further towards the worse end. */
static struct reading worse_than(struct verification *verification, const struct fact *fact,
                                 struct reading reading, term *ret_is_worse)
{
    struct terms *terms = verification->world->terms;
    struct reading worse = world_new_reading(verification->world, fact->type);
    bool higher = fact->direction == DIRECTION_HIGHER_IS_WORSE;
    term further = higher ? term_less(terms, reading.value, worse.value)
                          : term_less(terms, worse.value, reading.value);
    *ret_is_worse = term_and2(terms, further, term_not(terms, term_or2(terms, reading.none, worse.none)));
    return worse;
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

static void check_direction(struct verification *verification, const struct fact *fact,
                            node_id node)
{
    struct terms *terms = verification->world->terms;
    const struct encoding *encoding = verification->encoding;
    term is_worse;
    struct reading worse = worse_than(verification, fact, encoding->nodes[node], &is_worse);
    const struct encoding *varied = encoding_vary(encoding, node, worse);
    term wanted[] = {verification->counts, encoding_counts(varied), is_worse,
                     some_lower(terms, encoding, varied)};
    if (!verify_finds_smallest(verification, wanted, 4)) {
        return;
    }
    struct diagnostic *said =
        verify_report(verification, E804_DIRECTION, &fact->entity, entity_span(&fact->entity),
                      "making `%s` worse lowers the level in some case", fact->entity.name);
    if (!said) {
        return;
    }
    const char *value = write_value(verification, fact, worse);
    verify_show(verification, said);
    diagnostic_note(sink(verification), said, "the case comes out lower with `%s` %s",
                    fact->entity.name, value);
    diagnostic_help(sink(verification), said,
                    "look for a rule that holds `unless` it is so or only up to it; if the guidance "
                    "means that, `accept E804 for %s \"why\"`", fact->entity.name);
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
    const unsigned *signs = signs_of(verification);
    for (size_t i = 0; i < program->facts.count; i++) {
        node_id node = verification->plan->facts[i];
        if (node != NO_NODE && pushes_wrong(program->facts.items[i], signs[node])) {
            verify_turn_to(verification, "fact `%s`", program->facts.items[i]->entity.name);
            check_direction(verification, program->facts.items[i], node);
        }
    }
}

/* ------------------------------------------------------------------------------------ never matters */

/* In which of its answers a ruleset differs from itself where a fact is another. */
struct differences {
    VECTOR_OF(term);
};

struct comparing {
    struct verification *verification;
    const struct encoding *a, *b;
    struct differences differences;
};

static void add_difference(struct comparing *comparing, term differ)
{
    if (differ != comparing->verification->world->terms->no) {
        vector_push(comparing->verification->arena, &comparing->differences, differ);
    }
}

static void compare_nodes(struct comparing *comparing, node_id node)
{
    if (node != NO_NODE) {
        struct terms *terms = comparing->verification->world->terms;
        add_difference(comparing, term_differ(terms, encoding_holds(comparing->a, node),
                                              encoding_holds(comparing->b, node)));
    }
}

static void compare_decisions(struct comparing *comparing)
{
    const struct plan *plan = comparing->verification->plan;
    for (size_t i = 0; i < plan->decisions.count; i++) {
        node_id node = plan->decisions.items[i].value;
        struct reading a = comparing->a->nodes[node], b = comparing->b->nodes[node];
        size_t selectable = a.selected ? plan_at(plan, node)->type->choice->count : 0;
        add_difference(comparing, reading_differ(comparing->verification->world->terms, a, b,
                                                 selectable));
    }
}

static struct differences compare_answers(struct verification *verification,
                                          const struct encoding *a, const struct encoding *b)
{
    struct comparing comparing = {.verification = verification, .a = a, .b = b};
    const struct plan *plan = verification->plan;
    for (size_t i = 0; i < plan->rules.count; i++) {
        compare_nodes(&comparing, plan->rules.items[i].status);
    }
    for (size_t i = 1; i < plan->threshold_count; i++) {
        compare_nodes(&comparing, plan->thresholds[i]);
    }
    compare_decisions(&comparing);
    for (size_t i = 0; i < plan->duties.count; i++) {
        compare_nodes(&comparing, plan->duties.items[i].holds);
    }
    for (size_t i = 0; i < plan->notes.count; i++) {
        compare_nodes(&comparing, plan->notes.items[i].shown);
    }
    for (size_t i = 0; i < plan->items.count; i++) {
        compare_nodes(&comparing, plan->items.items[i].asked);
    }
    compare_nodes(&comparing, plan->scope);
    return comparing.differences;
}

static bool guesses_one(struct verification *verification, const struct encoding *varied,
                        const struct differences *differences)
{
    for (size_t i = 0; i < differences->count; i++) {
        term wanted[] = {differences->items[i], verification->encoding->valid, varied->valid};
        if (prover_guess(verification->prover, wanted, 3)) {
            return true;
        }
    }
    return false;
}

/* If no answer reads it, only what ties cases does (`impossible`, `require`), or nothing. */
static bool never_matters(struct verification *verification, node_id node, const struct type *type)
{
    const struct encoding *encoding = verification->encoding;
    struct reading other = world_new_reading(verification->world, type);
    const struct encoding *varied = encoding_vary(encoding, node, other);
    struct differences differences = compare_answers(verification, encoding, varied);
    term wanted[] = {encoding->valid, varied->valid,
                     term_or(verification->world->terms, differences.items, differences.count)};
    return differences.count > 0 && !guesses_one(verification, varied, &differences)
           && verify_excludes(verification, wanted, 3);
}

static void check_matters(struct verification *verification, const struct fact *fact, node_id node)
{
    if (!never_matters(verification, node, fact->type)) {
        return;
    }
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

static void check_facts(struct verification *verification)
{
    const struct program *program = verification->program;
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        node_id node = verification->plan->inputs[i];
        if (node != NO_NODE && !fact->from && !fact->is_builtin
            && fact->type->low != fact->type->high) {
            verify_turn_to(verification, "fact `%s`", fact->entity.name);
            check_matters(verification, fact, node);
        }
    }
}

void verify_facts(struct verification *verification)
{
    check_directions(verification);
    check_facts(verification);
}

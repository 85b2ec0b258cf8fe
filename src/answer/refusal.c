/* SPDX-License-Identifier: Apache-2.0 */
/* Refusal: why a ruleset gives no answer for a case, and what the case may do about it. */
#include "answer/answer.h"

#include "answer/wording.h"

/* Facts found, in an arena. */
struct facts {
    struct arena *arena;
    VECTOR_OF(const struct fact *);
};

static const char *written(struct arena *arena, const struct type *type, struct value_set set)
{
    struct text text = {0};
    value_set_write(&text, type, set);
    const char *copy = arena_copy(arena, text_string(&text), text.length);
    text_clear(&text);
    return copy;
}

static const char *contradiction(struct arena *arena, const struct evaluation *evaluation,
                                 size_t index)
{
    const struct plan *plan = evaluation->plan;
    const struct fact *fact = plan->program->facts.items[index];
    node_id node = plan->facts[index];
    const char *given = written(arena, fact->type, evaluation->limen_case->facts[index].set);
    if (node == NO_NODE || plan_at(plan, node)->op != OP_DERIVED) {
        return arena_format(arena, "\"%s\" can't be %s: the other facts contradict it",
                            fact->entity.name, given);
    }
    node_id worked_out = plan_operand(plan, node, 1);
    return arena_format(
        arena, "\"%s\" is given as %s, but the other facts make it %s", fact->entity.name, given,
        written(arena, plan_at(plan, worked_out)->type, evaluation->values[worked_out]));
}

static const char *field_contradiction(struct arena *arena, const struct evaluation *evaluation,
                                       const struct case_problem *problem)
{
    const struct plan *plan = evaluation->plan;
    const struct fact *field = plan->program->fields.items[problem->index];
    const struct case_item *item =
        &evaluation->limen_case->facts[field->list->entity.index].items[problem->item];
    struct text which = {0};
    wording_item(&which, evaluation, field->list, problem->item);
    const char *message =
        arena_format(arena, "%s: \"%s\" can't be %s: the other facts contradict it",
                     text_string(&which), field->entity.name,
                     written(arena, field->type, item->fields[field->place].set));
    text_clear(&which);
    return message;
}

static const char *reason(const struct statement *statement)
{
    return statement->entity.title ? statement->entity.title : "no reason is given";
}

/* ------------------------------------------------------------------- what the case can do about it */

/* What the closing made of facts that CONDITION reads, directly or through facts that are worked out. */
static void find_assumed(const struct evaluation *evaluation, node_id condition, struct facts *ret)
{
    const struct plan *plan = evaluation->plan;
    bool *reached = arena_alloc(ret->arena, plan->nodes.count * sizeof *reached);
    if (condition != NO_NODE) {
        reached[condition] = true;
    }
    for (node_id node = condition == NO_NODE ? 0 : condition + 1; node-- > 0;) {
        const struct plan_node *at = plan_at(plan, node);
        for (size_t i = 0; reached[node] && i < at->operand_count; i++) {
            reached[plan_operand(plan, node, i)] = true;
        }
        if (reached[node] && at->op == OP_INPUT &&
            evaluation->limen_case->facts[at->index].state == FACT_ASSUMED) {
            vector_push(ret->arena, ret, plan->program->facts.items[at->index]);
        }
    }
}

/* "long_neet" was taken as no ... : give it */
static const char *help_for(struct arena *arena, const struct evaluation *evaluation,
                            node_id condition)
{
    struct facts assumed = {.arena = arena};
    struct text help = {0};
    find_assumed(evaluation, condition, &assumed);
    for (size_t i = 0; i < assumed.count; i++) {
        const struct fact *fact = assumed.items[i];
        struct value_set set = evaluation->limen_case->facts[fact->entity.index].set;
        text_format(&help, "%s\"%s\" was taken as %s, because nothing else is so: ",
                    i ? "; " : "", fact->entity.name, written(arena, fact->type, set));
        if (fact->type->kind == TYPE_YES_NO) {
            bool opposite = !value_is_yes(set);
            text_format(&help, "give it too (\"%s\": %s), or", fact->entity.name,
                        opposite ? "true" : "false");
        } else {
            text_add(&help, "give it too, or");
        }
        text_format(&help, " say that it is not known (\"%s\": null)", fact->entity.name);
    }
    const char *copy =
        assumed.count > 0 ? arena_copy(arena, text_string(&help), help.length) : NULL;
    text_clear(&help);
    return copy;
}

static struct case_error error_of(struct arena *arena, const struct evaluation *evaluation,
                                  const struct case_problem *problem)
{
    const struct plan *plan = evaluation->plan;
    switch (problem->kind) {
    case PROBLEM_IMPOSSIBLE:
        return (struct case_error){
            .code = E619_CASE_IMPOSSIBLE,
            .message = arena_format(arena, "the ruleset says that no case is so: %s",
                                    reason(plan->impossibles.items[problem->index].statement)),
            .help = help_for(arena, evaluation,
                             plan->impossibles.items[problem->index].condition)};
    case PROBLEM_REQUIRE:
        return (struct case_error){
            .code = E620_CASE_REQUIRE,
            .message = arena_format(arena, "the ruleset needs more of a case: %s",
                                    reason(plan->requires.items[problem->index].statement)),
            .help = help_for(arena, evaluation, plan->requires.items[problem->index].condition)};
    case PROBLEM_FIELD_CONTRADICTION:
        return (struct case_error){.code = E621_CASE_CONTRADICTION,
                                   .message = field_contradiction(arena, evaluation, problem)};
    default:
        return (struct case_error){.code = E621_CASE_CONTRADICTION,
                                   .message = contradiction(arena, evaluation, problem->index),
                                   .help = help_for(arena, evaluation,
                                                    plan->facts[problem->index])};
    }
}

void answer_refuse_contradictory(struct arena *arena, const struct evaluation *evaluation,
                                 struct case_result *result)
{
    const struct limen_case *limen_case = evaluation->limen_case;
    struct case_error error = {
        .code = E623_CASE_NO_COMPLETION,
        .message = "what the case says cannot all be so, whatever is not known turns out to be",
        .help = "look at ranges, and at what `impossible`, `require` and worked out facts tie together",
        .line = limen_case->line,
        .column = limen_case->column};
    result->id = result->id ? result->id : limen_case->id;
    vector_push(arena, &result->errors, error);
}

void answer_refuse(struct arena *arena, const struct evaluation *evaluation,
                   struct case_result *result)
{
    const struct limen_case *limen_case = evaluation->limen_case;
    result->id = result->id ? result->id : limen_case->id;
    for (size_t i = 0; i < evaluation->problems.count; i++) {
        const struct case_problem *problem = &evaluation->problems.items[i];
        if (problem->kind != PROBLEM_CONFLICT) {
            struct case_error error = error_of(arena, evaluation, problem);
            error.line = limen_case->line;
            error.column = limen_case->column;
            vector_push(arena, &result->errors, error);
        }
    }
}

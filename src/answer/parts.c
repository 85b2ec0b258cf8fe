/* SPDX-License-Identifier: Apache-2.0 */
/* What both writers say of levels, citations, duties and refusals. */
#include "answer/answer.h"

#include <string.h>

#include "answer/due.h"
#include "answer/wording.h"

const char *level_label(const struct program *program, size_t rank)
{
    return program->levels.items[rank]->label;
}

void level_write(struct text *text, const struct program *program, size_t rank)
{
    const struct level *level = program->levels.items[rank];
    text_format(text, "Level %s", level->label);
    if (level->entity.title) {
        text_format(text, ": %s", level->entity.title);
    }
}

void citation_write(struct text *text, const struct program *program,
                    const struct citation *citation)
{
    bool is_first =
        !citation->document || (program->documents.count > 0 &&
                                strcmp(program->documents.items[0], citation->document) == 0);
    if (citation->document && (!is_first || !citation->item)) {
        text_add(text, citation->document);
    }
    if (citation->item) {
        text_format(text, "%s%s", is_first ? "" : "/", citation->item);
    }
}

static void take_earlier(const struct due **best, const struct due *due)
{
    if (!*best || due_compare(due, *best) < 0) {
        *best = due;
    }
}

struct duty_dues duty_dues_of(const struct duty_answer *duty)
{
    struct duty_dues dues = {NULL, NULL, NULL};
    for (size_t i = 0; i < duty->dues.count; i++) {
        const struct due *due = &duty->dues.items[i];
        if (!due->known) {
            continue;
        }
        if (due->deadline->kind != DEADLINE_AFTER) {
            take_earlier(due->deadline->written ? &dues.written : &dues.due, due);
        } else if (!dues.not_before || due_compare(due, dues.not_before) > 0) {
            dues.not_before = due;
        }
    }
    return dues;
}

bool selection_has(const struct evaluation *evaluation, const struct decision_answer *decision,
                   size_t index, bool certain)
{
    const struct plan *plan = evaluation->plan;
    node_id rows = decision->decision->value;
    bool held = false, may = false;
    for (size_t i = 0; i + 1 < plan_at(plan, rows)->operand_count; i += 2) {
        struct value_set condition = evaluation->values[plan_operand(plan, rows, i)];
        struct value_set value = evaluation->values[plan_operand(plan, rows, i + 1)];
        if (value_may_be_yes(condition) && value_has(value, (int64_t)index)) {
            may = true;
            held = held || (value_is_yes(condition) && value_is_single(value));
        }
    }
    return certain ? held : may && !held;
}

const struct type *decision_answer_type(const struct evaluation *evaluation,
                                        const struct decision_answer *decision)
{
    return plan_at(evaluation->plan, decision->decision->value)->type;
}

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

static struct case_error error_of(struct arena *arena, const struct evaluation *evaluation,
                                  const struct case_problem *problem)
{
    const struct plan *plan = evaluation->plan;
    switch (problem->kind) {
    case PROBLEM_IMPOSSIBLE:
        return (struct case_error){
            .code = E619_CASE_IMPOSSIBLE,
            .message = arena_format(arena, "the ruleset says that no case is so: %s",
                                    reason(plan->impossibles.items[problem->index].statement))};
    case PROBLEM_REQUIRE:
        return (struct case_error){
            .code = E620_CASE_REQUIRE,
            .message = arena_format(arena, "the ruleset needs more of a case: %s",
                                    reason(plan->requires.items[problem->index].statement))};
    case PROBLEM_FIELD_CONTRADICTION:
        return (struct case_error){.code = E621_CASE_CONTRADICTION,
                                   .message = field_contradiction(arena, evaluation, problem)};
    default:
        return (struct case_error){.code = E621_CASE_CONTRADICTION,
                                   .message = contradiction(arena, evaluation, problem->index)};
    }
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

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

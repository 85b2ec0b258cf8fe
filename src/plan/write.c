/* SPDX-License-Identifier: Apache-2.0 */
/* The plan as text: one node a line, then what the ruleset concludes from them. */
#include <inttypes.h>

#include "base/date.h"
#include "plan/plan.h"

static void write_ref(struct text *text, node_id node)
{
    if (node == NO_NODE) {
        text_add_char(text, '-');
    } else {
        text_format(text, "%%%" PRIu32, node);
    }
}

static void write_name(struct text *text, const char *name)
{
    text_add_char(text, ' ');
    text_add(text, name ? name : "?");
}

static void write_constant(struct text *text, const struct plan_node *node)
{
    text_add_char(text, ' ');
    value_write(text, node->type, node->constant);
}

static void write_window(struct text *text, const struct plan_node *node)
{
    if (node->operand_count > 0) {
        text_format(text, " within %" PRId64 " %s of", node->constant, unit_word(node->unit));
    }
}

/* What of a node stands between its operation and its operands. */
static void write_details(struct text *text, const struct plan *plan, const struct plan_node *node)
{
    const struct program *program = plan->program;
    switch (node->op) {
    case OP_CONSTANT:
        write_constant(text, node);
        break;
    case OP_INPUT:
    case OP_KNOWN:
    case OP_DERIVED:
    case OP_LATEST:
    case OP_EVENT_COUNT:
        write_name(text, program->facts.items[node->index]->entity.name);
        if (node->op == OP_EVENT_COUNT) {
            write_window(text, node);
        }
        break;
    case OP_FIELD:
    case OP_FIELD_KNOWN:
    case OP_FIELD_DERIVED:
        write_name(text, program->fields.items[node->index]->entity.name);
        break;
    case OP_ITEM_ANY:
    case OP_ITEM_COUNT:
    case OP_ITEM_HIGHEST:
    case OP_ITEM_LOWEST:
    case OP_ITEM_SUM:
    case OP_ITEM_DISTINCT:
        write_name(text, program->facts.items[node->index]->entity.name);
        break;
    case OP_JUDGED:
        write_name(text, program->rules.items[node->index]->label);
        text_format(text, " at rank %" PRId64, node->constant);
        break;
    case OP_AT_LEAST:
    case OP_EXACTLY:
    case OP_SCALE:
    case OP_IN_LIST:
        text_format(text, " %" PRId64, node->constant);
        break;
    case OP_DATE_ADD:
    case OP_DATE_DIFFERENCE:
        write_name(text, unit_word(node->unit));
        break;
    default:
        break;
    }
}

static void write_operands(struct text *text, const struct plan *plan, node_id id)
{
    const struct plan_node *node = plan_at(plan, id);
    for (size_t i = 0; i < node->operand_count; i++) {
        text_add(text, i == 0 ? " (" : " ");
        write_ref(text, plan_operand(plan, id, i));
    }
    if (node->operand_count > 0) {
        text_add_char(text, ')');
    }
}

static void write_set(struct text *text, const struct type *type, const uint64_t *set)
{
    const char *before = " {";
    for (size_t i = 0; i < type->choice->count; i++) {
        if (set[i / VALUE_WORD_BITS] >> (i % VALUE_WORD_BITS) & 1) {
            text_add(text, before);
            text_add(text, type->choice->values[i].name);
            before = " ";
        }
    }
    text_add_char(text, '}');
}

static void write_table(struct text *text, const struct type *type, const uint32_t *table)
{
    for (size_t i = 0; i < type->choice->count + type->or_none; i++) {
        text_add(text, i == 0 ? " {" : " ");
        text_format(text, "%s:%" PRIu32,
                    i < type->choice->count ? type->choice->values[i].name : "none", table[i]);
    }
    text_add_char(text, '}');
}

static void write_node(struct text *text, const struct plan *plan, node_id id)
{
    const struct plan_node *node = plan_at(plan, id);
    write_ref(text, id);
    text_format(text, " = %s", op_text(node->op));
    write_details(text, plan, node);
    write_operands(text, plan, id);
    if (node->set) {
        write_set(text, plan_at(plan, plan_operand(plan, id, 0))->type, node->set);
    }
    if (node->table) {
        write_table(text, plan_at(plan, plan_operand(plan, id, 0))->type, node->table);
    }
    text_add(text, "  : ");
    type_write(text, node->type);
    if (node->domain != PLAN_CASE) {
        text_format(text, "  of each %s",
                    plan->program->facts.items[node->domain - 1]->entity.name);
    }
    if (node->is_of_each) {
        text_format(text, "  each %s's", plan->program->each->entity.name);
    }
    text_add_char(text, '\n');
}

static void write_line(struct text *text, const char *noun, const char *name, node_id node)
{
    text_format(text, "%s %s ", noun, name ? name : "?");
    write_ref(text, node);
    text_add_char(text, '\n');
}

static void write_thresholds(struct text *text, const struct plan *plan)
{
    if (plan->scope != NO_NODE) {
        text_add(text, "scope ");
        write_ref(text, plan->scope);
        text_add_char(text, '\n');
    }
    for (size_t rank = 0; rank < plan->threshold_count; rank++) {
        write_line(text, "at least level", plan->program->levels.items[rank]->label,
                   plan->thresholds[rank]);
    }
}

static void write_rules(struct text *text, const struct plan *plan)
{
    for (size_t i = 0; i < plan->rules.count; i++) {
        const struct plan_rule *rule = &plan->rules.items[i];
        text_format(text, "rule %s if ", rule->rule->label);
        write_ref(text, rule->condition);
        text_add(text, " applies ");
        write_ref(text, rule->status);
        text_add_char(text, '\n');
    }
}

static void write_decision(struct text *text, const struct plan_decision *decision)
{
    text_format(text, "decision %s ", decision->decision->entity.name);
    write_ref(text, decision->value);
    for (size_t i = 0; i < decision->conditions.count; i++) {
        text_add(text, i == 0 ? " rows " : " ");
        write_ref(text, decision->conditions.items[i]);
    }
    text_add_char(text, '\n');
}

static void write_duty(struct text *text, const struct plan_duty *duty)
{
    text_format(text, "duty %s ", duty->duty->entity.name);
    write_ref(text, duty->holds);
    for (size_t i = 0; i < duty->deadlines.count; i++) {
        if (duty->deadlines.items[i].start != NO_NODE) {
            text_add(text, " from ");
            write_ref(text, duty->deadlines.items[i].start);
        }
    }
    text_add_char(text, '\n');
}

static void write_conclusions(struct text *text, const struct plan *plan)
{
    for (size_t i = 0; i < plan->decisions.count; i++) {
        write_decision(text, &plan->decisions.items[i]);
    }
    for (size_t i = 0; i < plan->duties.count; i++) {
        write_duty(text, &plan->duties.items[i]);
    }
    for (size_t i = 0; i < plan->notes.count; i++) {
        if (plan->notes.items[i].shown != NO_NODE) {
            write_line(text, "note", plan->notes.items[i].note->entity.title,
                       plan->notes.items[i].shown);
        }
    }
    for (size_t i = 0; i < plan->items.count; i++) {
        if (plan->items.items[i].asked != NO_NODE) {
            write_line(text, "item", plan->items.items[i].item->name, plan->items.items[i].asked);
        }
    }
}

static void write_impossible(struct text *text, const struct plan_impossible *impossible)
{
    text_add(text, "impossible ");
    write_ref(text, impossible->condition);
    for (size_t i = 0; i < impossible->conjuncts.count; i++) {
        text_add(text, i == 0 ? " all of " : " ");
        write_ref(text, impossible->conjuncts.items[i].holds);
        text_add(text, impossible->conjuncts.items[i].is_fact ? "!" : "");
    }
    text_add_char(text, '\n');
}

void plan_write(struct text *text, const struct plan *plan)
{
    for (node_id id = 0; id < plan->nodes.count; id++) {
        write_node(text, plan, id);
    }
    text_format(text, "prologue %zu\n", plan->prologue);
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        write_impossible(text, &plan->impossibles.items[i]);
    }
    for (size_t i = 0; i < plan->requires.count; i++) {
        text_add(text, "require ");
        write_ref(text, plan->requires.items[i].condition);
        text_add_char(text, '\n');
    }
    write_thresholds(text, plan);
    write_rules(text, plan);
    write_conclusions(text, plan);
}

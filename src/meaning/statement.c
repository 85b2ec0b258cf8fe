/* SPDX-License-Identifier: Apache-2.0 */
/* Rules, decisions, duties and the rest: conditions are yes or no, values fit what is declared. */
#include "meaning/statement.h"

#include "base/decimal.h"
#include "meaning/constant.h"
#include "meaning/expression.h"
#include "meaning/header.h"
#include "meaning/names.h"
#include "meaning/summary.h"
#include "meaning/type.h"
#include "meaning/wording.h"

/* The trees are the checker's to write to; entities only promise not to change them later. */
static struct node *own(const struct node *node)
{
    union {
        const struct node *shared;
        struct node *own;
    } same = {node};
    return same.own;
}

static void condition(struct program *program, const struct node *node)
{
    expression_check_condition(program, own(node));
}

/* Where no item counts it has its least value, which must be what closing takes for granted. */
static void check_graded(struct program *program, const struct fact *fact)
{
    const struct type *highest = expression_check(program, own(fact->from), fact->type);
    if (!type_agrees(fact->type, highest)) {
        expression_wrong(program, own(fact->from), wording_type(program, fact->type));
        return;
    }
    if (type_is_error(highest) || (fact->has_usual && fact->usual == 0)) {
        return;
    }
    struct diagnostic *said = diagnostic_report(program->diagnostics, E301_TYPE, fact->from->span,
                                                "`%s` may be none, where a value is wanted",
                                                wording_source(program, fact->from->span));
    diagnostic_help(program->diagnostics, said,
                    "write `usually %s` if that is so where no item counts, or declare the type `or none`",
                    fact->type->choice->values[0].name);
}

static void check_from(struct program *program, const struct fact *fact)
{
    const struct item_scope items = {fact->list, NULL};
    program->names->items = fact->list ? &items : NULL;
    if (fact->type->kind == TYPE_YES_NO && !fact->type->or_none) {
        condition(program, fact->from);
    } else if (fact_is_graded(fact)) {
        check_graded(program, fact);
    } else {
        expression_check_value(program, own(fact->from), fact->type, true);
    }
    if (fact->list) {
        struct item_clause clause = {fact->list, node_child(fact->entity.decl, NODE_FROM)};
        vector_push(program->arena, &program->names->item_clauses, clause);
    }
    program->names->items = NULL;
}

static void check_derived(struct program *program, struct fact *const *facts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool same = i > 0 && facts[i - 1]->entity.decl == facts[i]->entity.decl;
        if (facts[i]->from && !same) {
            check_from(program, facts[i]);
        }
    }
}

static void check_facts(struct program *program)
{
    check_derived(program, program->facts.items, program->facts.count);
    check_derived(program, program->fields.items, program->fields.count);
}

/* ---- rules */

/* A made condition: whether the ladder stands on a scale is said once, at the ladder. */
static bool is_rung(const struct rule *rule)
{
    return rule->entity.decl->kind == NODE_RUNG;
}

static const struct type *scale_type(struct program *program, struct node *use)
{
    struct entity *entity = names_resolve(program, SPACE_VALUE, use, "scale");
    use->type = &program->builtin.error;
    if (!entity) {
        return &program->builtin.error;
    }
    const struct type *type =
        entity->kind == ENTITY_FACT ? ((struct fact *)entity)->type : &program->builtin.event;
    if (type_is_error(type) || (type->kind == TYPE_CHOICE && type->choice->ordered)) {
        return type;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E301_TYPE, use->span,
                          "a ladder stands on a scale, and `%s` is none", use->name);
    diagnostic_label(program->diagnostics, said, entity_span(entity), "declared here");
    diagnostic_help(program->diagnostics, said,
                    "declare it as `scale %s : a < b < c`, or write rules", use->name);
    return &program->builtin.error;
}

/* What holds at a value holds above it: a rung that leads lower than the one before adds nothing. */
static void check_rung_levels(struct program *program, const struct rule *rule,
                              const struct rule *before)
{
    if (rule->level_high > before->level_high || rule->level_low >= before->level_low) {
        return;
    }
    const char *name = rule->condition->child->next->name;
    const char *below = before->condition->child->next->name;
    struct diagnostic *said = diagnostic_report(
        program->diagnostics, E407_RUNG_ORDER, rule->entity.decl->span,
        "`%s` leads to a lower level than `%s` below it", name, below);
    diagnostic_note(program->diagnostics, said, "the rung of `%s` holds at `%s` too", below, name);
    diagnostic_help(program->diagnostics, said, "let levels go up with the scale, or leave this rung out");
}

static void warn_lowest_rung(struct program *program, const struct node *use,
                             const struct node *value)
{
    if (value->ref || type_is_error(value->type) || value->value.integer > 0) {
        return;
    }
    struct diagnostic *said = diagnostic_report(program->diagnostics, W502_ALWAYS_SAME, value->span,
                                                "the rung of `%s` always holds", value->name);
    diagnostic_note(program->diagnostics, said, "it is the lowest value of `%s`", use->name);
}

static void check_rung(struct program *program, struct rule *rule, const struct rule *before)
{
    struct node *compare = own(rule->condition);
    struct node *use = compare->child, *value = use->next;
    const struct type *type = scale_type(program, use);
    if (type_is_error(type)) {
        compare->type = &program->builtin.yes_no;
        value->type = &program->builtin.error;
        return;
    }
    program->names->in_ladder = true;
    expression_check(program, compare, NULL);
    program->names->in_ladder = false;
    warn_lowest_rung(program, use, value);
    bool same_ladder = before && is_rung(before) &&
                       before->condition->child->span.begin == use->span.begin;
    const struct node *lower = same_ladder ? before->condition->child->next : NULL;
    if (lower && !lower->ref && !type_is_error(lower->type) && !type_is_error(value->type) &&
        lower->value.integer >= value->value.integer) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E407_RUNG_ORDER, value->span,
                              "`%s` stands behind `%s`, which is not below it", value->name,
                              lower->name);
        diagnostic_note(program->diagnostics, said, "the scale is %s",
                        wording_choice(program, type->choice));
        diagnostic_help(program->diagnostics, said, "list the rungs from the lowest up, once each");
    } else if (lower) {
        check_rung_levels(program, rule, before);
    }
}

static void check_rules(struct program *program)
{
    for (size_t i = 0; i < program->rules.count; i++) {
        struct rule *rule = program->rules.items[i];
        if (is_rung(rule)) {
            check_rung(program, rule, i ? program->rules.items[i - 1] : NULL);
        } else {
            condition(program, rule->condition);
            condition(program, rule->unless);
        }
    }
}

/* ---- decisions */

static bool sum_bounds(const struct decision *decision, int64_t *ret_low, int64_t *ret_high)
{
    *ret_low = *ret_high = 0;
    for (size_t i = 0; i < decision->rows.count; i++) {
        const struct node *value = decision->rows.items[i].value;
        int64_t low, high;
        if (!value || type_is_error(value->type)) {
            continue;
        }
        if (value->type->kind != TYPE_NUMBER ||
            !type_convert(value->type, value->type->low, decision->type->unit,
                          decision->type->scale, &low) ||
            !type_convert(value->type, value->type->high, decision->type->unit,
                          decision->type->scale, &high)) {
            return false;
        }
        if ((low < 0 && !decimal_add(*ret_low, low, ret_low)) ||
            (high > 0 && !decimal_add(*ret_high, high, ret_high))) {
            return false;
        }
    }
    return true;
}

static void check_sum(struct program *program, const struct decision *decision)
{
    int64_t low, high;
    const struct type *type = decision->type;
    if (type->kind != TYPE_NUMBER || !sum_bounds(decision, &low, &high) ||
        (low >= type->low && high <= type->high)) {
        return;
    }
    struct type found = *type;
    found.low = low;
    found.high = high;
    struct diagnostic *said = diagnostic_report(
        program->diagnostics, E304_OUTSIDE, entity_span(&decision->entity),
        "the sum of `%s` can leave its declared bounds", decision->entity.name);
    diagnostic_note(program->diagnostics, said, "its rows add up to %s; declared is %s",
                    wording_bounds(program, &found), wording_bounds(program, type));
    diagnostic_help(program->diagnostics, said,
                    "widen the bounds; rows that exclude one another belong in one row: "
                    "`(choose ...)`");
}

/* A weight may lie outside the bounds of the whole sum: the sum itself is checked. The bounds leave room
   for the decimals of a weight that is written finer than it is, `3.0`. */
static void allow_weights(struct type *type)
{
    int64_t room = (DECIMAL_LIMIT - 1) / unit_factor(type->unit)
                   / decimal_power(DECIMAL_MAX_SCALE - type->scale);
    type->low = type->low < -room ? type->low : -room;
    type->high = type->high > room ? type->high : room;
}

static void check_row(struct program *program, const struct decision *decision,
                      const struct decision_row *row)
{
    if (row->value) {
        bool sums = !decision->is && decision->policy == POLICY_SUM;
        struct type *wanted = arena_alloc(program->arena, sizeof *wanted);
        *wanted = *decision->type;
        if (sums && wanted->kind == TYPE_NUMBER) {
            allow_weights(wanted);
        }
        expression_check_term(program, own(row->value), wanted, decision->type);
    }
    condition(program, row->condition);
    condition(program, row->unless);
}

static void check_decisions(struct program *program)
{
    for (size_t i = 0; i < program->decisions.count; i++) {
        const struct decision *decision = program->decisions.items[i];
        if (decision->is) {
            expression_check_value(program, own(decision->is), decision->type, false);
            continue;
        }
        for (size_t row = 0; row < decision->rows.count; row++) {
            check_row(program, decision, &decision->rows.items[row]);
        }
        if (decision->policy == POLICY_SUM) {
            check_sum(program, decision);
        }
    }
}

/* ---- duties, checklists, notes */

static void check_duty(struct program *program, const struct duty *duty)
{
    condition(program, duty->when);
    condition(program, duty->unless);
    for (struct node *line = duty->entity.decl->child; line; line = line->next) {
        struct node *deadline = line->kind == NODE_WRITTEN ? line->child : line;
        struct node *amount = deadline ? node_child(deadline, NODE_AMOUNT) : NULL;
        if (amount) {
            amount_check(program, amount, (enum unit)deadline->unit);
            expression_check_date(program, node_inside(node_child(deadline, NODE_OF)));
        } else if (line->kind == NODE_BY) {
            expression_check_date(program, line->child);
        }
    }
}

static void check_items(struct program *program, const struct checklist *checklist)
{
    struct table seen = {.arena = program->arena};
    for (size_t i = 0; i < checklist->items.count; i++) {
        const struct checklist_item *item = &checklist->items.items[i];
        const struct node *earlier = table_get(&seen, item->name);
        condition(program, item->condition);
        if (earlier) {
            struct diagnostic *said =
                diagnostic_report(program->diagnostics, E202_TWICE, node_name_span(item->decl),
                                  "item `%s` is listed twice", item->name);
            diagnostic_label(program->diagnostics, said, node_name_span(earlier),
                             "first listed here");
        } else if (item->name) {
            table_set(&seen, item->name, own(item->decl));
        }
    }
}

static void check_services(struct program *program)
{
    for (size_t i = 0; i < program->duties.count; i++) {
        check_duty(program, program->duties.items[i]);
    }
    for (size_t i = 0; i < program->checklists.count; i++) {
        check_items(program, program->checklists.items[i]);
    }
    for (size_t i = 0; i < program->notes.count; i++) {
        condition(program, program->notes.items[i]->when);
    }
}

/* ---- claims and the rest */

static void check_claim_value(struct program *program, struct node *node)
{
    struct entity *entity = names_get(program, SPACE_VALUE, node->name);
    if (!entity || entity->kind != ENTITY_DECISION) {
        names_report_unknown(program, SPACE_VALUE, node, "decision", NULL);
        return;
    }
    node->ref = entity;
    expression_check_value(program, node->child, ((struct decision *)entity)->type, false);
}

static void check_claim_level(struct program *program, struct node *node)
{
    struct node *judged = node_child(node, NODE_JUDGED);
    for (struct node *level = node_child(judged ? judged : node, NODE_LEVEL_REF); level;
         level = node_next(level, NODE_LEVEL_REF)) {
        names_level(program, level);
    }
}

static void check_claim(struct program *program, const struct statement *claim)
{
    const struct node *then = node_child(claim->entity.decl, NODE_THEN);
    condition(program, claim->condition);
    for (struct node *node = then ? then->child : NULL; node; node = node->next) {
        if (node->kind == NODE_OUTCOME_LEVEL) {
            check_claim_level(program, node);
        } else if (node->kind == NODE_OUTCOME_DUTY) {
            names_resolve(program, SPACE_DUTY, node, "duty");
        } else if (node->kind == NODE_OUTCOME_VALUE) {
            check_claim_value(program, node);
        }
    }
}

static struct entity *any_named(const struct program *program, symbol name)
{
    for (int space = 0; space < SPACE_COUNT; space++) {
        struct entity *entity = names_get(program, (enum name_space)space, name);
        if (entity) {
            return entity;
        }
    }
    return NULL;
}

static void check_accept(struct program *program, const struct statement *accept)
{
    const struct node *decl = accept->entity.decl;
    enum diagnostic_code code;
    if (decl->value.text && !diagnostic_code_find(decl->value.text, &code)) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E201_UNKNOWN_NAME, decl->span,
                              "there is no finding with the code %s", decl->value.text);
        diagnostic_help(program->diagnostics, said, "codes look like W502");
    }
    const struct node *cite = node_child(decl, NODE_CITE);
    if (decl->name && !any_named(program, decl->name)) {
        names_report_unknown(program, SPACE_RULE, decl, "rule", NULL);
    }
    if (cite && !program_rule_by_label(program, cite->value.text)) {
        names_report_no_rule(program, cite, cite->value.text);
    }
}

static void check_claims(struct program *program)
{
    for (size_t i = 0; i < program->claims.count; i++) {
        check_claim(program, program->claims.items[i]);
    }
    for (size_t i = 0; i < program->changes.count; i++) {
        condition(program, program->changes.items[i]->condition);
    }
    for (size_t i = 0; i < program->accepts.count; i++) {
        check_accept(program, program->accepts.items[i]);
    }
    for (size_t i = 0; i < program->impossibles.count; i++) {
        condition(program, program->impossibles.items[i]->condition);
    }
    for (size_t i = 0; i < program->requires.count; i++) {
        condition(program, program->requires.items[i]->condition);
    }
}

void statements_check(struct program *program)
{
    condition(program, program->scope);
    check_facts(program);
    check_rules(program);
    check_decisions(program);
    check_services(program);
    check_claims(program);
}

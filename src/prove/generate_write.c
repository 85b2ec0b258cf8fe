/* SPDX-License-Identifier: Apache-2.0 */
/* Generated examples as statements of the language, each with what it is for and what it expects. */
#include "prove/generate.h"

#include "answer/wording.h"

/* ------------------------------------------------------------------------------------------- the title */

static bool applies(const struct generated *made, const struct rule *rule)
{
    const struct evaluation *evaluation = made->witness->evaluation;
    return value_is_yes(evaluation->values[evaluation->plan->rules.items[rule->entity.index].status]);
}

/* "`r` applies only because this is so: Often absent" */
static void add_condition(struct text *text, const struct goals *goals, const struct generated *made)
{
    const struct goal *goal = made->goal;
    text_format(text, "%s %s only because this is %s: ", goal->rule->label,
                applies(made, goal->rule) ? "applies" : "fails", goal->wanted ? "so" : "not so");
    goal_condition(text, goals, goal);
}

static void add_purpose(struct text *text, const struct goals *goals, const struct generated *made)
{
    const struct goal *goal = made->goal;
    switch (goal->kind) {
    case GOAL_CONDITION:
        add_condition(text, goals, made);
        break;
    case GOAL_BOUND:
        wording_operand(text, goals->blank, goal->node);
        text_add(text, " is just ");
        value_write(text, plan_at(goals->plan, goal->node)->type, goal->value);
        break;
    case GOAL_ROW:
        text_format(text, "row %zu of %s is taken", goal->row + 1, goal_name(goal));
        break;
    default:
        text_format(text, "%s %s", goal_name(goal), goal->wanted ? "applies" : "does not apply");
    }
}

static void add_title(struct text *text, const struct goals *goals, const struct generated *made)
{
    struct text words = {0};
    text_add(&words, "To be reviewed: ");
    add_purpose(&words, goals, made);
    text_add(text, " \"");
    for (const char *at = text_string(&words); *at; at++) {
        text_add_char(text, *at == '"' ? '\'' : *at == '\\' || *at == '\n' ? ' ' : *at);
    }
    text_add_char(text, '"');
    text_clear(&words);
}

/* ------------------------------------------------------------------------------------- expectations */

struct expecting {
    struct text *text;
    const struct witness *witness;
    const struct answer *answer;
    bool any;
};

static void begin(struct expecting *expecting)
{
    text_add(expecting->text, expecting->any ? ", " : "  expect ");
    witness_write_whose(expecting->text, expecting->witness);
    expecting->any = true;
}

static void expect_level(struct expecting *expecting)
{
    const struct answer *answer = expecting->answer;
    const struct program *program = answer->evaluation->plan->program;
    if (answer->scope == SCOPE_OUT) {
        begin(expecting);
        text_add(expecting->text, "out of scope");
    } else if (answer->has_level && answer->scope == SCOPE_IN) {
        begin(expecting);
        text_format(expecting->text, "level %s", level_label(program, answer->at_least));
        if (answer->at_most != answer->at_least) {
            text_format(expecting->text, " to %s", level_label(program, answer->at_most));
        }
    }
}

/* What NODE is, if that is certain: "duty refer", "not rule absent". */
static void expect_status(struct expecting *expecting, node_id node, const char *noun, const char *name)
{
    struct value_set set = expecting->answer->evaluation->values[node];
    if (value_is_single(set)) {
        begin(expecting);
        text_format(expecting->text, "%s%s %s", value_is_yes(set) ? "" : "not ", noun, name);
    }
}

/* Of a rule with a name: one that goes by its citation may share that with others. */
static void expect_rule(struct expecting *expecting, const struct rule *rule)
{
    const struct plan *plan = expecting->answer->evaluation->plan;
    if (rule->entity.name) {
        expect_status(expecting, plan->rules.items[rule->entity.index].status, "rule",
                      rule->entity.name);
    }
}

static bool can_be_written(const struct type *type)
{
    return type->kind == TYPE_CHOICE || type->kind == TYPE_YES_NO
           || (type->kind == TYPE_NUMBER && type->unit == UNIT_NONE && type->scale == 0);
}

static void expect_decision(struct expecting *expecting, const struct plan_decision *decision)
{
    const struct evaluation *evaluation = expecting->answer->evaluation;
    const struct type *type = plan_at(evaluation->plan, decision->value)->type;
    struct value_set set = evaluation->values[decision->value];
    if (!can_be_written(type) || !value_is_single(set) || value_is_none(set)
        || decision->decision->type->kind != type->kind) {
        return;
    }
    begin(expecting);
    text_format(expecting->text, "%s = ", decision->decision->entity.name);
    value_write(expecting->text, type, set.low);
}

static void expect_decisions(struct expecting *expecting)
{
    const struct plan *plan = expecting->answer->evaluation->plan;
    for (size_t i = 0; i < plan->decisions.count; i++) {
        expect_decision(expecting, &plan->decisions.items[i]);
    }
}

static void expect_duties(struct expecting *expecting)
{
    const struct plan *plan = expecting->answer->evaluation->plan;
    for (size_t i = 0; i < plan->duties.count; i++) {
        const struct plan_duty *duty = &plan->duties.items[i];
        if (value_is_yes(expecting->answer->evaluation->values[duty->holds])) {
            expect_status(expecting, duty->holds, "duty", duty->duty->entity.name);
        }
    }
}

/* The level, and what the example is for; of a ruleset without levels, all that it says. */
static void add_expectations(struct text *text, const struct generated *made)
{
    const struct goal *goal = made->goal;
    struct text words = {0};
    struct expecting expecting = {&words, made->witness, made->witness->answer, false};
    expect_level(&expecting);
    if (goal->rule && goal->kind != GOAL_BOUND) {
        expect_rule(&expecting, goal->rule);
    } else if (goal->kind == GOAL_DUTY) {
        expect_status(&expecting, goal->node, "duty", goal_name(goal));
    } else if (goal->kind == GOAL_ROW) {
        expect_decision(&expecting, goal->decision);
    }
    if (!expecting.any) {
        expect_decisions(&expecting);
        expect_duties(&expecting);
    }
    text_add(text, text_string(&words));
    text_add(text, expecting.any ? "\n" : "");
    text_clear(&words);
}

void generated_write(struct text *text, const struct generation *generation,
                     const struct generated *made)
{
    witness_write_head(text, made->witness, made->name);
    add_title(text, generation->goals, made);
    text_add_char(text, '\n');
    witness_write_body(text, made->witness);
    add_expectations(text, made);
}

/* ------------------------------------------------------------------------------------------- the whole */

static void write_without(struct text *text, const struct generation *generation,
                          const struct goal_list *list, const char *heading)
{
    if (list->count > 0) {
        text_format(text, "\n# %s:\n", heading);
    }
    for (size_t i = 0; i < list->count; i++) {
        struct text words = {0};
        goal_describe(&words, generation->goals, list->items[i]);
        text_format(text, "#   %s\n", text_string(&words));
        text_clear(&words);
    }
}

void generation_write_text(struct text *text, const struct generation *generation)
{
    const struct program *program = generation->program;
    text_format(text, "# Made by limen test --generate for %s@%s: review each, and mend what it expects or the "
                      "rule.\n",
                program->name, program->version);
    for (size_t i = 0; i < generation->examples.count; i++) {
        text_add_char(text, '\n');
        generated_write(text, generation, &generation->examples.items[i]);
    }
    write_without(text, generation, &generation->impossible, "No case exercises these, which is proved");
    write_without(text, generation, &generation->unshown,
                  "Only cases exercise these in which a fact that matters here is not known: no example can");
    write_without(text, generation, &generation->undecided, "Whether a case exercises these is undecided");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions and duties: which cases get another value, another duty, or one on other terms. */
#include "prove/diff.h"

#include <string.h>

#include "answer/wording.h"
#include "meaning/type.h"
#include "meaning/wording.h"

static term in_both_scopes(const struct diff *diff)
{
    return term_and2(diff->world->terms, diff->encodings[0]->in_scope,
                     diff->encodings[1]->in_scope);
}

/* ---------------------------------------------------------------------------------- values that differ */

/* A value of a choice or a level under each version. */
struct values {
    const struct diff *diff;
    const struct type *types[DIFF_SIDES];
    struct reading readings[DIFF_SIDES];
};

/* Which value of the newer type VALUE of the older is; -1: none. */
static int64_t newer_value(const struct values *values, int64_t value)
{
    const struct type *newer = values->types[1];
    if (newer->kind == TYPE_CHOICE || newer->kind == TYPE_SELECTION) {
        return choice_find(newer->choice, values->types[0]->choice->values[value].name);
    }
    for (int64_t i = newer->low; i <= newer->high; i++) {
        if (values->diff->counterparts->older_rank[i] == (size_t)value) {
            return i;
        }
    }
    return -1;
}

/* Both have a value, and it is the same. */
static term same_named(const struct values *values)
{
    struct terms *terms = values->diff->world->terms;
    term same = terms->no;
    for (int64_t i = values->types[0]->low; i <= values->types[0]->high; i++) {
        int64_t newer = newer_value(values, i);
        if (newer >= 0) {
            same = term_or2(terms, same,
                            term_and2(terms, term_is(terms, values->readings[0].value, i),
                                      term_is(terms, values->readings[1].value, newer)));
        }
    }
    return same;
}

/* Numbers in the finer of two units; units that don't convert are never the same. */
static term same_number(const struct values *values)
{
    struct terms *terms = values->diff->world->terms;
    const struct type *a = values->types[0], *b = values->types[1];
    struct type common;
    int64_t steps[DIFF_SIDES];
    if (!type_common(a, b, &common)) {
        return terms->no;
    }
    const struct type one_a = {.kind = TYPE_NUMBER, .unit = a->unit, .scale = a->scale};
    const struct type one_b = {.kind = TYPE_NUMBER, .unit = b->unit, .scale = b->scale};
    if (!type_convert(&one_a, 1, common.unit, common.scale, &steps[0])
        || !type_convert(&one_b, 1, common.unit, common.scale, &steps[1])) {
        return terms->no;
    }
    return term_equal(terms, term_times(terms, values->readings[0].value, steps[0]),
                      term_times(terms, values->readings[1].value, steps[1]));
}

/* What only one of the versions knows is a difference where it is selected. */
static term selections_differ(const struct values *values)
{
    struct terms *terms = values->diff->world->terms;
    size_t newer_count = values->types[1]->choice->count;
    term differ = terms->no;
    bool *matched = arena_alloc(values->diff->arena, (newer_count + 1) * sizeof *matched);
    for (size_t i = 0; i < values->types[0]->choice->count; i++) {
        int64_t newer = newer_value(values, (int64_t)i);
        term there = newer < 0 ? terms->no : values->readings[1].selected[newer];
        differ = term_or2(terms, differ,
                          term_differ(terms, values->readings[0].selected[i], there));
        matched[newer < 0 ? (int64_t)newer_count : newer] = true;
    }
    for (size_t i = 0; i < newer_count; i++) {
        differ = matched[i] ? differ : term_or2(terms, differ, values->readings[1].selected[i]);
    }
    return differ;
}

static term values_differ(const struct values *values)
{
    struct terms *terms = values->diff->world->terms;
    const struct reading *a = &values->readings[0], *b = &values->readings[1];
    enum type_kind kind = values->types[0]->kind;
    if (a->selected && b->selected) {
        return selections_differ(values);
    }
    term same = terms->no;
    if (kind == values->types[1]->kind && !a->selected && !b->selected) {
        same = kind == TYPE_NUMBER                          ? same_number(values)
               : kind == TYPE_CHOICE || kind == TYPE_LEVEL ? same_named(values)
                                                            : term_equal(terms, a->value, b->value);
    }
    term both = term_and2(terms, term_not(terms, a->none), term_not(terms, b->none));
    term neither = term_and2(terms, a->none, b->none);
    return term_not(terms, term_or2(terms, neither, term_and2(terms, both, same)));
}

/* ----------------------------------------------------------------------------------------- decisions */

static struct reading decision_reading(const struct diff *diff, size_t side,
                                       const struct decision *decision, const struct type **ret_type)
{
    node_id node = diff->plans[side]->decisions.items[decision->entity.index].value;
    *ret_type = plan_at(diff->plans[side], node)->type;
    return diff->encodings[side]->nodes[node];
}

/* There is a value at all. */
static term has_value(const struct diff *diff, size_t side, const struct decision *decision)
{
    struct terms *terms = diff->world->terms;
    const struct type *type;
    struct reading reading = decision_reading(diff, side, decision, &type);
    if (!reading.selected) {
        return term_not(terms, reading.none);
    }
    return term_or(terms, reading.selected, type->choice->count);
}

static term decision_differs(const struct diff *diff, const struct decision_pair *pair)
{
    struct values values = {.diff = diff};
    if (!pair->older || !pair->newer) {
        return pair->older ? has_value(diff, 0, pair->older) : has_value(diff, 1, pair->newer);
    }
    values.readings[0] = decision_reading(diff, 0, pair->older, &values.types[0]);
    values.readings[1] = decision_reading(diff, 1, pair->newer, &values.types[1]);
    return values_differ(&values);
}

/* -------------------------------------------------------------------------------------------- duties */

static term duty_holds(const struct diff *diff, size_t side, const struct duty *duty)
{
    return encoding_holds(diff->encodings[side],
                          diff->plans[side]->duties.items[duty->entity.index].holds);
}

static term deadline_differs(const struct diff *diff, const struct plan_deadline *older,
                             const struct plan_deadline *newer)
{
    struct terms *terms = diff->world->terms;
    const struct deadline *a = older->deadline, *b = newer->deadline;
    if (a->kind != b->kind || a->written != b->written || a->unit != b->unit
        || older->amount != newer->amount
        || (older->start == NO_NODE) != (newer->start == NO_NODE)) {
        return terms->yes;
    }
    return older->start == NO_NODE ? terms->no
                                   : reading_differ(terms, diff->encodings[0]->nodes[older->start],
                                                    diff->encodings[1]->nodes[newer->start], 0);
}

/* To somebody else, or by another time. */
static term terms_of_duty_differ(const struct diff *diff, const struct duty_pair *pair)
{
    struct terms *terms = diff->world->terms;
    const struct plan_duty *older = &diff->plans[0]->duties.items[pair->older->entity.index];
    const struct plan_duty *newer = &diff->plans[1]->duties.items[pair->newer->entity.index];
    symbol from = pair->older->to ? pair->older->to->entity.name : NULL;
    symbol to = pair->newer->to ? pair->newer->to->entity.name : NULL;
    if (from != to || older->deadlines.count != newer->deadlines.count) {
        return terms->yes;
    }
    term differ = terms->no;
    for (size_t i = 0; i < older->deadlines.count; i++) {
        differ = term_or2(terms, differ, deadline_differs(diff, &older->deadlines.items[i],
                                                          &newer->deadlines.items[i]));
    }
    return differ;
}

static term duty_differs(const struct diff *diff, const struct duty_pair *pair)
{
    struct terms *terms = diff->world->terms;
    if (!pair->older || !pair->newer) {
        return pair->older ? duty_holds(diff, 0, pair->older) : duty_holds(diff, 1, pair->newer);
    }
    term older = duty_holds(diff, 0, pair->older), newer = duty_holds(diff, 1, pair->newer);
    term both = term_and2(terms, older, newer);
    return term_or2(terms, term_differ(terms, older, newer),
                    term_and2(terms, both, terms_of_duty_differ(diff, pair)));
}

/* --------------------------------------------------------------------------------- what is given alike */

static bool is_told_apart(const struct reading *reading, const struct type *type)
{
    return !reading->selected
           && (type->kind == TYPE_CHOICE || type->kind == TYPE_LEVEL || type->kind == TYPE_YES_NO);
}

static term decision_alike(const struct diff *diff, size_t side, const struct decision *decision)
{
    struct terms *terms = diff->world->terms;
    const int64_t *values = diff->prover->values.items;
    const struct type *type;
    struct reading reading = decision_reading(diff, side, decision, &type);
    if (!is_told_apart(&reading, type)) {
        return terms->yes;
    }
    if (terms_value(terms, reading.none, values)) {
        return reading.none;
    }
    term value = term_number(terms, terms_value(terms, reading.value, values));
    term same = type->kind != TYPE_YES_NO ? term_equal(terms, reading.value, value)
                : terms_value(terms, reading.value, values) ? reading.value
                                                            : term_not(terms, reading.value);
    return term_and2(terms, same, term_not(terms, reading.none));
}

static term duty_alike(const struct diff *diff, size_t side, const struct duty *duty)
{
    struct terms *terms = diff->world->terms;
    term holds = duty_holds(diff, side, duty);
    return terms_value(terms, holds, diff->prover->values.items) ? holds : term_not(terms, holds);
}

term diff_given_alike(const struct diff *diff, const struct diff_subject *subject)
{
    struct terms *terms = diff->world->terms;
    term alike = terms->yes;
    for (size_t side = 0; side < DIFF_SIDES; side++) {
        const struct entity *entity = subject->entities[side];
        if (entity && subject->kind == DIFF_DECISION) {
            alike = term_and2(terms, alike,
                              decision_alike(diff, side, (const struct decision *)entity));
        } else if (entity && subject->kind == DIFF_DUTY) {
            alike = term_and2(terms, alike, duty_alike(diff, side, (const struct duty *)entity));
        }
    }
    return alike;
}

/* ------------------------------------------------------------------------------------------ subjects */

static void look_at(struct diff *diff, struct diff_subject subject)
{
    struct terms *terms = diff->world->terms;
    subject.differs = term_and2(terms, in_both_scopes(diff), subject.differs);
    diff_turn_to(diff, "whether %s differs", subject.words);
    subject.verdict = diff_ask_smallest(diff, &subject.differs, 1);
    if (subject.verdict == VERDICT_SOME) {
        subject.shown = diff_show(diff, &subject, &subject.differs, 1);
    }
    vector_push(diff->arena, &diff->subjects, subject);
}

static struct diff_subject subject_of(struct diff *diff, enum diff_kind kind,
                                      const struct entity *older, const struct entity *newer)
{
    const struct entity *one = newer ? newer : older;
    return (struct diff_subject){.kind = kind, .name = one->name, .entities = {older, newer},
                                 .words = arena_format(diff->arena, "%s `%s`",
                                                       entity_noun(one->kind), one->name)};
}

void diff_services(struct diff *diff)
{
    const struct counterparts *counterparts = diff->counterparts;
    for (size_t i = 0; i < counterparts->decisions.count && !diff->fault; i++) {
        const struct decision_pair *pair = &counterparts->decisions.items[i];
        struct diff_subject subject =
            subject_of(diff, DIFF_DECISION, pair->older ? &pair->older->entity : NULL,
                       pair->newer ? &pair->newer->entity : NULL);
        subject.differs = decision_differs(diff, pair);
        look_at(diff, subject);
    }
    for (size_t i = 0; i < counterparts->duties.count && !diff->fault; i++) {
        const struct duty_pair *pair = &counterparts->duties.items[i];
        struct diff_subject subject =
            subject_of(diff, DIFF_DUTY, pair->older ? &pair->older->entity : NULL,
                       pair->newer ? &pair->newer->entity : NULL);
        subject.differs = duty_differs(diff, pair);
        look_at(diff, subject);
    }
}

/* ------------------------------------------------------------------------------------ what was given */

static const char *decision_given(const struct diff *diff, const struct answer *answer,
                                  const struct entity *entity)
{
    for (size_t i = 0; i < answer->decisions.count; i++) {
        const struct decision_answer *decision = &answer->decisions.items[i];
        if (&decision->decision->decision->entity == entity) {
            struct text text = {0};
            value_set_write(&text, decision_answer_type(answer->evaluation, decision),
                            decision->value);
            const char *given = arena_copy(diff->arena, text_string(&text), text.length);
            text_clear(&text);
            return given;
        }
    }
    return "none";
}

static bool says_whom_or_when(enum node_kind kind)
{
    return kind == NODE_TO || kind == NODE_IMMEDIATELY || kind == NODE_SAME_DAY
           || kind == NODE_DEADLINE || kind == NODE_BY;
}

/* "applies, to team within 2 days" */
static const char *duty_terms(struct program *program, const struct entity *duty)
{
    const char *terms = "applies";
    const char *separator = ", ";
    for (const struct node *child = duty->decl->child; child; child = child->next) {
        if (says_whom_or_when((enum node_kind)child->kind)) {
            terms = arena_format(program->arena, "%s%s%s", terms, separator,
                                 wording_source(program, child->span));
            separator = " ";
        }
    }
    return terms;
}

static const char *duty_given(struct program *program, const struct answer *answer,
                              const struct entity *entity)
{
    for (size_t i = 0; i < answer->duties.count; i++) {
        if (&answer->duties.items[i].duty->duty->entity == entity) {
            return duty_terms(program, entity);
        }
    }
    return "does not apply";
}

/* "the agency's own resources" */
static const char *decision_told(const struct diff *diff, const struct answer *answer,
                                 const struct entity *entity)
{
    for (size_t i = 0; i < answer->decisions.count; i++) {
        const struct decision_answer *decision = &answer->decisions.items[i];
        const struct type *type = decision_answer_type(answer->evaluation, decision);
        if (&decision->decision->decision->entity == entity && type->kind == TYPE_CHOICE
            && value_is_single(decision->value) && !value_is_none(decision->value)) {
            struct text text = {0};
            wording_choice_value(&text, type->choice, (size_t)decision->value.low);
            const char *told = arena_copy(diff->arena, text_string(&text), text.length);
            text_clear(&text);
            return told;
        }
    }
    return decision_given(diff, answer, entity);
}

const char *diff_told(const struct diff *diff, const struct diff_subject *subject,
                      const struct difference *shown, size_t side)
{
    const struct entity *entity = subject->entities[side];
    return subject->kind == DIFF_DECISION && entity
               ? decision_told(diff, shown->sides[side]->answer, entity)
               : diff_given(diff, subject, shown, side);
}

const char *diff_given(const struct diff *diff, const struct diff_subject *subject,
                       const struct difference *shown, size_t side)
{
    const struct entity *entity = subject->entities[side];
    const struct answer *answer = shown->sides[side]->answer;
    if (subject->kind == DIFF_LEVEL) {
        return diff_standing(diff, side, shown->standings[side]);
    }
    if (!entity) {
        return "does not exist";
    }
    return subject->kind == DIFF_DECISION ? decision_given(diff, answer, entity)
                                          : duty_given(diff->programs[side], answer, entity);
}

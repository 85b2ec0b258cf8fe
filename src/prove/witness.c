/* SPDX-License-Identifier: Apache-2.0 */
/* From values of variables to a case: stated, replayed, made small, written. */
#include "prove/witness.h"

#include <stdlib.h>
#include <string.h>

#include "meaning/type.h"
#include "prove/age.h"
#include "prove/settle.h"

struct making {
    struct prover *prover;
    const struct encoding *encoding;
    const struct program *program;
    const int64_t *known; /* by term: its value */
    struct witness *witness;
    const char *fault;
};

static bool fail(struct making *making, const char *fault)
{
    making->fault = fault;
    return false;
}

static const struct world_fact *found_fact(const struct making *making, const struct fact *fact)
{
    return table_get(&making->prover->world->by_name, fact->entity.name);
}

/* ---------------------------------------------------------------------------------------- the case */

/* VALUE of the world's fact in the type that the ruleset gives it; the solver saw to it that there is one. */
static int64_t value_as(const struct making *making, const struct world_fact *found,
                        const struct fact *fact, int64_t value)
{
    const struct type *from = found->fact->type, *to = fact->type;
    int64_t converted = value;
    if (to->kind == TYPE_CHOICE) {
        return choice_find(to->choice, from->choice->values[value].name);
    }
    if (to->kind == TYPE_NUMBER) {
        type_convert(from, value, to->unit, to->scale, &converted);
    }
    for (size_t i = 0; to->kind == TYPE_LEVEL && i < making->program->levels.count; i++) {
        if (strcmp(making->program->levels.items[i]->label,
                   found->program->levels.items[value]->label) == 0) {
            return (int64_t)i;
        }
    }
    return converted;
}

static int32_t day_plus(int64_t day, int64_t count, enum unit unit)
{
    return unit == UNIT_MONTHS ? date_add_months((int32_t)day, count)
                               : date_add_days((int32_t)day, count);
}

struct dates {
    VECTOR_OF(int32_t);
};

static void add_dates(struct arena *arena, struct dates *dates, int32_t day, int64_t times)
{
    for (int64_t i = 0; i < times; i++) {
        vector_push(arena, dates, day);
    }
}

static int compare_windows(const void *a, const void *b)
{
    int64_t left = ((const struct event_window *)a)->length;
    int64_t right = ((const struct event_window *)b)->length;
    return (left > right) - (left < right);
}

/* Windows that end on one day hold one another: what a longer one has more lies before the shorter. */
static void nested_dates(const struct making *making, const struct world_event *event,
                         struct dates *dates)
{
    struct arena *arena = making->prover->arena;
    size_t count = event->windows.count;
    struct event_window *windows = arena_alloc(arena, (count + 1) * sizeof *windows);
    int64_t before = 0;
    int32_t day = count ? (int32_t)making->known[event->windows.items[0].day.value]
                        : making->prover->world->date_low;
    if (count > 0) {
        memcpy(windows, event->windows.items, count * sizeof *windows);
        qsort(windows, count, sizeof *windows, compare_windows);
    }
    for (size_t i = 0; i < count; i++) {
        int64_t within = making->known[windows[i].more];
        add_dates(arena, dates, day, within - before);
        before = within;
        day = date_add_days(day_plus(making->known[windows[i].day.value], -windows[i].length,
                                     windows[i].unit), -1);
    }
    add_dates(arena, dates, day, making->known[event->more] - before);
}

static void state_event(struct making *making, const struct fact *fact,
                        const struct world_fact *found)
{
    const struct world_event *event = found->event;
    struct dates dates = {0};
    for (size_t i = 0; i < event->listed_count && making->known[event->as_listed]; i++) {
        add_dates(making->prover->arena, &dates, event->listed[i], 1);
    }
    if (event->slots.count == 0) {
        nested_dates(making, event, &dates);
    }
    for (size_t i = 0; i < event->slots.count; i++) {
        add_dates(making->prover->arena, &dates, (int32_t)making->known[event->slots.items[i].day],
                  making->known[event->slots.items[i].times]);
    }
    case_set_dates(making->witness->limen_case, fact, dates.items, dates.count, true);
    making->witness->stated[fact->entity.index] = dates.count > 0;
}

static bool is_at_rest(const struct fact *fact, const struct reading *reading, const int64_t *known)
{
    if (fact->usual_none || known[reading->none]) {
        return fact->usual_none && known[reading->none];
    }
    int64_t value = known[reading->value];
    return fact->has_usual ? value == fact->usual
                           : fact->type->kind == TYPE_YES_NO && value == 0;
}

static void state_fields(struct making *making, const struct fact *list, size_t item)
{
    struct arena *arena = making->prover->arena;
    for (size_t i = 0; i < list->fields.count; i++) {
        const struct fact *field = list->fields.items[i];
        const struct world_fact *found =
            table_get(&found_fact(making, list)->fields_by_name, field->entity.name);
        if (field->from || !found || found->fields[item].value == NO_TERM) {
            continue;
        }
        struct reading reading = found->fields[item];
        bool none = making->known[reading.none];
        int64_t value = making->known[reading.value];
        case_set_field(making->witness->limen_case, field,
                       none ? value_none(arena, field->type)
                            : value_of(arena, field->type, value_as(making, found, field, value)));
    }
}

static void state_list(struct making *making, const struct fact *list, const struct world_list *items)
{
    case_start_list(making->witness->limen_case, list, true);
    for (size_t i = 0; i < items->items; i++) {
        if (!making->known[items->there[i]]) {
            continue;
        }
        case_add_item(making->witness->limen_case, making->prover->arena, list);
        state_fields(making, list, i);
        making->witness->stated[list->entity.index] = true;
    }
}

static void state_age(struct making *making, const struct fact *fact, const struct world_age *age)
{
    const int64_t *known = making->known;
    int order = known[age->is_past] ? -1 : known[age->is_future] ? 1 : 0;
    int32_t today = (int32_t)known[making->prover->world->case_date.value];
    int32_t day = age_day(age, today, known[age->passed], order);
    if (known[age->as_said]) {
        day = day < age->low ? age->low : day > age->high ? age->high : day;
    }
    case_set(making->witness->limen_case, fact,
             known[age->none] ? value_none(making->prover->arena, fact->type)
                              : value_between(day, day));
    making->witness->stated[fact->entity.index] = true;
}

static void state_fact(struct making *making, const struct fact *fact)
{
    const struct world_fact *found = found_fact(making, fact);
    struct arena *arena = making->prover->arena;
    if (fact->from || !found || found->is_set) {
        return;
    }
    if (found->list) {
        state_list(making, fact, found->list);
        return;
    }
    if (found->age) {
        state_age(making, fact, found->age);
        return;
    }
    if (found->event) {
        if (found->event->total != NO_TERM) {
            state_event(making, fact, found);
        }
        return;
    }
    if (found->reading.value == NO_TERM) {
        return;
    }
    int64_t value = making->known[found->reading.value];
    bool none = making->known[found->reading.none];
    case_set(making->witness->limen_case, fact,
             none ? value_none(arena, fact->type)
                  : value_of(arena, fact->type, value_as(making, found, fact, value)));
    making->witness->stated[fact->entity.index] =
        !is_at_rest(found->fact, &found->reading, making->known);
}

/* Whether FIELD of item ITEM is known in the case. */
static bool field_is_known(const struct making *making, const struct fact *field, size_t item)
{
    const struct world_fact *list = found_fact(making, field->list);
    const struct world_fact *found = list ? table_get(&list->fields_by_name, field->entity.name)
                                          : NULL;
    return !found || item >= WORLD_MOST_ITEMS || found->fields_known[item] == NO_TERM
           || making->known[found->fields_known[item]];
}

static void state_fields_known(struct making *making)
{
    struct arena *arena = making->prover->arena;
    size_t count = making->program->fields.count;
    bool **known = arena_alloc(arena, (count + 1) * sizeof *known);
    for (size_t i = 0; i < count; i++) {
        known[i] = arena_alloc(arena, WORLD_MOST_ITEMS * sizeof **known);
        for (size_t item = 0; item < WORLD_MOST_ITEMS; item++) {
            known[i][item] = field_is_known(making, making->program->fields.items[i], item);
        }
    }
    making->witness->limen_case->fields_known = known;
}

/* What the case says to be not known keeps its value, as one that completes the case. */
static void state_known(struct making *making)
{
    size_t count = making->program->facts.count;
    bool *known = arena_alloc(making->prover->arena, (count + 1) * sizeof *known);
    for (size_t i = 0; i < count; i++) {
        const struct world_fact *found = found_fact(making, making->program->facts.items[i]);
        known[i] = !found || found->known == NO_TERM || making->known[found->known];
    }
    making->witness->limen_case->known = known;
}

static void make_case(struct making *making)
{
    const struct world *world = making->prover->world;
    struct witness *witness = making->witness;
    witness->limen_case = case_create(making->prover->arena, making->program);
    witness->limen_case->close_all = true;
    for (size_t i = 0; i < making->program->facts.count; i++) {
        state_fact(making, making->program->facts.items[i]);
    }
    if (world->case_date.value != NO_TERM) {
        witness->limen_case->has_date = true;
        witness->limen_case->date = (int32_t)making->known[world->case_date.value];
    }
    state_known(making);
    state_fields_known(making);
    case_close(witness->limen_case, making->program, making->prover->arena);
}

/* ------------------------------------------------------------------------------------------ replay */

static bool has_selected(const struct value_set *set, const struct type *type, size_t value,
                         bool selected)
{
    size_t half = value_words(type) / 2;
    bool may = set->members[value / VALUE_WORD_BITS] >> (value % VALUE_WORD_BITS) & 1;
    bool must = set->members[half + value / VALUE_WORD_BITS] >> (value % VALUE_WORD_BITS) & 1;
    return selected ? may : !must;
}

/* The interpreter's set for a node has the value that the solver's case gives it. */
static bool node_agrees(const struct making *making, node_id id)
{
    if (plan_at(making->encoding->plan, id)->domain != PLAN_CASE) {
        return true;
    }
    const struct reading *reading = &making->encoding->nodes[id];
    const struct value_set *set = &making->witness->evaluation->values[id];
    const struct type *type = plan_at(making->encoding->plan, id)->type;
    if (reading->selected) {
        for (size_t i = 0; i < type->choice->count; i++) {
            if (!has_selected(set, type, i, making->known[reading->selected[i]])) {
                return false;
            }
        }
        return true;
    }
    if (reading->value == NO_TERM) {
        return true;
    }
    return making->known[reading->none] ? set->or_none
                                        : value_has(*set, making->known[reading->value]);
}

static bool replay(struct making *making)
{
    const struct plan *plan = making->encoding->plan;
    struct witness *witness = making->witness;
    witness->evaluation =
        interpreter_evaluate(making->prover->arena, plan, witness->limen_case);
    if (making->known[making->encoding->valid] && witness->evaluation->refused) {
        return fail(making, "the interpreter refuses the case");
    }
    for (node_id id = 0; id < plan->nodes.count; id++) {
        if (!node_agrees(making, id)) {
            return fail(making, arena_format(making->prover->arena,
                                             "the interpreter has another value for node %%%u (%s)",
                                             id, op_text(plan_at(plan, id)->op)));
        }
    }
    return true;
}

/* -------------------------------------------------------------------------------- the example's case */

static bool same_node(const struct making *making, const struct evaluation *other, node_id node)
{
    return node == NO_NODE
           || value_equal(plan_at(making->encoding->plan, node)->type,
                          making->witness->evaluation->values[node], other->values[node]);
}

/* OTHER gives the answers of the complete case. */
static bool same_answer(const struct making *making, const struct evaluation *other)
{
    const struct plan *plan = making->encoding->plan;
    bool same = same_node(making, other, plan->scope) && !other->refused;
    for (size_t i = 0; i < plan->threshold_count && same; i++) {
        same = same_node(making, other, plan->thresholds[i]);
    }
    for (size_t i = 0; i < plan->rules.count && same; i++) {
        same = same_node(making, other, plan->rules.items[i].status);
    }
    for (size_t i = 0; i < plan->decisions.count && same; i++) {
        same = same_node(making, other, plan->decisions.items[i].value);
    }
    for (size_t i = 0; i < plan->duties.count && same; i++) {
        same = same_node(making, other, plan->duties.items[i].holds);
    }
    for (size_t i = 0; i < plan->claims.count && same; i++) {
        same = same_node(making, other, plan->claims.items[i].condition);
    }
    return same;
}

static bool answers_alike(const struct making *making)
{
    return same_answer(making, interpreter_evaluate(making->prover->arena, making->encoding->plan,
                                                    making->witness->limen_case));
}

static struct case_fact *said_of(const struct making *making, const struct fact *fact)
{
    return &making->witness->limen_case->facts[fact->entity.index];
}

/* Leaves FACT open, if that changes no answer. */
static bool leave_open(const struct making *making, const struct fact *fact)
{
    struct case_fact *said = said_of(making, fact), before = *said;
    said->set = value_any(making->prover->arena, fact->type);
    said->state = FACT_NOT_ASKED;
    bool alike = answers_alike(making);
    if (!alike) {
        *said = before;
    }
    making->witness->stated[fact->entity.index] = !alike;
    return alike;
}

/* States what facts are worked out as; WHETHER: not so any more. */
static void state_worked_out(const struct making *making, bool whether)
{
    const struct plan *plan = making->encoding->plan;
    for (size_t i = 0; i < making->program->facts.count; i++) {
        const struct fact *fact = making->program->facts.items[i];
        node_id node = plan->facts[i];
        if (!fact->from || node == NO_NODE) {
            continue;
        }
        struct case_fact *said = said_of(making, fact);
        said->state = whether ? FACT_GIVEN : FACT_NOT_ASKED;
        said->set = whether ? making->witness->evaluation->values[node]
                            : value_any(making->prover->arena, fact->type);
        making->witness->stated[i] = whether;
    }
}

/* Instead of a date, an age: what is worked out is stated, then as little of it as will do. */
static void state_age_instead(const struct making *making, const struct fact *date)
{
    state_worked_out(making, true);
    if (!leave_open(making, date)) {
        state_worked_out(making, false);
        return;
    }
    for (size_t i = 0; i < making->program->facts.count; i++) {
        const struct fact *fact = making->program->facts.items[i];
        if (fact->from && making->witness->stated[i]) {
            leave_open(making, fact);
        }
    }
}

static bool has_rest(const struct fact *fact)
{
    return fact->has_usual || fact->usual_none || fact->type->kind == TYPE_YES_NO
           || fact->type->kind == TYPE_EVENT || fact->type->kind == TYPE_LIST;
}

static void leave_all_open(const struct making *making)
{
    for (size_t i = 0; i < making->program->facts.count; i++) {
        const struct fact *fact = making->program->facts.items[i];
        if (making->witness->stated[i] && !has_rest(fact) && !fact->from
            && fact->type->low != fact->type->high && !leave_open(making, fact)
            && fact->type->kind == TYPE_DATE) {
            state_age_instead(making, fact);
        }
    }
}

static void open_field(struct making *making, const struct fact *field)
{
    struct limen_case *limen_case = making->witness->limen_case;
    struct case_fact *list = &limen_case->facts[field->list->entity.index];
    for (size_t item = 0; item < list->item_count; item++) {
        if (!limen_case->fields_known[field->entity.index][item] && !field->from) {
            struct case_fact *said = &list->items[item].fields[field->place];
            said->state = FACT_NOT_KNOWN;
            said->set = value_any(making->prover->arena, field->type);
        }
    }
}

/* As an example says it: what is not known is open. */
static void evaluate_example(struct making *making)
{
    struct witness *witness = making->witness;
    struct limen_case *limen_case = witness->limen_case;
    for (size_t i = 0; i < making->program->facts.count; i++) {
        const struct fact *fact = making->program->facts.items[i];
        if (!limen_case->known[i] && !fact->from) {
            case_set_not_known(limen_case, making->prover->arena, fact);
            witness->stated[i] = true;
        }
    }
    for (size_t i = 0; i < making->program->fields.count; i++) {
        open_field(making, making->program->fields.items[i]);
    }
    limen_case->known = NULL;
    limen_case->fields_known = NULL;
    witness->evaluation =
        interpreter_evaluate(making->prover->arena, making->encoding->plan, limen_case);
    witness->answer = answer_create(making->prover->arena, witness->evaluation);
}

/* --------------------------------------------------------------------------------------- the words */

static void write_dates(struct text *text, const struct case_fact *given)
{
    text_add(text, " (");
    for (size_t i = 0; i < given->date_count; i++) {
        text_add(text, i ? ", " : "");
        date_write(text, given->dates[i]);
    }
    text_add(text, ")");
}

static void write_fact(struct text *text, const struct program *program, const struct fact *fact,
                       const struct case_fact *given)
{
    bool is_yes_no = fact->type->kind == TYPE_YES_NO && given->set.low <= given->set.high;
    if (given->state == FACT_NOT_KNOWN) {
        text_format(text, "%s unknown", fact->entity.name);
    } else if (fact->type->kind == TYPE_EVENT) {
        text_add(text, fact->entity.name);
        write_dates(text, given);
    } else if (is_yes_no) {
        text_format(text, "%s%s", given->set.low ? "" : "not ", fact->entity.name);
    } else if (fact->type->kind == TYPE_LEVEL && !value_is_none(given->set)) {
        text_format(text, "%s level %s", fact->entity.name,
                    level_label(program, (size_t)given->set.low));
    } else {
        text_format(text, "%s ", fact->entity.name);
        value_set_write(text, fact->type, given->set);
    }
}

/* "sibling (age 4 years), sibling (age 2 years, looked_after)" */
static void write_items(struct text *text, const struct program *program, const struct fact *list,
                        const struct case_fact *given)
{
    for (size_t item = 0; item < given->item_count; item++) {
        text_format(text, "%s%s (", item ? ", " : "", list->entity.name);
        bool first = true;
        for (size_t i = 0; i < list->fields.count; i++) {
            const struct fact *field = list->fields.items[i];
            const struct case_fact *said = &given->items[item].fields[field->place];
            if (!field->from && said->state != FACT_NOT_ASKED && said->state != FACT_ASSUMED) {
                text_add(text, first ? "" : ", ");
                write_fact(text, program, field, said);
                first = false;
            }
        }
        text_add(text, ")");
    }
}

void witness_write_facts(struct text *text, const struct witness *witness)
{
    const struct program *program = witness->plan->program;
    size_t before = text->length;
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        if (witness->stated[i] && !fact->is_builtin) {
            text_add(text, text->length > before ? ", " : "");
            if (fact->type->kind == TYPE_LIST) {
                write_items(text, program, fact, &witness->limen_case->facts[i]);
            } else {
                write_fact(text, program, fact, &witness->limen_case->facts[i]);
            }
        }
    }
    text_add(text, text->length > before ? "" : "nothing");
}

static void write_head(struct text *text, const struct witness *witness, const char *name)
{
    const struct program *program = witness->plan->program;
    const struct limen_case *limen_case = witness->limen_case;
    text_format(text, "example %s", name);
    if (limen_case->has_date) {
        text_add(text, " on ");
        date_write(text, limen_case->date);
    }
    if (program->authorities.count > 1 && witness->stated[program->authority->entity.index]) {
        int64_t value = limen_case->facts[program->authority->entity.index].set.low;
        text_format(text, " for %s", program->authorities.items[value]);
    }
    text_add_char(text, '\n');
}

static void write_expectation(struct text *text, const struct answer *answer)
{
    const struct program *program = answer->evaluation->plan->program;
    if (answer->scope == SCOPE_OUT) {
        text_add(text, "  expect out of scope\n");
    } else if (answer->has_level && answer->scope == SCOPE_IN) {
        text_format(text, "  expect level %s", level_label(program, answer->at_least));
        if (answer->at_most != answer->at_least) {
            text_format(text, " to %s", level_label(program, answer->at_most));
        }
        text_add_char(text, '\n');
    }
}

static const char *write_example(struct making *making, const char *name)
{
    struct witness *witness = making->witness;
    struct text text = {0}, facts = {0};
    write_head(&text, witness, name);
    witness_write_facts(&facts, witness);
    if (strcmp(text_string(&facts), "nothing") != 0) {
        text_add(&text, "  given ");
        text_add_wrapped(&text, text_string(&facts), 8, 4, 98);
        text_add_char(&text, '\n');
    }
    text_add(&text, "  otherwise no\n");
    write_expectation(&text, witness->answer);
    const char *example = arena_copy(making->prover->arena, text_string(&text), text.length);
    text_clear(&text);
    text_clear(&facts);
    return example;
}

/* False: an internal error, and making->fault. */
static bool make_and_replay(struct making *making)
{
    struct prover *prover = making->prover;
    int64_t *known = arena_alloc(prover->arena, (prover->terms->nodes.count + 1) * sizeof *known);
    terms_values(prover->terms, prover->values.items, known);
    making->known = known;
    making->program = making->encoding->plan->program;
    making->witness = arena_alloc(prover->arena, sizeof *making->witness);
    making->witness->plan = making->encoding->plan;
    making->witness->stated =
        arena_alloc(prover->arena, (making->program->facts.count + 1) * sizeof(bool));
    make_case(making);
    return replay(making);
}

const struct witness *witness_replay(struct prover *prover, const struct encoding *encoding,
                                     const char **ret_fault)
{
    struct making making = {.prover = prover, .encoding = encoding};
    if (!make_and_replay(&making)) {
        *ret_fault = making.fault;
        return NULL;
    }
    return making.witness;
}

const struct witness *witness_create(struct prover *prover, const struct encoding *encoding,
                                     const char *name, const char **ret_fault)
{
    struct making making = {.prover = prover, .encoding = encoding};
    settle_values(prover->terms, prover->values.items);
    if (!make_and_replay(&making)) {
        *ret_fault = making.fault;
        return NULL;
    }
    leave_all_open(&making);
    evaluate_example(&making);
    making.witness->example = write_example(&making, name);
    return making.witness;
}

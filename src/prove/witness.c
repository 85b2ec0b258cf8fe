/* SPDX-License-Identifier: Apache-2.0 */
/* From values of variables to a case: stated, replayed, made small, written. */
#include "prove/witness.h"

#include <stdlib.h>
#include <string.h>

#include "meaning/each.h"
#include "meaning/type.h"
#include "prove/age.h"
#include "prove/settle.h"

struct making {
    struct prover *prover;
    const struct encoding *encoding;
    const struct program *program;
    const int64_t *known; /* by term: its value */
    struct witness *witness;
    const struct world *world;     /* of the member at hand, */
    struct limen_case *limen_case; /* what is said of it, */
    bool *stated;                  /* and which facts an example states of it */
    struct making *companion; /* the same case for the other ruleset, or NULL */
    const char *fault;
    const node_id *kept; /* these, beside the answers, are not to change by what is left open */
    size_t kept_count;
};

static bool fail(struct making *making, const char *fault)
{
    making->fault = fault;
    return false;
}

static const struct world_fact *found_fact(const struct making *making, const struct fact *fact)
{
    return world_find(making->world, fact);
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
    case_set_dates(making->limen_case, fact, dates.items, dates.count, true);
    making->stated[fact->entity.index] = dates.count > 0;
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
        const struct world_fact *found = found_fact(making, field);
        if (field->from || !found || found->fields[item].value == NO_TERM) {
            continue;
        }
        struct reading reading = found->fields[item];
        bool none = making->known[reading.none];
        int64_t value = making->known[reading.value];
        case_set_field(making->limen_case, field,
                       none ? value_none(arena, field->type)
                            : value_of(arena, field->type, value_as(making, found, field, value)));
    }
}

static void state_list(struct making *making, const struct fact *list, const struct world_list *items)
{
    case_start_list(making->limen_case, list, true);
    if (items->is_members) {
        return; /* the case is about one of them, and there are no others */
    }
    for (size_t i = 0; i < items->items; i++) {
        if (!making->known[items->there[i]]) {
            continue;
        }
        case_add_item(making->limen_case, making->prover->arena, list);
        state_fields(making, list, i);
        making->stated[list->entity.index] = true;
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
    case_set(making->limen_case, fact,
             known[age->none] ? value_none(making->prover->arena, fact->type)
                              : value_between(day, day));
    making->stated[fact->entity.index] = true;
}

static void state_fact(struct making *making, const struct fact *fact)
{
    const struct world_fact *found = found_fact(making, fact);
    struct arena *arena = making->prover->arena;
    if (fact->from || !found) {
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
    case_set(making->limen_case, fact,
             none ? value_none(arena, fact->type)
                  : value_of(arena, fact->type, value_as(making, found, fact, value)));
    making->stated[fact->entity.index] =
        !is_at_rest(found->fact, &found->reading, making->known);
}

/* Whether FIELD of item ITEM is known in the case. */
static bool field_is_known(const struct making *making, const struct fact *field, size_t item)
{
    const struct world_fact *found = found_fact(making, field);
    return !found || found->fields_known[item] == NO_TERM
           || making->known[found->fields_known[item]];
}

/* Of the items that are there. */
static bool *items_known(const struct making *making, const struct fact *field)
{
    const struct world_fact *list = found_fact(making, field->list);
    bool *known = arena_alloc(making->prover->arena, WORLD_MOST_ITEMS * sizeof *known);
    size_t count = 0;
    for (size_t item = 0; list && list->list && item < list->list->items; item++) {
        if (making->known[list->list->there[item]]) {
            known[count++] = field_is_known(making, field, item);
        }
    }
    return known;
}

static void state_fields_known(struct making *making)
{
    size_t count = making->program->fields.count;
    bool **known = arena_alloc(making->prover->arena, (count + 1) * sizeof *known);
    for (size_t i = 0; i < count; i++) {
        known[i] = items_known(making, making->program->fields.items[i]);
    }
    making->limen_case->fields_known = known;
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
    making->limen_case->known = known;
}

/* Facts of each member, or of the household. */
enum whose { OF_ALL, OF_HOUSEHOLD, OF_MEMBER };

static void state_facts(struct making *making, enum whose whose)
{
    const struct program *program = making->program;
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        bool is_own = fact_is_of_each(program, fact);
        if (whose == OF_ALL || (is_own == (whose == OF_MEMBER) && fact != program->each)) {
            state_fact(making, fact);
        }
    }
}

static void state_date(const struct making *making, struct limen_case *limen_case)
{
    const struct world *world = making->prover->world;
    if (world->case_date.value != NO_TERM) {
        limen_case->has_date = true;
        limen_case->date = (int32_t)making->known[world->case_date.value];
    }
}

/* Other member ITEM, as in the list of members, is there. */
static bool is_there(const struct making *making, size_t item)
{
    const struct world_fact *found =
        making->program->each ? world_find(making->prover->world, making->program->each) : NULL;
    return found && found->list && item < found->list->items && making->known[found->list->there[item]];
}

/* MAKING of other member PLACE of the witness. */
static struct making making_of(const struct making *making, size_t place)
{
    struct making made = *making;
    const struct witness_other *other = &making->witness->others.items[place];
    made.world = making->prover->world->others[place];
    made.limen_case = other->limen_case;
    made.stated = other->stated;
    return made;
}

static void make_other(struct making *making, struct limen_case *shared)
{
    struct arena *arena = making->prover->arena;
    size_t place = making->witness->others.count;
    const char *name = place == 0 ? "other" : arena_format(arena, "other_%zu", place + 1);
    struct witness_other other = {household_add(shared, making->program, arena, name),
                                  arena_alloc(arena, (making->program->facts.count + 1) * sizeof(bool))};
    vector_push(arena, &making->witness->others, other);
    struct making made = making_of(making, place);
    state_facts(&made, OF_MEMBER);
    state_known(&made);
    state_fields_known(&made);
}

/* Those that are there come first in their list. */
static void make_household(struct making *making)
{
    struct arena *arena = making->prover->arena;
    struct limen_case *shared = case_create(arena, making->program);
    shared->close_all = true;
    state_date(making, shared);
    household_start(shared, making->program, arena, true);
    making->limen_case = shared;
    state_facts(making, OF_HOUSEHOLD);
    making->limen_case = making->witness->limen_case =
        household_add(shared, making->program, arena, "this");
    state_facts(making, OF_MEMBER);
    state_known(making);
    state_fields_known(making);
    for (size_t item = 1; is_there(making, item); item++) {
        make_other(making, shared);
    }
    case_close(shared, making->program, arena);
}

static void make_case(struct making *making)
{
    making->world = making->prover->world;
    making->stated = making->witness->stated;
    if (is_there(making, 1)) {
        make_household(making);
        return;
    }
    making->limen_case = making->witness->limen_case =
        case_create(making->prover->arena, making->program);
    making->limen_case->close_all = true;
    state_facts(making, OF_ALL);
    state_date(making, making->limen_case);
    state_known(making);
    state_fields_known(making);
    case_close(making->limen_case, making->program, making->prover->arena);
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

/* The interpreter's set for a node, of EVALUATION, has the value that the solver's case gives it. */
static bool node_agrees(const struct making *making, const struct encoding *encoding,
                        const struct evaluation *evaluation, node_id id)
{
    if (plan_at(encoding->plan, id)->domain != PLAN_CASE) {
        return true;
    }
    const struct reading *reading = &encoding->nodes[id];
    const struct value_set *set = &evaluation->values[id];
    const struct type *type = plan_at(encoding->plan, id)->type;
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

static bool nodes_agree(struct making *making, const struct encoding *encoding,
                        const struct evaluation *evaluation, const bool *of_others)
{
    for (node_id id = 0; id < encoding->plan->nodes.count; id++) {
        if ((!of_others || of_others[id]) && !node_agrees(making, encoding, evaluation, id)) {
            return fail(making, arena_format(making->prover->arena,
                                             "the interpreter has another value for node %%%u (%s)",
                                             id, op_text(plan_at(encoding->plan, id)->op)));
        }
    }
    return true;
}

static bool replay(struct making *making)
{
    const struct encoding *encoding = making->encoding;
    struct witness *witness = making->witness;
    witness->evaluation =
        interpreter_evaluate(making->prover->arena, encoding->plan, witness->limen_case);
    if (making->known[encoding->valid] && witness->evaluation->refused) {
        return fail(making, "the interpreter refuses the case");
    }
    const struct family *family = witness->evaluation->family;
    bool agree = nodes_agree(making, encoding, witness->evaluation, NULL);
    for (size_t i = 0; family && i < witness->others.count && agree; i++) {
        agree = nodes_agree(making, encoding->others[i], family->members[1 + i], encoding->of_others);
    }
    return agree;
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
    for (size_t i = 0; i < plan->changes.count && same; i++) {
        same = same_node(making, other, plan->changes.items[i].condition);
    }
    for (size_t i = 0; i < making->kept_count && same; i++) {
        same = same_node(making, other, making->kept[i]);
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
    return &making->limen_case->facts[fact->entity.index];
}

/* What is said of a fact of the household is said of it to all. */
static void say(const struct making *making, const struct fact *fact, struct case_fact said)
{
    const struct household *household = making->limen_case->household;
    *said_of(making, fact) = said;
    for (size_t i = 0; household && !fact_is_of_each(making->program, fact)
                       && i < household->members.count; i++) {
        household->members.items[i]->facts[fact->entity.index] = said;
    }
}

static struct case_fact open_up(const struct making *making, const struct fact *fact)
{
    struct case_fact before = *said_of(making, fact), open = before;
    open.set = value_any(making->prover->arena, fact->type);
    open.state = FACT_NOT_ASKED;
    say(making, fact, open);
    return before;
}

static void settle_open(const struct making *making, const struct fact *fact, bool alike,
                        struct case_fact before)
{
    if (!alike) {
        say(making, fact, before);
    }
    making->stated[fact->entity.index] = !alike;
}

/* The fact of that name in the case for the other ruleset, if that states it. */
static const struct fact *companion_fact(const struct making *making, const struct fact *fact)
{
    const struct making *companion = making->companion;
    const struct fact *same = companion ? program_fact(companion->program, fact->entity.name) : NULL;
    return same && companion->stated[same->entity.index] ? same : NULL;
}

/* Leaves FACT open, if that changes no answer of either ruleset. */
static bool leave_open(const struct making *making, const struct fact *fact)
{
    const struct fact *same = companion_fact(making, fact);
    struct case_fact before = open_up(making, fact), before_there = {0};
    if (same) {
        before_there = open_up(making->companion, same);
    }
    bool alike = answers_alike(making) && (!same || answers_alike(making->companion));
    settle_open(making, fact, alike, before);
    if (same) {
        settle_open(making->companion, same, alike, before_there);
    }
    return alike;
}

/* FACT is said of the member at hand: of another than the case is about only its own. */
static bool is_at_hand(const struct making *making, const struct fact *fact)
{
    return making->limen_case == making->witness->limen_case || fact_is_of_each(making->program, fact);
}

static const struct evaluation *evaluation_at_hand(const struct making *making)
{
    const struct evaluation *evaluation = making->witness->evaluation;
    return making->limen_case == making->witness->limen_case
               ? evaluation
               : evaluation->family->members[making->limen_case->member];
}

/* States what facts are worked out as; WHETHER: not so any more. */
static void state_worked_out(const struct making *making, bool whether)
{
    const struct plan *plan = making->encoding->plan;
    for (size_t i = 0; i < making->program->facts.count; i++) {
        const struct fact *fact = making->program->facts.items[i];
        node_id node = plan->facts[i];
        if (!fact->from || node == NO_NODE || !is_at_hand(making, fact)) {
            continue;
        }
        struct case_fact said = *said_of(making, fact);
        said.state = whether ? FACT_GIVEN : FACT_NOT_ASKED;
        said.set = whether ? evaluation_at_hand(making)->values[node]
                           : value_any(making->prover->arena, fact->type);
        say(making, fact, said);
        making->stated[i] = whether;
    }
}

static void state_all_worked_out(const struct making *making, bool whether)
{
    state_worked_out(making, whether);
    if (making->companion) {
        state_worked_out(making->companion, whether);
    }
}

static void leave_worked_out_open(const struct making *making)
{
    for (size_t i = 0; i < making->program->facts.count; i++) {
        const struct fact *fact = making->program->facts.items[i];
        if (fact->from && making->stated[i]) {
            leave_open(making, fact);
        }
    }
}

/* Instead of a date, an age: what is worked out is stated, then as little of it as will do. */
static void state_age_instead(const struct making *making, const struct fact *date)
{
    state_all_worked_out(making, true);
    if (!leave_open(making, date)) {
        state_all_worked_out(making, false);
        return;
    }
    leave_worked_out_open(making);
    if (making->companion) {
        leave_worked_out_open(making->companion);
    }
}

bool witness_has_rest(const struct fact *fact)
{
    return fact->has_usual || fact->usual_none || fact->type->kind == TYPE_YES_NO
           || fact->type->kind == TYPE_EVENT || fact->type->kind == TYPE_LIST;
}

static void leave_all_open(const struct making *making)
{
    for (size_t i = 0; i < making->program->facts.count; i++) {
        const struct fact *fact = making->program->facts.items[i];
        if (making->stated[i] && !witness_has_rest(fact) && !fact->from
            && fact->type->low != fact->type->high && !leave_open(making, fact)
            && fact->type->kind == TYPE_DATE) {
            state_age_instead(making, fact);
        }
    }
}

/* Of the others too, what does not change what comes of the one that the case is about. */
static void leave_household_open(const struct making *making)
{
    leave_all_open(making);
    for (size_t i = 0; i < making->witness->others.count && making->witness->evaluation->family; i++) {
        struct making other = making_of(making, i), companion;
        if (making->companion) {
            companion = making_of(making->companion, i);
            other.companion = &companion;
        }
        leave_all_open(&other);
    }
}

static void open_field(const struct making *making, const struct fact *field)
{
    struct limen_case *limen_case = making->limen_case;
    struct case_fact *list = &limen_case->facts[field->list->entity.index];
    for (size_t item = 0; item < list->item_count; item++) {
        if (!limen_case->fields_known[field->entity.index][item] && !field->from) {
            struct case_fact *said = &list->items[item].fields[field->place];
            said->state = FACT_NOT_KNOWN;
            said->set = value_any(making->prover->arena, field->type);
        }
    }
}

/* What is not known of the member at hand is open. */
static void open_unknown(const struct making *making)
{
    struct limen_case *limen_case = making->limen_case;
    for (size_t i = 0; i < making->program->facts.count; i++) {
        const struct fact *fact = making->program->facts.items[i];
        if (!limen_case->known[i] && !fact->from && is_at_hand(making, fact)) {
            case_set_not_known(limen_case, fact);
            say(making, fact, *said_of(making, fact));
            making->stated[i] = true;
        }
    }
    for (size_t i = 0; i < making->program->fields.count; i++) {
        const struct fact *field = making->program->fields.items[i];
        if (is_at_hand(making, field)) {
            open_field(making, field);
        }
    }
    limen_case->known = NULL;
    limen_case->fields_known = NULL;
}

/* As an example says it: what is not known is open. */
static void evaluate_example(struct making *making)
{
    struct witness *witness = making->witness;
    open_unknown(making);
    for (size_t i = 0; i < witness->others.count; i++) {
        struct making other = making_of(making, i);
        open_unknown(&other);
    }
    witness->evaluation =
        interpreter_evaluate(making->prover->arena, making->encoding->plan, witness->limen_case);
    witness->answer = answer_create(making->prover->arena, witness->evaluation);
}

/* The case that the prover found, as it is; false: the interpreter disagrees. */
static bool start(struct making *making, struct prover *prover, const struct encoding *encoding,
                  const int64_t *known)
{
    *making = (struct making){.prover = prover, .encoding = encoding,
                              .program = encoding->plan->program, .known = known};
    making->witness = arena_alloc(prover->arena, sizeof *making->witness);
    making->witness->plan = encoding->plan;
    making->witness->stated =
        arena_alloc(prover->arena, (making->program->facts.count + 1) * sizeof(bool));
    make_case(making);
    return replay(making);
}

static const struct witness *finish(struct making *making, const char *name)
{
    evaluate_example(making);
    making->witness->example = witness_write_example(making->prover->arena, making->witness, name);
    return making->witness;
}

static const int64_t *values_known(struct prover *prover)
{
    int64_t *known = arena_alloc(prover->arena, (prover->terms->nodes.count + 1) * sizeof *known);
    terms_values(prover->terms, prover->values.items, known);
    return known;
}

static const int64_t *settle(struct prover *prover)
{
    settle_values(prover->terms, prover->values.items);
    return values_known(prover);
}

const struct witness *witness_replay(struct prover *prover, const struct encoding *encoding,
                                     const char **ret_fault)
{
    struct making making;
    if (!start(&making, prover, encoding, values_known(prover))) {
        *ret_fault = making.fault;
        return NULL;
    }
    return making.witness;
}

const struct witness *witness_create(struct prover *prover, const struct encoding *encoding,
                                     const char *name, const char **ret_fault)
{
    return witness_create_keeping(prover, encoding, name, NULL, 0, ret_fault);
}

const struct witness *witness_create_keeping(struct prover *prover, const struct encoding *encoding,
                                             const char *name, const node_id *nodes, size_t count,
                                             const char **ret_fault)
{
    struct making making;
    if (!start(&making, prover, encoding, settle(prover))) {
        *ret_fault = making.fault;
        return NULL;
    }
    making.kept = nodes;
    making.kept_count = count;
    leave_household_open(&making);
    return finish(&making, name);
}

bool witness_create_pair(struct prover *prover, const struct encoding *const encodings[2],
                         const char *name, const struct witness *ret[2], const char **ret_fault)
{
    struct making making[2];
    const int64_t *known = settle(prover);
    for (size_t i = 0; i < 2; i++) {
        if (!start(&making[i], prover, encodings[i], known)) {
            *ret_fault = arena_format(prover->arena, "%s@%s: %s", making[i].program->name,
                                      making[i].program->version, making[i].fault);
            return false;
        }
    }
    making[0].companion = &making[1];
    making[1].companion = &making[0];
    leave_household_open(&making[1]);
    leave_household_open(&making[0]);
    ret[0] = finish(&making[0], name);
    ret[1] = finish(&making[1], name);
    return true;
}

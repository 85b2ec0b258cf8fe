/* SPDX-License-Identifier: Apache-2.0 */
/* Answers against the oracle: complete cases, completions, both ends of exact ranges, order. */
#include "check.h"

#include <string.h>

#include "base/date.h"
#include "meaning/type.h"
#include "prove/exact.h"

#define PROOF_LIMIT 3000 /* milliseconds for a case */

struct check {
    struct arena *arena;
    const struct program *program;
    const struct plan *plan;
    uint64_t seed;
    const struct limen_case *base;
    const struct evaluation *reported;
    struct check_counts *counts;
    const char *failure;
};

static void fail(struct check *check, const char *kind, const char *name, const struct type *type,
                 const struct value_set *found)
{
    struct text text = {0};
    text_format(&text, "%s: %s", kind, name);
    if (found) {
        text_add(&text, " is reported as ");
        value_set_write(&text, type, *found);
    }
    if (!check->failure) {
        check->failure = arena_copy(check->arena, text_string(&text), text.length);
    }
    text_clear(&text);
}

/* ---------------------------------------------------------------------- one answer in a report */

/* How an evaluation must relate to the oracle's answer: hold it, or say nothing else. */
struct view {
    const struct evaluation *evaluation;
    bool single;
    const char *kind;
};

static bool has_value(const struct type *type, const struct value_set *set,
                      struct oracle_value value, bool single)
{
    int64_t as;
    if (value.is_none) {
        return set->or_none && (!single || value_is_none(*set));
    }
    return oracle_value_as(type, value, &as) && value_has(*set, as) &&
           (!single || (set->low == set->high && !set->or_none));
}

static void expect(struct check *check, const struct view *view, node_id node,
                   struct oracle_value value, const char *name)
{
    if (node == NO_NODE) {
        return;
    }
    const struct type *type = plan_at(check->plan, node)->type;
    const struct value_set *set = &view->evaluation->values[node];
    if (!has_value(type, set, value, view->single)) {
        fail(check, view->kind, name, type, set);
    }
}

static void expect_yes_no(struct check *check, const struct view *view, node_id node, bool value,
                          const char *name)
{
    expect(check, view, node, (struct oracle_value){false, value}, name);
}

static bool selected(const uint64_t *members, size_t value)
{
    return members[value / VALUE_WORD_BITS] >> (value % VALUE_WORD_BITS) & 1;
}

static void expect_selection(struct check *check, const struct view *view,
                             const struct plan_decision *decision, const bool *wanted)
{
    const struct type *type = decision->decision->type;
    const struct value_set *set = &view->evaluation->values[decision->value];
    size_t half = value_words(type) / 2;
    for (size_t i = 0; i < type->choice->count; i++) {
        bool may = selected(set->members, i), must = selected(set->members + half, i);
        if ((wanted[i] && !may) || (!wanted[i] && must) || (view->single && may != must)) {
            fail(check, view->kind, decision->decision->entity.name, type, set);
        }
    }
}

static bool reports_conflict(const struct evaluation *evaluation, size_t decision)
{
    for (size_t i = 0; i < evaluation->problems.count; i++) {
        const struct case_problem *problem = &evaluation->problems.items[i];
        if (problem->kind == PROBLEM_CONFLICT && problem->index == decision) {
            return true;
        }
    }
    return false;
}

static void check_decisions(struct check *check, const struct view *view,
                            const struct oracle_answer *answer)
{
    for (size_t i = 0; i < check->plan->decisions.count; i++) {
        const struct plan_decision *decision = &check->plan->decisions.items[i];
        const struct oracle_decision *wanted = &answer->decisions[i];
        if (decision->decision->type->kind == TYPE_SELECTION) {
            expect_selection(check, view, decision, wanted->selected);
            continue;
        }
        expect(check, view, decision->value, wanted->value, decision->decision->entity.name);
        if (view->single && wanted->conflict != reports_conflict(view->evaluation, i)) {
            fail(check, "conflict", decision->decision->entity.name, NULL, NULL);
        }
    }
}

static void check_duties(struct check *check, const struct view *view,
                         const struct oracle_answer *answer)
{
    size_t start = 0;
    for (size_t i = 0; i < check->plan->duties.count; i++) {
        const struct plan_duty *duty = &check->plan->duties.items[i];
        expect_yes_no(check, view, duty->holds, answer->duties[i], duty->duty->entity.name);
        for (size_t j = 0; j < duty->deadlines.count; j++) {
            if (duty->deadlines.items[j].deadline->start) {
                expect(check, view, duty->deadlines.items[j].start, answer->starts.items[start++],
                       "a deadline");
            }
        }
    }
}

static void check_parts(struct check *check, const struct view *view,
                        const struct oracle_answer *answer)
{
    const struct plan *plan = check->plan;
    expect_yes_no(check, view, plan->scope, answer->in_scope, "scope");
    for (size_t rank = 0; rank < plan->threshold_count; rank++) {
        expect_yes_no(check, view, plan->thresholds[rank], answer->level >= rank, "the level");
    }
    for (size_t i = 0; i < plan->rules.count; i++) {
        expect_yes_no(check, view, plan->rules.items[i].status, answer->rules[i],
                      plan->rules.items[i].rule->label);
    }
    for (size_t i = 0; i < plan->notes.count; i++) {
        expect_yes_no(check, view, plan->notes.items[i].shown, answer->notes[i], "a note");
    }
    for (size_t i = 0; i < plan->items.count; i++) {
        expect_yes_no(check, view, plan->items.items[i].asked, answer->items.items[i],
                      plan->items.items[i].item->name);
    }
    for (size_t i = 0; i < check->program->facts.count; i++) {
        if (!type_is_many(check->program->facts.items[i]->type)) {
            expect(check, view, plan->facts[i], answer->facts[i],
                   check->program->facts.items[i]->entity.name);
        }
    }
}

static void check_answer(struct check *check, const struct view *view,
                         const struct oracle_answer *answer)
{
    check_parts(check, view, answer);
    check_decisions(check, view, answer);
    check_duties(check, view, answer);
}

/* ----------------------------------------------------------------------- nodes of a completion */

static bool words_within(const uint64_t *inner, const uint64_t *outer, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        if (inner[i] & ~outer[i]) {
            return false;
        }
    }
    return true;
}

static bool set_within(const struct type *type, const struct value_set *inner,
                       const struct value_set *outer)
{
    size_t words = value_words(type);
    if (type->kind == TYPE_SELECTION) {
        return words_within(inner->members, outer->members, words / 2) &&
               words_within(outer->members + words / 2, inner->members + words / 2, words / 2);
    }
    if (inner->or_none && !outer->or_none) {
        return false;
    }
    return inner->low > inner->high || (inner->low >= outer->low && inner->high <= outer->high &&
                                        words_within(inner->members, outer->members, words));
}

/* What a case says of a derived fact, which completions leave as it was: no value to be within. */
static bool is_derived_input(const struct check *check, node_id id)
{
    const struct plan_node *node = plan_at(check->plan, id);
    return (node->op == OP_INPUT && check->program->facts.items[node->index]->from) ||
           (node->op == OP_FIELD && check->program->fields.items[node->index]->from);
}

static void check_nodes(struct check *check, const struct evaluation *completed)
{
    for (node_id id = 0; id < check->plan->nodes.count && !check->failure; id++) {
        const struct type *type = plan_at(check->plan, id)->type;
        if (!is_derived_input(check, id) &&
            !set_within(type, &completed->values[id], &check->reported->values[id])) {
            fail(check, "a node of a completion is not within what is reported",
                 arena_format(check->arena, "node %%%u", id), type, &check->reported->values[id]);
        }
    }
}

/* --------------------------------------------------------------------------------- completions */

static bool is_judged(const struct program *program)
{
    for (size_t i = 0; i < program->rules.count; i++) {
        const struct rule *rule = program->rules.items[i];
        if (rule->has_level && rule->level_low < rule->level_high) {
            return true;
        }
    }
    return false;
}

static struct sketch_known known_of(const struct check *check)
{
    return (struct sketch_known){check->reported->known, check->reported->fields_known};
}

static void check_completion(struct check *check, uint64_t seed)
{
    struct limen_case *completed =
        sketch_complete(check->arena, check->program, check->base, known_of(check), seed);
    const size_t *judged = sketch_judge(check->arena, check->program, seed);
    struct oracle_answer *answer = oracle_answer(check->arena, check->program, completed, judged);
    struct evaluation *evaluation = interpreter_evaluate(check->arena, check->plan, completed);
    if (answer->refused != evaluation->refused) {
        fail(check, "refused",
             answer->refused ? "a case that is not valid is answered" : "a valid case is refused",
             NULL, NULL);
    }
    if (answer->refused || check->failure) {
        return;
    }
    if (check->reported->refused) {
        fail(check, "refused", "a case that has a completion is refused", NULL, NULL);
        return;
    }
    check->counts->completions++;
    bool single = !is_judged(check->program) && !answer->conflict;
    check_answer(check, &(struct view){evaluation, single, "a complete case"}, answer);
    check_answer(check, &(struct view){check->reported, false, "a completion"}, answer);
    check_nodes(check, evaluation);
}

/* ----------------------------------------------------------------------------------- exactness */

#define ANCHORS 6 /* the date of the case, then dates that facts are, or events end with */
#define OFFSETS 5
#define DATE_CHOICES (ANCHORS * OFFSETS)
#define EVENT_CHOICES (1 + 4 * DATE_CHOICES)

static bool is_open_event(const struct check *check, size_t index)
{
    const struct case_fact *given = &check->base->facts[index];
    return check->program->facts.items[index]->type->kind == TYPE_EVENT &&
           !(given->complete && (given->state == FACT_GIVEN || given->state == FACT_ASSUMED));
}

static bool is_open_list(const struct check *check, size_t index)
{
    const struct case_fact *given = &check->base->facts[index];
    const struct fact *fact = check->program->facts.items[index];
    return fact->type->kind == TYPE_LIST && given->item_count < (size_t)fact->type->high &&
           !(given->complete && (given->state == FACT_GIVEN || given->state == FACT_ASSUMED));
}

static struct value_set item_set(const struct check *check, const struct fact *field,
                                 const struct case_item *item)
{
    const struct case_fact *said = item ? &item->fields[field->place] : NULL;
    bool is_said = said && (said->state == FACT_GIVEN || said->state == FACT_ASSUMED);
    return is_said ? said->set : value_any(check->arena, field->type);
}

static size_t set_choices(struct value_set set)
{
    size_t values = set.low > set.high ? 0 : (size_t)(set.high - set.low + 1);
    return values + set.or_none;
}

/* A field that nothing reads need not be tried. */
static size_t field_choices(const struct check *check, const struct fact *field,
                            const struct case_item *item)
{
    return field->entity.used && !field->from ? set_choices(item_set(check, field, item)) : 1;
}

/* How many values there are for the fields of ITEM (NULL: of one that is not listed) together. */
static size_t item_choices(const struct check *check, const struct fact *list,
                           const struct case_item *item)
{
    size_t product = 1;
    for (size_t f = 0; f < list->fields.count && product <= ENUMERATED; f++) {
        size_t choices = field_choices(check, list->fields.items[f], item);
        product = choices > ENUMERATED ? ENUMERATED + 1 : product * choices;
    }
    return product;
}

/* Of the listed items together, times what may be added: nothing, or some copies of one item. */
static size_t list_choices(const struct check *check, const struct fact *list)
{
    const struct case_fact *given = &check->base->facts[list->entity.index];
    size_t product = 1, room = (size_t)list->type->high - given->item_count;
    for (size_t i = 0; i < given->item_count && product <= ENUMERATED; i++) {
        product *= item_choices(check, list, &given->items[i]);
    }
    bool is_open = is_open_list(check, list->entity.index);
    size_t added = is_open ? 1 + room * item_choices(check, list, NULL) : 1;
    return product > ENUMERATED || added > ENUMERATED ? ENUMERATED + 1 : product * added;
}

/* The item with number *NUMBER, of which it takes its share; false if a value is not in its set. */
static bool nth_item(const struct check *check, const struct fact *list,
                     const struct case_item *item, size_t *number, struct case_item *ret)
{
    struct random random = random_create(0);
    *ret = sketch_complete_item(check->arena, list, item, &random);
    for (size_t f = 0; f < list->fields.count; f++) {
        const struct fact *field = list->fields.items[f];
        if (field->from) {
            continue;
        }
        struct value_set set = item_set(check, field, item);
        size_t choices = field_choices(check, field, item), picked = *number % choices;
        bool is_none = set.low > set.high || (set.or_none && picked == set_choices(set) - 1);
        *number /= choices;
        if (!is_none && !value_has(set, set.low + (int64_t)picked)) {
            return false;
        }
        ret->fields[f].set = is_none ? value_none(check->arena, field->type)
                                     : value_of(check->arena, field->type, set.low + (int64_t)picked);
    }
    return true;
}

static bool nth_list(const struct check *check, const struct fact *list, size_t number,
                     struct case_fact *ret)
{
    const struct case_fact *given = &check->base->facts[list->entity.index];
    struct case_item added = {0};
    sketch_add_items(check->arena, ret, 0, added);
    for (size_t i = 0; i < given->item_count; i++) {
        if (!nth_item(check, list, &given->items[i], &number, &ret->items[i])) {
            return false;
        }
    }
    if (number == 0) {
        return true;
    }
    number--;
    if (!nth_item(check, list, NULL, &number, &added)) {
        return false;
    }
    sketch_add_items(check->arena, ret, number + 1, added);
    return true;
}

/* How many values of a fact are tried: all of a small set, else too many. */
static size_t fact_choices(const struct check *check, size_t index)
{
    const struct fact *fact = check->program->facts.items[index];
    if (!fact->is_read) {
        return 1;
    }
    if (fact->type->kind == TYPE_LIST) {
        return list_choices(check, fact);
    }
    if (fact->type->kind == TYPE_EVENT) {
        return is_open_event(check, index) ? EVENT_CHOICES : 1;
    }
    return fact->from ? 1
                      : set_choices(sketch_set(check->arena, check->program, check->base, index));
}

/* The product, or 0 if it is too many. */
static size_t count_choices(const struct check *check, size_t *choices)
{
    size_t product = 1;
    for (size_t i = 0; i < check->program->facts.count; i++) {
        choices[i] = fact_choices(check, i);
        if (choices[i] > ENUMERATED || (product *= choices[i]) > ENUMERATED) {
            return 0;
        }
    }
    return check->base->has_date ? product : 0;
}

/* The date that a fact is, or an event ends with. */
static bool is_anchor(const struct check *check, size_t index, int32_t *ret_date)
{
    const struct case_fact *given = &check->base->facts[index];
    enum type_kind kind = check->program->facts.items[index]->type->kind;
    if (kind == TYPE_EVENT && given->date_count > 0) {
        *ret_date = given->dates[given->date_count - 1];
        return true;
    }
    *ret_date = (int32_t)given->set.low;
    return kind == TYPE_DATE && given->state == FACT_GIVEN && given->set.low == given->set.high;
}

static int32_t anchor_date(const struct check *check, size_t wanted)
{
    int32_t date;
    for (size_t i = 0; wanted > 0 && i < check->program->facts.count; i++) {
        if (is_anchor(check, i, &date) && --wanted == 0) {
            return date;
        }
    }
    return check->base->date;
}

/* No date more, or some copies of one, reckoned back from dates that the case names. */
static void choose_dates(const struct check *check, struct case_fact *fact, size_t picked)
{
    static const size_t copies[] = {1, 2, 3, CASE_MAX_EVENTS};
    static const int32_t offsets[OFFSETS] = {0, 5, 13, 45, 1000};
    size_t which = picked == 0 ? 0 : (picked - 1) % DATE_CHOICES;
    size_t count = picked == 0 ? 0 : copies[(picked - 1) / DATE_CHOICES];
    int64_t date = anchor_date(check, which / OFFSETS) - offsets[which % OFFSETS];
    if (fact->date_count + count > CASE_MAX_EVENTS) {
        count = CASE_MAX_EVENTS - fact->date_count;
    }
    sketch_add_dates(check->arena, fact, date < DATE_MIN ? 0 : count, (int32_t)date);
}

/* The completion with number NUMBER; false if that picks a value which is not in a set. */
static bool nth_completion(struct check *check, const size_t *choices, size_t number,
                           struct limen_case *ret)
{
    for (size_t i = 0; i < check->program->facts.count; i++) {
        const struct fact *fact = check->program->facts.items[i];
        size_t picked = number % choices[i];
        number /= choices[i];
        if (is_open_event(check, i) && fact->is_read) {
            choose_dates(check, &ret->facts[i], picked);
        }
        if (fact->type->kind == TYPE_LIST && !nth_list(check, fact, picked, &ret->facts[i])) {
            return false;
        }
        if (fact->from || type_is_many(fact->type)) {
            continue;
        }
        struct value_set set = sketch_set(check->arena, check->program, check->base, i);
        bool is_none = set.low > set.high || (set.or_none && picked == set_choices(set) - 1);
        if (!is_none && !value_has(set, set.low + (int64_t)picked)) {
            return false;
        }
        ret->facts[i].state = FACT_GIVEN;
        ret->facts[i].set = is_none ? value_none(check->arena, fact->type)
                                    : value_of(check->arena, fact->type, set.low + (int64_t)picked);
    }
    return true;
}

struct range {
    size_t low, high;
};

static struct range reported_level(const struct evaluation *evaluation)
{
    struct range range = {0, 0};
    for (size_t rank = 0; rank < evaluation->plan->threshold_count; rank++) {
        struct value_set set = evaluation->values[evaluation->plan->thresholds[rank]];
        range.low = value_is_yes(set) ? rank : range.low;
        range.high = value_may_be_yes(set) ? rank : range.high;
    }
    return range;
}

/* Judged as low and as high as may be: the level never falls where a judgement rises. */
static void widen(struct check *check, const struct limen_case *completed, struct range *all)
{
    size_t *judged = sketch_judge(check->arena, check->program, 0);
    for (int high = 0; high < 2; high++) {
        for (size_t i = 0; i < check->program->rules.count; i++) {
            const struct rule *rule = check->program->rules.items[i];
            judged[i] = high ? rule->level_high : rule->level_low;
        }
        struct oracle_answer *answer =
            oracle_answer(check->arena, check->program, completed, judged);
        if (!answer->refused && answer->in_scope) {
            all->low = answer->level < all->low ? answer->level : all->low;
            all->high = answer->level > all->high ? answer->level : all->high;
        }
    }
}

/* All that completions come to; low SIZE_MAX: none is in scope. False: they are too many. */
static bool attained_level(struct check *check, struct range *ret)
{
    size_t *choices =
        arena_alloc(check->arena, (check->program->facts.count + 1) * sizeof *choices);
    size_t total = count_choices(check, choices);
    struct range all = {SIZE_MAX, 0};
    for (size_t number = 0; number < total; number++) {
        struct limen_case *completed =
            sketch_copy(check->arena, check->program, check->base, known_of(check));
        struct random random = random_create(number);
        if (nth_completion(check, choices, number, completed)) {
            sketch_fix_known(check->arena, check->program, check->base, known_of(check), completed,
                             &random);
            widen(check, completed, &all);
        }
    }
    *ret = all;
    check->counts->enumerated += total > 0;
    return total > 0;
}

static void expect_attained(struct check *check, struct range said)
{
    struct range all;
    if (attained_level(check, &all) && all.low != SIZE_MAX
        && (all.low != said.low || all.high != said.high)) {
        fail(check, "a range that is called exact is not",
             arena_format(check->arena, "ranks %zu to %zu, attained %zu to %zu", said.low,
                          said.high, all.low, all.high),
             NULL, NULL);
    }
}

static void check_exact(struct check *check)
{
    expect_attained(check, reported_level(check->reported));
}

/* ------------------------------------------------------------------------------------- what is proved */

/* A completion in which the level, or a decision, is not what was proved. */
static void refute(struct check *check, const struct proved *proved, uint64_t seed)
{
    struct limen_case *completed =
        sketch_complete(check->arena, check->program, check->base, known_of(check), seed);
    const size_t *judged = sketch_judge(check->arena, check->program, seed);
    struct oracle_answer *answer = oracle_answer(check->arena, check->program, completed, judged);
    if (answer->refused) {
        return;
    }
    check->counts->completions++;
    bool in_scope = answer->in_scope;
    if (!proved) {
        fail(check, "proved", "no completion, and there is one", NULL, NULL);
    } else if (in_scope ? proved->scope == SCOPE_OUT : proved->scope == SCOPE_IN) {
        fail(check, "proved", "scope", NULL, NULL);
    } else if (in_scope && check->plan->threshold_count > 0
               && (answer->level < proved->at_least || answer->level > proved->at_most)) {
        fail(check, "proved", "a completion is outside the range", NULL, NULL);
    }
    for (size_t i = 0; proved && i < check->plan->decisions.count; i++) {
        const struct type *type = plan_at(check->plan, check->plan->decisions.items[i].value)->type;
        if (type->kind != TYPE_SELECTION && !answer->decisions[i].conflict
            && !has_value(type, &proved->decisions[i], answer->decisions[i].value, false)) {
            fail(check, "proved", check->program->decisions.items[i]->entity.name, type,
                 &proved->decisions[i]);
        }
    }
}

static void check_found(struct check *check, enum exactness found, const struct proved *proved)
{
    bool has_level = check->plan->threshold_count > 0;
    for (unsigned i = 0; i < COMPLETIONS && !check->failure; i++) {
        refute(check, found == EXACT_NO_CASE ? NULL : proved, check->seed + i);
    }
    if (found == EXACT_PROVED && has_level && proved->scope != SCOPE_OUT && !check->failure) {
        expect_attained(check, (struct range){proved->at_least, proved->at_most});
    }
}

const char *check_proof(struct arena *arena, const struct plan *plan, const struct sketch *sketch,
                        uint64_t seed, struct check_counts *counts)
{
    struct check check = {.arena = arena, .program = plan->program, .plan = plan, .seed = seed,
                          .counts = counts};
    struct proved proved;
    const char *why = NULL;
    check.base = sketch_case(arena, sketch, plan->program, 0);
    check.reported = check.base ? interpreter_evaluate(arena, plan, check.base) : NULL;
    if (!check.reported || check.reported->refused) {
        return NULL;
    }
    enum exactness found =
        exact_find(arena, answer_create(arena, check.reported), PROOF_LIMIT, &proved, &why);
    if (found == EXACT_FAULT) {
        return arena_format(arena, "replay: %s", why);
    }
    counts->undecided += found == EXACT_UNDECIDED;
    if (found != EXACT_ALREADY) {
        counts->exact += found == EXACT_PROVED;
        check_found(&check, found, &proved);
    }
    return check.failure;
}

static bool scope_holds(const struct check *check)
{
    node_id scope = check->plan->scope;
    return scope == NO_NODE || value_is_yes(check->reported->values[scope]);
}

/* -------------------------------------------------------------------------------------- a case */

static void check_order(struct check *check, const struct sketch *sketch)
{
    const struct limen_case *other =
        sketch_case(check->arena, sketch, check->program, check->seed | 1);
    if (!other) {
        fail(check, "order", "the case is refused in another order", NULL, NULL);
        return;
    }
    struct evaluation *evaluation = interpreter_evaluate(check->arena, check->plan, other);
    for (node_id id = 0; id < check->plan->nodes.count; id++) {
        const struct type *type = plan_at(check->plan, id)->type;
        if (!value_equal(type, evaluation->values[id], check->reported->values[id])) {
            fail(check, "order", "what is given comes out otherwise in another order", NULL, NULL);
            return;
        }
    }
}

static void check_reported(struct check *check)
{
    bool complete = sketch_is_complete(check->program, check->base);
    check->counts->complete += complete;
    check->counts->partial += !complete;
    check->counts->refused += check->reported->refused;
    unsigned completions = complete && !is_judged(check->program) ? 1 : COMPLETIONS;
    for (unsigned i = 0; i < completions && !check->failure; i++) {
        check_completion(check, check->seed + i);
    }
    if (check->failure || check->reported->refused) {
        return;
    }
    struct sensitivity *sensitivity = sensitivity_of(check->arena, check->reported);
    if (sensitivity->exact && scope_holds(check)) {
        check->counts->exact++;
        check_exact(check);
    }
}

const char *check_case(struct arena *arena, const struct plan *plan, const struct sketch *sketch,
                       uint64_t seed, struct check_counts *counts)
{
    struct check check = {.arena = arena, .program = plan->program, .plan = plan, .seed = seed};
    check.counts = counts;
    check.base = sketch_case(arena, sketch, plan->program, 0);
    if (!check.base) {
        return "sketch: the case is refused";
    }
    check.reported = interpreter_evaluate(arena, plan, check.base);
    check_reported(&check);
    if (!check.failure) {
        check_order(&check, sketch);
    }
    return check.failure;
}

const char *check_member(struct arena *arena, const struct evaluation *completed,
                         const struct evaluation *reported, const struct oracle_answer *answer)
{
    const struct plan *plan = completed->plan;
    struct check check = {.arena = arena, .program = plan->program, .plan = plan};
    check.reported = reported;
    if (answer->refused != completed->refused) {
        return answer->refused ? "refused: a member that is not valid is answered"
                               : "refused: a valid member is refused";
    }
    if (answer->refused || reported->refused) {
        return answer->refused ? NULL : "refused: a household that has a completion is refused";
    }
    bool single = !is_judged(check.program) && !answer->conflict;
    check_answer(&check, &(struct view){completed, single, "a complete member"}, answer);
    check_answer(&check, &(struct view){reported, false, "a member's completion"}, answer);
    check_nodes(&check, completed);
    return check.failure;
}

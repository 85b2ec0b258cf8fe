/* SPDX-License-Identifier: Apache-2.0 */
/* The fewest changes sought, then of those the ones that change late facts, and little; what they lead to
   evaluated. */
#include "prove/what_if.h"

#include <string.h>

#include "prove/seek.h"
#include "prove/witness.h"

#define PLAIN_DAY 20089 /* 2025-01-01 */

struct finding {
    struct arena *arena;
    const struct answer *answer;
    const struct plan *plan;
    struct statements *statements;
    const struct encoding *encoding;
    struct terms *terms;
    struct seek seek;
    struct what_if *ret;
    const char *fault;
};

/* ----------------------------------------------------------------------------------- which case it is */

static term *collect(const struct finding *finding, bool changes, size_t *ret_count)
{
    const struct statements *statements = finding->statements;
    size_t said = statements->said.count, open = statements->open.count, count = changes ? said : open;
    term *terms = arena_alloc(finding->arena, (count + 1) * sizeof *terms);
    for (size_t i = 0; i < count; i++) {
        terms[i] = changes ? term_not(finding->terms, statements->said.items[i].as_stated)
                           : stated_stirs(statements, &statements->open.items[i]);
    }
    *ret_count = count;
    return terms;
}

static void settle_event(struct finding *finding, const struct world_event *event, int64_t listed)
{
    seek_nearest(&finding->seek, event->total, listed, listed);
    for (size_t i = 0; i < event->windows.count; i++) {
        seek_nearest(&finding->seek, event->windows.items[i].count, 0, 0);
    }
    for (size_t i = 0; i < event->slots.count; i++) {
        seek_nearest(&finding->seek, event->slots.items[i].times, 0, 0);
        seek_nearest(&finding->seek, event->slots.items[i].day, DATE_MAX, DATE_MAX);
    }
}

static void settle_age(struct finding *finding, const struct world_age *age, const struct value_set *set)
{
    struct seek *seek = &finding->seek;
    bool is_said = age->as_said != finding->terms->no && set->low <= set->high;
    int32_t today = finding->statements->world->date_low;
    int64_t unit = age->unit == UNIT_MONTHS ? 1 : 12;
    int64_t low = is_said ? date_months_between((int32_t)set->high, today) / unit : 0;
    int64_t high = is_said ? date_months_between((int32_t)set->low, today) / unit : 0;
    seek_prefer(seek, term_not(finding->terms, age->none));
    seek_nearest(seek, age->passed, low, high);
    seek_prefer(seek, age->is_past);
    seek_prefer(seek, age->is_future);
}

/* As near to LOW to HIGH as can be, and none only if it must. */
static void settle_reading(struct finding *finding, const struct type *type, struct reading reading,
                           int64_t low, int64_t high)
{
    struct seek *seek = &finding->seek;
    seek_prefer(seek, term_not(finding->terms, reading.none));
    if (seek_value(seek, reading.none)) {
        return;
    }
    if (type->kind == TYPE_YES_NO) {
        seek_prefer(seek, high > 0 ? reading.value : term_not(finding->terms, reading.value));
    } else {
        seek_nearest(seek, reading.value, low, high);
    }
}

/* What an item that is added has, and that matters: as at rest, else low. */
static void settle_item(struct finding *finding, const struct fact *list, size_t item)
{
    for (size_t i = 0; i < list->fields.count; i++) {
        struct stated field = {STATED_FIELD, list->fields.items[i], item, finding->terms->yes};
        struct reading reading = stated_reading(finding->statements, finding->encoding, &field);
        if (!field.fact->from && reading.value != NO_TERM) {
            seek_prefer(&finding->seek,
                        term_not(finding->terms, stated_stirs(finding->statements, &field)));
            settle_reading(finding, field.fact->type, reading, field.fact->type->low,
                           field.fact->type->low);
        }
    }
}

static void settle_items(struct finding *finding, const struct stated *entry)
{
    const struct world_list *list =
        world_list(finding->statements->world, finding->plan->program, entry->fact);
    size_t last = entry->kind == STATED_ITEM ? entry->item + 1 : list->items;
    size_t listed = finding->answer->evaluation->limen_case->facts[entry->fact->entity.index].item_count;
    for (size_t i = last; entry->kind != STATED_ITEM && i-- > entry->item;) {
        seek_prefer(&finding->seek, term_not(finding->terms, list->there[i]));
    }
    for (size_t i = entry->item; i < last; i++) {
        if (i >= listed && seek_value(&finding->seek, list->there[i])) {
            settle_item(finding, entry->fact, i);
        }
    }
}

/* Near the day from which the ruleset is in force. */
static void settle_case_date(struct finding *finding)
{
    const struct program *program = finding->plan->program;
    int64_t day = program->has_from ? program->in_force_from : PLAIN_DAY;
    seek_nearest(&finding->seek, finding->statements->world->case_date.value, day, day);
}

static void settle_entry(struct finding *finding, const struct stated *entry)
{
    const struct limen_case *limen_case = finding->answer->evaluation->limen_case;
    struct world *world = finding->statements->world;
    if (!entry->fact) {
        settle_case_date(finding);
        return;
    }
    const struct world_fact *found =
        entry->kind == STATED_FIELD ? NULL : world_fact(world, finding->plan->program, entry->fact);
    if (found && found->list) {
        settle_items(finding, entry);
        return;
    }
    const struct case_fact *said = stated_said(limen_case, entry);
    if (found && found->event) {
        settle_event(finding, found->event, (int64_t)said->date_count);
    } else if (found && found->age) {
        settle_age(finding, found->age, &said->set);
    } else {
        bool is_none = said->set.low > said->set.high;
        int64_t low = is_none ? entry->fact->type->low : said->set.low;
        int64_t rest = entry->fact->has_usual ? entry->fact->usual : low;
        bool by_rest = !value_is_single(said->set) && seek_value(&finding->seek, entry->as_stated);
        settle_reading(finding, entry->fact->type,
                       stated_reading(finding->statements, finding->encoding, entry),
                       by_rest ? rest : low, by_rest ? rest : is_none ? low : said->set.high);
    }
}

/* One case of all that would do: what is changed late in the ruleset, then as little as can be. */
static void choose_case(struct finding *finding)
{
    const struct statements *statements = finding->statements;
    for (size_t i = 0; i < statements->said.count; i++) {
        seek_prefer(&finding->seek, statements->said.items[i].as_stated);
    }
    for (size_t i = 0; i < statements->open.count; i++) {
        term stirs = stated_stirs(statements, &statements->open.items[i]);
        seek_prefer(&finding->seek, term_not(finding->terms, stirs));
    }
    for (size_t i = 0; i < statements->said.count; i++) {
        if (!seek_value(&finding->seek, statements->said.items[i].as_stated)) {
            settle_entry(finding, &statements->said.items[i]);
        }
    }
    for (size_t i = 0; i < statements->open.count; i++) {
        const struct stated *open = &statements->open.items[i];
        if (!stated_has_rest(open) || seek_value(&finding->seek, stated_stirs(statements, open))) {
            settle_entry(finding, open);
        }
    }
}

/* ------------------------------------------------------------------------------------- what it leads to */

static void find_places(struct finding *finding, const struct fact *list)
{
    const struct world_list *items =
        world_list(finding->statements->world, finding->plan->program, list);
    size_t place = 0;
    finding->ret->places.count = 0;
    for (size_t i = 0; i < items->items; i++) {
        vector_push(finding->arena, &finding->ret->places, place);
        place += seek_value(&finding->seek, items->there[i]) != 0;
    }
}

/* A changed fact as it is in the complete case. */
static struct case_fact changed_fact(const struct finding *finding, const struct stated *change)
{
    size_t index = change->fact->entity.index;
    struct case_fact changed = finding->ret->complete->facts[index];
    if (change->fact->from) {
        changed.set = finding->ret->evaluation->values[finding->plan->facts[index]];
    }
    changed.state = FACT_GIVEN;
    return changed;
}

/* A changed field as it is in the complete case. */
static struct case_fact changed_field(const struct finding *finding, const struct stated *change,
                                      size_t place)
{
    const struct fact *field = change->fact, *list = field->list;
    struct case_fact changed =
        finding->ret->complete->facts[list->entity.index].items[place].fields[field->place];
    for (node_id id = 0; field->from && id < finding->plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(finding->plan, id);
        if (node->op == OP_FIELD_DERIVED && node->index == field->entity.index) {
            changed.set = finding->ret->evaluation->items[id][place];
        }
    }
    changed.state = FACT_GIVEN;
    return changed;
}

static struct case_item copy_item(const struct finding *finding, const struct fact *list,
                                  const struct case_item *item)
{
    struct case_item copy = {
        arena_alloc(finding->arena, (list->fields.count + 1) * sizeof *copy.fields)};
    memcpy(copy.fields, item->fields, list->fields.count * sizeof *copy.fields);
    return copy;
}

static void change_fields(const struct finding *finding, const struct fact *list, size_t item,
                          struct case_item *ret)
{
    for (size_t i = 0; i < finding->ret->changes.count; i++) {
        const struct stated *change = &finding->ret->changes.items[i];
        if (change->kind == STATED_FIELD && change->fact->list == list && change->item == item) {
            ret->fields[change->fact->place] =
                changed_field(finding, change, finding->ret->places.items[item]);
        }
    }
}

/* The items that stay, with their changed fields, and those that are added to a list without others. */
static void change_list(struct finding *finding, const struct fact *list, struct case_fact *entry)
{
    const struct case_fact *complete = &finding->ret->complete->facts[list->entity.index];
    const struct world_list *world = world_list(finding->statements->world, finding->plan->program, list);
    struct case_fact base = *entry;
    size_t items = case_list_is_open(&base, list) ? base.item_count : world->items;
    find_places(finding, list);
    entry->items = arena_alloc(finding->arena, (items + 1) * sizeof *entry->items);
    entry->item_count = 0;
    for (size_t i = 0; i < items; i++) {
        if (seek_value(&finding->seek, world->there[i])) {
            const struct case_item *from =
                i < base.item_count ? &base.items[i] : &complete->items[finding->ret->places.items[i]];
            struct case_item *item = &entry->items[entry->item_count++];
            *item = copy_item(finding, list, from);
            change_fields(finding, list, i, item);
        }
    }
}

static struct limen_case *copy_case(const struct finding *finding, const struct limen_case *base)
{
    size_t count = finding->plan->program->facts.count;
    struct limen_case *copy = arena_alloc(finding->arena, sizeof *copy);
    *copy = *base;
    copy->facts = arena_alloc(finding->arena, (count + 1) * sizeof *copy->facts);
    memcpy(copy->facts, base->facts, count * sizeof *copy->facts);
    return copy;
}

/* The case as it states things after the changes; what it leaves open stays open. */
static struct limen_case *changed_case(struct finding *finding)
{
    struct limen_case *changed = copy_case(finding, finding->answer->evaluation->limen_case);
    for (size_t i = 0; i < finding->ret->changes.count; i++) {
        const struct stated *change = &finding->ret->changes.items[i];
        const struct fact *list = change->kind == STATED_FIELD ? change->fact->list : change->fact;
        if (change->kind == STATED_FACT && change->fact->type->kind != TYPE_LIST) {
            changed->facts[change->fact->entity.index] = changed_fact(finding, change);
        } else if (changed->facts[list->entity.index].items
                   == finding->answer->evaluation->limen_case->facts[list->entity.index].items) {
            change_list(finding, list, &changed->facts[list->entity.index]);
        }
    }
    return changed;
}

static bool same_level(const struct finding *finding, const struct evaluation *a,
                       const struct evaluation *b)
{
    const struct plan *plan = finding->plan;
    bool same = !a->refused && !b->refused;
    for (size_t rank = 0; rank < plan->threshold_count && same; rank++) {
        node_id node = plan->thresholds[rank];
        same = value_equal(plan_at(plan, node)->type, a->values[node], b->values[node]);
    }
    return same && (plan->scope == NO_NODE
                    || value_equal(plan_at(plan, plan->scope)->type, a->values[plan->scope],
                                   b->values[plan->scope]));
}

/* Whether it makes no difference to the level of the complete case that OPEN is left as it was; then it is. */
static bool left_open(const struct finding *finding, const struct stated *open,
                      struct limen_case *limen_case)
{
    const struct limen_case *base = finding->answer->evaluation->limen_case;
    struct limen_case before = *limen_case;
    size_t index = open->fact ? open->fact->entity.index : 0;
    struct case_fact fact = limen_case->facts[index];
    if (open->fact) {
        limen_case->facts[index] = base->facts[index];
    } else {
        limen_case->has_date = false;
    }
    bool same = same_level(finding, finding->ret->evaluation,
                           interpreter_evaluate(finding->arena, finding->plan, limen_case));
    if (!same) {
        limen_case->facts[index] = fact;
        *limen_case = before;
    }
    return same;
}

/* Whether ENTRY can be left open by itself: of a list, if nothing is changed in it. */
static bool can_be_open(const struct finding *finding, const struct stated *entry)
{
    bool is_list = entry->fact && entry->fact->type->kind == TYPE_LIST;
    for (size_t i = 0; is_list && i < finding->ret->changes.count; i++) {
        const struct stated *change = &finding->ret->changes.items[i];
        if (change->fact == entry->fact || change->fact->list == entry->fact) {
            return false;
        }
    }
    return entry->kind == STATED_FACT;
}

/* A field of an item that is taken away, which says nothing any more. */
static bool is_gone(const struct finding *finding, const struct stated *entry)
{
    if (entry->kind != STATED_FIELD) {
        return false;
    }
    const struct world_list *list =
        world_list(finding->statements->world, finding->plan->program, entry->fact->list);
    return !seek_value(&finding->seek, list->there[entry->item]);
}

static bool has_change(const struct finding *finding, const struct stated *entry)
{
    for (size_t i = 0; i < finding->ret->changes.count; i++) {
        const struct stated *change = &finding->ret->changes.items[i];
        if (change->kind == entry->kind && change->fact == entry->fact && change->item == entry->item) {
            return true;
        }
    }
    return false;
}

/* The complete case, with what CHANGED states of facts that are worked out. */
static struct limen_case *trial_case(const struct finding *finding, const struct limen_case *changed)
{
    struct limen_case *trial = copy_case(finding, finding->ret->complete);
    for (size_t i = 0; i < finding->plan->program->facts.count; i++) {
        if (finding->plan->program->facts.items[i]->from) {
            trial->facts[i] = changed->facts[i];
        }
    }
    return trial;
}

static void find_supposed(struct finding *finding, const struct limen_case *changed)
{
    const struct statements *statements = finding->statements;
    struct limen_case *trial = trial_case(finding, changed);
    for (size_t i = 0; i < statements->open.count; i++) {
        const struct stated *open = &statements->open.items[i];
        bool stirs = seek_value(&finding->seek, stated_stirs(statements, open)) != 0;
        bool is_asked = (stirs || !stated_has_rest(open)) && !has_change(finding, open)
                        && !is_gone(finding, open);
        if (is_asked && !(can_be_open(finding, open) && left_open(finding, open, trial))) {
            vector_push(finding->arena, &finding->ret->supposed, *open);
        }
    }
}

static void find_changes(struct finding *finding)
{
    const struct statements *statements = finding->statements;
    for (size_t i = 0; i < statements->said.count; i++) {
        const struct stated *said = &statements->said.items[i];
        if (!seek_value(&finding->seek, said->as_stated) && !is_gone(finding, said)) {
            vector_push(finding->arena, &finding->ret->changes, *said);
        }
    }
}

/* What was found, evaluated: the complete case is at the level, and the case with the changes may be. */
static enum what_if_verdict show(struct finding *finding)
{
    const struct witness *witness =
        witness_replay(finding->seek.prover, finding->encoding, &finding->fault);
    if (!witness) {
        return WHAT_IF_FAULT;
    }
    finding->ret->complete = witness->limen_case;
    finding->ret->evaluation = witness->evaluation;
    find_changes(finding);
    const struct limen_case *changed = changed_case(finding);
    find_supposed(finding, changed);
    const struct evaluation *then = interpreter_evaluate(finding->arena, finding->plan, changed);
    finding->ret->then = answer_create(finding->arena, then);
    return then->refused || finding->ret->then->at_least > finding->ret->rank
                   || finding->ret->then->at_most < finding->ret->rank
               ? WHAT_IF_UNDECIDED
               : WHAT_IF_FOUND;
}

/* ---------------------------------------------------------------------------------------- the question */

/* A case that can be shown has its lists end; that fewer changes do not do is proved of all others, too. */
static bool find_fewest(struct finding *finding, const term *changed, size_t count)
{
    struct seek *seek = &finding->seek;
    struct seek longer = *seek;
    seek_keep(seek, world_lists_end(finding->statements->world));
    if (!seek_fewest(seek, changed, count)) {
        return false;
    }
    term sum = term_sum(finding->terms, 0, NULL, changed, count);
    int64_t fewest = seek_value(seek, sum);
    return fewest == 0
           || seek_excludes(&longer, term_at_most(finding->terms, sum, fewest - 1));
}

static enum what_if_verdict search(struct finding *finding)
{
    size_t said, open;
    struct seek *seek = &finding->seek;
    const term *changed = collect(finding, true, &said);
    const term *stirred = collect(finding, false, &open);
    seek_keep(seek, encoding_counts(finding->encoding));
    seek_keep(seek, encoding_at(finding->encoding, finding->ret->rank));
    switch (seek_find(seek, finding->terms->yes)) {
    case VERDICT_NONE:
        return WHAT_IF_NEVER;
    case VERDICT_UNDECIDED:
        return WHAT_IF_UNDECIDED;
    default:
        break;
    }
    finding->ret->least = find_fewest(finding, changed, said);
    seek_fewest(seek, stirred, open);
    choose_case(finding);
    return show(finding);
}

static enum what_if_verdict find_change(struct finding *finding, unsigned limit)
{
    const struct evaluation *evaluation = finding->answer->evaluation;
    struct world *world = stated_world(finding->arena, evaluation);
    finding->statements = stated_create(world, evaluation, true);
    if (finding->statements->too_many_items) {
        return WHAT_IF_UNDECIDED;
    }
    struct encoding *encoding = encoding_create(world, finding->plan);
    stated_bind(finding->statements, encoding);
    finding->encoding = encoding;
    finding->terms = world->terms;
    struct prover *prover = prover_create(finding->arena, world, limit, &finding->fault);
    if (!prover) {
        return WHAT_IF_FAULT;
    }
    finding->fault = NULL;
    prover_end_within(prover, limit);
    finding->seek = seek_create(prover);
    enum what_if_verdict verdict = search(finding);
    prover_destroy(prover);
    return verdict;
}

static enum what_if_verdict find_questions(struct finding *finding, unsigned limit)
{
    struct ask *ask =
        ask_create(finding->arena, finding->answer->evaluation, limit, &finding->fault);
    bool has_case = !ask || ask_has_case(ask);
    if (ask && has_case) {
        finding->ret->reach = ask_reach(ask, finding->ret->rank);
        finding->ret->level = ask_level(ask);
    }
    ask_destroy(ask);
    return finding->fault ? WHAT_IF_FAULT : has_case ? finding->ret->verdict : WHAT_IF_NO_CASE;
}

static bool is_already(const struct answer *answer, size_t rank)
{
    return answer->scope == SCOPE_IN && answer->at_least == rank && answer->at_most == rank;
}

enum what_if_verdict what_if_find(struct arena *arena, const struct answer *answer, size_t rank,
                                  unsigned limit, struct what_if *ret, const char **ret_why)
{
    *ret = (struct what_if){.answer = answer, .rank = rank};
    struct finding finding = {.arena = arena, .answer = answer, .plan = answer->evaluation->plan,
                              .ret = ret};
    ret->verdict = is_already(answer, rank) ? WHAT_IF_ALREADY : find_change(&finding, limit);
    if (ret->verdict != WHAT_IF_FAULT) {
        ret->verdict = find_questions(&finding, limit);
    }
    *ret_why = finding.fault;
    return ret->verdict;
}

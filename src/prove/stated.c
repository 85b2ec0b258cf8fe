/* SPDX-License-Identifier: Apache-2.0 */
/* From what a case says to constants, narrower variables, and terms. */
#include "prove/stated.h"

#include "meaning/each.h"
#include "meaning/type.h"
#include "prove/age.h"
#include "prove/enough.h"
#include "prove/prover.h"

struct world *stated_world(struct arena *arena, const struct evaluation *evaluation)
{
    const struct limen_case *limen_case = evaluation->limen_case;
    struct world *world = limen_case->has_date
                              ? world_create(arena, limen_case->date, limen_case->date)
                              : world_create(arena, DATE_MIN, DATE_MAX);
    ages_admit(world, evaluation->plan);
    return world;
}

/* ------------------------------------------------------------------------------------ sets as terms */

/* VALUE, which is no none, is one of SET. */
static term is_member(struct terms *terms, const struct type *type, const struct value_set *set, term value)
{
    if (type->kind == TYPE_YES_NO) {
        return set->low == set->high ? (set->low ? value : term_not(terms, value)) : terms->yes;
    }
    term within = term_and2(terms, term_reaches(terms, value, set->low),
                            term_at_most(terms, value, set->high));
    for (int64_t i = set->low; type->kind == TYPE_CHOICE && i <= set->high; i++) {
        if (!value_has(*set, i)) {
            within = term_and2(terms, within, term_not(terms, term_is(terms, value, i)));
        }
    }
    return within;
}

static term lies_in(struct terms *terms, const struct type *type, const struct value_set *set,
                    struct reading reading)
{
    term none = set->or_none ? reading.none : terms->no;
    if (set->low > set->high) {
        return none;
    }
    term some = term_and2(terms, term_not(terms, reading.none),
                          is_member(terms, type, set, reading.value));
    return term_or2(terms, none, some);
}

static struct reading constant_reading(struct terms *terms, const struct type *type,
                                       const struct value_set *set)
{
    bool none = set->low > set->high;
    int64_t value = none ? type->low : set->low;
    return (struct reading){.value = type->kind == TYPE_YES_NO
                                         ? term_yes_no(terms, !none && value != 0)
                                         : term_number(terms, value),
                            .none = term_yes_no(terms, none)};
}

/* What SET says of something of TYPE and no more. */
static struct reading narrow_reading(struct world *world, const struct type *type,
                                     const struct value_set *set)
{
    if (value_is_single(*set)) {
        return constant_reading(world->terms, type, set);
    }
    struct type narrow = *type;
    narrow.or_none = set->or_none;
    narrow.low = set->low;
    narrow.high = set->high;
    struct reading made = world_new_reading(world, &narrow);
    terms_add_law(world->terms, lies_in(world->terms, type, set, made));
    return made;
}

/* ------------------------------------------------------------------------------------------- entries */

static void add_said(struct statements *statements, enum stated_kind kind, const struct fact *fact,
                     size_t item, term as_stated)
{
    struct stated said = {kind, fact, item, as_stated};
    if (statements->may_change && as_stated != statements->world->terms->yes) {
        vector_push(statements->world->arena, &statements->said, said);
    }
}

/* The thing at hand, which is open, is as in the completion beside. */
static bool is_alike(const struct statements *statements)
{
    return statements->beside && statements->alike[statements->open.count];
}

static const struct world_fact *fact_beside(const struct statements *statements, const struct fact *fact)
{
    return world_fact(statements->beside->world, statements->plan->program, fact);
}

static void share_fact(struct statements *statements, const struct fact *fact)
{
    struct world *world = statements->world;
    struct world_fact *shared =
        world_fact(statements->beside->world, statements->plan->program, fact);
    table_set(&world->by_name, fact->entity.name, shared);
    vector_push(world->arena, &world->facts, shared);
}

static void add_open(struct statements *statements, enum stated_kind kind, const struct fact *fact,
                     size_t item)
{
    struct stated open = {kind, fact, item, statements->world->terms->yes};
    vector_push(statements->world->arena, &statements->open, open);
}

/* --------------------------------------------------------------------------------------------- facts */

static bool may_change(const struct statements *statements, const struct fact *fact)
{
    return statements->may_change && !fact->is_builtin;
}

/* Of a date that is only counted from: what SET says of it. */
static term age_as_said(struct statements *statements, struct world_age *age,
                        const struct value_set *set)
{
    struct terms *terms = statements->world->terms;
    term none = set->or_none ? age->none : terms->no;
    if (set->low > set->high) {
        return none;
    }
    age->low = (int32_t)set->low;
    age->high = (int32_t)set->high;
    age->as_said = age_lies_between(statements->world, age, age->low, age->high);
    return term_or2(terms, none, age->as_said);
}

static void state_age(struct statements *statements, const struct fact *fact, struct world_age *age,
                      const struct value_set *set)
{
    struct terms *terms = statements->world->terms;
    bool everything = value_equal(fact->type, *set, value_any(statements->world->arena, fact->type));
    term as_said = everything ? terms->yes : age_as_said(statements, age, set);
    add_said(statements, STATED_FACT, fact, 0, as_said);
    if (!may_change(statements, fact)) {
        terms_add_law(terms, as_said);
    }
}

static void state_value(struct statements *statements, const struct fact *fact,
                        const struct value_set *set)
{
    struct world *world = statements->world;
    struct world_fact *found = world_fact(world, statements->plan->program, fact);
    if (!may_change(statements, fact)) {
        found->reading = narrow_reading(world, fact->type, set);
        return;
    }
    found->reading = world_new_reading(world, fact->type);
    add_said(statements, STATED_FACT, fact, 0, lies_in(world->terms, fact->type, set, found->reading));
}

static void state_simple(struct statements *statements, const struct fact *fact)
{
    const struct value_set *set = &statements->evaluation->limen_case->facts[fact->entity.index].set;
    bool is_open = !value_is_single(*set), alike = is_open && is_alike(statements);
    if (is_open) {
        add_open(statements, STATED_FACT, fact, 0);
    }
    if (alike) {
        share_fact(statements, fact);
        return;
    }
    struct world_age *age = age_of(statements->world, statements->plan->program, fact);
    if (age) {
        state_age(statements, fact, age, set);
    } else {
        state_value(statements, fact, set);
    }
}

static void state_event(struct statements *statements, const struct fact *fact)
{
    struct world *world = statements->world;
    const struct case_fact *said = &statements->evaluation->limen_case->facts[fact->entity.index];
    bool alike = !said->complete && is_alike(statements);
    if (!said->complete) {
        add_open(statements, STATED_FACT, fact, 0);
    }
    if (alike) {
        share_fact(statements, fact);
        return;
    }
    struct world_event *event = world_fact(world, statements->plan->program, fact)->event;
    bool says_something = said->complete || said->date_count > 0;
    term as_listed = may_change(statements, fact) && says_something ? term_open(world->terms)
                                                                    : world->terms->yes;
    event_list(world, event, said->dates, said->date_count, said->complete, as_listed);
    add_said(statements, STATED_FACT, fact, 0, as_listed);
}

/* --------------------------------------------------------------------------------------------- lists */

static void state_field(struct statements *statements, const struct fact *field, size_t item)
{
    struct world *world = statements->world;
    size_t list = field->list->entity.index;
    const struct case_fact *entry = &statements->evaluation->limen_case->facts[list];
    const struct value_set *set = &entry->items[item].fields[field->place].set;
    struct world_fact *found = world_fact(world, statements->plan->program, field);
    bool is_open = !value_is_single(*set), alike = is_open && is_alike(statements);
    if (is_open) {
        add_open(statements, STATED_FIELD, field, item);
    }
    if (alike) {
        found->fields[item] = fact_beside(statements, field)->fields[item];
    } else if (!statements->may_change) {
        found->fields[item] = narrow_reading(world, field->type, set);
    } else {
        found->fields[item] = world_new_reading(world, field->type);
        add_said(statements, STATED_FIELD, field, item,
                 lies_in(world->terms, field->type, set, found->fields[item]));
    }
}

static void state_item(struct statements *statements, const struct fact *list, struct world_list *made,
                       size_t item)
{
    if (statements->may_change) {
        add_said(statements, STATED_ITEM, list, item, made->there[item]);
    } else {
        made->there[item] = statements->world->terms->yes;
    }
    for (size_t i = 0; i < list->fields.count; i++) {
        const struct fact *field = list->fields.items[i];
        struct world_fact *found = world_fact(statements->world, statements->plan->program, field);
        bool known = statements->evaluation->fields_known[field->entity.index][item];
        found->fields_known[item] = term_yes_no(statements->world->terms, known);
        if (!field->from) {
            state_field(statements, field, item);
        }
    }
}

static size_t items_to_look_at(const struct statements *statements, const struct fact *list,
                               const struct case_fact *said)
{
    size_t most = (size_t)list->type->high, enough = items_enough(statements->plan, list, 2);
    bool is_open_list = case_list_is_open(said, list);
    bool may_have_more = is_open_list || statements->may_change;
    size_t wanted = said->item_count + (may_have_more ? 2 : 0);
    wanted = is_open_list && wanted < WORLD_ITEMS ? WORLD_ITEMS : wanted;
    wanted = may_have_more && enough != SIZE_MAX ? said->item_count + enough : wanted;
    wanted = wanted > WORLD_MOST_ITEMS ? WORLD_MOST_ITEMS : wanted;
    return wanted > most ? most : wanted;
}

static void share_others(struct statements *statements, const struct fact *list,
                         struct world_list *made, size_t listed)
{
    const struct world_list *beside = fact_beside(statements, list)->list;
    made->more = beside->more;
    for (size_t i = listed; i < made->items; i++) {
        made->there[i] = beside->there[i];
        for (size_t f = 0; f < list->fields.count; f++) {
            const struct fact *field = list->fields.items[f];
            struct world_fact *found =
                world_fact(statements->world, statements->plan->program, field);
            found->fields[i] = fact_beside(statements, field)->fields[i];
            found->fields_known[i] = fact_beside(statements, field)->fields_known[i];
        }
    }
}

/* Items that the case does not list: of a list that has no others, each is a change. */
static void state_others(struct statements *statements, const struct fact *list,
                         struct world_list *made, const struct case_fact *said)
{
    struct terms *terms = statements->world->terms;
    if (case_list_is_open(said, list)) {
        if (is_alike(statements)) {
            share_others(statements, list, made, said->item_count);
        }
        add_open(statements, STATED_FACT, list, said->item_count);
        return;
    }
    for (size_t i = said->item_count; i < made->items; i++) {
        add_said(statements, STATED_ITEM, list, i, term_not(terms, made->there[i]));
    }
    add_said(statements, STATED_ITEM, list, made->items, term_not(terms, made->more));
    if (!statements->may_change) {
        made->more = terms->no;
    }
}

/* ------------------------------------------------------------------------------------------- members */

static void mark_read(const struct plan *plan, bool *read);
static void state_known(struct statements *statements, const struct fact *fact);
static void state_fact(struct statements *statements, const struct fact *fact);

/* How many members that the case does not list are looked at. */
static size_t unlisted_to_look_at(const struct statements *statements, const struct fact *list,
                                  const struct case_fact *said, size_t listed)
{
    size_t room = (size_t)list->type->high - 1 - listed, needed = plan_members_needed(statements->plan);
    size_t wanted = needed < WORLD_MOST_OTHERS ? needed : WORLD_MOST_OTHERS;
    return !case_list_is_open(said, list) ? 0 : wanted < room ? wanted : room;
}

/* What the case says of another member's own facts. */
static void state_other(struct statements *statements, size_t member, struct world *world)
{
    const struct program *program = statements->plan->program;
    struct statements *other = arena_alloc(world->arena, sizeof *other);
    bool *read = arena_alloc(world->arena, program->facts.count + 1);
    *other = (struct statements){.world = world, .plan = statements->plan,
                                 .evaluation = statements->evaluation->family->members[member]};
    vector_push(world->arena, &statements->others, other);
    mark_read(statements->plan, read);
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        if (fact_is_of_each(program, fact)) {
            state_known(other, fact);
        }
        if (fact_is_of_each(program, fact) && read[i]) {
            state_fact(other, fact);
        }
    }
    statements->too_many_items = statements->too_many_items || other->too_many_items;
}

/* Those that the case lists come first. */
static void state_others_of(struct statements *statements, const struct fact *list, const struct case_fact *said)
{
    struct world *world = statements->world;
    const struct family *family = statements->evaluation->family;
    size_t listed = family->count - 1, unlisted = unlisted_to_look_at(statements, list, said, listed);
    if (listed > WORLD_MOST_OTHERS) {
        statements->too_many_items = true;
        return;
    }
    world_make_others(world, listed, unlisted);
    struct world_list *made = world_list(world, statements->plan->program, list);
    made->listed = unlisted > 0 ? 0 : listed;
    for (size_t i = 0, member = 0; i < listed; i++, member++) {
        member += member == statements->evaluation->member;
        made->there[1 + i] = world->terms->yes;
        state_other(statements, member, world->others[i]);
    }
}

/* Of those that get a result each there is the one that the case is about, and perhaps others. */
static void state_members(struct statements *statements, const struct fact *list,
                          const struct case_fact *said)
{
    if (statements->looks_at_others) {
        state_others_of(statements, list, said);
    }
    struct world_list *made = world_list(statements->world, statements->plan->program, list);
    if (made->items == 1) {
        made->listed = 1; /* what the case says of this one tells others nothing */
    }
    if (case_list_is_open(said, list)) {
        add_open(statements, STATED_FACT, list, 0);
    } else if (!statements->may_change) {
        made->more = statements->world->terms->no;
    }
}

static void state_list(struct statements *statements, const struct fact *list)
{
    const struct case_fact *said = &statements->evaluation->limen_case->facts[list->entity.index];
    if (list == statements->plan->program->each) {
        state_members(statements, list, said);
        return;
    }
    if (said->item_count > WORLD_MOST_ITEMS) {
        statements->too_many_items = true;
        return;
    }
    struct world_list *made =
        world_list_as(statements->world, statements->plan->program, list, said->item_count,
                      items_to_look_at(statements, list, said));
    size_t enough = items_enough(statements->plan, list, 2);
    if (enough != SIZE_MAX && made->items >= said->item_count + enough) {
        made->more = statements->world->terms->no;
    }
    for (size_t i = 0; i < said->item_count; i++) {
        state_item(statements, list, made, i);
    }
    state_others(statements, list, made, said);
}

/* ---------------------------------------------------------------------------------------- the whole */

static void mark_read(const struct plan *plan, bool *read)
{
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (node->domain != PLAN_CASE) {
            read[node->domain - 1] = true;
        } else if (node->op == OP_INPUT || node->op == OP_LATEST || node->op == OP_EVENT_COUNT
                   || op_is_of_items(node->op)) {
            read[node->index] = true;
        }
    }
}

static bool reads_case_date(const struct plan *plan)
{
    for (node_id id = 0; id < plan->nodes.count; id++) {
        if (plan_at(plan, id)->op == OP_CASE_DATE) {
            return true;
        }
    }
    return false;
}

static void state_known(struct statements *statements, const struct fact *fact)
{
    struct world_fact *found = world_fact(statements->world, statements->plan->program, fact);
    found->known = term_yes_no(statements->world->terms,
                               statements->evaluation->known[fact->entity.index]);
}

static void state_fact(struct statements *statements, const struct fact *fact)
{
    if (fact->from) {
        return;
    }
    if (fact->type->kind == TYPE_EVENT) {
        state_event(statements, fact);
    } else if (fact->type->kind == TYPE_LIST) {
        state_list(statements, fact);
    } else {
        state_simple(statements, fact);
    }
}

static void state_case_date(struct statements *statements)
{
    if (!statements->evaluation->limen_case->has_date && is_alike(statements)) {
        statements->world->case_date = statements->beside->world->case_date;
    }
    world_case_date(statements->world);
    if (!statements->evaluation->limen_case->has_date) {
        add_open(statements, STATED_FACT, NULL, 0);
    }
}

static struct statements *state_all(struct statements *made)
{
    const struct plan *plan = made->plan;
    bool *read = arena_alloc(made->world->arena, plan->program->facts.count + 1);
    mark_read(plan, read);
    if (reads_case_date(plan)) {
        state_case_date(made);
    }
    for (size_t i = 0; i < plan->program->facts.count; i++) {
        const struct fact *fact = plan->program->facts.items[i];
        state_known(made, fact);
        if (read[i]) {
            state_fact(made, fact);
        }
    }
    return made;
}

struct statements *stated_create(struct world *world, const struct evaluation *evaluation,
                                 bool may_change_all)
{
    struct statements *made = arena_alloc(world->arena, sizeof *made);
    *made = (struct statements){.world = world, .plan = evaluation->plan, .evaluation = evaluation,
                                .may_change = may_change_all};
    return state_all(made);
}

struct statements *stated_create_household(struct world *world, const struct evaluation *evaluation)
{
    struct statements *made = arena_alloc(world->arena, sizeof *made);
    *made = (struct statements){.world = world, .plan = evaluation->plan, .evaluation = evaluation,
                                .looks_at_others = evaluation->plan->takes_each};
    return state_all(made);
}

struct statements *stated_create_beside(const struct statements *one, const bool *alike)
{
    struct statements *made = arena_alloc(one->world->arena, sizeof *made);
    *made = (struct statements){.world = world_create_beside(one->world), .plan = one->plan,
                                .evaluation = one->evaluation, .beside = one, .alike = alike};
    return state_all(made);
}

/* -------------------------------------------------------------------------- facts that are worked out */

static void bind(struct statements *statements, enum stated_kind kind, const struct fact *fact,
                 size_t item, term as_stated)
{
    if (statements->may_change) {
        add_said(statements, kind, fact, item, as_stated);
    } else {
        terms_add_law(statements->world->terms, as_stated);
    }
}

/* The case closes all lists that FACT sums up: then it is no because of them. */
static bool follows_from_lists(const struct statements *statements, const struct fact *fact)
{
    bool follows = true;
    for (size_t i = 0; i < fact->sums_up.count; i++) {
        size_t list = fact->sums_up.items[i]->entity.index;
        follows = follows && statements->evaluation->limen_case->facts[list].complete;
    }
    return follows;
}

/* Whether what the case says of FACT, which is worked out, says more than the rest of it. */
static bool says_more(const struct statements *statements, const struct fact *fact)
{
    enum fact_state state = statements->evaluation->limen_case->facts[fact->entity.index].state;
    return state == FACT_GIVEN
           || (state == FACT_ASSUMED
               && !(statements->may_change && follows_from_lists(statements, fact)));
}

static void bind_fact(struct statements *statements, const struct encoding *encoding, node_id id)
{
    const struct plan_node *node = plan_at(statements->plan, id);
    const struct fact *fact = statements->plan->program->facts.items[node->index];
    const struct case_fact *said = &statements->evaluation->limen_case->facts[node->index];
    if (says_more(statements, fact)) {
        bind(statements, STATED_FACT, fact, 0,
             lies_in(statements->world->terms, fact->type, &said->set, encoding->nodes[id]));
    }
}

/* Only while the item is there. */
static void bind_field(struct statements *statements, const struct encoding *encoding, node_id id)
{
    struct terms *terms = statements->world->terms;
    const struct plan_node *node = plan_at(statements->plan, id);
    const struct fact *field = statements->plan->program->fields.items[node->index];
    const struct case_fact *list =
        &statements->evaluation->limen_case->facts[field->list->entity.index];
    const struct world_list *made = world_list(statements->world, statements->plan->program, field->list);
    for (size_t i = 0; i < list->item_count; i++) {
        const struct case_fact *said = &list->items[i].fields[field->place];
        if (said->state == FACT_GIVEN) {
            term same = lies_in(terms, field->type, &said->set, encoding->items[id][i]);
            bind(statements, STATED_FIELD, field, i, term_implies(terms, made->there[i], same));
        }
    }
}

/* OF_MEMBER: only what is each member's. */
static void bind_all(struct statements *statements, const struct encoding *encoding, bool of_member)
{
    for (node_id id = 0; id < statements->plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(statements->plan, id);
        if (of_member && !node->is_of_each) {
            continue;
        }
        if (node->op == OP_DERIVED) {
            bind_fact(statements, encoding, id);
        } else if (node->op == OP_FIELD_DERIVED) {
            bind_field(statements, encoding, id);
        }
    }
}

void stated_bind(struct statements *statements, const struct encoding *encoding)
{
    bind_all(statements, encoding, false);
    for (size_t i = 0; i < statements->others.count; i++) {
        bind_all(statements->others.items[i], encoding->others[i], true);
    }
}

/* -------------------------------------------------------------------------------------------- entries */

static const struct world_fact *fact_of(const struct statements *statements, const struct stated *entry)
{
    return world_fact(statements->world, statements->plan->program, entry->fact);
}

bool stated_has_rest(const struct stated *entry)
{
    const struct fact *fact = entry->fact;
    return fact && !fact->is_builtin && !fact->from
           && (fact->has_usual || fact->usual_none || fact->type->kind == TYPE_YES_NO
               || fact->type->kind == TYPE_EVENT || fact->type->kind == TYPE_LIST);
}

term stated_stirs(const struct statements *statements, const struct stated *entry)
{
    struct terms *terms = statements->world->terms;
    if (!stated_has_rest(entry)) {
        return terms->no;
    }
    const struct world_fact *found = fact_of(statements, entry);
    if (entry->kind == STATED_FIELD) {
        return reading_stirs(terms, entry->fact, &found->fields[entry->item]);
    }
    if (found->event) {
        return term_reaches(terms, found->event->more, 1);
    }
    if (found->list) {
        return entry->item < found->list->items ? found->list->there[entry->item] : terms->no;
    }
    return reading_stirs(terms, entry->fact, &found->reading);
}

const struct case_fact *stated_said(const struct limen_case *limen_case, const struct stated *entry)
{
    return entry->kind == STATED_FIELD
               ? &limen_case->facts[entry->fact->list->entity.index]
                      .items[entry->item]
                      .fields[entry->fact->place]
               : &limen_case->facts[entry->fact->entity.index];
}

/* The node that a worked out field is. */
static node_id field_node(const struct plan *plan, const struct fact *field)
{
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (node->op == OP_FIELD_DERIVED && node->index == field->entity.index) {
            return id;
        }
    }
    return NO_NODE;
}

struct reading stated_reading(const struct statements *statements, const struct encoding *encoding,
                              const struct stated *entry)
{
    if (!entry->fact) {
        return statements->world->case_date;
    }
    if (entry->kind == STATED_FIELD) {
        return entry->fact->from
                   ? encoding->items[field_node(statements->plan, entry->fact)][entry->item]
                   : fact_of(statements, entry)->fields[entry->item];
    }
    return entry->fact->from ? encoding->nodes[statements->plan->facts[entry->fact->entity.index]]
                             : fact_of(statements, entry)->reading;
}

/* ---------------------------------------------------------------------------------------- two worlds */

static term same_reading(struct terms *terms, struct reading a, struct reading b)
{
    return term_not(terms, reading_differ(terms, a, b, 0));
}

static term same_age(struct terms *terms, const struct world_age *a, const struct world_age *b)
{
    term parts[] = {term_equal(terms, a->passed, b->passed),
                    term_not(terms, term_differ(terms, a->is_past, b->is_past)),
                    term_not(terms, term_differ(terms, a->is_future, b->is_future)),
                    term_not(terms, term_differ(terms, a->none, b->none))};
    return term_and(terms, parts, sizeof parts / sizeof *parts);
}

/* They are counted alike. */
static term same_event(struct terms *terms, const struct world_event *a, const struct world_event *b)
{
    term same = term_equal(terms, a->total, b->total);
    for (size_t i = 0; i < a->windows.count && i < b->windows.count; i++) {
        term counts = term_equal(terms, a->windows.items[i].count, b->windows.items[i].count);
        same = term_and2(terms, same, counts);
    }
    if (a->latest.value != NO_TERM) {
        same = term_and2(terms, same, same_reading(terms, a->latest, b->latest));
    }
    return same;
}

static term same_items(const struct statements *a, const struct statements *b, const struct fact *list,
                       size_t from)
{
    struct terms *terms = a->world->terms;
    const struct world_list *left = world_list(a->world, a->plan->program, list);
    const struct world_list *right = world_list(b->world, b->plan->program, list);
    term same = term_not(terms, term_differ(terms, left->more, right->more));
    for (size_t i = from; i < left->items; i++) {
        same = term_and2(terms, same,
                         term_not(terms, term_differ(terms, left->there[i], right->there[i])));
        for (size_t f = 0; f < list->fields.count; f++) {
            const struct fact *field = list->fields.items[f];
            struct reading *x = &world_fact(a->world, a->plan->program, field)->fields[i];
            struct reading *y = &world_fact(b->world, b->plan->program, field)->fields[i];
            if (x->value != NO_TERM) {
                same = term_and2(terms, same, same_reading(terms, *x, *y));
            }
        }
    }
    return same;
}

term stated_same(const struct statements *a, const struct statements *b, const struct stated *open)
{
    struct terms *terms = a->world->terms;
    if (!open->fact) {
        return same_reading(terms, a->world->case_date, b->world->case_date);
    }
    const struct world_fact *x = world_fact(a->world, a->plan->program, open->fact);
    const struct world_fact *y = world_fact(b->world, b->plan->program, open->fact);
    if (open->kind == STATED_FIELD) {
        return same_reading(terms, x->fields[open->item], y->fields[open->item]);
    }
    return x->event  ? same_event(terms, x->event, y->event)
           : x->list ? same_items(a, b, open->fact, open->item)
           : x->age  ? same_age(terms, x->age, y->age)
                     : same_reading(terms, x->reading, y->reading);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What an example or `--given` says of a case, and what an example expects. */
#include "meaning/given.h"

#include <inttypes.h>

#include "meaning/constant.h"
#include "meaning/each.h"
#include "meaning/header.h"
#include "meaning/names.h"
#include "meaning/type.h"
#include "meaning/wording.h"

static struct fact *given_fact(struct program *program, struct node *given)
{
    struct entity *entity = names_get(program, SPACE_VALUE, given->name);
    if (entity && entity->kind == ENTITY_FACT) {
        given->ref = entity;
        return (struct fact *)entity;
    }
    names_report_unknown(program, SPACE_VALUE, given, "fact", NULL);
    return NULL;
}

static bool wrong(struct program *program, const struct node *given, const struct fact *fact,
                  const char *help)
{
    if (type_is_error(fact->type)) {
        return false;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E301_TYPE, given->span, "`%s` is %s",
                          given->name, wording_type(program, fact->type));
    diagnostic_label(program->diagnostics, said, entity_span(&fact->entity),
                     "declared here");
    diagnostic_help(program->diagnostics, said, "%s", help);
    return false;
}

static const char *value_help(struct program *program, const struct fact *fact)
{
    symbol name = fact->entity.name;
    return fact->type->kind == TYPE_EVENT
               ? arena_format(program->arena, "give its dates: `%s (2018-10-01)`", name)
           : fact->type->kind == TYPE_LIST
               ? arena_format(program->arena, "give its items, one by one: `%s (%s ...)`", name,
                              fact->fields.count ? fact->fields.items[0]->entity.name : "...")
               : arena_format(program->arena, "write a value behind it: `%s ...`", name);
}

static bool check_yes_no(struct program *program, struct node *given, const struct fact *fact)
{
    return fact->type->kind == TYPE_YES_NO || wrong(program, given, fact, value_help(program, fact));
}

static bool check_values(struct program *program, struct node *given, const struct fact *fact)
{
    struct constant constant;
    bool several = given->child && given->child->next;
    bool fits = true;
    if (type_is_many(fact->type)) {
        return wrong(program, given, fact, value_help(program, fact));
    }
    if (several && fact->type->kind != TYPE_CHOICE) {
        return wrong(program, given, fact, "for one of several values write a range: `A to B`");
    }
    for (struct node *value = given->child; value; value = value->next) {
        fits = constant_read(program, value, fact->type, &constant) && fits;
    }
    return fits;
}

static bool check_range(struct program *program, struct node *given, const struct fact *fact)
{
    int64_t low, high;
    struct node *from = given->child, *to = from ? from->next : NULL;
    if (type_is_error(fact->type) || !to) {
        return false;
    }
    if (type_is_many(fact->type)) {
        return wrong(program, given, fact, value_help(program, fact));
    }
    if (!type_has_order(fact->type)) {
        return wrong(program, given, fact, "these values have no order, so list them: `a, b`");
    }
    return constant_read_range(program, from, to, fact->type, &low, &high);
}

/* Dates alone stand for items of which only the date is said; none at all, for no items. */
static bool check_dates(struct program *program, struct node *given, const struct fact *fact)
{
    if (fact->type->kind == TYPE_EVENT || (type_is_many(fact->type) && (!given->child || fact->date))) {
        return true;
    }
    return wrong(program, given, fact,
                 type_is_many(fact->type) ? value_help(program, fact)
                                          : "only an event takes dates in brackets");
}

static bool check_twice(struct program *program, struct node *given, struct table *seen)
{
    const struct node *earlier = given->ref ? table_get(seen, given->ref) : NULL;
    if (given->ref && !earlier) {
        table_set(seen, given->ref, given);
    }
    /* One item after the other. */
    if (!earlier || (given->kind == NODE_GIVEN_ITEM && earlier->kind == NODE_GIVEN_ITEM)) {
        return true;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E410_CONTRADICTION, given->span,
                          "`%s` is given twice", given->name);
    diagnostic_label(program->diagnostics, said, earlier->span, "first given here");
    return false;
}

static bool check_facts(struct program *program, struct node *given);
static bool check_given(struct program *program, struct node *given, const struct fact *fact);

static const struct fact *given_field(struct program *program, const struct fact *list,
                                      struct node *given)
{
    struct fact *field = list_field(list, given->name);
    if (field) {
        given->ref = &field->entity;
        return field;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E201_UNKNOWN_NAME, node_name_span(given),
                          "`%s` has no field called `%s`", list->entity.name, given->name);
    diagnostic_label(program->diagnostics, said, entity_span(&list->entity), "declared here");
    struct near_names near;
    near_names_start(&near, given->name);
    for (size_t i = 0; i < list->fields.count; i++) {
        near_names_offer(&near, list->fields.items[i]->entity.name);
    }
    const char *help = near_names_help(&near, program->arena);
    if (help) {
        diagnostic_help(program->diagnostics, said, "%s", help);
    }
    return NULL;
}

static bool report_each(struct program *program, const struct node *given, const struct fact *fact,
                        const char *whose, const char *help)
{
    struct diagnostic *said = diagnostic_report(program->diagnostics, E418_EACH, given->span,
                                                "`%s` is a fact of %s", given->name, whose);
    diagnostic_label(program->diagnostics, said, entity_span(&fact->entity), "declared here");
    diagnostic_help(program->diagnostics, said, "%s", help);
    return false;
}

/* What is said in the brackets of an item of the list that the header names: facts of that item. */
static bool check_own_facts(struct program *program, struct node *given)
{
    bool fits = check_facts(program, given);
    for (struct node *node = given->child; node; node = node->next) {
        const struct fact *fact = (const struct fact *)node->ref;
        if (fact && !fact_is_of_each(program, fact)) {
            fits = report_each(program, node, fact, "the household",
                               "give it outside the brackets: it is the same for all");
        }
    }
    return fits;
}

static bool check_item_name(struct program *program, const struct node *given, const struct fact *list)
{
    const struct node *name = node_child(given, NODE_NAME);
    if (!name || list == program->each) {
        return true;
    }
    struct diagnostic *said = diagnostic_report(program->diagnostics, E418_EACH, name->span,
                                                "items of `%s` have no names", list->entity.name);
    diagnostic_help(program->diagnostics, said, "leave the name out: `%s (...)`", list->entity.name);
    return false;
}

static bool check_item(struct program *program, struct node *given, const struct fact *list)
{
    struct table seen = {.arena = program->arena};
    bool fits = check_item_name(program, given, list);
    if (list == program->each) {
        return check_own_facts(program, given) && fits;
    }
    if (list->type->kind != TYPE_LIST) {
        return wrong(program, given, list,
                     list->type->kind == TYPE_EVENT ? value_help(program, list)
                                                    : "only a list has items with fields");
    }
    for (struct node *node = given->child; node; node = node->next) {
        if (node->kind == NODE_NAME) {
            continue;
        }
        const struct fact *field = given_field(program, list, node);
        fits = field && check_given(program, node, field) && fits;
        fits = check_twice(program, node, &seen) && fits;
    }
    return fits;
}

static bool check_given(struct program *program, struct node *given, const struct fact *fact)
{
    switch (given->kind) {
    case NODE_GIVEN_YES:
    case NODE_GIVEN_NO:
        return check_yes_no(program, given, fact);
    case NODE_GIVEN_VALUES:
        return check_values(program, given, fact);
    case NODE_GIVEN_RANGE:
        return check_range(program, given, fact);
    case NODE_GIVEN_DATES:
        return check_dates(program, given, fact);
    case NODE_GIVEN_ITEM:
        return check_item(program, given, fact);
    default:
        return true;
    }
}

/* GIVEN is the first that speaks of its list: what is said of that from there on, whose names need not be
   resolved yet. */
static int64_t count_items(const struct node *given)
{
    int64_t items = given->kind == NODE_GIVEN_DATES ? (int64_t)node_count(given) : 0;
    for (const struct node *node = given; node && given->kind == NODE_GIVEN_ITEM; node = node->next) {
        items += node->kind == NODE_GIVEN_ITEM && node->name == given->name;
    }
    return items;
}

/* More items than the list may have, or dates than an event. */
static bool check_room(struct program *program, const struct node *given)
{
    const struct fact *fact = (const struct fact *)given->ref;
    bool is_list = fact && fact->type->kind == TYPE_LIST;
    int64_t room = is_list ? fact->type->high : LIST_USUAL_ITEMS, items = count_items(given);
    if (!fact || !type_is_many(fact->type) || items <= room) {
        return true;
    }
    struct diagnostic *said = diagnostic_report(program->diagnostics, E304_OUTSIDE, given->span,
                                                "%" PRId64 " %s of `%s` are given", items,
                                                is_list ? "items" : "dates", fact->entity.name);
    diagnostic_label(program->diagnostics, said, entity_span(&fact->entity),
                     "it has at most %" PRId64, room);
    return false;
}

static bool check_facts(struct program *program, struct node *given)
{
    struct table seen = {.arena = program->arena};
    bool fits = true;
    for (struct node *node = given ? given->child : NULL; node; node = node->next) {
        if (node->kind == NODE_NAME) {
            continue; /* what an item is called */
        }
        const struct fact *fact = node->kind == NODE_ERROR ? NULL : given_fact(program, node);
        bool is_first = node->ref && !table_get(&seen, node->ref);
        fits = fact && check_given(program, node, fact) && fits;
        fits = (!is_first || check_room(program, node)) && fits;
        fits = check_twice(program, node, &seen) && fits;
    }
    return fits;
}

/* ---- what an example expects */

static void expect_levels(struct program *program, const struct node *expect)
{
    struct node *from = node_child(expect, NODE_LEVEL_REF);
    struct node *to = from ? node_next(from, NODE_LEVEL_REF) : NULL;
    struct level *low = from ? names_level(program, from) : NULL;
    struct level *high = to ? names_level(program, to) : NULL;
    if (low && high && low->rank > high->rank) {
        constant_report_empty(program, from, to);
    }
}

static void expect_rule(struct program *program, struct node *expect)
{
    const struct node *cite = node_child(expect, NODE_CITE);
    const char *label = cite ? cite->value.text : expect->name;
    if (!label) {
        return;
    }
    struct rule *rule = program_rule_by_label(program, label);
    if (rule) {
        expect->ref = &rule->entity;
    } else if (!names_is_lost(program, expect->name)) {
        names_report_no_rule(program, expect, label);
    }
}

static void expect_value(struct program *program, struct node *expect)
{
    struct decision *decision = program_decision(program, expect->name);
    if (!decision) {
        names_report_unknown(program, SPACE_VALUE, expect, "decision", NULL);
        return;
    }
    struct type *type = arena_alloc(program->arena, sizeof *type);
    struct constant constant;
    *type = *decision->type;
    type->or_none = type->or_none || decision->may_be_none;
    expect->ref = &decision->entity;
    for (struct node *value = expect->child; value; value = value->next) {
        constant_read(program, value, type, &constant);
    }
}

static void check_expect(struct program *program, struct node *expect)
{
    switch (expect->kind) {
    case NODE_EXPECT_LEVEL:
        expect_levels(program, expect);
        break;
    case NODE_EXPECT_DUTY:
        names_resolve(program, SPACE_DUTY, expect, "duty");
        break;
    case NODE_EXPECT_RULE:
        expect_rule(program, expect);
        break;
    case NODE_EXPECT_VALUE:
        expect_value(program, expect);
        break;
    default:
        break;
    }
}

static void check_contradiction(struct program *program, const struct node *expects)
{
    const struct node *out = node_child(expects, NODE_EXPECT_OUT_OF_SCOPE);
    const struct node *level = node_child(expects, NODE_EXPECT_LEVEL);
    const struct node *second = level ? node_next(level, NODE_EXPECT_LEVEL) : NULL;
    const struct node *other = second ? second : level && out ? out : NULL;
    if (other) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E410_CONTRADICTION, other->span,
                              second ? "two levels are expected at once"
                                     : "outside the scope there is no level");
        diagnostic_label(program->diagnostics, said, level->span, "a level is expected here");
    }
}

/* ---- several items that get a result each */

static const struct node *item_called(const struct program *program, const struct node *givens,
                                      symbol name)
{
    for (const struct node *given = givens ? givens->child : NULL; given; given = given->next) {
        const struct node *called = node_child(given, NODE_NAME);
        if (given->kind == NODE_GIVEN_ITEM && given->ref == &program->each->entity && called
            && called->name == name) {
            return given;
        }
    }
    return NULL;
}

static void check_names(struct program *program, const struct node *givens)
{
    for (const struct node *given = givens->child; given; given = given->next) {
        const struct node *called = given->kind == NODE_GIVEN_ITEM ? node_child(given, NODE_NAME) : NULL;
        const struct node *first = called ? item_called(program, givens, called->name) : NULL;
        if (first && first != given) {
            struct diagnostic *said =
                diagnostic_report(program->diagnostics, E202_TWICE, called->span,
                                  "two of `%s` are called `%s`", given->name, called->name);
            diagnostic_label(program->diagnostics, said, first->span, "the first one");
            diagnostic_help(program->diagnostics, said, "give each a name of its own");
        }
    }
}

/* Where items are given one by one, nothing of theirs stands beside them. */
static bool check_given_each(struct program *program, const struct node *givens)
{
    size_t errors = program->diagnostics->errors;
    bool gives_items = false;
    for (const struct node *given = program->each && givens ? givens->child : NULL; given;
         given = given->next) {
        gives_items = gives_items || (given->kind == NODE_GIVEN_ITEM && given->ref == &program->each->entity);
    }
    if (!gives_items) {
        return true;
    }
    check_names(program, givens);
    for (const struct node *given = givens->child; given; given = given->next) {
        const struct fact *fact = (const struct fact *)given->ref;
        if (fact && fact_is_of_each(program, fact)) {
            report_each(program, given, fact,
                        arena_format(program->arena, "each `%s`", program->each->entity.name),
                        arena_format(program->arena, "give it in the brackets of the `%s` that it is of",
                                     program->each->entity.name));
        }
    }
    return program->diagnostics->errors == errors;
}

bool check_givens(struct program *program, struct node *given)
{
    bool fits = check_facts(program, given);
    return check_given_each(program, given) && fits;
}

static void report_no_item(struct program *program, const struct node *expect,
                           const struct node *givens)
{
    const struct node *name = node_child(expect, NODE_NAME);
    struct near_names near;
    near_names_start(&near, name->name);
    for (const struct node *given = givens ? givens->child : NULL; given; given = given->next) {
        const struct node *called = given->kind == NODE_GIVEN_ITEM ? node_child(given, NODE_NAME) : NULL;
        if (called) {
            near_names_offer(&near, called->name);
        }
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E201_UNKNOWN_NAME, name->span,
                          "the example gives no `%s` called `%s`", expect->name, name->name);
    const char *help = near_names_help(&near, program->arena);
    diagnostic_help(program->diagnostics, said, "%s",
                    help ? help : arena_format(program->arena, "give it: `%s %s (...)`", expect->name,
                                               name->name));
}

static void expect_of(struct program *program, struct node *expect, const struct node *givens)
{
    const struct node *name = node_child(expect, NODE_NAME);
    const struct entity *list = names_resolve(program, SPACE_VALUE, expect, "list");
    if (!list) {
        return;
    }
    if (!program->each || list != &program->each->entity) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E418_EACH, node_name_span(expect),
                              "nothing is expected of each `%s`", expect->name);
        diagnostic_help(program->diagnostics, said, "only where the header says `each %s`",
                        expect->name);
    } else if (name && !item_called(program, givens, name->name)) {
        report_no_item(program, expect, givens);
    }
    check_expect(program, name->next);
}

/* A decision has a value for each. */
static bool check_whose(struct program *program, const struct node *expect, const struct node *givens)
{
    bool of_household = false;
    for (const struct node *given = givens ? givens->child : NULL; given; given = given->next) {
        of_household = of_household || (program->each && given->ref == &program->each->entity
                                        && given->kind == NODE_GIVEN_ITEM);
    }
    if (!of_household || expect->kind != NODE_EXPECT_VALUE) {
        return true;
    }
    symbol each = program->each->entity.name;
    struct diagnostic *said = diagnostic_report(program->diagnostics, E418_EACH, expect->span,
                                                "`%s` has a value for each `%s`", expect->name, each);
    diagnostic_help(program->diagnostics, said, "say whose: `%s NAME %s = ...`", each, expect->name);
    return false;
}

static void check_expects(struct program *program, struct node *expects, const struct node *givens)
{
    for (struct node *expect = expects->child; expect; expect = expect->next) {
        if (expect->kind == NODE_EXPECT_OF) {
            expect_of(program, expect, givens);
        } else if (check_whose(program, expect, givens)) {
            check_expect(program, expect);
        }
    }
    check_contradiction(program, expects);
}

static void check_example(struct program *program, const struct node *example)
{
    const struct node *authority = node_child(example, NODE_FOR);
    struct node *closing = node_child(example, NODE_NOTHING_ELSE_IN);
    if (authority) {
        header_check_authority(program, authority);
    }
    struct node *givens = node_child(example, NODE_GIVEN), *expects = node_child(example, NODE_EXPECT);
    check_givens(program, givens);
    for (struct node *name = closing ? closing->child : NULL; name; name = name->next) {
        names_resolve(program, SPACE_SECTION, name, "section");
    }
    if (expects) {
        check_expects(program, expects, givens);
    }
}

void examples_check(struct program *program)
{
    for (size_t i = 0; i < program->examples.count; i++) {
        check_example(program, program->examples.items[i]->entity.decl);
    }
}

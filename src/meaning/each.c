/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of each item of a list, and of the case as a whole. */
#include "meaning/each.h"

#include "meaning/alike.h"
#include "meaning/header.h"
#include "meaning/names.h"

bool node_takes_each(const struct program *program, const struct node *node)
{
    switch (node->kind) {
    case NODE_ANY_ITEM:
    case NODE_ALL_ITEMS:
    case NODE_COUNT_EVENT:
    case NODE_HIGHEST_ITEM:
    case NODE_LOWEST_ITEM:
    case NODE_SUM_ITEMS:
    case NODE_DISTINCT_ITEMS:
        return program->each && node->child && node->child->ref == &program->each->entity;
    default:
        return false;
    }
}

/* --------------------------------------------------------------------------------- what was declared */

static void report(struct program *program, const struct node *node, const struct entity *entity,
                   const char *why, const char *help)
{
    struct diagnostic *said = diagnostic_report(program->diagnostics, E418_EACH,
                                                node_name_span(node), "`%s` %s", node->name, why);
    diagnostic_label(program->diagnostics, said, entity_span(entity), "declared here");
    diagnostic_help(program->diagnostics, said, "%s", help);
}

/* The list that NODE, an `of` or `each`, names; NULL: reported, or the case as a whole. */
static struct fact *list_named(struct program *program, struct node *node)
{
    symbol household = symbol_of(program->symbols, "household");
    if (node->kind == NODE_OF_LIST && node->name == household
        && !names_get(program, SPACE_VALUE, household)) {
        return NULL;
    }
    struct entity *entity = names_resolve(program, SPACE_VALUE, node, "list");
    if (!entity) {
        return NULL;
    }
    if (entity->decl->kind != NODE_LIST) {
        report(program, node, entity, "is no list",
               "declare a list under a name of its own: `list child \"The children of the household\"`");
        return NULL;
    }
    struct fact *list = (struct fact *)entity;
    if (list->fields.count > 0) {
        report(program, node, entity, "has fields, so no facts are its own",
               arena_format(program->arena, "write this as a field of it, or its fields as facts: `fact %s of %s : ...`",
                            list->fields.items[0]->entity.name, list->entity.name));
        return NULL;
    }
    if (list->of_list) {
        report(program, node, entity, "is itself one of each item",
               "items of items get no result of their own: leave `of` out");
        return NULL;
    }
    return list;
}

/* One mark stands for all facts of its section, so it is looked up once. */
struct mark {
    const struct node *node;
    struct fact *list;
};

static void attach_fact(struct program *program, struct fact *fact, struct mark *latest)
{
    if (!fact->of_list) {
        return;
    }
    if (fact->of_list != latest->node) {
        *latest = (struct mark){fact->of_list, list_named(program, fact->of_list)};
    }
    fact->of = latest->list;
    if (fact->of) {
        fact->of->has_facts = true;
    }
}

void each_attach(struct program *program)
{
    const struct node *header = header_node(program->tree);
    struct node *each = header ? node_child(header, NODE_EACH) : NULL;
    struct mark latest = {0};
    for (size_t i = 0; i < program->facts.count; i++) {
        attach_fact(program, program->facts.items[i], &latest);
    }
    program->each = each ? list_named(program, each) : NULL;
    if (program->each && !program->each->has_facts) {
        report(program, each, &program->each->entity, "has no facts of its own",
               "say which facts are its: `fact age of child : 0 to 25 years`, or `of child` behind the "
               "name of a section");
        program->each = NULL;
    }
}

void each_report_missing(struct program *program, const struct node *node, const struct fact *list)
{
    const struct node *header = header_node(program->tree);
    if (header && node_child(header, NODE_EACH)) {
        return; /* what it names is wrong, and was reported */
    }
    struct diagnostic *said = diagnostic_report(
        program->diagnostics, E418_EACH, node->span,
        "this ruleset speaks of one `%s` a case, so none can be compared", list->entity.name);
    diagnostic_label(program->diagnostics, said, entity_span(&list->entity), "declared here");
    diagnostic_help(program->diagnostics, said, "write `each %s` in the header", list->entity.name);
}

/* ----------------------------------------------------------------------------- what is worked out from it */

struct spread {
    const struct program *program;
    bool *defines, *groups, *decisions; /* by index: its value may differ from item to item */
    bool changed;
};

static bool entity_differs(const struct spread *spread, const struct entity *entity)
{
    switch (entity->kind) {
    case ENTITY_FACT:
    case ENTITY_FIELD:
        return fact_is_of_each(spread->program, (const struct fact *)entity);
    case ENTITY_DEFINE:
        return spread->defines[entity->index];
    case ENTITY_GROUP:
        return spread->groups[entity->index];
    case ENTITY_DECISION:
        return spread->decisions[entity->index];
    default:
        return false;
    }
}

static bool takes_together(const struct spread *spread, const struct node *node)
{
    return node_takes_each(spread->program, node);
}

static bool differs(const struct spread *spread, const struct node *node)
{
    if (!node || takes_together(spread, node)) {
        return false;
    }
    if (node->kind == NODE_THE_LEVEL || node->kind == NODE_COUNTED
        || (node->ref && entity_differs(spread, node->ref))) {
        return true;
    }
    for (const struct node *child = node->child; child; child = child->next) {
        if (differs(spread, child)) {
            return true;
        }
    }
    return false;
}

static void note(struct spread *spread, bool *mark, bool value)
{
    spread->changed = spread->changed || (value && !*mark);
    *mark = *mark || value;
}

static bool decision_differs(const struct spread *spread, const struct decision *decision)
{
    bool some = differs(spread, decision->is);
    for (size_t i = 0; i < decision->rows.count && !some; i++) {
        const struct decision_row *row = &decision->rows.items[i];
        some = row->rule || differs(spread, row->value) || differs(spread, row->condition)
               || differs(spread, row->unless);
    }
    return some;
}

static void spread_fact(struct spread *spread, struct fact *fact)
{
    bool is_own = fact->of == spread->program->each;
    if (!fact->from || is_own || !differs(spread, fact->from)) {
        return;
    }
    fact->of = spread->program->each;
    spread->changed = true;
}

static void spread_once(struct spread *spread)
{
    const struct program *program = spread->program;
    for (size_t i = 0; i < program->defines.count; i++) {
        note(spread, &spread->defines[i], differs(spread, program->defines.items[i]->expression));
    }
    for (size_t i = 0; i < program->groups.count; i++) {
        note(spread, &spread->groups[i], differs(spread, program->groups.items[i]->elements));
    }
    for (size_t i = 0; i < program->decisions.count; i++) {
        note(spread, &spread->decisions[i], decision_differs(spread, program->decisions.items[i]));
    }
    for (size_t i = 0; i < program->facts.count; i++) {
        spread_fact(spread, program->facts.items[i]);
    }
}

/* --------------------------------------------------------------------------------- the levels of others */

/* By index, what mentions the level or counts rules, and what asks that of all items together. */
struct asking {
    const struct spread *spread;
    bool *define_levels, *group_levels, *fact_levels, *decision_levels;
    bool *define_asks, *group_asks, *fact_asks, *decision_asks;
    bool changed;
};

static bool *mark_of(const struct entity *entity, bool *defines, bool *groups, bool *facts,
                     bool *decisions)
{
    switch (entity->kind) {
    case ENTITY_DEFINE:
        return &defines[entity->index];
    case ENTITY_GROUP:
        return &groups[entity->index];
    case ENTITY_FACT:
        return &facts[entity->index];
    case ENTITY_DECISION:
        return &decisions[entity->index];
    default:
        return NULL;
    }
}

static bool mentions_level(const struct asking *asking, const struct node *node)
{
    const bool *mark = node && node->kind == NODE_USE && node->ref
                           ? mark_of(node->ref, asking->define_levels, asking->group_levels,
                                     asking->fact_levels, asking->decision_levels)
                           : NULL;
    bool some = node && (node->kind == NODE_THE_LEVEL || node->kind == NODE_COUNTED || (mark && *mark));
    for (const struct node *child = node ? node->child : NULL; child && !some; child = child->next) {
        some = mentions_level(asking, child);
    }
    return some;
}

static bool asks_others(const struct asking *asking, const struct node *node)
{
    const bool *mark = node && node->kind == NODE_USE && node->ref
                           ? mark_of(node->ref, asking->define_asks, asking->group_asks,
                                     asking->fact_asks, asking->decision_asks)
                           : NULL;
    bool some = (mark && *mark) || (node && takes_together(asking->spread, node)
                                    && mentions_level(asking, node));
    for (const struct node *child = node ? node->child : NULL; child && !some; child = child->next) {
        some = asks_others(asking, child);
    }
    return some;
}

static void note_asking(struct asking *asking, const struct entity *entity, const struct node *node)
{
    bool *levels = mark_of(entity, asking->define_levels, asking->group_levels, asking->fact_levels,
                           asking->decision_levels);
    bool *asks = mark_of(entity, asking->define_asks, asking->group_asks, asking->fact_asks,
                         asking->decision_asks);
    bool now = !*levels && mentions_level(asking, node), then = !*asks && asks_others(asking, node);
    *levels = *levels || now;
    *asks = *asks || then;
    asking->changed = asking->changed || now || then;
}

/* A row that a rule leads to depends on all that rules depend on. */
static void note_decision(struct asking *asking, const struct decision *decision)
{
    note_asking(asking, &decision->entity, decision->is);
    for (size_t i = 0; i < decision->rows.count; i++) {
        const struct decision_row *row = &decision->rows.items[i];
        const struct node *parts[] = {row->value, row->condition, row->unless};
        for (size_t p = 0; p < 3; p++) {
            note_asking(asking, &decision->entity, parts[p]);
        }
        asking->decision_levels[decision->entity.index] |= row->rule != NULL;
    }
}

static void ask_once(struct asking *asking)
{
    const struct program *program = asking->spread->program;
    for (size_t i = 0; i < program->defines.count; i++) {
        note_asking(asking, &program->defines.items[i]->entity, program->defines.items[i]->expression);
    }
    for (size_t i = 0; i < program->groups.count; i++) {
        note_asking(asking, &program->groups.items[i]->entity, program->groups.items[i]->elements);
    }
    for (size_t i = 0; i < program->facts.count; i++) {
        note_asking(asking, &program->facts.items[i]->entity, program->facts.items[i]->from);
    }
    for (size_t i = 0; i < program->decisions.count; i++) {
        note_decision(asking, program->decisions.items[i]);
    }
}

static void find_asking(struct program *program, const struct spread *spread)
{
    struct asking asking = {.spread = spread, .changed = true};
    bool **marks[] = {&asking.define_levels, &asking.define_asks, &asking.group_levels,
                      &asking.group_asks,    &asking.fact_levels, &asking.fact_asks,
                      &asking.decision_levels, &asking.decision_asks};
    size_t sizes[] = {program->defines.count, program->groups.count, program->facts.count,
                      program->decisions.count};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        *marks[i] = arena_alloc(program->arena, sizes[i / 2] + 1);
    }
    while (asking.changed) {
        asking.changed = false;
        ask_once(&asking);
    }
    for (size_t i = 0; i < program->rules.count; i++) {
        struct rule *rule = program->rules.items[i];
        for (const struct rule *above = rule; above; above = above->excepts) {
            rule->asks_others = rule->asks_others || asks_others(&asking, above->condition)
                                || asks_others(&asking, above->unless);
        }
        program->asks_others = program->asks_others || rule->asks_others;
    }
}

/* The mark said otherwise. */
static void report_spread(struct program *program, const struct fact *fact)
{
    bool says_so = fact->of_list && fact->of_list->ref == &program->each->entity;
    if (!fact->from || says_so || !fact->of_list || fact->of != program->each) {
        return;
    }
    struct diagnostic *said = diagnostic_report(
        program->diagnostics, E418_EACH, fact->from->span,
        "`%s` is of the household, and this differs from %s to %s", fact->entity.name,
        program->each->entity.name, program->each->entity.name);
    diagnostic_label(program->diagnostics, said, node_name_span(fact->of_list), "said here");
    diagnostic_help(program->diagnostics, said, "take all together, `any %s where (...)`, or write `of %s`",
                    program->each->entity.name, program->each->entity.name);
}

/* What is said of each and differs for none. */
static void check_clauses(struct program *program, const struct spread *spread)
{
    for (size_t i = 0; i < program->names->item_clauses.count; i++) {
        const struct item_clause *clause = &program->names->item_clauses.items[i];
        if (clause->list == program->each && alike_is_asked(clause) && !differs(spread, clause->clause)) {
            alike_report(program, clause);
        }
    }
}

void each_spread(struct program *program)
{
    if (!program->each) {
        return;
    }
    struct arena *arena = program->arena;
    struct spread spread = {.program = program, .changed = true};
    spread.defines = arena_alloc(arena, program->defines.count + 1);
    spread.groups = arena_alloc(arena, program->groups.count + 1);
    spread.decisions = arena_alloc(arena, program->decisions.count + 1);
    while (spread.changed) {
        spread.changed = false;
        spread_once(&spread);
    }
    for (size_t i = 0; i < program->facts.count; i++) {
        report_spread(program, program->facts.items[i]);
    }
    find_asking(program, &spread);
    if (program->diagnostics->errors == 0) {
        check_clauses(program, &spread);
    }
}

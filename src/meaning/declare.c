/* SPDX-License-Identifier: Apache-2.0 */
/* Entities from statements. */
#include "meaning/declare.h"

#include "meaning/citation.h"
#include "meaning/header.h"
#include "meaning/names.h"
#include "meaning/type.h"

/* Where in the text the next statement stands. */
struct place {
    struct program *program;
    struct section *section;
    struct topic *topic;
    struct node *of_list; /* whose the facts of the section are, or NULL */
    bool in_vocabulary;
};

static void entity_start(struct place *place, struct entity *entity, enum entity_kind kind,
                         const struct node *decl, size_t index)
{
    entity->kind = kind;
    entity->decl = decl;
    entity->name = decl->name;
    entity->title = node_child_text(decl, NODE_TITLE);
    entity->section = place->section;
    entity->index = index;
    citations_collect(place->program, decl, NULL, &entity->cites);
}

/* Makes an entity of the struct that VECTOR holds, adds it there, and yields it. */
#define entity_add(place, vector, kind, decl)                                               \
    (vector_push((place)->program->arena, (vector),                                         \
                 arena_alloc((place)->program->arena, sizeof **(vector)->items)),           \
     entity_start((place), &(vector)->items[(vector)->count - 1]->entity, (kind), (decl),   \
                  (vector)->count - 1),                                                     \
     (vector)->items[(vector)->count - 1])

/* A ruleset may go on with a section that its vocabulary began: it is one section. */
static void declare_section(struct place *place, const struct node *node)
{
    struct program *program = place->program;
    struct section *begun = program_section(program, node->name);
    place->topic = NULL;
    place->of_list = node_child(node, NODE_OF_LIST);
    if (begun && begun->entity.decl->span.file != node->span.file) {
        place->section = begun;
        place->of_list = place->of_list ? place->of_list : node_child(begun->entity.decl, NODE_OF_LIST);
        return;
    }
    place->section = NULL;
    struct section *section = entity_add(place, &program->sections, ENTITY_SECTION, node);
    section->entity.section = section;
    place->section = section;
    names_declare(program, SPACE_SECTION, &section->entity);
}

static void declare_topic(struct place *place, const struct node *node)
{
    struct program *program = place->program;
    place->topic = entity_add(place, &program->topics, ENTITY_TOPIC, node);
    names_declare(program, SPACE_TOPIC, &place->topic->entity);
}

static void declare_type(struct place *place, const struct node *node)
{
    struct program *program = place->program;
    struct named_type *type = entity_add(place, &program->types, ENTITY_TYPE, node);
    type->entity.used = place->in_vocabulary;
    names_declare(program, SPACE_TYPE, &type->entity);
}

static void declare_texts(struct program *program, struct fact *fact, const struct node *node)
{
    fact->question = node_child_text(node, NODE_ASK);
    for (const struct node *child = node->child; child; child = child->next) {
        if (child->kind == NODE_ALSO) {
            vector_push(program->arena, &fact->also, child->value.text);
        } else if (child->kind == NODE_UNLIKE) {
            vector_push(program->arena, &fact->unlike,
                        (struct unlike){child->name, node_child_text(child, NODE_TITLE)});
        }
    }
}

static void set_direction(struct fact *fact, const struct node *node)
{
    bool higher = node->kind == NODE_CONCERN || node->kind == NODE_SCALE ||
                  node_child(node, NODE_HIGHER_IS_WORSE) != NULL;
    bool lower = node->kind == NODE_STRENGTH || node_child(node, NODE_LOWER_IS_WORSE) != NULL;
    fact->direction = lower    ? DIRECTION_LOWER_IS_WORSE
                      : higher ? DIRECTION_HIGHER_IS_WORSE
                               : DIRECTION_NONE;
}

static void declare_fact(struct place *place, const struct node *node, const struct node *name)
{
    struct program *program = place->program;
    struct fact *fact = entity_add(place, &program->facts, ENTITY_FACT, node);
    fact->entity.name = name->name;
    fact->from_vocabulary = place->in_vocabulary;
    fact->is_strength = node->kind == NODE_STRENGTH;
    fact->of_list = node_child(node, NODE_OF_LIST);
    fact->of_list = fact->of_list ? fact->of_list : place->of_list;
    if (fact->of_list && fact->of_list->name == name->name) {
        fact->of_list = NULL; /* the list itself, in the section of what is its */
    }
    fact->from = node_inside(node_child(node, NODE_FROM));
    set_direction(fact, node);
    declare_texts(program, fact, node);
    if (name->name == symbol_of(program->symbols, "authority")) {
        struct diagnostic *said = diagnostic_report(
            program->diagnostics, E204_BUILT_IN, name->span,
            "`%s` is built in: it is one of the names that the header applies to", name->name);
        diagnostic_help(program->diagnostics, said, "choose another name");
        if (program->authority) {
            return;
        }
    }
    names_declare(program, SPACE_VALUE, &fact->entity);
}

static struct fact *add_field(struct place *place, struct fact *list, const struct node *decl,
                              const struct node *name)
{
    struct program *program = place->program;
    struct fact *field = entity_add(place, &program->fields, ENTITY_FIELD, decl);
    field->entity.name = name->name;
    field->from_vocabulary = place->in_vocabulary;
    field->list = list;
    field->place = list->fields.count;
    vector_push(program->arena, &list->fields, field);
    return field;
}

static void declare_field(struct place *place, struct fact *list, const struct node *decl,
                          const struct node *name)
{
    struct program *program = place->program;
    const struct fact *earlier = list_field(list, name->name);
    if (earlier) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E202_TWICE, name->span,
                              "`%s` is declared twice", name->name);
        diagnostic_label(program->diagnostics, said, entity_span(&earlier->entity),
                         "first declared here, as a field");
        diagnostic_help(program->diagnostics, said,
                        earlier->entity.decl->kind == NODE_EVENT
                            ? "an event has a date of its own: leave this one out"
                            : "give one of them another name");
        return;
    }
    struct fact *field = add_field(place, list, decl, name);
    field->from = node_inside(node_child(decl, NODE_FROM));
    set_direction(field, decl);
    declare_texts(program, field, decl);
}

/* The date of an event is a field that nobody need write. */
static void declare_date(struct place *place, struct fact *list)
{
    struct program *program = place->program;
    struct node *name = node_create(program->arena, NODE_NAME, entity_span(&list->entity));
    name->name = symbol_of(program->symbols, "date");
    add_field(place, list, list->entity.decl, name)->entity.title = NULL;
}

static void declare_list(struct place *place, const struct node *node)
{
    struct program *program = place->program;
    declare_fact(place, node, node_child(node, NODE_NAME));
    struct fact *list = program->facts.items[program->facts.count - 1];
    if (node->kind == NODE_EVENT) {
        declare_date(place, list);
    }
    for (const struct node *field = node_child(node, NODE_FIELD); field;
         field = node_next(field, NODE_FIELD)) {
        for (const struct node *name = node_child(field, NODE_NAME); name;
             name = node_next(name, NODE_NAME)) {
            declare_field(place, list, field, name);
        }
    }
}

static bool is_list(const struct node *node)
{
    return node->kind == NODE_LIST || node_child(node, NODE_FIELD) || node_child(node, NODE_BOUND);
}

static void declare_event(struct place *place, const struct node *node)
{
    if (is_list(node)) {
        declare_list(place, node);
    } else {
        declare_fact(place, node, node_child(node, NODE_NAME));
    }
}

static void declare_facts(struct place *place, const struct node *node)
{
    for (const struct node *name = node_child(node, NODE_NAME); name;
         name = node_next(name, NODE_NAME)) {
        declare_fact(place, node, name);
    }
}

static void declare_parameter(struct place *place, const struct node *node)
{
    struct parameter *parameter =
        entity_add(place, &place->program->parameters, ENTITY_PARAMETER, node);
    names_declare(place->program, SPACE_VALUE, &parameter->entity);
}

static void declare_define(struct place *place, const struct node *node)
{
    struct define *define = entity_add(place, &place->program->defines, ENTITY_DEFINE, node);
    define->expression = node_inside(node_child(node, NODE_IS));
    names_declare(place->program, SPACE_VALUE, &define->entity);
}

static void declare_group(struct place *place, const struct node *node)
{
    struct group *group = entity_add(place, &place->program->groups, ENTITY_GROUP, node);
    group->elements = node_child(node, NODE_ELEMENTS);
    names_declare(place->program, SPACE_VALUE, &group->entity);
}

static struct rule *add_rule(struct place *place, const struct node *node)
{
    struct rule *rule = entity_add(place, &place->program->rules, ENTITY_RULE, node);
    rule->topic = place->topic;
    rule->condition = node_inside(node_child(node, NODE_IF));
    rule->unless = node_inside(node_child(node, NODE_UNLESS));
    rule->because = node_child_text(node, NODE_BECAUSE);
    if (place->topic) {
        place->topic->entity.used = true;
    }
    return rule;
}

static void declare_rule(struct place *place, const struct node *node)
{
    struct rule *rule = add_rule(place, node);
    rule->is_exception = node->kind == NODE_EXCEPTION;
    names_declare(place->program, SPACE_RULE, &rule->entity);
}

static void declare_signs(struct place *place, const struct node *node)
{
    for (const struct node *row = node_child(node, NODE_SIGN_ROW); row;
         row = node_next(row, NODE_SIGN_ROW)) {
        struct rule *rule = add_rule(place, row);
        rule->entity.name = NULL;
        rule->entity.title = NULL;
        citations_collect(place->program, node, row->name, &rule->entity.cites);
    }
}

/* The condition of a rung is `SCALE >= VALUE`, as if the author had written it there. */
static struct node *rung_condition(struct program *program, const struct node *ladder,
                                   const struct node *rung)
{
    struct node *compare = node_create(program->arena, NODE_COMPARE, rung->span);
    struct node *scale = node_create(program->arena, NODE_USE, rung->span);
    struct node *value = node_create(program->arena, NODE_USE, rung->span);
    compare->op = GREATER_OR_EQUAL;
    scale->name = ladder->name;
    scale->span = scale->name_span = node_name_span(ladder);
    value->name = rung->name;
    value->span = value->name_span = node_name_span(rung);
    node_append(compare, scale);
    node_append(compare, value);
    return compare;
}

static void declare_ladder(struct place *place, const struct node *node)
{
    for (const struct node *rung = node_child(node, NODE_RUNG); rung;
         rung = node_next(rung, NODE_RUNG)) {
        struct rule *rule = add_rule(place, rung);
        rule->entity.name = NULL;
        rule->condition = rung_condition(place->program, node, rung);
    }
}

static void declare_row(struct place *place, struct decision *decision, const struct node *node)
{
    struct decision_row *row = vector_add(place->program->arena, &decision->rows);
    struct node *value = node->child;
    *row = (struct decision_row){.decl = node};
    row->value = value && value->kind != NODE_NOTHING ? value : NULL;
    row->condition = node_inside(node_child(node, NODE_IF));
    row->unless = node_inside(node_child(node, NODE_UNLESS));
    row->because = node_child_text(node, NODE_BECAUSE);
    citations_collect(place->program, node, NULL, &row->cites);
}

static bool always_has_value(const struct node *policy)
{
    bool otherwise = false, nothing = false;
    for (const struct node *row = node_child(policy, NODE_ROW); row;
         row = node_next(row, NODE_ROW)) {
        otherwise = otherwise || node_child(row, NODE_OTHERWISE);
        nothing = nothing || node_child(row, NODE_NOTHING);
    }
    bool sums = policy->op == POLICY_SUM || policy->op == POLICY_EVERY_ONE;
    return sums || (otherwise && !nothing);
}

static void declare_decision(struct place *place, const struct node *node)
{
    struct program *program = place->program;
    struct decision *decision = entity_add(place, &program->decisions, ENTITY_DECISION, node);
    const struct node *policy = node_child(node, NODE_POLICY);
    decision->is = node_inside(node_child(node, NODE_IS));
    decision->because = node_child_text(node, NODE_BECAUSE);
    if (policy) {
        decision->policy = (enum hit_policy)policy->op;
        decision->may_be_none = !always_has_value(policy);
        for (const struct node *row = node_child(policy, NODE_ROW); row;
             row = node_next(row, NODE_ROW)) {
            declare_row(place, decision, row);
        }
    }
    names_declare(program, SPACE_VALUE, &decision->entity);
}

static void declare_contact(struct place *place, const struct node *node)
{
    struct contact *contact = entity_add(place, &place->program->contacts, ENTITY_CONTACT, node);
    names_declare(place->program, SPACE_CONTACT, &contact->entity);
}

static void declare_duty(struct place *place, const struct node *node)
{
    struct duty *duty = entity_add(place, &place->program->duties, ENTITY_DUTY, node);
    const struct node *when = node_child(node, NODE_WHEN);
    if (when) {
        const struct node *unless = node_child(when, NODE_UNLESS);
        duty->when = node_inside(when);
        duty->unless = node_inside(unless ? unless : node_child(node, NODE_UNLESS));
    }
    names_declare(place->program, SPACE_DUTY, &duty->entity);
}

static void declare_checklist(struct place *place, const struct node *node)
{
    struct program *program = place->program;
    struct checklist *checklist =
        entity_add(place, &program->checklists, ENTITY_CHECKLIST, node);
    for (const struct node *item = node_child(node, NODE_ITEM); item;
         item = node_next(item, NODE_ITEM)) {
        struct checklist_item *added = vector_add(program->arena, &checklist->items);
        *added = (struct checklist_item){.name = item->name, .decl = item};
        added->text = node_child_text(item, NODE_TITLE);
        added->condition = node_inside(node_child(item, NODE_IF));
        citations_collect(program, item, NULL, &added->cites);
    }
    names_declare(program, SPACE_CHECKLIST, &checklist->entity);
}

static void declare_note(struct place *place, const struct node *node)
{
    struct note *note = entity_add(place, &place->program->notes, ENTITY_NOTE, node);
    note->place = node_child(node, NODE_AT_LEVEL) ? NOTE_AT_LEVEL
                  : node_child(node, NODE_WHEN)   ? NOTE_WHEN
                  : node_child(node, NODE_WITH)   ? NOTE_WITH
                                                  : NOTE_ALWAYS;
    note->when = node_inside(node_child(node, NODE_WHEN));
}

static void declare_example(struct place *place, const struct node *node)
{
    struct statement *example =
        entity_add(place, &place->program->examples, ENTITY_EXAMPLE, node);
    names_declare(place->program, SPACE_EXAMPLE, &example->entity);
}

#define declare_statement(place, vector, kind, node)                                       \
    do {                                                                                   \
        struct statement *made_ = entity_add((place), (vector), (kind), (node));           \
        const struct node *holder_ = node_child((node), NODE_EXCEPT);                      \
        made_->condition = node_inside(node_child(holder_ ? holder_ : (node), NODE_IF));   \
    } while (0)

static void declare_one(struct place *place, const struct node *node)
{
    struct program *program = place->program;
    switch (node->kind) {
    case NODE_SECTION:
        declare_section(place, node);
        break;
    case NODE_TOPIC:
        declare_topic(place, node);
        break;
    case NODE_TYPE_DECLARATION:
        declare_type(place, node);
        break;
    case NODE_CONCERN:
    case NODE_STRENGTH:
    case NODE_FACT:
    case NODE_SCALE:
        declare_facts(place, node);
        break;
    case NODE_EVENT:
    case NODE_LIST:
        declare_event(place, node);
        break;
    case NODE_PARAMETER:
        declare_parameter(place, node);
        break;
    case NODE_DEFINE:
        declare_define(place, node);
        break;
    case NODE_GROUP:
        declare_group(place, node);
        break;
    case NODE_RULE:
    case NODE_EXCEPTION:
        declare_rule(place, node);
        break;
    case NODE_SIGNS:
        declare_signs(place, node);
        break;
    case NODE_LADDER:
        declare_ladder(place, node);
        break;
    case NODE_DECISION:
        declare_decision(place, node);
        break;
    case NODE_CONTACT:
        declare_contact(place, node);
        break;
    case NODE_DUTY:
        declare_duty(place, node);
        break;
    case NODE_CHECKLIST:
        declare_checklist(place, node);
        break;
    case NODE_NOTE:
        declare_note(place, node);
        break;
    case NODE_EXAMPLE:
        declare_example(place, node);
        break;
    case NODE_IMPOSSIBLE:
        declare_statement(place, &program->impossibles, ENTITY_IMPOSSIBLE, node);
        break;
    case NODE_REQUIRE:
        declare_statement(place, &program->requires, ENTITY_REQUIRE, node);
        break;
    case NODE_BACKGROUND:
        declare_statement(place, &program->backgrounds, ENTITY_BACKGROUND, node);
        break;
    case NODE_ALWAYS:
    case NODE_NEVER:
    case NODE_NEVER_LOWER:
        declare_statement(place, &program->claims, ENTITY_CLAIM, node);
        break;
    case NODE_CHANGE:
        declare_statement(place, &program->changes, ENTITY_CHANGE, node);
        break;
    case NODE_ACCEPT:
        declare_statement(place, &program->accepts, ENTITY_ACCEPT, node);
        break;
    default:
        break;
    }
    if (node->kind != NODE_SECTION && place->section) {
        place->section->entity.used = true;
    }
}

static void declare_file(struct program *program, const struct node *file, bool in_vocabulary)
{
    struct place place = {.program = program, .in_vocabulary = in_vocabulary};
    for (const struct node *node = file->child; node; node = node->next) {
        declare_one(&place, node);
    }
}

void declare_all(struct program *program)
{
    for (size_t i = 0; i < program->vocabulary_trees.count; i++) {
        declare_file(program, program->vocabulary_trees.items[i], true);
    }
    if (program->kind != PROGRAM_CALENDAR) {
        declare_file(program, program->tree, program->kind == PROGRAM_VOCABULARY);
    }
}

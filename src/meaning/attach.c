/* SPDX-License-Identifier: Apache-2.0 */
/* References between statements, and rule labels. */
#include "meaning/attach.h"

#include <string.h>

#include "meaning/constant.h"
#include "meaning/each.h"
#include "meaning/header.h"
#include "meaning/names.h"
#include "meaning/type.h"
#include "meaning/wording.h"
#include "meaning/written_type.h"

static void check_direction(struct program *program, const struct fact *fact)
{
    if (fact->direction == DIRECTION_NONE || fact->type->kind == TYPE_YES_NO ||
        type_is_error(fact->type) || type_has_order(fact->type)) {
        return;
    }
    const struct node *decl = fact->entity.decl;
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E415_NO_DIRECTION, node_name_span(decl),
                          "`%s` has values without an order, so none is worse", fact->entity.name);
    diagnostic_help(program->diagnostics, said,
                    fact->type->kind == TYPE_LIST ? "give the direction to its fields"
                                                  : "order the values from best to worst: `a < b < c`");
}

/* How many items a list may have: as many as it says, else as many as an event has dates. */
static const struct type *list_type(struct program *program, const struct fact *list)
{
    struct type *type = arena_alloc(program->arena, sizeof *type);
    const struct node *bound = node_child(list->entity.decl, NODE_BOUND);
    type->kind = TYPE_LIST;
    type->high = LIST_USUAL_ITEMS;
    if (!bound) {
        return type;
    }
    struct decimal number = decimal_normalise(bound->child->value.number);
    if (number.scale == 0 && number.digits >= 1 && number.digits <= LIST_MOST_ITEMS) {
        type->high = number.digits;
        return type;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E304_OUTSIDE, bound->child->span,
                          "a list can't be bounded by `%s`",
                          wording_source(program, bound->child->span));
    diagnostic_help(program->diagnostics, said, "write a whole number from 1 to %d",
                    LIST_MOST_ITEMS);
    return type;
}

static const struct type *fact_type(struct program *program, const struct fact *fact)
{
    switch (fact->entity.decl->kind) {
    case NODE_CONCERN:
    case NODE_STRENGTH:
        return &program->builtin.yes_no;
    case NODE_EVENT:
        return fact->fields.count > 0 ? list_type(program, fact) : &program->builtin.event;
    case NODE_LIST:
        return list_type(program, fact);
    default:
        return written_type(program, fact->entity.decl, fact->entity.name);
    }
}

static void attach_usual(struct program *program, struct fact *fact)
{
    struct node *usually = node_child(fact->entity.decl, NODE_USUALLY);
    struct constant constant;
    if (usually && type_is_many(fact->type)) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E301_TYPE, usually->span,
                              "%s `%s` has no usual value", node_kind_noun(fact->entity.decl->kind), fact->entity.name);
        diagnostic_help(program->diagnostics, said, "leave it out: `otherwise no` makes it empty");
        return;
    }
    if (usually && usually->child &&
        constant_read(program, usually->child, fact->type, &constant)) {
        fact->has_usual = true;
        fact->usual_none = constant.is_none;
        fact->usual = constant.value;
    }
}

static void attach_fact(struct program *program, struct fact *fact, const struct fact *before)
{
    /* `fact a, b : T` declares several of one type */
    bool same = before && before->entity.decl == fact->entity.decl;
    fact->type = same ? before->type : fact_type(program, fact);
    if (same) {
        fact->has_usual = before->has_usual;
        fact->usual_none = before->usual_none;
        fact->usual = before->usual;
        return;
    }
    check_direction(program, fact);
    attach_usual(program, fact);
    for (struct node *node = node_child(fact->entity.decl, NODE_UNLIKE); node;
         node = node_next(node, NODE_UNLIKE)) {
        struct entity *other = names_get(program, SPACE_VALUE, node->name);
        node->ref = other;
        if (!other) {
            names_report_unknown(program, SPACE_VALUE, node, "fact", NULL);
        }
    }
}

/* Member by member: what lies between them on the stack could look like an address, and then the program would not
   be kept (base/image.h). */
static void keep_value(struct value_set *kept, struct value_set value)
{
    kept->low = value.low;
    kept->high = value.high;
    kept->or_none = value.or_none;
    kept->members = value.members;
}

static void attach_values(struct program *program, struct fact *fact)
{
    struct arena *arena = program->arena;
    fact->assumed.low = 1; /* nothing */
    if (type_is_error(fact->type) || type_is_many(fact->type)) {
        return;
    }
    keep_value(&fact->any, value_any(arena, fact->type));
    if (fact->usual_none) {
        keep_value(&fact->assumed, value_none(arena, fact->type));
    } else if (fact->has_usual) {
        keep_value(&fact->assumed, value_of(arena, fact->type, fact->usual));
    } else if (fact->type->kind == TYPE_YES_NO) {
        keep_value(&fact->assumed, value_of(arena, fact->type, 0));
    }
}

static void attach_all_values(struct program *program)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        attach_values(program, program->facts.items[i]);
    }
    for (size_t i = 0; i < program->fields.count; i++) {
        attach_values(program, program->fields.items[i]);
    }
}

/* The field by which windows and `latest of` go. */
static void attach_date(struct program *program, struct fact *list)
{
    struct fact *date = list_field(list, symbol_of(program->symbols, "date"));
    list->date = date && date->type->kind == TYPE_DATE ? date : NULL;
    if (date && !list->date && !type_is_error(date->type)) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E301_TYPE, entity_span(&date->entity),
                              "`date` is %s, but names the date of an item", wording_type(program, date->type));
        diagnostic_help(program->diagnostics, said, "write `has date : date`, or choose another name");
    }
}

static void attach_fields(struct program *program)
{
    for (size_t i = 0; i < program->fields.count; i++) {
        struct fact *before = i ? program->fields.items[i - 1] : NULL;
        struct fact *field = program->fields.items[i];
        if (field->entity.decl->kind == NODE_EVENT) {
            field->type = &program->builtin.date;
        } else {
            attach_fact(program, field, before);
        }
    }
    for (size_t i = 0; i < program->facts.count; i++) {
        attach_date(program, program->facts.items[i]);
    }
}

static void attach_facts(struct program *program)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        struct fact *fact = program->facts.items[i];
        if (!fact->is_builtin) {
            attach_fact(program, fact, i ? program->facts.items[i - 1] : NULL);
        }
    }
}

static void attach_parameters(struct program *program)
{
    for (size_t i = 0; i < program->parameters.count; i++) {
        struct parameter *parameter = program->parameters.items[i];
        const struct node *value = node_child(parameter->entity.decl, NODE_VALUE);
        struct constant constant;
        parameter->type =
            written_type(program, parameter->entity.decl, parameter->entity.name);
        parameter->value = parameter->type->low; /* as good as any, where there is a mistake */
        if (value && value->child &&
            constant_read(program, value->child, parameter->type, &constant)) {
            parameter->value = constant.value;
        }
    }
}

static const struct type *selection_of(struct program *program, const struct decision *decision,
                                       const struct type *type)
{
    if (type->kind != TYPE_CHOICE) {
        if (!type_is_error(type)) {
            diagnostic_report(program->diagnostics, E301_TYPE,
                              entity_span(&decision->entity),
                              "`every one of` gives several values, so `%s` must be a choice",
                              decision->entity.name);
        }
        return &program->builtin.error;
    }
    struct type *selection = arena_alloc(program->arena, sizeof *selection);
    *selection = *type;
    selection->kind = TYPE_SELECTION;
    return selection;
}

static void check_policy_type(struct program *program, const struct decision *decision)
{
    const struct type *type = decision->type;
    bool wants_number = decision->policy == POLICY_SUM;
    bool wants_order = decision->policy == POLICY_HIGHEST || decision->policy == POLICY_LOWEST;
    if (type_is_error(type)) {
        return;
    }
    if (wants_number && type->kind != TYPE_NUMBER) {
        diagnostic_report(program->diagnostics, E301_TYPE, entity_span(&decision->entity),
                          "only numbers have a sum, and `%s` is %s", decision->entity.name,
                          wording_type(program, type));
    } else if (wants_order && !type_has_order(type)) {
        struct diagnostic *said = diagnostic_report(
            program->diagnostics, E306_NOT_ORDERED, entity_span(&decision->entity),
            "`%s` has values without an order, so none is the highest", decision->entity.name);
        diagnostic_help(program->diagnostics, said,
                        "order the values, `one of a < b < c`, or use `first of`");
    }
}

static void check_behind_otherwise(struct program *program, const struct decision *decision)
{
    const struct node *otherwise = NULL;
    for (size_t i = 0; i < decision->rows.count; i++) {
        const struct node *row = decision->rows.items[i].decl;
        if (otherwise) {
            struct diagnostic *said =
                diagnostic_report(program->diagnostics, E412_UNREACHABLE_ROW, row->span,
                                  "this row stands behind `otherwise`");
            diagnostic_label(program->diagnostics, said, otherwise->span, "the last row");
            diagnostic_help(program->diagnostics, said, "put `otherwise` last");
            return;
        }
        otherwise = node_child(row, NODE_OTHERWISE) ? row : NULL;
    }
}

static void attach_decisions(struct program *program)
{
    for (size_t i = 0; i < program->decisions.count; i++) {
        struct decision *decision = program->decisions.items[i];
        const struct node *decl = decision->entity.decl;
        decision->type = written_type(program, decl, decision->entity.name);
        if (decision->is) {
            decision->may_be_none = decision->type->or_none;
            continue;
        }
        check_policy_type(program, decision);
        check_behind_otherwise(program, decision);
        if (decision->policy == POLICY_EVERY_ONE) {
            decision->type = selection_of(program, decision, decision->type);
        }
        decision->may_be_none = decision->may_be_none || decision->type->or_none;
    }
}

static void attach_level(struct program *program, struct rule *rule, struct node *holder)
{
    struct node *judged = node_child(holder, NODE_JUDGED);
    struct node *low = node_child(judged ? judged : holder, NODE_LEVEL_REF);
    struct node *high = judged && low ? node_next(low, NODE_LEVEL_REF) : low;
    struct level *from = low ? names_level(program, low) : NULL;
    struct level *to = high == low ? from : high ? names_level(program, high) : NULL;
    if (!from || !to) {
        return;
    }
    if (from->rank > to->rank || (judged && from == to)) {
        struct diagnostic *said =
            diagnostic_report(program->diagnostics, E310_EMPTY_RANGE, judged->span,
                              "judgement needs a lower and a higher level");
        diagnostic_help(program->diagnostics, said, "write the lower level first");
        return;
    }
    if (rule->has_level) {
        diagnostic_report(program->diagnostics, E408_OUTCOME_TWICE, holder->span,
                          "a rule leads to one level");
        return;
    }
    rule->has_level = true;
    rule->level_low = from->rank;
    rule->level_high = to->rank;
    rule->mandatory = (holder->flags & FLAG_MANDATORY) != 0;
}

static void attach_duty(struct program *program, struct rule *rule, struct node *node)
{
    struct duty *duty = (struct duty *)names_resolve(program, SPACE_DUTY, node, "duty");
    if (!duty) {
        return;
    }
    for (size_t i = 0; i < rule->duties.count; i++) {
        if (rule->duties.items[i] == duty) {
            diagnostic_report(program->diagnostics, E408_OUTCOME_TWICE, node->span,
                              "duty `%s` is named twice", node->name);
            return;
        }
    }
    duty->from_rule = true;
    vector_push(program->arena, &rule->duties, duty);
}

static bool takes_rows(struct program *program, const struct decision *decision,
                       const struct node *node)
{
    if (!decision->is && decision->policy != POLICY_FIRST) {
        return true;
    }
    struct diagnostic *said = diagnostic_report(
        program->diagnostics, E406_ROW_NOT_TAKEN, node->span,
        "decision `%s` takes no values from rules", decision->entity.name);
    diagnostic_label(program->diagnostics, said, entity_span(&decision->entity), "%s",
                     decision->is ? "it is one expression"
                                  : "the order of its rows decides, and a rule has no place in it");
    diagnostic_help(program->diagnostics, said,
                    decision->is ? "write the condition into the decision"
                                 : "add a row to the decision, or give it another policy");
    return false;
}

static void attach_value(struct program *program, struct rule *rule, struct node *node)
{
    struct entity *entity = names_get(program, SPACE_VALUE, node->name);
    struct node *value = node->child;
    if (!entity || entity->kind != ENTITY_DECISION) {
        names_report_unknown(program, SPACE_VALUE, node, "decision", NULL);
        return;
    }
    struct decision *decision = (struct decision *)entity;
    entity->used = true;
    node->ref = entity;
    if (!takes_rows(program, decision, node)) {
        return;
    }
    vector_push(program->arena, &rule->values, (struct outcome_value){decision, value});
    struct decision_row *row = vector_add(program->arena, &decision->rows);
    *row = (struct decision_row){.decl = node, .value = value, .rule = rule};
    row->because = rule->because;
    row->cites = rule->entity.cites;
}

static void attach_outcomes(struct program *program, struct rule *rule, const struct node *then)
{
    rule->concludes = then->child != NULL;
    for (struct node *node = then->child; node; node = node->next) {
        switch (node->kind) {
        case NODE_OUTCOME_LEVEL:
            attach_level(program, rule, node);
            break;
        case NODE_OUTCOME_DUTY:
            attach_duty(program, rule, node);
            break;
        case NODE_OUTCOME_VALUE:
            attach_value(program, rule, node);
            break;
        default:
            break;
        }
    }
}

static void attach_exception(struct program *program, struct rule *rule)
{
    struct node *to = node_child(rule->entity.decl, NODE_TO);
    struct rule *excepts =
        to ? (struct rule *)names_resolve(program, SPACE_RULE, to, "rule or exception") : NULL;
    if (!excepts) {
        return;
    }
    rule->excepts = excepts;
    vector_push(program->arena, &excepts->exceptions, rule);
}

static void attach_rule(struct program *program, struct rule *rule)
{
    const struct node *then = node_child(rule->entity.decl, NODE_THEN);
    if (then) {
        attach_outcomes(program, rule, then);
    }
    if (rule->is_exception) {
        attach_exception(program, rule);
    }
}

/* Sign rows and rungs get their level from the statement around them, in the order of the text. */
static size_t attach_list(struct program *program, struct node *statement, size_t at)
{
    enum node_kind part = statement->kind == NODE_SIGNS ? NODE_SIGN_ROW : NODE_RUNG;
    for (struct node *row = node_child(statement, part); row; row = node_next(row, part)) {
        struct rule *rule = program->rules.items[at++];
        rule->concludes = true;
        attach_level(program, rule, part == NODE_RUNG ? row : statement);
    }
    return at;
}

static void attach_rules(struct program *program)
{
    size_t at = 0;
    for (struct node *node = program->tree->child; node; node = node->next) {
        if (node->kind == NODE_RULE || node->kind == NODE_EXCEPTION) {
            attach_rule(program, program->rules.items[at++]);
        } else if (node->kind == NODE_SIGNS || node->kind == NODE_LADDER) {
            at = attach_list(program, node, at);
        }
    }
}

static void attach_exception_topics(struct program *program)
{
    for (size_t i = 0; i < program->rules.count; i++) {
        struct rule *rule = program->rules.items[i];
        if (rule->excepts && !rule->excepts->excepts) {
            rule->topic = rule->excepts->topic;
        }
    }
}

static const char *plain_label(struct program *program, const struct rule *rule, size_t place)
{
    if (rule->entity.name) {
        return rule->entity.name;
    }
    for (size_t i = 0; i < rule->entity.cites.count; i++) {
        if (rule->entity.cites.items[i].item) {
            return rule->entity.cites.items[i].item;
        }
    }
    const char *where = rule->entity.section ? rule->entity.section->entity.name : "rule";
    return arena_format(program->arena, "%s/%zu", where, place);
}

/* The second rule of a label gets "#2" behind it, the third "#3"; a name is never changed. */
static void give_label(struct program *program, struct rule *rule, const char *label,
                       struct table *counts)
{
    symbol wanted = symbol_of(program->symbols, label);
    symbol unique = wanted;
    uintptr_t count = (uintptr_t)table_get(counts, wanted);
    while (table_get(&program->names->labels, unique)) {
        count = count < 2 ? 2 : count + 1;
        unique = symbol_of(program->symbols,
                           arena_format(program->arena, "%s#%zu", label, (size_t)count));
        table_set(counts, wanted, (void *)count);
    }
    rule->label = unique;
    table_set(&program->names->labels, unique, rule);
}

static void label_rules(struct program *program)
{
    size_t *places = arena_alloc(program->arena, (program->sections.count + 1) * sizeof *places);
    struct table counts = {.arena = program->arena};
    for (int named = 1; named >= 0; named--) {
        for (size_t i = 0; i < program->rules.count; i++) {
            struct rule *rule = program->rules.items[i];
            const struct section *section = rule->entity.section;
            size_t *place = &places[section ? section->entity.index : program->sections.count];
            *place += named == 0;
            if ((rule->entity.name != NULL) == named) {
                give_label(program, rule, plain_label(program, rule, *place), &counts);
            }
        }
    }
}

static void attach_spans(struct program *program, struct contact_lines *lines,
                         const struct node *open)
{
    lines->has_hours = true;
    lines->always_open = node_child(open, NODE_OPEN_SPAN) == NULL;
    for (const struct node *span = node_child(open, NODE_OPEN_SPAN); span;
         span = node_next(span, NODE_OPEN_SPAN)) {
        const struct node *from = node_child(span, NODE_TIME);
        const struct node *to = from ? node_next(from, NODE_TIME) : NULL;
        if (to) {
            vector_push(program->arena, &lines->open,
                        (struct open_span){span->first, span->second, (int)from->value.integer,
                                           (int)to->value.integer});
        }
    }
}

static void attach_lines(struct program *program, struct contact_lines *lines,
                         const struct node *holder)
{
    lines->phone = node_child_text(holder, NODE_PHONE);
    lines->email = node_child_text(holder, NODE_EMAIL);
    lines->web = node_child_text(holder, NODE_WEB);
    lines->ask_for = node_child_text(holder, NODE_ASK_FOR);
    lines->closed_holidays = node_child(holder, NODE_CLOSED_HOLIDAYS) != NULL;
    const struct node *open = node_child(holder, NODE_OPEN);
    if (open) {
        attach_spans(program, lines, open);
    }
    struct node *fallback = node_child(holder, NODE_FALLBACK);
    if (fallback) {
        lines->fallback =
            (struct contact *)names_resolve(program, SPACE_CONTACT, fallback, "contact");
    }
}

static void attach_contact(struct program *program, struct contact *contact)
{
    const struct node *decl = contact->entity.decl;
    attach_lines(program, &contact->lines, decl);
    for (const struct node *node = node_child(decl, NODE_VARIANT); node;
         node = node_next(node, NODE_VARIANT)) {
        header_check_authority(program, node);
        struct contact_variant *variant = vector_add(program->arena, &contact->variants);
        *variant = (struct contact_variant){.authority = node->name};
        attach_lines(program, &variant->lines, node);
    }
}

static void attach_contacts(struct program *program)
{
    for (size_t i = 0; i < program->contacts.count; i++) {
        attach_contact(program, program->contacts.items[i]);
    }
}

static void add_deadline(struct program *program, struct duty *duty, enum deadline_kind kind,
                         const struct node *node, bool written)
{
    struct deadline *deadline = vector_add(program->arena, &duty->deadlines);
    *deadline = (struct deadline){.kind = kind, .written = written};
    deadline->unit = (enum unit)node->unit;
    deadline->amount = node_inside(node_child(node, NODE_AMOUNT));
    deadline->start = kind == DEADLINE_BY ? node->child : node_inside(node_child(node, NODE_OF));
}

static void attach_duty_line(struct program *program, struct duty *duty, struct node *node)
{
    switch (node->kind) {
    case NODE_TO:
        duty->to = (struct contact *)names_resolve(program, SPACE_CONTACT, node, "contact");
        break;
    case NODE_IMMEDIATELY:
        add_deadline(program, duty, DEADLINE_IMMEDIATELY, node, false);
        break;
    case NODE_SAME_DAY:
        add_deadline(program, duty, DEADLINE_SAME_DAY, node, false);
        break;
    case NODE_DEADLINE:
        add_deadline(program, duty, DEADLINE_WITHIN, node, false);
        break;
    case NODE_WRITTEN:
        if (node->child) {
            add_deadline(program, duty, DEADLINE_WITHIN, node->child, true);
        }
        break;
    case NODE_BY:
        add_deadline(program, duty, DEADLINE_BY, node, false);
        break;
    case NODE_AFTER:
        add_deadline(program, duty, DEADLINE_AFTER, node, false);
        break;
    default:
        break;
    }
}

static void attach_duties(struct program *program)
{
    for (size_t i = 0; i < program->duties.count; i++) {
        struct duty *duty = program->duties.items[i];
        for (struct node *node = duty->entity.decl->child; node; node = node->next) {
            attach_duty_line(program, duty, node);
        }
    }
}

static struct entity *named_with(const struct program *program, symbol name)
{
    static const enum name_space spaces[] = {SPACE_DUTY, SPACE_CHECKLIST, SPACE_CONTACT};
    struct entity *entity = names_get(program, SPACE_VALUE, name);
    entity = entity && entity->kind == ENTITY_DECISION ? entity : NULL;
    for (size_t i = 0; !entity && i < sizeof spaces / sizeof *spaces; i++) {
        entity = names_get(program, spaces[i], name);
    }
    return entity;
}

static void attach_note(struct program *program, struct note *note)
{
    struct node *at = node_child(note->entity.decl, NODE_AT_LEVEL);
    struct node *with = node_child(note->entity.decl, NODE_WITH);
    struct level *level =
        at && at->child && at->child->kind == NODE_LEVEL_REF ? names_level(program, at->child)
                                                             : NULL;
    note->level = level ? level->rank : 0;
    if (!with) {
        return;
    }
    note->with = named_with(program, with->name);
    with->ref = note->with;
    if (note->with) {
        note->with->used = true;
    } else {
        names_report_unknown(program, SPACE_VALUE, with, "decision, duty, checklist or contact",
                             NULL);
    }
}

static void attach_notes(struct program *program)
{
    for (size_t i = 0; i < program->notes.count; i++) {
        attach_note(program, program->notes.items[i]);
    }
}

void attach_all(struct program *program)
{
    written_types_resolve(program);
    attach_facts(program);
    attach_fields(program);
    each_attach(program);
    attach_parameters(program);
    attach_decisions(program);
    attach_rules(program);
    attach_exception_topics(program);
    label_rules(program);
    attach_contacts(program);
    attach_duties(program);
    attach_notes(program);
    attach_all_values(program);
}

static void count_rule(struct program *program, const struct rule *rule)
{
    size_t rank = rule->level_low;
    struct section *section = rule->entity.section;
    bool first_of_topic = !rule->topic || !rule->topic->counted_at[rank];
    if (rule->topic) {
        rule->topic->counted_at[rank] = true;
    }
    program->rules_at[rank]++;
    program->topics_at[rank] += first_of_topic;
    if (section) {
        section->rules_at[rank]++;
        section->topics_at[rank] += first_of_topic;
    }
}

void attach_counts(struct program *program)
{
    size_t size = (program->levels.count + 1) * sizeof(size_t);
    program->rules_at = arena_alloc(program->arena, size);
    program->topics_at = arena_alloc(program->arena, size);
    for (size_t i = 0; i < program->sections.count; i++) {
        program->sections.items[i]->rules_at = arena_alloc(program->arena, size);
        program->sections.items[i]->topics_at = arena_alloc(program->arena, size);
    }
    for (size_t i = 0; i < program->topics.count; i++) {
        program->topics.items[i]->counted_at =
            arena_alloc(program->arena, (program->levels.count + 1) * sizeof(bool));
    }
    for (size_t i = 0; i < program->rules.count; i++) {
        const struct rule *rule = program->rules.items[i];
        if (rule->has_level && rule->level_low == rule->level_high) {
            count_rule(program, rule);
        }
    }
}

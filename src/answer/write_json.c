/* SPDX-License-Identifier: Apache-2.0 */
/* An answer as one JSON object on one line, keys always in the order of doc/result.schema.json. */
#include "answer/answer.h"

#include <ctype.h>
#include <string.h>

#include "answer/due.h"
#include "base/date.h"
#include "case/reader.h"

#ifndef PACKAGE_VERSION
#error "the version comes on the compiler's command line"
#endif

/* --- pieces ------------------------------------------------------------------------------------ */

/* Begins a member: a comma unless an object or array was just opened. */
static void comma(struct text *text)
{
    char last = text->length > 0 ? text->data[text->length - 1] : '{';
    if (last != '{' && last != '[') {
        text_add_char(text, ',');
    }
}

static void key(struct text *text, const char *name)
{
    comma(text);
    text_add_json(text, name);
    text_add_char(text, ':');
}

static void member(struct text *text, const char *name, const char *value)
{
    if (value) {
        key(text, name);
        text_add_json(text, value);
    }
}

static void member_date(struct text *text, const char *name, int32_t date)
{
    key(text, name);
    text_add_char(text, '"');
    date_write(text, date);
    text_add_char(text, '"');
}

static void add_moment(struct text *text, const char *name, int32_t date, int minute)
{
    key(text, name);
    text_add_char(text, '"');
    date_write(text, date);
    text_add_char(text, 'T');
    date_write_time(text, minute);
    text_add_char(text, '"');
}

static void member_flag(struct text *text, const char *name, bool value)
{
    key(text, name);
    text_add(text, value ? "true" : "false");
}

static void member_holds(struct text *text, bool certain)
{
    member(text, "holds", certain ? "yes" : "unknown");
}

/* A level whose label is a plain number is a number: 3, but "2a". */
static void add_level(struct text *text, const struct program *program, size_t rank)
{
    const char *label = level_label(program, rank);
    bool plain = label[0] != '0';
    for (const char *at = label; *at; at++) {
        plain = plain && isdigit((unsigned char)*at);
    }
    if (plain) {
        text_add(text, label);
    } else {
        text_add_json(text, label);
    }
}

static void member_level(struct text *text, const char *name, const struct program *program,
                         size_t rank)
{
    key(text, name);
    add_level(text, program, rank);
}

static void member_cites(struct text *text, const struct program *program,
                         const struct citations *cites)
{
    key(text, "cite");
    text_add_char(text, '[');
    for (size_t i = 0; i < cites->count; i++) {
        struct text one = {0};
        citation_write(&one, program, &cites->items[i]);
        comma(text);
        text_add_json(text, text_string(&one));
        text_clear(&one);
    }
    text_add_char(text, ']');
}

static void member_facts(struct text *text, const char *name, const struct fact *const *facts,
                         size_t count)
{
    key(text, name);
    text_add_char(text, '[');
    for (size_t i = 0; i < count; i++) {
        comma(text);
        text_add_json(text, facts[i]->entity.name);
    }
    text_add_char(text, ']');
}

/* --- values ------------------------------------------------------------------------------------ */

static void add_value(struct text *text, const struct program *program, const struct type *type,
                      int64_t value)
{
    switch (type->kind) {
    case TYPE_YES_NO:
        text_add(text, value ? "true" : "false");
        return;
    case TYPE_NUMBER:
        decimal_write(text, value, type->scale);
        return;
    case TYPE_LEVEL:
        add_level(text, program, (size_t)value);
        return;
    case TYPE_DATE:
        text_add_char(text, '"');
        date_write(text, (int32_t)value);
        text_add_char(text, '"');
        return;
    default:
        text_add_json(text, type->choice->values[value].name);
    }
}

static void add_possible(struct text *text, const struct program *program, const struct type *type,
                         struct value_set set)
{
    key(text, "possible");
    text_add_char(text, '[');
    for (int64_t value = set.low; value <= set.high; value++) {
        if (value_has(set, value)) {
            comma(text);
            add_value(text, program, type, value);
        }
    }
    if (set.or_none) {
        comma(text);
        text_add(text, "null");
    }
    text_add_char(text, ']');
}

static void add_range(struct text *text, const struct program *program, const struct type *type,
                      struct value_set set)
{
    key(text, "at_least");
    add_value(text, program, type, set.low);
    key(text, "at_most");
    add_value(text, program, type, set.high);
    if (set.or_none) {
        member_flag(text, "or_none", true);
    }
}

static void add_set(struct text *text, const struct program *program, const struct type *type,
                    struct value_set set)
{
    bool listed = type->kind == TYPE_YES_NO || type->kind == TYPE_CHOICE;
    if (value_is_none(set)) {
        key(text, "value");
        text_add(text, "null");
    } else if (value_is_single(set)) {
        key(text, "value");
        add_value(text, program, type, set.low);
    } else if (listed) {
        add_possible(text, program, type, set);
    } else {
        add_range(text, program, type, set);
    }
    if (type->kind == TYPE_NUMBER && type->unit != UNIT_NONE) {
        member(text, "unit", unit_word(type->unit));
    }
}

static void add_selected(struct text *text, const struct evaluation *evaluation,
                         const struct decision_answer *decision, const char *name, bool certain)
{
    const struct type *type = decision->decision->decision->type;
    key(text, name);
    text_add_char(text, '[');
    for (size_t i = 0; i < type->choice->count; i++) {
        if (selection_has(evaluation, decision, i, certain)) {
            comma(text);
            text_add_json(text, type->choice->values[i].name);
        }
    }
    text_add_char(text, ']');
}

static void add_decision(struct text *text, const struct evaluation *evaluation,
                         const struct decision_answer *decision)
{
    const struct decision *declared = decision->decision->decision;
    key(text, declared->entity.name);
    text_add_char(text, '{');
    if (declared->type->kind == TYPE_SELECTION) {
        add_selected(text, evaluation, decision, "holds", true);
        add_selected(text, evaluation, decision, "may", false);
    } else {
        add_set(text, evaluation->plan->program, decision_answer_type(evaluation, decision),
                decision->value);
    }
    if (decision->conflict) {
        member_flag(text, "conflict", true);
    }
    text_add_char(text, '}');
}

/* --- parts of an answer ------------------------------------------------------------------------ */

static void add_head(struct text *text, const struct answer *answer)
{
    const struct program *program = answer->evaluation->plan->program;
    const struct limen_case *asked = answer->evaluation->limen_case;
    member(text, "case", asked->id);
    if (asked->has_date) {
        member_date(text, "on", asked->date);
    }
    if (asked->has_moment) {
        add_moment(text, "at", asked->moment_date, asked->moment_minute);
    }
    member(text, "ruleset", program->name);
    member(text, "version", program->version);
    key(text, "hash");
    text_format(text, "\"sha256:%s\"", program->hash);
    member(text, "limen", PACKAGE_VERSION);
    if (answer->outside_force) {
        member_flag(text, "in_force", false);
    }
}

static void add_level_range(struct text *text, const struct answer *answer)
{
    static const char *const scopes[] = {
        [SCOPE_IN] = "in", [SCOPE_OUT] = "out", [SCOPE_PERHAPS] = "perhaps"};
    const struct program *program = answer->evaluation->plan->program;
    member(text, "scope", scopes[answer->scope]);
    if (answer->has_level) {
        key(text, "level");
        text_add_char(text, '{');
        member_level(text, "at_least", program, answer->at_least);
        member_level(text, "at_most", program, answer->at_most);
        text_add_char(text, '}');
        member_flag(text, "exact", answer->exact);
    }
    if (answer->proof != PROOF_NOT_ASKED) {
        member(text, "proof", answer->proof == PROOF_EXACT ? "proved" : "undecided");
    }
    if (answer->has_unless) {
        key(text, "unless");
        text_add_char(text, '{');
        member_level(text, "level", program, answer->unless_level);
        member_facts(text, "facts", answer->unless_facts.items, answer->unless_facts.count);
        text_add_char(text, '}');
    }
}

static void add_exception(struct text *text, const struct program *program,
                          const struct exception_answer *exception)
{
    const struct rule *rule = exception->rule->rule;
    comma(text);
    text_add_char(text, '{');
    member(text, "name", rule->label);
    member(text, "title", rule->entity.title);
    member_holds(text, exception->certain);
    member(text, "because", rule->because);
    member_cites(text, program, &rule->entity.cites);
    text_add_char(text, '}');
}

static void add_exceptions(struct text *text, const struct program *program,
                           const struct rule_answer *answer)
{
    if (answer->exceptions.count == 0) {
        return;
    }
    key(text, "excepted_by");
    text_add_char(text, '[');
    for (size_t i = 0; i < answer->exceptions.count; i++) {
        add_exception(text, program, &answer->exceptions.items[i]);
    }
    text_add_char(text, ']');
}

static void member_rule_level(struct text *text, const struct program *program,
                              const struct rule *rule)
{
    if (rule->has_level) {
        member_level(text, "level", program, rule->level_low);
    }
    if (rule->has_level && rule->level_high > rule->level_low) {
        member_level(text, "or_level", program, rule->level_high);
    }
}

static void add_rule(struct text *text, const struct program *program,
                     const struct rule_answer *answer, bool excepted)
{
    const struct rule *rule = answer->rule->rule;
    comma(text);
    text_add_char(text, '{');
    member(text, "name", rule->label);
    member(text, "title", rule->entity.title);
    member_rule_level(text, program, rule);
    if (rule->mandatory) {
        member_flag(text, "mandatory", true);
    }
    member(text, "holds", excepted ? "no" : answer->certain ? "yes" : "unknown");
    member_cites(text, program, &rule->entity.cites);
    add_exceptions(text, program, answer);
    text_add_char(text, '}');
}

static void add_rules(struct text *text, const struct answer *answer)
{
    key(text, "rules");
    text_add_char(text, '[');
    for (size_t i = 0; i < answer->rules.count; i++) {
        add_rule(text, answer->evaluation->plan->program, &answer->rules.items[i], false);
    }
    text_add_char(text, ']');
}

static void add_excepted(struct text *text, const struct answer *answer)
{
    if (answer->excepted.count == 0) {
        return;
    }
    key(text, "excepted");
    text_add_char(text, '[');
    for (size_t i = 0; i < answer->excepted.count; i++) {
        add_rule(text, answer->evaluation->plan->program, &answer->excepted.items[i], true);
    }
    text_add_char(text, ']');
}

static void add_decisions(struct text *text, const struct answer *answer)
{
    key(text, "decisions");
    text_add_char(text, '{');
    for (size_t i = 0; i < answer->decisions.count; i++) {
        add_decision(text, answer->evaluation, &answer->decisions.items[i]);
    }
    text_add_char(text, '}');
}

static void add_due(struct text *text, const char *name, const struct due *due)
{
    if (!due) {
        return;
    }
    if (due->has_minute) {
        add_moment(text, name, due->date, due->minute);
    } else {
        member_date(text, name, due->date);
    }
}

static void add_dues(struct text *text, const struct duty_answer *duty)
{
    struct duty_dues dues = duty_dues_of(duty);
    add_due(text, "due", dues.due);
    add_due(text, "written_due", dues.written);
    add_due(text, "not_before", dues.not_before);
    key(text, "deadlines");
    text_add_char(text, '[');
    for (size_t i = 0; i < duty->dues.count; i++) {
        struct text one = {0};
        deadline_write(&one, duty->dues.items[i].deadline, duty->dues.items[i].amount);
        comma(text);
        text_add_json(text, text_string(&one));
        text_clear(&one);
    }
    text_add_char(text, ']');
}

static void member_lines(struct text *text, const struct contact_answer *contact)
{
    member(text, "title", contact->contact->entity.title);
    member(text, "phone", contact->lines.phone);
    member(text, "email", contact->lines.email);
    member(text, "web", contact->lines.web);
    member(text, "ask_for", contact->lines.ask_for);
    if (contact->closed) {
        member_flag(text, "open", false);
    } else if (contact->uncertain) {
        key(text, "open");
        text_add(text, "null");
    }
}

static void add_variant(struct text *text, const struct contact_answer *contact)
{
    comma(text);
    text_add_char(text, '{');
    key(text, "authorities");
    text_add_char(text, '[');
    for (size_t i = 0; i < contact->authorities.count; i++) {
        comma(text);
        text_add_json(text, contact->authorities.items[i]);
    }
    text_add_char(text, ']');
    member(text, "to", contact->contact->entity.name);
    member_lines(text, contact);
    text_add_char(text, '}');
}

/* Where the contact depends on the authority, which is not known, each is told. */
static void add_contacts(struct text *text, const struct duty_answer *duty)
{
    if (duty->contacts.count == 0) {
        return;
    }
    if (duty->contacts.count == 1) {
        member(text, "to", duty->contacts.items[0].contact->entity.name);
        key(text, "contact");
        text_add_char(text, '{');
        member_lines(text, &duty->contacts.items[0]);
        text_add_char(text, '}');
        return;
    }
    member(text, "to", duty->duty->duty->to->entity.name);
    key(text, "contacts");
    text_add_char(text, '[');
    for (size_t i = 0; i < duty->contacts.count; i++) {
        add_variant(text, &duty->contacts.items[i]);
    }
    text_add_char(text, ']');
}

static void add_duty(struct text *text, const struct program *program,
                     const struct duty_answer *duty)
{
    comma(text);
    text_add_char(text, '{');
    member(text, "name", duty->duty->duty->entity.name);
    member(text, "title", duty->duty->duty->entity.title);
    member_holds(text, duty->certain);
    add_contacts(text, duty);
    add_dues(text, duty);
    member_cites(text, program, &duty->duty->duty->entity.cites);
    text_add_char(text, '}');
}

static void add_duties(struct text *text, const struct answer *answer)
{
    key(text, "duties");
    text_add_char(text, '[');
    for (size_t i = 0; i < answer->duties.count; i++) {
        add_duty(text, answer->evaluation->plan->program, &answer->duties.items[i]);
    }
    text_add_char(text, ']');
}

static void add_notes(struct text *text, const struct answer *answer)
{
    const struct program *program = answer->evaluation->plan->program;
    key(text, "notes");
    text_add_char(text, '[');
    for (size_t i = 0; i < answer->notes.count; i++) {
        const struct note_answer *note = &answer->notes.items[i];
        comma(text);
        text_add_char(text, '{');
        member(text, "text", note->note->entity.title);
        member_holds(text, note->certain);
        member_cites(text, program, &note->note->entity.cites);
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

/* --- checklists -------------------------------------------------------------------------------- */

enum item_group {
    ITEM_PRESENT,
    ITEM_MISSING,
    ITEM_PERHAPS_MISSING,
    ITEM_NEEDED,
    ITEM_PERHAPS_NEEDED
};

static enum item_group item_group_of(const struct item_answer *item)
{
    if (item->present) {
        return ITEM_PRESENT;
    }
    if (item->spoken) {
        return item->certain ? ITEM_MISSING : ITEM_PERHAPS_MISSING;
    }
    return item->certain ? ITEM_NEEDED : ITEM_PERHAPS_NEEDED;
}

/* ITEMS up to COUNT are those of one checklist; a group without items is left out. */
static void add_items(struct text *text, const struct item_answer *items, size_t count,
                      const char *name, enum item_group group)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (item_group_of(&items[i]) != group) {
            continue;
        }
        if (!any) {
            key(text, name);
            text_add_char(text, '[');
        }
        any = true;
        comma(text);
        text_add_json(text, items[i].item->item->name);
    }
    text_add(text, any ? "]" : "");
}

static size_t checklist_length(const struct answer *answer, size_t first)
{
    size_t end = first + 1;
    while (end < answer->items.count &&
           answer->items.items[end].item->checklist == answer->items.items[first].item->checklist) {
        end++;
    }
    return end - first;
}

static void add_checklist(struct text *text, const struct item_answer *items, size_t count)
{
    key(text, items->item->checklist->entity.name);
    text_add_char(text, '{');
    add_items(text, items, count, "present", ITEM_PRESENT);
    add_items(text, items, count, "missing", ITEM_MISSING);
    add_items(text, items, count, "perhaps_missing", ITEM_PERHAPS_MISSING);
    add_items(text, items, count, "needed", ITEM_NEEDED);
    add_items(text, items, count, "perhaps_needed", ITEM_PERHAPS_NEEDED);
    text_add_char(text, '}');
}

static void add_checklists(struct text *text, const struct answer *answer)
{
    if (answer->items.count == 0) {
        return;
    }
    key(text, "checklists");
    text_add_char(text, '{');
    for (size_t i = 0; i < answer->items.count;) {
        size_t length = checklist_length(answer, i);
        add_checklist(text, &answer->items.items[i], length);
        i += length;
    }
    text_add_char(text, '}');
}

/* --- judgement and what is open ---------------------------------------------------------------- */

static void add_judgement(struct text *text, const struct answer *answer)
{
    static const char *const words[] = {[JUDGEMENT_NONE] = NULL,
                                        [JUDGEMENT_ABOVE] = "above",
                                        [JUDGEMENT_WITHIN] = "within",
                                        [JUDGEMENT_BELOW] = "below",
                                        [JUDGEMENT_NOT_PERMITTED] = "not_permitted",
                                        [JUDGEMENT_PERHAPS_NOT_PERMITTED] =
                                            "perhaps_not_permitted"};
    const struct case_judgement *judgement = &answer->evaluation->limen_case->judgement;
    if (!judgement->present) {
        return;
    }
    key(text, "judgement");
    text_add_char(text, '{');
    member_level(text, "level", answer->evaluation->plan->program, judgement->level);
    member(text, "by", judgement->by);
    member(text, "why", judgement->why);
    member(text, "compared", words[answer->judgement]);
    text_add_char(text, '}');
}

static void add_judged(struct text *text, const struct answer *answer)
{
    key(text, "judgement_needed");
    text_add_char(text, '[');
    for (size_t i = 0; i < answer->judgement_needed.count; i++) {
        comma(text);
        text_add_json(text, answer->judgement_needed.items[i]->rule->label);
    }
    text_add_char(text, ']');
}

static void add_unread(struct text *text, const struct limen_case *asked)
{
    key(text, "unread");
    text_add_char(text, '[');
    for (size_t i = 0; i < asked->unread.count; i++) {
        comma(text);
        text_add_json(text, asked->unread.items[i]);
    }
    text_add_char(text, ']');
}

static void add_settled(struct text *text, const struct answer *answer)
{
    if (answer->settled.count == 0) {
        return;
    }
    key(text, "settled");
    text_add_char(text, '[');
    for (size_t i = 0; i < answer->settled.count; i++) {
        comma(text);
        text_add_json(text, answer->settled.items[i].fact->entity.name);
    }
    text_add_char(text, ']');
}

/* Fields of listed items: which list, which item of it, from 1, and which field. */
static void member_fields(struct text *text, const char *name, const struct answer *answer,
                          const struct open_field *fields, size_t count)
{
    if (count == 0) {
        return;
    }
    key(text, name);
    text_add_char(text, '[');
    for (size_t i = 0; i < count; i++) {
        const struct fact *field = fields[i].field, *list = field->list;
        const struct case_item *item =
            &answer->evaluation->limen_case->facts[list->entity.index].items[fields[i].item];
        comma(text);
        text_add_char(text, '{');
        member(text, "list", list->entity.name);
        key(text, "item");
        text_format(text, "%zu", fields[i].item + 1);
        member(text, "field", field->entity.name);
        if (item->fields[field->place].state != FACT_ASSUMED) {
            member_flag(text, "asked", item->fields[field->place].state != FACT_NOT_ASKED);
        }
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

static void add_open(struct text *text, const struct answer *answer)
{
    member_facts(text, "assumed", answer->assumed.items, answer->assumed.count);
    member_fields(text, "assumed_fields", answer, answer->assumed_fields.items,
                  answer->assumed_fields.count);
    add_settled(text, answer);
    if (answer->rests_on_known.count > 0) {
        member_facts(text, "rests_on_known", answer->rests_on_known.items,
                     answer->rests_on_known.count);
    }
    add_judged(text, answer);
    add_judgement(text, answer);
    if (answer->date_not_known) {
        member_flag(text, "date_not_known", true);
    }
    if (answer->authority_not_known) {
        member_flag(text, "authority_not_known", true);
    }
    member_facts(text, "not_known", answer->not_known.items, answer->not_known.count);
    member_facts(text, "not_asked", answer->not_asked.items, answer->not_asked.count);
    member_fields(text, "open_fields", answer, answer->open_fields.items,
                  answer->open_fields.count);
    add_unread(text, answer->evaluation->limen_case);
}

void answer_write_json(struct text *text, const struct answer *answer)
{
    text_add_char(text, '{');
    add_head(text, answer);
    add_level_range(text, answer);
    add_rules(text, answer);
    add_excepted(text, answer);
    add_decisions(text, answer);
    add_duties(text, answer);
    add_notes(text, answer);
    add_checklists(text, answer);
    add_open(text, answer);
    text_add_char(text, '}');
}

/* --- refusals ---------------------------------------------------------------------------------- */

static void add_refusal(struct text *text, const char *code, const char *message, const char *help,
                        const char *at)
{
    text_add_char(text, '{');
    member(text, "code", code);
    member(text, "message", message);
    member(text, "help", help);
    member(text, "at", at);
    text_add_char(text, '}');
}

void refusal_write_json(struct text *text, const char *id, const char *code, const char *message,
                        const char *at)
{
    text_add_char(text, '{');
    member(text, "case", id);
    key(text, "error");
    add_refusal(text, code, message, NULL, at);
    text_add_char(text, '}');
}

static void add_case_error(struct text *text, const struct case_error *error)
{
    struct text at = {0};
    text_format(&at, "line %zu, column %zu", error->line, error->column);
    add_refusal(text, diagnostic_code_text(error->code), error->message, error->help,
                error->line > 0 ? text_string(&at) : NULL);
    text_clear(&at);
}

void refusal_write_errors_json(struct text *text, const struct case_result *result)
{
    text_add_char(text, '{');
    member(text, "case", result->id);
    key(text, "error");
    add_case_error(text, &result->errors.items[0]);
    if (result->errors.count > 1) {
        key(text, "errors");
        text_add_char(text, '[');
        for (size_t i = 0; i < result->errors.count; i++) {
            comma(text);
            add_case_error(text, &result->errors.items[i]);
        }
        text_add_char(text, ']');
    }
    text_add_char(text, '}');
}

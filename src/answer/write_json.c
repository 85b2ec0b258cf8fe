/* SPDX-License-Identifier: Apache-2.0 */
/* An answer as one JSON object on one line, keys always in the order of doc/result.schema.json. */
#include "answer/answer.h"

#include <string.h>

#include "answer/due.h"
#include "answer/json_pieces.h"
#include "base/date.h"
#include "case/reader.h"

#ifndef PACKAGE_VERSION
#error "the version comes on the compiler's command line"
#endif

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
        json_add_level(text, program, (size_t)value);
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
    json_key(text, "possible");
    text_add_char(text, '[');
    for (int64_t value = set.low; value <= set.high; value++) {
        if (value_has(set, value)) {
            json_comma(text);
            add_value(text, program, type, value);
        }
    }
    if (set.or_none) {
        json_comma(text);
        text_add(text, "null");
    }
    text_add_char(text, ']');
}

static void add_range(struct text *text, const struct program *program, const struct type *type,
                      struct value_set set)
{
    json_key(text, "at_least");
    add_value(text, program, type, set.low);
    json_key(text, "at_most");
    add_value(text, program, type, set.high);
    if (set.or_none) {
        json_flag(text, "or_none", true);
    }
}

static void add_set(struct text *text, const struct program *program, const struct type *type,
                    struct value_set set)
{
    bool listed = type->kind == TYPE_YES_NO || type->kind == TYPE_CHOICE;
    if (value_is_none(set)) {
        json_key(text, "value");
        text_add(text, "null");
    } else if (value_is_single(set)) {
        json_key(text, "value");
        add_value(text, program, type, set.low);
    } else if (listed) {
        add_possible(text, program, type, set);
    } else {
        add_range(text, program, type, set);
    }
    if (type->kind == TYPE_NUMBER && type->unit != UNIT_NONE) {
        json_member(text, "unit", unit_word(type->unit));
    }
}

static void add_selected(struct text *text, const struct evaluation *evaluation,
                         const struct decision_answer *decision, const char *name, bool certain)
{
    const struct type *type = decision->decision->decision->type;
    json_key(text, name);
    text_add_char(text, '[');
    for (size_t i = 0; i < type->choice->count; i++) {
        if (selection_has(evaluation, decision, i, certain)) {
            json_comma(text);
            text_add_json(text, type->choice->values[i].name);
        }
    }
    text_add_char(text, ']');
}

static void add_decision(struct text *text, const struct evaluation *evaluation,
                         const struct decision_answer *decision)
{
    const struct decision *declared = decision->decision->decision;
    json_key(text, declared->entity.name);
    text_add_char(text, '{');
    if (declared->type->kind == TYPE_SELECTION) {
        add_selected(text, evaluation, decision, "holds", true);
        add_selected(text, evaluation, decision, "may", false);
    } else {
        add_set(text, evaluation->plan->program, decision_answer_type(evaluation, decision),
                decision->value);
    }
    if (decision->conflict) {
        json_flag(text, "conflict", true);
    }
    text_add_char(text, '}');
}

/* --- parts of an answer ------------------------------------------------------------------------ */

void answer_write_head_json(struct text *text, const struct program *program,
                            const struct limen_case *asked, bool outside_force)
{
    json_member(text, "case", asked->id);
    if (asked->has_date) {
        json_date(text, "on", asked->date);
    }
    if (asked->has_moment) {
        json_moment(text, "at", asked->moment_date, asked->moment_minute);
    }
    json_member(text, "ruleset", program->name);
    json_member(text, "version", program->version);
    json_key(text, "hash");
    text_format(text, "\"sha256:%s\"", program->hash);
    json_member(text, "limen", PACKAGE_VERSION);
    if (outside_force) {
        json_flag(text, "in_force", false);
    }
}

static void add_level_range(struct text *text, const struct answer *answer)
{
    static const char *const scopes[] = {
        [SCOPE_IN] = "in", [SCOPE_OUT] = "out", [SCOPE_PERHAPS] = "perhaps"};
    const struct program *program = answer->evaluation->plan->program;
    json_member(text, "scope", scopes[answer->scope]);
    if (answer->has_level) {
        json_key(text, "level");
        text_add_char(text, '{');
        json_level(text, "at_least", program, answer->at_least);
        json_level(text, "at_most", program, answer->at_most);
        text_add_char(text, '}');
        json_flag(text, "exact", answer->exact);
    }
    if (answer->proof != PROOF_NOT_ASKED) {
        json_member(text, "proof", answer->proof == PROOF_EXACT ? "proved" : "undecided");
    }
    if (answer->has_unless) {
        json_key(text, "unless");
        text_add_char(text, '{');
        json_level(text, "level", program, answer->unless_level);
        json_facts(text, "facts", answer->unless_facts.items, answer->unless_facts.count);
        text_add_char(text, '}');
    }
}

static void add_exception(struct text *text, const struct program *program,
                          const struct exception_answer *exception)
{
    const struct rule *rule = exception->rule->rule;
    json_comma(text);
    text_add_char(text, '{');
    json_member(text, "name", rule->label);
    json_member(text, "title", rule->entity.title);
    json_holds(text, exception->certain);
    json_member(text, "because", rule->because);
    json_cites(text, program, &rule->entity.cites);
    text_add_char(text, '}');
}

static void add_exceptions(struct text *text, const struct program *program,
                           const struct rule_answer *answer)
{
    if (answer->exceptions.count == 0) {
        return;
    }
    json_key(text, "excepted_by");
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
        json_level(text, "level", program, rule->level_low);
    }
    if (rule->has_level && rule->level_high > rule->level_low) {
        json_level(text, "or_level", program, rule->level_high);
    }
}

static void add_rule(struct text *text, const struct program *program,
                     const struct rule_answer *answer, bool excepted)
{
    const struct rule *rule = answer->rule->rule;
    json_comma(text);
    text_add_char(text, '{');
    json_member(text, "name", rule->label);
    json_member(text, "title", rule->entity.title);
    member_rule_level(text, program, rule);
    if (rule->mandatory) {
        json_flag(text, "mandatory", true);
    }
    json_member(text, "holds", excepted ? "no" : answer->certain ? "yes" : "unknown");
    json_cites(text, program, &rule->entity.cites);
    add_exceptions(text, program, answer);
    text_add_char(text, '}');
}

static void add_rules(struct text *text, const struct answer *answer)
{
    json_key(text, "rules");
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
    json_key(text, "excepted");
    text_add_char(text, '[');
    for (size_t i = 0; i < answer->excepted.count; i++) {
        add_rule(text, answer->evaluation->plan->program, &answer->excepted.items[i], true);
    }
    text_add_char(text, ']');
}

static void add_decisions(struct text *text, const struct answer *answer)
{
    json_key(text, "decisions");
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
        json_moment(text, name, due->date, due->minute);
    } else {
        json_date(text, name, due->date);
    }
}

void duty_write_dues_json(struct text *text, const struct duty_answer *duty)
{
    struct duty_dues dues = duty_dues_of(duty);
    add_due(text, "due", dues.due);
    add_due(text, "written_due", dues.written);
    add_due(text, "not_before", dues.not_before);
}

static void add_deadlines(struct text *text, const struct duty_answer *duty)
{
    json_key(text, "deadlines");
    text_add_char(text, '[');
    for (size_t i = 0; i < duty->dues.count; i++) {
        struct text one = {0};
        deadline_write(&one, duty->dues.items[i].deadline, duty->dues.items[i].amount);
        json_comma(text);
        text_add_json(text, text_string(&one));
        text_clear(&one);
    }
    text_add_char(text, ']');
}

static void member_lines(struct text *text, const struct contact_answer *contact)
{
    json_member(text, "title", contact->contact->entity.title);
    json_member(text, "phone", contact->lines.phone);
    json_member(text, "email", contact->lines.email);
    json_member(text, "web", contact->lines.web);
    json_member(text, "ask_for", contact->lines.ask_for);
    if (contact->closed) {
        json_flag(text, "open", false);
    } else if (contact->uncertain) {
        json_key(text, "open");
        text_add(text, "null");
    }
}

static void add_variant(struct text *text, const struct contact_answer *contact)
{
    json_comma(text);
    text_add_char(text, '{');
    json_key(text, "authorities");
    text_add_char(text, '[');
    for (size_t i = 0; i < contact->authorities.count; i++) {
        json_comma(text);
        text_add_json(text, contact->authorities.items[i]);
    }
    text_add_char(text, ']');
    json_member(text, "to", contact->contact->entity.name);
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
        json_member(text, "to", duty->contacts.items[0].contact->entity.name);
        json_key(text, "contact");
        text_add_char(text, '{');
        member_lines(text, &duty->contacts.items[0]);
        text_add_char(text, '}');
        return;
    }
    json_member(text, "to", duty->duty->duty->to->entity.name);
    json_key(text, "contacts");
    text_add_char(text, '[');
    for (size_t i = 0; i < duty->contacts.count; i++) {
        add_variant(text, &duty->contacts.items[i]);
    }
    text_add_char(text, ']');
}

void duty_write_json(struct text *text, const struct program *program,
                     const struct duty_answer *duty, bool certain, bool with_dues)
{
    json_member(text, "name", duty->duty->duty->entity.name);
    json_member(text, "title", duty->duty->duty->entity.title);
    json_holds(text, certain);
    add_contacts(text, duty);
    if (with_dues) {
        duty_write_dues_json(text, duty);
    }
    add_deadlines(text, duty);
    json_cites(text, program, &duty->duty->duty->entity.cites);
}

static void add_duties(struct text *text, const struct answer *answer)
{
    json_key(text, "duties");
    text_add_char(text, '[');
    for (size_t i = 0; i < answer->duties.count; i++) {
        const struct duty_answer *duty = &answer->duties.items[i];
        json_comma(text);
        text_add_char(text, '{');
        duty_write_json(text, answer->evaluation->plan->program, duty, duty->certain, true);
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

static void add_notes(struct text *text, const struct answer *answer)
{
    const struct program *program = answer->evaluation->plan->program;
    json_key(text, "notes");
    text_add_char(text, '[');
    for (size_t i = 0; i < answer->notes.count; i++) {
        const struct note_answer *note = &answer->notes.items[i];
        json_comma(text);
        text_add_char(text, '{');
        json_member(text, "text", note->note->entity.title);
        json_holds(text, note->certain);
        json_cites(text, program, &note->note->entity.cites);
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
            json_key(text, name);
            text_add_char(text, '[');
        }
        any = true;
        json_comma(text);
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
    json_key(text, items->item->checklist->entity.name);
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
    json_key(text, "checklists");
    text_add_char(text, '{');
    for (size_t i = 0; i < answer->items.count;) {
        size_t length = checklist_length(answer, i);
        add_checklist(text, &answer->items.items[i], length);
        i += length;
    }
    text_add_char(text, '}');
}

/* --- judgement and what is open ---------------------------------------------------------------- */

void judgement_write_json(struct text *text, const struct program *program,
                          const struct case_judgement *judgement, enum judgement_answer compared)
{
    static const char *const words[] = {[JUDGEMENT_NONE] = NULL,
                                        [JUDGEMENT_ABOVE] = "above",
                                        [JUDGEMENT_WITHIN] = "within",
                                        [JUDGEMENT_BELOW] = "below",
                                        [JUDGEMENT_NOT_PERMITTED] = "not_permitted",
                                        [JUDGEMENT_PERHAPS_NOT_PERMITTED] =
                                            "perhaps_not_permitted"};
    if (!judgement->present) {
        return;
    }
    json_key(text, "judgement");
    text_add_char(text, '{');
    json_level(text, "level", program, judgement->level);
    json_member(text, "by", judgement->by);
    json_member(text, "why", judgement->why);
    json_member(text, "compared", words[compared]);
    text_add_char(text, '}');
}

static void add_judged(struct text *text, const struct answer *answer)
{
    json_key(text, "judgement_needed");
    text_add_char(text, '[');
    for (size_t i = 0; i < answer->judgement_needed.count; i++) {
        json_comma(text);
        text_add_json(text, answer->judgement_needed.items[i]->rule->label);
    }
    text_add_char(text, ']');
}

static void add_unread(struct text *text, const struct limen_case *asked)
{
    json_key(text, "unread");
    text_add_char(text, '[');
    for (size_t i = 0; i < asked->unread.count; i++) {
        json_comma(text);
        text_add_json(text, asked->unread.items[i]);
    }
    text_add_char(text, ']');
}

static void add_settled(struct text *text, const struct answer *answer)
{
    if (answer->settled.count == 0) {
        return;
    }
    json_key(text, "settled");
    text_add_char(text, '[');
    for (size_t i = 0; i < answer->settled.count; i++) {
        json_comma(text);
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
    json_key(text, name);
    text_add_char(text, '[');
    for (size_t i = 0; i < count; i++) {
        const struct fact *field = fields[i].field, *list = field->list;
        const struct case_item *item =
            &answer->evaluation->limen_case->facts[list->entity.index].items[fields[i].item];
        json_comma(text);
        text_add_char(text, '{');
        json_member(text, "list", list->entity.name);
        json_key(text, "item");
        text_format(text, "%zu", fields[i].item + 1);
        json_member(text, "field", field->entity.name);
        if (item->fields[field->place].state != FACT_ASSUMED) {
            json_flag(text, "asked", item->fields[field->place].state != FACT_NOT_ASKED);
        }
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

static void add_open_of_members(struct text *text, const struct answer *answer)
{
    const struct evaluation *evaluation = answer->evaluation;
    if (answer->open_of_members.count == 0) {
        return;
    }
    json_key(text, "open_of_members");
    text_add_char(text, '[');
    for (size_t i = 0; i < answer->open_of_members.count; i++) {
        const struct open_of_member *open = &answer->open_of_members.items[i];
        const struct limen_case *other = evaluation->family->members[open->member]->limen_case;
        json_comma(text);
        text_add_char(text, '{');
        json_member(text, "case", other->id);
        json_member(text, "fact", open->fact->entity.name);
        json_flag(text, "asked", other->facts[open->fact->entity.index].state != FACT_NOT_ASKED);
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

static void add_open(struct text *text, const struct answer *answer)
{
    json_facts(text, "assumed", answer->assumed.items, answer->assumed.count);
    member_fields(text, "assumed_fields", answer, answer->assumed_fields.items,
                  answer->assumed_fields.count);
    add_settled(text, answer);
    if (answer->rests_on_known.count > 0) {
        json_facts(text, "rests_on_known", answer->rests_on_known.items,
                     answer->rests_on_known.count);
    }
    add_judged(text, answer);
    judgement_write_json(text, answer->evaluation->plan->program,
                         &answer->evaluation->limen_case->judgement, answer->judgement);
    if (answer->date_not_known) {
        json_flag(text, "date_not_known", true);
    }
    if (answer->authority_not_known) {
        json_flag(text, "authority_not_known", true);
    }
    json_facts(text, "not_known", answer->not_known.items, answer->not_known.count);
    json_facts(text, "not_asked", answer->not_asked.items, answer->not_asked.count);
    member_fields(text, "open_fields", answer, answer->open_fields.items,
                  answer->open_fields.count);
    add_open_of_members(text, answer);
    add_unread(text, answer->evaluation->limen_case);
}

void answer_write_json(struct text *text, const struct answer *answer)
{
    text_add_char(text, '{');
    answer_write_head_json(text, answer->evaluation->plan->program, answer->evaluation->limen_case,
                           answer->outside_force);
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
    json_member(text, "code", code);
    json_member(text, "message", message);
    json_member(text, "help", help);
    json_member(text, "at", at);
    text_add_char(text, '}');
}

void refusal_write_json(struct text *text, const char *id, const char *code, const char *message,
                        const char *at)
{
    text_add_char(text, '{');
    json_member(text, "case", id);
    json_key(text, "error");
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
    json_member(text, "case", result->id);
    json_key(text, "error");
    add_case_error(text, &result->errors.items[0]);
    if (result->errors.count > 1) {
        json_key(text, "errors");
        text_add_char(text, '[');
        for (size_t i = 0; i < result->errors.count; i++) {
            json_comma(text);
            add_case_error(text, &result->errors.items[i]);
        }
        text_add_char(text, ']');
    }
    text_add_char(text, '}');
}

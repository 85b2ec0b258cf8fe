/* SPDX-License-Identifier: Apache-2.0 */
/* From an evaluation to an answer. */
#include "answer/answer.h"

#include <stdlib.h>
#include <string.h>

#include "answer/contact.h"
#include "answer/due.h"
#include "answer/relevance.h"
#include "case/summed.h"
#include "meaning/library.h"

struct answering {
    struct arena *arena;
    struct answer *answer;
    const struct evaluation *evaluation;
    const struct plan *plan;
    const struct program *program;
    const struct limen_case *asked;
    const struct proved *proved; /* or NULL */
};

static bool is_certain(const struct answering *answering, node_id node)
{
    return node == NO_NODE || value_is_yes(answering->evaluation->values[node]);
}

static bool is_possible(const struct answering *answering, node_id node)
{
    return node == NO_NODE || value_may_be_yes(answering->evaluation->values[node]);
}

/* --- level and scope --------------------------------------------------------------------------- */

static enum scope_answer scope_of(const struct answering *answering)
{
    if (is_certain(answering, answering->plan->scope)) {
        return SCOPE_IN;
    }
    return is_possible(answering, answering->plan->scope) ? SCOPE_PERHAPS : SCOPE_OUT;
}

/* Instead of what evaluation says, which is wider or the same. */
static void take_proved(const struct answering *answering)
{
    struct answer *answer = answering->answer;
    const struct proved *proved = answering->proved;
    answer->at_least = proved->at_least;
    answer->at_most = proved->at_most;
    answer->proof = proved->proof;
    answer->exact = answer->exact || proved->proof == PROOF_EXACT;
}

static void find_level(const struct answering *answering)
{
    struct answer *answer = answering->answer;
    const struct plan *plan = answering->plan;
    answer->has_level = plan->threshold_count > 0 && answer->scope != SCOPE_OUT;
    if (answering->proved) {
        take_proved(answering);
        return;
    }
    for (size_t rank = 1; answer->has_level && rank < plan->threshold_count; rank++) {
        if (is_certain(answering, plan->thresholds[rank])) {
            answer->at_least = rank;
        }
        if (is_possible(answering, plan->thresholds[rank])) {
            answer->at_most = rank;
        }
    }
}

/* --- rules and decisions ----------------------------------------------------------------------- */

/* The status of an exception includes what the rule itself asks for. */
static void find_exceptions(const struct answering *answering, struct rule_answer *found)
{
    const struct rule *rule = found->rule->rule;
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        const struct plan_rule *exception =
            &answering->plan->rules.items[rule->exceptions.items[i]->entity.index];
        if (is_possible(answering, exception->status)) {
            struct exception_answer one = {exception, is_certain(answering, exception->status)};
            vector_push(answering->arena, &found->exceptions, one);
        }
    }
}

/* It and the rules that it is an exception to ask for what certainly is so. */
static bool would_hold(const struct answering *answering, const struct rule *rule)
{
    for (; rule; rule = rule->excepts) {
        if (!is_certain(answering, answering->plan->rules.items[rule->entity.index].condition)) {
            return false;
        }
    }
    return true;
}

static void find_rules(const struct answering *answering)
{
    struct answer *answer = answering->answer;
    for (size_t i = 0; i < answering->plan->rules.count; i++) {
        struct rule_answer found = {.rule = &answering->plan->rules.items[i]};
        const struct rule *rule = found.rule->rule;
        if (!rule->concludes) {
            continue;
        }
        found.certain = is_certain(answering, found.rule->status);
        find_exceptions(answering, &found);
        if (is_possible(answering, found.rule->status)) {
            vector_push(answering->arena, &answer->rules, found);
        } else if (found.exceptions.count > 0 && would_hold(answering, rule)) {
            vector_push(answering->arena, &answer->excepted, found);
        }
    }
}

/* A judged rule matters where its two levels differ within the range still open. */
static bool needs_judgement(const struct answer *answer, const struct rule *rule)
{
    return rule->has_level && rule->level_low < rule->level_high &&
           rule->level_high > answer->at_least && rule->level_low < answer->at_most;
}

static void find_judged(const struct answering *answering)
{
    struct answer *answer = answering->answer;
    for (size_t i = 0; answer->has_level && i < answer->rules.count; i++) {
        if (needs_judgement(answer, answer->rules.items[i].rule->rule)) {
            vector_push(answering->arena, &answer->judgement_needed, answer->rules.items[i].rule);
        }
    }
}

static bool has_conflict(const struct evaluation *evaluation, size_t decision)
{
    for (size_t i = 0; i < evaluation->problems.count; i++) {
        if (evaluation->problems.items[i].kind == PROBLEM_CONFLICT &&
            evaluation->problems.items[i].index == decision) {
            return true;
        }
    }
    return false;
}

static void find_decisions(const struct answering *answering)
{
    for (size_t i = 0; i < answering->plan->decisions.count; i++) {
        const struct plan_decision *decision = &answering->plan->decisions.items[i];
        struct decision_answer found = {decision, answering->evaluation->values[decision->value],
                                        has_conflict(answering->evaluation, i)};
        found.value = answering->proved ? answering->proved->decisions[i] : found.value;
        vector_push(answering->arena, &answering->answer->decisions, found);
    }
}

/* --- duties ------------------------------------------------------------------------------------ */

static const char *as_text(const char *text)
{
    return text ? text : "";
}

static bool same_contact(const struct contact_answer *a, const struct contact_answer *b)
{
    return a->contact == b->contact && a->closed == b->closed &&
           a->uncertain == b->uncertain &&
           strcmp(as_text(a->lines.phone), as_text(b->lines.phone)) == 0 &&
           strcmp(as_text(a->lines.email), as_text(b->lines.email)) == 0 &&
           strcmp(as_text(a->lines.web), as_text(b->lines.web)) == 0 &&
           strcmp(as_text(a->lines.ask_for), as_text(b->lines.ask_for)) == 0;
}

/* Whom DUTY leads to for AUTHORITY; NULL: none. */
static void find_contact(const struct answering *answering, struct duty_answer *duty,
                         symbol authority)
{
    const struct limen_case *asked = answering->asked;
    struct contact_answer found = {.contact = duty->duty->duty->to};
    if (asked->has_moment) {
        enum contact_state state;
        found.contact = contact_at(answering->program, found.contact, authority, asked->moment_date,
                                   asked->moment_minute, &state);
        found.closed = state == CONTACT_CLOSED;
        found.uncertain = state == CONTACT_UNCERTAIN;
    }
    found.lines = contact_lines_for(found.contact, authority);
    size_t at = 0;
    while (at < duty->contacts.count && !same_contact(&duty->contacts.items[at], &found)) {
        at++;
    }
    if (at == duty->contacts.count) {
        vector_push(answering->arena, &duty->contacts, found);
    }
    if (authority) {
        vector_push(answering->arena, &duty->contacts.items[at].authorities, authority);
    }
}

/* One for each authority that the case may belong to, those that agree together. */
static void find_contacts(const struct answering *answering, struct duty_answer *duty)
{
    const struct program *program = answering->program;
    if (!duty->duty->duty->to) {
        return;
    }
    if (!program->authority) {
        find_contact(answering, duty, NULL);
        return;
    }
    struct value_set set = answering->asked->facts[program->authority->entity.index].set;
    for (size_t i = 0; i < program->authorities.count; i++) {
        if (value_has(set, (int64_t)i)) {
            find_contact(answering, duty, program->authorities.items[i]);
        }
    }
    if (duty->contacts.count > 1) {
        answering->answer->authority_not_known = true;
    }
}

static void find_dues(const struct answering *answering, struct duty_answer *duty)
{
    for (size_t i = 0; i < duty->duty->deadlines.count; i++) {
        const struct plan_deadline *deadline = &duty->duty->deadlines.items[i];
        struct due due = due_resolve(answering->program, deadline->deadline, deadline->amount,
                                     due_start_of(answering->evaluation, deadline->start));
        vector_push(answering->arena, &duty->dues, due);
    }
}

static void find_duties(const struct answering *answering)
{
    for (size_t i = 0; i < answering->plan->duties.count; i++) {
        const struct plan_duty *duty = &answering->plan->duties.items[i];
        if (is_possible(answering, duty->holds)) {
            struct duty_answer found = {.duty = duty,
                                        .certain = is_certain(answering, duty->holds)};
            find_contacts(answering, &found);
            find_dues(answering, &found);
            vector_push(answering->arena, &answering->answer->duties, found);
        }
    }
}

/* --- notes and checklists ---------------------------------------------------------------------- */

struct held {
    bool possible, certain;
};

static struct held held_at_level(const struct answer *answer, size_t rank)
{
    bool possible = answer->has_level && rank >= answer->at_least && rank <= answer->at_most;
    return (struct held){possible, possible && answer->at_least == answer->at_most &&
                                       answer->scope == SCOPE_IN};
}

static struct held held_with_decision(const struct answer *answer, const struct entity *decision)
{
    for (size_t i = 0; i < answer->decisions.count; i++) {
        const struct decision_answer *found = &answer->decisions.items[i];
        if (&found->decision->decision->entity == decision) {
            return (struct held){!value_is_none(found->value), !found->value.or_none};
        }
    }
    return (struct held){false, false};
}

static bool leads_to(const struct duty_answer *duty, const struct entity *contact)
{
    for (size_t i = 0; i < duty->contacts.count; i++) {
        if (&duty->contacts.items[i].contact->entity == contact) {
            return true;
        }
    }
    return false;
}

/* With a duty, or with a contact that a duty leads to. */
static struct held held_with_duty(const struct answer *answer, const struct entity *entity)
{
    struct held held = {false, false};
    for (size_t i = 0; i < answer->duties.count; i++) {
        const struct duty_answer *duty = &answer->duties.items[i];
        bool is_it = &duty->duty->duty->entity == entity || leads_to(duty, entity);
        held.possible = held.possible || is_it;
        held.certain = held.certain || (is_it && duty->certain);
    }
    return held;
}

static struct held held_with_checklist(const struct answer *answer, const struct entity *checklist)
{
    struct held held = {false, false};
    for (size_t i = 0; i < answer->items.count; i++) {
        const struct item_answer *item = &answer->items.items[i];
        bool is_it = &item->item->checklist->entity == checklist;
        held.possible = held.possible || is_it;
        held.certain = held.certain || (is_it && item->certain);
    }
    return held;
}

static struct held held_with(const struct answer *answer, const struct entity *entity)
{
    switch (entity->kind) {
    case ENTITY_DECISION:
        return held_with_decision(answer, entity);
    case ENTITY_CHECKLIST:
        return held_with_checklist(answer, entity);
    default:
        return held_with_duty(answer, entity);
    }
}

static struct held note_held(const struct answering *answering, const struct plan_note *note)
{
    switch (note->note->place) {
    case NOTE_AT_LEVEL:
        return held_at_level(answering->answer, note->note->level);
    case NOTE_WITH:
        return held_with(answering->answer, note->note->with);
    case NOTE_WHEN:
        return (struct held){is_possible(answering, note->shown),
                             is_certain(answering, note->shown)};
    default:
        return (struct held){true, true};
    }
}

static void find_notes(const struct answering *answering)
{
    for (size_t i = 0; i < answering->plan->notes.count; i++) {
        const struct plan_note *note = &answering->plan->notes.items[i];
        struct held held = note_held(answering, note);
        if (held.possible) {
            struct note_answer found = {note->note, held.certain};
            vector_push(answering->arena, &answering->answer->notes, found);
        }
    }
}

static void find_items(const struct answering *answering)
{
    for (size_t i = 0; i < answering->plan->items.count; i++) {
        const struct plan_item *item = &answering->plan->items.items[i];
        const bool *present = answering->asked->items_present[item->checklist->entity.index];
        if (is_possible(answering, item->asked)) {
            struct item_answer found = {item, is_certain(answering, item->asked), present != NULL,
                                        present &&
                                            present[item->item - item->checklist->items.items]};
            vector_push(answering->arena, &answering->answer->items, found);
        }
    }
}

/* --- facts ------------------------------------------------------------------------------------- */

static bool is_open(const struct case_fact *entry, const struct fact *fact)
{
    return fact->type->kind == TYPE_LIST    ? case_list_is_open(entry, fact)
           : fact->type->kind == TYPE_EVENT ? !entry->complete
                                            : !value_is_single(entry->set);
}

/* All conjuncts but the one about FACT certainly hold, so that one must not. */
static bool settles(const struct answering *answering, const struct plan_impossible *impossible,
                    size_t fact)
{
    bool about = false;
    for (size_t i = 0; i < impossible->conjuncts.count; i++) {
        const struct plan_conjunct *conjunct = &impossible->conjuncts.items[i];
        if (conjunct->is_fact && conjunct->fact == fact) {
            about = true;
        } else if (!is_certain(answering, conjunct->holds)) {
            return false;
        }
    }
    return about;
}

static void add_settled(const struct answering *answering, const struct fact *fact)
{
    const struct plan *plan = answering->plan;
    size_t index = fact->entity.index;
    node_id node = plan->facts[index] != NO_NODE ? plan->facts[index] : plan->inputs[index];
    struct settled_answer found = {.fact = fact};
    found.value =
        node != NO_NODE ? answering->evaluation->values[node] : answering->asked->facts[index].set;
    for (size_t i = 0; i < plan->impossibles.count && !found.impossible; i++) {
        if (settles(answering, &plan->impossibles.items[i], index)) {
            found.impossible = plan->impossibles.items[i].statement;
        }
    }
    vector_push(answering->arena, &answering->answer->settled, found);
}

static bool matters(const struct answering *answering, const struct fact *fact)
{
    return answering->answer->sensitivity->matters[fact->entity.index] ||
           (fact->is_builtin && answering->answer->authority_not_known);
}

/* Nothing reads the list but facts that sum it up. */
static bool is_summed_up(const struct fact *fact)
{
    return fact->summaries.count > 0 && !fact->is_read_itself;
}

/* A derived fact is asked for through those it is worked out from, but one that sums up a list of which
   the case does not speak by itself; a list that nothing else reads through those. */
static bool is_asked_itself(const struct answering *answering, const struct fact *fact)
{
    return fact->from ? case_leaves_out_lists(answering->asked, fact) : !is_summed_up(fact);
}

static void sort_fact(const struct answering *answering, size_t index)
{
    struct answer *answer = answering->answer;
    const struct fact *fact = answering->program->facts.items[index];
    const struct case_fact *entry = &answering->asked->facts[index];
    if (entry->state == FACT_ASSUMED && fact->is_read && !is_summed_up(fact)) {
        vector_push(answering->arena, &answer->assumed, fact);
    }
    if (answering->evaluation->settled[index] && fact->is_read) {
        add_settled(answering, fact);
    }
    if (answer->sensitivity->depends_on_known && answer->sensitivity->on_known[index]) {
        vector_push(answering->arena, &answer->rests_on_known, fact);
    }
    if (!matters(answering, fact) || !is_open(entry, fact) ||
        answering->evaluation->settled[index]) {
        return;
    }
    answer->authority_not_known = answer->authority_not_known || fact->is_builtin;
    if (entry->state != FACT_NOT_ASKED) {
        vector_push(answering->arena, &answer->not_known, fact);
    } else if (is_asked_itself(answering, fact)) {
        vector_push(answering->arena, &answer->not_asked, fact);
    }
}

struct ranked {
    uint64_t score;
    bool reaches_level;
    const struct fact *fact;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *left = a;
    const struct ranked *right = b;
    if (left->fact->is_builtin != right->fact->is_builtin) {
        return left->fact->is_builtin ? -1 : 1; /* the authority: a look at the address tells it */
    }
    if (left->reaches_level != right->reaches_level) {
        return left->reaches_level ? -1 : 1;
    }
    if (left->score != right->score) {
        return left->score > right->score ? -1 : 1;
    }
    return left->fact->entity.index < right->fact->entity.index ? -1 : 1;
}

static void rank_facts(const struct answering *answering, const uint64_t *score,
                       const struct fact **facts, size_t count)
{
    struct ranked *ranked = arena_alloc(answering->arena, (count + 1) * sizeof *ranked);
    for (size_t i = 0; i < count; i++) {
        size_t index = facts[i]->entity.index;
        bool reaches = answering->answer->sensitivity->level_reach[index] != REACH_NONE;
        ranked[i] = (struct ranked){score[index], reaches, facts[i]};
    }
    qsort(ranked, count, sizeof *ranked, compare_ranked);
    for (size_t i = 0; i < count; i++) {
        facts[i] = ranked[i].fact;
    }
}

static int compare_fields(const void *a, const void *b)
{
    const struct open_field *left = a, *right = b;
    bool left_reaches = left->level_reach != REACH_NONE, right_reaches = right->level_reach != REACH_NONE;
    if (left_reaches != right_reaches) {
        return left_reaches ? -1 : 1;
    }
    size_t list = left->field->list->entity.index, other = right->field->list->entity.index;
    if (list != other) {
        return list < other ? -1 : 1;
    }
    if (left->item != right->item) {
        return left->item < right->item ? -1 : 1;
    }
    return (left->field->place > right->field->place) - (left->field->place < right->field->place);
}

static void find_open_fields(const struct answering *answering)
{
    struct answer *answer = answering->answer;
    for (size_t i = 0; i < answer->sensitivity->fields.count; i++) {
        vector_push(answering->arena, &answer->open_fields, answer->sensitivity->fields.items[i]);
    }
    if (answer->open_fields.count > 1) {
        qsort(answer->open_fields.items, answer->open_fields.count,
              sizeof *answer->open_fields.items, compare_fields);
    }
}

static void find_assumed_fields(const struct answering *answering, const struct fact *list)
{
    const struct case_fact *said = &answering->asked->facts[list->entity.index];
    for (size_t item = 0; item < said->item_count; item++) {
        for (size_t f = 0; f < list->fields.count; f++) {
            struct open_field assumed = {list->fields.items[f], item, REACH_NONE};
            if (said->items[item].fields[f].state == FACT_ASSUMED && assumed.field->is_read) {
                vector_push(answering->arena, &answering->answer->assumed_fields, assumed);
            }
        }
    }
}

/* What is open of other members, those facts first that reach the level. */
static void find_open_members(const struct answering *answering)
{
    const struct sensitivity *sensitivity = answering->answer->sensitivity;
    const struct family *family = answering->evaluation->family;
    for (int reaches = 1; reaches >= 0; reaches--) {
        for (size_t i = 0; i < sensitivity->of_members.count; i++) {
            const struct open_of_member *open = &sensitivity->of_members.items[i];
            const struct evaluation *other = family->members[open->member];
            size_t fact = open->fact->entity.index;
            const struct case_fact *entry = &other->limen_case->facts[fact];
            bool is_asked_through = open->fact->from && entry->state == FACT_NOT_ASKED;
            if ((open->level_reach != REACH_NONE) == reaches && is_open(entry, open->fact)
                && !other->settled[fact] && !is_asked_through) {
                vector_push(answering->arena, &answering->answer->open_of_members, *open);
            }
        }
    }
}

static void find_facts(const struct answering *answering)
{
    struct answer *answer = answering->answer;
    find_open_fields(answering);
    find_open_members(answering);
    for (size_t i = 0; i < answering->program->facts.count; i++) {
        find_assumed_fields(answering, answering->program->facts.items[i]);
    }
    for (size_t i = 0; i < answering->program->facts.count; i++) {
        sort_fact(answering, i);
    }
    if (answer->not_known.count + answer->not_asked.count > 1) {
        const uint64_t *score = relevance_of(answering->arena, answer);
        rank_facts(answering, score, answer->not_known.items, answer->not_known.count);
        rank_facts(answering, score, answer->not_asked.items, answer->not_asked.count);
    }
}

/* --- judgement --------------------------------------------------------------------------------- */

enum judgement_answer answer_compare_judgement(const struct answer *answer, size_t level)
{
    enum judgement_answer found = level > answer->at_most    ? JUDGEMENT_ABOVE
                                  : level < answer->at_least ? JUDGEMENT_BELOW
                                                             : JUDGEMENT_WITHIN;
    for (size_t i = 0; i < answer->rules.count; i++) {
        const struct rule_answer *rule = &answer->rules.items[i];
        if (!rule->rule->rule->mandatory || rule->rule->rule->level_low <= level) {
            continue;
        }
        if (rule->certain) {
            return JUDGEMENT_NOT_PERMITTED;
        }
        found = JUDGEMENT_PERHAPS_NOT_PERMITTED;
    }
    return found;
}

struct answer *answer_create(struct arena *arena, const struct evaluation *evaluation)
{
    return answer_create_proved(arena, evaluation, NULL);
}

struct answer *answer_create_proved(struct arena *arena, const struct evaluation *evaluation,
                                    const struct proved *proved)
{
    struct answer *answer = arena_alloc(arena, sizeof *answer);
    const struct plan *plan = evaluation->plan;
    const struct limen_case *asked = evaluation->limen_case;
    struct answering answering = {arena, answer, evaluation, plan, plan->program, asked,
                                  proved};
    answer->evaluation = evaluation;
    answer->sensitivity = sensitivity_of(arena, evaluation);
    answer->exact = answer->sensitivity->exact;
    answer->outside_force = asked->has_date && !program_in_force(plan->program, asked->date);
    answer->date_not_known = answer->sensitivity->case_date_matters && !asked->has_date;
    answer->scope = proved ? proved->scope : scope_of(&answering);
    find_level(&answering);
    find_rules(&answering);
    find_judged(&answering);
    find_decisions(&answering);
    find_duties(&answering);
    find_items(&answering);
    find_notes(&answering);
    find_facts(&answering);
    relevance_find_unless(arena, answer);
    if (asked->judgement.present && answer->has_level) {
        answer->judgement = answer_compare_judgement(answer, asked->judgement.level);
    }
    return answer;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* An answer as a page for the person who decides: the level first, then what it rests on, what would
   change it, what must be done. What comes from a case can neither hide nor move anything. */
#include "answer/answer.h"

#include <ctype.h>
#include <string.h>

#include "answer/due.h"
#include "base/date.h"

#define INDENT 2
#define MOST_ASKED 10  /* facts named as worth asking; the others are counted */
#define MOST_RULES 15  /* rules that may hold, likewise */
#define MOST_PERHAPS 4 /* duties that may hold, shown with contact and deadlines; likewise notes */

struct page {
    struct text *text;
    const struct answer *answer;
    const struct program *program;
    size_t width;
    bool colour;
};

/* --- paragraphs -------------------------------------------------------------------------------- */

static void bold(const struct page *page, bool on)
{
    text_add(page->text, !page->colour ? "" : on ? "\033[1m" : "\033[0m");
}

/* Empties WORDS. */
static void paragraph(const struct page *page, const char *mark, size_t indent, struct text *words)
{
    size_t column = indent + strlen(mark);
    text_repeat(page->text, ' ', indent);
    text_add(page->text, mark);
    text_add_wrapped(page->text, text_string(words), column, column, page->width);
    text_add_char(page->text, '\n');
    text_clear(words);
}

static void item(const struct page *page, struct text *words)
{
    paragraph(page, "- ", INDENT, words);
}

static void sentence(const struct page *page, const char *string)
{
    struct text words = {0};
    text_add(&words, string);
    paragraph(page, "", 0, &words);
}

static void heading(const struct page *page, const char *title)
{
    text_add_char(page->text, '\n');
    bold(page, true);
    text_add_wrapped(page->text, title, 0, 0, page->width);
    bold(page, false);
    text_add_char(page->text, '\n');
}

static void add_safe(struct text *text, const char *string)
{
    text_add_safe(text, string, strlen(string));
}

static void add_cites(const struct page *page, struct text *words, const struct citations *cites)
{
    for (size_t i = 0; i < cites->count; i++) {
        text_add(words, " [");
        citation_write(words, page->program, &cites->items[i]);
        text_add_char(words, ']');
    }
}

static void add_moment(struct text *words, int32_t date, bool has_minute, int minute)
{
    date_write(words, date);
    if (has_minute) {
        text_add_char(words, ' ');
        date_write_time(words, minute);
    }
}

/* "level 3 (Multiple or complex need)" */
static void add_level(const struct page *page, struct text *words, size_t rank)
{
    const char *title = page->program->levels.items[rank]->entity.title;
    text_format(words, "level %s", level_label(page->program, rank));
    if (title) {
        text_format(words, " (%s)", title);
    }
}

/* --- the level --------------------------------------------------------------------------------- */

static void write_first_line(const struct page *page)
{
    const struct answer *answer = page->answer;
    struct text words = {0};
    if (answer->scope == SCOPE_OUT) {
        text_add(&words, "Out of scope: this guidance does not apply to the case");
    } else if (!answer->has_level) {
        text_add(&words, "This ruleset gives decisions, no level");
    } else if (answer->at_least == answer->at_most) {
        level_write(&words, page->program, answer->at_least);
    } else {
        text_add(&words, "At least ");
        add_level(page, &words, answer->at_least);
        text_add(&words, ", at most ");
        add_level(page, &words, answer->at_most);
    }
    bold(page, true);
    text_add_wrapped(page->text, text_string(&words), 0, 0, page->width);
    bold(page, false);
    text_add_char(page->text, '\n');
    text_clear(&words);
}

static const char *fact_words(const struct fact *fact)
{
    return fact->entity.title ? fact->entity.title : fact->entity.name;
}

static void write_unless(const struct page *page)
{
    const struct answer *answer = page->answer;
    struct text words = {0};
    if (!answer->has_unless) {
        return;
    }
    text_add(&words, answer->unless_level < answer->at_most ? "At least " : "");
    add_level(page, &words, answer->unless_level);
    words.data[0] = (char)toupper((unsigned char)words.data[0]);
    text_add(&words, answer->unless_facts.count == 1
                         ? ", unless you know that this is so:"
                         : ", unless you know that one of these is so:");
    paragraph(page, "", 0, &words);
    for (size_t i = 0; i < answer->unless_facts.count; i++) {
        const struct fact *fact = answer->unless_facts.items[i];
        text_format(&words, "%s (%s)", fact_words(fact), fact->entity.name);
        item(page, &words);
    }
}

static void write_reservations(const struct page *page)
{
    const struct answer *answer = page->answer;
    if (answer->scope == SCOPE_PERHAPS) {
        sentence(page, "It is not certain that this guidance applies to the case; where it does, "
                       "the above holds.");
    }
    if (answer->outside_force) {
        sentence(page, "This ruleset is not in force on the date of the case.");
    }
    if (answer->date_not_known) {
        sentence(page, "The date of the case is not known, and it matters.");
    }
    if (answer->has_level && answer->at_least < answer->at_most && !answer->exact) {
        sentence(page, "No case lies outside this range, but the range may be wider than it need "
                       "be.");
    }
}

/* --- rules ------------------------------------------------------------------------------------- */

/* What the author wrote as the condition, on one line. */
static void add_source(const struct page *page, struct text *words, struct span span)
{
    const struct source_set *sources = page->program->sources;
    if (span.file >= sources->count || span.end > sources->files[span.file].length) {
        return;
    }
    const char *bytes = sources->files[span.file].bytes;
    bool space = false;
    for (size_t at = span.begin; at < span.end; at++) {
        bool is_space =
            bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\t' || bytes[at] == '\r';
        if (!is_space && space) {
            text_add_char(words, ' ');
        }
        if (!is_space) {
            text_add_bytes(words, bytes + at, 1);
        }
        space = is_space;
    }
}

static void add_condition(const struct page *page, struct text *words, const struct node *condition)
{
    const struct entity *entity = condition ? condition->ref : NULL;
    if (!condition) {
        return;
    }
    if (condition->kind == NODE_USE && entity && entity->title) {
        text_add(words, entity->title);
    } else {
        add_source(page, words, condition->span);
    }
}

static void add_rule_level(const struct page *page, struct text *words, const struct rule *rule)
{
    if (!rule->has_level) {
        return;
    }
    text_format(words, "level %s", level_label(page->program, rule->level_low));
    if (rule->level_high > rule->level_low) {
        text_format(words, " or %s, as judged", level_label(page->program, rule->level_high));
    }
    text_add(words, rule->mandatory ? ", by statute: " : ": ");
}

/* A rung stands for a condition that nobody wrote. */
static void add_rung(struct text *words, const struct node *condition)
{
    const struct node *scale = condition->child;
    text_format(words, "%s >= %s", scale->name, scale->next->name);
}

static void write_rule(const struct page *page, const struct rule *rule)
{
    struct text words = {0};
    add_rule_level(page, &words, rule);
    if (rule->entity.title) {
        text_add(&words, rule->entity.title);
    } else if (rule->entity.decl->kind == NODE_RUNG) {
        add_rung(&words, rule->condition);
    } else {
        add_condition(page, &words, rule->condition);
        text_add(&words, rule->unless ? ", unless " : "");
        add_condition(page, &words, rule->unless);
    }
    if (rule->entity.name) {
        text_format(&words, " (%s)", rule->entity.name);
    }
    add_cites(page, &words, &rule->entity.cites);
    item(page, &words);
}

static size_t level_of(const struct rule *rule, bool certain)
{
    return !rule->has_level ? 0 : certain ? rule->level_low : rule->level_high;
}

/* Writes the rules of one kind, the highest level first, the first MOST of them. */
static void write_rules(const struct page *page, bool certain, size_t above, size_t most)
{
    const struct answer *answer = page->answer;
    size_t left_out = 0;
    for (size_t rank = page->program->levels.count + 1; rank-- > above;) {
        for (size_t i = 0; i < answer->rules.count; i++) {
            const struct rule *rule = answer->rules.items[i].rule->rule;
            if (answer->rules.items[i].certain != certain || level_of(rule, certain) != rank) {
                continue;
            }
            if (most > 0) {
                write_rule(page, rule);
                most--;
            } else {
                left_out++;
            }
        }
    }
    if (left_out > 0) {
        struct text words = {0};
        text_format(&words, "and %zu more", left_out);
        item(page, &words);
    }
}

static size_t count_rules(const struct answer *answer, bool certain, size_t above)
{
    size_t count = 0;
    for (size_t i = 0; i < answer->rules.count; i++) {
        count += answer->rules.items[i].certain == certain &&
                 level_of(answer->rules.items[i].rule->rule, certain) >= above;
    }
    return count;
}

static void write_why(const struct page *page)
{
    const struct answer *answer = page->answer;
    size_t above = answer->at_least + 1;
    if (answer->scope == SCOPE_OUT) {
        return;
    }
    if (count_rules(answer, true, 0) > 0) {
        heading(page, "Why");
        write_rules(page, true, 0, SIZE_MAX);
    } else if (answer->has_level) {
        heading(page, "Why");
        sentence(page, "  No rule certainly applies; the lowest level is what remains.");
    }
    if (answer->has_level && answer->at_least < answer->at_most &&
        count_rules(answer, false, above) > 0) {
        heading(page, "What may apply and would raise the level");
        write_rules(page, false, above, MOST_RULES);
    }
}

/* --- what is open ------------------------------------------------------------------------------ */

static void add_asked(struct text *words, const struct fact *fact)
{
    text_add(words, fact_words(fact));
    switch (fact->type->kind) {
    case TYPE_YES_NO:
        text_add(words, ": is it so?");
        break;
    case TYPE_EVENT:
        text_add(words, ": on which dates?");
        break;
    case TYPE_DATE:
        text_add(words, ": which day?");
        break;
    case TYPE_LEVEL:
        text_add(words, ": which level?");
        break;
    default:
        text_add(words, ": ");
        type_write(words, fact->type);
        text_add_char(words, '?');
    }
}

static void add_question(const struct page *page, struct text *words, const struct fact *fact)
{
    const struct case_fact *entry =
        &page->answer->evaluation->limen_case->facts[fact->entity.index];
    if (fact->is_builtin) {
        text_add(words, "Which authority is it?");
    } else if (fact->question) {
        text_add(words, fact->question);
    } else {
        add_asked(words, fact);
    }
    text_format(words, " (%s)", fact->entity.name);
    if (entry->state == FACT_GIVEN && fact->type->kind != TYPE_EVENT) {
        text_add(words, " So far: ");
        value_set_write(words, fact->type, entry->set);
        text_add_char(words, '.');
    }
}

static void write_questions(const struct page *page, const char *title,
                            const struct fact *const *facts, size_t count)
{
    struct text words = {0};
    if (count == 0) {
        return;
    }
    heading(page, title);
    for (size_t i = 0; i < count && i < MOST_ASKED; i++) {
        add_question(page, &words, facts[i]);
        item(page, &words);
    }
    if (count > MOST_ASKED) {
        text_format(&words, "and %zu more", count - MOST_ASKED);
        item(page, &words);
    }
}

static void write_open(const struct page *page)
{
    const struct answer *answer = page->answer;
    write_questions(page, "What is not known and could change this", answer->not_known.items,
                    answer->not_known.count);
    write_questions(page, "What nobody has said and could change this, most telling first",
                    answer->not_asked.items, answer->not_asked.count);
    if (answer->judgement_needed.count > 0) {
        heading(page, "What the guidance leaves to your judgement");
        for (size_t i = 0; i < answer->judgement_needed.count; i++) {
            write_rule(page, answer->judgement_needed.items[i]->rule);
        }
    }
}

/* --- duties ------------------------------------------------------------------------------------ */

static void write_contact_line(const struct page *page, struct text *words, const char *what,
                               const char *value)
{
    if (value) {
        text_format(words, "%s%s", what, value);
        paragraph(page, "", INDENT + 2, words);
    }
}

static void write_contact(const struct page *page, const struct duty_answer *duty)
{
    struct text words = {0};
    const struct contact *contact = duty->to;
    if (!contact) {
        return;
    }
    text_format(&words, "to: %s",
                contact->entity.title ? contact->entity.title : contact->entity.name);
    if (duty->closed) {
        text_add(&words, " (closed at that moment)");
    }
    paragraph(page, "", INDENT + 2, &words);
    write_contact_line(page, &words, "phone: ", duty->lines.phone);
    write_contact_line(page, &words, "email: ", duty->lines.email);
    write_contact_line(page, &words, "web: ", duty->lines.web);
    write_contact_line(page, &words, "ask for: ", duty->lines.ask_for);
}

static void write_due(const struct page *page, const struct due *due)
{
    struct text words = {0};
    bool after = due->deadline->kind == DEADLINE_AFTER;
    deadline_write(&words, due->deadline, due->amount);
    if (due->deadline->kind == DEADLINE_IMMEDIATELY) {
        /* the word says when */
    } else if (due->known) {
        text_add(&words, after ? ": from " : ": by ");
        add_moment(&words, due->date, due->has_minute, due->minute);
    } else if (due->deadline->start) {
        text_add(&words, " of ");
        add_condition(page, &words, due->deadline->start);
        text_add(&words, ", a date that is not known yet");
    }
    paragraph(page, "", INDENT + 2, &words);
}

static void write_duty(const struct page *page, const struct duty_answer *duty, bool in_full)
{
    const struct entity *entity = &duty->duty->duty->entity;
    struct text words = {0};
    text_add(&words, duty->certain ? "" : "Perhaps: ");
    text_add(&words, entity->title ? entity->title : entity->name);
    add_cites(page, &words, &entity->cites);
    item(page, &words);
    if (!in_full) {
        return;
    }
    write_contact(page, duty);
    for (size_t i = 0; i < duty->dues.count; i++) {
        write_due(page, &duty->dues.items[i]);
    }
}

static size_t count_perhaps(const struct answer *answer)
{
    size_t count = 0;
    for (size_t i = 0; i < answer->duties.count; i++) {
        count += !answer->duties.items[i].certain;
    }
    return count;
}

static void write_duties(const struct page *page)
{
    const struct answer *answer = page->answer;
    bool few = count_perhaps(answer) <= MOST_PERHAPS;
    if (answer->duties.count == 0) {
        return;
    }
    heading(page, "What must be done");
    for (int certain = 1; certain >= 0; certain--) {
        for (size_t i = 0; i < answer->duties.count; i++) {
            if (answer->duties.items[i].certain == certain) {
                write_duty(page, &answer->duties.items[i], certain || few);
            }
        }
    }
}

/* --- decisions --------------------------------------------------------------------------------- */

static void add_choice(struct text *words, const struct type *type, int64_t value)
{
    const struct choice_value *chosen = &type->choice->values[value];
    text_add(words, chosen->text ? chosen->text : chosen->name);
}

static void add_choices(struct text *words, const struct type *type, struct value_set set)
{
    bool any = false;
    for (int64_t value = set.low; value <= set.high; value++) {
        if (value_has(set, value)) {
            text_add(words, any ? " or " : "");
            add_choice(words, type, value);
            any = true;
        }
    }
    text_add(words, !set.or_none ? "" : any ? " or nothing" : "nothing");
}

static void add_selected(const struct page *page, struct text *words,
                         const struct decision_answer *decision)
{
    const struct type *type = decision->decision->decision->type;
    bool any = false;
    for (int certain = 1; certain >= 0; certain--) {
        for (size_t i = 0; i < type->choice->count; i++) {
            if (selection_has(page->answer->evaluation, decision, i, certain)) {
                text_format(words, "%s%s", any ? "; " : "", certain ? "" : "perhaps ");
                add_choice(words, type, (int64_t)i);
                any = true;
            }
        }
    }
    text_add(words, any ? "" : "nothing");
}

static void add_levels(const struct page *page, struct text *words, struct value_set set)
{
    if (value_is_none(set)) {
        text_add(words, "none");
        return;
    }
    add_level(page, words, (size_t)set.low);
    if (set.high > set.low) {
        text_add(words, " to ");
        add_level(page, words, (size_t)set.high);
    }
    text_add(words, set.or_none ? ", or none" : "");
}

/* A number keeps its ends even where nothing narrows them: they are those of what was summed up. */
static void add_plain(struct text *words, const struct type *type, struct value_set set)
{
    struct type unbounded = *type;
    if (type->kind == TYPE_NUMBER) {
        unbounded.low = INT64_MIN;
        unbounded.high = INT64_MAX;
    }
    value_set_write(words, &unbounded, set);
}

static void add_decided(const struct page *page, struct text *words,
                        const struct decision_answer *decision)
{
    const struct type *declared = decision->decision->decision->type;
    const struct type *type = decision_answer_type(page->answer->evaluation, decision);
    if (declared->kind == TYPE_SELECTION) {
        add_selected(page, words, decision);
    } else if (declared->kind == TYPE_CHOICE) {
        add_choices(words, declared, decision->value);
    } else if (declared->kind == TYPE_LEVEL) {
        add_levels(page, words, decision->value);
    } else {
        add_plain(words, type, decision->value);
    }
}

static void write_decisions(const struct page *page)
{
    const struct answer *answer = page->answer;
    struct text words = {0};
    if (answer->decisions.count == 0) {
        return;
    }
    heading(page, "Decisions");
    for (size_t i = 0; i < answer->decisions.count; i++) {
        const struct decision_answer *decision = &answer->decisions.items[i];
        const struct entity *entity = &decision->decision->decision->entity;
        text_format(&words, "%s: ", entity->title ? entity->title : entity->name);
        add_decided(page, &words, decision);
        text_add(&words, decision->conflict ? " (rows that exclude one another both hold)" : "");
        item(page, &words);
    }
}

/* --- notes, checklists, judgement -------------------------------------------------------------- */

static void write_note(const struct page *page, const struct note_answer *note)
{
    struct text words = {0};
    text_format(&words, "%s%s", note->certain ? "" : "Perhaps: ", note->note->entity.title);
    add_cites(page, &words, &note->note->entity.cites);
    item(page, &words);
}

static void write_notes(const struct page *page)
{
    const struct answer *answer = page->answer;
    struct text words = {0};
    size_t perhaps = 0;
    if (answer->notes.count == 0) {
        return;
    }
    heading(page, "To bear in mind");
    for (int certain = 1; certain >= 0; certain--) {
        for (size_t i = 0; i < answer->notes.count; i++) {
            const struct note_answer *note = &answer->notes.items[i];
            if (note->certain == certain && (certain || perhaps++ < MOST_PERHAPS)) {
                write_note(page, note);
            }
        }
    }
    if (perhaps > MOST_PERHAPS) {
        text_format(&words, "and %zu more that may belong to this case", perhaps - MOST_PERHAPS);
        item(page, &words);
    }
}

static const char *checklist_words(const struct checklist *checklist)
{
    return checklist->entity.title ? checklist->entity.title : checklist->entity.name;
}

/* Of a checklist that the case speaks of, what is missing. */
static void write_missing(const struct page *page, const struct checklist *checklist)
{
    const struct answer *answer = page->answer;
    struct text words = {0};
    bool any = false;
    for (size_t i = 0; i < answer->items.count; i++) {
        const struct item_answer *found = &answer->items.items[i];
        if (found->item->checklist != checklist || !found->spoken || found->present) {
            continue;
        }
        if (!any) {
            text_format(&words, "%s: what is missing", checklist_words(checklist));
            heading(page, text_string(&words));
            text_clear(&words);
            any = true;
        }
        text_format(&words, "%s%s", found->certain ? "" : "Perhaps: ", found->item->item->text);
        add_cites(page, &words, &found->item->item->cites);
        item(page, &words);
    }
}

static bool must_act(const struct answer *answer)
{
    for (size_t i = 0; i < answer->duties.count; i++) {
        if (answer->duties.items[i].certain) {
            return true;
        }
    }
    return false;
}

static size_t count_unspoken(const struct answer *answer, const struct checklist *checklist)
{
    size_t count = 0;
    for (size_t i = 0; i < answer->items.count; i++) {
        count +=
            answer->items.items[i].item->checklist == checklist && !answer->items.items[i].spoken;
    }
    return count;
}

/* The checklists that the case does not speak of, by name, once something must be done. */
static void write_unspoken(const struct page *page)
{
    struct text words = {0};
    bool any = false;
    for (size_t i = 0; must_act(page->answer) && i < page->program->checklists.count; i++) {
        const struct checklist *checklist = page->program->checklists.items[i];
        size_t count = count_unspoken(page->answer, checklist);
        if (count == 0) {
            continue;
        }
        if (!any) {
            heading(page, "Checklists of which the case does not say what is there");
            any = true;
        }
        text_format(&words, "%s: %zu item%s (%s)", checklist_words(checklist), count,
                    count == 1 ? "" : "s", checklist->entity.name);
        item(page, &words);
    }
}

static void write_checklists(const struct page *page)
{
    for (size_t i = 0; i < page->program->checklists.count; i++) {
        write_missing(page, page->program->checklists.items[i]);
    }
    write_unspoken(page);
}

static const char *judgement_words(enum judgement_answer judgement)
{
    switch (judgement) {
    case JUDGEMENT_ABOVE:
        return "It is above what the guidance comes to.";
    case JUDGEMENT_WITHIN:
        return "It agrees with what the guidance comes to.";
    case JUDGEMENT_BELOW:
        return "It is below what the guidance comes to: say why on the record.";
    case JUDGEMENT_NOT_PERMITTED:
        return "It is not permitted: a statutory duty applies that asks for more.";
    case JUDGEMENT_PERHAPS_NOT_PERMITTED:
        return "It may not be permitted: a statutory duty that asks for more may apply.";
    default:
        return "There is no level to compare it with.";
    }
}

static void write_judgement(const struct page *page)
{
    const struct case_judgement *judgement = &page->answer->evaluation->limen_case->judgement;
    struct text words = {0};
    if (!judgement->present) {
        return;
    }
    heading(page, "The judgement on record");
    level_write(&words, page->program, judgement->level);
    if (judgement->by) {
        text_add(&words, ", by ");
        add_safe(&words, judgement->by);
    }
    if (judgement->why) {
        text_add(&words, ": ");
        add_safe(&words, judgement->why);
    }
    item(page, &words);
    text_add(&words, judgement_words(page->answer->judgement));
    item(page, &words);
}

/* --- what it rests on -------------------------------------------------------------------------- */

static void write_named(const struct page *page, const char *title, const struct fact *const *facts,
                        size_t count)
{
    struct text words = {0};
    if (count == 0) {
        return;
    }
    heading(page, title);
    for (size_t i = 0; i < count; i++) {
        text_format(&words, "%s%s", i ? ", " : "", facts[i]->entity.name);
    }
    paragraph(page, "", INDENT, &words);
}

static void write_unread(const struct page *page)
{
    const struct limen_case *asked = page->answer->evaluation->limen_case;
    struct text words = {0};
    if (asked->unread.count == 0) {
        return;
    }
    heading(page, "Given, but this ruleset does not look at it");
    for (size_t i = 0; i < asked->unread.count; i++) {
        text_format(&words, "%s%s", i ? ", " : "", asked->unread.items[i]);
    }
    paragraph(page, "", INDENT, &words);
}

static bool is_taken_as_no(const struct fact *fact, const struct case_fact *entry)
{
    return fact->type->kind == TYPE_EVENT ||
           (fact->type->kind == TYPE_YES_NO && value_is_single(entry->set) &&
            !value_is_yes(entry->set));
}

/* Those taken as no, or else those that take their usual value. */
static void write_assumed(const struct page *page, const char *title, bool as_no)
{
    const struct answer *answer = page->answer;
    struct text words = {0};
    for (size_t i = 0; i < answer->assumed.count; i++) {
        const struct fact *fact = answer->assumed.items[i];
        const struct case_fact *entry = &answer->evaluation->limen_case->facts[fact->entity.index];
        if (is_taken_as_no(fact, entry) != as_no) {
            continue;
        }
        text_format(&words, "%s%s", words.length > 0 ? ", " : "", fact->entity.name);
        if (!as_no) {
            text_add_char(&words, ' ');
            value_set_write(&words, fact->type, entry->set);
        }
    }
    if (words.length > 0) {
        heading(page, title);
        paragraph(page, "", INDENT, &words);
    }
}

static void write_settled(const struct page *page)
{
    const struct answer *answer = page->answer;
    struct text words = {0};
    if (answer->settled.count == 0) {
        return;
    }
    heading(page, "Settled, because nothing else is possible");
    for (size_t i = 0; i < answer->settled.count; i++) {
        const struct fact *fact = answer->settled.items[i];
        node_id input = answer->evaluation->plan->inputs[fact->entity.index];
        text_format(&words, "%s (%s)", fact_words(fact), fact->entity.name);
        if (input != NO_NODE) {
            text_add(&words, ": ");
            value_set_write(&words, fact->type, answer->evaluation->values[input]);
        }
        item(page, &words);
    }
}

static void write_source(const struct page *page)
{
    const struct program *program = page->program;
    const struct limen_case *asked = page->answer->evaluation->limen_case;
    struct text words = {0};
    heading(page, "This rests on");
    if (asked->id) {
        text_add(&words, "case ");
        add_safe(&words, asked->id);
        text_add(&words, ", ");
    }
    text_format(&words, "ruleset %s version %s", program->name, program->version);
    if (program->title) {
        text_format(&words, " (%s)", program->title);
    }
    if (asked->has_date) {
        text_add(&words, ", on ");
        date_write(&words, asked->date);
    }
    if (asked->has_moment) {
        text_add(&words, ", asked at ");
        add_moment(&words, asked->moment_date, true, asked->moment_minute);
    }
    text_format(&words, ", sha256 %.12s", program->hash);
    paragraph(page, "", INDENT, &words);
}

void answer_write_text(struct text *text, const struct answer *answer, size_t width, bool colour)
{
    const struct page page = {text, answer, answer->evaluation->plan->program, width, colour};
    write_first_line(&page);
    write_unless(&page);
    write_reservations(&page);
    write_why(&page);
    write_open(&page);
    write_duties(&page);
    write_decisions(&page);
    write_checklists(&page);
    write_notes(&page);
    write_judgement(&page);
    write_assumed(&page, "Taken as no, because the case says nothing else is so", true);
    write_assumed(&page, "Taken as usual, because the case says nothing else is so", false);
    write_settled(&page);
    write_named(&page, "The level depends on whether these are known", answer->rests_on_known.items,
                answer->rests_on_known.count);
    write_unread(&page);
    write_source(&page);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Duties, decisions, checklists and notes on a page. */
#include "answer/page.h"

#include <string.h>

#include "answer/due.h"
#include "answer/wording.h"
#include "base/date.h"

#define PERHAPS_IN_FULL 4 /* duties that may apply are shown with contact and deadlines if as few */

/* --- duties ------------------------------------------------------------------------------------ */

static void write_contact_line(struct page *page, struct text *words, const char *what,
                               const char *value)
{
    if (value) {
        text_format(words, "%s%s", what, value);
        page_paragraph(page, "", PAGE_INDENT + 2, words);
    }
}

static void add_contact_name(struct text *words, const struct contact_answer *contact)
{
    const struct entity *entity = &contact->contact->entity;
    text_add(words, entity->title ? entity->title : entity->name);
    text_add(words, contact->closed      ? " (closed at that moment)"
                    : contact->uncertain ? " (open then unless it is a holiday, which the calendar "
                                           "does not tell for that year)"
                                         : "");
}

static void add_line(struct text *words, const char *what, const char *value)
{
    if (value) {
        text_format(words, ", %s%s", what, value);
    }
}

/* All lines of a contact in one, behind the authorities for which they hold. */
static void write_variant(struct page *page, const struct contact_answer *contact)
{
    struct text words = {0};
    for (size_t i = 0; i < contact->authorities.count; i++) {
        text_add(&words, i == 0 ? "for " : i + 1 < contact->authorities.count ? ", " : " and ");
        wording_spaced(&words, contact->authorities.items[i]);
    }
    text_add(&words, ": ");
    add_contact_name(&words, contact);
    add_line(&words, "phone ", contact->lines.phone);
    add_line(&words, "email ", contact->lines.email);
    add_line(&words, "web ", contact->lines.web);
    add_line(&words, "ask for ", contact->lines.ask_for);
    page_paragraph(page, "- ", PAGE_INDENT + 4, &words);
}

static void write_contacts(struct page *page, const struct duty_answer *duty)
{
    struct text words = {0};
    if (duty->contacts.count > 1) {
        text_add(&words, "to, depending on the authority:");
        page_paragraph(page, "", PAGE_INDENT + 2, &words);
        for (size_t i = 0; i < duty->contacts.count; i++) {
            write_variant(page, &duty->contacts.items[i]);
        }
    } else if (duty->contacts.count == 1) {
        const struct contact_answer *contact = &duty->contacts.items[0];
        text_add(&words, "to: ");
        add_contact_name(&words, contact);
        page_paragraph(page, "", PAGE_INDENT + 2, &words);
        write_contact_line(page, &words, "phone: ", contact->lines.phone);
        write_contact_line(page, &words, "email: ", contact->lines.email);
        write_contact_line(page, &words, "web: ", contact->lines.web);
        write_contact_line(page, &words, "ask for: ", contact->lines.ask_for);
    }
}

static void add_moment(struct text *words, const struct due *due)
{
    date_write(words, due->date);
    if (due->has_minute) {
        text_add_char(words, ' ');
        date_write_time(words, due->minute);
    }
}

/* A date that is declared goes by its text. */
static void add_start(const struct page *page, struct text *words, const struct node *start)
{
    if (start->kind == NODE_USE && start->ref && start->ref->title) {
        text_add(words, start->ref->title);
    } else {
        page_add_source(page, words, start->span);
    }
}

/* Leads to the day from which a time counts, or by which something is due. */
static const char *start_word(enum deadline_kind kind)
{
    return kind == DEADLINE_AFTER ? " since " : kind == DEADLINE_BY ? "by " : " of ";
}

static void write_due(struct page *page, const struct due *due)
{
    struct text words = {0};
    bool after = due->deadline->kind == DEADLINE_AFTER;
    if (due->known || due->deadline->kind != DEADLINE_BY) {
        deadline_write(&words, due->deadline, due->amount);
    }
    if (due->deadline->kind == DEADLINE_IMMEDIATELY) {
        /* the word says when */
    } else if (due->known) {
        text_add(&words, after ? ": from " : ": by ");
        add_moment(&words, due);
    } else if (due->deadline->start) {
        text_add(&words, start_word(due->deadline->kind));
        add_start(page, &words, due->deadline->start);
        text_add(&words, ", a date that is not known yet");
    }
    page_paragraph(page, "", PAGE_INDENT + 2, &words);
}

void page_write_duty(struct page *page, const struct duty_answer *duty, const char *whom, bool in_full,
                     bool dues)
{
    const struct entity *entity = &duty->duty->duty->entity;
    struct text words = {0};
    text_add(&words, entity->title ? entity->title : entity->name);
    if (whom) {
        text_format(&words, ", for %s", whom);
    }
    page_add_cites(page, &words, &entity->cites);
    page_item(page, &words);
    if (!in_full) {
        return;
    }
    write_contacts(page, duty);
    for (size_t i = 0; dues && i < duty->dues.count; i++) {
        write_due(page, &duty->dues.items[i]);
    }
}

static size_t count_duties(const struct answer *answer, bool certain)
{
    size_t count = 0;
    for (size_t i = 0; i < answer->duties.count; i++) {
        count += answer->duties.items[i].certain == certain;
    }
    return count;
}

void page_write_duties(struct page *page, bool certain)
{
    const struct answer *answer = page->answer;
    size_t count = count_duties(answer, certain), shown = 0;
    size_t most = certain ? count : page->most;
    if (count == 0) {
        return;
    }
    page_heading(page, certain ? "What must be done" : "What may have to be done");
    for (size_t i = 0; i < answer->duties.count; i++) {
        if (answer->duties.items[i].certain == certain && shown < most) {
            page_write_duty(page, &answer->duties.items[i], NULL, certain || count <= PERHAPS_IN_FULL,
                            true);
            shown++;
        }
    }
    page_rest(page, count - shown);
}

/* --- decisions --------------------------------------------------------------------------------- */

static void add_choice(struct text *words, const struct type *type, int64_t value)
{
    wording_choice_value(words, type->choice, (size_t)value);
}

static size_t count_choices(struct value_set set)
{
    size_t count = set.or_none;
    for (int64_t value = set.low; value <= set.high; value++) {
        count += value_has(set, value);
    }
    return count;
}

static void add_choices(struct page *page, struct text *words, const struct type *type,
                        struct value_set set)
{
    bool any = false;
    if (count_choices(set) > page->most) {
        text_format(words, "still open, %zu answers are possible", count_choices(set));
        page->cut = true;
        return;
    }
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
    page_add_level(page, words, (size_t)set.low);
    if (set.high > set.low) {
        text_add(words, " to ");
        page_add_level(page, words, (size_t)set.high);
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

static void add_decided(struct page *page, struct text *words,
                        const struct decision_answer *decision)
{
    const struct type *declared = decision->decision->decision->type;
    const struct type *type = decision_answer_type(page->answer->evaluation, decision);
    if (declared->kind == TYPE_SELECTION) {
        add_selected(page, words, decision);
    } else if (declared->kind == TYPE_CHOICE) {
        add_choices(page, words, declared, decision->value);
    } else if (declared->kind == TYPE_LEVEL) {
        add_levels(page, words, decision->value);
    } else {
        add_plain(words, type, decision->value);
    }
}

void page_write_decisions(struct page *page)
{
    const struct answer *answer = page->answer;
    struct text words = {0};
    if (answer->decisions.count == 0) {
        return;
    }
    page_heading(page, "Decisions");
    for (size_t i = 0; i < answer->decisions.count; i++) {
        const struct decision_answer *decision = &answer->decisions.items[i];
        const struct entity *entity = &decision->decision->decision->entity;
        text_format(&words, "%s: ", entity->title ? entity->title : entity->name);
        add_decided(page, &words, decision);
        text_add(&words, decision->conflict ? " (rows that exclude one another both hold)" : "");
        page_item(page, &words);
    }
}

/* --- notes and checklists ---------------------------------------------------------------------- */

static void write_note(struct page *page, const struct note_answer *note)
{
    struct text words = {0};
    text_format(&words, "%s%s", note->certain ? "" : "Perhaps: ", note->note->entity.title);
    page_add_cites(page, &words, &note->note->entity.cites);
    page_item(page, &words);
}

void page_write_notes(struct page *page)
{
    const struct answer *answer = page->answer;
    size_t perhaps = 0;
    if (answer->notes.count == 0) {
        return;
    }
    page_heading(page, "To bear in mind");
    for (int certain = 1; certain >= 0; certain--) {
        for (size_t i = 0; i < answer->notes.count; i++) {
            const struct note_answer *note = &answer->notes.items[i];
            if (note->certain == certain && (certain || perhaps++ < page->most)) {
                write_note(page, note);
            }
        }
    }
    page_rest(page, perhaps > page->most ? perhaps - page->most : 0);
}

static const char *checklist_words(const struct checklist *checklist)
{
    return checklist->entity.title ? checklist->entity.title : checklist->entity.name;
}

/* Of a checklist that the case speaks of, what is missing. */
static void write_missing(struct page *page, const struct checklist *checklist)
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
            page_heading(page, text_string(&words));
            text_clear(&words);
            any = true;
        }
        text_format(&words, "%s%s", found->certain ? "" : "Perhaps: ", found->item->item->text);
        page_add_cites(page, &words, &found->item->item->cites);
        page_item(page, &words);
    }
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
static void write_unspoken(struct page *page)
{
    struct text words = {0};
    bool any = false;
    for (size_t i = 0; count_duties(page->answer, true) > 0 && i < page->program->checklists.count;
         i++) {
        const struct checklist *checklist = page->program->checklists.items[i];
        size_t count = count_unspoken(page->answer, checklist);
        if (count == 0) {
            continue;
        }
        if (!any) {
            page_heading(page, "Checklists of which the case does not say what is there");
            any = true;
        }
        text_format(&words, "%s: %zu item%s (%s)", checklist_words(checklist), count,
                    count == 1 ? "" : "s", checklist->entity.name);
        page_item(page, &words);
    }
}

void page_write_checklists(struct page *page)
{
    for (size_t i = 0; i < page->program->checklists.count; i++) {
        write_missing(page, page->program->checklists.items[i]);
    }
    write_unspoken(page);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What would move a case to a level, and what to ask, as a page and as JSON. */
#include "prove/what_if.h"

#include <string.h>

#include "answer/page.h"
#include "answer/wording.h"

#define MOST_ASKED 12 /* facts of one question on a page */

/* ------------------------------------------------------------------------------------ what is stated */

static void add_which(struct text *words, const struct evaluation *evaluation, const struct stated *entry)
{
    if (!entry->fact) {
        text_add(words, "The date of the case");
    } else if (entry->kind == STATED_FIELD) {
        struct text item = {0};
        wording_item(&item, evaluation, entry->fact->list, entry->item);
        wording_fact(words, entry->fact);
        text_format(words, " of %s", text_string(&item));
        text_clear(&item);
    } else {
        wording_fact(words, entry->fact);
    }
}

static void add_dates(struct text *words, const struct case_fact *said)
{
    text_add(words, said->complete && said->date_count == 0 ? "never" : said->date_count ? "on " : "not known");
    for (size_t i = 0; i < said->date_count; i++) {
        text_add(words, i ? ", " : "");
        date_write(words, said->dates[i]);
    }
    text_add(words, !said->complete && said->date_count > 0 ? ", and perhaps more" : "");
}

static void add_said(struct text *words, const struct program *program, const struct fact *fact,
                     const struct case_fact *said)
{
    if (fact->type->kind == TYPE_EVENT) {
        add_dates(words, said);
    } else {
        wording_set(words, program, fact->type, said->set);
    }
}

/* What the case says of ENTRY before, or what it is in the complete case. */
static struct case_fact said_before(const struct what_if *what_if, const struct stated *entry)
{
    return *stated_said(what_if->answer->evaluation->limen_case, entry);
}

/* What a worked out fact or field is in the complete case, which says nothing of it. */
static struct value_set worked_out(const struct what_if *what_if, const struct stated *entry, size_t item)
{
    const struct evaluation *evaluation = what_if->evaluation;
    const struct plan *plan = evaluation->plan;
    enum op op = entry->kind == STATED_FIELD ? OP_FIELD_DERIVED : OP_DERIVED;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (node->op == op && node->index == entry->fact->entity.index) {
            return *evaluation_value(evaluation, id, item);
        }
    }
    return stated_said(what_if->complete, entry)->set;
}

/* Which item of the complete case an item of the case is: some before it may have been taken away. */
static size_t place_of(const struct what_if *what_if, const struct fact *list, size_t item)
{
    size_t listed = what_if->answer->evaluation->limen_case->facts[list->entity.index].item_count;
    size_t place = item;
    for (size_t i = 0; i < what_if->changes.count; i++) {
        const struct stated *change = &what_if->changes.items[i];
        bool is_gone = change->kind == STATED_ITEM && change->fact == list && change->item < listed
                       && change->item < item;
        place -= is_gone;
    }
    return place;
}

static struct case_fact said_after(const struct what_if *what_if, const struct stated *entry)
{
    struct stated moved = *entry;
    moved.item = entry->kind == STATED_FIELD ? place_of(what_if, entry->fact->list, entry->item)
                                             : entry->item;
    struct case_fact said = *stated_said(what_if->complete, &moved);
    if (entry->fact->from) {
        said.set = worked_out(what_if, entry, moved.item);
    }
    return said;
}

/* ------------------------------------------------------------------------------------------ the page */

static const struct program *program_of(const struct what_if *what_if)
{
    return what_if->answer->evaluation->plan->program;
}

static bool is_listed(const struct what_if *what_if, const struct stated *item)
{
    size_t list = item->fact->entity.index;
    return item->item < what_if->answer->evaluation->limen_case->facts[list].item_count;
}

/* "(age 4 years, looked_after)" of the complete case. */
static void add_item(struct text *words, const struct what_if *what_if, const struct fact *list,
                     size_t place)
{
    const struct case_item *item = &what_if->complete->facts[list->entity.index].items[place];
    bool first = true;
    for (size_t i = 0; i < list->fields.count; i++) {
        const struct fact *field = list->fields.items[i];
        const struct case_fact *said = &item->fields[field->place];
        bool is_yes_no = field->type->kind == TYPE_YES_NO;
        if (field->from || said->state != FACT_GIVEN || (is_yes_no && !value_is_yes(said->set))) {
            continue;
        }
        text_format(words, "%s%s", first ? "(" : ", ", field->entity.name);
        if (!is_yes_no) {
            text_add_char(words, ' ');
            wording_set(words, program_of(what_if), field->type, said->set);
        }
        first = false;
    }
    text_add(words, first ? "(nothing said of it)" : ")");
}

/* Items that are none of the case's: "2 more: (age 4 years), (age 0 years)". */
static void add_more_items(struct text *words, const struct what_if *what_if, const struct fact *list)
{
    size_t all = what_if->complete->facts[list->entity.index].item_count;
    size_t listed = what_if->answer->evaluation->limen_case->facts[list->entity.index].item_count;
    size_t first = place_of(what_if, list, listed);
    text_format(words, "%zu more: ", all - first);
    for (size_t place = first; place < all; place++) {
        text_add(words, place > first ? ", " : "");
        add_item(words, what_if, list, place);
    }
}

static void write_item_change(struct page *page, const struct what_if *what_if,
                              const struct stated *change)
{
    struct text words = {0};
    if (is_listed(what_if, change)) {
        text_add(&words, "without ");
        wording_item(&words, what_if->answer->evaluation, change->fact, change->item);
    } else {
        text_add(&words, "one more of: ");
        wording_fact(&words, change->fact);
        text_add_char(&words, ' ');
        add_item(&words, what_if, change->fact, place_of(what_if, change->fact, change->item));
    }
    page_item(page, &words);
}

static void write_change(struct page *page, const struct what_if *what_if, const struct stated *change)
{
    struct text words = {0};
    if (change->kind == STATED_ITEM) {
        write_item_change(page, what_if, change);
        return;
    }
    struct case_fact before = said_before(what_if, change), after = said_after(what_if, change);
    add_which(&words, what_if->answer->evaluation, change);
    text_add(&words, ": ");
    add_said(&words, program_of(what_if), change->fact, &after);
    text_add(&words, ", instead of ");
    add_said(&words, program_of(what_if), change->fact, &before);
    text_add(&words, before.state == FACT_ASSUMED ? ", as assumed" : "");
    page_item(page, &words);
}

static void write_supposed(struct page *page, const struct what_if *what_if)
{
    if (what_if->supposed.count > 0) {
        page_sentence(page, PAGE_INDENT,
                      what_if->changes.count ? "and if, of what is not known, this is so:"
                                             : "It is so, with nothing changed, if of what is not known this is so:");
    }
    for (size_t i = 0; i < what_if->supposed.count; i++) {
        const struct stated *entry = &what_if->supposed.items[i];
        struct text words = {0};
        add_which(&words, what_if->answer->evaluation, entry);
        text_add(&words, ": ");
        if (!entry->fact) {
            date_write(&words, what_if->complete->date);
        } else if (entry->fact->type->kind == TYPE_LIST) {
            add_more_items(&words, what_if, entry->fact);
        } else {
            struct case_fact after = said_after(what_if, entry);
            add_said(&words, program_of(what_if), entry->fact, &after);
        }
        page_item(page, &words);
    }
}

static void write_count(struct page *page, const struct what_if *what_if)
{
    struct text words = {0};
    size_t count = what_if->changes.count;
    if (count > 0) {
        text_format(&words, "%zu change%s of what the case states do%s it (%s):", count,
                    count == 1 ? "" : "s", count == 1 ? "es" : "",
                    what_if->least ? "proved: fewer do not"
                                   : "whether fewer do is undecided: the time limit came first");
        page_paragraph(page, "", PAGE_INDENT, &words);
    }
}

static void write_then(struct page *page, const struct what_if *what_if)
{
    struct text words = {0};
    const struct answer *then = what_if->then;
    if (what_if->changes.count == 0) {
        return;
    }
    struct page after = *page;
    after.answer = then;
    text_add(&words, what_if->supposed.count || then->at_least != then->at_most
                         ? "With the changes alone: "
                         : "Then: ");
    page_add_level_range(&after, &words);
    page_paragraph(page, "", PAGE_INDENT, &words);
}

static void write_found(struct page *page, const struct what_if *what_if)
{
    write_count(page, what_if);
    for (size_t i = 0; i < what_if->changes.count; i++) {
        write_change(page, what_if, &what_if->changes.items[i]);
    }
    if (what_if->changes.count + what_if->supposed.count == 0) {
        page_sentence(page, PAGE_INDENT,
                      "Nothing need change: it may be so, if what is not known is as it usually is.");
    }
    write_supposed(page, what_if);
    write_then(page, what_if);
}

static void write_change_part(struct page *page, const struct what_if *what_if)
{
    struct text words = {0};
    text_add(&words, "What would make it ");
    page_add_level(page, &words, what_if->rank);
    text_add_char(page->text, '\n');
    page_title(page, &words);
    switch (what_if->verdict) {
    case WHAT_IF_ALREADY:
        page_sentence(page, PAGE_INDENT, "It is at this level already, whatever is not known.");
        break;
    case WHAT_IF_NEVER:
        page_sentence(page, PAGE_INDENT,
                      "Nothing: whatever the facts are, no case on this date comes to this level. Proved.");
        break;
    case WHAT_IF_FOUND:
        write_found(page, what_if);
        break;
    default:
        page_sentence(page, PAGE_INDENT, "Undecided: the time limit came first.");
    }
}

/* ------------------------------------------------------------------------------------ what to ask */

static void write_asked(struct page *page, const struct what_if *what_if, const char *what,
                        const struct asked *asked)
{
    struct text words = {0};
    size_t count = asked->facts.count;
    if (!asked->decided) {
        text_format(&words, "%s: undecided, the time limit came first%s", what,
                    count ? "; these must be asked in any case:" : ".");
    } else if (count == 0) {
        text_format(&words, "%s: nothing (proved: no fact that is not known makes a difference).", what);
    } else {
        text_format(&words, "%s: %zu fact%s, whatever the answers (proved: fewer do not settle it):",
                    what, count, count == 1 ? "" : "s");
    }
    page_paragraph(page, "", PAGE_INDENT, &words);
    for (size_t i = 0; i < count && i < MOST_ASKED; i++) {
        const struct stated *entry = &asked->facts.items[i];
        if (entry->fact && entry->kind == STATED_FACT && entry->fact->type->kind == TYPE_LIST) {
            text_add(&words, "any more of: ");
        }
        add_which(&words, what_if->answer->evaluation, entry);
        page_item(page, &words);
    }
    page_rest(page, count > MOST_ASKED ? count - MOST_ASKED : 0);
    if (asked->knowing_matters) {
        page_sentence(page, PAGE_INDENT,
                      "A rule asks whether one of these is known: once it is, ask again.");
    }
}

static void write_questions(struct page *page, const struct what_if *what_if)
{
    struct text words = {0};
    page_heading(page, "What to ask");
    if (what_if->level.decided && what_if->level.facts.count == 0) {
        page_sentence(page, PAGE_INDENT,
                      "Nothing: no fact that is not known makes a difference to the level. Proved.");
        return;
    }
    text_add(&words, "To settle whether it is ");
    page_add_level(page, &words, what_if->rank);
    text_add(&words, " or more");
    write_asked(page, what_if, text_string(&words), &what_if->reach);
    write_asked(page, what_if, "To settle which level it is", &what_if->level);
    if (what_if->answer->judgement_needed.count > 0) {
        page_sentence(page, PAGE_INDENT, "What is to be judged stays open beside that.");
    }
    text_clear(&words);
}

void what_if_write_text(struct text *text, const struct what_if *what_if, size_t width, bool colour)
{
    struct page page = page_create(text, what_if->answer, width, colour, MOST_ASKED);
    struct text words = {0};
    page_write_case(&page);
    page_add_level_range(&page, &words);
    page_title(&page, &words);
    page_write_reservations(&page);
    write_change_part(&page, what_if);
    write_questions(&page, what_if);
    page_end(&page);
}

/* ------------------------------------------------------------------------------------------ JSON */

static void json_text(struct text *text, const char *name, struct text *words)
{
    text_format(text, ",\"%s\":", name);
    text_add_json(text, text_string(words));
    text_clear(words);
}

static void json_name(struct text *text, const struct stated *entry)
{
    const struct fact *fact = entry->fact;
    bool of_item = entry->kind == STATED_FIELD || (fact && fact->type->kind == TYPE_LIST);
    text_add(text, entry->kind == STATED_FIELD ? "{\"field\":" : of_item ? "{\"list\":" : "{\"fact\":");
    text_add_json(text, fact ? fact->entity.name : "case_date");
    if (entry->kind == STATED_FIELD) {
        text_add(text, ",\"list\":");
        text_add_json(text, fact->list->entity.name);
    }
    if (entry->kind != STATED_FACT) {
        text_format(text, ",\"item\":%zu", entry->item + 1);
    }
}

static void json_change(struct text *text, const struct what_if *what_if, const struct stated *change)
{
    struct text words = {0};
    json_name(text, change);
    if (change->kind == STATED_ITEM) {
        text_format(text, ",\"change\":\"%s\"", is_listed(what_if, change) ? "removed" : "added");
        if (!is_listed(what_if, change)) {
            add_item(&words, what_if, change->fact, place_of(what_if, change->fact, change->item));
            json_text(text, "to", &words);
        }
        text_add_char(text, '}');
        return;
    }
    struct case_fact before = said_before(what_if, change), after = said_after(what_if, change);
    add_said(&words, program_of(what_if), change->fact, &before);
    json_text(text, "from", &words);
    add_said(&words, program_of(what_if), change->fact, &after);
    json_text(text, "to", &words);
    text_add(text, before.state == FACT_ASSUMED ? ",\"assumed\":true}" : "}");
}

static void json_supposed(struct text *text, const struct what_if *what_if, const struct stated *entry)
{
    struct text words = {0};
    json_name(text, entry);
    if (!entry->fact) {
        date_write(&words, what_if->complete->date);
    } else if (entry->fact->type->kind == TYPE_LIST) {
        add_more_items(&words, what_if, entry->fact);
    } else {
        struct case_fact after = said_after(what_if, entry);
        add_said(&words, program_of(what_if), entry->fact, &after);
    }
    json_text(text, "is", &words);
    text_add_char(text, '}');
}

static void json_level(struct text *text, const char *name, const struct program *program, size_t rank)
{
    const char *label = level_label(program, rank);
    text_format(text, "\"%s\":", name);
    if (strspn(label, "0123456789") == strlen(label) && label[0] != '0') {
        text_add(text, label);
    } else {
        text_add_json(text, label);
    }
}

static void json_found(struct text *text, const struct what_if *what_if)
{
    const struct answer *then = what_if->then;
    text_format(text, ",\"fewest\":%s,\"changes\":[", what_if->least ? "true" : "false");
    for (size_t i = 0; i < what_if->changes.count; i++) {
        text_add(text, i ? "," : "");
        json_change(text, what_if, &what_if->changes.items[i]);
    }
    text_add(text, "],\"supposing\":[");
    for (size_t i = 0; i < what_if->supposed.count; i++) {
        text_add(text, i ? "," : "");
        json_supposed(text, what_if, &what_if->supposed.items[i]);
    }
    text_add(text, "],\"then\":{");
    json_level(text, "at_least", program_of(what_if), then->at_least);
    text_add_char(text, ',');
    json_level(text, "at_most", program_of(what_if), then->at_most);
    text_add_char(text, '}');
}

static void json_asked(struct text *text, const char *name, const struct asked *asked)
{
    text_format(text, "\"%s\":{\"decided\":%s,\"facts\":[", name, asked->decided ? "true" : "false");
    for (size_t i = 0; i < asked->facts.count; i++) {
        text_add(text, i ? "," : "");
        json_name(text, &asked->facts.items[i]);
        text_add_char(text, '}');
    }
    text_format(text, "],\"knowing_matters\":%s}", asked->knowing_matters ? "true" : "false");
}

void what_if_write_json(struct text *text, const struct what_if *what_if)
{
    static const char *const verdicts[] = {[WHAT_IF_ALREADY] = "already",
                                           [WHAT_IF_FOUND] = "found",
                                           [WHAT_IF_NEVER] = "never",
                                           [WHAT_IF_NO_CASE] = "no case",
                                           [WHAT_IF_UNDECIDED] = "undecided",
                                           [WHAT_IF_FAULT] = "undecided"};
    text_add(text, "{\"answer\":");
    answer_write_json(text, what_if->answer);
    text_add(text, ",\"what_if\":{");
    json_level(text, "level", program_of(what_if), what_if->rank);
    text_format(text, ",\"verdict\":\"%s\"", verdicts[what_if->verdict]);
    if (what_if->verdict == WHAT_IF_FOUND) {
        json_found(text, what_if);
    }
    text_add(text, "},\"ask\":{");
    json_asked(text, "reach", &what_if->reach);
    text_add_char(text, ',');
    json_asked(text, "level", &what_if->level);
    text_add(text, "}}");
}

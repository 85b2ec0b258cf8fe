/* SPDX-License-Identifier: Apache-2.0 */
/* An answer as a page for the person who decides: the level first, then what it rests on, what must be
   done, what to ask. What comes from a case can neither hide nor move anything. */
#include <ctype.h>
#include <string.h>

#include "answer/explain.h"
#include "answer/page.h"
#include "answer/wording.h"
#include "base/date.h"

#define MOST_ASKED 10  /* questions on one page */
#define MOST_PERHAPS 3 /* things of each kind that are only possible */

/* --- rules ------------------------------------------------------------------------------------- */

static void write_rule(struct page *page, const struct rule_answer *rule)
{
    struct text words = {0};
    page_add_rule(page, &words, rule->rule);
    page_item(page, &words);
    page_note_read(page, rule->rule);
    page_write_exceptions(page, PAGE_INDENT + 2, rule);
}

static size_t low_of(const struct rule *rule)
{
    return rule->has_level ? rule->level_low : 0;
}

/* All that certainly hold, the highest level first. */
static bool write_holding(struct page *page)
{
    const struct answer *answer = page->answer;
    bool any = false;
    for (size_t rank = page->program->levels.count + 1; rank-- > 0;) {
        for (size_t i = 0; i < answer->rules.count; i++) {
            const struct rule_answer *rule = &answer->rules.items[i];
            if (rule->certain && low_of(rule->rule->rule) == rank) {
                write_rule(page, rule);
                any = true;
            }
        }
    }
    return any;
}

/* Above the lowest level no rule need certainly apply for some rule always to: only a proof sees that. */
static const char *why_without_rule(const struct answer *answer)
{
    return answer->at_least == 0
               ? "No rule certainly applies; the lowest level is what remains."
               : "No rule certainly applies; but whatever is not known turns out to be, some rule "
                 "leads to this level or more: proved.";
}

static void write_why(struct page *page)
{
    const struct answer *answer = page->answer;
    size_t before = page->text->length;
    if (answer->scope == SCOPE_OUT) {
        return;
    }
    page_heading(page, "Why");
    if (!write_holding(page)) {
        if (answer->has_level) {
            page_sentence(page, PAGE_INDENT, why_without_rule(answer));
        } else {
            page->text->length = before;
            page->text->data[before] = '\0';
        }
    }
    if (answer->excepted.count > 0) {
        page_heading(page, "What an exception takes back");
    }
    for (size_t i = 0; i < answer->excepted.count; i++) {
        write_rule(page, &answer->excepted.items[i]);
    }
}

/* The rules that may hold and would raise the level, the nearest to holding first. */
static void write_nearest(struct page *page)
{
    const struct answer *answer = page->answer;
    struct text words = {0};
    if (!answer->has_level || answer->at_least == answer->at_most) {
        return;
    }
    struct explained_rules nearest = explain_open_rules(page->arena, answer);
    if (nearest.count > 0) {
        page_heading(page, "What may apply and would raise the level, the nearest first");
    }
    for (size_t i = 0; i < nearest.count && i < MOST_PERHAPS; i++) {
        page_add_rule(page, &words, nearest.items[i].rule);
        page_item(page, &words);
        page_note_read(page, nearest.items[i].rule);
        page_write_exceptions(page, PAGE_INDENT + 2, nearest.items[i].answer);
    }
    page_rest(page, nearest.count > MOST_PERHAPS ? nearest.count - MOST_PERHAPS : 0);
}

/* --- what is open ------------------------------------------------------------------------------ */

static void add_values(struct text *words, const struct choice *choice)
{
    for (size_t i = 0; i < choice->count; i++) {
        text_add(words, i == 0 ? "" : i + 1 < choice->count ? ", " : " or ");
        wording_choice_value(words, choice, i);
    }
}

/* A question for a fact whose author wrote none. */
static void add_asked(struct text *words, const struct fact *fact)
{
    size_t start = words->length;
    if (fact->entity.title) {
        text_add(words, fact->entity.title);
    } else {
        wording_spaced(words, fact->entity.name);
        words->data[start] = (char)toupper((unsigned char)words->data[start]);
    }
    switch (fact->type->kind) {
    case TYPE_YES_NO:
        text_add(words, ": is it so?");
        break;
    case TYPE_EVENT:
        text_add(words, ": on which dates?");
        break;
    case TYPE_LIST:
        text_add(words, ": which are there?");
        break;
    case TYPE_DATE:
        text_add(words, ": which day?");
        break;
    case TYPE_LEVEL:
        text_add(words, ": which level?");
        break;
    case TYPE_CHOICE:
        text_add(words, ": ");
        add_values(words, fact->type->choice);
        text_add_char(words, '?');
        break;
    default:
        text_add(words, ": how much, ");
        type_write(words, fact->type);
        text_add_char(words, '?');
    }
}

static void add_question_of(const struct page *page, struct text *words, const struct fact *fact,
                            const struct limen_case *asked)
{
    const struct case_fact *entry = &asked->facts[fact->entity.index];
    if (fact->is_builtin) {
        text_add(words, "Which authority is it: ");
        add_values(words, fact->type->choice);
        text_add_char(words, '?');
    } else if (fact->question) {
        text_add(words, fact->question);
    } else {
        add_asked(words, fact);
    }
    text_format(words, " (%s)", fact->entity.name);
    if (entry->state == FACT_GIVEN && fact->type->kind == TYPE_LIST) {
        text_format(words, " So far: %zu, and there may be more.", entry->item_count);
    } else if (entry->state == FACT_GIVEN && fact->type->kind != TYPE_EVENT) {
        text_add(words, " So far: ");
        wording_set(words, page->program, fact->type, entry->set);
        text_add_char(words, '.');
    }
}

static void write_questions(struct page *page, const char *title, const struct fact *const *facts,
                            size_t count, size_t most)
{
    struct text words = {0};
    if (count == 0) {
        return;
    }
    page_heading(page, title);
    for (size_t i = 0; i < count && i < most; i++) {
        add_question_of(page, &words, facts[i], page->answer->evaluation->limen_case);
        page_item(page, &words);
    }
    page_rest(page, count > most ? count - most : 0);
}

/* "the 2nd sibling (age 8 years): Looked after by the authority: is it so? (looked_after)" */
static void add_field_question(const struct page *page, struct text *words,
                               const struct open_field *open)
{
    const struct evaluation *evaluation = page->answer->evaluation;
    const struct fact *field = open->field, *list = field->list;
    const struct case_fact *said =
        &evaluation->limen_case->facts[list->entity.index].items[open->item].fields[field->place];
    size_t start = words->length;
    wording_item(words, evaluation, list, open->item);
    words->data[start] = (char)toupper((unsigned char)words->data[start]);
    text_add(words, ": ");
    if (field->question) {
        text_add(words, field->question);
    } else {
        add_asked(words, field);
    }
    text_format(words, " (%s)", field->entity.name);
    if (said->state == FACT_GIVEN) {
        text_add(words, " So far: ");
        wording_set(words, page->program, field->type, said->set);
        text_add_char(words, '.');
    }
}

static void write_open_fields(struct page *page, size_t most)
{
    const struct answer *answer = page->answer;
    struct text words = {0};
    if (answer->open_fields.count == 0) {
        return;
    }
    page_heading(page, "What is not known of single items and could change this");
    for (size_t i = 0; i < answer->open_fields.count && i < most; i++) {
        add_field_question(page, &words, &answer->open_fields.items[i]);
        page_item(page, &words);
    }
    page_rest(page, answer->open_fields.count > most ? answer->open_fields.count - most : 0);
}

/* "tom: Age: how much, 0 to 25 years? (age)" */
static void write_open_of_members(struct page *page, size_t most)
{
    const struct answer *answer = page->answer;
    struct text words = {0};
    if (answer->open_of_members.count == 0) {
        return;
    }
    page_heading(page, "What is not known of the others and could change this");
    for (size_t i = 0; i < answer->open_of_members.count && i < most; i++) {
        const struct open_of_member *open = &answer->open_of_members.items[i];
        const struct limen_case *other =
            answer->evaluation->family->members[open->member]->limen_case;
        text_add_safe(&words, other->id, strlen(other->id));
        text_add(&words, ": ");
        add_question_of(page, &words, open->fact, other);
        page_item(page, &words);
    }
    page_rest(page, answer->open_of_members.count > most ? answer->open_of_members.count - most : 0);
}

/* What is known not to be known gets the room that the other questions leave, and half at least. */
static void write_open(struct page *page)
{
    const struct answer *answer = page->answer;
    size_t asked = answer->not_asked.count, known = answer->not_known.count;
    size_t room = MOST_ASKED - (asked < MOST_ASKED / 2 ? asked : MOST_ASKED / 2);
    size_t shown = known < room ? known : room;
    write_questions(page, "What is not known and could change this, most telling first",
                    answer->not_known.items, known, room);
    write_questions(page, "What nobody has said and could change this, most telling first",
                    answer->not_asked.items, asked, MOST_ASKED - shown);
    write_open_fields(page, MOST_ASKED);
    write_open_of_members(page, MOST_ASKED);
}

static const struct rule_answer *rule_answer_of(const struct answer *answer,
                                                const struct plan_rule *rule)
{
    size_t i = 0;
    while (answer->rules.items[i].rule != rule) {
        i++;
    }
    return &answer->rules.items[i];
}

/* Those that certainly hold; those that may hold stand among the rules that may apply. */
static void write_judged(struct page *page)
{
    const struct answer *answer = page->answer;
    bool any = false;
    for (size_t i = 0; i < answer->judgement_needed.count; i++) {
        const struct rule_answer *rule = rule_answer_of(answer, answer->judgement_needed.items[i]);
        if (rule->certain && !any) {
            page_heading(page, "What the guidance leaves to your judgement");
            any = true;
        }
        if (rule->certain) {
            write_rule(page, rule);
        }
    }
}

/* --- judgement --------------------------------------------------------------------------------- */

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

void page_write_judgement(struct page *page, const struct case_judgement *judgement,
                          enum judgement_answer compared)
{
    struct text words = {0};
    if (!judgement->present) {
        return;
    }
    page_heading(page, "The judgement on record");
    level_write(&words, page->program, judgement->level);
    if (judgement->by) {
        text_add(&words, ", by ");
        text_add_safe(&words, judgement->by, strlen(judgement->by));
    }
    if (judgement->why) {
        text_add(&words, ": ");
        text_add_safe(&words, judgement->why, strlen(judgement->why));
    }
    page_item(page, &words);
    text_add(&words, judgement_words(compared));
    page_item(page, &words);
}

/* --- what it rests on -------------------------------------------------------------------------- */

static void write_named(struct page *page, const char *title, const struct fact *const *facts,
                        size_t count)
{
    struct text words = {0};
    if (count == 0) {
        return;
    }
    page_heading(page, title);
    for (size_t i = 0; i < count; i++) {
        text_format(&words, "%s%s", i ? ", " : "", facts[i]->entity.name);
    }
    page_paragraph(page, "", PAGE_INDENT, &words);
}

static void write_unread(struct page *page)
{
    const struct limen_case *asked = page->answer->evaluation->limen_case;
    struct text words = {0};
    if (asked->unread.count == 0) {
        return;
    }
    page_heading(page, "Given, but this ruleset does not look at it");
    for (size_t i = 0; i < asked->unread.count; i++) {
        text_format(&words, "%s%s", i ? ", " : "", asked->unread.items[i]);
    }
    page_paragraph(page, "", PAGE_INDENT, &words);
}

static void write_source(struct page *page)
{
    const struct program *program = page->program;
    const struct limen_case *asked = page->answer->evaluation->limen_case;
    struct text words = {0};
    page_heading(page, "This rests on");
    if (asked->id) {
        text_add(&words, "case ");
        text_add_safe(&words, asked->id, strlen(asked->id));
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
        date_write(&words, asked->moment_date);
        text_add_char(&words, ' ');
        date_write_time(&words, asked->moment_minute);
    }
    text_format(&words, ", sha256 %.12s", program->hash);
    page_paragraph(page, "", PAGE_INDENT, &words);
    if (page->cut) {
        text_add(&words, "Shortened: `limen explain` tells more of what is only possible, --format "
                         "json all of it.");
        page_paragraph(page, "", PAGE_INDENT, &words);
    }
}

void answer_write_text(struct text *text, const struct answer *answer, size_t width, bool colour)
{
    struct page page = page_create(text, answer, width, colour, MOST_PERHAPS);
    struct text words = {0};
    page_add_level_range(&page, &words);
    page_title(&page, &words);
    page_write_unless(&page);
    page_write_reservations(&page);
    page_write_judgement(&page, &answer->evaluation->limen_case->judgement, answer->judgement);
    write_why(&page);
    page_write_duties(&page, true);
    write_open(&page);
    write_judged(&page);
    write_nearest(&page);
    page_write_duties(&page, false);
    page_write_decisions(&page);
    page_write_checklists(&page);
    page_write_notes(&page);
    page_write_assumed(&page);
    page_write_settled(&page);
    write_named(&page, "The level depends on whether these are known", answer->rests_on_known.items,
                answer->rests_on_known.count);
    write_unread(&page);
    write_source(&page);
    page_end(&page);
}

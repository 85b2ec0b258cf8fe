/* SPDX-License-Identifier: Apache-2.0 */
/* Page: what the pages of an answer and of an explanation share: how they are laid out, and the
   sections that both have.

   What is certain is always shown. Of what is only possible, each section shows `most` things and
   counts the rest, so that a case that is wide open still fits a screen. */
#ifndef LIMEN_ANSWER_PAGE_H
#define LIMEN_ANSWER_PAGE_H

#include "answer/answer.h"

#define PAGE_INDENT 2

struct page {
    struct text *text;
    const struct answer *answer;
    const struct program *program;
    size_t width;
    bool colour;
    size_t most; /* things that are only possible, in each section */
    bool cut;    /* some section has left something out */
    bool counted;        /* some assumed facts are counted, not named */
    struct arena *arena; /* until page_end */
    bool *read;          /* by fact: assumed, and a rule that is shown reads it */
};

struct page_facts {
    VECTOR_OF(const struct fact *);
};

struct page page_create(struct text *text, const struct answer *answer, size_t width, bool colour,
                        size_t most);
void page_end(struct page *page);

/* --- layout; WORDS are emptied */

/* Begins with MARK at INDENT; further lines stand under the first word. */
void page_paragraph(struct page *page, const char *mark, size_t indent, struct text *words);
void page_item(struct page *page, struct text *words);
void page_sentence(struct page *page, size_t indent, const char *sentence);
void page_heading(struct page *page, const char *title);
/* The first line of a page, or a later one as prominent. */
void page_title(struct page *page, struct text *words);
/* "and 17 more"; nothing for 0. */
void page_rest(struct page *page, size_t count);

/* --- pieces of sentences */

void page_add_cites(const struct page *page, struct text *words, const struct citations *cites);
/* "level 3 (Multiple or complex need)" */
void page_add_level(const struct page *page, struct text *words, size_t rank);
/* The level or its range, or why there is none. */
void page_add_level_range(const struct page *page, struct text *words);
/* "level 2 or 3, as judged: Poor hygiene (hygiene) [L2/02]"; without a title the condition in words
   where it is short, or as it is written. */
void page_add_rule(const struct page *page, struct text *words, const struct plan_rule *rule);
/* What an author wrote, on one line. */
void page_add_source(const struct page *page, struct text *words, struct span span);

/* --- sections */

/* "Case c-17 on 2018-12-20, by stoke_on_trent@2018-12" */
void page_write_case(struct page *page);
/* The exceptions that take RULE back, or may, each a paragraph at INDENT. */
void page_write_exceptions(struct page *page, size_t indent, const struct rule_answer *rule);
void page_write_unless(struct page *page);
/* Doubts about scope, date, authority and version. */
void page_write_reservations(struct page *page);
/* The judgement on record, if there is one, and how it compares. */
void page_write_judgement(struct page *page, const struct case_judgement *judgement,
                          enum judgement_answer compared);
/* One duty, for WHOM if that is not NULL; IN_FULL: with contact and, if DUES, deadlines. */
void page_write_duty(struct page *page, const struct duty_answer *duty, const char *whom, bool in_full,
                     bool dues);
/* Duties that certainly apply, with contact and deadlines; or those that may. */
void page_write_duties(struct page *page, bool certain);
void page_write_decisions(struct page *page);
void page_write_checklists(struct page *page);
void page_write_notes(struct page *page);
void page_write_settled(struct page *page);
/* RULE is shown: what it reads of the facts assumed is worth naming, unless it reads very many. */
void page_note_read(struct page *page, const struct plan_rule *rule);
/* What the case's closing takes as no or as usual: all by name if it is little, else by section and
   those noted. */
void page_write_assumed(struct page *page);

#endif

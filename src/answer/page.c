/* SPDX-License-Identifier: Apache-2.0 */
/* Layout, levels and rules, what a case rests on. */
#include "answer/page.h"

#include <ctype.h>
#include <string.h>

#include "answer/wording.h"
#include "base/date.h"

#define BOLD "\033[1m"
#define PLAIN "\033[0m"

struct page page_create(struct text *text, const struct answer *answer, size_t width, bool colour,
                        size_t most)
{
    const struct program *program = answer->evaluation->plan->program;
    struct arena *arena = arena_create();
    return (struct page){.text = text,
                         .answer = answer,
                         .program = program,
                         .width = width,
                         .colour = colour,
                         .most = most,
                         .arena = arena,
                         .read = arena_alloc(arena, program->facts.count + 1)};
}

void page_end(struct page *page)
{
    arena_destroy(page->arena);
}

/* --- layout ------------------------------------------------------------------------------------ */

void page_paragraph(struct page *page, const char *mark, size_t indent, struct text *words)
{
    size_t column = indent + text_columns(mark, strlen(mark));
    text_repeat(page->text, ' ', indent);
    text_add(page->text, mark);
    text_add_wrapped(page->text, text_string(words), column, column, page->width);
    text_add_char(page->text, '\n');
    text_clear(words);
}

void page_item(struct page *page, struct text *words)
{
    page_paragraph(page, "- ", PAGE_INDENT, words);
}

void page_sentence(struct page *page, size_t indent, const char *sentence)
{
    struct text words = {0};
    text_add(&words, sentence);
    page_paragraph(page, "", indent, &words);
}

void page_title(struct page *page, struct text *words)
{
    text_add(page->text, page->colour ? BOLD : "");
    text_add_wrapped(page->text, text_string(words), 0, 0, page->width);
    text_add(page->text, page->colour ? PLAIN : "");
    text_add_char(page->text, '\n');
    text_clear(words);
}

void page_heading(struct page *page, const char *title)
{
    struct text words = {0};
    text_add(&words, title);
    text_add_char(page->text, '\n');
    page_title(page, &words);
}

void page_rest(struct page *page, size_t count)
{
    struct text words = {0};
    if (count > 0) {
        text_format(&words, "and %zu more", count);
        page_item(page, &words);
        page->cut = true;
    }
}

/* --- pieces of sentences ----------------------------------------------------------------------- */

void page_add_cites(const struct page *page, struct text *words, const struct citations *cites)
{
    for (size_t i = 0; i < cites->count; i++) {
        text_add(words, " [");
        citation_write(words, page->program, &cites->items[i]);
        text_add_char(words, ']');
    }
}

void page_add_level(const struct page *page, struct text *words, size_t rank)
{
    wording_level_with_title(words, page->program, rank);
}

void page_add_level_range(const struct page *page, struct text *words)
{
    const struct answer *answer = page->answer;
    if (answer->scope == SCOPE_OUT) {
        text_add(words, "Out of scope: this guidance does not apply to the case");
    } else if (!answer->has_level) {
        text_add(words, "This ruleset gives decisions, no level");
    } else if (answer->at_least == answer->at_most) {
        level_write(words, page->program, answer->at_least);
    } else {
        text_add(words, "At least ");
        page_add_level(page, words, answer->at_least);
        text_add(words, ", at most ");
        page_add_level(page, words, answer->at_most);
    }
}

void page_add_source(const struct page *page, struct text *words, struct span span)
{
    const struct source_set *sources = page->program->sources;
    if (span.file >= sources->count || span.end > sources->files[span.file].length) {
        return;
    }
    const char *bytes = sources->files[span.file].bytes;
    bool space = false;
    for (size_t at = span.begin; at < span.end; at++) {
        bool is_space = strchr(" \n\t\r", bytes[at]) != NULL;
        if (!is_space && space) {
            text_add_char(words, ' ');
        }
        if (!is_space) {
            text_add_bytes(words, bytes + at, 1);
        }
        space = is_space;
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
static void add_written(const struct page *page, struct text *words, const struct rule *rule)
{
    const struct node *condition = rule->condition;
    if (rule->entity.decl->kind == NODE_RUNG) {
        text_format(words, "%s >= %s", condition->child->name, condition->child->next->name);
        return;
    }
    page_add_source(page, words, condition->span);
    if (rule->unless) {
        text_add(words, ", unless ");
        page_add_source(page, words, rule->unless->span);
    }
}

void page_add_rule(const struct page *page, struct text *words, const struct plan_rule *rule)
{
    const struct entity *entity = &rule->rule->entity;
    add_rule_level(page, words, rule->rule);
    if (entity->title) {
        text_add(words, entity->title);
    } else if (!wording_condition(words, page->answer->evaluation, rule->condition)) {
        add_written(page, words, rule->rule);
    }
    if (entity->name) {
        text_format(words, " (%s)", entity->name);
    }
    page_add_cites(page, words, &entity->cites);
}

/* --- the level --------------------------------------------------------------------------------- */

void page_write_exceptions(struct page *page, size_t indent, const struct rule_answer *rule)
{
    struct text words = {0};
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        const struct exception_answer *exception = &rule->exceptions.items[i];
        text_add(&words, exception->certain ? "taken back by the exception: "
                                            : "perhaps taken back by the exception: ");
        page_add_rule(page, &words, exception->rule);
        page_paragraph(page, "", indent, &words);
        if (exception->rule->rule->because) {
            text_add(&words, exception->rule->rule->because);
            page_paragraph(page, "because: ", indent + PAGE_INDENT, &words);
        }
    }
}

void page_write_unless(struct page *page)
{
    const struct answer *answer = page->answer;
    struct text words = {0};
    if (!answer->has_unless) {
        return;
    }
    text_add(&words, answer->unless_level < answer->at_most ? "At least " : "");
    page_add_level(page, &words, answer->unless_level);
    words.data[0] = (char)toupper((unsigned char)words.data[0]);
    text_add(&words, answer->unless_facts.count == 1
                         ? ", unless you know that this is so:"
                         : ", unless you know that one of these is so:");
    page_paragraph(page, "", 0, &words);
    for (size_t i = 0; i < answer->unless_facts.count; i++) {
        wording_fact(&words, answer->unless_facts.items[i]);
        page_item(page, &words);
    }
}

void page_write_case(struct page *page)
{
    const struct limen_case *said = page->answer->evaluation->limen_case;
    struct text words = {0};
    text_add(&words, said->id ? "Case " : "The case");
    if (said->id) {
        text_add_safe(&words, said->id, strlen(said->id));
    }
    if (said->has_date) {
        text_add(&words, " on ");
        date_write(&words, said->date);
    }
    text_format(&words, ", by %s@%s", page->program->name, page->program->version);
    page_paragraph(page, "", 0, &words);
}

void page_write_reservations(struct page *page)
{
    const struct answer *answer = page->answer;
    if (answer->scope == SCOPE_PERHAPS) {
        page_sentence(page, 0,
                      "It is not certain that this guidance applies to the case; where it "
                      "does, the above holds.");
    }
    if (answer->outside_force) {
        page_sentence(page, 0, "This guidance is not in force on the date of the case.");
    }
    if (answer->date_not_known) {
        page_sentence(page, 0, "The date of the case is not known, and it matters.");
    }
    if (answer->authority_not_known) {
        page_sentence(page, 0, "Which authority the case belongs to is not said, and it matters.");
    }
    bool is_range = answer->has_level && answer->at_least < answer->at_most;
    if (answer->proof == PROOF_UNDECIDED) {
        page_sentence(page, 0,
                      "Whether the level and the decisions are more certain than this is undecided: "
                      "the time limit came first.");
    } else if (is_range && !answer->exact) {
        page_sentence(page, 0,
                      "The level is certainly within this range; the range may be wider "
                      "than it need be.");
    } else if (is_range && answer->proof == PROOF_EXACT) {
        page_sentence(page, 0, "Proved: what is not known can lead to each end of this range.");
    }
}

/* --- what it rests on -------------------------------------------------------------------------- */

void page_write_settled(struct page *page)
{
    const struct answer *answer = page->answer;
    struct text words = {0};
    if (answer->settled.count > 0) {
        page_heading(page, "Settled, because nothing else is possible");
    }
    for (size_t i = 0; i < answer->settled.count; i++) {
        const struct settled_answer *settled = &answer->settled.items[i];
        wording_fact(&words, settled->fact);
        text_add(&words, ": ");
        wording_set(&words, page->program, settled->fact->type, settled->value);
        if (settled->impossible && settled->impossible->entity.title) {
            text_format(&words, ", because: %s", settled->impossible->entity.title);
        }
        if (settled->impossible) {
            page_add_cites(page, &words, &settled->impossible->entity.cites);
        }
        page_item(page, &words);
    }
}

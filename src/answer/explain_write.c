/* SPDX-License-Identifier: Apache-2.0 */
/* An explanation as a page and as JSON. */
#include "answer/explain.h"

#include <string.h>

#include "answer/page.h"
#include "answer/wording.h"
#include "base/date.h"

#define INDENT PAGE_INDENT
#define MOST_PROBES 10
#define MOST_NAMES 12 /* of less telling facts */

/* --------------------------------------------------------------------------------------- rules */

/* Parts nest no deeper than the brackets of the text. */
static void write_parts(struct page *page, size_t indent, const struct parts *parts)
{
    struct text words = {0};
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = parts->items[i];
        text_add(&words, part->text);
        page_paragraph(page, "- ", indent, &words);
        write_parts(page, indent + INDENT, &part->parts);
        if (part->left_out > 0) {
            text_format(&words, "and %zu more", part->left_out);
            page_paragraph(page, "- ", indent + INDENT, &words);
        }
    }
}

static void add_outcome(struct text *words, const struct program *program, const struct rule *rule)
{
    if (rule->has_level) {
        wording_level(words, program, rule->level_low);
        if (rule->level_low != rule->level_high) {
            text_format(words, " or %s, as judged", level_label(program, rule->level_high));
        }
        text_add(words, rule->mandatory ? ", by statute" : "");
    }
}

/* The condition stands below the rule, taken apart: a rule goes by title, name and citation. */
static void write_rule(struct page *page, size_t indent, const struct explained_rule *explained)
{
    const struct rule *rule = explained->rule->rule;
    const struct entity *entity = &rule->entity;
    struct text words = {0};
    add_outcome(&words, page->program, rule);
    if (entity->title) {
        text_format(&words, "%s%s", words.length > 0 ? ": " : "", entity->title);
    }
    if (entity->name || entity->cites.count == 0) {
        text_format(&words, "%s(%s)", words.length > 0 ? " " : "", rule->label);
    }
    page_add_cites(page, &words, &entity->cites);
    page_paragraph(page, "", indent, &words);
    page_note_read(page, explained->rule);
    write_parts(page, indent + INDENT, &explained->parts);
    if (rule->because) {
        text_add(&words, rule->because);
        page_paragraph(page, "because: ", indent + INDENT, &words);
    }
    if (explained->answer) {
        page_write_exceptions(page, indent + INDENT, explained->answer);
    }
}

/* ------------------------------------------------------------------------------------ the level */

static void write_why(struct page *page, size_t indent, const struct explanation *explanation)
{
    const struct explained_rules *why = &explanation->why;
    for (size_t i = 0; i < why->count; i++) {
        write_rule(page, indent, &why->items[i]);
    }
    if (why->count == 0) {
        page_sentence(
            page, indent,
            explanation->answer->at_least == 0
                ? "No rule of a higher level certainly holds; this is the lowest."
                : "Of rules and their exceptions one or the other holds, whichever way what is "
                  "not known turns out.");
    }
}

static void write_nearest(struct page *page, size_t indent, const struct explanation *explanation)
{
    const struct explained_rules *nearest = &explanation->nearest;
    for (size_t i = 0; i < nearest->count; i++) {
        write_rule(page, indent, &nearest->items[i]);
    }
    if (nearest->count == 0) {
        page_sentence(page, indent, "No rule leads to a higher level.");
    }
}

/* A rule that an exception takes back, then what makes the exception hold. */
static void write_excepted(struct page *page, const struct explanation *explanation)
{
    struct text words = {0};
    if (explanation->excepted.count > 0) {
        page_heading(page, "What an exception takes back");
    }
    for (size_t i = 0; i < explanation->excepted.count; i++) {
        const struct explained_rule *explained = &explanation->excepted.items[i];
        page_add_rule(page, &words, explained->rule);
        page_paragraph(page, "", INDENT, &words);
        page_write_exceptions(page, 2 * INDENT, explained->answer);
        write_parts(page, 3 * INDENT, &explained->parts);
    }
}

/* --------------------------------------------------------------------------------- what is open */

static void add_range(struct text *words, const struct program *program,
                      const struct probe_value *value)
{
    if (value->refused) {
        text_add(words, "cannot be");
        return;
    }
    text_format(words, "level %s", level_label(program, value->at_least));
    if (value->at_least != value->at_most) {
        text_format(words, " to %s", level_label(program, value->at_most));
    }
}

static bool same_range(const struct probe_value *a, const struct probe_value *b)
{
    return a->refused == b->refused &&
           (a->refused || (a->at_least == b->at_least && a->at_most == b->at_most));
}

/* Neighbouring values with one result are shown as one: "0 to 2: level 1". */
static void write_values(struct page *page, size_t indent, const struct probe *probe)
{
    struct text words = {0};
    for (size_t i = 0, last; i < probe->values.count; i = last + 1) {
        const struct probe_value *values = probe->values.items;
        for (last = i;
             last + 1 < probe->values.count && same_range(&values[i], &values[last + 1]);) {
            last++;
        }
        text_format(&words, "%s%s", i ? "; " : "", values[i].text);
        if (last > i) {
            text_format(&words, " to %s", values[last].text);
        }
        text_add(&words, ": ");
        add_range(&words, page->program, &values[i]);
    }
    page_paragraph(page, "", indent, &words);
}

/* "Age (age)", "the 2nd sibling (age 8 years): Looked after (looked_after)" */
static void add_probed(const struct page *page, struct text *words, const struct probe *probe)
{
    if (probe->fact->list) {
        wording_item(words, page->answer->evaluation, probe->fact->list, probe->item);
        text_add(words, ": ");
    }
    wording_fact(words, probe->fact);
}

static void write_probe(struct page *page, size_t number, const struct probe *probe)
{
    struct text words = {0}, mark = {0};
    text_format(&mark, "%2zu. ", number);
    add_probed(page, &words, probe);
    page_paragraph(page, text_string(&mark), 0, &words);
    if (probe->fact->question) {
        text_add(&words, probe->fact->question);
        page_paragraph(page, "ask: ", mark.length, &words);
    }
    write_values(page, mark.length, probe);
    text_clear(&mark);
}

static void write_rest(struct page *page, const struct probes *probes, size_t shown)
{
    struct text words = {0};
    if (shown == probes->count) {
        return;
    }
    text_add(&words, shown ? "Less telling, or only together with others: " : "Only together: ");
    for (size_t i = shown; i < probes->count && i < shown + MOST_NAMES; i++) {
        const struct probe *probe = &probes->items[i];
        text_format(&words, "%s%s", i > shown ? ", " : "", probe->fact->entity.name);
        if (probe->fact->list) {
            text_add(&words, " of ");
            wording_item(&words, page->answer->evaluation, probe->fact->list, probe->item);
        }
    }
    if (probes->count > shown + MOST_NAMES) {
        text_format(&words, " and %zu more", probes->count - shown - MOST_NAMES);
    }
    page_paragraph(page, "", 0, &words);
}

static void write_probes(struct page *page, const struct probes *probes)
{
    size_t shown = 0;
    if (probes->count == 0) {
        return;
    }
    page_heading(page, "What to ask, most telling first: each answer and the level it leads to");
    while (shown < probes->count && shown < MOST_PROBES && probes->items[shown].narrowing > 0) {
        write_probe(page, shown + 1, &probes->items[shown]);
        shown++;
    }
    write_rest(page, probes, shown);
}

static void write_judged(struct page *page)
{
    const struct answer *answer = page->answer;
    if (answer->judgement_needed.count > 0) {
        page_heading(page, "What the guidance leaves to your judgement, where it applies");
    }
    for (size_t i = 0; i < answer->judgement_needed.count; i++) {
        struct explained_rule explained = {.rule = answer->judgement_needed.items[i]};
        struct text words = {0};
        page_add_rule(page, &words, explained.rule);
        page_item(page, &words);
        if (explained.rule->rule->because) {
            text_add(&words, explained.rule->rule->because);
            page_paragraph(page, "because: ", 2 * INDENT, &words);
        }
    }
}

/* ------------------------------------------------------------------------------------ the whole */

static void write_levels(struct page *page, const struct explanation *explanation)
{
    const struct answer *answer = page->answer;
    struct text heading = {0};
    bool certain = answer->at_least == answer->at_most;
    text_format(&heading, "Why %slevel %s", certain ? "" : "at least ",
                level_label(page->program, answer->at_least));
    page_heading(page, text_string(&heading));
    text_clear(&heading);
    write_why(page, INDENT, explanation);
    write_excepted(page, explanation);
    if (answer->at_least + 1 < page->program->levels.count) {
        page_heading(page,
                     certain ? "Why not higher: the nearest rules, and what they lack"
                             : "What would make it higher: the nearest rules, and what they lack");
        write_nearest(page, INDENT, explanation);
    }
    write_probes(page, &explanation->probes);
    write_judged(page);
}

void explanation_write_text(struct text *text, const struct explanation *explanation, size_t width,
                            bool colour)
{
    struct page page = page_create(text, explanation->answer, width, colour, SIZE_MAX);
    struct text words = {0};
    page_write_case(&page);
    page_add_level_range(&page, &words);
    page_title(&page, &words);
    page_write_unless(&page);
    page_write_reservations(&page);
    if (explanation->answer->scope == SCOPE_OUT) {
        page_heading(&page, "Why out of scope");
        write_parts(&page, INDENT, &explanation->out_of_scope);
    } else if (explanation->answer->has_level) {
        write_levels(&page, explanation);
    }
    page_write_duties(&page, true);
    page_write_duties(&page, false);
    page_write_decisions(&page);
    page_write_checklists(&page);
    page_write_notes(&page);
    page_write_settled(&page);
    page_write_assumed(&page);
    page_end(&page);
}

void explanation_write_brief(struct text *text, const struct explanation *explanation,
                             size_t indent, size_t width)
{
    struct page page = page_create(text, explanation->answer, width, false, SIZE_MAX);
    if (explanation->answer->scope == SCOPE_OUT) {
        page_sentence(&page, indent, "why out of scope:");
        write_parts(&page, indent + INDENT, &explanation->out_of_scope);
    } else if (explanation->answer->has_level) {
        page_sentence(&page, indent, "why this level:");
        write_why(&page, indent + INDENT, explanation);
        page_sentence(&page, indent, "nearest above, and what is lacking:");
        write_nearest(&page, indent + INDENT, explanation);
    }
    page_end(&page);
}

/* ----------------------------------------------------------------------------------------- JSON */

static void add_json_parts(struct text *text, const struct parts *parts)
{
    text_add_char(text, '[');
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = parts->items[i];
        text_add(text, i ? ",{\"text\":" : "{\"text\":");
        text_add_json(text, part->text);
        if (part->parts.count > 0) {
            text_add(text, ",\"parts\":");
            add_json_parts(text, &part->parts);
        }
        if (part->left_out > 0) {
            text_format(text, ",\"left_out\":%zu", part->left_out);
        }
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

/* A level whose label is a plain number is a number: 3, but "2a". */
static void add_json_level(struct text *text, const struct program *program, size_t rank)
{
    const char *label = level_label(program, rank);
    if (label[0] != '0' && label[strspn(label, "0123456789")] == '\0') {
        text_add(text, label);
    } else {
        text_add_json(text, label);
    }
}

static void add_json_cites(struct text *text, const struct program *program,
                           const struct citations *cites)
{
    text_add(text, ",\"cite\":[");
    for (size_t i = 0; i < cites->count; i++) {
        struct text cite = {0};
        citation_write(&cite, program, &cites->items[i]);
        text_add(text, i ? "," : "");
        text_add_json(text, text_string(&cite));
        text_clear(&cite);
    }
    text_add_char(text, ']');
}

static void add_json_rule(struct text *text, const struct program *program,
                          const struct explained_rule *explained, bool lacking)
{
    const struct rule *rule = explained->rule->rule;
    text_add(text, "{\"name\":");
    text_add_json(text, rule->label);
    text_add(text, ",\"level\":{\"at_least\":");
    add_json_level(text, program, rule->level_low);
    text_add(text, ",\"at_most\":");
    add_json_level(text, program, rule->level_high);
    text_add_char(text, '}');
    add_json_cites(text, program, &rule->entity.cites);
    if (rule->because) {
        text_add(text, ",\"because\":");
        text_add_json(text, rule->because);
    }
    if (lacking) {
        text_format(text, ",\"distance\":%zu", explained->distance);
    }
    text_add(text, lacking ? ",\"lacks\":" : ",\"reasons\":");
    add_json_parts(text, &explained->parts);
    text_add_char(text, '}');
}

static void add_json_rules(struct text *text, const struct program *program,
                           const struct explained_rules *rules, bool lacking)
{
    text_add_char(text, '[');
    for (size_t i = 0; i < rules->count; i++) {
        text_add(text, i ? "," : "");
        add_json_rule(text, program, &rules->items[i], lacking);
    }
    text_add_char(text, ']');
}

static void add_json_probe(struct text *text, const struct program *program,
                           const struct probe *probe)
{
    text_add(text, "{\"fact\":");
    text_add_json(text, probe->fact->entity.name);
    if (probe->fact->list) {
        text_add(text, ",\"list\":");
        text_add_json(text, probe->fact->list->entity.name);
        text_format(text, ",\"item\":%zu", probe->item + 1);
    }
    if (probe->fact->question) {
        text_add(text, ",\"question\":");
        text_add_json(text, probe->fact->question);
    }
    text_format(text, ",\"narrows_by\":%llu.%03llu,\"values\":[",
                (unsigned long long)(probe->narrowing / 1000),
                (unsigned long long)(probe->narrowing % 1000));
    for (size_t i = 0; i < probe->values.count; i++) {
        const struct probe_value *value = &probe->values.items[i];
        text_add(text, i ? ",{\"value\":" : "{\"value\":");
        text_add_json(text, value->text);
        if (value->refused) {
            text_add(text, ",\"possible\":false}");
            continue;
        }
        text_add(text, ",\"at_least\":");
        add_json_level(text, program, value->at_least);
        text_add(text, ",\"at_most\":");
        add_json_level(text, program, value->at_most);
        text_add_char(text, '}');
    }
    text_add(text, "]}");
}

void explanation_write_json(struct text *text, const struct explanation *explanation)
{
    const struct program *program = explanation->answer->evaluation->plan->program;
    text_add(text, "{\"answer\":");
    answer_write_json(text, explanation->answer);
    text_add(text, ",\"out_of_scope\":");
    add_json_parts(text, &explanation->out_of_scope);
    text_add(text, ",\"why\":");
    add_json_rules(text, program, &explanation->why, false);
    text_add(text, ",\"nearest\":");
    add_json_rules(text, program, &explanation->nearest, true);
    text_add(text, ",\"ask\":[");
    for (size_t i = 0; i < explanation->probes.count; i++) {
        text_add(text, i ? "," : "");
        add_json_probe(text, program, &explanation->probes.items[i]);
    }
    text_add(text, "]}");
}

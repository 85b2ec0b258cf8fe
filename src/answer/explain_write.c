/* SPDX-License-Identifier: Apache-2.0 */
/* An explanation as a page and as JSON. */
#include "answer/explain.h"

#include <string.h>

#include "answer/due.h"
#include "answer/wording.h"
#include "base/date.h"

#define INDENT 2
#define MOST_PROBES 10
#define MOST_NAMES 12 /* of less telling facts */
#define MOST_JUDGED 5

#define BOLD "\033[1m"
#define PLAIN "\033[0m"

struct page {
    struct text *text;
    const struct explanation *explanation;
    const struct program *program;
    size_t width;
    bool colour;
};

/* --------------------------------------------------------------------------------------- pieces */

/* One item at INDENT behind MARK, wrapped so that its lines stand under its first word. WORDS is
   freed. */
static void write_item(struct page *page, size_t indent, const char *mark, struct text *words)
{
    size_t column = indent + text_columns(mark, strlen(mark));
    text_repeat(page->text, ' ', indent);
    text_add(page->text, mark);
    text_add_wrapped(page->text, text_string(words), column, column, page->width);
    text_add_char(page->text, '\n');
    text_clear(words);
}

static void write_words(struct page *page, size_t indent, const char *mark, const char *words)
{
    struct text copy = {0};
    text_add(&copy, words);
    write_item(page, indent, mark, &copy);
}

static void write_heading(struct page *page, const char *heading)
{
    text_format(page->text, "\n%s%s%s\n", page->colour ? BOLD : "", heading,
                page->colour ? PLAIN : "");
}

/* Parts nest no deeper than the brackets of the text. */
static void write_parts(struct page *page, size_t indent, const struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = parts->items[i];
        write_words(page, indent, "- ", part->text);
        write_parts(page, indent + INDENT, &part->parts);
        if (part->left_out > 0) {
            text_repeat(page->text, ' ', indent + INDENT);
            text_format(page->text, "- and %zu more\n", part->left_out);
        }
    }
}

static void add_cites(struct text *words, const struct program *program,
                      const struct citations *cites)
{
    for (size_t i = 0; i < cites->count; i++) {
        text_add(words, i ? " [" : "  [");
        citation_write(words, program, &cites->items[i]);
        text_add_char(words, ']');
    }
}

static void add_outcome(struct text *words, const struct program *program, const struct rule *rule)
{
    wording_level(words, program, rule->level_low);
    if (rule->level_low != rule->level_high) {
        text_format(words, " or %s, as a person judges", level_label(program, rule->level_high));
    }
}

static void write_rule(struct page *page, size_t indent, const struct explained_rule *explained)
{
    const struct rule *rule = explained->rule->rule;
    struct text words = {0};
    text_format(&words, "%s: ", rule->label);
    add_outcome(&words, page->program, rule);
    if (rule->entity.title) {
        text_format(&words, ", %s", rule->entity.title);
    }
    add_cites(&words, page->program, &rule->entity.cites);
    write_item(page, indent, "", &words);
    write_parts(page, indent + INDENT, &explained->parts);
    if (rule->because) {
        write_words(page, indent + INDENT, "because: ", rule->because);
    }
}

/* ------------------------------------------------------------------------------------ the level */

static void add_case(struct text *words, const struct explanation *explanation)
{
    const struct evaluation *evaluation = explanation->answer->evaluation;
    const struct limen_case *said = evaluation->limen_case;
    const struct program *program = evaluation->plan->program;
    if (said->id) {
        text_format(words, "%s, ", said->id);
    }
    if (said->has_date) {
        text_add(words, "on ");
        date_write(words, said->date);
        text_add(words, ", ");
    }
    text_format(words, "by %s@%s", program->name, program->version);
    if (explanation->answer->outside_force) {
        text_add(words, ", which was not in force then");
    }
}

static void add_level(struct text *words, const struct explanation *explanation)
{
    const struct answer *answer = explanation->answer;
    const struct program *program = answer->evaluation->plan->program;
    if (answer->scope == SCOPE_OUT) {
        text_add(words, "Out of scope: the ruleset gives no level");
    } else if (!answer->has_level) {
        text_add(words, "This ruleset has no levels");
    } else if (answer->at_least == answer->at_most) {
        level_write(words, program, answer->at_least);
    } else {
        text_add(words, "At least ");
        wording_level_with_title(words, program, answer->at_least);
        text_add(words, ", at most ");
        wording_level_with_title(words, program, answer->at_most);
        text_add(words, answer->exact ? "; both can be" : "; the range may be wider than need be");
    }
    if (answer->scope == SCOPE_PERHAPS) {
        text_add(words, ", if the case is in scope, which is not known");
    }
}

static void write_why(struct page *page, size_t indent)
{
    const struct explanation *explanation = page->explanation;
    const struct explained_rules *why = &explanation->why;
    for (size_t i = 0; i < why->count; i++) {
        write_rule(page, indent, &why->items[i]);
    }
    if (why->count == 0) {
        write_words(
            page, indent, "",
            explanation->answer->at_least == 0
                ? "No rule of a higher level certainly holds; this is the lowest."
                : "Of rules and their exceptions one or the other holds, whichever way what is "
                  "not known turns out.");
    }
}

static void write_nearest(struct page *page, size_t indent)
{
    const struct explained_rules *nearest = &page->explanation->nearest;
    for (size_t i = 0; i < nearest->count; i++) {
        write_rule(page, indent, &nearest->items[i]);
    }
    if (nearest->count == 0) {
        write_words(page, indent, "", "No rule leads to a higher level.");
    }
}

static void write_unless(struct page *page)
{
    const struct answer *answer = page->explanation->answer;
    struct text words = {0};
    if (!answer->has_unless) {
        return;
    }
    level_write(&words, page->program, answer->unless_level);
    text_add(&words, " unless you know: ");
    for (size_t i = 0; i < answer->unless_facts.count; i++) {
        text_add(&words, i ? "; " : "");
        wording_fact(&words, answer->unless_facts.items[i]);
    }
    text_add_char(page->text, '\n');
    write_item(page, 0, "", &words);
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
    write_item(page, indent, "", &words);
}

static void write_probe(struct page *page, size_t number, const struct probe *probe)
{
    struct text words = {0}, mark = {0};
    text_format(&mark, "%2zu. ", number);
    wording_fact(&words, probe->fact);
    write_item(page, 0, text_string(&mark), &words);
    if (probe->fact->question) {
        write_words(page, mark.length, "ask: ", probe->fact->question);
    }
    write_values(page, mark.length, probe);
    text_clear(&mark);
}

static void write_rest(struct page *page, size_t shown)
{
    const struct probes *probes = &page->explanation->probes;
    struct text words = {0};
    if (shown == probes->count) {
        return;
    }
    text_add(&words, shown ? "Less telling, or only together with others: " : "Only together: ");
    for (size_t i = shown; i < probes->count && i < shown + MOST_NAMES; i++) {
        text_format(&words, "%s%s", i > shown ? ", " : "", probes->items[i].fact->entity.name);
    }
    if (probes->count > shown + MOST_NAMES) {
        text_format(&words, " and %zu more", probes->count - shown - MOST_NAMES);
    }
    write_item(page, 0, "", &words);
}

static void write_probes(struct page *page)
{
    const struct probes *probes = &page->explanation->probes;
    size_t shown = 0;
    if (probes->count == 0) {
        return;
    }
    write_heading(page, "Not known, and could change the level (most telling first)");
    while (shown < probes->count && shown < MOST_PROBES && probes->items[shown].narrowing > 0) {
        write_probe(page, shown + 1, &probes->items[shown]);
        shown++;
    }
    write_rest(page, shown);
}

static void write_judged(struct page *page)
{
    const struct answer *answer = page->explanation->answer;
    if (answer->judgement_needed.count == 0) {
        return;
    }
    write_heading(page, "Left to a person's judgement");
    size_t count = answer->judgement_needed.count;
    for (size_t i = 0; i < count && i < MOST_JUDGED; i++) {
        struct explained_rule explained = {.rule = answer->judgement_needed.items[i]};
        write_rule(page, INDENT, &explained);
    }
    if (count > MOST_JUDGED) {
        text_format(page->text, "  and %zu more rules that may hold\n", count - MOST_JUDGED);
    }
}

/* ---------------------------------------------------------------------------- duties, decisions */

static void add_due(struct text *words, const struct due *due)
{
    text_add(words, "; ");
    deadline_write(words, due->deadline, due->amount);
    if (due->known && due->deadline->kind != DEADLINE_IMMEDIATELY) {
        text_add(words, due->deadline->kind == DEADLINE_AFTER ? ": from " : ": by ");
        date_write(words, due->date);
        text_add(words, due->has_minute ? " " : "");
    }
    if (due->known && due->has_minute && due->deadline->kind != DEADLINE_IMMEDIATELY) {
        date_write_time(words, due->minute);
    }
}

static void write_duty(struct page *page, const struct duty_answer *duty)
{
    const struct entity *entity = &duty->duty->duty->entity;
    struct text words = {0};
    text_add(&words, duty->certain ? "" : "perhaps: ");
    text_add(&words, entity->title ? entity->title : entity->name);
    if (duty->to) {
        const struct entity *to = &duty->to->entity;
        text_format(&words, ", to %s", to->title ? to->title : to->name);
    }
    for (size_t i = 0; i < duty->dues.count; i++) {
        add_due(&words, &duty->dues.items[i]);
    }
    add_cites(&words, page->program, &entity->cites);
    write_item(page, INDENT, "", &words);
}

static void write_duties(struct page *page)
{
    const struct answer *answer = page->explanation->answer;
    if (answer->duties.count > 0) {
        write_heading(page, "What must be done");
    }
    for (size_t i = 0; i < answer->duties.count; i++) {
        write_duty(page, &answer->duties.items[i]);
    }
}

static void add_selection(struct text *words, const struct evaluation *evaluation,
                          const struct decision_answer *decision, const struct choice *choice)
{
    bool any = false;
    for (size_t i = 0; i < choice->count; i++) {
        bool certain = selection_has(evaluation, decision, i, true);
        if (certain || selection_has(evaluation, decision, i, false)) {
            text_format(words, "%s%s%s", any ? ", " : "", certain ? "" : "perhaps ",
                        choice->values[i].name);
            any = true;
        }
    }
    text_add(words, any ? "" : "none");
}

/* All values of a choice that are possible, even if that is every one. */
static void add_choices(struct text *words, const struct choice *choice, struct value_set set)
{
    bool any = false;
    for (size_t i = 0; i < choice->count; i++) {
        if (value_has(set, (int64_t)i)) {
            text_format(words, "%s%s", any ? " or " : "", choice->values[i].name);
            any = true;
        }
    }
    text_add(words, !set.or_none ? "" : any ? " or none" : "none");
}

static void write_decision(struct page *page, const struct decision_answer *decision)
{
    const struct evaluation *evaluation = page->explanation->answer->evaluation;
    const struct entity *entity = &decision->decision->decision->entity;
    const struct type *type = decision_answer_type(evaluation, decision);
    struct text words = {0};
    text_format(&words, "%s: ", entity->title ? entity->title : entity->name);
    if (type->kind == TYPE_SELECTION) {
        add_selection(&words, evaluation, decision, type->choice);
    } else if (type->kind == TYPE_CHOICE) {
        add_choices(&words, type->choice, decision->value);
    } else {
        wording_set(&words, page->program, type, decision->value);
    }
    text_add(&words, decision->conflict ? " (the rows of the decision disagree)" : "");
    write_item(page, INDENT, "", &words);
}

static void write_decisions(struct page *page)
{
    const struct answer *answer = page->explanation->answer;
    if (answer->decisions.count > 0) {
        write_heading(page, "Decisions");
    }
    for (size_t i = 0; i < answer->decisions.count; i++) {
        write_decision(page, &answer->decisions.items[i]);
    }
}

static void write_assumed(struct page *page)
{
    const struct answer *answer = page->explanation->answer;
    struct text words = {0};
    if (answer->assumed.count == 0) {
        return;
    }
    text_format(&words, "%zu fact%s assumed, because the case says that nothing else is so.",
                answer->assumed.count, answer->assumed.count == 1 ? " is" : "s are");
    text_add_char(page->text, '\n');
    write_item(page, 0, "", &words);
}

/* ------------------------------------------------------------------------------------ the whole */

static void write_head(struct page *page)
{
    struct text words = {0};
    add_case(&words, page->explanation);
    write_item(page, 0, "", &words);
    text_add(page->text, page->colour ? BOLD : "");
    add_level(&words, page->explanation);
    write_item(page, 0, "", &words);
    text_add(page->text, page->colour ? PLAIN : "");
}

static void write_levels(struct page *page)
{
    const struct answer *answer = page->explanation->answer;
    const struct program *program = page->program;
    struct text heading = {0};
    text_format(&heading, "Why %slevel %s", answer->at_least == answer->at_most ? "" : "at least ",
                level_label(program, answer->at_least));
    write_heading(page, text_string(&heading));
    text_clear(&heading);
    write_why(page, INDENT);
    write_unless(page);
    if (answer->at_least + 1 < program->levels.count) {
        write_heading(page,
                      answer->at_least == answer->at_most
                          ? "Why not higher: the nearest rules, and what they lack"
                          : "What would make it higher: the nearest rules, and what they lack");
        write_nearest(page, INDENT);
    }
    write_judged(page);
    write_probes(page);
}

void explanation_write_text(struct text *text, const struct explanation *explanation, size_t width,
                            bool colour)
{
    struct page page = {text, explanation, explanation->answer->evaluation->plan->program, width,
                        colour};
    write_head(&page);
    if (explanation->answer->scope == SCOPE_OUT) {
        write_heading(&page, "Why out of scope");
        write_parts(&page, INDENT, &explanation->out_of_scope);
        return;
    }
    if (explanation->answer->has_level) {
        write_levels(&page);
    }
    write_duties(&page);
    write_decisions(&page);
    write_assumed(&page);
}

void explanation_write_brief(struct text *text, const struct explanation *explanation,
                             size_t indent, size_t width)
{
    struct page page = {text, explanation, explanation->answer->evaluation->plan->program, width,
                        false};
    if (explanation->answer->scope == SCOPE_OUT) {
        write_words(&page, indent, "", "why out of scope:");
        write_parts(&page, indent + INDENT, &explanation->out_of_scope);
    } else if (explanation->answer->has_level) {
        write_words(&page, indent, "", "why this level:");
        write_why(&page, indent + INDENT);
        write_words(&page, indent, "", "nearest above, and what is lacking:");
        write_nearest(&page, indent + INDENT);
    }
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

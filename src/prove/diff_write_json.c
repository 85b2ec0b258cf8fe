/* SPDX-License-Identifier: Apache-2.0 */
/* A comparison as one JSON object. */
#include "prove/diff_write.h"

#include <string.h>

/* ,"NAME":VALUE; without the comma behind a bracket. */
static void add_key(struct text *text, const char *name)
{
    char last = text->length ? text->data[text->length - 1] : '{';
    text_format(text, "%s\"%s\":", last == '{' || last == '[' ? "" : ",", name);
}

static void add_string(struct text *text, const char *name, const char *value)
{
    add_key(text, name);
    if (value) {
        text_add_json(text, value);
    } else {
        text_add(text, "null");
    }
}

static void start_item(struct text *text)
{
    text_add(text, text->data[text->length - 1] == '[' ? "{" : ",{");
}

static void add_item(struct text *text, const char *value)
{
    text_add(text, text->data[text->length - 1] == '[' ? "" : ",");
    text_add_json(text, value);
}

static void write_version(struct text *text, const struct diff *diff, size_t side,
                          const char *name)
{
    add_key(text, name);
    text_add_char(text, '{');
    add_string(text, "ruleset", diff->programs[side]->name);
    add_string(text, "version", diff->programs[side]->version);
    add_string(text, "hash", arena_format(diff->arena, "sha256:%s", diff->programs[side]->hash));
    text_add_char(text, '}');
}

/* ---------------------------------------------------------------------------------------- statements */

static void write_rule_side(struct text *text, const struct diff *diff, size_t side,
                            const struct rule *rule)
{
    add_key(text, side == 0 ? "older" : "newer");
    if (!rule) {
        text_add(text, "null");
        return;
    }
    text_add_char(text, '{');
    add_string(text, "name", rule->label);
    add_string(text, "leads_to", rule_level_words(diff->arena, diff->programs[side], rule));
    add_string(text, "condition", rule_words(diff->programs[side], rule));
    add_key(text, "cite");
    text_add_char(text, '[');
    for (size_t i = 0; i < rule->entity.cites.count; i++) {
        const struct citation *cite = &rule->entity.cites.items[i];
        add_item(text, cite->item ? cite->item : cite->document);
    }
    text_add(text, "]}");
}

static void write_rules(struct text *text, const struct diff *diff)
{
    add_key(text, "rules");
    text_add_char(text, '[');
    for (size_t i = 0; i < diff->revision->rules.count; i++) {
        const struct rule_revision *revision = &diff->revision->rules.items[i];
        start_item(text);
        add_string(text, "change", rule_revision_verb(revision));
        add_string(text, "of", rule_revision_details(diff->arena, revision));
        write_rule_side(text, diff, 0, revision->pair.older);
        write_rule_side(text, diff, 1, revision->pair.newer);
        text_add_char(text, '}');
    }
    text_format(text, "],\"unchanged_rules\":%zu", diff->revision->unchanged);
}

static void write_statements(struct text *text, const struct diff *diff)
{
    static const char *const verbs[] = {"added", "withdrawn", "changed"};
    add_key(text, "statements");
    text_add_char(text, '[');
    for (size_t i = 0; i < diff->revision->statements.count; i++) {
        const struct statement_revision *said = &diff->revision->statements.items[i];
        start_item(text);
        add_string(text, "change", verbs[said->change]);
        add_string(text, "kind", said->noun);
        add_string(text, "name", said->name);
        add_string(text, "before", said->before);
        add_string(text, "after", said->after);
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

/* --------------------------------------------------------------------------------------------- cases */

static void write_rule_names(struct text *text, const struct difference *shown, size_t side)
{
    add_key(text, side == 0 ? "older_rules" : "newer_rules");
    text_add_char(text, '[');
    for (size_t i = 0; i < shown->rules[side].count; i++) {
        add_item(text, shown->rules[side].items[i]->label);
    }
    text_add_char(text, ']');
}

static void write_fact(struct text *text, const struct difference_fact *fact)
{
    start_item(text);
    add_string(text, "fact", fact->fact->entity.name);
    add_string(text, "is", fact->words);
    text_add_char(text, '}');
}

static void write_shown(struct text *text, const struct difference *shown)
{
    write_rule_names(text, shown, 0);
    write_rule_names(text, shown, 1);
    add_key(text, "needs");
    text_add_char(text, '[');
    for (size_t i = 0; i < shown->facts.count; i++) {
        write_fact(text, &shown->facts.items[i]);
    }
    text_add_char(text, ']');
    add_key(text, "declared");
    text_add_char(text, '[');
    for (size_t i = 0; i < shown->declared.count; i++) {
        add_item(text, shown->declared.items[i]->entity.title);
    }
    text_add_char(text, ']');
    add_string(text, "older_example", shown->sides[0]->example);
    add_string(text, "example", shown->sides[1]->example);
}

static const char *verdict_word(enum verdict verdict)
{
    return verdict == VERDICT_SOME ? "some" : verdict == VERDICT_NONE ? "none" : "undecided";
}

static void write_moves(struct text *text, const struct diff *diff)
{
    add_key(text, "moves");
    if (!diff->has_cases || !diff->levels_match) {
        text_add(text, "null");
        return;
    }
    text_add_char(text, '[');
    for (size_t i = 0; i < diff->moves.count; i++) {
        const struct move *move = &diff->moves.items[i];
        start_item(text);
        add_string(text, "from", diff_standing(diff, 0, move->from));
        add_string(text, "to", diff_standing(diff, 1, move->to));
        add_string(text, "cases", verdict_word(move->verdict));
        add_key(text, "alone");
        text_add_char(text, '[');
        for (size_t j = 0; j < move->alone.count; j++) {
            write_fact(text, &move->alone.items[j]);
        }
        text_add_char(text, ']');
        if (move->shown) {
            write_shown(text, move->shown);
        }
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

static void write_subjects(struct text *text, const struct diff *diff)
{
    add_key(text, "decisions_and_duties");
    text_add_char(text, '[');
    for (size_t i = 0; i < diff->subjects.count; i++) {
        const struct diff_subject *subject = &diff->subjects.items[i];
        if (subject->kind == DIFF_LEVEL || subject->verdict == VERDICT_NONE) {
            continue;
        }
        start_item(text);
        add_string(text, "kind", subject->kind == DIFF_DECISION ? "decision" : "duty");
        add_string(text, "name", subject->name);
        add_string(text, "cases", verdict_word(subject->verdict));
        if (subject->shown) {
            add_string(text, "older", diff_given(diff, subject, subject->shown, 0));
            add_string(text, "newer", diff_given(diff, subject, subject->shown, 1));
            write_shown(text, subject->shown);
        }
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

static void write_meaning(struct text *text, const struct diff *diff)
{
    add_key(text, "meaning");
    text_add_char(text, '{');
    write_moves(text, diff);
    write_subjects(text, diff);
    add_key(text, "undecided");
    text_add_char(text, '[');
    for (size_t i = 0; i < diff->undecided.count; i++) {
        add_item(text, diff->undecided.items[i]);
    }
    text_add(text, "]}");
}

static void write_transitions(struct text *text, const struct diff *diff)
{
    const struct transitions *transitions = diff->transitions;
    add_key(text, "cases");
    text_format(text, "{\"total\":%zu,\"moved\":%zu,\"refused\":%zu,\"transitions\":[",
                transitions->total, transitions->moved, transitions->refused);
    for (size_t i = 0; i < transitions->items.count; i++) {
        const struct transition *transition = &transitions->items.items[i];
        start_item(text);
        add_string(text, "from", place_words(diff->arena, diff->programs[0], transition->from));
        add_string(text, "to", place_words(diff->arena, diff->programs[1], transition->to));
        text_format(text, ",\"same\":%s,\"count\":%zu,\"cases\":[",
                    transition->is_same ? "true" : "false", transition->cases.count);
        for (size_t j = 0; j < transition->cases.count; j++) {
            add_item(text, transition->cases.items[j]);
        }
        text_add(text, "]}");
    }
    text_add(text, "]}");
}

void diff_write_json(struct text *text, const struct diff *diff)
{
    struct diagnostics *diagnostics = diff->compilation->diagnostics;
    text_add_char(text, '{');
    write_version(text, diff, 0, "older");
    write_version(text, diff, 1, "newer");
    write_rules(text, diff);
    write_statements(text, diff);
    if (diff->has_meaning) {
        write_meaning(text, diff);
    }
    if (diff->transitions) {
        write_transitions(text, diff);
    }
    add_key(text, "findings");
    diagnostics_write_json(text, diagnostics);
    while (text->length && text->data[text->length - 1] == '\n') {
        text->length--;
    }
    text_add(text, "}\n");
}

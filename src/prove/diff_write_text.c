/* SPDX-License-Identifier: Apache-2.0 */
/* What changed in the text, then what changes for cases. */
#include "prove/diff_write.h"

#include <string.h>

#include "answer/answer.h"

#define WIDTH 98

/* ---------------------------------------------------------------------------------------- statements */

static void write_citations(struct text *text, const struct program *program,
                            const struct rule *rule)
{
    for (size_t i = 0; i < rule->entity.cites.count; i++) {
        text_add(text, i ? " [" : "[");
        citation_write(text, program, &rule->entity.cites.items[i]);
        text_add_char(text, ']');
    }
    text_add(text, rule->entity.cites.count ? "" : "nothing");
}

static void write_pair(struct text *text, const char *before, const char *after)
{
    text_format(text, "      - %s\n      + %s\n", before, after);
}

static void write_rule(struct text *text, const struct diff *diff,
                       const struct rule_revision *revision)
{
    const struct rule *older = revision->pair.older, *newer = revision->pair.newer;
    const struct rule *one = newer ? newer : older;
    struct program *const *programs = diff->programs;
    text_format(text, "  %-10s %s", rule_revision_verb(revision), one->label);
    if (older && newer) {
        text_format(text, ": %s\n", rule_revision_details(diff->arena, revision));
    } else {
        text_format(text, ", %s\n", rule_level_words(diff->arena, programs[newer ? 1 : 0], one));
        text_format(text, "      %c %s\n", newer ? '+' : '-',
                    rule_words(programs[newer ? 1 : 0], one));
    }
    if (revision->flags & RULE_RENAMED) {
        write_pair(text, older->label, newer->label);
    }
    if (revision->flags & RULE_MOVED) {
        write_pair(text, rule_level_words(diff->arena, programs[0], older),
                   rule_level_words(diff->arena, programs[1], newer));
    }
    if (revision->flags & (RULE_CONDITION | RULE_REWORDED)) {
        write_pair(text, rule_words(programs[0], older), rule_words(programs[1], newer));
    }
    if (revision->flags & RULE_RECITED) {
        text_add(text, "      - ");
        write_citations(text, programs[0], older);
        text_add(text, "\n      + ");
        write_citations(text, programs[1], newer);
        text_add_char(text, '\n');
    }
}

static void write_rules(struct text *text, const struct diff *diff)
{
    const struct revision *revision = diff->revision;
    text_format(text, "\nRules: %zu changed, %zu as they were\n", revision->rules.count,
                revision->unchanged);
    for (size_t i = 0; i < revision->rules.count; i++) {
        write_rule(text, diff, &revision->rules.items[i]);
    }
}

static void write_statements(struct text *text, const struct diff *diff)
{
    static const char *const verbs[] = {"added", "withdrawn", "changed"};
    const struct revision *revision = diff->revision;
    if (revision->statements.count > 0) {
        text_add(text, "\nOther statements\n");
    }
    for (size_t i = 0; i < revision->statements.count; i++) {
        const struct statement_revision *said = &revision->statements.items[i];
        text_format(text, "  %-10s %s %s\n", verbs[said->change], said->noun,
                    said->name ? said->name : "");
        if (said->before && said->after) {
            write_pair(text, said->before, said->after);
        }
    }
}

/* --------------------------------------------------------------------------------------------- cases */

static void write_facts(struct text *text, const char *before, const struct difference_fact *facts, size_t count,
                        const char *between)
{
    struct text line = {0};
    for (size_t i = 0; i < count; i++) {
        text_format(&line, "%s%s", i ? between : "", facts[i].words);
    }
    if (count > 0) {
        text_add(text, before);
        text_add_wrapped(text, text_string(&line), strlen(before), 6, WIDTH);
        text_add_char(text, '\n');
    }
    text_clear(&line);
}

static void write_needs(struct text *text, const struct difference *shown)
{
    write_facts(text, "    needs ", shown->facts.items, shown->facts.count, ", ");
}

static void write_declared(struct text *text, const struct difference *shown)
{
    for (size_t i = 0; i < shown->declared.count; i++) {
        text_add(text, "    declared: ");
        text_add_wrapped(text, shown->declared.items[i]->entity.title, 14, 6, WIDTH);
        text_add_char(text, '\n');
    }
}

static void write_side(struct text *text, const struct diff *diff,
                       const struct difference *shown, size_t side)
{
    struct text line = {0};
    const struct difference *difference = shown;
    for (size_t i = 0; i < difference->rules[side].count; i++) {
        text_format(&line, "%s`%s`", i ? ", " : "", difference->rules[side].items[i]->label);
    }
    if (line.length > 0) {
        text_format(text, "    in %s by ", diff_version(diff, side));
        text_add_wrapped(text, text_string(&line), 12 + strlen(diff_version(diff, side)), 6, WIDTH);
        text_add_char(text, '\n');
    }
    text_clear(&line);
}

static void write_example(struct text *text, const char *example)
{
    for (const char *line = example; *line;) {
        size_t length = strcspn(line, "\n");
        text_format(text, "    %.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

/* Facts that only the older version has can't stand in the newer's example. */
static void write_shown(struct text *text, const struct diff *diff, const struct difference *shown)
{
    write_side(text, diff, shown, 0);
    write_side(text, diff, shown, 1);
    write_needs(text, shown);
    write_declared(text, shown);
    write_example(text, shown->sides[1]->example);
}

static void write_alone(struct text *text, const struct move *move)
{
    write_facts(text, "    by itself: ", move->alone.items, move->alone.count, "; ");
}

static void write_move(struct text *text, const struct diff *diff, const struct move *move)
{
    text_format(text, "  from %s to %s%s\n", diff_standing(diff, 0, move->from),
                diff_standing(diff, 1, move->to),
                move->verdict == VERDICT_UNDECIDED ? ": undecided" : "");
    write_alone(text, move);
    if (move->shown) {
        write_shown(text, diff, move->shown);
    }
}

static void write_moves(struct text *text, const struct diff *diff)
{
    text_add(text, "\nLevels, over all cases\n");
    if (!diff->has_cases) {
        text_add(text, "  not compared: no case can be put to both\n");
    } else if (!diff->levels_match) {
        text_add(text, "  not compared: the levels do not match\n");
    } else if (diff->moves.count == 0) {
        text_add(text, "  every case is where it was\n");
    }
    for (size_t i = 0; i < diff->moves.count; i++) {
        write_move(text, diff, &diff->moves.items[i]);
    }
}

static void write_subject(struct text *text, const struct diff *diff,
                          const struct diff_subject *subject)
{
    if (subject->verdict == VERDICT_UNDECIDED) {
        text_format(text, "  %s: undecided\n", subject->words);
        return;
    }
    text_format(text, "  %s: differs\n", subject->words);
    if (subject->shown) {
        text_format(text, "    in %s: %s\n    in %s: %s\n", diff_version(diff, 0),
                    diff_given(diff, subject, subject->shown, 0), diff_version(diff, 1),
                    diff_given(diff, subject, subject->shown, 1));
        write_needs(text, subject->shown);
        write_declared(text, subject->shown);
        write_example(text, subject->shown->sides[1]->example);
    }
}

static void write_subjects(struct text *text, const struct diff *diff)
{
    bool any = false;
    for (size_t i = 0; i < diff->subjects.count; i++) {
        const struct diff_subject *subject = &diff->subjects.items[i];
        if (subject->kind != DIFF_LEVEL && subject->verdict != VERDICT_NONE) {
            text_add(text, any ? "" : "\nDecisions and duties, over all cases\n");
            write_subject(text, diff, subject);
            any = true;
        }
    }
}

static void write_transitions(struct text *text, const struct diff *diff)
{
    const struct transitions *transitions = diff->transitions;
    text_format(text, "\nCases: %zu, of which %zu come out otherwise\n", transitions->total,
                transitions->moved);
    for (size_t i = 0; i < transitions->items.count; i++) {
        const struct transition *transition = &transitions->items.items[i];
        text_format(text, "  %5zu from %s to %s\n", transition->cases.count,
                    place_words(diff->arena, diff->programs[0], transition->from),
                    place_words(diff->arena, diff->programs[1], transition->to));
        struct text line = {0};
        for (size_t j = 0; j < transition->cases.count && !transition->is_same; j++) {
            text_format(&line, "%s%s", j ? ", " : "", transition->cases.items[j]);
        }
        if (line.length > 0) {
            text_add(text, "        ");
            text_add_wrapped(text, text_string(&line), 8, 8, WIDTH);
            text_add_char(text, '\n');
        }
        text_clear(&line);
    }
}

void diff_write_text(struct text *text, const struct diff *diff)
{
    text_format(text, "%s -> %s\n", diff_version(diff, 0), diff_version(diff, 1));
    write_rules(text, diff);
    write_statements(text, diff);
    if (diff->has_meaning) {
        write_moves(text, diff);
        write_subjects(text, diff);
    }
    if (diff->transitions) {
        write_transitions(text, diff);
    }
}

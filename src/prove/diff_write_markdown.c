/* SPDX-License-Identifier: Apache-2.0 */
/* A summary for those who decide about guidance and read no rules: what changes for whom. */
#include "prove/diff_write.h"

#include <string.h>

#include "answer/answer.h"

#define MOST_CASES 8 /* of one transition that are named */

/* What would be Markdown, or end a cell of a table, is text. */
static void add_plain(struct text *text, const char *string)
{
    for (; *string; string++) {
        if (strchr("\\`*_{}[]<>#|", *string)) {
            text_add_char(text, '\\');
        }
        text_add_char(text, *string == '\n' ? ' ' : *string);
    }
}

static void add_capital(struct text *text, const char *string)
{
    size_t begin = text->length;
    add_plain(text, string);
    if (text->length > begin && text->data[begin] >= 'a' && text->data[begin] <= 'z') {
        text->data[begin] = (char)(text->data[begin] - 'a' + 'A');
    }
}

static void add_title(struct text *text, const struct diff *diff, size_t side)
{
    add_plain(text, diff->programs[side]->title ? diff->programs[side]->title
                                                : diff->programs[side]->name);
    text_format(text, ", %s", diff->programs[side]->version);
}

/* "Level 2: Additional need" */
static void add_standing(struct text *text, const struct diff *diff, size_t side, size_t standing)
{
    if (standing == 0 || diff->programs[side]->levels.count == 0) {
        add_capital(text, diff_standing(diff, side, standing));
        return;
    }
    struct text level = {0};
    level_write(&level, diff->programs[side], diff_rank(diff, side, standing));
    add_plain(text, text_string(&level));
    text_clear(&level);
}

static void add_who(struct text *text, const struct difference *shown)
{
    for (size_t i = 0; i < shown->facts.count; i++) {
        text_add(text, i ? "; " : "");
        add_plain(text, shown->facts.items[i].told);
    }
    text_add(text, shown->facts.count ? "" : "every case");
}

#define MOST_ALONE 12 /* facts that are named of those that do it by themselves */

static void add_alone(struct text *text, const struct move *move)
{
    text_add(text, move->alone.count > 1 ? "any one of these: " : "");
    for (size_t i = 0; i < move->alone.count && i < MOST_ALONE; i++) {
        text_add(text, i ? "; " : "");
        add_plain(text, move->alone.items[i].told);
    }
    if (move->alone.count > MOST_ALONE) {
        text_format(text, "; and %zu more", move->alone.count - MOST_ALONE);
    }
}

static void add_declared(struct text *text, const struct difference *shown)
{
    for (size_t i = 0; i < shown->declared.count; i++) {
        text_add(text, i ? "; " : "");
        add_plain(text, shown->declared.items[i]->entity.title);
    }
    text_add(text, shown->declared.count ? "" : "**not declared**");
}

/* --------------------------------------------------------------------------------------------- levels */

static void write_move(struct text *text, const struct diff *diff, const struct move *move)
{
    text_add(text, "| ");
    add_standing(text, diff, 0, move->from);
    text_add(text, " | ");
    add_standing(text, diff, 1, move->to);
    text_add(text, " | ");
    if (move->shown) {
        if (move->alone.count > 0) {
            add_alone(text, move);
        } else {
            add_who(text, move->shown);
        }
        text_add(text, " | ");
        add_declared(text, move->shown);
    } else {
        text_add(text, "not decided in the time there was | ");
    }
    text_add(text, " |\n");
}

static void write_moves(struct text *text, const struct diff *diff, bool rising)
{
    bool any = false;
    for (size_t i = 0; i < diff->moves.count; i++) {
        const struct move *move = &diff->moves.items[i];
        if ((move->to > move->from) == rising) {
            text_add(text, any      ? ""
                           : rising ? "\n### Children who come out higher\n\n"
                                    : "\n### Children who come out lower\n\n");
            text_add(text, any ? "" : "| before | after | for example, where | why |\n|---|---|---|---|\n");
            write_move(text, diff, move);
            any = true;
        }
    }
}

static void write_levels(struct text *text, const struct diff *diff)
{
    if (!diff->has_cases || !diff->levels_match) {
        text_add(text, "\nThe levels of the two versions could not be compared; see the findings.\n");
    } else if (diff->moves.count == 0) {
        text_add(text, "\nNo child's level changes: that is proved for every case.\n");
    } else {
        text_add(text, "\nOver every case there can be, these are the ways in which a child's level changes. Each "
                       "row gives the simplest cases, in which all else is as usual; others like them change, "
                       "too.\n");
        write_moves(text, diff, true);
        write_moves(text, diff, false);
    }
}

/* ----------------------------------------------------------------------------- decisions and duties */

static void write_subject(struct text *text, const struct diff *diff,
                          const struct diff_subject *subject)
{
    const struct entity *entity =
        subject->entities[1] ? subject->entities[1] : subject->entities[0];
    text_add(text, "| ");
    add_plain(text, entity->title ? entity->title : entity->name);
    if (!subject->shown) {
        text_add(text, " | | | not decided in the time there was | |\n");
        return;
    }
    for (size_t side = 0; side < DIFF_SIDES; side++) {
        text_add(text, " | ");
        add_plain(text, diff_told(diff, subject, subject->shown, side));
    }
    text_add(text, " | ");
    add_who(text, subject->shown);
    text_add(text, " | ");
    add_declared(text, subject->shown);
    text_add(text, " |\n");
}

static void write_subjects(struct text *text, const struct diff *diff)
{
    bool any = false;
    for (size_t i = 0; i < diff->subjects.count; i++) {
        const struct diff_subject *subject = &diff->subjects.items[i];
        if (subject->kind != DIFF_LEVEL && subject->verdict != VERDICT_NONE) {
            text_add(text, any ? "" : "\n### What is decided and what must be done\n\n"
                                      "| | before | after | for example, where | why |\n"
                                      "|---|---|---|---|---|\n");
            write_subject(text, diff, subject);
            any = true;
        }
    }
}

/* --------------------------------------------------------------------------------------- real cases */

static void write_transition(struct text *text, const struct diff *diff,
                             const struct transition *transition)
{
    text_add(text, "| ");
    add_capital(text, place_words(diff->arena, diff->programs[0], transition->from));
    text_add(text, " | ");
    add_capital(text, place_words(diff->arena, diff->programs[1], transition->to));
    text_format(text, " | %zu | ", transition->cases.count);
    for (size_t i = 0; i < transition->cases.count && i < MOST_CASES; i++) {
        text_add(text, i ? ", " : "");
        add_plain(text, transition->cases.items[i]);
    }
    text_add(text, transition->cases.count > MOST_CASES ? " ... |\n" : " |\n");
}

static void write_transitions(struct text *text, const struct diff *diff)
{
    const struct transitions *transitions = diff->transitions;
    text_format(text, "\n### The cases of today\n\nOf %zu cases, %zu come out otherwise.\n",
                transitions->total, transitions->moved);
    bool any = false;
    for (size_t i = 0; i < transitions->items.count; i++) {
        if (!transitions->items.items[i].is_same) {
            text_add(text, any ? "" : "\n| before | after | cases | which |\n|---|---|---|---|\n");
            write_transition(text, diff, &transitions->items.items[i]);
            any = true;
        }
    }
}

/* --------------------------------------------------------------------------------------------- rules */

static void write_rules(struct text *text, const struct diff *diff)
{
    const struct revision *revision = diff->revision;
    text_format(text, "\n<details><summary>Rules: %zu changed, %zu as they were</summary>\n\n",
                revision->rules.count, revision->unchanged);
    for (size_t i = 0; i < revision->rules.count; i++) {
        const struct rule_revision *one = &revision->rules.items[i];
        const struct rule *rule = one->pair.newer ? one->pair.newer : one->pair.older;
        const char *details = rule_revision_details(diff->arena, one);
        text_format(text, " - %s: `%s`%s%s\n", rule_revision_verb(one), rule->label,
                    *details ? ", " : "", details);
    }
    text_add(text, "\n</details>\n");
}

static bool is_equal(const struct diff *diff)
{
    bool equal = diff->has_cases && diff->levels_match;
    for (size_t i = 0; i < diff->subjects.count; i++) {
        equal = equal && diff->subjects.items[i].verdict == VERDICT_NONE;
    }
    return equal;
}

static void write_verdict(struct text *text, const struct diff *diff)
{
    if (diff->findings > 0) {
        text_format(text, "\n**%zu finding%s.** Something changes that nobody declared, or was declared "
                          "and does not change, or could not be compared.\n",
                    diff->findings, diff->findings == 1 ? "" : "s");
    } else if (diff->undecided.count > 0) {
        text_add(text, "\n**Undecided.** Nothing was found, but the time did not suffice to decide "
                       "everything.\n");
    } else if (is_equal(diff)) {
        text_add(text, "\n**Nothing changes for anybody.** That is proved for every case.\n");
    } else if (diff->has_meaning) {
        text_add(text, "\nEvery change is one that was declared, with its reason.\n");
    }
}

void diff_write_markdown(struct text *text, const struct diff *diff)
{
    text_add(text, "## What changes: ");
    add_title(text, diff, 0);
    text_add(text, " → ");
    add_title(text, diff, 1);
    text_add_char(text, '\n');
    write_verdict(text, diff);
    if (diff->has_meaning && !is_equal(diff)) {
        write_levels(text, diff);
        write_subjects(text, diff);
    }
    if (diff->transitions) {
        write_transitions(text, diff);
    }
    write_rules(text, diff);
}

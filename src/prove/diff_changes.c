/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the changes that are declared are the differences that there are. */
#include "prove/diff.h"

#include <string.h>

#include "answer/answer.h"
#include "meaning/names.h"

/* --------------------------------------------------------------------------------- what a change is of */

bool diff_change_is_of(const struct node *change, const struct diff_subject *subject)
{
    const struct node *of = node_child(change, NODE_CHANGED);
    for (const struct node *name = of ? of->child : NULL; name; name = name->next) {
        bool is_level = strcmp(name->name, "level") == 0;
        if (subject->kind == DIFF_LEVEL ? is_level : name->name == subject->name) {
            return true;
        }
    }
    return !of;
}

static term change_holds(const struct diff *diff, size_t index)
{
    node_id condition = diff->plans[1]->changes.items[index].condition;
    return condition == NO_NODE ? diff->world->terms->yes
                                : encoding_holds(diff->encodings[1], condition);
}

static const struct node *change_decl(const struct diff *diff, size_t index)
{
    return diff->programs[1]->changes.items[index]->entity.decl;
}

/* A case falls under a change that speaks of SUBJECT. */
static term declares(const struct diff *diff, const struct diff_subject *subject)
{
    struct terms *terms = diff->world->terms;
    term any = terms->no;
    for (size_t i = 0; i < diff->programs[1]->changes.count; i++) {
        if (diff->declared[i] && diff_change_is_of(change_decl(diff, i), subject)) {
            any = term_or2(terms, any, change_holds(diff, i));
        }
    }
    return any;
}

/* ------------------------------------------------------------------------------- what is not declared */

static const char *words_of_rules(struct diff *diff, const struct difference *shown, size_t side)
{
    const char *words = "";
    for (size_t i = 0; i < shown->rules[side].count; i++) {
        words = arena_format(diff->arena, "%s%s`%s`", words, i ? ", " : "",
                             shown->rules[side].items[i]->label);
    }
    return words;
}

/* The side whose rules lead higher; of decisions and duties the newer that has it. */
static size_t telling_side(const struct diff_subject *subject, const struct difference *shown)
{
    if (subject->kind == DIFF_LEVEL) {
        return shown->standings[0] > shown->standings[1] ? 0 : 1;
    }
    return subject->entities[1] ? 1 : 0;
}

static struct span place_of(const struct diff *diff, const struct diff_subject *subject,
                            const struct difference *shown)
{
    size_t side = telling_side(subject, shown);
    const struct entity *entity = subject->entities[side];
    if (subject->kind == DIFF_LEVEL && shown->rules[side].count > 0) {
        entity = &shown->rules[side].items[0]->entity;
    }
    const struct node *decl = entity ? entity->decl : diff->programs[1]->tree->child;
    return entity && entity->name ? decl->name_span : decl->span;
}

static void note_sides(struct diff *diff, struct diagnostic *said,
                       const struct diff_subject *subject, const struct difference *shown)
{
    for (size_t side = 0; side < DIFF_SIDES; side++) {
        bool by_rules = subject->kind == DIFF_LEVEL && shown->rules[side].count > 0;
        diagnostic_note(diff->compilation->diagnostics, said, "%s: %s%s%s", diff_version(diff, side),
                        diff_given(diff, subject, shown, side), by_rules ? ", by " : "",
                        by_rules ? words_of_rules(diff, shown, side) : "");
    }
}

static void help_to_declare(struct diff *diff, struct diagnostic *said,
                            const struct diff_subject *subject)
{
    const struct program *older = diff->programs[0];
    bool same_name = older->name == diff->programs[1]->name;
    diagnostic_help(diff->compilation->diagnostics, said,
                    "if it is meant, write `change since %s%s%s%s%s if ... \"why\"`; else mend the rules",
                    same_name ? "" : older->name, same_name ? "" : "@", older->version,
                    subject->name ? " of " : "", subject->name ? subject->name : "");
}

static void report_undeclared(struct diff *diff, const struct diff_subject *subject,
                              const struct difference *shown)
{
    struct diagnostic *said = diff_report(diff, E831_UNDECLARED, place_of(diff, subject, shown),
                                          "%s differs in a case that no `change since` declares: from %s to %s",
                                          subject->words, diff_given(diff, subject, shown, 0),
                                          diff_given(diff, subject, shown, 1));
    note_sides(diff, said, subject, shown);
    said->example = shown->sides[1]->example;
    help_to_declare(diff, said, subject);
}

/* Not by the rules that this one came by. */
static term by_other_rules(const struct diff *diff, const struct diff_subject *subject,
                           const struct difference *shown)
{
    struct terms *terms = diff->world->terms;
    size_t side = telling_side(subject, shown);
    term others = terms->yes;
    for (size_t i = 0; i < shown->rules[side].count; i++) {
        const struct rule *rule = shown->rules[side].items[i], *root = rule;
        while (root->excepts) {
            root = root->excepts;
        }
        size_t low = rule->level_low ? rule->level_low : 1;
        for (size_t rank = low; rank < diff->programs[side]->levels.count; rank++) {
            others = term_and2(terms, others,
                               term_not(terms, diff->lifts[side][root->entity.index][rank]));
        }
    }
    return others;
}

/* Cases that differ as this one does, and need not be shown: it is one of them. */
static term like(const struct diff *diff, const struct diff_subject *subject,
                 const struct difference *shown)
{
    struct terms *terms = diff->world->terms;
    if (subject->kind != DIFF_LEVEL) {
        return diff_given_alike(diff, subject);
    }
    term by_these = term_not(terms, by_other_rules(diff, subject, shown));
    return terms_value(terms, by_these, diff->prover->values.items)
               ? by_these
               : term_and2(terms, diff_stands_at(diff, 0, shown->standings[0]),
                           diff_stands_at(diff, 1, shown->standings[1]));
}

/* Which ways the level still differs that WANTED holds of, a line each. */
static const char *words_of_moves(struct diff *diff, term wanted)
{
    const char *words = "";
    for (size_t i = 0; i < diff->moves.count; i++) {
        const struct move *move = &diff->moves.items[i];
        term all[] = {wanted, diff_stands_at(diff, 0, move->from), diff_stands_at(diff, 1, move->to)};
        if (diff_ask(diff, all, 3) == VERDICT_SOME) {
            words = arena_format(diff->arena, "%s%sfrom %s to %s", words, *words ? "\n" : "",
                                 diff_standing(diff, 0, move->from), diff_standing(diff, 1, move->to));
        }
    }
    return words;
}

/* That there are more differences than are shown, if so it is. */
static void report_more(struct diff *diff, const struct diff_subject *subject, term wanted)
{
    struct diagnostics *diagnostics = diff->compilation->diagnostics;
    if (diff_ask(diff, &wanted, 1) != VERDICT_SOME) {
        return;
    }
    const struct node *ruleset = diff->programs[1]->tree->child;
    struct diagnostic *said =
        diff_report(diff, E831_UNDECLARED, ruleset->name_span,
                    "%s differs in more cases than are shown that no `change since` declares",
                    subject->words);
    if (subject->kind == DIFF_LEVEL) {
        diagnostic_note(diagnostics, said, "%s", words_of_moves(diff, wanted));
    }
    diagnostic_help(diagnostics, said, "`--undeclared 0` shows them all, one for each rule that leads there");
}

static void find_undeclared(struct diff *diff, const struct diff_subject *subject)
{
    struct terms *terms = diff->world->terms;
    term wanted = term_and2(terms, subject->differs, term_not(terms, declares(diff, subject)));
    diff_turn_to(diff, "whether every difference of %s is declared", subject->words);
    for (size_t i = 0; i < diff->most_undeclared || diff->most_undeclared == 0; i++) {
        if (diff_ask_smallest(diff, &wanted, 1) != VERDICT_SOME) {
            return;
        }
        const struct difference *shown = diff_show(diff, subject, &wanted, 1);
        if (!shown) {
            return;
        }
        report_undeclared(diff, subject, shown);
        wanted = term_and2(terms, wanted, term_not(terms, like(diff, subject, shown)));
    }
    report_more(diff, subject, wanted);
}

/* ------------------------------------------------------------------------- what is declared for nothing */

static bool is_subject(const struct diff *diff, const struct node *name)
{
    bool found = strcmp(name->name, "level") == 0;
    for (size_t i = 0; i < diff->subjects.count && !found; i++) {
        found = diff->subjects.items[i].name == name->name;
    }
    return found;
}

static void report_unknown(struct diff *diff, const struct node *name)
{
    struct near_names near;
    struct diagnostic *said =
        diff_report(diff, E201_UNKNOWN_NAME, name->span,
                    "neither version has a decision or duty called `%s`", name->name);
    near_names_start(&near, name->name);
    for (size_t i = 0; i < diff->subjects.count; i++) {
        if (diff->subjects.items[i].name) {
            near_names_offer(&near, diff->subjects.items[i].name);
        }
    }
    const char *help = near_names_help(&near, diff->arena);
    if (help) {
        diagnostic_help(diff->compilation->diagnostics, said, "%s", help);
    }
}

/* False: it is of something that neither version has. */
static bool check_subjects(struct diff *diff, const struct node *change)
{
    const struct node *of = node_child(change, NODE_CHANGED);
    bool known = true;
    for (const struct node *name = of ? of->child : NULL; name; name = name->next) {
        if (!is_subject(diff, name)) {
            report_unknown(diff, name);
            known = false;
        }
    }
    return known;
}

static void check_shown(struct diff *diff, size_t index)
{
    struct terms *terms = diff->world->terms;
    const struct node *change = change_decl(diff, index);
    term wanted[] = {change_holds(diff, index), terms->no};
    for (size_t i = 0; i < diff->subjects.count; i++) {
        if (diff_change_is_of(change, &diff->subjects.items[i])) {
            wanted[1] = term_or2(terms, wanted[1], diff->subjects.items[i].differs);
        }
    }
    struct source_place place = source_place_at(diff->compilation->sources, change->span.file,
                                                change->span.begin);
    diff_turn_to(diff, "whether some case shows the change of line %zu", place.line);
    if (diff_ask(diff, wanted, 2) != VERDICT_NONE) {
        return;
    }
    struct diagnostic *said = diff_report(diff, W832_CHANGE_UNSHOWN, change->span,
                                          "no case shows this change since %s", diff_version(diff, 0));
    diagnostic_help(diff->compilation->diagnostics, said,
                    "no case that it speaks of differs: correct its condition, or take it away");
}

void diff_changes(struct diff *diff)
{
    for (size_t i = 0; i < diff->subjects.count && !diff->fault; i++) {
        if (diff->subjects.items[i].verdict != VERDICT_NONE) {
            find_undeclared(diff, &diff->subjects.items[i]);
        }
    }
    for (size_t i = 0; i < diff->programs[1]->changes.count && !diff->fault; i++) {
        if (diff->declared[i] && check_subjects(diff, change_decl(diff, i))) {
            check_shown(diff, i);
        }
    }
}

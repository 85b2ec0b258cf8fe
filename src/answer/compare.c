/* SPDX-License-Identifier: Apache-2.0 */
/* What each row of a comparison says of each side. */
#include "answer/compare.h"

#include <string.h>

#include "answer/wording.h"
#include "base/date.h"
#include "meaning/library.h"

#define MOST_RULES 8   /* that may hold; the others are counted */
#define MOST_PERHAPS 4 /* duties that may hold, likewise */

typedef void write_cell(struct text *cell, const struct case_comparison *comparison, size_t side,
                        const char *about);

/* --------------------------------------------------------------------------------------- cells */

static void new_line(struct text *cell)
{
    text_add(cell, cell->length ? "\n" : "");
}

static const struct answer *answer_at(const struct case_comparison *comparison, size_t side)
{
    return comparison->sides.items[side].answer;
}

static void cell_force(struct text *cell, const struct case_comparison *comparison, size_t side,
                       const char *about)
{
    const struct program *program = comparison->sides.items[side].program;
    (void)about;
    if (program->has_from) {
        text_add(cell, "from ");
        date_write(cell, program->in_force_from);
    }
    if (program->has_to) {
        text_add(cell, program->has_from ? " to " : "to ");
        date_write(cell, program->in_force_to);
    }
    if (comparison->has_date && !program_in_force(program, comparison->date)) {
        text_add(cell, cell->length ? ": " : "");
        text_add(cell, "NOT IN FORCE on ");
        date_write(cell, comparison->date);
    }
}

static void cell_refusal(struct text *cell, const struct compared *side)
{
    for (size_t i = 0; i < side->refusal->errors.count; i++) {
        const struct case_error *error = &side->refusal->errors.items[i];
        new_line(cell);
        text_format(cell, "refused: %s%s%s", error->message, error->help ? "; " : "",
                    error->help ? error->help : "");
    }
}

static void add_range(struct text *cell, const struct answer *answer)
{
    const struct program *program = answer->evaluation->plan->program;
    text_add(cell, level_label(program, answer->at_least));
    if (answer->at_least < answer->at_most) {
        text_format(cell, " to %s", level_label(program, answer->at_most));
    }
    text_add(cell, answer->exact || answer->at_least == answer->at_most ? "" : ", perhaps too wide");
}

static void cell_level(struct text *cell, const struct case_comparison *comparison, size_t side,
                       const char *about)
{
    const struct answer *answer = answer_at(comparison, side);
    (void)about;
    if (!answer) {
        cell_refusal(cell, &comparison->sides.items[side]);
    } else if (answer->scope == SCOPE_OUT) {
        text_add(cell, "out of scope");
    } else if (!answer->has_level) {
        text_add(cell, "no levels, only decisions");
    } else {
        add_range(cell, answer);
        text_add(cell, answer->scope == SCOPE_PERHAPS ? ", perhaps out of scope" : "");
    }
}

/* Rules first that lead highest. */
static size_t rank_of(const struct rule_answer *rule)
{
    const struct rule *of = rule->rule->rule;
    return !of->has_level ? 0 : rule->certain ? of->level_low : of->level_high;
}

static void add_rule(struct text *cell, const struct program *program, const struct rule *rule)
{
    new_line(cell);
    if (rule->has_level) {
        text_format(cell, "%s", level_label(program, rule->level_low));
        if (rule->level_high > rule->level_low) {
            text_format(cell, " or %s", level_label(program, rule->level_high));
        }
        text_add(cell, ": ");
    }
    text_add(cell, rule->label);
    for (size_t i = 0; i < rule->entity.cites.count; i++) {
        const struct citation *citation = &rule->entity.cites.items[i];
        if (citation->item && strcmp(citation->item, rule->label) == 0) {
            continue;
        }
        text_add(cell, " [");
        citation_write(cell, program, citation);
        text_add_char(cell, ']');
    }
}

static void add_rules(struct text *cell, const struct answer *answer, bool certain, size_t above,
                      size_t most)
{
    const struct program *program = answer->evaluation->plan->program;
    size_t left_out = 0;
    for (size_t rank = program->levels.count + 1; rank-- > above;) {
        for (size_t i = 0; i < answer->rules.count; i++) {
            const struct rule_answer *rule = &answer->rules.items[i];
            if (rule->certain != certain || rank_of(rule) != rank) {
                continue;
            }
            if (most == 0) {
                left_out++;
                continue;
            }
            add_rule(cell, program, rule->rule->rule);
            most--;
        }
    }
    if (left_out > 0) {
        new_line(cell);
        text_format(cell, "and %zu more", left_out);
    }
}

static void cell_holds(struct text *cell, const struct case_comparison *comparison, size_t side,
                       const char *about)
{
    const struct answer *answer = answer_at(comparison, side);
    (void)about;
    if (answer && answer->scope != SCOPE_OUT) {
        add_rules(cell, answer, true, 0, SIZE_MAX);
    }
}

static void cell_may(struct text *cell, const struct case_comparison *comparison, size_t side,
                     const char *about)
{
    const struct answer *answer = answer_at(comparison, side);
    (void)about;
    if (answer && answer->has_level && answer->at_least < answer->at_most) {
        add_rules(cell, answer, false, answer->at_least + 1, MOST_RULES);
    }
}

static const char *contact_words(const struct contact *contact)
{
    return contact->entity.title ? contact->entity.title : contact->entity.name;
}

static void add_contact(struct text *cell, const struct contact_answer *contact, bool one_of_several)
{
    text_add(cell, contact_words(contact->contact));
    text_add(cell, contact->closed      ? " (closed then)"
                   : contact->uncertain ? " (open then unless it is a holiday)"
                                        : "");
    for (size_t i = 0; one_of_several && i < contact->authorities.count; i++) {
        text_format(cell, "%s%s", i ? ", " : " for ", contact->authorities.items[i]);
    }
}

static void add_due(struct text *cell, const char *words, const struct due *due)
{
    if (!due || !due->known) {
        return;
    }
    text_format(cell, ", %s ", words);
    date_write(cell, due->date);
    if (due->has_minute) {
        text_add_char(cell, ' ');
        date_write_time(cell, due->minute);
    }
}

static void add_duty(struct text *cell, const struct duty_answer *duty)
{
    struct duty_dues dues = duty_dues_of(duty);
    new_line(cell);
    text_add(cell, duty->duty->duty->entity.name);
    for (size_t i = 0; i < duty->contacts.count; i++) {
        text_add(cell, i ? " or " : ": ");
        add_contact(cell, &duty->contacts.items[i], duty->contacts.count > 1);
    }
    add_due(cell, "by", dues.due);
    add_due(cell, "in writing by", dues.written);
    add_due(cell, "not before", dues.not_before);
}

static void add_perhaps(struct text *cell, const struct answer *answer)
{
    size_t count = 0;
    for (size_t i = 0; i < answer->duties.count; i++) {
        const struct duty_answer *duty = &answer->duties.items[i];
        if (duty->certain || count++ >= MOST_PERHAPS) {
            continue;
        }
        if (count == 1) {
            new_line(cell);
        }
        text_format(cell, "%s%s", count == 1 ? "perhaps " : ", ", duty->duty->duty->entity.name);
    }
    if (count > MOST_PERHAPS) {
        text_format(cell, ", and %zu more", count - MOST_PERHAPS);
    }
}

static void cell_duties(struct text *cell, const struct case_comparison *comparison, size_t side,
                        const char *about)
{
    const struct answer *answer = answer_at(comparison, side);
    (void)about;
    for (size_t i = 0; answer && i < answer->duties.count; i++) {
        if (answer->duties.items[i].certain) {
            add_duty(cell, &answer->duties.items[i]);
        }
    }
    if (answer) {
        add_perhaps(cell, answer);
    }
}

static void add_selected(struct text *cell, const struct answer *answer,
                         const struct decision_answer *decision, const struct choice *choice)
{
    for (size_t i = 0; i < choice->count; i++) {
        bool certain = selection_has(answer->evaluation, decision, i, true);
        if (certain || selection_has(answer->evaluation, decision, i, false)) {
            text_format(cell, "%s%s%s", cell->length ? ", " : "", certain ? "" : "perhaps ",
                        choice->values[i].name);
        }
    }
    text_add(cell, cell->length ? "" : "nothing");
}

static void cell_decision(struct text *cell, const struct case_comparison *comparison, size_t side,
                          const char *about)
{
    const struct answer *answer = answer_at(comparison, side);
    for (size_t i = 0; answer && i < answer->decisions.count; i++) {
        const struct decision_answer *decision = &answer->decisions.items[i];
        const struct type *type = decision_answer_type(answer->evaluation, decision);
        if (strcmp(decision->decision->decision->entity.name, about) != 0) {
            continue;
        }
        if (type->kind == TYPE_SELECTION) {
            add_selected(cell, answer, decision, type->choice);
        } else {
            wording_set(cell, comparison->sides.items[side].program, type, decision->value);
        }
    }
}

static void cell_unread(struct text *cell, const struct case_comparison *comparison, size_t side,
                        const char *about)
{
    const struct answer *answer = answer_at(comparison, side);
    (void)about;
    for (size_t i = 0; answer && i < answer->evaluation->limen_case->unread.count; i++) {
        new_line(cell);
        text_add(cell, answer->evaluation->limen_case->unread.items[i]);
    }
}

static void cell_open(struct text *cell, const struct case_comparison *comparison, size_t side,
                      const char *about)
{
    const struct answer *answer = answer_at(comparison, side);
    size_t count = answer ? answer->not_known.count + answer->not_asked.count : 0;
    size_t fields = answer ? answer->open_fields.count : 0;
    (void)about;
    if (count > 0) {
        text_format(cell, "%zu fact%s", count, count == 1 ? "" : "s");
    }
    if (fields > 0) {
        new_line(cell);
        text_format(cell, "%zu field%s of items", fields, fields == 1 ? "" : "s");
    }
}

/* ---------------------------------------------------------------------------------------- rows */

/* A row in which no side has anything to say is left out. */
static void add_row(struct arena *arena, struct comparison_rows *rows,
                    const struct case_comparison *comparison, const char *label, write_cell *write,
                    const char *about)
{
    struct comparison_row row = {label, arena_alloc(arena, comparison->sides.count *
                                                               sizeof(const char *))};
    bool any = false;
    for (size_t i = 0; i < comparison->sides.count; i++) {
        struct text cell = {0};
        write(&cell, comparison, i, about);
        any = any || cell.length > 0;
        row.cells[i] = arena_copy(arena, text_string(&cell), cell.length);
        text_clear(&cell);
    }
    if (any) {
        vector_push(arena, rows, row);
    }
}

static bool has_decision(const struct case_comparison *comparison, size_t sides, const char *name)
{
    for (size_t i = 0; i < sides; i++) {
        const struct program *program = comparison->sides.items[i].program;
        for (size_t j = 0; j < program->decisions.count; j++) {
            if (strcmp(program->decisions.items[j]->entity.name, name) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* A row for each name that some side has a decision of. */
static void add_decisions(struct arena *arena, struct comparison_rows *rows,
                          const struct case_comparison *comparison)
{
    for (size_t i = 0; i < comparison->sides.count; i++) {
        const struct program *program = comparison->sides.items[i].program;
        for (size_t j = 0; j < program->decisions.count; j++) {
            const char *name = program->decisions.items[j]->entity.name;
            if (!has_decision(comparison, i, name)) {
                add_row(arena, rows, comparison, name, cell_decision, name);
            }
        }
    }
}

struct comparison_rows comparison_rows_of(struct arena *arena, const struct case_comparison *comparison)
{
    struct comparison_rows rows = {0};
    add_row(arena, &rows, comparison, "level", cell_level, NULL);
    add_row(arena, &rows, comparison, "in force", cell_force, NULL);
    add_row(arena, &rows, comparison, "holds", cell_holds, NULL);
    add_row(arena, &rows, comparison, "may hold", cell_may, NULL);
    add_row(arena, &rows, comparison, "duties", cell_duties, NULL);
    add_decisions(arena, &rows, comparison);
    add_row(arena, &rows, comparison, "unread", cell_unread, NULL);
    add_row(arena, &rows, comparison, "worth asking", cell_open, NULL);
    return rows;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A case as the words of an example. */
#include <string.h>

#include "meaning/each.h"
#include "meaning/type.h"
#include "prove/witness.h"

static void write_dates(struct text *text, const struct case_fact *given)
{
    text_add(text, " (");
    for (size_t i = 0; i < given->date_count; i++) {
        text_add(text, i ? ", " : "");
        date_write(text, given->dates[i]);
    }
    text_add(text, ")");
}

static void write_fact(struct text *text, const struct program *program, const struct fact *fact,
                       const struct case_fact *given)
{
    bool is_yes_no = fact->type->kind == TYPE_YES_NO && given->set.low <= given->set.high;
    if (given->state == FACT_NOT_KNOWN) {
        text_format(text, "%s unknown", fact->entity.name);
    } else if (fact->type->kind == TYPE_EVENT) {
        text_add(text, fact->entity.name);
        write_dates(text, given);
    } else if (is_yes_no) {
        text_format(text, "%s%s", given->set.low ? "" : "not ", fact->entity.name);
    } else if (fact->type->kind == TYPE_LEVEL && !value_is_none(given->set)) {
        text_format(text, "%s level %s", fact->entity.name,
                    level_label(program, (size_t)given->set.low));
    } else {
        text_format(text, "%s ", fact->entity.name);
        value_set_write(text, fact->type, given->set);
    }
}

/* Of an item of which nothing need be said, something is: () would be no item. */
static void write_any_field(struct text *text, const struct fact *list)
{
    for (size_t i = 0; i < list->fields.count; i++) {
        if (!list->fields.items[i]->from) {
            text_format(text, "%s unknown", list->fields.items[i]->entity.name);
            return;
        }
    }
}

/* As `otherwise no` leaves a field of an item. */
static bool is_at_rest(const struct fact *field, const struct case_fact *said)
{
    if (said->state != FACT_GIVEN || !value_is_single(said->set)) {
        return false;
    }
    bool none = value_is_none(said->set);
    return field->usual_none ? none
           : none            ? false
           : field->has_usual ? said->set.low == field->usual
                              : field->type->kind == TYPE_YES_NO && said->set.low == 0;
}

/* "sibling (age 4 years), sibling (age 2 years, looked_after)" */
static void write_items(struct text *text, const struct program *program, const struct fact *list,
                        const struct case_fact *given)
{
    for (size_t item = 0; item < given->item_count; item++) {
        text_format(text, "%s%s (", item ? ", " : "", list->entity.name);
        bool first = true;
        for (size_t i = 0; i < list->fields.count; i++) {
            const struct fact *field = list->fields.items[i];
            const struct case_fact *said = &given->items[item].fields[field->place];
            bool is_said = said->state != FACT_NOT_ASKED && said->state != FACT_ASSUMED;
            if (!field->from && is_said && !is_at_rest(field, said)) {
                text_add(text, first ? "" : ", ");
                write_fact(text, program, field, said);
                first = false;
            }
        }
        if (first) {
            write_any_field(text, list);
        }
        text_add(text, ")");
    }
}

static void write_said(struct text *text, const struct program *program, const struct fact *fact,
                       const struct case_fact *given)
{
    if (fact->type->kind == TYPE_LIST && given->state != FACT_NOT_KNOWN) {
        write_items(text, program, fact, given);
    } else {
        write_fact(text, program, fact, given);
    }
}

/* Of a member of whom nothing need be said, one fact is, as it is all the same: () would be none. */
static void write_rest(struct text *text, const struct program *program, const struct limen_case *member)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        if (fact_is_of_each(program, fact) && !fact->from && !type_is_many(fact->type)) {
            struct case_fact said = member->facts[i];
            said.state = said.state == FACT_NOT_ASKED ? FACT_NOT_KNOWN : said.state;
            write_fact(text, program, fact, &said);
            return;
        }
    }
}

/* "(age 8 years, absent)": what is said of one member alone. */
static void write_member(struct text *text, const struct program *program, const struct limen_case *member,
                         const bool *stated)
{
    bool first = true;
    text_format(text, "%s %s (", program->each->entity.name, member->id);
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        if (stated[i] && fact_is_of_each(program, fact)) {
            text_add(text, first ? "" : ", ");
            write_said(text, program, fact, &member->facts[i]);
            first = false;
        }
    }
    if (first) {
        write_rest(text, program, member);
    }
    text_add(text, ")");
}

void witness_write_other(struct text *text, const struct witness *witness, size_t place)
{
    const struct witness_other *other = &witness->others.items[place];
    write_member(text, witness->plan->program, other->limen_case, other->stated);
}

static void write_members(struct text *text, const struct witness *witness)
{
    const struct program *program = witness->plan->program;
    write_member(text, program, witness->limen_case, witness->stated);
    for (size_t i = 0; i < witness->others.count; i++) {
        text_add(text, ", ");
        witness_write_other(text, witness, i);
    }
}

void witness_write_fact(struct text *text, const struct witness *witness, const struct fact *fact)
{
    write_said(text, witness->plan->program, fact, &witness->limen_case->facts[fact->entity.index]);
}

/* A fact of one member stands with that member. */
static bool stands_alone(const struct witness *witness, const struct fact *fact)
{
    const struct program *program = witness->plan->program;
    bool stands_with = witness->others.count > 0 && fact_is_of_each(program, fact);
    return witness->stated[fact->entity.index] && !fact->is_builtin && !stands_with;
}

void witness_write_facts(struct text *text, const struct witness *witness)
{
    const struct program *program = witness->plan->program;
    size_t before = text->length;
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        bool is_members = witness->others.count > 0 && fact == program->each;
        if (!is_members && !stands_alone(witness, fact)) {
            continue;
        }
        text_add(text, text->length > before ? ", " : "");
        if (is_members) {
            write_members(text, witness);
        } else {
            witness_write_fact(text, witness, fact);
        }
    }
    text_add(text, text->length > before ? "" : "nothing");
}

void witness_write_head(struct text *text, const struct witness *witness, const char *name)
{
    const struct program *program = witness->plan->program;
    const struct limen_case *limen_case = witness->limen_case;
    text_format(text, "example %s", name);
    if (limen_case->has_date) {
        text_add(text, " on ");
        date_write(text, limen_case->date);
    }
    if (program->authorities.count > 1 && witness->stated[program->authority->entity.index]) {
        int64_t value = limen_case->facts[program->authority->entity.index].set.low;
        text_format(text, " for %s", program->authorities.items[value]);
    }
}

void witness_write_whose(struct text *text, const struct witness *witness)
{
    if (witness->others.count > 0) {
        text_format(text, "%s %s ", witness->plan->program->each->entity.name, witness->limen_case->id);
    }
}

static void write_expectation(struct text *text, const struct witness *witness)
{
    const struct program *program = witness->plan->program;
    const struct answer *answer = witness->answer;
    bool has_level = answer->has_level && answer->scope == SCOPE_IN;
    if (answer->scope != SCOPE_OUT && !has_level) {
        return;
    }
    text_add(text, "  expect ");
    witness_write_whose(text, witness);
    if (!has_level) {
        text_add(text, "out of scope");
    } else {
        text_format(text, "level %s", level_label(program, answer->at_least));
    }
    if (has_level && answer->at_most != answer->at_least) {
        text_format(text, " to %s", level_label(program, answer->at_most));
    }
    text_add_char(text, '\n');
}

void witness_write_body(struct text *text, const struct witness *witness)
{
    struct text facts = {0};
    witness_write_facts(&facts, witness);
    if (strcmp(text_string(&facts), "nothing") != 0) {
        text_add(text, "  given ");
        text_add_wrapped(text, text_string(&facts), 8, 4, 98);
        text_add_char(text, '\n');
    }
    text_add(text, "  otherwise no\n");
    text_clear(&facts);
}

const char *witness_write_example(struct arena *arena, const struct witness *witness,
                                  const char *name)
{
    struct text text = {0};
    witness_write_head(&text, witness, name);
    text_add_char(&text, '\n');
    witness_write_body(&text, witness);
    write_expectation(&text, witness);
    const char *example = arena_copy(arena, text_string(&text), text.length);
    text_clear(&text);
    return example;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A fact table as a page, its rulesets lettered, and as JSON. */
#include <ctype.h>
#include <string.h>

#include "answer/fact_table.h"

#define INDENT 2
#define LETTERS 26
#define LEAST_LABEL 24 /* columns of what is given */

struct page {
    struct text *text;
    const struct fact_table *table;
    size_t label, cell; /* columns */
    bool colour;
};

/* A to Z, then A1 and so on. */
static void add_letter(struct text *text, size_t plan)
{
    text_format(text, "%c", (char)('A' + plan % LETTERS));
    if (plan >= LETTERS) {
        text_format(text, "%zu", plan / LETTERS);
    }
}

static void add_cell(struct text *text, const struct plan *plan, const struct table_cell *cell)
{
    switch (cell->kind) {
    case CELL_UNREAD:
        text_add_char(text, '.');
        break;
    case CELL_OUT_OF_SCOPE:
        text_add(text, "out");
        break;
    case CELL_REFUSED:
        text_add_char(text, 'x');
        break;
    case CELL_LEVELS:
        text_add(text, level_label(plan->program, cell->at_least));
        if (cell->at_most > cell->at_least) {
            text_format(text, "-%s", level_label(plan->program, cell->at_most));
        }
        break;
    }
}

static void add_label(struct text *text, const struct table_row *row)
{
    if (!row->fact) {
        text_add(text, "(nothing)");
        return;
    }
    text_add(text, row->fact->entity.name);
    if (row->fact->type->kind != TYPE_YES_NO) {
        text_format(text, " %s", row->value);
    }
}

/* ------------------------------------------------------------------------------------ the page */

/* The letters that stand over the columns. */
static void write_legend(const struct page *page)
{
    for (size_t i = 0; i < page->table->plans.count; i++) {
        const struct program *program = page->table->plans.items[i]->program;
        text_repeat(page->text, ' ', INDENT);
        add_letter(page->text, i);
        text_format(page->text, "  %s@%s\n", program->name, program->version);
    }
}

static void write_letters(const struct page *page)
{
    struct text letter = {0};
    text_format(page->text, "\n%s", page->colour ? "\033[1m" : "");
    text_repeat(page->text, ' ', page->label);
    for (size_t i = 0; i < page->table->plans.count; i++) {
        add_letter(&letter, i);
        text_repeat(page->text, ' ', page->cell - letter.length);
        text_add(page->text, text_string(&letter));
        text_clear(&letter);
    }
    text_format(page->text, "%s\n", page->colour ? "\033[0m" : "");
}

static void write_row(const struct page *page, const struct table_row *row)
{
    struct text words = {0};
    add_label(&words, row);
    text_repeat(page->text, ' ', INDENT);
    text_add(page->text, text_string(&words));
    size_t filled = INDENT + text_columns(text_string(&words), words.length);
    if (filled > page->label) {
        text_add_char(page->text, '\n');
        filled = 0;
    }
    text_clear(&words);
    text_repeat(page->text, ' ', page->label - filled);
    for (size_t i = 0; i < page->table->plans.count; i++) {
        add_cell(&words, page->table->plans.items[i], &row->cells[i]);
        text_repeat(page->text, ' ', words.length < page->cell ? page->cell - words.length : 1);
        text_add(page->text, text_string(&words));
        text_clear(&words);
    }
    text_add_char(page->text, '\n');
}

static const char *section_of(const struct table_row *row)
{
    const struct section *section = row->fact ? row->fact->entity.section : NULL;
    return !section ? "" : section->entity.title ? section->entity.title : section->entity.name;
}

static void write_rows(const struct page *page)
{
    const char *section = "";
    for (size_t i = 0; i < page->table->rows.count; i++) {
        const struct table_row *row = &page->table->rows.items[i];
        if (strcmp(section_of(row), section) != 0) {
            section = section_of(row);
            text_format(page->text, "%s%s\n", i ? "\n" : "", section);
        }
        write_row(page, row);
    }
}

static bool has_cell(const struct fact_table *table, enum table_cell_kind kind)
{
    for (size_t i = 0; i < table->rows.count; i++) {
        for (size_t j = 0; j < table->plans.count; j++) {
            if (table->rows.items[i].cells[j].kind == kind) {
                return true;
            }
        }
    }
    return false;
}

static void write_key(const struct page *page, size_t width)
{
    struct text words = {0};
    size_t rows = page->table->rows.count;
    text_add(&words, "Each fact by itself, all others closed by `otherwise no`; what has no usual "
                     "value stays open, so a level may be a range.");
    if (has_cell(page->table, CELL_UNREAD)) {
        text_add(&words, " A point: the ruleset does not read the fact.");
    }
    if (has_cell(page->table, CELL_OUT_OF_SCOPE)) {
        text_add(&words, " out: out of scope.");
    }
    if (has_cell(page->table, CELL_REFUSED)) {
        text_add(&words, " x: the ruleset refuses such a case.");
    }
    if (page->table->left_out > 0) {
        text_format(&words, " Left out: %zu fact%s (dates, and events where no date of the case is "
                    "given).", page->table->left_out, page->table->left_out == 1 ? "" : "s");
    }
    text_format(page->text, "\n%zu row%s.\n", rows, rows == 1 ? "" : "s");
    text_add_wrapped(page->text, text_string(&words), 0, 0, width);
    text_add_char(page->text, '\n');
    text_clear(&words);
}

static void measure(struct page *page, size_t width)
{
    size_t count = page->table->plans.count;
    page->cell = strlen("out") + 1;
    for (size_t i = 0; i < page->table->rows.count; i++) {
        struct text words = {0};
        add_label(&words, &page->table->rows.items[i]);
        page->label = words.length + INDENT > page->label ? words.length + INDENT : page->label;
        text_clear(&words);
        for (size_t j = 0; j < count; j++) {
            add_cell(&words, page->table->plans.items[j], &page->table->rows.items[i].cells[j]);
            page->cell = words.length + 2 > page->cell ? words.length + 2 : page->cell;
            text_clear(&words);
        }
    }
    if (page->label + count * page->cell > width) {
        page->label = width > LEAST_LABEL + count * page->cell ? width - count * page->cell
                                                               : LEAST_LABEL;
    }
}

void fact_table_write_text(struct text *text, const struct fact_table *table, size_t width,
                           bool colour)
{
    struct page page = {.text = text, .table = table, .colour = colour};
    measure(&page, width);
    write_legend(&page);
    write_letters(&page);
    write_rows(&page);
    write_key(&page, width);
}

/* ---------------------------------------------------------------------------------------- JSON */

/* A label that is a plain number is a number, as in results. */
static void add_level(struct text *text, const struct plan *plan, size_t rank)
{
    const char *label = level_label(plan->program, rank);
    bool plain = label[0] != '0';
    for (const char *at = label; *at; at++) {
        plain = plain && isdigit((unsigned char)*at);
    }
    if (plain) {
        text_add(text, label);
    } else {
        text_add_json(text, label);
    }
}

static void json_cell(struct text *text, const struct plan *plan, const struct table_cell *cell)
{
    static const char *const words[] = {[CELL_UNREAD] = "unread",
                                        [CELL_OUT_OF_SCOPE] = "out of scope",
                                        [CELL_REFUSED] = "refused"};
    text_format(text, "{\"ruleset\":\"%s\",\"version\":\"%s\",", plan->program->name,
                plan->program->version);
    if (cell->kind != CELL_LEVELS) {
        text_format(text, "\"level\":null,\"why\":\"%s\"}", words[cell->kind]);
        return;
    }
    text_add(text, "\"level\":{\"at_least\":");
    add_level(text, plan, cell->at_least);
    text_add(text, ",\"at_most\":");
    add_level(text, plan, cell->at_most);
    text_add(text, "}}");
}

void fact_table_write_json(struct text *text, const struct fact_table *table)
{
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct table_row *row = &table->rows.items[i];
        const struct section *section = row->fact ? row->fact->entity.section : NULL;
        text_add(text, "{\"fact\":");
        text_add_json(text, row->fact ? row->fact->entity.name : "");
        text_add(text, ",\"value\":");
        text_add_json(text, row->value);
        if (section) {
            text_add(text, ",\"section\":");
            text_add_json(text, section->entity.name);
        }
        text_add(text, ",\"levels\":[");
        for (size_t j = 0; j < table->plans.count; j++) {
            text_add(text, j ? "," : "");
            json_cell(text, table->plans.items[j], &row->cells[j]);
        }
        text_add(text, "]}\n");
    }
}

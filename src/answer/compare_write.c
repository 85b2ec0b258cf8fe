/* SPDX-License-Identifier: Apache-2.0 */
/* A comparison in columns, as a list, and as JSON. */
#include <string.h>

#include "answer/compare.h"
#include "base/date.h"

#define GAP 2            /* columns between two cells */
#define LEAST_COLUMNS 22 /* of a cell; with less room, rulesets stand one below the other */
#define HANG 2           /* what goes on from the line above */
#define MOST_LABEL 14    /* columns of a label; a longer one has a line of its own */

struct page {
    struct text *text;
    struct arena *arena;
    const struct case_comparison *comparison;
    struct comparison_rows rows;
    size_t label; /* columns of the labels, with the gap behind */
    size_t cell;  /* columns of a cell, without it; 0: a list */
    size_t width;
    bool colour;
};

static void bold(const struct page *page, bool on)
{
    text_add(page->text, !page->colour ? "" : on ? "\033[1m" : "\033[0m");
}

static const char *side_name(const struct page *page, size_t side)
{
    const struct program *program = page->comparison->sides.items[side].program;
    return arena_format(page->arena, "%s@%s", program->name, program->version);
}

/* ------------------------------------------------------------------------------------- columns */

/* Bytes up to where a line may end: behind a space; of a word that no line of WIDTH columns holds, as
   names of rules and rulesets may be, behind a joint. */
static size_t piece_length(const char *at, size_t width)
{
    size_t word = strcspn(at, " \n");
    size_t joint = strcspn(at, " \n@_/");
    size_t length = text_columns(at, word) + HANG > width ? joint : word;
    return at[length] && at[length] != '\n' ? length + 1 : length;
}

/* STRING in lines of at most WIDTH columns, as far as its pieces allow. */
static const char *wrapped(const struct page *page, const char *string, size_t width)
{
    struct text lines = {0};
    size_t used = 0;
    while (*string) {
        size_t length = piece_length(string, width);
        size_t columns = text_columns(string, length);
        size_t shown = length > 0 && string[length - 1] == ' ' ? columns - 1 : columns;
        if (used > HANG && used + shown > width) {
            text_add_char(&lines, '\n');
            text_repeat(&lines, ' ', HANG);
            used = HANG;
        }
        text_add_bytes(&lines, string, length);
        used += columns;
        string += length;
        if (*string == '\n') {
            text_add_char(&lines, '\n');
            string++;
            used = 0;
        }
    }
    const char *kept = arena_copy(page->arena, text_string(&lines), lines.length);
    text_clear(&lines);
    return kept;
}

/* The next line of *REST, which moves on; its trailing spaces do not count. */
static size_t next_line(const char **rest)
{
    size_t length = strcspn(*rest, "\n");
    size_t shown = length;
    while (shown > 0 && (*rest)[shown - 1] == ' ') {
        shown--;
    }
    *rest += length + ((*rest)[length] == '\n');
    return shown;
}

static bool any_left(const char *const *rests, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (*rests[i]) {
            return true;
        }
    }
    return false;
}

/* One line of every cell. */
static void write_line(const struct page *page, size_t filled, const char **rests)
{
    for (size_t i = 0; i < page->comparison->sides.count; i++) {
        const char *line = rests[i];
        size_t length = next_line(&rests[i]);
        size_t at = page->label + i * (page->cell + GAP);
        if (length > 0) {
            text_repeat(page->text, ' ', filled < at ? at - filled : 1);
            text_add_bytes(page->text, line, length);
            filled = (filled < at ? at : filled + 1) + text_columns(line, length);
        }
    }
    text_add_char(page->text, '\n');
}

static void write_cells(const struct page *page, const char *label, const char *const *cells)
{
    size_t sides = page->comparison->sides.count;
    const char **rests = arena_alloc(page->arena, sides * sizeof *rests);
    size_t filled = text_columns(label, strlen(label));
    for (size_t i = 0; i < sides; i++) {
        rests[i] = wrapped(page, cells[i], page->cell);
    }
    text_add(page->text, label);
    if (filled + GAP > page->label) {
        text_add_char(page->text, '\n');
        filled = 0;
    }
    do {
        write_line(page, filled, rests);
        filled = 0;
    } while (any_left(rests, sides));
}

static void write_columns(const struct page *page)
{
    size_t sides = page->comparison->sides.count;
    const char **names = arena_alloc(page->arena, sides * sizeof *names);
    for (size_t i = 0; i < sides; i++) {
        names[i] = side_name(page, i);
    }
    bold(page, true);
    write_cells(page, "", names);
    bold(page, false);
    for (size_t i = 0; i < page->rows.count; i++) {
        const struct comparison_row *row = &page->rows.items[i];
        if (i > 0 && strcmp(row->label, "in force") != 0) {
            text_add_char(page->text, '\n');
        }
        write_cells(page, row->label, row->cells);
    }
}

/* ---------------------------------------------------------------------------------------- list */

static void write_entry(const struct page *page, const struct comparison_row *row, size_t side)
{
    const char *rest = row->cells[side];
    size_t filled = GAP + text_columns(row->label, strlen(row->label));
    if (!*rest) {
        return;
    }
    text_repeat(page->text, ' ', GAP);
    text_add(page->text, row->label);
    if (filled > page->label) {
        text_add_char(page->text, '\n');
        filled = 0;
    }
    for (bool first = true; *rest; first = false) {
        const char *line = rest;
        size_t length = next_line(&rest), at = GAP + page->label;
        text_repeat(page->text, ' ', first ? at > filled ? at - filled : 1 : at);
        text_add_wrapped(page->text, arena_copy(page->arena, line, length), at, at + HANG,
                         page->width);
        text_add_char(page->text, '\n');
    }
}

static void write_list(const struct page *page)
{
    for (size_t side = 0; side < page->comparison->sides.count; side++) {
        text_add(page->text, side ? "\n" : "");
        bold(page, true);
        text_add(page->text, side_name(page, side));
        bold(page, false);
        text_add_char(page->text, '\n');
        for (size_t i = 0; i < page->rows.count; i++) {
            write_entry(page, &page->rows.items[i], side);
        }
    }
}

/* ------------------------------------------------------------------------------------ the whole */

static void write_head(const struct page *page)
{
    const struct case_comparison *comparison = page->comparison;
    if (!comparison->id && !comparison->has_date) {
        return;
    }
    text_add(page->text, "Case");
    if (comparison->id) {
        text_add_char(page->text, ' ');
        text_add_safe(page->text, comparison->id, strlen(comparison->id));
    }
    if (comparison->has_date) {
        text_add(page->text, " on ");
        date_write(page->text, comparison->date);
    }
    text_add(page->text, "\n\n");
}

static void measure(struct page *page)
{
    size_t sides = page->comparison->sides.count, room;
    for (size_t i = 0; i < page->rows.count; i++) {
        size_t columns = text_columns(page->rows.items[i].label, strlen(page->rows.items[i].label));
        page->label = columns > page->label ? columns : page->label;
    }
    page->label = (page->label < MOST_LABEL ? page->label : MOST_LABEL) + GAP;
    room = page->width > page->label ? page->width - page->label : 0;
    page->cell = room / sides >= LEAST_COLUMNS + GAP ? room / sides - GAP : 0;
}

void comparison_write_text(struct text *text, const struct case_comparison *comparison, size_t width,
                           bool colour)
{
    struct arena *arena = arena_create();
    struct page page = {.text = text, .arena = arena, .comparison = comparison,
                        .rows = comparison_rows_of(arena, comparison),
                        .width = width, .colour = colour};
    measure(&page);
    write_head(&page);
    if (page.cell > 0) {
        write_columns(&page);
    } else {
        write_list(&page);
    }
    arena_destroy(arena);
}

/* ---------------------------------------------------------------------------------------- JSON */

/* A result and a refusal are in the form that `limen eval` gives them. */
void comparison_write_json(struct text *text, const struct case_comparison *comparison)
{
    text_add(text, "{\"case\":");
    if (comparison->id) {
        text_add_json(text, comparison->id);
    } else {
        text_add(text, "null");
    }
    text_add(text, ",\"results\":[");
    for (size_t i = 0; i < comparison->sides.count; i++) {
        const struct compared *side = &comparison->sides.items[i];
        text_format(text, "%s{\"ruleset\":\"%s\",\"version\":\"%s\",\"result\":", i ? "," : "",
                    side->program->name, side->program->version);
        if (side->answer) {
            answer_write_json(text, side->answer);
        } else {
            refusal_write_errors_json(text, side->refusal);
        }
        text_add_char(text, '}');
    }
    text_add(text, "]}\n");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of tables. */
#include "answer/row.h"

#include <string.h>

#include "answer/household.h"

/* ------------------------------------------------------------------------------- from an evaluation */

/* What STATUS is for some of COUNT members. */
static struct value_set status_of(struct evaluation *const *members, size_t count, node_id status)
{
    struct value_set some = members[0]->values[status];
    for (size_t i = 1; i < count; i++) {
        struct value_set one = members[i]->values[status];
        some.low = one.low > some.low ? one.low : some.low;
        some.high = one.high > some.high ? one.high : some.high;
    }
    return some;
}

static void take_rules(struct arena *arena, struct evaluation *const *members, size_t count,
                       struct row *row)
{
    const struct plan *plan = row->plan;
    uint32_t *holds = arena_alloc(arena, plan->rules.count * sizeof *holds);
    uint32_t *may = arena_alloc(arena, plan->rules.count * sizeof *may);
    for (uint32_t i = 0; i < plan->rules.count; i++) {
        struct value_set status = status_of(members, count, plan->rules.items[i].status);
        if (!plan->rules.items[i].rule->concludes) {
            continue;
        }
        if (value_is_yes(status)) {
            holds[row->hold_count++] = i;
        } else if (value_may_be_yes(status)) {
            may[row->may_count++] = i;
        }
    }
    row->holds = holds;
    row->may = may;
}

/* The row without its rules. */
static struct row level_row(const struct evaluation *evaluation)
{
    const struct plan *plan = evaluation->plan;
    struct row row = {.plan = plan};
    bool in_scope = plan->scope == NO_NODE || value_may_be_yes(evaluation->values[plan->scope]);
    row.has_level = plan->threshold_count > 0 && in_scope;
    row.in_scope = plan->scope == NO_NODE || value_is_yes(evaluation->values[plan->scope]);
    for (size_t rank = 1; row.has_level && rank < plan->threshold_count; rank++) {
        struct value_set reached = evaluation->values[plan->thresholds[rank]];
        row.at_least = value_is_yes(reached) ? rank : row.at_least;
        row.at_most = value_may_be_yes(reached) ? rank : row.at_most;
    }
    return row;
}

struct row row_of_evaluation(struct arena *arena, struct evaluation *evaluation)
{
    struct row row = level_row(evaluation);
    take_rules(arena, &evaluation, 1, &row);
    return row;
}

/* Whoever has no level because there are none is in no scope that matters. */
static struct member_level level_of(const struct row *row)
{
    enum scope_answer scope = !row->has_level ? SCOPE_OUT : row->in_scope ? SCOPE_IN : SCOPE_PERHAPS;
    return (struct member_level){scope, row->has_level, row->at_least, row->at_most};
}

static void set_level(struct row *row, struct member_level level)
{
    row->has_level = level.has_level;
    row->in_scope = level.scope == SCOPE_IN;
    row->at_least = level.at_least;
    row->at_most = level.at_most;
}

struct row row_of_household(struct arena *arena, const struct family *family)
{
    size_t all = family->count + (family->others > 0);
    struct member_level *levels = arena_alloc(arena, all * sizeof *levels);
    struct row row = {.plan = family->members[0]->plan};
    for (size_t i = 0; i < all; i++) {
        struct row one = level_row(family->members[i]);
        levels[i] = level_of(&one);
    }
    set_level(&row, household_level(levels, family->count,
                                    family->others ? &levels[family->count] : NULL));
    take_rules(arena, family->members, family->count, &row);
    return row;
}

/* ----------------------------------------------------------------------------------- member by member */

enum total_rule { RULE_NOT, RULE_MAY, RULE_HOLDS };

struct row_total {
    struct arena *arena;
    const struct plan *plan;
    struct { VECTOR_OF(struct member_level); } levels;
    uint8_t *rules;       /* by plan->rules: enum total_rule */
    uint32_t *holds, *may;
};

struct row_total *row_total_create(struct arena *arena, const struct plan *plan)
{
    struct row_total *total = arena_alloc(arena, sizeof *total);
    size_t rules = plan->rules.count + 1;
    *total = (struct row_total){.arena = arena, .plan = plan, .rules = arena_alloc(arena, rules),
                                .holds = arena_alloc(arena, rules * sizeof *total->holds),
                                .may = arena_alloc(arena, rules * sizeof *total->may)};
    return total;
}

void row_total_start(struct row_total *total)
{
    total->levels.count = 0;
    memset(total->rules, RULE_NOT, total->plan->rules.count);
}

void row_total_add(struct row_total *total, const struct row *member)
{
    vector_push(total->arena, &total->levels, level_of(member));
    for (size_t i = 0; i < member->may_count; i++) {
        uint8_t *rule = &total->rules[member->may[i]];
        *rule = *rule == RULE_HOLDS ? RULE_HOLDS : RULE_MAY;
    }
    for (size_t i = 0; i < member->hold_count; i++) {
        total->rules[member->holds[i]] = RULE_HOLDS;
    }
}

struct row row_total_end(struct row_total *total)
{
    struct row row = {.plan = total->plan, .holds = total->holds, .may = total->may};
    set_level(&row, household_level(total->levels.items, total->levels.count, NULL));
    for (uint32_t i = 0; i < total->plan->rules.count; i++) {
        if (total->rules[i] == RULE_HOLDS) {
            total->holds[row.hold_count++] = i;
        } else if (total->rules[i] == RULE_MAY) {
            total->may[row.may_count++] = i;
        }
    }
    return row;
}

/* -------------------------------------------------------------------------------- from columns */

#define AT_ONCE 4 /* cases whose list a rule is added to */

struct yes_no {
    const uint64_t *certain, *possible;
};

struct rows {
    const struct plan *plan;
    struct yes_no scope;
    struct yes_no *thresholds; /* by rank, but for the lowest */
    struct yes_no *rules;      /* by plan->rules; of one that concludes nothing, NULL */
    uint32_t *holds, *may;     /* by case of the word: as many as there are rules; behind the cases, room for what
                                  is written to no case */
    uint32_t *holds_end[ROWS_TAKEN + 1], *may_end[ROWS_TAKEN + 1]; /* by case, then of no case */
    struct row taken[ROWS_TAKEN];
};

struct rows *rows_create(struct arena *arena, const struct plan *plan)
{
    struct rows *rows = arena_alloc(arena, sizeof *rows);
    size_t rules = plan->rules.count;
    rows->plan = plan;
    rows->thresholds = arena_alloc(arena, (plan->threshold_count + 1) * sizeof *rows->thresholds);
    rows->rules = arena_alloc(arena, (rules + 1) * sizeof *rows->rules);
    size_t room = (ROWS_TAKEN + AT_ONCE) * rules + 1;
    rows->holds = arena_alloc(arena, room * sizeof *rows->holds);
    rows->may = arena_alloc(arena, room * sizeof *rows->may);
    for (size_t i = 0; i < ROWS_TAKEN; i++) {
        rows->taken[i] = (struct row){.plan = plan, .holds = rows->holds + i * rules,
                                      .may = rows->may + i * rules};
    }
    return rows;
}

static struct yes_no planes_of(const struct columns *columns, node_id node)
{
    struct yes_no planes;
    columns_yes_no(columns, node, &planes.certain, &planes.possible);
    return planes;
}

void rows_start(struct rows *rows, const struct columns *columns)
{
    const struct plan *plan = rows->plan;
    if (plan->scope != NO_NODE && plan->threshold_count > 0) {
        rows->scope = planes_of(columns, plan->scope);
    }
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        rows->thresholds[rank] = planes_of(columns, plan->thresholds[rank]);
    }
    for (size_t i = 0; i < plan->rules.count; i++) {
        if (plan->rules.items[i].rule->concludes) {
            rows->rules[i] = planes_of(columns, plan->rules.items[i].status);
        }
    }
}

/* For each bit that is set. */
#define EACH_SET(lane, word)                                  \
    for (uint64_t bits_ = (word); bits_; bits_ &= bits_ - 1)  \
        for (size_t lane = (size_t)__builtin_ctzll(bits_), once_ = 1; once_; once_ = 0)

static void clear_taken(struct rows *rows, size_t word)
{
    bool has_levels = rows->plan->threshold_count > 0;
    uint64_t may_be = rows->scope.possible ? rows->scope.possible[word] : ~UINT64_C(0);
    uint64_t is_in = rows->scope.certain ? rows->scope.certain[word] : ~UINT64_C(0);
    for (size_t i = 0; i < ROWS_TAKEN; i++) {
        struct row *row = &rows->taken[i];
        row->has_level = has_levels && (may_be >> i & 1);
        row->in_scope = is_in >> i & 1;
        row->at_least = row->at_most = 0;
    }
}

static void take_threshold(struct rows *rows, size_t rank, size_t word)
{
    struct yes_no reached = rows->thresholds[rank];
    EACH_SET(lane, reached.certain[word]) {
        rows->taken[lane].at_least = rank;
    }
    EACH_SET(lane, reached.possible[word]) {
        rows->taken[lane].at_most = rank;
    }
}

/* Adds RULE to the list of each case of BITS. Few cases are as many as are written at once: whether a bit is
   there is no branch then, which nobody could foretell. */
static inline void add_rule(uint32_t **ends, uint64_t bits, uint32_t rule)
{
    do {
        for (size_t i = 0; i < AT_ONCE; i++) {
            size_t lane = bits ? (size_t)__builtin_ctzll(bits) : ROWS_TAKEN;
            *ends[lane]++ = rule;
            bits &= bits - 1;
        }
    } while (bits);
}

static void start_lists(const struct rows *rows, uint32_t *lists, uint32_t **ends)
{
    for (size_t i = 0; i <= ROWS_TAKEN; i++) {
        ends[i] = lists + i * rows->plan->rules.count;
    }
}

static void take_rules_of(struct rows *rows, size_t word)
{
    start_lists(rows, rows->holds, rows->holds_end);
    start_lists(rows, rows->may, rows->may_end);
    for (uint32_t i = 0; i < rows->plan->rules.count; i++) {
        struct yes_no holds = rows->rules[i];
        if (holds.certain) {
            add_rule(rows->holds_end, holds.certain[word], i);
        }
        if (holds.possible != holds.certain) {
            add_rule(rows->may_end, holds.possible[word] & ~holds.certain[word], i);
        }
    }
    for (size_t i = 0; i < ROWS_TAKEN; i++) {
        rows->taken[i].hold_count = (size_t)(rows->holds_end[i] - rows->taken[i].holds);
        rows->taken[i].may_count = (size_t)(rows->may_end[i] - rows->taken[i].may);
    }
}

const struct row *rows_take(struct rows *rows, size_t word)
{
    clear_taken(rows, word);
    for (size_t rank = 1; rank < rows->plan->threshold_count; rank++) {
        take_threshold(rows, rank, word);
    }
    take_rules_of(rows, word);
    return rows->taken;
}

/* ------------------------------------------------------------------------------------- written */

#define STEP 16 /* bytes copied at once */

/* Text as it stands in a cell, before the quotes around that. It is copied in whole steps. */
struct cell {
    const char *text;
    size_t length;
    bool is_quoted;
};

struct row_writer {
    const struct plan *plan;
    enum row_format format;
    char between;        /* cells */
    char between_labels; /* in a cell */
    bool may_be_quoted;  /* some label */
    struct cell *labels; /* by plan->rules */
    struct cell *levels; /* by rank */
    size_t longest;      /* label or level, in whole steps */
};

/* In which format, as bits, a character can't stand as it is. */
static const unsigned char specials[256] = {['\r'] = 1 << ROW_CSV | 1 << ROW_TSV,
                                            ['\n'] = 1 << ROW_CSV | 1 << ROW_TSV,
                                            [','] = 1 << ROW_CSV,
                                            ['"'] = 1 << ROW_CSV,
                                            ['\t'] = 1 << ROW_TSV};

static bool is_special(enum row_format format, char c)
{
    return specials[(unsigned char)c] >> format & 1;
}

static bool has_special(enum row_format format, const char *bytes, size_t length)
{
    unsigned found = 0;
    for (size_t i = 0; i < length; i++) {
        found |= specials[(unsigned char)bytes[i]];
    }
    return found >> format & 1;
}

/* A cell of CSV is quoted where it must be; one of TSV can't hold a tab or a line end. */
static void add_escaped(struct text *text, enum row_format format, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool is_quote = format == ROW_CSV && bytes[i] == '"';
        text_add(text, is_quote ? "\"" : "");
        text_add_char(text, format == ROW_TSV && is_special(format, bytes[i]) ? ' ' : bytes[i]);
    }
}

static void add_cell(struct text *text, enum row_format format, const char *bytes, size_t length)
{
    if (!has_special(format, bytes, length)) {
        text_add_bytes(text, bytes, length);
        return;
    }
    text_add(text, format == ROW_CSV ? "\"" : "");
    add_escaped(text, format, bytes, length);
    text_add(text, format == ROW_CSV ? "\"" : "");
}

static struct cell cell_create(struct arena *arena, struct row_writer *writer, const char *string)
{
    struct text text = {0};
    add_escaped(&text, writer->format, string, strlen(string));
    size_t steps = (text.length + STEP - 1) / STEP * STEP;
    char *padded = arena_alloc(arena, steps);
    if (text.length > 0) {
        memcpy(padded, text.data, text.length);
    }
    struct cell cell = {padded, text.length,
                        writer->format == ROW_CSV
                            && has_special(ROW_CSV, string, strlen(string))};
    text_clear(&text);
    writer->longest = steps > writer->longest ? steps : writer->longest;
    writer->may_be_quoted = writer->may_be_quoted || cell.is_quoted;
    return cell;
}

struct row_writer *row_writer_create(struct arena *arena, const struct plan *plan,
                                     enum row_format format)
{
    struct row_writer *writer = arena_alloc(arena, sizeof *writer);
    *writer = (struct row_writer){.plan = plan, .format = format,
                                  .between = format == ROW_CSV ? ',' : '\t',
                                  .between_labels = format == ROW_CSV ? ';' : ','};
    writer->labels = arena_alloc(arena, (plan->rules.count + 1) * sizeof *writer->labels);
    writer->levels = arena_alloc(arena, (plan->threshold_count + 1) * sizeof *writer->levels);
    for (size_t i = 0; i < plan->rules.count; i++) {
        writer->labels[i] = cell_create(arena, writer, plan->rules.items[i].rule->label);
    }
    for (size_t i = 0; i < plan->threshold_count; i++) {
        writer->levels[i] = cell_create(arena, writer, level_label(plan->program, i));
    }
    return writer;
}

/* TO has room for whole steps. */
static inline char *put(char *to, const struct cell *cell)
{
    for (size_t i = 0; i < cell->length; i += STEP) {
        memcpy(to + i, cell->text + i, STEP);
    }
    return to + cell->length;
}

static bool are_quoted(const struct row_writer *writer, const uint32_t *rules, size_t count)
{
    bool found = false;
    for (size_t i = 0; writer->may_be_quoted && i < count; i++) {
        found = found || writer->labels[rules[i]].is_quoted;
    }
    return found;
}

static char *put_rules(const struct row_writer *writer, char *to, const uint32_t *rules,
                       size_t count)
{
    bool quoted = are_quoted(writer, rules, count);
    *to = '"';
    to += quoted;
    for (size_t i = 0; i < count; i++) {
        *to = writer->between_labels;
        to = put(to + (i > 0), &writer->labels[rules[i]]);
    }
    *to = '"';
    return to + quoted;
}

static char *put_level(const struct row_writer *writer, char *to, const struct row *row, size_t rank)
{
    if (row->has_level) {
        to = put(to, &writer->levels[rank]);
    }
    *to = writer->between;
    return to + 1;
}

void row_write(const struct row_writer *writer, struct text *text, const char *id, size_t id_length,
               const struct row *row)
{
    add_cell(text, writer->format, id ? id : "", id ? id_length : 0);
    size_t cells = row->hold_count + row->may_count + 2;
    char *begin = text_room(text, cells * (writer->longest + 1) + STEP), *to = begin;
    *to++ = writer->between;
    to = put_level(writer, to, row, row->at_least);
    to = put_level(writer, to, row, row->at_most);
    to = put_rules(writer, to, row->holds, row->hold_count);
    *to++ = writer->between;
    to = put_rules(writer, to, row->may, row->may_count);
    *to++ = '\n';
    *to = '\0';
    text->length += (size_t)(to - begin);
}

void row_write_header(struct text *text, enum row_format format)
{
    text_add(text, format == ROW_CSV ? "case,at_least,at_most,rules,may_rules\n"
                                     : "case\tat_least\tat_most\trules\tmay_rules\n");
}

void row_write_nowhere(struct text *text, enum row_format format, const char *id)
{
    add_cell(text, format, id ? id : "", id ? strlen(id) : 0);
    text_add(text, format == ROW_CSV ? ",none_in_force,none_in_force,,\n"
                                     : "\tnone_in_force\tnone_in_force\t\t\n");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of tables. */
#include "answer/row.h"

#include <string.h>

#include "answer/answer.h"

/* ------------------------------------------------------------------------------- from an evaluation */

static enum row_rule rule_state(const struct evaluation *evaluation, const struct plan_rule *rule)
{
    struct value_set holds = evaluation->values[rule->status];
    return !rule->rule->concludes       ? ROW_RULE_NO
           : value_is_yes(holds)        ? ROW_RULE_HOLDS
           : value_may_be_yes(holds)    ? ROW_RULE_MAY : ROW_RULE_NO;
}

struct row row_of_evaluation(struct arena *arena, const struct evaluation *evaluation)
{
    const struct plan *plan = evaluation->plan;
    struct row row = {.plan = plan};
    bool in_scope = plan->scope == NO_NODE || value_may_be_yes(evaluation->values[plan->scope]);
    row.has_level = plan->threshold_count > 0 && in_scope;
    for (size_t rank = 1; row.has_level && rank < plan->threshold_count; rank++) {
        struct value_set reached = evaluation->values[plan->thresholds[rank]];
        row.at_least = value_is_yes(reached) ? rank : row.at_least;
        row.at_most = value_may_be_yes(reached) ? rank : row.at_most;
    }
    row.rules = arena_alloc(arena, plan->rules.count + 1);
    for (size_t i = 0; i < plan->rules.count; i++) {
        row.rules[i] = (uint8_t)rule_state(evaluation, &plan->rules.items[i]);
    }
    return row;
}

/* -------------------------------------------------------------------------------- from columns */

struct yes_no {
    const uint64_t *certain, *possible;
};

/* Calls for each case of the block in which PLANE is set. */
#define EACH_SET(lane, plane, count)                                                     \
    for (size_t word_ = 0; word_ * 64 < (count); word_++)                                \
        for (uint64_t bits_ = (plane)[word_]; bits_; bits_ &= bits_ - 1)                 \
            for (size_t lane = word_ * 64 + (size_t)__builtin_ctzll(bits_), once_ = 1;   \
                 once_ && lane < (count); once_ = 0)

static void take_scope(struct row *rows, struct yes_no scope, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        rows[i].has_level = false;
    }
    EACH_SET(lane, scope.possible, count) {
        rows[lane].has_level = true;
    }
}

static void take_threshold(struct row *rows, struct yes_no reached, size_t rank, size_t count)
{
    EACH_SET(lane, reached.certain, count) {
        rows[lane].at_least = rank;
    }
    EACH_SET(lane, reached.possible, count) {
        rows[lane].at_most = rank;
    }
}

static void take_rule(struct row *rows, struct yes_no holds, size_t rule, size_t count)
{
    EACH_SET(lane, holds.possible, count) {
        rows[lane].rules[rule] = ROW_RULE_MAY;
    }
    EACH_SET(lane, holds.certain, count) {
        rows[lane].rules[rule] = ROW_RULE_HOLDS;
    }
}

static struct yes_no planes_of(const struct columns *columns, node_id node)
{
    struct yes_no planes;
    columns_yes_no(columns, node, &planes.certain, &planes.possible);
    return planes;
}

static struct row *rows_create(struct arena *arena, const struct plan *plan, size_t count)
{
    struct row *rows = arena_alloc(arena, (count + 1) * sizeof *rows);
    uint8_t *rules = arena_alloc(arena, count * plan->rules.count + 1);
    for (size_t i = 0; i < count; i++) {
        rows[i] = (struct row){.plan = plan, .has_level = plan->threshold_count > 0,
                               .rules = rules + i * plan->rules.count};
    }
    return rows;
}

struct row *rows_of_columns(struct arena *arena, const struct columns *columns,
                            const struct plan *plan, size_t count)
{
    struct row *rows = rows_create(arena, plan, count);
    if (plan->scope != NO_NODE && plan->threshold_count > 0) {
        take_scope(rows, planes_of(columns, plan->scope), count);
    }
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        take_threshold(rows, planes_of(columns, plan->thresholds[rank]), rank, count);
    }
    for (size_t i = 0; i < plan->rules.count; i++) {
        if (plan->rules.items[i].rule->concludes) {
            take_rule(rows, planes_of(columns, plan->rules.items[i].status), i, count);
        }
    }
    return rows;
}

/* --------------------------------------------------------------------------------------- writing */

/* A cell of CSV is quoted where it must be; one of TSV can't hold a tab or a line end. */
static void add_cell(struct text *text, enum row_format format, const char *cell)
{
    bool quoted = format == ROW_CSV && strpbrk(cell, ",\"\r\n");
    text_add(text, quoted ? "\"" : "");
    for (const char *c = cell; *c; c++) {
        if (format == ROW_TSV && strchr("\t\r\n", *c)) {
            text_add_char(text, ' ');
        } else {
            text_add(text, quoted && *c == '"' ? "\"" : "");
            text_add_char(text, *c);
        }
    }
    text_add(text, quoted ? "\"" : "");
}

static void add_rules(struct text *text, enum row_format format, const struct row *row,
                      enum row_rule state)
{
    struct text cell = {0};
    for (size_t i = 0; i < row->plan->rules.count; i++) {
        if (row->rules[i] == state) {
            text_add(&cell, cell.length ? format == ROW_CSV ? ";" : "," : "");
            text_add(&cell, row->plan->rules.items[i].rule->label);
        }
    }
    add_cell(text, format, text_string(&cell));
    text_clear(&cell);
}

static void add_level(struct text *text, const struct row *row, size_t rank)
{
    text_add(text, row->has_level ? level_label(row->plan->program, rank) : "");
}

void row_write_header(struct text *text, enum row_format format)
{
    text_add(text, format == ROW_CSV ? "case,at_least,at_most,rules,may_rules\n"
                                     : "case\tat_least\tat_most\trules\tmay_rules\n");
}

void row_write(struct text *text, enum row_format format, const char *id, const struct row *row)
{
    char between = format == ROW_CSV ? ',' : '\t';
    add_cell(text, format, id ? id : "");
    text_add_char(text, between);
    add_level(text, row, row->at_least);
    text_add_char(text, between);
    add_level(text, row, row->at_most);
    text_add_char(text, between);
    add_rules(text, format, row, ROW_RULE_HOLDS);
    text_add_char(text, between);
    add_rules(text, format, row, ROW_RULE_MAY);
    text_add_char(text, '\n');
}

void row_write_nowhere(struct text *text, enum row_format format, const char *id)
{
    add_cell(text, format, id ? id : "");
    text_add(text, format == ROW_CSV ? ",none_in_force,none_in_force,,\n"
                                     : "\tnone_in_force\tnone_in_force\t\t\n");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of decisions: those that are never reached, that overlap, that leave cases out. */
#include "prove/verify.h"

#include "meaning/names.h"

/* A decision taken apart. */
struct rows {
    const struct plan_decision *planned;
    const struct decision *decision;
    size_t count;   /* rows with a condition */
    term *holds;    /* of each */
    const struct decision_row **rows;
    const struct decision_row *otherwise; /* or NULL */
};

static struct diagnostics *sink(struct verification *verification)
{
    return verification->compilation->diagnostics;
}

static struct span row_span(const struct rows *rows, const struct decision_row *row)
{
    return row->rule ? row->rule->entity.decl->span
           : row->decl ? row->decl->span : rows->decision->entity.decl->span;
}

static struct rows rows_of(struct verification *verification, const struct plan_decision *planned)
{
    struct rows rows = {.planned = planned, .decision = planned->decision};
    size_t most = planned->conditions.count + 3;
    rows.holds = arena_alloc(verification->arena, most * sizeof *rows.holds);
    rows.rows = arena_alloc(verification->arena, most * sizeof *rows.rows);
    for (size_t i = 0; i < planned->conditions.count; i++) {
        const struct decision_row *row = &planned->decision->rows.items[i];
        node_id condition = planned->conditions.items[i];
        if (condition == NO_NODE) {
            rows.otherwise = rows.otherwise ? rows.otherwise : row;
        } else {
            rows.rows[rows.count] = row;
            rows.holds[rows.count++] = encoding_holds(verification->encoding, condition);
        }
    }
    return rows;
}

/* None of the first COUNT rows holds. */
static term none_before(struct verification *verification, const struct rows *rows, size_t count)
{
    struct terms *terms = verification->world->terms;
    return term_not(terms, term_or(terms, rows->holds, count));
}

/* ------------------------------------------------------------------------------ reached and covered */

static void check_reached(struct verification *verification, const struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        term wanted[] = {verification->counts, rows->holds[i], none_before(verification, rows, i)};
        if (!verify_excludes(verification, wanted, 3)) {
            continue;
        }
        struct diagnostic *said = verify_report(
            verification, W808_ROW_NEVER_REACHED, &rows->decision->entity,
            row_span(rows, rows->rows[i]), "this row of `%s` is never reached",
            rows->decision->entity.name);
        if (said) {
            diagnostic_note(sink(verification), said,
                            "wherever it holds, a row above it holds as well, or it never holds");
            diagnostic_help(sink(verification), said,
                            "move it up, narrow the rows above it, or take it away");
        }
    }
}

static void check_covered(struct verification *verification, const struct rows *rows)
{
    bool always_has_value = rows->decision->policy == POLICY_SUM
                            || rows->decision->policy == POLICY_EVERY_ONE;
    term wanted[] = {verification->counts, none_before(verification, rows, rows->count)};
    if (rows->otherwise) {
        if (verify_excludes(verification, wanted, 2)) {
            struct diagnostic *said = verify_report(
                verification, W812_OTHERWISE_UNUSED, &rows->decision->entity,
                row_span(rows, rows->otherwise), "this `otherwise` of `%s` is never needed",
                rows->decision->entity.name);
            if (said) {
                diagnostic_help(sink(verification), said,
                                "in every case another row holds: take it away, or look whether one "
                                "of them is too wide");
            }
        }
    } else if (!always_has_value && verify_finds_smallest(verification, wanted, 2)) {
        struct diagnostic *said = verify_report(
            verification, W809_NO_ROW, &rows->decision->entity,
            entity_span(&rows->decision->entity), "no row of `%s` holds in some case",
            rows->decision->entity.name);
        verify_show(verification, said);
        if (said) {
            diagnostic_help(sink(verification), said,
                            "add the row that is missing, or `nothing otherwise`");
        }
    }
}

/* ---------------------------------------------------------------------------------------- overlaps */

static void report_overlap(struct verification *verification, const struct rows *rows, size_t a,
                           size_t b)
{
    struct diagnostic *said = verify_report(
        verification, E807_OVERLAP, &rows->decision->entity, row_span(rows, rows->rows[b]),
        "two rows of `%s` hold at once and disagree", rows->decision->entity.name);
    verify_show(verification, said);
    if (said) {
        diagnostic_label(sink(verification), said, row_span(rows, rows->rows[a]), "and this one");
        diagnostic_help(sink(verification), said,
                        "`only one of` wants rows that exclude one another: narrow one of them, or "
                        "write `first of` where the order decides");
    }
}

/* Operands of OP_ONLY_ROW stand in the order of the rows. */
static void check_overlaps(struct verification *verification, const struct rows *rows)
{
    const struct plan *plan = verification->plan;
    node_id node = rows->planned->value;
    if (plan_at(plan, node)->op != OP_ONLY_ROW) {
        return;
    }
    for (size_t b = 1; b < rows->count; b++) {
        for (size_t a = 0; a < b; a++) {
            struct reading left = verification->encoding->nodes[plan_operand(plan, node, 2 * a + 1)];
            struct reading right = verification->encoding->nodes[plan_operand(plan, node, 2 * b + 1)];
            term wanted[] = {verification->counts, rows->holds[a], rows->holds[b],
                             reading_differ(verification->world->terms, left, right, 0)};
            if (verify_finds_smallest(verification, wanted, 4)) {
                report_overlap(verification, rows, a, b);
            }
        }
    }
}

/* ------------------------------------------------------------------------------------------- bands */

struct band {
    node_id number;
    int64_t low, high;
};

/* The condition of row I, if it is `X in A to B` of constants. */
static bool band_of(const struct verification *verification, const struct rows *rows, size_t row,
                    struct band *ret)
{
    const struct plan *plan = verification->plan;
    node_id condition = rows->planned->conditions.items[row];
    if (condition == NO_NODE || plan_at(plan, condition)->op != OP_IN_RANGE) {
        return false;
    }
    const struct plan_node *low = plan_at(plan, plan_operand(plan, condition, 1));
    const struct plan_node *high = plan_at(plan, plan_operand(plan, condition, 2));
    *ret = (struct band){plan_operand(plan, condition, 0), low->constant, high->constant};
    return low->op == OP_CONSTANT && high->op == OP_CONSTANT;
}

static void check_band_overlap(struct verification *verification, const struct rows *rows, size_t a,
                               size_t b)
{
    term wanted[] = {verification->counts,
                     encoding_holds(verification->encoding, rows->planned->conditions.items[a]),
                     encoding_holds(verification->encoding, rows->planned->conditions.items[b])};
    if (!verify_finds_smallest(verification, wanted, 3)) {
        return;
    }
    const struct decision *decision = rows->decision;
    struct diagnostic *said =
        verify_report(verification, W811_BANDS_OVERLAP, &decision->entity,
                      decision->rows.items[b].decl->span, "two bands of `%s` overlap",
                      decision->entity.name);
    verify_show(verification, said);
    if (said) {
        diagnostic_label(sink(verification), said, decision->rows.items[a].decl->span,
                         "the other band");
        diagnostic_help(sink(verification), said, "let one end where the other begins");
    }
}

/* A stretch between band A and the next one above it that has values. */
static void check_band_gap(struct verification *verification, const struct rows *rows, size_t row,
                           const struct band *band, int64_t next)
{
    struct terms *terms = verification->world->terms;
    struct reading number = verification->encoding->nodes[band->number];
    term wanted[] = {verification->counts, term_not(terms, number.none),
                     term_reaches(terms, number.value, band->high + 1),
                     term_at_most(terms, number.value, next - 1)};
    if (!verify_finds_smallest(verification, wanted, 4)) {
        return;
    }
    const struct decision *decision = rows->decision;
    struct diagnostic *said = verify_report(
        verification, W810_BAND_GAP, &decision->entity, decision->rows.items[row].decl->span,
        "a gap follows this band of `%s`", decision->entity.name);
    verify_show(verification, said);
    if (said) {
        diagnostic_help(sink(verification), said, "let the next band begin where this one ends");
    }
}

static void check_bands(struct verification *verification, const struct rows *rows)
{
    struct band band, other;
    for (size_t a = 0; a < rows->planned->conditions.count; a++) {
        int64_t next = INT64_MAX;
        if (!band_of(verification, rows, a, &band)) {
            continue;
        }
        for (size_t b = 0; b < rows->planned->conditions.count; b++) {
            if (b == a || !band_of(verification, rows, b, &other) || other.number != band.number) {
                continue;
            }
            if (b > a && rows->decision->policy == POLICY_FIRST && band.low <= other.high
                && other.low <= band.high) {
                check_band_overlap(verification, rows, a, b);
            }
            if (other.high > band.high && other.low < next) {
                next = other.low;
            }
        }
        if (next != INT64_MAX && next > band.high + 1) {
            check_band_gap(verification, rows, a, &band, next);
        }
    }
}

void verify_rows(struct verification *verification)
{
    for (size_t i = 0; i < verification->plan->decisions.count; i++) {
        const struct plan_decision *planned = &verification->plan->decisions.items[i];
        struct rows rows = rows_of(verification, planned);
        if (planned->decision->is || rows.count == 0) {
            continue;
        }
        verify_turn_to(verification, "decision `%s`", planned->decision->entity.name);
        if (planned->decision->policy == POLICY_FIRST) {
            check_reached(verification, &rows);
        }
        check_covered(verification, &rows);
        check_overlaps(verification, &rows);
        check_bands(verification, &rows);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Whether what the older version reads has a counterpart in the newer: a case that has none is not compared. */
#include "prove/diff.h"

#include <inttypes.h>

#include "meaning/type.h"
#include "meaning/wording.h"

static const char *noun(const struct fact *fact)
{
    return fact->type->kind == TYPE_EVENT  ? "event"
           : fact->type->kind == TYPE_LIST ? "list" : entity_noun(fact->entity.kind);
}

static struct diagnostic *report_fact(struct diff *diff, const struct fact *fact, const char *what)
{
    struct diagnostic *said =
        diff_report(diff, E833_FACT_UNMAPPED, fact->entity.decl->span, "%s `%s` of %s %s",
                    noun(fact), fact->entity.name, diff_version(diff, 0), what);
    return said;
}

static void report_gone(struct diff *diff, const struct fact *fact)
{
    const char *newer = diff_version(diff, 1);
    struct diagnostic *said = report_fact(
        diff, fact, arena_format(diff->arena, "has no counterpart in %s", newer));
    diagnostic_help(diff->compilation->diagnostics, said,
                    "say of the fact that takes its place what it was, `was %s`; or go on declaring "
                    "`%s` in %s, so that `change since` can speak of it",
                    fact->entity.name, fact->entity.name, newer);
}

static void report_other_type(struct diff *diff, const struct fact *fact, const struct fact *same)
{
    struct diagnostic *said = report_fact(
        diff, fact, arena_format(diff->arena, "is something else in %s", diff_version(diff, 1)));
    diagnostic_label(diff->compilation->diagnostics, said, same->entity.decl->span, "%s here",
                     wording_type(diff->programs[1], same->type));
    diagnostic_help(diff->compilation->diagnostics, said,
                    "say how it follows from the older facts: `was ...`");
}

/* Of a field, that of the first item: any item of a list may be its first. */
static term fits_newer(struct diff *diff, const struct fact *fact, const struct fact *same)
{
    struct world *world = diff->world;
    term fits;
    if (!fact->list) {
        world_read(world, diff->programs[1], same, &fits);
        return fits;
    }
    world_read_field(world, diff->programs[1], same, 0, &fits);
    const struct world_list *list = world_list(world, diff->programs[0], fact->list);
    return list->items > 0 ? term_implies(world->terms, list->there[0], fits) : world->terms->yes;
}

static bool is_read(const struct diff *diff, size_t side, const struct fact *fact)
{
    const struct plan *plan = diff->plans[side];
    bool reads = !fact->list && plan->inputs[fact->entity.index] != NO_NODE;
    for (node_id id = 0; id < plan->nodes.count && fact->list && !reads; id++) {
        const struct plan_node *node = plan_at(plan, id);
        reads = op_is_of_field(node->op) && node->index == fact->entity.index;
    }
    return reads;
}

static void report_values(struct diff *diff, const struct fact *fact, const struct fact *same)
{
    struct diagnostic *said = report_fact(
        diff, fact,
        arena_format(diff->arena, "has values that it does not have in %s", diff_version(diff, 1)));
    diagnostic_label(diff->compilation->diagnostics, said, same->entity.decl->span, "%s here",
                     wording_type(diff->programs[1], same->type));
    diagnostic_note(diff->compilation->diagnostics, said, "cases with such a value are not compared");
    diagnostic_help(diff->compilation->diagnostics, said,
                    "say what becomes of them: `was choose ...`, over the older version's facts");
}

/* A case in the older version's scope with a value that the newer one does not have. */
static void check_values(struct diff *diff, const struct fact *fact, const struct fact *same)
{
    if (fact->from || same->from || table_get(&diff->world->set, same) || !is_read(diff, 0, fact)
        || !is_read(diff, 1, same)) {
        return;
    }
    term wanted[] = {diff->encodings[0]->valid, diff->encodings[0]->in_scope,
                     term_not(diff->world->terms, fits_newer(diff, fact, same))};
    diff_turn_to(diff, "whether `%s` has values that are left out", fact->entity.name);
    if (prover_ask_any(diff->prover, wanted, 3) != VERDICT_NONE) {
        report_values(diff, fact, same);
    }
}

/* The newer list has fewer places. */
static void check_places(struct diff *diff, const struct fact *list, const struct fact *same)
{
    if (list->type->kind != TYPE_LIST || same->type->high >= list->type->high) {
        return;
    }
    struct diagnostic *said =
        report_fact(diff, list, arena_format(diff->arena, "may have more items than in %s",
                                             diff_version(diff, 1)));
    diagnostic_label(diff->compilation->diagnostics, said, same->entity.decl->span,
                     "at most %" PRId64 " here", same->type->high);
    diagnostic_note(diff->compilation->diagnostics, said, "cases with more are not compared");
    diagnostic_help(diff->compilation->diagnostics, said,
                    "if that is meant, say that it is the same list: `was %s`", list->entity.name);
}

static bool is_same_kind(const struct type *older, const struct type *newer)
{
    return older->kind == newer->kind
           && (older->kind != TYPE_NUMBER || unit_converts(older->unit, newer->unit));
}

static void check_fact(struct diff *diff, const struct fact *fact)
{
    const struct fact *same = diff_same_fact(diff, fact);
    if (diff_is_mapped(diff, fact)) {
        return;
    }
    if (!same || table_get(&diff->world->set, same)) {
        report_gone(diff, fact);
    } else if (!is_same_kind(fact->type, same->type)) {
        report_other_type(diff, fact, same);
    } else if (type_is_many(fact->type)) {
        check_places(diff, fact, same);
    } else {
        check_values(diff, fact, same);
    }
}

void diff_check_facts(struct diff *diff)
{
    const struct program *older = diff->programs[0];
    for (size_t i = 0; i < older->facts.count; i++) {
        const struct fact *fact = older->facts.items[i];
        if (fact->is_read && !fact->is_builtin) {
            check_fact(diff, fact);
        }
    }
    for (size_t i = 0; i < older->fields.count; i++) {
        const struct fact *fact = older->fields.items[i];
        if (is_read(diff, 0, fact) && diff_same_fact(diff, fact->list)) {
            check_fact(diff, fact);
        }
    }
}

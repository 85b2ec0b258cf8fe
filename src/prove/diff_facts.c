/* SPDX-License-Identifier: Apache-2.0 */
/* Whether what the older version reads has a counterpart in the newer: a case that has none is not compared. */
#include "prove/diff.h"

#include "meaning/type.h"
#include "meaning/wording.h"

static bool speaks_of(const struct node *node, const struct entity *entity)
{
    bool speaks = node->ref == entity;
    for (const struct node *child = node->child; child && !speaks; child = child->next) {
        speaks = speaks_of(child, entity);
    }
    return speaks;
}

/* Some `was` says what became of FACT. */
static bool is_mapped(const struct diff *diff, const struct fact *fact)
{
    for (size_t i = 0; i < diff->was.requests.count; i++) {
        if (speaks_of(diff->was.requests.items[i].expression, &fact->entity)) {
            return true;
        }
    }
    return false;
}

static const struct fact *same_fact(const struct diff *diff, const struct fact *fact)
{
    const struct program *newer = diff->programs[1];
    if (fact->list) {
        const struct fact *list = program_fact(newer, fact->list->entity.name);
        return list ? list_field(list, fact->entity.name) : NULL;
    }
    return program_fact(newer, fact->entity.name);
}

static struct diagnostic *report_fact(struct diff *diff, const struct fact *fact, const char *what)
{
    struct diagnostic *said =
        diff_report(diff, E833_FACT_UNMAPPED, fact->entity.decl->span, "%s `%s` of %s %s",
                    entity_noun(fact->entity.kind), fact->entity.name, diff_version(diff, 0), what);
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

/* A case in the older version's scope with a value that the newer one does not have. */
static void check_values(struct diff *diff, const struct fact *fact, const struct fact *same)
{
    term fits;
    if (type_is_many(fact->type) || fact->from || same->from || fact->list
        || diff->plans[1]->inputs[same->entity.index] == NO_NODE
        || diff->plans[0]->inputs[fact->entity.index] == NO_NODE
        || table_get(&diff->world->set, same)) {
        return;
    }
    world_read(diff->world, diff->programs[1], same, &fits);
    term wanted[] = {diff->encodings[0]->valid, diff->encodings[0]->in_scope,
                     term_not(diff->world->terms, fits)};
    diff_turn_to(diff, "whether `%s` has values that are left out", fact->entity.name);
    if (prover_ask_any(diff->prover, wanted, 3) == VERDICT_NONE) {
        return;
    }
    struct diagnostic *said = report_fact(
        diff, fact,
        arena_format(diff->arena, "has values that it does not have in %s", diff_version(diff, 1)));
    diagnostic_label(diff->compilation->diagnostics, said, same->entity.decl->span, "%s here",
                     wording_type(diff->programs[1], same->type));
    diagnostic_note(diff->compilation->diagnostics, said, "cases with such a value are not compared");
    diagnostic_help(diff->compilation->diagnostics, said,
                    "say what becomes of them: `was choose ...`, over the older version's facts");
}

static bool is_same_kind(const struct type *older, const struct type *newer)
{
    return older->kind == newer->kind
           && (older->kind != TYPE_NUMBER || unit_converts(older->unit, newer->unit));
}

static void check_fact(struct diff *diff, const struct fact *fact)
{
    const struct fact *same = same_fact(diff, fact);
    if (is_mapped(diff, fact)) {
        return;
    }
    if (!same || table_get(&diff->world->set, same)) {
        report_gone(diff, fact);
    } else if (!is_same_kind(fact->type, same->type)) {
        report_other_type(diff, fact, same);
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
        if (fact->is_read && same_fact(diff, fact->list)) {
            check_fact(diff, fact);
        }
    }
}

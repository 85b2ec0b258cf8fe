/* SPDX-License-Identifier: Apache-2.0 */
/* Two versions in one world, the order of the questions, and what is shared by them. */
#include "prove/diff.h"

#include <stdarg.h>
#include <string.h>

#include "answer/answer.h"
#include "meaning/summary.h"
#include "prove/age.h"
#include "prove/enough.h"
#include "prove/verify.h"

/* --------------------------------------------------------------------------- findings and questions */

void diff_turn_to(struct diff *diff, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    diff->subject = arena_vformat(diff->arena, format, arguments);
    va_end(arguments);
}

struct diagnostic *diff_report(struct diff *diff, enum diagnostic_code code, struct span span,
                               const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vformat(diff->arena, format, arguments);
    va_end(arguments);
    diff->findings++;
    return diagnostic_report(diff->compilation->diagnostics, code, span, "%s", message);
}

static enum verdict note_verdict(struct diff *diff, enum verdict verdict)
{
    size_t count = diff->undecided.count;
    if (verdict == VERDICT_UNDECIDED
        && (count == 0 || diff->undecided.items[count - 1] != diff->subject)) {
        vector_push(diff->arena, &diff->undecided, diff->subject);
    }
    return verdict;
}

const term *diff_question(struct diff *diff, const term *wanted, size_t count)
{
    term *question = arena_alloc(diff->arena, (count + 1) * sizeof *question);
    for (size_t i = 0; i < count; i++) {
        question[i] = wanted[i];
    }
    question[count] = diff->counts;
    return question;
}

enum verdict diff_ask(struct diff *diff, const term *wanted, size_t count)
{
    const term *question = diff_question(diff, wanted, count);
    return note_verdict(diff, prover_ask_any(diff->prover, question, count + 1));
}

enum verdict diff_ask_smallest(struct diff *diff, const term *wanted, size_t count)
{
    const term *question = diff_question(diff, wanted, count);
    return note_verdict(diff, prover_smallest(diff->prover, question, count + 1));
}

/* ------------------------------------------------------------------------------------- what was said */

const char *diff_version(const struct diff *diff, size_t side)
{
    const struct program *older = diff->programs[0], *newer = diff->programs[1];
    bool alike = older->name == newer->name && strcmp(older->version, newer->version) == 0;
    return arena_format(diff->arena, "%s@%s%s", diff->programs[side]->name,
                        diff->programs[side]->version,
                        !alike ? "" : side == 0 ? " as it was" : " as it is");
}

size_t diff_rank(const struct diff *diff, size_t side, size_t standing)
{
    size_t rank = standing - 1;
    if (side == 0) {
        return rank;
    }
    size_t found = 0; /* the first that stands for it */
    while (diff->counterparts->older_rank[found] != rank) {
        found++;
    }
    return found;
}

const char *diff_standing(const struct diff *diff, size_t side, size_t standing)
{
    if (standing == 0) {
        return "out of scope";
    }
    if (diff->programs[side]->levels.count == 0) {
        return "in scope";
    }
    return arena_format(diff->arena, "level %s",
                        level_label(diff->programs[side], diff_rank(diff, side, standing)));
}

/* `change since VERSION`, or OTHER@VERSION, means the older version. */
static bool is_since_older(const struct diff *diff, const struct node *change)
{
    const struct program *older = diff->programs[0], *newer = diff->programs[1];
    symbol name = change->name ? change->name : newer->name;
    return name == older->name && strcmp(change->value.text, older->version) == 0;
}

static void find_declared(struct diff *diff)
{
    const struct program *newer = diff->programs[1];
    diff->declared = arena_alloc(diff->arena, (newer->changes.count + 1) * sizeof(bool));
    for (size_t i = 0; i < newer->changes.count; i++) {
        diff->declared[i] = is_since_older(diff, newer->changes.items[i]->entity.decl);
        diff->declared_count += diff->declared[i];
    }
}

/* ------------------------------------------------------------------------------------------- levels */

static struct span level_span(const struct program *program, size_t rank)
{
    return program->levels.items[rank]->entity.decl->span;
}

static bool is_matched(const struct diff *diff, size_t rank)
{
    for (size_t i = 0; i < diff->programs[1]->levels.count; i++) {
        if (diff->counterparts->older_rank[i] == rank) {
            return true;
        }
    }
    return false;
}

static void report_level(struct diff *diff, size_t side, size_t rank)
{
    const char *label = level_label(diff->programs[side], rank);
    struct diagnostic *said =
        diff_report(diff, E834_LEVEL_UNMAPPED, level_span(diff->programs[side], rank),
                    "level %s of %s is no level of %s", label, diff_version(diff, side),
                    diff_version(diff, 1 - side));
    diagnostic_help(diff->compilation->diagnostics, said,
                    side == 0 ? "say `was %s` of the level that takes its place"
                              : "say what level %s was called: `level %s ... was ...`",
                    label, label);
}

static void report_order(struct diff *diff, size_t rank)
{
    const struct level *level = diff->programs[1]->levels.items[rank];
    struct diagnostic *said = diff_report(
        diff, E834_LEVEL_UNMAPPED, level->entity.decl->span,
        "level %s was above what the level below it was", level->label);
    diagnostic_help(diff->compilation->diagnostics, said,
                    "levels that changed places cannot be compared: correct what they `was`");
}

static void check_levels(struct diff *diff)
{
    const size_t *older_rank = diff->counterparts->older_rank;
    size_t before = diff->findings;
    for (size_t i = 0; i < diff->programs[0]->levels.count; i++) {
        if (!is_matched(diff, i)) {
            report_level(diff, 0, i);
        }
    }
    for (size_t i = 0; i < diff->programs[1]->levels.count; i++) {
        if (older_rank[i] == NO_RANK) {
            report_level(diff, 1, i);
        } else if (i > 0 && older_rank[i - 1] != NO_RANK && older_rank[i] < older_rank[i - 1]) {
            report_order(diff, i);
        }
    }
    diff->levels_match = diff->findings == before;
}

/* The case of SIDE stands at STANDING or higher. */
static term stands_above(const struct diff *diff, size_t side, size_t standing)
{
    const struct encoding *encoding = diff->encodings[side];
    struct terms *terms = diff->world->terms;
    if (standing <= 1) {
        return standing == 0 ? terms->yes : encoding->in_scope;
    }
    return term_and2(terms, encoding->in_scope,
                     encoding->reaches[diff_rank(diff, side, standing)]);
}

static void place_standings(struct diff *diff)
{
    diff->standing_count = 1 + diff->programs[0]->levels.count;
    diff->standing_count += diff->standing_count == 1; /* in scope is a standing without levels, too */
    for (size_t side = 0; side < DIFF_SIDES; side++) {
        diff->above[side] = arena_alloc(diff->arena,
                                        (diff->standing_count + 1) * sizeof *diff->above[side]);
        for (size_t i = 0; i < diff->standing_count; i++) {
            diff->above[side][i] = stands_above(diff, side, i);
        }
        diff->above[side][diff->standing_count] = diff->world->terms->no;
    }
}

/* -------------------------------------------------------------------------------------------- rules */

static void place_lifts(struct diff *diff, size_t side)
{
    const struct program *program = diff->programs[side];
    size_t levels = program->levels.count;
    diff->lifts[side] = arena_alloc(diff->arena, (program->rules.count + 1) * sizeof(term *));
    for (size_t i = 0; i < program->rules.count; i++) {
        term *lifts = arena_alloc(diff->arena, (levels + 1) * sizeof *lifts);
        for (size_t rank = 0; rank < levels && !program->rules.items[i]->is_exception; rank++) {
            lifts[rank] = lift_of(diff->encodings[side], program->rules.items[i], rank, NULL);
        }
        diff->lifts[side][i] = lifts;
    }
}

/* ------------------------------------------------------------------------------------------ the run */

static void encode(struct diff *diff)
{
    const struct diff_was *was = &diff->was;
    const struct program *newer = diff->programs[1];
    struct arena *arena = diff->arena;
    summaries_agree(diff->programs[0], diff->programs[1]);
    summaries_cut(diff->programs[0]);
    summaries_cut(diff->programs[1]);
    diff->plans[0] = plan_create_with_values(arena, diff->programs[0], was->requests.items,
                                             was->requests.count);
    diff->plans[1] = plan_create_with_claims(arena, newer);
    diff->world = world_create(arena, newer->has_from ? newer->in_force_from : WORLD_DATE_LOW,
                               newer->has_to ? newer->in_force_to : WORLD_DATE_HIGH);
    diff_set_lists(diff);
    for (size_t side = 0; side < DIFF_SIDES; side++) {
        ages_admit(diff->world, diff->plans[side]);
        lists_admit(diff->world, diff->plans[side], 1);
        members_admit(diff->world, &diff->plans[side], 1);
    }
    diff_add_others(diff);
    diff->encodings[0] = encoding_create(diff->world, diff->plans[0]);
    diff_set_was(diff);
    diff->encodings[1] = encoding_create(diff->world, diff->plans[1]);
    const term both[] = {diff->encodings[0]->valid, encoding_admits(diff->encodings[0]),
                         diff->encodings[1]->valid, encoding_admits(diff->encodings[1])};
    diff->counts = term_and(diff->world->terms, both, 4);
}

bool diff_create(struct diff *ret, struct compilation *compilation, struct program *older,
                 struct program *newer)
{
    *ret = (struct diff){.compilation = compilation, .arena = compilation->arena,
                         .programs = {older, newer},
                         .most_undeclared = DIFF_MOST_UNDECLARED};
    if (!diff_read_was(ret)) {
        return false;
    }
    encode(ret);
    ret->counterparts = counterparts_create(ret->arena, older, newer);
    counterparts_match_rules(ret->counterparts, ret->encodings[0], ret->encodings[1]);
    ret->revision = revision_create(ret->arena, ret->counterparts, ret->encodings[0],
                                    ret->encodings[1]);
    find_declared(ret);
    return true;
}

/* If nothing can be put to both, they would be equal in every case. A finding may have said why. */
static bool has_cases(struct diff *diff)
{
    diff_turn_to(diff, "whether there are cases for both versions");
    if (diff_ask(diff, NULL, 0) != VERDICT_NONE) {
        return true;
    }
    if (diff->findings > 0) {
        return false;
    }
    struct diagnostic *said =
        diff_report(diff, E835_NOTHING_SHARED, diff->programs[1]->tree->child->name_span,
                    "there is no case that %s and %s could both be put to", diff_version(diff, 0),
                    diff_version(diff, 1));
    diagnostic_help(diff->compilation->diagnostics, said,
                    "look at their authorities, and at `impossible` and `require` of both");
    return false;
}

bool diff_prove(struct diff *diff, unsigned limit, const char **ret_why)
{
    diff->prover = prover_create(diff->arena, diff->world, limit, ret_why);
    if (!diff->prover) {
        return false;
    }
    check_levels(diff);
    diff_check_facts(diff);
    diff->has_cases = has_cases(diff);
    diff->has_meaning = true;
    if (diff->has_cases) {
        if (diff->levels_match) {
            place_standings(diff);
            place_lifts(diff, 0);
            place_lifts(diff, 1);
            diff_moves(diff);
            diff_singles(diff);
        }
        diff_services(diff);
        diff_changes(diff);
    }
    prover_destroy(diff->prover);
    diff->prover = NULL;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* From which level to which: thresholds first, then the pairs that they leave. */
#include "prove/diff.h"

/* Thresholds that some case crosses in one direction, or may. */
struct crossings {
    bool *up, *down; /* by standing */
};

static bool may_cross(struct diff *diff, size_t standing, size_t from)
{
    struct terms *terms = diff->world->terms;
    term wanted[] = {diff->above[1 - from][standing],
                     term_not(terms, diff->above[from][standing])};
    diff_turn_to(diff, "whether a case %s %s", from == 0 ? "rises to" : "falls below",
                 diff_standing(diff, 0, standing));
    return diff_ask(diff, wanted, 2) != VERDICT_NONE;
}

static struct crossings find_crossings(struct diff *diff)
{
    size_t count = diff->standing_count;
    struct crossings crossings = {arena_alloc(diff->arena, (count + 1) * sizeof(bool)),
                                  arena_alloc(diff->arena, (count + 1) * sizeof(bool))};
    for (size_t i = 1; i < count; i++) {
        crossings.up[i] = may_cross(diff, i, 0);
        crossings.down[i] = may_cross(diff, i, 1);
    }
    return crossings;
}

/* A case that goes from one to the other crosses all that lies between. */
static bool may_move(const struct crossings *crossings, size_t from, size_t to)
{
    bool may = from != to;
    for (size_t i = from + 1; i <= to && may; i++) {
        may = crossings->up[i];
    }
    for (size_t i = to + 1; i <= from && may; i++) {
        may = crossings->down[i];
    }
    return may;
}

term diff_stands_at(const struct diff *diff, size_t side, size_t standing)
{
    struct terms *terms = diff->world->terms;
    return term_and2(terms, diff->above[side][standing],
                     term_not(terms, diff->above[side][standing + 1]));
}

static void add_subject(struct diff *diff)
{
    struct terms *terms = diff->world->terms;
    struct diff_subject subject = {.kind = DIFF_LEVEL, .words = "the level",
                                   .differs = terms->no, .verdict = VERDICT_NONE};
    for (size_t i = 1; i < diff->standing_count; i++) {
        subject.differs = term_or2(terms, subject.differs,
                                   term_differ(terms, diff->above[0][i], diff->above[1][i]));
    }
    vector_push(diff->arena, &diff->subjects, subject);
}

static void note_move(struct diff *diff, enum verdict verdict)
{
    struct diff_subject *subject = &diff->subjects.items[0];
    subject->verdict = subject->verdict == VERDICT_SOME ? VERDICT_SOME : verdict;
}

static void look_for_move(struct diff *diff, size_t from, size_t to)
{
    term wanted[] = {diff_stands_at(diff, 0, from), diff_stands_at(diff, 1, to)};
    struct move move = {.from = from, .to = to};
    diff_turn_to(diff, "whether a case goes from %s to %s", diff_standing(diff, 0, from),
                 diff_standing(diff, 1, to));
    move.verdict = diff_ask_smallest(diff, wanted, 2);
    if (move.verdict == VERDICT_SOME) {
        move.shown = diff_show(diff, &diff->subjects.items[0], wanted, 2);
    }
    if (move.verdict != VERDICT_NONE) {
        vector_push(diff->arena, &diff->moves, move);
        note_move(diff, move.verdict);
    }
}

void diff_moves(struct diff *diff)
{
    struct crossings crossings = find_crossings(diff);
    add_subject(diff);
    for (size_t from = 0; from < diff->standing_count; from++) {
        for (size_t to = 0; to < diff->standing_count; to++) {
            if (may_move(&crossings, from, to) && !diff->fault) {
                look_for_move(diff, from, to);
            }
        }
    }
}

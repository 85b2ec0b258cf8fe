/* SPDX-License-Identifier: Apache-2.0 */
/* Counting what cases came to. */
#include "cli/summary.h"

#include <stdlib.h>
#include <string.h>

static void add_range(struct summary *summary, struct arena *arena, struct summary_range range)
{
    for (size_t i = 0; i < summary->ranges.count; i++) {
        struct summary_range *known = &summary->ranges.items[i];
        bool is_same = known->at_least == range.at_least && known->at_most == range.at_most;
        if (is_same || (strcmp(known->at_least, range.at_least) == 0
                        && strcmp(known->at_most, range.at_most) == 0)) {
            known->count += range.count;
            return;
        }
    }
    vector_push(arena, &summary->ranges, range);
}

void summary_add_levels(struct summary *summary, struct arena *arena,
                        const struct program *program, size_t at_least, size_t at_most,
                        size_t count)
{
    add_range(summary, arena, (struct summary_range){program->levels.items[at_least]->label,
                                                     program->levels.items[at_most]->label,
                                                     at_least, at_most, count});
}

void summary_add_none(struct summary *summary, const struct program *program)
{
    *(program->levels.count > 0 ? &summary->out_of_scope : &summary->without_levels) += 1;
}

void summary_merge(struct summary *summary, struct arena *arena, const struct summary *more)
{
    for (size_t i = 0; i < more->ranges.count; i++) {
        add_range(summary, arena, more->ranges.items[i]);
    }
    summary->out_of_scope += more->out_of_scope;
    summary->without_levels += more->without_levels;
    summary->refused += more->refused;
    summary->nowhere += more->nowhere;
}

static size_t in_ranges(const struct summary *summary, bool only_undecided)
{
    size_t count = 0;
    for (size_t i = 0; i < summary->ranges.count; i++) {
        const struct summary_range *range = &summary->ranges.items[i];
        count += only_undecided && range->rank == range->rank_most ? 0 : range->count;
    }
    return count;
}

size_t summary_cases(const struct summary *summary)
{
    return in_ranges(summary, false) + summary->out_of_scope + summary->without_levels
           + summary->refused + summary->nowhere;
}

static int by_rank(const void *a, const void *b)
{
    const struct summary_range *left = a, *right = b;
    if (left->rank != right->rank) {
        return left->rank < right->rank ? -1 : 1;
    }
    return (left->rank_most > right->rank_most) - (left->rank_most < right->rank_most);
}

static void write_line(struct text *text, size_t count, const char *what)
{
    text_format(text, "%10zu  %s\n", count, what);
}

static void write_range(struct text *text, const struct summary_range *range)
{
    text_format(text, "%10zu  level %s", range->count, range->at_least);
    if (range->rank != range->rank_most) {
        text_format(text, " to %s", range->at_most);
    }
    text_add_char(text, '\n');
}

static void write_some(struct text *text, size_t count, const char *what)
{
    if (count > 0) {
        write_line(text, count, what);
    }
}

void summary_write(struct text *text, struct summary *summary)
{
    write_line(text, summary_cases(summary), "cases");
    if (summary->ranges.count > 1) {
        qsort(summary->ranges.items, summary->ranges.count, sizeof *summary->ranges.items, by_rank);
    }
    for (size_t i = 0; i < summary->ranges.count; i++) {
        write_range(text, &summary->ranges.items[i]);
    }
    write_line(text, in_ranges(summary, true), "undecided, all ranges together");
    write_line(text, summary->out_of_scope, "out of scope");
    write_some(text, summary->without_levels, "by a ruleset without levels");
    write_some(text, summary->nowhere, "with no ruleset in force");
    write_line(text, summary->refused, "rejected");
}

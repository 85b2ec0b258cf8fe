/* SPDX-License-Identifier: Apache-2.0 */
/* Timelines from headers, and what is wrong with them. */
#include "meaning/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "meaning/versions.h"

/* ---------- reading ---------- */

static struct timeline *find_timeline(struct compilation *compilation, struct timelines *timelines,
                                      symbol authority, symbol name, bool has_levels)
{
    for (size_t i = 0; i < timelines->count; i++) {
        struct timeline *timeline = &timelines->items[i];
        if (timeline->authority == authority && timeline->name == name) {
            return timeline;
        }
    }
    struct timeline *timeline = vector_add(compilation->arena, timelines);
    *timeline = (struct timeline){
        .authority = authority, .name = name, .has_levels = has_levels};
    return timeline;
}

static void add_period(struct compilation *compilation, struct timelines *timelines,
                       symbol authority, bool has_levels, struct period period)
{
    symbol name = has_levels && authority ? NULL : period.name;
    struct timeline *timeline =
        find_timeline(compilation, timelines, authority, name, has_levels);
    vector_push(compilation->arena, &timeline->periods, period);
}

static void add_ruleset(struct compilation *compilation, struct timelines *timelines,
                        const char *path, const struct node *tree)
{
    const struct node *header = header_node(tree);
    if (!header || header->kind != NODE_RULESET) {
        return;
    }
    const struct node *in_force = node_child(header, NODE_IN_FORCE);
    const struct node *authorities = node_child(header, NODE_APPLIES_TO);
    const struct node *name = authorities ? node_child(authorities, NODE_NAME) : NULL;
    bool has_levels = node_child(tree, NODE_LEVEL) != NULL;
    const char *version = header->value.text;
    struct period period = {header->name,
                            arena_copy(compilation->arena, version, strlen(version)), path,
                            header_dates(tree), in_force ? in_force->span : header->span};
    if (!name) {
        add_period(compilation, timelines, NULL, has_levels, period);
    }
    for (; name; name = node_next(name, NODE_NAME)) {
        add_period(compilation, timelines, name->name, has_levels, period);
    }
}

static int64_t first_day(const struct period *period)
{
    return period->dates.has_from ? period->dates.from : INT32_MIN;
}

static int64_t last_day(const struct period *period)
{
    return period->dates.has_to ? period->dates.to : INT32_MAX;
}

static int text_order(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

static int period_order(const void *a, const void *b)
{
    const struct period *left = a, *right = b;
    int64_t from = first_day(left), other = first_day(right);
    int by_path = strcmp(left->path, right->path);
    return from != other ? (from > other) - (from < other) : by_path;
}

/* Those of no authority come last. */
static int timeline_order(const void *a, const void *b)
{
    const struct timeline *left = a, *right = b;
    if (!left->authority != !right->authority) {
        return left->authority ? -1 : 1;
    }
    int by_authority = text_order(left->authority, right->authority);
    return by_authority ? by_authority : text_order(left->name, right->name);
}

/* Only what its header says stays. */
static void read_file(struct compilation *compilation, struct timelines *timelines,
                      struct version_file file)
{
    const char *path = versions_path(compilation, file.name, file.version);
    struct compilation reading = *compilation;
    reading.arena = arena_create();
    const struct node *tree = library_read_tree(&reading, path);
    if (tree) {
        add_ruleset(compilation, timelines, path, tree);
    }
    arena_destroy(reading.arena);
}

struct timelines timelines_read(struct compilation *compilation)
{
    struct timelines timelines = {0};
    struct version_files files = versions_list(compilation);
    for (size_t i = 0; i < files.count; i++) {
        read_file(compilation, &timelines, files.items[i]);
    }
    for (size_t i = 0; i < timelines.count; i++) {
        struct timeline *timeline = &timelines.items[i];
        qsort(timeline->periods.items, timeline->periods.count, sizeof *timeline->periods.items,
              period_order);
    }
    if (timelines.count > 1) {
        qsort(timelines.items, timelines.count, sizeof *timelines.items, timeline_order);
    }
    return timelines;
}

struct timelines timelines_of_name(struct compilation *compilation, const char *name)
{
    struct timelines any = {0}, timelines = {0};
    struct timeline *whole = vector_add(compilation->arena, &timelines);
    struct version_files files = versions_list(compilation);
    for (size_t i = 0; i < files.count; i++) {
        if (strcmp(files.items[i].name, name) != 0) {
            continue;
        }
        any.count = 0;
        read_file(compilation, &any, files.items[i]);
        if (any.count > 0) { /* of several authorities, each has the same period */
            vector_push(compilation->arena, &whole->periods, any.items[0].periods.items[0]);
        }
    }
    if (whole->periods.count > 1) {
        qsort(whole->periods.items, whole->periods.count, sizeof *whole->periods.items,
              period_order);
    }
    return timelines;
}

/* ---------- checking ---------- */

static const char *day(struct compilation *compilation, int64_t date)
{
    struct text text = {0};
    date_write(&text, (int32_t)date);
    const char *kept = arena_copy(compilation->arena, text_string(&text), text.length);
    text_clear(&text);
    return kept;
}

static const char *for_whom(struct compilation *compilation, const struct timeline *timeline)
{
    return timeline->authority
               ? arena_format(compilation->arena, " for `%s`", timeline->authority)
               : "";
}

static const char *calling(struct compilation *compilation, const struct period *period)
{
    return arena_format(compilation->arena, "%s@%s", period->name, period->version);
}

static const char *what_binds(struct compilation *compilation, const struct timeline *timeline)
{
    return timeline->name
               ? arena_format(compilation->arena, "no version of `%s`", timeline->name)
               : "no ruleset";
}

static void report_gap(struct compilation *compilation, const struct timeline *timeline,
                       const struct period *earlier, const struct period *later)
{
    const char *from = day(compilation, last_day(earlier) + 1);
    const char *to = day(compilation, first_day(later) - 1);
    bool one = first_day(later) - last_day(earlier) == 2;
    struct diagnostic *said = diagnostic_report(
        compilation->diagnostics, E711_GAP, later->span, "%s is in force%s %s %s%s%s",
        what_binds(compilation, timeline), for_whom(compilation, timeline), one ? "on" : "from",
        from, one ? "" : " to ", one ? "" : to);
    diagnostic_label(compilation->diagnostics, said, earlier->span, "the one before ends here");
    diagnostic_help(compilation->diagnostics, said, "let %s end on %s, or %s begin on %s",
                    calling(compilation, earlier), to, calling(compilation, later), from);
}

static void help_overlap(struct compilation *compilation, struct diagnostic *said,
                         const struct period *earlier, const struct period *later)
{
    if (first_day(later) <= first_day(earlier)) {
        diagnostic_help(compilation->diagnostics, said,
                        "say in each header when it is in force: `in force from ... to ...`");
    } else {
        diagnostic_help(compilation->diagnostics, said, "let %s end the day before: `to %s`",
                        calling(compilation, earlier), day(compilation, first_day(later) - 1));
    }
}

static void report_overlap(struct compilation *compilation, const struct timeline *timeline,
                           const struct period *earlier, const struct period *later)
{
    int64_t last = last_day(later) < last_day(earlier) ? last_day(later) : last_day(earlier);
    int64_t first = first_day(later);
    const char *begin = first == INT32_MIN ? ""
                                           : arena_format(compilation->arena, " from %s",
                                                          day(compilation, first));
    const char *end = last == INT32_MAX
                          ? " on"
                          : arena_format(compilation->arena, " to %s", day(compilation, last));
    struct diagnostic *said = diagnostic_report(
        compilation->diagnostics, E712_OVERLAP, earlier->span,
        "%s and %s are both in force%s%s%s", calling(compilation, earlier),
        calling(compilation, later), for_whom(compilation, timeline), begin,
        *begin || last != INT32_MAX ? end : "");
    diagnostic_label(compilation->diagnostics, said, later->span, "the later one");
    help_overlap(compilation, said, earlier, later);
}

static void check_timeline(struct compilation *compilation, const struct timeline *timeline)
{
    const struct period *reaching = timeline->periods.items; /* the one that ends last so far */
    for (size_t i = 1; i < timeline->periods.count; i++) {
        const struct period *next = &timeline->periods.items[i];
        if (first_day(next) <= last_day(reaching)) {
            report_overlap(compilation, timeline, reaching, next);
        } else if (first_day(next) > last_day(reaching) + 1) {
            report_gap(compilation, timeline, reaching, next);
        }
        reaching = last_day(next) > last_day(reaching) ? next : reaching;
    }
}

void timelines_check(struct compilation *compilation, const struct timelines *timelines)
{
    for (size_t i = 0; i < timelines->count; i++) {
        check_timeline(compilation, &timelines->items[i]);
    }
}

/* ---------- choosing ---------- */

const struct timeline *timelines_of(const struct timelines *timelines, const char *authority)
{
    for (size_t i = 0; i < timelines->count; i++) {
        const struct timeline *timeline = &timelines->items[i];
        if (timeline->has_levels && timeline->authority &&
            strcmp(timeline->authority, authority) == 0) {
            return timeline;
        }
    }
    return NULL;
}

const struct period *timeline_find(const struct timeline *timeline, int32_t date,
                                   size_t *ret_count)
{
    const struct period *found = NULL;
    *ret_count = 0;
    for (size_t i = 0; i < timeline->periods.count; i++) {
        const struct period *period = &timeline->periods.items[i];
        if (first_day(period) <= date && date <= last_day(period)) {
            found = period;
            ++*ret_count;
        }
    }
    return *ret_count == 1 ? found : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Diagnostic: recording findings, putting them in order, and near names. */
#include "source/diagnostic.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/symbol.h"

static const struct code_facts {
    const char *code, *title;
    enum severity severity;
} codes[] = {
#define X(id, code, severity, title) [id] = {code, title, severity},
#include "source/diagnostic.def"
#undef X
};

struct diagnostics *diagnostics_create(struct arena *arena, struct source_set *sources)
{
    struct diagnostics *diagnostics = arena_alloc(arena, sizeof *diagnostics);
    diagnostics->arena = arena;
    diagnostics->sources = sources;
    return diagnostics;
}

static void count_severity(struct diagnostics *diagnostics, enum diagnostic_code code)
{
    if (diagnostic_severity(code) == SEVERITY_ERROR) {
        diagnostics->errors++;
    } else {
        diagnostics->warnings++;
    }
}

static void diagnostics_push(struct diagnostics *diagnostics, struct diagnostic *diagnostic)
{
    if (diagnostics->count == diagnostics->capacity) {
        size_t size = sizeof *diagnostics->items;
        size_t capacity = diagnostics->capacity ? diagnostics->capacity * 2 : 16;
        diagnostics->items = arena_grow(diagnostics->arena, diagnostics->items,
                                        diagnostics->capacity * size, capacity * size);
        diagnostics->capacity = capacity;
    }
    diagnostics->items[diagnostics->count++] = diagnostic;
    count_severity(diagnostics, diagnostic->code);
}

static struct diagnostic *report(struct diagnostics *diagnostics, enum diagnostic_code code,
                                 struct span span, const char *format, va_list arguments)
    __attribute__((format(printf, 4, 0)));

static struct diagnostic *report(struct diagnostics *diagnostics, enum diagnostic_code code,
                                 struct span span, const char *format, va_list arguments)
{
    struct diagnostic *diagnostic = arena_alloc(diagnostics->arena, sizeof *diagnostic);
    diagnostic->code = code;
    diagnostic->labels[0].span = span;
    diagnostic->label_count = 1;
    diagnostic->message = arena_vformat(diagnostics->arena, format, arguments);
    diagnostics_push(diagnostics, diagnostic);
    return diagnostic;
}

struct diagnostic *diagnostic_report(struct diagnostics *diagnostics, enum diagnostic_code code,
                                     struct span span, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct diagnostic *diagnostic = report(diagnostics, code, span, format, arguments);
    va_end(arguments);
    return diagnostic;
}

bool diagnostic_fail(struct diagnostics *diagnostics, enum diagnostic_code code, struct span span,
                     const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(diagnostics, code, span, format, arguments);
    va_end(arguments);
    return false;
}

static bool spans_equal(struct span a, struct span b)
{
    return a.file == b.file && a.begin == b.begin && a.end == b.end;
}

/* The label to fill for SPAN, or NULL if there is no room. */
static struct diagnostic_label *label_for(struct diagnostic *diagnostic, struct span span)
{
    if (!diagnostic->labels[0].text && spans_equal(diagnostic->labels[0].span, span)) {
        return &diagnostic->labels[0];
    }
    if (diagnostic->label_count == DIAGNOSTIC_MAX_SPANS) {
        return NULL;
    }
    return &diagnostic->labels[diagnostic->label_count++];
}

void diagnostic_label(struct diagnostics *diagnostics, struct diagnostic *diagnostic,
                      struct span span, const char *format, ...)
{
    struct diagnostic_label *label = label_for(diagnostic, span);
    if (!label) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    *label = (struct diagnostic_label){span, arena_vformat(diagnostics->arena, format, arguments)};
    va_end(arguments);
}

/* BEFORE, if there is one, and MORE on a line of its own. */
static const char *add_line(struct arena *arena, const char *before, const char *more)
{
    return before ? arena_format(arena, "%s\n%s", before, more) : more;
}

void diagnostic_note(struct diagnostics *diagnostics, struct diagnostic *diagnostic,
                     const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *note = arena_vformat(diagnostics->arena, format, arguments);
    va_end(arguments);
    diagnostic->note = add_line(diagnostics->arena, diagnostic->note, note);
}

void diagnostic_help(struct diagnostics *diagnostics, struct diagnostic *diagnostic,
                     const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *help = arena_vformat(diagnostics->arena, format, arguments);
    va_end(arguments);
    diagnostic->help = add_line(diagnostics->arena, diagnostic->help, help);
}

const char *diagnostic_code_text(enum diagnostic_code code)
{
    return codes[code].code;
}

const char *diagnostic_code_title(enum diagnostic_code code)
{
    return codes[code].title;
}

enum severity diagnostic_severity(enum diagnostic_code code)
{
    return codes[code].severity;
}

const char *diagnostic_severity_word(enum diagnostic_code code)
{
    return diagnostic_severity(code) == SEVERITY_ERROR ? "error" : "warning";
}

bool diagnostic_code_find(const char *text, enum diagnostic_code *ret_code)
{
    for (size_t i = 0; i < DIAGNOSTIC_CODES; i++) {
        if (strcasecmp(codes[i].code, text) == 0) {
            *ret_code = (enum diagnostic_code)i;
            return true;
        }
    }
    return false;
}

/* A diagnostic and when it was reported, so that sorting can keep that order. */
struct ordered {
    struct diagnostic *diagnostic;
    size_t order;
};

static int compare_numbers(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_places(const struct diagnostic *a, const struct diagnostic *b)
{
    struct span left = a->labels[0].span, right = b->labels[0].span;
    int by_file = compare_numbers(left.file, right.file);
    int by_begin = compare_numbers(left.begin, right.begin);
    return by_file ? by_file : by_begin ? by_begin : compare_numbers(left.end, right.end);
}

/* 0: the two say the same of the same place. */
static int compare_findings(const struct diagnostic *a, const struct diagnostic *b)
{
    int by_place = compare_places(a, b);
    int by_code = compare_numbers(a->code, b->code);
    return by_place ? by_place : by_code ? by_code : strcmp(a->message, b->message);
}

static int order_findings(const void *left, const void *right)
{
    const struct ordered *a = left, *b = right;
    int by_finding = compare_findings(a->diagnostic, b->diagnostic);
    return by_finding ? by_finding : compare_numbers(a->order, b->order);
}

static int order_places(const void *left, const void *right)
{
    const struct ordered *a = left, *b = right;
    int by_place = compare_places(a->diagnostic, b->diagnostic);
    return by_place ? by_place : compare_numbers(a->order, b->order);
}

/* Of findings that are alike, next to each other, keeps the first; yields how many are left. */
static size_t merge_alike(struct ordered *ordered, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0
            || compare_findings(ordered[kept - 1].diagnostic, ordered[i].diagnostic) != 0) {
            ordered[kept++] = ordered[i];
        }
    }
    return kept;
}

void diagnostics_sort(struct diagnostics *diagnostics)
{
    size_t count = diagnostics->count;
    if (count < 2) {
        return;
    }
    struct ordered *ordered = arena_alloc(diagnostics->arena, count * sizeof *ordered);
    for (size_t i = 0; i < count; i++) {
        ordered[i] = (struct ordered){diagnostics->items[i], i};
    }
    qsort(ordered, count, sizeof *ordered, order_findings);
    count = merge_alike(ordered, count);
    qsort(ordered, count, sizeof *ordered, order_places);
    diagnostics->count = diagnostics->errors = diagnostics->warnings = 0;
    for (size_t i = 0; i < count; i++) {
        diagnostics_push(diagnostics, ordered[i].diagnostic);
    }
}

#define NEAR_COUNT (sizeof((struct near_names *)0)->best / sizeof(const char *))

void near_names_start(struct near_names *near, const char *wanted)
{
    *near = (struct near_names){.wanted = wanted};
}

/* Edits that a slip of the pen may need: more in a longer name. */
static unsigned near_limit(const char *wanted)
{
    size_t length = strlen(wanted);
    return length < 4 ? 1 : length < 8 ? 2 : 3;
}

static bool is_offered(const struct near_names *near, const char *candidate)
{
    for (size_t i = 0; i < near->count; i++) {
        if (strcmp(near->best[i], candidate) == 0) {
            return true;
        }
    }
    return false;
}

/* Only the nearest are of use: a farther name is dropped as soon as a nearer one comes. */
void near_names_offer(struct near_names *near, const char *candidate)
{
    unsigned limit = near->count ? near->distance[0] : near_limit(near->wanted);
    unsigned distance = symbol_distance(near->wanted, candidate, limit);
    if (distance == 0 || distance > limit || distance >= strlen(near->wanted)) {
        return;
    }
    if (near->count && distance < near->distance[0]) {
        near->count = 0;
    }
    if (near->count < NEAR_COUNT && !is_offered(near, candidate)) {
        near->best[near->count] = candidate;
        near->distance[near->count++] = distance;
    }
}

const char *near_names_help(struct near_names *near, struct arena *arena)
{
    const char *const *best = near->best;
    switch (near->count) {
    case 0:
        return NULL;
    case 1:
        return arena_format(arena, "did you mean `%s`?", best[0]);
    case 2:
        return arena_format(arena, "did you mean `%s` or `%s`?", best[0], best[1]);
    default:
        return arena_format(arena, "did you mean `%s`, `%s` or `%s`?", best[0], best[1], best[2]);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Differences by lines, after Myers: the shortest script of deletions and insertions, found by
   looking for the middle of the path from both ends and then dividing there, so memory stays
   linear. */
#include "cli/line_diff.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define CONTEXT 3
#define MOST_COST 1000 /* changes looked through for the shortest script of a part */

struct line {
    const char *bytes;
    size_t length; /* with its line end */
    uint64_t hash;
};

struct side {
    struct line *lines;
    size_t count;
    bool *changed; /* by line: deleted, or inserted */
};

/* How far paths from one corner have come, by diagonal (old line - new line). */
struct front {
    ptrdiff_t *reached;  /* old line; indexed from the lowest diagonal, below 0 */
    ptrdiff_t low, high; /* diagonals in use */
};

struct comparison {
    struct arena *arena;
    struct side old, new;
    struct front forward, backward;
};

/* A part of the two texts: lines [begin, end) of each. */
struct box {
    ptrdiff_t old_begin, old_end, new_begin, new_end;
};

static uint64_t hash_line(const char *bytes, size_t length)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
    }
    return hash;
}

static void split(struct arena *arena, const struct line_diff_side *text, struct side *ret_side)
{
    const char *end = text->bytes + text->length;
    size_t count = 0;
    for (const char *at = text->bytes; at < end; count++) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        at = feed ? feed + 1 : end;
    }
    ret_side->lines = arena_alloc(arena, (count + 1) * sizeof *ret_side->lines);
    ret_side->changed = arena_alloc(arena, count + 1);
    for (const char *at = text->bytes; at < end;) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((feed ? feed + 1 : end) - at);
        ret_side->lines[ret_side->count++] = (struct line){at, length, hash_line(at, length)};
        at += length;
    }
}

static bool same(const struct comparison *comparison, ptrdiff_t old, ptrdiff_t new)
{
    const struct line *a = &comparison->old.lines[old], *b = &comparison->new.lines[new];
    return a->hash == b->hash && a->length == b->length &&
           memcmp(a->bytes, b->bytes, a->length) == 0;
}

/* Widens FRONT by one diagonal on either side, as far as LEAST and MOST; a new neighbour has
   reached NOTHING. */
static void widen(struct front *front, ptrdiff_t least, ptrdiff_t most, ptrdiff_t nothing)
{
    if (front->low > least) {
        front->low--;
        front->reached[front->low - 1] = nothing;
    } else {
        front->low++;
    }
    if (front->high < most) {
        front->high++;
        front->reached[front->high + 1] = nothing;
    } else {
        front->high--;
    }
}

static ptrdiff_t step_forward(const struct comparison *comparison, const struct box *box,
                              ptrdiff_t k)
{
    const ptrdiff_t *reached = comparison->forward.reached;
    ptrdiff_t old = reached[k - 1] < reached[k + 1] ? reached[k + 1] : reached[k - 1] + 1;
    while (old < box->old_end && old - k < box->new_end && same(comparison, old, old - k)) {
        old++;
    }
    return old;
}

static ptrdiff_t step_backward(const struct comparison *comparison, const struct box *box,
                               ptrdiff_t k)
{
    const ptrdiff_t *reached = comparison->backward.reached;
    ptrdiff_t old = reached[k - 1] < reached[k + 1] ? reached[k - 1] : reached[k + 1] - 1;
    while (old > box->old_begin && old - k > box->new_begin &&
           same(comparison, old - 1, old - k - 1)) {
        old--;
    }
    return old;
}

static bool in_use(const struct front *front, ptrdiff_t k)
{
    return front->low <= k && k <= front->high;
}

/* The point of FRONT that is furthest on in BOX: good enough where the best one costs too much. */
static void find_furthest(const struct front *front, const struct box *box, ptrdiff_t *ret_old,
                          ptrdiff_t *ret_new)
{
    *ret_old = box->old_begin;
    *ret_new = box->new_begin;
    for (ptrdiff_t k = front->low; k <= front->high; k += 2) {
        ptrdiff_t old = front->reached[k], new = old - k;
        if (old <= box->old_end && new <= box->new_end && old + new > *ret_old + *ret_new) {
            *ret_old = old;
            *ret_new = new;
        }
    }
}

/* Where the shortest paths that start at the two corners of BOX meet, as an old and a new line. */
static void find_middle(struct comparison *comparison, const struct box *box, ptrdiff_t *ret_old,
                        ptrdiff_t *ret_new)
{
    struct front *forward = &comparison->forward, *backward = &comparison->backward;
    ptrdiff_t least = box->old_begin - box->new_end, most = box->old_end - box->new_begin;
    forward->low = forward->high = box->old_begin - box->new_begin;
    backward->low = backward->high = box->old_end - box->new_end;
    bool odd = ((forward->low - backward->low) & 1) != 0;
    forward->reached[forward->low] = box->old_begin;
    backward->reached[backward->low] = box->old_end;
    for (size_t cost = 0; cost < MOST_COST; cost++) {
        widen(forward, least, most, -1);
        for (ptrdiff_t k = forward->high; k >= forward->low; k -= 2) {
            ptrdiff_t old = forward->reached[k] = step_forward(comparison, box, k);
            if (odd && in_use(backward, k) && backward->reached[k] <= old) {
                *ret_old = old;
                *ret_new = old - k;
                return;
            }
        }
        widen(backward, least, most, PTRDIFF_MAX);
        for (ptrdiff_t k = backward->high; k >= backward->low; k -= 2) {
            ptrdiff_t old = backward->reached[k] = step_backward(comparison, box, k);
            if (!odd && in_use(forward, k) && old <= forward->reached[k]) {
                *ret_old = old;
                *ret_new = old - k;
                return;
            }
        }
    }
    find_furthest(forward, box, ret_old, ret_new);
}

static void trim(const struct comparison *comparison, struct box *box)
{
    while (box->old_begin < box->old_end && box->new_begin < box->new_end &&
           same(comparison, box->old_begin, box->new_begin)) {
        box->old_begin++;
        box->new_begin++;
    }
    while (box->old_begin < box->old_end && box->new_begin < box->new_end &&
           same(comparison, box->old_end - 1, box->new_end - 1)) {
        box->old_end--;
        box->new_end--;
    }
}

static void mark(struct side *side, ptrdiff_t begin, ptrdiff_t end)
{
    for (ptrdiff_t line = begin; line < end; line++) {
        side->changed[line] = true;
    }
}

/* Depth: a part before the middle costs half as much as the whole, the part behind it is the next
   turn. */
static void compare(struct comparison *comparison, struct box box)
{
    trim(comparison, &box);
    while (box.old_begin < box.old_end && box.new_begin < box.new_end) {
        ptrdiff_t old, new;
        find_middle(comparison, &box, &old, &new);
        compare(comparison, (struct box){box.old_begin, old, box.new_begin, new});
        box.old_begin = old;
        box.new_begin = new;
        trim(comparison, &box);
    }
    mark(&comparison->old, box.old_begin, box.old_end);
    mark(&comparison->new, box.new_begin, box.new_end);
}

/* One line of the script: kept, deleted or inserted. */
struct edit {
    char sign;
    const struct line *line;
};

struct script {
    struct edit *edits;
    size_t count;
};

static struct script script_of(const struct comparison *comparison)
{
    const struct side *a = &comparison->old, *b = &comparison->new;
    struct script script = {
        arena_alloc(comparison->arena, (a->count + b->count + 1) * sizeof *script.edits), 0};
    for (size_t old = 0, new = 0; old < a->count || new < b->count;) {
        bool deleted = old < a->count && a->changed[old];
        bool inserted = !deleted && new < b->count && b->changed[new];
        const struct line *line = inserted ? &b->lines[new] : &a->lines[old];
        script.edits[script.count++] = (struct edit){deleted ? '-' : inserted ? '+' : ' ', line};
        old += !inserted;
        new += !deleted;
    }
    return script;
}

static void write_edit(struct text *text, const struct edit *edit)
{
    text_add_char(text, edit->sign);
    text_add_bytes(text, edit->line->bytes, edit->line->length);
    if (edit->line->bytes[edit->line->length - 1] != '\n') {
        text_add(text, "\n\\ No newline at end of file\n");
    }
}

static void write_range(struct text *text, char sign, size_t begin, size_t count)
{
    text_format(text, "%c%zu", sign, count ? begin + 1 : begin);
    if (count != 1) {
        text_format(text, ",%zu", count);
    }
}

/* The end of the hunk whose first change is edit FIRST: changes closer than twice the context
   share it. */
static size_t hunk_end(const struct script *script, size_t first)
{
    size_t last = first;
    for (size_t i = first; i < script->count && i <= last + 2 * CONTEXT + 1; i++) {
        if (script->edits[i].sign != ' ') {
            last = i;
        }
    }
    size_t end = last + 1 + CONTEXT;
    return end < script->count ? end : script->count;
}

static size_t count_but(const struct script *script, size_t begin, size_t end, char sign)
{
    size_t count = 0;
    for (size_t i = begin; i < end; i++) {
        count += script->edits[i].sign != sign;
    }
    return count;
}

static void write_hunks(struct text *text, const struct script *script)
{
    size_t old = 0, new = 0, done = 0; /* lines before edit `done` */
    for (size_t i = 0; i < script->count; i++) {
        if (script->edits[i].sign == ' ') {
            continue;
        }
        size_t begin = i - done < CONTEXT ? done : i - CONTEXT, end = hunk_end(script, i);
        old += count_but(script, done, begin, '+');
        new += count_but(script, done, begin, '-');
        size_t old_count = count_but(script, begin, end, '+');
        size_t new_count = count_but(script, begin, end, '-');
        text_add(text, "@@ ");
        write_range(text, '-', old, old_count);
        text_add_char(text, ' ');
        write_range(text, '+', new, new_count);
        text_add(text, " @@\n");
        for (size_t line = begin; line < end; line++) {
            write_edit(text, &script->edits[line]);
        }
        old += old_count;
        new += new_count;
        done = end;
        i = end - 1;
    }
}

void line_diff_write(struct text *text, const struct line_diff_side *old, const struct line_diff_side *new)
{
    if (old->length == new->length && memcmp(old->bytes, new->bytes, old->length) == 0) {
        return;
    }
    struct comparison comparison = {.arena = arena_create()};
    split(comparison.arena, old, &comparison.old);
    split(comparison.arena, new, &comparison.new);
    size_t diagonals = comparison.old.count + comparison.new.count + 5;
    ptrdiff_t zero = (ptrdiff_t)comparison.new.count + 2;
    comparison.forward.reached = arena_alloc(comparison.arena, diagonals * sizeof(ptrdiff_t));
    comparison.backward.reached = arena_alloc(comparison.arena, diagonals * sizeof(ptrdiff_t));
    comparison.forward.reached += zero;
    comparison.backward.reached += zero;
    compare(&comparison,
            (struct box){0, (ptrdiff_t)comparison.old.count, 0, (ptrdiff_t)comparison.new.count});
    text_format(text, "--- %s\n+++ %s\n", old->name, new->name);
    struct script script = script_of(&comparison);
    write_hunks(text, &script);
    arena_destroy(comparison.arena);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Counting cases by where they stand under both versions. */
#include "prove/transitions.h"

#include <stdlib.h>
#include <string.h>

struct transitions *transitions_create(struct arena *arena, const struct counterparts *counterparts)
{
    struct transitions *made = arena_alloc(arena, sizeof *made);
    made->arena = arena;
    made->counterparts = counterparts;
    return made;
}

static struct place place_of(const struct answer *answer)
{
    if (!answer || answer->scope == SCOPE_OUT) {
        return (struct place){.kind = answer ? PLACE_OUT : PLACE_REFUSED};
    }
    struct place place = {.kind = PLACE_IN, .is_perhaps = answer->scope == SCOPE_PERHAPS};
    if (answer->has_level) {
        place.low = answer->at_least;
        place.high = answer->at_most;
    }
    return place;
}

static int compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_places(const struct place *a, const struct place *b)
{
    int order = compare_sizes(a->kind, b->kind);
    order = order ? order : compare_sizes(a->low, b->low);
    order = order ? order : compare_sizes(a->high, b->high);
    return order ? order : compare_sizes(a->is_perhaps, b->is_perhaps);
}

/* Where it would stand in the levels of the older version. */
static struct place as_older(const struct counterparts *counterparts, struct place place)
{
    if (place.kind == PLACE_IN && counterparts->newer->levels.count > 0) {
        place.low = counterparts->older_rank[place.low];
        place.high = counterparts->older_rank[place.high];
    }
    return place;
}

static struct transition *transition_of(struct transitions *transitions, struct place from,
                                        struct place to)
{
    for (size_t i = 0; i < transitions->items.count; i++) {
        struct transition *found = &transitions->items.items[i];
        if (compare_places(&found->from, &from) == 0 && compare_places(&found->to, &to) == 0) {
            return found;
        }
    }
    struct transition *made = vector_add(transitions->arena, &transitions->items);
    const struct place matched = as_older(transitions->counterparts, to);
    *made = (struct transition){.from = from, .to = to,
                                .is_same = compare_places(&from, &matched) == 0};
    return made;
}

void transitions_add(struct transitions *transitions, const char *id,
                     const struct answer *const answers[2])
{
    struct arena *arena = transitions->arena;
    struct transition *transition =
        transition_of(transitions, place_of(answers[0]), place_of(answers[1]));
    const char *name = id ? arena_copy(arena, id, strlen(id))
                          : arena_format(arena, "#%zu", transitions->total + 1);
    vector_push(arena, &transition->cases, name);
    transitions->total++;
    transitions->moved += !transition->is_same;
    transitions->refused += !answers[0] || !answers[1];
}

static int compare_transitions(const void *a, const void *b)
{
    const struct transition *left = a, *right = b;
    int order = compare_places(&left->from, &right->from);
    return order ? order : compare_places(&left->to, &right->to);
}

void transitions_sort(struct transitions *transitions)
{
    if (transitions->items.count > 1) {
        qsort(transitions->items.items, transitions->items.count, sizeof *transitions->items.items,
              compare_transitions);
    }
}

const char *place_words(struct arena *arena, const struct program *program, struct place place)
{
    if (place.kind != PLACE_IN) {
        return place.kind == PLACE_OUT ? "out of scope" : "refused";
    }
    const char *perhaps = place.is_perhaps ? ", perhaps out of scope" : "";
    if (program->levels.count == 0) {
        return arena_format(arena, "in scope%s", perhaps);
    }
    const char *low = level_label(program, place.low);
    return place.low == place.high
               ? arena_format(arena, "level %s%s", low, perhaps)
               : arena_format(arena, "level %s to %s%s", low, level_label(program, place.high),
                              perhaps);
}

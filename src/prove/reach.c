/* SPDX-License-Identifier: Apache-2.0 */
/* From bound to bound: between two of them, nothing that only compares the number can change. */
#include "prove/reach.h"

#include <stdlib.h>

struct reaching {
    const struct terms *terms;
    int64_t *values; /* by variable */
    size_t variable;
    const term *wanted;
    size_t count;
    int64_t *known; /* by term */
    bool *marked;   /* by term: what is wanted, or a law, is made of it */
};

static bool all_hold(const struct terms *terms, const int64_t *values, const term *wanted,
                     size_t count, int64_t *known)
{
    bool all = true;
    terms_values(terms, values, known);
    for (size_t i = 0; i < count && all; i++) {
        all = known[wanted[i]];
    }
    for (size_t i = 0; i < terms->laws.count && all; i++) {
        all = known[terms->laws.items[i]];
    }
    return all;
}

bool reach_holds(const struct terms *terms, const int64_t *values, const term *wanted, size_t count)
{
    int64_t *known = malloc((terms->nodes.count + 1) * sizeof *known);
    bool holds = all_hold(terms, values, wanted, count, known);
    free(known);
    return holds;
}

static bool holds(const struct reaching *reaching, int64_t value)
{
    int64_t before = reaching->values[reaching->variable];
    reaching->values[reaching->variable] = value;
    bool all = all_hold(reaching->terms, reaching->values, reaching->wanted, reaching->count,
                        reaching->known);
    reaching->values[reaching->variable] = before;
    return all;
}

static int ascending(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void mark(const struct reaching *reaching)
{
    const struct terms *terms = reaching->terms;
    for (size_t i = 0; i < reaching->count; i++) {
        terms_mark(terms, reaching->wanted[i], reaching->marked);
    }
    for (size_t i = 0; i < terms->laws.count; i++) {
        terms_mark(terms, terms->laws.items[i], reaching->marked);
    }
}

/* The bounds that VARIABLE is compared with, ascending; SIZE_MAX: it is part of a sum or a choice. */
static size_t find_bounds(const struct reaching *reaching, term variable, int64_t *bounds)
{
    const struct terms *terms = reaching->terms;
    size_t count = 0;
    for (size_t i = 0; i < terms->nodes.count; i++) {
        const struct term_node *node = term_at(terms, (term)i);
        for (size_t j = 0; j < node->count && reaching->marked[i]; j++) {
            if (terms->operands.items[node->first + j] != variable) {
                continue;
            }
            if (node->kind != TERM_REACHES) {
                return SIZE_MAX;
            }
            bounds[count++] = node->constant;
        }
    }
    if (count > 1) {
        qsort(bounds, count, sizeof *bounds, ascending);
    }
    return count;
}

static void spread(const struct reaching *reaching, const int64_t *bounds, size_t count,
                   const struct term_node *variable, int64_t *low, int64_t *high)
{
    int64_t value = reaching->values[reaching->variable];
    size_t above = 0;
    while (above < count && bounds[above] <= value) {
        above++;
    }
    *high = variable->high;
    for (size_t i = above; i < count; i++) {
        if (!holds(reaching, bounds[i])) {
            *high = bounds[i] - 1;
            break;
        }
    }
    *low = variable->low;
    for (size_t i = above; i-- > 0;) {
        if (bounds[i] > variable->low && !holds(reaching, bounds[i] - 1)) {
            *low = bounds[i];
            break;
        }
    }
}

void reach_find(const struct terms *terms, int64_t *values, term variable, const term *wanted,
                size_t count, int64_t *ret_low, int64_t *ret_high)
{
    const struct term_node *node = term_at(terms, variable);
    size_t size = terms->nodes.count + 1;
    struct reaching reaching = {.terms = terms, .values = values, .wanted = wanted, .count = count,
                                .variable = (size_t)node->constant};
    int64_t *bounds = malloc(size * sizeof *bounds);
    reaching.known = malloc(size * sizeof *reaching.known);
    reaching.marked = calloc(size, sizeof *reaching.marked);
    mark(&reaching);
    size_t bound_count = find_bounds(&reaching, variable, bounds);
    *ret_low = *ret_high = values[reaching.variable];
    if (bound_count != SIZE_MAX) {
        spread(&reaching, bounds, bound_count, node, ret_low, ret_high);
    }
    free(reaching.marked);
    free(reaching.known);
    free(bounds);
}

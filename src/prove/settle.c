/* SPDX-License-Identifier: Apache-2.0 */
/* The stretch between two bounds that a number lies in, for all numbers at once. */
#include "prove/settle.h"

#include <stdlib.h>

struct stretch {
    int64_t low, high;
    bool is_added; /* it is part of a sum: its very value counts */
};

static void cut_stretch(struct stretch *stretch, int64_t value, int64_t bound)
{
    if (value >= bound) {
        stretch->low = bound > stretch->low ? bound : stretch->low;
    } else {
        stretch->high = bound - 1 < stretch->high ? bound - 1 : stretch->high;
    }
}

static void look_at(const struct terms *terms, const struct term_node *node,
                    struct stretch *stretches, const int64_t *values)
{
    for (size_t i = 0; i < node->count; i++) {
        const struct term_node *part = term_at(terms, terms->operands.items[node->first + i]);
        if (part->kind != TERM_VARIABLE || part->is_yes_no) {
            continue;
        }
        if (node->kind == TERM_REACHES) {
            cut_stretch(&stretches[part->constant], values[part->constant], node->constant);
        } else {
            stretches[part->constant].is_added = true;
        }
    }
}

/* Below a bound: just below it; above one: just at it; between two: at the lower. */
static int64_t settled(const struct stretch *stretch, const struct term_node *variable)
{
    bool opens_down = stretch->low == variable->low;
    return opens_down && stretch->high != variable->high ? stretch->high : stretch->low;
}

void settle_values(const struct terms *terms, int64_t *values)
{
    size_t count = terms->variables.count;
    struct stretch *stretches = calloc(count + 1, sizeof *stretches);
    for (size_t i = 0; i < count; i++) {
        const struct term_node *node = term_at(terms, terms->variables.items[i]);
        stretches[i] = (struct stretch){node->low, node->high, node->is_yes_no};
    }
    for (size_t i = 0; i < terms->nodes.count; i++) {
        look_at(terms, term_at(terms, (term)i), stretches, values);
    }
    for (size_t i = 0; i < count; i++) {
        if (!stretches[i].is_added) {
            values[i] = settled(&stretches[i], term_at(terms, terms->variables.items[i]));
        }
    }
    free(stretches);
}

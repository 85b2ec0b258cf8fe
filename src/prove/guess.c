/* SPDX-License-Identifier: Apache-2.0 */
/* From what is wanted down to variables, then everything worked out. */
#include "prove/guess.h"

#include <stdlib.h>
#include <string.h>

#define MOST_DEEP 120
#define MOST_STEPS 4000 /* of one try */
#define MOST_ROUNDS 4   /* of mending what laws a try breaks */

/* What was decided for a variable: it lies from low to high. */
struct stretch {
    int64_t low, high;
};

struct change {
    size_t variable;
    struct stretch before;
};

struct guesser {
    struct arena *arena;
    struct terms *terms;
    struct { VECTOR_OF(int64_t); } rest;
    struct { VECTOR_OF(struct stretch); } stretches; /* of the try at hand */
    struct { VECTOR_OF(struct change); } trail;
    struct { VECTOR_OF(int64_t); } known;     /* by term, where its stamp is that of the try */
    struct { VECTOR_OF(uint32_t); } stamps;
    struct { VECTOR_OF(term); } stack;
    struct { VECTOR_OF(int64_t); } at_rest;   /* by term, worked out so far */
    bool trusts_rest; /* what holds at rest is taken to go on holding */
    uint32_t stamp;
    size_t steps;
};

struct guesser *guesser_create(struct terms *terms)
{
    struct arena *arena = arena_create();
    struct guesser *guesser = arena_alloc(arena, sizeof *guesser);
    guesser->arena = arena;
    guesser->terms = terms;
    return guesser;
}

void guesser_destroy(struct guesser *guesser)
{
    if (guesser) {
        arena_destroy(guesser->arena);
    }
}

static const struct term_node *variable_node(const struct guesser *guesser, size_t variable)
{
    return term_at(guesser->terms, guesser->terms->variables.items[variable]);
}

static void make_room(struct guesser *guesser)
{
    while (guesser->rest.count < guesser->terms->variables.count) {
        int64_t low = variable_node(guesser, guesser->rest.count)->low;
        vector_push(guesser->arena, &guesser->rest, low);
        vector_push(guesser->arena, &guesser->stretches, (struct stretch){0, 0});
    }
    while (guesser->known.count < guesser->terms->nodes.count) {
        vector_push(guesser->arena, &guesser->known, 0);
        vector_push(guesser->arena, &guesser->stamps, 0);
    }
}

void guesser_rest(struct guesser *guesser, term variable, int64_t value)
{
    const struct term_node *node = term_at(guesser->terms, variable);
    make_room(guesser);
    if (node->kind == TERM_VARIABLE && value >= node->low && value <= node->high) {
        guesser->at_rest.count = 0;
        guesser->rest.items[node->constant] = value;
    }
}

/* ------------------------------------------------------------------------------- towards the wanted */

static bool narrow(struct guesser *guesser, size_t variable, int64_t low, int64_t high)
{
    struct stretch *stretch = &guesser->stretches.items[variable];
    if (low > stretch->high || high < stretch->low) {
        return false;
    }
    vector_push(guesser->arena, &guesser->trail, (struct change){variable, *stretch});
    stretch->low = low > stretch->low ? low : stretch->low;
    stretch->high = high < stretch->high ? high : stretch->high;
    return true;
}

static void undo(struct guesser *guesser, size_t mark)
{
    while (guesser->trail.count > mark) {
        struct change change = guesser->trail.items[--guesser->trail.count];
        guesser->stretches.items[change.variable] = change.before;
    }
}

static bool make_so(struct guesser *guesser, term of, bool wanted, unsigned depth);

static bool make_all(struct guesser *guesser, const struct term_node *node, bool wanted,
                     unsigned depth)
{
    for (size_t i = 0; i < node->count; i++) {
        if (!make_so(guesser, guesser->terms->operands.items[node->first + i], wanted, depth)) {
            return false;
        }
    }
    return true;
}

static bool make_some(struct guesser *guesser, const struct term_node *node, bool wanted,
                      unsigned depth)
{
    for (size_t i = 0; i < node->count; i++) {
        size_t mark = guesser->trail.count;
        if (make_so(guesser, guesser->terms->operands.items[node->first + i], wanted, depth)) {
            return true;
        }
        undo(guesser, mark);
    }
    return false;
}

/* Of a sum: as many yes/no parts as it takes. The rest is left to luck. */
static bool make_sum(struct guesser *guesser, const struct term_node *sum, int64_t bound,
                     bool wanted, unsigned depth)
{
    int64_t left = bound - sum->low;
    for (size_t i = 0; wanted && i < sum->count && left > 0; i++) {
        term part = guesser->terms->operands.items[sum->first + i];
        int64_t weight = guesser->terms->weights.items[sum->first + i];
        size_t mark = guesser->trail.count;
        if (term_at(guesser->terms, part)->is_yes_no
            && make_so(guesser, part, weight > 0, depth)) {
            left -= weight > 0 ? weight : -weight;
        } else {
            undo(guesser, mark);
        }
    }
    return true;
}

static bool make_reach(struct guesser *guesser, const struct term_node *node, bool wanted,
                       unsigned depth)
{
    const struct term_node *part =
        term_at(guesser->terms, guesser->terms->operands.items[node->first]);
    if (part->kind == TERM_VARIABLE) {
        return wanted ? narrow(guesser, (size_t)part->constant, node->constant, part->high)
                      : narrow(guesser, (size_t)part->constant, part->low, node->constant - 1);
    }
    return part->kind != TERM_SUM || make_sum(guesser, part, node->constant, wanted, depth);
}

static bool make_so(struct guesser *guesser, term of, bool wanted, unsigned depth)
{
    const struct term_node *node = term_at(guesser->terms, of);
    if (depth == 0 || guesser->steps++ > MOST_STEPS) {
        return false;
    }
    if (guesser->trusts_rest && (guesser->at_rest.items[of] != 0) == wanted) {
        return true;
    }
    switch (node->kind) {
    case TERM_CONSTANT:
        return (node->constant != 0) == wanted;
    case TERM_VARIABLE:
        return narrow(guesser, (size_t)node->constant, wanted, wanted);
    case TERM_NOT:
        return make_so(guesser, guesser->terms->operands.items[node->first], !wanted, depth - 1);
    case TERM_AND:
        return wanted ? make_all(guesser, node, true, depth - 1)
                      : make_some(guesser, node, false, depth - 1);
    case TERM_OR:
        return wanted ? make_some(guesser, node, true, depth - 1)
                      : make_all(guesser, node, false, depth - 1);
    case TERM_REACHES:
        return make_reach(guesser, node, wanted, depth - 1);
    default:
        return true;
    }
}

/* --------------------------------------------------------------------------------------- worked out */

static int64_t value_of_node(const struct guesser *guesser, const struct term_node *node,
                             const int64_t *values, const int64_t *known)
{
    const term *operands = guesser->terms->operands.items + node->first;
    const int64_t *weights = guesser->terms->weights.items + node->first;
    int64_t sum = node->constant;
    switch (node->kind) {
    case TERM_CONSTANT:
        return node->constant;
    case TERM_VARIABLE:
        return values[node->constant];
    case TERM_NOT:
        return !known[operands[0]];
    case TERM_AND:
    case TERM_OR:
        for (size_t i = 0; i < node->count; i++) {
            if ((known[operands[i]] != 0) != (node->kind == TERM_AND)) {
                return node->kind != TERM_AND;
            }
        }
        return node->kind == TERM_AND;
    case TERM_SUM:
        for (size_t i = 0; i < node->count; i++) {
            sum += weights[i] * known[operands[i]];
        }
        return sum;
    case TERM_IF:
        return known[operands[0]] ? known[operands[1]] : known[operands[2]];
    case TERM_REACHES:
        return known[operands[0]] >= node->constant;
    }
    return 0;
}

/* Operands first; a term is worked out when it is seen the second time. */
static int64_t work_out(struct guesser *guesser, term of, const int64_t *values)
{
    const struct terms *terms = guesser->terms;
    guesser->stack.count = 0;
    vector_push(guesser->arena, &guesser->stack, of);
    while (guesser->stack.count > 0) {
        term next = guesser->stack.items[guesser->stack.count - 1];
        const struct term_node *node = term_at(terms, next);
        size_t before = guesser->stack.count;
        for (size_t i = 0; guesser->stamps.items[next] != guesser->stamp && i < node->count; i++) {
            term operand = terms->operands.items[node->first + i];
            if (guesser->stamps.items[operand] != guesser->stamp) {
                vector_push(guesser->arena, &guesser->stack, operand);
            }
        }
        if (guesser->stack.count == before) {
            guesser->stack.count--;
            if (guesser->stamps.items[next] != guesser->stamp) {
                guesser->known.items[next] = value_of_node(guesser, node, values,
                                                             guesser->known.items);
                guesser->stamps.items[next] = guesser->stamp;
            }
        }
    }
    return guesser->known.items[of];
}

static void begin(struct guesser *guesser)
{
    make_room(guesser);
    guesser->steps = 0;
    guesser->trail.count = 0;
    for (size_t i = 0; i < guesser->stretches.count; i++) {
        const struct term_node *node = variable_node(guesser, i);
        guesser->stretches.items[i] = (struct stretch){node->low, node->high};
    }
}

static void work_out_rest(struct guesser *guesser)
{
    while (guesser->at_rest.count < guesser->terms->nodes.count) {
        const struct term_node *node =
            term_at(guesser->terms, (term)guesser->at_rest.count);
        int64_t value = value_of_node(guesser, node, guesser->rest.items, guesser->at_rest.items);
        vector_push(guesser->arena, &guesser->at_rest, value);
    }
}

static void choose_values(struct guesser *guesser, int64_t *ret_values)
{
    for (size_t i = 0; i < guesser->terms->variables.count; i++) {
        int64_t rest = guesser->rest.items[i];
        const struct stretch *stretch = &guesser->stretches.items[i];
        ret_values[i] = rest < stretch->low    ? stretch->low
                        : rest > stretch->high ? stretch->high
                                               : rest;
    }
    guesser->stamp++;
}

/* Laws that the values break are made to hold; true if none was broken. */
static bool obeys_laws(struct guesser *guesser, const int64_t *values)
{
    bool obeys = true;
    for (size_t i = 0; i < guesser->terms->laws.count; i++) {
        term law = guesser->terms->laws.items[i];
        if (!work_out(guesser, law, values)) {
            size_t mark = guesser->trail.count;
            obeys = false;
            guesser->trusts_rest = false;
            if (!make_so(guesser, law, true, MOST_DEEP)) {
                undo(guesser, mark);
            }
        }
    }
    return obeys;
}

static bool all_hold(struct guesser *guesser, const term *wanted, size_t count,
                     const int64_t *values)
{
    for (size_t i = 0; i < count; i++) {
        if (!work_out(guesser, wanted[i], values)) {
            return false;
        }
    }
    return true;
}

static bool try_once(struct guesser *guesser, const term *wanted, size_t count,
                     int64_t *ret_values)
{
    begin(guesser);
    for (size_t i = 0; i < count; i++) {
        size_t mark = guesser->trail.count;
        if (!make_so(guesser, wanted[i], true, MOST_DEEP)) {
            undo(guesser, mark);
        }
    }
    for (unsigned round = 0; round < MOST_ROUNDS; round++) {
        choose_values(guesser, ret_values);
        if (obeys_laws(guesser, ret_values)) {
            return all_hold(guesser, wanted, count, ret_values);
        }
    }
    return false;
}

bool guesser_try(struct guesser *guesser, const term *wanted, size_t count, int64_t *ret_values)
{
    make_room(guesser);
    work_out_rest(guesser);
    guesser->trusts_rest = true;
    if (try_once(guesser, wanted, count, ret_values)) {
        return true;
    }
    guesser->trusts_rest = false;
    return try_once(guesser, wanted, count, ret_values);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Terms found or made, and simplified by the laws of logic and of whole numbers. */
#include "prove/term.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_TABLE 1024
#define MOST_FLATTENED 4096 /* operands of a nested `and` that are taken into the outer one */

/* ---------------------------------------------------------------------------------- found or made */

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

static uint64_t node_hash(const struct term_node *node, const term *operands,
                          const int64_t *weights)
{
    uint64_t hash = mix((uint64_t)node->kind << 1 | node->is_yes_no, (uint64_t)node->constant);
    for (size_t i = 0; i < node->count; i++) {
        hash = mix(hash, operands[i]);
        hash = mix(hash, (uint64_t)weights[i]);
    }
    return hash;
}

static bool node_same(const struct terms *terms, term found, const struct term_node *node,
                      const term *operands, const int64_t *weights)
{
    const struct term_node *other = term_at(terms, found);
    if (other->kind != node->kind || other->is_yes_no != node->is_yes_no
        || other->constant != node->constant || other->count != node->count) {
        return false;
    }
    return node->count == 0
           || (memcmp(&terms->operands.items[other->first], operands,
                      node->count * sizeof *operands) == 0
               && memcmp(&terms->weights.items[other->first], weights,
                         node->count * sizeof *weights) == 0);
}

static void table_grow(struct terms *terms)
{
    terms->table_size = terms->table_size ? terms->table_size * 2 : FIRST_TABLE;
    terms->table = arena_alloc(terms->arena, terms->table_size * sizeof *terms->table);
    memset(terms->table, 0xff, terms->table_size * sizeof *terms->table);
    for (term i = 0; i < terms->nodes.count; i++) {
        const struct term_node *node = term_at(terms, i);
        size_t at = node_hash(node, terms->operands.items + node->first,
                              terms->weights.items + node->first) & (terms->table_size - 1);
        while (terms->table[at] != NO_TERM) {
            at = (at + 1) & (terms->table_size - 1);
        }
        terms->table[at] = i;
    }
}

static term make(struct terms *terms, struct term_node node, const term *operands,
                 const int64_t *weights, size_t count)
{
    node.count = (uint32_t)count;
    if ((terms->nodes.count + 1) * 2 > terms->table_size) {
        table_grow(terms);
    }
    size_t at = node_hash(&node, operands, weights) & (terms->table_size - 1);
    while (terms->table[at] != NO_TERM) {
        if (node_same(terms, terms->table[at], &node, operands, weights)) {
            return terms->table[at];
        }
        at = (at + 1) & (terms->table_size - 1);
    }
    node.first = (uint32_t)terms->operands.count;
    for (size_t i = 0; i < count; i++) {
        vector_push(terms->arena, &terms->operands, operands[i]);
        vector_push(terms->arena, &terms->weights, weights[i]);
    }
    vector_push(terms->arena, &terms->nodes, node);
    return terms->table[at] = (term)(terms->nodes.count - 1);
}

static const int64_t no_weights[MOST_FLATTENED]; /* zeros, for kinds without weights */

static term make_constant(struct terms *terms, bool is_yes_no, int64_t value)
{
    return make(terms, (struct term_node){.kind = TERM_CONSTANT, .is_yes_no = is_yes_no, .low = value,
                                          .high = value, .constant = value}, NULL, NULL, 0);
}

struct terms *terms_create(struct arena *arena)
{
    struct terms *terms = arena_alloc(arena, sizeof *terms);
    terms->arena = arena;
    terms->no = make_constant(terms, true, 0);
    terms->yes = make_constant(terms, true, 1);
    return terms;
}

bool term_is_constant(const struct terms *terms, term of)
{
    return term_at(terms, of)->kind == TERM_CONSTANT;
}

term term_yes_no(const struct terms *terms, bool value)
{
    return value ? terms->yes : terms->no;
}

term term_number(struct terms *terms, int64_t value)
{
    return make_constant(terms, false, value);
}

static term variable(struct terms *terms, bool is_yes_no, int64_t low, int64_t high)
{
    struct term_node node = {.kind = TERM_VARIABLE, .is_yes_no = is_yes_no, .low = low,
                             .high = high, .constant = (int64_t)terms->variables.count};
    term made = make(terms, node, NULL, NULL, 0);
    vector_push(terms->arena, &terms->variables, made);
    return made;
}

term term_variable(struct terms *terms, int64_t low, int64_t high)
{
    return low == high ? term_number(terms, low) : variable(terms, false, low, high);
}

term term_open(struct terms *terms)
{
    return variable(terms, true, 0, 1);
}

void terms_add_law(struct terms *terms, term law)
{
    if (law != terms->yes) {
        vector_push(terms->arena, &terms->laws, law);
    }
}

/* ----------------------------------------------------------------------------------------- yes/no */

term term_not(struct terms *terms, term of)
{
    const struct term_node *node = term_at(terms, of);
    if (node->kind == TERM_CONSTANT) {
        return term_yes_no(terms, !node->constant);
    }
    if (node->kind == TERM_NOT) {
        return term_operand(terms, of, 0);
    }
    struct term_node made = {.kind = TERM_NOT, .is_yes_no = true, .high = 1};
    return make(terms, made, &of, no_weights, 1);
}

static int compare_terms(const void *a, const void *b)
{
    term left = *(const term *)a, right = *(const term *)b;
    return (left > right) - (left < right);
}

/* Adds OF to the list, or what it is made of if it is of KIND itself. */
static void list_add(struct terms *terms, enum term_kind kind, term of)
{
    const struct term_node node = *term_at(terms, of);
    if (node.kind != kind || node.count > MOST_FLATTENED) {
        vector_push(terms->arena, &terms->list, of);
        return;
    }
    for (size_t i = 0; i < node.count; i++) {
        vector_push(terms->arena, &terms->list, terms->operands.items[node.first + i]);
    }
}

static bool list_has(const struct terms *terms, term of)
{
    return bsearch(&of, terms->list.items, terms->list.count, sizeof of, compare_terms) != NULL;
}

/* Drops repetitions and the constant that changes nothing; true if the whole is decided by the other
   constant, or by something and its opposite. */
static bool list_settle(struct terms *terms, term neutral)
{
    size_t kept = 0;
    if (terms->list.count > 1) {
        qsort(terms->list.items, terms->list.count, sizeof(term), compare_terms);
    }
    for (size_t i = 0; i < terms->list.count; i++) {
        term of = terms->list.items[i];
        if (term_is_constant(terms, of) && of != neutral) {
            return true;
        }
        if (of != neutral && (kept == 0 || terms->list.items[kept - 1] != of)) {
            terms->list.items[kept++] = of;
        }
    }
    terms->list.count = kept;
    for (size_t i = 0; i < kept; i++) {
        term of = terms->list.items[i];
        if (term_at(terms, of)->kind == TERM_NOT && list_has(terms, term_operand(terms, of, 0))) {
            return true;
        }
    }
    return false;
}

static term join(struct terms *terms, enum term_kind kind, const term *operands, size_t count)
{
    term neutral = term_yes_no(terms, kind == TERM_AND);
    terms->list.count = 0;
    for (size_t i = 0; i < count; i++) {
        list_add(terms, kind, operands[i]);
    }
    if (list_settle(terms, neutral)) {
        return term_not(terms, neutral);
    }
    if (terms->list.count < 2) {
        return terms->list.count ? terms->list.items[0] : neutral;
    }
    int64_t *weights = arena_alloc(terms->arena, terms->list.count > MOST_FLATTENED
                                                     ? terms->list.count * sizeof *weights : 1);
    struct term_node node = {.kind = kind, .is_yes_no = true, .high = 1};
    return make(terms, node, terms->list.items,
                terms->list.count > MOST_FLATTENED ? weights : no_weights, terms->list.count);
}

term term_and(struct terms *terms, const term *operands, size_t count)
{
    return join(terms, TERM_AND, operands, count);
}

term term_or(struct terms *terms, const term *operands, size_t count)
{
    return join(terms, TERM_OR, operands, count);
}

term term_and2(struct terms *terms, term a, term b)
{
    return term_and(terms, (term[]){a, b}, 2);
}

term term_or2(struct terms *terms, term a, term b)
{
    return term_or(terms, (term[]){a, b}, 2);
}

term term_implies(struct terms *terms, term a, term b)
{
    return term_or2(terms, term_not(terms, a), b);
}

term term_differ(struct terms *terms, term a, term b)
{
    if (a == b) {
        return terms->no;
    }
    return term_or2(terms, term_and2(terms, a, term_not(terms, b)),
                    term_and2(terms, term_not(terms, a), b));
}

/* ------------------------------------------------------------------------------------------- sums */

static void sum_add(struct terms *terms, int64_t *constant, term of, int64_t weight)
{
    const struct term_node node = *term_at(terms, of);
    if (node.kind == TERM_CONSTANT) {
        *constant += weight * node.constant;
    } else if (node.kind == TERM_SUM) {
        *constant += weight * node.constant;
        for (size_t i = 0; i < node.count; i++) {
            sum_add(terms, constant, terms->operands.items[node.first + i],
                    weight * terms->weights.items[node.first + i]);
        }
    } else if (node.kind == TERM_NOT) {
        *constant += weight;
        sum_add(terms, constant, terms->operands.items[node.first], -weight);
    } else {
        vector_push(terms->arena, &terms->list, of);
        vector_push(terms->arena, &terms->factors, weight);
    }
}

struct addend {
    term of;
    int64_t weight;
};

static int compare_addends(const void *a, const void *b)
{
    return compare_terms(&((const struct addend *)a)->of, &((const struct addend *)b)->of);
}

/* Sorts what is added and adds up the weights of equal terms. */
static void sum_settle(struct terms *terms)
{
    size_t count = terms->list.count, kept = 0;
    struct addend *addends = malloc((count + 1) * sizeof *addends);
    for (size_t i = 0; i < count; i++) {
        addends[i] = (struct addend){terms->list.items[i], terms->factors.items[i]};
    }
    qsort(addends, count, sizeof *addends, compare_addends);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && terms->list.items[kept - 1] == addends[i].of) {
            terms->factors.items[kept - 1] += addends[i].weight;
        } else {
            terms->list.items[kept] = addends[i].of;
            terms->factors.items[kept++] = addends[i].weight;
        }
        kept -= terms->factors.items[kept - 1] == 0;
    }
    terms->list.count = terms->factors.count = kept;
    free(addends);
}

static term sum_make(struct terms *terms, int64_t constant)
{
    struct term_node node = {.kind = TERM_SUM, .low = constant, .high = constant,
                             .constant = constant};
    size_t count = terms->list.count;
    if (count == 0) {
        return term_number(terms, constant);
    }
    for (size_t i = 0; i < count; i++) {
        const struct term_node *part = term_at(terms, terms->list.items[i]);
        int64_t weight = terms->factors.items[i];
        node.low += weight * (weight > 0 ? part->low : part->high);
        node.high += weight * (weight > 0 ? part->high : part->low);
    }
    bool is_itself = count == 1 && constant == 0 && terms->factors.items[0] == 1
                     && !term_at(terms, terms->list.items[0])->is_yes_no;
    return is_itself ? terms->list.items[0]
                     : make(terms, node, terms->list.items, terms->factors.items, count);
}

term term_sum(struct terms *terms, int64_t constant, const int64_t *weights, const term *operands,
              size_t count)
{
    terms->list.count = terms->factors.count = 0;
    for (size_t i = 0; i < count; i++) {
        sum_add(terms, &constant, operands[i], weights ? weights[i] : 1);
    }
    sum_settle(terms);
    return sum_make(terms, constant);
}

term term_plus(struct terms *terms, term a, term b)
{
    return term_sum(terms, 0, NULL, (term[]){a, b}, 2);
}

term term_minus(struct terms *terms, term a, term b)
{
    return term_sum(terms, 0, (int64_t[]){1, -1}, (term[]){a, b}, 2);
}

term term_times(struct terms *terms, term of, int64_t factor)
{
    return term_sum(terms, 0, &factor, &of, 1);
}

/* A = low + sum of 2^i x digit i, and so A x B = low x B + sum of 2^i x (B if digit i). */
term term_product(struct terms *terms, term a, term b)
{
    const struct term_node left = *term_at(terms, a), right = *term_at(terms, b);
    if (left.high - left.low > right.high - right.low) {
        return term_product(terms, b, a);
    }
    if (left.kind == TERM_CONSTANT) {
        return term_times(terms, b, left.constant);
    }
    term digits[63], parts[64];
    int64_t weights[64];
    size_t count = 0;
    for (int64_t rest = left.high - left.low; rest > 0; rest >>= 1, count++) {
        digits[count] = term_open(terms);
        parts[count] = term_if(terms, digits[count], b, term_number(terms, 0));
        weights[count] = INT64_C(1) << count;
    }
    terms_add_law(terms, term_equal(terms, a, term_sum(terms, left.low, weights, digits, count)));
    parts[count] = b;
    weights[count] = left.low;
    return term_sum(terms, 0, weights, parts, count + 1);
}

term term_if(struct terms *terms, term condition, term a, term b)
{
    const struct term_node left = *term_at(terms, a), right = *term_at(terms, b);
    if (a == b || condition == terms->yes) {
        return a;
    }
    if (condition == terms->no) {
        return b;
    }
    if (left.is_yes_no) {
        return term_or2(terms, term_and2(terms, condition, a),
                        term_and2(terms, term_not(terms, condition), b));
    }
    if (left.kind == TERM_CONSTANT && right.kind == TERM_CONSTANT) {
        int64_t weight = left.constant - right.constant;
        return term_sum(terms, right.constant, &weight, &condition, 1);
    }
    struct term_node node = {.kind = TERM_IF,
                             .low = left.low < right.low ? left.low : right.low,
                             .high = left.high > right.high ? left.high : right.high};
    return make(terms, node, (term[]){condition, a, b}, no_weights, 3);
}

/* ------------------------------------------------------------------------------------ comparisons */

static int64_t divide_up(int64_t value, int64_t by)
{
    return value / by + (value % by > 0);
}

static int64_t divide_down(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

/* WEIGHT x OF >= BOUND */
static term one_reaches(struct terms *terms, term of, int64_t weight, int64_t bound)
{
    bool is_yes_no = term_at(terms, of)->is_yes_no;
    if (weight > 0) {
        int64_t least = divide_up(bound, weight);
        return is_yes_no ? (least <= 0 ? terms->yes : least > 1 ? terms->no : of)
                         : term_reaches(terms, of, least);
    }
    int64_t most = divide_down(-bound, -weight);
    return is_yes_no ? (most < 0 ? terms->no : most > 0 ? terms->yes : term_not(terms, of))
                     : term_at_most(terms, of, most);
}

static int64_t common_factor(int64_t a, int64_t b)
{
    a = a < 0 ? -a : a;
    b = b < 0 ? -b : b;
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The sum without its constant and the common factor of its weights. */
static term sum_reaches(struct terms *terms, term of, int64_t bound)
{
    const struct term_node node = *term_at(terms, of);
    const int64_t *weights = terms->weights.items + node.first;
    const term *operands = terms->operands.items + node.first;
    bound -= node.constant;
    if (node.count == 1) {
        return one_reaches(terms, operands[0], weights[0], bound);
    }
    int64_t factor = 0;
    for (size_t i = 0; i < node.count; i++) {
        factor = common_factor(factor, weights[i]);
    }
    terms->list.count = terms->factors.count = 0;
    for (size_t i = 0; i < node.count; i++) {
        vector_push(terms->arena, &terms->list, terms->operands.items[node.first + i]);
        vector_push(terms->arena, &terms->factors, terms->weights.items[node.first + i] / factor);
    }
    term sum = sum_make(terms, 0);
    const struct term_node *made = term_at(terms, sum);
    bound = divide_up(bound, factor);
    if (made->low >= bound || made->high < bound) {
        return term_yes_no(terms, made->low >= bound);
    }
    struct term_node reaches = {.kind = TERM_REACHES, .is_yes_no = true, .high = 1,
                                .constant = bound};
    return make(terms, reaches, &sum, no_weights, 1);
}

term term_reaches(struct terms *terms, term of, int64_t bound)
{
    const struct term_node node = *term_at(terms, of);
    if (node.low >= bound || node.high < bound) {
        return term_yes_no(terms, node.low >= bound);
    }
    if (node.kind == TERM_SUM) {
        return sum_reaches(terms, of, bound);
    }
    if (node.kind == TERM_IF) {
        term condition = terms->operands.items[node.first];
        term a = terms->operands.items[node.first + 1], b = terms->operands.items[node.first + 2];
        return term_if(terms, condition, term_reaches(terms, a, bound),
                       term_reaches(terms, b, bound));
    }
    struct term_node reaches = {.kind = TERM_REACHES, .is_yes_no = true, .high = 1,
                                .constant = bound};
    return make(terms, reaches, &of, no_weights, 1);
}

term term_at_most(struct terms *terms, term of, int64_t bound)
{
    return term_not(terms, term_reaches(terms, of, bound + 1));
}

term term_less_equal(struct terms *terms, term a, term b)
{
    return term_reaches(terms, term_minus(terms, b, a), 0);
}

term term_less(struct terms *terms, term a, term b)
{
    return term_reaches(terms, term_minus(terms, b, a), 1);
}

term term_equal(struct terms *terms, term a, term b)
{
    if (term_at(terms, a)->is_yes_no) {
        return term_not(terms, term_differ(terms, a, b));
    }
    return term_and2(terms, term_less_equal(terms, a, b), term_less_equal(terms, b, a));
}

term term_is(struct terms *terms, term of, int64_t value)
{
    return term_and2(terms, term_reaches(terms, of, value), term_at_most(terms, of, value));
}

term term_at_least(struct terms *terms, int64_t bound, const term *operands, size_t count)
{
    return term_reaches(terms, term_sum(terms, 0, NULL, operands, count), bound);
}

/* ------------------------------------------------------------------------------------------ values */

void terms_mark(const struct terms *terms, term of, bool *ret)
{
    if (ret[of]) {
        return;
    }
    bool *own = calloc((size_t)of + 1, sizeof *own);
    own[of] = true;
    for (term i = of + 1; i-- > 0;) {
        const struct term_node *node = term_at(terms, i);
        if (!own[i] || ret[i]) {
            continue;
        }
        ret[i] = true;
        for (size_t j = 0; j < node->count; j++) {
            own[terms->operands.items[node->first + j]] = true;
        }
    }
    free(own);
}

static int64_t join_value(const struct term_node *node, const term *operands, const int64_t *known)
{
    bool is_and = node->kind == TERM_AND;
    for (size_t i = 0; i < node->count; i++) {
        if ((known[operands[i]] != 0) != is_and) {
            return !is_and;
        }
    }
    return is_and;
}

static int64_t sum_value(const struct term_node *node, const term *operands,
                         const int64_t *weights, const int64_t *known)
{
    int64_t sum = node->constant;
    for (size_t i = 0; i < node->count; i++) {
        sum += weights[i] * known[operands[i]];
    }
    return sum;
}

static int64_t node_value(const struct terms *terms, const struct term_node *node,
                          const int64_t *values, const int64_t *known)
{
    const term *operands = terms->operands.items + node->first;
    switch (node->kind) {
    case TERM_CONSTANT:
        return node->constant;
    case TERM_VARIABLE:
        return values[node->constant];
    case TERM_NOT:
        return !known[operands[0]];
    case TERM_AND:
    case TERM_OR:
        return join_value(node, operands, known);
    case TERM_SUM:
        return sum_value(node, operands, terms->weights.items + node->first, known);
    case TERM_IF:
        return known[operands[0]] ? known[operands[1]] : known[operands[2]];
    case TERM_REACHES:
        return known[operands[0]] >= node->constant;
    }
    return 0;
}

void terms_values_marked(const struct terms *terms, const bool *marked, const int64_t *values,
                         int64_t *ret)
{
    for (term i = 0; i < terms->nodes.count; i++) {
        if (marked[i]) {
            ret[i] = node_value(terms, term_at(terms, i), values, ret);
        }
    }
}

void terms_values(const struct terms *terms, const int64_t *values, int64_t *ret)
{
    for (term i = 0; i < terms->nodes.count; i++) {
        ret[i] = node_value(terms, term_at(terms, i), values, ret);
    }
}

int64_t terms_value(const struct terms *terms, term of, const int64_t *values)
{
    bool *marked = calloc((size_t)of + 1, sizeof *marked);
    int64_t *known = calloc((size_t)of + 1, sizeof *known);
    terms_mark(terms, of, marked);
    for (term i = 0; i <= of; i++) {
        if (marked[i]) {
            known[i] = node_value(terms, term_at(terms, i), values, known);
        }
    }
    int64_t value = known[of];
    free(marked);
    free(known);
    return value;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic and comparisons from gates. */
#include "engine/bits.h"

struct bits bits_create(struct circuit *circuit, size_t count)
{
    return (struct bits){arena_alloc(circuit->arena, count * sizeof(plane)), count};
}

/* Drops planes that only repeat the sign. */
static struct bits trimmed(struct bits bits)
{
    while (bits.count > 1 && bits.at[bits.count - 1] == bits.at[bits.count - 2]) {
        bits.count--;
    }
    return bits;
}

struct bits bits_constant(struct circuit *circuit, int64_t value)
{
    struct bits bits = bits_create(circuit, 64);
    for (size_t i = 0; i < 64; i++) {
        bits.at[i] = (plane)((uint64_t)value >> i & 1);
    }
    return trimmed(bits);
}

struct bits bits_of_plane(struct circuit *circuit, plane bit)
{
    struct bits bits = bits_create(circuit, 2);
    bits.at[0] = bit;
    bits.at[1] = PLANE_ZERO;
    return trimmed(bits);
}

static size_t wider(const struct bits *a, const struct bits *b)
{
    return a->count > b->count ? a->count : b->count;
}

struct bits bits_mux(struct circuit *circuit, plane choice, struct bits yes, struct bits no)
{
    struct bits bits = bits_create(circuit, wider(&yes, &no));
    for (size_t i = 0; i < bits.count; i++) {
        bits.at[i] = circuit_mux(circuit, choice, bits_at(&yes, i), bits_at(&no, i));
    }
    return trimmed(bits);
}

/* a + b + carry, b's planes negated if NEGATE is set. */
static struct bits add(struct circuit *circuit, struct bits a, struct bits b, bool negate,
                       plane carry)
{
    struct bits sum = bits_create(circuit, wider(&a, &b) + 1);
    for (size_t i = 0; i < sum.count; i++) {
        plane of_a = bits_at(&a, i), of_b = bits_at(&b, i);
        of_b = negate ? circuit_not(circuit, of_b) : of_b;
        sum.at[i] = circuit_sum(circuit, of_a, of_b, carry);
        carry = circuit_majority(circuit, of_a, of_b, carry);
    }
    return trimmed(sum);
}

struct bits bits_add(struct circuit *circuit, struct bits a, struct bits b)
{
    return add(circuit, a, b, false, PLANE_ZERO);
}

struct bits bits_subtract(struct circuit *circuit, struct bits a, struct bits b)
{
    return add(circuit, a, b, true, PLANE_ONES);
}

static struct bits shifted(struct circuit *circuit, struct bits a, size_t by)
{
    struct bits bits = bits_create(circuit, a.count + by);
    for (size_t i = 0; i < bits.count; i++) {
        bits.at[i] = i < by ? PLANE_ZERO : a.at[i - by];
    }
    return trimmed(bits);
}

struct bits bits_multiply(struct circuit *circuit, struct bits a, struct bits times)
{
    struct bits zero = bits_constant(circuit, 0), product = zero;
    for (size_t i = 0; i < times.count; i++) {
        struct bits part = bits_mux(circuit, times.at[i], shifted(circuit, a, i), zero);
        product = bits_add(circuit, product, part);
    }
    return product;
}

struct bits bits_scale(struct circuit *circuit, struct bits a, int64_t factor)
{
    uint64_t magnitude = factor < 0 ? -(uint64_t)factor : (uint64_t)factor;
    struct bits product = bits_constant(circuit, 0);
    for (size_t i = 0; magnitude >> i; i++) {
        if (magnitude >> i & 1) {
            product = bits_add(circuit, product, shifted(circuit, a, i));
        }
        if (i == 63) {
            break;
        }
    }
    return factor < 0 ? bits_subtract(circuit, bits_constant(circuit, 0), product) : product;
}

/* The borrow of a - b; the signs weigh the other way round. */
plane bits_less(struct circuit *circuit, struct bits a, struct bits b)
{
    plane borrow = PLANE_ZERO;
    size_t last = wider(&a, &b) - 1;
    for (size_t i = 0; i < last; i++) {
        borrow = circuit_majority(circuit, circuit_not(circuit, bits_at(&a, i)), bits_at(&b, i),
                                  borrow);
    }
    return circuit_majority(circuit, bits_at(&a, last), circuit_not(circuit, bits_at(&b, last)),
                            borrow);
}

plane bits_less_or_equal(struct circuit *circuit, struct bits a, struct bits b)
{
    return circuit_not(circuit, bits_less(circuit, b, a));
}

plane bits_equal(struct circuit *circuit, struct bits a, struct bits b)
{
    plane differ = PLANE_ZERO;
    for (size_t i = 0; i < wider(&a, &b); i++) {
        differ = circuit_or(circuit, differ,
                            circuit_xor(circuit, bits_at(&a, i), bits_at(&b, i)));
    }
    return circuit_not(circuit, differ);
}

/* Adds planes of one weight, three at a time; what carries is put into CARRIES. One plane is left. */
static plane add_column(struct circuit *circuit, plane *planes, size_t count, plane *carries,
                        size_t *ret_carries)
{
    size_t first = 0;
    *ret_carries = 0;
    while (count - first >= 2) {
        plane c = count - first >= 3 ? planes[first + 2] : PLANE_ZERO;
        plane sum = circuit_sum(circuit, planes[first], planes[first + 1], c);
        carries[(*ret_carries)++] =
            circuit_majority(circuit, planes[first], planes[first + 1], c);
        first += count - first >= 3 ? 2 : 1;
        planes[first] = sum;
    }
    return count > 0 ? planes[first] : PLANE_ZERO;
}

struct bits bits_count(struct circuit *circuit, plane *planes, size_t count)
{
    struct bits bits = bits_create(circuit, 65);
    plane *carries = arena_alloc(circuit->arena, (count + 1) * sizeof *carries);
    bits.count = 0;
    while (count > 0) {
        size_t carried;
        bits.at[bits.count++] = add_column(circuit, planes, count, carries, &carried);
        plane *spent = planes;
        planes = carries;
        carries = spent;
        count = carried;
    }
    bits.at[bits.count++] = PLANE_ZERO;
    return trimmed(bits);
}

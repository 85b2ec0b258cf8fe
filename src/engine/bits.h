/* SPDX-License-Identifier: Apache-2.0 */
/* Bits: numbers as planes of a circuit, in two's complement of any width. Exact: a result is as wide as it
   must be, and planes that can't differ from the sign are dropped, so that what is constant costs no
   gate. */
#ifndef LIMEN_ENGINE_BITS_H
#define LIMEN_ENGINE_BITS_H

#include "engine/circuit.h"

struct bits bits_create(struct circuit *circuit, size_t count);
struct bits bits_constant(struct circuit *circuit, int64_t value);
/* 0 or 1 */
struct bits bits_of_plane(struct circuit *circuit, plane bit);
/* Bit INDEX, the sign past the last. */
static inline plane bits_at(const struct bits *bits, size_t index)
{
    return bits->at[index < bits->count ? index : bits->count - 1];
}

struct bits bits_mux(struct circuit *circuit, plane choice, struct bits yes, struct bits no);
struct bits bits_add(struct circuit *circuit, struct bits a, struct bits b);
struct bits bits_subtract(struct circuit *circuit, struct bits a, struct bits b);
/* TIMES is not negative. */
struct bits bits_multiply(struct circuit *circuit, struct bits a, struct bits times);
struct bits bits_scale(struct circuit *circuit, struct bits a, int64_t factor);

plane bits_less(struct circuit *circuit, struct bits a, struct bits b);
plane bits_less_or_equal(struct circuit *circuit, struct bits a, struct bits b);
plane bits_equal(struct circuit *circuit, struct bits a, struct bits b);

/* How many of the COUNT planes are set in each case. Uses up PLANES. */
struct bits bits_count(struct circuit *circuit, plane *planes, size_t count);

#endif

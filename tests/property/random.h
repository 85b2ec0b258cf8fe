/* SPDX-License-Identifier: Apache-2.0 */
/* Random: a small generator of its own, so that a seed gives the same rulesets everywhere. */
#ifndef LIMEN_TESTS_PROPERTY_RANDOM_H
#define LIMEN_TESTS_PROPERTY_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

static inline uint64_t random_mix(uint64_t z)
{
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* Seeds are mixed, or one seed would give the numbers of the seed before it, less the first. */
static inline struct random random_create(uint64_t seed)
{
    return (struct random){random_mix(seed + UINT64_C(0x632be59bd9b4e019))};
}

static inline uint64_t random_bits(struct random *random)
{
    return random_mix(random->state += UINT64_C(0x9e3779b97f4a7c15));
}

/* 0 to COUNT - 1 */
static inline unsigned random_below(struct random *random, unsigned count)
{
    return (unsigned)(random_bits(random) % count);
}

static inline int64_t random_between(struct random *random, int64_t low, int64_t high)
{
    return low + (int64_t)(random_bits(random) % ((uint64_t)(high - low) + 1));
}

/* True once in COUNT times. */
static inline bool random_once_in(struct random *random, unsigned count)
{
    return random_below(random, count) == 0;
}

#endif

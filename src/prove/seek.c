/* SPDX-License-Identifier: Apache-2.0 */
/* Preferences as further questions, each kept once it is answered. */
#include "prove/seek.h"

#include <string.h>

struct seek seek_create(struct prover *prover)
{
    return (struct seek){.prover = prover, .terms = prover->terms};
}

void seek_keep(struct seek *seek, term wanted)
{
    if (wanted != seek->terms->yes) {
        vector_push(seek->prover->arena, &seek->kept, wanted);
    }
}

enum verdict seek_find(struct seek *seek, term also)
{
    size_t count = seek->kept.count;
    term *all = arena_alloc(seek->prover->arena, (count + 1) * sizeof *all);
    if (count > 0) {
        memcpy(all, seek->kept.items, count * sizeof *all);
    }
    all[count] = also;
    enum verdict verdict = prover_ask(seek->prover, all, count + 1);
    seek->undecided = seek->undecided || verdict == VERDICT_UNDECIDED;
    return verdict;
}

bool seek_excludes(struct seek *seek, term also)
{
    struct prover *prover = seek->prover;
    size_t count = prover->values.count;
    int64_t *values = arena_alloc(prover->arena, (count + 1) * sizeof *values);
    memcpy(values, prover->values.items, count * sizeof *values);
    bool none = seek_find(seek, also) == VERDICT_NONE;
    memcpy(prover->values.items, values, count * sizeof *values);
    return none;
}

int64_t seek_value(const struct seek *seek, term of)
{
    return terms_value(seek->terms, of, seek->prover->values.items);
}

/* True: WANTED holds now, and goes on to. */
static bool try_for(struct seek *seek, term wanted)
{
    bool holds = seek_value(seek, wanted) || (!seek->undecided
                                              && seek_find(seek, wanted) == VERDICT_SOME);
    if (holds) {
        seek_keep(seek, wanted);
    }
    return holds;
}

void seek_prefer(struct seek *seek, term wanted)
{
    if (!try_for(seek, wanted) && !seek->undecided) {
        seek_keep(seek, term_not(seek->terms, wanted));
    }
}

bool seek_fewest(struct seek *seek, const term *of, size_t count)
{
    term sum = term_sum(seek->terms, 0, NULL, of, count);
    int64_t most = seek_value(seek, sum);
    for (int64_t few = 0; few < most && !seek->undecided; few++) {
        if (seek_find(seek, term_at_most(seek->terms, sum, few)) == VERDICT_SOME) {
            most = few;
        }
    }
    seek_keep(seek, term_at_most(seek->terms, sum, most));
    return !seek->undecided;
}

static int64_t distance(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low - value : value > high ? value - high : 0;
}

void seek_nearest(struct seek *seek, term of, int64_t low, int64_t high)
{
    int64_t near = 0, far = distance(seek_value(seek, of), low, high);
    while (near < far && !seek->undecided) {
        int64_t middle = near + (far - near) / 2;
        term within = term_and2(seek->terms, term_reaches(seek->terms, of, low - middle),
                                term_at_most(seek->terms, of, high + middle));
        if (seek_find(seek, within) == VERDICT_SOME) {
            far = distance(seek_value(seek, of), low, high);
        } else {
            near = middle + 1;
        }
    }
    if (far > 0) {
        seek_prefer(seek, term_is(seek->terms, of, low - far));
    }
    seek_keep(seek, term_is(seek->terms, of, seek_value(seek, of)));
}

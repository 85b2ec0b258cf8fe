/* SPDX-License-Identifier: Apache-2.0 */
/* Stream: a feed answered piece by piece, by one or several threads, with results in the order of the
   feed.

   Each thread has a worker of its own. What a worker finds out about a piece is an outcome, in which
   lines and cases count from the beginning of the piece; outcomes are handed to `emit` one after the
   other, in order, by whichever thread is there. There are never more pieces and outcomes than twice
   the threads, so memory is bounded. */
#ifndef LIMEN_CLI_STREAM_H
#define LIMEN_CLI_STREAM_H

#include "base/text.h"
#include "case/feed.h"
#include "case/reader.h"
#include "cli/summary.h"

/* A case that got no answer. */
struct refusal {
    size_t at;     /* bytes of the outcome's text that are before it */
    size_t number; /* of the case in its piece, from 1 */
    struct case_result result;
};

struct outcome {
    struct arena *arena; /* of the refusals */
    struct text text;
    struct { VECTOR_OF(struct refusal); } refusals;
    struct summary summary;
    size_t cases;
    size_t lines;  /* that the piece ends; 0: nobody counted them yet */
    size_t bytes;  /* of the piece */
    size_t by_columns, in_code, by_interpreter; /* `in_code` of `by_columns` by machine code */
    size_t undecided; /* cases of which not all was proved that was to be */
    bool failed;   /* nothing was answered past this, which has been said */
};

/* RESULT of a refused case, copied into ARENA. */
struct case_result refused_copy(struct arena *arena, const struct case_result *result);
/* Adds a refusal of the outcome's case NUMBER; RESULT is copied. */
void outcome_refuse(struct outcome *outcome, const struct case_result *result, size_t number);

struct stream_work {
    void *worker_context;
    void *(*start)(void *worker_context); /* a worker */
    void (*answer)(void *worker, const struct feed_piece *piece, struct outcome *outcome);
    void (*stop)(void *worker);
    void *emit_context;
    bool (*emit)(void *emit_context, struct outcome *outcome); /* false: there is no use going on */
};

/* In the midst of a piece that is the only one: emits what there is if it is much. False: there is no
   use going on. */
bool stream_step(const struct stream_work *work, const struct feed_piece *piece,
                 struct outcome *outcome);

/* Answers FIRST, which was read from FEED, and all that follows it. FIRST is cleared. Yields what ended
   the reading; errno is that of FEED_UNREADABLE. */
enum feed_status stream_run(const struct stream_work *work, struct feed *feed,
                            struct feed_piece *first, size_t threads);

#endif

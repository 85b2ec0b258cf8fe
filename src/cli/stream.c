/* SPDX-License-Identifier: Apache-2.0 */
/* Threads that read, answer and emit in turn. */
#include "cli/stream.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define STEP_BYTES 65536

/* A piece, then its outcome. */
struct slot {
    struct feed_piece piece;
    struct outcome outcome;
    bool is_done;
};

/* Pieces are counted from 0; piece I is in slot I modulo the number of slots. */
struct stream {
    const struct stream_work *work;
    struct feed *feed;
    struct slot *slots;
    size_t slot_count;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t changed;
    size_t taken, emitted; /* pieces */
    bool is_reading, is_emitting;
    bool has_first;        /* the first piece is in its slot already */
    bool ended;            /* nothing more is read */
    enum feed_status status;
    int error;
};

/* ------------------------------------------------------------------------------------- outcomes */

static const char *copied(struct arena *arena, const char *text)
{
    return text ? arena_copy(arena, text, strlen(text)) : NULL;
}

struct case_result refused_copy(struct arena *arena, const struct case_result *result)
{
    struct case_result copy = {.is_header = result->is_header, .id = copied(arena, result->id)};
    for (size_t i = 0; i < result->errors.count; i++) {
        struct case_error error = result->errors.items[i];
        error.message = copied(arena, error.message);
        error.help = copied(arena, error.help);
        vector_push(arena, &copy.errors, error);
    }
    return copy;
}

void outcome_refuse(struct outcome *outcome, const struct case_result *result, size_t number)
{
    struct refusal *refusal = vector_add(outcome->arena, &outcome->refusals);
    refusal->at = outcome->text.length;
    refusal->number = number;
    refusal->result = refused_copy(outcome->arena, result);
}

/* Keeps memory that is used again. */
static void outcome_clear(struct outcome *outcome)
{
    struct arena *arena = outcome->arena;
    struct text text = outcome->text;
    arena_reset(arena);
    text.length = 0;
    *outcome = (struct outcome){.arena = arena, .text = text};
}

bool stream_step(const struct stream_work *work, const struct feed_piece *piece,
                 struct outcome *outcome)
{
    if (!piece->is_first || !piece->is_last || outcome->text.length < STEP_BYTES) {
        return true;
    }
    bool going = work->emit(work->emit_context, outcome);
    outcome_clear(outcome);
    return going;
}

typedef unsigned char sixteen __attribute__((vector_size(16), aligned(1), may_alias));

/* Sixteen bytes at a time; each counter goes up to 255. */
static size_t count_in_steps(const char *bytes, size_t steps)
{
    size_t count = 0;
    while (steps > 0) {
        sixteen counters = {0};
        size_t some = steps < UINT8_MAX ? steps : UINT8_MAX;
        for (size_t i = 0; i < some; i++) {
            counters -= (sixteen)(((const sixteen *)bytes)[i] == '\n');
        }
        for (size_t i = 0; i < sizeof counters; i++) {
            count += counters[i];
        }
        bytes += some * sizeof counters;
        steps -= some;
    }
    return count;
}

static size_t count_lines(const char *bytes, size_t length)
{
    size_t steps = length / sizeof(sixteen);
    size_t count = count_in_steps(bytes, steps);
    for (size_t i = steps * sizeof(sixteen); i < length; i++) {
        count += bytes[i] == '\n';
    }
    return count;
}

/* ------------------------------------------------------------------------- in turn; the lock is held */

static struct slot *slot_of(struct stream *stream, size_t piece)
{
    return &stream->slots[piece % stream->slot_count];
}

static void end(struct stream *stream)
{
    stream->ended = true;
    pthread_cond_broadcast(&stream->changed);
}

static void read_piece(struct stream *stream, struct slot *slot)
{
    stream->is_reading = true;
    pthread_mutex_unlock(&stream->lock);
    enum feed_status status = feed_next(stream->feed, &slot->piece);
    int error = errno;
    pthread_mutex_lock(&stream->lock);
    stream->is_reading = false;
    if (status != FEED_OK) {
        stream->status = status;
        stream->error = error;
        end(stream);
    }
}

/* NULL: there are no more. */
static struct slot *take(struct stream *stream)
{
    while (!stream->ended
           && (stream->is_reading || stream->taken - stream->emitted == stream->slot_count)) {
        pthread_cond_wait(&stream->changed, &stream->lock);
    }
    if (stream->ended) {
        return NULL;
    }
    struct slot *slot = slot_of(stream, stream->taken);
    if (stream->has_first) {
        stream->has_first = false;
    } else {
        read_piece(stream, slot);
    }
    if (stream->ended) {
        return NULL;
    }
    stream->taken++;
    if (slot->piece.is_last) {
        end(stream);
    }
    pthread_cond_broadcast(&stream->changed);
    return slot;
}

static void emit_one(struct stream *stream, struct slot *slot)
{
    pthread_mutex_unlock(&stream->lock);
    bool failed = slot->outcome.failed;
    bool going = stream->work->emit(stream->work->emit_context, &slot->outcome) && !failed;
    outcome_clear(&slot->outcome);
    pthread_mutex_lock(&stream->lock);
    slot->is_done = false;
    stream->emitted++;
    if (!going) {
        stream->emitted = stream->taken; /* what others still answer is dropped */
        end(stream);
    }
    pthread_cond_broadcast(&stream->changed);
}

static void emit_ready(struct stream *stream)
{
    if (stream->is_emitting) {
        return; /* who does will see that there is more */
    }
    stream->is_emitting = true;
    while (stream->emitted < stream->taken && slot_of(stream, stream->emitted)->is_done) {
        emit_one(stream, slot_of(stream, stream->emitted));
    }
    stream->is_emitting = false;
}

/* ----------------------------------------------------------------------------------------- threads */

static void answer(struct stream *stream, void *worker, struct slot *slot)
{
    slot->outcome.bytes = slot->piece.length;
    stream->work->answer(worker, &slot->piece, &slot->outcome);
    if (slot->outcome.lines == 0) {
        slot->outcome.lines = count_lines(slot->piece.bytes, slot->piece.length);
    }
}

static void *run(void *context)
{
    struct stream *stream = context;
    void *worker = stream->work->start(stream->work->worker_context);
    pthread_mutex_lock(&stream->lock);
    for (struct slot *slot; (slot = take(stream));) {
        pthread_mutex_unlock(&stream->lock);
        answer(stream, worker, slot);
        pthread_mutex_lock(&stream->lock);
        slot->is_done = true;
        emit_ready(stream);
    }
    pthread_mutex_unlock(&stream->lock);
    stream->work->stop(worker);
    return NULL;
}

/* This thread is one of them. Fewer than wanted are enough. */
static void run_threads(struct stream *stream, size_t threads)
{
    pthread_t *others = calloc(threads, sizeof *others);
    size_t count = 0;
    while (others && count + 1 < threads
           && pthread_create(&others[count], NULL, run, stream) == 0) {
        count++;
    }
    run(stream);
    for (size_t i = 0; i < count; i++) {
        pthread_join(others[i], NULL);
    }
    free(others);
}

static void slots_create(struct stream *stream, struct arena *arena, struct feed_piece *first,
                         size_t threads)
{
    stream->slot_count = threads > 1 ? 2 * threads : 1;
    stream->slots = arena_alloc(arena, stream->slot_count * sizeof *stream->slots);
    for (size_t i = 0; i < stream->slot_count; i++) {
        stream->slots[i].outcome.arena = arena_create();
    }
    stream->slots[0].piece = *first;
    stream->has_first = true;
    *first = (struct feed_piece){0};
}

static void slots_destroy(struct stream *stream)
{
    for (size_t i = 0; i < stream->slot_count; i++) {
        feed_piece_clear(&stream->slots[i].piece);
        text_clear(&stream->slots[i].outcome.text);
        arena_destroy(stream->slots[i].outcome.arena);
    }
}

enum feed_status stream_run(const struct stream_work *work, struct feed *feed,
                            struct feed_piece *first, size_t threads)
{
    struct arena *arena = arena_create();
    struct stream stream = {.work = work, .feed = feed, .status = FEED_OK,
                            .lock = PTHREAD_MUTEX_INITIALIZER,
                            .changed = PTHREAD_COND_INITIALIZER};
    slots_create(&stream, arena, first, threads);
    run_threads(&stream, threads);
    slots_destroy(&stream);
    pthread_cond_destroy(&stream.changed);
    pthread_mutex_destroy(&stream.lock);
    arena_destroy(arena);
    errno = stream.error;
    return stream.status;
}

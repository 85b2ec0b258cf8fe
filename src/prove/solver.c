/* SPDX-License-Identifier: Apache-2.0 */
/* The side of the solver that asks: starts the worker, feeds it, waits no longer than the limit. */
#include "prove/solver.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "prove/worker.h"


/* An answer that was given: of one set of wanted terms. */
struct known_answer {
    uint64_t hash;
    const term *wanted; /* sorted; NULL: the slot is free */
    size_t count;
    enum verdict verdict;
    const int64_t *values;
    size_t value_count, law_count; /* variables and laws that there were */
    const term *core;
    size_t core_count;
};

struct solver {
    struct arena *arena; /* of the answers */
    struct terms *terms;
    unsigned limit;
    int64_t end;         /* of all questions; 0: no end */
    pid_t worker; /* 0: none runs */
    int to, from;
    size_t terms_sent, laws_sent;
    struct { VECTOR_OF(int64_t); } message;
    struct known_answer *answers; /* open addressing */
    size_t answer_slots, answer_count;
    const struct known_answer *last;
    size_t asked;
};

/* ------------------------------------------------------------------------------------ the worker */

/* What runs in the child: it must end with its parent, and not hear of signals meant for it. */
static _Noreturn void be_worker(pid_t parent, const int *to_child, const int *from_child)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(EXIT_FAILURE);
    }
    close(to_child[1]);
    close(from_child[0]);
    worker_run(to_child[0], from_child[1]);
}

static bool start_worker(struct solver *solver)
{
    int to_child[2], from_child[2];
    if (pipe(to_child) != 0) {
        return false;
    }
    if (pipe(from_child) != 0) {
        close(to_child[0]);
        close(to_child[1]);
        return false;
    }
    pid_t parent = getpid();
    solver->worker = fork();
    if (solver->worker == 0) {
        be_worker(parent, to_child, from_child);
    }
    close(to_child[0]);
    close(from_child[1]);
    solver->to = to_child[1];
    solver->from = from_child[0];
    solver->terms_sent = solver->laws_sent = 0;
    if (solver->worker < 0) {
        close(solver->to);
        close(solver->from);
        solver->worker = 0;
    }
    return solver->worker > 0;
}

static void stop_worker(struct solver *solver)
{
    if (solver->worker > 0) {
        kill(solver->worker, SIGKILL);
        while (waitpid(solver->worker, NULL, 0) < 0 && errno == EINTR) {
        }
        close(solver->to);
        close(solver->from);
    }
    solver->worker = 0;
}

bool solver_load(const char **ret_why)
{
    return worker_load(ret_why);
}

const char *solver_version(void)
{
    return worker_version();
}

struct solver *solver_create(struct terms *terms, unsigned limit, const char **ret_why)
{
    if (!worker_load(ret_why)) {
        return NULL;
    }
    struct arena *arena = arena_create();
    struct solver *solver = arena_alloc(arena, sizeof *solver);
    solver->arena = arena;
    solver->terms = terms;
    solver->limit = limit;
    return solver;
}

void solver_destroy(struct solver *solver)
{
    if (solver) {
        stop_worker(solver);
        arena_destroy(solver->arena);
    }
}

/* -------------------------------------------------------------------------------------- the pipes */

static void say(struct solver *solver, int64_t word)
{
    vector_push(solver->arena, &solver->message, word);
}

static void say_term(struct solver *solver, term of)
{
    const struct terms *terms = solver->terms;
    const struct term_node *node = term_at(terms, of);
    const int64_t words[] = {WORKER_TERM,    node->kind,     node->is_yes_no, node->low,
                             node->high,     node->constant, node->count};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        say(solver, words[i]);
    }
    for (size_t i = 0; i < node->count; i++) {
        say(solver, terms->operands.items[node->first + i]);
        say(solver, terms->weights.items[node->first + i]);
    }
}

static void say_question(struct solver *solver, const term *wanted, size_t count)
{
    while (solver->terms_sent < solver->terms->nodes.count) {
        say_term(solver, (term)solver->terms_sent++);
    }
    while (solver->laws_sent < solver->terms->laws.count) {
        say(solver, WORKER_LAW);
        say(solver, solver->terms->laws.items[solver->laws_sent++]);
    }
    say(solver, WORKER_ASK);
    say(solver, (int64_t)count);
    for (size_t i = 0; i < count; i++) {
        say(solver, wanted[i]);
    }
}

static bool send_message(struct solver *solver)
{
    const char *at = (const char *)solver->message.items;
    size_t left = solver->message.count * sizeof *solver->message.items;
    solver->message.count = 0;
    while (left > 0) {
        ssize_t put = write(solver->to, at, left);
        if (put <= 0 && !(put < 0 && errno == EINTR)) {
            return false;
        }
        at += put > 0 ? put : 0;
        left -= put > 0 ? (size_t)put : 0;
    }
    return true;
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* False: the worker is gone, or UNTIL has passed. */
static bool receive(const struct solver *solver, int64_t *words, size_t count, int64_t until)
{
    char *at = (char *)words;
    size_t left = count * sizeof *words;
    while (left > 0) {
        int64_t wait = until - now();
        struct pollfd ready = {.fd = solver->from, .events = POLLIN};
        int found = poll(&ready, 1, wait > 0 ? (int)wait : 0);
        if (found < 0 && errno == EINTR) {
            continue;
        }
        ssize_t got = found > 0 ? read(solver->from, at, left) : 0;
        if (got <= 0 && !(got < 0 && errno == EINTR)) {
            return false;
        }
        at += got > 0 ? got : 0;
        left -= got > 0 ? (size_t)got : 0;
    }
    return true;
}

static bool receive_core(struct solver *solver, struct known_answer *answer, int64_t until)
{
    int64_t count;
    if (!receive(solver, &count, 1, until)) {
        return false;
    }
    int64_t *words = arena_alloc(solver->arena, ((size_t)count + 1) * sizeof *words);
    term *core = arena_alloc(solver->arena, ((size_t)count + 1) * sizeof *core);
    if (!receive(solver, words, (size_t)count, until)) {
        return false;
    }
    for (int64_t i = 0; i < count; i++) {
        core[i] = (term)words[i];
    }
    answer->core = core;
    answer->core_count = (size_t)count;
    return true;
}

/* False: there was no answer. */
static bool receive_answer(struct solver *solver, struct known_answer *answer, int64_t until)
{
    int64_t status;
    if (!receive(solver, &status, 1, until)) {
        return false;
    }
    if (status == WORKER_UNDECIDED) {
        return true;
    }
    answer->verdict = status == WORKER_SOME ? VERDICT_SOME : VERDICT_NONE;
    if (status == WORKER_NONE) {
        return receive_core(solver, answer, until);
    }
    size_t count = solver->terms->variables.count;
    int64_t *values = arena_alloc(solver->arena, (count + 1) * sizeof *values);
    answer->values = values;
    answer->value_count = count;
    return receive(solver, values, count, until);
}

void solver_end_within(struct solver *solver, unsigned milliseconds)
{
    solver->end = now() + milliseconds;
}

/* Milliseconds that the next question may take. */
static unsigned time_left(const struct solver *solver)
{
    int64_t left = solver->end == 0 ? solver->limit : solver->end - now();
    return left <= 0 ? 0 : left < solver->limit ? (unsigned)left : solver->limit;
}

static void put_question(struct solver *solver, struct known_answer *answer)
{
    answer->verdict = VERDICT_UNDECIDED;
    answer->law_count = solver->terms->laws.count;
    solver->asked++;
    unsigned limit = time_left(solver);
    if (limit == 0 || (solver->worker == 0 && !start_worker(solver))) {
        return;
    }
    say_question(solver, answer->wanted, answer->count);
    int64_t until = now() + limit;
    if (!send_message(solver) || !receive_answer(solver, answer, until)) {
        answer->verdict = VERDICT_UNDECIDED;
        stop_worker(solver);
    }
}

/* ----------------------------------------------------------------------------- answers that are known */

static int compare_terms(const void *a, const void *b)
{
    term left = *(const term *)a, right = *(const term *)b;
    return (left > right) - (left < right);
}

static uint64_t question_hash(const term *wanted, size_t count)
{
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ wanted[i]) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 31;
    }
    return hash;
}

static struct known_answer *answer_slot(const struct solver *solver, uint64_t hash,
                                        const term *wanted, size_t count)
{
    size_t at = (size_t)hash & (solver->answer_slots - 1);
    for (;; at = (at + 1) & (solver->answer_slots - 1)) {
        struct known_answer *slot = &solver->answers[at];
        if (!slot->wanted
            || (slot->hash == hash && slot->count == count
                && memcmp(slot->wanted, wanted, count * sizeof *wanted) == 0)) {
            return slot;
        }
    }
}

static void answers_grow(struct solver *solver)
{
    struct known_answer *old = solver->answers;
    size_t old_slots = solver->answer_slots;
    solver->answer_slots = old_slots ? old_slots * 2 : 256;
    solver->answers = arena_alloc(solver->arena, solver->answer_slots * sizeof *solver->answers);
    for (size_t i = 0; i < old_slots; i++) {
        if (old[i].wanted) {
            *answer_slot(solver, old[i].hash, old[i].wanted, old[i].count) = old[i];
        }
    }
}

/* What is wanted, in order and once each, without what is certain. */
static term *question_of(struct solver *solver, const term *wanted, size_t *count)
{
    term *question = arena_alloc(solver->arena, (*count + 1) * sizeof *question);
    size_t kept = 0;
    if (*count > 0) {
        memcpy(question, wanted, *count * sizeof *question);
        qsort(question, *count, sizeof *question, compare_terms);
    }
    for (size_t i = 0; i < *count; i++) {
        if (question[i] != solver->terms->yes && (kept == 0 || question[kept - 1] != question[i])) {
            question[kept++] = question[i];
        }
    }
    *count = kept;
    return question;
}

/* Nothing to ask: one of the terms is false by itself. */
static bool is_hopeless(const struct solver *solver, struct known_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        if (answer->wanted[i] == solver->terms->no) {
            answer->verdict = VERDICT_NONE;
            answer->core = &answer->wanted[i];
            answer->core_count = 1;
            return true;
        }
    }
    return false;
}

enum verdict solver_ask(struct solver *solver, const term *wanted, size_t count, int64_t *values)
{
    term *question = question_of(solver, wanted, &count);
    if ((solver->answer_count + 1) * 2 > solver->answer_slots) {
        answers_grow(solver);
    }
    uint64_t hash = question_hash(question, count);
    struct known_answer *slot = answer_slot(solver, hash, question, count);
    if (!slot->wanted) {
        *slot = (struct known_answer){.hash = hash, .wanted = question, .count = count};
        solver->answer_count++;
        if (!is_hopeless(solver, slot)) {
            put_question(solver, slot);
        }
    }
    /* A case that was found may break what was laid down since. */
    if (slot->verdict == VERDICT_SOME && slot->law_count < solver->terms->laws.count) {
        put_question(solver, slot);
    }
    solver->last = slot;
    if (slot->verdict == VERDICT_SOME && values) {
        memcpy(values, slot->values, slot->value_count * sizeof *values);
        for (size_t i = slot->value_count; i < solver->terms->variables.count; i++) {
            values[i] = term_at(solver->terms, solver->terms->variables.items[i])->low;
        }
    }
    return slot->verdict;
}

size_t solver_core(const struct solver *solver, const term **ret_core)
{
    *ret_core = solver->last->core;
    return solver->last->core_count;
}

size_t solver_asked(const struct solver *solver)
{
    return solver->asked;
}

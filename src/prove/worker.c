/* SPDX-License-Identifier: Apache-2.0 */
/* Terms become formulas of Z3, questions become checks under assumptions.

   A number that is only compared with constants is no number to Z3 but a chain of yes/no variables, one
   for each bound that it is compared with: whether it reaches it. So most rulesets are questions of
   plain logic and of counts. A number that is added to others is an integer of Z3 as well, tied to its
   chain. */
#include "prove/worker.h"

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/vector.h"
#include "prove/term.h"

#ifndef LIMEN_Z3_LIBRARY

bool worker_load(const char **ret_why)
{
    *ret_why = "limen was built without Z3";
    return false;
}

_Noreturn void worker_run(int fd_in, int fd_out)
{
    (void)fd_in;
    (void)fd_out;
    _exit(EXIT_FAILURE);
}

const char *worker_version(void)
{
    return "none";
}

#else

#include <z3.h>

static struct {
    void *handle;
#define X(name) __typeof__(Z3_##name) *name;
#include "prove/z3.def"
#undef X
} z3;

static bool look_up(const char *name, void *ret_function)
{
    void *found = dlsym(z3.handle, name);
    memcpy(ret_function, &found, sizeof found);
    return found != NULL;
}

bool worker_load(const char **ret_why)
{
    bool found = true;
    if (!z3.handle) {
        z3.handle = dlopen(LIMEN_Z3_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    }
    *ret_why = "the library " LIMEN_Z3_LIBRARY " cannot be loaded";
    if (!z3.handle) {
        return false;
    }
#define X(name) found = look_up("Z3_" #name, &z3.name) && found;
#include "prove/z3.def"
#undef X
    *ret_why = "the library " LIMEN_Z3_LIBRARY " lacks a function that limen needs";
    return found;
}

const char *worker_version(void)
{
    return z3.get_full_version();
}

/* ---------------------------------------------------------------------------------- what Z3 is told */

/* Whether a variable reaches BOUND. */
struct cut {
    int64_t bound;
    Z3_ast reached;
};

struct chain {
    struct { VECTOR_OF(struct cut); } cuts; /* by bound */
    Z3_ast number;                          /* NULL: no integer yet */
};

struct worker {
    int in, out;
    char inbox[65536];    /* read and not yet taken */
    size_t inbox_at, inbox_length;
    struct arena *arena;
    struct terms *terms;  /* those received: not simplified a second time */
    Z3_context context;
    Z3_solver solver;
    struct { VECTOR_OF(Z3_ast); } formulas; /* by term; NULL: not yet */
    struct { VECTOR_OF(struct chain); } chains; /* by variable */
    Z3_sort bool_sort, int_sort;
    int names;
};

static Z3_ast keep(const struct worker *worker, Z3_ast formula)
{
    z3.inc_ref(worker->context, formula);
    return formula;
}

static Z3_ast new_const(struct worker *worker, Z3_sort sort)
{
    Z3_symbol name = z3.mk_int_symbol(worker->context, worker->names++);
    return keep(worker, z3.mk_const(worker->context, name, sort));
}

static Z3_ast integer(const struct worker *worker, int64_t value)
{
    return z3.mk_int64(worker->context, value, worker->int_sort);
}

static void tie(const struct worker *worker, Z3_ast a, Z3_ast b)
{
    z3.solver_assert(worker->context, worker->solver, z3.mk_eq(worker->context, a, b));
}

static void imply(const struct worker *worker, Z3_ast a, Z3_ast b)
{
    z3.solver_assert(worker->context, worker->solver, z3.mk_implies(worker->context, a, b));
}

static void tie_cut(const struct worker *worker, const struct chain *chain, const struct cut *cut)
{
    if (chain->number) {
        tie(worker, cut->reached,
            z3.mk_ge(worker->context, chain->number, integer(worker, cut->bound)));
    }
}

/* Whether the variable of CHAIN reaches BOUND: what reaches more reaches less. */
static Z3_ast chain_cut(struct worker *worker, struct chain *chain, int64_t bound)
{
    size_t at = 0;
    while (at < chain->cuts.count && chain->cuts.items[at].bound < bound) {
        at++;
    }
    if (at < chain->cuts.count && chain->cuts.items[at].bound == bound) {
        return chain->cuts.items[at].reached;
    }
    struct cut made = {bound, new_const(worker, worker->bool_sort)};
    vector_push(worker->arena, &chain->cuts, made);
    memmove(&chain->cuts.items[at + 1], &chain->cuts.items[at],
            (chain->cuts.count - 1 - at) * sizeof made);
    chain->cuts.items[at] = made;
    if (at > 0) {
        imply(worker, made.reached, chain->cuts.items[at - 1].reached);
    }
    if (at + 1 < chain->cuts.count) {
        imply(worker, chain->cuts.items[at + 1].reached, made.reached);
    }
    tie_cut(worker, chain, &made);
    return made.reached;
}

static Z3_ast chain_number(struct worker *worker, struct chain *chain, const struct term_node *node)
{
    if (!chain->number) {
        chain->number = new_const(worker, worker->int_sort);
        z3.solver_assert(worker->context, worker->solver,
                         z3.mk_ge(worker->context, chain->number, integer(worker, node->low)));
        z3.solver_assert(worker->context, worker->solver,
                         z3.mk_le(worker->context, chain->number, integer(worker, node->high)));
        for (size_t i = 0; i < chain->cuts.count; i++) {
            tie_cut(worker, chain, &chain->cuts.items[i]);
        }
    }
    return chain->number;
}

static Z3_ast formula_of(struct worker *worker, term of);

/* OF as an integer of Z3. */
static Z3_ast number_of(struct worker *worker, term of)
{
    const struct term_node *node = term_at(worker->terms, of);
    if (node->is_yes_no) {
        return z3.mk_ite(worker->context, formula_of(worker, of), integer(worker, 1),
                         integer(worker, 0));
    }
    if (node->kind == TERM_VARIABLE) {
        return chain_number(worker, &worker->chains.items[node->constant], node);
    }
    return formula_of(worker, of);
}

static Z3_ast sum_of(struct worker *worker, const struct term_node *node)
{
    Z3_ast *parts = arena_alloc(worker->arena, (node->count + 1) * sizeof *parts);
    for (size_t i = 0; i < node->count; i++) {
        Z3_ast product[] = {
            integer(worker, worker->terms->weights.items[node->first + i]),
            number_of(worker, worker->terms->operands.items[node->first + i])};
        parts[i] = z3.mk_mul(worker->context, 2, product);
    }
    parts[node->count] = integer(worker, node->constant);
    return z3.mk_add(worker->context, node->count + 1, parts);
}

/* A sum that only counts yes/no terms, by weights that Z3's counts can take. */
static bool counts_only(const struct worker *worker, const struct term_node *sum, int64_t bound,
                        bool *ret_alike)
{
    int64_t reach = bound < 0 ? -bound : bound;
    *ret_alike = true;
    for (size_t i = 0; i < sum->count; i++) {
        int64_t weight = worker->terms->weights.items[sum->first + i];
        const struct term_node *part =
            term_at(worker->terms, worker->terms->operands.items[sum->first + i]);
        if (!part->is_yes_no || weight > INT16_MAX || weight < -INT16_MAX) {
            return false;
        }
        *ret_alike = *ret_alike && (weight == 1 || weight == -1);
        reach += weight < 0 ? -weight : weight;
    }
    return reach < INT32_MAX;
}

/* What weighs less than nothing counts for its opposite. */
static Z3_ast count_reaches(struct worker *worker, const struct term_node *sum, int64_t bound,
                            bool alike)
{
    Z3_ast *parts = arena_alloc(worker->arena, (sum->count + 1) * sizeof *parts);
    int *weights = arena_alloc(worker->arena, (sum->count + 1) * sizeof *weights);
    for (size_t i = 0; i < sum->count; i++) {
        weights[i] = (int)worker->terms->weights.items[sum->first + i];
        parts[i] = formula_of(worker, worker->terms->operands.items[sum->first + i]);
        if (weights[i] < 0) {
            weights[i] = -weights[i];
            bound += weights[i];
            parts[i] = z3.mk_not(worker->context, parts[i]);
        }
    }
    return alike ? z3.mk_atleast(worker->context, sum->count, parts, (unsigned)bound)
                 : z3.mk_pbge(worker->context, sum->count, parts, weights, (int)bound);
}

static Z3_ast reaches_of(struct worker *worker, const struct term_node *node)
{
    term of = worker->terms->operands.items[node->first];
    const struct term_node *part = term_at(worker->terms, of);
    bool alike;
    if (part->kind == TERM_VARIABLE) {
        return chain_cut(worker, &worker->chains.items[part->constant], node->constant);
    }
    if (part->kind == TERM_SUM && counts_only(worker, part, node->constant, &alike)) {
        return count_reaches(worker, part, node->constant, alike);
    }
    return z3.mk_ge(worker->context, number_of(worker, of), integer(worker, node->constant));
}

static Z3_ast make_formula(struct worker *worker, const struct term_node *node)
{
    const term *operands = worker->terms->operands.items + node->first;
    Z3_context context = worker->context;
    Z3_ast *parts = arena_alloc(worker->arena, (node->count + 1) * sizeof *parts);
    switch (node->kind) {
    case TERM_CONSTANT:
        return !node->is_yes_no ? integer(worker, node->constant)
               : node->constant ? z3.mk_true(context)
                                : z3.mk_false(context);
    case TERM_VARIABLE:
        return node->is_yes_no ? new_const(worker, worker->bool_sort) : NULL;
    case TERM_NOT:
        return z3.mk_not(context, formula_of(worker, operands[0]));
    case TERM_AND:
    case TERM_OR:
        for (size_t i = 0; i < node->count; i++) {
            parts[i] = formula_of(worker, operands[i]);
        }
        return node->kind == TERM_AND ? z3.mk_and(context, node->count, parts)
                                      : z3.mk_or(context, node->count, parts);
    case TERM_SUM:
        return sum_of(worker, node);
    case TERM_IF:
        return z3.mk_ite(context, formula_of(worker, operands[0]), number_of(worker, operands[1]),
                         number_of(worker, operands[2]));
    case TERM_REACHES:
        return reaches_of(worker, node);
    }
    return NULL;
}

/* A yes/no term that is made of others gets a name, so that it is translated once and can be assumed. */
static Z3_ast name_formula(struct worker *worker, const struct term_node *node, Z3_ast formula)
{
    if (!node->is_yes_no || node->kind == TERM_CONSTANT || node->kind == TERM_VARIABLE
        || node->kind == TERM_NOT) {
        return formula;
    }
    Z3_ast name = new_const(worker, worker->bool_sort);
    tie(worker, name, formula);
    return name;
}

/* Made when first wanted: operands are older terms, so this goes as deep as terms are nested. */
static Z3_ast formula_of(struct worker *worker, term of)
{
    if (!worker->formulas.items[of]) {
        const struct term_node node = *term_at(worker->terms, of);
        Z3_ast made = make_formula(worker, &node);
        worker->formulas.items[of] = keep(worker, name_formula(worker, &node, made));
    }
    return worker->formulas.items[of];
}

/* Operands first, without recursion: terms may be nested as deep as a ruleset is long. */
static void make_formulas(struct worker *worker, term of)
{
    bool *marked = calloc((size_t)of + 1, sizeof *marked);
    terms_mark(worker->terms, of, marked);
    for (term i = 0; i <= of; i++) {
        const struct term_node *node = term_at(worker->terms, i);
        bool is_number = !node->is_yes_no && node->kind == TERM_VARIABLE;
        bool is_count = node->kind == TERM_SUM;
        if (marked[i] && !is_number && !is_count) {
            formula_of(worker, i);
        }
    }
    free(marked);
}

/* --------------------------------------------------------------------------------------- the pipes */

/* Waits for something, and takes what is there. */
static void fill_inbox(struct worker *worker)
{
    ssize_t got;
    do {
        got = read(worker->in, worker->inbox, sizeof worker->inbox);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) {
        _exit(EXIT_SUCCESS);
    }
    worker->inbox_length = (size_t)got;
    worker->inbox_at = 0;
}

static void read_words(struct worker *worker, int64_t *words, size_t count)
{
    char *at = (char *)words;
    for (size_t left = count * sizeof *words; left > 0;) {
        if (worker->inbox_at == worker->inbox_length) {
            fill_inbox(worker);
        }
        size_t there = worker->inbox_length - worker->inbox_at;
        size_t taken = there < left ? there : left;
        memcpy(at, worker->inbox + worker->inbox_at, taken);
        worker->inbox_at += taken;
        at += taken;
        left -= taken;
    }
}

static int64_t read_word(struct worker *worker)
{
    int64_t word;
    read_words(worker, &word, 1);
    return word;
}

static void write_words(const struct worker *worker, const int64_t *words, size_t count)
{
    const char *at = (const char *)words;
    size_t left = count * sizeof *words;
    while (left > 0) {
        ssize_t put = write(worker->out, at, left);
        if (put <= 0 && !(put < 0 && errno == EINTR)) {
            _exit(EXIT_FAILURE);
        }
        at += put > 0 ? put : 0;
        left -= put > 0 ? (size_t)put : 0;
    }
}

/* Written as it was received: the terms were simplified when they were made. */
static void take_term(struct worker *worker)
{
    struct terms *terms = worker->terms;
    int64_t words[6];
    read_words(worker, words, 6);
    struct term_node node = {.kind = (enum term_kind)words[0], .is_yes_no = words[1] != 0,
                             .low = words[2], .high = words[3], .constant = words[4],
                             .first = (uint32_t)terms->operands.count,
                             .count = (uint32_t)words[5]};
    for (size_t i = 0; i < node.count; i++) {
        int64_t pair[2];
        read_words(worker, pair, 2);
        vector_push(worker->arena, &terms->operands, (term)pair[0]);
        vector_push(worker->arena, &terms->weights, pair[1]);
    }
    if (node.kind == TERM_VARIABLE) {
        vector_push(worker->arena, &terms->variables, (term)terms->nodes.count);
        vector_push(worker->arena, &worker->chains, (struct chain){.number = NULL});
    }
    vector_push(worker->arena, &terms->nodes, node);
    vector_push(worker->arena, &worker->formulas, NULL);
}

static void take_law(struct worker *worker)
{
    term law = (term)read_word(worker);
    make_formulas(worker, law);
    z3.solver_assert(worker->context, worker->solver, formula_of(worker, law));
}

/* ------------------------------------------------------------------------------------------ answers */

static bool is_yes(const struct worker *worker, Z3_model model, Z3_ast formula)
{
    Z3_ast value = NULL;
    return z3.model_eval(worker->context, model, formula, true, &value)
           && z3.get_bool_value(worker->context, value) == Z3_L_TRUE;
}

/* The least value of a chain that has no number: its highest bound that is reached. */
static int64_t number_value(const struct worker *worker, Z3_model model, const struct chain *chain,
                            const struct term_node *node)
{
    int64_t found = node->low;
    Z3_ast value = NULL;
    if (chain->number) {
        z3.model_eval(worker->context, model, chain->number, true, &value);
        return z3.get_numeral_int64(worker->context, value, &found) ? found : node->low;
    }
    for (size_t i = 0; i < chain->cuts.count; i++) {
        if (is_yes(worker, model, chain->cuts.items[i].reached)) {
            found = chain->cuts.items[i].bound;
        }
    }
    return found;
}

static void answer_values(struct worker *worker)
{
    Z3_model model = z3.solver_get_model(worker->context, worker->solver);
    z3.model_inc_ref(worker->context, model);
    size_t count = worker->terms->variables.count;
    int64_t *values = calloc(count + 1, sizeof *values);
    for (size_t i = 0; i < count; i++) {
        term of = worker->terms->variables.items[i];
        const struct term_node *node = term_at(worker->terms, of);
        if (!node->is_yes_no) {
            values[i] = number_value(worker, model, &worker->chains.items[i], node);
        } else if (worker->formulas.items[of]) {
            values[i] = is_yes(worker, model, worker->formulas.items[of]);
        }
    }
    write_words(worker, values, count);
    free(values);
}

static void answer_core(const struct worker *worker, const term *wanted, const Z3_ast *assumed,
                        size_t count)
{
    Z3_ast_vector core = z3.solver_get_unsat_core(worker->context, worker->solver);
    int64_t *words = calloc(count + 1, sizeof *words);
    for (unsigned i = 0; i < z3.ast_vector_size(worker->context, core); i++) {
        Z3_ast found = z3.ast_vector_get(worker->context, core, i);
        for (size_t j = 0; j < count; j++) {
            if (assumed[j] == found) {
                words[++words[0]] = wanted[j];
                break;
            }
        }
    }
    write_words(worker, words, (size_t)words[0] + 1);
    free(words);
}

static void take_question(struct worker *worker)
{
    size_t count = (size_t)read_word(worker);
    term *wanted = calloc(count + 1, sizeof *wanted);
    Z3_ast *assumed = calloc(count + 1, sizeof *assumed);
    for (size_t i = 0; i < count; i++) {
        wanted[i] = (term)read_word(worker);
        make_formulas(worker, wanted[i]);
        assumed[i] = formula_of(worker, wanted[i]);
    }
    Z3_lbool found = z3.solver_check_assumptions(worker->context, worker->solver, (unsigned)count,
                                                 assumed);
    bool failed = z3.get_error_code(worker->context) != Z3_OK;
    int64_t status = failed || found == Z3_L_UNDEF ? WORKER_UNDECIDED
                     : found == Z3_L_TRUE          ? WORKER_SOME
                                                   : WORKER_NONE;
    write_words(worker, &status, 1);
    if (status == WORKER_SOME) {
        answer_values(worker);
    } else if (status == WORKER_NONE) {
        answer_core(worker, wanted, assumed, count);
    }
    free(wanted);
    free(assumed);
}

static void ignore_error(Z3_context context, Z3_error_code code)
{
    (void)context;
    (void)code;
}

static void start_z3(struct worker *worker)
{
    z3.global_param_set("memory_max_size", "3000");
    z3.global_param_set("smt.random_seed", "7");
    z3.global_param_set("sat.random_seed", "7");
    z3.global_param_set("smt.relevancy", "0");
    z3.global_param_set("smt.arith.solver", "2");
    Z3_config config = z3.mk_config();
    worker->context = z3.mk_context(config);
    z3.del_config(config);
    z3.set_error_handler(worker->context, ignore_error);
    worker->solver = z3.mk_simple_solver(worker->context);
    z3.solver_inc_ref(worker->context, worker->solver);
    worker->bool_sort = z3.mk_bool_sort(worker->context);
    worker->int_sort = z3.mk_int_sort(worker->context);
}

_Noreturn void worker_run(int fd_in, int fd_out)
{
    struct worker worker = {.in = fd_in, .out = fd_out, .arena = arena_create()};
    worker.terms = arena_alloc(worker.arena, sizeof *worker.terms);
    worker.terms->arena = worker.arena;
    start_z3(&worker);
    for (;;) {
        switch ((enum worker_message)read_word(&worker)) {
        case WORKER_TERM:
            take_term(&worker);
            break;
        case WORKER_LAW:
            take_law(&worker);
            break;
        case WORKER_ASK:
            take_question(&worker);
            break;
        }
    }
}

#endif

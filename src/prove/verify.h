/* SPDX-License-Identifier: Apache-2.0 */
/* Verify: what holds of all cases of a ruleset, decided: each finding is a diagnostic with its place, the
   smallest case that shows it, and how to mend or accept it.

   Cases are complete, valid and in scope, and their date is one of those on which the ruleset is in force.
   What the limit leaves open is counted apart: it is neither clean nor a finding. */
#ifndef LIMEN_PROVE_VERIFY_H
#define LIMEN_PROVE_VERIFY_H

#include "base/cache.h"
#include "meaning/library.h"
#include "prove/prover.h"
#include "prove/witness.h"

/* What tells one finding from another, of the same text. */
struct verify_key {
    enum diagnostic_code code;
    struct span span;
    const char *message;
};

struct verification {
    struct compilation *compilation; /* findings go to its diagnostics */
    struct arena *arena;
    struct program *program;
    const struct plan *plan;
    struct world *world;
    struct prover *prover;
    struct encoding *encoding;
    const struct plan **older; /* by plan->claims: of `never lower than`; NULL: it could not be read */
    term counts;       /* the case is valid and in scope */
    unsigned limit;    /* milliseconds for one question */
    size_t said_before; /* of the diagnostics: warnings of older versions, which are no findings */
    size_t findings;   /* reported */
    size_t accepted;   /* not reported: the ruleset accepts them */
    struct { VECTOR_OF(struct verify_key); } found; /* what was found, accepted or not */
    const size_t *shown_by; /* by fact: 1 + the answer that a case showed it to matter to; 0: none */
    bool *never_matters;   /* by fact: proved */
    struct reading *others; /* by fact: a value that it may have instead; NO_TERM: not yet */
    const struct verification *stated; /* where a parameter is tried at a bound: what was found without,
                                          and nothing is accepted; else NULL */
    const char *subject; /* what is asked about now: "rule `r`" */
    struct { VECTOR_OF(const char *); } undecided; /* subjects of questions that the limit left open */
    bool was_cut_short; /* the limit ended some search: with more time, cases might be smaller */
    size_t examples;   /* cases written so far: they number their names */
    bool *accept_used; /* by program->accepts */
    const char *fault; /* an internal error: the interpreter does not give what the solver says; or NULL */
};

/* PROGRAM has no errors. LIMIT: milliseconds for one question. CACHE, or NULL: where what was found before
   is looked up, and kept. False: Z3 can't be had, and RET_WHY says why. What is found lives in the arena of
   COMPILATION. */
bool verify_ruleset(struct verification *ret, struct compilation *compilation,
                    struct program *program, unsigned limit, const struct cache *cache,
                    const char **ret_why);

/* --- shared by the verify*.c files alone */

/* What the next questions are about. */
void verify_turn_to(struct verification *verification, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A finding about ENTITY at SPAN; NULL: the ruleset accepts it. */
struct diagnostic *verify_report(struct verification *verification, enum diagnostic_code code,
                                 const struct entity *entity, struct span span, const char *format,
                                 ...) __attribute__((format(printf, 5, 6)));
/* The case that the prover found last, for the ruleset of ENCODING; NULL: an internal error, noted. */
const struct witness *verify_witness(struct verification *verification,
                                     const struct encoding *encoding);
/* Shows the case that the prover found last with SAID, unless SAID is NULL. */
const struct witness *verify_show(struct verification *verification, struct diagnostic *said);
/* What is asked about is not decided. */
void verify_leave_open(struct verification *verification);
/* Whether some case makes all WANTED hold; an open question is counted. */
bool verify_finds(struct verification *verification, const term *wanted, size_t count);
/* The same of the smallest case. */
bool verify_finds_smallest(struct verification *verification, const term *wanted, size_t count);
/* No case makes WANTED hold: proved. */
bool verify_excludes(struct verification *verification, const term *wanted, size_t count);

void verify_claims(struct verification *verification);
void verify_rules(struct verification *verification);
void verify_rows(struct verification *verification);
void verify_facts(struct verification *verification);
void verify_open(struct verification *verification);
void verify_parameters(struct verification *verification);
/* All of the above but the parameters, if there are any cases. */
void verify_all(struct verification *verification);

/* NODE, of each member, may come to something for another than the one that the case is about. */
bool verify_asks_of_others(const struct verification *verification, node_id node);
/* Of these the first is there. */
term verify_other_there(const struct verification *verification);

/* By node: whether it may raise the level where it is more (1), or lower it (2), or both. */
#define VERIFY_BOTH_SIGNS 3u
const unsigned *verify_signs(struct verification *verification);

/* --- lift.c: what each rule does to the level */

/* The level is RANK or more by ROOT, a rule that is no exception, and its exceptions, leaving out WITHOUT
   (or NULL). */
term lift_of(const struct encoding *encoding, const struct rule *root, size_t rank,
             const struct rule *without);

#endif

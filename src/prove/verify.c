/* SPDX-License-Identifier: Apache-2.0 */
/* The order of the checks, findings and what accepts them. */
#include "prove/verify.h"

#include <stdarg.h>
#include <string.h>

#include "meaning/summary.h"
#include "prove/age.h"
#include "prove/enough.h"
#include "prove/verdicts.h"

/* ---------------------------------------------------------------------------------------- findings */

/* A rule without a name is called by the item that it is labelled with. */
static bool is_cited(const struct node *accept, const struct entity *entity)
{
    const char *item = node_child_text(accept, NODE_CITE);
    return item && entity->kind == ENTITY_RULE
           && strcmp(((const struct rule *)entity)->label, item) == 0;
}

static bool accepts(const struct statement *accept, const char *code, const struct entity *entity)
{
    const struct node *decl = accept->entity.decl;
    return entity && decl->value.text && strcmp(decl->value.text, code) == 0
           && (decl->name ? decl->name == entity->name : is_cited(decl, entity));
}

static bool is_accepted(struct verification *verification, enum diagnostic_code code,
                        const struct entity *entity)
{
    const struct program *program = verification->program;
    bool accepted = false;
    for (size_t i = 0; i < program->accepts.count && !verification->stated; i++) {
        if (accepts(program->accepts.items[i], diagnostic_code_text(code), entity)) {
            verification->accept_used[i] = accepted = true;
        }
    }
    verification->accepted += accepted;
    return accepted;
}

struct diagnostic *verify_report(struct verification *verification, enum diagnostic_code code,
                                 const struct entity *entity, struct span span, const char *format,
                                 ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vformat(verification->arena, format, arguments);
    va_end(arguments);
    struct verify_key key = {code, span, message};
    vector_push(verification->arena, &verification->found, key);
    if (is_accepted(verification, code, entity)) {
        return NULL;
    }
    verification->findings++;
    return diagnostic_report(verification->compilation->diagnostics, code, span, "%s", message);
}

const struct witness *verify_witness(struct verification *verification,
                                     const struct encoding *encoding)
{
    const char *fault = NULL;
    const char *name = arena_format(verification->arena, "found_%zu", ++verification->examples);
    const struct witness *witness =
        witness_create(verification->prover, encoding, name, &fault);
    if (!witness) {
        verification->fault = fault;
    }
    return witness;
}

const struct witness *verify_show(struct verification *verification, struct diagnostic *said)
{
    if (!said) {
        return NULL;
    }
    const struct witness *witness = verify_witness(verification, verification->encoding);
    if (witness) {
        said->example = witness->example;
    }
    return witness;
}

/* --------------------------------------------------------------------------------------- questions */

void verify_turn_to(struct verification *verification, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    verification->subject = arena_vformat(verification->arena, format, arguments);
    va_end(arguments);
}

/* A subject that is open is named once, however many questions about it are. */
static enum verdict note_verdict(struct verification *verification, enum verdict verdict)
{
    size_t count = verification->undecided.count;
    if (verdict == VERDICT_UNDECIDED
        && (count == 0 || verification->undecided.items[count - 1] != verification->subject)) {
        vector_push(verification->arena, &verification->undecided, verification->subject);
    }
    return verdict;
}

void verify_leave_open(struct verification *verification)
{
    note_verdict(verification, VERDICT_UNDECIDED);
}

bool verify_finds(struct verification *verification, const term *wanted, size_t count)
{
    return note_verdict(verification, prover_ask(verification->prover, wanted, count))
           == VERDICT_SOME;
}

bool verify_finds_smallest(struct verification *verification, const term *wanted, size_t count)
{
    return note_verdict(verification, prover_smallest(verification->prover, wanted, count))
           == VERDICT_SOME;
}

bool verify_excludes(struct verification *verification, const term *wanted, size_t count)
{
    return note_verdict(verification, prover_ask_any(verification->prover, wanted, count))
           == VERDICT_NONE;
}

/* ----------------------------------------------------------------------------------- what is accepted */

static bool is_of_proofs(const struct node *accept)
{
    const char *code = accept->value.text;
    return code && strlen(code) == 4 && code[1] == '8';
}

/* Where something is undecided, what is accepted may still be so. */
static void report_stale_accepts(struct verification *verification)
{
    const struct program *program = verification->program;
    for (size_t i = 0; i < program->accepts.count && verification->undecided.count == 0; i++) {
        const struct node *decl = program->accepts.items[i]->entity.decl;
        if (verification->accept_used[i] || !is_of_proofs(decl)) {
            continue;
        }
        struct diagnostic *said =
            verify_report(verification, W816_ACCEPT_STALE, NULL, decl->span,
                          "`accept %s for %s` accepts nothing", decl->value.text,
                          decl->name ? decl->name : node_child_text(decl, NODE_CITE));
        diagnostic_help(verification->compilation->diagnostics, said,
                        "what it accepted is so no longer: take the line away");
    }
}

/* ------------------------------------------------------------------------------------------- the run */

/* The versions that claims speak of, before anything is encoded: the world must know how all use a date. */
static void load_older(struct verification *verification)
{
    const struct plan *plan = verification->plan;
    struct compilation *compilation = verification->compilation;
    verification->older = arena_alloc(verification->arena,
                                      (plan->claims.count + 1) * sizeof *verification->older);
    for (size_t i = 0; i < plan->claims.count; i++) {
        const struct node *decl = plan->claims.items[i].statement->entity.decl;
        size_t errors = compilation->diagnostics->errors;
        if (decl->kind != NODE_NEVER_LOWER) {
            continue;
        }
        const char *reference = arena_format(verification->arena, "%s@%s",
                                             verification->program->name, decl->value.text);
        const struct program *older = library_load(compilation, reference, INT32_MIN);
        if (compilation->diagnostics->errors > errors) {
            verification->findings++;
        } else {
            verification->older[i] = plan_create(verification->arena, older);
            ages_admit(verification->world, verification->older[i]);
            lists_admit(verification->world, verification->older[i], SIZE_MAX);
            members_admit(verification->world, &verification->older[i], 1);
        }
    }
    verification->said_before = compilation->diagnostics->count;
}

static bool speaks_of_older(const struct program *program)
{
    for (size_t i = 0; i < program->claims.count; i++) {
        if (program->claims.items[i]->entity.decl->kind == NODE_NEVER_LOWER) {
            return true;
        }
    }
    return false;
}

/* Older versions may read lists that this one does not. */
static void cut_summaries(struct program *program)
{
    if (!speaks_of_older(program)) {
        summaries_cut(program);
    }
}

static bool counts_items(const struct plan *plan)
{
    bool counts = false;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        counts = counts || plan_at(plan, id)->op == OP_ITEM_COUNT;
    }
    return counts;
}

/* Parameters will be tried at their bounds: items may be counted up to those. */
static void admit_lists(struct verification *verification)
{
    const struct program *program = verification->program;
    struct { VECTOR_OF(const struct plan *); } plans = {0};
    vector_push(verification->arena, &plans, verification->plan);
    for (size_t i = 0; i < program->parameters.count && counts_items(verification->plan); i++) {
        struct parameter *parameter = program->parameters.items[i];
        int64_t stated = parameter->value;
        const int64_t bounds[] = {parameter->type->low, parameter->type->high};
        for (size_t j = 0; j < 2 && parameter->type->kind == TYPE_NUMBER; j++) {
            parameter->value = bounds[j];
            vector_push(verification->arena, &plans,
                        plan_create_with_claims(verification->arena, program));
        }
        parameter->value = stated;
    }
    lists_admit_either(verification->world, plans.items, plans.count, SIZE_MAX);
    members_admit(verification->world, plans.items, plans.count);
}

static void set_up(struct verification *verification)
{
    const struct program *program = verification->program;
    verification->arena = verification->compilation->arena;
    cut_summaries(verification->program);
    verification->plan = plan_create_with_claims(verification->arena, program);
    verification->world =
        world_create(verification->arena, program->has_from ? program->in_force_from : WORLD_DATE_LOW,
                     program->has_to ? program->in_force_to : WORLD_DATE_HIGH);
    admit_lists(verification);
    verification->accept_used =
        arena_alloc(verification->arena, (program->accepts.count + 1) * sizeof(bool));
    load_older(verification);
}

/* If there are no cases at all, everything else would be true of them. */
static bool has_cases(struct verification *verification)
{
    verify_turn_to(verification, "whether there are cases at all");
    if (!verify_excludes(verification, &verification->counts, 1)) {
        return true;
    }
    const struct program *program = verification->program;
    struct diagnostic *said =
        verify_report(verification, E817_NO_CASE, NULL, program->tree->child->name_span,
                      "there is no case that `%s` could be put to", program->name);
    diagnostic_help(verification->compilation->diagnostics, said,
                    "look at `scope`, `impossible` and `require`: together they leave none");
    return false;
}

void verify_all(struct verification *verification)
{
    verification->encoding = encoding_create(verification->world, verification->plan);
    verification->counts = encoding_counts(verification->encoding);
    if (has_cases(verification)) {
        verify_rules(verification);
        verify_rows(verification);
        verify_claims(verification);
        verify_facts(verification);
    }
}

static bool prove(struct verification *verification, const char **ret_why)
{
    verification->prover = prover_create(verification->arena, verification->world,
                                         verification->limit, ret_why);
    if (!verification->prover) {
        return false;
    }
    verify_all(verification);
    verify_parameters(verification);
    verify_open(verification);
    report_stale_accepts(verification);
    verification->was_cut_short = verification->prover->undecided;
    prover_destroy(verification->prover);
    verification->prover = NULL;
    return true;
}

bool verify_ruleset(struct verification *ret, struct compilation *compilation,
                    struct program *program, unsigned limit, const struct cache *cache,
                    const char **ret_why)
{
    *ret = (struct verification){.compilation = compilation, .program = program, .limit = limit};
    if (!solver_load(ret_why)) {
        return false;
    }
    set_up(ret);
    bool is_sound = compilation->diagnostics->errors == 0;
    struct cache_key key = verdicts_key(ret);
    if (is_sound && verdicts_find(cache, &key, ret)) {
        return true;
    }
    if (!prove(ret, ret_why)) {
        return false;
    }
    if (is_sound && !ret->was_cut_short && !ret->fault) {
        verdicts_keep(cache, &key, ret);
    }
    return true;
}

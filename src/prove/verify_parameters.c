/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters: what would be found if one of them were set to a bound of its type, and its owner may set it
   there. Terms that do not depend on it are the same, so what was asked of them is not asked again. */
#include "prove/verify.h"

#include <string.h>

#include "meaning/names.h"

#define MOST_CHANGES 3 /* that are listed; the others are counted */

static struct diagnostics *sink(struct verification *verification)
{
    return verification->compilation->diagnostics;
}

/* ------------------------------------------------------------------------------ the ruleset at a bound */

/* The same proofs with findings of their own. Nothing is accepted, so that all can be compared. */
static struct verification try_bound(struct verification *verification, struct parameter *parameter,
                                     int64_t bound)
{
    int64_t stated = parameter->value;
    struct verification trial = *verification;
    trial.compilation = arena_alloc(verification->arena, sizeof *trial.compilation);
    *trial.compilation = *verification->compilation;
    trial.compilation->diagnostics =
        diagnostics_create(verification->arena, verification->compilation->sources);
    trial.stated = verification;
    memset(&trial.found, 0, sizeof trial.found);
    memset(&trial.undecided, 0, sizeof trial.undecided);
    parameter->value = bound;
    trial.plan = plan_create_with_claims(verification->arena, verification->program);
    verify_all(&trial);
    parameter->value = stated;
    verification->examples = trial.examples;
    verification->fault = trial.fault;
    return trial;
}

/* ------------------------------------------------------------------------------------- what is other */

static bool is_same(const struct verify_key *a, const struct verify_key *b)
{
    return a->code == b->code && a->span.file == b->span.file && a->span.begin == b->span.begin
           && a->span.end == b->span.end && strcmp(a->message, b->message) == 0;
}

static bool has_key(const struct verification *verification, const struct verify_key *key)
{
    for (size_t i = 0; i < verification->found.count; i++) {
        if (is_same(&verification->found.items[i], key)) {
            return true;
        }
    }
    return false;
}

struct changes {
    struct text text; /* the first few, a line each */
    size_t count;
};

static void add_changes(struct changes *changes, const char *how, const struct verification *in,
                        const struct verification *not_in)
{
    for (size_t i = 0; i < in->found.count; i++) {
        const struct verify_key *key = &in->found.items[i];
        bool is_other = key->code != W814_BOUND_CHANGES && !has_key(not_in, key);
        if (is_other && changes->count++ < MOST_CHANGES) {
            text_format(&changes->text, "%s%s: %s (%s)", changes->count > 1 ? "\n" : "", how,
                        key->message, diagnostic_code_text(key->code));
        }
    }
}

/* The case that shows the first of the new findings that has one. */
static const char *new_example(const struct verification *verification,
                               const struct verification *trial)
{
    const struct diagnostics *diagnostics = trial->compilation->diagnostics;
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *said = diagnostics->items[i];
        struct verify_key key = {said->code, said->labels[0].span, said->message};
        if (said->example && !has_key(verification, &key)) {
            return said->example;
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------- findings */

static void report_changes(struct verification *verification, const struct verification *trial,
                           const struct parameter *parameter, const char *bound,
                           const struct changes *changes)
{
    const struct entity *entity = &parameter->entity;
    struct diagnostic *said =
        verify_report(verification, W814_BOUND_CHANGES, entity, entity_span(entity),
                      "with `%s` at its bound %s, other things are found", entity->name, bound);
    if (!said) {
        return;
    }
    diagnostic_note(sink(verification), said, "%s", text_string(&changes->text));
    if (changes->count > MOST_CHANGES) {
        diagnostic_note(sink(verification), said, "and %zu more", changes->count - MOST_CHANGES);
    }
    said->example = new_example(verification, trial);
    if (said->example) {
        diagnostic_note(sink(verification), said, "the case comes out so with `%s` = %s",
                        entity->name, bound);
    }
    diagnostic_help(sink(verification), said,
                    "narrow the bounds to what makes sense; or `accept W814 for %s \"why\"`, if the "
                    "value will not be moved there", entity->name);
}

static const char *write_bound(struct verification *verification, const struct parameter *parameter,
                               int64_t bound)
{
    struct text text = {0};
    value_write(&text, parameter->type, bound);
    const char *words = arena_copy(verification->arena, text_string(&text), text.length);
    text_clear(&text);
    return words;
}

static void check_bound(struct verification *verification, struct parameter *parameter, int64_t bound)
{
    const char *words = write_bound(verification, parameter, bound);
    if (bound == parameter->value || verification->fault) {
        return;
    }
    struct verification trial = try_bound(verification, parameter, bound);
    for (size_t i = 0; i < trial.undecided.count; i++) {
        vector_push(verification->arena, &verification->undecided,
                    arena_format(verification->arena, "%s, with parameter `%s` at %s",
                                 trial.undecided.items[i], parameter->entity.name, words));
    }
    struct changes changes = {0};
    add_changes(&changes, "new", &trial, verification);
    add_changes(&changes, "no longer", verification, &trial);
    if (changes.count > 0 && trial.undecided.count == 0) {
        report_changes(verification, &trial, parameter, words, &changes);
    }
    text_clear(&changes.text);
}

void verify_parameters(struct verification *verification)
{
    const struct program *program = verification->program;
    for (size_t i = 0; i < program->parameters.count && verification->undecided.count == 0; i++) {
        struct parameter *parameter = program->parameters.items[i];
        if (parameter->type->kind == TYPE_NUMBER) {
            check_bound(verification, parameter, parameter->type->low);
            check_bound(verification, parameter, parameter->type->high);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The public face of the library: it joins the layers into load, evaluate, answer, and owns the arenas
   that they work in. A ruleset's arena is only read after loading; each answer has one of its own. */
#include "limen_ruleset.h"

#include <stdlib.h>
#include <string.h>

#include "answer/household.h"
#include "base/arena.h"
#include "base/text.h"
#include "case/reader.h"
#include "engine/engine.h"

struct limen_answer {
    struct arena *arena;
    const struct answer *answer;              /* of a case of one */
    const struct household_answer *household; /* of several; neither: refused */
    struct text json, page;
};

const char *limen_version(void)
{
    return PACKAGE_VERSION;
}

static char *messages_of(struct compilation *compilation)
{
    struct diagnostics *diagnostics = compilation->diagnostics;
    if (diagnostics->count == 0)
        return NULL;
    struct text text = {0};
    diagnostics_sort(diagnostics);
    diagnostics_write_text(&text, diagnostics, false);
    return text.data;
}

static void collect_facts(struct limen_ruleset *ruleset)
{
    const struct program *program = ruleset->program;
    for (size_t i = 0; i < program->facts.count; i++)
        if (ruleset->plan->facts[i] != NO_NODE || program->facts.items[i]->is_read)
            vector_push(ruleset->compilation->arena, &ruleset->facts, program->facts.items[i]);
}

/* Takes over MADE, which may have errors. */
static struct limen_ruleset *ruleset_of(struct ruleset made, char **ret_messages)
{
    struct compilation *compilation = made.compilation;
    if (compilation->diagnostics->errors == 0 && !made.plan)
        diagnostic_report(compilation->diagnostics, E701_NO_RULESET, made.program->tree->span,
                          "this file holds no ruleset");
    if (ret_messages)
        *ret_messages = messages_of(compilation);
    if (!made.plan) {
        compilation_destroy(compilation);
        return NULL;
    }
    struct limen_ruleset *ruleset = arena_alloc(compilation->arena, sizeof *ruleset);
    ruleset->compilation = compilation;
    ruleset->program = made.program;
    ruleset->plan = made.plan;
    collect_facts(ruleset);
    return ruleset;
}

struct limen_ruleset *limen_load(const char *reference, const char *library, char **ret_messages)
{
    return ruleset_of(ruleset_create(NULL, library, reference, INT32_MIN), ret_messages);
}

struct limen_ruleset *limen_load_cached(const char *reference, const char *library,
                                        const char *cache, char **ret_messages)
{
    struct arena *arena = arena_create();
    struct ruleset made =
        ruleset_create(cache_open(arena, cache), library, reference, INT32_MIN);
    arena_destroy(arena);
    return ruleset_of(made, ret_messages);
}

struct limen_ruleset *limen_load_text(const char *path, const char *bytes, size_t length,
                                      const char *library, char **ret_messages)
{
    return ruleset_of(ruleset_create_from(library, path, bytes, length), ret_messages);
}

void limen_ruleset_free(struct limen_ruleset *ruleset)
{
    if (ruleset)
        compilation_destroy(ruleset->compilation);
}

void limen_text_free(char *text)
{
    free(text);
}

const char *limen_ruleset_name(const struct limen_ruleset *ruleset)
{
    return ruleset->program->name;
}

const char *limen_ruleset_version(const struct limen_ruleset *ruleset)
{
    return ruleset->program->version;
}

const char *limen_ruleset_hash(const struct limen_ruleset *ruleset)
{
    return ruleset->program->hash;
}

size_t limen_fact_count(const struct limen_ruleset *ruleset)
{
    return ruleset->facts.count;
}

const char *limen_fact_name(const struct limen_ruleset *ruleset, size_t index)
{
    return index < ruleset->facts.count ? ruleset->facts.items[index]->entity.name : NULL;
}

const char *limen_fact_text(const struct limen_ruleset *ruleset, size_t index)
{
    return index < ruleset->facts.count ? ruleset->facts.items[index]->entity.title : NULL;
}

const char *limen_level_label(const struct limen_ruleset *ruleset, size_t rank)
{
    const struct program *program = ruleset->program;
    return rank < program->levels.count ? program->levels.items[rank]->label : NULL;
}

/* The reader wants padding behind the text. */
static char *padded(struct arena *arena, const char *json, size_t length)
{
    char *bytes = arena_alloc(arena, length + READER_PADDING);
    if (length > 0)
        memcpy(bytes, json, length);
    return bytes;
}

static void answer_household(struct limen_answer *answer, const struct plan *plan,
                             struct case_result *result)
{
    struct family *family =
        interpreter_evaluate_household(answer->arena, plan, result->limen_case);
    if (family->members[0]->refused)
        household_refuse(answer->arena, result->limen_case, family, result);
    else
        answer->household =
            household_answer_create(answer->arena, result->limen_case, family, NULL);
}

/* Where neither answer is there, RESULT says why the case is refused. */
static void answer_case(struct limen_answer *answer, const struct plan *plan,
                        struct case_result *result)
{
    if (!result->limen_case)
        return;
    if (case_is_household(result->limen_case)) {
        answer_household(answer, plan, result);
        return;
    }
    const struct evaluation *evaluation =
        interpreter_evaluate(answer->arena, plan, result->limen_case);
    if (evaluation->refused)
        answer_refuse(answer->arena, evaluation, result);
    else
        answer->answer = answer_create(answer->arena, evaluation);
}

struct limen_answer *limen_evaluate(const struct limen_ruleset *ruleset, const char *json,
                                    size_t length)
{
    struct arena *arena = arena_create();
    struct limen_answer *answer = arena_alloc(arena, sizeof *answer);
    struct case_reader *reader =
        case_reader_create(arena, ruleset->program, padded(arena, json, length), length);
    struct case_result result = {0};
    answer->arena = arena;
    if (case_reader_next(reader, arena, &result)) {
        answer_case(answer, ruleset->plan, &result);
    } else {
        struct case_error *error = vector_add(arena, &result.errors);
        *error = (struct case_error){E601_CASE_SYNTAX, "there is no case in this text", NULL, 1, 1};
    }
    if (answer->answer)
        answer_write_json(&answer->json, answer->answer);
    else if (answer->household)
        household_write_json(&answer->json, answer->household);
    else
        refusal_write_errors_json(&answer->json, &result);
    case_reader_destroy(reader);
    return answer;
}

void limen_answer_free(struct limen_answer *answer)
{
    if (!answer)
        return;
    text_clear(&answer->json);
    text_clear(&answer->page);
    arena_destroy(answer->arena);
}

bool limen_answer_refused(const struct limen_answer *answer)
{
    return !answer->answer && !answer->household;
}

enum limen_scope limen_answer_scope(const struct limen_answer *answer)
{
    static const enum limen_scope scopes[] = {[SCOPE_IN] = LIMEN_IN_SCOPE,
                                              [SCOPE_OUT] = LIMEN_OUT_OF_SCOPE,
                                              [SCOPE_PERHAPS] = LIMEN_PERHAPS_IN_SCOPE};
    return answer->answer      ? scopes[answer->answer->scope]
           : answer->household ? scopes[answer->household->level.scope]
                               : LIMEN_OUT_OF_SCOPE;
}

static struct member_level level_of(const struct limen_answer *answer, bool *ret_exact)
{
    const struct answer *one = answer->answer;
    if (!one && !answer->household)
        return (struct member_level){.has_level = false};
    *ret_exact = one ? one->exact : answer->household->exact;
    return one ? (struct member_level){one->scope, one->has_level, one->at_least, one->at_most}
               : answer->household->level;
}

bool limen_answer_level(const struct limen_answer *answer, size_t *ret_at_least,
                        size_t *ret_at_most, bool *ret_exact)
{
    bool exact = false;
    struct member_level level = level_of(answer, &exact);
    if (!level.has_level)
        return false;
    if (ret_at_least)
        *ret_at_least = level.at_least;
    if (ret_at_most)
        *ret_at_most = level.at_most;
    if (ret_exact)
        *ret_exact = exact;
    return true;
}

const char *limen_answer_json(const struct limen_answer *answer)
{
    return text_string(&answer->json);
}

const char *limen_answer_text(struct limen_answer *answer, size_t width)
{
    if (limen_answer_refused(answer))
        return NULL;
    text_clear(&answer->page);
    if (answer->household)
        household_write_pages(&answer->page, answer->household, width, false);
    else
        answer_write_text(&answer->page, answer->answer, width, false);
    return text_string(&answer->page);
}

/* --- what cases say ---------------------------------------------------------------------------- */

enum limen_kind limen_kind_of(const struct type *type)
{
    switch (type->kind) {
    case TYPE_YES_NO:
        return LIMEN_YES_NO;
    case TYPE_CHOICE:
        return LIMEN_CHOICE;
    case TYPE_DATE:
        return LIMEN_DATE;
    case TYPE_LEVEL:
        return LIMEN_LEVEL;
    case TYPE_EVENT:
        return LIMEN_EVENT;
    case TYPE_LIST:
        return LIMEN_LIST;
    default:
        return LIMEN_NUMBER;
    }
}

static void describe(const struct fact *fact, struct limen_fact *ret_fact)
{
    const struct type *type = fact->type;
    *ret_fact = (struct limen_fact){.name = fact->entity.name, .text = fact->entity.title,
                                    .kind = limen_kind_of(type), .or_none = type->or_none,
                                    .unit = unit_word(type->unit), .decimals = type->scale,
                                    .low = type->kind == TYPE_LIST ? 0 : type->low,
                                    .high = type->high,
                                    .value_count = type->choice ? type->choice->count : 0,
                                    .field_count = fact->fields.count};
}

static const char *value_name(const struct fact *fact, size_t value)
{
    const struct choice *choice = fact ? fact->type->choice : NULL;
    return choice && value < choice->count ? choice->values[value].name : NULL;
}

const struct fact *limen_find_fact(const struct limen_ruleset *ruleset, size_t index)
{
    return index < ruleset->facts.count ? ruleset->facts.items[index] : NULL;
}

static const struct fact *find_field(const struct limen_ruleset *ruleset, size_t index, size_t field)
{
    const struct fact *list = limen_find_fact(ruleset, index);
    return list && field < list->fields.count ? list->fields.items[field] : NULL;
}

bool limen_fact_describe(const struct limen_ruleset *ruleset, size_t index,
                         struct limen_fact *ret_fact)
{
    const struct fact *fact = limen_find_fact(ruleset, index);
    if (fact)
        describe(fact, ret_fact);
    return fact != NULL;
}

const char *limen_fact_value(const struct limen_ruleset *ruleset, size_t index, size_t value)
{
    return value_name(limen_find_fact(ruleset, index), value);
}

bool limen_field_describe(const struct limen_ruleset *ruleset, size_t index, size_t field,
                          struct limen_fact *ret_field)
{
    const struct fact *found = find_field(ruleset, index, field);
    if (found)
        describe(found, ret_field);
    return found != NULL;
}

const char *limen_field_value(const struct limen_ruleset *ruleset, size_t index, size_t field,
                              size_t value)
{
    return value_name(find_field(ruleset, index, field), value);
}

size_t limen_rule_count(const struct limen_ruleset *ruleset)
{
    return ruleset->plan->rules.count;
}

const char *limen_rule_name(const struct limen_ruleset *ruleset, size_t index)
{
    return index < ruleset->plan->rules.count ? ruleset->plan->rules.items[index].rule->label : NULL;
}

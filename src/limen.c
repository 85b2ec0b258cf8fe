/* SPDX-License-Identifier: Apache-2.0 */
/* The public face of the library: it joins the layers into load, evaluate, answer, and owns the arenas
   that they work in. A ruleset's arena is only read after loading; each answer has one of its own. */
#include "limen.h"

#include <stdlib.h>
#include <string.h>

#include "answer/household.h"
#include "base/arena.h"
#include "base/text.h"
#include "case/borrowed.h"
#include "case/reader.h"
#include "engine/columns.h"
#include "engine/engine.h"
#include "plan/ruleset.h"

struct limen_ruleset {
    struct compilation *compilation;
    const struct program *program;
    const struct plan *plan;
    struct { VECTOR_OF(const struct fact *); } facts; /* those the plan reads */
};

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

/* --- many cases -------------------------------------------------------------------------------- */

struct limen_evaluator {
    const struct limen_ruleset *ruleset;
    struct arena *arena, *of_table;
    const struct plan *plan;
    struct columns *columns;
    struct block *block;
    struct borrowed *borrowed;
};

static enum limen_kind kind_of(const struct type *type)
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

bool limen_fact_describe(const struct limen_ruleset *ruleset, size_t index,
                         struct limen_fact *ret_fact)
{
    if (index >= ruleset->facts.count)
        return false;
    const struct fact *fact = ruleset->facts.items[index];
    const struct type *type = fact->type;
    *ret_fact = (struct limen_fact){.name = fact->entity.name, .text = fact->entity.title,
                                    .kind = kind_of(type), .or_none = type->or_none,
                                    .unit = unit_word(type->unit), .decimals = type->scale,
                                    .low = type->low, .high = type->high,
                                    .value_count = type->choice ? type->choice->count : 0};
    return true;
}

const char *limen_fact_value(const struct limen_ruleset *ruleset, size_t index, size_t value)
{
    const struct choice *choice =
        index < ruleset->facts.count ? ruleset->facts.items[index]->type->choice : NULL;
    return choice && value < choice->count ? choice->values[value].name : NULL;
}

size_t limen_rule_count(const struct limen_ruleset *ruleset)
{
    return ruleset->plan->rules.count;
}

const char *limen_rule_name(const struct limen_ruleset *ruleset, size_t index)
{
    return index < ruleset->plan->rules.count ? ruleset->plan->rules.items[index].rule->label : NULL;
}

static void tell(char **ret_message, struct text *text)
{
    if (ret_message)
        *ret_message = text->data;
    else
        text_clear(text);
}

/* NULL: it can be evaluated from columns that are borrowed. */
static const char *unsuited(const struct plan *plan)
{
    for (size_t i = 0; i < plan->program->facts.count; i++)
        if (plan->program->facts.items[i]->type->kind == TYPE_LIST && plan->program->facts.items[i]->is_read)
            return "it asks about items of lists, which can't be columns";
    return plan->threshold_count > LIMEN_NO_LEVEL ? "it has too many levels" : NULL;
}

struct limen_evaluator *limen_evaluator_create(const struct limen_ruleset *ruleset,
                                               char **ret_reason)
{
    const struct plan *plan = ruleset->plan;
    unsigned wants = WANT_LEVELS | WANT_RULES;
    const char *reason = unsuited(plan);
    struct arena *arena = arena_create();
    const struct sliced *open = reason ? NULL : sliced_create(arena, plan, false, wants, &reason);
    const struct sliced *known = open ? sliced_create(arena, plan, true, wants, &reason) : NULL;
    if (!known) {
        struct text text = {0};
        text_format(&text, "%s %s can't be evaluated from columns, because %s",
                    ruleset->program->name, ruleset->program->version, reason);
        tell(ret_reason, &text);
        arena_destroy(arena);
        return NULL;
    }
    struct limen_evaluator *evaluator = arena_alloc(arena, sizeof *evaluator);
    *evaluator = (struct limen_evaluator){.ruleset = ruleset, .arena = arena, .plan = plan,
                                          .of_table = arena_create()};
    evaluator->columns = columns_create(arena, open, known);
    evaluator->block = columns_block(arena, plan);
    evaluator->borrowed = borrowed_create(arena, evaluator->block);
    return evaluator;
}

void limen_evaluator_free(struct limen_evaluator *evaluator)
{
    if (!evaluator)
        return;
    arena_destroy(evaluator->of_table);
    arena_destroy(evaluator->arena);
}

static bool fail_column(const struct limen_evaluator *evaluator, const struct limen_column *column,
                        const char *what, char **ret_message)
{
    struct text text = {0};
    const char *name = limen_fact_name(evaluator->ruleset, column->fact);
    if (name)
        text_format(&text, "the column of `%s` %s", name, what);
    else
        text_format(&text, "there is no fact %zu", column->fact);
    tell(ret_message, &text);
    return false;
}

static bool has_arrays(const struct limen_column *column, const struct type *type)
{
    switch (kind_of(type)) {
    case LIMEN_YES_NO:
        return column->certain != NULL;
    case LIMEN_CHOICE:
        return column->values != NULL;
    case LIMEN_EVENT:
        return column->first != NULL;
    case LIMEN_LIST:
        return false;
    default:
        return column->low != NULL;
    }
}

/* What is wrong with a column before its cases are looked at; NULL: nothing. */
static const char *fault(const struct limen_evaluator *evaluator, const struct limen_table *table,
                         size_t index)
{
    const struct limen_column *column = &table->columns[index];
    if (column->fact >= evaluator->ruleset->facts.count)
        return "";
    for (size_t i = 0; i < index; i++)
        if (table->columns[i].fact == column->fact)
            return "is there twice";
    return has_arrays(column, evaluator->ruleset->facts.items[column->fact]->type)
               ? NULL
               : "lacks what its kind of fact needs";
}

static bool borrow(const struct limen_evaluator *evaluator, const struct limen_table *table,
                   struct borrowed_column *to, char **ret_message)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const struct limen_column *from = &table->columns[i];
        const char *wrong = fault(evaluator, table, i);
        if (wrong)
            return fail_column(evaluator, from, wrong, ret_message);
        to[i] = (struct borrowed_column){
            evaluator->ruleset->facts.items[from->fact], from->certain, from->possible, from->low,
            from->high, from->values, from->none, from->some, from->first, from->dates, from->complete};
    }
    return true;
}

/* COUNT cases from FROM on. */
struct piece {
    size_t from, count, words; /* of a plane of the whole table */
};

static void put_plane(const struct piece *piece, uint64_t *to, const uint64_t *from)
{
    memcpy(to + piece->from / 64, from, (piece->count + 63) / 64 * sizeof *from);
}

static void put_rules(const struct limen_evaluator *evaluator, const struct piece *piece,
                      const struct limen_results *results)
{
    static const uint64_t nowhere[BLOCK_WORDS];
    for (size_t i = 0; i < evaluator->plan->rules.count; i++) {
        const struct plan_rule *rule = &evaluator->plan->rules.items[i];
        const uint64_t *certain = nowhere, *possible = nowhere;
        if (rule->rule->concludes)
            columns_yes_no(evaluator->columns, rule->status, &certain, &possible);
        if (results->rules_certain)
            put_plane(piece, results->rules_certain + i * piece->words, certain);
        if (results->rules_possible)
            put_plane(piece, results->rules_possible + i * piece->words, possible);
    }
}

/* Puts RANK where FROM has a bit and there is a level. */
static void put_rank(const struct piece *piece, uint8_t *levels, const uint64_t *from, uint8_t rank)
{
    for (size_t lane = 0; lane < piece->count; lane += 64) {
        for (uint64_t bits = from[lane / 64]; bits; bits &= bits - 1) {
            size_t at = lane + (size_t)__builtin_ctzll(bits);
            if (at < piece->count && levels[at] != LIMEN_NO_LEVEL)
                levels[at] = rank;
        }
    }
}

static void put_levels(const struct limen_evaluator *evaluator, const struct piece *piece,
                       uint8_t *all, bool most)
{
    const struct plan *plan = evaluator->plan;
    const uint64_t *refused =
        columns_plane(evaluator->columns, columns_refusal(evaluator->columns));
    const uint64_t *certain = NULL, *possible = NULL;
    uint8_t *levels = all + piece->from;
    if (plan->scope != NO_NODE && plan->threshold_count > 0)
        columns_yes_no(evaluator->columns, plan->scope, &certain, &possible);
    for (size_t i = 0; i < piece->count; i++) {
        uint64_t none = refused[i / 64] | (possible ? ~possible[i / 64] : 0);
        levels[i] = plan->threshold_count == 0 || none >> (i % 64) & 1 ? LIMEN_NO_LEVEL : 0;
    }
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        columns_yes_no(evaluator->columns, plan->thresholds[rank], &certain, &possible);
        put_rank(piece, levels, most ? possible : certain, (uint8_t)rank);
    }
}

static void put_results(const struct limen_evaluator *evaluator, const struct piece *piece,
                        const struct limen_results *results)
{
    if (results->at_least)
        put_levels(evaluator, piece, results->at_least, false);
    if (results->at_most)
        put_levels(evaluator, piece, results->at_most, true);
    if (results->refused)
        put_plane(piece, results->refused,
                  columns_plane(evaluator->columns, columns_refusal(evaluator->columns)));
    if (results->rules_certain || results->rules_possible)
        put_rules(evaluator, piece, results);
}

static bool fail_case(const struct borrowed_error *error, char **ret_message)
{
    struct text text = {0};
    text_format(&text, "%s of case %zu: %s", error->fact ? error->fact->entity.name : "the date",
                error->at, error->message);
    tell(ret_message, &text);
    return false;
}

bool limen_evaluator_run(struct limen_evaluator *evaluator, const struct limen_table *table,
                         const struct limen_results *results, char **ret_message)
{
    arena_reset(evaluator->of_table);
    struct borrowed_column *columns =
        arena_alloc(evaluator->of_table, table->column_count * sizeof *columns);
    struct borrowed_table borrowed = {table->count, table->dates, columns, table->column_count};
    struct block_defaults defaults = {.authority = -1, .close_all = table->otherwise_no};
    if (!borrow(evaluator, table, columns, ret_message))
        return false;
    borrowed_start(evaluator->borrowed, &borrowed, &defaults);
    for (size_t from = 0; from < table->count; from += BLOCK_CASES) {
        struct borrowed_error error;
        if (!borrowed_take(evaluator->borrowed, from, &error))
            return fail_case(&error, ret_message);
        columns_run(evaluator->columns, evaluator->block);
        struct piece piece = {from, evaluator->block->count, LIMEN_WORDS(table->count)};
        put_results(evaluator, &piece, results);
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Many cases at once: what the public face of the library does with tables. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "case/borrowed.h"
#include "engine/columns.h"
#include "limen_ruleset.h"

struct limen_evaluator {
    const struct limen_ruleset *ruleset;
    struct arena *arena, *of_table;
    const struct plan *plan;
    struct columns *columns;
    struct block *block;
    struct borrowed *borrowed;
};

static void tell(char **ret_message, struct text *text)
{
    if (ret_message)
        *ret_message = text->data;
    else
        text_clear(text);
}

struct limen_evaluator *limen_evaluator_create(const struct limen_ruleset *ruleset,
                                               char **ret_reason)
{
    const struct plan *plan = ruleset->plan;
    unsigned wants = WANT_LEVELS | WANT_RULES;
    const char *reason = plan->threshold_count > LIMEN_NO_LEVEL ? "it has too many levels" : NULL;
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

/* FACT NULL: there is no fact, or LIST has no field, of this INDEX. */
static bool fail_column(const struct fact *list, const struct fact *fact, size_t index,
                        const char *what, char **ret_message)
{
    struct text text = {0};
    if (!fact)
        text_format(&text, "there is no %s %zu", list ? "field" : "fact", index);
    else if (list)
        text_format(&text, "the column of `%s` of `%s` %s", fact->entity.name, list->entity.name, what);
    else
        text_format(&text, "the column of `%s` %s", fact->entity.name, what);
    tell(ret_message, &text);
    return false;
}

static bool has_arrays(const struct limen_column *column, const struct type *type)
{
    switch (limen_kind_of(type)) {
    case LIMEN_YES_NO:
        return column->certain != NULL;
    case LIMEN_CHOICE:
        return column->values != NULL;
    case LIMEN_EVENT:
    case LIMEN_LIST:
        return column->first != NULL;
    default:
        return column->low != NULL;
    }
}

/* Columns of facts or, with LIST, of its fields. */
struct columns_given {
    const struct limen_column *columns;
    size_t count;
    const struct fact *list;
};

/* What is wrong with a column of FACT before its cases are looked at; NULL: nothing. */
static const char *fault(const struct columns_given *given, size_t index, const struct fact *fact)
{
    for (size_t i = 0; i < index; i++)
        if (given->columns[i].fact == given->columns[index].fact)
            return "is there twice";
    return has_arrays(&given->columns[index], fact->type) ? NULL
                                                           : "lacks what its kind of fact needs";
}

/* NULL: there is a mistake. */
static struct borrowed_column *borrow(const struct limen_evaluator *evaluator,
                                      const struct columns_given *given, char **ret_message)
{
    struct borrowed_column *to = arena_alloc(evaluator->of_table, (given->count + 1) * sizeof *to);
    for (size_t i = 0; i < given->count; i++) {
        const struct limen_column *from = &given->columns[i];
        const struct fact *list = given->list;
        const struct fact *fact = !list ? limen_find_fact(evaluator->ruleset, from->fact)
                                  : from->fact < list->fields.count ? list->fields.items[from->fact]
                                                                    : NULL;
        const char *wrong = fact ? fault(given, i, fact) : "";
        if (wrong) {
            fail_column(list, fact, from->fact, wrong, ret_message);
            return NULL;
        }
        to[i] = (struct borrowed_column){
            fact, from->certain, from->possible, from->low, from->high, from->values, from->none,
            from->some, from->first, from->dates, from->complete, NULL, from->field_count};
        struct columns_given fields = {from->fields, from->field_count, fact};
        if (fact->type->kind == TYPE_LIST && !(to[i].fields = borrow(evaluator, &fields, ret_message)))
            return NULL;
    }
    return to;
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
    const char *name = error->fact ? error->fact->entity.name : "the date";
    if (error->field)
        text_format(&text, "%s of %s %zu of case %zu: %s", error->field->entity.name, name, error->item,
                    error->at, error->message);
    else
        text_format(&text, "%s of case %zu: %s", name, error->at, error->message);
    tell(ret_message, &text);
    return false;
}

bool limen_evaluator_run(struct limen_evaluator *evaluator, const struct limen_table *table,
                         const struct limen_results *results, char **ret_message)
{
    arena_reset(evaluator->of_table);
    struct columns_given given = {table->columns, table->column_count, NULL};
    struct borrowed_column *columns = borrow(evaluator, &given, ret_message);
    struct borrowed_table borrowed = {table->count, table->dates, columns, table->column_count};
    struct block_defaults defaults = {.authority = -1, .close_all = table->otherwise_no};
    if (!columns)
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

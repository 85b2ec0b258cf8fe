/* SPDX-License-Identifier: Apache-2.0 */
/* liblimen: evaluates cases against threshold guidance written in the Limen language.

   A program loads a ruleset once, puts cases to it, and reads an answer of each:

       char *messages;
       struct limen_ruleset *ruleset = limen_load("stoke_on_trent@2018-12", NULL, &messages);
       struct limen_answer *answer = limen_evaluate(ruleset, json, strlen(json));
       puts(limen_answer_json(answer));
       limen_answer_free(answer);
       limen_ruleset_free(ruleset);

   A loaded ruleset never changes, so many threads may evaluate with one at the same time. Nothing is
   printed and no signal or locale is touched. Strings are UTF-8. When memory runs out, the process is
   ended with one line on standard error: no function returns an error for it. */
#ifndef LIMEN_H
#define LIMEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define LIMEN_API __attribute__((visibility("default")))
#else
#define LIMEN_API
#endif

struct limen_ruleset;
struct limen_answer;

/* The library's version, such as "0.1.0". */
LIMEN_API const char *limen_version(void);

/* Loads and checks a ruleset.

   reference     a file's path, or NAME or NAME@VERSION in the library of rulesets
   library       the library's folder; NULL: $LIMEN_LIBRARY, else the installed one
   ret_messages  receives all diagnostics as text, warnings included, to be given to limen_text_free;
                 NULL when there are none. May itself be NULL.

   Returns NULL if the ruleset has errors; else the caller owns it. */
LIMEN_API struct limen_ruleset *limen_load(const char *reference, const char *library,
                                           char **ret_messages);

/* The same, but a ruleset without errors is kept in a folder between runs, and found there as long as none
   of the files that it was made of has changed: that takes a tenth of the time. What is loaded and what is
   said of it are the same. limen_load never writes anything.

   cache         the folder, which is made where it is missing; NULL: the one of the user that the program
                 `limen` has, or none where LIMEN_CACHE is "off". Where it can't be used, as when others may
                 write to it, the ruleset is made of its files. */
LIMEN_API struct limen_ruleset *limen_load_cached(const char *reference, const char *library,
                                                  const char *cache, char **ret_messages);

/* The same as limen_load for a text in memory; PATH is what messages call it. BYTES is copied. */
LIMEN_API struct limen_ruleset *limen_load_text(const char *path, const char *bytes, size_t length,
                                                const char *library, char **ret_messages);

LIMEN_API void limen_ruleset_free(struct limen_ruleset *ruleset);
LIMEN_API void limen_text_free(char *text);

/* Strings that live as long as the ruleset. The hash is the hex SHA-256 of its canonical text. */
LIMEN_API const char *limen_ruleset_name(const struct limen_ruleset *ruleset);
LIMEN_API const char *limen_ruleset_version(const struct limen_ruleset *ruleset);
LIMEN_API const char *limen_ruleset_hash(const struct limen_ruleset *ruleset);

/* The facts that the ruleset reads, by index from 0; NULL past the last. */
LIMEN_API size_t limen_fact_count(const struct limen_ruleset *ruleset);
LIMEN_API const char *limen_fact_name(const struct limen_ruleset *ruleset, size_t index);
LIMEN_API const char *limen_fact_text(const struct limen_ruleset *ruleset, size_t index);

/* The levels by rank, the lowest first: "1", "2a"; NULL past the last. */
LIMEN_API const char *limen_level_label(const struct limen_ruleset *ruleset, size_t rank);

/* Evaluates one case, a JSON object in the form of the manual's page on cases. Never NULL: a case that
   is refused is an answer that says so. Of a household, scope and level are what its members come to
   together: the level is the highest of theirs, and each member's result stands in the JSON. The caller owns
   the answer; it must be freed before its ruleset. */
LIMEN_API struct limen_answer *limen_evaluate(const struct limen_ruleset *ruleset, const char *json,
                                              size_t length);
LIMEN_API void limen_answer_free(struct limen_answer *answer);

/* The case was not valid, and limen_answer_json holds the error: it has neither scope nor level. */
LIMEN_API bool limen_answer_refused(const struct limen_answer *answer);

enum limen_scope { LIMEN_IN_SCOPE, LIMEN_OUT_OF_SCOPE, LIMEN_PERHAPS_IN_SCOPE };
LIMEN_API enum limen_scope limen_answer_scope(const struct limen_answer *answer);

/* The level's range as ranks: for every way to fill in what is not known, the level lies in it, and if
   RET_EXACT is set both ends can be reached. False where there is no level: the case was refused, is out
   of scope, or the ruleset has none. Any of the pointers may be NULL. */
LIMEN_API bool limen_answer_level(const struct limen_answer *answer, size_t *ret_at_least,
                                  size_t *ret_at_most, bool *ret_exact);

/* The whole answer as one JSON object, and as a page for readers wrapped to WIDTH columns. Both live as
   long as the answer; limen_answer_text is NULL for a refused case. */
LIMEN_API const char *limen_answer_json(const struct limen_answer *answer);
LIMEN_API const char *limen_answer_text(struct limen_answer *answer, size_t width);

/* ---- Many cases

   A table of cases is evaluated from columns that the caller owns, up to 2048 cases at a time, by the widest
   vectors the processor has. Columns are read where they lie: only numbers and dates are converted, a
   block at a time. A plane has one bit for each case: bit I % 64 of word I / 64 for case I; what is past
   the last case is not looked at. What is not known stays apart from what is not so, as everywhere:

       yes/no               two planes: certainly so, possibly so. A case that says yes has both bits, one
                            that says no neither; where only the second is set, it is not known
       number, date, level  the lowest and the highest value that it may have
       choice               a plane for each of its values: in which cases it may be that value
       list                 which items are whose, and of each field a column of all items, one after the other

   One evaluator serves one thread at a time; any number of them may work on one ruleset. */

enum limen_kind {
    LIMEN_YES_NO,
    LIMEN_NUMBER, /* value x 10^decimals, in `unit`: 85.5 % is 855 if there is one decimal */
    LIMEN_CHOICE,
    LIMEN_DATE,   /* days since 1970-01-01 */
    LIMEN_LEVEL,  /* rank, 0 the lowest */
    LIMEN_EVENT,  /* a list of dates */
    LIMEN_LIST    /* of items that have fields; an event that has fields is one, too */
};

struct limen_fact {
    const char *name, *text; /* they live as long as the ruleset */
    enum limen_kind kind;
    bool or_none;            /* it may be none */
    const char *unit;        /* number: "years", "%", ...; "" */
    unsigned decimals;       /* number */
    int64_t low, high;       /* number, date, level: the values it may have, inclusive; list: how many items */
    size_t value_count;      /* choice */
    size_t field_count;      /* list */
};

/* What a column of the fact holds. False: there is no fact INDEX. */
LIMEN_API bool limen_fact_describe(const struct limen_ruleset *ruleset, size_t index,
                                   struct limen_fact *ret_fact);
/* The name of a value of a choice, from 0; NULL past the last. */
LIMEN_API const char *limen_fact_value(const struct limen_ruleset *ruleset, size_t index,
                                       size_t value);

/* The same of a field of the items of a list. False, NULL: there is none. */
LIMEN_API bool limen_field_describe(const struct limen_ruleset *ruleset, size_t index, size_t field,
                                    struct limen_fact *ret_field);
LIMEN_API const char *limen_field_value(const struct limen_ruleset *ruleset, size_t index,
                                        size_t field, size_t value);

/* The rules by index from 0; NULL past the last. */
LIMEN_API size_t limen_rule_count(const struct limen_ruleset *ruleset);
LIMEN_API const char *limen_rule_name(const struct limen_ruleset *ruleset, size_t index);

/* What all cases say of one fact; members that its kind has no use for are ignored. Or what all items of a list say
   of one field; then arrays and planes are by item where it says by case. */
struct limen_column {
    size_t fact;                        /* index; of a field, among those of its list */
    const uint64_t *certain, *possible; /* yes/no: planes; POSSIBLE NULL: as CERTAIN, all is known */
    const int64_t *low, *high;          /* number, date, level: by case; HIGH NULL: as LOW */
    const uint64_t *const *values;      /* choice: by value, a plane */
    const uint64_t *none, *some;        /* if it may be none: perhaps none, perhaps a value. NULL: it has a
                                           value */
    const uint32_t *first;              /* event: by case, where its dates begin in DATES; one more for the end
                                           of the last; list: likewise, its items */
    const int32_t *dates;               /* event: days since 1970-01-01, sorted within a case */
    const uint64_t *complete;           /* event, list: a plane, there are no other dates or items; NULL: in no
                                           case */
    const struct limen_column *fields;  /* list: of different fields; one without a column is not known */
    size_t field_count;
};

struct limen_table {
    size_t count;         /* cases */
    const int32_t *dates; /* of the cases: days since 1970-01-01; NULL: they have none */
    const struct limen_column *columns; /* of different facts; one without a column is not known */
    size_t column_count;
    bool otherwise_no;    /* a fact or field without a column is what `"otherwise": "no"` makes of it */
};

#define LIMEN_NO_LEVEL 255
/* Words of a plane of COUNT cases. */
#define LIMEN_WORDS(count) (((count) + 63) / 64)

/* Where results go: memory of the caller's, or NULL for what is not wanted. Bits of planes past the last case
   mean nothing. */
struct limen_results {
    uint8_t *at_least, *at_most; /* by case: ranks, LIMEN_NO_LEVEL where there is no level: it is refused, out of
                                    scope, or the ruleset has none */
    uint64_t *refused; /* a plane: the case contradicts itself or the ruleset; other results of it mean
                          nothing, and limen_evaluate says what is wrong */
    uint64_t *rules_certain, *rules_possible; /* by rule, LIMEN_WORDS(count) words each: where it certainly holds,
                                                 and may hold */
};

struct limen_evaluator;

/* NULL: the ruleset can't be evaluated from columns, and *RET_REASON, to be given to limen_text_free, says
   why; it may itself be NULL. The caller owns the evaluator, which must be freed before its ruleset. */
LIMEN_API struct limen_evaluator *limen_evaluator_create(const struct limen_ruleset *ruleset,
                                                         char **ret_reason);
LIMEN_API void limen_evaluator_free(struct limen_evaluator *evaluator);

/* Evaluates all cases of TABLE into RESULTS. False: a column holds what its fact can't be; *RET_MESSAGE, to be
   given to limen_text_free, names the fact and the first such case, and results mean nothing. */
LIMEN_API bool limen_evaluator_run(struct limen_evaluator *evaluator,
                                   const struct limen_table *table,
                                   const struct limen_results *results, char **ret_message);

#ifdef __cplusplus
}
#endif

#endif

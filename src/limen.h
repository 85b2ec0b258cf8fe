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

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Many cases from the caller's columns, through the public header alone: random tables against the same cases
   as JSON, what is wrong with columns, and several threads on one ruleset and one table. */
#include "unit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../property/random.h"
#include "limen.h"

#define CASES 4133 /* two full blocks, and one that ends in the midst of a word */
#define WORDS LIMEN_WORDS(CASES)
#define THREADS 4
#define RULES 6

static const char small[] =
    "ruleset small 2026-01 \"A small ruleset\"\n"
    "  scope if age < 18 years\n"
    "level 1 \"Universal need\"\n"
    "level 2 \"Additional need\"\n"
    "level 3 \"Complex need\"\n"
    "concern late \"Often late for school\"\n"
    "fact age : 0 to 25 years \"Age\"\n"
    "fact attendance : 0.0 to 100.0 % \"Attendance\" usually 100 % lower is worse\n"
    "scale caring : none < some < main \"Caring\" usually none\n"
    "fact decided : date or none \"Decided\" usually none\n"
    "event missed \"A visit missed\"\n"
    "impossible if late and age < 4 years \"too young for school\"\n"
    "rule r1 if late and attendance < 90.5 % then level 2 [L2/1]\n"
    "rule r2 if caring >= some and not late then level 3 [L3/1]\n"
    "rule r3 if count of missed within 6 months of case_date >= 2 then level 2 [L2/2]\n"
    "rule r4 if decided is none and caring is known then level 2 [L2/3]\n"
    "rule r5 if decided >= 2025-06-01 then level 3 [L3/2]\n"
    "rule r6 if age >= 16 years and missed within 3 months of case_date then level 2 or 3 as judged [L2/4]\n";

/* Columns of all facts, and what they say of each case as JSON. */
struct world {
    struct limen_ruleset *ruleset;
    uint64_t late[2][WORDS], caring[3][WORDS], none[WORDS], some[WORDS], complete[WORDS];
    int64_t age[2][CASES], attendance[2][CASES], decided[2][CASES];
    uint32_t first[CASES + 1];
    int32_t missed[3 * CASES], dates[CASES];
    const uint64_t *caring_values[3];
    struct limen_column columns[6];
    struct limen_table table;
    char *json[CASES];
};

struct found {
    uint8_t at_least[CASES], at_most[CASES];
    uint64_t refused[WORDS], certain[RULES * WORDS], possible[RULES * WORDS];
};

static void set(uint64_t *words, size_t i, bool bit)
{
    words[i / 64] = (words[i / 64] & ~(UINT64_C(1) << (i % 64))) | (uint64_t)bit << (i % 64);
}

static bool get(const uint64_t *words, size_t i)
{
    return words[i / 64] >> (i % 64) & 1;
}

static size_t index_of(const struct limen_ruleset *ruleset, const char *name)
{
    size_t index = 0;
    while (strcmp(limen_fact_name(ruleset, index), name) != 0) {
        index++;
    }
    return index;
}

/* ----------------------------------------------------------------------------------------- random cases */

static void add_late(struct world *world, struct text *text, struct random *random, size_t i)
{
    unsigned what = random_below(random, 3);
    set(world->late[0], i, what == 1);
    set(world->late[1], i, what > 0);
    text_format(text, "\"late\":%s", what == 0 ? "false" : what == 1 ? "true" : "null");
}

static void add_number(struct text *text, struct random *random, const char *name, unsigned decimals,
                       int64_t low, int64_t high, int64_t *ret_low, int64_t *ret_high)
{
    *ret_low = random_between(random, low, high);
    *ret_high = random_once_in(random, 3) ? random_between(random, *ret_low, high) : *ret_low;
    if (random_once_in(random, 4)) {
        *ret_low = low;
        *ret_high = high;
    }
    text_format(text, ",\"%s\":{\"from\":%.*f,\"to\":%.*f}", name, (int)decimals,
                (double)*ret_low / (decimals ? 10 : 1), (int)decimals,
                (double)*ret_high / (decimals ? 10 : 1));
}

static void add_caring(struct world *world, struct text *text, struct random *random, size_t i)
{
    static const char *const names[] = {"none", "some", "main"};
    unsigned members = 1 + random_below(random, 7);
    const char *between = "";
    text_add(text, ",\"caring\":[");
    for (unsigned value = 0; value < 3; value++) {
        set(world->caring[value], i, members >> value & 1);
        if (members >> value & 1) {
            text_format(text, "%s\"%s\"", between, names[value]);
            between = ",";
        }
    }
    text_add(text, "]");
}

/* None, a day, or not known. */
static void add_decided(struct world *world, struct text *text, struct random *random, size_t i)
{
    unsigned what = random_below(random, 3);
    struct limen_fact fact;
    assert_true(limen_fact_describe(world->ruleset, index_of(world->ruleset, "decided"), &fact));
    world->decided[0][i] = what == 1 ? 20240 : what == 2 ? fact.low : fact.high + 1;
    world->decided[1][i] = what == 1 ? 20240 : what == 2 ? fact.high : 0;
    set(world->none, i, what != 1);
    set(world->some, i, what != 0);
    text_format(text, ",\"decided\":%s", what == 0 ? "\"none\"" : what == 1 ? "\"2025-06-01\"" : "null");
}

static void add_missed(struct world *world, struct text *text, struct random *random, size_t i)
{
    static const char *const days[] = {"2025-07-01", "2025-12-31", "2026-01-31"};
    static const int32_t since[] = {20270, 20453, 20484};
    unsigned count = random_below(random, 4);
    bool complete = random_below(random, 2);
    text_format(text, "},\"events\":{\"missed\":{\"complete\":%s,\"dates\":[", complete ? "true" : "false");
    set(world->complete, i, complete);
    world->first[i + 1] = world->first[i];
    for (unsigned day = 0; day < count; day++) {
        world->missed[world->first[i + 1]++] = since[day];
        text_format(text, "%s\"%s\"", day ? "," : "", days[day]);
    }
    text_add(text, "]}}");
}

static void make_case(struct world *world, struct random *random, size_t i)
{
    struct text text = {0};
    text_add(&text, "{\"on\":\"2026-02-01\",\"facts\":{");
    world->dates[i] = 20485;
    add_late(world, &text, random, i);
    add_number(&text, random, "age", 0, 0, 25, &world->age[0][i], &world->age[1][i]);
    add_number(&text, random, "attendance", 1, 0, 1000, &world->attendance[0][i],
               &world->attendance[1][i]);
    add_caring(world, &text, random, i);
    add_decided(world, &text, random, i);
    add_missed(world, &text, random, i);
    text_add(&text, "}");
    world->json[i] = text.data;
}

static void name_columns(struct world *world)
{
    const struct limen_ruleset *ruleset = world->ruleset;
    struct limen_column columns[] = {
        {.fact = index_of(ruleset, "late"), .certain = world->late[0], .possible = world->late[1]},
        {.fact = index_of(ruleset, "age"), .low = world->age[0], .high = world->age[1]},
        {.fact = index_of(ruleset, "attendance"), .low = world->attendance[0],
         .high = world->attendance[1]},
        {.fact = index_of(ruleset, "caring"), .values = world->caring_values},
        {.fact = index_of(ruleset, "decided"), .low = world->decided[0], .high = world->decided[1],
         .none = world->none, .some = world->some},
        {.fact = index_of(ruleset, "missed"), .first = world->first, .dates = world->missed,
         .complete = world->complete}};
    memcpy(world->columns, columns, sizeof columns);
    world->table = (struct limen_table){CASES, world->dates, world->columns, 6, false};
}

static struct world *world_create(void)
{
    struct random random = random_create(1);
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->ruleset = limen_load_text("small.limen", small, strlen(small), NULL, NULL);
    assert_non_null(world->ruleset);
    for (size_t value = 0; value < 3; value++) {
        world->caring_values[value] = world->caring[value];
    }
    for (size_t i = 0; i < CASES; i++) {
        make_case(world, &random, i);
    }
    name_columns(world);
    return world;
}

static void world_free(struct world *world)
{
    for (size_t i = 0; i < CASES; i++) {
        free(world->json[i]);
    }
    limen_ruleset_free(world->ruleset);
    free(world);
}

/* -------------------------------------------------------------------------------------------- comparing */

static struct limen_results results_in(struct found *found)
{
    return (struct limen_results){found->at_least, found->at_most, found->refused, found->certain,
                                  found->possible};
}

static struct found *evaluate(const struct limen_ruleset *ruleset, const struct limen_table *table)
{
    struct found *found = calloc(1, sizeof *found);
    struct limen_results results = results_in(found);
    char *message = NULL;
    struct limen_evaluator *evaluator = limen_evaluator_create(ruleset, &message);
    assert_non_null(found);
    assert_non_null(evaluator);
    /* The second time finds what the first one left. */
    for (int again = 0; again < 2; again++) {
        if (!limen_evaluator_run(evaluator, table, &results, &message)) {
            fail_msg("%s", message);
        }
    }
    limen_evaluator_free(evaluator);
    return found;
}

/* What the JSON of an answer says of a rule: 'y', 'u' or 'n'. */
static char holds(const char *json, const char *rule)
{
    char name[40];
    snprintf(name, sizeof name, "{\"name\":\"%s\",", rule);
    const char *at = strstr(json, name);
    at = at ? strstr(at, "\"holds\":\"") : NULL;
    return at ? at[strlen("\"holds\":\"")] : 'n';
}

static void compare_case(const struct world *world, const struct found *found, const char *json,
                         size_t i)
{
    struct limen_answer *answer = limen_evaluate(world->ruleset, json, strlen(json));
    size_t least = LIMEN_NO_LEVEL, most = LIMEN_NO_LEVEL;
    limen_answer_level(answer, &least, &most, NULL);
    if (limen_answer_refused(answer) != get(found->refused, i) || found->at_least[i] != least
        || found->at_most[i] != most) {
        fail_msg("case %zu: %d to %d for %s\n%s", i, found->at_least[i], found->at_most[i], json,
                 limen_answer_json(answer));
    }
    bool has_rules = !limen_answer_refused(answer) && limen_answer_scope(answer) != LIMEN_OUT_OF_SCOPE;
    for (size_t rule = 0; rule < RULES && has_rules; rule++) {
        char said = holds(limen_answer_json(answer), limen_rule_name(world->ruleset, rule));
        assert_int_equal(get(found->certain + rule * WORDS, i), said == 'y');
        assert_int_equal(get(found->possible + rule * WORDS, i), said != 'n');
    }
    limen_answer_free(answer);
}

static void test_tables_give_what_cases_give(void **state)
{
    struct world *world = world_create();
    struct found *found = evaluate(world->ruleset, &world->table);
    (void)state;
    assert_int_equal(limen_rule_count(world->ruleset), RULES);
    for (size_t i = 0; i < CASES; i++) {
        compare_case(world, found, world->json[i], i);
    }
    free(found);
    world_free(world);
}

/* Facts without a column are open, or closed by `otherwise no`. */
static void test_missing_columns(void **state)
{
    struct world *world = world_create();
    (void)state;
    for (int closed = 0; closed < 2; closed++) {
        struct limen_table table = {CASES, NULL, world->columns, 1, closed};
        struct found *found = evaluate(world->ruleset, &table);
        for (size_t i = 0; i < CASES; i += 97) {
            char json[80];
            snprintf(json, sizeof json, "{\"facts\":{\"late\":%s}%s}",
                     !get(world->late[1], i)  ? "false"
                     : get(world->late[0], i) ? "true" : "null",
                     closed ? ",\"otherwise\":\"no\"" : "");
            compare_case(world, found, json, i);
        }
        free(found);
    }
    world_free(world);
}

/* -------------------------------------------------------------------------------------------- mistakes */

static void expect_message(struct world *world, const struct limen_table *table, const char *wanted)
{
    struct found *found = calloc(1, sizeof *found);
    struct limen_results results = results_in(found);
    struct limen_evaluator *evaluator = limen_evaluator_create(world->ruleset, NULL);
    char *message = NULL;
    assert_false(limen_evaluator_run(evaluator, table, &results, &message));
    assert_string_equal(message, wanted);
    limen_text_free(message);
    assert_false(limen_evaluator_run(evaluator, table, &results, NULL));
    limen_evaluator_free(evaluator);
    free(found);
}

static void test_what_is_wrong_is_named(void **state)
{
    struct world *world = world_create();
    const struct limen_table *table = &world->table;
    (void)state;
    world->age[1][3000] = 26;
    expect_message(world, table, "age of case 3000: outside the bounds of the fact");
    world->age[1][3000] = world->age[0][3000] - 1;
    expect_message(world, table, "age of case 3000: its low end is above its high end");
    world->age[1][3000] = world->age[0][3000];
    set(world->late[0], 4132, true);
    set(world->late[1], 4132, false);
    expect_message(world, table, "late of case 4132: certain, but not possible");
    set(world->late[1], 4132, true);
    for (size_t value = 0; value < 3; value++) {
        set(world->caring[value], 5, false);
    }
    expect_message(world, table, "caring of case 5: none of its values is possible");
    set(world->caring[0], 5, true);
    set(world->none, 6, false);
    set(world->some, 6, false);
    expect_message(world, table, "decided of case 6: neither a value nor none");
    set(world->none, 6, true);
    world->dates[9] = 1000000;
    expect_message(world, table, "the date of case 9: a date before 1900 or after 2199");
    world->dates[9] = 20485;
    world->first[1] = 2;
    world->missed[0] = 20484;
    world->missed[1] = 20270;
    expect_message(world, table, "missed of case 0: its dates are not sorted");
    world->columns[0].fact = 77;
    expect_message(world, table, "there is no fact 77");
    world->columns[0].fact = world->columns[1].fact;
    world->columns[0].low = world->columns[1].low;
    expect_message(world, table, "the column of `age` is there twice");
    world->columns[1].low = NULL;
    world->columns[0] = world->columns[1];
    expect_message(world, table, "the column of `age` lacks what its kind of fact needs");
    world_free(world);
}

/* Each block of a long table is read where it lies, also where one stage is all there is to run, and where planes are
   aligned as words are and no more. */
static void test_blocks_are_read_where_they_lie(void **state)
{
    static const char text[] = "ruleset late 2026-01\nlevel 1\nlevel 2\nconcern late \"Late\"\nif late then level 2\n";
    static uint64_t room[2 * WORDS + 2], *late = room + 1, *perhaps = room + WORDS + 2;
    static uint8_t at_least[CASES], at_most[CASES];
    struct limen_ruleset *ruleset = limen_load_text("l", text, strlen(text), NULL, NULL);
    struct limen_evaluator *evaluator = limen_evaluator_create(ruleset, NULL);
    const struct limen_column column = {.certain = late, .possible = perhaps};
    const struct limen_table table = {.count = CASES, .columns = &column, .column_count = 1};
    const struct limen_results results = {.at_least = at_least, .at_most = at_most};
    (void)state;
    for (size_t i = 0; i < CASES; i++)
        set(late, i, i % 2 == (i / 2048) % 2), set(perhaps, i, i % 3 == 0 || get(late, i));
    assert_true(limen_evaluator_run(evaluator, &table, &results, NULL));
    for (size_t i = 0; i < CASES; i++)
        assert_true(at_least[i] == get(late, i) && at_most[i] == get(perhaps, i));
    limen_evaluator_free(evaluator);
    limen_ruleset_free(ruleset);
}

/* Mistakes in what is said of items name the field, the item and the case. */
static void test_lists_are_columns(void **state)
{
    static const char listed[] = "ruleset listed 2026-01\nlevel 1\nlevel 2\nlevel 3\n"
                                 "list sibling \"Sibling\" at most 2\n"
                                 "  has age : 0 to 25 years\n  has tie : one of weak, strong\n"
                                 "if any sibling where (age < 5 years) then level 2\n"
                                 "if all sibling where (tie = strong) and count of sibling > 0 then level 3\n";
    struct limen_ruleset *ruleset = limen_load_text("l", listed, strlen(listed), NULL, NULL);
    struct limen_evaluator *evaluator = limen_evaluator_create(ruleset, NULL);
    uint32_t first[] = {0, 0, 1, 3};
    int64_t low[] = {3, 4, 9}, high[] = {6, 4, 9};
    const uint64_t weak[] = {2}, strong[] = {5}, complete[] = {5};
    const uint64_t *const ties[] = {weak, strong};
    struct limen_column fields[] = {{.fact = 0, .low = low, .high = high}, {.fact = 1, .values = ties}};
    struct limen_column column = {.first = first, .complete = complete, .fields = fields, .field_count = 2};
    struct limen_table table = {.count = 3, .columns = &column, .column_count = 1};
    uint8_t at_least[3], at_most[3];
    struct limen_results results = {.at_least = at_least, .at_most = at_most};
    struct limen_fact field;
    char *message;
    (void)state;
    assert_true(limen_field_describe(ruleset, 0, 1, &field));
    assert_string_equal(field.name, "tie");
    assert_string_equal(limen_field_value(ruleset, 0, 1, 1), "strong");
    assert_false(limen_field_describe(ruleset, 0, 2, &field));
    assert_true(limen_evaluator_run(evaluator, &table, &results, NULL));
    assert_int_equal(at_least[0], 0);
    assert_int_equal(at_most[0], 0);
    assert_int_equal(at_least[1], 0); /* there may be others */
    assert_int_equal(at_most[1], 2);
    assert_int_equal(at_least[2], 1);
    assert_int_equal(at_most[2], 1);
    low[1] = 5;
    assert_false(limen_evaluator_run(evaluator, &table, &results, &message));
    assert_string_equal(message, "age of sibling 0 of case 2: its low end is above its high end");
    limen_text_free(message);
    first[3] = 4;
    assert_false(limen_evaluator_run(evaluator, &table, &results, &message));
    assert_string_equal(message, "sibling of case 2: more items than the list may have, or fewer than none");
    limen_text_free(message);
    fields[1].fact = 7;
    assert_false(limen_evaluator_run(evaluator, &table, &results, &message));
    assert_string_equal(message, "there is no field 7");
    limen_text_free(message);
    fields[1] = (struct limen_column){.fact = 1};
    assert_false(limen_evaluator_run(evaluator, &table, &results, &message));
    assert_string_equal(message, "the column of `tie` of `sibling` lacks what its kind of fact needs");
    limen_text_free(message);
    limen_evaluator_free(evaluator);
    limen_ruleset_free(ruleset);
}

static void test_facts_are_described(void **state)
{
    struct world *world = world_create();
    struct limen_fact fact;
    (void)state;
    size_t attendance = index_of(world->ruleset, "attendance");
    assert_true(limen_fact_describe(world->ruleset, attendance, &fact));
    assert_int_equal(fact.kind, LIMEN_NUMBER);
    assert_int_equal(fact.decimals, 1);
    assert_int_equal(fact.high, 1000);
    assert_string_equal(fact.unit, "%");
    size_t caring = index_of(world->ruleset, "caring");
    assert_true(limen_fact_describe(world->ruleset, caring, &fact));
    assert_int_equal(fact.kind, LIMEN_CHOICE);
    assert_int_equal(fact.value_count, 3);
    assert_string_equal(limen_fact_value(world->ruleset, caring, 2), "main");
    assert_null(limen_fact_value(world->ruleset, caring, 3));
    assert_null(limen_fact_value(world->ruleset, attendance, 0));
    assert_false(limen_fact_describe(world->ruleset, 100, &fact));
    assert_string_equal(limen_rule_name(world->ruleset, 0), "r1");
    assert_null(limen_rule_name(world->ruleset, RULES));
    world_free(world);
}

/* -------------------------------------------------------------------------------------------- threads */

struct work {
    const struct world *world;
    struct found *found;
};

static void *evaluate_table(void *argument)
{
    struct work *work = argument;
    work->found = evaluate(work->world->ruleset, &work->world->table);
    return NULL;
}

static void test_threads_share_a_ruleset_and_a_table(void **state)
{
    struct world *world = world_create();
    struct found *wanted = evaluate(world->ruleset, &world->table);
    struct work works[THREADS];
    pthread_t threads[THREADS];
    (void)state;
    for (size_t i = 0; i < THREADS; i++) {
        works[i] = (struct work){world, NULL};
        assert_int_equal(pthread_create(&threads[i], NULL, evaluate_table, &works[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_memory_equal(works[i].found->at_least, wanted->at_least, CASES);
        assert_memory_equal(works[i].found->at_most, wanted->at_most, CASES);
        free(works[i].found);
    }
    free(wanted);
    world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables_give_what_cases_give),
        cmocka_unit_test(test_missing_columns),
        cmocka_unit_test(test_what_is_wrong_is_named),
        cmocka_unit_test(test_blocks_are_read_where_they_lie),
        cmocka_unit_test(test_lists_are_columns),
        cmocka_unit_test(test_facts_are_described),
        cmocka_unit_test(test_threads_share_a_ruleset_and_a_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

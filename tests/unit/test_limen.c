/* SPDX-License-Identifier: Apache-2.0 */
/* The public library, through its header alone: loading, cases and answers, threads, and memory over many
   cycles. LIMEN_LIBRARY names the library of rulesets, as `make check` sets it. */
#include "unit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limen.h"

#define CYCLES 10000
#define STOKE_CYCLES 1000
#define GROWTH_PAGES 64 /* what the C library may keep for itself */
#define THREADS 4

static const char small[] = "ruleset small 2026-01 \"A small ruleset\"\n"
                            "  scope if age < 18 years\n"
                            "level 1 \"Universal need\"\n"
                            "level 2a \"Additional need\"\n"
                            "concern late \"Often late for school\"\n"
                            "fact age : 0 to 25 years \"Age\"\n"
                            "fact support : 0 to 4 \"Support so far\" usually 0\n"
                            "impossible if late and age < 4 years \"too young for school\"\n"
                            "rule r if late and support >= 2 then level 2a [L2/1]\n";

static struct limen_ruleset *load(const char *text)
{
    char *messages = NULL;
    struct limen_ruleset *ruleset =
        limen_load_text("small.limen", text, strlen(text), NULL, &messages);
    if (!ruleset) {
        fail_msg("%s", messages);
    }
    limen_text_free(messages);
    return ruleset;
}

static struct limen_answer *put(const struct limen_ruleset *ruleset, const char *json)
{
    return limen_evaluate(ruleset, json, strlen(json));
}

/* --- loading ----------------------------------------------------------------------------------- */

static void test_ruleset(void **state)
{
    struct limen_ruleset *ruleset = load(small);
    (void)state;
    assert_string_equal(limen_ruleset_name(ruleset), "small");
    assert_string_equal(limen_ruleset_version(ruleset), "2026-01");
    assert_int_equal(strlen(limen_ruleset_hash(ruleset)), 64);
    assert_string_equal(limen_level_label(ruleset, 0), "1");
    assert_string_equal(limen_level_label(ruleset, 1), "2a");
    assert_null(limen_level_label(ruleset, 2));
    assert_int_equal(limen_fact_count(ruleset), 3);
    assert_string_equal(limen_fact_name(ruleset, 0), "late");
    assert_string_equal(limen_fact_text(ruleset, 0), "Often late for school");
    assert_null(limen_fact_name(ruleset, 3));
    assert_null(limen_fact_text(ruleset, SIZE_MAX));
    assert_true(strlen(limen_version()) > 0);
    limen_ruleset_free(ruleset);
    limen_ruleset_free(NULL);
}

static void expect_load_error(const char *reference, const char *library, const char *part)
{
    char *messages = NULL;
    assert_null(limen_load(reference, library, &messages));
    assert_non_null(messages);
    if (!strstr(messages, part)) {
        fail_msg("%s\nis not in\n%s", part, messages);
    }
    limen_text_free(messages);
    assert_null(limen_load(reference, library, NULL));
}

static void test_load_errors(void **state)
{
    static const char broken[] = "ruleset broken 2026-01\nlevel 1\nif nobody then level 2\n";
    char *messages = NULL;
    (void)state;
    expect_load_error("nowhere.limen", NULL, "error[E005]");
    expect_load_error("nowhere", NULL, "error[E701]");
    expect_load_error("nowhere", "/nonexistent", "error[E701]");
    expect_load_error("/", NULL, "error");
    assert_null(limen_load_text("broken.limen", broken, strlen(broken), NULL, &messages));
    assert_non_null(strstr(messages, "broken.limen:3:4"));
    limen_text_free(messages);
    assert_null(limen_load_text("empty.limen", "", 0, NULL, NULL));
    assert_null(limen_load_text("binary.limen", "\0\1\2\xff", 4, NULL, NULL));
    assert_null(limen_load_text("calendar.limen", "calendar c \"C\"\n", 15, NULL, &messages));
    assert_non_null(messages);
    limen_text_free(messages);
}

static void test_warnings_are_told(void **state)
{
    static const char idle[] = "ruleset idle 2026-01\nlevel 1\nlevel 2\nconcern a \"A\"\n";
    char *messages = NULL;
    struct limen_ruleset *ruleset = limen_load_text("i", idle, strlen(idle), NULL, &messages);
    (void)state;
    assert_non_null(ruleset);
    assert_non_null(messages);
    assert_non_null(strstr(messages, "warning"));
    limen_text_free(messages);
    limen_ruleset_free(ruleset);
}

/* --- answers ----------------------------------------------------------------------------------- */

static void test_answer(void **state)
{
    struct limen_ruleset *ruleset = load(small);
    size_t low = 9, high = 9;
    bool exact = false;
    (void)state;
    struct limen_answer *answer = put(ruleset, "{\"facts\":{\"age\":7,\"late\":true}}");
    assert_false(limen_answer_refused(answer));
    assert_int_equal(limen_answer_scope(answer), LIMEN_IN_SCOPE);
    assert_true(limen_answer_level(answer, &low, &high, &exact));
    assert_int_equal(low, 0);
    assert_int_equal(high, 1);
    assert_true(exact);
    assert_true(limen_answer_level(answer, NULL, NULL, NULL));
    assert_non_null(strstr(limen_answer_json(answer), "\"not_asked\":[\"support\"]"));
    assert_non_null(strstr(limen_answer_text(answer, 80), "at most level 2a (Additional need)\n"));
    /* a page may be asked for again, at another width */
    assert_non_null(
        strstr(limen_answer_text(answer, 40), "At least level 1 (Universal need), at\n"));
    limen_answer_free(answer);
    answer = put(ruleset, "{\"facts\":{\"age\":20}}");
    assert_int_equal(limen_answer_scope(answer), LIMEN_OUT_OF_SCOPE);
    assert_false(limen_answer_level(answer, &low, &high, &exact));
    assert_false(limen_answer_refused(answer));
    limen_answer_free(answer);
    answer = put(ruleset, "{}");
    assert_int_equal(limen_answer_scope(answer), LIMEN_PERHAPS_IN_SCOPE);
    limen_answer_free(answer);
    limen_answer_free(NULL);
    limen_ruleset_free(ruleset);
}

static void expect_refused(const struct limen_ruleset *ruleset, const char *json, size_t length,
                           const char *code)
{
    struct limen_answer *answer = limen_evaluate(ruleset, json, length);
    assert_true(limen_answer_refused(answer));
    assert_false(limen_answer_level(answer, NULL, NULL, NULL));
    assert_null(limen_answer_text(answer, 80));
    if (!strstr(limen_answer_json(answer), code)) {
        fail_msg("%s\nis not in\n%s", code, limen_answer_json(answer));
    }
    limen_answer_free(answer);
}

static void test_refused(void **state)
{
    static const char *const inputs[][2] = {
        {"", "E601"},
        {"{", "E601"},
        {"[]", "E601"},
        {"{\"facts\":{\"aeg\":7}}", "did you mean"},
        {"{\"facts\":{\"age\":99}}", "E606"},
        {"{\"case\":\"c\",\"facts\":{\"age\":3,\"late\":true}}",
         "\"case\":\"c\",\"error\":{\"code\":\"E619\""},
    };
    struct limen_ruleset *ruleset = load(small);
    (void)state;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        expect_refused(ruleset, inputs[i][0], strlen(inputs[i][0]), inputs[i][1]);
    }
    expect_refused(ruleset, NULL, 0, "E601");
    expect_refused(ruleset, "{}\0{}", 5, "error");
    limen_ruleset_free(ruleset);
}

/* --- threads ----------------------------------------------------------------------------------- */

struct work {
    const struct limen_ruleset *ruleset;
    const char *wanted;
    bool same;
};

static const char open_case[] =
    "{\"on\":\"2018-12-20\",\"facts\":{\"age\":6,\"absence\":\"regular\"}}";

static void *evaluate_many(void *argument)
{
    struct work *work = argument;
    work->same = true;
    for (size_t i = 0; i < 20; i++) {
        struct limen_answer *answer = put(work->ruleset, open_case);
        work->same = work->same && strcmp(limen_answer_json(answer), work->wanted) == 0 &&
                     limen_answer_text(answer, 80) != NULL;
        limen_answer_free(answer);
    }
    return NULL;
}

static struct limen_ruleset *load_stoke(void)
{
    struct limen_ruleset *ruleset = limen_load("stoke_on_trent@2018-12", NULL, NULL);
    assert_non_null(ruleset);
    return ruleset;
}

static void test_threads_share_a_ruleset(void **state)
{
    struct limen_ruleset *ruleset = load_stoke();
    struct limen_answer *answer = put(ruleset, open_case);
    struct work works[THREADS];
    pthread_t threads[THREADS];
    (void)state;
    for (size_t i = 0; i < THREADS; i++) {
        works[i] = (struct work){ruleset, limen_answer_json(answer), false};
        assert_int_equal(pthread_create(&threads[i], NULL, evaluate_many, &works[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(works[i].same);
    }
    limen_answer_free(answer);
    limen_ruleset_free(ruleset);
}

/* --- the cache --------------------------------------------------------------------------------- */

static const char warned[] = "ruleset warned 2020-01\n"
                             "level 1\n"
                             "level 2\n"
                             "concern late \"Late\"\n"
                             "concern idle \"Read by nothing\"\n"
                             "if late then level 2\n";

static void assert_loaded_alike(const char *reference, const char *cache)
{
    char *messages = NULL, *kept_messages = NULL;
    struct limen_ruleset *plain = limen_load(reference, NULL, &messages);
    struct limen_ruleset *kept = limen_load_cached(reference, NULL, cache, &kept_messages);
    assert_non_null(plain);
    assert_non_null(kept);
    assert_non_null(messages);
    assert_string_equal(messages, kept_messages);
    assert_string_equal(limen_ruleset_hash(plain), limen_ruleset_hash(kept));
    struct limen_answer *answer = put(plain, "{\"facts\":{\"late\":null}}");
    struct limen_answer *other = put(kept, "{\"facts\":{\"late\":null}}");
    assert_string_equal(limen_answer_json(answer), limen_answer_json(other));
    assert_string_equal(limen_answer_text(answer, 80), limen_answer_text(other, 80));
    limen_answer_free(answer);
    limen_answer_free(other);
    limen_ruleset_free(plain);
    limen_ruleset_free(kept);
    limen_text_free(messages);
    limen_text_free(kept_messages);
}

static void test_a_kept_ruleset_is_the_same(void **state)
{
    (void)state;
    char folder[] = "/tmp/test-cached-XXXXXX", path[64], cache[64], line[128];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/warned.limen", folder);
    snprintf(cache, sizeof cache, "%s/cache", folder);
    FILE *file = fopen(path, "w");
    fputs(warned, file);
    fclose(file);
    assert_loaded_alike(path, cache); /* it is made */
    assert_loaded_alike(path, cache); /* and found */
    struct limen_ruleset *first = limen_load_cached(path, NULL, cache, NULL);
    assert_loaded_alike(path, cache); /* while the first has its place */
    limen_ruleset_free(first);
    snprintf(line, sizeof line, "rm -rf %s", folder);
    assert_int_equal(system(line), 0);
}

/* --- memory ------------------------------------------------------------------------------------ */

static long resident_pages(void)
{
    long whole = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file) {
        skip();
    }
    assert_int_equal(fscanf(file, "%ld %ld", &whole, &resident), 2);
    fclose(file);
    return resident;
}

/* Under a memory checker a few rounds tell as much, and its own memory grows. */
static bool is_watched(void)
{
    const char *wrapper = getenv("LIMEN_WRAPPER");
    return wrapper && *wrapper;
}

static void cycle_small(void *unused)
{
    (void)unused;
    struct limen_ruleset *ruleset = load(small);
    struct limen_answer *answer = put(ruleset, "{\"facts\":{\"age\":7,\"late\":true}}");
    assert_non_null(limen_answer_text(answer, 80));
    limen_answer_free(answer);
    limen_ruleset_free(ruleset);
}

static void cycle_stoke(void *ruleset)
{
    limen_answer_free(put(ruleset, open_case));
}

static void expect_no_growth(void (*cycle)(void *), void *argument, size_t cycles)
{
    cycles = is_watched() ? 10 : IS_SANITIZED ? cycles / 20 : cycles;
    for (size_t i = 0; i < cycles / 10; i++) {
        cycle(argument);
    }
    long before = resident_pages();
    for (size_t i = 0; i < cycles; i++) {
        cycle(argument);
    }
    long after = resident_pages();
    if (!is_watched() && !IS_SANITIZED && after - before > GROWTH_PAGES) {
        fail_msg("%ld pages before, %ld after", before, after);
    }
}

static void test_cycles_leave_no_memory(void **state)
{
    (void)state;
    expect_no_growth(cycle_small, NULL, CYCLES);
}

static void test_evaluations_leave_no_memory(void **state)
{
    struct limen_ruleset *ruleset = load_stoke();
    (void)state;
    expect_no_growth(cycle_stoke, ruleset, STOKE_CYCLES);
    limen_ruleset_free(ruleset);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ruleset),
        cmocka_unit_test(test_load_errors),
        cmocka_unit_test(test_warnings_are_told),
        cmocka_unit_test(test_answer),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_threads_share_a_ruleset),
        cmocka_unit_test(test_a_kept_ruleset_is_the_same),
        cmocka_unit_test(test_cycles_leave_no_memory),
        cmocka_unit_test(test_evaluations_leave_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

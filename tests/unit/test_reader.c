/* SPDX-License-Identifier: Apache-2.0 */
/* Cases from JSON: every form that is read, every error with its place. */
#include "reading.h"

#include "base/date.h"

static const char ruleset[] =
    "ruleset test 2018-12 \"Test\"\n"
    "  applies to north, south\n"
    "level 1 universal \"U\"\n"
    "level 2 additional \"A\"\n"
    "level 3 complex \"C\"\n"
    "section school \"School\"\n"
    "concern absent \"Absent\"\n"
    "strength engaged \"Engaged\"\n"
    "fact attendance : 0.0 to 100.0 % \"Attendance\" usually 100 % lower is worse\n"
    "section home \"Home\"\n"
    "fact age : 0 to 25 years \"Age\"\n"
    "fact baby_age : 0 to 600 months \"Age in months\"\n"
    "fact stay : 0 to 90 days \"Stay\"\n"
    "fact support : 0 to 4 \"Support\" usually 0\n"
    "scale caring : none < some < main \"Caring\" usually none\n"
    "fact home : one of own, rented, other \"Home\"\n"
    "fact born : date \"Born\"\n"
    "fact decided : date or none \"Decided\"\n"
    "fact adult : yes/no from age >= 18 years \"Adult\"\n"
    "event missed \"Missed\"\n"
    "event called \"Called\"\n"
    "fact unused : yes/no \"Unused\"\n"
    "if absent and not engaged then level 2\n"
    "if attendance < 90 % and support >= 1 then level 2\n"
    "if age < 5 years or baby_age < 12 months or stay > 7 days then level 2\n"
    "if caring >= some and home = rented and adult then level 3\n"
    "if missed within 3 months of case_date and born < 2010-01-01 then level 3\n"
    "if count of called within 6 months of case_date >= 2 and decided is none then level 3\n"
    "if authority = north and absent then level 3\n"
    "checklist referral \"Referral\"\n"
    "  item consent \"Consent\"\n"
    "  item history \"History\"\n";

static int set_up(void **state)
{
    return reading_set_up(state, ruleset);
}

static void open_text(struct reading *reading, const char *input)
{
    open_bytes(reading, input, strlen(input), false);
}

/* "E605 1:10" for each error, and the message of the last. */
static void expect_errors(struct reading *reading, const char *input, const char *wanted)
{
    struct text text = {0};
    open_text(reading, input);
    assert_true(next(reading));
    assert_null(reading->result.limen_case);
    for (size_t i = 0; i < reading->result.errors.count; i++) {
        const struct case_error *error = &reading->result.errors.items[i];
        text_format(&text, "%s%s %zu:%zu", i ? ", " : "", diagnostic_code_text(error->code),
                    error->line, error->column);
    }
    if (strcmp(text_string(&text), wanted) != 0) {
        print_error("%s\n%s: %s\n", input, text_string(&text),
                    reading->result.errors.items[0].message);
    }
    assert_text(&text, wanted);
    close_text(reading);
}

/* The error of a case whose facts are FACTS. */
static void expect_fact_error(struct reading *reading, const char *facts, const char *code,
                              const char *message)
{
    struct text text = {0};
    text_format(&text, "{\"facts\":{%s}}", facts);
    open_text(reading, text_string(&text));
    text_clear(&text);
    assert_true(next(reading));
    assert_null(reading->result.limen_case);
    assert_int_equal(reading->result.errors.count, 1);
    assert_string_equal(reading->result.errors.items[0].message, message);
    assert_string_equal(diagnostic_code_text(reading->result.errors.items[0].code), code);
    close_text(reading);
}

static const struct fact *fact_of(const struct reading *reading, const char *name)
{
    const struct fact *fact =
        program_fact(reading->program, symbol_find(reading->program->symbols, name, strlen(name)));
    assert_non_null(fact);
    return fact;
}

static const struct case_fact *entry_of(const struct reading *reading, const char *name)
{
    assert_non_null(reading->result.limen_case);
    return &reading->result.limen_case->facts[fact_of(reading, name)->entity.index];
}

static void expect_set(const struct reading *reading, const char *name, const char *wanted)
{
    struct text text = {0};
    value_set_write(&text, fact_of(reading, name)->type, entry_of(reading, name)->set);
    assert_text(&text, wanted);
}

static void read_one(struct reading *reading, const char *input)
{
    open_text(reading, input);
    assert_true(next(reading));
    for (size_t i = 0; i < reading->result.errors.count; i++) {
        print_error("%s\n", reading->result.errors.items[i].message);
    }
    assert_non_null(reading->result.limen_case);
    close_text(reading);
}

/* --- what is read ------------------------------------------------------------------------------ */

static void test_whole_case(void **state)
{
    struct reading *reading = *state;
    read_one(reading, "{\"case\":\"c-17\",\"on\":\"2018-12-20\",\"at\":\"2018-12-20T16:50\","
                      "\"authority\":\"south\",\"facts\":{\"age\":6,\"absent\":true,"
                      "\"attendance\":{\"from\":85.0,\"to\":92.5},\"caring\":null},"
                      "\"events\":{\"missed\":[\"2018-11-03\",\"2018-10-01\",\"2018-11-03\"],"
                      "\"called\":{\"dates\":[\"2018-11-02\"],\"complete\":false}},"
                      "\"otherwise\":\"unknown\",\"nothing_else_in\":[\"school\"],"
                      "\"judgement\":{\"level\":3,\"by\":\"A. Worker\",\"why\":\"because\"},"
                      "\"checklists\":{\"referral\":[\"consent\"]}}");
    const struct limen_case *made = reading->result.limen_case;
    assert_string_equal(made->id, "c-17");
    assert_string_equal(reading->result.id, "c-17");
    assert_true(made->has_date && made->has_moment);
    assert_int_equal(made->moment_minute, 16 * 60 + 50);
    expect_set(reading, "age", "6 years");
    expect_set(reading, "absent", "yes");
    expect_set(reading, "attendance", "85.0 to 92.5 %");
    expect_set(reading, "authority", "south");
    assert_int_equal(entry_of(reading, "caring")->state, FACT_NOT_KNOWN);
    assert_int_equal(entry_of(reading, "engaged")->state, FACT_ASSUMED);
    assert_int_equal(entry_of(reading, "home")->state, FACT_NOT_ASKED);
    assert_int_equal(entry_of(reading, "missed")->date_count, 3);
    assert_true(entry_of(reading, "missed")->dates[0] < entry_of(reading, "missed")->dates[1]);
    assert_true(entry_of(reading, "missed")->complete);
    assert_false(entry_of(reading, "called")->complete);
    assert_true(made->judgement.present);
    assert_int_equal(made->judgement.level, 2);
    assert_string_equal(made->judgement.by, "A. Worker");
    assert_true(made->items_present[0][0]);
    assert_false(made->items_present[0][1]);
}

static void test_values(void **state)
{
    struct reading *reading = *state;
    read_one(reading,
             "{\"facts\":{\"age\":\"24 months\",\"baby_age\":\"2 years\",\"stay\":\"2 weeks\","
             "\"attendance\":\"85 %\",\"support\":2.00,\"caring\":[\"some\",\"main\"],"
             "\"home\":[\"own\",\"other\"],\"born\":\"2010-02-28\",\"decided\":\"none\"}}");
    expect_set(reading, "age", "2 years");
    expect_set(reading, "baby_age", "24 months");
    expect_set(reading, "stay", "14 days");
    expect_set(reading, "attendance", "85.0 %");
    expect_set(reading, "support", "2");
    expect_set(reading, "caring", "some or main");
    expect_set(reading, "home", "own or other");
    expect_set(reading, "born", "2010-02-28");
    assert_true(value_is_none(entry_of(reading, "decided")->set));
}

static void test_ranges_and_exponents(void **state)
{
    struct reading *reading = *state;
    read_one(reading, "{\"facts\":{\"age\":{\"from\":12},\"baby_age\":{\"to\":1e1},"
                      "\"attendance\":8.55E1,\"caring\":{\"from\":\"some\"},"
                      "\"born\":{\"from\":\"2010-01-01\",\"to\":null},"
                      "\"decided\":{\"from\":\"2010-01-01\",\"or_none\":true}}}");
    expect_set(reading, "age", "12 to 25 years");
    expect_set(reading, "baby_age", "0 to 10 months");
    expect_set(reading, "attendance", "85.5 %");
    expect_set(reading, "caring", "some or main");
    assert_int_equal(entry_of(reading, "born")->set.high, DATE_MAX);
    assert_true(entry_of(reading, "decided")->set.or_none);
}

static void test_closing(void **state)
{
    struct reading *reading = *state;
    read_one(reading, "{\"facts\":{\"absent\":null,\"age\":3},\"events\":{\"called\":null},"
                      "\"otherwise\":\"no\"}");
    assert_int_equal(entry_of(reading, "absent")->state, FACT_NOT_KNOWN);
    assert_int_equal(entry_of(reading, "called")->state, FACT_NOT_KNOWN);
    assert_false(entry_of(reading, "called")->complete);
    assert_int_equal(entry_of(reading, "missed")->state, FACT_ASSUMED);
    assert_true(entry_of(reading, "missed")->complete);
    assert_int_equal(entry_of(reading, "engaged")->state, FACT_ASSUMED);
    expect_set(reading, "engaged", "no");
    expect_set(reading, "attendance", "100.0 %");
    expect_set(reading, "caring", "none");
    assert_int_equal(entry_of(reading, "adult")->state, FACT_NOT_ASKED);
    assert_int_equal(entry_of(reading, "home")->state, FACT_NOT_ASKED);
    assert_int_equal(entry_of(reading, "authority")->state, FACT_NOT_ASKED);
}

static void test_unread_is_no_error(void **state)
{
    struct reading *reading = *state;
    read_one(reading, "{\"facts\":{\"unused\":true}}");
    assert_int_equal(reading->result.limen_case->unread.count, 1);
    assert_string_equal(reading->result.limen_case->unread.items[0], "unused");
}

static void test_empty_object(void **state)
{
    read_one(*state, "\xEF\xBB\xBF {}\n");
}

/* --- what is refused --------------------------------------------------------------------------- */

static void test_syntax(void **state)
{
    static const char *const broken[][2] = {
        {"", "E601 1:1"},
        {"  \n ", "E601 2:2"},
        {"{", "E601 1:2"},
        {"{\"case\":\"c-1\",\n\"facts\":{\"age\" 6}}", "E601 2:16"},
        {"{\"facts\":{\"age\":06}}", "E601 1:17"},
        {"{\"facts\":{\"age\":NaN}}", "E601 1:17"},
        {"{\"facts\":{}}}", "E601 1:13"},
        {"{\"case\":\"\xff\"}", "E601 1:10"},
        {"{\"case\":\"a", "E601 1:9"},
        {"{\"case\":\"\\ud800\"}", "E601 1:9"},
        {"{\"case\":\"a\\u0000b\"}", "E601 1:9"},
        {"\"c-1\"", "E601 1:1"},
        {"nothing", "E601 1:1"},
        {"{\"é\":1,}", "E601 1:8"},
    };
    for (size_t i = 0; i < array_count(broken); i++) {
        expect_errors(*state, broken[i][0], broken[i][1]);
    }
}

static void test_nul_bytes(void **state)
{
    struct reading *reading = *state;
    open_bytes(reading, "{\"case\":\0\"c\"}", 13, false);
    assert_true(next(reading));
    assert_int_equal(reading->result.errors.items[0].code, E601_CASE_SYNTAX);
    close_text(reading);
}

static void test_depth(void **state)
{
    struct reading *reading = *state;
    const size_t depth = 100000;
    struct text text = {0};
    text_add(&text, "{\"facts\":");
    text_repeat(&text, '[', depth);
    text_repeat(&text, ']', depth);
    text_add(&text, "}");
    expect_errors(reading, text_string(&text), "E602 1:73");
    text_clear(&text);
}

static void test_keys(void **state)
{
    struct reading *reading = *state;
    expect_errors(reading, "{\"fact\":{}}", "E603 1:2");
    expect_errors(reading, "{\"facts\":{},\"facts\":{}}", "E608 1:13");
    expect_errors(reading, "{\"facts\":[]}", "E605 1:10");
    expect_errors(reading, "{\"events\":[]}", "E605 1:11");
    expect_errors(reading, "{\"checklists\":[]}", "E605 1:15");
    expect_errors(reading, "{\"case\":true}", "E605 1:9");
    expect_errors(reading, "{\"on\":\"2018-02-30\"}", "E609 1:7");
    expect_errors(reading, "{\"on\":20181220}", "E605 1:7");
    expect_errors(reading, "{\"at\":\"2018-12-20\"}", "E609 1:7");
    expect_errors(reading, "{\"authority\":\"west\"}", "E610 1:14");
    expect_errors(reading, "{\"authority\":7}", "E605 1:14");
    expect_errors(reading, "{\"otherwise\":\"yes\"}", "E605 1:14");
    expect_errors(reading, "{\"nothing_else_in\":[\"scool\",\"home\"]}", "E611 1:21");
    expect_errors(reading, "{\"nothing_else_in\":[7]}", "E605 1:21");
    expect_errors(reading, "{\"judgement\":{\"level\":9}}", "E612 1:23");
    expect_errors(reading, "{\"judgement\":{\"by\":\"x\"}}", "E612 1:14");
    expect_errors(reading, "{\"judgement\":{\"level\":2,\"who\":\"x\"}}", "E603 1:25");
    expect_errors(reading, "{\"judgement\":{\"level\":2,\"by\":7}}", "E605 1:30");
    expect_errors(reading, "{\"judgement\":7}", "E605 1:14");
    expect_errors(reading, "{\"checklists\":{\"refer\":[]}}", "E616 1:16");
    expect_errors(reading, "{\"checklists\":{\"referral\":[\"consnt\",7]}}",
                  "E616 1:28, E605 1:37");
    expect_errors(reading, "{\"checklists\":{\"referral\":[],\"referral\":[]}}", "E608 1:30");
}

static void test_facts(void **state)
{
    struct reading *reading = *state;
    expect_fact_error(reading, "\"agee\":6", "E604", "there is no fact \"agee\"");
    expect_fact_error(reading, "\"age\":\"six\"", "E605",
                      "\"age\" wants 0 to 25 years, not \"six\"");
    expect_fact_error(reading, "\"age\":true", "E605", "\"age\" wants 0 to 25 years, not true");
    expect_fact_error(reading, "\"age\":26", "E606", "\"age\" is 0 to 25 years, not 26");
    expect_fact_error(reading, "\"age\":-1", "E606", "\"age\" is 0 to 25 years, not -1");
    expect_fact_error(reading, "\"age\":123456789012345678901234567890", "E606",
                      "\"age\" is 0 to 25 years, not 123456789012345678901234567890");
    expect_fact_error(reading, "\"age\":1e400", "E606", "\"age\" is 0 to 25 years, not 1e400");
    expect_fact_error(reading, "\"age\":1e-400", "E607",
                      "\"age\" does not take a value as fine as 1e-400");
    expect_fact_error(reading, "\"age\":\"18 months\"", "E607",
                      "\"age\" does not take a value as fine as \"18 months\"");
    expect_fact_error(reading, "\"attendance\":85.55", "E607",
                      "\"attendance\" does not take a value as fine as 85.55");
    expect_fact_error(reading, "\"age\":\"5 weeks\"", "E617",
                      "\"age\" is 0 to 25 years: it can't be given in weeks");
    expect_fact_error(reading, "\"age\":\"5 moons\"", "E617", "\"moons\" is no unit");
    expect_fact_error(reading, "\"support\":\"2\"", "E605",
                      "\"support\" wants a number, not a text");
    expect_fact_error(reading, "\"age\":6,\"age\":7", "E608", "\"age\" is given twice");
    expect_fact_error(reading, "\"absent\":\"yes\"", "E605",
                      "\"absent\" wants true or false, not \"yes\"");
    expect_fact_error(reading, "\"caring\":\"much\"", "E613", "\"caring\" has no value \"much\"");
    expect_fact_error(reading, "\"home\":[]", "E605", "\"home\" has an empty list of values");
    expect_fact_error(reading, "\"home\":{\"from\":\"own\"}", "E605",
                      "\"home\" wants one of own, rented, other, not an object");
    expect_fact_error(reading, "\"age\":{\"from\":9,\"to\":3}", "E614",
                      "the range of \"age\" begins above its end");
    expect_fact_error(reading, "\"age\":{}", "E605",
                      "the range of \"age\" has neither \"from\" nor \"to\"");
    expect_fact_error(reading, "\"age\":{\"from\":9,\"until\":3}", "E603",
                      "\"until\" is no key of a range");
    expect_fact_error(reading, "\"born\":\"2018-13-01\"", "E609", "there is no day \"2018-13-01\"");
    expect_fact_error(reading, "\"born\":\"1 May\"", "E609", "\"1 May\" is no date");
    expect_fact_error(reading, "\"born\":\"3018-01-01\"", "E609",
                      "the day \"3018-01-01\" is out of range");
    expect_fact_error(reading, "\"born\":20100101", "E605", "\"born\" wants a date, not 20100101");
    expect_fact_error(reading, "\"missed\":[]", "E605",
                      "\"missed\" is an event: give its dates under \"events\"");
    expect_fact_error(reading, "\"authority\":\"north\"", "E605",
                      "\"authority\" is no fact of the case");
}

static void test_events(void **state)
{
    struct reading *reading = *state;
    struct text text = {0};
    expect_errors(reading, "{\"events\":{\"mised\":[]}}", "E604 1:12");
    expect_errors(reading, "{\"events\":{\"age\":[]}}", "E605 1:12");
    expect_errors(reading, "{\"events\":{\"missed\":true}}", "E605 1:21");
    expect_errors(reading, "{\"events\":{\"missed\":[\"2018-02-29\",5]}}", "E609 1:22, E605 1:35");
    expect_errors(reading, "{\"events\":{\"missed\":{\"date\":[]}}}", "E603 1:22");
    expect_errors(reading, "{\"events\":{\"missed\":{\"complete\":0}}}", "E605 1:33");
    expect_errors(reading, "{\"events\":{\"missed\":{\"dates\":5}}}", "E605 1:30");
    text_add(&text, "{\"events\":{\"missed\":[\"2018-01-01\"");
    for (size_t i = 0; i < CASE_MAX_EVENTS; i++) {
        text_add(&text, ",\"2018-01-01\"");
    }
    text_add(&text, "]}}");
    expect_errors(reading, text_string(&text), "E615 1:21");
    text_clear(&text);
}

static void test_all_errors_of_a_case(void **state)
{
    expect_errors(*state,
                  "{\"case\":\"c\",\n \"facts\":{\"agee\":6,\n  \"absent\":5},\n \"on\":\"x\"}",
                  "E604 2:11, E605 3:12, E609 4:7");
}

static void test_near_names(void **state)
{
    struct reading *reading = *state;
    open_text(reading, "{\"facts\":{\"atendance\":90}}");
    assert_true(next(reading));
    assert_non_null(strstr(reading->result.errors.items[0].help, "attendance"));
    close_text(reading);
}

static void test_text_of_a_case_is_shown_safely(void **state)
{
    struct reading *reading = *state;
    open_text(reading, "{\"facts\":{\"a\\u200bb\\u001b[2J\":1}}");
    assert_true(next(reading));
    assert_string_equal(reading->result.errors.items[0].message,
                        "there is no fact \"a<U+200B>b<U+001B>[2J\"");
    close_text(reading);
}

static void test_errors_are_bounded(void **state)
{
    struct reading *reading = *state;
    struct text text = {0};
    text_add(&text, "{\"facts\":{\"x\":1");
    for (int i = 0; i < 1000; i++) {
        text_format(&text, ",\"x%d\":1", i);
    }
    text_add(&text, "}}");
    open_text(reading, text_string(&text));
    assert_true(next(reading));
    assert_int_equal(reading->result.errors.count, 100);
    close_text(reading);
    text_clear(&text);
}

/* --- many cases -------------------------------------------------------------------------------- */

/* "a", "b!" (refused), "?" (no name) ... for each case read. */
static void expect_cases(struct reading *reading, const char *input, const char *wanted)
{
    struct text text = {0};
    open_text(reading, input);
    while (next(reading)) {
        text_format(&text, "%s%s%s", text.length ? " " : "",
                    reading->result.id ? reading->result.id : "?",
                    reading->result.limen_case ? "" : "!");
        assert_true(!reading->result.limen_case == (reading->result.errors.count > 0));
    }
    assert_false(next(reading));
    assert_text(&text, wanted);
    close_text(reading);
}

static void test_lines(void **state)
{
    struct reading *reading = *state;
    expect_cases(reading, "{\"case\":\"a\"}\n{\"case\":\"b\"}\r\n\n  \n{\"case\":\"c\"}", "a b c");
    expect_cases(reading, "{\"case\":\"a\"}\n{\"case\":\n{\"case\":\"c\"}\n", "a ?! c");
    expect_cases(reading, "{\"case\":\n{\"case\":\"c\"}\n", "?!");
    expect_cases(reading, "broken\n{\"case\":\"b\"}\n", "?! b");
    expect_cases(reading, "{\"case\":\"a\"}\nbroken\n{\"case\":\"c\",\"facts\":{\"x\":1}}\n",
                 "a ?! c!");
    expect_cases(reading, "{\"case\":\"a\"}{\"case\":\"b\"}\n{\"case\":\"c\"}\n", "?! c");
    expect_cases(reading, "{\n \"case\": \"a\",\n \"facts\":\n {\n  \"age\": 6\n }\n}\n", "a");
}

static void test_line_numbers(void **state)
{
    struct reading *reading = *state;
    open_text(reading, "{\"case\":\"a\"}\n{\"case\":\"b\",\"facts\":{\"age\":99}}\n");
    assert_true(next(reading));
    assert_true(next(reading));
    assert_int_equal(reading->result.errors.items[0].line, 2);
    assert_int_equal(reading->result.errors.items[0].column, 28);
    assert_string_equal(reading->result.id, "b");
    close_text(reading);
}

static void test_arrays(void **state)
{
    struct reading *reading = *state;
    expect_cases(reading, "[]", "");
    expect_cases(reading, " [ {\"case\":\"a\"} , {\"case\":\"b\"} ] ", "a b");
    expect_cases(reading, "[{\"case\":\"a\"},{\"case\":},{\"case\":\"c\"}]", "a ?! c");
    expect_cases(reading, "[{\"case\":\"a\"},,{\"case\":\"c\"}]", "a ?! c");
    expect_cases(reading, "[{\"case\":\"a\"},]", "a ?!");
    expect_cases(reading, "[{\"case\":\"a\"},7,{\"case\":\"c]\\\"\"}]", "a ?! c]\"");
    expect_cases(reading, "[{\"case\":\"a\"},{\"case\":\"b}\n,{\"case\":\"c\"}]", "a ?! ?!");
    expect_cases(reading, "[{\"case\":\"a\"},{\"case\":\"b\"}", "a b ?!");
    expect_cases(reading, "[{\"case\":\"a\"},{\"case\":", "a ?! ?!");
    expect_cases(reading, "[{\"case\":\"a\"}] {\"case\":\"b\"}", "a ?!");
    expect_cases(reading, "[", "?!");
}

static void test_broken_array_says_so(void **state)
{
    struct reading *reading = *state;
    open_text(reading, "[{\"case\":\"a\"}\n");
    assert_true(next(reading));
    assert_true(next(reading));
    assert_int_equal(reading->result.errors.items[0].code, E618_CASE_LIST);
    assert_int_equal(reading->result.errors.items[0].line, 2);
    assert_false(next(reading));
    close_text(reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_case),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_ranges_and_exponents),
        cmocka_unit_test(test_closing),
        cmocka_unit_test(test_unread_is_no_error),
        cmocka_unit_test(test_empty_object),
        cmocka_unit_test(test_syntax),
        cmocka_unit_test(test_nul_bytes),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_events),
        cmocka_unit_test(test_all_errors_of_a_case),
        cmocka_unit_test(test_near_names),
        cmocka_unit_test(test_text_of_a_case_is_shown_safely),
        cmocka_unit_test(test_errors_are_bounded),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_line_numbers),
        cmocka_unit_test(test_arrays),
        cmocka_unit_test(test_broken_array_says_so),
    };
    return cmocka_run_group_tests(tests, set_up, reading_tear_down);
}

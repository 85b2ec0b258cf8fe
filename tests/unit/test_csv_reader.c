/* SPDX-License-Identifier: Apache-2.0 */
/* Cases from tables: each says what a case in JSON says, and every mistake has its place. */
#include "reading.h"

static const char ruleset[] =
    "ruleset test 2018-12 \"Test\"\n"
    "  applies to north, south\n"
    "level 1 universal \"U\"\n"
    "level 2 additional \"A\"\n"
    "section school \"School\"\n"
    "concern absent \"Absent\"\n"
    "fact attendance : 0.0 to 100.0 % \"Attendance\" usually 100 %\n"
    "fact baby_age : 0 to 600 months \"Age in months\"\n"
    "section home \"Home\"\n"
    "fact age : 0 to 25 years \"Age\"\n"
    "fact support : 0 to 4 \"Support\" usually 0\n"
    "scale caring : none < some < main \"Caring\" usually none\n"
    "fact house : one of own, rented, other \"House\"\n"
    "fact decided : date or none \"Decided\"\n"
    "fact before : level \"Level before\"\n"
    "event missed \"Missed\"\n"
    "event incident \"Incident\"\n"
    "  has severity : 0.0 to 10.0 \"Severity\"\n"
    "list sibling \"Sibling\" at most 3\n"
    "  has age : 0 to 25 years \"Age\"\n"
    "  has looked_after : yes/no \"Looked after\"\n"
    "list parent \"Parent\"\n"
    "  has ill : yes/no \"Ill\"\n"
    "if absent and attendance < 90 % and age < 5 years and baby_age < 9 months then level 2\n"
    "if caring >= some and house = rented and decided is none and support > 2 then level 2\n"
    "if missed within 3 months of case_date and any incident where (severity > 5) then level 2\n"
    "if any sibling where (age < 5 years and looked_after) and any parent where (ill)\n"
    "  then level 2\n"
    "if before >= 2 and authority = north then level 2\n"
    "checklist referral \"Referral\"\n"
    "  item consent \"Consent\"\n"
    "  item history \"History\"\n";

static int set_up(void **state)
{
    return reading_set_up(state, ruleset);
}

/* --- everything that a case says, as text -------------------------------------------------------- */

static void write_fact(struct text *text, const struct fact *fact, const struct case_fact *entry)
{
    text_format(text, " %s=%d", fact->entity.name, (int)entry->state);
    if (entry->state != FACT_NOT_ASKED && fact->type->kind != TYPE_EVENT &&
        fact->type->kind != TYPE_LIST) {
        text_add_char(text, ':');
        value_set_write(text, fact->type, entry->set);
    }
    for (size_t i = 0; i < entry->date_count; i++) {
        text_format(text, ":%d", (int)entry->dates[i]);
    }
    for (size_t i = 0; i < entry->item_count; i++) {
        text_add(text, "(");
        for (size_t k = 0; k < fact->fields.count; k++) {
            write_fact(text, fact->fields.items[k], &entry->items[i].fields[k]);
        }
        text_add(text, ")");
    }
    text_add(text, entry->complete ? "." : "");
}

static void write_case(struct text *text, const struct program *program,
                       const struct limen_case *made)
{
    text_format(text, "%s %d %d %d %d", made->id ? made->id : "-", made->has_date ? made->date : 0,
                made->has_moment ? made->moment_minute : -1, made->close_all,
                made->closed_sections[0]);
    for (size_t i = 0; i < program->facts.count; i++) {
        write_fact(text, program->facts.items[i], &made->facts[i]);
    }
    if (made->judgement.present) {
        text_format(text, " judged %zu by %s", made->judgement.level, made->judgement.by);
    }
    if (made->items_present[0]) {
        text_format(text, " has %d%d", made->items_present[0][0], made->items_present[0][1]);
    }
}

static void write_cases(struct text *text, struct reading *reading, const char *input, bool table)
{
    open_bytes(reading, input, strlen(input), table);
    while (next(reading)) {
        for (size_t i = 0; i < reading->result.errors.count; i++) {
            print_error("%s\n%s\n", input, reading->result.errors.items[i].message);
        }
        assert_non_null(reading->result.limen_case);
        write_case(text, reading->program, reading->result.limen_case);
        text_add_char(text, '\n');
    }
    close_text(reading);
}

static void expect_same(void **state, const char *table, const char *json)
{
    struct text wanted = {0}, found = {0};
    write_cases(&wanted, *state, json, false);
    write_cases(&found, *state, table, true);
    assert_string_equal(text_string(&found), text_string(&wanted));
    text_clear(&wanted);
    text_clear(&found);
}

/* --- what is read ------------------------------------------------------------------------------- */

static void test_keys(void **state)
{
    expect_same(state,
                "case,on,at,authority,otherwise,nothing_else_in,judgement.level,judgement.by,"
                "judgement.why,referral\n"
                "c-1,2018-12-20,2018-12-20T16:50,north,unknown,school home,2,me,,consent history\n"
                "2,,,,no,,,,,none\n"
                "unknown,,,,,,,,,\n",
                "{\"case\":\"c-1\",\"on\":\"2018-12-20\",\"at\":\"2018-12-20T16:50\","
                "\"authority\":\"north\",\"otherwise\":\"unknown\","
                "\"nothing_else_in\":[\"school\",\"home\"],"
                "\"judgement\":{\"level\":2,\"by\":\"me\"},"
                "\"checklists\":{\"referral\":[\"consent\",\"history\"]}}\n"
                "{\"case\":2,\"otherwise\":\"no\",\"checklists\":{\"referral\":[]}}\n"
                "{\"case\":\"unknown\"}\n");
}

static void test_values(void **state)
{
    expect_same(state,
                "case,absent,attendance,age,support,caring,house,decided,before\r\n"
                "a,yes,85.5,24 months,2,some,own,2018-01-01,2\r\n"
                "b,No,85 to 92.5 %,at least 6,at most 2,some or main,own or other,none,1 to 2\r\n"
                "c,unknown,at most 85%,1 to 2 years,1 to 2,none to some,\"rented\","
                "2018-01-01 to 2018-02-01,\r\n"
                "d, Y ,not known,,,,,Unknown,\r\n",
                "{\"case\":\"a\",\"facts\":{\"absent\":true,\"attendance\":85.5,"
                "\"age\":\"24 months\",\"support\":2,\"caring\":\"some\",\"house\":\"own\","
                "\"decided\":\"2018-01-01\",\"before\":2}}\n"
                "{\"case\":\"b\",\"facts\":{\"absent\":false,"
                "\"attendance\":{\"from\":85,\"to\":92.5},\"age\":{\"from\":6},"
                "\"support\":{\"to\":2},\"caring\":[\"some\",\"main\"],"
                "\"house\":[\"own\",\"other\"],\"decided\":\"none\","
                "\"before\":{\"from\":1,\"to\":2}}}\n"
                "{\"case\":\"c\",\"facts\":{\"absent\":null,\"attendance\":{\"to\":85},"
                "\"age\":{\"from\":1,\"to\":2},\"support\":{\"from\":1,\"to\":2},"
                "\"caring\":[\"none\",\"some\"],\"house\":\"rented\","
                "\"decided\":{\"from\":\"2018-01-01\",\"to\":\"2018-02-01\"}}}\n"
                "{\"case\":\"d\",\"facts\":{\"absent\":true,\"attendance\":null,"
                "\"decided\":null}}\n");
}

static void test_a_range_shares_its_unit(void **state)
{
    expect_same(state, "case,baby_age\na,1 to 2 years\n",
                "{\"case\":\"a\",\"facts\":{\"baby_age\":{\"from\":12,\"to\":24}}}\n");
}

static void test_items(void **state)
{
    expect_same(state,
                "case,age,sibling.age,sibling.looked_after,sibling.complete,parent.ill\n"
                "a,6,4,yes,,\n"
                "a,,6 to 8,unknown,no,\n"
                "a,6,,,,\n"
                "a,,,,,yes\n"
                "b,7,,,yes,\n"
                "c,,,,no,\n"
                "d,,,,unknown,\n"
                "e,,3,,unknown,\n"
                "f,,,,,\n",
                "{\"case\":\"a\",\"facts\":{\"age\":6},\"lists\":{\"sibling\":{\"items\":["
                "{\"age\":4,\"looked_after\":true},"
                "{\"age\":{\"from\":6,\"to\":8},\"looked_after\":null}],\"complete\":false},"
                "\"parent\":[{\"ill\":true}]}}\n"
                "{\"case\":\"b\",\"facts\":{\"age\":7},\"lists\":{\"sibling\":[]}}\n"
                "{\"case\":\"c\",\"lists\":{\"sibling\":{\"items\":[],\"complete\":false}}}\n"
                "{\"case\":\"d\",\"lists\":{\"sibling\":null}}\n"
                "{\"case\":\"e\",\"lists\":{\"sibling\":{\"items\":[{\"age\":3}],"
                "\"complete\":false}}}\n"
                "{\"case\":\"f\"}\n");
}

static void test_events(void **state)
{
    expect_same(state,
                "case,missed,missed.complete,incident,incident.severity,incident.complete\n"
                "a,2018-01-01,,,,\n"
                "a,2018-01-01 2018-02-01,,,,\n"
                "b,none,,none,,\n"
                "c,2018-01-01,no,2018-03-01,5.5,\n"
                "c,,,,7,\n"
                "c,,,\"2018-04-01, 2018-05-01\",,no\n"
                "d,unknown,,unknown,,\n",
                "{\"case\":\"a\",\"events\":{\"missed\":[\"2018-01-01\",\"2018-01-01\","
                "\"2018-02-01\"]}}\n"
                "{\"case\":\"b\",\"events\":{\"missed\":[],\"incident\":[]}}\n"
                "{\"case\":\"c\",\"events\":{\"missed\":{\"dates\":[\"2018-01-01\"],"
                "\"complete\":false},\"incident\":{\"items\":[{\"date\":\"2018-03-01\","
                "\"severity\":5.5},{\"severity\":7},\"2018-04-01\",\"2018-05-01\"],"
                "\"complete\":false}}}\n"
                "{\"case\":\"d\",\"events\":{\"missed\":null,\"incident\":null}}\n");
}

static void test_a_date_has_a_column_of_its_own(void **state)
{
    expect_same(state,
                "case,incident.date,incident.severity\n"
                "a,2018-03-01,5.5\n"
                "a,2018-04-01,\n",
                "{\"case\":\"a\",\"events\":{\"incident\":[{\"date\":\"2018-03-01\","
                "\"severity\":5.5},{\"date\":\"2018-04-01\"}]}}\n");
}

/* Side by side is fine as long as no item is repeated. */
static void test_two_lists_side_by_side(void **state)
{
    expect_same(state,
                "case,sibling.age,parent.ill\n"
                "a,4,yes\n"
                "a,6,no\n"
                "a,6,\n",
                "{\"case\":\"a\",\"lists\":{\"sibling\":[{\"age\":4},{\"age\":6},{\"age\":6}],"
                "\"parent\":[{\"ill\":true},{\"ill\":false}]}}\n");
}

/* --- mistakes ----------------------------------------------------------------------------------- */

/* "a: E605 1:10" for each case that is refused, "a" for one that is read. */
static void expect_results_of(void **state, const char *table, size_t length, const char *wanted)
{
    struct reading *reading = *state;
    struct text text = {0};
    open_bytes(reading, table, length, true);
    while (next(reading)) {
        const struct case_result *result = &reading->result;
        text_format(&text, "%s%s", text.length ? ", " : "", result->id ? result->id : "?");
        for (size_t i = 0; i < result->errors.count; i++) {
            const struct case_error *error = &result->errors.items[i];
            text_format(&text, " %s %zu:%zu", diagnostic_code_text(error->code), error->line,
                        error->column);
        }
        assert_true((result->errors.count > 0) == !result->limen_case);
    }
    assert_text(&text, wanted);
    close_text(reading);
}

static void expect_results(void **state, const char *table, const char *wanted)
{
    expect_results_of(state, table, strlen(table), wanted);
}

static void expect_message(void **state, const char *table, const char *message)
{
    struct reading *reading = *state;
    open_bytes(reading, table, strlen(table), true);
    do {
        assert_true(next(reading));
    } while (reading->result.errors.count == 0);
    assert_string_equal(reading->result.errors.items[0].message, message);
    close_text(reading);
}

static void test_header(void **state)
{
    expect_results(state, "", "? E601 1:1");
    expect_results(state, "\n\n", "? E601 3:1");
    expect_results(state, "case,age\n", "");
    expect_results(state, "age\n1\n", "? E625 1:1");
    expect_results(state, "case,age,agee,age\n1,2,3,4\n", "? E608 1:15");
    expect_results(state, "case,,age\n1,2,3\n", "? E625 1:6");
    expect_results(state, "case,agee,sibling.agee,brother.age,age.x\n1,2,3,4,5\n",
                   "? E604 1:6 E604 1:11 E604 1:24 E604 1:36");
    expect_results(state, "case,\"age\n1,2\n", "? E625 1:6");
    expect_results_of(state,
                      "\xff\xfe"
                      "c\0a\0s\0",
                      8, "? E625 1:1");
    expect_message(state, "case,agee\n1,2\n", "there is no fact \"agee\"");
    expect_message(state, "case,sibling.x\n1,2\n", "\"sibling\" has no field \"x\"");
}

static void test_byte_order_mark(void **state)
{
    expect_results(state,
                   "\xEF\xBB\xBF"
                   "case,age\n1,2\n",
                   "1");
}

static void test_broken_rows(void **state)
{
    expect_results(state, "case,age,absent\na,6\nb,6,yes\nc,6,yes,no\n",
                   "a E625 2:1, b, c E625 4:1");
    expect_results(state, "case,age\na,6\n,7\nb,8\n", "a E625 3:1, b");
    expect_results(state, "case,age\n,7\nb,8\n", "? E625 2:1, b");
    expect_results(state, "case,age\na,\"6\nb,8\n", "a E625 2:3");
    expect_results(state, "case,age\na,\"6\"x\nb,8\n", "a E625 2:5, b");
    expect_results(state, "case,age\na,6\"\nb,8\n", "a E625 2:4, b");
    expect_results(state, "case,age\na,\xff\nb,8\n", "a E625 2:3, b");
    expect_results(state, "case,age\na,\xE2\x80\xAE\nb,8\n", "a E625 2:3, b");
}

static void test_blank_rows(void **state)
{
    expect_results(state, "case,age\n,\na,6\n,\n \n, ,,\na,6\nb,8\n,\n", "a, b");
}

static void test_a_broken_row_costs_its_whole_case(void **state)
{
    expect_results(state, "case,age,sibling.age\na,6,1\na,,2,\na,,3\nb,8,\n", "a E625 3:1, b");
    expect_results(state, "case,age\na,6\n\xff,7\n", "a E625 3:1");
}

static void test_returning_case(void **state)
{
    expect_results(state, "case,age\na,6\nb,6\na,6\na,7\nb,6\n", "a, b, a E626 4:1, b E626 6:1");
    expect_message(state, "case,age\na,6\n\nb,6\na,6\n",
                   "the case began in line 2, and other cases came between");
}

static void test_rows_that_disagree(void **state)
{
    expect_results(state, "case,age,on\na,6,\na,,2018-01-01\na,7,\n", "a E627 4:3");
    expect_results(state, "case,age,on\na,6,\na,6,\na,,2018-01-01\n", "a");
    expect_results(state, "case,missed\na,none\na,2018-01-01\n", "a E627 2:3");
    expect_results(state, "case,missed\na,unknown\na,2018-01-01\n", "a E627 2:3");
    expect_results(state, "case,sibling,sibling.age\na,none,4\n", "a E627 2:3");
    expect_results(state, "case,sibling.age,sibling.complete\na,1,yes\na,2,no\n", "a E627 3:5");
    expect_results(state, "case,incident,incident.severity\na,2018-01-01 2018-01-02,4\n",
                   "a E627 2:3");
    expect_message(state, "case,age\na,6\na,7\n",
                   "\"age\" is \"6\" in line 2 and \"7\" in line 3 of the same case");
}

static void test_joined_lists(void **state)
{
    expect_results(state, "case,sibling.age,parent.ill\na,4,yes\na,4,no\n", "a E627 3:1");
    expect_results(state, "case,sibling.age,parent.ill\na,4,yes\na,5,no\na,6,yes\n", "a E627 4:1");
    expect_results(state, "case,sibling.age,parent.ill\na,4,yes\na,4,\n", "a");
    expect_results(state, "case,sibling.age,missed\na,4,2018-01-01\na,4,2018-01-02\n",
                   "a E627 3:1");
}

static void test_cells(void **state)
{
    expect_results(state, "case,absent\na,perhaps\n", "a E605 2:3");
    expect_results(state, "case,age\na,old\n", "a E605 2:3");
    expect_results(state, "case,age\na,26\n", "a E606 2:3");
    expect_results(state, "case,age\na,8 to 6\n", "a E614 2:3");
    expect_results(state, "case,house\na,own or caravan\n", "a E613 2:10");
    expect_results(state, "case,house\na,own to other\n", "a E613 2:3");
    expect_results(state, "case,missed\na,2018-01-01 2018-02-30\n", "a E609 2:14");
    expect_results(state, "case,sibling\na,4\n", "a E605 2:3");
    expect_results(state, "case,sibling.age\na,4\na,40\n", "a E606 3:3");
    expect_results(state, "case,sibling.age\na,1\na,2\na,3\na,4\n", "a E622 2:3");
    expect_results(state, "case,sibling.complete\na,perhaps\n", "a E605 2:3");
    expect_results(state, "case,authority\na,west\n", "a E610 2:3");
    expect_results(state, "case,otherwise\na,yes\n", "a E605 2:3");
    expect_results(state, "case,nothing_else_in\na,school scool\n", "a E611 2:10");
    expect_results(state, "case,referral\na,consent x\n", "a E616 2:11");
}

static void test_what_is_a_table(void **state)
{
    struct reading *reading = *state;
    static const char *const tables[] = {"case\n", " case , x\n", "\"case\",x\n", "x,case"};
    static const char *const others[] = {"", "{\"case\":1}", "[case]", "cases,x\n", "x\ncase\n"};
    for (size_t i = 0; i < array_count(tables); i++) {
        assert_true(case_text_is_table(reading->arena, tables[i], strlen(tables[i])));
    }
    for (size_t i = 0; i < array_count(others); i++) {
        assert_false(case_text_is_table(reading->arena, others[i], strlen(others[i])));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_a_range_shares_its_unit),
        cmocka_unit_test(test_items),
        cmocka_unit_test(test_events),
        cmocka_unit_test(test_a_date_has_a_column_of_its_own),
        cmocka_unit_test(test_two_lists_side_by_side),
        cmocka_unit_test(test_header),
        cmocka_unit_test(test_byte_order_mark),
        cmocka_unit_test(test_broken_rows),
        cmocka_unit_test(test_blank_rows),
        cmocka_unit_test(test_a_broken_row_costs_its_whole_case),
        cmocka_unit_test(test_returning_case),
        cmocka_unit_test(test_rows_that_disagree),
        cmocka_unit_test(test_joined_lists),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_what_is_a_table),
    };
    return cmocka_run_group_tests(tests, set_up, reading_tear_down);
}

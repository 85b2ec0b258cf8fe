/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines on the calendar, and which contact is open at a moment. */
#include "ruleset.h"

#include "answer/contact.h"
#include "answer/due.h"
#include "base/date.h"

static int32_t holidays[] = {17890, 17891}; /* 2018-12-25, 2018-12-26 */

static struct program with_calendar(void)
{
    struct program program = {.calendar_name = "england_wales"};
    program.holidays.items = holidays;
    program.holidays.count = array_count(holidays);
    program.calendar_begin = 17532; /* 2018-01-01 */
    program.calendar_end = 17896; /* 2018-12-31 */
    return program;
}

static struct due_start start_at(const char *moment)
{
    struct due_start start = {.known = true};
    if (strlen(moment) == 10) {
        assert_int_equal(date_parse(moment, 10, &start.date), DATE_OK);
    } else {
        start.has_minute = true;
        assert_true(case_parse_moment(moment, &start.date, &start.minute));
    }
    return start;
}

static void expect_due(struct deadline deadline, int64_t amount, const char *start,
                       const char *wanted)
{
    struct program program = with_calendar();
    struct due due = due_resolve(&program, &deadline, amount, start_at(start));
    struct text text = {0};
    if (!due.known) {
        text_add(&text, "not known");
    } else {
        date_write(&text, due.date);
        if (due.has_minute) {
            text_add_char(&text, ' ');
            date_write_time(&text, due.minute);
        }
    }
    assert_text(&text, wanted);
}

static struct deadline within(enum unit unit)
{
    return (struct deadline){.kind = DEADLINE_WITHIN, .unit = unit};
}

static void test_plain_deadlines(void **state)
{
    (void)state;
    expect_due((struct deadline){.kind = DEADLINE_IMMEDIATELY}, 0, "2018-12-20T16:50",
               "2018-12-20 16:50");
    expect_due((struct deadline){.kind = DEADLINE_SAME_DAY}, 0, "2018-12-20T16:50", "2018-12-20");
    expect_due((struct deadline){.kind = DEADLINE_BY}, 0, "2019-01-31", "2019-01-31");
    expect_due((struct deadline){.kind = DEADLINE_AFTER, .unit = UNIT_WEEKS}, 12, "2018-12-20",
               "2019-03-14");
}

static void test_hours_run_through_nights(void **state)
{
    (void)state;
    expect_due(within(UNIT_HOURS), 3, "2018-12-20T16:50", "2018-12-20 19:50");
    expect_due(within(UNIT_HOURS), 24, "2018-12-22T23:59", "2018-12-23 23:59");
    expect_due(within(UNIT_HOURS), 1, "2018-12-31T23:30", "2019-01-01 00:30");
    expect_due(within(UNIT_HOURS), 24, "2018-12-20", "2018-12-21 00:00");
    expect_due(within(UNIT_HOURS), INT64_MAX, "2018-12-20T16:50", "not known");
}

static void test_days_and_months(void **state)
{
    (void)state;
    expect_due(within(UNIT_DAYS), 0, "2018-12-20T16:50", "2018-12-20");
    expect_due(within(UNIT_DAYS), 15, "2018-12-20T16:50", "2019-01-04");
    expect_due(within(UNIT_WEEKS), 2, "2018-12-20", "2019-01-03");
    expect_due(within(UNIT_MONTHS), 1, "2019-01-31", "2019-02-28");
    expect_due(within(UNIT_MONTHS), 1, "2020-01-31", "2020-02-29");
    expect_due(within(UNIT_YEARS), 1, "2020-02-29", "2021-02-28");
    expect_due(within(UNIT_YEARS), 500, "2018-12-20", "not known");
    expect_due(within(UNIT_DAYS), INT64_MAX, "2018-12-20", "not known");
}

static void test_working_days(void **state)
{
    (void)state;
    expect_due(within(UNIT_WORKING_DAYS), 1, "2018-12-20T16:50", "2018-12-21");
    expect_due(within(UNIT_WORKING_DAYS), 3, "2018-12-20T16:50", "2018-12-27");
    expect_due(within(UNIT_WORKING_DAYS), 1, "2018-12-22T10:00", "2018-12-24");
    expect_due(within(UNIT_WORKING_DAYS), 5, "2018-12-20", "2018-12-31");
    expect_due(within(UNIT_WORKING_DAYS), 6, "2018-12-20", "not known");
    expect_due(within(UNIT_WORKING_DAYS), 1, "2019-01-10", "not known");
    expect_due(within(UNIT_WORKING_DAYS), 1, "2017-12-29", "not known");
    expect_due(within(UNIT_WORKING_DAYS), 1, "2018-01-01", "2018-01-02");
}

static void test_working_days_without_a_calendar(void **state)
{
    struct program program = {0};
    struct deadline deadline = within(UNIT_WORKING_DAYS);
    struct due due;
    (void)state;
    due = due_resolve(&program, &deadline, 3, start_at("2018-12-20"));
    assert_true(due.known);
    assert_int_equal(due.date, start_at("2018-12-25").date);
    due = due_resolve(&program, &deadline, INT64_MAX, start_at("2018-12-20"));
    assert_false(due.known);
    due = due_resolve(&program, &deadline, 3, (struct due_start){.known = false});
    assert_false(due.known);
}

static void test_words(void **state)
{
    struct text text = {0};
    struct deadline deadline = {
        .kind = DEADLINE_WITHIN, .unit = UNIT_WORKING_DAYS, .written = true};
    (void)state;
    deadline_write(&text, &deadline, 1);
    assert_text(&text, "in writing within 1 working day");
    deadline = (struct deadline){.kind = DEADLINE_AFTER, .unit = UNIT_WEEKS};
    deadline_write(&text, &deadline, 12);
    assert_text(&text, "not before 12 weeks have passed");
    deadline.kind = DEADLINE_SAME_DAY;
    deadline_write(&text, &deadline, 0);
    assert_text(&text, "the same day");
    deadline.kind = DEADLINE_IMMEDIATELY;
    deadline_write(&text, &deadline, 0);
    assert_text(&text, "immediately");
}

/* --- contacts ---------------------------------------------------------------------------------- */

static const char contacts[] =
    "ruleset test 2018-12 \"Test\"\n"
    "  applies to north, south\n"
    "level 1 universal \"U\"\n"
    "contact team \"Team\"\n"
    "  phone \"1\" email \"t@example.org\" open mon to thu 09:00 to 17:00, fri 09:00 to 16:30\n"
    "  closed holidays\n"
    "  otherwise night\n"
    "  for south\n"
    "    phone \"2\"\n"
    "contact night \"Night\"\n"
    "  phone \"3\" open mon to sun 16:30 to 09:00\n"
    "  otherwise police\n"
    "contact police \"Police\"\n"
    "  phone \"4\" open always\n"
    "contact office \"Office\"\n"
    "  phone \"5\" open fri to mon 10:00 to 24:00\n"
    "contact letter \"Letter\"\n"
    "  email \"l@example.org\"\n";

static const struct contact *contact_named(const struct program *program, const char *name)
{
    for (size_t i = 0; i < program->contacts.count; i++) {
        if (strcmp(program->contacts.items[i]->entity.name, name) == 0) {
            return program->contacts.items[i];
        }
    }
    fail_msg("no contact %s", name);
    return NULL;
}

struct loaded {
    struct compilation *compilation;
    struct program *program;
};

static struct program *program_of(void **state)
{
    return ((struct loaded *)*state)->program;
}

static int load_contacts(void **state)
{
    static struct loaded loaded;
    struct compilation *compilation = compilation_create(NULL);
    struct program *program = ruleset_load(compilation, contacts);
    for (size_t i = 0; i < array_count(holidays); i++) {
        vector_push(compilation->arena, &program->holidays, holidays[i]);
    }
    program->calendar_begin = 17532; /* 2018-01-01 */
    program->calendar_end = 17896;   /* 2018-12-31 */
    loaded.compilation = compilation;
    loaded.program = program;
    *state = &loaded;
    return 0;
}

static int unload_contacts(void **state)
{
    compilation_destroy(((struct loaded *)*state)->compilation);
    return 0;
}

static void expect_contact(void **state, const char *asked, const char *moment, const char *wanted)
{
    struct program *program = program_of(state);
    struct due_start at = start_at(moment);
    enum contact_state found_state;
    const struct contact *found =
        contact_at(program, contact_named(program, asked), NULL, at.date, at.minute, &found_state);
    assert_string_equal(found->entity.name, wanted);
    assert_int_equal(found_state, CONTACT_OPEN);
}

static void test_open_hours(void **state)
{
    expect_contact(state, "team", "2018-12-20T09:00", "team");
    expect_contact(state, "team", "2018-12-20T16:59", "team");
    expect_contact(state, "team", "2018-12-20T17:00", "night");
    expect_contact(state, "team", "2018-12-20T08:59", "night");
    expect_contact(state, "team", "2018-12-21T16:29", "team");
    expect_contact(state, "team", "2018-12-21T16:30", "night");
    expect_contact(state, "team", "2018-12-22T08:00", "night");
    expect_contact(state, "team", "2018-12-22T12:00", "police");
    expect_contact(state, "team", "2018-12-25T10:00", "police");
    expect_contact(state, "letter", "2018-12-25T10:00", "letter");
}

static void test_days_through_the_weekend(void **state)
{
    struct program *program = program_of(state);
    const struct contact *office = contact_named(program, "office");
    assert_int_equal(contact_state_at(program, &office->lines, start_at("2018-12-23").date, 23 * 60 + 59), CONTACT_OPEN);
    assert_int_equal(contact_state_at(program, &office->lines, start_at("2018-12-24").date, 10 * 60), CONTACT_OPEN);
    assert_int_equal(contact_state_at(program, &office->lines, start_at("2018-12-24").date, 0), CONTACT_CLOSED);
    assert_int_equal(contact_state_at(program, &office->lines, start_at("2018-12-26").date, 12 * 60), CONTACT_CLOSED);
}

static void test_closed_and_nobody_else(void **state)
{
    struct program *program = program_of(state);
    const struct contact *office = contact_named(program, "office");
    enum contact_state found_state;
    assert_ptr_equal(contact_at(program, office, NULL, start_at("2018-12-26").date, 720, &found_state),
                     office);
    assert_int_equal(found_state, CONTACT_CLOSED);
}

static void expect_state(void **state, const char *moment, enum contact_state wanted)
{
    struct program *program = program_of(state);
    struct due_start at = start_at(moment);
    const struct contact_lines *lines = &contact_named(program, "team")->lines;
    assert_int_equal(contact_state_at(program, lines, at.date, at.minute), wanted);
}

static void test_holidays_not_known(void **state)
{
    enum contact_state found;
    struct program *program = program_of(state);
    const struct contact *team = contact_named(program, "team");
    expect_state(state, "2018-12-31T10:00", CONTACT_OPEN);
    expect_state(state, "2019-01-01T10:00", CONTACT_UNCERTAIN);
    expect_state(state, "2017-12-29T10:00", CONTACT_UNCERTAIN);
    expect_state(state, "2019-01-01T20:00", CONTACT_CLOSED);
    assert_ptr_equal(contact_at(program, team, NULL, start_at("2019-01-01").date, 600, &found),
                     team);
    assert_int_equal(found, CONTACT_UNCERTAIN);
}

/* The checker refuses a circle; a search must end all the same. */
static void test_circle_ends(void **state)
{
    struct program *program = program_of(state);
    struct contact first = {.lines = {.has_hours = true}};
    struct contact second = {.lines = {.has_hours = true, .fallback = &first}};
    enum contact_state found_state;
    first.lines.fallback = &second;
    assert_ptr_equal(contact_at(program, &first, NULL, 17890, 720, &found_state), &first);
    assert_int_equal(found_state, CONTACT_CLOSED);
}

static void test_variants(void **state)
{
    struct program *program = program_of(state);
    const struct contact *team = contact_named(program, "team");
    symbol south = symbol_of(program->symbols, "south");
    struct contact_lines lines = contact_lines_for(team, south);
    assert_string_equal(lines.phone, "2");
    assert_string_equal(lines.email, "t@example.org");
    assert_int_equal(lines.open.count, 2);
    assert_true(lines.closed_holidays);
    assert_string_equal(contact_lines_for(team, NULL).phone, "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_deadlines),
        cmocka_unit_test(test_hours_run_through_nights),
        cmocka_unit_test(test_days_and_months),
        cmocka_unit_test(test_working_days),
        cmocka_unit_test(test_working_days_without_a_calendar),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_open_hours),
        cmocka_unit_test(test_days_through_the_weekend),
        cmocka_unit_test(test_closed_and_nobody_else),
        cmocka_unit_test(test_holidays_not_known),
        cmocka_unit_test(test_circle_ends),
        cmocka_unit_test(test_variants),
    };
    return cmocka_run_group_tests(tests, load_contacts, unload_contacts);
}

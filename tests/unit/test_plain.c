/* SPDX-License-Identifier: Apache-2.0 */
/* Lines and rows read straight into columns against the case reader: whatever the first reads, the second reads, too,
   and every plane of the block is the same. Lines are written at random, right and wrong, then their
   bytes are changed at random. */
#include "ruleset.h"

#include "../blocks.h"
#include "../property/random.h"
#include "case/csv_split.h"
#include "case/plain.h"
#include "case/plain_rows.h"

#define TEXTS 3000
#define LINES 12 /* of a text at most */

static const char ruleset[] =
    "ruleset plain 2018-12 \"Plain\"\n"
    "  applies to north, south\n"
    "  each child\n"
    "level 1\n"
    "level 2\n"
    "list child \"Child\" at most 3\n"
    "section school of child \"School\"\n"
    "concern absent \"Absent\"\n"
    "concern absent_without_any_reason_given \"Absent without a reason\"\n"
    "concern absent_without_some_reason_given \"Absent without some reason\"\n"
    "fact attendance : 0.0 to 100.0 % \"Attendance\" usually 100 % lower is worse\n"
    "section home \"Home\"\n"
    "fact age of child : 0 to 25 years \"Age\"\n"
    "fact weight_change : -12.50 to 12.50 \"Change\"\n"
    "scale caring of child : none < some < main \"Caring\" usually none\n"
    "fact home : one of own, rented, other or none \"Home\" usually none\n"
    "fact born of child : date \"Born\"\n"
    "fact decided : date or none \"Decided\"\n"
    "fact adult : yes/no from age >= 18 years \"Adult\"\n"
    "event missed \"Missed\"\n"
    "event called of child \"Called\"\n"
    "fact stay : 0 to 90 days \"Stay\"\n"
    "list sibling \"Sibling\" at most 3\n"
    "  has sibling_age : 0 to 25 years \"Age\"\n"
    "  has tie : one of none < weak < strong or none \"Tie\" usually weak\n"
    "  has looked_after : yes/no \"Looked after\"\n"
    "  has met : date or none \"Met\"\n"
    "list friend of child \"Friend\" at most 2\n"
    "  has near : yes/no \"Near\"\n"
    "event incident \"Incident\"\n"
    "  has severity : 0.0 to 10.0 \"Severity\"\n"
    "concern lost_sibling from any sibling where (sibling_age < 1 years) \"Lost a sibling\"\n"
    "concern strong_tie of child from any sibling where (tie = strong) \"A strong tie\"\n"
    "if absent or strong_tie or any friend where (near) then level 2\n"
    "if authority = north and any sibling then level 2\n";

struct trial {
    struct compilation *compilation;
    struct program *program;
    struct arena *arena, *scratch;
    struct block *mine, *theirs;
    struct plain *plain;
    struct block_defaults defaults;
    size_t lines, plain_lines;
    size_t joined; /* plain cases of several rows */
    size_t households;
};

/* Some columns are left out, and must be read all the same; not those that closing a list looks at. */
static void setup(struct trial *trial, bool all)
{
    *trial = (struct trial){.compilation = compilation_create(NULL), .arena = arena_create(),
                            .scratch = arena_create(), .defaults = {.authority = -1}};
    trial->program = ruleset_load(trial->compilation, ruleset);
    size_t facts = trial->program->facts.count;
    bool *wanted = arena_alloc(trial->arena, facts + 1);
    for (size_t i = 0; i <= facts; i++) {
        const struct fact *fact = i < facts ? trial->program->facts.items[i] : NULL;
        wanted[i] = (all || i % 3 > 0
                     || (fact && fact->sums_up.count + fact->summaries.count > 0))
                    && (!fact || fact != trial->program->each); /* members have no column */
    }
    trial->mine = block_create(trial->arena, trial->program, wanted);
    trial->theirs = block_create(trial->arena, trial->program, wanted);
    trial->plain = plain_create(trial->arena, trial->program, trial->mine, true);
}

static void teardown(struct trial *trial)
{
    plain_destroy(trial->plain);
    compilation_destroy(trial->compilation);
    arena_destroy(trial->arena);
    arena_destroy(trial->scratch);
}

/* --------------------------------------------------------------------------------------- comparing */

static void compare_blocks(const struct trial *trial, const char *text)
{
    struct text why = {0};
    if (blocks_differ(trial->scratch, trial->mine, trial->theirs, &why)) {
        fail_msg("%s in:\n%s", text_string(&why), text);
    }
}

static void add_whole(struct block *block, const struct limen_case *one)
{
    if (!case_is_household(one)) {
        block_add(block, one);
        return;
    }
    for (size_t i = 0; i < one->household->members.count; i++) {
        block_add(block, one->household->members.items[i]);
    }
}

/* The block's latest cases have the names of the members. */
static void compare_members(struct trial *trial, const struct plain_line *line,
                            const struct limen_case *one)
{
    const struct household *household = case_is_household(one) ? one->household : NULL;
    assert_int_equal(line->members, household ? household->members.count : 0);
    trial->households += household != NULL;
    for (size_t i = 0; i < line->members; i++) {
        size_t length;
        const char *id = plain_member_id(trial->plain, trial->mine->count - line->members + i, &length);
        const char *name = household->members.items[i]->id;
        if (id) {
            assert_int_equal(length, strlen(name));
            assert_memory_equal(id, name, length);
        } else {
            assert_true(strncmp(name, "child ", 6) == 0);
        }
    }
}

/* One case of both, RESULT by the case reader; one that is not plain is added whole to both. */
static void compare_case(struct trial *trial, const struct plain_line *line,
                         const struct case_result *result, const char *text)
{
    trial->lines++;
    trial->plain_lines += line->is_read;
    if (line->is_read && !result->limen_case) {
        fail_msg("line %u was read, but is wrong (%s) in:\n%s", line->line,
                 result->errors.items[0].message, text);
    }
    if (!result->limen_case) {
        return;
    }
    add_whole(trial->theirs, result->limen_case);
    if (!line->is_read) {
        add_whole(trial->mine, result->limen_case);
        return;
    }
    compare_members(trial, line, result->limen_case);
    if (line->id) {
        assert_non_null(result->limen_case->id);
        assert_int_equal(line->id_length, strlen(result->limen_case->id));
        assert_memory_equal(line->id, result->limen_case->id, line->id_length);
    } else {
        assert_null(result->limen_case->id);
    }
}

static void read_line(struct trial *trial, struct case_reader *reader,
                      const struct plain_line *line, const char *text)
{
    struct case_result result;
    case_reader_read_line(reader, trial->scratch, line->begin, line->end, line->line, &result);
    assert_true(result.limen_case || result.errors.items[0].line == line->line);
    compare_case(trial, line, &result, text);
}

static size_t count_cases(struct trial *trial, const char *bytes, size_t length)
{
    struct case_reader *reader =
        case_reader_create(trial->scratch, trial->program, bytes, length);
    struct case_result result;
    size_t count = 0;
    case_reader_set_lines(reader);
    while (case_reader_next(reader, trial->scratch, &result)) {
        count++;
    }
    case_reader_destroy(reader);
    return count;
}

static void check(struct trial *trial, const char *text, size_t length)
{
    char *bytes = padded(text, length);
    struct case_reader *reader = case_reader_create(trial->scratch, trial->program, bytes, length);
    struct plain_line line;
    size_t all, count = 0;
    const char *begin = case_reader_text(reader, &all);
    block_clear(trial->mine);
    block_clear(trial->theirs);
    plain_start(trial->plain, begin, all);
    while (plain_next(trial->plain, &line)) {
        read_line(trial, reader, &line, bytes);
        count++;
    }
    plain_end_block(trial->plain);
    block_close(trial->mine, &trial->defaults);
    block_close(trial->theirs, &trial->defaults);
    compare_blocks(trial, bytes);
    assert_int_equal(count, count_cases(trial, bytes, length));
    case_reader_destroy(reader);
    arena_reset(trial->scratch);
    free(bytes);
}

/* --------------------------------------------------------------------------------------- writing */

#define PICK(random, list) (list)[random_below((random), array_count(list))]

static void add_space(struct text *text, struct random *random)
{
    static const char *const spaces[] = {" ", "\t", "  ", " \r"};
    text_add(text, random_once_in(random, 12) ? PICK(random, spaces) : "");
}

static void add_value(struct text *text, struct random *random, const char *name)
{
    static const char *const numbers[] = {"0", "7", "25", "26", "99.5", "-3", "12.50", "-0.25", "1e1",
                                          "007", "5.", "-", "12345678901234567890", "0.000", "-0"};
    static const char *const words[] = {"\"none\"", "\"main\"", "\"rented\"", "\"own\"", "\"\"",
                                        "\"m\\u0061in\"", "\"18 months\"", "true", "[\"own\"]",
                                        "[\"own\",\"rented\"]", "[\"none\",\"other\"]", "[\"main\",\"some\"]",
                                        "[ \"none\" ]", "[\"own\",]", "[\"weak\",\"none\"]", "\"weak\""};
    static const char *const days[] = {"\"2018-12-20\"", "\"2018-02-30\"", "\"none\"", "\"18-1-1\"",
                                       "\"1899-12-31\"", "20181220"};
    static const char *const truths[] = {"true", "false", "true", "truex", "True", "1"};
    static const char *const others[] = {"null", "nul", "{\"from\":1}", "{\"from\":2,\"to\":1}", "[]",
                                         "{\"from\":\"2018-01-01\",\"to\":null}", "{\"to\":\"weak\"}",
                                         "{\"from\":null,\"to\":\"some\"}", "{\"from\":1,\"from\":1}",
                                         "{ \"to\" : \"7 years\" }", "{\"from\":\"12 months\",\"to\":20}",
                                         "{\"from\":1,\"or_none\":true}", "{}", "{\"from\":true}", "7 years"};
    static const char *const quantities[] = {"\"18 months\"", "\"24 months\"", "\"7 years\"", "\"7years\"",
                                             "\"85.5 %\"", "\"85%\"", "\"2 weeks\"", "\"1 day\"",
                                             "\"-3 years\"", "\"1.5 weeks\"", "\"07 years\"", "\"7\"",
                                             "\"400 years\"", "\"1.50 %\"", "\"7  years\"", "\"7 years \""};
    if (random_once_in(random, 8)) {
        text_add(text, PICK(random, others));
    } else if (strncmp(name, "absent", 6) == 0 || strcmp(name, "adult") == 0 || *name == 'l') {
        text_add(text, PICK(random, truths));
    } else if (strcmp(name, "caring") == 0 || strcmp(name, "home") == 0 || strcmp(name, "tie") == 0) {
        text_add(text, PICK(random, words));
    } else if (strcmp(name, "born") == 0 || strcmp(name, "decided") == 0 || strcmp(name, "met") == 0
               || strcmp(name, "date") == 0) {
        text_add(text, PICK(random, days));
    } else if (random_once_in(random, 3)) {
        text_add(text, PICK(random, quantities));
    } else {
        text_add(text, PICK(random, numbers));
    }
}

static void add_facts(struct text *text, struct random *random)
{
    static const char *const names[] = {
        "absent", "absent_without_any_reason_given", "absent_without_some_reason_given", "attendance",
        "age", "weight_change", "caring", "home", "born", "decided", "adult", "lost_sibling", "stay", "missed",
        "authority", "sibling", "strong_tie", "friend", "abs\\u0065nt"};
    unsigned count = random_below(random, 6);
    text_add_char(text, '{');
    for (unsigned i = 0; i < count; i++) {
        const char *name = names[random_below(random, random_once_in(random, 6) ? array_count(names)
                                                                               : 13)];
        text_format(text, "%s\"%s\"", i ? "," : "", name);
        add_space(text, random);
        text_add_char(text, ':');
        add_space(text, random);
        add_value(text, random, name);
        add_space(text, random);
    }
    text_add_char(text, '}');
}

static void add_field(struct text *text, struct random *random, const char *name)
{
    text_format(text, "\"%s\":", name);
    add_space(text, random);
    add_value(text, random, name);
}

/* One of FIELDS, or several. */
static void add_item(struct text *text, struct random *random, const char *const *fields, size_t count)
{
    unsigned said = random_below(random, 4);
    text_add_char(text, '{');
    for (unsigned i = 0; i < said; i++) {
        text_add(text, i ? "," : "");
        add_field(text, random, fields[random_below(random, random_once_in(random, 20) ? (unsigned)count
                                                                                     : (unsigned)count - 1)]);
    }
    text_add_char(text, '}');
}

static void add_items(struct text *text, struct random *random, bool dated)
{
    static const char *const of_sibling[] = {"sibling_age", "tie", "looked_after", "met", "nothing"};
    static const char *const of_incident[] = {"date", "severity", "met"};
    unsigned count = random_below(random, random_once_in(random, 9) ? 5 : 4);
    text_add_char(text, '[');
    for (unsigned i = 0; i < count; i++) {
        text_add(text, i ? "," : "");
        add_space(text, random);
        if (random_once_in(random, dated ? 3 : 40)) {
            text_add(text, random_once_in(random, 5) ? "\"none\"" : "\"2018-11-30\"");
        } else if (dated) {
            add_item(text, random, of_incident, array_count(of_incident));
        } else {
            add_item(text, random, of_sibling, array_count(of_sibling));
        }
    }
    text_add_char(text, ']');
}

/* Items alone, or with what says whether there are more. */
static void add_list(struct text *text, struct random *random, bool dated)
{
    static const char *const before[] = {"{\"complete\":false,\"items\":", "{\"items\":", "{ \"dates\" : "};
    static const char *const behind[] = {",\"complete\":true}", "}", ",\"complete\": false }", ",\"items\":[]}",
                                         ",\"complete\":null}"};
    static const char *const others[] = {"null", "{}", "{\"complete\":false}", "{\"complete\":1}", "true"};
    if (random_once_in(random, 8)) {
        text_add(text, PICK(random, others));
    } else if (random_once_in(random, 3)) {
        text_add(text, before[random_below(random, dated || random_once_in(random, 9) ? 3 : 2)]);
        add_items(text, random, dated);
        text_add(text, PICK(random, behind));
    } else {
        add_items(text, random, dated);
    }
}

static void add_member(struct text *text, struct random *random)
{
    static const char *const entries[] = {
        "\"case\":\"amy\"", "\"case\":\"bo\"", "\"case\":\"cy\"", "\"absent\":true", "\"age\":7",
        "\"age\":\"18 months\"", "\"caring\":[\"some\",\"main\"]", "\"born\":\"2011-01-02\"",
        "\"called\":[\"2018-12-20\",\"2018-01-01\"]", "\"friend\":[{\"near\":true},{}]", "\"absent\":null",
        "\"facts\":{\"absent\":false,\"age\":3}", "\"lists\":{\"friend\":[]}", "\"events\":{\"called\":[]}",
        "\"attendance\":{\"from\":80}", "\"home\":\"own\"", "\"strong_tie\":true", "\"otherwise\":\"no\"",
        "\"on\":\"2018-12-20\"", "\"sibling\":[]", "\"case\":7", "\"nothing\":1"};
    unsigned count = random_below(random, 5);
    text_add_char(text, '{');
    for (unsigned i = 0; i < count; i++) {
        text_add(text, i ? "," : "");
        add_space(text, random);
        text_add(text, entries[random_below(random, random_once_in(random, 12) ? array_count(entries) : 15)]);
        add_space(text, random);
    }
    text_add_char(text, '}');
}

static void add_members(struct text *text, struct random *random)
{
    bool is_whole = random_once_in(random, 4);
    unsigned count = random_below(random, random_once_in(random, 9) ? 5 : 4);
    text_add(text, is_whole ? "{\"child\":{\"items\":[" : "{\"child\":[");
    for (unsigned i = 0; i < count; i++) {
        text_add(text, i ? "," : "");
        add_member(text, random);
    }
    text_add(text, !is_whole                  ? "]"
                   : random_once_in(random, 2) ? "],\"complete\":false}"
                                               : "]}");
    if (random_once_in(random, 3)) {
        text_add(text, ",\"sibling\":");
        add_list(text, random, false);
    }
    text_add_char(text, '}');
}

static void add_lists(struct text *text, struct random *random)
{
    if (random_once_in(random, 2)) {
        add_members(text, random);
        return;
    }
    text_format(text, "{\"%s\":", random_once_in(random, 30) ? "incident" : "sibling");
    add_list(text, random, false);
    if (random_once_in(random, 20)) {
        text_add(text, ",\"sibling\":[]");
    }
    text_add_char(text, '}');
}

static void add_events(struct text *text, struct random *random)
{
    static const char *const all[] = {
        "{\"missed\":[\"2018-12-20\",\"2017-01-01\"]}", "{\"missed\":[],\"called\":null}", "{}",
        "{\"called\":[\"2018-12-20\"],\"called\":[]}", "{\"absent\":[]}", "{\"missed\":[\"2018-12-2\"]}",
        "{\"missed\":{\"dates\":[\"2018-12-20\"],\"complete\":false}}", "{\"missed\":[\"2018-12-20\",]}",
        "{\"missed\":{\"complete\":false}}", "{\"missed\":{\"items\":[]}}", "{\"sibling\":[]}"};
    if (random_once_in(random, 2)) {
        text_add(text, PICK(random, all));
        return;
    }
    text_add(text, "{\"incident\":");
    add_list(text, random, true);
    text_add_char(text, '}');
}

static void add_entry(struct text *text, struct random *random)
{
    static const char *const others[] = {
        "\"otherwise\":\"no\"", "\"otherwise\":\"unknown\"", "\"otherwise\":\"yes\"",
        "\"nothing_else_in\":\"school\"", "\"nothing_else_in\":[\"school\",\"home\"]",
        "\"nothing_else_in\":[]", "\"nothing_else_in\":[\"nowhere\"]", "\"authority\":\"north\"",
        "\"authority\":null", "\"authority\":\"east\"", "\"on\":\"2018-12-20\"", "\"on\":null",
        "\"on\":\"2018-02-30\"", "\"at\":\"2018-12-20T10:00\"", "\"case\":7", "\"case\":\"k-7\"",
        "\"case\":\"k \\u00e9\"", "\"case\":\"k \\q\"", "\"case\":\"caf\xC3\xA9\"", "\"case\":\"\"",
        "\"judgement\":{\"level\":2}", "\"note\":1"};
    switch (random_below(random, 6)) {
    case 0:
        text_add(text, "\"events\":");
        add_events(text, random);
        break;
    case 3:
        text_add(text, "\"lists\":");
        add_lists(text, random);
        break;
    case 1:
    case 2:
        text_add(text, "\"facts\":");
        add_space(text, random);
        add_facts(text, random);
        break;
    default:
        text_add(text, PICK(random, others));
    }
}

static void add_line(struct text *text, struct random *random)
{
    unsigned count = 1 + random_below(random, 4);
    add_space(text, random);
    text_add_char(text, '{');
    for (unsigned i = 0; i < count; i++) {
        text_add(text, i ? "," : "");
        add_space(text, random);
        add_entry(text, random);
        add_space(text, random);
    }
    text_add_char(text, '}');
    add_space(text, random);
    text_add(text, random_once_in(random, 10) ? "\r\n\n" : "\n");
}

static void mutate(struct text *text, struct random *random)
{
    static const char bytes[] = "\"{}[]:,\\ntf0\n \x01\xC3";
    unsigned times = random_below(random, 4);
    for (unsigned i = 0; i < times && text->length > 1; i++) {
        size_t at = random_below(random, (unsigned)text->length);
        char *place = text->data + at;
        if (random_once_in(random, 3)) {
            memmove(place, place + 1, text->length - at);
            text->length--;
        } else {
            *place = bytes[random_below(random, sizeof bytes - 1)];
        }
    }
}

/* ------------------------------------------------------------------------------------------ tests */

static void test_random(bool all, bool changed)
{
    struct trial trial;
    struct random random = random_create((uint64_t)all + (changed ? 2 : 0));
    struct text text = {0};
    setup(&trial, all);
    for (unsigned i = 0; i < TEXTS; i++) {
        unsigned lines = 1 + random_below(&random, LINES);
        for (unsigned line = 0; line < lines; line++) {
            add_line(&text, &random);
        }
        if (changed) {
            mutate(&text, &random);
        }
        trial.defaults.close_all = i % 5 == 0;
        check(&trial, text.data, text.length);
        text.length = 0;
    }
    print_message("%zu of %zu lines were plain, %zu households\n", trial.plain_lines, trial.lines,
                  trial.households);
    assert_true(trial.households > trial.lines / 200);
    assert_true(trial.plain_lines > trial.lines / 10 && trial.plain_lines < trial.lines);
    text_clear(&text);
    teardown(&trial);
}

static void test_lines(void **state)
{
    (void)state;
    test_random(true, false);
}

static void test_some_columns(void **state)
{
    (void)state;
    test_random(false, false);
}

static void test_changed(void **state)
{
    (void)state;
    test_random(true, true);
}

static void check_plain(struct trial *trial, const char *text, bool is_plain)
{
    struct plain_line line;
    char *bytes = padded(text, strlen(text));
    plain_start(trial->plain, bytes, strlen(text));
    block_clear(trial->mine);
    assert_true(plain_next(trial->plain, &line));
    if (line.is_read != is_plain) {
        fail_msg("%s: %s", is_plain ? "not read" : "read", text);
    }
    plain_end_block(trial->plain);
    free(bytes);
    check(trial, text, strlen(text));
}

/* ------------------------------------------------------------------------------------------- tables */

static const char *const header[] = {"case", "on", "authority", "otherwise", "nothing_else_in",
                                     "absent", "attendance", "age", "weight_change", "caring", "home",
                                     "born", "decided", "adult", "lost_sibling", "missed", "called", "called.complete",
                                     "stay", "sibling", "sibling.sibling_age", "sibling.tie", "sibling.looked_after",
                                     "sibling.met", "sibling.complete", "incident", "incident.severity"};
#define FIRST_OF_LISTS 19 /* columns */

/* The first of a list, which are right for most columns. */
#define PICK_MOSTLY(random, list, good) \
    (list)[random_below((random), random_once_in((random), 4) ? (unsigned)array_count(list) : (good))]

static void add_cell(struct text *text, struct random *random, const char *name)
{
    static const char *const days[] = {"2018-12-20", "unknown", "2017-03-01", " 2018-12-20", "2018-02-30",
                                       "none", "2018-12-20 2017-01-01", "2018-12-20 none", "at most 2018-12-20",
                                       "2018-12-20 to 2018-12-24", "2018-12-24 to 2018-12-20", "2018-12-20 or none",
                                       "2018-12-20 or 2018-12-24"};
    static const char *const truths[] = {"yes", "no", "Y", "unknown", "0", "TRUE", "maybe", "yES", " no "};
    static const char *const numbers[] = {"7", "at least 5", "1 to 2", "unknown", "0", "25", "26", "99.5", "-3",
                                          "12.50", "-0.25", "007", "5.", "7 years", "2 to 1",
                                          "12 to 24 months", "12 months to 3 years", "at most 85.5 %", "At least 5",
                                          "85%", "2 weeks", "1 to", "none", "7 or 8", "at least 1 to 2", "3 days"};
    static const char *const words[] = {"none", "not known", "main", "rented", "own or other", "Not Known",
                                        "some to main", "\"main\"", "nonsense", "at least some", "at most weak",
                                        "weak", "none or weak", "none or other", "strong to weak", "weak or"};
    static const char *const keys[] = {"no", "unknown", "north", "east", "school", "home school", "none", "yes"};
    const char *dot = strchr(name, '.');
    name = dot ? dot + 1 : name;
    if (strcmp(name, "absent") == 0 || strcmp(name, "adult") == 0 || *name == 'l' || strcmp(name, "complete") == 0) {
        text_add(text, PICK_MOSTLY(random, truths, 4));
    } else if (strcmp(name, "caring") == 0 || strcmp(name, "home") == 0 || strcmp(name, "tie") == 0) {
        text_add(text, PICK_MOSTLY(random, words, 2));
    } else if (strcmp(name, "attendance") == 0 || strcmp(name, "age") == 0 || *name == 'w' || strcmp(name, "stay") == 0
               || strncmp(name, "sibling_", 8) == 0 || strcmp(name, "severity") == 0) {
        text_add(text, PICK_MOSTLY(random, numbers, 5));
    } else if (strcmp(name, "sibling") == 0) {
        text_add(text, random_once_in(random, 4) ? PICK(random, truths) : "none");
    } else if (strcmp(name, "on") == 0 || *name == 'b' || *name == 'd' || *name == 'm' || *name == 'c'
               || *name == 'i') {
        text_add(text, PICK_MOSTLY(random, days, 4));
    } else {
        text_add(text, PICK_MOSTLY(random, keys, 2));
    }
}

/* Of a row that goes on a case mostly lists are said; what is said again is mostly the same. */
static void add_table_row(struct text *text, struct random *random, unsigned number, bool goes_on)
{
    if (!goes_on || !random_once_in(random, 12)) {
        text_format(text, random_once_in(random, 9) ? "k\xC3\xA9%u" : "k%u", number);
    }
    for (size_t i = 1; i < array_count(header); i++) {
        bool is_of_list = i >= FIRST_OF_LISTS;
        text_add_char(text, ',');
        if (goes_on && i == 5 && random_once_in(random, 2)) {
            text_add(text, "yes");
        } else if (random_once_in(random, is_of_list ? 4 : goes_on ? 200 : 12)) {
            add_cell(text, random, header[i]);
        }
    }
    text_add(text, random_once_in(random, 40) ? ",\n" : random_once_in(random, 9) ? "\r\n" : "\n");
}

static void write_table(struct text *text, struct random *random)
{
    unsigned rows = 1 + random_below(random, 2 * LINES), number = 0;
    for (size_t i = 0; i < array_count(header); i++) {
        text_format(text, "%s%s", i ? "," : "", header[i]);
    }
    text_add_char(text, '\n');
    for (unsigned i = 0; i < rows; i++) {
        bool goes_on = i > 0 && random_once_in(random, 3);
        number += !goes_on;
        add_table_row(text, random, random_once_in(random, 30) ? 1 : number, goes_on);
    }
}

static void read_rows(struct trial *trial, struct plain_rows *rows, struct case_reader *reader,
                      const struct feed_piece *piece, size_t index)
{
    struct plain_line line;
    struct case_result result;
    plain_rows_read(rows, piece->bytes, &piece->rows[index], &line);
    case_reader_seek_rows(reader, index);
    assert_true(case_reader_next(reader, trial->scratch, &result));
    compare_case(trial, &line, &result, piece->bytes);
    const char *end = memchr(piece->bytes + line.begin, '\n', line.end - line.begin);
    trial->joined += line.is_read && end && (size_t)(end - piece->bytes) + 2 < line.end;
}

static void check_table(struct trial *trial, const struct text *table)
{
    struct feed_piece piece = {.bytes = padded(table->data, table->length), .length = table->length,
                               .is_first = true, .is_last = true};
    struct csv_split split;
    assert_true(csv_split_start(&split, NULL, &piece));
    csv_split(&split, &piece, true);
    struct case_reader *reader = case_reader_create_rows(trial->scratch, trial->program, split.header,
                                                         split.header_length, &piece);
    struct plain_rows *rows = plain_rows_create(trial->scratch, trial->program, trial->mine,
                                                split.header, split.header_length);
    assert_non_null(rows);
    block_clear(trial->mine);
    block_clear(trial->theirs);
    for (size_t i = 0; i < piece.row_count; i++) {
        read_rows(trial, rows, reader, &piece, i);
    }
    plain_rows_end_block(rows);
    block_close(trial->mine, &trial->defaults);
    block_close(trial->theirs, &trial->defaults);
    compare_blocks(trial, piece.bytes);
    case_reader_destroy(reader);
    csv_split_end(&split);
    feed_piece_clear(&piece);
    arena_reset(trial->scratch);
}

static void test_tables(void **state)
{
    struct trial trial;
    struct random random = random_create(9);
    (void)state;
    setup(&trial, true);
    for (unsigned i = 0; i < TEXTS; i++) {
        struct text table = {0};
        write_table(&table, &random);
        check_table(&trial, &table);
        text_clear(&table);
    }
    print_message("%zu of %zu cases were plain, %zu of them in several rows\n", trial.plain_lines,
                  trial.lines, trial.joined);
    assert_true(trial.joined > trial.lines / 100);
    assert_true(trial.plain_lines > trial.lines / 10 && trial.plain_lines < trial.lines);
    teardown(&trial);
}

/* What most cases of long inputs hold must not go the slow way unseen. */
static void test_what_is_plain(void **state)
{
    (void)state;
    struct trial trial;
    setup(&trial, true);
    check_plain(&trial, "{\"case\": \"c-1\", \"on\": \"2018-12-20\", \"authority\": \"north\", "
                        "\"facts\": {\"absent\": true, \"age\": 7, \"attendance\": 85.5, \"caring\": "
                        "\"main\", \"born\": \"2011-01-02\", \"home\": null, \"weight_change\": -1.25}, "
                        "\"events\": {\"missed\": [\"2018-12-01\", \"2018-11-01\"], \"called\": []}, "
                        "\"lists\": {\"sibling\": [{\"sibling_age\": 3, \"tie\": \"weak\"}, {}]}, "
                        "\"nothing_else_in\": [\"school\"], \"otherwise\": \"no\"}", true);
    check_plain(&trial, "{\"facts\":{},\"otherwise\":\"unknown\"}", true);
    check_plain(&trial, "{\"facts\":{\"age\":{\"from\":\"24 months\",\"to\":4},\"caring\":[\"some\",\"main\"],"
                        "\"attendance\":\"85.5 %\",\"decided\":\"none\",\"born\":{\"to\":\"2018-01-01\"}}}", true);
    check_plain(&trial, "{\"lists\":{\"sibling\":{\"items\":[{\"sibling_age\":{\"from\":3},\"tie\":null}],"
                        "\"complete\":false}},\"events\":{\"incident\":[\"2018-12-01\",{\"date\":"
                        "\"2018-12-02\",\"severity\":2.5}],\"missed\":{\"dates\":[\"2018-12-01\"],"
                        "\"complete\":false}}}", true);
    check_plain(&trial, "{\"case\":\"h\",\"otherwise\":\"no\",\"facts\":{\"home\":\"own\",\"stay\":3},\"events\":{"
                        "\"missed\":[\"2018-12-01\"],\"incident\":[{\"severity\":2.5}]},\"lists\":{\"child\":[{\"case\":"
                        "\"amy\",\"absent\":true,\"called\":[\"2018-12-02\"]},{\"facts\":{\"age\":3,\"caring\":"
                        "\"main\"}},{}],\"sibling\":[{\"tie\":\"weak\"}]},\"on\":\"2018-12-20\"}", true);
    check_plain(&trial, "{\"lists\":{\"child\":[{},{},{},{}]}}", false);
    check_plain(&trial, "{\"lists\":{\"child\":[]}}", false);
    check_plain(&trial, "{\"lists\":{\"child\":[{\"home\":\"own\"}]}}", false);
    check_plain(&trial, "{\"lists\":{\"child\":[{\"strong_tie\":true},{}]}}", false);
    check_plain(&trial, "{\"facts\":{\"age\":3},\"lists\":{\"child\":[{}]}}", false);
    check_plain(&trial, "{\"lists\":{\"child\":[{}]},\"facts\":{\"age\":3}}", false);
    check_plain(&trial, "{\"lists\":{\"child\":[{\"case\":\"a\"},{\"case\":\"a\"}]}}", false);
    check_plain(&trial, "{\"lists\":{\"child\":{\"items\":[{}],\"complete\":false}}}", false);
    check_plain(&trial, "{\"lists\":{\"sibling\":[{},{},{},{}]}}", false);
    check_plain(&trial, "{\"lists\":{\"sibling\":[{\"tie\":null,\"tie\":null}]}}", false);
    check_plain(&trial, "{\"facts\":{\"age\":7,\"age\":7}}", false);
    check_plain(&trial, "{\"facts\":{\"age\":7}} {\"facts\":{\"age\":7}}", false);
    check_plain(&trial, "{\"facts\":{\"age\":7}", false);
    check_plain(&trial, "{\"facts\":{\"age\":26}}", false);
    check_plain(&trial, "{\"facts\":{\"age\":1.0}}", false);
    check_plain(&trial, "{\"facts\":{\"absent\":true}}\"", false);
    teardown(&trial);
}

/* Lines on both sides of what is indexed at once, one broken. */
static void test_windows(void **state)
{
    (void)state;
    struct trial trial;
    struct text text = {0};
    setup(&trial, true);
    for (unsigned i = 0; i < 2000; i++) {
        text_format(&text, "{\"case\":\"case-%u\",\"facts\":{\"absent\":%s,\"age\":%u}%s\n", i,
                    i % 2 ? "true" : "false", i % 26, i % 700 == 650 ? ",\"x" : "}");
    }
    check(&trial, text.data, text.length);
    assert_int_equal(trial.lines, 2000);
    assert_int_equal(trial.plain_lines, 1998);
    text_clear(&text);
    teardown(&trial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_some_columns),
        cmocka_unit_test(test_changed),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_what_is_plain),
        cmocka_unit_test(test_windows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Lines and rows read straight into columns against the case reader: whatever the first reads, the second reads, too,
   and every plane of the block is the same. Lines are written at random, right and wrong, then their
   bytes are changed at random. */
#include "ruleset.h"

#include "../property/random.h"
#include "case/csv_split.h"
#include "case/plain.h"
#include "case/plain_rows.h"

#define TEXTS 3000
#define LINES 12 /* of a text at most */

static const char ruleset[] =
    "ruleset plain 2018-12 \"Plain\"\n"
    "  applies to north, south\n"
    "level 1\n"
    "level 2\n"
    "section school \"School\"\n"
    "concern absent \"Absent\"\n"
    "concern absent_without_any_reason_given \"Absent without a reason\"\n"
    "concern absent_without_some_reason_given \"Absent without some reason\"\n"
    "fact attendance : 0.0 to 100.0 % \"Attendance\" usually 100 % lower is worse\n"
    "section home \"Home\"\n"
    "fact age : 0 to 25 years \"Age\"\n"
    "fact weight_change : -12.50 to 12.50 \"Change\"\n"
    "scale caring : none < some < main \"Caring\" usually none\n"
    "fact home : one of own, rented, other or none \"Home\" usually none\n"
    "fact born : date \"Born\"\n"
    "fact decided : date or none \"Decided\"\n"
    "fact adult : yes/no from age >= 18 years \"Adult\"\n"
    "event missed \"Missed\"\n"
    "event called \"Called\"\n"
    "list sibling \"Sibling\" at most 3\n"
    "  has sibling_age : 0 to 25 years \"Age\"\n"
    "concern lost_sibling from any sibling where (sibling_age < 1 years) \"Lost a sibling\"\n"
    "if absent then level 2\n"
    "if authority = north and any sibling then level 2\n";

struct trial {
    struct compilation *compilation;
    struct program *program;
    struct arena *arena, *scratch;
    struct block *mine, *theirs;
    struct plain *plain;
    struct block_defaults defaults;
    size_t lines, plain_lines;
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
        wanted[i] = all || i % 3 > 0 || (fact && fact->sums_up.count > 0);
    }
    trial->mine = block_create(trial->arena, trial->program, wanted);
    trial->theirs = block_create(trial->arena, trial->program, wanted);
    trial->plain = plain_create(trial->arena, trial->program, trial->mine);
}

static void teardown(struct trial *trial)
{
    plain_destroy(trial->plain);
    compilation_destroy(trial->compilation);
    arena_destroy(trial->arena);
    arena_destroy(trial->scratch);
}

/* --------------------------------------------------------------------------------------- comparing */

/* Where there is certainly no value, its ends mean nothing. */
static bool means_something(const struct trial *trial, size_t fact, enum column_part part,
                            size_t lane)
{
    const struct column *column = &trial->mine->columns[fact];
    return (part != PART_LOW && part != PART_HIGH) || !column->some
           || plane_get(*column->some, lane);
}

static void compare_planes(const struct trial *trial, size_t fact, enum column_part part,
                           size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++) {
        const uint64_t *mine = block_part(trial->mine, part, fact, i);
        const uint64_t *theirs = block_part(trial->theirs, part, fact, i);
        for (size_t lane = 0; lane < trial->mine->count; lane++) {
            if (plane_get(mine, lane) != plane_get(theirs, lane)
                && means_something(trial, fact, part, lane)) {
                fail_msg("fact %zu, part %d, plane %zu, case %zu differ in:\n%s", fact, (int)part,
                         i, lane, text);
            }
        }
    }
}

static void compare_dates(const struct trial *trial, size_t fact, const char *text)
{
    for (size_t lane = 0; lane < trial->mine->count; lane++) {
        struct date_span mine = trial->mine->columns[fact].spans[lane];
        struct date_span theirs = trial->theirs->columns[fact].spans[lane];
        if (mine.count != theirs.count
            || (mine.count > 0
                && memcmp(trial->mine->dates.items + mine.first,
                          trial->theirs->dates.items + theirs.first,
                          mine.count * sizeof(int32_t)) != 0)
            || plane_get(*trial->mine->columns[fact].complete, lane)
                   != plane_get(*trial->theirs->columns[fact].complete, lane)) {
            fail_msg("dates of case %zu differ in:\n%s", lane, text);
        }
    }
}

static void compare_blocks(const struct trial *trial, const char *text)
{
    assert_int_equal(trial->mine->count, trial->theirs->count);
    for (size_t i = 0; i <= trial->program->facts.count; i++) {
        const struct column *column = &trial->mine->columns[i];
        if (!column->is_there) {
            continue;
        }
        compare_planes(trial, i, PART_LOW, column->width, text);
        compare_planes(trial, i, PART_HIGH, column->high ? column->width : 0, text);
        compare_planes(trial, i, PART_MEMBER, column->member_count, text);
        compare_planes(trial, i, PART_NONE, column->none ? 1 : 0, text);
        compare_planes(trial, i, PART_SOME, column->some ? 1 : 0, text);
        compare_planes(trial, i, PART_KNOWN, 1, text);
        if (column->type->kind == TYPE_EVENT) {
            compare_dates(trial, i, text);
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
    block_add(trial->theirs, result->limen_case);
    if (!line->is_read) {
        block_add(trial->mine, result->limen_case);
    } else if (line->id) {
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
                                        "\"m\\u0061in\"", "\"18 months\"", "true", "[\"own\"]"};
    static const char *const days[] = {"\"2018-12-20\"", "\"2018-02-30\"", "\"none\"", "\"18-1-1\"",
                                       "\"1899-12-31\"", "20181220"};
    static const char *const truths[] = {"true", "false", "true", "truex", "True", "1"};
    static const char *const others[] = {"null", "nul", "{\"from\":1}", "{\"from\":2,\"to\":1}", "[]"};
    if (random_once_in(random, 8)) {
        text_add(text, PICK(random, others));
    } else if (strncmp(name, "absent", 6) == 0 || strcmp(name, "adult") == 0 || *name == 'l') {
        text_add(text, PICK(random, truths));
    } else if (strcmp(name, "caring") == 0 || strcmp(name, "home") == 0) {
        text_add(text, PICK(random, words));
    } else if (strcmp(name, "born") == 0 || strcmp(name, "decided") == 0) {
        text_add(text, PICK(random, days));
    } else {
        text_add(text, PICK(random, numbers));
    }
}

static void add_facts(struct text *text, struct random *random)
{
    static const char *const names[] = {
        "absent", "absent_without_any_reason_given", "absent_without_some_reason_given", "attendance",
        "age", "weight_change", "caring", "home", "born", "decided", "adult", "lost_sibling", "missed", "authority",
        "abs\\u0065nt"};
    unsigned count = random_below(random, 6);
    text_add_char(text, '{');
    for (unsigned i = 0; i < count; i++) {
        const char *name = names[random_below(random, random_once_in(random, 6) ? array_count(names)
                                                                               : 12)];
        text_format(text, "%s\"%s\"", i ? "," : "", name);
        add_space(text, random);
        text_add_char(text, ':');
        add_space(text, random);
        add_value(text, random, name);
        add_space(text, random);
    }
    text_add_char(text, '}');
}

static void add_events(struct text *text, struct random *random)
{
    static const char *const all[] = {
        "{\"missed\":[\"2018-12-20\",\"2017-01-01\"]}", "{\"missed\":[],\"called\":null}", "{}",
        "{\"called\":[\"2018-12-20\"],\"called\":[]}", "{\"absent\":[]}", "{\"missed\":[\"2018-12-2\"]}",
        "{\"missed\":{\"dates\":[\"2018-12-20\"],\"complete\":false}}", "{\"missed\":[\"2018-12-20\",]}"};
    text_add(text, PICK(random, all));
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
        "\"lists\":{\"sibling\":[{\"sibling_age\":3}]}", "\"judgement\":{\"level\":2}", "\"note\":1"};
    switch (random_below(random, 5)) {
    case 0:
        text_add(text, "\"events\":");
        add_events(text, random);
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
    print_message("%zu of %zu lines were plain\n", trial.plain_lines, trial.lines);
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
                                     "born", "decided", "adult", "lost_sibling", "missed", "called", "called.complete"};

static void add_cell(struct text *text, struct random *random, const char *name)
{
    static const char *const days[] = {"2018-12-20", "2018-02-30", "unknown", "none", "2018-12-20 2017-01-01",
                                       " 2018-12-20", "2018-12-20 none"};
    static const char *const truths[] = {"yes", "no", "Y", "0", "TRUE", "unknown", "maybe", "yES", " no "};
    static const char *const numbers[] = {"7", "25", "26", "99.5", "-3", "12.50", "-0.25", "007", "5.",
                                          "7 years", "at least 5", "1 to 2", "unknown", "0"};
    static const char *const words[] = {"none", "main", "rented", "own or other", "Not Known", "not known",
                                        "some to main", "\"main\"", "nonsense"};
    static const char *const keys[] = {"no", "unknown", "north", "east", "school", "home school", "none", "yes"};
    if (strcmp(name, "absent") == 0 || strcmp(name, "adult") == 0 || *name == 'l' || strchr(name, '.')) {
        text_add(text, PICK(random, truths));
    } else if (strcmp(name, "caring") == 0 || strcmp(name, "home") == 0) {
        text_add(text, PICK(random, words));
    } else if (strcmp(name, "attendance") == 0 || strcmp(name, "age") == 0 || *name == 'w') {
        text_add(text, PICK(random, numbers));
    } else if (strcmp(name, "on") == 0 || *name == 'b' || *name == 'd' || *name == 'm' || *name == 'c') {
        text_add(text, PICK(random, days));
    } else {
        text_add(text, PICK(random, keys));
    }
}

static void add_table_row(struct text *text, struct random *random, unsigned number)
{
    text_format(text, random_once_in(random, 9) ? "k\xC3\xA9%u" : "k%u", number);
    for (size_t i = 1; i < array_count(header); i++) {
        text_add_char(text, ',');
        if (random_once_in(random, 6)) {
            add_cell(text, random, header[i]);
        }
    }
    text_add(text, random_once_in(random, 20) ? ",\n" : random_once_in(random, 9) ? "\r\n" : "\n");
}

static void write_table(struct text *text, struct random *random)
{
    unsigned rows = 1 + random_below(random, 2 * LINES), number = 0;
    for (size_t i = 0; i < array_count(header); i++) {
        text_format(text, "%s%s", i ? "," : "", header[i]);
    }
    text_add_char(text, '\n');
    for (unsigned i = 0; i < rows; i++) {
        number += random_once_in(random, 10) ? 0 : 1;
        add_table_row(text, random, random_once_in(random, 30) ? 1 : number);
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
    print_message("%zu of %zu rows were plain\n", trial.plain_lines, trial.lines);
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
                        "\"nothing_else_in\": [\"school\"], \"otherwise\": \"no\"}", true);
    check_plain(&trial, "{\"facts\":{},\"otherwise\":\"unknown\"}", true);
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

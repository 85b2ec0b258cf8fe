/* SPDX-License-Identifier: Apache-2.0 */
/* Tables read in pieces against the same tables read whole: random rows, right and wrong, and pieces of
   every size give the same cases and the same errors in the same places. */
#include "ruleset.h"

#include <stdio.h>
#include <unistd.h>

#include "../property/random.h"
#include "case/csv_split.h"

#define TABLES 400

static const char ruleset[] = "ruleset split 2018-12 \"Split\"\n"
                              "level 1\n"
                              "level 2\n"
                              "concern late \"Late\"\n"
                              "fact age : 0 to 25 years \"Age\"\n"
                              "list sibling \"Sibling\" at most 3\n"
                              "  has years_old : 0 to 25 years \"Age\"\n"
                              "if late and any sibling then level 2\n";

struct trial {
    struct compilation *compilation;
    struct program *program;
    struct arena *arena;
    size_t cases, pieces, returned, unkept; /* pieces: of them, those before any name was kept */
};

/* ---------------------------------------------------------------------------------------- writing */

static void add_row(struct text *text, struct random *random, const char *id)
{
    static const char *const lates[] = {"yes", "no", "", "unknown", "\"yes\"", "maybe", "\"n\no\""};
    static const char *const ages[] = {"7", "", "26", "at least 5", " 8 ", "\"9\"", "x\"y", "\xff"};
    static const char *const siblings[] = {"4", "", "5", "\"6\n\"", "40"};
    text_format(text, "%s,%s,%s,%s%s\n", id, lates[random_below(random, array_count(lates))],
                ages[random_below(random, array_count(ages))],
                siblings[random_below(random, array_count(siblings))],
                random_once_in(random, 12) ? ",1" : random_once_in(random, 6) ? "\r" : "");
}

static void add_case(struct text *text, struct random *random, unsigned number)
{
    char id[20];
    unsigned rows = random_once_in(random, 3) ? 1 + random_below(random, 4) : 1;
    snprintf(id, sizeof id, random_once_in(random, 8) ? "\"c-%u\"" : "c-%u",
             random_once_in(random, 20) ? random_below(random, number + 1) : number);
    for (unsigned i = 0; i < rows; i++) {
        add_row(text, random, i && random_once_in(random, 4) ? "" : id);
        text_add(text, random_once_in(random, 15) ? "\n" : "");
    }
}

static void write_table(struct text *text, struct random *random, bool quotes)
{
    unsigned cases = random_below(random, 30);
    text_add(text, random_once_in(random, 9) ? "\xEF\xBB\xBF" : "");
    text_add(text, "case,late,age,sibling.years_old\n");
    for (unsigned i = 0; i < cases; i++) {
        add_case(text, random, i);
    }
    if (random_once_in(random, 4) && text->data[text->length - 1] == '\n') {
        text->length--;
    }
    for (size_t i = 0; !quotes && i < text->length; i++) {
        text->data[i] = text->data[i] == '"' ? 'q' : text->data[i];
    }
}

/* --------------------------------------------------------------------------------------- comparing */

static void write_result(struct text *text, const struct case_result *result)
{
    text_format(text, "%s %s", result->id ? result->id : "-", result->limen_case ? "good" : "bad");
    for (size_t i = 0; result->limen_case && i < 3; i++) {
        const struct case_fact *fact = &result->limen_case->facts[i];
        text_format(text, " %d %d %zu", (int)fact->state, (int)fact->set.low, fact->item_count);
    }
    for (size_t i = 0; i < result->errors.count; i++) {
        const struct case_error *error = &result->errors.items[i];
        text_format(text, " [%zu:%zu %s]", error->line, error->column, error->message);
    }
    text_add_char(text, '\n');
}

static void read_cases(struct trial *trial, struct case_reader *reader, struct text *text)
{
    struct case_result result;
    while (case_reader_next(reader, trial->arena, &result)) {
        write_result(text, &result);
        trial->cases++;
    }
    case_reader_destroy(reader);
}

static void read_whole(struct trial *trial, const struct text *table, struct text *text)
{
    char *bytes = padded(table->data, table->length);
    read_cases(trial,
               case_reader_create_table(trial->arena, trial->program, bytes, table->length), text);
    free(bytes);
}

static void read_pieces(struct trial *trial, const char *path, size_t piece_bytes, struct text *text)
{
    struct feed feed;
    struct feed_piece piece = {0};
    struct csv_split split;
    assert_true(feed_open(&feed, path, piece_bytes));
    /* The first piece must hold the header. */
    assert_int_equal(feed_next(&feed, &piece), FEED_OK);
    assert_true(csv_split_start(&split, &feed, &piece));
    assert_int_equal(feed_set_splitter(&feed, csv_split, &split, &piece), FEED_OK);
    for (;;) {
        struct case_reader *reader = case_reader_create_rows(
            trial->arena, trial->program, split.header, split.header_length, &piece);
        read_cases(trial, reader, text);
        trial->pieces++;
        trial->unkept += !split.keeps;
        if (piece.is_last) {
            break;
        }
        assert_int_equal(feed_next(&feed, &piece), FEED_OK);
    }
    feed_piece_clear(&piece);
    feed_close(&feed);
    csv_split_end(&split);
}

static void check_table(struct trial *trial, const struct text *table, const char *path,
                        size_t piece_bytes)
{
    struct text whole = {0}, pieces = {0};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(table->data, 1, table->length, file), table->length);
    assert_int_equal(fclose(file), 0);
    read_whole(trial, table, &whole);
    trial->returned += strstr(text_string(&whole), "other cases came between") != NULL;
    read_pieces(trial, path, piece_bytes, &pieces);
    const char *one = text_string(&whole), *other = text_string(&pieces);
    for (; *one && *one == *other; one++, other++) {
    }
    if (*one || *other) {
        fail_msg("pieces of %zu bytes give from here on\n%.300s\nand not\n%.300s", piece_bytes, other,
                 one);
    }
    text_clear(&whole);
    text_clear(&pieces);
    arena_reset(trial->arena);
}

static void test_pieces(void **state)
{
    struct trial trial = {.compilation = compilation_create(NULL), .arena = arena_create()};
    char path[] = "/tmp/limen-split-XXXXXX";
    struct random random = random_create(3);
    (void)state;
    trial.program = ruleset_load(trial.compilation, ruleset);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    for (unsigned i = 0; i < TABLES; i++) {
        struct text table = {0};
        write_table(&table, &random, i % 2);
        check_table(&trial, &table, path, 40 + random_below(&random, 400));
        text_clear(&table);
    }
    unlink(path);
    print_message("%zu cases, %zu pieces, %zu tables with a case that returns\n", trial.cases,
                  trial.pieces, trial.returned);
    assert_true(trial.pieces > 2 * TABLES && trial.returned > TABLES / 10);
    assert_true(trial.unkept > TABLES && trial.unkept < trial.pieces);
    compilation_destroy(trial.compilation);
    arena_destroy(trial.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

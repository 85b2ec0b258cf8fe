/* SPDX-License-Identifier: Apache-2.0 */
/* Cases: whatever the bytes, reading ends without harm, each case is an answer or errors with a place,
   and an answer can be written both ways. What is read straight into columns, the case reader reads, too, and means
   the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../blocks.h"
#include "answer/household.h"
#include "case/csv_split.h"
#include "case/plain.h"
#include "case/plain_rows.h"
#include "case/reader.h"
#include "engine/columns.h"
#include "meaning/library.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char ruleset[] =
    "ruleset fuzz 2018-12 \"Fuzz\"\n"
    "  applies to north, south\n"
    "  in force from 2018-01-01\n"
    "  each child\n"
    "  scope if age < 18 years\n"
    "level 1 universal \"U\"\n"
    "level 2 additional \"A\"\n"
    "level 3 complex \"C\"\n"
    "list child \"Child\" at most 5\n"
    "section school of child \"School\"\n"
    "concern absent \"Absent\"\n"
    "strength engaged \"Engaged\"\n"
    "fact attendance : 0.0 to 100.0 % \"Attendance\" usually 100 % lower is worse\n"
    "section home \"Home\"\n"
    "fact age of child : 0 to 25 years \"Age\"\n"
    "fact stay : 0 to 90 days \"Stay\"\n"
    "fact support : 0 to 4 \"Support\" usually 0\n"
    "scale caring : none < some < main \"Caring\" usually none\n"
    "fact home : one of own, rented, other \"Home\"\n"
    "fact decided : date or none \"Decided\"\n"
    "fact school_age : yes/no from age in 5 to 16 years \"School age\"\n"
    "event missed \"Missed\"\n"
    "list sibling \"Sibling\" at most 3\n"
    "  has age : 0 to 25 years \"Age\"\n"
    "  has looked_after : yes/no \"Looked after\"\n"
    "  has tie : one of none < weak < strong or none \"Tie\" usually weak\n"
    "event incident \"Incident\"\n"
    "  has severity : 0.0 to 10.0 \"Severity\"\n"
    "impossible if engaged and absent \"they exclude one another\"\n"
    "if absent and support >= 2 then level 3\n"
    "if attendance < 90 % unless engaged then level 2 or 3 as judged\n"
    "if caring >= some and home = rented and school_age then level 3\n"
    "if count of missed within 6 months of case_date >= 2 and decided is none then level 3\n"
    "if authority = north and stay > 7 days then level 2 mandatory, duty refer\n"
    "if any sibling where (age < 5 years and absent) and sibling is known then level 3\n"
    "if all sibling where (looked_after) or count of distinct tie of sibling >= 2 then level 2\n"
    "if count of child where (absent or level >= 3) >= 2 then level 2\n"
    "if sum of severity of incident within 6 months >= 12.5 then level 3\n"
    "if latest of incident >= 2018-01-01 and highest of age of sibling > 20 years then level 2\n"
    "decision route : one of refer, wait \"Route\"\n"
    "  first of\n"
    "    refer if level >= 3\n"
    "    wait otherwise\n"
    "decision score : 0 to 10 \"Score\"\n"
    "  sum of\n"
    "    3 if absent\n"
    "    2 if stay > 7 days\n"
    "contact team \"Team\"\n"
    "  phone \"1\" open mon to fri 09:00 to 17:00\n"
    "duty refer \"Refer\"\n"
    "  to team within 3 working days\n"
    "  written within 12 weeks of decided\n"
    "checklist referral \"Referral\"\n"
    "  item consent \"Consent\"\n"
    "note at level 3 \"Speak with the parent.\"\n";

/* What the ruleset is made of lives as long as the process. */
static struct arena *kept;

static struct plan *plan_of_ruleset(void)
{
    struct compilation *compilation = compilation_create(NULL);
    struct program *program =
        library_load_text(compilation, "fuzz.limen", ruleset, sizeof ruleset - 1);
    kept = compilation->arena;
    if (compilation->diagnostics->errors > 0) {
        abort();
    }
    return plan_create(compilation->arena, program);
}

static void refuse(const struct case_result *result)
{
    struct text text = {0};
    if (result->errors.count == 0 || result->errors.items[0].line == 0) {
        abort();
    }
    refusal_write_errors_json(&text, result);
    text_clear(&text);
}

static void answer_household(const struct plan *plan, struct arena *arena,
                             struct case_result *result)
{
    struct family *family = interpreter_evaluate_household(arena, plan, result->limen_case);
    struct text text = {0};
    if (family->members[0]->refused) {
        household_refuse(arena, result->limen_case, family, result);
        refuse(result);
        return;
    }
    const struct household_answer *made =
        household_answer_create(arena, result->limen_case, family, NULL);
    if (made->level.has_level && made->level.at_least > made->level.at_most) {
        abort();
    }
    household_write_json(&text, made);
    household_write_pages(&text, made, 80, true);
    text_clear(&text);
}

static void answer(const struct plan *plan, struct arena *arena, struct case_result *result)
{
    if (case_is_household(result->limen_case)) {
        answer_household(plan, arena, result);
        return;
    }
    const struct evaluation *evaluation = interpreter_evaluate(arena, plan, result->limen_case);
    struct text text = {0};
    if (evaluation->refused) {
        answer_refuse(arena, evaluation, result);
        refuse(result);
        return;
    }
    const struct answer *made = answer_create(arena, evaluation);
    if (made->has_level && made->at_least > made->at_most) {
        abort();
    }
    answer_write_json(&text, made);
    answer_write_text(&text, made, 80, true);
    text_clear(&text);
}

static void read_all(const struct plan *plan, const char *bytes, size_t size)
{
    struct arena *arena = arena_create();
    struct arena *each = arena_create();
    struct case_reader *reader =
        (case_text_is_table(arena, bytes, size) ? case_reader_create_table : case_reader_create)(
            arena, plan->program, bytes, size);
    struct case_result result;
    while (case_reader_next(reader, each, &result)) {
        if (result.limen_case) {
            answer(plan, each, &result);
        } else {
            refuse(&result);
        }
        arena_reset(each);
    }
    case_reader_destroy(reader);
    arena_destroy(each);
    arena_destroy(arena);
}

/* What is read plainly, and the same by the case reader. */
struct both {
    struct block *mine, *theirs;
};

static struct both both_create(struct arena *arena, const struct plan *plan)
{
    return (struct both){columns_block(arena, plan), columns_block(arena, plan)};
}

static void add_read(const struct both *both, const struct case_result *result)
{
    if (!result->limen_case) {
        abort();
    }
    const struct household *household =
        case_is_household(result->limen_case) ? result->limen_case->household : NULL;
    for (size_t i = 0; household && i < household->members.count; i++) {
        block_add(both->theirs, household->members.items[i]);
    }
    if (!household) {
        block_add(both->theirs, result->limen_case);
    }
}

static void compare(const struct both *both, struct arena *arena)
{
    const struct block_defaults defaults = {.authority = -1};
    struct text why = {0};
    block_close(both->mine, &defaults);
    block_close(both->theirs, &defaults);
    if (blocks_differ(arena, both->mine, both->theirs, &why)) {
        fprintf(stderr, "%s\n", text_string(&why));
        abort();
    }
}

static void read_lines(const struct plan *plan, struct arena *arena, const char *bytes, size_t size)
{
    static struct both both;
    static struct plain *plain;
    struct plain_line line;
    struct case_result result;
    if (!plain) {
        both = both_create(kept, plan);
        plain = plain_create(kept, plan->program, both.mine,
                             columns_take_members(plan));
    }
    struct case_reader *reader = case_reader_create(arena, plan->program, bytes, size);
    bytes = case_reader_text(reader, &size);
    block_clear(both.mine);
    block_clear(both.theirs);
    plain_start(plain, bytes, size);
    while (both.mine->count + plain_most(plain) <= BLOCK_CASES && plain_next(plain, &line)) {
        if (line.is_read) {
            case_reader_read_line(reader, arena, line.begin, line.end, line.line, &result);
            add_read(&both, &result);
        }
    }
    plain_end_block(plain);
    compare(&both, arena);
    case_reader_destroy(reader);
}

static void read_rows(const struct plan *plan, struct arena *arena, struct feed_piece *piece)
{
    struct csv_split split;
    struct plain_line line;
    struct case_result result;
    if (csv_split_start(&split, NULL, piece)) {
        csv_split(&split, piece, true);
        struct both both = both_create(arena, plan);
        struct plain_rows *rows = plain_rows_create(arena, plan->program, both.mine, split.header,
                                                    split.header_length);
        struct case_reader *reader = case_reader_create_rows(
            arena, plan->program, split.header, split.header_length, piece);
        for (size_t i = 0; rows && i < piece->row_count && both.mine->count < BLOCK_CASES; i++) {
            if (plain_rows_read(rows, piece->bytes, &piece->rows[i], &line)) {
                case_reader_seek_rows(reader, i);
                case_reader_next(reader, arena, &result);
                add_read(&both, &result);
            }
        }
        if (rows) {
            plain_rows_end_block(rows);
            compare(&both, arena);
        }
        case_reader_destroy(reader);
    }
    csv_split_end(&split);
}

/* BYTES are the piece's, which frees them. */
static void read_plainly(const struct plan *plan, char *bytes, size_t size)
{
    struct arena *arena = arena_create();
    struct feed_piece piece = {.bytes = bytes, .length = size, .is_first = true, .is_last = true};
    read_lines(plan, arena, bytes, size);
    read_rows(plan, arena, &piece);
    feed_piece_clear(&piece);
    arena_destroy(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct plan *plan;
    char *bytes = calloc(1, size + READER_PADDING);
    plan = plan ? plan : plan_of_ruleset();
    if (bytes && size > 0) {
        memcpy(bytes, data, size);
    }
    if (bytes) {
        read_all(plan, bytes, size);
        read_plainly(plan, bytes, size);
    }
    return 0;
}

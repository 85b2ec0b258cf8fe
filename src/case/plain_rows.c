/* SPDX-License-Identifier: Apache-2.0 */
/* From cells to planes. Of a wide table most cells are empty: only the others are looked at. */
#include "case/plain_rows.h"

#include <string.h>

#include "base/date.h"
#include "case/csv_columns.h"
#include "case/plain_fact.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define MOST_DATES 32 /* of an event that is read here */

enum cell_how { CELL_OTHER, CELL_ID, CELL_ON, CELL_AUTHORITY, CELL_OTHERWISE, CELL_SECTION, CELL_FACT };

struct plain_column {
    enum cell_how how;
    struct plain_fact *fact; /* FACT, ON */
};

struct plain_rows {
    struct plain_facts facts;
    struct lexicon words; /* of yes/no cells */
    struct plain_column *columns;
    size_t count;
};

enum word { WORD_NO, WORD_YES, WORD_UNKNOWN };

/* A row that is being read. */
struct row {
    struct plain_rows *rows;
    const char *begin, *end; /* of its text */
    size_t lane;
    struct plain_line *line;
};

/* ------------------------------------------------------------------------------------------- making */

static void add_words(struct plain_rows *rows, struct arena *arena)
{
    static const char *const yes[] = {"yes", "Yes", "YES", "y", "Y", "true", "True", "TRUE", "1"};
    static const char *const no[] = {"no", "No", "NO", "n", "N", "false", "False", "FALSE", "0"};
    lexicon_create(&rows->words, arena, 2 * sizeof yes / sizeof *yes + 2);
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        lexicon_add(&rows->words, yes[i], WORD_YES);
        lexicon_add(&rows->words, no[i], WORD_NO);
    }
    lexicon_add(&rows->words, "unknown", WORD_UNKNOWN);
    lexicon_add(&rows->words, "not known", WORD_UNKNOWN);
}

static bool is_alone(const struct csv_columns *columns, size_t index)
{
    size_t count = 0;
    for (size_t i = 0; i < columns->count; i++) {
        count += columns->items[i].group == columns->items[index].group;
    }
    return count == 1;
}

static enum cell_how how_of_key(const char *name)
{
    return strcmp(name, "on") == 0          ? CELL_ON
           : strcmp(name, "authority") == 0 ? CELL_AUTHORITY
                                            : CELL_OTHER;
}

static struct plain_column column_of(const struct plain_rows *rows,
                                     const struct csv_columns *columns, size_t index)
{
    const struct csv_column *column = &columns->items[index];
    struct plain_fact *date = &rows->facts.by_fact[rows->facts.program->facts.count];
    bool is_fact = column->kind == COLUMN_FACT && column->fact;
    switch (column->kind) {
    case COLUMN_ID:
        return (struct plain_column){CELL_ID, NULL};
    case COLUMN_KEY:
        return (struct plain_column){how_of_key(column->name), date};
    case COLUMN_CLOSING:
        return (struct plain_column){CELL_OTHERWISE, NULL};
    case COLUMN_SECTIONS:
        return (struct plain_column){CELL_SECTION, NULL};
    case COLUMN_LIST:
        is_fact = column->fact && column->fact->type->kind == TYPE_EVENT && is_alone(columns, index);
        break;
    default:
        break;
    }
    return is_fact ? (struct plain_column){CELL_FACT,
                                           &rows->facts.by_fact[column->fact->entity.index]}
                   : (struct plain_column){CELL_OTHER, NULL};
}

struct plain_rows *plain_rows_create(struct arena *arena, const struct program *program,
                                     struct block *block, const char *header, size_t length)
{
    struct plain_rows *rows = arena_alloc(arena, sizeof *rows);
    struct case_result result = {0};
    struct place_mark start = {0, 1, 1};
    struct place_finder finder = {header, length, start, start};
    struct case_reading reading = {.result = &result, .finder = &finder, .arena = arena,
                                   .program = program};
    struct csv_scanner scanner = {header, length, 0};
    struct csv_columns columns = {0};
    struct csv_line line;
    if (length >= 3 && memcmp(header, "\xEF\xBB\xBF", 3) == 0) {
        scanner.at = 3;
    }
    csv_scan(&scanner, arena, &line);
    if (!csv_columns_read(&columns, &reading, &line)) {
        return NULL;
    }
    csv_columns_resolve(&columns, &reading);
    plain_facts_create(&rows->facts, arena, program, block);
    add_words(rows, arena);
    rows->count = columns.count;
    rows->columns = arena_alloc(arena, columns.count * sizeof *rows->columns);
    bool good = true;
    for (size_t i = 0; i < columns.count; i++) {
        rows->columns[i] = column_of(rows, &columns, i);
        good = good && columns.items[i].kind != COLUMN_UNKNOWN;
    }
    return good ? rows : NULL;
}

/* -------------------------------------------------------------------------------------------- cells */

static bool read_yes_no(const struct row *row, struct plain_fact *fact, uint32_t word)
{
    if (word == NO_NAME) {
        return false;
    }
    set_yes_no(fact, row->lane, word == WORD_YES);
    return true;
}

static bool read_number(const struct row *row, struct plain_fact *fact, const char *cell,
                        const char *end)
{
    const char *read = end;
    int64_t value;
    if (!plain_read_number(fact, cell, &read, &value) || read != end) {
        return false;
    }
    set_number(fact, row->lane, value);
    return true;
}

static bool read_choice(const struct row *row, struct plain_fact *fact, const char *cell,
                        size_t length)
{
    uint32_t value = lexicon_find(fact->choice.values, cell, length);
    if (value == NO_NAME) {
        return false;
    }
    set_choice(fact, row->lane, value);
    return true;
}

static bool read_date(const struct row *row, struct plain_fact *fact, const char *cell,
                      size_t length)
{
    int32_t day;
    if (date_parse(cell, length, &day) != DATE_OK || day < fact->low || day > fact->high) {
        return false;
    }
    set_number(fact, row->lane, day);
    return true;
}

/* `none`, or days parted by spaces. */
static bool read_event(const struct row *row, struct plain_fact *fact, const char *cell,
                       const char *end)
{
    int32_t dates[MOST_DATES];
    size_t count = 0;
    bool is_none = end - cell == 4 && memcmp(cell, "none", 4) == 0;
    while (!is_none && cell < end) {
        const char *space = memchr(cell, ' ', (size_t)(end - cell));
        const char *stop = space ? space : end;
        if (count == MOST_DATES
            || date_parse(cell, (size_t)(stop - cell), &dates[count]) != DATE_OK) {
            return false;
        }
        count++;
        cell = space ? space + 1 : end;
    }
    plain_set_dates(&row->rows->facts, fact, row->lane, dates, count);
    return true;
}

static bool read_fact(const struct row *row, struct plain_fact *fact, const char *cell,
                      const char *end)
{
    size_t length = (size_t)(end - cell);
    uint32_t word = fact->how == HOW_NUMBER ? NO_NAME
                                            : lexicon_find(&row->rows->words, cell, length);
    if (word == WORD_UNKNOWN) {
        plain_set_not_known(&row->rows->facts, fact, row->lane);
        return true;
    }
    switch ((enum how)fact->how) {
    case HOW_YES_NO:
        return read_yes_no(row, fact, word);
    case HOW_NUMBER:
        return read_number(row, fact, cell, end);
    case HOW_CHOICE:
        return read_choice(row, fact, cell, length);
    case HOW_DATE:
        return read_date(row, fact, cell, length);
    case HOW_EVENT:
        return read_event(row, fact, cell, end);
    case HOW_OTHER:
    default:
        return false;
    }
}

static bool read_id(const struct row *row, const char *cell, size_t length)
{
    row->line->id = cell;
    row->line->id_length = (uint32_t)length;
    return plain_is_simple(cell, length);
}

static bool read_otherwise(const struct row *row, const char *cell, size_t length)
{
    if (length == 2 && memcmp(cell, "no", 2) == 0) {
        plane_set(row->rows->facts.block->close_all, row->lane);
        return true;
    }
    return length == 7 && memcmp(cell, "unknown", 7) == 0;
}

static bool read_section(const struct row *row, const char *cell, size_t length)
{
    bool is_none = length == 4 && memcmp(cell, "none", 4) == 0;
    uint32_t section =
        is_none ? NO_NAME : lexicon_find(&row->rows->facts.sections, cell, length);
    if (section != NO_NAME) {
        plane_set(&row->rows->facts.block->closed[section], row->lane);
    }
    return section != NO_NAME;
}

static bool is_unknown(const struct row *row, const char *cell, size_t length)
{
    return lexicon_find(&row->rows->words, cell, length) == WORD_UNKNOWN;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool read_cell(const struct row *row, size_t index, const char *cell, const char *end)
{
    const struct plain_column *column = &row->rows->columns[index];
    while (cell < end && is_blank(*cell)) {
        cell++;
    }
    while (cell < end && is_blank(end[-1])) {
        end--;
    }
    size_t length = (size_t)(end - cell);
    if (length == 0) {
        return true;
    }
    switch (column->how) {
    case CELL_FACT:
        plain_see(&row->rows->facts, column->fact);
        return read_fact(row, column->fact, cell, end);
    case CELL_ID:
        return read_id(row, cell, length);
    case CELL_ON:
        plain_see(&row->rows->facts, column->fact);
        return is_unknown(row, cell, length) || read_date(row, column->fact, cell, length);
    case CELL_AUTHORITY:
        return !is_unknown(row, cell, length)
               && plain_set_authority(&row->rows->facts, row->lane, cell, length);
    case CELL_OTHERWISE:
        return read_otherwise(row, cell, length);
    case CELL_SECTION:
        return read_section(row, cell, length);
    case CELL_OTHER:
    default:
        return false;
    }
}

/* --------------------------------------------------------------------------------------------- rows */

/* Which of the 64 bytes from AT on are commas, and which are quotes. */
static inline uint64_t commas_in(const char *at, uint64_t *ret_quotes)
{
    uint64_t commas = 0, quotes = 0;
#ifdef __SSE2__
    for (unsigned i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
        __m128i comma = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(','));
        __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
        commas |= (uint64_t)(unsigned)_mm_movemask_epi8(comma) << i;
        quotes |= (uint64_t)(unsigned)_mm_movemask_epi8(quote) << i;
    }
#else
    for (unsigned i = 0; i < 64; i++) {
        commas |= (uint64_t)(at[i] == ',') << i;
        quotes |= (uint64_t)(at[i] == '"') << i;
    }
#endif
    *ret_quotes = quotes;
    return commas;
}

static inline unsigned count_bits(uint64_t bits)
{
    bits -= bits >> 1 & UINT64_C(0x5555555555555555);
    bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
    bits = (bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (unsigned)(bits * UINT64_C(0x0101010101010101) >> 56);
}

/* Where the cell that begins at AT ends. */
static const char *cell_end(const struct row *row, const char *at)
{
    const char *comma = memchr(at, ',', (size_t)(row->end - at));
    return comma ? comma : row->end;
}

/* Reads the cells that begin in the 64 bytes from AT on, and counts those before the last comma of them. */
static bool read_some(const struct row *row, const char *at, uint64_t commas, uint64_t begins,
                      size_t *index)
{
    for (; begins; begins &= begins - 1) {
        unsigned place = (unsigned)__builtin_ctzll(begins);
        size_t column = *index + count_bits(commas & ((UINT64_C(1) << place) - 1));
        uint64_t behind = commas >> place;
        const char *cell = at + place;
        const char *end = behind ? cell + __builtin_ctzll(behind) : cell_end(row, cell);
        if (column >= row->rows->count || !read_cell(row, column, cell, end)) {
            return false;
        }
    }
    *index += count_bits(commas);
    return true;
}

/* The line that begins at ROW->BEGIN, without quotes, and as wide as the header. */
static bool read_row(const struct row *row)
{
    size_t index = 0;
    uint64_t before = 1; /* a cell begins behind the latest byte */
    for (const char *at = row->begin; at < row->end; at += 64) {
        size_t left = (size_t)(row->end - at);
        uint64_t within = left < 64 ? (UINT64_C(1) << left) - 1 : ~UINT64_C(0);
        uint64_t quotes;
        uint64_t commas = commas_in(at, &quotes) & within;
        uint64_t begins = (commas << 1 | before) & ~commas & within;
        before = commas >> 63;
        if ((quotes & within) || !read_some(row, at, commas, begins, &index)) {
            return false;
        }
    }
    return index + 1 == row->rows->count;
}

/* Nothing but line ends. */
static bool is_empty(const char *at, const char *end)
{
    while (at < end && (*at == '\n' || *at == '\r')) {
        at++;
    }
    return at == end;
}

bool plain_rows_read(struct plain_rows *rows, const char *bytes, const struct feed_rows *at,
                     struct plain_line *ret)
{
    struct block *block = rows->facts.block;
    const char *begin = bytes + at->begin, *end = bytes + at->end;
    const char *stop = memchr(begin, '\n', at->end - at->begin);
    struct row row = {rows, begin, stop ? stop : end, block->count, ret};
    *ret = (struct plain_line){.begin = (uint32_t)at->begin, .end = (uint32_t)at->end,
                               .line = (uint32_t)at->line};
    plain_facts_begin(&rows->facts);
    ret->is_read = at->before == 0 && is_empty(row.end, end) && read_row(&row) && ret->id;
    if (ret->is_read) {
        block->count++;
    } else {
        plain_facts_drop(&rows->facts);
    }
    return ret->is_read;
}

void plain_rows_end_block(struct plain_rows *rows)
{
    plain_facts_pass(&rows->facts);
}

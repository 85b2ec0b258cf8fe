/* SPDX-License-Identifier: Apache-2.0 */
/* From rows to cells. Of a wide table most cells are empty: only the others are looked at. */
#include "case/plain_rows.h"

#include <string.h>

#include "case/plain_row.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct plain_rows {
    struct plain_facts facts;
    struct plain_columns columns;
    struct lexicon words; /* of yes/no cells */
};

struct plain_rows *plain_rows_create(struct arena *arena, const struct program *program,
                                     struct block *block, const char *header, size_t length)
{
    struct plain_rows *rows = arena_alloc(arena, sizeof *rows);
    plain_facts_create(&rows->facts, arena, program, block);
    plain_words_create(&rows->words, arena);
    return plain_columns_read(&rows->columns, arena, &rows->facts, header, length) ? rows : NULL;
}

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
static const char *cell_end(const struct plain_row *row, const char *at)
{
    const char *comma = memchr(at, ',', (size_t)(row->end - at));
    return comma ? comma : row->end;
}

/* Reads the cells that begin in the 64 bytes from AT on, and counts those before the last comma of them. */
static bool read_some(struct plain_row *row, const char *at, uint64_t commas, uint64_t begins,
                      size_t *index)
{
    for (; begins; begins &= begins - 1) {
        unsigned place = (unsigned)__builtin_ctzll(begins);
        size_t column = *index + count_bits(commas & ((UINT64_C(1) << place) - 1));
        uint64_t behind = commas >> place;
        const char *cell = at + place;
        const char *end = behind ? cell + __builtin_ctzll(behind) : cell_end(row, cell);
        if (column >= row->columns->count || !plain_row_read_cell(row, column, cell, end)) {
            return false;
        }
    }
    *index += count_bits(commas);
    return true;
}

/* The line that begins at ROW->BEGIN, without quotes, as wide as the header, and of a case that it names. */
static bool read_row(struct plain_row *row)
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
    return index + 1 == row->columns->count && row->has_id;
}

/* Nothing but line ends. */
static bool is_empty(const char *at, const char *end)
{
    while (at < end && (*at == '\n' || *at == '\r')) {
        at++;
    }
    return at == end;
}

/* The next line of the rows up to END that is not empty. */
static bool next_row(struct plain_row *row, const char *end)
{
    const char *at = row->end;
    while (at < end && (*at == '\n' || *at == '\r')) {
        at++;
    }
    const char *stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    row->begin = at;
    row->end = stop ? stop : end;
    row->has_id = false;
    row->group = NULL;
    return at < end;
}

static bool read_rows(struct plain_row *row, const char *end)
{
    bool good = next_row(row, end);
    row->is_alone = row->end == end || is_empty(row->end, end);
    while (good && read_row(row)) {
        if (!next_row(row, end)) {
            return plain_row_end_case(row);
        }
    }
    return false;
}

bool plain_rows_read(struct plain_rows *rows, const char *bytes, const struct feed_rows *at,
                     struct plain_line *ret)
{
    struct block *block = rows->facts.block;
    struct plain_row row = {.facts = &rows->facts, .columns = &rows->columns, .words = &rows->words,
                            .end = bytes + at->begin, .lane = block->count, .line = ret};
    *ret = (struct plain_line){.begin = (uint32_t)at->begin, .end = (uint32_t)at->end,
                               .line = (uint32_t)at->line};
    plain_facts_begin(&rows->facts);
    ret->is_read = at->before == 0 && read_rows(&row, bytes + at->end);
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

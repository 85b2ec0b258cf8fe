/* SPDX-License-Identifier: Apache-2.0 */
/* From tokens to planes. A function that reads yields false for what it does not read, which may be right
   or wrong; then the whole line is left to the case reader, and what was noted of it is taken back. */
#include "case/plain.h"

#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "case/json.h"
#include "case/lexicon.h"

#define WINDOW (64 * 1024) /* bytes whose tokens are found at once: they stay in the nearer cache */
#define MOST_DIGITS 15

enum how { HOW_OTHER, HOW_YES_NO, HOW_NUMBER, HOW_CHOICE, HOW_DATE, HOW_EVENT };

/* A fact, or the date of the case; what reading its value needs, in one line of the cache. What nobody asks
   for must be right all the same: it is written to planes that are not of the block. */
struct plain_fact {
    uint8_t how; /* enum how */
    uint8_t scale;
    uint8_t byte_count; /* of the value */
    uint32_t seen; /* the case that named it last */
    int64_t low, high;
    const struct lexicon *values; /* of a choice */
    uint64_t *given;
    uint64_t *some;   /* NULL: it is never none */
    uint64_t *planes; /* yes/no: low; choice: by value */
    uint8_t *bytes;   /* number, date: by byte, then by case */
};

struct plain {
    const struct program *program;
    struct block *block;
    struct json_parser *parser;
    struct lexicon keys, facts, sections, authorities;
    struct plain_fact *by_fact; /* then the date */
    block_plane *nowhere;       /* for what nobody asks for */
    /* The text. */
    const char *bytes;
    size_t length, at; /* where the next line begins */
    uint32_t line;     /* of the line before it */
    uint32_t serial;   /* of the case, over all texts */
    /* Bytes WINDOW_BEGIN to WINDOW_END of it, whole lines. */
    size_t window_begin, window_end;
    bool is_indexed;
    struct json_index index;
    size_t next; /* token */
};

/* A place in the tokens of a line. */
struct cursor {
    struct plain *plain;
    const char *base;   /* of the offsets */
    const uint32_t *at; /* the token */
    uint32_t end;       /* of the line */
    size_t lane;
    struct plain_line *line;
};

/* ------------------------------------------------------------------------------------------- tables */

#define KEYS(X)                              \
    X(KEY_CASE, "case")                      \
    X(KEY_ON, "on")                          \
    X(KEY_AUTHORITY, "authority")            \
    X(KEY_FACTS, "facts")                    \
    X(KEY_EVENTS, "events")                  \
    X(KEY_OTHERWISE, "otherwise")            \
    X(KEY_NOTHING_ELSE_IN, "nothing_else_in")

enum key {
#define X(key, name) key,
    KEYS(X)
#undef X
};

static enum how how_of(const struct fact *fact)
{
    if (fact->is_builtin) {
        return HOW_OTHER;
    }
    switch (fact->type->kind) {
    case TYPE_YES_NO:
        return HOW_YES_NO;
    case TYPE_NUMBER:
        return HOW_NUMBER;
    case TYPE_CHOICE:
        return HOW_CHOICE;
    case TYPE_DATE:
        return HOW_DATE;
    case TYPE_EVENT:
        return HOW_EVENT;
    default:
        return HOW_OTHER;
    }
}

static const struct lexicon *lexicon_of_choice(struct arena *arena, const struct choice *choice)
{
    struct lexicon *lexicon = arena_alloc(arena, sizeof *lexicon);
    lexicon_create(lexicon, arena, choice->count);
    for (size_t i = 0; i < choice->count; i++) {
        lexicon_add(lexicon, choice->values[i].name, (uint32_t)i);
    }
    return lexicon;
}

static struct plain_fact entry_of(struct plain *plain, enum how how, const struct type *type,
                                  struct column *column)
{
    struct plain_fact entry = {.how = (uint8_t)how, .scale = (uint8_t)type->scale,
                               .low = type->low, .high = type->high, .given = *plain->nowhere,
                               .planes = *plain->nowhere, .bytes = (uint8_t *)plain->nowhere};
    if (column->is_there) {
        entry.given = *column->given;
        entry.some = column->some ? *column->some : NULL;
        entry.planes = column->low ? *column->low : column->member ? *column->member : NULL;
        entry.bytes = column->bytes;
        entry.byte_count = (uint8_t)column->byte_count;
    }
    return entry;
}

static void add_fact(struct plain *plain, struct arena *arena, size_t index)
{
    const struct fact *fact = plain->program->facts.items[index];
    struct plain_fact *entry = &plain->by_fact[index];
    *entry = entry_of(plain, how_of(fact), fact->type, &plain->block->columns[index]);
    if (entry->how == HOW_CHOICE) {
        entry->values = lexicon_of_choice(arena, fact->type->choice);
    }
    lexicon_add(&plain->facts, fact->entity.name, (uint32_t)index);
}

static size_t most_values(const struct program *program)
{
    size_t most = 1;
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct choice *choice = program->facts.items[i]->type->choice;
        most = choice && choice->count > most ? choice->count : most;
    }
    return most;
}

static void add_facts(struct plain *plain, struct arena *arena)
{
    static const struct type date_type = {.kind = TYPE_DATE, .low = DATE_MIN, .high = DATE_MAX};
    size_t count = plain->program->facts.count;
    plain->by_fact = arena_alloc(arena, (count + 1) * sizeof *plain->by_fact);
    plain->nowhere = block_planes(arena, most_values(plain->program));
    plain->by_fact[count] = entry_of(plain, HOW_DATE, &date_type, &plain->block->columns[count]);
    lexicon_create(&plain->facts, arena, count);
    for (size_t i = 0; i < count; i++) {
        add_fact(plain, arena, i);
    }
}

struct plain *plain_create(struct arena *arena, const struct program *program,
                           struct block *block)
{
    static const char *const keys[] = {
#define X(key, name) name,
        KEYS(X)
#undef X
    };
    struct plain *plain = arena_alloc(arena, sizeof *plain);
    plain->program = program;
    plain->block = block;
    plain->parser = json_parser_create();
    add_facts(plain, arena);
    lexicon_create(&plain->keys, arena, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        lexicon_add(&plain->keys, keys[i], (uint32_t)i);
    }
    lexicon_create(&plain->sections, arena, program->sections.count);
    for (size_t i = 0; i < program->sections.count; i++) {
        const char *name = program->sections.items[i]->entity.name;
        if (name) {
            lexicon_add(&plain->sections, name, (uint32_t)i);
        }
    }
    lexicon_create(&plain->authorities, arena, program->authorities.count);
    for (size_t i = 0; i < program->authorities.count; i++) {
        lexicon_add(&plain->authorities, program->authorities.items[i], (uint32_t)i);
    }
    return plain;
}

void plain_destroy(struct plain *plain)
{
    json_parser_destroy(plain->parser);
}

/* ------------------------------------------------------------------------------------------- tokens */

static inline char token(const struct cursor *cursor)
{
    return cursor->base[*cursor->at];
}

static inline bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The token that begins here and ends before END is all there is up to the next one, which is reached. */
static inline bool pass(struct cursor *cursor, const char *end)
{
    const char *next = cursor->base + *++cursor->at;
    while (end < next && is_space(*end)) {
        end++;
    }
    return end == next;
}

/* The text that begins here, without escapes in it that matter: with any, it is like no name. */
static inline bool read_text(struct cursor *cursor, const char **ret, size_t *ret_length)
{
    const char *begin = cursor->base + *cursor->at, *next = cursor->base + cursor->at[1];
    if (*begin != '"') {
        return false;
    }
    while (is_space(next[-1])) {
        next--;
    }
    *ret = begin + 1;
    *ret_length = (size_t)(next - begin) - 2;
    cursor->at++;
    return next[-1] == '"' && next - begin >= 2;
}

/* "KEY": and then the value. */
static inline bool read_key(struct cursor *cursor, const char **ret, size_t *ret_length)
{
    if (*cursor->at >= cursor->end || !read_text(cursor, ret, ret_length)
        || token(cursor) != ':') {
        return false;
    }
    cursor->at++;
    return true;
}

/* Behind an element: true if another follows, which is reached; false: RET says whether CLOSE ends them. */
static inline bool has_next(struct cursor *cursor, char close, bool *ret_good)
{
    char c = token(cursor);
    cursor->at++;
    *ret_good = c == close;
    return c == ',';
}

static inline bool is_null(const struct cursor *cursor)
{
    return memcmp(cursor->base + *cursor->at, "null", 4) == 0;
}

static inline bool pass_null(struct cursor *cursor)
{
    return pass(cursor, cursor->base + *cursor->at + 4);
}

/* ------------------------------------------------------------------------------------------- values */

static inline void set_bit(uint64_t *plane, size_t lane, bool bit)
{
    plane[lane / 64] |= (uint64_t)bit << (lane % 64);
}

/* One value is given. */
static inline void set_given(const struct plain_fact *fact, size_t lane)
{
    set_bit(fact->given, lane, true);
    if (fact->some) {
        set_bit(fact->some, lane, true);
    }
}

static inline void set_number(const struct plain_fact *fact, size_t lane, int64_t value)
{
    set_given(fact, lane);
    for (size_t i = 0; i < fact->byte_count; i++) {
        fact->bytes[i * BLOCK_CASES + lane] = (uint8_t)((uint64_t)value >> (8 * i));
    }
}

static inline bool read_yes_no(struct cursor *cursor, const struct plain_fact *fact)
{
    const char *at = cursor->base + *cursor->at;
    bool yes = memcmp(at, "true", 4) == 0;
    if (!yes && memcmp(at, "false", 5) != 0) {
        return false;
    }
    set_given(fact, cursor->lane);
    set_bit(fact->planes, cursor->lane, yes);
    return pass(cursor, at + (yes ? 4 : 5));
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

/* Eight digits, the first in the lowest byte. False: they are not all digits. */
static inline bool eight_digits(uint64_t text, int64_t *ret)
{
    uint64_t digits = text ^ UINT64_C(0x3030303030303030);
    if (((digits + UINT64_C(0x0606060606060606)) | digits) & UINT64_C(0xF0F0F0F0F0F0F0F0)) {
        return false;
    }
    digits = (digits * (10 << 8 | 1)) >> 8 & UINT64_C(0x00FF00FF00FF00FF);
    digits = (digits * (100 << 16 | 1)) >> 16 & UINT64_C(0x0000FFFF0000FFFF);
    *ret = (int64_t)((digits * (UINT64_C(10000) << 32 | 1)) >> 32);
    return true;
}

/* All LENGTH bytes are a number of at most eight, with SCALE decimals or none, as most are. */
static inline bool read_short(const char *at, size_t length, unsigned scale, int64_t *ret)
{
    if (length - 1 > 7 || scale + 2 > 8) {
        return false;
    }
    bool has_point = scale > 0 && length > scale + 1 && at[length - 1 - scale] == '.';
    size_t whole = length - (has_point ? scale + 1 : 0);
    uint64_t text;
    memcpy(&text, at, sizeof text);
    text <<= 8 * (8 - length);
    text |= UINT64_C(0x30303030303030) >> 8 * (length - 1);
    if (has_point) {
        uint64_t decimals = ~UINT64_C(0) << (64 - 8 * scale);
        text = (text & decimals) | (text << 8 & ~decimals) | '0';
    }
    if ((whole > 1 && *at == '0') || !eight_digits(text, ret)) {
        return false;
    }
    *ret *= has_point || scale == 0 ? 1 : decimal_power(scale);
    return true;
}

#else

static inline bool read_short(const char *at, size_t length, unsigned scale, int64_t *ret)
{
    (void)at, (void)length, (void)scale, (void)ret;
    return false;
}

#endif

/* Digits with at most one point among them, exactly; RET_DECIMALS of them stand behind it. */
static inline const char *read_digits(const char *at, int64_t *ret, unsigned *ret_decimals)
{
    const char *begin = at, *point = NULL;
    uint64_t digits = 0; /* of more than MOST_DIGITS it means nothing */
    for (; *at >= '0' && *at <= '9'; at++) {
        digits = digits * 10 + (uint64_t)(*at - '0');
    }
    bool is_good = at > begin && (*begin != '0' || at == begin + 1);
    if (*at == '.') {
        for (point = ++at; *at >= '0' && *at <= '9'; at++) {
            digits = digits * 10 + (uint64_t)(*at - '0');
        }
        is_good = is_good && at > point;
    }
    *ret = (int64_t)digits;
    *ret_decimals = point ? (unsigned)(at - point) : 0;
    return is_good && at - begin <= MOST_DIGITS ? at : NULL;
}

/* A number as JSON writes it, of no more decimals than the type has. */
static bool read_long(const char *at, unsigned scale, int64_t *ret, const char **ret_end)
{
    bool is_negative = *at == '-';
    unsigned decimals;
    *ret_end = read_digits(at + is_negative, ret, &decimals);
    if (!*ret_end || decimals > scale) {
        return false;
    }
    for (; decimals < scale; decimals++) {
        if (*ret > DECIMAL_LIMIT / 10) {
            return false;
        }
        *ret *= 10;
    }
    *ret = is_negative ? -*ret : *ret;
    return true;
}

static inline bool read_number(struct cursor *cursor, const struct plain_fact *fact)
{
    const char *at = cursor->base + *cursor->at, *end = cursor->base + cursor->at[1];
    int64_t value;
    if (!read_short(at, (size_t)(end - at), fact->scale, &value)
        && !read_long(at, fact->scale, &value, &end)) {
        return false;
    }
    if (value < fact->low || value > fact->high || !pass(cursor, end)) {
        return false;
    }
    set_number(fact, cursor->lane, value);
    return true;
}

static bool read_choice(struct cursor *cursor, const struct plain_fact *fact)
{
    const char *text;
    size_t length;
    if (!read_text(cursor, &text, &length)) {
        return false;
    }
    uint32_t value = lexicon_find(fact->values, text, length);
    if (value == NO_NAME) {
        return false;
    }
    set_given(fact, cursor->lane);
    set_bit(fact->planes + value * BLOCK_WORDS, cursor->lane, true);
    return true;
}

static bool read_day(struct cursor *cursor, int32_t *ret)
{
    const char *text;
    size_t length;
    return read_text(cursor, &text, &length) && date_parse(text, length, ret) == DATE_OK;
}

static bool read_date(struct cursor *cursor, const struct plain_fact *fact)
{
    int32_t day;
    if (!read_day(cursor, &day) || day < fact->low || day > fact->high) {
        return false;
    }
    set_number(fact, cursor->lane, day);
    return true;
}

static struct column *column_of(const struct plain *plain, const struct plain_fact *fact)
{
    return &plain->block->columns[fact - plain->by_fact];
}

static void sort_dates(int32_t *dates, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        int32_t date = dates[i];
        size_t place = i;
        for (; place > 0 && dates[place - 1] > date; place--) {
            dates[place] = dates[place - 1];
        }
        dates[place] = date;
    }
}

#define MOST_DATES 32 /* of an event that is read here */

/* [DAY, ...] */
static bool read_event(struct cursor *cursor, const struct plain_fact *fact)
{
    int32_t dates[MOST_DATES];
    size_t count = 0;
    bool good = true;
    if (token(cursor) != '[') {
        return false;
    }
    cursor->at++;
    if (token(cursor) == ']') {
        cursor->at++;
    } else {
        do {
            if (count == MOST_DATES || *cursor->at >= cursor->end
                || !read_day(cursor, &dates[count])) {
                return false;
            }
            count++;
        } while (has_next(cursor, ']', &good));
    }
    sort_dates(dates, count);
    struct column *column = column_of(cursor->plain, fact);
    if (good && column->is_there) {
        block_set_dates(cursor->plain->block, column, cursor->lane, dates, count, true);
    }
    return good;
}

static bool read_not_known(struct cursor *cursor, const struct plain_fact *fact)
{
    struct column *column = column_of(cursor->plain, fact);
    if (column->is_there) {
        plane_set(column->said, cursor->lane);
    }
    return pass_null(cursor);
}

static inline bool read_value(struct cursor *cursor, const struct plain_fact *fact)
{
    if (is_null(cursor)) {
        return fact->how != HOW_OTHER && read_not_known(cursor, fact);
    }
    switch ((enum how)fact->how) {
    case HOW_YES_NO:
        return read_yes_no(cursor, fact);
    case HOW_NUMBER:
        return read_number(cursor, fact);
    case HOW_CHOICE:
        return read_choice(cursor, fact);
    case HOW_DATE:
        return read_date(cursor, fact);
    case HOW_EVENT:
        return read_event(cursor, fact);
    case HOW_OTHER:
    default:
        return false;
    }
}

/* --------------------------------------------------------------------------------------------- keys */

/* {"FACT": VALUE, ...}, events or all others, each named once in the case. */
static inline bool read_facts(struct cursor *cursor, bool are_events)
{
    struct plain *plain = cursor->plain;
    bool good = true;
    if (token(cursor) != '{') {
        return false;
    }
    cursor->at++;
    if (token(cursor) == '}') {
        cursor->at++;
        return true;
    }
    do {
        const char *key;
        size_t length;
        if (!read_key(cursor, &key, &length)) {
            return false;
        }
        uint32_t index = lexicon_find(&plain->facts, key, length);
        if (index == NO_NAME) {
            return false;
        }
        struct plain_fact *fact = &plain->by_fact[index];
        if (fact->seen == plain->serial || (fact->how == HOW_EVENT) != are_events
            || !read_value(cursor, fact)) {
            return false;
        }
        fact->seen = plain->serial;
    } while (has_next(cursor, '}', &good));
    return good;
}

/* No escapes, and nothing but ASCII, so that no character hides in it. */
static bool is_simple(const char *text, size_t length)
{
    unsigned char all = 0;
    bool escaped = false;
    for (size_t i = 0; i < length; i++) {
        all |= (unsigned char)text[i];
        escaped |= text[i] == '\\';
    }
    return all < 0x80 && !escaped;
}

static bool read_id(struct cursor *cursor)
{
    const char *text;
    size_t length;
    if (!read_text(cursor, &text, &length) || !is_simple(text, length)) {
        return false;
    }
    cursor->line->id = text;
    cursor->line->id_length = (uint32_t)length;
    return true;
}

static bool read_on(struct cursor *cursor)
{
    const struct plain *plain = cursor->plain;
    return is_null(cursor) ? pass_null(cursor)
                           : read_date(cursor, &plain->by_fact[plain->program->facts.count]);
}

static bool read_authority(struct cursor *cursor)
{
    const struct plain *plain = cursor->plain;
    const char *text;
    size_t length;
    if (is_null(cursor)) {
        return pass_null(cursor);
    }
    if (!read_text(cursor, &text, &length)) {
        return false;
    }
    if (!plain->program->authority) {
        return is_simple(text, length);
    }
    uint32_t value = lexicon_find(&plain->authorities, text, length);
    struct column *column = &plain->block->columns[plain->program->authority->entity.index];
    if (value != NO_NAME && column->is_there) {
        column_set_value(column, cursor->lane, value);
    }
    return value != NO_NAME;
}

static bool read_otherwise(struct cursor *cursor)
{
    const char *text;
    size_t length;
    if (!read_text(cursor, &text, &length)) {
        return false;
    }
    if (length == 2 && memcmp(text, "no", 2) == 0) {
        plane_set(cursor->plain->block->close_all, cursor->lane);
        return true;
    }
    return length == 7 && memcmp(text, "unknown", 7) == 0;
}

static bool read_section(struct cursor *cursor)
{
    const char *text;
    size_t length;
    if (!read_text(cursor, &text, &length)) {
        return false;
    }
    uint32_t section = lexicon_find(&cursor->plain->sections, text, length);
    if (section != NO_NAME) {
        plane_set(&cursor->plain->block->closed[section], cursor->lane);
    }
    return section != NO_NAME;
}

static bool read_sections(struct cursor *cursor)
{
    bool good = true;
    if (token(cursor) != '[') {
        return read_section(cursor);
    }
    cursor->at++;
    if (token(cursor) == ']') {
        cursor->at++;
        return true;
    }
    do {
        if (*cursor->at >= cursor->end || !read_section(cursor)) {
            return false;
        }
    } while (has_next(cursor, ']', &good));
    return good;
}

static bool read_by_key(struct cursor *cursor, enum key key)
{
    switch (key) {
    case KEY_CASE:
        return read_id(cursor);
    case KEY_ON:
        return read_on(cursor);
    case KEY_AUTHORITY:
        return read_authority(cursor);
    case KEY_FACTS:
        return read_facts(cursor, false);
    case KEY_EVENTS:
        return read_facts(cursor, true);
    case KEY_OTHERWISE:
        return read_otherwise(cursor);
    case KEY_NOTHING_ELSE_IN:
        return read_sections(cursor);
    default:
        return false;
    }
}

/* A case that says nothing is left to the case reader, like all that is unusual. */
static bool read_case(struct cursor *cursor)
{
    unsigned seen = 0;
    bool good = true;
    if (token(cursor) != '{') {
        return false;
    }
    cursor->at++;
    do {
        const char *text;
        size_t length;
        if (!read_key(cursor, &text, &length)) {
            return false;
        }
        uint32_t key = lexicon_find(&cursor->plain->keys, text, length);
        if (key == NO_NAME || seen >> key & 1 || !read_by_key(cursor, (enum key)key)) {
            return false;
        }
        seen |= 1u << key;
    } while (has_next(cursor, '}', &good));
    return good && cursor->at[-1] < cursor->end && *cursor->at >= cursor->end;
}

/* -------------------------------------------------------------------------------------------- lines */

void plain_start(struct plain *plain, const char *bytes, size_t length)
{
    plain->bytes = bytes;
    plain->length = length;
    plain->at = plain->window_begin = plain->window_end = 0;
    plain->line = 0;
}

/* Where the line that goes on at AT ends: its line end, or the end of the text. */
static size_t line_end(const struct plain *plain, size_t at)
{
    const char *end = at < plain->length ? memchr(plain->bytes + at, '\n', plain->length - at) : NULL;
    return end ? (size_t)(end - plain->bytes) : plain->length;
}

static void index_window(struct plain *plain, size_t end)
{
    plain->window_end = end < plain->length ? end + 1 : plain->length;
    plain->is_indexed =
        json_index_find(plain->parser, plain->bytes + plain->window_begin,
                        plain->window_end - plain->window_begin, &plain->index);
    plain->next = 0;
}

/* From the line that begins at BEGIN on. If some line of many is broken, half of them are tried; a broken
   one that is alone has no tokens. */
static void start_window(struct plain *plain, size_t begin)
{
    size_t room = WINDOW, alone = line_end(plain, begin);
    size_t end;
    plain->window_begin = begin;
    do {
        end = line_end(plain, begin + room);
        index_window(plain, end);
        room /= 2;
    } while (!plain->is_indexed && end > alone);
}

static bool is_blank(const struct plain *plain, size_t begin, size_t end)
{
    while (begin < end && is_space(plain->bytes[begin])) {
        begin++;
    }
    return begin == end;
}

static void skip_tokens(struct plain *plain, size_t end)
{
    const uint32_t *at = plain->index.at;
    while (plain->next < plain->index.count && at[plain->next] < end - plain->window_begin) {
        plain->next++;
    }
}

static bool read_line(struct plain *plain, struct plain_line *line)
{
    struct block *block = plain->block;
    struct cursor cursor = {.plain = plain, .base = plain->bytes + plain->window_begin,
                            .at = plain->index.at + plain->next,
                            .end = line->end - (uint32_t)plain->window_begin,
                            .lane = block->count, .line = line};
    plain->serial++;
    if (read_case(&cursor)) {
        plain->next = (size_t)(cursor.at - plain->index.at);
        block->count++;
        return true;
    }
    block_drop(block, block->count);
    skip_tokens(plain, line->end);
    return false;
}

bool plain_next(struct plain *plain, struct plain_line *ret_line)
{
    size_t begin, end;
    do {
        if (plain->at >= plain->length) {
            return false;
        }
        begin = plain->at;
        end = line_end(plain, begin);
        plain->at = end + 1;
        plain->line++;
    } while (is_blank(plain, begin, end));
    if (begin >= plain->window_end) {
        start_window(plain, begin);
    }
    *ret_line = (struct plain_line){.begin = (uint32_t)begin, .end = (uint32_t)end,
                                    .line = plain->line};
    ret_line->is_read = plain->is_indexed && read_line(plain, ret_line);
    return true;
}

size_t plain_lines(const struct plain *plain)
{
    return plain->line;
}

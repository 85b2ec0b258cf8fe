/* SPDX-License-Identifier: Apache-2.0 */
/* From tokens to planes. A function that reads yields false for what it does not read, which may be right
   or wrong; then the whole line is left to the case reader, and what was noted of it is taken back. */
#include "case/plain.h"

#include <string.h>

#include "base/date.h"
#include "case/json.h"
#include "case/lexicon.h"
#include "case/plain_fact.h"

#define WINDOW (64 * 1024) /* bytes whose tokens are found at once: they stay in the nearer cache */

struct plain {
    const struct program *program;
    struct block *block;
    struct json_parser *parser;
    struct lexicon keys;
    struct plain_facts facts;
    /* The text. */
    const char *bytes;
    size_t length, at; /* where the next line begins */
    uint32_t line;     /* of the line before it */
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
    plain_facts_create(&plain->facts, arena, program, block);
    lexicon_create(&plain->keys, arena, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        lexicon_add(&plain->keys, keys[i], (uint32_t)i);
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

static bool read_yes_no(struct cursor *cursor, struct plain_fact *fact)
{
    const char *at = cursor->base + *cursor->at;
    bool yes = memcmp(at, "true", 4) == 0;
    if (!yes && memcmp(at, "false", 5) != 0) {
        return false;
    }
    set_yes_no(fact, cursor->lane, yes);
    return pass(cursor, at + (yes ? 4 : 5));
}

static bool read_number(struct cursor *cursor, struct plain_fact *fact)
{
    const char *at = cursor->base + *cursor->at, *end = cursor->base + cursor->at[1];
    int64_t value;
    if (!plain_read_number(fact, at, &end, &value) || !pass(cursor, end)) {
        return false;
    }
    set_number(fact, cursor->lane, value);
    return true;
}

static bool read_choice(struct cursor *cursor, struct plain_fact *fact)
{
    const char *text;
    size_t length;
    if (!read_text(cursor, &text, &length)) {
        return false;
    }
    uint32_t value = lexicon_find(fact->choice.values, text, length);
    if (value == NO_NAME) {
        return false;
    }
    set_choice(fact, cursor->lane, value);
    return true;
}

static bool read_day(struct cursor *cursor, int32_t *ret)
{
    const char *text;
    size_t length;
    return read_text(cursor, &text, &length) && date_parse(text, length, ret) == DATE_OK;
}

static bool read_date(struct cursor *cursor, struct plain_fact *fact)
{
    int32_t day;
    if (!read_day(cursor, &day) || day < fact->low || day > fact->high) {
        return false;
    }
    set_number(fact, cursor->lane, day);
    return true;
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
    if (good) {
        plain_set_dates(&cursor->plain->facts, fact, cursor->lane, dates, count);
    }
    return good;
}

static bool read_not_known(struct cursor *cursor, const struct plain_fact *fact)
{
    plain_set_not_known(&cursor->plain->facts, fact, cursor->lane);
    return pass_null(cursor);
}

static bool read_value(struct cursor *cursor, struct plain_fact *fact)
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

/* "FACT":VALUE, without spaces and of the kinds that are most frequent, which is four tokens with what follows it.
   False: read_fact() is to read it. */
static inline bool read_fact_quickly(const struct plain_facts *facts, const char *base,
                                     const uint32_t *at, size_t lane)
{
    const char *key = base + at[0], *colon = base + at[1], *value = base + at[2];
    const char *end = base + at[3];
    int64_t number;
    if (*key != '"' || *colon != ':' || colon[-1] != '"' || colon - key < 2) {
        return false;
    }
    uint32_t index = lexicon_find(&facts->names, key + 1, (size_t)(colon - key) - 2);
    if (index == NO_NAME) {
        return false;
    }
    struct plain_fact *fact = &facts->by_fact[index];
    if (fact->seen == facts->serial) {
        return false;
    }
    if (fact->how == HOW_YES_NO) {
        bool yes = memcmp(value, "true", 4) == 0;
        if (end - value != (yes ? 4 : 5) || (!yes && memcmp(value, "false", 5) != 0)) {
            return false;
        }
        set_yes_no(fact, lane, yes);
    } else if (fact->how == HOW_NUMBER && plain_read_short(fact, value, end, &number)) {
        set_number(fact, lane, number);
    } else {
        return false;
    }
    fact->seen = facts->serial;
    return true;
}

static bool read_fact(struct cursor *cursor, bool is_event)
{
    struct plain *plain = cursor->plain;
    const char *key;
    size_t length;
    if (!read_key(cursor, &key, &length)) {
        return false;
    }
    uint32_t index = lexicon_find(&plain->facts.names, key, length);
    if (index == NO_NAME) {
        return false;
    }
    struct plain_fact *fact = &plain->facts.by_fact[index];
    return (fact->how == HOW_EVENT) == is_event && plain_see(&plain->facts, fact)
           && read_value(cursor, fact);
}

/* Reads such facts for as long as commas follow them. True: something else follows the last one, which is reached;
   false: the next fact is for read_fact(). */
static bool read_facts_quickly(struct cursor *cursor)
{
    const char *base = cursor->base;
    const uint32_t *at = cursor->at;
    const size_t lane = cursor->lane;
    while (*at < cursor->end && read_fact_quickly(&cursor->plain->facts, base, at, lane)) {
        if (base[at[3]] != ',') {
            cursor->at = at + 3;
            return true;
        }
        at += 4;
    }
    cursor->at = at;
    return false;
}

/* {"FACT": VALUE, ...}, events or all others, each named once in the case. */
static bool read_facts(struct cursor *cursor, bool are_events)
{
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
        bool is_read = !are_events && read_facts_quickly(cursor);
        if (!is_read && !read_fact(cursor, are_events)) {
            return false;
        }
    } while (has_next(cursor, '}', &good));
    return good;
}

static bool read_id(struct cursor *cursor)
{
    const char *text;
    size_t length;
    if (!read_text(cursor, &text, &length) || !plain_is_simple(text, length)) {
        return false;
    }
    cursor->line->id = text;
    cursor->line->id_length = (uint32_t)length;
    return true;
}

static bool read_on(struct cursor *cursor)
{
    struct plain *plain = cursor->plain;
    struct plain_fact *date = &plain->facts.by_fact[plain->program->facts.count];
    plain_see(&plain->facts, date);
    return is_null(cursor) ? pass_null(cursor) : read_date(cursor, date);
}

static bool read_authority(struct cursor *cursor)
{
    const char *text;
    size_t length;
    if (is_null(cursor)) {
        return pass_null(cursor);
    }
    return read_text(cursor, &text, &length)
           && plain_set_authority(&cursor->plain->facts, cursor->lane, text, length);
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
    uint32_t section = lexicon_find(&cursor->plain->facts.sections, text, length);
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
    plain_facts_begin(&plain->facts);
    if (read_case(&cursor)) {
        plain->next = (size_t)(cursor.at - plain->index.at);
        block->count++;
        return true;
    }
    plain_facts_drop(&plain->facts);
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

void plain_end_block(struct plain *plain)
{
    plain_facts_pass(&plain->facts);
}

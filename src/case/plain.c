/* SPDX-License-Identifier: Apache-2.0 */
/* Lines, and the keys of a case. A line of which something is not read here is left to the case reader, and what was
   noted of it is taken back. */
#include "case/plain.h"

#include <string.h>

#include "case/json.h"
#include "case/lexicon.h"
#include "case/plain_json.h"
#include "case/plain_members.h"

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

/* ------------------------------------------------------------------------------------------- tables */

#define KEYS(X)                              \
    X(KEY_CASE, "case")                      \
    X(KEY_ON, "on")                          \
    X(KEY_AUTHORITY, "authority")            \
    X(KEY_FACTS, "facts")                    \
    X(KEY_EVENTS, "events")                  \
    X(KEY_LISTS, "lists")                    \
    X(KEY_OTHERWISE, "otherwise")            \
    X(KEY_NOTHING_ELSE_IN, "nothing_else_in")

enum key {
#define X(key, name) key,
    KEYS(X)
#undef X
};

struct plain *plain_create(struct arena *arena, const struct program *program,
                           struct block *block, bool takes_members)
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
    if (takes_members) {
        plain_members_create(&plain->facts, arena);
    }
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

/* --------------------------------------------------------------------------------------------- keys */

static bool read_id(struct plain_cursor *cursor, struct plain_line *line)
{
    const char *text;
    size_t length;
    if (!read_text(cursor, &text, &length) || !plain_is_simple(text, length)) {
        return false;
    }
    line->id = text;
    line->id_length = (uint32_t)length;
    return true;
}

static bool read_on(struct plain_cursor *cursor)
{
    struct plain_fact *date = &cursor->facts->by_fact[cursor->facts->program->facts.count];
    plain_see(cursor->facts, date);
    return plain_read_null(cursor) || plain_read_date(cursor, date);
}

static bool read_authority(struct plain_cursor *cursor)
{
    const char *text;
    size_t length;
    return plain_read_null(cursor)
           || (read_text(cursor, &text, &length)
               && plain_set_authority(cursor->facts, cursor->lane, text, length));
}

static bool read_otherwise(struct plain_cursor *cursor)
{
    const char *text;
    size_t length;
    if (!read_text(cursor, &text, &length)) {
        return false;
    }
    if (length == 2 && memcmp(text, "no", 2) == 0) {
        plane_set(cursor->facts->block->close_all, cursor->lane);
        return true;
    }
    return length == 7 && memcmp(text, "unknown", 7) == 0;
}

static bool read_section(struct plain_cursor *cursor)
{
    const char *text;
    size_t length;
    if (!read_text(cursor, &text, &length)) {
        return false;
    }
    uint32_t section = lexicon_find(&cursor->facts->sections, text, length);
    if (section != NO_NAME) {
        plane_set(&cursor->facts->block->closed[section], cursor->lane);
    }
    return section != NO_NAME;
}

static bool read_sections(struct plain_cursor *cursor)
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
        if (!is_in_line(cursor) || !read_section(cursor)) {
            return false;
        }
    } while (has_next(cursor, ']', &good));
    return good;
}

static bool read_by_key(struct plain_cursor *cursor, enum key key, struct plain_line *line)
{
    switch (key) {
    case KEY_CASE:
        return read_id(cursor, line);
    case KEY_ON:
        return read_on(cursor);
    case KEY_AUTHORITY:
        return read_authority(cursor);
    case KEY_FACTS:
        return plain_read_facts(cursor);
    case KEY_EVENTS:
        return plain_read_events(cursor);
    case KEY_LISTS:
        return plain_read_lists(cursor);
    case KEY_OTHERWISE:
        return read_otherwise(cursor);
    case KEY_NOTHING_ELSE_IN:
        return read_sections(cursor);
    default:
        return false;
    }
}

/* A case that says nothing is left to the case reader, like all that is unusual. */
static bool read_case(const struct plain *plain, struct plain_cursor *cursor, struct plain_line *line)
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
        uint32_t key = lexicon_find(&plain->keys, text, length);
        if (key == NO_NAME || seen >> key & 1 || !read_by_key(cursor, (enum key)key, line)) {
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
    struct plain_cursor cursor = {.facts = &plain->facts,
                                  .base = plain->bytes + plain->window_begin,
                                  .at = plain->index.at + plain->next,
                                  .end = line->end - (uint32_t)plain->window_begin,
                                  .lane = block->count};
    plain_facts_begin(&plain->facts);
    plain_members_begin(&plain->facts);
    if (read_case(plain, &cursor, line)) {
        plain->next = (size_t)(cursor.at - plain->index.at);
        line->members = (uint32_t)plain_members_end(&plain->facts);
        block->count += line->members > 0 ? line->members : 1;
        return true;
    }
    if (!plain_members_drop(&plain->facts)) {
        plain_facts_drop(&plain->facts);
    }
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

size_t plain_most(const struct plain *plain)
{
    return plain->facts.household ? plain->facts.household->most : 1;
}

const char *plain_member_id(const struct plain *plain, size_t lane, size_t *ret_length)
{
    const struct plain_id *id = &plain->facts.household->ids[lane];
    *ret_length = id->length;
    return id->text;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The encoding of a file, its words, and the tokens that flex matches. */
#include "grammar/scanner.h"

#include <string.h>

#include "base/utf8.h"
#include "grammar/parser.h"

struct keyword {
    const char *text;
    int16_t token;
    uint8_t role;
    uint8_t length;
};

#define STATEMENT WORD_STATEMENT
#define EITHER WORD_EITHER
#define CONTACT WORD_CONTACT
#define INNER WORD_INNER
static const struct keyword keywords[] = {
#define X(token, text, role) {text, T_##token, role, sizeof(text) - 1},
#include "grammar/keywords.def"
#undef X
};
#undef STATEMENT
#undef EITHER
#undef CONTACT
#undef INNER

enum {
#define X(token, text, role) INDEX_##token,
#include "grammar/keywords.def"
#undef X
    WORDS
};

enum { KEYWORDS = sizeof keywords / sizeof *keywords };

/* A union is as long as its longest member. */
enum {
    LONGEST_KEYWORD = sizeof(union {
#define X(token, text, role) char token[sizeof(text) - 1];
#include "grammar/keywords.def"
#undef X
    })
};

_Static_assert(WORDS < UINT8_MAX, "word_of_token holds indexes in a byte");

/* Less than, equal to or greater than 0, as the bytes come before, are, or come behind WORD. Most
   words differ in their first letter. */
static int compare(const char *bytes, size_t length, const struct keyword *word)
{
    int order = bytes[0] - word->text[0];
    if (order == 0) {
        order = memcmp(bytes, word->text, length < word->length ? length : word->length);
    }
    return order ? order : (int)length - word->length;
}

int keyword_find(const char *bytes, size_t length)
{
    size_t low = 0, high = KEYWORDS;
    if (length == 0 || length > LONGEST_KEYWORD) {
        return 0;
    }
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(bytes, length, &keywords[middle]);
        if (order == 0) {
            return keywords[middle].token;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return 0;
}

/* By token: the index in `keywords` and one more; 0 for tokens that are no words. */
static const uint8_t word_of_token[] = {
#define X(token, text, role) [T_##token] = INDEX_##token + 1,
#include "grammar/keywords.def"
#undef X
};

static const struct keyword *keyword_of(int token)
{
    size_t tokens = sizeof word_of_token / sizeof *word_of_token;
    uint8_t index = token > 0 && (size_t)token < tokens ? word_of_token[token] : 0;
    return index ? &keywords[index - 1] : NULL;
}

const char *keyword_text(int token)
{
    const struct keyword *word = keyword_of(token);
    return word ? word->text : NULL;
}

enum word_role keyword_role(int token)
{
    const struct keyword *word = keyword_of(token);
    if (token == T_IN_FORCE) {
        return WORD_STATEMENT;
    }
    return word ? word->role : WORD_INNER;
}

const char *keyword_near_statement(struct arena *arena, const char *bytes, size_t length)
{
    struct near_names near;
    if (length > 40) {
        return NULL;
    }
    near_names_start(&near, arena_copy(arena, bytes, length));
    for (size_t i = 0; i < KEYWORDS; i++) {
        if (keywords[i].role == WORD_STATEMENT || keywords[i].role == WORD_EITHER) {
            near_names_offer(&near, keywords[i].text);
        }
    }
    return near_names_help(&near, arena);
}

static struct span span_at(const struct scanner *scanner, size_t begin, size_t end)
{
    return (struct span){scanner->file, (uint32_t)begin, (uint32_t)end};
}

static bool check_text(struct scanner *scanner)
{
    struct diagnostics *sink = scanner->diagnostics;
    const char *zero;
    if (utf8_is_utf16(scanner->bytes, scanner->length)) {
        struct diagnostic *d = diagnostic_report(sink, E002_UTF16, span_at(scanner, 0, 1),
                                                 "the file is in UTF-16");
        diagnostic_help(sink, d, "save it as UTF-8");
        return false;
    }
    zero = memchr(scanner->bytes, 0, scanner->length);
    if (zero) {
        size_t at = (size_t)(zero - scanner->bytes);
        struct diagnostic *d = diagnostic_report(sink, E003_BINARY, span_at(scanner, at, at + 1),
                                                 "the file is not text: it holds a zero byte");
        diagnostic_help(sink, d, "check that this is a .limen file and that it is whole");
        return false;
    }
    return true;
}

static void report_direction(struct scanner *scanner, size_t at, size_t size, uint32_t point)
{
    struct diagnostic *d = diagnostic_report(
        scanner->diagnostics, E004_HIDDEN_CONTROL, span_at(scanner, at, at + size),
        "hidden control character U+%04X, which can show text in another order than it is read",
        (unsigned)point);
    diagnostic_help(scanner->diagnostics, d, "delete it; retype the line if it cannot be seen");
}

/* Whether the eight bytes at AT are ASCII, as nearly all are. */
static bool eight_are_ascii(const char *at)
{
    uint64_t eight;
    memcpy(&eight, at, sizeof eight);
    return (eight & UINT64_C(0x8080808080808080)) == 0;
}

/* One report however many bytes are wrong: they have one cause, the encoding the file was saved in. */
static void report_not_utf8(struct scanner *scanner, size_t at, size_t more)
{
    unsigned byte = (unsigned char)scanner->bytes[at];
    struct diagnostic *d =
        diagnostic_report(scanner->diagnostics, E001_NOT_UTF8, span_at(scanner, at, at + 1),
                          "byte 0x%02X is not UTF-8", byte);
    if (more) {
        diagnostic_note(scanner->diagnostics, d, "and %zu more such bytes in the file", more);
    }
    diagnostic_help(scanner->diagnostics, d, "save the file as UTF-8");
}

static void check_characters(struct scanner *scanner)
{
    size_t first_wrong = 0, wrong = 0;
    for (size_t at = 0; at < scanner->length;) {
        uint32_t point = (unsigned char)scanner->bytes[at];
        size_t size = 1;
        if (scanner->length - at >= 8 && eight_are_ascii(scanner->bytes + at)) {
            size = 8;
        } else if (point >= 0x80) {
            size = utf8_decode(scanner->bytes + at, scanner->length - at, &point);
            if (point == UTF8_INVALID && wrong++ == 0) {
                first_wrong = at;
            } else if (point != UTF8_INVALID && utf8_is_direction_control(point)) {
                report_direction(scanner, at, size, point);
            }
        }
        at += size;
    }
    if (wrong) {
        report_not_utf8(scanner, first_wrong, wrong - 1);
    }
}

static void prepare(struct scanner *scanner, struct arena *arena, struct diagnostics *diagnostics,
                    struct source_set *sources, uint32_t file)
{
    *scanner = (struct scanner){.arena = arena,
                                .diagnostics = diagnostics,
                                .file = file,
                                .bytes = sources->files[file].bytes,
                                .length = sources->files[file].length,
                                .fresh = true};
}

bool scanner_start(struct scanner *scanner, struct arena *arena, struct diagnostics *diagnostics,
                   struct source_set *sources, uint32_t file)
{
    prepare(scanner, arena, diagnostics, sources, file);
    bool text = check_text(scanner);
    if (text) {
        check_characters(scanner);
    } else {
        scanner->length = 0;
    }
    lexer_open(scanner);
    return text;
}

void scanner_start_within(struct scanner *scanner, struct arena *arena,
                          struct diagnostics *diagnostics, struct source_set *sources,
                          struct span span)
{
    prepare(scanner, arena, diagnostics, sources, span.file);
    scanner->begin = scanner->end = scanner->line_begin = span.begin;
    scanner->length = span.end;
    lexer_open(scanner);
}

struct token scanner_next(struct scanner *scanner)
{
    size_t reported = scanner->diagnostics->count;
    scanner->damaged = false;
    int kind = lexer_match(scanner);
    if (kind == 0) {
        scanner->begin = scanner->end = (uint32_t)scanner->length;
    }
    struct token token = {.kind = (int16_t)kind,
                          .first_on_line = scanner->fresh,
                          .slipped = scanner->diagnostics->count > reported,
                          .damaged = scanner->damaged,
                          .indent = scanner->begin - scanner->line_begin,
                          .begin = scanner->begin,
                          .end = scanner->end};
    scanner->fresh = false;
    return token;
}

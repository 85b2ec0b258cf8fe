/* SPDX-License-Identifier: Apache-2.0 */
/* Slips of the pen, of the keyboard, and of those who know other languages. */
#include "grammar/slip.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "base/value.h"
#include "grammar/parser.h"

static struct span here(const struct scanner *scanner)
{
    return (struct span){scanner->file, scanner->begin, scanner->end};
}

static int shown(size_t length)
{
    return length > 60 ? 60 : (int)length;
}

size_t slip_line_length(const char *bytes, size_t length)
{
    const char *end = memchr(bytes, '\n', length);
    size_t size = end ? (size_t)(end - bytes) : length;
    return size && bytes[size - 1] == '\r' ? size - 1 : size;
}

static const char *character_help(uint32_t point)
{
    switch (point) {
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case '"':
    case '\'':
        return "write texts in plain double quotes: \"...\"";
    case 0xA0:
        return "this is a no-break space: type an ordinary space";
    case ';':
        return "nothing ends a statement here: leave it out, or write a comma between items";
    case '.':
        return "nothing ends a statement here: leave it out";
    case '/':
        return "there is no division: multiply the other side, or write `N % of X`";
    case '{':
    case '}':
        return "brackets are round here: ( and )";
    case 0x2026:
        return "this single character is an ellipsis: write out what it stands for";
    default:
        return NULL;
    }
}

static bool is_visible(uint32_t point)
{
    return point != UTF8_INVALID && !utf8_is_hidden(point);
}

int slip_character(struct scanner *scanner, int token, const char *bytes, size_t length)
{
    uint32_t point;
    size_t size = utf8_decode(bytes, length, &point);
    struct diagnostics *sink = scanner->diagnostics;
    /* Bytes that are not UTF-8 and direction controls have been reported with the encoding. */
    if (point == UTF8_INVALID || utf8_is_direction_control(point)) {
        scanner->damaged = true;
        return token;
    }
    struct diagnostic *d =
        is_visible(point)
            ? diagnostic_report(sink, E112_CHARACTER, here(scanner), "`%.*s` has no meaning here",
                                (int)size, bytes)
            : diagnostic_report(sink, E112_CHARACTER, here(scanner),
                                "character U+%04X has no meaning here", (unsigned)point);
    bool is_in_name = point == '.' && scanner->end < scanner->length
                      && islower((unsigned char)scanner->bytes[scanner->end]);
    const char *help = is_in_name ? "a field is asked of items, as in `any sibling where (age < 5 years)`"
                                  : character_help(point);
    if (help) {
        diagnostic_help(sink, d, "%s", help);
    }
    return token;
}

static const char *sign_meant(int token)
{
    switch (token) {
    case T_GE:
        return ">=";
    case T_LE:
        return "<=";
    case T_NE:
        return "!=";
    case T_AND:
        return "and";
    case T_OR:
        return "or";
    case T_NOT:
        return "not";
    case '*':
        return "*";
    case '-':
        return "-";
    default:
        return "=";
    }
}

int slip_operator(struct scanner *scanner, int token, const char *bytes, size_t length)
{
    bool is_comparison = token == T_GE || token == T_LE || token == T_NE || token == '=';
    struct diagnostic *d =
        diagnostic_report(scanner->diagnostics, E113_OPERATOR, here(scanner), "`%.*s` is not %s",
                          shown(length), bytes, is_comparison ? "a comparison" : "a sign of Limen");
    diagnostic_help(scanner->diagnostics, d, "write `%s`", sign_meant(token));
    return token;
}

int slip_quotes(struct scanner *scanner, int token, const char *bytes, size_t length)
{
    (void)length;
    struct diagnostic *d =
        diagnostic_report(scanner->diagnostics, E112_CHARACTER, here(scanner),
                          *bytes == '\'' ? "a text in single quotes" : "a text in curled quotes");
    diagnostic_help(scanner->diagnostics, d, "write texts in plain double quotes: \"...\"");
    return token;
}

int slip_unended(struct scanner *scanner, int token, const char *bytes, size_t length)
{
    bool is_long = length >= 3 && memcmp(bytes, "\"\"\"", 3) == 0;
    struct span span = here(scanner);
    span.end = span.begin + (is_long ? 3 : 1);
    struct diagnostic *d = diagnostic_report(scanner->diagnostics, E105_UNENDED_TEXT, span,
                                             "this text has no closing quotes");
    diagnostic_help(scanner->diagnostics, d,
                    is_long ? "end it with \"\"\""
                            : "end it with \" on the same line, or write \"\"\"...\"\"\" for a text of several lines");
    scanner->damaged = true;
    return token;
}

static bool is_blank(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
            return false;
        }
    }
    return true;
}

int slip_citation(struct scanner *scanner, int token, const char *bytes, size_t length)
{
    struct diagnostics *sink = scanner->diagnostics;
    struct span span = here(scanner);
    if (bytes[length - 1] != ']') {
        span.end = span.begin + 1;
        struct diagnostic *d =
            diagnostic_report(sink, E106_CITATION_FORM, span, "this citation has no closing `]`");
        diagnostic_help(sink, d, "end it with ] on the same line");
        scanner->damaged = true;
    } else if (is_blank(bytes + 1, length - 2)) {
        struct diagnostic *d =
            diagnostic_report(sink, E106_CITATION_FORM, span, "this citation is empty");
        diagnostic_help(sink, d, "name the item of the guidance, as in [L3/education/01]");
    }
    return token;
}

/* The name that was meant, in small letters and with underscores. */
static const char *mended_name(struct scanner *scanner, const char *bytes, size_t length)
{
    char *name = arena_copy(scanner->arena, bytes, length);
    for (size_t i = 0; i < length; i++) {
        name[i] = name[i] == '-' ? '_' : (char)tolower((unsigned char)name[i]);
    }
    while (*name == '_') {
        name++;
    }
    return name;
}

int slip_capitals(struct scanner *scanner, int token, const char *bytes, size_t length)
{
    const char *name = mended_name(scanner, bytes, length);
    int word = keyword_find(name, strlen(name));
    struct diagnostic *d = diagnostic_report(
        scanner->diagnostics, E108_NAME_FORM, here(scanner),
        word                ? "`%.*s` in capital letters: words and names are written small"
        : *bytes == '_'     ? "the name `%.*s` starts with an underscore: names start with a small letter"
                            : "the name `%.*s` has capital letters: names are written small",
        shown(length), bytes);
    if (*name) {
        diagnostic_help(scanner->diagnostics, d, "write `%s`", name);
    }
    return word ? word : token;
}

int slip_hyphens(struct scanner *scanner, int token, const char *bytes, size_t length)
{
    struct diagnostic *d =
        diagnostic_report(scanner->diagnostics, E108_NAME_FORM, here(scanner),
                          "the name `%.*s` has a hyphen", shown(length), bytes);
    diagnostic_help(scanner->diagnostics, d,
                    "write `%s`; to subtract, put spaces around the minus sign",
                    mended_name(scanner, bytes, length));
    return token;
}

static bool is_unit(const char *bytes, size_t length)
{
    static const char *const words[] = {
#define X(name, word, singular, base, factor) word, singular,
        UNITS(X)
#undef X
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (length && strlen(words[i]) == length && memcmp(words[i], bytes, length) == 0) {
            return true;
        }
    }
    return false;
}

size_t slip_number_length(const char *bytes, size_t length)
{
    size_t digits = 0;
    while (digits < length && isdigit((unsigned char)bytes[digits])) {
        digits++;
    }
    return is_unit(bytes + digits, length - digits) ? digits : length;
}

int slip_digit_first(struct scanner *scanner, int token, const char *bytes, size_t length)
{
    size_t digits = strspn(bytes, "0123456789");
    const char *rest = mended_name(scanner, bytes + digits, length - digits);
    struct diagnostics *sink = scanner->diagnostics;
    if (slip_number_length(bytes, length) < length) {
        struct diagnostic *d = diagnostic_report(sink, E109_NUMBER_FORM, here(scanner),
                                                 "a space is missing in `%.*s`", shown(length), bytes);
        diagnostic_help(sink, d, "write `%.*s %s`", (int)digits, bytes, rest);
        return T_NUMBER;
    }
    struct diagnostic *d = diagnostic_report(sink, E108_NAME_FORM, here(scanner),
                                             "the name `%.*s` starts with a digit", shown(length), bytes);
    diagnostic_help(sink, d, "names start with a small letter");
    return token;
}

int slip_number(struct scanner *scanner, int token, const char *bytes, size_t length)
{
    struct diagnostic *d =
        diagnostic_report(scanner->diagnostics, E109_NUMBER_FORM, here(scanner),
                          "`%.*s` is not a number", shown(length), bytes);
    const char *dots = memmem(bytes, length, "..", 2);
    if (*bytes == '.') {
        diagnostic_help(scanner->diagnostics, d, "write `0%.*s`", shown(length), bytes);
        return token;
    }
    if (dots && dots[2] >= '0' && dots[2] <= '9') {
        diagnostic_help(scanner->diagnostics, d, "a range is written with `to`: `%.*s to %.*s`",
                        (int)(dots - bytes), bytes, shown(length - (size_t)(dots + 2 - bytes)), dots + 2);
    } else {
        diagnostic_help(scanner->diagnostics, d, "write a number as 12 or 12.5, a date as 2018-12-13");
    }
    return T_MISTAKE;
}

int slip_time(struct scanner *scanner, int token, const char *bytes, size_t length)
{
    struct diagnostic *d =
        diagnostic_report(scanner->diagnostics, E111_TIME_FORM, here(scanner),
                          "`%.*s` is not how a time is written", shown(length), bytes);
    diagnostic_help(scanner->diagnostics, d, "write hours and minutes, 00:00 to 24:00: 09:30");
    return token;
}

int slip_comment(struct scanner *scanner, int token, const char *bytes, size_t length)
{
    (void)length;
    struct span span = here(scanner);
    span.end = span.begin + 2;
    struct diagnostic *d = diagnostic_report(scanner->diagnostics, E112_CHARACTER, span,
                                             "`%.2s` does not start a comment", bytes);
    diagnostic_help(scanner->diagnostics, d, "start it with `#`, which reaches to the end of the line");
    return token;
}

int slip_date(struct scanner *scanner, int token, const char *bytes, size_t length)
{
    struct diagnostic *d =
        diagnostic_report(scanner->diagnostics, E110_DATE_FORM, here(scanner),
                          "`%.*s` is not how a date is written", shown(length), bytes);
    diagnostic_help(scanner->diagnostics, d, "write year, month and day: 2018-12-13");
    return token;
}

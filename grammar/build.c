/* SPDX-License-Identifier: Apache-2.0 */
/* Nodes of tokens. */
#include "grammar/build.h"

#include <ctype.h>
#include <string.h>

#include "base/date.h"
#include "grammar/parser.h"

static const char *bytes_at(const struct parser *parser, struct span span)
{
    return parser->scanner.bytes + span.begin;
}

static size_t length_of(struct span span)
{
    return span.end - span.begin;
}

/* A name with capitals or hyphens was reported by the scanner; it counts as the name it stands for. */
static symbol mended_symbol(struct parser *parser, const char *bytes, size_t length)
{
    char *name = arena_copy(parser->arena, bytes, length);
    for (size_t i = 0; i < length; i++) {
        name[i] = name[i] == '-' ? '_' : (char)tolower((unsigned char)name[i]);
    }
    return symbol_intern(parser->symbols, name, length);
}

symbol symbol_at(struct parser *parser, struct span span)
{
    const char *bytes = bytes_at(parser, span);
    size_t length = length_of(span);
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '-' || (bytes[i] >= 'A' && bytes[i] <= 'Z')) {
            return mended_symbol(parser, bytes, length);
        }
    }
    return symbol_intern(parser->symbols, bytes, length);
}

static bool word_is(const char *bytes, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(bytes, word, length) == 0;
}

enum unit unit_at(const struct parser *parser, struct span span)
{
    const char *bytes = bytes_at(parser, span);
    size_t length = length_of(span);
    if (length >= 7 && memcmp(bytes, "working", 7) == 0) {
        return UNIT_WORKING_DAYS;
    }
    for (enum unit unit = UNIT_PERCENT; unit < UNIT_WORKING_DAYS; unit++) {
        if (word_is(bytes, length, unit_word(unit)) || word_is(bytes, length, unit_singular(unit))) {
            return unit;
        }
    }
    return UNIT_NONE;
}

enum comparison comparison_at(const struct parser *parser, struct span span)
{
    const char *bytes = bytes_at(parser, span);
    bool with_equal = length_of(span) > 1 && bytes[1] == '=';
    switch (*bytes) {
    case '<':
        return with_equal ? LESS_OR_EQUAL : bytes[1] == '>' && length_of(span) > 1 ? NOT_EQUAL : LESS;
    case '>':
        return with_equal ? GREATER_OR_EQUAL : GREATER;
    case '!':
        return NOT_EQUAL;
    default:
        break;
    }
    /* The forms that the scanner mends: => =< and the signs that follow no ASCII. */
    if (word_is(bytes, length_of(span), "=>") || word_is(bytes, length_of(span), "\xE2\x89\xA5")) {
        return GREATER_OR_EQUAL;
    }
    if (word_is(bytes, length_of(span), "=<") || word_is(bytes, length_of(span), "\xE2\x89\xA4")) {
        return LESS_OR_EQUAL;
    }
    return word_is(bytes, length_of(span), "\xE2\x89\xA0") ? NOT_EQUAL : EQUAL;
}

struct node *plain_node(struct parser *parser, enum node_kind kind, struct span span)
{
    return node_create(parser->arena, kind, span);
}

struct node *named_node(struct parser *parser, enum node_kind kind, struct span span,
                        struct span name)
{
    struct node *node = plain_node(parser, kind, span);
    node->name = symbol_at(parser, name);
    node->name_span = name;
    return node;
}

struct node *clause_node(struct parser *parser, enum node_kind kind, struct span span,
                         struct node *child)
{
    return node_append(plain_node(parser, kind, span), child);
}

/* ---------- texts ---------- */

static void report_escape(struct parser *parser, struct span token, size_t at)
{
    struct span span = {token.file, token.begin + (uint32_t)at, token.begin + (uint32_t)at + 2};
    struct diagnostic *d = diagnostic_report(parser->diagnostics, E107_ESCAPE, span,
                                             "a backslash in a text stands before \" or \\ only");
    diagnostic_help(parser->diagnostics, d, "write \\\\ for a backslash itself");
}

/* Copies the inside of a text without its escapes and carriage returns. */
static char *unescaped(struct parser *parser, struct span token, size_t begin, size_t end)
{
    const char *bytes = bytes_at(parser, token);
    size_t length = 0;
    if (!memchr(bytes + begin, '\\', end - begin) && !memchr(bytes + begin, '\r', end - begin)) {
        return arena_copy(parser->arena, bytes + begin, end - begin);
    }
    char *text = arena_alloc(parser->arena, end - begin + 1);
    for (size_t i = begin; i < end; i++) {
        if (bytes[i] == '\\' && i + 1 < end) {
            if (bytes[i + 1] == '"' || bytes[i + 1] == '\\') {
                i++;
            } else {
                report_escape(parser, token, i);
            }
        } else if (bytes[i] == '\r' && i + 1 < end && bytes[i + 1] == '\n') {
            continue;
        }
        text[length++] = bytes[i];
    }
    return text;
}

static size_t indent_of(const char *line)
{
    return strspn(line, " \t");
}

/* The indentation that all lines after the first share; blank lines have no say. */
static size_t common_indent(const char *text)
{
    size_t common = SIZE_MAX;
    for (const char *line = strchr(text, '\n'); line; line = strchr(line, '\n')) {
        size_t indent = indent_of(++line);
        if (line[indent] != '\n' && line[indent] != '\0' && indent < common) {
            common = indent;
        }
    }
    return common == SIZE_MAX ? 0 : common;
}

/* Takes from a text of several lines the indentation, and the blanks at both ends. */
static char *outdented(char *text)
{
    size_t common = common_indent(text);
    char *to = text;
    for (const char *from = text; *from;) {
        *to++ = *from;
        if (*from++ == '\n') {
            size_t indent = indent_of(from);
            from += indent < common ? indent : common;
        }
    }
    *to = '\0';
    text += strspn(text, " \t\n");
    for (size_t length = strlen(text); length && strchr(" \t\n", text[length - 1]); length--) {
        text[length - 1] = '\0';
    }
    return text;
}

static bool starts_with(const char *bytes, size_t length, const char *start)
{
    return length >= strlen(start) && memcmp(bytes, start, strlen(start)) == 0;
}

static bool ends_with(const char *bytes, size_t length, const char *end)
{
    return length >= strlen(end) && memcmp(bytes + length - strlen(end), end, strlen(end)) == 0;
}

static const char *string_text(struct parser *parser, struct span token)
{
    const char *bytes = bytes_at(parser, token);
    size_t length = length_of(token), end = length;
    if (starts_with(bytes, length, "\"\"\"")) {
        end -= length >= 6 && ends_with(bytes, length, "\"\"\"") ? 3 : 0;
        return outdented(unescaped(parser, token, 3, end));
    }
    if (starts_with(bytes, length, "\xE2\x80\x9C")) {
        return unescaped(parser, token, 3, end - 3);
    }
    end -= length > 1 && bytes[length - 1] == bytes[0] ? 1 : 0;
    return unescaped(parser, token, 1, end);
}

static const char *citation_text(struct parser *parser, struct span token)
{
    const char *bytes = bytes_at(parser, token) + 1;
    size_t length = length_of(token) - 1;
    length -= length && bytes[length - 1] == ']' ? 1 : 0;
    while (length && strchr(" \t\r", *bytes)) {
        bytes++;
        length--;
    }
    while (length && strchr(" \t\r", bytes[length - 1])) {
        length--;
    }
    return arena_copy(parser->arena, bytes, length);
}

struct node *text_node(struct parser *parser, enum node_kind kind, struct span span,
                       struct span token)
{
    struct node *node = plain_node(parser, kind, span);
    const char *bytes = bytes_at(parser, token);
    node->name_span = token;
    if (*bytes == '[') {
        node->value.text = citation_text(parser, token);
    } else if (*bytes == '"' || *bytes == '\'' || (unsigned char)*bytes >= 0x80) {
        node->value.text = string_text(parser, token);
    } else {
        node->value.text = arena_copy(parser->arena, bytes, length_of(token));
    }
    return node;
}

/* ---------- numbers, dates, times ---------- */

static void report_number(struct parser *parser, struct span span, enum decimal_status status)
{
    struct diagnostics *sink = parser->diagnostics;
    if (status == DECIMAL_TOO_LARGE) {
        diagnostic_report(sink, E109_NUMBER_FORM, span, "this number is too large");
    } else if (status == DECIMAL_TOO_FINE) {
        diagnostic_report(sink, E109_NUMBER_FORM, span,
                          "this number has more than %d decimals", DECIMAL_MAX_SCALE);
    }
}

struct node *number_node(struct parser *parser, struct span span, struct span number, bool negative)
{
    struct node *node = plain_node(parser, NODE_NUMBER, span);
    const char *bytes = bytes_at(parser, number);
    size_t length = length_of(number);
    report_number(parser, number, decimal_parse(bytes, length, &node->value.number));
    if (negative) {
        node->value.number.digits = -node->value.number.digits;
    }
    return node;
}

static void report_no_such_day(struct parser *parser, struct span span)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    const char *bytes = bytes_at(parser, span);
    int year = (bytes[0] - '0') * 1000 + (bytes[1] - '0') * 100 + (bytes[2] - '0') * 10 + bytes[3] - '0';
    int month = (bytes[5] - '0') * 10 + bytes[6] - '0';
    int day = (bytes[8] - '0') * 10 + bytes[9] - '0';
    struct diagnostics *sink = parser->diagnostics;
    if (month < 1 || month > 12) {
        diagnostic_report(sink, E110_DATE_FORM, span, "there is no month %d", month);
        return;
    }
    struct diagnostic *d = diagnostic_report(sink, E110_DATE_FORM, span, "%d has no %d %s", year, day,
                                             months[month - 1]);
    diagnostic_note(sink, d, "%s %d has %d days", months[month - 1], year,
                    date_month_days(year, month));
}

static void report_malformed_date(struct parser *parser, struct span span)
{
    const char *bytes = bytes_at(parser, span);
    size_t length = length_of(span);
    if (memchr(bytes, '/', length) || memchr(bytes, '.', length)) {
        return; /* the scanner has */
    }
    struct diagnostic *d = diagnostic_report(parser->diagnostics, E110_DATE_FORM, span,
                                             "`%.*s` is not how a date is written",
                                             length > 40 ? 40 : (int)length, bytes);
    diagnostic_help(parser->diagnostics, d, "write year, month and day: 2018-12-03");
}

struct node *date_node(struct parser *parser, enum node_kind kind, struct span span,
                       struct span date)
{
    struct node *node = plain_node(parser, kind, span);
    int32_t days = 0;
    node->name_span = date;
    switch (date_parse(bytes_at(parser, date), length_of(date), &days)) {
    case DATE_OK:
        break;
    case DATE_MALFORMED:
        report_malformed_date(parser, date);
        break;
    case DATE_NO_SUCH_DAY:
        report_no_such_day(parser, date);
        break;
    case DATE_OUT_OF_RANGE:
        diagnostic_report(parser->diagnostics, E110_DATE_FORM, date,
                          "dates run from 1900-01-01 to 2199-12-31");
        break;
    }
    node->value.integer = days;
    return node;
}

struct node *time_node(struct parser *parser, struct span span)
{
    struct node *node = plain_node(parser, NODE_TIME, span);
    int minutes = 0;
    bool reported = bytes_at(parser, span)[length_of(span) - 1] == 'm'; /* 9am: the scanner has */
    if (!reported && !date_parse_time(bytes_at(parser, span), length_of(span), &minutes)) {
        struct diagnostic *d = diagnostic_report(
            parser->diagnostics, E111_TIME_FORM, span, "`%.*s` is not a time",
            length_of(span) > 40 ? 40 : (int)length_of(span), bytes_at(parser, span));
        diagnostic_help(parser->diagnostics, d, "write hours and minutes, 00:00 to 24:00: 09:30");
    }
    node->value.integer = minutes;
    return node;
}

struct node *sign_row_node(struct parser *parser, struct span span, struct span number)
{
    number.end--; /* the colon */
    return named_node(parser, NODE_SIGN_ROW, span, number);
}

static uint8_t weekday_at(const struct parser *parser, struct span span)
{
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    uint8_t day = 0;
    while (day < 6 && memcmp(days[day], bytes_at(parser, span), 3) != 0) {
        day++;
    }
    return day;
}

struct node *weekdays_node(struct parser *parser, struct span span, struct span from, struct span to)
{
    struct node *node = plain_node(parser, NODE_OPEN_SPAN, span);
    node->first = weekday_at(parser, from);
    node->second = weekday_at(parser, to);
    return node;
}

static bool is_version_form(const char *bytes, size_t length)
{
    static const char form[] = "dddd-dd-dd";
    for (size_t i = 0; i < length; i++) {
        if (i >= sizeof form - 1 || (form[i] == 'd') != (bytes[i] >= '0' && bytes[i] <= '9')) {
            return false;
        }
    }
    return length == 7 || length == 10;
}

struct node *version_node(struct parser *parser, enum node_kind kind, struct span span,
                          struct span version)
{
    if (!is_version_form(bytes_at(parser, version), length_of(version))) {
        struct diagnostic *d = diagnostic_report(parser->diagnostics, E110_DATE_FORM, version,
                                                 "this is not how a version is written");
        diagnostic_help(parser->diagnostics, d, "write year and month, 2018-12, or a date, 2018-12-13");
    }
    return text_node(parser, kind, span, version);
}

struct node *ruleset_node(struct parser *parser, struct span span, struct span name,
                          struct span version)
{
    struct node *node = version_node(parser, NODE_RULESET, span, version);
    node->name = symbol_at(parser, name);
    node->name_span = name;
    return node;
}

struct node *change_node(struct parser *parser, struct span span, const struct node *since)
{
    struct node *node = node_create(parser->arena, NODE_CHANGE, span);
    node->name = since->name;
    node->name_span = since->name ? since->name_span : span;
    node->value.text = since->value.text;
    return node;
}

struct node *late_amends(struct parser *parser, struct node *amends)
{
    struct diagnostic *d = diagnostic_report(parser->diagnostics, E101_UNEXPECTED, amends->span,
                                             "`amends` comes before the title");
    diagnostic_help(parser->diagnostics, d, "write `ruleset NAME 2025-09 amends 2018-12 \"...\"`");
    return amends;
}

struct node *item_name(struct parser *parser, struct node *value)
{
    if (value->kind != NODE_USE) {
        struct diagnostic *d = diagnostic_report(parser->diagnostics, E101_UNEXPECTED, value->span,
                                                 "a name is wanted for what stands in the brackets");
        diagnostic_help(parser->diagnostics, d, "write a name such as `kelsey` before the bracket");
        return NULL;
    }
    return named_node(parser, NODE_NAME, value->span, value->span);
}

/* ---------- expressions ---------- */

static bool is_chain(const struct node *node, enum node_kind kind)
{
    return node->kind == kind && !(node->flags & FLAG_BRACKETED);
}

struct node *chain_node(struct parser *parser, enum node_kind kind, struct span span,
                        struct node *left, struct node *right)
{
    if (!is_chain(left, kind)) {
        left = clause_node(parser, kind, span, left);
    }
    left->span = left->name_span = span;
    return node_append(left, right);
}

struct node *compare_node(struct parser *parser, struct span span, struct span op,
                          struct node *left, struct node *right)
{
    struct node *node = clause_node(parser, NODE_COMPARE, span, left);
    node->op = (uint8_t)comparison_at(parser, op);
    return node_append(node, right);
}

struct node *bracketed(struct node *expression, struct span span)
{
    expression->span = span;
    return with_flag(expression, FLAG_BRACKETED);
}

struct node *list_start(struct parser *parser, struct node *first)
{
    return node_append(plain_node(parser, NODE_ERROR, SPAN_NOWHERE), first);
}

struct node *list_add(struct node *list, struct node *item)
{
    return node_append(list, item);
}

struct node *over_items(struct node *node, struct node *value, struct node *items)
{
    struct node *use = items->child;
    items->child = use->next;
    use->next = NULL;
    node_append(node_append(node, use), value);
    return items->child ? node_adopt(node, items) : node;
}

struct node *with_flag(struct node *node, enum node_flag flag)
{
    node->flags |= (uint8_t)flag;
    return node;
}

struct node *with_op(struct node *node, unsigned op)
{
    node->op = (uint8_t)op;
    return node;
}

struct node *with_unit(struct node *node, enum unit unit)
{
    node->unit = (uint8_t)unit;
    return node;
}

struct node *reaching(struct node *node, struct span span)
{
    node->span.end = span.end;
    return node;
}

/* ---------- parts of a file ---------- */

static bool is_header_line(enum node_kind kind)
{
    return kind == NODE_APPLIES_TO || kind == NODE_IN_FORCE || kind == NODE_SOURCE
           || kind == NODE_USES_VOCABULARY || kind == NODE_USES_CALENDAR || kind == NODE_SCOPE
           || kind == NODE_EACH;
}

void add_part(struct parser *parser, struct node *part)
{
    struct node *head = parser->root->child;
    bool in_ruleset = head && head->kind == NODE_RULESET;
    if (in_ruleset && (part->kind == NODE_VOCABULARY || part->kind == NODE_CALENDAR)) {
        part->kind = part->kind == NODE_VOCABULARY ? NODE_USES_VOCABULARY : NODE_USES_CALENDAR;
    }
    if (in_ruleset && is_header_line(part->kind) && !parser->past_header) {
        node_append(head, part);
        reaching(head, part->span);
    } else {
        parser->past_header |= head && part->kind != NODE_ERROR;
        node_append(parser->root, part);
    }
}

struct node *mistake_node(struct parser *parser, struct span span)
{
    struct node *node = plain_node(parser, NODE_ERROR, span);
    struct token name = parser->broken_name;
    if (name.kind) {
        struct span place = {span.file, name.begin, name.end};
        node->name = symbol_at(parser, place);
        node->name_span = place;
    }
    return node;
}

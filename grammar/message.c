/* SPDX-License-Identifier: Apache-2.0 */
/* The words of syntax errors.

   Each kind of frequent mistake has a function that recognises and reports it; they are tried in
   order, and what none of them knows is reported as what was found and what could stand there. */
#include "grammar/message.h"

#include <stdio.h>
#include <string.h>

#include "grammar/parser.h"

struct mistake {
    struct parser *parser;
    struct token found, before; /* the token that does not fit, and the one before it */
    const char *const *expected;
    size_t count;
};

/* ---------- looking ---------- */

static bool can(const struct mistake *m, const char *name)
{
    for (size_t i = 0; i < m->count; i++) {
        if (strcmp(m->expected[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* A condition or value can stand here. */
static bool can_be_expression(const struct mistake *m)
{
    return can(m, "a name") && can(m, "case_date") && can(m, "a number");
}

static bool can_be_statement(const struct mistake *m)
{
    return can(m, "section");
}

/* The expression before could go on, so one has just ended. */
static bool after_expression(const struct mistake *m)
{
    return can(m, "and") && can(m, "or");
}

static bool is_reserved(const struct mistake *m)
{
    return m->found.kind != T_NAME && keyword_text(m->found.kind) && !can(m, keyword_text(m->found.kind));
}

static bool begins_expression(int kind)
{
    switch (kind) {
    case T_NAME:
    case T_NUMBER:
    case T_LABEL:
    case T_DATE:
    case T_NOT:
    case T_YES:
    case T_NO:
    case T_ANY:
    case T_ALL:
    case T_NONE:
    case T_AT:
    case T_EXACTLY:
    case T_COUNT:
    case T_LATEST:
    case T_CASE_DATE:
    case '(':
        return true;
    default:
        return false;
    }
}

/* The text ends here, or a new line begins: something is missing before it. */
static bool at_line_start(const struct mistake *m)
{
    return m->found.kind == 0 || m->found.first_on_line;
}

/* ---------- telling ---------- */

static struct span span_of(const struct mistake *m, struct token token)
{
    return (struct span){m->parser->scanner.file, token.begin, token.end};
}

/* Something missing is shown where it belongs: behind the text before, if a new line has begun. */
static struct span place_of(const struct mistake *m)
{
    return at_line_start(m) && m->before.end ? span_of(m, m->before) : span_of(m, m->found);
}

struct quote {
    char text[72];
};

static struct quote quote_token(const struct mistake *m, struct token token)
{
    struct quote quote;
    size_t length = token.end - token.begin, most = 48;
    const char *bytes = m->parser->scanner.bytes + token.begin;
    const char *line_end = memchr(bytes, '\n', length);
    if (token.kind == 0) {
        snprintf(quote.text, sizeof quote.text, "the end of the text");
        return quote;
    }
    if (line_end) {
        length = (size_t)(line_end - bytes);
    }
    if (length > most) {
        while (most && ((unsigned char)bytes[most] & 0xC0) == 0x80) {
            most--;
        }
        snprintf(quote.text, sizeof quote.text, "`%.*s...`", (int)most, bytes);
    } else {
        snprintf(quote.text, sizeof quote.text, "`%.*s`", (int)length, bytes);
    }
    return quote;
}

#define FOUND(m) (quote_token((m), (m)->found).text)
#define BEFORE(m) (quote_token((m), (m)->before).text)
#define REPORT(m, code, span, ...) \
    diagnostic_report((m)->parser->diagnostics, (code), (span), __VA_ARGS__)
#define HELP(m, d, ...) diagnostic_help((m)->parser->diagnostics, (d), __VA_ARGS__)

/* What could stand here, in groups that an author knows. */
static const char *grouped(const struct mistake *m, const char *name)
{
    static const char *const signs[][2] = {
        {"<=", "a comparison"}, {">=", "a comparison"}, {"!=", "a comparison"},
        {"'<'", "a comparison"}, {"'>'", "a comparison"}, {"in", "a comparison"},
        {"'+'", "a sum"}, {"'-'", "a sum"}, {"'*'", "a sum"},
        {"mon", "a weekday"}, {"years", "a unit"}, {"months", "a unit"}, {"weeks", "a unit"},
        {"days", "a unit"}, {"hours", "a unit"}, {"year", "a unit"}, {"month", "a unit"},
        {"week", "a unit"}, {"day", "a unit"}, {"hour", "a unit"}, {"'%'", "a unit"},
    };
    if (strcmp(name, "'='") == 0 && can(m, "'<'")) {
        return "a comparison";
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (strcmp(signs[i][0], name) == 0) {
            return signs[i][1];
        }
    }
    return NULL;
}

/* Words that may be names are not worth listing where any name will do. */
static bool is_hidden(const struct mistake *m, const char *name)
{
    static const char *const names[] = {
        "same", "day", "year", "month", "week", "hour", "after", "else", "latest", "web", "closed",
        "holidays", "judged", "with", "higher", "worse", "topics", "usually", "also", "first", "highest",
        "lowest", "sum", "only", "every", "phone", "email", "open", "mon", "tue", "wed", "thu", "fri",
        "sat", "sun", "by", "immediately", "working", "written", "item", "on", "out", "lower", "than",
        "except", "since", "for", "known", "none", "least", "most", "count", "rules", "one", "amends",
        "given"};
    static const char *const expression[] = {"a number", "a label such as 2a", "a date", "not", "yes", "no",
        "case_date", "level", "any", "all", "at", "exactly", "choose", "years", "months", "weeks", "days",
        "'('", "'-'", "a name"};
    if (can(m, "a name")) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            if (strcmp(names[i], name) == 0) {
                return true;
            }
        }
    }
    if (can_be_expression(m)) {
        for (size_t i = 0; i < sizeof expression / sizeof *expression; i++) {
            if (strcmp(expression[i], name) == 0) {
                return true;
            }
        }
    }
    enum word_role role = WORD_INNER;
    int word = keyword_find(name, strlen(name));
    if (word) {
        role = keyword_role(word);
    }
    return can_be_statement(m) && (role == WORD_STATEMENT || role == WORD_EITHER || strcmp(name, "in force") == 0);
}

struct choices {
    const char *items[MESSAGE_MAX_EXPECTED + 2];
    bool quoted[MESSAGE_MAX_EXPECTED + 2];
    size_t count;
};

static void add_choice(struct choices *choices, const char *item, bool quoted)
{
    for (size_t i = 0; i < choices->count; i++) {
        if (strcmp(choices->items[i], item) == 0) {
            return;
        }
    }
    choices->items[choices->count] = item;
    choices->quoted[choices->count++] = quoted;
}

static bool is_described(const char *name)
{
    return strncmp(name, "a ", 2) == 0 || strncmp(name, "an ", 3) == 0 || strncmp(name, "the ", 4) == 0;
}

static void collect_choices(const struct mistake *m, struct choices *choices)
{
    choices->count = 0;
    if (can_be_expression(m)) {
        add_choice(choices, can(m, "not") ? "a condition" : "a value", false);
    }
    for (size_t i = 0; i < m->count; i++) {
        const char *name = m->expected[i], *group = grouped(m, name);
        if (is_hidden(m, name)) {
            continue;
        }
        add_choice(choices, group ? group : name, !group && !is_described(name));
    }
    if (can_be_statement(m)) {
        add_choice(choices, "the next statement", false);
    }
}

static void write_choice(struct text *text, const struct choices *choices, size_t i)
{
    const char *item = choices->items[i];
    size_t length = strlen(item);
    if (*item == '\'' && length == 3) {
        text_format(text, "`%c`", item[1]);
    } else {
        text_format(text, choices->quoted[i] ? "`%s`" : "%s", item);
    }
}

#define MOST_CHOICES 7

static void write_choices(struct text *text, const struct choices *choices)
{
    size_t shown = choices->count > MOST_CHOICES ? MOST_CHOICES : choices->count;
    for (size_t i = 0; i < shown; i++) {
        bool is_last = i + 1 == choices->count;
        text_add(text, i == 0 ? "" : is_last ? " or " : ", ");
        write_choice(text, choices, i);
    }
    if (shown < choices->count) {
        text_add(text, " and others");
    }
}

/* ---------- mistakes that have a name ---------- */

static bool tell_lists(const struct mistake *m)
{
    if (m->found.kind != T_LIST && m->found.kind != T_HAS && m->found.kind != T_EACH
        && m->found.kind != T_WHERE && m->found.kind != T_DISTINCT) {
        return false;
    }
    REPORT(m, E115_LISTS, span_of(m, m->found), "%s: lists are not part of the language yet", FOUND(m));
    return true;
}

static bool tell_else(const struct mistake *m)
{
    if (m->found.kind != T_ELSE) {
        return false;
    }
    struct diagnostic *d =
        REPORT(m, E101_UNEXPECTED, span_of(m, m->found), "a rule has no `else`");
    HELP(m, d, "write a second rule, or a decision whose last row is `otherwise`");
    return true;
}

static bool tell_version(const struct mistake *m)
{
    if (m->found.kind != T_VERSION || !(can_be_expression(m) || after_expression(m))) {
        return false;
    }
    struct diagnostic *d = REPORT(m, E101_UNEXPECTED, span_of(m, m->found),
                                  "%s without spaces is a version, not a subtraction", FOUND(m));
    HELP(m, d, "to subtract, put spaces around the minus sign; a date is written 2018-12-13");
    return true;
}

/* A line that starts with a word that starts no statement, at the depth of a statement. */
static bool tell_unknown_statement(const struct mistake *m)
{
    const char *bytes = m->parser->scanner.bytes + m->found.begin;
    size_t length = m->found.end - m->found.begin;
    bool in_place = m->found.first_on_line && m->found.indent <= m->parser->opening.indent;
    if (m->found.kind != T_NAME || !in_place) {
        return false;
    }
    const char *help = keyword_near_statement(m->parser->arena, bytes, length);
    if (!help && !can_be_statement(m)) {
        return false;
    }
    struct diagnostic *d = REPORT(m, E104_UNKNOWN_STATEMENT, span_of(m, m->found),
                                  "no statement starts with %s", FOUND(m));
    HELP(m, d, "%s",
         help ? help : "statements start with words such as `fact`, `rule`, `signs` or `example`");
    return true;
}

static bool tell_unit(const struct mistake *m)
{
    if (m->before.kind != T_NUMBER || m->found.kind != T_NAME || !can(m, "years")
        || m->found.first_on_line) {
        return false;
    }
    struct diagnostic *d =
        REPORT(m, E101_UNEXPECTED, span_of(m, m->found), "%s is not a unit", FOUND(m));
    HELP(m, d, "units are years, months, weeks, days, hours and %%");
    return true;
}

static bool tell_then(const struct mistake *m)
{
    bool is_outcome = m->found.kind == T_LEVEL || m->found.kind == T_DUTY;
    if (!can(m, "then") || !(is_outcome || at_line_start(m) || m->found.kind == T_BECAUSE
                             || m->found.kind == T_CITE)) {
        return false;
    }
    struct diagnostic *d = REPORT(m, E102_MISSING, place_of(m), "`then` is missing after the condition");
    HELP(m, d, is_outcome ? "write `then` before %s" : "a rule reads `if ... then level 3`",
         FOUND(m));
    return true;
}

static bool tell_connective(const struct mistake *m)
{
    if (!after_expression(m) || !begins_expression(m->found.kind) || m->found.first_on_line
        || can(m, "','")) {
        return false;
    }
    struct diagnostic *d = REPORT(m, E102_MISSING, span_of(m, m->found),
                                  "`and` or `or` is missing before %s", FOUND(m));
    if (m->found.kind == T_NAME && m->before.kind == T_NAME) {
        HELP(m, d, "names have no blanks: write `%.*s_%.*s` if it is one name",
             (int)(m->before.end - m->before.begin), m->parser->scanner.bytes + m->before.begin,
             (int)(m->found.end - m->found.begin), m->parser->scanner.bytes + m->found.begin);
    }
    return true;
}

static bool tell_if(const struct mistake *m)
{
    if (!can(m, "if") || can_be_statement(m) || m->found.kind == T_STRING
        || !(begins_expression(m->found.kind) || m->found.kind == T_THEN || m->found.kind == T_LEVEL)) {
        return false;
    }
    struct diagnostic *d = REPORT(m, E102_MISSING, span_of(m, m->found),
                                  "`if` is missing before the condition");
    if (m->found.kind == T_NAME && m->before.kind == T_NAME && !m->found.first_on_line) {
        HELP(m, d, "names have no blanks: write `%.*s_%.*s` if it is one name",
             (int)(m->before.end - m->before.begin), m->parser->scanner.bytes + m->before.begin,
             (int)(m->found.end - m->found.begin), m->parser->scanner.bytes + m->found.begin);
    }
    return true;
}

static bool tell_comma(const struct mistake *m)
{
    bool begins_item = begins_expression(m->found.kind) || m->found.kind == T_LEVEL
                       || m->found.kind == T_DUTY || m->found.kind == T_RULE;
    if (!can(m, "','") || !begins_item || m->found.first_on_line) {
        return false;
    }
    REPORT(m, E102_MISSING, span_of(m, m->found), "a comma is missing before %s", FOUND(m));
    return true;
}

static bool tell_bracket(const struct mistake *m)
{
    if (!can(m, "')'") || can_be_expression(m) || !(at_line_start(m) || m->found.kind == T_THEN)) {
        return false;
    }
    REPORT(m, E102_MISSING, place_of(m), "a closing bracket `)` is missing");
    return true;
}

static bool tell_level_number(const struct mistake *m)
{
    if (m->before.kind != T_LEVEL || !can(m, "a label such as 2a")) {
        return false;
    }
    struct diagnostic *d = REPORT(m, E101_UNEXPECTED, place_of(m),
                                  "expected a level's number after `level`, found %s", FOUND(m));
    if (m->found.kind == T_NAME) {
        HELP(m, d, "write the number first: `level 2`");
    }
    return true;
}

static bool tell_quotes(const struct mistake *m)
{
    if (!can(m, "a text in quotes") || m->found.kind != T_NAME || m->found.first_on_line
        || can(m, "a name")) {
        return false;
    }
    struct diagnostic *d = REPORT(m, E102_MISSING, span_of(m, m->found),
                                  "a text needs quotes: found %s", FOUND(m));
    HELP(m, d, "write \"...\" around the text");
    return true;
}

static bool tell_reserved(const struct mistake *m)
{
    if (!can(m, "a name") || can_be_expression(m) || !is_reserved(m) || m->found.first_on_line) {
        return false;
    }
    struct diagnostic *d =
        REPORT(m, E103_RESERVED_WORD, span_of(m, m->found),
               "%s is a word of the language and cannot be a name", FOUND(m));
    HELP(m, d, "choose another name, such as `%.*s_1`", (int)(m->found.end - m->found.begin),
         m->parser->scanner.bytes + m->found.begin);
    return true;
}

static bool tell_is(const struct mistake *m)
{
    if (m->before.kind != T_IS || !can(m, "known")) {
        return false;
    }
    struct diagnostic *d = REPORT(m, E101_UNEXPECTED, place_of(m),
                                  "`is` stands before `known`, `unknown` or `none` only");
    HELP(m, d, "compare with `=`: X = %s", at_line_start(m) ? "yes" : FOUND(m));
    return true;
}

/* ---------- all others ---------- */

/* One thing alone could stand here. */
static bool tell_single(const struct mistake *m, const struct choices *choices)
{
    struct text text = {0};
    if (choices->count != 1) {
        return false;
    }
    write_choice(&text, choices, 0);
    if (m->before.end) {
        REPORT(m, E102_MISSING, place_of(m), "%s is missing after %s", text_string(&text), BEFORE(m));
    } else {
        REPORT(m, E102_MISSING, place_of(m), "%s is missing", text_string(&text));
    }
    text_clear(&text);
    return true;
}

static void tell_other(const struct mistake *m)
{
    struct choices choices;
    struct text text = {0};
    collect_choices(m, &choices);
    if (tell_single(m, &choices)) {
        return;
    }
    write_choices(&text, &choices);
    struct diagnostic *d;
    if (at_line_start(m) && !can_be_statement(m) && m->before.end) {
        d = REPORT(m, E102_MISSING, place_of(m), "something is missing after %s", BEFORE(m));
    } else {
        d = REPORT(m, E101_UNEXPECTED, span_of(m, m->found), "%s cannot stand here", FOUND(m));
    }
    if (choices.count) {
        diagnostic_note(m->parser->diagnostics, d, "here can stand %s", text_string(&text));
    }
    text_clear(&text);
}

void report_syntax_error(struct parser *parser, const char *const *expected, size_t count)
{
    static bool (*const tellers[])(const struct mistake *) = {
        tell_lists, tell_else,    tell_version,      tell_unknown_statement,
        tell_unit,
        tell_is,    tell_then,    tell_connective,   tell_if,
        tell_bracket, tell_comma, tell_level_number, tell_quotes,
        tell_reserved,
    };
    struct mistake m = {parser, parser->current, parser->previous, expected, count};
    for (size_t i = 0; i < sizeof tellers / sizeof *tellers; i++) {
        if (tellers[i](&m)) {
            return;
        }
    }
    tell_other(&m);
}

void report_too_deep(struct parser *parser)
{
    struct span span = {parser->scanner.file, parser->current.begin, parser->current.end};
    struct diagnostic *d =
        diagnostic_report(parser->diagnostics, E114_TOO_DEEP, span,
                          "brackets and `not` are nested more than %d deep", NODE_MAX_DEPTH);
    diagnostic_help(parser->diagnostics, d, "give parts of it names with `define`");
}

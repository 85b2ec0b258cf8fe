/* SPDX-License-Identifier: Apache-2.0 */
/* The words of syntax errors.

   Frequent mistakes are recognised first: those of a table (habit.c), then those that need more than
   fixed words, each by a function that recognises and reports it. What none of them knows is reported as
   what was found and what could stand there. */
#include "grammar/message.h"

#include <string.h>

#include "grammar/choice.h"
#include "grammar/habit.h"
#include "grammar/mistake.h"
#include "grammar/parser.h"
#include "grammar/shape.h"

static bool is_reserved(const struct mistake *m)
{
    const char *word = keyword_text(m->found.kind);
    return m->found.kind != T_NAME && word && !mistake_can(m, word);
}

/* The blanks of a name are the mistake of many: offers to join the two words before and here. */
static void help_join(const struct mistake *m, struct diagnostic *d)
{
    const char *bytes = m->parser->scanner.bytes;
    bool is_word = m->found.kind == T_NAME || keyword_text(m->found.kind);
    if (is_word && m->before.kind == T_NAME && !m->found.first_on_line && !m->found.slipped) {
        MISTAKE_HELP(m, d, "names have no blanks: write `%.*s_%.*s` if it is one name",
                     (int)(m->before.end - m->before.begin), bytes + m->before.begin,
                     (int)(m->found.end - m->found.begin), bytes + m->found.begin);
    }
}

/* ---------- mistakes that have a name ---------- */

static bool tell_version(const struct mistake *m)
{
    if (m->found.kind != T_VERSION || !(mistake_can_be_expression(m) || mistake_after_expression(m))) {
        return false;
    }
    struct diagnostic *d = MISTAKE_REPORT(m, E101_UNEXPECTED, mistake_span(m, m->found),
                                  "%s without spaces is a version, not a subtraction", MISTAKE_FOUND(m));
    MISTAKE_HELP(m, d, "to subtract, put spaces around the minus sign; a date is written 2018-12-13");
    return true;
}

static void report_unknown_statement(const struct mistake *m, struct token word, const char *help)
{
    struct diagnostic *d = MISTAKE_REPORT(m, E104_UNKNOWN_STATEMENT, mistake_span(m, word),
                                          "no statement starts with %s", mistake_quote(m, word).text);
    if (word.kind == T_HAS) {
        help = "fields stand straight below the `list` or `event` that has them";
    }
    MISTAKE_HELP(m, d, "%s",
                 help ? help : "statements start with words such as `fact`, `rule`, `signs` or `example`");
}

static const char *near_statement(const struct mistake *m, struct token word)
{
    return keyword_near_statement(m->parser->arena, m->parser->scanner.bytes + word.begin,
                                  word.end - word.begin);
}

/* A line that starts with a word that starts no statement, at the depth of a statement. */
static bool tell_unknown_statement(const struct mistake *m)
{
    bool is_word = m->found.kind == T_NAME
                   || (keyword_text(m->found.kind) && keyword_role(m->found.kind) == WORD_INNER);
    if (!mistake_in_place(m, m->found) || !is_word) {
        return false;
    }
    const char *help = near_statement(m, m->found);
    if (!mistake_can_be_statement(m) && (!help || m->found.kind != T_NAME)) {
        return false;
    }
    report_unknown_statement(m, m->found, help);
    return true;
}

/* Such a word that could be read as a row or a clause of the statement before it. */
static bool tell_misread_statement(const struct mistake *m)
{
    if (m->before.kind != T_NAME || !mistake_in_place(m, m->before)) {
        return false;
    }
    const char *help = near_statement(m, m->before);
    if (help) {
        report_unknown_statement(m, m->before, help);
    }
    return help != NULL;
}

static bool tell_unit(const struct mistake *m)
{
    if (m->before.kind != T_NUMBER || m->found.kind != T_NAME || !mistake_can(m, "years")
        || m->found.first_on_line || m->found.slipped) {
        return false;
    }
    struct diagnostic *d = MISTAKE_REPORT(m, E101_UNEXPECTED, mistake_span(m, m->found),
                                          "%s is not a unit", MISTAKE_FOUND(m));
    bool percent = mistake_is_word(m, m->found, "percent") || mistake_is_word(m, m->found, "per");
    MISTAKE_HELP(m, d, percent ? "write `%%`" : "units are years, months, weeks, days, hours and %%");
    return true;
}

static bool tell_then(const struct mistake *m)
{
    bool is_outcome = m->found.kind == T_LEVEL || m->found.kind == T_DUTY;
    bool ends = m->found.kind == T_BECAUSE || m->found.kind == T_CITE || m->found.kind == ':';
    if (!mistake_can(m, "then") || !(is_outcome || mistake_at_line_start(m) || ends)) {
        return false;
    }
    struct diagnostic *d = MISTAKE_REPORT(m, E102_MISSING, mistake_place(m),
                                          "`then` is missing after the condition");
    if (m->found.kind == ':') {
        MISTAKE_HELP(m, d, "write `then` in place of the colon");
    } else {
        MISTAKE_HELP(m, d, is_outcome ? "write `then` before %s" : "a rule reads `if ... then level 3`",
                     MISTAKE_FOUND(m));
    }
    return true;
}

/* Whether both have the same letters, in whatever order. */
static bool is_swapped(const char *a, const char *b)
{
    unsigned char counts[256] = {0};
    for (size_t i = 0; a[i]; i++) {
        counts[(unsigned char)a[i]]++;
    }
    for (size_t i = 0; b[i]; i++) {
        if (counts[(unsigned char)b[i]]-- == 0) {
            return false;
        }
    }
    return strlen(a) == strlen(b);
}

/* A short word is near to many: `hand` to `and`. So it must be WORD with its letters swapped. */
static bool may_be_misspelt(const char *found, const char *word)
{
    enum { SHORTEST = 5 };
    return strlen(found) >= SHORTEST || is_swapped(found, word);
}

static bool report_near(const struct mistake *m, struct token token, const char *const *words, size_t count)
{
    size_t length = token.end - token.begin;
    struct near_names near;
    if (token.kind != T_NAME || token.slipped || length > 40) {
        return false;
    }
    const char *found = arena_copy(m->parser->arena, m->parser->scanner.bytes + token.begin, length);
    near_names_start(&near, found);
    for (size_t i = 0; i < count; i++) {
        if (may_be_misspelt(found, words[i])) {
            near_names_offer(&near, words[i]);
        }
    }
    const char *help = near_names_help(&near, m->parser->arena);
    if (help) {
        MISTAKE_HELP(m, MISTAKE_REPORT(m, E101_UNEXPECTED, mistake_span(m, token), "%s cannot stand here",
                                       mistake_quote(m, token).text),
                     "%s", help);
    }
    return help != NULL;
}

/* A word that could stand here, misspelt. */
static bool tell_near(const struct mistake *m)
{
    const char **words = arena_alloc(m->parser->arena, m->count * sizeof *words);
    size_t count = 0;
    for (size_t i = 0; i < m->count; i++) {
        int word = keyword_find(m->expected[i], strlen(m->expected[i]));
        if (word && keyword_role(word) != WORD_STATEMENT) {
            words[count++] = m->expected[i];
        }
    }
    return !mistake_can(m, "a name") && report_near(m, m->found, words, count);
}

/* Where an outcome begins, any name is at first taken for a decision's. */
static bool tell_near_outcome(const struct mistake *m)
{
    static const char *const words[] = {"level", "duty"};
    bool is_bare = m->count == 1 && mistake_can(m, "'='") && !m->found.first_on_line;
    return is_bare && report_near(m, m->before, words, sizeof words / sizeof *words);
}

static bool tell_connective(const struct mistake *m)
{
    if (!mistake_after_expression(m) || !mistake_begins_expression(m->found.kind)
        || m->found.first_on_line || mistake_can(m, "','")) {
        return false;
    }
    struct diagnostic *d = MISTAKE_REPORT(m, E102_MISSING, mistake_span(m, m->found),
                                          "`and` or `or` is missing before %s", MISTAKE_FOUND(m));
    if (m->found.kind == T_NAME) {
        help_join(m, d);
    }
    return true;
}

static bool tell_if(const struct mistake *m)
{
    bool condition = mistake_begins_expression(m->found.kind) || m->found.kind == T_THEN
                     || m->found.kind == T_LEVEL;
    if (!mistake_can(m, "if") || mistake_can_be_statement(m) || !condition) {
        return false;
    }
    struct diagnostic *d = MISTAKE_REPORT(m, E102_MISSING, mistake_span(m, m->found),
                                          "`if` is missing before the condition");
    if (m->found.kind == T_NAME) {
        help_join(m, d);
    }
    return true;
}

static bool tell_comma(const struct mistake *m)
{
    bool begins_item = mistake_begins_expression(m->found.kind) || m->found.kind == T_LEVEL
                       || m->found.kind == T_DUTY || m->found.kind == T_RULE;
    if (!mistake_can(m, "','") || !begins_item || m->found.first_on_line) {
        return false;
    }
    struct diagnostic *d = MISTAKE_REPORT(m, E102_MISSING, mistake_span(m, m->found),
                                          "a comma is missing before %s", MISTAKE_FOUND(m));
    if (m->found.kind == T_NAME) {
        help_join(m, d);
    }
    return true;
}

static bool tell_bracket(const struct mistake *m)
{
    bool ends = mistake_at_line_start(m) || m->found.kind == T_THEN || m->found.kind == T_UNLESS;
    if (!mistake_can(m, "')'") || mistake_can_be_expression(m) || !ends) {
        return false;
    }
    struct diagnostic *d =
        MISTAKE_REPORT(m, E102_MISSING, mistake_place(m), "a closing bracket `)` is missing");
    MISTAKE_HELP(m, d, "each `(` needs its `)`");
    return true;
}

static bool tell_level_number(const struct mistake *m)
{
    if (m->before.kind != T_LEVEL || !mistake_can(m, "a label such as 2a")) {
        return false;
    }
    struct diagnostic *d = MISTAKE_REPORT(m, E102_MISSING, mistake_place(m),
                                          "the number is missing after `level`");
    MISTAKE_HELP(m, d, mistake_can(m, "a name") ? "write `level 2`, or the name of the level"
                                                : "write the number first: `level 2 additional`");
    return true;
}

static bool tell_quotes(const struct mistake *m)
{
    bool is_word = m->found.kind == T_NAME || keyword_text(m->found.kind);
    bool for_text = m->before.kind == T_BECAUSE || m->before.kind == T_ASK || m->before.kind == T_ALSO;
    bool wants_more = m->found.kind != T_NAME && m->before.kind != T_NAME && !for_text;
    if (!mistake_can(m, "a text in quotes") || !is_word || wants_more || m->found.first_on_line
        || mistake_can(m, "a name")) {
        return false;
    }
    if (keyword_role(m->found.kind) == WORD_STATEMENT || m->found.kind == T_IF) {
        return false;
    }
    struct diagnostic *d = MISTAKE_REPORT(m, E102_MISSING, mistake_span(m, m->found),
                                          "a text needs quotes: found %s", MISTAKE_FOUND(m));
    MISTAKE_HELP(m, d, "write \"...\" around the text");
    help_join(m, d);
    return true;
}

static bool tell_reserved(const struct mistake *m)
{
    struct choices choices;
    if (!mistake_can(m, "a name") || mistake_can_be_expression(m) || !is_reserved(m)
        || m->found.first_on_line) {
        return false;
    }
    choices_collect(&choices, m);
    if (choices.count != 1) {
        return false;
    }
    struct diagnostic *d =
        MISTAKE_REPORT(m, E103_RESERVED_WORD, mistake_span(m, m->found),
                       "%s is a word of the language and cannot be a name", MISTAKE_FOUND(m));
    MISTAKE_HELP(m, d, "choose another name, such as `%.*s_1`",
                 (int)(m->found.end - m->found.begin),
                 m->parser->scanner.bytes + m->found.begin);
    return true;
}

/* The reason that a statement must give, or the words that it shows. */
static bool tell_text(const struct mistake *m)
{
    int kind = m->opening.kind;
    bool wants = kind == T_IMPOSSIBLE || kind == T_REQUIRE || kind == T_CHANGE || kind == T_CHECKLIST;
    if (!wants || !mistake_can(m, "a text in quotes") || mistake_can_be_statement(m)
        || !mistake_at_line_start(m)) {
        return false;
    }
    struct diagnostic *d = MISTAKE_REPORT(m, E102_MISSING, mistake_place(m),
                                          "a text in quotes is missing after %s", MISTAKE_BEFORE(m));
    MISTAKE_HELP(m, d, kind == T_CHECKLIST ? "say what the item is: item consent \"Consent to share\""
                                           : "say why, in quotes");
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
    choices_write_one(&text, choices, 0);
    struct diagnostic *d = MISTAKE_REPORT(m, E102_MISSING, mistake_place(m), "%s is missing%s%s",
                                          text_string(&text), m->before.end ? " after " : "",
                                          m->before.end ? MISTAKE_BEFORE(m) : "");
    shape_help(m, d);
    text_clear(&text);
    return true;
}

static void tell_other(const struct mistake *m)
{
    struct choices choices;
    struct text text = {0};
    choices_collect(&choices, m);
    if (tell_single(m, &choices)) {
        return;
    }
    choices_write(&text, &choices);
    struct diagnostic *d;
    if (mistake_at_line_start(m) && !mistake_can_be_statement(m) && m->before.end) {
        d = MISTAKE_REPORT(m, E102_MISSING, mistake_place(m), "something is missing after %s", MISTAKE_BEFORE(m));
    } else {
        d = MISTAKE_REPORT(m, E101_UNEXPECTED, mistake_span(m, m->found), "%s cannot stand here", MISTAKE_FOUND(m));
    }
    if (choices.count) {
        diagnostic_note(m->parser->diagnostics, d, "here can stand %s", text_string(&text));
    }
    shape_help(m, d);
    text_clear(&text);
}

void report_syntax_error(struct parser *parser, const char *const *expected, size_t count)
{
    static bool (*const tellers[])(const struct mistake *) = {
        tell_misread_statement, tell_near_outcome, habit_tell, tell_version, tell_unknown_statement,
        tell_unit,    tell_then,    tell_near,   tell_connective, tell_if, tell_bracket,
        tell_comma,   tell_quotes,  tell_level_number, tell_text, tell_reserved,
    };
    bool at_next = parser->current.kind && parser->current.begin == parser->opening.begin;
    struct mistake m = {.parser = parser,
                        .found = parser->current,
                        .before = parser->previous,
                        .opening = at_next ? parser->before_opening : parser->opening,
                        .expected = expected,
                        .count = count};
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

/* SPDX-License-Identifier: Apache-2.0 */
/* Feeding tokens to the parser, finding the way on after a mistake, and the order of a file's parts. */
#include "grammar/parse.h"

#include <stdlib.h>
#include <string.h>

#include "base/vector.h"
#include "grammar/build.h"
#include "grammar/message.h"
#include "grammar/parser.h"

/* ---------- tokens in ---------- */

static void keep_token(struct parser *parser, struct token token)
{
    if (parser->tokens) {
        vector_push(parser->arena, parser->tokens, token);
    }
}

/* Indentation tells `if`, `level`, `duty` and `rule` at the start of a line from clauses. */
static bool opens_statement(const struct parser *parser, struct token token)
{
    enum word_role role = keyword_role(token.kind);
    return token.first_on_line
           && (role == WORD_STATEMENT
               || (role == WORD_EITHER && token.indent <= parser->opening.indent));
}

static void note_opening(struct parser *parser, struct token token)
{
    if (token.first_on_line && opens_statement(parser, token)) {
        parser->before_opening = parser->opening;
        parser->before_name = parser->opening_name;
        parser->opening = token;
        parser->opening_name.kind = 0;
        parser->damaged = false;
    } else if (parser->opening.end == parser->previous.end && token.kind == T_NAME) {
        parser->opening_name = token;
    }
    parser->damaged |= token.damaged;
}

static void leave_run(struct parser *parser)
{
    parser->nesting -= parser->run;
    parser->run = 0;
}

/* Keeps `nesting`, the number of open brackets and of the `not`s before them and here. */
static void count_nesting(struct parser *parser, int kind)
{
    if (kind == '(' && parser->level < NODE_MAX_DEPTH) {
        parser->runs[parser->level++] = (uint8_t)parser->run;
        parser->run = 0;
        parser->nesting++;
    } else if (kind == ')' && parser->level > 0) {
        leave_run(parser);
        parser->nesting -= 1u + parser->runs[--parser->level];
    } else if (kind == T_NOT || kind == '(') {
        parser->run++;
        parser->nesting++;
    } else {
        leave_run(parser);
    }
}

static void advance(struct parser *parser)
{
    struct token token = parser->current;
    if (parser->finished) {
        return;
    }
    do {
        token = scanner_next(&parser->scanner);
        keep_token(parser, token);
    } while (token.kind == T_COMMENT);
    parser->previous = parser->current;
    note_opening(parser, token);
    parser->current = token;
}

static bool is_too_deep(struct parser *parser)
{
    count_nesting(parser, parser->current.kind);
    return parser->nesting > NODE_MAX_DEPTH;
}

static int hand_out(struct parser *parser)
{
    if (parser->finished) {
        return 0;
    }
    if (parser->current.kind == 0) {
        parser->finished = true;
        return T_FINISH;
    }
    if (!parser->held && is_too_deep(parser)) {
        report_too_deep(parser);
        parser->damaged = true;
        return T_MISTAKE;
    }
    return parser->current.kind;
}

/* ---------- recovery ---------- */

static bool may_begin_row(const struct parser *parser, struct token token)
{
    switch (token.kind) {
    case T_NAME:
    case T_NUMBER:
    case T_DATE:
    case T_YES:
    case T_NO:
    case T_NOTHING:
    case '(':
        return true;
    case T_LEVEL:
        return token.indent > parser->opening.indent;
    default:
        return false;
    }
}

/* A misspelt word where a statement would start: the next mistake, which deserves its own message. */
static bool may_open_statement(const struct parser *parser, struct token token)
{
    return token.kind == T_NAME && token.first_on_line && token.indent <= parser->opening.indent
           && keyword_near_statement(parser->arena, parser->scanner.bytes + token.begin,
                                     token.end - token.begin);
}

/* The mark for a row, line or item that may begin at TOKEN; 0 if none does. */
static int row_mark(const struct parser *parser, struct token token)
{
    if (!token.first_on_line) {
        return 0;
    }
    bool is_number = token.kind == T_NUMBER || token.kind == T_LABEL;
    if (token.kind == T_ITEM_NUMBER || (is_number && parser->opening.kind == T_SIGNS)) {
        return T_NEXT_SIGN;
    }
    if (token.kind == T_ITEM) {
        return T_NEXT_ITEM;
    }
    if (token.kind == T_HAS) {
        return T_NEXT_FIELD;
    }
    if (keyword_role(token.kind) == WORD_CONTACT) {
        return T_NEXT_CONTACT;
    }
    return may_begin_row(parser, token) && parser->level == 0 ? T_NEXT_ROW : 0;
}

/* The next mark to offer before `current`, or 0 when all were offered. */
static int next_mark(struct parser *parser)
{
    struct token token = parser->current;
    int marks[2] = {row_mark(parser, token), 0};
    if (token.kind == 0 || opens_statement(parser, token) || may_open_statement(parser, token)) {
        marks[1] = T_NEXT_STATEMENT;
    }
    while (parser->offered < 2) {
        int mark = marks[parser->offered++];
        if (mark) {
            return mark;
        }
    }
    return 0;
}

/* Takes back what was reported after the first KNOWN records, all of them errors. */
static void take_back(struct diagnostics *diagnostics, size_t known)
{
    diagnostics->errors -= diagnostics->count - known;
    diagnostics->count = known;
}

/* Slips in the rest of a line with a mistake belong to it, as a rule: `2. tired`, `on 20 December`. */
static void skip_token(struct parser *parser)
{
    size_t known = parser->diagnostics->count;
    advance(parser);
    parser->offered = 0;
    parser->same_line &= !parser->current.first_on_line;
    if (parser->same_line) {
        take_back(parser->diagnostics, known);
    }
    if (parser->name_wanted && parser->current.kind == T_NAME) {
        parser->broken_name = parser->current;
    }
    parser->name_wanted = false;
    if (parser->current.kind == '(' && parser->level < NODE_MAX_DEPTH) {
        parser->level++;
    } else if (parser->current.kind == ')' && parser->level > 0) {
        parser->level--;
    }
}

static int feed_mark(struct parser *parser)
{
    for (;;) {
        int mark = next_mark(parser);
        if (mark) {
            return mark;
        }
        if (parser->current.kind == 0) {
            return 0;
        }
        skip_token(parser);
    }
}

void recovered(struct parser *parser)
{
    parser->recovering = false;
    parser->held = true;
    parser->nesting = parser->level = parser->run = 0;
}

static bool expects(const char *const *expected, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(expected[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void find_broken_name(struct parser *parser, bool between_statements)
{
    bool at_next = parser->current.begin == parser->opening.begin && parser->current.kind;
    parser->name_wanted = between_statements;
    if (between_statements) {
        parser->broken_name.kind = 0;
    } else {
        parser->broken_name = at_next ? parser->before_name : parser->opening_name;
    }
}

/* What is wrong with a name's letters matters little where no name can stand: `concern late Late`. */
static bool take_back_slip(struct parser *parser)
{
    struct diagnostics *diagnostics = parser->diagnostics;
    if (diagnostics->count == 0) {
        return false;
    }
    const struct diagnostic *last = diagnostics->items[diagnostics->count - 1];
    bool is_slip = last->code == E108_NAME_FORM && last->labels[0].span.begin == parser->current.begin;
    if (is_slip) {
        take_back(diagnostics, diagnostics->count - 1);
    }
    return is_slip;
}

void parser_mistake(struct parser *parser, const char *const *expected, size_t count)
{
    bool again = parser->mistake_at == parser->current.begin;
    if (!again && !parser->damaged && (!parser->current.slipped || take_back_slip(parser))) {
        report_syntax_error(parser, expected, count);
    }
    find_broken_name(parser, expects(expected, count, "section"));
    parser->recovering = parser->same_line = true;
    parser->offered = again ? 2 : 0;
    parser->mistake_at = parser->current.begin;
}

/* ---------- the feed ---------- */

int parser_feed(struct parser *parser, struct span *ret_location)
{
    int kind = parser->start;
    parser->start = 0;
    if (!kind && parser->recovering) {
        kind = feed_mark(parser);
    } else if (!kind) {
        if (!parser->held) {
            advance(parser);
        }
        kind = hand_out(parser);
        parser->held = false;
    }
    *ret_location = (struct span){parser->scanner.file, parser->current.begin, parser->current.end};
    if (kind >= T_START_FILE && kind <= T_NEXT_FIELD) {
        ret_location->end = ret_location->begin; /* it stands for no text */
    }
    return kind;
}

/* ---------- the order of a file's parts ---------- */

static bool is_head(const struct node *part)
{
    return part->kind == NODE_RULESET || part->kind == NODE_VOCABULARY || part->kind == NODE_CALENDAR;
}

/* A misplaced part declares nothing, so that the one mistake is reported once. */
static void report_misplaced(struct parser *parser, struct node *part, const char *help)
{
    struct diagnostic *d =
        diagnostic_report(parser->diagnostics, E116_MISPLACED, part->span, "`%s` cannot stand here",
                          node_kind_noun(part->kind));
    diagnostic_help(parser->diagnostics, d, "%s", help);
    part->kind = NODE_ERROR;
}

static bool is_second_on_line(const struct parser *parser, const struct node *before,
                              const struct node *part)
{
    uint32_t from = before->span.end, to = part->span.begin;
    return to >= from && !memchr(parser->scanner.bytes + from, '\n', to - from);
}

static uint32_t indent_of(const struct parser *parser, const struct node *part)
{
    uint32_t at = part->span.begin;
    while (at > 0 && parser->scanner.bytes[at - 1] != '\n') {
        at--;
    }
    return part->span.begin - at;
}

/* `level 2` or `duty refer` alone, on the line of the outcome before or further in: the comma between them
   was forgotten. */
static bool is_lost_outcome(const struct parser *parser, const struct node *before,
                            const struct node *part)
{
    const struct node *end = before->last_child;
    bool bare = (part->kind == NODE_LEVEL && !part->name)
                || (part->kind == NODE_DUTY && !node_child(part, NODE_WHEN));
    for (const struct node *child = part->child; child; child = child->next) {
        bare &= child->kind == NODE_CITE;
    }
    return bare && end && (end->kind == NODE_THEN || end->kind == NODE_EXPECT)
           && (is_second_on_line(parser, before, part)
               || indent_of(parser, part) > indent_of(parser, before));
}

static void report_lost_outcome(struct parser *parser, struct node *part)
{
    struct diagnostic *d =
        diagnostic_report(parser->diagnostics, E102_MISSING, part->span,
                          "a comma is missing before `%s`", node_kind_noun(part->kind));
    diagnostic_help(parser->diagnostics, d, "write a comma between two outcomes");
    part->kind = NODE_ERROR;
    part->name = NULL;
}

/* A misspelt `expect` reads as the value of the fact given last; what is expected, as a level. */
static bool is_lost_expectation(const struct parser *parser, const struct node *before,
                                const struct node *part)
{
    return before->kind == NODE_EXAMPLE && part->kind == NODE_LEVEL && !part->child
           && !node_child(before, NODE_EXPECT)
           && indent_of(parser, part) > indent_of(parser, before);
}

static void report_lost_expectation(struct parser *parser, struct node *example, struct node *part)
{
    struct diagnostic *d = diagnostic_report(parser->diagnostics, E102_MISSING, part->span,
                                             "`expect` is missing before `level`");
    diagnostic_help(parser->diagnostics, d, "write `expect level %s`", part->value.text);
    part->kind = example->kind = NODE_ERROR;
}

static const char *why_not_in_ruleset(const struct node *part, bool levels_over)
{
    if (is_head(part)) {
        return "a file holds one ruleset, one vocabulary or one calendar: move this to a file of its own";
    }
    switch (part->kind) {
    case NODE_APPLIES_TO:
    case NODE_IN_FORCE:
    case NODE_SOURCE:
    case NODE_USES_VOCABULARY:
    case NODE_USES_CALENDAR:
    case NODE_SCOPE:
    case NODE_EACH:
        return "it belongs to the header: move it up, straight below `ruleset`";
    case NODE_HOLIDAY:
        return "holidays belong to a calendar";
    case NODE_LEVEL:
        return levels_over ? "declare the levels together, straight after the header" : NULL;
    default:
        return NULL;
    }
}

static const char *why_not_in_vocabulary(const struct node *part)
{
    switch (part->kind) {
    case NODE_SECTION:
    case NODE_CONCERN:
    case NODE_STRENGTH:
    case NODE_FACT:
    case NODE_SCALE:
    case NODE_EVENT:
    case NODE_LIST:
    case NODE_TYPE_DECLARATION:
    case NODE_IMPOSSIBLE:
    case NODE_REQUIRE:
    case NODE_GROUP:
    case NODE_DEFINE:
    case NODE_BACKGROUND:
    case NODE_ERROR:
        return NULL;
    default:
        return "a vocabulary declares facts only: move this to a ruleset";
    }
}

static const char *why_not_here(const struct node *head, const struct node *part, bool levels_over)
{
    switch (head->kind) {
    case NODE_VOCABULARY:
        return why_not_in_vocabulary(part);
    case NODE_CALENDAR:
        return part->kind == NODE_HOLIDAY || part->kind == NODE_ERROR
                   ? NULL
                   : "a calendar lists holidays only: move this to a ruleset or a vocabulary";
    default:
        return why_not_in_ruleset(part, levels_over);
    }
}

static void check_order(struct parser *parser, struct node *head)
{
    bool levels_over = false;
    struct node *before = head;
    for (struct node *part = head->next; part; before = part, part = part->next) {
        const char *why = why_not_here(head, part, levels_over);
        if (is_lost_outcome(parser, before, part)) {
            report_lost_outcome(parser, part);
        } else if (is_lost_expectation(parser, before, part)) {
            report_lost_expectation(parser, before, part);
        } else if (why) {
            report_misplaced(parser, part, why);
        }
        levels_over |= part->kind != NODE_LEVEL && part->kind != NODE_ERROR;
    }
}

static void report_no_header(struct parser *parser, const struct node *first)
{
    struct span span = first ? first->span : (struct span){parser->scanner.file, 0, 0};
    struct diagnostic *d = diagnostic_report(
        parser->diagnostics, E117_NO_HEADER, span,
        first ? "the file does not start by saying what it is" : "the file is empty");
    diagnostic_help(parser->diagnostics, d,
                    "start it with `ruleset NAME VERSION`, `vocabulary NAME` or `calendar NAME`");
}

/* Behind a broken first line, `vocabulary` and `calendar` are lines of its header and no heads. */
static void drop_heads(struct node *part)
{
    for (; part; part = part->next) {
        if (is_head(part)) {
            part->kind = NODE_ERROR;
        }
    }
}

static void check_file(struct parser *parser)
{
    struct node *first = parser->root->child;
    if (first && is_head(first)) {
        check_order(parser, first);
        return;
    }
    if (!first || first->kind != NODE_ERROR) {
        report_no_header(parser, first);
    }
    drop_heads(first);
}

/* ---------- entries ---------- */

static struct parser *start(struct arena *arena, struct symbol_table *symbols,
                            struct diagnostics *diagnostics, struct source_set *sources,
                            uint32_t file, int start_token)
{
    struct parser *parser = arena_alloc(arena, sizeof *parser);
    uint32_t length = (uint32_t)sources->files[file].length;
    parser->arena = arena;
    parser->symbols = symbols;
    parser->diagnostics = diagnostics;
    parser->start = start_token;
    parser->mistake_at = UINT32_MAX;
    parser->opening.end = UINT32_MAX;
    parser->root = node_create(arena, NODE_FILE, (struct span){file, 0, length});
    return parser;
}

/* False if the file is no text at all. */
static bool run(struct parser *parser, struct source_set *sources, uint32_t file)
{
    bool is_text = scanner_start(&parser->scanner, parser->arena, parser->diagnostics, sources, file);
    if (is_text) {
        limen_parser_parse(parser);
    }
    return is_text;
}

struct node *parse_file(struct arena *arena, struct symbol_table *symbols,
                        struct diagnostics *diagnostics, struct source_set *sources, uint32_t file,
                        struct token_list *ret_tokens)
{
    struct parser *parser = start(arena, symbols, diagnostics, sources, file, T_START_FILE);
    parser->tokens = ret_tokens;
    if (run(parser, sources, file)) {
        check_file(parser);
    }
    return parser->root;
}

struct node *parse_given(struct arena *arena, struct symbol_table *symbols,
                         struct diagnostics *diagnostics, struct source_set *sources, uint32_t file)
{
    struct parser *parser = start(arena, symbols, diagnostics, sources, file, T_START_GIVEN);
    parser->root->kind = NODE_GIVEN;
    run(parser, sources, file);
    return parser->root;
}

struct node *parse_expression(struct arena *arena, struct symbol_table *symbols,
                              struct diagnostics *diagnostics, struct source_set *sources,
                              uint32_t file)
{
    struct parser *parser = start(arena, symbols, diagnostics, sources, file, T_START_EXPRESSION);
    run(parser, sources, file);
    return parser->root->child;
}

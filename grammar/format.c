/* SPDX-License-Identifier: Apache-2.0 */
/* Laying out tokens.

   First the tree marks the tokens at which a line must or may begin. Then the tokens between two musts,
   a line, are written on one line if they fit; else each part between two mays is put on the current
   line if it fits there and on an indented line of its own if not; a part that is too long for a line
   by itself is filled in the same way at its outermost commas and connectives, and so on inward. */
#include "grammar/format.h"

#include <string.h>

#include "base/vector.h"
#include "grammar/parser.h"

enum { INDENT = 2, CONTINUATION = 4 };

/* BREAK_TOGETHER: if the whole does not fit on a line, each such piece begins one. */
enum { BREAK_NEVER, BREAK_IF_FULL, BREAK_TOGETHER, BREAK_ALWAYS };

/* Lists hang under their first item unless that is too far to the right. */
enum { MAX_HANG = 40, HANGS = 8 };
/* A sum wider than this, in columns, goes over several lines. */
enum { SUM_WIDTH = FORMAT_WIDTH - 8 };

/* A token that is no comment. */
struct piece {
    uint32_t token;  /* index in the list */
    uint8_t line;    /* BREAK_ */
    uint8_t indent;  /* of the line that must begin here */
    uint8_t depth;   /* open brackets before it, in the line; at most 255 */
    bool joint;      /* a long line may go on to the next here: before `and`, behind a comma */
    bool unary;      /* a minus sign that belongs to what follows */
    bool commented;  /* comments stand before it */
};

struct printer {
    struct text *text;
    const char *bytes;
    const struct token_list *tokens;
    struct { VECTOR_OF(struct piece); } pieces;
    size_t column;      /* in characters; 0: nothing on the line yet */
    size_t hang[HANGS]; /* by depth: where the items of the list begin that is open there; 0: nowhere */
    bool keeps_blanks;
};

/* ---------- where lines begin ---------- */

static bool is_block(const struct node *statement)
{
    switch (statement->kind) {
    case NODE_RULE:
        return statement->name != NULL;
    case NODE_EXCEPTION:
    case NODE_ALWAYS:
    case NODE_NEVER:
    case NODE_CHANGE:
    case NODE_AMEND:
        return true;
    default:
        return false;
    }
}

static bool is_duty_line(enum node_kind kind)
{
    return kind == NODE_TO || kind == NODE_IMMEDIATELY || kind == NODE_DEADLINE
           || kind == NODE_SAME_DAY || kind == NODE_BY;
}

static bool is_contact_line(enum node_kind kind)
{
    return kind == NODE_OPEN || kind == NODE_ASK_FOR;
}

static int cite_layout(const struct node *parent, const struct node *before)
{
    bool first = !before || before->kind != NODE_CITE;
    if (parent->kind == NODE_EXPECT_RULE || parent->kind == NODE_RUNG || parent->kind == NODE_ACCEPT
        || (parent->kind == NODE_WITHDRAW && !before)) {
        return INNER;
    }
    return first && (is_block(parent) || parent->kind == NODE_CONTACT || node_child(parent, NODE_BECAUSE)) ? LINE : FLOW;
}

static int if_layout(const struct node *parent)
{
    if (is_block(parent)) {
        return LINE;
    }
    return parent->kind == NODE_CHANGE ? FLOW : INNER;
}

/* How NODE is laid out below PARENT, where BEFORE is its elder sibling. */
static int layout_of(const struct node *parent, const struct node *before, const struct node *node)
{
    int own = (int)node_kind_layout(node->kind);
    if (parent->kind == NODE_DUTY && is_duty_line(node->kind)) {
        return !before || !is_duty_line(before->kind) ? LINE : FLOW;
    }
    switch (node->kind) {
    case NODE_CITE:
        return cite_layout(parent, before);
    case NODE_IF:
        return if_layout(parent);
    case NODE_TITLE:
        return node_kind_layout(parent->kind) == STATEMENT ? FLOW : INNER;
    case NODE_WHEN:
        return parent->kind == NODE_DUTY ? LINE : INNER;
    case NODE_IS:
        return parent->kind == NODE_DECISION ? LINE : FLOW;
    case NODE_DEADLINE:
        return INNER;
    case NODE_OPEN:
    case NODE_ASK_FOR:
        return before && (is_contact_line(before->kind) || before->kind == NODE_PHONE) ? FLOW : LINE;
    case NODE_THEN:
    case NODE_UNLESS:
        return parent->kind == NODE_AMEND && (!before || before->kind == NODE_TITLE) ? LINE : FLOW;
    default:
        return own;
    }
}

static int kind_of(const struct printer *printer, const struct piece *piece)
{
    return printer->tokens->items[piece->token].kind;
}

static struct piece *piece_at(struct printer *printer, uint32_t offset)
{
    size_t low = 0, high = printer->pieces.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct token *token = &printer->tokens->items[printer->pieces.items[middle].token];
        if (token->begin < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < printer->pieces.count ? &printer->pieces.items[low] : NULL;
}

static void mark_line(struct printer *printer, const struct node *node, int layout, unsigned indent,
                      bool before_breaks)
{
    struct piece *piece = piece_at(printer, node->span.begin);
    if (!piece || layout == INNER) {
        return;
    }
    if (layout == FLOW) {
        bool together = node->kind == NODE_RUNG || (node->kind == NODE_THEN && before_breaks);
        uint8_t line = together ? BREAK_TOGETHER : BREAK_IF_FULL;
        piece->line = piece->line > line ? piece->line : line;
    } else if (piece->line != BREAK_ALWAYS) {
        piece->line = BREAK_ALWAYS;
        piece->indent = (uint8_t)indent;
    }
}

static bool is_minus_alone(const struct printer *printer, const struct node *parent,
                           const struct node *before, const struct node *node)
{
    if (node->kind == NODE_NUMBER) {
        return printer->bytes[node->span.begin] == '-';
    }
    /* In a sum, `a - b` and `a + -b` are one tree. */
    return node->kind == NODE_NEGATE
           && (!(parent->kind == NODE_ADD && before) || (node->flags & FLAG_BRACKETED));
}

static void mark_minus(struct printer *printer, const struct node *node)
{
    struct piece *piece = piece_at(printer, node->span.begin);
    while (kind_of(printer, piece) == '(') {
        piece++;
    }
    piece->unary = true;
}

static void mark_node(struct printer *printer, const struct node *parent, const struct node *before,
                      const struct node *node, unsigned indent)
{
    int layout = layout_of(parent, before, node);
    if (layout == LINE) {
        indent += INDENT;
    }
    mark_line(printer, node, layout, indent, is_block(parent));
    if (is_minus_alone(printer, parent, before, node)) {
        mark_minus(printer, node);
    }
    if (node->kind == NODE_CHOICE_VALUE && before && (parent->flags & FLAG_ORDERED)) {
        piece_at(printer, node->span.begin)[-1].joint = true; /* the `<` */
    }
    const struct node *elder = NULL;
    for (const struct node *child = node->child; child; elder = child, child = child->next) {
        mark_node(printer, node, elder, child, indent);
    }
}

/* ---------- pieces ---------- */

static void collect_pieces(struct printer *printer, struct arena *arena)
{
    bool commented = false;
    for (size_t i = 0; i < printer->tokens->count; i++) {
        int kind = printer->tokens->items[i].kind;
        if (kind == T_COMMENT) {
            commented = true;
            continue;
        }
        vector_push(arena, &printer->pieces,
                    (struct piece){.token = (uint32_t)i, .commented = commented});
        commented = false;
    }
}

/* Depths and joints, once it is known where lines begin. */
static void find_joints(struct printer *printer)
{
    unsigned depth = 0;
    int before = 0;
    for (size_t i = 0; i < printer->pieces.count; i++) {
        struct piece *piece = &printer->pieces.items[i];
        int kind = kind_of(printer, piece);
        depth = piece->line == BREAK_ALWAYS ? 0 : depth;
        depth -= kind == ')' && depth ? 1 : 0;
        piece->depth = (uint8_t)(depth < UINT8_MAX ? depth : UINT8_MAX);
        piece->joint |= kind == T_AND || kind == T_OR || before == ',';
        piece->unary |= kind == '-' && before == '+';
        depth += kind == '(' ? 1 : 0;
        before = kind;
    }
}

static size_t shown_width(const struct printer *printer, const struct token *token)
{
    return text_columns(printer->bytes + token->begin, token->end - token->begin);
}

static bool is_spaced(const struct printer *printer, const struct piece *piece)
{
    const struct piece *before = piece - 1;
    int left = kind_of(printer, before), right = kind_of(printer, piece);
    return !(left == '(' || left == '@' || right == ')' || right == ',' || right == '@'
             || before->unary);
}

/* Where the part that begins with FIRST ends: at the next joint beside it, line, or bracket around it. */
static const struct piece *part_end(const struct printer *printer, const struct piece *first)
{
    const struct piece *end = printer->pieces.items + printer->pieces.count;
    const struct piece *piece = first + 1;
    while (piece < end && piece->line == BREAK_NEVER && piece->depth >= first->depth
           && !(piece->joint && piece->depth == first->depth)) {
        piece++;
    }
    return piece;
}

static bool is_wide(const struct printer *printer, const struct piece *first, const struct piece *end)
{
    size_t width = 0;
    for (const struct piece *piece = first; piece < end && width <= SUM_WIDTH; piece++) {
        width += shown_width(printer, &printer->tokens->items[piece->token]) + is_spaced(printer, piece);
    }
    return width > SUM_WIDTH;
}

/* A sum that is too long for any line has joints of its own, before its signs. */
static void find_sum_joints(struct printer *printer)
{
    for (size_t i = 1; i < printer->pieces.count; i++) {
        const struct piece *first = &printer->pieces.items[i];
        bool begins = first->line != BREAK_NEVER || first->joint || kind_of(printer, first - 1) == '(';
        const struct piece *end = begins ? part_end(printer, first) : first;
        if (!begins || !is_wide(printer, first, end)) {
            continue;
        }
        for (size_t at = i + 1; &printer->pieces.items[at] < end; at++) {
            struct piece *piece = &printer->pieces.items[at];
            int kind = kind_of(printer, piece);
            piece->joint |= piece->depth == first->depth && (kind == '+' || (kind == '-' && !piece->unary));
        }
    }
}

/* ---------- writing ---------- */

static void end_line(struct printer *printer)
{
    if (printer->column) {
        text_add_char(printer->text, '\n');
        printer->column = 0;
    }
}

static void blank_line(struct printer *printer)
{
    size_t length = printer->text->length;
    if (length >= 2 && printer->text->data[length - 2] != '\n') {
        text_add_char(printer->text, '\n');
    }
}

static void start_line(struct printer *printer, size_t indent)
{
    end_line(printer);
    text_repeat(printer->text, ' ', indent);
    printer->column = indent;
}

static bool blank_before(const struct printer *printer, size_t token)
{
    size_t from = token ? printer->tokens->items[token - 1].end : 0;
    size_t lines = 0;
    for (size_t i = from; token && i < printer->tokens->items[token].begin; i++) {
        lines += printer->bytes[i] == '\n';
    }
    return lines > 1;
}

/* Line ends within a text become line feeds; a comment loses the blanks at its end. */
static void write_token(struct printer *printer, const struct token *token)
{
    const char *bytes = printer->bytes + token->begin;
    size_t length = token->end - token->begin;
    while (token->kind == T_COMMENT && length && strchr(" \t\r", bytes[length - 1])) {
        length--;
    }
    for (size_t at = 0; at < length;) {
        const char *end = memchr(bytes + at, '\r', length - at);
        size_t part = end ? (size_t)(end - bytes) - at : length - at;
        text_add_bytes(printer->text, bytes + at, part);
        at += part;
        if (end) {
            if (at + 1 >= length || bytes[at + 1] != '\n') {
                text_add_char(printer->text, '\r');
            }
            at++;
        }
    }
    const char *last_line = memrchr(bytes, '\n', length);
    if (last_line) {
        printer->column = text_columns(last_line + 1, length - (size_t)(last_line + 1 - bytes));
        printer->column += printer->column == 0;
    } else {
        printer->column += text_columns(bytes, length);
    }
}

static void write_comment(struct printer *printer, size_t index, const struct piece *next,
                          size_t indent)
{
    const struct token *comment = &printer->tokens->items[index];
    if (!comment->first_on_line && printer->column) {
        text_add(printer->text, "  ");
    } else {
        end_line(printer);
        if (next->line == BREAK_ALWAYS && blank_before(printer, index)) {
            blank_line(printer);
        }
        start_line(printer, indent);
    }
    printer->column++;
    write_token(printer, comment);
    end_line(printer);
}

static void write_comments(struct printer *printer, const struct piece *piece, size_t indent)
{
    size_t from = piece->token;
    while (from && printer->tokens->items[from - 1].kind == T_COMMENT) {
        from--;
    }
    for (size_t i = from; i < piece->token; i++) {
        write_comment(printer, i, piece, indent);
    }
}

static void note_hang(struct printer *printer, const struct piece *piece)
{
    int kind = kind_of(printer, piece);
    bool lists = kind == T_GIVEN || kind == T_EXPECT;
    if (piece->line == BREAK_ALWAYS) {
        printer->hang[0] = lists ? printer->column + 1 : 0;
    }
    if (kind == '(' && piece->depth + 1 < HANGS) {
        printer->hang[piece->depth + 1] = printer->column;
    }
}

/* Writes PIECE on the current line, or on a new one if BREAKS or if a comment stands before it. */
static void write_piece(struct printer *printer, const struct piece *piece, bool breaks, size_t indent)
{
    if (piece->commented) {
        write_comments(printer, piece, indent);
        breaks = true;
    }
    if (breaks) {
        end_line(printer);
        if (printer->keeps_blanks && piece->line == BREAK_ALWAYS && blank_before(printer, piece->token)) {
            blank_line(printer);
        }
        start_line(printer, indent);
    } else if (printer->column && is_spaced(printer, piece)) {
        text_add_char(printer->text, ' ');
        printer->column++;
    }
    write_token(printer, &printer->tokens->items[piece->token]);
    note_hang(printer, piece);
}

/* ---------- filling ---------- */

static bool is_long_text(const struct printer *printer, const struct token *token)
{
    return memchr(printer->bytes + token->begin, '\n', token->end - token->begin) != NULL;
}

/* Whether the pieces from FIRST to before END can go on at COLUMN in one line. A text of several lines
   counts up to its first line end. */
static bool fits(const struct printer *printer, const struct piece *first, const struct piece *end,
                 size_t column)
{
    for (const struct piece *piece = first; piece < end; piece++) {
        const struct token *token = &printer->tokens->items[piece->token];
        if (piece > first && piece->commented) {
            return false;
        }
        if (is_long_text(printer, token)) {
            return piece + 1 == end;
        }
        column += shown_width(printer, token) + (piece > first && is_spaced(printer, piece));
        if (column > FORMAT_WIDTH) {
            return false;
        }
    }
    return true;
}

/* Level 0 breaks where the tree says so, level N + 1 at the joints inside N brackets. */
static bool breaks_at(const struct piece *piece, unsigned level)
{
    return level == 0 ? piece->line != BREAK_NEVER : piece->joint && piece->depth == level - 1;
}

static bool has_joint_from(const struct piece *first, const struct piece *end, unsigned level)
{
    for (const struct piece *piece = first + 1; piece < end; piece++) {
        if (piece->joint && piece->depth + 1u >= level) {
            return true;
        }
    }
    return false;
}

static void write_run(struct printer *printer, const struct piece *first, const struct piece *end,
                      size_t indent)
{
    for (const struct piece *piece = first; piece < end; piece++) {
        write_piece(printer, piece, false, indent);
    }
}

static size_t hang_at(const struct printer *printer, unsigned depth, size_t indent)
{
    size_t hang = depth < HANGS ? printer->hang[depth] : 0;
    return hang && hang <= MAX_HANG ? hang : indent;
}

/* Puts each part on the current line if it fits there, else on a line of its own. What follows a part of
   several lines begins a line too. */
static void fill(struct printer *printer, const struct piece *first, const struct piece *end,
                 unsigned level, size_t indent)
{
    bool wrapped = false;
    while (first < end) {
        const struct piece *stop = first + 1;
        while (stop < end && !breaks_at(stop, level)) {
            stop++;
        }
        bool here = fits(printer, first, stop, printer->column + 1) && !wrapped;
        bool breaks = level == 0 && first->line == BREAK_TOGETHER;
        size_t column = level ? hang_at(printer, first->depth, indent) : indent;
        write_piece(printer, first, breaks || (!here && breaks_at(first, level)), column);
        wrapped = false;
        if (fits(printer, first + 1, stop, printer->column + 1)
            || !has_joint_from(first, stop, level + 1)) {
            write_run(printer, first + 1, stop, indent + INDENT);
        } else {
            fill(printer, first + 1, stop, level + 1, indent + INDENT);
            wrapped = level == 0;
        }
        first = stop;
    }
}

/* The clauses of a statement stand below one another, where its rows and items have parts of their own. */
static bool is_clause(int kind)
{
    switch (kind) {
    case T_IF:
    case T_ASK:
    case T_ALSO:
    case T_UNLIKE:
    case T_USUALLY:
    case T_TO:
    case T_WHEN:
        return true;
    default:
        return false;
    }
}

/* A line: from a piece that must begin one to before the next. */
static void write_line(struct printer *printer, const struct piece *first, const struct piece *end)
{
    size_t indent = first->indent;
    write_piece(printer, first, true, indent);
    if (first + 1 == end) {
        return;
    }
    if (fits(printer, first + 1, end, printer->column + 1) && !(first + 1)->commented) {
        write_run(printer, first + 1, end, indent + CONTINUATION);
    } else {
        size_t step = indent && is_clause(kind_of(printer, first)) ? 0 : INDENT;
        fill(printer, first + 1, end, 0, indent + step);
    }
}

static void write_lines(struct printer *printer)
{
    const struct piece *piece = printer->pieces.items;
    const struct piece *end = piece + printer->pieces.count - 1; /* the last is the end of the file */
    while (piece < end) {
        const struct piece *next = piece + 1;
        while (next < end && next->line != BREAK_ALWAYS) {
            next++;
        }
        write_line(printer, piece, next);
        piece = next;
    }
    struct piece last = *end;
    last.line = BREAK_ALWAYS;
    write_comments(printer, &last, 0);
    end_line(printer);
}

/* ---------- entries ---------- */

static bool holds_mistake(const struct node *node)
{
    if (node->kind == NODE_ERROR) {
        return true;
    }
    for (const struct node *child = node->child; child; child = child->next) {
        if (holds_mistake(child)) {
            return true;
        }
    }
    return false;
}

static bool has_mistake(const struct token_list *tokens, const struct node *file)
{
    for (size_t i = 0; i < tokens->count; i++) {
        if (tokens->items[i].slipped || tokens->items[i].kind == T_MISTAKE) {
            return true;
        }
    }
    return holds_mistake(file);
}

bool format_file(struct text *text, struct arena *arena, const struct source_set *sources,
                 const struct token_list *tokens, const struct node *file)
{
    struct printer printer = {.text = text,
                              .bytes = sources->files[file->span.file].bytes,
                              .tokens = tokens,
                              .keeps_blanks = true};
    if (tokens->count == 0 || has_mistake(tokens, file)) {
        return false;
    }
    collect_pieces(&printer, arena);
    for (const struct node *part = file->child; part; part = part->next) {
        mark_node(&printer, file, NULL, part, 0);
    }
    find_joints(&printer);
    find_sum_joints(&printer);
    write_lines(&printer);
    return true;
}

static void read_tokens(struct token_list *tokens, struct arena *arena, struct source_set *sources,
                        struct span span)
{
    struct scanner scanner;
    struct token token;
    scanner_start_within(&scanner, arena, diagnostics_create(arena, sources), sources, span);
    do {
        token = scanner_next(&scanner);
        if (token.kind != T_COMMENT) {
            vector_push(arena, tokens, token);
        }
    } while (token.kind);
}

void format_node(struct text *text, struct arena *arena, struct source_set *sources,
                 const struct node *statement)
{
    struct token_list tokens = {0};
    struct printer printer = {.text = text, .bytes = sources->files[statement->span.file].bytes};
    struct node file = {.kind = NODE_FILE};
    read_tokens(&tokens, arena, sources, statement->span);
    printer.tokens = &tokens;
    collect_pieces(&printer, arena);
    mark_node(&printer, &file, NULL, statement, 0);
    find_joints(&printer);
    find_sum_joints(&printer);
    write_lines(&printer);
}

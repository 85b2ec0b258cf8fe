/* SPDX-License-Identifier: Apache-2.0 */
/* Statements begin where one of their words stands first on a line. Taking one adds its words to
   those that are mentioned, until no statement is left that is. */
#include "grammar/outline.h"

#include <string.h>

#include "grammar/parser.h"
#include "grammar/scanner.h"

struct statement {
    uint32_t begin, end;
    uint32_t name_begin, name_end; /* of the word behind the first */
    bool is_fact;                  /* a declaration of facts */
    bool taken;
};

struct outline {
    struct arena *arena;
    struct symbol_table *symbols;
    const char *bytes;
    struct { VECTOR_OF(struct statement); } statements;
};

/* Going over the words that stand in neither texts, citations nor comments. */
struct walk {
    const char *bytes;
    uint32_t begin, at, end; /* the word found is BEGIN to AT */
    bool fresh;              /* nothing before it on its line */
    bool lost;               /* something is left open */
};

static bool is_word_byte(char c)
{
    /* a bit for each of 0-9, then A-Z, _ and a-z: nearly all bytes of a file pass here */
    static const uint64_t set[4] = {UINT64_C(0x03FF000000000000), UINT64_C(0x07FFFFFE87FFFFFE)};
    unsigned char byte = (unsigned char)c;
    return set[byte / 64] >> byte % 64 & 1;
}

/* Moves behind the next END, which must stand on the line if it is one byte. Where it may be an
   escaped one, which is rare, the walk is lost. */
static void skip_to(struct walk *walk, const char *end, size_t length)
{
    const char *from = walk->bytes + walk->at;
    const char *found = memmem(from, walk->end - walk->at, end, length);
    size_t skipped = found ? (size_t)(found - from) : 0;
    walk->lost = !found || (skipped > 0 && found[-1] == '\\')
                 || (length == 1 && memchr(from, '\n', skipped));
    walk->at = found ? walk->at + (uint32_t)(skipped + length) : walk->end;
}

/* Behind the opening quotes of a text. */
static void skip_text(struct walk *walk)
{
    const char *end = "\"\"\"";
    bool is_long = walk->end - walk->at >= 2 && memcmp(walk->bytes + walk->at, end, 2) == 0;
    if (is_long) {
        walk->at += 2;
        skip_to(walk, end, 3);
    } else {
        skip_to(walk, "\"", 1);
    }
}

static void skip_other(struct walk *walk, char c)
{
    walk->at++;
    if (c == '"') {
        skip_text(walk);
    } else if (c == '[') {
        skip_to(walk, "]", 1);
    } else if (c == '#') {
        skip_to(walk, "\n", 1);
        walk->at -= !walk->lost; /* the end of the line is still to be seen */
    }
}

/* False at the end, or where the walk is lost. */
static bool next_word(struct walk *walk)
{
    for (walk->fresh = walk->at == 0; walk->at < walk->end && !walk->lost;) {
        char c = walk->bytes[walk->at];
        if (is_word_byte(c)) {
            walk->begin = walk->at;
            do {
                walk->at++;
            } while (walk->at < walk->end && is_word_byte(walk->bytes[walk->at]));
            return true;
        }
        skip_other(walk, c);
        walk->fresh = c == '\n' || (walk->fresh && (c == ' ' || c == '\t' || c == '\r'));
    }
    return false;
}

static bool declares_facts(int word)
{
    return word == T_CONCERN || word == T_STRENGTH || word == T_FACT || word == T_SCALE
           || word == T_EVENT || word == T_LIST;
}

/* WALK is at the word that opens it, and then at the one behind that. */
static void begin_statement(struct outline *outline, struct walk *walk, int word)
{
    struct statement statement = {.begin = walk->begin, .is_fact = declares_facts(word)};
    if (outline->statements.count > 0) {
        outline->statements.items[outline->statements.count - 1].end = walk->begin;
    }
    next_word(walk);
    statement.name_begin = walk->begin;
    statement.name_end = walk->at;
    statement.end = walk->end;
    vector_push(outline->arena, &outline->statements, statement);
}

/* False if a statement's word stands within a line: a name, or a second statement of that line; or
   if other words stand before the first. */
static bool find_statements(struct outline *outline, struct walk walk)
{
    while (next_word(&walk)) {
        int word = keyword_find(walk.bytes + walk.begin, walk.at - walk.begin);
        bool opens = keyword_role(word) == WORD_STATEMENT;
        if (opens ? !walk.fresh : outline->statements.count == 0) {
            return false;
        }
        if (opens) {
            begin_statement(outline, &walk, word);
        }
    }
    return !walk.lost;
}

static bool has_symbol(const struct outline *outline, uint32_t begin, uint32_t end)
{
    return symbol_find(outline->symbols, outline->bytes + begin, end - begin) != NULL;
}

/* Moves over the comma between two names of a declaration. */
static bool skip_comma(struct walk *walk)
{
    while (walk->at < walk->end && strchr(" \t\r\n", walk->bytes[walk->at])) {
        walk->at++;
    }
    return walk->at < walk->end && walk->bytes[walk->at] == ',';
}

/* Whether any of the names that a declaration begins with is mentioned. */
static bool is_mentioned(const struct outline *outline, const struct statement *statement)
{
    struct walk walk = {.bytes = outline->bytes,
                        .begin = statement->name_begin,
                        .at = statement->name_end,
                        .end = statement->end};
    bool mentioned = has_symbol(outline, walk.begin, walk.at);
    while (!mentioned && skip_comma(&walk) && next_word(&walk)) {
        mentioned = has_symbol(outline, walk.begin, walk.at);
    }
    return mentioned;
}

static void take(struct outline *outline, struct statement *statement)
{
    struct walk walk = {.bytes = outline->bytes, .at = statement->begin, .end = statement->end};
    statement->taken = true;
    while (next_word(&walk)) {
        symbol_intern(outline->symbols, walk.bytes + walk.begin, walk.at - walk.begin);
    }
}

/* False if there is nothing more to take. */
static bool take_mentioned(struct outline *outline)
{
    bool any = false;
    for (size_t i = 0; i < outline->statements.count; i++) {
        struct statement *statement = &outline->statements.items[i];
        if (!statement->taken && (!statement->is_fact || is_mentioned(outline, statement))) {
            take(outline, statement);
            any = true;
        }
    }
    return any;
}

static void list_parts(const struct outline *outline, uint32_t file, struct spans *ret_parts)
{
    const struct statement *before = NULL;
    for (size_t i = 0; i < outline->statements.count; i++) {
        const struct statement *statement = &outline->statements.items[i];
        if (statement->taken && before && before->taken) {
            ret_parts->items[ret_parts->count - 1].end = statement->end;
        } else if (statement->taken) {
            vector_push(outline->arena, ret_parts,
                        (struct span){file, statement->begin, statement->end});
        }
        before = statement;
    }
}

bool outline_mentioned(struct arena *arena, struct symbol_table *symbols,
                       const struct source_set *sources, uint32_t file, struct spans *ret_parts)
{
    const struct source_file *source = &sources->files[file];
    struct outline outline = {.arena = arena, .symbols = symbols, .bytes = source->bytes};
    if (!find_statements(&outline, (struct walk){.bytes = source->bytes,
                                                 .end = (uint32_t)source->length})) {
        return false;
    }
    while (take_mentioned(&outline)) {
    }
    list_parts(&outline, file, ret_parts);
    return true;
}

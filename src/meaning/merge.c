/* SPDX-License-Identifier: Apache-2.0 */
/* The older version's statements as blocks, one for each section and topic; then what is withdrawn,
   amended and added. */
#include "meaning/merge.h"

#include <string.h>

#include "meaning/header.h"
#include "meaning/names.h"

/* The statements under one section and topic; those before the first stand in a block of neither. */
struct block {
    symbol section, topic;
    struct node *opening; /* SECTION, TOPIC or NULL */
    struct node *body;    /* a FILE node that holds the statements */
    bool was_filled;
};

struct merge {
    struct program *program;
    const struct node *older_header, *header;
    struct { VECTOR_OF(struct block); } blocks;
};

struct clauses {
    VECTOR_OF(struct node *);
};

/* ---------- lists of nodes ---------- */

/* Empties PARENT and yields its first child; the children stay linked. */
static struct node *take_children(struct node *parent)
{
    struct node *first = parent->child;
    parent->child = parent->last_child = NULL;
    return first;
}

static void append_one(struct node *parent, struct node *child)
{
    child->next = NULL;
    node_append(parent, child);
}

/* Keeps the children for which KEEPS says so. */
static void keep_children(struct node *parent, bool (*keeps)(const struct node *, const void *),
                          const void *context)
{
    struct node *next;
    for (struct node *child = take_children(parent); child; child = next) {
        next = child->next;
        if (keeps(child, context)) {
            append_one(parent, child);
        }
    }
}

static struct node *own(const struct node *node)
{
    union {
        const struct node *shared;
        struct node *own;
    } same = {node};
    return same.own;
}

/* ---------- blocks ---------- */

static struct block new_block(struct merge *merge, symbol section, symbol topic,
                              struct node *opening)
{
    return (struct block){section, topic, opening,
                          node_create(merge->program->arena, NODE_FILE, SPAN_NOWHERE), false};
}

/* Puts BLOCK where the I-th is now. */
static void insert_block(struct merge *merge, size_t at, struct block block)
{
    vector_push(merge->program->arena, &merge->blocks, block);
    struct block *items = merge->blocks.items;
    memmove(items + at + 1, items + at, (merge->blocks.count - 1 - at) * sizeof *items);
    items[at] = block;
}

static struct block *last_block(struct merge *merge)
{
    return &merge->blocks.items[merge->blocks.count - 1];
}

static bool is_header(const struct node *node)
{
    return node->kind == NODE_RULESET;
}

static bool is_not_was(const struct node *node, const void *context)
{
    (void)context;
    return node->kind != NODE_WAS && node->kind != NODE_WAS_LEVEL;
}

/* What speaks of the version that it stands in is not handed down. */
static bool is_handed_down(const struct node *node, bool has_levels)
{
    switch (node->kind) {
    case NODE_LEVEL:
        return !has_levels;
    case NODE_EXAMPLE:
    case NODE_CHANGE:
    case NODE_NEVER_LOWER:
    case NODE_WITHDRAW:
    case NODE_AMEND:
        return false;
    default:
        return !is_header(node);
    }
}

static void hand_down(struct merge *merge, struct node *node)
{
    const struct block *current = last_block(merge);
    keep_children(node, is_not_was, NULL);
    if (node->kind == NODE_SECTION || node->kind == NODE_TOPIC) {
        bool section = node->kind == NODE_SECTION;
        struct block block = new_block(merge, section ? node->name : current->section,
                                       section ? NULL : node->name, node);
        insert_block(merge, merge->blocks.count, block);
    } else {
        append_one(current->body, node);
        last_block(merge)->was_filled = true;
    }
}

static void make_blocks(struct merge *merge, const struct node *older, bool has_levels)
{
    struct node *next;
    insert_block(merge, 0, new_block(merge, NULL, NULL, NULL));
    for (struct node *node = older->child; node; node = next) {
        next = node->next;
        if (is_handed_down(node, has_levels)) {
            hand_down(merge, node);
        }
    }
}

/* ---------- what is withdrawn ---------- */

static bool is_fact(const struct node *node)
{
    return node->kind == NODE_FACT || node->kind == NODE_CONCERN || node->kind == NODE_STRENGTH ||
           node->kind == NODE_SCALE || node->kind == NODE_EVENT ||
           node->kind == NODE_LIST;
}

static bool is_of_kind(const struct node *node, unsigned kind)
{
    return node->kind == kind || (kind == NODE_FACT && is_fact(node));
}

/* An inherited citation may be written with its document or without. */
static bool is_same_citation(const struct merge *merge, const char *wanted, const char *text)
{
    const char *slash = strchr(text, '/');
    if (strcmp(wanted, text) == 0) {
        return true;
    }
    return slash && cites_source(merge->older_header, text) && strcmp(wanted, slash + 1) == 0;
}

static bool has_citation(const struct merge *merge, const struct node *node, const char *wanted,
                         const char *suffix)
{
    for (const struct node *cite = node_child(node, NODE_CITE); cite;
         cite = node_next(cite, NODE_CITE)) {
        const char *text = cite->value.text;
        text = suffix ? arena_format(merge->program->arena, "%s/%s", text, suffix) : text;
        if (is_same_citation(merge, wanted, text)) {
            return true;
        }
    }
    return false;
}

struct withdrawal {
    const struct merge *merge;
    const struct node *statement; /* WITHDRAW */
    const char *cite, *title;     /* what it names, if not by name */
    const struct node *signs;     /* whose rows are looked at, or NULL */
    size_t *found;
};

static bool is_named(const struct withdrawal *withdrawal, const struct node *node)
{
    const char *title = node_child_text(node, NODE_TITLE);
    const char *suffix = withdrawal->signs ? node->name : NULL;
    const struct node *citing = withdrawal->signs ? withdrawal->signs : node;
    if (withdrawal->statement->name) {
        return node->name == withdrawal->statement->name;
    }
    return withdrawal->cite ? has_citation(withdrawal->merge, citing, withdrawal->cite, suffix)
                            : title && strcmp(title, withdrawal->title) == 0;
}

static bool keeps_row(const struct node *row, const void *context)
{
    const struct withdrawal *withdrawal = context;
    bool is_row = row->kind == NODE_SIGN_ROW || row->kind == NODE_RUNG;
    bool gone = is_row && withdrawal->cite && is_named(withdrawal, row);
    *withdrawal->found += gone;
    return !gone;
}

static bool keeps_name(const struct node *name, const void *context)
{
    const struct withdrawal *withdrawal = context;
    bool gone = name->kind == NODE_NAME && name->name == withdrawal->statement->name;
    *withdrawal->found += gone;
    return !gone;
}

/* False: nothing of NODE is left. */
static bool keeps_part(const struct withdrawal *withdrawal, struct node *node)
{
    unsigned kind = withdrawal->statement->op;
    if (is_fact(node) && kind == NODE_FACT && withdrawal->statement->name) {
        keep_children(node, keeps_name, withdrawal);
        return node_child(node, NODE_NAME) != NULL;
    }
    if (kind == NODE_RULE && (node->kind == NODE_SIGNS || node->kind == NODE_LADDER)) {
        struct withdrawal rows = *withdrawal;
        rows.signs = node->kind == NODE_SIGNS ? node : NULL;
        keep_children(node, keeps_row, &rows);
        return node_child(node, NODE_SIGN_ROW) || node_child(node, NODE_RUNG);
    }
    return true;
}

static bool keeps_statement(const struct node *node, const void *context)
{
    const struct withdrawal *withdrawal = context;
    if (is_of_kind(node, withdrawal->statement->op) && is_named(withdrawal, node)) {
        ++*withdrawal->found;
        return false;
    }
    return keeps_part(withdrawal, own(node));
}

/* ---------- what is not there ---------- */

static const struct node *find_named(const struct merge *merge, symbol name)
{
    for (size_t i = 0; i < merge->blocks.count; i++) {
        for (struct node *node = merge->blocks.items[i].body->child; node; node = node->next) {
            bool named = node->name == name && node->kind != NODE_LADDER && node->kind != NODE_ACCEPT;
            for (const struct node *of = node_child(node, NODE_NAME); !named && is_fact(node) && of;
                 of = node_next(of, NODE_NAME)) {
                named = of->name == name;
            }
            if (named) {
                return node;
            }
        }
    }
    return NULL;
}

static const char *near_help(const struct merge *merge, const struct node *statement)
{
    struct near_names near;
    near_names_start(&near, statement->name);
    for (size_t i = 0; i < merge->blocks.count; i++) {
        for (struct node *node = merge->blocks.items[i].body->child; node; node = node->next) {
            if (!is_of_kind(node, statement->op)) {
                continue;
            }
            for (const struct node *of = is_fact(node) ? node_child(node, NODE_NAME) : node; of;
                 of = is_fact(node) ? node_next(of, NODE_NAME) : NULL) {
                if (of->name) {
                    near_names_offer(&near, of->name);
                }
            }
        }
    }
    return near_names_help(&near, merge->program->arena);
}

static const struct node *find_withdrawal(const struct merge *merge, const struct node *statement)
{
    for (size_t i = 0; i < merge->program->withdrawn.count; i++) {
        const struct node *earlier = merge->program->withdrawn.items[i];
        if (earlier != statement && earlier->name && earlier->name == statement->name) {
            return earlier;
        }
    }
    return NULL;
}

static void report_other_kind(struct merge *merge, const struct node *statement,
                              const struct node *other)
{
    struct diagnostics *diagnostics = merge->program->diagnostics;
    struct diagnostic *said = diagnostic_report(
        diagnostics, E203_OTHER_KIND, node_name_span(statement), "`%s` is a %s, not a %s",
        statement->name, node_kind_noun(other->kind), node_kind_noun(statement->op));
    diagnostic_label(diagnostics, said, node_name_span(other), "declared here");
}

static void report_unknown(struct merge *merge, const struct node *statement)
{
    struct diagnostics *diagnostics = merge->program->diagnostics;
    const char *noun = node_kind_noun(statement->op);
    if (!statement->name) {
        diagnostic_report(diagnostics, E201_UNKNOWN_NAME, statement->child->span,
                          "the version that is amended has no %s with this %s", noun,
                          statement->child->kind == NODE_CITE ? "citation" : "text");
        return;
    }
    const struct node *other = find_named(merge, statement->name);
    if (other) {
        report_other_kind(merge, statement, other);
        return;
    }
    struct diagnostic *said =
        diagnostic_report(diagnostics, E201_UNKNOWN_NAME, node_name_span(statement),
                          "the version that is amended has no %s called `%s`", noun,
                          statement->name);
    const struct node *withdrawn = find_withdrawal(merge, statement);
    const char *help = near_help(merge, statement);
    if (withdrawn) {
        diagnostic_label(diagnostics, said, withdrawn->span, "withdrawn here");
    } else if (help) {
        diagnostic_help(diagnostics, said, "%s", help);
    }
}

static void withdraw(struct merge *merge, const struct node *statement)
{
    size_t found = 0;
    const struct node *first = statement->name ? NULL : statement->child;
    struct withdrawal withdrawal = {.merge = merge, .statement = statement, .found = &found};
    withdrawal.cite = first && first->kind == NODE_CITE ? first->value.text : NULL;
    withdrawal.title = first && first->kind == NODE_TITLE ? first->value.text : NULL;
    for (size_t i = 0; i < merge->blocks.count; i++) {
        keep_children(merge->blocks.items[i].body, keeps_statement, &withdrawal);
    }
    if (found == 0) {
        report_unknown(merge, statement);
    } else {
        vector_push(merge->program->arena, &merge->program->withdrawn, statement);
    }
}

/* An `accept` goes with what it was for. */
static bool keeps_accept(const struct node *node, const void *context)
{
    const struct node *withdrawn = context;
    const char *cite = node_child_text(node, NODE_CITE);
    const char *gone = withdrawn->name ? NULL : node_child_text(withdrawn, NODE_CITE);
    bool is_same = withdrawn->name ? node->name == withdrawn->name
                                   : cite && gone && strcmp(cite, gone) == 0;
    return node->kind != NODE_ACCEPT || !is_same;
}

static void drop_accepts(struct merge *merge)
{
    for (size_t i = 0; i < merge->program->withdrawn.count; i++) {
        const struct node *withdrawn = merge->program->withdrawn.items[i];
        for (size_t j = 0; j < merge->blocks.count; j++) {
            keep_children(merge->blocks.items[j].body, keeps_accept, withdrawn);
        }
    }
}

static void erase_block(struct merge *merge, size_t at)
{
    struct block *items = merge->blocks.items;
    merge->blocks.count--;
    memmove(items + at, items + at + 1, (merge->blocks.count - at) * sizeof *items);
}

/* Nothing stands between the block and the next section. */
static bool is_bare(const struct merge *merge, size_t at)
{
    const struct block *block = &merge->blocks.items[at];
    bool last = at + 1 == merge->blocks.count;
    return !block->body->child && (last || block->topic || !block[1].topic);
}

/* A section or topic that nothing is left of would only be found empty. */
static void drop_emptied(struct merge *merge)
{
    bool topic_went = false;
    for (size_t at = merge->blocks.count; at-- > 1;) {
        const struct block *block = &merge->blocks.items[at];
        bool section = !block->topic;
        bool went = is_bare(merge, at) && (block->was_filled || (section && topic_went));
        topic_went = section ? false : topic_went || went;
        if (went) {
            erase_block(merge, at);
        }
    }
}

/* ---------- what is amended ---------- */

#define LAST_RANK 5

static int clause_rank(const struct node *clause)
{
    switch (clause->kind) {
    case NODE_IF:
        return 1;
    case NODE_UNLESS:
        return 2;
    case NODE_THEN:
        return 3;
    case NODE_BECAUSE:
        return 4;
    case NODE_CITE:
        return LAST_RANK;
    default:
        return 0;
    }
}

/* The value of a parameter stands before its text. */
static void put_value(struct node *target, const struct node *amend)
{
    const struct node *fresh = node_child(amend, NODE_VALUE);
    struct node *value = fresh ? node_child(target, NODE_VALUE) : NULL;
    struct node *next = value ? value->next : NULL;
    if (value) {
        *value = *fresh;
        value->next = next;
    }
}

static void collect(struct merge *merge, struct clauses *clauses, struct node *holder,
                    const struct node *amend)
{
    for (struct node *clause = take_children(holder); clause; clause = clause->next) {
        bool goes = clause_rank(clause) > 0 && amend && node_child(amend, clause->kind);
        if (!goes && (amend || clause_rank(clause) > 0)) {
            vector_push(merge->program->arena, clauses, clause);
        }
    }
}

/* The clauses written replace those of their kind, and all stand in their usual order. */
static void replace_clauses(struct merge *merge, struct node *target, struct node *amend)
{
    struct clauses clauses = {0};
    put_value(target, amend);
    collect(merge, &clauses, target, amend);
    collect(merge, &clauses, amend, NULL);
    for (int rank = 0; rank <= LAST_RANK; rank++) {
        for (size_t i = 0; i < clauses.count; i++) {
            if (clause_rank(clauses.items[i]) == rank) {
                append_one(target, clauses.items[i]);
            }
        }
    }
}

static struct node *find_amended(const struct merge *merge, const struct node *amend)
{
    for (size_t i = 0; i < merge->blocks.count; i++) {
        for (struct node *node = merge->blocks.items[i].body->child; node; node = node->next) {
            if (node->kind == amend->op && node->name == amend->name) {
                return node;
            }
        }
    }
    return NULL;
}

static void report_amended_twice(struct merge *merge, const struct node *amend,
                                 const struct node *earlier)
{
    struct diagnostics *diagnostics = merge->program->diagnostics;
    struct diagnostic *said =
        diagnostic_report(diagnostics, E202_TWICE, node_name_span(amend),
                          "%s `%s` is amended twice", node_kind_noun(amend->op), amend->name);
    diagnostic_label(diagnostics, said, node_name_span(earlier), "first amended here");
    diagnostic_help(diagnostics, said, "write all that changes into one `amend`");
}

static void amend(struct merge *merge, struct node *statement, struct table *amended)
{
    struct node *target = find_amended(merge, statement);
    const struct node *earlier = target ? table_get(amended, target) : NULL;
    if (!target) {
        report_unknown(merge, statement);
    } else if (earlier) {
        report_amended_twice(merge, statement, earlier);
    } else {
        table_set(amended, target, statement);
        replace_clauses(merge, target, statement);
    }
}

static void apply_changes(struct merge *merge, const struct node *newer)
{
    struct table amended = {.arena = merge->program->arena};
    for (const struct node *node = node_child(newer, NODE_WITHDRAW); node;
         node = node_next(node, NODE_WITHDRAW)) {
        withdraw(merge, node);
    }
    for (struct node *node = node_child(newer, NODE_AMEND); node;
         node = node_next(node, NODE_AMEND)) {
        amend(merge, node, &amended);
    }
    drop_accepts(merge);
    drop_emptied(merge);
}

/* ---------- what is added ---------- */

static size_t find_block(const struct merge *merge, symbol section, symbol topic)
{
    size_t at = 0;
    while (at < merge->blocks.count && (merge->blocks.items[at].section != section ||
                                        merge->blocks.items[at].topic != topic)) {
        at++;
    }
    return at;
}

/* Where a new topic of SECTION goes: behind the others. */
static size_t end_of_section(const struct merge *merge, symbol section)
{
    size_t end = merge->blocks.count;
    for (size_t at = 0; at < merge->blocks.count; at++) {
        end = merge->blocks.items[at].section == section ? at + 1 : end;
    }
    return end;
}

/* OPENING is a section or topic, begun by the older version or new. Yields its block. */
static size_t open_block(struct merge *merge, symbol section, struct node *opening)
{
    symbol topic = opening->kind == NODE_TOPIC ? opening->name : NULL;
    size_t at = find_block(merge, section, topic);
    if (at == merge->blocks.count) {
        at = topic ? end_of_section(merge, section) : at;
        insert_block(merge, at, new_block(merge, section, topic, opening));
    } else if (node_child(opening, NODE_TITLE)) {
        merge->blocks.items[at].opening = opening;
    }
    return at;
}

static bool is_addition(const struct node *node)
{
    return !is_header(node) && node->kind != NODE_WITHDRAW && node->kind != NODE_AMEND &&
           node->kind != NODE_LEVEL;
}

static void add_statements(struct merge *merge, const struct node *newer)
{
    struct node *next;
    symbol section = NULL;
    size_t at = 0;
    for (struct node *node = newer->child; node; node = next) {
        next = node->next;
        if (node->kind == NODE_SECTION || node->kind == NODE_TOPIC) {
            section = node->kind == NODE_SECTION ? node->name : section;
            at = open_block(merge, section, node);
        } else if (is_addition(node)) {
            append_one(merge->blocks.items[at].body, node);
        }
    }
}

/* ---------- the header and the whole ---------- */

/* All children of HOLDER; they stay linked until they are appended elsewhere. */
static struct clauses children_of(const struct merge *merge, const struct node *holder)
{
    struct clauses children = {0};
    for (struct node *child = holder->child; child; child = child->next) {
        vector_push(merge->program->arena, &children, child);
    }
    return children;
}

static bool has_source(const struct node *header, const char *document)
{
    for (const struct node *source = node_child(header, NODE_SOURCE); source;
         source = node_next(source, NODE_SOURCE)) {
        if (strcmp(source->value.text, document) == 0) {
            return true;
        }
    }
    return false;
}

/* Yields whether there were any. A source that the header has is left out. */
static bool take_kind(struct node *target, const struct clauses *from, unsigned kind)
{
    bool found = false;
    for (size_t i = 0; i < from->count; i++) {
        struct node *node = from->items[i];
        bool listed = node->kind == NODE_SOURCE && has_source(target, node->value.text);
        if (node->kind == kind && !listed) {
            append_one(target, node);
            found = true;
        }
    }
    return found;
}

/* What the newer header says replaces; sources are added, and each version has its own dates. */
static struct node *join_headers(const struct merge *merge)
{
    static const enum node_kind kinds[] = {NODE_TITLE,  NODE_APPLIES_TO,      NODE_IN_FORCE,
                                           NODE_SOURCE, NODE_USES_VOCABULARY, NODE_USES_CALENDAR,
                                           NODE_EACH,   NODE_SCOPE};
    struct clauses newer = children_of(merge, merge->header);
    struct clauses older = children_of(merge, merge->older_header);
    struct node *header = node_create(merge->program->arena, NODE_RULESET, merge->header->span);
    header->name = merge->header->name;
    header->name_span = merge->header->name_span;
    header->value = merge->header->value;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        bool said = take_kind(header, &newer, kinds[i]);
        if (kinds[i] != NODE_IN_FORCE && (!said || kinds[i] == NODE_SOURCE)) {
            take_kind(header, &older, kinds[i]);
        }
    }
    return header;
}

static void append_blocks(struct node *tree, struct merge *merge)
{
    for (size_t i = 0; i < merge->blocks.count; i++) {
        const struct block *block = &merge->blocks.items[i];
        if (block->opening) {
            append_one(tree, block->opening);
        }
        node_adopt(tree, block->body);
    }
}

const struct node *merge_versions(struct program *program, const struct node *older,
                                  const struct node *newer)
{
    struct merge merge = {.program = program,
                          .older_header = header_node(older),
                          .header = header_node(newer)};
    struct node *tree = node_create(program->arena, NODE_FILE, newer->span);
    renew_levels(program, older, newer);
    renew_citations(program, older, newer);
    make_blocks(&merge, older, node_child(newer, NODE_LEVEL) != NULL);
    apply_changes(&merge, newer);
    struct clauses statements = children_of(&merge, newer);
    add_statements(&merge, newer);
    append_one(tree, join_headers(&merge));
    take_kind(tree, &statements, NODE_LEVEL);
    append_blocks(tree, &merge);
    return tree;
}

void merge_check_alone(struct diagnostics *diagnostics, const struct node *tree)
{
    for (const struct node *node = tree->child; node; node = node->next) {
        if (node->kind != NODE_WITHDRAW && node->kind != NODE_AMEND) {
            continue;
        }
        struct diagnostic *said =
            diagnostic_report(diagnostics, E710_AMENDS_NOTHING, node->span,
                              "there is nothing to %s: the ruleset amends no other version",
                              node->kind == NODE_AMEND ? "amend" : "withdraw");
        diagnostic_help(diagnostics, said,
                        "name the version in the header: `ruleset NAME VERSION amends OLDER`");
    }
}

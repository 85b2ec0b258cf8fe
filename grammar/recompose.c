/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a statement whose clauses stand in several files, or that lost or changed some.

   A clause is copied from where it stands, with the names and citations that its nodes have now. The
   words that begin the statement are written anew. What comes out is a text of its own, which is read
   and laid out like any other. */
#include "grammar/format.h"

#include "grammar/parse.h"

struct copy {
    struct text *text;
    const struct source_set *sources;
    struct span span; /* what is copied */
    uint32_t at;      /* copied up to here */
};

static void copy_until(struct copy *copy, uint32_t end)
{
    if (end > copy->at) {
        text_add_bytes(copy->text, copy->sources->files[copy->span.file].bytes + copy->at,
                       end - copy->at);
        copy->at = end;
    }
}

/* A leaf that may say something else now than the file does. */
static bool is_renewable(const struct node *node)
{
    return node->kind == NODE_CITE || node->kind == NODE_LEVEL_REF || node->kind == NODE_LABEL ||
           node->kind == NODE_USE ||
           (node->kind == NODE_NUMBER && node->unit == 0 && node->value.number.scale == 0 &&
            node->value.number.digits >= 0);
}

static void write_leaf(struct text *text, const struct node *node)
{
    switch (node->kind) {
    case NODE_CITE:
        text_format(text, "[%s]", node->value.text);
        break;
    case NODE_NUMBER:
        decimal_write(text, node->value.number.digits, node->value.number.scale);
        break;
    default:
        text_add(text, node->name);
        break;
    }
}

static bool is_within(struct span inner, struct span outer)
{
    return inner.file == outer.file && inner.begin >= outer.begin && inner.end <= outer.end;
}

static void copy_node(struct copy *copy, const struct node *node)
{
    if (is_renewable(node) && is_within(node->name_span, copy->span) &&
        node->name_span.begin >= copy->at) {
        copy_until(copy, node->name_span.begin);
        write_leaf(copy->text, node);
        copy->at = node->name_span.end;
    }
    for (const struct node *child = node->child; child; child = child->next) {
        copy_node(copy, child);
    }
}

/* The clause as it stands, on a line of its own so that a comment at its end ends with it. */
static void add_clause(struct text *text, const struct source_set *sources, const struct node *clause)
{
    struct copy copy = {text, sources, clause->span, clause->span.begin};
    copy_node(&copy, clause);
    copy_until(&copy, clause->span.end);
    text_add_char(text, '\n');
}

static void add_clauses(struct text *text, const struct source_set *sources,
                        const struct node *first, const char *between)
{
    for (const struct node *clause = first; clause; clause = clause->next) {
        add_clause(text, sources, clause);
        text_add(text, clause->next && clause->kind == clause->next->kind ? between : "");
    }
}

static void add_head(struct text *text, const char *word, const struct node *statement)
{
    text_format(text, "%s %s ", word, statement->name ? statement->name : "");
}

/* `fact a, b : T`: behind the names a colon, where a type follows. */
static void add_fact(struct text *text, const struct source_set *sources,
                     const struct node *statement)
{
    text_format(text, "%s ", node_kind_noun(statement->kind));
    const struct node *clause = statement->child;
    for (; clause && clause->kind == NODE_NAME; clause = clause->next) {
        text_format(text, "%s%s", clause == statement->child ? "" : ", ", clause->name);
    }
    if (clause && clause->kind == NODE_OF_LIST) {
        text_format(text, " of %s", clause->name);
        clause = clause->next;
    }
    bool typed = statement->kind == NODE_FACT || statement->kind == NODE_SCALE;
    text_add(text, typed ? " : " : " ");
    add_clauses(text, sources, clause, "");
}

static void add_parameter(struct text *text, const struct source_set *sources,
                          const struct node *statement)
{
    text_format(text, "parameter %s : ", statement->name);
    add_clause(text, sources, statement->child);
    text_add(text, "= ");
    add_clauses(text, sources, statement->child->next, "");
}

static void add_level(struct text *text, const struct source_set *sources,
                      const struct node *statement)
{
    text_format(text, "level %s %s ", statement->value.text, statement->name ? statement->name : "");
    add_clauses(text, sources, statement->child, "");
}

static void add_statement(struct text *text, const struct source_set *sources,
                          const struct node *statement)
{
    switch (statement->kind) {
    case NODE_RULESET:
        text_format(text, "ruleset %s %s ", statement->name, statement->value.text);
        add_clauses(text, sources, statement->child, "");
        break;
    case NODE_LEVEL:
        add_level(text, sources, statement);
        break;
    case NODE_RULE:
        text_add(text, statement->name ? "rule " : "");
        add_head(text, "", statement);
        add_clauses(text, sources, statement->child, "");
        break;
    case NODE_EXCEPTION:
        add_head(text, "exception", statement);
        add_clauses(text, sources, statement->child, "");
        break;
    case NODE_PARAMETER:
        add_parameter(text, sources, statement);
        break;
    case NODE_SIGNS:
        text_add(text, "signs at level ");
        add_clauses(text, sources, statement->child, "");
        break;
    case NODE_LADDER:
        add_head(text, "ladder", statement);
        add_clauses(text, sources, statement->child, ", ");
        break;
    case NODE_CONCERN:
    case NODE_STRENGTH:
    case NODE_FACT:
    case NODE_SCALE:
    case NODE_EVENT:
    case NODE_LIST:
        add_fact(text, sources, statement);
        break;
    default:
        add_clause(text, sources, statement);
        break;
    }
}

void format_consolidated(struct text *text, struct arena *arena, struct source_set *sources,
                         const struct node *statement)
{
    static const char header[] = "ruleset consolidated 2000-01\n";
    struct text whole = {0};
    bool opens = statement->kind == NODE_RULESET;
    text_add(&whole, opens ? "" : header);
    add_statement(&whole, sources, statement);
    uint32_t file = source_add(sources, "consolidated text", text_string(&whole), whole.length);
    const struct node *tree =
        parse_file(arena, symbol_table_create(arena), diagnostics_create(arena, sources), sources,
                   file, NULL);
    text_clear(&whole);
    const struct node *read = opens || !tree->child ? tree->child : tree->child->next;
    if (read) {
        format_node(text, arena, sources, read);
    }
}

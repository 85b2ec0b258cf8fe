/* SPDX-License-Identifier: Apache-2.0 */
/* What an inherited statement calls levels and documents, in the words of the newer version. */
#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "meaning/header.h"
#include "meaning/merge.h"

/* ---------- levels ---------- */

struct renaming {
    struct program *program;
    struct table levels; /* symbol of a label or name in the older version to the LEVEL of the newer */
};

static symbol label_of(struct program *program, const struct node *level)
{
    return symbol_of(program->symbols, level->value.text);
}

static const struct node *level_labelled(struct program *program, const struct node *tree,
                                         symbol label)
{
    for (const struct node *level = node_child(tree, NODE_LEVEL); level;
         level = node_next(level, NODE_LEVEL)) {
        if (label_of(program, level) == label) {
            return level;
        }
    }
    return NULL;
}

/* The level of NEWER that the older one's LABEL became. */
static struct node *successor(struct program *program, const struct node *newer, symbol label)
{
    struct node *same = NULL;
    for (struct node *level = node_child(newer, NODE_LEVEL); level;
         level = node_next(level, NODE_LEVEL)) {
        const struct node *was = node_child(level, NODE_WAS_LEVEL);
        if (was && symbol_of(program->symbols, was->value.text) == label) {
            return level;
        }
        same = !was && label_of(program, level) == label ? level : same;
    }
    return same;
}

static void check_was(struct program *program, const struct node *older, const struct node *newer)
{
    for (const struct node *level = node_child(newer, NODE_LEVEL); level;
         level = node_next(level, NODE_LEVEL)) {
        const struct node *was = node_child(level, NODE_WAS_LEVEL);
        if (was && !level_labelled(program, older, symbol_of(program->symbols, was->value.text))) {
            struct diagnostic *said =
                diagnostic_report(program->diagnostics, E205_UNKNOWN_LEVEL, was->span,
                                  "there was no level %s", was->value.text);
            diagnostic_label(program->diagnostics, said, header_node(older)->span,
                             "in the version that this one amends");
        }
    }
}

static const struct node *renewed(const struct renaming *renaming, symbol name)
{
    return name ? table_get(&renaming->levels, name) : NULL;
}

static void renew_reference(const struct renaming *renaming, struct node *node, bool by_name)
{
    const struct node *level = renewed(renaming, node->name);
    if (level) {
        node->name = by_name && level->name ? level->name : label_of(renaming->program, level);
    }
}

/* `level >= 3`: NODE is a number, a label or a name, and becomes what names the level now. */
static void renew_operand(const struct renaming *renaming, struct node *node)
{
    struct symbol_table *symbols = renaming->program->symbols;
    symbol name = node->name;
    if (node->kind == NODE_NUMBER && node->unit == 0 && node->value.number.scale == 0) {
        name = symbol_of(symbols, arena_format(renaming->program->arena, "%lld",
                                               (long long)node->value.number.digits));
    } else if (node->kind != NODE_LABEL && node->kind != NODE_USE) {
        return;
    }
    const struct node *level = renewed(renaming, name);
    if (!level) {
        return;
    }
    symbol label = label_of(renaming->program, level);
    char *end;
    long number = strtol(label, &end, 10);
    if (node->kind == NODE_USE && level->name) {
        node->name = level->name;
    } else if (*end) {
        node->kind = NODE_LABEL;
        node->name = label;
    } else {
        node->kind = NODE_NUMBER;
        node->name = NULL;
        node->value.number = (struct decimal){.digits = number};
    }
}

static bool compares_level(const struct node *node)
{
    bool compares = node->kind == NODE_COMPARE || node->kind == NODE_IN_RANGE ||
                    node->kind == NODE_IN_LIST;
    return compares && node_child(node, NODE_THE_LEVEL);
}

static void renew_node(const struct renaming *renaming, struct node *node)
{
    bool compares = compares_level(node);
    if (node->kind == NODE_LEVEL_REF) {
        bool by_number = node->name && node->name[0] >= '0' && node->name[0] <= '9';
        renew_reference(renaming, node, !by_number);
    }
    for (struct node *child = node->child; child; child = child->next) {
        if (compares) {
            renew_operand(renaming, child);
        }
        renew_node(renaming, child);
    }
}

void renew_levels(struct program *program, const struct node *older, const struct node *newer)
{
    struct renaming renaming = {.program = program, .levels = {.arena = program->arena}};
    if (!node_child(newer, NODE_LEVEL)) {
        return;
    }
    check_was(program, older, newer);
    for (const struct node *level = node_child(older, NODE_LEVEL); level;
         level = node_next(level, NODE_LEVEL)) {
        struct node *now = successor(program, newer, label_of(program, level));
        if (now) {
            table_set(&renaming.levels, label_of(program, level), now);
        }
        if (now && level->name) {
            table_set(&renaming.levels, level->name, now);
        }
    }
    for (struct node *node = older->child; node; node = node->next) {
        renew_node(&renaming, node);
    }
}

/* ---------- citations ---------- */

bool cites_source(const struct node *header, const char *cite)
{
    size_t length = strcspn(cite, "/");
    for (const struct node *source = node_child(header, NODE_SOURCE); source;
         source = node_next(source, NODE_SOURCE)) {
        const char *document = source->value.text;
        if (strlen(document) == length && memcmp(document, cite, length) == 0) {
            return true;
        }
    }
    return false;
}

static void qualify(struct program *program, const struct node *header, struct node *node)
{
    if (node->kind == NODE_CITE && !cites_source(header, node->value.text)) {
        node->value.text =
            arena_format(program->arena, "%s/%s", node_child_text(header, NODE_SOURCE),
                         node->value.text);
    }
    for (struct node *child = node->child; child; child = child->next) {
        qualify(program, header, child);
    }
}

void renew_citations(struct program *program, const struct node *older, const struct node *newer)
{
    const struct node *header = header_node(older);
    const char *first = node_child_text(header, NODE_SOURCE);
    const char *now = node_child_text(header_node(newer), NODE_SOURCE);
    if (!first || !now || strcmp(first, now) == 0) {
        return;
    }
    for (struct node *node = older->child; node; node = node->next) {
        qualify(program, header, node);
    }
}

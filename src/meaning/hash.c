/* SPDX-License-Identifier: Apache-2.0 */
/* The tree without places is what the text says, so its listing is what is hashed. */
#include "meaning/hash.h"

#include <string.h>

#include "base/sha256.h"
#include "base/table.h"

#define PIECE (16 * 1024) /* stays in the processor's cache */

struct listing {
    struct sha256 sha256;
    struct text text; /* listed and not yet hashed */
};

static void hash_listed(struct listing *listing)
{
    sha256_add(&listing->sha256, text_string(&listing->text), listing->text.length);
    listing->text.length = 0;
}

static void list_statement(struct listing *listing, const struct node *node)
{
    node_dump(&listing->text, node);
    if (listing->text.length >= PIECE) {
        hash_listed(listing);
    }
}

/* Marks the statements of vocabularies that the ruleset reads: facts, the types they name, and what is
   said to be impossible or required of them. */
static void mark_type(struct table *read, const struct node *decl)
{
    const struct node *type = node_child(decl, NODE_TYPE_NAME);
    while (type && type->ref && !table_get(read, type->ref->decl)) {
        table_set(read, type->ref->decl, type->ref);
        type = node_child(type->ref->decl, NODE_TYPE_NAME);
    }
}

static bool reads_fact(const struct node *node)
{
    if (node->ref && node->ref->kind == ENTITY_FACT && ((const struct fact *)node->ref)->is_read) {
        return true;
    }
    for (const struct node *child = node->child; child; child = child->next) {
        if (reads_fact(child)) {
            return true;
        }
    }
    return false;
}

static void mark_read(struct program *program, struct table *read)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        struct fact *fact = program->facts.items[i];
        if (fact->from_vocabulary && fact->is_read) {
            table_set(read, fact->entity.decl, fact);
            mark_type(read, fact->entity.decl);
            for (size_t f = 0; f < fact->fields.count; f++) {
                mark_type(read, fact->fields.items[f]->entity.decl);
            }
        }
    }
}

static bool is_read(const struct table *read, const struct node *node)
{
    bool tie = node->kind == NODE_IMPOSSIBLE || node->kind == NODE_REQUIRE;
    return table_get(read, node) != NULL || (tie && reads_fact(node));
}

static void list_read(struct listing *listing, const struct table *read, const struct node *tree)
{
    for (const struct node *node = tree->child; node; node = node->next) {
        if (is_read(read, node)) {
            list_statement(listing, node);
        }
    }
}

static void list_all(struct listing *listing, const struct node *tree)
{
    for (const struct node *node = tree->child; node; node = node->next) {
        list_statement(listing, node);
    }
}

void program_hash(struct program *program)
{
    struct listing listing = {0};
    struct table read = {.arena = program->arena};
    sha256_start(&listing.sha256);
    mark_read(program, &read);
    list_all(&listing, program->tree);
    for (size_t i = 0; i < program->vocabulary_trees.count; i++) {
        list_read(&listing, &read, program->vocabulary_trees.items[i]);
    }
    if (program->calendar_tree) {
        list_all(&listing, program->calendar_tree);
    }
    hash_listed(&listing);
    sha256_finish(&listing.sha256, program->hash);
    text_clear(&listing.text);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Finding the older version, and going through the chain from the oldest up. merge.c does a step. */
#include "meaning/amend.h"

#include <string.h>

#include "grammar/parse.h"
#include "meaning/header.h"
#include "meaning/merge.h"
#include "meaning/versions.h"

enum { MAX_CHAIN = 100 };

struct chain {
    struct compilation *compilation;
    struct program *program;
    const struct node *headers[MAX_CHAIN]; /* the newest first */
    size_t count;
    bool missing;
};

const char *amend_older_path(struct compilation *compilation, const char *path,
                             const struct node *header)
{
    const struct node *amends = node_child(header, NODE_AMENDS);
    if (!amends) {
        return NULL;
    }
    const char *name = amends->name ? amends->name : header->name;
    const char *found = versions_path(compilation, name, amends->value.text);
    if (source_is_file(compilation->sources, found)) {
        return found;
    }
    const char *slash = strrchr(path, '/');
    found = arena_format(compilation->arena, "%.*s%s.limen", slash ? (int)(slash - path) + 1 : 0,
                         path, amends->value.text);
    return !amends->name && source_is_file(compilation->sources, found) ? found : NULL;
}

static bool is_version(const struct node *header, symbol name, const char *version)
{
    return header->name == name && strcmp(header->value.text, version) == 0;
}

static const struct node *lose(struct chain *chain)
{
    chain->missing = true;
    return NULL;
}

static const struct node *report_missing(struct chain *chain, const struct node *amends, symbol name)
{
    struct compilation *compilation = chain->compilation;
    struct diagnostic *said =
        diagnostic_report(compilation->diagnostics, E706_NO_OLDER_VERSION, amends->span,
                          "the version that this one amends, %s@%s, is not in the library", name,
                          amends->value.text);
    diagnostic_note(compilation->diagnostics, said, "the library is %s", compilation->library);
    return lose(chain);
}

static const struct node *report_endless(struct chain *chain, const struct node *amends,
                                         const struct node *again)
{
    struct diagnostics *diagnostics = chain->compilation->diagnostics;
    struct diagnostic *said = diagnostic_report(
        diagnostics, E709_ENDLESS, amends->span,
        again ? "the amendments go round in a circle" : "the chain of amendments is too long");
    if (again) {
        diagnostic_label(diagnostics, said, again->span, "which comes from this version");
    }
    diagnostic_help(diagnostics, said, again ? "write one of the versions in full"
                                             : "write a version in between in full");
    return lose(chain);
}

static const struct node *report_other(struct chain *chain, const struct node *amends,
                                       const char *path, symbol name)
{
    diagnostic_report(chain->compilation->diagnostics, E707_OTHER_FILE, amends->span,
                      "`%s` does not say that it is %s@%s", path, name, amends->value.text);
    return lose(chain);
}

/* The version that HEADER amends is already in the chain. */
static const struct node *find_again(const struct chain *chain, symbol name, const char *version)
{
    for (size_t i = 0; i < chain->count; i++) {
        if (is_version(chain->headers[i], name, version)) {
            return chain->headers[i];
        }
    }
    return NULL;
}

static const struct node *read_older(struct chain *chain, const char *path,
                                     const struct node *amends, symbol name)
{
    struct compilation *compilation = chain->compilation;
    uint32_t file;
    if (source_read(compilation->sources, path, &file) != SOURCE_OK) {
        return report_missing(chain, amends, name);
    }
    size_t errors = compilation->diagnostics->errors;
    const struct node *tree = parse_file(compilation->arena, compilation->symbols,
                                         compilation->diagnostics, compilation->sources, file, NULL);
    const struct node *header = header_node(tree);
    if (header && header->kind == NODE_RULESET && is_version(header, name, amends->value.text)) {
        return tree;
    }
    return compilation->diagnostics->errors > errors ? lose(chain)
                                                     : report_other(chain, amends, path, name);
}

/* The chain is bounded, so the recursion is. */
static const struct node *consolidate(struct chain *chain, const char *path, const struct node *tree)
{
    struct compilation *compilation = chain->compilation;
    const struct node *header = header_node(tree);
    const struct node *amends = header ? node_child(header, NODE_AMENDS) : NULL;
    if (!amends) {
        merge_check_alone(compilation->diagnostics, tree);
        return tree;
    }
    chain->headers[chain->count++] = header;
    symbol name = amends->name ? amends->name : header->name;
    const struct node *again = find_again(chain, name, amends->value.text);
    if (again || chain->count == MAX_CHAIN) {
        return report_endless(chain, amends, again);
    }
    const char *older_path = amend_older_path(compilation, path, header);
    const struct node *older = older_path ? read_older(chain, older_path, amends, name)
                                          : report_missing(chain, amends, name);
    older = older ? consolidate(chain, older_path, older) : NULL;
    return older ? merge_versions(chain->program, older, tree) : NULL;
}

const struct node *amend_consolidate(struct compilation *compilation, struct program *program,
                                     const char *path, const struct node *tree, bool *ret_missing)
{
    struct chain *chain = arena_alloc(compilation->arena, sizeof *chain);
    chain->compilation = compilation;
    chain->program = program;
    const struct node *whole = consolidate(chain, path, tree);
    *ret_missing = chain->missing;
    return whole ? whole : tree;
}

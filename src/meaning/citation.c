/* SPDX-License-Identifier: Apache-2.0 */
/* Splits citations and holds their documents against the header. */
#include "meaning/citation.h"

#include <string.h>

#include "meaning/names.h"

static const char *listed_source(const struct program *program, const char *bytes, size_t length)
{
    for (size_t i = 0; i < program->documents.count; i++) {
        const char *document = program->documents.items[i];
        if (strlen(document) == length && memcmp(document, bytes, length) == 0) {
            return document;
        }
    }
    return NULL;
}

static void report_no_source(struct program *program, const struct node *cite)
{
    if (program->kind != PROGRAM_RULESET || program->names->warned_no_source) {
        return;
    }
    program->names->warned_no_source = true;
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, W507_NO_SOURCE, cite->span,
                          "a citation, but the header names no source");
    diagnostic_help(program->diagnostics, said,
                    "name the document in the header: `source \"...\"`");
}

/* A first segment that differs from a listed source in a letter or two is a misspelling of it. */
static void report_near_source(struct program *program, const struct node *cite, const char *segment)
{
    for (size_t i = 0; i < program->documents.count; i++) {
        unsigned distance = symbol_distance(segment, program->documents.items[i], 2);
        if (strlen(segment) >= 6 && distance > 0 && distance <= 2) {
            struct diagnostic *said = diagnostic_report(
                program->diagnostics, E207_UNKNOWN_SOURCE, cite->span,
                "the header lists no source `%s`", segment);
            diagnostic_help(program->diagnostics, said, "did you mean `%s`?",
                            program->documents.items[i]);
            return;
        }
    }
}

static bool in_vocabulary(const struct program *program, const struct node *node)
{
    for (size_t i = 0; i < program->vocabulary_trees.count; i++) {
        if (program->vocabulary_trees.items[i]->span.file == node->span.file) {
            return true;
        }
    }
    return program->kind != PROGRAM_RULESET;
}

static struct citation split(struct program *program, const struct node *cite)
{
    const char *text = cite->value.text;
    const char *slash = strchr(text, '/');
    size_t length = slash ? (size_t)(slash - text) : strlen(text);
    struct citation citation = {NULL, text, cite->span};
    const char *document = listed_source(program, text, length);
    if (!document && slash && in_vocabulary(program, cite)) {
        document = arena_copy(program->arena, text, length);
    }
    if (document) {
        citation.document = document;
        citation.item = slash ? slash + 1 : NULL;
    } else if (program->documents.count > 0) {
        citation.document = program->documents.items[0];
        report_near_source(program, cite, arena_copy(program->arena, text, length));
    } else {
        report_no_source(program, cite);
    }
    return citation;
}

void citations_collect(struct program *program, const struct node *node, const char *suffix,
                       struct citations *cites)
{
    for (const struct node *cite = node_child(node, NODE_CITE); cite;
         cite = node_next(cite, NODE_CITE)) {
        struct citation citation = split(program, cite);
        if (suffix) {
            citation.item = citation.item
                                ? arena_format(program->arena, "%s/%s", citation.item, suffix)
                                : suffix;
        }
        vector_push(program->arena, cites, citation);
    }
}

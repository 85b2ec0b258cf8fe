/* SPDX-License-Identifier: Apache-2.0 */
/* From a reference to a file, from a file to a checked program. */
#include "meaning/library.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/table.h"
#include "grammar/parse.h"
#include "meaning/amend.h"
#include "meaning/check.h"
#include "meaning/expression.h"
#include "meaning/hash.h"
#include "meaning/header.h"
#include "meaning/versions.h"
#include "meaning/was.h"

#define EXTENSION ".limen"

const char *library_folder(const char *library)
{
    const char *environment = getenv("LIMEN_LIBRARY");
    return library ? library : environment && *environment ? environment : LIMEN_LIBRARY_DIR;
}

struct compilation *compilation_create_in(struct arena *arena, const char *library)
{
    struct compilation *compilation = arena_alloc(arena, sizeof *compilation);
    const char *folder = library_folder(library);
    compilation->arena = arena;
    compilation->symbols = symbol_table_create(arena);
    compilation->sources = source_set_create(arena);
    compilation->diagnostics = diagnostics_create(arena, compilation->sources);
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') {
        length--;
    }
    compilation->library = arena_copy(arena, folder, length);
    return compilation;
}

struct compilation *compilation_create(const char *library)
{
    return compilation_create_in(arena_create(), library);
}

void compilation_destroy(struct compilation *compilation)
{
    if (compilation) {
        arena_destroy(compilation->arena);
    }
}

static struct program *start(struct compilation *compilation)
{
    struct program *program = arena_alloc(compilation->arena, sizeof *program);
    program->arena = compilation->arena;
    program->symbols = compilation->symbols;
    program->sources = compilation->sources;
    program->diagnostics = compilation->diagnostics;
    program->builtin = type_builtin();
    program->file = SOURCE_NO_FILE;
    program->tree = node_create(compilation->arena, NODE_FILE, SPAN_NOWHERE);
    return program;
}

static const struct node *parse(struct compilation *compilation, uint32_t file)
{
    return parse_file(compilation->arena, compilation->symbols, compilation->diagnostics,
                      compilation->sources, file, NULL);
}

static bool report_unreadable(struct compilation *compilation, const char *path,
                              enum source_status status, struct span span)
{
    struct diagnostics *diagnostics = compilation->diagnostics;
    switch (status) {
    case SOURCE_DIRECTORY:
        return diagnostic_fail(diagnostics, E006_DIRECTORY, span, "`%s` is a directory", path);
    case SOURCE_TOO_LARGE:
        return diagnostic_fail(diagnostics, E007_TOO_LARGE, span, "`%s` is larger than 2 GB",
                               path);
    default:
        return diagnostic_fail(diagnostics, E005_UNREADABLE, span, "cannot read `%s`: %s", path,
                               strerror(errno));
    }
}

/* ---- vocabularies and calendars */

/* KIND/NAME.limen in the library, else beside the folder of the file. */
static const char *shared_path(struct compilation *compilation, const char *main_path,
                               const char *kind, symbol name)
{
    const char *path = arena_format(compilation->arena, "%s/%s/%s" EXTENSION,
                                    compilation->library, kind, name);
    if (source_is_file(compilation->sources, path)) {
        return path;
    }
    const char *slash = strrchr(main_path, '/');
    int length = slash ? (int)(slash - main_path) : 1;
    const char *folder = slash ? main_path : ".";
    path = arena_format(compilation->arena, "%.*s/../%s/%s" EXTENSION, length, folder, kind, name);
    if (source_is_file(compilation->sources, path)) {
        return path;
    }
    path = arena_format(compilation->arena, "%.*s/%s/%s" EXTENSION, length, folder, kind, name);
    return source_is_file(compilation->sources, path) ? path : NULL;
}

static bool opens_with(const struct node *tree, enum node_kind kind)
{
    const struct node *header = header_node(tree);
    return header && header->kind == kind;
}

struct shared {
    const char *folder;
    const char *noun;
    enum node_kind header;
    enum diagnostic_code missing;
};

static const struct shared shared_vocabulary = {"vocabulary", "vocabulary", NODE_VOCABULARY,
                                                E704_NO_VOCABULARY};
static const struct shared shared_calendar = {"calendar", "calendar", NODE_CALENDAR,
                                              E705_NO_CALENDAR};

static void report_missing(struct compilation *compilation, const struct shared *shared,
                           const struct node *line)
{
    struct diagnostic *said =
        diagnostic_report(compilation->diagnostics, shared->missing, line->span,
                          "there is no %s called `%s`", shared->noun, line->name);
    const char *folder =
        arena_format(compilation->arena, "%s/%s", compilation->library, shared->folder);
    const char *help = versions_near_file(compilation, folder, line->name);
    diagnostic_note(compilation->diagnostics, said, "sought in %s", folder);
    if (help) {
        diagnostic_help(compilation->diagnostics, said, "%s", help);
    }
}

static const struct node *load_shared(struct compilation *compilation, const char *main_path,
                                      const struct shared *shared, const struct node *line)
{
    const char *path = shared_path(compilation, main_path, shared->folder, line->name);
    uint32_t file;
    if (!path) {
        report_missing(compilation, shared, line);
        return NULL;
    }
    enum source_status status = source_read(compilation->sources, path, &file);
    if (status != SOURCE_OK) {
        report_unreadable(compilation, path, status, line->span);
        return NULL;
    }
    size_t errors = compilation->diagnostics->errors;
    const struct node *tree = parse(compilation, file);
    if (opens_with(tree, shared->header)) {
        return tree;
    }
    if (compilation->diagnostics->errors == errors) {
        diagnostic_report(compilation->diagnostics, E707_OTHER_FILE, line->span,
                          "`%s` is no %s", path, shared->noun);
    }
    return NULL;
}

static int date_order(const void *a, const void *b)
{
    int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;
    return (left > right) - (left < right);
}

static void read_holidays(struct program *program, const struct node *tree)
{
    for (const struct node *node = node_child(tree, NODE_HOLIDAY); node;
         node = node_next(node, NODE_HOLIDAY)) {
        vector_push(program->arena, &program->holidays, (int32_t)node->value.integer);
    }
    if (program->holidays.count == 0) {
        return;
    }
    qsort(program->holidays.items, program->holidays.count, sizeof(int32_t), date_order);
    struct date_parts first = date_to_parts(program->holidays.items[0]);
    program->calendar_begin = date_from_parts((struct date_parts){first.year, 1, 1});
    struct date_parts last =
        date_to_parts(program->holidays.items[program->holidays.count - 1]);
    program->calendar_end = date_from_parts((struct date_parts){last.year, 12, 31});
}

static void load_calendar(struct compilation *compilation, struct program *program,
                          const char *path, const struct node *line)
{
    program->calendar_name = line->name;
    program->calendar_tree = load_shared(compilation, path, &shared_calendar, line);
    if (program->calendar_tree) {
        read_holidays(program, program->calendar_tree);
    }
}

static void load_vocabularies(struct compilation *compilation, struct program *program,
                              const char *path, const struct node *header)
{
    struct table seen = {.arena = compilation->arena};
    for (struct node *line = node_child(header, NODE_USES_VOCABULARY); line;
         line = node_next(line, NODE_USES_VOCABULARY)) {
        if (table_get(&seen, line->name)) {
            diagnostic_report(compilation->diagnostics, E411_HEADER_TWICE, line->span,
                              "the header names vocabulary `%s` twice", line->name);
            continue;
        }
        table_set(&seen, line->name, line);
        const struct node *tree = load_shared(compilation, path, &shared_vocabulary, line);
        program->vocabulary_missing = program->vocabulary_missing || !tree;
        if (tree) {
            vector_push(compilation->arena, &program->vocabulary_trees, tree);
        }
    }
}

/* ---- programs */

/* The consolidated header says it no longer. */
static void note_amends(struct program *program, const struct node *header)
{
    const struct node *amends = node_child(header, NODE_AMENDS);
    if (amends) {
        program->amends_name = amends->name ? amends->name : header->name;
        program->amends_version = amends->value.text;
    }
}

static struct program *load_tree(struct compilation *compilation, uint32_t file,
                                 const struct node *tree);

/* ---- what facts were */

/* In the file itself, not in a vocabulary. */
static bool says_was(const struct program *program, const struct fact *fact)
{
    return fact->entity.decl->span.file == program->file && was_expression(fact);
}

static bool any_says_was(const struct program *program)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        if (says_was(program, program->facts.items[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < program->fields.count; i++) {
        if (says_was(program, program->fields.items[i])) {
            return true;
        }
    }
    return false;
}

/* The older version by itself; its mistakes are not this file's. */
static struct program *load_older(struct compilation *compilation, const char *path)
{
    struct diagnostics *heard = compilation->diagnostics;
    uint32_t file;
    if (source_read(compilation->sources, path, &file) != SOURCE_OK) {
        return NULL;
    }
    compilation->diagnostics = diagnostics_create(compilation->arena, compilation->sources);
    struct program *older = load_tree(compilation, file, parse(compilation, file));
    compilation->diagnostics = heard;
    older->diagnostics = heard;
    return older;
}

/* Several that are declared together say it once. */
static void check_all_was(struct program *older, const struct program *program,
                          struct fact *const *facts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool same = i > 0 && facts[i - 1]->entity.decl == facts[i]->entity.decl;
        if (!same && says_was(program, facts[i])) {
            was_check(older, facts[i]);
        }
    }
}

/* `was` speaks of the older version's facts. */
static void check_was(struct compilation *compilation, const struct program *program,
                      const char *older_path)
{
    struct program *older = older_path && any_says_was(program)
                                ? load_older(compilation, older_path) : NULL;
    if (older) {
        check_all_was(older, program, program->facts.items, program->facts.count);
        check_all_was(older, program, program->fields.items, program->fields.count);
    }
}

/* ---- files */

static struct program *load_tree(struct compilation *compilation, uint32_t file,
                                 const struct node *tree)
{
    struct program *program = start(compilation);
    const char *path = source_path(compilation->sources, file);
    const char *older_path = NULL;
    const struct node *header = header_node(tree);
    program->file = file;
    program->tree = tree;
    if (header && header->kind == NODE_RULESET) {
        older_path = amend_older_path(compilation, path, header);
        note_amends(program, header);
        tree = amend_consolidate(compilation, program, path, tree, &program->vocabulary_missing);
        program->is_consolidated = tree != program->tree;
        program->tree = tree;
        header = header_node(tree);
        const struct node *calendar = node_child(header, NODE_USES_CALENDAR);
        load_vocabularies(compilation, program, path, header);
        if (calendar) {
            load_calendar(compilation, program, path, calendar);
        }
    }
    program_check(program);
    program_hash(program);
    if (program->is_consolidated) {
        check_was(compilation, program, older_path);
    }
    return program;
}

static struct program *load_file(struct compilation *compilation, const char *path)
{
    uint32_t file;
    enum source_status status = source_read(compilation->sources, path, &file);
    if (status != SOURCE_OK) {
        report_unreadable(compilation, path, status, SPAN_NOWHERE);
        return start(compilation);
    }
    return load_tree(compilation, file, parse(compilation, file));
}

static bool is_path(const char *reference)
{
    size_t length = strlen(reference), extension = strlen(EXTENSION);
    bool extended = length > extension && strcmp(reference + length - extension, EXTENSION) == 0;
    return extended || strchr(reference, '/') || strcmp(reference, "-") == 0 ||
           strcmp(reference, ".") == 0 || strcmp(reference, "..") == 0;
}

bool library_is_dateless(const char *reference)
{
    return is_path(reference) || strchr(reference, '@');
}

/* A file in the library says itself what it is called; a copy under another name would mislead. */
static void check_place(struct compilation *compilation, const struct program *program,
                        const char *name, const char *version)
{
    const struct node *header = header_node(program->tree);
    if (program->file == SOURCE_NO_FILE || !header || header->kind != NODE_RULESET ||
        (strcmp(program->name, name) == 0 && strcmp(program->version, version) == 0)) {
        return;
    }
    diagnostic_report(compilation->diagnostics, E707_OTHER_FILE, header->span,
                      "the file of %s@%s says that it is %s@%s", name, version, program->name,
                      program->version);
}

struct program *library_load(struct compilation *compilation, const char *reference,
                             int32_t date)
{
    if (is_path(reference) || (source_is_file(compilation->sources, reference) && !strchr(reference, '@'))) {
        return load_file(compilation, reference);
    }
    const char *at = strchr(reference, '@');
    const char *name =
        arena_copy(compilation->arena, reference,
                   at ? (size_t)(at - reference) : strlen(reference));
    const char *version = at ? versions_exact(compilation, name, at + 1)
                             : versions_choose(compilation, name, date);
    if (!version) {
        return start(compilation);
    }
    struct program *program = load_file(
        compilation, versions_path(compilation, name, version));
    check_place(compilation, program, name, version);
    return program;
}

struct program *library_load_text(struct compilation *compilation, const char *path,
                                  const char *bytes, size_t length)
{
    uint32_t file = source_add(compilation->sources, path, bytes, length);
    return load_tree(compilation, file, parse(compilation, file));
}

const struct node *library_read_tree(struct compilation *compilation, const char *path)
{
    uint32_t file;
    bool missing;
    enum source_status status = source_read(compilation->sources, path, &file);
    if (status != SOURCE_OK) {
        report_unreadable(compilation, path, status, SPAN_NOWHERE);
        return NULL;
    }
    return amend_consolidate(compilation, start(compilation), path, parse(compilation, file),
                             &missing);
}

bool program_in_force(const struct program *program, int32_t date)
{
    return (!program->has_from || date >= program->in_force_from) &&
           (!program->has_to || date <= program->in_force_to);
}

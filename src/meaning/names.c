/* SPDX-License-Identifier: Apache-2.0 */
/* Look-up of names and the wording of what is unknown. */
#include "meaning/names.h"

#include <ctype.h>
#include <string.h>

/* Past this many unknown names a near match is no longer sought: a file that fits nothing must not
   cost the square of its size. */
#define NEAR_SEARCHES 50

static void remember_words(struct program *program, struct span span)
{
    const struct source_file *file = &program->sources->files[span.file];
    uint32_t at = span.begin;
    while (at < span.end && at < file->length) {
        uint32_t start = at;
        while (at < span.end && at < file->length &&
               (isalnum((unsigned char)file->bytes[at]) || file->bytes[at] == '_')) {
            at++;
        }
        if (at > start) {
            symbol word = symbol_intern(program->symbols, file->bytes + start, at - start);
            table_set(&program->names->lost, word, program);
        }
        at += at == start;
    }
}

static void remember_lost(struct program *program, const struct node *node)
{
    for (const struct node *child = node->child; child; child = child->next) {
        if (child->kind == NODE_ERROR && child->span.file != SOURCE_NO_FILE) {
            remember_words(program, child->span);
        }
        if (child->kind == NODE_ERROR && child->name) {
            table_set(&program->names->lost, child->name, program);
        }
        remember_lost(program, child);
    }
}

struct names *names_create(struct program *program)
{
    struct names *names = arena_alloc(program->arena, sizeof *names);
    for (int i = 0; i < SPACE_COUNT; i++) {
        names->spaces[i].arena = program->arena;
    }
    names->lost.arena = program->arena;
    names->choice_values.arena = program->arena;
    names->labels.arena = program->arena;
    program->names = names;
    names->any_lost = program->diagnostics->errors > 0;
    if (names->any_lost) {
        remember_lost(program, program->tree);
        for (size_t i = 0; i < program->vocabulary_trees.count; i++) {
            remember_lost(program, program->vocabulary_trees.items[i]);
        }
    }
    return names;
}

struct span node_name_span(const struct node *node)
{
    bool has_own = node->name_span.end > node->name_span.begin;
    return has_own ? node->name_span : node->span;
}

struct span entity_span(const struct entity *entity)
{
    for (const struct node *child = entity->decl->child; child; child = child->next) {
        if (child->kind == NODE_NAME && child->name == entity->name) {
            return child->span;
        }
    }
    return node_name_span(entity->decl);
}

struct entity *names_get(const struct program *program, enum name_space space, symbol name)
{
    return name ? table_get(&program->names->spaces[space], name) : NULL;
}

struct entity *names_get_value(const struct program *program, symbol name)
{
    const struct item_scope *items = program->names->items;
    struct fact *field = items && name ? list_field(items->list, name) : NULL;
    return field ? &field->entity : names_get(program, SPACE_VALUE, name);
}

bool names_is_lost(const struct program *program, symbol name)
{
    return name && (program->vocabulary_missing || table_get(&program->names->lost, name));
}

/* A statement of this file that has the name of one that an older version hands down. */
static bool is_restated(const struct program *program, const struct entity *fresh,
                        const struct entity *earlier)
{
    uint32_t fresh_file = fresh->decl->span.file, earlier_file = earlier->decl->span.file;
    return program->is_consolidated && fresh_file == program->file && earlier_file != fresh_file;
}

static const char *twice_help(struct program *program, const struct entity *fresh,
                              const struct entity *earlier)
{
    enum node_kind kind = earlier->decl->kind;
    if (!is_restated(program, fresh, earlier)) {
        return "give one of them another name";
    }
    const char *noun = entity_noun(earlier->kind);
    noun = kind == NODE_EXCEPTION ? node_kind_noun(kind) : noun;
    return kind == NODE_RULE || kind == NODE_EXCEPTION || kind == NODE_PARAMETER
               ? arena_format(program->arena,
                              "say only what changes, `amend %s %s`, or `withdraw %s %s` first",
                              noun, fresh->name, noun, fresh->name)
               : arena_format(program->arena, "`withdraw %s %s` first, if this one replaces it",
                              noun, fresh->name);
}

/* "a list", "an event", "a rule" */
static const char *kind_text(struct program *program, const struct entity *entity)
{
    enum node_kind kind = entity->decl ? entity->decl->kind : NODE_FACT;
    return kind == NODE_LIST    ? "a list"
           : kind == NODE_EVENT ? "an event"
                                : arena_format(program->arena, "a %s", entity_noun(entity->kind));
}

bool names_declare(struct program *program, enum name_space space, struct entity *entity)
{
    if (!entity->name) {
        return true;
    }
    struct entity *earlier = names_get(program, space, entity->name);
    if (!earlier) {
        table_set(&program->names->spaces[space], entity->name, entity);
        vector_push(program->arena, &program->names->declared[space], entity);
        return true;
    }
    bool swapped = is_restated(program, earlier, entity);
    const struct entity *fresh = swapped ? earlier : entity;
    const struct entity *first = swapped ? entity : earlier;
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E202_TWICE, entity_span(fresh),
                          "`%s` is declared twice", entity->name);
    diagnostic_label(program->diagnostics, said, entity_span(first),
                     "first declared here, as %s", kind_text(program, first));
    diagnostic_help(program->diagnostics, said, "%s", twice_help(program, fresh, first));
    return false;
}

/* The spaces in which a name might have been meant, most telling first. */
static struct entity *elsewhere(const struct program *program, symbol name)
{
    for (int space = 0; space < SPACE_COUNT; space++) {
        struct entity *entity = names_get(program, (enum name_space)space, name);
        if (entity) {
            return entity;
        }
    }
    return NULL;
}

/* Where a list is wanted, nothing else was meant. */
static bool may_be_meant(const struct entity *entity, bool wants_list)
{
    return !wants_list || entity->decl->kind == NODE_LIST || entity->decl->kind == NODE_EVENT;
}

static const char *near_help(struct program *program, enum name_space space, const char *wanted,
                             const char *what, const struct choice *candidates)
{
    if (program->names->searches >= NEAR_SEARCHES) {
        return NULL;
    }
    program->names->searches++;
    struct near_names near;
    near_names_start(&near, wanted);
    bool wants_list = strcmp(what, "list") == 0;
    for (size_t i = 0; i < program->names->declared[space].count; i++) {
        const struct entity *entity = program->names->declared[space].items[i];
        if (may_be_meant(entity, wants_list)) {
            near_names_offer(&near, entity->name);
        }
    }
    for (size_t i = 0; candidates && i < candidates->count; i++) {
        near_names_offer(&near, candidates->values[i].name);
    }
    const struct item_scope *items = space == SPACE_VALUE && !wants_list ? program->names->items : NULL;
    for (size_t i = 0; items && i < items->list->fields.count; i++) {
        near_names_offer(&near, items->list->fields.items[i]->entity.name);
    }
    return near_names_help(&near, program->arena);
}

static void report_other_kind(struct program *program, const struct node *node, const char *what,
                              const struct entity *other)
{
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E203_OTHER_KIND, node_name_span(node),
                          "`%s` is %s, not a %s", node->name, kind_text(program, other), what);
    diagnostic_label(program->diagnostics, said, entity_span(other), "declared here");
    if (strcmp(what, "type") == 0 && (other->decl->kind == NODE_LIST || other->decl->kind == NODE_EVENT)) {
        diagnostic_help(program->diagnostics, said,
                        "a fact or field has one value; a list stands by itself, and items have no lists");
    }
}

static const char *value_help(struct program *program, symbol name)
{
    const struct choice *choice = table_get(&program->names->choice_values, name);
    return !choice ? NULL
           : choice->name
               ? arena_format(program->arena, "`%s` is a value of `%s`; write `%s = %s`", name,
                              choice->name, choice->name, name)
               : arena_format(program->arena, "`%s` is a value of a choice; compare with it", name);
}

/* A number written as a word. */
static const char *number_help(struct program *program, symbol name)
{
    static const char *const words[] = {"two",  "three", "four", "five",   "six",   "seven",
                                        "eight", "nine", "ten",  "eleven", "twelve"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(name, words[i]) == 0) {
            return arena_format(program->arena, "write the number: %zu", i + 2);
        }
    }
    return strcmp(name, "one") == 0 ? "write the number: 1" : NULL;
}

/* Words that other languages have, or that mean something else elsewhere, and what is written here. */
static const char *word_help(enum name_space space, const char *name)
{
    static const struct {
        enum name_space space;
        const char *word, *help;
    } words[] = {
        {SPACE_VALUE, "date", "the date of the case is `case_date`"},
        {SPACE_VALUE, "today", "the date of the case is `case_date`"},
        {SPACE_VALUE, "true", "write `yes`, or the fact alone"},
        {SPACE_VALUE, "false", "write `no`, or `not` before the fact"},
        {SPACE_TYPE, "boolean", "write `yes/no`"},
        {SPACE_TYPE, "bool", "write `yes/no`"},
        {SPACE_TYPE, "number", "a number has bounds: `0 to 100`"},
        {SPACE_TYPE, "integer", "a number has bounds: `0 to 100`"},
        {SPACE_TYPE, "decimal", "a number has bounds, which say how fine it is: `0.0 to 100.0`"},
        {SPACE_TYPE, "text", "there is no free text: name the answers that matter, `one of a, b, c`"},
        {SPACE_TYPE, "string", "there is no free text: name the answers that matter, `one of a, b, c`"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (words[i].space == space && strcmp(words[i].word, name) == 0) {
            return words[i].help;
        }
    }
    return NULL;
}

/* A name with capitals or hyphens was reported by the scanner, and stands in the tree as it was meant. */
static bool is_mended(const struct program *program, const struct node *node)
{
    struct span span = node_name_span(node);
    size_t length = strlen(node->name);
    return span.file != SOURCE_NO_FILE
           && (span.end - span.begin != length
               || memcmp(program->sources->files[span.file].bytes + span.begin, node->name, length) != 0);
}

/* A field that is out of reach: of an item further out, or of a list that is not spoken of at all. */
static const struct fact *field_out_of_reach(const struct program *program, symbol name)
{
    const struct item_scope *items = program->names->items;
    for (items = items ? items->outer : NULL; items; items = items->outer) {
        if (list_field(items->list, name)) {
            return list_field(items->list, name);
        }
    }
    for (size_t i = 0; i < program->fields.count; i++) {
        if (program->fields.items[i]->entity.name == name) {
            return program->fields.items[i];
        }
    }
    return NULL;
}

static void report_out_of_reach(struct program *program, const struct node *node,
                                const struct fact *field)
{
    const struct item_scope *items = program->names->items;
    struct diagnostic *said = diagnostic_report(
        program->diagnostics, E209_FIELD_OUTSIDE, node_name_span(node),
        items ? "`%s` is a field of `%s`, and `%s` is spoken of here"
              : "`%s` is a field of `%s`, which has one for each item",
        node->name, field->list->entity.name, items ? items->list->entity.name : NULL);
    diagnostic_label(program->diagnostics, said, entity_span(&field->entity), "declared here");
    if (items) {
        diagnostic_help(program->diagnostics, said,
                        "what is asked of one item can't compare it with an item of another list");
    } else {
        diagnostic_help(program->diagnostics, said, "say of which items: `any %s where (%s ...)`",
                        field->list->entity.name, node->name);
    }
}

static const struct node *find_withdrawal(const struct program *program, symbol name)
{
    for (size_t i = 0; i < program->withdrawn.count; i++) {
        if (program->withdrawn.items[i]->name == name) {
            return program->withdrawn.items[i];
        }
    }
    return NULL;
}

void names_report_unknown(struct program *program, enum name_space space, const struct node *node,
                          const char *what, const struct choice *candidates)
{
    if (names_is_lost(program, node->name) || is_mended(program, node)) {
        return;
    }
    const struct fact *field =
        space == SPACE_VALUE ? field_out_of_reach(program, node->name) : NULL;
    const struct entity *other = elsewhere(program, node->name);
    bool is_hidden = field && names_get(program, space, node->name);
    if (other && !is_hidden) {
        report_other_kind(program, node, what, other);
        return;
    }
    if (field) {
        report_out_of_reach(program, node, field);
        return;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E201_UNKNOWN_NAME, node_name_span(node),
                          "there is no %s%s called `%s`", what,
                          space == SPACE_VALUE && program->names->items ? " or field" : "",
                          node->name);
    const struct node *withdrawal = find_withdrawal(program, node->name);
    if (withdrawal) {
        diagnostic_label(program->diagnostics, said, withdrawal->span, "it is withdrawn here");
        return;
    }
    const char *help = space == SPACE_VALUE ? value_help(program, node->name) : NULL;
    if (!help && space == SPACE_VALUE) {
        help = number_help(program, node->name);
    }
    if (!help) {
        help = word_help(space, node->name);
    }
    if (!help) {
        help = near_help(program, space, node->name, what, candidates);
    }
    if (!help && strcmp(what, "list") == 0) {
        help = arena_format(program->arena, "declare it: `list %s \"...\"`", node->name);
    }
    if (help) {
        diagnostic_help(program->diagnostics, said, "%s", help);
    }
}

struct entity *names_resolve(struct program *program, enum name_space space, struct node *node,
                             const char *what)
{
    struct entity *entity = names_get(program, space, node->name);
    if (!entity) {
        names_report_unknown(program, space, node, what, NULL);
        return NULL;
    }
    entity->used = true;
    node->ref = entity;
    return entity;
}

struct level *names_find_level(const struct program *program, symbol name)
{
    return (struct level *)names_get(program, SPACE_LEVEL, name);
}

static const char *levels_listed(struct program *program)
{
    struct text text = {0};
    for (size_t i = 0; i < program->levels.count && i < 12; i++) {
        text_format(&text, "%s%s", i ? ", " : "", program->levels.items[i]->label);
    }
    if (program->levels.count > 12) {
        text_add(&text, " ...");
    }
    const char *listed = arena_copy(program->arena, text_string(&text), text.length);
    text_clear(&text);
    return listed;
}

struct level *names_level(struct program *program, struct node *node)
{
    struct level *level = names_find_level(program, node->name);
    if (level) {
        level->entity.used = true;
        node->ref = &level->entity;
        node->type = program->level_type;
        return level;
    }
    if (names_is_lost(program, node->name)) {
        return NULL;
    }
    struct diagnostic *said =
        diagnostic_report(program->diagnostics, E205_UNKNOWN_LEVEL, node_name_span(node),
                          "there is no level %s", node->name);
    if (program->levels.count == 0) {
        diagnostic_help(program->diagnostics, said,
                        "declare the levels below the header: `level 1 universal \"...\"`");
    } else {
        diagnostic_help(program->diagnostics, said, "the levels are %s", levels_listed(program));
    }
    return NULL;
}

void names_report_no_rule(struct program *program, const struct node *node, const char *label)
{
    struct diagnostic *said = diagnostic_report(program->diagnostics, E201_UNKNOWN_NAME,
                                                node->span, "there is no rule `%s`", label);
    struct near_names near;
    near_names_start(&near, label);
    for (size_t i = 0; i < program->rules.count; i++) {
        near_names_offer(&near, program->rules.items[i]->label);
    }
    const char *help = near_names_help(&near, program->arena);
    if (help) {
        diagnostic_help(program->diagnostics, said, "%s", help);
    }
}

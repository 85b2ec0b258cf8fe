/* SPDX-License-Identifier: Apache-2.0 */
/* Statements of two versions, held against one another. */
#include "prove/revision.h"

#include <string.h>

#include "answer/answer.h"
#include "meaning/wording.h"

/* -------------------------------------------------------------------------------------------- rules */

static bool same_words(const struct node *a, const struct node *b)
{
    return a && b ? node_equal(a, b) : a == b;
}

static const struct node *rule_then(const struct rule *rule)
{
    return node_child(rule->entity.decl, NODE_THEN);
}

static bool same_citations(const struct rule *older, const struct rule *newer)
{
    const struct citations *a = &older->entity.cites, *b = &newer->entity.cites;
    bool same = a->count == b->count;
    for (size_t i = 0; i < a->count && same; i++) {
        const char *left = a->items[i].item, *right = b->items[i].item;
        same = left && right ? strcmp(left, right) == 0 : left == right;
    }
    return same;
}

/* Outcomes other than the level. */
static bool same_outcome(const struct rule *older, const struct rule *newer)
{
    const struct node *a = rule_then(older) ? rule_then(older)->child : NULL;
    const struct node *b = rule_then(newer) ? rule_then(newer)->child : NULL;
    bool same = older->mandatory == newer->mandatory && older->concludes == newer->concludes;
    while (same && (a || b)) {
        a = a && a->kind == NODE_OUTCOME_LEVEL ? a->next : a;
        b = b && b->kind == NODE_OUTCOME_LEVEL ? b->next : b;
        same = same_words(a, b);
        a = a ? a->next : NULL;
        b = b ? b->next : NULL;
    }
    return same;
}

static unsigned compare_conditions(const struct rule_pair *pair, const struct encoding *older,
                                   const struct encoding *newer)
{
    bool reads_same = same_words(pair->older->condition, pair->newer->condition)
                      && same_words(pair->older->unless, pair->newer->unless);
    bool means_same = rule_condition(older, pair->older) == rule_condition(newer, pair->newer);
    return means_same ? (reads_same ? 0 : RULE_REWORDED)
                      : (reads_same ? RULE_REFERS : RULE_CONDITION);
}

static unsigned compare_rules(const struct counterparts *counterparts, const struct rule_pair *pair,
                              const struct encoding *older, const struct encoding *newer)
{
    const struct rule *a = pair->older, *b = pair->newer;
    if (!a || !b) {
        return a ? RULE_WITHDRAWN : RULE_ADDED;
    }
    const struct rule_pair *excepted =
        b->excepts ? counterpart_of_rule(counterparts, b->excepts) : NULL;
    bool same_excepted = (excepted ? excepted->older : NULL) == a->excepts;
    return (a->entity.name != b->entity.name ? RULE_RENAMED : 0)
           | (same_citations(a, b) ? 0 : RULE_RECITED)
           | (same_level(counterparts, a, b) ? 0 : RULE_MOVED)
           | (same_outcome(a, b) ? 0 : RULE_OUTCOME) | (same_excepted ? 0 : RULE_EXCEPTS)
           | compare_conditions(pair, older, newer);
}

static void revise_rules(struct revision *revision, struct arena *arena,
                         const struct counterparts *counterparts, const struct encoding *older,
                         const struct encoding *newer)
{
    for (size_t i = 0; i < counterparts->rules.count; i++) {
        const struct rule_pair *pair = &counterparts->rules.items[i];
        unsigned flags = compare_rules(counterparts, pair, older, newer);
        if (flags) {
            vector_push(arena, &revision->rules, (struct rule_revision){*pair, flags});
        } else {
            revision->unchanged++;
        }
    }
}

/* ------------------------------------------------------------------------------- other statements */

struct revising {
    struct revision *revision;
    struct arena *arena;
    struct program *programs[2];
};

/* What is said of an entity in a line, or NULL. */
static const char *words_of(struct program *program, const struct entity *entity)
{
    switch (entity->kind) {
    case ENTITY_PARAMETER: {
        const struct parameter *parameter = (const struct parameter *)entity;
        return wording_value(program, parameter->type, parameter->value);
    }
    case ENTITY_FACT:
        return wording_type(program, ((const struct fact *)entity)->type);
    case ENTITY_DEFINE:
        return wording_source(program, ((const struct define *)entity)->expression->span);
    case ENTITY_LEVEL:
        return arena_format(program->arena, "%s %s", ((const struct level *)entity)->label,
                            entity->title ? entity->title : "");
    default:
        return NULL;
    }
}

static void note_statement(struct revising *revising, const struct entity *older,
                           const struct entity *newer)
{
    const struct entity *one = newer ? newer : older;
    const char *before = older ? words_of(revising->programs[0], older) : NULL;
    const char *after = newer ? words_of(revising->programs[1], newer) : NULL;
    if (before && after && strcmp(before, after) == 0) {
        before = after = NULL;
    }
    const char *name = one->kind == ENTITY_LEVEL ? ((const struct level *)one)->label : one->name;
    vector_push(revising->arena, &revising->revision->statements,
                (struct statement_revision){{older, newer},
                                            entity_noun(one->kind),
                                            name ? name : one->title,
                                            !older   ? STATEMENT_ADDED
                                            : !newer ? STATEMENT_WITHDRAWN
                                                     : STATEMENT_CHANGED,
                                            before,
                                            after});
}

static symbol name_of(const struct entity *entity)
{
    return entity->kind == ENTITY_LEVEL ? ((const struct level *)entity)->label : entity->name;
}

/* What ENTITY of the newer version is called in the older. */
static symbol older_name_of(const struct entity *entity)
{
    symbol was = entity->kind == ENTITY_LEVEL ? ((const struct level *)entity)->was : NULL;
    return was ? was : name_of(entity);
}

/* Facts of a shared vocabulary that a version does not read are no part of what it says. */
static bool takes_part(const struct entity *entity)
{
    const struct fact *fact = (const struct fact *)entity;
    return entity->kind != ENTITY_FACT
           || (!fact->is_builtin && (fact->is_read || !fact->from_vocabulary));
}

struct entities {
    struct entity *const *items;
    size_t count;
};

static const struct entity *find_older(struct entities older, const struct entity *newer)
{
    for (size_t i = 0; i < older.count; i++) {
        if (name_of(older.items[i]) == older_name_of(newer)) {
            return older.items[i];
        }
    }
    return NULL;
}

static bool has_newer(struct entities newer, const struct entity *older)
{
    bool has = false;
    for (size_t i = 0; i < newer.count && !has; i++) {
        has = older_name_of(newer.items[i]) == name_of(older);
    }
    return has;
}

static void compare_entities(struct revising *revising, struct entities older,
                             struct entities newer)
{
    for (size_t i = 0; i < newer.count; i++) {
        const struct entity *before = find_older(older, newer.items[i]);
        bool here = takes_part(newer.items[i]), there = before && takes_part(before);
        if (here && !there) {
            note_statement(revising, NULL, newer.items[i]);
        } else if (there && !here) {
            note_statement(revising, before, NULL);
        } else if (here && !node_equal(before->decl, newer.items[i]->decl)) {
            note_statement(revising, before, newer.items[i]);
        }
    }
    for (size_t i = 0; i < older.count; i++) {
        if (takes_part(older.items[i]) && !has_newer(newer, older.items[i])) {
            note_statement(revising, older.items[i], NULL);
        }
    }
}

#define ENTITIES_OF(program, member)                                              \
    (struct entities)                                                             \
    {                                                                             \
        (struct entity *const *)(program)->member.items, (program)->member.count  \
    }
#define COMPARE_ALL(member) \
    compare_entities(revising, ENTITIES_OF(older, member), ENTITIES_OF(newer, member))

static void revise_statements(struct revising *revising)
{
    const struct program *older = revising->programs[0], *newer = revising->programs[1];
    COMPARE_ALL(levels);
    COMPARE_ALL(parameters);
    COMPARE_ALL(facts);
    COMPARE_ALL(defines);
    COMPARE_ALL(groups);
    COMPARE_ALL(decisions);
    COMPARE_ALL(duties);
    COMPARE_ALL(contacts);
    COMPARE_ALL(checklists);
}

struct revision *revision_create(struct arena *arena, const struct counterparts *counterparts,
                                 const struct encoding *older, const struct encoding *newer)
{
    struct revision *revision = arena_alloc(arena, sizeof *revision);
    struct revising revising = {revision, arena,
                                {counterparts->older, counterparts->newer}};
    revise_rules(revision, arena, counterparts, older, newer);
    revise_statements(&revising);
    return revision;
}

/* -------------------------------------------------------------------------------------------- words */

const char *rule_revision_verb(const struct rule_revision *revision)
{
    return revision->flags & RULE_ADDED                           ? "added"
           : revision->flags & RULE_WITHDRAWN                     ? "withdrawn"
           : revision->flags & (RULE_MOVED | RULE_CONDITION | RULE_REFERS | RULE_OUTCOME
                                | RULE_EXCEPTS)                   ? "changed"
           : revision->flags & RULE_RENAMED                       ? "renamed"
           : revision->flags & RULE_REWORDED                      ? "reworded"
                                                                  : "re-cited";
}

const char *rule_revision_details(struct arena *arena, const struct rule_revision *revision)
{
    static const struct {
        unsigned flag;
        const char *words;
    } details[] = {{RULE_RENAMED, "name"},
                   {RULE_MOVED, "level"},
                   {RULE_CONDITION, "condition"},
                   {RULE_REFERS, "what it refers to"},
                   {RULE_REWORDED, "wording"},
                   {RULE_OUTCOME, "outcome"},
                   {RULE_EXCEPTS, "the rule it is an exception to"},
                   {RULE_RECITED, "citation"}};
    const char *all = "";
    for (size_t i = 0; i < sizeof details / sizeof *details; i++) {
        if (revision->flags & details[i].flag) {
            all = arena_format(arena, "%s%s%s", all, *all ? ", " : "", details[i].words);
        }
    }
    return all;
}

const char *rule_words(struct program *program, const struct rule *rule)
{
    const char *condition = rule->condition ? wording_source(program, rule->condition->span) : "?";
    return rule->unless ? arena_format(program->arena, "if %s unless %s", condition,
                                       wording_source(program, rule->unless->span))
                        : arena_format(program->arena, "if %s", condition);
}

const char *rule_level_words(struct arena *arena, const struct program *program,
                             const struct rule *rule)
{
    if (!rule->has_level) {
        return "no level";
    }
    const char *low = level_label(program, rule->level_low);
    return rule->level_low == rule->level_high
               ? arena_format(arena, "level %s", low)
               : arena_format(arena, "level %s or %s as judged", low,
                              level_label(program, rule->level_high));
}

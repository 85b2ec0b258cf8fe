/* SPDX-License-Identifier: Apache-2.0 */
/* Pairs, from the surest sign to the weakest. */
#include "prove/counterpart.h"

#include "base/table.h"

/* ------------------------------------------------------------------------------------------- levels */

static size_t rank_of(const struct program *program, symbol label)
{
    for (size_t i = 0; i < program->levels.count; i++) {
        if (program->levels.items[i]->label == label) {
            return i;
        }
    }
    return NO_RANK;
}

static void match_levels(struct counterparts *counterparts)
{
    const struct program *newer = counterparts->newer;
    counterparts->older_rank = arena_alloc(
        counterparts->arena, (newer->levels.count + 1) * sizeof *counterparts->older_rank);
    for (size_t i = 0; i < newer->levels.count; i++) {
        const struct level *level = newer->levels.items[i];
        counterparts->older_rank[i] =
            rank_of(counterparts->older, level->was ? level->was : level->label);
    }
}

bool same_level(const struct counterparts *counterparts, const struct rule *older,
                const struct rule *newer)
{
    if (!older->has_level || !newer->has_level) {
        return older->has_level == newer->has_level;
    }
    return counterparts->older_rank[newer->level_low] == older->level_low
           && counterparts->older_rank[newer->level_high] == older->level_high;
}

/* ----------------------------------------------------------------------------- decisions and duties */

static void match_decisions(struct counterparts *counterparts)
{
    const struct program *older = counterparts->older, *newer = counterparts->newer;
    for (size_t i = 0; i < newer->decisions.count; i++) {
        struct decision *decision = newer->decisions.items[i];
        vector_push(counterparts->arena, &counterparts->decisions,
                    (struct decision_pair){program_decision(older, decision->entity.name), decision});
    }
    for (size_t i = 0; i < older->decisions.count; i++) {
        struct decision *decision = older->decisions.items[i];
        if (!program_decision(newer, decision->entity.name)) {
            vector_push(counterparts->arena, &counterparts->decisions,
                        (struct decision_pair){decision, NULL});
        }
    }
}

static const struct duty *duty_named(const struct program *program, symbol name)
{
    for (size_t i = 0; i < program->duties.count; i++) {
        if (program->duties.items[i]->entity.name == name) {
            return program->duties.items[i];
        }
    }
    return NULL;
}

static void match_duties(struct counterparts *counterparts)
{
    const struct program *older = counterparts->older, *newer = counterparts->newer;
    for (size_t i = 0; i < newer->duties.count; i++) {
        const struct duty *duty = newer->duties.items[i];
        vector_push(counterparts->arena, &counterparts->duties,
                    (struct duty_pair){duty_named(older, duty->entity.name), duty});
    }
    for (size_t i = 0; i < older->duties.count; i++) {
        const struct duty *duty = older->duties.items[i];
        if (!duty_named(newer, duty->entity.name)) {
            vector_push(counterparts->arena, &counterparts->duties, (struct duty_pair){duty, NULL});
        }
    }
}

struct counterparts *counterparts_create(struct arena *arena, struct program *older,
                                         struct program *newer)
{
    struct counterparts *made = arena_alloc(arena, sizeof *made);
    *made = (struct counterparts){.arena = arena, .older = older, .newer = newer};
    match_levels(made);
    match_decisions(made);
    match_duties(made);
    return made;
}

/* -------------------------------------------------------------------------------------------- rules */

struct matching {
    struct counterparts *counterparts;
    const term *older, *newer; /* by rule: its condition */
    const struct rule **found; /* by rule of the newer: of the older */
    bool *taken;               /* by rule of the older */
};

term rule_condition(const struct encoding *encoding, const struct rule *rule)
{
    return encoding_holds(encoding, encoding->plan->rules.items[rule->entity.index].condition);
}

static void take(struct matching *matching, const struct rule *older, const struct rule *newer)
{
    matching->found[newer->entity.index] = older;
    matching->taken[older->entity.index] = true;
}

typedef bool alike(const struct matching *matching, const struct rule *older,
                   const struct rule *newer);

static bool same_name(const struct matching *matching, const struct rule *older,
                      const struct rule *newer)
{
    (void)matching;
    return older->entity.name && older->entity.name == newer->entity.name;
}

static bool same_meaning(const struct matching *matching, const struct rule *older,
                         const struct rule *newer)
{
    return older->is_exception == newer->is_exception
           && same_level(matching->counterparts, older, newer)
           && matching->older[older->entity.index] == matching->newer[newer->entity.index];
}

static bool same_label(const struct matching *matching, const struct rule *older,
                       const struct rule *newer)
{
    (void)matching;
    return older->label == newer->label;
}

static bool same_label_and_meaning(const struct matching *matching, const struct rule *older,
                                   const struct rule *newer)
{
    return same_label(matching, older, newer) && same_meaning(matching, older, newer);
}

/* A label that stands for an item of the document, and no name. */
static bool same_item(const struct matching *matching, const struct rule *older,
                      const struct rule *newer)
{
    return !older->entity.name && !newer->entity.name && older->entity.cites.count > 0
           && newer->entity.cites.count > 0 && same_label(matching, older, newer);
}

static void match_by(struct matching *matching, alike *is_alike)
{
    const struct program *older = matching->counterparts->older;
    const struct program *newer = matching->counterparts->newer;
    for (size_t i = 0; i < newer->rules.count; i++) {
        for (size_t j = 0; j < older->rules.count && !matching->found[i]; j++) {
            if (!matching->taken[j]
                && is_alike(matching, older->rules.items[j], newer->rules.items[i])) {
                take(matching, older->rules.items[j], newer->rules.items[i]);
            }
        }
    }
}

static const term *conditions_of(const struct encoding *encoding)
{
    const struct program *program = encoding->plan->program;
    term *conditions = arena_alloc(encoding->world->arena,
                                   (program->rules.count + 1) * sizeof *conditions);
    for (size_t i = 0; i < program->rules.count; i++) {
        conditions[i] = rule_condition(encoding, program->rules.items[i]);
    }
    return conditions;
}

static void keep_pairs(const struct matching *matching)
{
    struct counterparts *counterparts = matching->counterparts;
    for (size_t i = 0; i < counterparts->newer->rules.count; i++) {
        vector_push(counterparts->arena, &counterparts->rules,
                    (struct rule_pair){matching->found[i], counterparts->newer->rules.items[i]});
    }
    for (size_t i = 0; i < counterparts->older->rules.count; i++) {
        if (!matching->taken[i]) {
            vector_push(counterparts->arena, &counterparts->rules,
                        (struct rule_pair){counterparts->older->rules.items[i], NULL});
        }
    }
}

void counterparts_match_rules(struct counterparts *counterparts, const struct encoding *older,
                              const struct encoding *newer)
{
    size_t olds = counterparts->older->rules.count, news = counterparts->newer->rules.count;
    struct matching matching = {counterparts, conditions_of(older), conditions_of(newer),
                                arena_alloc(counterparts->arena, (news + 1) * sizeof *matching.found),
                                arena_alloc(counterparts->arena, (olds + 1) * sizeof(bool))};
    match_by(&matching, same_name);
    match_by(&matching, same_label_and_meaning);
    match_by(&matching, same_meaning);
    match_by(&matching, same_item);
    keep_pairs(&matching);
}

const struct rule_pair *counterpart_of_rule(const struct counterparts *counterparts,
                                            const struct rule *rule)
{
    for (size_t i = 0; i < counterparts->rules.count; i++) {
        const struct rule_pair *pair = &counterparts->rules.items[i];
        if (pair->older == rule || pair->newer == rule) {
            return pair;
        }
    }
    return NULL;
}

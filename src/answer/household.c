/* SPDX-License-Identifier: Apache-2.0 */
/* From the evaluations of members to what they come to together. */
#include "answer/household.h"

/* --------------------------------------------------------------------------------------- the level */

static enum scope_answer scope_of(const struct member_level *members, size_t count,
                                  const struct member_level *others)
{
    enum scope_answer scope = others && others->scope != SCOPE_OUT ? SCOPE_PERHAPS : SCOPE_OUT;
    for (size_t i = 0; i < count; i++) {
        enum scope_answer one = members[i].scope;
        scope = one == SCOPE_IN || scope == SCOPE_IN ? SCOPE_IN : one == SCOPE_PERHAPS ? one : scope;
    }
    return scope;
}

/* The highest level that certainly is some member's. If none certainly is in scope, one that may be is, in
   all cases that count, and has its lowest at least. */
static size_t least_level(const struct member_level *members, size_t count,
                          const struct member_level *others)
{
    size_t highest = 0, lowest = SIZE_MAX;
    bool some_in = false, others_alone = others && others->has_level;
    for (size_t i = 0; i < count; i++) {
        size_t low = members[i].at_least;
        if (members[i].has_level && members[i].scope == SCOPE_IN) {
            some_in = true;
            highest = low > highest ? low : highest;
        } else if (members[i].has_level) {
            lowest = low < lowest ? low : lowest;
        }
    }
    return some_in ? highest : lowest == SIZE_MAX || others_alone ? 0 : lowest;
}

struct member_level household_level(const struct member_level *members, size_t count,
                                    const struct member_level *others)
{
    struct member_level level = {.scope = scope_of(members, count, others)};
    for (size_t i = 0; i < count + (others != NULL); i++) {
        const struct member_level *one = i < count ? &members[i] : others;
        level.has_level = level.has_level || one->has_level;
        level.at_most = one->has_level && one->at_most > level.at_most ? one->at_most : level.at_most;
    }
    level.at_least = level.has_level ? least_level(members, count, others) : 0;
    return level;
}

struct member_level member_level_of(const struct answer *answer)
{
    return (struct member_level){answer->scope, answer->has_level, answer->at_least,
                                 answer->at_most};
}

/* Both ends are reached if one level is left, or if one member alone decides within the range. */
static bool is_exact(const struct household_answer *household)
{
    const struct member_level *level = &household->level;
    const struct answer *deciding = NULL;
    bool several = household->others && household->others->has_level
                   && household->others->at_most > level->at_least;
    for (size_t i = 0; i < household->members.count; i++) {
        const struct answer *member = household->members.items[i];
        if (member->has_level && member->at_most > level->at_least) {
            several = several || deciding;
            deciding = member;
        }
    }
    bool alone = deciding && !several && deciding->scope == SCOPE_IN && deciding->exact
                 && deciding->at_least == level->at_least;
    return level->scope == SCOPE_IN && (level->at_least == level->at_most || alone);
}

static void find_level(struct arena *arena, struct household_answer *household)
{
    size_t count = household->members.count;
    struct member_level *levels = arena_alloc(arena, (count + 1) * sizeof *levels);
    for (size_t i = 0; i < count; i++) {
        levels[i] = member_level_of(household->members.items[i]);
    }
    if (household->others) {
        levels[count] = member_level_of(household->others);
    }
    household->level = household_level(levels, count, household->others ? &levels[count] : NULL);
    household->exact = household->level.has_level && is_exact(household);
}

/* ----------------------------------------------------------------------------------------- duties */

static const struct duty_answer *duty_of(const struct answer *answer, const struct duty *duty)
{
    for (size_t i = 0; i < answer->duties.count; i++) {
        if (answer->duties.items[i].duty->duty == duty) {
            return &answer->duties.items[i];
        }
    }
    return NULL;
}

static void find_duty(struct arena *arena, struct household_answer *household,
                      const struct duty *duty)
{
    struct household_duty found = {0};
    for (size_t i = 0; i < household->members.count; i++) {
        struct member_duty one = {household->members.items[i],
                                  duty_of(household->members.items[i], duty)};
        if (one.duty) {
            found.certain = found.certain || one.duty->certain;
            vector_push(arena, &found.members, one);
        }
    }
    if (found.members.count > 0) {
        vector_push(arena, &household->duties, found);
    }
}

/* -------------------------------------------------------------------------------------- judgement */

/* Below a statutory rule of one member, the judgement of all is not permitted. */
static enum judgement_answer judged_of(const struct household_answer *household, size_t level)
{
    enum judgement_answer found = level > household->level.at_most    ? JUDGEMENT_ABOVE
                                  : level < household->level.at_least ? JUDGEMENT_BELOW
                                                                      : JUDGEMENT_WITHIN;
    for (size_t i = 0; i < household->members.count; i++) {
        enum judgement_answer one = answer_compare_judgement(household->members.items[i], level);
        if (one == JUDGEMENT_NOT_PERMITTED) {
            return one;
        }
        found = one == JUDGEMENT_PERHAPS_NOT_PERMITTED ? one : found;
    }
    return found;
}

struct household_answer *household_answer_create(struct arena *arena, const struct limen_case *shared,
                                                 const struct family *family,
                                                 const struct answer *const *members)
{
    struct household_answer *household = arena_alloc(arena, sizeof *household);
    household->shared = shared;
    household->program = family->members[0]->plan->program;
    for (size_t i = 0; i < family->count; i++) {
        const struct answer *member =
            members ? members[i] : answer_create(arena, family->members[i]);
        vector_push(arena, &household->members, member);
    }
    household->other_count = family->others;
    household->others = family->others ? answer_create(arena, family->members[family->count]) : NULL;
    find_level(arena, household);
    for (size_t i = 0; i < household->program->duties.count; i++) {
        find_duty(arena, household, household->program->duties.items[i]);
    }
    if (shared->judgement.present && household->level.has_level) {
        household->judgement = judged_of(household, shared->judgement.level);
    }
    return household;
}

/* ---------------------------------------------------------------------------------------- refusals */

void household_refuse(struct arena *arena, const struct limen_case *shared, const struct family *family,
                      struct case_result *result)
{
    const struct program *program = family->members[0]->plan->program;
    for (size_t i = 0; i < family->count; i++) {
        struct case_result one = {0};
        answer_refuse(arena, family->members[i], &one);
        const char *name = household_name(program, arena, family->members[i]->limen_case);
        for (size_t e = 0; e < one.errors.count; e++) {
            struct case_error error = one.errors.items[e];
            error.message = arena_format(arena, "%s: %s", name, error.message);
            error.line = error.line ? error.line : shared->line;
            error.column = error.column ? error.column : shared->column;
            vector_push(arena, &result->errors, error);
        }
    }
    result->id = result->id ? result->id : shared->id;
}

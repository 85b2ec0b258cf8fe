/* SPDX-License-Identifier: Apache-2.0 */
/* Running examples and comparing. */
#include "answer/examples.h"

#include <string.h>

#include "answer/wording.h"
#include "meaning/constant.h"

struct running {
    struct arena *arena;
    struct program *program;
    const struct plan *plan;
    struct examples *examples;
    struct example_result *result;
    const struct answer *member; /* of whom something is expected; NULL: of the household */
    bool *covered; /* by rule */
};

bool example_passes(const struct example_result *result)
{
    return result->answer && result->misses.count == 0;
}

/* "child tom level 2" of what is expected of one of several, as the example writes it. */
static const char *said_of_member(const struct running *running, const struct text *text)
{
    const struct example_result *result = running->result;
    bool is_of_one = result->household && running->member;
    return is_of_one ? arena_format(running->arena, "%s %s %s", running->program->each->entity.name,
                                    running->member->evaluation->limen_case->id, text_string(text))
                     : arena_copy(running->arena, text_string(text), text->length);
}

/* Both texts are freed. The first of these is what gets explained. */
static void add_miss(struct running *running, struct text *expected, struct text *got)
{
    struct example_result *result = running->result;
    struct miss miss = {said_of_member(running, expected), said_of_member(running, got)};
    if (result->misses.count == 0 && running->member) {
        result->answer = running->member;
    }
    vector_push(running->arena, &result->misses, miss);
    text_clear(expected);
    text_clear(got);
}

static void check(struct running *running, bool met, struct text *expected, struct text *got)
{
    running->result->expectations++;
    if (met) {
        text_clear(expected);
        text_clear(got);
    } else {
        add_miss(running, expected, got);
    }
}

/* --------------------------------------------------------------------------------------- levels */

static void say_range(const struct running *running, struct text *text, size_t low, size_t high)
{
    wording_level(text, running->program, low);
    if (low != high) {
        text_format(text, " to %s", level_label(running->program, high));
    }
}

/* Of the member at hand, else of the household. */
static struct member_level level_at_hand(const struct running *running)
{
    const struct answer *answer = running->member;
    return answer ? member_level_of(answer) : running->result->household->level;
}

static void say_level(const struct running *running, struct text *text)
{
    struct member_level level = level_at_hand(running);
    if (level.scope == SCOPE_OUT) {
        text_add(text, "out of scope");
    } else if (level.has_level) {
        say_range(running, text, level.at_least, level.at_most);
        text_add(text, level.scope == SCOPE_PERHAPS ? ", perhaps out of scope" : "");
    } else {
        text_add(text, "no level");
    }
}

static size_t rank_of(const struct node *node)
{
    return ((const struct level *)node->ref)->rank;
}

static void expect_level(struct running *running, const struct node *expect)
{
    struct member_level level = level_at_hand(running);
    const struct node *low = node_child(expect, NODE_LEVEL_REF);
    const struct node *high = node_next(low, NODE_LEVEL_REF);
    size_t from = rank_of(low), to = rank_of(high ? high : low);
    struct text expected = {0}, got = {0};
    say_range(running, &expected, from, to);
    say_level(running, &got);
    check(running,
          level.has_level && level.scope != SCOPE_OUT && level.at_least == from &&
              level.at_most == to,
          &expected, &got);
}

static void expect_out_of_scope(struct running *running)
{
    struct text expected = {0}, got = {0};
    text_add(&expected, "out of scope");
    say_level(running, &got);
    check(running, level_at_hand(running).scope == SCOPE_OUT, &expected, &got);
}

/* ----------------------------------------------------------------------------- rules and duties */

/* Of the member at hand; of a household, whether it is so of one at least. */
static struct value_set status_at_hand(const struct running *running, node_id status)
{
    const struct household_answer *household = running->result->household;
    struct value_set some = value_between(0, 0);
    if (running->member) {
        return running->member->evaluation->values[status];
    }
    for (size_t i = 0; i < household->members.count; i++) {
        struct value_set one = household->members.items[i]->evaluation->values[status];
        some.low = one.low > some.low ? one.low : some.low;
        some.high = one.high > some.high ? one.high : some.high;
    }
    return some;
}

/* What certainly holds, or certainly does not, is expected. */
static void expect_status(struct running *running, const struct node *expect, const char *noun,
                          const char *name, node_id status)
{
    struct value_set set = status_at_hand(running, status);
    bool negated = (expect->flags & FLAG_NEGATED) != 0;
    bool met = negated ? !value_may_be_yes(set) : value_is_yes(set);
    struct text expected = {0}, got = {0};
    text_format(&expected, "%s%s %s", negated ? "not " : "", noun, name);
    text_format(&got, "%s %s %s", noun, name,
                value_is_yes(set)       ? "holds"
                : value_may_be_yes(set) ? "may hold"
                                        : "does not hold");
    check(running, met, &expected, &got);
}

static void expect_rule(struct running *running, const struct node *expect)
{
    const struct rule *rule = (const struct rule *)expect->ref;
    expect_status(running, expect, "rule", rule->label,
                  running->plan->rules.items[rule->entity.index].status);
}

static void expect_duty(struct running *running, const struct node *expect)
{
    const struct entity *duty = expect->ref;
    expect_status(running, expect, "duty", duty->name,
                  running->plan->duties.items[duty->index].holds);
}

/* ------------------------------------------------------------------------------------ decisions */

static const struct decision_answer *answer_to(const struct running *running,
                                               const struct node *expect)
{
    return &running->member->decisions.items[expect->ref->index];
}

/* VALUE, at the scale and unit of FROM, at those of TO; false if it lies between two steps of TO. */
static bool convert(const struct type *from, const struct type *to, int64_t value, int64_t *ret)
{
    if (from->kind != TYPE_NUMBER) {
        *ret = value;
        return true;
    }
    struct decimal number = {value * unit_factor(from->unit), from->scale};
    int64_t digits;
    if (!decimal_at_scale(number, to->scale > from->scale ? to->scale : from->scale, &digits)) {
        return false;
    }
    unsigned scale = to->scale > from->scale ? to->scale : from->scale;
    int64_t step = unit_factor(to->unit) * decimal_power(scale - to->scale);
    *ret = digits / step;
    return digits % step == 0;
}

/* The set that the values written in EXPECT are, of TYPE; false if one of them TYPE can't have. */
static bool expected_set(struct running *running, const struct node *expect,
                         const struct type *type, struct value_set *ret_set)
{
    const struct decision *decision = (const struct decision *)expect->ref;
    struct type *written = arena_alloc(running->arena, sizeof *written);
    bool first = true;
    *written = *decision->type;
    written->or_none = written->or_none || decision->may_be_none;
    for (struct node *node = expect->child; node; node = node->next) {
        struct constant constant;
        int64_t value;
        if (!constant_read(running->program, node, written, &constant) ||
            (!constant.is_none && !convert(written, type, constant.value, &value))) {
            return false;
        }
        struct value_set one = constant.is_none ? value_none(running->arena, type)
                                                : value_of(running->arena, type, value);
        *ret_set = first ? one : value_union(running->arena, type, *ret_set, one);
        first = false;
    }
    return true;
}

static void say_expected(struct running *running, struct text *text, const struct node *expect)
{
    const struct source_file *file = &running->program->sources->files[expect->span.file];
    text_add_bytes(text, file->bytes + expect->span.begin, expect->span.end - expect->span.begin);
}

/* Several values of `every one of` are expected: just those certainly, and no other perhaps. */
static bool selection_is(const struct running *running, const struct decision_answer *decision,
                         struct value_set expected, const struct choice *choice)
{
    const struct evaluation *evaluation = running->member->evaluation;
    for (size_t i = 0; i < choice->count; i++) {
        bool wanted = value_has(expected, (int64_t)i);
        if (selection_has(evaluation, decision, i, true) != wanted ||
            (!wanted && selection_has(evaluation, decision, i, false))) {
            return false;
        }
    }
    return true;
}

static void say_selection(const struct running *running, struct text *text,
                          const struct decision_answer *decision, const struct choice *choice)
{
    const struct evaluation *evaluation = running->member->evaluation;
    size_t shown = 0;
    for (size_t i = 0; i < choice->count; i++) {
        bool certain = selection_has(evaluation, decision, i, true);
        if (certain || selection_has(evaluation, decision, i, false)) {
            text_format(text, "%s%s%s", shown++ ? ", " : "", certain ? "" : "perhaps ",
                        choice->values[i].name);
        }
    }
    text_add(text, shown ? "" : "nothing");
}

static void expect_value(struct running *running, const struct node *expect)
{
    const struct evaluation *evaluation = running->member->evaluation;
    const struct decision_answer *decision = answer_to(running, expect);
    const struct type *type = decision_answer_type(evaluation, decision);
    struct type of_one = *type; /* what `every one of` selects are values of a choice */
    of_one.kind = type->kind == TYPE_SELECTION ? TYPE_CHOICE : type->kind;
    struct value_set wanted = {0};
    struct text expected = {0}, got = {0};
    bool met = expected_set(running, expect, &of_one, &wanted);
    say_expected(running, &expected, expect);
    text_format(&got, "%s = ", expect->name);
    if (type->kind == TYPE_SELECTION) {
        met = met && selection_is(running, decision, wanted, type->choice);
        say_selection(running, &got, decision, type->choice);
    } else {
        met = met && value_equal(type, decision->value, wanted);
        wording_set(&got, running->program, type, decision->value);
    }
    check(running, met, &expected, &got);
}

/* ------------------------------------------------------------------------------------- examples */

static const struct answer *member_called(const struct household_answer *household, const char *name)
{
    size_t at = 0;
    while (at < household->members.count
           && strcmp(household->members.items[at]->evaluation->limen_case->id, name) != 0) {
        at++;
    }
    return at < household->members.count ? household->members.items[at] : NULL;
}

static void expect_one(struct running *running, const struct node *expect);

static void expect_of_member(struct running *running, const struct node *expect)
{
    const struct answer *before = running->member;
    const struct node *name = node_child(expect, NODE_NAME);
    running->member = member_called(running->result->household, name->name);
    expect_one(running, name->next);
    running->member = before;
}

static void expect_one(struct running *running, const struct node *expect)
{
    switch (expect->kind) {
    case NODE_EXPECT_LEVEL:
        expect_level(running, expect);
        break;
    case NODE_EXPECT_DUTY:
        expect_duty(running, expect);
        break;
    case NODE_EXPECT_RULE:
        expect_rule(running, expect);
        break;
    case NODE_EXPECT_VALUE:
        expect_value(running, expect);
        break;
    case NODE_EXPECT_OUT_OF_SCOPE:
        expect_out_of_scope(running);
        break;
    case NODE_EXPECT_OF:
        expect_of_member(running, expect);
        break;
    default:
        break;
    }
}

static void cover(struct running *running, const struct answer *answer)
{
    for (size_t i = 0; i < answer->rules.count; i++) {
        if (answer->rules.items[i].certain) {
            running->covered[answer->rules.items[i].rule->rule->entity.index] = true;
        }
    }
}

/* All reasons in one line. */
static const char *refusal_of(const struct running *running, const struct case_result *refused)
{
    struct text text = {0};
    for (size_t i = 0; i < refused->errors.count; i++) {
        text_format(&text, "%s%s", i ? "; " : "", refused->errors.items[i].message);
    }
    const char *copy = arena_copy(running->arena, text_string(&text), text.length);
    text_clear(&text);
    return copy;
}

/* Who is at the household's level, as far as somebody is. */
static const struct answer *highest_member(const struct household_answer *household)
{
    const struct answer *highest = household->members.items[0];
    for (size_t i = 1; i < household->members.count; i++) {
        const struct answer *one = household->members.items[i];
        bool is_higher = one->at_least == highest->at_least ? one->at_most > highest->at_most
                                                            : one->at_least > highest->at_least;
        highest = one->has_level && (!highest->has_level || is_higher) ? one : highest;
    }
    return highest;
}

static void answer_household(struct running *running, const struct limen_case *made,
                             struct case_result *refused)
{
    struct arena *arena = running->arena;
    struct family *family = interpreter_evaluate_household(arena, running->plan, made);
    if (family->members[0]->refused) {
        household_refuse(arena, made, family, refused);
        return;
    }
    const struct household_answer *household = household_answer_create(arena, made, family, NULL);
    running->result->household = household;
    running->result->answer = highest_member(household);
    running->member = NULL;
    for (size_t i = 0; i < household->members.count; i++) {
        cover(running, household->members.items[i]);
    }
}

static void answer_example(struct running *running, const struct limen_case *made,
                           struct case_result *refused)
{
    if (case_is_household(made)) {
        answer_household(running, made, refused);
        return;
    }
    const struct evaluation *evaluation = interpreter_evaluate(running->arena, running->plan, made);
    if (evaluation->refused) {
        answer_refuse(running->arena, evaluation, refused);
        return;
    }
    running->result->answer = running->member = answer_create(running->arena, evaluation);
    cover(running, running->member);
}

static void run_example(struct running *running, const struct statement *example)
{
    const struct node *decl = example->entity.decl;
    const struct limen_case *made = case_of_example(running->arena, running->program, decl);
    struct case_result refused = {0};
    running->result = vector_add(running->arena, &running->examples->results);
    *running->result = (struct example_result){.example = example};
    answer_example(running, made, &refused);
    if (refused.errors.count > 0) {
        running->result->refusal = refusal_of(running, &refused);
        running->examples->failed++;
        return;
    }
    const struct node *expect = node_child(decl, NODE_EXPECT);
    for (const struct node *one = expect ? expect->child : NULL; one; one = one->next) {
        expect_one(running, one);
    }
    running->examples->failed += !example_passes(running->result);
    running->examples->without_expectation += running->result->expectations == 0;
}

static void find_uncovered(struct running *running)
{
    for (size_t i = 0; i < running->program->rules.count; i++) {
        const struct rule *rule = running->program->rules.items[i];
        if (rule->concludes) {
            running->examples->rule_count++;
            if (!running->covered[i]) {
                vector_push(running->arena, &running->examples->uncovered, rule);
            }
        }
    }
}

struct examples *examples_run(struct arena *arena, struct program *program, const struct plan *plan)
{
    struct running running = {.arena = arena, .program = program, .plan = plan};
    running.examples = arena_alloc(arena, sizeof *running.examples);
    running.covered = arena_alloc(arena, program->rules.count);
    for (size_t i = 0; i < program->examples.count; i++) {
        run_example(&running, program->examples.items[i]);
    }
    find_uncovered(&running);
    return running.examples;
}

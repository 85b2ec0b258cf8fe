/* SPDX-License-Identifier: Apache-2.0 */
/* What `limen diff` finds against trying every case: pairs of small random rulesets, the newer being the
   older with faults planted (a weaker rule, one dropped, another level, a bound moved by one, `and` for
   `or`, a row of a decision changed ...), facts and levels perhaps under other names, and changes declared.
   The pairs of levels that cases go between, the decisions and duties that differ, what is not declared and
   what is declared for nothing must agree with counting, one for one. The case that is shown must state as
   few facts as any, and its number may move exactly as far as counting says.

   LIMEN_PROPERTY_RULESETS says how many pairs, LIMEN_PROPERTY_SEED with which to begin. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "prove/diff.h"
#include "has_solver.h"
#include "numbered.h"
#include "random.h"
#include "setting.h"

#define PAIRS 120
#define LIMIT 20000
#define LEVELS 4
#define MOST_RULES 8
#define MOST_ROWS 3
#define MOST_CHANGES 3
#define STANDINGS (LEVELS + 1)
#define SUBJECTS 4 /* the level, two decisions, a duty */
#define FACTS 7
#define CASES (2 * 2 * 2 * 2 * 2 * 3 * 6)
#define VISITS 6 /* the fact that is a number */
#define FEARS 5  /* the scale */
#define NARROWED 4 /* the most visits that the newer version may count */

/* Each is at rest at 0. */
static const struct numbered_fact facts[FACTS] = {
    {"absent", "concern absent \"A\"", 2},
    {"bullied", "concern bullied \"B\"", 2},
    {"cold", "concern cold \"C\"", 2},
    {"dirty", "concern dirty \"D\"", 2},
    {"engages", "strength engages \"E\"", 2},
    {"fears", "scale fears : none < some < many \"F\" usually none", 3},
    {"visits", "fact visits : 0 to 5 \"G\" usually 0 higher is worse", 6},
};

/* -------------------------------------------------------------------------------------- the rulesets */

struct atom {
    unsigned fact, test; /* of a yes/no fact: 1 negates; of visits: 0 at least, 1 at most */
    int number;
};

enum shape { ONE, TWO_AND, TWO_OR, OR_AND, TWO_OF_THREE, SHAPES };

struct condition {
    enum shape shape;
    struct atom atoms[3];
};

struct sketched_rule {
    bool is_there, has_unless;
    struct condition condition;
    struct atom unless;
    int level;   /* from 1 */
    int excepts; /* the rule it is an exception to; -1: none */
};

struct sketched_row {
    struct condition condition;
    char value; /* 'a' to 'c' */
    bool is_there;
};

struct sketched_decision {
    struct sketched_row rows[MOST_ROWS];
    bool has_otherwise;
};

struct sketched_change {
    unsigned of; /* 0: says nothing; else subject + 1 */
    bool has_condition, is_of_another;
    struct condition condition;
};

struct sketch {
    struct sketched_rule rules[MOST_RULES];
    struct sketched_decision decisions[2]; /* `first of` and `every one of` */
    struct condition duty;
    struct atom scope;
    bool has_scope, duty_is_urgent;
    /* of the newer version alone */
    bool is_newer, renames_scale, narrows_visits, reverses_values, renames_level;
    struct sketched_change changes[MOST_CHANGES];
    size_t change_count;
};

static struct atom random_atom(struct random *random)
{
    unsigned fact = random_below(random, FACTS);
    unsigned tests = fact == FEARS ? 4 : fact == VISITS ? 2 : 4;
    unsigned test = random_below(random, tests);
    bool is_yes_no = facts[fact].values == 2;
    return (struct atom){fact, is_yes_no ? test == 3 : test, 1 + (int)random_below(random, 4)};
}

static struct condition random_condition(struct random *random)
{
    struct condition condition = {(enum shape)random_below(random, SHAPES), {{0}}};
    for (size_t i = 0; i < 3; i++) {
        condition.atoms[i] = random_atom(random);
    }
    return condition;
}

static struct sketch random_sketch(struct random *random)
{
    struct sketch sketch = {.has_scope = random_once_in(random, 3), .scope = random_atom(random),
                            .duty = random_condition(random)};
    unsigned count = 3 + random_below(random, MOST_RULES - 3);
    for (unsigned i = 0; i < count; i++) {
        struct sketched_rule *rule = &sketch.rules[i];
        *rule = (struct sketched_rule){.is_there = true, .condition = random_condition(random),
                                       .has_unless = random_once_in(random, 4),
                                       .unless = random_atom(random),
                                       .level = 2 + (int)random_below(random, LEVELS - 1),
                                       .excepts = -1};
        if (i > 0 && random_once_in(random, 4)) {
            rule->excepts = (int)random_below(random, i);
            rule->level = 1 + (int)random_below(random, LEVELS);
            rule->has_unless = false;
        }
    }
    for (size_t i = 0; i < 2; i++) {
        sketch.decisions[i].has_otherwise = i == 0 && random_once_in(random, 2);
        for (size_t j = 0; j < MOST_ROWS; j++) {
            sketch.decisions[i].rows[j] =
                (struct sketched_row){random_condition(random), (char)('a' + random_below(random, 3)),
                                      j == 0 || random_once_in(random, 2)};
        }
    }
    return sketch;
}

/* --------------------------------------------------------------------------------------- planted faults */

static struct sketched_rule *some_rule(struct sketch *sketch, struct random *random)
{
    unsigned start = random_below(random, MOST_RULES);
    for (unsigned i = 0; i < MOST_RULES; i++) {
        struct sketched_rule *rule = &sketch->rules[(start + i) % MOST_RULES];
        if (rule->is_there) {
            return rule;
        }
    }
    return &sketch->rules[0];
}

static void drop_family(struct sketch *sketch, int root)
{
    sketch->rules[root].is_there = false;
    for (int i = root + 1; i < MOST_RULES; i++) {
        if (sketch->rules[i].is_there && sketch->rules[i].excepts == root) {
            drop_family(sketch, i);
        }
    }
}

static void move_bound(struct condition *condition, struct random *random)
{
    struct atom *atom = &condition->atoms[0];
    if (atom->fact != VISITS) {
        *atom = (struct atom){VISITS, random_below(random, 2), 2};
    }
    atom->number += random_once_in(random, 2) ? 1 : -1;
    atom->number = atom->number < 1 ? 2 : atom->number > 4 ? 3 : atom->number;
}

static void plant(struct sketch *sketch, struct random *random)
{
    struct sketched_rule *rule = some_rule(sketch, random);
    struct sketched_decision *decision = &sketch->decisions[random_below(random, 2)];
    struct sketched_row *row = &decision->rows[random_below(random, MOST_ROWS)];
    switch (random_below(random, 10)) {
    case 0: /* stronger: one more thing is asked for */
        rule->has_unless = rule->excepts < 0 && !rule->has_unless;
        break;
    case 1:
        drop_family(sketch, (int)(rule - sketch->rules));
        break;
    case 2:
        rule->level = rule->level == LEVELS ? LEVELS - 1 : rule->level + 1;
        break;
    case 3:
    case 4:
        move_bound(&rule->condition, random);
        break;
    case 5:
        rule->condition.shape = rule->condition.shape == TWO_AND ? TWO_OR : TWO_AND;
        break;
    case 6:
        rule->condition = random_condition(random);
        break;
    case 7:
        row->value = (char)('a' + (row->value - 'a' + 1) % 3);
        break;
    case 8:
        row->is_there = !row->is_there || row == decision->rows;
        break;
    default:
        sketch->duty = random_condition(random);
        sketch->duty_is_urgent = random_once_in(random, 4);
    }
}

static struct sketch newer_sketch(const struct sketch *older, struct random *random)
{
    struct sketch newer = *older;
    unsigned faults = random_below(random, 4);
    for (unsigned i = 0; i < faults; i++) {
        plant(&newer, random);
    }
    newer.is_newer = true;
    newer.renames_scale = random_once_in(random, 4);
    newer.narrows_visits = random_once_in(random, 4);
    newer.reverses_values = random_once_in(random, 2);
    newer.renames_level = random_once_in(random, 4);
    newer.change_count = random_below(random, MOST_CHANGES + 1);
    for (size_t i = 0; i < newer.change_count; i++) {
        unsigned of = random_below(random, 2) ? 1 + random_below(random, SUBJECTS) : 0;
        newer.changes[i] = (struct sketched_change){of, !of || random_once_in(random, 2),
                                                    random_once_in(random, 5),
                                                    random_condition(random)};
    }
    return newer;
}

/* ------------------------------------------------------------------------------------------- the text */

static void write_atom(struct text *text, const struct sketch *sketch, struct atom atom)
{
    static const char *const tests[] = {">= some", "= many", "= none", "= some"};
    if (atom.fact == FEARS) {
        text_format(text, "%s %s", sketch->renames_scale ? "dread" : "fears", tests[atom.test]);
    } else if (atom.fact == VISITS) {
        text_format(text, "visits %s %d", atom.test ? "<=" : ">=", atom.number);
    } else {
        text_format(text, "%s%s", atom.test ? "not " : "", facts[atom.fact].name);
    }
}

static void write_condition(struct text *text, const struct sketch *sketch,
                            const struct condition *condition)
{
    static const char *const before[SHAPES] = {"", "", "", "(", "at least 2 of ("};
    static const char *const between[SHAPES] = {"", " and ", " or ", " or ", ", "};
    static const char *const behind[SHAPES] = {"", "", "", ") and ", ", "};
    text_add(text, before[condition->shape]);
    write_atom(text, sketch, condition->atoms[0]);
    if (condition->shape != ONE) {
        text_add(text, between[condition->shape]);
        write_atom(text, sketch, condition->atoms[1]);
        text_add(text, behind[condition->shape]);
    }
    if (condition->shape >= OR_AND) {
        write_atom(text, sketch, condition->atoms[2]);
        text_add(text, condition->shape == TWO_OF_THREE ? ")" : "");
    }
}

static int label_of(const struct sketch *sketch, int level)
{
    return level == LEVELS && sketch->renames_level ? LEVELS + 1 : level;
}

static void write_rules(struct text *text, const struct sketch *sketch)
{
    for (int i = 0; i < MOST_RULES; i++) {
        const struct sketched_rule *rule = &sketch->rules[i];
        if (!rule->is_there) {
            continue;
        }
        if (rule->excepts >= 0) {
            text_format(text, "exception r%d to r%d if ", i, rule->excepts);
        } else {
            text_format(text, "rule r%d if ", i);
        }
        write_condition(text, sketch, &rule->condition);
        if (rule->has_unless) {
            text_add(text, " unless ");
            write_atom(text, sketch, rule->unless);
        }
        text_format(text, " then level %d\n", label_of(sketch, rule->level));
    }
}

static void write_decisions(struct text *text, const struct sketch *sketch)
{
    for (size_t i = 0; i < 2; i++) {
        const struct sketched_decision *decision = &sketch->decisions[i];
        text_format(text, "decision d%zu : one of %s\n  %s\n", i,
                    sketch->reverses_values ? "z, c, b, a" : "a, b, c, z",
                    i == 0 ? "first of" : "every one of");
        for (size_t j = 0; j < MOST_ROWS; j++) {
            if (decision->rows[j].is_there) {
                text_format(text, "  %c if ", decision->rows[j].value);
                write_condition(text, sketch, &decision->rows[j].condition);
                text_add(text, ",\n");
            }
        }
        if (decision->has_otherwise) {
            text_add(text, "  z otherwise\n");
        }
    }
    text_format(text, "duty u0 \"U\"\n  %s\n  when ",
                sketch->duty_is_urgent ? "immediately" : "same day");
    write_condition(text, sketch, &sketch->duty);
    text_add_char(text, '\n');
}

static void write_facts(struct text *text, const struct sketch *sketch)
{
    for (size_t i = 0; i < FACTS; i++) {
        if (i == FEARS && sketch->renames_scale) {
            text_add(text, "scale dread : none < some < many \"F\" usually none was fears\n");
        } else if (i == VISITS && sketch->narrows_visits) {
            text_format(text, "fact visits : 0 to %d \"G\" usually 0 was lowest of (visits, %d)\n",
                        NARROWED, NARROWED);
        } else {
            text_format(text, "%s\n", facts[i].declaration);
        }
    }
}

static void write_changes(struct text *text, const struct sketch *sketch)
{
    static const char *const subjects[SUBJECTS] = {"level", "d0", "d1", "u0"};
    for (size_t i = 0; i < sketch->change_count; i++) {
        const struct sketched_change *change = &sketch->changes[i];
        text_format(text, "change since %s", change->is_of_another ? "2022-01" : "2023-01");
        if (change->of) {
            text_format(text, " of %s", subjects[change->of - 1]);
        }
        if (change->has_condition) {
            text_add(text, " if ");
            write_condition(text, sketch, &change->condition);
        }
        text_format(text, " \"c%zu\"\n", i);
    }
}

static void sketch_write(struct text *text, const struct sketch *sketch)
{
    text_format(text, "ruleset small %s\n", sketch->is_newer ? "2024-01" : "2023-01");
    if (sketch->has_scope) {
        text_add(text, "  scope if ");
        write_atom(text, sketch, sketch->scope);
        text_add_char(text, '\n');
    }
    for (int i = 1; i <= LEVELS; i++) {
        text_format(text, "level %d%s\n", label_of(sketch, i),
                    i == LEVELS && sketch->renames_level ? " was 4" : "");
    }
    write_facts(text, sketch);
    write_rules(text, sketch);
    write_decisions(text, sketch);
    write_changes(text, sketch);
}

/* ------------------------------------------------------------------------------------- counting out */

struct given {
    bool in_scope, u0;
    int standing;         /* 0 out of scope, else 1 + rank */
    unsigned d0, d1;      /* values by name, one bit each; d0: bit 8 for none */
    bool changes[MOST_CHANGES];
};

struct trial {
    struct arena *arena;
    struct sketch sketches[DIFF_SIDES];
    struct compilation *compilation;
    struct program *programs[DIFF_SIDES];
    struct given given[DIFF_SIDES][CASES];
    struct diff diff;
    const char *failure;
};

static struct limen_case *make_case(struct arena *arena, const struct program *program,
                                    const struct sketch *sketch, size_t number)
{
    struct limen_case *made = case_create(arena, program);
    for (size_t i = 0; i < FACTS; i++) {
        bool renamed = i == FEARS && sketch->renames_scale;
        const struct fact *fact = fact_named(program, renamed ? "dread" : facts[i].name);
        int value = numbered_value(facts, number, i);
        value = i == VISITS && sketch->narrows_visits && value > NARROWED ? NARROWED : value;
        case_set(made, fact, value_of(arena, fact->type, value));
    }
    case_close(made, program, arena);
    return made;
}

static unsigned values_by_name(const struct plan *plan, const struct evaluation *evaluation, size_t decision)
{
    node_id node = plan->decisions.items[decision].value;
    const struct choice *choice = plan->program->decisions.items[decision]->type->choice;
    const struct value_set *set = &evaluation->values[node];
    unsigned values = set->or_none ? 1u << 8 : 0;
    for (size_t i = 0; i < choice->count; i++) {
        if (set->members[0] >> i & 1) {
            values |= 1u << (choice->values[i].name[0] == 'z' ? 3 : choice->values[i].name[0] - 'a');
        }
    }
    return values;
}

static struct given note_given(const struct plan *plan, const struct evaluation *evaluation)
{
    struct given given = {.in_scope = plan->scope == NO_NODE
                                      || value_is_yes(evaluation->values[plan->scope])};
    given.standing = given.in_scope;
    for (size_t rank = 1; rank < plan->threshold_count && given.in_scope; rank++) {
        if (value_is_yes(evaluation->values[plan->thresholds[rank]])) {
            given.standing = 1 + (int)rank;
        }
    }
    given.d0 = values_by_name(plan, evaluation, 0);
    given.d1 = values_by_name(plan, evaluation, 1);
    given.u0 = value_is_yes(evaluation->values[plan->duties.items[0].holds]);
    for (size_t i = 0; i < plan->changes.count; i++) {
        node_id condition = plan->changes.items[i].condition;
        given.changes[i] = condition == NO_NODE || value_is_yes(evaluation->values[condition]);
    }
    return given;
}

static void count_out(struct trial *trial, size_t side)
{
    struct arena *arena = arena_create(), *scratch = arena_create();
    const struct plan *plan = plan_create_with_claims(arena, trial->programs[side]);
    for (size_t number = 0; number < CASES; number++) {
        struct limen_case *made =
            make_case(scratch, trial->programs[side], &trial->sketches[side], number);
        trial->given[side][number] = note_given(plan, interpreter_evaluate(scratch, plan, made));
        arena_reset(scratch);
    }
    arena_destroy(scratch);
    arena_destroy(arena);
}

static bool differs(const struct trial *trial, size_t number, size_t subject)
{
    const struct given *a = &trial->given[0][number], *b = &trial->given[1][number];
    bool both = a->in_scope && b->in_scope;
    bool other_terms = a->u0 && b->u0
                       && trial->sketches[0].duty_is_urgent != trial->sketches[1].duty_is_urgent;
    return subject == 0   ? a->standing != b->standing
           : subject == 1 ? both && a->d0 != b->d0
           : subject == 2 ? both && a->d1 != b->d1
                          : both && (a->u0 != b->u0 || other_terms);
}

static bool speaks_of(const struct sketched_change *change, size_t subject)
{
    return !change->is_of_another && (change->of == 0 || change->of == subject + 1);
}

static bool is_declared(const struct trial *trial, size_t number, size_t subject)
{
    bool declared = false;
    for (size_t i = 0; i < trial->sketches[1].change_count; i++) {
        declared = declared || (speaks_of(&trial->sketches[1].changes[i], subject)
                                && trial->given[1][number].changes[i]);
    }
    return declared;
}

/* --------------------------------------------------------------------------------------- held together */

static void fail(struct trial *trial, const char *what, size_t index, bool counted)
{
    if (!trial->failure) {
        trial->failure = arena_format(trial->arena, "%s %zu: counting says %s", what, index,
                                      counted ? "yes" : "no");
    }
}

static const struct move *found_move(const struct trial *trial, size_t from, size_t to)
{
    for (size_t i = 0; i < trial->diff.moves.count; i++) {
        const struct move *move = &trial->diff.moves.items[i];
        if (move->from == from && move->to == to) {
            return move;
        }
    }
    return NULL;
}

static bool moves(const struct trial *trial, size_t number, size_t from, size_t to)
{
    return trial->given[0][number].standing == (int)from
           && trial->given[1][number].standing == (int)to;
}

/* The number of the case that is shown. */
static size_t shown_number(const struct witness *witness)
{
    size_t number = 0;
    for (size_t i = 0; i < FACTS; i++) {
        const struct fact *fact = fact_named(witness->plan->program, facts[i].name);
        int64_t value = witness->limen_case->facts[fact->entity.index].set.low;
        number = numbered_with(facts, number, i, (int)value);
    }
    return number;
}

static void check_stretch(struct trial *trial, const struct move *move, size_t number)
{
    int low = numbered_value(facts, number, VISITS), high = low;
    while (low > 0 && moves(trial, numbered_with(facts, number, VISITS, low - 1), move->from, move->to)) {
        low--;
    }
    while (high < 5 && moves(trial, numbered_with(facts, number, VISITS, high + 1), move->from, move->to)) {
        high++;
    }
    const char *wanted = low == high ? arena_format(trial->arena, "visits %d", low)
                                     : arena_format(trial->arena, "visits %d to %d", low, high);
    for (size_t i = 0; i < move->shown->facts.count; i++) {
        const char *words = move->shown->facts.items[i].words;
        if (strncmp(words, "visits", 6) == 0 && strcmp(words, wanted) != 0) {
            trial->failure = arena_format(trial->arena, "needs `%s`, where counting says `%s`", words,
                                          wanted);
        }
    }
}

static void check_shown(struct trial *trial, const struct move *move)
{
    size_t number = shown_number(move->shown->sides[0]), least = FACTS + 1;
    if (!moves(trial, number, move->from, move->to)) {
        fail(trial, "the case that is shown moves like that", number, false);
    }
    for (size_t i = 0; i < CASES; i++) {
        if (moves(trial, i, move->from, move->to) && numbered_stated(facts, FACTS, i) < least) {
            least = numbered_stated(facts, FACTS, i);
        }
    }
    if (numbered_stated(facts, FACTS, number) != least) {
        fail(trial, "the case that is shown is smallest; facts", least, true);
    }
    if (!trial->sketches[1].narrows_visits) {
        check_stretch(trial, move, number);
    }
}

static bool is_told_alone(const struct move *move, const char *fact)
{
    bool told = false;
    for (size_t i = 0; i < move->alone.count; i++) {
        told = told || strcmp(move->alone.items[i].words, fact) == 0;
    }
    return told;
}

/* The concerns and strengths that move the case in which nothing else is so. */
static void check_alone(struct trial *trial, const struct move *move)
{
    const struct given *older = &trial->given[0][0], *newer = &trial->given[1][0];
    if (!older->in_scope || !newer->in_scope || older->standing != newer->standing) {
        return;
    }
    for (size_t fact = 0; fact < FEARS; fact++) {
        bool counted = moves(trial, numbered_with(facts, 0, fact, 1), move->from, move->to);
        if (is_told_alone(move, facts[fact].name) != counted) {
            fail(trial, "a fact moves a case by itself", fact, counted);
        }
    }
}

static void check_moves(struct trial *trial)
{
    for (size_t from = 0; from < STANDINGS; from++) {
        for (size_t to = 0; to < STANDINGS; to++) {
            const struct move *move = found_move(trial, from, to);
            bool counted = false;
            for (size_t i = 0; i < CASES && from != to; i++) {
                counted = counted || moves(trial, i, from, to);
            }
            if (counted != (move != NULL)) {
                fail(trial, "a move, 10 x from + to =", 10 * from + to, counted);
            } else if (move) {
                check_shown(trial, move);
                check_alone(trial, move);
            }
        }
    }
}

static const char *const words_of_subjects[SUBJECTS] = {"the level", "decision `d0`", "decision `d1`",
                                                        "duty `u0`"};

static size_t count_findings(const struct trial *trial, enum diagnostic_code code, const char *begin)
{
    const struct diagnostics *diagnostics = trial->compilation->diagnostics;
    size_t count = 0;
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *said = diagnostics->items[i];
        count += said->code == code && strncmp(said->message, begin, strlen(begin)) == 0;
    }
    return count;
}

/* What the two give apart, of a subject whose values are told apart. */
static unsigned pair_of(const struct trial *trial, size_t number, size_t subject)
{
    const struct given *a = &trial->given[0][number], *b = &trial->given[1][number];
    return subject == 1 ? a->d0 << 16 | b->d0 : (unsigned)a->u0 << 1 | b->u0;
}

static size_t count_pairs(const struct trial *trial, size_t subject)
{
    unsigned pairs[CASES];
    size_t count = 0;
    for (size_t i = 0; i < CASES; i++) {
        unsigned pair = pair_of(trial, i, subject);
        bool is_new = differs(trial, i, subject) && !is_declared(trial, i, subject);
        for (size_t j = 0; j < count && is_new; j++) {
            is_new = pairs[j] != pair;
        }
        if (is_new) {
            pairs[count++] = pair;
        }
    }
    return count;
}

/* Each pair of what the two give is reported, or that there are more. */
static void check_pairs(struct trial *trial, size_t subject)
{
    const char *words = words_of_subjects[subject];
    size_t pairs = count_pairs(trial, subject), most = trial->diff.most_undeclared;
    size_t shown = most == 0 || pairs < most ? pairs : most;
    const char *of_each = arena_format(trial->arena, "%s differs in a case", words);
    const char *of_more = arena_format(trial->arena, "%s differs in more", words);
    if (count_findings(trial, E831_UNDECLARED, of_each) != shown) {
        fail(trial, "undeclared pairs of subject", subject, pairs > 0);
    }
    if (count_findings(trial, E831_UNDECLARED, of_more) != (pairs > shown)) {
        fail(trial, "more undeclared pairs of subject", subject, pairs > shown);
    }
}

static void check_subjects(struct trial *trial)
{
    check_pairs(trial, 1);
    check_pairs(trial, 3);
    for (size_t subject = 0; subject < SUBJECTS; subject++) {
        bool any = false, undeclared = false;
        for (size_t i = 0; i < CASES; i++) {
            any = any || differs(trial, i, subject);
            undeclared = undeclared
                         || (differs(trial, i, subject) && !is_declared(trial, i, subject));
        }
        if ((trial->diff.subjects.items[subject].verdict == VERDICT_SOME) != any) {
            fail(trial, "subject differs", subject, any);
        }
        if ((count_findings(trial, E831_UNDECLARED, words_of_subjects[subject]) > 0) != undeclared) {
            fail(trial, "subject differs undeclared", subject, undeclared);
        }
    }
}

static bool is_reported_unshown(const struct trial *trial, size_t change)
{
    const struct diagnostics *diagnostics = trial->compilation->diagnostics;
    uint32_t begin = trial->programs[1]->changes.items[change]->entity.decl->span.begin;
    bool reported = false;
    for (size_t i = 0; i < diagnostics->count; i++) {
        reported = reported || (diagnostics->items[i]->code == W832_CHANGE_UNSHOWN
                                && diagnostics->items[i]->labels[0].span.begin == begin);
    }
    return reported;
}

static void check_changes(struct trial *trial)
{
    for (size_t change = 0; change < trial->sketches[1].change_count; change++) {
        const struct sketched_change *sketched = &trial->sketches[1].changes[change];
        bool shown = false;
        for (size_t i = 0; i < CASES; i++) {
            for (size_t subject = 0; subject < SUBJECTS; subject++) {
                shown = shown || (speaks_of(sketched, subject) && differs(trial, i, subject)
                                  && trial->given[1][i].changes[change]);
            }
        }
        bool unshown = !shown && !sketched->is_of_another;
        if (is_reported_unshown(trial, change) != unshown) {
            fail(trial, "change is shown by no case", change, unshown);
        }
    }
}

/* --------------------------------------------------------------------------------------------- the run */

static bool load(struct trial *trial, size_t side)
{
    struct text text = {0};
    sketch_write(&text, &trial->sketches[side]);
    trial->programs[side] = library_load_text(
        trial->compilation, side ? "newer.limen" : "older.limen", text.data, text.length);
    text_clear(&text);
    return trial->compilation->diagnostics->errors == 0;
}

static void prove(struct trial *trial, size_t most_undeclared)
{
    const char *why = NULL;
    struct compilation *compilation = trial->compilation;
    compilation->diagnostics = diagnostics_create(compilation->arena, compilation->sources);
    for (size_t side = 0; side < DIFF_SIDES; side++) {
        trial->programs[side]->diagnostics = compilation->diagnostics;
    }
    if (!diff_create(&trial->diff, compilation, trial->programs[0], trial->programs[1])) {
        trial->failure = "`was` has mistakes";
        return;
    }
    trial->diff.most_undeclared = most_undeclared;
    if (!diff_prove(&trial->diff, LIMIT, &why)) {
        trial->failure = why;
    } else if (trial->diff.fault) {
        trial->failure = trial->diff.fault;
    } else if (trial->diff.undecided.count > 0) {
        trial->failure = "something was undecided";
    } else if (trial->diff.subjects.count != SUBJECTS) {
        trial->failure = "not every subject was looked at";
    }
}

static void show_failure(const struct trial *trial, unsigned long long seed)
{
    printf("not ok 1 - differences are those of all cases counted\n# seed %llu: %s\n", seed,
           trial->failure);
    for (size_t side = 0; side < DIFF_SIDES; side++) {
        struct text text = {0};
        sketch_write(&text, &trial->sketches[side]);
        fputs(text.data, stderr);
        text_clear(&text);
    }
}

/* 0: one has errors; 1: agreed; -1: not. */
static int check_pair(unsigned long long seed, size_t *ret_moves, size_t *ret_equal)
{
    static struct trial trial;
    struct random random = random_create(seed);
    memset(&trial, 0, sizeof trial);
    trial.sketches[0] = random_sketch(&random);
    trial.sketches[1] = newer_sketch(&trial.sketches[0], &random);
    trial.arena = arena_create();
    trial.compilation = compilation_create(NULL);
    int result = load(&trial, 0) && load(&trial, 1) ? 1 : 0;
    if (result) {
        count_out(&trial, 0);
        count_out(&trial, 1);
        prove(&trial, seed % 3); /* 0: all */
    }
    if (result && !trial.failure) {
        check_moves(&trial);
        check_subjects(&trial);
        check_changes(&trial);
        *ret_moves += trial.diff.moves.count;
        *ret_equal += trial.diff.moves.count == 0;
    }
    if (trial.failure) {
        show_failure(&trial, seed);
        result = -1;
    }
    compilation_destroy(trial.compilation);
    arena_destroy(trial.arena);
    return result;
}

int main(void)
{
    unsigned long long count = setting("LIMEN_PROPERTY_RULESETS", PAIRS);
    unsigned long long first = setting("LIMEN_PROPERTY_SEED", 1);
    size_t moves_found = 0, equal = 0;
    unsigned long long tried = 0;
    if (!has_solver()) {
        return EXIT_SUCCESS;
    }
    printf("1..1\n");
    for (unsigned long long i = 0; i < count; i++) {
        int result = check_pair(first + i, &moves_found, &equal);
        if (result < 0) {
            return EXIT_FAILURE;
        }
        tried += (unsigned long long)result;
    }
    bool enough = 2 * tried > count && moves_found > tried && 10 * equal > tried;
    printf("# %llu pairs of %d cases each, %zu moves, %zu pairs with equal levels\n", tried, CASES,
           moves_found, equal);
    printf("%s 1 - differences are those of all cases counted\n", enough ? "ok" : "not ok");
    return enough ? EXIT_SUCCESS : EXIT_FAILURE;
}

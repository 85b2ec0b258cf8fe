/* SPDX-License-Identifier: Apache-2.0 */
/* limen compare: one case, or each fact by itself, under several rulesets. */
#include "answer/compare.h"

#include <string.h>

#include "answer/fact_table.h"
#include "answer/household.h"
#include "cli/cases.h"
#include "cli/complain.h"
#include "cli/facts.h"
#include "cli/output.h"
#include "meaning/versions.h"

struct side {
    struct ruleset ruleset;
    struct cases cases;
    bool opened;
};

struct comparing {
    const struct arguments *arguments;
    struct case_options options;
    struct case_input input;
    const char *const *references; /* rulesets that are named; 0: all of the library */
    size_t reference_count;
    struct {
        VECTOR_OF(struct side *);
    } sides;
    struct neighbours neighbours;
    struct output output;
    bool amiss; /* a case was refused, or a ruleset of the library has errors */
};

/* ----------------------------------------------------------------------------------- rulesets */

static bool load_side(struct comparing *comparing, const char *reference)
{
    struct arena *arena = comparing->arguments->arena;
    struct side *side = arena_alloc(arena, sizeof *side);
    if (!ruleset_load(comparing->arguments, reference, comparing->options.version_date,
                      &side->ruleset)) {
        return false;
    }
    vector_push(arena, &comparing->sides, side);
    vector_push(arena, &comparing->neighbours, side->ruleset.program);
    return true;
}

/* A ruleset of the library that has errors does not keep the others from being compared. */
static bool load_library(struct comparing *comparing)
{
    struct compilation *listing =
        compilation_create(comparing->arguments->values[OPTION_LIBRARY]);
    struct version_files files = versions_list(listing);
    for (size_t i = 0; i < files.count; i++) {
        const char *reference = arena_format(comparing->arguments->arena, "%s@%s",
                                             files.items[i].name, files.items[i].version);
        if (!load_side(comparing, reference)) {
            complain("%s is left out", reference);
            comparing->amiss = true;
        }
    }
    if (comparing->sides.count == 0) {
        complain("there are no rulesets in the library, %s", listing->library);
    }
    compilation_destroy(listing);
    return comparing->sides.count > 0;
}

static bool load(struct comparing *comparing)
{
    for (size_t i = 0; i < comparing->reference_count; i++) {
        if (!load_side(comparing, comparing->references[i])) {
            return false;
        }
    }
    return comparing->reference_count > 0 || load_library(comparing);
}

static void unload(struct comparing *comparing)
{
    for (size_t i = 0; i < comparing->sides.count; i++) {
        struct side *side = comparing->sides.items[i];
        if (side->opened) {
            cases_close(&side->cases);
        }
        ruleset_free(&side->ruleset);
    }
}

/* --------------------------------------------------------------------------------------- cases */

static bool open_cases(struct comparing *comparing)
{
    for (size_t i = 0; i < comparing->sides.count; i++) {
        struct side *side = comparing->sides.items[i];
        if (!cases_open_among(&side->cases, comparing->arguments, &side->ruleset,
                              comparing->options, &comparing->input, &comparing->neighbours)) {
            return false;
        }
        side->opened = true;
    }
    return true;
}

/* One case as the sides read it, and how far comparing it has come: a household is compared member by
   member. */
struct compared_case {
    struct case_result **results; /* by side */
    struct family **families;     /* by side; NULL: a case of one, or refused */
    size_t members;               /* 1: a case of one */
};

/* The evaluation of member MEMBER; NULL: the side refuses it. */
static const struct evaluation *evaluate(struct arena *arena, const struct side *side,
                                         struct compared_case *compared, size_t place, size_t member)
{
    struct case_result *result = compared->results[place];
    struct family *family = compared->families[place];
    if (!result->limen_case) {
        return NULL;
    }
    if (family) {
        return member < family->count ? family->members[member] : NULL;
    }
    const struct evaluation *evaluation =
        interpreter_evaluate(arena, side->ruleset.plan, result->limen_case);
    if (evaluation->refused) {
        answer_refuse(arena, evaluation, result);
        return NULL;
    }
    return evaluation;
}

static const char *name_of(struct arena *arena, const struct limen_case *one)
{
    const struct household *household = one->household;
    return household ? arena_format(arena, "%s/%s", household->shared->id ? household->shared->id : "",
                                    one->id)
                     : one->id;
}

static void note_case(struct arena *arena, struct case_comparison *comparison,
                      const struct limen_case *one)
{
    comparison->id = comparison->id ? comparison->id : name_of(arena, one);
    comparison->has_date = comparison->has_date || one->has_date;
    comparison->date = one->has_date ? one->date : comparison->date;
}

static void add_compared(struct case_comparison *comparison, struct arena *arena,
                         const struct side *side, struct compared_case *one, size_t place,
                         size_t member)
{
    struct compared compared = {side->ruleset.program, NULL, one->results[place]};
    const struct evaluation *evaluation = evaluate(arena, side, one, place, member);
    if (evaluation) {
        note_case(arena, comparison, evaluation->limen_case);
        compared.answer = answer_create(arena, evaluation);
    }
    comparison->id = comparison->id ? comparison->id : one->results[place]->id;
    vector_push(arena, &comparison->sides, compared);
}

static void read_household(struct arena *arena, const struct side *side, struct compared_case *ret,
                           size_t place)
{
    struct case_result *result = ret->results[place];
    if (!result->limen_case || !case_is_household(result->limen_case)) {
        return;
    }
    struct family *family =
        interpreter_evaluate_household(arena, side->ruleset.plan, result->limen_case);
    if (family->members[0]->refused) {
        household_refuse(arena, result->limen_case, family, result);
        result->limen_case = NULL;
        return;
    }
    ret->families[place] = family;
    ret->members = family->count > ret->members ? family->count : ret->members;
}

/* False: there is no further case. */
static bool compare_next(struct comparing *comparing, struct arena *arena, struct compared_case *ret)
{
    size_t sides = comparing->sides.count;
    ret->results = arena_alloc(arena, (sides + 1) * sizeof *ret->results);
    ret->families = arena_alloc(arena, (sides + 1) * sizeof *ret->families);
    ret->members = 1;
    for (size_t i = 0; i < sides; i++) {
        ret->results[i] = arena_alloc(arena, sizeof *ret->results[i]);
        if (!cases_next(&comparing->sides.items[i]->cases, arena, ret->results[i])) {
            return false;
        }
        read_household(arena, comparing->sides.items[i], ret, i);
    }
    return true;
}

static struct case_comparison compare_member(struct comparing *comparing, struct arena *arena,
                                             struct compared_case *one, size_t member)
{
    struct case_comparison comparison = {0};
    for (size_t i = 0; i < comparing->sides.count; i++) {
        add_compared(&comparison, arena, comparing->sides.items[i], one, i, member);
        comparing->amiss =
            comparing->amiss || !comparison.sides.items[comparison.sides.count - 1].answer;
    }
    return comparison;
}

static void write_comparison(struct comparing *comparing, const struct case_comparison *comparison,
                             bool is_first)
{
    struct output *output = &comparing->output;
    if (arguments_chose(comparing->arguments, OPTION_FORMAT, "json")) {
        comparison_write_json(&output->text, comparison);
    } else {
        text_add(&output->text, is_first ? "" : "\n\n");
        comparison_write_text(&output->text, comparison, output->width, output->colour);
    }
}

static int compare_cases(struct comparing *comparing)
{
    struct arena *arena = arena_create();
    struct compared_case one;
    struct output *output = &comparing->output;
    size_t written = 0;
    output_start(output, comparing->arguments->values[OPTION_OUTPUT]);
    while (compare_next(comparing, arena, &one)) {
        for (size_t member = 0; member < one.members; member++) {
            struct case_comparison comparison = compare_member(comparing, arena, &one, member);
            write_comparison(comparing, &comparison, written++ == 0);
        }
        arena_reset(arena);
        if (!output_step(output)) {
            break;
        }
    }
    arena_destroy(arena);
    return output_finish(output, comparing->amiss ? STATUS_FINDINGS : STATUS_DONE);
}

/* --------------------------------------------------------------------------------------- facts */

static bool is_wanted(const struct fact *fact, const void *context)
{
    const struct arguments *arguments = context;
    const char *wanted = arguments->values[OPTION_SECTION];
    const struct section *section = fact->entity.section;
    return (!wanted || (section && strcmp(section->entity.name, wanted) == 0)) &&
           fact_matches(fact, arguments->values[OPTION_SEARCH]);
}

static bool check_section(const struct comparing *comparing)
{
    const char *section = comparing->arguments->values[OPTION_SECTION];
    struct near_names near;
    if (!section || neighbours_have_section(&comparing->neighbours, section)) {
        return true;
    }
    near_names_start(&near, section);
    for (size_t i = 0; i < comparing->neighbours.count; i++) {
        const struct program *program = comparing->neighbours.items[i];
        for (size_t j = 0; j < program->sections.count; j++) {
            near_names_offer(&near, program->sections.items[j]->entity.name);
        }
    }
    const char *help = near_names_help(&near, comparing->arguments->arena);
    complain_of_use(comparing->arguments->command, "there is no section '%s'%s%s", section,
                    help ? "; " : "", help ? help : "");
    return false;
}

static int compare_facts(struct comparing *comparing)
{
    struct arena *arena = comparing->arguments->arena;
    const struct plan **plans = arena_alloc(arena, comparing->sides.count * sizeof *plans);
    size_t count = 0;
    const struct fact_table_options options = {
        .has_date = comparing->options.has_date,
        .date = comparing->options.date,
        .authority = comparing->arguments->values[OPTION_AUTHORITY],
        .differing = arguments_has(comparing->arguments, OPTION_DIFFERING),
        .wanted = is_wanted,
        .context = comparing->arguments,
    };
    for (size_t i = 0; i < comparing->sides.count; i++) {
        if (comparing->sides.items[i]->ruleset.program->levels.count > 0) {
            plans[count++] = comparing->sides.items[i]->ruleset.plan;
        }
    }
    if (!check_section(comparing)) {
        return STATUS_WRONG_USE;
    }
    if (count == 0) {
        return complain("none of these rulesets has levels");
    }
    const struct fact_table *table = fact_table_create(arena, plans, count, &options);
    struct output *output = &comparing->output;
    output_start(output, comparing->arguments->values[OPTION_OUTPUT]);
    if (arguments_chose(comparing->arguments, OPTION_FORMAT, "json")) {
        fact_table_write_json(&output->text, table);
    } else {
        fact_table_write_text(&output->text, table, output->width, output->colour);
    }
    return output_finish(output, comparing->amiss ? STATUS_FINDINGS : STATUS_DONE);
}

/* ----------------------------------------------------------------------------------- the whole */

static bool check_use(const struct arguments *arguments, bool facts)
{
    static const enum option_id of_facts[] = {OPTION_SECTION, OPTION_SEARCH, OPTION_DIFFERING};
    static const enum option_id of_cases[] = {OPTION_GIVEN, OPTION_AT, OPTION_OTHERWISE,
                                              OPTION_NOTHING_ELSE_IN};
    const enum option_id *unwanted = facts ? of_cases : of_facts;
    size_t count = facts ? sizeof of_cases / sizeof *of_cases : sizeof of_facts / sizeof *of_facts;
    for (size_t i = 0; i < count; i++) {
        if (arguments_has(arguments, unwanted[i])) {
            complain_of_use(arguments->command, facts ? "--%s is not for --facts"
                                                      : "--%s is only for --facts",
                            option_at(unwanted[i])->name);
            return false;
        }
    }
    if (!facts && !arguments_has(arguments, OPTION_GIVEN) && arguments->operand_count == 0) {
        complain_of_use(arguments->command, "which case? (a file, --given, or --facts)");
        return false;
    }
    return true;
}

int compare_run(const struct arguments *arguments)
{
    bool facts = arguments_has(arguments, OPTION_FACTS);
    bool from_file = !facts && !arguments_has(arguments, OPTION_GIVEN);
    struct comparing comparing = {.arguments = arguments,
                                  .references = arguments->operands + from_file};
    int status = STATUS_WRONG_USE;
    if (!check_use(arguments, facts) || !case_options_read(arguments, &comparing.options) ||
        !case_input_read(arguments, from_file ? arguments->operands[0] : NULL,
                         &comparing.input)) {
        return STATUS_WRONG_USE;
    }
    comparing.reference_count = arguments->operand_count - from_file;
    if (load(&comparing)) {
        if (facts) {
            status = compare_facts(&comparing);
        } else if (open_cases(&comparing)) {
            status = compare_cases(&comparing);
        }
    }
    unload(&comparing);
    return status;
}

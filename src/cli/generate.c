/* SPDX-License-Identifier: Apache-2.0 */
/* Examples made for one ruleset, as statements or as JSON. */
#include "cli/generate.h"

#include <unistd.h>

#include "answer/examples.h"
#include "base/file.h"
#include "cli/complain.h"
#include "cli/limit.h"
#include "cli/output.h"
#include "cli/ruleset.h"
#include "meaning/summary.h"
#include "prove/generate.h"

/* ----------------------------------------------------------------------------------------------- JSON */

static void add_goal(struct text *text, const struct generation *generation, const struct goal *goal)
{
    struct text words = {0};
    struct span span = goal_span(goal);
    struct source_set *sources = generation->program->sources;
    text_format(text, "{\"kind\":\"%s\"", goal_noun(goal));
    output_member(text, "of", goal_name(goal));
    output_member(text, "file", source_path(sources, span.file));
    text_format(text, ",\"line\":%zu", source_place_at(sources, span.file, span.begin).line);
    goal_describe(&words, generation->goals, goal);
    output_member(text, "says", text_string(&words));
    text_clear(&words);
    text_add_char(text, '}');
}

static void add_goals(struct text *text, const struct generation *generation, const char *name,
                      const struct goal_list *list)
{
    text_format(text, ",\"%s\":[", name);
    for (size_t i = 0; i < list->count; i++) {
        text_add(text, i ? "," : "");
        add_goal(text, generation, list->items[i]);
    }
    text_add_char(text, ']');
}

static void write_json(struct text *text, const struct generation *generation)
{
    text_add(text, "{\"ruleset\":");
    text_add_json(text, generation->program->name);
    output_member(text, "version", generation->program->version);
    text_add(text, ",\"made\":[");
    for (size_t i = 0; i < generation->examples.count; i++) {
        const struct generated *made = &generation->examples.items[i];
        struct text words = {0};
        text_format(text, "%s{\"example\":\"%s\",\"for\":", i ? ",\n" : "\n", made->name);
        add_goal(text, generation, made->goal);
        generated_write(&words, generation, made);
        output_member(text, "text", text_string(&words));
        text_clear(&words);
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
    add_goals(text, generation, "impossible", &generation->impossible);
    add_goals(text, generation, "unshown", &generation->unshown);
    add_goals(text, generation, "undecided", &generation->undecided);
    text_add(text, "}\n");
}

/* ------------------------------------------------------------------------------------------ the ruleset */

static void summarise(const struct generation *generation)
{
    struct text text = {0};
    size_t made = generation->examples.count;
    size_t without = generation->impossible.count + generation->unshown.count;
    text_format(&text, "%zu example%s made, %zu thing%s that no example can show, %zu undecided\n", made,
                made == 1 ? "" : "s", without, without == 1 ? "" : "s", generation->undecided.count);
    (void)file_write_stream(STDERR_FILENO, text.data, text.length);
    text_clear(&text);
}

static int write_generation(const struct arguments *arguments, struct output *output,
                            const struct generation *generation)
{
    bool json = arguments_chose(arguments, OPTION_FORMAT_TESTS, "json");
    if (generation->fault) {
        complain("internal error, please report it: %s", generation->fault);
        return output_drop(output, STATUS_WRONG_USE);
    }
    if (json) {
        write_json(&output->text, generation);
    } else {
        generation_write_text(&output->text, generation);
    }
    int status = output_finish(output, generation->undecided.count ? STATUS_UNDECIDED : STATUS_DONE);
    if (!json) {
        summarise(generation);
    }
    return status;
}

/* Facts that sum up lists which nothing else reads stand for them: any case can be told by these. */
static struct goals *goals_to_reach(const struct arguments *arguments, struct arena *arena,
                                    struct ruleset *ruleset)
{
    const struct examples *examples = examples_run(arena, ruleset->program, ruleset->plan);
    const struct goals *exercised = goals_of_examples(arena, ruleset->plan, examples);
    summaries_cut(ruleset->program);
    struct goals *goals = goals_create(arena, plan_create(arena, ruleset->program));
    if (!arguments_has(arguments, OPTION_AFRESH)) {
        goals_take(goals, exercised);
    }
    return goals;
}

static int generate_for(const struct arguments *arguments, struct ruleset *ruleset, unsigned limit)
{
    struct arena *arena = arena_create();
    struct output output;
    struct generation generation;
    const char *why = NULL;
    struct goals *goals = goals_to_reach(arguments, arena, ruleset);
    output_start(&output, arguments->values[OPTION_OUTPUT]);
    int status = generate_examples(&generation, ruleset->program, goals, limit, &why)
                     ? write_generation(arguments, &output, &generation)
                     : output_drop(&output, complain_of_no_solver(why));
    arena_destroy(arena);
    return status;
}

int generate_run(const struct arguments *arguments)
{
    struct ruleset ruleset;
    unsigned limit;
    bool other_format = arguments_has(arguments, OPTION_FORMAT_TESTS)
                        && !arguments_chose(arguments, OPTION_FORMAT_TESTS, "text")
                        && !arguments_chose(arguments, OPTION_FORMAT_TESTS, "json");
    if (other_format || arguments_has(arguments, OPTION_COVERAGE)) {
        return complain_of_use(arguments->command, "--generate goes with --format text or json, and "
                                                   "without --coverage");
    }
    if (arguments->operand_count != 1) {
        return complain_of_use(arguments->command, "--generate: for which ruleset? one at a time");
    }
    if (!limit_read(arguments, &limit)
        || !ruleset_load(arguments, arguments->operands[0], INT32_MIN, &ruleset)) {
        return STATUS_WRONG_USE;
    }
    int status = generate_for(arguments, &ruleset, limit);
    ruleset_free(&ruleset);
    return status;
}

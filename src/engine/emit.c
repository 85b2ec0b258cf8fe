/* SPDX-License-Identifier: Apache-2.0 */
/* The text from its first line to its last. */
#include "engine/emit.h"

#include <string.h>

#include "engine/emitting.h"

#define MOST_VALUES 256 /* of a decision: LIMENC_MEMBER_WORDS of limen_compiled.h */

static const struct { const char *name, *text; } texts[] = {
#define X(name, ...) {name, __VA_ARGS__},
#include "engine/emit_texts.def"
#undef X
};

static const char *text_of(const char *name)
{
    size_t i = 0;
    while (strcmp(texts[i].name, name) != 0) {
        i++;
    }
    return texts[i].text;
}

const char *emit_header(void)
{
    return text_of("limen_compiled.h");
}

/* -------------------------------------------------------------------------------------------- stages */

static void add_text(const struct emitting *emitting, const char *name)
{
    text_add(emitting->text, text_of(name));
    text_add_char(emitting->text, '\n');
}

static void add_moves(const struct emitting *emitting, const struct stage *stage, const char *name,
                      bool is_settling)
{
    size_t facts = emitting->plan->program->facts.count, count = 0;
    text_format(emitting->text, "static const struct move %s_moves[] = {\n", name);
    for (size_t i = 0; i < (is_settling ? 2 * facts : facts); i++) {
        uint32_t to = is_settling ? emit_input(emitting, PART_SETTLED, i / 2, i % 2)
                                  : emit_input(emitting, PART_DERIVED_KNOWN, i, 0);
        if (stage->outputs[i] != NO_REGISTER && to != EMIT_NOWHERE) {
            text_format(emitting->text, "    {%u, %u},\n",
                        emit_place(emitting, stage->code, stage->outputs[i]), to);
            count++;
        }
    }
    text_format(emitting->text, "%s};\n\nstatic const size_t %s_move_count = %zu;\n\n",
                count ? "" : "    {0, 0}\n", name, count);
}

static void add_stages(const struct emitting *emitting)
{
    const struct sliced *sliced = emitting->sliced;
    struct text *text = emitting->text;
    if (sliced->settling.code) {
        add_text(emitting, "emit_moves.inc");
    }
    if (sliced->opening.code) {
        emit_stage(emitting, sliced->opening.code, "opening");
        add_moves(emitting, &sliced->opening, "opening", false);
    }
    if (sliced->settling.code) {
        emit_stage(emitting, sliced->settling.code, "settling");
        add_moves(emitting, &sliced->settling, "settling", true);
    }
    emit_stage(emitting, sliced->body, "body");
    text_add(text, "static void run_stages(struct run *run)\n{\n");
    if (sliced->opening.code) {
        text_add(text, "    opening(run);\n"
                       "    copy(run->words, opening_moves, opening_move_count);\n");
    }
    if (sliced->settling.code) {
        text_add(text, "    do {\n        settling(run);\n"
                       "    } while (copy(run->words, settling_moves, settling_move_count));\n");
    }
    text_add(text, "    body(run);\n}\n\n");
}

static bool has_steps(const struct emitting *emitting)
{
    size_t count = 0;
    for (size_t i = 0; i < EMIT_CODES; i++) {
        count += emitting->codes[i] ? emitting->codes[i]->steps.count : 0;
    }
    for (size_t i = 0; i < emitting->loops.count; i++) {
        count += emitting->loops.items[i].loop->items->steps.count;
    }
    return count > 0;
}

/* ----------------------------------------------------------------------------------------- the whole */

static void add_title(const struct emitting *emitting)
{
    const struct program *program = emitting->plan->program;
    text_format(emitting->text,
                "/* SPDX-License-Identifier: Apache-2.0 */\n"
                "/* Ruleset %s %s as C17, written by limen " PACKAGE_VERSION ": do not edit.\n"
                "   Hash of its text: %s.\n"
                "   What is common to all rulesets is under the Apache License 2.0; limen_compiled.h says how to\n"
                "   call it. */\n"
                "#ifndef LIMEN_COMPILED_NAME\n"
                "#define LIMEN_COMPILED_NAME limen_compiled\n"
                "#endif\n"
                "#include \"limen_compiled.h\"\n\n"
                "#include <string.h>\n\n"
                "#ifdef __clang__ /* no ruleset uses all that is there to compute with */\n"
                "#pragma clang diagnostic ignored \"-Wunused-function\"\n"
                "#endif\n\n",
                program->name, program->version, program->hash);
}

static void add_workspace(const struct emitting *emitting)
{
    struct text *text = emitting->text;
    bool differ = emitting->most_logged > 0;
    text_format(text,
                "/* Words: \"no\" and \"yes\" of every case, some that nobody reads, then what a case says, then "
                "what is worked\n   out from it. */\n"
                "static const size_t input_count = %zu;\n"
                "static const size_t event_count = %zu;\n\n"
                "struct run {\n"
                "    uint64_t *words;\n"
                "    struct event_dates *events; /* by event, then by case */\n",
                EMIT_FIRST_INPUT + emitting->inputs.count, emitting->event_count);
    text_add(text, differ ? "    struct distinct_span *spans; /* twice MOST_DIFFERENT */\n" : "");
    text_add(text, "    const struct limenc_case *cases;   /* or... */\n"
                   "    const struct limenc_table *table;  /* ...this, whose cases FROM on are at hand; else NULL */\n"
                   "    size_t from;\n"
                   "    unsigned count; /* cases */\n"
                   "    uint64_t sound; /* cases whose values fit */\n"
                   "    uint64_t lanes; /* those that steps are for */\n"
                   "};\n\n");
    if (differ) {
        text_format(text, "enum { MOST_DIFFERENT = %zu }; /* items, and those that a list may have beside them */\n\n",
                    emitting->most_logged + 1);
    }
}

/* What is in the workspace, one after the other. */
static void add_run(const struct emitting *emitting)
{
    struct text *text = emitting->text;
    bool differ = emitting->most_logged > 0;
    text_format(text, "enum { WORDS = %zu, EVENTS = %zu };\n\n"
                      "static struct run run_in(void *workspace)\n{\n"
                      "    struct run run = {.words = workspace};\n"
                      "    run.events = (struct event_dates *)(void *)(run.words + WORDS);\n",
                emitting->words, 64 * emitting->event_count);
    text_add(text, differ ? "    run.spans = (struct distinct_span *)(void *)(run.events + EVENTS);\n" : "");
    text_format(text, "    return run;\n}\n\n"
                      "/* The cases in which a value does not fit. */\n"
                      "static uint64_t take_table(struct run *run)\n{\n    return take_facts(run)%s;\n}\n\n"
                      "static bool put_case(struct run *run, unsigned lane, struct limenc_result *result)\n{\n"
                      "    return put_flags(run, lane, result) && put_columns(run, lane, result)%s;\n}\n\n",
                emitting->lists.count > 0 ? " | take_lists(run)" : "",
                emitting->lists.count > 0 ? "\n           && put_lists(run, lane, result)" : "");
}

static void add_interface(const struct emitting *emitting)
{
    struct text *text = emitting->text;
    const struct program *program = emitting->plan->program;
    text_add(text, "const struct limen_compiled *LIMEN_COMPILED_NAME(void)\n{\n"
                   "    static const struct limen_compiled compiled = {\n"
                   "        .abi = LIMEN_COMPILED_ABI,\n        .ruleset = ");
    emit_string(text, program->name);
    text_add(text, ",\n        .version = ");
    emit_string(text, program->version);
    text_add(text, ",\n        .title = ");
    emit_string(text, program->title);
    text_format(text,
                ",\n        .hash = \"%s\",\n        .limen = \"" PACKAGE_VERSION "\",\n"
                "        .levels = levels,\n        .level_count = %zu,\n"
                "        .facts = facts,\n        .fact_count = %zu,\n"
                "        .sections = sections,\n        .section_count = %zu,\n"
                "        .refusals = refusals,\n        .refusal_count = %zu,\n"
                "        .rules = rules,\n        .rule_count = %zu,\n"
                "        .duties = duties,\n        .duty_count = %zu,\n"
                "        .decisions = decisions,\n        .decision_count = %zu,\n"
                "        .workspace_size = WORDS * sizeof(uint64_t) + EVENTS * sizeof(struct event_dates)%s,\n"
                "        .evaluate = evaluate,\n        .evaluate_table = evaluate_table,\n    };\n    return &compiled;\n}\n",
                program->hash, program->levels.count, program->facts.count + 1,
                program->sections.count, emitting->sliced->causes.count,
                emitting->plan->rules.count, emitting->plan->duties.count,
                emitting->plan->decisions.count,
                emitting->most_logged > 0
                    ? "\n                          + 2 * MOST_DIFFERENT * sizeof(struct distinct_span)"
                    : "");
}

static void add_all(const struct emitting *emitting)
{
    add_title(emitting);
    emit_names(emitting);
    add_text(emitting, "day.h");
    add_text(emitting, "step.h");
    if (emitting->most_logged > 0) {
        add_text(emitting, "distinct.h");
    }
    add_workspace(emitting);
    emit_facts(emitting);
    emit_answers(emitting);
    add_text(emitting, "emit_facts.inc");
    add_text(emitting, "emit_table.inc");
    if (emitting->lists.count > 0) {
        add_text(emitting, "emit_items.inc");
    }
    if (has_steps(emitting)) {
        add_text(emitting, "emit_steps.inc");
    }
    if (emitting->most_logged > 0) {
        add_text(emitting, "emit_distinct.inc");
    }
    add_stages(emitting);
    add_run(emitting);
    add_text(emitting, "emit_runtime.inc");
    add_interface(emitting);
}

static const char *why_not(const struct plan *plan)
{
    for (size_t i = 0; i < plan->decisions.count; i++) {
        const struct type *type = plan_at(plan, plan->decisions.items[i].value)->type;
        if (type->choice && type->choice->count > MOST_VALUES) {
            return "a decision has more than 256 values";
        }
    }
    return NULL;
}

bool emit_c(struct text *text, struct arena *arena, const struct plan *plan,
            const char **ret_reason)
{
    unsigned wants = WANT_LEVELS | WANT_RULES | WANT_DECISIONS | WANT_CAUSES;
    const struct sliced *sliced = sliced_create(arena, plan, false, wants, ret_reason);
    if (!sliced || (*ret_reason = why_not(plan))) {
        return false;
    }
    struct emitting emitting = {
        .text = text, .arena = arena, .plan = plan, .sliced = sliced,
        .codes = {sliced->opening.code, sliced->settling.code, sliced->body}};
    emit_lay_out(&emitting);
    add_all(&emitting);
    return true;
}

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

/* -------------------------------------------------------------------------------------------- places */

uint32_t emit_input(const struct emitting *emitting, unsigned part, size_t fact, size_t index)
{
    for (size_t i = 0; i < emitting->inputs.count; i++) {
        const struct code_input *input = &emitting->inputs.items[i];
        if (input->part == part && input->fact == fact && input->index == index) {
            return (uint32_t)(EMIT_FIRST_INPUT + i);
        }
    }
    return EMIT_NOWHERE;
}

uint32_t emit_place(const struct emitting *emitting, const struct code *code, uint32_t reg)
{
    if (reg == NO_REGISTER) {
        return EMIT_NOWHERE;
    }
    if (reg < 2) {
        return reg;
    }
    if (reg < code_first_kept(code)) {
        const struct code_input *input = &code->inputs.items[reg - 2];
        return emit_input(emitting, input->part, input->fact, input->index);
    }
    return (uint32_t)(EMIT_FIRST_INPUT + emitting->inputs.count + reg - code_first_kept(code));
}

static void add_inputs(struct emitting *emitting, const struct code *code)
{
    for (size_t i = 0; code && i < code->inputs.count; i++) {
        const struct code_input *input = &code->inputs.items[i];
        if (emit_input(emitting, input->part, input->fact, input->index) == EMIT_NOWHERE) {
            vector_push(emitting->arena, &emitting->inputs, *input);
        }
    }
}

static void measure(struct emitting *emitting, const struct code *code)
{
    size_t words = code ? code->register_count - code_first_kept(code) : 0;
    words += EMIT_FIRST_INPUT + emitting->inputs.count;
    emitting->words = words > emitting->words ? words : emitting->words;
}

/* Events that steps read, whichever code they are in. */
static void find_events(struct emitting *emitting)
{
    const struct plan *plan = emitting->plan;
    uint32_t *events = arena_alloc(emitting->arena,
                                   (plan->program->facts.count + 1) * sizeof *events);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if ((node->op == OP_EVENT_COUNT || node->op == OP_LATEST) && events[node->index] == 0) {
            events[node->index] = (uint32_t)++emitting->event_count;
        }
    }
    emitting->events = events;
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

static bool has_steps(const struct code *code)
{
    return code && code->steps.count > 0;
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
    text_format(emitting->text,
                "/* Words: \"no\" and \"yes\" of every case, some that nobody reads, then what a case says, then "
                "what is worked\n   out from it. */\n"
                "static const size_t input_count = %zu;\n"
                "static const size_t word_count = %zu;\n"
                "static const size_t event_count = %zu;\n\n"
                "struct run {\n"
                "    uint64_t *words;\n"
                "    struct event_dates *events; /* by event, then by case */\n"
                "    unsigned count;             /* cases */\n"
                "};\n\n",
                EMIT_FIRST_INPUT + emitting->inputs.count, emitting->words, emitting->event_count);
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
                "        .rules = rules,\n        .rule_count = %zu,\n"
                "        .duties = duties,\n        .duty_count = %zu,\n"
                "        .decisions = decisions,\n        .decision_count = %zu,\n"
                "        .workspace_size = %zu * sizeof(uint64_t)\n"
                "                          + %zu * sizeof(struct event_dates),\n"
                "        .evaluate = evaluate,\n    };\n    return &compiled;\n}\n",
                program->hash, program->levels.count, program->facts.count + 1,
                emitting->plan->rules.count, emitting->plan->duties.count,
                emitting->plan->decisions.count, emitting->words, 64 * emitting->event_count);
}

static void add_all(const struct emitting *emitting)
{
    const struct sliced *sliced = emitting->sliced;
    add_title(emitting);
    emit_names(emitting);
    add_text(emitting, "day.h");
    add_text(emitting, "step.h");
    add_workspace(emitting);
    emit_places(emitting);
    if (has_steps(sliced->opening.code) || has_steps(sliced->settling.code)
        || has_steps(sliced->body)) {
        add_text(emitting, "emit_steps.inc");
    }
    add_stages(emitting);
    add_text(emitting, "emit_runtime.inc");
    add_interface(emitting);
}

static const char *why_not(const struct sliced *sliced)
{
    const struct plan *plan = sliced->plan;
    const struct code *codes[] = {sliced->opening.code, sliced->settling.code, sliced->body};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (codes[i] && codes[i]->loops.count > 0) {
            return "it asks about the items of lists";
        }
    }
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
    unsigned wants = WANT_LEVELS | WANT_RULES | WANT_DECISIONS;
    const struct sliced *sliced = sliced_create(arena, plan, false, wants, ret_reason);
    if (!sliced || (*ret_reason = why_not(sliced))) {
        return false;
    }
    struct emitting emitting = {.text = text, .arena = arena, .plan = plan, .sliced = sliced};
    const struct code *codes[] = {sliced->opening.code, sliced->settling.code, sliced->body};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        add_inputs(&emitting, codes[i]);
    }
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        measure(&emitting, codes[i]);
    }
    find_events(&emitting);
    add_all(&emitting);
    return true;
}

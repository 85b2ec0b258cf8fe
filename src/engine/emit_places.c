/* SPDX-License-Identifier: Apache-2.0 */
/* Where each word is in the workspace. */
#include "engine/emitting.h"

/* -------------------------------------------------------------------------------------------- places */

size_t emit_fact(const struct emitting *emitting, const struct fact *field)
{
    return emitting->plan->program->facts.count + 1 + field->entity.index;
}

size_t emit_list(const struct emitting *emitting, size_t fact)
{
    size_t i = 0;
    while (i < emitting->lists.count && emitting->lists.items[i].fact->entity.index != fact) {
        i++;
    }
    return i;
}

const struct emit_log *emit_log(const struct emitting *emitting, const struct code *code, node_id node)
{
    for (size_t i = 0; i < emitting->logs.count; i++) {
        const struct emit_log *log = &emitting->logs.items[i];
        if (log->code == code && log->log->node == node) {
            return log;
        }
    }
    return NULL;
}

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

/* The code around that of items; NULL: CODE is no such. */
static const struct code *around(const struct emitting *emitting, const struct code *code)
{
    for (size_t i = 0; i < emitting->loops.count; i++) {
        if (emitting->loops.items[i].loop->items == code) {
            return emitting->loops.items[i].around;
        }
    }
    return NULL;
}

static uint32_t place_of_item_input(const struct emitting *emitting, const struct code *outer,
                                    const struct code_input *input)
{
    switch (input->part) {
    case PART_OUTER:
        return emit_place(emitting, outer, input->fact);
    case PART_PRESENT:
        return (uint32_t)emitting->present;
    case PART_CARRIED:
        return (uint32_t)(emitting->carried + input->index);
    default:
        return emit_input(emitting, input->part,
                          emit_fact(emitting, emitting->plan->program->fields.items[input->fact]),
                          input->index);
    }
}

uint32_t emit_place(const struct emitting *emitting, const struct code *code, uint32_t reg)
{
    const struct code *outer = around(emitting, code);
    if (reg == NO_REGISTER) {
        return EMIT_NOWHERE;
    }
    if (reg < 2) {
        return reg;
    }
    if (reg < code_first_kept(code)) {
        const struct code_input *input = &code->inputs.items[reg - 2];
        return outer ? place_of_item_input(emitting, outer, input)
                     : emit_input(emitting, input->part, input->fact, input->index);
    }
    size_t first = outer ? emitting->of_items : EMIT_FIRST_INPUT + emitting->inputs.count;
    return (uint32_t)(first + reg - code_first_kept(code));
}

static void add_input(struct emitting *emitting, struct code_input input)
{
    if (emit_input(emitting, input.part, input.fact, input.index) == EMIT_NOWHERE) {
        vector_push(emitting->arena, &emitting->inputs, input);
    }
}

static void add_inputs(struct emitting *emitting, const struct code *code)
{
    for (size_t i = 0; code && i < code->inputs.count; i++) {
        add_input(emitting, code->inputs.items[i]);
    }
}

/* -------------------------------------------------------------------------------------------- lists */

static void find_loops(struct emitting *emitting)
{
    for (size_t i = 0; i < EMIT_CODES; i++) {
        const struct code *code = emitting->codes[i];
        for (size_t j = 0; code && j < code->loops.count; j++) {
            struct emit_loop loop = {&code->loops.items[j], code};
            vector_push(emitting->arena, &emitting->loops, loop);
        }
    }
}

static bool is_asked(const struct emitting *emitting, const struct fact *list)
{
    for (size_t i = 0; i < emitting->loops.count; i++) {
        if (emitting->loops.items[i].loop->list == list->entity.index) {
            return true;
        }
    }
    for (size_t i = 0; i < emitting->inputs.count; i++) {
        const struct code_input *input = &emitting->inputs.items[i];
        if (input->part < COLUMN_PARTS && input->fact == list->entity.index) {
            return true;
        }
    }
    return false;
}

/* Parts of fields that loops over LIST read; or, of_columns false, what else they read of fields. */
static void add_field_inputs(struct emitting *emitting, const struct fact *list, bool of_columns)
{
    for (size_t i = 0; i < emitting->loops.count; i++) {
        const struct code_loop *loop = emitting->loops.items[i].loop;
        for (size_t j = 0; loop->list == list->entity.index && j < loop->items->inputs.count; j++) {
            struct code_input input = loop->items->inputs.items[j];
            bool is_wanted = of_columns ? input.part < COLUMN_PARTS
                                        : input.part == PART_DERIVED_KNOWN;
            if (is_wanted) {
                input.fact = (uint32_t)emit_fact(
                    emitting, emitting->plan->program->fields.items[input.fact]);
                add_input(emitting, input);
            }
        }
    }
}

static void find_lists(struct emitting *emitting)
{
    const struct program *program = emitting->plan->program;
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        if (fact->type->kind != TYPE_LIST || !is_asked(emitting, fact)) {
            continue;
        }
        size_t before = emitting->inputs.count;
        add_field_inputs(emitting, fact, true);
        struct emit_list list = {fact, EMIT_FIRST_INPUT + before, emitting->inputs.count - before};
        vector_push(emitting->arena, &emitting->lists, list);
    }
    for (size_t i = 0; i < emitting->lists.count; i++) {
        add_field_inputs(emitting, emitting->lists.items[i].fact, false);
    }
}

/* ------------------------------------------------------------------------------------------ measuring */

static size_t greatest(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t words_of(const struct code *code)
{
    return code ? code->register_count - code_first_kept(code) : 0;
}

static size_t words_of_value(const struct slice *value)
{
    return value->members ? value->member_count : value->low.count + value->high.count;
}

/* The step that would read what a loop of CODE logs may be one that nobody asks for. */
static bool has_step(const struct code *code, node_id node)
{
    for (size_t i = 0; i < code->steps.count; i++) {
        if (code->steps.items[i].node == node) {
            return true;
        }
    }
    return false;
}

/* Words that LOOP of CODE keeps of each item. */
static void keep(struct emitting *emitting, const struct code *code, const struct code_loop *loop)
{
    size_t most = (size_t)emitting->plan->program->facts.items[loop->list]->type->high;
    for (size_t i = 0; i < loop->stores.count; i++) {
        size_t *known = &emitting->known[loop->stores.items[i].field];
        if (*known == 0) {
            *known = emitting->words;
            emitting->words += most;
        }
    }
    for (size_t i = 0; i < loop->logs.count; i++) {
        const struct circuit_log *log = &loop->logs.items[i];
        if (has_step(code, log->node)) {
            struct emit_log kept = {code, log, emitting->words, 2 + words_of_value(&log->value)};
            vector_push(emitting->arena, &emitting->logs, kept);
            emitting->words += most * kept.stride;
            emitting->most_logged = greatest(emitting->most_logged, most);
        }
    }
}

static void measure(struct emitting *emitting)
{
    struct arena *arena = emitting->arena;
    size_t of_case = 0, of_items = 0, carried = 0;
    for (size_t i = 0; i < EMIT_CODES; i++) {
        of_case = greatest(of_case, words_of(emitting->codes[i]));
    }
    for (size_t i = 0; i < emitting->loops.count; i++) {
        const struct code_loop *loop = emitting->loops.items[i].loop;
        of_items = greatest(of_items, words_of(loop->items));
        carried = greatest(carried, loop->carried_count);
    }
    emitting->present = EMIT_FIRST_INPUT + emitting->inputs.count + of_case;
    emitting->carried = emitting->present + 1;
    emitting->scratch = emitting->carried + carried;
    emitting->of_items = emitting->scratch + carried;
    emitting->words = emitting->of_items + of_items;
    emitting->known = arena_alloc(arena, (emitting->plan->program->fields.count + 1)
                                             * sizeof *emitting->known);
    for (size_t i = 0; i < emitting->loops.count; i++) {
        keep(emitting, emitting->loops.items[i].around, emitting->loops.items[i].loop);
    }
}

/* Events that steps read, whichever code they are in. */
static void find_events(struct emitting *emitting)
{
    const struct plan *plan = emitting->plan;
    size_t facts = plan->program->facts.count + 1 + plan->program->fields.count;
    uint32_t *events = arena_alloc(emitting->arena, (facts + 1) * sizeof *events);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if ((node->op == OP_EVENT_COUNT || node->op == OP_LATEST) && events[node->index] == 0) {
            events[node->index] = (uint32_t)++emitting->event_count;
        }
    }
    emitting->events = events;
}

void emit_lay_out(struct emitting *emitting)
{
    for (size_t i = 0; i < EMIT_CODES; i++) {
        add_inputs(emitting, emitting->codes[i]);
    }
    find_loops(emitting);
    find_lists(emitting);
    measure(emitting);
    find_events(emitting);
}

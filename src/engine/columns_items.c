/* SPDX-License-Identifier: Apache-2.0 */
/* Running loops: the items of a list, round by round. */
#include "engine/columns_run.h"

#include <string.h>

/* -------------------------------------------------------------------------------------------- making */

static void want_fields(const struct code *code, bool *wanted)
{
    for (size_t i = 0; code && i < code->loops.count; i++) {
        const struct code *items = code->loops.items[i].items;
        for (size_t j = 0; j < items->inputs.count; j++) {
            if (items->inputs.items[j].part < COLUMN_PARTS) {
                wanted[items->inputs.items[j].fact] = true;
            }
        }
    }
}

static bool is_asked(const struct plan *plan, const struct fact *list)
{
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (node->domain == list->entity.index + 1
            || (op_is_of_items(node->op) && node->index == list->entity.index)) {
            return true;
        }
    }
    return false;
}

void columns_create_lists(struct columns *columns)
{
    struct arena *arena = columns->arena;
    const struct plan *plan = columns->open->plan;
    const struct program *program = plan->program;
    bool *wanted = arena_alloc(arena, program->fields.count + 1);
    const struct sliced *both[] = {columns->open, columns->known};
    for (size_t i = 0; i < 2; i++) {
        want_fields(both[i]->body, wanted);
        want_fields(both[i]->opening.code, wanted);
        want_fields(both[i]->settling.code, wanted);
    }
    columns->lists = arena_alloc(arena, (program->facts.count + 1) * sizeof *columns->lists);
    columns->logs = arena_alloc(arena, (plan->nodes.count + 1) * sizeof *columns->logs);
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *list = program->facts.items[i];
        if (list->type->kind == TYPE_LIST && is_asked(plan, list)) {
            columns->lists[i].round = round_create(arena, list, wanted);
            columns->lists[i].known_planes = planes_create(arena, list->fields.count);
        }
    }
}

/* ------------------------------------------------------------------------- what is known of each item */

static size_t known_place(const struct round *round, size_t lane, size_t place)
{
    return round_place(round, lane) * round->fact->fields.count + place;
}

static void make_known_room(struct columns *columns, struct list_state *state)
{
    size_t count = state->round->list->item_count * state->round->fact->fields.count;
    if (count > state->known_room) {
        state->known = arena_alloc(columns->arena, 2 * count);
        state->known_room = 2 * count;
    }
}

static void store(const struct columns *columns, const struct list_state *state,
                  const struct code_loop *loop)
{
    for (size_t i = 0; i < loop->stores.count; i++) {
        const struct circuit_store *stored = &loop->stores.items[i];
        size_t place = columns->ran->plan->program->fields.items[stored->field]->place;
        EACH_PRESENT(state->round, lane) {
            state->known[known_place(state->round, lane, place)] =
                plane_get(columns->of_items.registers[stored->known], lane);
        }
    }
}

static const uint64_t *stored_plane(const struct list_state *state, size_t place)
{
    block_plane *known = &state->known_planes[place];
    memset(known, 0, sizeof *known);
    EACH_PRESENT(state->round, lane) {
        if (state->known[known_place(state->round, lane, place)]) {
            plane_set(known, lane);
        }
    }
    return *known;
}

/* ------------------------------------------------------------------------------ values that differ */

/* The ends of what a slice, whose planes are registers, is in one case where it has a value. */
static void find_ends(const uint64_t *const *registers, const struct slice *slice, size_t lane,
                      int64_t *ret_low, int64_t *ret_high)
{
    if (!slice->members) {
        *ret_low = planes_number(registers, &slice->low, lane);
        *ret_high = planes_number(registers, &slice->high, lane);
        return;
    }
    *ret_low = -1;
    for (int64_t i = 0; i < (int64_t)slice->member_count; i++) {
        if (plane_get(registers[slice->members[i]], lane)) {
            *ret_low = *ret_low < 0 ? i : *ret_low;
            *ret_high = i;
        }
    }
}

static void log_items(struct columns *columns, const struct round *round,
                      const struct circuit_log *logged)
{
    struct item_log *log = &columns->logs[logged->node];
    const uint64_t *const *registers = columns->of_items.registers;
    EACH_PRESENT(round, lane) {
        struct logged *item = &log->items[round_place(round, lane)];
        item->certain = plane_get(registers[logged->certain], lane);
        item->possible = plane_get(registers[logged->possible], lane);
        if (item->possible) {
            find_ends(registers, &logged->value, lane, &item->low, &item->high);
        }
    }
}

static void make_log_room(struct columns *columns, const struct code_loop *loop, size_t count)
{
    for (size_t i = 0; i < loop->logs.count; i++) {
        struct item_log *log = &columns->logs[loop->logs.items[i].node];
        if (count > log->room) {
            log->items = arena_alloc(columns->arena, 2 * count * sizeof *log->items);
            log->room = 2 * count;
        }
    }
}

static void add_rest(struct columns *columns, const uint64_t *const *registers,
                     const struct slice *operands, size_t lane)
{
    if (plane_get(registers[operands[DISTINCT_REST].high.at[0]], lane)) {
        struct distinct_span span = {0, 0};
        find_ends(registers, &operands[DISTINCT_VALUE], lane, &span.low, &span.high);
        distinct_add(&columns->distinct, span, false,
                     planes_number(registers, &operands[DISTINCT_TIMES].low, lane));
    }
}

/* How many values ALL has. */
static int64_t count_values(const uint64_t *const *registers, const struct slice *all, size_t lane)
{
    int64_t count = 0;
    for (size_t i = 0; i < all->member_count; i++) {
        count += plane_get(registers[all->members[i]], lane);
    }
    if (!all->members && plane_get(registers[all->some], lane)) {
        count = distinct_width(planes_number(registers, &all->low, lane),
                               planes_number(registers, &all->high, lane));
    }
    return count;
}

static void make_distinct_room(struct columns *columns, size_t count)
{
    struct distinct *distinct = &columns->distinct;
    if (count > columns->distinct_room) {
        columns->distinct_room = 2 * count;
        distinct->certain = arena_alloc(columns->arena, 2 * count * sizeof *distinct->certain);
        distinct->single = arena_alloc(columns->arena, 2 * count * sizeof *distinct->single);
    }
    distinct->certain_count = distinct->single_count = 0;
    distinct->others = 0;
}

struct value_set columns_distinct(struct columns *columns, const struct bank *bank,
                                  const struct code_step *step, size_t lane)
{
    const struct plan_node *node = plan_at(columns->ran->plan, step->node);
    const struct date_span span = columns->block->columns[node->index].spans[lane];
    const struct logged *items = columns->logs[step->node].items;
    make_distinct_room(columns, span.count + 1);
    for (size_t i = span.first; i < span.first + span.count; i++) {
        if (items[i].possible) {
            distinct_add(&columns->distinct,
                         (struct distinct_span){items[i].low, items[i].high}, items[i].certain, 1);
        }
    }
    add_rest(columns, bank->registers, step->operands, lane);
    columns->distinct.values = count_values(bank->registers, &step->operands[DISTINCT_ALL], lane);
    return stepwise_distinct(&columns->distinct);
}

/* ---------------------------------------------------------------------------------------------- rounds */

static const uint64_t *item_input(const struct columns *columns, const struct bank *around,
                                  const struct list_state *state, const struct code_input *input)
{
    size_t place;
    switch (input->part) {
    case PART_OUTER:
        return around->registers[input->fact];
    case PART_PRESENT:
        return *state->round->present;
    case PART_CARRIED:
        return columns->carried[input->index];
    default:
        place = columns->ran->plan->program->fields.items[input->fact]->place;
        return input->part == PART_DERIVED_KNOWN
                   ? stored_plane(state, place)
                   : column_part(&state->round->columns[place], (enum column_part)input->part,
                                 input->index);
    }
}

static void copy_words(uint64_t *to, const uint64_t *from, const struct round *round)
{
    memcpy(to + round->from, from + round->from, (round->to - round->from) * sizeof *to);
}

static void run_round(struct columns *columns, const struct bank *around,
                      const struct list_state *state, const struct code_loop *loop)
{
    const struct code *items = loop->items;
    struct bank *bank = &columns->of_items;
    const struct round *round = state->round;
    for (size_t i = 0; i < items->inputs.count; i++) {
        bank->registers[2 + i] = item_input(columns, around, state, &items->inputs.items[i]);
    }
    columns_run_code(columns, bank, items, &(struct stretch){round->present, round->from, round->to});
    store(columns, state, loop);
    for (size_t i = 0; i < loop->logs.count; i++) {
        log_items(columns, round, &loop->logs.items[i]);
    }
    for (size_t i = 0; i < loop->carried_count; i++) {
        copy_words(columns->scratch[i], bank->registers[loop->ends[i]], round);
    }
    for (size_t i = 0; i < loop->carried_count; i++) {
        copy_words(columns->carried[i], columns->scratch[i], round);
    }
}

static void run_rounds(struct columns *columns, const struct bank *around,
                       struct list_state *state, const struct code_loop *loop)
{
    struct bank *bank = &columns->of_items;
    if (!round_start(state->round, columns->block)) {
        return;
    }
    if (loop->stores.count > 0) {
        make_known_room(columns, state);
    }
    make_log_room(columns, loop, state->round->list->item_count);
    for (size_t i = 0; i < loop->items->register_count; i++) {
        bank->registers[i] = bank->memory[i];
    }
    do {
        run_round(columns, around, state, loop);
    } while (round_next(state->round));
}

void columns_run_loop(struct columns *columns, const struct bank *around,
                      const struct code_loop *loop)
{
    for (size_t i = 0; i < loop->carried_count; i++) {
        memcpy(columns->carried[i], around->registers[loop->starts[i]], sizeof(block_plane));
    }
    run_rounds(columns, around, &columns->lists[loop->list], loop);
    for (size_t i = 0; i < loop->carried_count; i++) {
        if (loop->results[i] != NO_REGISTER) {
            memcpy(around->memory[loop->results[i]], columns->carried[i], sizeof(block_plane));
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Running code on blocks. */
#include "engine/columns.h"

#include <string.h>

#include "engine/columns_run.h"
#include "engine/stepwise.h"
#include "meaning/each.h"

block_plane *planes_create(struct arena *arena, size_t count)
{
    char *bytes = arena_alloc(arena, (count + 1) * sizeof(block_plane));
    return (block_plane *)(bytes + (64 - (uintptr_t)bytes % 64) % 64);
}

static void bank_make_room(struct bank *bank, const struct code *code)
{
    bank->room = code->register_count > bank->room ? code->register_count : bank->room;
}

static void make_room(struct columns *columns, const struct code *code)
{
    if (!code) {
        return;
    }
    bank_make_room(&columns->bank, code);
    for (size_t i = 0; i < code->loops.count; i++) {
        const struct code_loop *loop = &code->loops.items[i];
        size_t carried = loop->carried_count;
        bank_make_room(&columns->of_items, loop->items);
        columns->carried_room = carried > columns->carried_room ? carried : columns->carried_room;
    }
}

static void bank_create(struct arena *arena, struct bank *bank)
{
    bank->registers = arena_alloc(arena, (bank->room + 2) * sizeof(const uint64_t *));
    bank->memory = planes_create(arena, bank->room + 2);
    memset(bank->memory[1], 0xff, sizeof(block_plane));
}

struct columns *columns_create(struct arena *arena, const struct sliced *open,
                               const struct sliced *known)
{
    struct columns *columns = arena_alloc(arena, sizeof *columns);
    size_t facts = open->plan->program->facts.count;
    *columns = (struct columns){.arena = arena, .open = open, .known = known,
                                .gates = gates_widest()};
    const struct sliced *both[] = {open, known};
    for (size_t i = 0; i < 2; i++) {
        make_room(columns, both[i]->body);
        make_room(columns, both[i]->opening.code);
        make_room(columns, both[i]->settling.code);
    }
    bank_create(arena, &columns->bank);
    bank_create(arena, &columns->of_items);
    columns->carried = planes_create(arena, columns->carried_room);
    columns->scratch = planes_create(arena, columns->carried_room);
    columns->settled = planes_create(arena, 2 * facts);
    columns->derived = planes_create(arena, facts);
    columns_create_lists(columns);
    return columns;
}

static bool reads_fact(enum op op)
{
    return op == OP_INPUT || op == OP_KNOWN || op == OP_EVENT_COUNT || op == OP_LATEST
           || op_is_of_items(op);
}

static bool want_all(bool *wanted, struct fact *const *facts, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        any = any || !wanted[facts[i]->entity.index];
        wanted[facts[i]->entity.index] = true;
    }
    return any;
}

/* What sums a list up says whether closing empties it, and the list whether closing denies what sums it up. */
static void want_summaries(const struct program *program, bool *wanted)
{
    bool any = true;
    while (any) {
        any = false;
        for (size_t i = 0; i < program->facts.count; i++) {
            const struct fact *fact = program->facts.items[i];
            if (wanted[i]) {
                any |= want_all(wanted, fact->summaries.items, fact->summaries.count);
                any |= want_all(wanted, fact->sums_up.items, fact->sums_up.count);
            }
        }
    }
}

static bool settles_for_all(const struct plan *plan, const struct plan_impossible *impossible)
{
    bool shared = false, own = false;
    for (size_t i = 0; i < impossible->conjuncts.count; i++) {
        const struct plan_conjunct *part = &impossible->conjuncts.items[i];
        shared = shared
                 || (part->is_fact
                     && !fact_is_of_each(plan->program, plan->program->facts.items[part->fact]));
        own = own || plan_at(plan, part->holds)->is_of_each;
    }
    return shared && own;
}

/* How many members there are, and whether these are all, is not told of a case of one. */
static bool asks_for_members(const struct plan *plan)
{
    const struct fact *each = plan->program->each;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (node->op == OP_KNOWN && node->index == each->entity.index) {
            return true;
        }
    }
    return plan->takes_each;
}

bool columns_take_members(const struct plan *plan)
{
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        if (settles_for_all(plan, &plan->impossibles.items[i])) {
            return false;
        }
    }
    return plan->program->each && !asks_for_members(plan);
}

struct block *columns_block(struct arena *arena, const struct plan *plan)
{
    size_t facts = plan->program->facts.count;
    bool *wanted = arena_alloc(arena, facts + 1);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        /* A date that nobody reads, and that most cases do not have, is nothing that is not known. */
        wanted[facts] = wanted[facts] || node->op == OP_CASE_DATE;
        if (reads_fact(node->op)) {
            wanted[node->index] = true;
        } else if (node->domain != PLAN_CASE) {
            wanted[node->domain - 1] = true;
        }
    }
    want_summaries(plan->program, wanted);
    return block_create(arena, plan->program, wanted);
}

/* ------------------------------------------------------------------------------------------- steps */

int64_t planes_number(const uint64_t *const *registers, const struct bits *bits, size_t lane)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bits->count && i < 64; i++) {
        value |= (uint64_t)plane_get(registers[bits->at[i]], lane) << i;
    }
    size_t sign = bits->count - 1;
    if (sign < 63 && value >> sign & 1) {
        value |= ~UINT64_C(0) << sign;
    }
    return (int64_t)value;
}

static struct event_dates dates_of(const struct block *block, const struct plan_node *node,
                                   size_t lane)
{
    if (node->op != OP_EVENT_COUNT && node->op != OP_LATEST) {
        return (struct event_dates){NULL, 0, true};
    }
    const struct column *column = &block->columns[node->index];
    struct date_span span = column->spans[lane];
    return (struct event_dates){block->dates.items + span.first, span.count,
                                plane_get(*column->complete, lane)};
}

static void put_bit(const struct bank *bank, uint32_t to, size_t lane, uint64_t bit)
{
    if (to != NO_REGISTER) {
        uint64_t *word = &bank->memory[to][lane / 64];
        *word = (*word & ~(UINT64_C(1) << (lane % 64))) | bit << (lane % 64);
    }
}

static struct value_set evaluate_step(struct columns *columns, const struct bank *bank,
                                      const struct code_step *step, size_t lane)
{
    const struct plan_node *node = plan_at(columns->ran->plan, step->node);
    if (node->op == OP_ITEM_DISTINCT) {
        return columns_distinct(columns, bank, step, lane);
    }
    struct value_set operands[2] = {{0}};
    for (size_t i = 0; i < step->operand_count; i++) {
        const struct slice *operand = &step->operands[i];
        bool some = plane_get(bank->registers[operand->some], lane);
        operands[i] = value_between(
            some ? planes_number(bank->registers, &operand->low, lane) : 1,
            some ? planes_number(bank->registers, &operand->high, lane) : 0);
        operands[i].or_none = plane_get(bank->registers[operand->none], lane);
    }
    struct event_dates event = dates_of(columns->block, node, lane);
    return stepwise_evaluate(node, operands, &event);
}

static void step_lane(struct columns *columns, const struct bank *bank,
                      const struct code_step *step, size_t lane)
{
    struct value_set set = evaluate_step(columns, bank, step, lane);
    size_t at = 0;
    for (size_t i = 0; i < step->low_count; i++) {
        put_bit(bank, step->results[at++], lane, (uint64_t)set.low >> i & 1);
    }
    for (size_t i = 0; i < step->high_count; i++) {
        put_bit(bank, step->results[at++], lane, (uint64_t)set.high >> i & 1);
    }
    put_bit(bank, step->results[at++], lane, set.or_none);
    put_bit(bank, step->results[at], lane, set.low <= set.high);
}

/* Of the cases in PRESENT, NULL: of all. */
static void run_step(struct columns *columns, const struct bank *bank,
                     const struct code_step *step, const block_plane *present)
{
    for (size_t lane = 0; lane < columns->block->count; lane++) {
        if (!present || plane_get(*present, lane)) {
            step_lane(columns, bank, step, lane);
        }
    }
}

/* -------------------------------------------------------------------------------------------- code */

static const uint64_t *input_of(const struct columns *columns, const struct code_input *input)
{
    switch (input->part) {
    case PART_SETTLED:
        return columns->settled[2 * input->fact + input->index];
    case PART_DERIVED_KNOWN:
        return columns->derived[input->fact];
    default:
        return block_part(columns->block, (enum column_part)input->part, input->fact,
                          input->index);
    }
}

static void run_other(struct columns *columns, const struct bank *bank, const struct code *code,
                      const struct instruction *instruction, const struct stretch *stretch)
{
    if (instruction->op == GATE_LOOP) {
        columns_run_loop(columns, bank, &code->loops.items[instruction->to]);
    } else {
        run_step(columns, bank, &code->steps.items[instruction->to], stretch->present);
    }
}

/* How many instructions from AT on are gates. */
static size_t count_gates(const struct code *code, size_t at)
{
    size_t end = at;
    while (end < code->instructions.count && code->instructions.items[end].op < GATES) {
        end++;
    }
    return end - at;
}

static void run_instructions(struct columns *columns, const struct bank *bank,
                             const struct code *code, const struct stretch *stretch)
{
    for (size_t i = 0; i < code->instructions.count; i++) {
        size_t gates = count_gates(code, i);
        columns->gates->run(&code->instructions.items[i], gates, bank->registers, bank->memory,
                            stretch->from, stretch->to);
        i += gates;
        if (i < code->instructions.count) {
            run_other(columns, bank, code, &code->instructions.items[i], stretch);
        }
    }
}

static void run_part(const struct bank *bank, machine_part *part, size_t words,
                     const struct stretch *stretch)
{
    for (size_t i = stretch->from / words; i * words < stretch->to; i++) {
        part(bank->registers, *bank->memory + i * words, i);
    }
}

static void run_machine(struct columns *columns, const struct bank *bank,
                        const struct machine_code *made, size_t words, const struct stretch *stretch)
{
    const struct code *code = made->parts->code;
    for (size_t i = 0; i < made->parts->all.count; i++) {
        const struct part *part = &made->parts->all.items[i];
        if (part->is_step) {
            run_other(columns, bank, code, &code->instructions.items[part->first], stretch);
        } else {
            run_part(bank, made->functions[i], words, stretch);
        }
    }
}

void columns_set_gates(struct columns *columns, const struct gates *gates)
{
    columns->gates = gates;
}

void columns_use(struct columns *columns, const struct machine *machine)
{
    if (machine) {
        vector_push(columns->arena, &columns->machines, machine);
    }
}

static bool run_compiled(struct columns *columns, const struct bank *bank, const struct code *code,
                         const struct stretch *stretch)
{
    for (size_t i = 0; i < columns->machines.count; i++) {
        const struct machine *machine = columns->machines.items[i];
        for (size_t j = 0; j < machine->count; j++) {
            if (machine->codes[j].parts->code == code) {
                run_machine(columns, bank, &machine->codes[j], machine->words, stretch);
                return true;
            }
        }
    }
    return false;
}

void columns_run_code(struct columns *columns, const struct bank *bank, const struct code *code,
                      const struct stretch *stretch)
{
    if (!run_compiled(columns, bank, code, stretch)) {
        run_instructions(columns, bank, code, stretch);
    }
}

/* Most blocks are run by the same code as the one before, and lie where it lay. */
static void place_registers(struct columns *columns, const struct code *code)
{
    const struct bank *bank = &columns->bank;
    const struct block *block = columns->block;
    if (columns->placed == code && columns->placed_for == block->planes
        && columns->placed_moved == block->moved) {
        return;
    }
    for (size_t i = 0; i < code->register_count; i++) {
        bank->registers[i] = bank->memory[i];
    }
    for (size_t i = 0; i < code->inputs.count; i++) {
        bank->registers[2 + i] = input_of(columns, &code->inputs.items[i]);
    }
    columns->placed = code;
    columns->placed_for = block->planes;
    columns->placed_moved = block->moved;
}

static void run_code(struct columns *columns, const struct code *code)
{
    const struct bank *bank = &columns->bank;
    place_registers(columns, code);
    struct stretch stretch = {NULL, 0, (columns->block->count + 63) / 64};
    columns_run_code(columns, bank, code, &stretch);
}

/* Copies OUTPUTS; true if a plane changed. */
static bool take_outputs(struct columns *columns, const uint32_t *outputs, size_t count,
                         block_plane *to)
{
    bool changed = false;
    for (size_t i = 0; i < count; i++) {
        if (outputs[i] == NO_REGISTER) {
            continue;
        }
        const uint64_t *from = columns->bank.registers[outputs[i]];
        changed = changed || memcmp(to[i], from, sizeof(block_plane)) != 0;
        memmove(to[i], from, sizeof(block_plane));
    }
    return changed;
}

void columns_run(struct columns *columns, const struct block *block)
{
    const struct sliced *sliced = block->all_known ? columns->known : columns->open;
    size_t facts = sliced->plan->program->facts.count;
    columns->block = block;
    columns->ran = sliced;
    if (sliced->opening.code) {
        run_code(columns, sliced->opening.code);
        take_outputs(columns, sliced->opening.outputs, facts, columns->derived);
    }
    if (sliced->settling.code) {
        memset(columns->settled, 0, 2 * facts * sizeof(block_plane));
        do {
            run_code(columns, sliced->settling.code);
        } while (take_outputs(columns, sliced->settling.outputs, 2 * facts, columns->settled));
    }
    run_code(columns, sliced->body);
}

const uint64_t *columns_plane(const struct columns *columns, uint32_t at)
{
    return columns->bank.registers[at];
}

void columns_yes_no(const struct columns *columns, node_id node, const uint64_t **ret_certain,
                    const uint64_t **ret_possible)
{
    const struct slice *slice = &columns->ran->slices[node];
    *ret_certain = columns->bank.registers[slice->low.at[0]];
    *ret_possible = columns->bank.registers[slice->high.at[0]];
}

uint32_t columns_refusal(const struct columns *columns)
{
    return columns->ran->refused;
}

bool columns_refused(const struct columns *columns, size_t lane)
{
    return plane_get(columns->bank.registers[columns->ran->refused], lane);
}

struct value_set columns_value(const struct columns *columns, struct arena *arena, node_id node,
                               size_t lane)
{
    const struct slice *slice = &columns->ran->slices[node];
    const struct type *type = plan_at(columns->ran->plan, node)->type;
    const uint64_t *const *registers = columns->bank.registers;
    struct value_set set = value_none(arena, type);
    set.or_none = plane_get(registers[slice->none], lane);
    for (size_t i = 0; i < slice->member_count; i++) {
        size_t half = type->kind == TYPE_SELECTION && i >= slice->member_count / 2
                          ? slice->member_count / 2 : 0;
        size_t word = (i - half) / 64 + (half ? value_words(type) / 2 : 0);
        set.members[word] |= (uint64_t)plane_get(registers[slice->members[i]], lane)
                             << ((i - half) % 64);
    }
    if (slice->members) {
        value_tighten(type, &set);
    } else if (plane_get(registers[slice->some], lane)) {
        set.low = planes_number(registers, &slice->low, lane);
        set.high = planes_number(registers, &slice->high, lane);
    }
    return set;
}

bool columns_settled(const struct columns *columns, size_t fact, size_t lane)
{
    return columns->ran->settling.code
           && (plane_get(columns->settled[2 * fact], lane)
               || plane_get(columns->settled[2 * fact + 1], lane));
}

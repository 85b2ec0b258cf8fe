/* SPDX-License-Identifier: Apache-2.0 */
/* Loops over the items of lists, and what they keep of each item. */
#include <string.h>

#include "engine/emitting.h"

/* --------------------------------------------------------------------------------------------- loops */

/* What is known of the item at hand, from when it was found. */
static void add_known(const struct emitting *emitting, const struct code *items)
{
    for (size_t i = 0; i < items->inputs.count; i++) {
        const struct code_input *input = &items->inputs.items[i];
        if (input->part == PART_DERIVED_KNOWN) {
            text_format(emitting->text, "        run->words[%u] = run->words[%zu + item]; /* %s is known */\n",
                        emit_place(emitting, items, (uint32_t)(2 + i)),
                        emitting->known[input->fact],
                        emitting->plan->program->fields.items[input->fact]->entity.name);
        }
    }
}

static void add_stores(const struct emitting *emitting, const struct code_loop *loop)
{
    for (size_t i = 0; i < loop->stores.count; i++) {
        const struct circuit_store *store = &loop->stores.items[i];
        text_format(emitting->text, "        run->words[%zu + item] = run->words[%u];\n",
                    emitting->known[store->field],
                    emit_place(emitting, loop->items, store->known));
    }
}

/* Bits of both ends, or members. */
static size_t list_value(const struct slice *value, uint32_t *ret)
{
    if (value->members) {
        memcpy(ret, value->members, value->member_count * sizeof *ret);
        return value->member_count;
    }
    memcpy(ret, value->low.at, value->low.count * sizeof *ret);
    memcpy(ret + value->low.count, value->high.at, value->high.count * sizeof *ret);
    return value->low.count + value->high.count;
}

static uint32_t *room_for(const struct emitting *emitting, const struct slice *value)
{
    size_t most = 2 + value->low.count + value->high.count + value->member_count;
    return arena_alloc(emitting->arena, most * sizeof(uint32_t));
}

static const char *log_name(const struct emitting *emitting, const struct circuit_log *log)
{
    return arena_format(emitting->arena, "kept_%u", log->node);
}

static void add_log_places(const struct emitting *emitting, const struct code *code,
                           const struct code_loop *loop)
{
    for (size_t i = 0; i < loop->logs.count; i++) {
        const struct circuit_log *log = &loop->logs.items[i];
        if (!emit_log(emitting, code, log->node)) {
            continue;
        }
        uint32_t *registers = room_for(emitting, &log->value);
        registers[0] = log->certain;
        registers[1] = log->possible;
        emit_local_places(emitting, loop->items, log_name(emitting, log), registers,
                          2 + list_value(&log->value, registers + 2));
    }
}

static void add_logs(const struct emitting *emitting, const struct code *code,
                     const struct code_loop *loop)
{
    for (size_t i = 0; i < loop->logs.count; i++) {
        const struct circuit_log *log = &loop->logs.items[i];
        const struct emit_log *kept = emit_log(emitting, code, log->node);
        if (!kept) {
            continue;
        }
        text_format(emitting->text, "        gather(run->words + %zu + item * %zu, run->words, %s_places, %zu);\n",
                    kept->first, kept->stride, log_name(emitting, log), kept->stride);
    }
}

void emit_run_loop(const struct emitting *emitting, const struct code *code, const char *name,
                   const struct code_loop *loop)
{
    struct text *text = emitting->text;
    const char *item = arena_format(emitting->arena, "%s_item", name);
    emit_stage(emitting, loop->items, item);
    text_format(text, "/* Items of %s. */\nstatic void %s(struct run *run)\n{\n",
                emitting->plan->program->facts.items[loop->list]->entity.name, name);
    emit_local_places(emitting, code, "start", loop->starts, loop->carried_count);
    emit_local_places(emitting, loop->items, "end", loop->ends, loop->carried_count);
    emit_local_places(emitting, code, "result", loop->results, loop->carried_count);
    add_log_places(emitting, code, loop);
    text_format(text, "    carry(run->words, start_places, %zu);\n"
                      "    for (size_t item = 0; find_items(run, &lists[%zu], item); item++) {\n",
                loop->carried_count, emit_list(emitting, loop->list));
    add_known(emitting, loop->items);
    text_format(text, "        %s(run);\n", item);
    add_stores(emitting, loop);
    add_logs(emitting, code, loop);
    text_format(text, "        carry(run->words, end_places, %zu);\n    }\n"
                      "    hand_over(run->words, result_places, %zu);\n}\n\n",
                loop->carried_count, loop->carried_count);
}

/* -------------------------------------------------------------------------------- different values */

static void add_values(const struct emitting *emitting, const char *name, const struct slice *value)
{
    bool has_members = value->members != NULL;
    text_format(emitting->text, ",\n        {%s_places, %zu, %zu, %zu}", name,
                has_members ? 0 : value->low.count, has_members ? 0 : value->high.count,
                has_members ? value->member_count : 0);
}

static void add_value_places(const struct emitting *emitting, const struct code *code,
                             const char *name, const struct slice *value)
{
    uint32_t *registers = room_for(emitting, value);
    emit_local_places(emitting, code, name, registers, list_value(value, registers));
}

/* Of what was kept of an item, its value stands behind two words. */
static void add_item_places(const struct emitting *emitting, size_t stride)
{
    text_add(emitting->text, "    static const uint32_t item_places[] = {");
    for (size_t i = 2; i < stride; i++) {
        text_format(emitting->text, "%s%zu", i == 2 ? "" : ", ", i);
    }
    text_add(emitting->text, "};\n");
}

static void add_differing(const struct emitting *emitting, const struct code *code,
                          const struct code_step *step)
{
    const struct emit_log *kept = emit_log(emitting, code, step->node);
    const struct slice *operands = step->operands;
    text_format(emitting->text,
                "    static const struct differing differing = {\n        %u, %zu, %zu",
                plan_at(emitting->plan, step->node)->index, kept->first, kept->stride);
    add_values(emitting, "item", &kept->log->value);
    text_format(emitting->text, ",\n        %u",
                emit_place(emitting, code, operands[DISTINCT_REST].high.at[0]));
    add_values(emitting, "other", &operands[DISTINCT_VALUE]);
    text_format(emitting->text, ",\n        times_places, %zu, %u", operands[DISTINCT_TIMES].low.count,
                emit_place(emitting, code, operands[DISTINCT_ALL].some));
    add_values(emitting, "all", &operands[DISTINCT_ALL]);
    text_add(emitting->text, "\n    };\n");
}

void emit_distinct(const struct emitting *emitting, const struct code *code, const char *name,
                   const struct code_step *step)
{
    const struct slice *operands = step->operands;
    text_format(emitting->text, "static void %s(struct run *run)\n{\n", name);
    add_item_places(emitting, emit_log(emitting, code, step->node)->stride);
    add_value_places(emitting, code, "other", &operands[DISTINCT_VALUE]);
    emit_local_places(emitting, code, "times", operands[DISTINCT_TIMES].low.at,
                      operands[DISTINCT_TIMES].low.count);
    add_value_places(emitting, code, "all", &operands[DISTINCT_ALL]);
    emit_step_result(emitting, code, step);
    add_differing(emitting, code, step);
    text_add(emitting->text,
             "    for (unsigned lane = next_lane(run, 0); lane < 64; lane = next_lane(run, lane + 1)) {\n"
             "        give_result(run->words, &result, lane, count_different(run, &differing, lane));\n"
             "    }\n}\n\n");
}

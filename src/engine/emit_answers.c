/* SPDX-License-Identifier: Apache-2.0 */
/* Where answers are. */
#include "engine/emitting.h"

struct places {
    VECTOR_OF(uint32_t);
};

/* --------------------------------------------------------------------------------------- the answers */

static void add_pair(const struct emitting *emitting, node_id node, const char *end)
{
    const struct code *body = emitting->sliced->body;
    uint32_t certain = 1, possible = 1;
    if (node != NO_NODE) {
        const struct slice *slice = &emitting->sliced->slices[node];
        certain = emit_place(emitting, body, slice->low.at[0]);
        possible = emit_place(emitting, body, slice->high.at[0]);
    }
    text_format(emitting->text, "{%u, %u}%s", certain, possible, end);
}

static void add_rule_states(const struct emitting *emitting)
{
    const struct plan *plan = emitting->plan;
    text_add(emitting->text, "static const struct pair rule_states[] = {\n");
    for (size_t i = 0; i < plan->rules.count; i++) {
        const struct plan_rule *rule = &plan->rules.items[i];
        text_add(emitting->text, "    ");
        if (rule->rule->concludes) {
            add_pair(emitting, rule->status, ",\n");
        } else {
            text_add(emitting->text, "{0, 0},\n");
        }
    }
    emit_end(emitting->text, plan->rules.count);
}

static void add_states(const struct emitting *emitting)
{
    const struct plan *plan = emitting->plan;
    struct text *text = emitting->text;
    text_add(text, "struct pair {\n    uint32_t certain, possible;\n};\n\n"
                   "static const struct pair scope = ");
    add_pair(emitting, plan->scope, ";\n");
    text_format(text, "static const size_t threshold_count = %zu;\n"
                      "static const struct pair thresholds[] = {\n", plan->threshold_count);
    for (size_t i = 0; i < plan->threshold_count; i++) {
        text_add(text, "    ");
        add_pair(emitting, plan->thresholds[i], ",\n");
    }
    emit_end(text, plan->threshold_count);
    add_rule_states(emitting);
    text_add(text, "static const struct pair duty_states[] = {\n");
    for (size_t i = 0; i < plan->duties.count; i++) {
        text_add(text, "    ");
        add_pair(emitting, plan->duties.items[i].holds, ",\n");
    }
    emit_end(text, plan->duties.count);
}

static void add_registers(const struct emitting *emitting, struct places *places,
                          const uint32_t *registers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t place = emit_place(emitting, emitting->sliced->body, registers[i]);
        vector_push(emitting->arena, places, place);
    }
}

static void add_set(const struct emitting *emitting, struct places *places, size_t index)
{
    const struct sliced *sliced = emitting->sliced;
    const struct code *body = sliced->body;
    node_id node = emitting->plan->decisions.items[index].value;
    const struct slice *slice = &sliced->slices[node];
    size_t members = slice->members ? slice->member_count : 0;
    uint32_t conflict = sliced->conflicts[index];
    bool is_selection = plan_at(emitting->plan, node)->type->kind == TYPE_SELECTION;
    text_format(emitting->text, "    {%zu, %zu, %zu, %zu, %u, %u, %u, %s},\n", places->count,
                members ? 0 : slice->low.count, members ? 0 : slice->high.count, members,
                emit_place(emitting, body, slice->none), emit_place(emitting, body, slice->some),
                conflict == NO_REGISTER ? 0 : emit_place(emitting, body, conflict),
                emit_truth(is_selection));
    if (members) {
        add_registers(emitting, places, slice->members, members);
    } else {
        add_registers(emitting, places, slice->low.at, slice->low.count);
        add_registers(emitting, places, slice->high.at, slice->high.count);
    }
}

static void add_sets(const struct emitting *emitting)
{
    struct places places = {0};
    size_t count = emitting->plan->decisions.count;
    text_add(emitting->text, "/* Bits of the low end and of the high one, or members; then none, some, and "
                             "whether rows disagree. */\n"
                             "struct set {\n"
                             "    uint32_t first, low, high, members;\n"
                             "    uint32_t none, some, conflict;\n"
                             "    bool is_selection;\n"
                             "};\n\n"
                             "static const struct set sets[] = {\n");
    for (size_t i = 0; i < count; i++) {
        add_set(emitting, &places, i);
    }
    emit_end(emitting->text, count);
    text_add(emitting->text, "static const uint32_t set_places[] = ");
    emit_numbers(emitting->text, places.items, places.count);
}

static void add_causes(const struct emitting *emitting)
{
    const struct sliced *sliced = emitting->sliced;
    struct text *text = emitting->text;
    text_format(text, "static const uint32_t refused = %u;\n\n"
                      "static const uint32_t causes[] = {",
                emit_place(emitting, sliced->body, sliced->refused));
    for (size_t i = 0; i < sliced->causes.count; i++) {
        text_format(text, "%s%u", i ? ", " : "",
                    emit_place(emitting, sliced->body, sliced->causes.items[i].holds));
    }
    text_add(text, sliced->causes.count ? "};\n\n" : "0};\n\n");
}

void emit_answers(const struct emitting *emitting)
{
    add_states(emitting);
    add_sets(emitting);
    add_causes(emitting);
}

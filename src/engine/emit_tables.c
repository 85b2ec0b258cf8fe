/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of a ruleset: what its facts, rules and decisions are, and at which places. */
#include "base/day.h"
#include "engine/emitting.h"

/* --------------------------------------------------------------------------------------------- words */

void emit_string(struct text *text, const char *string)
{
    if (!string) {
        text_add(text, "NULL");
        return;
    }
    text_add_char(text, '"');
    for (const unsigned char *c = (const unsigned char *)string; *c; c++) {
        if (*c == '"' || *c == '\\' || *c == '?') {
            text_format(text, "\\%c", *c);
        } else if (*c < ' ' || *c == 0x7f) {
            text_format(text, "\\%03o", *c);
        } else {
            text_add_char(text, (char)*c);
        }
    }
    text_add_char(text, '"');
}

static const char *truth(bool is_so)
{
    return is_so ? "true" : "false";
}

/* ISO C has no empty arrays. */
static void end_table(struct text *text, size_t count)
{
    text_add(text, count == 0 ? "    {0}\n};\n\n" : "};\n\n");
}

void emit_numbers(struct text *text, const uint32_t *numbers, size_t count)
{
    text_add(text, "{\n   ");
    for (size_t i = 0; i < count; i++) {
        text_format(text, "%s %u,", i > 0 && i % 16 == 0 ? "\n   " : "", numbers[i]);
    }
    text_add(text, count == 0 ? " 0\n};\n\n" : "\n};\n\n");
}

/* --------------------------------------------------------------------------------------------- names */

static const char *kind_of(const struct type *type)
{
    switch (type->kind) {
    case TYPE_YES_NO:
        return "LIMENC_YES_NO";
    case TYPE_CHOICE:
        return "LIMENC_CHOICE";
    case TYPE_DATE:
        return "LIMENC_DATE";
    case TYPE_EVENT:
        return "LIMENC_EVENT";
    case TYPE_LIST:
        return "LIMENC_LIST";
    case TYPE_SELECTION:
        return "LIMENC_SELECTION";
    case TYPE_LEVEL:
        return "LIMENC_LEVEL";
    default:
        return "LIMENC_NUMBER";
    }
}

static void add_values(struct text *text, const char *table, size_t index, const struct type *type)
{
    if (!type->choice) {
        return;
    }
    text_format(text, "static const char *const values_of_%s_%zu[] = {\n", table, index);
    for (size_t i = 0; i < type->choice->count; i++) {
        text_add(text, "    ");
        emit_string(text, type->choice->values[i].name);
        text_add(text, ",\n");
    }
    text_add(text, "};\n\n");
}

static void add_fact(struct text *text, const char *table, size_t index, const char *name,
                     const char *title, const struct type *type, bool is_derived)
{
    bool is_yes_no = type->kind == TYPE_YES_NO;
    size_t values = type->choice ? type->choice->count : 0;
    int64_t low = is_yes_no || values ? 0 : type->low;
    int64_t high = is_yes_no ? 1 : values ? (int64_t)values - 1 : type->high;
    text_add(text, "    {");
    emit_string(text, name);
    text_add(text, ", ");
    emit_string(text, title);
    text_format(text, ", %s, %s, %s, INT64_C(%lld), INT64_C(%lld), %u, ", kind_of(type),
                truth(type->or_none), truth(is_derived), (long long)low, (long long)high,
                type->kind == TYPE_NUMBER ? type->scale : 0);
    emit_string(text, type->kind == TYPE_NUMBER ? unit_word(type->unit) : "");
    if (values) {
        text_format(text, ", values_of_%s_%zu, %zu},\n", table, index, values);
    } else {
        text_add(text, ", NULL, 0},\n");
    }
}

static void add_facts(struct text *text, const struct program *program)
{
    static const struct type date = {.kind = TYPE_DATE, .low = DATE_MIN, .high = DATE_MAX};
    for (size_t i = 0; i < program->facts.count; i++) {
        add_values(text, "fact", i, program->facts.items[i]->type);
    }
    text_add(text, "static const struct limenc_fact facts[] = {\n");
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        add_fact(text, "fact", i, fact->entity.name, fact->entity.title, fact->type,
                 fact->from != NULL);
    }
    add_fact(text, "fact", 0, "on", "Date of the case", &date, false);
    end_table(text, 1);
}

static void add_decisions(struct text *text, const struct plan *plan)
{
    for (size_t i = 0; i < plan->decisions.count; i++) {
        add_values(text, "decision", i, plan_at(plan, plan->decisions.items[i].value)->type);
    }
    text_format(text, "static const size_t decision_count = %zu;\n\nstatic const struct limenc_fact decisions[] = {\n",
                plan->decisions.count);
    for (size_t i = 0; i < plan->decisions.count; i++) {
        const struct plan_decision *decision = &plan->decisions.items[i];
        add_fact(text, "decision", i, decision->decision->entity.name,
                 decision->decision->entity.title, plan_at(plan, decision->value)->type, true);
    }
    end_table(text, plan->decisions.count);
}

static void add_levels(struct text *text, const struct program *program)
{
    text_add(text, "static const struct limenc_level levels[] = {\n");
    for (size_t i = 0; i < program->levels.count; i++) {
        const struct level *level = program->levels.items[i];
        text_add(text, "    {");
        emit_string(text, level->label);
        text_add(text, ", ");
        emit_string(text, level->entity.name);
        text_add(text, ", ");
        emit_string(text, level->entity.title);
        text_add(text, "},\n");
    }
    end_table(text, program->levels.count);
}

static void add_rules(struct text *text, const struct plan *plan)
{
    text_format(text, "static const size_t rule_count = %zu;\n\nstatic const struct limenc_rule rules[] = {\n",
                plan->rules.count);
    for (size_t i = 0; i < plan->rules.count; i++) {
        const struct rule *rule = plan->rules.items[i].rule;
        text_add(text, "    {");
        emit_string(text, rule->label);
        text_format(text, ", %zu, %zu, %s},\n", rule->has_level ? rule->level_low : 0,
                    rule->has_level ? rule->level_high : 0, truth(rule->has_level));
    }
    end_table(text, plan->rules.count);
}

static void add_duties(struct text *text, const struct plan *plan)
{
    text_format(text, "static const size_t duty_count = %zu;\n\nstatic const char *const duties[] = {\n",
                plan->duties.count);
    for (size_t i = 0; i < plan->duties.count; i++) {
        text_add(text, "    ");
        emit_string(text, plan->duties.items[i].duty->entity.name);
        text_add(text, ",\n");
    }
    text_add(text, plan->duties.count ? "};\n\n" : "    NULL\n};\n\n");
}

void emit_names(const struct emitting *emitting)
{
    add_levels(emitting->text, emitting->plan->program);
    add_facts(emitting->text, emitting->plan->program);
    add_rules(emitting->text, emitting->plan);
    add_duties(emitting->text, emitting->plan);
    add_decisions(emitting->text, emitting->plan);
}

/* ----------------------------------------------------------------------------------------- the facts */

struct places {
    VECTOR_OF(uint32_t);
};

/* One of those that nobody reads. */
static uint32_t spread(size_t count)
{
    return EMIT_NOWHERE + (uint32_t)(count % EMIT_NOWHERES);
}

static void add_place(const struct emitting *emitting, struct places *places, unsigned part,
                      size_t fact, size_t index)
{
    uint32_t place = emit_input(emitting, part, fact, index);
    if (place == EMIT_NOWHERE) {
        place = spread(places->count);
    }
    vector_push(emitting->arena, places, place);
}

/* In the order that put_column() of emit_runtime.inc reads. */
static void add_column_places(const struct emitting *emitting, struct places *places, size_t fact,
                              size_t width, size_t members)
{
    for (size_t i = 0; i < width; i++) {
        add_place(emitting, places, PART_LOW, fact, i);
    }
    for (size_t i = 0; i < width; i++) {
        add_place(emitting, places, PART_HIGH, fact, i);
    }
    for (size_t i = 0; i < members; i++) {
        add_place(emitting, places, PART_MEMBER, fact, i);
    }
    add_place(emitting, places, PART_KNOWN, fact, 0);
    add_place(emitting, places, PART_NONE, fact, 0);
    add_place(emitting, places, PART_SOME, fact, 0);
}

static bool is_read(const struct emitting *emitting, size_t fact)
{
    for (size_t i = 0; i < emitting->inputs.count; i++) {
        const struct code_input *input = &emitting->inputs.items[i];
        if (input->fact == fact && input->part < COLUMN_PARTS) {
            return true;
        }
    }
    return emitting->events[fact] > 0;
}

static bool has_only_authority(const struct program *program, const struct fact *fact)
{
    return fact && fact == program->authority && program->authorities.count == 1;
}

/* What keeps a fact that is left out from being as usual: of a list or an event, facts that sum it up and are
   said to be so, or not known; of such a fact, that the case speaks of what it sums up. */
static size_t add_ties(const struct emitting *emitting, const struct fact *fact)
{
    for (size_t i = 0; i < fact->summaries.count; i++) {
        text_format(emitting->text, "    {%zu, true},\n", fact->summaries.items[i]->entity.index);
    }
    for (size_t i = 0; i < fact->sums_up.count; i++) {
        text_format(emitting->text, "    {%zu, false},\n", fact->sums_up.items[i]->entity.index);
    }
    return fact->summaries.count + fact->sums_up.count;
}

/* Yields by fact where its ties begin. */
static const size_t *add_all_ties(const struct emitting *emitting)
{
    const struct program *program = emitting->plan->program;
    size_t count = 0, *first =
        arena_alloc(emitting->arena, (program->facts.count + 1) * sizeof *first);
    text_add(emitting->text, "/* A fact, and whether it keeps nothing from being closed where it is not so. */\n"
                             "struct tie {\n    uint32_t fact;\n    bool may_be_no;\n};\n\n"
                             "static const struct tie ties[] = {\n");
    for (size_t i = 0; i < program->facts.count; i++) {
        first[i] = count;
        count += add_ties(emitting, program->facts.items[i]);
    }
    end_table(emitting->text, count);
    text_add(emitting->text, "struct closing {\n    bool may_be_assumed;\n"
                             "    uint32_t first, count; /* ties */\n};\n\n");
    return first;
}

static void add_closing(const struct emitting *emitting, const struct fact *fact,
                        const size_t *first)
{
    size_t index = fact ? fact->entity.index : 0;
    text_format(emitting->text, "{%s, %zu, %zu}", truth(fact && fact_may_be_assumed(fact)),
                fact ? first[index] : 0, fact ? fact->summaries.count + fact->sums_up.count : 0);
}

static void add_column(const struct emitting *emitting, struct places *places, size_t index,
                       const size_t *ties)
{
    const struct program *program = emitting->plan->program;
    const struct fact *fact = index < program->facts.count ? program->facts.items[index] : NULL;
    static const struct type date = {.kind = TYPE_DATE, .low = DATE_MIN, .high = DATE_MAX};
    const struct type *type = fact ? fact->type : &date;
    bool is_signed, is_event = type->kind == TYPE_EVENT;
    size_t members = type->kind == TYPE_CHOICE ? type->choice->count : 0;
    size_t width = is_event || members ? 0 : type_width(type, &is_signed);
    text_format(emitting->text, "    {%zu, %zu, %zu, %zu, %u, ", index, places->count, width,
                members, is_event ? emitting->events[index] : 0);
    add_closing(emitting, fact, ties);
    text_format(emitting->text, ", %s, %s, INT64_C(%lld)},\n", truth(fact && fact->usual_none),
                truth(has_only_authority(program, fact)),
                (long long)(fact && fact->has_usual ? fact->usual : 0));
    add_column_places(emitting, places, index, width, members);
}

/* A yes/no that is never none. */
static bool is_flag(const struct emitting *emitting, size_t index)
{
    const struct program *program = emitting->plan->program;
    const struct type *type =
        index < program->facts.count ? program->facts.items[index]->type : NULL;
    return type && type->kind == TYPE_YES_NO && !type->or_none;
}

static void add_flags(const struct emitting *emitting, const size_t *ties)
{
    static const unsigned parts[] = {PART_LOW, PART_HIGH, PART_KNOWN};
    const struct program *program = emitting->plan->program;
    struct text *text = emitting->text;
    size_t count = 0;
    text_add(text, "struct flag {\n    uint32_t fact, certain, possible, known;\n"
                   "    struct closing closing;\n};\n\nstatic const struct flag flags[] = {\n");
    for (size_t i = 0; i < program->facts.count; i++) {
        if (is_flag(emitting, i) && is_read(emitting, i)) {
            struct places places = {0};
            for (size_t j = 0; j < 3; j++) {
                add_place(emitting, &places, parts[j], i, 0);
            }
            uint32_t known = places.items[2] < EMIT_FIRST_INPUT ? spread(count) : places.items[2];
            text_format(text, "    {%zu, %u, %u, %u, ", i, places.items[0], places.items[1],
                        known);
            add_closing(emitting, program->facts.items[i], ties);
            text_add(text, "},\n");
            count++;
        }
    }
    end_table(text, count);
    text_format(text, "static const size_t flag_count = %zu;\n\n", count);
}

static void add_columns(const struct emitting *emitting, const size_t *ties)
{
    struct text *text = emitting->text;
    struct places places = {0};
    size_t count = 0;
    text_add(text, "struct column {\n"
                   "    uint32_t fact, first, width, members;\n"
                   "    uint32_t event; /* from 1; 0: steps do not read it */\n"
                   "    struct closing closing;\n"
                   "    bool usual_none, has_only;\n"
                   "    int64_t usual;\n"
                   "};\n\n"
                   "static const struct column columns[] = {\n");
    for (size_t i = 0; i <= emitting->plan->program->facts.count; i++) {
        if (is_read(emitting, i) && !is_flag(emitting, i)) {
            add_column(emitting, &places, i, ties);
            count++;
        }
    }
    end_table(text, count);
    text_format(text, "static const size_t column_count = %zu;\n\n", count);
    text_add(text, "static const uint32_t column_places[] = ");
    emit_numbers(text, places.items, places.count);
}

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
    end_table(emitting->text, plan->rules.count);
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
    end_table(text, plan->threshold_count);
    add_rule_states(emitting);
    text_add(text, "static const struct pair duty_states[] = {\n");
    for (size_t i = 0; i < plan->duties.count; i++) {
        text_add(text, "    ");
        add_pair(emitting, plan->duties.items[i].holds, ",\n");
    }
    end_table(text, plan->duties.count);
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
                truth(is_selection));
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
    end_table(emitting->text, count);
    text_add(emitting->text, "static const uint32_t set_places[] = ");
    emit_numbers(emitting->text, places.items, places.count);
}

void emit_places(const struct emitting *emitting)
{
    const size_t *ties = add_all_ties(emitting);
    add_flags(emitting, ties);
    add_columns(emitting, ties);
    add_states(emitting);
    add_sets(emitting);
    text_format(emitting->text, "static const uint32_t refused = %u;\n\n",
                emit_place(emitting, emitting->sliced->body, emitting->sliced->refused));
}

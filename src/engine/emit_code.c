/* SPDX-License-Identifier: Apache-2.0 */
/* The codes of a ruleset as functions. */
#include <string.h>

#include "engine/emitting.h"
#include "engine/stepwise.h"

struct writing {
    const struct emitting *emitting;
    const struct code *code;
    const char *name;
    const char **described; /* by register: what it is, or NULL */
    size_t *declared;       /* by register: the part, from 1, that its local belongs to */
    size_t part;            /* from 1 */
    bool reads_words;       /* the part reads or writes some word */
};

/* ------------------------------------------------------------------------------------- what things are */

static const char *describe_part(struct arena *arena, const struct code_input *input,
                                 const struct type *type)
{
    bool is_yes_no = type->kind == TYPE_YES_NO;
    switch (input->part) {
    case PART_LOW:
        return is_yes_no ? "certainly" : arena_format(arena, "bit %u of the low end", input->index);
    case PART_HIGH:
        return is_yes_no ? "possibly" : arena_format(arena, "bit %u of the high end", input->index);
    case PART_NONE:
        return "perhaps none";
    case PART_SOME:
        return "perhaps a value";
    case PART_MEMBER:
        return arena_format(arena, "perhaps %s", type->choice->values[input->index].name);
    case PART_SETTLED:
        return input->index ? "settled as yes" : "settled as no";
    default:
        return "is known";
    }
}

static const char *describe_of_fact(const struct emitting *emitting, const char *name,
                                    const struct code_input *input, const struct type *type)
{
    struct arena *arena = emitting->arena;
    return arena_format(arena, "%s, %s", name, describe_part(arena, input, type));
}

static const char *describe_input(const struct emitting *emitting, const struct code_input *input)
{
    static const struct type date = {.kind = TYPE_DATE};
    const struct program *program = emitting->plan->program;
    bool is_fact = input->fact < program->facts.count;
    const struct fact *fact = is_fact ? program->facts.items[input->fact] : NULL;
    if (fact && fact->type->kind == TYPE_LIST && input->part == PART_LOW) {
        return arena_format(emitting->arena, "more of %s, bit %u", fact->entity.name, input->index);
    }
    return describe_of_fact(emitting, fact ? fact->entity.name : "date of the case", input,
                            fact ? fact->type : &date);
}

static const char *describe_item_input(const struct emitting *emitting,
                                       const struct code_input *input)
{
    const struct fact *field;
    switch (input->part) {
    case PART_OUTER:
        return "of the case";
    case PART_PRESENT:
        return "there is such an item";
    case PART_CARRIED:
        return arena_format(emitting->arena, "so far, %u", input->index);
    default:
        field = emitting->plan->program->fields.items[input->fact];
        return describe_of_fact(emitting,
                                arena_format(emitting->arena, "%s of %s", field->entity.name,
                                             field->list->entity.name),
                                input, field->type);
    }
}

/* Of what a yes/no node is: its planes, but where they are constants or inputs. */
static void describe_node(struct writing *writing, node_id node, const char *what)
{
    struct arena *arena = writing->emitting->arena;
    const struct slice *slice = &writing->emitting->sliced->slices[node];
    uint32_t certain = slice->low.at[0], possible = slice->high.at[0];
    if (certain >= code_first_kept(writing->code)) {
        writing->described[certain] =
            certain == possible ? what : arena_format(arena, "%s, certainly", what);
    }
    if (possible != certain && possible >= code_first_kept(writing->code)) {
        writing->described[possible] = arena_format(arena, "%s, possibly", what);
    }
}

static void describe_body(struct writing *writing)
{
    const struct plan *plan = writing->emitting->plan;
    struct arena *arena = writing->emitting->arena;
    for (size_t i = 1; i < plan->threshold_count; i++) {
        describe_node(writing, plan->thresholds[i],
                      arena_format(arena, "level %s or above", plan->program->levels.items[i]->label));
    }
    for (size_t i = 0; i < plan->rules.count; i++) {
        const struct plan_rule *rule = &plan->rules.items[i];
        if (rule->rule->concludes) {
            describe_node(writing, rule->status, arena_format(arena, "rule %s", rule->rule->label));
        }
    }
    if (plan->scope != NO_NODE) {
        describe_node(writing, plan->scope, "in scope");
    }
    uint32_t refused = writing->emitting->sliced->refused;
    if (refused >= code_first_kept(writing->code)) {
        writing->described[refused] = "refused";
    }
}

static bool is_of_items(const struct writing *writing)
{
    const struct emitting *emitting = writing->emitting;
    for (size_t i = 0; i < EMIT_CODES; i++) {
        if (writing->code == emitting->codes[i]) {
            return false;
        }
    }
    return true;
}

static void describe(struct writing *writing)
{
    bool of_items = is_of_items(writing);
    for (size_t i = 0; i < writing->code->inputs.count; i++) {
        const struct code_input *input = &writing->code->inputs.items[i];
        writing->described[2 + i] = of_items ? describe_item_input(writing->emitting, input)
                                             : describe_input(writing->emitting, input);
    }
    if (writing->code == writing->emitting->sliced->body) {
        describe_body(writing);
    }
}

/* A name can't end the comment that it stands in. */
static void add_comment(const struct writing *writing, uint32_t reg)
{
    struct text *text = writing->emitting->text;
    const char *what = writing->described[reg];
    if (what) {
        text_add(text, " /* ");
        for (const char *c = what; *c; c++) {
            text_add_char(text, *c == '*' ? '+' : *c);
        }
        text_add(text, " */");
    }
    text_add_char(text, '\n');
}

/* -------------------------------------------------------------------------------------------- the gates */

#define NOT(x) arena_format(arena, "~%s", x)
#define AND(x, y) arena_format(arena, "(%s & %s)", x, y)
#define OR(x, y) arena_format(arena, "(%s | %s)", x, y)
#define XOR(x, y) arena_format(arena, "(%s ^ %s)", x, y)

static const char *formula_of(struct arena *arena, const struct instruction *instruction)
{
    const char *A = arena_format(arena, "r%u", instruction->a);
    const char *B = arena_format(arena, "r%u", instruction->b);
    const char *C = arena_format(arena, "r%u", instruction->c);
    switch (instruction->op) {
#define X(gate, text, operands, formula) \
    case gate:                           \
        return formula;
#include "engine/circuit.def"
#undef X
    default:
        return A;
    }
}

/* -------------------------------------------------------------------------------------------- the walk */

static void start(void *to, size_t part)
{
    struct writing *writing = to;
    writing->part = part + 1;
    writing->reads_words = false;
    text_format(writing->emitting->text, "static void %s_%zu(uint64_t *w)\n{\n", writing->name, part);
}

static void declare(struct writing *writing, uint32_t reg)
{
    bool is_new = writing->declared[reg] != writing->part;
    text_format(writing->emitting->text, "    %sr%u = ", is_new ? "uint64_t " : "", reg);
    writing->declared[reg] = writing->part;
}

static void load(void *to, uint32_t reg)
{
    struct writing *writing = to;
    declare(writing, reg);
    writing->reads_words = true;
    text_format(writing->emitting->text, "w[%u];",
                emit_place(writing->emitting, writing->code, reg));
    add_comment(writing, reg);
}

static void compute(void *to, const struct instruction *instruction)
{
    struct writing *writing = to;
    const char *formula = formula_of(writing->emitting->arena, instruction);
    size_t length = strlen(formula);
    bool is_wrapped = formula[0] == '(';
    declare(writing, instruction->to);
    text_add_bytes(writing->emitting->text, formula + is_wrapped, length - 2 * is_wrapped);
    text_add(writing->emitting->text, ";\n");
}

static void store(void *to, uint32_t reg)
{
    struct writing *writing = to;
    writing->reads_words = true;
    text_format(writing->emitting->text, "    w[%u] = r%u;",
                emit_place(writing->emitting, writing->code, reg), reg);
    add_comment(writing, reg);
}

static void finish(void *to, size_t part)
{
    struct writing *writing = to;
    (void)part;
    text_add(writing->emitting->text, writing->reads_words ? "}\n\n" : "    (void)w;\n}\n\n");
}

/* -------------------------------------------------------------------------------------------- the steps */

void emit_local_places(const struct emitting *emitting, const struct code *code, const char *name,
                       const uint32_t *registers, size_t count)
{
    text_format(emitting->text, "    static const uint32_t %s_places[] = {", name);
    for (size_t i = 0; i < count; i++) {
        text_format(emitting->text, "%s%u", i == 0 ? "" : i % 16 == 0 ? ",\n        " : ", ",
                    emit_place(emitting, code, registers[i]));
    }
    text_add(emitting->text, count > 0 ? "};\n" : "0};\n");
}

static void end_operand(const struct emitting *emitting, const char *name, size_t low, size_t high)
{
    text_format(emitting->text, "    static const struct operand %s = {%s_places, %zu, %zu};\n", name,
                name, low, high);
}

/* Low bits, high bits, none, some. */
static void add_operand(const struct writing *writing, const char *name, const struct slice *operand)
{
    size_t low = operand->low.count, high = operand->high.count;
    uint32_t *registers =
        arena_alloc(writing->emitting->arena, (low + high + 2) * sizeof *registers);
    memcpy(registers, operand->low.at, low * sizeof *registers);
    memcpy(registers + low, operand->high.at, high * sizeof *registers);
    registers[low + high] = operand->none;
    registers[low + high + 1] = operand->some;
    emit_local_places(writing->emitting, writing->code, name, registers, low + high + 2);
    end_operand(writing->emitting, name, low, high);
}

void emit_step_result(const struct emitting *emitting, const struct code *code,
                      const struct code_step *step)
{
    emit_local_places(emitting, code, "result", step->results,
                      step->low_count + step->high_count + 2);
    end_operand(emitting, "result", step->low_count, step->high_count);
}

static void add_call(const struct emitting *emitting, const struct plan_node *node)
{
    struct step_unit unit = stepwise_unit(node->unit);
    const char *by = arena_format(emitting->arena, "(struct step_unit){%s, %lld}",
                                  unit.by_month ? "true" : "false", (long long)unit.factor);
    switch (node->op) {
    case OP_MULTIPLY:
        text_add(emitting->text, "step_multiply(x, y)");
        break;
    case OP_DATE_ADD:
        text_format(emitting->text, "step_date_add(%s, x, y)", by);
        break;
    case OP_DATE_DIFFERENCE:
        text_format(emitting->text, "step_date_difference(%s, x, y)", by);
        break;
    case OP_EVENT_COUNT:
        text_format(emitting->text, "step_event_count(event, %s, %lld, %s)", by,
                    (long long)node->constant, node->operand_count ? "&x" : "NULL");
        break;
    default:
        text_add(emitting->text, "step_latest(event)");
    }
}

static void add_step(const struct writing *writing, size_t part, const struct code_step *step)
{
    const struct emitting *emitting = writing->emitting;
    struct text *text = emitting->text;
    const struct plan_node *node = plan_at(emitting->plan, step->node);
    const char *const names[] = {"a", "b"}, *const sets[] = {"x", "y"};
    bool is_event = node->op == OP_EVENT_COUNT || node->op == OP_LATEST;
    text_format(text, "static void %s_%zu(struct run *run)\n{\n", writing->name, part);
    for (size_t i = 0; i < step->operand_count; i++) {
        add_operand(writing, names[i], &step->operands[i]);
    }
    emit_step_result(emitting, writing->code, step);
    text_add(text, "    for (unsigned lane = next_lane(run, 0); lane < 64; lane = next_lane(run, lane + 1)) {\n");
    for (size_t i = 0; i < step->operand_count; i++) {
        text_format(text, "        struct step_set %s = take_operand(run->words, &%s, lane);\n",
                    sets[i], names[i]);
    }
    if (is_event) {
        text_format(text, "        const struct event_dates *event = &run->events[%u * 64 + lane];\n",
                    emitting->events[node->index] - 1);
    }
    text_add(text, "        give_result(run->words, &result, lane, ");
    add_call(emitting, node);
    text_add(text, ");\n    }\n}\n\n");
}

/* -------------------------------------------------------------------------------------------- a stage */

static void add_other(const struct writing *writing, size_t part,
                      const struct instruction *instruction)
{
    const struct emitting *emitting = writing->emitting;
    const char *name = arena_format(emitting->arena, "%s_%zu", writing->name, part);
    const struct code_step *step;
    if (instruction->op == GATE_LOOP) {
        emit_run_loop(emitting, writing->code, name, &writing->code->loops.items[instruction->to]);
        return;
    }
    step = &writing->code->steps.items[instruction->to];
    if (plan_at(emitting->plan, step->node)->op == OP_ITEM_DISTINCT) {
        emit_distinct(emitting, writing->code, name, step);
    } else {
        add_step(writing, part, step);
    }
}

static void add_others(const struct writing *writing, const struct parts *parts)
{
    for (size_t i = 0; i < parts->all.count; i++) {
        const struct part *part = &parts->all.items[i];
        if (part->is_step) {
            add_other(writing, i, &writing->code->instructions.items[part->first]);
        }
    }
}

static void add_calls(const struct writing *writing, const struct parts *parts)
{
    struct text *text = writing->emitting->text;
    text_format(text, "static void %s(struct run *run)\n{\n", writing->name);
    for (size_t i = 0; i < parts->all.count; i++) {
        text_format(text, "    %s_%zu(%s);\n", writing->name, i,
                    parts->all.items[i].is_step ? "run" : "run->words");
    }
    text_add(text, parts->all.count ? "}\n\n" : "    (void)run;\n}\n\n");
}

void emit_stage(const struct emitting *emitting, const struct code *code, const char *name)
{
    struct arena *arena = emitting->arena;
    struct writing writing = {.emitting = emitting, .code = code, .name = name};
    writing.described = arena_alloc(arena, code->register_count * sizeof *writing.described);
    writing.declared = arena_alloc(arena, code->register_count * sizeof *writing.declared);
    describe(&writing);
    struct parts *parts = parts_create(arena, code);
    parts_emit(arena, parts,
               &(struct emitter){&writing, start, load, compute, store, finish});
    add_others(&writing, parts);
    add_calls(&writing, parts);
}

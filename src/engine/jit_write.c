/* SPDX-License-Identifier: Apache-2.0 */
/* The walk over parts, written down for libgccjit. Runs in a process of its own. */
#include "engine/jit_compile.h"

#ifdef LIMEN_GCCJIT_LIBRARY

#include <dlfcn.h>
#include <libgccjit.h>
#include <stdio.h>
#include <string.h>

static struct {
#define X(name) __typeof__(gcc_jit_##name) *name;
#include "engine/jit.def"
#undef X
} gcc;

static bool look_up(void *library, const char *name, void *ret_function)
{
    void *found = dlsym(library, name);
    memcpy(ret_function, &found, sizeof found);
    return found != NULL;
}

static const char *load(void)
{
    bool found = true;
    void *library = dlopen(LIMEN_GCCJIT_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        return "the library " LIMEN_GCCJIT_LIBRARY " cannot be loaded";
    }
#define X(name) found = look_up(library, "gcc_jit_" #name, &gcc.name) && found;
#include "engine/jit.def"
#undef X
    return found ? NULL : "the library " LIMEN_GCCJIT_LIBRARY " lacks a function that limen needs";
}

struct writer {
    gcc_jit_context *context;
    gcc_jit_type *nothing, *index, *vector, *memory, *planes;
    size_t stride; /* vectors of a plane */
    const struct code *code;
    size_t number; /* of the code */
    gcc_jit_function *function;
    gcc_jit_block *block;
    gcc_jit_param *parameters[3]; /* as machine_part says */
    gcc_jit_lvalue **locals;      /* by register */
    size_t *made;                 /* by register: the part, from 1, that the local belongs to */
    size_t part;                  /* from 1 */
};

/* ---------------------------------------------------------------------------------- values and places */

static gcc_jit_rvalue *constant(const struct writer *writer, size_t value)
{
    return gcc.context_new_rvalue_from_long(writer->context, writer->index, (long)value);
}

static gcc_jit_lvalue *element(const struct writer *writer, gcc_jit_rvalue *pointer,
                               gcc_jit_rvalue *index)
{
    return gcc.context_new_array_access(writer->context, NULL, pointer, index);
}

static gcc_jit_lvalue *place_of(const struct writer *writer, uint32_t reg)
{
    gcc_jit_rvalue *planes = gcc.param_as_rvalue(writer->parameters[0]);
    if (reg >= code_first_kept(writer->code)) {
        return element(writer, gcc.param_as_rvalue(writer->parameters[1]),
                       constant(writer, reg * writer->stride));
    }
    return element(writer, gcc.lvalue_as_rvalue(element(writer, planes, constant(writer, reg))),
                   gcc.param_as_rvalue(writer->parameters[2]));
}

static gcc_jit_lvalue *local_of(struct writer *writer, uint32_t reg)
{
    char name[JIT_NAME_SIZE];
    if (writer->made[reg] != writer->part) {
        snprintf(name, sizeof name, "r%u", reg);
        writer->locals[reg] =
            gcc.function_new_local(writer->function, NULL, writer->vector, name);
        writer->made[reg] = writer->part;
    }
    return writer->locals[reg];
}

/* ------------------------------------------------------------------------------------------- the gates */

static gcc_jit_rvalue *both(const struct writer *writer, enum gcc_jit_binary_op op,
                            gcc_jit_rvalue *a, gcc_jit_rvalue *b)
{
    return gcc.context_new_binary_op(writer->context, NULL, op, writer->vector, a, b);
}

#define NOT(x)                                                                             \
    gcc.context_new_unary_op(writer->context, NULL, GCC_JIT_UNARY_OP_BITWISE_NEGATE,       \
                             writer->vector, x)
#define AND(x, y) both(writer, GCC_JIT_BINARY_OP_BITWISE_AND, x, y)
#define OR(x, y) both(writer, GCC_JIT_BINARY_OP_BITWISE_OR, x, y)
#define XOR(x, y) both(writer, GCC_JIT_BINARY_OP_BITWISE_XOR, x, y)

static gcc_jit_rvalue *result_of(struct writer *writer, const struct instruction *instruction)
{
    gcc_jit_rvalue *A = gcc.lvalue_as_rvalue(local_of(writer, instruction->a));
    gcc_jit_rvalue *B = gcc.lvalue_as_rvalue(local_of(writer, instruction->b));
    gcc_jit_rvalue *C = gcc.lvalue_as_rvalue(local_of(writer, instruction->c));
    (void)B;
    (void)C;
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
    struct writer *writer = to;
    char name[JIT_NAME_SIZE];
    const struct { gcc_jit_type *type; const char *name; } parameters[] = {
        {writer->planes, "planes"}, {writer->memory, "memory"}, {writer->index, "at"}};
    for (size_t i = 0; i < 3; i++) {
        writer->parameters[i] = gcc.context_new_param(writer->context, NULL, parameters[i].type,
                                                      parameters[i].name);
    }
    jit_part_name(name, writer->number, part);
    writer->part = part + 1;
    writer->function =
        gcc.context_new_function(writer->context, NULL, GCC_JIT_FUNCTION_EXPORTED, writer->nothing,
                                 name, 3, writer->parameters, 0);
    writer->block = gcc.function_new_block(writer->function, "all");
}

static void load_register(void *to, uint32_t reg)
{
    struct writer *writer = to;
    gcc.block_add_assignment(writer->block, NULL, local_of(writer, reg),
                             gcc.lvalue_as_rvalue(place_of(writer, reg)));
}

static void compute(void *to, const struct instruction *instruction)
{
    struct writer *writer = to;
    gcc_jit_rvalue *value = result_of(writer, instruction);
    gcc.block_add_assignment(writer->block, NULL, local_of(writer, instruction->to), value);
}

static void store(void *to, uint32_t reg)
{
    struct writer *writer = to;
    gcc.block_add_assignment(writer->block, NULL, place_of(writer, reg),
                             gcc.lvalue_as_rvalue(local_of(writer, reg)));
}

static void finish(void *to, size_t part)
{
    struct writer *writer = to;
    (void)part;
    gcc.block_end_with_void_return(writer->block, NULL);
}

static void write_code(struct arena *arena, struct writer *writer, const struct parts *parts)
{
    size_t registers = parts->code->register_count;
    writer->code = parts->code;
    writer->locals = arena_alloc(arena, registers * sizeof(gcc_jit_lvalue *));
    writer->made = arena_alloc(arena, registers * sizeof *writer->made);
    parts_emit(arena, parts,
               &(struct emitter){writer, start, load_register, compute, store, finish});
}

/* ------------------------------------------------------------------------------------------ the object */

static void write_made_by(const struct writer *writer, const char *made_by)
{
    size_t size = strlen(made_by) + 1;
    gcc_jit_type *byte = gcc.type_get_const(
        gcc.context_get_type(writer->context, GCC_JIT_TYPE_CHAR));
    gcc_jit_type *type = gcc.context_new_array_type(writer->context, NULL, byte, (int)size);
    gcc_jit_lvalue *text = gcc.context_new_global(writer->context, NULL, GCC_JIT_GLOBAL_EXPORTED,
                                                  type, JIT_MADE_BY);
    gcc.global_set_initializer(text, made_by, size);
}

/* Passes that look for what is not there, but take a quarter of the time: there are no calls, branches and
   loops, and nothing that is computed twice or for nothing. */
static const char *const passes_for_nothing[] = {
    "-fno-inline", "-fno-ipa-modref", "-fno-ipa-profile", "-fno-ipa-pure-const", "-fno-ipa-reference",
    "-fno-tree-ccp", "-fno-tree-copy-prop", "-fno-tree-dce", "-fno-tree-dominator-opts",
    "-fno-tree-dse", "-fno-tree-fre", "-fno-tree-pta", "-fno-dce", "-fno-dse",
};

/* Alone the passes of -O1 pay here. Nothing is ever unwound, and nothing of the C library is called, so its
   files for developers need not be there. */
static void set_options(gcc_jit_context *context, const struct jit_target *target)
{
    gcc.context_set_int_option(context, GCC_JIT_INT_OPTION_OPTIMIZATION_LEVEL, 1);
    gcc.context_add_command_line_option(context, "-fno-asynchronous-unwind-tables");
    gcc.context_add_driver_option(context, "-nostdlib");
    for (size_t i = 0; i < sizeof passes_for_nothing / sizeof *passes_for_nothing; i++) {
        gcc.context_add_command_line_option(context, passes_for_nothing[i]);
    }
    if (*target->option) {
        gcc.context_add_command_line_option(context, target->option);
    }
}

static struct writer writer_create(gcc_jit_context *context, const struct jit_target *target)
{
    struct writer writer = {.context = context, .stride = BLOCK_WORDS / target->words};
    gcc_jit_type *word = gcc.context_get_type(context, GCC_JIT_TYPE_UINT64_T);
    writer.nothing = gcc.context_get_type(context, GCC_JIT_TYPE_VOID);
    writer.index = gcc.context_get_type(context, GCC_JIT_TYPE_SIZE_T);
    writer.vector = gcc.type_get_vector(word, target->words);
    writer.memory = gcc.type_get_pointer(writer.vector);
    writer.planes = gcc.type_get_pointer(gcc.type_get_pointer(gcc.type_get_const(writer.vector)));
    return writer;
}

static const char *write_object(struct arena *arena, gcc_jit_context *context,
                                const struct parts *const *codes, size_t count, const char *path,
                                const char *made_by)
{
    struct jit_target target = jit_target_here();
    set_options(context, &target);
    struct writer writer = writer_create(context, &target);
    for (writer.number = 0; writer.number < count; writer.number++) {
        write_code(arena, &writer, codes[writer.number]);
    }
    write_made_by(&writer, made_by);
    if (!gcc.context_get_first_error(context)) {
        gcc.context_compile_to_file(context, GCC_JIT_OUTPUT_KIND_DYNAMIC_LIBRARY, path);
    }
    return gcc.context_get_first_error(context);
}

/* The context is never released: the error is its own, and the process ends. */
const char *jit_write(struct arena *arena, const struct parts *const *codes, size_t count,
                      const char *path, const char *made_by)
{
    const char *missing = load();
    if (missing) {
        return missing;
    }
    gcc_jit_context *context = gcc.context_acquire();
    return context ? write_object(arena, context, codes, count, path, made_by)
                   : "libgccjit does not start";
}

#else

const char *jit_write(struct arena *arena, const struct parts *const *codes, size_t count,
                      const char *path, const char *made_by)
{
    (void)arena;
    (void)codes;
    (void)count;
    (void)path;
    (void)made_by;
    return "limen was built without libgccjit";
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Machine code from the cache, or compiled and put there. */
#include "engine/jit.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/scratch.h"
#include "engine/jit_compile.h"

struct opening {
    struct arena *arena;
    const struct cache *cache;
    struct machine *machine; /* without a handle until it is loaded */
    struct cache_key key;
    const char *folder; /* that it is compiled in, or NULL */
    struct jit_child child;
};

/* --------------------------------------------------------------------------------------- the codes */

static void add_code(struct opening *opening, const struct code *code)
{
    struct machine_code *made = &opening->machine->codes[opening->machine->count++];
    made->parts = parts_create(opening->arena, code);
    made->functions =
        arena_alloc(opening->arena, (made->parts->all.count + 1) * sizeof(machine_part *));
}

/* The code and those of its loops. */
static size_t count_codes(const struct code *code)
{
    return code ? 1 + code->loops.count : 0;
}

static void add_codes(struct opening *opening, const struct code *code)
{
    if (code) {
        add_code(opening, code);
    }
    for (size_t i = 0; code && i < code->loops.count; i++) {
        add_code(opening, code->loops.items[i].items);
    }
}

static struct opening opening_create(struct arena *arena, const struct cache *cache,
                                     const struct sliced *sliced)
{
    struct opening opening = {.arena = arena, .cache = cache};
    const struct code *codes[] = {sliced->opening.code, sliced->settling.code, sliced->body};
    size_t stages = sizeof codes / sizeof *codes, most = 0;
    for (size_t i = 0; i < stages; i++) {
        most += count_codes(codes[i]);
    }
    opening.machine = arena_alloc(arena, sizeof *opening.machine);
    opening.machine->words = jit_target_here().words;
    opening.machine->codes = arena_alloc(arena, most * sizeof(struct machine_code));
    for (size_t i = 0; i < stages; i++) {
        add_codes(&opening, codes[i]);
    }
    return opening;
}

/* All that the object depends on; how code becomes parts, and parts functions, is of this build. */
static struct cache_key key_of(const struct opening *opening)
{
    struct text all = {0};
    struct jit_target target = jit_target_here();
    text_format(&all, "%s %zu\n", target.option, target.words);
    for (size_t i = 0; i < opening->machine->count; i++) {
        const struct code *code = opening->machine->codes[i].parts->code;
        const size_t counts[] = {code->instructions.count, code->inputs.count, code->kept_count,
                                 code->register_count};
        text_add_bytes(&all, (const char *)counts, sizeof counts);
        text_add_bytes(&all, (const char *)code->instructions.items,
                       code->instructions.count * sizeof *code->instructions.items);
    }
    struct cache_key key = cache_key_of("jit", all.data, all.length);
    text_clear(&all);
    return key;
}

/* ------------------------------------------------------------------------------------- the object */

/* An object of another libgccjit than there is now is not used. */
static bool is_current(struct arena *arena, void *handle)
{
    const char *made_by = dlsym(handle, JIT_MADE_BY), *now = jit_compiler(arena);
    return made_by && (!*now || strcmp(made_by, now) == 0);
}

static bool find_functions(struct machine *machine)
{
    for (size_t i = 0; i < machine->count; i++) {
        struct machine_code *code = &machine->codes[i];
        for (size_t j = 0; j < code->parts->all.count; j++) {
            char name[JIT_NAME_SIZE];
            jit_part_name(name, i, j);
            void *found = dlsym(machine->handle, name);
            if (!found && !code->parts->all.items[j].is_step) {
                return false;
            }
            memcpy(&code->functions[j], &found, sizeof found);
        }
    }
    return true;
}

static bool load(const struct opening *opening, const char *path)
{
    struct machine *machine = opening->machine;
    machine->handle = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    if (machine->handle
        && (!is_current(opening->arena, machine->handle) || !find_functions(machine))) {
        dlclose(machine->handle);
        machine->handle = NULL;
    }
    return machine->handle != NULL;
}

static bool load_kept(const struct opening *opening)
{
    return load(opening, cache_path(opening->cache, &opening->key, opening->arena));
}

/* -------------------------------------------------------------------------------------------- compiling */

static void keep(const struct opening *opening, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (fd < 0) {
        return;
    }
    if (fstat(fd, &status) == 0 && status.st_size > 0) {
        void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes != MAP_FAILED) {
            (void)cache_write(opening->cache, &opening->key, bytes, (size_t)status.st_size);
            munmap(bytes, (size_t)status.st_size);
        }
    }
    close(fd);
}

static bool start_compiling(struct opening *opening, const char **ret_reason)
{
    size_t count = opening->machine->count;
    const struct parts **codes = arena_alloc(opening->arena, (count + 1) * sizeof *codes);
    for (size_t i = 0; i < count; i++) {
        codes[i] = opening->machine->codes[i].parts;
    }
    *ret_reason = "no folder for temporary files can be made";
    opening->folder = scratch_create(opening->arena);
    return opening->folder
           && jit_compile_start(opening->arena, codes, count, opening->folder, &opening->child,
                                ret_reason);
}

static bool finish_compiling(struct opening *opening, const char **ret_reason)
{
    if (!jit_compile_finish(opening->arena, &opening->child, opening->folder, ret_reason)) {
        return false;
    }
    const char *path = arena_format(opening->arena, "%s/" JIT_OBJECT, opening->folder);
    keep(opening, path);
    *ret_reason = "what libgccjit made cannot be loaded";
    return load(opening, path) || load_kept(opening);
}

/* -------------------------------------------------------------------------------------------- all of them */

struct jit {
    struct opening *openings;
    size_t count;
    enum jit_state state;
    const char *reason;
};

static void lack(struct jit *jit, const char *reason)
{
    if (jit->state != JIT_LACKING) {
        jit->state = JIT_LACKING;
        jit->reason = reason;
    }
}

static bool is_compiling(const struct opening *opening)
{
    return opening->child.process != 0;
}

/* Compilers that are at work go on, whatever became of the others: what they make is kept. */
static void take_in(struct jit *jit, struct opening *opening)
{
    const char *reason;
    if (!finish_compiling(opening, &reason)) {
        lack(jit, reason);
    }
    scratch_remove(opening->folder);
    opening->folder = NULL;
}

static void set_ready(struct jit *jit)
{
    for (size_t i = 0; i < jit->count; i++) {
        if (is_compiling(&jit->openings[i])) {
            return;
        }
    }
    jit->state = jit->state == JIT_LACKING ? JIT_LACKING : JIT_READY;
}

static void start(struct jit *jit, struct opening *opening, enum jit_effort effort)
{
    const char *reason = "it was not compiled before";
    if (load_kept(opening) || jit->state == JIT_LACKING) {
        return;
    }
    if (effort == JIT_IF_KEPT || !start_compiling(opening, &reason)) {
        lack(jit, reason);
    }
    if (opening->folder && !is_compiling(opening)) {
        scratch_remove(opening->folder);
    }
}

struct jit *jit_start(struct arena *arena, const struct cache *cache,
                      const struct sliced *const *sliced, size_t count, enum jit_effort effort)
{
    struct jit *jit = arena_alloc(arena, sizeof *jit);
    jit->openings = arena_alloc(arena, (count + 1) * sizeof *jit->openings);
    jit->count = count;
    for (size_t i = 0; i < count; i++) {
        jit->openings[i] = opening_create(arena, cache, sliced[i]);
        jit->openings[i].key = key_of(&jit->openings[i]);
        start(jit, &jit->openings[i], effort);
    }
    set_ready(jit);
    return jit;
}

enum jit_state jit_look(struct jit *jit)
{
    for (size_t i = 0; i < jit->count; i++) {
        struct opening *opening = &jit->openings[i];
        if (is_compiling(opening) && jit_compile_has_ended(&opening->child)) {
            take_in(jit, opening);
        }
    }
    set_ready(jit);
    return jit->state;
}

enum jit_state jit_wait(struct jit *jit)
{
    for (size_t i = 0; i < jit->count; i++) {
        if (is_compiling(&jit->openings[i])) {
            take_in(jit, &jit->openings[i]);
        }
    }
    set_ready(jit);
    return jit->state;
}

const char *jit_reason(const struct jit *jit)
{
    return jit->reason;
}

struct machine *jit_machine(const struct jit *jit, size_t at)
{
    return jit->openings[at].machine;
}

void jit_end(struct jit *jit)
{
    if (jit) {
        jit_wait(jit);
        for (size_t i = 0; i < jit->count; i++) {
            jit_close(jit->openings[i].machine);
        }
    }
}

bool jit_open(struct arena *arena, const struct cache *cache, const struct sliced *const *sliced,
              size_t count, enum jit_effort effort, struct machine **ret_machines,
              const char **ret_reason)
{
    struct jit *jit = jit_start(arena, cache, sliced, count, effort);
    bool good = jit_wait(jit) == JIT_READY;
    if (!good) {
        *ret_reason = jit_reason(jit);
        jit_end(jit);
    }
    for (size_t i = 0; i < count; i++) {
        ret_machines[i] = good ? jit_machine(jit, i) : NULL;
    }
    return good;
}

void jit_close(struct machine *machine)
{
    if (machine && machine->handle) {
        dlclose(machine->handle);
        machine->handle = NULL;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* One function for each width, and which of them the processor can run. */
#include "engine/gates.h"

#define NOT(x) (~(x))
#define AND(x, y) ((x) & (y))
#define OR(x, y) ((x) | (y))
#define XOR(x, y) ((x) ^ (y))

#define GATES_NAME run_128
#define GATES_BYTES 16
#define GATES_TARGET
#include "engine/gates_run.def"

#if defined(__x86_64__) && defined(__GNUC__)

#define GATES_NAME run_256
#define GATES_BYTES 32
#define GATES_TARGET __attribute__((target("avx2")))
#include "engine/gates_run.def"

#define GATES_NAME run_512
#define GATES_BYTES 64
#define GATES_TARGET __attribute__((target("avx512f")))
#include "engine/gates_run.def"

static const struct gates all[] = {
    {"baseline", 128, run_128}, {"avx2", 256, run_256}, {"avx512", 512, run_512}};

size_t gates_all(const struct gates **ret_all)
{
    *ret_all = all;
    __builtin_cpu_init();
    return !__builtin_cpu_supports("avx2") ? 1 : !__builtin_cpu_supports("avx512f") ? 2 : 3;
}

#else

static const struct gates all[] = {{"baseline", 128, run_128}};

size_t gates_all(const struct gates **ret_all)
{
    *ret_all = all;
    return 1;
}

#endif

const struct gates *gates_widest(void)
{
    const struct gates *widths;
    size_t count = gates_all(&widths);
    return &widths[count - 1];
}

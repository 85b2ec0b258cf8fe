/* SPDX-License-Identifier: Apache-2.0 */
/* The child process: what it inherits, what it is told, how it ends. */
#include "engine/jit_compile.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

#define TOOLS "/usr/bin:/bin"
#define MESSAGE_SIZE 200 /* bytes of what the child says when it fails */

#ifndef LIMEN_GCCJIT_LIBRARY
#define LIMEN_GCCJIT_LIBRARY "" /* limen was built without it */
#endif

/* ------------------------------------------------------------------------------------ what it is for */

struct jit_target jit_target_here(void)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")) {
        return (struct jit_target){"-march=skylake-avx512", 8};
    }
    if (__builtin_cpu_supports("avx2")) {
        return (struct jit_target){"-mavx2", 4};
    }
#endif
    return (struct jit_target){"", 2};
}

void jit_part_name(char ret_name[JIT_NAME_SIZE], size_t code, size_t part)
{
    snprintf(ret_name, JIT_NAME_SIZE, "limen_code_%zu_part_%zu", code, part);
}

/* Upgrading a package gives the file another time of change. */
const char *jit_compiler(struct arena *arena)
{
    struct stat status;
    if (LIMEN_GCCJIT_LIBRARY[0] != '/' || stat(LIMEN_GCCJIT_LIBRARY, &status) != 0) {
        return "";
    }
    return arena_format(arena, "%s %lld %lld.%09ld", LIMEN_GCCJIT_LIBRARY,
                        (long long)status.st_size, (long long)status.st_ctim.tv_sec,
                        status.st_ctim.tv_nsec);
}

/* --------------------------------------------------------------------------------------- the tools */

/* Where the assembler and the linker are sought; never where PATH says. */
static const char *tools(void)
{
    const char *own = secure_getenv("LIMEN_TOOLS");
    return own && *own ? own : TOOLS;
}

static bool is_in(const char *folder, size_t length, const char *name)
{
    char path[4096];
    int size = snprintf(path, sizeof path, "%.*s/%s", (int)length, folder, name);
    return size > 0 && (size_t)size < sizeof path && access(path, X_OK) == 0;
}

static bool is_tool(const char *name)
{
    for (const char *at = tools(); *at;) {
        size_t length = strcspn(at, ":");
        if (is_in(at, length, name)) {
            return true;
        }
        at += length + (at[length] == ':');
    }
    return false;
}

static const char *missing_tool(struct arena *arena)
{
    const char *const names[] = {"as", "ld"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!is_tool(names[i])) {
            return arena_format(arena, "there is no `%s` in %s (Debian: apt-get install binutils)",
                                names[i], tools());
        }
    }
    return NULL;
}

/* --------------------------------------------------------------------------------------- the child */

struct task {
    struct arena *arena;
    const struct parts *const *codes;
    size_t count;
    const char *folder, *path, *made_by, *tools;
};

/* Nothing of the user's environment may decide which programs run, or what they print. */
static bool set_environment(const struct task *task)
{
    int nothing = open("/dev/null", O_RDWR);
    return clearenv() == 0 && setenv("PATH", task->tools, 1) == 0
           && setenv("TMPDIR", task->folder, 1) == 0 && setenv("LC_ALL", "C", 1) == 0
           && nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0
           && dup2(nothing, STDOUT_FILENO) >= 0 && dup2(nothing, STDERR_FILENO) >= 0;
}

static _Noreturn void be_compiler(const struct task *task, pid_t parent, int told)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const char *why = getppid() != parent || !set_environment(task)
                          ? "the compiler's process could not be set up"
                          : jit_write(task->arena, task->codes, task->count, task->path,
                                      task->made_by);
    if (why) {
        (void)file_write_stream(told, why, strlen(why));
    }
    _exit(why ? EXIT_FAILURE : EXIT_SUCCESS);
}

/* What the child said, and how it ended. */
static bool hear(const struct jit_child *child, char message[MESSAGE_SIZE])
{
    size_t length = 0;
    int status;
    for (ssize_t got = 1; got != 0 && length < MESSAGE_SIZE - 1;) {
        got = read(child->told, message + length, MESSAGE_SIZE - 1 - length);
        if (got < 0 && errno != EINTR) {
            break;
        }
        length += got > 0 ? (size_t)got : 0;
    }
    message[length] = '\0';
    pid_t ended;
    while ((ended = waitpid(child->process, &status, 0)) < 0 && errno == EINTR) {
    }
    return ended == child->process && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

static bool start_child(const struct task *task, struct jit_child *ret_child)
{
    int pipe_ends[2];
    if (pipe2(pipe_ends, O_CLOEXEC) != 0) {
        return false;
    }
    pid_t parent = getpid(), process = fork();
    if (process == 0) {
        close(pipe_ends[0]);
        be_compiler(task, parent, pipe_ends[1]);
    }
    close(pipe_ends[1]);
    if (process < 0) {
        close(pipe_ends[0]);
        return false;
    }
    *ret_child = (struct jit_child){process, pipe_ends[0]};
    return true;
}

static const char *object_path(struct arena *arena, const char *folder)
{
    return arena_format(arena, "%s/" JIT_OBJECT, folder);
}

bool jit_compile_start(struct arena *arena, const struct parts *const *codes, size_t count,
                       const char *folder, struct jit_child *ret_child, const char **ret_reason)
{
    struct task task = {.arena = arena, .codes = codes, .count = count, .folder = folder};
    task.path = object_path(arena, folder);
    task.made_by = jit_compiler(arena);
    task.tools = arena_format(arena, "%s", tools());
    *ret_reason = missing_tool(arena);
    if (*ret_reason) {
        return false;
    }
    *ret_reason = "no process can be started";
    return start_child(&task, ret_child);
}

/* The pipe is closed with the process, or has what went wrong in it. */
bool jit_compile_has_ended(const struct jit_child *child)
{
    struct pollfd told = {.fd = child->told, .events = POLLIN};
    return poll(&told, 1, 0) > 0;
}

bool jit_compile_finish(struct arena *arena, struct jit_child *child, const char *folder,
                        const char **ret_reason)
{
    char message[MESSAGE_SIZE];
    bool good = hear(child, message);
    close(child->told);
    *child = (struct jit_child){0};
    if (!good) {
        *ret_reason = *message ? arena_format(arena, "%s", message) : "libgccjit failed";
        return false;
    }
    *ret_reason = "libgccjit wrote no object";
    return access(object_path(arena, folder), R_OK) == 0;
}

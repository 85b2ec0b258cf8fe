/* SPDX-License-Identifier: Apache-2.0 */
/* A folder for the files, and a process for the compiler. */
#include "cli/compiler.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/scratch.h"

#define NOT_FOUND 127 /* exit status of a child that could not become the compiler */

const char *compiler_name(void)
{
    const char *own = secure_getenv("CC");
    return own && *own ? own : "cc";
}

static _Noreturn void become_compiler(const char *source, const char *object)
{
    const char *name = compiler_name();
    execlp(name, name, "-std=c17", "-O2", "-fPIC", "-shared", "-o", object, source, (char *)NULL);
    _exit(NOT_FOUND);
}

/* The compiler's exit status, or -1. */
static int run(const char *source, const char *object)
{
    int status;
    pid_t child = fork(), ended;
    if (child == 0) {
        become_compiler(source, object);
    }
    while ((ended = child < 0 ? child : waitpid(child, &status, 0)) < 0 && errno == EINTR) {
    }
    return ended > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool read_object(const char *path, struct text *ret_object)
{
    char bytes[65536];
    ssize_t got = -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && (got = read(fd, bytes, sizeof bytes)) > 0) {
        text_add_bytes(ret_object, bytes, (size_t)got);
    }
    if (fd >= 0) {
        close(fd);
    }
    return got == 0 && ret_object->length > 0;
}

static bool compile_in(struct arena *arena, const char *folder, const struct text *c,
                       const char *header, struct text *ret_object, const char **ret_reason)
{
    const char *source = arena_format(arena, "%s/ruleset.c", folder);
    const char *object = arena_format(arena, "%s/ruleset.so", folder);
    const char *beside = arena_format(arena, "%s/limen_compiled.h", folder);
    *ret_reason = "its C text could not be written";
    if (!file_write_whole(source, c->data, c->length)
        || !file_write_whole(beside, header, strlen(header))) {
        return false;
    }
    int status = run(source, object);
    *ret_reason = status == NOT_FOUND
                      ? arena_format(arena, "there is no C compiler `%s` (Debian: apt-get install gcc)",
                                     compiler_name())
                      : arena_format(arena, "the C compiler `%s` failed", compiler_name());
    return status == 0 && read_object(object, ret_object);
}

bool compiler_run(struct arena *arena, const struct text *c, const char *header,
                  struct text *ret_object, const char **ret_reason)
{
    const char *folder = scratch_create(arena);
    if (!folder) {
        *ret_reason = "no folder for temporary files can be made";
        return false;
    }
    bool good = compile_in(arena, folder, c, header, ret_object, ret_reason);
    scratch_remove(folder);
    return good;
}

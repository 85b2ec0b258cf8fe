/* SPDX-License-Identifier: Apache-2.0 */
/* Asking git, without a shell. */
#include "cli/history.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/complain.h"

extern char **environ;

#define PIECE 65536

struct question {
    struct arena *arena;
    char *bytes; /* what git said; NUL-terminated */
    size_t length, capacity;
};

bool history_is_meant(const char *reference)
{
    const char *colon = strchr(reference, ':');
    return colon && colon > reference && colon[1] && access(reference, F_OK) != 0;
}

static void read_answer(struct question *question, int fd)
{
    for (;;) {
        if (question->length + PIECE >= question->capacity) {
            size_t capacity = question->capacity * 2 + 2 * (size_t)PIECE;
            question->bytes = arena_grow(question->arena, question->bytes, question->capacity,
                                         capacity);
            question->capacity = capacity;
        }
        ssize_t count = read(fd, question->bytes + question->length, PIECE);
        if (count <= 0 && !(count < 0 && errno == EINTR)) {
            break;
        }
        question->length += count > 0 ? (size_t)count : 0;
    }
    question->bytes[question->length] = '\0';
}

/* What `git cat-file WHAT OBJECT` says goes to OUT. 0 or an errno. */
static int spawn_git(struct arena *arena, const char *what, const char *object, int out,
                     pid_t *ret_child)
{
    char *const arguments[] = {(char[]){"git"}, (char[]){"cat-file"},
                               arena_copy(arena, what, strlen(what)),
                               arena_copy(arena, object, strlen(object)), NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int failure = posix_spawnp(ret_child, "git", &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    return failure;
}

static bool ended_well(pid_t child)
{
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return false;
        }
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* What git says of OBJECT, REVISION:PATH. 0, or an errno: ENOENT, git is missing; EINVAL, there is no such
   object. */
static int ask_git(struct question *question, const char *what, const char *object)
{
    int ends[2];
    pid_t child;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return errno;
    }
    int failure = spawn_git(question->arena, what, object, ends[1], &child);
    close(ends[1]);
    if (failure == 0) {
        read_answer(question, ends[0]);
        failure = ended_well(child) ? 0 : EINVAL;
    }
    close(ends[0]);
    return failure;
}

/* A source_provider: files of a revision. */
static bool provide(struct source_set *sources, const char *path)
{
    struct question question = {.arena = sources->arena};
    if (*path == '-' || !strchr(path, ':') || ask_git(&question, "blob", path) != 0) {
        return false;
    }
    source_provide(sources, path, question.bytes, question.length);
    return true;
}

/* REVISION:FOLDER of REVISION:FOLDER/NAME/VERSION.limen, if there are vocabularies in it; else NULL. */
static const char *library_of(struct compilation *compilation, const char *reference)
{
    struct question question = {.arena = compilation->arena};
    const char *end = reference + strlen(reference), *colon = strchr(reference, ':');
    for (int up = 0; up < 2 && end > colon; up++) {
        do {
            end--;
        } while (end > colon && *end != '/');
    }
    if (end <= colon) {
        return NULL;
    }
    const char *folder = arena_copy(compilation->arena, reference, (size_t)(end - reference));
    const char *vocabularies = arena_format(compilation->arena, "%s/vocabulary", folder);
    bool is_folder = ask_git(&question, "-t", vocabularies) == 0
                     && strcmp(question.bytes, "tree\n") == 0;
    return is_folder ? folder : NULL;
}

bool history_open(struct compilation *compilation, const char *reference)
{
    struct question question = {.arena = compilation->arena};
    int failure = *reference == '-' ? EINVAL : ask_git(&question, "blob", reference);
    if (failure) {
        complain(failure == ENOENT
                     ? "%s: there are no revisions without git (Debian: apt-get install git)"
                     : "%s: git knows no such file in such a revision here", reference);
        return false;
    }
    source_provide(compilation->sources, reference, question.bytes, question.length);
    compilation->sources->provide = provide;
    const char *library = library_of(compilation, reference);
    compilation->library = library ? library : compilation->library;
    return true;
}

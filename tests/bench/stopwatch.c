/* SPDX-License-Identifier: Apache-2.0 */
/* stopwatch: times whole commands side by side.

       stopwatch RUNS -- [NAME=VALUE...] COMMAND ARGUMENT... [-- ...]...

   NAME=VALUE is in the environment of that command and of those behind it.
   Runs the commands in turn, RUNS times after one round that does not count, with their output thrown
   away, and prints for each the least and the median wall time, its ratio to the first command's median,
   and the largest resident set. Ratios of one run are what to quote: machines drift. Exit status 1 if a
   command could not be run or failed. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_COMMANDS 16
#define MAX_RUNS 1000

extern char **environ;

struct command {
    char **words;     /* NULL-terminated: NAME=VALUE, then the command */
    double milliseconds[MAX_RUNS];
    long peak_kilobytes;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* The wall time of one run in milliseconds; negative if it failed. */
static double run(struct command *command, posix_spawn_file_actions_t *quiet)
{
    pid_t child;
    int status = 0;
    struct rusage usage;
    char **word = command->words;
    for (; *word && strchr(*word, '='); word++)
        putenv(*word);
    double start = now();
    if (!*word || posix_spawnp(&child, word[0], quiet, NULL, word, environ) != 0)
        return -1;
    while (wait4(child, &status, 0, &usage) < 0)
        if (errno != EINTR)
            return -1;
    double end = now();
    if (usage.ru_maxrss > command->peak_kilobytes)
        command->peak_kilobytes = usage.ru_maxrss;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? end - start : -1;
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static size_t read_commands(int count, char **words, struct command *commands)
{
    size_t found = 0;
    for (int i = 2; i < count; i++) {
        if (strcmp(words[i], "--") != 0)
            continue;
        words[i] = NULL; /* ends the command before it */
        if (i + 1 < count && found < MAX_COMMANDS)
            commands[found++].words = &words[i + 1];
    }
    return found;
}

static void report(struct command *commands, size_t count, size_t runs)
{
    printf("%9s %9s %7s %10s  command\n", "least ms", "median ms", "ratio", "peak kB");
    for (size_t i = 0; i < count; i++)
        qsort(commands[i].milliseconds, runs, sizeof(double), compare);
    double base = commands[0].milliseconds[runs / 2];
    for (size_t i = 0; i < count; i++) {
        double median = commands[i].milliseconds[runs / 2];
        printf("%9.2f %9.2f %7.2f %10ld  ", commands[i].milliseconds[0], median, median / base,
               commands[i].peak_kilobytes);
        for (char **word = commands[i].words; *word; word++)
            printf("%s ", *word);
        putchar('\n');
    }
}

int main(int count, char **words)
{
    static struct command commands[MAX_COMMANDS];
    long runs = count > 1 ? strtol(words[1], NULL, 10) : 0;
    size_t found = read_commands(count, words, commands);
    if (runs < 1 || runs > MAX_RUNS || found == 0) {
        fputs("usage: stopwatch RUNS -- COMMAND ARGUMENT... [-- COMMAND ...]\n", stderr);
        return 2;
    }
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    for (long turn = -1; turn < runs; turn++) {
        for (size_t i = 0; i < found; i++) {
            double time = run(&commands[i], &quiet);
            if (time < 0) {
                fprintf(stderr, "stopwatch: %s failed\n", commands[i].words[0]);
                return 1;
            }
            if (turn >= 0)
                commands[i].milliseconds[turn] = time;
        }
    }
    report(commands, found, (size_t)runs);
    return 0;
}

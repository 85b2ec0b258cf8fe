/* SPDX-License-Identifier: Apache-2.0 */
/* The rules as C, compiled with -O2: one case after the other, a byte a fact.

       rival answers CASES.bin     one line a case: name, level, rules
       rival rate CASES.bin        cases a second, from memory */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sizes.h"

#include "rules.h"

#define MANY 2048 /* cases that are decided over and over */

struct facts {
    unsigned char f[YES_NO];
    short n[NUMBERS];
};

static double now(void) /* of the processor's time */
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void answer(FILE *file)
{
    struct facts facts;
    unsigned char r[RULES];
    for (size_t i = 0; fread(facts.f, sizeof facts.f, 1, file) == 1; i++) {
        if (fread(facts.n, sizeof facts.n, 1, file) != 1)
            exit(EXIT_FAILURE);
        printf("c%zu\t%u\t", i, decide(facts.f, facts.n, r));
        const char *comma = "";
        for (size_t j = 0; j < RULES; j++) {
            if (r[j]) {
                printf("%srule/%zu", comma, j + 1);
                comma = ",";
            }
        }
        putchar('\n');
    }
}

static void rate(FILE *file)
{
    static struct facts all[MANY];
    static unsigned char r[MANY][RULES];
    static unsigned char levels[MANY];
    size_t count = 0, rounds = 0;
    while (count < MANY && fread(all[count].f, sizeof all->f, 1, file) == 1 &&
           fread(all[count].n, sizeof all->n, 1, file) == 1)
        count++;
    double best = 0;
    for (int run = 0; run < 5; run++) {
        double start = now(), seconds;
        rounds = 0;
        do {
            for (size_t i = 0; i < count; i++)
                levels[i] = (unsigned char)decide(all[i].f, all[i].n, r[i]);
            __asm__ volatile("" : : "r"(r), "r"(levels) : "memory");
            rounds++;
            seconds = now() - start;
        } while (seconds < 0.1);
        double this = (double)(rounds * count) / seconds;
        best = this > best ? this : best;
    }
    printf("%.0f\n", best);
}

int main(int argc, char **argv)
{
    FILE *file = argc == 3 ? fopen(argv[2], "rb") : NULL;
    if (!file)
        return 2;
    if (strcmp(argv[1], "answers") == 0)
        answer(file);
    else
        rate(file);
    fclose(file);
    return 0;
}

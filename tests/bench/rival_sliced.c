/* SPDX-License-Identifier: Apache-2.0 */
/* The rules as C, bit-sliced by hand: a bit a case, certain and possible, in vectors of 512 bits.

       rival_sliced answers CASES.bin     one line a case: name, level, rules
       rival_sliced rate CASES.bin        cases a second, from memory */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sizes.h"

#define MANY 2048 /* cases of a block */
#define WORDS (MANY / 64)

typedef unsigned long long v __attribute__((vector_size(64)));
#define VECTORS (MANY / 512)

static v fc[YES_NO][VECTORS], fp[YES_NO][VECTORS];
static v low[NUMBERS * NUMBER_BITS][VECTORS], high[NUMBERS * NUMBER_BITS][VECTORS];
static v rc[RULES][VECTORS], rp[RULES][VECTORS], lc[5][VECTORS], lp[5][VECTORS];

#include "sliced.h"

static void set(v *plane, size_t lane)
{
    ((unsigned long long *)plane)[lane / 64] |= 1ull << lane % 64;
}

static int get(const v *plane, size_t lane)
{
    return ((const unsigned long long *)plane)[lane / 64] >> lane % 64 & 1;
}

/* Reads up to a block of cases; yields how many. */
static size_t fill(FILE *file)
{
    unsigned char f[YES_NO];
    short n[NUMBERS];
    size_t lane = 0;
    memset(fc, 0, sizeof fc);
    memset(low, 0, sizeof low);
    while (lane < MANY && fread(f, sizeof f, 1, file) == 1 && fread(n, sizeof n, 1, file) == 1) {
        for (size_t i = 0; i < YES_NO; i++)
            if (f[i])
                set(fc[i], lane);
        for (size_t i = 0; i < NUMBERS * NUMBER_BITS; i++)
            if (n[i / NUMBER_BITS] >> i % NUMBER_BITS & 1)
                set(low[i], lane);
        lane++;
    }
    memcpy(fp, fc, sizeof fp);
    memcpy(high, low, sizeof high);
    return lane;
}

static void run(void)
{
    for (size_t k = 0; k < VECTORS; k++)
        decide(k);
    __asm__ volatile("" : : : "memory");
}

static void answer(FILE *file)
{
    size_t name = 0;
    for (size_t count; (count = fill(file)) > 0;) {
        run();
        for (size_t lane = 0; lane < count; lane++) {
            int level = 1;
            for (int i = 2; i <= 4; i++)
                level = get(lc[i], lane) ? i : level;
            printf("c%zu\t%d\t", name++, level);
            const char *comma = "";
            for (size_t i = 0; i < RULES; i++)
                if (get(rc[i], lane)) {
                    printf("%srule/%zu", comma, i + 1);
                    comma = ",";
                }
            putchar('\n');
        }
    }
}

static double now(void) /* of the processor's time */
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void rate(FILE *file)
{
    double best = 0;
    fill(file);
    for (int i = 0; i < 5; i++) {
        size_t rounds = 0;
        double start = now(), seconds;
        do {
            run();
            rounds++;
            seconds = now() - start;
        } while (seconds < 0.03);
        double this = (double)(rounds * MANY) / seconds;
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

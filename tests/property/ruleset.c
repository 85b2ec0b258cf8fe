/* SPDX-License-Identifier: Apache-2.0 */
/* Random text, construct by construct. Conditions are always bracketed, so `and` and `or` never mix. */
#include "ruleset.h"

#define LEVELS 4

struct writer {
    struct text *text;
    struct random *random;
    unsigned defines;   /* define0 ... are declared */
    unsigned decisions; /* amount0 ... are declared and may be read */
    bool reads_level;   /* conditions may read the level */
    unsigned level;     /* they may read levels below this */
};

static void condition(struct writer *writer, unsigned depth);
static void number(struct writer *writer, unsigned depth);

static void add(struct writer *writer, const char *text)
{
    text_add(writer->text, text);
}

static unsigned below(struct writer *writer, unsigned count)
{
    return random_below(writer->random, count);
}

static void pick(struct writer *writer, const char *const *texts, unsigned count)
{
    add(writer, texts[below(writer, count)]);
}

#define PICK(writer, ...)                                                  \
    pick(writer, (const char *const[]){__VA_ARGS__},                       \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* ------------------------------------------------------------------------------------ declarations */

static const char declarations[] =
    "concern a0 \"A\"\nconcern a1 \"A\"\nconcern a2 \"A\"\nconcern a3 \"A\"\n"
    "strength s0 \"S\"\n"
    "fact n0 : 0 to 6 \"N\" usually 2\n"
    "fact n1 : -1.0 to 2.0 \"N\"\n"
    "fact p0 : 0 to 100 % \"P\" usually 100 %\n"
    "fact u0 : 0 to 3 years \"U\"\n"
    "fact u1 : 0 to 40 months \"U\"\n"
    "fact k0 : one of x, y, z \"K\"\n"
    "scale o0, o1 : lo < mid < hi \"O\" usually lo\n"
    "fact m0 : 0 to 3 or none \"M\"\n"
    "fact d0 : date \"D\"\n"
    "fact d1 : date or none \"D\"\n"
    "event e0 \"E\"\nevent e1 \"E\"\n"
    "group gb (a0, a1, s0)\n"
    "group go (o0, o1)\n"
    "group gg (gb, a2, o0 >= mid)\n"
    "parameter q0 : 1 to 3 = 2 \"Q\"\n";

/* ----------------------------------------------------------------------------------------- numbers */

static void plain_number(struct writer *writer)
{
    PICK(writer, "n0", "n0", "n1", "count of e0", "count of e1 within 2 months", "3", "q0",
         "n0 + 1", "n0 - n1", "n0 * 2", "n0 * -1", "0.5 * n1",
         "50 % of n0", "n0 * n1", "12.5 % of n1");
}

static void choose_number(struct writer *writer, unsigned depth)
{
    add(writer, "(choose ");
    number(writer, 0);
    add(writer, " if ");
    condition(writer, depth);
    if (below(writer, 2)) {
        add(writer, ", 1 if k0 = x, 2 if k0 = y");
    }
    add(writer, ", ");
    number(writer, 0);
    add(writer, " otherwise)");
}

static void elements(struct writer *writer, unsigned depth);

static void number(struct writer *writer, unsigned depth)
{
    unsigned form = depth == 0 ? 0 : below(writer, 9);
    add(writer, "(");
    switch (form) {
    case 1:
        number(writer, depth - 1);
        PICK(writer, " + ", " - ");
        number(writer, depth - 1);
        break;
    case 2:
        PICK(writer, "highest of (", "lowest of (");
        number(writer, depth - 1);
        add(writer, ", ");
        number(writer, depth - 1);
        add(writer, ")");
        break;
    case 3:
        add(writer, "count of (");
        elements(writer, depth - 1);
        add(writer, ")");
        break;
    case 4:
        choose_number(writer, depth - 1);
        break;
    case 5:
        if (writer->decisions > 0) {
            text_format(writer->text, "amount%u", below(writer, writer->decisions));
            break;
        }
        plain_number(writer);
        break;
    default:
        plain_number(writer);
    }
    add(writer, ")");
}

/* -------------------------------------------------------------------------------------- conditions */

static void element(struct writer *writer, unsigned depth)
{
    static const char *const fixed[] = {"gb", "go >= mid", "gg", "go in (lo, hi)", "a3", "a0", "a1"};
    if (below(writer, 3)) {
        pick(writer, fixed, 7);
    } else {
        condition(writer, depth);
    }
}

static void counted(struct writer *writer)
{
    PICK(writer, "rules", "topics");
    text_format(writer->text, " at level %u%s", 1 + below(writer, LEVELS),
                below(writer, 4) ? "" : " in one");
}

static void elements(struct writer *writer, unsigned depth)
{
    unsigned count = 3 + below(writer, 2);
    for (unsigned i = 0; i < count; i++) {
        add(writer, i ? ", " : "");
        if (writer->reads_level && random_once_in(writer->random, 6)) {
            counted(writer);
        } else {
            element(writer, depth);
        }
    }
}

static void counting(struct writer *writer, unsigned depth)
{
    PICK(writer, "any of", "all of", "none of", "at least 2 of", "at least q0 of", "at most 1 of",
         "exactly 1 of", "exactly 2 of", "at least 3 of");
    add(writer, " (");
    elements(writer, depth);
    add(writer, ")");
}

static void comparison(struct writer *writer, unsigned depth)
{
    number(writer, depth);
    PICK(writer, " = ", " != ", " < ", " <= ", " > ", " >= ");
    number(writer, depth);
}

static void atom(struct writer *writer)
{
    PICK(writer, "a0", "a1", "a2", "a3", "s0", "n0 >= 3", "n0 < 2", "n0 = 4", "n1 > 0.5",
         "n0 in 2 to 4", "n0 in (1, 2, 5)", "p0 < 90 %", "p0 in 40 to 60 %", "u0 >= 2 years",
         "u1 < 18 months", "u0 > u1", "u1 in 1 to 2 years", "k0 = x", "k0 != y", "k0 in (x, z)",
         "o0 >= mid", "o0 = o1", "o0 < hi", "o0 in lo to mid", "m0 is none", "m0 >= 2", "m0 != 1",
         "not (m0 is none)", "e0 within 6 months", "e1 within 2 weeks of d0", "e0 within 1 years",
         "count of e0 >= 2", "count of e0 within 30 days <= 1", "latest of e0 < d0",
         "latest of e1 is none", "d0 < 2018-06-01", "d0 + 3 months > case_date",
         "d0 - 10 days in 2018-01-01 to 2018-02-28", "d1 >= d0", "months from d0 to case_date < 8 months",
         "a0 = a1", "authority = north", "(choose a0 if k0 = x, a1 if k0 = y, no otherwise)",
         "highest of (o0, o1) = hi", "prior >= 3", "f0", "f1 > 5", "f2 = x");
}

static void level_test(struct writer *writer)
{
    unsigned level = 1 + below(writer, writer->level > 1 ? writer->level : 1);
    switch (below(writer, 6)) {
    case 0:
        text_format(writer->text, "level < %u", level + 1);
        break;
    case 1:
        text_format(writer->text, "level = %u", level);
        break;
    case 2:
        text_format(writer->text, "level in 1 to %u", level);
        break;
    default:
        text_format(writer->text, "level >= %u", level);
    }
}

static void knowledge(struct writer *writer)
{
    PICK(writer, "a0 is known", "n0 is unknown", "e0 is known", "f0 is known", "m0 is unknown");
}

static void joined(struct writer *writer, unsigned depth)
{
    const char *word = below(writer, 2) ? " and " : " or ";
    condition(writer, depth);
    add(writer, word);
    condition(writer, depth);
}

static void condition_inside(struct writer *writer, unsigned depth)
{
    unsigned form = depth == 0 ? 0 : below(writer, 12);
    switch (form) {
    case 1:
    case 2:
        joined(writer, depth - 1);
        break;
    case 3:
        add(writer, "not ");
        condition(writer, depth - 1);
        break;
    case 4:
    case 5:
        counting(writer, depth - 1);
        break;
    case 6:
        comparison(writer, depth - 1);
        break;
    case 7:
        if (writer->reads_level) {
            level_test(writer);
            break;
        }
        atom(writer);
        break;
    case 8:
        if (random_once_in(writer->random, 3)) {
            knowledge(writer);
            break;
        }
        atom(writer);
        break;
    case 9:
        if (writer->defines > 0) {
            text_format(writer->text, "define%u", below(writer, writer->defines));
            break;
        }
        atom(writer);
        break;
    default:
        atom(writer);
    }
}

static void condition(struct writer *writer, unsigned depth)
{
    add(writer, "(");
    condition_inside(writer, depth);
    add(writer, ")");
}

static void guard(struct writer *writer, unsigned depth)
{
    add(writer, " if ");
    condition(writer, depth);
    if (random_once_in(writer->random, 5)) {
        add(writer, " unless ");
        condition(writer, 1);
    }
}

/* -------------------------------------------------------------------------------------- statements */

static void header(struct writer *writer)
{
    add(writer, "ruleset random 2020-01 \"Random\"\n  applies to north, south\n");
    if (random_once_in(writer->random, 4)) {
        PICK(writer, "  scope if n0 < 6\n", "  scope if a3 or (n0 < 5)\n", "  scope if k0 != z\n");
    }
    for (unsigned level = 1; level <= LEVELS; level++) {
        text_format(writer->text, "level %u\n", level);
    }
}

static void ties(struct writer *writer)
{
    if (below(writer, 2)) {
        PICK(writer, "impossible if a0 and not a1 \"why\"\n",
             "impossible if a2 and a3 and (n0 > 3) \"why\"\n", "impossible if a1 and s0 \"why\"\n",
             "impossible if n0 > 4 and k0 = x \"why\"\n", "impossible if f0 and a2 \"why\"\n");
    }
    if (random_once_in(writer->random, 3)) {
        add(writer, "impossible if a1 and not a2 \"why\"\n");
    }
    if (random_once_in(writer->random, 4)) {
        PICK(writer, "require if n0 < 6 \"why\"\n", "require if a0 or (k0 != z) \"why\"\n");
    }
}

static void derived(struct writer *writer)
{
    add(writer, "fact prior : level \"L\"\n");
    PICK(writer, "fact f0 : yes/no from n0 in 2 to 4 \"F\"\n",
         "fact f0 : yes/no from a0 and (o0 >= mid) \"F\"\n",
         "fact f0 : yes/no from count of e0 >= 2 \"F\"\n",
         "fact f0 : yes/no from n1 > 0.5 \"F\"\n");
    PICK(writer, "fact f1 : 0.0 to 20.0 from n0 * 2 + n0 \"F\"\n",
         "fact f1 : -9.0 to 9.0 from n0 - n1 \"F\"\n",
         "fact f1 : 0.0 to 12.0 from choose n0 if f0, 7.5 otherwise \"F\"\n");
    PICK(writer, "fact f2 : one of x, y, z from choose x if f0, k0 otherwise \"F\"\n",
         "fact f2 : one of x, y, z from choose y if f1 > 5, z otherwise \"F\"\n");
}

static void outcome(struct writer *writer, unsigned level)
{
    if (level < LEVELS && random_once_in(writer->random, 5)) {
        text_format(writer->text, " then level %u or %u as judged", level, level + 1);
    } else {
        text_format(writer->text, " then level %u", level);
    }
    if (random_once_in(writer->random, 5)) {
        add(writer, ", duty act");
    }
    if (random_once_in(writer->random, 6)) {
        PICK(writer, ", grounds = g", ", grounds = h", ", worst = 4");
    }
    add(writer, "\n");
}

static void exceptions(struct writer *writer, unsigned rule)
{
    unsigned count = below(writer, 3);
    for (unsigned i = 0; i < count; i++) {
        text_format(writer->text, "exception x%u_%u to ", rule, i);
        if (i == 0 || below(writer, 2)) {
            text_format(writer->text, "rule%u", rule);
        } else {
            text_format(writer->text, "x%u_%u", rule, i - 1);
        }
        add(writer, " if ");
        condition(writer, 1);
        if (below(writer, 2)) {
            outcome(writer, 1 + below(writer, LEVELS));
        } else {
            add(writer, "\n");
        }
    }
}

static void rule(struct writer *writer, unsigned index)
{
    unsigned level = 2 + below(writer, LEVELS - 1);
    writer->reads_level = random_once_in(writer->random, 2);
    writer->level = level - 1;
    text_format(writer->text, "rule rule%u", index);
    guard(writer, 3);
    outcome(writer, level);
    if (random_once_in(writer->random, 3)) {
        exceptions(writer, index);
    }
    writer->reads_level = false;
}

static void rules(struct writer *writer)
{
    unsigned count = 2 + below(writer, 6); /* as many as there are places */
    for (unsigned i = 0; i < count; i++) {
        static const char *const places[] = {"", "section one \"One\"\n", "topic t0 \"T\"\n", "",
                                             "", "section two \"Two\"\n", "topic t1 \"T\"\n"};
        add(writer, places[i]);
        rule(writer, i);
    }
    if (below(writer, 2)) {
        add(writer, "ladder o1 mid level 2, hi level 4\n");
    }
    if (below(writer, 2)) {
        add(writer, "signs at level 2\n  1: a3\n  2: p0 < 80 %\n  3: u0 > 1 years unless s0\n");
    }
}

static void row(struct writer *writer, const char *const *values, unsigned count)
{
    add(writer, "    ");
    pick(writer, values, count);
    guard(writer, 2);
    add(writer, "\n");
}

static void rows(struct writer *writer, const char *const *values, unsigned count,
                 const char *otherwise)
{
    unsigned rows_wanted = 1 + below(writer, 4);
    for (unsigned i = 0; i < rows_wanted; i++) {
        row(writer, values, count);
    }
    if (otherwise) {
        text_format(writer->text, "    %s otherwise\n", otherwise);
    }
}

static void amounts(struct writer *writer)
{
    static const char *const values[] = {"1", "3", "5", "(n0 + 1)", "(-2)", "(highest of (n0, 2))"};
    unsigned count = 1 + below(writer, 3);
    for (unsigned i = 0; i < count; i++) {
        text_format(writer->text, "decision amount%u : -20 to 60 \"N\"\n  ", i);
        unsigned form = below(writer, 5);
        if (form == 4) {
            add(writer, "is n0 * 2 + 1\n");
            writer->decisions++;
            continue;
        }
        static const char *const policies[] = {"first of", "highest of", "lowest of", "sum of"};
        text_format(writer->text, "%s\n", policies[form]);
        if (form == 0 && below(writer, 2)) {
            add(writer, "    2 if k0 = x\n    4 if k0 in (y, z)\n");
        }
        rows(writer, values, 6, form == 3 && below(writer, 2) ? NULL : "0");
        writer->decisions++;
    }
}

static void decisions(struct writer *writer)
{
    static const char *const words[] = {"g", "h", "i"};
    static const char *const bands[] = {"b1", "b2", "b3", "(choose b1 if a0, b3 otherwise)"};
    static const char *const levels[] = {"level 1", "level 3", "2"};
    static const char *const dates[] = {"d0", "2018-05-05", "(d0 + 1 months)"};
    static const char *const numbers[] = {"1", "4", "(n0)"};
    writer->reads_level = false;
    add(writer, "decision grounds : one of g, h, i \"G\"\n  every one of\n");
    rows(writer, words, 3, below(writer, 2) ? "i" : NULL);
    add(writer, "decision worst : 0 to 9 \"W\"\n  highest of\n");
    rows(writer, numbers, 3, below(writer, 2) ? "0" : NULL);
    writer->reads_level = below(writer, 2);
    writer->level = LEVELS;
    add(writer, "decision band : one of b1 < b2 < b3 \"B\"\n  ");
    PICK(writer, "first of\n", "highest of\n", "lowest of\n", "only one of\n");
    rows(writer, bands, 4, below(writer, 2) ? "b2" : NULL);
    add(writer, "decision place : level \"P\"\n  ");
    PICK(writer, "first of\n", "highest of\n", "only one of\n");
    rows(writer, levels, 3, "level 2");
    add(writer, "decision when_due : date or none \"D\"\n  first of\n");
    rows(writer, dates, 3, below(writer, 2) ? "nothing" : NULL);
    add(writer, "decision flag : yes/no \"F\"\n  is ");
    condition(writer, 2);
    add(writer, "\n");
}

static void duties(struct writer *writer)
{
    add(writer, "contact desk \"Desk\"\n  phone \"1\"\n");
    add(writer, "duty act \"Act\"\n  to desk within 3 days of d0\n  when ");
    writer->reads_level = true;
    writer->level = LEVELS;
    condition(writer, 2);
    add(writer, "\nnote at level 2 \"Note\"\nnote when ");
    condition(writer, 1);
    add(writer, " \"Note\"\n");
}

void ruleset_generate(struct text *text, struct random *random)
{
    struct writer writer = {.text = text, .random = random};
    header(&writer);
    add(&writer, declarations);
    derived(&writer);
    ties(&writer);
    unsigned defines = random_below(random, 4);
    for (unsigned i = 0; i < defines; i++) {
        writer.reads_level = random_once_in(random, 4);
        writer.level = 1;
        text_format(text, "define define%u is ", i);
        condition(&writer, 2);
        add(&writer, "\n");
        writer.defines++;
    }
    writer.reads_level = false;
    amounts(&writer);
    rules(&writer);
    decisions(&writer);
    duties(&writer);
}

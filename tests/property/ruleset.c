/* SPDX-License-Identifier: Apache-2.0 */
/* Random text, construct by construct. Conditions are always bracketed, so `and` and `or` never mix. */
#include "ruleset.h"

#include <string.h>

#define LEVELS 5

static const char *const level_labels[LEVELS] = {"1", "2", "2a", "3", "4"};

/* What a condition may say of the level. Where a rule reads it, more of it must never take the rule
   back: such rulesets fail the check. */
enum reads { READS_NOTHING, READS_AT_LEAST, READS_ALL };

struct writer {
    struct text *text;
    struct random *random;
    unsigned defines;   /* define0 ... are declared */
    unsigned decisions; /* amount0 ... are declared and may be read */
    enum reads reads;
    unsigned level; /* conditions read levels up to this rank */
    bool is_lean;   /* few facts beside lists are read, so that all their values can be tried */
    bool of_household; /* facts are of members or of all, and members are taken together */
    bool in_items;  /* a list is spoken of: no other list's items are compared with its own */
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

#define PICK(writer, ...)                            \
    pick(writer, (const char *const[]){__VA_ARGS__}, \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* -------------------------------------------------------------------------------- declarations */

static const char declarations[] = "type score : 0 to 6\n"
                                   "type grade : one of lo < mid < hi\n"
                                   "concern a0 \"A\"\nconcern a1 \"A\"\nconcern a2 \"A\"\n"
                                   "fact a3 : yes/no \"A\" higher is worse\n"
                                   "strength s0 \"S\"\n"
                                   "concern c0 from a0 and (n0 >= 3) \"C\"\n"
                                   "fact n0 : score \"N\" usually 2\n"
                                   "fact n1 : -1.0 to 2.0 \"N\"\n"
                                   "fact p0 : 0 to 100 % \"P\" usually 100 % lower is worse\n"
                                   "fact u0 : 0 to 3 years \"U\"\n"
                                   "fact u1 : 0 to 40 months \"U\"\n"
                                   "fact w0 : 0 to 4 weeks \"W\"\n"
                                   "fact w1 : 0 to 30 days \"W\"\n"
                                   "fact h0 : 0.0 to 48.0 hours \"H\"\n"
                                   "event e0 \"E\"\n";

/* In a section of their own, which cases may close. */
static const char others[] = "fact k0 : one of x, y, z as \"text\" \"K\"\n"
                             "fact k1 : one of x, y, z or none \"K\" usually none\n"
                             "scale o0, o1 : lo < mid < hi \"O\" usually lo\n"
                             "fact o2 : grade or none \"O\"\n"
                             "fact m0, m1 : 0 to 3 or none \"M\"\n"
                             "fact d0 : date \"D\"\n"
                             "fact d1 : date or none \"D\"\n"
                             "event e1 \"E\"\n"
                             "group gb (a0, a1, s0)\n"
                             "group go (o0, o1)\n"
                             "group gg (gb, a2, o0 >= mid)\n"
                             "group gn (n0, m0, n1)\n"
                             "group gd (d0, d1)\n"
                             "parameter q0 : 1 to 3 = 2 \"Q\"\n"
                             "parameter q1 : 0.0 to 2.0 = 1.5 \"Q\"\n"
                             "parameter q2 : 0 to 100 % = 40 % \"Q\"\n";

static const char lists[] = "list l0 \"L\" at most 3\n"
                            "  has y0 : yes/no \"Y\" higher is worse\n"
                            "  has n0 : score \"N\"\n"
                            "  has z0 : yes/no from n0 in 2 to 4 and (y0 or a0) \"Z\"\n"
                            "  has z1 : -2.0 to 13.0 or none from n0 * 2 - n1 \"Z\"\n"
                            "list l1 \"L\" at most 5\n"
                            "  has t0 : grade \"T\" usually mid\n"
                            "  has v0, v1 : 0 to 2 or none \"V\" usually none\n"
                            "  has date : date or none \"D\"\n"
                            "  has k0 : one of x, y, z \"K\"\n"
                            "list l2 \"L\" at most 2\n"
                            "  has t1 : grade \"T\" usually lo\n"
                            "event i0 \"I\" at most 4\n"
                            "  has y1 : yes/no \"Y\"\n"
                            "  has u0 : 0 to 3 years \"U\"\n";

/* The declarations; in a household, about half of the facts are each member's. */
static void declare(struct writer *writer, const char *texts)
{
    while (*texts) {
        size_t length = strcspn(texts, "\n") + 1;
        size_t name = strcspn(texts, " ") + 1, end = name + strcspn(texts + name, " ");
        while (texts[end - 1] == ',') {
            end += 1 + strcspn(texts + end + 1, " ");
        }
        bool is_fact = memchr("cfs", *texts, 3) || strncmp(texts, "event", 5) == 0
                       || strncmp(texts, "list", 4) == 0;
        bool is_own = writer->of_household && is_fact && below(writer, 2);
        text_add_bytes(writer->text, texts, is_own ? end : length);
        if (is_own) {
            add(writer, below(writer, 9) ? " of mem" : " of household");
            text_add_bytes(writer->text, texts + end, length - end);
        }
        texts += length;
    }
}

/* ------------------------------------------------------------------------------------- members */

/* Members are taken together; what is asked of each reads no items of a list that is spoken of. */
static void members_where(struct writer *writer, unsigned depth)
{
    add(writer, " where ");
    condition(writer, depth);
}

static void member_number(struct writer *writer, unsigned depth)
{
    static const char *const forms[] = {"(count of mem", "(sum of n0 of mem", "(highest of n0 of mem",
                                        "(count of distinct k0 of mem", "(lowest of (n0 * 2) of mem",
                                        "(sum of (choose 1 if a0, n0 otherwise) of mem"};
    static const char *const tests[] = {") >= 2", ") > 3", ") <= 2", ") = 1", ") in 1 to 3"};
    pick(writer, forms, 6);
    if (below(writer, 2)) {
        members_where(writer, depth);
    }
    pick(writer, tests, 5);
}

static void member_condition(struct writer *writer, unsigned depth)
{
    unsigned form = below(writer, 4);
    enum reads before = writer->reads;
    bool in_items = writer->in_items;
    writer->in_items = false;
    writer->reads = READS_ALL; /* it is the members' own level that is asked for */
    if (form == 0) {
        member_number(writer, depth);
    } else {
        PICK(writer, "any mem", "any mem", "all mem");
        members_where(writer, depth);
    }
    writer->reads = before;
    writer->in_items = in_items;
}

/* --------------------------------------------------------------------------------------- lists */

/* Whether the items are those for which something holds that reads fields and facts alike. What an item
   of another list is asked inside stands in words that read its own fields only. */
static void where(struct writer *writer, const char *const *fixed, unsigned count, unsigned depth)
{
    if (random_once_in(writer->random, 3)) {
        return;
    }
    add(writer, " where ");
    if (writer->in_items || below(writer, 2)) {
        pick(writer, fixed, count);
        return;
    }
    writer->in_items = true;
    condition(writer, depth);
    writer->in_items = false;
}

static unsigned list(struct writer *writer)
{
    static const char *const names[] = {"l0", "l1", "i0"};
    unsigned which = below(writer, 3);
    add(writer, names[which]);
    return which;
}

static void where_of(struct writer *writer, unsigned which, unsigned depth)
{
    static const char *const fixed[][9] = {
        {"(y0)", "(n0 > 3)", "(y0 and n0 >= 2)", "(not y0 or a1)", "(n0 in (1, 2) and a0)",
         "(n0 is known and z1 is known)", "(z0)", "(z1 > 2)", "(z0 is known or z1 is unknown)"},
        {"(t0 >= mid)", "(v0 is none)", "(v0 >= 1)", "(k0 = y)", "(v0 = v1)", "(a2 and t0 = hi)",
         "(k0 != z)", "(v1 is none)", "(date is known)"},
        {"(y1)", "(u0 > 1 years)", "(not y1)", "(y1 and a0)", "(date < d0)",
         "(u0 in 1 to 2 years)", "(date is known)", "(u0 is unknown)", "(y1 = a1)"}};
    where(writer, fixed[which], 9, depth);
}

static void window(struct writer *writer, unsigned which)
{
    if (which > 0 && random_once_in(writer->random, 3)) {
        PICK(writer, " within 6 months", " within 2 weeks of d0", " within q0 weeks of d1",
             " within 10 days of (case_date)", " within 1 years");
    }
}

static void items(struct writer *writer, unsigned depth)
{
    unsigned which = list(writer);
    where_of(writer, which, depth);
    window(writer, which);
}

static void list_number(struct writer *writer, unsigned depth)
{
    static const char *const taken[][3] = {
        {"n0", "z1", "(choose n0 if z0, n0 * 2 - 3 otherwise)"},
        {"v0", "(v0 + v1)", "v1"},
        {"(choose 1 if y1, 3 otherwise)", "(count of (y1, a0, a1))", "(n0)"}};
    unsigned form = below(writer, 3), which;
    if (form == 0) {
        add(writer, "count of ");
        items(writer, depth);
        return;
    }
    which = below(writer, 3);
    add(writer, form == 1 ? "sum of " : "count of distinct ");
    pick(writer, taken[which], 3);
    text_format(writer->text, " of %s", which == 0 ? "l0" : which == 1 ? "l1" : "i0");
    where_of(writer, which, depth);
    window(writer, which);
}

static void list_extreme(struct writer *writer, unsigned depth)
{
    static const char *const forms[] = {"(highest of n0 of l0",        "(lowest of (n0 - 2) of l0",
                                        "(highest of t0 of l1",        "(lowest of v0 of l1",
                                        "(highest of (v0 + 1) of l1",  "(latest of l1",
                                        "(latest of i0",               "(highest of u0 of i0",
                                        "(lowest of t0 of l1",         "(lowest of date of l1"};
    static const char *const tests[] = {") > 2", ") <= 1", ") >= mid", ") = 1", ") in 2 to 4",
                                        " within 6 months) < d0", ") >= 2018-01-01", ") > 1 years", ") = hi",
                                        ") > case_date"};
    unsigned form = below(writer, 10);
    unsigned which = form < 2 ? 0 : form == 6 || form == 7 ? 2 : 1;
    add(writer, forms[form]);
    where_of(writer, which, depth);
    if (form != 5 && form != 6) {
        window(writer, which);
    }
    add(writer, tests[form]);
}

static void list_condition(struct writer *writer, unsigned depth)
{
    unsigned form = below(writer, 6);
    switch (form) {
    case 0:
    case 1:
        add(writer, "any ");
        items(writer, depth);
        break;
    case 2: {
        static const char *const all[] = {"all l0 where (y0)", "all l0 where (n0 < 4 or a0)",
                                          "all l1 where (t0 >= mid)", "all i0 where (y1)",
                                          "all l1 where (k0 = x or v0 is none)"};
        pick(writer, all, 5);
        break;
    }
    case 3:
        PICK(writer, "l1 within 6 months", "i0 within 2 months of d0", "latest of i0 within 2 weeks of d0 is none",
             "latest of l1 where (k0 = x) is not none", "count of distinct k0 of l1 >= 2",
             "count of distinct date of i0 >= 2", "count of distinct y0 of l0 = 1",
             "any l0 where (y0 and any l1 where (t0 = hi))",
             "count of l0 where (n0 > 1 and e0 within 8 weeks of d0) >= 2",
             "any i0 where (e1 within 2 weeks of date)");
        break;
    default: {
        enum reads before = writer->reads;
        writer->reads = before == READS_AT_LEAST ? READS_NOTHING : before;
        if (form == 4) {
            list_extreme(writer, depth);
        } else {
            list_number(writer, depth);
            PICK(writer, " >= 2", " = 1", " < 3", " > 4");
        }
        writer->reads = before;
    }
    }
}

/* ------------------------------------------------------------------------------------- numbers */

static void plain_number(struct writer *writer)
{
    PICK(writer, "n0", "n0", "n1", "count of e0", "count of e1 within 2 months", "3", "q0", "q1",
         "n0 + 1", "n0 - n1", "n0 * 2", "n0 * -1", "0.5 * n1", "q1 * n0", "n0 * n0 - n0",
         "50 % of n0", "n0 * n1", "12.5 % of n1", "q2 % of n0", "lowest of (n0, 2, n1)",
         "highest of (count of e0, n0)", "n0 + n1 - 2");
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

/* Where a rule reads the level, no number does (see comparison). */
static void number(struct writer *writer, unsigned depth)
{
    unsigned form = depth == 0 ? 0 : below(writer, 10);
    add(writer, "(");
    switch (form) {
    case 9:
        list_number(writer, depth - 1);
        break;
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

/* ---------------------------------------------------------------------------------- conditions */

static void element(struct writer *writer, unsigned depth)
{
    static const char *const fixed[] = {
        "gb", "go >= mid", "gg",           "go in (lo, hi)", "a3",
        "a0", "a1",        "gn in 2 to 4", "gn = 2",         "gd < case_date"};
    if (below(writer, 3)) {
        pick(writer, fixed, 10);
    } else {
        condition(writer, depth);
    }
}

static void counted(struct writer *writer)
{
    PICK(writer, "rules", "topics");
    text_format(writer->text, " at level %s%s", level_labels[below(writer, writer->level + 1)],
                below(writer, 4) ? "" : " in one");
}

static void elements(struct writer *writer, unsigned depth)
{
    unsigned count = 3 + below(writer, 2);
    for (unsigned i = 0; i < count; i++) {
        add(writer, i ? ", " : "");
        element(writer, depth);
    }
    while (writer->reads != READS_NOTHING && random_once_in(writer->random, 3)) {
        add(writer, ", ");
        counted(writer);
    }
}

/* Inside, more of the level would take something back. */
static enum reads guard_level(struct writer *writer)
{
    enum reads before = writer->reads;
    writer->reads = before == READS_AT_LEAST ? READS_NOTHING : before;
    return before;
}

static void counting(struct writer *writer, unsigned depth)
{
    enum reads before = writer->reads;
    if (below(writer, 2)) {
        PICK(writer, "any of", "all of", "at least 2 of", "at least q0 of", "at least 3 of");
    } else {
        PICK(writer, "none of", "at most 1 of", "exactly 1 of", "exactly 2 of", "at most q0 of");
        guard_level(writer);
    }
    add(writer, " (");
    elements(writer, depth);
    add(writer, ")");
    writer->reads = before;
}

static void comparison(struct writer *writer, unsigned depth)
{
    enum reads before = guard_level(writer);
    number(writer, depth);
    PICK(writer, " = ", " != ", " < ", " <= ", " > ", " >= ");
    number(writer, depth);
    writer->reads = before;
}

static void measure_atom(struct writer *writer)
{
    PICK(writer, "p0 < 90 %", "p0 in 40 to 60 %", "u0 >= 2 years", "u1 < 18 months", "u0 > u1",
         "u1 in 1 to 2 years", "w0 * 2 > 3 weeks", "w0 >= w1", "w1 in (7 days, 14 days)",
         "w1 + w0 < 3 weeks", "h0 > 3.5 hours", "q2 % of p0 < 20 %", "50 % of h0 <= 12.0 hours",
         "m0 is none", "m0 is not none", "m0 >= 2", "m0 != 1", "m0 + m1 > 3", "m0 = m1",
         "m0 in (1, 2)", "(highest of (gn)) > 2", "(highest of (m0, n0)) >= 3", "not (m0 is none)",
         "(choose m0 if a0, m1 if a1, 2 otherwise) = 2", "-n0 < -2", "0 - n1 >= m0 * 0.5");
}

static void choice_atom(struct writer *writer)
{
    PICK(writer, "k0 = x", "k0 != y", "k0 in (x, z)", "k1 = x", "k1 != y", "k1 in (x, z)",
         "k1 is none", "k1 = k0", "o0 >= mid", "o0 = o1", "o0 < hi", "o0 in lo to mid",
         "o0 in (lo, hi)", "o2 > o0", "o2 is none", "o2 <= mid", "authority = north",
         "authority in (south)", "(choose a0 if k0 = x, a1 if k0 = y, no otherwise)",
         "(choose k0 if a0, y otherwise) = y", "(highest of (o0, o1)) = hi",
         "(lowest of (go, mid)) >= mid", "prior >= 3", "prior in 2 to 3", "prior = 2a", "f2 = x",
         "(choose o0 if a1, mid if a2, o1 otherwise) < hi", "f2 in (x, z)",
         "f4 >= mid", "f4 = hi", "f4 <= o0", "o1 < f4",
         "f5 >= mid", "f5 = hi", "f5 = mid", "f5 in (lo, mid)");
}

static void date_atom(struct writer *writer)
{
    PICK(writer, "e0 within 6 months", "e1 within 2 weeks of d0", "e0 within 1 years",
         "e0 within 10 days of (d0 - 10 days)", "e1 within q0 weeks", "count of e0 >= 2",
         "count of e0 within 30 days <= 1", "count of e1 within 3 weeks of d1 >= 1",
         "count of e1 within 2 months of 2018-02-28 = 1", "latest of e0 < d0",
         "latest of e1 is none", "latest of e0 is not none", "e0 within 8 weeks of (latest of e1)",
         "d0 < 2018-06-01", "d0 + 3 months > case_date", "d0 + 2 weeks <= 2018-03-01",
         "d0 - 10 days in 2018-01-01 to 2018-02-28", "d1 - 1 years < 2017-02-28",
         "d0 in (2018-01-01, 2018-01-02)", "d1 >= d0", "d1 is none", "d0 + u0 > 2019-08-31",
         "d1 + w1 >= case_date", "(highest of (gd)) > case_date",
         "(lowest of (d0, case_date)) = d0", "months from d0 to case_date < 8 months",
         "years from d0 to case_date >= 1 years", "weeks from d0 to d1 < 5 weeks",
         "days from case_date to d0 in 0 to 100 days", "months from 2016-02-29 to d0 >= 24 months",
         "(choose d0 if a0, d1 otherwise) < case_date");
}

static void atom(struct writer *writer)
{
    switch (below(writer, 5)) {
    case 0:
        measure_atom(writer);
        break;
    case 1:
        choice_atom(writer);
        break;
    case 2:
        date_atom(writer);
        break;
    default:
        PICK(writer, "a0", "a1", "a2", "a3", "s0", "c0", "n0 >= 3", "n0 < 2", "n0 = 4", "n1 > 0.5",
             "n0 in 2 to 4", "n0 in (1, 2, 5)", "f0", "f1 > 5", "a0 = a1", "a0 != yes", "a2 = no");
    }
}

static void level_test(struct writer *writer)
{
    const char *level = level_labels[1 + below(writer, writer->level)];
    switch (writer->reads == READS_ALL ? below(writer, 8) : 7) {
    case 0:
        text_format(writer->text, "level < %s", level);
        break;
    case 1:
        text_format(writer->text, "level = %s", level);
        break;
    case 2:
        text_format(writer->text, "level in 1 to %s", level);
        break;
    case 3:
        text_format(writer->text, "level != %s", level);
        break;
    case 4:
        add(writer, "level > prior");
        break;
    default:
        text_format(writer->text, "level >= %s", level);
    }
}

static void knowledge(struct writer *writer)
{
    PICK(writer, "a0 is known", "n0 is unknown", "e0 is known", "f0 is known", "m0 is unknown",
         "d0 is not known", "k1 is known", "f1 is known", "l0 is known", "i0 is unknown");
}

static void joined(struct writer *writer, unsigned depth)
{
    const char *word = below(writer, 2) ? " and " : " or ";
    condition(writer, depth);
    add(writer, word);
    condition(writer, depth);
}

/* Lists, and hardly a fact. */
static void lean_condition(struct writer *writer, unsigned depth)
{
    switch (below(writer, 6)) {
    case 0:
        if (depth > 0) {
            joined(writer, depth - 1);
            break;
        }
        PICK(writer, "a0", "a1", "n0 >= 3");
        break;
    case 1: {
        enum reads before = guard_level(writer);
        add(writer, "not ");
        condition(writer, depth > 0 ? depth - 1 : 0);
        writer->reads = before;
        break;
    }
    case 2:
        if (writer->in_items) {
            PICK(writer, "a0", "n0 >= 3", "n0 < 2", "n0 = 4");
            break;
        }
        list_condition(writer, 0);
        break;
    default:
        if (writer->in_items || depth == 0) {
            PICK(writer, "a0", "n0 >= 3", "n0 in 2 to 4", "n0 > 1");
            break;
        }
        list_condition(writer, depth - 1);
    }
}

static void condition_inside(struct writer *writer, unsigned depth)
{
    if (writer->is_lean) {
        lean_condition(writer, depth);
        return;
    }
    unsigned form = depth == 0 ? 0 : below(writer, 14);
    if (writer->of_household && depth > 0 && random_once_in(writer->random, 5)) {
        member_condition(writer, depth - 1);
        return;
    }
    switch (form) {
    case 12:
    case 13:
        list_condition(writer, depth - 1);
        break;
    case 1:
    case 2:
        joined(writer, depth - 1);
        break;
    case 3: {
        enum reads before = guard_level(writer);
        add(writer, "not ");
        condition(writer, depth - 1);
        writer->reads = before;
        break;
    }
    case 4:
    case 5:
        counting(writer, depth - 1);
        break;
    case 6:
        comparison(writer, depth - 1);
        break;
    case 7:
        if (writer->reads != READS_NOTHING && writer->level > 0) {
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

static void unless(struct writer *writer)
{
    if (random_once_in(writer->random, 5)) {
        enum reads before = guard_level(writer);
        add(writer, " unless ");
        condition(writer, 1);
        writer->reads = before;
    }
}

static void guard(struct writer *writer, unsigned depth)
{
    add(writer, " if ");
    condition(writer, depth);
    unless(writer);
}

/* ---------------------------------------------------------------------------------- statements */

static void header(struct writer *writer)
{
    add(writer, "ruleset random 2020-01 \"Random\"\n  applies to north, south\n");
    add(writer, writer->of_household ? "  each mem\n" : "");
    if (random_once_in(writer->random, 4)) {
        PICK(writer, "  scope if n0 < 6\n", "  scope if a3 or (n0 < 5)\n", "  scope if k0 != z\n",
             "  scope if authority = north\n", "  scope if u1 in 1 to 30 months\n",
             "  scope if d0 >= 2018-01-01\n");
    }
    add(writer, "level 1\nlevel 2\nlevel 2a\nlevel 3\nlevel 4 worst\n");
}

static void ties(struct writer *writer)
{
    if (random_once_in(writer->random, 3)) {
        PICK(writer, "impossible if a0 and not a1 \"why\"\n",
             "impossible if a2 and a3 and (n0 > 3) \"why\"\n", "impossible if a1 and s0 \"why\"\n",
             "impossible if n0 > 4 and k0 = x \"why\"\n", "impossible if f0 and a2 \"why\"\n",
             "impossible if any of (a0, a1) and s0 \"why\"\n",
             "impossible if any l0 where (y0 and n0 > 3) and a3 \"why\"\n",
             "impossible if count of i0 > 2 and not a1 \"why\"\n",
             "impossible if m0 > 2 and a3 \"why\"\n", "impossible if f2 = x and not a2 \"why\"\n");
    }
    if (random_once_in(writer->random, 5)) {
        PICK(writer, "impossible if a1 and not a2 \"why\"\n",
             "impossible if not a0 and a2 \"why\"\n", "impossible if c0 and not a3 \"why\"\n");
    }
    if (random_once_in(writer->random, 4)) {
        PICK(writer, "require if n0 < 6 \"why\"\n", "require if all l0 where (n0 < 6) \"why\"\n", "require if a0 or (k0 != z) \"why\"\n",
             "require if d0 <= case_date \"why\"\n");
    }
}

static void derived(struct writer *writer)
{
    add(writer, "fact prior : level \"L\"\n");
    PICK(writer, "fact f0 : yes/no from n0 in 2 to 4 \"F\"\n",
         "fact f0 : yes/no from a0 and (o0 >= mid) \"F\"\n",
         "fact f0 : yes/no from count of e0 >= 2 \"F\"\n", "fact f0 : yes/no from n1 > 0.5 \"F\"\n",
         "fact f0 : yes/no from not c0 \"F\"\n",
         "fact f0 : yes/no from any l0 where (y0) \"F\"\n");
    PICK(writer, "fact f1 : 0.0 to 20.0 from n0 * 2 + n0 \"F\"\n",
         "fact f1 : -9.0 to 9.0 from n0 - n1 \"F\"\n", "fact f1 : -1.0 to 6.5 from n0 - n1 \"F\"\n",
         "fact f1 : 0.0 to 18.0 from sum of n0 of l0 where (y0 or a0) \"F\"\n",
         "fact f1 : 0.0 to 12.0 from choose n0 if f0, 7.5 otherwise \"F\"\n");
    PICK(writer, "fact f2 : one of x, y, z from choose x if f0, k0 otherwise \"F\"\n",
         "fact f2 : one of x, y, z from choose y if f1 > 5, z otherwise \"F\"\n");
    PICK(writer, "fact f3 : -20 to 3000 months from months from d0 to case_date \"F\"\n",
         "fact f3 : 0 to 20 or none from m0 + n0 \"F\"\n", "fact f3 : date or none from d1 \"F\"\n",
         "");
    PICK(writer, "scale f4 : grade from highest of t0 of l1 \"F\" usually lo\n",
         "scale f4 : grade from highest of t0 of l1 where (v0 >= 1 or a0) \"F\" usually lo\n",
         "scale f4 : grade from highest of (choose hi if y1, mid otherwise) of i0 \"F\" usually lo\n",
         "scale f4 : grade from highest of t0 of l1 within 6 months \"F\" usually lo\n");
    add(writer, "scale f5 : grade from highest of t1 of l2 \"F\" usually lo\n");
}

static void outcome(struct writer *writer, unsigned rank)
{
    if (random_once_in(writer->random, 10)) {
        PICK(writer, " then duty act\n", " then grounds = g\n");
        return;
    }
    text_format(writer->text, " then level %s", level_labels[rank]);
    if (rank + 1 < LEVELS && random_once_in(writer->random, 5)) {
        unsigned high = rank + 1 + below(writer, LEVELS - rank - 1);
        text_format(writer->text, " or %s as judged", level_labels[high]);
    }
    if (random_once_in(writer->random, 6)) {
        add(writer, " mandatory");
    }
    if (random_once_in(writer->random, 5)) {
        PICK(writer, ", duty act", ", duty sign, duty act");
    }
    if (random_once_in(writer->random, 5)) {
        PICK(writer, ", grounds = g", ", grounds = h", ", worst = 4", ", worst = 2");
    }
    add(writer, "\n");
}

static void exceptions(struct writer *writer, unsigned rule)
{
    unsigned count = 1 + below(writer, 3);
    writer->reads = READS_NOTHING;
    for (unsigned i = 0; i < count; i++) {
        if (i + 1 == count && random_once_in(writer->random, 3)) {
            add(writer, "exception to ");
        } else {
            text_format(writer->text, "exception x%u_%u to ", rule, i);
        }
        if (i == 0 || below(writer, 2)) {
            text_format(writer->text, "rule%u", rule);
        } else {
            text_format(writer->text, "x%u_%u", rule, i - 1);
        }
        guard(writer, 1);
        if (below(writer, 2)) {
            outcome(writer, below(writer, LEVELS));
        } else {
            add(writer, "\n");
        }
    }
}

/* Not every rule that reads the level may have exceptions that lead to it. */
static void rule(struct writer *writer, unsigned index)
{
    unsigned rank = 1 + below(writer, LEVELS - 1);
    bool is_named = !random_once_in(writer->random, 5);
    writer->reads = below(writer, 2) ? READS_AT_LEAST : READS_NOTHING;
    bool is_excepted =
        is_named && writer->reads == READS_NOTHING && random_once_in(writer->random, 3);
    writer->level = rank - 1;
    if (is_named) {
        text_format(writer->text, "rule rule%u", index);
        guard(writer, 3);
    } else {
        add(writer, "if ");
        condition(writer, 3);
        unless(writer);
    }
    outcome(writer, rank);
    if (is_excepted) {
        exceptions(writer, index);
    }
    writer->reads = READS_NOTHING;
}

static void rules(struct writer *writer)
{
    unsigned count = 2 + below(writer, 6); /* as many as there are places */
    for (unsigned i = 0; i < count; i++) {
        static const char *const places[] = {"", "section one \"One\"\n", "topic t0 \"T\"\n", "",
                                             "", "section two \"Two\"\n", "topic t1 \"T\"\n"};
        if (i == 1 || below(writer, 3)) {
            add(writer, places[i]);
        }
        rule(writer, i);
    }
    if (count < 2 || below(writer, 2)) {
        PICK(writer, "ladder o1 mid level 2, hi level 4\n",
             "ladder o0 mid level 2 or 3 as judged, hi level 3\n");
    }
    if (below(writer, 2)) {
        PICK(writer, "signs at level 2\n  1: a3\n  2: p0 < 80 %\n  3: u0 > 1 years unless s0\n",
             "signs at level 2a\n  1: a3\n  2: k1 = x\n  3: a2 unless a0 or a1\n",
             "signs at level 2 or 3 as judged\n  1: a2\n  2: o0 = hi\n");
    }
}

/* ----------------------------------------------------------------------------------- decisions */

static void rows(struct writer *writer, const char *const *values, unsigned count,
                 const char *otherwise)
{
    unsigned rows_wanted = 1 + below(writer, 4);
    for (unsigned i = 0; i < rows_wanted; i++) {
        add(writer, "    ");
        pick(writer, values, count);
        guard(writer, 2);
        add(writer, "\n");
    }
    if (otherwise) {
        text_format(writer->text, "    %s otherwise\n", otherwise);
    }
}

#define ROWS(writer, otherwise, ...)                 \
    rows(writer, (const char *const[]){__VA_ARGS__}, \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), otherwise)

/* Numbers that conditions read: every case is covered, and none of them reads the level. */
static void amounts(struct writer *writer)
{
    unsigned count = 1 + below(writer, 3);
    for (unsigned i = 0; i < count; i++, writer->decisions++) {
        text_format(writer->text, "decision amount%u : -20.0 to 60.0 \"N\"\n  ", i);
        unsigned form = below(writer, 6);
        if (form == 5) {
            PICK(writer, "is (n0 * 2 + 1)\n", "is (n0 - n1 * 2)\n",
                 "is (choose 1 if a0, 2.5 if a1 or (n0 > 2), 3 otherwise)\n");
            continue;
        }
        static const char *const policies[] = {"first of", "highest of", "lowest of", "sum of",
                                               "only one of"};
        text_format(writer->text, "%s\n", policies[form]);
        if (form == 0 && below(writer, 2)) {
            PICK(writer, "    2 if k0 = x\n    4 if k0 in (y, z)\n",
                 "    1 if o0 = lo\n    3 if o0 = mid\n    n1 if o0 = hi\n",
                 "    1 if k1 = x\n    2.5 if k1 in (y, z)\n    (n0) if k1 is none\n");
        }
        ROWS(writer, form == 3 && below(writer, 2) ? NULL : "0", "1", "3", "5", "(n0 + 1)", "(-2)",
             "(highest of (n0, 2))", "2.5", "n1");
    }
}

static void measures(struct writer *writer)
{
    add(writer, "decision length : 0 to 60 months \"L\"\n  ");
    PICK(writer, "is (highest of (u0, u1))\n", "is (choose u1 if a0, u0 otherwise)\n",
         "first of\n    u1 if (a0)\n    2 years if (a1)\n    1 months otherwise\n",
         "highest of\n    u1 if (a0)\n    u0 if (k0 = x)\n    0 months otherwise\n",
         "sum of\n    6 months if (a0)\n    1 years if (a1)\n    u0 if (a2)\n");
    add(writer, "decision total : 0 to 9 \"T\"\n  sum of\n    3.0 if (a0)\n    2 if (k0 = x)\n"
                "    (count of (a1, a2)) if (c0)\n");
    add(writer, "decision share : 0 to 100 % or none \"S\"\n  ");
    PICK(writer, "lowest of\n    p0 if (a0)\n    40 % if (a1 or a2)\n",
         "only one of\n    p0 if (a0)\n    100 % if (a1 and s0)\n    nothing if (a2)\n",
         "first of\n    nothing if (a2)\n    p0 if (s0)\n");
    add(writer, "decision maybe : 0 to 9 or none \"M\"\n  ");
    PICK(writer, "is (m0 + m1)\n", "is (choose m0 if a0, 2 otherwise)\n",
         "first of\n    m0 if (a0)\n    nothing otherwise\n",
         "sum of\n    m0 if (a0)\n    2 if (a1)\n", "is (highest of (m0, m1))\n");
}

static void decisions_of_lists(struct writer *writer)
{
    add(writer, "decision furthest : 0 to 6 or none \"F\"\n  is ");
    PICK(writer, "(highest of n0 of l0)\n", "(lowest of n0 of l0 where (y0))\n",
         "(highest of n0 of l0 where (n0 < 5 and a0))\n");
    add(writer, "decision several : one of x, y, z or none \"S\"\n  first of\n"
                "    x if (count of distinct k0 of l1 >= 2)\n    z if (any i0)\n"
                "decision strain : 0 to 20 \"S\"\n"
                "  is (sum of (choose n0 if y0, 1 otherwise) of l0)\n");
}

static void decisions(struct writer *writer)
{
    writer->reads = READS_NOTHING;
    add(writer, "decision grounds : one of g, h, i \"G\"\n  every one of\n");
    ROWS(writer, below(writer, 2) ? "i" : NULL, "g", "h", "i", "(choose g if a0, i otherwise)");
    add(writer, "decision worst : 0 to 9 \"W\"\n  highest of\n");
    ROWS(writer, below(writer, 2) ? "0" : NULL, "1", "4", "(n0)");
    writer->reads = below(writer, 2) ? READS_ALL : READS_NOTHING;
    writer->level = LEVELS - 1;
    add(writer, "decision band : one of b1 < b2 < b3 \"B\"\n  ");
    PICK(writer, "first of\n", "highest of\n", "lowest of\n", "only one of\n");
    ROWS(writer, below(writer, 2) ? "b2" : NULL, "b1", "b2", "b3",
         "(choose b1 if a0, b3 otherwise)", "nothing");
    add(writer, "decision place : level \"P\"\n  ");
    PICK(writer, "first of\n", "highest of\n", "only one of\n");
    ROWS(writer, "level 2", "level 1", "level 3", "level 2a", "prior");
    add(writer, "decision when_due : date or none \"D\"\n  ");
    PICK(writer, "first of\n", "highest of\n", "lowest of\n");
    ROWS(writer, below(writer, 2) ? "nothing" : NULL, "d0", "2018-05-05", "(d0 + 1 months)", "d1");
    decisions_of_lists(writer);
    add(writer, "decision flag : yes/no \"F\"\n  is ");
    condition(writer, 2);
    add(writer, "\n");
    measures(writer);
}

/* -------------------------------------------------------------------------- what is to be done */

static void duties(struct writer *writer)
{
    writer->reads = READS_ALL;
    writer->level = LEVELS - 1;
    add(writer, "contact desk \"Desk\"\n  phone \"1\"\n  for south\n    phone \"2\"\n"
                "duty act \"Act\"\n  to desk within 3 working days of d0\n  by d0\n"
                "  after at least 12 weeks of (d0 + 1 months)\n  immediately\n  when ");
    condition(writer, 2);
    unless(writer);
    add(writer, "\nduty sign \"Sign\"\n  same day\n  written within 3 hours\n"
                "duty tell \"Tell\"\n  within q0 days of case_date\n  by when_due\n  when ");
    condition(writer, 1);
    add(writer, "\nchecklist papers \"P\"\n  item i0 \"I\"\n  item i1 if ");
    condition(writer, 2);
    add(writer, " \"I\"\nnote at level 2a \"N\"\nnote at level 1 \"N\"\nnote with papers \"N\"\n"
                "note \"N\"\nnote when ");
    condition(writer, 2);
    add(writer, " \"N\"\n");
}

static void lean_ruleset(struct writer *writer)
{
    add(writer, "ruleset random 2020-01 \"Random\"\n  applies to north, south\n"
                "level 1\nlevel 2\nlevel 2a\nlevel 3\nlevel 4 worst\n");
    add(writer, declarations);
    add(writer, "section others \"Others\"\n");
    add(writer, others);
    add(writer, lists);
    if (random_once_in(writer->random, 5)) {
        PICK(writer, "impossible if any l0 where (y0 and n0 > 3) and a0 \"why\"\n",
             "require if all l0 where (n0 < 6) \"why\"\n");
    }
    unsigned count = 1 + below(writer, 3);
    for (unsigned i = 0; i < count; i++) {
        text_format(writer->text, "rule rule%u", i);
        guard(writer, 2);
        text_format(writer->text, " then level %s\n", level_labels[1 + below(writer, LEVELS - 1)]);
    }
}

static void full_ruleset(struct writer *writer)
{
    header(writer);
    add(writer, writer->of_household ? "list mem \"M\" at most 4\n" : "");
    declare(writer, declarations);
    add(writer, "section others \"Others\"\n");
    declare(writer, others);
    declare(writer, lists);
    add(writer, writer->of_household ? "fact own of mem : yes/no \"O\"\n" : "");
    derived(writer);
    ties(writer);
    amounts(writer);
    unsigned defines = below(writer, 4);
    for (unsigned i = 0; i < defines; i++) {
        text_format(writer->text, "define define%u is ", i);
        condition(writer, 2);
        add(writer, "\n");
        writer->defines++;
    }
    rules(writer);
    decisions(writer);
    duties(writer);
}

void ruleset_generate(struct text *text, struct random *random)
{
    struct writer writer = {.text = text, .random = random};
    writer.is_lean = random_once_in(random, 4);
    if (writer.is_lean) {
        lean_ruleset(&writer);
    } else {
        full_ruleset(&writer);
    }
}

void ruleset_generate_household(struct text *text, struct random *random)
{
    struct writer writer = {.text = text, .random = random, .of_household = true};
    full_ruleset(&writer);
}
